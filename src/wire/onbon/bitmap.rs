//! The dots of an area in bytes. A lit dot is 0 and a dark one 1, but for full colour, where a byte is a shade.
//!
//! Rows go from the top, and their bytes are laid to the columns of the face, not of the area: an area that begins at column 3
//! has three bits of filling, which are 1, before its first dot.
//!
//! | coding | a row |
//! |--------|-------|
//! | bytes (generation 5) | bytes of 8 dots, bit 7 leftmost; of two lamps: for each place the red byte, then the green one |
//! | words (BX-6E) | words of 32 dots, bit 31 leftmost, little-endian; of two lamps: the whole red plane, then the green one |
//! | colour (BX-6Q) | red, green, blue of every dot, without filling |
//!
//! Proven against frames of the maker's own programs, one lamp and two at columns 0 and 3, and full colour.

use super::{Colours, Generation};

/// How the dots of a card are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Bits in bytes; planes for red, or red and green.
    Bytes {
        /// 1 or 2.
        planes: u8,
    },
    /// Bits in words of 32.
    Words {
        /// 1 or 2.
        planes: u8,
    },
    /// Three bytes a dot.
    Colour,
}

/// The most dots an area may have.
pub const MAX_DOTS: usize = 1 << 20;

impl Coding {
    /// The coding of a card; `None` for one whose pictures nobody has described: three lamps without shades, and BX-5Q.
    #[must_use]
    pub fn of(generation: Generation, colours: Colours) -> Option<Self> {
        let planes = match colours {
            Colours::One => 1,
            Colours::Two => 2,
            Colours::Three => return None,
            Colours::Full if generation == Generation::Six => return Some(Self::Colour),
            Colours::Full => return None,
        };
        Some(match generation {
            Generation::Five => Self::Bytes { planes },
            Generation::Six => Self::Words { planes },
        })
    }

    fn planes(self) -> usize {
        match self {
            Self::Bytes { planes } | Self::Words { planes } => planes.clamp(1, 2).into(),
            Self::Colour => 1,
        }
    }

    /// Bytes of one row of one plane of an area that begins at column `x`.
    fn row(self, x: u16, width: u16) -> usize {
        let (x, width) = (usize::from(x), usize::from(width));
        match self {
            Self::Bytes { .. } => (x % 8 + width).div_ceil(8),
            Self::Words { .. } => (x % 32 + width).div_ceil(32) * 4,
            Self::Colour => width * 3,
        }
    }

    /// How many bytes an area takes.
    #[must_use]
    pub fn len(self, x: u16, width: u16, height: u16) -> usize {
        self.row(x, width) * usize::from(height) * self.planes()
    }

    /// Where the bit of a dot is: byte and mask. `x` is the column of the area.
    fn bit(self, (x, width, height): (u16, u16, u16), plane: usize, column: u16, row: u16) -> (usize, u8) {
        let per_row = self.row(x, width);
        let row = usize::from(row);
        match self {
            Self::Words { .. } => {
                let at = usize::from(x % 32 + column);
                // The leftmost eight dots of a word are in its highest byte, which comes last.
                let byte = at / 32 * 4 + (3 - at % 32 / 8);
                (plane * per_row * usize::from(height) + row * per_row + byte, 0x80 >> (at % 8))
            }
            Self::Bytes { .. } | Self::Colour => {
                let at = usize::from(x % 8 + column);
                ((row * per_row + at / 8) * self.planes() + plane, 0x80 >> (at % 8))
            }
        }
    }

    /// Appends an area of a picture; `dot` gives its red, green and blue by column and row of the area. With one lamp a dot is lit
    /// if anything of it is, with two the red lamp by its red and the green one by its green.
    pub fn emit(
        self,
        x: u16,
        width: u16,
        height: u16,
        dot: impl Fn(u16, u16) -> [u8; 3],
        into: &mut Vec<u8>,
    ) {
        if self == Self::Colour {
            let all = (0..height).flat_map(|row| (0..width).map(move |column| (column, row)));
            return into.extend(all.flat_map(|(column, row)| dot(column, row)));
        }
        let start = into.len();
        into.resize(start + self.len(x, width, height), 0xFF);
        for row in 0..height {
            for column in 0..width {
                let rgb = dot(column, row);
                for plane in 0..self.planes() {
                    let lit = if self.planes() == 1 { rgb != [0; 3] } else { rgb[plane] > 0 };
                    if lit {
                        let (byte, mask) = self.bit((x, width, height), plane, column, row);
                        into[start + byte] &= !mask;
                    }
                }
            }
        }
    }

    /// The dots of an area, row by row: lamps that are lit are 255. `None` if there are more or fewer bytes than it takes, or it is
    /// larger than any face.
    #[must_use]
    pub fn parse(self, x: u16, width: u16, height: u16, bytes: &[u8]) -> Option<Vec<[u8; 3]>> {
        let dots = usize::from(width) * usize::from(height);
        if dots > MAX_DOTS || bytes.len() != self.len(x, width, height) {
            return None;
        }
        if self == Self::Colour {
            return Some(bytes.chunks_exact(3).map(|dot| [dot[0], dot[1], dot[2]]).collect());
        }
        let mut all = Vec::with_capacity(dots);
        for row in 0..height {
            for column in 0..width {
                let mut rgb = [0; 3];
                for (plane, part) in rgb.iter_mut().enumerate().take(self.planes()) {
                    let (byte, mask) = self.bit((x, width, height), plane, column, row);
                    *part = if bytes[byte] & mask == 0 { 255 } else { 0 };
                }
                all.push(rgb);
            }
        }
        Some(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lit where 7x + 3y is divisible by 5, in colours that change every eight columns.
    fn pattern(x: u16, y: u16) -> [u8; 3] {
        const COLOURS: [[u8; 3]; 5] = [[255, 0, 0], [0, 255, 0], [255, 255, 0], [0, 0, 255], [255; 3]];
        if (7 * x + 3 * y).is_multiple_of(5) { COLOURS[usize::from(x / 8 % 5)] } else { [0; 3] }
    }

    fn bytes(coding: Coding, x: u16, width: u16, height: u16) -> String {
        let mut bytes = Vec::new();
        coding.emit(x, width, height, pattern, &mut bytes);
        hex::encode(bytes)
    }

    #[test]
    fn pictures_have_the_bytes_of_the_makers_own_programs() {
        assert_eq!(bytes(Coding::Bytes { planes: 1 }, 0, 8, 2), "7bbd");
        assert_eq!(bytes(Coding::Bytes { planes: 1 }, 3, 8, 2), "ef7ff7bf");
        assert!(bytes(Coding::Words { planes: 2 }, 0, 32, 16).starts_with("fff7ff7bff7bffbd"));
    }

    proptest! {
        #[test]
        fn what_is_lit_comes_back_wherever_the_area_begins(
            x in 0u16..70, width in 1u16..70, height in 1u16..5,
            coding in prop_oneof![
                Just(Coding::Bytes { planes: 1 }), Just(Coding::Bytes { planes: 2 }),
                Just(Coding::Words { planes: 1 }), Just(Coding::Words { planes: 2 }), Just(Coding::Colour),
            ],
        ) {
            let mut bytes = Vec::new();
            coding.emit(x, width, height, pattern, &mut bytes);
            prop_assert_eq!(bytes.len(), coding.len(x, width, height));
            let dots = coding.parse(x, width, height, &bytes).unwrap();
            for (at, dot) in dots.iter().enumerate() {
                let drawn = pattern(at as u16 % width, at as u16 / width);
                let expected = match (coding, coding.planes()) {
                    (Coding::Colour, _) => drawn,
                    (_, 1) => [if drawn == [0; 3] { 0 } else { 255 }, 0, 0],
                    _ => [drawn[0], drawn[1], 0],
                };
                prop_assert_eq!(*dot, expected);
            }
        }
    }
}
