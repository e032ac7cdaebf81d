//! TPM2 on a serial line: pixels in blocks, and a question whether anybody is there.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 1     | `c9` |
//! | 1      | 1     | `da` data, `c0` command, `aa` a question, which is nothing but these two bytes |
//! | 2      | 2     | length of the data, big-endian |
//! | 4      | n     | data: red, green, blue of every dot |
//! | 4 + n  | 1     | `36` |
//!
//! To a question, and by some receivers to every good block, the answer is the one byte `ac`.
//!
//! Source: jblang/tpm2.md, the receiver of WLED (wled_serial.cpp), Hyperion.
//!
//! Proven: blocks and questions; the vectors were read by WLED's own parser compiled natively. Not proven: other
//! receivers, and answers to blocks, which WLED does not give.
//!
//! WLED counts the dots of the two bytes of a length apart, `high * 256 / 3 + low / 3`, each rounded down: of 300 bytes it
//! lights 99 dots. So what bangtin sends has a length whose two bytes are multiples of three each, see [`padded`].
//! Commands could set a receiver up; they are read and never written.

use super::{Packets, WireError};

/// The most data bytes of one block: 21,845 dots.
pub const MAX_DATA: usize = 65_535;
/// Bytes before the data.
pub const HEADER_LEN: usize = 4;
/// Bytes that are not data.
pub const FRAMING_LEN: usize = HEADER_LEN + 1;
/// What a receiver answers.
pub const ANSWER: u8 = 0xAC;

const START: u8 = 0xC9;
const END: u8 = 0x36;
const QUESTION_LEN: usize = 2;

pub(super) mod kind {
    pub(in crate::wire) const DATA: u8 = 0xDA;
    pub(in crate::wire) const COMMAND: u8 = 0xC0;
    pub(in crate::wire) const QUESTION: u8 = 0xAA;
}

mod field {
    use std::ops::Range;

    pub(super) const KIND: usize = 1;
    pub(super) const LENGTH: Range<usize> = 2..4;
}

/// The length, at least `len`, of which no receiver loses a dot: its two bytes are multiples of three each. `None` above
/// [`MAX_DATA`].
#[must_use]
pub fn padded(len: usize) -> Option<u16> {
    let (high, low) = (len / 256, len % 256);
    // 255 is a multiple of three, so the low byte never runs over.
    let fits = if high.is_multiple_of(3) {
        high * 256 + low.next_multiple_of(3)
    } else {
        high.next_multiple_of(3) * 256
    };
    u16::try_from(fits).ok()
}

/// One thing that is said on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repr<'a> {
    /// Red, green and blue of every dot; at most [`MAX_DATA`] bytes.
    Data(&'a [u8]),
    /// A command. Never written.
    Command(&'a [u8]),
    /// Is anybody there?
    Question,
    /// Somebody is, or a block was good.
    Answer,
}

/// Appends a block with room for this much data, and gives the room to be filled.
pub fn emit(len: u16, into: &mut Packets) -> &mut [u8] {
    let len_bytes = len.to_be_bytes();
    let end = HEADER_LEN + usize::from(len);
    let block = into.push(end + 1);
    block[0] = START;
    block[field::KIND] = kind::DATA;
    block[field::LENGTH].copy_from_slice(&len_bytes);
    block[end] = END;
    &mut block[HEADER_LEN..end]
}

/// The data of a block that [`emit`] made, to be changed in place; none if it is too short to be one.
pub fn data_of(block: &mut [u8]) -> &mut [u8] {
    let end = block.len().saturating_sub(1);
    block.get_mut(HEADER_LEN..end).unwrap_or_default()
}

impl<'a> Repr<'a> {
    /// Reads exactly one thing; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let (repr, len) = Self::parse_first(bytes)?;
        if bytes.len() > len {
            return Err(WireError { offset: len, expected: "the end of the block" });
        }
        Ok(repr)
    }

    /// Reads what stands at the beginning, and says how many bytes it takes.
    fn parse_first(bytes: &'a [u8]) -> Result<(Self, usize), WireError> {
        let missing = |expected| WireError { offset: bytes.len(), expected };
        let &first = bytes.first().ok_or(missing("c9, or ac as an answer"))?;
        match first {
            ANSWER => return Ok((Self::Answer, 1)),
            START => {}
            _ => return Err(WireError { offset: 0, expected: "c9, or ac as an answer" }),
        }
        let &kind = bytes.get(field::KIND).ok_or(missing("da (data), c0 (command) or aa (question)"))?;
        let make: fn(&'a [u8]) -> Self = match kind {
            kind::DATA => Self::Data,
            kind::COMMAND => Self::Command,
            kind::QUESTION => return Ok((Self::Question, QUESTION_LEN)),
            _ => {
                let expected = "da (data), c0 (command) or aa (question)";
                return Err(WireError { offset: field::KIND, expected });
            }
        };
        let Some(&[high, low]) = bytes.get(field::LENGTH) else {
            return Err(missing("a length of two bytes"));
        };
        let end = HEADER_LEN + usize::from(u16::from_be_bytes([high, low]));
        let data = bytes.get(HEADER_LEN..end).ok_or(missing("as many data bytes as the length says"))?;
        match bytes.get(end) {
            None => Err(missing("36 at the end")),
            Some(&END) => Ok((make(data), end + 1)),
            Some(_) => Err(WireError { offset: end, expected: "36 at the end" }),
        }
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        match self {
            Self::Data(data) | Self::Command(data) => data.len() + FRAMING_LEN,
            Self::Question => QUESTION_LEN,
            Self::Answer => 1,
        }
    }

    /// Appends it.
    ///
    /// # Errors
    /// At the kind for a command, at the length if there is too much data. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        match self {
            Self::Data(data) => {
                let len = u16::try_from(data.len()).ok();
                let expected = "at most 65535 bytes of data";
                let len = len.ok_or(WireError { offset: field::LENGTH.start, expected })?;
                emit(len, into).copy_from_slice(data);
            }
            Self::Command(_) => {
                let expected = "data, a question or an answer: commands are never written";
                return Err(WireError { offset: field::KIND, expected });
            }
            Self::Question => into.push(QUESTION_LEN).copy_from_slice(&[START, kind::QUESTION]),
            Self::Answer => into.push(1).fill(ANSWER),
        }
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Data(data) => write!(f, "TPM2 data {} bytes", data.len()),
            Self::Command(data) => write!(f, "TPM2 command {} bytes", data.len()),
            Self::Question => f.write_str("TPM2 question"),
            Self::Answer => f.write_str("TPM2 answer"),
        }
    }
}

/// Reads a byte stream cut at any place, and finds the next beginning after noise: a block without its `36` was none, and
/// what looked like its data is looked through again.
///
/// Bounded: it keeps at most one block of the greatest length.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream and gives everything that becomes whole, in order.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Repr<'_>)) {
        // In pieces, so that what is kept never grows beyond one block and one piece.
        for piece in bytes.chunks(1024) {
            self.pending.extend_from_slice(piece);
            let mut at = 0;
            while at < self.pending.len() {
                match Repr::parse_first(&self.pending[at..]) {
                    Ok((repr, len)) => {
                        whole(repr);
                        at += len;
                    }
                    Err(error) if error.offset == self.pending.len() - at => break,
                    Err(_) => at += 1,
                }
            }
            self.pending.drain(..at);
        }
    }

    /// How many bytes are kept of something that is not whole.
    #[must_use]
    pub fn begun(&self) -> usize {
        self.pending.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 11] = [0xC9, 0xDA, 0, 6, 0xFF, 0, 0, 0, 0x80, 0x40, 0x36];

    fn blocks(decoder: &mut Decoder, bytes: &[u8]) -> Vec<String> {
        let mut all = Vec::new();
        decoder.feed(bytes, |repr| all.push(repr.to_string()));
        all
    }

    #[test]
    fn what_is_said_is_taken_apart_and_put_together_again() {
        for (bytes, repr) in [
            (&TWO_DOTS[..], Repr::Data(&TWO_DOTS[4..10])),
            (&[0xC9, 0xAA], Repr::Question),
            (&[0xAC], Repr::Answer),
        ] {
            assert_eq!(Repr::parse(bytes), Ok(repr));
            let mut packets = Packets::default();
            repr.emit(&mut packets).unwrap();
            assert_eq!((packets.bytes(), repr.buffer_len()), (bytes, bytes.len()));
        }
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Repr::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(&[]), 0);
        assert_eq!(offset(&[0xC8]), 0);
        assert_eq!(offset(&[0xC9]), 1);
        assert_eq!(offset(&[0xC9, 0xDB]), 1);
        assert_eq!(offset(&[0xC9, 0xDA, 0]), 3);
        assert_eq!(offset(&TWO_DOTS[..10]), 10);
        assert_eq!(offset(&[0xC9, 0xDA, 0, 1, 7, 8]), 5);
        assert_eq!(offset(&[0xC9, 0xAA, 0]), 2);
    }

    #[test]
    fn a_command_is_read_and_never_written() {
        let bytes = [0xC9, 0xC0, 0, 2, 1, 2, 0x36];
        let repr = Repr::parse(&bytes).unwrap();
        assert_eq!(repr, Repr::Command(&[1, 2]));
        let mut packets = Packets::default();
        assert_eq!(repr.emit(&mut packets).unwrap_err().offset, 1);
        assert!(packets.is_empty());
    }

    #[test]
    fn no_receiver_that_counts_the_dots_of_each_byte_of_a_length_apart_loses_one() {
        for len in 0..=MAX_DATA {
            let all = padded(len).expect("65535 itself is such a length");
            let [high, low] = all.to_be_bytes().map(usize::from);
            assert!(usize::from(all) >= len);
            assert_eq!(high * 256 / 3 + low / 3, usize::from(all) / 3, "{len} sent as {all}");
            assert_eq!(all % 3, 0);
        }
        assert_eq!(
            [0, 3, 255, 256, 300, 768, 771].map(|len| padded(len).unwrap()),
            [0, 3, 255, 768, 768, 768, 771]
        );
        assert_eq!(padded(MAX_DATA + 1), None);
    }

    #[test]
    fn the_stream_may_be_cut_anywhere() {
        let stream = [&TWO_DOTS[..], &[0xAC, 0xC9, 0xAA], &TWO_DOTS].concat();
        let expected = ["TPM2 data 6 bytes", "TPM2 answer", "TPM2 question", "TPM2 data 6 bytes"];
        for cut in 0..stream.len() {
            let mut decoder = Decoder::default();
            let mut all = blocks(&mut decoder, &stream[..cut]);
            all.extend(blocks(&mut decoder, &stream[cut..]));
            assert_eq!((all, decoder.begun()), (expected.map(str::to_owned).to_vec(), 0), "cut at {cut}");
        }
    }

    #[test]
    fn a_block_inside_one_that_was_cut_off_is_found() {
        for noise in [&b"\xc9"[..], b"\xc9\xc9", b"\xc9\xda\x00\x02", b"x\xc9\xda\x00\x03\x01"] {
            let stream = [noise, &TWO_DOTS].concat();
            let found = blocks(&mut Decoder::default(), &stream);
            assert_eq!(found.last().map(String::as_str), Some("TPM2 data 6 bytes"), "{noise:02x?}");
        }
    }
}
