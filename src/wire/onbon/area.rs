//! Areas of the face and their pages, and dynamic areas: areas in a card's passing memory.
//!
//! A dynamic area of generation 5 is `length u32`, the 12 bytes of [`Dynamic`], an area with its pages and pictures. Of
//! generation 6: `count u16`, for each area `length u32` and the same without pictures, then all pictures.
//!
//! | of an area | bytes |
//! |------------|-------|
//! | kind: `10` dynamic, `00` in a programme | 1 |
//! | x, y, width, height | 2 each |
//! | no frame `00` | 1 |
//! | generation 6: background `00`, transparency (`00`; in a programme `65`), 7 × `00` | 9 |
//! | number of pages | 2 |
//!
//! | of a page | 5 | 6 |
//! |-----------|---|---|
//! | length: 13 and the picture; 26 | 4 | 4 |
//! | style `00`, effect, clear, speed, stay u16 (10 ms), repeat, valid u16 | 9 | 9 |
//! | `00` | 4 | 9 |
//! | generation 6: where its picture is, and its length | - | 8 |
//!
//! Proven against frames of the maker's own programs, both generations.

use super::{Generation, Reader};
use crate::wire::{WireError, wrong};

/// The picture stands.
pub const STATIC: u8 = 0x01;
/// It comes in from the right, each page pushing the one before it on.
pub const LEFT_ON: u8 = 0x04;
/// It comes in from below in the same way.
pub const UP_ON: u8 = 0x06;

/// The most pages of one area, and areas of one update.
pub const MAX_PAGES: usize = 1000;
const MAX_AREAS: u16 = 32;
/// The most bytes that all pictures of a file or an update may have. Pages of generation 6 say where theirs is, so that a
/// small file could want one large picture many thousand times.
pub(super) const MAX_PICTURES: usize = 16 << 20;

/// One picture of an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// How it comes.
    pub effect: u8,
    /// How it goes; the maker's program sends 0 to generation 5 and 1 to generation 6.
    pub clear: u8,
    /// The larger the slower.
    pub speed: u8,
    /// How long it stands, in 10 ms.
    pub stay: u16,
    /// How often.
    pub repeat: u8,
    /// How many of its columns count where it moves.
    pub valid: u16,
    /// Its dots, in the card's coding.
    pub bitmap: Vec<u8>,
}

/// A rectangle of the face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Column of its left edge.
    pub x: u16,
    /// Row of its upper edge.
    pub y: u16,
    /// In dots.
    pub width: u16,
    /// In dots.
    pub height: u16,
    /// What is shown in it, in turn.
    pub pages: Vec<Page>,
}

/// What becomes of a dynamic area by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunMode {
    /// Its pages go round.
    Loop,
    /// Its last page stays.
    HoldLast,
    /// Its pages go round until it was not told for so long as its time-out says.
    UntilTimeout,
    /// They go round, then the last page stays as a logo.
    Logo,
    /// Once.
    Once,
}

impl RunMode {
    fn of(code: u8) -> Option<Self> {
        let all = [Self::Loop, Self::HoldLast, Self::UntilTimeout, Self::Logo, Self::Once];
        all.get(usize::from(code)).copied()
    }
}

/// An area in a card's passing memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dynamic {
    /// Its number.
    pub id: u8,
    /// What becomes of it by itself.
    pub mode: RunMode,
    /// In seconds; what it means the mode says.
    pub timeout: u16,
    /// Whether it goes with all programmes.
    pub with_all: bool,
    /// Or with these.
    pub related: Vec<u16>,
    /// 0 together with programmes, 1 this area alone, 2 after the last programme (generation 5).
    pub now: u8,
    /// Where and what.
    pub area: Area,
}

const PAGE_FIVE: usize = 13;
const PAGE_SIX: u32 = 26;
const DYNAMIC: u8 = 0x10;

fn put(into: &mut Vec<u8>, numbers: &[u16]) {
    into.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

impl Page {
    fn emit_head(&self, into: &mut Vec<u8>) {
        into.extend([0, self.effect, self.clear, self.speed]);
        put(into, &[self.stay]);
        into.push(self.repeat);
        put(into, &[self.valid]);
    }

    fn read_head(reader: &mut Reader<'_>) -> Result<Self, WireError> {
        reader.take(1)?;
        let (effect, clear, speed) = (reader.u8()?, reader.u8()?, reader.u8()?);
        let (stay, repeat, valid) = (reader.u16()?, reader.u8()?, reader.u16()?);
        Ok(Self { effect, clear, speed, stay, repeat, valid, bitmap: Vec::new() })
    }
}

/// Where the picture of a page is among all pictures of generation 6.
pub(super) struct Place {
    pub(super) offset: u32,
    pub(super) len: u32,
}

impl Area {
    /// Everything of it but the pictures of generation 6. `offset` is where the first of them is.
    pub(super) fn emit(&self, generation: Generation, kind: Kind, mut offset: u32, into: &mut Vec<u8>) {
        into.push(kind.code());
        put(into, &[self.x, self.y, self.width, self.height]);
        into.push(0);
        if generation == Generation::Six {
            into.extend([0, kind.transparency(), 0, 0, 0, 0, 0, 0, 0]);
        }
        put(into, &[self.pages.len() as u16]);
        for page in &self.pages {
            match generation {
                Generation::Five => {
                    into.extend(((PAGE_FIVE + page.bitmap.len()) as u32).to_le_bytes());
                    page.emit_head(into);
                    into.extend([0; 4]);
                    into.extend(&page.bitmap);
                }
                Generation::Six => {
                    let len = page.bitmap.len() as u32;
                    into.extend(PAGE_SIX.to_le_bytes());
                    page.emit_head(into);
                    into.extend([0; 9]);
                    into.extend([offset.to_le_bytes(), len.to_le_bytes()].concat());
                    offset += len;
                }
            }
        }
    }

    /// Reads an area; of generation 6 its pages have no pictures yet, but the places of them.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        generation: Generation,
        kind: Kind,
    ) -> Result<(Self, Vec<Place>), WireError> {
        if reader.u8()? != kind.code() {
            return wrong(reader.at() - 1, "the kind of the area");
        }
        let (x, y, width, height) = (reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?);
        if reader.u8()? != 0 {
            return wrong(reader.at() - 1, "00: no frame around it");
        }
        if generation == Generation::Six {
            reader.take(9)?;
        }
        let count = usize::from(reader.u16()?);
        if count > MAX_PAGES {
            return wrong(reader.at() - 2, "at most 1000 pages");
        }
        let (mut pages, mut places) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let at = reader.at();
            let len = reader.u32()?;
            let mut page = Page::read_head(reader)?;
            match generation {
                Generation::Five => {
                    reader.take(4)?;
                    let Some(len) = (len as usize).checked_sub(PAGE_FIVE) else {
                        return wrong(at, "13 bytes and the picture");
                    };
                    page.bitmap = reader.take(len)?.to_vec();
                }
                Generation::Six if len == PAGE_SIX => {
                    reader.take(9)?;
                    places.push(Place { offset: reader.u32()?, len: reader.u32()? });
                }
                Generation::Six => return wrong(at, "26"),
            }
            pages.push(page);
        }
        Ok((Self { x, y, width, height, pages }, places))
    }

    /// Gives the pages their pictures; `base` is what the offsets count from, `room` how many bytes they may have, of which
    /// theirs are taken off.
    pub(super) fn fill(
        &mut self,
        places: &[Place],
        pictures: &[u8],
        base: u32,
        room: &mut usize,
    ) -> Result<(), WireError> {
        for (page, place) in self.pages.iter_mut().zip(places) {
            let Some(rest) = room.checked_sub(place.len as usize) else {
                return wrong(pictures.len(), "pictures of at most 16 MB");
            };
            *room = rest;
            let from = place.offset.checked_sub(base).map(|from| from as usize);
            let picture = from.and_then(|from| pictures.get(from..from.checked_add(place.len as usize)?));
            let Some(picture) = picture else { return wrong(pictures.len(), "the picture of a page") };
            page.bitmap = picture.to_vec();
        }
        Ok(())
    }
}

/// Where an area stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Dynamic,
    Programme,
}

impl Kind {
    fn code(self) -> u8 {
        match self {
            Self::Dynamic => DYNAMIC,
            Self::Programme => 0,
        }
    }

    fn transparency(self) -> u8 {
        match self {
            Self::Dynamic => 0,
            Self::Programme => 0x65,
        }
    }
}

impl Dynamic {
    /// The data of an update by this area alone.
    #[must_use]
    pub fn emit(&self, generation: Generation) -> Vec<u8> {
        let mut info = vec![self.id, self.mode as u8];
        put(&mut info, &[self.timeout]);
        info.push(self.with_all.into());
        put(&mut info, &[self.related.len() as u16]);
        put(&mut info, &self.related);
        info.extend([self.now, 0, 0, 0, 0]);
        self.area.emit(generation, Kind::Dynamic, 0, &mut info);
        let mut data = Vec::new();
        if generation == Generation::Six {
            put(&mut data, &[1]);
        }
        data.extend((info.len() as u32).to_le_bytes());
        data.extend(info);
        if generation == Generation::Six {
            data.extend(self.area.pages.iter().flat_map(|page| &page.bitmap));
        }
        data
    }

    fn read(reader: &mut Reader<'_>, generation: Generation) -> Result<(Self, Vec<Place>), WireError> {
        let at = reader.at();
        let len = reader.u32()? as usize;
        let begin = reader.at();
        let id = reader.u8()?;
        let mode = RunMode::of(reader.u8()?);
        let Some(mode) = mode else { return wrong(reader.at() - 1, "a mode of 0 to 4") };
        let (timeout, with_all, count) = (reader.u16()?, reader.u8()? != 0, reader.u16()?);
        let related = (0..count).map(|_| reader.u16()).collect::<Result<_, _>>()?;
        let now = reader.u8()?;
        reader.take(4)?;
        let (area, places) = Area::read(reader, generation, Kind::Dynamic)?;
        if reader.at() - begin != len {
            return wrong(at, "the length of what follows");
        }
        Ok((Self { id, mode, timeout, with_all, related, now, area }, places))
    }

    /// Reads the data of an update.
    ///
    /// # Errors
    /// The offset of the first byte of the data that is wrong.
    pub fn parse(generation: Generation, data: &[u8]) -> Result<Vec<Self>, WireError> {
        let mut reader = Reader::new(data);
        let count = match generation {
            Generation::Five => 1,
            Generation::Six => reader.u16()?,
        };
        if count > MAX_AREAS {
            return wrong(0, "at most 32 areas");
        }
        let mut areas = Vec::new();
        for _ in 0..count {
            areas.push(Self::read(&mut reader, generation)?);
        }
        if generation == Generation::Five {
            reader.end()?;
        }
        let (pictures, mut room) = (reader.rest(), MAX_PICTURES);
        let filled = areas.into_iter().map(|(mut dynamic, places)| {
            dynamic.area.fill(&places, pictures, 0, &mut room)?;
            Ok(dynamic)
        });
        filled.collect()
    }
}
