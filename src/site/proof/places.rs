//! From a byte range of a playlist text back to what a form shows: the item, its key, and characters of its text.

use crate::report::{Fault, Message};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A text of which places are asked for.
pub(super) struct Places<'t> {
    text: &'t str,
    tree: Spanned<DeTable<'t>>,
}

/// What a fault is about.
#[derive(Clone, Debug, Default)]
pub(super) struct Spot {
    /// The item, from 0; `None` for the head.
    pub(super) item: Option<usize>,
    /// The key.
    pub(super) field: Option<String>,
    /// Characters of the text, if it is about some of them.
    pub(super) words: Option<Range<usize>>,
    /// The text of the item, as it is written.
    pub(super) text: String,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, tree: DeTable::parse_recoverable(text).0 }
    }

    /// What a fault is about: the key it stands at, else the one its sentence names.
    pub(super) fn spot(&self, fault: &Fault) -> Spot {
        let Some((_, span)) = &fault.place else { return Spot::default() };
        let items = self.tree.get_ref().get("item").and_then(|items| items.get_ref().as_array());
        let tables =
            || items.into_iter().flatten().filter_map(|item| Some((item, item.get_ref().as_table()?)));
        for (index, (item, table)) in tables().enumerate() {
            let written = table.get("text").and_then(|text| text.get_ref().as_str()).unwrap_or_default();
            let spot = Spot { item: Some(index), text: written.to_owned(), ..Spot::default() };
            if let Some(key) = key_at(table, span) {
                let words = (key == "text").then(|| self.words(table.get("text")?, span)).flatten();
                return Spot { field: Some(key), words, ..spot };
            }
            if item.span().contains(&span.start) {
                return Spot { field: named(&fault.message), ..spot };
            }
        }
        let field = key_at(self.tree.get_ref(), span).filter(|key| key != "item");
        Spot { field: field.or_else(|| named(&fault.message)), ..Spot::default() }
    }

    /// The characters of a string that a range of its writing is about; `None` if that is all of it.
    fn words(&self, value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> Option<Range<usize>> {
        let whole = value.span();
        if *span == whole {
            return None;
        }
        let raw = self.text.get(whole.clone())?;
        let start = characters(raw, span.start.checked_sub(whole.start)?)?;
        let end = characters(raw, span.end.checked_sub(whole.start)?)?;
        (start < end).then_some(start..end)
    }
}

/// The key of a table at or in whose value a place stands.
fn key_at(table: &DeTable<'_>, span: &Range<usize>) -> Option<String> {
    let found = table.iter().find(|(key, value)| key.span().contains(&span.start) || covers(value, span));
    found.map(|(key, _)| key.get_ref().to_string())
}

fn covers(value: &Spanned<DeValue<'_>>, span: &Range<usize>) -> bool {
    value.span().contains(&span.start)
        || match value.get_ref() {
            DeValue::Array(each) => each.iter().any(|value| covers(value, span)),
            DeValue::Table(table) => key_at(table, span).is_some(),
            _ => false,
        }
}

/// How many characters the first bytes of a TOML string write: read by the parser of TOML as a string that ends there.
fn characters(raw: &str, bytes: usize) -> Option<usize> {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.into_iter().find(|quote| raw.starts_with(quote))?;
    let cut = format!("x = {}{quote}", raw.get(..bytes.max(quote.len()))?);
    let tree = DeTable::parse(&cut).ok()?;
    Some(tree.get_ref().get("x")?.get_ref().as_str()?.chars().count())
}

/// The key that a sentence is about although it stands elsewhere: one that is missing.
fn named(message: &Message) -> Option<String> {
    match message {
        Message::MissingKey { key, .. } => Some(key.clone()),
        _ => None,
    }
}
