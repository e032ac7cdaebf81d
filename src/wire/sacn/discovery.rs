//! Universe discovery: a source says every ten seconds which universes it sends.

use super::{Cid, Source, VECTOR_EXTENDED, array, begin, counted, field, length};
use crate::wire::{Packets, WireError};
use std::ops::Range;

/// The most universes on one page.
pub const MAX_LISTED: usize = 512;

const LIST_LENGTH: usize = 112;
const LIST_VECTOR: Range<usize> = 114..118;
const PAGES: Range<usize> = 118..120;
const LIST: usize = 120;

/// One page of the universes a source sends, 120 + 2k bytes.
///
/// | offset | bytes | field |
/// |--------|-------|-------|
/// | 38 | 2 | length |
/// | 40 | 4 | vector 2 |
/// | 44 | 64 | name of the source |
/// | 108 | 4 | 0 |
/// | 112 | 2 | length |
/// | 114 | 4 | vector 1 |
/// | 118 | 1 | page, from 0 |
/// | 119 | 1 | last page |
/// | 120 | 2k | universes, at most 512, rising |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// Who sends.
    pub cid: Cid,
    /// As people know it.
    pub source: Source,
    /// Which page this is, from 0.
    pub page: u8,
    /// The number of the last page.
    pub last: u8,
    /// The universes on this page, at most [`MAX_LISTED`].
    pub universes: Vec<u16>,
}

impl Discovery {
    pub(super) fn parse(bytes: &[u8], cid: Cid) -> Result<Self, WireError> {
        let whole = "a discovery packet of at least 120 bytes";
        counted(bytes, field::FRAME_LENGTH)?;
        let source = Source::read(bytes)?;
        super::expect(bytes, 108, &[0; 4], "four zero bytes")?;
        counted(bytes, LIST_LENGTH)?;
        super::expect(bytes, LIST_VECTOR.start, &[0, 0, 0, 1], "vector 1, a list of universes")?;
        let [page, last] = array(bytes, PAGES, whole)?;
        if page > last {
            return Err(WireError {
                offset: PAGES.start,
                expected: "a page that is not behind the last one",
            });
        }
        let list = &bytes[LIST..];
        if !list.len().is_multiple_of(2) || list.len() > MAX_LISTED * 2 {
            return Err(WireError { offset: LIST_LENGTH, expected: "at most 512 universes of 2 bytes" });
        }
        let universes = list.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        Ok(Self { cid, source, page, last, universes })
    }

    /// Appends the packet; what is more than a page of the universes is left out.
    pub fn emit(&self, into: &mut Packets) {
        let listed = &self.universes[..self.universes.len().min(MAX_LISTED)];
        let packet = into.push(LIST + listed.len() * 2);
        begin(packet, VECTOR_EXTENDED, self.cid, super::EXTENDED_DISCOVERY);
        packet[field::SOURCE].copy_from_slice(&self.source.0);
        packet[108..LIST_LENGTH].fill(0);
        length(packet, LIST_LENGTH);
        packet[LIST_VECTOR].copy_from_slice(&[0, 0, 0, 1]);
        packet[PAGES].copy_from_slice(&[self.page, self.last]);
        for (field, universe) in packet[LIST..].chunks_exact_mut(2).zip(listed) {
            field.copy_from_slice(&universe.to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::sacn::Repr;

    fn page(universes: Vec<u16>) -> Discovery {
        Discovery { cid: Cid([1; 16]), source: Source::new("x").unwrap(), page: 1, last: 1, universes }
    }

    #[test]
    fn a_page_of_any_length_reads_as_it_was_written() {
        for len in [0, 1, 511, 512] {
            let page = page((1..=len).collect());
            let mut packets = Packets::default();
            page.emit(&mut packets);
            assert_eq!(Repr::parse(packets.bytes()), Ok(Repr::Discovery(page)));
        }
        let mut packets = Packets::default();
        page((1..=513).collect()).emit(&mut packets);
        let Ok(Repr::Discovery(read)) = Repr::parse(packets.bytes()) else { panic!() };
        assert_eq!(read.universes.len(), MAX_LISTED);
    }

    #[test]
    fn a_page_behind_the_last_one_or_half_a_universe_is_refused() {
        let mut packets = Packets::default();
        page(vec![7, 8]).emit(&mut packets);
        let mut bytes = packets.bytes().to_vec();
        bytes[118] = 2;
        assert_eq!(Repr::parse(&bytes).unwrap_err().offset, 118);
        bytes[118] = 1;
        bytes.push(0);
        for at in [16, 38, 112] {
            length(&mut bytes, at);
        }
        assert_eq!(Repr::parse(&bytes).unwrap_err().offset, 112);
    }
}
