//! How much may leave now, so that a receiver is never sent faster than it takes: a token bucket. Reads no clock.
//!
//! It is kept as the moment from which it is full again: every byte moves that moment away by its own time, and bytes may leave
//! while it is no farther away than the burst lasts.

use std::time::Duration;

/// UDP, IPv4 and Ethernet headers and the checksum behind them, in bytes: what a packet takes on a cable beside its own bytes.
const HEADERS: u64 = 8 + 20 + 14 + 4;

/// The tokens of one destination.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    /// Nanoseconds that a thousand bytes take.
    thousand: u64,
    /// How many nanoseconds the burst lasts.
    burst: u64,
    /// When it is full again, in nanoseconds of the clock.
    full_at: u64,
}

impl Bucket {
    /// A full bucket of `burst` bytes that fills with `bits_per_second`; headers count too.
    pub(super) fn new(bits_per_second: u64, burst: usize) -> Self {
        let thousand = 8_000_000_000_000 / bits_per_second.max(1);
        Self { thousand, burst: time_of(thousand, burst as u64), full_at: 0 }
    }

    /// How many of `lengths` may leave at `now`, which takes their tokens. A packet larger than the burst may leave while the
    /// bucket is full.
    pub(super) fn take(&mut self, now: Duration, lengths: impl Iterator<Item = usize>) -> usize {
        let now = nanoseconds(now);
        let mut full_at = self.full_at.max(now);
        let mut count = 0;
        for length in lengths {
            let after = full_at.saturating_add(self.time(length));
            if after - now > self.burst && full_at > now {
                break;
            }
            full_at = after;
            count += 1;
        }
        if count > 0 {
            self.full_at = full_at;
        }
        count
    }

    /// When a packet of `length` bytes, and what else leaves within `more` of it, may leave at the earliest.
    pub(super) fn when(&self, length: usize, more: Duration) -> Duration {
        let wanted = self.time(length).max(nanoseconds(more).min(self.burst));
        Duration::from_nanos((self.full_at + wanted).saturating_sub(self.burst).min(self.full_at))
    }

    /// How long so many packets with so many bytes altogether take.
    pub(super) fn lasts(&self, packets: usize, bytes: usize) -> Duration {
        Duration::from_nanos(time_of(self.thousand, bytes as u64 + packets as u64 * HEADERS))
    }

    fn time(&self, length: usize) -> u64 {
        time_of(self.thousand, length as u64 + HEADERS)
    }
}

fn time_of(thousand: u64, bytes: u64) -> u64 {
    bytes.saturating_mul(thousand) / 1000
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_burst_leaves_at_once_and_the_rest_as_the_bucket_fills() {
        // 8 Mbit/s: a byte a microsecond; a packet takes 1000.
        let mut bucket = Bucket::new(8_000_000, 3000);
        let packets = || std::iter::repeat_n(1000 - HEADERS as usize, 10);
        assert_eq!(bucket.take(Duration::ZERO, packets()), 3);
        assert_eq!(bucket.take(Duration::ZERO, packets()), 0);
        assert_eq!(bucket.when(1000 - HEADERS as usize, Duration::ZERO), MS);
        assert_eq!(bucket.when(1000 - HEADERS as usize, 2 * MS), 2 * MS);
        assert_eq!(bucket.take(MS - Duration::from_nanos(1), packets()), 0);
        assert_eq!(bucket.take(MS, packets()), 1);
        assert_eq!(bucket.take(3 * MS, packets()), 2);
        assert_eq!(bucket.take(100 * MS, packets()), 3, "no more than the burst is saved up");
    }

    #[test]
    fn a_packet_larger_than_the_burst_waits_for_a_full_bucket_and_not_for_ever() {
        let mut bucket = Bucket::new(8_000_000, 500);
        let large = || std::iter::once(2000 - HEADERS as usize);
        assert_eq!(bucket.take(MS, large()), 1);
        assert_eq!(bucket.take(2 * MS, large()), 0);
        assert_eq!(bucket.when(2000 - HEADERS as usize, Duration::ZERO), 3 * MS);
        assert_eq!(bucket.take(3 * MS, large()), 1);
    }

    proptest! {
        #[test]
        fn never_more_leaves_in_any_time_than_the_burst_and_what_the_rate_gives(
            rate in 1_000_000_u64..200_000_000,
            burst in 1500_usize..100_000,
            waits in prop::collection::vec((0_u64..20_000_000, 1_usize..40, 1_usize..1472), 1..60),
        ) {
            let mut bucket = Bucket::new(rate, burst);
            let mut now = Duration::ZERO;
            let mut left: Vec<(Duration, u64)> = Vec::new();
            for (wait, count, length) in waits {
                now += Duration::from_nanos(wait);
                let taken = bucket.take(now, std::iter::repeat_n(length, count));
                left.push((now, taken as u64 * (length as u64 + HEADERS)));
                for (n, (from, _)) in left.iter().enumerate() {
                    let bytes: u64 = left[n..].iter().map(|(_, bytes)| bytes).sum();
                    let most = burst as f64 + (now - *from).as_secs_f64() * rate as f64 / 8.0;
                    prop_assert!(bytes as f64 <= most * 1.001 + 100.0, "{bytes} bytes, {most} allowed");
                }
                if taken < count {
                    let when = bucket.when(length, Duration::ZERO).max(now);
                    let mut later = bucket.clone();
                    prop_assert!(later.take(when, std::iter::once(length)) == 1, "still none at the time named");
                }
            }
        }
    }
}
