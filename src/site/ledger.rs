//! What is remembered of cards through restarts: a small file for each, `card-BOARD.toml` in the `state` folder.
//!
//! Without it a restart would have to look at a card before it knew what is on it, and the count of its writes would begin
//! anew. Waits for the disk.

use super::Memory;
use crate::board::card::{Held, Ledger};
use serde::{Deserialize, Serialize};
use std::io;

/// The most parts remembered of a card, and the longest name of one in bytes. A card that holds more is looked at anew.
const MAX_PARTS: usize = 1000;
const MAX_NAME: usize = 255;

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct File {
    total: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    today: u16,
    held: Vec<Record>,
    begun: Vec<Record>,
}

#[derive(Deserialize, Serialize)]
struct Record {
    name: String,
    kind: u8,
    len: u32,
    /// Hex: TOML has no number that is large enough.
    mark: String,
}

fn name(board: &str) -> String {
    format!("card-{board}.toml")
}

/// What is remembered of a board's card; nothing if there is no file that can be read.
#[must_use]
pub fn read(memory: &Memory, board: &str) -> Ledger {
    memory.read(&name(board)).and_then(|text| parse(&text)).unwrap_or_default()
}

/// Remembers this of a board's card.
///
/// # Errors
/// The disk is full, broken or may not be written; what was remembered is what it was.
pub fn write(memory: &Memory, board: &str, ledger: &Ledger) -> io::Result<()> {
    let text = toml::to_string(&file(ledger)).map_err(io::Error::other)?;
    memory.write(&name(board), &text)
}

fn file(ledger: &Ledger) -> File {
    let record = |held: &Held| Record {
        name: held.name.clone(),
        kind: held.kind,
        len: held.len,
        mark: format!("{:x}", held.mark),
    };
    let records = |parts: &[Held]| {
        parts.iter().filter(|held| held.name.len() <= MAX_NAME).take(MAX_PARTS).map(record).collect()
    };
    File {
        total: ledger.total,
        day: ledger.day.map(|day| day.to_string()),
        today: ledger.today,
        held: records(&ledger.held),
        begun: records(&ledger.begun),
    }
}

fn parse(text: &str) -> Option<Ledger> {
    let file: File = toml::from_str(text).ok()?;
    let held = |record: Record| {
        let fits = record.name.len() <= MAX_NAME;
        let mark = u128::from_str_radix(&record.mark, 16).ok().filter(|_| fits)?;
        Some(Held { name: record.name, kind: record.kind, len: record.len, mark })
    };
    let parts = |records: Vec<Record>| records.into_iter().take(MAX_PARTS).filter_map(held).collect();
    Some(Ledger {
        total: file.total,
        day: file.day.and_then(|day| day.parse().ok()),
        today: file.today,
        held: parts(file.held),
        begun: parts(file.begun),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn part(name: &str, mark: u128) -> Held {
        Held { name: name.to_owned(), kind: 0, len: 5120, mark }
    }

    #[test]
    fn what_is_known_of_a_card_outlives_a_restart_and_is_each_cards_own() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(home.path().join("state"));
        assert_eq!(read(&memory, "cong"), Ledger::default());
        let day = Some(jiff::civil::date(2026, 11, 29));
        let held = vec![part("P000", 0), part("P001", u128::MAX)];
        let ledger =
            Ledger { total: u64::from(u32::MAX) + 1, day, today: 7, held, begun: vec![part("P002", 1)] };
        write(&memory, "cong", &ledger).unwrap();
        assert_eq!((read(&memory, "cong"), read(&memory, "san")), (ledger, Ledger::default()));
    }

    #[test]
    fn a_count_outlives_lines_that_are_missing_or_broken() {
        let ledger = parse("total = 41\n").unwrap();
        assert_eq!((ledger.total, ledger.day, ledger.held.len()), (41, None, 0));
        let broken =
            "total = 41\nday = \"soon\"\n[[held]]\nname = \"P000\"\nkind = 0\nlen = 1\nmark = \"no\"\n";
        let ledger = parse(broken).unwrap();
        assert_eq!((ledger.total, ledger.day, ledger.held.len()), (41, None, 0));
        assert_eq!(parse("total = -1"), None);
    }

    #[test]
    fn no_more_is_kept_than_is_bounded() {
        let held = (0..2000).map(|n| part(&format!("P{n}"), n)).collect();
        let text = toml::to_string(&file(&Ledger { held, ..Ledger::default() })).unwrap();
        assert_eq!(parse(&text).unwrap().held.len(), MAX_PARTS);
        let long = vec![part(&"x".repeat(MAX_NAME + 1), 1)];
        assert_eq!(file(&Ledger { held: long, ..Ledger::default() }).held.len(), 0);
    }

    proptest! {
        #[test]
        fn whatever_a_card_calls_its_parts_is_read_back(
            total in 0..=i64::MAX as u64,
            today: u16,
            parts in proptest::collection::vec(("\\PC{0,20}", any::<u8>(), any::<u32>(), any::<u128>()), 0..5),
        ) {
            let held = parts.into_iter().map(|(name, kind, len, mark)| Held { name, kind, len, mark });
            let ledger = Ledger { total, day: None, today, held: held.collect(), begun: Vec::new() };
            let text = toml::to_string(&file(&ledger)).unwrap();
            prop_assert_eq!(parse(&text), Some(ledger));
        }

        #[test]
        fn no_text_makes_reading_panic(text in "\\PC{0,200}") {
            let _ = parse(&text);
        }
    }
}
