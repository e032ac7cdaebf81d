//! Rules S: what the coming months will bring. The facts are `schedule`'s, this says what there is to do about them.

mod board;
mod holidays;
mod list;

pub use board::{Prospect, Spot, fate};
pub use holidays::holidays;
pub use list::{Dated, Days, playlist};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// `24/11/2026`
fn day(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// `07:00 24/11/2026`
fn moment(zone: &TimeZone, instant: Timestamp) -> String {
    zone.to_datetime(instant).strftime("%H:%M %d/%m/%Y").to_string()
}
