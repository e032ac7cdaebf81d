//! What comes on a board in the next hours: the items whose turns are next, and when what is lit as a whole, or how bright it
//! is, becomes another.

use super::line::{Stretch, dates, timeline};
use super::words;
use crate::player::Programme;
use crate::report::Message;
use crate::schedule::{Cursor, Lit, Shown};
use jiff::{SignedDuration, Timestamp};

/// What comes, each list by time.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// The items that have their turns next.
    pub turns: Vec<Turn>,
    /// What becomes another.
    pub changes: Vec<Change>,
    /// So many changes within the time are not listed.
    pub more: usize,
}

/// An item has its turn.
#[derive(Clone, Debug)]
pub struct Turn {
    /// When it begins.
    pub at: Timestamp,
    /// Its text, on one line and cut.
    pub text: String,
    /// The title of its playlist.
    pub playlist: String,
    /// Why it is lit.
    pub why: Message,
}

/// Something becomes another.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

/// What becomes another.
#[derive(Clone, Debug)]
pub enum What {
    /// What is lit as a whole.
    Lit(Box<Stretch>),
    /// How bright it is, in per cent.
    Light(u8),
}

/// The most letters of an item's text.
const TEXT: usize = 80;
/// So many turns of other items are listed, and looked for among so many that come.
const TURNS: usize = 12;
const LOOKED: usize = 200;
/// So many changes are listed.
const CHANGES: usize = 20;

impl Upcoming {
    /// How far it is looked ahead.
    pub const AHEAD: SignedDuration = SignedDuration::from_hours(24);

    /// What comes after an instant. Works out its day up to then, and little more.
    #[must_use]
    pub fn new(programme: &Programme, now: Timestamp) -> Self {
        let end = now.checked_add(Self::AHEAD).unwrap_or(Timestamp::MAX);
        let mut changes = changes(programme, now, end);
        let more = changes.len().saturating_sub(CHANGES);
        changes.truncate(CHANGES);
        Self { turns: turns(programme, now, end), changes, more }
    }
}

fn turns(programme: &Programme, now: Timestamp, end: Timestamp) -> Vec<Turn> {
    let (plan, mut cursor) = (programme.plan(), Cursor::default());
    let mut slot = programme.follow(&mut cursor, now);
    let (mut last, mut turns, mut at) = (slot.shown, Vec::new(), slot.until);
    for _ in 0..LOOKED {
        if turns.len() == TURNS || at >= end {
            break;
        }
        slot = programme.follow(&mut cursor, at);
        at = slot.until;
        if slot.shown == last {
            // An item that is alone has every turn until something opens or closes.
            let alone = plan.open(slot.began).filter(|open| open.entries.len() < 2);
            at = alone.map_or(at, |open| open.until.max(at));
        } else if matches!(slot.shown, Shown::Entry(_)) {
            last = slot.shown;
            let on_air = programme.on_air(&slot);
            let text = words::one_line(&on_air.text, TEXT);
            turns.push(Turn { at: slot.began, text, playlist: on_air.playlist, why: on_air.why });
        }
    }
    turns
}

fn changes(programme: &Programme, now: Timestamp, end: Timestamp) -> Vec<Change> {
    let plan = programme.plan();
    let line = timeline(plan, now, end);
    // How bright a board would be that is dark on purpose is of no interest.
    let dark = |at: Timestamp| {
        let stretch = line.iter().find(|stretch| stretch.from <= at && at < stretch.to);
        stretch.is_some_and(|stretch| matches!(stretch.lit, Lit::Dark(_)))
    };
    let steps: Vec<(Timestamp, u8)> = dates(plan, now, end).flat_map(|date| plan.lights(date)).collect();
    // Midnight names the brightness anew, whether or not it is another.
    let lights = steps.windows(2).filter_map(|pair| match pair {
        [(_, before), (at, percent)] if before != percent && *at > now && *at < end && !dark(*at) => {
            Some(Change { at: *at, what: What::Light(*percent) })
        }
        _ => None,
    });
    let mut changes: Vec<Change> = lights.collect();
    let lit = line.into_iter().skip(1);
    changes.extend(lit.map(|stretch| Change { at: stretch.from, what: What::Lit(Box::new(stretch)) }));
    changes.sort_by_key(|change| change.at);
    changes
}

impl Change {
    /// What becomes another, in a word for programs: `light`, or what is lit ([`Stretch::code`]).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.what {
            What::Lit(stretch) => stretch.code(),
            What::Light(_) => "light",
        }
    }
}
