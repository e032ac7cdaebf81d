//! How far apart two letters are for an eye that sees the dots blurred, and how alike the marks of a font are at worst.
//!
//! Each letter is drawn alone at the same origin on the same baseline and blurred with a Gaussian of 0.8 dot; the
//! distance is the sum of the absolute differences, so that one lit dot more or less counts 1.

use bangtin::scene::{Font, Glyph};

/// Seven weights of the Gaussian, for three dots each way; together 1.
const KERNEL: [f64; 7] = [0.000_441, 0.021_910, 0.228_311, 0.498_676, 0.228_311, 0.021_910, 0.000_441];
/// The field the letters are drawn on: dots, and where pen and baseline are.
const WIDTH: usize = 48;
const HEIGHT: usize = 40;
const PEN: (i32, i32) = (12, 26);

/// Letters that differ by marks only. Every two of a group are a pair: 938 pairs in all.
pub(crate) const GROUPS: [&str; 14] = [
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ",
    "eèéẻẽẹêềếểễệ",
    "EÈÉẺẼẸÊỀẾỂỄỆ",
    "iìíỉĩị",
    "IÌÍỈĨỊ",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "OÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ",
    "uùúủũụưừứửữự",
    "UÙÚỦŨỤƯỪỨỬỮỰ",
    "yỳýỷỹỵ",
    "YỲÝỶỸỴ",
    "dđ",
    "DĐ",
];

/// Light on the field, row by row.
pub(crate) struct Field(Vec<f64>);

impl Field {
    /// Dots given as (column from the pen, row below the baseline), blurred.
    pub(crate) fn blurred(dots: impl IntoIterator<Item = (i32, i32)>) -> Self {
        let mut sharp = vec![0.0; WIDTH * HEIGHT];
        for (x, y) in dots {
            let (x, y) = ((x + PEN.0) as usize, (y + PEN.1) as usize);
            assert!(
                (4..WIDTH - 4).contains(&x) && (4..HEIGHT - 4).contains(&y),
                "too near the edge: {x}, {y}"
            );
            sharp[y * WIDTH + x] = 1.0;
        }
        Self(smear(&smear(&sharp, 1), WIDTH))
    }

    /// The dots of a glyph, blurred.
    pub(crate) fn of(glyph: &Glyph) -> Self {
        Self::blurred(dots(glyph))
    }

    pub(crate) fn distance(&self, other: &Self) -> f64 {
        self.0.iter().zip(&other.0).map(|(a, b)| (a - b).abs()).sum()
    }
}

/// One pass of the blur along columns (step 1) or rows (step [`WIDTH`]); the margins stay dark.
fn smear(light: &[f64], step: usize) -> Vec<f64> {
    let mut out = vec![0.0; light.len()];
    for (place, value) in light.iter().enumerate().filter(|(_, value)| **value != 0.0) {
        for (tap, weight) in KERNEL.iter().enumerate() {
            out[place + tap * step - 3 * step] += value * weight;
        }
    }
    out
}

/// Lit dots of a glyph: column from the pen, row below the baseline (−1 stands on it).
pub(crate) fn dots(glyph: &Glyph) -> Vec<(i32, i32)> {
    let mut dots = Vec::new();
    for (row, bits) in glyph.rows.iter().enumerate() {
        let columns = (0..glyph.width).filter(|column| bits << column >> 63 == 1);
        let y = row as i32 - i32::from(glyph.top);
        dots.extend(columns.map(|column| (i32::from(glyph.left) + i32::from(column), y)));
    }
    dots
}

/// All pairs with their distances, the nearest first.
pub(crate) fn pairs(font: &Font) -> Vec<(f64, char, char)> {
    let mut pairs = Vec::new();
    for group in GROUPS {
        let fields: Vec<_> = group
            .chars()
            .map(|letter| (letter, Field::of(font.glyph(letter).expect("in the font"))))
            .collect();
        for (index, (a, field)) in fields.iter().enumerate() {
            pairs.extend(fields[..index].iter().map(|(b, other)| (field.distance(other), *b, *a)));
        }
    }
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    pairs
}

/// The 5th percentile of sorted distances, interpolated, divided by the root of the stem: the median number of lit
/// dots in a row of the letter l. Heavier strokes make every distance larger without making letters less alike.
pub(crate) fn p5s(font: &Font, pairs: &[(f64, char, char)]) -> f64 {
    let place = 0.05 * (pairs.len() - 1) as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    let p5 = pairs[low].0 * (1.0 - part) + pairs[low + 1].0 * part;
    let mut rows: Vec<u32> =
        font.glyph('l').expect("in the font").rows.iter().map(|row| row.count_ones()).collect();
    rows.sort_unstable();
    let half = rows.len() / 2;
    let stem = f64::from(rows[half] + rows[(rows.len() - 1) / 2]) / 2.0;
    p5 / stem.sqrt()
}
