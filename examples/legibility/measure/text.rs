//! What is read: lines of public messages, and drills of random syllables that no reader can guess.

const TONES: [&str; 6] = ["", "\u{300}", "\u{301}", "\u{309}", "\u{303}", "\u{323}"];
const ACUTE: usize = 2;
const DOT: usize = 5;
const ONSETS: &str = "b c ch d đ g h kh l m n nh ph s t th tr v x";
/// Onsets that are spelled before y.
const ONSETS_Y: &str = "k t l m s";
/// Vowels, the finals after them, the stop finals after them; - is none.
const NUCLEI: [(&str, &str, &str); 15] = [
    ("a", "- n m ng i o nh", "t c p ch"),
    ("ă", "n m ng", "t c p"),
    ("â", "n m ng u y", "t c p"),
    ("e", "- n m o", "t c p"),
    ("ê", "- n m nh u", "t ch p"),
    ("i", "- n m nh u", "t ch p"),
    ("o", "- n m ng i", "t c p"),
    ("ô", "- n m ng i", "t c p"),
    ("ơ", "- n m i", "t p"),
    ("u", "- n m ng i", "t c p"),
    ("ư", "- ng", "t c"),
    ("y", "-", ""),
    ("ươ", "n ng i u", "t c"),
    ("iê", "n m ng u", "t c"),
    ("uô", "n m ng i", "t c"),
];
/// Of a hundred syllables with a tone that allows it, so many end in a stop.
const STOPS: u64 = 35;
const SYLLABLES_PER_LINE: usize = 10;

/// Lines to read.
pub(crate) struct TextSet {
    /// Public messages.
    pub(crate) slogans: Vec<String>,
    /// Random syllables: every vowel with every tone, twice.
    pub(crate) drill: Vec<String>,
}

/// The lines the fonts of the project are tuned on.
pub(crate) fn benchmark() -> TextSet {
    TextSet { slogans: lines(include_str!("../slogans.txt")), drill: drill(1022) }
}

/// Lines no font was tuned on: other messages, other syllables.
pub(crate) fn held_out() -> TextSet {
    TextSet { slogans: lines(include_str!("../held-out.txt")), drill: drill(2311) }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// 180 syllables in 18 lines, the same ones for the same seed.
pub(crate) fn drill(seed: u64) -> Vec<String> {
    let mut random = SplitMix64(seed);
    let mut syllables = Vec::new();
    for _ in 0..2 {
        for (nucleus, finals, stops) in NUCLEI {
            for tone in 0..TONES.len() {
                syllables.push(syllable(&mut random, nucleus, finals, stops, tone));
            }
        }
    }
    for last in (1..syllables.len()).rev() {
        let other = random.below(last as u64 + 1) as usize;
        syllables.swap(last, other);
    }
    syllables.chunks(SYLLABLES_PER_LINE).map(|line| line.join(" ")).collect()
}

fn syllable(random: &mut SplitMix64, nucleus: &str, finals: &str, stops: &str, tone: usize) -> String {
    let drawn = random.pick(if nucleus == "y" { ONSETS_Y } else { ONSETS });
    let onset = match drawn {
        "c" if nucleus.starts_with(['e', 'ê', 'i']) => "k",
        "g" if nucleus.starts_with(['e', 'ê', 'i']) => "gh",
        other => other,
    };
    let stopped = (tone == ACUTE || tone == DOT) && !stops.is_empty() && random.below(100) < STOPS;
    let coda = random.pick(if stopped { stops } else { finals });
    // Of two vowels the second carries the tone.
    let decomposed = format!("{onset}{nucleus}{}{}", TONES[tone], if coda == "-" { "" } else { coda });
    unicode_normalization::UnicodeNormalization::nfc(decomposed.chars()).collect()
}

/// Every letter as a capital.
pub(crate) fn upper(line: &str) -> String {
    line.chars().flat_map(char::to_uppercase).collect()
}

/// The generator of Steele, Lea and Flood (2014): small, and the same everywhere.
pub(crate) struct SplitMix64(pub(crate) u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick<'a>(&mut self, list: &'a str) -> &'a str {
        let words: Vec<&str> = list.split(' ').collect();
        words[self.below(words.len() as u64) as usize]
    }
}
