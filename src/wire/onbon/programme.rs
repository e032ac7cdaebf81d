//! Programmes in a card's lasting memory, as files. Generation 5 has one for each, `P000` to `P999`; generation 6 has two, the
//! pictures (`D000`, kind 9) and the rest (`P000`, kind 0).
//!
//! | of a `P` file | bytes |
//! |---------------|-------|
//! | `00`, name 4, style `00`, priority `00`, times | 8 |
//! | how long, u16; generation 6: 8 × `00`, speed adjust u16 | 2; 12 |
//! | week `FF`: every day | 1 |
//! | first day: year BCD u16 (`FFFF`: any), month, day; last day in the same way | 8 |
//! | number of periods, and for each hour, minute, second of its begin and end | 1 + 6n |
//! | no frame `00`, protected `00`, number of areas | 3 |
//! | for each area: length u32, the area | |
//! | CRC-32 of all before | 4 |
//!
//! A `D` file is `09`, name, 8 × `00`, the pictures, CRC-32. Places in it are counted from 14, though 13 bytes come before. CRC-32
//! is reflected EDB88320 that begins with 0 and is not inverted.
//!
//! Proven against files of the maker's own program. Not proven: what a card does with other weeks than every day, so one is only
//! written where dates would be too many; that the last second of a period belongs to it.

use super::area::{Area, Kind, MAX_PICTURES};
use super::{Generation, Reader, to_bcd};
use crate::wire::{WireError, wrong};

/// The kind of `P` files.
pub const PROGRAMME: u8 = 0;
/// The kind of `D` files.
pub const DATA: u8 = 9;
/// The highest number of a programme.
pub const MAX_NUMBER: u16 = 999;
/// The most periods that a file can count.
pub const MAX_PERIODS: usize = 255;
/// The most periods of one programme that a card is known to go by: the maker's library has room for eight, and says of all but
/// the first that they have no effect as yet.
pub const SURE_PERIODS: usize = 1;

const FIRST: u32 = 14;
const DATA_HEAD: usize = 13;
const EVERY_DAY: u8 = 0xFF;
/// What the maker's program sends to generation 6.
const SPAN_SIX: u16 = 5;

/// A day; of a first day the year may be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// `None`: any.
    pub year: Option<u16>,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// A time of day: hour, minute, second.
pub type Time = [u8; 3];

/// A programme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// 0 to 999.
    pub number: u16,
    /// How often it is played when its turn comes.
    pub times: u8,
    /// How long it lasts in seconds, 0: as long as its pages do.
    pub span: u16,
    /// On which weekdays; `FF` is every day.
    pub week: u8,
    /// From which day on.
    pub first: Day,
    /// The last day.
    pub last: Day,
    /// In which hours; none: always.
    pub periods: Vec<(Time, Time)>,
    /// What is shown.
    pub areas: Vec<Area>,
}

/// A file of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// `P000`.
    pub name: [u8; 4],
    /// Its kind.
    pub kind: u8,
    /// All of it, the sum at its end included.
    pub bytes: Vec<u8>,
}

/// The name of a file: a letter and three digits.
#[must_use]
pub fn name(letter: u8, number: u16) -> [u8; 4] {
    let digit = |unit: u16| b'0' + (number / unit % 10) as u8;
    [letter, digit(100), digit(10), digit(1)]
}

/// The number in a name that has this letter.
#[must_use]
pub fn number(letter: u8, name: [u8; 4]) -> Option<u16> {
    let [first, digits @ ..] = name;
    let all = digits.iter().all(u8::is_ascii_digit);
    (first == letter && all).then(|| digits.iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0')))
}

/// The sum of a file: reflected polynomial EDB88320, begins with 0, not inverted.
#[must_use]
pub fn crc32(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |crc, byte| TABLE[usize::from(crc as u8 ^ byte)] ^ crc >> 8)
}

const TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < 256 {
        let (mut crc, mut bit) = (at as u32, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 };
            bit += 1;
        }
        table[at] = crc;
        at += 1;
    }
    table
};

impl Day {
    /// Any year's 1 January: no first day.
    pub const NONE: Self = Self { year: None, month: 1, day: 1 };

    fn bytes(self) -> [u8; 4] {
        let year = self
            .year
            .map_or([0xFF; 2], |year| [to_bcd((year % 100) as u8), to_bcd((year / 100 % 100) as u8)]);
        [year[0], year[1], to_bcd(self.month), to_bcd(self.day)]
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        let year = if reader.rest().starts_with(&[0xFF, 0xFF]) {
            reader.take(2)?;
            None
        } else {
            let (low, high) = (reader.bcd()?, reader.bcd()?);
            Some(u16::from(high) * 100 + u16::from(low))
        };
        Ok(Self { year, month: reader.bcd()?, day: reader.bcd()? })
    }
}

impl Programme {
    /// The files, in the order in which they are to be written.
    #[must_use]
    pub fn emit(&self, generation: Generation) -> Vec<File> {
        let pictures = || self.areas.iter().flat_map(|area| &area.pages).flat_map(|page| &page.bitmap);
        let mut files = Vec::new();
        if generation == Generation::Six {
            let name = name(b'D', self.number);
            let mut bytes = vec![DATA];
            bytes.extend(name);
            bytes.extend([0; 8]);
            bytes.extend(pictures());
            files.push(File { name, kind: DATA, bytes: summed(bytes) });
        }
        let name = name(b'P', self.number);
        let mut bytes = vec![PROGRAMME];
        bytes.extend(name);
        bytes.extend([0, 0, self.times]);
        bytes.extend(self.span.to_le_bytes());
        if generation == Generation::Six {
            bytes.extend([0; 10]);
        }
        bytes.push(self.week);
        bytes.extend(self.first.bytes());
        bytes.extend(self.last.bytes());
        bytes.push(self.periods.len().min(MAX_PERIODS) as u8);
        for (from, to) in self.periods.iter().take(MAX_PERIODS) {
            bytes.extend(from.iter().chain(to).map(|number| to_bcd(*number)));
        }
        bytes.extend([0, 0, self.areas.len() as u8]);
        let mut offset = FIRST;
        for area in &self.areas {
            let mut own = Vec::new();
            area.emit(generation, Kind::Programme, offset, &mut own);
            offset += area.pages.iter().map(|page| page.bitmap.len() as u32).sum::<u32>();
            bytes.extend((own.len() as u32).to_le_bytes());
            bytes.extend(own);
        }
        files.push(File { name, kind: PROGRAMME, bytes: summed(bytes) });
        files
    }

    /// Reads a `P` file, and of generation 6 the `D` file with its pictures.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, in the `P` file unless only the other one can be.
    pub fn parse(generation: Generation, file: &[u8], data: Option<&[u8]>) -> Result<Self, WireError> {
        let mut reader = Reader::new(whole(file)?);
        if reader.u8()? != PROGRAMME {
            return wrong(0, "00: a programme");
        }
        let Some(number) = number(b'P', reader.array()?) else { return wrong(1, "P and three digits") };
        reader.take(2)?;
        let (times, span) = (reader.u8()?, reader.u16()?);
        if generation == Generation::Six {
            reader.take(10)?;
        }
        let week = reader.u8()?;
        let (first, last) = (Day::read(&mut reader)?, Day::read(&mut reader)?);
        let count = reader.u8()?;
        let mut time = || -> Result<Time, WireError> { Ok([reader.bcd()?, reader.bcd()?, reader.bcd()?]) };
        let periods = (0..count).map(|_| Ok((time()?, time()?))).collect::<Result<_, WireError>>()?;
        reader.take(2)?;
        let (mut areas, mut room) = (Vec::new(), MAX_PICTURES);
        for _ in 0..reader.u8()? {
            let at = reader.at();
            let len = reader.u32()? as usize;
            let begin = reader.at();
            let (mut area, places) = Area::read(&mut reader, generation, Kind::Programme)?;
            if reader.at() - begin != len {
                return wrong(at, "the length of the area");
            }
            if generation == Generation::Six {
                area.fill(&places, pictures(number, data)?, FIRST, &mut room)?;
            }
            areas.push(area);
        }
        reader.end()?;
        Ok(Self { number, times, span, week, first, last, periods, areas })
    }
}

/// What `span` has to be where it says nothing.
#[must_use]
pub fn no_span(generation: Generation) -> u16 {
    match generation {
        Generation::Five => 0,
        Generation::Six => SPAN_SIX,
    }
}

/// The week that means every day.
#[must_use]
pub fn every_day() -> u8 {
    EVERY_DAY
}

fn summed(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend(crc32(&bytes).to_le_bytes());
    bytes
}

/// The bytes of a file before its sum, which is right.
fn whole(file: &[u8]) -> Result<&[u8], WireError> {
    let Some((bytes, sum)) = file.split_last_chunk::<4>() else { return wrong(file.len(), "a sum") };
    if crc32(bytes).to_le_bytes() != *sum {
        return wrong(bytes.len(), "the CRC-32");
    }
    Ok(bytes)
}

/// The pictures in a `D` file of this number.
fn pictures(number: u16, data: Option<&[u8]>) -> Result<&[u8], WireError> {
    let bytes = whole(data.ok_or(WireError { offset: 0, expected: "a file of pictures" })?)?;
    let head = bytes.first() == Some(&DATA) && bytes.get(1..5) == Some(&name(b'D', number)[..]);
    if !head {
        return wrong(0, "09 and the name of the pictures");
    }
    bytes.get(DATA_HEAD..).ok_or(WireError { offset: bytes.len(), expected: "13 bytes before the pictures" })
}

#[cfg(test)]
mod tests {
    use super::super::area::{LEFT_ON, Page};
    use super::super::bitmap::Coding;
    use super::*;

    /// A line of dots over the whole width and the diagonal, 32 × 16.
    fn corner(column: u16, row: u16) -> [u8; 3] {
        if row == 0 || row == column { [255, 0, 0] } else { [0; 3] }
    }

    /// Lit where 7x + 3y is divisible by 5, but blue dots are dark.
    fn pattern(x: u16, y: u16) -> [u8; 3] {
        if (7 * x + 3 * y).is_multiple_of(5) && x / 8 % 5 != 3 { [255, 0, 0] } else { [0; 3] }
    }

    fn programme(generation: Generation, dot: fn(u16, u16) -> [u8; 3]) -> Programme {
        let (coding, clear) = match generation {
            Generation::Five => (Coding::Bytes { planes: 1 }, 0),
            Generation::Six => (Coding::Words { planes: 1 }, 1),
        };
        let mut bitmap = Vec::new();
        coding.emit(0, 32, 16, dot, &mut bitmap);
        let page = Page { effect: LEFT_ON, clear, speed: 3, stay: 500, repeat: 1, valid: 32, bitmap };
        Programme {
            number: 0,
            times: 1,
            span: no_span(generation),
            week: every_day(),
            first: Day { year: None, month: 11, day: 23 },
            last: Day { year: Some(2099), month: 12, day: 31 },
            periods: Vec::new(),
            areas: vec![Area { x: 0, y: 0, width: 32, height: 16, pages: vec![page] }],
        }
    }

    #[test]
    fn files_have_the_length_and_the_sum_of_those_of_the_makers_own_program() {
        let sums = |files: &[File]| -> Vec<(usize, String)> {
            let sum = |file: &File| hex::encode(&file.bytes[file.bytes.len() - 4..]);
            files.iter().map(|file| (file.bytes.len(), sum(file))).collect()
        };
        let five = programme(Generation::Five, corner).emit(Generation::Five);
        assert_eq!(sums(&five), [(124, "9c5f157c".to_owned())]);
        let six = programme(Generation::Six, pattern).emit(Generation::Six);
        assert_eq!(sums(&six), [(81, "a62cd17c".to_owned()), (92, "58190f36".to_owned())]);
    }

    #[test]
    fn a_programme_comes_back_with_its_days_hours_areas_and_pages() {
        for generation in [Generation::Five, Generation::Six] {
            let mut programme = programme(generation, pattern);
            programme.periods = vec![([7, 0, 0], [11, 29, 59]), ([13, 30, 0], [23, 59, 59])];
            programme.first = Day { year: Some(2026), month: 11, day: 29 };
            let mut second = programme.areas[0].clone();
            second.pages.push(Page { effect: 1, stay: 7, ..second.pages[0].clone() });
            programme.areas.push(second);
            let files = programme.emit(generation);
            let (last, before) = files.split_last().unwrap();
            let data = before.first().map(|file| &file.bytes[..]);
            assert_eq!(Programme::parse(generation, &last.bytes, data).as_ref(), Ok(&programme));
            // A file with one byte wrong is none.
            for at in 0..last.bytes.len() {
                let mut bytes = last.bytes.clone();
                bytes[at] ^= 0x10;
                assert!(Programme::parse(generation, &bytes, data).is_err(), "{at}");
            }
        }
    }

    #[test]
    fn no_bytes_with_a_right_sum_make_the_parser_panic() {
        let mut runner = proptest::test_runner::TestRunner::default();
        let bytes = proptest::collection::vec(proptest::num::u8::ANY, 0..200);
        let tried = runner.run(&bytes, |mut bytes| {
            if let Some(first) = bytes.first_mut() {
                *first = 0;
            }
            let whole = summed(bytes);
            let _ = Programme::parse(Generation::Five, &whole, None);
            let _ = Programme::parse(Generation::Six, &whole, Some(&whole));
            Ok(())
        });
        assert!(tried.is_ok(), "{tried:?}");
    }
}
