//! Which card it is, by the number of its type.

/// Which generation of the protocol a card speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generation {
    /// BX-5: one file for a programme, a byte is eight dots.
    Five,
    /// BX-6: two files for a programme, dots in words of 32.
    Six,
}

/// Which colours a card drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colours {
    /// One lamp.
    One,
    /// Red and green.
    Two,
    /// Red, green and blue, each lit or not.
    Three,
    /// Red, green and blue with shades.
    Full,
}

impl Colours {
    /// What a ping's answer calls them.
    #[must_use]
    pub fn of(code: u8) -> Option<Self> {
        match code {
            0x01 => Some(Self::One),
            0x03 => Some(Self::Two),
            0x07 => Some(Self::Three),
            0xFF => Some(Self::Full),
            _ => None,
        }
    }

    /// The same the other way round.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::One => 0x01,
            Self::Two => 0x03,
            Self::Three => 0x07,
            Self::Full => 0xFF,
        }
    }
}

/// A type of card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Device(pub u16);

/// Types by name.
const NAMES: &[(u16, &str)] = &[
    (0x0154, "BX-5E1"),
    (0x0254, "BX-5E2"),
    (0x0354, "BX-5E3"),
    (0x0052, "BX-5M1"),
    (0x1056, "BX-5Q0+"),
    (0x1156, "BX-5Q1+"),
    (0x1256, "BX-5Q2+"),
    (0x0174, "BX-6E1"),
    (0x0274, "BX-6E2"),
    (0x0374, "BX-6E3"),
    (0x0474, "BX-6E1X"),
    (0x0574, "BX-6E2X"),
    (0x0066, "BX-6QL"),
    (0x0166, "BX-6Q1"),
    (0x0266, "BX-6Q2"),
    (0x0366, "BX-6Q3"),
    (0x0466, "BX-6Q2L"),
    (0x0566, "BX-6Q3L"),
];

impl Device {
    /// BX-5E1.
    pub const BX5E1: Self = Self(0x0154);
    /// BX-6E2.
    pub const BX6E2: Self = Self(0x0274);
    /// BX-6Q2.
    pub const BX6Q2: Self = Self(0x0266);

    /// The low byte: the series.
    fn series(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    /// Its generation; `None` of a series that is not known.
    #[must_use]
    pub fn generation(self) -> Option<Generation> {
        match self.series() {
            0x51..=0x56 => Some(Generation::Five),
            0x62..=0x64 | 0x66 | 0x74 => Some(Generation::Six),
            _ => None,
        }
    }

    /// What people call it: its type, or its series.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = NAMES.iter().find(|(code, _)| *code == self.0).map(|(_, name)| *name);
        named.unwrap_or(match self.series() {
            0x51 => "BX-5A",
            0x52 => "BX-5M",
            0x53 => "BX-5C",
            0x54 => "BX-5E",
            0x55 => "BX-5U",
            0x56 => "BX-5Q",
            0x62 => "BX-6M",
            0x63 => "BX-6A",
            0x64 => "BX-6W",
            0x66 => "BX-6Q",
            0x74 => "BX-6E",
            _ => "BX",
        })
    }

    /// Whether it is one with shades of three colours (5Q, 6Q).
    #[must_use]
    pub fn is_full_colour(self) -> bool {
        matches!(self.series(), 0x56 | 0x66)
    }

    /// Whether it is a BX-5A, whose frames are always number 1 of a serial line.
    #[must_use]
    pub fn is_5a(self) -> bool {
        self.series() == 0x51
    }

    /// The most bytes of a file that one frame carries to it.
    #[must_use]
    pub fn block(self) -> usize {
        match (self.series(), self.0) {
            (0x51, _) => 700,
            (0x54, _) => 14_336,
            (0x63, _) => 512,
            (_, 0x0266) => 16_000,
            (0x66, _) => 8000,
            _ => 1024,
        }
    }

    /// What the header of generation 6 says of protocol and carrier: both 1 to cards of full colour over a network, else 0.
    #[must_use]
    pub fn protocol(self) -> u8 {
        u8::from(self.series() == 0x66)
    }
}
