//! Everything about one font, for whoever is drawing it.

use super::measure::rates::{Counts, Interval, base, intervals};
use super::measure::text::{TextSet, benchmark, held_out};
use super::measure::{self, DRILL, DRILL_UPPER, Readings, SLOGANS, SLOGANS_UPPER, picture};
use anyhow::Result;
use bangtin::scene::{Font, metric};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

/// What is wanted of a report.
#[derive(Clone, Copy, Default)]
pub(crate) struct How {
    /// Leave out the lines held out.
    pub(crate) short: bool,
    /// Give every line that was misread.
    pub(crate) lines: bool,
}

/// How many confused letters are listed.
const LISTED: usize = 40;

/// The report, without OCR if that is not installed.
pub(crate) fn of_font(font: &Font, ocr: bool, how: How) -> Result<String> {
    let pairs = metric::pairs(font);
    let (up, down) = picture::ink_rows(font).unwrap_or_default();
    let mut out = format!("{}: ink rows {up}+{down}", font.name);
    if let (Some(nearest), Some(p5s)) = (pairs.first(), metric::p5s(font, &pairs)) {
        write!(out, ", min {:.2} ({}{}), p5s {p5s:.2}", nearest.distance, nearest.a, nearest.b)?;
    }
    out.push('\n');
    let sets = [("benchmark", benchmark()), ("held out", held_out())];
    for (name, set) in sets.iter().take(if how.short { 1 } else { 2 }) {
        of_set(&mut out, font, (name, set), ocr, how)?;
    }
    Ok(out)
}

fn of_set(out: &mut String, font: &Font, (name, set): (&str, &TextSet), ocr: bool, how: How) -> Result<()> {
    let (mixed, upper) = measure::mean_widths(font, set);
    writeln!(out, " {name}: mean line {mixed:.0} dots, in capitals {upper:.0}")?;
    if !ocr {
        return Ok(());
    }
    let readings = measure::read(font, set)?;
    let cases = [("slogans", SLOGANS), ("SLOGANS", SLOGANS_UPPER), ("drill", DRILL), ("DRILL", DRILL_UPPER)];
    for (case, cell) in cases {
        let (near, far) = (readings.cell(cell), readings.cell(cell + 1));
        writeln!(
            out,
            "  {case:8} CER {:5.1} near {:5.1} far   DER {:5.1} near {:5.1} far",
            near.cer, far.cer, near.der, far.der
        )?;
    }
    let (pooled, (cer, der)) = (readings.pooled(), intervals(&readings.all()));
    writeln!(out, "  pooled   CER {:.2} {}   DER {:.2} {}", pooled.cer, shown(cer), pooled.der, shown(der))?;
    let same = |a, b| base(a) == base(b);
    writeln!(out, "  marks confused:  {}", confusions(&readings, 0..8, same))?;
    writeln!(out, "  in DRILL, near:  {}", confusions(&readings, DRILL_UPPER..DRILL_UPPER + 1, same))?;
    writeln!(out, "  bodies confused: {}", confusions(&readings, 0..8, |a, b| !same(a, b)))?;
    let misread = readings.cells.iter().flatten().filter_map(|counts| counts.misread.as_ref());
    for (line, read) in misread.filter(|_| how.lines) {
        writeln!(out, "  {line}\n  {read}\n")?;
    }
    Ok(())
}

fn shown(interval: Interval) -> String {
    format!("[{:.1}–{:.1}]", interval.0, interval.1)
}

/// The most frequent confusions of a kind in some of the cells, in capital and in small letters.
fn confusions(readings: &Readings, cells: Range<usize>, kind: impl Fn(char, char) -> bool) -> String {
    let mut found: BTreeMap<(char, char), u32> = BTreeMap::new();
    for (cell, counts) in readings.cells.iter().enumerate().filter(|(cell, _)| cells.contains(cell)) {
        let capital = cell % 4 >= 2;
        let cased = |letter: char| letter.to_uppercase().next().filter(|_| capital).unwrap_or(letter);
        for Counts { confused, .. } in counts {
            for ((a, b), times) in confused.iter().filter(|((a, b), _)| kind(*a, *b)) {
                *found.entry((cased(*a), cased(*b))).or_default() += times;
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let listed = found.iter().take(LISTED).map(|((a, b), times)| {
        let b = if *b == ' ' { '_' } else { *b };
        format!("{a}>{b} {times}")
    });
    listed.collect::<Vec<_>>().join(", ")
}
