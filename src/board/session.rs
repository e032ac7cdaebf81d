//! Our end of the conversation with one board: whole frames in, packets in order out.

#[cfg(feature = "experimental")]
use super::hd2020;
use super::told::Told;
use super::{
    Protocol, adalight, alfazeta, artnet, colorlight, ddp, flaschen_taschen, hanover, luminator, mobitec,
    opc, sacn, tpm2, tpm2_net, wled,
};
use crate::frame::{Face, Window};
use crate::panel::{Depth, Limiter, Panel, Power};
use crate::wire::Packets;
use std::ops::Range;
use std::time::Duration;
use thiserror::Error;

/// Why a face cannot be shown by a protocol as it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SessionError {
    /// Headers count dots, bytes or packets in 8 or 16 bits.
    #[error("{dots} dots, but one frame carries at most {most}")]
    TooManyDots {
        /// How many dots the face has.
        dots: usize,
        /// How many there may be.
        most: usize,
    },
    /// Answers count bytes in 16 bits.
    #[error("{dots} dots, but at most {most} can be read back: leave `read_back` out")]
    ReadBack {
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
    /// The protocol has another number of bytes a dot.
    #[error("`{wanted}` is needed, but the dots are sent as `{depth}`")]
    Depth {
        /// What the panel sends.
        depth: Depth,
        /// What the protocol needs.
        wanted: Depth,
    },
    /// The protocol says where dots go by column and row.
    #[error("this protocol names columns and rows, so the dots cannot be sent as chains of modules")]
    Rows,
    /// The protocol has one controller.
    #[error("this protocol cannot drive several controllers as one board")]
    Parts,
    /// No datagram of this size exists, or it has no room for a header and one dot.
    #[error("datagrams of {bytes} bytes, but they can have 100 to 65507")]
    Datagram {
        /// The size in bytes.
        bytes: u16,
    },
    /// The protocol cannot name dots so far out.
    #[error("a face is at most {width} × {height}")]
    Size {
        /// The widest face, in dots.
        width: u16,
        /// The highest face, in dots.
        height: u16,
    },
    /// The face cannot be made of whole panels.
    #[error("the face is not made of whole panels of {width} × {height} dots")]
    Modules {
        /// The width of a panel in dots.
        width: u16,
        /// Its height.
        height: u16,
    },
    /// More panels than there are addresses.
    #[error("{panels} panels, but one line has addresses for {most}")]
    TooManyModules {
        /// How many panels the face has.
        panels: usize,
        /// How many there may be.
        most: usize,
    },
    /// Not every panel has an address, or there are more addresses than panels.
    #[error("the face has {panels} panels, but `panels` lists {given}")]
    Panels {
        /// How many panels the face has.
        panels: usize,
        /// How many addresses there are.
        given: usize,
    },
    /// The type of sign has another size.
    #[error("a {sign} is {width} × {height}")]
    Sign {
        /// The type.
        sign: &'static str,
        /// Its width in dots.
        width: u16,
        /// Its height.
        height: u16,
    },
    /// The face needs more universes than there are from its first one on.
    #[error("{count} universes from {first} on, but the last one is {last}")]
    Universes {
        /// The first one.
        first: u16,
        /// How many it needs.
        count: usize,
        /// The last one of the protocol.
        last: u16,
    },
    /// A universe does not hold so many dots, or holds none.
    #[error("{dots} dots in a universe, but its 512 channels hold 1 to {most}")]
    DotsPerUniverse {
        /// How many it was to hold.
        dots: u16,
        /// How many it can hold.
        most: u16,
    },
    /// Nobody has described how cards of this family are told such colours.
    #[error("cards of this family have one lamp a dot or two: say which with `colour`")]
    Lamps,
    /// It keeps what it shows, and is looked after by a [`Steward`](super::card::Steward).
    #[error("a card that keeps what it shows is sent no frames")]
    Kept,
    /// A universe does not have so many channels, or none.
    #[error("{channels} channels in a universe, but it has 1 to 512")]
    ChannelsPerUniverse {
        /// How many there were to be.
        channels: u16,
    },
}

impl SessionError {
    /// The panel wants more than the `most` bytes that one frame of the protocol carries.
    pub(super) fn too_large(panel: &Panel, most: usize) -> Self {
        let dots = panel.face().dots();
        let bytes_per_dot = panel.buffer_len().div_ceil(dots).max(1);
        Self::TooManyDots { dots, most: most / bytes_per_dot }
    }
}

/// Our end of one protocol: what [`Session`] is made of.
///
/// Every method but `show` and `frame_bytes` has the meaning of most protocols: nobody answers, nothing is owed.
pub(super) trait Speak: std::fmt::Debug + Send {
    /// Puts the packets of one whole frame into `into`, which is empty.
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets);

    /// How many bytes one frame takes on the wire.
    fn frame_bytes(&self, panel: &Panel) -> usize;

    /// Makes `packets`, which hold the frame before, those of one that differs from it by the
    /// change only; packets that would say what was said already may be left out. False if that cannot be done, and
    /// nothing was changed.
    fn follow(&mut self, _change: &Change<'_>, _packets: &mut Packets) -> bool {
        false
    }

    /// Puts into `into`, which is empty, what is to be sent once after the link was opened; forgets what it knew of the board.
    fn resync(&mut self, _panel: &Panel, _into: &mut Packets) {}

    /// Puts into `into`, which is empty, what is to be sent after the last frame, so that the board knows that nothing more
    /// will come.
    fn end(&mut self, _into: &mut Packets) {}

    /// Takes what the board says, cut at any byte.
    fn receive(&mut self, _bytes: &[u8], _now: Duration) {}

    /// When [`Speak::next`] wants to be asked.
    fn due(&self) -> Option<Duration> {
        None
    }

    /// Puts into `into`, which is empty, what the conversation goes on with at `now`.
    fn next(&mut self, _panel: &Panel, _now: Duration, _into: &mut Packets) {}

    /// What the board has said of itself.
    fn told(&self) -> Told {
        Told::default()
    }

    /// Whether everything was said that the frame shown last needs.
    fn settled(&self) -> bool {
        true
    }

    /// The universes whose groups the link has to reach, in the order of its destinations.
    fn universes(&self) -> Vec<u16> {
        Vec::new()
    }
}

/// A frame that differs from the one before it in some bytes of what the panel gives only.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) panel: &'a Panel,
    pub(super) window: &'a Window<'a>,
    pub(super) changed: &'a Range<usize>,
}

/// Turns frames into packets for one board, and listens to what it says.
///
/// Most boards that show only what arrives never answer: what is known of them is that their frames were sent.
#[derive(Debug)]
pub struct Session {
    panel: Panel,
    speak: Box<dyn Speak>,
    /// Where it is known what the lamps draw.
    limiter: Option<Limiter>,
}

impl Session {
    /// A session with a board that has this panel.
    ///
    /// # Errors
    /// The protocol cannot carry the face as it is set, or is none of frames; see [`SessionError`].
    pub fn new(protocol: &Protocol, mut panel: Panel) -> Result<Self, SessionError> {
        let depth = panel.depth();
        if let Some(wanted) = protocol.depth().filter(|wanted| *wanted != depth) {
            return Err(SessionError::Depth { depth, wanted });
        }
        if !panel.is_one() && !protocol.has_parts() {
            return Err(SessionError::Parts);
        }
        let speak: Box<dyn Speak> = match *protocol {
            Protocol::Ddp { numbered } => Box::new(ddp::Sender::new(&panel, numbered)),
            Protocol::FlaschenTaschen { x, y, layer, datagram } => {
                Box::new(flaschen_taschen::Sender::new((x, y), layer, datagram, &panel)?)
            }
            Protocol::Adalight { read_back } => Box::new(adalight::Sender::new(&panel, read_back)?),
            Protocol::Hanover { address, asks } => Box::new(hanover::Sender::new(address, asks, &panel)?),
            Protocol::AlfaZeta { ref panels } => Box::new(alfazeta::Sender::new(panels, &panel)?),
            Protocol::Luminator { address, sign } => Box::new(luminator::Sender::new(address, sign, &panel)?),
            Protocol::Mobitec { address } => Box::new(mobitec::Sender::new(address, &panel)?),
            #[cfg(feature = "experimental")]
            Protocol::Hd2020 { planes } => Box::new(hd2020::Sender::new(planes, &panel)?),
            Protocol::Opc { channel } => Box::new(opc::Sender::new(channel, &panel)?),
            Protocol::Tpm2 => Box::new(tpm2::Sender::new(&panel)?),
            Protocol::Tpm2Net => Box::new(tpm2_net::Sender::new(&panel)?),
            Protocol::WledUdp => Box::new(wled::Sender::new(&panel)?),
            Protocol::Colorlight { light, firmware } => {
                Box::new(colorlight::Sender::new(light, firmware, &panel)?)
            }
            Protocol::Artnet { universe, fill, sync } => {
                Box::new(artnet::Sender::new(&panel, universe, fill, sync)?)
            }
            Protocol::Sacn(ref sacn) => Box::new(sacn::Sender::new(&panel, sacn)?),
            Protocol::Onbon { .. } | Protocol::Xixun { .. } | Protocol::HuiduSdk2 => {
                return Err(SessionError::Kept);
            }
        };
        let limiter = Limiter::new(&mut panel);
        Ok(Self { panel, speak, limiter })
    }

    /// The face frames are made for.
    #[must_use]
    pub fn face(&self) -> Face {
        self.panel.face()
    }

    /// Replaces `into` by the packets of one whole frame, in the order they are to be sent. A conversation may have none
    /// for it yet and ask for its turn ([`Session::due`]).
    ///
    /// Once `into` has grown to the size of a frame nothing is allocated. A window of another face gives no packets: half
    /// a picture on a wall is worse than the one that is lit.
    pub fn show(&mut self, window: &Window<'_>, now: Duration, into: &mut Packets) {
        into.clear();
        if window.face() == self.panel.face() {
            self.weigh(window, now);
            self.speak.show(&self.panel, window, into);
        }
    }

    /// Dims the panel as the frame needs it; true if it is as bright as it was.
    fn weigh(&mut self, window: &Window<'_>, now: Duration) -> bool {
        let Some(limiter) = &mut self.limiter else { return true };
        !limiter.weigh(&mut self.panel, window, now)
    }

    /// Replaces `packets`, the frame that [`Session::show`] or this put there last, by one that differs from it in the dots
    /// of these `rows` only. A board that has the frame before shows the same as after `show`, for less work and fewer packets
    /// where a protocol allows that: it may be sent only what changed, and the word to show it.
    pub fn follow(&mut self, window: &Window<'_>, rows: Range<u16>, now: Duration, packets: &mut Packets) {
        if window.face() != self.panel.face() {
            return packets.clear();
        }
        let changed = self.panel.bytes_of(rows);
        let same = self.weigh(window, now) && !packets.is_empty();
        if !(same && self.speak.follow(&Change { panel: &self.panel, window, changed: &changed }, packets)) {
            packets.clear();
            self.speak.show(&self.panel, window, packets);
        }
    }

    /// Replaces `into` by what is to be sent once after the link was opened, before the first frame; nothing for most
    /// protocols.
    pub fn resync(&mut self, into: &mut Packets) {
        into.clear();
        self.speak.resync(&self.panel, into);
    }

    /// Replaces `into` by what is to be sent after the last frame; nothing for most protocols.
    pub fn end(&mut self, into: &mut Packets) {
        into.clear();
        self.speak.end(into);
    }

    /// Takes what the board says, a datagram or bytes cut at any place, at `now` on the clock that never jumps.
    pub fn receive(&mut self, bytes: &[u8], now: Duration) {
        self.speak.receive(bytes, now);
    }

    /// When [`Session::next`] wants to be asked; `None` if never. So a picture that stands is asked for as well while it
    /// may become brighter.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        let brighter = self.limiter.as_ref().and_then(Limiter::due);
        [self.speak.due(), brighter].into_iter().flatten().min()
    }

    /// Replaces `into` by what the conversation with the board goes on with at `now`, possibly nothing, or else by the
    /// picture that stands, if it is time for it to be brighter.
    pub fn next(&mut self, now: Duration, into: &mut Packets) {
        into.clear();
        let reached = |due: Option<Duration>| due.is_some_and(|due| due <= now);
        match &mut self.limiter {
            Some(limiter) if reached(limiter.due()) && !reached(self.speak.due()) => {
                if let Some(window) = limiter.rise(&mut self.panel, now) {
                    self.speak.show(&self.panel, &window, into);
                }
            }
            _ => self.speak.next(&self.panel, now, into),
        }
    }

    /// What the lamps draw for the frame that was shown last, and how far it is dimmed to stay within the limit; `None`
    /// where nothing is known of the lamps.
    #[must_use]
    pub fn power(&self) -> Option<Power> {
        self.limiter.as_ref().and_then(Limiter::power)
    }

    /// What the board has said of itself.
    #[must_use]
    pub fn told(&self) -> Told {
        self.speak.told()
    }

    /// Whether everything was said that the frame shown last needs: always, where nobody answers.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.speak.settled()
    }

    /// The universes whose multicast groups the link has to reach: packets for destination n go to the group of the n-th of
    /// them. Empty where nothing goes to groups.
    #[must_use]
    pub fn universes(&self) -> Vec<u16> {
        self.speak.universes()
    }

    /// How many bytes one frame takes on the wire, headers of the protocol included; what a serial line is paced by.
    #[must_use]
    pub fn frame_bytes(&self) -> usize {
        self.speak.frame_bytes(&self.panel)
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
        let refused = |protocol, face| Session::new(&protocol, Panel::new(face)).unwrap_err();
        assert_eq!(
            refused(Protocol::ADALIGHT, face(513, 128)),
            SessionError::TooManyDots { dots: 65_664, most: 65_536 }
        );
        assert!(Session::new(&Protocol::ADALIGHT, Panel::new(face(512, 128))).is_ok());
        assert_eq!(refused(wall(4096, 0, 1472), face(1, 1)), SessionError::Place { x: 4096, y: 0 });
        assert_eq!(refused(wall(0, 16, 1472), face(1, 1)), SessionError::Layer { layer: 16 });
        assert_eq!(refused(wall(0, 0, 99), face(1, 1)), SessionError::Datagram { bytes: 99 });
        assert_eq!(refused(wall(0, 0, 65_508), face(1, 1)), SessionError::Datagram { bytes: 65_508 });
    }

    #[test]
    fn a_frame_of_another_face_sends_nothing() {
        let other = Frame::unlit(face(3, 2));
        let mut session = Session::new(&Protocol::DDP, Panel::new(face(2, 3))).unwrap();
        let mut packets = Packets::default();
        packets.push(5);
        session.show(&other.as_window(face(3, 2)).unwrap(), Duration::ZERO, &mut packets);
        assert!(packets.is_empty());
    }

    #[test]
    fn only_a_serial_board_is_sent_zeros_first_and_as_many_as_a_frame_has() {
        let mut packets = Packets::default();
        Session::new(&Protocol::DDP, Panel::new(face(2, 3))).unwrap().resync(&mut packets);
        assert!(packets.is_empty());
        Session::new(&Protocol::ADALIGHT, Panel::new(face(2, 3))).unwrap().resync(&mut packets);
        assert_eq!(packets.bytes(), [0; 6 + 18]);
    }
}
