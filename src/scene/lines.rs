//! Breaking text into lines at spaces. A no-break space keeps words together; the author's own breaks are kept.

use super::{Font, LayoutError};
use embedded_graphics::prelude::Point;

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

/// Breaks paragraphs for one font and one width in dots.
pub(super) struct Paragraphs<'a> {
    pub(super) font: &'a Font,
    pub(super) width: u32,
}

impl Paragraphs<'_> {
    /// The lines of a text. An empty line stays an empty line.
    pub(super) fn breaks(&self, text: &str) -> Result<Vec<String>, LayoutError> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            if paragraph.is_empty() {
                lines.push(String::new());
            } else {
                lines.extend(self.even(paragraph)?);
            }
        }
        Ok(lines)
    }

    /// As few lines as the width allows, then as even as that number of lines allows: the narrowest width that
    /// needs no more of them. A last line of one lonely word is rare so, and never needed.
    fn even(&self, paragraph: &str) -> Result<Vec<String>, LayoutError> {
        let words: Vec<&str> = paragraph.split(' ').filter(|word| !word.is_empty()).collect();
        let widest = words.iter().map(|word| (self.measure(word), *word)).max_by_key(|(width, _)| *width);
        let Some((least, word)) = widest else { return Ok(vec![String::new()]) };
        if least > self.width {
            return Err(LayoutError::WordTooWide { word: word.to_owned(), width: least });
        }
        let fewest = self.greedy(&words, self.width).len();
        let (mut low, mut high) = (least, self.width);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.greedy(&words, middle).len() <= fewest {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(self.greedy(&words, high))
    }

    fn greedy(&self, words: &[&str], width: u32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in words {
            if let Some(last) = lines.last_mut() {
                let longer = format!("{last} {word}");
                if self.measure(&longer) <= width {
                    *last = longer;
                    continue;
                }
            }
            lines.push((*word).to_owned());
        }
        lines
    }

    fn measure(&self, text: &str) -> u32 {
        self.font.extent(text).map_or(0, |(left, right)| right.abs_diff(left))
    }
}
