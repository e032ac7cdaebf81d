//! How much of a line was read wrong, and how sure the figure is.

use super::text::SplitMix64;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const RESAMPLES: usize = 400;
/// Costs of the alignment, in quarters: letters of one base are near each other, everything else is not.
const SAME_BASE: u32 = 1;
const OTHER: u32 = 4;
const BASES: &str = "aeiouyd";

/// What one reading of one line adds to the sums.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counts {
    /// Letters inserted, deleted or replaced, and letters there were.
    pub(crate) wrong: u32,
    pub(crate) letters: u32,
    /// Vowels and d or đ read as another letter of their base, and those whose base was read.
    pub(crate) wrong_marks: u32,
    pub(crate) bases: u32,
    /// Letters read as others, and how often; a space on the right is a letter not seen.
    pub(crate) confused: BTreeMap<(char, char), u32>,
    /// What was read instead of the line, if anything else was: the line, the reading.
    pub(crate) misread: Option<(String, String)>,
}

/// Shares in percent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rates {
    /// Character error rate.
    pub(crate) cer: f64,
    /// Share of letters whose base was read and whose marks were not.
    pub(crate) der: f64,
}

/// The middle 95 %.
pub(crate) type Interval = (f64, f64);

/// The plain letter under the marks.
pub(crate) fn base(letter: char) -> char {
    match letter {
        'đ' => 'd',
        'Đ' => 'D',
        _ => letter.nfd().next().unwrap_or(letter),
    }
}

/// Compares a line with what was read, both in small letters, composed, with single spaces.
pub(crate) fn compare(wanted: &str, read: &str) -> Counts {
    let fold = |text: &str| -> Vec<char> {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").nfc().flat_map(char::to_lowercase).collect()
    };
    let (wanted, read) = (fold(wanted), fold(read));
    let mut counts = Counts { letters: wanted.len() as u32, ..Counts::default() };
    let plain = Table::new(&wanted, &read, |a, b| if a == b { 0 } else { 1 }, 1);
    counts.wrong = plain.cost[wanted.len()][read.len()];
    let text = |letters: &[char]| letters.iter().collect::<String>();
    counts.misread = (wanted != read).then(|| (text(&wanted), text(&read)));
    for (a, b) in Table::new(&wanted, &read, near, OTHER).pairs() {
        if b != Some(a) {
            *counts.confused.entry((a, b.unwrap_or(' '))).or_default() += 1;
        }
        if let Some(b) = b.filter(|b| BASES.contains(base(a)) && base(*b) == base(a)) {
            counts.bases += 1;
            counts.wrong_marks += u32::from(a != b);
        }
    }
    counts
}

fn near(a: char, b: char) -> u32 {
    match (a == b, base(a) == base(b)) {
        (true, _) => 0,
        (_, true) => SAME_BASE,
        _ => OTHER,
    }
}

/// The table of the cheapest alignments of two beginnings.
struct Table<'a> {
    wanted: &'a [char],
    read: &'a [char],
    replace: fn(char, char) -> u32,
    gap: u32,
    cost: Vec<Vec<u32>>,
}

impl<'a> Table<'a> {
    fn new(wanted: &'a [char], read: &'a [char], replace: fn(char, char) -> u32, gap: u32) -> Self {
        let mut cost = vec![vec![0; read.len() + 1]; wanted.len() + 1];
        for i in 0..=wanted.len() {
            for j in 0..=read.len() {
                let replaced =
                    (i > 0 && j > 0).then(|| cost[i - 1][j - 1] + replace(wanted[i - 1], read[j - 1]));
                let lost = (i > 0).then(|| cost[i - 1][j] + gap);
                let added = (j > 0).then(|| cost[i][j - 1] + gap);
                cost[i][j] = [replaced, lost, added].into_iter().flatten().min().unwrap_or(0);
            }
        }
        Self { wanted, read, replace, gap, cost }
    }

    /// Each letter wanted with the one read in its place, walking back from the end; replacing is preferred to losing,
    /// losing to adding.
    fn pairs(&self) -> Vec<(char, Option<char>)> {
        let (mut i, mut j) = (self.wanted.len(), self.read.len());
        let mut pairs = Vec::new();
        while i > 0 || j > 0 {
            let here = self.cost[i][j];
            if i > 0 && j > 0 {
                let (a, b) = (self.wanted[i - 1], self.read[j - 1]);
                if here == self.cost[i - 1][j - 1] + (self.replace)(a, b) {
                    pairs.push((a, Some(b)));
                    (i, j) = (i - 1, j - 1);
                    continue;
                }
            }
            if i > 0 && here == self.cost[i - 1][j] + self.gap {
                pairs.push((self.wanted[i - 1], None));
                i -= 1;
            } else {
                j -= 1;
            }
        }
        pairs
    }
}

/// The rates of many readings together: sums over sums, so that a long line weighs more.
pub(crate) fn pooled<'a>(readings: impl IntoIterator<Item = &'a Counts>) -> Rates {
    let sums = readings.into_iter().fold([0u32; 4], |sums, counts| {
        let more = [counts.wrong, counts.letters, counts.wrong_marks, counts.bases];
        std::array::from_fn(|place| sums[place] + more[place])
    });
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    Rates { cer: share(sums[0], sums[1]), der: share(sums[2], sums[3]) }
}

/// Intervals of both pooled rates: the readings drawn again and again with replacement.
pub(crate) fn intervals(readings: &[Counts]) -> (Interval, Interval) {
    resampled(readings.len(), |lines| pooled(lines.iter().map(|line| &readings[*line])))
}

/// Intervals of the differences between two fonts' rates over the same lines, ours less theirs.
pub(crate) fn differences(ours: &[Counts], theirs: &[Counts]) -> (Interval, Interval) {
    resampled(ours.len().min(theirs.len()), |lines| {
        let a = pooled(lines.iter().map(|line| &ours[*line]));
        let b = pooled(lines.iter().map(|line| &theirs[*line]));
        Rates { cer: a.cer - b.cer, der: a.der - b.der }
    })
}

fn resampled(lines: usize, rates: impl Fn(&[usize]) -> Rates) -> (Interval, Interval) {
    let mut random = SplitMix64(400);
    let mut draw = || (0..lines).map(|_| random.below(lines as u64) as usize).collect::<Vec<_>>();
    let drawn: Vec<Rates> = (0..RESAMPLES).map(|_| rates(&draw())).collect();
    let middle = |value: fn(&Rates) -> f64| {
        let mut values: Vec<f64> = drawn.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[(share * (RESAMPLES - 1) as f64).round() as usize];
        (at(0.025), at(0.975))
    };
    (middle(|rates| rates.cer), middle(|rates| rates.der))
}
