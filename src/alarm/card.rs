//! What is wrong with a card that keeps what it shows.

use super::rules::RECENT;
use super::{Condition, Kind};
use crate::board::card::{Finding, Report};
use crate::report::Message;
use std::time::Duration;

/// A clock that is off by more than this although it is set again and again; contents with hours are wrong by as much.
const DRIFT_S: i64 = 60;
/// A card on which what is wanted was not found for so long is not as it should be.
const UNCONFIRMED: Duration = Duration::from_secs(3600);

/// What must be remembered of a card between two looks.
#[derive(Clone, Debug, Default)]
pub(super) struct Memo {
    incidents: u64,
    found: Option<Duration>,
    /// Since when there is a card of which nothing was confirmed yet.
    known: Option<Duration>,
}

impl Memo {
    /// What is wrong with the card at `now`. `excused`: that it is not confirmed has a reason that is told already.
    pub(super) fn conditions(
        &mut self,
        card: Option<&Report>,
        excused: bool,
        now: Duration,
    ) -> Vec<Condition> {
        let Some(card) = card else {
            *self = Self::default();
            return Vec::new();
        };
        let deferred = card.deferred.then(|| {
            let (today, most) = (card.wear.today, card.wear.most);
            (Kind::WritesSpent, Message::AlarmWritesSpent { today, most })
        });
        let unconfirmed = self.unconfirmed(card, now).filter(|_| !excused && !card.deferred);
        let all = [self.foreign(card, now), clock(card), deferred, unconfirmed, open(card)];
        all.into_iter().flatten().map(|(kind, says)| Condition { kind, says }).collect()
    }

    fn foreign(&mut self, card: &Report, now: Duration) -> Option<(Kind, Message)> {
        let times = card.incidents;
        if std::mem::replace(&mut self.incidents, times) < times {
            self.found = Some(now);
        }
        let recent = self.found.is_some_and(|at| now < at + RECENT);
        recent.then_some((Kind::ForeignContent, Message::AlarmForeign { times }))
    }

    fn unconfirmed(&mut self, card: &Report, now: Duration) -> Option<(Kind, Message)> {
        let known = *self.known.get_or_insert(now);
        let lasts = now.saturating_sub(card.told.confirmed.unwrap_or(known));
        let says = Message::AlarmNotConfirmed { minutes: lasts.as_secs() / 60 };
        (lasts >= UNCONFIRMED).then_some((Kind::NotConfirmed, says))
    }
}

fn clock(card: &Report) -> Option<(Kind, Message)> {
    let seconds = card.drift.map_or(0, |drift| drift.as_secs());
    let lost = card.state.as_ref().is_some_and(|state| state.clock_lost);
    let says = if seconds.abs() > DRIFT_S {
        Message::AlarmCardClock { seconds }
    } else {
        Message::AlarmCardClockLost {}
    };
    (lost || seconds.abs() > DRIFT_S).then_some((Kind::CardClock, says))
}

/// The weakness that a stranger would use first.
fn open(card: &Report) -> Option<(Kind, Message)> {
    let findings = &card.identity.as_ref()?.findings;
    let order = [Finding::NoSecret, Finding::FactoryPassword, Finding::OpenRadio];
    let says = match order.into_iter().find(|finding| findings.contains(finding))? {
        Finding::NoSecret => Message::AlarmNoSecret {},
        Finding::FactoryPassword => Message::AlarmFactoryPassword {},
        Finding::OpenRadio => Message::AlarmOpenRadio {},
    };
    Some((Kind::CardOpen, says))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Told;
    use crate::board::card::{Identity, State, Wear};
    use jiff::SignedDuration;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn kinds(card: &Report) -> Vec<&'static str> {
        let all = Memo::default().conditions(Some(card), false, s(10));
        all.iter().map(|condition| condition.kind.id()).collect()
    }

    #[test]
    fn what_nobody_ordered_is_told_at_once_and_for_ten_minutes_after_it_was_put_right() {
        let mut memo = Memo::default();
        let mut wrong = |at, incidents| {
            let card = Report {
                incidents,
                told: Told { confirmed: Some(s(at)), ..Told::default() },
                ..Report::default()
            };
            memo.conditions(Some(&card), false, s(at)).into_iter().map(|found| found.says).collect::<Vec<_>>()
        };
        assert_eq!(wrong(1, 0), []);
        assert_eq!(wrong(2, 1), [Message::AlarmForeign { times: 1 }]);
        assert_eq!(wrong(601, 1), [Message::AlarmForeign { times: 1 }]);
        assert_eq!(wrong(602, 1), []);
        assert_eq!(wrong(603, 0), [], "a player that was started again counts anew");
        assert_eq!(wrong(604, 1), [Message::AlarmForeign { times: 1 }]);
    }

    #[test]
    fn a_card_not_found_right_for_an_hour_is_an_alarm_unless_the_reason_is_told_already() {
        let mut memo = Memo::default();
        let mut wrong = |at, confirmed: Option<u64>, excused, deferred| {
            let told = Told { confirmed: confirmed.map(s), ..Told::default() };
            let card = Report { told, deferred, ..Report::default() };
            let all = memo.conditions(Some(&card), excused, s(at));
            all.iter().map(|condition| condition.kind.id()).collect::<Vec<_>>()
        };
        assert_eq!(wrong(100, None, false, false), [""; 0]);
        assert_eq!(wrong(3699, None, false, false), [""; 0]);
        assert_eq!(wrong(3700, None, false, false), ["A68"]);
        assert_eq!(wrong(3701, Some(3701), false, false), [""; 0]);
        assert_eq!(wrong(7301, Some(3701), false, false), ["A68"]);
        assert_eq!(wrong(7302, Some(3701), true, false), [""; 0]);
        assert_eq!(wrong(7303, Some(3701), false, true), ["A67"]);
    }

    #[test]
    fn a_clock_that_will_not_go_right_spent_writes_and_open_doors_are_alarms_of_their_own() {
        assert_eq!(kinds(&Report::default()), [""; 0]);
        let drift = |seconds| Report { drift: Some(SignedDuration::from_secs(seconds)), ..Report::default() };
        assert_eq!((kinds(&drift(60)), kinds(&drift(-61))), (vec![], vec!["A66"]));
        let lost = State { clock_lost: true, ..State::default() };
        assert_eq!(kinds(&Report { state: Some(lost), ..Report::default() }), ["A66"]);
        let wear = Wear { today: 24, most: 24, ..Wear::default() };
        assert_eq!(kinds(&Report { deferred: true, wear, ..Report::default() }), ["A67"]);
        let findings = vec![Finding::OpenRadio, Finding::NoSecret];
        let open =
            Report { identity: Some(Identity { findings, ..Identity::default() }), ..Report::default() };
        let all = Memo::default().conditions(Some(&open), false, s(10));
        assert_eq!((all[0].kind.id(), &all[0].says), ("A69", &Message::AlarmNoSecret {}));
        assert_eq!(Memo::default().conditions(None, false, s(9999)), [], "a board of frames");
    }
}
