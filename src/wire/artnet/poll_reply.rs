//! ArtPollReply: what a node says of itself.

use super::{MAGIC, array, field, opcode};
use crate::wire::{Packets, WireError};

/// Bytes of the oldest form; everything behind them is optional.
const LEAST: usize = 207;
/// Nothing longer is read.
const MOST: usize = 480;

/// A text of at most `N` bytes, as a node has it: ASCII or Latin-1, ended by a zero byte or by the end of its field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize>([u8; N]);

impl<const N: usize> Text<N> {
    /// A text; `None` if it has characters beyond Latin-1, a zero, or more than `N` of them.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut field = [0; N];
        let mut chars = text.chars();
        for (byte, char) in field.iter_mut().zip(&mut chars) {
            *byte = u8::try_from(char).ok().filter(|byte| *byte != 0)?;
        }
        chars.next().is_none().then_some(Self(field))
    }

    /// A field of a packet; what follows its zero byte is forgotten.
    fn read(mut field: [u8; N]) -> Self {
        let end = field.iter().position(|byte| *byte == 0).unwrap_or(N);
        field[end..].fill(0);
        Self(field)
    }
}

impl<const N: usize> std::fmt::Display for Text<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().take_while(|byte| **byte != 0).try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

impl<const N: usize> std::fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.to_string())
    }
}

/// A node's answer to a poll.
///
/// | offset | bytes | field |
/// |--------|-------|-------|
/// | 10 | 4 | IPv4 address |
/// | 14 | 2 | port, little-endian |
/// | 16 | 2 | firmware version |
/// | 18 | 1 | net: bits 8 to 14 of its Port-Addresses |
/// | 19 | 1 | sub-net: bits 4 to 7 of them |
/// | 20 | 2 | OEM code |
/// | 22 | 1 | version of its extension |
/// | 23 | 1 | status |
/// | 24 | 2 | manufacturer, little-endian |
/// | 26 | 18 | short name |
/// | 44 | 64 | long name |
/// | 108 | 64 | report: `#0001 [n] text` |
/// | 172 | 2 | number of ports, at most 4 |
/// | 174 | 4 | types of the ports: 80 = an output, 40 = an input |
/// | 178 | 4 | state of the inputs |
/// | 182 | 4 | state of the outputs |
/// | 186 | 4 | inputs: low 4 bits of the Port-Address |
/// | 190 | 4 | outputs: low 4 bits of the Port-Address |
/// | 194 | 1 | priority (once: video) |
/// | 195 | 1 | macro keys |
/// | 196 | 1 | remote keys |
/// | 197 | 3 | spare |
/// | 200 | 1 | style |
/// | 201 | 6 | MAC address |
/// | 207 | 4 | IPv4 address of the root device |
/// | 211 | 1 | number of this part of the device, from 1 |
/// | 212 | 1 | second status |
/// | 213 | n | newer fields and filler: 239 bytes altogether, 240 from FPP |
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table above says it field by field")]
pub struct PollReply {
    pub ip: [u8; 4],
    pub port: u16,
    pub version: u16,
    pub net: u8,
    pub sub_net: u8,
    pub oem: u16,
    pub extension: u8,
    pub status: u8,
    pub manufacturer: u16,
    pub short_name: Text<18>,
    pub long_name: Text<64>,
    pub report: Text<64>,
    pub ports: u16,
    pub port_types: [u8; 4],
    pub good_input: [u8; 4],
    pub good_output: [u8; 4],
    pub inputs: [u8; 4],
    pub outputs: [u8; 4],
    pub priority: u8,
    pub macros: u8,
    pub remote: u8,
    pub spare: [u8; 3],
    pub style: u8,
    pub mac: [u8; 6],
    /// Everything from byte 207 on, at most 273 bytes.
    pub more: Vec<u8>,
}

impl PollReply {
    /// The answer of a node that has nothing to say, in the form of 239 bytes.
    #[must_use]
    pub fn empty() -> Self {
        let nothing = [0; 4];
        Self {
            ip: nothing,
            port: super::PORT,
            version: 0,
            net: 0,
            sub_net: 0,
            oem: 0,
            extension: 0,
            status: 0,
            manufacturer: 0,
            short_name: Text([0; 18]),
            long_name: Text([0; 64]),
            report: Text([0; 64]),
            ports: 0,
            port_types: nothing,
            good_input: nothing,
            good_output: nothing,
            inputs: nothing,
            outputs: nothing,
            priority: 0,
            macros: 0,
            remote: 0,
            spare: [0; 3],
            style: 0,
            mac: [0; 6],
            more: vec![0; 239 - LEAST],
        }
    }

    /// Reads a whole packet of 207 to 480 bytes.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() < LEAST {
            return Err(WireError { offset: bytes.len(), expected: "a reply of at least 207 bytes" });
        }
        if bytes.len() > MOST {
            return Err(WireError { offset: MOST, expected: "the end of the packet" });
        }
        let mut fields = Fields { bytes, at: field::OPCODE.end };
        Ok(Self {
            ip: fields.take()?,
            port: u16::from_le_bytes(fields.take()?),
            version: fields.word()?,
            net: fields.byte()?,
            sub_net: fields.byte()?,
            oem: fields.word()?,
            extension: fields.byte()?,
            status: fields.byte()?,
            manufacturer: u16::from_le_bytes(fields.take()?),
            short_name: Text::read(fields.take()?),
            long_name: Text::read(fields.take()?),
            report: Text::read(fields.take()?),
            ports: fields.word()?,
            port_types: fields.take()?,
            good_input: fields.take()?,
            good_output: fields.take()?,
            inputs: fields.take()?,
            outputs: fields.take()?,
            priority: fields.byte()?,
            macros: fields.byte()?,
            remote: fields.byte()?,
            spare: fields.take()?,
            style: fields.byte()?,
            mac: fields.take()?,
            more: bytes[LEAST..].to_vec(),
        })
    }

    /// Appends the packet; what is too long of `more` is left out.
    pub fn emit(&self, into: &mut Packets) {
        let more = &self.more[..self.more.len().min(MOST - LEAST)];
        let parts: [&[u8]; 27] = [
            MAGIC,
            &opcode::POLL_REPLY.to_le_bytes(),
            &self.ip,
            &self.port.to_le_bytes(),
            &self.version.to_be_bytes(),
            &[self.net],
            &[self.sub_net],
            &self.oem.to_be_bytes(),
            &[self.extension],
            &[self.status],
            &self.manufacturer.to_le_bytes(),
            &self.short_name.0,
            &self.long_name.0,
            &self.report.0,
            &self.ports.to_be_bytes(),
            &self.port_types,
            &self.good_input,
            &self.good_output,
            &self.inputs,
            &self.outputs,
            &[self.priority],
            &[self.macros],
            &[self.remote],
            &self.spare,
            &[self.style],
            &self.mac,
            more,
        ];
        let mut rest = into.push(LEAST + more.len());
        for part in parts {
            let (field, after) = rest.split_at_mut(part.len());
            field.copy_from_slice(part);
            rest = after;
        }
    }

    /// The Port-Addresses it lights.
    pub fn universes(&self) -> impl Iterator<Item = u16> {
        let high = u16::from(self.net & 0x7F) << 8 | u16::from(self.sub_net & 0x0F) << 4;
        let ports = self.port_types.iter().zip(self.outputs).take(self.ports.into());
        ports.filter(|(kind, _)| *kind & 0x80 != 0).map(move |(_, low)| high | u16::from(low & 0x0F))
    }

    /// The address of the device this is a part of, and the number of the part, if it says so.
    #[must_use]
    pub fn bound(&self) -> Option<([u8; 4], u8)> {
        let ip = self.more.first_chunk().copied()?;
        Some((ip, *self.more.get(4)?))
    }
}

/// The bytes of a packet, field by field.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let start = self.at;
        self.at += N;
        array(self.bytes, start..self.at, "a reply of at least 207 bytes")
    }

    fn byte(&mut self) -> Result<u8, WireError> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn word(&mut self) -> Result<u16, WireError> {
        self.take().map(u16::from_be_bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::artnet::Repr;

    fn written(reply: &PollReply) -> Vec<u8> {
        let mut packets = Packets::default();
        reply.emit(&mut packets);
        packets.bytes().to_vec()
    }

    fn read(bytes: &[u8]) -> PollReply {
        match Repr::parse(bytes) {
            Ok(Repr::PollReply(reply)) => *reply,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_form_from_207_bytes_on_reads_as_it_was_written() {
        for more in [0, 4, 5, 32, 33, MOST - LEAST] {
            let reply = PollReply {
                short_name: Text::new("cong chinh").unwrap(),
                mac: [1, 2, 3, 4, 5, 6],
                more: (0..=255).cycle().take(more).collect(),
                ..PollReply::empty()
            };
            assert_eq!(read(&written(&reply)), reply);
            assert_eq!(reply.bound(), (more >= 5).then_some(([0, 1, 2, 3], 4)));
        }
        let longer = PollReply { more: vec![0; MOST], ..PollReply::empty() };
        assert_eq!(written(&longer).len(), MOST);
        assert_eq!(Repr::parse(&[&written(&longer)[..], &[0]].concat()).unwrap_err().offset, MOST);
    }

    #[test]
    fn only_outputs_are_universes_that_light_something() {
        let reply = PollReply {
            net: 1,
            sub_net: 2,
            ports: 3,
            port_types: [0x80, 0x40, 0xC0, 0x80],
            outputs: [3, 4, 5, 6],
            ..PollReply::empty()
        };
        assert_eq!(reply.universes().collect::<Vec<_>>(), [0x123, 0x125]);
    }

    #[test]
    fn a_name_ends_at_its_zero_and_has_only_letters_a_node_knows() {
        let mut bytes = written(&PollReply::empty());
        bytes[26..44].copy_from_slice(b"a b\0left over12345");
        assert_eq!(read(&bytes).short_name.to_string(), "a b");
        bytes[26..44].fill(b'x');
        assert_eq!(read(&bytes).short_name.to_string(), "x".repeat(18), "no zero needs to follow");
        assert_eq!(Text::<18>::new("Cổng"), None);
        assert_eq!(Text::<3>::new("abcd"), None);
    }
}
