//! Builds the project's fonts from their component sources.
//!
//! `cargo run --example build_fonts` writes `fonts/*.bdf` anew;
//! `cargo run --example build_fonts -- --proof FILE.png` draws the built font as a proof sheet instead, dot by dot;
//! lines of text after the file name take the place of the usual ones.

mod face;
mod proof;

use anyhow::{Context, Result, bail};
use bangtin::scene::Font;
use std::path::{Path, PathBuf};

/// The one face there is, and the files it is composed from.
const NAME: &str = "bangtin-16";
const PARTS: [&str; 3] = ["letters", "signs", "marks"];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let text = build(&fonts.join("source"))?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => write(&fonts.join(format!("{NAME}.bdf")), text.as_bytes()),
        ["--proof", file, ref lines @ ..] => {
            let font = Font::from_bdf(NAME, &text).context("reading the built font back")?;
            let lines = if lines.is_empty() { proof::LINES } else { lines };
            proof::sheet(&font, lines)?.save(file).with_context(|| format!("writing {file}"))
        }
        _ => bail!("usage: cargo run --example build_fonts [-- --proof FILE.png [LINE ...]]"),
    }
}

/// The face as BDF text, from the files in a folder.
fn build(folder: &Path) -> Result<String> {
    let name = |part: &str| format!("{NAME}-{part}.txt");
    let read = |part| -> Result<(String, String)> {
        let path: PathBuf = folder.join(name(part));
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        Ok((name(part), text))
    };
    let parts = PARTS.into_iter().map(read).collect::<Result<Vec<_>>>()?;
    let files: Vec<_> = parts.iter().map(|(name, text)| face::SourceFile { name, text }).collect();
    Ok(face::to_bdf(NAME, &face::build(&files)?))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
