//! An instant as a file writes it: by the clock on the wall, or with an offset from UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// An instant as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// By the clock on the wall, wherever the site is.
    Civil(DateTime),
    /// With an offset, so the same everywhere.
    Exact(Timestamp),
}

impl Moment {
    /// The instant, in a site's zone. A time the clocks skip is taken as much later as they skip, of one that comes
    /// twice the first is taken.
    #[must_use]
    pub fn instant(&self, zone: &TimeZone) -> Timestamp {
        match *self {
            Self::Exact(instant) => instant,
            // Only at the ends of representable time no instant can be told.
            Self::Civil(time) => zone.to_timestamp(time).unwrap_or(Timestamp::MAX),
        }
    }

    /// Whether it certainly lies at or before another, whatever the zone.
    #[must_use]
    pub fn is_not_after(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Civil(a), Self::Civil(b)) => a <= b,
            (Self::Exact(a), Self::Exact(b)) => a <= b,
            (Self::Civil(a), Self::Exact(b)) => certainly(*a, *b),
            (Self::Exact(a), Self::Civil(b)) => {
                let latest = TimeZone::UTC.to_datetime(*a).saturating_add(FARTHEST);
                latest <= *b
            }
        }
    }
}

/// No zone is farther from UTC.
const FARTHEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(26);

fn certainly(civil: DateTime, exact: Timestamp) -> bool {
    civil.saturating_add(FARTHEST) <= TimeZone::UTC.to_datetime(exact)
}
