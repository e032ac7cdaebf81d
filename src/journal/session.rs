//! Sessions of people and tokens of programs. Of the secrets that browsers and programs show only digests are kept.

use super::{Change, Look};
use crate::editorial::Grant;
use rusqlite::{OptionalExtension as _, Result, Row, params};

/// A browser in which somebody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie.
    pub key: Vec<u8>,
    /// A number for lists; it opens nothing.
    pub id: i64,
    /// Who.
    pub login: String,
    /// Since when, RFC 3339 in UTC.
    pub made_at: String,
    /// When something last came from it.
    pub seen_at: String,
    /// From which address it was opened.
    pub origin: String,
    /// What the browser calls itself, shortened.
    pub agent: String,
}

/// What lets a program act in somebody's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub id: i64,
    /// SHA-256 of the token.
    pub key: Vec<u8>,
    /// In whose name.
    pub login: String,
    /// What for.
    pub name: String,
    /// What it may do, at most; never more than the person.
    pub grants: Vec<Grant>,
    /// Since when, RFC 3339 in UTC.
    pub made_at: String,
    /// Until when.
    pub expires_at: String,
    /// When it was taken back.
    pub revoked_at: Option<String>,
}

fn session(row: &Row<'_>) -> Result<Session> {
    Ok(Session {
        key: row.get("key")?,
        id: row.get("id")?,
        login: row.get("login")?,
        made_at: row.get("made_at")?,
        seen_at: row.get("seen_at")?,
        origin: row.get("origin")?,
        agent: row.get("agent")?,
    })
}

fn token(row: &Row<'_>) -> Result<Token> {
    let grants: String = row.get("grants")?;
    Ok(Token {
        id: row.get("id")?,
        key: row.get("key")?,
        login: row.get("login")?,
        name: row.get("name")?,
        grants: serde_json::from_str(&grants).unwrap_or_default(),
        made_at: row.get("made_at")?,
        expires_at: row.get("expires_at")?,
        revoked_at: row.get("revoked_at")?,
    })
}

impl Look<'_> {
    /// A session, by the digest of its cookie.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn session(&self, key: &[u8]) -> Result<Option<Session>> {
        let mut rows = self.0.prepare_cached("SELECT * FROM session WHERE key = ?1")?;
        rows.query_row([key], session).optional()
    }

    /// The sessions of a person, newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn sessions(&self, login: &str) -> Result<Vec<Session>> {
        let mut rows =
            self.0.prepare_cached("SELECT * FROM session WHERE login = ?1 ORDER BY made_at DESC")?;
        rows.query_map([login], session)?.collect()
    }

    /// A token, by its digest.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn token(&self, key: &[u8]) -> Result<Option<Token>> {
        let mut rows = self.0.prepare_cached("SELECT * FROM token WHERE key = ?1")?;
        rows.query_row([key], token).optional()
    }

    /// The tokens of a person, or all of them; newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn tokens(&self, login: Option<&str>) -> Result<Vec<Token>> {
        let mut rows =
            self.0.prepare_cached("SELECT * FROM token WHERE ?1 IS NULL OR login = ?1 ORDER BY id DESC")?;
        rows.query_map([login], token)?.collect()
    }
}

impl Change<'_> {
    /// Keeps a session. Its number is given here, whatever it says.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open_session(&self, session: &Session) -> Result<i64> {
        // Each session has its row in the log: counted by those, no number is given twice, so that nobody who ends a session
        // of a list seen earlier ends another one.
        let next = "SELECT max((SELECT coalesce(max(id), 0) FROM session), (SELECT coalesce(max(id), 0) FROM log)) + 1";
        let id: i64 = self.on().query_row(next, [], |row| row.get(0))?;
        let Session { key, login, made_at, seen_at, origin, agent, .. } = session;
        self.on().execute(
            "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![key, id, login, made_at, seen_at, origin, agent],
        )?;
        Ok(id)
    }

    /// Notes that something came from a session.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn touch_session(&self, key: &[u8], at: &str) -> Result<()> {
        self.on().execute("UPDATE session SET seen_at = ?2 WHERE key = ?1", params![key, at])?;
        Ok(())
    }

    /// Ends one session of a person, or all but one; how many there were.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_sessions(&self, login: &str, one: Option<i64>, but: Option<&[u8]>) -> Result<usize> {
        self.on().execute(
            "DELETE FROM session WHERE login = ?1 AND (?2 IS NULL OR id = ?2) AND (?3 IS NULL OR key <> ?3)",
            params![login, one, but],
        )
    }

    /// Forgets sessions from which nothing came since, or that are older than may be.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn forget_sessions(&self, seen_before: &str, made_before: &str) -> Result<usize> {
        self.on().execute(
            "DELETE FROM session WHERE seen_at < ?1 OR made_at < ?2",
            params![seen_before, made_before],
        )
    }

    /// Keeps a token. Its number is given here, whatever it says.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_token(&self, token: &Token) -> Result<i64> {
        let grants = serde_json::to_string(&token.grants).unwrap_or_default();
        let Token { key, login, name, made_at, expires_at, .. } = token;
        self.on().execute(
            "INSERT INTO token (key, login, name, grants, made_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![key, login, name, grants, made_at, expires_at],
        )?;
        Ok(self.on().last_insert_rowid())
    }

    /// Takes back one token of a person, or all of them; how many there were.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn revoke_tokens(&self, login: &str, id: Option<i64>, at: &str) -> Result<usize> {
        self.on().execute(
            "UPDATE token SET revoked_at = ?3 WHERE login = ?1 AND (?2 IS NULL OR id = ?2) AND revoked_at IS NULL",
            params![login, id, at],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Journal, Note, Person};

    fn session(key: u8) -> Session {
        let text = String::new;
        let (login, made_at, seen_at) = ("lan".to_owned(), text(), text());
        Session { key: vec![key], id: 0, login, made_at, seen_at, origin: text(), agent: text() }
    }

    #[test]
    fn the_number_of_a_session_that_ended_is_not_given_again() {
        let mut journal = Journal::in_memory().unwrap();
        let lan = Person {
            login: "lan".to_owned(),
            name: "Lan".to_owned(),
            password: None,
            factor: None,
            factor_wanted: None,
            factor_step: 0,
            grants: Vec::new(),
            made_at: String::new(),
            removed_at: None,
        };
        journal.transact(|change| change.keep_person(&lan)).unwrap();
        let mut open = |key| {
            let opened = journal.transact(|change| {
                change.end_sessions("lan", None, None)?;
                let id = change.open_session(&session(key))?;
                change.log(&Note::default())?;
                Ok::<_, rusqlite::Error>(id)
            });
            opened.unwrap()
        };
        let ids = [open(1), open(2), open(3)];
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }
}
