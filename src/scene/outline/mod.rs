//! Makes a bitmap font of so many rows from a TrueType file: bytes in, an ordinary [`Font`] out.
//!
//! The file's own instructions fit the strokes to the dots in one-bit mode; without them different letters become
//! equal, so a file that has none is refused, and so is one whose letters cannot be told apart at the height asked for.
//! No shaping and no kerning: composed Vietnamese is one glyph for each letter.

mod scan;

use super::{Font, Glyph, metric};
use scan::Path;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{
    DrawSettings, Engine, HintingInstance, HintingOptions, OutlineGlyphCollection, OutlineGlyphFormat, Target,
};
use skrifa::{FontRef, GlyphId, MetadataProvider as _, Tag};
use std::collections::BTreeMap;
use thiserror::Error;

/// The fewest rows: below, drawn dots are better than any outline.
pub const MIN_ROWS: u16 = 24;
/// The most rows: no letter becomes wider than [`Glyph::MAX_SIDE`].
pub const MAX_ROWS: u16 = 128;
/// The largest file, in bytes.
pub const MAX_BYTES: usize = 8 << 20;

/// Fitted first, because they need the most rows: the search for a size ends early.
const HIGHEST: &str = "ẪẴỖỄẨẲỔỂgjpqyQJ(),;";
/// Of use on signs. A file may lack them; then a text with one is refused with its place.
const SIGNS: &str = "–—‘’“”…•←↑→↓₫€−≤≥";

/// Why a file gives no font of these rows.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum OutlineError {
    /// Rows outside [`MIN_ROWS`] to [`MAX_ROWS`].
    #[error("an outline font has 24 to 128 rows")]
    Rows,
    /// Not a TrueType file, cut off, too large, or with an outline that cannot be drawn.
    #[error("not a valid TrueType file: {0}")]
    Damaged(&'static str),
    /// No instructions to fit the strokes to the dots.
    #[error("the file has no TrueType instructions")]
    NoInstructions,
    /// Characters that every text may have: ASCII and the 134 letters.
    #[error("{} characters are missing", .0.len())]
    Lacks(Vec<char>),
    /// At no size do all letters fit the rows.
    #[error("the letters fit at no size")]
    NoSize,
    /// Letters drawn alike, in groups.
    #[error("{} groups of letters are drawn alike", .0.len())]
    Alike(Vec<Vec<char>>),
    /// The nearest pair is nearer than the floor.
    #[error("{a} and {b} differ by {distance} only, less than {floor}")]
    Close {
        /// One letter.
        a: char,
        /// The other.
        b: char,
        /// Their distance.
        distance: f64,
        /// What it has to be.
        floor: f64,
    },
    /// The marks as a whole are nearer than the floor.
    #[error("the distance of marks is {p5s} only, less than {floor}")]
    Marks {
        /// The 5th percentile of the pairs over the root of the stem.
        p5s: f64,
        /// What it has to be.
        floor: f64,
    },
}

/// Draws the letters of a TrueType file at the largest size at which the 134 letters and those with the deepest tails fit
/// `rows`. Signs that would still reach beyond them are left out.
///
/// # Errors
/// What keeps the file from being read, drawn or told apart.
pub fn bake(name: &str, bytes: &[u8], rows: u16) -> Result<Font, OutlineError> {
    if !(MIN_ROWS..=MAX_ROWS).contains(&rows) {
        return Err(OutlineError::Rows);
    }
    let face = Face::read(bytes)?;
    let (size, up, down) = (MIN_ROWS / 2..=rows * 3 / 2)
        .rev()
        .find_map(|size| face.fits(size, rows).transpose())
        .ok_or_else(|| face.at(rows).err().unwrap_or(OutlineError::NoSize))??;
    let ascent = up + (rows - up - down) / 2;
    let descent = rows - ascent;
    let pen = face.at(size)?;
    let mut glyphs = BTreeMap::new();
    for (letter, id) in &face.glyphs {
        let glyph = pen.draw(*id)?;
        let inside = |(top, end): (i32, i32)| top >= -i32::from(ascent) && end <= i32::from(descent);
        if glyph.ink_rows().is_none_or(inside) {
            glyphs.insert(*letter, glyph);
        }
    }
    let font = Font { name: name.to_owned(), ascent, descent, glyphs };
    judge(&font, rows)?;
    Ok(font)
}

/// Whether the letters of a font can be told apart as well as boards of its rows need.
fn judge(font: &Font, rows: u16) -> Result<(), OutlineError> {
    let alike = metric::alike(font);
    if !alike.is_empty() {
        return Err(OutlineError::Alike(alike));
    }
    let pairs = metric::pairs(font);
    let Some((floor, nearest)) = metric::floor(rows).zip(pairs.first()) else { return Ok(()) };
    if nearest.distance < floor.min {
        let (a, b, distance) = (nearest.a, nearest.b, nearest.distance);
        return Err(OutlineError::Close { a, b, distance, floor: floor.min });
    }
    match metric::p5s(font, &pairs) {
        Some(p5s) if p5s < floor.p5s => Err(OutlineError::Marks { p5s, floor: floor.p5s }),
        _ => Ok(()),
    }
}

/// A TrueType file that has instructions and all letters.
struct Face<'a> {
    outlines: OutlineGlyphCollection<'a>,
    glyphs: BTreeMap<char, GlyphId>,
}

impl<'a> Face<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, OutlineError> {
        if bytes.len() > MAX_BYTES {
            return Err(OutlineError::Damaged("larger than 8 MiB"));
        }
        let font = FontRef::new(bytes).map_err(|_| OutlineError::Damaged("no list of tables"))?;
        let (outlines, charmap) = (font.outline_glyphs(), font.charmap());
        if outlines.format() == Some(OutlineGlyphFormat::Cff) {
            return Err(OutlineError::NoInstructions);
        }
        if outlines.format() != Some(OutlineGlyphFormat::Glyf) || !charmap.has_map() {
            return Err(OutlineError::Damaged("no outlines or no letters"));
        }
        let found = |letter: char| {
            let id = charmap.map(letter).filter(|id| *id != GlyphId::NOTDEF)?;
            Some((letter, id))
        };
        let needed = || (' '..='~').chain(metric::vietnamese());
        let lacks: Vec<char> = needed().filter(|letter| found(*letter).is_none()).collect();
        if !lacks.is_empty() {
            return Err(OutlineError::Lacks(lacks));
        }
        let wanted = needed().chain('\u{A1}'..='\u{FF}').chain(SIGNS.chars());
        let glyphs: BTreeMap<char, GlyphId> = wanted.filter_map(found).collect();
        let instructed = ('a'..='z').filter(|letter| {
            let outline = glyphs.get(letter).and_then(|id| outlines.get(*id));
            outline.and_then(|outline| outline.has_hinting()) == Some(true)
        });
        // What letters call stands in `fpgm`; without it their instructions fail and they would be drawn as if they had none.
        let called = font.table_data(Tag::new(b"fpgm")).is_some_and(|table| !table.is_empty());
        // i and j are often put together from parts and have none of their own.
        if !called || instructed.count() < 20 {
            return Err(OutlineError::NoInstructions);
        }
        Ok(Self { outlines, glyphs })
    }

    fn at(&self, size: u16) -> Result<Drawer<'_, 'a>, OutlineError> {
        let options = HintingOptions { engine: Engine::Interpreter, target: Target::Mono };
        let (size, place) = (Size::new(size.into()), LocationRef::default());
        let hinting = HintingInstance::new(&self.outlines, size, place, options)
            .map_err(|_| OutlineError::Damaged("its instructions cannot be run"))?;
        if !hinting.is_enabled() {
            return Err(OutlineError::NoInstructions);
        }
        Ok(Drawer { outlines: &self.outlines, hinting })
    }

    /// The size, and the rows above and below the baseline that the letters need at it, if these are not too many.
    fn fits(&self, size: u16, rows: u16) -> Result<Option<(u16, u16, u16)>, OutlineError> {
        let pen = match self.at(size) {
            // Some files switch their instructions off beyond a size.
            Err(OutlineError::NoInstructions) => return Ok(None),
            pen => pen?,
        };
        let (mut up, mut down) = (0, 0);
        for letter in HIGHEST.chars().chain(metric::vietnamese()) {
            let Some(id) = self.glyphs.get(&letter) else { continue };
            let Some((top, end)) = pen.draw(*id)?.ink_rows() else {
                return Err(OutlineError::Damaged("a letter without an outline"));
            };
            (up, down) = (up.max(-top), down.max(end));
            if up + down > i32::from(rows) {
                return Ok(None);
            }
        }
        // Both are between 0 and `rows`.
        Ok(Some((size, up as u16, down as u16)))
    }
}

/// A face at one size.
struct Drawer<'f, 'a> {
    outlines: &'f OutlineGlyphCollection<'a>,
    hinting: HintingInstance,
}

impl Drawer<'_, '_> {
    fn draw(&self, id: GlyphId) -> Result<Glyph, OutlineError> {
        let damaged = OutlineError::Damaged("an outline that cannot be drawn");
        let outline = self.outlines.get(id).ok_or(damaged.clone())?;
        let mut path = Path::default();
        let settings = DrawSettings::hinted(&self.hinting, false);
        let metrics = outline.draw(settings, &mut path).map_err(|_| damaged.clone())?;
        let advance = metrics.advance_width.filter(|width| (0.0..=512.0).contains(width)).map(f32::round);
        let advance = advance.ok_or(damaged.clone())? as u16;
        path.glyph(advance).ok_or(damaged)
    }
}
