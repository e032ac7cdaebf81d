//! What a frame costs in memory: nothing. Counted by an allocator that counts, on the thread that plays.

use bangtin::board::{Protocol, Session};
use bangtin::clock::Clock;
use bangtin::frame::{Face, Palette};
use bangtin::link::{Event as Change, Glass, Link, Load, Outcome};
use bangtin::panel::Panel;
use bangtin::player::run::{Outlet, Wiring, run};
use bangtin::player::{Event, Feed, Now, Player, Programme, Stage, Status};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
use bangtin::scene::{Font, Fonts};
use bangtin::schedule::{ClockTrust, Verdict};
use jiff::Timestamp;
use std::net::UdpSocket;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

const SCROLL: &str = "motion = 'scroll-left'\nspeed = 60\npasses = 1";
const STILL: &str = "hold = 3";
const KEEPALIVE: Duration = Duration::from_secs(1);

fn programme(movement: &str) -> Programme {
    let text = format!("boards = ['b']\n[[item]]\ntext = 'Một cửa, đúng hẹn'\n{movement}\n");
    let source = Arc::new(Source { name: "p.toml".to_owned(), text });
    let (playlist, faults) = Playlist::parse("p", &source);
    let playlist = Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")));
    let mut fonts = Fonts::default();
    fonts.insert(Font::from_bdf("bangtin-16", include_str!("../fonts/bangtin-16.bdf")).unwrap());
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting: bangtin::schedule::Setting::default(),
        default: None,
        face: Face::new(192, 64).unwrap(),
        palette: Palette::Rgb,
        font: "bangtin-16".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, [&playlist], &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    programme
}

fn player(programme: Programme) -> Player {
    let session = Session::new(&Protocol::DDP, Panel::new(programme.face())).unwrap();
    let feed = Feed { keepalive: KEEPALIVE, line_time: Duration::ZERO, byte_time: Duration::ZERO };
    Player::new(Arc::new(programme), session, feed)
}

/// A board that is there; what it is sent is left to the kernel.
fn board() -> (UdpSocket, u16) {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let port = socket.local_addr().unwrap().port();
    (socket, port)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A player on a link, whose clock is turned to each moment it asks for.
struct Turned {
    player: Player,
    link: Link,
    mono: Duration,
}

impl Turned {
    /// How many frames are sent in so many turns.
    fn frames(&mut self, turns: usize) -> usize {
        let start = Timestamp::from_second(1_788_307_200).unwrap();
        let sent = (0..turns).filter(|_| {
            let step = self.player.step(
                Now { mono: self.mono, wall: start + self.mono, trust: ClockTrust::Trusted },
                Event::Tick,
            );
            let packets = self.player.packets();
            if step.send {
                assert_eq!(self.link.send(Load::plain(packets.bytes(), packets.ends())), Outcome::Sent);
            }
            self.player.prepare();
            self.mono = step.wake;
            step.send
        });
        sent.count()
    }
}

fn turned(movement: &str, port: u16, offload: bool) -> Turned {
    let mut link = Link::udp("127.0.0.1", port, offload);
    assert_eq!(runtime().block_on(link.event()), Change::Up);
    Turned { player: player(programme(movement)), link, mono: Duration::ZERO }
}

#[test]
fn a_frame_of_a_movement_allocates_nothing_from_the_file_to_the_socket() {
    for offload in [true, false] {
        let (_board, port) = board();
        let mut turned = turned(SCROLL, port, offload);
        assert_eq!(turned.frames(3), 3);
        let mut frames = 0;
        // Longer than the item, so that its coming round again is counted too.
        let info = allocation_counter::measure(|| frames = turned.frames(1500));
        assert!(frames > 1400, "only {frames} frames were sent");
        assert_eq!((info.count_total, info.bytes_total), (0, 0), "offload {offload}");
    }
}

#[test]
fn a_still_item_is_drawn_once_and_sent_once_a_keepalive() {
    let (_board, port) = board();
    let mut turned = turned(STILL, port, true);
    assert_eq!(turned.frames(1), 1);
    let shown = turned.player.packets().iter().map(|packet| packet[10..].to_vec()).collect::<Vec<_>>();
    let (mut frames, mut turns) = (0, 0);
    let info = allocation_counter::measure(|| {
        while turned.mono < Duration::from_secs(60) {
            frames += turned.frames(1);
            turns += 1;
        }
    });
    assert_eq!(info.count_total, 0, "a reel drawn again is an allocation");
    assert!((58..=60).contains(&frames), "{frames} frames in a minute with a keepalive of a second");
    // It wakes for keepalives and for the ends of the item every three seconds, and for nothing else.
    assert!(turns <= frames + 21, "{turns} turns for {frames} frames");
    assert!(turned.player.packets().iter().map(|packet| &packet[10..]).eq(shown));
}

/// Allocations of a whole task in its runtime, clock and telling of the page included, over so much time.
fn allocations(time: Duration) -> (u64, u64) {
    let (_board, port) = board();
    let programme = programme(SCROLL);
    let face = programme.face();
    let (_programme, following) = watch::channel(Arc::new(programme.clone()));
    let (status, seen) = watch::channel(Arc::new(Status::default()));
    let stop = CancellationToken::new();
    let info = allocation_counter::measure(|| {
        runtime().block_on(async {
            let wiring = Wiring {
                outlet: Outlet::Link(Box::new(Link::udp("127.0.0.1", port, true))),
                clock: Clock::start().unwrap(),
                trust: watch::channel(Verdict {
                    trust: ClockTrust::Trusted,
                    doubt: None,
                    since: jiff::Timestamp::UNIX_EPOCH,
                    known: None,
                })
                .1,
                programme: following,
                hold: watch::channel(None).1,
                status,
                glass: Arc::new(Glass::new(face.width(), face.height())),
                stop: stop.clone(),
                last: None,
                chronicle: None,
            };
            let playing = tokio::spawn(run(player(programme), wiring));
            tokio::time::sleep(time).await;
            stop.cancel();
            playing.await.unwrap();
        });
    });
    (info.count_total, seen.borrow().frames_sent)
}

#[test]
fn a_playing_task_allocates_only_when_it_tells_the_page_and_not_with_every_frame() {
    let (short, long) = (Duration::from_millis(400), Duration::from_millis(2400));
    // What a process sets up once is no matter of time.
    allocations(short);
    let (before, after) = (allocations(short), allocations(long));
    let (allocated, frames) = (after.0.saturating_sub(before.0), after.1.saturating_sub(before.1));
    assert!(frames > 60, "only {frames} frames in two seconds");
    assert!(allocated * 2 < frames, "{allocated} allocations for {frames} frames");
}
