//! An instant accounted for: what is on, since when, until when, what comes next, and why every other item is not on.

use super::words;
use crate::player::{OnAir, Programme};
use crate::report::Message;
use crate::schedule::{Layer, Lit, Shown, Why, explain};
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
    /// What comes next; `None` if nothing does within a week.
    pub next: Option<Coming>,
    /// Every item that can come on this board, playlist by playlist.
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
            let (playlist, item) = (&choice.playlist, choice.item());
            if !last.is_some_and(|last| Arc::ptr_eq(last, playlist)) {
                let (id, title, file) = (&playlist.id, &playlist.title, &playlist.source.name);
                let (id, title, file) = (id.clone(), title.clone(), file.clone());
                groups.push(Group { id, title, file, items: Vec::new() });
                last = Some(playlist);
            }
            let line = playlist.source.line(item.text.span.start);
            let text = words::one_line(&item.text.value, TEXT);
            let verdict = Verdict { line, text, layer: choice.layer, why: *why };
            if let Some(group) = groups.last_mut() {
                group.items.push(verdict);
            }
        }
        // What lasts for longer than was looked has no end that could be told.
        let next = on_air.until.and_then(|_| coming(programme, explanation.slot.then));
        Self { at, on_air, percent: explanation.light.percent, next, groups }
    }
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
