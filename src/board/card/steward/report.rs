//! What a steward is told, remembers and reports: values for those around it.

use super::super::{Held, Identity, State};
use crate::board::Told;
use crate::frame::Frame;
use jiff::SignedDuration;
use jiff::civil::Date;
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
    /// Parts that were ordered and are not found right yet: if they are there, whole or not, nobody else wrote them.
    pub begun: Vec<Held>,
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
