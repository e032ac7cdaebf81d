//! No frame that a player sends, and nothing that a card is given to keep, has dots that nobody approved for the board:
//! whatever becomes of files, fonts, boards, orders, approvals and clocks.
//!
//! What may be lit is worked out apart from the program: from a list of what was approved, item by item, and from every
//! picture that such an item shows on its way. A world that fails is played again by `BANGTIN_SEED=… cargo test --test approval`.

#[path = "simulation/dice.rs"]
#[allow(dead_code, reason = "the simulation throws them in more ways")]
mod dice;
#[path = "approval/seen.rs"]
mod seen;
#[path = "approval/town.rs"]
mod town;
#[path = "approval/watch.rs"]
mod watch;

use bangtin::editorial::{Seal, Sealed, void};
use bangtin::player::Laid;
use dice::Dice;
use seen::timeline;
use town::Town;
use watch::{Tally, play};

const SEEDS: u64 = 24;
const SLOW_SEEDS: u64 = 2000;
const STEPS: usize = 14;

fn seeds() -> std::ops::Range<u64> {
    let slow = std::env::var("RUN_SLOW_TESTS").is_ok_and(|value| value == "1");
    let one = std::env::var("BANGTIN_SEED").ok().and_then(|seed| seed.parse().ok());
    one.map_or(0..if slow { SLOW_SEEDS } else { SEEDS }, |seed: u64| seed..seed + 1)
}

#[test]
fn no_frame_has_dots_that_nobody_approved_but_those_of_an_emergency_that_was_ordered() {
    let mut all = Tally::default();
    for seed in seeds() {
        let played = std::panic::catch_unwind(|| play(&mut Dice::new(seed), STEPS));
        let Ok(tally) = played else { panic!("BANGTIN_SEED={seed} cargo test --test approval") };
        all.add(&tally);
    }
    println!("{all:?}");
    if std::env::var("BANGTIN_SEED").is_err() {
        assert!(all.least() > SEEDS / 2, "what never happened is not proven: {all:?}");
    }
}

/// An item on a board in two ways, of which the second is changed in something.
fn pair(dice: &mut Dice) -> Option<(Sealed, Laid, Sealed, Laid)> {
    let mut town = Town::new(dice);
    let before = town.item(dice)?;
    for _ in 0..dice.within(0, 2) {
        town.twist_at(dice, &before.0);
    }
    let after = town.item_again(&before.0)?;
    Some((before.1, before.2, after.0, after.1))
}

#[test]
fn an_item_that_shows_another_dot_at_any_moment_has_another_seal_and_it_is_said_why() {
    let (mut other, mut same) = (0, 0);
    for seed in seeds().start * 6..seeds().end * 6 {
        let Some((before, laid, after, again)) = pair(&mut Dice::new(seed)) else { continue };
        let seals: [Seal; 2] = [laid.seal(), again.seal()];
        assert_eq!(seals, [before.seal(), after.seal()], "seed {seed}");
        let shows = timeline(&laid) == timeline(&again);
        assert_eq!(seals[0].dots == seals[1].dots, shows, "seed {seed}: {before:?} {after:?}");
        let why = void(&before, &after);
        assert_eq!(why.is_empty(), seals[0] == seals[1], "seed {seed}");
        (other, same) = (other + u64::from(!shows), same + u64::from(shows));
    }
    assert!(other > SEEDS && same > SEEDS, "{other} {same}");
}
