//! The words around the pixels of a FlaschenTaschen datagram: read from bytes, and written without allocating.

use super::{Form, Header, MAX_DATAGRAM, MAX_DOTS, MAX_LAYER, MAX_PLACE, Repr};
use crate::wire::WireError;
use std::fmt::Write as _;

/// Words on the stack; the longest header has 41 bytes.
pub(super) struct Text {
    bytes: [u8; 48],
    len: usize,
}

impl Text {
    const EMPTY: Self = Self { bytes: [0; 48], len: 0 };

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

impl std::fmt::Write for Text {
    fn write_str(&mut self, words: &str) -> std::fmt::Result {
        let end = self.len + words.len();
        self.bytes.get_mut(self.len..end).ok_or(std::fmt::Error)?.copy_from_slice(words.as_bytes());
        self.len = end;
        Ok(())
    }
}

/// What stands before the pixels.
pub(super) fn head(header: &Header) -> Text {
    let Header { form, width, height, x, y, layer } = *header;
    let mut text = Text::EMPTY;
    // Five digits a number at most, so the words always fit.
    let _fits = match form {
        Form::Header => write!(text, "P6\n{width} {height}\n#FT: {x} {y} {layer}\n255\n"),
        Form::Footer => write!(text, "P6\n{width} {height}\n255\n"),
    };
    text
}

/// What stands after the pixels.
pub(super) fn foot(header: &Header) -> Text {
    let mut text = Text::EMPTY;
    if header.form == Form::Footer {
        let _fits = write!(text, "\n{} {} {}\n", header.x, header.y, header.layer);
    }
    text
}

type Place = (u16, u16, u8);

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn wrong<T>(&self, expected: &'static str) -> Result<T, WireError> {
        Err(WireError { offset: self.at, expected })
    }

    fn take(&mut self, words: &[u8], expected: &'static str) -> Result<(), WireError> {
        for &byte in words {
            if self.peek() != Some(byte) {
                return self.wrong(expected);
            }
            self.at += 1;
        }
        Ok(())
    }

    fn skip(&mut self, is_space: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&is_space) {
            self.at += 1;
        }
    }

    fn number(&mut self, least: u16, most: u16, expected: &'static str) -> Result<u16, WireError> {
        let start = self.at;
        let mut number: Option<u32> = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            let next = number.unwrap_or(0) * 10 + u32::from(digit - b'0');
            // Kept just above the bound, so any number of digits is read without overflow.
            number = Some(next.min(u32::from(most) + 1));
            self.at += 1;
        }
        match number.and_then(|number| u16::try_from(number).ok()) {
            Some(number) if (least..=most).contains(&number) => Ok(number),
            _ => Err(WireError { offset: start, expected }),
        }
    }

    /// Three numbers with white space of this kind before each.
    fn place(&mut self, is_space: fn(u8) -> bool) -> Result<Place, WireError> {
        self.skip(is_space);
        let x = self.number(0, MAX_PLACE, "x, a number of at most 16383")?;
        self.gap(is_space)?;
        let y = self.number(0, MAX_PLACE, "y, a number of at most 16383")?;
        self.gap(is_space)?;
        let layer = self.number(0, u16::from(MAX_LAYER), "a layer of 0 to 15")?;
        // At most 15.
        Ok((x, y, layer as u8))
    }

    fn gap(&mut self, is_space: fn(u8) -> bool) -> Result<(), WireError> {
        if !self.peek().is_some_and(is_space) {
            return self.wrong("white space and the next number of x y layer");
        }
        self.skip(is_space);
        Ok(())
    }

    /// White space and comments between two words of the header; keeps a place said in a comment.
    fn between(&mut self, place: &mut Option<Place>) -> Result<(), WireError> {
        loop {
            self.skip(is_space);
            if self.peek() != Some(b'#') {
                return Ok(());
            }
            if self.bytes[self.at..].starts_with(b"#FT:") {
                if place.is_some() {
                    return self.wrong("the place to be said once");
                }
                self.at += 4;
                *place = Some(self.place(is_blank)?);
                self.skip(is_blank);
                if self.peek() != Some(b'\n') {
                    return self.wrong("the end of the line after x y layer");
                }
            }
            self.skip(|byte| byte != b'\n');
        }
    }
}

/// White space of a PPM.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | 0x0B | 0x0C | b'\r')
}

/// White space inside a line.
fn is_blank(byte: u8) -> bool {
    is_space(byte) && byte != b'\n'
}

/// Reads one whole datagram; see [`Repr::parse`].
pub(super) fn parse(bytes: &[u8]) -> Result<Repr<'_>, WireError> {
    if bytes.len() > MAX_DATAGRAM {
        return Err(WireError { offset: MAX_DATAGRAM, expected: "a datagram of at most 65507 bytes" });
    }
    let mut reader = Reader { bytes, at: 0 };
    let mut place = None;
    reader.take(b"P6", "the letters P6")?;
    if !reader.peek().is_some_and(|byte| is_space(byte) || byte == b'#') {
        return reader.wrong("white space after P6");
    }
    reader.between(&mut place)?;
    let width = reader.number(1, MAX_DOTS, "a width of 1 to 21835")?;
    reader.between(&mut place)?;
    let height_at = reader.at;
    let height = reader.number(1, MAX_DOTS, "a height of 1 to 21835")?;
    reader.between(&mut place)?;
    reader.number(255, 255, "the depth 255")?;
    if !reader.peek().is_some_and(is_space) {
        return reader.wrong("one white space after 255");
    }
    reader.at += 1;

    let start = reader.at;
    let end = start + usize::from(width) * usize::from(height) * 3;
    let Some(rgb) = bytes.get(start..end) else {
        return Err(WireError { offset: bytes.len(), expected: "width × height × 3 bytes of pixels" });
    };
    reader.at = end;
    let (form, (x, y, layer)) = match place {
        Some(place) => (Form::Header, place),
        None => (Form::Footer, footer(&mut reader)?),
    };
    if reader.at < bytes.len() {
        return reader.wrong("the end of the datagram");
    }
    // Only a datagram with a footer written without white space can be too long to be written again with it.
    match Header::new(form, (width, height), (x, y), layer) {
        Some(header) => Ok(Repr { header, rgb }),
        None => Err(WireError { offset: height_at, expected: "fewer dots in one datagram" }),
    }
}

fn footer(reader: &mut Reader<'_>) -> Result<Place, WireError> {
    if reader.at == reader.bytes.len() {
        return reader.wrong("the place: x y layer after the pixels, or a comment #FT: in the header");
    }
    let place = reader.place(is_space)?;
    reader.skip(is_space);
    Ok(place)
}
