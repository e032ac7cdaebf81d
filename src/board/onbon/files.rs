//! Shows as programme files, covers as dynamic areas.
//!
//! A show is a programme over the whole face; it is several where one cannot say when it is on. A programme has a number. One
//! that the card holds keeps its own, so that it is not written again; the others get numbers that nothing on the card has.
//! Cards play programmes by their numbers, so a new show may come after one that it stands before in the stock.
//!
//! Not proven on a card: what the bits of a week are, so that weekdays are written as dates as far as they can be; what a speed
//! is in dots; and that a moving page begins where the one before it stands.

mod numbers;

use super::{Kit, name_of};
use crate::board::card::{Airing, Axis, Cover, Held, Hours, Matter, Part, Shelf, Show, Stock, Unfit};
use crate::frame::Frame;
use crate::wire::onbon::area::{Area, Dynamic, LEFT_ON, MAX_PAGES, Page, RunMode, STATIC, UP_ON};
use crate::wire::onbon::bitmap::Coding;
use crate::wire::onbon::programme::{Day, File, Programme, SURE_PERIODS, Time, every_day, no_span};
use crate::wire::onbon::{Generation, MAX_LEN, Request};
use jiff::civil::Date;
use numbers::Numbers;
use std::time::Duration;

/// The dynamic area that covers the face.
pub(super) const AREA: u8 = 0;
/// Programmes a card counts: the smallest number of all series.
const PROGRAMMES: usize = 512;
/// A programme is no larger.
const MOST_BYTES: usize = 1 << 20;
/// The whole day as a period.
const ALL_DAY: (Time, Time) = ([0, 0, 0], [23, 59, 59]);
/// Up to so many days, weekdays are written as the dates that they are.
const DATES: usize = 14;
/// One step of the clock of pages.
const STEP: Duration = Duration::from_millis(10);
/// A page that others move on from stands so many steps.
pub(super) const START: u16 = 1;
/// Days from here on are "from any day on".
const EVER: Date = Date::constant(2000, 1, 1);
const DAY: u32 = 86_400;

/// A stock in files.
pub(super) fn pack(stock: &Stock, held: &[Held], kit: &Kit) -> Result<Shelf, Unfit> {
    if stock.face != kit.face {
        return Err(Unfit::Face);
    }
    let mut programmes = Vec::new();
    for show in &stock.shows {
        put_show(show, kit, &mut programmes)?;
        if programmes.len() > PROGRAMMES {
            return Err(Unfit::Shows { shows: stock.shows.len().max(programmes.len()), most: PROGRAMMES });
        }
    }
    // The maker's documents give programmes with hours a higher priority. Nobody has proven what a card makes of that, so that
    // either all have hours or none.
    if programmes.iter().any(|programme| !programme.periods.is_empty()) {
        programmes
            .iter_mut()
            .filter(|programme| programme.periods.is_empty())
            .for_each(|programme| programme.periods.push(ALL_DAY));
    }
    let mut numbers = Numbers::new(held);
    let kept = numbers.keep(&programmes, kit.generation());
    let mut shelf = Shelf::default();
    for (programme, kept) in programmes.iter().zip(kept) {
        let Some(number) = numbers.next(kept) else {
            return Err(Unfit::Shows { shows: programmes.len(), most: PROGRAMMES });
        };
        shelf.parts.extend(parts(programme, number, kit));
    }
    Ok(shelf)
}

/// The files of a programme under this number, the pictures first.
fn parts(programme: &Programme, number: u16, kit: &Kit) -> Vec<Part> {
    let numbered = Programme { number, ..programme.clone() };
    let part = |File { name, kind, bytes }: File| Part {
        name: name_of(name),
        kind,
        mark: numbers::mark(&bytes),
        bytes: bytes.into(),
    };
    numbered.emit(kit.generation()).into_iter().map(part).collect()
}

/// Appends the programmes of a show, which have no numbers yet; none for a show that is never on.
fn put_show(show: &Show, kit: &Kit, into: &mut Vec<Programme>) -> Result<(), Unfit> {
    let (pages, times) = pages(show, kit)?;
    if pages.is_empty() {
        return Ok(());
    }
    let areas = vec![whole(kit, pages)];
    for (first, last, week) in runs(&show.airing) {
        for periods in periods(&show.airing.hours) {
            let (span, areas) = (no_span(kit.generation()), areas.clone());
            into.push(Programme { number: 0, times, span, week, first, last, periods, areas });
            if into.len() > PROGRAMMES {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The pages of a show, and how often they are played.
fn pages(show: &Show, kit: &Kit) -> Result<(Vec<Page>, u8), Unfit> {
    let mut pages = Vec::new();
    put(&show.matter, kit, &mut pages)?;
    // Passes are plays, if there is nothing between them.
    let passes = match show.matter {
        Matter::Strip { passes, .. } => passes.max(1),
        Matter::Pages(_) => 1,
    };
    let plays = u8::try_from(u32::from(passes) * u32::from(show.times.max(1))).ok();
    let times = match plays.filter(|_| show.blank.is_zero() || passes == 1) {
        Some(plays) => plays,
        None => {
            let once = pages.clone();
            for _ in 1..passes {
                pages.extend_from_slice(&once);
                fits(&pages)?;
            }
            show.times.max(1)
        }
    };
    if !show.blank.is_zero() {
        let dark = Frame::unlit(kit.face);
        stand(&dark, show.blank, kit, &mut pages)?;
    }
    fits(&pages)?;
    Ok((pages, times))
}

/// From which day to which, and in which week, an airing is.
///
/// Nobody has proven what the bits of a week are. So within a few days the weekdays are written as dates, each run of days for
/// itself; where that would be too many, the bits are used as [`week`] assumes them.
fn runs(airing: &Airing) -> Vec<(Day, Day, u8)> {
    let Airing { from, to, days, .. } = *airing;
    let all = days & Airing::EVERY_DAY;
    if from > to || all == 0 {
        return Vec::new();
    }
    let run = |(from, to): (Date, Date), week| (first(from), day(to), week);
    if all == Airing::EVERY_DAY {
        return vec![run((from, to), every_day())];
    }
    let mut found: Vec<(Date, Date)> = Vec::new();
    for (n, date) in from.series(jiff::Span::new().days(1)).take_while(|date| *date <= to).enumerate() {
        if n == DATES {
            return vec![run((from, to), week(all))];
        }
        if all >> date.weekday().to_monday_zero_offset() & 1 == 0 {
            continue;
        }
        match found.last_mut() {
            Some((_, last)) if last.tomorrow().ok() == Some(date) => *last = date,
            _ => found.push((date, date)),
        }
    }
    found.into_iter().map(|dates| run(dates, every_day())).collect()
}

/// The hours as periods, as many at once as cards surely mind; none at all means always.
fn periods(hours: &[Hours]) -> Vec<Vec<(Time, Time)>> {
    if hours.is_empty() || hours.iter().any(|hours| hours.from == 0 && hours.to >= DAY) {
        return vec![Vec::new()];
    }
    let some = hours.iter().filter(|hours| hours.from < hours.to);
    // The last second belongs to a period.
    let periods: Vec<_> = some.map(|hours| (time(hours.from), time(hours.to.min(DAY) - 1))).collect();
    periods.chunks(SURE_PERIODS).map(<[_]>::to_vec).collect()
}

/// From when on; a day long ago is any day.
fn first(date: Date) -> Day {
    if date <= EVER { Day::NONE } else { day(date) }
}

fn fits(pages: &[Page]) -> Result<(), Unfit> {
    let bytes = pages.iter().map(|page| page.bitmap.len() + 32).sum();
    if bytes > MOST_BYTES || pages.len() > MAX_PAGES {
        return Err(Unfit::Bytes { bytes, most: MOST_BYTES });
    }
    Ok(())
}

/// The whole face.
fn whole(kit: &Kit, pages: Vec<Page>) -> Area {
    Area { x: 0, y: 0, width: kit.face.width(), height: kit.face.height(), pages }
}

/// Appends what is lit of a matter once.
fn put(matter: &Matter, kit: &Kit, into: &mut Vec<Page>) -> Result<(), Unfit> {
    let face = kit.face;
    match matter {
        Matter::Pages(pages) => {
            for page in pages {
                if page.picture.as_window(face).is_none() {
                    return Err(Unfit::Face);
                }
                stand(&page.picture, page.hold, kit, into)?;
            }
        }
        Matter::Strip { picture, axis, speed, .. } => {
            let (width, height) = (u32::from(face.width()), u32::from(face.height()));
            let (long, own, across) = match axis {
                Axis::Left => (picture.width(), width, picture.height() == height),
                Axis::Up => (picture.height(), height, picture.width() == width),
            };
            if !across || long < own {
                return Err(Unfit::Face);
            }
            let effect = if *axis == Axis::Left { LEFT_ON } else { UP_ON };
            into.push(Page { stay: START, ..page(picture, (0, 0), STATIC, kit)? });
            for from in (own..long).step_by(own as usize) {
                let corner = if *axis == Axis::Left { (from, 0) } else { (0, from) };
                // Of a page that moves upwards nobody has said what counts, so it always moves on by all of it.
                let valid = if *axis == Axis::Left { (long - from).min(own) } else { width };
                let moving =
                    Page { valid: valid as u16, speed: pace(*speed), ..page(picture, corner, effect, kit)? };
                into.push(moving);
                fits(into)?;
            }
        }
    }
    Ok(())
}

/// Appends a picture that stands, as several pages if it stands longer than a page can.
fn stand(picture: &Frame, hold: Duration, kit: &Kit, into: &mut Vec<Page>) -> Result<(), Unfit> {
    let page = page(picture, (0, 0), STATIC, kit)?;
    let mut steps = hold.as_millis().div_ceil(STEP.as_millis()).max(1);
    while steps > 0 {
        let stay = u16::try_from(steps).unwrap_or(u16::MAX);
        into.push(Page { stay, ..page.clone() });
        fits(into)?;
        steps -= u128::from(stay);
    }
    Ok(())
}

/// The page of a face whose upper left corner stands there on a picture; what is beyond the picture is dark.
fn page(picture: &Frame, (x, y): (u32, u32), effect: u8, kit: &Kit) -> Result<Page, Unfit> {
    let (width, height) = (kit.face.width(), kit.face.height());
    let mut bitmap = Vec::new();
    let coding = kit.coding().ok_or(Unfit::Face)?;
    coding.emit(
        0,
        width,
        height,
        |column, row| kit.code(picture.dot(x + u32::from(column), y + u32::from(row))),
        &mut bitmap,
    );
    let clear = u8::from(kit.generation() == Generation::Six);
    Ok(Page { effect, clear, speed: 1, stay: 0, repeat: 1, valid: width, bitmap })
}

/// How fast a page moves: so many steps of 10 ms for a dot, of which there are levels to 64. Nobody has measured it.
fn pace(speed: u16) -> u8 {
    (100 / speed.max(1)).clamp(1, 64) as u8
}

/// The same the other way round, in dots a second.
pub(super) fn speed(pace: u8) -> u16 {
    100 / u16::from(pace.max(1)).min(100)
}

/// Which weekdays, as the card is assumed to count: bit 0 is every day, and then Monday comes first.
fn week(days: u8) -> u8 {
    if days & Airing::EVERY_DAY == Airing::EVERY_DAY { every_day() } else { days << 1 }
}

/// The same the other way round.
pub(super) fn days(week: u8) -> u8 {
    if week & 1 == 1 { Airing::EVERY_DAY } else { week >> 1 }
}

fn day(date: Date) -> Day {
    Day { year: Some(date.year().clamp(0, 9999) as u16), month: date.month() as u8, day: date.day() as u8 }
}

fn time(second: u32) -> Time {
    [second / 3600, second / 60 % 60, second % 60].map(|part| part as u8)
}

/// A cover for so many seconds; as many of its matters as a dynamic area has room for.
pub(super) fn cover(cover: &Cover, seconds: u16, kit: &Kit) -> Result<Request, Unfit> {
    let mut pages = Vec::new();
    for (at, matter) in cover.matters.iter().enumerate() {
        let before = pages.len();
        let put = put(matter, kit, &mut pages);
        let bytes: usize = pages.iter().map(|page| page.bitmap.len() + 32).sum();
        let full = bytes > MAX_COVER;
        if at > 0 && (full || put.is_err()) {
            pages.truncate(before);
            break;
        }
        put?;
        if full {
            return Err(Unfit::Bytes { bytes, most: MAX_COVER });
        }
    }
    let dynamic = Dynamic {
        id: AREA,
        mode: RunMode::UntilTimeout,
        timeout: seconds,
        with_all: true,
        related: Vec::new(),
        now: 1,
        area: whole(kit, pages),
    };
    Ok(Request::Update(dynamic.emit(kit.generation()), true))
}

/// The most bytes of a dynamic area: it has 300 KB.
const MAX_COVER: usize = MAX_LEN - 10_000;

impl Kit {
    pub(super) fn generation(&self) -> Generation {
        self.device.generation().unwrap_or(Generation::Six)
    }

    pub(super) fn coding(&self) -> Option<Coding> {
        Coding::of(self.generation(), self.colours)
    }
}

#[cfg(test)]
mod tests;
