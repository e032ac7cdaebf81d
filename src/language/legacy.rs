//! Legacy encodings: text that was typed for the fonts of before Unicode (TCVN3, VNI, VIQR and others), recognised and
//! converted.
//!
//! It offers and applies nothing: a guess about what somebody wrote is theirs to confirm. The tables of the encodings are
//! those of `bamboo-core`; what is decided here is which of them a text is in.

use super::letters::is_ours;
use super::words::is_known_word;
use super::{compose, syllable};
use bamboo_core::{Charset, decode_charset};
use std::borrow::Cow;

/// A legacy encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding(Charset);

/// Every encoding that is tried, the commoner first: of equal scores the first wins.
const TRIED: [(Charset, &str); 10] = [
    (Charset::Tcvn3, "TCVN3"),
    (Charset::VniWindows, "VNI"),
    (Charset::Viqr, "VIQR"),
    (Charset::Windows1258, "Windows-1258"),
    (Charset::Viscii, "VISCII"),
    (Charset::Vps, "VPS"),
    (Charset::Bkhcm2, "BKHCM2"),
    (Charset::VietwareX, "VietwareX"),
    (Charset::Bkhcm1, "BKHCM1"),
    (Charset::VietwareFull, "VietwareFull"),
];

impl Encoding {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TRIED.iter().map(|(charset, _)| Self(*charset))
    }

    /// The encoding of this name, in whatever case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|encoding| encoding.name().eq_ignore_ascii_case(name))
    }

    /// Its name: `TCVN3`.
    #[must_use]
    pub fn name(self) -> &'static str {
        TRIED.iter().find(|(charset, _)| *charset == self.0).map_or("", |(_, name)| name)
    }

    /// Whether capitals with marks cannot be told from small letters in it, or are lost: they are to be checked.
    #[must_use]
    pub fn loses_capitals(self) -> bool {
        matches!(
            self.0,
            Charset::Tcvn3 | Charset::Vps | Charset::Viscii | Charset::Bkhcm1 | Charset::VietwareFull
        )
    }

    /// The text in Unicode. A line whose plain letters are all capitals is made capitals, where the encoding has none.
    #[must_use]
    pub fn decode(self, text: &str) -> String {
        let lines = text.split_inclusive('\n').map(|line| {
            let decoded = compose(&decode_charset(self.0, line)).into_owned();
            let capitals =
                line.chars().any(|c| c.is_ascii_uppercase()) && !line.chars().any(|c| c.is_ascii_lowercase());
            if self.loses_capitals() && capitals { decoded.to_uppercase() } else { decoded }
        });
        lines.collect()
    }

    /// VIQR writes its marks with signs that plain text has too, so it must show at least two marks to be thought of.
    fn is_possible(self, text: &str) -> bool {
        if self.0 != Charset::Viqr {
            return !text.is_ascii();
        }
        let mut pairs = text.chars().zip(text.chars().skip(1));
        let marks = |(letter, mark): &(char, char)| {
            let after_vowel = "aeiouyAEIOUY".contains(*letter) && "^(+'`?~.".contains(*mark);
            after_vowel || (letter.eq_ignore_ascii_case(&'d') && mark.eq_ignore_ascii_case(&'d'))
        };
        pairs.by_ref().filter(marks).nth(1).is_some()
    }
}

/// Looks at the texts of one file together, because a single line is often too short to tell by: the encoding they seem
/// to be in; `None` if Unicode is as likely as any of them.
#[must_use]
pub fn suspect<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<Encoding> {
    let lines: Vec<&str> = texts.into_iter().flat_map(str::lines).collect();
    let plain = Score::of(lines.iter().map(|line| compose(line)));
    // A name of another country in a Unicode text makes one strange word; a legacy text is strange all over.
    let odd = plain.words - plain.valid;
    if odd < 2 || odd * 5 < plain.words {
        return None;
    }
    let mut best: Option<(Score, Encoding)> = None;
    for encoding in Encoding::all().filter(|one| lines.iter().any(|line| one.is_possible(line))) {
        let score = Score::of(lines.iter().map(|line| Cow::Owned(encoding.decode(line))));
        if best.as_ref().is_none_or(|(most, _)| score.value > most.value) {
            best = Some((score, encoding));
        }
    }
    let (score, encoding) = best?;
    let sure = score.value > plain.value && score.valid >= plain.valid + 2 && score.valid * 2 >= score.words;
    sure.then_some(encoding)
}

/// One text of a file in Unicode, and the encoding it is in: that of the file if it makes better Vietnamese of the text
/// than it is now, another if that alone does much better, as for texts pasted together. `None` for Unicode.
#[must_use]
pub fn convert(text: &str, of_file: Option<Encoding>) -> Option<(Encoding, String)> {
    let score = |text: &str| Score::of(text.lines().map(compose));
    let read = |encoding: Encoding| (encoding, encoding.decode(text));
    let as_file = of_file.map(read).filter(|(_, decoded)| score(decoded).value > score(text).value);
    let alone = suspect([text]).map(read);
    match (as_file, alone) {
        (Some(file), Some(alone)) if score(&alone.1).valid > score(&file.1).valid => Some(alone),
        (Some(file), _) => Some(file),
        (None, alone) => alone,
    }
}

/// The bytes of a file as a text that can be looked at, and the name of the Unicode form if it is another than UTF-8.
/// A file that is no Unicode is read by the Western code page by which Windows showed such files: the tables of the
/// encodings start from there.
#[must_use]
pub fn readable(bytes: &[u8]) -> (String, Option<&'static str>) {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        let other = (encoding != encoding_rs::UTF_8).then(|| encoding.name());
        return (text.into_owned(), other);
    }
    let western = || encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned();
    (std::str::from_utf8(bytes).map_or_else(|_| western(), str::to_owned), None)
}

/// A file that is not UTF-8, as text in Unicode, and the encoding it seems to be in; `None` if no encoding makes
/// Vietnamese of it.
#[must_use]
pub fn decode_bytes(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (text, unicode) = readable(bytes);
    if let Some(name) = unicode {
        return Some((compose(&text).into_owned(), name));
    }
    let encoding = suspect([text.as_str()])?;
    Some((encoding.decode(&text), encoding.name()))
}

/// How Vietnamese some lines are.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    /// Shares of syllables, line by line, less a little for strange letters, and a trifle more for Vietnamese ones.
    value: f64,
    valid: usize,
    words: usize,
}

impl Score {
    fn of<'t>(lines: impl Iterator<Item = Cow<'t, str>>) -> Self {
        lines.map(|line| Self::of_line(&line)).fold(Self::default(), |sum, line| Self {
            value: sum.value + line.value,
            valid: sum.valid + line.valid,
            words: sum.words + line.words,
        })
    }

    fn of_line(line: &str) -> Self {
        let (mut words, mut valid) = (0, 0);
        for word in line.split([' ', '-', '–', '/', '\u{A0}']) {
            let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || "“”‘’…•".contains(c));
            let running = !word.is_empty() && !word.contains(|c: char| c.is_numeric() || ".@_".contains(c));
            if running {
                words += 1;
                let ours = word.chars().all(is_ours);
                valid += usize::from(ours && (is_known_word(word) || syllable::check(word).is_ok()));
            }
        }
        let letters = |which: fn(char) -> bool| line.chars().filter(|c| !c.is_ascii() && which(*c)).count();
        let strange = letters(|c| !is_ours(c) && !"–—‘’“”…•→₫°½×\u{A0}\u{2060}".contains(c));
        let share = if words == 0 { 0.0 } else { valid as f64 / words as f64 };
        let value = share - 0.05 * strange as f64 + 0.001 * letters(is_ours) as f64;
        Self { value, valid, words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bamboo_core::encode_charset;

    const SLOGANS: [&str; 6] = [
        "Nộp hồ sơ trực tuyến, nhận kết quả tại nhà",
        "Một cửa tận tâm, đúng hẹn từng ngày",
        "Cải cách hành chính: giảm giấy tờ, bớt đi lại",
        "Dữ liệu dùng chung, thủ tục gọn nhẹ",
        "Hướng dẫn miễn phí tại quầy số 3, gọi 1022",
        "Người dân hài lòng là thước đo phục vụ",
    ];

    #[test]
    fn a_text_of_every_encoding_is_recognised_and_read() {
        for encoding in Encoding::all() {
            let typed: Vec<_> = SLOGANS.map(|line| encode_charset(encoding.0, line).into_owned()).to_vec();
            let found = suspect(typed.iter().map(String::as_str));
            assert_eq!(found.map(Encoding::name), Some(encoding.name()), "{typed:?}");
            let read = typed.iter().map(|line| encoding.decode(line));
            let lost = read.zip(SLOGANS).filter(|(read, line)| read.as_str() != *line).count();
            assert_eq!(lost, 0, "{}", encoding.name());
        }
    }

    #[test]
    fn unicode_text_is_never_suspected() {
        for text in [
            SLOGANS.join("\n"),
            SLOGANS.join("\n").to_uppercase(),
            "Welcome to the One-Stop Service Centre! Zürich, café, naïve.".to_owned(),
            "Đi Đắk Lắk, Kon Tum; trao đổi với Malmö và Besançon".to_owned(),
            "Hỏi? Đáp! (a.b) o' d'o what's that? e.g. a.m.".to_owned(),
            String::new(),
            "1022".to_owned(),
        ] {
            assert_eq!(suspect([text.as_str()]), None, "{text}");
        }
    }

    #[test]
    fn capitals_of_a_line_typed_with_the_font_of_capitals_come_back() {
        assert_eq!(Encoding(Charset::Tcvn3).decode("DÞCH Vô C«NG\nMét cöa"), "DỊCH VỤ CÔNG\nMột cửa");
        assert!(Encoding(Charset::Tcvn3).loses_capitals() && !Encoding(Charset::VniWindows).loses_capitals());
    }

    #[test]
    fn a_file_of_another_time_is_read_from_its_bytes() {
        let typed = encode_charset(Charset::Tcvn3, SLOGANS[0]);
        let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(&typed);
        assert!(!lossy && std::str::from_utf8(&bytes).is_err());
        assert_eq!(decode_bytes(&bytes), Some((SLOGANS[0].to_owned(), "TCVN3")));
        let utf16 = SLOGANS[0].encode_utf16().flat_map(u16::to_le_bytes);
        let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf16).collect();
        assert_eq!(decode_bytes(&utf16), Some((SLOGANS[0].to_owned(), "UTF-16LE")));
        assert_eq!(decode_bytes(&[0xC3, 0x28, 0xFF, 0x00, 0x81]), None);
    }

    #[test]
    fn names_of_encodings_are_found_in_any_case() {
        assert_eq!(Encoding::named("tcvn3").map(Encoding::name), Some("TCVN3"));
        assert_eq!(Encoding::named("utf-8"), None);
    }
}
