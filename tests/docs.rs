//! Holds the documents to the program: what they show can be read, run, drawn and found.
//!
//! After a wanted change of a picture: `REDRAW=1 cargo test --test docs`, and look at it.

#[path = "docs/copy.rs"]
mod copy;
#[path = "docs/keys.rs"]
mod keys;
#[path = "docs/markdown.rs"]
mod markdown;

use bangtin::alarm::Kind;
use bangtin::playlist::Playlist;
use bangtin::report::{Fault, Lang, Source};
use bangtin::site::{Library, Site, read};
use copy::Copy;
use keys::Table;
use markdown::{Fence, Page, pages};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fail_with(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// What is wrong with a block as its fence names it; `None` for a fence that does not say what it is.
fn faults(fence: &Fence, library: &Library) -> Option<Vec<Fault>> {
    let source = Arc::new(Source { name: "block.toml".to_owned(), text: fence.body.clone() });
    let mut faults = if fence.is(&["toml", "site"]) {
        Site::parse(&source).1
    } else if fence.is(&["toml", "playlist"]) {
        let (playlist, mut faults) = Playlist::parse("block", &source);
        faults.extend(
            playlist.into_iter().flat_map(|playlist| library.check_playlist(&Arc::new(playlist), None)),
        );
        faults
    } else {
        return None;
    };
    faults.retain(Fault::is_error);
    Some(faults)
}

fn toml_findings(page: &Page, library: &Library) -> Vec<String> {
    let fences = page.fences().into_iter().filter(|fence| fence.is(&["toml"]));
    let finding = |fence: Fence| {
        let must_fail = fence.info.iter().any(|word| word == "must-fail");
        let words = match faults(&fence, library) {
            None => "a toml fence says neither `site` nor `playlist`".to_owned(),
            Some(faults) if faults.is_empty() && must_fail => "should be refused and is not".to_owned(),
            Some(faults) if !faults.is_empty() && !must_fail => faults[0].sentence(Lang::En),
            Some(_) => return None,
        };
        Some(format!("{}:{}: {words}", page.name, fence.line))
    };
    fences.filter_map(finding).collect()
}

#[test]
fn every_toml_block_is_what_its_fence_says() {
    let (library, _) = Library::open(&read(&root().join("bangtin.toml")), None);
    let findings: Vec<String> = pages(root()).iter().flat_map(|page| toml_findings(page, &library)).collect();
    fail_with(&findings);

    let text = "```toml\n```\n```toml playlist\nx = 1\n```\n```toml playlist must-fail\n[[item]]\ntext = 'a'\n```\n\
        ```toml playlist\nboards = ['no-such']\n[[item]]\ntext = 'a'\n```\n";
    let bad = Page { name: "x.md".to_owned(), text: text.to_owned() };
    assert_eq!(toml_findings(&bad, &library).len(), 4, "the check itself can fail");
}

/// What may stand in a block that is not run: building, testing, administration of a machine.
const NOT_RUN: [&str; 19] = [
    "cargo",
    "tests/run",
    "benches/run",
    "RUN_SLOW_TESTS=1",
    "REDRAW=1",
    "apt-get",
    "apt",
    "sudo",
    "install",
    "cp",
    "chmod",
    "systemctl",
    "journalctl",
    "npm",
    "npx",
    "node",
    "git",
    "python3",
    "rustup",
];

/// Runs a page from top to bottom in a copy of the example site.
fn run_findings(page: &Page) -> Vec<String> {
    let mut findings = Vec::new();
    let fences = page.fences();
    let copy = Copy::new(root());
    let mut said: Option<String> = None;
    for fence in &fences {
        let place = format!("{}:{}", page.name, fence.line);
        if let Some(file) = fence.value("file") {
            std::fs::write(copy.path().join(file), &fence.body).expect("a file in the copy");
        }
        if fence.is(&["sh", "run"]) {
            let output = if fence.is(&["sh", "run", "daemon"]) {
                copy.run_with_daemon(&fence.body)
            } else {
                copy.run(&fence.body)
            };
            let words = String::from_utf8_lossy(&output.stdout).into_owned();
            let expected = fence.value("exit").map_or(Some(0), |code| code.parse().ok());
            if output.status.code() != expected {
                findings.push(format!("{place}: ends with {}:\n{words}", output.status));
            }
            said = Some(words);
        } else if fence.is(&["text", "output"]) {
            let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            if said.as_deref().map(&trimmed).as_deref().map(str::trim) != Some(trimmed(&fence.body).trim()) {
                let said = said.as_deref().unwrap_or("(nothing was run)");
                findings.push(format!("{place}: is not what was said:\n{said}"));
            }
        } else if fence.is(&["sh", "curl"]) && page.name == "docs/api.md" {
            // Sent by tests/api, to a page with people and tokens.
        } else if fence.is(&["sh"]) {
            findings.extend(unknown_commands(fence).map(|line| format!("{place}: is not run: {line}")));
        }
    }
    findings
}

fn unknown_commands(fence: &Fence) -> impl Iterator<Item = String> {
    let lines = fence.body.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let known = |line: &&str| line.split_whitespace().next().is_some_and(|word| NOT_RUN.contains(&word));
    lines.filter(move |line| !known(line)).map(str::to_owned)
}

#[test]
fn every_command_that_is_to_be_run_ends_as_its_fence_says() {
    let findings: Vec<String> = pages(root()).iter().flat_map(run_findings).collect();
    fail_with(&findings);

    let text = "```sh run\nbangtin no-such\n```\n```sh run exit=1\nbangtin check\n```\n\
        ```text output\nsomething else\n```\n```sh\nbangtin check\n```\n";
    let bad = Page { name: "x.md".to_owned(), text: text.to_owned() };
    assert_eq!(run_findings(&bad).len(), 4, "the check itself can fail");
}

#[test]
fn every_picture_is_what_its_command_draws() {
    let mut drawn = 0;
    for page in pages(root()) {
        for (line, _, target) in page.links().into_iter().filter(|(_, picture, _)| *picture) {
            let path = page.resolve(&target).expect("a picture of the repository");
            let output = format!("-o {target}\n");
            let fence = page.fences().into_iter().find(|f| f.is(&["sh", "run"]) && f.body.ends_with(&output));
            let fence = fence.unwrap_or_else(|| panic!("{}:{line}: no command draws {target}", page.name));
            let copy = Copy::new(root());
            assert!(copy.run(&fence.body).status.success(), "{}", fence.body);
            let (ours, new) = (root().join(path), copy.path().join(&target));
            if std::env::var_os("REDRAW").is_some() {
                std::fs::copy(&new, &ours).expect("the picture is written");
            }
            let dots = |path: &Path| {
                let bytes = std::fs::read(path).expect("a picture; REDRAW=1 draws it");
                image::load_from_memory(&bytes).expect("a picture").to_rgb8()
            };
            assert!(
                dots(&ours) == dots(&new),
                "{target} is not what is drawn; REDRAW=1 draws it, then look at it"
            );
            drawn += 1;
        }
    }
    assert!(drawn > 0, "the README shows a board");
}

fn link_findings(page: &Page, all: &[Page]) -> Vec<String> {
    let local =
        page.links().into_iter().filter(|(_, _, to)| !to.contains("://") && !to.starts_with("mailto:"));
    let finding = |(line, _, to): (usize, bool, String)| {
        let (file, anchor) =
            to.split_once('#').map_or((to.as_str(), None), |(file, anchor)| (file, Some(anchor)));
        let place = format!("{}:{line}", page.name);
        let Some(path) = page.resolve(file).filter(|path| root().join(path).exists()) else {
            return Some(format!("{place}: there is no {to}"));
        };
        let target =
            if file.is_empty() { Some(page) } else { all.iter().find(|p| Path::new(&p.name) == path) };
        let there = |page: &Page, anchor: &str| page.anchors().iter().any(|a| a == anchor);
        match (anchor, target) {
            (Some(anchor), Some(target)) if !there(target, anchor) => {
                Some(format!("{place}: there is no {to}"))
            }
            _ => None,
        }
    };
    local.filter_map(finding).collect()
}

#[test]
fn every_link_inside_the_repository_leads_somewhere() {
    let all = pages(root());
    let findings: Vec<String> = all.iter().flat_map(|page| link_findings(page, &all)).collect();
    fail_with(&findings);

    let bad = Page { name: "x.md".to_owned(), text: "[a](no-such.md) [b](#no-such) [c](../x)".to_owned() };
    assert_eq!(link_findings(&bad, &all).len(), 3, "the check itself can fail");
}

#[test]
fn the_reference_names_the_keys_of_the_parser_and_no_others() {
    let all = pages(root());
    let page = all.iter().find(|page| page.name == "docs/files.md").expect("docs/files.md");
    let tables = page.tables();
    assert_eq!(tables.len(), Table::ALL.len());
    for (table, rows) in Table::ALL.into_iter().zip(tables) {
        let mut documented: Vec<String> =
            rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect();
        let mut known = table.keys();
        for row in &rows {
            let key = row[0].trim_matches('`');
            let line = row[1..].join(" ");
            for word in table.must_say(key) {
                assert!(
                    line.contains(&word),
                    "docs/files.md, {table:?}, `{key}` does not say {word}: {line}"
                );
            }
        }
        documented.sort();
        known.sort();
        assert_eq!(documented, known, "{table:?}");
    }
}

#[test]
fn sentences_that_operator_pages_quote_are_sentences_of_the_program() {
    let read = |path: &str| std::fs::read_to_string(root().join(path)).expect("a source file");
    let words = read("src/report/sentences.rs") + &read("src/web/words.rs");
    let mut quoted = 0;
    for page in pages(root()).iter().filter(|page| page.name.starts_with("docs/operator")) {
        for cell in page.tables().into_iter().flatten().map(|row| row[0].clone()) {
            let sentence = cell.trim_matches(['“', '”']);
            assert!(words.contains(sentence), "{}: the program never says “{sentence}”", page.name);
            quoted += 1;
        }
    }
    assert!(quoted > 20, "only {quoted} sentences");
}

#[test]
fn the_page_of_alarms_has_each_with_its_times_and_what_to_do() {
    let all = pages(root());
    let page = all.iter().find(|page| page.name == "docs/alarms.md").expect("docs/alarms.md");
    let rows = page.tables().into_iter().next().expect("a table");
    let written: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(written, Kind::ALL.iter().map(|kind| kind.id()).collect::<Vec<_>>());
    for (kind, row) in Kind::ALL.iter().zip(&rows) {
        let times = [kind.raise_after(), kind.clear_after()].map(|time| format!("{} s", time.as_secs()));
        assert_eq!(row[2..4], times, "{}", kind.id());
        assert!(row[1].ends_with(kind.grade().code()), "{}", kind.id());
        let help = [Lang::Vi, Lang::En].map(|lang| kind.help().say(lang)).join(" ");
        assert_eq!(row[5], help, "{}", kind.id());
    }
}

fn help(words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangtin"));
    let output = command.args(words).arg("--help").output().expect("the program");
    assert!(output.status.success(), "{words:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands a help page lists.
fn commands(help: &str) -> Vec<String> {
    let list = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let entries = list.take_while(|line| !line.is_empty()).filter(|line| !line.starts_with("   "));
    let names = entries.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

#[test]
fn the_help_of_every_command_has_examples_and_both_languages() {
    let mut seen = 0;
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(words) = open.pop() {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let text = help(&words);
        let examples = text.split_once("Ví dụ / Example").map(|(_, examples)| examples);
        let command = format!("bangtin {}", words.join(" "));
        // What a command is about may stand between its words: `bangtin board ID probe`.
        let shows = |line: &str| {
            let mut parts = line.split_whitespace();
            command.split_whitespace().all(|word| parts.any(|part| part == word))
        };
        assert!(
            examples.is_some_and(|examples| examples.lines().any(shows)),
            "{command}: no example of it in its help"
        );
        assert!(text.contains("-h, --help"), "{command}");
        open.extend(
            commands(&text)
                .into_iter()
                .map(|name| words.iter().map(|word| (*word).to_owned()).chain([name]).collect()),
        );
        seen += 1;
    }
    assert!(seen >= 9, "only {seen} help pages");
    let readme = std::fs::read_to_string(root().join("README.md")).expect("README.md");
    for name in commands(&help(&[])) {
        assert!(readme.contains(&format!("| `bangtin {name}` |")), "the README does not speak of `{name}`");
    }
}

#[test]
fn the_unit_for_systemd_is_accepted_by_systemd() {
    let unit = std::fs::read_to_string(root().join("packaging/bangtin.service")).expect("the unit");
    for line in ["Restart=always", "NoNewPrivileges=yes", "ProtectSystem=strict"] {
        assert!(unit.lines().any(|l| l == line), "{line}");
    }
    let command = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).expect("a command");
    let arguments: Vec<&str> = command.split_whitespace().collect();
    assert_eq!(arguments[1], "run");
    assert!(help(&["run"]).contains(arguments[2]), "`run` knows {}", arguments[2]);
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("bangtin.service");
    // The program is not installed where tests run.
    let installed = unit.replace(arguments[0], env!("CARGO_BIN_EXE_bangtin"));
    std::fs::write(&copy, installed).expect("a copy");
    match Command::new("systemd-analyze").arg("verify").arg(&copy).output() {
        // A machine without systemd cannot be asked.
        Err(_) => eprintln!("systemd-analyze is not here: the unit was not verified"),
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
    }
}
