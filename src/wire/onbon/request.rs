//! What can be said to a card: a closed list. Formatting, firmware, restarts, addresses, scan settings and whatever else could
//! lock a card out or damage it has no value here.
//!
//! A body is `01`, group, command, length u16, data.
//!
//! | group/command | | data |
//! |---------------|-|------|
//! | `A1 01` | delete files | count u16, names of 4 |
//! | `A1 02` | begin a file | name, kind, length u32, overwrite `01`, sum (its last 4 bytes) |
//! | `A1 03` | a block of it | name, last, offset u32, bytes |
//! | `A1 04`, `A1 05` | read a file, a block of it | name; name, offset u32 |
//! | `A1 06`, `A1 07` | the list of files, a part of it | `00 05`; offset u16 |
//! | `A1 08`, `A1 09` | a transfer begins, ends | |
//! | `A1 12` | how much room there is | |
//! | `A2 00`, `A2 04`, `A2 0F`, `A2 19` | what it is, its firmware, how it is, how bright | |
//! | `A2 02` | set the clock | year as BCD u16, month, day, hour, minute, second, weekday |
//! | `A2 05` | lit or dark | `01` or `00` |
//! | `A2 06`, `A2 08` | when it is lit, always | count, on h m, off h m |
//! | `A2 07` | brightness | mode, 48 levels of 0 to 15 |
//! | `A2 0E` | keep one programme on | see [`Request::Lock`] |
//! | `A2 10`, `A2 11` | set, delete the secret | old and new; current |
//! | `A7 00`, `A7 01` | update, delete dynamic areas | see `area.rs`; count, ids, or `FF` |

use super::{Reader, to_bcd};
use crate::wire::{WireError, wrong};

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub enum Request {
    /// What are you?
    Ping,
    /// Set the clock.
    SetClock(Clock),
    /// Which firmware?
    Firmware,
    /// Light the face, or make it dark.
    Power(bool),
    /// Light it in these hours only; at most 255.
    Hours(Vec<Pair>),
    /// Light it always.
    AllHours,
    /// How bright it is.
    Brightness(Box<Brightness>),
    /// How bright are you?
    AskBrightness,
    /// How are you?
    Status,
    /// Keep one programme on, or no more.
    Lock {
        /// Through a power cut too.
        lasting: bool,
        /// Or no more.
        lock: bool,
        /// The programme.
        name: [u8; 4],
        /// Generation 6 only: 0 for a time, 1 for so many times.
        mode: Option<u8>,
        /// In 10 ms; `FFFFFFFF` for ever.
        duration: u32,
    },
    /// Set a secret, zeros for none before.
    SetSecret {
        /// The one it has.
        old: [u8; 6],
        /// The one it gets.
        new: [u8; 6],
    },
    /// Have no secret any more.
    DeleteSecret([u8; 6]),
    /// Delete these files. An empty list means all programmes, which nothing in this program says.
    DeleteFiles(Vec<[u8; 4]>),
    /// A file will be written.
    StartWrite {
        /// Its name.
        name: [u8; 4],
        /// Its kind.
        kind: u8,
        /// Its length in bytes.
        len: u32,
        /// Its last 4 bytes.
        crc: [u8; 4],
    },
    /// A block of it.
    WriteBlock {
        /// Its name.
        name: [u8; 4],
        /// The last block.
        last: bool,
        /// Where in the file.
        offset: u32,
        /// The bytes.
        data: Vec<u8>,
    },
    /// A file will be read.
    StartRead([u8; 4]),
    /// A block of it from here on.
    ReadBlock {
        /// Its name.
        name: [u8; 4],
        /// Where in the file.
        offset: u32,
    },
    /// How many files of a kind (0: programmes)?
    Directory(u8),
    /// Which, from this one on?
    DirectoryBlock(u16),
    /// A transfer begins.
    StartTransfer,
    /// A transfer ends.
    EndTransfer,
    /// How much room?
    Volume,
    /// Update dynamic areas: the data, and whether its length stands in front of it (one library leaves 0 there).
    Update(Vec<u8>, bool),
    /// Delete these dynamic areas, all if there are none; and whether the length is said.
    Clear(Vec<u8>, bool),
}

impl std::fmt::Debug for Request {
    /// A secret is for no log, and pictures are long.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (group, command) = self.command();
        write!(f, "Request({group:02x}/{command:02x}, {} bytes)", self.data().len())
    }
}

/// A time of day of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
    /// 1 is Monday.
    pub weekday: u8,
}

impl Clock {
    pub(super) const LEN: usize = 8;

    /// No time.
    pub const NONE: Self = Self { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, weekday: 0 };

    /// The clock at a time of day.
    #[must_use]
    pub fn at(time: jiff::civil::DateTime) -> Self {
        Self {
            year: time.year().clamp(0, 9999) as u16,
            month: time.month() as u8,
            day: time.day() as u8,
            hour: time.hour() as u8,
            minute: time.minute() as u8,
            second: time.second() as u8,
            weekday: time.weekday().to_monday_one_offset() as u8,
        }
    }

    /// The time it says; `None` if there is no such time.
    #[must_use]
    pub fn time(self) -> Option<jiff::civil::DateTime> {
        let Self { year, month, day, hour, minute, second, .. } = self;
        let (year, part) = (i16::try_from(year).ok()?, |number: u8| i8::try_from(number).ok());
        let (month, day) = (part(month)?, part(day)?);
        jiff::civil::DateTime::new(year, month, day, part(hour)?, part(minute)?, part(second)?, 0).ok()
    }

    pub(super) fn bytes(self) -> [u8; Self::LEN] {
        let century = to_bcd((self.year / 100) as u8);
        let year = to_bcd((self.year % 100) as u8);
        let rest = [self.month, self.day, self.hour, self.minute, self.second].map(to_bcd);
        [year, century, rest[0], rest[1], rest[2], rest[3], rest[4], self.weekday]
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let (year, century) = (reader.bcd()?, reader.bcd()?);
        let year = u16::from(century) * 100 + u16::from(year);
        let (month, day) = (reader.bcd()?, reader.bcd()?);
        let (hour, minute, second) = (reader.bcd()?, reader.bcd()?, reader.bcd()?);
        Ok(Self { year, month, day, hour, minute, second, weekday: reader.u8()? })
    }
}

/// From when to when a face is lit: hours and minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Hour and minute at which it is lit.
    pub on: (u8, u8),
    /// Hour and minute at which it goes dark.
    pub off: (u8, u8),
}

/// How bright a card is, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brightness {
    /// 0 by hand (48 equal levels), 1 by half hours from 00:00 on, 2 by its sensor.
    pub mode: u8,
    /// 0 to 15.
    pub levels: [u8; 48],
}

impl Request {
    /// Group and command.
    #[must_use]
    pub fn command(&self) -> (u8, u8) {
        match self {
            Self::DeleteFiles(_) => (0xA1, 0x01),
            Self::StartWrite { .. } => (0xA1, 0x02),
            Self::WriteBlock { .. } => (0xA1, 0x03),
            Self::StartRead(_) => (0xA1, 0x04),
            Self::ReadBlock { .. } => (0xA1, 0x05),
            Self::Directory(_) => (0xA1, 0x06),
            Self::DirectoryBlock(_) => (0xA1, 0x07),
            Self::StartTransfer => (0xA1, 0x08),
            Self::EndTransfer => (0xA1, 0x09),
            Self::Volume => (0xA1, 0x12),
            Self::Ping => (0xA2, 0x00),
            Self::SetClock(_) => (0xA2, 0x02),
            Self::Firmware => (0xA2, 0x04),
            Self::Power(_) => (0xA2, 0x05),
            Self::Hours(_) => (0xA2, 0x06),
            Self::Brightness(_) => (0xA2, 0x07),
            Self::AllHours => (0xA2, 0x08),
            Self::Lock { .. } => (0xA2, 0x0E),
            Self::Status => (0xA2, 0x0F),
            Self::SetSecret { .. } => (0xA2, 0x10),
            Self::DeleteSecret(_) => (0xA2, 0x11),
            Self::AskBrightness => (0xA2, 0x19),
            Self::Update(..) => (0xA7, 0x00),
            Self::Clear(..) => (0xA7, 0x01),
        }
    }

    fn data(&self) -> Vec<u8> {
        match self {
            Self::Ping
            | Self::Firmware
            | Self::AllHours
            | Self::AskBrightness
            | Self::Status
            | Self::StartTransfer
            | Self::EndTransfer
            | Self::Volume => Vec::new(),
            Self::SetClock(clock) => clock.bytes().to_vec(),
            Self::Power(on) => vec![u8::from(*on)],
            Self::Hours(pairs) => {
                let pairs = &pairs[..pairs.len().min(255)];
                let bytes =
                    pairs.iter().flat_map(|pair| [pair.on.0, pair.on.1, pair.off.0, pair.off.1].map(to_bcd));
                std::iter::once(pairs.len() as u8).chain(bytes).collect()
            }
            Self::Brightness(brightness) => {
                std::iter::once(brightness.mode).chain(brightness.levels).collect()
            }
            Self::Lock { lasting, lock, name, mode, duration } => {
                let head = [u8::from(*lasting), u8::from(*lock)];
                [&head[..], name, mode.as_slice(), &duration.to_le_bytes()].concat()
            }
            Self::SetSecret { old, new } => [*old, *new].concat(),
            Self::DeleteSecret(secret) => secret.to_vec(),
            Self::DeleteFiles(names) => {
                let names = &names[..names.len().min(u16::MAX.into())];
                [&(names.len() as u16).to_le_bytes()[..], &names.concat()].concat()
            }
            Self::StartWrite { name, kind, len, crc } => {
                [&name[..], &[*kind], &len.to_le_bytes(), &[1], crc].concat()
            }
            Self::WriteBlock { name, last, offset, data } => {
                [&name[..], &[u8::from(*last)], &offset.to_le_bytes(), data].concat()
            }
            Self::StartRead(name) => name.to_vec(),
            Self::ReadBlock { name, offset } => [&name[..], &offset.to_le_bytes()].concat(),
            Self::Directory(kind) => vec![*kind, 5],
            Self::DirectoryBlock(offset) => offset.to_le_bytes().to_vec(),
            Self::Update(data, _) => data.clone(),
            Self::Clear(ids, _) if ids.is_empty() => vec![0xFF],
            Self::Clear(ids, _) => {
                let ids = &ids[..ids.len().min(254)];
                std::iter::once(ids.len() as u8).chain(ids.iter().copied()).collect()
            }
        }
    }

    /// The body.
    #[must_use]
    pub fn emit(&self) -> Vec<u8> {
        let ((group, command), data) = (self.command(), self.data());
        let counted = !matches!(self, Self::Update(_, false) | Self::Clear(_, false));
        // What does not fit into 16 bits is not counted; only a dynamic area can be so long, and cards go by the frame there.
        let len = if counted { u16::try_from(data.len()).unwrap_or(0) } else { 0 };
        let mut body = vec![0x01, group, command];
        body.extend(len.to_le_bytes());
        body.extend(data);
        body
    }

    /// Reads a body.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, or a command that is not of the list.
    pub fn parse(body: &[u8]) -> Result<Self, WireError> {
        let mut reader = Reader::new(body);
        if reader.u8()? != 0x01 {
            return wrong(0, "01: a request");
        }
        let (group, command) = (reader.u8()?, reader.u8()?);
        let len = usize::from(reader.u16()?);
        let area = group == 0xA7;
        let counted = len == reader.rest().len();
        let uncounted = area && len == 0;
        if !(counted || uncounted) {
            return wrong(3, "the length of the data");
        }
        let request = match (group, command) {
            (0xA1, _) => Self::parse_files(command, &mut reader)?,
            (0xA2, _) => Self::parse_control(command, &mut reader)?,
            (0xA7, 0x00) => Self::Update(reader.take(reader.rest().len())?.to_vec(), counted),
            (0xA7, 0x01) => Self::parse_clear(&mut reader, counted)?,
            _ => return wrong(1, "a group and command of the list"),
        };
        reader.end()?;
        Ok(request)
    }

    fn parse_clear(reader: &mut Reader<'_>, counted: bool) -> Result<Self, WireError> {
        let count = reader.u8()?;
        if count == 0xFF {
            return Ok(Self::Clear(Vec::new(), counted));
        }
        if count == 0 {
            return wrong(reader.at() - 1, "at least one area");
        }
        Ok(Self::Clear(reader.take(count.into())?.to_vec(), counted))
    }

    fn parse_files(command: u8, reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(match command {
            0x01 => {
                let count = reader.u16()?;
                Self::DeleteFiles((0..count).map(|_| reader.array()).collect::<Result<_, _>>()?)
            }
            0x02 => {
                let (name, kind, len) = (reader.array()?, reader.u8()?, reader.u32()?);
                if reader.u8()? != 1 {
                    return wrong(reader.at() - 1, "01: overwrite");
                }
                Self::StartWrite { name, kind, len, crc: reader.array()? }
            }
            0x03 => {
                let (name, last, offset) = (reader.array()?, flag(reader)?, reader.u32()?);
                let data = reader.take(reader.rest().len())?.to_vec();
                Self::WriteBlock { name, last, offset, data }
            }
            0x04 => Self::StartRead(reader.array()?),
            0x05 => Self::ReadBlock { name: reader.array()?, offset: reader.u32()? },
            0x06 => {
                let kind = reader.u8()?;
                if reader.u8()? != 5 {
                    return wrong(reader.at() - 1, "05");
                }
                Self::Directory(kind)
            }
            0x07 => Self::DirectoryBlock(reader.u16()?),
            0x08 => Self::StartTransfer,
            0x09 => Self::EndTransfer,
            0x12 => Self::Volume,
            _ => return wrong(2, "a command of the list"),
        })
    }

    fn parse_control(command: u8, reader: &mut Reader<'_>) -> Result<Self, WireError> {
        Ok(match command {
            0x00 => Self::Ping,
            0x02 => Self::SetClock(Clock::read(reader)?),
            0x04 => Self::Firmware,
            0x05 => Self::Power(flag(reader)?),
            0x06 => {
                let count = reader.u8()?;
                let mut pair = || -> Result<Pair, WireError> {
                    let on = (reader.bcd()?, reader.bcd()?);
                    Ok(Pair { on, off: (reader.bcd()?, reader.bcd()?) })
                };
                Self::Hours((0..count).map(|_| pair()).collect::<Result<_, _>>()?)
            }
            0x07 => {
                let mode = reader.u8()?;
                Self::Brightness(Box::new(Brightness { mode, levels: reader.array()? }))
            }
            0x08 => Self::AllHours,
            0x0E => {
                let (lasting, lock, name) = (flag(reader)?, flag(reader)?, reader.array()?);
                let mode = if reader.rest().len() == 5 { Some(reader.u8()?) } else { None };
                Self::Lock { lasting, lock, name, mode, duration: reader.u32()? }
            }
            0x0F => Self::Status,
            0x10 => Self::SetSecret { old: reader.array()?, new: reader.array()? },
            0x11 => Self::DeleteSecret(reader.array()?),
            0x19 => Self::AskBrightness,
            _ => return wrong(2, "a command of the list"),
        })
    }
}

fn flag(reader: &mut Reader<'_>) -> Result<bool, WireError> {
    match reader.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => wrong(reader.at() - 1, "00 or 01"),
    }
}
