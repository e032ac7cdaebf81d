//! Memory: people, sessions, drafts, published versions, approvals, and the log of every change, in one SQLite file.
//!
//! Stores and finds; decides nothing. Only `office` opens it for writing, on a thread of its own, and writes a row of the
//! log in the transaction of every change; everybody else reads through a [`Reader`], which never waits for a writer.

mod draft;
mod log;
mod person;
mod schema;
mod session;
mod version;

pub use draft::{Draft, Page};
pub use log::{Break, Entry, Note, Verdict, Wanted, verify};
pub use person::{Person, Ticket};
pub use session::{Session, Token};
pub use version::{Facts, Sealed, Version};

use rusqlite::{Connection, OpenFlags, Result, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The name of the file in the state folder.
pub const FILE: &str = "journal.db";
/// How long a locked file is waited for: a backup of it may be made just now.
const PATIENCE: Duration = Duration::from_secs(2);
/// Connections kept for the next reader.
const IDLE: usize = 4;

/// The file, open for writing.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
}

impl Journal {
    /// Opens the file, which is made if there is none; it is readable for its owner alone.
    ///
    /// # Errors
    /// What SQLite says: no folder, no right, no room, not such a file.
    pub fn open(path: &Path) -> Result<Self> {
        let mut connection = Connection::open(path)?;
        lock(path);
        connection.busy_timeout(PATIENCE)?;
        schema::prepare(&mut connection)?;
        Ok(Self { connection })
    }

    /// A journal that ends with the program, for tests.
    ///
    /// # Errors
    /// As [`Journal::open`].
    pub fn in_memory() -> Result<Self> {
        let mut connection = Connection::open_in_memory()?;
        schema::prepare(&mut connection)?;
        Ok(Self { connection })
    }

    /// Does something wholly or not at all.
    ///
    /// # Errors
    /// What `work` says, and what SQLite says; nothing is changed then.
    pub fn transact<T, E: From<rusqlite::Error>>(
        &mut self,
        work: impl FnOnce(&Change<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let change = Change { transaction };
        let done = work(&change)?;
        change.transaction.commit()?;
        Ok(done)
    }

    /// What it holds.
    #[must_use]
    pub fn look(&self) -> Look<'_> {
        Look(&self.connection)
    }
}

/// A change that is under way.
#[derive(Debug)]
pub struct Change<'c> {
    transaction: Transaction<'c>,
}

impl Change<'_> {
    /// What is there, with what was changed so far.
    #[must_use]
    pub fn look(&self) -> Look<'_> {
        Look(&self.transaction)
    }

    /// Writes a row of the log; its number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn log(&self, note: &Note) -> Result<i64> {
        log::write(&self.transaction, note)
    }

    fn on(&self) -> &Connection {
        &self.transaction
    }
}

/// A look at what is kept.
#[derive(Clone, Copy, Debug)]
pub struct Look<'c>(&'c Connection);

impl Look<'_> {
    /// Rows of the log, newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn log(&self, wanted: &Wanted) -> Result<Vec<Entry>> {
        log::read(self.0, wanted)
    }

    /// The number of the row of the log with this digest.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn row_of(&self, digest: &[u8]) -> Result<Option<i64>> {
        log::holds(self.0, digest)
    }

    /// Whether the log is whole.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn verify(&self) -> Result<Verdict> {
        log::verify(self.0)
    }
}

/// A way to look from any thread, beside whoever writes.
#[derive(Clone, Debug)]
pub struct Reader {
    path: PathBuf,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Reader {
    /// A reader of a file that may not be there yet.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        Self { path: path.to_owned(), idle: Arc::default() }
    }

    /// Looks where nothing can be written, as on a full disk. Refuses a file beside which changes wait that are not in it yet:
    /// what was taken back by them is not to come back.
    ///
    /// # Errors
    /// As [`Reader::look`].
    pub fn look_frozen<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(Look<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let mut waiting = self.path.as_os_str().to_owned();
        waiting.push("-wal");
        if std::fs::metadata(&waiting).is_ok_and(|about| about.len() > 0) {
            return Err(rusqlite::Error::InvalidQuery.into());
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let path =
            self.path.display().to_string().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let connection = Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?;
        work(Look(&connection))
    }

    /// Looks. Waits for the disk.
    ///
    /// # Errors
    /// What `work` says, and what SQLite says of a file that is not there or cannot be read.
    pub fn look<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(Look<'_>) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = idle().pop();
        let connection = match kept {
            Some(connection) => connection,
            None => {
                let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
                let connection = Connection::open_with_flags(&self.path, flags)?;
                connection.busy_timeout(PATIENCE)?;
                connection
            }
        };
        let found = work(Look(&connection));
        let mut idle = idle();
        if idle.len() < IDLE {
            idle.push(connection);
        }
        found
    }
}

/// Takes the file from everybody but its owner. Where that cannot be, the folder is all that guards it.
fn lock(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for ending in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        let _ = std::fs::set_permissions(PathBuf::from(name), std::fs::Permissions::from_mode(0o600));
    }
}
