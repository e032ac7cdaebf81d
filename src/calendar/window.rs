//! A window: on which days and between which hours something is lit.
//!
//! Values only. Whether a window is open at an instant is for `schedule` to say.

use super::Days;
use jiff::civil::{Date, Weekday};
use std::fmt;
use std::ops::Range;

/// Hours on some days. It begins at `from` on each of its days and ends at `to`, exclusive; where `to` is not after
/// `from`, it ends on the next day and still belongs to the day on which it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// The days of the week on which it begins.
    pub days: Weekdays,
    /// When it begins.
    pub from: Hour,
    /// When it ends, exclusive; never the same as `from`.
    pub to: Hour,
    /// The first day on which it begins.
    pub valid_from: Option<Date>,
    /// The last day on which it begins; not before `valid_from`.
    pub valid_to: Option<Date>,
    /// It begins on these days only; empty if not given.
    pub only_on: Vec<Days>,
    /// It does not begin on these days.
    pub except: Vec<Days>,
    /// Where it stands in its file.
    pub place: Range<usize>,
}

/// Some days of the week, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// How files name the days, Monday first.
    pub const NAMES: [&'static str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// These days; `None` if there are none.
    #[must_use]
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let bits = days.into_iter().fold(0, |bits, day| bits | bit(day));
        (bits != 0).then_some(Self(bits))
    }

    /// Whether this day is one of them.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// The day of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Weekday> {
        let index = Self::NAMES.iter().position(|known| *known == name)?;
        Weekday::from_monday_zero_offset(index as i8).ok()
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hour {
    /// By the clock on the wall: whole seconds since midnight, 0 to 86,400.
    Clock(u32),
    /// Minutes after sunrise, before it if negative; at most [`Hour::MAX_MINUTES`] either way.
    Sunrise {
        /// Minutes.
        minutes: i16,
    },
    /// The same of sunset.
    Sunset {
        /// Minutes.
        minutes: i16,
    },
}

impl Hour {
    /// Midnight at the beginning of a day.
    pub const MIDNIGHT: Self = Self::Clock(0);
    /// `24:00`, the end of a day.
    pub const END_OF_DAY: Self = Self::Clock(86_400);
    /// The most minutes an hour may lie from sunrise or sunset.
    pub const MAX_MINUTES: i16 = 360;
}

/// As files write it: `06:00`, `sunset-1h30m`.
impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sun, minutes) = match *self {
            Self::Clock(seconds) => {
                write!(f, "{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
                return if seconds % 60 == 0 { Ok(()) } else { write!(f, ":{:02}", seconds % 60) };
            }
            Self::Sunrise { minutes } => ("sunrise", minutes),
            Self::Sunset { minutes } => ("sunset", minutes),
        };
        f.write_str(sun)?;
        let (hours, rest) = (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60);
        let sign = if minutes < 0 { '-' } else { '+' };
        match (hours, rest) {
            (0, 0) => Ok(()),
            (0, rest) => write!(f, "{sign}{rest}m"),
            (hours, 0) => write!(f, "{sign}{hours}h"),
            (hours, rest) => write!(f, "{sign}{hours}h{rest}m"),
        }
    }
}
