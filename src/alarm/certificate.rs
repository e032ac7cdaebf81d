//! Whether the page's certificate is about to end, or has: browsers and programs would then no longer believe the page.

use super::{Condition, Kind};
use crate::report::Message;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// So long before its end people are told: getting a new one may take an office weeks.
const EARLY: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What is wrong at `now` with a certificate that `ends` then; dates are said in the zone of the site.
#[must_use]
pub fn ending(ends: Timestamp, now: Timestamp, zone: &TimeZone) -> Option<Condition> {
    let left = now.duration_until(ends);
    let date = zone.to_datetime(ends).strftime("%d/%m/%Y").to_string();
    let says = if left <= SignedDuration::ZERO {
        Message::AlarmCertificateEnded { date }
    } else if left <= EARLY {
        Message::AlarmCertificateEnds { date, days: left.as_hours() / 24 }
    } else {
        return None;
    };
    Some(Condition { kind: Kind::CertificateEnds, says })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_end_is_told_from_thirty_days_before_and_after_it_by_the_date_of_the_site() {
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let ends: Timestamp = "2027-01-31T23:59:59Z".parse().unwrap();
        let says = |now: &str| ending(ends, now.parse().unwrap(), &zone).map(|condition| condition.says);
        let date = || "01/02/2027".to_owned();
        assert_eq!(says("2027-01-01T23:59:58Z"), None);
        let days = |days| Some(Message::AlarmCertificateEnds { date: date(), days });
        assert_eq!(says("2027-01-01T23:59:59Z"), days(30));
        assert_eq!(says("2027-01-31T00:00:00Z"), days(0));
        assert_eq!(says("2027-01-31T23:59:59Z"), Some(Message::AlarmCertificateEnded { date: date() }));
        assert_eq!(says("2031-01-01T00:00:00Z"), Some(Message::AlarmCertificateEnded { date: date() }));
    }
}
