//! The file that keeps orders through restarts: replaced whole, and never by what cannot be read back.

use crate::notice::{Orders, read, write};
use crate::report::{Fault, Message, Source};
use jiff::Timestamp;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file read, in bytes.
const MAX_BYTES: u64 = 32 << 20;

/// `orders.toml` in the state folder.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    /// The newest version written: a thread that comes late with an older one is not to undo it.
    written: u64,
}

impl Store {
    /// The store in a state folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join("orders.toml"), written: 0 }
    }

    /// The orders that were stored and can be read, and what is to be said of the others. A broken file is set aside.
    #[must_use]
    pub fn load(&self, now: Timestamp) -> (Orders, Vec<Fault>) {
        let path = self.path.display().to_string();
        let text = match text(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return (Orders::default(), Vec::new()),
            Err(error) => {
                let message = Message::OrdersUnread { path, why: error.to_string() };
                return (Orders::default(), vec![Fault::unplaced(message)]);
            }
        };
        let source = Arc::new(Source { name: path.clone(), text });
        let (orders, mut faults) = read(&source);
        if !faults.is_empty() {
            let aside = self.path.with_file_name(format!("orders.{}.broken", now.as_second()));
            // Copied, not moved: what can be read of it must survive a crash before the next order is written.
            let kept = std::fs::copy(&self.path, &aside).is_ok();
            let aside = if kept { aside.display().to_string() } else { path.clone() };
            let (notices, blackouts) = (orders.notices().len(), orders.blackouts().len());
            faults.insert(0, Fault::unplaced(Message::OrdersBroken { path, aside, notices, blackouts }));
        }
        (orders, faults)
    }

    /// The orders that can be read now, for who only looks: nothing is set aside, and who may not read them has none.
    #[must_use]
    pub fn peek(&self) -> Orders {
        let Ok(text) = text(&self.path) else { return Orders::default() };
        read(&Arc::new(Source { name: self.path.display().to_string(), text })).0
    }

    /// Writes a version of the orders, unless a newer one is written already.
    ///
    /// # Errors
    /// Why a restart would not know them.
    pub fn save(&mut self, orders: &Orders, version: u64) -> Result<(), Message> {
        if version <= self.written {
            return Ok(());
        }
        let path = self.path.display().to_string();
        let cannot = |why: String| Message::OrdersNotSaved { path: path.clone(), why };
        let text = write(orders).ok_or_else(|| cannot("TOML".to_owned()))?;
        let (_, faults) = read(&Arc::new(Source { name: path.clone(), text: text.clone() }));
        if let Some(fault) = faults.first() {
            return Err(cannot(fault.message.code().to_owned()));
        }
        replace(&self.path, text.as_bytes()).map_err(|error| cannot(error.to_string()))?;
        self.written = version;
        Ok(())
    }
}

fn text(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    // Broken bytes are broken letters: the records around them can be read.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Replaces a file so that after a loss of power there is the old one or the new one.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let draft = path.with_extension("part");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = std::fs::remove_file(&draft);
        return Err(error);
    }
    std::fs::rename(&draft, path)?;
    File::open(folder)?.sync_all()
}
