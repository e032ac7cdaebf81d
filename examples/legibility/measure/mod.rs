//! Measures how well a font is read: by a text recognition on blurred pictures, and by arithmetic on its dots.
//!
//! May not know any font by name. Shared by the program and by `tests/legibility.rs`.

pub(crate) mod picture;
pub(crate) mod rates;
pub(crate) mod reading;
pub(crate) mod text;

use anyhow::{Context, Result};
use bangtin::scene::Font;
use picture::Board;
use rates::{Counts, Rates};
use text::TextSet;

/// Standard deviations of the blur in dots: a reader near the board, one far away.
const BLURS: [f64; 2] = [0.5, 1.0];

/// Everything read of one font, cell by cell.
pub(crate) struct Readings {
    /// Slogans as written, slogans in capitals, drill as written, drill in capitals; each near, then far.
    pub(crate) cells: [Vec<Counts>; 8],
}

impl Readings {
    /// All lines of all cells, in an order that is the same for every font.
    pub(crate) fn all(&self) -> Vec<Counts> {
        self.cells.iter().flatten().cloned().collect()
    }

    pub(crate) fn pooled(&self) -> Rates {
        rates::pooled(self.cells.iter().flatten())
    }

    pub(crate) fn cell(&self, cell: usize) -> Rates {
        rates::pooled(&self.cells[cell])
    }
}

/// Cells by their place in [`Readings::cells`], the near one of two.
pub(crate) const SLOGANS: usize = 0;
pub(crate) const SLOGANS_UPPER: usize = 2;
pub(crate) const DRILL: usize = 4;
pub(crate) const DRILL_UPPER: usize = 6;

/// Draws all lines of a set in a font and has them read.
///
/// # Errors
/// A font that lacks letters or is too high, and faults of the recognition.
pub(crate) fn read(font: &Font, set: &TextSet) -> Result<Readings> {
    let board = Board::of(font).with_context(|| format!("{} fits on no board", font.name))?;
    let capitals = |lines: &[String]| lines.iter().map(|line| text::upper(line)).collect::<Vec<_>>();
    let texts = [set.slogans.clone(), capitals(&set.slogans), set.drill.clone(), capitals(&set.drill)];
    let (mut lines, mut pictures) = (Vec::new(), Vec::new());
    for (place, text) in texts.iter().enumerate() {
        for (distance, blur) in BLURS.into_iter().enumerate() {
            for line in text {
                let drawn = picture::picture(font, board, line, blur);
                pictures.push(drawn.with_context(|| format!("{} cannot show \"{line}\"", font.name))?);
                lines.push((2 * place + distance, line));
            }
        }
    }
    let mut cells: [Vec<Counts>; 8] = std::array::from_fn(|_| Vec::new());
    for ((cell, line), page) in lines.into_iter().zip(reading::read(&pictures)?) {
        cells[cell].push(rates::compare(line, &page));
    }
    Ok(Readings { cells })
}

/// Mean columns of a line: as written, in capitals.
pub(crate) fn mean_widths(font: &Font, set: &TextSet) -> (f64, f64) {
    let mean = |width: &dyn Fn(&String) -> usize| {
        set.slogans.iter().map(width).sum::<usize>() as f64 / set.slogans.len() as f64
    };
    (mean(&|line| picture::width(font, line)), mean(&|line| picture::width(font, &text::upper(line))))
}
