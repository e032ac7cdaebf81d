//! Huidu SDK 2: frames on a TCP stream, port 10001; in them XML questions and answers, and files in blocks.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 2     | length of the whole frame, little-endian like every number, at most 9216 |
//! | 2      | 2     | command |
//! | 4      | n     | body |
//!
//! | command | body |
//! |---------|------|
//! | `2001`, `2002` version | u32; u32, status u16 |
//! | `2003`, `2004` XML question, answer | bytes of the whole XML u32, offset of this part u32, the part |
//! | `2000` error | u16 |
//! | `005F`, `0060` heartbeat | |
//! | `8001`, `8002` a file begins | MD5 as 32 hex digits and `00`, size i64, kind i16, name and `00`; status i16, bytes that are there i64 |
//! | `8003` some of it | bytes; nothing is answered |
//! | `8005`, `8006` it ends | ; status i16 |
//!
//! The whole and the offset count bytes of UTF-8: two published libraries count letters there, and cut Vietnamese.
//!
//! Source: the maker's own C# (Apache-2.0), a Node client, which was run, and a Go client. Proven: framing, handshake, upload.
//! Not proven: a real card. Only pictures can be written: firmware, logic and settings are kinds of files that have no value here.

mod ask;
mod error;
mod xml;

pub use ask::{Airing, Ask, Item, Picture, Programme, Rule, answer, answering, programmes, screen};
pub use error::Error;
pub use xml::{Element, MAX_XML};

use super::{Packets, WireError, wrong};

/// The TCP port of cards, and the UDP port of the search.
pub const PORT: u16 = 10_001;
/// The most bytes of one frame.
pub const MAX_LEN: usize = 9216;
/// The most bytes of XML or of a file in one frame: what the maker's own programs send.
pub const MAX_PART: usize = 8000;
/// The version that is asked for.
pub const VERSION: u32 = 0x0100_0005;
/// The longest name of a file.
pub const MAX_NAME: usize = 255;

const HEAD: usize = 4;
const MD5_LEN: usize = 32;

mod command {
    pub(super) const ERROR: u16 = 0x2000;
    pub(super) const ASK_VERSION: u16 = 0x2001;
    pub(super) const VERSION: u16 = 0x2002;
    pub(super) const ASK: u16 = 0x2003;
    pub(super) const ANSWER: u16 = 0x2004;
    pub(super) const HEARTBEAT: u16 = 0x005F;
    pub(super) const ALIVE: u16 = 0x0060;
    pub(super) const START: u16 = 0x8001;
    pub(super) const STARTED: u16 = 0x8002;
    pub(super) const CONTENT: u16 = 0x8003;
    /// Some firmware confirms blocks; nothing is to be done about it.
    pub(super) const CONFIRMED: u16 = 0x8004;
    pub(super) const END: u16 = 0x8005;
    pub(super) const ENDED: u16 = 0x8006;
}

/// The kind of a file that may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture that stays.
    Image,
    /// A picture that is forgotten.
    Passing,
}

impl Kind {
    fn code(self) -> i16 {
        match self {
            Self::Image => 0,
            Self::Passing => 128,
        }
    }
}

/// A frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Which version?
    AskVersion(u32),
    /// This one.
    Version {
        /// The card's.
        version: u32,
        /// 0 is well.
        status: u16,
    },
    /// A part of a question.
    Ask(Part),
    /// A part of an answer.
    Answer(Part),
    /// The card cannot go on.
    Error(Error),
    /// Are you there?
    Heartbeat,
    /// I am.
    Alive,
    /// A file will come.
    Start {
        /// The MD5 of all of it, lower-case hex.
        md5: [u8; MD5_LEN],
        /// Its size in bytes.
        size: u64,
        /// What it is.
        kind: Kind,
        /// At most [`MAX_NAME`] bytes.
        name: String,
    },
    /// It may come.
    Started {
        /// Or why not.
        status: Error,
        /// So many bytes of it are there already.
        existing: u64,
    },
    /// Some of it.
    Content(Vec<u8>),
    /// These have come.
    Confirmed,
    /// That was all of it.
    End,
    /// It is there.
    Ended(Error),
}

/// A part of an XML text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Bytes of the whole text.
    pub total: u32,
    /// Where in it this part begins.
    pub offset: u32,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Frame {
    fn command(&self) -> u16 {
        match self {
            Self::AskVersion(_) => command::ASK_VERSION,
            Self::Version { .. } => command::VERSION,
            Self::Ask(_) => command::ASK,
            Self::Answer(_) => command::ANSWER,
            Self::Error(_) => command::ERROR,
            Self::Heartbeat => command::HEARTBEAT,
            Self::Alive => command::ALIVE,
            Self::Start { .. } => command::START,
            Self::Started { .. } => command::STARTED,
            Self::Content(_) => command::CONTENT,
            Self::Confirmed => command::CONFIRMED,
            Self::End => command::END,
            Self::Ended(_) => command::ENDED,
        }
    }

    fn body(&self) -> Vec<u8> {
        match self {
            Self::Heartbeat | Self::Alive | Self::Confirmed | Self::End => Vec::new(),
            Self::AskVersion(version) => version.to_le_bytes().to_vec(),
            Self::Version { version, status } => [&version.to_le_bytes()[..], &status.to_le_bytes()].concat(),
            Self::Ask(part) | Self::Answer(part) => {
                [&part.total.to_le_bytes()[..], &part.offset.to_le_bytes(), &part.bytes].concat()
            }
            Self::Error(error) | Self::Ended(error) => error.code().to_le_bytes().to_vec(),
            Self::Start { md5, size, kind, name } => {
                let numbers = [&size.to_le_bytes()[..], &kind.code().to_le_bytes()].concat();
                [&md5[..], &[0], &numbers, name.as_bytes(), &[0]].concat()
            }
            Self::Started { status, existing } => {
                [&status.code().to_le_bytes()[..], &existing.to_le_bytes()].concat()
            }
            Self::Content(bytes) => bytes.clone(),
        }
    }

    /// Appends the frame.
    ///
    /// # Errors
    /// It would be longer than frames may be.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let body = self.body();
        let len = HEAD + body.len();
        if len > MAX_LEN {
            return wrong(0, "a frame of at most 9216 bytes");
        }
        let packet = into.push(len);
        packet[..2].copy_from_slice(&(len as u16).to_le_bytes());
        packet[2..HEAD].copy_from_slice(&self.command().to_le_bytes());
        packet[HEAD..].copy_from_slice(&body);
        Ok(())
    }

    /// Reads exactly one frame; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader { bytes, at: 0 };
        let len = usize::from(reader.u16()?);
        if len != bytes.len() {
            return wrong(0, "the length of the frame");
        }
        let command = reader.u16()?;
        let frame = match command {
            command::ASK_VERSION => Self::AskVersion(reader.u32()?),
            command::VERSION => Self::Version { version: reader.u32()?, status: reader.u16()? },
            command::ASK => Self::Ask(reader.part()?),
            command::ANSWER => Self::Answer(reader.part()?),
            command::ERROR => Self::Error(Error::of(reader.u16()?)),
            command::HEARTBEAT => Self::Heartbeat,
            command::ALIVE => Self::Alive,
            command::START => reader.start()?,
            command::STARTED => Self::Started { status: Error::of(reader.u16()?), existing: reader.u64()? },
            command::CONTENT => Self::Content(reader.rest().to_vec()),
            command::CONFIRMED => {
                reader.rest();
                Self::Confirmed
            }
            command::END => Self::End,
            command::ENDED => Self::Ended(Error::of(reader.u16()?)),
            _ => return wrong(2, "a command that is known"),
        };
        if reader.at < bytes.len() {
            return wrong(reader.at, "the end of the frame");
        }
        Ok(frame)
    }
}

/// The parts in which an XML text goes over the wire.
pub fn parts(xml: &[u8]) -> impl Iterator<Item = Part> {
    // Texts are bounded far below 4 GB.
    let total = xml.len() as u32;
    let part = move |(n, bytes): (usize, &[u8])| Part {
        total,
        offset: (n * MAX_PART) as u32,
        bytes: bytes.to_vec(),
    };
    xml.chunks(MAX_PART).enumerate().map(part)
}

/// Puts the parts of XML texts together.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    bytes: Vec<u8>,
}

impl Whole {
    /// Takes the next part; the whole text when it was the last one.
    ///
    /// # Errors
    /// It is none of this text, or the text would be longer than any may be. What was there is forgotten.
    pub fn take(&mut self, part: &Part) -> Result<Option<Vec<u8>>, WireError> {
        let (total, offset) = (part.total as usize, part.offset as usize);
        if offset == 0 {
            self.bytes.clear();
        }
        let end = self.bytes.len() + part.bytes.len();
        if total > MAX_XML || offset != self.bytes.len() || end > total {
            self.bytes.clear();
            return wrong(HEAD, "the next part of a text of at most 1 MB");
        }
        self.bytes.extend(&part.bytes);
        Ok((end == total).then(|| std::mem::take(&mut self.bytes)))
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        let missing = WireError { offset: self.bytes.len(), expected: "more bytes" };
        let taken = self.bytes.get(self.at..self.at + len).ok_or(missing)?;
        self.at += len;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    fn u16(&mut self) -> Result<u16, WireError> {
        self.array().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, WireError> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, WireError> {
        let at = self.at;
        let number = self.array().map(i64::from_le_bytes)?;
        u64::try_from(number).or(wrong(at, "a number of bytes"))
    }

    fn rest(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        self.at = self.bytes.len();
        rest
    }

    fn part(&mut self) -> Result<Part, WireError> {
        Ok(Part { total: self.u32()?, offset: self.u32()?, bytes: self.rest().to_vec() })
    }

    fn start(&mut self) -> Result<Frame, WireError> {
        let at = self.at;
        let md5: [u8; MD5_LEN] = self.array()?;
        let hex = md5.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte));
        if !hex || self.take(1)? != [0] {
            return wrong(at, "32 lower-case hex digits and 00");
        }
        let size = self.u64()?;
        let at = self.at;
        let kind = match i16::from_le_bytes(self.array()?) {
            0 => Kind::Image,
            128 => Kind::Passing,
            _ => return wrong(at, "kind 0 or 128: a picture"),
        };
        let at = self.at;
        let name = self.rest();
        let text = name.strip_suffix(&[0]).filter(|name| name.len() <= MAX_NAME && !name.contains(&0));
        let text = text.and_then(|name| std::str::from_utf8(name).ok());
        let Some(name) = text else { return wrong(at, "a name and 00") };
        Ok(Frame::Start { md5, size, kind, name: name.to_owned() })
    }
}

/// Finds frames in a stream that is cut anywhere. What is no frame cannot be passed over: nothing after it can be read, so
/// the stream has to be opened anew.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    bytes: Vec<u8>,
}

impl Decoder {
    /// Forgets what is not whole.
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// The bytes that are not a whole frame yet.
    #[must_use]
    pub fn pending(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes the next bytes and gives every frame that becomes whole, or what is wrong with it.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Result<Frame, WireError>)) {
        self.bytes.extend(bytes);
        let mut used = 0;
        while let Some(&[low, high]) = self.bytes.get(used..used + 2) {
            let len = usize::from(u16::from_le_bytes([low, high]));
            if !(HEAD..=MAX_LEN).contains(&len) {
                self.bytes.clear();
                return whole(wrong(0, "a length of 4 to 9216"));
            }
            let Some(frame) = self.bytes.get(used..used + len) else { break };
            whole(Frame::parse(frame));
            used += len;
        }
        self.bytes.drain(..used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wire(frame: &Frame) -> Vec<u8> {
        let mut packets = Packets::default();
        frame.emit(&mut packets).unwrap();
        packets.bytes().to_vec()
    }

    #[test]
    fn the_handshake_and_an_upload_have_the_bytes_of_other_peoples_programs() {
        let told = |hex: &str, frame: Frame| {
            assert_eq!(Frame::parse(&hex::decode(hex).unwrap()).as_ref(), Ok(&frame));
            assert_eq!(hex::encode(wire(&frame)), hex);
        };
        told("0800012005000001", Frame::AskVersion(VERSION));
        told("0a000220070000010000", Frame::Version { version: 0x0100_0007, status: 0 });
        let md5 = *b"b2d3cf5bc1976fd985d596507951b718";
        let start = Frame::Start { md5, size: 64, kind: Kind::Image, name: "p1.png".to_owned() };
        told(
            "360001806232643363663562633139373666643938356435393635303739353162373138004000000000000000000070312e706e6700",
            start,
        );
        told("0e00028000000000000000000000", Frame::Started { status: Error::Success, existing: 0 });
        told("04000580", Frame::End);
        told("060006800000", Frame::Ended(Error::Success));
        told("04005f00", Frame::Heartbeat);
    }

    #[test]
    fn a_long_text_is_counted_in_bytes_and_comes_whole() {
        let xml = "ệ".repeat(4000);
        let parts: Vec<Part> = parts(xml.as_bytes()).collect();
        let places: Vec<_> = parts.iter().map(|part| (part.total, part.offset, part.bytes.len())).collect();
        assert_eq!(places, [(12_000, 0, 8000), (12_000, 8000, 4000)]);
        let mut whole = Whole::default();
        assert_eq!(whole.take(&parts[0]), Ok(None));
        assert_eq!(whole.take(&parts[1]), Ok(Some(xml.into_bytes())));
        assert!(whole.take(&parts[1]).is_err());
    }

    fn frames() -> impl Strategy<Value = Frame> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..60);
        let part = (any::<u32>(), any::<u32>(), bytes()).prop_map(|(total, offset, bytes)| Part {
            total,
            offset,
            bytes,
        });
        prop_oneof![
            any::<u32>().prop_map(Frame::AskVersion),
            part.clone().prop_map(Frame::Ask),
            part.prop_map(Frame::Answer),
            any::<u16>().prop_map(|code| Frame::Error(Error::of(code))),
            bytes().prop_map(Frame::Content),
            ("[^\\x00]{0,20}", 0..i64::MAX as u64).prop_map(|(name, size)| Frame::Start {
                md5: *b"00112233445566778899aabbccddeeff",
                size,
                kind: Kind::Passing,
                name
            }),
        ]
    }

    proptest! {
        #[test]
        fn frames_come_back_merged_and_split_anywhere(frames in prop::collection::vec(frames(), 1..5), cut in 1usize..40) {
            let stream: Vec<u8> = frames.iter().flat_map(wire).collect();
            let (mut decoder, mut found) = (Decoder::default(), Vec::new());
            for piece in stream.chunks(cut) {
                decoder.feed(piece, |frame| found.push(frame.unwrap()));
            }
            prop_assert_eq!(found, frames);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), text in ".{0,60}") {
            if let Ok(frame) = Frame::parse(&bytes) {
                let _ = wire(&frame);
            }
            Decoder::default().feed(&bytes, |_| {});
            let _ = Element::parse(&bytes);
            let _ = Element::parse(format!("<sdk a=\"{text}\">{text}</sdk>").as_bytes());
            let _ = Ask::parse(&bytes);
        }

        #[test]
        fn an_element_comes_back_whatever_letters_are_in_it(value in "[ -~àáảãạăâđêôơư]{0,30}", depth in 0usize..20) {
            let mut element = Element::new("image").with("name", value.clone());
            for _ in 0..depth {
                element = Element::new("area").with("guid", &value).and(element);
            }
            prop_assert_eq!(Element::parse(&element.emit()), Ok(element));
        }
    }

    #[test]
    fn programmes_come_back_with_their_pictures_days_and_hours() {
        let picture = |name: &str| Picture { name: name.to_owned(), md5: "0".repeat(32) };
        let item = |name| Item { picture: picture(name), effect: 21, speed: 5, tenths: 80 };
        let airing = Airing {
            dates: ("2026-11-29".to_owned(), "2026-12-05".to_owned()),
            days: 0b001_1111,
            time: Some(("07:30:00".to_owned(), "16:59:59".to_owned())),
        };
        let one = Programme {
            guid: "b1".to_owned(),
            count: 2,
            airing: Some(airing),
            size: (128, 32),
            items: vec![item("a.png"), item("b.png")],
        };
        let two = Programme { guid: "b2".to_owned(), count: 1, airing: None, ..one.clone() };
        let ask = Ask::Add(vec![one, two]);
        assert_eq!(Ask::parse(&ask.emit(Some("g"))), Ok(("g".to_owned(), ask)));
    }

    #[test]
    fn a_text_nested_beyond_reason_is_refused_and_so_is_one_cut_off() {
        let deep = "<a>".repeat(1000);
        assert!(Element::parse(deep.as_bytes()).is_err());
        let whole = Ask::DeviceInfo.emit(None);
        (0..whole.len() - 1).for_each(|len| assert!(Element::parse(&whole[..len]).is_err(), "{len}"));
    }
}
