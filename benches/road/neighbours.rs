//! What a board that fails does to the others: the same boards, in turns without and with ones beside them that nothing
//! gets through to.

use crate::crowd::{Playing, runtime};
use crate::lateness::{FPS, SIZE, Watching, late};
use crate::report::Report;
use crate::stage::{face, player, programme};
use crate::{Effort, cpu};
use bangtin::clock::Clock;
use bangtin::link::Link;
use serialport::{SerialPort as _, TTYPort};
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Healthy boards whose frames are timed.
const BOARDS: usize = 8;
/// What the failing ones may add to the others' p99.
const MOST: f64 = 1.10;

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    report.heading(format!(
        "{BOARDS} boards at {FPS} Hz, and beside them one that refuses and one whose line is stuck"
    ));
    let turns = (effort.lateness / 4).clamp(1, 9);
    let each = Duration::from_secs(effort.lateness.clamp(2, 8) / 2);
    let (mut alone, mut beside, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..turns {
        // Which comes first changes, so that what slowly changes on the machine is not taken for an effect.
        let (one, other) = (turn % 2 == 0, turn % 2 != 0);
        let (first, second) = (play(one, each), play(other, each));
        let (without, with) = if one { (second, first) } else { (first, second) };
        ratios.push(cpu::quantile(with.clone(), 0.99) / cpu::quantile(without.clone(), 0.99));
        alone.extend(without);
        beside.extend(with);
    }
    let tell = |samples: &Vec<f64>| {
        let part = |part| cpu::quantile(samples.clone(), part);
        format!("{:.0} / {:.0} / {:.0}", part(0.5), part(0.99), part(1.0))
    };
    report.note("lateness without them in µs, p50 / p99 / most", tell(&alone));
    report.note("lateness with them", tell(&beside));
    report.most("p99 with them, times that without, median of the turns", cpu::median(ratios), MOST, "");
}

/// The lateness of all frames of the healthy boards, in µs.
fn play(failing: bool, lasting: Duration) -> Vec<f64> {
    let end = Arc::new(AtomicBool::new(false));
    let boards: Vec<Watching> = (0..BOARDS).map(|_| Watching::start(&end)).collect();
    let programme = programme(face(SIZE), FPS);
    // A port that was somebody's and is nobody's now: every frame sent there comes back refused.
    let gone = UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).unwrap().port();
    // A line whose other end is open and takes nothing.
    let (_stuck, line) = TTYPort::pair().unwrap();
    let device = line.name().unwrap();
    runtime().block_on(async {
        let clock = Clock::start().unwrap();
        let start = |board: &Watching| Playing::start(programme.clone(), &clock, board.port, true);
        let mut all: Vec<Playing> = boards.iter().map(start).collect();
        if failing {
            all.push(Playing::start(programme.clone(), &clock, gone, true));
            let link = Link::serial(&device, 4_000_000);
            all.push(Playing::start_with(player(programme.clone()), programme.clone(), &clock, link));
        }
        tokio::time::sleep(lasting).await;
        end.store(true, Ordering::Relaxed);
        for playing in all {
            playing.end().await;
        }
    });
    let arrived = boards.into_iter().flat_map(|board| board.end().into_iter().skip(FPS.into()));
    arrived.map(|at| late(&programme, at)).collect()
}
