//! Colours by the names operators use, and which of them a board's lamps can make.

use serde::{Deserialize, Serialize};

/// Red, green and blue, 0 to 255 each, before the panel's gamma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// The unlit dot.
    pub const BLACK: Self = Self(0, 0, 0);
}

/// A colour a text may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// `red`
    Red,
    /// `green`
    Green,
    /// `blue`
    Blue,
    /// `amber`
    Amber,
    /// `yellow`: red and green lamps together on a two-colour board
    Yellow,
    /// `cyan`
    Cyan,
    /// `magenta`
    Magenta,
    /// `white`
    White,
    /// `#rrggbb`
    Exact(Rgb),
}

impl Colour {
    /// The names that a file may use, in the order they are offered to the operator.
    pub const NAMES: [&'static str; 8] =
        ["red", "green", "blue", "amber", "yellow", "cyan", "magenta", "white"];

    const NAMED: [Self; 8] = [
        Self::Red,
        Self::Green,
        Self::Blue,
        Self::Amber,
        Self::Yellow,
        Self::Cyan,
        Self::Magenta,
        Self::White,
    ];

    /// Reads a name or `#rrggbb`; `None` for anything else, and for `#000000`, which lights nothing.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        if let Some(digits) = word.strip_prefix('#') {
            let bytes = hex::decode(digits).ok()?;
            let [r, g, b] = bytes.try_into().ok()?;
            let rgb = Rgb(r, g, b);
            return (rgb != Rgb::BLACK).then_some(Self::Exact(rgb));
        }
        let at = Self::NAMES.iter().position(|name| *name == word)?;
        Some(Self::NAMED[at])
    }

    /// What is lit for this colour.
    #[must_use]
    pub fn rgb(self) -> Rgb {
        match self {
            Self::Red => Rgb(255, 0, 0),
            Self::Green => Rgb(0, 255, 0),
            Self::Blue => Rgb(0, 0, 255),
            Self::Amber => Rgb(255, 160, 0),
            Self::Yellow => Rgb(255, 255, 0),
            Self::Cyan => Rgb(0, 255, 255),
            Self::Magenta => Rgb(255, 0, 255),
            Self::White => Rgb(255, 255, 255),
            Self::Exact(rgb) => rgb,
        }
    }
}

impl std::fmt::Display for Colour {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Self::Exact(Rgb(r, g, b)) = self {
            return write!(f, "#{r:02x}{g:02x}{b:02x}");
        }
        let at = Self::NAMED.iter().position(|c| c == self).unwrap_or(0);
        f.write_str(Self::NAMES[at])
    }
}

/// Which lamps a board has, and so which colours it can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// One lamp a dot: everything lit has this colour.
    One(Colour),
    /// Two lamps a dot: either, or both together.
    Two(Colour, Colour),
    /// Red, green and blue lamps: any colour.
    Rgb,
}

impl Palette {
    /// The colours the board can make, or `None` if it can make any.
    #[must_use]
    pub fn colours(self) -> Option<Vec<Rgb>> {
        match self {
            Self::One(lamp) => Some(vec![lamp.rgb()]),
            Self::Two(a, b) => Some(vec![a.rgb(), b.rgb(), both(a.rgb(), b.rgb())]),
            Self::Rgb => None,
        }
    }

    /// Whether a text of this colour can be shown as asked.
    #[must_use]
    pub fn can_show(self, colour: Colour) -> bool {
        self.colours().is_none_or(|made| made.contains(&colour.rgb()))
    }

    /// The colour of a text that asks for none: the board's first lamp, white where every colour can be made.
    #[must_use]
    pub fn first(self) -> Colour {
        match self {
            Self::One(lamp) | Self::Two(lamp, _) => lamp,
            Self::Rgb => Colour::White,
        }
    }

    /// The words for the colours the board can make, for an error that offers them.
    #[must_use]
    pub fn offer(self) -> Vec<String> {
        match self {
            Self::Rgb => Colour::NAMES.iter().map(|name| (*name).to_owned()).collect(),
            _ => self.colours().unwrap_or_default().into_iter().map(|rgb| named(rgb).to_string()).collect(),
        }
    }
}

/// The words of its lamps as files have them, `+` between two: `rgb`, `red`, `red+green`.
impl std::fmt::Display for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(lamp) => lamp.fmt(f),
            Self::Two(a, b) => write!(f, "{a}+{b}"),
            Self::Rgb => f.write_str("rgb"),
        }
    }
}

fn both(Rgb(ar, ag, ab): Rgb, Rgb(br, bg, bb): Rgb) -> Rgb {
    Rgb(ar.max(br), ag.max(bg), ab.max(bb))
}

fn named(rgb: Rgb) -> Colour {
    Colour::NAMED.into_iter().find(|colour| colour.rgb() == rgb).unwrap_or(Colour::Exact(rgb))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_itself() {
        for name in Colour::NAMES {
            assert_eq!(Colour::parse(name).unwrap().to_string(), name);
        }
        assert_eq!(Colour::parse("#0aFF10"), Some(Colour::Exact(Rgb(10, 255, 16))));
        for bad in ["", "đỏ", "Red", "#12345", "#1234567", "#gg0000", "#000000", "#"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_two_colour_board_makes_three_colours() {
        let board = Palette::Two(Colour::Red, Colour::Green);
        assert!(board.can_show(Colour::Yellow));
        assert!(!board.can_show(Colour::White));
        assert_eq!(board.offer(), ["red", "green", "yellow"]);
    }

    #[test]
    fn a_red_board_shows_red_only() {
        let board = Palette::One(Colour::Red);
        assert!(board.can_show(Colour::Exact(Rgb(255, 0, 0))));
        assert!(!board.can_show(Colour::Amber));
        assert_eq!(board.first(), Colour::Red);
    }
}
