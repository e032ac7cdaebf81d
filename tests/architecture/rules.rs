//! The rules, each a function from a source file to sentences about what is wrong with it.

use super::table::{Layers, module_of};
use super::text::{code, functions, is_word, line_of, quoted_code, without_tests};
use std::collections::BTreeSet;

/// The most lines of a file, its opening words and its tests not counted.
pub(super) const MOST_LINES: usize = 400;
/// The most lines of a function.
pub(super) const MOST_FUNCTION_LINES: usize = 70;
/// Files that may be longer: a table that grows by one entry for each sentence is not harder to read for it.
pub(super) const TABLES: [&str; 1] = ["report/sentences.rs"];

/// What a pure module may not name.
const IMPURE: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::thread",
    "std::io",
    "std::process",
    "std::env",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::",
    "SystemTime::",
    "tokio",
    "tokio_util",
    "serialport",
    "notify",
    "axum",
    "rustix",
];
/// State that outlives a call, or a word to the outside.
const GLOBAL: [&str; 5] = ["static ", "thread_local!", "println!", "eprintln!", "socket2::"];

/// A file under `src/`.
pub(super) struct File {
    /// Its path below `src/`.
    pub(super) path: String,
    /// Its text.
    pub(super) source: String,
    /// Its text without comments, quotes and tests; empty if all of it is tests.
    pub(super) code: String,
}

impl File {
    /// A file and its text.
    pub(super) fn new(path: &str, source: &str) -> Self {
        let code = without_tests(&code(source));
        Self { path: path.to_owned(), source: source.to_owned(), code }
    }

    /// The modules of `known` that it names by `crate::`, `bangtin::` or enough `super::`, with their lines.
    pub(super) fn imports(&self, known: &BTreeSet<String>) -> Vec<(String, usize)> {
        let own = module_of(&self.path);
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("::") {
            let before = &self.code[..at];
            let head = before.rfind(|c: char| !is_word(c) && c != ':').map_or(before, |i| {
                let next = i + before[i..].chars().next().map_or(1, char::len_utf8);
                &before[next..]
            });
            if !self.leads_to_root(head) {
                continue;
            }
            let names = first_names(&self.code[at + 2..]);
            let line = line_of(&self.code, at);
            found.extend(names.into_iter().filter(|n| known.contains(n) && n != own).map(|n| (n, line)));
        }
        found
    }

    fn leads_to_root(&self, head: &str) -> bool {
        if head == "crate" || (head == "bangtin" && self.path == "main.rs") {
            return true;
        }
        // `a.rs` and `a/mod.rs` are one step below the root, `a/b.rs` two.
        let inside = self.path.trim_end_matches("/mod.rs").trim_end_matches(".rs");
        let steps = inside.split('/').count();
        head.split("::").all(|part| part == "super") && head.split("::").count() >= steps
    }

    /// Everything that is wrong with it.
    pub(super) fn findings(&self, layers: &Layers, known: &BTreeSet<String>) -> Vec<String> {
        let mut findings = self.layer_findings(layers, known);
        findings.extend(self.size_findings());
        findings.extend(self.way_out_findings());
        findings.extend(opening(&format!("src/{}", self.path), &self.source));
        findings.extend(foreign_paths(&format!("src/{}", self.path), &self.source));
        findings
    }

    fn layer_findings(&self, layers: &Layers, known: &BTreeSet<String>) -> Vec<String> {
        let rows = layers.rows_of(&self.path);
        let Some(first) = rows.first() else {
            return if self.path == "lib.rs" {
                Vec::new()
            } else {
                vec![self.say(1, "is in no row of the table")]
            };
        };
        let allowed = |name: &str| rows.iter().any(|row| row.may.contains(name));
        let strangers = self.imports(known).into_iter().filter(|(name, _)| !allowed(name));
        let mut findings: Vec<String> =
            strangers.map(|(name, line)| self.say(line, &format!("may not import `{name}`"))).collect();
        if first.pure() {
            for word in IMPURE.iter().chain(&GLOBAL) {
                findings.extend(
                    self.lines_with(word).map(|line| self.say(line, &format!("is pure and names `{word}`"))),
                );
            }
            findings.extend(
                self.nested_std()
                    .map(|(line, word)| self.say(line, &format!("is pure and names `std::{word}`"))),
            );
        }
        findings
    }

    /// `use std::{fs, io}`: what the plain words above do not see.
    fn nested_std(&self) -> impl Iterator<Item = (usize, String)> {
        let groups = self.code.match_indices("std::{").map(|(at, _)| at);
        groups.flat_map(move |at| {
            let impure = ["fs", "net", "thread", "io", "process", "env"];
            let names = first_names(&self.code[at + "std::".len()..]).into_iter();
            names.filter(move |n| impure.contains(&n.as_str())).map(move |n| (line_of(&self.code, at), n))
        })
    }

    fn size_findings(&self) -> Vec<String> {
        // Tests stand at the end of a file and are blank by now; the opening words (of a format: its byte table) are not
        // code either.
        let words = self.source.lines().take_while(|line| line.starts_with("//!")).count();
        let own = self.code.trim_end().lines().count().saturating_sub(words);
        let mut findings = Vec::new();
        if own > MOST_LINES && !TABLES.contains(&self.path.as_str()) {
            findings
                .push(self.say(1, &format!("has {own} lines without its tests; {MOST_LINES} are the most")));
        }
        for (name, first, last) in functions(&self.code) {
            let lines = last - first + 1;
            if lines > MOST_FUNCTION_LINES {
                let words = format!("`{name}` has {lines} lines; {MOST_FUNCTION_LINES} are the most");
                findings.push(self.say(first, &words));
            }
        }
        findings
    }

    /// What ends a task instead of being said: only tests may.
    fn way_out_findings(&self) -> Vec<String> {
        let words = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!("];
        let lines = words.iter().flat_map(|word| self.lines_with(word).map(move |line| (line, word)));
        lines.map(|(line, word)| self.say(line, &format!("says `{word}` outside its tests"))).collect()
    }

    fn lines_with(&self, word: &str) -> impl Iterator<Item = usize> {
        let begins = word.starts_with(is_word);
        let hits = self.code.match_indices(word).map(|(at, _)| at);
        let whole = hits.filter(move |at| {
            let before = self.code[..*at].chars().next_back();
            !begins || before.is_none_or(|c| !is_word(c) && c != '\'')
        });
        let ended = whole.filter(|at| {
            let after = self.code[at + word.len()..].chars().next();
            !word.ends_with(is_word) || after.is_none_or(|c| !is_word(c))
        });
        ended.map(|at| line_of(&self.code, at)).collect::<Vec<_>>().into_iter()
    }

    fn say(&self, line: usize, words: &str) -> String {
        format!("src/{}:{line}: {words}", self.path)
    }
}

/// The names a path goes on with: one, or those of a group in braces.
fn first_names(after: &str) -> Vec<String> {
    let name = |text: &str| -> String { text.trim_start().chars().take_while(|c| is_word(*c)).collect() };
    let Some(group) = after.strip_prefix('{') else { return vec![name(after)] };
    let (mut depth, mut names, mut part) = (0usize, Vec::new(), String::new());
    for c in group.chars() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&std::mem::take(&mut part))),
            _ => {}
        }
        part.push(c);
    }
    names.push(name(part.trim_start_matches(',')));
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

/// Every file says in its first line what it is.
pub(super) fn opening(path: &str, source: &str) -> Option<String> {
    (!source.starts_with("//! ")).then(|| format!("{path}:1: does not open with `//! ` and what it is"))
}

/// Paths that hold on one machine only, or lead out of the repository.
pub(super) fn foreign_paths(path: &str, source: &str) -> Vec<String> {
    let code = quoted_code(source);
    let mut findings = Vec::new();
    for home in ["home", "root", "Users"] {
        let begins = format!("\"/{home}/");
        findings
            .extend(code.match_indices(&begins).map(|(at, _)| (at, format!("names a path below `/{home}`"))));
    }
    findings.extend(
        code.match_indices(&format!("\"{}/", '~'))
            .map(|(at, _)| (at, "names a path below a home directory".to_owned())),
    );
    let below = path.matches('/').count();
    for (at, _) in code.match_indices("\"../") {
        let up = code[at + 1..].split('/').take_while(|part| *part == "..").count();
        if up > below {
            findings.push((at, "reads above the repository".to_owned()));
        }
    }
    findings.into_iter().map(|(at, words)| format!("{path}:{}: {words}", line_of(&code, at))).collect()
}
