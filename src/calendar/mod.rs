//! Days: the lunar calendar, holidays, and which dates an expression names.
//!
//! Pure. Everything is computed from a date; nothing knows which day it is today. What is decided from year to year is
//! data of the site and comes in from outside.

mod days;
mod hours;
mod lunar;
mod moment;
mod moon;
mod named;
mod parse;
pub mod read;
mod sun;
mod window;

pub use days::{Anchor, Day, Days, Set};
pub use hours::Hours;
pub use lunar::{Lunar, LunarCalendar, LunarYear, Month, VIET_NAM};
pub use moment::Moment;
pub use named::{Named, Occasion, When};
pub use parse::{DaysError, DaysProblem, MAX_LENGTH, is_id};
pub use window::{Hour, Weekdays, Window};

/// The years anything is said about: lunar dates are computed inside them, and dates outside are refused.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
