//! The board's end of the conversation, as a program: it takes what a link delivers and has a face that can be looked at.

use super::card::{Deck, Upset};
#[cfg(feature = "experimental")]
use super::hd2020;
use super::{
    Protocol, adalight, alfazeta, artnet, colorlight, ddp, flaschen_taschen, hanover, huidu, luminator,
    mobitec, onbon, opc, sacn, tpm2, tpm2_net, wled, xixun,
};
use crate::frame::Frame;
use crate::panel::Panel;
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// The board's end of one protocol: what [`Receiver`] is made of.
pub(super) trait Lit: std::fmt::Debug + Send {
    /// What is visible now.
    fn frame(&self) -> &Frame;

    /// Takes what a link delivers and appends what the board answers to `replies`; true if something new became visible.
    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError>;

    /// What comes after this comes to another of its controllers.
    fn turn_to(&mut self, _destination: u16) {}
    /// The stream was opened anew: forgets the beginning of what will never be whole.
    fn connected(&mut self) {}

    /// Turns the board's clock; true if what is visible changed by it.
    fn tick(&mut self, _now: Duration) -> bool {
        false
    }

    /// Appends to `replies` what took the board until the last tick to answer.
    fn ripen(&mut self, _replies: &mut Packets) {}

    /// When the clock has to be turned because something else may be visible then, or an answer be ready; `None`: never.
    fn due(&self) -> Option<Duration> {
        None
    }

    /// What it keeps, if it is a card that keeps what it shows.
    fn deck(&self) -> Option<&Deck> {
        None
    }

    /// What goes wrong with it, if it is such a card.
    fn upset(&mut self) -> Option<&mut Upset> {
        None
    }
}

/// The most bytes of answers that are kept while nobody takes them; one answer may go beyond.
const MAX_REPLIES: usize = 1 << 16;

/// Whether a board still answers: nobody can make it say more than anybody listens to.
pub(super) fn answers(replies: &Packets) -> bool {
    replies.bytes().len() < MAX_REPLIES
}

/// A board that exists in memory only and keeps to its protocol.
#[derive(Debug)]
pub struct Receiver {
    screen: Box<dyn Lit>,
    replies: Packets,
    /// How many of them have been given away.
    answered: usize,
}

impl Receiver {
    /// An unlit board.
    #[must_use]
    pub fn new(protocol: &Protocol, panel: Panel) -> Self {
        let screen: Box<dyn Lit> = match *protocol {
            Protocol::Ddp { .. } => Box::new(ddp::Screen::new(panel)),
            Protocol::FlaschenTaschen { x, y, .. } => Box::new(flaschen_taschen::Screen::new((x, y), panel)),
            Protocol::Adalight { .. } => Box::new(adalight::Screen::new(panel)),
            Protocol::Hanover { address, .. } => Box::new(hanover::Screen::new(address, panel)),
            Protocol::AlfaZeta { ref panels } => Box::new(alfazeta::Screen::new(panels, panel)),
            Protocol::Luminator { address, sign } => Box::new(luminator::Screen::new(address, sign, panel)),
            Protocol::Mobitec { address } => Box::new(mobitec::Screen::new(address, panel)),
            Protocol::Opc { channel } => Box::new(opc::Screen::new(channel, panel)),
            Protocol::Tpm2 => Box::new(tpm2::Screen::new(panel)),
            Protocol::Tpm2Net => Box::new(tpm2_net::Screen::new(panel)),
            Protocol::WledUdp => Box::new(wled::Screen::new(panel)),
            Protocol::Colorlight { firmware, .. } => Box::new(colorlight::Screen::new(firmware, panel)),
            Protocol::Artnet { universe, fill, .. } => Box::new(artnet::Screen::new(panel, universe, fill)),
            Protocol::Sacn(ref sacn) => Box::new(sacn::Screen::new(panel, sacn.universe, sacn.fill)),
            Protocol::Onbon { generation, address, secret, over } => {
                let speech = onbon::Speech { generation, address, secret, over };
                Box::new(onbon::Screen::new(speech, &panel))
            }
            Protocol::Xixun { .. } => Box::new(xixun::Screen::new(panel.face())),
            Protocol::HuiduSdk2 => Box::new(huidu::Screen::new(panel.face())),
            #[cfg(feature = "experimental")]
            Protocol::Hd2020 { planes } => Box::new(hd2020::Screen::new(planes, panel)),
        };
        Self { screen, replies: Packets::default(), answered: 0 }
    }

    /// Takes one datagram, or the next bytes of a stream cut at any place. True if something new became visible: on
    /// a push (DDP), with every datagram that touches the face (FlaschenTaschen, WLED), with the last packet of a frame
    /// (TPM2.net), with every whole frame (Adalight, OPC, TPM2).
    /// a push (DDP), on the display packet (Colorlight), with every datagram that touches the face (FlaschenTaschen), with every whole frame (Adalight).
    /// (TPM2.net), with every whole frame (Adalight, OPC, TPM2), with every universe or when they are told to be
    /// shown (Art-Net, sACN).
    ///
    /// # Errors
    /// A datagram that is not one of the protocol; it changes nothing. A serial line has no such errors: what is not a
    /// frame is noise and is skipped. A TCP stream has: what is wrong on it means that a stranger is at the other end.
    pub fn receive(&mut self, bytes: &[u8]) -> Result<bool, WireError> {
        self.screen.receive(bytes, &mut self.replies)
    }

    /// What is received after this comes to this controller of a board that has several; 0 until it is said.
    pub fn turn_to(&mut self, destination: u16) {
        self.screen.turn_to(destination);
    }

    /// Takes all packets of a frame, each at its controller. True if something new became visible.
    ///
    /// # Errors
    /// The first packet that is not one of the protocol. All others are taken.
    pub fn take(&mut self, packets: &Packets) -> Result<bool, WireError> {
        let (mut shown, mut wrong) = (false, None);
        for (destination, packet) in packets.addressed() {
            self.turn_to(destination);
            match self.receive(packet) {
                Ok(new) => shown |= new,
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        self.turn_to(0);
        wrong.map_or(Ok(shown), Err)
    }

    /// The stream was opened anew: what is not whole of the old one will never be.
    pub fn connected(&mut self) {
        self.screen.connected();
    }

    /// What the board answers: the next packet, `None` when all were given.
    pub fn answer(&mut self) -> Option<Vec<u8>> {
        let packet = self.replies.iter().nth(self.answered).map(<[u8]>::to_vec);
        self.answered += 1;
        if packet.is_none() {
            self.replies.clear();
            self.answered = 0;
        }
        packet
    }

    /// Turns the board's clock to `now`, counted from any moment; it never runs backwards. True if what is visible
    /// changed by it: FlaschenTaschen layers above 0 go out 15 s after the last datagram for them, WLED when the
    /// time-out of its last datagram is over, cards that keep what they show as they play. A slow card may have
    /// something to answer after it.
    pub fn tick(&mut self, now: Duration) -> bool {
        let shown = self.screen.tick(now);
        self.screen.ripen(&mut self.replies);
        shown
    }

    /// When [`Receiver::tick`] should be called at the latest; `None` where nothing changes by time alone, or it does not
    /// matter by how much later it is seen.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        self.screen.due()
    }

    /// What a card that keeps its content keeps; `None` for every other board.
    #[must_use]
    pub fn deck(&self) -> Option<&Deck> {
        self.screen.deck()
    }

    /// What goes wrong with such a card, to be made worse; `None` for every other board.
    pub fn upset(&mut self) -> Option<&mut Upset> {
        self.screen.upset()
    }

    /// What is visible now.
    #[must_use]
    pub fn frame(&self) -> &Frame {
        self.screen.frame()
    }
}
