//! The board's end of the conversation, as a program: it takes what a link delivers and has a face that can be looked at.

use super::{Protocol, adalight, ddp, flaschen_taschen};
use crate::frame::{Face, Frame};
use crate::wire::WireError;
use std::time::Duration;

/// A board that exists in memory only and keeps to its protocol.
#[derive(Clone, Debug)]
pub struct Receiver {
    screen: Screen,
}

#[derive(Clone, Debug)]
enum Screen {
    Ddp(ddp::Screen),
    FlaschenTaschen(flaschen_taschen::Screen),
    Adalight(adalight::Screen),
}

impl Receiver {
    /// An unlit board.
    #[must_use]
    pub fn new(protocol: Protocol, face: Face) -> Self {
        let screen = match protocol {
            Protocol::Ddp => Screen::Ddp(ddp::Screen::new(face)),
            Protocol::FlaschenTaschen { x, y, .. } => {
                Screen::FlaschenTaschen(flaschen_taschen::Screen::new((x, y), face))
            }
            Protocol::Adalight => Screen::Adalight(adalight::Screen::new(face)),
        };
        Self { screen }
    }

    /// Takes one datagram, or the next bytes of a serial line cut at any place. True if something new became visible: on
    /// a push (DDP), with every datagram that touches the face (FlaschenTaschen), with every whole frame (Adalight).
    ///
    /// # Errors
    /// A datagram that is not one of the protocol; it changes nothing. A serial line has no such errors: what is not a
    /// frame is noise and is skipped.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<bool, WireError> {
        match &mut self.screen {
            Screen::Ddp(screen) => screen.receive(bytes),
            Screen::FlaschenTaschen(screen) => screen.receive(bytes),
            Screen::Adalight(screen) => Ok(screen.receive(bytes)),
        }
    }

    /// Turns the board's clock to `now`, counted from any moment; it never runs backwards. True if what is visible
    /// changed by it: FlaschenTaschen layers above 0 go out 15 s after the last datagram for them.
    pub fn tick(&mut self, now: Duration) -> bool {
        match &mut self.screen {
            Screen::FlaschenTaschen(screen) => screen.tick(now),
            Screen::Ddp(_) | Screen::Adalight(_) => false,
        }
    }

    /// What is visible now.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        match &self.screen {
            Screen::Ddp(screen) => screen.frame(),
            Screen::FlaschenTaschen(screen) => screen.frame(),
            Screen::Adalight(screen) => screen.frame(),
        }
    }
}
