//! The whole road in one simulated world: files on a disk, the library that reads them, players, sessions, lines, boards.
//!
//! Nothing here reads a clock, waits, or touches a file or socket, so a second costs a few milliseconds and a seed plays
//! the same on every machine. After every step the invariants of `law.rs` are verified against a model that knows only the
//! last good texts. `docs/testing.md` describes how to run more seeds and how to replay one.

#[path = "simulation/approvals.rs"]
mod approvals;
#[path = "simulation/dice.rs"]
mod dice;
#[path = "simulation/due.rs"]
mod due;
#[path = "simulation/glass.rs"]
mod glass;
#[path = "simulation/law.rs"]
mod law;
#[path = "simulation/line.rs"]
mod line;
#[path = "simulation/model.rs"]
mod model;
#[path = "schedule/naive.rs"]
mod naive;
#[path = "simulation/post.rs"]
mod post;
#[path = "simulation/sabotage.rs"]
mod sabotage;
#[path = "simulation/seat.rs"]
mod seat;
#[path = "simulation/shelf.rs"]
mod shelf;
#[path = "simulation/texts.rs"]
mod texts;
#[path = "simulation/world.rs"]
mod world;

use law::{Breach, Law};
use sabotage::Sabotage;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use world::{Op, Tally, World};

/// How many worlds a plain `cargo test` plays, and how long each lasts.
const SEEDS: u64 = 1000;
const TIME: Duration = Duration::from_secs(30);

/// Plays one world; the breach with the happenings before it.
fn play(seed: u64, time: Duration, eventful: bool, sabotage: Sabotage) -> Result<Tally, (Breach, String)> {
    let mut world = World::new(seed, sabotage);
    match world.run(time, eventful) {
        Ok(()) => Ok(world.tally),
        Err(breach) => {
            let log = world.log.iter().rev().take(24).rev().cloned().collect::<Vec<_>>().join("\n  ");
            Err((breach, log))
        }
    }
}

/// Plays worlds on every core, and says which seed failed first.
fn play_all(seeds: std::ops::Range<u64>) -> Tally {
    let next = AtomicU64::new(seeds.start);
    let total = Mutex::new(Tally::default());
    let failed = Mutex::new(Vec::new());
    let lock = |tally: &mut Tally, one: Tally| {
        tally.ops.extend(one.ops);
        tally.ops.sort_unstable();
        tally.ops.dedup();
        tally.whole += one.whole;
        tally.compared += one.compared;
        tally.strides += one.strides;
        tally.farewells += one.farewells;
        tally.frames += one.frames;
        tally.zeros += one.zeros;
        tally.faults += one.faults;
        tally.resorts += one.resorts;
        tally.timed += one.timed;
        tally.doubted += one.doubted;
        tally.approved += one.approved;
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, std::num::NonZero::get) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let enough = failed.lock().unwrap_or_else(PoisonError::into_inner).len() >= 5;
                    if seed >= seeds.end || enough {
                        return;
                    }
                    match std::panic::catch_unwind(|| play(seed, TIME, true, Sabotage::None)) {
                        Ok(Ok(tally)) => {
                            lock(&mut total.lock().unwrap_or_else(PoisonError::into_inner), tally)
                        }
                        Ok(Err((breach, log))) => {
                            let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                            failed.push((seed, format!("{:?}: {}\n  {log}", breach.law, breach.detail)));
                        }
                        Err(_) => {
                            let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                            failed.push((seed, "panicked, see above".to_owned()));
                        }
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    let words = failed
        .iter()
        .map(|(seed, why)| format!("\nBANGTIN_SEED={seed} cargo test --test simulation\n{why}\n"));
    assert!(failed.is_empty(), "{}", words.collect::<String>());
    total.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn slow() -> bool {
    std::env::var("RUN_SLOW_TESTS").is_ok_and(|value| value == "1")
}

#[test]
fn whatever_happens_to_files_clocks_lines_and_daemons_every_invariant_holds() {
    if let Some(seed) = std::env::var("BANGTIN_SEED").ok().and_then(|seed| seed.parse().ok()) {
        play_all(seed..seed + 1);
        return;
    }
    let total = play_all(0..if slow() { 20_000 } else { SEEDS });
    println!("{total:?}");
    // What never happened, or was never looked at, is not proven.
    assert_eq!(total.ops, Op::ALL, "everything that can happen did");
    let looked = [
        total.whole,
        total.compared,
        total.strides,
        total.farewells,
        total.zeros,
        total.faults,
        total.resorts,
        total.timed,
        total.doubted,
        total.approved,
    ];
    assert!(looked.iter().all(|&times| times > SEEDS / 10), "{total:?}");
}

#[test]
fn the_same_seed_plays_the_same_world() {
    let once = play(7, TIME, true, Sabotage::None).map(|tally| format!("{tally:?}"));
    let twice = play(7, TIME, true, Sabotage::None).map(|tally| format!("{tally:?}"));
    assert_eq!(once.unwrap(), twice.unwrap());
}

#[test]
fn a_board_day_without_anything_happening_is_even() {
    let time = if slow() { Duration::from_secs(86_400) } else { Duration::from_secs(600) };
    let tally = play(1, time, false, Sabotage::None).unwrap();
    assert!(tally.compared > time.as_secs() && tally.strides > time.as_secs(), "{tally:?}");
}

/// The invariants that notice a damage, world after world, until the one that must has noticed.
fn noticed(sabotage: Sabotage, law: Law) -> Vec<Law> {
    let mut laws = Vec::new();
    for seed in 0..200 {
        laws.extend(play(seed, TIME, true, sabotage).err().map(|(breach, _)| breach.law));
        if laws.last() == Some(&law) {
            break;
        }
    }
    laws
}

#[test]
fn every_damage_is_noticed_by_the_invariant_that_is_there_for_it() {
    for (sabotage, law) in [
        (Sabotage::KeepProgramme, Law::Page),
        (Sabotage::KeepProgramme, Law::Speaks),
        (Sabotage::DarkBetween, Law::Dark),
        (Sabotage::FlipDot, Law::Shows),
        (Sabotage::LosePush, Law::Grammar),
        (Sabotage::SkipPacket, Law::Grammar),
        (Sabotage::SendAlways, Law::Pace),
        (Sabotage::SendAlways, Law::Idle),
        (Sabotage::Oversleep, Law::Rhythm),
        (Sabotage::Spin, Law::Wake),
        (Sabotage::Stutter, Law::Stale),
        (Sabotage::Halve, Law::Dots),
        (Sabotage::Deafen, Law::Heals),
        (Sabotage::Undate, Law::Due),
        (Sabotage::Believe, Law::Speaks),
        (Sabotage::HideFaults, Law::Faults),
        (Sabotage::ForgetLast, Law::Last),
        (Sabotage::HideOpening, Law::Heals),
        (Sabotage::HideNotSent, Law::Heals),
        (Sabotage::OpenGate, Law::Approved),
    ] {
        let laws = noticed(sabotage, law);
        assert_eq!(laws.last(), Some(&law), "{sabotage:?} was noticed by {laws:?}");
    }
}
