//! `Calendar`: which dates an expression names, at a place and with what its site has decided.

use super::YEARS;
use super::days::{Anchor, Day, Days, Set};
use super::local::{LocalDays, LocalError, Period};
use super::lunar::{LunarCalendar, Month, VIET_NAM};
use super::named::{Named, Occasion, When};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, ToSpan};
use std::sync::OnceLock;

/// The longest range without two fixed dates, in days. Longer ones come about only between days of which one is not in
/// every year.
const LONGEST_RANGE: i64 = 400;

/// The days of a site. The first question about a lunar date computes all lunar years, 10 to 30 milliseconds; after it,
/// asking whether it holds a date costs a microsecond at most.
#[derive(Debug)]
pub struct Calendar {
    zone: TimeZone,
    local: LocalDays,
    lunar: OnceLock<LunarCalendar>,
}

/// What an expression says that this calendar cannot follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameError {
    /// No day has this name.
    Unknown(String),
    /// The site's day of this name is several days: it has no eve, and no range begins or ends with it.
    NotOneDay(String),
}

/// What a date is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayName<'c> {
    /// How files name the day, or the set it is in.
    pub id: &'c str,
    /// Its Vietnamese name, or the one the site gives it.
    pub vi: &'c str,
    /// Its English name, or the one the site gives it.
    pub en: &'c str,
    /// Its tone.
    pub occasion: Occasion,
}

/// What stands for a day that a year does not have: the 29th of February, a thirtieth of a short lunar month.
#[derive(Clone, Copy, PartialEq)]
enum Missing {
    Nothing,
    /// For the beginning of a range.
    DayAfter,
    /// For the end of a range.
    DayBefore,
}

/// The calendar of Viet Nam, with nothing decided.
impl Default for Calendar {
    fn default() -> Self {
        Self::plain(TimeZone::fixed(VIET_NAM))
    }
}

/// Lunar years are the same everywhere, computed or not yet.
impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        (&self.zone, &self.local) == (&other.zone, &other.local)
    }
}

impl Calendar {
    /// The calendar of a zone with the days of its site.
    ///
    /// # Errors
    /// If the site names a day twice, takes a name of the program, or explains its days by one another.
    pub fn new(zone: TimeZone, local: LocalDays) -> Result<Self, LocalError> {
        local.check()?;
        Ok(Self { zone, local, lunar: OnceLock::new() })
    }

    /// The calendar of a zone whose site has decided nothing.
    #[must_use]
    pub fn plain(zone: TimeZone) -> Self {
        Self { zone, local: LocalDays::default(), lunar: OnceLock::new() }
    }

    /// The zone whose civil dates these are.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The lunar dates of Viet Nam.
    #[must_use]
    pub fn lunar(&self) -> &LunarCalendar {
        self.lunar.get_or_init(|| LunarCalendar::new(VIET_NAM))
    }

    /// Whether every name in the expression is known and is a single day where one is needed.
    ///
    /// # Errors
    /// The first name that is not.
    pub fn check(&self, days: &Days) -> Result<(), NameError> {
        let is_plain = matches!(days, Days::One(day) if day.offset == 0);
        for id in days.own_names() {
            match self.local.named(id) {
                None => return Err(NameError::Unknown(id.to_owned())),
                Some(Days::One(_)) => {}
                Some(_) if is_plain => {}
                Some(_) => return Err(NameError::NotOneDay(id.to_owned())),
            }
        }
        Ok(())
    }

    /// Whether a date is among the days. Names that [`Self::check`] refuses are no day.
    #[must_use]
    pub fn holds(&self, days: &Days, date: Date) -> bool {
        if !YEARS.contains(&date.year()) {
            return false;
        }
        match days {
            Days::Set(set) => self.is_in(*set, date),
            Days::One(Day { anchor: Anchor::Own(id), offset: 0 }) => {
                // These speak of none of their own, so this ends.
                self.local.named(id).is_some_and(|own| self.holds(own, date))
            }
            Days::One(day) => {
                let slack = self.slack(day);
                (date.year() - 1 - slack..=date.year() + slack)
                    .any(|year| self.occurrence(day, year, Missing::Nothing) == Some(date))
            }
            Days::Range(first, last) => self.is_between(first, last, date),
        }
    }

    /// All dates of a year that are among the days, in order.
    #[must_use]
    pub fn dates(&self, days: &Days, year: i16) -> Vec<Date> {
        let Ok(first) = Date::new(year, 1, 1) else { return Vec::new() };
        first
            .series(1.day())
            .take(first.days_in_year() as usize)
            .filter(|date| self.holds(days, *date))
            .collect()
    }

    /// The first of the days that is not before `from`, if it comes within ten years.
    #[must_use]
    pub fn next(&self, days: &Days, from: Date) -> Option<Date> {
        from.series(1.day()).take(3653).find(|date| self.holds(days, *date))
    }

    /// Whether a date is in a time of mourning.
    #[must_use]
    pub fn is_mourning(&self, date: Date) -> bool {
        self.is_in(Set::Mourning, date)
    }

    /// What day a date is: the names the program knows, those of the site, and what the site has decided about it.
    #[must_use]
    pub fn names_of(&self, date: Date) -> Vec<DayName<'_>> {
        let known = Named::ALL.iter().filter(|named| self.is_named(named, date)).map(|named| DayName {
            id: named.id,
            vi: named.vi,
            en: named.en,
            occasion: named.occasion,
        });
        let own = self.local.named.iter().filter(|own| self.holds(&own.days, date)).map(|own| DayName {
            id: &own.id,
            vi: &own.name,
            en: &own.name,
            occasion: Occasion::Neutral,
        });
        let decided = Set::ALL.into_iter().flat_map(move |set| {
            let occasion = if set == Set::Mourning { Occasion::Remembrance } else { Occasion::Neutral };
            self.local
                .periods(set)
                .iter()
                .filter(move |period| period.holds(date))
                .map(move |period| DayName { id: set.id(), vi: &period.name, en: &period.name, occasion })
        });
        known.chain(own).chain(decided).collect()
    }

    fn is_in(&self, set: Set, date: Date) -> bool {
        let decided = |set| self.local.periods(set).iter().any(|period: &Period| period.holds(date));
        let by_law = || Named::ALL.iter().any(|named| named.public_holiday && self.is_named(named, date));
        match set {
            Set::PublicHolidays => decided(set) || by_law(),
            Set::DaysOff => decided(set) || self.is_in(Set::PublicHolidays, date),
            Set::MakeupWorkdays | Set::Mourning => decided(set),
        }
    }

    fn is_named(&self, named: &Named, date: Date) -> bool {
        match named.when {
            When::Solar(day, month) => date.day() == day && date.month() == month,
            // A lunar year ends in the solar year after its own.
            _ => [date.year() - 1, date.year()]
                .into_iter()
                .any(|year| self.named_day(named, year, Missing::Nothing) == Some(date)),
        }
    }

    /// Whether a date lies from an occurrence of `first` to the next one of `last`, without another `first` between.
    fn is_between(&self, first: &Day, last: &Day, date: Date) -> bool {
        if let (Anchor::Date(a), Anchor::Date(b)) = (&first.anchor, &last.anchor) {
            return later(*a, first.offset).is_some_and(|a| a <= date)
                && later(*b, last.offset).is_some_and(|b| date <= b);
        }
        let slack = self.slack(first).max(self.slack(last));
        // An anchor of a lunar year may be in the solar year after it, and a range may be longer than a year.
        let years = || date.year() - 3 - slack..=date.year() + 2 + slack;
        let begins = || years().filter_map(|year| self.occurrence(first, year, Missing::DayAfter));
        let Some(begin) = begins().filter(|begin| *begin <= date).max() else { return false };
        let ends = years().filter_map(|year| self.occurrence(last, year, Missing::DayBefore));
        let Some(end) = ends.filter(|end| *end >= begin).min() else { return false };
        let is_last_begin = || begins().all(|other| other <= begin || other > end);
        date <= end && end.duration_since(begin).as_hours() / 24 <= LONGEST_RANGE && is_last_begin()
    }

    /// Into how many more years a day may be moved by its offset.
    fn slack(&self, day: &Day) -> i16 {
        let own = match &day.anchor {
            Anchor::Own(id) => match self.local.named(id) {
                Some(Days::One(own)) => own.offset.abs(),
                _ => 0,
            },
            _ => 0,
        };
        (day.offset.abs() + own + 364) / 365
    }

    /// The day whose anchor is in a year, solar or lunar as the anchor is.
    fn occurrence(&self, day: &Day, year: i16, missing: Missing) -> Option<Date> {
        let date = match &day.anchor {
            Anchor::Date(date) => (date.year() == year).then_some(*date)?,
            Anchor::Yearly { day, month } => solar(year, *month, *day, missing)?,
            Anchor::Lunar { day, month, leap } => self.lunar_day(year, *month, *day, *leap, missing)?,
            Anchor::Named(named) => self.named_day(named, year, missing)?,
            Anchor::Own(id) => match self.local.named(id)? {
                Days::One(own) => self.occurrence(own, year, missing)?,
                _ => return None,
            },
        };
        later(date, day.offset)
    }

    fn named_day(&self, named: &Named, year: i16, missing: Missing) -> Option<Date> {
        match named.when {
            When::Solar(day, month) => solar(year, month, day, missing),
            When::Lunar(day, month) => self.lunar_day(year, month, day, false, missing),
            When::LunarYearsEnd => self.lunar().year(year)?.months().last().and_then(last_day),
        }
    }

    fn lunar_day(&self, year: i16, month: i8, day: i8, leap: bool, missing: Missing) -> Option<Date> {
        let month = self.lunar().year(year)?.month(month, leap)?;
        month.day(day).or_else(|| stand_in(last_day(month)?, missing))
    }
}

fn solar(year: i16, month: i8, day: i8, missing: Missing) -> Option<Date> {
    let found = Date::new(year, month, day);
    found.ok().or_else(|| stand_in(Date::new(year, month, 1).ok()?.last_of_month(), missing))
}

/// What stands for a day beyond the last of its month.
fn stand_in(last: Date, missing: Missing) -> Option<Date> {
    match missing {
        Missing::Nothing => None,
        Missing::DayAfter => last.tomorrow().ok(),
        Missing::DayBefore => Some(last),
    }
}

fn last_day(month: &Month) -> Option<Date> {
    month.day(month.days)
}

fn later(date: Date, days: i16) -> Option<Date> {
    if days == 0 {
        Some(date)
    } else {
        date.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()
    }
}

#[cfg(test)]
mod tests;
