//! A board's programme: its items laid out on its face, in their cycle. Player, preview and checks ask it what is lit.

mod laid;
mod part;
mod stock;

pub use laid::Laid;
pub use part::Withheld;
pub use stock::anchor;

use super::{Next, OnAir};
use crate::editorial::Permits;
use crate::frame::{Face, Frame, Palette, Window};
use crate::language::Compounds;
use crate::playlist::{Playlist, Reach};
use crate::report::{Fault, Message, offered};
use crate::scene::{Fit, Fonts, Reel, last_resort};
use crate::schedule::{Blackout, Candidate, Cursor, Dark, Layer, Plan, Setting, Shown, line_up};
use jiff::Timestamp;
use part::Part;
use std::sync::Arc;

/// What a programme must know of the board it is for.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The board's id and the other names it is reached by.
    pub reach: Reach,
    /// Its hours, the calendar they are meant by, and its blackouts.
    pub setting: Setting,
    /// The playlist shown while no other is for it.
    pub default: Option<String>,
    /// Width × height in dots.
    pub face: Face,
    /// Its lamps.
    pub palette: Palette,
    /// The font of items that name none; [`AUTO`](crate::scene::AUTO) to have it chosen.
    pub font: String,
    /// The most frames a second it is sent.
    pub max_fps: u8,
    /// Whether anything can move on it. Where nothing can, items that would move stand in pages.
    pub moves: bool,
    /// What must not be parted between two lines.
    pub compounds: Arc<Compounds>,
    /// What it may light.
    pub permits: Arc<Permits>,
}

impl Stage {
    /// Whether every item looks the same on both.
    #[must_use]
    pub fn draws_as(&self, other: &Self) -> bool {
        let look = |stage: &Self| (stage.face, stage.palette, stage.max_fps, stage.moves);
        look(self) == look(other)
            && self.font == other.font
            && (Arc::ptr_eq(&self.compounds, &other.compounds) || self.compounds == other.compounds)
    }
}

/// Items laid out for one board, and the plan that says whose turn it is.
#[derive(Clone, Debug)]
pub struct Programme {
    face: Face,
    palette: Palette,
    parts: Vec<Part>,
    withheld: Vec<Withheld>,
    /// Whether approval is what it lacks if it shows nothing: something is withheld, or nothing at all is approved.
    unapproved: bool,
    plan: Plan,
}

/// What is lit at an instant, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What is shown.
    pub shown: Shown,
    /// Per cent of full light.
    pub percent: u8,
    /// When it began.
    pub began: Timestamp,
    /// When it ends, exclusive.
    pub until: Timestamp,
    /// What is shown after it.
    pub next: Shown,
    /// The first after it that is no dark time between items, and when it begins.
    then: (Shown, Timestamp),
    /// From when to when it is lit so bright, which may begin after it does and end before it.
    bright: (Timestamp, Timestamp),
}

impl Slot {
    /// What a plan says of an instant; the cursor must be of this plan.
    pub(super) fn of(plan: &Plan, cursor: &mut Cursor, now: Timestamp) -> Self {
        let on = cursor.on_air(plan, now);
        let light = cursor.light(plan, now);
        Self {
            shown: on.shown,
            percent: light.percent,
            began: on.began,
            until: on.until,
            next: on.next,
            then: on.then,
            bright: (light.since, light.until),
        }
    }

    /// Whether it says what is lit at an instant.
    #[must_use]
    pub fn holds(&self, instant: Timestamp) -> bool {
        self.began.max(self.bright.0) <= instant && instant < self.until.min(self.bright.1)
    }

    /// How bright the board is to be, in per cent; 0 while it is dark on purpose.
    #[must_use]
    pub fn light(&self) -> u8 {
        if matches!(self.shown, Shown::Dark(_)) { 0 } else { self.percent }
    }

    /// Whether its end is one, and not only the farthest that was looked at.
    fn is_bounded(&self) -> bool {
        self.until.duration_since(self.began) < Cursor::FARTHEST
    }

    /// When its reel, or what is shown at all, next changes.
    pub(super) fn next_change(&self, reel: &Reel, elapsed: std::time::Duration) -> Timestamp {
        let movement = reel.next_change(elapsed);
        let movement = movement.and_then(|at| self.began.checked_add(signed(at)).ok());
        movement.into_iter().chain([self.until, self.bright.1]).min().unwrap_or(self.until)
    }
}

impl Programme {
    /// Lays out everything that is for a board. An item that cannot be shown as asked is left out and is a fault in
    /// its playlist's file; one that is not approved is withheld. Where nothing is left, the compiled-in frame is shown.
    #[must_use]
    pub fn new<'a>(
        stage: &Stage,
        playlists: impl IntoIterator<Item = &'a Arc<Playlist>>,
        fonts: &Fonts,
    ) -> (Self, Vec<Fault>) {
        let (mut parts, mut withheld, mut faults) = (Vec::new(), Vec::new(), Vec::new());
        for choice in line_up(&stage.reach, stage.default.as_deref(), playlists) {
            match Laid::new(stage, choice, fonts).map(|laid| Part::admit(laid, &stage.permits)) {
                Ok(Ok(part)) => parts.push(part),
                Ok(Err(item)) => withheld.push(*item),
                Err(fault) => faults.push(*fault),
            }
        }
        let candidate =
            |part: &Part| Candidate { choice: part.choice().clone(), shown: part.layout().duration() };
        let plan = Plan::new(stage.setting.clone(), parts.iter().map(candidate));
        let asks = matches!(*stage.permits, Permits::Only(_));
        let unapproved = asks && (parts.is_empty() || !withheld.is_empty());
        (Self { face: stage.face, palette: stage.palette, parts, withheld, unapproved, plan }, faults)
    }

    /// The programme of a board for which there is nothing: the compiled-in frame.
    #[must_use]
    pub fn last_resort(face: Face, palette: Palette) -> Self {
        let (parts, withheld, plan) = (Vec::new(), Vec::new(), Plan::default());
        Self { face, palette, parts, withheld, unapproved: false, plan }
    }

    /// The face it is laid out for.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face
    }

    /// Its plan; entries have the numbers of its parts.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The items it would show if they were approved.
    #[must_use]
    pub fn withheld(&self) -> &[Withheld] {
        &self.withheld
    }

    /// How long all items shown once take; zero if there are none.
    #[must_use]
    pub fn length(&self) -> std::time::Duration {
        self.parts.iter().map(|part| part.layout().duration() + part.choice().playlist.blank).sum()
    }

    /// What is lit at an instant. Works out the day up to then; who goes along with time uses [`Self::follow`].
    #[must_use]
    pub fn slot(&self, now: Timestamp) -> Slot {
        Slot::of(&self.plan, &mut Cursor::default(), now)
    }

    /// What is lit at an instant, for who goes along with time. The cursor must be of this programme.
    pub fn follow(&self, cursor: &mut Cursor, now: Timestamp) -> Slot {
        Slot::of(&self.plan, cursor, now)
    }

    /// Draws what is to be shown, at so many per cent of its light.
    #[must_use]
    pub fn draw(&self, shown: Shown, percent: u8) -> Reel {
        let reel = match shown {
            Shown::Entry(index) => self.parts.get(index).map(Part::draw),
            Shown::Blank(_) | Shown::Dark(_) => Some(Reel::still(Frame::unlit(self.face), self.face)),
            Shown::LastResort => None,
        };
        let reel = reel.unwrap_or_else(|| Reel::still(last_resort(self.face, self.palette), self.face));
        reel.dimmed(percent)
    }

    /// Whether what a person has a board show for a while may cover this: an emergency may not be covered, and a face that a
    /// person switched off stays dark.
    #[must_use]
    pub fn gives_way(&self, shown: Shown) -> bool {
        match shown {
            Shown::Entry(index) | Shown::Blank(index) => {
                self.parts.get(index).is_none_or(|part| part.choice().layer != Layer::Emergency)
            }
            Shown::Dark(dark) => dark != Dark::Blackout,
            Shown::LastResort => true,
        }
    }

    /// How the item of a slot is set, and what that costs; `None` while no item is shown.
    #[must_use]
    pub fn fit(&self, slot: &Slot) -> Option<&Fit> {
        match slot.shown {
            Shown::Entry(index) => self.parts.get(index).map(|part| part.layout().fit()),
            Shown::Blank(_) | Shown::Dark(_) | Shown::LastResort => None,
        }
    }

    /// Words for how the item of a slot is set.
    #[must_use]
    pub fn how(&self, slot: &Slot) -> Option<Message> {
        self.fit(slot).map(laid::how)
    }

    /// What is lit at an instant, as the preview shows it: the reel and the time into it.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Moment {
        let mut cursor = Cursor::default();
        let slot = self.follow(&mut cursor, now);
        let elapsed = since(slot.began, now);
        let reel = self.draw(slot.shown, slot.percent);
        Moment { slot, elapsed, reel, cursor }
    }

    /// Words for what a slot shows: the text, where it comes from, and why.
    #[must_use]
    pub fn on_air(&self, slot: &Slot) -> OnAir {
        self.on_air_by(&self.plan, slot)
    }

    /// The same, of a slot that another plan of the same entries gave.
    pub(super) fn on_air_by(&self, plan: &Plan, slot: &Slot) -> OnAir {
        let (shown, blank) = match slot.shown {
            Shown::Entry(index) => (Some(index), false),
            Shown::Blank(index) => (Some(index), true),
            Shown::Dark(_) | Shown::LastResort => (None, false),
        };
        let part = shown.and_then(|index| self.parts.get(index));
        let playlist = part.map_or_else(String::new, |part| part.choice().playlist.title.clone());
        let text = part.filter(|_| !blank).map(|part| part.choice().item().text.value.clone());
        let why = match (slot.shown, part) {
            (Shown::Blank(_), Some(_)) => Message::WhyBlank { playlist: playlist.clone() },
            (_, Some(part)) => why_lit(part.choice().layer, playlist.clone()),
            (Shown::Dark(dark), None) => why_dark(dark, plan.blackout(slot.began)),
            (_, None) if self.unapproved => Message::WhyUnapproved {},
            (_, None) => Message::WhyLastResort {},
        };
        let until = slot.is_bounded().then_some(slot.until);
        OnAir { text: text.unwrap_or_default(), playlist, since: slot.began, until, why }
    }

    /// Words for the next item after a slot; `None` if the same goes on, or nothing that has words comes.
    #[must_use]
    pub fn next(&self, slot: &Slot) -> Option<Next> {
        let (Shown::Entry(index), at) = slot.then else { return None };
        let text = self.parts.get(index)?.choice().item().text.value.clone();
        (self.parts.len() > 1).then_some(Next { text, at })
    }

    /// Words for the item that a slot shows, or that follows its dark time; `None` if neither has words.
    pub(super) fn first(&self, slot: &Slot) -> Option<Next> {
        let (shown, at) = match slot.shown {
            Shown::Entry(_) => (slot.shown, slot.began),
            Shown::Blank(_) => slot.then,
            Shown::Dark(_) | Shown::LastResort => return None,
        };
        let Shown::Entry(index) = shown else { return None };
        Some(Next { text: self.parts.get(index)?.choice().item().text.value.clone(), at })
    }
}

fn why_dark(dark: Dark, blackout: Option<&Blackout>) -> Message {
    match (dark, blackout) {
        (Dark::Blackout, Some(Blackout { by, reason, .. })) => {
            Message::WhyBlackout { by: by.clone(), reason: reason.clone() }
        }
        (Dark::NoPower, _) => Message::WhyNoPower {},
        (Dark::Quiet | Dark::Blackout, _) => Message::WhyQuiet {},
    }
}

fn why_lit(layer: Layer, playlist: String) -> Message {
    match layer {
        Layer::Emergency => Message::WhyEmergency { playlist },
        Layer::Override => Message::WhyOverride { playlist },
        Layer::Priority => Message::WhyPriority { playlist },
        Layer::Normal => Message::WhyTargeted { playlist },
        Layer::Standby => Message::WhyDefault { playlist },
    }
}

/// What is lit at one instant.
#[derive(Clone, Debug)]
pub struct Moment {
    /// What and until when.
    pub slot: Slot,
    /// The time since it began.
    pub elapsed: std::time::Duration,
    /// The item drawn.
    pub reel: Reel,
    cursor: Cursor,
}

impl Moment {
    /// The dots that are lit.
    #[must_use]
    pub fn window(&self) -> Option<Window<'_>> {
        self.reel.window(self.reel.cut(self.elapsed))
    }

    /// When other dots may be lit.
    #[must_use]
    pub fn next_change(&self) -> Timestamp {
        self.slot.next_change(&self.reel, self.elapsed)
    }

    /// Goes on to a later instant of the same programme, drawing only what is not drawn yet.
    pub fn follow(&mut self, programme: &Programme, now: Timestamp) {
        let slot = programme.follow(&mut self.cursor, now);
        if (slot.shown, slot.percent) != (self.slot.shown, self.slot.percent) {
            self.reel = programme.draw(slot.shown, slot.percent);
        }
        (self.slot, self.elapsed) = (slot, since(slot.began, now));
    }
}

/// A span of time as the time library adds it.
pub(super) fn signed(time: std::time::Duration) -> jiff::SignedDuration {
    jiff::SignedDuration::try_from(time).unwrap_or(jiff::SignedDuration::MAX)
}

/// The time from one instant to a later one, none if it is not later.
pub(super) fn since(began: Timestamp, now: Timestamp) -> std::time::Duration {
    std::time::Duration::try_from(now.duration_since(began)).unwrap_or_default()
}

/// Why there is no font of this name.
#[must_use]
pub fn no_font(fonts: &Fonts, name: &str) -> Message {
    let font = name.to_owned();
    if fonts.is_unmade(name) {
        return Message::FontNotMade { font };
    }
    let offer = offered(name, &fonts.names().collect::<Vec<_>>());
    Message::NoSuchFont { font, offer }
}
