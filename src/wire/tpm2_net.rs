//! TPM2.net: the blocks of TPM2 in UDP datagrams, numbered within a frame.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 1     | `9c` |
//! | 1      | 1     | `da` data, `c0` command, `aa` a question |
//! | 2      | 2     | length of the data, big-endian |
//! | 4      | 1     | number of the packet in its frame, from 1 |
//! | 5      | 1     | number of packets of the frame |
//! | 6      | n     | data: red, green, blue of every dot |
//! | 6 + n  | 1     | `36` |
//!
//! Source: jblang/tpm2.md and the receiver of WLED (udp.cpp).
//!
//! Proven: data packets; the vectors were read by WLED's own parser compiled natively. Not proven: other receivers,
//! questions and their answers.
//!
//! Where a packet's dots belong follows from its number and the length of the packets, so all packets of a frame have
//! the same length, a multiple of three; the last one is filled up. WLED shows a frame when it has counted as many packets
//! as a frame has: after one was lost it shows at the wrong packet until it leaves its live mode. Where there is a choice,
//! choose DDP. Commands could set a receiver up; they are read and never written.

use super::tpm2::kind;
use super::{Packets, WireError};

/// The UDP port receivers listen on.
pub const PORT: u16 = 65_506;
/// The most data bytes of one packet that bangtin makes: 488 dots. WLED takes datagrams of at most 1472 bytes.
pub const MAX_DATA: usize = 1464;
/// The most packets of one frame.
pub const MAX_PACKETS: usize = 255;
/// Bytes before the data.
pub const HEADER_LEN: usize = 6;
/// Bytes that are not data.
pub const FRAMING_LEN: usize = HEADER_LEN + 1;

const START: u8 = 0x9C;
const END: u8 = 0x36;

mod field {
    use std::ops::Range;

    pub(super) const KIND: usize = 1;
    pub(super) const LENGTH: Range<usize> = 2..4;
    pub(super) const NUMBER: usize = 4;
    pub(super) const COUNT: usize = 5;
}

/// What a packet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Dots.
    Data,
    /// A command. Never written.
    Command,
    /// Is anybody there?
    Question,
}

impl Kind {
    fn new(byte: u8) -> Option<Self> {
        match byte {
            kind::DATA => Some(Self::Data),
            kind::COMMAND => Some(Self::Command),
            kind::QUESTION => Some(Self::Question),
            _ => None,
        }
    }

    fn byte(self) -> u8 {
        match self {
            Self::Data => kind::DATA,
            Self::Command => kind::COMMAND,
            Self::Question => kind::QUESTION,
        }
    }
}

/// The packets of a frame: how many, and how much data each of them carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cutting {
    count: u8,
    len: u16,
}

impl Cutting {
    /// As few packets as `bytes` need, all of the same length, and that as short as it can be; `None` for nothing, and for
    /// more than [`MAX_PACKETS`] carry.
    #[must_use]
    pub fn of(bytes: usize) -> Option<Self> {
        let count = bytes.div_ceil(MAX_DATA);
        let len = bytes.checked_div(count)? + usize::from(!bytes.is_multiple_of(count));
        let len = u16::try_from(len.next_multiple_of(3)).ok()?;
        Some(Self { count: u8::try_from(count).ok()?, len })
    }

    /// How many packets.
    #[must_use]
    pub fn count(self) -> u8 {
        self.count
    }

    /// How many data bytes each has.
    #[must_use]
    pub fn data_len(self) -> usize {
        usize::from(self.len)
    }

    /// How many bytes all packets take.
    #[must_use]
    pub fn buffer_len(self) -> usize {
        usize::from(self.count) * (self.data_len() + FRAMING_LEN)
    }

    /// Appends the packet of this number, from 1, and gives the room for its data to be filled.
    pub fn emit(self, number: u8, into: &mut Packets) -> &mut [u8] {
        emit(Kind::Data, (number, self.count), self.len, into)
    }
}

fn emit(kind: Kind, (number, count): (u8, u8), len: u16, into: &mut Packets) -> &mut [u8] {
    let end = HEADER_LEN + usize::from(len);
    let packet = into.push(end + 1);
    packet[0] = START;
    packet[field::KIND] = kind.byte();
    packet[field::LENGTH].copy_from_slice(&len.to_be_bytes());
    packet[field::NUMBER] = number;
    packet[field::COUNT] = count;
    packet[end] = END;
    &mut packet[HEADER_LEN..end]
}

/// The data of a packet that [`Cutting::emit`] made, to be changed in place; none if it is too short to be one.
pub fn data_of(packet: &mut [u8]) -> &mut [u8] {
    let end = packet.len().saturating_sub(1);
    packet.get_mut(HEADER_LEN..end).unwrap_or_default()
}

/// The meaning of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its number in its frame, from 1 to `count`.
    pub number: u8,
    /// How many packets the frame has, from 1 on.
    pub count: u8,
    /// The data, at most 65,535 bytes.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads one whole packet.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        let header = bytes.first_chunk::<HEADER_LEN>();
        if bytes.first().is_some_and(|&start| start != START) {
            return wrong(0, "9c");
        }
        let kind = bytes.get(field::KIND).map(|&byte| Kind::new(byte));
        if kind == Some(None) {
            return wrong(field::KIND, "da (data), c0 (command) or aa (question)");
        }
        let (Some(Some(kind)), Some(&[_, _, high, low, number, count])) = (kind, header) else {
            return wrong(bytes.len(), "a header of 6 bytes");
        };
        if number == 0 {
            return wrong(field::NUMBER, "a number of 1 or more");
        }
        if count < number {
            return wrong(field::COUNT, "as many packets as the number says, or more");
        }
        let end = HEADER_LEN + usize::from(u16::from_be_bytes([high, low]));
        let Some(data) = bytes.get(HEADER_LEN..end) else {
            return wrong(bytes.len(), "as many data bytes as the length says");
        };
        match bytes.get(end) {
            None => wrong(end, "36 at the end"),
            Some(&byte) if byte != END => wrong(end, "36 at the end"),
            Some(_) if bytes.len() > end + 1 => wrong(end + 1, "the end of the packet"),
            Some(_) => Ok(Self { kind, number, count, data }),
        }
    }

    /// How many bytes the packet takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        self.data.len() + FRAMING_LEN
    }

    /// Appends the packet.
    ///
    /// # Errors
    /// At the kind for a command; at number, count or length if they are out of bounds. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        if self.kind == Kind::Command {
            return wrong(field::KIND, "data or a question: commands are never written");
        }
        if self.number == 0 {
            return wrong(field::NUMBER, "a number of 1 or more");
        }
        if self.count < self.number {
            return wrong(field::COUNT, "as many packets as the number says, or more");
        }
        let Ok(len) = u16::try_from(self.data.len()) else {
            return wrong(field::LENGTH.start, "at most 65535 bytes of data");
        };
        emit(self.kind, (self.number, self.count), len, into).copy_from_slice(self.data);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            Kind::Data => "data",
            Kind::Command => "command",
            Kind::Question => "question",
        };
        write!(f, "TPM2.net {kind} {} of {} {} bytes", self.number, self.count, self.data.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 13] = [0x9C, 0xDA, 0, 6, 1, 1, 0xFF, 0, 0, 0, 0x80, 0x40, 0x36];

    #[test]
    fn a_packet_is_taken_apart_and_put_together_again() {
        let repr = Repr::parse(&TWO_DOTS).unwrap();
        assert_eq!((repr.kind, repr.number, repr.count, repr.data), (Kind::Data, 1, 1, &TWO_DOTS[6..12]));
        assert_eq!((repr.to_string().as_str(), repr.buffer_len()), ("TPM2.net data 1 of 1 6 bytes", 13));
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), TWO_DOTS);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let wrong = |at: usize, byte: u8| {
            let mut bytes = TWO_DOTS;
            bytes[at] = byte;
            Repr::parse(&bytes).unwrap_err().offset
        };
        assert_eq!(wrong(0, 0xC9), 0);
        assert_eq!(wrong(1, 0xDB), 1);
        assert_eq!(wrong(3, 7), 13, "one byte missing");
        assert_eq!(wrong(3, 5), 11, "a dot where the end should be");
        assert_eq!(wrong(4, 0), 4);
        assert_eq!(wrong(4, 2), 5, "number 2 of 1");
        assert_eq!(wrong(12, 0x37), 12);
        assert_eq!(Repr::parse(&[]).unwrap_err().offset, 0);
        assert_eq!(Repr::parse(&[0x9C]).unwrap_err().offset, 1);
    }

    #[test]
    fn what_would_mislead_or_command_a_receiver_is_not_written() {
        let good = Repr { kind: Kind::Data, number: 1, count: 1, data: &[] };
        for (wrong, offset) in [
            (Repr { kind: Kind::Command, ..good }, 1),
            (Repr { number: 0, ..good }, 4),
            (Repr { number: 2, ..good }, 5),
            (Repr { data: &[0; 65_536], ..good }, 2),
        ] {
            let mut packets = Packets::default();
            assert_eq!(wrong.emit(&mut packets).unwrap_err().offset, offset);
            assert!(packets.is_empty());
        }
    }

    #[test]
    fn packets_of_a_frame_are_of_one_length_a_multiple_of_three_and_few() {
        for bytes in (1..5000).chain([36_864, MAX_PACKETS * MAX_DATA]) {
            let cutting = Cutting::of(bytes).unwrap();
            let all = usize::from(cutting.count()) * cutting.data_len();
            assert!(
                all >= bytes && cutting.data_len() <= MAX_DATA && cutting.data_len().is_multiple_of(3),
                "{bytes}"
            );
            assert!(all - bytes < 3 * usize::from(cutting.count()), "{bytes} are filled up to {all}");
            assert!(usize::from(cutting.count() - 1) * MAX_DATA < bytes, "{bytes}");
        }
        assert_eq!(Cutting::of(0), None);
        assert_eq!(Cutting::of(MAX_PACKETS * MAX_DATA + 1), None);
    }
}
