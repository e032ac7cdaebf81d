//! Messages, and how they are found in a stream.

use super::{MAX_LEN, Packets, WireError, wrong};

mod command {
    pub(super) const HEARTBEAT: u16 = 0x005F;
    pub(super) const HEARTBEAT_ANSWER: u16 = 0x0060;
    pub(super) const ERROR: u16 = 0x2000;
    pub(super) const VERSION: u16 = 0x2001;
    pub(super) const VERSION_ANSWER: u16 = 0x2002;
    pub(super) const ASK: u16 = 0x2003;
    pub(super) const ANSWER: u16 = 0x2004;
    pub(super) const FILE: u16 = 0x8001;
    pub(super) const FILE_ANSWER: u16 = 0x8002;
    pub(super) const CONTENT: u16 = 0x8003;
    pub(super) const CONTENT_ANSWER: u16 = 0x8004;
    pub(super) const END: u16 = 0x8005;
    pub(super) const END_ANSWER: u16 = 0x8006;
    pub(super) const READ: u16 = 0x8007;
    pub(super) const READ_ANSWER: u16 = 0x8008;
}

/// Length and command.
const HEADER_LEN: usize = 4;
const DIGITS: usize = 32;
/// The most bytes of a file's name.
const MAX_NAME: usize = 255;

/// What kind of file may be written. There are others, for fonts, firmware and settings; they are nobody's business here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture that stays.
    Image,
    /// A picture that is gone with the power.
    PassingImage,
}

impl FileKind {
    /// Its number.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::Image => 0,
            Self::PassingImage => 128,
        }
    }
}

/// A part of a question or an answer in XML. Parts of questions come from [`Request::parts`](super::Request::parts) alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub(super) total: u32,
    pub(super) offset: u32,
    pub(super) bytes: Vec<u8>,
}

impl Part {
    /// A part; `None` if it does not lie within the whole. For frames as JSON, which judge what a question asks.
    pub(in crate::wire) fn of(total: u32, offset: u32, bytes: Vec<u8>) -> Option<Self> {
        let within = u64::from(offset) + bytes.len() as u64 <= u64::from(total);
        within.then_some(Self { total, offset, bytes })
    }

    /// The bytes of the whole.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Where the part begins in it.
    #[must_use]
    pub fn offset(&self) -> u32 {
        self.offset
    }

    /// The part.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// One message, in either direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Which version the card speaks; the first word of every connection.
    Version(u32),
    /// That version, and whether ours will do.
    VersionAnswer(u32, u16),
    /// A part of a question.
    Ask(Part),
    /// A part of an answer.
    Answer(Part),
    /// What was asked could not even be read.
    Error(u16),
    /// Whether the other end is there.
    Heartbeat,
    /// It is.
    HeartbeatAnswer,
    /// A file begins.
    File {
        /// Its MD5.
        md5: [u8; 16],
        /// Its size in bytes.
        size: u64,
        /// What it is.
        kind: FileKind,
        /// Its name.
        name: String,
    },
    /// Whether it may go on, and how many bytes of it are there already.
    FileAnswer(u16, u64),
    /// A piece of it.
    Content(Vec<u8>),
    /// The piece arrived; says nothing that would matter.
    ContentAnswer(Vec<u8>),
    /// The file is over.
    End,
    /// Whether it is whole.
    EndAnswer(u16),
    /// A file is wanted back.
    Read(String),
    /// Whether it comes, its MD5, size and type.
    ReadAnswer(u16, [u8; 16], u64, u16),
}

impl Message {
    fn command(&self) -> u16 {
        match self {
            Self::Version(_) => command::VERSION,
            Self::VersionAnswer(..) => command::VERSION_ANSWER,
            Self::Ask(_) => command::ASK,
            Self::Answer(_) => command::ANSWER,
            Self::Error(_) => command::ERROR,
            Self::Heartbeat => command::HEARTBEAT,
            Self::HeartbeatAnswer => command::HEARTBEAT_ANSWER,
            Self::File { .. } => command::FILE,
            Self::FileAnswer(..) => command::FILE_ANSWER,
            Self::Content(_) => command::CONTENT,
            Self::ContentAnswer(_) => command::CONTENT_ANSWER,
            Self::End => command::END,
            Self::EndAnswer(_) => command::END_ANSWER,
            Self::Read(_) => command::READ,
            Self::ReadAnswer(..) => command::READ_ANSWER,
        }
    }

    fn body(&self) -> Vec<u8> {
        match self {
            Self::Version(version) => version.to_le_bytes().to_vec(),
            Self::VersionAnswer(version, code) => [&version.to_le_bytes()[..], &code.to_le_bytes()].concat(),
            Self::Ask(part) | Self::Answer(part) => {
                [&part.total.to_le_bytes()[..], &part.offset.to_le_bytes(), &part.bytes].concat()
            }
            Self::Error(code) | Self::EndAnswer(code) => code.to_le_bytes().to_vec(),
            Self::Heartbeat | Self::HeartbeatAnswer | Self::End => Vec::new(),
            Self::File { md5, size, kind, name } => {
                let mut body = digits(md5);
                body.extend(size.to_le_bytes());
                body.extend(kind.number().to_le_bytes());
                body.extend(name.as_bytes());
                body.push(0);
                body
            }
            Self::FileAnswer(code, there) => [&code.to_le_bytes()[..], &there.to_le_bytes()].concat(),
            Self::Content(bytes) | Self::ContentAnswer(bytes) => bytes.clone(),
            Self::Read(name) => [name.as_bytes(), &[0]].concat(),
            Self::ReadAnswer(code, md5, size, kind) => {
                let tail = [&size.to_le_bytes()[..], &kind.to_le_bytes()].concat();
                [&code.to_le_bytes()[..], &digits(md5), &tail].concat()
            }
        }
    }

    /// Appends the message.
    ///
    /// # Errors
    /// At the length if it would be longer than messages are, at the name if that cannot be one. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        if let Self::File { name, .. } | Self::Read(name) = self
            && !is_name(name.as_bytes())
        {
            return wrong(HEADER_LEN, "a name of 1 to 255 bytes without path");
        }
        let body = self.body();
        let len = HEADER_LEN + body.len();
        if len > MAX_LEN {
            return wrong(0, "at most 9216 bytes");
        }
        let packet = into.push(len);
        packet[..2].copy_from_slice(&(len as u16).to_le_bytes());
        packet[2..4].copy_from_slice(&self.command().to_le_bytes());
        packet[4..].copy_from_slice(&body);
        Ok(())
    }

    /// Reads exactly one message; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let len = length(bytes)?;
        if bytes.len() < len {
            return wrong(bytes.len(), "as many bytes as the length says");
        }
        if bytes.len() > len {
            return wrong(len, "the end of the message");
        }
        let command = u16::from_le_bytes([bytes[2], bytes[3]]);
        let mut body = Body { bytes, at: HEADER_LEN };
        let message = body.message(command)?;
        if body.at < len {
            return wrong(body.at, "the end of the body");
        }
        Ok(message)
    }
}

/// How long the message is of which these are the first bytes.
fn length(bytes: &[u8]) -> Result<usize, WireError> {
    if bytes.len() < HEADER_LEN {
        return wrong(bytes.len(), "a header of 4 bytes");
    }
    let len = usize::from(u16::from_le_bytes([bytes[0], bytes[1]]));
    if !(HEADER_LEN..=MAX_LEN).contains(&len) {
        return wrong(0, "a length of 4 to 9216");
    }
    Ok(len)
}

fn digits(md5: &[u8; 16]) -> Vec<u8> {
    let mut digits = hex::encode(md5).into_bytes();
    digits.push(0);
    digits
}

/// A file's name: nothing that leads elsewhere.
fn is_name(name: &[u8]) -> bool {
    (1..=MAX_NAME).contains(&name.len())
        && !name.iter().any(|byte| matches!(byte, 0..0x20 | b'/' | b'\\' | 0x7F))
}

struct Body<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Body<'_> {
    fn message(&mut self, command: u16) -> Result<Message, WireError> {
        Ok(match command {
            command::VERSION => Message::Version(u32::from_le_bytes(self.take()?)),
            command::VERSION_ANSWER => {
                Message::VersionAnswer(u32::from_le_bytes(self.take()?), u16::from_le_bytes(self.take()?))
            }
            command::ASK => Message::Ask(self.part()?),
            command::ANSWER => Message::Answer(self.part()?),
            command::ERROR => Message::Error(u16::from_le_bytes(self.take()?)),
            command::HEARTBEAT => Message::Heartbeat,
            command::HEARTBEAT_ANSWER => Message::HeartbeatAnswer,
            command::FILE => self.file()?,
            command::FILE_ANSWER => {
                Message::FileAnswer(u16::from_le_bytes(self.take()?), u64::from_le_bytes(self.take()?))
            }
            command::CONTENT => Message::Content(self.rest()),
            command::CONTENT_ANSWER => Message::ContentAnswer(self.rest()),
            command::END => Message::End,
            command::END_ANSWER => Message::EndAnswer(u16::from_le_bytes(self.take()?)),
            command::READ => Message::Read(self.name()?),
            command::READ_ANSWER => {
                let (code, md5) = (u16::from_le_bytes(self.take()?), self.md5()?);
                let size = u64::from_le_bytes(self.take()?);
                Message::ReadAnswer(code, md5, size, u16::from_le_bytes(self.take()?))
            }
            _ => return wrong(2, "a command of SDK 2.0"),
        })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(taken) = rest.first_chunk::<N>() else {
            return wrong(self.bytes.len(), "a longer body");
        };
        self.at += N;
        Ok(*taken)
    }

    fn rest(&mut self) -> Vec<u8> {
        let rest = self.bytes.get(self.at..).unwrap_or_default().to_vec();
        self.at = self.bytes.len();
        rest
    }

    fn part(&mut self) -> Result<Part, WireError> {
        let (total, offset) = (u32::from_le_bytes(self.take()?), u32::from_le_bytes(self.take()?));
        Part::of(total, offset, self.rest()).map_or(wrong(4, "a part that lies within the whole"), Ok)
    }

    fn file(&mut self) -> Result<Message, WireError> {
        let md5 = self.md5()?;
        let size = u64::from_le_bytes(self.take()?);
        let at = self.at;
        let kind = match u16::from_le_bytes(self.take()?) {
            0 => FileKind::Image,
            128 => FileKind::PassingImage,
            _ => return wrong(at, "0 or 128, a picture: other files are never written"),
        };
        Ok(Message::File { md5, size, kind, name: self.name()? })
    }

    fn md5(&mut self) -> Result<[u8; 16], WireError> {
        let at = self.at;
        let digits: [u8; DIGITS] = self.take()?;
        let mut md5 = [0; 16];
        let lower = digits.iter().all(|digit| !digit.is_ascii_uppercase());
        if !lower || hex::decode_to_slice(digits, &mut md5).is_err() {
            return wrong(at, "32 hex digits");
        }
        match self.take()? {
            [0] => Ok(md5),
            _ => wrong(at + DIGITS, "00 after the digits"),
        }
    }

    fn name(&mut self) -> Result<String, WireError> {
        let at = self.at;
        let rest = self.rest();
        let Some((0, name)) = rest.split_last() else { return wrong(self.bytes.len(), "00 after the name") };
        if !is_name(name) {
            return wrong(at, "a name of 1 to 255 bytes without path");
        }
        String::from_utf8(name.to_vec()).or(wrong(at, "a name in UTF-8"))
    }
}

/// Reads messages out of a stream cut at any place. Bounded: it keeps one message.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    kept: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream and gives every message that becomes whole, in order.
    ///
    /// # Errors
    /// A byte that no message has there, counted from the beginning of its message. A stream has no mark by which the
    /// next message could be found; what follows in `bytes` is dropped.
    pub fn feed(&mut self, mut bytes: &[u8], mut whole: impl FnMut(Message)) -> Result<(), WireError> {
        while !bytes.is_empty() {
            let have = self.kept.len();
            let wanted = if have < HEADER_LEN { HEADER_LEN } else { length(&self.kept)? };
            let (take, rest) = bytes.split_at(bytes.len().min(wanted.saturating_sub(have)));
            self.kept.extend_from_slice(take);
            bytes = rest;
            if self.kept.len() < HEADER_LEN {
                continue;
            }
            let len = length(&self.kept).inspect_err(|_| self.kept.clear())?;
            if self.kept.len() == len {
                let message = Message::parse(&self.kept);
                self.kept.clear();
                whole(message?);
            }
        }
        Ok(())
    }

    /// Forgets what is not whole: the connection was opened anew.
    pub fn restart(&mut self) {
        self.kept.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_may_be_cut_and_merged_anywhere() {
        let mut packets = Packets::default();
        let sent = [Message::Version(7), Message::End, Message::Content(vec![0x5A; 300]), Message::Heartbeat];
        sent.iter().for_each(|message| message.emit(&mut packets).unwrap());
        let stream = packets.bytes();
        for cut in 0..stream.len() {
            let (mut decoder, mut came) = (Decoder::default(), Vec::new());
            for piece in [&stream[..cut], &stream[cut..]] {
                decoder.feed(piece, |message| came.push(message)).unwrap();
            }
            assert_eq!(came, sent, "cut at {cut}");
        }
    }

    #[test]
    fn a_stranger_on_the_stream_is_told_at_once_and_the_next_one_is_understood() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"HR\x0e\xff", |_| panic!("no message")).unwrap_err().offset, 0);
        decoder.feed(b"\x04\x00\x05\x80", |message| assert_eq!(message, Message::End)).unwrap();
        assert_eq!(decoder.feed(b"\x06\x00\x01\x21aa", |_| panic!("no message")).unwrap_err().offset, 2);
    }

    #[test]
    fn names_that_lead_elsewhere_and_messages_that_are_too_long_are_not_written() {
        let mut packets = Packets::default();
        for name in ["", "../a", "a\\b", "a\0b", &"a".repeat(256)] {
            assert_eq!(Message::Read(name.to_owned()).emit(&mut packets).unwrap_err().offset, 4);
        }
        assert!(Message::Content(vec![0; MAX_LEN]).emit(&mut packets).is_err());
        assert!(packets.is_empty());
    }
}
