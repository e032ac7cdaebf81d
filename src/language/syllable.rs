//! Whether a word is a possible Vietnamese syllable, and where its tone belongs.
//!
//! A word of Vietnamese text is one syllable: an onset, a rhyme and a tone, and there are few of each. So a slip of the
//! finger nearly always gives a word that cannot be, and that is all this file looks at: it knows no dictionary, and a
//! slip that gives another possible syllable passes. Names and loans are not its business either (`words` leaves them out).

use super::letters::{Tone, apart, is_listed, is_vowel, with_tone};

/// Longest first, so that the first that fits is the longest. `gi` and `qu` have rules of their own.
const ONSETS: [&str; 25] = [
    "ngh", "ch", "gh", "kh", "ng", "nh", "ph", "th", "tr", "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n",
    "p", "r", "s", "t", "v", "x",
];
const PLAIN: &str = "a ai ao au ay am an ang anh ac ach ap at ăm ăn ăng ăc ăp ăt âu ây âm ân âng âc âp ât \
    e eo em en eng ec ep et ê êu êm ên ênh êng êch êp êt êc \
    i ia iu im in inh ing ich ip it ic iêu iêm iên iêng iêc iêp iêt \
    o oi om on ong oong oc ooc op ot ô ôi ôm ôn ông ôông ôc ôp ôt ơ ơi ơm ơn ơp ơt \
    u ua ui um un ung uc up ut uôi uôm uôn uông uôc uôp uôt \
    ư ưa ưi ưu ưm ưn ưng ưc ưt ươi ươu ươm ươn ương ươc ươp ươt";
/// Rhymes that begin with a glide written o or u.
const GLIDE: &str = "oa oai oao oay oam oan oang oanh oac oach oap oat oăm oăn oăng oăc oăp oăt oe oeo oem oen oeng \
    oet uây uân uâng uât uê uêu uên uênh uêch uêt uơ uy uya uyu uym uyn uynh uych uyp uyt uyên uyêt";
const Y: &str = "y yêu yêm yên yêng yêt";
/// What can follow `qu`.
const AFTER_QU: &str = "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât ây e en eo et \
    ê êch ên ênh êt êu i it ich inh oang oăt ôc ơ ơi y ych ynh yp yt yên yêt";

/// What can follow `p` where it stands alone.
const AFTER_P: &str = "a ac ai an ang anh ao ap at ăc ăng ăt e en eo et ê êt i in ing inh it o oc om on ong ot ô ôc ôn ông \
    ôt ơ u uc ung ut y";

/// Why a word is no possible syllable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It has more than one tone mark.
    TwoTones,
    /// There is no such onset or rhyme.
    NoSyllable,
    /// k, gh, ngh before another letter than e, ê, i, y; or c, g, ng before one of these.
    OnsetSpelling,
    /// c or k before a glide (`coa`), which is written with `qu`.
    QuSpelling,
    /// y where i belongs, or i where y belongs.
    YSpelling,
    /// It ends in c, ch, p or t and has neither the acute tone nor the dot below.
    StopTone,
}

/// What is wrong with the spelling of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no possible syllable.
    Impossible(Reason),
    /// It is one, but the tone stands on the wrong letter.
    ToneMisplaced {
        /// The word as it is to be written; capitals are kept.
        fix: String,
    },
}

/// The two ways to write the tone of an open `oa`, `oe`, `uy`; both are right, but not side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// On the first letter: `hòa`, `thủy`.
    Old,
    /// On the second letter: `hoà`, `thuỷ`.
    New,
}

/// A word taken apart: letters without tones in lower case, and the tones with the positions of their letters.
struct Word {
    letters: Vec<char>,
    tones: Vec<(usize, Tone)>,
}

impl Word {
    fn new(word: &str) -> Self {
        let (mut letters, mut tones) = (Vec::new(), Vec::new());
        for c in word.chars() {
            let (letter, tone) = apart(c.to_lowercase().next().unwrap_or(c));
            tones.extend(tone.map(|tone| (letters.len(), tone)));
            letters.push(letter);
        }
        Self { letters, tones }
    }

    fn plain(&self) -> String {
        self.letters.iter().collect()
    }
}

/// Checks one word in NFC, small or capital letters alike.
///
/// # Errors
/// What is wrong with it. The tone's place is looked at last: only a possible syllable has a right one.
pub fn check(word: &str) -> Result<(), Refusal> {
    let parts = Word::new(word);
    if parts.tones.len() > 1 {
        return Err(Refusal::Impossible(Reason::TwoTones));
    }
    let rhyme = rhyme(&parts.plain()).map_err(Refusal::Impossible)?;
    let tone = parts.tones.first();
    let stopped = ["c", "ch", "p", "t"].iter().any(|coda| rhyme.text.ends_with(coda));
    if stopped && !tone.is_some_and(|(_, tone)| tone.is_abrupt()) {
        return Err(Refusal::Impossible(Reason::StopTone));
    }
    let Some(&(at, tone)) = tone else { return Ok(()) };
    let (place, other) = rhyme.places();
    if at == place || Some(at) == other {
        return Ok(());
    }
    let moved = word.chars().enumerate().map(|(i, c)| {
        let bare = apart(c).0;
        if i == place { with_tone(bare, tone) } else { bare }
    });
    Err(Refusal::ToneMisplaced { fix: moved.collect() })
}

/// In which style a right word is written, if it is one of those that can be written in two.
#[must_use]
pub fn style(word: &str) -> Option<Style> {
    let parts = Word::new(word);
    let [(at, _)] = parts.tones[..] else { return None };
    match rhyme(&parts.plain()).ok()?.places() {
        (new, Some(_)) if at == new => Some(Style::New),
        (_, Some(old)) if at == old => Some(Style::Old),
        _ => None,
    }
}

/// The rhyme of a possible syllable, without tone.
struct Rhyme {
    text: String,
    /// Position of its first letter in the word.
    start: usize,
}

impl Rhyme {
    /// Where the tone belongs, as a position in the word, and the other place that is right as well.
    fn places(&self) -> (usize, Option<usize>) {
        let letters: Vec<char> = self.text.chars().collect();
        let vowels = letters.iter().take_while(|letter| is_vowel(**letter)).count();
        let shaped = letters.iter().rposition(|letter| "ăâêôơư".contains(*letter));
        let (place, other) = match (shaped, vowels) {
            (Some(at), _) => (at, None),
            (None, 1) => (0, None),
            (None, 3) => (1, None),
            (None, _) if letters.len() > vowels => (1, None),
            (None, _) if ["oa", "oe", "uy"].contains(&self.text.as_str()) => (1, Some(0)),
            (None, _) => (0, None),
        };
        (self.start + place, other.map(|at| self.start + at))
    }
}

/// Finds the rhyme of a word without tone in lower case, or why it has none.
fn rhyme(word: &str) -> Result<Rhyme, Reason> {
    if let Some(rest) = word.strip_prefix("qu") {
        let known = is_listed(AFTER_QU, rest);
        return known.then(|| Rhyme { text: rest.to_owned(), start: 2 }).ok_or(Reason::NoSyllable);
    }
    if let Some(rest) = word.strip_prefix("gi") {
        return after_gi(rest).ok_or(Reason::NoSyllable);
    }
    let any = |rhyme: &str| is_listed(PLAIN, rhyme) || is_listed(GLIDE, rhyme) || is_listed(Y, rhyme);
    let onset = ONSETS.iter().copied().find(|onset| word.starts_with(onset)).unwrap_or("");
    let rest = &word[onset.len()..];
    if !any(rest) {
        return Err(Reason::NoSyllable);
    }
    spelling(onset, rest)?;
    Ok(Rhyme { text: rest.to_owned(), start: onset.chars().count() })
}

/// `gi` and an i of the rhyme are written as one i: `gì` is gi + i, `giếng` is gi + iêng.
fn after_gi(rest: &str) -> Option<Rhyme> {
    match rest {
        "" | "n" | "m" => Some(Rhyme { text: format!("i{rest}"), start: 1 }),
        _ if rest.starts_with('ê') && is_listed(PLAIN, &format!("i{rest}")) => {
            Some(Rhyme { text: rest.to_owned(), start: 2 })
        }
        _ if rest.starts_with(['i', 'y']) => None,
        _ if is_listed(PLAIN, rest) || is_listed(GLIDE, rest) => {
            Some(Rhyme { text: rest.to_owned(), start: 2 })
        }
        _ => None,
    }
}

/// What the spelling of an onset asks of the rhyme after it.
fn spelling(onset: &str, rhyme: &str) -> Result<(), Reason> {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    let wrong_onset = match onset {
        "k" => !front && !is_listed(GLIDE, rhyme),
        "gh" | "ngh" => !front || rhyme.starts_with('y'),
        "c" | "g" | "ng" => front,
        _ => false,
    };
    if wrong_onset {
        return Err(Reason::OnsetSpelling);
    }
    if matches!(onset, "c" | "k") && is_listed(GLIDE, rhyme) {
        return Err(Reason::QuSpelling);
    }
    if is_only_of_loans(onset, rhyme) {
        return Err(Reason::NoSyllable);
    }
    // Without an onset the sound of iê is written yê; the names Thy, Vy and the like are as good as h k l m s t.
    let wrong_y = match onset {
        "" => rhyme.starts_with("iê"),
        "h" | "k" | "l" | "m" | "s" | "t" | "n" | "th" | "v" => rhyme.starts_with("yê"),
        _ => is_listed(Y, rhyme),
    };
    if wrong_y { Err(Reason::YSpelling) } else { Ok(()) }
}

/// Long o and ô (`xoong`, `côông`) and the onset p (`pin`, `Pác`) came with loans and names, each with a few partners
/// only; elsewhere they are a doubled letter or a lost h.
fn is_only_of_loans(onset: &str, rhyme: &str) -> bool {
    match rhyme {
        "oong" | "ooc" => !is_listed("b c ch g l m s t v x", onset),
        "ôông" => !is_listed("b c t", onset),
        _ => onset == "p" && !is_listed(AFTER_P, rhyme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(word: &str) -> Option<Reason> {
        match check(word) {
            Err(Refusal::Impossible(reason)) => Some(reason),
            _ => None,
        }
    }

    fn fix(word: &str) -> Option<String> {
        match check(word) {
            Err(Refusal::ToneMisplaced { fix }) => Some(fix),
            _ => None,
        }
    }

    #[test]
    fn right_words_pass_in_small_and_capital_letters() {
        let words = "quốc quý quyết quýt gì gìn giếng già giữ giờ gioóc nghiêng ghế kỷ kỹ kĩ Thy Vy yêu yết ý buýt voan \
            khuỷu quoàng quoắt pin Pác goòng soóc khuya ngoằn ngoèo thuở hươu rượu xoong côông ỦY NGHIÊM Đường ĐƯỢC hoà hòa khỏe khoẻ thủy thuỷ";
        for word in words.split_whitespace() {
            assert_eq!(check(word), Ok(()), "{word}");
        }
    }

    #[test]
    fn every_reason_has_words_that_give_it() {
        let cases = [
            (Reason::TwoTones, "dịchụ nướác"),
            (
                Reason::NoSyllable,
                "troong khôông phoòng pường pấp dịhc quuôc giin web thuậnn nhg bcd ngưòii q",
            ),
            (Reason::OnsetSpelling, "kàn ghà nghà cế gê ngiêm ghy"),
            (Reason::QuSpelling, "cuân coa kuyên"),
            (Reason::YSpelling, "iêu tyên by"),
            (Reason::StopTone, "đươc Nguyêt hoc tỏp"),
        ];
        for (expected, words) in cases {
            for word in words.split(' ') {
                assert_eq!(reason(word), Some(expected), "{word}");
            }
        }
    }

    #[test]
    fn a_tone_on_the_wrong_letter_is_put_on_the_right_one() {
        let cases = [
            ("qủa", "quả"),
            ("tuýên", "tuyến"),
            ("giừơng", "giường"),
            ("Qúy", "Quý"),
            ("HÒAN", "HOÀN"),
            ("cuả", "của"),
            ("gía", "giá"),
            ("khủyu", "khuỷu"),
        ];
        for (wrong, right) in cases {
            assert_eq!(fix(wrong).as_deref(), Some(right), "{wrong}");
            assert_eq!(check(right), Ok(()), "{right}");
        }
    }

    #[test]
    fn only_open_oa_oe_uy_can_be_written_in_two_styles() {
        assert_eq!((style("hòa"), style("HOÀ")), (Some(Style::Old), Some(Style::New)));
        assert_eq!((style("Thủy"), style("khoẻ")), (Some(Style::Old), Some(Style::New)));
        for neither in ["quý", "hoa", "hoàn", "của", "qủa", "ж"] {
            assert_eq!(style(neither), None, "{neither}");
        }
    }
}
