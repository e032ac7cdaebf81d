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

pub(crate) const SIZE: (u16, u16) = (192, 64);
pub(crate) const FPS: u8 = 60;
const PERIOD: Duration = Duration::from_nanos(1_000_000_000 / 60);
const P50: f64 = 150.0;
const P99: f64 = 500.0;
/// With one core busy.
const LOADED: f64 = 1.5;

/// A board that notes when the packet that shows a frame arrived.
pub(crate) struct Watching {
    pub(crate) port: u16,
    thread: JoinHandle<Vec<Duration>>,
}

impl Watching {
    pub(crate) fn start(end: &Arc<AtomicBool>) -> Self {
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
                    // The last packet of a frame says show it; the kernel may hand over several in one piece.
                    Ok(_) if bytes[(meta[0].len - 1) / meta[0].stride * meta[0].stride] & 1 == 1 => {
                        arrived.push(meta[0].timestamp.unwrap())
                    }
                    Ok(_) => {}
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
            arrived
        });
        Self { port, thread }
    }

    /// When each frame arrived.
    pub(crate) fn end(self) -> Vec<Duration> {
        self.thread.join().unwrap()
    }
}

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    let (player, _) = beside_a_sleeper(effort, report, 0);
    report.most("player, p50", cpu::quantile(player.clone(), 0.5), P50, " µs");
    report.most("player, p99", cpu::quantile(player, 0.99), P99, " µs");
    let (player, sleeper) = beside_a_sleeper(effort, report, 1);
    let p99 = |samples| cpu::quantile(samples, 0.99);
    report.most("player, p99, times that of the sleeper", p99(player) / p99(sleeper), LOADED, "");
}

/// The lateness of a player and of a sleeper in µs where their packets arrive, while so many threads do nothing but count.
fn beside_a_sleeper(effort: Effort, report: &mut Report, busy: usize) -> (Vec<f64>, Vec<f64>) {
    let end = Arc::new(AtomicBool::new(false));
    let (board, other) = (Watching::start(&end), Watching::start(&end));
    let programme = programme(face(SIZE), FPS);
    let sleeper = start_sleeper(&programme, other.port, &end);
    let busy_threads: Vec<_> = (0..busy).map(|_| start_counting(&end)).collect();
    runtime().block_on(async {
        let playing = Playing::start(programme.clone(), &Clock::start().unwrap(), board.port, true);
        tokio::time::sleep(Duration::from_secs(effort.lateness)).await;
        // What is sent at the end has no deadline.
        end.store(true, Ordering::Relaxed);
        playing.end().await;
    });
    let woken = sleeper.join().unwrap();
    let (arrived, others) = (board.end(), other.end());

    busy_threads.into_iter().for_each(|thread| thread.join().unwrap());
    report.heading(format!("lateness at {FPS} Hz in µs, {} s, {busy} busy threads beside", effort.lateness));
    let player: Vec<f64> = arrived.iter().skip(FPS.into()).map(|at| late(&programme, *at)).collect();
    let tell = |samples: Vec<f64>| {
        let part = |part| cpu::quantile(samples.clone(), part);
        format!("{:.0} / {:.0} / {:.0}", part(0.5), part(0.99), part(1.0))
    };
    let bare: Vec<f64> = others.iter().skip(FPS.into()).map(|at| cpu::micros(beside(*at))).collect();
    report.note("sleeper at its waking, p50 / p99 / most", tell(woken));
    report.note("sleeper where its packets arrive", tell(bare.clone()));
    report.note("player where its packets arrive", tell(player.clone()));
    report.note("frames that arrived, of those due", format!("{} of {}", arrived.len(), due(&arrived)));
    (player, bare)
}

/// A thread that keeps one core busy.
fn start_counting(end: &Arc<AtomicBool>) -> JoinHandle<()> {
    let end = Arc::clone(end);
    std::thread::spawn(move || {
        while !end.load(Ordering::Relaxed) {
            std::hint::spin_loop();
        }
    })
}

/// How long after the moment at which its picture was due a frame arrived, in µs.
pub(crate) fn late(programme: &Programme, at: Duration) -> f64 {
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
    let packets = [turned.player.packets().clone()];
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
