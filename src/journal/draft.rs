//! Drafts, each with the pages of its history: what undo goes back to.

use super::{Change, Look};
use crate::editorial::Stage;
use crate::frame::Digest;
use rusqlite::{OptionalExtension as _, Result, Row, params};

/// What is being made of a playlist. There is one open draft of a playlist at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its key.
    pub id: i64,
    /// The playlist.
    pub playlist: String,
    /// The key of the version it began with; `None` for a new playlist.
    pub base: Option<i64>,
    /// Where it stands.
    pub stage: Stage,
    /// Counted up at every change, undo too: what a form shows is of one revision.
    pub revision: i64,
    /// The page that is open.
    pub place: i64,
    /// The number of the next new item.
    pub next_uid: i64,
    /// Who wrote anything of it.
    pub authors: Vec<String>,
    /// When it was begun, RFC 3339 in UTC.
    pub made_at: String,
    /// When it was changed.
    pub changed_at: String,
    /// By whom.
    pub changed_by: String,
    /// Who submitted it.
    pub submitted_by: Option<String>,
    /// When.
    pub submitted_at: Option<String>,
    /// Who approved it or sent it back.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<String>,
    /// What was said with the last step.
    pub note: String,
}

/// A draft as it was after one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its place in the history, from 0.
    pub place: i64,
    /// The whole text.
    pub text: String,
    /// The numbers of its items, in order; they stay with the items.
    pub uids: Vec<i64>,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// By whom.
    pub by: String,
    /// By which action.
    pub action: String,
}

fn draft(row: &Row<'_>) -> Result<Draft> {
    let (stage, authors): (String, String) = (row.get("stage")?, row.get("authors")?);
    Ok(Draft {
        id: row.get("id")?,
        playlist: row.get("playlist")?,
        base: row.get("base")?,
        // An unknown word is of a newer program; nothing is done with such a draft.
        stage: Stage::parse(&stage).unwrap_or(Stage::Discarded),
        revision: row.get("revision")?,
        place: row.get("place")?,
        next_uid: row.get("next_uid")?,
        authors: serde_json::from_str(&authors).unwrap_or_default(),
        made_at: row.get("made_at")?,
        changed_at: row.get("changed_at")?,
        changed_by: row.get("changed_by")?,
        submitted_by: row.get("submitted_by")?,
        submitted_at: row.get("submitted_at")?,
        decided_by: row.get("decided_by")?,
        decided_at: row.get("decided_at")?,
        note: row.get("note")?,
    })
}

fn page(row: &Row<'_>) -> Result<Page> {
    let uids: String = row.get("uids")?;
    Ok(Page {
        place: row.get("place")?,
        text: row.get("text")?,
        uids: serde_json::from_str(&uids).unwrap_or_default(),
        at: row.get("at")?,
        by: row.get("by")?,
        action: row.get("action")?,
    })
}

impl Look<'_> {
    /// The open draft of a playlist.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn draft(&self, playlist: &str) -> Result<Option<Draft>> {
        let sql = "SELECT * FROM draft WHERE playlist = ?1 AND stage IN ('draft', 'submitted', 'rejected')";
        self.0.prepare_cached(sql)?.query_row([playlist], draft).optional()
    }

    /// All open drafts, the one changed last first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        let sql =
            "SELECT * FROM draft WHERE stage IN ('draft', 'submitted', 'rejected') ORDER BY changed_at DESC";
        self.0.prepare_cached(sql)?.query_map([], draft)?.collect()
    }

    /// All drafts of a playlist that are no longer open, newest first; at most 100.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn closed_drafts(&self, playlist: &str) -> Result<Vec<Draft>> {
        let sql = "SELECT * FROM draft WHERE playlist = ?1 AND stage IN ('approved', 'discarded')
                   ORDER BY id DESC LIMIT 100";
        self.0.prepare_cached(sql)?.query_map([playlist], draft)?.collect()
    }

    /// One page of a draft.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn page(&self, draft: &Draft, place: i64) -> Result<Option<Page>> {
        let sql = "SELECT * FROM page WHERE draft = ?1 AND place = ?2";
        self.0.prepare_cached(sql)?.query_row(params![draft.id, place], page).optional()
    }

    /// The place of the last page of a draft.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn last_place(&self, draft: &Draft) -> Result<i64> {
        let sql = "SELECT coalesce(max(place), 0) FROM page WHERE draft = ?1";
        self.0.prepare_cached(sql)?.query_row([draft.id], |row| row.get(0))
    }

    /// The dots of a draft that somebody looked at to the end.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn seen(&self, draft: &Draft, login: &str) -> Result<Vec<Digest>> {
        let sql = "SELECT dots FROM seen WHERE draft = ?1 AND login = ?2";
        let mut rows = self.0.prepare_cached(sql)?;
        rows.query_map(params![draft.id, login], |row| Ok(Digest::from(row.get::<_, [u8; 32]>(0)?)))?
            .collect()
    }
}

impl Change<'_> {
    /// Begins a draft with its first page. Its key is given here, whatever it says.
    ///
    /// # Errors
    /// What SQLite says; also if the playlist has an open draft.
    pub fn begin_draft(&self, draft: &Draft, page: &Page) -> Result<Draft> {
        let authors = serde_json::to_string(&draft.authors).unwrap_or_default();
        self.on().execute(
            "INSERT INTO draft (playlist, base, stage, revision, place, next_uid, authors, made_at, changed_at, changed_by)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                draft.playlist,
                draft.base,
                draft.stage.word(),
                draft.revision,
                draft.place,
                draft.next_uid,
                authors,
                draft.made_at,
                draft.changed_at,
                draft.changed_by,
            ],
        )?;
        let draft = Draft { id: self.on().last_insert_rowid(), ..draft.clone() };
        self.keep_page(&draft, page)?;
        Ok(draft)
    }

    /// Keeps where a draft stands.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_draft(&self, draft: &Draft) -> Result<()> {
        let authors = serde_json::to_string(&draft.authors).unwrap_or_default();
        self.on().execute(
            "UPDATE draft SET base = ?2, stage = ?3, revision = ?4, place = ?5, next_uid = ?6, authors = ?7,
             changed_at = ?8, changed_by = ?9, submitted_by = ?10, submitted_at = ?11, decided_by = ?12,
             decided_at = ?13, note = ?14 WHERE id = ?1",
            params![
                draft.id,
                draft.base,
                draft.stage.word(),
                draft.revision,
                draft.place,
                draft.next_uid,
                authors,
                draft.changed_at,
                draft.changed_by,
                draft.submitted_by,
                draft.submitted_at,
                draft.decided_by,
                draft.decided_at,
                draft.note,
            ],
        )?;
        Ok(())
    }

    /// Keeps a page in its place; pages after it are what was undone, and go.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_page(&self, draft: &Draft, page: &Page) -> Result<()> {
        self.on()
            .execute("DELETE FROM page WHERE draft = ?1 AND place >= ?2", params![draft.id, page.place])?;
        let uids = serde_json::to_string(&page.uids).unwrap_or_default();
        let Page { place, text, at, by, action, .. } = page;
        self.on().execute(
            "INSERT INTO page VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![draft.id, place, text, uids, at, by, action],
        )?;
        Ok(())
    }

    /// Forgets the oldest pages of a draft, so that no more than `most` are kept.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn trim_pages(&self, draft: &Draft, most: i64) -> Result<()> {
        self.on().execute(
            "DELETE FROM page WHERE draft = ?1 AND place <= ?2",
            params![draft.id, draft.place - most],
        )?;
        Ok(())
    }

    /// Notes that somebody looked at dots to the end.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn note_seen(&self, draft: &Draft, login: &str, dots: Digest, at: &str) -> Result<()> {
        self.on().execute(
            "INSERT OR IGNORE INTO seen VALUES (?1, ?2, ?3, ?4)",
            params![draft.id, login, dots.as_bytes(), at],
        )?;
        Ok(())
    }
}
