//! Outline fonts of the fonts folder: any of them is a font of any height, `STEM-ROWS`, made when something asks for it
//! and kept as long as its file does not change.

use super::files::{Binary, Files};
use crate::report::{Fault, Message, Source, is_id, shortened};
use crate::scene::Font;
use crate::scene::outline::{MAX_ROWS, MIN_ROWS, OutlineError, bake};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The files by stem, and what was made of them by stem and rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Outlines {
    files: BTreeMap<String, Arc<Binary>>,
    made: BTreeMap<(String, u16), Made>,
}

/// What came of one file at one height.
#[derive(Clone, Debug)]
struct Made {
    file: Arc<Binary>,
    /// The font, or the last good one if this file is bad.
    font: Option<Arc<Font>>,
    fault: Option<Message>,
}

impl Outlines {
    /// The outlines after the files changed. A file that could not be read keeps its last version.
    pub(super) fn next(&self, files: &Files, faults: &mut Vec<Fault>) -> Self {
        let mut next = Self { files: BTreeMap::new(), made: self.made.clone() };
        for file in &files.outlines {
            let stem = super::files::stem(&file.name);
            if is_id(stem) {
                // What did not change stays the same file, so that nothing is made of it twice.
                let known = self.files.get(stem).filter(|known| *known == file);
                let other = next.files.insert(stem.to_owned(), Arc::clone(known.unwrap_or(file)));
                faults.extend(other.map(|other| {
                    let (path, used) = (other.name.clone(), file.name.clone());
                    Fault::warning(&empty(&other), 0..0, Message::SameFontName { path, used })
                }));
            } else {
                faults.push(blame(file, Message::BadOutlineName { path: file.name.clone() }));
            }
        }
        if !files.unread.is_empty() {
            for (stem, file) in &self.files {
                next.files.entry(stem.clone()).or_insert_with(|| Arc::clone(file));
            }
        }
        // What was made of a file that is gone is no last good version of the next file of its name.
        next.made.retain(|(stem, _), _| next.files.contains_key(stem));
        next
    }

    /// A few names that can be asked for, of each file.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.files.keys().flat_map(|stem| [24, 32, 48].map(|rows| format!("{stem}-{rows}")))
    }

    /// The font of this name, made now if it was not before; `None` if no outline file has its stem or the file cannot
    /// be used and never could.
    pub(super) fn font(&mut self, name: &str, faults: &mut Vec<Fault>) -> Option<Arc<Font>> {
        let key = key(name)?;
        let (stem, rows) = (key.0.as_str(), key.1);
        let file = self.files.get(stem)?;
        let before = self.made.get(&key);
        let made = match before.filter(|made| Arc::ptr_eq(&made.file, file)) {
            Some(made) => made.clone(),
            None => {
                let (font, fault) = match bake(name, &file.bytes, rows) {
                    Ok(font) => (Some(Arc::new(font)), None),
                    Err(error) => {
                        let last_good = before.and_then(|made| made.font.clone());
                        (last_good, Some(said(name, rows, &error)))
                    }
                };
                Made { file: Arc::clone(file), font, fault }
            }
        };
        faults.extend(made.fault.clone().map(|message| blame(file, message)));
        let font = made.font.clone();
        self.made.insert(key, made);
        font
    }

    /// Whether this font was asked for and its file never could give it.
    pub(super) fn failed(&self, name: &str) -> bool {
        key(name).and_then(|key| self.made.get(&key)).is_some_and(|made| made.font.is_none())
    }

    /// Forgets the fonts that nothing asks for any more.
    pub(super) fn keep(&mut self, wanted: &BTreeSet<&str>) {
        self.made.retain(|(stem, rows), _| wanted.contains(format!("{stem}-{rows}").as_str()));
    }
}

/// Stem and rows of a font's name.
fn key(name: &str) -> Option<(String, u16)> {
    let (stem, rows) = name.rsplit_once('-')?;
    let number: u16 = rows.parse().ok()?;
    // No other name for the same rows, such as `+32`.
    (number.to_string() == rows).then(|| (stem.to_owned(), number))
}

/// The file as a place of faults; its bytes are nothing to show.
fn empty(file: &Binary) -> Arc<Source> {
    Arc::new(Source { name: file.name.clone(), text: String::new() })
}

fn blame(file: &Binary, message: Message) -> Fault {
    Fault::error(&empty(file), 0..0, message)
}

/// The sentence of a font that could not be made.
fn said(font: &str, rows: u16, error: &OutlineError) -> Message {
    let font = shortened(font);
    let figure = |value: &f64| format!("{value:.2}");
    match error {
        OutlineError::Rows => Message::OutlineRows { font, low: MIN_ROWS, high: MAX_ROWS },
        OutlineError::Damaged(detail) => Message::OutlineDamaged { detail: (*detail).to_owned() },
        OutlineError::NoInstructions => Message::OutlineWithoutInstructions { font },
        OutlineError::NoSize => Message::OutlineTooHigh { font, rows },
        OutlineError::Lacks(letters) => Message::OutlineLacks {
            count: letters.len(),
            letters: listed(letters.iter().map(char::to_string)),
        },
        OutlineError::Alike(groups) => {
            let letters = listed(
                groups.iter().map(|group| group.iter().map(char::to_string).collect::<Vec<_>>().join(" = ")),
            );
            Message::OutlineAlike { font, letters }
        }
        OutlineError::Close { a, b, distance, floor } => {
            let (a, b) = (a.to_string(), b.to_string());
            Message::OutlineClose { font, a, b, distance: figure(distance), floor: figure(floor) }
        }
        OutlineError::Marks { p5s, floor } => {
            Message::OutlineMarks { font, distance: figure(p5s), floor: figure(floor) }
        }
    }
}

/// The first twelve, and that there are more.
fn listed(words: impl Iterator<Item = String>) -> String {
    let mut words = words;
    let mut first: Vec<String> = words.by_ref().take(12).collect();
    first.extend(words.next().map(|_| "…".to_owned()));
    first.join(", ")
}
