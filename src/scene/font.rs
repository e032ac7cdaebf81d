//! A proportional bitmap font: glyphs by character, all on one baseline.

use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point, Size};
use embedded_graphics::primitives::Rectangle;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One letter: its dots relative to the pen on the baseline, and how far the pen moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Dots from this pen position to the next, letter gap included.
    pub advance: u8,
    /// Dots from the pen to the first column of the bitmap; negative if it overhangs to the left.
    pub left: i8,
    /// Rows from the baseline up to the top row of the bitmap: 9 for a capital nine dots high.
    pub top: i8,
    /// Width of the bitmap in dots, 0 for a space, at most [`Glyph::MAX_SIDE`].
    pub width: u8,
    /// Rows from above, the leftmost dot in the highest bit.
    pub rows: Vec<u64>,
}

impl Glyph {
    /// The widest and the highest bitmap accepted, in dots.
    pub const MAX_SIDE: u8 = 64;

    /// The horizontal runs of lit dots: column from the pen, rows below the baseline (negative above it), length.
    fn runs(&self) -> impl Iterator<Item = (i32, i32, u32)> + '_ {
        self.rows.iter().enumerate().flat_map(move |(row, &bits)| {
            let y = row as i32 - i32::from(self.top);
            let mut bits = bits;
            let mut column = i32::from(self.left);
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
        self.runs().map(|(x, _, run)| (x, x + run as i32)).reduce(|(a, b), (x, end)| (a.min(x), b.max(end)))
    }

    /// The first and one past the last row with a lit dot, from the baseline downwards; `None` for a space.
    #[must_use]
    pub fn ink_rows(&self) -> Option<(i32, i32)> {
        self.runs().map(|(_, y, _)| (y, y + 1)).reduce(|(a, b), (y, end)| (a.min(y), b.max(end)))
    }
}

/// A font of one height.
#[derive(Clone, Debug)]
pub struct Font {
    /// The name items ask for: the file's stem (`bangtin-16`).
    pub name: String,
    /// Rows from the baseline up that any letter may use.
    pub ascent: u8,
    /// Rows below the baseline that any letter may use.
    pub descent: u8,
    pub(super) glyphs: BTreeMap<char, Glyph>,
}

impl Font {
    /// Rows of one line of text, marks and descenders included.
    #[must_use]
    pub fn rows(&self) -> u16 {
        u16::from(self.ascent) + u16::from(self.descent)
    }

    /// The glyph of a character, if the font has one. A no-break space looks like a space; a word joiner like nothing.
    #[must_use]
    pub fn glyph(&self, letter: char) -> Option<&Glyph> {
        const NOTHING: &Glyph = &Glyph { advance: 0, left: 0, top: 0, width: 0, rows: Vec::new() };
        match letter {
            '\u{A0}' => self.glyphs.get(&letter).or_else(|| self.glyphs.get(&' ')),
            '\u{2060}' => Some(NOTHING),
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
pub struct Fonts(BTreeMap<String, Arc<Font>>);

impl Fonts {
    /// Adds a font, in place of one of the same name.
    pub fn insert(&mut self, font: Font) {
        self.0.insert(font.name.clone(), Arc::new(font));
    }

    /// The font of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<Font>> {
        self.0.get(name)
    }

    /// All names, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
