//! Abbreviations: which word is one, what it stands for, and whether the text explains it.

use super::letters::initial;
use super::syllable;
use super::words::{Word, initial_of};

/// Abbreviations of public notices and what they stand for.
const KNOWN: [(&str, &str); 18] = [
    ("ANTT", "an ninh trật tự"),
    ("ATGT", "an toàn giao thông"),
    ("BCCI", "bưu chính công ích"),
    ("BHXH", "bảo hiểm xã hội"),
    ("BHYT", "bảo hiểm y tế"),
    ("CCCD", "căn cước công dân"),
    ("CCHC", "cải cách hành chính"),
    ("CĐS", "chuyển đổi số"),
    ("DVC", "dịch vụ công"),
    ("DVCTT", "dịch vụ công trực tuyến"),
    ("GPLX", "giấy phép lái xe"),
    ("HCC", "hành chính công"),
    ("HĐND", "Hội đồng nhân dân"),
    ("HTX", "hợp tác xã"),
    ("PCCC", "phòng cháy, chữa cháy"),
    ("TTHC", "thủ tục hành chính"),
    ("UBND", "Ủy ban nhân dân"),
    ("VSATTP", "vệ sinh an toàn thực phẩm"),
];
/// Abbreviations that are words by now, and titles and addresses that nobody writes out.
const WORDS: &str = "OTP QR SMS ATM PIN LED USB PDF TV GPS API CSDL TP TT HCM BTC ĐT TNHH SOS AI IT KM";

/// An abbreviation that a text uses and does not explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unexplained<'t> {
    /// Where it stands first.
    pub(super) word: Word<'t>,
    /// What it stands for, if that is known.
    pub(super) full: Option<&'static str>,
}

/// Whether a word is an abbreviation: capitals that are a known one, that have no vowel, or that are no syllable
/// among words in small letters. In a text all of capitals the last cannot be told from a slip.
pub(super) fn is_abbreviation(word: &Word<'_>, capitals_only: bool) -> bool {
    let known = || KNOWN.iter().any(|(short, _)| *short == word.text);
    word.is_capitals()
        && (2..=7).contains(&word.length())
        && (known()
            || is_a_word(word)
            || !word.text.chars().any(|c| "aeiouy".contains(initial(c)))
            || (!capitals_only && syllable::check(word.text).is_err() && has_no_tone(word)))
}

/// Abbreviations are written without tones; a capital word with one is a syllable with a slip.
fn has_no_tone(word: &Word<'_>) -> bool {
    word.text.chars().all(|c| super::letters::apart(c).1.is_none())
}

fn is_a_word(word: &Word<'_>) -> bool {
    WORDS.split(' ').any(|known| known == word.text)
}

/// The abbreviations of a text that it does not explain, each where it stands first. Explained is one for which words
/// with these initials follow each other somewhere in the text.
pub(super) fn unexplained<'t>(words: &[Word<'t>], capitals_only: bool) -> Vec<Unexplained<'t>> {
    let mut found: Vec<Unexplained<'t>> = Vec::new();
    for word in words.iter().filter(|word| is_abbreviation(word, capitals_only) && !is_a_word(word)) {
        let said = found.iter().any(|other| other.word.text == word.text);
        if !said && word.is_to_be_a_syllable() && !is_explained(word.text, words) {
            let full = KNOWN.iter().find(|(short, _)| *short == word.text).map(|(_, full)| *full);
            found.push(Unexplained { word: *word, full });
        }
    }
    found
}

fn is_explained(short: &str, words: &[Word<'_>]) -> bool {
    let letters: Vec<char> = short.chars().map(initial).collect();
    let initials: Vec<Option<char>> =
        words.iter().map(|word| initial_of(word).filter(|_| word.text != short)).collect();
    initials
        .windows(letters.len())
        .any(|run| run.iter().zip(&letters).all(|(found, wanted)| *found == Some(*wanted)))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn found(text: &str) -> Vec<(&str, Option<&'static str>)> {
        let all = words(text);
        let capitals_only = !text.chars().any(char::is_lowercase);
        unexplained(&all, capitals_only).into_iter().map(|one| (one.word.text, one.full)).collect()
    }

    #[test]
    fn an_abbreviation_is_explained_by_words_with_its_initials() {
        assert_eq!(found("UBND phường tiếp dân, UBND xã"), [("UBND", Some("Ủy ban nhân dân"))]);
        assert_eq!(found("Ủy ban nhân dân (UBND) phường tiếp dân"), []);
        assert_eq!(found("Họp Ban đại diện (BĐD) khu phố"), []);
        assert_eq!(found("Họp BĐD khu phố"), [("BĐD", None)]);
        assert_eq!(found("Quét mã QR, nhập OTP bằng VNeID, TP. Hồ Chí Minh, Đại hội XIV"), []);
    }

    #[test]
    fn capitals_are_no_abbreviations_because_they_are_capitals() {
        assert_eq!(found("KÍNH CHÀO QUÝ KHÁCH"), []);
        assert_eq!(found("NỘP HỒ SƠ TẠI UBND PHƯỜNG"), [("UBND", Some("Ủy ban nhân dân"))]);
        assert_eq!(found("XINN CHAOF"), [], "a slip in a text of capitals");
        assert_eq!(found("Xin CHÀOO"), [], "abbreviations have no tones");
    }
}
