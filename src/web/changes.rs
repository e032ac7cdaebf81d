//! What changed between two texts of a playlist, as people read it: item by item and key by key, the old beside the new.

use super::editor::value_told;
use super::words;
use crate::editorial::{Change, Difference, ItemChange, difference};
use crate::report::Lang;
use serde_json::{Map, Value};

/// One thing that changed.
pub(super) struct ChangeTold {
    /// `added`, `removed`, `changed`, `moved` or `head`.
    pub(super) kind: &'static str,
    pub(super) heading: String,
    /// The words of an item that was added, taken out or moved; empty otherwise.
    pub(super) text: String,
    pub(super) rows: Vec<Row>,
}

/// One key, before and after; what is absent is empty.
pub(super) struct Row {
    pub(super) label: &'static str,
    pub(super) before: String,
    pub(super) after: String,
}

/// What changed, in the order of the new text. `None` if the texts cannot be taken apart.
pub(super) fn changes(before: Option<&str>, after: &str, lang: Lang) -> Option<Vec<ChangeTold>> {
    let Difference { head, items } = difference(before, after).ok()?;
    let manuscript = crate::playlist::edit::Manuscript::parse(after).ok()?;
    let said = |index: usize| manuscript.item(index).map(|fields| text(&fields)).unwrap_or_default();
    let mut told = Vec::new();
    if !head.is_empty() {
        let (kind, heading) = ("head", words::changed_head(lang));
        told.push(ChangeTold { kind, heading, text: String::new(), rows: rows(&head, false, lang) });
    }
    for item in items {
        let of = |kind, number: usize, text, rows| {
            let heading = words::changed_item(lang, kind, number + 1);
            ChangeTold { kind, heading, text, rows }
        };
        told.push(match item {
            ItemChange::Added { index } => of("added", index, said(index), Vec::new()),
            ItemChange::Removed { index_before, fields } => {
                of("removed", index_before, text(&fields), Vec::new())
            }
            ItemChange::Changed { index, changes, .. } => {
                of("changed", index, String::new(), rows(&changes, true, lang))
            }
            ItemChange::Moved { index, .. } => of("moved", index, said(index), Vec::new()),
            ItemChange::Same { .. } => continue,
        });
    }
    Some(told)
}

fn text(fields: &Map<String, Value>) -> String {
    fields.get("text").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn rows(changes: &[Change], of_item: bool, lang: Lang) -> Vec<Row> {
    let said = |key: &str, value: &Option<Value>| {
        value.as_ref().map(|value| value_told(lang, of_item, key, value)).unwrap_or_default()
    };
    let row = |change: &Change| Row {
        label: words::key_label(lang, &change.key),
        before: said(&change.key, &change.before),
        after: said(&change.key, &change.after),
    };
    changes.iter().map(row).collect()
}

/// So many boards are named in a line.
const NAMED: usize = 6;

/// Boards by name, as many as fit a line.
pub(super) fn boards_named(names: impl ExactSizeIterator<Item = String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let mut names: Vec<String> = names.take(NAMED).collect();
    if more > 0 {
        names.push(format!("+{more}"));
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_said_in_the_order_of_the_new_text_with_old_and_new_words() {
        let before = "title = 'Tin'\n[[item]]\ntext = 'Một cửa phục vụ'\n[[item]]\ntext = 'Hết'\n";
        let after = "title = 'Tin mới'\n[[item]]\ntext = 'Một cửa phục vụ bạn'\nhold = 3\n[[item]]\ntext = 'Mới'\n[[item]]\ntext = 'Nữa'\n";
        let told = changes(Some(before), after, Lang::Vi).unwrap();
        let kinds: Vec<_> = told.iter().map(|change| change.kind).collect();
        assert_eq!(kinds[..2], ["head", "changed"]);
        assert!(kinds.contains(&"added") && kinds.contains(&"removed"), "{kinds:?}");
        let row = &told[1].rows[0];
        assert_eq!((row.before.as_str(), row.after.as_str()), ("Một cửa phục vụ", "Một cửa phục vụ bạn"));
        assert_eq!(told[1].rows[1].before, "");
        // A key is called what the form calls it in which it was changed.
        assert_eq!(row.label, "Nội dung");
        assert!(changes(Some(before), before, Lang::Vi).unwrap().is_empty());
    }
}
