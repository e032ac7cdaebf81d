//! What people approved of the files, and what they remember of it: the words, board by board.

use crate::dice::Dice;
use bangtin::editorial::{Permits, Seal};
use bangtin::site::{Library, Permitted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was approved; it outlives every daemon.
#[derive(Default)]
pub(crate) struct Approvals {
    /// As the program is told.
    pub(crate) gate: Arc<Permitted>,
    /// As the simulation remembers it; `None` while nobody asks for approval.
    words: Option<BTreeMap<String, BTreeSet<String>>>,
}

impl Approvals {
    /// Somebody approves some of what stands in the files now, and nothing else is approved any more. Now and then approval is
    /// not asked for any more. Says which.
    pub(crate) fn change(&mut self, dice: &mut Dice, library: &Library) -> String {
        if dice.percent(15) {
            *self = Self::default();
            return "asks for no approval".to_owned();
        }
        let chance = *dice.pick(&[0, 50, 100, 100, 100, 100]);
        let mut words: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut seals: BTreeMap<String, BTreeSet<Seal>> = BTreeMap::new();
        for playlist in library.playlists.values() {
            for on in library.seals(playlist) {
                if dice.percent(chance) {
                    let text = playlist.items[on.index].text.value.clone();
                    words.entry(on.board.clone()).or_default().insert(text);
                    seals.entry(on.board).or_default().insert(on.seal);
                }
            }
        }
        let count: usize = words.values().map(BTreeSet::len).sum();
        self.words = Some(words);
        let only = seals.into_iter().map(|(board, seals)| (board, Arc::new(Permits::Only(seals))));
        self.gate = Arc::new(Permitted::Only(only.collect()));
        format!("approves {count}")
    }

    /// Whether approval is asked for.
    pub(crate) fn asked(&self) -> bool {
        self.words.is_some()
    }

    /// Whether a text may be lit on a board.
    pub(crate) fn knows(&self, board: &str, text: &str) -> bool {
        self.words.as_ref().is_none_or(|words| words.get(board).is_some_and(|words| words.contains(text)))
    }
}
