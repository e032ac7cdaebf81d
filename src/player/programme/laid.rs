//! One item laid out for a board, for whoever judges it before it is shown.

use super::super::refusal::explain;
use super::{Stage, no_font};
use crate::editorial::{Seal, terms};
use crate::playlist::{Item, Motion, Playlist};
use crate::report::{Fault, Message};
use crate::scene::{AUTO, Canvas, Fit, Font, Fonts, Form, Layout, Reel, choose};
use crate::schedule::{Choice, Layer, line_up};
use std::sync::Arc;

/// An item as a board would show it.
#[derive(Clone, Debug)]
pub struct Laid {
    choice: Choice,
    font: Arc<Font>,
    layout: Layout,
}

impl Laid {
    /// The item, its playlist and its layer.
    #[must_use]
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// The font it is set in.
    #[must_use]
    pub fn font(&self) -> &Font {
        &self.font
    }

    /// How it is laid out.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// It drawn, at full light.
    #[must_use]
    pub fn reel(&self) -> Reel {
        self.layout.draw(&self.font)
    }

    /// What an approval of it is bound to. Draws it.
    #[must_use]
    pub fn seal(&self) -> Seal {
        Seal { dots: self.reel().digest(), terms: terms(&self.choice.playlist, self.choice.index) }
    }

    pub(super) fn new(stage: &Stage, choice: Choice, fonts: &Fonts) -> Result<Self, Box<Fault>> {
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
        let standing = (!stage.moves).then(|| Item { motion: Motion::Hold, ..item.clone() });
        match choose(standing.as_ref().unwrap_or(item), &canvas, &each) {
            Ok((index, layout)) => Ok(Self { font: Arc::clone(candidates[index]), layout, choice }),
            Err((index, error)) => {
                let canvas = Canvas { font: each[index], ..canvas };
                let (span, message) = explain(&choice, stage, &canvas, fonts, error);
                refuse(span, message)
            }
        }
    }

    /// Words for how it is set.
    #[must_use]
    pub fn how(&self) -> Message {
        how(self.layout.fit())
    }
}

/// Words for how an item is set, and what that costs.
pub(super) fn how(fit: &Fit) -> Message {
    let Fit { font, form, cost } = fit.clone();
    let (total, size) = (cost.total(), cost.size);
    let moves = |motion: &str, speed| {
        let (motion, scroll) = (motion.to_owned(), cost.scroll);
        Message::FitScroll { font: font.clone(), motion, speed, cost: total, size, scroll }
    };
    match form {
        Form::ScrollLeft { speed } => moves("scroll-left", speed),
        Form::ScrollUp { speed } => moves("scroll-up", speed),
        Form::Pages { pages, lines } => {
            let (page, line, rest) = (cost.pages, cost.lines, cost.syllables + cost.breaks);
            Message::FitPages { font, pages, lines, cost: total, size, page, line, rest }
        }
    }
}

impl Stage {
    /// The items of a playlist that the board would show if there were no other, by their numbers from 0.
    #[must_use]
    pub fn items(&self, playlist: &Arc<Playlist>) -> Vec<usize> {
        let found = line_up(&self.reach, self.default.as_deref(), [playlist]);
        found.into_iter().map(|choice| choice.index).collect()
    }

    /// One of these items laid out.
    ///
    /// # Errors
    /// Why the board cannot show it.
    pub fn lay_out(&self, playlist: &Arc<Playlist>, index: usize, fonts: &Fonts) -> Result<Laid, Box<Fault>> {
        Laid::new(self, Choice { playlist: Arc::clone(playlist), index, layer: Layer::Normal }, fonts)
    }
}
