//! The Luminator signs that are known: their sizes, and the 16 bytes by which each is told what it is.
//!
//! MAX3000: `04`, number of the type, `00`, ?, height, four widths that together are the width, bits of a column.
//! Horizon: `08`, number of the type, `00`, ?, ?, height, `00`, width, and how it is made of pieces.
//!
//! A sign keeps this until its power goes, and asks for it then.

/// A type of sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// 112 × 16, front.
    Max3000Front112,
    /// 98 × 16, front.
    Max3000Front98,
    /// 90 × 7, side.
    Max3000Side90,
    /// 30 × 10, rear.
    Max3000Rear30,
    /// 23 × 10, rear.
    Max3000Rear23,
    /// 30 × 7, dash.
    Max3000Dash30,
    /// 160 × 16, front.
    HorizonFront160,
    /// 140 × 16, front.
    HorizonFront140,
    /// 96 × 8, side.
    HorizonSide96,
    /// 48 × 16, rear.
    HorizonRear48,
    /// 40 × 12, dash.
    HorizonDash40,
}

/// Word, width, height, and the bytes that are not 0.
type Row = (&'static str, u16, u16, &'static [u8]);

impl Sign {
    /// All types.
    pub const ALL: [Self; 11] = [
        Self::Max3000Front112,
        Self::Max3000Front98,
        Self::Max3000Side90,
        Self::Max3000Rear30,
        Self::Max3000Rear23,
        Self::Max3000Dash30,
        Self::HorizonFront160,
        Self::HorizonFront140,
        Self::HorizonSide96,
        Self::HorizonRear48,
        Self::HorizonDash40,
    ];

    #[rustfmt::skip]
    fn row(self) -> Row {
        match self {
            Self::Max3000Front112 => ("max3000-112x16", 112, 16, &[4, 0x47, 0, 0x0F, 16, 28, 28, 28, 28, 16]),
            Self::Max3000Front98 => ("max3000-98x16", 98, 16, &[4, 0x4D, 0, 0x0D, 16, 14, 28, 28, 28, 16]),
            Self::Max3000Side90 => ("max3000-90x7", 90, 7, &[4, 0x20, 0, 0x06, 7, 30, 30, 30, 0, 8]),
            Self::Max3000Rear30 => ("max3000-30x10", 30, 10, &[4, 0x62, 0, 0x04, 10, 30, 0, 0, 0, 16]),
            Self::Max3000Rear23 => ("max3000-23x10", 23, 10, &[4, 0x61, 0, 0x04, 10, 23, 0, 0, 0, 16]),
            Self::Max3000Dash30 => ("max3000-30x7", 30, 7, &[4, 0x26, 0, 0x03, 7, 30, 0, 0, 0, 8]),
            Self::HorizonFront160 => ("horizon-160x16", 160, 16, &[8, 0xB1, 0, 0x15, 0x0C, 16, 0, 160, 4, 0, 40, 0]),
            Self::HorizonFront140 => ("horizon-140x16", 140, 16, &[8, 0xB2, 0, 0x12, 0x04, 16, 0, 140, 1, 3, 20, 40]),
            Self::HorizonSide96 => ("horizon-96x8", 96, 8, &[8, 0xB4, 0, 0x07, 0x0C, 8, 0, 96, 2, 0, 48, 0]),
            Self::HorizonRear48 => ("horizon-48x16", 48, 16, &[8, 0xB5, 0, 0x07, 0x0C, 16, 0, 48, 1, 0, 48, 0]),
            Self::HorizonDash40 => ("horizon-40x12", 40, 12, &[8, 0xB9, 0, 0x06, 0x8C, 12, 0, 40, 1, 0, 40, 0, 4]),
        }
    }

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// The type of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sign| sign.word() == word)
    }

    /// Width and height in dots.
    #[must_use]
    pub fn size(self) -> (u16, u16) {
        let (_, width, height, _) = self.row();
        (width, height)
    }

    /// The bytes by which it is told what it is.
    #[must_use]
    pub fn config(self) -> [u8; 16] {
        let mut config = [0; 16];
        config.iter_mut().zip(self.row().3).for_each(|(to, from)| *to = *from);
        config
    }
}
