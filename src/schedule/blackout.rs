//! A face switched off by a person.

use jiff::Timestamp;

/// A blackout of one board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blackout {
    /// From when on.
    pub since: Timestamp,
    /// When a person ended it; `None` while nobody has.
    pub until: Option<Timestamp>,
    /// Who ordered it.
    pub by: String,
    /// Why.
    pub reason: String,
}
