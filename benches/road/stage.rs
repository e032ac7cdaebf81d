//! What is shown: one line of 55 characters passing from right to left, a dot a frame at 60 frames a second.

use bangtin::board::{Protocol, Session};
use bangtin::frame::{Face, Palette};
use bangtin::panel::Panel;
use bangtin::player::{Event, Feed, Now, Player, Programme, Stage, Step};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
use bangtin::scene::{Font, Fonts};
use bangtin::schedule::ClockTrust;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const TEXT: &str = "Mời người dân nhận kết quả hồ sơ tại quầy số 5 tầng một";
pub(crate) const FACES: [(u16, u16); 3] = [(128, 32), (192, 64), (320, 160)];
pub(crate) const FONT: &str = include_str!("../../fonts/bangtin-16.bdf");

pub(crate) fn face((width, height): (u16, u16)) -> Face {
    assert_eq!(TEXT.chars().count(), 55);
    Face::new(width, height).unwrap()
}

pub(crate) fn font() -> Font {
    Font::from_bdf("bangtin-16", FONT).unwrap()
}

/// The line as the only item of a board, passing from right to left with `fps` dots a second.
pub(crate) fn programme(face: Face, fps: u8) -> Programme {
    moved(face, "scroll-left", fps)
}

/// The line passing upwards, broken to the width: every row of the face changes with every frame.
pub(crate) fn column(face: Face, fps: u8) -> Programme {
    moved(face, "scroll-up", fps)
}

/// A text that stands.
pub(crate) fn standing(face: Face, text: &str) -> Programme {
    laid(face, text, "motion = 'hold'\n", 60)
}

/// Two words that stand.
pub(crate) fn still(face: Face) -> Programme {
    standing(face, "Một cửa")
}

fn moved(face: Face, motion: &str, fps: u8) -> Programme {
    laid(face, TEXT, &format!("motion = '{motion}'\nspeed = {fps}\npasses = 1\n"), fps)
}

fn laid(face: Face, text: &str, motion: &str, fps: u8) -> Programme {
    let text = format!("boards = ['b']\n[[item]]\ntext = '{text}'\n{motion}");
    let source = Arc::new(Source { name: "bench.toml".to_owned(), text });
    let (playlist, faults) = Playlist::parse("bench", &source);
    let playlist = Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")));
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting: bangtin::schedule::Setting::default(),
        default: None,
        face,
        palette: Palette::Rgb,
        font: "bangtin-16".to_owned(),
        max_fps: fps,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let mut fonts = Fonts::default();
    fonts.insert(font());
    let (programme, faults) = Programme::new(&stage, [&playlist], &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    programme
}

/// How a board on the network is fed.
pub(crate) const FEED: Feed =
    Feed { keepalive: Duration::from_secs(1), line_time: Duration::ZERO, byte_time: Duration::ZERO };

pub(crate) fn player(programme: Programme) -> Player {
    speaking(programme, &Protocol::DDP)
}

fn speaking(programme: Programme, protocol: &Protocol) -> Player {
    let session = Session::new(protocol, Panel::new(programme.face())).unwrap();
    Player::new(Arc::new(programme), session, FEED)
}

/// A player whose clock is turned by hand: each frame is stepped at the moment the player asked for.
pub(crate) struct Turned {
    pub(crate) player: Player,
    now: Now,
}

impl Turned {
    pub(crate) fn new(programme: Programme) -> Self {
        Self::speaking(programme, &Protocol::DDP)
    }

    pub(crate) fn speaking(programme: Programme, protocol: &Protocol) -> Self {
        let wall: Timestamp = "2026-09-02T00:00:00Z".parse().unwrap();
        Self {
            player: speaking(programme, protocol),
            now: Now { mono: Duration::ZERO, wall, trust: ClockTrust::Trusted },
        }
    }

    /// Steps, and turns the clock to when the next step is wanted.
    #[inline]
    pub(crate) fn step(&mut self) -> Step {
        let step = self.player.step(self.now, Event::Tick);
        let on = step.wake - self.now.mono;
        self.now = Now { mono: step.wake, wall: self.now.wall + on, trust: ClockTrust::Trusted };
        step
    }
}
