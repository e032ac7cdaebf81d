//! How well the letters of a font can be told apart: arithmetic on dots, nothing about how or where it is shown.
//!
//! **Distance** of two letters: each is drawn alone at the same pen on the same baseline and blurred with a Gaussian of
//! 0.8 dot; the absolute differences are summed, so that one lit dot more or less counts 1 and one that moved by a
//! column a little less. It is taken over the 938 [`pairs`] of letters that differ by marks only. It sees neither marks
//! that run into the body nor letters that stand too close; [`touching`] and [`letter_gap`] do.
//!
//! No reader was tested. The measure was chosen because it orders fonts of up to 24 rows as text recognition of their
//! pictures does; from 32 rows on it only guards against accidents.

use super::{Font, Glyph};
use std::collections::BTreeMap;

/// Seven weights of the Gaussian, for three dots each way; together 1.
const KERNEL: [f64; 7] = [0.000_441, 0.021_910, 0.228_311, 0.498_676, 0.228_311, 0.021_910, 0.000_441];
const REACH: usize = KERNEL.len() / 2;

/// Letters that differ by marks only, the bare letter first: 12 vowels of each case with six tones, d and đ.
pub const GROUPS: [&str; 14] = [
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
/// What needs the most rows besides the letters with marks.
const DEEP: &str = "gjpqy,;()QJ";
/// In these the horn rises beside the mark, or the dot stands beside the tail, so that no whole row is dark.
const BESIDE: &str = "ờớởỡợừứửữựỜỚỞỠỢỪỨỬỮỰỵ";

/// The 134 letters of Vietnamese beyond ASCII.
pub fn vietnamese() -> impl Iterator<Item = char> {
    GROUPS.iter().flat_map(|group| group.chars()).filter(|letter| !letter.is_ascii())
}

/// All 186 letters: those of ASCII, and those beyond it.
pub fn letters() -> impl Iterator<Item = char> {
    ('a'..='z').chain('A'..='Z').chain(vietnamese())
}

/// The letters a font lacks, out of all 186.
#[must_use]
pub fn missing(font: &Font) -> Vec<char> {
    letters().filter(|letter| font.glyph(*letter).is_none()).collect()
}

/// Two letters that differ by marks only, and how far apart they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// One letter.
    pub a: char,
    /// The other.
    pub b: char,
    /// In dots: 1 for one dot more or less.
    pub distance: f64,
}

/// All pairs with their distances, the nearest first: 938, or fewer if the font lacks letters.
#[must_use]
pub fn pairs(font: &Font) -> Vec<Pair> {
    let mut pairs = Vec::with_capacity(938);
    for group in GROUPS {
        let glyphs: Vec<_> = group.chars().filter_map(|letter| Some((letter, font.glyph(letter)?))).collect();
        let room = Room::around(glyphs.iter().map(|(_, glyph)| *glyph));
        let fields: Vec<_> = glyphs.iter().map(|(letter, glyph)| (*letter, room.blurred(glyph))).collect();
        for (index, (b, field)) in fields.iter().enumerate() {
            let pair = |(a, other): &(char, Vec<f64>)| Pair { a: *a, b: *b, distance: apart(field, other) };
            pairs.extend(fields[..index].iter().map(pair));
        }
    }
    pairs.sort_by(|a, b| a.distance.total_cmp(&b.distance));
    pairs
}

/// The distance of any two glyphs.
#[must_use]
pub fn distance(a: &Glyph, b: &Glyph) -> f64 {
    let room = Room::around([a, b].into_iter());
    apart(&room.blurred(a), &room.blurred(b))
}

/// The 5th percentile of pairs that are sorted as [`pairs`] gives them, interpolated; `None` of none.
#[must_use]
pub fn p5(pairs: &[Pair]) -> Option<f64> {
    let place = 0.05 * pairs.len().checked_sub(1)? as f64;
    let low = pairs.get(place as usize)?.distance;
    let high = pairs.get(place as usize + 1).map_or(low, |pair| pair.distance);
    Some(low + (high - low) * place.fract())
}

/// The thickness of strokes: the median number of lit dots in the rows of the letter l; `None` without one.
#[must_use]
pub fn stem(font: &Font) -> Option<f64> {
    let mut rows: BTreeMap<i32, u32> = BTreeMap::new();
    font.glyph('l')?.dots().for_each(|(_, y)| *rows.entry(y).or_default() += 1);
    let (first, last) = (*rows.first_key_value()?.0, *rows.last_key_value()?.0);
    let lit = (first..=last).map(|y| rows.get(&y).map_or(0, |lit| *lit as i32)).collect();
    let (low, high) = middle(lit)?;
    Some(f64::from(low + high) / 2.0)
}

/// The 5th percentile of the pairs over the root of the stem. Heavier strokes make every distance larger without
/// making letters less alike; the root was found by trying what agrees best with text recognition.
#[must_use]
pub fn p5s(font: &Font, pairs: &[Pair]) -> Option<f64> {
    let stem = stem(font).filter(|stem| *stem > 0.0)?;
    Some(p5(pairs)? / stem.sqrt())
}

/// Groups of letters, out of all 186, whose dots are the same at the same height over the baseline. What stands left and
/// right of them does not count: nobody sees it in running text.
#[must_use]
pub fn alike(font: &Font) -> Vec<Vec<char>> {
    let mut seen: BTreeMap<Vec<(i32, i32)>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<char>> = Vec::new();
    for (letter, glyph) in letters().filter_map(|letter| Some((letter, font.glyph(letter)?))) {
        let left = glyph.ink().map_or(0, |(left, _)| left);
        let dots = glyph.dots().map(|(x, y)| (x - left, y)).collect();
        let group = *seen.entry(dots).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(letter);
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The letters with a mark that no dark row parts from the body. Where the mark stands beside a horn or a tail, dark
/// dots all round it are enough.
#[must_use]
pub fn touching(font: &Font) -> Vec<char> {
    let touches = |letter: char| {
        let bare = match letter {
            'ờ' | 'ớ' | 'ở' | 'ỡ' | 'ợ' => 'ơ',
            'Ờ' | 'Ớ' | 'Ở' | 'Ỡ' | 'Ợ' => 'Ơ',
            'ừ' | 'ứ' | 'ử' | 'ữ' | 'ự' => 'ư',
            'Ừ' | 'Ứ' | 'Ử' | 'Ữ' | 'Ự' => 'Ư',
            _ => GROUPS.iter().find(|group| group.contains(letter))?.chars().next()?,
        };
        let by_rows = !BESIDE.contains(letter);
        let (bare, marked) = (body(font.glyph(bare)?, by_rows)?, body(font.glyph(letter)?, by_rows)?);
        Some(marked.0 < bare.0 || marked.1 > bare.1)
    };
    let marked = vietnamese().filter(|letter| !"đĐơƠưƯ".contains(*letter));
    marked.filter(|letter| touches(*letter).unwrap_or(false)).collect()
}

/// The first and one past the last row of what stands on the baseline and hangs together: row by row, or dot by dot
/// with corners. `None` if nothing stands on the baseline.
fn body(glyph: &Glyph, by_rows: bool) -> Option<(i32, i32)> {
    let (mut reached, mut rest): (Vec<_>, Vec<_>) = glyph.dots().partition(|(_, y)| *y == -1);
    let mut rows = (!reached.is_empty()).then_some((-1, 0))?;
    while let Some((x, y)) = reached.pop() {
        rows = (rows.0.min(y), rows.1.max(y + 1));
        let joined = |dot: &(i32, i32)| (dot.1 - y).abs() <= 1 && (by_rows || (dot.0 - x).abs() <= 1);
        let (near, far) = rest.into_iter().partition(joined);
        rest = far;
        let near: Vec<_> = near;
        reached.extend(near);
    }
    Some(rows)
}

/// The rows that letters light: what is left of a board's rows after that is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Rows above the baseline, and the first letter that needs them.
    pub up: (u16, char),
    /// Rows below it.
    pub down: (u16, char),
}

/// The rows that the 134 letters and those with the deepest tails light; `None` if the font has none of them.
#[must_use]
pub fn reach(font: &Font) -> Option<Reach> {
    let rows = |letter: char| Some((letter, font.glyph(letter)?.ink_rows()?));
    let rows = vietnamese().chain(DEEP.chars()).filter_map(rows);
    let reach = rows.map(|(letter, (first, end))| {
        let count = |rows: i32| u16::try_from(rows).unwrap_or(0);
        Reach { up: (count(-first), letter), down: (count(end), letter) }
    });
    reach.reduce(|a, b| Reach {
        up: if b.up.0 > a.up.0 { b.up } else { a.up },
        down: if b.down.0 > a.down.0 { b.down } else { a.down },
    })
}

/// Dark columns between a small letter and the same letter after it, the median of a to z; `None` without them.
#[must_use]
pub fn letter_gap(font: &Font) -> Option<i32> {
    let gap = |letter: char| {
        let glyph = font.glyph(letter)?;
        let (left, right) = glyph.ink()?;
        Some(i32::from(glyph.advance) - right + left)
    };
    middle(('a'..='z').filter_map(gap).collect()).map(|(low, _)| low)
}

/// The two middle values, the same one twice if their number is odd.
fn middle(mut values: Vec<i32>) -> Option<(i32, i32)> {
    values.sort_unstable();
    Some((*values.get(values.len().checked_sub(1)? / 2)?, *values.get(values.len() / 2)?))
}

/// What is asked of a font for boards of some rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Floor {
    /// The fewest rows it is asked of.
    pub rows: u16,
    /// The least distance of the nearest pair.
    pub min: f64,
    /// The least 5th percentile over the root of the stem.
    pub p5s: f64,
}

/// Those of 16, 24 and 32 rows part the bitmap and outline fonts whose pictures were read well by text recognition from
/// those whose marks were lost. The others continue them: downwards as far as a font of so few rows can be drawn at all,
/// upwards just below the best outline font measured, where only accidents can still be found.
const FLOORS: [Floor; 9] = [
    Floor { rows: 8, min: 0.95, p5s: 1.0 },
    Floor { rows: 10, min: 0.95, p5s: 1.4 },
    Floor { rows: 12, min: 0.95, p5s: 1.9 },
    Floor { rows: 16, min: 1.4, p5s: 2.4 },
    Floor { rows: 20, min: 1.4, p5s: 2.4 },
    Floor { rows: 24, min: 1.9, p5s: 2.6 },
    Floor { rows: 32, min: 3.0, p5s: 4.3 },
    Floor { rows: 48, min: 10.0, p5s: 10.0 },
    Floor { rows: 64, min: 16.0, p5s: 14.0 },
];

/// The floor for a font of these rows: of the next lower height in the table; `None` below 8 rows.
#[must_use]
pub fn floor(rows: u16) -> Option<Floor> {
    FLOORS.into_iter().rev().find(|floor| floor.rows <= rows)
}

/// The part of the plane that holds some glyphs and the reach of their blur.
struct Room {
    left: i32,
    top: i32,
    width: usize,
    height: usize,
}

impl Room {
    fn around<'a>(glyphs: impl Iterator<Item = &'a Glyph>) -> Self {
        let boxes = glyphs.filter_map(|glyph| Some((glyph.ink()?, glyph.ink_rows()?)));
        let hull =
            boxes.reduce(|(x, y), (u, v)| ((x.0.min(u.0), x.1.max(u.1)), (y.0.min(v.0), y.1.max(v.1))));
        let ((left, right), (top, bottom)) = hull.unwrap_or_default();
        let side = |from: i32, to: i32| to.abs_diff(from) as usize + 2 * REACH;
        let margin = REACH as i32;
        Self { left: left - margin, top: top - margin, width: side(left, right), height: side(top, bottom) }
    }

    /// The light of a glyph, row by row. Blurred along columns first, then along rows; the margin holds all of it.
    fn blurred(&self, glyph: &Glyph) -> Vec<f64> {
        let mut light = vec![0.0; self.width * self.height];
        for (x, y) in glyph.dots() {
            light[(y - self.top) as usize * self.width + (x - self.left) as usize] = 1.0;
        }
        smear(&smear(&light, 1), self.width)
    }
}

/// One pass of the blur along columns (step 1) or rows (step of a row's width).
fn smear(light: &[f64], step: usize) -> Vec<f64> {
    let mut out = vec![0.0; light.len()];
    for (place, value) in light.iter().enumerate().filter(|(_, value)| **value != 0.0) {
        for (tap, weight) in KERNEL.iter().enumerate() {
            out[place + tap * step - REACH * step] += value * weight;
        }
    }
    out
}

fn apart(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of drawings: rows of # and . from above, and how many of them are above the baseline.
    fn font(glyphs: &[(char, i8, &[&str])]) -> Font {
        let mut bdf = String::from("STARTFONT 2.1\nFONT_ASCENT 20\nFONT_DESCENT 8\n");
        for (letter, top, rows) in glyphs {
            let (width, bottom) = (rows[0].len(), i32::from(*top) - rows.len() as i32);
            let (code, advance) = (u32::from(*letter), width + 1);
            let size = format!("{width} {} 0 {bottom}", rows.len());
            bdf += &format!("STARTCHAR x\nENCODING {code}\nDWIDTH {advance} 0\nBBX {size}\nBITMAP\n");
            for row in *rows {
                let bits = row.chars().enumerate().filter(|(_, dot)| *dot == '#');
                bdf += &format!("{:02X}\n", bits.map(|(x, _)| 0x80 >> x).sum::<u32>());
            }
            bdf += "ENDCHAR\n";
        }
        Font::from_bdf("drawn", &(bdf + "ENDFONT\n")).unwrap()
    }

    #[test]
    fn a_dot_counts_as_one_and_a_moved_dot_by_how_far_it_moved() {
        let font = font(&[
            ('0', 3, &["#"]),
            ('1', 3, &[".#"]),
            ('2', 3, &["..#"]),
            ('3', 3, &["...#"]),
            (' ', 3, &["."]),
        ]);
        let glyph = |letter| font.glyph(letter).unwrap();
        for (letter, wanted) in [(' ', 1.000), ('1', 0.997), ('2', 1.454), ('3', 1.911)] {
            let distance = distance(glyph('0'), glyph(letter));
            assert!((distance - wanted).abs() < 0.0006, "{distance} instead of {wanted}");
        }
    }

    #[test]
    fn there_are_938_pairs_of_134_letters_and_their_bare_ones() {
        assert_eq!((vietnamese().count(), letters().count()), (134, 186));
        let all = "aAeEiIoOuUyYdD".chars().chain(vietnamese());
        let glyphs: Vec<_> = all.map(|letter| (letter, 3, ["##", "#."])).collect();
        let glyphs: Vec<(char, i8, &[&str])> =
            glyphs.iter().map(|(c, top, rows)| (*c, *top, &rows[..])).collect();
        let font = font(&glyphs);
        let pairs = pairs(&font);
        assert_eq!(pairs.len(), 938);
        assert_eq!((pairs[0].distance, p5(&pairs)), (0.0, Some(0.0)));
        assert_eq!(alike(&font)[0].len(), 148, "all of them are drawn alike");
    }

    #[test]
    fn the_percentile_lies_between_its_neighbours() {
        let pairs =
            |n: usize| -> Vec<Pair> { (0..n).map(|i| Pair { a: 'a', b: 'b', distance: i as f64 }).collect() };
        assert_eq!(p5(&pairs(0)), None);
        assert_eq!(p5(&pairs(1)), Some(0.0));
        assert!((p5(&pairs(938)).unwrap() - 46.85).abs() < 1e-9);
    }

    #[test]
    fn a_mark_without_a_dark_row_below_it_touches_and_the_body_may_give_up_a_row_for_it() {
        let e: &[&str] = &["##", "#.", "##", "#.", "##"];
        let close: &[&str] = &[".#", "#.", "##", "#.", "##", "#.", "##"];
        let apart: &[&str] = &[".#", "#.", "..", "##", "#.", "##", "##"];
        let dot_on: &[&str] = &["##", "#.", "##", "#.", "##", "#."];
        let dot_off: &[&str] = &["##", "#.", "##", "#.", "##", "..", "#."];
        let font =
            font(&[('E', 5, e), ('É', 7, close), ('È', 7, apart), ('Ẹ', 5, dot_off), ('Ệ', 5, dot_on)]);
        assert_eq!(touching(&font), ['É', 'Ệ']);
    }

    #[test]
    fn a_tone_beside_a_horn_may_share_its_rows_but_not_its_dots() {
        let bare: &[&str] = &["....##", "....#.", "####..", "#..#..", "####.."];
        let apart: &[&str] = &["##....", "#...##", "....#.", "####..", "#..#..", "####.."];
        let fused: &[&str] = &["..##..", "...###", "....#.", "####..", "#..#..", "####.."];
        let font = font(&[('ơ', 5, bare), ('ớ', 6, apart), ('ở', 6, fused)]);
        assert_eq!(touching(&font), ['ở']);
    }

    #[test]
    fn rows_and_gaps_are_counted_in_lit_dots() {
        let font = font(&[
            ('Ế', 9, &["..", ".#", "##"]),
            ('g', 2, &["##", "#.", "#.", ".."]),
            ('n', 2, &["##..", "##.."]),
        ]);
        assert_eq!(reach(&font), Some(Reach { up: (8, 'Ế'), down: (1, 'g') }));
        assert_eq!(letter_gap(&font), Some(1));
        assert_eq!(missing(&font).len(), 186 - 3);
    }

    #[test]
    fn a_height_between_two_of_the_table_has_the_lower_ones_floor() {
        assert_eq!(floor(7), None);
        assert_eq!(floor(8).map(|floor| floor.rows), Some(8));
        assert_eq!(floor(31).map(|floor| floor.rows), Some(24));
        assert_eq!(floor(200).map(|floor| floor.rows), Some(64));
    }
}
