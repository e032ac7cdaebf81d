//! The steward: knows what a card is to be like and what is known of it, and decides what is done next.
//!
//! It follows no plan of steps that could be left behind by what happens: after every answer it compares what is wanted with
//! what is known, and does the most pressing thing ([`steps`]). What it knows comes from answers alone ([`learn`]), and is
//! asked anew at every poll. New parts are written before old ones go, and old ones go only after the new ones were read
//! back.

mod budget;
mod cover;
mod eye;
mod learn;
mod parts;
mod report;
mod setbacks;
mod steps;
mod watch;

pub use report::{Incident, Ledger, Options, Report, Strange, Wear};

use super::{Answer, Failure, Identity, Make, Moment, Op, State, Wish};
use crate::board::{Told, Trouble};
use cover::Lease;
use jiff::SignedDuration;
use parts::Parts;
use setbacks::{Kind, Setbacks};
use std::sync::Arc;
use std::time::Duration;
use watch::Watch;

/// Decides what is done with a card next.
#[derive(Debug)]
pub struct Steward {
    options: Options,
    ledger: Ledger,
    wish: Option<Arc<Wish>>,
    /// The operation that is under way, and since when.
    under_way: Option<(Op, Duration)>,
    /// When there may be something to do.
    wake: Duration,
    /// The moment of the last step.
    at: Duration,
    identity: Option<Identity>,
    /// It said what it is since the link was opened, and since it was last silent.
    identified: bool,
    identified_at: Duration,
    state: Option<State>,
    /// When it said how it is.
    state_at: Duration,
    drift: Option<SignedDuration>,
    /// Whether its face is lit at all, as far as that is known.
    lit: Option<bool>,
    /// When that was last asked for or told.
    lit_at: Duration,
    /// The table of brightness it goes by, as far as that is known.
    light: Option<Box<[u8; 48]>>,
    light_at: Duration,
    due: Due,
    parts: Parts,
    lease: Lease,
    setbacks: Setbacks,
    watch: Watch,
    told: Told,
    deferred: bool,
    /// What was urgent was written into its lasting memory, and may still be there.
    alarmed: bool,
    /// A card that was never filled: its first stock is written at once, however large it is.
    new: bool,
    /// Parts that were read back wrongly since the card was last right.
    spoilt: u8,
    /// Pictures in a row that were not what they should be.
    blurred: u8,
    /// The last picture that was told of was right.
    clear: bool,
}

/// What is to be asked, and when.
#[derive(Debug)]
struct Due {
    /// When everything is asked again.
    poll: Duration,
    status: bool,
    look: bool,
    /// When a picture is to be taken; `None`: with the next poll.
    picture: Option<Duration>,
    clock: bool,
}

impl Steward {
    /// A steward who has not looked at its card yet.
    #[must_use]
    pub fn new(options: Options, ledger: Ledger) -> Self {
        let new = ledger.total == 0;
        Self {
            options,
            ledger,
            wish: None,
            under_way: None,
            wake: Duration::ZERO,
            at: Duration::ZERO,
            identity: None,
            identified: false,
            identified_at: Duration::ZERO,
            state: None,
            state_at: Duration::ZERO,
            drift: None,
            lit: None,
            lit_at: Duration::ZERO,
            light: None,
            light_at: Duration::ZERO,
            due: Due { poll: Duration::ZERO, status: true, look: true, picture: None, clock: false },
            parts: Parts::default(),
            lease: Lease::new(),
            setbacks: Setbacks::default(),
            watch: Watch::default(),
            told: Told::default(),
            deferred: false,
            alarmed: false,
            new,
            spoilt: 0,
            blurred: 0,
            clear: false,
        }
    }

    /// From now on this is wanted.
    pub fn want(&mut self, wish: Arc<Wish>, now: Moment) {
        let before = self.wish.replace(wish);
        let Some(wish) = &self.wish else { return };
        let stock = before.as_ref().is_none_or(|before| before.stock != wish.stock);
        if stock {
            self.parts.shelf = None;
            (self.spoilt, self.blurred) = (0, 0);
            self.setbacks.clear(&[Kind::Write, Kind::Switch, Kind::Light]);
        }
        if before.as_ref().is_none_or(|before| before.now != wish.now || before.urgent != wish.urgent) {
            self.setbacks.clear(&[Kind::Cover, Kind::Uncover]);
        }
        if before.is_none_or(|before| before.on != wish.on || before.urgent != wish.urgent) {
            // What a person asks for at this moment is tried at once.
            self.setbacks.opened();
            self.setbacks.clear(&[Kind::Power]);
        }
        self.wake = self.wake.min(now.mono);
    }

    /// The link was opened: the card may be another one, and may have lost what it does not keep.
    pub fn opened(&mut self, now: Moment) {
        self.setbacks.opened();
        self.estranged();
        self.wake = now.mono;
    }

    /// What is to be done now, if anything; it is under way until [`Steward::answered`].
    pub fn next(&mut self, make: &dyn Make, now: Moment) -> Option<Op> {
        if self.under_way.is_some() {
            return None;
        }
        self.ledger.roll(now.local.map(|local| local.date()));
        match self.decide(make, now) {
            Some(op) => {
                self.begin(&op);
                self.under_way = Some((op.clone(), now.mono));
                Some(op)
            }
            None => {
                self.wake = self.idle_until(make, now.mono);
                None
            }
        }
    }

    /// What came of it.
    pub fn answered(&mut self, result: Result<Answer, Failure>, make: &dyn Make, now: Moment) {
        if let Some((op, from)) = self.under_way.take() {
            self.wake = now.mono;
            if !matches!(op, Op::Cover(..)) && result.is_ok() {
                self.lease.waited(now.mono.saturating_sub(from));
            }
            match result {
                Ok(answer) => self.learn(op, answer, from, make, now),
                Err(failure) => self.failed(op, failure, now),
            }
        }
    }

    /// When [`Steward::next`] is to be asked.
    #[must_use]
    pub fn due(&self, now: Moment) -> Duration {
        self.wake.max(now.mono)
    }

    /// Whether the card is known to show what is wanted.
    #[must_use]
    pub fn settled(&self) -> bool {
        let Some(wish) = &self.wish else { return false };
        let covered = self.lease.shows(&wish.now, self.at);
        let right = covered || (!wish.urgent && self.lease.cover(self.at).is_none() && self.is_right());
        right && self.lit.is_none_or(|lit| lit == wish.on) && self.trouble().is_none()
    }

    /// What is known of the card.
    #[must_use]
    pub fn report(&self) -> Report {
        Report {
            told: Told { trouble: self.trouble(), ..self.told.clone() },
            identity: self.identity.clone(),
            state: self.state.clone(),
            drift: self.drift,
            wear: self.ledger.wear(self.options.writes_a_day),
            progress: self.parts.progress(),
            deferred: self.deferred,
            covered: self.lease.cover(self.at).is_some(),
            incidents: self.watch.count(),
        }
    }

    /// What is to be remembered of it.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The incidents that were not taken yet; at most a few are kept.
    pub fn take_incidents(&mut self) -> Vec<Incident> {
        self.watch.take()
    }

    /// What a person is told is wrong.
    fn trouble(&self) -> Option<Trouble> {
        if let Some(told) = self.wrong_size() {
            return Some(Trouble::Size { told });
        }
        let held_up = self.setbacks.trouble(self.at, |kind| self.wants(kind));
        if let Some(trouble @ (Trouble::Silent { .. } | Trouble::Stranger { .. })) = held_up {
            return Some(trouble);
        }
        if let Some(since) = self.watch.strange() {
            return Some(Trouble::Different { since });
        }
        let unfit = self.parts.unfit().map(|why| Trouble::Unfit { why });
        let memory = (self.spoilt >= learn::SPOILT).then_some(Trouble::Faulty { part: "memory" });
        unfit.or(memory).or(held_up)
    }

    /// Whether an operation of this kind would be done now, if nothing held it up. One that nobody wants any more is no trouble
    /// although it failed the last time.
    fn wants(&self, kind: Kind) -> bool {
        let Some(wish) = &self.wish else { return true };
        match kind {
            Kind::Identify => !self.identified || self.wrong_size().is_some(),
            Kind::Look => self.due.look,
            Kind::Status => self.due.status,
            Kind::Write | Kind::Switch | Kind::Read | Kind::Drop => !self.is_right(),
            Kind::SetClock => self.due.clock,
            Kind::Power => self.lit != Some(wish.on),
            Kind::Cover => wish.urgent || !wish.on || self.watch.strange().is_some() || !self.is_right(),
            Kind::Uncover => self.lease.open(),
            Kind::Light | Kind::Picture => true,
        }
    }

    /// The size the card says its face has, if that is not the size it should have.
    fn wrong_size(&self) -> Option<(u16, u16)> {
        self.identity.as_ref()?.size.filter(|size| *size != self.options.size)
    }

    /// Nothing that passes is known of it any more.
    fn estranged(&mut self) {
        self.identified = false;
        self.lit = None;
        self.lease.lost();
        self.due.status = true;
        self.due.look = true;
        self.due.clock = false;
    }
}
