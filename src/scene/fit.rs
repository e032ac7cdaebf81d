//! Which font, and pages or scrolling: everything a wish leaves open is decided by cost, the same on every machine.
//!
//! Whoever names a font or a motion gets it. Without a name only the fonts of the project are tried (`bangtin-` and the
//! rows), so that no font that happens to lie in the folder is ever chosen. The cost of a way of showing a text is the sum of
//!
//! | what | cost |
//! |---|---|
//! | size: a font of r rows | 25,600 / r² (8 rows 400, 12: 177, 16: 100, 24: 44, 32: 25) |
//! | each page after the first; besides, each after the second | 120; 200 |
//! | each line after the first of the fullest page; besides, each after the third | 15; 60 |
//! | each row that lacks to a gap of 2 between lines | 15 |
//! | a font of fewer than 12 rows | 200 |
//! | each syllable after the twelfth of the fullest page | 20 |
//! | each break inside what is read as one; each lonely syllable | 60; 20 |
//! | scrolling | 400 |
//! | scrolling on a face that shows less than three syllables (13 mean letters) | 100 |
//!
//! The size counts by area because small letters lose their marks. Scrolling costs so much that two pages from 12 rows
//! on are better, and that it is better than two pages of 10 rows. Nobody has to wish for pages: more than two of
//! them, or a word that does not fit, scroll instead if the face shows three syllables and the text is longer than two
//! faces. They move by at most ten letters a second, by whole dots a frame or whole frames a dot.

use super::lines::{Breaker, Broken};
use super::words::{Measured, Word, words};
use super::{Canvas, Font, Layout, LayoutError};
use crate::playlist::{Item, Motion};

/// The name that leaves the font open.
pub const AUTO: &str = "auto";

/// The rows that should be dark between two lines.
pub(super) const GAP: u32 = 2;
/// The most pages that nobody asked for.
const PAGES: usize = 2;
/// The most lines a page should have.
const LINES: u32 = 3;
/// The most syllables a page should have.
const SYLLABLES: u32 = 12;

/// What was chosen for a text, and what it costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The font's name.
    pub font: String,
    /// How the text is shown in it.
    pub form: Form,
    /// Why this and nothing else.
    pub cost: FitCost,
}

/// How a text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Pages that stand still.
    Pages {
        /// How many.
        pages: usize,
        /// Lines of the fullest one.
        lines: usize,
    },
    /// One line passing from right to left.
    ScrollLeft {
        /// Dots per second.
        speed: u16,
    },
    /// Lines passing from below to above.
    ScrollUp {
        /// Dots per second.
        speed: u16,
    },
}

/// What a way of showing a text costs, by reason; the table at the head of the module's source gives the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FitCost {
    /// For letters that are not larger.
    pub size: u32,
    /// For pages after the first.
    pub pages: u32,
    /// For lines after the first, and too little room between them.
    pub lines: u32,
    /// For too many syllables on a page.
    pub syllables: u32,
    /// For words torn apart and syllables left alone.
    pub breaks: u32,
    /// For movement.
    pub scroll: u32,
}

impl FitCost {
    /// All of it.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.size + self.pages + self.lines + self.syllables + self.breaks + self.scroll
    }
}

/// The cheapest way to show an item in one of these fonts: which of them, and the layout. `canvas.font` is not looked at.
///
/// # Errors
/// Why it cannot be shown in any of them, and in which font that is so: the smallest that the face could hold.
pub fn choose<'f>(
    item: &Item,
    canvas: &Canvas<'f>,
    fonts: &[&'f Font],
) -> Result<(usize, Layout), (usize, LayoutError)> {
    let words = words(&item.text.value, canvas.compounds);
    let mut order: Vec<usize> = (0..fonts.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(fonts[*index].rows()));
    let mut best = None::<(usize, Layout)>;
    let mut refused = None::<(usize, LayoutError)>;
    for index in order {
        let canvas = Canvas { font: fonts[index], ..*canvas };
        let cheapest = best.as_ref().map_or(u32::MAX, |(_, layout)| layout.fit().cost.total());
        // Smaller fonts cost more already.
        if size(canvas.font) >= cheapest {
            break;
        }
        match in_font(item, &canvas, &words, cheapest) {
            Ok(Some(layout)) => best = Some((index, layout)),
            Ok(None) => {}
            Err(error) => {
                let high = matches!(error, LayoutError::FontTooHigh { .. });
                if !high || refused.as_ref().is_none_or(|(_, e)| matches!(e, LayoutError::FontTooHigh { .. }))
                {
                    refused = Some((index, error));
                }
            }
        }
    }
    best.ok_or_else(|| refused.unwrap_or((0, LayoutError::Dark)))
}

/// The cheapest way in the font of a canvas; `None` if it is not cheaper than what is known.
fn in_font(
    item: &Item,
    canvas: &Canvas<'_>,
    words: &[Word<'_>],
    known: u32,
) -> Result<Option<Layout>, LayoutError> {
    let font = canvas.font;
    if let Some((position, letter)) = font.missing(&item.text.value) {
        return Err(LayoutError::NoSuchLetter { letter, position });
    }
    let rows = font.rows();
    if rows > canvas.face.height() {
        return Err(LayoutError::FontTooHigh { rows });
    }
    let measured = Measured::new(words, font);
    let width = u32::from(canvas.face.width());
    let breaker = Breaker { words, measured: &measured, width };
    let below = |cost: FitCost| cost.total() < known;
    let moves = |form| Fit { font: font.name.clone(), form, cost: moving(font, &measured, width) };
    match item.motion {
        Motion::Hold => still(item, canvas, &breaker, known),
        Motion::ScrollLeft { speed } => {
            let fit = moves(Form::ScrollLeft { speed });
            below(fit.cost).then(|| Layout::strip(item, canvas, speed, fit)).transpose()
        }
        Motion::ScrollUp { speed } => {
            let fit = moves(Form::ScrollUp { speed });
            if !below(fit.cost) {
                return Ok(None);
            }
            Layout::column(item, canvas, speed, breaker.pages(None)?, fit).map(Some)
        }
        Motion::Auto => {
            let pages = still(item, canvas, &breaker, known);
            let too_many =
                |layout: &Layout| matches!(layout.fit().form, Form::Pages { pages, .. } if pages > PAGES);
            match (&pages, legible_speed(&measured, width, canvas.max_fps)) {
                (Ok(Some(layout)), Some(_)) if !too_many(layout) => pages,
                (_, Some(speed)) => {
                    let fit = moves(Form::ScrollLeft { speed });
                    below(fit.cost).then(|| Layout::strip(item, canvas, speed, fit)).transpose()
                }
                (_, None) => pages,
            }
        }
    }
}

/// Pages with room between the lines, pages of as many lines as go, or of one line less, whichever is cheapest.
fn still(
    item: &Item,
    canvas: &Canvas<'_>,
    breaker: &Breaker<'_>,
    known: u32,
) -> Result<Option<Layout>, LayoutError> {
    let (rows, height) = (u32::from(canvas.font.rows()), u32::from(canvas.face.height()));
    let roomy = ((height + GAP) / (rows + GAP)).clamp(1, LINES);
    let dense = (height / rows).max(1);
    let tried = |most: u32| {
        let broken = breaker.pages(Some(most as usize))?;
        let cost = standing(canvas.font, &broken, height);
        Ok::<_, LayoutError>((broken, cost))
    };
    let (mut broken, mut cost) = tried(roomy)?;
    // Closer lines on fewer pages, or shorter pages.
    let closer = (dense > roomy && broken.pages.len() > 1).then_some(dense);
    let shorter = (roomy > 1 && broken.syllables > SYLLABLES).then(|| roomy - 1);
    for most in closer.into_iter().chain(shorter) {
        let other = tried(most)?;
        if other.1.total() < cost.total() {
            (broken, cost) = other;
        }
    }
    if cost.total() >= known {
        return Ok(None);
    }
    let form = Form::Pages { pages: broken.pages.len(), lines: fullest(&broken) as usize };
    Layout::pages(item, canvas, broken, Fit { font: canvas.font.name.clone(), form, cost }).map(Some)
}

/// Rows left dark between lines set one below the other on a face, all of the font's rows counted: at least
/// [`GAP`] if there is room for it.
pub(super) fn line_gap(lines: u32, rows: u32, height: u32) -> u32 {
    let spare = height.saturating_sub(lines * rows);
    let between = spare / lines.saturating_sub(1).max(1);
    (spare / (lines + 1)).min(rows / 2).max(GAP.min(between))
}

fn fullest(broken: &Broken) -> u32 {
    broken.pages.iter().map(Vec::len).max().unwrap_or(1) as u32
}

fn size(font: &Font) -> u32 {
    let rows = u32::from(font.rows()).max(1);
    25_600 / rows.pow(2) + if rows < 12 { 200 } else { 0 }
}

fn standing(font: &Font, broken: &Broken, height: u32) -> FitCost {
    let (lines, pages) = (fullest(broken), broken.pages.len() as u32);
    let lacks = if lines > 1 { GAP.saturating_sub(line_gap(lines, font.rows().into(), height)) } else { 0 };
    FitCost {
        size: size(font),
        pages: 120 * pages.saturating_sub(1) + 200 * pages.saturating_sub(PAGES as u32),
        lines: 15 * lines.saturating_sub(1) + 60 * lines.saturating_sub(LINES) + 15 * lacks,
        syllables: 20 * broken.syllables.saturating_sub(SYLLABLES),
        breaks: 60 * broken.cost.torn + 20 * broken.cost.lonely,
        scroll: 0,
    }
}

fn moving(font: &Font, measured: &Measured, width: u32) -> FitCost {
    let window = if shows_three_syllables(measured, width) { 0 } else { 100 };
    FitCost { size: size(font), scroll: 400 + window, ..FitCost::default() }
}

/// Whether a face shows 13 letters of the text's mean width.
fn shows_three_syllables(measured: &Measured, width: u32) -> bool {
    width * measured.letters >= 13 * measured.advance
}

/// How fast a text may pass that nobody wished to move: at most ten mean letters a second, by whole dots a frame or
/// whole frames a dot. `None` if it should not move at all: the face is narrow, or two pages would do.
fn legible_speed(measured: &Measured, width: u32, max_fps: u8) -> Option<u16> {
    if !shows_three_syllables(measured, width) || measured.advance <= 2 * width {
        return None;
    }
    let fps = u32::from(max_fps.max(1));
    let most = (10 * measured.advance / measured.letters.max(1)).clamp(1, 240);
    let speed = if most >= fps { most - most % fps } else { (1..=most).rev().find(|v| fps % v == 0)? };
    u16::try_from(speed).ok()
}
