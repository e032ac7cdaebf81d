//! What a site says of its days: its own, and what is decided from year to year.

use super::days::{Days, Set};
use super::named::Named;
use super::parse::is_id;
use jiff::civil::Date;

/// The days of a site's file. The reader of the file bounds how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LocalDays {
    /// Its own days. They may speak of the program's days and sets, not of one another.
    pub named: Vec<OwnDay>,
    /// Public holidays that are decided yearly: the five days of Tết, the second day of National Day.
    pub public_holidays: Vec<Period>,
    /// Days off in lieu of a day of rest that is a holiday, and working days swapped for one.
    pub days_off: Vec<Period>,
    /// Days of rest that are worked for these.
    pub makeup_workdays: Vec<Period>,
    /// Times of mourning.
    pub mourning: Vec<Period>,
}

/// A day, or days, that a site names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnDay {
    /// How files name it; see [`is_id`].
    pub id: String,
    /// What people call it.
    pub name: String,
    /// When it is.
    pub days: Days,
}

/// Dates from the first to the last, both included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// What it is for.
    pub name: String,
}

/// Why the days of a site are no calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalError {
    /// Which of [`LocalDays::named`], from 0.
    pub index: usize,
    /// What is wrong with it.
    pub problem: LocalProblem,
}

/// What may be wrong with a day of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LocalProblem {
    /// No expression could speak of this id.
    NoId,
    /// The program has a day or a set of this name.
    Taken,
    /// An earlier one has the same id.
    Twice,
    /// It is explained by a day of the site. So no day can be explained by itself.
    SpeaksOfOwn,
}

impl Period {
    /// Whether a date is within.
    #[must_use]
    pub fn holds(&self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }
}

impl LocalDays {
    /// The days that an id of the site names.
    pub(super) fn named(&self, id: &str) -> Option<&Days> {
        self.named.iter().find(|own| own.id == id).map(|own| &own.days)
    }

    pub(super) fn periods(&self, set: Set) -> &[Period] {
        match set {
            Set::PublicHolidays => &self.public_holidays,
            Set::DaysOff => &self.days_off,
            Set::MakeupWorkdays => &self.makeup_workdays,
            Set::Mourning => &self.mourning,
        }
    }

    pub(super) fn check(&self) -> Result<(), LocalError> {
        for (index, own) in self.named.iter().enumerate() {
            let is_taken = Named::by_id(&own.id).is_some() || Set::ALL.iter().any(|set| set.id() == own.id);
            let problem = if !is_id(&own.id) {
                LocalProblem::NoId
            } else if is_taken {
                LocalProblem::Taken
            } else if self.named[..index].iter().any(|other| other.id == own.id) {
                LocalProblem::Twice
            } else if own.days.own_names().next().is_some() {
                LocalProblem::SpeaksOfOwn
            } else {
                continue;
            };
            return Err(LocalError { index, problem });
        }
        Ok(())
    }
}
