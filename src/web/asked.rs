//! What the page's templates, and the terminal, ask of what is told of a board.

use super::told::Board;
use crate::report::Message;

impl Board {
    /// Whether the face is so wide that words have no room beside it.
    pub(super) fn is_wide(&self) -> bool {
        self.width / 6 > self.height
    }

    /// Whether a person's orders are in force.
    pub(super) fn has_orders(&self) -> bool {
        self.blackout.is_some() || !self.notices.is_empty()
    }

    /// Whether the compiled-in frame is on air.
    pub(super) fn is_last_resort(&self) -> bool {
        let codes = [Message::WhyLastResort {}.code(), Message::WhyUnapproved {}.code()];
        self.on_air.as_ref().is_some_and(|on_air| codes.contains(&on_air.why_code))
    }

    /// Whether a person has it show something of its own for a while.
    pub(super) fn is_held(&self) -> bool {
        let codes = ["WhyTestPattern", "WhyIdentify"];
        self.on_air.as_ref().is_some_and(|on_air| codes.contains(&on_air.why_code))
    }

    /// Whether there are no words on air, by a rule or by order.
    pub(super) fn is_dark(&self) -> bool {
        !self.is_last_resort()
            && !self.is_held()
            && self.on_air.as_ref().is_some_and(|on_air| on_air.text.is_empty())
    }

    /// Whether what is on air comes from a playlist.
    pub(super) fn has_playlist(&self) -> bool {
        self.on_air.as_ref().is_some_and(|on_air| !on_air.playlist.is_empty())
    }

    /// Whether it is known how long it stays on air.
    pub(super) fn has_until(&self) -> bool {
        self.on_air.as_ref().is_some_and(|on_air| on_air.until.is_some())
    }
}
