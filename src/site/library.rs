//! All files together: the site, its playlists and its fonts, checked against each other, and renewed one by one so
//! that a bad file never takes away the good version before it.

use super::{Board, Files, Site, parse};
use crate::player::Programme;
use crate::playlist::{Playlist, Target};
use crate::report::{At, Fault, Message, Source, is_id, offered};
use crate::scene::{AUTO, Font, Fonts};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last good version of every file.
#[derive(Clone, Debug)]
pub struct Library {
    /// `bangtin.toml`.
    pub site: Arc<Site>,
    /// Playlists by id.
    pub playlists: BTreeMap<String, Arc<Playlist>>,
    /// Fonts by name.
    pub fonts: Fonts,
}

impl Library {
    /// What can be used of these files at a first start, and everything that is wrong with them.
    #[must_use]
    pub fn open(files: &Files) -> (Self, Vec<Fault>) {
        let nothing = Arc::new(Source { name: "bangtin.toml".to_owned(), text: String::new() });
        let site = Arc::new(Site::empty(files.site.as_ref().unwrap_or(&nothing)));
        Self { site, playlists: BTreeMap::new(), fonts: Fonts::default() }.next(files, true)
    }

    /// The library after the files changed: every file that is right is taken, every file that is wrong keeps its
    /// last good version, a playlist or font whose file is gone is gone.
    #[must_use]
    pub fn renew(&self, files: &Files) -> (Self, Vec<Fault>) {
        self.next(files, false)
    }

    fn next(&self, files: &Files, first: bool) -> (Self, Vec<Fault>) {
        let mut faults = files.faults.clone();
        let mut site = Arc::clone(&self.site);
        if let Some(source) = &files.site {
            let (parsed, found) = Site::parse(source);
            // At a first start there is no good version: the boards that are right are lit.
            if first || !found.iter().any(Fault::is_error) {
                site = Arc::new(parsed);
            }
            faults.extend(found);
        }
        let fonts = self.next_fonts(files, &mut faults);
        let mut library = Self { site, playlists: BTreeMap::new(), fonts };
        for source in &files.playlists {
            if let Some((id, playlist)) = self.next_playlist(source, &library, &mut faults) {
                library.playlists.insert(id, playlist);
            }
        }
        for (id, playlist) in &self.playlists {
            let name = &playlist.source.name;
            let unread = |gone: &String| gone == name || name.starts_with(&format!("{gone}/"));
            if files.unread.iter().any(unread) {
                library.playlists.entry(id.clone()).or_insert_with(|| Arc::clone(playlist));
            }
        }
        faults.extend(library.check_site(files));
        (library, faults)
    }

    fn next_fonts(&self, files: &Files, faults: &mut Vec<Fault>) -> Fonts {
        let mut fonts = if files.unread.is_empty() { Fonts::default() } else { self.fonts.clone() };
        for source in &files.fonts {
            let name = stem(&source.name);
            match Font::from_bdf(name, &source.text) {
                Ok(font) => fonts.insert(font),
                Err(error) => {
                    let start = source.text.lines().take(error.line - 1).map(|line| line.len() + 1).sum();
                    let message = Message::BadFont { detail: error.to_string() };
                    faults.push(Fault::error(source, start..start, message));
                    if let Some(last_good) = self.fonts.get(name) {
                        fonts.insert(Font::clone(last_good));
                    }
                }
            }
        }
        fonts
    }

    /// The playlist of a file, or its last good version if the file is wrong; `None` if there is neither.
    fn next_playlist(
        &self,
        source: &Arc<Source>,
        library: &Self,
        faults: &mut Vec<Fault>,
    ) -> Option<(String, Arc<Playlist>)> {
        let id = stem(&source.name).to_owned();
        if !is_id(&id) {
            faults.push(Fault::error(source, 0..0, Message::BadFileName { path: source.name.clone() }));
            return None;
        }
        let (parsed, found) = Playlist::parse(&id, source);
        faults.extend(found);
        let checked = parsed.map(Arc::new).filter(|playlist| {
            let found = library.check_playlist(playlist);
            let good = !found.iter().any(Fault::is_error);
            faults.extend(found);
            good
        });
        let kept = checked.or_else(|| self.playlists.get(&id).map(Arc::clone));
        kept.map(|playlist| (id, playlist))
    }

    /// Everything that is wrong with a playlist on this site: boards and groups that do not exist, items that a
    /// board they are for cannot show.
    #[must_use]
    pub fn check_playlist(&self, playlist: &Arc<Playlist>) -> Vec<Fault> {
        let boards = &self.site.boards;
        let mut faults = Vec::new();
        for target in playlist.items.iter().map(|item| &item.target).chain([&playlist.target]) {
            self.check_target(target, &playlist.source, &mut faults);
        }
        let is_default = |board: &Board| board.default.as_ref().is_some_and(|at| at.value == playlist.id);
        let targets = playlist.items.iter().map(|item| &item.target).chain([&playlist.target]);
        if targets.clone().all(Target::is_empty) && !boards.iter().any(is_default) && !boards.is_empty() {
            let message = Message::ForNobody { playlist: playlist.id.clone() };
            faults.push(Fault::warning(&playlist.source, 0..0, message));
        }
        for board in boards {
            // The playlist alone, so that it is checked also for boards that now show another.
            let (_, found) = Programme::new(&board.stage(), [playlist], &self.fonts);
            for fault in found {
                let known = |other: &Fault| other.place == fault.place && other.message == fault.message;
                if !faults.iter().any(known) {
                    faults.push(fault);
                }
            }
        }
        faults
    }

    fn check_target(&self, target: &Target, source: &Arc<Source>, faults: &mut Vec<Fault>) {
        let ids: Vec<&str> = self.site.boards.iter().map(|board| board.id.value.as_str()).collect();
        let groups = parse::groups(&self.site.boards);
        let mut check = |names: &[At<String>], known: &[&str], message: fn(String, String) -> Message| {
            for name in names.iter().filter(|name| !known.contains(&name.value.as_str())) {
                let message = message(name.value.clone(), offered(&name.value, known));
                faults.push(Fault::error(source, name.span.clone(), message));
            }
        };
        check(&target.boards, &ids, |id, offer| Message::NoSuchBoard { id, offer });
        check(&target.groups, &groups, |id, offer| Message::NoSuchGroup { id, offer });
    }

    /// What the site file names and the folders lack: fonts and default playlists.
    fn check_site(&self, files: &Files) -> Vec<Fault> {
        let source = &self.site.source;
        let fonts: Vec<&str> = self.fonts.names().collect();
        // A playlist whose file is there and wrong has its own fault.
        let there = files.playlists.iter().map(|source| &source.name).chain(&files.unread);
        let kept = self.playlists.keys().map(String::as_str);
        let playlists: BTreeSet<&str> = there.map(|name| stem(name)).chain(kept).collect();
        let playlists: Vec<&str> = playlists.into_iter().collect();
        let mut faults = Vec::new();
        let mut seen = BTreeSet::new();
        for board in &self.site.boards {
            let font = &board.font;
            if font.value == AUTO {
                if self.fonts.own().is_empty() && seen.insert(font.value.clone()) {
                    faults.push(Fault::error(source, font.span.clone(), Message::NoOwnFont {}));
                }
            } else if !fonts.contains(&font.value.as_str()) && seen.insert(font.value.clone()) {
                let offer = offered(&font.value, &fonts);
                let message = Message::NoSuchFont { font: font.value.clone(), offer };
                faults.push(Fault::error(source, font.span.clone(), message));
            }
            if let Some(id) = board.default.as_ref().filter(|id| !playlists.contains(&id.value.as_str())) {
                let offer = offered(&id.value, &playlists);
                let message = Message::NoSuchPlaylist { id: id.value.clone(), offer };
                faults.push(Fault::error(source, id.span.clone(), message));
            }
        }
        faults
    }

    /// The board of this id.
    #[must_use]
    pub fn board(&self, id: &str) -> Option<&Board> {
        self.site.boards.iter().find(|board| board.id.value == id)
    }

    /// What a board shows by these files. Items it cannot show were refused with their file, or are left out.
    #[must_use]
    pub fn programme(&self, board: &Board) -> Programme {
        Programme::new(&board.stage(), self.playlists.values(), &self.fonts).0
    }
}

/// The file name without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
