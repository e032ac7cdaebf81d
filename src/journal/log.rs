//! The log: one row for each change, each bound to the one before it by a digest, so that none can be altered, left out or
//! put in without the chain breaking there.
//!
//! digest = SHA-256(digest of the row before, 32 bytes (zeros before the first) ‖ JSON array
//! `[id, at, who, origin, action, subject, before, after, reason]` in UTF-8 without spaces).

use rusqlite::{Connection, OptionalExtension as _, Result, Row, params};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// What is written of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// From which address; empty for this machine.
    pub origin: String,
    /// What: a word of [`crate::editorial::Action`].
    pub action: String,
    /// With what: a playlist, a person, boards.
    pub subject: String,
    /// How it was, as JSON; empty if there was nothing.
    pub before: String,
    /// How it is, as JSON; empty if there is nothing.
    pub after: String,
    /// Why.
    pub reason: String,
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number, from 1, without gaps.
    pub id: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// From which address; empty for this machine.
    pub origin: String,
    /// What.
    pub action: String,
    /// With what.
    pub subject: String,
    /// How it was, as JSON.
    pub before: String,
    /// How it is, as JSON.
    pub after: String,
    /// Why.
    pub reason: String,
    /// The digest of this row, in hex.
    pub digest: String,
}

/// What an examination of the whole log found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every row is bound to the one before it: so many rows, and the digest of the last.
    Whole {
        /// How many rows.
        rows: i64,
        /// The digest of the last one, in hex.
        head: String,
    },
    /// The first row that is not what was written, and the number that should stand there.
    Broken {
        /// The number of the row.
        id: i64,
        /// What is wrong with it.
        why: Break,
    },
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// A row is missing before it.
    Gap,
    /// It is not bound to the row before it.
    Unbound,
    /// It is not what its digest was made of.
    Altered,
}

/// The digest of a row bound to the one before it.
fn digest(previous: &[u8], id: i64, note: &Note) -> Vec<u8> {
    let Note { at, who, origin, action, subject, before, after, reason } = note;
    let row = (id, at, who, origin, action, subject, before, after, reason);
    // Numbers and texts can always be written as JSON.
    let row = serde_json::to_vec(&row).unwrap_or_default();
    Sha256::new().chain_update(previous).chain_update(row).finalize().to_vec()
}

/// Adds a row. Nothing else may.
pub(super) fn write(connection: &Connection, note: &Note) -> Result<i64> {
    let last = "SELECT id, digest FROM log ORDER BY id DESC LIMIT 1";
    let last = connection.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (last, previous): (i64, Vec<u8>) = last.unwrap_or((0, vec![0; 32]));
    let id = last + 1;
    let digest = digest(&previous, id, note);
    let Note { at, who, origin, action, subject, before, after, reason } = note;
    connection.execute(
        "INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![id, at, who, origin, action, subject, before, after, reason, previous, digest],
    )?;
    Ok(id)
}

fn note(row: &Row<'_>) -> Result<Note> {
    Ok(Note {
        at: row.get("at")?,
        who: row.get("who")?,
        origin: row.get("origin")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        before: row.get("before")?,
        after: row.get("after")?,
        reason: row.get("reason")?,
    })
}

/// Examines every row from the first on.
///
/// # Errors
/// What SQLite says.
pub fn verify(connection: &Connection) -> Result<Verdict> {
    let mut rows = connection.prepare("SELECT * FROM log ORDER BY id")?;
    let mut rows = rows.query([])?;
    let (mut last, mut head) = (0, vec![0; 32]);
    while let Some(row) = rows.next()? {
        let (id, previous): (i64, Vec<u8>) = (row.get("id")?, row.get("previous")?);
        let kept: Vec<u8> = row.get("digest")?;
        let why = if id != last + 1 {
            Some(Break::Gap)
        } else if previous != head {
            Some(Break::Unbound)
        } else if digest(&previous, id, &note(row)?) != kept {
            Some(Break::Altered)
        } else {
            None
        };
        if let Some(why) = why {
            return Ok(Verdict::Broken { id, why });
        }
        (last, head) = (id, kept);
    }
    Ok(Verdict::Whole { rows: last, head: hex::encode(head) })
}

/// The number of the row with this digest.
pub(super) fn holds(connection: &Connection, digest: &[u8]) -> Result<Option<i64>> {
    connection.query_row("SELECT id FROM log WHERE digest = ?1", [digest], |row| row.get(0)).optional()
}

/// Which rows are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Only before this number.
    pub before: Option<i64>,
    /// Only of this person: the beginning of `who`.
    pub who: Option<String>,
    /// Only with this action, or with actions that begin so (`draft.`).
    pub action: Option<String>,
    /// Only with this subject, or a numbered part of it.
    pub subject: Option<String>,
    /// At most so many, 1 to 500.
    pub most: u16,
}

/// The newest rows that are wanted, newest first.
pub(super) fn read(connection: &Connection, wanted: &Wanted) -> Result<Vec<Entry>> {
    let like = |text: &Option<String>| text.as_ref().map(|text| format!("{}%", escaped(text)));
    let mut rows = connection.prepare_cached(
        "SELECT * FROM log WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR who LIKE ?2 ESCAPE '\\')
         AND (?3 IS NULL OR action LIKE ?3 ESCAPE '\\')
         AND (?4 IS NULL OR subject = ?4 OR subject LIKE ?6 ESCAPE '\\')
         ORDER BY id DESC LIMIT ?5",
    )?;
    let most = wanted.most.clamp(1, 500);
    // What is a part of something else has a number after its name.
    let part = wanted.subject.as_ref().map(|subject| format!("{} #%", escaped(subject)));
    let found = rows.query_map(
        params![wanted.before, like(&wanted.who), like(&wanted.action), wanted.subject, most, part],
        |row| {
            let Note { at, who, origin, action, subject, before, after, reason } = note(row)?;
            let digest: Vec<u8> = row.get("digest")?;
            let (id, digest) = (row.get("id")?, hex::encode(digest));
            Ok(Entry { id, at, who, origin, action, subject, before, after, reason, digest })
        },
    )?;
    found.collect()
}

/// A text in which `%` and `_` mean themselves.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(rows: usize) -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        super::super::schema::prepare(&mut connection).unwrap();
        for row in 0..rows {
            let note = Note { who: format!("p{row}"), action: "draft.item".into(), ..Note::default() };
            write(&connection, &note).unwrap();
        }
        connection
    }

    /// As somebody with the file in hand would: the triggers are no lock.
    fn tamper(connection: &Connection, sql: &str) {
        connection
            .execute_batch("DROP TRIGGER log_is_not_changed; DROP TRIGGER log_is_not_shortened;")
            .unwrap();
        connection.execute_batch(sql).unwrap();
    }

    #[test]
    fn a_log_that_nobody_touched_is_whole() {
        assert_eq!(verify(&log(0)).unwrap(), Verdict::Whole { rows: 0, head: "00".repeat(32) });
        assert!(matches!(verify(&log(7)).unwrap(), Verdict::Whole { rows: 7, .. }));
    }

    #[test]
    fn the_first_row_that_was_touched_is_named() {
        for (sql, id, why) in [
            ("UPDATE log SET who = 'x' WHERE id = 3", 3, Break::Altered),
            ("DELETE FROM log WHERE id = 4", 5, Break::Gap),
            ("DELETE FROM log WHERE id = 1", 2, Break::Gap),
            ("UPDATE log SET previous = zeroblob(32) WHERE id = 5", 5, Break::Unbound),
            ("UPDATE log SET digest = zeroblob(32) WHERE id = 2", 2, Break::Altered),
            ("UPDATE log SET id = 9 WHERE id = 7", 9, Break::Gap),
        ] {
            let connection = log(7);
            tamper(&connection, sql);
            assert_eq!(verify(&connection).unwrap(), Verdict::Broken { id, why }, "{sql}");
        }
    }

    #[test]
    fn the_program_itself_cannot_change_or_shorten_the_log() {
        let connection = log(2);
        assert!(connection.execute("UPDATE log SET who = 'x'", []).is_err());
        assert!(connection.execute("DELETE FROM log", []).is_err());
    }

    #[test]
    fn rows_are_found_by_who_what_and_with_what() {
        let connection = log(3);
        let first = &read(&connection, &Wanted { most: 9, ..Wanted::default() }).unwrap()[2];
        assert_eq!(holds(&connection, &hex::decode(&first.digest).unwrap()).unwrap(), Some(1));
        assert_eq!(holds(&connection, &[7; 32]).unwrap(), None);
        let found = |wanted: Wanted| read(&connection, &wanted).unwrap().len();
        assert_eq!(found(Wanted { most: 500, ..Wanted::default() }), 3);
        assert_eq!(found(Wanted { most: 500, who: Some("p1".into()), ..Wanted::default() }), 1);
        assert_eq!(found(Wanted { most: 500, who: Some("%".into()), ..Wanted::default() }), 0);
        assert_eq!(found(Wanted { most: 500, action: Some("draft.".into()), ..Wanted::default() }), 3);
        assert_eq!(found(Wanted { most: 2, before: Some(3), ..Wanted::default() }), 2);
        for subject in ["tet", "tet #4", "tet2"] {
            write(&connection, &Note { subject: subject.into(), ..Note::default() }).unwrap();
        }
        assert_eq!(found(Wanted { most: 9, subject: Some("tet".into()), ..Wanted::default() }), 2);
    }
}
