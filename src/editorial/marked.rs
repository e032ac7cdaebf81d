//! Two texts word by word: what of them is the same, what is gone, and what is new.

use super::common::common;

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// They stand in both.
    Same,
    /// They are gone.
    Gone,
    /// They are new.
    New,
}

/// The pieces of both texts in their order; the same and the gone ones make the old text, the same and the new ones the new.
#[must_use]
pub fn marked(before: &str, after: &str) -> Vec<(Mark, String)> {
    let (old, new) = (words(before), words(after));
    let mut pieces: Vec<(Mark, String)> = Vec::new();
    let mut put = |mark: Mark, words: &[&str]| {
        let text = words.concat();
        match pieces.last_mut() {
            _ if text.is_empty() => {}
            Some((last, more)) if *last == mark => more.push_str(&text),
            _ => pieces.push((mark, text)),
        }
    };
    let mut pairs = common(&old, &new);
    // A space between two words that both changed is not worth standing alone.
    let is_space = |at: usize| old.get(at).is_some_and(|word| word.trim().is_empty());
    let beside = |a: usize, b: usize| pairs.binary_search(&(a, b)).is_ok();
    let alone: Vec<bool> = pairs
        .iter()
        .map(|(a, b)| {
            let before = a.checked_sub(1).zip(b.checked_sub(1)).is_some_and(|(a, b)| beside(a, b));
            is_space(*a) && !before && !beside(a + 1, b + 1) && *a > 0 && a + 1 < old.len()
        })
        .collect();
    let mut alone = alone.into_iter();
    pairs.retain(|_| !alone.next().unwrap_or_default());
    let mut from = (0, 0);
    for (a, b) in pairs.into_iter().chain([(old.len(), new.len())]) {
        put(Mark::Gone, &old[from.0..a]);
        put(Mark::New, &new[from.1..b]);
        put(Mark::Same, old.get(a..a + 1).unwrap_or_default());
        from = (a + 1, b + 1);
    }
    pieces
}

/// Words and what is between them, each a piece.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_space = first.is_whitespace();
        let end =
            rest.find(|letter: char| letter.is_whitespace() != is_space || (is_space && letter == '\n'));
        let end = match end {
            Some(0) | None => {
                if end == Some(0) {
                    first.len_utf8()
                } else {
                    rest.len()
                }
            }
            Some(end) => end,
        };
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_word_that_changed_is_marked_and_the_others_are_not() {
        let pieces = marked("Nộp hồ sơ qua mạng", "Nộp hồ sơ tại nhà");
        let said: Vec<(Mark, &str)> = pieces.iter().map(|(mark, words)| (*mark, words.as_str())).collect();
        assert_eq!(said, [(Mark::Same, "Nộp hồ sơ "), (Mark::Gone, "qua mạng"), (Mark::New, "tại nhà"),]);
        assert_eq!(marked("", "mới"), [(Mark::New, "mới".to_owned())]);
        assert_eq!(marked("cũ", "cũ"), [(Mark::Same, "cũ".to_owned())]);
        assert!(marked("", "").is_empty());
    }

    proptest! {
        #[test]
        fn the_pieces_make_both_texts(before in "[ab \n]{0,20}", after in "[ab \n]{0,20}") {
            let pieces = marked(&before, &after);
            let of = |wanted: Mark| -> String {
                let kept = pieces.iter().filter(|(mark, _)| *mark == Mark::Same || *mark == wanted);
                kept.map(|(_, words)| words.as_str()).collect()
            };
            prop_assert_eq!(of(Mark::Gone), before);
            prop_assert_eq!(of(Mark::New), after);
        }
    }
}
