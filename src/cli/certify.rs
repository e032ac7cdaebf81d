//! `bangtin board ID certify`: a walk through all steps at a card, with a person at the terminal, and the report of it.

use super::{BROKEN, FINDINGS, asked, output};
use crate::clock::wall_now;
use crate::control::socket;
use crate::report::{Lang, Message};
use crate::scout::card::Talk;
use crate::scout::certify::{Done, Outcome, Person, Reply, Step, walk};
use crate::site::{Address, Board, Library};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{BufRead, Read as _, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The longest line that is read of a person.
const MAX_LINE: u64 = 4096;
/// Reports of one board and one day.
const MAX_REPORTS: u32 = 100;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Thư mục để ghi biên bản. The folder in which the report is written.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
    /// Tên người kiểm định. The name of the person.
    #[arg(long, value_name = "NAME", default_value = "")]
    by: String,
}

#[derive(Serialize)]
struct Report<'a> {
    certify: u32,
    program: &'static str,
    board: &'a str,
    protocol: String,
    link: String,
    width: u16,
    height: u16,
    by: &'a str,
    begun: String,
    ended: String,
    passed: usize,
    failed: usize,
    skipped: usize,
    step: Vec<StepReport<'a>>,
}

#[derive(Serialize)]
struct StepReport<'a> {
    code: &'static str,
    outcome: &'static str,
    title: String,
    seconds: f64,
    note: &'a str,
    measured: BTreeMap<&'static str, &'a str>,
}

pub(super) fn run(args: &Args, id: &str, config: &Path, lang: Lang) -> anyhow::Result<ExitCode> {
    if output::lacks_site_file(config, lang) {
        return Ok(ExitCode::from(BROKEN));
    }
    let (library, _) = asked::open(config);
    let board = match asked::board(&library, id) {
        Ok(board) => board,
        Err(message) => return Ok(asked::refuse(message, lang)),
    };
    if !board.protocol.stored() || board.address == Address::Virtual {
        return Ok(asked::refuse(Message::CertifyNoCard { board: id.to_owned() }, lang));
    }
    if UnixStream::connect(socket(&library.site.state_folder(config))).is_ok() {
        return Ok(asked::refuse(Message::CertifyRunning {}, lang));
    }
    println!("{}", Message::CertifyIntro { board: id.to_owned() }.say(lang));
    let begun = wall_now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let zone = library.site.zone.clone();
    let mut person = Terminal { lang, input: std::io::stdin().lock(), number: 0 };
    let all = runtime.block_on(walk(board, async || Talk::open(board, zone.clone()).await, &mut person));
    runtime.shutdown_background();
    let count = |outcome| all.iter().filter(|done| done.outcome == outcome).count();
    let counts = [Outcome::Passed, Outcome::Failed, Outcome::Skipped].map(count);
    let report = report(&all, board, &args.by, [begun, wall_now()], counts, &library, lang);
    let (toml, text) = write(&report, &args.out, begun, &library, lang)?;
    let [passed, failed, skipped] = counts;
    println!("{}", Message::CertifyWritten { passed, failed, skipped, toml, text }.say(lang));
    Ok(if failed > 0 { ExitCode::from(FINDINGS) } else { ExitCode::SUCCESS })
}

/// A person at a terminal.
struct Terminal<I> {
    lang: Lang,
    input: I,
    number: usize,
}

impl<I: BufRead> Person for Terminal<I> {
    fn begins(&mut self, step: Step) {
        self.number += 1;
        println!("[{}/{}] {}", self.number, Step::ALL.len(), step.says().say(self.lang));
    }

    fn answers(&mut self, _step: Step) -> Reply {
        loop {
            print!("> ");
            let _ = std::io::stdout().flush();
            let mut line = String::new();
            match self.input.by_ref().take(MAX_LINE).read_line(&mut line) {
                // Nobody is there any more.
                Ok(0) | Err(_) => return Reply { outcome: Outcome::Skipped, note: String::new() },
                Ok(_) => {}
            }
            if let Some(reply) = parse(&line) {
                return reply;
            }
            println!("{}", Message::CertifyAgain {}.say(self.lang));
        }
    }

    fn ends(&mut self, done: &Done) {
        println!("    {}{}", done.outcome.says().say(self.lang), details(done));
    }
}

/// What was measured and remarked, after the outcome.
fn details(done: &Done) -> String {
    let measured = done.measured.iter().map(|(name, value)| format!("{name} = {value}"));
    let note = Some(done.note.clone()).filter(|note| !note.is_empty());
    let all: Vec<String> = measured.chain(note).collect();
    if all.is_empty() { String::new() } else { format!(": {}", all.join("; ")) }
}

/// A letter of either language, and a remark.
fn parse(line: &str) -> Option<Reply> {
    let line = line.trim();
    let (word, note) = line.split_once(|letter: char| letter.is_whitespace()).unwrap_or((line, ""));
    let outcome = match word.trim_end_matches([',', '.', ':']).to_lowercase().as_str() {
        "c" | "có" | "y" | "yes" => Outcome::Passed,
        "k" | "không" | "n" | "no" => Outcome::Failed,
        "b" | "bỏ" | "s" | "skip" => Outcome::Skipped,
        _ => return None,
    };
    let visible = |letter: &char| !letter.is_control();
    Some(Reply { outcome, note: note.trim().chars().filter(visible).collect() })
}

fn report<'a>(
    all: &'a [Done],
    board: &'a Board,
    by: &'a str,
    [begun, ended]: [Timestamp; 2],
    [passed, failed, skipped]: [usize; 3],
    library: &Library,
    lang: Lang,
) -> Report<'a> {
    let whole = |at: Timestamp| Timestamp::from_second(at.as_second()).unwrap_or(at);
    let time = |at| output::rfc3339(whole(at), &library.site.zone);
    let step = |done: &'a Done| StepReport {
        code: done.step.code(),
        outcome: done.outcome.code(),
        title: done.step.says().say(lang),
        seconds: (done.took.as_secs_f64() * 1000.0).round() / 1000.0,
        note: &done.note,
        measured: done.measured.iter().map(|(name, value)| (*name, value.as_str())).collect(),
    };
    Report {
        certify: 1,
        program: env!("CARGO_PKG_VERSION"),
        board: &board.id.value,
        protocol: board.protocol.to_string(),
        link: board.address.to_string(),
        width: board.face.width(),
        height: board.face.height(),
        by,
        begun: time(begun),
        ended: time(ended),
        passed,
        failed,
        skipped,
        step: all.iter().map(step).collect(),
    }
}

/// Writes the report for programs and for people; gives the names of both files. A report that is there stays.
fn write(
    report: &Report<'_>,
    out: &Path,
    at: Timestamp,
    library: &Library,
    lang: Lang,
) -> anyhow::Result<(String, String)> {
    let name = format!("certify-{}-{}", report.board, library.site.zone.to_datetime(at).date());
    let more = (2..MAX_REPORTS).map(|number| format!("{name}-{number}"));
    let names = std::iter::once(name.clone()).chain(more);
    let mut free = names.map(|name| out.join(name)).filter(|path| !path.with_extension("toml").exists());
    let path = free.next().unwrap_or_else(|| out.join(&name));
    let (toml, text) = (path.with_extension("toml"), path.with_extension("txt"));
    output::write(&toml, toml::to_string(report)?.as_bytes())?;
    output::write(&text, people(report, lang).as_bytes())?;
    Ok((toml.display().to_string(), text.display().to_string()))
}

/// The report for people.
fn people(report: &Report<'_>, lang: Lang) -> String {
    let Report { board, protocol, link, width, height, by, begun, ended, program, .. } = report;
    let mut text =
        format!("{board}: {protocol}, {link}, {width} × {height}\nbangtin {program}\n{begun} – {ended}\n");
    if !by.is_empty() {
        text += &format!("{by}\n");
    }
    for (number, step) in report.step.iter().enumerate() {
        let outcome = match step.outcome {
            "passed" => Outcome::Passed,
            "failed" => Outcome::Failed,
            _ => Outcome::Skipped,
        };
        text += &format!("\n{}. {}\n   {}\n", number + 1, step.title, outcome.says().say(lang));
        for (name, value) in &step.measured {
            text += &format!("   {name} = {value}\n");
        }
        if !step.note.is_empty() {
            text += &format!("   “{}”\n", step.note);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_answer_in_either_language_and_may_add_a_remark() {
        let reply = |line: &str| parse(line).map(|reply| (reply.outcome, reply.note));
        assert_eq!(reply("c BX-6E1, 2023\n"), Some((Outcome::Passed, "BX-6E1, 2023".to_owned())));
        assert_eq!(reply("Có"), Some((Outcome::Passed, String::new())));
        assert_eq!(reply("k, chớp ba lần"), Some((Outcome::Failed, "chớp ba lần".to_owned())));
        assert_eq!(reply("No"), Some((Outcome::Failed, String::new())));
        assert_eq!(reply("b"), Some((Outcome::Skipped, String::new())));
        assert_eq!((reply(""), reply("maybe"), reply("cc")), (None, None, None));
    }

    #[test]
    fn a_question_is_put_again_until_it_is_answered_and_nobody_there_is_no_answer() {
        let mut person = Terminal { lang: Lang::En, input: "what?\n\ny seen\n".as_bytes(), number: 0 };
        let reply = Reply { outcome: Outcome::Passed, note: "seen".to_owned() };
        assert_eq!(person.answers(Step::Seen), reply);
        assert_eq!(person.answers(Step::Seen).outcome, Outcome::Skipped);
    }
}
