//! One Vietnamese letter taken apart and put together: the letter with its shape (circumflex, breve, horn), and the tone
//! on it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// The marks of the five tones that are written, as combining characters: grave, acute, hook, tilde, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{309}', '\u{303}', '\u{323}'];
/// The twelve vowel letters, without tone and in lower case.
const VOWELS: &str = "aăâeêioôơuưy";

/// A tone as the combining character that writes it. The level tone, which has no mark, is `None` where a tone may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tone(char);

impl Tone {
    /// Whether a syllable that ends in c, ch, p or t can have it: acute and dot below only.
    pub(super) fn is_abrupt(self) -> bool {
        matches!(self.0, '\u{301}' | '\u{323}')
    }
}

/// A letter without its tone, and the tone: `ế` is `ê` and acute.
pub(super) fn apart(letter: char) -> (char, Option<Tone>) {
    // Most letters of a text are plain, and this is asked of every letter several times.
    if letter.is_ascii() {
        return (letter, None);
    }
    let mut marks = letter.nfd();
    let (mut bare, mut tone) = (marks.next().unwrap_or(letter), None);
    for mark in marks {
        if TONES.contains(&mark) {
            tone = Some(Tone(mark));
        } else {
            bare = compose(bare, mark).unwrap_or(letter);
        }
    }
    (bare, tone)
}

/// A letter with a tone on it, or as it is if the two do not make one letter.
pub(super) fn with_tone(letter: char, tone: Tone) -> char {
    compose(letter, tone.0).unwrap_or(letter)
}

/// Whether it is one of the twelve vowel letters, in lower case and without tone.
pub(super) fn is_vowel(letter: char) -> bool {
    VOWELS.contains(letter)
}

/// Whether a word can have this letter in Vietnamese text: ASCII, the vowel letters with their tones, and đ.
pub(super) fn is_ours(letter: char) -> bool {
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    lower.is_ascii_alphabetic() || lower == 'đ' || is_vowel(apart(lower).0)
}

/// The plain Latin letter, in lower case, without shape, bar and tone: how initials are compared.
pub(super) fn initial(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'đ' => 'd',
        lower => lower.nfd().next().unwrap_or(lower),
    }
}

/// Whether a list of words, one space between them, has this one. Asked of every word of every text, so bytes are compared.
pub(super) fn is_listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.as_bytes().split(|byte| *byte == b' ').any(|known| known == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_comes_apart_into_shape_and_tone_and_goes_together_again() {
        let (e, acute) = apart('ế');
        assert_eq!(e, 'ê');
        assert_eq!(with_tone('ơ', acute.unwrap()), 'ớ');
        assert_eq!(apart('Ệ').0, 'Ê');
        assert_eq!(apart('đ'), ('đ', None));
        assert_eq!(with_tone('b', acute.unwrap()), 'b');
        assert_eq!((initial('Ử'), initial('Đ')), ('u', 'd'));
        assert!(is_ours('Ặ') && is_ours('w') && !is_ours('ж') && !is_ours('ü'));
    }
}
