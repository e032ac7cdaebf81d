//! Our end of the conversation with one board: whole frames in, packets in order out.

use super::{Protocol, adalight, ddp, flaschen_taschen};
use crate::frame::{Face, Window};
use crate::panel::Panel;
use crate::wire::Packets;
use std::ops::Range;
use thiserror::Error;

/// Why a face cannot be shown by a protocol as it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SessionError {
    /// Adalight counts dots in 16 bits.
    #[error("{dots} dots, but one Adalight frame carries at most {most}")]
    TooManyDots {
        /// How many dots the face has.
        dots: usize,
        /// How many there may be.
        most: usize,
    },
    /// The face begins beyond the largest wall.
    #[error("the face begins at {x},{y} of the wall, but x and y are at most 4095")]
    Place {
        /// Column.
        x: u16,
        /// Row.
        y: u16,
    },
    /// There are 16 layers.
    #[error("layer {layer}, but layers are 0 to 15")]
    Layer {
        /// The layer.
        layer: u8,
    },
    /// No datagram of this size exists, or it has no room for a header and one dot.
    #[error("datagrams of {bytes} bytes, but they can have 100 to 65507")]
    Datagram {
        /// The size in bytes.
        bytes: u16,
    },
}

/// Turns frames into packets for one board.
///
/// A board that shows only what arrives never answers, so there is nothing to receive: what is known of it is that its
/// frames were sent.
#[derive(Clone, Debug)]
pub struct Session {
    panel: Panel,
    sender: Sender,
}

#[derive(Clone, Debug)]
enum Sender {
    Ddp(ddp::Sender),
    FlaschenTaschen(flaschen_taschen::Sender),
    Adalight(adalight::Sender),
}

impl Session {
    /// A session with a board of this face.
    ///
    /// # Errors
    /// The protocol cannot carry the face as it is set; see [`SessionError`].
    pub fn new(protocol: Protocol, face: Face) -> Result<Self, SessionError> {
        let panel = Panel::new(face);
        let sender = match protocol {
            Protocol::Ddp => Sender::Ddp(ddp::Sender::new()),
            Protocol::FlaschenTaschen { x, y, layer, datagram } => {
                Sender::FlaschenTaschen(flaschen_taschen::Sender::new((x, y), layer, datagram, face)?)
            }
            Protocol::Adalight => Sender::Adalight(adalight::Sender::new(face)?),
        };
        Ok(Self { panel, sender })
    }

    /// The face frames are made for.
    #[must_use]
    pub fn face(&self) -> Face {
        self.panel.face()
    }

    /// Replaces `into` by the packets of one whole frame, in the order they are to be sent.
    ///
    /// Once `into` has grown to the size of a frame nothing is allocated. A window of another face gives no packets: half
    /// a picture on a wall is worse than the one that is lit.
    pub fn show(&mut self, window: &Window<'_>, into: &mut Packets) {
        into.clear();
        if window.face() != self.panel.face() {
            return;
        }
        match &mut self.sender {
            Sender::Ddp(sender) => sender.show(&self.panel, window, into),
            Sender::FlaschenTaschen(sender) => sender.show(&self.panel, window, into),
            Sender::Adalight(sender) => sender.show(&self.panel, window, into),
        }
    }

    /// Replaces `packets`, the frame that [`Session::show`] or this put there last, by one that differs from it in the dots
    /// of these `rows` only. The same packets come out as from `show`, for less work where a protocol allows that.
    pub fn follow(&mut self, window: &Window<'_>, rows: Range<u16>, packets: &mut Packets) {
        match &mut self.sender {
            Sender::Ddp(sender)
                if window.face() == self.panel.face()
                    && packets.bytes().len() == ddp::frame_bytes(&self.panel) =>
            {
                sender.follow(&self.panel, window, &self.panel.bytes_of(rows), packets);
            }
            _ => self.show(window, packets),
        }
    }

    /// Replaces `into` by what is to be sent once after the link was opened, before the first frame; nothing for most
    /// protocols.
    ///
    /// An Adalight board may still wait for the rest of a frame that was cut off: it gets one frame's worth of zero bytes,
    /// so that it does not take the first header for pixels.
    pub fn resync(&mut self, into: &mut Packets) {
        into.clear();
        if matches!(self.sender, Sender::Adalight(_)) {
            into.push(self.frame_bytes()).fill(0);
        }
    }

    /// How many bytes one frame takes on the wire, headers of the protocol included; what a serial line is paced by.
    #[must_use]
    pub fn frame_bytes(&self) -> usize {
        match &self.sender {
            Sender::Ddp(_) => ddp::frame_bytes(&self.panel),
            Sender::FlaschenTaschen(sender) => sender.frame_bytes(),
            Sender::Adalight(sender) => sender.frame_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;

    fn face(width: u16, height: u16) -> Face {
        Face::new(width, height).unwrap()
    }

    fn wall(x: u16, layer: u8, datagram: u16) -> Protocol {
        Protocol::FlaschenTaschen { x, y: 0, layer, datagram }
    }

    #[test]
    fn a_board_that_cannot_be_driven_is_refused_with_the_number_that_is_wrong() {
        let refused = |protocol, face| Session::new(protocol, face).unwrap_err();
        assert_eq!(
            refused(Protocol::Adalight, face(513, 128)),
            SessionError::TooManyDots { dots: 65_664, most: 65_536 }
        );
        assert!(Session::new(Protocol::Adalight, face(512, 128)).is_ok());
        assert_eq!(refused(wall(4096, 0, 1472), face(1, 1)), SessionError::Place { x: 4096, y: 0 });
        assert_eq!(refused(wall(0, 16, 1472), face(1, 1)), SessionError::Layer { layer: 16 });
        assert_eq!(refused(wall(0, 0, 99), face(1, 1)), SessionError::Datagram { bytes: 99 });
        assert_eq!(refused(wall(0, 0, 65_508), face(1, 1)), SessionError::Datagram { bytes: 65_508 });
    }

    #[test]
    fn a_frame_of_another_face_sends_nothing() {
        let other = Frame::unlit(face(3, 2));
        let mut session = Session::new(Protocol::Ddp, face(2, 3)).unwrap();
        let mut packets = Packets::default();
        packets.push(5);
        session.show(&other.as_window(face(3, 2)).unwrap(), &mut packets);
        assert!(packets.is_empty());
    }

    #[test]
    fn only_a_serial_board_is_sent_zeros_first_and_as_many_as_a_frame_has() {
        let mut packets = Packets::default();
        Session::new(Protocol::Ddp, face(2, 3)).unwrap().resync(&mut packets);
        assert!(packets.is_empty());
        Session::new(Protocol::Adalight, face(2, 3)).unwrap().resync(&mut packets);
        assert_eq!(packets.bytes(), [0; 6 + 18]);
    }
}
