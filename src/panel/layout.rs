//! How the lamps behind a face are wired, as somebody describes it: modules, chains, outputs, depth, colours, power.

use super::Supply;
use super::mapper::Mapper;
use crate::frame::Face;
use thiserror::Error;

/// What is sent for one dot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Depth {
    /// Red, green and blue in the panel's colour order, a byte each.
    #[default]
    Rgb,
    /// One byte, 0 to 255.
    Grey,
    /// One byte: bit 0 is the first lamp of a two-colour board, bit 1 the second.
    Two,
    /// One byte: 0 dark, 1 lit.
    One,
}

impl Depth {
    /// The words for it in files, in the order they are offered.
    pub const NAMES: [&'static str; 4] = ["rgb", "grey", "two", "one"];

    const ALL: [Self; 4] = [Self::Rgb, Self::Grey, Self::Two, Self::One];

    /// Reads a name; `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().zip(Self::NAMES).find(|(_, name)| *name == word).map(|(depth, _)| depth)
    }

    /// How many bytes a dot takes.
    #[must_use]
    pub fn bytes(self) -> usize {
        if self == Self::Rgb { 3 } else { 1 }
    }

    /// How many lamps of a dot are dimmed or switched, and the value of a lamp that is fully lit.
    pub(super) fn lamps(self) -> (u32, u32) {
        match self {
            Self::Rgb => (3, 255),
            Self::Grey => (1, 255),
            Self::Two => (2, 1),
            Self::One => (1, 1),
        }
    }
}

impl std::fmt::Display for Depth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(Self::NAMES[*self as usize])
    }
}

/// In which order a controller wants the colours of a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ColourOrder([u8; 3]);

impl ColourOrder {
    /// The words for them, in the order they are offered.
    pub const NAMES: [&'static str; 6] = ["rgb", "rbg", "grb", "gbr", "brg", "bgr"];

    /// Reads a name (`grb`: green first); `None` for anything else.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let known = Self::NAMES.contains(&word);
        let mut order = [0; 3];
        for (to, letter) in order.iter_mut().zip(word.chars()) {
            *to = "rgb".find(letter)? as u8;
        }
        known.then_some(Self(order))
    }

    /// Which of red (0), green (1) and blue (2) each byte of a dot is.
    #[must_use]
    pub fn channels(self) -> [usize; 3] {
        self.0.map(usize::from)
    }
}

impl Default for ColourOrder {
    fn default() -> Self {
        Self([0, 1, 2])
    }
}

/// A rectangle of the face that is one piece of wiring: dots in the order of its map, and after them the next module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Module {
    /// Its leftmost column on the face.
    pub x: u16,
    /// Its uppermost row on the face.
    pub y: u16,
    /// Width on the face in dots, as it hangs.
    pub width: u16,
    /// Height on the face in dots, as it hangs.
    pub height: u16,
    /// How it is wired inside; as [`Layout::map`] says if `None`.
    pub map: Option<Vec<Mapper>>,
    /// The index of its output in [`Layout::outputs`], from 0.
    pub output: u16,
}

/// A socket that a chain of modules hangs on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Its first dot in the picture of its controller; after the output before it if `None`.
    pub start: Option<u32>,
    /// How many dots it has; as many as its modules if `None`. What they do not fill stays dark.
    pub dots: Option<u32>,
    /// The cable enters at the module that is listed last.
    pub reversed: bool,
    /// Its controller: a destination of the board's link, 0 the board's own.
    pub destination: u16,
}

/// Everything between a picture and the lamps. The default is none of it: row by row from the top left, red, green, blue.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// What is sent for one dot.
    pub depth: Depth,
    /// In which order its colours are sent.
    pub order: ColourOrder,
    /// The exponents of the red, green and blue lamps' light, 0.01 to 50; of a grey one the first counts.
    pub gamma: [f32; 3],
    /// What a lamp that is to be lit at all gets at least, in 255ths; 1 if 0.
    pub floor: u8,
    /// How every module is wired inside that does not say so itself; without modules, how the face is.
    pub map: Vec<Mapper>,
    /// The modules in the order of their chains; none: the whole face is one.
    pub modules: Vec<Module>,
    /// The outputs; none: there is one.
    pub outputs: Vec<Output>,
    /// What the lamps draw, if it is known.
    pub power: Option<Supply>,
}

impl Layout {
    /// The exponents of gamma that are taken: a curve of 0 would light everything.
    pub const GAMMA: std::ops::RangeInclusive<f32> = 0.01..=50.0;
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            depth: Depth::Rgb,
            order: ColourOrder::default(),
            gamma: [1.0; 3],
            floor: 1,
            map: Vec::new(),
            modules: Vec::new(),
            outputs: Vec::new(),
            power: None,
        }
    }
}

/// Why lamps cannot be wired so. Modules and outputs are counted from 0, as in the [`Layout`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PanelError {
    /// A module reaches beyond the face.
    #[error("module {} is empty or not inside the face of {face} dots", .module + 1)]
    Outside {
        /// Which.
        module: usize,
        /// The face.
        face: Face,
    },
    /// Two modules have a dot in common.
    #[error("modules {} and {} both have the dot at {x},{y}", .other + 1, .module + 1)]
    Overlap {
        /// The later one.
        module: usize,
        /// The earlier one.
        other: usize,
        /// Column of the dot.
        x: u16,
        /// Row of the dot.
        y: u16,
    },
    /// A module is to be folded in the middle, and has none.
    #[error("module {} has {rows} rows at `{mapper}`, which needs an even number", .module + 1)]
    Odd {
        /// Which.
        module: usize,
        /// The step of its map.
        mapper: Mapper,
        /// How many rows it has at that step.
        rows: usize,
    },
    /// A module hangs on an output that is not there.
    #[error("module {} hangs on an output that does not exist", .module + 1)]
    NoOutput {
        /// Which.
        module: usize,
    },
    /// The modules of an output have more dots than it.
    #[error("the modules of output {} have {modules} dots, but it has {dots}", .output + 1)]
    Short {
        /// Which.
        output: usize,
        /// How many dots it has.
        dots: usize,
        /// How many its modules have.
        modules: usize,
    },
    /// Two outputs of a controller use the same part of its picture.
    #[error("outputs {} and {} have dots of their controller in common", .other + 1, .output + 1)]
    Shared {
        /// The later one.
        output: usize,
        /// The earlier one.
        other: usize,
    },
    /// More dots would be sent than any controller takes.
    #[error("{dots} dots would be sent, but at most {most} can be")]
    TooMany {
        /// How many.
        dots: usize,
        /// How many there may be.
        most: usize,
    },
    /// Two bits a dot, and not two lamps.
    #[error("two bits a dot need a board with lamps of two colours")]
    NotTwo,
    /// An exponent outside [`Layout::GAMMA`].
    #[error("gamma must be 0.01 to 50")]
    Gamma,
    /// Lamps that are on or off cannot be dimmed.
    #[error("a limit of current needs lamps that can be dimmed")]
    NotDimmable,
    /// The limit is below what the board draws however much it is dimmed.
    #[error("the limit of {limit_ma} mA is too low: the dots need at least {least_ma} mA")]
    Limit {
        /// The limit in mA.
        limit_ma: u32,
        /// The lowest possible one in mA.
        least_ma: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_as_what_they_say() {
        for name in Depth::NAMES {
            assert_eq!(Depth::parse(name).unwrap().to_string(), name);
        }
        for name in ColourOrder::NAMES {
            let channels = ColourOrder::parse(name).unwrap().channels();
            let back: String = channels.iter().map(|&channel| ['r', 'g', 'b'][channel]).collect();
            assert_eq!(back, name);
        }
        for bad in ["", "rg", "rrr", "rgbw", "RGB"] {
            assert_eq!((Depth::parse(bad), ColourOrder::parse(bad)), (None, None), "{bad}");
        }
    }
}
