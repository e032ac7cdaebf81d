//! A playlist text that is in no file yet, held against the site: how one of its items would look on the boards it is for,
//! and everything there is to say about it, with what mends it.
//!
//! It looks with the eyes of the checks of files and draws with the hand that lights the boards, so that neither can say
//! anything else. It changes nothing.

mod fixes;
mod places;

pub use fixes::{Edit, Fix};

use super::{Board, Library};
use crate::frame::Face;
use crate::player::Stage;
use crate::playlist::Playlist;
use crate::report::{Fault, Message, Source};
use crate::scene::{Fit, Reel};
use jiff::Timestamp;
use places::{Places, Spot};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// The most different pictures drawn at once.
const MOST: usize = 20;

/// What somebody wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The id of the playlist, which boards may have as their default.
    pub id: &'a str,
    /// Its TOML text.
    pub text: &'a str,
    /// The item that is looked at, from 0; all of them, and no picture, if it is absent.
    pub item: Option<usize>,
    /// Ids of the boards to draw; those that the item is for if absent.
    pub boards: Option<&'a BTreeSet<String>>,
}

/// How it looks, and what there is to say.
#[derive(Clone, Debug)]
pub struct Proof {
    /// Boards that look the same are one entry; in the order of the site file.
    pub boards: Vec<Shown>,
    /// How many boards have another shape than those that are drawn, and are not drawn.
    pub more: usize,
    /// What there is to say, the gravest first, then in the order of the text. What the draft silences is left out.
    pub found: Vec<Remark>,
}

/// Boards on which the item looks the same.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Their ids.
    pub ids: Vec<String>,
    /// What people call them.
    pub names: Vec<String>,
    /// Width × height in dots.
    pub face: Face,
    /// The item, or why it cannot be shown.
    pub drawn: Result<Picture, Box<Fault>>,
}

/// The item drawn.
#[derive(Clone, Debug)]
pub struct Picture {
    /// At full light.
    pub reel: Reel,
    /// How it is set.
    pub fit: Fit,
    /// How long it is on.
    pub lasts: Duration,
}

/// One thing to say.
#[derive(Clone, Debug)]
pub struct Remark {
    /// What, and how grave; its place is in the text of the draft.
    pub fault: Fault,
    /// The number of the item it is about; `None` for the head of the playlist.
    pub item: Option<usize>,
    /// The key it is about.
    pub field: Option<String>,
    /// The words it is about: characters of the item's text as it is written, from 0.
    pub words: Option<Range<usize>>,
    /// What mends it.
    pub fixes: Vec<Fix>,
}

/// The key of an item, or of the head, that a fault in the text of a playlist is about; `None` where it is about no key.
#[must_use]
pub fn key_of(fault: &Fault) -> Option<String> {
    let (source, _) = fault.place.as_ref()?;
    Places::new(&source.text).spot(fault).field
}

impl Library {
    /// How the item of a draft would look, and what there is to say. `asof` is the time now; without it nothing is said
    /// that depends on what day it is.
    #[must_use]
    pub fn proof(&self, draft: &Draft<'_>, asof: Option<Timestamp>) -> Proof {
        let source = Arc::new(Source { name: format!("{}.toml", draft.id), text: draft.text.to_owned() });
        let (playlist, mut faults) = Playlist::parse(draft.id, &source);
        let playlist = playlist.map(Arc::new);
        let places = Places::new(draft.text);
        let (mut boards, mut more) = (Vec::new(), 0);
        if let Some(playlist) = &playlist {
            faults.extend(self.check_playlist(playlist, asof));
        }
        if let Some(index) = draft.item {
            let drawable = match &playlist {
                Some(playlist) => Some((Arc::clone(playlist), index)),
                None => drawable(draft, index, &faults, &places).map(|playlist| (playlist, 0)),
            };
            if let Some((playlist, index)) = drawable {
                (boards, more) = self.shown(draft, &playlist, index);
            }
        }
        let found = faults.into_iter().filter(|fault| fault.silenced.is_none());
        let found = found.map(|fault| (places.spot(&fault), fault));
        let about = |spot: &Spot| draft.item.is_none() || spot.item.is_none() || spot.item == draft.item;
        let mut found: Vec<Remark> = found
            .filter(|(spot, _)| about(spot))
            .map(|(spot, fault)| self.found(fault, spot, asof))
            .collect();
        found.sort_by_key(|found| {
            (std::cmp::Reverse(found.fault.severity), found.fault.place.as_ref().map(|place| place.1.start))
        });
        Proof { boards, more, found }
    }

    /// The item on every board it is for, or that was asked for, boards of one shape together.
    fn shown(&self, draft: &Draft<'_>, playlist: &Arc<Playlist>, index: usize) -> (Vec<Shown>, usize) {
        let mut shapes: Vec<(Stage, Shown)> = Vec::new();
        let mut more = 0;
        for board in &self.site.boards {
            let stage = board.stage(&self.site);
            let wanted = match draft.boards {
                Some(ids) => ids.contains(&board.id.value),
                None => stage.items(playlist).contains(&index),
            };
            if !wanted {
                continue;
            }
            if let Some((_, shown)) = shapes.iter_mut().find(|(other, _)| looks_like(other, &stage)) {
                shown.ids.push(board.id.value.clone());
                shown.names.push(board.name.clone());
            } else if shapes.len() < MOST {
                let shown = self.draw(board, &stage, playlist, index);
                shapes.push((stage, shown));
            } else {
                more += 1;
            }
        }
        (shapes.into_iter().map(|(_, shown)| shown).collect(), more)
    }

    fn draw(&self, board: &Board, stage: &Stage, playlist: &Arc<Playlist>, index: usize) -> Shown {
        let drawn = stage.lay_out(playlist, index, &self.fonts).map(|laid| Picture {
            reel: laid.reel(),
            fit: laid.layout().fit().clone(),
            lasts: laid.layout().duration(),
        });
        let (ids, names) = (vec![board.id.value.clone()], vec![board.name.clone()]);
        Shown { ids, names, face: stage.face, drawn }
    }

    fn found(&self, mut fault: Fault, spot: Spot, asof: Option<Timestamp>) -> Remark {
        let fixes = fixes::fixes(&fault.message, &spot, &self.site.zone, asof);
        // There is no file yet that a command could convert.
        if let Message::LegacyText { encoding, preview, .. } = fault.message {
            fault.message = Message::LegacyDraft { encoding, preview };
        }
        Remark { fault, item: spot.item, field: spot.field, words: spot.words, fixes }
    }
}

/// Whether an item looks the same on two boards.
fn looks_like(one: &Stage, other: &Stage) -> bool {
    let shape = |stage: &Stage| (stage.face, stage.palette, stage.max_fps, stage.moves);
    shape(one) == shape(other) && one.font == other.font
}

/// The item without whatever is wrong beside its text, so that somebody who still has to say until when it is shown sees
/// how it looks. `None` if its text is what is wrong.
fn drawable(draft: &Draft<'_>, index: usize, faults: &[Fault], places: &Places<'_>) -> Option<Arc<Playlist>> {
    let mut file: toml_edit::DocumentMut = draft.text.parse().ok()?;
    let items = file.get("item")?.as_array_of_tables()?;
    let mut item = items.get(index)?.clone();
    for fault in faults.iter().filter(|fault| fault.is_error()) {
        let spot = places.spot(fault);
        match (&spot.field, spot.item) {
            (Some(key), Some(at)) if at == index => _ = item.remove(key),
            (Some(key), None) => _ = file.remove(key),
            _ => {}
        }
        // What needs an end is said at its class.
        if let Message::ClassNeedsExpiry { .. } = fault.message {
            _ = item.remove("class");
        }
    }
    let mut only = toml_edit::ArrayOfTables::new();
    only.push(item);
    file.insert("item", toml_edit::Item::ArrayOfTables(only));
    let source = Arc::new(Source { name: format!("{}.toml", draft.id), text: file.to_string() });
    Playlist::parse(draft.id, &source).0.map(Arc::new)
}

#[cfg(test)]
mod tests;
