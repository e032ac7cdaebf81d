//! Days: the lunar calendar, holidays, the sun, and which dates an expression names.
//!
//! Pure. Everything is computed from a date; nothing knows which day it is today. What is decided from year to year is
//! data of the site and comes in from outside.

mod dates;
mod days;
mod hours;
mod local;
mod lunar;
mod moment;
mod moon;
mod named;
mod parse;
pub mod read;
mod sun;
mod sunlight;
mod window;

pub use dates::{Calendar, DayName, NameError};
pub use days::{Anchor, Day, Days, Set};
pub use hours::Hours;
pub use local::{LocalDays, LocalError, LocalProblem, OwnDay, Period};
pub use lunar::{Lunar, LunarCalendar, LunarYear, Month, VIET_NAM};
pub use moment::Moment;
pub use named::{Named, Occasion, When};
pub use parse::{DaysError, DaysProblem, MAX_LENGTH, is_id};
pub use sunlight::{Daylight, Sky, SunEvent};
pub use window::{Hour, Weekdays, Window};

/// The years anything is said about: lunar dates are computed inside them, and dates outside are refused.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
