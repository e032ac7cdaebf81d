//! Measures how well fonts are read.
//!
//! `cargo run --release --example legibility -- FILE.bdf ...` measures those files and says everything about them;
//! `--yardsticks` does so for fonts of others; `--short` leaves out the lines held out, `--lines`
//! adds every line that was misread;
//! without files it measures the fonts of the project beside others and writes `docs/legibility.md` anew.

mod measure;
mod page;
mod report;
mod yardsticks;

use anyhow::{Context, Result};
use bangtin::scene::Font;
use page::Entry;
use report::How;
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let asked = |option| arguments.iter().any(|argument| argument == option);
    let how = How { short: asked("--short"), lines: asked("--lines") };
    let files: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let tesseract = measure::reading::version();
    if tesseract.is_none() {
        eprintln!("{}", measure::reading::MISSING);
    }
    if asked("--yardsticks") {
        for yardstick in yardsticks::all() {
            match yardstick.font {
                Ok(font) => print!("{}", report::of_font(&font, tesseract.is_some(), how)?),
                Err(fault) => eprintln!("{} ({}): {fault:#}", yardstick.name, yardstick.from),
            }
        }
        return Ok(());
    }
    if files.is_empty() {
        return compare(tesseract.as_deref());
    }
    for file in files {
        print!("{}", report::of_font(&load(Path::new(file))?, tesseract.is_some(), how)?);
    }
    Ok(())
}

/// Measures the fonts of the project and of others and writes the page; without Tesseract says what dots alone tell.
fn compare(tesseract: Option<&str>) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut fonts = Vec::new();
    for font in own(&root.join("fonts"))? {
        fonts.push((format!("`{}`", font.name), true, font));
    }
    let mut missing = Vec::new();
    for yardstick in yardsticks::all() {
        match yardstick.font {
            Ok(font) => fonts.push((yardstick.name.to_owned(), false, font)),
            Err(fault) => missing.push(format!("{} ({}: {fault:#})", yardstick.name, yardstick.from)),
        }
    }
    let Some(version) = tesseract else {
        for (.., font) in &fonts {
            print!("{}", report::of_font(font, false, How { short: true, lines: false })?);
        }
        return Ok(());
    };
    let mut entries = Vec::new();
    for (name, own, font) in fonts {
        eprintln!("{name}");
        entries.push(Entry::measured(font, name, own)?);
    }
    let page = root.join("docs/legibility.md");
    std::fs::write(&page, page::write(&entries, &missing, version))
        .with_context(|| format!("writing {}", page.display()))
}

/// The fonts in a folder, by name.
fn own(folder: &Path) -> Result<Vec<Font>> {
    let files = std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = files.map(|file| Ok(file?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "bdf"));
    files.sort();
    files.iter().map(|file| load(file)).collect()
}

/// A font from a BDF file, called by the file's name.
fn load(path: &Path) -> Result<Font> {
    let text = std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Font::from_bdf(&name, &text).with_context(|| path.display().to_string())
}
