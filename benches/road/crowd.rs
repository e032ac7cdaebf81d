//! Many boards at 30 frames/s: the tasks of the daemon with real links to sockets in another process.

use crate::board::Crowd;
use crate::report::Report;
use crate::stage::{FEED, face, player, programme, still};
use crate::{Effort, cpu};
use bangtin::clock::Clock;
use bangtin::frame::Face;
use bangtin::link::{Glass, Link};
use bangtin::player::run::{Outlet, Wiring, run};
use bangtin::player::{Player, Programme, Status};
use bangtin::schedule::{ClockTrust, Verdict};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

const SIZE: (u16, u16) = (192, 64);
const FPS: u8 = 30;
/// What every board is sent at the end, whatever it plays.
const LAST_FRAMES: u64 = 3;

/// A player in its task, as the daemon starts it.
pub(crate) struct Playing {
    task: JoinHandle<()>,
    stop: CancellationToken,
    _programme: watch::Sender<Arc<Programme>>,
    _status: watch::Receiver<Arc<Status>>,
}

impl Playing {
    pub(crate) fn start(programme: Programme, clock: &Clock, port: u16, offload: bool) -> Self {
        let player = player(programme.clone());
        let link = Link::udp("127.0.0.1", port, offload);
        Self::start_with(player, programme, clock, link)
    }

    pub(crate) fn start_with(player: Player, programme: Programme, clock: &Clock, link: Link) -> Self {
        let face: Face = programme.face();
        let (sender, programme) = watch::channel(Arc::new(programme));
        let (status, seen) = watch::channel(Arc::new(Status::default()));
        let stop = CancellationToken::new();
        let wiring = Wiring {
            outlet: Outlet::Link(Box::new(link)),
            clock: clock.clone(),
            trust: watch::channel(Verdict {
                trust: ClockTrust::Trusted,
                doubt: None,
                since: jiff::Timestamp::UNIX_EPOCH,
                known: None,
            })
            .1,
            programme,
            hold: watch::channel(None).1,
            status,
            glass: Arc::new(Glass::new(face.width(), face.height())),
            stop: stop.clone(),
            last: None,
            chronicle: None,
        };
        Self { task: tokio::spawn(run(player, wiring)), stop, _programme: sender, _status: seen }
    }

    pub(crate) async fn end(self) {
        self.stop.cancel();
        self.task.await.unwrap();
    }
}

/// The runtime of the daemon.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap()
}

pub(crate) fn measure(effort: Effort, report: &mut Report) {
    report
        .heading(format!("boards of 192 × 64 at {FPS} frames/s, CPU seconds a second of the whole process"));
    for boards in [1, 10, 100, 1000].into_iter().filter(|&boards| boards <= effort.most_boards) {
        for offload in [true, false] {
            let (used, rate) = runtime().block_on(play((boards, 1), FPS, offload, effort.crowd));
            let way = if offload { "offload" } else { "sendmmsg" };
            let per_frame = used / (boards as f64 * rate) * 1e6;
            report.note(
                format!(
                    "{boards} boards, {way}: {rate:.1} frames/s arrive at each, {per_frame:.1} µs a frame"
                ),
                format!("{used:.4}"),
            );
        }
    }
}

/// Most boards stand still most of the time: how many frames a second arrive where one in ten moves.
pub(crate) fn mixed(effort: Effort, report: &mut Report) {
    let boards = effort.most_boards;
    report.heading(format!("{boards} boards of 192 × 64, one in ten at {FPS} frames/s, the others still"));
    let (used, rate) = runtime().block_on(play((boards, 10), FPS, true, effort.crowd));
    report.note("CPU seconds a second of the whole process", format!("{used:.4}"));
    report.least("frames/s that arrive at each that moves", rate, f64::from(FPS) * 0.99, "");
}

/// Boards at the same rate share one tick: what so many of them cost together.
pub(crate) fn tick(effort: Effort, report: &mut Report) {
    let (boards, fps) = (32, 60);
    report.heading(format!("{boards} boards of 192 × 64 at {fps} frames/s on one tick"));
    let (used, rate) = runtime().block_on(play((boards, 1), fps, true, effort.crowd));
    report.note("frames/s that arrive at each", format!("{rate:.1}"));
    report.most("part of one core", used * 100.0, 4.0, " %");
}

/// CPU seconds a second, and frames a second that arrived at each board that moves, which is one in so many.
async fn play((boards, one_in): (usize, usize), fps: u8, offload: bool, seconds: u64) -> (f64, f64) {
    let mut others = Crowd::start(boards);
    let clock = Clock::start().unwrap();
    let (moving, still) = (programme(face(SIZE), fps), still(face(SIZE)));
    let start = |(n, port): (usize, &u16)| {
        let programme = if n % one_in == 0 { &moving } else { &still };
        Playing::start(programme.clone(), &clock, *port, offload)
    };
    let all: Vec<Playing> = others.ports.iter().enumerate().map(start).collect();
    tokio::time::sleep(Duration::from_millis(700)).await;

    others.begin();
    let (begun, used) = (cpu::monotonic(), cpu::of_process());
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    let (now, used) = (cpu::monotonic(), cpu::of_process() - used);

    let stopped = cpu::monotonic();
    for playing in &all {
        playing.stop.cancel();
    }
    for playing in all {
        playing.end().await;
    }
    let lasted = (stopped - begun).as_secs_f64();
    let moving = boards.div_ceil(one_in);
    // A board that stands is sent a frame a keepalive.
    let still = (boards - moving) as f64 * (lasted / FEED.keepalive.as_secs_f64());
    let frames = (others.end() - LAST_FRAMES * boards as u64) as f64 - still;
    let rate = frames / moving as f64 / lasted;
    (used.as_secs_f64() / (now - begun).as_secs_f64(), rate)
}
