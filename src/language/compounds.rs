//! Where a text may be broken into lines, and where a break would tear apart what is read as one: a word of several
//! syllables, a number and its unit, a document number, a name.
//!
//! The text is not changed: breaks are places between its words. How dear a break is, and how wide anything is, is
//! `scene`'s to say.

use super::letters::is_listed;
use super::phrases::PHRASES;
use std::collections::BTreeSet;

/// What follows a number on the same line: units, and what is counted.
const UNITS: &str = "giờ giây phút ngày tuần tháng quý năm đồng nghìn ngàn triệu tỷ tỉ người hộ lượt bộ bản tờ suất \
    hồ lần cái chiếc trang bước điểm tuổi độ mức phần đợt kỳ khoản loại mục cửa quầy km m cm mm ha kg g tấn tạ lít kwh kw \
    vnd vnđ đ usd %";
/// What stands before its number on the same line: `số 3`, `ngày 24/11`, `mức độ 4`, `gọi 112`.
const LABELS: &str = "số ngày tháng năm quý tuần tầng phòng quầy cửa bàn ô tổ ấp thôn bản phường quận đội điều khoản mục \
    bước lần cấp hạng độ đợt kỳ trang gọi giờ khóm phố khóa khoá hội hotline zalo luật";
/// What stands before its weekday on the same line.
const WEEKDAYS: &str = "hai ba tư năm sáu bảy bẩy";
/// Short forms of places and titles: what follows is a name.
const TITLES: &str = "tp. tx. tt. q. p. h. x. ts. ths. pgs. gs. bs. ông bà";
/// Words that lean on what follows: a line that ends in one reads badly.
const WEAK: &str = "và hoặc của cho với tại qua bằng từ đến là các những mỗi không khi để do bị được";

/// A place between two words of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// Where the white space begins, in bytes.
    pub position: usize,
    /// How long it is, in bytes.
    pub length: usize,
    /// Whether a line may end there.
    pub kind: BreakKind,
}

/// Whether a line may end at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakKind {
    /// Yes.
    Free,
    /// Only where nothing else helps: it would tear apart what is read as one.
    InsideCompound,
    /// No: the author wrote a no-break space or a word joiner.
    Never,
    /// It does end there: the author wrote a line break.
    Author,
}

/// What is read as one: the phrases of the program, and the names of a site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compounds(BTreeSet<String>);

impl Compounds {
    /// The phrases of the program and these names besides; capitals and small letters are the same.
    #[must_use]
    pub fn with<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let name = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        Self(names.into_iter().map(name).collect())
    }

    /// Every place between two words of a text (in NFC), in order. White space at the ends of lines is no such place.
    #[must_use]
    pub fn breaks(&self, text: &str) -> Vec<Break> {
        let mut breaks = Vec::new();
        let mut begin = 0;
        for line in text.split('\n') {
            if begin > 0 {
                breaks.push(Break { position: begin - 1, length: 1, kind: BreakKind::Author });
            }
            self.in_line(line, begin, &mut breaks);
            begin += line.len() + 1;
        }
        breaks
    }

    /// The stretches of a text that its breaks keep together, in order: each from the first to the last letter.
    #[must_use]
    pub fn stretches<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        let (mut from, mut joined) = (0, false);
        let end = Break { position: text.len(), length: 0, kind: BreakKind::Free };
        for place in self.breaks(text).into_iter().chain([end]) {
            match place.kind {
                BreakKind::InsideCompound => joined = true,
                BreakKind::Never => {}
                BreakKind::Free | BreakKind::Author => {
                    found.extend(text.get(from..place.position).filter(|_| joined));
                    (from, joined) = (place.position + place.length, false);
                }
            }
        }
        found
    }

    /// The breaks of one line that begins at byte `begin` of the text.
    fn in_line(&self, line: &str, begin: usize, breaks: &mut Vec<Break>) {
        let words = words(line);
        let pieces: Vec<Piece<'_>> = words.iter().map(|(_, word)| Piece::new(word)).collect();
        let mut joined = vec![false; pieces.len()];
        self.join_phrases(&pieces, &mut joined);
        join_numbers(&pieces, &mut joined);
        join_names(&pieces, &mut joined);
        for (at, pair) in words.windows(2).enumerate() {
            let [(from, word), (next, after)] = pair else { continue };
            let position = from + word.len();
            let space = line.get(position..*next).unwrap_or_default();
            let kind = if space.contains('\u{A0}') || word.ends_with(JOINER) || after.starts_with(JOINER) {
                BreakKind::Never
            } else if joined[at] {
                BreakKind::InsideCompound
            } else {
                BreakKind::Free
            };
            breaks.push(Break { position: begin + position, length: space.len(), kind });
        }
    }

    /// Joins what is a phrase, the longest at each word first.
    fn join_phrases(&self, pieces: &[Piece<'_>], joined: &mut [bool]) {
        let mut at = 0;
        while at < pieces.len() {
            let own = candidates(&pieces[at].lower);
            let names = self.0.range(pieces[at].lower.clone()..).map(String::as_str);
            let names = names.take_while(|name| begins(name, &pieces[at].lower));
            let lengths = own.iter().copied().chain(names).filter_map(|phrase| covers(phrase, &pieces[at..]));
            let longest = lengths.max().unwrap_or(1);
            joined[at..at + longest - 1].fill(true);
            at += longest;
        }
    }
}

/// The word joiner.
const JOINER: char = '\u{2060}';

/// Whether a line that ends in this word reads badly: `và`, `của`, `đến`; marks around it do not matter.
#[must_use]
pub fn is_weak(word: &str) -> bool {
    let closed = word.ends_with(|c: char| !c.is_alphanumeric());
    !closed && is_listed(WEAK, &core(word).to_lowercase())
}

/// How strongly what stands before a break ends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Nothing ends.
    Open,
    /// A part of a sentence: `,`.
    Part,
    /// A sentence, or what introduces another: `. ; : ! ? …`.
    Sentence,
}

/// How strongly a word ends, by its last mark; closing quotes and brackets are looked through.
#[must_use]
pub fn ending(word: &str) -> Ending {
    match word.trim_end_matches(['”', '"', '’', ')', ']', '»']).chars().next_back() {
        Some('.' | ';' | ':' | '!' | '?' | '…') => Ending::Sentence,
        Some(',') => Ending::Part,
        _ => Ending::Open,
    }
}

/// One word of a line, and what is asked of it again and again.
struct Piece<'t> {
    text: &'t str,
    /// Without the marks around it, in lower case.
    lower: String,
    /// Whether a mark stands before it or after it.
    opened: bool,
    closed: bool,
}

impl<'t> Piece<'t> {
    fn new(text: &'t str) -> Self {
        let mark = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let (first, last) = (text.chars().next(), text.chars().next_back());
        Self { text, lower: core(text).to_lowercase(), opened: mark(first), closed: mark(last) }
    }

    fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
            && self
                .lower
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '/' | '-' | '–'))
    }

    fn starts_as_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
            || (self.text.len() <= 5 && core(self.text).chars().all(|c| matches!(c, 'I' | 'V' | 'X')))
    }

    /// `1022/UBND-VP`, `61/2018/NĐ-CP`
    fn is_document(&self) -> bool {
        self.lower.contains('/')
            && self.lower.starts_with(|c: char| c.is_ascii_digit())
            && self.lower.contains(|c: char| c.is_alphabetic())
    }

    /// A capital and then a small letter, as names are written.
    fn is_name(&self) -> bool {
        let mut letters = core(self.text).chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none_or(char::is_lowercase)
    }

    /// What a list counts its parts with: `1.`, `2)`, `a)`, `•`.
    fn is_list_number(&self) -> bool {
        let digits = self.lower.chars().all(|c| c.is_ascii_digit()) && self.lower.len() <= 2;
        let letter = self.lower.chars().count() == 1 && self.text.ends_with(')');
        let mark = matches!(self.text, "•" | "-" | "–" | "→" | "+" | "*");
        mark || (self.text.ends_with(['.', ')']) && !self.opened && (digits || letter))
    }

    fn is_dash(&self) -> bool {
        matches!(self.text, "-" | "–" | "—" | "&" | "×" | "+" | "=" | "/")
    }
}

/// The words of a line with their places in bytes, white space between them.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut from = 0;
    for part in line.split([' ', '\u{A0}']) {
        if !part.is_empty() {
            words.push((from, part));
        }
        from += part.len()
            + line.get(from + part.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    words
}

fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether the first word of a phrase is this one.
fn begins(phrase: &str, word: &str) -> bool {
    phrase.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The phrases of the program whose first word is this one.
fn candidates(word: &str) -> &'static [&'static str] {
    let from = PHRASES.partition_point(|phrase| *phrase < word);
    let length = PHRASES[from..].iter().take_while(|phrase| begins(phrase, word)).count();
    &PHRASES[from..from + length]
}

/// How many words a phrase covers, if these words are it; marks may stand around it and not inside.
fn covers(phrase: &str, pieces: &[Piece<'_>]) -> Option<usize> {
    let mut count = 0;
    for word in phrase.split(' ') {
        let piece = pieces.get(count).filter(|piece| piece.lower == word)?;
        let torn = count > 0 && (piece.opened || pieces[count - 1].closed);
        if torn {
            return None;
        }
        count += 1;
    }
    Some(count)
}

/// Joins numbers with their units and labels, document numbers with what they are, list numbers with what they count.
fn join_numbers(pieces: &[Piece<'_>], joined: &mut [bool]) {
    for (at, pair) in pieces.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        let starts = at == 0 || ending(pieces[at - 1].text) == Ending::Sentence;
        // `3 ngày 24/11`, `24 tháng 11`: the number after it is what the label is for.
        let is_label = || {
            second.lower != "giờ"
                && pieces.get(at + 2).is_some_and(|third| !second.closed && third.starts_as_number())
                && is_listed(LABELS, &second.lower)
        };
        let unit = first.is_number() && !first.closed && is_listed(UNITS, &second.lower) && !is_label();
        let percent = first.is_number() && second.text == "%";
        let label = !first.closed && second.starts_as_number() && is_listed(LABELS, &first.lower);
        let weekday = first.lower == "thứ" && is_listed(WEEKDAYS, &second.lower);
        let document = !first.closed && second.is_document();
        let counted = first.is_number() && first.text.ends_with(',') && first.lower.len() <= 3;
        let row = counted && second.starts_as_number();
        let list = starts && first.is_list_number();
        let dash = second.is_dash() && !first.is_list_number();
        joined[at] |= unit || percent || label || weekday || document || row || list || dash;
    }
}

/// Joins the words of names: what follows a short form, and words that are written as names one after the other. Where
/// every word has a capital, capitals say nothing.
fn join_names(pieces: &[Piece<'_>], joined: &mut [bool]) {
    let small = pieces.iter().filter(|piece| piece.text.starts_with(char::is_lowercase)).count();
    let told = small * 2 >= pieces.len();
    for (at, pair) in pieces.windows(2).enumerate() {
        let [first, second] = pair else { continue };
        if !second.is_name() || joined[at] {
            continue;
        }
        let title = || is_listed(TITLES, &first.text.to_lowercase());
        let both = first.is_name() && !first.closed && !second.opened;
        let goes_on = || at > 0 && joined[at - 1] && is_listed(TITLES, &titled(pieces, joined, at));
        joined[at] = (both && (told || goes_on())) || title();
    }
}

/// The first word of the joined words that this one belongs to, in lower case with its marks.
fn titled(pieces: &[Piece<'_>], joined: &[bool], at: usize) -> String {
    let first = (0..at).rev().take_while(|before| joined[*before]).last().unwrap_or(at);
    pieces[first].text.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(text: &str) -> Vec<&str> {
        Compounds::default().stretches(text)
    }

    #[test]
    fn the_phrases_are_sorted_each_once_in_nfc_and_in_small_letters() {
        assert!(PHRASES.windows(2).all(|pair| pair[0] < pair[1]), "the search needs them sorted");
        for phrase in PHRASES {
            assert_eq!(phrase, super::super::compose(&phrase.to_lowercase()));
            assert!(phrase.split(' ').count() > 1, "{phrase}");
            for syllable in phrase.split(' ') {
                assert_eq!(super::super::syllable::check(syllable), Ok(()), "{phrase}");
            }
        }
    }

    #[test]
    fn words_of_several_syllables_are_kept_together_the_longest_first() {
        assert_eq!(
            stretches("Nộp hồ sơ qua dịch vụ công trực tuyến, nhận kết quả tại UBND"),
            ["hồ sơ", "dịch vụ công trực tuyến,", "kết quả"]
        );
        assert_eq!(stretches("ỦY BAN NHÂN DÂN phường"), ["ỦY BAN NHÂN DÂN"]);
        assert_eq!(stretches("Hồ, sơ và (kết quả)"), ["(kết quả)"], "not across a mark");
    }

    #[test]
    fn numbers_keep_their_units_labels_and_documents() {
        assert_eq!(stretches("Mở cửa từ 14 giờ, lệ phí 50.000 đồng"), ["14 giờ,", "lệ phí", "50.000 đồng"]);
        assert_eq!(stretches("Quầy số 3 ngày 24/11/2026"), ["số 3", "ngày 24/11/2026"]);
        assert_eq!(stretches("ngày 24 tháng 11 lúc 7 giờ 30"), ["ngày 24", "tháng 11", "7 giờ 30"]);
        assert_eq!(stretches("theo Nghị định 61/2018/NĐ-CP mới"), ["Nghị định 61/2018/NĐ-CP"]);
        assert_eq!(stretches("mức độ 3, 4 và thứ Năm"), ["mức độ 3, 4", "thứ Năm"]);
        assert_eq!(stretches("Xem: 1. Nộp đơn 2) nhận"), ["1. Nộp"]);
        assert_eq!(stretches("Gọi 112"), ["Gọi 112"]);
    }

    #[test]
    fn names_are_kept_together_unless_every_word_has_a_capital() {
        assert_eq!(stretches("Sở tại TP. Hồ Chí Minh mời"), ["TP. Hồ Chí Minh"]);
        assert_eq!(stretches("đường Nguyễn Trãi bị ngập"), ["Nguyễn Trãi"]);
        assert_eq!(stretches("Vui Xuân Mới"), Vec::<&str>::new());
        let site = Compounds::with(["Hội quán  Phước An", "phước"]);
        assert_eq!(site.stretches("HỘI QUÁN PHƯỚC AN đón bà"), ["HỘI QUÁN PHƯỚC AN"]);
    }

    #[test]
    fn what_the_author_joined_or_broke_stays_so() {
        let kinds = |text: &str| -> Vec<BreakKind> {
            Compounds::default().breaks(text).into_iter().map(|place| place.kind).collect()
        };
        use BreakKind::{Author, Free, InsideCompound, Never};
        assert_eq!(kinds("a\u{A0}b c\nhồ sơ\n\nd"), [Never, Free, Author, InsideCompound, Author, Author]);
        assert_eq!(kinds("a\u{2060} b"), [Never]);
        let breaks = Compounds::default().breaks("bộ  hồ sơ\nx");
        let places: Vec<_> = breaks.iter().map(|place| (place.position, place.length)).collect();
        assert_eq!(places, [(4, 2), (10, 1), (14, 1)]);
    }

    #[test]
    fn weak_words_and_endings_are_told() {
        assert!(is_weak("và") && is_weak("“Của") && !is_weak("là,") && !is_weak("hồ"));
        assert_eq!(
            [ending("sơ"), ending("sơ,"), ending("hẹn!”")],
            [Ending::Open, Ending::Part, Ending::Sentence]
        );
    }

    proptest::proptest! {
        #[test]
        fn the_words_between_breaks_are_the_text(text in "[hồsơ 14giờA-Z.,\u{A0}\u{2060}\n-]{0,60}") {
            let (mut from, mut rebuilt) = (0, String::new());
            for place in Compounds::default().breaks(&text) {
                let space = &text[place.position..place.position + place.length];
                proptest::prop_assert!(space.chars().all(|c| matches!(c, ' ' | '\n' | '\u{A0}')), "{space:?}");
                proptest::prop_assert!(!space.is_empty() && place.position >= from);
                rebuilt += &text[from..place.position];
                rebuilt += space;
                from = place.position + place.length;
            }
            proptest::prop_assert_eq!(rebuilt + &text[from..], text);
        }
    }
}
