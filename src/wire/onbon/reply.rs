//! What a card answers.
//!
//! A body is `00`, group, command, status u16, error u16, length u16, data. The command of an answer with data is that of the
//! question with bit 7 set; all others are answered by `A0 00` (done) or `A0 01` (refused, with bit 0 of the status and the error).
//! Answers may be longer than the documents say: newer firmware appends fields, which are kept as they are.

use super::{Clock, Colours, Device, Error, Reader};
use crate::wire::{WireError, wrong};

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Done.
    Ack,
    /// Refused.
    Nack(Error),
    /// What it is.
    Ping(Box<Ping>),
    /// Its firmware.
    Firmware {
        /// Its name.
        name: [u8; 4],
        /// Its version.
        version: [u8; 8],
        /// When it was made, as text.
        made: [u8; 19],
    },
    /// How it is.
    Status(Box<Status>),
    /// How bright it is around it; on newer firmware also by what it is how bright.
    Brightness {
        /// What the sensor says.
        ambient: u32,
        /// Mode and level 0 to 15.
        level: Option<(u8, u8)>,
    },
    /// A file can be read.
    StartRead(Readable),
    /// A block of it.
    Block {
        /// Nothing follows.
        last: bool,
        /// Its name.
        name: [u8; 4],
        /// Where in the file.
        offset: u32,
        /// The bytes.
        data: Vec<u8>,
    },
    /// How many files there are.
    Directory(u16),
    /// Some of them.
    Entries {
        /// Nothing follows.
        last: bool,
        /// The number of the first one.
        offset: u16,
        /// The files.
        entries: Vec<Entry>,
    },
    /// Its room in bytes.
    Volume {
        /// All.
        total: u32,
        /// What is free.
        free: u32,
    },
}

/// A file that can be read: its name, length and sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Readable {
    /// Its name.
    pub name: [u8; 4],
    /// Its length in bytes.
    pub len: u32,
    /// Its sum.
    pub crc: [u8; 4],
}

/// A file of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: [u8; 4],
    /// Its kind.
    pub kind: u8,
    /// Its length in bytes.
    pub len: u32,
    /// Its sum.
    pub crc: [u8; 4],
}

/// What a card is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ping {
    /// Its type.
    pub device: Device,
    /// Its firmware.
    pub firmware: [u8; 8],
    /// Whether its parameters are set.
    pub parameters: u8,
    /// Its address.
    pub address: u16,
    /// A code of its line's speed.
    pub baud: u8,
    /// In dots.
    pub width: u16,
    /// In dots.
    pub height: u16,
    /// Which lamps it drives.
    pub colours: Colours,
    /// 0 to 15.
    pub brightness: u8,
    /// Whether its face is lit.
    pub on: bool,
    /// How it scans.
    pub scan: u16,
    /// Rows a channel.
    pub rows: u8,
    /// Shades.
    pub grey: u8,
    /// The width of a unit in dots.
    pub unit: u16,
    /// What follows: it differs between generations and firmwares.
    pub rest: Vec<u8>,
}

/// How a card is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether its face is lit.
    pub on: bool,
    /// Whether it goes by hours.
    pub timing: u8,
    /// By what it is how bright.
    pub bright_mode: u8,
    /// 0 to 15.
    pub brightness: u8,
    /// How many programmes it has.
    pub programmes: u16,
    /// The one it plays.
    pub current: [u8; 4],
    /// Whether its face is locked.
    pub screen_locked: bool,
    /// Whether one programme is kept on.
    pub programme_locked: bool,
    /// How it runs.
    pub run_mode: u8,
    /// Whether its clock works: 1 if it does.
    pub clock_works: u8,
    /// Its clock; all zeros, which is no time, where its digits are none: a card whose clock broke must still be understood.
    pub clock: Clock,
    /// Temperatures, humidity, noise, button, and what newer firmware appends.
    pub rest: Vec<u8>,
}

/// The most bytes that firmware may append.
const MAX_REST: usize = 64;
/// Bytes of one file in a list.
const ENTRY_LEN: usize = 13;

impl Reply {
    /// Group and command.
    #[must_use]
    pub fn command(&self) -> (u8, u8) {
        match self {
            Self::Ack => (0xA0, 0x00),
            Self::Nack(_) => (0xA0, 0x01),
            Self::Ping(_) => (0xA2, 0x80),
            Self::Firmware { .. } => (0xA2, 0x84),
            Self::Status(_) => (0xA2, 0x8F),
            Self::Brightness { .. } => (0xA2, 0x99),
            Self::StartRead(_) => (0xA1, 0x84),
            Self::Block { .. } => (0xA1, 0x85),
            Self::Directory(_) => (0xA1, 0x86),
            Self::Entries { .. } => (0xA1, 0x87),
            Self::Volume { .. } => (0xA1, 0x92),
        }
    }

    /// The body.
    #[must_use]
    pub fn emit(&self) -> Vec<u8> {
        let ((group, command), data) = (self.command(), self.data());
        let (status, error): (u16, u16) = match self {
            Self::Nack(error) => (1, error.code()),
            _ => (0, 0),
        };
        let mut body = vec![0x00, group, command];
        body.extend([status.to_le_bytes(), error.to_le_bytes(), (data.len() as u16).to_le_bytes()].concat());
        body.extend(data);
        body
    }

    fn data(&self) -> Vec<u8> {
        match self {
            Self::Ack | Self::Nack(_) => Vec::new(),
            Self::Ping(ping) => ping.data(),
            Self::Firmware { name, version, made } => [&name[..], version, made].concat(),
            Self::Status(status) => status.data(),
            Self::Brightness { ambient, level } => {
                let level = level.map_or_else(Vec::new, |(mode, level)| vec![mode, level]);
                [&ambient.to_le_bytes()[..], &level].concat()
            }
            Self::StartRead(file) => [&file.name[..], &file.len.to_le_bytes(), &file.crc].concat(),
            Self::Block { last, name, offset, data } => {
                [&[u8::from(*last)][..], name, &offset.to_le_bytes(), data].concat()
            }
            Self::Directory(count) => count.to_le_bytes().to_vec(),
            Self::Entries { last, offset, entries } => {
                let mut data = vec![u8::from(*last)];
                data.extend([offset.to_le_bytes(), (entries.len() as u16).to_le_bytes()].concat());
                for Entry { name, kind, len, crc } in entries {
                    data.extend([&name[..], &[*kind], &len.to_le_bytes(), crc].concat());
                }
                data
            }
            Self::Volume { total, free } => [total.to_le_bytes(), free.to_le_bytes()].concat(),
        }
    }

    /// Reads a body.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, or an answer that is not known.
    pub fn parse(body: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(body);
        if reader.u8()? != 0x00 {
            return wrong(0, "00: an answer");
        }
        let (group, command) = (reader.u8()?, reader.u8()?);
        let (_status, error) = (reader.u16()?, reader.u16()?);
        if usize::from(reader.u16()?) != reader.rest().len() {
            return wrong(7, "the length of the data");
        }
        let reply = match (group, command) {
            (0xA0, 0x00) => Self::Ack,
            (0xA0, 0x01) => Self::Nack(Error::of(error)),
            (0xA2, 0x80) => Self::Ping(Box::new(Ping::read(&mut reader)?)),
            (0xA2, 0x84) => {
                Self::Firmware { name: reader.array()?, version: reader.array()?, made: reader.array()? }
            }
            (0xA2, 0x8F) => Self::Status(Box::new(Status::read(&mut reader)?)),
            (0xA2, 0x99) => {
                let ambient = reader.u32()?;
                let level = if reader.rest().is_empty() { None } else { Some((reader.u8()?, reader.u8()?)) };
                // The manual counts seven bytes and names six.
                rest(&mut reader)?;
                Self::Brightness { ambient, level }
            }
            (0xA1, 0x84) => {
                let (name, len, crc) = (reader.array()?, reader.u32()?, reader.array()?);
                Self::StartRead(Readable { name, len, crc })
            }
            (0xA1, 0x85) => {
                let (last, name, offset) = (reader.u8()? != 0, reader.array()?, reader.u32()?);
                let data = reader.take(reader.rest().len())?.to_vec();
                Self::Block { last, name, offset, data }
            }
            (0xA1, 0x86) => Self::Directory(reader.u16()?),
            (0xA1, 0x87) => Self::read_entries(&mut reader)?,
            (0xA1, 0x92) => Self::Volume { total: reader.u32()?, free: reader.u32()? },
            _ => return wrong(1, "an answer that is known"),
        };
        reader.end()?;
        Ok(reply)
    }

    fn read_entries(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let (last, offset, count) = (reader.u8()? != 0, reader.u16()?, reader.u16()?);
        if usize::from(count) * ENTRY_LEN != reader.rest().len() {
            return wrong(reader.at() - 2, "as many files as follow");
        }
        let mut entries = Vec::with_capacity(count.into());
        for _ in 0..count {
            let (name, kind, len, crc) = (reader.array()?, reader.u8()?, reader.u32()?, reader.array()?);
            entries.push(Entry { name, kind, len, crc });
        }
        Ok(Self::Entries { last, offset, entries })
    }
}

/// What newer firmware appends.
fn rest(reader: &mut Reader<'_>) -> Result<Vec<u8>, WireError> {
    let len = reader.rest().len();
    if len > MAX_REST {
        return wrong(reader.at() + MAX_REST, "the end of the answer");
    }
    Ok(reader.take(len)?.to_vec())
}

/// The most bytes of a file in a frame to a card that takes small ones only: it cuts everything into packets of 600.
const SMALL_BLOCK: usize = 512;
/// Where behind the known fields of a ping's answer both generations say how large packets may be: 0 small, 1 large.
const PACKETS: usize = 2;

impl Ping {
    /// The most bytes of a file that one frame carries to this card, as its type allows and as it is set up.
    #[must_use]
    pub fn block(&self) -> usize {
        let small = self.rest.get(PACKETS) == Some(&0);
        if small { self.device.block().min(SMALL_BLOCK) } else { self.device.block() }
    }

    fn data(&self) -> Vec<u8> {
        let mut data = self.device.0.to_le_bytes().to_vec();
        data.extend(self.firmware);
        data.push(self.parameters);
        data.extend(self.address.to_le_bytes());
        data.push(self.baud);
        data.extend([self.width.to_le_bytes(), self.height.to_le_bytes()].concat());
        data.extend([self.colours.code(), self.brightness, u8::from(self.on)]);
        data.extend(self.scan.to_le_bytes());
        data.extend([self.rows, self.grey]);
        data.extend(self.unit.to_le_bytes());
        data.extend(&self.rest);
        data
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let device = Device(reader.u16()?);
        let firmware = reader.array()?;
        let (parameters, address, baud) = (reader.u8()?, reader.u16()?, reader.u8()?);
        let (width, height) = (reader.u16()?, reader.u16()?);
        let at = reader.at();
        let colours = Colours::of(reader.u8()?);
        let Some(colours) = colours else { return wrong(at, "colours 01, 03, 07 or ff") };
        let (brightness, on) = (reader.u8()?, reader.u8()? != 0);
        let (scan, rows, grey, unit) = (reader.u16()?, reader.u8()?, reader.u8()?, reader.u16()?);
        let rest = rest(reader)?;
        Ok(Self {
            device,
            firmware,
            parameters,
            address,
            baud,
            width,
            height,
            colours,
            brightness,
            on,
            scan,
            rows,
            grey,
            unit,
            rest,
        })
    }
}

impl Status {
    fn data(&self) -> Vec<u8> {
        let mut data = vec![u8::from(self.on), self.timing, self.bright_mode, self.brightness];
        data.extend(self.programmes.to_le_bytes());
        data.extend(self.current);
        data.extend([self.screen_locked, self.programme_locked].map(u8::from));
        data.extend([self.run_mode, self.clock_works]);
        data.extend(self.clock.bytes());
        data.extend(&self.rest);
        data
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let on = reader.u8()? != 0;
        let (timing, bright_mode, brightness) = (reader.u8()?, reader.u8()?, reader.u8()?);
        let (programmes, current) = (reader.u16()?, reader.array()?);
        let (screen_locked, programme_locked) = (reader.u8()? != 0, reader.u8()? != 0);
        let (run_mode, clock_works) = (reader.u8()?, reader.u8()?);
        let digits: [u8; Clock::LEN] = reader.array()?;
        let clock = Clock::read(&mut Reader::new(&digits)).unwrap_or(Clock::NONE);
        let rest = rest(reader)?;
        Ok(Self {
            on,
            timing,
            bright_mode,
            brightness,
            programmes,
            current,
            screen_locked,
            programme_locked,
            run_mode,
            clock_works,
            clock,
            rest,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_brightness_may_have_the_byte_that_the_manual_counts_and_does_not_name() {
        let mut body = Reply::Brightness { ambient: 700, level: Some((1, 9)) }.emit();
        assert_eq!(body.len(), 9 + 6);
        body[7] = 7;
        body.push(0);
        assert_eq!(Reply::parse(&body), Ok(Reply::Brightness { ambient: 700, level: Some((1, 9)) }));
    }

    #[test]
    fn a_card_that_is_set_up_for_small_packets_gets_small_blocks() {
        let body = "00a280000000001f0054013138303130313030010100028000200001\
                    0f01010010002000000001\
                    00";
        let ping = |packets: u8| {
            let mut body = hex::decode(body.replace(char::is_whitespace, "")).unwrap();
            let at = body.len() - 2;
            body[at] = packets;
            let Ok(Reply::Ping(ping)) = Reply::parse(&body) else { panic!("an answer") };
            ping
        };
        assert_eq!((ping(1).block(), ping(0).block()), (14_336, 512));
        let silent = Ping { rest: Vec::new(), ..*ping(0) };
        assert_eq!(silent.block(), 14_336, "what a card does not say is as its type has it");
    }
}
