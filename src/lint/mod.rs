//! Judges what would be shown: texts, fonts, how items lie on a face and how long they are on it, and what the coming
//! months bring. Every finding has the id
//! of its rule, a grade, a place and a sentence; `docs/lint.md` explains the rules.
//!
//! Pure. It measures nothing itself, it asks `scene`; and it decides nothing about what is lit.

pub mod ahead;
mod breaks;
mod colours;
mod fonts;
mod item;
mod layout;
mod list;
mod settings;
mod texts;
mod time;

pub use fonts::font;
pub use item::{Case, View};
pub use list::List;
pub use settings::Settings;
pub use texts::Texts;

use crate::report::{Message, Severity};

/// What a rule found, before its place is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// What and what to do.
    pub message: Message,
}

impl Finding {
    fn error(message: Message) -> Self {
        Self { severity: Severity::Error, message }
    }

    fn warning(message: Message) -> Self {
        Self { severity: Severity::Warning, message }
    }

    fn hint(message: Message) -> Self {
        Self { severity: Severity::Info, message }
    }
}

/// A number as a file would have it, with one decimal at most: `8`, `7.5`.
fn tenths(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}
