//! A proportional bitmap font: glyphs by character, all on one baseline.

use crate::frame::Digest;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point, Size};
use embedded_graphics::primitives::Rectangle;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One letter: its dots relative to the pen on the baseline, and how far the pen moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Dots from this pen position to the next, letter gap included.
    pub advance: u16,
    /// Column of the first bit of a row, from the pen; negative if it overhangs to the left.
    left: i16,
    /// Rows from the baseline up to the first row.
    top: i16,
    /// Words of 64 dots in a row, the leftmost dot in the highest bit; 0 only if there are no rows.
    stride: usize,
    /// Rows from above.
    bits: Vec<u64>,
    /// Measured once: layouts ask for it at every word.
    ink: Option<Ink>,
}

/// The first and one past the last column and row with a lit dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ink {
    columns: (i32, i32),
    rows: (i32, i32),
}

impl Glyph {
    /// The widest and the highest bitmap accepted, in dots.
    pub const MAX_SIDE: u16 = 256;
    /// What is not drawn and does not move the pen.
    const NOTHING: &Self = &Self { advance: 0, left: 0, top: 0, stride: 0, bits: Vec::new(), ink: None };

    /// A glyph whose first row begins at column `left` from the pen and `top` rows above the baseline, each row as
    /// many words as `width` dots need, the leftmost dot in the highest bit. Bits beyond `width` must be 0.
    pub(super) fn new(advance: u16, left: i16, top: i16, width: u16, bits: Vec<u64>) -> Self {
        let stride = usize::from(width).div_ceil(64);
        let mut glyph = Self { advance, left, top, stride, bits, ink: None };
        let hull = glyph.runs().map(|(x, y, run)| Ink { columns: (x, x + run as i32), rows: (y, y + 1) });
        glyph.ink = hull.reduce(|a, b| Ink {
            columns: (a.columns.0.min(b.columns.0), a.columns.1.max(b.columns.1)),
            rows: (a.rows.0.min(b.rows.0), a.rows.1.max(b.rows.1)),
        });
        glyph
    }

    /// The horizontal runs of lit dots: column from the pen, rows below the baseline (negative above it), length. A run
    /// ends where a word does.
    fn runs(&self) -> impl Iterator<Item = (i32, i32, u32)> + '_ {
        self.bits.iter().enumerate().flat_map(move |(place, &bits)| {
            let y = (place / self.stride) as i32 - i32::from(self.top);
            let mut column = i32::from(self.left) + 64 * (place % self.stride) as i32;
            let mut bits = bits;
            std::iter::from_fn(move || {
                if bits == 0 {
                    return None;
                }
                let gap = bits.leading_zeros();
                bits <<= gap;
                let run = bits.leading_ones();
                let found = (column + gap as i32, y, run);
                bits = bits.checked_shl(run).unwrap_or(0);
                column += (gap + run) as i32;
                Some(found)
            })
        })
    }

    /// The lit dots: column from the pen, row below the baseline (−1 stands on it), row by row from above.
    pub fn dots(&self) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.runs().flat_map(|(x, y, run)| (x..x + run as i32).map(move |x| (x, y)))
    }

    /// The first and one past the last column with a lit dot, from the pen; `None` for a space.
    #[must_use]
    pub fn ink(&self) -> Option<(i32, i32)> {
        self.ink.map(|ink| ink.columns)
    }

    /// The first and one past the last row with a lit dot, from the baseline downwards; `None` for a space.
    #[must_use]
    pub fn ink_rows(&self) -> Option<(i32, i32)> {
        self.ink.map(|ink| ink.rows)
    }
}

/// A font of one height.
#[derive(Clone, Debug)]
pub struct Font {
    /// The name items ask for: the file's stem (`bangtin-16`).
    pub name: String,
    /// Rows from the baseline up that any letter may use.
    pub ascent: u16,
    /// Rows below the baseline that any letter may use.
    pub descent: u16,
    pub(super) glyphs: BTreeMap<char, Glyph>,
}

impl Font {
    /// Rows of one line of text, marks and descenders included.
    #[must_use]
    pub fn rows(&self) -> u16 {
        self.ascent + self.descent
    }

    /// Its identity: SHA-256 over every measure and every dot of every letter, but not its name.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut bytes = [self.ascent.to_be_bytes(), self.descent.to_be_bytes()].concat();
        for (letter, glyph) in &self.glyphs {
            let Glyph { advance, left, top, stride, bits, ink: _ } = glyph;
            bytes.extend(u32::from(*letter).to_be_bytes());
            bytes.extend([advance.to_be_bytes(), left.to_be_bytes(), top.to_be_bytes()].concat());
            bytes.extend([*stride as u32, bits.len() as u32].into_iter().flat_map(u32::to_be_bytes));
            bytes.extend(bits.iter().flat_map(|word| word.to_be_bytes()));
        }
        Digest::of_bytes(&bytes)
    }

    /// The glyph of a character, if the font has one. A no-break space looks like a space; a word joiner like nothing.
    #[must_use]
    pub fn glyph(&self, letter: char) -> Option<&Glyph> {
        match letter {
            '\u{A0}' => self.glyphs.get(&letter).or_else(|| self.glyphs.get(&' ')),
            '\u{2060}' => Some(Glyph::NOTHING),
            _ => self.glyphs.get(&letter),
        }
    }

    /// The first and one past the last column a line lights, from its pen's start; `None` if it lights nothing.
    #[must_use]
    pub fn extent(&self, line: &str) -> Option<(i32, i32)> {
        let (mut pen, mut found) = (0, None::<(i32, i32)>);
        for glyph in line.chars().filter_map(|letter| self.glyph(letter)) {
            if let Some((left, right)) = glyph.ink() {
                let (first, last) = found.unwrap_or((pen + left, pen + right));
                found = Some((first.min(pen + left), last.max(pen + right)));
            }
            pen += i32::from(glyph.advance);
        }
        found
    }

    /// The most columns side by side that a line leaves dark between its first and its last lit one.
    pub(super) fn gap(&self, line: &str) -> u32 {
        let Some((first, last)) = self.extent(line) else { return 0 };
        let mut lit = vec![false; last.abs_diff(first) as usize];
        let mut pen = -first;
        for glyph in line.chars().filter_map(|letter| self.glyph(letter)) {
            for (left, _, run) in glyph.runs() {
                let from = (pen + left) as usize;
                lit[from..from + run as usize].fill(true);
            }
            pen += i32::from(glyph.advance);
        }
        lit.split(|lit| *lit).map(<[bool]>::len).max().unwrap_or(0) as u32
    }

    /// The first character of the text that the font lacks, with its place counted in characters from 0.
    /// Line breaks need no glyph.
    #[must_use]
    pub fn missing(&self, text: &str) -> Option<(usize, char)> {
        text.chars().enumerate().find(|(_, c)| *c != '\n' && self.glyph(*c).is_none())
    }

    /// Draws one line with the pen starting at `pen` on the baseline. Letters the font lacks must have been refused.
    ///
    /// # Errors
    /// Those of the target; a [`crate::frame::Frame`] has none.
    pub fn draw<D: DrawTarget<Color = Rgb888>>(
        &self,
        target: &mut D,
        line: &str,
        pen: Point,
        colour: Rgb888,
    ) -> Result<(), D::Error> {
        let mut x = pen.x;
        for glyph in line.chars().filter_map(|letter| self.glyph(letter)) {
            for (left, down, run) in glyph.runs() {
                let area = Rectangle::new(Point::new(x + left, pen.y + down), Size::new(run, 1));
                target.fill_solid(&area, colour)?;
            }
            x += i32::from(glyph.advance);
        }
        Ok(())
    }
}

/// All fonts of a site, by name.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    fonts: BTreeMap<String, Arc<Font>>,
    /// Names of fonts that can be made if somebody asks for them.
    announced: BTreeSet<String>,
    /// Names that were asked for and could not be made.
    unmade: BTreeSet<String>,
}

impl Fonts {
    /// Adds a font, in place of one of the same name.
    pub fn insert(&mut self, font: Font) {
        self.share(Arc::new(font));
    }

    /// Adds a font that others hold too, in place of one of the same name.
    pub fn share(&mut self, font: Arc<Font>) {
        self.fonts.insert(font.name.clone(), font);
    }

    /// Sets which fonts can be made besides those that are here: [`names`](Self::names) lists them too, until one of them
    /// is given up.
    pub fn announce(&mut self, names: impl Iterator<Item = String>) {
        (self.announced, self.unmade) = (names.collect(), BTreeSet::new());
    }

    /// Notes that a font could not be made: it is offered no more.
    pub fn give_up(&mut self, name: &str) {
        self.announced.remove(name);
        self.unmade.insert(name.to_owned());
    }

    /// Whether there could have been a font of this name.
    #[must_use]
    pub fn is_unmade(&self, name: &str) -> bool {
        self.unmade.contains(name)
    }

    /// The font of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<Font>> {
        self.fonts.get(name)
    }

    /// The fonts that may be chosen where nobody names one, the largest first: those of the project in the plain weight,
    /// `bangtin-` and their rows.
    #[must_use]
    pub fn own(&self) -> Vec<&Arc<Font>> {
        let plain = |name: &str| {
            name.strip_prefix("bangtin-")
                .is_some_and(|rows| !rows.is_empty() && rows.bytes().all(|b| b.is_ascii_digit()))
        };
        let mut own: Vec<&Arc<Font>> = self.fonts.values().filter(|font| plain(&font.name)).collect();
        own.sort_by_key(|font| std::cmp::Reverse(font.rows()));
        own
    }

    /// All names: of the fonts that are here in order, then of those that can be made.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let more = self.announced.iter().filter(|name| !self.fonts.contains_key(*name));
        self.fonts.keys().chain(more).map(String::as_str)
    }
}
