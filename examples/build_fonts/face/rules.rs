//! The rules that set marks above a body: which drawings, where, and when.

use super::source::{Drawing, character, halves, number, word};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;

/// The marks above, as the rules call them, with the combining characters that mean them.
const MARKS: [(&str, char); 6] = [
    ("circumflex", '\u{302}'),
    ("breve", '\u{306}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("hook", '\u{309}'),
    ("tilde", '\u{303}'),
];

/// One way to set marks above a body.
#[derive(Clone, Default)]
pub(super) struct Rule {
    /// Where it stands in the sources, for faults.
    pub(super) origin: String,
    /// capital or small; empty for the rule of a single letter.
    zone: String,
    /// Combining characters, the shape first.
    marks: Vec<char>,
    /// Whether the anchor must be on a column (odd) or between two; `None` for both.
    odd: Option<bool>,
    /// Drawing, column in the group, rows above the foot of the zone.
    pub(super) pieces: Vec<(String, i32, i32)>,
    pub(super) centre_x2: Option<i32>,
    pub(super) lean_right: bool,
    /// Rows the body gives up to the zone.
    pub(super) shorten: usize,
}

impl Rule {
    /// Whether it is for these marks on a body of this zone with this anchor.
    pub(super) fn fits(&self, zone: &str, marks: &[char], anchor_x2: i32) -> bool {
        let odd = self.odd.is_none_or(|wanted| wanted == on_a_column(anchor_x2));
        self.zone == zone && self.marks == marks && odd
    }

    /// Goes on to fit when bodies and drawings become wider to the right: what stands over the middle still does, and
    /// what stands beside something else makes room for it. The drawings are given as they were.
    pub(super) fn widen(&mut self, columns: i32, marks: &BTreeMap<String, Drawing>) {
        self.odd = self.odd.map(|odd| odd == (columns % 2 == 0));
        self.centre_x2 = self.centre_x2.map(|centre_x2| centre_x2 + columns);
        // A piece that begins at the last column of the first one, or right of it, stands beside it.
        let end = |(name, x, _): &(String, i32, i32)| marks.get(name).map_or(0, |drawing| x + drawing.width);
        let first = self.pieces.first().map_or(0, end);
        for (_, x, _) in self.pieces.iter_mut().skip(1).filter(|(_, x, _)| x + 1 >= first) {
            *x += columns;
        }
    }
}

/// A mark that hangs below a body.
pub(super) struct Below {
    pub(super) drawing: String,
    /// Dark rows between it and the baseline.
    pub(super) gap: i32,
    /// As in [`Rule`].
    odd: Option<bool>,
}

impl Below {
    /// Goes on to fit when bodies become wider.
    pub(super) fn widen(&mut self, columns: i32) {
        self.odd = self.odd.map(|odd| odd == (columns % 2 == 0));
    }

    /// Whether it is for a body with this anchor below.
    pub(super) fn fits(&self, anchor_x2: i32) -> bool {
        self.odd.is_none_or(|wanted| wanted == on_a_column(anchor_x2))
    }
}

/// The rest of a "below" line.
pub(super) fn below<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<Below> {
    let mut below = Below { drawing: word(words, "a mark")?.to_owned(), gap: 1, odd: None };
    while let Some(key) = words.next() {
        match key {
            "odd" | "even" => below.odd = Some(key == "odd"),
            "gap" => below.gap = number(words)?,
            _ => bail!("\"{key}\" is no property of a mark below"),
        }
    }
    Ok(below)
}

fn on_a_column(anchor_x2: i32) -> bool {
    anchor_x2 % 2 == 0
}

/// The rest of an "above" line.
pub(super) fn above(text: &str, origin: &str) -> Result<Rule> {
    let (left, right) = text.split_once(" = ").context("expected \" = \" and the pieces after it")?;
    let mut words = left.split_whitespace();
    let zone = word(&mut words, "a zone")?.to_owned();
    let marks = word(&mut words, "marks")?.split('+').map(combining).collect::<Result<Vec<_>>>()?;
    let odd = match words.next() {
        None => None,
        Some("odd") => Some(true),
        Some("even") => Some(false),
        Some(other) => bail!("\"{other}\" is neither odd nor even"),
    };
    Ok(Rule { zone, marks, odd, ..pieces(right, origin)? })
}

/// The rest of an "override" line.
pub(super) fn single(text: &str, origin: &str) -> Result<(char, Rule)> {
    let (left, right) = text.split_once(" = ").context("expected \" = \" and the pieces after it")?;
    Ok((character(left.trim())?, pieces(right, origin)?))
}

fn combining(name: &str) -> Result<char> {
    let known = MARKS.iter().find(|(known, _)| *known == name);
    known.map(|(_, mark)| *mark).with_context(|| format!("\"{name}\" is no mark of Vietnamese"))
}

fn pieces(text: &str, origin: &str) -> Result<Rule> {
    let mut rule = Rule { origin: origin.to_owned(), ..Rule::default() };
    let mut words = text.split_whitespace();
    loop {
        let name = word(&mut words, "a drawing")?.to_owned();
        rule.pieces.push((name, number(&mut words)?, number(&mut words)?));
        match words.next() {
            Some("+") => {}
            Some(key) => {
                property(&mut rule, key, &mut words)?;
                break;
            }
            None => return Ok(rule),
        }
    }
    while let Some(key) = words.next() {
        property(&mut rule, key, &mut words)?;
    }
    Ok(rule)
}

fn property<'a>(rule: &mut Rule, key: &str, words: &mut impl Iterator<Item = &'a str>) -> Result<()> {
    match key {
        "centre" => rule.centre_x2 = Some(halves(words)?),
        "lean" => {
            ensure!(words.next() == Some("right"), "a rule leans left unless it says \"lean right\"");
            rule.lean_right = true;
        }
        "shorten" => rule.shorten = usize::try_from(number(words)?)?,
        _ => bail!("\"{key}\" is no property of a rule"),
    }
    Ok(())
}
