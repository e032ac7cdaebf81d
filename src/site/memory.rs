//! What the daemon remembers over a restart: small texts in a folder of its own (`state`).
//!
//! Each is written whole or not at all, so that a power cut leaves the old text or the new one. Waits for the disk: not to
//! be called where a board would have to wait too.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The most that is read of one text.
const MOST: u64 = 1 << 20;

/// The folder; it need not exist.
#[derive(Clone, Debug)]
pub struct Memory {
    folder: PathBuf,
}

impl Memory {
    /// The memory in a folder, which is made when something is first written.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Where a text is kept.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// A text; `None` if there is none that can be read.
    #[must_use]
    pub fn read(&self, name: &str) -> Option<String> {
        let mut text = String::new();
        File::open(self.path(name)).ok()?.take(MOST).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Replaces a text.
    ///
    /// # Errors
    /// The disk is full, broken or may not be written; the text is what it was.
    pub fn write(&self, name: &str, text: &str) -> io::Result<()> {
        if !self.folder.is_dir() {
            DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        }
        self.put(name, text, 0o600)
    }

    /// Replaces a text that others may read too: one that is there stays readable for whoever could read it.
    ///
    /// # Errors
    /// As [`Memory::write`].
    pub fn replace(&self, name: &str, text: &str) -> io::Result<()> {
        let known = std::fs::metadata(self.path(name)).map(|about| about.permissions().mode() & 0o777);
        self.put(name, text, known.unwrap_or(0o644))
    }

    /// Takes a text away; none there is as good.
    ///
    /// # Errors
    /// The disk is broken or may not be written.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match std::fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => File::open(&self.folder)?.sync_all(),
        }
    }

    fn put(&self, name: &str, text: &str, mode: u32) -> io::Result<()> {
        let part = self.path(&format!(".{name}.part"));
        if let Err(error) = write_through(&part, text, mode) {
            // Half a text is of no use to anybody, and a full disk can do without it.
            let _ = std::fs::remove_file(&part);
            return Err(error);
        }
        std::fs::rename(&part, self.path(name))?;
        // The new name is on the disk only when the folder is.
        File::open(&self.folder)?.sync_all()
    }
}

fn write_through(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_replaced_and_for_nobody_elses_eyes() {
        let home = tempfile::tempdir().unwrap();
        let memory = Memory::new(home.path().join("state"));
        assert_eq!(memory.read("clock"), None);
        for text in ["một", "hai"] {
            memory.write("clock", text).unwrap();
            assert_eq!(memory.read("clock").as_deref(), Some(text));
        }
        let mode = |path: PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(home.path().join("state")), mode(memory.path("clock"))), (0o700, 0o600));
        assert_eq!(std::fs::read_dir(home.path().join("state")).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_cannot_be_is_an_error_and_what_is_no_text_is_none() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("file"), [0xFF, 0xFE]).unwrap();
        assert!(Memory::new(home.path().join("file")).write("clock", "").is_err());
        assert_eq!(Memory::new(home.path().to_owned()).read("file"), None);
    }
}
