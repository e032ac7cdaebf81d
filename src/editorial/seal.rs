//! What an approval is bound to, and what a board may light by it.

use crate::frame::Digest;
use std::collections::BTreeSet;

/// What was approved of one item on one board: the dots it shows, and the terms on which it shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal {
    /// All that is drawn of the item on the board's face, how it moves and how long it stands.
    pub dots: Digest,
    /// When it is shown and before what: windows, beginning and end, class, weight, festive, campaign.
    pub terms: Digest,
}

/// What a board may light.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Permits {
    /// Whatever the files say: the site asks for no approval.
    #[default]
    Any,
    /// What was approved for it, and nothing else.
    Only(BTreeSet<Seal>),
}

impl Permits {
    /// Whether an item may be lit.
    #[must_use]
    pub fn allow(&self, seal: &Seal) -> bool {
        match self {
            Self::Any => true,
            Self::Only(seals) => seals.contains(seal),
        }
    }
}
