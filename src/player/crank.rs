//! What the task around a board turns: the player of one that is sent every frame, or the keeper of a card.

use super::event::{Event, Now, Step};
use super::{Keeper, LinkState, Player, Stages, Status};
use crate::board::card::{Incident, Ledger};
use crate::board::{Power, Trouble};
use crate::frame::Window;
use crate::wire::Packets;
use jiff::Timestamp;

/// One board's engine: what it is told and what it is asked. See [`Player`] for what each of these means.
pub trait Crank: std::fmt::Debug + Send {
    /// It is later than this, whatever the clock says.
    fn know(&mut self, known: Timestamp);
    /// Takes what happened and says what to do.
    fn step(&mut self, now: Now, event: Event) -> Step;
    /// What the last step wants sent.
    fn packets(&self) -> &Packets;
    /// What the face shows, or is believed to.
    fn window(&self) -> Option<Window<'_>>;
    /// What is known of the board.
    fn status(&self, link: LinkState) -> Status;
    /// How far what is wanted has come, and what is wrong.
    fn stages(&mut self, now: Now) -> (Stages, Option<Trouble>);
    /// How bright the board is to be, in per cent.
    fn light(&self) -> Option<u8>;
    /// Frames put into the board's words so far.
    fn frames(&self) -> u64;
    /// Whether everything was said that the board needs to show what it is left with.
    fn settled(&self) -> bool;

    /// What the lamps draw.
    fn power(&self) -> Option<Power> {
        None
    }
    /// There is time to draw ahead.
    fn prepare(&mut self) {}
    /// What was sent last may not have left whole.
    fn doubt(&mut self) {}
    /// Replaces the packets by what is to be sent after the last frame.
    fn end(&mut self) {}
    /// What was found on the board that nobody ordered, since this was last asked.
    fn take_incidents(&mut self) -> Vec<Incident> {
        Vec::new()
    }
    /// What is to be remembered of the board.
    fn ledger(&self) -> Option<&Ledger> {
        None
    }
}

impl Crank for Player {
    fn know(&mut self, known: Timestamp) {
        Self::know(self, known);
    }
    fn step(&mut self, now: Now, event: Event) -> Step {
        Self::step(self, now, event)
    }
    fn packets(&self) -> &Packets {
        Self::packets(self)
    }
    fn window(&self) -> Option<Window<'_>> {
        Self::window(self)
    }
    fn status(&self, link: LinkState) -> Status {
        Self::status(self, link)
    }
    fn stages(&mut self, now: Now) -> (Stages, Option<Trouble>) {
        Self::stages(self, now)
    }
    fn light(&self) -> Option<u8> {
        Self::light(self)
    }
    fn frames(&self) -> u64 {
        Self::frames(self)
    }
    fn settled(&self) -> bool {
        Self::settled(self)
    }
    fn power(&self) -> Option<Power> {
        Self::power(self)
    }
    fn prepare(&mut self) {
        Self::prepare(self);
    }
    fn doubt(&mut self) {
        Self::doubt(self);
    }
    fn end(&mut self) {
        Self::end(self);
    }
}

impl Crank for Keeper {
    fn know(&mut self, known: Timestamp) {
        Self::know(self, known);
    }
    fn step(&mut self, now: Now, event: Event) -> Step {
        Self::step(self, now, event)
    }
    fn packets(&self) -> &Packets {
        Self::packets(self)
    }
    fn window(&self) -> Option<Window<'_>> {
        Self::window(self)
    }
    fn status(&self, link: LinkState) -> Status {
        Self::status(self, link)
    }
    fn stages(&mut self, now: Now) -> (Stages, Option<Trouble>) {
        Self::stages(self, now)
    }
    fn light(&self) -> Option<u8> {
        Self::light(self)
    }
    fn frames(&self) -> u64 {
        Self::frames(self)
    }
    fn settled(&self) -> bool {
        Self::settled(self)
    }
    fn end(&mut self) {
        Self::end(self);
    }
    fn take_incidents(&mut self) -> Vec<Incident> {
        Self::take_incidents(self)
    }
    fn ledger(&self) -> Option<&Ledger> {
        Some(Self::ledger(self))
    }
}
