//! Makes a list between brackets say other entries, with the comments of those that stay.
//!
//! What stands between two commas belongs to two entries: up to the end of the line to the one before, from there on to the
//! one that follows.

use super::{table, value};
use serde_json::Value;
use toml_edit::{Array, RawString};

/// What differs of two lists: `old` entries behind the first `before` became `new` ones.
pub(super) struct Middle {
    pub(super) before: usize,
    pub(super) old: usize,
    pub(super) new: usize,
}

/// What differs between the entries that both lists begin with and those that both end with.
pub(super) fn middle(have: &[Value], wanted: &[Value]) -> Middle {
    let before = have.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    let (have, wanted) = (&have[before..], &wanted[before..]);
    let after = have.iter().rev().zip(wanted.iter().rev()).take_while(|(a, b)| a == b).count();
    Middle { before, old: have.len() - after, new: wanted.len() - after }
}

/// Makes a list that has entries say others.
pub(super) fn settle(array: &mut Array, key: &str, wanted: &[Value]) {
    let have: Vec<Value> = array.iter().map(value::read_value).collect();
    let Middle { before, old, new } = middle(&have, wanted);
    for at in before..before + old.min(new) {
        if let (Some(value), Some(wanted)) = (array.get_mut(at), wanted.get(at)) {
            table::change_value(value, key, wanted);
        }
    }
    if old == new {
        return;
    }
    let mut gaps = Gaps::take(array);
    for _ in new..old {
        array.remove(before + new);
        gaps.remove(before + new);
    }
    for (at, wanted) in wanted.iter().enumerate().take(before + new).skip(before + old) {
        array.insert_formatted(at, value::write(key, wanted, None));
        gaps.insert(at);
    }
    gaps.give(array);
}

/// What stands before each entry, and before the closing bracket.
struct Gaps {
    between: Vec<String>,
    /// What an entry on a line of its own begins with; `None` where all stands on one line.
    indent: Option<String>,
}

impl Gaps {
    fn take(array: &mut Array) -> Self {
        // Without a comma at the end, what follows the last entry is written with it; it reads the same before the bracket.
        let last = array.len().saturating_sub(1);
        let mut end = raw(Some(array.trailing()));
        if let (false, Some(value)) = (array.trailing_comma(), array.get_mut(last)) {
            end = raw(value.decor().suffix()) + &end;
            value.decor_mut().set_suffix("");
        }
        let mut between: Vec<String> = array.iter().map(|value| raw(value.decor().prefix())).collect();
        between.push(end);
        let own_line = between.iter().take(array.len()).find_map(|gap| gap.rsplit_once('\n'));
        let indent = own_line.map(|(_, indent)| format!("\n{indent}"));
        Self { between, indent }
    }

    fn remove(&mut self, at: usize) {
        let gone = self.between.remove(at);
        let Some(next) = self.between.get_mut(at) else { return };
        let (kept, own) = (halves(&gone).0.to_owned(), halves(next).1.to_owned());
        let line = if kept.contains('#') && !own.starts_with('\n') { "\n" } else { "" };
        *next = kept + line + &own;
    }

    fn insert(&mut self, at: usize) {
        let Some(next) = self.between.get_mut(at) else { return };
        let (of_previous, own) = halves(next);
        let indent = self
            .indent
            .clone()
            .unwrap_or_else(|| if of_previous.contains('#') { "\n" } else { "" }.to_owned());
        let new = of_previous.to_owned() + &indent;
        *next =
            if self.indent.is_some() && !own.starts_with('\n') { "\n".to_owned() } else { own.to_owned() };
        self.between.insert(at, new);
    }

    fn give(mut self, array: &mut Array) {
        let end = self.between.pop().unwrap_or_default();
        if self.indent.is_none() && !self.between.iter().any(|gap| gap.contains('\n')) {
            for (at, gap) in self.between.iter_mut().enumerate() {
                *gap = if at == 0 { gap.trim_end().to_owned() } else { " ".to_owned() };
            }
        }
        for (value, gap) in array.iter_mut().zip(self.between) {
            value.decor_mut().set_prefix(gap);
        }
        array.set_trailing(end);
    }
}

fn raw(text: Option<&RawString>) -> String {
    text.and_then(RawString::as_str).unwrap_or_default().to_owned()
}

/// What of a gap belongs to the entry before it, and what to the one behind it.
fn halves(gap: &str) -> (&str, &str) {
    gap.split_at(gap.find('\n').unwrap_or(0))
}
