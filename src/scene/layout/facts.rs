//! What there is to say about an item laid out, for whoever judges it: lines, pages, widths, gaps and the movement, all in
//! dots. Measures only; what is too much or too little is said elsewhere.

use super::super::Font;
use super::super::course::{Axis, Course};
use super::{Layout, Line};
use crate::frame::Rgb;
use std::time::Duration;

/// A line as it was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetLine<'a> {
    /// Its letters.
    pub text: &'a str,
    /// The page it stands on, from 0; 0 in a movement.
    pub page: u32,
    /// Dots from its first to its last lit column.
    pub width: u32,
}

/// How an item passes over a face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Passing {
    /// Whether it passes to the left; otherwise it passes upwards.
    pub sideways: bool,
    /// Dots a second.
    pub speed: u32,
    /// How often it runs through.
    pub passes: u32,
    /// How long one pass takes.
    pub once: Duration,
}

impl Layout {
    /// The colour of the text.
    #[must_use]
    pub fn colour(&self) -> Rgb {
        self.colour
    }

    /// How many pages stand one after the other; 1 for a movement.
    #[must_use]
    pub fn page_count(&self) -> u32 {
        match self.course {
            Course::Pages { count, .. } => count,
            Course::Pass { .. } => 1,
        }
    }

    /// The lines that light anything, in order. `font` is the one it was laid out with, here and below.
    pub fn lines<'a>(&'a self, font: &'a Font) -> impl Iterator<Item = SetLine<'a>> {
        self.lines.iter().map(move |line| {
            let width = font.extent(&line.text).map_or(0, |(left, right)| right.abs_diff(left));
            SetLine { text: &line.text, page: self.page(line), width }
        })
    }

    fn page(&self, line: &Line) -> u32 {
        match self.course {
            Course::Pages { height, .. } => line.pen.y.max(0) as u32 / height.max(1),
            Course::Pass { .. } => 0,
        }
    }

    /// How long each page stands; `None` if it moves.
    #[must_use]
    pub fn page_time(&self) -> Option<Duration> {
        match self.course {
            Course::Pages { hold, .. } => Some(hold),
            Course::Pass { .. } => None,
        }
    }

    /// How it moves; `None` if it stands still.
    #[must_use]
    pub fn passing(&self) -> Option<Passing> {
        let Course::Pass { axis, speed, passes, .. } = self.course else { return None };
        let once = self.duration() / passes.max(1);
        Some(Passing { sideways: axis == Axis::Right, speed, passes, once })
    }

    /// The mean advance of its letters in dots, spaces among them; 0 without letters.
    #[must_use]
    pub fn mean_advance(&self, font: &Font) -> f64 {
        let letters = self.lines.iter().flat_map(|line| line.text.chars());
        let advances = letters.filter_map(|letter| font.glyph(letter)).map(|glyph| u32::from(glyph.advance));
        let (sum, count) = advances.fold((0, 0), |(sum, count), advance| (sum + advance, count + 1));
        f64::from(sum) / f64::from(count.max(1))
    }

    /// The fewest dark rows between the dots of two lines of one page, where they stand above each other or side by side
    /// at most; `None` if no two lines of a page meet.
    #[must_use]
    pub fn clear_rows(&self, font: &Font) -> Option<u32> {
        let pairs = self.lines.windows(2).filter(|pair| self.page(&pair[0]) == self.page(&pair[1]));
        pairs.filter_map(|pair| clear(&pair[0], &pair[1], font)).min()
    }
}

/// The fewest dark rows between two lines in the columns where both have dots, or in columns side by side.
fn clear(upper: &Line, lower: &Line, font: &Font) -> Option<u32> {
    // Only lines whose boxes come close can be close.
    let (above, below) = (upper.rows(font)?, lower.rows(font)?);
    let apart = below.0 - above.1;
    if apart >= i32::from(font.ascent) {
        return None;
    }
    let bottoms = edges(upper, font, |row, other| row.max(other));
    let tops = edges(lower, font, |row, other| row.min(other));
    let (from, tops) = tops;
    let gaps = tops.iter().enumerate().filter_map(|(at, top)| {
        let column = from + at as i32;
        let bottom = (column - 1..=column + 1).filter_map(|beside| {
            let index = usize::try_from(beside - bottoms.0).ok()?;
            *bottoms.1.get(index)?
        });
        Some(((*top)? - bottom.max()? - 1).max(0) as u32)
    });
    gaps.min()
}

/// The outermost lit row of every column of a line, and its first column, both on the raster.
fn edges(line: &Line, font: &Font, outer: fn(i32, i32) -> i32) -> (i32, Vec<Option<i32>>) {
    let Some((left, right)) = font.extent(&line.text) else { return (0, Vec::new()) };
    let mut columns = vec![None; right.abs_diff(left) as usize];
    let mut pen = -left;
    for glyph in line.text.chars().filter_map(|letter| font.glyph(letter)) {
        for (column, row) in glyph.dots() {
            let place = usize::try_from(pen + column).ok().and_then(|at| columns.get_mut(at));
            if let Some(edge) = place {
                let row = line.pen.y + row;
                *edge = Some(edge.map_or(row, |other| outer(row, other)));
            }
        }
        pen += i32::from(glyph.advance);
    }
    (line.pen.x + left, columns)
}
