//! An instant accounted for: what is on, since when, until when, what comes next, and why every other item is not on.

use super::words;
use crate::player::{OnAir, Programme};
use crate::playlist::Playlist;
use crate::report::Message;
use crate::schedule::{Choice, Layer, Lit, Shown, Why, explain};
use jiff::Timestamp;
use std::sync::Arc;

/// What there is to say about a board at an instant.
#[derive(Clone, Debug)]
pub struct Account {
    /// The instant.
    pub at: Timestamp,
    /// What is on air, and why.
    pub on_air: OnAir,
    /// How bright, in per cent; of no interest while the board is dark.
    pub percent: u8,
    /// Whether it is dark on purpose.
    pub is_dark: bool,
    /// What comes next; `None` if nothing does within a week.
    pub next: Option<Coming>,
    /// Every item that can come on this board, and those that could if they were approved, playlist by playlist.
    pub groups: Vec<Group>,
}

/// What comes next, and when.
#[derive(Clone, Debug)]
pub struct Coming {
    /// When.
    pub at: Timestamp,
    /// The text of an item on one line, or words for what is lit in its place.
    pub what: Result<String, Message>,
}

/// The items of one playlist.
#[derive(Clone, Debug)]
pub struct Group {
    /// The playlist's id.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Its file.
    pub file: String,
    /// Its items, in file order.
    pub items: Vec<Verdict>,
}

/// What became of one item.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The line of its text in the file, from 1.
    pub line: usize,
    /// Its text, on one line and cut.
    pub text: String,
    /// Its layer on this board.
    pub layer: Layer,
    /// The rule that decided.
    pub why: Why,
}

/// The most letters of an item's text.
const TEXT: usize = 60;

impl Account {
    /// Accounts for an instant. Works out its whole day, and for every item that is closed when it next opens.
    #[must_use]
    pub fn new(programme: &Programme, at: Timestamp) -> Self {
        let plan = programme.plan();
        let explanation = explain(plan, at);
        let on_air = programme.on_air(&programme.slot(at));
        let mut groups: Vec<Group> = Vec::new();
        let mut last = None;
        for (entry, why) in explanation.entries.iter().enumerate() {
            let Some(choice) = plan.choice(entry) else { continue };
            let playlist = &choice.playlist;
            if !last.is_some_and(|last| Arc::ptr_eq(last, playlist)) {
                groups.push(group(playlist));
                last = Some(playlist);
            }
            if let Some(group) = groups.last_mut() {
                group.items.push(verdict(choice, *why));
            }
        }
        for withheld in programme.withheld() {
            let choice = &withheld.choice;
            let at = groups.iter().position(|group| group.id == choice.playlist.id).unwrap_or_else(|| {
                groups.push(group(&choice.playlist));
                groups.len() - 1
            });
            let items = &mut groups[at].items;
            let verdict = verdict(choice, Why::Unapproved);
            let place = items.partition_point(|item| item.line < verdict.line);
            items.insert(place, verdict);
        }
        // What lasts for longer than was looked has no end that could be told.
        let next = on_air.until.and_then(|_| coming(programme, explanation.slot.then));
        let is_dark = matches!(explanation.slot.shown, Shown::Dark(_));
        Self { at, on_air, percent: explanation.light.percent, is_dark, next, groups }
    }
}

fn group(playlist: &Playlist) -> Group {
    let (id, title, file) = (playlist.id.clone(), playlist.title.clone(), playlist.source.name.clone());
    Group { id, title, file, items: Vec::new() }
}

fn verdict(choice: &Choice, why: Why) -> Verdict {
    let text = &choice.item().text;
    let line = choice.playlist.source.line(text.span.start);
    Verdict { line, text: words::one_line(&text.value, TEXT), layer: choice.layer, why }
}

fn coming(programme: &Programme, (shown, at): (Shown, Timestamp)) -> Option<Coming> {
    let what = match shown {
        Shown::Entry(entry) => Ok(words::one_line(&programme.plan().choice(entry)?.item().text.value, TEXT)),
        Shown::Dark(dark) => Err(words::lit(Lit::Dark(dark))),
        Shown::LastResort => Err(words::lit(Lit::LastResort)),
        Shown::Blank(_) => return None,
    };
    Some(Coming { at, what })
}
