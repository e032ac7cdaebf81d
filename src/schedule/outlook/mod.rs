//! What a plan comes to over many days: when only little is lit, what never is, and which campaigns go short.
//!
//! Asks the very sheets that the player goes by. Items that are open at the same times are looked at once.

mod kinds;
mod shortfall;

pub use shortfall::{Shortage, Shortfall};

use super::on_air::{floor, stamp};
use super::plan::Plan;
use super::sheet::{Lit, Sheet};
use super::spans::{self, Span};
use super::{Dark, Layer, Stretch};
use jiff::Timestamp;
use jiff::civil::Date;
use kinds::Kinds;
use std::collections::BTreeMap;

/// The time that is looked at: from an instant to the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The first instant.
    pub from: Timestamp,
    /// Its day.
    pub first: Date,
    /// The last day, included.
    pub last: Date,
}

/// A stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub to: Timestamp,
}

/// What becomes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is lit some time.
    Lit,
    /// It is open, and always below this layer.
    Below(Layer),
    /// It is open only while the face is dark.
    Dark(Dark),
    /// Its time is over.
    Expired(Timestamp),
    /// Its time begins later.
    Later(Timestamp),
    /// Its hours and its time never meet.
    Closed,
}

/// What a plan comes to.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// When no layer has anything and the face is not dark on purpose.
    pub bare: Vec<Run>,
    /// When only the default playlist is there.
    pub standby: Vec<Run>,
    /// When a priority playlist keeps ordinary ones off, and the number of the first that does.
    pub hiding: Vec<(Run, usize)>,
    /// Priority playlists that are lit in turn, by their numbers, and since when; neighbours by order.
    pub clashes: BTreeMap<(usize, usize), Timestamp>,
    /// When the last ordinary content expires, if all there is does so within the time.
    pub ends: Option<Timestamp>,
    /// What becomes of each entry.
    pub fates: Vec<Fate>,
    /// The campaigns that do not get what they are owed.
    pub shortfalls: Vec<Shortfall>,
}

impl Ahead {
    /// The twelve months from an instant on, by the days of a zone.
    #[must_use]
    pub fn year(from: Timestamp, zone: &jiff::tz::TimeZone) -> Self {
        let first = zone.to_datetime(from).date();
        let last = first.saturating_add(jiff::Span::new().years(1)).yesterday().unwrap_or(first);
        Self { from, first, last: last.max(first) }
    }

    /// Its days.
    pub fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let last = self.last;
        std::iter::successors(Some(self.first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
    }
}

impl Run {
    /// How long it is.
    #[must_use]
    pub fn hours(&self) -> f64 {
        self.to.duration_since(self.from).as_secs_f64() / 3600.0
    }
}

impl Outlook {
    /// Looks at a time. `timed` is whether the candidates have the times that showing them takes; without, nothing is
    /// said of campaigns.
    #[must_use]
    pub fn new(plan: &Plan, ahead: &Ahead, timed: bool) -> Self {
        let kinds = Kinds::of(plan);
        let mut seen = Seen::new(&kinds.plan, ahead);
        for date in ahead.days() {
            seen.day(&kinds.plan, date);
        }
        let fates = seen.fates(&kinds.plan);
        Self {
            ends: ends(&kinds.plan, &fates, seen.until),
            fates: kinds.of.iter().map(|kind| fates[*kind]).collect(),
            bare: seen.bare,
            standby: seen.standby,
            hiding: seen.hiding,
            clashes: seen.clashes,
            shortfalls: if timed { shortfall::shortfalls(plan, &kinds.plan, ahead) } else { Vec::new() },
        }
    }
}

/// What was seen up to a day.
struct Seen {
    from: Timestamp,
    until: i64,
    bare: Vec<Run>,
    standby: Vec<Run>,
    hiding: Vec<(Run, usize)>,
    clashes: BTreeMap<(usize, usize), Timestamp>,
    /// Of each kind that is open and not lit so far, what is lit in its place.
    instead: Vec<Option<Lit>>,
    lit: Vec<bool>,
    /// The playlists with ordinary items.
    ordinary: Vec<bool>,
}

impl Seen {
    fn new(plan: &Plan, ahead: &Ahead) -> Self {
        let mut ordinary = vec![false; plan.lists.len()];
        for entry in plan.entries.iter().filter(|entry| entry.choice.layer == Layer::Normal) {
            ordinary[entry.list] = true;
        }
        Self {
            from: ahead.from,
            until: floor(ahead.from),
            bare: Vec::new(),
            standby: Vec::new(),
            hiding: Vec::new(),
            clashes: BTreeMap::new(),
            instead: vec![None; plan.entries.len()],
            lit: vec![false; plan.entries.len()],
            ordinary,
        }
    }

    fn day(&mut self, plan: &Plan, date: Date) {
        let Some(sheet) = Sheet::unowed(plan, date) else { return };
        self.until = sheet.span.end;
        for opening in &sheet.openings {
            self.opening(plan, &sheet, &opening.span, opening.entry as usize);
        }
        for stretch in plan.stretches_of(&sheet) {
            self.stretch(stretch);
        }
    }

    fn opening(&mut self, plan: &Plan, sheet: &Sheet, span: &Span, entry: usize) {
        if self.lit[entry] {
            return;
        }
        let open = span.start.max(floor(self.from))..span.end;
        let own = Lit::Layer(plan.entries[entry].choice.layer);
        let phases = sheet.phases.iter();
        for phase in phases.filter(|phase| phase.span.start < open.end && open.start < phase.span.end) {
            self.lit[entry] |= phase.lit == own;
            self.instead[entry] = self.instead[entry].or(Some(phase.lit));
        }
    }

    fn stretch(&mut self, Stretch { from, to, lit, mut lists, hidden }: Stretch) {
        let run = Run { from: from.max(self.from), to };
        if run.from >= run.to {
            return;
        }
        match lit {
            Lit::LastResort => extend(&mut self.bare, run),
            Lit::Layer(Layer::Standby) => extend(&mut self.standby, run),
            Lit::Layer(Layer::Priority) => {
                lists.sort_unstable();
                for pair in lists.windows(2) {
                    self.clashes.entry((pair[0], pair[1])).or_insert(run.from);
                }
                if let (Some(by), true) = (lists.first(), hidden.iter().any(|list| self.ordinary[*list])) {
                    match self.hiding.last_mut().filter(|(last, _)| last.to == run.from) {
                        Some((last, _)) => last.to = run.to,
                        None => self.hiding.push((run, *by)),
                    }
                }
            }
            Lit::Layer(_) | Lit::Dark(_) => {}
        }
    }

    /// What becomes of each kind.
    fn fates(&self, plan: &Plan) -> Vec<Fate> {
        let fate = |(kind, entry): (usize, &super::plan::Entry)| {
            let bounds = spans::both(
                std::slice::from_ref(&plan.lists[entry.list].bounds),
                std::slice::from_ref(&entry.bounds),
            );
            match (bounds.first(), self.instead[kind]) {
                _ if self.lit[kind] => Fate::Lit,
                (_, Some(Lit::Layer(layer))) => Fate::Below(layer),
                (_, Some(Lit::Dark(why))) => Fate::Dark(why),
                (Some(bounds), _) if bounds.end <= floor(self.from) => {
                    stamp(bounds.end).map_or(Fate::Closed, Fate::Expired)
                }
                (Some(bounds), _) if bounds.start >= self.until => {
                    stamp(bounds.start).map_or(Fate::Closed, Fate::Later)
                }
                _ => Fate::Closed,
            }
        };
        plan.entries.iter().enumerate().map(fate).collect()
    }
}

/// Adds a stretch, joined to the one before if it goes on from there.
fn extend(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut().filter(|last| last.to == run.from) {
        Some(last) => last.to = run.to,
        None => runs.push(run),
    }
}

/// When the last ordinary kind expires, if there is one and all do so before `until`.
fn ends(plan: &Plan, fates: &[Fate], until: i64) -> Option<Timestamp> {
    let ordinary = plan.entries.iter().zip(fates).filter(|(entry, _)| entry.choice.layer == Layer::Normal);
    let (mut last, mut any) = (i64::MIN, false);
    for (entry, fate) in ordinary {
        let list = &plan.lists[entry.list];
        let windows = [&list.playlist.when.windows, &entry.choice.item().when.windows];
        let closes = windows.into_iter().filter_map(|windows| kinds::closes(plan, windows));
        let end = closes.chain([list.bounds.end, entry.bounds.end]).min().unwrap_or(i64::MAX);
        last = last.max(end);
        any |= *fate == Fate::Lit;
    }
    stamp(last).filter(|_| any && last < until)
}
