//! What a person should be told of: numbered alarms, raised when trouble lasts, over when it has been gone for long enough.
//!
//! Pure: what is known goes in with the time, what is raised and what is to be told comes out. States that look alike and
//! need different hands (no answer, refused, shows something else) are alarms of their own; nothing here claims that a board
//! is right.

mod bench;
mod card;
mod certificate;
mod kind;
mod rules;
mod second;

pub use bench::{Bench, Change, Condition, REPEAT, Raised, Voice};
pub use certificate::ending;
pub use kind::{Grade, Kind};
pub use rules::{Facts, Rules, STUCK};
pub use second::{Channel, Control};

use std::collections::BTreeMap;
use std::time::Duration;

/// What came of asking a board whether it is there.
#[derive(Clone, Debug, PartialEq)]
pub enum Reach {
    /// It answered.
    Answers {
        /// How it is asked: `ping`, `tcp:80`.
        how: String,
        /// When, on the clock that never jumps.
        at: Duration,
        /// How long the answer took.
        took: Duration,
    },
    /// No answer.
    Silent {
        /// How it is asked.
        how: String,
        /// How often in a row.
        times: u32,
        /// When it answered last, on the clock that never jumps.
        last: Option<Duration>,
    },
    /// The machine answers that the port is closed.
    Refused {
        /// How it is asked.
        how: String,
        /// How often in a row.
        times: u32,
    },
    /// It cannot be asked.
    Unasked {
        /// How it would be asked.
        how: String,
        /// The operating system's words.
        why: String,
    },
}

/// All that is known beside what players tell, at one look.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// When everything was last looked at, on the clock that never jumps.
    pub looked: Duration,
    /// The alarms of the site as a whole.
    pub site: Vec<Raised>,
    /// What is known of boards, by id.
    pub boards: BTreeMap<String, Known>,
}

/// What is known of one board.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Its alarms.
    pub alarms: Vec<Raised>,
    /// Whether it answers; `None` if it is not asked.
    pub reach: Option<Reach>,
    /// What its control channel says; `None` if it has none.
    pub control: Option<Control>,
}

#[cfg(test)]
mod tests;
