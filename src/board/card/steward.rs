//! The steward: knows what a card is to be like and what is known of it, and decides what is done next.

use super::{Answer, Failure, Held, Identity, Make, Moment, Op, State, Wish};
use crate::board::Told;
use crate::frame::Frame;
use jiff::SignedDuration;
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// How a card is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// What it holds and shows is looked at this often.
    pub poll: Duration,
    /// Its lasting memory is written at most so often in a day.
    pub writes_a_day: u16,
    /// Its clock is set if it is farther off than this.
    pub drift: Duration,
    /// The face, to be compared with what the card says.
    pub size: (u16, u16),
}

/// What is remembered of a card when the program ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// How often its lasting memory was written since it is known.
    pub total: u64,
    /// The day that `today` counts.
    pub day: Option<Date>,
    /// How often on that day.
    pub today: u16,
    /// What it held when it was last found right.
    pub held: Vec<Held>,
}

/// How much a card's lasting memory is worn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wear {
    /// Writes since the card is known.
    pub total: u64,
    /// Writes of this day.
    pub today: u16,
    /// How many there may be in a day.
    pub most: u16,
    /// How many years the memory lasts at the most it may be written, 100,000 times in all; less what is spent.
    pub years: u16,
}

/// What was found on a card that nobody ordered.
#[derive(Clone, Debug, PartialEq)]
pub struct Incident {
    /// When it was found, on the clock that never jumps.
    pub at: Duration,
    /// When it was last found right, on the same clock.
    pub right: Option<Duration>,
    /// What is strange.
    pub strange: Strange,
    /// The parts nobody ordered, and their bytes as far as they could be read.
    pub parts: Vec<(Held, Option<Vec<u8>>)>,
    /// The names of ordered parts that are gone or changed.
    pub missing: Vec<String>,
    /// A picture of the face, where the card gives one.
    pub picture: Option<Frame>,
    /// How the card was then.
    pub state: Option<State>,
}

/// What is strange about a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strange {
    /// It holds other parts than it was given.
    Parts,
    /// Its face shows something else.
    Picture,
    /// Its face was made dark or lit.
    Power,
}

/// What a steward knows, for people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How far what is wanted has come, and what is wrong.
    pub told: Told,
    /// What the card is.
    pub identity: Option<Identity>,
    /// How it was when it was last asked.
    pub state: Option<State>,
    /// How far its clock is ahead of ours.
    pub drift: Option<SignedDuration>,
    /// Its lasting memory.
    pub wear: Wear,
    /// Parts that are on the card, and parts that are to be; `None` before that is known.
    pub progress: Option<(usize, usize)>,
    /// The wanted stock waits for tomorrow, because the memory may not be written any more today.
    pub deferred: bool,
    /// The card is covered: shows what is in its passing memory.
    pub covered: bool,
    /// Incidents since the program started.
    pub incidents: u64,
}

/// Decides what is done with a card next.
#[derive(Debug)]
pub struct Steward {
    options: Options,
    ledger: Ledger,
    wish: Option<Arc<Wish>>,
    incidents: Vec<Incident>,
}

impl Steward {
    /// A steward who has not looked at its card yet.
    #[must_use]
    pub fn new(options: Options, ledger: Ledger) -> Self {
        Self { options, ledger, wish: None, incidents: Vec::new() }
    }

    /// From now on this is wanted.
    pub fn want(&mut self, wish: Arc<Wish>, _now: Moment) {
        self.wish = Some(wish);
    }

    /// What is to be done now, if anything; it is under way until [`Steward::answered`].
    pub fn next(&mut self, _make: &dyn Make, _now: Moment) -> Option<Op> {
        None
    }

    /// What came of it.
    pub fn answered(&mut self, _result: Result<Answer, Failure>, _make: &dyn Make, _now: Moment) {}

    /// When [`Steward::next`] is to be asked.
    #[must_use]
    pub fn due(&self, now: Moment) -> Duration {
        now.mono + self.options.poll
    }

    /// Whether the card is known to show what is wanted.
    #[must_use]
    pub fn settled(&self) -> bool {
        false
    }

    /// What is known of the card.
    #[must_use]
    pub fn report(&self) -> Report {
        Report::default()
    }

    /// What is to be remembered of it.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The incidents that were not taken yet; at most a few are kept.
    pub fn take_incidents(&mut self) -> Vec<Incident> {
        std::mem::take(&mut self.incidents)
    }
}
