//! The words between the engine and the task around it: what happened, what time it is, what is to be done.

use super::{Hold, Programme};
use crate::frame::Frame;
use crate::schedule::ClockTrust;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The time of a step, on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Time that never jumps, since some fixed moment: for waiting and for ages.
    pub mono: Duration,
    /// The time of day, which may be set: for what is on air.
    pub wall: Timestamp,
    /// How far the time of day can be believed.
    pub trust: ClockTrust,
}

/// What happened since the last step. Closed: there is no other way to make a player do something.
#[derive(Clone, Debug)]
pub enum Event {
    /// Nothing but time went by.
    Tick,
    /// The files were read again; this is the programme now.
    Programme(Arc<Programme>),
    /// The link was opened or reopened: the board may show anything.
    Opened,
    /// The link is down: nothing arrives until it is opened.
    Closed,
    /// The frame of the last step did not get out whole.
    NotSent,
    /// The board said something; bytes cut at any place.
    Received(Vec<u8>),
    /// A person has the board show something else for a while, or ends that.
    Hold(Option<Arc<Hold>>),
    /// The daemon ends: leave this frame, or the one that is there.
    Stop(Option<Frame>),
}

/// What a step wants done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Whether [`Player::packets`](super::Player::packets) are to be sent now.
    pub send: bool,
    /// When to step again at the latest, on the clock that never jumps.
    pub wake: Duration,
    /// Whether what is on air changed with this step.
    pub turned: bool,
}

/// How a board must be fed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Unchanged frames are sent again after this long; [`Duration::MAX`]: never.
    pub keepalive: Duration,
    /// How long one frame takes on the line. A frame is drawn for the moment it has arrived, and none is begun
    /// before the one before it is through.
    pub line_time: Duration,
    /// How long one byte takes on the line.
    pub byte_time: Duration,
}

impl Feed {
    pub(super) fn time_of(&self, bytes: usize) -> Duration {
        self.byte_time.saturating_mul(u32::try_from(bytes).unwrap_or(u32::MAX))
    }
}
