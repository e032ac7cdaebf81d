//! A drawn item as previews send it: its raster, and the course by which whoever plays it cuts windows from it.

use crate::frame::{Face, Frame, Rgb};
use crate::scene::{Axis, Course, Reel};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::ImageEncoder;
use image::codecs::png::PngEncoder;
use serde::Serialize;

/// Pixels across a dot, its dark rim included, in pictures of dots.
const DOT: u32 = 3;
/// Dark rows between two pages of a picture.
const BETWEEN: u32 = 2;
/// The most pieces of a long line in one picture.
const PIECES: usize = 40;

/// A raster.
#[derive(Serialize)]
pub(super) struct RasterTold {
    width: u32,
    height: u32,
    /// The one colour of what is lit, `rrggbb`; then `dots` has one bit a dot, the first of each byte the highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    colour: Option<String>,
    /// Row by row from the top left, in base64; without `colour` three bytes a dot.
    dots: String,
}

/// A course, as `scene::Course` describes it.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum CourseTold {
    /// Pages one below the other.
    Pages { count: u32, height: u32, hold_ms: f64 },
    /// A window that passes over the raster.
    Pass { axis: &'static str, positions: u32, stride: u32, speed: u32, passes: u32 },
}

impl RasterTold {
    pub(super) fn of(raster: &Frame) -> Self {
        let (width, height) = (raster.width(), raster.height());
        let Some(colour) = only_colour(raster) else {
            return Self { width, height, colour: None, dots: STANDARD.encode(raster.rgb()) };
        };
        let lit: Vec<bool> = raster.rgb().chunks_exact(3).map(|dot| dot != [0, 0, 0]).collect();
        let byte = |dots: &[bool]| {
            dots.iter().enumerate().fold(0u8, |byte, (at, lit)| byte | (u8::from(*lit) << (7 - at)))
        };
        let bits: Vec<u8> = lit.chunks(8).map(byte).collect();
        let Rgb(r, g, b) = colour;
        Self { width, height, colour: Some(hex::encode([r, g, b])), dots: STANDARD.encode(bits) }
    }
}

/// The colour of everything that is lit; `None` if there are several.
fn only_colour(raster: &Frame) -> Option<Rgb> {
    let mut lit = raster.rgb().chunks_exact(3).filter(|dot| *dot != [0, 0, 0]);
    let first = lit.next().unwrap_or(&[255, 255, 255]);
    lit.all(|dot| dot == first).then(|| Rgb(first[0], first[1], first[2]))
}

impl CourseTold {
    pub(super) fn of(course: Course) -> Self {
        match course {
            Course::Pages { count, height, hold } => {
                Self::Pages { count, height, hold_ms: hold.as_secs_f64() * 1000.0 }
            }
            Course::Pass { axis, positions, stride, speed, passes } => {
                let axis = if axis == Axis::Right { "right" } else { "down" };
                Self::Pass { axis, positions, stride, speed, passes }
            }
        }
    }
}

/// All of an item in one picture, for who has no JavaScript: all pages one below the other, or of a movement its whole
/// raster; one pixel a dot, or with `lamps` three with a dark gap between them. `None` if that would be too large.
#[must_use]
pub fn strip_png(reel: &Reel, face: Face, lamps: bool) -> Option<Vec<u8>> {
    enlarged(reel.raster(), page(reel, face), if lamps { DOT } else { 1 }, u32::MAX)
}

/// An item in a picture as wide as its face, for lists: as [`strip_png`], but of a line that passes what is lit in pieces of
/// the face's width, one below the other. Each dot is so many whole pixels, three at most, that the face fits into a room of
/// `width` × `height` pixels; of a face that is larger, one. Of many pages or pieces those that fit, or, if it is to be
/// `whole`, all.
#[must_use]
pub fn sheet_png(reel: &Reel, face: Face, (width, height): (u32, u32), whole: bool) -> Option<Vec<u8>> {
    let (across, down) = (u32::from(face.width()), u32::from(face.height()));
    let scale = (width / across).min(height / down).clamp(1, DOT);
    let fitting = ((height / scale + BETWEEN) / (down + BETWEEN)).max(1);
    let most = if whole { u32::MAX } else { fitting };
    match reel.course() {
        Course::Pass { axis: Axis::Right, .. } => enlarged(&pieces(reel.raster(), face)?, down, scale, most),
        _ => enlarged(reel.raster(), page(reel, face), scale, most),
    }
}

/// How many rows of a raster belong together.
fn page(reel: &Reel, face: Face) -> u32 {
    match reel.course() {
        Course::Pages { count, .. } if count > 1 => u32::from(face.height()),
        _ => reel.raster().height(),
    }
}

/// A long raster from its first lit column to its last in pieces of the face's width, one below the other.
fn pieces(raster: &Frame, face: Face) -> Option<Frame> {
    let (width, height) = (usize::from(face.width()), u32::from(face.height()));
    let rows = || (0..raster.height().min(height)).map(|row| raster.row(row));
    let lit = |column: &usize| rows().any(|row| row[column * 3..column * 3 + 3] != [0, 0, 0]);
    let columns = || 0..raster.width() as usize;
    let first = columns().find(lit).unwrap_or_default();
    let last = columns().rev().find(lit).unwrap_or_default();
    let count = ((last - first) / width + 1).min(PIECES);
    let mut all = Frame::dark(u32::from(face.width()), height * count as u32)?;
    let pitch = width * 3;
    for (at, into) in all.rgb_mut().chunks_exact_mut(pitch).enumerate() {
        let (piece, row) = (at as u32 / height, at as u32 % height);
        let from = (first + piece as usize * width) * 3;
        let dots = raster.row(row).get(from..).unwrap_or_default();
        into.iter_mut().zip(dots).for_each(|(to, value)| *to = *value);
    }
    Some(all)
}

/// A raster as a picture of so many pixels a dot, from three on with a dark gap between dots, and a grey one between pages;
/// so many pages at most.
fn enlarged(raster: &Frame, page: u32, scale: u32, most: u32) -> Option<Vec<u8>> {
    let lit = if scale < DOT { scale } else { scale - 1 };
    let rows = raster.height().min(page.saturating_mul(most));
    let gaps = rows.div_ceil(page.max(1)).saturating_sub(1) * BETWEEN;
    let (width, height) = (raster.width() * scale, (rows + gaps) * scale);
    let mut picture = Frame::dark(width, height)?;
    let pitch = width as usize * 3;
    for (y, row) in picture.rgb_mut().chunks_exact_mut(pitch).enumerate() {
        let (dot_y, inside) = (y as u32 / scale, y as u32 % scale < lit);
        let (at, within) = (dot_y / (page + BETWEEN), dot_y % (page + BETWEEN));
        if within >= page {
            row.fill(0x40);
            continue;
        }
        for (x, pixel) in row.chunks_exact_mut(3).enumerate().filter(|_| inside) {
            if x as u32 % scale < lit {
                let Rgb(r, g, b) = raster.dot(x as u32 / scale, at * page + within);
                pixel.copy_from_slice(&[r, g, b]);
            }
        }
    }
    let mut png = Vec::new();
    let encoder = PngEncoder::new(&mut png);
    encoder.write_image(picture.rgb(), width, height, image::ExtendedColorType::Rgb8).ok()?;
    Some(png)
}
