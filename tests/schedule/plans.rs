//! Plans from the words of playlist files.

use bangtin::calendar::Calendar;
use bangtin::playlist::{Playlist, Reach};
use bangtin::report::{Lang, Source, render};
use bangtin::schedule::{Candidate, Plan, Setting, Shown, line_up, on_air};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;

/// A playlist `id` for board `x`.
pub(crate) fn playlist(id: &str, text: &str) -> Arc<Playlist> {
    parse(id, text).unwrap_or_else(|faults| panic!("{faults}\n{text}"))
}

/// The same, or what is wrong with it.
pub(crate) fn parse(id: &str, text: &str) -> Result<Arc<Playlist>, String> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: format!("boards = ['x']\n{text}") });
    let (playlist, faults) = Playlist::parse(id, &source);
    playlist.map(Arc::new).ok_or_else(|| render(&faults, Lang::En, false))
}

/// A board's setting in a zone, always on.
pub(crate) fn setting(zone: &str) -> Setting {
    let zone = TimeZone::get(zone).unwrap();
    Setting { calendar: Arc::new(Calendar::plain(zone)), ..Setting::default() }
}

/// A plan of playlists in their order; every item is shown for its `hold`, 10 s if it has none.
pub(crate) fn plan(setting: Setting, default: Option<&str>, playlists: &[Arc<Playlist>]) -> Plan {
    let board = Reach { board: "x".to_owned(), ..Reach::default() };
    let candidates = line_up(&board, default, playlists).into_iter().map(|choice| {
        let shown = choice.item().hold.unwrap_or(Duration::from_secs(10));
        Candidate { choice, shown }
    });
    Plan::new(setting, candidates)
}

/// The plan of one playlist in a zone.
pub(crate) fn one(zone: &str, text: &str) -> Plan {
    plan(setting(zone), None, &[playlist("a", text)])
}

/// An instant by the wall clock of a plan; of an hour that comes twice the first.
pub(crate) fn wall(plan: &Plan, text: &str) -> Timestamp {
    let time: DateTime = text.parse().unwrap();
    plan.calendar().zone().to_timestamp(time).unwrap()
}

/// The text on air at a wall time; a word in brackets where there is none.
pub(crate) fn text(plan: &Plan, at: Timestamp) -> String {
    match on_air(plan, at).shown {
        Shown::Entry(entry) => plan.choice(entry).unwrap().item().text.value.clone(),
        Shown::Blank(_) => "(blank)".to_owned(),
        Shown::Dark(why) => format!("({})", why.code()),
        Shown::LastResort => "(last resort)".to_owned(),
    }
}
