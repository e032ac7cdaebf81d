//! Spaces and punctuation as Vietnamese writes them: no space before a mark, one after it, and one between words.

use super::words::{is_address, is_forgotten_space};

/// What is wrong with a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spacing {
    /// A space before this mark.
    Before(char),
    /// No space after this mark.
    Missing(char),
    /// More than one space.
    Doubled,
}

/// Everything that is wrong with the spaces of a text: position and length in characters, in order.
pub(super) fn spacing(text: &str) -> Vec<(usize, usize, Spacing)> {
    let mut found = Vec::new();
    let mut begin = 0;
    for line in text.split('\n') {
        for (position, length, kind) in in_line(line) {
            found.push((begin + position, length, kind));
        }
        begin += line.chars().count() + 1;
    }
    found
}

fn in_line(line: &str) -> Vec<(usize, usize, Spacing)> {
    let mut found = Vec::new();
    let letters: Vec<(usize, char)> = line.char_indices().collect();
    let at = |index: usize| letters.get(index).map(|(_, c)| *c);
    let mut index = 0;
    while let Some(c) = at(index) {
        let spaces = (index..letters.len()).take_while(|i| at(*i).is_some_and(is_space)).count();
        if spaces > 0 {
            let next = at(index + spaces);
            let mark = next.filter(|mark| ends_before(*mark, at(index + spaces + 1)));
            match mark {
                Some(mark) if index > 0 => found.push((index, spaces, Spacing::Before(mark))),
                _ if spaces > 1 => found.push((index, spaces, Spacing::Doubled)),
                _ => {}
            }
            index += spaces;
            continue;
        }
        if is_missing_after(line, letters[index].0, c) {
            found.push((index, 1, Spacing::Missing(c)));
        }
        index += 1;
    }
    found
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}')
}

/// Whether a mark is one that no space stands before. `.vn` and `...` are left alone, and so is `:)`.
fn ends_before(mark: char, next: Option<char>) -> bool {
    match mark {
        ',' | ';' | '!' | '?' | ')' => true,
        ':' => next.is_none_or(char::is_whitespace),
        '.' => next.is_none_or(|c| c != '.' && !c.is_alphanumeric()),
        _ => false,
    }
}

/// Whether a space was forgotten after a mark: a letter follows at once, or a digit where no digit stood before.
fn is_missing_after(line: &str, at: usize, mark: char) -> bool {
    if mark == '.' {
        return is_forgotten_space(line, at) && !line[at + 1..].starts_with('.');
    }
    if !matches!(mark, ',' | ';' | ':' | '!' | '?') {
        return false;
    }
    let after = line[at + 1..].chars().next();
    let before = line[..at].chars().next_back();
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let letter = after.is_some_and(char::is_alphabetic) || (digit(after) && !digit(before));
    let piece_start = line[..at].rfind(char::is_whitespace).unwrap_or(0);
    let piece_end = line[at..].find(char::is_whitespace).map_or(line.len(), |end| at + end);
    letter && before.is_some() && !is_address(&line[piece_start..piece_end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_before_marks_after_marks_and_doubled_are_found() {
        let found = spacing("Một cửa , tận tâm\nĐúng  hẹn!Xin mời.Hãy đến");
        assert_eq!(
            found,
            [
                (7, 1, Spacing::Before(',')),
                (22, 2, Spacing::Doubled),
                (27, 1, Spacing::Missing('!')),
                (35, 1, Spacing::Missing('.')),
            ]
        );
        assert_eq!(spacing("Gọi:1022"), [(3, 1, Spacing::Missing(':'))]);
        assert_eq!(spacing("(xem thêm )"), [(9, 1, Spacing::Before(')'))]);
    }

    #[test]
    fn times_amounts_addresses_and_rows_of_dots_are_left_alone() {
        let text =
            "Từ 14:30, 3,5 m; 50.000 đồng: https://xa.gov.vn/a?b=c, TP.HCM “Một cửa”, (xem)... Chờ… 24/7 .vn";
        assert_eq!(spacing(text), []);
        assert_eq!(spacing("Xong?!\nNộp: 1, 2. Hết."), []);
    }
}
