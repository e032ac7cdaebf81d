//! The line of a file that a fault is about, with a caret under the place: what stands in the `<pre>`.

use crate::report::Fault;
use unicode_normalization::char::is_combining_mark;

/// Letters shown before and after the place when a line is long.
const AROUND: usize = 70;

/// `12 | text = "…"` and a line of carets below it; `None` for a fault without a place.
pub(super) fn excerpt(fault: &Fault) -> Option<String> {
    let (source, span) = fault.place.as_ref()?;
    let (number, column) = fault.line_column()?;
    let line = source.text.lines().nth(number - 1).unwrap_or("");
    let letters: Vec<char> =
        line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let start = (column - 1).min(letters.len());
    let marked =
        source.text.get(span.clone()).map_or(0, |text| text.lines().next().unwrap_or("").chars().count());
    let end = (start + marked).min(letters.len());
    let from = start.saturating_sub(AROUND);
    let to = letters.len().min(start + AROUND);

    let gutter = format!("{number} | ");
    let ellipsis = if from > 0 { "…" } else { "" };
    let shown: String = letters[from..to].iter().collect();
    let cut = if to < letters.len() { "…" } else { "" };
    let before = wide(ellipsis) + wide(&letters[from..start].iter().collect::<String>());
    let under = wide(&letters[start..end.min(to)].iter().collect::<String>()).max(1);
    let empty = " ".repeat(gutter.len() - 2) + "| ";
    Some(format!("{gutter}{ellipsis}{shown}{cut}\n{empty}{}{}", " ".repeat(before), "^".repeat(under)))
}

/// How many columns a text takes; marks that sit on the letter before them take none.
fn wide(text: &str) -> usize {
    text.chars().filter(|letter| !is_combining_mark(*letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Message, Source};
    use std::sync::Arc;

    fn shown(text: &str, span: std::ops::Range<usize>) -> String {
        let source = Arc::new(Source { name: "a.toml".into(), text: text.into() });
        let message = Message::UnknownKey { key: "k".into(), table: "t".into(), offer: "o".into() };
        excerpt(&Fault::error(&source, span, message)).unwrap()
    }

    #[test]
    fn the_caret_stands_under_the_word_after_vietnamese_letters() {
        let text = "a = 1\nchữ = \"Tuyên truyền\" maù = 2\n";
        let at = text.find("maù").unwrap();
        assert_eq!(
            shown(text, at..at + "maù".len()),
            "2 | chữ = \"Tuyên truyền\" maù = 2\n  |                      ^^^"
        );
    }

    #[test]
    fn letters_written_with_separate_marks_do_not_push_the_caret_aside() {
        let text = "tu\u{1b0}\u{301} xx";
        let at = text.find("xx").unwrap();
        assert_eq!(shown(text, at..at + 2), "1 | tu\u{1b0}\u{301} xx\n  |     ^^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place_and_a_place_beyond_the_end_is_shown_at_the_end() {
        let text = "x".repeat(5_000);
        let lines = shown(&text, 2_500..2_503);
        assert!(lines.chars().count() < 330, "{lines}");
        let (line, caret) = lines.split_once('\n').unwrap();
        assert!(line.contains("| …x") && line.ends_with("x…") && caret.ends_with("^^^"), "{lines}");
        assert_eq!(shown("abc", 900..901), "1 | abc\n  |    ^");
        assert_eq!(shown("", 0..0), "1 | \n  | ^");
    }

    #[test]
    fn a_tab_counts_as_the_one_column_it_is_shown_as() {
        assert_eq!(shown("\tbad", 1..4), "1 |  bad\n  |  ^^^");
    }
}
