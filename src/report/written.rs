//! Where the characters of a text stand in the TOML string it was read from: past quotes, escapes (`\\n`, `\\u1EBF`), marks
//! written apart from their letters, and spaces that were trimmed.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// The bytes of `raw` that write each of the first `most` characters of `text`, as far as the two go together.
pub(super) fn places(raw: &str, text: &str, most: usize) -> Vec<Range<usize>> {
    let mut written = Written::new(raw).peekable();
    let mut places = Vec::new();
    for wanted in text.chars().take(most) {
        // Only what tidying takes away may stand between.
        let skipped = |c: char| matches!(c, ' ' | '\n' | '\r');
        while written.next_if(|(c, _)| *c != wanted && skipped(*c)).is_some() {}
        let Some((_, place)) = written.next_if(|(c, _)| *c == wanted) else { break };
        places.push(place);
    }
    places
}

/// The characters that a TOML string means, composed, each with the bytes it is written in.
struct Written<'r> {
    raw: &'r str,
    at: usize,
    end: usize,
    /// Whether a backslash means something: in strings between double quotes.
    escapes: bool,
}

impl<'r> Written<'r> {
    fn new(raw: &'r str) -> Self {
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let quote = quotes
            .into_iter()
            .find(|quote| raw.len() >= 2 * quote.len() && raw.starts_with(quote) && raw.ends_with(quote));
        let quote = quote.unwrap_or("");
        Self { raw, at: quote.len(), end: raw.len() - quote.len(), escapes: quote.starts_with('"') }
    }

    fn rest(&self) -> &'r str {
        self.raw.get(self.at..self.end).unwrap_or("")
    }

    /// The next character that is meant, and how many bytes write it; `None` in it for a line that goes on.
    fn character(&self) -> Option<(Option<char>, usize)> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        if first != '\\' || !self.escapes {
            return Some((Some(first), first.len_utf8()));
        }
        let kind = rest[1..].chars().next()?;
        let code = |digits: usize| {
            let code = u32::from_str_radix(rest.get(2..2 + digits)?, 16).ok()?;
            Some((Some(char::from_u32(code)?), 2 + digits))
        };
        match kind {
            'n' => Some((Some('\n'), 2)),
            'r' => Some((Some('\r'), 2)),
            't' => Some((Some('\t'), 2)),
            'b' => Some((Some('\u{8}'), 2)),
            'f' => Some((Some('\u{C}'), 2)),
            'e' => Some((Some('\u{1B}'), 2)),
            'x' => code(2),
            'u' => code(4),
            'U' => code(8),
            '\\' | '"' => Some((Some(kind), 2)),
            _ => Some((None, rest.len() - rest[1..].trim_start().len())),
        }
    }
}

impl Iterator for Written<'_> {
    type Item = (char, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut meant, start) = loop {
            let start = self.at;
            let (meant, bytes) = self.character()?;
            self.at += bytes;
            if let Some(meant) = meant {
                break (meant, start);
            }
        };
        while let Some((Some(mark @ '\u{300}'..='\u{36F}'), bytes)) = self.character() {
            let mut composed = [meant, mark].into_iter().nfc();
            // Dot below and circumflex come in either order; both meet in the one letter.
            let (Some(one), None) = (composed.next(), composed.next()) else { break };
            meant = one;
            self.at += bytes;
        }
        Some((meant, start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the last character of the text is written in the file.
    fn last<'r>(raw: &'r str, text: &str) -> Option<&'r str> {
        let count = text.chars().count();
        places(raw, text, count).get(count - 1).map(|place| &raw[place.clone()])
    }

    #[test]
    fn characters_are_followed_past_quotes_escapes_and_trimmed_spaces() {
        assert_eq!(last("\"a\\nn\"", "a\nn"), Some("n"));
        assert_eq!(last("\"\\u1EBF\"", "ế"), Some("\\u1EBF"));
        assert_eq!(last("'a\\n'", "a\\n"), Some("n"));
        assert_eq!(last("\"\"\"\n  một  \n cửa\"\"\"", "một\ncửa"), Some("a"));
        assert_eq!(last("\"\"\"một \\\n   cửa\"\"\"", "một cửa"), Some("a"));
        assert_eq!(last("no quotes", "no q"), Some("q"));
    }

    #[test]
    fn letters_with_marks_written_apart_are_one_character() {
        assert_eq!(last("\"e\u{302}\u{301}\"", "ế"), Some("e\u{302}\u{301}"));
        assert_eq!(last("\"e\u{323}\u{302}t\"", "ệt"), Some("t"));
    }

    #[test]
    fn a_text_that_does_not_stand_there_ends_the_search_and_nothing_panics() {
        for (raw, text) in
            [("\"a\"", "b"), ("\"", "a"), ("\"\\u12\"", "\u{12}"), ("", "a"), ("\"\\", "a"), ("\"\\ế\"", "ế")]
        {
            assert!(places(raw, text, 9).len() <= 1, "{raw}");
        }
    }
}
