//! A certificate the page makes for itself, for a place that has nobody to ask for one.
//!
//! Nobody vouches for it: browsers warn until a person compares its fingerprint with what the program says at its start.
//! So it is to last, and is made anew only when it must be. Certificate and key are one text, so that no power cut can
//! part them. Reads no clock and no file.

use crate::report::Message;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose};

/// How long it is good for.
const YEARS: i32 = 2;
/// It is made anew so many days before its end: before anybody would be told that it ends.
const EARLY_DAYS: i32 = 31;
/// The most names in one.
const MAX_NAMES: usize = 64;

const FROM: &str = "not-before: ";
const UNTIL: &str = "not-after: ";
const NAME: &str = "name: ";

/// A certificate for these host names and addresses and its key, as one text of PEM that opens with what is in it.
///
/// # Errors
/// A sentence, if one of the names can stand in no certificate or the system has no random numbers.
pub fn make(names: &[String], now: Timestamp) -> Result<String, Message> {
    let names = &names[..names.len().min(MAX_NAMES)];
    // A day early, for machines whose clock is a little behind.
    let from = day(now).saturating_sub(1.day());
    let until = day(now).saturating_add(YEARS.years());
    let midnight = |date: Date| {
        rcgen::date_time_ymd(date.year().into(), date.month().unsigned_abs(), date.day().unsigned_abs())
    };
    let made = || {
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name.push(DnType::CommonName, "bangtin");
        params.not_before = midnight(from);
        params.not_after = midnight(until);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate()?;
        Ok((params.self_signed(&key)?.pem(), key.serialize_pem()))
    };
    let (certificate, key) =
        made().map_err(|error: rcgen::Error| Message::CertificateUnfit { why: error.to_string() })?;
    let names: String = names.iter().map(|name| format!("{NAME}{name}\n")).collect();
    Ok(format!("Made by bangtin for its own page.\n{FROM}{from}\n{UNTIL}{until}\n{names}{certificate}{key}"))
}

/// Whether a text of [`make`] can be used: it is good today and for a while, and for all of `needed`.
#[must_use]
pub fn serves(text: &str, needed: &[String], now: Timestamp) -> bool {
    let read = |head: &str| text.lines().find_map(|line| line.strip_prefix(head)?.parse::<Date>().ok());
    let has = |name: &String| text.lines().any(|line| line.strip_prefix(NAME) == Some(name));
    let today = day(now);
    let lasts = |until: Date| today < until.saturating_sub(EARLY_DAYS.days());
    read(FROM).is_some_and(|from| from <= today) && read(UNTIL).is_some_and(lasts) && needed.iter().all(has)
}

/// The day in UTC; of a clock that is out of its mind the nearest that can stand in a certificate.
fn day(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date().clamp(date(1971, 1, 1), date(9990, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Identity;

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn it_lasts_two_years_but_for_the_last_month_and_is_good_for_what_it_names() {
        let own = names(&["localhost", "10.0.0.7", "::1", "bang.example.gov.vn"]);
        let made = make(&own, at("2026-11-29T06:50:00Z")).unwrap();
        assert!(Identity::from_pem(made.as_bytes(), made.as_bytes()).is_ok());
        for (day, good) in [
            ("2026-11-27T23:59:59Z", false),
            ("2026-11-28T00:00:00Z", true),
            ("2028-10-28T23:59:59Z", true),
            ("2028-10-29T00:00:00Z", false),
            ("2030-01-01T00:00:00Z", false),
        ] {
            assert_eq!(serves(&made, &own, at(day)), good, "{day}");
        }
        let today = at("2026-11-29T07:00:00Z");
        assert!(serves(&made, &[], today) && !serves(&made, &names(&["10.0.0.8"]), today));
        assert!(!serves("", &[], today) && !serves("not-after: 2028-11-29", &[], today));
        assert!(make(&names(&["bảng.vn"]), today).is_err());
    }

    #[test]
    fn a_clock_at_its_beginning_or_end_makes_a_certificate_and_no_panic() {
        for now in [Timestamp::UNIX_EPOCH, Timestamp::MAX, Timestamp::MIN] {
            let made = make(&names(&["localhost"]), now).unwrap();
            assert!(serves(&made, &[], now), "{now}");
        }
    }
}
