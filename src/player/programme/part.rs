//! The only door to a board's face: an item becomes part of a programme here, if it may be lit there, or not at all.

use super::Laid;
use crate::editorial::{Permits, Seal};
use crate::scene::{Layout, Reel};
use crate::schedule::Choice;

/// An item that may be lit. It has no other constructor than [`Part::admit`], and what a programme lights are its parts.
#[derive(Clone, Debug)]
pub(super) struct Part(Laid);

/// An item that a board would show if it were approved.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// The item, its playlist and its layer on the board.
    pub choice: Choice,
    /// What would have to be approved. Of an order only the dots of it.
    pub seal: Seal,
}

impl Withheld {
    /// The id of its playlist.
    #[must_use]
    pub fn playlist(&self) -> &str {
        &self.choice.playlist.id
    }

    /// Its number there, from 0.
    #[must_use]
    pub fn index(&self) -> usize {
        self.choice.index
    }

    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.choice.item().text.value
    }
}

impl Part {
    /// Lets an item in. It is drawn only where approval is asked for.
    pub(super) fn admit(laid: Laid, permits: &Permits) -> Result<Self, Box<Withheld>> {
        let choice = laid.choice();
        match permits.admit(&choice.playlist, choice.index, || laid.reel().digest()) {
            Ok(()) => Ok(Self(laid)),
            Err(seal) => Err(Box::new(Withheld { choice: choice.clone(), seal })),
        }
    }

    pub(super) fn choice(&self) -> &Choice {
        self.0.choice()
    }

    pub(super) fn layout(&self) -> &Layout {
        self.0.layout()
    }

    pub(super) fn draw(&self) -> Reel {
        self.0.reel()
    }
}
