//! How far the frame that is wanted has come, as the engine and the board know it.

use super::super::programme::signed;
use super::super::{Planned, Stages};
use super::{Now, Player};
use crate::board::{Told, Trouble};
use std::time::Duration;

/// The identity of a frame is worked out only of one that has stood for so long: of a movement it would cost more than
/// its sending, and be over before anybody has read it.
const STANDS: Duration = Duration::from_millis(400);

impl Player {
    /// How far the frame that is wanted has come by what the board says, and what the board complains of, in times of day.
    pub fn stages(&mut self, now: Now) -> (Stages, Option<Trouble>) {
        if self.digest.is_none() && now.mono >= self.wanted.saturating_add(STANDS) {
            self.digest = self.window().map(|window| window.digest());
        }
        let wall =
            |at: Duration| now.wall.checked_sub(signed(now.mono.saturating_sub(at))).unwrap_or(now.wall);
        let Told { acknowledged, confirmed, trouble } = self.session.told();
        let stages = Stages {
            planned: self.face.as_ref().map(|_| Planned { since: wall(self.wanted), digest: self.digest }),
            sent: None,
            acknowledged: acknowledged.map(wall),
            confirmed: confirmed.map(wall),
        };
        (stages, trouble)
    }

    /// How bright the board is to be, in per cent; 0 while it is dark on purpose.
    #[must_use]
    pub fn light(&self) -> Option<u8> {
        self.face.as_ref().map(|face| face.slot.light())
    }

    /// Frames put into the board's words so far, whether or not they got out.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }
}
