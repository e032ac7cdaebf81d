//! OPC, Open Pixel Control: pixels in messages on a TCP stream.
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0      | 1     | channel, 0 = all |
//! | 1      | 1     | command: `00` set pixels, `ff` system exclusive |
//! | 2      | 2     | length of the data, big-endian |
//! | 4      | n     | data: red, green, blue of every dot; or two bytes of a vendor and what is his |
//!
//! Source: the reference server and clients (zestyping/openpixelcontrol), the server of ft-server and the plugin of OLA.
//!
//! Proven: the message; one vector was made by the reference client, the others were read by the reference server and
//! OLA. Not proven: what a board does while its stream stands still. The protocol has no reply of any kind.
//!
//! Reading is strict: commands other than the two are an error (16-bit pixels, `02`, exist on paper). Writing is an
//! allow-list: of system exclusive messages only the stream synchronisation of the reference is written, since those of
//! other vendors set up their firmware.

use super::{Packets, WireError};

/// The TCP port servers listen on.
pub const PORT: u16 = 7890;
/// Bytes before the data.
pub const HEADER_LEN: usize = 4;
/// The most data bytes of one message: 21,845 dots.
pub const MAX_DATA: usize = 65_535;
/// The channel that means all of them.
pub const ALL: u8 = 0;

/// The vendor whose system exclusive message synchronises streams, and does nothing else.
const SYNC_VENDOR: [u8; 2] = [0xF0, 0xCA];

mod field {
    use std::ops::Range;

    pub(super) const CHANNEL: usize = 0;
    pub(super) const COMMAND: usize = 1;
    pub(super) const LENGTH: Range<usize> = 2..4;
}

mod command {
    pub(super) const PIXELS: u8 = 0x00;
    pub(super) const EXCLUSIVE: u8 = 0xFF;
}

/// What a message asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Light these dots, from the first of the channel on.
    Pixels,
    /// Something that only one vendor's receivers understand.
    Exclusive,
}

impl Command {
    fn new(byte: u8) -> Option<Self> {
        match byte {
            command::PIXELS => Some(Self::Pixels),
            command::EXCLUSIVE => Some(Self::Exclusive),
            _ => None,
        }
    }

    fn byte(self) -> u8 {
        match self {
            Self::Pixels => command::PIXELS,
            Self::Exclusive => command::EXCLUSIVE,
        }
    }
}

/// Everything of a message but its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// For which of the receiver's channels; 0 is all.
    pub channel: u8,
    /// What it asks for.
    pub command: Command,
    /// How many data bytes follow.
    pub len: u16,
}

impl Header {
    /// Pixels of so many bytes.
    #[must_use]
    pub fn pixels(channel: u8, len: u16) -> Self {
        Self { channel, command: Command::Pixels, len }
    }

    /// Appends a message with room for its data, and gives the room to be filled.
    pub fn emit(self, into: &mut Packets) -> &mut [u8] {
        let (header, data) = into.push(HEADER_LEN + usize::from(self.len)).split_at_mut(HEADER_LEN);
        header[field::CHANNEL] = self.channel;
        header[field::COMMAND] = self.command.byte();
        header[field::LENGTH].copy_from_slice(&self.len.to_be_bytes());
        data
    }

    /// Reads the four bytes, or as many as there are.
    fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let missing = WireError { offset: bytes.len(), expected: "a header of 4 bytes" };
        let &[channel, command, ref rest @ ..] = bytes else { return Err(missing) };
        let expected = "command 00 (pixels) or ff (system exclusive)";
        let command = Command::new(command).ok_or(WireError { offset: field::COMMAND, expected })?;
        let &[high, low, ..] = rest else { return Err(missing) };
        let len = u16::from_be_bytes([high, low]);
        if command == Command::Exclusive && len < 2 {
            return Err(WireError {
                offset: field::LENGTH.start,
                expected: "two bytes of a vendor at least",
            });
        }
        Ok(Self { channel, command, len })
    }
}

/// The meaning of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// For which of the receiver's channels; 0 is all.
    pub channel: u8,
    /// What it asks for.
    pub command: Command,
    /// Red, green and blue of every dot, or two bytes of a vendor and what is his; at most [`MAX_DATA`] bytes.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads exactly one message; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let Header { channel, command, len } = Header::parse(bytes)?;
        let end = HEADER_LEN + usize::from(len);
        if bytes.len() < end {
            return Err(WireError { offset: bytes.len(), expected: "as many data bytes as the length says" });
        }
        if bytes.len() > end {
            return Err(WireError { offset: end, expected: "the end of the message" });
        }
        Ok(Self { channel, command, data: &bytes[HEADER_LEN..] })
    }

    /// How many bytes the message takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        HEADER_LEN + self.data.len()
    }

    /// Appends the message.
    ///
    /// # Errors
    /// At the length if there is too much data; at the vendor if this is a system exclusive message other than the
    /// stream synchronisation. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let Ok(len) = u16::try_from(self.data.len()) else {
            return Err(WireError { offset: field::LENGTH.start, expected: "at most 65535 bytes of data" });
        };
        if self.command == Command::Exclusive && !self.data.starts_with(&SYNC_VENDOR) {
            let expected = "the vendor f0ca: system exclusive messages of others are never written";
            return Err(WireError { offset: HEADER_LEN, expected });
        }
        Header { channel: self.channel, command: self.command, len }.emit(into).copy_from_slice(self.data);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self.command {
            Command::Pixels => "pixels",
            Command::Exclusive => "system exclusive",
        };
        write!(f, "OPC channel {} {what} {} bytes", self.channel, self.data.len())
    }
}

/// Reads messages out of a stream cut at any place. Bounded: it keeps one message.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    message: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes of the stream and gives every message that becomes whole, in order.
    ///
    /// # Errors
    /// A byte that no message has there, counted from the beginning of its message. A stream has no mark by which the
    /// next message could be found: a receiver closes the connection. What follows in `bytes` is dropped.
    pub fn feed(&mut self, mut bytes: &[u8], mut whole: impl FnMut(Repr<'_>)) -> Result<(), WireError> {
        while !bytes.is_empty() {
            let have = self.message.len();
            let wanted = match Header::parse(&self.message) {
                Ok(header) => HEADER_LEN + usize::from(header.len),
                Err(_) => HEADER_LEN,
            };
            let (take, rest) = bytes.split_at(bytes.len().min(wanted - have));
            self.message.extend_from_slice(take);
            bytes = rest;
            match Repr::parse(&self.message) {
                Ok(message) => whole(message),
                Err(error) if error.offset == self.message.len() => continue,
                Err(error) => {
                    self.message.clear();
                    return Err(error);
                }
            }
            self.message.clear();
        }
        Ok(())
    }

    /// Forgets what is not whole: the connection was opened anew.
    pub fn restart(&mut self) {
        self.message.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 10] = [1, 0, 0, 6, 0xFF, 0, 0, 0, 0x80, 0x40];

    #[test]
    fn a_message_is_taken_apart_and_put_together_again() {
        let repr = Repr::parse(&TWO_DOTS).unwrap();
        assert_eq!((repr.channel, repr.command, repr.data), (1, Command::Pixels, &TWO_DOTS[4..]));
        assert_eq!((repr.to_string().as_str(), repr.buffer_len()), ("OPC channel 1 pixels 6 bytes", 10));
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), TWO_DOTS);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Repr::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(&[1]), 1);
        assert_eq!(offset(&[1, 2]), 1, "16-bit pixels");
        assert_eq!(offset(&[1, 0, 0]), 3);
        assert_eq!(offset(&TWO_DOTS[..9]), 9);
        assert_eq!(offset(&[1, 0xFF, 0, 1, 7]), 2, "half a vendor");
        assert_eq!(offset(&[1, 0, 0, 1, 7, 8]), 5);
    }

    #[test]
    fn the_settings_of_receivers_are_never_written() {
        let mut packets = Packets::default();
        let of = |data| Repr { channel: 0, command: Command::Exclusive, data };
        assert_eq!(of(b"\x00\x01\x00\x02").emit(&mut packets).unwrap_err().offset, 4);
        assert!(packets.is_empty());
        of(b"\xf0\xca\x71\x2e").emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), b"\x00\xff\x00\x04\xf0\xca\x71\x2e");
    }

    #[test]
    fn more_dots_than_the_length_can_say_are_refused() {
        let data = vec![0; MAX_DATA + 1];
        let repr = Repr { channel: 0, command: Command::Pixels, data: &data };
        assert_eq!(repr.emit(&mut Packets::default()).unwrap_err().offset, 2);
        Repr { data: &data[1..], ..repr }.emit(&mut Packets::default()).unwrap();
    }

    #[test]
    fn the_stream_may_be_cut_anywhere_and_a_stranger_on_it_is_told() {
        let stream = [&TWO_DOTS[..], &[0, 0, 0, 0], &TWO_DOTS].concat();
        for cut in 0..stream.len() {
            let (mut decoder, mut sizes) = (Decoder::default(), Vec::new());
            for piece in [&stream[..cut], &stream[cut..]] {
                decoder.feed(piece, |message| sizes.push(message.data.len())).unwrap();
            }
            assert_eq!(sizes, [6, 0, 6], "cut at {cut}");
        }
        let mut decoder = Decoder::default();
        let refused = decoder.feed(b"GET / HTTP/1.1\r\n", |_| panic!("no message")).unwrap_err();
        assert_eq!(refused.offset, 1);
        decoder.feed(&TWO_DOTS[..5], |_| panic!("not whole")).unwrap();
        decoder.restart();
        let mut whole = 0;
        decoder.feed(&TWO_DOTS, |_| whole += 1).unwrap();
        assert_eq!(whole, 1, "the next stream begins with a message");
    }
}
