//! Vietnamese text, before it is drawn: composed to NFC, free of characters that cannot be seen, and proof-read.
//!
//! Pure. Knows nothing of fonts; whether a letter can be drawn is `scene`'s to say. Proof-reading (`read`) points at what
//! a reader would stumble over and changes nothing.

mod abbreviations;
mod banned;
mod compounds;
mod dates;
mod findings;
pub mod legacy;
mod letters;
mod lexicon;
mod meant;
mod numbers;
mod paste;
mod phrases;
mod repeats;
mod slip;
mod spacing;
mod strange;
pub mod syllable;
mod tone_style;
mod words;

pub use compounds::{Break, BreakKind, Compounds, Ending, ending, is_weak};
pub use findings::{Finding, Kind, Proofreader, read};
pub use lexicon::{Banned, Entries, Lexicon};
pub use paste::{Oddity, Pasted, ours, paste};
pub use strange::look_alike;
pub use tone_style::{ToneStyle, convert};
pub use words::syllables;

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in NFC, one code point for each Vietnamese letter with its marks.
#[must_use]
pub fn compose(text: &str) -> Cow<'_, str> {
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect()),
    }
}

/// The text as it is to be shown: composed, line ends as `\n`, no spaces at the ends of lines and no empty lines
/// at the beginning and the end. The author's own breaks between lines are kept.
#[must_use]
pub fn tidy(text: &str) -> String {
    let composed = compose(text);
    let lines: Vec<&str> = composed.lines().map(|line| line.trim_matches([' ', '\r'])).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// The first character that has no place in a public text, with its position counted in characters from 0: a
/// control or invisible character, a direction mark, a private-use character, or a mark that belongs to no letter.
///
/// The no-break space and the word joiner are allowed: editors use them to keep words together.
#[must_use]
pub fn stray(text: &str) -> Option<(usize, char)> {
    text.chars().enumerate().find(|(_, c)| is_stray(*c))
}

fn is_stray(c: char) -> bool {
    match c {
        '\n' | '\u{A0}' | '\u{2060}' => false,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{61C}' | '\u{180E}' => true,
        '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2061}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFF}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_letters_become_one_character_each() {
        let decomposed = "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t";
        assert_eq!(compose(decomposed), "Tiếng Việt");
        assert_eq!(stray(&compose(decomposed)), None);
        assert!(matches!(compose("Tiếng Việt"), Cow::Borrowed(_)));
    }

    #[test]
    fn invisible_characters_and_marks_without_a_letter_are_found() {
        assert_eq!(stray("ab\u{200B}c"), Some((2, '\u{200B}')));
        assert_eq!(stray("x\u{301}"), Some((1, '\u{301}')));
        assert_eq!(stray("a\tb"), Some((1, '\t')));
        assert_eq!(stray("14\u{A0}giờ, 61/\u{2060}NĐ\n"), None);
    }

    #[test]
    fn tidy_keeps_the_lines_an_author_made_and_nothing_around_them() {
        assert_eq!(tidy("\n  Một cửa \r\n\r\n điện tử  \n\n"), "Một cửa\n\nđiện tử");
    }
}
