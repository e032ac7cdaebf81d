//! From what is known of a board to what is wrong with it at this moment.

use super::card::Memo;
use super::{Condition, Control, Kind, Reach};
use crate::board::Power;
use crate::board::Trouble;
use crate::player::objection::{denied, faulty, refused, stranger, unfit};
use crate::player::{Counts, LinkState, OnAir, Status};
use crate::report::Message;
use std::collections::VecDeque;
use std::time::Duration;

/// Over how long shares of frames are taken.
const MINUTE: Duration = Duration::from_secs(60);
/// How often counts are noted for that.
const NOTE: Duration = Duration::from_secs(10);
/// A share of frames, in per cent, above which dropped or late ones are an alarm.
const SHARE: u64 = 5;
/// Of fewer frames no share is taken.
const FEW: u64 = 20;
/// A frame begun later than this is late: about one frame at 60 Hz.
const LATE: Duration = Duration::from_millis(16);
/// Something that happened at a moment is an alarm for so long.
pub(super) const RECENT: Duration = Duration::from_secs(600);
/// A player that has taken no step for this long is stuck.
pub const STUCK: Duration = Duration::from_secs(5);
/// A board that misses so many checks in a row is not there.
const MISSES: u32 = 3;
/// A frame dimmed below so many per cent by the limit of current is worth an alarm.
const LIMITED: u32 = 90;

/// What is known of one board at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The time on the clock that never jumps.
    pub now: Duration,
    /// What its player says.
    pub status: &'a Status,
    /// How long there may be between two frames that go out; `None` for a board that keeps its picture by itself.
    pub patience: Option<Duration>,
    /// Whether it answers when it is asked whether it is there; `None` if it is not asked.
    pub reach: Option<&'a Reach>,
    /// What its control channel says; `None` if it has none.
    pub control: Option<&'a Control>,
}

/// What must be remembered of one board between two looks.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    noted: VecDeque<(Duration, Counts)>,
    restarts: u64,
    restarted: Option<Duration>,
    sent: Option<(Duration, u64)>,
    card: Memo,
}

impl Rules {
    /// Everything that is wrong now.
    pub fn conditions(&mut self, facts: &Facts<'_>) -> Vec<Condition> {
        let status = facts.status;
        let link = match &status.link {
            LinkState::Failing { why, .. } => Some(Condition { kind: link(why), says: why.clone() }),
            LinkState::Waiting | LinkState::Sent { .. } => None,
        };
        let resort = status.on_air.as_ref().is_some_and(OnAir::is_last_resort);
        let nothing = (Kind::NothingToShow, Message::AlarmNothingToShow {});
        // A board that cannot be reached, or says what ails it, needs no alarm that it is not confirmed.
        let excused = link.is_some() || status.trouble.is_some();
        let card = self.card.conditions(status.card.as_deref(), excused, facts.now);
        let own = [
            self.unsent(facts).filter(|_| link.is_none()),
            self.shares(facts.now, status.counts),
            self.late(facts.now, status.counts),
            self.failed(facts.now, status.counts.restarts),
            stuck(facts),
            resort.then_some(nothing),
            status.trouble.as_ref().map(trouble),
            facts.reach.filter(|_| link.is_none()).and_then(unreached),
            status.power.and_then(dimmed),
        ];
        let own = own.into_iter().flatten().map(|(kind, says)| Condition { kind, says });
        let second = facts.control.into_iter().flat_map(|control| control.conditions(facts.now));
        let found = link.into_iter().chain(own).chain(second).chain(card).collect();
        self.note(facts.now, status.counts);
        found
    }

    /// No frame goes out although the link does not fail.
    fn unsent(&mut self, facts: &Facts<'_>) -> Option<(Kind, Message)> {
        let sent = facts.status.counts.sent;
        let since = match self.sent {
            Some((since, before)) if before == sent => since,
            _ => facts.now,
        };
        self.sent = Some((since, sent));
        let old = facts.patience.is_some_and(|patience| facts.now > since + patience);
        old.then_some((Kind::NothingSent, Message::AlarmNothingSent {}))
    }

    /// What was counted about a minute ago.
    fn before(&self, now: Duration) -> Option<Counts> {
        let recent = |(at, _): &&(Duration, Counts)| now <= *at + MINUTE + NOTE;
        self.noted.iter().find(recent).map(|(_, counts)| *counts)
    }

    fn note(&mut self, now: Duration, counts: Counts) {
        if self.noted.back().is_none_or(|(at, _)| now >= *at + NOTE) {
            self.noted.push_back((now, counts));
        }
        while self.noted.front().is_some_and(|(at, _)| now > *at + MINUTE + NOTE) {
            self.noted.pop_front();
        }
    }

    fn shares(&self, now: Duration, counts: Counts) -> Option<(Kind, Message)> {
        let before = self.before(now)?;
        let dropped = counts.dropped.saturating_sub(before.dropped);
        let all = counts.sent.saturating_sub(before.sent) + dropped;
        let percent = share(dropped, all)?;
        Some((Kind::Dropping, Message::AlarmDropping { percent }))
    }

    fn late(&self, now: Duration, counts: Counts) -> Option<(Kind, Message)> {
        let before = self.before(now)?;
        let in_time = |counts: &Counts| -> u64 {
            let classes = counts.lateness.classes();
            classes.iter().filter(|(bound, _)| *bound <= LATE).map(|(_, count)| count).sum()
        };
        let all = counts.lateness.count().saturating_sub(before.lateness.count());
        let late = all.saturating_sub(in_time(&counts).saturating_sub(in_time(&before)));
        let percent = share(late, all)?;
        Some((Kind::FramesLate, Message::AlarmFramesLate { percent }))
    }

    fn failed(&mut self, now: Duration, restarts: u64) -> Option<(Kind, Message)> {
        if std::mem::replace(&mut self.restarts, restarts) < restarts {
            self.restarted = Some(now);
        }
        let recent = self.restarted.is_some_and(|at| now < at + RECENT);
        recent.then_some((Kind::PlayerFailed, Message::AlarmPlayerFailed { times: restarts }))
    }
}

/// The share in per cent, if it is one to speak of.
fn share(part: u64, all: u64) -> Option<u64> {
    let percent = part.saturating_mul(100).checked_div(all)?;
    (all >= FEW && percent > SHARE).then_some(percent)
}

fn stuck(facts: &Facts<'_>) -> Option<(Kind, Message)> {
    let still = facts.now.saturating_sub(facts.status.stepped);
    (still > STUCK).then_some((Kind::PlayerStuck, Message::AlarmPlayerStuck { seconds: still.as_secs() }))
}

/// Which alarm a link's failure is.
fn link(why: &Message) -> Kind {
    match why {
        Message::LinkNoSuchHost { .. } => Kind::NoSuchHost,
        Message::LinkUnreachable { .. }
        | Message::LinkNoSuchInterface { .. }
        | Message::LinkNoCarrier { .. } => Kind::NoWay,
        Message::LinkSilent { .. } => Kind::HostSilent,
        Message::LinkRefused { .. } => Kind::PortRefused,
        Message::LinkNoSuchDevice { .. } | Message::LinkGone { .. } => Kind::NoDevice,
        Message::LinkNotAllowed { .. } | Message::LinkInUse { .. } | Message::LinkNoRawRight { .. } => {
            Kind::DeviceTaken
        }
        Message::LinkStalled { .. } => Kind::LineStalled,
        _ => Kind::LinkFails,
    }
}

/// Which alarm a board's complaint is.
fn trouble(trouble: &Trouble) -> (Kind, Message) {
    match trouble {
        Trouble::Silent { .. } => (Kind::NoAnswer, Message::AlarmNoAnswer {}),
        Trouble::Different { .. } => (Kind::ShowsOther, Message::AlarmShowsOther {}),
        Trouble::Refuses { what } => (Kind::ContentRefused, refused(what)),
        Trouble::Stranger { what } => (Kind::OtherCard, stranger(what)),
        Trouble::NoRight { what } => (Kind::SecretWanted, denied(what)),
        Trouble::Full => (Kind::CardFull, Message::AlarmCardFull {}),
        Trouble::Size { told: (width, height) } => {
            (Kind::WrongSize, Message::AlarmWrongSize { width: *width, height: *height })
        }
        Trouble::Unfit { why } => (Kind::Unfit, unfit(why)),
        Trouble::Damaged => (Kind::FramesDamaged, Message::AlarmFramesDamaged {}),
        Trouble::Faulty { part } => (Kind::PartFaulty, faulty(part)),
    }
}

/// The frame is dimmed by more than a viewer would overlook.
fn dimmed(power: Power) -> Option<(Kind, Message)> {
    let percent = (power.scale * 100.0) as u32;
    (percent < LIMITED).then_some((Kind::Dimmed, Message::AlarmDimmed { percent }))
}

fn unreached(reach: &Reach) -> Option<(Kind, Message)> {
    let says = match reach {
        Reach::Silent { how, times, .. } if *times >= MISSES => {
            Message::AlarmNotReached { how: how.clone(), times: *times }
        }
        Reach::Refused { how, times } if *times >= MISSES => Message::AlarmReachRefused { how: how.clone() },
        _ => return None,
    };
    Some((Kind::NotReached, says))
}
