//! Where a playlist comes from, and what is worked out once from its words and kept with it.

use crate::frame::Digest;
use std::sync::{Arc, OnceLock};

/// Where a playlist comes from. What approval asks of the two is different.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// A file, or what may become one. Reading gives nothing else.
    #[default]
    File,
    /// An order of a person; `notice` says so of its own, and nobody else may.
    Order,
}

/// The digest of each item's terms, once somebody has asked: `editorial` works them out, and thousands of boards ask.
#[derive(Clone, Debug, Default)]
pub struct Settled(Arc<OnceLock<Vec<Digest>>>);

impl Settled {
    /// What was worked out before, or is now.
    pub(crate) fn get_or(&self, work: impl FnOnce() -> Vec<Digest>) -> &[Digest] {
        self.0.get_or_init(work)
    }
}
