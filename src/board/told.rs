//! What a board says of itself, as values.

use super::card::Unfit;
use std::time::Duration;

/// What a board has said of itself, in times of the clock that never jumps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// When it last took a whole frame, as it says.
    pub acknowledged: Option<Duration>,
    /// When it last showed the frame that was wanted, as reading it back says.
    pub confirmed: Option<Duration>,
    /// What is wrong with it, as it says.
    pub trouble: Option<Trouble>,
}

/// What a board complains of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It should answer and does not, since this moment of the clock that never jumps.
    Silent {
        /// When it was last asked in vain.
        since: Duration,
    },
    /// It shows something else than what it was sent; since this moment of the clock that never jumps.
    Different {
        /// When it was first asked and said so.
        since: Duration,
    },
    /// It refuses what it is sent.
    Refuses {
        /// What it refuses and how it says so, as the protocol calls it.
        what: &'static str,
    },
    /// Frames arrive damaged.
    Damaged,
    /// A part of it does not work.
    Faulty {
        /// Which, as the protocol calls it.
        part: &'static str,
    },
    /// It wants a secret, or another one.
    NoRight {
        /// How it says so, as the protocol calls it.
        what: &'static str,
    },
    /// It has no room for what it is to keep.
    Full,
    /// Something answers that is not such a board, or not in the mode for it.
    Stranger {
        /// What it is, as far as it tells.
        what: &'static str,
    },
    /// Its face has another size than it is said to have.
    Size {
        /// Width and height in dots, as it says.
        told: (u16, u16),
    },
    /// What it is to keep cannot be put on it.
    Unfit {
        /// Why.
        why: Unfit,
    },
}
