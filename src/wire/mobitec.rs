//! Mobitec signs: bands of five rows in the "pixel control" font over RS-485, 4800 8N1 unless set otherwise.
//!
//! | bytes | field |
//! |-------|-------|
//! | 1     | `FF` |
//! | 1     | address, 0 to 15 |
//! | n     | data, every byte below `FE` |
//! | 1, 2  | check: low byte of the sum of address and data; `FE` travels as `FE 00`, `FF` as `FE 01` |
//! | 1     | `FF` |
//!
//! The data of a picture is `A2`, then `D0` width `D1` height, then for every band
//! `D2` x, `D3` y of its **bottom** row, `D4 77`, and one character a column: `20` + 1 (top), 2, 4, 8, 16 (bottom) for lit
//! dots. Bands lie at y 4, 9, 14 and so on; the last may reach below the display. A packet replaces the whole picture.
//!
//! Source: the protocol notes of Nosen92/maskin-flipdot, the Python packages pyfis and girouettes.
//!
//! Proven: three programs that are independent of each other agree on these bytes. Not proven: the longest packet a sign takes,
//! the pause between packets. Signs never answer.
//!
//! Packets of other kinds can be read and spelt here for people who look at a line; [`picture`] is all a board's session is
//! made of. Texts in the sign's own fonts are never sent: they have no Vietnamese letters.

use super::{Packets, WireError};

/// Bits per second of a line that names none.
pub const BAUD: u32 = 4800;
/// The highest address.
pub const MAX_ADDRESS: u8 = 15;
/// The widest picture, in dots: widths stay below the mark bytes.
pub const MAX_WIDTH: u16 = 253;
/// The highest picture, in dots: the place of its last band stays below the mark bytes.
pub const MAX_HEIGHT: u16 = 250;
/// The most data bytes of a packet: those of the largest picture.
pub const MAX_DATA: usize = HEAD + MAX_HEIGHT as usize / BAND * (BAND_HEAD + MAX_WIDTH as usize);

/// Rows of a band.
const BAND: usize = 5;
/// Bytes of the data before the bands, and of a band before its columns.
const HEAD: usize = 5;
const BAND_HEAD: usize = 6;

const MARK: u8 = 0xFF;
const ESCAPE: u8 = 0xFE;
const TEXT: u8 = 0xA2;
const PIXELS: u8 = 0x77;

/// What follows is this.
mod label {
    pub(super) const WIDTH: u8 = 0xD0;
    pub(super) const HEIGHT: u8 = 0xD1;
    pub(super) const X: u8 = 0xD2;
    pub(super) const Y: u8 = 0xD3;
    pub(super) const FONT: u8 = 0xD4;
}

/// The meaning of one packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// For which sign, 0 to 15.
    pub address: u8,
    /// At least one byte, all below FE hex.
    pub data: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads exactly one packet; for a stream there is [`Decoder`].
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        let wrong = |offset, expected| Err(WireError { offset, expected });
        if bytes.first() != Some(&MARK) {
            return wrong(0, "a start of ff hex");
        }
        let address = match bytes.get(1) {
            Some(&address) if address <= MAX_ADDRESS => address,
            _ => return wrong(1, "an address of 0 to 15"),
        };
        let Some(end) = bytes.iter().skip(2).position(|byte| *byte == MARK).map(|at| at + 2) else {
            return wrong(bytes.len(), "the end: ff hex");
        };
        if bytes.len() > end + 1 {
            return wrong(end + 1, "the end of the packet");
        }
        let escape = bytes[..end].iter().position(|byte| *byte == ESCAPE);
        let check = escape.unwrap_or(end - 1);
        if check < 3 {
            return wrong(check.max(2), "data before the check");
        }
        let sent = match bytes[check..end] {
            [check] if check < ESCAPE => check,
            [ESCAPE, 0] => ESCAPE,
            [ESCAPE, 1] => MARK,
            _ => return wrong(check, "the check, fe hex as fe 00 and ff hex as fe 01"),
        };
        if check - 2 > MAX_DATA {
            return wrong(2 + MAX_DATA, "the end of the data");
        }
        if sent != sum(&bytes[1..check]) {
            return wrong(check, "the low byte of the sum of address and data");
        }
        Ok(Self { address, data: &bytes[2..check] })
    }

    /// How many bytes the packet takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        let check = sum(self.data).wrapping_add(self.address);
        4 + self.data.len() + usize::from(check >= ESCAPE)
    }

    /// Appends the packet.
    ///
    /// # Errors
    /// At the address if it is above 15, at the data if there is none, too much, or a byte of FE or FF hex. Nothing is
    /// appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        if self.address > MAX_ADDRESS {
            return Err(WireError { offset: 1, expected: "an address of 0 to 15" });
        }
        let wrong = self.data.iter().position(|byte| *byte >= ESCAPE);
        let size =
            (self.data.is_empty() || self.data.len() > MAX_DATA).then_some(MAX_DATA.min(self.data.len()));
        if let Some(at) = wrong.or(size) {
            return Err(WireError { offset: 2 + at, expected: "1 to 12955 bytes below fe hex" });
        }
        let packet = into.push(self.buffer_len());
        packet[..2].copy_from_slice(&[MARK, self.address]);
        packet[2..2 + self.data.len()].copy_from_slice(self.data);
        close(packet, 2 + self.data.len());
        Ok(())
    }

    /// Gives the bands of a picture, each with the column and the row of its top left dot, which may lie above the display.
    ///
    /// # Errors
    /// The data is no picture in the pixel control font.
    pub fn bands(&self, mut band: impl FnMut(Band<'_>)) -> Result<(), WireError> {
        let wrong =
            |left: &[u8], expected| Err(WireError { offset: 2 + self.data.len() - left.len(), expected });
        let &[TEXT, ref rest @ ..] = self.data else { return wrong(self.data, "the mode a2 hex") };
        let mut rest = rest;
        if let &[label::WIDTH, _, label::HEIGHT, _, ref after @ ..] = rest {
            rest = after;
        }
        while let &[first, ref after @ ..] = rest {
            let &[x, label::Y, y, label::FONT, PIXELS, ref after @ ..] = after else {
                return wrong(rest, "d2 x, d3 y, d4 77: a band in the pixel control font");
            };
            if first != label::X {
                return wrong(rest, "d2 hex: the column of a band");
            }
            let len = after.iter().take_while(|byte| (0x20..0x40).contains(*byte)).count();
            let (columns, after) = after.split_at(len);
            band(Band { x, bottom: y, columns });
            rest = after;
        }
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mobitec sign {:x} {} bytes", self.address, self.data.len())
    }
}

/// Five rows of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band<'a> {
    /// Its first column.
    pub x: u8,
    /// Its bottom row.
    pub bottom: u8,
    columns: &'a [u8],
}

impl Band<'_> {
    /// Its lit dots: column and row of the display; rows above it are left out.
    pub fn dots(&self) -> impl Iterator<Item = (usize, usize)> {
        let (x, bottom) = (usize::from(self.x), usize::from(self.bottom));
        self.columns.iter().enumerate().flat_map(move |(i, column)| {
            let lit = (0..BAND).filter(move |row| column >> row & 1 == 1);
            lit.filter_map(move |row| Some((x + i, (bottom + row).checked_sub(BAND - 1)?)))
        })
    }
}

/// How many bytes the packet of a picture takes at most: with an escaped check.
#[must_use]
pub fn picture_len((width, height): (u16, u16)) -> usize {
    5 + HEAD + usize::from(height).div_ceil(BAND) * (BAND_HEAD + usize::from(width))
}

/// Appends a picture of at most [`MAX_WIDTH`] × [`MAX_HEIGHT`] dots for the sign of an address (its low four bits).
pub fn picture(
    address: u8,
    (width, height): (u16, u16),
    lit: impl Fn(usize, usize) -> bool,
    into: &mut Packets,
) {
    // Both fit a byte.
    let (width, height) = (width.min(MAX_WIDTH) as u8, height.min(MAX_HEIGHT) as u8);
    let (columns, rows) = (usize::from(width), usize::from(height));
    let address = address & MAX_ADDRESS;
    let column = |x: usize, top: usize| {
        let lit = (0..BAND).filter(|row| top + row < rows && lit(x, top + row));
        lit.fold(0x20, |column, row| column + (1 << row))
    };
    let head = [TEXT, label::WIDTH, width, label::HEIGHT, height];
    let bands = (0..rows).step_by(BAND);
    let places =
        bands.clone().map(|top| [label::X, 0, label::Y, (top + BAND - 1) as u8, label::FONT, PIXELS]);
    // The length of the packet depends on its check.
    let check = bands.clone().flat_map(|top| (0..columns).map(move |x| (x, top)));
    let check = check.fold(address, |sum, (x, top)| sum.wrapping_add(column(x, top)));
    let check =
        places.clone().fold(check.wrapping_add(sum(&head)), |all, place| all.wrapping_add(sum(&place)));
    let len = HEAD + places.len() * (BAND_HEAD + columns);
    let packet = into.push(4 + len + usize::from(check >= ESCAPE));
    packet[..2].copy_from_slice(&[MARK, address]);
    let data = &mut packet[2..2 + len];
    data[..HEAD].copy_from_slice(&head);
    for ((band, place), top) in data[HEAD..].chunks_exact_mut(BAND_HEAD + columns).zip(places).zip(bands) {
        band[..BAND_HEAD].copy_from_slice(&place);
        band[BAND_HEAD..].iter_mut().enumerate().for_each(|(x, byte)| *byte = column(x, top));
    }
    close(packet, 2 + len);
}

/// Writes check and end behind the data.
fn close(packet: &mut [u8], end: usize) {
    let check = sum(&packet[1..end]);
    match &mut packet[end..] {
        [first, second, last] => (*first, *second, *last) = (ESCAPE, check - ESCAPE, MARK),
        rest => rest.copy_from_slice(&[check, MARK]),
    }
}

fn sum(bytes: &[u8]) -> u8 {
    bytes.iter().fold(0, |sum, byte| sum.wrapping_add(*byte))
}

/// Finds packets in a byte stream cut at any place. Bounded: it keeps one packet.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    packet: Vec<u8>,
}

impl Decoder {
    /// Takes the next bytes and gives every packet that becomes whole; what is not a packet is passed over.
    pub fn feed(&mut self, bytes: &[u8], mut whole: impl FnMut(Repr<'_>)) {
        for &byte in bytes {
            if self.packet.is_empty() && byte != MARK || self.packet.len() > MAX_DATA + 4 {
                self.packet.clear();
                continue;
            }
            self.packet.push(byte);
            if byte == MARK && self.packet.len() > 1 {
                let packet = Repr::parse(&self.packet);
                let good = packet.is_ok();
                packet.into_iter().for_each(&mut whole);
                self.packet.clear();
                if !good {
                    // The end of noise may be the beginning of a packet.
                    self.packet.push(MARK);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ESCAPED: [u8; 7] = [0xFF, 6, 0xA2, 0x56, 0xFE, 0, 0xFF];

    fn smiley() -> Vec<u8> {
        let rows = ["......", ".#.#..", "......", "#...#.", ".###.."].map(str::as_bytes);
        let mut packets = Packets::default();
        picture(0x0B, (6, 5), |x, y| rows[y][x] == b'#', &mut packets);
        packets.bytes().to_vec()
    }

    #[test]
    fn a_picture_is_taken_apart_and_put_together_again() {
        let bytes = smiley();
        assert_eq!(
            bytes[1..bytes.len() - 2],
            [0x0B, 0xA2, 0xD0, 6, 0xD1, 5, 0xD2, 0, 0xD3, 4, 0xD4, 0x77, 0x28, 0x32, 0x30, 0x32, 0x28, 0x20]
        );
        let repr = Repr::parse(&bytes).unwrap();
        let mut dots = Vec::new();
        repr.bands(|band| dots.extend(band.dots())).unwrap();
        dots.sort_unstable();
        assert_eq!(dots, [(0, 3), (1, 1), (1, 4), (2, 4), (3, 1), (3, 4), (4, 3)]);
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        assert_eq!(packets.bytes(), bytes);
        assert!(bytes.len() <= picture_len((6, 5)));
    }

    #[test]
    fn a_check_that_looks_like_a_mark_is_escaped() {
        let repr = Repr::parse(&ESCAPED).unwrap();
        assert_eq!((repr.address, repr.data), (6, &[0xA2, 0x56][..]));
        assert_eq!(repr.buffer_len(), 7);
        assert_eq!(Repr::parse(&[0xFF, 6, 0xA2, 0x57, 0xFE, 1, 0xFF]).unwrap().data, [0xA2, 0x57]);
        assert_eq!(Repr::parse(&[0xFF, 6, 0xA2, 0x56, 0xFE, 0xFF]).unwrap_err().offset, 4);
        assert_eq!(Repr::parse(&[0xFF, 6, 0xA2, 0x56, 0xFE, 2, 0xFF]).unwrap_err().offset, 4);
    }

    #[test]
    fn every_check_there_is_comes_out_right() {
        let mut seen = std::collections::BTreeSet::new();
        for width in 1..=40_u16 {
            for lit in 0..=width {
                let mut packets = Packets::default();
                picture(6, (width, 5), |x, y| y == x % 5 && x < usize::from(lit), &mut packets);
                let bytes = packets.bytes();
                assert!(Repr::parse(bytes).is_ok(), "{width} {lit}");
                seen.insert(bytes.len() + 1 - (5 + HEAD + BAND_HEAD + usize::from(width)));
            }
        }
        assert_eq!(seen.len(), 2, "with and without an escape");
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        let offset = |bytes: &[u8]| Repr::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(&[]), 0);
        assert_eq!(offset(&[0xFF, 16]), 1);
        assert_eq!(offset(&[0xFF, 6, 0xA2]), 3);
        assert_eq!(offset(&[0xFF, 6, 0xA2, 0xA9, 0xFF]), 3);
        assert_eq!(offset(&[0xFF, 6, 0xFF]), 2);
        assert_eq!(offset(&[0xFF, 6, 0xA2, 0xA8, 0xFF, 7]), 5);
    }

    #[test]
    fn packets_are_found_wherever_the_stream_is_cut() {
        let stream = [&[1, 0xFF, 3, 4][..], &ESCAPED, &smiley(), &[0xFF], &ESCAPED].concat();
        for cut in 0..stream.len() {
            let (mut decoder, mut seen) = (Decoder::default(), Vec::new());
            for part in [&stream[..cut], &stream[cut..]] {
                decoder.feed(part, |packet| seen.push(packet.address));
            }
            assert_eq!(seen, [6, 11, 6], "cut at {cut}");
        }
    }
}
