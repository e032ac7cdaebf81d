//! The lasting memory of a card that is a program: pictures, whole ones and halves.

use super::md5;
use crate::wire::huidu::{Code, Element, File, FileKind};
use std::collections::BTreeMap;

/// The most bytes it has room for.
const ROOM: u64 = 96 << 20;

#[derive(Clone, Debug)]
struct Stored {
    kind: FileKind,
    md5: u128,
    size: u64,
    bytes: Vec<u8>,
}

impl Stored {
    fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.size
    }
}

/// Its files.
#[derive(Clone, Debug, Default)]
pub(super) struct Flash {
    files: BTreeMap<String, Stored>,
    /// The file that is coming.
    coming: Option<String>,
}

impl Flash {
    /// The power went: what was half written is gone, and what was to pass.
    pub(super) fn restart(&mut self) {
        self.files.retain(|_, file| file.kind == FileKind::Image && file.is_whole());
        self.coming = None;
    }

    /// The connection went: half of a file stays.
    pub(super) fn disconnected(&mut self) {
        self.coming = None;
    }

    /// Keeps a picture that is whole.
    pub(super) fn keep(&mut self, name: String, bytes: Vec<u8>) {
        let (md5, size) = (md5(&bytes), bytes.len() as u64);
        self.files.insert(name, Stored { kind: FileKind::Image, md5, size, bytes });
    }

    pub(super) fn drop(&mut self, name: &str) {
        self.files.remove(name);
    }

    /// The bytes of a file that is whole.
    pub(super) fn whole(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).filter(|file| file.is_whole()).map(|file| &file.bytes[..])
    }

    /// How many bytes of a file are there.
    pub(super) fn there(&self, name: &str) -> u64 {
        self.files.get(name).map_or(0, |file| file.bytes.len() as u64)
    }

    /// A file is to come.
    pub(super) fn begin(&mut self, md5: u128, size: u64, kind: FileKind, name: &str) -> Code {
        let used: u64 = self.files.values().map(|file| file.size).sum();
        if used.saturating_add(size) > ROOM {
            return Code::NO_SPACE;
        }
        if self.files.get(name).is_none_or(|file| file.md5 != md5 || file.size != size) {
            self.files.insert(name.to_owned(), Stored { kind, md5, size, bytes: Vec::new() });
        }
        self.coming = Some(name.to_owned());
        Code::SUCCESS
    }

    /// A piece of it came.
    pub(super) fn content(&mut self, bytes: &[u8]) {
        let file = self.coming.as_ref().and_then(|name| self.files.get_mut(name));
        if let Some(file) = file.filter(|file| (file.bytes.len() + bytes.len()) as u64 <= file.size) {
            file.bytes.extend_from_slice(bytes);
        }
    }

    /// It is over.
    pub(super) fn finish(&mut self) -> Code {
        let Some(name) = self.coming.take() else { return Code(2) };
        let Some(file) = self.files.get_mut(&name) else { return Code::NOT_FOUND };
        if !file.is_whole() {
            return Code::NOT_FINISHED;
        }
        if md5(&file.bytes) != file.md5 {
            file.bytes.clear();
            return Code::FILE_DATA;
        }
        Code::SUCCESS
    }

    /// The list of them.
    pub(super) fn list(&self) -> Element {
        let mut files = Element::new("files");
        let file = |(name, file): (&String, &Stored)| {
            let there = file.bytes.len() as u64;
            let (kind, md5, size) = (file.kind.number(), file.md5, file.size);
            File { name: name.clone(), kind, md5, size, there }.element()
        };
        files.children = self.files.iter().map(file).collect();
        files
    }
}
