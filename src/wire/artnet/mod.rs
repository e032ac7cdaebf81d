//! Art-Net 4: universes of 512 channels in UDP datagrams.
//!
//! Common to all packets: bytes 0 to 7 are `Art-Net` and a zero, 8 and 9 the opcode, low byte first. All but the reply to a
//! poll go on with the protocol version, 14, high byte first.
//!
//! | opcode | offset | bytes | field |
//! |--------|--------|-------|-------|
//! | 5000 ArtDmx | 12 | 1 | sequence 1 to 255, then 1 again, counted per Port-Address; 0 = not used |
//! | | 13 | 1 | physical port, for information only |
//! | | 14 | 1 | low 8 bits of the Port-Address: sub-net and universe |
//! | | 15 | 1 | its high 7 bits: net |
//! | | 16 | 2 | number of channels, big-endian: even, 2 to 512 |
//! | | 18 | n | channels, without a start code |
//! | 5200 ArtSync | 12 | 2 | 0 |
//! | 2000 ArtPoll | 12 | 1 | what is to be told unasked: 02 = changes |
//! | | 13 | 1 | least priority of diagnostics |
//! | | 14 | n | newer senders go on: which Port-Addresses are meant, and who asks |
//! | 2100 ArtPollReply | 10 | 197 to 470 | see [`PollReply`] |
//!
//! Source: the packet definitions of Artistic Licence's Art-Net pages, and the senders and receivers of OLA, FPP and WLED.
//!
//! Proven: ArtDmx, ArtPoll and the reply, by OLA and tshark, `stupidArtnet` and the crate `artnet_protocol`. Not proven: what
//! a node does on ArtSync while it merges two senders; few nodes take ArtSync at all.
//!
//! Reading is strict where a receiver would light something else: an odd number of channels, or another one than arrived,
//! is an error. What is not in the table has no code here: addresses, inputs, firmware and files of a node cannot be written.

mod poll_reply;

pub use poll_reply::{PollReply, Text};

use super::{Packets, WireError};
use std::ops::Range;

/// The UDP port of nodes and of those who ask for them.
pub const PORT: u16 = 6454;
/// The most channels of a universe.
pub const MAX_CHANNELS: usize = 512;
/// The highest Port-Address.
pub const LAST_ADDRESS: u16 = 0x7FFF;
/// Bytes before the channels.
pub const HEADER_LEN: usize = 18;
/// Bytes of the packet that says "show it now".
pub const SYNC_LEN: usize = 14;

/// What newer senders may add to a poll, and newer nodes to a reply, in bytes.
const MAX_MORE: usize = 273;

const MAGIC: &[u8; 8] = b"Art-Net\0";
const VERSION: u16 = 14;

mod opcode {
    pub(super) const POLL: u16 = 0x2000;
    pub(super) const POLL_REPLY: u16 = 0x2100;
    pub(super) const DMX: u16 = 0x5000;
    pub(super) const SYNC: u16 = 0x5200;
}

mod field {
    use std::ops::Range;

    pub(super) const MAGIC: Range<usize> = 0..8;
    pub(super) const OPCODE: Range<usize> = 8..10;
    pub(super) const VERSION: Range<usize> = 10..12;
    pub(super) const SEQUENCE: usize = 12;
    pub(super) const PHYSICAL: usize = 13;
    pub(super) const ADDRESS: Range<usize> = 14..16;
    pub(super) const LENGTH: Range<usize> = 16..18;
    pub(super) const AUX: Range<usize> = 12..14;
    pub(super) const TALK: usize = 12;
    pub(super) const PRIORITY: usize = 13;
}

/// A packet's number within its universe: 1 to 255 and then 1 again, or 0 where numbers are not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Sequence(pub u8);

impl Sequence {
    /// The number of the first packet of a numbered stream.
    pub const FIRST: Self = Self(1);

    /// The number of the packet after this one: 255 is followed by 1, and packets without numbers stay so.
    #[must_use]
    pub fn next(self) -> Self {
        match self.0 {
            0 => Self(0),
            number => Self(number.checked_add(1).unwrap_or(1)),
        }
    }
}

/// Everything of an ArtDmx but its channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The packet's number.
    pub sequence: Sequence,
    /// The port the channels came in by; nobody minds.
    pub physical: u8,
    /// Port-Address: net, sub-net and universe in one number, at most [`LAST_ADDRESS`].
    pub universe: u16,
}

impl Header {
    /// Appends a packet with room for `len` channels, and gives the room to be filled. It is never more than
    /// [`MAX_CHANNELS`]; where it is odd or none, zeros make up for it behind the room.
    pub fn emit<'p>(&self, len: usize, into: &'p mut Packets) -> &'p mut [u8] {
        let len = len.min(MAX_CHANNELS);
        let padded = padded(len);
        let packet = begin(opcode::DMX, HEADER_LEN + padded, into);
        packet[field::SEQUENCE] = self.sequence.0;
        packet[field::PHYSICAL] = self.physical;
        packet[field::ADDRESS].copy_from_slice(&self.universe.min(LAST_ADDRESS).to_le_bytes());
        // At most 512.
        packet[field::LENGTH].copy_from_slice(&(padded as u16).to_be_bytes());
        packet[HEADER_LEN + len..].fill(0);
        &mut packet[HEADER_LEN..HEADER_LEN + len]
    }

    /// How many bytes a packet with `len` channels takes.
    #[must_use]
    pub fn packet_len(len: usize) -> usize {
        HEADER_LEN + padded(len.min(MAX_CHANNELS))
    }

    /// Gives a packet that [`Header::emit`] made another number; everything else of it stays. Its channels, to be changed in
    /// place; none if it is too short to be one.
    pub fn renumber(sequence: Sequence, packet: &mut [u8]) -> &mut [u8] {
        if let Some(number) = packet.get_mut(field::SEQUENCE) {
            *number = sequence.0;
        }
        packet.get_mut(HEADER_LEN..).unwrap_or_default()
    }
}

fn padded(len: usize) -> usize {
    len.next_multiple_of(2).max(2)
}

/// Appends a packet of `len` bytes with the fields common to all that carry the version.
fn begin(opcode: u16, len: usize, into: &mut Packets) -> &mut [u8] {
    let packet = into.push(len);
    packet[field::MAGIC].copy_from_slice(MAGIC);
    packet[field::OPCODE].copy_from_slice(&opcode.to_le_bytes());
    packet[field::VERSION].copy_from_slice(&VERSION.to_be_bytes());
    packet
}

/// Appends an ArtSync: what has arrived is to be shown now.
pub fn emit_sync(into: &mut Packets) {
    begin(opcode::SYNC, SYNC_LEN, into)[field::AUX].fill(0);
}

/// A question who is there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Poll {
    /// What nodes are to tell unasked: bit 1 set means changes of theirs.
    pub talk_to_me: u8,
    /// The least priority of diagnostics that is asked for.
    pub priority: u8,
    /// What newer senders add, at most 273 bytes.
    pub more: Vec<u8>,
}

impl Poll {
    /// Appends the packet; what is too long of [`Poll::more`] is left out.
    pub fn emit(&self, into: &mut Packets) {
        let more = &self.more[..self.more.len().min(MAX_MORE)];
        let packet = begin(opcode::POLL, 14 + more.len(), into);
        packet[field::TALK] = self.talk_to_me;
        packet[field::PRIORITY] = self.priority;
        packet[14..].copy_from_slice(more);
    }
}

/// The meaning of one packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repr<'a> {
    /// Channels of a universe.
    Dmx {
        /// Everything but the channels.
        header: Header,
        /// The channels: an even number of them, 2 to 512.
        data: &'a [u8],
    },
    /// What has arrived is to be shown now.
    Sync,
    /// Who is there?
    Poll(Poll),
    /// A node says what it is.
    PollReply(Box<PollReply>),
}

impl<'a> Repr<'a> {
    /// Reads one whole packet.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        expect(bytes, field::MAGIC, MAGIC, "\"Art-Net\" and a zero byte")?;
        let [low, high] = array(bytes, field::OPCODE, "an opcode of 2 bytes")?;
        let opcode = u16::from_le_bytes([low, high]);
        if opcode == opcode::POLL_REPLY {
            return PollReply::parse(bytes).map(|reply| Self::PollReply(Box::new(reply)));
        }
        if !matches!(opcode, opcode::DMX | opcode::SYNC | opcode::POLL) {
            let expected =
                "an opcode of ArtDmx 5000, ArtSync 5200, ArtPoll 2000 or ArtPollReply 2100, low byte first";
            return Err(WireError { offset: field::OPCODE.start, expected });
        }
        let version = array(bytes, field::VERSION, "a protocol version of 2 bytes")?;
        if u16::from_be_bytes(version) < VERSION {
            return Err(WireError { offset: field::VERSION.start, expected: "protocol version 14 or newer" });
        }
        match opcode {
            opcode::DMX => dmx(bytes),
            opcode::SYNC => {
                expect(bytes, field::AUX, &[0, 0], "two zero bytes")?;
                end(bytes, SYNC_LEN)?;
                Ok(Self::Sync)
            }
            _ => {
                let [talk_to_me, priority] = array(bytes, field::AUX, "a poll of at least 14 bytes")?;
                end(bytes, bytes.len().min(14 + MAX_MORE))?;
                Ok(Self::Poll(Poll { talk_to_me, priority, more: bytes[14..].to_vec() }))
            }
        }
    }
}

fn dmx(bytes: &[u8]) -> Result<Repr<'_>, WireError> {
    let [sequence, physical] = array(bytes, 12..14, "a header of 18 bytes")?;
    let universe = u16::from_le_bytes(array(bytes, field::ADDRESS, "a header of 18 bytes")?);
    let length = u16::from_be_bytes(array(bytes, field::LENGTH, "a header of 18 bytes")?);
    if universe > LAST_ADDRESS {
        return Err(WireError { offset: 15, expected: "a net of 0 to 127" });
    }
    let length = usize::from(length);
    if !(2..=MAX_CHANNELS).contains(&length) || !length.is_multiple_of(2) {
        return Err(WireError {
            offset: field::LENGTH.start,
            expected: "an even length of 2 to 512 channels",
        });
    }
    end(bytes, HEADER_LEN + length)?;
    let header = Header { sequence: Sequence(sequence), physical, universe };
    Ok(Repr::Dmx { header, data: &bytes[HEADER_LEN..] })
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
fn expect(bytes: &[u8], at: Range<usize>, wanted: &[u8], expected: &'static str) -> Result<(), WireError> {
    let start = at.start.min(bytes.len());
    let same = bytes[start..].iter().zip(wanted).take_while(|(a, b)| a == b).count();
    if same == wanted.len() { Ok(()) } else { Err(WireError { offset: start + same, expected }) }
}

/// Refuses a packet that is not `len` bytes long.
fn end(bytes: &[u8], len: usize) -> Result<(), WireError> {
    match bytes.len() {
        have if have < len => Err(WireError { offset: have, expected: "as many bytes as the packet says" }),
        have if have > len => Err(WireError { offset: len, expected: "the end of the packet" }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_is_the_bytes_of_the_table() {
        let mut packets = Packets::default();
        let header = Header { sequence: Sequence(1), physical: 0, universe: 0x123 };
        header.emit(6, &mut packets).copy_from_slice(&[0xFF, 0, 0, 0, 0x80, 0x40]);
        let bytes = b"Art-Net\0\x00\x50\x00\x0e\x01\x00\x23\x01\x00\x06\xff\x00\x00\x00\x80\x40";
        assert_eq!(packets.bytes(), bytes);
        assert_eq!(Repr::parse(bytes), Ok(Repr::Dmx { header, data: &bytes[18..] }));
    }

    #[test]
    fn an_odd_number_of_channels_is_filled_up_with_a_zero_and_never_more_than_512_go_out() {
        let header = Header { sequence: Sequence::FIRST, physical: 0, universe: 1 };
        for (asked, room, sent) in
            [(0, 0, 2), (1, 1, 2), (2, 2, 2), (511, 511, 512), (512, 512, 512), (900, 512, 512)]
        {
            let mut packets = Packets::default();
            let data = header.emit(asked, &mut packets);
            assert_eq!(data.len(), room);
            data.fill(9);
            let Ok(Repr::Dmx { data, .. }) = Repr::parse(packets.bytes()) else { panic!("{asked}") };
            assert_eq!((data.len(), Header::packet_len(asked)), (sent, 18 + sent));
            assert!(data[..room].iter().all(|&byte| byte == 9) && data[room..].iter().all(|&byte| byte == 0));
        }
    }

    #[test]
    fn numbers_begin_again_at_one() {
        let mut sequence = Sequence::FIRST;
        for wanted in (2..=255).chain(1..4) {
            sequence = sequence.next();
            assert_eq!(sequence.0, wanted);
        }
        assert_eq!(Sequence(0).next(), Sequence(0));
    }

    #[test]
    fn a_refusal_names_the_first_byte_that_is_wrong() {
        let dmx = b"Art-Net\0\x00\x50\x00\x0e\x01\x00\x23\x01\x00\x02\xff\x00";
        assert!(Repr::parse(dmx).is_ok());
        for (at, byte) in [(0, b'a'), (7, 1), (8, 1), (9, 0x60), (15, 0x80), (17, 3)] {
            let mut bytes = *dmx;
            bytes[at] = byte;
            // Numbers of two bytes are refused at their first one.
            let place = match at {
                9 => 8,
                17 => 16,
                _ => at,
            };
            assert_eq!(Repr::parse(&bytes).unwrap_err().offset, place, "byte {at}");
        }
        let mut old = *dmx;
        old[11] = 13;
        assert_eq!(Repr::parse(&old).unwrap_err().offset, 10);
        old[11] = 15;
        assert!(Repr::parse(&old).is_ok(), "newer versions keep the layout");
    }

    #[test]
    fn a_poll_may_be_longer_than_it_was() {
        let mut bytes = b"Art-Net\0\x00\x20\x00\x0e\x02\x10".to_vec();
        bytes.extend([1; MAX_MORE]);
        let Ok(Repr::Poll(poll)) = Repr::parse(&bytes) else { panic!() };
        assert_eq!((poll.talk_to_me, poll.priority, poll.more.len()), (2, 0x10, MAX_MORE));
        bytes.push(1);
        assert!(Repr::parse(&bytes).is_err());
    }
}
