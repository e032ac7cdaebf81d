//! The two ways to place the tone of an open `oa`, `oe`, `uy` (`hòa`, `hoà`), and the way from one to the other.
//!
//! Titles between quotation marks are never touched: a law is called as it was called.

use super::letters::{apart, with_tone};
use super::syllable::{Style, style};
use super::words::words;
use std::ops::Range;

/// How a site wants its tones placed (`tone_style`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToneStyle {
    /// `keep`: as each playlist does it, but not both in one.
    #[default]
    Keep,
    /// `old`: `hòa`, `thủy`.
    Old,
    /// `new`: `hoà`, `thuỷ`.
    New,
}

impl ToneStyle {
    /// The style that is asked for, if one is.
    #[must_use]
    pub fn wanted(self) -> Option<Style> {
        match self {
            Self::Keep => None,
            Self::Old => Some(Style::Old),
            Self::New => Some(Style::New),
        }
    }
}

/// A text in NFC with every tone in one style; all else, and what stands between quotation marks, as it was.
#[must_use]
pub fn convert(text: &str, to: Style) -> String {
    let quoted = quoted(text);
    let mut converted = String::with_capacity(text.len());
    let mut copied = 0;
    for word in words(text) {
        if is_inside(&quoted, word.byte) || style(word.text).is_none_or(|from| from == to) {
            continue;
        }
        converted.push_str(&text[copied..word.byte]);
        converted.push_str(&word_in(word.text, to));
        copied = word.end();
    }
    converted.push_str(&text[copied..]);
    converted
}

/// One word in a style; as it is if it has none.
pub(super) fn word_in(word: &str, to: Style) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if let (Some(from), [.., first, second]) = (style(word), &mut letters[..])
        && from != to
    {
        let (bearer, other) = if from == Style::Old { (first, second) } else { (second, first) };
        let (bare, tone) = apart(*bearer);
        if let Some(tone) = tone {
            *bearer = bare;
            *other = with_tone(*other, tone);
        }
    }
    letters.into_iter().collect()
}

/// What stands between quotation marks, in bytes. A mark that is never closed quotes nothing.
pub(super) fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((open, mark)) = text[from..].char_indices().find(|(_, c)| matches!(c, '“' | '«' | '"'))
    {
        let start = from + open + mark.len_utf8();
        let close = match mark {
            '“' => '”',
            '«' => '»',
            _ => '"',
        };
        from = start;
        if let Some(length) = text[start..].find(close) {
            found.push(start..start + length);
            from = start + length + close.len_utf8();
        }
    }
    found
}

/// Whether a byte lies in one of these ranges.
pub(super) fn is_inside(ranges: &[Range<usize>], byte: usize) -> bool {
    ranges.iter().any(|range| range.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_moved_to_the_style_asked_for_and_nothing_else_is_touched() {
        let old = "Hòa bình, KHỎE mạnh, thủy lợi; quý, của, hoàn, Ủy ban";
        let new = "Hoà bình, KHOẺ mạnh, thuỷ lợi; quý, của, hoàn, Uỷ ban";
        assert_eq!(convert(old, Style::New), new);
        assert_eq!(convert(new, Style::Old), old);
        assert_eq!(convert(new, Style::New), new);
    }

    #[test]
    fn titles_between_quotation_marks_are_left_as_they_are() {
        let text = "“Luật Thủy sản” và thủy sản, \"hòa\" «thủy» “thủy";
        assert_eq!(convert(text, Style::New), "“Luật Thủy sản” và thuỷ sản, \"hòa\" «thủy» “thuỷ");
    }
}
