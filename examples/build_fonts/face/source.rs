//! Reads the component sources line by line; what the lines mean is explained in the sources themselves.

use super::rules::{self, Rule};
use super::{Dots, SourceFile, bold};
use anyhow::{Context, Result, anyhow, bail, ensure};
use std::collections::BTreeMap;

/// Everything the sources say.
#[derive(Default)]
pub(super) struct Source {
    pub(super) ascent: i32,
    pub(super) descent: i32,
    pub(super) gap: i32,
    pub(super) overhang: i32,
    /// Rows of a body by zone.
    pub(super) zones: BTreeMap<String, i32>,
    pub(super) bodies: BTreeMap<char, Body>,
    pub(super) marks: BTreeMap<String, Drawing>,
    pub(super) rules: Vec<Rule>,
    /// Those of the regular face a bold one is made of, for marks it sets no other way.
    pub(super) regular_rules: Vec<Rule>,
    pub(super) overrides: BTreeMap<char, Rule>,
    /// The mark, and the shift of tones beside it.
    pub(super) horn: Option<(String, i32)>,
    /// The marks below, the last one said first: a bold face may say it anew.
    pub(super) below: Vec<rules::Below>,
    /// Whether a regular face was made bold.
    pub(super) bold: bool,
    /// By zone, how far letters with no mark but the one below rise from the baseline, and the rows they give up.
    pub(super) lifts: BTreeMap<String, (i32, usize)>,
}

/// A drawing as it stands in the source: the rows from above.
#[derive(Clone, Default)]
pub(super) struct Drawing {
    pub(super) width: i32,
    pub(super) rows: Vec<Vec<bool>>,
    /// Whether it was made bold; the first row that is drawn takes its place.
    pub(super) derived: bool,
}

impl Drawing {
    /// The lit dots, the left column at `x` and the first row at `top` (0 stands on the baseline).
    pub(super) fn dots(&self, x: i32, top: i32) -> Dots {
        let lit = |y: usize, row: &[bool]| {
            let columns = row.iter().enumerate().filter(|(_, lit)| **lit).map(|(column, _)| column);
            columns.map(|column| (x + column as i32, top - y as i32)).collect::<Vec<_>>()
        };
        self.rows.iter().enumerate().flat_map(|(y, row)| lit(y, row)).collect()
    }
}

/// A letter or sign without marks. Anchors are in half columns.
#[derive(Clone, Default)]
pub(super) struct Body {
    /// Where its heading stands in the sources, for faults.
    pub(super) origin: String,
    pub(super) drawing: Drawing,
    /// Rows of the first row's upper edge above the baseline.
    pub(super) top: i32,
    pub(super) anchor_x2: Option<i32>,
    pub(super) below_x2: Option<i32>,
    /// Rows of the drawing (from 1) it can do without, the first one first.
    pub(super) drop: Vec<usize>,
    /// The body as drawn for fewer rows, where leaving some out would not do.
    pub(super) low: Vec<Drawing>,
    pub(super) horn: Option<(i32, i32)>,
    pub(super) body: Option<i32>,
    pub(super) left: i32,
    pub(super) advance: Option<i32>,
    /// Whether the font contains it as it is; ı is only a component.
    pub(super) shown: bool,
}

/// What the rows of a drawing are for.
enum Heading {
    Body(char),
    Low(char),
    Mark(String),
}

/// Reads all files, in order.
pub(super) fn read(files: &[SourceFile<'_>]) -> Result<Source> {
    let mut source = Source::default();
    for file in files {
        let mut heading = None;
        for (index, line) in file.text.lines().enumerate() {
            let origin = format!("{}, line {}", file.name, index + 1);
            statement(&mut source, &mut heading, line, &origin).context(origin.clone())?;
        }
    }
    ensure!(source.ascent > 0, "no source says \"face\": rows above and below the baseline");
    Ok(source)
}

fn statement(source: &mut Source, heading: &mut Option<Heading>, line: &str, origin: &str) -> Result<()> {
    let text = line.trim();
    if text.is_empty() || text.starts_with("//") {
        return Ok(());
    }
    if line.starts_with(' ') {
        return row(source, heading.as_ref(), text);
    }
    *heading = None;
    let (key, rest) = text.split_once(' ').unwrap_or((text, ""));
    let mut words = rest.split_whitespace();
    match key {
        "letter" | "sign" => *heading = Some(Heading::Body(body(source, &mut words, origin)?)),
        "low" => {
            let letter = character(word(&mut words, "a character")?)?;
            let body =
                source.bodies.get_mut(&letter).with_context(|| format!("no drawing of {letter} yet"))?;
            body.low.push(Drawing::default());
            *heading = Some(Heading::Low(letter));
        }
        "mark" => {
            let name = word(&mut words, "the name of the mark")?.to_owned();
            let twice = source.marks.get(&name).is_some_and(|drawing| !drawing.derived);
            ensure!(!twice, "the mark {name} is drawn twice");
            source.marks.entry(name.clone()).or_default();
            *heading = Some(Heading::Mark(name));
        }
        "face" => (source.ascent, source.descent) = (number(&mut words)?, number(&mut words)?),
        "gap" => source.gap = number(&mut words)?,
        "overhang" => source.overhang = number(&mut words)?,
        "zone" => {
            let name = word(&mut words, "the name of the zone")?.to_owned();
            ensure!(words.next() == Some("body"), "expected \"body\" and the rows of the body");
            source.zones.insert(name, number(&mut words)?);
        }
        "horn" => source.horn = Some((word(&mut words, "a mark")?.to_owned(), number(&mut words)?)),
        "below" => source.below.insert(0, rules::below(&mut words)?),
        "lift" => {
            let name = word(&mut words, "the name of the zone")?.to_owned();
            let rows = number(&mut words)?;
            let shorten = match words.next() {
                None => 0,
                Some("shorten") => usize::try_from(number(&mut words)?)?,
                Some(other) => bail!("\"{other}\" is no property of a lift"),
            };
            source.lifts.insert(name, (rows, shorten));
        }
        "above" => source.rules.push(rules::above(rest, origin)?),
        "bold" => bold::statement(source, &mut words)?,
        "override" => {
            let (letter, rule) = rules::single(rest, origin)?;
            source.overrides.insert(letter, rule);
        }
        _ => bail!(
            "\"{key}\" is no statement; expected letter, sign, low, mark, above, ... or a row of # and ."
        ),
    }
    Ok(())
}

/// One row of the drawing under the last heading.
fn row(source: &mut Source, heading: Option<&Heading>, text: &str) -> Result<()> {
    let drawing = match heading {
        Some(Heading::Body(letter)) => source.bodies.get_mut(letter).map(|body| &mut body.drawing),
        Some(Heading::Low(letter)) => source.bodies.get_mut(letter).and_then(|body| body.low.last_mut()),
        Some(Heading::Mark(name)) => source.marks.get_mut(name),
        None => None,
    };
    let drawing = drawing.context("a row of a drawing without a heading above it")?;
    if drawing.derived {
        *drawing = Drawing::default();
    }
    let dots: Option<Vec<bool>> = text.chars().map(|c| matches!(c, '#' | '.').then_some(c == '#')).collect();
    let dots = dots.with_context(|| format!("\"{text}\" is no row of # and ."))?;
    let width = dots.len() as i32;
    ensure!(
        drawing.rows.is_empty() || drawing.width == width,
        "this row has {width} dots, the one above it {}",
        drawing.width
    );
    ensure!(width <= 32 && drawing.rows.len() < 32, "a drawing has at most 32 rows and columns");
    drawing.width = width;
    drawing.rows.push(dots);
    Ok(())
}

/// The heading of a letter or sign.
fn body<'a>(source: &mut Source, words: &mut impl Iterator<Item = &'a str>, origin: &str) -> Result<char> {
    let letter = character(word(words, "a character")?)?;
    // A letter that was made bold keeps what is not said anew.
    let known = source.bodies.remove(&letter);
    let drawn = known.as_ref().is_some_and(|body| !body.drawing.derived);
    ensure!(!drawn, "{letter} is drawn twice");
    let mut body = Body { origin: origin.to_owned(), shown: letter != 'ı', ..known.unwrap_or_default() };
    while let Some(key) = words.next() {
        match key {
            "top" => body.top = number(words)?,
            "anchor" => body.anchor_x2 = Some(halves(words)?),
            "below" => body.below_x2 = Some(halves(words)?),
            "drop" => body.drop = rows(word(words, "rows of the drawing")?)?,
            "horn" => body.horn = Some((number(words)?, number(words)?)),
            "body" => body.body = Some(number(words)?),
            "left" => body.left = number(words)?,
            "advance" => body.advance = Some(number(words)?),
            _ => bail!("\"{key}\" is no property of a letter"),
        }
    }
    source.bodies.insert(letter, body);
    Ok(letter)
}

/// Row numbers joined by commas.
fn rows(word: &str) -> Result<Vec<usize>> {
    let rows: Option<Vec<usize>> = word.split(',').map(|row| row.parse().ok()).collect();
    rows.with_context(|| format!("\"{word}\" is no list of rows such as 3 or 3,5"))
}

/// A character, or U+ and its number.
pub(super) fn character(word: &str) -> Result<char> {
    let coded =
        word.strip_prefix("U+").and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
    let mut letters = word.chars();
    match (coded, letters.next(), letters.next()) {
        (Some(letter), ..) | (None, Some(letter), None) => Ok(letter),
        _ => Err(anyhow!("\"{word}\" is no single character")),
    }
}

pub(super) fn word<'a>(words: &mut impl Iterator<Item = &'a str>, what: &str) -> Result<&'a str> {
    words.next().with_context(|| format!("expected {what} at the end of the line"))
}

pub(super) fn number<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<i32> {
    let word = word(words, "a number")?;
    let number = word.parse().ok().filter(|number: &i32| number.abs() <= 64);
    number.with_context(|| format!("\"{word}\" is no whole number from -64 to 64"))
}

/// A column with halves, times two.
pub(super) fn halves<'a>(words: &mut impl Iterator<Item = &'a str>) -> Result<i32> {
    let word = word(words, "a column")?;
    let twice = word.parse::<f32>().ok().map(|column| column * 2.0);
    let twice = twice.filter(|twice| twice.fract() == 0.0 && twice.abs() <= 128.0);
    twice.map(|twice| twice as i32).with_context(|| format!("\"{word}\" is no column such as 3 or 2.5"))
}
