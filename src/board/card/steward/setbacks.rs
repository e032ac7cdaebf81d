//! What failed, and when it is tried again.
//!
//! What concerns the whole card (it is silent, or another one) lets everything rest; a card that never answers is asked one
//! short question at a time, ever more seldom. What concerns one kind of operation holds that one up.

use super::super::{Failure, Op};
use crate::board::Trouble;
use std::time::Duration;

const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What cannot be done is tried again after this; a card may have been exchanged.
const UNABLE: Duration = secs(6 * 3600);
/// What is to be tried again is, within this.
const GRACE: Duration = secs(60);
/// So often in a row something must be damaged or busy before it is told.
const TELL: u32 = 3;

/// The kinds of operations, by which failures are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Identify,
    Look,
    Status,
    Write,
    Switch,
    Read,
    Drop,
    SetClock,
    Power,
    Light,
    Cover,
    Uncover,
    Picture,
}

const KINDS: usize = Kind::Picture as usize + 1;

impl Kind {
    const ALL: [Self; KINDS] = [
        Self::Identify,
        Self::Look,
        Self::Status,
        Self::Write,
        Self::Switch,
        Self::Read,
        Self::Drop,
        Self::SetClock,
        Self::Power,
        Self::Light,
        Self::Cover,
        Self::Uncover,
        Self::Picture,
    ];

    pub(super) fn of(op: &Op) -> Self {
        match op {
            Op::Identify => Self::Identify,
            Op::Look => Self::Look,
            Op::Status => Self::Status,
            Op::Write(_) => Self::Write,
            Op::Switch(_) => Self::Switch,
            Op::Read(_) => Self::Read,
            Op::Drop(_) => Self::Drop,
            Op::SetClock => Self::SetClock,
            Op::Power(_) => Self::Power,
            Op::Light(_) => Self::Light,
            Op::Cover(..) => Self::Cover,
            Op::Uncover => Self::Uncover,
            Op::Picture => Self::Picture,
        }
    }

    /// Whether a person is told that the card refuses it.
    fn matters(self) -> bool {
        !matches!(self, Self::Status | Self::Picture | Self::Light | Self::Uncover)
    }
}

/// Why a kind of operation waits.
#[derive(Clone, Copy, Debug)]
struct Hold {
    until: Duration,
    delay: Duration,
    failure: Failure,
    times: u32,
}

/// Everything that failed and was not done since.
#[derive(Debug, Default)]
pub(super) struct Setbacks {
    rest: Option<Hold>,
    /// Since when it does not answer.
    silent: Option<Duration>,
    holds: [Option<Hold>; KINDS],
}

/// How long to wait at first, and at most.
fn pace(failure: Failure, kind: Kind) -> (Duration, Duration) {
    match failure {
        Failure::Silent => (secs(5), secs(300)),
        Failure::Damaged | Failure::Busy => (secs(2), secs(120)),
        Failure::NoRight(_) => (secs(60), secs(600)),
        Failure::Stranger(_) => (secs(30), secs(600)),
        Failure::NoTime => (secs(60), secs(600)),
        Failure::Full => (secs(600), UNABLE),
        Failure::Unable => (UNABLE, UNABLE),
        Failure::Refused(_) if kind == Kind::Write || kind == Kind::Switch => (secs(30), secs(3600)),
        Failure::Refused(_) => (secs(10), secs(600)),
    }
}

impl Hold {
    fn after(before: Option<Self>, failure: Failure, kind: Kind, now: Duration) -> Self {
        let (first, longest) = pace(failure, kind);
        let again = before.filter(|b| std::mem::discriminant(&b.failure) == std::mem::discriminant(&failure));
        let delay = again.map_or(first, |hold| (hold.delay * 2).min(longest));
        Self { until: now + delay, delay, failure, times: again.map_or(0, |hold| hold.times) + 1 }
    }
}

impl Setbacks {
    pub(super) fn failed(&mut self, kind: Kind, failure: Failure, now: Duration) {
        match failure {
            Failure::Silent | Failure::Stranger(_) => {
                self.rest = Some(Hold::after(self.rest, failure, kind, now));
            }
            _ => {
                let hold = &mut self.holds[kind as usize];
                *hold = Some(Hold::after(*hold, failure, kind, now));
            }
        }
        match failure {
            Failure::Silent => _ = self.silent.get_or_insert(now),
            _ => self.silent = None,
        }
    }

    pub(super) fn done(&mut self, kind: Kind) {
        (self.rest, self.silent) = (None, None);
        self.holds[kind as usize] = None;
    }

    /// Whether nothing at all is to be done now.
    pub(super) fn rests(&self, now: Duration) -> bool {
        self.rest.is_some_and(|rest| now < rest.until)
    }

    /// Whether an operation of this kind may be tried now.
    pub(super) fn may(&self, kind: Kind, now: Duration) -> bool {
        self.holds[kind as usize].is_none_or(|hold| hold.until <= now)
    }

    /// Whether the card is known not to be able to do this.
    pub(super) fn unable(&self, kind: Kind, now: Duration) -> bool {
        self.holds[kind as usize].is_some_and(|hold| hold.failure == Failure::Unable && now < hold.until)
    }

    /// Whether the card had no room for the last part.
    pub(super) fn is_full(&self) -> bool {
        self.holds[Kind::Write as usize].is_some_and(|hold| hold.failure == Failure::Full)
    }

    /// What held up these kinds is over: something else is wanted.
    pub(super) fn clear(&mut self, kinds: &[Kind]) {
        for kind in kinds {
            let hold = &mut self.holds[*kind as usize];
            *hold = hold.filter(|hold| hold.failure == Failure::Unable);
        }
    }

    /// The link is new: nothing rests any more.
    pub(super) fn opened(&mut self) {
        // The delays stay: a card that breaks off each time is not asked without a pause.
        if let Some(rest) = &mut self.rest {
            rest.until = Duration::ZERO;
        }
    }

    /// When something is tried again that waits now.
    pub(super) fn next(&self, now: Duration) -> Option<Duration> {
        let rest = self.rest.filter(|rest| now < rest.until).map(|rest| rest.until);
        let holds = self.holds.iter().flatten().map(|hold| hold.until).filter(|until| now < *until).min();
        rest.or(holds)
    }

    /// What a person is told of it at `now`, of the kinds that are `wanted` now. What was to be tried again long ago and was
    /// not is wanted no more.
    pub(super) fn trouble(&self, now: Duration, wanted: impl Fn(Kind) -> bool) -> Option<Trouble> {
        if let Some(since) = self.silent {
            return Some(Trouble::Silent { since });
        }
        if let Some(Failure::Stranger(what)) = self.rest.map(|rest| rest.failure) {
            return Some(Trouble::Stranger { what });
        }
        let holds = || {
            let holds = Kind::ALL.into_iter().filter(|kind| wanted(*kind));
            holds.filter_map(|kind| Some((kind, self.holds[kind as usize]?)))
        };
        let holds = || holds().filter(|(_, hold)| now < hold.until + GRACE);
        let right = |(_, hold): (Kind, Hold)| match hold.failure {
            Failure::NoRight(what) => Some(Trouble::NoRight { what }),
            _ => None,
        };
        if let Some(trouble) = holds().find_map(right) {
            return Some(trouble);
        }
        holds().filter(|(kind, _)| kind.matters()).find_map(|(kind, hold)| match hold.failure {
            Failure::Full => Some(Trouble::Full),
            Failure::Refused(what) => Some(Trouble::Refuses { what }),
            Failure::NoTime => Some(Trouble::Refuses { what: "clock" }),
            Failure::Damaged => (hold.times >= TELL).then_some(Trouble::Damaged),
            Failure::Busy => (hold.times >= TELL).then_some(Trouble::Refuses { what: "busy" }),
            Failure::Unable if kind == Kind::Write || kind == Kind::Switch => {
                Some(Trouble::Refuses { what: "writing" })
            }
            _ => None,
        })
    }
}
