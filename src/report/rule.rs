//! The rules that texts, fonts and layouts are held to, by the ids under which `docs/lint.md` explains them.

use std::fmt;
use std::str::FromStr;

/// Declares `Rule`: one variant for each id, with what it says.
macro_rules! rules {
    ($( $(#[doc = $doc:literal])* $id:ident )*) => {
        /// The id of a rule: `T` texts, `F` fonts, `L` layout, `D` display in time, `S` schedule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $( $(#[doc = $doc])* $id, )* }

        impl Rule {
            /// Every rule, in the order of `docs/lint.md`.
            pub const ALL: &'static [Self] = &[$( Self::$id, )*];

            /// `T05`
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $( Self::$id => stringify!($id), )* }
            }
        }
    };
}

rules! {
    /// The text was decomposed and has been composed.
    T01
    /// A stray mark, a control or an invisible character.
    T02
    /// The text looks like a legacy encoding.
    T03
    /// Capitals may have been lost with a legacy encoding.
    T04
    /// A word that is no possible syllable.
    T05
    /// A tone on the wrong letter.
    T06
    /// Two styles of placing tones in one playlist.
    T07
    /// A letter that is neither ASCII nor Vietnamese.
    T08
    /// An abbreviation without explanation.
    T09
    /// Several abbreviations in one text.
    T10
    /// Spaces around punctuation, doubled spaces.
    T11
    /// Words or a number that are one slip away from a phrase, a name or a hotline.
    T12
    /// Words the site bans.
    T13
    /// The same words twice in a row.
    T14
    /// A weekday that does not go with its date, a date that cannot be.
    T15
    /// A letter the font lacks.
    F01
    /// Two letters that a font draws alike.
    F02
    /// Marks that a font draws too much alike on the whole.
    F03
    /// Two letters that a font draws nearly alike.
    F04
    /// A font or a letter higher than the board.
    F05
    /// A mark that touches its letter.
    F06
    /// Letters too close to each other.
    F07
    /// A word wider than the board.
    L01
    /// Capitals on a low board.
    L02
    /// A compound split between two lines.
    L03
    /// A line that ends in a weak word.
    L04
    /// Too many lines, pages or syllables.
    L05
    /// Words too close to each other.
    L06
    /// Lines too close to each other.
    L07
    /// Viewers stand too far away for the letters.
    L08
    /// Viewers stand too far away for the marks.
    L09
    /// Colours that are hard to read.
    L10
    /// Shown too short.
    D01
    /// Shown longer than needed.
    D02
    /// Moves too fast.
    D03
    /// Moves in steps that are not of one length.
    D04
    /// A moving text on a board that shows too little of it.
    D05
    /// A moving text that passes too few times.
    D06
    /// A moving text that two still pages could say.
    D07
    /// No dark moment between pages, or an effect that slows reading.
    D08
    /// A moving text on a board whose line is too slow for movement.
    D09
    /// Hours in which nothing is there to be lit.
    S01
    /// Long hours in which only the default playlist is there.
    S02
    /// An item that is never lit.
    S03
    /// A campaign that will not be shown as often as it has to be.
    S04
    /// Shares of the time that come to more than all of it.
    S05
    /// Priority playlists that clash, or hide the ordinary programme for long.
    S06
    /// Content that ends and nothing follows.
    S07
    /// Holidays for which nothing is prepared.
    S08
    /// An expression for days that names none of the coming ones.
    S09
    /// Content that somebody has to look at again.
    S10
    /// A default playlist that is not always there.
    S11
}

impl Rule {
    /// Whether an item or a board may ask not to be held to it. Where the thing cannot be shown at all there is nothing to
    /// ask; what is said of the site as a whole has a threshold.
    #[must_use]
    pub fn can_be_silenced(self) -> bool {
        !matches!(self, Self::F01 | Self::F05 | Self::L01 | Self::T02 | Self::T03 | Self::T08 | Self::S08)
    }

    /// Whether it is about the time ahead, and not about how things look.
    #[must_use]
    pub fn is_of_schedule(self) -> bool {
        self >= Self::S01
    }

    /// Whether it is about what a board has ahead, so that the board is what asks not to be held to it.
    #[must_use]
    pub fn is_of_boards(self) -> bool {
        self.is_of_schedule() && !matches!(self, Self::S03 | Self::S08 | Self::S09 | Self::S10)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for Rule {
    type Err = ();

    fn from_str(id: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written_and_nothing_else_is() {
        for rule in Rule::ALL {
            assert_eq!(rule.to_string().parse(), Ok(*rule));
        }
        for wrong in ["", "T00", "t05", "T5", "T05 "] {
            assert_eq!(wrong.parse::<Rule>(), Err(()), "{wrong}");
        }
    }
}
