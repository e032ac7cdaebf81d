//! The table of layers as ARCHITECTURE.md states it.

use std::collections::{BTreeMap, BTreeSet};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// A module of `lib.rs`, `main`, or one file of a module that has rights of its own (`player/run.rs`).
    pub(super) name: String,
    /// What it is, in words; whoever says `pure` is held to it.
    pub(super) kind: String,
    /// The modules it may import.
    pub(super) may: BTreeSet<String>,
}

impl Row {
    /// Whether it must stay away from files, networks, threads and clocks.
    pub(super) fn pure(&self) -> bool {
        self.kind.contains("pure") && !self.kind.contains("not pure")
    }
}

/// All rows, in their order. A file of a module may import what its module may, and what its own row adds.
#[derive(Debug)]
pub(super) struct Layers {
    pub(super) rows: Vec<Row>,
}

const HEAD: &str = "| module | kind | may import |";

impl Layers {
    /// Reads the table of a page.
    pub(super) fn read(page: &str) -> Result<Self, String> {
        let (_, table) = page.split_once(HEAD).ok_or_else(|| format!("there is no table `{HEAD}`"))?;
        let mut rows = Vec::new();
        for line in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [name, kind, may] = cells[..] else { return Err(format!("not three columns: {line}")) };
            let names = may.split(',').map(|name| name.trim().trim_matches('`').to_owned());
            rows.push(Row {
                name: name.trim_matches('`').to_owned(),
                kind: kind.to_owned(),
                may: names.filter(|name| !name.is_empty() && name != "-").collect(),
            });
        }
        if rows.is_empty() { Err("the table has no rows".to_owned()) } else { Ok(Self { rows }) }
    }

    /// The row of a name.
    pub(super) fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }

    /// The rows that hold for a file under `src/`: its own if it has one, and its module's.
    pub(super) fn rows_of(&self, file: &str) -> Vec<&Row> {
        self.row(file).into_iter().chain(self.row(module_of(file))).collect()
    }

    /// A circle of modules that may import each other, if there is one: whoever may import only modules that are out
    /// of any circle is out of any circle.
    pub(super) fn circle(&self) -> Vec<String> {
        let mut left: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for row in &self.rows {
            left.entry(module_of(&row.name)).or_default().extend(row.may.iter().map(String::as_str));
        }
        loop {
            let free: Vec<&str> = left
                .iter()
                .filter(|(_, may)| !may.iter().any(|name| left.contains_key(name)))
                .map(|(name, _)| *name)
                .collect();
            if free.is_empty() {
                return left.into_keys().map(str::to_owned).collect();
            }
            left.retain(|name, _| !free.contains(name));
        }
    }
}

/// The module of lib.rs a file under `src/` belongs to.
pub(super) fn module_of(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}
