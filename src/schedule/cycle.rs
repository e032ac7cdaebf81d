//! Items in turn, for ever: a cycle laid along time from a fixed instant on.

use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// The instant at which every cycle begins: 2020-01-01 00:00 UTC. Fixed, so that neighbouring boards with the same
/// items show the same one at the same time, and so that a restart goes on in the middle.
const EPOCH: i64 = 1_577_836_800;

/// Entries in turn. Each is shown for its time, then the face is dark for its blank time (0 as a rule).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cycle {
    /// Milliseconds from the start of the cycle to the end of each entry, blank time included; rising.
    ends: Vec<u64>,
    /// Milliseconds each entry is lit.
    lit: Vec<u64>,
}

/// Whose turn it is at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The entry, counted from 0.
    pub entry: usize,
    /// Whether the entry is shown, or the dark time after it.
    pub lit: bool,
    /// When this began: the entry, or the dark time after it.
    pub began: Timestamp,
    /// When this ends: the end of the entry, or of the dark time after it. Exclusive.
    pub until: Timestamp,
    /// The entry after it, and when it begins.
    pub next: (usize, Timestamp),
}

impl Cycle {
    /// The longest cycle, about 140 years; longer ones are cut there, which no file of bounded length reaches.
    const MAX_MILLIS: u64 = 1 << 42;

    /// A cycle of entries, each with the time it is shown and the dark time after it. Entries of no time are shown
    /// for a millisecond, so that a cycle always goes on.
    #[must_use]
    pub fn new(entries: impl IntoIterator<Item = (Duration, Duration)>) -> Self {
        let mut cycle = Self::default();
        let mut end = 0u64;
        for (shown, blank) in entries {
            let lit = millis(shown).max(1);
            end = (end + lit + millis(blank)).min(Self::MAX_MILLIS);
            cycle.ends.push(end);
            cycle.lit.push(lit);
        }
        cycle
    }

    /// Whether it has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How long one round takes.
    #[must_use]
    pub fn length(&self) -> Duration {
        Duration::from_millis(self.ends.last().copied().unwrap_or(0))
    }

    /// Whose turn it is at `now`; `None` if there are no entries, or `now` lies at the end of all representable time.
    #[must_use]
    pub fn turn(&self, now: Timestamp) -> Option<Turn> {
        let length = i128::from(*self.ends.last()?);
        let since_epoch = now.as_nanosecond() - i128::from(EPOCH) * 1_000_000_000;
        let phase = since_epoch.div_euclid(1_000_000).rem_euclid(length);
        let round = since_epoch.div_euclid(1_000_000) - phase;
        let phase = u64::try_from(phase).ok()?;
        let entry = self.ends.partition_point(|&end| end <= phase);
        let start = entry.checked_sub(1).map_or(0, |before| self.ends[before]);
        let end = self.ends[entry];
        let dark_from = start + self.lit[entry];
        let lit = phase < dark_from;
        let at = |millis: u64| instant(round + i128::from(millis));
        let (began, until) = if lit { (start, dark_from.min(end)) } else { (dark_from, end) };
        let after = (entry + 1) % self.ends.len();
        Some(Turn { entry, lit, began: at(began)?, until: at(until)?, next: (after, at(end)?) })
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX).min(Cycle::MAX_MILLIS)
}

/// The instant this many milliseconds after the epoch.
fn instant(millis: i128) -> Option<Timestamp> {
    let since = SignedDuration::from_millis(i64::try_from(millis).ok()?);
    Timestamp::new(EPOCH, 0).ok()?.checked_add(since).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn entries_take_turns_from_the_fixed_epoch_on() {
        let cycle = Cycle::new([(seconds(8), seconds(0)), (seconds(5), seconds(2))]);
        let turn = |text| cycle.turn(at(text)).unwrap();
        let first = turn("2020-01-01T00:00:07.999Z");
        assert_eq!((first.entry, first.lit), (0, true));
        assert_eq!(first.until, at("2020-01-01T00:00:08Z"));
        assert_eq!(first.next, (1, at("2020-01-01T00:00:08Z")));
        let dark = turn("2020-01-01T00:00:13Z");
        assert_eq!((dark.entry, dark.lit, dark.until), (1, false, at("2020-01-01T00:00:15Z")));
        assert_eq!(
            dark.began,
            at("2020-01-01T00:00:13Z"),
            "a clock set back into the entry is not in the dark any more"
        );
        assert_eq!(turn("2020-01-01T00:00:15Z").entry, 0);
        assert_eq!(turn("2019-12-31T23:59:59Z").entry, 1, "the cycle was there before the epoch too");
    }

    #[test]
    fn nothing_to_show_is_no_turn() {
        assert_eq!(Cycle::default().turn(at("2026-01-01T00:00Z")), None);
        assert_eq!(Cycle::new([(seconds(1), seconds(0))]).turn(Timestamp::MAX), None, "no end can be told");
    }

    proptest! {
        #[test]
        fn turns_follow_each_other_without_gap_or_overlap(
            entries in prop::collection::vec((1u64..20_000, prop_oneof![Just(0u64), 1..3000u64]), 1..9),
            second in -2_000_000_000i64..4_000_000_000,
            nano in 0i32..1_000_000_000,
        ) {
            let ms = Duration::from_millis;
            let cycle = Cycle::new(entries.iter().map(|&(a, b)| (ms(a), ms(b))));
            let now = Timestamp::new(second, nano).unwrap();
            let turn = cycle.turn(now).unwrap();
            prop_assert!(turn.began <= now && now < turn.until);
            let after = cycle.turn(turn.until).unwrap();
            let before = cycle.turn(turn.until - SignedDuration::from_nanos(1)).unwrap();
            prop_assert_eq!(before, turn);
            prop_assert_eq!(cycle.turn(turn.began).unwrap(), turn);
            if turn.lit && entries[turn.entry].1 > 0 {
                prop_assert_eq!((after.entry, after.lit), (turn.entry, false));
            } else {
                prop_assert_eq!((after.entry, after.lit), (turn.next.0, true));
                prop_assert_eq!(after.began, turn.next.1);
            }
        }
    }
}
