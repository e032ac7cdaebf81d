//! A face that a person has ordered dark.

use jiff::Timestamp;

/// Why a face is dark whatever else is due, from when and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blackout {
    /// From when on.
    pub since: Timestamp,
    /// When a person ended it; `None` while it lasts. It never ends by itself.
    pub until: Option<Timestamp>,
    /// Who ordered it.
    pub by: String,
    /// Why.
    pub reason: String,
}
