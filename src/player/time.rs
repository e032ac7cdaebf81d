//! By which time a programme goes: that of the day while it can be believed, otherwise one of its own.

use super::Programme;
use super::event::Now;
use super::programme::signed;
use crate::schedule::{ClockTrust, Plan};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;

/// The time of one player.
#[derive(Debug, Default)]
pub(super) struct Time {
    /// While nobody knows what time it is.
    adrift: Option<Adrift>,
    /// The last time of day that was believed.
    known: Option<Timestamp>,
}

/// What is shown while nobody knows what time it is.
#[derive(Debug)]
struct Adrift {
    plan: Plan,
    /// The moment from which its time is counted.
    since: Duration,
    /// How far its time is behind the clock that nobody believes.
    behind: SignedDuration,
}

impl Time {
    /// It is later than this, whatever the clock says.
    pub(super) fn know(&mut self, known: Timestamp) {
        self.known = self.known.max(Some(known));
    }

    /// The last time of day that was believed; `None` if none ever was.
    pub(super) fn known(&self) -> Option<Timestamp> {
        self.known
    }

    /// There is another programme: a time of its own begins anew.
    pub(super) fn renew(&mut self) {
        self.adrift = None;
    }

    /// The time by which the programme goes at this moment, and whether it has become another one since it was last
    /// asked: nothing has a place in both.
    pub(super) fn of(&mut self, now: Now, programme: &Programme) -> (Timestamp, bool) {
        let known = now.trust != ClockTrust::Untrusted;
        if known {
            self.known = Some(now.wall);
        }
        let other = known != self.adrift.is_none();
        if other {
            self.adrift = (!known).then(|| Adrift {
                plan: programme.plan().without_time(self.known),
                since: now.mono,
                behind: SignedDuration::ZERO,
            });
        }
        let Some(adrift) = &mut self.adrift else { return (now.wall, other) };
        let passed = signed(now.mono.saturating_sub(adrift.since));
        let time = Plan::UNKNOWN.checked_add(passed).unwrap_or(Plan::UNKNOWN);
        adrift.behind = now.wall.duration_since(time);
        (time, other)
    }

    /// The plan that is followed: what is left of the programme's while nobody knows what time it is.
    pub(super) fn plan<'p>(&'p self, programme: &'p Programme) -> &'p Plan {
        self.adrift.as_ref().map_or(programme.plan(), |adrift| &adrift.plan)
    }

    /// The clock's time of a time by which the programme goes.
    pub(super) fn shown(&self, at: Timestamp) -> Timestamp {
        at.checked_add(self.behind()).unwrap_or(at)
    }

    /// The time by which the programme goes of a time of the clock.
    pub(super) fn meant(&self, at: Timestamp) -> Timestamp {
        at.checked_sub(self.behind()).unwrap_or(at)
    }

    fn behind(&self) -> SignedDuration {
        self.adrift.as_ref().map_or(SignedDuration::ZERO, |adrift| adrift.behind)
    }
}
