//! What comes of a command.

use crate::editorial::Conflict;
use crate::report::{Fault, Message};
use serde_json::{Map, Value};

/// What was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// It is done.
    Done,
    /// Somebody can choose a password with this.
    Ticket {
        /// Whose.
        login: String,
        /// What stands in the link. It is told once and kept nowhere.
        ticket: String,
    },
    /// Somebody is signed in.
    Signed {
        /// Who.
        login: String,
        /// The cookie. It is told once and kept nowhere.
        cookie: String,
    },
    /// A second factor is set up with this.
    Factor {
        /// The secret, base 32.
        secret: String,
        /// The same for a phone's camera: `otpauth://…`.
        address: String,
    },
    /// A program can use this.
    Token {
        /// Its number.
        id: i64,
        /// The token. It is told once and kept nowhere.
        token: String,
    },
    /// A draft stands so.
    Draft {
        /// Its revision now.
        revision: i64,
        /// The item that was made or changed.
        uid: Option<i64>,
    },
    /// Two people changed the same; nothing was changed now.
    Conflict {
        /// The revision as it is.
        revision: i64,
        /// What the item or head is now, with everything of mine that is not in conflict.
        fields: Map<String, Value>,
        /// What was changed by both.
        conflicts: Vec<Conflict>,
    },
    /// A version is published.
    Published {
        /// Its number.
        version: i64,
    },
}

/// Of which kind a refusal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nobody knows who asks.
    Unknown,
    /// They may not.
    Forbidden,
    /// There is no such thing.
    Missing,
    /// It is not the time for it: something else was done meanwhile.
    Conflict,
    /// What was sent is wrong.
    Invalid,
    /// Too often.
    Later,
    /// It cannot be written down.
    Broken,
}

/// Why nothing was done.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// Of which kind.
    pub kind: Kind,
    /// The field that is wrong, if one is.
    pub field: Option<String>,
    /// Why, and what to do.
    pub message: Box<Message>,
    /// What is wrong with a text.
    pub faults: Vec<Fault>,
}

impl Refusal {
    pub(super) fn new(kind: Kind, message: Message) -> Self {
        Self { kind, field: None, message: Box::new(message), faults: Vec::new() }
    }

    pub(super) fn forbidden(message: Message) -> Self {
        Self::new(Kind::Forbidden, message)
    }

    pub(super) fn missing(message: Message) -> Self {
        Self::new(Kind::Missing, message)
    }

    pub(super) fn conflict(message: Message) -> Self {
        Self::new(Kind::Conflict, message)
    }

    pub(super) fn invalid(field: &str, message: Message) -> Self {
        Self { field: Some(field.to_owned()), ..Self::new(Kind::Invalid, message) }
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(Kind::Broken, Message::ReadOnly { why: error.to_string() })
    }
}

/// What comes of a command: something, or why nothing.
pub type Outcome = Result<Reply, Refusal>;
