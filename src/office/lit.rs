//! What is lit by these files and these publications: where the site asks for approval, boards show what was approved, and a file
//! that somebody changed by hand is a proposal; elsewhere the files say it. The same for the daemon and for who only asks.

use super::{Published, reached};
use crate::journal::Reader;
use crate::playlist::Playlist;
use crate::report::{Fault, Message, Source, is_id};
use crate::site::{Files, Library, Permitted, Site, read};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of a site as a daemon that started now would light them, for who only asks. What was published is looked up in
/// the state folder; where that cannot be read, nothing is approved.
#[must_use]
pub fn open(config: &Path) -> (Library, Vec<Fault>) {
    let files = read(config);
    let (library, faults) = Library::open(&files, None);
    if !library.site.approval.required {
        return (library, faults);
    }
    let reader = Reader::new(&super::journal(&library.site.state_folder(config)));
    let published = reader.look(Published::read).unwrap_or_default();
    at_start((library, faults), &files, &published, config)
}

/// The folder of the playlists.
#[must_use]
pub fn folder(config: &Path, site: &Site) -> PathBuf {
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
#[must_use]
pub fn strange(files: &Files, published: &Published, folder: &Path) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    for source in files.playlists.iter().filter(|source| is_id(id(source))) {
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

/// The files as they are lit where the site asks for approval, and what is to be said of those that are not: that they are not
/// lit, and of what was `found` in all files, what is wrong with these. Nobody else looks at them.
fn laid_over(files: &Files, found: Vec<Fault>, published: &Published, folder: &Path) -> (Files, Vec<Fault>) {
    let mut files = files.clone();
    let mut faults = Vec::new();
    for source in &files.playlists {
        let approved = published.texts.get(id(source)).and_then(Option::as_deref);
        if approved != Some(&source.text) {
            let path = source.name.clone();
            let message = match approved {
                Some(_) => Message::FileNotApproved { path },
                None => Message::FileNeverApproved { path },
            };
            faults.push(Fault::warning(source, 0..0, message));
        }
    }
    let strange: BTreeSet<String> = faults.iter().filter_map(placed).map(str::to_owned).collect();
    let wrong = |fault: &Fault| fault.is_error() && placed(fault).is_some_and(|name| strange.contains(name));
    faults.extend(found.into_iter().filter(wrong));
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

/// The file that a fault is in.
fn placed(fault: &Fault) -> Option<&str> {
    fault.place.as_ref().map(|(source, _)| source.name.as_str())
}

/// Takes out what is said of playlists that are there and are not approved yet, and of hours that they would fill: that is
/// said of their files.
fn without_unapproved(mut faults: Vec<Fault>, files: &Files, strange: &[Fault]) -> Vec<Fault> {
    let there = |wanted: &String| files.playlists.iter().any(|source| id(source) == wanted);
    let never = strange.iter().any(|fault| matches!(fault.message, Message::FileNeverApproved { .. }));
    faults.retain(|fault| match &fault.message {
        Message::NoSuchPlaylist { id, .. } => !there(id),
        Message::HoursBare { .. } => !never,
        _ => true,
    });
    faults
}

/// The library at the start.
#[must_use]
pub fn at_start(
    (library, faults): (Library, Vec<Fault>),
    files: &Files,
    published: &Published,
    config: &Path,
) -> (Library, Vec<Fault>) {
    if !library.site.approval.required {
        return (library, faults);
    }
    let (lit, strange) = laid_over(files, faults, published, &folder(config, &library.site));
    let (mut library, faults) = Library::open(&lit, None);
    let mut faults = without_unapproved(faults, files, &strange);
    library.permits = permits(&library.site, published);
    faults.extend(strange);
    (library, faults)
}

/// What boards may light: where the site asks for no approval, everything.
#[must_use]
pub fn permits(site: &Site, published: &Published) -> Arc<Permitted> {
    if site.approval.required { Arc::clone(&published.permits) } else { Arc::default() }
}

/// The library after files changed.
#[must_use]
pub fn renew(
    library: &Library,
    files: &Files,
    published: &Published,
    folder: &Path,
    asof: Option<Timestamp>,
) -> (Library, Vec<Fault>) {
    // Whether approval is asked for is said by the newest site file, which may say so from now on.
    let (mut next, mut faults) = library.renew(files, asof);
    if next.site.approval.required {
        let (lit, strange) = laid_over(files, faults, published, folder);
        (next, faults) = library.renew(&lit, asof);
        faults = without_unapproved(faults, files, &strange);
        // Nothing unapproved is kept as a last good version.
        next.playlists.retain(|id, _| published.texts.get(id).is_some_and(Option::is_some));
        faults.extend(strange);
    }
    next.permits = permits(&next.site, published);
    (next, faults)
}

/// Puts what changed between two publications into a library; the boards for which something changes.
pub fn lay(library: &mut Library, before: &Published, now: &Published, folder: &Path) -> Vec<String> {
    let mut touched = BTreeSet::new();
    let allowed = permits(&library.site, now);
    touched.extend(allowed.differing(&library.permits));
    library.permits = allowed;
    for (id, text) in now.texts.iter().filter(|(id, text)| before.texts.get(*id) != Some(*text)) {
        let read = |text: &Arc<str>| {
            let name = folder.join(format!("{id}.toml")).display().to_string();
            Playlist::parse(id, &Arc::new(Source { name, text: text.to_string() })).0.map(Arc::new)
        };
        let new = text.as_ref().and_then(read);
        let good = |new: &Arc<Playlist>| !library.check_playlist(new, None).iter().any(Fault::is_error);
        if text.is_some() && !new.as_ref().is_some_and(good) {
            // Written by hand, and wrong: the last good version plays on, and what is wrong is said when all files are read.
            continue;
        }
        let old = library.playlists.remove(id);
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
