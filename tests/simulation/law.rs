//! The invariants by name, so that a test that breaks one on purpose can ask which of them noticed.

/// An invariant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Law {
    /// What is spoken is what the model shows at the instant of arrival.
    Speaks,
    /// Other dots are on and are not spoken, though the line is free.
    Stale,
    /// Nothing is lit outside its hours, after its end or below a higher class; nothing dated while the clock is doubted.
    Due,
    /// Nothing is lit that nobody approved, where approval is asked for.
    Approved,
    /// Packets keep to the protocol: numbers, push, places, resync exactly once after an opening.
    Grammar,
    /// Nothing is sent without a reason.
    Idle,
    /// Frames are at most a second apart, or a line time where that is longer.
    Rhythm,
    /// No frame begins before the one before it is through.
    Pace,
    /// The player is neither woken in the past nor all the time.
    Wake,
    /// A movement goes by the same whole dots each time.
    Dots,
    /// A board shows a frame that reached it whole, dot for dot.
    Shows,
    /// A board shows what the model shows, one keepalive after the last disturbance at the latest.
    Heals,
    /// Something is lit.
    Dark,
    /// What is wrong with files is said, with file and line.
    Faults,
    /// Nothing of a removed playlist is on air, and the page says what the model says.
    Page,
    /// After a stop the board is left with its last frame.
    Last,
}

/// An invariant that does not hold, and how it was seen.
#[derive(Clone, Debug)]
pub(crate) struct Breach {
    pub(crate) law: Law,
    pub(crate) detail: String,
}

/// Whether an invariant holds.
pub(crate) type Verdict = Result<(), Breach>;

impl Law {
    pub(crate) fn holds(self, holds: bool, detail: impl FnOnce() -> String) -> Verdict {
        if holds { Ok(()) } else { Err(Breach { law: self, detail: detail() }) }
    }
}
