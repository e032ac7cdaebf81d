//! Builds the project's fonts from their component sources.
//!
//! `cargo run --example build_fonts` writes every `fonts/*.bdf` anew;
//! `cargo run --example build_fonts -- --proof FACE FILE.png` draws one built font as a proof sheet instead, dot by
//! dot; lines of text after the file name take the place of the usual ones.

mod face;
mod faces;
mod proof;

use anyhow::{Context, Result, bail, ensure};
use bangtin::scene::Font;
use faces::{FACES, Spec};
use std::path::Path;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let sources = fonts.join("source");
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => FACES.iter().try_for_each(|spec| {
            write(&fonts.join(format!("{}.bdf", spec.name)), build(&sources, spec)?.as_bytes())
        }),
        ["--proof", name, file, ref lines @ ..] => {
            let known = || FACES.map(|spec| spec.name).join(", ");
            let spec = FACES.iter().find(|spec| spec.name == name);
            let spec = spec.with_context(|| format!("there is no face \"{name}\"; there are {}", known()))?;
            let font =
                Font::from_bdf(name, &build(&sources, spec)?).context("reading the built font back")?;
            let lines = if lines.is_empty() { proof::LINES } else { lines };
            proof::sheet(&font, lines)?.save(file).with_context(|| format!("writing {file}"))
        }
        _ => bail!("usage: cargo run --example build_fonts [-- --proof FACE FILE.png [LINE ...]]"),
    }
}

/// A face as BDF text, from the files in a folder.
fn build(folder: &Path, spec: &Spec) -> Result<String> {
    let read = |name: String| -> Result<(String, String)> {
        let path = folder.join(&name);
        let text = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        Ok((name, text))
    };
    let parts = spec.files().into_iter().map(read).collect::<Result<Vec<_>>>()?;
    let files: Vec<_> = parts.iter().map(|(name, text)| face::SourceFile { name, text }).collect();
    let face = face::build(&files)?;
    ensure!(
        (face.ascent, face.descent) == spec.rows,
        "{} is listed with {:?} rows, its source says {:?}",
        spec.name,
        spec.rows,
        (face.ascent, face.descent)
    );
    Ok(face::to_bdf(spec.name, &face))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}
