//! Why an approval no longer holds: what was approved held against what would be lit now.

use super::Seal;
use crate::frame::{Digest, Face};
use crate::report::Message;

/// What was approved of an item on a board, and with what it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The words.
    pub text: String,
    /// The name of the font they are set in.
    pub font: String,
    /// The identity of that font.
    pub font_digest: Digest,
    /// The size of the board.
    pub face: Face,
    /// The colours of the board's lamps, as `Palette` writes itself.
    pub palette: String,
    /// The version of the program that drew it.
    pub program_version: String,
    /// What was drawn.
    pub dots: Digest,
    /// When it is shown.
    pub terms: Digest,
}

/// What became different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voided {
    /// The words.
    Words,
    /// Another font was chosen.
    Font,
    /// The font of the same name has other letters.
    FontFile,
    /// The board has another size.
    Face,
    /// The board has other lamps.
    Colour,
    /// When, before what or how often it is shown.
    Terms,
    /// How it stands or moves: its alignment, colour, movement or time, or how fast the board can be sent frames.
    Looks,
    /// Nothing but the program.
    Renderer,
}

impl Sealed {
    /// What of it an approval is bound to.
    #[must_use]
    pub fn seal(&self) -> Seal {
        Seal { dots: self.dots, terms: self.terms }
    }
}

/// Why what was approved is not what would be lit now, everything that is different; empty if it still holds. What is
/// different without changing a dot is no reason.
#[must_use]
pub fn void(before: &Sealed, now: &Sealed) -> Vec<Voided> {
    let mut found = Vec::new();
    if before.dots != now.dots {
        let other_font = before.font != now.font;
        let changed = [
            (Voided::Words, before.text != now.text),
            (Voided::Font, other_font),
            (Voided::FontFile, !other_font && before.font_digest != now.font_digest),
            (Voided::Face, before.face != now.face),
            (Voided::Colour, before.palette != now.palette),
        ];
        found.extend(changed.into_iter().filter_map(|(what, changed)| changed.then_some(what)));
        if found.is_empty() {
            let same = before.program_version == now.program_version;
            found.push(if same { Voided::Looks } else { Voided::Renderer });
        }
    }
    if before.terms != now.terms {
        found.push(Voided::Terms);
    }
    found
}

impl Voided {
    /// It in words.
    #[must_use]
    pub fn sentence(self) -> Message {
        match self {
            Self::Words => Message::VoidWords {},
            Self::Font => Message::VoidFont {},
            Self::FontFile => Message::VoidFontFile {},
            Self::Face => Message::VoidFace {},
            Self::Colour => Message::VoidColour {},
            Self::Terms => Message::VoidTerms {},
            Self::Looks => Message::VoidLooks {},
            Self::Renderer => Message::VoidRenderer {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Sealed {
        Sealed {
            text: "Một cửa".to_owned(),
            font: "bangtin-16".to_owned(),
            font_digest: Digest::of_bytes(b"font"),
            face: Face::new(64, 16).unwrap(),
            palette: "rgb".to_owned(),
            program_version: "1.0.0".to_owned(),
            dots: Digest::of_bytes(b"dots"),
            terms: Digest::of_bytes(b"terms"),
        }
    }

    #[test]
    fn an_approval_that_no_longer_holds_says_everything_that_became_different() {
        let other = Digest::of_bytes(b"other");
        let now = Sealed { dots: other, ..sealed() };
        let face = Face::new(96, 16).unwrap();
        let owned = str::to_owned;
        for (now, why) in [
            (Sealed { text: owned("Hai cửa"), ..now.clone() }, vec![Voided::Words]),
            (Sealed { font: owned("bangtin-12"), font_digest: other, ..now.clone() }, vec![Voided::Font]),
            (Sealed { font_digest: other, ..now.clone() }, vec![Voided::FontFile]),
            (Sealed { face, palette: owned("red"), ..now.clone() }, vec![Voided::Face, Voided::Colour]),
            (Sealed { program_version: owned("1.1.0"), ..now.clone() }, vec![Voided::Renderer]),
            (now.clone(), vec![Voided::Looks]),
            (Sealed { terms: other, ..sealed() }, vec![Voided::Terms]),
            (Sealed { terms: other, text: owned("x"), ..now }, vec![Voided::Words, Voided::Terms]),
        ] {
            assert_eq!(void(&sealed(), &now), why);
        }
    }

    #[test]
    fn an_approval_holds_while_no_dot_and_no_term_is_different() {
        let now = Sealed {
            font_digest: Digest::of_bytes(b"letters that are not in the text"),
            program_version: "2.0.0".to_owned(),
            ..sealed()
        };
        assert_eq!(void(&sealed(), &now), []);
        assert_eq!(now.seal(), sealed().seal());
    }
}
