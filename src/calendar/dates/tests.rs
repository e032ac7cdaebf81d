//! What a calendar answers.

use super::super::local::{LocalProblem, OwnDay};
use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::LazyLock;

fn days(text: &str) -> Days {
    Days::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

fn calendar(local: LocalDays) -> Calendar {
    Calendar::new(TimeZone::get("Asia/Ho_Chi_Minh").unwrap(), local).unwrap()
}

fn own(id: &str, text: &str) -> OwnDay {
    OwnDay { id: id.to_owned(), name: id.to_owned(), days: days(text) }
}

fn period(first: Date, last: Date) -> Period {
    Period { first, last, name: "vì sao".to_owned() }
}

/// The runs of days in a year, as “first..last”.
fn runs(calendar: &Calendar, text: &str, year: i16) -> Vec<String> {
    let mut runs: Vec<(Date, Date)> = Vec::new();
    for day in calendar.dates(&days(text), year) {
        match runs.last_mut() {
            Some((_, last)) if last.tomorrow().unwrap() == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    runs.into_iter().map(|(first, last)| format!("{first}..{last}")).collect()
}

#[test]
fn expressions_name_the_days_that_people_mean() {
    let calendar = calendar(LocalDays::default());
    for (text, year, expected) in [
        ("2026-12-31", 2026, &["2026-12-31..2026-12-31"][..]),
        ("2026-12-31", 2027, &[]),
        ("30/4", 2026, &["2026-04-30..2026-04-30"]),
        ("29/2", 2026, &[]),
        ("29/2", 2028, &["2028-02-29..2028-02-29"]),
        ("tet", 2030, &["2030-02-02..2030-02-02"]),
        ("giao-thua", 2026, &["2026-02-16..2026-02-16"]),
        ("tet-1", 2026, &["2026-02-16..2026-02-16"]),
        ("gio-to", 2026, &["2026-04-26..2026-04-26"]),
        ("trung-thu", 2026, &["2026-09-25..2026-09-25"]),
        ("eve of trung-thu", 2026, &["2026-09-24..2026-09-24"]),
        ("tet-3..tet+5", 2026, &["2026-02-14..2026-02-22"]),
        ("lunar 23/12..tet+3", 2026, &["2026-02-10..2026-02-20"]),
        ("20/12..5/1", 2026, &["2026-01-01..2026-01-05", "2026-12-20..2026-12-31"]),
        ("2026-12-20..5/1", 2026, &["2026-12-20..2026-12-31"]),
        ("2026-12-20..5/1", 2027, &["2027-01-01..2027-01-05"]),
        ("2026-12-20..5/1", 2028, &[]),
        // Over the new lunar year that comes before the first of February or after it.
        ("1/2..tet", 2025, &[]),
        ("1/2..tet", 2026, &["2026-02-01..2026-02-17"]),
        // The leap sixth month of 2025.
        ("lunar 1/6", 2025, &["2025-06-25..2025-06-25"]),
        ("lunar 1/6 leap", 2025, &["2025-07-25..2025-07-25"]),
        ("lunar 1/6 leap", 2026, &[]),
        ("lunar 1/6..lunar 1/7", 2025, &["2025-06-25..2025-08-23"]),
        // What a year does not have neither ends nor begins a range too late or too early.
        ("25/2..29/2", 2026, &["2026-02-25..2026-02-28"]),
        ("29/2..3/3", 2026, &["2026-03-01..2026-03-03"]),
        ("lunar 30/12", 2026, &[]),
        ("lunar 28/12..lunar 30/12", 2026, &["2026-02-15..2026-02-16"]),
        ("tet-366", 2024, &["2024-01-29..2024-01-29"]),
        ("giai-phong-mien-nam..quoc-te-lao-dong", 2027, &["2027-04-30..2027-05-01"]),
        (
            "public-holidays",
            2026,
            &[
                "2026-01-01..2026-01-01",
                "2026-02-17..2026-02-17",
                "2026-04-26..2026-04-26",
                "2026-04-30..2026-05-01",
                "2026-09-02..2026-09-02",
            ],
        ),
        ("no-such-day", 2026, &[]),
    ] {
        assert_eq!(runs(&calendar, text, year), expected, "{text} in {year}");
    }
}

#[test]
fn days_of_the_site_and_what_it_decided_are_followed() {
    let calendar = calendar(LocalDays {
        named: vec![own("le-hoi", "lunar 15/6..lunar 17/6"), own("ngay-hoi", "tet+20")],
        public_holidays: vec![period(date(2026, 2, 16), date(2026, 2, 20))],
        days_off: vec![period(date(2026, 4, 27), date(2026, 4, 27))],
        makeup_workdays: vec![period(date(2026, 2, 28), date(2026, 2, 28))],
        mourning: vec![period(date(2026, 8, 3), date(2026, 8, 4))],
    });
    assert_eq!(runs(&calendar, "le-hoi", 2026), ["2026-07-28..2026-07-30"]);
    assert_eq!(runs(&calendar, "ngay-hoi+1..8/3", 2027), ["2027-02-27..2027-03-08"]);
    assert_eq!(runs(&calendar, "public-holidays", 2026)[1], "2026-02-16..2026-02-20");
    assert_eq!(runs(&calendar, "days-off", 2026)[2], "2026-04-26..2026-04-27");
    assert_eq!(runs(&calendar, "makeup-workdays", 2026), ["2026-02-28..2026-02-28"]);
    assert!(calendar.is_mourning(date(2026, 8, 4)) && !calendar.is_mourning(date(2026, 8, 5)));
    let names = |day| calendar.names_of(day).iter().map(|name| name.id).collect::<Vec<_>>();
    assert_eq!(names(date(2026, 2, 17)), ["tet", "public-holidays"]);
    assert_eq!(names(date(2026, 7, 28)), ["le-hoi"]);
    assert_eq!(names(date(2026, 10, 10)), ["giai-phong-thu-do", "chuyen-doi-so"]);
    assert_eq!(calendar.names_of(date(2026, 8, 3))[0].occasion, Occasion::Remembrance);
    assert_eq!(calendar.check(&days("le-hoi")), Ok(()));
    assert_eq!(calendar.check(&days("eve of ngay-hoi")), Ok(()));
    assert_eq!(calendar.check(&days("eve of le-hoi")), Err(NameError::NotOneDay("le-hoi".to_owned())));
    assert_eq!(calendar.check(&days("tet..le-hoi")), Err(NameError::NotOneDay("le-hoi".to_owned())));
    assert_eq!(calendar.check(&days("tet..xyz")), Err(NameError::Unknown("xyz".to_owned())));
}

#[test]
fn days_of_a_site_cannot_go_round_in_circles_or_hide_those_of_the_program() {
    let problem = |named: Vec<OwnDay>| {
        let local = LocalDays { named, ..LocalDays::default() };
        Calendar::new(TimeZone::UTC, local).map(|_| ()).unwrap_err()
    };
    for (day, wrong) in [
        (own("a", "a+1"), LocalProblem::SpeaksOfOwn),
        (own("b", "tet..a"), LocalProblem::SpeaksOfOwn),
        (own("tet", "1/1"), LocalProblem::Taken),
        (own("days-off", "1/1"), LocalProblem::Taken),
        (own("x", "1/1"), LocalProblem::Twice),
        (own("eve", "1/1"), LocalProblem::NoId),
    ] {
        assert_eq!(
            problem(vec![own("x", "2/1"), day.clone()]),
            LocalError { index: 1, problem: wrong },
            "{day:?}"
        );
    }
}

#[test]
fn the_next_day_is_found_within_ten_years_or_not_at_all() {
    let calendar = calendar(LocalDays::default());
    assert_eq!(calendar.next(&days("tet"), date(2026, 2, 17)), Some(date(2026, 2, 17)));
    assert_eq!(calendar.next(&days("tet"), date(2026, 2, 18)), Some(date(2027, 2, 6)));
    assert_eq!(calendar.next(&days("29/2"), date(2096, 3, 1)), Some(date(2104, 2, 29)));
    assert_eq!(calendar.next(&days("2020-01-01"), date(2026, 1, 1)), None);
    assert_eq!(calendar.next(&days("1/1"), date(2199, 6, 1)), None);
    assert_eq!(calendar.next(&days("1/1"), Date::MAX), None);
    assert_eq!(calendar.dates(&days("1/1"), i16::MIN), []);
}

/// Making a calendar costs more than asking it.
static PLAIN: LazyLock<Calendar> = LazyLock::new(|| calendar(LocalDays::default()));

proptest! {
    #[test]
    fn a_range_holds_its_ends_and_the_days_between_them_only(
        first in 0..Named::ALL.len(), last in 0..Named::ALL.len(), ahead in -40..40_i16, year in 1903..2190_i16,
    ) {
        let calendar = &*PLAIN;
        let day = |index: usize, offset| Day { anchor: Anchor::Named(&Named::ALL[index]), offset };
        prop_assume!(first != last);
        let (first, last) = (day(first, ahead), day(last, 0));
        let range = Days::Range(first.clone(), last.clone());
        let is = |day: &Day, date| calendar.holds(&Days::One(day.clone()), date);
        // Walked day by day: on from a first day to the next last day, unless another first day comes before that.
        let start = date(year - 3, 1, 1);
        let mut on_since = None;
        let mut expected = Vec::new();
        for today in start.series(1.day()).take(366 * 7) {
            if is(&first, today) { on_since = Some(today); }
            if is(&last, today) && let Some(since) = on_since.take() {
                expected.extend(since.series(1.day()).take_while(|day| *day <= today));
            }
        }
        expected.retain(|date| date.year() == year);
        prop_assert_eq!(calendar.dates(&range, year), expected);
    }
}
