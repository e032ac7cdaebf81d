//! Colorlight 5A-75B and 5A-75E receiver cards: rows of dots in Ethernet frames without IP.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 6     | destination: `11 22 33 44 55 66`; of a reply the broadcast address |
//! | 6      | 6     | source: `22 22 33 44 55 66`; of a reply `11 22 33 44 55 66` |
//! | 12     | 1     | type |
//! | 13     | n     | data |
//!
//! | type | whole frame | data (offsets in it), numbers big-endian, everything else 0 |
//! |------|-------------|------|
//! | `07` discover   | 284    | 3: which receiver of the chain, from 0 |
//! | `08` reply      | 1070   | 0: `05`, 2 and 3: firmware, 21 and 23: width and height (16 bits), 38: packets received, 46: ms since power-on (32 bits), 85: which receiver |
//! | `0a` brightness | 77     | 0 to 2: brightness of each colour, 3: `ff` |
//! | `55` row        | 21 + 3p| 0: row, 2: first dot, 4: dots p (16 bits), 6: `08 88`, 8: p dots of three bytes, at most 497 |
//! | `01` display    | 112    | 0: `07`, 22: brightness, 23: `05`, 25 to 27: brightness of each colour |
//!
//! Source: FPP's output for these cards and its Wireshark dissector, haraldkubota/colorlight and the crate `colorlight`,
//! which agree on it.
//!
//! Proven: the dissector reads every kind of frame that is sent here. Not proven: a card. The sources do not agree on the
//! order of the colours in a dot nor on which of the brightness bytes is whose, so all three are sent equal.
//!
//! Reading is strict: a length or constant that differs is an error. Writing is an allow-list: what is not in this table,
//! and so all that configures a card, cannot be made.

use super::{Packets, WireError, wrong};
use std::ops::Range;
use std::slice::from_ref;

/// The most dots in one packet.
pub const MAX_DOTS: usize = 497;
/// Bytes of a row packet before its dots.
pub const ROW_LEN: usize = DATA + 8;
/// Bytes of a brightness packet.
pub const BRIGHTNESS_LEN: usize = 77;
/// Bytes of a display packet.
pub const DISPLAY_LEN: usize = 112;
/// The most receivers in one chain that are asked for.
pub const MAX_RECEIVERS: u8 = 32;
/// From this firmware on brightness and display packets are sent twice.
pub const DOUBLED_FROM: u8 = 13;
/// What replies have in the EtherType field: their type and the first byte of their data.
pub const REPLY_ETHERTYPE: u16 = 0x0805;

const CARD: [u8; 6] = [0x11, 0x22, 0x33, 0x44, 0x55, 0x66];
const SENDER: [u8; 6] = [0x22, 0x22, 0x33, 0x44, 0x55, 0x66];
const BROADCAST: [u8; 6] = [0xFF; 6];
const DISCOVER_LEN: usize = 284;
const REPLY_LEN: usize = 1070;
/// Where the data begins.
const DATA: usize = 13;

mod field {
    use super::{DATA, Range};

    pub(super) const DESTINATION: Range<usize> = 0..6;
    pub(super) const SOURCE: Range<usize> = 6..12;
    pub(super) const TYPE: usize = 12;
    pub(super) const DISCOVERED: usize = DATA + 3;
    pub(super) const CARD_KIND: usize = DATA;
    pub(super) const FIRMWARE: Range<usize> = DATA + 2..DATA + 4;
    pub(super) const WIDTH: Range<usize> = DATA + 21..DATA + 23;
    pub(super) const HEIGHT: Range<usize> = DATA + 23..DATA + 25;
    pub(super) const RECEIVED: Range<usize> = DATA + 38..DATA + 42;
    pub(super) const UPTIME: Range<usize> = DATA + 46..DATA + 50;
    pub(super) const RECEIVER: usize = DATA + 85;
    pub(super) const COLOURS: Range<usize> = DATA..DATA + 3;
    pub(super) const COLOURS_END: usize = DATA + 3;
    pub(super) const ROW: Range<usize> = DATA..DATA + 2;
    pub(super) const FIRST: Range<usize> = DATA + 2..DATA + 4;
    pub(super) const COUNT: Range<usize> = DATA + 4..DATA + 6;
    pub(super) const MARK: Range<usize> = DATA + 6..DATA + 8;
    pub(super) const NOW: usize = DATA;
    pub(super) const LIGHT: usize = DATA + 22;
    pub(super) const LIGHT_MARK: usize = DATA + 23;
    pub(super) const LIGHTS: Range<usize> = DATA + 25..DATA + 28;
}

mod kind {
    pub(super) const DISPLAY: u8 = 0x01;
    pub(super) const DISCOVER: u8 = 0x07;
    pub(super) const REPLY: u8 = 0x08;
    pub(super) const BRIGHTNESS: u8 = 0x0A;
    pub(super) const ROW: u8 = 0x55;
}

const ROW_MARK: [u8; 2] = [0x08, 0x88];

/// What a receiver card says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Firmware, major and minor.
    pub firmware: (u8, u8),
    /// Width and height in dots, as the card is set up; not to be relied on for cards that show a part of the picture.
    pub size: (u16, u16),
    /// Packets received since power-on; begins again at 0 after 4294967295.
    pub received: u32,
    /// Milliseconds since power-on; begins again at 0 after 49 days.
    pub uptime_ms: u32,
    /// Which receiver of the chain, from 0.
    pub receiver: u8,
}

/// The meaning of one Ethernet frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr<'a> {
    /// Asks one receiver of the chain to answer.
    Discover {
        /// Which, from 0.
        receiver: u8,
    },
    /// Its answer.
    Reply(Reply),
    /// How bright the lamps are.
    Brightness {
        /// For each colour, 0 to 255.
        colours: [u8; 3],
    },
    /// Dots of one row, kept until the display packet.
    Row {
        /// The row, from 0.
        row: u16,
        /// The first dot, from 0.
        first: u16,
        /// At most [`MAX_DOTS`] dots of three bytes.
        dots: &'a [u8],
    },
    /// Shows what has arrived.
    Display {
        /// Brightness of all lamps, 0 to 255.
        light: u8,
        /// And for each colour.
        colours: [u8; 3],
    },
}

impl<'a> Repr<'a> {
    /// Reads one Ethernet frame without its check sequence.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() < DATA {
            return wrong(bytes.len(), "a header of 13 bytes");
        }
        match bytes[field::TYPE] {
            kind::DISCOVER => {
                frame(bytes, DISCOVER_LEN, [CARD, SENDER])?;
                zeros(bytes, from_ref(&(field::DISCOVERED..field::DISCOVERED + 1)))?;
                Ok(Self::Discover { receiver: bytes[field::DISCOVERED] })
            }
            kind::REPLY => reply(bytes).map(Self::Reply),
            kind::BRIGHTNESS => {
                frame(bytes, BRIGHTNESS_LEN, [CARD, SENDER])?;
                constant(bytes, field::COLOURS_END, &[0xFF], "ff")?;
                zeros(bytes, from_ref(&(field::COLOURS.start..field::COLOURS_END + 1)))?;
                Ok(Self::Brightness { colours: three(bytes, field::COLOURS) })
            }
            kind::ROW => row(bytes),
            kind::DISPLAY => {
                frame(bytes, DISPLAY_LEN, [CARD, SENDER])?;
                constant(bytes, field::NOW, &[0x07], "07")?;
                constant(bytes, field::LIGHT_MARK, &[0x05], "05")?;
                zeros(bytes, &[field::NOW..field::NOW + 1, field::LIGHT..field::LIGHT + 2, field::LIGHTS])?;
                Ok(Self::Display { light: bytes[field::LIGHT], colours: three(bytes, field::LIGHTS) })
            }
            _ => wrong(field::TYPE, "a type of 01, 07, 08, 0a or 55"),
        }
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// Of a row, if it has no dot, more than [`MAX_DOTS`], or a part of one. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        match *self {
            Self::Discover { receiver } => {
                packet(into, DISCOVER_LEN, kind::DISCOVER)[field::DISCOVERED] = receiver;
            }
            Self::Reply(reply) => emit_reply(&reply, into),
            Self::Brightness { colours } => {
                let packet = packet(into, BRIGHTNESS_LEN, kind::BRIGHTNESS);
                packet[field::COLOURS].copy_from_slice(&colours);
                packet[field::COLOURS_END] = 0xFF;
            }
            Self::Row { row, first, dots } => {
                let count = dots.len() / 3;
                if dots.is_empty() || !dots.len().is_multiple_of(3) || count > MAX_DOTS {
                    return wrong(field::COUNT.start, "1 to 497 dots of three bytes");
                }
                emit_row(row, first, count, into).copy_from_slice(dots);
            }
            Self::Display { light, colours } => {
                let packet = packet(into, DISPLAY_LEN, kind::DISPLAY);
                packet[field::NOW] = 0x07;
                packet[field::LIGHT] = light;
                packet[field::LIGHT_MARK] = 0x05;
                packet[field::LIGHTS].copy_from_slice(&colours);
            }
        }
        Ok(())
    }
}

/// Appends a row packet with room for `dots` dots, at most [`MAX_DOTS`], and gives the room to be filled.
pub fn emit_row(row: u16, first: u16, dots: usize, into: &mut Packets) -> &mut [u8] {
    let dots = dots.min(MAX_DOTS);
    let packet = into.push(ROW_LEN + dots * 3);
    address(packet, [CARD, SENDER], kind::ROW);
    packet[field::ROW].copy_from_slice(&row.to_be_bytes());
    packet[field::FIRST].copy_from_slice(&first.to_be_bytes());
    // At most 497.
    packet[field::COUNT].copy_from_slice(&(dots as u16).to_be_bytes());
    packet[field::MARK].copy_from_slice(&ROW_MARK);
    &mut packet[ROW_LEN..]
}

fn packet(into: &mut Packets, len: usize, kind: u8) -> &mut [u8] {
    let packet = into.push(len);
    packet.fill(0);
    address(packet, [CARD, SENDER], kind);
    packet
}

fn address(packet: &mut [u8], [destination, source]: [[u8; 6]; 2], kind: u8) {
    packet[field::DESTINATION].copy_from_slice(&destination);
    packet[field::SOURCE].copy_from_slice(&source);
    packet[field::TYPE] = kind;
}

fn emit_reply(reply: &Reply, into: &mut Packets) {
    let packet = into.push(REPLY_LEN);
    packet.fill(0);
    address(packet, [BROADCAST, CARD], kind::REPLY);
    packet[field::CARD_KIND] = 0x05;
    packet[field::FIRMWARE].copy_from_slice(&[reply.firmware.0, reply.firmware.1]);
    packet[field::WIDTH].copy_from_slice(&reply.size.0.to_be_bytes());
    packet[field::HEIGHT].copy_from_slice(&reply.size.1.to_be_bytes());
    packet[field::RECEIVED].copy_from_slice(&reply.received.to_be_bytes());
    packet[field::UPTIME].copy_from_slice(&reply.uptime_ms.to_be_bytes());
    packet[field::RECEIVER] = reply.receiver;
}

/// What else a reply holds is not known and not looked at.
fn reply(bytes: &[u8]) -> Result<Reply, WireError> {
    frame(bytes, REPLY_LEN, [BROADCAST, CARD])?;
    constant(bytes, field::CARD_KIND, &[0x05], "05, a card of the 5A kind")?;
    let word = |range: Range<usize>| number(&bytes[range]) as u16;
    Ok(Reply {
        firmware: (bytes[field::FIRMWARE.start], bytes[field::FIRMWARE.start + 1]),
        size: (word(field::WIDTH), word(field::HEIGHT)),
        received: number(&bytes[field::RECEIVED]),
        uptime_ms: number(&bytes[field::UPTIME]),
        receiver: bytes[field::RECEIVER],
    })
}

fn row(bytes: &[u8]) -> Result<Repr<'_>, WireError> {
    if bytes.len() < ROW_LEN {
        return wrong(bytes.len(), "a row header of 21 bytes");
    }
    let count = number(&bytes[field::COUNT]) as usize;
    if !(1..=MAX_DOTS).contains(&count) {
        return wrong(field::COUNT.start, "1 to 497 dots");
    }
    frame(bytes, ROW_LEN + count * 3, [CARD, SENDER])?;
    constant(bytes, field::MARK.start, &ROW_MARK, "08 88")?;
    Ok(Repr::Row {
        row: number(&bytes[field::ROW]) as u16,
        first: number(&bytes[field::FIRST]) as u16,
        dots: &bytes[ROW_LEN..],
    })
}

/// Checks addresses and length.
fn frame(bytes: &[u8], len: usize, [destination, source]: [[u8; 6]; 2]) -> Result<(), WireError> {
    constant(bytes, field::DESTINATION.start, &destination, "the address of the other end")?;
    constant(bytes, field::SOURCE.start, &source, "the address of this kind of sender")?;
    if bytes.len() < len {
        return wrong(bytes.len(), "as many bytes as frames of this type have");
    }
    if bytes.len() > len {
        return wrong(len, "the end of the frame");
    }
    Ok(())
}

fn constant(bytes: &[u8], at: usize, wanted: &[u8], expected: &'static str) -> Result<(), WireError> {
    let differs = wanted.iter().zip(&bytes[at..]).position(|(wanted, byte)| wanted != byte);
    differs.map_or(Ok(()), |place| wrong(at + place, expected))
}

/// Checks that all data is 0 outside these ranges.
fn zeros(bytes: &[u8], fields: &[Range<usize>]) -> Result<(), WireError> {
    let used = |at: &usize| fields.iter().any(|field| field.contains(at));
    let stray = (DATA..bytes.len()).find(|at| bytes[*at] != 0 && !used(at));
    stray.map_or(Ok(()), |at| wrong(at, "0"))
}

fn three(bytes: &[u8], range: Range<usize>) -> [u8; 3] {
    [bytes[range.start], bytes[range.start + 1], bytes[range.start + 2]]
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(repr: Repr<'_>) -> Vec<u8> {
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        packets.bytes().to_vec()
    }

    fn reply() -> Reply {
        let (received, uptime_ms) = (0x0102_0304, 0xA0B0_C0D0);
        Reply { firmware: (11, 4), size: (128, 64), received, uptime_ms, receiver: 2 }
    }

    #[test]
    fn every_kind_of_frame_has_its_length_and_reads_back() {
        let dots = [7; 497 * 3];
        for (repr, len) in [
            (Repr::Discover { receiver: 31 }, 284),
            (Repr::Reply(reply()), 1070),
            (Repr::Brightness { colours: [1, 2, 3] }, 77),
            (Repr::Row { row: 300, first: 2, dots: &dots[..6] }, 21 + 6),
            (Repr::Row { row: 0, first: 0, dots: &dots }, 1512),
            (Repr::Display { light: 9, colours: [1, 2, 3] }, 112),
        ] {
            let bytes = written(repr);
            assert_eq!((bytes.len(), Repr::parse(&bytes)), (len, Ok(repr)));
        }
    }

    #[test]
    fn a_reply_tells_apart_firmware_size_and_counters() {
        let bytes = written(Repr::Reply(reply()));
        assert_eq!(bytes[..14], [255, 255, 255, 255, 255, 255, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 8, 5]);
        assert_eq!((bytes[15], bytes[16], &bytes[34..38]), (11, 4, &[0, 128, 0, 64][..]));
        assert_eq!(
            (&bytes[51..55], &bytes[59..63], bytes[98]),
            (&[1, 2, 3, 4][..], &[0xA0, 0xB0, 0xC0, 0xD0][..], 2)
        );
        let mut other = bytes;
        other[13] = 4;
        assert_eq!(Repr::parse(&other).unwrap_err().offset, 13, "a card of another kind");
    }

    #[test]
    fn no_packet_has_more_than_497_dots_none_or_a_part_of_one() {
        let dots = [0; 498 * 3];
        for wrong in [&dots[..], &dots[..4], &dots[..0]] {
            let mut packets = Packets::default();
            assert_eq!(
                Repr::Row { row: 0, first: 0, dots: wrong }.emit(&mut packets).unwrap_err().offset,
                17
            );
            assert!(packets.is_empty());
        }
        assert_eq!(emit_row(0, 0, 9000, &mut Packets::default()).len(), 497 * 3);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let row = written(Repr::Row { row: 300, first: 0, dots: &[1; 6] });
        let wrong = |at: usize, byte: u8| {
            let mut bytes = row.clone();
            bytes[at] = byte;
            Repr::parse(&bytes).unwrap_err().offset
        };
        assert_eq!([wrong(0, 0x12), wrong(11, 0), wrong(12, 0x56), wrong(20, 0x89)], [0, 11, 12, 20]);
        assert_eq!([wrong(17, 2), wrong(18, 3), wrong(18, 1)], [17, 27, 24]);
        let mut bytes = written(Repr::Brightness { colours: [1; 3] });
        bytes[70] = 1;
        assert_eq!(Repr::parse(&bytes).unwrap_err().offset, 70);
    }

    /// Types that set a card up, by which it can be lost until somebody comes with the vendor's program.
    #[test]
    fn what_configures_a_card_is_neither_written_nor_read() {
        for kind in [0x02, 0x10, 0x11, 0x18, 0x1F, 0x26, 0x31, 0x32, 0x76] {
            for len in [77, 112, 284, 1070] {
                let mut bytes = vec![0; len];
                address(&mut bytes, [CARD, SENDER], kind);
                assert_eq!(Repr::parse(&bytes).unwrap_err().offset, 12);
            }
        }
    }
}
