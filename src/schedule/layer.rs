//! The layers of what a face can show, and what becomes of them: exactly one is lit.

/// A layer of content, the highest first. The highest that has anything is lit alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// Emergencies: before all content; quiet hours do not keep them off.
    Emergency,
    /// What an operator put up for a while.
    Override,
    /// Priority bulletins.
    Priority,
    /// The ordinary programme.
    Normal,
    /// The board's default playlist: while nothing else is there.
    Standby,
}

impl Layer {
    /// All of them, the highest first.
    pub const ALL: [Self; 5] = [Self::Emergency, Self::Override, Self::Priority, Self::Normal, Self::Standby];

    /// A word for programs (`normal`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Override => "override",
            Self::Priority => "priority",
            Self::Normal => "normal",
            Self::Standby => "standby",
        }
    }

    pub(super) fn index(self) -> usize {
        self as usize
    }
}

/// Why nothing is lit on purpose, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dark {
    /// A person switched the face off; keeps emergencies off too.
    Blackout,
    /// Outside the hours in which the board has power.
    NoPower,
    /// Quiet hours.
    Quiet,
}

impl Dark {
    /// A word for programs (`quiet`).
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Blackout => "blackout",
            Self::NoPower => "no-power",
            Self::Quiet => "quiet",
        }
    }
}

/// What a face shows. Entries are counted as the [`Plan`](super::Plan) counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// This entry.
    Entry(usize),
    /// The dark time after this entry that its playlist asks for.
    Blank(usize),
    /// Nothing, on purpose.
    Dark(Dark),
    /// The compiled-in frame: no layer has anything.
    LastResort,
}
