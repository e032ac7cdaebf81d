//! `Days`: the expression by which files name days, as a value and in its canonical words.

use super::named::Named;
use jiff::civil::Date;
use std::fmt;

/// Which days are meant. Whether a name of the site exists is the calendar's to say.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Days {
    /// One day, each time it comes round.
    One(Day),
    /// From a day to the next one of another, both included. A range may run over New Year.
    Range(Day, Day),
    /// Days that are no single day: they have no eve, and no range begins or ends with them.
    Set(Set),
}

/// A day, counted from an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Day {
    /// What it is counted from.
    pub anchor: Anchor,
    /// So many days later, or earlier; at most [`Day::MAX_OFFSET`] either way.
    pub offset: i16,
}

impl Day {
    /// The most days a day may lie from its anchor.
    pub const MAX_OFFSET: i16 = 366;
}

/// What days are counted from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// This very date.
    Date(Date),
    /// The same day of every solar year. 29/2 is in leap years only.
    Yearly {
        /// From 1.
        day: i8,
        /// From 1 to 12.
        month: i8,
    },
    /// The same day of every lunar year. A thirtieth is only in years in which the month is that long.
    Lunar {
        /// From 1 to 30.
        day: i8,
        /// From 1 to 12.
        month: i8,
        /// In the leap month of this number and nowhere else; otherwise in the ordinary month and nowhere else.
        leap: bool,
    },
    /// A day the program knows.
    Named(&'static Named),
    /// A day of the site, by its id.
    Own(String),
}

/// Days of which the site's file says which they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Set {
    /// Public holidays: those fixed by law, and the dates decided for the year.
    PublicHolidays,
    /// Public holidays and days off in lieu. Saturdays and Sundays only if they are one of these.
    DaysOff,
    /// Days of rest that are worked, to make up for another.
    MakeupWorkdays,
    /// Days of mourning.
    Mourning,
}

impl Set {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::PublicHolidays, Self::DaysOff, Self::MakeupWorkdays, Self::Mourning];

    /// How files name it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::PublicHolidays => "public-holidays",
            Self::DaysOff => "days-off",
            Self::MakeupWorkdays => "makeup-workdays",
            Self::Mourning => "mourning",
        }
    }
}

impl Days {
    /// The days of the site it speaks of.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        let (first, last) = match self {
            Self::One(day) => (Some(day), None),
            Self::Range(first, last) => (Some(first), Some(last)),
            Self::Set(_) => (None, None),
        };
        first.into_iter().chain(last).filter_map(|day| match &day.anchor {
            Anchor::Own(id) => Some(id.as_str()),
            _ => None,
        })
    }
}

/// Canonical: reading it gives the same days.
impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(day) => day.fmt(f),
            Self::Range(first, last) => write!(f, "{first}..{last}"),
            Self::Set(set) => f.write_str(set.id()),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.anchor {
            Anchor::Date(date) => write!(f, "{date}")?,
            Anchor::Yearly { day, month } => write!(f, "{day}/{month}")?,
            Anchor::Lunar { day, month, leap } => {
                write!(f, "lunar {day}/{month}{}", if *leap { " leap" } else { "" })?;
            }
            Anchor::Named(named) => f.write_str(named.id)?,
            Anchor::Own(id) => f.write_str(id)?,
        }
        if self.offset != 0 {
            write!(f, "{:+}", self.offset)?;
        }
        Ok(())
    }
}
