//! What an approval is bound to, and what a board may light by it.

use super::terms;
use crate::frame::Digest;
use crate::playlist::{Class, Origin, Playlist};
use std::collections::BTreeSet;

/// What was approved of one item on one board: the dots it shows, and the terms on which it shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seal {
    /// All that is drawn of the item on the board's face, how it moves and how long it stands.
    pub dots: Digest,
    /// When it is shown and before what: windows, beginning and end, class, weight, festive, campaign.
    pub terms: Digest,
}

/// What a board may light.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Permits {
    /// Whatever the files say: the site asks for no approval.
    #[default]
    Any,
    /// What was approved for it, and nothing else.
    Only(BTreeSet<Seal>),
}

impl Permits {
    /// Those of a board for which nothing was approved.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Only(BTreeSet::new())
    }

    /// Whether an item of a file may be lit.
    #[must_use]
    pub fn allow(&self, seal: &Seal) -> bool {
        match self {
            Self::Any => true,
            Self::Only(seals) => seals.contains(seal),
        }
    }

    /// Whether these dots were approved, on any terms: what a person may have lit at once.
    #[must_use]
    pub fn knows(&self, dots: Digest) -> bool {
        match self {
            Self::Any => true,
            Self::Only(seals) => {
                let bound = |byte| Seal { dots, terms: Digest::from([byte; 32]) };
                seals.range(bound(u8::MIN)..=bound(u8::MAX)).next().is_some()
            }
        }
    }

    /// Whether an item may be lit; of one that may not, what would have to be approved. `dots` draws it, which is not done
    /// where it is of no interest.
    ///
    /// An item of a file needs its seal, an emergency too. Of what a person ordered, an emergency needs none, and everything
    /// else shows nothing that was never approved.
    ///
    /// # Errors
    /// The seal that is missing.
    pub fn admit(
        &self,
        playlist: &Playlist,
        index: usize,
        dots: impl FnOnce() -> Digest,
    ) -> Result<(), Seal> {
        let class = playlist.items.get(index).and_then(|item| item.class).unwrap_or(playlist.class);
        let free = playlist.origin == Origin::Order && class == Class::Emergency;
        if free || *self == Self::Any {
            return Ok(());
        }
        let seal = Seal { dots: dots(), terms: terms(playlist, index) };
        let admitted = match playlist.origin {
            Origin::File => self.allow(&seal),
            Origin::Order => self.knows(seal.dots),
        };
        if admitted { Ok(()) } else { Err(seal) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use std::sync::Arc;

    fn item(class: Class, origin: Origin) -> Playlist {
        let source = Arc::new(Source { name: "a.toml".to_owned(), text: "[[item]]\ntext = 'x'".to_owned() });
        Playlist { class, origin, ..Playlist::parse("a", &source).0.unwrap() }
    }

    #[test]
    fn of_files_only_what_was_sealed_is_let_through_and_of_orders_an_emergency_and_known_dots() {
        let dots = |text: &str| Digest::of_bytes(text.as_bytes());
        let seal_of = |playlist: &Playlist, text| Seal { dots: dots(text), terms: terms(playlist, 0) };
        let normal = item(Class::Normal, Origin::File);
        let permits = Permits::Only([seal_of(&normal, "good")].into());
        for (class, origin, text, admitted) in [
            (Class::Normal, Origin::File, "good", true),
            (Class::Normal, Origin::File, "bad", false),
            (Class::Priority, Origin::File, "good", false),
            (Class::Emergency, Origin::File, "good", false),
            (Class::Priority, Origin::Order, "good", true),
            (Class::Override, Origin::Order, "good", true),
            (Class::Override, Origin::Order, "bad", false),
            (Class::Emergency, Origin::Order, "bad", true),
        ] {
            let playlist = item(class, origin);
            let answer = permits.admit(&playlist, 0, || dots(text));
            let expected = if admitted { Ok(()) } else { Err(seal_of(&playlist, text)) };
            assert_eq!(answer, expected, "{class:?} {origin:?} {text}");
            assert_eq!(Permits::Any.admit(&playlist, 0, || panic!("nothing is drawn for it")), Ok(()));
        }
    }

    #[test]
    fn dots_are_known_whatever_the_terms_on_which_they_were_approved() {
        let digest = |byte| Digest::from([byte; 32]);
        for terms in [0, 1, 255] {
            let permits = Permits::Only([Seal { dots: digest(7), terms: digest(terms) }].into());
            assert_eq!([6, 7, 8].map(|dots| permits.knows(digest(dots))), [false, true, false]);
        }
        assert!(!Permits::nothing().knows(digest(7)) && Permits::Any.knows(digest(7)));
    }
}
