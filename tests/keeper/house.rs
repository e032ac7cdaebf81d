//! Programmes from the words of playlist files.

use bangtin::calendar::Calendar;
use bangtin::frame::{Face, Palette};
use bangtin::player::{Programme, Stage};
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::Source;
use bangtin::scene::{Font, Fonts};
use bangtin::schedule::Setting;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::sync::Arc;

pub(crate) fn face() -> Face {
    Face::new(64, 16).unwrap()
}

pub(crate) fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

/// A board's setting, always on.
pub(crate) fn setting() -> Setting {
    Setting { calendar: Arc::new(Calendar::plain(zone())), ..Setting::default() }
}

pub(crate) fn playlist(id: &str, text: &str) -> Arc<Playlist> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: format!("boards = ['b']\n{text}") });
    let (playlist, faults) = Playlist::parse(id, &source);
    Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")))
}

/// The programme of these playlists for a board.
pub(crate) fn programme(setting: Setting, texts: &[&str]) -> Arc<Programme> {
    let lists: Vec<_> =
        texts.iter().enumerate().map(|(at, text)| playlist(&format!("p{at}"), text)).collect();
    let mut fonts = Fonts::default();
    fonts.insert(Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf")).unwrap());
    let stage = Stage {
        reach: Reach { board: "b".to_owned(), ..Reach::default() },
        setting,
        default: None,
        face: face(),
        palette: Palette::Rgb,
        font: "bangtin-16".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let (programme, faults) = Programme::new(&stage, &lists, &fonts);
    assert!(faults.is_empty(), "{faults:?}");
    Arc::new(programme)
}

/// An instant by the clock of the place.
pub(crate) fn at(text: &str) -> Timestamp {
    let time: DateTime = text.parse().unwrap();
    zone().to_timestamp(time).unwrap()
}
