//! What is known of one board, for the page: what is on air and why, what comes next, and how far it got.

use super::Counts;
use crate::board::card::Report;
use crate::board::{Power, Trouble};
use crate::frame::Digest;
use crate::report::Message;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// All that is known of one board at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// What is on air; `None` before the first frame.
    pub on_air: Option<OnAir>,
    /// What comes next; `None` if nothing else does.
    pub next: Option<Next>,
    /// How far the frames get.
    pub link: LinkState,
    /// Frames sent since the daemon started, keepalives included.
    pub frames_sent: u64,
    /// How old the last frame may get before it is sent again unchanged.
    pub keepalive: Duration,
    /// How far the frame that is wanted has come.
    pub stages: Stages,
    /// What the board complains of.
    pub trouble: Option<Trouble>,
    /// What became of its frames since the daemon started.
    pub counts: Counts,
    /// What its lamps draw, where that is known.
    pub power: Option<Power>,
    /// How bright it is to be, in per cent of full light; 0 while it is dark on purpose. `None` before the first frame.
    pub light: Option<u8>,
    /// When its player last took a step, on the clock that never jumps.
    pub stepped: Duration,
    /// What was lost on the way since the link was made.
    pub lost: Lost,
    /// What is known of a card that keeps what it shows; `None` of a board that is sent every frame.
    pub card: Option<Arc<Report>>,
}

impl Status {
    /// Whether a person has the board show something of itself in place of its programme.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let why = self.on_air.as_ref().map(|on_air| &on_air.why);
        matches!(why, Some(Message::WhyTestPattern { .. } | Message::WhyIdentify { .. }))
    }
}

/// How far frames have come, each stage with its time. None stands for a later one: what was sent may never have
/// arrived, and what the board took it need not show.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stages {
    /// The frame that is wanted; `None` before the first one.
    pub planned: Option<Planned>,
    /// When a frame was last handed to the network or the line; stays while frames do not get out.
    pub sent: Option<Timestamp>,
    /// When the board last said that it took a whole frame; `None` from a board that says nothing.
    pub acknowledged: Option<Timestamp>,
    /// When reading back last found the wanted frame on the board; `None` from a board that cannot be read.
    pub confirmed: Option<Timestamp>,
}

/// The frame that is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned {
    /// Since when exactly these dots are wanted.
    pub since: Timestamp,
    /// Their identity; `None` while they move, and for a moment after a change.
    pub digest: Option<Digest>,
}

/// What was lost on the way to a board, apart by whose doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Frames dropped here, whole or in part: a newer one took their place, or they could not leave in time.
    pub dropped: u64,
    /// Frames the kernel did not take at once: its buffers were full, or there was no network.
    pub kernel: u64,
    /// Reports of the network that packets did not arrive.
    pub refused: u64,
}

/// What is on air.
#[derive(Clone, Debug, PartialEq)]
pub struct OnAir {
    /// The words, lines separated by `\n`; empty for the compiled-in frame.
    pub text: String,
    /// The title of the playlist it comes from; empty for the compiled-in frame.
    pub playlist: String,
    /// Since when.
    pub since: Timestamp,
    /// Until when, if that is known.
    pub until: Option<Timestamp>,
    /// Why this and nothing else.
    pub why: Message,
}

impl OnAir {
    /// Whether it is the compiled-in frame, for whatever reason.
    #[must_use]
    pub fn is_last_resort(&self) -> bool {
        matches!(self.why, Message::WhyLastResort {} | Message::WhyUnapproved {})
    }
}

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// The words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// How far frames get. There is no "ok": a board that cannot be read back is never more than *sent*.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LinkState {
    /// Nothing was sent yet.
    #[default]
    Waiting,
    /// The last frame was handed to the network or the line at this time.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// Frames do not get out.
    Failing {
        /// Since when.
        since: Timestamp,
        /// Why, and what to do.
        why: Message,
    },
}
