//! A board's programme: its items laid out on its face, in their cycle. Player, preview and checks ask it what is lit.

use super::refusal::explain;
mod laid;

pub use laid::Laid;

use super::{Next, OnAir};
use crate::calendar::{Calendar, Hours, Sky};
use crate::frame::{Face, Palette, Window};
use crate::language::Compounds;
use crate::playlist::{Playlist, Reach};
use crate::report::{Fault, Message, offered};
use crate::scene::{AUTO, Canvas, Fit, Font, Fonts, Form, Layout, Reel, choose, last_resort};
use crate::schedule::{Choice, Cycle, line_up};
use jiff::Timestamp;
use std::sync::Arc;

/// What a programme must know of the board it is for.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The board's id and the other names it is reached by.
    pub reach: Reach,
    /// When it has power, is kept dark, and how bright it is.
    pub hours: Arc<Hours>,
    /// Which dates names of days mean.
    pub calendar: Arc<Calendar>,
    /// The sky over its site, if it is known where that is.
    pub sky: Option<Sky>,
    /// The playlist shown while no other is for it.
    pub default: Option<String>,
    /// Width × height in dots.
    pub face: Face,
    /// Its lamps.
    pub palette: Palette,
    /// The font of items that name none; [`AUTO`] to have it chosen.
    pub font: String,
    /// The most frames a second it is sent.
    pub max_fps: u8,
    /// What must not be parted between two lines.
    pub compounds: Arc<Compounds>,
}

/// Items laid out for one board, in turn.
#[derive(Clone, Debug)]
pub struct Programme {
    face: Face,
    palette: Palette,
    parts: Vec<Part>,
    cycle: Cycle,
    by_default: bool,
}

#[derive(Clone, Debug)]
struct Part {
    choice: Choice,
    font: Arc<Font>,
    layout: Layout,
}

/// What is lit at an instant, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What is shown.
    pub shown: Shown,
    /// When it began.
    pub began: Timestamp,
    /// When it ends, exclusive; `None` if only a change of files ends it.
    pub until: Option<Timestamp>,
    /// What is shown after it.
    pub next: Option<(Shown, Timestamp)>,
}

impl Slot {
    /// When its reel, or what is shown at all, next changes.
    pub(super) fn next_change(&self, reel: &Reel, elapsed: std::time::Duration) -> Option<Timestamp> {
        let movement = reel.next_change(elapsed);
        let movement = movement.and_then(|at| self.began.checked_add(signed(at)).ok());
        movement.into_iter().chain(self.until).min()
    }
}

/// What a face shows, as far as the drawing is concerned: two equal ones are the same reel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// The part of the programme with this number.
    Part(usize),
    /// Dark time after this part, asked for by its playlist.
    Blank(usize),
    /// The compiled-in frame.
    LastResort,
}

impl Programme {
    /// Lays out everything that is for a board. An item that cannot be shown as asked is left out and is a fault in
    /// its playlist's file; if nothing is left, the compiled-in frame is the programme.
    #[must_use]
    pub fn new<'a>(
        stage: &Stage,
        playlists: impl IntoIterator<Item = &'a Arc<Playlist>>,
        fonts: &Fonts,
    ) -> (Self, Vec<Fault>) {
        let found = line_up(&stage.reach, stage.default.as_deref(), playlists);
        let (mut parts, mut faults) = (Vec::new(), Vec::new());
        for choice in found.choices {
            match Part::new(stage, choice, fonts) {
                Ok(part) => parts.push(part),
                Err(fault) => faults.push(*fault),
            }
        }
        let cycle = Cycle::new(parts.iter().map(|p| (p.layout.duration(), p.choice.playlist.blank)));
        let (face, palette) = (stage.face, stage.palette);
        (Self { face, palette, parts, cycle, by_default: found.by_default }, faults)
    }

    /// The programme of a board for which there is nothing: the compiled-in frame.
    #[must_use]
    pub fn last_resort(face: Face, palette: Palette) -> Self {
        Self { face, palette, parts: Vec::new(), cycle: Cycle::default(), by_default: false }
    }

    /// The face it is laid out for.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face
    }

    /// How long one round of all items takes; zero if there are none.
    #[must_use]
    pub fn length(&self) -> std::time::Duration {
        self.cycle.length()
    }

    /// What is lit at an instant. Allocates nothing.
    #[must_use]
    pub fn slot(&self, now: Timestamp) -> Slot {
        let Some(turn) = self.cycle.turn(now) else {
            return Slot { shown: Shown::LastResort, began: now, until: None, next: None };
        };
        let shown = if turn.lit { Shown::Part(turn.entry) } else { Shown::Blank(turn.entry) };
        let next = if turn.lit && turn.until < turn.next.1 {
            (Shown::Blank(turn.entry), turn.until)
        } else {
            (Shown::Part(turn.next.0), turn.next.1)
        };
        Slot { shown, began: turn.began, until: Some(turn.until), next: Some(next) }
    }

    /// Draws what is to be shown.
    #[must_use]
    pub fn draw(&self, shown: Shown) -> Reel {
        let part = |index: usize| self.parts.get(index);
        match shown {
            Shown::Part(index) if part(index).is_some() => {
                let part = &self.parts[index];
                part.layout.draw(&part.font)
            }
            Shown::Blank(_) => Reel::still(crate::frame::Frame::unlit(self.face), self.face),
            _ => Reel::still(last_resort(self.face, self.palette), self.face),
        }
    }

    /// How the item of a slot is set, and what that costs; `None` while no item is shown.
    #[must_use]
    pub fn fit(&self, slot: &Slot) -> Option<&Fit> {
        match slot.shown {
            Shown::Part(index) => self.parts.get(index).map(|part| part.layout.fit()),
            Shown::Blank(_) | Shown::LastResort => None,
        }
    }

    /// Words for how the item of a slot is set.
    #[must_use]
    pub fn how(&self, slot: &Slot) -> Option<Message> {
        let Fit { font, form, cost } = self.fit(slot)?.clone();
        let (total, size) = (cost.total(), cost.size);
        let moves = |motion: &str, speed| {
            let (motion, scroll) = (motion.to_owned(), cost.scroll);
            Message::FitScroll { font: font.clone(), motion, speed, cost: total, size, scroll }
        };
        Some(match form {
            Form::ScrollLeft { speed } => moves("scroll-left", speed),
            Form::ScrollUp { speed } => moves("scroll-up", speed),
            Form::Pages { pages, lines } => {
                let (page, line, rest) = (cost.pages, cost.lines, cost.syllables + cost.breaks);
                Message::FitPages { font, pages, lines, cost: total, size, page, line, rest }
            }
        })
    }

    /// What is lit at an instant, as the preview shows it: the reel and the time into it.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Moment {
        let slot = self.slot(now);
        let elapsed = since(slot.began, now);
        let reel = self.draw(slot.shown);
        Moment { slot, elapsed, reel }
    }

    /// Words for what a slot shows: the text, where it comes from, and why.
    #[must_use]
    pub fn on_air(&self, slot: &Slot) -> OnAir {
        let (text, playlist, why) = match slot.shown {
            Shown::Part(index) => match self.parts.get(index) {
                Some(part) => {
                    let title = part.choice.playlist.title.clone();
                    let why = if self.by_default {
                        Message::WhyDefault { playlist: title.clone() }
                    } else {
                        Message::WhyTargeted { playlist: title.clone() }
                    };
                    (part.choice.item().text.value.clone(), title, why)
                }
                None => (String::new(), String::new(), Message::WhyLastResort {}),
            },
            Shown::Blank(index) => {
                let title =
                    self.parts.get(index).map(|p| p.choice.playlist.title.clone()).unwrap_or_default();
                (String::new(), title.clone(), Message::WhyBlank { playlist: title })
            }
            Shown::LastResort => (String::new(), String::new(), Message::WhyLastResort {}),
        };
        OnAir { text, playlist, since: slot.began, until: slot.until, why }
    }

    /// Words for the next item after a slot; `None` if there is only one.
    #[must_use]
    pub fn next(&self, slot: &Slot) -> Option<Next> {
        let (index, at) = match slot.next? {
            (Shown::Part(index), at) => (index, at),
            (_, dark_from) => self.cycle.turn(dark_from)?.next,
        };
        let text = self.parts.get(index)?.choice.item().text.value.clone();
        (self.parts.len() > 1).then_some(Next { text, at })
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
}

impl Moment {
    /// The dots that are lit.
    #[must_use]
    pub fn window(&self) -> Option<Window<'_>> {
        self.reel.window(self.reel.cut(self.elapsed))
    }

    /// When other dots may be lit; `None` if only a change of files changes them.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        self.slot.next_change(&self.reel, self.elapsed)
    }

    /// Goes on to a later instant of the same programme, drawing only what is not drawn yet.
    pub fn follow(&mut self, programme: &Programme, now: Timestamp) {
        let slot = programme.slot(now);
        if slot.shown != self.slot.shown {
            self.reel = programme.draw(slot.shown);
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

impl Part {
    fn new(stage: &Stage, choice: Choice, fonts: &Fonts) -> Result<Self, Box<Fault>> {
        let item = choice.item();
        let source = &choice.playlist.source;
        let refuse = |span, message| Err(Box::new(Fault::error(source, span, message)));
        let name = item.font.as_ref().map_or(&stage.font, |at| &at.value);
        let place = item.font.as_ref().map_or(&item.text.span, |at| &at.span);
        let candidates = if name == AUTO { fonts.own() } else { fonts.get(name).into_iter().collect() };
        let Some(first) = candidates.first() else {
            let message = if name == AUTO { Message::NoOwnFont {} } else { no_font(fonts, name) };
            return refuse(place.clone(), message);
        };
        let colour = match &item.colour {
            None => stage.palette.first(),
            Some(at) if stage.palette.can_show(at.value) => at.value,
            Some(at) => {
                let names = stage.palette.offer();
                let offer = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
                let (colour, board) = (at.value.to_string(), stage.reach.board.clone());
                return refuse(at.span.clone(), Message::NoSuchColour { colour, board, offer });
            }
        };
        let (face, max_fps, compounds) = (stage.face, stage.max_fps, stage.compounds.as_ref());
        let canvas = Canvas { face, font: first, colour: colour.rgb(), max_fps, compounds };
        let each: Vec<&Font> = candidates.iter().map(|font| font.as_ref()).collect();
        match choose(item, &canvas, &each) {
            Ok((index, layout)) => Ok(Self { font: Arc::clone(candidates[index]), layout, choice }),
            Err((index, error)) => {
                let canvas = Canvas { font: each[index], ..canvas };
                let (span, message) = explain(&choice, stage, &canvas, fonts, error);
                refuse(span, message)
            }
        }
    }
}
