//! Reads the files of a site into memory, bounded: `bangtin.toml`, the playlists, the fonts.

use crate::language;
use crate::playlist::MAX_BYTES as MAX_PLAYLIST;
use crate::report::{Fault, Message, Source, shortened};
use crate::scene::outline::MAX_BYTES as MAX_OUTLINE;
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const MAX_SITE: usize = 4 << 20;
const MAX_FONT: usize = 4 << 20;
const MAX_FILES: usize = 500;
/// Outline fonts are kept in memory whole.
const MAX_OUTLINES: usize = 16;

/// The texts of all files, as they stood when they were read. A file that could not be read is a fault instead.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `bangtin.toml`; `None` if it could not be read.
    pub site: Option<Arc<Source>>,
    /// Playlists by path, sorted.
    pub playlists: Vec<Arc<Source>>,
    /// Fonts by path, sorted.
    pub fonts: Vec<Arc<Source>>,
    /// Outline fonts by path, sorted.
    pub outlines: Vec<Arc<Binary>>,
    /// Files that are there and could not be read: nothing is known of them, so the last good version stays.
    pub unread: Vec<String>,
    /// What could not be read, and why.
    pub faults: Vec<Fault>,
}

/// A file that is not text.
#[derive(Debug, PartialEq, Eq)]
pub struct Binary {
    /// The path.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Reads `bangtin.toml` at `site`, and beside it the folders that it names or, if it cannot be read, `playlists` and
/// `fonts`. Never fails: what cannot be read is a fault.
#[must_use]
pub fn read(site: &Path) -> Files {
    let mut files = Files::default();
    files.site = files.file(site, MAX_SITE);
    let (playlists, fonts) = match &files.site {
        Some(source) => {
            let (parsed, _) = super::Site::parse(source);
            (parsed.playlists, parsed.fonts)
        }
        None => (PathBuf::from("playlists"), PathBuf::from("fonts")),
    };
    let beside = site.parent().unwrap_or(Path::new(""));
    files.playlists = files.folder(&beside.join(playlists), "toml", MAX_PLAYLIST);
    let fonts = beside.join(fonts);
    files.fonts = files.folder(&fonts, "bdf", MAX_FONT);
    // That the folder cannot be read was said once.
    if !files.unread.contains(&fonts.display().to_string()) {
        let outlines = files.paths(&fonts, &["ttf", "otf", "TTF", "OTF"], MAX_OUTLINES);
        files.outlines = outlines.iter().filter_map(|path| files.binary(path)).collect();
    }
    files
}

impl Files {
    /// Whether all files have the same names and texts as another time.
    #[must_use]
    pub fn same_texts(&self, other: &Self) -> bool {
        self.site == other.site
            && self.playlists == other.playlists
            && self.fonts == other.fonts
            && self.outlines == other.outlines
            && self.unread == other.unread
    }

    /// Adds a playlist from anywhere, in place of one of the same name: what `bangtin check FILE` was asked to look at.
    pub fn add_playlist(&mut self, path: &Path) {
        let name = |path: &Path| path.file_name().map(std::ffi::OsStr::to_owned);
        self.playlists.retain(|source| name(Path::new(&source.name)) != name(path));
        if let Some(source) = self.file(path, MAX_PLAYLIST) {
            self.playlists.push(source);
        }
    }

    fn file(&mut self, path: &Path, most: usize) -> Option<Arc<Source>> {
        let text = self.read(path, |path| text(path, most))?;
        Some(Arc::new(Source { name: path.display().to_string(), text }))
    }

    fn binary(&mut self, path: &Path) -> Option<Arc<Binary>> {
        let bytes = self.read(path, |path| read_bounded(path, MAX_OUTLINE))?;
        Some(Arc::new(Binary { name: path.display().to_string(), bytes }))
    }

    /// Reads a file, or notes that it could not be read.
    fn read<T>(&mut self, path: &Path, read: impl FnOnce(&Path) -> Result<T, Message>) -> Option<T> {
        let read = read(path);
        if let Err(message) = &read {
            self.unread.push(path.display().to_string());
            self.faults.push(Fault::unplaced(message.clone()));
        }
        read.ok()
    }

    fn folder(&mut self, folder: &Path, ending: &str, most: usize) -> Vec<Arc<Source>> {
        let paths = self.paths(folder, &[ending], MAX_FILES);
        paths.iter().filter_map(|path| self.file(path, most)).collect()
    }

    /// The files of a folder with one of these endings, sorted.
    fn paths(&mut self, folder: &Path, endings: &[&str], most: usize) -> Vec<PathBuf> {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let (path, why) = (folder.display().to_string(), error.to_string());
                self.unread.push(path.clone());
                self.faults.push(Fault::unplaced(Message::CannotRead { path, why }));
                return Vec::new();
            }
        };
        let ends = |path: &Path| path.extension().is_some_and(|e| endings.iter().any(|ending| e == *ending));
        // The first by name, so that the same ones are read each time.
        let (mut paths, mut more) = (BTreeSet::new(), false);
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if ends(&path) && !is_hidden(&path) {
                paths.insert(path);
            }
            if paths.len() > most {
                paths.pop_last();
                more = true;
            }
        }
        if more {
            let folder = folder.display().to_string();
            self.faults.push(Fault::unplaced(Message::TooManyFiles { folder, most }));
        }
        paths.into_iter().collect()
    }
}

/// Editors keep their working copies beside the file under a name that begins with a dot.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

fn read_bounded(path: &Path, most: usize) -> Result<Vec<u8>, Message> {
    let cannot = |why: String| Message::CannotRead { path: path.display().to_string(), why };
    let io = |error: std::io::Error| cannot(error.to_string());
    let file = std::fs::File::open(path).map_err(io)?;
    if !file.metadata().map_err(io)?.is_file() {
        return Err(cannot("not a file".to_owned()));
    }
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() > most {
        return Err(Message::FileTooLarge { path: path.display().to_string(), most_kib: most / 1024 });
    }
    Ok(bytes)
}

fn text(path: &Path, most: usize) -> Result<String, Message> {
    String::from_utf8(read_bounded(path, most)?).map_err(|error| {
        let path = path.display().to_string();
        match language::legacy::decode_bytes(error.as_bytes()) {
            Some((text, encoding)) => {
                let strange = text.lines().find(|line| !line.is_ascii()).unwrap_or_default();
                Message::NotUtf8Seems { path, encoding: encoding.to_owned(), preview: shortened(strange) }
            }
            None => Message::NotUtf8 { path, offset: error.utf8_error().valid_up_to() },
        }
    })
}

/// The file name without folder and ending.
pub(super) fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
