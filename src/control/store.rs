//! The file that keeps orders through restarts: replaced whole, and never by what cannot be read back.

use crate::notice::{Orders, read, write};
use crate::report::{Fault, Message, Source};
use crate::site::Memory;
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE: &str = "orders.toml";
/// The largest file read, in bytes.
const MAX_BYTES: u64 = 32 << 20;

/// `orders.toml` in the state folder.
#[derive(Debug)]
pub struct Store {
    memory: Memory,
    path: PathBuf,
    /// The newest version written: a thread that comes late with an older one is not to undo it.
    written: u64,
}

impl Store {
    /// The store in a state folder.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        let memory = Memory::new(folder.to_owned());
        Self { path: memory.path(FILE), memory, written: 0 }
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
        self.memory.write(FILE, &text).map_err(|error| cannot(error.to_string()))?;
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
