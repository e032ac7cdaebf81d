//! What proof-reading knows: phrases of public service built into the program (`phrases.txt`), pairs of words that look
//! like a slip of one of them and are right (`lookalikes.txt`), and what a site adds of its own.
//!
//! A phrase is found by all its words but one: its index has a key for every word left out, so that a text is looked up
//! with a fixed number of steps for each of its words, however many phrases there are.

use super::syllable::Style;
use super::tone_style::{ToneStyle, word_in};
use super::words::{Word, tokens};
use std::borrow::Cow;

const PHRASES: &str = include_str!("phrases.txt");
const LOOKALIKES: &str = include_str!("lookalikes.txt");
/// Words of a longer phrase than this are not looked up.
pub(super) const MOST_WORDS: usize = 24;

/// What a site adds: each text 1 to some hundred characters; what has no word in it is passed over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entries {
    /// How tones are to be placed.
    pub tone_style: ToneStyle,
    /// Official names: of places, streets, people, events.
    pub names: Vec<String>,
    /// Names of agencies and units.
    pub agencies: Vec<String>,
    /// Telephone numbers, as they are written.
    pub hotlines: Vec<String>,
    /// Addresses.
    pub addresses: Vec<String>,
    /// Words and phrases that are right though they are no Vietnamese, or abbreviations everybody here knows.
    pub words: Vec<String>,
    /// What no text may say.
    pub banned: Vec<Banned>,
}

/// A word or phrase that no text may say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Banned {
    /// The word or phrase; small and capital letters alike.
    pub words: String,
    /// Why, or what to say instead.
    pub note: Option<String>,
}

/// What an entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Offered where a text is one slip away from it.
    Phrase,
    /// As a phrase; its words need not be syllables.
    Name,
    /// Right, and never offered.
    Right,
    /// Right, never offered, and its words need not be syllables.
    Word,
}

/// A phrase of the index.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) kind: Kind,
    pub(super) parts: Vec<Part>,
}

/// One word of a phrase.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// As it is listed.
    pub(super) shown: Cow<'static, str>,
    /// The mark between it and the word before it, nothing for a mere space.
    pub(super) gap: Cow<'static, str>,
}

/// Everything proof-reading knows of words, indexed.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// How tones are to be placed.
    pub tone_style: ToneStyle,
    /// Telephone numbers that are right, digits only.
    pub(super) hotlines: Vec<String>,
    /// Banned phrases as normal words, and why.
    pub(super) banned: Vec<(Vec<String>, Option<String>)>,
    entries: Vec<Entry>,
    /// Key of a whole phrase, and its entry; sorted.
    whole: Vec<(u64, u32)>,
    /// Key of a phrase without one of its words, its entry, and which word; sorted.
    holed: Vec<(u64, u32, u8)>,
    /// How many words phrases have, longest first.
    lengths: Vec<usize>,
    /// Most keys of a text are none of the above.
    sieve: Sieve,
}

impl Default for Lexicon {
    /// What is built in, and nothing of a site.
    fn default() -> Self {
        Self::new(&Entries::default())
    }
}

impl Lexicon {
    /// What is built in and what a site adds.
    #[must_use]
    pub fn new(site: &Entries) -> Self {
        let built_in = listed(PHRASES).map(|line| Entry::built_in(line, Kind::Phrase));
        let lookalikes = listed(LOOKALIKES).map(|line| Entry::built_in(line, Kind::Right));
        let names = site.names.iter().chain(&site.agencies).chain(&site.addresses);
        let names = names.map(|line| Entry::of_site(line, Kind::Name));
        let words = site.words.iter().map(|line| Entry::of_site(line, Kind::Word));
        let entries: Vec<Entry> = built_in.chain(lookalikes).chain(names).chain(words).collect();
        let normal_words = |text: &str| tokens(text).iter().map(|word| normal(word.text)).collect::<Vec<_>>();
        let banned = site.banned.iter().map(|one| (normal_words(&one.words), one.note.clone()));
        let mut lexicon = Self {
            tone_style: site.tone_style,
            hotlines: site.hotlines.iter().map(|number| super::numbers::digits(number)).collect(),
            banned: banned.filter(|(words, _)| !words.is_empty()).collect(),
            entries,
            whole: Vec::new(),
            holed: Vec::new(),
            lengths: Vec::new(),
            sieve: Sieve::new(),
        };
        lexicon.index();
        lexicon
    }

    fn index(&mut self) {
        let known = |length: usize| (1..=MOST_WORDS).contains(&length);
        for (at, entry) in self.entries.iter().enumerate().filter(|(_, entry)| known(entry.parts.len())) {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let hash = |part: &Part| match entry.kind {
                // Our own lists are in the normal form but for capitals, and for i and y in words of two letters.
                Kind::Phrase | Kind::Right if part.shown.len() > 4 => {
                    hash_of(part.shown.chars().flat_map(char::to_lowercase))
                }
                _ => hash(&part.shown),
            };
            let shares = Key::shares(entry.parts.iter().map(hash));
            let key = Key::new(&shares);
            self.whole.push((key.whole(), at));
            if matches!(entry.kind, Kind::Phrase | Kind::Name) && shares.len() > 1 {
                self.holed.extend((0..shares.len()).map(|hole| (key.without(hole), at, hole as u8)));
            }
            if !self.lengths.contains(&shares.len()) {
                self.lengths.push(shares.len());
            }
        }
        let keys = self.whole.iter().map(|(key, _)| *key).chain(self.holed.iter().map(|(key, ..)| *key));
        keys.for_each(|key| self.sieve.add(key));
        self.whole.sort_unstable();
        self.holed.sort_unstable();
        self.lengths.sort_unstable_by(|a, b| b.cmp(a));
    }

    /// How many words phrases have, longest first.
    pub(super) fn lengths(&self) -> &[usize] {
        &self.lengths
    }

    /// The phrases with this key.
    pub(super) fn whole(&self, key: u64) -> impl Iterator<Item = &Entry> {
        let from = self
            .from(key, |key| self.whole.partition_point(|(other, _)| *other < key))
            .unwrap_or(self.whole.len());
        let same = self.whole[from..].iter().take_while(move |(other, _)| *other == key);
        same.filter_map(|(_, at)| self.entries.get(*at as usize))
    }

    /// The phrases with this key when the word at `hole` is left out.
    pub(super) fn holed(&self, key: u64, hole: usize) -> impl Iterator<Item = &Entry> {
        let from = self
            .from(key, |key| self.holed.partition_point(|(other, ..)| *other < key))
            .unwrap_or(self.holed.len());
        let same = self.holed[from..].iter().take_while(move |(other, ..)| *other == key);
        same.filter(move |(.., at)| usize::from(*at) == hole)
            .filter_map(|(_, at, _)| self.entries.get(*at as usize))
    }

    fn from(&self, key: u64, search: impl Fn(u64) -> usize) -> Option<usize> {
        self.sieve.may_have(key).then(|| search(key))
    }

    /// Names of a site that are one word.
    pub(super) fn single_names(&self) -> impl Iterator<Item = &Part> {
        let names = self.entries.iter().filter(|entry| entry.kind == Kind::Name);
        names.filter_map(|entry| match &entry.parts[..] {
            [part] => Some(part),
            _ => None,
        })
    }

    /// The phrases built in, as they are listed.
    pub fn phrases() -> impl Iterator<Item = &'static str> {
        listed(PHRASES)
    }
}

impl Entry {
    /// A line of our own lists: words apart by single spaces, in the normal form but for capitals.
    fn built_in(line: &'static str, kind: Kind) -> Self {
        let part = |word| Part { shown: Cow::Borrowed(word), gap: Cow::Borrowed("") };
        Self { kind, parts: line.split(' ').map(part).collect() }
    }

    fn of_site(line: &str, kind: Kind) -> Self {
        let words = tokens(line);
        let part = |at: usize, word: &Word<'_>| {
            let gap =
                at.checked_sub(1).and_then(|before| words.get(before)).map(|before| gap(line, before, word));
            Part {
                shown: Cow::Owned(word.text.to_owned()),
                gap: Cow::Owned(gap.unwrap_or_default().to_owned()),
            }
        };
        Self { kind, parts: words.iter().enumerate().map(|(at, word)| part(at, word)).collect() }
    }
}

/// What stands between two words of a text but white space; a dash of any length is one dash.
pub(super) fn gap<'t>(text: &'t str, first: &Word<'_>, second: &Word<'_>) -> &'t str {
    match text.get(first.end()..second.byte).unwrap_or_default().trim() {
        "–" | "—" => "-",
        other => other,
    }
}

/// The phrases of a list: apart by commas and lines; a line after `#` is a heading.
fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|phrase| !phrase.is_empty())
}

/// The keys of a run of words: each word counts at its place, so that keys of runs with the same beginning share work.
pub(super) struct Key<'k>(&'k [u64]);

impl<'k> Key<'k> {
    /// The share of each word, from the hashes of the words.
    pub(super) fn shares(hashes: impl Iterator<Item = u64>) -> Vec<u64> {
        hashes.enumerate().map(|(at, hash)| mixed(hash ^ (at as u64 + 1))).collect()
    }

    /// The keys of the run with these shares.
    pub(super) fn new(shares: &'k [u64]) -> Self {
        Self(shares)
    }

    /// The key of all words.
    pub(super) fn whole(&self) -> u64 {
        self.0.iter().fold(self.0.len() as u64, |sum, one| sum.wrapping_add(*one))
    }

    /// The key without one word.
    pub(super) fn without(&self, hole: usize) -> u64 {
        let gone = self.0.get(hole).copied().unwrap_or_default();
        self.whole().wrapping_sub(gone).wrapping_add(mixed(!(hole as u64)))
    }
}

/// Says of most keys quickly that no phrase has them: a bit for each value of their last bits.
#[derive(Clone, Debug)]
struct Sieve(Vec<u64>);

impl Sieve {
    const BITS: u64 = 1 << 16;

    fn new() -> Self {
        Self(vec![0; (Self::BITS / 64) as usize])
    }

    fn place(key: u64) -> (usize, u64) {
        let bit = key % Self::BITS;
        ((bit / 64) as usize, 1 << (bit % 64))
    }

    fn add(&mut self, key: u64) {
        let (word, bit) = Self::place(key);
        if let Some(word) = self.0.get_mut(word) {
            *word |= bit;
        }
    }

    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// The finish of SplitMix64.
fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// The hash of a word in its normal form.
pub(super) fn hash(word: &str) -> u64 {
    hash_of(normal(word).chars())
}

/// FNV-1a.
fn hash_of(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0xCBF2_9CE4_8422_2325, |hash, c| {
        (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3)
    })
}

/// The form in which words are compared: small letters, tones in the old style, and y where i and y are both right
/// (`kĩ`, `kỹ`).
pub(super) fn normal(word: &str) -> String {
    let mut lower = word.to_lowercase();
    if ["à", "á", "ả", "ã", "ạ", "è", "é", "ẻ", "ẽ", "ẹ", "ỳ", "ý", "ỷ", "ỹ", "ỵ"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        lower = word_in(&lower, Style::Old);
    }
    let mut letters = lower.chars();
    if let (Some(onset), Some(rhyme), None) = (letters.next(), letters.next(), letters.next())
        && "hklmst".contains(onset)
        && let Some(place) = "iìíỉĩị".chars().position(|i| i == rhyme)
        && let Some(y) = "yỳýỷỹỵ".chars().nth(place)
    {
        return [onset, y].iter().collect();
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::syllable::check;

    #[test]
    fn our_lists_are_spelt_rightly_said_once_and_in_the_form_words_are_compared_in() {
        let mut seen = std::collections::BTreeSet::new();
        for phrase in listed(PHRASES).chain(listed(LOOKALIKES)) {
            assert!(seen.insert(phrase.to_lowercase()), "{phrase} stands twice");
            assert!((2..=10).contains(&phrase.split(' ').count()), "{phrase}: too short or too long");
            for word in phrase.split(' ') {
                assert_eq!(check(word), Ok(()), "{word} in {phrase}");
                assert!(word.len() <= 4 || normal(word) == word.to_lowercase(), "{phrase}");
            }
        }
        assert!(listed(PHRASES).count() >= 500, "{}", listed(PHRASES).count());
    }

    #[test]
    fn words_that_are_both_right_have_one_normal_form() {
        for (one, other) in [("Hoà", "hòa"), ("KHOẺ", "khỏe"), ("lí", "lý"), ("kĩ", "kỹ"), ("Thuỷ", "thủy")]
        {
            assert_eq!(normal(one), normal(other));
        }
        assert_eq!(
            (normal("quý").as_str(), normal("đi").as_str(), normal("Của").as_str()),
            ("quý", "đi", "của")
        );
    }
}
