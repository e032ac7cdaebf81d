//! `docs/legibility.md`: the fonts of the project beside others, and what the figures do not say.

use super::measure::rates::{Counts, Interval, Rates, differences, intervals};
use super::measure::text::{TextSet, benchmark, held_out};
use super::measure::{self, DRILL, DRILL_UPPER, Readings, SLOGANS, SLOGANS_UPPER, picture};
use anyhow::Result;
use bangtin::scene::{Font, metric};
use std::fmt::Write as _;

/// What stands before and after the tables.
const HEAD: &str = include_str!("page-head.txt");
const FOOT: &str = include_str!("page-foot.txt");
const COLUMNS: &str = "| font | ink rows | mean line, dots | CER as written | CER CAPITALS | drill DER | drill DER CAPITALS \
                       | CER pooled | DER pooled | min | p5s |\n|---|---|---|---|---|---|---|---|---|---|---|\n";

/// A font in the tables.
pub(crate) struct Entry {
    pub(crate) font: Font,
    /// What the tables call it.
    pub(crate) name: String,
    /// Drawn by the project.
    pub(crate) own: bool,
    rows: usize,
    /// Of the benchmark, then of the lines held out.
    readings: Vec<Readings>,
}

impl Entry {
    /// Has everything read.
    ///
    /// # Errors
    /// A font that lacks letters, and faults of the recognition.
    pub(crate) fn measured(font: Font, name: String, own: bool) -> Result<Self> {
        let rows = picture::Board::of(&font).map_or(0, |board| board.rows);
        let readings = sets().iter().map(|(_, set)| measure::read(&font, set)).collect::<Result<_>>()?;
        Ok(Self { font, name, own, rows, readings })
    }
}

fn sets() -> [(&'static str, TextSet); 2] {
    [("The benchmark", benchmark()), ("Lines held out", held_out())]
}

/// The whole page; `missing` are yardsticks that could not be had.
pub(crate) fn write(entries: &[Entry], missing: &[String], tesseract: &str) -> String {
    let mut page = HEAD.replace("{tesseract}", tesseract);
    for (place, (name, set)) in sets().iter().enumerate() {
        let _ = write!(page, "\n## {name}\n");
        let mut heights: Vec<usize> = entries.iter().map(|entry| entry.rows).collect();
        heights.sort_unstable();
        heights.dedup();
        for rows in heights {
            let mut here: Vec<&Entry> = entries.iter().filter(|entry| entry.rows == rows).collect();
            here.sort_by(|a, b| pooled(a, place).der.total_cmp(&pooled(b, place).der));
            let _ = write!(page, "\nOn a board of {rows} rows:\n\n{COLUMNS}");
            here.iter().for_each(|entry| page += &row(entry, set, place));
            page += &rivals(&here, place);
        }
    }
    if !missing.is_empty() {
        let _ = writeln!(page, "\nNot measured this time: {}.", missing.join("; "));
    }
    page + "\n" + FOOT
}

fn pooled(entry: &Entry, place: usize) -> Rates {
    entry.readings[place].pooled()
}

fn row(entry: &Entry, set: &TextSet, place: usize) -> String {
    let readings = &entry.readings[place];
    let pair = |cell: usize, rate: fn(Rates) -> f64| {
        format!("{:.1}/{:.1}", rate(readings.cell(cell)), rate(readings.cell(cell + 1)))
    };
    let (cer, der) = (|rates: Rates| rates.cer, |rates: Rates| rates.der);
    let (up, down) = picture::ink_rows(&entry.font).unwrap_or_default();
    let (mixed, upper) = measure::mean_widths(&entry.font, set);
    let ((cers, ders), all) = (intervals(&readings.all()), readings.pooled());
    let pairs = metric::pairs(&entry.font);
    let name = if entry.own { format!("**{}**", entry.name) } else { entry.name.clone() };
    format!(
        "| {name} | {up}+{down} | {mixed:.0}/{upper:.0} | {} | {} | {} | {} | {:.1} {} | {:.1} {} | {:.1} | {:.1} |\n",
        pair(SLOGANS, cer),
        pair(SLOGANS_UPPER, cer),
        pair(DRILL, der),
        pair(DRILL_UPPER, der),
        all.cer,
        range(cers),
        all.der,
        range(ders),
        pairs.first().map_or(0.0, |pair| pair.distance),
        metric::p5s(&entry.font, &pairs).unwrap_or_default(),
    )
}

fn range((low, high): Interval) -> String {
    format!("[{low:.1}–{high:.1}]")
}

/// How far each own font is from the best other one on the same lines.
fn rivals(entries: &[&Entry], place: usize) -> String {
    let others: Vec<&&Entry> = entries.iter().filter(|entry| !entry.own).collect();
    let best = |rate: fn(Rates) -> f64| {
        others.iter().min_by(|a, b| rate(pooled(a, place)).total_cmp(&rate(pooled(b, place)))).copied()
    };
    let (Some(cer), Some(der)) = (best(|rates| rates.cer), best(|rates| rates.der)) else {
        return String::new();
    };
    let all = |entry: &Entry| -> Vec<Counts> { entry.readings[place].all() };
    let said = |entry: &&Entry| {
        let (cers, ders) = (differences(&all(entry), &all(cer)).0, differences(&all(entry), &all(der)).1);
        format!(
            "- {}: CER {} against {}, {}; DER {} against {}, {}.\n",
            entry.name,
            range(cers),
            cer.name,
            verdict(cers),
            range(ders),
            der.name,
            verdict(ders)
        )
    };
    let own: Vec<String> = entries.iter().filter(|entry| entry.own).map(said).collect();
    if own.is_empty() {
        return String::new();
    }
    format!("\nDifference to the best of the others, points, 95 % interval:\n\n{}", own.concat())
}

fn verdict((low, high): Interval) -> &'static str {
    match (low, high) {
        (_, high) if high < 0.0 => "better",
        (low, _) if low > 0.0 => "worse",
        _ => "not told apart",
    }
}
