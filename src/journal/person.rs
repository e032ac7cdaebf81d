//! People, and the links with which they choose a password.

use super::{Change, Look};
use crate::editorial::{Grant, Role};
use rusqlite::{OptionalExtension as _, Result, Row, params};

/// Somebody who may sign in, or once could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name they sign in with; never given twice.
    pub login: String,
    /// What people call them.
    pub name: String,
    /// The digest of their password in PHC form; `None` until they chose one.
    pub password: Option<String>,
    /// The secret of their second factor, base 32.
    pub factor: Option<String>,
    /// A secret that no code was given for yet.
    pub factor_wanted: Option<String>,
    /// The last time step of which a code was used: none is taken twice.
    pub factor_step: i64,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// Since when they are known, RFC 3339.
    pub made_at: String,
    /// When they left.
    pub removed_at: Option<String>,
}

/// A link with which somebody chooses a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// SHA-256 of what stands in the link.
    pub key: Vec<u8>,
    /// Whose password; `None` for the first administrator, who is not known yet.
    pub login: Option<String>,
    /// Until when it can be used, RFC 3339 in UTC.
    pub expires_at: String,
}

fn person(row: &Row<'_>) -> Result<Person> {
    let grants: String = row.get("grants")?;
    Ok(Person {
        login: row.get("login")?,
        name: row.get("name")?,
        password: row.get("password")?,
        factor: row.get("factor")?,
        factor_wanted: row.get("factor_wanted")?,
        factor_step: row.get("factor_step")?,
        // What cannot be read is no right.
        grants: serde_json::from_str(&grants).unwrap_or_default(),
        made_at: row.get("made_at")?,
        removed_at: row.get("removed_at")?,
    })
}

impl Look<'_> {
    /// Somebody, also if they have left.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn person(&self, login: &str) -> Result<Option<Person>> {
        self.0.query_row("SELECT * FROM person WHERE login = ?1", [login], person).optional()
    }

    /// Everybody, those who have left last.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn people(&self) -> Result<Vec<Person>> {
        let mut rows =
            self.0.prepare_cached("SELECT * FROM person ORDER BY removed_at IS NOT NULL, login")?;
        rows.query_map([], person)?.collect()
    }

    /// Whether somebody may administer everything, from anywhere, and has a password to do it with.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_administrator(&self) -> Result<bool> {
        let all = Grant::all(Role::Administer);
        let may = |person: &Person| person.password.is_some() && person.grants.contains(&all);
        Ok(self.people()?.iter().any(|person| person.removed_at.is_none() && may(person)))
    }

    /// A link, by the digest of what stands in it.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn ticket(&self, key: &[u8]) -> Result<Option<Ticket>> {
        let read = |row: &Row<'_>| {
            Ok(Ticket { key: row.get("key")?, login: row.get("login")?, expires_at: row.get("expires_at")? })
        };
        self.0.query_row("SELECT * FROM ticket WHERE key = ?1", [key], read).optional()
    }
}

impl Change<'_> {
    /// Keeps somebody, new or changed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_person(&self, person: &Person) -> Result<()> {
        let grants = serde_json::to_string(&person.grants).unwrap_or_default();
        self.on().execute(
            "INSERT INTO person VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (login) DO UPDATE SET
             name = ?2, password = ?3, factor = ?4, factor_wanted = ?5, factor_step = ?6, grants = ?7, removed_at = ?9",
            params![
                person.login,
                person.name,
                person.password,
                person.factor,
                person.factor_wanted,
                person.factor_step,
                grants,
                person.made_at,
                person.removed_at,
            ],
        )?;
        Ok(())
    }

    /// Keeps a link in place of those that the person had before.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn keep_ticket(&self, ticket: &Ticket) -> Result<()> {
        self.on().execute("DELETE FROM ticket WHERE login IS ?1", [&ticket.login])?;
        self.on().execute(
            "INSERT INTO ticket VALUES (?1, ?2, ?3)",
            params![ticket.key, ticket.login, ticket.expires_at],
        )?;
        Ok(())
    }

    /// Ends all links of a person, or of the first administrator.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn end_tickets(&self, login: Option<&str>) -> Result<()> {
        self.on().execute("DELETE FROM ticket WHERE login IS ?1", [login])?;
        Ok(())
    }
}
