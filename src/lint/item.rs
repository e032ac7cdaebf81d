//! An item on a board, as the rules look at it.

use super::{Finding, Settings, breaks, colours, layout, time};
use crate::frame::Face;
use crate::language::Compounds;
use crate::playlist::Item;
use crate::scene::{Font, Layout};
use std::time::Duration;

/// What the rules must know of a board.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Its id, for sentences.
    pub board: String,
    /// Width × height in dots.
    pub face: Face,
    /// Millimetres from dot to dot.
    pub pitch_mm: f64,
    /// The most frames a second.
    pub max_fps: u8,
    /// How many frames a second its line carries, where that is what limits them.
    pub line_fps: Option<f64>,
    /// Metres to the farthest reader by day, if that is known.
    pub viewers_m: Option<f64>,
    /// The same by night.
    pub viewers_night_m: Option<f64>,
}

/// An item laid out on a board.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The thresholds.
    pub settings: &'a Settings,
    /// What is read as one.
    pub compounds: &'a Compounds,
    /// The board.
    pub view: &'a View,
    /// The item.
    pub item: &'a Item,
    /// The dark time after it.
    pub blank: Duration,
    /// Whether other items wait for their turn.
    pub others: bool,
    /// The font it is set in.
    pub font: &'a Font,
    /// How it is laid out.
    pub layout: &'a Layout,
}

impl Case<'_> {
    /// Everything the rules L and D find.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = layout::findings(self);
        found.extend(breaks::findings(self));
        found.extend(colours::finding(self));
        found.extend(time::findings(self));
        found
    }

    pub(super) fn board(&self) -> String {
        self.view.board.clone()
    }
}
