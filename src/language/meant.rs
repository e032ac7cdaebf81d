//! “Did you mean”: words of a text that are one slip away from a listed phrase and are nothing else that is right.
//!
//! A phrase of three words and more is recognised by the rest of it. Of two words only one is left to recognise it by,
//! so there a slip that gives another possible syllable is looked at more closely.

use super::letters::{initial, is_listed};
use super::lexicon::{Entry, Key, Kind, Lexicon, gap, hash, normal};
use super::slip::is_one;
use super::words::Word;
use std::ops::Range;

/// Words that stand beside nearly every other: beside one of them half of a phrase is no sign of the phrase.
const FUNCTION_WORDS: &str = "ai bà bác bạn bằng bị bởi các cái cần chỉ cho chớ chưa chúng có con còn của cùng cứ dù do đã đang \
    đâu đây đến đều đi để đó đừng được em ở gì hãy hay hết hoặc hơn khi không là lên lại làm lúc mà mau mình mỗi mọi một \
    mới nào này nên nếu ngay nhau nhé như nhưng những nơi nữa ông phải qua ra rất rồi sau sẽ ta tại theo thì thôi trên \
    trong trước từ từng và vào vẫn vì với về xin xuống";
/// A name of one word is offered from this many letters on.
const LONG_NAME: usize = 5;

/// What is known of one word before phrases are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// A possible syllable.
    Possible,
    /// No possible syllable.
    Impossible,
    /// Somebody else's business: an abbreviation, a number, a misplaced tone.
    Other,
}

/// A phrase that is written with a slip.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Meant {
    /// Its words.
    pub(super) words: Range<usize>,
    /// The word with the slip.
    pub(super) slip: usize,
    /// The phrase as it is to be written, in the case of the text.
    pub(super) fix: String,
}

/// What phrases say of a text.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// Phrases with a slip, in the order of the text.
    pub(super) meant: Vec<Meant>,
    /// For each word: whether it belongs to a name or word of the site, and so needs no other check.
    pub(super) accepted: Vec<bool>,
}

/// The words of one text with everything that is asked of them again and again.
struct Looked<'a, 't> {
    text: &'t str,
    words: &'a [Word<'t>],
    /// For each word: the shares of the keys of all runs that begin with it.
    shares: Vec<Vec<u64>>,
    states: &'a [State],
    lexicon: &'a Lexicon,
    capitals_only: bool,
    /// For each word: how many words the longest right phrase has that it belongs to.
    covered: Vec<usize>,
}

/// Reads the words and numbers of a text, of which `states` tells one by one.
pub(super) fn read(text: &str, words: &[Word<'_>], states: &[State], lexicon: &Lexicon) -> Read {
    let hashes: Vec<u64> = words.iter().map(|word| hash(word.text)).collect();
    let longest = lexicon.lengths().first().copied().unwrap_or_default();
    let begun = |at: usize| Key::shares(hashes[at..].iter().copied().take(longest));
    let mut looked = Looked {
        text,
        words,
        shares: (0..words.len()).map(begun).collect(),
        states,
        lexicon,
        capitals_only: !text.chars().any(char::is_lowercase),
        covered: vec![0; words.len()],
    };
    let (covered, accepted) = looked.cover();
    looked.covered = covered;
    let mut meant: Vec<Meant> = Vec::new();
    for window in looked.windows() {
        let window = &window;
        let apart = |said: &Meant| said.words.end <= window.start || said.words.start >= window.end;
        if meant.iter().all(apart) {
            meant.extend(looked.slip(window));
        }
    }
    for at in (0..words.len()).filter(|at| states[*at] == State::Impossible && !accepted[*at]) {
        if !meant.iter().any(|said| said.words.contains(&at)) {
            meant.extend(looked.name(at));
        }
    }
    meant.sort_by_key(|said| said.words.start);
    Read { meant, accepted }
}

impl Looked<'_, '_> {
    /// All runs of words that phrases can have, longest first.
    fn windows(&self) -> impl Iterator<Item = Range<usize>> {
        let count = self.words.len();
        let starts = move |length: usize| 0..(count + 1).saturating_sub(length);
        let lengths = self.lexicon.lengths().iter().copied();
        lengths.flat_map(move |length| starts(length).map(move |start| start..start + length))
    }

    fn key(&self, window: &Range<usize>) -> Key<'_> {
        Key::new(&self.shares[window.start][..window.len()])
    }

    /// For each word: how many words the longest right phrase has that it belongs to, and whether one is the site's.
    fn cover(&self) -> (Vec<usize>, Vec<bool>) {
        let (mut covered, mut accepted) = (vec![0; self.words.len()], vec![false; self.words.len()]);
        for window in self.windows() {
            let key = self.key(&window).whole();
            for entry in self.lexicon.whole(key).filter(|entry| self.is_exactly(&window, entry)) {
                for at in window.clone() {
                    covered[at] = window.len().max(covered[at]);
                    accepted[at] |= matches!(entry.kind, Kind::Name | Kind::Word);
                }
            }
        }
        (covered, accepted)
    }

    fn is_exactly(&self, window: &Range<usize>, entry: &Entry) -> bool {
        self.agrees(window, entry, None)
    }

    /// Whether the words of a window and the marks between them are those of a phrase, but for the word at `hole`.
    fn agrees(&self, window: &Range<usize>, entry: &Entry, hole: Option<usize>) -> bool {
        let mut places = window.clone().zip(&entry.parts).enumerate();
        entry.parts.len() == window.len()
            && places.all(|(place, (at, part))| {
                let same_gap = place == 0 || gap(self.text, &self.words[at - 1], &self.words[at]) == part.gap;
                same_gap && (hole == Some(place) || normal(self.words[at].text) == normal(&part.shown))
            })
    }

    /// The phrase that a run of words is one slip away from.
    fn slip(&self, window: &Range<usize>) -> Option<Meant> {
        if window.len() < 2 || window.clone().all(|at| self.covered[at] >= window.len()) {
            return None;
        }
        let key = self.key(window);
        let found = (0..window.len()).find_map(|hole| {
            let at = window.start + hole;
            let mut entries = self.lexicon.holed(key.without(hole), hole);
            let entry = entries.find(|entry| {
                let right = normal(&entry.parts[hole].shown);
                self.agrees(window, entry, Some(hole))
                    && is_one(&normal(self.words[at].text), &right)
                    && self.is_a_slip(window, at, entry, &right)
            })?;
            Some((at, entry.parts[hole].shown.as_ref()))
        });
        let (at, right) = found?;
        let [first, last] = [&self.words[window.start], &self.words[window.end - 1]];
        let word = &self.words[at];
        let before = self.text.get(first.byte..word.byte).unwrap_or_default();
        let after = self.text.get(word.end()..last.end()).unwrap_or_default();
        let fix = format!("{before}{}{after}", self.cased(at, right));
        Some(Meant { words: window.clone(), slip: at, fix })
    }

    /// Whether the word at `at` is rather a slip of the phrase than right as it is.
    fn is_a_slip(&self, window: &Range<usize>, at: usize, entry: &Entry, right: &str) -> bool {
        let word = &self.words[at];
        if right.contains(char::is_numeric) || word.text.contains(char::is_numeric) {
            // A house of the same street, unless the rest says it is this one.
            return window.len() >= 4;
        }
        match self.states[at] {
            State::Other => return false,
            State::Impossible => return true,
            State::Possible => {}
        }
        // A right phrase around the word explains it, unless more words speak for this one.
        if self.covered[at] > 0 && (window.len() < 4 || self.covered[at] + 1 >= window.len()) {
            return false;
        }
        let lower = word.text.to_lowercase();
        let function_word = is_listed(FUNCTION_WORDS, &lower);
        if window.len() > 3 {
            return true;
        }
        if window.len() > 2 {
            return !function_word || lower.chars().map(initial).eq(right.chars().map(initial));
        }
        let between = self.text.get(self.words[window.start].end()..self.words[window.end - 1].byte);
        let one_line = between.is_none_or(|between| !between.contains('\n'));
        one_line && !function_word && !self.is_a_persons_name(window, entry)
    }

    /// A capital after the first word, which the phrase does not have: `anh Hồ Sơn` is no file.
    fn is_a_persons_name(&self, window: &Range<usize>, entry: &Entry) -> bool {
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let listed = entry.parts.iter().any(|part| capital(&part.shown));
        !self.capitals_only && !listed && capital(self.words[window.end - 1].text)
    }

    /// A name of one word that this word is one slip away from.
    fn name(&self, at: usize) -> Option<Meant> {
        let wrong = normal(self.words[at].text);
        let mut names = self.lexicon.single_names();
        let part = names
            .find(|part| part.shown.chars().count() >= LONG_NAME && is_one(&wrong, &normal(&part.shown)))?;
        Some(Meant { words: at..at + 1, slip: at, fix: self.cased(at, &part.shown) })
    }

    /// The right word in capitals or with a capital, as the wrong one is written; a name keeps its own capital.
    fn cased(&self, at: usize, right: &str) -> String {
        let word = &self.words[at];
        let neighbours = [at.checked_sub(1), at.checked_add(1)];
        let capitals = |word: &Word<'_>| word.is_capitals() && word.length() > 1;
        let around = neighbours.iter().flatten().filter_map(|at| self.words.get(*at)).any(capitals);
        if word.is_capitals() && (self.capitals_only || word.length() > 1 || around) {
            return right.to_uppercase();
        }
        let mut letters = right.chars();
        match letters.next() {
            Some(first) if word.text.starts_with(char::is_uppercase) => {
                first.to_uppercase().chain(letters).collect()
            }
            _ => right.to_owned(),
        }
    }
}
