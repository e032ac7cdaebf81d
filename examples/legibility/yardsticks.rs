//! Fonts of others to measure beside ours, from where Debian or a crate puts them. None is copied into this tree.

#[path = "../build_fonts/face/mod.rs"]
#[allow(dead_code, reason = "only what writes BDF is wanted here")]
mod face;

use anyhow::{Context, Result, anyhow, ensure};
use bangtin::scene::Font;
use bangtin::scene::outline::bake;
use embedded_graphics::geometry::{Dimensions, Point};
use embedded_graphics::image::GetPixel;
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics_unicodefonts::MONO_9X15;
use face::{Face, Letter};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Hinted, in the mono way, by the program's own scan conversion; `tests/outline.rs` holds its dots against FreeType's.
const NOTO: &str = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf";
const UNIFONT: &str = "/usr/share/unifont/unifont.hex";
/// Rows of a Unifont glyph above the baseline, and all of them.
const UNIFONT_ROWS: (i32, i32) = (14, 16);

/// A font of others, or what to install to have it.
pub(crate) struct Yardstick {
    pub(crate) name: &'static str,
    /// Where it comes from.
    pub(crate) from: &'static str,
    pub(crate) font: Result<Font>,
}

/// All of them.
pub(crate) fn all() -> Vec<Yardstick> {
    vec![
        Yardstick {
            name: "misc-fixed 9x15",
            from: "crate `embedded-graphics-unicodefonts`",
            font: misc_fixed(),
        },
        Yardstick { name: "GNU Unifont", from: "Debian package `unifont`", font: unifont() },
        Yardstick {
            name: "Noto Sans hinted, 24 rows",
            from: "Debian package `fonts-noto-core`",
            font: noto(24),
        },
        Yardstick {
            name: "Noto Sans hinted, 32 rows",
            from: "Debian package `fonts-noto-core`",
            font: noto(32),
        },
    ]
}

/// The characters the texts need.
fn wanted() -> impl Iterator<Item = char> {
    (' '..='~').chain(face::VIETNAMESE.chars())
}

/// The only door into a [`Font`] is BDF.
fn font(name: &str, rows: (i32, i32), letters: BTreeMap<char, Letter>) -> Result<Font> {
    let bdf = face::to_bdf(name, &Face { ascent: rows.0, descent: rows.1, bold: false, letters });
    Ok(Font::from_bdf(name, &bdf)?)
}

fn misc_fixed() -> Result<Font> {
    let (cell, above) = (MONO_9X15.character_size, MONO_9X15.baseline as i32 + 1);
    let columns = MONO_9X15.image.bounding_box().size.width / cell.width;
    let letter = |letter: char| {
        let index = MONO_9X15.glyph_mapping.index(letter) as u32;
        let corner =
            Point::new((index % columns * cell.width) as i32, (index / columns * cell.height) as i32);
        let lit =
            |(x, y): &(i32, i32)| MONO_9X15.image.pixel(corner + Point::new(*x, *y)) == Some(BinaryColor::On);
        let cell_dots = (0..cell.height as i32).flat_map(|y| (0..cell.width as i32).map(move |x| (x, y)));
        let dots = cell_dots.filter(lit).map(|(x, y)| (x, above - 1 - y)).collect();
        (letter, Letter { dots, advance: cell.width as i32 })
    };
    font("misc-fixed-9x15", (above, cell.height as i32 - above), wanted().map(letter).collect())
}

fn noto(rows: u16) -> Result<Font> {
    let bytes = std::fs::read(NOTO).with_context(|| format!("reading {NOTO}"))?;
    bake("noto-sans", &bytes, rows).map_err(|why| anyhow!("{why:?}"))
}

fn unifont() -> Result<Font> {
    let path = Path::new(UNIFONT);
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {UNIFONT}"))?;
    let wanted: BTreeSet<char> = wanted().collect();
    let mut letters = BTreeMap::new();
    for line in text.lines() {
        let (code, rows) = line.split_once(':').context("a line of code and dots")?;
        let letter = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        if let Some(letter) = letter.filter(|letter| wanted.contains(letter)) {
            letters.insert(letter, hexadecimal(rows)?);
        }
    }
    font("unifont", (UNIFONT_ROWS.0, UNIFONT_ROWS.1 - UNIFONT_ROWS.0), letters)
}

/// A glyph of 16 rows as hexadecimal digits, 8 or 16 dots wide.
fn hexadecimal(digits: &str) -> Result<Letter> {
    let per_row = digits.len() / UNIFONT_ROWS.1 as usize;
    ensure!(per_row == 2 || per_row == 4, "a glyph of {} digits", digits.len());
    let width = 4 * per_row as i32;
    let mut dots = BTreeSet::new();
    for y in 0..UNIFONT_ROWS.1 {
        let row = digits.get(y as usize * per_row..(y as usize + 1) * per_row).context("a row of digits")?;
        let bits = u32::from_str_radix(row, 16)?;
        dots.extend(
            (0..width).filter(|x| bits >> (width - 1 - x) & 1 == 1).map(|x| (x, UNIFONT_ROWS.0 - 1 - y)),
        );
    }
    Ok(Letter { dots, advance: width })
}
