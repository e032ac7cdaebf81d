//! sACN, ANSI E1.31: universes of 512 slots in UDP datagrams, with a priority and the name of their source.
//!
//! All numbers are big-endian. A length is counted from its own field to the end of the packet, with 7 in its four highest
//! bits. Common to all packets, the root layer:
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 0 | 16 | `00 10 00 00`, `ASC-E1.17` and three zeros |
//! | 16 | 2 | length |
//! | 18 | 4 | vector: 4 data, 8 extended (synchronization and universe discovery) |
//! | 22 | 16 | CID: a UUID, the same for a source as long as it exists |
//!
//! Data, 126 + n bytes:
//!
//! | offset | bytes | field |
//! |--------|-------|-------|
//! | 38 | 2 | length |
//! | 40 | 4 | vector 2 |
//! | 44 | 64 | name of the source, UTF-8, filled up with zeros |
//! | 108 | 1 | priority 0 to 200 |
//! | 109 | 2 | synchronization address: hold the data until a packet for it comes; 0 = show them at once |
//! | 111 | 1 | sequence, counted per universe |
//! | 112 | 1 | options: 80 preview, 40 terminated, 20 go on where synchronization is lost; others 0 |
//! | 113 | 2 | universe 1 to 63999 |
//! | 115 | 2 | length |
//! | 117 | 8 | `02 a1 00 00 00 01`, and n + 1 as 2 bytes |
//! | 125 | 1 | start code, 0 = light |
//! | 126 | n | slots, at most 512 |
//!
//! Synchronization, 49 bytes: 38 length, 40 vector 1, 44 sequence, 45 synchronization address, 47 two zeros. Universe
//! discovery: see [`Discovery`].
//!
//! Source: ANSI E1.31-2018 as implemented by OLA, FPP, ETC's library, Hyperion and WLED.
//!
//! Proven: all three packets, by the crate `sacn` (data held until its synchronization, discovery, termination), data also by
//! OLA, tshark and two receivers on other platforms. Not proven: that boards act on synchronization; few receivers do.
//!
//! Reading is strict: a length, a vector or a reserved bit that is not as the tables say is an error.

mod discovery;

pub use discovery::{Discovery, MAX_LISTED};

use super::{Packets, WireError};
use std::ops::Range;

/// The UDP port of receivers.
pub const PORT: u16 = 5568;
/// The most slots of a universe.
pub const MAX_SLOTS: usize = 512;
/// The highest universe that carries light.
pub const LAST_UNIVERSE: u16 = 63_999;
/// The universe to whose group sources say which universes they send.
pub const DISCOVERY_UNIVERSE: u16 = 64_214;
/// The highest priority; where two sources send one universe, receivers follow the higher one.
pub const MAX_PRIORITY: u8 = 200;
/// Bytes before the slots.
pub const HEADER_LEN: usize = 126;
/// Bytes of a synchronization packet.
pub const SYNC_LEN: usize = 49;

const PREAMBLE: &[u8; 16] = b"\x00\x10\x00\x00ASC-E1.17\0\0\0";
/// What stands between the lengths and the number of slots: DMP, set property, addresses of two bytes from 0 in ones.
const PROPERTIES: &[u8; 6] = b"\x02\xa1\x00\x00\x00\x01";
const VECTOR_DATA: u32 = 4;
const VECTOR_EXTENDED: u32 = 8;
const EXTENDED_SYNC: u32 = 1;
const EXTENDED_DISCOVERY: u32 = 2;

mod field {
    use std::ops::Range;

    pub(super) const ROOT_LENGTH: usize = 16;
    pub(super) const ROOT_VECTOR: Range<usize> = 18..22;
    pub(super) const CID: Range<usize> = 22..38;
    pub(super) const FRAME_LENGTH: usize = 38;
    pub(super) const FRAME_VECTOR: Range<usize> = 40..44;
    pub(super) const SOURCE: Range<usize> = 44..108;
    pub(super) const PRIORITY: usize = 108;
    pub(super) const SYNC: Range<usize> = 109..111;
    pub(super) const SEQUENCE: usize = 111;
    pub(super) const OPTIONS: usize = 112;
    pub(super) const UNIVERSE: Range<usize> = 113..115;
    pub(super) const DATA_LENGTH: usize = 115;
    pub(super) const PROPERTIES: Range<usize> = 117..123;
    pub(super) const COUNT: Range<usize> = 123..125;
    pub(super) const START_CODE: usize = 125;
    pub(super) const SYNC_SEQUENCE: usize = 44;
    pub(super) const SYNC_ADDRESS: Range<usize> = 45..47;
    pub(super) const SYNC_RESERVED: Range<usize> = 47..49;
}

mod option {
    pub(super) const PREVIEW: u8 = 0x80;
    pub(super) const TERMINATED: u8 = 0x40;
    pub(super) const FORCE_SYNC: u8 = 0x20;
    pub(super) const RESERVED: u8 = 0x1F;
}

/// The multicast group of a universe, an IPv4 address.
#[must_use]
pub fn group(universe: u16) -> [u8; 4] {
    let [high, low] = universe.to_be_bytes();
    [239, 255, high, low]
}

/// Who sends, for good: 16 bytes of a UUID.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cid(pub [u8; 16]);

/// The name of a source as people know it: UTF-8, at most 63 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Source([u8; 64]);

impl Source {
    /// The most bytes of a name.
    pub const MOST: usize = 63;

    /// A name; `None` if it is longer than [`Source::MOST`] bytes or contains a zero.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let mut field = [0; 64];
        field.get_mut(..name.len().min(64))?.copy_from_slice(&name.as_bytes()[..name.len().min(64)]);
        (name.len() <= Self::MOST && !name.contains('\0')).then_some(Self(field))
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(0);
        std::str::from_utf8(&self.0[..end]).unwrap_or_default()
    }

    fn read(bytes: &[u8]) -> Result<Self, WireError> {
        let expected = "a name in UTF-8 and at least one zero byte behind it";
        let mut field: [u8; 64] = array(bytes, field::SOURCE, expected)?;
        let wrong = WireError { offset: field::SOURCE.start, expected };
        let end = field.iter().position(|byte| *byte == 0).ok_or(wrong)?;
        field[end..].fill(0);
        std::str::from_utf8(&field[..end]).map(|_| Self(field)).map_err(|_| wrong)
    }
}

impl Default for Source {
    /// No name.
    fn default() -> Self {
        Self([0; 64])
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.name())
    }
}

/// Everything of a data packet but its slots and their start code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Who sends.
    pub cid: Cid,
    /// As people know it.
    pub source: Source,
    /// 0 to [`MAX_PRIORITY`].
    pub priority: u8,
    /// The universe on which the word to show the data will come; 0 for at once.
    pub sync: u16,
    /// The packet's number within its universe.
    pub sequence: u8,
    /// Not meant for lamps.
    pub preview: bool,
    /// The last packets of a source in this universe.
    pub terminated: bool,
    /// Where synchronization gets lost, show data at once instead of what was there last.
    pub force_sync: bool,
    /// 1 to [`LAST_UNIVERSE`].
    pub universe: u16,
}

impl Header {
    /// Appends a packet of light with room for `len` slots, and gives the room to be filled. It is never more than
    /// [`MAX_SLOTS`].
    pub fn emit<'p>(&self, len: usize, into: &'p mut Packets) -> &'p mut [u8] {
        self.emit_as(0, len, into)
    }

    /// The same with another start code.
    pub fn emit_as<'p>(&self, start_code: u8, len: usize, into: &'p mut Packets) -> &'p mut [u8] {
        let len = len.min(MAX_SLOTS);
        let packet = into.push(HEADER_LEN + len);
        begin(packet, VECTOR_DATA, self.cid, 2);
        packet[field::SOURCE].copy_from_slice(&self.source.0);
        packet[field::PRIORITY] = self.priority.min(MAX_PRIORITY);
        packet[field::SYNC].copy_from_slice(&self.sync.to_be_bytes());
        packet[field::SEQUENCE] = self.sequence;
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        packet[field::OPTIONS] = bit(self.preview, option::PREVIEW)
            | bit(self.terminated, option::TERMINATED)
            | bit(self.force_sync, option::FORCE_SYNC);
        packet[field::UNIVERSE].copy_from_slice(&self.universe.to_be_bytes());
        length(packet, field::DATA_LENGTH);
        packet[field::PROPERTIES].copy_from_slice(PROPERTIES);
        // At most 513.
        packet[field::COUNT].copy_from_slice(&(len as u16 + 1).to_be_bytes());
        packet[field::START_CODE] = start_code;
        &mut packet[HEADER_LEN..]
    }

    /// Gives a data packet that [`Header::emit`] made another number; everything else of it stays. Its slots, to be changed in
    /// place; none if it is too short to be one.
    pub fn renumber(sequence: u8, packet: &mut [u8]) -> &mut [u8] {
        if let Some(number) = packet.get_mut(field::SEQUENCE) {
            *number = sequence;
        }
        packet.get_mut(HEADER_LEN..).unwrap_or_default()
    }
}

/// The word to show what was sent for this address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sync {
    /// Who sends.
    pub cid: Cid,
    /// The packet's number.
    pub sequence: u8,
    /// The universe that data were told to wait for.
    pub address: u16,
}

impl Sync {
    /// Appends the packet.
    pub fn emit(&self, into: &mut Packets) {
        let packet = into.push(SYNC_LEN);
        begin(packet, VECTOR_EXTENDED, self.cid, EXTENDED_SYNC);
        packet[field::SYNC_SEQUENCE] = self.sequence;
        packet[field::SYNC_ADDRESS].copy_from_slice(&self.address.to_be_bytes());
        packet[field::SYNC_RESERVED].fill(0);
    }

    /// Gives a packet that [`Sync::emit`] made another number.
    pub fn renumber(sequence: u8, packet: &mut [u8]) {
        if let Some(number) = packet.get_mut(field::SYNC_SEQUENCE) {
            *number = sequence;
        }
    }
}

/// Writes what all packets begin with: the root layer and the length and vector of the next.
fn begin(packet: &mut [u8], vector: u32, cid: Cid, inner: u32) {
    packet[..16].copy_from_slice(PREAMBLE);
    length(packet, field::ROOT_LENGTH);
    packet[field::ROOT_VECTOR].copy_from_slice(&vector.to_be_bytes());
    packet[field::CID].copy_from_slice(&cid.0);
    length(packet, field::FRAME_LENGTH);
    packet[field::FRAME_VECTOR].copy_from_slice(&inner.to_be_bytes());
}

/// Writes how many bytes there are from `at` on.
fn length(packet: &mut [u8], at: usize) {
    // No packet is longer than 1144 bytes.
    let length = 0x7000 | (packet.len() - at) as u16;
    packet[at..at + 2].copy_from_slice(&length.to_be_bytes());
}

/// The meaning of one packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repr<'a> {
    /// Slots of a universe.
    Data {
        /// Everything but the slots.
        header: Header,
        /// What the slots are; 0 for light.
        start_code: u8,
        /// The slots, at most 512.
        slots: &'a [u8],
    },
    /// The word to show what was sent.
    Sync(Sync),
    /// Which universes a source sends.
    Discovery(Discovery),
}

impl<'a> Repr<'a> {
    /// Reads one whole packet.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        expect(bytes, 0, PREAMBLE, "the preamble `00 10 00 00`, \"ASC-E1.17\" and three zero bytes")?;
        let header = "a root layer of 38 bytes";
        let [high, low] = array(bytes, 16..18, header)?;
        let said = u16::from_be_bytes([high & 0x0F, low]);
        if high & 0xF0 != 0x70 {
            return Err(WireError { offset: 16, expected: "7 in the four highest bits of a length" });
        }
        match bytes.len() - field::ROOT_LENGTH {
            have if have < said.into() => {
                return Err(WireError { offset: bytes.len(), expected: "as many bytes as the length says" });
            }
            have if have > said.into() => {
                let offset = field::ROOT_LENGTH + usize::from(said).max(2);
                return Err(WireError { offset, expected: "the end of the packet" });
            }
            _ => {}
        }
        let vector = u32::from_be_bytes(array(bytes, field::ROOT_VECTOR, header)?);
        let cid = Cid(array(bytes, field::CID, header)?);
        let inner = array(bytes, field::FRAME_VECTOR, "a framing layer").map(u32::from_be_bytes);
        match (vector, inner?) {
            (VECTOR_DATA, 2) => data(bytes, cid),
            (VECTOR_EXTENDED, EXTENDED_SYNC) => sync(bytes, cid),
            (VECTOR_EXTENDED, EXTENDED_DISCOVERY) => Discovery::parse(bytes, cid).map(Self::Discovery),
            (VECTOR_DATA | VECTOR_EXTENDED, _) => {
                let expected = "the vector of data, synchronization or universe discovery";
                Err(WireError { offset: field::FRAME_VECTOR.start, expected })
            }
            _ => Err(WireError { offset: field::ROOT_VECTOR.start, expected: "a vector of 4 or 8" }),
        }
    }
}

/// Whether this is what sources said of themselves by a draft of the standard. OLA still does; it is to be skipped.
#[must_use]
pub fn is_draft_discovery(bytes: &[u8]) -> bool {
    bytes.starts_with(PREAMBLE)
        && bytes.get(field::ROOT_VECTOR) == Some(&[0, 0, 0, 4])
        && bytes.get(field::FRAME_VECTOR) == Some(&[0, 0, 0, 4])
}

fn data(bytes: &[u8], cid: Cid) -> Result<Repr<'_>, WireError> {
    let whole = "a data packet of at least 126 bytes";
    counted(bytes, field::FRAME_LENGTH)?;
    let source = Source::read(bytes)?;
    let [priority] = array(bytes, 108..109, whole)?;
    let sync = u16::from_be_bytes(array(bytes, field::SYNC, whole)?);
    let [sequence, options] = array(bytes, 111..113, whole)?;
    let universe = u16::from_be_bytes(array(bytes, field::UNIVERSE, whole)?);
    let wrong = |offset, expected| Err(WireError { offset, expected });
    if priority > MAX_PRIORITY {
        return wrong(field::PRIORITY, "a priority of 0 to 200");
    }
    if options & option::RESERVED != 0 {
        return wrong(field::OPTIONS, "no options but 80, 40 and 20 hex");
    }
    if !(1..=LAST_UNIVERSE).contains(&universe) {
        return wrong(field::UNIVERSE.start, "a universe of 1 to 63999");
    }
    counted(bytes, field::DATA_LENGTH)?;
    expect(bytes, field::PROPERTIES.start, PROPERTIES, "02 a1 00 00 00 01")?;
    let count = usize::from(u16::from_be_bytes(array(bytes, field::COUNT, whole)?));
    let [start_code] = array(bytes, 125..126, whole)?;
    let slots = &bytes[HEADER_LEN..];
    if count != slots.len() + 1 || slots.len() > MAX_SLOTS {
        return wrong(field::COUNT.start, "as many slots as arrived and one more, at most 513");
    }
    let header = Header {
        cid,
        source,
        priority,
        sync,
        sequence,
        preview: options & option::PREVIEW != 0,
        terminated: options & option::TERMINATED != 0,
        force_sync: options & option::FORCE_SYNC != 0,
        universe,
    };
    Ok(Repr::Data { header, start_code, slots })
}

fn sync(bytes: &[u8], cid: Cid) -> Result<Repr<'_>, WireError> {
    let whole = "a synchronization packet of 49 bytes";
    counted(bytes, field::FRAME_LENGTH)?;
    let [sequence] = array(bytes, 44..45, whole)?;
    let address = u16::from_be_bytes(array(bytes, field::SYNC_ADDRESS, whole)?);
    expect(bytes, field::SYNC_RESERVED.start, &[0, 0], "two zero bytes")?;
    if bytes.len() > SYNC_LEN {
        return Err(WireError { offset: SYNC_LEN, expected: "the end of the packet" });
    }
    Ok(Repr::Sync(Sync { cid, sequence, address }))
}

/// Checks the length at `at`: the bytes from there to the end.
fn counted(bytes: &[u8], at: usize) -> Result<(), WireError> {
    let length = usize::from(u16::from_be_bytes(array(bytes, at..at + 2, "a length of 2 bytes")?));
    if length == 0x7000 | (bytes.len() - at) {
        return Ok(());
    }
    Err(WireError { offset: at, expected: "the number of bytes from here on, with 7 in the highest bits" })
}

/// The bytes of a field.
fn array<const N: usize>(
    bytes: &[u8],
    at: Range<usize>,
    expected: &'static str,
) -> Result<[u8; N], WireError> {
    let field = bytes.get(at).and_then(|field| field.try_into().ok());
    field.ok_or(WireError { offset: bytes.len(), expected })
}

/// Refuses a field that is not `wanted`, at its first byte that differs.
fn expect(bytes: &[u8], at: usize, wanted: &[u8], expected: &'static str) -> Result<(), WireError> {
    let at = at.min(bytes.len());
    let same = bytes[at..].iter().zip(wanted).take_while(|(a, b)| a == b).count();
    if same == wanted.len() { Ok(()) } else { Err(WireError { offset: at + same, expected }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            cid: Cid([7; 16]),
            source: Source::new("Cổng chính").unwrap(),
            priority: 100,
            sync: 0,
            sequence: 255,
            preview: false,
            terminated: false,
            force_sync: false,
            universe: 258,
        }
    }

    fn packet(header: &Header, slots: &[u8]) -> Vec<u8> {
        let mut packets = Packets::default();
        header.emit(slots.len(), &mut packets).copy_from_slice(slots);
        packets.bytes().to_vec()
    }

    #[test]
    fn every_field_reads_as_it_was_written() {
        let header = Header { priority: 200, sync: 7000, terminated: true, force_sync: true, ..header() };
        let bytes = packet(&header, &[1, 2, 3]);
        assert_eq!(Repr::parse(&bytes), Ok(Repr::Data { header, start_code: 0, slots: &[1, 2, 3] }));
        assert_eq!((bytes[112], &bytes[113..117]), (0x60, &[1, 2, 0x70, 0x0E][..]));
        assert_eq!(header.source.name(), "Cổng chính");
    }

    #[test]
    fn a_group_is_named_by_its_universe() {
        assert_eq!(group(DISCOVERY_UNIVERSE), [239, 255, 250, 214]);
        assert_eq!(group(1), [239, 255, 0, 1]);
    }

    #[test]
    fn a_refusal_names_the_first_byte_that_is_wrong() {
        let good = packet(&header(), &[0; 6]);
        for (at, byte, place) in [
            (0, 1, 0),
            (15, 1, 15),
            (16, 0x60, 16),
            (18, 1, 18),
            (39, 0, 38),
            (43, 3, 40),
            (44, 0xFF, 44),
            (108, 201, 108),
            (112, 1, 112),
            (113, 0xFF, 113),
            (116, 0, 115),
            (118, 0, 118),
            (124, 6, 123),
        ] {
            let mut bytes = good.clone();
            bytes[at] = byte;
            assert_eq!(Repr::parse(&bytes).unwrap_err().offset, place, "byte {at}");
        }
        let mut unnamed = good.clone();
        unnamed[44..108].fill(b'x');
        assert_eq!(Repr::parse(&unnamed).unwrap_err().offset, 44, "no zero behind the name");
    }

    #[test]
    fn what_old_sources_say_of_themselves_is_known_and_not_taken_for_data() {
        let mut bytes = packet(&header(), &[]);
        assert!(!is_draft_discovery(&bytes));
        bytes.truncate(117);
        bytes[43] = 4;
        length(&mut bytes, 16);
        assert!(is_draft_discovery(&bytes));
        assert_eq!(Repr::parse(&bytes).unwrap_err().offset, 40);
    }

    #[test]
    fn a_name_is_at_most_63_bytes() {
        assert!(Source::new(&"x".repeat(63)).is_some());
        assert_eq!(Source::new(&"x".repeat(64)), None);
        assert_eq!(Source::new(&"x".repeat(900)), None);
        assert_eq!(Source::new("a\0b"), None);
    }
}
