//! Makes a bold face of a regular one: what the sources have drawn so far becomes heavier by whole columns. What they
//! draw after that takes the place of what came out.

use super::source::{Drawing, Source, number};
use anyhow::{Context, Result, bail, ensure};

/// The rest of a "bold" line, done to everything read before it.
pub(super) fn statement<'a>(source: &mut Source, words: &mut impl Iterator<Item = &'a str>) -> Result<()> {
    let columns = number(words)?;
    ensure!((1..=4).contains(&columns), "a bold face is 1 to 4 columns heavier, not {columns}");
    ensure!(!source.bold, "the sources are made bold twice");
    ensure!(!source.bodies.is_empty(), "there is nothing to make bold yet");
    source.bold = true;

    let mut kept = Vec::new();
    match words.next() {
        None => {}
        Some("keep") => kept.extend(words.map(super::source::character).collect::<Result<Vec<_>>>()?),
        Some(other) => bail!("\"{other}\" is no property of a bold face"),
    }
    for sign in &kept {
        source.bodies.get(sign).with_context(|| format!("{sign} is to be kept but is not drawn"))?;
    }

    for (letter, body) in &mut source.bodies {
        body.drawing.derived = true;
        if body.drawing.rows.is_empty() || kept.contains(letter) {
            continue;
        }
        body.drawing.smear(columns);
        // What was given in columns moves with the middle or with the right side of the drawing.
        for middle_x2 in [&mut body.anchor_x2, &mut body.below_x2].into_iter().flatten() {
            *middle_x2 += columns;
        }
        for right in [&mut body.body, &mut body.advance].into_iter().flatten() {
            *right += columns;
        }
        body.horn = body.horn.map(|(x, y)| (x + columns, y));
    }
    let mut rules = std::mem::take(&mut source.rules);
    for rule in rules.iter_mut().chain(source.overrides.values_mut()) {
        rule.widen(columns, &source.marks);
    }
    source.regular_rules = rules;
    for below in &mut source.below {
        below.widen(columns);
    }
    for drawing in source.marks.values_mut() {
        drawing.smear(columns);
        drawing.derived = true;
    }
    Ok(())
}

impl Drawing {
    /// Every stroke reaches further to the right; the drawing becomes wider by as many columns.
    fn smear(&mut self, columns: i32) {
        for row in &mut self.rows {
            let thin = row.clone();
            row.resize(thin.len() + columns as usize, false);
            for (x, _) in thin.iter().enumerate().filter(|(_, lit)| **lit) {
                row[x..=x + columns as usize].fill(true);
            }
        }
        self.width += columns;
    }
}
