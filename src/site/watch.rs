//! Says when files may have changed: the system's notices, gathered until they pause, and a slow look as backstop
//! where notices do not come (network shares, a folder that did not exist yet).
//!
//! Does not read files and does not decide whether anything really changed; whoever asks reads and compares.

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// Notices are gathered until there was none for this long: editors write a file in several steps.
const PAUSE: Duration = Duration::from_millis(120);
/// But no longer than this, should they never pause.
const MOST_PAUSES: usize = 10;
/// Without any notice the files are looked at this often.
const BACKSTOP: Duration = Duration::from_secs(5);

/// Watches the folders of a site.
#[derive(Debug)]
pub struct Watcher {
    inner: Option<RecommendedWatcher>,
    folders: BTreeSet<PathBuf>,
    notices: mpsc::Receiver<()>,
}

impl Watcher {
    /// A watcher of nothing yet. If the system offers no notices, the backstop alone is used.
    #[must_use]
    pub fn new() -> Self {
        let (sender, notices) = mpsc::channel(1);
        let notice = move |event: notify::Result<notify::Event>| {
            if !event.is_ok_and(|event| event.kind.is_access()) {
                // Full means that a notice waits already.
                let _ = sender.try_send(());
            }
        };
        Self { inner: notify::recommended_watcher(notice).ok(), folders: BTreeSet::new(), notices }
    }

    /// Watches exactly these folders from now on. Folders, because a file that is replaced is a new file. One that
    /// does not exist is tried again at the next call.
    pub fn watch(&mut self, folders: &[&Path]) {
        let Some(inner) = &mut self.inner else { return };
        let wanted: BTreeSet<PathBuf> = folders.iter().map(|folder| named(folder)).collect();
        for gone in self.folders.difference(&wanted) {
            let _ = inner.unwatch(gone);
        }
        self.folders = wanted
            .into_iter()
            .filter(|folder| {
                self.folders.contains(folder) || inner.watch(folder, RecursiveMode::NonRecursive).is_ok()
            })
            .collect();
    }

    /// Returns when files may have changed. Cancel-safe.
    pub async fn changed(&mut self) {
        if self.inner.is_none() {
            tokio::time::sleep(BACKSTOP).await;
        } else if timeout(BACKSTOP, self.notices.recv()).await.is_ok() {
            for _ in 0..MOST_PAUSES {
                if timeout(PAUSE, self.notices.recv()).await.is_err() {
                    break;
                }
            }
        }
    }
}

impl Default for Watcher {
    fn default() -> Self {
        Self::new()
    }
}

/// The folder of a bare file name is the current one.
fn named(folder: &Path) -> PathBuf {
    if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() }
}
