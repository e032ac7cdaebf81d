//! All files together: the site, its playlists and its fonts, checked against each other, and renewed one by one so
//! that a bad file never takes away the good version before it.

use super::files::stem;
use super::outlines::Outlines;
use super::{Board, Files, Permitted, Site, cores};
use crate::lint;
use crate::notice::Orders;
use crate::player::no_font;
use crate::playlist::{Playlist, Read, Rest};
use crate::report::{Fault, Message, Source, is_id, offered};
use crate::scene::{AUTO, Font, Fonts};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last good version of every file.
#[derive(Clone, Debug)]
pub struct Library {
    /// `bangtin.toml`.
    pub site: Arc<Site>,
    /// Playlists by id.
    pub playlists: BTreeMap<String, Arc<Playlist>>,
    /// Fonts by name: the bitmap fonts, and of the outline fonts those that a board or an item asks for.
    pub fonts: Fonts,
    /// What the rules found in fonts, by name: judging one takes a millisecond, so it is done once for each version.
    judged: BTreeMap<String, Judged>,
    outlines: Outlines,
    /// What people ordered at once; it goes to the boards along with the files.
    pub orders: Arc<Orders>,
    /// What was approved. Whoever opens a library where approval is asked for has to say it, or nothing of files is lit.
    pub permits: Arc<Permitted>,
}

/// A font file, the thresholds it was judged by, and what was found.
#[derive(Clone, Debug)]
struct Judged {
    source: Arc<Source>,
    settings: lint::Settings,
    faults: Vec<Fault>,
}

/// A playlist file by itself: the playlist, or what is right of it and which of its items look as they were meant.
pub(super) struct ReadPlaylist {
    pub(super) playlist: Option<Arc<Playlist>>,
    pub(super) rest: Option<(Arc<Playlist>, Vec<bool>)>,
    pub(super) faults: Vec<Fault>,
}

impl Library {
    /// What can be used of these files at a first start, and everything that is wrong with them. `asof` is the time now;
    /// without it nothing is said that depends on what day it is.
    #[must_use]
    pub fn open(files: &Files, asof: Option<Timestamp>) -> (Self, Vec<Fault>) {
        let nothing = Arc::new(Source { name: "bangtin.toml".to_owned(), text: String::new() });
        let site = Arc::new(Site::empty(files.site.as_ref().unwrap_or(&nothing)));
        let (fonts, outlines) = (Fonts::default(), Outlines::default());
        let judged = BTreeMap::new();
        let (orders, permits, playlists) = (Arc::default(), Arc::default(), BTreeMap::new());
        Self { site, playlists, fonts, judged, outlines, orders, permits }.next(files, asof, true)
    }

    /// The library after the files changed: every file that is right is taken, every file that is wrong keeps its
    /// last good version, a playlist or font whose file is gone is gone.
    #[must_use]
    pub fn renew(&self, files: &Files, asof: Option<Timestamp>) -> (Self, Vec<Fault>) {
        self.next(files, asof, false)
    }

    fn next(&self, files: &Files, asof: Option<Timestamp>, first: bool) -> (Self, Vec<Fault>) {
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
        let (mut fonts, judged) = self.next_fonts(files, &site.lint, &mut faults);
        let outlines = self.outlines.next(files, &mut faults);
        fonts.announce(outlines.names());
        let (orders, permits) = (Arc::clone(&self.orders), Arc::clone(&self.permits));
        let playlists = BTreeMap::new();
        let mut library =
            Self { site: Arc::clone(&site), playlists, fonts, judged, outlines, orders, permits };
        for board in &site.boards {
            library.want_font(&board.font.value, &mut faults);
        }
        let playlists = self.next_playlists(files, asof, &mut library, &mut faults);
        library.playlists.extend(playlists);
        for (id, playlist) in &self.playlists {
            let name = &playlist.source.name;
            let unread = |gone: &String| gone == name || name.starts_with(&format!("{gone}/"));
            if files.unread.iter().any(unread) {
                library.playlists.entry(id.clone()).or_insert_with(|| Arc::clone(playlist));
            }
        }
        library.settle_fonts(&mut faults);
        faults.extend(library.check_site(files));
        faults.extend(asof.map(|asof| library.check_ahead(asof)).unwrap_or_default());
        (library, faults)
    }

    /// Sees to it that a font exists if an outline font of the folder can give it. What is asked for twice is made once.
    pub fn want_font(&mut self, name: &str, faults: &mut Vec<Fault>) {
        if self.fonts.get(name).is_some() {
            return;
        }
        match self.outlines.font(name, faults) {
            Some(font) => self.fonts.share(font),
            None if self.outlines.failed(name) => self.fonts.give_up(name),
            None => {}
        }
    }

    /// Fonts that only last good versions ask for are made too, and what nobody asks for is forgotten.
    fn settle_fonts(&mut self, faults: &mut Vec<Fault>) {
        let (site, playlists) = (Arc::clone(&self.site), self.playlists.clone());
        let items = playlists.values().flat_map(|playlist| &playlist.items);
        let named = site.boards.iter().map(|board| &board.font).chain(items.filter_map(|i| i.font.as_ref()));
        let wanted: BTreeSet<&str> = named.map(|font| font.value.as_str()).collect();
        let mut found = Vec::new();
        wanted.iter().for_each(|name| self.want_font(name, &mut found));
        self.outlines.keep(&wanted);
        // Said once of each file and font, however many ask for it.
        for fault in found {
            if !faults.iter().any(|known| known.message == fault.message && known.place == fault.place) {
                faults.push(fault);
            }
        }
    }

    /// The fonts of the files, and what the rules find in them. One with an error is as good as a broken file.
    fn next_fonts(
        &self,
        files: &Files,
        settings: &lint::Settings,
        faults: &mut Vec<Fault>,
    ) -> (Fonts, BTreeMap<String, Judged>) {
        let mut fonts = if files.unread.is_empty() { Fonts::default() } else { self.fonts.clone() };
        let mut all = BTreeMap::new();
        for source in &files.fonts {
            let name = stem(&source.name);
            let font = Font::from_bdf(name, &source.text).map_err(|error| {
                let start = source.text.lines().take(error.line - 1).map(|line| line.len() + 1).sum();
                Fault::error(source, start..start, Message::BadFont { detail: error.to_string() })
            });
            let good = match font {
                Ok(font) => {
                    let judged = self.judge(source, &font, settings);
                    let good = !judged.faults.iter().any(Fault::is_error);
                    faults.extend(judged.faults.iter().cloned());
                    all.insert(name.to_owned(), judged);
                    good.then_some(font)
                }
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            };
            if let Some(font) = good.or_else(|| self.fonts.get(name).map(|last_good| Font::clone(last_good)))
            {
                fonts.insert(font);
            }
        }
        (fonts, all)
    }

    fn judge(&self, source: &Arc<Source>, font: &Font, settings: &lint::Settings) -> Judged {
        let known = self.judged.get(&font.name);
        if let Some(known) = known.filter(|known| known.source == *source && known.settings == *settings) {
            return known.clone();
        }
        let fault = |lint::Finding { severity, message }| Fault::error(source, 0..0, message).at(severity);
        let faults = lint::font(font, settings).into_iter().map(fault).collect();
        Judged { source: Arc::clone(source), settings: settings.clone(), faults }
    }

    /// The playlists of the files, or their last good versions where they are wrong. Every file is read, then checked
    /// against fonts and site, by itself.
    fn next_playlists(
        &self,
        files: &Files,
        asof: Option<Timestamp>,
        library: &mut Self,
        faults: &mut Vec<Fault>,
    ) -> BTreeMap<String, Arc<Playlist>> {
        let read = cores::each(&files.playlists, read_playlist);
        for font in read.iter().filter_map(|read| read.playlist.as_ref()).flat_map(|p| &p.items) {
            if let Some(font) = &font.font {
                library.want_font(&font.value, faults);
            }
        }
        let library = &*library;
        let checked = cores::each(&read, |read| library.check_read(read, asof));
        let mut playlists = BTreeMap::new();
        for ((source, read), found) in files.playlists.iter().zip(read).zip(checked) {
            let good = read.playlist.filter(|_| !found.iter().any(Fault::is_error));
            faults.extend(read.faults.into_iter().chain(found));
            let id = stem(&source.name);
            if let Some(playlist) = good.or_else(|| self.playlists.get(id).map(Arc::clone)) {
                playlists.insert(id.to_owned(), playlist);
            }
        }
        playlists
    }

    /// What the site file names and the folders lack: fonts and default playlists.
    fn check_site(&self, files: &Files) -> Vec<Fault> {
        let source = &self.site.source;
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
            } else if self.fonts.get(&font.value).is_none() && seen.insert(font.value.clone()) {
                faults.push(Fault::error(source, font.span.clone(), no_font(&self.fonts, &font.value)));
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
}

/// A playlist by itself.
fn read_playlist(source: &Arc<Source>) -> ReadPlaylist {
    let id = stem(&source.name);
    if !is_id(id) {
        let message = Message::BadFileName { path: source.name.clone() };
        let faults = vec![Fault::error(source, 0..0, message)];
        return ReadPlaylist { playlist: None, rest: None, faults };
    }
    let Read { playlist, rest, faults } = Playlist::read(id, source);
    let rest = rest.map(|Rest { playlist, meant }| (Arc::new(playlist), meant));
    ReadPlaylist { playlist: playlist.map(Arc::new), rest, faults }
}
