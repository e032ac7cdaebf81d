//! A playlist held against the site: boards, sites, groups, tags and days that do not exist, items that a board they are for cannot show, and
//! everything the rules find on the way.

use super::library::ReadPlaylist;
use super::{Board, Library, calendar};
use crate::calendar::{LocalDays, Window};
use crate::lint::{Case, List, Texts, View};
use crate::player::Stage;
use crate::playlist::{Item, Playlist, Target};
use crate::report::{At, Fault, Message, Source, offered, shortened};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Boards on which every item looks the same, and the items that one of them shows.
struct Shape {
    stage: Stage,
    view: View,
    shows: Vec<bool>,
}

impl Library {
    /// Everything that is wrong with a playlist on this site, those findings last that its items silence.
    ///
    /// The playlist is looked at alone, so that it is checked also for boards that now show another, and once for all
    /// boards of one shape: thousands of boards differ in their ids mostly.
    #[must_use]
    pub fn check_playlist(&self, playlist: &Arc<Playlist>, asof: Option<Timestamp>) -> Vec<Fault> {
        self.check(playlist, |_| true, asof)
    }

    /// The same of a file as it was read. What is right of a file that is wrong is looked at too, so that its other errors are
    /// said at once; what is no error could be the doing of what is left out.
    pub(super) fn check_read(&self, read: &ReadPlaylist, asof: Option<Timestamp>) -> Vec<Fault> {
        match (&read.playlist, &read.rest) {
            (Some(playlist), _) => self.check_playlist(playlist, asof),
            (None, Some((rest, meant))) => {
                let mut found = self.check(rest, |index| meant.get(index) == Some(&true), asof);
                found.retain(|fault| fault.is_error() && !read.faults.iter().any(|known| known.says(fault)));
                found
            }
            (None, None) => Vec::new(),
        }
    }

    /// `meant`: whether an item looks as it was meant, by its number.
    fn check(
        &self,
        playlist: &Arc<Playlist>,
        meant: impl Fn(usize) -> bool,
        asof: Option<Timestamp>,
    ) -> Vec<Fault> {
        let source = &playlist.source;
        let mut faults = self.check_targets(playlist);
        faults.extend(self.check_days(playlist));
        let shapes = self.shapes(playlist);
        let today = asof.map(|asof| self.site.zone.to_datetime(asof).date());
        let mut texts = Texts::new(&self.site.lexicon, today);
        let mut list = List::new(source);
        for (index, item) in playlist.items.iter().enumerate() {
            let mut found = texts.read(source, item);
            if !meant(index) {
                list.item(item, found, false);
                continue;
            }
            let mut judged = false;
            if shapes.iter().all(|shape| !shape.shows[index]) && !item_target(playlist, item).is_empty() {
                found.extend(self.anywhere(playlist, index));
            }
            for shape in shapes.iter().filter(|shape| shape.shows[index]) {
                match shape.stage.lay_out(playlist, index, &self.fonts) {
                    Ok(laid) => {
                        judged = true;
                        let case = Case {
                            settings: &self.site.lint,
                            compounds: &self.site.compounds,
                            view: &shape.view,
                            item,
                            blank: playlist.blank,
                            others: playlist.items.len() > 1,
                            font: laid.font(),
                            layout: laid.layout(),
                        };
                        list.merge(item, &mut found, case.findings());
                    }
                    Err(fault) if found.iter().any(|other| other.says(&fault)) => {}
                    Err(fault) => found.push(*fault),
                }
            }
            let judged = judged && !found.iter().any(Fault::is_error);
            list.item(item, found, judged);
        }
        faults.extend(list.finish());
        faults
    }

    /// What is wrong with an item that is for no board there is, and would be on every one of them: its boards are named
    /// wrongly, so nobody knows which are meant.
    fn anywhere(&self, playlist: &Arc<Playlist>, index: usize) -> Vec<Fault> {
        let mut seen = BTreeSet::new();
        let mut same: Option<Fault> = None;
        for board in &self.site.boards {
            let stage = board.stage(&self.site);
            if !seen.insert(look(&stage, &board.view())) {
                continue;
            }
            match (stage.lay_out(playlist, index, &self.fonts), &same) {
                (Err(fault), None) => same = Some(*fault),
                (Err(fault), Some(before)) if before.says(&fault) => {}
                _ => return Vec::new(),
            }
        }
        same.into_iter().collect()
    }

    /// The shapes of boards that show any of these items.
    fn shapes(&self, playlist: &Arc<Playlist>) -> Vec<Shape> {
        let mut shapes: BTreeMap<String, Shape> = BTreeMap::new();
        for board in &self.site.boards {
            let (stage, view) = (board.stage(&self.site), board.view());
            let key = look(&stage, &view);
            let known = shapes.get(&key);
            if known.is_some_and(|shape| shape.shows.iter().all(|shown| *shown)) {
                continue;
            }
            let items = stage.items(playlist);
            if items.is_empty() {
                continue;
            }
            let none = vec![false; playlist.items.len()];
            let shape = shapes.entry(key).or_insert(Shape { stage, view, shows: none });
            for index in items {
                shape.shows[index] = true;
            }
        }
        shapes.into_values().collect()
    }

    /// Boards and groups that do not exist, and a playlist for nobody.
    fn check_targets(&self, playlist: &Arc<Playlist>) -> Vec<Fault> {
        let boards = &self.site.boards;
        let mut faults = Vec::new();
        if self.site.is_unread {
            return faults;
        }
        let targets = playlist.items.iter().map(|item| &item.target).chain([&playlist.target]);
        for target in targets.clone().filter(|target| !target.is_empty()) {
            self.check_target(target, &playlist.source, &mut faults);
        }
        let is_default = |board: &Board| board.default.as_ref().is_some_and(|at| at.value == playlist.id);
        // The default of a board that is wrong is not known.
        let known = !boards.is_empty() && self.site.unlit.is_empty();
        if targets.clone().all(Target::is_empty) && known && !boards.iter().any(is_default) {
            let message = Message::ForNobody { playlist: playlist.id.clone() };
            faults.push(Fault::warning(&playlist.source, 0..0, message));
        }
        faults
    }

    fn check_target(&self, target: &Target, source: &Arc<Source>, faults: &mut Vec<Fault>) {
        let (boards, unlit) = (&self.site.boards, &self.site.unlit);
        let mut check = |names: &[At<String>], known: &[&str], message: fn(String, String) -> Message| {
            for name in names.iter().filter(|name| !known.contains(&name.value.as_str())) {
                let offer = if known.is_empty() { "–".to_owned() } else { offered(&name.value, known) };
                let message = message(name.value.clone(), offer);
                faults.push(Fault::error(source, name.span.clone(), message));
            }
        };
        let ids =
            boards.iter().map(|board| &board.id.value).chain(unlit.iter().filter_map(|one| one.id.as_ref()));
        let ids: Vec<&str> = ids.map(String::as_str).collect();
        check(&target.boards, &ids, |id, offer| Message::NoSuchBoard { id, offer });
        let sites = once(
            boards
                .iter()
                .map(|board| &board.site.value)
                .chain(unlit.iter().filter_map(|one| one.site.as_ref())),
        );
        check(&target.sites, &sites, |id, offer| Message::NoBoardAtSite { id, offer });
        let groups = once(
            boards.iter().flat_map(|board| &board.groups).chain(unlit.iter().flat_map(|one| &one.groups)),
        );
        check(&target.groups, &groups, |id, offer| Message::NoSuchGroup { id, offer });
        let tags =
            once(boards.iter().flat_map(|board| &board.tags).chain(unlit.iter().flat_map(|one| &one.tags)));
        check(&target.tags, &tags, |id, offer| Message::NoSuchTag { id, offer });
    }

    /// Days named by windows that nobody has.
    fn check_days(&self, playlist: &Playlist) -> Vec<Fault> {
        let windows = playlist.items.iter().map(|item| &item.when).chain([&playlist.when]);
        unknown_days(&self.site.own_days, &playlist.source, windows.flat_map(|when| &when.windows))
    }
}

/// The target of an item: its own, or that of its playlist.
fn item_target<'p>(playlist: &'p Playlist, item: &'p Item) -> &'p Target {
    if item.target.is_empty() { &playlist.target } else { &item.target }
}

/// What makes every item look the same on two boards, and be judged the same.
fn look(stage: &Stage, view: &View) -> String {
    let Stage { face, palette, font, max_fps, moves, .. } = stage;
    let far = (view.pitch_mm, view.viewers_m, view.viewers_night_m);
    format!("{face:?} {palette:?} {font} {max_fps} {moves} {far:?}")
}

/// A fault for every day named by windows of a file that neither the program nor the site knows.
pub(super) fn unknown_days<'w>(
    known: &LocalDays,
    source: &Arc<Source>,
    windows: impl IntoIterator<Item = &'w Window>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    for window in windows {
        let days = window.only_on.iter().chain(&window.except);
        for name in days.filter_map(|days| calendar::unknown(known, days)) {
            let message = no_such_days(name, &calendar::names(known));
            faults.push(Fault::error(source, window.place.clone(), message));
        }
    }
    faults
}

/// What to say of a day that nobody knows. There are many days, so only the likeliest are offered.
fn no_such_days(name: &str, known: &[&str]) -> Message {
    let offer = offered(name, known);
    let few: Vec<&str> = offer.split(", ").take(8).collect();
    let more = if few.len() < known.len() { ", …" } else { "" };
    Message::NoSuchDays { name: shortened(name), offer: few.join(", ") + more }
}

/// Each name once, sorted, for errors that offer them.
fn once<'n>(names: impl Iterator<Item = &'n String>) -> Vec<&'n str> {
    let names: BTreeSet<&str> = names.map(String::as_str).collect();
    names.into_iter().collect()
}
