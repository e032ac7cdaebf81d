//! A text as the words that lines are made of: read once, measured once for each font.

use super::Font;
use crate::language::{BreakKind, Compounds, Ending, ending, is_weak, syllables};

/// What stands between a word and the next one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A space at which a line may end.
    Space,
    /// A space inside what is read as one.
    Compound,
    /// The end of a line the author made, or of the text.
    Line,
}

/// What no line may divide: letters between two places where a line could end. Empty for an empty line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) next: Next,
    pub(super) weak: bool,
    pub(super) ending: Ending,
    /// Syllables, more or less: what stands between spaces and has a letter or a digit.
    pub(super) syllables: u32,
}

/// The words of a text (in NFC), the author's lines apart.
pub(super) fn words<'t>(text: &'t str, compounds: &Compounds) -> Vec<Word<'t>> {
    let word = |text: &'t str, next| {
        let text = text.trim_matches(' ');
        let syllables = syllables(text);
        Word { text, next, weak: is_weak(text), ending: ending(text), syllables: syllables as u32 }
    };
    let mut words = Vec::new();
    let mut from = 0;
    for place in compounds.breaks(text) {
        let next = match place.kind {
            BreakKind::Never => continue,
            BreakKind::Free => Next::Space,
            BreakKind::InsideCompound => Next::Compound,
            BreakKind::Author => Next::Line,
        };
        words.push(word(text.get(from..place.position).unwrap_or_default(), next));
        from = place.position + place.length;
    }
    words.push(word(text.get(from..).unwrap_or_default(), Next::Line));
    words
}

/// Where the words of a text lie in one font, were they all set on one line.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// For each word the first and one past the last lit column; `None` if it lights nothing.
    pub(super) ink: Vec<Option<(i32, i32)>>,
    /// How far the pen goes over all of it, and over how many characters.
    pub(super) advance: u32,
    pub(super) letters: u32,
}

impl Measured {
    pub(super) fn new(words: &[Word<'_>], font: &Font) -> Self {
        let space = font.glyph(' ').map_or(0, |glyph| i32::from(glyph.advance));
        let (mut pen, mut letters) = (0, 0);
        let mut ink = Vec::with_capacity(words.len());
        for word in words {
            let mut found = None::<(i32, i32)>;
            for glyph in word.text.chars().filter_map(|letter| font.glyph(letter)) {
                if let Some((left, right)) = glyph.ink() {
                    let (first, last) = found.unwrap_or((pen + left, pen + right));
                    found = Some((first.min(pen + left), last.max(pen + right)));
                }
                pen += i32::from(glyph.advance);
                letters += 1;
            }
            ink.push(found);
            pen += space;
            letters += 1;
        }
        Self { ink, advance: pen.unsigned_abs(), letters }
    }

    /// The width of one word in dots.
    pub(super) fn width(&self, word: usize) -> u32 {
        self.ink.get(word).copied().flatten().map_or(0, |(left, right)| right.abs_diff(left))
    }

    /// Whether a word lights nothing.
    pub(super) fn is_blank(&self, word: usize) -> bool {
        self.ink.get(word).copied().flatten().is_none()
    }
}
