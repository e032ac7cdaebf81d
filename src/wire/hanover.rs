//! Hanover signs (HCP): a picture as hex digits over RS-485, 4800 8N1 unless set otherwise.
//!
//! | bytes | field |
//! |-------|-------|
//! | 1     | start: `02` from the host, `01` from a sign |
//! | 2     | command and address, one upper-case hex digit each |
//! | n     | data, printable ASCII |
//! | 1     | end: `03` from the host, `04` from a sign |
//! | 2     | check, two upper-case hex digits: what makes the sum of all bytes after the start up to the end 0 modulo 256 |
//!
//! Command 1 is a picture: two hex digits with the low byte of the number of bitmap bytes, then these bytes as hex digits.
//! The bitmap goes column by column from the left, each from the top in bytes of eight rows with the top row in bit 0;
//! rows that are missing to a multiple of eight are 0, 1 is lit. Command 2 asks for the status; the answer's data begins
//! with two hex digits: bits 0 to 2 are 0 well, 1 content, 2 check, 3 lamp; bit 3 scrolls, bit 4 buffer full.
//!
//! Source: the Python packages pyflipdot (pictures) and girouettes (HCP 0.14: everything else).
//!
//! Proven: frame, check and pictures; two independent programs make the same bytes. Not proven: whether signs acknowledge
//! pictures, and answers of any real sign.
//!
//! Other commands (text, self-test, restart, brightness) can be read and spelt here for people who look at a line;
//! [`picture`] and [`question`] are all a board's session is made of, and cannot make them.

use super::{Packets, WireError};

/// Bits per second of a line that names none.
pub const BAUD: u32 = 4800;
/// The highest address of a sign; 0 means all.
pub const MAX_ADDRESS: u8 = 15;
/// The widest picture, in dots. (No sign at hand is wider than 160.)
pub const MAX_WIDTH: u16 = 512;
/// The highest picture, in dots.
pub const MAX_HEIGHT: u16 = 32;
/// The most data bytes a frame may have: those of the largest picture.
pub const MAX_DATA: usize = 2 + 2 * MAX_WIDTH as usize * MAX_HEIGHT as usize / 8;

/// Everything of a frame but its data.
const AROUND: usize = 6;
const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

/// Command numbers that mean something here.
mod command {
    pub(super) const PICTURE: u8 = 1;
    pub(super) const STATUS: u8 = 2;
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The one who asks and sends pictures.
    Host,
    /// A sign that answers.
    Sign,
}

impl From {
    fn marks(self) -> (u8, u8) {
        match self {
            Self::Host => (0x02, 0x03),
            Self::Sign => (0x01, 0x04),
        }
    }
}

/// The meaning of one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// Who speaks.
    pub from: From,
    /// 0 to 15.
    pub command: u8,
    /// For or from which sign, 0 to 15.
    pub address: u8,
    /// Printable ASCII, at most [`MAX_DATA`] bytes.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads exactly one frame; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        let from = match bytes.first() {
            Some(0x02) => From::Host,
            Some(0x01) => From::Sign,
            _ => return wrong(0, "a start of 02 or 01 hex"),
        };
        let nibble = |at: usize| {
            let digit = bytes.get(at).copied().and_then(digit);
            digit.ok_or(WireError { offset: at, expected: "an upper-case hex digit" })
        };
        let (command, address) = (nibble(1)?, nibble(2)?);
        let body = &bytes[3..];
        let len = body.iter().take_while(|byte| printable(**byte)).count();
        if len > MAX_DATA {
            return wrong(3 + MAX_DATA, "the end of the data");
        }
        let (_, end) = from.marks();
        if body.get(len) != Some(&end) {
            return wrong(3 + len, "printable data, then the end: 03 of a host, 04 of a sign");
        }
        let check = 3 + len + 1;
        let expected = digits(check_byte(&bytes[1..check]));
        for (at, digit) in (check..).zip(expected) {
            if bytes.get(at) != Some(&digit) {
                return wrong(at, "the two check digits");
            }
        }
        if bytes.len() > check + 2 {
            return wrong(check + 2, "the end of the frame");
        }
        Ok(Self { from, command, address, data: &body[..len] })
    }

    /// How many bytes the frame takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        AROUND + self.data.len()
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// At the command or the address if it is above 15, at the first data byte that is not printable or too many. Nothing
    /// is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        for (offset, number) in [(1, self.command), (2, self.address)] {
            if number > 15 {
                return Err(WireError { offset, expected: "a number of 0 to 15" });
            }
        }
        let wrong = self.data.iter().position(|byte| !printable(*byte));
        if let Some(at) = wrong.or((self.data.len() > MAX_DATA).then_some(MAX_DATA)) {
            return Err(WireError { offset: 3 + at, expected: "at most 4098 printable ASCII characters" });
        }
        frame(self.from, self.command, self.address, self.data.len(), into, |data| {
            data.copy_from_slice(self.data);
        });
        Ok(())
    }

    /// The bitmap of a picture for a sign of this height.
    ///
    /// # Errors
    /// It is no picture, or one that does not come out with whole columns.
    pub fn bitmap(&self, height: u16) -> Result<Bitmap<'a>, WireError> {
        if (self.from, self.command) != (From::Host, command::PICTURE) {
            return Err(WireError { offset: 1, expected: "the command 1 of a host: a picture" });
        }
        let at = self.data.iter().position(|byte| digit(*byte).is_none());
        let column = usize::from(height).div_ceil(8).max(1);
        let whole = self.data.len() > 2 && (self.data.len() - 2).is_multiple_of(2 * column);
        if let Some(at) = at.or((!whole).then_some(self.data.len())) {
            return Err(WireError {
                offset: 3 + at,
                expected: "two hex digits for every byte, whole columns",
            });
        }
        let bitmap = Bitmap { digits: &self.data[2..], column };
        let count = byte_of(&self.data[..2]);
        if bitmap.len() & 0xFF != usize::from(count) {
            return Err(WireError { offset: 3, expected: "the low byte of the number of bitmap bytes" });
        }
        Ok(bitmap)
    }

    /// What a sign says of itself, if this is its answer to [`question`].
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        let digits = self.data.get(..2).filter(|two| two.iter().all(|byte| digit(*byte).is_some()))?;
        let byte = byte_of(digits);
        let state = match byte & 7 {
            0 => State::Well,
            1 => State::Content,
            2 => State::Check,
            3 => State::Lamp,
            _ => return None,
        };
        let answer = (self.from, self.command) == (From::Sign, command::STATUS);
        answer.then_some(Status { state, scrolls: byte & 8 != 0, full: byte & 16 != 0 })
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, command, address, data } = self;
        write!(f, "Hanover {from:?} command {command:X} address {address} {}", data.escape_ascii())
    }
}

/// The dots of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Bitmap<'a> {
    digits: &'a [u8],
    column: usize,
}

impl Bitmap<'_> {
    /// How many bytes it has.
    fn len(&self) -> usize {
        self.digits.len() / 2
    }

    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.len() / self.column
    }

    /// Whether a dot is lit; those outside are not.
    #[must_use]
    pub fn lit(&self, x: usize, y: usize) -> bool {
        let at = (x * self.column + y / 8) * 2;
        let inside = y / 8 < self.column;
        inside && self.digits.get(at..at + 2).is_some_and(|two| byte_of(two) >> (y % 8) & 1 == 1)
    }
}

/// What a sign says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    /// How it is.
    pub state: State,
    /// It moves a text.
    pub scrolls: bool,
    /// It has no room for another message.
    pub full: bool,
}

/// How a sign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is wrong.
    Well,
    /// The last frame does not fit the sign.
    Content,
    /// The last frame arrived damaged.
    Check,
    /// A lamp is broken.
    Lamp,
}

/// How many bytes the frame of a picture takes.
#[must_use]
pub fn picture_len((width, height): (u16, u16)) -> usize {
    AROUND + 2 + 2 * usize::from(width) * usize::from(height).div_ceil(8)
}

/// Appends a picture of at most [`MAX_WIDTH`] × [`MAX_HEIGHT`] dots for the sign of an address (its low four bits).
pub fn picture(
    address: u8,
    (width, height): (u16, u16),
    lit: impl Fn(usize, usize) -> bool,
    into: &mut Packets,
) {
    let (width, height) = (usize::from(width.min(MAX_WIDTH)), usize::from(height.min(MAX_HEIGHT)));
    let column = height.div_ceil(8);
    let count = width * column;
    frame(From::Host, command::PICTURE, address & 15, 2 + 2 * count, into, |data| {
        let (head, bitmap) = data.split_at_mut(2);
        head.copy_from_slice(&digits((count & 0xFF) as u8));
        for (i, pair) in bitmap.chunks_exact_mut(2).enumerate() {
            let (x, top) = (i / column, i % column * 8);
            let rows = top..height.min(top + 8);
            let byte = rows.filter(|y| lit(x, *y)).fold(0, |byte, y| byte | 1 << (y - top));
            pair.copy_from_slice(&digits(byte));
        }
    });
}

/// Appends the question how the sign of an address (its low four bits) is.
pub fn question(address: u8, into: &mut Packets) {
    frame(From::Host, command::STATUS, address & 15, 0, into, |_| {});
}

/// Appends a sign's answer to [`question`].
pub fn answer(address: u8, state: State, into: &mut Packets) {
    let code = match state {
        State::Well => 0,
        State::Content => 1,
        State::Check => 2,
        State::Lamp => 3,
    };
    frame(From::Sign, command::STATUS, address & 15, 2, into, |data| data.copy_from_slice(&digits(code)));
}

fn frame(from: From, command: u8, address: u8, len: usize, into: &mut Packets, fill: impl FnOnce(&mut [u8])) {
    let packet = into.push(AROUND + len);
    let (start, end) = from.marks();
    packet[..3].copy_from_slice(&[
        start,
        DIGITS[usize::from(command & 15)],
        DIGITS[usize::from(address & 15)],
    ]);
    fill(&mut packet[3..3 + len]);
    packet[3 + len] = end;
    let check = digits(check_byte(&packet[1..4 + len]));
    packet[4 + len..].copy_from_slice(&check);
}

/// Finds frames in a byte stream cut at any place. Bounded: it keeps one frame.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    frame: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes and gives every frame that becomes whole, or what is wrong with it; noise between frames is
    /// passed over.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Result<Repr<'_>, WireError>)) {
        for &byte in bytes {
            if matches!(byte, 0x01 | 0x02) {
                self.frame.clear();
            } else if self.frame.is_empty() {
                continue;
            }
            self.frame.push(byte);
            let ended = self.frame.len() >= 4 && matches!(self.frame[self.frame.len() - 3], 0x03 | 0x04);
            if ended || self.frame.len() == AROUND + MAX_DATA {
                whole(Repr::parse(&self.frame));
                self.frame.clear();
            }
        }
    }
}

fn printable(byte: u8) -> bool {
    (0x20..0x7F).contains(&byte)
}

fn check_byte(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)).wrapping_neg()
}

fn digits(byte: u8) -> [u8; 2] {
    [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

fn digit(byte: u8) -> Option<u8> {
    // At most 15.
    DIGITS.iter().position(|digit| *digit == byte).map(|at| at as u8)
}

/// The byte of two digits that were checked before.
fn byte_of(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |byte, two| byte << 4 | digit(*two).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packet(make: impl FnOnce(&mut Packets)) -> Vec<u8> {
        let mut packets = Packets::default();
        make(&mut packets);
        packets.bytes().to_vec()
    }

    #[test]
    fn a_picture_is_taken_apart_and_put_together_again() {
        let lit = |x: usize, y: usize| (x, y) == (0, 0) || (x, y) == (7, 6);
        let bytes = packet(|into| picture(5, (8, 7), lit, into));
        assert_eq!(bytes, b"\x02150801000000000000\x34\x30\x032A");
        assert_eq!(bytes.len(), picture_len((8, 7)));
        let repr = Repr::parse(&bytes).unwrap();
        assert_eq!((repr.from, repr.command, repr.address), (From::Host, 1, 5));
        let bitmap = repr.bitmap(7).unwrap();
        assert_eq!(bitmap.width(), 8);
        let dots = (0..8).flat_map(|x| (0..9).map(move |y| (x, y)));
        assert!(dots.into_iter().all(|(x, y)| bitmap.lit(x, y) == lit(x, y)));
        assert_eq!(packet(|into| repr.emit(into).unwrap()), bytes);
    }

    #[test]
    fn the_count_of_a_picture_is_its_low_byte() {
        let bytes = packet(|into| picture(1, (128, 16), |_, _| true, into));
        assert_eq!((&bytes[3..5], bytes.len()), (&b"00"[..], 520));
        assert_eq!(Repr::parse(&bytes).unwrap().bitmap(16).unwrap().width(), 128);
        assert_eq!(Repr::parse(&bytes).unwrap().bitmap(24).unwrap_err().offset, 3 + 514);
    }

    #[test]
    fn a_sign_says_how_it_is() {
        let bytes = packet(|into| answer(1, State::Well, into));
        assert_eq!(bytes, b"\x01210\x30\x0439");
        for state in [State::Well, State::Content, State::Check, State::Lamp] {
            let bytes = packet(|into| answer(9, state, into));
            let status = Repr::parse(&bytes).unwrap().status().unwrap();
            assert_eq!(status, Status { state, scrolls: false, full: false });
        }
        let busy = Repr { from: From::Sign, command: 2, address: 1, data: b"18" };
        assert_eq!(busy.status(), Some(Status { state: State::Well, scrolls: true, full: true }));
        assert_eq!(Repr { data: b"04", ..busy }.status(), None);
        assert_eq!(Repr { from: From::Host, ..busy }.status(), None);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Repr::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(b""), 0);
        assert_eq!(offset(b"\x031"), 0);
        assert_eq!(offset(b"\x02"), 1);
        assert_eq!(offset(b"\x022g"), 2);
        assert_eq!(offset(b"\x022\x31\x049A"), 3);
        assert_eq!(offset(b"\x022\x31\x039B"), 5);
        assert_eq!(offset(b"\x022\x31\x039A."), 6);
    }

    #[test]
    fn frames_are_found_wherever_the_stream_is_cut_and_a_damaged_one_is_told() {
        let good = packet(|into| question(7, into));
        let mut damaged = good.clone();
        damaged[4] ^= 1;
        let stream = [b"noise", &good[..], b"\x02\x31", &damaged, &good].concat();
        for cut in 0..stream.len() {
            let (mut decoder, mut seen) = (Decoder::default(), Vec::new());
            for part in [&stream[..cut], &stream[cut..]] {
                decoder.feed(part, |frame| seen.push(frame.map(|frame| frame.address).ok()));
            }
            assert_eq!(seen, [Some(7), None, Some(7)], "cut at {cut}");
        }
    }
}
