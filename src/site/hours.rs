//! Reads a board's own hours: power, quiet, brightness.

use super::Place;
use crate::calendar::Hours;
use crate::calendar::read::{Sun, Windows};
use crate::report::{Fields, Message};

/// Reads the keys. If anything is wrong with them the board is on and full: rather too bright than dark. `place` is where the board stands, if that could be read.
pub(super) fn read(fields: &mut Fields<'_, '_>, windows: &mut Windows, place: Option<&Place>) -> Hours {
    let sun = match place {
        Some(place) if place.sky.is_none() => Sun::UnknownAt(&place.id),
        // Of a board whose site does not exist that is said already.
        _ => Sun::Known,
    };
    let before = fields.reader().faults.len();
    let power = windows.list(fields, "power", sun);
    let quiet = windows.list(fields, "quiet", sun);
    let brightness = windows.each(fields, "brightness", sun, |fields| {
        if !fields.has("percent") {
            fields.missing("percent");
        }
        fields.integer("percent", 1..=100).map(|at| at.value as u8)
    });
    let night_floor = night(fields, "night_floor", sun);
    let night_max = night(fields, "night_max", sun);
    let absent = Hours::default();
    let (floor, max) = (night_floor.unwrap_or(absent.night_floor), night_max.unwrap_or(absent.night_max));
    if floor > max {
        let place = fields.place();
        fields.fault(place, Message::NightBounds { floor, max });
    }
    if fields.reader().faults.len() > before {
        return absent;
    }
    Hours { power, quiet, brightness, night_floor: floor, night_max: max }
}

/// A percentage that holds between sunset and sunrise, so these have to be known.
fn night(fields: &mut Fields<'_, '_>, key: &'static str, sun: Sun<'_>) -> Option<u8> {
    let at = fields.integer(key, 1..=100)?;
    if let Sun::UnknownAt(site) = sun {
        fields.fault(at.span, Message::SunNeedsPlace { key: key.to_owned(), site: site.to_owned() });
        return None;
    }
    Some(at.value as u8)
}
