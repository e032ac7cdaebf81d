//! The clock of a simulated card: it runs too fast or too slow, and can be lost.

use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use std::time::Duration;

/// Where a clock that was lost begins again.
const LOST: DateTime = date(2000, 1, 1).at(0, 0, 0, 0);

/// A clock that is so many millionths too fast.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// What it showed at `since`.
    shown: DateTime,
    since: Duration,
    ppm: i32,
    /// Nobody has set it since it was lost.
    pub(super) lost: bool,
}

impl Clock {
    pub(super) fn new(ppm: i32) -> Self {
        // At -1,000,000 it would stand still.
        Self { shown: LOST, since: Duration::ZERO, ppm: ppm.clamp(-500_000, 500_000), lost: true }
    }

    pub(super) fn set(&mut self, to: DateTime, now: Duration) {
        (self.shown, self.since, self.lost) = (to, now, false);
    }

    pub(super) fn lose(&mut self, now: Duration) {
        (self.shown, self.since, self.lost) = (LOST, now, true);
    }

    pub(super) fn drift(&mut self, ppm: i32, now: Duration) {
        (self.shown, self.since) = (self.read(now), now);
        self.ppm = ppm.clamp(-500_000, 500_000);
    }

    /// What it shows.
    pub(super) fn read(&self, now: Duration) -> DateTime {
        let passed = now.saturating_sub(self.since).as_nanos() as i128;
        let counted = passed * i128::from(1_000_000 + self.ppm) / 1_000_000;
        let counted = SignedDuration::from_nanos(i64::try_from(counted).unwrap_or(i64::MAX));
        self.shown.saturating_add(counted)
    }

    /// The first moment at which it will have gone on by so many of its own seconds, from the full second it shows on.
    pub(super) fn after(&self, seconds: u32, now: Duration) -> Duration {
        let read = self.read(now);
        let ahead = self.shown.duration_until(read).as_nanos() - i128::from(read.subsec_nanosecond())
            + i128::from(seconds) * 1_000_000_000;
        let pace = i128::from(1_000_000 + self.ppm);
        let real = (ahead * 1_000_000 + pace - 1).div_euclid(pace);
        self.since + Duration::from_nanos(u64::try_from(real).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fast_clock_is_ahead_by_what_it_gains() {
        let mut clock = Clock::new(100);
        let noon = date(2026, 7, 30).at(12, 0, 0, 0);
        clock.set(noon, Duration::from_secs(5));
        let later = clock.read(Duration::from_secs(5 + 86_400));
        assert_eq!(later, date(2026, 7, 31).at(12, 0, 8, 640_000_000));
        clock.lose(Duration::from_secs(9));
        assert_eq!((clock.read(Duration::from_secs(10)).year(), clock.lost), (2000, true));
    }

    #[test]
    fn the_moment_of_a_second_to_come_is_the_first_at_which_it_shows() {
        for ppm in [-400, 0, 37, 90_000] {
            let mut clock = Clock::new(ppm);
            clock.set(date(2026, 7, 30).at(12, 0, 0, 999_999_999), Duration::ZERO);
            let now = Duration::from_millis(77);
            let at = clock.after(3599, now);
            assert_eq!(clock.read(at).time(), jiff::civil::time(13, 0, 0, 0), "{ppm}");
            let before = clock.read(at - Duration::from_nanos(2));
            assert_eq!((before.hour(), before.second()), (12, 59), "{ppm}");
        }
    }
}
