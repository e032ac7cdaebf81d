//! Cards that keep what they show and play it alone: what they are to hold, and how they are brought there.
//!
//! A card is given a [`Stock`]: every item of the coming days as pictures, with the days and hours in which it may be lit, so
//! that it goes on rightly when nobody talks to it any more, and what is over stays over. What must be lit at once goes into
//! its passing memory as a [`Cover`], which ends by itself.
//!
//! Two machines share the work. The [`Steward`] knows what is wanted and what the card holds, and decides what is done next,
//! one [`Op`] at a time; it is the same for all makes. A [`Driver`] does an operation in the words of one make. Pure: neither
//! opens anything or reads a clock. No operation exists that a card could be locked out, emptied or damaged by.

mod deck;
mod op;
mod steward;
mod stock;
mod upset;

pub use deck::Deck;
pub use op::{
    Answer, Driver, Failure, Finding, Held, Identity, Make, Mark, Op, Part, Shelf, State, Traits, Unfit,
};
pub use steward::{Incident, Ledger, Options, Report, Steward, Strange, Wear};
pub use stock::{Airing, Axis, Cover, Hours, Matter, Page, Show, Stock, Wish};
pub use upset::{Blow, Fault, Mood, Upset};

use crate::wire::Packets;
use jiff::civil::DateTime;
use std::time::Duration;

/// The time of a step as a card needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Time that never jumps: for waiting and for ages.
    pub mono: Duration,
    /// The time of day where the card hangs; `None` while nobody knows it.
    pub local: Option<DateTime>,
}

/// A card and what is wanted of it: a steward and the driver that does its bidding, over a link that carries bytes.
#[derive(Debug)]
pub struct Card {
    steward: Steward,
    driver: Box<dyn Driver>,
    /// An operation is in the driver's hands.
    busy: bool,
    up: bool,
}

impl Card {
    /// A card nothing is known of.
    #[must_use]
    pub fn new(steward: Steward, driver: Box<dyn Driver>) -> Self {
        Self { steward, driver, busy: false, up: false }
    }

    /// The link was opened: whatever was under way begins again.
    pub fn opened(&mut self, now: Moment) {
        self.up = true;
        self.driver.opened(now);
        if std::mem::take(&mut self.busy) {
            self.steward.answered(Err(Failure::Silent), &*self.driver, now);
        }
        self.steward.opened(now);
    }

    /// The link is down: nothing is begun until it is opened.
    pub fn closed(&mut self, now: Moment) {
        self.up = false;
        if std::mem::take(&mut self.busy) {
            self.steward.answered(Err(Failure::Silent), &*self.driver, now);
        }
    }

    /// Takes what the card says, cut at any byte.
    pub fn receive(&mut self, bytes: &[u8], now: Moment) {
        let done = self.driver.receive(bytes, now);
        self.finish(done, now);
    }

    /// When [`Card::next`] wants to be asked; `None` while the link is down.
    #[must_use]
    pub fn due(&self, now: Moment) -> Option<Duration> {
        if !self.up {
            return None;
        }
        if self.busy { self.driver.due() } else { Some(self.steward.due(now)) }
    }

    /// Replaces `into` by what is to be sent at `now`, possibly nothing.
    pub fn next(&mut self, now: Moment, into: &mut Packets) {
        into.clear();
        if !self.up {
            return;
        }
        if !self.busy {
            let Some(op) = self.steward.next(&*self.driver, now) else { return };
            self.busy = true;
            self.driver.begin(op, now);
        }
        if self.driver.due().is_some_and(|due| due <= now.mono) {
            let done = self.driver.next(now, into);
            self.finish(done, now);
        }
    }

    fn finish(&mut self, done: Option<Result<Answer, Failure>>, now: Moment) {
        if let Some(result) = done.filter(|_| self.busy) {
            self.busy = false;
            self.steward.answered(result, &*self.driver, now);
        }
    }

    /// Who decides.
    #[must_use]
    pub fn steward(&self) -> &Steward {
        &self.steward
    }

    /// The same, to be told what is wanted.
    pub fn steward_mut(&mut self) -> &mut Steward {
        &mut self.steward
    }
}
