//! A programme as a card keeps it: items with their days and hours, made for a week, and what is left for ever.
//!
//! The week begins on a day that does not depend on when anybody asks, so that a program that was started again comes to
//! the same stock and nothing is written for it. What is the same on every day has no week at all: it is written once.

use super::Programme;
use crate::board::card::{Airing, Axis, Cover, Hours, Matter, Page, Show, Stock, Traits};
use crate::frame::Frame;
use crate::scene::{Cut, last_resort};
use crate::schedule::{Airtime, Layer, Lit, Open, Plan, Shown};
use jiff::Span;
use jiff::civil::{Date, date};
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// A stock says what is lit on so many days: each weekday once, so that any days of them are weekdays.
const HORIZON: i64 = 7;
/// It is made anew every so many days.
const EVERY: i64 = 4;
/// A card without a clock begins its days here or earlier, and none plays beyond the other.
const FIRST: Date = date(2000, 1, 1);
const LAST: Date = date(2099, 12, 31);
/// How long a picture stands that has no time of its own: it is followed by itself.
const STANDS: Duration = Duration::from_secs(10);
/// The layers that are kept where what is urgent is lit out of passing memory.
const LASTING: [Layer; 3] = [Layer::Priority, Layer::Normal, Layer::Standby];

/// The first day of the week for which a card is stocked on `day`.
#[must_use]
pub fn anchor(day: Date) -> Date {
    let since = day.duration_since(Date::constant(1970, 1, 1)).as_hours().div_euclid(24);
    moved(day, -since.rem_euclid(EVERY))
}

fn moved(day: Date, by: i64) -> Date {
    day.saturating_add(Span::new().days(by.clamp(-HORIZON, HORIZON)))
}

/// What a show is made of. The order is that of the shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Content {
    Entry(usize),
    Dark,
    LastResort,
}

/// The hours of one content, and the weekdays on which they are these.
type Days = (Vec<Hours>, u8);
type Week = Vec<Days>;

impl Programme {
    /// What a card of this make keeps on a day: a week's items, each in its hours; after that week what no date ends. What is
    /// the same in the week and after it is kept for all time, and where that leaves hours of a card whose clock is far
    /// behind, the compiled-in frame. What is urgent is left out where the make can be covered, blackouts where its face can
    /// be switched off.
    #[must_use]
    pub fn stock(&self, day: Date, make: Traits) -> Stock {
        let layers = if make.covers { &LASTING[..] } else { &Layer::ALL[..] };
        let first = anchor(day);
        let after = moved(first, HORIZON);
        let plan = self.plan.with_sun_of(moved(first, EVERY / 2)).kept(layers, !make.powers);
        let (week, endless) = (weeks(&plan, first), forever(&plan.endless(after), first));
        let mut contents: Vec<Content> = week.iter().chain(&endless).map(|(content, _)| *content).collect();
        contents.sort_unstable();
        contents.dedup();
        let (mut shows, mut always) = (Vec::new(), Vec::new());
        for content in contents {
            let (now, ever) = (of(&week, content), of(&endless, content));
            if now == ever {
                always.extend(now.iter().map(|(hours, _)| spans(hours)));
                self.shows(content, &[(now, FIRST, LAST)], &mut shows);
            } else {
                let parts = [(now, first, moved(after, -1)), (ever, after, LAST)];
                self.shows(content, &parts, &mut shows);
            }
        }
        if let Some(rest) = rest(always.concat()) {
            let days = [(rest, Airing::EVERY_DAY)];
            // What a person has ordered dark does not light up because a clock is lost.
            let dark = endless.iter().all(|(content, _)| *content == Content::Dark);
            let content = if dark { Content::Dark } else { Content::LastResort };
            self.shows(content, &[(&days, FIRST, moved(first, -1))], &mut shows);
        }
        Stock { face: self.face, shows, light: self.plan.half_hours(first).filter(|_| make.lights) }
    }

    /// What a card of this make keeps while nobody has ever known what day it is: what no date ends.
    #[must_use]
    pub fn timeless_stock(&self, make: Traits) -> Stock {
        let mut shows = Vec::new();
        let plan = self.plan.with_sun_of(FIRST).kept(&Layer::ALL, !make.powers);
        for (content, week) in forever(&plan.endless(FIRST), FIRST) {
            self.shows(content, &[(&week, FIRST, LAST)], &mut shows);
        }
        Stock { face: self.face, shows, light: None }
    }

    /// Everything that is open at a moment, in its order.
    #[must_use]
    pub fn cover(&self, open: &Open) -> Cover {
        let contents: Vec<Content> = match open.lit {
            Lit::Layer(_) => open.entries.iter().map(|entry| Content::Entry(*entry)).collect(),
            Lit::Dark(_) => vec![Content::Dark],
            Lit::LastResort => vec![Content::LastResort],
        };
        Cover { matters: contents.into_iter().map(|content| self.matter(content)).collect() }
    }

    /// Appends the shows of one content.
    fn shows(&self, content: Content, parts: &[(&[Days], Date, Date)], shows: &mut Vec<Show>) {
        let matter = self.matter(content);
        let (blank, times) = match content {
            Content::Entry(index) => {
                let blank = self.parts.get(index).map_or(Duration::ZERO, |part| part.choice().playlist.blank);
                (blank, self.times(index))
            }
            Content::Dark | Content::LastResort => (Duration::ZERO, 1),
        };
        for (week, from, to) in parts {
            shows.extend(week.iter().map(|(hours, days)| Show {
                matter: matter.clone(),
                blank,
                times,
                airing: Airing { from: *from, to: *to, days: *days, hours: hours.clone() },
            }));
        }
    }

    /// How often an entry is played in its turn, among those of its layer.
    fn times(&self, entry: usize) -> u8 {
        let weight =
            |index: usize| self.parts.get(index).map_or(1, |part| part.choice().item().weight.max(1));
        let layer = |index: usize| self.parts.get(index).map(|part| part.choice().layer);
        let peers = (0..self.parts.len()).filter(|other| layer(*other) == layer(entry));
        let common = peers.map(|other| u64::from(weight(other))).fold(0, gcd).max(1);
        (u64::from(weight(entry)) / common).clamp(1, u8::MAX.into()) as u8
    }

    fn matter(&self, content: Content) -> Matter {
        let part = match content {
            Content::Entry(index) => self.parts.get(index),
            Content::Dark => return still(Frame::unlit(self.face)),
            Content::LastResort => None,
        };
        let Some(part) = part else { return still(last_resort(self.face, self.palette)) };
        let reel = part.draw();
        if let Some(passing) = part.layout().passing() {
            return Matter::Strip {
                picture: Arc::new(reel.raster().clone()),
                axis: if passing.sideways { Axis::Left } else { Axis::Up },
                speed: passing.speed.clamp(1, u16::MAX.into()) as u16,
                passes: passing.passes.clamp(1, u16::MAX.into()) as u16,
            };
        }
        let hold = part.layout().page_time().unwrap_or(STANDS);
        let height = u32::from(self.face.height());
        let page = |number: u32| {
            let window = reel.window(Cut { x: 0, y: number * height })?;
            Some(Page { picture: Arc::new(window.to_frame()), hold })
        };
        Matter::Pages((0..part.layout().page_count()).filter_map(page).collect())
    }
}

fn still(picture: Frame) -> Matter {
    Matter::Pages(vec![Page { picture: Arc::new(picture), hold: STANDS }])
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The hours of everything that a plan lights in the week from a day on, by weekday. The compiled-in frame on all of them
/// where nothing is said, which only the ends of time do.
fn weeks(plan: &Plan, from: Date) -> Vec<(Content, Week)> {
    let mut weeks: Vec<(Content, Week)> = Vec::new();
    for day in (0..HORIZON).map(|by| moved(from, by)) {
        let weekday = 1 << day.weekday().to_monday_zero_offset();
        for (content, hours) in hours(plan.airtimes(day)) {
            let at = weeks.iter().position(|(other, _)| *other == content).unwrap_or_else(|| {
                weeks.push((content, Week::new()));
                weeks.len() - 1
            });
            let week = &mut weeks[at].1;
            match week.iter_mut().find(|(other, _)| *other == hours) {
                Some((_, days)) => *days |= weekday,
                None => week.push((hours, weekday)),
            }
        }
    }
    if weeks.is_empty() {
        weeks.push((Content::LastResort, vec![(Vec::new(), Airing::EVERY_DAY)]));
    }
    // In the order of the week, whatever day it begins on.
    for (_, week) in &mut weeks {
        week.sort_unstable_by_key(|(_, days)| days.trailing_zeros());
    }
    weeks.sort_unstable_by_key(|(content, _)| *content);
    weeks
}

/// The hours of everything that a plan lights on every day alike: those of most days of the week from a day on, for on one of
/// them clocks may be changed.
fn forever(plan: &Plan, from: Date) -> Vec<(Content, Week)> {
    let mut weeks = weeks(plan, from);
    for (_, week) in &mut weeks {
        let usual = week.iter().max_by_key(|(_, days)| days.count_ones());
        *week = usual.map(|(hours, _)| (hours.clone(), Airing::EVERY_DAY)).into_iter().collect();
    }
    weeks.retain(|(_, week)| !week.is_empty());
    weeks
}

/// The seconds of these hours.
fn spans(hours: &[Hours]) -> Vec<Range<u32>> {
    if hours.is_empty() {
        return std::iter::once(0..86_400).collect();
    }
    hours.iter().map(|hours| hours.from..hours.to).collect()
}

/// The hours of a day that these seconds leave; `None` if they leave none.
fn rest(seconds: Vec<Range<u32>>) -> Option<Vec<Hours>> {
    if seconds.is_empty() {
        return Some(Vec::new());
    }
    let mut rest = Vec::new();
    let mut from = 0;
    for hours in spans(&joined(seconds)) {
        rest.push(from..hours.start);
        from = hours.end;
    }
    rest.push(from..86_400);
    rest.retain(|span| span.start < span.end);
    (!rest.is_empty()).then(|| joined(rest))
}

fn of(weeks: &[(Content, Week)], content: Content) -> &[Days] {
    weeks.iter().find(|(other, _)| *other == content).map_or(&[], |(_, week)| week)
}

/// The hours of a day, all that is dark in one.
fn hours(airtimes: Vec<Airtime>) -> Vec<(Content, Vec<Hours>)> {
    let mut contents: Vec<(Content, Vec<Range<u32>>)> = Vec::new();
    for Airtime { shown, seconds } in airtimes {
        let content = match shown {
            Shown::Entry(index) | Shown::Blank(index) => Content::Entry(index),
            Shown::Dark(_) => Content::Dark,
            Shown::LastResort => Content::LastResort,
        };
        match contents.iter_mut().find(|(other, _)| *other == content) {
            Some((_, all)) => all.extend(seconds),
            None => contents.push((content, seconds)),
        }
    }
    contents.into_iter().map(|(content, seconds)| (content, joined(seconds))).collect()
}

/// The same hours, sorted, those that touch joined; none for the whole day.
fn joined(mut seconds: Vec<Range<u32>>) -> Vec<Hours> {
    seconds.sort_unstable_by_key(|span| span.start);
    let mut hours: Vec<Hours> = Vec::new();
    for Range { start, end } in seconds {
        match hours.last_mut().filter(|last| start <= last.to) {
            Some(last) => last.to = last.to.max(end),
            None => hours.push(Hours { from: start, to: end }),
        }
    }
    if hours == [Hours { from: 0, to: 86_400 }] { Vec::new() } else { hours }
}
