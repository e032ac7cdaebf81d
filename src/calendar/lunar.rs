//! The lunar calendar: months begin on the day of the new moon, the eleventh has the December solstice in it, and of
//! the thirteen months between two of these the first without a principal term repeats the number before it, as a leap
//! month (tháng nhuận). Days begin at midnight of UTC+7, for Viet Nam; other places are for comparison.

use super::YEARS;
use super::moon::new_moon;
use super::sun::{day_number, principal_term};
use jiff::civil::Date;
use jiff::tz::Offset;
use jiff::{SignedDuration, ToSpan};

/// Where Vietnamese lunar dates are reckoned, at all times; before 1968 printed calendars followed other rules.
pub const VIET_NAM: Offset = jiff::tz::offset(7);

/// A date of the lunar calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Lunar {
    /// The solar year in which the lunar year begins.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to 30.
    pub day: i8,
    /// Whether the month is the leap month of its number.
    pub leap: bool,
}

/// A month of a lunar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// 29 or 30.
    pub days: i8,
    /// 1 to 12.
    pub number: i8,
    /// Whether it is the leap month of this number.
    pub leap: bool,
}

impl Month {
    /// A day of it, from 1.
    #[must_use]
    pub fn day(&self, day: i8) -> Option<Date> {
        if !(1..=self.days).contains(&day) {
            return None;
        }
        self.first.checked_add(SignedDuration::from_hours(24 * i64::from(day - 1))).ok()
    }
}

/// A lunar year, from Tết to the day before the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LunarYear {
    months: Vec<Month>,
}

impl LunarYear {
    /// Its months in order: twelve, or thirteen with a leap month.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// The month of this number, the ordinary one or the leap month.
    #[must_use]
    pub fn month(&self, number: i8, leap: bool) -> Option<&Month> {
        self.months.iter().find(|month| month.number == number && month.leap == leap)
    }

    /// The number of its leap month.
    #[must_use]
    pub fn leap_month(&self) -> Option<i8> {
        self.months.iter().find(|month| month.leap).map(|month| month.number)
    }
}

/// The months from an eleventh to the next, given as the counts of their new moons. The year is that of the solstice in
/// the second one.
fn months_between(first: i32, next: i32, year: i16, east: i32) -> Vec<Month> {
    let begins: Vec<i32> = (first..=next).map(|moon| day_number(new_moon(moon), east)).collect();
    let leap = if next - first == 13 {
        let terms: Vec<i32> = (solstice(year - 1)..=solstice(year))
            .map(|term| day_number(principal_term(term), east))
            .collect();
        let has_term = |month: &[i32]| terms.iter().any(|term| (month[0]..month[1]).contains(term));
        begins.windows(2).position(|month| !has_term(month))
    } else {
        None
    };
    let month = |(index, days): (usize, &[i32])| {
        let counted = index - usize::from(leap.is_some_and(|leap| leap <= index));
        Month {
            first: date_of(days[0]),
            days: (days[1] - days[0]) as i8,
            number: ((10 + counted) % 12 + 1) as i8,
            leap: leap == Some(index),
        }
    };
    begins.windows(2).enumerate().map(month).collect()
}

/// Which principal term the December solstice of a year is.
fn solstice(year: i16) -> i32 {
    12 * (i32::from(year) - 2000) + 9
}

/// The new moon that begins the eleventh month: the last one not after the day of the solstice.
fn eleventh(year: i16, east: i32) -> i32 {
    let day = day_number(principal_term(solstice(year)), east);
    let mean = ((f64::from(day) - 2_451_550.1) / 29.530_588_861).floor() as i32;
    // The true new moon is less than a day from the mean one.
    let mut moon = mean + 1;
    while day_number(new_moon(moon), east) > day {
        moon -= 1;
    }
    moon
}

/// The date of a Julian day number.
fn date_of(day: i32) -> Date {
    const DAY_OF_2000: i32 = 2_451_545;
    Date::constant(2000, 1, 1).saturating_add((day - DAY_OF_2000).days())
}

/// Lunar dates of [`YEARS`].
#[derive(Debug)]
pub struct LunarCalendar {
    /// From the year before the first on: January still belongs to it.
    years: Vec<LunarYear>,
}

impl LunarCalendar {
    /// The calendar of a place, all of it: 10 to 30 milliseconds.
    #[must_use]
    pub fn new(place: Offset) -> Self {
        let east = place.seconds();
        let (first, last) = (YEARS.start() - 1, YEARS.end() + 1);
        let elevenths: Vec<i32> = (first - 1..=last).map(|year| eleventh(year, east)).collect();
        let to_solstices: Vec<Vec<Month>> = (first..=last)
            .zip(elevenths.windows(2))
            .map(|(year, ends)| months_between(ends[0], ends[1], year, east))
            .collect();
        // The eleventh and the twelfth month of a year stand before the first of the next.
        let year = |around: &[Vec<Month>]| {
            let early = around[0].iter().filter(|month| month.number < 11);
            let late = around[1].iter().filter(|month| month.number >= 11);
            LunarYear { months: early.chain(late).copied().collect() }
        };
        Self { years: to_solstices.windows(2).map(year).collect() }
    }

    /// A lunar year, from the one before the first of [`YEARS`] to the last.
    #[must_use]
    pub fn year(&self, year: i16) -> Option<&LunarYear> {
        let index = i32::from(year) - i32::from(*YEARS.start()) + 1;
        self.years.get(usize::try_from(index).ok()?)
    }

    /// The lunar date of a day; `None` outside [`YEARS`].
    #[must_use]
    pub fn lunar(&self, date: Date) -> Option<Lunar> {
        if !YEARS.contains(&date.year()) {
            return None;
        }
        let (year, month) = [date.year(), date.year() - 1].into_iter().find_map(|year| {
            let month = self.year(year)?.months().iter().rev().find(|month| month.first <= date)?;
            Some((year, month))
        })?;
        let after = date.duration_since(month.first).as_hours() / 24;
        let day = i8::try_from(after).ok()? + 1;
        Some(Lunar { year, month: month.number, day, leap: month.leap })
    }

    /// The day of a lunar date; `None` if that year has no such day.
    #[must_use]
    pub fn date(&self, lunar: Lunar) -> Option<Date> {
        self.year(lunar.year)?.month(lunar.month, lunar.leap)?.day(lunar.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn new_year(calendar: &LunarCalendar, year: i16) -> Date {
        calendar.year(year).unwrap().months()[0].first
    }

    #[test]
    fn tet_is_on_the_days_that_calendars_print() {
        let calendar = LunarCalendar::new(VIET_NAM);
        for (year, month, day) in [
            (1968, 1, 29),
            (1975, 2, 11),
            (1985, 1, 21),
            (2000, 2, 5),
            (2007, 2, 17),
            (2024, 2, 10),
            (2025, 1, 29),
            (2026, 2, 17),
            (2027, 2, 6),
            (2028, 1, 26),
            (2029, 2, 13),
            (2030, 2, 2),
            (2031, 1, 23),
            (2053, 2, 18),
        ] {
            assert_eq!(new_year(&calendar, year), date(year, month, day));
        }
    }

    #[test]
    fn from_1976_to_2100_tet_differs_from_the_chinese_new_year_in_four_years_only() {
        let (here, beijing) = (LunarCalendar::new(VIET_NAM), LunarCalendar::new(jiff::tz::offset(8)));
        let other: Vec<(i16, Date, Date)> = (1976..=2100)
            .map(|year| (year, new_year(&here, year), new_year(&beijing, year)))
            .filter(|(_, here, there)| here != there)
            .collect();
        let expected = [
            (1985, date(1985, 1, 21), date(1985, 2, 20)),
            (2007, date(2007, 2, 17), date(2007, 2, 18)),
            (2030, date(2030, 2, 2), date(2030, 2, 3)),
            (2053, date(2053, 2, 18), date(2053, 2, 19)),
        ];
        assert_eq!(other, expected);
    }

    #[test]
    fn leap_months_are_those_that_calendars_print() {
        let calendar = LunarCalendar::new(VIET_NAM);
        let leap = |year| calendar.year(year).unwrap().leap_month();
        for (year, month) in [
            (2001, 4),
            (2004, 2),
            (2006, 7),
            (2009, 5),
            (2012, 4),
            (2014, 9),
            (2017, 6),
            (2020, 4),
            (2023, 2),
            (2025, 6),
        ] {
            assert_eq!(leap(year), Some(month), "{year}");
        }
        for year in
            [2002, 2003, 2005, 2007, 2008, 2010, 2011, 2013, 2015, 2016, 2018, 2019, 2021, 2022, 2024, 2026]
        {
            assert_eq!(leap(year), None, "{year}");
        }
    }

    #[test]
    fn every_day_has_one_lunar_date_and_it_leads_back() {
        let calendar = LunarCalendar::new(VIET_NAM);
        let mut before: Option<Lunar> = None;
        let last = date(2199, 12, 31);
        for day in date(1900, 1, 1).series(1.day()).take_while(|day| *day <= last) {
            let lunar = calendar.lunar(day).unwrap();
            assert_eq!(calendar.date(lunar), Some(day));
            if let Some(before) = before {
                let next_day = Lunar { day: before.day + 1, ..before };
                assert!(
                    lunar == next_day || (lunar.day == 1 && before.day >= 29),
                    "{day}: {before:?} {lunar:?}"
                );
            }
            before = Some(lunar);
        }
        assert_eq!(calendar.lunar(date(1899, 12, 31)), None);
        assert_eq!(calendar.lunar(date(2200, 1, 1)), None);
        assert_eq!(calendar.year(1898), None);
        assert_eq!(calendar.year(i16::MAX), None);
        assert_eq!(calendar.year(i16::MIN), None);
    }

    #[test]
    fn years_follow_each_other_without_gap_and_have_their_months_in_order() {
        let calendar = LunarCalendar::new(VIET_NAM);
        for year in 1899..2199 {
            let this = calendar.year(year).unwrap();
            let numbers: Vec<i8> = this.months().iter().filter(|m| !m.leap).map(|m| m.number).collect();
            assert_eq!(numbers, (1..=12).collect::<Vec<i8>>(), "{year}");
            assert_eq!(this.months().len(), 12 + usize::from(this.leap_month().is_some()), "{year}");
            let end = this.months().last().map(|m| m.day(m.days).unwrap().tomorrow().unwrap());
            assert_eq!(end, Some(new_year(&calendar, year + 1)), "{year}");
            assert!(this.months().iter().all(|m| m.days == 29 || m.days == 30));
        }
    }
}
