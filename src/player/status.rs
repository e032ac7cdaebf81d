//! What is known of one board, for the page: what is on air and why, what comes next, and how far it got.

use crate::report::Message;
use jiff::Timestamp;

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
