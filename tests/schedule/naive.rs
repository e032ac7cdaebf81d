//! A reading of the rules of time that looks at one instant only: is a window open on this clock, is a bound kept.

use bangtin::calendar::{Hour, Window};
use bangtin::playlist::{Item, Playlist};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Whether one window is open at an instant: what stands on the clock decides.
pub(crate) fn open(window: &Window, zone: &TimeZone, at: Timestamp) -> bool {
    let local = zone.to_datetime(at);
    let clock = |hour: Hour| match hour {
        Hour::Clock(seconds) => i64::from(seconds),
        _ => panic!("no sun here"),
    };
    let (from, to) = (clock(window.from), clock(window.to));
    let time = local.time().duration_since(Time::midnight()).as_secs();
    let begins = |date: Date| {
        window.days.contains(date.weekday())
            && window.valid_from.is_none_or(|from| date >= from)
            && window.valid_to.is_none_or(|to| date <= to)
            && !window.except.iter().any(|days| days.to_string() == date.to_string())
            && (window.only_on.is_empty()
                || window.only_on.iter().any(|days| days.to_string() == date.to_string()))
    };
    if from < to {
        begins(local.date()) && from <= time && time < to
    } else {
        (begins(local.date()) && time >= from) || (begins(local.date().yesterday().unwrap()) && time < to)
    }
}

/// Whether an item may be shown at an instant, as far as its own rules and those of its playlist go.
pub(crate) fn is_candidate(list: &Playlist, item: &Item, zone: &TimeZone, at: Timestamp) -> bool {
    [&list.when, &item.when].into_iter().all(|when| {
        (when.windows.is_empty() || when.windows.iter().any(|window| open(window, zone, at)))
            && when.starts_at.as_ref().is_none_or(|from| from.value.instant(zone) <= at)
            && when.expires_at.as_ref().is_none_or(|to| at < to.value.instant(zone))
    })
}
