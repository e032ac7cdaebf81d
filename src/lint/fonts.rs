//! Rules F and L06: whether the letters of a font can be told apart, and stand far enough from each other. Judged once for
//! a font, not for every item set in it.

use super::{Finding, Settings};
use crate::report::Message;
use crate::scene::{Font, metric};

/// The most pairs and groups of letters named of one font.
const MOST: usize = 3;

/// The least distances of letters and of words in dots, by the rows of a font.
const GAPS: [(u16, i32, i32); 8] =
    [(8, 1, 3), (10, 1, 3), (12, 1, 4), (16, 2, 5), (24, 2, 7), (32, 3, 9), (48, 4, 14), (64, 6, 18)];

/// Everything to say of a font. One without Vietnamese letters, for clocks and prices, is not asked for their marks.
#[must_use]
pub fn font(font: &Font, settings: &Settings) -> Vec<Finding> {
    let mut found = marks(font, settings);
    let touching: String = metric::touching(font).into_iter().take(10).collect();
    if !touching.is_empty() && f64::from(font.rows()) >= settings.marks_apart_rows {
        found.push(Finding::warning(Message::FontTouches { font: font.name.clone(), letters: touching }));
    }
    found.extend(gaps(font));
    found
}

/// F02, F03 and F04.
fn marks(font: &Font, settings: &Settings) -> Vec<Finding> {
    let name = || font.name.clone();
    let mut found = Vec::new();
    for group in metric::alike(font).into_iter().take(MOST) {
        let letters = group.iter().map(char::to_string).collect::<Vec<_>>().join(" ");
        found.push(Finding::error(Message::FontAlike { font: name(), letters }));
    }
    let Some(floor) = metric::floor(font.rows()) else { return found };
    let pairs = metric::pairs(font);
    let (least, rows) = (floor.p5s * settings.font_part, font.rows());
    if let Some(value) = metric::p5s(font, &pairs).filter(|value| *value < least) {
        let (value, least) = (format!("{value:.2}"), format!("{least:.2}"));
        found.push(Finding::error(Message::FontMarks { font: name(), value, least, rows }));
    }
    let least = floor.min * settings.font_part;
    let near = pairs.iter().filter(|pair| pair.distance > 0.0 && pair.distance < least);
    found.extend(near.take(MOST).map(|pair| {
        let (value, least) = (format!("{:.2}", pair.distance), format!("{least:.2}"));
        Finding::error(Message::FontPair { font: name(), first: pair.a, second: pair.b, value, least })
    }));
    found
}

/// F07 and L06.
fn gaps(font: &Font) -> Vec<Finding> {
    let rows = font.rows();
    let row = GAPS.into_iter().rev().find(|(least, ..)| *least <= rows);
    let Some((_, letter_least, word_least)) = row else { return Vec::new() };
    let letter = metric::letter_gap(font)
        .filter(|gap| *gap < letter_least)
        .map(|gap| Message::FontLetterGap { font: font.name.clone(), gap, least: letter_least, rows });
    let space = font.glyph(' ').map(|glyph| i32::from(glyph.advance));
    let word = space.filter(|gap| *gap < word_least).map(|gap| Message::FontWordGap {
        font: font.name.clone(),
        gap,
        least: word_least,
        rows,
    });
    letter.into_iter().chain(word).map(Finding::warning).collect()
}
