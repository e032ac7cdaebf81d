//! The words of a text with their positions, and what is no word for the syllable check: numbers, addresses, document
//! numbers, names, loans, units and abbreviations.

use super::letters::{initial, is_listed, is_ours};

/// Names and loans that are written so and are no Vietnamese syllables, in lower case; several words apart by spaces.
const EXCEPTIONS: &str = "vneid đắk đăk lắk kạn kon pleiku krông plông \
    internet email web website wi wifi fi online video clip app camera fax file zalo facebook youtube google gmail \
    karaoke taxi logo covid led drone smartphone laptop marathon gram euro mobile banking test gen gíp robot chatbot \
    hotline livestream fanpage tiktok viber messenger iphone android windows blog startup blockchain smart city \
    festival show radio fan club game menu sms pano container bus metro shipper tivi intranet palăng";
/// Parts of document numbers that may stand without a number: `QĐ-TTg`, `NĐ-CP`.
const DOCUMENTS: &str = "qđ ttg nđ cp tt btttt ct kh nq tw qh bch cv vhtt hd bc tb ubtvqh";
/// Units, in lower case.
const UNITS: &str = "km kg cm mm ml ha kw kwh mw kv hz khz mhz ghz kb mb gb tb vnd vnđ usd db";

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// Position of its first letter, in characters from 0.
    pub(super) position: usize,
    /// Position of its first letter, in bytes.
    pub(super) byte: usize,
}

impl Word<'_> {
    /// How many characters it has.
    pub(super) fn length(&self) -> usize {
        self.text.chars().count()
    }

    /// The position after its last letter, in bytes.
    pub(super) fn end(&self) -> usize {
        self.byte + self.text.len()
    }

    /// Whether every letter is a capital.
    pub(super) fn is_capitals(&self) -> bool {
        self.text.chars().all(char::is_uppercase)
    }

    /// Whether it is to be a syllable: at least two letters, all of them ours, no name, loan, unit or Roman number,
    /// and no capital after a small letter (`eKYC`), which only made-up names have.
    pub(super) fn is_to_be_a_syllable(&self) -> bool {
        let mut pairs = self.text.chars().zip(self.text.chars().skip(1));
        self.text.chars().all(is_ours)
            && !pairs.any(|(a, b)| a.is_lowercase() && b.is_uppercase())
            && !is_known_word(self.text)
            && (!self.text.starts_with(char::is_uppercase)
                || !is_listed(DOCUMENTS, &self.text.to_lowercase()))
    }
}

/// How many syllables a reader has to read in a line: what stands between spaces and has a letter or a digit.
#[must_use]
pub fn syllables(line: &str) -> usize {
    line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// Whether a word is a name, a loan or a unit that is written so, or a single letter.
pub(super) fn is_known_word(word: &str) -> bool {
    let lower = word.to_lowercase();
    word.chars().nth(1).is_none()
        || is_listed(EXCEPTIONS, &lower)
        || is_listed(UNITS, &lower)
        || is_roman(word)
}

/// A Roman number of capitals: `XIV`.
fn is_roman(word: &str) -> bool {
    let mut rest = word;
    let places = [
        ["M", "MM", "MMM", "", "", "", "", "", ""],
        ["C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
        ["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    ];
    for place in places {
        let longest = place.iter().filter(|digit| rest.starts_with(**digit)).max_by_key(|digit| digit.len());
        rest = &rest[longest.map_or(0, |digit| digit.len())..];
    }
    rest.is_empty()
}

/// The words of a text, in their order. Left out is every piece between spaces that is no running text (an address,
/// a document number), and every part with a digit in it.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let (mut position, mut counted) = (0, 0);
    for (start, piece) in pieces(text) {
        if is_address(piece) {
            continue;
        }
        for (at, part) in parts(piece, char::is_alphanumeric) {
            if part.chars().any(char::is_numeric) {
                continue;
            }
            let byte = start + at;
            position += text[counted..byte].chars().count();
            counted = byte;
            words.push(Word { text: part, position, byte });
        }
    }
    words
}

/// The words and numbers of a text, in their order: as `words`, and every piece between spaces with a digit in it as one
/// (`1022`, `12/3`), without the marks around it.
pub(super) fn tokens(text: &str) -> Vec<Word<'_>> {
    let mut tokens = Vec::new();
    let (mut position, mut counted) = (0, 0);
    for (start, piece) in pieces(text) {
        let number = piece.contains(char::is_numeric);
        if is_address(piece) && !number {
            continue;
        }
        let whole = |c: char| !number && !c.is_alphanumeric();
        let inner = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let begin = start + piece.find(inner).unwrap_or(0);
        for (at, part) in parts(inner, |c| !whole(c)) {
            let byte = begin + at;
            position += text[counted..byte].chars().count();
            counted = byte;
            tokens.push(Word { text: part, position, byte });
        }
    }
    tokens
}

/// What stands between spaces, with its position in bytes. A full stop at which a space was forgotten also divides.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    parts(text, |c| !c.is_whitespace()).flat_map(|(start, piece)| {
        let mut cuts = vec![0];
        cuts.extend(piece.char_indices().map(|(at, _)| at).filter(|at| is_forgotten_space(piece, *at)));
        cuts.push(piece.len());
        let pairs: Vec<(usize, usize)> = cuts.windows(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.into_iter().map(move |(from, to)| (start + from, &piece[from..to]))
    })
}

/// The longest runs of characters that are `inside`, with their positions in bytes.
fn parts(text: &str, inside: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text[from..].find(&inside)?;
        let end = text[start..].find(|c| !inside(c)).map_or(text.len(), |at| start + at);
        from = end;
        Some((start, &text[start..end]))
    })
}

/// Whether a full stop (or the last of several) at this byte ends a sentence though no space follows: `nhà.Nộp`, not
/// `gov.vn`, `TP.HCM` or `14.000`.
pub(super) fn is_forgotten_space(text: &str, at: usize) -> bool {
    let Some(after) = text[at..].strip_prefix('.') else { return false };
    let before = text[..at].trim_end_matches('.').chars().next_back();
    before.is_some_and(char::is_lowercase) && after.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a piece is no running text: a web or mail address, a document number, an amount.
pub(super) fn is_address(piece: &str) -> bool {
    let inner = piece.trim_matches(|c: char| !c.is_alphanumeric());
    let mut neighbours = inner.char_indices().filter(|(_, c)| *c == '.').map(|(at, _)| {
        let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        beside(inner[..at].chars().next_back()) && beside(inner[at + 1..].chars().next())
    });
    inner.contains(['@', '_'])
        || inner.contains("://")
        || neighbours.any(|inside| inside)
        || (inner.contains(char::is_numeric) && inner.contains(['/', '-', '–']))
}

/// Whether these words stand one after the other with nothing but white space between them.
pub(super) fn are_together(text: &str, first: &Word<'_>, second: &Word<'_>) -> bool {
    text.get(first.end()..second.byte).is_some_and(|between| between.chars().all(char::is_whitespace))
}

/// The initials of a word, to compare with the letters of an abbreviation.
pub(super) fn initial_of(word: &Word<'_>) -> Option<char> {
    word.text.chars().next().map(initial)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_found_with_their_positions() {
        let found = words("Ở nhà, vẫn (nộp)");
        assert_eq!(
            found.iter().map(|w| (w.text, w.position)).collect::<Vec<_>>(),
            [("Ở", 0), ("nhà", 2), ("vẫn", 7), ("nộp", 12)]
        );
    }

    #[test]
    fn numbers_addresses_and_document_numbers_are_no_words() {
        let text = "Số 1022/UBND-VP ngày 24/11/2026, hỏi a_b@xa.gov.vn, https://dichvucong.gov.vn/nop-ho-so hoặc 50.000đ";
        assert_eq!(texts(text), ["Số", "ngày", "hỏi", "hoặc"]);
        assert_eq!(texts("ở nhà.Nộp hồ sơ...Xong"), ["ở", "nhà", "Nộp", "hồ", "sơ", "Xong"]);
    }

    #[test]
    fn names_loans_units_and_roman_numbers_need_not_be_syllables() {
        for word in words("VNeID Đắk Lắk internet km kWh XIV IX B eKYC жук") {
            assert!(!word.is_to_be_a_syllable(), "{}", word.text);
        }
        for word in words("Hồ sơ UBND MIXI IIII") {
            assert!(word.is_to_be_a_syllable(), "{}", word.text);
        }
    }
}
