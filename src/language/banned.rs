//! What a site lets no text say: whole words and phrases of its list, small and capital letters alike.

use super::lexicon::{Lexicon, normal};
use super::words::Word;

/// Every banned phrase in the words of a text: which words, and why they are banned.
pub(super) fn banned<'l>(
    words: &[Word<'_>],
    lexicon: &'l Lexicon,
) -> Vec<(std::ops::Range<usize>, Option<&'l str>)> {
    if lexicon.banned.is_empty() {
        return Vec::new();
    }
    let normal: Vec<String> = words.iter().map(|word| normal(word.text)).collect();
    let mut found = Vec::new();
    for at in 0..normal.len() {
        let here = lexicon.banned.iter().filter(|(phrase, _)| normal[at..].starts_with(phrase));
        if let Some((phrase, note)) = here.max_by_key(|(phrase, _)| phrase.len()) {
            found.push((at..at + phrase.len(), note.as_deref()));
        }
    }
    found
}
