//! What is done next: the most pressing of everything that is to be done.

use super::super::{Cover, Make, Matter, Moment, Op, Page, Traits, Wish};
use super::Steward;
use super::setbacks::Kind;
use crate::frame::Frame;
use std::sync::Arc;
use std::time::Duration;

/// A card that does not say whether it is lit is told again after so long.
const POWER: Duration = Duration::from_secs(600);
/// Its table of brightness is told again after so long.
const LIGHT: Duration = Duration::from_secs(6 * 3600);
/// A card of another size is asked again after so long; it may have been exchanged.
const OTHER: Duration = Duration::from_secs(600);
/// Longest time without a look at what is to be done.
const NAP: Duration = Duration::from_secs(60);

type Step = fn(&mut Steward, Traits, Moment) -> Option<Op>;

/// What is done first comes first.
const STEPS: [Step; 12] = [
    Steward::darken,
    Steward::cover_urgently,
    Steward::ask_status,
    Steward::set_clock,
    Steward::set_power,
    Steward::look,
    Steward::gather_evidence,
    Steward::cover,
    Steward::set_light,
    Steward::fill,
    Steward::uncover,
    Steward::take_picture,
];

impl Steward {
    pub(super) fn decide(&mut self, make: &dyn Make, now: Moment) -> Option<Op> {
        self.at = now.mono;
        if now.mono >= self.due.poll {
            self.due.poll = now.mono + self.options.poll;
            (self.due.status, self.due.look, self.due.picture) = (true, true, None);
        }
        if self.setbacks.rests(now.mono) {
            return None;
        }
        if !self.identified {
            return self.may(Op::Identify, now);
        }
        let traits = self.traits(make.traits(), now);
        if self.wrong_size().is_some() {
            if now.mono >= self.identified_at + OTHER {
                return self.may(Op::Identify, now);
            }
            // Only a person's wish for darkness reaches it, and the end of that.
            let darkness = self.lit == Some(false) || self.wish.as_ref().is_some_and(|wish| !wish.on);
            return darkness.then(|| self.set_power(traits, now))?;
        }
        if !traits.lists && self.parts.held.is_none() {
            self.parts.held = Some(self.ledger.held.clone());
            self.parts.fresh = true;
        }
        if let Some(wish) = &self.wish {
            self.parts.pack(&wish.stock, make);
        }
        STEPS.iter().find_map(|step| step(self, traits, now))
    }

    /// When there may be something to do although nothing happens.
    pub(super) fn idle_until(&self, make: &dyn Make, now: Duration) -> Duration {
        let traits = make.traits();
        let renew = self.lease.renew().filter(|_| traits.covers);
        let picture = self.due.picture.filter(|_| traits.pictures);
        let soon = [renew, picture, self.setbacks.next(now)].into_iter().flatten();
        let soon = soon.filter(|at| *at > now).min();
        let poll = if self.setbacks.rests(now) { None } else { Some(self.due.poll) };
        soon.into_iter()
            .chain(poll)
            .min()
            .unwrap_or(now + NAP)
            .clamp(now + Duration::from_millis(100), now + NAP)
    }

    /// What the card can do: what its make can, less what it turned out not to be able to.
    pub(super) fn traits(&self, make: Traits, now: Moment) -> Traits {
        let able = |kind| !self.setbacks.unable(kind, now.mono);
        Traits {
            lists: make.lists && able(Kind::Look),
            reads: make.reads && able(Kind::Read),
            covers: make.covers && able(Kind::Cover),
            pictures: make.pictures && able(Kind::Picture),
            lights: make.lights && able(Kind::Light),
            powers: make.powers && able(Kind::Power),
        }
    }

    /// The operation, unless its kind is held up.
    fn may(&self, op: Op, now: Moment) -> Option<Op> {
        self.setbacks.may(Kind::of(&op), now.mono).then_some(op)
    }

    /// A person wants the face dark: before anything else.
    fn darken(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let dark = self.wish.as_ref().is_some_and(|wish| !wish.on);
        (dark && traits.powers && self.lit != Some(false)).then(|| self.may(Op::Power(false), now))?
    }

    fn cover_urgently(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let urgent = self.wish.as_ref().is_some_and(|wish| wish.urgent || !wish.on);
        urgent.then(|| self.cover(traits, now))?
    }

    fn ask_status(&mut self, _: Traits, now: Moment) -> Option<Op> {
        self.due.status.then(|| self.may(Op::Status, now))?
    }

    fn set_clock(&mut self, _: Traits, now: Moment) -> Option<Op> {
        (self.due.clock && now.local.is_some()).then(|| self.may(Op::SetClock, now))?
    }

    fn set_power(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let wish = self.wish.as_ref().filter(|_| traits.powers)?;
        let told = self.state.as_ref().is_some_and(|state| state.on.is_some());
        let stale = !told && now.mono >= self.lit_at + POWER;
        let op = Op::Power(wish.on);
        (self.lit != Some(wish.on) || stale).then(|| self.may(op, now))?
    }

    fn look(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let wanted = traits.lists && self.wish.is_some() && self.due.look;
        wanted.then(|| self.may(Op::Look, now))?
    }

    /// Proof of what nobody ordered: a picture of it while it is lit, then, when it is covered, its parts.
    fn gather_evidence(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        if self.watch.picture_wanted() {
            match self.may(Op::Picture, now).filter(|_| traits.pictures) {
                Some(op) => return Some(op),
                None => self.watch.pictured(None),
            }
        }
        if let Some(op) = self.cover(traits, now) {
            return Some(op);
        }
        if !traits.reads || !self.setbacks.may(Kind::Read, now.mono) {
            self.watch.close();
        }
        self.watch.evidence()
    }

    /// Lights what is wanted at once, if the card does not show it out of what it keeps.
    pub(super) fn cover(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let wish = self.wish.clone().filter(|_| traits.covers && self.must_cover(traits, now))?;
        let cover = self.wanted_cover(&wish, traits);
        if self.lease.holds(&cover, now.mono) {
            return None;
        }
        let seconds = self.lease.seconds(&cover, wish.stock.face);
        self.may(Op::Cover(cover, seconds), now)
    }

    /// What is to cover it: darkness on a card that cannot be made dark otherwise.
    pub(super) fn wanted_cover(&self, wish: &Wish, traits: Traits) -> Arc<Cover> {
        if wish.on || traits.powers {
            return wish.now.clone();
        }
        let page = Page { picture: Arc::new(Frame::unlit(wish.stock.face)), hold: Duration::from_secs(5) };
        Arc::new(Cover { matters: vec![Matter::Pages(vec![page])] })
    }

    fn must_cover(&self, traits: Traits, now: Moment) -> bool {
        let Some(wish) = &self.wish else { return false };
        if wish.urgent || (!wish.on && !traits.powers) || self.watch.strange().is_some() {
            return true;
        }
        if self.parts.held.is_none() {
            // Not known yet; it is looked at first, if that can be done.
            return !self.setbacks.may(Kind::Look, now.mono);
        }
        if self.lease.cover(now.mono).is_some() { !self.is_right() } else { !self.parts.listed() }
    }

    /// Whether all that is wanted is on the card, proven as far as it gives proof, and nothing else.
    pub(super) fn is_right(&self) -> bool {
        self.parts.listed() && self.parts.fresh && self.parts.unread(&self.ledger).is_none()
    }

    fn set_light(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let light = self.wish.as_ref().filter(|_| traits.lights)?.stock.light.as_ref()?;
        let table = self.light.as_ref().filter(|_| now.mono < self.light_at + LIGHT);
        (table != Some(light)).then(|| self.may(Op::Light(light.clone()), now))?
    }

    /// Fills the card: what is missing first, then the script, then proof, and only then what is wanted no more goes.
    fn fill(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        self.wish.as_ref()?;
        if !self.watch.may_mend(now.mono) {
            return None;
        }
        if !self.may_write(traits) {
            return self.withdraw(traits, now);
        }
        if self.setbacks.is_full() {
            return self.make_room(traits, now);
        }
        if let Some(part) = self.parts.missing().next() {
            return self.may(Op::Write(part.clone()), now);
        }
        if let Some(op) = self.prove(traits, now)? {
            return Some(op);
        }
        if let Some(script) = self.parts.unplayed() {
            return self.may(Op::Switch(script.clone()), now);
        }
        let unseen = !traits.lists && self.parts.unread(&self.ledger).is_some();
        if self.parts.shelf.as_ref()?.is_err() || unseen {
            return None;
        }
        let extra = self.parts.extra();
        (!extra.is_empty()).then(|| self.may(Op::Drop(extra), now))?
    }

    /// A card without room gives up what we did not put there, if it shows and keeps something right without it. What we did
    /// put there stays until what takes its place is proven.
    fn make_room(&self, traits: Traits, now: Moment) -> Option<Op> {
        let mut extra = self.parts.extra();
        extra.retain(|held| !self.ledger.knows(held));
        let safe = self.lease.cover(now.mono).is_some() || self.parts.keeps(&self.ledger);
        (traits.lists && safe && !extra.is_empty()).then(|| self.may(Op::Drop(extra), now))?
    }

    /// What proves that the card holds what it was given. `Some(None)`: it is proven; `None`: nothing can be done now.
    #[allow(clippy::option_option, reason = "three outcomes, and `?` passes on the one that ends a step")]
    fn prove(&self, traits: Traits, now: Moment) -> Option<Option<Op>> {
        if !traits.lists {
            return Some(None);
        }
        if !self.parts.fresh {
            return self.may(Op::Look, now).map(Some);
        }
        match self.parts.unread(&self.ledger).filter(|_| traits.reads) {
            Some(held) => self.may(Op::Read(held), now).map(Some),
            None => Some(None),
        }
    }

    /// Whether the lasting memory may be written now for what is missing. All of it or nothing, so that the card is not left
    /// in between; a stock that is larger than a day's writes comes over several days.
    fn may_write(&mut self, traits: Traits) -> bool {
        let missing = self.parts.missing().count() + usize::from(self.parts.unplayed().is_some());
        let need = missing + usize::from(!self.parts.extra().is_empty());
        let most = usize::from(self.options.writes_a_day);
        let left = self.ledger.left(self.options.writes_a_day);
        // On a card that cannot be covered an emergency would wait for tomorrow, and what is over or somebody else put there
        // would be lit until then.
        let urgent = self.alarmed || self.wish.as_ref().is_some_and(|wish| wish.urgent);
        let must = !traits.covers && (urgent || self.watch.strange().is_some());
        // A card that was never filled, as long as its first stock makes progress.
        let all = self.parts.progress().map_or(0, |(_, all)| all) as u64;
        let new = self.new && traits.lists && self.ledger.total < all * 2;
        let may = left >= need || (need > most && left > 0) || new || must;
        self.deferred = missing > 0 && !may;
        !self.deferred
    }

    /// What is wanted no more goes although what is wanted cannot come today: from a card that shows the right thing out of
    /// its passing memory, and keeps something that is right for when it has lost that.
    fn withdraw(&self, traits: Traits, now: Moment) -> Option<Op> {
        let keeps = self.parts.keeps(&self.ledger) && self.lease.cover(now.mono).is_some() && traits.lists;
        let extra = self.parts.extra();
        (keeps && !extra.is_empty()).then(|| self.may(Op::Drop(extra), now))?
    }

    fn uncover(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let known = self.parts.held.is_some() && self.parts.listed();
        let over = traits.covers && known && self.lease.open() && !self.must_cover(traits, now);
        over.then(|| self.may(Op::Uncover, now))?
    }

    fn take_picture(&mut self, traits: Traits, now: Moment) -> Option<Op> {
        let settled = self.parts.written() || self.lease.cover(now.mono).is_some();
        let wanted = traits.pictures && settled && self.due.picture.is_none_or(|at| at <= now.mono);
        wanted.then(|| self.may(Op::Picture, now))?
    }
}
