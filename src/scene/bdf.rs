//! Reads BDF 2.1, the text form of bitmap fonts (Adobe, "Glyph Bitmap Distribution Format", 1993).
//!
//! Only what a one-bit, left-to-right font needs is kept. Everything is bounded, and a fault names its line.

use super::{Font, Glyph};
use std::collections::BTreeMap;
use thiserror::Error;

/// Why a BDF file was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: expected {expected}")]
pub struct BdfError {
    /// The line, from 1.
    pub line: usize,
    /// What should have stood there.
    pub expected: &'static str,
}

const MAX_BYTES: usize = 4 << 20;
const MAX_LINE: usize = 4096;
const MAX_GLYPHS: i32 = 20_000;
const MAX_SIDE: i32 = Glyph::MAX_SIDE as i32;

impl Font {
    /// Reads a font from the text of a BDF file; `name` is what items will call it.
    ///
    /// # Errors
    /// The first line that does not say what it must, or glyphs reaching outside ascent and descent.
    pub fn from_bdf(name: &str, text: &str) -> Result<Self, BdfError> {
        let mut reader = Reader { lines: text.lines(), line: 0 };
        if text.len() > MAX_BYTES {
            return Err(reader.expected("a file of at most 4 MiB"));
        }
        if let Some(index) = text.lines().position(|line| line.len() > MAX_LINE) {
            return Err(BdfError { line: index + 1, expected: "a line of at most 4096 bytes" });
        }
        let mut font = Self { name: name.to_owned(), ascent: 0, descent: 0, glyphs: BTreeMap::new() };
        let mut started = false;
        while let Some((key, rest)) = reader.next() {
            match key {
                "STARTFONT" => started = true,
                _ if !started => return Err(reader.expected("STARTFONT")),
                "FONT_ASCENT" => {
                    font.ascent = reader.number(rest, 1, MAX_SIDE, "a font ascent from 1 to 256")?;
                }
                "FONT_DESCENT" => {
                    font.descent = reader.number(rest, 0, MAX_SIDE, "a font descent from 0 to 256")?;
                }
                "CHARS" => {
                    reader.number::<i32>(rest, 1, MAX_GLYPHS, "a number of characters from 1 to 20000")?;
                }
                "STARTCHAR" => {
                    if font.ascent == 0 {
                        return Err(reader.expected("FONT_ASCENT before the first character"));
                    }
                    if font.glyphs.len() >= MAX_GLYPHS as usize {
                        return Err(reader.expected("at most 20000 characters"));
                    }
                    if let Some((letter, glyph)) = reader.glyph(font.ascent, font.descent)? {
                        font.glyphs.insert(letter, glyph);
                    }
                }
                "ENDFONT" => {
                    return if font.glyphs.is_empty() {
                        Err(reader.expected("at least one character"))
                    } else {
                        Ok(font)
                    };
                }
                _ => {}
            }
        }
        Err(reader.expected("ENDFONT"))
    }
}

struct Reader<'a> {
    lines: std::str::Lines<'a>,
    line: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        let line = self.lines.next()?.trim();
        self.line += 1;
        Some(line.split_once(char::is_whitespace).unwrap_or((line, "")))
    }

    fn expected(&self, expected: &'static str) -> BdfError {
        BdfError { line: self.line.max(1), expected }
    }

    fn number<T: TryFrom<i32>>(
        &self,
        word: &str,
        low: i32,
        high: i32,
        expected: &'static str,
    ) -> Result<T, BdfError> {
        let number = word.trim().parse::<i32>().ok().filter(|n| (low..=high).contains(n));
        number.and_then(|n| T::try_from(n).ok()).ok_or_else(|| self.expected(expected))
    }

    /// One character up to ENDCHAR; `None` for one without a Unicode encoding.
    fn glyph(&mut self, ascent: u16, descent: u16) -> Result<Option<(char, Glyph)>, BdfError> {
        let (mut letter, mut advance, mut bounds) = (None, None, None);
        while let Some((key, rest)) = self.next() {
            match key {
                "ENCODING" => {
                    let word = rest.split_whitespace().next().unwrap_or("");
                    let code: i32 = self.number(word, -1, 0x10_FFFF, "a Unicode code point or -1")?;
                    letter = u32::try_from(code).ok().and_then(char::from_u32);
                }
                "DWIDTH" => {
                    let word = rest.split_whitespace().next().unwrap_or("");
                    advance = Some(self.number(word, 0, 2 * MAX_SIDE, "an advance from 0 to 512")?);
                }
                "BBX" => bounds = Some(self.bounds(rest)?),
                "BITMAP" => {
                    let (Some(advance), Some((width, height, left, bottom))) = (advance, bounds) else {
                        return Err(self.expected("DWIDTH and BBX before BITMAP"));
                    };
                    // Neither sum leaves an i16: all four are 256 at most.
                    let top = bottom + height as i16;
                    if height > 0 && (top > ascent as i16 || bottom < -(descent as i16)) {
                        return Err(self.expected("a bitmap inside the font's ascent and descent"));
                    }
                    let glyph = Glyph::new(advance, left, top, width, self.bitmap(width, height)?);
                    return Ok(letter.map(|letter| (letter, glyph)));
                }
                _ => {}
            }
        }
        Err(self.expected("BITMAP"))
    }

    /// Width, height, left and bottom of a bitmap.
    fn bounds(&self, rest: &str) -> Result<(u16, u16, i16, i16), BdfError> {
        let expected = "BBX with a width and height of at most 256 and offsets from -256 to 256";
        let mut words = rest.split_whitespace();
        let mut side = |low| self.number::<i16>(words.next().unwrap_or(""), low, MAX_SIDE, expected);
        let (width, height, left, bottom) = (side(0)?, side(0)?, side(-MAX_SIDE)?, side(-MAX_SIDE)?);
        Ok((width.unsigned_abs(), height.unsigned_abs(), left, bottom))
    }

    /// The rows of a bitmap, each as many words as it needs.
    fn bitmap(&mut self, width: u16, height: u16) -> Result<Vec<u64>, BdfError> {
        let digits = usize::from(width).div_ceil(8) * 2;
        let mut bits = Vec::with_capacity(usize::from(width).div_ceil(64) * usize::from(height));
        for _ in 0..height {
            let row = self.next().map_or("", |(row, _)| row);
            if row.len() != digits || !row.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Err(self.expected("a row of the bitmap, two hex digits for eight dots"));
            }
            for (word, digits) in row.as_bytes().chunks(16).enumerate() {
                let value = digits.iter().fold(0, |value, digit| {
                    value << 4 | u64::from(char::from(*digit).to_digit(16).unwrap_or(0))
                });
                let within = u32::from(width) - 64 * word as u32;
                // What stands right of the width is not ink.
                let mask = u64::MAX.checked_shl(64u32.saturating_sub(within)).unwrap_or(0);
                bits.push(value << (64 - 4 * digits.len()) & mask);
            }
        }
        match self.next() {
            Some(("ENDCHAR", _)) => Ok(bits),
            _ => Err(self.expected("ENDCHAR after the rows that BBX announces")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Frame;
    use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
    use embedded_graphics::prelude::Point;

    const TINY: &str = "STARTFONT 2.1\nFONT_ASCENT 4\nFONT_DESCENT 1\nCHARS 2\n\
        STARTCHAR i\nENCODING 105\nDWIDTH 3 0\nBBX 1 4 0 0\nBITMAP\n80\n00\n80\n80\nENDCHAR\n\
        STARTCHAR wide\nENCODING 119\nDWIDTH 12 0\nBBX 10 2 1 -1\nBITMAP\nFFC0\n8040\nENDCHAR\nENDFONT\n";

    #[test]
    fn letters_stand_on_the_baseline_where_the_file_puts_them() {
        let font = Font::from_bdf("tiny", TINY).unwrap();
        let mut frame = Frame::dark(16, 5).unwrap();
        font.draw(&mut frame, "iw", Point::new(0, 4), Rgb888::WHITE).unwrap();
        let drawing = "Frame 16 × 5\n\
            #...............\n\
            ................\n\
            #...............\n\
            #...##########..\n\
            ....#........#..\n";
        assert_eq!(format!("{frame:?}"), drawing);
        assert_eq!(font.glyph('w').and_then(Glyph::ink), Some((1, 11)));
        assert_eq!(font.missing("i\nwé"), Some((3, 'é')));
    }

    const BOX: &str = "BBX with a width and height of at most 256 and offsets from -256 to 256";

    #[test]
    fn a_letter_wider_than_a_word_is_drawn_whole() {
        let wide = "STARTFONT 2.1\nFONT_ASCENT 200\nFONT_DESCENT 0\nSTARTCHAR w\nENCODING 119\nDWIDTH 150 0\n\
            BBX 131 2 2 198\nBITMAP\n8000000000000003C0000000000000007F\n000000000000000000000000000000003F\n\
            ENDCHAR\nENDFONT\n";
        let font = Font::from_bdf("wide", wide).unwrap();
        let glyph = font.glyph('w').unwrap();
        let dots: Vec<_> = glyph.dots().collect();
        let first = [0, 62, 63, 64, 65, 129, 130].map(|x| (x + 2, -200));
        assert_eq!(dots, [&first[..], &[(132, -199)]].concat(), "dots beyond the box are not ink");
        assert_eq!((glyph.ink(), glyph.ink_rows()), (Some((2, 133)), Some((-200, -198))));
        let mut frame = Frame::dark(150, 200).unwrap();
        font.draw(&mut frame, "w", Point::new(0, 200), Rgb888::WHITE).unwrap();
        assert_eq!(frame.rgb().iter().filter(|byte| **byte != 0).count(), 3 * dots.len());
    }

    #[test]
    fn a_damaged_file_is_refused_with_its_line() {
        let cases = [
            (TINY.replace("STARTFONT 2.1", "STARTFOND"), 1, "STARTFONT"),
            (TINY.replace("BBX 1 4 0 0", "BBX 1 5 0 0"), 9, "a bitmap inside the font's ascent and descent"),
            (TINY.replace("DWIDTH 3 0", "DWIDTH -3 0"), 7, "an advance from 0 to 512"),
            (TINY.replace("BBX 1 4 0 0", "BBX 65536 4 0 0"), 8, BOX),
            (TINY.replace("BBX 1 4 0 0", "BBX 1 4 0 99999999999"), 8, BOX),
            (TINY.replace("BBX 1 4 0 0", "BBX -1 4 0 0"), 8, BOX),
            (TINY.replace("CHARS 2", "CHARS 4000000000"), 4, "a number of characters from 1 to 20000"),
            (TINY.replace("CHARS 2", &"C".repeat(5000)), 4, "a line of at most 4096 bytes"),
            (TINY.replace("FFC0", "+FC0"), 20, "a row of the bitmap, two hex digits for eight dots"),
            (TINY.replace("ENDFONT\n", &"\n".repeat(5 << 20)), 1, "a file of at most 4 MiB"),
            (TINY.replace("FFC0", "FFC"), 20, "a row of the bitmap, two hex digits for eight dots"),
            (TINY.replace("ENDFONT\n", ""), 22, "ENDFONT"),
        ];
        for (text, line, expected) in cases {
            assert_eq!(Font::from_bdf("bad", &text).unwrap_err(), BdfError { line, expected });
        }
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused_and_never_panics() {
        for end in 0..TINY.len() - "ENDFONT\n".len() {
            assert!(Font::from_bdf("cut", &TINY[..end]).is_err(), "{end}");
        }
    }
}
