//! What is published, laid over the files: where the site asks for approval, boards show what was approved, and a file that
//! somebody changed by hand is a proposal. Elsewhere the files say what is lit, and the office only hears of it.

use super::news::News;
use super::{State, boards};
use crate::editorial::{Actor, Command, Who};
use crate::office::{Office, Published, reached};
use crate::playlist::Playlist;
use crate::report::{Fault, Message, Source};
use crate::site::{Files, Library, Site};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the playlists.
pub(super) fn folder(config: &Path, site: &Site) -> PathBuf {
    config.parent().unwrap_or(Path::new("")).join(&site.playlists)
}

/// A playlist's id by its file.
fn id(source: &Source) -> &str {
    let name = source.name.rsplit('/').next().unwrap_or(&source.name);
    name.strip_suffix(".toml").unwrap_or(name)
}

/// Whether nothing can be said of the file of a playlist, because it, or the folder, could not be read.
fn unread(files: &Files, folder: &Path, playlist: &str) -> bool {
    let path = folder.join(format!("{playlist}.toml")).display().to_string();
    files.unread.iter().any(|unread| *unread == path || *unread == folder.display().to_string())
}

/// The files that are not what was published; no text where one is gone.
pub(super) fn strange(files: &Files, published: &Published, folder: &Path) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for source in &files.playlists {
        let text = published.texts.get(id(source)).and_then(Option::as_deref);
        if text != Some(&source.text) {
            found.push((id(source).to_owned(), Some(source.text.clone())));
        }
    }
    let there: BTreeSet<&str> = files.playlists.iter().map(|source| id(source)).collect();
    for (playlist, text) in &published.texts {
        if text.is_some() && !there.contains(playlist.as_str()) && !unread(files, folder, playlist) {
            found.push((playlist.clone(), None));
        }
    }
    found
}

/// The files as they are lit where the site asks for approval, and what is to be said of those that are not.
fn laid_over(files: &Files, published: &Published, folder: &Path) -> (Files, Vec<Fault>) {
    let mut files = files.clone();
    let mut faults = Vec::new();
    for source in &files.playlists {
        if published.texts.get(id(source)).and_then(Option::as_deref) != Some(&source.text) {
            let message = Message::FileNotApproved { path: source.name.clone() };
            faults.push(Fault::warning(source, 0..0, message));
        }
    }
    let lit = published.texts.iter().filter_map(|(playlist, text)| Some((playlist, text.as_ref()?)));
    let source = |(playlist, text): (&String, &Arc<str>)| {
        let name = folder.join(format!("{playlist}.toml")).display().to_string();
        Arc::new(Source { name, text: text.to_string() })
    };
    files.playlists = lit.map(source).collect();
    let gone: Vec<String> = published.texts.keys().map(|id| format!("{id}.toml")).collect();
    files.unread.retain(|path| !gone.iter().any(|name| path.ends_with(name)));
    (files, faults)
}

/// The library at the start.
pub(super) fn at_start(
    mut library: Library,
    faults: Vec<Fault>,
    files: &Files,
    published: &Published,
    config: &Path,
) -> (Library, Vec<Fault>) {
    if !library.site.approval.required {
        library.permits = Arc::clone(&published.permits);
        return (library, faults);
    }
    let (files, strange) = laid_over(files, published, &folder(config, &library.site));
    let (mut library, mut faults) = Library::open(&files, None);
    library.permits = Arc::clone(&published.permits);
    faults.extend(strange);
    (library, faults)
}

/// The library after files changed.
pub(super) fn renew(
    library: &Library,
    files: &Files,
    published: &Published,
    folder: &Path,
    asof: Option<Timestamp>,
) -> (Library, Vec<Fault>) {
    // Whether approval is asked for is said by the newest site file, which may say so from now on.
    let (mut next, mut faults) = library.renew(files, asof);
    if next.site.approval.required {
        let (files, strange) = laid_over(files, published, folder);
        (next, faults) = library.renew(&files, asof);
        // Nothing unapproved is kept as a last good version.
        next.playlists.retain(|id, _| published.texts.get(id).is_some_and(Option::is_some));
        faults.extend(strange);
    }
    next.permits = Arc::clone(&published.permits);
    (next, faults)
}

/// What the office knows already of files that are not what was published.
pub(super) fn noted(office: &Office) -> BTreeMap<String, Option<String>> {
    let found = office.reader().look(|look| look.on_disk()).unwrap_or_default();
    found.into_iter().map(|(playlist, text, _)| (playlist, text)).collect()
}

impl State {
    /// Tells the office of files that are not what was published.
    pub(super) async fn note_files(&mut self, news: &News) {
        let strange: BTreeMap<String, Option<String>> = news.strange.iter().cloned().collect();
        let ended = self.noted.keys().filter(|playlist| !strange.contains_key(*playlist));
        let ended = ended.map(|playlist| (playlist, news.published.texts.get(playlist).cloned().flatten()));
        let ended: Vec<_> = ended.map(|(id, text)| (id.clone(), text.map(|text| text.to_string()))).collect();
        let new = strange.iter().filter(|(id, text)| self.noted.get(*id) != Some(*text));
        let new: Vec<_> = new.map(|(id, text)| (id.clone(), text.clone())).collect();
        for (playlist, text) in ended.into_iter().chain(new) {
            let actor = Actor { who: Who::Disk, from: None, grants: Vec::new() };
            let command = Command::DiskChanged { playlist: playlist.clone(), text: text.clone() };
            match self.office.ask(actor, command).await {
                Ok(_) if strange.contains_key(&playlist) => {
                    self.noted.insert(playlist, text);
                }
                Ok(_) => {
                    self.noted.remove(&playlist);
                }
                // It is told again when files are next read.
                Err(refusal) => super::tell(&[Fault::unplaced(refusal.message)], self.settings.lang),
            }
        }
    }

    /// Lights what was published just now, without reading every file again; that comes after.
    pub(super) async fn light_published(&mut self, published: Arc<Published>) {
        let before = std::mem::replace(&mut self.published, Arc::clone(&published));
        let (mut library, folder) = (self.library.clone(), folder(&self.settings.config, &self.library.site));
        let work = tokio::task::spawn_blocking(move || {
            let touched = lay(&mut library, &before, &published, &folder);
            let programmes = boards::programmes_of(&library, &touched);
            (library, programmes)
        });
        let Ok((library, programmes)) = work.await else { return };
        let orders = std::mem::replace(&mut self.library, library).orders;
        self.library.orders = orders;
        self.boards.redirect(&self.library, programmes);
        self.publish();
    }
}

/// Puts what changed between two publications into a library; the boards for which something changes.
fn lay(library: &mut Library, before: &Published, now: &Published, folder: &Path) -> Vec<String> {
    let mut touched = BTreeSet::new();
    library.permits = Arc::clone(&now.permits);
    touched.extend(library.permits.differing(&before.permits));
    for (id, text) in now.texts.iter().filter(|(id, text)| before.texts.get(*id) != Some(*text)) {
        let old = library.playlists.remove(id);
        let new = text.as_ref().and_then(|text| {
            let name = folder.join(format!("{id}.toml")).display().to_string();
            Playlist::parse(id, &Arc::new(Source { name, text: text.to_string() })).0.map(Arc::new)
        });
        for playlist in old.iter().chain(&new) {
            touched.extend(reached(library, playlist).into_iter().map(|board| board.id.value.clone()));
        }
        if let Some(new) = new {
            let fonts: Vec<String> =
                new.items.iter().filter_map(|item| Some(item.font.as_ref()?.value.clone())).collect();
            // What is wrong with a font is said when all files are read.
            fonts.iter().for_each(|font| library.want_font(font, &mut Vec::new()));
            library.playlists.insert(id.clone(), new);
        }
    }
    touched.into_iter().collect()
}
