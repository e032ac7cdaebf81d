//! Proof-reading: what a reader would stumble over in a text. It points and never changes anything.

use super::abbreviations::{is_abbreviation, unexplained};
use super::dates::{Wrong, dates};
use super::repeats::repeats;
use super::spacing::{Spacing, spacing};
use super::syllable::{self, Reason, Refusal, Style};
use super::words::{Word, words};
use jiff::civil::Weekday;

/// One thing to look at again in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Where it begins, in characters from 0.
    pub position: usize,
    /// How many characters it has, at least 1.
    pub length: usize,
    /// The characters there, as they are written.
    pub passage: String,
    /// What it is.
    pub kind: Kind,
}

/// What there is to look at.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A word that is no possible Vietnamese syllable.
    Syllable(Reason),
    /// A tone on the wrong letter.
    Tone {
        /// The word as it is to be written.
        fix: String,
    },
    /// A tone in another style (`hoà`) than a word before it (`thủy`).
    Styles {
        /// The word before it.
        other: String,
    },
    /// An abbreviation that the text does not explain.
    Abbreviation {
        /// What it stands for, if that is known.
        full: Option<&'static str>,
    },
    /// More abbreviations in one text than a passer-by can take.
    Abbreviations {
        /// How many.
        count: usize,
    },
    /// The same word or words twice in a row; the passage is the second time.
    Repeated,
    /// A space before a punctuation mark.
    SpaceBefore(char),
    /// No space after a punctuation mark.
    SpaceMissing(char),
    /// More than one space in a row.
    SpacesDoubled,
    /// A weekday that does not go with the date beside it, and the one that does.
    Weekday(Weekday),
    /// A date that does not exist.
    NoSuchDay,
}

/// What there is to look at in one text in NFC, in the order of the text.
#[must_use]
pub fn read(text: &str) -> Vec<Finding> {
    Proofreader::default().read(text)
}

/// Reads text after text of one playlist and remembers how the first of them places its tones.
#[derive(Clone, Debug, Default)]
pub struct Proofreader {
    first: Option<(Style, String)>,
    /// Two styles are said once for a playlist, not at every word.
    said: bool,
}

impl Proofreader {
    /// What there is to look at in the next text, in NFC, in the order of the text.
    pub fn read(&mut self, text: &str) -> Vec<Finding> {
        let words = words(text);
        let capitals_only = !text.chars().any(char::is_lowercase);
        let mut findings = Vec::new();
        for word in &words {
            let abbreviation = is_abbreviation(word, capitals_only);
            if word.is_to_be_a_syllable() && !abbreviation {
                findings.extend(self.word(word));
            }
        }
        findings.extend(short_forms(&words, capitals_only));
        for run in repeats(text, &words) {
            if let [first, .., last] | [first @ last] = run {
                findings.push(within(text, first.byte..last.end(), Kind::Repeated));
            }
        }
        for (position, length, wrong) in spacing(text) {
            let passage = text.chars().skip(position).take(length).collect();
            findings.push(Finding { position, length, passage, kind: spacing_kind(wrong) });
        }
        for (range, wrong) in dates(text, &words) {
            let kind = match wrong {
                Wrong::NoSuchDay => Kind::NoSuchDay,
                Wrong::Weekday(real) => Kind::Weekday(real),
            };
            findings.push(within(text, range, kind));
        }
        findings.sort_by_key(|finding| finding.position);
        findings
    }

    fn word(&mut self, word: &Word<'_>) -> Option<Finding> {
        match syllable::check(word.text) {
            Err(Refusal::Impossible(reason)) => return Some(at(word, Kind::Syllable(reason))),
            Err(Refusal::ToneMisplaced { fix }) => return Some(at(word, Kind::Tone { fix })),
            Ok(()) => {}
        }
        let style = syllable::style(word.text)?;
        match &self.first {
            None => self.first = Some((style, word.text.to_owned())),
            Some((first, other)) if *first != style && !self.said => {
                self.said = true;
                return Some(at(word, Kind::Styles { other: other.clone() }));
            }
            Some(_) => {}
        }
        None
    }
}

fn at(word: &Word<'_>, kind: Kind) -> Finding {
    Finding { position: word.position, length: word.length(), passage: word.text.to_owned(), kind }
}

fn within(text: &str, range: std::ops::Range<usize>, kind: Kind) -> Finding {
    let passage = text.get(range.clone()).unwrap_or_default().to_owned();
    let position = text.get(..range.start).map_or(0, |before| before.chars().count());
    Finding { position, length: passage.chars().count(), passage, kind }
}

fn spacing_kind(wrong: Spacing) -> Kind {
    match wrong {
        Spacing::Before(mark) => Kind::SpaceBefore(mark),
        Spacing::Missing(mark) => Kind::SpaceMissing(mark),
        Spacing::Doubled => Kind::SpacesDoubled,
    }
}

/// The abbreviations to explain; where there are several, the second also says that one is enough.
fn short_forms(words: &[Word<'_>], capitals_only: bool) -> Vec<Finding> {
    let found = unexplained(words, capitals_only);
    let count = found.len();
    let each = found.iter().map(|one| at(&one.word, Kind::Abbreviation { full: one.full }));
    let many = found.get(1).map(|second| at(&second.word, Kind::Abbreviations { count }));
    each.chain(many).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Kind)> {
        read(text).into_iter().map(|finding| (finding.passage, finding.kind)).collect()
    }

    #[test]
    fn a_text_with_nothing_to_look_at_gives_no_finding() {
        for text in ["", "Một cửa tận tâm", "KÍNH CHÀO QUÝ KHÁCH", "3 - 4", "Hỗ trợ: 1022, VNeID", "…"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn everything_is_found_at_its_place_and_in_the_order_of_the_text() {
        let findings = read("Dịch vụu công ,UBND phuờng: kết qủa của của dân");
        let places: Vec<_> = findings.iter().map(|f| (f.position, f.passage.as_str())).collect();
        assert_eq!(
            places,
            [(5, "vụu"), (13, " "), (14, ","), (15, "UBND"), (20, "phuờng"), (32, "qủa"), (40, "của")]
        );
        assert_eq!(findings[5].kind, Kind::Tone { fix: "quả".to_owned() });
    }

    #[test]
    fn two_tone_styles_are_said_once_over_all_texts_of_a_playlist() {
        let mut reader = Proofreader::default();
        assert_eq!(reader.read("Thủy sản, hòa bình"), []);
        let second = reader.read("Hoà bình, thuỷ sản");
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].kind, Kind::Styles { other: "Thủy".to_owned() });
        assert_eq!(reader.read("khoẻ"), []);
        assert_eq!(read("Hoà bình, khoẻ mạnh, quý, của"), []);
    }

    #[test]
    fn several_abbreviations_in_one_text_are_too_many() {
        let kinds: Vec<Kind> = found("UBND và HĐND phường").into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(
            kinds,
            [
                Kind::Abbreviation { full: Some("Ủy ban nhân dân") },
                Kind::Abbreviation { full: Some("Hội đồng nhân dân") },
                Kind::Abbreviations { count: 2 },
            ]
        );
    }

    #[test]
    fn a_capital_word_among_small_letters_is_an_abbreviation_unless_it_bears_a_tone() {
        assert_eq!(found("Phòng ĐKKD")[0].1, Kind::Abbreviation { full: None });
        assert_eq!(found("Xin CHÀOO")[0].1, Kind::Syllable(Reason::NoSyllable));
    }

    #[test]
    fn weekdays_and_days_that_cannot_be_are_found() {
        assert_eq!(
            found("Họp thứ Hai, 24/11/2026"),
            [("thứ Hai".to_owned(), Kind::Weekday(Weekday::Tuesday))]
        );
        assert_eq!(found("Thứ Ba, 31/11/2026"), [("31/11/2026".to_owned(), Kind::NoSuchDay)]);
    }
}
