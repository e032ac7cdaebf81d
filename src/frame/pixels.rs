//! A raster of dots, and windows cut from a larger one without copying.

use super::{Digest, Face, Rgb};
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::{DrawTarget, OriginDimensions, Pixel, Size};
use embedded_graphics::primitives::Rectangle;

/// A raster of RGB dots, row by row from the top left, three bytes a dot.
///
/// It is both what a face shows and, larger than the face, the strip a movement is cut from; so its size is
/// bounded by bytes and not by [`Face`].
#[derive(Clone, PartialEq, Eq)]
pub struct Frame {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
}

impl Frame {
    /// The most bytes one raster may take: enough for 2,000 letters at 32 rows, not for a text of any length.
    pub const MAX_BYTES: usize = 16 << 20;

    /// An unlit raster, or `None` if it would be empty or larger than [`Frame::MAX_BYTES`].
    #[must_use]
    pub fn dark(width: u32, height: u32) -> Option<Self> {
        let bytes = usize::try_from(u64::from(width) * u64::from(height) * 3).ok()?;
        (bytes > 0 && bytes <= Self::MAX_BYTES).then(|| Self { width, height, rgb: vec![0; bytes] })
    }

    /// An unlit face.
    #[must_use]
    pub fn unlit(face: Face) -> Self {
        Self { width: face.width().into(), height: face.height().into(), rgb: vec![0; face.rgb_len()] }
    }

    /// A face with these pixels; `None` if there are more or fewer than it has dots.
    #[must_use]
    pub fn from_rgb(face: Face, rgb: Vec<u8>) -> Option<Self> {
        (rgb.len() == face.rgb_len()).then(|| Self {
            width: face.width().into(),
            height: face.height().into(),
            rgb,
        })
    }

    /// Width in dots.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in dots.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All pixels, row by row, three bytes a dot.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }

    /// All pixels, to be changed in place; the size stays.
    pub fn rgb_mut(&mut self) -> &mut [u8] {
        &mut self.rgb
    }

    /// One row from the top, three bytes a dot; empty below the last row.
    #[must_use]
    pub fn row(&self, row: u32) -> &[u8] {
        let pitch = self.width as usize * 3;
        self.rgb.chunks_exact(pitch).nth(row as usize).unwrap_or(&[])
    }

    /// One dot, unlit outside the raster.
    #[must_use]
    pub fn dot(&self, x: u32, y: u32) -> Rgb {
        if x >= self.width || y >= self.height {
            return Rgb::BLACK;
        }
        let at = (y as usize * self.width as usize + x as usize) * 3;
        Rgb(self.rgb[at], self.rgb[at + 1], self.rgb[at + 2])
    }

    /// Whether any dot is lit.
    #[must_use]
    pub fn is_lit(&self) -> bool {
        self.rgb.iter().any(|&byte| byte != 0)
    }

    /// The part of the raster that a face shows when its top left corner stands at `x`, `y`.
    ///
    /// The corner is moved inside where the face would reach beyond the raster, so a window is always whole;
    /// `None` if the raster is smaller than the face.
    #[must_use]
    pub fn window(&self, face: Face, x: u32, y: u32) -> Option<Window<'_>> {
        let (width, height) = (u32::from(face.width()), u32::from(face.height()));
        let x = x.min(self.width.checked_sub(width)?);
        let y = y.min(self.height.checked_sub(height)?);
        Some(Window { frame: self, face, x, y })
    }

    /// The whole raster as a window, if it has exactly this face's size.
    #[must_use]
    pub fn as_window(&self, face: Face) -> Option<Window<'_>> {
        (self.width == u32::from(face.width()) && self.height == u32::from(face.height())).then_some(Window {
            frame: self,
            face,
            x: 0,
            y: 0,
        })
    }
}

impl std::fmt::Debug for Frame {
    /// An ASCII drawing: `#` lit, `.` unlit; what tests print when two frames differ.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "Frame {} × {}", self.width, self.height)?;
        for y in 0..self.height {
            for x in 0..self.width {
                f.write_str(if self.dot(x, y) == Rgb::BLACK { "." } else { "#" })?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl OriginDimensions for Frame {
    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
}

impl DrawTarget for Frame {
    type Color = Rgb888;
    type Error = core::convert::Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Self::Error>
    where
        I: IntoIterator<Item = Pixel<Self::Color>>,
    {
        for Pixel(point, colour) in pixels {
            self.fill_solid(&Rectangle::new(point, Size::new(1, 1)), colour)?;
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Self::Color) -> Result<(), Self::Error> {
        let (Ok(width), Ok(height)) = (i32::try_from(self.width), i32::try_from(self.height)) else {
            return Ok(());
        };
        let left = area.top_left.x.clamp(0, width);
        let top = area.top_left.y.clamp(0, height);
        let right = area.top_left.x.saturating_add_unsigned(area.size.width).clamp(left, width);
        let bottom = area.top_left.y.saturating_add_unsigned(area.size.height).clamp(top, height);
        let dot = [colour.r(), colour.g(), colour.b()];
        for y in top..bottom {
            // All four bounds lie inside the raster, whose size in bytes fits usize.
            let start = (y as usize * self.width as usize + left as usize) * 3;
            let end = start + (right - left) as usize * 3;
            self.rgb[start..end].chunks_exact_mut(3).for_each(|to| to.copy_from_slice(&dot));
        }
        Ok(())
    }
}

/// A face-sized part of a raster: what is lit at one instant, not yet copied anywhere.
#[derive(Clone, Copy)]
pub struct Window<'a> {
    frame: &'a Frame,
    face: Face,
    x: u32,
    y: u32,
}

impl<'a> Window<'a> {
    /// The face it fills.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face
    }

    /// One row from the top, three bytes a dot; empty below the last row.
    #[must_use]
    pub fn row(&self, row: u16) -> &'a [u8] {
        if row >= self.face.height() {
            return &[];
        }
        let start = ((self.y + u32::from(row)) as usize * self.frame.width as usize + self.x as usize) * 3;
        &self.frame.rgb[start..start + usize::from(self.face.width()) * 3]
    }

    /// Copies bytes `from .. from + into.len()` of the face's row-major RGB into `into`; beyond the face `into` is
    /// left as it is. Packets take their payload so, without a picture of the whole face in between.
    pub fn copy(&self, from: usize, into: &mut [u8]) {
        let row_len = usize::from(self.face.width()) * 3;
        let pitch = self.frame.width as usize * 3;
        let first = self.y as usize * pitch + self.x as usize * 3;
        let Some(left) = self.face.rgb_len().checked_sub(from) else { return };
        let take = into.len().min(left);
        let mut into = &mut into[..take];
        let (mut row, mut column) = (from / row_len, from % row_len);
        while !into.is_empty() {
            let take = (row_len - column).min(into.len());
            let start = first + row * pitch + column;
            let (now, rest) = into.split_at_mut(take);
            now.copy_from_slice(&self.frame.rgb[start..start + take]);
            (into, row, column) = (rest, row + 1, 0);
        }
    }

    /// The window as a frame of its own.
    #[must_use]
    pub fn to_frame(&self) -> Frame {
        let mut frame = Frame::unlit(self.face);
        self.copy(0, frame.rgb_mut());
        frame
    }

    /// The identity of what is lit.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of(self.face, &self.to_frame().rgb)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use embedded_graphics::prelude::Point;

    fn counted(width: u32, height: u32) -> Frame {
        let mut frame = Frame::dark(width, height).unwrap();
        for (i, byte) in frame.rgb_mut().iter_mut().enumerate() {
            *byte = i as u8;
        }
        frame
    }

    #[test]
    fn a_window_is_cut_row_by_row_and_never_reaches_outside() {
        let strip = counted(5, 3);
        let face = Face::new(2, 2).unwrap();
        let window = strip.window(face, 1, 1).unwrap();
        assert_eq!(window.row(0), &strip.rgb()[18..24]);
        assert_eq!(window.row(2), &[] as &[u8]);
        assert_eq!(strip.window(face, 99, 99).unwrap().row(0), &strip.rgb()[24..30]);
        assert!(strip.window(Face::new(6, 1).unwrap(), 0, 0).is_none());
    }

    #[test]
    fn any_cut_of_a_window_equals_the_same_cut_of_the_whole() {
        let strip = counted(7, 5);
        let window = strip.window(Face::new(3, 4).unwrap(), 2, 1).unwrap();
        let whole = window.to_frame();
        for from in 0..=36 {
            for len in 0..=(36 - from) {
                let mut cut = vec![0xEE; len];
                window.copy(from, &mut cut);
                assert_eq!(cut, whole.rgb()[from..from + len], "{from}+{len}");
            }
        }
        let mut beyond = [7; 4];
        window.copy(34, &mut beyond);
        assert_eq!(beyond[2..], [7, 7]);
    }

    #[test]
    fn drawing_outside_changes_nothing() {
        let mut frame = Frame::dark(3, 2).unwrap();
        let area = Rectangle::new(Point::new(-5, -5), Size::new(6, 6));
        frame.fill_solid(&area, Rgb888::RED).unwrap();
        frame.fill_solid(&Rectangle::new(Point::new(i32::MAX, 0), Size::new(9, 9)), Rgb888::RED).unwrap();
        assert_eq!(format!("{frame:?}"), "Frame 3 × 2\n#..\n...\n");
    }
}
