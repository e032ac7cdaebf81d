//! Dates and times as people write them.

use crate::calendar::YEARS;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// An instant with its offset, or a date and time of day in a zone; a date alone is its midnight.
#[must_use]
pub fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let civil = || {
        let time = text.parse::<DateTime>().ok().or_else(|| Some(date(text)?.at(0, 0, 0, 0)))?;
        zone.to_timestamp(time).ok()
    };
    text.parse::<Timestamp>().ok().or_else(civil).filter(|at| YEARS.contains(&zone.to_datetime(*at).year()))
}

/// A date: `2026-11-24` or `24/11/2026`.
#[must_use]
pub fn date(text: &str) -> Option<Date> {
    let vietnamese = || {
        let mut parts = text.split('/');
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let none_left = parts.next().is_none();
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok().filter(|_| none_left)
    };
    let iso = || (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    iso().or_else(vietnamese).filter(|date| YEARS.contains(&date.year()))
}

/// From when to when somebody asks. Dates are meant from their first to their last moment; the first is today if left
/// out, and seven days are shown if the last is. `None` if one of them cannot be read.
#[must_use]
pub fn period(
    (from, to): (Option<&str>, Option<&str>),
    now: Timestamp,
    zone: &TimeZone,
) -> Option<(Timestamp, Timestamp)> {
    let midnight = |date: Date| zone.to_timestamp(date.at(0, 0, 0, 0)).ok();
    let from = match from {
        Some(text) => instant(text, zone)?,
        None => midnight(zone.to_datetime(now).date())?,
    };
    let to = match to {
        Some(text) => match date(text) {
            Some(date) => midnight(date.tomorrow().ok()?)?,
            None => instant(text, zone)?,
        },
        None => zone
            .to_timestamp(zone.to_datetime(from).checked_add(SignedDuration::from_hours(7 * 24)).ok()?)
            .ok()?,
    };
    Some((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone() -> TimeZone {
        TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
    }

    #[test]
    fn a_time_is_read_however_it_is_written_and_nonsense_is_not() {
        for text in
            ["2026-11-24T07:05", "2026-11-24 07:05:00", "2026-11-24T00:05:00Z", "2026-11-24T08:05:00+08:00"]
        {
            assert_eq!(instant(text, &zone()), Some("2026-11-24T00:05:00Z".parse().unwrap()), "{text}");
        }
        for text in ["24/11/2026", "2026-11-24", "24/11/2026"] {
            assert_eq!(instant(text, &zone()), Some("2026-11-23T17:00:00Z".parse().unwrap()), "{text}");
        }
        for text in
            ["", "hôm qua", "31/2/2026", "1/2", "1/2/3/4", "9999-12-31", "-9999-01-01", "24/11/2026T07:05"]
        {
            assert_eq!(instant(text, &zone()), None, "{text}");
        }
    }

    #[test]
    fn a_last_date_is_meant_to_its_end_and_a_last_time_is_not() {
        let now = "2026-11-24T00:05:00Z".parse().unwrap();
        let days = |from, to| {
            let (from, to) = period((from, to), now, &zone()).unwrap();
            (from.to_string(), to.to_string())
        };
        let midnight = |day: u8| format!("2026-11-{day}T17:00:00Z");
        assert_eq!(days(None, None), (midnight(23), midnight(30)));
        assert_eq!(days(Some("25/11/2026"), Some("26/11/2026")), (midnight(24), midnight(26)));
        assert_eq!(days(None, Some("2026-11-26T00:00")), (midnight(23), midnight(25)));
        assert_eq!(period((None, Some("mai")), now, &zone()), None);
    }
}
