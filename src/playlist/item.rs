//! One item of a playlist: a text, how it looks and moves, how long it stays, when and for whom it is.

use super::{Class, Silence, Target, When};
use crate::frame::Colour;
use crate::report::At;
use std::time::Duration;

/// One thing to show.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The text in NFC, lines separated by `\n`; its span is the whole TOML string, quotes included.
    pub text: At<String>,
    /// The face to set it in (`bangtin-16`), or `auto` to have it chosen; the board's default if absent.
    pub font: Option<At<String>>,
    /// The colour of the text, the board's first lamp if absent.
    pub colour: Option<At<Colour>>,
    /// How lines stand on the face.
    pub align: Align,
    /// How long a page stands still; for a movement, how long the whole item lasts at the least. 0.5 s to 1 h. If absent
    /// [`Item::HOLD`] or what reading takes, and [`Item::LEAST`].
    pub hold: Option<Duration>,
    /// How it moves.
    pub motion: Motion,
    /// How often a movement runs through, 1 to 20.
    pub passes: u8,
    /// The boards it is for, if the item names its own.
    pub target: Target,
    /// How urgent it is; as its playlist if absent.
    pub class: Option<Class>,
    /// When it is on air, within the time of its playlist.
    pub when: When,
    /// How many turns it has where others have one, 1 to 100.
    pub weight: u16,
    /// Whether it celebrates; as its playlist if absent.
    pub festive: Option<bool>,
    /// The rules it asks not to be held to.
    pub silence: Vec<Silence>,
}

impl Item {
    /// How long a page stands still if the file does not say and it can be read in that time.
    pub const HOLD: Duration = Duration::from_secs(8);
    /// How long a movement lasts at the least if the file does not say.
    pub const LEAST: Duration = Duration::from_millis(500);
    /// How often a movement runs through if the file does not say: who missed the beginning reads it the second time.
    pub const PASSES: u8 = 2;
    /// How many turns it has if the file does not say.
    pub const WEIGHT: u16 = 1;
}

/// Where lines stand between the left and the right edge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// `left`
    Left,
    /// `center`, the default
    #[default]
    Center,
    /// `right`
    Right,
}

impl Motion {
    /// Dots per second of `scroll-left` if the file does not say.
    pub const LEFT_SPEED: u16 = 60;
    /// Dots per second of `scroll-up` if the file does not say.
    pub const UP_SPEED: u16 = 10;
}

/// How an item moves. Speeds are in dots per second, 1 to 240.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// `auto`: pages, or `scroll-left` for a text that would need too many of them; the default.
    #[default]
    Auto,
    /// `hold`: pages that stand still.
    Hold,
    /// `scroll-left`: one line passing from right to left.
    ScrollLeft {
        /// Dots per second.
        speed: u16,
    },
    /// `scroll-up`: lines passing from below to above.
    ScrollUp {
        /// Dots per second.
        speed: u16,
    },
}
