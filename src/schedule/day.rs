//! One civil day of a board: which instants a window is open on it.
//!
//! Zone rules are asked for each day anew, never remembered: on the day the clocks change, an hour of the wall clock is
//! missing or comes twice, and a window is open exactly while the wall clock stands in it.

use super::spans::{Span, both, tidy};
use crate::calendar::{Calendar, Hour, Sky, SunEvent, Window};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::ops::Range;

/// A stretch of a day with one offset from UTC.
struct Piece {
    span: Span,
    /// Local time less UTC, in milliseconds.
    offset: i64,
}

/// A civil day somewhere.
pub(super) struct Day<'c> {
    pub(super) date: Date,
    /// From its first instant to the first of the next day: 23 to 25 hours where clocks change.
    pub(super) span: Span,
    /// Its midnight and the instants within it, were local time UTC.
    naive: i64,
    pieces: Vec<Piece>,
    calendar: &'c Calendar,
    sky: Option<Sky>,
    /// Sunrise and sunset of yesterday, today and tomorrow, once they were asked for: several windows may ask.
    suns: [OnceCell<Option<(i64, i64)>>; 3],
}

impl<'c> Day<'c> {
    /// The day of an instant; `None` at the ends of representable time.
    pub(super) fn of(calendar: &'c Calendar, sky: Option<Sky>, instant: i64) -> Option<Self> {
        let instant = Timestamp::from_millisecond(instant).ok()?;
        Self::new(calendar, sky, calendar.zone().to_datetime(instant).date())
    }

    /// A day by its date.
    pub(super) fn new(calendar: &'c Calendar, sky: Option<Sky>, date: Date) -> Option<Self> {
        let zone = calendar.zone();
        let span = midnight(zone, date)?..midnight(zone, date.tomorrow().ok()?)?;
        let naive = midnight(&TimeZone::UTC, date)?;
        let pieces = pieces(zone, &span)?;
        Some(Self { date, pieces, span, naive, calendar, sky, suns: Default::default() })
    }

    /// When windows are open on this day; all day if there are none.
    pub(super) fn windows(&self, windows: &[Window]) -> Vec<Span> {
        if windows.is_empty() {
            return vec![self.span.clone()];
        }
        let mut open = Vec::new();
        for window in windows {
            self.window(window, &mut open);
        }
        tidy(open)
    }

    /// When one window is open on this day: as this day's, and as yesterday's if that runs over midnight.
    fn window(&self, window: &Window, open: &mut Vec<Span>) {
        let (Hour::Clock(from), Hour::Clock(to)) = (&window.from, &window.to) else {
            return self.sun_window(window, open);
        };
        let (from, to) = (i64::from(*from) * 1000, i64::from(*to) * 1000);
        const NIGHT: i64 = 86_400_000;
        let late = if from < to { to } else { NIGHT };
        if self.begins(window, self.date) {
            self.wall_clock(from..late, open);
        }
        if to < from && to > 0 && self.date.yesterday().is_ok_and(|date| self.begins(window, date)) {
            self.wall_clock(0..to, open);
        }
    }

    /// Whether a window begins on a date: the day rule.
    fn begins(&self, window: &Window, date: Date) -> bool {
        let within =
            window.valid_from.is_none_or(|from| from <= date) && window.valid_to.is_none_or(|to| date <= to);
        within
            && window.days.contains(date.weekday())
            && !window.except.iter().any(|days| self.calendar.holds(days, date))
            && (window.only_on.is_empty()
                || window.only_on.iter().any(|days| self.calendar.holds(days, date)))
    }

    /// The instants of this day at which the wall clock stands in a range, in milliseconds since midnight.
    fn wall_clock(&self, range: Span, open: &mut Vec<Span>) {
        for Piece { span, offset } in &self.pieces {
            let shift = self.naive - offset;
            let (from, to) = (shift + range.start, shift + range.end);
            open.push(from.max(span.start)..to.min(span.end));
        }
    }

    /// The same for a window that begins or ends with the sun: from instant to instant.
    fn sun_window(&self, window: &Window, open: &mut Vec<Span>) {
        for date in self.date.yesterday().into_iter().chain([self.date]) {
            let Some(from) = self.hour(date, window.from).filter(|_| self.begins(window, date)) else {
                continue;
            };
            let end = self.hour(date, window.to).filter(|to| from < *to);
            let end = end.or_else(|| self.hour(date.tomorrow().ok()?, window.to));
            if let Some(to) = end {
                open.push(from.max(self.span.start)..to.min(self.span.end));
            }
        }
    }

    /// The instant of an hour on a date. Where the sun does not set, it does at midnight; where it does not rise, it
    /// rises and sets at noon: so the day is all light, or all night.
    fn hour(&self, date: Date, hour: Hour) -> Option<i64> {
        let zone = self.calendar.zone();
        let (rises, minutes) = match hour {
            Hour::Clock(seconds) => {
                let clock = date.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds.into()));
                return Some(zone.to_timestamp(clock.ok()?).ok()?.as_millisecond());
            }
            Hour::Sunrise { minutes } => (true, minutes),
            Hour::Sunset { minutes } => (false, minutes),
        };
        let (rise, set) = self.sun(date)?;
        Some(if rises { rise } else { set } + i64::from(minutes) * 60_000)
    }

    /// Sunrise and sunset of yesterday, today or tomorrow; `None` without coordinates.
    fn sun(&self, date: Date) -> Option<(i64, i64)> {
        let nth = match date.cmp(&self.date) {
            Ordering::Less => 0,
            Ordering::Equal => 1,
            Ordering::Greater => 2,
        };
        *self.suns[nth].get_or_init(|| sun(self.calendar.zone(), self.sky?, date))
    }

    /// The seconds of this day at which the wall clock stands in these spans, each begun one whole. Those that the wall clock
    /// leaves out belong to what was before them.
    pub(super) fn wall(&self, spans: &[Span]) -> Vec<Range<u32>> {
        let mut seconds: Vec<Span> = Vec::new();
        for (at, Piece { span, offset }) in self.pieces.iter().enumerate() {
            let wall = |instant: i64| (instant - self.naive + offset).div_euclid(1000).clamp(0, 86_400);
            let next = self.pieces.get(at + 1).map_or(86_400, |next| {
                (next.span.start - self.naive + next.offset).div_euclid(1000).clamp(0, 86_400)
            });
            for part in both(spans, std::slice::from_ref(span)) {
                let from = if at == 0 && part.start == self.span.start { 0 } else { wall(part.start) };
                let to = wall(part.end);
                seconds.push(from..if part.end == span.end { to.max(next) } else { to });
            }
        }
        tidy(seconds).into_iter().map(|span| span.start as u32..span.end as u32).collect()
    }

    /// An hour of this day by the wall clock, to the minute where it goes by the sun; that hour itself where there is none.
    pub(super) fn by_clock(&self, hour: Hour) -> Hour {
        if let Hour::Clock(_) = hour {
            return hour;
        }
        let Some(at) = self.hour(self.date, hour) else { return hour };
        let piece = self.pieces.iter().rev().find(|piece| piece.span.start <= at).or(self.pieces.first());
        let wall = at - self.naive + piece.map_or(0, |piece| piece.offset);
        Hour::Clock(((wall + 30_000).div_euclid(60_000) * 60).clamp(0, 86_400) as u32)
    }

    pub(super) fn is_mourning(&self) -> bool {
        self.calendar.is_mourning(self.date)
    }

    /// When it is night on this day; never without coordinates.
    pub(super) fn nights(&self) -> Vec<Span> {
        let Some((rise, set)) = self.sun(self.date) else { return Vec::new() };
        tidy(vec![self.span.start..rise.min(self.span.end), set.max(self.span.start)..self.span.end])
    }
}

/// The first instant of a date.
fn midnight(zone: &TimeZone, date: Date) -> Option<i64> {
    Some(zone.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_millisecond())
}

fn pieces(zone: &TimeZone, span: &Span) -> Option<Vec<Piece>> {
    let start = Timestamp::from_millisecond(span.start).ok()?;
    let mut pieces = Vec::new();
    let mut piece = Piece { span: span.clone(), offset: millis(zone.to_offset(start)) };
    for change in zone.following(start) {
        let at = change.timestamp().as_millisecond();
        // Two changes in a day are already unheard of.
        if at >= span.end || pieces.len() >= 8 {
            break;
        }
        let after = Piece { span: at..span.end, offset: millis(change.offset()) };
        let before = std::mem::replace(&mut piece, after);
        pieces.push(Piece { span: before.span.start..at, offset: before.offset });
    }
    pieces.push(piece);
    Some(pieces)
}

fn millis(offset: jiff::tz::Offset) -> i64 {
    i64::from(offset.seconds()) * 1000
}

/// Sunrise and sunset of a date.
fn sun(zone: &TimeZone, sky: Sky, date: Date) -> Option<(i64, i64)> {
    let instant = |event, by_day, by_night| match event {
        SunEvent::At(instant) => Some(instant.as_millisecond()),
        SunEvent::StaysUp => by_day,
        SunEvent::StaysDown => by_night,
    };
    let noon = zone.to_timestamp(date.at(12, 0, 0, 0)).ok()?.as_millisecond();
    let (begin, end) = (midnight(zone, date)?, midnight(zone, date.tomorrow().ok()?)?);
    let light = sky.daylight(date, zone)?;
    let rise = instant(light.sunrise, Some(begin), Some(noon))?;
    let set = instant(light.sunset, Some(end), Some(noon))?;
    Some((rise, set))
}
