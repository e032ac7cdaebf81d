//! What changed between two texts of one playlist, for people who review it or look at its history.

use super::common::common;
use crate::playlist::edit::{Fields, Manuscript, keys};
use crate::report::Message;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// So many words of an item are looked at to say how like another one it is.
const WORDS: usize = 32;
/// Items at least this like each other, of 1, are taken for one that changed.
const ALIKE: f64 = 0.5;
/// How much of it is said by the neighbours: the same one before it, the same one behind it.
const NEIGHBOURS: f64 = 0.3;

/// One key that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The key.
    pub key: String,
    /// What it said; `None` if it is new.
    pub before: Option<Value>,
    /// What it says; `None` if it is gone.
    pub after: Option<Value>,
}

/// What became of one item. Indices are counted from 0.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemChange {
    /// It is new.
    Added {
        /// Where it stands.
        index: usize,
    },
    /// It is gone.
    Removed {
        /// Where it stood.
        index_before: usize,
        /// What it said.
        fields: Fields,
    },
    /// It says something else.
    Changed {
        /// Where it stood.
        index_before: usize,
        /// Where it stands.
        index: usize,
        /// Whether it also has other items before it than it had, new and removed ones not counted.
        moved: bool,
        /// What, in the order of `docs/files.md`.
        changes: Vec<Change>,
    },
    /// It says the same at another place.
    Moved {
        /// Where it stood.
        index_before: usize,
        /// Where it stands.
        index: usize,
    },
    /// It says the same, and those around it are in the same order.
    Same {
        /// Where it stood.
        index_before: usize,
        /// Where it stands.
        index: usize,
    },
}

/// What changed in a playlist.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Difference {
    /// The keys of the head that changed, in the order of `docs/files.md`.
    pub head: Vec<Change>,
    /// What became of every item, in the order of the new text; one that is gone stands where it stood.
    pub items: Vec<ItemChange>,
}

impl Difference {
    /// Whether both texts say the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.head.is_empty() && self.items.iter().all(|item| matches!(item, ItemChange::Same { .. }))
    }
}

/// What changed between two texts; of a playlist that is new, all of it.
///
/// # Errors
/// If a text is none that can be taken apart; see [`Manuscript::parse`].
pub fn difference(before: Option<&str>, after: &str) -> Result<Difference, Message> {
    let read = |text: &str| -> Result<(Fields, Vec<Fields>), Message> {
        let manuscript = Manuscript::parse(text)?;
        let items = (0..manuscript.len()).filter_map(|index| manuscript.item(index)).collect();
        Ok((manuscript.head(), items))
    };
    let (old_head, old) = before.map_or(Ok(Default::default()), read)?;
    let (head, new) = read(after)?;
    Ok(Difference { head: changes(&old_head, &head, &keys::HEAD), items: Matching::of(&old, &new).told() })
}

/// The keys that differ, in an order of keys (`playlist::edit::keys`).
#[must_use]
pub fn changes(before: &Fields, after: &Fields, order: &[&str]) -> Vec<Change> {
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut changes: Vec<Change> = all
        .into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| Change {
            key: key.clone(),
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect();
    changes.sort_by_key(|change| keys::rank(order, &change.key));
    changes
}

/// Which item of the new text is which of the old one.
struct Matching<'t> {
    old: &'t [Fields],
    new: &'t [Fields],
    /// Of each new item: the old one.
    from: Vec<Option<usize>>,
    /// Of each old item: the new one.
    to: Vec<Option<usize>>,
    /// The new items whose order did not change among each other.
    steady: BTreeSet<usize>,
}

impl<'t> Matching<'t> {
    fn of(old: &'t [Fields], new: &'t [Fields]) -> Self {
        let (from, to) = (vec![None; new.len()], vec![None; old.len()]);
        let mut matching = Self { old, new, from, to, steady: BTreeSet::new() };
        // Numbers are compared faster than items: the same for those that say the same.
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut number = |item: &Fields| -> usize {
            let next = numbers.len();
            *numbers.entry(Value::Object(item.clone()).to_string()).or_insert(next)
        };
        let old_numbers: Vec<usize> = old.iter().map(&mut number).collect();
        let new_numbers: Vec<usize> = new.iter().map(&mut number).collect();
        for (a, b) in common(&old_numbers, &new_numbers) {
            matching.join(a, b);
        }
        for (b, number) in
            new_numbers.iter().enumerate().filter(|(b, _)| matching.from[*b].is_none()).collect::<Vec<_>>()
        {
            let same = |a: &usize| matching.to[*a].is_none() && old_numbers[*a] == *number;
            if let Some(a) = (0..old.len()).find(same) {
                matching.join(a, b);
            }
        }
        matching.join_alike();
        matching.join_in_place();
        matching.find_steady();
        matching
    }

    fn join(&mut self, a: usize, b: usize) {
        (self.to[a], self.from[b]) = (Some(b), Some(a));
    }

    /// Joins what is left, the likest first.
    fn join_alike(&mut self) {
        // Words are numbered: a thousand items may have to be compared with a thousand.
        let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
        let mut words = |item: &Fields| -> Vec<usize> {
            let text = item.get("text").and_then(Value::as_str).unwrap_or_default();
            let mut words = Vec::new();
            for word in text.split_whitespace().take(WORDS) {
                let next = numbers.len();
                words.push(*numbers.entry(word.to_lowercase()).or_insert(next));
            }
            words.sort_unstable();
            words
        };
        let mut left = |all: &[Fields], joined: &[Option<usize>]| -> Vec<(usize, Vec<usize>)> {
            let left = all.iter().enumerate().filter(|(at, _)| joined[*at].is_none());
            left.map(|(at, item)| (at, words(item))).collect()
        };
        let (old, new) = (left(self.old, &self.to), left(self.new, &self.from));
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (a, old_words) in &old {
            for (b, new_words) in &new {
                let score = (1.0 - NEIGHBOURS) * likeness(old_words, new_words) + self.beside(*a, *b);
                if score >= ALIKE {
                    pairs.push((score, *a, *b));
                }
            }
        }
        pairs.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| (x.1, x.2).cmp(&(y.1, y.2))));
        for (_, a, b) in pairs {
            if self.to[a].is_none() && self.from[b].is_none() {
                self.join(a, b);
            }
        }
    }

    /// Joins what is left where as many stand between the same two as stood there, in their order: whoever reads it wants
    /// to see what was written in place of what, even where no word stayed.
    fn join_in_place(&mut self) {
        let mut begin = 0;
        while begin < self.new.len() {
            let run = self.from[begin..].iter().take_while(|from| from.is_none()).count();
            let first = match begin.checked_sub(1) {
                Some(before) => self.from[before].map(|before| before + 1),
                None => Some(0),
            };
            if let Some(first) = first
                && self.to.get(first..first + run).is_some_and(|to| to.iter().all(Option::is_none))
            {
                let (a, b) = (first + run, begin + run);
                let end = a == self.old.len() && b == self.new.len();
                if end || self.to.get(a).is_some_and(|to| *to == Some(b)) {
                    (0..run).for_each(|at| self.join(first + at, begin + at));
                }
            }
            begin += run + 1;
        }
    }

    /// What the neighbours say for two items being one: those before both are the same, or there are none, and those behind.
    fn beside(&self, a: usize, b: usize) -> f64 {
        let before = match (a.checked_sub(1), b.checked_sub(1)) {
            (Some(a), Some(b)) => self.to[a] == Some(b),
            (a, b) => a == b,
        };
        let behind = match (self.to.get(a + 1), self.from.get(b + 1)) {
            (Some(to), Some(_)) => *to == Some(b + 1),
            (a, b) => a.is_none() && b.is_none(),
        };
        NEIGHBOURS / 2.0 * (f64::from(u8::from(before)) + f64::from(u8::from(behind)))
    }

    fn find_steady(&mut self) {
        let mut order: Vec<(usize, usize)> = self.pairs();
        let new_order: Vec<usize> = order.iter().map(|(_, b)| *b).collect();
        order.sort_unstable();
        let old_order: Vec<usize> = order.iter().map(|(_, b)| *b).collect();
        self.steady = common(&old_order, &new_order).into_iter().map(|(at, _)| old_order[at]).collect();
    }

    /// Old and new index of what is in both, in the new order.
    fn pairs(&self) -> Vec<(usize, usize)> {
        self.from.iter().enumerate().filter_map(|(b, a)| Some(((*a)?, b))).collect()
    }

    fn told(&self) -> Vec<ItemChange> {
        let mut items = Vec::new();
        let mut gone = (0..self.old.len()).filter(|a| self.to[*a].is_none()).peekable();
        let removed = |index_before: usize| ItemChange::Removed {
            index_before,
            fields: self.old[index_before].clone(),
        };
        // What is gone stands behind the last one before it that stayed in its place.
        let steady: Vec<usize> = self.steady.iter().filter_map(|index| self.from[*index]).collect();
        let mut ends = steady.into_iter().chain([self.old.len()]);
        let mut until = ends.next();
        items.extend(std::iter::from_fn(|| gone.next_if(|gone| Some(*gone) < until)).map(removed));
        for (index, from) in self.from.iter().enumerate() {
            items.push(self.item(index, *from));
            if self.steady.contains(&index) {
                until = ends.next();
                items.extend(std::iter::from_fn(|| gone.next_if(|gone| Some(*gone) < until)).map(removed));
            }
        }
        items
    }

    fn item(&self, index: usize, from: Option<usize>) -> ItemChange {
        let Some(index_before) = from else { return ItemChange::Added { index } };
        let moved = !self.steady.contains(&index);
        let changes = changes(&self.old[index_before], &self.new[index], &keys::ITEM);
        match (changes.is_empty(), moved) {
            (true, false) => ItemChange::Same { index_before, index },
            (true, true) => ItemChange::Moved { index_before, index },
            (false, moved) => ItemChange::Changed { index_before, index, moved, changes },
        }
    }
}

/// Twice the words that two sorted lists share, of all their words: 0 to 1.
fn likeness(a: &[usize], b: &[usize]) -> f64 {
    let (mut x, mut y, mut shared) = (0, 0, 0);
    while let (Some(one), Some(other)) = (a.get(x), b.get(y)) {
        shared += usize::from(one == other);
        (x, y) = (x + usize::from(one <= other), y + usize::from(other <= one));
    }
    if a.is_empty() && b.is_empty() { 1.0 } else { 2.0 * shared as f64 / (a.len() + b.len()) as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn file(title: &str, items: &[&str]) -> String {
        let items = items.iter().map(|item| format!("[[item]]\ntext = {item}\n"));
        format!("title = \"{title}\"\n{}", items.collect::<String>())
    }

    /// One letter for each item: `=` same, `~` changed, `+` new, `-` gone, `>` moved, with both its numbers.
    fn short(difference: &Difference) -> String {
        let one = |item: &ItemChange| match item {
            ItemChange::Added { index } => format!("+{index}"),
            ItemChange::Removed { index_before, .. } => format!("-{index_before}"),
            ItemChange::Changed { index_before, index, moved, .. } => {
                format!("~{}{index_before}{index}", if *moved { ">" } else { "" })
            }
            ItemChange::Moved { index_before, index } => format!(">{index_before}{index}"),
            ItemChange::Same { index_before, index } => format!("={index_before}{index}"),
        };
        difference.items.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn compared(before: &[&str], after: &[&str]) -> String {
        short(&difference(Some(&file("a", before)), &file("a", after)).unwrap())
    }

    #[test]
    fn items_are_known_again_by_what_they_say_and_by_their_neighbours() {
        let (a, b, c) = ("'Một cửa tận tâm'", "'Nộp hồ sơ qua mạng'", "'Kính chào quý khách'");
        assert_eq!(compared(&[a, b, c], &[a, b, c]), "=00 =11 =22");
        assert_eq!(compared(&[a, b, c], &[a, c]), "=00 -1 =21");
        assert_eq!(compared(&[a, b], &[c, a, b]), "+0 =01 =12");
        assert_eq!(compared(&[a, b, c], &[c, a, b]), ">20 =01 =12");
        assert_eq!(compared(&[a, b, c], &[a, "'Nộp hồ sơ tại nhà'", c]), "=00 ~11 =22");
        assert_eq!(
            compared(&[a, b, c], &[a, "'Nộp hồ tại nhà'", c]),
            "=00 ~11 =22",
            "rewritten between the same two"
        );
        assert_eq!(
            compared(&[a, b, c], &[a, "'Chúc mừng năm mới'", c]),
            "=00 ~11 =22",
            "something else altogether, in place of it"
        );
        let (d, e) = ("'Chúc mừng năm mới'", "'Điện thoại 1022'");
        assert_eq!(compared(&[a, b], &[d, e]), "~00 ~11", "all of it anew, one for one");
        assert_eq!(compared(&[a, b, c], &[a, d, e, c]), "=00 -1 +1 +2 =23", "two are not in place of one");
        assert_eq!(compared(&[a, b, c], &["'Kính chào quý vị'", a, b]), "~>20 =01 =12");
        assert_eq!(compared(&[a, a], &[a]), "=00 -1");
        assert_eq!(compared(&[], &[a]), "+0");
    }

    #[test]
    fn what_changed_of_the_head_and_of_an_item_is_told_in_the_order_of_the_reference() {
        let before = "title = \"a\"\norder = 1\n[[item]]\ntext = \"x\"\nhold = 8.0\n";
        let after = "# khác\ntitle = 'b'\nblank = 1\n[[item]]\nhold = 9\ncolour = \"red\"\ntext = '''x'''\n";
        let told = difference(Some(before), after).unwrap();
        let change = |key: &str, before: Value, after: Value| Change {
            key: key.to_owned(),
            before: Some(before).filter(|value| !value.is_null()),
            after: Some(after).filter(|value| !value.is_null()),
        };
        let head = [
            change("title", json!("a"), json!("b")),
            change("order", json!(1), Value::Null),
            change("blank", Value::Null, json!(1)),
        ];
        assert_eq!(told.head, head);
        let changes = vec![change("colour", Value::Null, json!("red")), change("hold", json!(8), json!(9))];
        assert_eq!(told.items, [ItemChange::Changed { index_before: 0, index: 0, moved: false, changes }]);
        assert!(!told.is_empty());
        let written = "title=\"a\" # lời\norder = 0x1\n\n[[item]]\nhold = 8\ntext = 'x'\n";
        assert!(difference(Some(before), written).unwrap().is_empty(), "only written in another way");
    }

    #[test]
    fn of_a_new_playlist_everything_is_new_and_what_is_no_playlist_is_said() {
        let told = difference(None, &file("a", &["'x'", "'y'"])).unwrap();
        assert_eq!((told.head.len(), short(&told).as_str()), (1, "+0 +1"));
        assert!(difference(Some("= 1"), "").is_err() && difference(None, "item = [{}]").is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn the_old_items_and_the_changes_give_the_new_ones(
            before in proptest::collection::vec(0..12_u8, 0..8), after in proptest::collection::vec(0..12_u8, 0..8),
        ) {
            let item = |n: &u8| {
                let text = ["Một cửa", "Một cửa tận tâm", "Nộp hồ sơ", "Kính chào"][usize::from(n / 3)];
                json!({"text": text, "hold": n % 3}).as_object().unwrap().clone()
            };
            let (old, new): (Vec<_>, Vec<_>) = (before.iter().map(item).collect(), after.iter().map(item).collect());
            let told = Matching::of(&old, &new).told();
            let mut seen = (Vec::new(), Vec::new());
            for change in &told {
                match change {
                    ItemChange::Added { index } => seen.1.push(*index),
                    ItemChange::Removed { index_before, fields } => {
                        seen.0.push(*index_before);
                        prop_assert_eq!(fields, &old[*index_before]);
                    }
                    ItemChange::Changed { index_before, index, changes, .. } => {
                        seen.0.push(*index_before);
                        seen.1.push(*index);
                        let mut made = old[*index_before].clone();
                        for change in changes {
                            made.remove(&change.key);
                            made.extend(change.after.clone().map(|value| (change.key.clone(), value)));
                        }
                        prop_assert_eq!(&made, &new[*index]);
                    }
                    ItemChange::Moved { index_before, index } | ItemChange::Same { index_before, index } => {
                        seen.0.push(*index_before);
                        seen.1.push(*index);
                        prop_assert_eq!(&old[*index_before], &new[*index]);
                    }
                }
            }
            prop_assert_eq!(&seen.1, &(0..new.len()).collect::<Vec<_>>(), "each new one once and in its order");
            seen.0.sort_unstable();
            prop_assert_eq!(&seen.0, &(0..old.len()).collect::<Vec<_>>(), "each old one once");
        }
    }
}
