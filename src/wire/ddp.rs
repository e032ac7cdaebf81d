//! DDP, the Distributed Display Protocol: pixels in UDP datagrams, with an explicit "show it now".
//!
//! | offset  | bytes | field |
//! |---------|-------|-------|
//! | 0       | 1     | flags `V V x T S R Q P`: version 1 = `40`; timecode `10`, storage `08`, reply `04`, query `02`, push `01`; `x` is 0 |
//! | 1       | 1     | low nibble: sequence 1 to 15, 0 = not used; high nibble 0 |
//! | 2       | 1     | data type `C x TTT SSS`: see [`DataType`]; `x` is 0 |
//! | 3       | 1     | id: 1 the default output, 2 to 249 custom, 246 control, 250 configuration, 251 status, 254 DMX, 255 all; 0 reserved |
//! | 4       | 4     | offset of the data in the receiver's picture, in bytes, big-endian |
//! | 8       | 2     | length of the data, big-endian, the timecode not counted |
//! | 10      | 4     | only with the timecode flag: the middle 32 bits of an NTP time, big-endian |
//! | 10 / 14 | n     | data, at most 1440 bytes |
//!
//! Source: the protocol's specification as kept by coral/ddp-rs (DDPSPEC.md), and the senders and receivers of FPP,
//! xLights, WLED, Hyperion and LedFx.
//!
//! Proven: layout, push and sizes; the test vectors were accepted by WLED's own parser compiled natively, one was made
//! by LedFx, and every packet the tests make is read by the `ddp-rs` crate as well. Not proven: timecode and storage,
//! which no receiver at hand acts on, and replies, which were never seen from a device.
//!
//! Reading is strict: a reserved bit or a length that differs from what arrived is an error. Writing is an allow-list:
//! [`Repr::emit`] refuses to write to the ids 246 and 250, because a key sent there restarts boards of one brand.

pub mod status;

use super::{Packets, WireError};

/// The UDP port displays listen on.
pub const PORT: u16 = 4048;
/// The most data bytes in one packet: 480 RGB dots.
pub const MAX_DATA: usize = 1440;
/// Bytes before the data, without a timecode.
pub const HEADER_LEN: usize = 10;
/// The id of the default output.
pub const ID_DISPLAY: u8 = 1;
/// The id of JSON control. Never written to.
pub const ID_CONTROL: u8 = 246;
/// The id of JSON configuration. Never written to.
pub const ID_CONFIG: u8 = 250;
/// The id of JSON status.
pub const ID_STATUS: u8 = 251;

mod field {
    use std::ops::Range;

    pub(super) const FLAGS: usize = 0;
    pub(super) const SEQUENCE: usize = 1;
    pub(super) const DATA_TYPE: usize = 2;
    pub(super) const ID: usize = 3;
    pub(super) const OFFSET: Range<usize> = 4..8;
    pub(super) const LENGTH: Range<usize> = 8..10;
    pub(super) const TIMECODE: Range<usize> = 10..14;
}

mod flag {
    pub(super) const VERSION_MASK: u8 = 0xC0;
    pub(super) const VERSION_1: u8 = 0x40;
    pub(super) const RESERVED: u8 = 0x20;
    pub(super) const TIMECODE: u8 = 0x10;
    pub(super) const STORAGE: u8 = 0x08;
    pub(super) const REPLY: u8 = 0x04;
    pub(super) const QUERY: u8 = 0x02;
    pub(super) const PUSH: u8 = 0x01;
}

/// A packet's number: 1 to 15 and then 1 again, or 0 where numbers are not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sequence(u8);

impl Sequence {
    /// 0: the sender does not number its packets.
    pub const UNUSED: Self = Self(0);
    /// The number of the first packet of a numbered stream.
    pub const FIRST: Self = Self(1);

    /// A number 0 to 15; `None` above.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (number <= 15).then_some(Self(number))
    }

    /// The number on the wire.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The number of the packet after this one: 15 is followed by 1, and packets without numbers stay so.
    #[must_use]
    pub fn next(self) -> Self {
        match self.0 {
            0 => Self(0),
            15 => Self(1),
            number => Self(number + 1),
        }
    }
}

/// What the data bytes are: `C x TTT SSS`, TTT 0 undefined, 1 RGB, 2 HSL, 3 RGBW, 4 grey; SSS the bits of one element,
/// 0 undefined, 1 = 1, 2 = 4, 3 = 8, 4 = 16, 5 = 24, 6 = 32; with C set both are the customer's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataType(u8);

impl DataType {
    /// Red, green and blue, 8 bits each: what bangtin sends.
    pub const RGB8: Self = Self(0x0B);

    /// A type byte; `None` if its reserved bit is set or it names a kind or size that does not exist.
    #[must_use]
    pub fn new(byte: u8) -> Option<Self> {
        let custom = byte & 0x80 != 0;
        let known = (byte >> 3) & 7 <= 4 && byte & 7 <= 6;
        (byte & 0x40 == 0 && (custom || known)).then_some(Self(byte))
    }

    /// The byte on the wire.
    #[must_use]
    pub fn byte(self) -> u8 {
        self.0
    }

    /// How many bytes one dot takes for the receivers at hand: four for RGBW, three for everything else, whatever its
    /// name (WLED reads them so).
    #[must_use]
    pub fn channels(self) -> usize {
        if (self.0 >> 3) & 7 == 3 { 4 } else { 3 }
    }
}

/// A datagram that was checked to be a whole DDP packet; no accessor fails or panics.
#[derive(Clone, Copy, Debug)]
pub struct Packet<T: AsRef<[u8]>> {
    buffer: T,
}

impl<T: AsRef<[u8]>> Packet<T> {
    /// Checks version, reserved bits, type, id and length.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn new_checked(buffer: T) -> Result<Self, WireError> {
        check(buffer.as_ref())?;
        Ok(Self { buffer })
    }

    fn has(&self, bit: u8) -> bool {
        self.buffer.as_ref()[field::FLAGS] & bit != 0
    }

    /// Whether everything received so far is to be shown now.
    #[must_use]
    pub fn push(&self) -> bool {
        self.has(flag::PUSH)
    }

    /// Whether the sender asks for the data of this id.
    #[must_use]
    pub fn query(&self) -> bool {
        self.has(flag::QUERY)
    }

    /// Whether this answers a query.
    #[must_use]
    pub fn reply(&self) -> bool {
        self.has(flag::REPLY)
    }

    /// Whether the data comes from the receiver's own storage.
    #[must_use]
    pub fn storage(&self) -> bool {
        self.has(flag::STORAGE)
    }

    /// The packet's number.
    #[must_use]
    pub fn sequence(&self) -> Sequence {
        Sequence(self.buffer.as_ref()[field::SEQUENCE])
    }

    /// What the data bytes are.
    #[must_use]
    pub fn data_type(&self) -> DataType {
        DataType(self.buffer.as_ref()[field::DATA_TYPE])
    }

    /// For which output of the receiver.
    #[must_use]
    pub fn id(&self) -> u8 {
        self.buffer.as_ref()[field::ID]
    }

    /// Where the data begins in the receiver's picture, in bytes.
    #[must_use]
    pub fn offset(&self) -> u32 {
        big_endian(&self.buffer.as_ref()[field::OFFSET])
    }

    /// The middle 32 bits of an NTP time, if the packet carries one.
    #[must_use]
    pub fn timecode(&self) -> Option<u32> {
        self.has(flag::TIMECODE).then(|| big_endian(&self.buffer.as_ref()[field::TIMECODE]))
    }

    /// The data.
    #[must_use]
    pub fn data(&self) -> &[u8] {
        &self.buffer.as_ref()[header_len(self.has(flag::TIMECODE))..]
    }
}

fn check(bytes: &[u8]) -> Result<(), WireError> {
    let wrong = |offset, expected| Err(WireError { offset, expected });
    let Some(&flags) = bytes.first() else {
        return wrong(0, "a header of 10 bytes");
    };
    if flags & flag::VERSION_MASK != flag::VERSION_1 {
        return wrong(field::FLAGS, "version 1 in the two highest bits (40 hex)");
    }
    if flags & flag::RESERVED != 0 {
        return wrong(field::FLAGS, "the reserved flag 20 hex to be 0");
    }
    if bytes.len() < HEADER_LEN {
        return wrong(bytes.len(), "a header of 10 bytes");
    }
    if Sequence::new(bytes[field::SEQUENCE]).is_none() {
        return wrong(field::SEQUENCE, "a sequence of 0 to 15 with the high nibble 0");
    }
    if DataType::new(bytes[field::DATA_TYPE]).is_none() {
        return wrong(field::DATA_TYPE, "a known data type (0b hex for RGB) with the reserved bit 0");
    }
    if bytes[field::ID] == 0 {
        return wrong(field::ID, "an id of 1 to 255");
    }
    let length = big_endian(&bytes[field::LENGTH]) as usize;
    if length > MAX_DATA {
        return wrong(field::LENGTH.start, "a length of at most 1440 bytes");
    }
    let header = header_len(flags & flag::TIMECODE != 0);
    if bytes.len() < header {
        return wrong(bytes.len(), "a timecode of 4 bytes");
    }
    if bytes.len() < header + length {
        return wrong(bytes.len(), "as many data bytes as the length says");
    }
    if bytes.len() > header + length {
        return wrong(header + length, "the end of the packet");
    }
    Ok(())
}

fn header_len(timecode: bool) -> usize {
    if timecode { field::TIMECODE.end } else { HEADER_LEN }
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}

/// Everything of a packet but its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Show everything received so far now.
    pub push: bool,
    /// The data comes from the receiver's own storage.
    pub storage: bool,
    /// This answers a query.
    pub reply: bool,
    /// The sender asks for the data of this id.
    pub query: bool,
    /// The middle 32 bits of an NTP time.
    pub timecode: Option<u32>,
    /// The packet's number.
    pub sequence: Sequence,
    /// What the data bytes are.
    pub data_type: DataType,
    /// For which output of the receiver.
    pub id: u8,
    /// Where the data begins in the receiver's picture, in bytes.
    pub offset: u32,
}

impl Header {
    /// RGB dots for the default output, beginning at byte `offset` of the picture.
    #[must_use]
    pub fn pixels(sequence: Sequence, offset: u32, push: bool) -> Self {
        Self {
            push,
            storage: false,
            reply: false,
            query: false,
            timecode: None,
            sequence,
            data_type: DataType::RGB8,
            id: ID_DISPLAY,
            offset,
        }
    }

    /// Gives a packet of pixels, made by [`Header::pixels`] and [`Header::emit`], another number; everything else of it
    /// stays. Its data, to be changed in place; none if it is too short to be one.
    pub fn renumber(sequence: Sequence, packet: &mut [u8]) -> &mut [u8] {
        if let Some(number) = packet.get_mut(field::SEQUENCE) {
            *number = sequence.number();
        }
        packet.get_mut(HEADER_LEN..).unwrap_or_default()
    }

    /// Appends a packet with this header and room for `len` data bytes, and gives the room to be filled.
    /// There is never room for more than [`MAX_DATA`].
    pub fn emit<'p>(&self, len: usize, into: &'p mut Packets) -> &'p mut [u8] {
        let len = len.min(MAX_DATA);
        let start = header_len(self.timecode.is_some());
        let packet = into.push(start + len);
        packet[field::FLAGS] = self.flags();
        packet[field::SEQUENCE] = self.sequence.number();
        packet[field::DATA_TYPE] = self.data_type.byte();
        packet[field::ID] = self.id;
        packet[field::OFFSET].copy_from_slice(&self.offset.to_be_bytes());
        // At most 1440.
        packet[field::LENGTH].copy_from_slice(&(len as u16).to_be_bytes());
        if let Some(timecode) = self.timecode {
            packet[field::TIMECODE].copy_from_slice(&timecode.to_be_bytes());
        }
        &mut packet[start..]
    }

    fn flags(&self) -> u8 {
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        flag::VERSION_1
            | bit(self.timecode.is_some(), flag::TIMECODE)
            | bit(self.storage, flag::STORAGE)
            | bit(self.reply, flag::REPLY)
            | bit(self.query, flag::QUERY)
            | bit(self.push, flag::PUSH)
    }
}

/// The meaning of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// Everything but the data.
    pub header: Header,
    /// The data, at most [`MAX_DATA`] bytes.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads one whole packet.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong; see [`Packet::new_checked`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let packet = Packet::new_checked(bytes)?;
        let header = Header {
            push: packet.push(),
            storage: packet.storage(),
            reply: packet.reply(),
            query: packet.query(),
            timecode: packet.timecode(),
            sequence: packet.sequence(),
            data_type: packet.data_type(),
            id: packet.id(),
            offset: packet.offset(),
        };
        Ok(Self { header, data: &bytes[header_len(header.timecode.is_some())..] })
    }

    /// How many bytes the packet takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        header_len(self.header.timecode.is_some()) + self.data.len()
    }

    /// Appends the packet.
    ///
    /// # Errors
    /// At the length field if there is too much data; at the id if it is reserved, or if this would write to the ids
    /// 246 or 250. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        let asks_or_answers = self.header.query || self.header.reply;
        if matches!(self.header.id, ID_CONTROL | ID_CONFIG) && !asks_or_answers {
            return Err(WireError { offset: field::ID, expected: "an id other than 246 and 250" });
        }
        if self.header.id == 0 {
            return Err(WireError { offset: field::ID, expected: "an id of 1 to 255" });
        }
        if self.data.len() > MAX_DATA {
            return Err(WireError {
                offset: field::LENGTH.start,
                expected: "a length of at most 1440 bytes",
            });
        }
        self.header.emit(self.data.len(), into).copy_from_slice(self.data);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Header { sequence, data_type, id, offset, .. } = self.header;
        write!(f, "DDP seq {} type {:02x} id {id} at {offset}", sequence.number(), data_type.byte())?;
        let words = [
            (self.header.push, " push"),
            (self.header.query, " query"),
            (self.header.reply, " reply"),
            (self.header.storage, " storage"),
        ];
        words.iter().filter(|(set, _)| *set).try_for_each(|(_, word)| f.write_str(word))?;
        if let Some(timecode) = self.header.timecode {
            write!(f, " timecode {timecode:08x}")?;
        }
        write!(f, " {} bytes", self.data.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_DOTS: [u8; 16] = [0x41, 1, 0x0B, 1, 0, 0, 0, 0, 0, 6, 0xFF, 0x00, 0x00, 0x00, 0x80, 0x40];

    #[test]
    fn a_packet_is_taken_apart_and_put_together_again() {
        let repr = Repr::parse(&TWO_DOTS).unwrap();
        assert_eq!(repr.header, Header::pixels(Sequence::FIRST, 0, true));
        assert_eq!(repr.data, [0xFF, 0, 0, 0, 0x80, 0x40]);
        assert_eq!(repr.to_string(), "DDP seq 1 type 0b id 1 at 0 push 6 bytes");
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), TWO_DOTS);
        assert_eq!(repr.buffer_len(), TWO_DOTS.len());
    }

    #[test]
    fn a_timecode_stands_before_the_data_and_is_not_counted() {
        let bytes = [0x51, 1, 0x0B, 1, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4, 7, 8, 9];
        let repr = Repr::parse(&bytes).unwrap();
        assert_eq!((repr.header.timecode, repr.data), (Some(0x0102_0304), &[7, 8, 9][..]));
        assert_eq!(Repr::parse(&bytes[..12]).unwrap_err().offset, 12);
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let wrong = |at: usize, byte: u8| {
            let mut bytes = TWO_DOTS;
            bytes[at] = byte;
            Repr::parse(&bytes).unwrap_err().offset
        };
        assert_eq!(wrong(0, 0x81), 0, "version 2");
        assert_eq!(wrong(0, 0x61), 0, "reserved flag");
        assert_eq!(wrong(1, 0x11), 1, "high nibble of the sequence");
        assert_eq!(wrong(2, 0x4B), 2, "reserved bit of the type");
        assert_eq!(wrong(2, 0x2B), 2, "a kind that does not exist");
        assert_eq!(wrong(3, 0), 3, "reserved id");
        assert_eq!(wrong(8, 6), 8, "1542 bytes");
        assert_eq!(wrong(9, 7), 16, "one byte missing");
        assert_eq!(wrong(9, 3), 13, "three bytes too many");
    }

    #[test]
    fn numbers_go_from_15_to_1_and_never_to_16_or_0() {
        let numbers = std::iter::successors(Some(Sequence::FIRST), |sequence| Some(sequence.next()));
        let numbers: Vec<u8> = numbers.take(17).map(Sequence::number).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2]);
        assert_eq!(Sequence::UNUSED.next(), Sequence::UNUSED);
        assert_eq!(Sequence::new(16), None);
    }

    #[test]
    fn control_and_configuration_of_a_board_are_never_written() {
        let mut header = Header::pixels(Sequence::UNUSED, 0, false);
        for id in [ID_CONTROL, ID_CONFIG, 0] {
            header.id = id;
            let mut packets = Packets::default();
            assert_eq!(Repr { header, data: b"{}" }.emit(&mut packets).unwrap_err().offset, 3);
            assert!(packets.is_empty());
        }
        header.id = ID_CONFIG;
        header.query = true;
        Repr { header, data: b"" }.emit(&mut Packets::default()).unwrap();
    }

    #[test]
    fn a_packet_never_carries_more_than_480_dots() {
        let header = Header::pixels(Sequence::FIRST, 0, true);
        assert_eq!(header.emit(9000, &mut Packets::default()).len(), MAX_DATA);
        let data = [0; MAX_DATA + 1];
        assert_eq!(Repr { header, data: &data }.emit(&mut Packets::default()).unwrap_err().offset, 8);
    }
}
