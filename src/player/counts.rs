//! What is counted of one board's frames: how many went out, how many did not and why, and how late they were.

use std::time::Duration;

/// What became of frames since the daemon started. Nothing here goes down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames handed to the network or the line, keepalives included.
    pub sent: u64,
    /// Frames dropped, whole or in part, because the way was full.
    pub dropped: u64,
    /// Frames that found the link down.
    pub down: u64,
    /// How often the board's player failed and was started again.
    pub restarts: u64,
    /// How late frames were begun.
    pub lateness: Lateness,
}

/// How late frames were begun, counted in classes: from the moment a frame was due until the player could begin it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lateness {
    counts: [u64; Self::BOUNDS.len()],
    beyond: u64,
    sum: Duration,
}

impl Lateness {
    /// The upper bounds of the classes: one frame at 60 Hz takes 16.7 ms.
    pub const BOUNDS: [Duration; 10] = [
        Duration::from_micros(100),
        Duration::from_micros(250),
        Duration::from_micros(500),
        Duration::from_millis(1),
        Duration::from_millis(2),
        Duration::from_millis(4),
        Duration::from_millis(8),
        Duration::from_millis(16),
        Duration::from_millis(50),
        Duration::from_millis(250),
    ];

    /// Counts one frame.
    pub fn note(&mut self, late: Duration) {
        match Self::BOUNDS.iter().position(|bound| late <= *bound) {
            Some(class) => self.counts[class] += 1,
            None => self.beyond += 1,
        }
        self.sum = self.sum.saturating_add(late);
    }

    /// How many frames were no later than each of [`Lateness::BOUNDS`] and later than the one before it.
    #[must_use]
    pub fn classes(&self) -> [(Duration, u64); Self::BOUNDS.len()] {
        std::array::from_fn(|class| (Self::BOUNDS[class], self.counts[class]))
    }

    /// How many frames were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum::<u64>() + self.beyond
    }

    /// How late they were, all together.
    #[must_use]
    pub fn sum(&self) -> Duration {
        self.sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frame_is_counted_once_in_the_first_class_that_holds_it() {
        let mut lateness = Lateness::default();
        for micros in [0, 100, 101, 16_000, 16_001, 250_000, 250_001, 9_000_000] {
            lateness.note(Duration::from_micros(micros));
        }
        let counts = lateness.classes().map(|(_, count)| count);
        assert_eq!(counts, [2, 1, 0, 0, 0, 0, 0, 1, 1, 1]);
        assert_eq!((lateness.count(), lateness.sum()), (8, Duration::from_micros(9_532_203)));
    }
}
