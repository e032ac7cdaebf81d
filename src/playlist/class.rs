//! How urgent something is.

/// What goes before what; only the highest class that has anything to show is lit. Ordered from lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `normal`, the default.
    #[default]
    Normal,
    /// `priority`
    Priority,
    /// What an operator puts up for a while. No word of playlist files.
    Override,
    /// `emergency`
    Emergency,
}

impl Class {
    /// The classes playlist files may name.
    pub const NAMES: [&'static str; 3] = ["normal", "priority", "emergency"];

    /// The class of a word of a playlist file.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Normal, Self::Priority, Self::Emergency].into_iter().find(|class| class.name() == word)
    }

    /// How files and programs name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Priority => "priority",
            Self::Override => "override",
            Self::Emergency => "emergency",
        }
    }

    /// Whether nothing of this class may be without an end.
    #[must_use]
    pub fn needs_expiry(self) -> bool {
        self > Self::Normal
    }
}
