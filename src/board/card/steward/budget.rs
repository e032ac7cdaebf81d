//! How often a card's lasting memory is written: counted, and held to so much a day.

use super::super::{Held, Part};
use super::report::{Ledger, Wear};
use jiff::civil::Date;

/// So often the memory of the cards we know can be written, as their makers say.
const LIFE: u64 = 100_000;
/// Parts of which it is unknown whether they are on the card; older ones are forgotten first.
const BEGUN: usize = 1024;

impl Ledger {
    /// Begins a new day's count. A clock that goes back begins none.
    pub(super) fn roll(&mut self, date: Option<Date>) {
        if let Some(date) = date.filter(|date| self.day != Some(*date)) {
            if self.day.is_none_or(|day| date > day) {
                self.today = 0;
            }
            self.day = Some(date);
        }
    }

    /// Counts a write.
    pub(super) fn spend(&mut self) {
        self.total = self.total.saturating_add(1);
        self.today = self.today.saturating_add(1);
    }

    /// Takes a write back that the card did not begin.
    pub(super) fn refund(&mut self) {
        self.total = self.total.saturating_sub(1);
        self.today = self.today.saturating_sub(1);
    }

    /// How often it may still be written today.
    pub(super) fn left(&self, most: u16) -> usize {
        most.saturating_sub(self.today).into()
    }

    /// A part is about to be written.
    pub(super) fn begin(&mut self, part: &Part) {
        let held = part.held();
        self.held.retain(|right| right.name != held.name);
        self.begun.retain(|begun| begun.name != held.name);
        self.note(vec![held]);
    }

    fn note(&mut self, parts: Vec<Held>) {
        self.begun.extend(parts);
        let over = self.begun.len().saturating_sub(BEGUN);
        self.begun.drain(..over);
    }

    /// A part was found on the card as it was ordered.
    pub(super) fn right(&mut self, held: Held) {
        self.begun.retain(|begun| begun.name != held.name);
        if !self.held.contains(&held) {
            self.held.push(held);
        }
    }

    /// Parts are about to be dropped. If they are there all the same, nobody else wrote them.
    pub(super) fn drop(&mut self, parts: &[Held]) {
        let (dropped, kept) =
            std::mem::take(&mut self.held).into_iter().partition(|held| parts.contains(held));
        self.held = kept;
        self.note(dropped);
    }

    /// Whether we put it on the card, or may have.
    pub(super) fn knows(&self, held: &Held) -> bool {
        self.held.contains(held) || self.begun.iter().any(|begun| begun.name == held.name)
    }

    pub(super) fn wear(&self, most: u16) -> Wear {
        let years = LIFE.saturating_sub(self.total) / (u64::from(most.max(1)) * 365);
        Wear { total: self.total, today: self.today, most, years: u16::try_from(years).unwrap_or(u16::MAX) }
    }
}
