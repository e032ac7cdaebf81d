//! A Novastar sending card as a program, with receiving cards behind it: the other end of [`super::Control`].

use crate::wire::Packets;
use crate::wire::novastar::{Decoder, Place, Register, Repr, Way};

/// A sending card and its receiving cards. What is written to one of them is in all: no more is needed to try a control
/// channel.
#[derive(Clone, Debug)]
pub struct SendingCard {
    decoder: Decoder,
    /// How many receiving cards are at the first port.
    pub cards: u16,
    /// Brightness as it was written last, 255 when it is switched on.
    pub brightness: u8,
    /// What the kill register has.
    pub kill: u8,
    /// Whether a picture arrives.
    pub picture: bool,
    /// The number of the model.
    pub model: u16,
    /// What every receiving card measures.
    pub monitor: [u8; 82],
    /// Whether it answers what is written to all receiving cards.
    pub answers_all: bool,
    /// How many requests it has taken.
    pub requests: u64,
}

impl SendingCard {
    /// A card that has just been switched on, with one receiving card.
    #[must_use]
    pub fn new() -> Self {
        Self {
            decoder: Decoder::default(),
            cards: 1,
            brightness: 255,
            kill: 0,
            picture: true,
            model: 0x1101,
            monitor: [0; 82],
            answers_all: false,
            requests: 0,
        }
    }

    /// Takes bytes cut at any place and appends what is answered.
    pub fn receive(&mut self, bytes: &[u8], replies: &mut Packets) {
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |packet| self.answer(packet, replies));
        self.decoder = decoder;
    }

    fn answer(&mut self, packet: &Repr<'_>, replies: &mut Packets) {
        if packet.way != Way::Request {
            return;
        }
        self.requests += 1;
        let mut say = |ack, data: &[u8]| {
            // At most the 256 bytes that a request may want.
            let _ = packet.answer(ack, data).emit(replies);
        };
        let Some(register) = Register::of(packet.device, packet.register) else { return say(4, &[]) };
        let all = packet.place == Place::ALL;
        if register.device() == 1 && !all && (packet.place.port != 0 || packet.place.card >= self.cards) {
            return say(1, &[]);
        }
        if packet.write {
            match (register, packet.data.first()) {
                (Register::Brightness, Some(light)) => self.brightness = *light,
                (Register::Kill, Some(kill)) => self.kill = *kill,
                _ => {}
            }
            if !all || self.answers_all {
                say(0, &[]);
            }
            return;
        }
        let mut data = match register {
            Register::Model => self.model.to_le_bytes().to_vec(),
            Register::Picture => vec![self.picture.into()],
            Register::Brightness => vec![self.brightness],
            Register::Kill => vec![self.kill],
            Register::SelfTest | Register::Freeze => vec![0],
            Register::Monitor => self.monitor.to_vec(),
        };
        data.resize(packet.wanted.into(), 0);
        say(0, &data);
    }
}

impl Default for SendingCard {
    fn default() -> Self {
        Self::new()
    }
}
