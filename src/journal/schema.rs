//! The tables, and how an older file becomes a newer one.

use rusqlite::{Connection, Result};

/// The tables of version 1. Times are RFC 3339 in UTC, digests and keys are bytes.
const FIRST: &str = "
CREATE TABLE log (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reason TEXT NOT NULL,
    previous BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT;
CREATE INDEX log_subject ON log (subject, id);
CREATE INDEX log_action ON log (action, id);
CREATE TRIGGER log_is_not_changed BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is not changed'); END;
CREATE TRIGGER log_is_not_shortened BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is not shortened'); END;

CREATE TABLE person (
    login TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    password TEXT,
    factor TEXT,
    factor_wanted TEXT,
    factor_step INTEGER NOT NULL DEFAULT 0,
    grants TEXT NOT NULL,
    made_at TEXT NOT NULL,
    removed_at TEXT
) STRICT;
CREATE TABLE ticket (
    key BLOB PRIMARY KEY,
    login TEXT,
    expires_at TEXT NOT NULL
) STRICT;
CREATE TABLE session (
    key BLOB PRIMARY KEY,
    id INTEGER NOT NULL UNIQUE,
    login TEXT NOT NULL REFERENCES person (login),
    made_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    origin TEXT NOT NULL,
    agent TEXT NOT NULL
) STRICT;
CREATE TABLE token (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    login TEXT NOT NULL REFERENCES person (login),
    name TEXT NOT NULL,
    grants TEXT NOT NULL,
    made_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    playlist TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT,
    at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    approved_by TEXT,
    reason TEXT NOT NULL,
    on_disk INTEGER NOT NULL,
    UNIQUE (playlist, number)
) STRICT;
CREATE TABLE seal (
    playlist TEXT NOT NULL,
    board TEXT NOT NULL,
    dots BLOB NOT NULL,
    terms BLOB NOT NULL,
    facts TEXT NOT NULL,
    version INTEGER NOT NULL REFERENCES version (id),
    PRIMARY KEY (playlist, board, dots, terms)
) STRICT;
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    playlist TEXT NOT NULL,
    base INTEGER REFERENCES version (id),
    stage TEXT NOT NULL,
    revision INTEGER NOT NULL,
    place INTEGER NOT NULL,
    next_uid INTEGER NOT NULL,
    authors TEXT NOT NULL,
    made_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    submitted_by TEXT,
    submitted_at TEXT,
    decided_by TEXT,
    decided_at TEXT,
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX draft_open ON draft (playlist) WHERE stage IN ('draft', 'submitted', 'rejected');
CREATE TABLE page (
    draft INTEGER NOT NULL REFERENCES draft (id),
    place INTEGER NOT NULL,
    text TEXT NOT NULL,
    uids TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    action TEXT NOT NULL,
    PRIMARY KEY (draft, place)
) STRICT;
CREATE TABLE seen (
    draft INTEGER NOT NULL REFERENCES draft (id),
    login TEXT NOT NULL,
    dots BLOB NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (draft, login, dots)
) STRICT;
CREATE TABLE disk (
    playlist TEXT PRIMARY KEY,
    text TEXT,
    at TEXT NOT NULL
) STRICT;
";

/// The version of the tables that this program knows.
const VERSION: i64 = 1;

/// Makes the tables, or brings them up to date. A file of a newer program is left alone.
///
/// # Errors
/// What SQLite says; [`rusqlite::Error::InvalidQuery`] for a file of a newer program.
pub(super) fn prepare(connection: &mut Connection) -> Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // An answer is given only for what survives a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > VERSION {
        return Err(rusqlite::Error::InvalidQuery);
    }
    if version < 1 {
        let transaction = connection.transaction()?;
        transaction.execute_batch(FIRST)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
    }
    Ok(())
}
