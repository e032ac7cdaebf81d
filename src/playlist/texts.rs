//! Where the texts of a playlist file stand, whether or not the file is right otherwise.

use crate::report::At;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Every text of a file that reaches a reader's eyes (`title`, `text`), with the place of its TOML string, in the order
/// of the file; empty if it is no TOML.
#[must_use]
pub fn texts(file: &str) -> Vec<At<String>> {
    let (tree, _) = DeTable::parse_recoverable(file);
    let top = tree.get_ref();
    let items = top.get("item").and_then(|items| items.get_ref().as_array());
    let items = items.into_iter().flatten().filter_map(|item| item.get_ref().as_table());
    let found = items.filter_map(|item| item.get("text")).chain(top.get("title"));
    let mut texts: Vec<_> = found.filter_map(text).collect();
    texts.sort_by_key(|text| text.span.start);
    texts
}

fn text(value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
    Some(At { value: value.get_ref().as_str()?.to_owned(), span: value.span() })
}
