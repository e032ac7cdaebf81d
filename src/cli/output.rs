//! What commands print: faults for people or for programs, and files written whole or not at all.

use crate::report::{Fault, Lang, Message, Rule, render};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(super) enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON array.
    Json,
}

/// A fault as a program reads it.
#[derive(Debug, Serialize)]
pub(super) struct FaultRow {
    severity: &'static str,
    code: &'static str,
    rule: Option<&'static str>,
    silenced: Option<String>,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
}

impl FaultRow {
    pub(super) fn new(fault: &Fault, lang: Lang) -> Self {
        Self {
            severity: fault.severity.code(),
            code: fault.message.code(),
            rule: fault.message.rule().map(Rule::id),
            silenced: fault.silenced.clone(),
            file: fault.place.as_ref().map(|(source, _)| source.name.clone()),
            line: fault.line_column().map(|(line, _)| line),
            column: fault.line_column().map(|(_, column)| column),
            message: fault.sentence(lang),
        }
    }
}

/// Says so if there is no site file where one is needed; whether that is so.
pub(super) fn lacks_site_file(config: &Path, lang: Lang) -> bool {
    let lacks = !config.exists();
    if lacks {
        let path = config.display().to_string();
        faults(&[Fault::unplaced(Message::NoSiteFile { path })], lang);
    }
    lacks
}

/// Prints faults for people, on standard error, coloured on a terminal.
pub(super) fn faults(faults: &[Fault], lang: Lang) {
    if !faults.is_empty() {
        let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        eprintln!("{}", render(faults, lang, colour));
    }
}

/// Prints an answer. A reader that has seen enough is no fault.
pub(super) fn answer(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// An instant for programs, with the offset of a zone: `2026-11-24T07:05:00+07:00`.
pub(super) fn rfc3339(at: Timestamp, zone: &TimeZone) -> String {
    at.display_with_offset(zone.to_offset(at)).to_string()
}

/// A progress bar for work that takes longer than two seconds, on a terminal only.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Work whose size is a length of time.
    pub(super) fn new(length: Duration) -> Self {
        let bar = ProgressBar::with_draw_target(Some(millis(length)), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent} % {eta}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    /// This much more is done.
    pub(super) fn done(&mut self, length: Duration) {
        if self.bar.is_hidden() && self.bar.elapsed() > Duration::from_secs(2) {
            // Stays hidden where standard error is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        self.bar.inc(millis(length));
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Writes a file whole or not at all: beside it first, then renamed into its place.
pub(super) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let name = path.file_name().context("the output has no file name")?.to_string_lossy().into_owned();
    let part = path.with_file_name(format!(".{name}.part"));
    let written = std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| path.display().to_string())
}
