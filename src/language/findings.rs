//! Proof-reading: what a reader would stumble over in a text. It points and never changes anything.

use super::abbreviations::{is_abbreviation, unexplained};
use super::banned::banned;
use super::dates::{Wrong, dates};
use super::lexicon::Lexicon;
use super::meant::{self, State};
use super::numbers::wrong_hotlines;
use super::repeats::repeats;
use super::spacing::{Spacing, spacing};
use super::syllable::{self, Reason, Refusal, Style};
use super::tone_style::{is_inside, quoted, word_in};
use super::words::{Word, tokens, words};
use jiff::civil::{Date, Weekday};
use std::borrow::Cow;

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
        /// The word in the style of the one before it.
        fix: String,
    },
    /// A tone in another style than the site wants.
    OtherStyle {
        /// The word in the style of the site.
        fix: String,
    },
    /// A passage that is one slip away from a phrase or name that is known.
    Meant {
        /// The passage as it is to be written, in the case of the text.
        fix: String,
    },
    /// A telephone number that is one slip away from hotlines of the site.
    Hotline {
        /// These hotlines, apart by commas.
        known: String,
    },
    /// What the site lets no text say.
    Banned {
        /// Why, or what to say instead.
        note: Option<String>,
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

/// What there is to look at in one text in NFC, in the order of the text, by what is built in.
#[must_use]
pub fn read(text: &str) -> Vec<Finding> {
    Proofreader::default().read(text)
}

/// Reads text after text of one playlist and remembers how the first of them places its tones.
#[derive(Clone, Debug, Default)]
pub struct Proofreader<'l> {
    lexicon: Cow<'l, Lexicon>,
    today: Option<Date>,
    first: Option<(Style, String)>,
    /// Two styles are said once for a playlist, not at every word.
    said: bool,
}

impl<'l> Proofreader<'l> {
    /// A reader that knows what is built in and what a site adds.
    #[must_use]
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon: Cow::Borrowed(lexicon), ..Self::default() }
    }

    /// The same reader on a day: a date without its year is then the one nearest to that day.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        Self { today: Some(today), ..self }
    }

    /// What there is to look at in the next text, in NFC, in the order of the text.
    pub fn read(&mut self, text: &str) -> Vec<Finding> {
        let words = words(text);
        let capitals_only = !text.chars().any(char::is_lowercase);
        let mut findings = Vec::new();
        let told = self.told(text, &words, capitals_only, &mut findings);
        findings.extend(short_forms(&words, capitals_only, |word| told.is_accepted(word)));
        for run in repeats(text, &words) {
            if let [first, .., last] | [first @ last] = run {
                findings.push(within(text, first.byte..last.end(), Kind::Repeated));
            }
        }
        for (position, length, wrong) in spacing(text) {
            let passage = text.chars().skip(position).take(length).collect();
            findings.push(Finding { position, length, passage, kind: spacing_kind(wrong) });
        }
        for (range, wrong) in dates(text, self.today) {
            let kind = match wrong {
                Wrong::NoSuchDay => Kind::NoSuchDay,
                Wrong::Weekday(real) => Kind::Weekday(real),
            };
            findings.push(within(text, range, kind));
        }
        for (range, hotlines) in wrong_hotlines(text, &self.lexicon.hotlines) {
            findings.push(within(text, range, Kind::Hotline { known: hotlines.join(", ") }));
        }
        findings.sort_by_key(|finding| finding.position);
        findings
    }

    /// Words and phrases: syllables, tones, what was meant, what is banned.
    fn told<'t>(
        &mut self,
        text: &'t str,
        words: &[Word<'t>],
        capitals_only: bool,
        findings: &mut Vec<Finding>,
    ) -> Told<'t> {
        let tokens = tokens(text);
        let is_checked = |word: &Word<'_>| {
            word.is_to_be_a_syllable() && !is_abbreviation(word, capitals_only) && words.contains(word)
        };
        let state = |word: &Word<'_>| match syllable::check(word.text) {
            // A lone letter is a name (`lớp A`) or what is left of a word.
            _ if word.length() == 1 && word.is_capitals() && !capitals_only => State::Other,
            _ if word.length() == 1 => State::Possible,
            Ok(()) => State::Possible,
            // Names, loans and abbreviations are looked for only where they are needed: that takes longer.
            Err(Refusal::Impossible(_)) if is_checked(word) => State::Impossible,
            Err(_) => State::Other,
        };
        let states: Vec<State> = tokens.iter().map(state).collect();
        let read = meant::read(text, &tokens, &states, &self.lexicon);
        let mut told = Told { accepted: Vec::new(), slipped: Vec::new() };
        for said in read.meant {
            told.slipped.extend(tokens.get(said.slip).map(|word| word.byte));
            findings.extend(passage(text, &tokens, said.words, Kind::Meant { fix: said.fix }));
        }
        for (range, note) in banned(&tokens, &self.lexicon) {
            let note = note.map(str::to_owned);
            findings.extend(passage(text, &tokens, range, Kind::Banned { note }));
        }
        let accepted = tokens.iter().zip(&read.accepted).filter(|(_, accepted)| **accepted);
        told.accepted = accepted.map(|(word, _)| *word).collect();
        let quoted = quoted(text);
        for word in words {
            if told.is_accepted(word) || told.slipped.contains(&word.byte) {
                continue;
            }
            findings.extend(match syllable::check(word.text) {
                Ok(()) => self.style(word, is_inside(&quoted, word.byte)),
                Err(_) if !is_checked(word) => None,
                Err(Refusal::Impossible(reason)) => Some(at(word, Kind::Syllable(reason))),
                Err(Refusal::ToneMisplaced { fix }) => Some(at(word, Kind::Tone { fix })),
            });
        }
        told
    }

    /// Says of a possible syllable if it places its tone in the other style.
    fn style(&mut self, word: &Word<'_>, quoted: bool) -> Option<Finding> {
        let style = syllable::style(word.text)?;
        if let Some(wanted) = self.lexicon.tone_style.wanted() {
            let other = style != wanted && !quoted;
            return other.then(|| at(word, Kind::OtherStyle { fix: word_in(word.text, wanted) }));
        }
        match &self.first {
            None => self.first = Some((style, word.text.to_owned())),
            Some((first, other)) if *first != style && !self.said => {
                self.said = true;
                let (other, fix) = (other.clone(), word_in(word.text, *first));
                return Some(at(word, Kind::Styles { other, fix }));
            }
            Some(_) => {}
        }
        None
    }
}

/// What was told of the words of a text.
struct Told<'t> {
    /// Words of names and words of the site, which need no other check.
    accepted: Vec<Word<'t>>,
    /// The bytes at which words begin that are said to be a slip of a phrase.
    slipped: Vec<usize>,
}

impl Told<'_> {
    fn is_accepted(&self, word: &Word<'_>) -> bool {
        self.accepted.iter().any(|known| known.byte <= word.byte && word.end() <= known.end())
    }
}

/// A finding about a run of words.
fn passage(text: &str, words: &[Word<'_>], run: std::ops::Range<usize>, kind: Kind) -> Option<Finding> {
    let (first, last) = (words.get(run.start)?, words.get(run.end.checked_sub(1)?)?);
    Some(within(text, first.byte..last.end(), kind))
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
fn short_forms(
    words: &[Word<'_>],
    capitals_only: bool,
    accepted: impl Fn(&Word<'_>) -> bool,
) -> Vec<Finding> {
    let mut found = unexplained(words, capitals_only);
    found.retain(|one| !accepted(&one.word));
    let count = found.len();
    let each = found.iter().map(|one| at(&one.word, Kind::Abbreviation { full: one.full }));
    let many = found.get(1).map(|second| at(&second.word, Kind::Abbreviations { count }));
    each.chain(many).collect()
}

#[cfg(test)]
mod tests {
    use super::super::lexicon::{Banned, Entries};
    use super::super::tone_style::ToneStyle;
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
            [
                (0, "Dịch vụu công"),
                (13, " "),
                (14, ","),
                (15, "UBND"),
                (20, "phuờng"),
                (32, "qủa"),
                (40, "của")
            ]
        );
        assert_eq!(findings[5].kind, Kind::Tone { fix: "quả".to_owned() });
    }

    #[test]
    fn a_slip_in_a_phrase_is_offered_as_the_phrase_in_the_case_of_the_text() {
        for (text, wrong, right) in [
            ("Nộp dich vụ công", "dich vụ công", "dịch vụ công"),
            ("Cổng trực tuyên mới", "trực tuyên", "trực tuyến"),
            ("HÀNH CHÁNH CÔNG", "HÀNH CHÁNH CÔNG", "HÀNH CHÍNH CÔNG"),
            ("Uỷ bn nhân dân ấp", "Uỷ bn nhân dân", "Uỷ ban nhân dân"),
            ("Đến ủy ban nhân dăn", "ủy ban nhân dăn", "ủy ban nhân dân"),
            ("Hổ sơ đã nhận", "Hổ sơ", "Hồ sơ"),
            ("Chữa cháyy kịp thời", "Chữa cháyy", "Chữa cháy"),
        ] {
            assert_eq!(found(text), [(wrong.to_owned(), Kind::Meant { fix: right.to_owned() })], "{text}");
        }
        assert_eq!(
            found("Trả kết qủa")[0].1,
            Kind::Tone { fix: "quả".to_owned() },
            "a tone on the wrong letter"
        );
    }

    #[test]
    fn right_neighbours_of_phrases_are_left_alone() {
        for text in [
            "Người dẫn chương trình, công ăn việc làm, nghi lễ trọng tâm",
            "Anh Hồ Sơn nộp đơn; đang ký tên",
            "Uỷ ban nhân dân quản lí, kĩ năng số, liệt sỹ",
            "Nhận hồ\nsở ban ngành",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    fn of_site() -> Lexicon {
        let texts = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        let banned = |words: &str, note: Option<&str>| Banned {
            words: words.to_owned(),
            note: note.map(str::to_owned),
        };
        Lexicon::new(&Entries {
            tone_style: ToneStyle::Keep,
            names: texts(&["Nam Từ Liêm", "Xuân Zin", "Pleikrong"]),
            agencies: texts(&["Trung tâm Văn hóa - Truyền thông"]),
            hotlines: texts(&["1022"]),
            addresses: texts(&["Số 12, đường Trần Phú"]),
            words: texts(&["Homestay", "HTNQ"]),
            banned: vec![banned("nhà cái", Some("cờ bạc")), banned("Khuyến mại", None)],
        })
    }

    #[test]
    fn what_a_site_lists_is_known_and_offered() {
        let lexicon = of_site();
        let found = |text: &str| -> Vec<(String, Kind)> {
            Proofreader::new(&lexicon).read(text).into_iter().map(|f| (f.passage, f.kind)).collect()
        };
        for (text, wrong, right) in [
            ("Quận Nam Từ Niêm", "Nam Từ Niêm", "Nam Từ Liêm"),
            ("QUẬN NAM TỪ NIÊM", "NAM TỪ NIÊM", "NAM TỪ LIÊM"),
            (
                "Trung tâm Văn hóa – Truyền thôn",
                "Trung tâm Văn hóa – Truyền thôn",
                "Trung tâm Văn hóa – Truyền thông",
            ),
            ("Số 21, đường Trần Phú", "Số 21, đường Trần Phú", "Số 12, đường Trần Phú"),
            ("Xem ở Pleikrongg", "Pleikrongg", "Pleikrong"),
        ] {
            assert_eq!(found(text), [(wrong.to_owned(), Kind::Meant { fix: right.to_owned() })], "{text}");
        }
        assert_eq!(found("Gọi 1021"), [("1021".to_owned(), Kind::Hotline { known: "1022".to_owned() })]);
        for text in ["HOMESTAY, homestay ở Xuân Zin", "Trung tâm Văn hóa - Truyền thông", "HTNQ xin chào"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn banned_words_are_found_as_whole_words_in_any_case() {
        let lexicon = of_site();
        let found = |text: &str| Proofreader::new(&lexicon).read(text);
        let kinds = |text: &str| found(text).into_iter().map(|f| (f.passage, f.kind)).collect::<Vec<_>>();
        let note = Some("cờ bạc".to_owned());
        assert_eq!(kinds("NHÀ CÁI uy tín"), [("NHÀ CÁI".to_owned(), Kind::Banned { note })]);
        assert_eq!(kinds("Giờ khuyến mại"), [("khuyến mại".to_owned(), Kind::Banned { note: None })]);
        assert_eq!(kinds("Nhà cáii, mái nhà"), [("cáii".to_owned(), Kind::Syllable(Reason::NoSyllable))]);
    }

    #[test]
    fn where_a_site_wants_a_style_every_word_in_the_other_one_is_found() {
        let new = Lexicon::new(&Entries { tone_style: ToneStyle::New, ..Entries::default() });
        let found = Proofreader::new(&new).read("Hòa bình, hoà giải, thủy lợi, “Luật Thủy sản”");
        let fixes: Vec<_> = found.iter().map(|f| (f.passage.as_str(), &f.kind)).collect();
        let fix = |fix: &str| Kind::OtherStyle { fix: fix.to_owned() };
        assert_eq!(fixes, [("Hòa", &fix("Hoà")), ("thủy", &fix("thuỷ"))]);
    }

    #[test]
    fn what_notices_say_besides_vietnamese_is_known() {
        for text in [
            "Theo Quyết định số 72/2002/QĐ-TTg, Nghị định 61/2018/NĐ-CP và QĐ-TTg",
            "Xem https://dichvucong.gov.vn, www.xa.example.vn hoặc gopy@phuong.example.vn",
            "Livestream, fanpage, robot, chatbot, hotline, smart city, Wi-Fi",
            "Gọi 0239.3855.123, (0239) 3 855 123 hoặc +84 912 345 678",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn two_tone_styles_are_said_once_over_all_texts_of_a_playlist() {
        let mut reader = Proofreader::default();
        assert_eq!(reader.read("Thủy sản, hòa bình"), []);
        let second = reader.read("Hoà bình, thuỷ sản");
        assert_eq!(second.len(), 1);
        assert_eq!(second[0].kind, Kind::Styles { other: "Thủy".to_owned(), fix: "Hòa".to_owned() });
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
        assert_eq!(found("Xin VÀOO")[0].1, Kind::Syllable(Reason::NoSyllable));
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
