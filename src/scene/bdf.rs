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
const MAX_GLYPHS: usize = 20_000;

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
        let mut font = Self { name: name.to_owned(), ascent: 0, descent: 0, glyphs: BTreeMap::new() };
        let mut started = false;
        while let Some((key, rest)) = reader.next() {
            match key {
                "STARTFONT" => started = true,
                _ if !started => return Err(reader.expected("STARTFONT")),
                "FONT_ASCENT" => font.ascent = reader.number(rest, 1, 64, "a font ascent from 1 to 64")?,
                "FONT_DESCENT" => font.descent = reader.number(rest, 0, 64, "a font descent from 0 to 64")?,
                "STARTCHAR" => {
                    if font.ascent == 0 {
                        return Err(reader.expected("FONT_ASCENT before the first character"));
                    }
                    if font.glyphs.len() >= MAX_GLYPHS {
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
    fn glyph(&mut self, ascent: u8, descent: u8) -> Result<Option<(char, Glyph)>, BdfError> {
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
                    advance = Some(self.number(word, 0, 128, "an advance from 0 to 128")?);
                }
                "BBX" => bounds = Some(self.bounds(rest)?),
                "BITMAP" => {
                    let (Some(advance), Some((width, height, left, bottom))) = (advance, bounds) else {
                        return Err(self.expected("DWIDTH and BBX before BITMAP"));
                    };
                    let top = i16::from(bottom) + i16::from(height);
                    if height > 0 && (top > i16::from(ascent) || i16::from(bottom) < -i16::from(descent)) {
                        return Err(self.expected("a bitmap inside the font's ascent and descent"));
                    }
                    let rows = self.bitmap(width, height)?;
                    // Between −64 and 64: ascent and descent were just compared.
                    let glyph = Glyph { advance, left, top: top.clamp(-64, 64) as i8, width, rows };
                    return Ok(letter.map(|letter| (letter, glyph)));
                }
                _ => {}
            }
        }
        Err(self.expected("BITMAP"))
    }

    fn bounds(&self, rest: &str) -> Result<(u8, u8, i8, i8), BdfError> {
        let expected = "BBX with a width and height of at most 64 and offsets from -64 to 64";
        let mut words = rest.split_whitespace();
        let mut side = |low| self.number::<i32>(words.next().unwrap_or(""), low, 64, expected);
        let (width, height, left, bottom) = (side(0)?, side(0)?, side(-64)?, side(-64)?);
        Ok((width as u8, height as u8, left as i8, bottom as i8))
    }

    fn bitmap(&mut self, width: u8, height: u8) -> Result<Vec<u64>, BdfError> {
        let digits = usize::from(width).div_ceil(8) * 2;
        let mut rows = Vec::with_capacity(height.into());
        for _ in 0..height {
            let row = self.next().map_or("", |(row, _)| row);
            let value = u64::from_str_radix(row, 16).ok().filter(|_| row.len() == digits);
            let value =
                value.ok_or_else(|| self.expected("a row of the bitmap, two hex digits for eight dots"))?;
            let mask = if width == 0 { 0 } else { u64::MAX << (64 - u32::from(width)) };
            rows.push(value.checked_shl(64 - 4 * digits as u32).unwrap_or(0) & mask);
        }
        match self.next() {
            Some(("ENDCHAR", _)) => Ok(rows),
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

    #[test]
    fn a_damaged_file_is_refused_with_its_line() {
        let cases = [
            (TINY.replace("STARTFONT 2.1", "STARTFOND"), 1, "STARTFONT"),
            (TINY.replace("BBX 1 4 0 0", "BBX 1 5 0 0"), 9, "a bitmap inside the font's ascent and descent"),
            (TINY.replace("DWIDTH 3 0", "DWIDTH -3 0"), 7, "an advance from 0 to 128"),
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
