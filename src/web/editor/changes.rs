//! What changed between two texts of a playlist, in words, for who looks at it.

use super::telling::told as value;
use crate::editorial::{Change, ItemChange, Mark, difference, marked};
use crate::playlist::edit::{Fields, Manuscript};
use crate::report::Lang;
use crate::web::words::{EditorWords, editor, key_label};
use askama::Template;

/// What changed; the template is a part of a page.
#[derive(Template)]
#[template(path = "editor/changes.html", config = "web/askama.toml")]
pub(super) struct Told {
    e: &'static EditorWords,
    head: Vec<Line>,
    items: Vec<Item>,
}

struct Item {
    code: &'static str,
    word: &'static str,
    number: usize,
    /// Where it stood, if that is elsewhere.
    from: Option<usize>,
    text: String,
    lines: Vec<Line>,
}

/// One key that changed.
struct Line {
    label: &'static str,
    pieces: Vec<Piece>,
}

struct Piece {
    tag: &'static str,
    words: String,
}

/// What changed between two texts; `None` if one of them cannot be taken apart, or nothing did.
pub(super) fn told(lang: Lang, before: Option<&str>, after: &str) -> Option<Told> {
    let found = difference(before, after).ok()?;
    if found.is_empty() {
        return None;
    }
    let e = editor(lang);
    let now = Manuscript::parse(after).ok()?;
    let text =
        |fields: Option<Fields>| fields.and_then(|fields| Some(fields.get("text")?.as_str()?.to_owned()));
    let item = |change: &ItemChange| {
        let (code, word, number, from, lines, text) = match change {
            ItemChange::Added { index } => {
                ("added", e.added, *index, None, Vec::new(), text(now.item(*index)))
            }
            ItemChange::Removed { index_before, fields } => {
                ("removed", e.removed, *index_before, None, Vec::new(), text(Some(fields.clone())))
            }
            ItemChange::Changed { index_before, index, moved, changes } => {
                let lines = changes.iter().map(|change| line(lang, true, change)).collect();
                let from = moved.then_some(index_before + 1);
                // What changed of the words is shown in a line of its own.
                let changed = changes.iter().any(|change| change.key == "text");
                let text = if changed { None } else { text(now.item(*index)) };
                ("changed", e.changed_item, *index, from, lines, text)
            }
            ItemChange::Moved { index_before, index } => {
                ("moved", e.moved_item, *index, Some(index_before + 1), Vec::new(), text(now.item(*index)))
            }
            ItemChange::Same { .. } => return None,
        };
        Some(Item { code, word, number: number + 1, from, text: text.unwrap_or_default(), lines })
    };
    let head = found.head.iter().map(|change| line(lang, false, change)).collect();
    Some(Told { e, head, items: found.items.iter().filter_map(item).collect() })
}

fn line(lang: Lang, of_item: bool, change: &Change) -> Line {
    let words = |side: &Option<serde_json::Value>| {
        side.as_ref().map(|side| value(lang, of_item, &change.key, side)).unwrap_or_default()
    };
    let (before, after) = (words(&change.before), words(&change.after));
    let pieces = if change.key == "text" || change.key == "title" {
        marked(&before, &after)
    } else {
        vec![(Mark::Gone, before), (Mark::New, after)]
    };
    let piece = |(mark, words): (Mark, String)| {
        let tag = match mark {
            Mark::Same => "span",
            Mark::Gone => "del",
            Mark::New => "ins",
        };
        (!words.is_empty()).then_some(Piece { tag, words })
    };
    Line { label: key_label(lang, &change.key), pieces: pieces.into_iter().filter_map(piece).collect() }
}
