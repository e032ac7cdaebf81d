//! Composes letters: a body, a horn, marks above by rule, a dot below.

use super::source::{Body, Drawing, Source};
use super::{Dots, Face, Letter, VIETNAMESE};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

const HORN: char = '\u{31B}';
const BELOW: char = '\u{323}';

/// All letters of a face.
pub(super) fn face(source: &Source) -> Result<Face> {
    let mut letters = BTreeMap::new();
    for (&letter, body) in source.bodies.iter().filter(|(_, body)| body.shown) {
        letters.insert(letter, bare(source, body));
    }
    for letter in VIETNAMESE.chars().filter(|letter| !source.bodies.contains_key(letter)) {
        let composed = marked(source, letter).with_context(|| format!("composing {letter}"))?;
        letters.insert(letter, composed);
    }
    for (letter, drawn) in &letters {
        let inside = drawn.dots.iter().all(|(_, y)| (-source.descent..source.ascent).contains(y));
        ensure!(inside, "{letter} needs more rows than the face has");
    }
    Ok(Face { ascent: source.ascent, descent: source.descent, bold: source.bold, letters })
}

/// A letter or sign without marks.
fn bare(source: &Source, body: &Body) -> Letter {
    let dots = body.drawing.dots(body.left, body.top - 1);
    let width = body.left + body.body.unwrap_or(body.drawing.width);
    Letter { dots, advance: body.advance.unwrap_or(width + source.gap) }
}

/// A letter with marks, taken apart as Unicode does.
fn marked(source: &Source, letter: char) -> Result<Letter> {
    let mut parts = letter.nfd();
    let base = parts.next().unwrap_or(letter);
    let parts: Vec<char> = parts.collect();
    let above: Vec<char> = parts.iter().copied().filter(|part| ![HORN, BELOW].contains(part)).collect();
    let base = if base == 'i' && !above.is_empty() { 'ı' } else { base };
    let body = source.bodies.get(&base).with_context(|| format!("no drawing of {base}"))?;

    let origin = &body.origin;

    let zone = if letter.is_uppercase() { "capital" } else { "small" };
    let rows = *source.zones.get(zone).with_context(|| format!("no zone \"{zone}\""))?;
    let anchor_x2 = body.anchor_x2.unwrap_or(body.drawing.width - 1);
    let (mut body, mut above_dots) = (body.clone(), Dots::new());
    if !above.is_empty() {
        let rule = source.overrides.get(&letter);
        let mut rules = source.rules.iter().chain(&source.regular_rules);
        let rule = rule.or_else(|| rules.find(|rule| rule.fits(zone, &above, anchor_x2)));
        let rule =
            rule.with_context(|| format!("{origin}: no rule \"above {zone}\" for these marks on this body"))?;
        shorten(&mut body, rule.shorten).with_context(|| origin.clone())?;
        let foot = rows + 1 - rule.shorten as i32;
        above_dots = set_above(source, rule, anchor_x2, foot).with_context(|| rule.origin.clone())?;
    }
    if above.is_empty() && parts.contains(&BELOW) {
        let (lift, rows) = source.lifts.get(zone).copied().unwrap_or_default();
        shorten(&mut body, rows).with_context(|| origin.clone())?;
        body.top += lift;
    }

    let mut dots = body.drawing.dots(0, body.top - 1);
    let mut width = body.drawing.width;
    if parts.contains(&HORN) {
        let (name, shift) = source.horn.as_ref().context("no \"horn\" in the sources")?;
        let (x, y) = body.horn.with_context(|| format!("{origin}: the body has no place for a horn"))?;
        let drawing = mark(source, name)?;
        dots.extend(drawing.dots(x, body.top - y));
        width = width.max(x + drawing.width);
        above_dots = above_dots.into_iter().map(|(x, y)| (x + shift, y)).collect();
    }
    dots.extend(above_dots);
    if parts.contains(&BELOW) {
        let anchor_x2 = body.below_x2.unwrap_or(anchor_x2);
        let below = source.below.iter().find(|below| below.fits(anchor_x2));
        let below = below.with_context(|| format!("{origin}: no \"below\" for this body"))?;
        let drawing = mark(source, &below.drawing)?;
        let x = centred(anchor_x2, drawing.width - 1, false);
        // Under its dark rows, or as low as the face allows.
        let top = (drawing.rows.len() as i32 - source.descent - 1).max(-1 - below.gap);
        dots.extend(drawing.dots(x, top));
    }
    Ok(spaced(source, dots, width))
}

fn mark<'a>(source: &'a Source, name: &str) -> Result<&'a Drawing> {
    source.marks.get(name).with_context(|| format!("no mark \"{name}\""))
}

/// Makes the letter lower by some rows: takes the body drawn for that, or leaves out the rows it can best do without.
fn shorten(body: &mut Body, rows: usize) -> Result<()> {
    if let Some(low) = body.low.iter().find(|low| low.rows.len() + rows == body.drawing.rows.len()) {
        ensure!(low.width == body.drawing.width, "its low body is not as wide as the usual one");
        body.drawing = low.clone();
        body.top -= rows as i32;
        return Ok(());
    }
    ensure!(
        rows <= body.drop.len(),
        "the body must give up {rows} rows but names {} to drop",
        body.drop.len()
    );
    let mut dropped = body.drop[..rows].to_vec();
    dropped.sort_unstable();
    for row in dropped.into_iter().rev() {
        ensure!((1..=body.drawing.rows.len()).contains(&row), "\"drop {row}\" is outside its drawing");
        body.drawing.rows.remove(row - 1);
        body.top -= 1;
    }
    Ok(())
}

/// The dots of a rule's pieces over an anchor, the zone's lowest row at `foot`.
fn set_above(source: &Source, rule: &super::rules::Rule, anchor_x2: i32, foot: i32) -> Result<Dots> {
    let mut group = Dots::new();
    for (name, x, y) in &rule.pieces {
        let drawing = mark(source, name)?;
        group.extend(drawing.dots(*x, foot + y + drawing.rows.len() as i32 - 1));
    }
    let columns = || group.iter().map(|(x, _)| *x);
    let middle_x2 = columns().min().unwrap_or(0) + columns().max().unwrap_or(0);
    let x = centred(anchor_x2, rule.centre_x2.unwrap_or(middle_x2), rule.lean_right);
    Ok(group.into_iter().map(|(column, y)| (column + x, y)).collect())
}

/// The whole column that brings a centre over an anchor; a half goes to the left unless told otherwise.
fn centred(anchor_x2: i32, centre_x2: i32, lean_right: bool) -> i32 {
    (anchor_x2 - centre_x2 + i32::from(lean_right)).div_euclid(2)
}

/// Sets the advance. Marks may hang over by the face's allowance; beyond it the letter becomes wider.
fn spaced(source: &Source, dots: Dots, width: i32) -> Letter {
    let columns = || dots.iter().map(|(x, _)| *x);
    let left = (-columns().min().unwrap_or(0) - source.overhang).max(0);
    let right = (columns().max().unwrap_or(0) + 1 - width - source.overhang).max(0);
    let dots = dots.iter().map(|(x, y)| (x + left, *y)).collect();
    Letter { dots, advance: left + width + right + source.gap }
}
