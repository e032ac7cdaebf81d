//! The size of a display face. Bounded once, here, so that nobody downstream multiplies unchecked.

use serde::{Deserialize, Serialize};

/// A board's display face: width × height in dots (pixels), origin at the top left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Face {
    width: u16,
    height: u16,
}

impl Face {
    /// The widest face accepted, in dots.
    pub const MAX_WIDTH: u16 = 4096;
    /// The highest face accepted, in dots.
    pub const MAX_HEIGHT: u16 = 1024;
    /// The most dots one face may have; the product of the two limits would be more than any controller drives.
    pub const MAX_DOTS: usize = 1 << 20;

    /// A face of `width` × `height` dots, or `None` if either is zero or the face is larger than the limits.
    #[must_use]
    pub fn new(width: u16, height: u16) -> Option<Self> {
        let fits = (1..=Self::MAX_WIDTH).contains(&width)
            && (1..=Self::MAX_HEIGHT).contains(&height)
            && usize::from(width) * usize::from(height) <= Self::MAX_DOTS;
        fits.then_some(Self { width, height })
    }

    /// Width in dots, at least 1.
    #[must_use]
    pub fn width(self) -> u16 {
        self.width
    }

    /// Height in dots, at least 1.
    #[must_use]
    pub fn height(self) -> u16 {
        self.height
    }

    /// How many dots the face has.
    #[must_use]
    pub fn dots(self) -> usize {
        usize::from(self.width) * usize::from(self.height)
    }

    /// How many bytes an RGB picture of the face takes, three a dot.
    #[must_use]
    pub fn rgb_len(self) -> usize {
        self.dots() * 3
    }
}

impl std::fmt::Display for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} × {}", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_face_without_dots_or_beyond_the_limits_cannot_exist() {
        assert!(Face::new(0, 32).is_none());
        assert!(Face::new(128, 0).is_none());
        assert!(Face::new(4097, 1).is_none());
        assert!(Face::new(4096, 1024).is_none());
        assert_eq!(Face::new(128, 32).map(Face::rgb_len), Some(12_288));
    }
}
