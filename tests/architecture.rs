//! Holds the source to what ARCHITECTURE.md says of it: who imports whom, who is pure, how long things may get.
//!
//! The checker itself is tested on small bad samples first; a rule that cannot fail holds nothing.

#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/table.rs"]
mod table;
#[path = "architecture/text.rs"]
mod text;

use rules::{File, MOST_FUNCTION_LINES, MOST_LINES, foreign_paths, opening};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use table::{Layers, module_of};
use text::{code, functions, test_modules, without_tests};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    std::fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md")
}

/// All `.rs` files of a folder, sorted.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the repository").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn below(path: &Path, folder: &str) -> String {
    path.strip_prefix(root().join(folder)).expect("inside").display().to_string()
}

/// The files under `src/`, those that are test code as a whole emptied of code.
fn sources() -> Vec<File> {
    let read = |path: &PathBuf| std::fs::read_to_string(path).expect("a source file");
    let paths = rust_files(&root().join("src"));
    let tests: BTreeSet<PathBuf> = paths
        .iter()
        .flat_map(|path| {
            let inside = match path.file_name() {
                Some(name) if name == "mod.rs" => path.with_file_name(""),
                _ => path.with_extension(""),
            };
            let names = test_modules(&code(&read(path)));
            names.into_iter().map(move |name| inside.join(format!("{name}.rs")))
        })
        .collect();
    let file = |path: &PathBuf| {
        let mut file = File::new(&below(path, "src"), &read(path));
        if tests.contains(path) {
            file.code.clear();
        }
        file
    };
    paths.iter().map(file).collect()
}

/// The modules of lib.rs, in its order.
fn modules() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let names = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    names.map(str::to_owned).collect()
}

#[test]
fn the_source_is_as_the_table_of_layers_says() {
    let layers = Layers::read(&page()).unwrap();
    let known: BTreeSet<String> = modules().into_iter().collect();
    let findings: Vec<String> = sources().iter().flat_map(|file| file.findings(&layers, &known)).collect();
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn the_table_names_every_module_in_the_order_of_lib_and_permits_no_circle() {
    let layers = Layers::read(&page()).unwrap();
    let rows: Vec<&str> = layers.rows.iter().map(|row| row.name.as_str()).collect();
    let named: Vec<&str> = rows.iter().copied().filter(|n| !n.contains('/') && *n != "main").collect();
    assert_eq!(named, modules(), "the rows of the table and the modules of lib.rs");
    assert_eq!(layers.circle(), Vec::<String>::new(), "these may import each other in a circle");
    for row in rows.iter().filter(|row| row.contains('/')) {
        assert!(root().join("src").join(row).is_file(), "there is no src/{row}");
    }
}

#[test]
fn the_table_permits_nothing_that_nobody_does() {
    let layers = Layers::read(&page()).unwrap();
    let known: BTreeSet<String> = modules().into_iter().collect();
    let files = sources();
    for row in &layers.rows {
        let own = |file: &&File| file.path == row.name || (module_of(&file.path) == row.name);
        let used: BTreeSet<String> =
            files.iter().filter(own).flat_map(|f| f.imports(&known)).map(|(name, _)| name).collect();
        let unused: Vec<&String> = row.may.difference(&used).collect();
        assert!(unused.is_empty(), "`{}` may import {unused:?} and does not", row.name);
    }
}

#[test]
fn every_test_and_example_says_what_it_is_and_stays_in_the_repository() {
    let mut findings = Vec::new();
    for folder in ["tests", "examples", "benches"].into_iter().filter(|f| root().join(f).is_dir()) {
        for path in rust_files(&root().join(folder)) {
            let source = std::fs::read_to_string(&path).expect("a source file");
            let name = format!("{folder}/{}", below(&path, folder));
            findings.extend(opening(&name, &source));
            findings.extend(foreign_paths(&name, &source));
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn every_invariant_names_tests_that_exist() {
    let page = page();
    let mut known = BTreeSet::new();
    for folder in ["src", "tests"] {
        for path in rust_files(&root().join(folder)) {
            let source = std::fs::read_to_string(&path).expect("a source file");
            known.extend(functions(&code(&source)).into_iter().map(|(name, ..)| name));
        }
    }
    let invariants: Vec<&str> = page.split("*Architecture Invariant*").skip(1).collect();
    assert!(invariants.len() >= 10, "only {} invariants", invariants.len());
    for invariant in invariants {
        let text = invariant.split("\n\n").next().unwrap_or_default();
        let held = text.split_once("Held by").unwrap_or_else(|| panic!("held by nothing: {text}")).1;
        let names: Vec<&str> = held.split('`').skip(1).step_by(2).filter(|n| n.contains('_')).collect();
        assert!(!names.is_empty(), "held by no test: {text}");
        for name in names {
            assert!(known.contains(name), "there is no test `{name}`");
        }
    }
}

// The checker, on samples that are wrong.

const TABLE: &str = "\
| module | kind | may import |
|---|---|---|
| `a` | values, pure | - |
| `b` | machine, pure | `a` |
| `b/run.rs` | its task, not pure | `c` |
| `c` | door | - |
";

fn findings(path: &str, source: &str) -> Vec<String> {
    let known = ["a", "b", "c"].map(str::to_owned).into();
    let source = format!("//! What it is.\n{source}");
    File::new(path, &source).findings(&Layers::read(TABLE).unwrap(), &known)
}

#[test]
fn an_import_that_is_not_permitted_is_found_however_it_is_written() {
    for bad in [
        "use crate::c;",
        "use crate::c::{X, Y};",
        "use crate::{a, c::X};",
        "fn f() { crate::c::f() }",
        "use super::super::c::X;",
        "use super::super::{a, c};",
    ] {
        let found = findings("b/engine.rs", bad);
        assert_eq!(found, ["src/b/engine.rs:2: may not import `c`"], "{bad}");
    }
    assert_eq!(findings("a.rs", "use super::b;"), ["src/a.rs:2: may not import `b`"]);
    assert_eq!(findings("a/mod.rs", "use super::b;"), ["src/a/mod.rs:2: may not import `b`"]);
    assert_eq!(findings("d.rs", ""), ["src/d.rs:1: is in no row of the table"]);
}

#[test]
fn what_is_permitted_said_in_words_or_done_in_tests_is_not_found() {
    for good in [
        "use crate::a::X;",
        "use super::super::a;",
        "use super::c;",
        "/// See [`crate::c`].\nstruct X;",
        "const X: &str = \"crate::c .unwrap() std::fs\";",
        "const X: &str = r#\"\"crate::c\"#;",
        "/* crate::c /* panic!( */ */",
        "#[cfg(test)]\nmod tests { use crate::c; fn f() { None.unwrap() } }",
        "struct Instantly<'a>(&'a str); const C: char = '\"'; // \"crate::c",
    ] {
        assert_eq!(findings("b/engine.rs", good), Vec::<String>::new(), "{good}");
    }
    let exception = "use crate::{a, c};\nuse tokio::sync::watch;";
    assert_eq!(findings("b/run.rs", exception), Vec::<String>::new());
}

#[test]
fn a_pure_module_that_reads_a_file_or_a_clock_is_found() {
    for bad in [
        "use std::fs;",
        "use std::{io, fmt};",
        "use std::net::SocketAddr;",
        "use std::time::Instant;",
        "fn f() { let t = Instant::now(); }",
        "use tokio::sync::watch;",
        "static COUNT: AtomicU8 = AtomicU8::new(0);",
        "fn f() { println!(); }",
    ] {
        assert!(!findings("b/engine.rs", bad).is_empty(), "{bad}");
        assert!(findings("c.rs", bad).is_empty(), "{bad}");
    }
}

#[test]
fn what_ends_a_task_is_found() {
    for bad in ["x.unwrap()", "x.expect(\"\")", "panic!(\"\")", "todo!()", "unimplemented!()"] {
        assert_eq!(findings("c.rs", &format!("fn f() {{ {bad} }}")).len(), 1, "{bad}");
    }
    assert!(findings("c.rs", "fn f() { x.unwrap_or(1) }\n#[expect(dead_code)]\nfn g() {}").is_empty());
}

#[test]
fn what_is_too_long_is_found_and_tests_are_not_counted() {
    let body = "    let x = 1;\n".repeat(MOST_FUNCTION_LINES);
    assert_eq!(findings("c.rs", &format!("fn f() {{\n{body}}}\n")).len(), 1);
    let long = "struct X;\n".repeat(MOST_LINES + 1);
    assert_eq!(findings("c.rs", &long).len(), 1);
    assert!(findings("c.rs", &format!("#[cfg(test)]\nmod tests {{\n{long}}}\n")).is_empty());
}

#[test]
fn files_that_do_not_say_what_they_are_and_paths_of_one_machine_are_found() {
    assert!(opening("src/c.rs", "use x;").is_some());
    let quoted = |path: &str| format!("const X: &str = \"{path}\";");
    for bad in
        [concat!("/ho", "me/lan/x"), concat!("/ro", "ot/x"), concat!("~", "/x"), concat!("../", "../x")]
    {
        assert_eq!(foreign_paths("tests/c.rs", &quoted(bad)).len(), 1, "{bad}");
    }
    assert!(foreign_paths("tests/c.rs", &quoted(concat!("../", "docs/x"))).is_empty());
}

#[test]
fn circles_and_tables_that_are_none_are_found() {
    let circle = TABLE.replace("| door | - |", "| door | `b` |");
    assert_eq!(Layers::read(&circle).unwrap().circle(), ["b", "c"]);
    assert!(Layers::read("no table").is_err());
    assert!(Layers::read("| module | kind | may import |\n|---|---|---|\n| a | b |").is_err());
    assert_eq!(test_modules(&code("#[cfg(test)]\nmod tests;")), ["tests"]);
    assert_eq!(without_tests("#[cfg(test)]\nfn f() {}\nfn g() {}").trim(), "fn g() {}");
}
