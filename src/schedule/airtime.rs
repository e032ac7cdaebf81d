//! What may be lit when, for cards that play by themselves: stretches of a day on the wall clock, and no turns.

use super::on_air::{floor, stamp};
use super::plan::{ALWAYS, Plan, Setting};
use super::sheet::{Lit, Sheet};
use super::spans::{Span, both, tidy};
use super::{Layer, Shown, day::Day};
use crate::calendar::{Hours, Weekdays, Window};
use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::Range;
use std::sync::Arc;

/// When something may be lit on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Airtime {
    /// What. An entry takes turns with those whose time it shares; anything else has its time for itself.
    pub shown: Shown,
    /// Seconds of the day on the wall clock, up to 86,400: sorted, apart from each other, the end excluded.
    pub seconds: Vec<Range<u32>>,
}

/// What is open at an instant, all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// What is lit as a whole.
    pub lit: Lit,
    /// The entries that take turns; none where that is no layer.
    pub entries: Vec<usize>,
    /// When this may no longer be so, exclusive.
    pub until: Timestamp,
}

impl Plan {
    /// The plan of what a card is to keep: the entries of the layers it keeps, in the hours of the board. Without
    /// `blackouts` as if nobody had ordered any.
    #[must_use]
    pub fn kept(&self, layers: &[Layer], blackouts: bool) -> Self {
        let mut plan = self.clone();
        if !blackouts {
            plan.setting.blackouts.clear();
        }
        for entry in plan.entries.iter_mut().filter(|entry| !layers.contains(&entry.choice.layer)) {
            entry.bounds = 0..0;
        }
        plan
    }

    /// What is left of the plan from a date on if nobody ever comes again: entries that are open by then and that no date
    /// ends, the hours that hold on every day, and a blackout that nobody has ended. The others never open: not those of some
    /// weekdays either, for there is no proof how each card counts them.
    #[must_use]
    pub fn endless(&self, from: Date) -> Self {
        let mut plan = self.clone();
        plan.setting.blackouts.retain(|blackout| blackout.until.is_none());
        plan.setting.blackouts.iter_mut().for_each(|blackout| blackout.since = Timestamp::MIN);
        let start = self.calendar().zone().to_timestamp(from.at(0, 0, 0, 0)).map(|at| at.as_millisecond());
        let start = start.unwrap_or(i64::MIN);
        let daily = |windows: &[Window]| windows.iter().all(is_daily);
        let endless = |bounds: &Span| bounds.start <= start && bounds.end == ALWAYS.end;
        for entry in &mut plan.entries {
            let list = &self.lists[entry.list];
            let own = daily(&entry.choice.item().when.windows) && endless(&entry.bounds);
            let all = daily(&list.playlist.when.windows) && endless(&list.bounds);
            entry.bounds = if own && all && !entry.festive { ALWAYS } else { 0..0 };
        }
        plan.lists.iter_mut().for_each(|list| list.bounds = ALWAYS);
        let hours = Arc::make_mut(&mut plan.setting.hours);
        hours.power.retain(is_daily);
        hours.quiet.retain(is_daily);
        plan
    }

    /// The plan with the hours of power and of quiet that go by the sun as they are on a date, to the minute: a card knows no
    /// sun, and hours that are others every day would have it keep everything once for each.
    #[must_use]
    pub fn with_sun_of(&self, date: Date) -> Self {
        let setting = &self.setting;
        let Some(day) = Day::new(&setting.calendar, setting.sky, date) else { return self.clone() };
        let mut hours = setting.hours.clone();
        let Hours { power, quiet, .. } = Arc::make_mut(&mut hours);
        for window in power.iter_mut().chain(quiet) {
            (window.from, window.to) = (day.by_clock(window.from), day.by_clock(window.to));
        }
        Self { setting: Setting { hours, ..setting.clone() }, ..self.clone() }
    }

    /// What may be lit when on a civil day, each thing once: the entries in their order, then what is none. At every
    /// second of the day there is something, also in one that the clock of the place leaves out; of an hour that comes
    /// twice, what is in either. Empty at the ends of representable time.
    #[must_use]
    pub fn airtimes(&self, date: Date) -> Vec<Airtime> {
        let setting = &self.setting;
        let day = Day::new(&setting.calendar, setting.sky, date);
        let (Some(sheet), Some(day)) = (Sheet::unowed(self, date), day) else { return Vec::new() };
        let mut open: Vec<Vec<Span>> = vec![Vec::new(); self.entries.len()];
        for opening in &sheet.openings {
            open[opening.entry as usize].push(opening.span.clone());
        }
        let mut layers: [Vec<Span>; Layer::ALL.len()] = Default::default();
        let mut others: Vec<(Shown, Vec<Span>)> = Vec::new();
        for phase in &sheet.phases {
            let shown = match phase.lit {
                Lit::Layer(layer) => {
                    layers[layer.index()].push(phase.span.clone());
                    continue;
                }
                Lit::Dark(why) => Shown::Dark(why),
                Lit::LastResort => Shown::LastResort,
            };
            match others.iter_mut().find(|(other, _)| *other == shown) {
                Some((_, spans)) => spans.push(phase.span.clone()),
                None => others.push((shown, vec![phase.span.clone()])),
            }
        }
        let layers = layers.map(tidy);
        let entries = open.into_iter().enumerate().map(|(index, spans)| {
            let lit = &layers[self.entries[index].choice.layer.index()];
            (Shown::Entry(index), both(&tidy(spans), lit))
        });
        let airtime = |(shown, spans): (Shown, Vec<Span>)| {
            let seconds = day.wall(&spans);
            (!seconds.is_empty()).then_some(Airtime { shown, seconds })
        };
        entries.chain(others).filter_map(airtime).collect()
    }

    /// What is open at an instant; `None` at the ends of representable time.
    #[must_use]
    pub fn open(&self, instant: Timestamp) -> Option<Open> {
        let sheet = Sheet::unowed(self, self.calendar().zone().to_datetime(instant).date())?;
        let at = floor(instant);
        let phase = sheet.phase(at)?;
        let edges = sheet.openings.iter().flat_map(|opening| [opening.span.start, opening.span.end]);
        let until = edges.filter(|edge| at < *edge).fold(phase.span.end, i64::min);
        let mut entries: Vec<usize> = match phase.lit {
            Lit::Layer(layer) => {
                let open = sheet.openings.iter().filter(|opening| opening.span.contains(&at));
                let entries = open.map(|opening| opening.entry as usize);
                entries.filter(|entry| self.entries[*entry].choice.layer == layer).collect()
            }
            Lit::Dark(_) | Lit::LastResort => Vec::new(),
        };
        entries.sort_unstable();
        Some(Open { lit: phase.lit, entries, until: stamp(until)? })
    }

    /// How bright the board is in the middle of each half hour of a day, in per cent; `None` where nothing is said of its
    /// brightness, and at the ends of representable time.
    #[must_use]
    pub fn half_hours(&self, date: Date) -> Option<Box<[u8; 48]>> {
        let sheet = Sheet::unowed(self, date)?;
        let full = sheet.brightness.iter().all(|(_, percent)| *percent == 100);
        if self.setting.hours.brightness.is_empty() && full {
            return None;
        }
        let mut table = Box::new([100; 48]);
        for (half, percent) in table.iter_mut().enumerate() {
            let (hour, minute) = (half as i8 / 2, 15 + half as i8 % 2 * 30);
            let at = self.calendar().zone().to_timestamp(date.at(hour, minute, 0, 0)).ok()?;
            *percent = sheet.bright(floor(at)).0;
        }
        Some(table)
    }
}

/// Whether a window is open on every day alike.
fn is_daily(window: &Window) -> bool {
    let dated = window.valid_from.is_some() || window.valid_to.is_some();
    window.days == Weekdays::ALL && !dated && window.only_on.is_empty() && window.except.is_empty()
}
