//! Programme files and dynamic areas as what they light: for the card that is a program.
//!
//! Knows the effects that [`super::files`] uses. Of a programme with other ones, which somebody else has made, every page is
//! shown as if it stood.

use super::Kit;
use super::files::{START, days, speed};
use crate::board::card::{Airing, Axis, Cover, Hours, Matter, Page, Show};
use crate::frame::Frame;
use crate::wire::onbon::area::{self, Area, Dynamic, LEFT_ON, RunMode, STATIC, UP_ON};
use crate::wire::onbon::programme::{Day, Programme, Time};
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// A dynamic area without a time-out stays for so long: for ever.
const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 86_400);

/// What a programme lights, and when; `None` for files that are none.
pub(super) fn unpack(file: &[u8], pictures: Option<&[u8]>, kit: &Kit) -> Option<Show> {
    let programme = Programme::parse(kit.generation(), file, pictures).ok()?;
    let airing = Airing {
        from: date(programme.first).unwrap_or(Date::MIN),
        to: date(programme.last).unwrap_or(Date::MAX),
        days: days(programme.week),
        hours: programme
            .periods
            .iter()
            .map(|(from, to)| Hours { from: second(*from), to: second(*to) + 1 })
            .collect(),
    };
    let mut areas = programme.areas;
    let blank = if let [area] = &mut areas[..] { blank(area, kit) } else { Duration::ZERO };
    let matter = matter(&areas, kit)?;
    Some(Show { matter, blank, times: programme.times.max(1), airing })
}

/// Takes the dark pages off the end of an area, but not its only ones: for how long they are.
fn blank(area: &mut Area, kit: &Kit) -> Duration {
    let dark = |page: &area::Page| {
        let dots =
            kit.coding().and_then(|coding| coding.parse(area.x, area.width, area.height, &page.bitmap));
        page.effect == STATIC && dots.is_some_and(|dots| dots.iter().all(|dot| *dot == [0; 3]))
    };
    let lit = area.pages.iter().rposition(|page| !dark(page)).map_or(area.pages.len(), |last| last + 1);
    area.pages.drain(lit..).map(|page| hold(&page)).sum()
}

fn hold(page: &area::Page) -> Duration {
    Duration::from_millis(u64::from(page.stay) * 10)
}

/// Pages that stand, and with each of them those that move on from it.
fn runs(pages: &[area::Page]) -> Vec<&[area::Page]> {
    pages.chunk_by(|_, next| moves(next).is_some()).collect()
}

/// What dynamic areas cover the face with, and for how long; `None` for bytes that are none.
pub(super) fn uncover(update: &[u8], kit: &Kit) -> Option<(Cover, Duration)> {
    let areas = Dynamic::parse(kit.generation(), update).ok()?;
    let first = areas.first()?;
    let lease = match first.mode {
        RunMode::UntilTimeout => Duration::from_secs(first.timeout.into()),
        _ => FOR_EVER,
    };
    let areas: Vec<Area> = areas.into_iter().map(|dynamic| dynamic.area).collect();
    let matters = match &areas[..] {
        [area] if area.pages.iter().any(|page| moves(page).is_some()) => {
            let run = |pages: &[area::Page]| matter(&[Area { pages: pages.to_vec(), ..area.clone() }], kit);
            runs(&area.pages).into_iter().map(run).collect::<Option<_>>()?
        }
        areas => vec![matter(areas, kit)?],
    };
    Some((Cover { matters }, lease))
}

fn date(day: Day) -> Option<Date> {
    let part = |part: u8| i8::try_from(part).ok();
    Date::new(i16::try_from(day.year?).ok()?, part(day.month)?, part(day.day)?).ok()
}

fn second([hour, minute, second]: Time) -> u32 {
    u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second)
}

fn moves(page: &area::Page) -> Option<Axis> {
    match page.effect {
        LEFT_ON => Some(Axis::Left),
        UP_ON => Some(Axis::Up),
        _ => None,
    }
}

fn matter(areas: &[Area], kit: &Kit) -> Option<Matter> {
    let (first, further) = areas.split_first()?;
    let whole = (first.x, first.y, first.width, first.height) == (0, 0, kit.face.width(), kit.face.height());
    let runs = runs(&first.pages);
    let run = *runs.first()?;
    if run.iter().any(|page| moves(page).is_some())
        && run.iter().all(|page| moves(page).is_some() || page.stay <= START)
        && whole
        && further.is_empty()
        && runs.iter().all(|other| *other == run)
    {
        return strip(first, run, u16::try_from(runs.len()).ok()?, kit);
    }
    let mut pages = Vec::new();
    for page in &first.pages {
        let mut picture = Frame::unlit(kit.face);
        lay(first, page, kit, (i64::from(first.x), i64::from(first.y)), &mut picture)?;
        for area in further {
            lay(area, area.pages.first()?, kit, (i64::from(area.x), i64::from(area.y)), &mut picture)?;
        }
        pages.push(Page { picture: Arc::new(picture), hold: hold(page) });
    }
    Some(Matter::Pages(pages))
}

/// Pages of which each pushes the one before it on, over the whole face.
fn strip(area: &Area, pages: &[area::Page], passes: u16, kit: &Kit) -> Option<Matter> {
    let axis = pages.iter().find_map(moves)?;
    let own = if axis == Axis::Left { area.width } else { area.height };
    // What comes in over a page that nobody knows comes in over the dark.
    let lead = if moves(pages.first()?).is_some() { i64::from(own) } else { 0 };
    let len = |page: &area::Page| match axis {
        Axis::Left => i64::from(page.valid.min(own)),
        Axis::Up => i64::from(own),
    };
    let long = lead + pages.iter().map(len).sum::<i64>();
    let (width, height) = match axis {
        Axis::Left => (u32::try_from(long).ok()?, area.height.into()),
        Axis::Up => (area.width.into(), u32::try_from(long).ok()?),
    };
    let mut picture = Frame::dark(width, height)?;
    let mut at = lead;
    for page in pages {
        let corner = if axis == Axis::Left { (at, 0) } else { (0, at) };
        lay(area, page, kit, corner, &mut picture)?;
        at += len(page);
    }
    let speed = speed(pages.last()?.speed);
    Some(Matter::Strip { picture: Arc::new(picture), axis, speed, passes })
}

/// Draws a page of an area at a place of a picture, as far as it is inside.
fn lay(area: &Area, page: &area::Page, kit: &Kit, (x, y): (i64, i64), into: &mut Frame) -> Option<()> {
    let dots = kit.coding()?.parse(area.x, area.width, area.height, &page.bitmap)?;
    let (width, height) = (i64::from(into.width()), i64::from(into.height()));
    for (at, dot) in (0_i64..).zip(dots) {
        let (column, row) = (x + at % i64::from(area.width), y + at / i64::from(area.width));
        if (0..width).contains(&column) && (0..height).contains(&row) {
            let from = usize::try_from((row * width + column) * 3).ok()?;
            let lit = kit.lit(dot);
            into.rgb_mut().get_mut(from..from + 3)?.copy_from_slice(&lit);
        }
    }
    Some(())
}
