//! A board on a wall with its player, under a clock that is turned to each moment the player asks for.

use bangtin::board::{Protocol, Receiver, Session};
use bangtin::calendar::{Calendar, Hours, Sky};
use bangtin::frame::{Face, Palette};
use bangtin::panel::Panel;
use bangtin::player::{Event, Feed, LinkState, Now, OnAir, Player, Programme, Stage, Status, Step};
use bangtin::playlist::{Class, Playlist, Reach};
use bangtin::report::Source;
use bangtin::scene::{Font, Fonts};
use bangtin::schedule::{ClockTrust, Setting};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const HOME: &str = "Asia/Ho_Chi_Minh";
pub(crate) const KEEPALIVE: Duration = Duration::from_secs(1);
pub(crate) const PALETTE: Palette = Palette::Rgb;

pub(crate) struct Wall {
    player: Player,
    pub(crate) board: Receiver,
    mono: Duration,
    wake: Duration,
    /// When the wall clock began, and by how much it was set since.
    start: Timestamp,
    pub(crate) ahead: SignedDuration,
    pub(crate) trust: ClockTrust,
    pub(crate) frames: u32,
}

impl Wall {
    pub(crate) fn new(programme: &Arc<Programme>, start: Timestamp, trust: ClockTrust) -> Self {
        let face = programme.face();
        let session = Session::new(&Protocol::DDP, Panel::new(face)).unwrap();
        let feed = Feed { keepalive: KEEPALIVE, line_time: Duration::ZERO, byte_time: Duration::ZERO };
        let mut wall = Self {
            player: Player::new(Arc::clone(programme), session, feed),
            board: Receiver::new(&Protocol::DDP, Panel::new(face)),
            mono: Duration::ZERO,
            wake: Duration::ZERO,
            start,
            ahead: SignedDuration::ZERO,
            trust,
            frames: 0,
        };
        wall.step(Event::Tick);
        wall
    }

    pub(crate) fn clock(&self) -> Timestamp {
        self.start + self.ahead + SignedDuration::try_from(self.mono).unwrap()
    }

    /// Sets the clock on the wall. Never to a whole millisecond, at which turns begin: the player is awake a hair later.
    pub(crate) fn set(&mut self, clock: Timestamp) {
        self.ahead += clock.duration_since(self.clock()) + SignedDuration::from_micros(137);
    }

    pub(crate) fn step(&mut self, event: Event) -> Step {
        let now = Now { mono: self.mono, wall: self.clock(), trust: self.trust };
        let step = self.player.step(now, event);
        if step.send {
            self.frames += 1;
            self.player.packets().iter().for_each(|packet| _ = self.board.receive(packet).unwrap());
        }
        self.player.prepare();
        self.wake = step.wake;
        step
    }

    /// Goes to the moment the player asked for.
    pub(crate) fn next(&mut self) {
        self.mono = self.wake;
        self.step(Event::Tick);
    }

    /// Lets time go by; the player is stepped when it asked for it, and not at the end.
    pub(crate) fn run(&mut self, time: Duration) {
        let end = self.mono + time;
        while self.wake <= end {
            self.next();
        }
        self.mono = end;
    }

    /// The texts that are on during a time.
    pub(crate) fn seen(&mut self, time: Duration) -> BTreeSet<String> {
        let end = self.mono + time;
        let mut seen = BTreeSet::from([self.text()]);
        while self.wake <= end {
            self.next();
            let on_air = self.on_air();
            if !seen.contains(&on_air.text) {
                seen.insert(on_air.text);
            }
        }
        self.mono = end;
        seen
    }

    pub(crate) fn status(&self) -> Status {
        self.player.status(LinkState::Waiting)
    }

    pub(crate) fn on_air(&self) -> OnAir {
        self.status().on_air.unwrap()
    }

    pub(crate) fn text(&self) -> String {
        self.on_air().text
    }

    /// Holds board and page against the schedule at this very moment, asked afresh.
    pub(crate) fn shows(&self, programme: &Programme) {
        let moment = programme.at(self.clock());
        let (slot, at) = (moment.slot, self.clock());
        assert_eq!(self.text(), programme.on_air(&slot).text, "{at}");
        assert_eq!(*self.board.frame(), moment.window().unwrap().to_frame(), "{at}: {slot:?}");
    }

    /// The brightest value of any lamp.
    pub(crate) fn brightest(&self) -> u8 {
        self.board.frame().rgb().iter().copied().max().unwrap()
    }

    pub(crate) fn brightest_once_untrusted(&mut self) -> u8 {
        self.trust = ClockTrust::Untrusted;
        self.run(KEEPALIVE);
        self.brightest()
    }

    /// How many dots are lit.
    pub(crate) fn lit(&self) -> usize {
        self.board.frame().rgb().chunks(3).filter(|dot| **dot != [0, 0, 0]).count()
    }
}

pub(crate) fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A playlist for the board, given as the words of its file.
pub(crate) fn list(id: &str, text: &str) -> Arc<Playlist> {
    Arc::new(parsed(id, &format!("boards = ['b']\n{text}")))
}

/// The board's default playlist.
pub(crate) fn standby() -> Arc<Playlist> {
    Arc::new(parsed("nền", "[[item]]\ntext = 'nền'\nhold = 2"))
}

/// What a person ordered; no file can say all of these classes.
pub(crate) fn of_class(class: Class, text: &str) -> Arc<Playlist> {
    Arc::new(Playlist { class, ..parsed("lệnh", &format!("boards = ['b']\n{text}")) })
}

fn parsed(id: &str, text: &str) -> Playlist {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let (playlist, faults) = Playlist::parse(id, &source);
    playlist.unwrap_or_else(|| panic!("{faults:?}"))
}

/// A board's hours: `quiet = ['22:00', '05:00'] brightness = ['18:00', '06:00'] 30 night_max = 20`.
pub(crate) fn hours(text: &str) -> Setting {
    let words: Vec<&str> = text.split_whitespace().collect();
    let window = |at: usize| {
        let (from, to) = (words[at].trim_matches(&['[', ','][..]), words[at + 1].trim_matches(']'));
        let text = format!("windows = [{{ from = {from}, to = {to} }}]\n[[item]]\ntext = 'w'");
        parsed("w", &text).when.windows.clone()
    };
    let mut hours = Hours::default();
    for (at, word) in words.iter().enumerate() {
        match *word {
            "quiet" => hours.quiet = window(at + 2),
            "power" => hours.power = window(at + 2),
            "brightness" => {
                let percent = words[at + 4].parse().unwrap();
                hours.brightness = window(at + 2).into_iter().map(|window| (window, percent)).collect();
            }
            "night_max" => hours.night_max = words[at + 2].parse().unwrap(),
            _ => {}
        }
    }
    Setting { hours: Arc::new(hours), sky: Some(sky()), ..Setting::default() }
}

fn sky() -> Sky {
    Sky::new(21.03, 105.85).unwrap()
}

pub(crate) fn sunset(date: &str) -> Timestamp {
    let zone = TimeZone::get(HOME).unwrap();
    match sky().daylight(date.parse().unwrap(), &zone).unwrap().sunset {
        bangtin::calendar::SunEvent::At(instant) => instant,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn programme(
    zone: &str,
    setting: Setting,
    default: Option<&str>,
    lists: &[Arc<Playlist>],
) -> Arc<Programme> {
    let mut fonts = Fonts::default();
    fonts.insert(Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf")).unwrap());
    let zone = TimeZone::get(zone).unwrap();
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting: Setting { calendar: Arc::new(Calendar::plain(zone)), ..setting },
        default: default.map(ToOwned::to_owned),
        face: Face::new(64, 16).unwrap(),
        palette: PALETTE,
        font: "bangtin-16".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, lists, &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}
