//! The ways in which dots are wired inside a module: small named steps that can be put one after the other.
//!
//! A step takes dots in rows and gives dots in rows; what is sent in the end is the last rows from the top left. So a
//! map reads like the road of the cable, and the order of the steps matters.

use super::PanelError;

/// One step of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mapper {
    /// `rotate-90`: the picture is turned a quarter clockwise.
    Rotate90,
    /// `rotate-180`: the picture is turned upside down.
    Rotate180,
    /// `rotate-270`: the picture is turned a quarter counter-clockwise.
    Rotate270,
    /// `mirror-x`: right becomes left.
    MirrorX,
    /// `mirror-y`: bottom becomes top.
    MirrorY,
    /// `serpentine-rows`: every second row runs backwards.
    SerpentineRows,
    /// `serpentine-columns`: every second column runs upwards.
    SerpentineColumns,
    /// `columns`: column by column from the left, each from the top.
    Columns,
    /// `reverse`: the last dot is the first.
    Reverse,
    /// `u-fold`: along the upper half, and back along the lower half, which hangs upside down.
    UFold,
    /// `z-fold`: each row of the upper half is followed by the same row of the lower half.
    ZFold,
}

impl Mapper {
    /// Their names in files, in the order they are offered.
    pub const NAMES: [&'static str; 11] = [
        "rotate-90",
        "rotate-180",
        "rotate-270",
        "mirror-x",
        "mirror-y",
        "serpentine-rows",
        "serpentine-columns",
        "columns",
        "reverse",
        "u-fold",
        "z-fold",
    ];

    const ALL: [Self; 11] = [
        Self::Rotate90,
        Self::Rotate180,
        Self::Rotate270,
        Self::MirrorX,
        Self::MirrorY,
        Self::SerpentineRows,
        Self::SerpentineColumns,
        Self::Columns,
        Self::Reverse,
        Self::UFold,
        Self::ZFold,
    ];

    /// Reads a name; `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::NAMES).find(|(_, name)| *name == word).map(|(mapper, _)| mapper)
    }

    fn folds(self) -> bool {
        matches!(self, Self::UFold | Self::ZFold)
    }
}

impl std::fmt::Display for Mapper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::NAMES[*self as usize])
    }
}

/// Dots in rows: what stands where after some steps.
#[derive(Clone, Debug)]
pub(super) struct Grid<T> {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Row by row from the top left.
    pub(super) dots: Vec<T>,
}

impl<T: Copy> Grid<T> {
    /// The dots after one step; `module` is for the error.
    pub(super) fn step(self, mapper: Mapper, module: usize) -> Result<Self, PanelError> {
        let (w, h) = (self.width, self.height);
        if mapper.folds() && h % 2 != 0 {
            return Err(PanelError::Odd { module, mapper, rows: h });
        }
        let (width, height) = match mapper {
            Mapper::Rotate90 | Mapper::Rotate270 | Mapper::Columns => (h, w),
            Mapper::UFold | Mapper::ZFold => (w * 2, h / 2),
            _ => (w, h),
        };
        // Where the dot at column x and row y of the result comes from.
        let from = |x: usize, y: usize| match mapper {
            Mapper::Rotate90 => (y, h - 1 - x),
            Mapper::Rotate180 | Mapper::Reverse => (w - 1 - x, h - 1 - y),
            Mapper::Rotate270 => (w - 1 - y, x),
            Mapper::MirrorX => (w - 1 - x, y),
            Mapper::MirrorY => (x, h - 1 - y),
            Mapper::SerpentineRows if y % 2 == 1 => (w - 1 - x, y),
            Mapper::SerpentineColumns if x % 2 == 1 => (x, h - 1 - y),
            Mapper::Columns => (y, x),
            Mapper::UFold if x >= w => (w * 2 - 1 - x, h - 1 - y),
            Mapper::ZFold if x >= w => (x - w, y + h / 2),
            _ => (x, y),
        };
        let rows = (0..height).flat_map(|y| (0..width).map(move |x| from(x, y)));
        let dots = rows.map(|(x, y)| self.dots[y * w + x]).collect();
        Ok(Self { width, height, dots })
    }
}
