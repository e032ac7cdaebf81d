//! Breaking a text into lines and pages by cost. The author's own breaks are kept, and a no-break space keeps words
//! together.
//!
//! Compared in this order: what is read as one and torn apart; pages; lines and pages of one lonely syllable; and then the
//! sum of, with s the columns a line leaves dark of w,
//!
//! | what | cost |
//! |---|---|
//! | each line | 80 |
//! | each line that is not the last of its page or of the author's line | 100 · (s / w)² |
//! | a line that was broken after a word that leans on the next (`và`, `của`) | 60 |
//! | a line that was broken after `, ; : .` | −20 |
//! | a page that ends with a sentence, the author's line, a comma, anything else | 0, 20, 40, 160 |
//! | each page of k lines where m would go | 100 · ((m − k) / m)² |
//!
//! So a word of several syllables is torn only where it is wider than the face. One pass over the words, each line begun
//! at each of them at most once for each line a page can have.

use super::words::{Measured, Next, Word};
use super::{Font, LayoutError};
use crate::language::Ending;
use embedded_graphics::prelude::Point;

/// The most lines a page is given, however high the face is: the work for a text stays bounded.
pub(super) const MOST_LINES: usize = 32;
/// Costs are counted in hundredths.
const ONE: i64 = 100;

/// One line of text and where its pen starts on the raster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) pen: Point,
}

impl Line {
    /// The first and one past the last row with a lit dot, on the raster.
    pub(super) fn rows(&self, font: &Font) -> Option<(i32, i32)> {
        let glyphs = self.text.chars().filter_map(|letter| font.glyph(letter));
        let rows = glyphs.filter_map(|glyph| glyph.ink_rows()).map(|(a, b)| (self.pen.y + a, self.pen.y + b));
        rows.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

/// What a way of breaking costs; the fields are compared in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    /// Breaks inside what is read as one.
    pub(super) torn: u32,
    pub(super) pages: u32,
    /// Broken lines and pages that end in one syllable alone.
    pub(super) lonely: u32,
    /// The sum of the table, in hundredths.
    pub(super) sum: i64,
}

impl std::ops::Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            torn: self.torn + other.torn,
            pages: self.pages + other.pages,
            lonely: self.lonely + other.lonely,
            sum: self.sum + other.sum,
        }
    }
}

/// A text broken into lines and pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    /// The lines of each page; an empty text is an empty line.
    pub(super) pages: Vec<Vec<String>>,
    /// What is read as one and was torn apart, in order.
    pub(super) torn: Vec<String>,
    /// The syllables of the fullest page.
    pub(super) syllables: u32,
    pub(super) cost: Cost,
}

/// The words of a text, measured for one font, and the width in dots they are broken for.
#[derive(Clone, Copy)]
pub(super) struct Breaker<'a> {
    pub(super) words: &'a [Word<'a>],
    pub(super) measured: &'a Measured,
    pub(super) width: u32,
}

/// The cheapest way to a place: its cost, and where the last line began.
type Way = Option<(Cost, (usize, usize))>;

impl Breaker<'_> {
    /// Pages of at most `most` lines; of one page of as many lines as it takes if `most` is `None`.
    pub(super) fn pages(&self, most: Option<usize>) -> Result<Broken, LayoutError> {
        let widths = (0..self.words.len()).map(|word| (self.measured.width(word), word));
        if let Some((width, word)) = widths.max_by_key(|(width, _)| *width).filter(|(w, _)| *w > self.width) {
            return Err(LayoutError::WordTooWide { word: self.words[word].text.to_owned(), width });
        }
        let most = most.map(|most| most.clamp(1, MOST_LINES));
        let levels = most.unwrap_or(1);
        // By words placed and lines on the page so far.
        let mut ways: Vec<Way> = vec![None; (self.words.len() + 1) * levels];
        ways[0] = Some((Cost::default(), (0, 0)));
        for from in 0..self.words.len() {
            if most.is_some() && self.measured.is_blank(from) {
                relax(&mut ways, levels, (from, 0), (from + 1, 0), Cost::default());
            }
            for (to, dark) in self.lines_from(from) {
                let line = self.line(from, to);
                let slack = self.slack(dark, to);
                for level in 0..levels {
                    let here = (from, level);
                    if most.is_none() {
                        relax(&mut ways, levels, here, (to, 0), line + slack);
                        continue;
                    }
                    if level + 1 < levels {
                        relax(&mut ways, levels, here, (to, level + 1), line + slack);
                    }
                    if !self.measured.is_blank(to - 1) {
                        let page = self.page(from, to, level + 1, levels);
                        relax(&mut ways, levels, here, (to, 0), line + page);
                    }
                }
            }
        }
        self.follow(&ways, levels, most.is_some()).ok_or(LayoutError::Dark)
    }

    /// Where a line that begins with this word can end, and how many columns it leaves dark then.
    fn lines_from(&self, from: usize) -> impl Iterator<Item = (usize, u32)> + '_ {
        let mut ink = None::<(i32, i32)>;
        let mut over = false;
        (from..self.words.len()).map_while(move |word| {
            if over {
                return None;
            }
            if let Some((left, right)) = self.measured.ink[word] {
                let (first, last) = ink.unwrap_or((left, right));
                ink = Some((first.min(left), last.max(right)));
            }
            let width = ink.map_or(0, |(first, last)| last.abs_diff(first));
            over = self.words[word].next == Next::Line;
            (width <= self.width).then(|| (word + 1, self.width - width))
        })
    }

    fn line(&self, from: usize, to: usize) -> Cost {
        let last = &self.words[to - 1];
        let broken = last.next != Next::Line;
        let begun = from == 0 || self.words[from - 1].next == Next::Line;
        let lonely = !begun && !broken && to == from + 1 && last.syllables <= 1;
        let leans = if broken && last.weak { 60 * ONE } else { 0 };
        let rests = if broken && last.ending > Ending::Open { 20 * ONE } else { 0 };
        Cost {
            torn: u32::from(last.next == Next::Compound),
            lonely: lonely.into(),
            sum: 80 * ONE + leans - rests,
            ..Cost::default()
        }
    }

    /// What the dark columns of a line cost that is not the last of its page.
    fn slack(&self, dark: u32, to: usize) -> Cost {
        let broken = self.words[to - 1].next != Next::Line;
        let sum = if broken { square(dark.into(), self.width.into()) } else { 0 };
        Cost { sum, ..Cost::default() }
    }

    /// What it costs to end a page of this many lines with a line.
    fn page(&self, from: usize, to: usize, lines: usize, most: usize) -> Cost {
        let last = &self.words[to - 1];
        let ends = match (last.ending, last.next) {
            _ if to == self.words.len() => 0,
            (Ending::Sentence, _) => 0,
            (_, Next::Line) => 20,
            (Ending::Part, _) => 40,
            _ => 160,
        };
        let alone = lines == 1 && to == from + 1 && last.syllables <= 1;
        // Where `line` says so already it is not said twice.
        let lonely = alone && self.line(from, to).lonely == 0;
        let sum = ends * ONE + square((most - lines) as i64, most as i64);
        Cost { pages: 1, lonely: lonely.into(), sum, ..Cost::default() }
    }

    /// The lines of the cheapest way, from its end back to its beginning.
    fn follow(&self, ways: &[Way], levels: usize, paged: bool) -> Option<Broken> {
        let mut at = (self.words.len(), 0);
        let (cost, _) = ways[at.0 * levels]?;
        let (mut pages, mut torn) = (Vec::new(), Vec::new());
        let (mut syllables, mut most) = (0, 0);
        while at.0 > 0 {
            let (_, before) = ways[at.0 * levels + at.1]?;
            let skipped =
                paged && before.1 == 0 && at == (before.0 + 1, 0) && self.measured.is_blank(before.0);
            if !skipped {
                if pages.is_empty() || (paged && at.1 == 0) {
                    pages.push(Vec::new());
                    syllables = 0;
                }
                let line = &self.words[before.0..at.0];
                syllables += line.iter().map(|word| word.syllables).sum::<u32>();
                most = most.max(syllables);
                let texts: Vec<&str> = line.iter().map(|word| word.text).collect();
                pages.last_mut()?.push(texts.join(" "));
                if self.words[at.0 - 1].next == Next::Compound {
                    torn.push(self.compound(at.0 - 1));
                }
            }
            at = before;
        }
        pages.reverse();
        pages.iter_mut().for_each(|page| page.reverse());
        torn.reverse();
        torn.dedup();
        (!pages.is_empty()).then_some(Broken { pages, torn, syllables: most, cost })
    }

    /// All of what is read as one around the break after a word.
    fn compound(&self, word: usize) -> String {
        let joined = |word: &usize| self.words[*word].next == Next::Compound;
        let first = (0..word).rev().take_while(joined).last().unwrap_or(word);
        let after = (word..self.words.len()).take_while(joined).count();
        let texts: Vec<&str> =
            self.words[first..].iter().take(word - first + after + 1).map(|w| w.text).collect();
        texts.join(" ")
    }
}

/// 100 · (part / whole)², in hundredths.
fn square(part: i64, whole: i64) -> i64 {
    part * part * 100 * ONE / (whole * whole).max(1)
}

/// Notes the way over `here` to `there` if it is the cheapest so far; the first of two that cost the same.
fn relax(ways: &mut [Way], levels: usize, here: (usize, usize), there: (usize, usize), step: Cost) {
    let Some((cost, _)) = ways[here.0 * levels + here.1] else { return };
    let cost = cost + step;
    let place = &mut ways[there.0 * levels + there.1];
    if place.is_none_or(|(known, _)| cost < known) {
        *place = Some((cost, here));
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::language::Compounds;
    use proptest::prelude::*;

    fn font() -> &'static Font {
        static FONT: std::sync::LazyLock<Font> = std::sync::LazyLock::new(|| {
            Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf")).unwrap()
        });
        &FONT
    }

    fn broken(text: &str, width: u32, most: Option<usize>) -> Result<Broken, LayoutError> {
        let words = words(text, &Compounds::default());
        let measured = Measured::new(&words, font());
        Breaker { words: &words, measured: &measured, width }.pages(most)
    }

    fn shown(text: &str, width: u32, most: usize) -> Vec<String> {
        broken(text, width, Some(most)).unwrap().pages.iter().map(|page| page.join(" / ")).collect()
    }

    #[test]
    fn slogans_break_between_words_and_after_marks() {
        assert_eq!(
            shown("Gửi hồ sơ và nhận kết quả tại nhà qua dịch vụ bưu chính công ích", 192, 3),
            ["Gửi hồ sơ và nhận kết quả / tại nhà qua dịch vụ / bưu chính công ích"],
        );
    }

    /// Every way to break these words, tried one by one.
    fn cheapest(breaker: &Breaker<'_>, from: usize, level: usize, most: usize) -> Option<Cost> {
        if from == breaker.words.len() {
            return (level == 0).then(Cost::default);
        }
        let skipped = (level == 0 && breaker.measured.is_blank(from))
            .then(|| cheapest(breaker, from + 1, 0, most))
            .flatten();
        let lines: Vec<(usize, u32)> = breaker.lines_from(from).collect();
        let ways = lines.into_iter().flat_map(|(to, dark)| {
            let stays = (level + 1 < most)
                .then(|| cheapest(breaker, to, level + 1, most))
                .flatten()
                .map(|rest| rest + breaker.line(from, to) + breaker.slack(dark, to));
            let ends = (!breaker.measured.is_blank(to - 1))
                .then(|| cheapest(breaker, to, 0, most))
                .flatten()
                .map(|rest| rest + breaker.line(from, to) + breaker.page(from, to, level + 1, most));
            [stays, ends]
        });
        ways.chain([skipped]).flatten().min()
    }

    const WORDS: [&str; 14] = [
        "hồ sơ",
        "kết quả",
        "và",
        "của",
        "nộp,",
        "nhận.",
        "14 giờ",
        "tại\u{a0}nhà",
        "1022/UBND-VP",
        "a",
        "gov.vn",
        "\n",
        "\n\n",
        "dịch vụ công trực tuyến",
    ];

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(&WORDS[..]), 1..9)
            .prop_map(|words| crate::language::tidy(&words.join(" ")))
            .prop_filter("something to show", |text| !text.is_empty())
    }

    proptest! {
        #[test]
        fn no_way_of_breaking_is_cheaper(text in text(), width in 40u32..200, most in 1usize..4) {
            let words = words(&text, &Compounds::default());
            // The ways grow with every word; more of them is a test of patience.
            prop_assume!(words.len() <= 11);
            let measured = Measured::new(&words, font());
            let breaker = Breaker { words: &words, measured: &measured, width };
            if let Ok(found) = breaker.pages(Some(most)) {
                prop_assert_eq!(Some(found.cost), cheapest(&breaker, 0, 0, most));
            }
        }

        #[test]
        fn lines_fit_and_give_back_the_text(text in text(), width in 40u32..200, most in 0usize..4) {
            let Ok(found) = broken(&text, width, (most > 0).then_some(most)) else { return Ok(()) };
            let lines = found.pages.concat();
            prop_assert!(most == 0 || found.pages.iter().all(|page| (1..=most).contains(&page.len())));
            for line in &lines {
                let wide = font().extent(line).map_or(0, |(left, right)| right.abs_diff(left));
                prop_assert!(wide <= width, "{line:?} is {wide} dots wide");
            }
            let squeezed = |text: &str| text.split(['\n', ' ']).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeezed(&lines.join("\n")), squeezed(&text), "no word lost, no no-break space broken");
            // Each line lies within one line of the author's.
            let authors: Vec<String> = text.lines().map(squeezed).collect();
            let mut rest = authors.iter().filter(|line| !line.is_empty());
            let mut left = String::new();
            for line in lines.iter().filter(|line| !line.is_empty()) {
                if left.is_empty() {
                    left.clone_from(rest.next().expect("as many lines as the author made"));
                }
                let Some(tail) = left.strip_prefix(line.as_str()) else {
                    return Err(TestCaseError::fail(format!("{line:?} runs over the author's break in {left:?}")));
                };
                left = tail.trim_start_matches(' ').to_owned();
            }
        }

        #[test]
        fn a_word_of_several_syllables_is_torn_only_where_it_is_wider_than_the_face(text in text(), width in 40u32..200) {
            let Ok(found) = broken(&text, width, Some(2)) else { return Ok(()) };
            for torn in &found.torn {
                let wide = font().extent(torn).map_or(0, |(left, right)| right.abs_diff(left));
                prop_assert!(wide > width, "{torn:?} is {wide} of {width} dots wide");
            }
        }
    }

    #[test]
    fn a_lonely_last_syllable_gets_company_and_a_page_is_never_one_syllable() {
        for text in [
            "Chúng tôi luôn ở bên bạn nhé",
            "Mời bà đến nộp và ký cho kịp",
            "Nộp nhanh, nhận ngay, vui vẻ ra về",
        ] {
            for width in 60..200 {
                let Ok(found) = broken(text, width, Some(2)) else { continue };
                let last = found.pages.concat().pop().unwrap();
                assert!(last.contains(' ') || found.cost.pages == 1, "{width}: {:?}", found.pages);
                assert!(
                    found.pages.iter().all(|page| page.join(" ").contains(' ')),
                    "{width}: {:?}",
                    found.pages
                );
            }
        }
    }

    #[test]
    fn a_word_wider_than_the_face_is_named_and_what_is_wider_is_torn_and_said() {
        assert_eq!(
            broken("xin gọi dichvucong.gov.vn", 64, Some(2)).unwrap_err(),
            LayoutError::WordTooWide { word: "dichvucong.gov.vn".to_owned(), width: 122 }
        );
        let found = broken("qua dịch vụ công trực tuyến", 100, Some(2)).unwrap();
        assert_eq!(found.torn, ["dịch vụ công trực tuyến"]);
    }
}
