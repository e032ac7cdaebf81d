//! Published texts become files: whole or not at all, and again after a crash that came between. And files that somebody
//! changed by hand become known.

use super::clerk::{Case, Done};
use super::draft::no_such;
use super::{Kind, Refusal, Reply, people};
use crate::editorial::{Role, Who};
use crate::journal::{Journal, Version};
use crate::playlist::MAX_BYTES;
use crate::report::{Message, is_id};
use crate::site::Memory;
use serde_json::json;
use std::path::Path;

/// Writes the newest version of a playlist into its file, unless it is there.
pub(super) fn write(journal: &mut Journal, playlist: &str, folder: &Path) -> Result<(), Message> {
    let unread = |error: rusqlite::Error| Message::ReadOnly { why: error.to_string() };
    let Some(version) = journal.look().newest(playlist).map_err(unread)? else { return Ok(()) };
    if version.on_disk {
        return Ok(());
    }
    let name = format!("{playlist}.toml");
    let memory = Memory::new(folder.to_owned());
    let written = match &version.text {
        Some(text) => memory.replace(&name, text),
        None => memory.remove(&name),
    };
    written.map_err(|error| {
        let path = memory.path(&name).display().to_string();
        Message::FileNotWritten { path, why: error.to_string() }
    })?;
    journal.transact(|change| change.written(playlist)).map_err(unread)
}

/// Writes what a crash or a full disk left unwritten.
pub(super) fn catch_up(journal: &mut Journal, folder: &Path) {
    let versions = journal.look().published().unwrap_or_default();
    for version in versions.into_iter().filter(|version| !version.on_disk) {
        if let Err(message) = write(journal, &version.playlist, folder) {
            tracing::error!("{}", message.say(crate::report::Lang::En));
        }
    }
}

/// What stands in the file of a playlist; `None` if there is none.
pub(super) fn on_disk(folder: &Path, playlist: &str) -> Result<Option<String>, Refusal> {
    use std::io::Read as _;
    let path = folder.join(format!("{playlist}.toml"));
    let mut text = String::new();
    match std::fs::File::open(&path) {
        Ok(file) => {
            let read = file.take(MAX_BYTES as u64 + 1).read_to_string(&mut text);
            read.map_err(|error| unread(&path, &error))?;
            Ok(Some(text))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unread(&path, &error)),
    }
}

fn unread(path: &Path, error: &std::io::Error) -> Refusal {
    let (path, why) = (path.display().to_string(), error.to_string());
    Refusal::new(Kind::Broken, Message::CannotRead { path, why })
}

impl Case<'_> {
    /// A file is no longer what was published. Where approval is asked for it is a proposal; elsewhere it is published.
    pub(super) fn disk_changed(&self, playlist: &str, text: Option<&str>) -> Result<Done, Refusal> {
        if !matches!(self.actor.who, Who::Disk) {
            return Err(Refusal::forbidden(Message::MayNotDraft {}));
        }
        if !is_id(playlist) {
            return Err(no_such(playlist));
        }
        let newest = self.change.look().newest(playlist)?;
        let known = newest.as_ref().and_then(|version| version.text.as_deref());
        let after = json!({ "bytes": text.map(str::len) });
        let written = newest.as_ref().is_none_or(|version| version.on_disk);
        if known == text || !written {
            self.change.forget_disk(playlist)?;
        } else if self.library.site.approval.required {
            self.change.note_disk(playlist, text, self.now)?;
        } else {
            self.change.publish(&Version {
                id: 0,
                playlist: playlist.to_owned(),
                number: 0,
                text: text.map(str::to_owned),
                at: self.now.to_owned(),
                written_by: self.actor.who.to_string(),
                approved_by: None,
                reason: String::new(),
                on_disk: true,
            })?;
            self.change.forget_disk(playlist)?;
        }
        let before = json!({ "version": newest.map(|version| version.number) });
        Ok(Done::new(Reply::Done, playlist).from(before).to(after).publishing(playlist))
    }

    /// Has the published text written into its file again.
    pub(super) fn restore_file(&self, playlist: &str, why: &str) -> Result<Done, Refusal> {
        let why = people::reason(why)?;
        let newest = self.change.look().newest(playlist)?.ok_or_else(|| no_such(playlist))?;
        let text = newest.text.clone().unwrap_or_default();
        self.may(&[Role::Approve, Role::Draft], playlist, &text)?;
        if !self.change.forget_disk(playlist)? {
            let playlist = playlist.chars().take(40).collect();
            return Err(Refusal::missing(Message::NothingOnDisk { playlist }));
        }
        self.change.unwritten(playlist)?;
        let done = Done::new(Reply::Done, playlist).to(json!({ "version": newest.number }));
        Ok(done.because(&why).publishing(playlist))
    }
}
