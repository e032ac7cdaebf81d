//! The player of a board that keeps its picture: silent while nothing changes, and in conversation to the end.

use super::{face, lit, panel, session};
use bangtin::board::{Protocol, Receiver};
use bangtin::frame::{Colour, Face, Frame, Palette};
use bangtin::player::{Event, Feed, Now, Player, Programme, Stage};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
use bangtin::scene::{Font, Fonts, last_resort};
use bangtin::schedule::ClockTrust;
use bangtin::wire::luminator::Sign;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

const TEXT: &str =
    "boards = ['b']\n[[item]]\ntext = 'Đúng hẹn'\nhold = 10\n[[item]]\ntext = 'Công khai'\nhold = 10\n";

fn programme(face: Face) -> Arc<Programme> {
    let source = Arc::new(Source { name: "p.toml".to_owned(), text: TEXT.to_owned() });
    let (playlist, faults) = Playlist::parse("p", &source);
    let playlist = Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")));
    let mut fonts = Fonts::default();
    fonts.insert(Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf")).unwrap());
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting: bangtin::schedule::Setting::default(),
        default: None,
        face,
        palette: Palette::One(Colour::Yellow),
        font: "bangtin-16".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, [&playlist], &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}

/// A player, its board and their clock.
struct Post {
    player: Player,
    board: Receiver,
    mono: Duration,
    start: Timestamp,
    /// Frames and words that were sent.
    sent: usize,
    stopped: bool,
}

impl Post {
    fn new(protocol: &Protocol, face: Face, baud: u32) -> Self {
        let session = session(protocol, face);
        let byte_time = Duration::from_secs(10) / baud;
        let line_time = byte_time * session.frame_bytes() as u32 + protocol.pause();
        let keepalive = if protocol.latching() { Duration::MAX } else { Duration::from_millis(800) };
        let feed = Feed { keepalive, line_time, byte_time };
        Self {
            player: Player::new(programme(face), session, feed),
            board: Receiver::new(protocol, panel(face)),
            mono: Duration::ZERO,
            start: "2026-09-02T00:00:00Z".parse().unwrap(),
            sent: 0,
            stopped: false,
        }
    }

    /// One step, after which it is as late as the player wants to be asked again.
    fn step(&mut self, event: Event) {
        let now = Now { mono: self.mono, wall: self.start + self.mono, trust: ClockTrust::Trusted };
        self.stopped |= matches!(event, Event::Stop(_));
        let step = self.player.step(now, event);
        // At the end nothing but the sign's answer is waited for.
        let most = Duration::from_secs(if self.stopped { 5 } else { 2 });
        assert!(step.wake <= self.mono + most, "nothing is left to itself");
        if step.send {
            self.sent += 1;
            self.player.packets().iter().for_each(|packet| _ = self.board.receive(packet).unwrap());
        }
        match self.board.answer() {
            Some(answer) => {
                self.mono += Duration::from_millis(5);
                self.step(Event::Received(answer));
            }
            None => self.mono = self.mono.max(step.wake),
        }
    }

    fn until(&mut self, end: Duration) {
        while self.mono < end {
            self.step(Event::Tick);
        }
    }
}

#[test]
fn a_board_that_keeps_its_picture_is_sent_it_once() {
    let mut post = Post::new(&Protocol::Hanover { address: 1, asks: false }, face(112, 16), 4800);
    post.until(Duration::from_secs(201));
    // An item every ten seconds, and every second one is drawn ahead by the time the line takes.
    assert!((20..=22).contains(&post.sent), "{} frames in 200 s", post.sent);
}

#[test]
fn a_board_in_conversation_shows_every_item_and_is_left_with_the_last_frame() {
    let face = face(112, 16);
    let protocol = Protocol::Luminator { address: 3, sign: Sign::Max3000Front112 };
    let mut post = Post::new(&protocol, face, 19_200);
    let mut pictures = Vec::new();
    for item in 0..6 {
        // In the middle of the item, by when it has been visible for a while.
        post.until(Duration::from_secs(item * 10 + 5));
        assert!(post.player.settled());
        let wanted = post.player.window().unwrap().to_frame();
        assert_eq!(lit(post.board.frame()), lit(&wanted), "item {item}");
        pictures.push(lit(&wanted));
        assert_eq!(post.player.told().trouble, None);
    }
    assert_ne!(pictures[0], pictures[1]);

    let neutral = last_resort(face, Palette::One(Colour::Yellow));
    let stop = post.mono;
    post.step(Event::Stop(Some(neutral.clone())));
    while !post.player.settled() {
        post.step(Event::Tick);
    }
    assert_eq!(lit(post.board.frame()), lit(&neutral));
    assert!(post.mono < stop + Duration::from_secs(4), "within what the end of the program leaves for it");
    assert_ne!(lit(&neutral), lit(&Frame::unlit(face)));
}
