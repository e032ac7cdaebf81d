//! Phrases in two languages, one a line: English, ` = `, Vietnamese. Knows no sentences.

/// A phrase of a table in Vietnamese; `None` where nobody has translated it.
pub(super) fn in_vietnamese(table: &'static str, english: &str) -> Option<&'static str> {
    let mut pairs = table.lines().filter_map(|line| line.split_once(" = "));
    pairs.find(|(known, _)| *known == english).map(|(_, vietnamese)| vietnamese)
}
