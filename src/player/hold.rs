//! What a person has a board show for a while in place of its programme: a test picture, its name.
//!
//! It ends by itself, emergencies and blackouts go before it, and no file remembers it.

use super::time::Time;
use super::{Next, OnAir, Programme, Slot};
use crate::frame::{Frame, Window};
use crate::report::Message;
use crate::scene::{Cut, Reel};
use crate::schedule::Cursor;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// An order to show pictures for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// The pictures, shown in turn; those of another face are not shown.
    pub pictures: Vec<Frame>,
    /// How long each of them stands before the next one, at least 50 ms.
    pub every: Duration,
    /// When it was ordered, by the time of day.
    pub from: Timestamp,
    /// When it ends, by the time of day: for people.
    pub to: Timestamp,
    /// When it ends, on the clock that never jumps: what is kept to.
    pub until: Duration,
    /// Who ordered what, until when.
    pub why: Message,
}

impl Hold {
    /// What is on air while it covers the programme.
    pub(super) fn on_air(&self) -> OnAir {
        OnAir {
            text: String::new(),
            playlist: String::new(),
            since: self.from,
            until: Some(self.to),
            why: self.why.clone(),
        }
    }
}

/// A hold on its way: which of its pictures is shown.
#[derive(Debug)]
pub(super) struct Held {
    hold: Arc<Hold>,
    began: Duration,
    /// The pictures at the light of the hour, and how many per cent that is.
    reels: Vec<Reel>,
    percent: Option<u8>,
    turn: usize,
    /// Whether it is what the face shows.
    covers: bool,
}

impl Held {
    pub(super) fn new(hold: Arc<Hold>, now: Duration) -> Self {
        Self { hold, began: now, reels: Vec::new(), percent: None, turn: 0, covers: false }
    }

    /// Whether its time is over.
    pub(super) fn is_over(&self, now: Duration) -> bool {
        now >= self.hold.until
    }

    /// Whether it is what the face shows.
    pub(super) fn covers(&self) -> bool {
        self.covers
    }

    /// Goes on to `now` over what the programme has on air; whether other dots are lit by that.
    pub(super) fn follow(&mut self, programme: &Programme, slot: &Slot, now: Duration) -> bool {
        let dimmed = self.percent.replace(slot.percent) != Some(slot.percent);
        if dimmed {
            let face = programme.face();
            let fits = self.hold.pictures.iter().filter(|picture| picture.as_window(face).is_some());
            let reel = |picture: &Frame| Reel::still(picture.clone(), face).dimmed(slot.percent);
            self.reels = fits.map(reel).collect();
        }
        let turn = self.turns(now) as usize % self.reels.len().max(1);
        let turned = std::mem::replace(&mut self.turn, turn) != turn;
        let covers = !self.reels.is_empty() && programme.gives_way(slot.shown);
        let uncovered = std::mem::replace(&mut self.covers, covers) != covers;
        uncovered || covers && (turned || dimmed)
    }

    /// The picture that is shown.
    pub(super) fn window(&self) -> Option<Window<'_>> {
        self.reels.get(self.turn)?.window(Cut::default())
    }

    /// When the next picture is due or its time is over.
    pub(super) fn next_change(&self, now: Duration) -> Duration {
        if self.reels.len() < 2 {
            return self.hold.until;
        }
        let turns = self.turns(now).saturating_add(1);
        self.hold.until.min(self.began.saturating_add(self.every().saturating_mul(turns)))
    }

    pub(super) fn on_air(&self) -> OnAir {
        self.hold.on_air()
    }

    /// What comes after it: the item that the programme has then. What the programme changes to meanwhile, nobody sees.
    pub(super) fn next(&self, programme: &Programme, time: &Time, cursor: &Cursor) -> Option<Next> {
        let end = self.hold.to;
        // The place of the programme itself stays where it is.
        let slot = Slot::of(time.plan(programme), &mut cursor.clone(), time.meant(end));
        let next = programme.first(&slot)?;
        Some(Next { at: time.shown(next.at).max(end), ..next })
    }

    /// How many pictures have had their time.
    fn turns(&self, now: Duration) -> u32 {
        let passed = now.saturating_sub(self.began).as_nanos() / self.every().as_nanos();
        u32::try_from(passed).unwrap_or(u32::MAX)
    }

    fn every(&self) -> Duration {
        self.hold.every.max(Duration::from_millis(50))
    }
}
