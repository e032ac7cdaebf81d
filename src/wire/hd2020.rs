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
//! | command | payload |
//! |---------|---------|
//! | `18` start | `2f`, id u16 little-endian, `00`, number of pieces, `00`, `01`, 40 × `00` |
//! | `19` piece | `05`, id, number of the piece from 0 as u16 **big-endian**, at most 1024 bytes |
//! | `1a` end   | `03`, id |
//!
//! The pieces together are a block of 52 bytes that nobody can explain, with width at 8, height at 10 (big-endian) and planes at
//! 50, and a bitmap: for each row the bytes of the first plane, then of the second, then of the third, a lit dot a 1, the leftmost in
//! the highest bit. What fits into 1024 bytes goes as one piece, all else in pieces of 512.
//!
//! A reply is `48 52`, an id of 16 bytes, `00 1c`, the command, a status (0: well), 4 bytes, the card's type, a byte, the sum and `aa`:
//! 31 bytes.
//!
//! Source: alparslanahmed/huidu-led under MIT, alone; one reply of a card is known. Proven: framing, sum and sizes, against its
//! tests. Not proven: everything a card does. Only the three commands of a passing picture exist here, in both directions: others
//! change the wiring of a board, or what it keeps.

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
/// The longest frame: a piece that is the whole.
const MAX_LEN: usize = HEAD_LEN + 5 + WHOLE + TAIL_LEN;
const START: u8 = 0x18;
const PIECES: u8 = 0x19;
const LAST: u8 = 0x1A;
const START_LEN: usize = 47;
/// The most bytes of a bitmap that can be sent.
pub const MAX_BITMAP: usize = 255 * PIECE - AREA.len();
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
const MIDDLE: [u8; 2] = [0x00, 0x1C];

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

/// In pieces of how many bytes a content of this length goes.
fn piece(content: usize) -> usize {
    if content <= WHOLE { WHOLE } else { PIECE }
}

/// How many bytes all frames of a picture have together.
#[must_use]
pub fn transfer_len(bitmap: usize) -> usize {
    let content = AREA.len() + bitmap;
    let frame = |payload: usize| HEAD_LEN + payload + TAIL_LEN;
    content + content.div_ceil(piece(content)) * frame(5) + frame(START_LEN) + frame(3)
}

impl Live<'_> {
    fn is_whole(&self) -> bool {
        let row = usize::from(self.width / 8) * usize::from(self.planes);
        self.width.is_multiple_of(8)
            && matches!(self.planes, 2 | 3)
            && self.bitmap.len() == row * usize::from(self.height)
    }

    /// Appends the frames of the transfer. Each waits for the reply to the one before it.
    ///
    /// # Errors
    /// A width that is no multiple of 8, other planes than 2 or 3, a bitmap of another size, or more pieces than are counted.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let Self { id, width, height, planes, bitmap } = *self;
        if !self.is_whole() {
            return wrong(0, "a width in eights, 2 or 3 planes, and a bitmap of that size");
        }
        let mut content = AREA.to_vec();
        content[8..10].copy_from_slice(&width.to_be_bytes());
        content[10..12].copy_from_slice(&height.to_be_bytes());
        content[50] = planes;
        content.extend_from_slice(bitmap);
        let piece = piece(content.len());
        let Ok(count) = u8::try_from(content.len().div_ceil(piece)) else {
            return wrong(0, "at most 255 pieces");
        };
        Frame { number: 1, request: Request::Start { id, count } }.emit(into)?;
        let mut number = 1_u8;
        for (index, data) in (0_u16..).zip(content.chunks(piece)) {
            number = number.wrapping_add(1);
            Frame { number, request: Request::Piece { id, index, data } }.emit(into)?;
        }
        Frame { number: number.wrapping_add(1), request: Request::End { id } }.emit(into)
    }

    /// The size and planes of a content, and its bitmap: all pieces of a transfer, one after the other.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong; the block before the bitmap has to be the one that is written here.
    pub fn content(content: &[u8]) -> Result<Live<'_>, WireError> {
        let Some((area, bitmap)) = content.split_first_chunk::<{ AREA.len() }>() else {
            return wrong(content.len(), "52 bytes before the bitmap");
        };
        let (width, height) =
            (u16::from_be_bytes([area[8], area[9]]), u16::from_be_bytes([area[10], area[11]]));
        let planes = area[50];
        let ours = |at: usize| (8..12).contains(&at) || at == 50;
        if let Some(at) = (0..AREA.len()).find(|at| !ours(*at) && area[*at] != AREA[*at]) {
            return wrong(at, "the block that is known");
        }
        let live = Live { id: 0, width, height, planes, bitmap };
        if live.is_whole() { Ok(live) } else { wrong(8, "a size and planes that the bitmap has") }
    }
}

/// What can be asked of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request<'a> {
    /// A picture begins.
    Start {
        /// Its number.
        id: u16,
        /// In how many pieces it comes, at least 1.
        count: u8,
    },
    /// A piece of it.
    Piece {
        /// Its number.
        id: u16,
        /// Which piece, from 0.
        index: u16,
        /// 1 to 1024 bytes.
        data: &'a [u8],
    },
    /// It is whole, and is to be lit.
    End {
        /// Its number.
        id: u16,
    },
}

impl Request<'_> {
    /// The byte that names it, in replies too.
    #[must_use]
    pub fn command(&self) -> u8 {
        match self {
            Self::Start { .. } => START,
            Self::Piece { .. } => PIECES,
            Self::End { .. } => LAST,
        }
    }
}

/// One frame to a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame<'a> {
    /// Its number in the transfer, from 1.
    pub number: u8,
    /// What it asks.
    pub request: Request<'a>,
}

impl<'a> Frame<'a> {
    /// Appends the frame.
    ///
    /// # Errors
    /// No pieces, or a piece that is empty or too large.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let command = self.request.command();
        match self.request {
            Request::Start { id, count } => {
                if count == 0 {
                    return wrong(0, "1 to 255 pieces");
                }
                let [low, high] = id.to_le_bytes();
                let mut start = [0; START_LEN];
                start[..7].copy_from_slice(&[0x2F, low, high, 0, count, 0, 1]);
                frame(command, self.number, &[&start], into);
            }
            Request::Piece { id, index, data } => {
                if !(1..=WHOLE).contains(&data.len()) {
                    return wrong(0, "1 to 1024 bytes");
                }
                frame(command, self.number, &[&[5], &id.to_le_bytes(), &index.to_be_bytes(), data], into);
            }
            Request::End { id } => frame(command, self.number, &[&[3], &id.to_le_bytes()], into),
        }
        Ok(())
    }

    /// Reads exactly one frame.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong; a command that is none of the three is.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let Some(len) = Self::len(bytes)? else { return wrong(bytes.len(), "a whole frame") };
        if bytes.len() != len {
            return wrong(len, "the end of the frame");
        }
        if let Some(at) = (7..26).find(|at| bytes[*at] != 0) {
            return wrong(at, "00");
        }
        if bytes[len - 3..len - 1] != sum(&bytes[..len - TAIL_LEN]).to_be_bytes() {
            return wrong(len - 3, "the sum");
        }
        if bytes[len - 1] != END {
            return wrong(len - 1, "aa");
        }
        let payload = &bytes[HEAD_LEN..len - TAIL_LEN];
        let request = match (bytes[6], payload) {
            (START, [0x2F, low, high, 0, count, 0, 1, zeros @ ..])
                if *count > 0 && payload.len() == START_LEN && zeros.iter().all(|byte| *byte == 0) =>
            {
                Request::Start { id: u16::from_le_bytes([*low, *high]), count: *count }
            }
            (PIECES, [5, low, high, i, j, data @ ..]) if (1..=WHOLE).contains(&data.len()) => {
                Request::Piece {
                    id: u16::from_le_bytes([*low, *high]),
                    index: u16::from_be_bytes([*i, *j]),
                    data,
                }
            }
            (LAST, [3, low, high]) => Request::End { id: u16::from_le_bytes([*low, *high]) },
            (START | PIECES | LAST, _) => return wrong(HEAD_LEN, "the payload of this command"),
            _ => return wrong(6, "18, 19 or 1a"),
        };
        Ok(Self { number: bytes[26], request })
    }

    /// How long the frame is with which these bytes begin; `None` while they are too few.
    ///
    /// # Errors
    /// It is no such frame, or longer than any.
    pub fn len(bytes: &[u8]) -> Result<Option<usize>, WireError> {
        if let Some(at) = (0..HEAD.len().min(bytes.len())).find(|at| bytes[*at] != HEAD[*at]) {
            return wrong(at, "48 54 00 1b");
        }
        let [_, _, _, _, high, low, ..] = *bytes else { return Ok(None) };
        let len = usize::from(u16::from_be_bytes([high, low]));
        if !(HEAD_LEN + TAIL_LEN..=MAX_LEN).contains(&len) {
            return wrong(4, "a length of 30 to 1059");
        }
        Ok((bytes.len() >= len).then_some(len))
    }
}

fn frame(command: u8, number: u8, payload: &[&[u8]], into: &mut Packets) {
    let len = HEAD_LEN + payload.iter().map(|part| part.len()).sum::<usize>() + TAIL_LEN;
    let packet = into.push(len);
    packet.fill(0);
    packet[..4].copy_from_slice(&HEAD);
    // At most `MAX_LEN`.
    packet[4..6].copy_from_slice(&(len as u16).to_be_bytes());
    packet[6] = command;
    packet[26] = number;
    let mut at = HEAD_LEN;
    for part in payload {
        packet[at..at + part.len()].copy_from_slice(part);
        at += part.len();
    }
    let sum = sum(&packet[..at]);
    packet[at..at + 2].copy_from_slice(&sum.to_be_bytes());
    packet[at + 2] = END;
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
    /// Five bytes whose meaning nobody knows: four before the type and one after it.
    pub unknown: [u8; 5],
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
        if reply[18..20] != MIDDLE {
            return wrong(18, "00 1c");
        }
        if reply[28..30] != sum(&reply[..28]).to_be_bytes() {
            return wrong(28, "the sum");
        }
        if reply[30] != END {
            return wrong(30, "aa");
        }
        let mut id = [0; 16];
        id.copy_from_slice(&reply[2..18]);
        let unknown = [reply[22], reply[23], reply[24], reply[25], reply[27]];
        Ok(Self { id, command: reply[20], status: reply[21], kind: reply[26], unknown })
    }

    /// Appends the reply.
    pub fn emit(&self, into: &mut Packets) {
        let reply = into.push(REPLY_LEN);
        reply[..2].copy_from_slice(b"HR");
        reply[2..18].copy_from_slice(&self.id);
        reply[18..20].copy_from_slice(&MIDDLE);
        let [a, b, c, d, e] = self.unknown;
        reply[20..28].copy_from_slice(&[self.command, self.status, a, b, c, d, self.kind, e]);
        let sum = sum(&reply[..28]);
        reply[28..30].copy_from_slice(&sum.to_be_bytes());
        reply[30] = END;
    }
}

/// Finds replies in a stream that is cut at any byte.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    /// The beginning of a reply; less than a whole one.
    held: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream: every reply that ends in them is given to `each`, and so is what looks like one and is
    /// damaged, or is no reply at all, as an error for each place where that is seen.
    pub fn feed(&mut self, bytes: &[u8], mut each: impl FnMut(Result<Reply, WireError>)) {
        for byte in bytes {
            self.held.push(*byte);
            let reply = match self.held[..] {
                [b'H'] | [b'H', b'R', ..] if self.held.len() < REPLY_LEN => continue,
                [b'H', b'R', ..] => Reply::parse(&self.held),
                _ => wrong(0, "HR"),
            };
            match reply {
                Ok(_) => self.held.clear(),
                // A reply may begin within what was none.
                Err(_) => {
                    let begins = |at: &usize| self.held[*at..].iter().zip(b"HR").all(|(held, of)| held == of);
                    let next = (1..self.held.len()).find(begins).unwrap_or(self.held.len());
                    self.held.drain(..next);
                }
            }
            each(reply);
        }
    }

    /// What is not whole will never be.
    pub fn clear(&mut self) {
        self.held.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "4854001b004d1800000000000000000000000000000000000000012f3412000100010000000000000000000000000000000000\
                         00000000000000000000000000000000000000000000000194aa";
    const FINAL: &str = "4854001b00211a0000000000000000000000000000000000000003033412013eaa";
    /// The reply of a card to words it did not understand, from the source's tests.
    const REFUSED: &str = "48520eff437f9d5cbed0e34d3f56cdfd0b36001c1b0400000b7687a20aa5aa";

    #[test]
    fn the_frames_of_a_small_picture_are_those_of_the_source() {
        let bitmap: Vec<u8> = (0..512_u16).map(|at| at as u8).collect();
        let live = Live { id: 0x1234, width: 64, height: 32, planes: 2, bitmap: &bitmap };
        let mut packets = Packets::default();
        live.emit(&mut packets).unwrap();
        let frames: Vec<String> = packets.iter().map(hex::encode).collect();
        assert_eq!((frames[0].as_str(), frames[2].as_str()), (FIRST, FINAL));
        let area = "484100190000000000400020000100000000000000000000000000001d001739000000000000001ec903000100000017\
                    00000200";
        assert!(
            frames[1].starts_with("4854001b025719") && frames[1][64..].starts_with(area),
            "{}",
            frames[1]
        );
        assert!(frames[1].ends_with("fdfeff02eaaa"));
        let pieces: Vec<u8> = packets
            .iter()
            .filter_map(|frame| match Frame::parse(frame).unwrap().request {
                Request::Piece { data, .. } => Some(data),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        assert_eq!(Live::content(&pieces), Ok(Live { id: 0, ..live }));
    }

    #[test]
    fn a_reply_is_read_and_a_damaged_one_is_not() {
        let bytes = hex::decode(REFUSED).unwrap();
        let reply = Reply::parse(&bytes).unwrap();
        assert_eq!((reply.command, reply.status, reply.kind), (0x1B, 4, 0x87));
        let mut packets = Packets::default();
        reply.emit(&mut packets);
        assert_eq!(packets.bytes(), bytes);
        for at in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[at] ^= 1;
            assert!(Reply::parse(&wrong).is_err(), "byte {at}");
            assert!(Reply::parse(&bytes[..at]).is_err());
        }
    }

    #[test]
    fn replies_are_found_in_a_stream_with_noise_however_it_is_cut() {
        let reply = hex::decode(REFUSED).unwrap();
        let mut damaged = reply.clone();
        damaged[12] ^= 4;
        let stream = [b"HHRH", &reply[..], b"\x00H", &damaged, &reply, &reply[..9], &reply].concat();
        let mut seen = Vec::new();
        for cut in 0..=stream.len() {
            let (mut decoder, mut found) = (Decoder::default(), Vec::new());
            for part in [&stream[..cut], &stream[cut..]] {
                decoder.feed(part, |reply| found.push(reply));
            }
            seen.push(found);
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
        assert_eq!(seen[0].iter().filter(|reply| reply.is_ok()).count(), 3, "{:?}", seen[0]);
    }

    #[test]
    fn what_changes_the_wiring_of_a_board_or_what_it_keeps_is_not_read_as_a_frame() {
        let good = hex::decode(FINAL).unwrap();
        for command in (0..=255).filter(|command| !matches!(command, 0x18..=0x1A)) {
            let mut bytes = good.clone();
            bytes[6] = command;
            let sum = sum(&bytes[..30]);
            bytes[30..32].copy_from_slice(&sum.to_be_bytes());
            assert_eq!(Frame::parse(&bytes).unwrap_err().offset, 6);
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
