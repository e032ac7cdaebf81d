//! What is learnt from what a card answered, and from what it did not.

use super::super::{Answer, Failure, Held, Identity, Make, Moment, Op, State};
use super::report::Strange;
use super::setbacks::Kind;
use super::{Steward, eye};
use crate::frame::Frame;
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::time::Duration;

/// A card is given so long to show what it was told, before a picture counts.
const SHOWS: Duration = Duration::from_secs(5);
/// So many wrong pictures in a row, so far apart, are no chance. Then it is told again what to play, and after as many more
/// all is written anew; after that it is only watched.
const WRONG: u8 = 2;
const AGAIN: Duration = Duration::from_secs(3);
/// Reading back wrongly so often is no chance either: the memory is worn.
pub(super) const SPOILT: u8 = 4;
/// A table of brightness the card does not go by is told again after so long.
const LIGHT_AGAIN: Duration = Duration::from_secs(3600);
/// A card whose brightness is off by more than this from its table, in per cent, does not go by it.
const LIGHT: u8 = 10;

impl Steward {
    /// Notes what is about to be done: it counts whether or not an answer comes.
    pub(super) fn begin(&mut self, op: &Op) {
        match op {
            Op::Write(part) | Op::Switch(part) => {
                self.ledger.begin(part);
                self.ledger.spend();
            }
            Op::Drop(parts) => {
                self.ledger.drop(parts);
                self.ledger.spend();
            }
            _ => {}
        }
    }

    /// Takes what came of an operation that was begun at `from`.
    pub(super) fn learn(&mut self, op: Op, answer: Answer, from: Duration, make: &dyn Make, now: Moment) {
        self.at = now.mono;
        self.setbacks.done(Kind::of(&op));
        match (op, answer) {
            (Op::Identify, Answer::Identity(identity)) => {
                if self.identity.as_ref() != Some(&identity) {
                    self.light = None;
                }
                if self.identity.as_ref().is_some_and(|before| is_other(before, &identity)) {
                    // What one card has no words for another one may.
                    self.parts.shelf = None;
                    self.due.look = true;
                }
                (self.identity, self.identified) = (Some(identity), true);
                self.identified_at = now.mono;
            }
            (Op::Status, Answer::State(state)) => self.see_state(state, now),
            (Op::Look, Answer::Held(list)) => self.see_list(list, make, now),
            (Op::Read(held), Answer::Bytes(bytes)) => self.see_part(held, bytes, now),
            (Op::Picture, Answer::Picture(picture)) => self.see_picture(picture, make, now),
            (op, Answer::Done) => self.did(op, from, make, now),
            // An answer to another question; the driver does not do that.
            (op, _) => self.failed(op, Failure::Damaged, now),
        }
    }

    fn did(&mut self, op: Op, from: Duration, make: &dyn Make, now: Moment) {
        match op {
            Op::Write(part) | Op::Switch(part) => {
                self.alarmed |= self.wish.as_ref().is_some_and(|wish| wish.urgent);
                self.parts.wrote(&part);
                self.due.picture = Some(now.mono + SHOWS);
                let traits = self.traits(make.traits(), now);
                if !traits.lists && self.parts.written() {
                    self.told.acknowledged = Some(now.mono);
                    if !traits.pictures {
                        self.proven(now);
                    }
                }
            }
            Op::Drop(parts) => {
                self.parts.dropped(parts);
                // What a card does not list is believed to be gone.
                self.parts.fresh |= !self.traits(make.traits(), now).lists;
                self.setbacks.done(Kind::Write);
            }
            Op::SetClock => self.due.clock = false,
            Op::Power(on) => (self.lit, self.lit_at) = (Some(on), now.mono),
            Op::Light(light) => (self.light, self.light_at) = (Some(light), now.mono),
            Op::Cover(cover, seconds) => {
                self.lease.took(cover, seconds, from, now.mono);
                self.told.acknowledged = Some(now.mono);
                self.due.picture = Some(now.mono + SHOWS);
            }
            Op::Uncover => self.lease.ended(),
            Op::Identify | Op::Look | Op::Status | Op::Read(_) | Op::Picture => {}
        }
    }

    /// Takes that an operation came to nothing.
    pub(super) fn failed(&mut self, op: Op, failure: Failure, now: Moment) {
        self.at = now.mono;
        let kind = Kind::of(&op);
        self.setbacks.failed(kind, failure, now.mono);
        match (&op, failure) {
            (
                Op::Write(_) | Op::Switch(_) | Op::Drop(_),
                Failure::Busy | Failure::NoRight(_) | Failure::Unable,
            ) => {
                self.ledger.refund();
            }
            (Op::Write(part) | Op::Switch(part), _) => {
                self.parts.unsure([part.name.clone()]);
                self.due.look = true;
            }
            (Op::Drop(parts), _) => {
                self.parts.unsure(parts.iter().map(|part| part.name.clone()));
                self.due.look = true;
            }
            (Op::Read(held), _) if self.watch.asks(held) => self.watch.read(None),
            (Op::Read(_), Failure::Refused(_)) => self.due.look = true,
            (Op::Picture, _) => self.watch.pictured(None),
            (Op::Uncover, Failure::Refused(_) | Failure::Unable) => self.lease.ended(),
            (Op::Identify, Failure::Unable) => self.identified = true,
            _ => {}
        }
        match failure {
            Failure::Silent | Failure::Stranger(_) => {
                self.watch.close();
                self.estranged();
            }
            Failure::NoTime => self.due.clock = true,
            _ => {}
        }
    }

    fn see_state(&mut self, state: State, now: Moment) {
        self.due.status = false;
        self.drift = state.clock.zip(now.local).map(|(clock, local)| clock.duration_since(local));
        let off = self.drift.is_some_and(|drift| drift.unsigned_abs() > self.options.drift);
        self.due.clock = off || state.clock_lost;
        if let Some(on) = state.on {
            let ordered = self.wish.as_ref().is_some_and(|wish| self.lit == Some(wish.on));
            if ordered && self.lit != Some(on) {
                self.watch.found(Strange::Power, Default::default(), Some(state.clone()), now.mono);
            }
            self.lit = Some(on);
        }
        if let (Some(light), Some(table), Some(clock)) = (state.light, &self.light, state.clock)
            && now.mono >= self.light_at + LIGHT_AGAIN
            && table[half_hour(clock)].abs_diff(light) > LIGHT
        {
            self.light = None;
        }
        (self.state, self.state_at) = (Some(state), now.mono);
    }

    fn see_list(&mut self, list: Vec<Held>, make: &dyn Make, now: Moment) {
        self.due.look = false;
        let Some(wish) = self.wish.clone() else { return };
        let difference = self.parts.looked(list, &mut self.ledger, &wish.stock, make);
        if !difference.is_none() {
            let found = (difference.foreign, difference.missing);
            self.watch.found(Strange::Parts, found, self.state.clone(), now.mono);
        }
        if !self.traits(make.traits(), now).reads {
            self.take_as_right();
        }
        self.judge(now);
    }

    fn see_part(&mut self, held: Held, bytes: Vec<u8>, now: Moment) {
        if self.watch.asks(&held) {
            self.watch.read(Some(bytes));
            return;
        }
        match self.parts.part(&held).map(|part| *part.bytes == *bytes) {
            Some(true) => self.ledger.right(held),
            Some(false) => {
                self.spoilt = self.spoilt.saturating_add(1);
                if self.spoilt >= SPOILT {
                    self.setbacks.failed(Kind::Write, Failure::Refused("memory"), now.mono);
                }
                self.parts.spoil(held);
            }
            None => {}
        }
        self.judge(now);
    }

    fn see_picture(&mut self, picture: Frame, make: &dyn Make, now: Moment) {
        self.due.picture = Some(self.due.poll);
        let traits = self.traits(make.traits(), now);
        let Some(wish) = self.wish.clone() else { return };
        let face = wish.stock.face;
        let right = match self.lease.cover(now.mono) {
            _ if self.lit == Some(false) => !picture.is_lit(),
            Some(cover) => eye::covered(&picture, cover, face),
            None => eye::stocked(&picture, &wish.stock, self.card_clock(now)),
        };
        if self.watch.picture_wanted() {
            self.watch.pictured(Some(picture));
            return;
        }
        if right {
            (self.blurred, self.clear) = (0, true);
            self.watch.face(true, now.mono);
            let current =
                self.lease.cover(now.mono).is_none_or(|lit| **lit == *self.wanted_cover(&wish, traits));
            if !traits.lists {
                self.proven(now);
            } else if current && (wish.urgent || self.is_right()) {
                self.told.confirmed = Some(now.mono);
            }
        } else {
            self.blur(picture, now);
        }
    }

    /// Takes a picture that is not what it should be.
    fn blur(&mut self, picture: Frame, now: Moment) {
        self.blurred = self.blurred.saturating_add(1);
        if self.blurred < WRONG {
            self.due.picture = Some(now.mono + AGAIN);
            return;
        }
        if std::mem::take(&mut self.clear) {
            self.watch.found(Strange::Picture, Default::default(), self.state.clone(), now.mono);
            self.watch.pictured(Some(picture));
        }
        self.watch.face(false, now.mono);
        self.lease.lost();
        if self.blurred == WRONG || self.blurred == WRONG * 2 {
            self.parts.doubt(self.blurred == WRONG);
        }
    }

    /// The card's clock now, as far as it is known.
    fn card_clock(&self, now: Moment) -> Option<DateTime> {
        let passed = SignedDuration::try_from(now.mono.saturating_sub(self.state_at)).unwrap_or_default();
        let told = self.state.as_ref().filter(|state| !state.clock_lost).and_then(|state| state.clock);
        now.local.or_else(|| told?.checked_add(passed).ok())
    }

    /// A card that shows its face shows what it was given: all parts are there.
    fn proven(&mut self, now: Moment) {
        self.take_as_right();
        self.parts.fresh = true;
        self.judge(now);
    }

    /// Takes all parts that are there by the list for proven: the card gives no better proof.
    fn take_as_right(&mut self) {
        while let Some(held) = self.parts.unread(&self.ledger) {
            self.ledger.right(held);
        }
    }

    /// Notes how far the stock has come, after new evidence.
    fn judge(&mut self, now: Moment) {
        if !self.parts.fresh || !self.parts.written() || self.parts.unread(&self.ledger).is_some() {
            return;
        }
        let urgent = self.wish.as_ref().is_some_and(|wish| wish.urgent);
        (self.new, self.spoilt, self.deferred) = (false, 0, false);
        if !urgent {
            self.told.acknowledged = Some(now.mono);
        }
        if self.parts.listed() {
            self.alarmed = urgent;
            // What comes next is something else, and is not to wait for what failed on the way here.
            self.setbacks.clear(&[Kind::Write, Kind::Switch, Kind::Read, Kind::Drop]);
            self.watch.parts_right(now.mono);
            if !urgent && !self.watch.is_face_strange() {
                self.told.confirmed = Some(now.mono);
            }
        }
    }
}

/// Whether it is another card or goes by another firmware. Its room changes with all that is written.
fn is_other(before: &Identity, now: &Identity) -> bool {
    (&before.model, &before.firmware, before.size) != (&now.model, &now.firmware, now.size)
}

fn half_hour(clock: DateTime) -> usize {
    usize::from(clock.hour().unsigned_abs()) * 2 + usize::from(clock.minute() >= 30)
}
