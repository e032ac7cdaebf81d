//! FlaschenTaschen: one UDP datagram is one picture, a binary PPM that says where on the wall it belongs.
//!
//! | bytes | header form (sent and read) | footer form (read) |
//! |-------|-----------------------------|--------------------|
//! | magic | `P6` newline | `P6` newline |
//! | size  | width, space, height, newline: decimal | the same |
//! | place | `#FT: x y layer` newline | - |
//! | depth | `255` and one white space | the same |
//! | w·h·3 | red, green, blue of every dot, row by row from the top left | the same |
//! | place | - | newline, x, space, y, space, layer, newline |
//!
//! Between the words of a header there may be any white space, and comments from `#` to the end of the line, as in every
//! PPM. Layer 0 is the background; on layers above it black is transparent and what was painted goes out after 15 s.
//!
//! Source: hzeller/flaschen-taschen (doc/protocols.md, server/ppm-reader.cc, api/python).
//!
//! Proven: both forms, the layers and their end were seen on a running ft-server; a datagram that is too short, it paints
//! header letters and all, as dots. So a length that is not exactly header + w·h·3 (+ footer) is an error here. Not
//! proven: any board that is not ft-server.
//!
//! Stricter than ft-server: the depth must be 255 (it ignores the number), the place must be said, and said once.

use super::{Packets, WireError};

mod text;

/// The UDP port servers listen on.
pub const PORT: u16 = 1337;
/// The largest datagram, in bytes.
pub const MAX_DATAGRAM: usize = 65_507;
/// The most dots of one datagram in either direction, and together.
pub const MAX_DOTS: u16 = 21_835;
/// The largest x and y a picture may stand at.
pub const MAX_PLACE: u16 = 16_383;
/// The highest layer.
pub const MAX_LAYER: u8 = 15;

/// Where a datagram says its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In a comment of the header.
    Header,
    /// After the pixels.
    Footer,
}

/// Everything of a datagram but its pixels. All numbers are in their bounds and the datagram is not too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    form: Form,
    width: u16,
    height: u16,
    x: u16,
    y: u16,
    layer: u8,
}

impl Header {
    /// A picture of `width` × `height` dots with its top left corner at `x`, `y`.
    ///
    /// `None` if a number is out of bounds (0 dots, [`MAX_PLACE`], [`MAX_LAYER`]) or the datagram would be longer than
    /// [`MAX_DATAGRAM`].
    #[must_use]
    pub fn new(form: Form, (width, height): (u16, u16), (x, y): (u16, u16), layer: u8) -> Option<Self> {
        let header = Self { form, width, height, x, y, layer };
        let fits = width > 0
            && height > 0
            && x <= MAX_PLACE
            && y <= MAX_PLACE
            && layer <= MAX_LAYER
            && header.dots() <= usize::from(MAX_DOTS)
            && header.buffer_len() <= MAX_DATAGRAM;
        fits.then_some(header)
    }

    /// Where the place is said.
    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }

    /// Width in dots.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Height in dots.
    #[must_use]
    pub fn height(&self) -> u16 {
        self.height
    }

    /// Column of the wall at which the picture begins.
    #[must_use]
    pub fn x(&self) -> u16 {
        self.x
    }

    /// Row of the wall at which the picture begins.
    #[must_use]
    pub fn y(&self) -> u16 {
        self.y
    }

    /// 0 the background, to 15.
    #[must_use]
    pub fn layer(&self) -> u8 {
        self.layer
    }

    /// How many dots the picture has.
    #[must_use]
    pub fn dots(&self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }

    /// How many bytes the datagram takes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        text::head(self).bytes().len() + self.dots() * 3 + text::foot(self).bytes().len()
    }

    /// Appends a datagram with room for its pixels, and gives the room to be filled.
    pub fn emit<'p>(&self, into: &'p mut Packets) -> &'p mut [u8] {
        let (head, foot, rgb) = (text::head(self), text::foot(self), self.dots() * 3);
        let datagram = into.push(head.bytes().len() + rgb + foot.bytes().len());
        let (before, rest) = datagram.split_at_mut(head.bytes().len());
        let (room, after) = rest.split_at_mut(rgb);
        before.copy_from_slice(head.bytes());
        after.copy_from_slice(foot.bytes());
        room
    }
}

/// The meaning of one datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repr<'a> {
    /// Everything but the pixels.
    pub header: Header,
    /// Red, green and blue of every dot, row by row: width × height × 3 bytes.
    pub rgb: &'a [u8],
}

impl<'a> Repr<'a> {
    /// Reads one whole datagram of either form.
    ///
    /// # Errors
    /// The offset of the first byte that is wrong, missing or too many; of a number that is too large, its first digit.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        text::parse(bytes)
    }

    /// How many bytes [`Repr::emit`] writes.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        self.header.buffer_len()
    }

    /// Appends the datagram, in its form.
    ///
    /// # Errors
    /// At the place of the pixels if they are not exactly width × height × 3 bytes. Nothing is appended then.
    pub fn emit(&self, into: &mut Packets) -> Result<(), WireError> {
        if self.rgb.len() != self.header.dots() * 3 {
            let offset = text::head(&self.header).bytes().len();
            return Err(WireError { offset, expected: "width × height × 3 bytes of pixels" });
        }
        self.header.emit(into).copy_from_slice(self.rgb);
        Ok(())
    }
}

impl std::fmt::Display for Repr<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Header { form, width, height, x, y, layer } = self.header;
        let form = if form == Form::Footer { " (footer)" } else { "" };
        write!(f, "FlaschenTaschen {width} × {height} at {x},{y} layer {layer}{form}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER_FORM: &[u8] = b"P6\n2 1\n#FT: 3 1 5\n255\n\xff\x00\x00\x00\x80\x40";
    const FOOTER_FORM: &[u8] = b"P6\n2 1\n255\n\xff\x00\x00\x00\x00\x80\n3 1 5\n";

    #[test]
    fn both_forms_are_taken_apart_and_put_together_again() {
        for (bytes, form, words) in [
            (HEADER_FORM, Form::Header, "FlaschenTaschen 2 × 1 at 3,1 layer 5"),
            (FOOTER_FORM, Form::Footer, "FlaschenTaschen 2 × 1 at 3,1 layer 5 (footer)"),
        ] {
            let repr = Repr::parse(bytes).unwrap();
            assert_eq!(Some(repr.header), Header::new(form, (2, 1), (3, 1), 5));
            assert_eq!(repr.rgb[..4], [0xFF, 0, 0, 0]);
            assert_eq!((repr.to_string().as_str(), repr.buffer_len()), (words, bytes.len()));
            let mut packets = Packets::default();
            repr.emit(&mut packets).unwrap();
            assert_eq!(packets.bytes(), bytes);
        }
    }

    #[test]
    fn white_space_and_comments_of_other_senders_are_understood() {
        for bytes in [
            &b"P6 2\t1 255\n\xff\x00\x00\x00\x80\x40  3   1\n5"[..],
            b"P6#made by hand\n2 1 # size\n#FT:3 1 5\n255 \xff\x00\x00\x00\x80\x40",
        ] {
            let repr = Repr::parse(bytes).unwrap();
            assert_eq!((repr.header.x(), repr.header.y(), repr.header.layer()), (3, 1, 5));
            assert_eq!(repr.rgb, [0xFF, 0, 0, 0, 0x80, 0x40]);
        }
    }

    #[test]
    fn the_offset_of_an_error_is_the_byte_that_is_wrong() {
        for (bytes, offset) in [
            (&b"P5\n"[..], 1),
            (b"P62", 2),
            (b"P6\nx", 3),
            (b"P6\n0 1\n", 3),
            (b"P6\n2 21836\n", 5),
            (b"P6\n2 99999999999999999999\n", 5),
            (b"P6\n2 1\n#FT: 3 1\n255\n", 15),
            (b"P6\n2 1\n#FT: 3 1 16\n255\n", 16),
            (b"P6\n2 1\n#FT: 3 1 5 7\n255\n", 18),
            (b"P6\n2 1\n#FT: 3 1 5\n#FT: 3 1 5\n255\n", 18),
            (b"P6\n2 1\n65535\n", 7),
            (b"P6\n2 1\n255", 10),
            (b"P6\n1 1\n255\nabc", 14),
            (b"P6\n1 1\n255\nabc\n1 2\n", 19),
            (b"P6\n1 1\n255\nabc\n1 2 3 4", 21),
            (b"P6\n1 1\n#FT: 0 0 0\n255\nabcd", 25),
            (b"P6\n1 1\n#FT: 0 0 0\n255\nab", 24),
        ] {
            let error = Repr::parse(bytes).unwrap_err();
            assert_eq!(error.offset, offset, "{}: {error}", bytes.escape_ascii());
        }
    }

    #[test]
    fn numbers_out_of_bounds_cannot_be_sent() {
        let new = |size, place, layer| Header::new(Form::Header, size, place, layer);
        assert!(new((21_000, 1), (0, 0), 0).is_some());
        assert!(new((0, 1), (0, 0), 0).is_none());
        assert!(new((21_835, 1), (0, 0), 0).is_none(), "the header would not fit as well");
        assert!(new((u16::MAX, u16::MAX), (0, 0), 0).is_none());
        assert!(new((1, 1), (16_384, 0), 0).is_none());
        assert!(new((1, 1), (0, 0), 16).is_none());
        let header = new((2, 1), (0, 0), 0).unwrap();
        assert_eq!(Repr { header, rgb: &[0; 5] }.emit(&mut Packets::default()).unwrap_err().offset, 22);
    }
}
