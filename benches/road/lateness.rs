//! How late frames arrive at 60 Hz, beside a thread that does nothing but sleep until absolute deadlines and send.
//!
//! Both are timed where their packets arrive at a socket, by the stamps the kernel gives them there, so that it does not
//! matter when somebody reads them. The sleeper does nothing but sleep and send packets built beforehand.

use crate::beforehand::Offloaded;
use crate::crowd::{Playing, runtime};
use crate::report::Report;
use crate::stage::{Turned, face, programme};
use crate::{Effort, cpu};
use bangtin::clock::Clock;
use bangtin::player::Programme;
use jiff::Timestamp;
use quinn_udp::{RecvMeta, UdpSocketState};
use rustix::thread::clock_nanosleep_absolute;
use rustix::time::{ClockId, Timespec};
use std::io::IoSliceMut;
use std::net::UdpSocket;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

const SIZE: (u16, u16) = (192, 64);
const FPS: u8 = 60;
const PERIOD: Duration = Duration::from_nanos(1_000_000_000 / 60);
const P50: f64 = 150.0;
const P99: f64 = 500.0;

/// A board that notes when the first packet of each frame arrived.
struct Watching {
    port: u16,
    thread: JoinHandle<Vec<Duration>>,
}

impl Watching {
    fn start(end: &Arc<AtomicBool>) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        let state = UdpSocketState::new((&socket).into()).unwrap();
        let end = Arc::clone(end);
        let thread = std::thread::spawn(move || {
            let mut arrived = Vec::new();
            let mut bytes = vec![0; 1 << 16];
            while !end.load(Ordering::Relaxed) {
                let mut meta = [RecvMeta::default()];
                match state.recv((&socket).into(), &mut [IoSliceMut::new(&mut bytes)], &mut meta) {
                    // The packet whose data begin at the first dot.
                    Ok(_) if bytes[4..8] == [0; 4] => arrived.push(meta[0].timestamp.unwrap()),
                    Ok(_) => {}
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
            arrived
        });
        Self { port, thread }
    }
}

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    let end = Arc::new(AtomicBool::new(false));
    let (board, other) = (Watching::start(&end), Watching::start(&end));
    let programme = programme(face(SIZE), FPS);
    let sleeper = start_sleeper(&programme, other.port, &end);
    runtime().block_on(async {
        let playing = Playing::start(programme.clone(), &Clock::start().unwrap(), board.port, true);
        tokio::time::sleep(Duration::from_secs(effort.lateness)).await;
        // What is sent at the end has no deadline.
        end.store(true, Ordering::Relaxed);
        playing.end().await;
    });
    let woken = sleeper.join().unwrap();
    let (arrived, others) = (board.thread.join().unwrap(), other.thread.join().unwrap());

    report.heading(format!("lateness at {FPS} Hz in µs, {} s", effort.lateness));
    let player: Vec<f64> = arrived.iter().skip(FPS.into()).map(|at| late(&programme, *at)).collect();
    let tell = |samples: Vec<f64>| {
        let part = |part| cpu::quantile(samples.clone(), part);
        format!("{:.0} / {:.0} / {:.0}", part(0.5), part(0.99), part(1.0))
    };
    let bare = others.iter().skip(FPS.into()).map(|at| cpu::micros(beside(*at)));
    report.note("sleeper at its waking, p50 / p99 / most", tell(woken));
    report.note("sleeper where its packets arrive", tell(bare.collect()));
    report.note("player where its packets arrive", tell(player.clone()));
    report.note("frames that arrived, of those due", format!("{} of {}", arrived.len(), due(&arrived)));
    report.most("player, p50", cpu::quantile(player.clone(), 0.5), P50, " µs");
    report.most("player, p99", cpu::quantile(player, 0.99), P99, " µs");
}

/// How long after the moment at which its picture was due a frame arrived, in µs.
fn late(programme: &Programme, at: Duration) -> f64 {
    let at = Timestamp::from_nanosecond(at.as_nanos() as i128).unwrap();
    let elapsed = at.duration_since(programme.slot(at).began).as_nanos();
    let frame = elapsed * i128::from(FPS) / 1_000_000_000;
    let due = (frame * 1_000_000_000 + i128::from(FPS) - 1) / i128::from(FPS);
    (elapsed - due) as f64 / 1000.0
}

fn due(arrived: &[Duration]) -> usize {
    let (Some(first), Some(last)) = (arrived.first(), arrived.last()) else { return 0 };
    ((*last - *first).as_secs_f64() * f64::from(FPS)).round() as usize + 1
}

/// The time since the sleeper's last deadline.
fn beside(at: Duration) -> Duration {
    Duration::from_nanos((at.as_nanos() % PERIOD.as_nanos()) as u64)
}

fn start_sleeper(programme: &Programme, port: u16, end: &Arc<AtomicBool>) -> JoinHandle<Vec<f64>> {
    let mut turned = Turned::new(programme.clone());
    assert!(turned.step().send);
    let packets = turned.player.packets().clone();
    let end = Arc::clone(end);
    std::thread::spawn(move || {
        let mut sender = Offloaded::new(([127, 0, 0, 1], port).into(), &packets);
        let mut deadline = cpu::realtime();
        deadline -= beside(deadline);
        let mut late = Vec::new();
        while !end.load(Ordering::Relaxed) {
            deadline += PERIOD;
            let until =
                Timespec { tv_sec: deadline.as_secs() as i64, tv_nsec: deadline.subsec_nanos().into() };
            while clock_nanosleep_absolute(ClockId::Realtime, &until).is_err() {}
            late.push(cpu::micros(cpu::realtime() - deadline));
            sender.send();
        }
        late
    })
}
