//! Novastar sending cards: the channel beside the picture, over which they are asked and dimmed.
//!
//! | offset | bytes | field, numbers little-endian |
//! |--------|-------|-------|
//! | 0      | 2     | `55 aa` request, `aa 55` response |
//! | 2      | 1     | 0; of a response: 0 done, 1 the receiving card is silent, 2 request and 3 response damaged, 4 not known |
//! | 3      | 1     | serial number; a response has that of its request |
//! | 4      | 1     | source: `fe` for us |
//! | 5      | 1     | destination: which sending card, from 0; `ff` all |
//! | 6      | 1     | device: 0 sending card, 1 receiving card, 2 function card |
//! | 7      | 1     | port of the sending card; `ff` all |
//! | 8      | 2     | receiving card at that port; `ffff` all |
//! | 10     | 1     | 0 read, 1 write |
//! | 11     | 1     | 0 |
//! | 12     | 4     | register |
//! | 16     | 2     | length of the data; of a read request: how many bytes are wanted, and no data follows |
//! | 18     | n     | data, at most 256 bytes |
//! | 18 + n | 2     | check: `5555` + the sum of all bytes from offset 2 on, the lower 16 bits |
//!
//! Cards are searched by the text `rqProMI:` in a datagram to port 3800 and answer with one that begins `rpProMI:`.
//!
//! Source: the packages of sarakusha/novastar (codec, serial, net, screen).
//!
//! Proven: the npm package `@novastar/codec` makes the same bytes and reads them. Not proven: a card.
//!
//! Writing is an allow-list, [`Register::of`]: a request for any other register cannot be made, because some of them set
//! a card up or make it start anew.

use super::{Packets, WireError, wrong};
use std::ops::Range;

/// The TCP port of the control channel.
pub const PORT: u16 = 5200;
/// The UDP port cards are searched at.
pub const SEARCH_PORT: u16 = 3800;
/// Bits per second of the serial control channel, 8N1.
pub const BAUD: u32 = 115_200;
/// The datagram that searches for cards.
pub const SEARCH: &[u8] = b"rqProMI:";
/// How an answer to it begins.
pub const FOUND: &[u8] = b"rpProMI:";
/// The most data bytes in one packet.
pub const MAX_DATA: usize = 256;
/// Bytes of a packet without its data.
pub const OVERHEAD: usize = 20;

mod field {
    use std::ops::Range;

    pub(super) const MARK: Range<usize> = 0..2;
    pub(super) const ACK: usize = 2;
    pub(super) const SERIAL: usize = 3;
    pub(super) const SOURCE: usize = 4;
    pub(super) const DESTINATION: usize = 5;
    pub(super) const DEVICE: usize = 6;
    pub(super) const PORT: usize = 7;
    pub(super) const CARD: Range<usize> = 8..10;
    pub(super) const WRITE: usize = 10;
    pub(super) const RESERVED: usize = 11;
    pub(super) const REGISTER: Range<usize> = 12..16;
    pub(super) const LENGTH: Range<usize> = 16..18;
    pub(super) const DATA: usize = 18;
}

const REQUEST: [u8; 2] = [0x55, 0xAA];
const RESPONSE: [u8; 2] = [0xAA, 0x55];
/// The address of whoever asks.
const US: u8 = 0xFE;
const SENDING_CARD: u8 = 0;
const RECEIVING_CARD: u8 = 1;

/// What may be read or written. Nothing else can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Register {
    /// The model of the sending card, two bytes; read.
    Model,
    /// Whether a picture arrives at the sending card, one byte, 0 for no; read.
    Picture,
    /// Brightness, 0 to 255; written with one byte, or with five: all, red, green, blue, virtual red.
    Brightness,
    /// `ff` all lamps off, 00 the picture.
    Kill,
    /// A picture of the card's own: 0 none, 2 red, 3 green, 4 blue, 5 white, 6 to 8 lines, 9 grey, 10 ageing.
    SelfTest,
    /// `ff` the picture stands still, 00 it moves.
    Freeze,
    /// What a receiving card measures, 82 bytes; read.
    Monitor,
}

impl Register {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Model,
        Self::Picture,
        Self::Brightness,
        Self::Kill,
        Self::SelfTest,
        Self::Freeze,
        Self::Monitor,
    ];

    /// The register at an address of a kind of device; `None` for all that may not be used.
    #[must_use]
    pub fn of(device: u8, address: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|register| (register.device(), register.address()) == (device, address))
    }

    /// The kind of device that has it.
    #[must_use]
    pub fn device(self) -> u8 {
        match self {
            Self::Model | Self::Picture => SENDING_CARD,
            Self::Brightness | Self::Kill | Self::SelfTest | Self::Freeze | Self::Monitor => RECEIVING_CARD,
        }
    }

    /// Its address.
    #[must_use]
    pub fn address(self) -> u32 {
        match self {
            Self::Model => 0x0000_0002,
            Self::Picture => 0x0200_0017,
            Self::Brightness => 0x0200_0001,
            Self::Kill => 0x0200_0100,
            Self::SelfTest => 0x0200_0101,
            Self::Freeze => 0x0200_0102,
            Self::Monitor => 0x0A00_0000,
        }
    }

    /// How many bytes are read from it.
    #[must_use]
    pub fn bytes(self) -> u16 {
        match self {
            Self::Model => 2,
            Self::Monitor => 82,
            _ => 1,
        }
    }

    /// Whether this may be written to it.
    #[must_use]
    pub fn takes(self, data: &[u8]) -> bool {
        match (self, data) {
            (Self::Brightness, [_] | [_, _, _, _, _]) | (Self::Kill | Self::Freeze, [0x00 | 0xFF]) => true,
            (Self::SelfTest, [mode]) => matches!(mode, 0 | 2..=10),
            _ => false,
        }
    }
}

/// Where a packet is from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// Which port of the sending card; `ff` hex for all.
    pub port: u8,
    /// Which receiving card at that port, from 0; `ffff` hex for all.
    pub card: u16,
}

impl Place {
    /// All receiving cards. Who answers to what is sent there, and whether anybody, is not known.
    pub const ALL: Self = Self { port: 0xFF, card: 0xFFFF };
    /// The first receiving card; also what stands in packets for the sending card.
    pub const FIRST: Self = Self { port: 0, card: 0 };
}

/// What a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A question or an order.
    Request,
    /// What became of one: 0 done, 1 the receiving card is silent, 2 the request and 3 the response was damaged, 4 not
    /// known. Greater numbers were never seen.
    Response(u8),
}

/// The meaning of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// What it is.
    pub way: Way,
    /// The serial number.
    pub serial: u8,
    /// Who sends it.
    pub source: u8,
    /// For whom it is.
    pub destination: u8,
    /// The kind of device the register is in.
    pub device: u8,
    /// Which of the devices.
    pub place: Place,
    /// Whether the register is written.
    pub write: bool,
    /// The address of the register.
    pub register: u32,
    /// Of a read request: how many bytes are wanted, at most [`MAX_DATA`]. 0 in all other packets.
    pub wanted: u16,
    /// The data, at most [`MAX_DATA`] bytes; none in a read request.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Asks for a register of the first sending card, or of a receiving card behind it.
    #[must_use]
    pub fn read(serial: u8, register: Register, place: Place) -> Self {
        Self {
            way: Way::Request,
            serial,
            source: US,
            destination: 0,
            device: register.device(),
            place,
            write: false,
            register: register.address(),
            wanted: register.bytes(),
            data: &[],
        }
    }

    /// Writes a register.
    #[must_use]
    pub fn write(serial: u8, register: Register, place: Place, data: &'a [u8]) -> Self {
        Self { write: true, wanted: 0, data, ..Self::read(serial, register, place) }
    }

    /// The response to a request, from a card.
    #[must_use]
    pub fn answer(self, ack: u8, data: &[u8]) -> Repr<'_> {
        let (source, destination) =
            (if self.destination == 0xFF { 0 } else { self.destination }, self.source);
        Repr { way: Way::Response(ack), source, destination, wanted: 0, data, ..self }
    }

    /// Reads one whole packet.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let request = mark(bytes)?;
        if bytes.len() < OVERHEAD {
            return wrong(bytes.len(), "a packet of at least 20 bytes");
        }
        let ack = bytes[field::ACK];
        if request && ack != 0 {
            return wrong(field::ACK, "0 in a request");
        }
        let write = match bytes[field::WRITE] {
            0 => false,
            1 => true,
            _ => return wrong(field::WRITE, "0 (read) or 1 (write)"),
        };
        if bytes[field::RESERVED] != 0 {
            return wrong(field::RESERVED, "0");
        }
        let length = u16::from_le_bytes([bytes[field::LENGTH.start], bytes[field::LENGTH.start + 1]]);
        if usize::from(length) > MAX_DATA {
            return wrong(field::LENGTH.start, "a length of at most 256 bytes");
        }
        let asks = request && !write;
        let data = field::DATA..field::DATA + if asks { 0 } else { usize::from(length) };
        whole(bytes, data.end + 2)?;
        if check(&bytes[..data.end]) != [bytes[data.end], bytes[data.end + 1]] {
            return wrong(data.end, "the check of the bytes before");
        }
        let quad = |range: Range<usize>| bytes[range].iter().rev().fold(0, |n, &b| n << 8 | u32::from(b));
        Ok(Self {
            way: if request { Way::Request } else { Way::Response(ack) },
            serial: bytes[field::SERIAL],
            source: bytes[field::SOURCE],
            destination: bytes[field::DESTINATION],
            device: bytes[field::DEVICE],
            place: Place { port: bytes[field::PORT], card: quad(field::CARD) as u16 },
            write,
            register: quad(field::REGISTER),
            wanted: if asks { length } else { 0 },
            data: &bytes[data],
        })
    }

    /// Appends the packet.
    ///
    /// # Errors
    /// At the register if a request is for one that may not be used so; at the length if it does not fit the rest.
    /// Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let request = self.way == Way::Request;
        let asks = request && !self.write;
        if self.data.len() > MAX_DATA || usize::from(self.wanted) > MAX_DATA {
            return wrong(field::LENGTH.start, "at most 256 bytes");
        }
        if asks && !self.data.is_empty() || !asks && self.wanted != 0 {
            return wrong(field::LENGTH.start, "bytes wanted when asking, otherwise data");
        }
        if request {
            let register = Register::of(self.device, self.register);
            if !register.is_some_and(|register| asks || register.takes(self.data)) {
                return wrong(field::REGISTER.start, "a register and value that may be used");
            }
        }
        let end = field::DATA + self.data.len();
        let packet = into.push(end + 2);
        packet[field::MARK].copy_from_slice(if request { &REQUEST } else { &RESPONSE });
        packet[field::ACK] = match self.way {
            Way::Request => 0,
            Way::Response(ack) => ack,
        };
        packet[field::SERIAL] = self.serial;
        packet[field::SOURCE] = self.source;
        packet[field::DESTINATION] = self.destination;
        packet[field::DEVICE] = self.device;
        packet[field::PORT] = self.place.port;
        packet[field::CARD].copy_from_slice(&self.place.card.to_le_bytes());
        packet[field::WRITE] = self.write.into();
        packet[field::RESERVED] = 0;
        packet[field::REGISTER].copy_from_slice(&self.register.to_le_bytes());
        // Both at most 256.
        let length = if asks { self.wanted } else { self.data.len() as u16 };
        packet[field::LENGTH].copy_from_slice(&length.to_le_bytes());
        packet[field::DATA..end].copy_from_slice(self.data);
        let check = check(&packet[..end]);
        packet[end..].copy_from_slice(&check);
        Ok(())
    }
}

/// Finds packets in a stream cut at any place; what is none is skipped byte by byte. Holds at most one packet.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream and gives each whole packet in it to `take`.
    pub fn feed(&mut self, bytes: &[u8], mut take: impl FnMut(&Repr<'_>)) {
        for &byte in bytes {
            self.held.push(byte);
            // After each byte the held ones are the beginning of a packet, or nothing.
            while !self.held.is_empty() {
                let end = match Repr::parse(&self.held) {
                    Ok(_) => self.held.len(),
                    Err(error) if error.offset == self.held.len() => break,
                    // A packet, and behind it what was taken for a part of a longer one.
                    Err(error) if Repr::parse(&self.held[..error.offset]).is_ok() => error.offset,
                    Err(_) => {
                        self.held.remove(0);
                        continue;
                    }
                };
                if let Ok(packet) = Repr::parse(&self.held[..end]) {
                    take(&packet);
                }
                self.held.drain(..end);
            }
        }
    }

    /// Forgets a packet that was begun: the stream has begun anew.
    pub fn clear(&mut self) {
        self.held.clear();
    }
}

/// Whether it is a request.
fn mark(bytes: &[u8]) -> Result<bool, WireError> {
    const EXPECTED: &str = "55 aa or aa 55";
    match bytes {
        [] => wrong(0, EXPECTED),
        [0x55 | 0xAA] => wrong(1, EXPECTED),
        [0x55, 0xAA, ..] => Ok(true),
        [0xAA, 0x55, ..] => Ok(false),
        [0x55 | 0xAA, ..] => wrong(1, EXPECTED),
        _ => wrong(0, EXPECTED),
    }
}

fn whole(bytes: &[u8], end: usize) -> Result<(), WireError> {
    if bytes.len() < end {
        return wrong(bytes.len(), "as many bytes as the length says");
    }
    if bytes.len() > end {
        return wrong(end, "the end of the packet");
    }
    Ok(())
}

fn check(packet: &[u8]) -> [u8; 2] {
    let sum = packet[field::ACK..].iter().fold(0x5555u16, |sum, &byte| sum.wrapping_add(byte.into()));
    sum.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(repr: Repr<'_>) -> Vec<u8> {
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        packets.bytes().to_vec()
    }

    #[test]
    fn a_request_is_taken_apart_and_put_together_again() {
        let repr = Repr::write(0x15, Register::Brightness, Place { port: 0x11, card: 0x0234 }, &[0x80]);
        let bytes = hex::decode("55aa0015fe00011134020100010000020100803557").unwrap();
        assert_eq!(written(repr), bytes);
        assert_eq!(Repr::parse(&bytes), Ok(repr));
        let answer = repr.answer(0, &[]);
        assert_eq!((answer.source, answer.destination, answer.serial), (0, 0xFE, 0x15));
        assert_eq!(Repr::parse(&written(answer)), Ok(answer));
    }

    #[test]
    fn a_request_for_a_register_that_is_not_listed_cannot_be_made() {
        let mut repr = Repr::read(1, Register::Brightness, Place::FIRST);
        for (device, register) in [(0, 0x0200_0001), (1, 0x0000_0002), (1, 0x0200_0002), (2, 0x0A00_0000)] {
            (repr.device, repr.register) = (device, register);
            assert_eq!(repr.emit(&mut Packets::default()).unwrap_err().offset, 12);
        }
    }

    #[test]
    fn only_values_with_a_known_meaning_are_written() {
        let refused = |register, data: &[u8]| {
            Repr::write(1, register, Place::ALL, data).emit(&mut Packets::default()).is_err()
        };
        for register in [Register::Model, Register::Picture, Register::Monitor] {
            assert!(refused(register, &[0]), "{register:?} is only read");
        }
        assert!(
            refused(Register::Kill, &[1])
                && refused(Register::Freeze, &[2])
                && refused(Register::SelfTest, &[1])
        );
        assert!(refused(Register::Brightness, &[1, 2]) && !refused(Register::Brightness, &[1, 2, 3, 4, 5]));
        assert!(!refused(Register::Kill, &[0xFF]) && !refused(Register::SelfTest, &[10]));
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let packet = written(Repr::write(7, Register::Kill, Place::ALL, &[0xFF]));
        let wrong = |at: usize, byte: u8| {
            let mut bytes = packet.clone();
            bytes[at] = byte;
            Repr::parse(&bytes).unwrap_err().offset
        };
        assert_eq!([wrong(0, 0), wrong(1, 0x55), wrong(2, 1), wrong(10, 2), wrong(11, 1)], [0, 1, 2, 10, 11]);
        assert_eq!(
            [wrong(17, 2), wrong(16, 2), wrong(16, 0), wrong(18, 0), wrong(4, 0)],
            [16, 21, 20, 19, 19]
        );
    }

    #[test]
    fn packets_are_found_in_noise_however_it_is_cut() {
        let (one, two) = (
            written(Repr::read(1, Register::Monitor, Place::FIRST)),
            written(Repr::read(2, Register::Monitor, Place::FIRST).answer(0, &[0x55; 82])),
        );
        let stream =
            [&b"\x55\x55\xAA\x00noise\xAA"[..], &one, b"\x55\xAA\x55", &two, &two[..50], &one].concat();
        for cut in 1..stream.len() {
            let (mut decoder, mut serials) = (Decoder::default(), Vec::new());
            for piece in stream.chunks(cut) {
                decoder.feed(piece, |packet| serials.push(packet.serial));
            }
            assert_eq!(serials, [1, 2], "the third swallowed what came before it was whole");
            decoder.feed(&[0; 100], |packet| serials.push(packet.serial));
            assert_eq!(serials, [1, 2, 1], "and lets go of it");
        }
    }
}
