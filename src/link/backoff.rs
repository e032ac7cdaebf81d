//! How long to wait before trying again: doubling, capped, and a little different on each link, so that fifty boards
//! behind one switch do not all knock in the same instant. Reads no clock.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// The delays before the next attempts on one link.
#[derive(Debug)]
pub(super) struct Backoff {
    delay: Duration,
    random: RandomState,
    attempts: u64,
}

impl Backoff {
    /// The first delay.
    pub(super) const FIRST: Duration = Duration::from_millis(250);
    /// The longest delay.
    pub(super) const LONGEST: Duration = Duration::from_secs(10);

    /// Starts at [`Self::FIRST`].
    pub(super) fn new() -> Self {
        Self { delay: Self::FIRST, random: RandomState::new(), attempts: 0 }
    }

    /// The next delay: between four fifths and the whole of the present step; the step doubles for the time after.
    pub(super) fn next(&mut self) -> Duration {
        let step = self.delay;
        self.delay = (step * 2).min(Self::LONGEST);
        self.attempts = self.attempts.wrapping_add(1);
        let jitter = u32::try_from(self.random.hash_one(self.attempts) % 256).unwrap_or(0);
        step - step / 5 * jitter / 255
    }

    /// All is well again: the next delay is the first one.
    pub(super) fn reset(&mut self) {
        self.delay = Self::FIRST;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_ten_seconds_and_starts_afresh_after_a_success() {
        let mut backoff = Backoff::new();
        for step in [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000] {
            let delay = backoff.next();
            let step = Duration::from_millis(step);
            assert!(delay <= step && delay >= step * 4 / 5, "{delay:?} at the step of {step:?}");
        }
        for _ in 0..10_000 {
            assert!(backoff.next() <= Backoff::LONGEST);
        }
        backoff.reset();
        assert!(backoff.next() <= Backoff::FIRST);
    }

    #[test]
    fn two_links_that_fail_together_do_not_knock_together() {
        let delays: Vec<_> = (0..8).map(|_| Backoff::new().next()).collect();
        assert!(delays.iter().any(|delay| *delay != delays[0]), "{delays:?}");
    }
}
