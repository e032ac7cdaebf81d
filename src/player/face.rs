//! What is on a face: the item that the programme has there, drawn, and where it has come to.

use super::Slot;
use super::programme::since;
use crate::frame::Window;
use crate::scene::{Cut, Reel};
use jiff::Timestamp;

/// What a board is being shown.
#[derive(Debug)]
pub(super) struct OnFace {
    pub(super) slot: Slot,
    pub(super) reel: Reel,
    pub(super) cut: Cut,
    /// The reel is that of a programme that is no more.
    pub(super) stale: bool,
}

impl OnFace {
    pub(super) fn window(&self) -> Option<Window<'_>> {
        self.reel.window(self.cut)
    }

    /// Moves to the cut of a moment; whether that shows other dots.
    pub(super) fn follow(&mut self, seen: Timestamp) -> bool {
        let cut = self.reel.cut(since(self.slot.began, seen));
        std::mem::replace(&mut self.cut, cut) != cut
    }

    pub(super) fn next_change(&self, seen: Timestamp) -> Timestamp {
        self.slot.next_change(&self.reel, since(self.slot.began, seen))
    }
}

/// Whether two windows show the same dots.
pub(super) fn same(a: Option<Window<'_>>, b: Option<Window<'_>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => {
            a.face() == b.face() && (0..a.face().height()).all(|row| a.row(row) == b.row(row))
        }
        _ => false,
    }
}
