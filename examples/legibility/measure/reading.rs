//! Has pictures read by Tesseract, with its word lists switched off: a board is read letter by letter.

use super::picture::pgm;
use anyhow::{Context, Result, ensure};
use image::GrayImage;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Processes at a time, each on one core.
const PROCESSES: usize = 2;
const SETTINGS: [&str; 10] =
    ["-l", "vie", "--psm", "7", "--oem", "1", "-c", "load_system_dawg=0", "-c", "load_freq_dawg=0"];

/// What is missing, and how to get it.
pub(crate) const MISSING: &str = "Tesseract with Vietnamese is missing. Install it as root: apt-get install tesseract-ocr tesseract-ocr-vie";

/// The version of the program, or `None` where it or its Vietnamese is missing.
pub(crate) fn version() -> Option<String> {
    let said = |argument| Command::new("tesseract").arg(argument).stderr(Stdio::inherit()).output().ok();
    let languages = said("--list-langs").filter(|out| out.status.success())?;
    let known = |out: &Output| String::from_utf8_lossy(&out.stdout).lines().any(|line| line == "vie");
    known(&languages).then_some(())?;
    let out = said("--version")?;
    Some(String::from_utf8_lossy(&out.stdout).lines().next()?.to_owned())
}

/// The text of each picture.
///
/// # Errors
/// The folder for the pictures, or Tesseract.
pub(crate) fn read(pictures: &[GrayImage]) -> Result<Vec<String>> {
    let folder = tempfile::tempdir().context("making a folder for the pictures")?;
    let parts = pictures.chunks(pictures.len().div_ceil(PROCESSES).max(1)).enumerate();
    let started =
        parts.map(|(part, pictures)| start(folder.path(), part, pictures)).collect::<Result<Vec<_>>>()?;
    let mut pages = Vec::new();
    for (part, child) in started.into_iter().enumerate() {
        let out = child.wait_with_output().context("waiting for tesseract")?;
        ensure!(out.status.success(), "tesseract: {}", String::from_utf8_lossy(&out.stderr));
        let text = std::fs::read_to_string(folder.path().join(format!("{part}.txt")))
            .context("reading what tesseract wrote")?;
        let text = text.strip_suffix('\u{c}').unwrap_or(&text);
        pages.extend(text.split('\u{c}').map(str::to_owned));
    }
    ensure!(pages.len() == pictures.len(), "{} pages of {} pictures", pages.len(), pictures.len());
    Ok(pages)
}

fn start(folder: &Path, part: usize, pictures: &[GrayImage]) -> Result<std::process::Child> {
    let mut list = String::new();
    for (index, picture) in pictures.iter().enumerate() {
        let path = folder.join(format!("{part}-{index}.pgm"));
        std::fs::write(&path, pgm(picture)).context("writing a picture")?;
        list += &format!("{}\n", path.display());
    }
    let names = folder.join(format!("{part}.list"));
    std::fs::write(&names, list).context("writing the list of pictures")?;
    let mut tesseract = Command::new("tesseract");
    tesseract.arg(names).arg(folder.join(part.to_string())).args(SETTINGS).env("OMP_THREAD_LIMIT", "1");
    tesseract.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().context("starting tesseract")
}
