//! The files of a simulated card: what is whole stays without power, what is being written is gone with it.

use super::{PICTURES, PROGRAMME};
use crate::wire::onbon::programme::crc32;
use crate::wire::onbon::{Entry, Error, Readable};
use std::collections::BTreeMap;

/// Bytes it has room for.
pub(super) const ROOM: usize = 2 << 20;
/// Programmes it counts.
const PROGRAMMES: usize = 512;
/// Bytes of a block that is read.
const BLOCK: usize = 1024;
/// The smallest file: a kind, a name and a sum.
const LEAST: usize = 9;

pub(super) type Name = [u8; 4];

/// The files of a card.
#[derive(Clone, Debug, Default)]
pub(super) struct Flash {
    files: BTreeMap<Name, File>,
    open: Option<Open>,
}

#[derive(Clone, Debug)]
struct File {
    kind: u8,
    bytes: Vec<u8>,
}

#[derive(Clone, Debug)]
struct Open {
    name: Name,
    kind: u8,
    len: usize,
    crc: [u8; 4],
    bytes: Vec<u8>,
}

impl Flash {
    /// Begins a file; one of that name is gone.
    pub(super) fn create(&mut self, name: Name, kind: u8, len: u32, crc: [u8; 4]) -> Result<(), Error> {
        let letter = match kind {
            PROGRAMME => b'P',
            PICTURES => b'D',
            _ => return Err(Error::Type),
        };
        if name[0] != letter || !name[1..].iter().all(u8::is_ascii_digit) {
            return Err(Error::Name);
        }
        self.files.remove(&name);
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        let many = self.files.values().filter(|file| file.kind == PROGRAMME).count() >= PROGRAMMES;
        if len < LEAST || len > self.free() || many {
            return Err(Error::Volume);
        }
        self.open = Some(Open { name, kind, len, crc, bytes: Vec::new() });
        Ok(())
    }

    /// Takes a block of it. True when the file is whole.
    pub(super) fn write(&mut self, name: Name, last: bool, offset: u32, data: &[u8]) -> Result<bool, Error> {
        let Some(open) = self.open.as_mut().filter(|open| open.name == name) else {
            return Err(Error::Download);
        };
        let offset = usize::try_from(offset).unwrap_or(usize::MAX);
        // A block that comes again replaces itself.
        if offset > open.bytes.len() || offset.saturating_add(data.len()) > open.len {
            return Err(Error::Block);
        }
        open.bytes.truncate(offset);
        open.bytes.extend_from_slice(data);
        if !last {
            return Ok(false);
        }
        let Some(Open { kind, len, crc, bytes, .. }) = self.open.take() else { return Ok(false) };
        let (body, sum) = bytes.split_at(bytes.len().saturating_sub(4));
        if bytes.len() != len || sum != crc || sum != crc32(body).to_le_bytes() {
            return Err(Error::FileCrc);
        }
        self.files.insert(name, File { kind, bytes });
        Ok(true)
    }

    /// Puts a file there at once, whatever it is.
    pub(super) fn put(&mut self, name: Name, kind: u8, bytes: &[u8]) {
        self.files.insert(name, File { kind, bytes: bytes.to_vec() });
    }

    /// Removes files; all of them if none is named.
    pub(super) fn delete(&mut self, names: &[Name]) -> Result<(), Error> {
        if names.is_empty() {
            self.files.clear();
            return Ok(());
        }
        let known = names.iter().filter(|name| self.files.remove(*name).is_some()).count();
        if known == 0 { Err(Error::NoFile) } else { Ok(()) }
    }

    /// The power goes.
    pub(super) fn cut(&mut self) {
        self.open = None;
    }

    /// Bytes that are free.
    pub(super) fn free(&self) -> usize {
        ROOM.saturating_sub(self.files.values().map(|file| file.bytes.len()).sum())
    }

    /// The list of files of a kind, by name.
    pub(super) fn list(&self, kind: u8) -> Vec<Entry> {
        let of_kind = self.files.iter().filter(|(_, file)| file.kind == kind);
        of_kind
            .map(|(name, file)| Entry {
                name: *name,
                kind,
                len: file.bytes.len() as u32,
                crc: sum_of(&file.bytes),
            })
            .collect()
    }

    pub(super) fn get(&self, name: Name) -> Option<&[u8]> {
        self.files.get(&name).map(|file| &*file.bytes)
    }

    pub(super) fn readable(&self, name: Name) -> Result<Readable, Error> {
        let bytes = self.get(name).ok_or(Error::NoFile)?;
        Ok(Readable { name, len: bytes.len() as u32, crc: sum_of(bytes) })
    }

    /// A block of a file, and whether nothing follows.
    pub(super) fn read(&self, name: Name, offset: u32) -> Result<(bool, Vec<u8>), Error> {
        let bytes = self.get(name).ok_or(Error::NoFile)?;
        let rest = usize::try_from(offset).ok().and_then(|offset| bytes.get(offset..)).ok_or(Error::Block)?;
        let block = &rest[..rest.len().min(BLOCK)];
        Ok((block.len() == rest.len(), block.to_vec()))
    }
}

/// The last four bytes.
fn sum_of(bytes: &[u8]) -> [u8; 4] {
    bytes.last_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(len: usize) -> Vec<u8> {
        let body: Vec<u8> = (0..len).map(|at| at as u8).collect();
        [&body[..], &crc32(&body).to_le_bytes()].concat()
    }

    fn write(flash: &mut Flash, name: Name, bytes: &[u8], blocks: usize) -> Result<bool, Error> {
        flash.create(name, PROGRAMME, bytes.len() as u32, sum_of(bytes))?;
        let count = bytes.len().div_ceil(blocks);
        let mut whole = false;
        for (n, block) in bytes.chunks(blocks).enumerate() {
            whole = flash.write(name, n + 1 == count, (n * blocks) as u32, block)?;
        }
        Ok(whole)
    }

    #[test]
    fn a_file_is_there_when_it_is_whole_and_not_before() {
        let (mut flash, bytes) = (Flash::default(), file(3000));
        assert_eq!(write(&mut flash, *b"P007", &bytes, 700), Ok(true));
        assert_eq!(flash.list(PROGRAMME)[0].len, 3004);
        assert_eq!(flash.readable(*b"P007").unwrap().crc, sum_of(&bytes));
        let mut read = Vec::new();
        loop {
            let (last, block) = flash.read(*b"P007", read.len() as u32).unwrap();
            read.extend(block);
            if last {
                break;
            }
        }
        assert_eq!(read, bytes);
        flash.create(*b"P008", PROGRAMME, 3004, sum_of(&bytes)).unwrap();
        flash.write(*b"P008", false, 0, &bytes[..700]).unwrap();
        flash.cut();
        assert_eq!(flash.write(*b"P008", true, 700, &bytes[700..]), Err(Error::Download));
        assert_eq!(flash.list(PROGRAMME).len(), 1);
    }

    #[test]
    fn what_is_wrong_is_refused() {
        let (mut flash, bytes) = (Flash::default(), file(100));
        assert_eq!(write(&mut flash, *b"X001", &bytes, 700), Err(Error::Name));
        assert_eq!(flash.create(*b"P001", 3, 100, [0; 4]), Err(Error::Type));
        assert_eq!(flash.create(*b"P001", PROGRAMME, 3 << 20, [0; 4]), Err(Error::Volume));
        flash.create(*b"P001", PROGRAMME, 104, [0; 4]).unwrap();
        assert_eq!(flash.write(*b"P001", false, 50, &bytes[..9]), Err(Error::Block));
        assert_eq!(flash.write(*b"P001", true, 0, &bytes), Err(Error::FileCrc));
        assert_eq!(flash.delete(&[*b"P001"]), Err(Error::NoFile));
    }
}
