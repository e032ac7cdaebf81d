//! Strict signs, written from the byte tables with everything in sight. They know one frame at a time and refuse what is not
//! exactly right.

use std::collections::BTreeMap;

/// What a strict Hanover sign of this height makes of a picture, column by column: the address, and lit dots by (x, y).
pub(crate) fn hanover(frame: &[u8], height: usize) -> (u32, Vec<(usize, usize)>) {
    let [0x02, middle @ .., a, b] = frame else { panic!("no start") };
    let sum = middle.iter().map(|byte| u32::from(*byte)).sum::<u32>();
    let check = u32::from_str_radix(&String::from_utf8(vec![*a, *b]).unwrap(), 16).unwrap();
    assert_eq!((sum + check) % 256, 0, "the check");
    let [text @ .., 0x03] = middle else { panic!("no end") };
    let text = std::str::from_utf8(text).unwrap();
    assert!(text.chars().all(|c| c.is_ascii_digit() || ('A'..='F').contains(&c)), "upper-case digits only");
    let hex = |from: usize, to: usize| u32::from_str_radix(&text[from..to], 16).unwrap();
    assert_eq!(hex(0, 1), 1, "a picture");
    let bytes: Vec<u32> = (4..text.len()).step_by(2).map(|at| hex(at, at + 2)).collect();
    assert_eq!(bytes.len() as u32 % 256, hex(2, 4), "the low byte of the count");
    let column = height.div_ceil(8);
    let mut dots = Vec::new();
    for (i, byte) in bytes.iter().enumerate() {
        for bit in (0..8).filter(|bit| byte & 1 << bit != 0) {
            dots.push((i / column, i % column * 8 + bit));
        }
    }
    assert!(dots.iter().all(|dot| dot.1 < height), "nothing below the last row");
    (hex(1, 2), dots)
}

/// What a strict Mobitec sign makes of a packet: the address, the size, and lit dots by (x, y).
pub(crate) fn mobitec(packet: &[u8]) -> (u8, (u8, u8), Vec<(usize, usize)>) {
    let [0xFF, middle @ .., 0xFF] = packet else { panic!("no marks") };
    let (data, check) = match middle {
        [data @ .., 0xFE, 0] => (data, 0xFE),
        [data @ .., 0xFE, 1] => (data, 0xFF),
        [data @ .., check] => (data, *check),
        [] => panic!("empty"),
    };
    assert!(data.iter().all(|byte| *byte < 0xFE), "no marks inside");
    assert_eq!(data.iter().map(|byte| usize::from(*byte)).sum::<usize>() as u8, check);
    let [address, 0xA2, 0xD0, width, 0xD1, height, bands @ ..] = data else { panic!("head: {data:02x?}") };
    let mut dots = Vec::new();
    let each = 6 + usize::from(*width);
    assert_eq!(bands.len() % each, 0, "whole bands");
    for (n, band) in bands.chunks_exact(each).enumerate() {
        let [0xD2, 0, 0xD3, bottom, 0xD4, 0x77, columns @ ..] = band else { panic!("band: {band:02x?}") };
        assert_eq!(usize::from(*bottom), n * 5 + 4);
        for (x, column) in columns.iter().enumerate() {
            assert!((0x20..0x40).contains(column), "a character of the font");
            dots.extend((0..5).filter(|row| column & 1 << row != 0).map(|row| (x, n * 5 + row)));
        }
    }
    (*address, (*width, *height), dots)
}

/// A strict wall of AlfaZeta panels: by address what each has loaded and what it shows, a byte a column.
#[derive(Default)]
pub(crate) struct Wall {
    loaded: BTreeMap<u8, [u8; 28]>,
    pub(crate) shown: BTreeMap<u8, [u8; 28]>,
}

impl Wall {
    /// These panels, all bright: nobody has cleared them.
    pub(crate) fn bright(panels: &[u8]) -> Self {
        let shown = panels.iter().map(|address| (*address, [0x7F; 28])).collect();
        Self { shown, ..Self::default() }
    }

    pub(crate) fn take(&mut self, frame: &[u8]) {
        match frame {
            [0x80, 0x82, 0x8F] => self.shown.extend(&self.loaded),
            [0x80, command @ (0x83 | 0x84), address @ 0..=63, columns @ .., 0x8F] => {
                let columns: [u8; 28] = columns.try_into().expect("28 columns");
                assert!(columns.iter().all(|column| *column < 0x80));
                self.loaded.insert(*address, columns);
                if *command == 0x83 {
                    self.shown.insert(*address, columns);
                }
            }
            other => panic!("a panel does not know {other:02x?}"),
        }
    }
}
