//! Where the letters of an item go on a face, how long that takes, and whether it can be shown at all.
//!
//! A layout is cheap and says the duration; the raster is drawn from it when the item comes up.

mod facts;

pub use facts::{Passing, SetLine};

use super::course::{Axis, Course};
use super::fit::{Fit, choose, line_gap};
use super::lines::{Broken, Line};
use super::{Font, Reel};
use crate::frame::{Face, Frame, Rgb};
use crate::language::Compounds;
use crate::playlist::{Align, Item};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::Point;
use std::time::Duration;
use thiserror::Error;

/// What an item is laid out on.
#[derive(Clone, Copy, Debug)]
pub struct Canvas<'a> {
    /// The board's face.
    pub face: Face,
    /// The font of the text.
    pub font: &'a Font,
    /// The colour of the text.
    pub colour: Rgb,
    /// The most frames a second the board is sent.
    pub max_fps: u8,
    /// What lines do not tear apart.
    pub compounds: &'a Compounds,
}

/// Why an item cannot be shown on a face.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LayoutError {
    /// A letter the font lacks, at a position counted in characters from 0.
    #[error("the font lacks {letter:?} at character {position}")]
    NoSuchLetter {
        /// The letter.
        letter: char,
        /// Where in the text.
        position: usize,
    },
    /// One line of the font is higher than the face.
    #[error("the font is {rows} rows high")]
    FontTooHigh {
        /// Rows of one line.
        rows: u16,
    },
    /// A word wider than the face, in an item that stands still or moves up.
    #[error("{word:?} is {width} dots wide")]
    WordTooWide {
        /// The word.
        word: String,
        /// Its width in dots.
        width: u32,
    },
    /// Pages or strip would take more memory than one raster may.
    #[error("the text is too long")]
    TooLong,
    /// A page would have no lit dot.
    #[error("nothing would be lit")]
    Dark,
}

/// An item laid out on one face.
#[derive(Clone, Debug)]
pub struct Layout {
    face: Face,
    colour: Rgb,
    width: u32,
    height: u32,
    lines: Vec<Line>,
    course: Course,
    fit: Fit,
    torn: Vec<String>,
}

impl Layout {
    /// Lays an item out in the font of the canvas. What the item leaves open is decided as by [`choose`].
    ///
    /// # Errors
    /// What keeps it from being shown whole; nothing is ever cut off or left out.
    pub fn of(item: &Item, canvas: &Canvas<'_>) -> Result<Self, LayoutError> {
        choose(item, canvas, &[canvas.font]).map(|(_, layout)| layout).map_err(|(_, error)| error)
    }

    /// What was chosen, and what it costs.
    #[must_use]
    pub fn fit(&self) -> &Fit {
        &self.fit
    }

    /// What is read as one and stands on two lines, because it is wider than the face.
    #[must_use]
    pub fn torn(&self) -> &[String] {
        &self.torn
    }

    /// Pages of whole lines, each line as the alignment says, each page centred from top to bottom. Without a wish they
    /// stand for [`Item::HOLD`], or as long as the fullest takes to read: a second and half a second a syllable, two
    /// seconds a line.
    pub(super) fn pages(
        item: &Item,
        canvas: &Canvas<'_>,
        broken: Broken,
        fit: Fit,
    ) -> Result<Self, LayoutError> {
        let (face, font) = (canvas.face, canvas.font);
        let width = u32::from(face.width());
        let rows = u32::from(font.rows());
        let height = u32::from(face.height());
        let (mut lines, mut longest) = (Vec::new(), 0);
        for (page, texts) in broken.pages.iter().enumerate() {
            let count = texts.len() as u32;
            let gap = line_gap(count, rows, height);
            let block = count * (rows + gap) - gap;
            let top = page as u32 * height + height.saturating_sub(block) / 2;
            let before = lines.len();
            lines.extend(set(texts, font, width, item.align, top, rows + gap));
            longest = longest.max(texts.len());
            if lines.len() == before {
                return Err(LayoutError::Dark);
            }
        }
        let count = broken.pages.len() as u32;
        let read = (500 * u64::from(broken.syllables) + 1000).max(2000 * longest as u64);
        let hold = item.hold.unwrap_or(Item::HOLD.max(Duration::from_millis(read)));
        let course = Course::Pages { count, height, hold };
        Self::sized(canvas, (width, count * height), lines, course, fit, broken.torn)
    }

    /// One line that passes from right to left. At its first and its last place one column of letters is lit, so
    /// that no dark frame comes before or after it. The author's line breaks become wide gaps, but no gap may be as wide
    /// as the face: the board would be dark while it passes.
    pub(super) fn strip(item: &Item, canvas: &Canvas<'_>, speed: u16, fit: Fit) -> Result<Self, LayoutError> {
        let (face, font) = (canvas.face, canvas.font);
        let (width, height) = (u32::from(face.width()), u32::from(face.height()));
        let lines: Vec<&str> = item.text.value.lines().filter(|line| !line.is_empty()).collect();
        let mut joined = ["    ", "   ", "  ", " "].into_iter().map(|gap| lines.join(gap));
        let text = joined.find(|text| font.gap(text) < width).ok_or(LayoutError::Dark)?;
        let (left, right) = font.extent(&text).ok_or(LayoutError::Dark)?;
        let margin = width - 1;
        let baseline = (height - u32::from(font.rows())) / 2 + u32::from(font.ascent);
        let pen = Point::new(margin as i32 - left, baseline as i32);
        let ink = right.abs_diff(left);
        let course = Course::pass(Axis::Right, ink + margin, speed, canvas.max_fps, item.passes, least(item));
        let lines = vec![Line { text, pen }];
        Self::sized(canvas, (ink + 2 * margin, height), lines, course, fit, Vec::new())
    }

    /// Lines that pass from below to above, with one row of letters lit at the first and at the last place, and never
    /// so many empty lines between them that none is on the face.
    pub(super) fn column(
        item: &Item,
        canvas: &Canvas<'_>,
        speed: u16,
        broken: Broken,
        fit: Fit,
    ) -> Result<Self, LayoutError> {
        let (face, font) = (canvas.face, canvas.font);
        let (width, height) = (u32::from(face.width()), u32::from(face.height()));
        let texts = broken.pages.concat();
        let pitch = u32::from(font.rows()) + u32::from(font.rows()) / 8;
        let mut lines = set(&texts, font, width, item.align, 0, pitch);
        let rows: Vec<(i32, i32)> = lines.iter().filter_map(|line| line.rows(font)).collect();
        if rows.windows(2).any(|pair| pair[1].0 - pair[0].1 >= height as i32) {
            return Err(LayoutError::Dark);
        }
        let span = rows.into_iter().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (top, bottom) = span.ok_or(LayoutError::Dark)?;
        let margin = height - 1;
        for line in &mut lines {
            line.pen.y += margin as i32 - top;
        }
        let ink = bottom.abs_diff(top);
        let course = Course::pass(Axis::Down, ink + margin, speed, canvas.max_fps, item.passes, least(item));
        Self::sized(canvas, (width, ink + 2 * margin), lines, course, fit, broken.torn)
    }

    fn sized(
        canvas: &Canvas<'_>,
        (width, height): (u32, u32),
        lines: Vec<Line>,
        course: Course,
        fit: Fit,
        torn: Vec<String>,
    ) -> Result<Self, LayoutError> {
        let bytes = u64::from(width) * u64::from(height) * 3;
        if bytes > Frame::MAX_BYTES as u64 {
            return Err(LayoutError::TooLong);
        }
        Ok(Self { face: canvas.face, colour: canvas.colour, width, height, lines, course, fit, torn })
    }

    /// How long the item lasts, in whole milliseconds.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.course.duration()
    }

    /// Draws the item with the font it was laid out with.
    #[must_use]
    pub fn draw(&self, font: &Font) -> Reel {
        let Rgb(r, g, b) = self.colour;
        // The size was bounded when the layout was made.
        let mut raster = Frame::dark(self.width, self.height).unwrap_or_else(|| Frame::unlit(self.face));
        for line in &self.lines {
            let Ok(()) = font.draw(&mut raster, &line.text, line.pen, Rgb888::new(r, g, b));
        }
        Reel::new(raster, self.face, self.course)
    }
}

/// How long a movement lasts at the least.
fn least(item: &Item) -> Duration {
    item.hold.unwrap_or(Item::LEAST)
}

/// Sets lines one below the other, `pitch` rows apart, the first one's box beginning at row `top`. Empty lines keep
/// their place and need no letters.
fn set(texts: &[String], font: &Font, width: u32, align: Align, top: u32, pitch: u32) -> Vec<Line> {
    let place = |(row, text): (usize, &String)| {
        let (left, right) = font.extent(text)?;
        let spare = width.saturating_sub(right.abs_diff(left));
        let x = match align {
            Align::Left => 0,
            Align::Center => spare / 2,
            Align::Right => spare,
        };
        let y = top + row as u32 * pitch + u32::from(font.ascent);
        Some(Line { text: text.clone(), pen: Point::new(x as i32 - left, y as i32) })
    };
    texts.iter().enumerate().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playlist::Playlist;
    use crate::report::Source;
    use std::sync::Arc;

    /// The item `text` with this motion on a face; how many of its moments are dark.
    fn dark_moments(text: &str, motion: &str, size: (u16, u16)) -> Result<usize, LayoutError> {
        let words = format!("[[item]]\ntext = \"{text}\"\nmotion = \"{motion}\"\n");
        let source = Arc::new(Source { name: "a.toml".to_owned(), text: words });
        let playlist = Playlist::parse("a", &source).0.unwrap();
        let font = Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf")).unwrap();
        let face = Face::new(size.0, size.1).unwrap();
        let compounds = Compounds::default();
        let canvas = Canvas { face, font: &font, colour: Rgb(255, 0, 0), max_fps: 60, compounds: &compounds };
        let reel = Layout::of(&playlist.items[0], &canvas)?.draw(&font);
        let (mut at, mut dark) = (Duration::ZERO, 0);
        loop {
            dark += usize::from(!reel.window(reel.cut(at)).unwrap().to_frame().is_lit());
            let Some(next) = reel.next_change(at) else { return Ok(dark) };
            at = next;
        }
    }

    #[test]
    fn a_movement_is_never_dark_on_any_face_or_is_refused() {
        let gap = " ".repeat(12);
        let wide = format!("Tin{gap}Vui");
        assert_eq!(dark_moments(&wide, "scroll-left", (96, 16)), Ok(0));
        assert_eq!(dark_moments(&wide, "scroll-left", (60, 16)), Err(LayoutError::Dark));
        assert_eq!(
            dark_moments("Tin\\nVui", "scroll-left", (8, 16)),
            Ok(0),
            "breaks are as wide as the face allows"
        );
        assert_eq!(dark_moments("Tin\\n\\nVui", "scroll-up", (32, 32)), Ok(0));
        assert_eq!(dark_moments("Tin\\n\\nVui", "scroll-up", (32, 16)), Err(LayoutError::Dark));
    }
}
