//! A plan as people look at it: stretch by stretch, which playlists are lit, and which are open and hidden.

use super::on_air::{floor, stamp};
use super::plan::Plan;
use super::sheet::{Lit, Sheet};
use super::spans::{self, Span};
use crate::playlist::Playlist;
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

/// A stretch in which the same playlists are lit and the same ones hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub to: Timestamp,
    /// What is lit.
    pub lit: Lit,
    /// The playlists whose items are lit in turn, by their numbers in [`Plan::playlists`]; several ones overlap.
    pub lists: Vec<usize>,
    /// The playlists that are open and hidden by a higher layer or by darkness.
    pub hidden: Vec<usize>,
}

impl Plan {
    /// The playlists of the plan.
    pub fn playlists(&self) -> impl ExactSizeIterator<Item = &Arc<Playlist>> {
        self.lists.iter().map(|list| &list.playlist)
    }

    /// The stretches of a civil day, without gap or overlap; none at the ends of representable time.
    #[must_use]
    pub fn stretches(&self, date: Date) -> Vec<Stretch> {
        Sheet::unowed(self, date).map_or_else(Vec::new, |sheet| self.stretches_of(&sheet))
    }

    /// From when on the board is how bright on a civil day, in per cent, from its first instant on.
    #[must_use]
    pub fn lights(&self, date: Date) -> Vec<(Timestamp, u8)> {
        let steps = Sheet::unowed(self, date).map_or_else(Vec::new, |sheet| sheet.brightness);
        steps.into_iter().filter_map(|(at, percent)| Some((stamp(at)?, percent))).collect()
    }

    /// The stretches of the day of a sheet.
    pub(super) fn stretches_of(&self, sheet: &Sheet) -> Vec<Stretch> {
        // For each playlist and layer, when any of its entries is open.
        let mut open: Vec<((usize, super::Layer), Vec<Span>)> = Vec::new();
        for opening in &sheet.openings {
            let entry = &self.entries[opening.entry as usize];
            let key = (entry.list, entry.choice.layer);
            match open.iter_mut().find(|(other, _)| *other == key) {
                Some((_, spans)) => spans.push(opening.span.clone()),
                None => open.push((key, vec![opening.span.clone()])),
            }
        }
        for (_, spans) in &mut open {
            *spans = spans::tidy(std::mem::take(spans));
        }
        let edges = open.iter().flat_map(|(_, spans)| spans).flat_map(|span| [span.start, span.end]);
        let mut instants: Vec<i64> = edges.chain(sheet.phases.iter().map(|phase| phase.span.start)).collect();
        instants.retain(|at| sheet.span.contains(at));
        instants.sort_unstable();
        instants.dedup();
        let mut stretches: Vec<Stretch> = Vec::new();
        for (at, from) in instants.iter().enumerate() {
            let to = instants.get(at + 1).copied().unwrap_or(sheet.span.end);
            let (Some(phase), Some(from), Some(to)) = (sheet.phase(*from), stamp(*from), stamp(to)) else {
                continue;
            };
            let now = open.iter().filter(|(_, spans)| spans::at(spans, floor(from)).is_some());
            let (lists, hidden): (Vec<_>, Vec<_>) =
                now.map(|(key, _)| *key).partition(|(_, layer)| phase.lit == Lit::Layer(*layer));
            let number = |keys: Vec<(usize, super::Layer)>| keys.into_iter().map(|(list, _)| list).collect();
            let next = Stretch { from, to, lit: phase.lit, lists: number(lists), hidden: number(hidden) };
            match stretches.last_mut().filter(|last| last.says(&next)) {
                Some(last) => last.to = to,
                None => stretches.push(next),
            }
        }
        stretches
    }
}

impl Stretch {
    /// Whether another one is the same but for its time.
    #[must_use]
    pub fn says(&self, other: &Self) -> bool {
        self.lit == other.lit && self.lists == other.lists && self.hidden == other.hidden
    }
}
