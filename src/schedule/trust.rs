//! Whether the time of day can be believed. Pure: every reading of clocks is an argument.
//!
//! | | |
//! |---|---|
//! | trusted | a source keeps the clock, or the operator vouches for it, and it is right to a minute |
//! | holdover | no source now, but since one was heard, or since a battery set the clock at boot, it cannot have gone wrong by more than an hour |
//! | untrusted | anything else, with the reason |
//!
//! What is compared is the time of day with the clock that never jumps, from the last moment (the *anchor*) at which the
//! time was known. So a clock that is moved away is doubted, and one that is moved back is believed again at once; many
//! small steps add up and are found like a large one.
//!
//! A source confirms a jump by being synchronised when the clock is looked at after it: the kernel forgets that it is
//! synchronised whenever somebody sets the clock, so only the time service itself can have set it, or agreed since.
//!
//! The newest time ever believed (the *mark*) outlives restarts. It may have been taken from a wrong clock, so a
//! synchronised source sets it back; the operator's word does not. Nobody can argue with the date of the build: a source
//! that says it is before that is broken or lies.

use crate::report::Message;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// Corrections of an ordinary clock stay below this: an oscillator needs four months for it. Larger ones are doubted,
/// forwards and backwards, while the program runs and over a restart.
const ORDINARY: Duration = Duration::from_secs(600);
/// A clock is trusted if it is right to this.
const TRUSTED: Duration = Duration::from_secs(60);
/// And not even good enough for a while without a source if it is not right to this.
const HOLDOVER: Duration = Duration::from_secs(3600);
/// A free oscillator gains or loses one second in so many (50 ppm).
const DRIFT: u32 = 20_000;
/// Battery clocks count whole seconds and were set by somebody some time ago.
const BATTERY: Duration = Duration::from_secs(60);
/// No installation runs one build for so long (25 years), but counters of 32 bits overflow into 2106.
const OLDEST_BUILD: SignedDuration = SignedDuration::from_hours(25 * 366 * 24);

/// How far the time of day can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockTrust {
    /// Right to a minute.
    Trusted,
    /// Nobody confirms it now, but it is right to an hour.
    Holdover,
    /// May be any time.
    Untrusted,
}

/// Why the time of day is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Holdover: nobody confirms it now.
    NoSource,
    /// Neither a source nor a battery has ever confirmed it.
    Unvouched,
    /// For too long nobody has.
    Drifted,
    /// It jumped and nobody confirms that.
    Jumped,
    /// It was later once.
    BeforeMark,
    /// The program did not exist then.
    BeforeBuild,
    /// The program is long out of use then.
    FarFuture,
}

/// Who says that the clock is right, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// A time service, through the kernel.
    Synchronised {
        /// The most the clock can be wrong.
        error: Duration,
    },
    /// The operator, in the site file. Knows nothing of jumps.
    Operator,
    /// Nobody.
    Nobody,
}

/// Both clocks at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Time since the machine was started, in which it slept too; never jumps.
    pub mono: Duration,
    /// The time of day.
    pub wall: Timestamp,
    /// Who vouches for it.
    pub source: TimeSource,
}

/// How far the clock is believed, why not further, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How far.
    pub trust: ClockTrust,
    /// Why not further; `None` exactly when it is trusted.
    pub doubt: Option<Doubt>,
    /// What the clock itself said when this became so.
    pub since: Timestamp,
    /// The newest time that had been believed when this became so: while the clock is not trusted, it is later than that.
    pub known: Option<Timestamp>,
}

/// What is known when the program starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// When the program was built.
    pub built: Timestamp,
    /// The newest time ever believed, as it was kept.
    pub mark: Option<Timestamp>,
    /// Whether a clock with a battery, or the host of a virtual machine, set the clock when the machine was started.
    pub set_at_boot: bool,
}

/// A moment at which the time was known.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    mono: Duration,
    wall: Timestamp,
    error: Duration,
}

/// The judge: looks at the clock again and again.
#[derive(Debug)]
pub struct Trust {
    built: Timestamp,
    latest: Timestamp,
    mark: Option<Timestamp>,
    /// The clock that was set at boot has not been looked at yet.
    battery: bool,
    anchor: Option<Anchor>,
    told: Option<Verdict>,
}

impl Trust {
    /// A judge that has not looked yet. A mark that cannot be is as good as none.
    #[must_use]
    pub fn new(start: Start) -> Self {
        let latest = start.built.saturating_add(OLDEST_BUILD).unwrap_or(Timestamp::MAX);
        Self {
            built: start.built,
            latest,
            mark: start.mark.filter(|mark| *mark <= latest),
            battery: start.set_at_boot,
            anchor: None,
            told: None,
        }
    }

    /// The newest time believed so far, to be kept for the next start.
    #[must_use]
    pub fn mark(&self) -> Option<Timestamp> {
        self.mark
    }

    /// Judges the clock by one more reading.
    pub fn look(&mut self, reading: Reading) -> Verdict {
        let impossible = self.impossible(reading.wall);
        let battery = std::mem::take(&mut self.battery);
        if impossible.is_none() {
            self.learn(reading, battery);
        }
        let (trust, doubt) = match impossible.map_or_else(|| self.error(reading), Err) {
            Err(doubt) => (ClockTrust::Untrusted, Some(doubt)),
            Ok(error) if error <= TRUSTED && reading.source != TimeSource::Nobody => {
                (ClockTrust::Trusted, None)
            }
            Ok(_) => (ClockTrust::Holdover, Some(Doubt::NoSource)),
        };
        if trust != ClockTrust::Untrusted {
            self.mark = self.mark.max(Some(reading.wall));
        }
        let same = self.told.filter(|told| (told.trust, told.doubt) == (trust, doubt));
        let verdict = same.unwrap_or(Verdict { trust, doubt, since: reading.wall, known: self.mark });
        self.told = Some(verdict);
        verdict
    }

    /// What no source can make true.
    fn impossible(&self, wall: Timestamp) -> Option<Doubt> {
        if wall < self.built {
            Some(Doubt::BeforeBuild)
        } else {
            (wall > self.latest).then_some(Doubt::FarFuture)
        }
    }

    /// Takes the reading for the right time if somebody may say so.
    fn learn(&mut self, Reading { mono, wall, source }: Reading, battery: bool) {
        let here = |error| Some(Anchor { mono, wall, error });
        let jumped = self.anchor.is_some_and(|anchor| anchor.off(mono, wall) > ORDINARY);
        match source {
            TimeSource::Synchronised { error } => {
                self.anchor = here(error);
                if self.before_mark(wall) {
                    self.mark = Some(wall);
                }
            }
            _ if jumped || self.before_mark(wall) => {}
            TimeSource::Operator => self.anchor = here(Duration::ZERO),
            TimeSource::Nobody if battery => {
                // It was set when the machine was started, and has been running free since.
                let at_boot = wall.saturating_sub(mono).unwrap_or(wall);
                self.anchor = Some(Anchor { mono: Duration::ZERO, wall: at_boot, error: BATTERY });
            }
            TimeSource::Nobody => {}
        }
    }

    /// The most that the clock can be wrong by all that is known; or why that is too much.
    fn error(&self, Reading { mono, wall, .. }: Reading) -> Result<Duration, Doubt> {
        let before_mark = if self.before_mark(wall) { Err(Doubt::BeforeMark) } else { Ok(()) };
        let Some(anchor) = self.anchor else { return before_mark.and(Err(Doubt::Unvouched)) };
        let off = anchor.off(mono, wall);
        if off > ORDINARY {
            return Err(Doubt::Jumped);
        }
        before_mark?;
        let drift = mono.saturating_sub(anchor.mono) / DRIFT;
        let error = anchor.error.saturating_add(drift).saturating_add(off);
        if error <= HOLDOVER { Ok(error) } else { Err(Doubt::Drifted) }
    }

    fn before_mark(&self, wall: Timestamp) -> bool {
        self.mark.is_some_and(|mark| wall < mark && wall.duration_since(mark).unsigned_abs() > ORDINARY)
    }
}

impl Anchor {
    /// How far the time of day is from where it would be had nobody touched it.
    fn off(&self, mono: Duration, wall: Timestamp) -> Duration {
        let passed = mono.saturating_sub(self.mono);
        let expected = self.wall.saturating_add(passed).unwrap_or(Timestamp::MAX);
        wall.duration_since(expected).unsigned_abs()
    }
}

impl ClockTrust {
    /// The word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Trusted => "trusted",
            Self::Holdover => "holdover",
            Self::Untrusted => "untrusted",
        }
    }
}

impl Doubt {
    /// The sentence for the operator.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::NoSource => Message::ClockNoSource {},
            Self::Unvouched => Message::ClockUnvouched {},
            Self::Drifted => Message::ClockDrifted {},
            Self::Jumped => Message::ClockJumped {},
            Self::BeforeMark => Message::ClockBeforeMark {},
            Self::BeforeBuild => Message::ClockBeforeBuild {},
            Self::FarFuture => Message::ClockFarFuture {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: i64 = 86_400;
    const HEARD: TimeSource = TimeSource::Synchronised { error: Duration::from_millis(20) };
    use TimeSource::{Nobody, Operator};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Seconds since the build, as a time of day.
    fn wall(seconds: i64) -> Timestamp {
        at("2026-11-24T00:00:00Z") + SignedDuration::from_secs(seconds)
    }

    fn start(mark: Option<i64>, set_at_boot: bool) -> Trust {
        Trust::new(Start { built: wall(0), mark: mark.map(wall), set_at_boot })
    }

    fn look(trust: &mut Trust, mono: u64, seconds: i64, source: TimeSource) -> Result<ClockTrust, Doubt> {
        let verdict = trust.look(Reading { mono: Duration::from_secs(mono), wall: wall(seconds), source });
        match (verdict.trust, verdict.doubt) {
            (ClockTrust::Untrusted, Some(doubt)) => Err(doubt),
            (trust, _) => Ok(trust),
        }
    }

    #[test]
    fn the_first_look_after_a_start_is_as_the_table_says() {
        let year = 366 * DAY;
        for (seconds, mark, battery, source, wanted) in [
            (DAY, None, false, HEARD, Ok(ClockTrust::Trusted)),
            (DAY, None, false, Operator, Ok(ClockTrust::Trusted)),
            (DAY, None, true, Nobody, Ok(ClockTrust::Holdover)),
            (DAY, None, false, Nobody, Err(Doubt::Unvouched)),
            // Seconds, hours, days and years before what was kept.
            (DAY, Some(DAY + 2), true, Nobody, Ok(ClockTrust::Holdover)),
            (DAY, Some(DAY + 600), true, Nobody, Ok(ClockTrust::Holdover)),
            (DAY, Some(DAY + 601), true, Nobody, Err(Doubt::BeforeMark)),
            (DAY, Some(2 * DAY), true, Nobody, Err(Doubt::BeforeMark)),
            (DAY, Some(2 * DAY), false, Nobody, Err(Doubt::BeforeMark)),
            (DAY, Some(2 * year), false, Operator, Err(Doubt::BeforeMark)),
            // A source knows better than what was kept.
            (DAY, Some(2 * year), false, HEARD, Ok(ClockTrust::Trusted)),
            // What was kept is long ago, or cannot be.
            (2 * year, Some(DAY), true, Nobody, Ok(ClockTrust::Holdover)),
            (DAY, Some(80 * year), true, Nobody, Ok(ClockTrust::Holdover)),
            (-1, None, true, Nobody, Err(Doubt::BeforeBuild)),
            (-DAY, None, false, Operator, Err(Doubt::BeforeBuild)),
            (-DAY, None, false, HEARD, Err(Doubt::BeforeBuild)),
        ] {
            let got = look(&mut start(mark, battery), 40, seconds, source);
            assert_eq!(got, wanted, "{seconds} {mark:?} {battery} {source:?}");
        }
    }

    #[test]
    fn nobody_can_vouch_for_1970_and_2106() {
        for source in [HEARD, Operator, Nobody] {
            for (time, doubt) in
                [("1970-01-01T00:00:10Z", Doubt::BeforeBuild), ("2106-02-07T06:28:16Z", Doubt::FarFuture)]
            {
                let mut trust = start(None, true);
                let verdict = trust.look(Reading { mono: Duration::from_secs(10), wall: at(time), source });
                assert_eq!((verdict.trust, verdict.doubt), (ClockTrust::Untrusted, Some(doubt)));
                assert_eq!(trust.mark(), None);
            }
        }
    }

    #[test]
    fn a_source_that_is_lost_leaves_a_clock_that_is_good_for_two_years_and_comes_back() {
        let mut trust = start(None, false);
        assert_eq!(look(&mut trust, 0, 0, HEARD), Ok(ClockTrust::Trusted));
        assert_eq!(look(&mut trust, 1, 1, Nobody), Ok(ClockTrust::Holdover));
        let two_years = 2 * 365 * DAY;
        assert_eq!(look(&mut trust, two_years as u64, two_years, Nobody), Ok(ClockTrust::Holdover));
        let three_years = 3 * 365 * DAY;
        assert_eq!(look(&mut trust, three_years as u64, three_years, Nobody), Err(Doubt::Drifted));
        assert_eq!(look(&mut trust, three_years as u64 + 1, three_years + 1, HEARD), Ok(ClockTrust::Trusted));
    }

    #[test]
    fn a_source_that_knows_the_time_only_roughly_makes_no_trusted_clock() {
        let rough = |seconds| TimeSource::Synchronised { error: Duration::from_secs(seconds) };
        assert_eq!(look(&mut start(None, false), 0, 0, rough(60)), Ok(ClockTrust::Trusted));
        assert_eq!(look(&mut start(None, false), 0, 0, rough(61)), Ok(ClockTrust::Holdover));
        assert_eq!(look(&mut start(None, false), 0, 0, rough(3601)), Err(Doubt::Drifted));
    }

    #[test]
    fn a_clock_set_at_boot_has_been_running_free_since_then() {
        let three_years = 3 * 365 * DAY;
        assert_eq!(look(&mut start(None, true), three_years as u64, DAY, Nobody), Err(Doubt::Drifted));
    }

    #[test]
    fn small_steps_that_nobody_confirms_add_up() {
        let mut trust = start(None, false);
        look(&mut trust, 0, 0, HEARD).unwrap();
        assert_eq!(look(&mut trust, 1, 400, Nobody), Ok(ClockTrust::Holdover));
        assert_eq!(look(&mut trust, 2, 800, Nobody), Err(Doubt::Jumped));
    }

    #[test]
    fn a_poisoned_mark_is_set_back_by_a_source_and_then_holds_for_the_operator_too() {
        let mut trust = start(Some(900 * DAY), false);
        assert_eq!(look(&mut trust, 0, DAY, Operator), Err(Doubt::BeforeMark));
        assert_eq!(look(&mut trust, 1, DAY, HEARD), Ok(ClockTrust::Trusted));
        assert_eq!(trust.mark(), Some(wall(DAY)));
        assert_eq!(look(&mut trust, 2, DAY + 2, Operator), Ok(ClockTrust::Trusted));
    }

    #[test]
    fn a_clock_that_is_put_right_by_hand_counts_once_the_operator_vouches_for_it() {
        let mut trust = start(None, true);
        assert_eq!(look(&mut trust, 5, -DAY, Nobody), Err(Doubt::BeforeBuild));
        assert_eq!(look(&mut trust, 6, DAY, Nobody), Err(Doubt::Unvouched));
        assert_eq!(look(&mut trust, 7, DAY, Operator), Ok(ClockTrust::Trusted));
    }

    #[test]
    fn the_moment_it_began_stays_until_state_or_reason_change() {
        let mut trust = start(None, false);
        let mut since = |mono: u64, seconds, source| {
            let reading = Reading { mono: Duration::from_secs(mono), wall: wall(seconds), source };
            trust.look(reading).since
        };
        assert_eq!(since(0, 0, HEARD), wall(0));
        assert_eq!(since(5, 5, HEARD), wall(0));
        assert_eq!(since(6, 6, Nobody), wall(6));
        assert_eq!(since(7, 7000, Nobody), wall(7000));
        assert_eq!(since(8, 7001, Nobody), wall(7000));
        assert_eq!(since(9, 9, Nobody), wall(9));
    }

    fn any_source() -> impl Strategy<Value = TimeSource> {
        prop_oneof![
            Just(Nobody),
            Just(Operator),
            (0..5_000_000_u64).prop_map(|ms| TimeSource::Synchronised { error: Duration::from_millis(ms) }),
        ]
    }

    /// Any time there is, most of them near.
    fn any_wall() -> impl Strategy<Value = Timestamp> {
        prop_oneof![
            (-2000..2000_i64).prop_map(wall),
            (-4000 * DAY..20_000 * DAY).prop_map(wall),
            (Timestamp::MIN.as_second()..Timestamp::MAX.as_second())
                .prop_map(|second| Timestamp::from_second(second).unwrap()),
        ]
    }

    fn any_readings() -> impl Strategy<Value = Vec<Reading>> {
        let reading = (0..200_000_000_u64, any_wall(), any_source())
            .prop_map(|(mono, wall, source)| Reading { mono: Duration::from_secs(mono), wall, source });
        prop::collection::vec(reading, 1..20).prop_map(|mut readings| {
            readings.sort_by_key(|reading| reading.mono);
            readings
        })
    }

    proptest! {
        #[test]
        fn whatever_is_read_a_doubt_is_named_exactly_when_it_is_not_trusted_and_never_marks(
            readings in any_readings(), mark in prop::option::of(any_wall()), set_at_boot: bool,
        ) {
            let mut trust = Trust::new(Start { built: wall(0), mark, set_at_boot });
            for reading in readings {
                let before = trust.mark();
                let verdict = trust.look(reading);
                prop_assert_eq!(verdict.trust == ClockTrust::Trusted, verdict.doubt.is_none());
                prop_assert_eq!(verdict.trust == ClockTrust::Holdover, verdict.doubt == Some(Doubt::NoSource));
                if verdict.trust == ClockTrust::Untrusted {
                    prop_assert!(trust.mark() <= before);
                } else {
                    prop_assert!(reading.wall >= wall(0) && trust.mark() >= Some(reading.wall));
                }
            }
        }

        #[test]
        fn a_good_source_is_believed_whatever_was_before(
            readings in any_readings(), mark in prop::option::of(any_wall()), seconds in 0..9000 * DAY,
        ) {
            let mut trust = Trust::new(Start { built: wall(0), mark, set_at_boot: false });
            for reading in readings {
                trust.look(reading);
            }
            prop_assert_eq!(look(&mut trust, 200_000_000, seconds, HEARD), Ok(ClockTrust::Trusted));
        }

        #[test]
        fn a_jump_that_nobody_confirms_is_doubted_and_taken_back_it_is_as_if_it_never_was(
            jump in prop_oneof![601..7200_i64, 7200..7000 * DAY, -1900 * DAY..-601], by_operator: bool,
        ) {
            let from = 2000 * DAY;
            let source = if by_operator { Operator } else { Nobody };
            let mut trust = start(None, true);
            let before = look(&mut trust, 100, from, source);
            prop_assert!(before.is_ok());
            prop_assert_eq!(look(&mut trust, 101, from + 1 + jump, source), Err(Doubt::Jumped));
            prop_assert_eq!(trust.mark(), Some(wall(from)));
            prop_assert_eq!(look(&mut trust, 102, from + 2, source), before);
            prop_assert_eq!(look(&mut trust, 103, from + 3 + jump, HEARD), Ok(ClockTrust::Trusted));
        }
    }
}
