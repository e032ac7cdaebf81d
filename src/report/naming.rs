//! Words in sentences: what can be an id, which word was probably meant, how a character is named.

/// Whether a word can be an id: 1 to 40 lower-case ASCII letters, digits and `-`, not beginning with `-`.
#[must_use]
pub fn is_id(word: &str) -> bool {
    (1..=40).contains(&word.len())
        && !word.starts_with('-')
        && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// Words to offer for a wrong one: the likeliest first, then all in their order.
#[must_use]
pub fn offered(wrong: &str, words: &[&str]) -> String {
    let near = words
        .iter()
        .map(|word| (strsim::damerau_levenshtein(wrong, word), *word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word);
    let rest = words.iter().copied().filter(|word| Some(*word) != near);
    near.into_iter().chain(rest).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// `U+1EBF`: how a character is named where it may not be visible.
#[must_use]
pub fn code_point(letter: char) -> String {
    format!("U+{:04X}", u32::from(letter))
}

/// A word from outside, cut to a length that fits a sentence.
#[must_use]
pub fn shortened(word: &str) -> String {
    let mut letters = word.chars();
    let short: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_word_is_offered_first() {
        assert_eq!(offered("cetner", &["left", "center", "right"]), "`center`, `left`, `right`");
        assert_eq!(offered("xyz", &["left", "center"]), "`left`, `center`");
    }

    #[test]
    fn ids_are_short_lower_case_words() {
        assert!(is_id("ubnd-2"));
        for bad in ["", "-a", "UBND", "cổng", "a b", &"a".repeat(41)] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
