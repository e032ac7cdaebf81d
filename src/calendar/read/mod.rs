//! Reads from TOML what files say of time: dates, moments, days and windows. What is wrong becomes a fault at its place.

mod days;
mod moment;
mod window;
mod written;

pub use days::{day_list, days};
pub use moment::{Edge, date, moment, not_before};
pub use window::{Sun, Windows};
