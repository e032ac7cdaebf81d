//! What is known of the parts on a card, and what is still to be done until they are those that are wanted.

use super::super::{Held, Ledger, Make, Part, Shelf, Stock, Unfit};
use std::collections::HashSet;

/// The most parts dropped in one operation.
const DROP: usize = 32;

/// The parts on the card, and those that are to be there.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// All it holds: as it said, with what was written and dropped since. `None` before it said so.
    pub(super) held: Option<Vec<Held>>,
    /// Nothing was written or dropped since it said so.
    pub(super) fresh: bool,
    /// The wanted stock in its words, or why it has none.
    pub(super) shelf: Option<Result<Shelf, Unfit>>,
    /// Parts that were read back otherwise than they were written.
    spoilt: HashSet<Held>,
    /// Parts of which it is not known whether they are still there, by their names.
    unsure: HashSet<String>,
    /// Parts nobody ordered that were told of, or that were there when it was first looked at.
    known: HashSet<Held>,
    /// Parts that were dropped and are there all the same.
    stubborn: HashSet<Held>,
    /// What was dropped last.
    dropped: Vec<Held>,
}

/// How what the card holds differs from what was left there.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// Parts nobody ordered.
    pub(super) foreign: Vec<Held>,
    /// Parts that were found right before and are gone or changed.
    pub(super) missing: Vec<Held>,
}

impl Difference {
    pub(super) fn is_none(&self) -> bool {
        self.foreign.is_empty() && self.missing.is_empty()
    }
}

impl Parts {
    /// Puts the stock into the card's words, if that is not done yet and what it holds is known.
    pub(super) fn pack(&mut self, stock: &Stock, make: &dyn Make) {
        if self.shelf.is_none() {
            self.shelf = self.held.as_ref().map(|held| make.pack(stock, held));
        }
    }

    fn good(&self) -> Option<&Shelf> {
        self.shelf.as_ref()?.as_ref().ok()
    }

    /// Why the stock cannot be put on the card.
    pub(super) fn unfit(&self) -> Option<Unfit> {
        self.shelf.as_ref()?.as_ref().err().copied()
    }

    fn holds(&self, part: &Part) -> bool {
        let held = self.held.iter().flatten().find(|held| held.is(part));
        held.is_some_and(|held| !self.spoilt.contains(held) && !self.unsure.contains(&held.name))
    }

    /// The parts that are not on the card yet, in the order in which they are to be written.
    pub(super) fn missing(&self) -> impl Iterator<Item = &Part> {
        self.good().into_iter().flat_map(|shelf| &shelf.parts).filter(|part| !self.holds(part))
    }

    /// The script, if the card does not play by it yet.
    pub(super) fn unplayed(&self) -> Option<&Part> {
        self.good()?.script.as_ref().filter(|script| !self.holds(script))
    }

    /// The script that is wanted.
    pub(super) fn script(&self) -> Option<&Part> {
        self.good()?.script.as_ref()
    }

    fn wanted(&self) -> impl Iterator<Item = &Part> {
        self.good().into_iter().flat_map(|shelf| shelf.parts.iter().chain(&shelf.script))
    }

    /// The wanted part that this is.
    pub(super) fn part(&self, held: &Held) -> Option<&Part> {
        self.wanted().find(|part| held.is(part))
    }

    /// A part that is there as far as the list says, and was not read back; parts first, then the script.
    pub(super) fn unread(&self, ledger: &Ledger) -> Option<Held> {
        self.wanted().filter(|part| self.holds(part)).map(Part::held).find(|held| !ledger.held.contains(held))
    }

    /// What is there and not wanted, as much of it as is dropped at once; not what stays though it was dropped.
    pub(super) fn extra(&self) -> Vec<Held> {
        let Some(shelf) = self.good() else { return Vec::new() };
        let wanted: HashSet<Held> = shelf.parts.iter().chain(&shelf.script).map(Part::held).collect();
        let extra = self.held.iter().flatten();
        let extra = extra.filter(|held| !wanted.contains(held) && !self.stubborn.contains(held));
        extra.take(DROP).cloned().collect()
    }

    /// Whether all that is wanted is on the card and nothing else, as far as its list says.
    pub(super) fn listed(&self) -> bool {
        self.good().is_some() && self.written() && self.extra().is_empty()
    }

    /// Whether all that is wanted is on the card, as far as its list says.
    pub(super) fn written(&self) -> bool {
        self.good().is_some() && self.missing().next().is_none() && self.unplayed().is_none()
    }

    /// Whether something of what is wanted is on the card and proven.
    pub(super) fn keeps(&self, ledger: &Ledger) -> bool {
        self.wanted().any(|part| self.holds(part) && ledger.held.contains(&part.held()))
    }

    /// Parts that are there, and parts that are to be.
    pub(super) fn progress(&self) -> Option<(usize, usize)> {
        self.good()?;
        Some((self.wanted().filter(|part| self.holds(part)).count(), self.wanted().count()))
    }

    /// A part was written, as the card says.
    pub(super) fn wrote(&mut self, part: &Part) {
        let new = part.held();
        self.fresh = false;
        self.spoilt.remove(&new);
        self.unsure.remove(&new.name);
        self.stubborn.remove(&new);
        let held = self.held.get_or_insert_default();
        held.retain(|held| held.name != new.name || held.kind != new.kind);
        held.push(new);
    }

    /// Parts were dropped, as the card says.
    pub(super) fn dropped(&mut self, parts: Vec<Held>) {
        self.fresh = false;
        if let Some(held) = &mut self.held {
            held.retain(|held| !parts.contains(held));
        }
        self.dropped.extend(parts);
    }

    /// Something was to be done with parts of these names, and nobody knows whether it was: a card that does not say what
    /// it holds is taken not to hold them.
    pub(super) fn unsure(&mut self, names: impl IntoIterator<Item = String>) {
        self.fresh = false;
        self.unsure.extend(names);
    }

    /// A part is not what it should be: it must be written again.
    pub(super) fn spoil(&mut self, held: Held) {
        self.spoilt.insert(held);
    }

    /// The card is believed not to play by its script, or to have lost its parts: all of it is to be done again.
    pub(super) fn doubt(&mut self, script_only: bool) {
        let doubted: Vec<Held> = match self.script() {
            Some(script) if script_only => vec![script.held()],
            _ => self.wanted().map(Part::held).collect(),
        };
        self.spoilt.extend(doubted);
    }

    /// Takes what the card says it holds, and says how that differs from what was left there.
    pub(super) fn looked(
        &mut self,
        list: Vec<Held>,
        ledger: &mut Ledger,
        stock: &Stock,
        make: &dyn Make,
    ) -> Difference {
        let first = self.held.is_none();
        if first && ledger.held.is_empty() && ledger.begun.is_empty() {
            // A card that is looked at for the first time: what is on it was there before us.
            self.known.extend(list.iter().cloned());
        }
        if self.shelf.is_none() {
            // As it would be if the card still held what it was left with.
            self.shelf = Some(make.pack(stock, &ledger.held));
        }
        let there: HashSet<&Held> = list.iter().collect();
        let gone = ledger.held.iter().filter(|held| !there.contains(held));
        let missing: Vec<Held> = gone.filter(|held| self.part(held).is_some()).cloned().collect();
        ledger.held.retain(|held| there.contains(held));
        let names: HashSet<&str> = list.iter().map(|held| held.name.as_str()).collect();
        ledger.begun.retain(|begun| names.contains(begun.name.as_str()));

        self.spoilt.retain(|held| there.contains(held));
        self.known.retain(|held| there.contains(held));
        self.stubborn.retain(|held| there.contains(held));
        self.unsure.clear();
        let dropped = std::mem::take(&mut self.dropped);
        self.stubborn.extend(dropped.into_iter().filter(|held| there.contains(held)));

        let shelf = match self.shelf.take() {
            Some(shelf) if self.held.as_ref() == Some(&list) => shelf,
            _ => make.pack(stock, &list),
        };
        let wanted: HashSet<Held> =
            shelf.iter().flat_map(|s| s.parts.iter().chain(&s.script)).map(Part::held).collect();
        let ours: HashSet<&Held> = ledger.held.iter().collect();
        let begun: HashSet<&str> = ledger.begun.iter().map(|begun| begun.name.as_str()).collect();
        let foreign: Vec<Held> = list
            .iter()
            .filter(|held| !ours.contains(held) && !begun.contains(held.name.as_str()))
            .filter(|held| {
                !wanted.contains(held) && !self.known.contains(held) && !self.stubborn.contains(held)
            })
            .cloned()
            .collect();
        self.known.extend(foreign.iter().cloned());
        (self.held, self.shelf, self.fresh) = (Some(list), Some(shelf), true);
        Difference { foreign, missing }
    }
}
