//! Whose turn it is: the showings of one day, one after the other.
//!
//! A day begins at its midnight and is worked out from there, whoever asks for whichever instant; so the answer is the
//! same on every machine and after every restart. Within the layer that is lit the open entries take turns by weight
//! (the one that had least of its weight is next, in file order among equals), unless a campaign lags behind what it is
//! owed, or could not be given it any more if it waited.

use super::plan::Plan;
use super::quota::{Had, Want};
use super::sheet::{Lit, Phase, Sheet};
use super::spans::Span;
use super::{Layer, Shown};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// One showing, or a stretch in which nothing takes turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    pub(super) span: Span,
    pub(super) shown: Shown,
}

/// The day so far.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    at: i64,
    phase: usize,
    opening: usize,
    /// Until when each entry is open.
    open: Vec<i64>,
    /// How much of its weight each entry had: showings times [`STRIDE`] over its weight.
    had: Vec<u64>,
    queued: Vec<u8>,
    /// The entry at the head of the file today.
    head: usize,
    layers: [Queue; Layer::ALL.len()],
    campaigns: Vec<Queue>,
    tallies: Vec<Had>,
    /// Campaigns by the end of their time, for those that end first go first.
    by_end: Vec<usize>,
    /// The order in which they are asked now, kept so that a turn allocates nothing.
    order: Vec<usize>,
    /// Until then no campaign runs short of time, whatever is shown.
    safe: i64,
    last: Option<usize>,
    blank: Option<Turn>,
    /// Room for entries that are passed over, kept so that a turn allocates nothing.
    passed: Vec<Reverse<Key>>,
}

/// Divisible by every weight up to 22, so that those come out even.
const STRIDE: u64 = 232_792_560;

/// How much an entry had, where it stands in today's order, and its number.
type Key = (u64, usize, usize);
/// Which queues hold an entry, a bit each.
const IN_LAYER: u8 = 1;
const IN_CAMPAIGN: u8 = 2;

/// Entries that take turns: the one that had least is the first. May hold entries that have closed meanwhile.
#[derive(Clone, Debug, Default)]
struct Queue {
    heap: BinaryHeap<Reverse<Key>>,
    /// How much the last one had had: who comes new begins there, and makes up for nothing.
    now: u64,
}

impl Turns {
    pub(super) fn new(plan: &Plan, sheet: &Sheet) -> Self {
        let entries = plan.entries.len();
        let mut by_end: Vec<usize> = (0..plan.campaigns.len()).collect();
        by_end.sort_by_key(|campaign| sheet.owed[*campaign].last);
        Self {
            at: sheet.span.start,
            phase: 0,
            opening: 0,
            open: vec![i64::MIN; entries],
            had: vec![0; entries],
            queued: vec![0; entries],
            head: head(plan, sheet),
            layers: Default::default(),
            campaigns: vec![Queue::default(); plan.campaigns.len()],
            tallies: vec![Had::default(); plan.campaigns.len()],
            order: by_end.clone(),
            by_end,
            safe: i64::MIN,
            last: None,
            blank: None,
            passed: Vec::new(),
        }
    }

    /// The next turn of the day; `None` at its end.
    pub(super) fn next(&mut self, plan: &Plan, sheet: &Sheet) -> Option<Turn> {
        let phase = sheet.phases.get(self.phase)?;
        let turn = match (self.blank.take(), phase.lit) {
            (Some(blank), _) => blank,
            (None, Lit::Layer(layer)) => self.show(plan, sheet, phase, layer),
            (None, Lit::Dark(why)) => Turn { span: self.at..phase.span.end, shown: Shown::Dark(why) },
            (None, Lit::LastResort) => Turn { span: self.at..phase.span.end, shown: Shown::LastResort },
        };
        self.count(plan, phase, &turn);
        self.at = turn.span.end;
        self.phase += usize::from(self.at >= phase.span.end);
        Some(turn)
    }

    /// The next showing of a layer, and the dark time after it if there is any.
    fn show(&mut self, plan: &Plan, sheet: &Sheet, phase: &Phase, layer: Layer) -> Turn {
        self.admit(plan, sheet);
        let Some(index) = self.choose(plan, sheet, phase, layer) else {
            // A layer is lit because it has an open entry; should it not, that is no reason to stop.
            return Turn { span: self.at..phase.span.end, shown: Shown::LastResort };
        };
        let entry = &plan.entries[index];
        self.last = Some(index);
        self.had[index] += STRIDE / entry.weight;
        let end = (self.at + entry.shown).min(self.open[index]).min(phase.span.end);
        let whole = end == self.at + entry.shown;
        if whole && entry.blank > 0 && end < phase.span.end {
            let span = end..(end + entry.blank).min(phase.span.end);
            self.blank = Some(Turn { span, shown: Shown::Blank(index) });
        }
        Turn { span: self.at..end, shown: Shown::Entry(index) }
    }

    /// Lets those in that have opened by now.
    fn admit(&mut self, plan: &Plan, sheet: &Sheet) {
        while let Some(opening) = sheet.openings.get(self.opening).filter(|next| next.span.start <= self.at) {
            self.opening += 1;
            let index = opening.entry as usize;
            self.open[index] = opening.span.end;
            if opening.span.end <= self.at {
                continue;
            }
            let entry = &plan.entries[index];
            let share = entry.campaign.filter(|campaign| sheet.owed[*campaign].is_share());
            let layer = &self.layers[entry.choice.layer.index()];
            let now = share.map_or(layer.now, |campaign| self.campaigns[campaign].now);
            self.had[index] = self.had[index].max(now);
            let key = (self.had[index], self.rank(index), index);
            if share.is_none() {
                self.enqueue(key, None, entry.choice.layer);
            }
            if entry.campaign.is_some() {
                self.enqueue(key, entry.campaign, entry.choice.layer);
            }
        }
    }

    fn enqueue(&mut self, key: Key, campaign: Option<usize>, layer: Layer) {
        let (queue, bit) = match campaign {
            Some(campaign) => (&mut self.campaigns[campaign], IN_CAMPAIGN),
            None => (&mut self.layers[layer.index()], IN_LAYER),
        };
        // One that closed and opened again may still be there.
        if self.queued[key.2] & bit == 0 {
            self.queued[key.2] |= bit;
            queue.heap.push(Reverse(key));
        }
    }

    fn rank(&self, index: usize) -> usize {
        (index + self.open.len() - self.head) % self.open.len()
    }

    fn choose(&mut self, plan: &Plan, sheet: &Sheet, phase: &Phase, layer: Layer) -> Option<usize> {
        let natural = self.first(None, layer, |_| true, plan);
        let owed = (phase.campaigns != 0).then(|| {
            let filler = natural.map_or(0, |index| plan.entries[index].shown + plan.entries[index].blank);
            self.owed(plan, sheet, phase, layer, filler)
        });
        let index = owed.flatten().or(natural).or_else(|| self.poorest(plan, sheet, phase, layer))?;
        let queue = &mut self.layers[layer.index()];
        if natural == Some(index) {
            queue.now = self.had[index];
        }
        if let Some(campaign) = plan.entries[index].campaign {
            self.campaigns[campaign].now = self.had[index];
        }
        Some(index)
    }

    /// The entry of a campaign that must not wait: because one would run short of time, or because it lags behind.
    fn owed(
        &mut self,
        plan: &Plan,
        sheet: &Sheet,
        phase: &Phase,
        layer: Layer,
        filler: i64,
    ) -> Option<usize> {
        let pressed = self.is_pressed(plan, sheet, phase, filler);
        let mut order = std::mem::take(&mut self.order);
        order.clone_from(&self.by_end);
        if pressed {
            // Who has least time to spare goes first; whose time ends first among equals.
            order.sort_by_key(|&campaign| self.spare(plan, sheet, phase, campaign));
        }
        self.order = order;
        for at in 0..self.order.len() {
            let campaign = self.order[at];
            let (owed, had) = (&sheet.owed[campaign], &self.tallies[campaign]);
            let needs = owed.needs(had, 1) > 0;
            if phase.campaigns & (1 << campaign) == 0 || !needs || !(pressed || owed.lags(had)) {
                continue;
            }
            let (now, end, whole) = (self.at, phase.span.end, !owed.is_share());
            let open = std::mem::take(&mut self.open);
            let fits = |index: usize| !whole || now + plan.entries[index].shown <= open[index].min(end);
            let found = self.first_with(&open, Some(campaign), layer, fits, plan);
            self.open = open;
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether some campaign could not be given any more what it is owed if `filler` milliseconds went to others: for
    /// those that end first, all they need against all the time that any of them has until they end.
    fn is_pressed(&mut self, plan: &Plan, sheet: &Sheet, phase: &Phase, filler: i64) -> bool {
        if self.at + filler <= self.safe {
            return false;
        }
        let (mut mask, mut needs, mut longest, mut least) = (0u128, 0i64, 1i64, i64::MAX);
        for campaign in self.by_end.iter().copied() {
            let need = sheet.owed[campaign].needs(&self.tallies[campaign], plan.campaigns[campaign].longest);
            if need == 0 {
                continue;
            }
            mask |= 1 << campaign;
            needs += need;
            longest = longest.max(plan.campaigns[campaign].longest);
            let room = self.room(sheet, phase, mask, longest, sheet.owed[campaign].last);
            least = least.min(room - needs - longest).min(self.spare(plan, sheet, phase, campaign) - longest);
        }
        self.safe = self.at.saturating_add(least);
        least < filler
    }

    /// The milliseconds until `end` in which any campaign of a mask may be shown.
    fn room(&self, sheet: &Sheet, phase: &Phase, mask: u128, longest: i64, end: i64) -> i64 {
        let ahead = sheet.phases[self.phase + 1..].iter().filter(|phase| phase.campaigns & mask != 0);
        // Only whole showings count, so what is left at the end of each stretch is lost.
        let whole = |span: &Span| (span.end.min(end) - span.start).max(0) / longest * longest;
        let here = if phase.campaigns & mask == 0 { 0 } else { phase.span.end.min(end) - self.at };
        here + ahead.map(|phase| whole(&phase.span)).sum::<i64>()
    }

    /// The milliseconds that a campaign has more than it needs, were it alone.
    fn spare(&self, plan: &Plan, sheet: &Sheet, phase: &Phase, campaign: usize) -> i64 {
        let (owed, longest) = (&sheet.owed[campaign], plan.campaigns[campaign].longest);
        self.room(sheet, phase, 1 << campaign, longest, owed.last)
            - owed.needs(&self.tallies[campaign], longest)
    }

    /// The entry of the share campaign that had least of its share, where nobody else is there.
    fn poorest(&mut self, plan: &Plan, sheet: &Sheet, phase: &Phase, layer: Layer) -> Option<usize> {
        let mut shares: Vec<usize> =
            (0..sheet.owed.len()).filter(|campaign| phase.campaigns & (1 << campaign) != 0).collect();
        shares.sort_by_key(|campaign| match sheet.owed[*campaign].want {
            Want::Percent(percent) => self.tallies[*campaign].lit / percent.max(1),
            Want::Nothing | Want::Showings(_) => i64::MAX,
        });
        shares.into_iter().find_map(|campaign| self.first(Some(campaign), layer, |_| true, plan))
    }

    fn first(
        &mut self,
        campaign: Option<usize>,
        layer: Layer,
        fits: impl Fn(usize) -> bool,
        plan: &Plan,
    ) -> Option<usize> {
        let open = std::mem::take(&mut self.open);
        let found = self.first_with(&open, campaign, layer, fits, plan);
        self.open = open;
        found
    }

    /// The first open entry of the layer, or of a campaign in it, that fits; the second if the first was just shown and
    /// had no less than it.
    fn first_with(
        &mut self,
        open: &[i64],
        campaign: Option<usize>,
        layer: Layer,
        fits: impl Fn(usize) -> bool,
        plan: &Plan,
    ) -> Option<usize> {
        let (at, last) = (self.at, self.last);
        let (queue, bit) = match campaign {
            Some(campaign) => (&mut self.campaigns[campaign], IN_CAMPAIGN),
            None => (&mut self.layers[layer.index()], IN_LAYER),
        };
        let mut best: Option<Key> = None;
        while let Some(key) = queue.first(at, open, &self.had, &mut self.queued, bit) {
            if best.is_some_and(|best| best.0 < key.0) {
                break;
            }
            if plan.entries[key.2].choice.layer == layer && fits(key.2) {
                best = best.filter(|best| Some(best.2) != last).or(Some(key));
                if best.is_some_and(|best| Some(best.2) != last) {
                    break;
                }
            }
            self.passed.extend(queue.heap.pop());
        }
        queue.heap.extend(self.passed.drain(..));
        best.map(|best| best.2)
    }

    /// Counts a turn for the campaigns.
    fn count(&mut self, plan: &Plan, phase: &Phase, turn: &Turn) {
        let long = turn.span.end - turn.span.start;
        if phase.campaigns != 0 {
            for (campaign, tally) in self.tallies.iter_mut().enumerate() {
                tally.gone += if phase.campaigns & (1 << campaign) != 0 { long } else { 0 };
            }
        }
        if let Shown::Entry(index) = turn.shown
            && let Some(campaign) = plan.entries[index].campaign
        {
            self.tallies[campaign].lit += long;
            self.tallies[campaign].showings += i64::from(long == plan.entries[index].shown);
        }
    }

    /// What each campaign had.
    pub(super) fn tallies(&self) -> &[Had] {
        &self.tallies
    }
}

impl Queue {
    /// The first open entry, left where it is. Entries that had more since they were put in are put where they belong.
    fn first(&mut self, at: i64, open: &[i64], had: &[u64], queued: &mut [u8], bit: u8) -> Option<Key> {
        while let Some(mut first) = self.heap.peek_mut() {
            let Reverse((then, _, index)) = *first;
            if open[index] <= at {
                queued[index] &= !bit;
                PeekMut::pop(first);
            } else if then != had[index] {
                first.0.0 = had[index];
            } else {
                return Some(first.0);
            }
        }
        None
    }
}

/// The entry that comes first today: the first of the file while a day has room for all, otherwise one further on each
/// day, so that those at the end have their turns too.
fn head(plan: &Plan, sheet: &Sheet) -> usize {
    let entries = plan.entries.len();
    let mut seen = vec![false; entries];
    let mut round = 0i64;
    for opening in &sheet.openings {
        let entry = &plan.entries[opening.entry as usize];
        if !std::mem::replace(&mut seen[opening.entry as usize], true) {
            round = round.saturating_add((entry.shown + entry.blank).saturating_mul(entry.weight as i64));
        }
    }
    let day = sheet.span.end - sheet.span.start;
    if round <= day || entries == 0 {
        return 0;
    }
    let number = sheet.span.start.div_euclid(86_400_000);
    let fit = (i128::from(day) * entries as i128 / i128::from(round)).max(1);
    (i128::from(number) * fit).rem_euclid(entries as i128) as usize
}
