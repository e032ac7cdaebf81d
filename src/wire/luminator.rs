//! Luminator signs (MAX3000, Horizon): lines of hex digits over RS-485, 19200 8N1 unless set otherwise.
//!
//! A line is `:` LL AAAA TT data CK CR LF, everything between in upper-case hex: how many data bytes, a number of 16 bits
//! (high byte first), the type, and what makes the sum of all bytes 0 modulo 256.
//!
//! | TT | from | AAAA | data |
//! |----|------|------|------|
//! | 00 | host | offset in the item that is sent | 1 to 16 bytes of it |
//! | 01 | host | how many lines of type 00 were sent | none |
//! | 02 | host | sign | `FF` hello, `00` what is your state, `55` goodbye |
//! | 03 | host | sign | what to do: see [`Operation`] |
//! | 04 | sign | sign | its state: see [`State`] |
//! | 05 | sign | sign | what it does: see [`Operation`] |
//! | 06 | host | sign | `00`: that were all pages |
//!
//! Types 00, 01, 06 and goodbye are not answered. What a page looks like stands in [`page`](mod@page), what a sign is told of
//! itself in [`sign`](mod@sign).
//!
//! Source: the crates flipdot 0.8, whose author drove a MAX3000.
//!
//! Proven: every line, against those crates. Not proven: Horizon signs, long lines, any timing.

pub mod page;
pub mod sign;

pub use sign::Sign;

use super::{Packets, WireError};

/// Bits per second of a line that names none.
pub const BAUD: u32 = 19_200;
/// The most data bytes of a line.
pub const CHUNK: usize = 16;
/// The most bytes a line takes.
pub const MAX_LEN: usize = AROUND + 2 * CHUNK;

/// Everything of a line but its data.
const AROUND: usize = 13;
const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// What a sign can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Take what it is told of itself.
    ReceiveConfig,
    /// Take pages.
    ReceivePixels,
    /// Show the page that was loaded.
    ShowLoadedPage,
    /// Load the page after the one that is shown.
    LoadNextPage,
    /// Begin to forget everything.
    StartReset,
    /// Finish to forget everything.
    FinishReset,
}

impl Operation {
    /// Each with its order and its answer on the wire, and its word.
    const ALL: [(Self, u8, u8, &'static str); 6] = [
        (Self::ReceiveConfig, 0xA1, 0x95, "receive-config"),
        (Self::ReceivePixels, 0xA2, 0x91, "receive-pixels"),
        (Self::ShowLoadedPage, 0xA9, 0x96, "show-loaded-page"),
        (Self::LoadNextPage, 0xAA, 0x97, "load-next-page"),
        (Self::StartReset, 0xA6, 0x93, "start-reset"),
        (Self::FinishReset, 0xA7, 0x94, "finish-reset"),
    ];

    fn row(self) -> (Self, u8, u8, &'static str) {
        Self::ALL.into_iter().find(|row| row.0 == self).unwrap_or(Self::ALL[0])
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().3
    }

    /// The operation of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.3 == word).map(|row| row.0)
    }
}

/// What a sign is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It knows nothing of itself: after power came.
    Unconfigured,
    /// It waits for what it is told of itself.
    ConfigInProgress,
    /// It knows what it is.
    ConfigReceived,
    /// It did not understand what it was told of itself.
    ConfigFailed,
    /// It waits for pages.
    PixelsInProgress,
    /// It has all pages.
    PixelsReceived,
    /// Pages are missing or damaged.
    PixelsFailed,
    /// It prepares a page.
    PageLoadInProgress,
    /// It has a page prepared.
    PageLoaded,
    /// It turns its dots.
    PageShowInProgress,
    /// A page is visible.
    PageShown,
    /// It shows all its pages by itself.
    ShowingPages,
    /// It waits for the end of a reset.
    ReadyToReset,
}

impl State {
    const ALL: [(Self, u8, &'static str); 13] = [
        (Self::Unconfigured, 0x0F, "unconfigured"),
        (Self::ConfigInProgress, 0x0D, "config-in-progress"),
        (Self::ConfigReceived, 0x07, "config-received"),
        (Self::ConfigFailed, 0x0C, "config-failed"),
        (Self::PixelsInProgress, 0x03, "pixels-in-progress"),
        (Self::PixelsReceived, 0x01, "pixels-received"),
        (Self::PixelsFailed, 0x0B, "pixels-failed"),
        (Self::PageLoadInProgress, 0x13, "page-load-in-progress"),
        (Self::PageLoaded, 0x10, "page-loaded"),
        (Self::PageShowInProgress, 0x11, "page-show-in-progress"),
        (Self::PageShown, 0x12, "page-shown"),
        (Self::ShowingPages, 0x00, "showing-pages"),
        (Self::ReadyToReset, 0x08, "ready-to-reset"),
    ];

    fn row(self) -> (Self, u8, &'static str) {
        Self::ALL.into_iter().find(|row| row.0 == self).unwrap_or(Self::ALL[0])
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().2
    }

    /// The state of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|row| row.2 == word).map(|row| row.0)
    }
}

/// 1 to 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Chunk {
    bytes: [u8; CHUNK],
    len: u8,
}

impl Chunk {
    /// These bytes; `None` if there are none or more than 16.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Option<Self> {
        let mut chunk = Self { bytes: [0; CHUNK], len: bytes.len() as u8 };
        chunk.bytes.get_mut(..bytes.len()).filter(|room| !room.is_empty())?.copy_from_slice(bytes);
        Some(chunk)
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }
}

impl std::fmt::Debug for Chunk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02x?}", self.bytes())
    }
}

/// The meaning of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Bytes of the item that is sent, beginning at an offset of it.
    Data {
        /// From which byte of the item on.
        offset: u16,
        /// The bytes.
        chunk: Chunk,
    },
    /// So many [`Message::Data`] were sent.
    Count(u16),
    /// Is this sign there? It answers with its state.
    Hello(u16),
    /// What is the state of this sign?
    Query(u16),
    /// This sign is to go dark and forget everything.
    Goodbye(u16),
    /// This sign is to do something.
    Do(u16, Operation),
    /// All pages for this sign were sent.
    Complete(u16),
    /// This sign is in this state.
    Is(u16, State),
    /// This sign does what it was told.
    Does(u16, Operation),
}

impl Message {
    /// The number, the type and the data of its line.
    fn parts(&self) -> (u16, u8, Chunk) {
        let one = |byte: u8| {
            let mut bytes = [0; CHUNK];
            bytes[0] = byte;
            Chunk { bytes, len: 1 }
        };
        match *self {
            Self::Data { offset, chunk } => (offset, 0, chunk),
            Self::Count(count) => (count, 1, Chunk { bytes: [0; CHUNK], len: 0 }),
            Self::Hello(sign) => (sign, 2, one(0xFF)),
            Self::Query(sign) => (sign, 2, one(0x00)),
            Self::Goodbye(sign) => (sign, 2, one(0x55)),
            Self::Do(sign, operation) => (sign, 3, one(operation.row().1)),
            Self::Is(sign, state) => (sign, 4, one(state.row().1)),
            Self::Does(sign, operation) => (sign, 5, one(operation.row().2)),
            Self::Complete(sign) => (sign, 6, one(0x00)),
        }
    }

    fn of(number: u16, kind: u8, data: &[u8]) -> Option<Self> {
        Some(match (kind, data) {
            (0, bytes) => Self::Data { offset: number, chunk: Chunk::new(bytes)? },
            (1, []) => Self::Count(number),
            (2, [0xFF]) => Self::Hello(number),
            (2, [0x00]) => Self::Query(number),
            (2, [0x55]) => Self::Goodbye(number),
            (3, &[byte]) => Self::Do(number, Operation::ALL.into_iter().find(|row| row.1 == byte)?.0),
            (4, &[byte]) => Self::Is(number, State::ALL.into_iter().find(|row| row.1 == byte)?.0),
            (5, &[byte]) => Self::Does(number, Operation::ALL.into_iter().find(|row| row.2 == byte)?.0),
            (6, [0x00]) => Self::Complete(number),
            _ => return None,
        })
    }

    /// Reads the line at the beginning of `bytes`; how long it is, too.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong or missing.
    pub fn parse_first(bytes: &[u8]) -> Result<(Self, usize), WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        if bytes.first() != Some(&b':') {
            return wrong(0, "a start of `:`");
        }
        let byte = |at: usize| {
            let digit = |at: usize| {
                let digit = bytes.get(at).and_then(|byte| DIGITS.iter().position(|digit| digit == byte));
                // At most 15.
                digit
                    .map(|digit| digit as u8)
                    .ok_or(WireError { offset: at, expected: "upper-case hex digits" })
            };
            Ok(digit(1 + 2 * at)? << 4 | digit(2 + 2 * at)?)
        };
        let len = usize::from(byte(0)?);
        if len > CHUNK {
            return wrong(1, "a length of at most 10 hex");
        }
        let mut all = [0; 5 + CHUNK];
        for (at, to) in all[..5 + len].iter_mut().enumerate() {
            *to = byte(at)?;
        }
        let check = 1 + 2 * (4 + len);
        if all[..5 + len].iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) != 0 {
            return wrong(check, "the check: all bytes together make 0");
        }
        for (offset, end) in [(check + 2, b'\r'), (check + 3, b'\n')] {
            if bytes.get(offset) != Some(&end) {
                return wrong(offset, "CR LF");
            }
        }
        let number = u16::from_be_bytes([all[1], all[2]]);
        match Self::of(number, all[3], &all[4..4 + len]) {
            Some(message) => Ok((message, check + 4)),
            None => wrong(7, "a type of 00 to 06 with data that it can have"),
        }
    }

    /// Reads exactly one line; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let (message, len) = Self::parse_first(bytes)?;
        if bytes.len() > len {
            return Err(WireError { offset: len, expected: "the end of the line" });
        }
        Ok(message)
    }

    /// How many bytes the line takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        AROUND + 2 * self.parts().2.bytes().len()
    }

    /// Appends the line.
    pub fn emit(&self, into: &mut Packets) {
        let (number, kind, data) = self.parts();
        let [high, low] = number.to_be_bytes();
        let head = [data.len, high, low, kind];
        let all = head.iter().chain(data.bytes());
        let check = all.clone().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)).wrapping_neg();
        let line = into.push(self.buffer_len());
        let (start, rest) = line.split_at_mut(1);
        start.fill(b':');
        let (digits, end) = rest.split_at_mut(rest.len() - 2);
        for (pair, byte) in digits.chunks_exact_mut(2).zip(all.chain([&check])) {
            pair.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        end.copy_from_slice(b"\r\n");
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Data { offset, chunk } => write!(f, "Luminator data at {offset}: {chunk:?}"),
            Self::Count(count) => write!(f, "Luminator {count} lines of data"),
            Self::Hello(sign) => write!(f, "Luminator hello {sign}"),
            Self::Query(sign) => write!(f, "Luminator query {sign}"),
            Self::Goodbye(sign) => write!(f, "Luminator goodbye {sign}"),
            Self::Do(sign, operation) => write!(f, "Luminator sign {sign} do {}", operation.word()),
            Self::Complete(sign) => write!(f, "Luminator all pages for {sign}"),
            Self::Is(sign, state) => write!(f, "Luminator sign {sign} is {}", state.word()),
            Self::Does(sign, operation) => write!(f, "Luminator sign {sign} does {}", operation.word()),
        }
    }
}

/// Finds lines in a byte stream cut at any place. Bounded: it keeps one line.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    line: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes and gives every line that becomes whole, or what is wrong with it; noise between lines is passed
    /// over.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Result<Message, WireError>)) {
        for &byte in bytes {
            if byte == b':' {
                self.line.clear();
            } else if self.line.is_empty() {
                continue;
            }
            self.line.push(byte);
            if byte == b'\n' || self.line.len() == MAX_LEN {
                whole(Message::parse(&self.line));
                self.line.clear();
            }
        }
    }

    /// Forgets a line that is not whole.
    pub fn clear(&mut self) {
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(message: Message) -> Vec<u8> {
        let mut packets = Packets::default();
        message.emit(&mut packets);
        packets.bytes().to_vec()
    }

    fn all() -> Vec<Message> {
        let chunk = Chunk::new(&[1, 2, 0xFF]).unwrap();
        let mut all = vec![
            Message::Data { offset: 0x1234, chunk },
            Message::Count(65_535),
            Message::Hello(3),
            Message::Query(3),
            Message::Goodbye(3),
            Message::Complete(3),
        ];
        all.extend(Operation::ALL.map(|row| Message::Do(7, row.0)));
        all.extend(Operation::ALL.map(|row| Message::Does(7, row.0)));
        all.extend(State::ALL.map(|row| Message::Is(7, row.0)));
        all
    }

    #[test]
    fn every_line_is_taken_apart_and_put_together_again() {
        assert_eq!(line(Message::Hello(3)), b":01000302FFFB\r\n");
        assert_eq!(line(Message::Count(3)), b":00000301FC\r\n");
        for message in all() {
            let bytes = line(message);
            assert_eq!(bytes.len(), message.buffer_len(), "{message}");
            assert_eq!(Message::parse(&bytes), Ok(message));
        }
        let words = Operation::ALL.iter().all(|row| Operation::parse(row.0.word()) == Some(row.0));
        assert!(words && State::ALL.iter().all(|row| State::parse(row.0.word()) == Some(row.0)));
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Message::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(b""), 0);
        assert_eq!(offset(b":0"), 2);
        assert_eq!(offset(b":11"), 1, "17 bytes");
        assert_eq!(offset(b":01000302fFFB\r\n"), 9);
        assert_eq!(offset(b":01000302FFFC\r\n"), 11);
        assert_eq!(offset(b":01000302FFFB\n"), 13);
        assert_eq!(offset(b":01000302FFFB\r\n."), 15);
        assert_eq!(offset(b":0100030242B8\r\n"), 7, "a question nobody knows");
        assert_eq!(offset(b":00000300FD\r\n"), 7, "data without data");
    }

    #[test]
    fn lines_are_found_wherever_the_stream_is_cut_and_a_damaged_one_is_told() {
        let stream = b"x\n:01000302FFFB\r\n:0100:01000302FFFA\r\n:0100030200FA\r\n";
        for cut in 0..stream.len() {
            let (mut decoder, mut seen) = (Decoder::default(), Vec::new());
            for part in [&stream[..cut], &stream[cut..]] {
                decoder.feed(part, |line| seen.push(line.ok()));
            }
            assert_eq!(seen, [Some(Message::Hello(3)), None, Some(Message::Query(3))], "cut at {cut}");
        }
    }
}
