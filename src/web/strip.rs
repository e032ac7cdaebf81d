//! The plan of some days as a picture: where the bars of each day stand, in per cent of a row's width.
//!
//! A row is a day from its first to its last moment, so on a day on which clocks change its hours stand a little aside.

use super::words::percent;
use crate::report::Lang;
use crate::timetable::{Stretch, day, lit};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

/// Days of the picture.
pub(super) const DAYS: i32 = 7;
/// Every how many hours a line is drawn.
const TICK: i8 = 3;
/// The least width of a bar in per cent; less could not be seen.
const LEAST: f64 = 0.35;
/// Heights in CSS pixels: of the hours above the first row, of a row, of the words above its bar, of the bar.
const TOP: i32 = 22;
const ROW: i32 = 60;
const HEAD: i32 = 20;
const BAR: i32 = 30;

/// One row.
pub(super) struct Row {
    /// The upper edge of its words, of its bar; the lower edge of that.
    pub(super) head: i32,
    pub(super) top: i32,
    pub(super) foot: i32,
    /// `T3 24/11/2026`
    pub(super) name: String,
    pub(super) today: bool,
    pub(super) bars: Vec<Bar>,
    /// Where lines for the hours stand.
    pub(super) ticks: Vec<String>,
    /// Where the present stands, if it does on this day.
    pub(super) now: Option<String>,
}

/// One bar.
pub(super) struct Bar {
    pub(super) x: String,
    pub(super) width: String,
    pub(super) code: &'static str,
    /// What is lit, in a word or two.
    pub(super) words: String,
    /// How much room there is for words: `much`, `some` or `none`.
    pub(super) room: &'static str,
    /// Whether playlists are hidden under it.
    pub(super) over: bool,
}

/// The height of the whole picture.
pub(super) fn height() -> i32 {
    TOP + DAYS * ROW
}

/// The height of a bar.
pub(super) fn bar() -> i32 {
    BAR
}

/// The days from a date on.
pub(super) fn days(first: Date) -> impl Iterator<Item = Date> {
    (0..DAYS).filter_map(move |ahead| first.checked_add(ahead.days()).ok())
}

/// The first instant of a date and of the next.
pub(super) fn span(date: Date, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let midnight = |date: Date| zone.to_timestamp(date.at(0, 0, 0, 0)).ok();
    Some((midnight(date)?, midnight(date.tomorrow().ok()?)?))
}

/// The rows of a week.
pub(super) fn rows(line: &[Stretch], first: Date, now: Timestamp, zone: &TimeZone, lang: Lang) -> Vec<Row> {
    let row = |(at, date): (i32, Date)| {
        let (start, end) = span(date, zone)?;
        let place = |at: Timestamp| {
            let share = |part: Timestamp| part.duration_since(start).as_secs_f64();
            100.0 * share(at.clamp(start, end)) / share(end)
        };
        let bar = |stretch: &Stretch| {
            let (from, to) = (place(stretch.from), place(stretch.to));
            (from < to).then(|| Bar::new(stretch, from, to, lang))
        };
        let tick = |hour: i8| zone.to_timestamp(date.at(hour, 0, 0, 0)).ok().map(|at| percent(place(at)));
        let head = TOP + at * ROW;
        Some(Row {
            head: head + 14,
            top: head + HEAD,
            foot: head + HEAD + BAR,
            name: format!("{} {}", day(date.weekday()).say(lang), date.strftime("%d/%m/%Y")),
            today: start <= now && now < end,
            bars: line.iter().filter_map(bar).collect(),
            ticks: (TICK..24).step_by(TICK as usize).filter_map(tick).collect(),
            now: (start <= now && now < end).then(|| percent(place(now))),
        })
    };
    (0..).zip(days(first)).filter_map(row).collect()
}

impl Bar {
    fn new(stretch: &Stretch, from: f64, to: f64, lang: Lang) -> Self {
        let width = (to - from).max(LEAST);
        let room = match width {
            55.0.. => "much",
            16.0.. => "some",
            _ => "none",
        };
        Self {
            x: percent(from.min(100.0 - width)),
            width: percent(width),
            code: stretch.code(),
            words: lit(stretch.lit).say(lang),
            room,
            over: !stretch.hidden.is_empty(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{Layer, Lit};

    fn stretch(from: &str, to: &str) -> Stretch {
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        Stretch { from, to, lit: Lit::Layer(Layer::Normal), lists: Vec::new(), hidden: Vec::new(), why: None }
    }

    #[test]
    fn a_bar_goes_on_in_the_next_row_and_a_short_one_can_still_be_seen() {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let line = [
            stretch("2026-11-24T11:00:00Z", "2026-11-24T23:00:00Z"),
            stretch("2026-11-25T16:59:59Z", "2026-11-25T17:00:00Z"),
        ];
        let now = "2026-11-24T05:00:00Z".parse().unwrap();
        let rows = rows(&line, "2026-11-24".parse().unwrap(), now, &zone, Lang::Vi);
        let bars: Vec<Vec<_>> = rows
            .iter()
            .map(|row| row.bars.iter().map(|bar| (bar.x.as_str(), bar.width.as_str())).collect())
            .collect();
        assert_eq!(bars[0], [("75%", "25%")]);
        assert_eq!(bars[1], [("0%", "25%"), ("99.65%", "0.35%")]);
        assert!(bars[2..].iter().all(Vec::is_empty) && rows.len() == 7);
        assert_eq!((rows[0].now.as_deref(), rows[1].now.as_deref()), (Some("50%"), None));
        assert_eq!(rows[0].ticks, ["12.5%", "25%", "37.5%", "50%", "62.5%", "75%", "87.5%"]);
        assert_eq!(rows[0].name, "T3 24/11/2026");
    }

    #[test]
    fn on_the_day_the_clocks_change_the_hours_stand_aside() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = "2026-10-25T12:00:00Z".parse().unwrap();
        let rows = rows(&[], "2026-10-25".parse().unwrap(), now, &zone, Lang::En);
        assert_eq!(rows[0].ticks[0], "16%");
        assert_eq!(rows[1].ticks[0], "12.5%");
    }
}
