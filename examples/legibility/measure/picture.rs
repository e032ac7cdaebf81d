//! A line as a camera with a soft lens sees it on a board: dots enlarged, blurred, brought to the size OCR is used to.

use bangtin::scene::{Font, metric};
use image::imageops::{FilterType, resize};
use image::{GrayImage, Luma};

/// Pixels of one dot before the blur.
const SCALE: usize = 6;
/// Dark columns before the first and after the last letter.
const MARGIN: usize = 2;
/// Rows a board may have.
const HEIGHTS: [usize; 5] = [16, 24, 32, 48, 64];
/// Rows of the finished picture for the rows of the board, the padding not counted.
const FINISHED: usize = 64;
const FAR_SIDE: f64 = 255.0;

/// A board of the lowest usual height, with the baseline where it centres the font.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Board {
    pub(crate) rows: usize,
    baseline: i32,
}

impl Board {
    /// The board for a font, or `None` if it is higher than any, or lacks a letter it is centred by.
    pub(crate) fn of(font: &Font) -> Option<Self> {
        let (top, bottom) = ink_rows(font)?;
        let need = usize::try_from(top + bottom).ok()?;
        let rows = HEIGHTS.into_iter().find(|rows| *rows >= need)?;
        Some(Self { rows, baseline: top + (rows - need) as i32 / 2 })
    }
}

/// Rows with ink above and below the baseline, over all letters that reach far.
pub(crate) fn ink_rows(font: &Font) -> Option<(i32, i32)> {
    let (mut top, mut bottom) = (0, 0);
    for letter in metric::vietnamese().chain("gpqyj,()QJ".chars()) {
        let (first, end) = font.glyph(letter)?.ink_rows()?;
        (top, bottom) = (top.max(-first), bottom.max(end));
    }
    Some((top, bottom))
}

/// Columns of the board a line takes, without margins.
pub(crate) fn width(font: &Font, line: &str) -> usize {
    line.chars().filter_map(|letter| font.glyph(letter)).map(|glyph| usize::from(glyph.advance)).sum()
}

/// The line on the board, blurred by `blur` dots (the σ of a Gaussian): lit letters are black on white.
/// `None` if a letter is missing or would be cut off.
pub(crate) fn picture(font: &Font, board: Board, line: &str, blur: f64) -> Option<GrayImage> {
    let pad = (board.rows / 4).max(2);
    let (rows, columns) = (board.rows + 2 * pad, width(font, line) + 2 * MARGIN + 2 * pad);
    let mut light = vec![0.0; rows * columns];
    let mut pen = (pad + MARGIN) as i32;
    for letter in line.chars() {
        let glyph = font.glyph(letter)?;
        for (x, y) in glyph.dots() {
            let inside =
                |place: i32, end| usize::try_from(place).ok().filter(|p| (pad..end - pad).contains(p));
            let (x, y) = (inside(pen + x, columns)?, inside(pad as i32 + board.baseline + y, rows)?);
            light[y * columns + x] = 1.0;
        }
        pen += i32::from(glyph.advance);
    }
    let wide = enlarge(&light, columns, 1, blur);
    let full = enlarge(&wide, rows, columns * SCALE, blur);
    let pixel = |light: &f64| ((FAR_SIDE * (1.0 - light)) + 0.5).floor() as u8;
    let (width, height) = (columns * SCALE, rows * SCALE);
    let sharp = GrayImage::from_raw(width as u32, height as u32, full.iter().map(pixel).collect())?;
    let shrunk = |side: usize| (side * FINISHED / (SCALE * board.rows)) as u32;
    Some(resize(&sharp, shrunk(width), shrunk(height), FilterType::CatmullRom))
}

/// Enlarges one direction and blurs it in one go. The field is a sequence of groups of `side` runs, each `run` long;
/// the groups become [`SCALE`] times as many runs. Beyond the edges it is dark, as the padding is.
fn enlarge(light: &[f64], side: usize, run: usize, blur: f64) -> Vec<f64> {
    let taps = taps(blur);
    let mut out = vec![0.0; light.len() * SCALE];
    for (from, to) in light.chunks(side * run).zip(out.chunks_mut(side * run * SCALE)) {
        for (pixel, to) in to.chunks_mut(run).enumerate() {
            let (dot, phase) = (pixel / SCALE, pixel % SCALE);
            for (offset, weight) in &taps[phase] {
                let Some(source) = dot.checked_add_signed(*offset).filter(|dot| *dot < side) else {
                    continue;
                };
                for (to, from) in to.iter_mut().zip(&from[source * run..][..run]) {
                    *to += weight * from;
                }
            }
        }
    }
    out
}

/// For each pixel of a dot, how much of each dot nearby it sees: the weights of a Gaussian over pixels, summed by dot.
fn taps(blur: f64) -> Vec<Vec<(isize, f64)>> {
    let sigma = SCALE as f64 * blur;
    let radius = (4.0 * sigma + 0.5).floor() as isize;
    let weight = |distance: isize| (-0.5 * (distance as f64 / sigma).powi(2)).exp();
    let whole: f64 = (-radius..=radius).map(weight).sum();
    let scale = SCALE as isize;
    let of_phase = |phase: isize| {
        let mut taps: Vec<(isize, f64)> = Vec::new();
        for distance in -radius..=radius {
            let dot = (phase + distance).div_euclid(scale);
            match taps.last_mut() {
                Some((last, sum)) if *last == dot => *sum += weight(distance) / whole,
                _ => taps.push((dot, weight(distance) / whole)),
            }
        }
        taps
    };
    (0..scale).map(of_phase).collect()
}

/// A binary PGM, which every OCR reads.
pub(crate) fn pgm(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = format!("P5\n{} {}\n255\n", picture.width(), picture.height()).into_bytes();
    bytes.extend(picture.pixels().map(|Luma([light])| *light));
    bytes
}
