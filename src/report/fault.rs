//! A fault and its place. A place is a byte range of a source; line and column are worked out when it is shown.

use super::{Lang, Message, written};
use std::ops::Range;
use std::sync::Arc;

/// A value and the byte range of the file it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// What was read.
    pub value: T,
    /// Where it stands, in bytes from the start of the file.
    pub span: Range<usize>,
}

/// A file as it was read: its name as the operator knows it, and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as given (`playlists/thuong-truc.toml`).
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// The line, from 1, in which a byte of the text stands.
    #[must_use]
    pub fn line(&self, place: usize) -> usize {
        let before = self.text.as_bytes().iter().take(place);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    /// Where the letter at `position` (in characters from 0) of a text stands in the file.
    #[must_use]
    pub fn letter(&self, text: &At<String>, position: usize) -> Range<usize> {
        self.passage(text, position, 1)
    }

    /// Where `length` characters from `position` on (in characters from 0) of a text stand in the file.
    ///
    /// The text was unquoted, composed and trimmed since, so it is followed through the file's own writing of it; the
    /// whole place is given where that cannot be.
    #[must_use]
    pub fn passage(&self, text: &At<String>, position: usize, length: usize) -> Range<usize> {
        let found = self.text.get(text.span.clone()).and_then(|raw| {
            let places = written::places(raw, &text.value, position + length);
            let (first, last) = (places.get(position)?, places.get(position + length - 1)?);
            Some(text.span.start + first.start..text.span.start + last.end)
        });
        found.unwrap_or_else(|| text.span.clone())
    }
}

/// How grave a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A hint: nothing is wrong, something could be better.
    Info,
    /// Used, and listed.
    Warning,
    /// Not used: the last good version plays on.
    Error,
}

impl Severity {
    /// `info`, `warning`, `error`: for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word people read before the sentence.
    #[must_use]
    pub fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Info, Lang::Vi) => "gợi ý",
            (Self::Info, Lang::En) => "hint",
            (Self::Warning, Lang::Vi) => "cảnh báo",
            (Self::Warning, Lang::En) => "warning",
            (Self::Error, Lang::Vi) => "lỗi",
            (Self::Error, Lang::En) => "error",
        }
    }
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug)]
pub struct Fault {
    /// How grave.
    pub severity: Severity,
    /// What is wrong and what to do, in both languages.
    pub message: Message,
    /// The file and the byte range in it; `None` where no file can be blamed (a port in use, a folder missing).
    pub place: Option<(Arc<Source>, Range<usize>)>,
    /// Why the file asks not to be told of it, in its own words; then it keeps nothing from being used.
    pub silenced: Option<String>,
}

impl Fault {
    /// An error at a place of a file.
    #[must_use]
    pub fn error(source: &Arc<Source>, span: Range<usize>, message: Message) -> Self {
        Self { severity: Severity::Error, message, place: Some((Arc::clone(source), span)), silenced: None }
    }

    /// An error that no place in a file can be blamed for.
    #[must_use]
    pub fn unplaced(message: Message) -> Self {
        Self { severity: Severity::Error, message, place: None, silenced: None }
    }

    /// A warning at a place of a file.
    #[must_use]
    pub fn warning(source: &Arc<Source>, span: Range<usize>, message: Message) -> Self {
        Self { severity: Severity::Warning, ..Self::error(source, span, message) }
    }

    /// The same at another severity.
    #[must_use]
    pub fn at(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// Whether it is no more than a hint, or silenced.
    #[must_use]
    pub fn is_hint(&self) -> bool {
        self.severity == Severity::Info || self.silenced.is_some()
    }

    /// Whether it keeps the file from being used.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error && self.silenced.is_none()
    }

    /// Whether another one says the same of the same place.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.message == other.message && self.place == other.place
    }

    /// Line and column, both from 1, columns counted in characters; `None` without a place.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        let (source, span) = self.place.as_ref()?;
        let before = source.text.get(..span.start.min(source.text.len()))?;
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some((before.matches('\n').count() + 1, before[line_start..].chars().count() + 1))
    }

    /// `file:line:column`, or the empty string without a place.
    #[must_use]
    pub fn place_words(&self) -> String {
        match (&self.place, self.line_column()) {
            (Some((source, _)), Some((line, column))) => format!("{}:{line}:{column}", source.name),
            _ => String::new(),
        }
    }

    /// The sentence in one language.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        self.message.say(lang)
    }
}
