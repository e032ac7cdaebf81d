//! Adalight: pixels over a serial line, 115200 8N1 unless set otherwise.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 3     | `Ada` |
//! | 3      | 2     | number of dots **less one**, big-endian |
//! | 5      | 1     | check: high byte xor low byte xor `55` |
//! | 6      | 3n    | red, green, blue of every dot |
//!
//! Source: the senders of Hyperion and the receiver of WLED (wled_serial.cpp).
//!
//! Proven: the count less one and the check; the vectors were decoded by WLED's own parser compiled natively, which with
//! a count that is one too high swallows the next header and lights its letters. Not proven: other receivers, and
//! anything that depends on the speed of a real line.
//!
//! The protocol has no acknowledgement. WLED can be asked outside of frames, by single letters: to `v` it answers
//! a line that begins with `WLED `, to `L` all its dots as a block of TPM2. The variants with the heads `Awa` and `AwA` and
//! three check bytes are other formats and not read or written here.

use super::{Packets, WireError};

/// The most dots one frame can carry.
pub const MAX_DOTS: usize = 1 << 16;
/// Bytes before the pixels.
pub const HEADER_LEN: usize = 6;

/// Asks WLED for its version.
pub const ASK_VERSION: u8 = b'v';
/// How the line begins that answers [`ASK_VERSION`].
pub const VERSION_WORD: &[u8] = b"WLED ";
/// Asks WLED for all dots, as they are before its own brightness.
pub const ASK_DOTS: u8 = b'L';

const MAGIC: [u8; 3] = *b"Ada";

mod field {
    pub(super) const COUNT_HIGH: usize = 3;
    pub(super) const COUNT_LOW: usize = 4;
    pub(super) const CHECK: usize = 5;
}

fn check_byte(high: u8, low: u8) -> u8 {
    high ^ low ^ 0x55
}

/// The header of one frame: how many dots follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    last: u16,
}

impl Header {
    /// A frame of this many dots; `None` for 0 and for more than [`MAX_DOTS`].
    #[must_use]
    pub fn new(dots: usize) -> Option<Self> {
        Some(Self { last: u16::try_from(dots.checked_sub(1)?).ok()? })
    }

    /// How many dots follow, 1 to 65,536.
    #[must_use]
    pub fn dots(self) -> usize {
        usize::from(self.last) + 1
    }

    /// The six bytes.
    #[must_use]
    pub fn bytes(self) -> [u8; HEADER_LEN] {
        let [high, low] = self.last.to_be_bytes();
        let [a, d, b] = MAGIC;
        [a, d, b, high, low, check_byte(high, low)]
    }

    /// Appends a frame with room for its pixels, and gives the room to be filled.
    pub fn emit(self, into: &mut Packets) -> &mut [u8] {
        let (header, rgb) = into.push(HEADER_LEN + self.dots() * 3).split_at_mut(HEADER_LEN);
        header.copy_from_slice(&self.bytes());
        rgb
    }

    /// Reads the six bytes, or as many as there are.
    fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        if let Some(offset) = (0..MAGIC.len()).find(|&at| bytes.get(at) != Some(&MAGIC[at])) {
            return Err(WireError { offset, expected: "the letters Ada" });
        }
        let &[_, _, _, high, low, check, ..] = bytes else {
            return Err(WireError { offset: bytes.len(), expected: "a header of 6 bytes" });
        };
        if check != check_byte(high, low) {
            return Err(WireError { offset: field::CHECK, expected: "high byte xor low byte xor 55 hex" });
        }
        Ok(Self { last: u16::from_be_bytes([high, low]) })
    }
}

/// The meaning of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// Red, green and blue of every dot; 1 to 65,536 dots.
    pub rgb: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads exactly one frame; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let end = HEADER_LEN + Header::parse(bytes)?.dots() * 3;
        if bytes.len() < end {
            return Err(WireError { offset: bytes.len(), expected: "three bytes for every dot" });
        }
        if bytes.len() > end {
            return Err(WireError { offset: end, expected: "the end of the frame" });
        }
        Ok(Self { rgb: &bytes[HEADER_LEN..] })
    }

    /// How many bytes the frame takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        HEADER_LEN + self.rgb.len()
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// At the count if the pixels are none, too many or not three bytes each. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let expected = "1 to 65536 dots of three bytes";
        let header = Header::new(self.rgb.len() / 3).filter(|_| self.rgb.len().is_multiple_of(3));
        let header = header.ok_or(WireError { offset: field::COUNT_HIGH, expected })?;
        header.emit(into).copy_from_slice(self.rgb);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Adalight {} dots", self.rgb.len() / 3)
    }
}

/// What stands in a byte stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard<'a> {
    /// A whole frame.
    Frame(Repr<'a>),
    /// A byte that belongs to no frame: noise, or a question.
    Aside(u8),
}

/// Reads frames out of a byte stream cut at any place, and finds the next header after noise.
///
/// Bounded: it keeps one frame, at most 196,608 bytes.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    /// A beginning of a header, and after it nothing.
    header: [u8; HEADER_LEN],
    filled: usize,
    /// The pixels so far, and how many bytes there will be; 0 while the header is not whole.
    rgb: Vec<u8>,
    wanted: usize,
}

impl Decoder {
    /// Takes the next bytes of the stream and gives the pixels of every frame that becomes whole, in order.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Repr<'_>)) {
        self.feed_all(bytes, |heard| {
            if let Heard::Frame(frame) = heard {
                whole(frame);
            }
        });
    }

    /// The same, and gives what lies between the frames too, byte by byte.
    pub fn feed_all(&mut self, mut bytes: &[u8], mut heard: impl FnMut(Heard<'_>)) {
        while !bytes.is_empty() {
            if self.wanted == 0 {
                self.seek(bytes[0], &mut heard);
                bytes = &bytes[1..];
                continue;
            }
            let (take, rest) = bytes.split_at(bytes.len().min(self.wanted - self.rgb.len()));
            self.rgb.extend_from_slice(take);
            bytes = rest;
            if self.rgb.len() == self.wanted {
                heard(Heard::Frame(Repr { rgb: &self.rgb }));
                self.rgb.clear();
                self.wanted = 0;
            }
        }
    }

    /// Whether the stream stands inside a frame: of its pixels, this many bytes are still missing.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.wanted - self.rgb.len()
    }

    fn seek(&mut self, byte: u8, heard: &mut impl FnMut(Heard<'_>)) {
        self.header[self.filled] = byte;
        self.filled += 1;
        // What does not begin a header is dropped from the front only, so a header inside noise is not lost.
        while self.filled > 0 && !begins_header(&self.header[..self.filled]) {
            heard(Heard::Aside(self.header[0]));
            self.header.copy_within(1..self.filled, 0);
            self.filled -= 1;
        }
        if self.filled == HEADER_LEN {
            let count = [self.header[field::COUNT_HIGH], self.header[field::COUNT_LOW]];
            self.wanted = (usize::from(u16::from_be_bytes(count)) + 1) * 3;
            self.filled = 0;
        }
    }
}

fn begins_header(bytes: &[u8]) -> bool {
    match Header::parse(bytes) {
        Ok(_) => true,
        Err(error) => error.offset == bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 12] = *b"Ada\x00\x01\x54\xff\x00\x00\x00\x80\x40";

    fn frames(decoder: &mut Decoder, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut all = Vec::new();
        decoder.feed(bytes, |frame| all.push(frame.rgb.to_vec()));
        all
    }

    #[test]
    fn a_frame_is_taken_apart_and_put_together_again() {
        let repr = Repr::parse(&TWO_DOTS).unwrap();
        assert_eq!(repr.rgb, [0xFF, 0, 0, 0, 0x80, 0x40]);
        assert_eq!((repr.to_string().as_str(), repr.buffer_len()), ("Adalight 2 dots", 12));
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), TWO_DOTS);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        assert_eq!(Repr::parse(b"AdA").unwrap_err().offset, 2);
        assert_eq!(Repr::parse(b"Ada\x00\x01\x55").unwrap_err().offset, 5);
        assert_eq!(Repr::parse(&TWO_DOTS[..11]).unwrap_err().offset, 11);
        assert_eq!(Repr::parse(b"Ada\x00\x00\x55abcd").unwrap_err().offset, 9);
    }

    #[test]
    fn a_frame_without_dots_or_with_half_a_dot_cannot_be_sent() {
        for rgb in [&[][..], &[1, 2, 3, 4]] {
            let mut packets = Packets::default();
            assert_eq!(Repr { rgb }.emit(&mut packets).unwrap_err().offset, 3);
            assert!(packets.is_empty());
        }
        assert_eq!(Header::new(MAX_DOTS).map(Header::dots), Some(MAX_DOTS));
        assert_eq!(Header::new(MAX_DOTS + 1), None);
    }

    #[test]
    fn the_stream_may_be_cut_anywhere() {
        let stream = [TWO_DOTS, TWO_DOTS].concat();
        for cut in 0..stream.len() {
            let mut decoder = Decoder::default();
            let mut all = frames(&mut decoder, &stream[..cut]);
            all.extend(frames(&mut decoder, &stream[cut..]));
            assert_eq!(all, [&TWO_DOTS[6..], &TWO_DOTS[6..]], "cut at {cut}");
            assert_eq!(decoder.missing(), 0);
        }
    }

    #[test]
    fn what_lies_between_frames_is_heard_byte_by_byte() {
        let (mut decoder, mut aside) = (Decoder::default(), Vec::new());
        let stream = [b"vAdL", &TWO_DOTS[..], b"L"].concat();
        decoder.feed_all(&stream, |heard| match heard {
            Heard::Frame(_) => aside.push(b'#'),
            Heard::Aside(byte) => aside.push(byte),
        });
        assert_eq!(aside, b"vAdL#L");
    }

    #[test]
    fn a_header_right_after_something_like_a_header_is_found() {
        for noise in
            [&b"A"[..], b"Ad", b"AAd", b"Ada", b"Ada\x00", b"Ada\x00\x01", b"Ada\x41\x64\x61", b"AdA\x00\xff"]
        {
            let stream = [noise, &TWO_DOTS].concat();
            assert_eq!(frames(&mut Decoder::default(), &stream), [&TWO_DOTS[6..]], "{noise:02x?}");
        }
    }
}
