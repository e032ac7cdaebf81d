//! Published versions of playlists, and the approvals that hold.

use super::{Change, Look};
use crate::editorial::Seal;
use crate::frame::Digest;
use rusqlite::{OptionalExtension as _, Result, Row, params};
use serde::{Deserialize, Serialize};

/// One published version of a playlist. None is ever changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its key.
    pub id: i64,
    /// The playlist.
    pub playlist: String,
    /// Its number among the versions of the playlist, from 1.
    pub number: i64,
    /// The whole file; `None` where the playlist was withdrawn.
    pub text: Option<String>,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who wrote it.
    pub written_by: String,
    /// Who approved it, where that was asked for.
    pub approved_by: Option<String>,
    /// Why.
    pub reason: String,
    /// Whether the file holds it. A crash may come between.
    pub on_disk: bool,
}

/// What was approved of an item on a board, and what was known of it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The playlist.
    pub playlist: String,
    /// The board.
    pub board: String,
    /// What it is bound to.
    pub seal: Seal,
    /// What it looked like, for saying why it no longer holds.
    pub facts: Facts,
}

/// What was known of an item on a board when it was approved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// The words.
    pub text: String,
    /// The font they were set in.
    pub font: String,
    /// The digest of that font, in hex.
    pub font_digest: String,
    /// The face, `192x64`.
    pub face: String,
    /// The colour of the words and the lamps of the board.
    pub colour: String,
    /// The program that drew it.
    pub program: String,
}

fn version(row: &Row<'_>) -> Result<Version> {
    Ok(Version {
        id: row.get("id")?,
        playlist: row.get("playlist")?,
        number: row.get("number")?,
        text: row.get("text")?,
        at: row.get("at")?,
        written_by: row.get("written_by")?,
        approved_by: row.get("approved_by")?,
        reason: row.get("reason")?,
        on_disk: row.get("on_disk")?,
    })
}

fn digest(row: &Row<'_>, column: &str) -> Result<Digest> {
    Ok(Digest::from(row.get::<_, [u8; 32]>(column)?))
}

impl Look<'_> {
    /// The newest version of a playlist.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn newest(&self, playlist: &str) -> Result<Option<Version>> {
        let sql = "SELECT * FROM version WHERE playlist = ?1 ORDER BY number DESC LIMIT 1";
        self.0.prepare_cached(sql)?.query_row([playlist], version).optional()
    }

    /// The newest version of every playlist, those that were withdrawn too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn published(&self) -> Result<Vec<Version>> {
        let sql = "SELECT * FROM version v WHERE number =
                   (SELECT max(number) FROM version o WHERE o.playlist = v.playlist) ORDER BY playlist";
        self.0.prepare_cached(sql)?.query_map([], version)?.collect()
    }

    /// The versions of a playlist, newest first; at most 500.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn versions(&self, playlist: &str) -> Result<Vec<Version>> {
        let sql = "SELECT * FROM version WHERE playlist = ?1 ORDER BY number DESC LIMIT 500";
        self.0.prepare_cached(sql)?.query_map([playlist], version)?.collect()
    }

    /// One version of a playlist, by its number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn version(&self, playlist: &str, number: i64) -> Result<Option<Version>> {
        let sql = "SELECT * FROM version WHERE playlist = ?1 AND number = ?2";
        self.0.prepare_cached(sql)?.query_row(params![playlist, number], version).optional()
    }

    /// The approvals that hold, of a playlist or of all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn seals(&self, playlist: Option<&str>) -> Result<Vec<Sealed>> {
        let sql = "SELECT * FROM seal WHERE ?1 IS NULL OR playlist = ?1";
        let read = |row: &Row<'_>| {
            let facts: String = row.get("facts")?;
            Ok(Sealed {
                playlist: row.get("playlist")?,
                board: row.get("board")?,
                seal: Seal { dots: digest(row, "dots")?, terms: digest(row, "terms")? },
                facts: serde_json::from_str(&facts).unwrap_or_default(),
            })
        };
        self.0.prepare_cached(sql)?.query_map([playlist], read)?.collect()
    }

    /// What somebody wrote into files, by playlist; no text where a file was removed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn on_disk(&self) -> Result<Vec<(String, Option<String>, String)>> {
        let mut rows = self.0.prepare_cached("SELECT playlist, text, at FROM disk ORDER BY playlist")?;
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
    }
}

impl Change<'_> {
    /// Adds a version. Its key and number are given here, whatever it says; its key.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn publish(&self, version: &Version) -> Result<i64> {
        let Version { playlist, text, at, written_by, approved_by, reason, on_disk, .. } = version;
        self.on().execute(
            "INSERT INTO version (playlist, number, text, at, written_by, approved_by, reason, on_disk) VALUES
             (?1, (SELECT coalesce(max(number), 0) + 1 FROM version WHERE playlist = ?1), ?2, ?3, ?4, ?5, ?6, ?7)",
            params![playlist, text, at, written_by, approved_by, reason, on_disk],
        )?;
        Ok(self.on().last_insert_rowid())
    }

    /// Notes that a file holds its newest version.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn written(&self, playlist: &str) -> Result<()> {
        self.on().execute("UPDATE version SET on_disk = 1 WHERE playlist = ?1", [playlist])?;
        Ok(())
    }

    /// Notes that the file of a playlist is to be written again.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn unwritten(&self, playlist: &str) -> Result<()> {
        let sql = "UPDATE version SET on_disk = 0 WHERE playlist = ?1 AND number =
                   (SELECT max(number) FROM version WHERE playlist = ?1)";
        self.on().execute(sql, [playlist])?;
        Ok(())
    }

    /// The approvals of a playlist from now on, in place of all before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn seal(&self, playlist: &str, version: i64, seals: &[Sealed]) -> Result<()> {
        self.on().execute("DELETE FROM seal WHERE playlist = ?1", [playlist])?;
        let sql = "INSERT OR REPLACE INTO seal VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = self.on().prepare_cached(sql)?;
        for Sealed { board, seal, facts, .. } in seals {
            let facts = serde_json::to_string(facts).unwrap_or_default();
            let (dots, terms) = (seal.dots.as_bytes(), seal.terms.as_bytes());
            insert.execute(params![playlist, board, dots, terms, facts, version])?;
        }
        Ok(())
    }

    /// Notes what somebody wrote into a file.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn note_disk(&self, playlist: &str, text: Option<&str>, at: &str) -> Result<()> {
        self.on().execute("INSERT OR REPLACE INTO disk VALUES (?1, ?2, ?3)", params![playlist, text, at])?;
        Ok(())
    }

    /// Forgets it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_disk(&self, playlist: &str) -> Result<bool> {
        Ok(self.on().execute("DELETE FROM disk WHERE playlist = ?1", [playlist])? > 0)
    }
}
