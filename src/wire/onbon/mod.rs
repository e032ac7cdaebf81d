//! Onbon BX-5 and BX-6: the same bytes over TCP, UDP and serial lines. This file: what stands around every message.
//!
//! | bytes | field |
//! |-------|-------|
//! | 8     | `A5` (a receiver takes any number of them) |
//! | n     | header and body, escaped |
//! | 1     | `5A` (stray ones are passed over) |
//!
//! Escaped: `A5` is `A6 02`, `A6` is `A6 01`, `5A` is `5B 02`, `5B` is `5B 01`; lengths and sums are of the bytes before that.
//! Numbers are little-endian. Byte 4 of the header says which of three forms it has:
//!
//! | form | header | body |
//! |------|--------|------|
//! | `F0` | to u16, from u16, `F0 00`, device u16, 4 × `00`, length u32 | then CRC-16 of header and body |
//! | `05` | to, from, `05 00`, device, phy, `00`, seq u16, `00 90 96`, random, secret 6, length u16, CRC-16 of the body, XOR | |
//! | `07` | to, from, `07`, protocol, device, phy, `00`, seq, `90 01 96`, random, secret 6, length, CRC-16 of the body, `00`, XOR | |
//!
//! CRC-16 is CRC-16/ARC; XOR is that of all bytes before it. In an answer `to` and `from` have changed places, `seq` and `random`
//! are those of the question.
//!
//! Source: the maker's manuals of the dynamic areas, frames of the maker's SDK and of a library of its own under MIT.
//! Proven: every form, against those frames. Not proven: a real card. The messages themselves are in `request.rs` and `reply.rs`;
//! what can be said to a card is a closed list there.

pub mod area;
pub mod bitmap;
mod device;
mod error;
pub mod font;
pub mod programme;
mod reader;
mod reply;
mod request;
use reader::{Reader, to_bcd};

pub use device::{Colours, Device, Generation};
pub use error::Error;
pub use reply::{Entry, Ping, Readable, Reply, Status};
pub use request::{Brightness, Clock, Pair, Request};

use super::{Packets, WireError, wrong};

/// The TCP port of cards.
pub const PORT: u16 = 5005;
/// The UDP port of cards.
pub const UDP_PORT: u16 = 5007;
/// Bits per second of a serial line that names none.
pub const BAUD: u32 = 57_600;
/// The address that every card takes for its own.
pub const EVERY: u16 = 0xFFFE;
/// Our own address.
pub const HOST: u16 = 0x8000;
/// The most bytes between the marks, before they are escaped: a block of a file, or the largest dynamic area of 300 KB.
pub const MAX_LEN: usize = 310_000;

const START: u8 = 0xA5;
const END: u8 = 0x5A;
/// Nothing is encrypted.
const PLAIN: u8 = 0x96;
const SECRET_LEN: usize = 6;

/// Where a frame comes from and goes to, in one of three forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// For whom: a card's address, [`EVERY`], or [`HOST`].
    pub to: u16,
    /// From whom.
    pub from: u16,
    /// The type of the card; [`EVERY`] for any.
    pub device: u16,
    /// The form, and what only it has.
    pub form: Form,
}

/// The form of a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `F0`: for dynamic areas; every generation answers a ping in it.
    Area,
    /// `05`: generation 5.
    Five(Common),
    /// `07`: generation 6.
    Six {
        /// 0; 1 to cards of full colour.
        protocol: u8,
        /// The rest.
        common: Common,
    },
}

/// What the forms of both generations have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Common {
    /// What carries it: 0 a serial line, 1 a network. Generation 6 has 1 only to cards of full colour.
    pub phy: u8,
    /// A number that comes back in the answer.
    pub seq: u16,
    /// Any byte; it comes back too.
    pub random: u8,
    /// The card's secret; zeros if none is set.
    pub secret: [u8; SECRET_LEN],
}

impl std::fmt::Debug for Common {
    /// A secret is for no log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { phy, seq, random, secret } = self;
        let secret = if secret.iter().all(|byte| *byte == 0) { "none" } else { "set" };
        write!(f, "Common {{ phy: {phy}, seq: {seq:#06x}, random: {random:#04x}, secret: {secret} }}")
    }
}

/// A header and the body behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its header.
    pub header: Header,
    /// Its body: a [`Request`] or a [`Reply`] in bytes.
    pub body: Vec<u8>,
}

impl Header {
    /// The header of an answer to a frame with this one.
    #[must_use]
    pub fn answer(self) -> Self {
        Self { to: self.from, from: self.to, ..self }
    }
}

impl Frame {
    /// Header, body and sums, before they are escaped.
    fn plain(&self) -> Vec<u8> {
        let Header { to, from, device, form } = self.header;
        let mut bytes = Vec::with_capacity(self.body.len() + 32);
        bytes.extend([to.to_le_bytes(), from.to_le_bytes()].concat());
        let device = device.to_le_bytes();
        match form {
            Form::Area => {
                bytes.extend([0xF0, 0, device[0], device[1], 0, 0, 0, 0]);
                bytes.extend((self.body.len() as u32).to_le_bytes());
                bytes.extend(&self.body);
                let crc = crc16(&bytes);
                bytes.extend(crc.to_le_bytes());
            }
            Form::Five(common) => {
                bytes.extend([0x05, 0, device[0], device[1], common.phy, 0]);
                self.common(&common, [0x00, 0x90], &mut bytes);
                bytes.push(xor(&bytes));
                bytes.extend(&self.body);
            }
            Form::Six { protocol, common } => {
                bytes.extend([0x07, protocol, device[0], device[1], common.phy, 0]);
                self.common(&common, [0x90, 0x01], &mut bytes);
                bytes.push(0);
                bytes.push(xor(&bytes));
                bytes.extend(&self.body);
            }
        }
        bytes
    }

    fn common(&self, common: &Common, longest: [u8; 2], bytes: &mut Vec<u8>) {
        bytes.extend(common.seq.to_le_bytes());
        bytes.extend(longest);
        bytes.extend([PLAIN, common.random]);
        bytes.extend(common.secret);
        // Bodies that are made here are blocks of at most 16,000 bytes, or go in the form that counts in 32 bits.
        bytes.extend((self.body.len() as u16).to_le_bytes());
        bytes.extend(crc16(&self.body).to_le_bytes());
    }

    /// Appends the frame as it goes over the wire.
    pub fn emit(&self, into: &mut Packets) {
        mark(&self.plain(), into);
    }

    /// Reads exactly one frame, from its first `A5` to its `5A`; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong; within the frame it counts bytes that are not escaped.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        Self::read(&unmark(bytes)?)
    }

    /// Reads a frame whose bytes are not escaped any more.
    fn read(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(bytes);
        let (to, from) = (reader.u16()?, reader.u16()?);
        let kind = reader.u8()?;
        let protocol = reader.u8()?;
        let device = reader.u16()?;
        let (form, len, sum) = match kind {
            0xF0 => {
                reader.take(4)?;
                (Form::Area, reader.u32()? as usize, None)
            }
            0x05 | 0x07 => {
                let (common, len, sum) = Self::read_common(&mut reader, kind == 0x07)?;
                let form = if kind == 0x05 { Form::Five(common) } else { Form::Six { protocol, common } };
                (form, len, Some(sum))
            }
            _ => return wrong(4, "f0, 05 or 07"),
        };
        let at = reader.at();
        let trailer = if sum.is_none() { 2 } else { 0 };
        if bytes.len() != at + len + trailer {
            return wrong(at.min(bytes.len()), "as many bytes as the header says");
        }
        let body = reader.take(len)?.to_vec();
        match sum {
            None if reader.u16()? != crc16(&bytes[..at + len]) => return wrong(at + len, "the CRC-16"),
            Some(sum) if sum != crc16(&body) => return wrong(24, "the CRC-16 of the body"),
            _ => {}
        }
        Ok(Self { header: Header { to, from, device, form }, body })
    }

    fn read_common(reader: &mut Reader<'_>, six: bool) -> Result<(Common, usize, u16), WireError> {
        let phy = reader.u8()?;
        reader.take(1)?;
        let seq = reader.u16()?;
        // The most bytes a receiver takes: cards differ.
        reader.take(2)?;
        if reader.u8()? != PLAIN {
            return wrong(14, "96: not encrypted");
        }
        let random = reader.u8()?;
        let mut secret = [0; SECRET_LEN];
        secret.copy_from_slice(reader.take(SECRET_LEN)?);
        let (len, sum) = (reader.u16()?, reader.u16()?);
        if six {
            reader.take(1)?;
        }
        let at = reader.at();
        let check = xor(reader.before());
        if reader.u8()? != check {
            return wrong(at, "the XOR of the header");
        }
        Ok((Common { phy, seq, random, secret }, len.into(), sum))
    }
}

/// Appends bytes with their marks, escaped.
fn mark(plain: &[u8], into: &mut Packets) {
    let escapes = plain.iter().filter(|byte| escape(**byte).is_some()).count();
    let packet = into.push(8 + plain.len() + escapes + 1);
    packet[..8].fill(START);
    let mut at = 8;
    for &byte in plain {
        match escape(byte) {
            Some(pair) => {
                packet[at..at + 2].copy_from_slice(&pair);
                at += 2;
            }
            None => {
                packet[at] = byte;
                at += 1;
            }
        }
    }
    packet[at] = END;
}

/// What stands between the marks of exactly one frame.
fn unmark(bytes: &[u8]) -> Result<Vec<u8>, WireError> {
    if bytes.first() != Some(&START) {
        return wrong(0, "a5");
    }
    let (mut decoder, mut found) = (Decoder::default(), None);
    for (at, byte) in bytes.iter().enumerate() {
        if found.is_some() {
            return wrong(at, "the end of the frame");
        }
        found = decoder.take(*byte);
    }
    found.unwrap_or(wrong(bytes.len(), "5a at the end"))
}

fn escape(byte: u8) -> Option<[u8; 2]> {
    match byte {
        0xA5 => Some([0xA6, 0x02]),
        0xA6 => Some([0xA6, 0x01]),
        0x5A => Some([0x5B, 0x02]),
        0x5B => Some([0x5B, 0x01]),
        _ => None,
    }
}

/// CRC-16/ARC: reflected polynomial A001, begins with 0.
#[must_use]
pub fn crc16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xA001 } else { crc >> 1 })
    })
}

fn xor(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum ^ byte)
}

/// Finds frames in a stream that is cut anywhere, with noise between them.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    frame: Vec<u8>,
    /// A start was seen and no end.
    within: bool,
    /// The first byte of a pair.
    pair: Option<u8>,
    /// The frame cannot be right any more.
    broken: Option<WireError>,
}

impl Decoder {
    /// Forgets what is not whole.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Takes the next bytes and gives every frame that becomes whole, or what is wrong with it.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Result<Frame, WireError>)) {
        for &byte in bytes {
            if let Some(ended) = self.take(byte) {
                whole(ended.and_then(|plain| Frame::read(&plain)));
            }
        }
    }

    /// Takes one byte; what stood between the marks, if it ended a frame.
    fn take(&mut self, byte: u8) -> Option<Result<Vec<u8>, WireError>> {
        match byte {
            START => {
                self.clear();
                self.within = true;
            }
            // A stray end, or noise.
            _ if !self.within => {}
            END => {
                let ended = std::mem::take(self);
                let offset = ended.frame.len();
                let half = ended.pair.map(|_| WireError { offset, expected: "the second byte of a pair" });
                return Some(ended.broken.or(half).map_or(Ok(ended.frame), Err));
            }
            _ => self.push(byte),
        }
        None
    }

    fn push(&mut self, byte: u8) {
        let plain = match (self.pair.take(), byte) {
            (None, 0xA6 | 0x5B) => {
                self.pair = Some(byte);
                return;
            }
            (None, byte) => byte,
            (Some(0xA6), 0x02) => 0xA5,
            (Some(0xA6), 0x01) => 0xA6,
            (Some(0x5B), 0x02) => 0x5A,
            (Some(0x5B), 0x01) => 0x5B,
            (Some(_), _) => {
                let expected = "01 or 02 after a6 or 5b";
                self.broken = self.broken.or(Some(WireError { offset: self.frame.len(), expected }));
                return;
            }
        };
        if self.frame.len() < MAX_LEN {
            self.frame.push(plain);
        } else {
            self.broken =
                self.broken.or(Some(WireError { offset: MAX_LEN, expected: "the end of the frame" }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn common(seq: u16) -> Common {
        Common { phy: 1, seq, random: 0x42, secret: [0; SECRET_LEN] }
    }

    fn wire(frame: &Frame) -> Vec<u8> {
        let mut packets = Packets::default();
        frame.emit(&mut packets);
        packets.bytes().to_vec()
    }

    #[test]
    fn a_ping_has_the_bytes_of_the_makers_own_program() {
        let ping = |form| {
            let header = Header { to: EVERY, from: HOST, device: EVERY, form };
            hex::encode(wire(&Frame { header, body: Request::Ping.emit() }))
        };
        let area = "a5a5a5a5a5a5a5a5feff0080f000feff000000000500000001a2000000c6865a";
        assert_eq!(ping(Form::Area), area);
        let five = "a5a5a5a5a5a5a5a5feff00800500feff01006c3f0090964200000000000005001e78f001a20000005a";
        assert_eq!(ping(Form::Five(common(0x3F6C))), five);
        let six = Form::Six { protocol: 0, common: Common { phy: 0, random: 0x35, ..common(0x363A) } };
        let bytes = "a5a5a5a5a5a5a5a5feff00800700feff00003a369001963500000000000005001e7800da01a20000005a";
        assert_eq!(ping(six), bytes);
    }

    #[test]
    fn a_refusal_keeps_its_number_and_is_for_who_asked() {
        let bytes =
            "a5a5a5a5a5a5a5a500800100050054010100f27c0090962800000000000009001b2d4f00a0010100030000005a";
        let frame = Frame::parse(&hex::decode(bytes).unwrap()).unwrap();
        assert_eq!((frame.header.to, frame.header.from), (HOST, 1));
        assert_eq!(Reply::parse(&frame.body), Ok(Reply::Nack(Error::Busy)));
        assert_eq!(hex::encode(wire(&frame)), bytes);
    }

    #[test]
    fn a_card_whose_clock_broke_is_still_understood() {
        let body = "00a28f0000000021000100000801005030303000000001ffffffffffffffff0000000000000000000000";
        let Ok(Reply::Status(status)) = Reply::parse(&hex::decode(body).unwrap()) else { panic!() };
        assert_eq!((status.current, status.clock.time()), (*b"P000", None));
    }

    #[test]
    fn a_secret_is_in_no_log() {
        let secret = *b"hoa-ma";
        let form = Form::Five(Common { secret, ..common(1) });
        let said = format!("{form:?} {:?}", Request::SetSecret { old: [0; 6], new: secret });
        assert!(!said.contains("hoa") && !said.contains("104"), "{said}");
    }

    fn headers() -> impl Strategy<Value = Header> {
        let common = (any::<u8>(), any::<u16>(), any::<u8>(), any::<[u8; 6]>())
            .prop_map(|(phy, seq, random, secret)| Common { phy, seq, random, secret });
        let form = prop_oneof![
            Just(Form::Area),
            common.clone().prop_map(Form::Five),
            (any::<u8>(), common).prop_map(|(protocol, common)| Form::Six { protocol, common }),
        ];
        (any::<u16>(), any::<u16>(), any::<u16>(), form).prop_map(|(to, from, device, form)| Header {
            to,
            from,
            device,
            form,
        })
    }

    /// Mostly bytes that have to be escaped.
    fn bodies() -> impl Strategy<Value = Vec<u8>> {
        let byte = prop_oneof![Just(0xA5), Just(0xA6), Just(0x5A), Just(0x5B), any::<u8>()];
        prop::collection::vec(byte, 0..80)
    }

    proptest! {
        #[test]
        fn frames_come_back_however_the_stream_is_cut_and_whatever_stands_between_them(
            frames in prop::collection::vec((headers(), bodies()), 1..4),
            cut in 1usize..9,
        ) {
            let frames: Vec<Frame> =
                frames.into_iter().map(|(header, body)| Frame { header, body }).collect();
            let mut stream = vec![0x00, 0x5A, 0x33];
            for frame in &frames {
                prop_assert_eq!(&Frame::parse(&wire(frame)).unwrap(), frame);
                stream.extend(wire(frame));
                // As the maker's own program does.
                stream.push(0x5A);
            }
            let (mut decoder, mut found) = (Decoder::default(), Vec::new());
            for piece in stream.chunks(cut) {
                decoder.feed(piece, |frame| found.push(frame.unwrap()));
            }
            prop_assert_eq!(found, frames);
        }

        #[test]
        fn one_wrong_byte_is_never_taken_for_right(header in headers(), body in bodies(), at in any::<prop::sample::Index>(), bit in 0u8..8) {
            let frame = Frame { header, body };
            let mut bytes = wire(&frame);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            let mut decoder = Decoder::default();
            // What the sums do not cover: marks, fields that say nothing, and of `F0` nothing.
            decoder.feed(&bytes, |found| {
                if let Ok(found) = found {
                    assert_eq!(found.body, frame.body, "{at}");
                }
            });
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            let _ = Frame::parse(&bytes);
            let _ = Frame::read(&bytes);
            if let Ok(request) = Request::parse(&bytes) {
                prop_assert_eq!(request.emit(), bytes.clone());
            }
            let _ = Reply::parse(&bytes);
            let _ = font::parse(&bytes);
        }
    }
}
