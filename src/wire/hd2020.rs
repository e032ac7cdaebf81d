//! Huidu's single-colour cards (HD-W, HD-U, HD-E), TCP 6101: pictures that are lit at once. An experiment.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 4     | `48 54 00 1b` |
//! | 4      | 2     | length of the whole frame, big-endian |
//! | 6      | 1     | command |
//! | 7      | 19    | `00` |
//! | 26     | 1     | number of the frame in its transfer, from 1 |
//! | 27     | n     | payload |
//! | 27 + n | 2     | sum of all bytes before it, big-endian |
//! | 29 + n | 1     | `aa` |
//!
//! A reply is `48 52`, an id of 16 bytes, `00 1c`, the command, a status (0: well), 4 bytes, the card's type, a byte, the sum and `aa`:
//! 31 bytes.
//!
//! Source: alparslanahmed/huidu-led under MIT, alone; one reply of a card is known. Proven: framing, sum and sizes, against its
//! tests. Not proven: everything a card does. Nothing in the program sends this yet. Only the three commands of a passing picture
//! can be written: others change the wiring of a board, or what it keeps.

use super::{Packets, WireError, wrong};

/// The TCP port of cards.
pub const PORT: u16 = 6101;
/// The most bytes that go in one piece.
const WHOLE: usize = 1024;
/// The bytes of a piece, where there are several.
const PIECE: usize = 512;
const HEAD: [u8; 4] = [0x48, 0x54, 0x00, 0x1B];
const HEAD_LEN: usize = 27;
const TAIL_LEN: usize = 3;
const END: u8 = 0xAA;
/// What stands before a bitmap. Nobody knows what most of it means; size and planes are written into it.
const AREA: [u8; 52] = {
    let mut area = [0; 52];
    area[0] = 0x48;
    area[1] = 0x41;
    area[3] = 0x19;
    area[13] = 0x01;
    area[28] = 0x1D;
    area[30] = 0x17;
    area[31] = 0x39;
    area[39] = 0x1E;
    area[40] = 0xC9;
    area[41] = 0x03;
    area[43] = 0x01;
    area[47] = 0x17;
    area
};
/// The length of a reply.
pub const REPLY_LEN: usize = 31;

/// A picture that is lit at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live<'a> {
    /// Any number; all frames of a transfer have it.
    pub id: u16,
    /// Width in dots, a multiple of 8.
    pub width: u16,
    /// Height in dots.
    pub height: u16,
    /// How many colours: 2 (red, green) or 3 (and blue).
    pub planes: u8,
    /// For each row the bits of each plane, the leftmost dot in the highest bit; 1 is lit.
    pub bitmap: &'a [u8],
}

impl Live<'_> {
    /// Appends the frames of the transfer. Each waits for the reply to the one before it.
    ///
    /// # Errors
    /// A width that is no multiple of 8, other planes than 2 or 3, a bitmap of another size, or more pieces than are counted.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let Self { id, width, height, planes, bitmap } = *self;
        let row = usize::from(width / 8) * usize::from(planes);
        if !width.is_multiple_of(8) || !matches!(planes, 2 | 3) || bitmap.len() != row * usize::from(height) {
            return wrong(0, "a width in eights, 2 or 3 planes, and a bitmap of that size");
        }
        let mut content = AREA.to_vec();
        content[8..10].copy_from_slice(&width.to_be_bytes());
        content[10..12].copy_from_slice(&height.to_be_bytes());
        content[50] = planes;
        content.extend_from_slice(bitmap);
        let piece = if content.len() <= WHOLE { WHOLE } else { PIECE };
        let Ok(count) = u8::try_from(content.len().div_ceil(piece)) else {
            return wrong(0, "at most 255 pieces");
        };
        let [low, high] = id.to_le_bytes();
        let mut start = [0; 47];
        start[..7].copy_from_slice(&[0x2F, low, high, 0, count, 0, 1]);
        frame(0x18, 1, &start, into);
        let mut number = 1_u8;
        for (index, chunk) in (0_u16..).zip(content.chunks(piece)) {
            number = number.wrapping_add(1);
            let payload = [&[5, low, high], &index.to_be_bytes()[..], chunk].concat();
            frame(0x19, number, &payload, into);
        }
        frame(0x1A, number.wrapping_add(1), &[3, low, high], into);
        Ok(())
    }
}

fn frame(command: u8, number: u8, payload: &[u8], into: &mut Packets) {
    let len = HEAD_LEN + payload.len() + TAIL_LEN;
    let packet = into.push(len);
    packet.fill(0);
    packet[..4].copy_from_slice(&HEAD);
    // Payloads have at most 1029 bytes.
    packet[4..6].copy_from_slice(&(len as u16).to_be_bytes());
    packet[6] = command;
    packet[26] = number;
    packet[HEAD_LEN..HEAD_LEN + payload.len()].copy_from_slice(payload);
    let sum = sum(&packet[..len - TAIL_LEN]);
    packet[len - 3..len - 1].copy_from_slice(&sum.to_be_bytes());
    packet[len - 1] = END;
}

fn sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum: u16, byte| sum.wrapping_add((*byte).into()))
}

/// What a card says to a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The card's number.
    pub id: [u8; 16],
    /// To which command.
    pub command: u8,
    /// 0 is well.
    pub status: u8,
    /// The type of the card.
    pub kind: u8,
}

impl Reply {
    /// Reads exactly one reply.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let Some(reply) = bytes.first_chunk::<REPLY_LEN>().filter(|_| bytes.len() == REPLY_LEN) else {
            return wrong(bytes.len().min(REPLY_LEN), "31 bytes");
        };
        if reply[..2] != *b"HR" {
            return wrong(0, "HR");
        }
        if reply[28..30] != sum(&reply[..28]).to_be_bytes() {
            return wrong(28, "the sum");
        }
        if reply[30] != END {
            return wrong(30, "aa");
        }
        let mut id = [0; 16];
        id.copy_from_slice(&reply[2..18]);
        Ok(Self { id, command: reply[20], status: reply[21], kind: reply[26] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: &str = "4854001b004d1800000000000000000000000000000000000000012f3412000100010000000000000000000000000000000000\
                         00000000000000000000000000000000000000000000000194aa";
    const LAST: &str = "4854001b00211a0000000000000000000000000000000000000003033412013eaa";
    /// The reply of a card to words it did not understand, from the source's tests.
    const REFUSED: &str = "48520eff437f9d5cbed0e34d3f56cdfd0b36001c1b0400000b7687a20aa5aa";

    #[test]
    fn the_frames_of_a_small_picture_are_those_of_the_source() {
        let bitmap: Vec<u8> = (0..512_u16).map(|at| at as u8).collect();
        let live = Live { id: 0x1234, width: 64, height: 32, planes: 2, bitmap: &bitmap };
        let mut packets = Packets::default();
        live.emit(&mut packets).unwrap();
        let frames: Vec<String> = packets.iter().map(hex::encode).collect();
        assert_eq!((frames[0].as_str(), frames[2].as_str()), (START, LAST));
        let area = "484100190000000000400020000100000000000000000000000000001d001739000000000000001ec903000100000017\
                    00000200";
        assert!(
            frames[1].starts_with("4854001b025719") && frames[1][64..].starts_with(area),
            "{}",
            frames[1]
        );
        assert!(frames[1].ends_with("fdfeff02eaaa"));
    }

    #[test]
    fn a_reply_is_read_and_a_damaged_one_is_not() {
        let bytes = hex::decode(REFUSED).unwrap();
        let reply = Reply::parse(&bytes).unwrap();
        assert_eq!((reply.command, reply.status, reply.kind), (0x1B, 4, 0x87));
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            assert!(Reply::parse(&wrong).is_err(), "byte {at}");
            assert!(Reply::parse(&bytes[..at]).is_err());
        }
    }

    #[test]
    fn a_large_picture_goes_in_pieces_and_a_wrong_one_not_at_all() {
        let bitmap = vec![0xFF; 128 / 8 * 64 * 3];
        let live = Live { id: 1, width: 128, height: 64, planes: 3, bitmap: &bitmap };
        let mut packets = Packets::default();
        live.emit(&mut packets).unwrap();
        assert_eq!(packets.iter().count(), 2 + (52 + bitmap.len()).div_ceil(512));
        for wrong in [Live { width: 127, ..live }, Live { planes: 1, ..live }, Live { height: 63, ..live }] {
            assert!(wrong.emit(&mut Packets::default()).is_err());
        }
    }
}
