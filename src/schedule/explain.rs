//! Why: of every entry of a plan, what keeps it off the face at an instant, or puts it there.

use super::day::Day;
use super::on_air::{Cursor, Light, Slot, floor, stamp};
use super::plan::{Entry, Plan};
use super::sheet::{Lit, Sheet};
use super::spans::{self, Span};
use super::{Dark, Layer, Shown};
use jiff::Timestamp;

/// What is on air, and what became of every entry.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// What is on air.
    pub slot: Slot,
    /// How bright.
    pub light: Light,
    /// Every entry by its number, with the rule that decided.
    pub entries: Vec<Why>,
}

/// The rule that decided about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is on air.
    OnAir,
    /// It is open in the layer that is lit, and others have their turns.
    Waits,
    /// It is open; a higher layer is lit.
    Below(Layer),
    /// It is open; the face is dark on purpose.
    Dark(Dark),
    /// It begins later (`starts_at`, or the beginning of its campaign).
    NotYet(Timestamp),
    /// It has expired (`expires_at`).
    Expired(Timestamp),
    /// It is festive, and the day is one of mourning.
    Mourning,
    /// None of its windows is open; when one next is, within a year.
    Closed(Option<Timestamp>),
    /// Nobody approved it for the board. It is no entry of the plan; [`explain`] never says so.
    Unapproved,
}

/// How many days ahead an opening is looked for.
const AHEAD: usize = 366;

/// Explains an instant.
#[must_use]
pub fn explain(plan: &Plan, instant: Timestamp) -> Explanation {
    let mut cursor = Cursor::default();
    let slot = cursor.on_air(plan, instant);
    let light = cursor.light(plan, instant);
    let date = plan.calendar().zone().to_datetime(instant).date();
    let phase =
        Sheet::unowed(plan, date).and_then(|sheet| sheet.phase(floor(instant)).map(|phase| phase.lit));
    let glance = Glance { plan, instant, lit: phase };
    let entry = |index| match why(plan, index, instant, slot.shown, phase) {
        Why::Closed(_) => Why::Closed(glance.opens(index)),
        why => why,
    };
    Explanation { slot, light, entries: (0..plan.len()).map(entry).collect() }
}

/// A plan at an instant, for who wants to know whether entries are lit in turn, and not whose turn it is: that takes working
/// out the day.
#[derive(Clone, Copy, Debug)]
pub struct Glance<'p> {
    plan: &'p Plan,
    instant: Timestamp,
    lit: Option<Lit>,
}

impl<'p> Glance<'p> {
    /// Looks at an instant.
    #[must_use]
    pub fn new(plan: &'p Plan, instant: Timestamp) -> Self {
        let date = plan.calendar().zone().to_datetime(instant).date();
        let sheet = Sheet::unowed(plan, date);
        let lit = sheet.and_then(|sheet| sheet.phase(floor(instant)).map(|phase| phase.lit));
        Self { plan, instant, lit }
    }

    /// The rule that decides about an entry. One that is lit in turn [`Why::Waits`]; of one whose windows are closed it is not
    /// said when they open.
    #[must_use]
    pub fn why(&self, entry: usize) -> Why {
        why(self.plan, entry, self.instant, Shown::LastResort, self.lit)
    }

    /// When the windows of an entry next open, within a year. Takes a while.
    #[must_use]
    pub fn opens(&self, entry: usize) -> Option<Timestamp> {
        let (plan, millis) = (self.plan, floor(self.instant));
        let day = Day::of(&plan.setting.calendar, plan.setting.sky, millis)?;
        opens(plan, plan.entries.get(entry)?, &day, millis)
    }
}

fn why(plan: &Plan, index: usize, instant: Timestamp, shown: Shown, lit: Option<Lit>) -> Why {
    let (entry, millis) = (&plan.entries[index], floor(instant));
    let list = &plan.lists[entry.list].bounds;
    let starts = list.start.max(entry.bounds.start);
    let expires = list.end.min(entry.bounds.end);
    if millis >= expires {
        return Why::Expired(stamp(expires).unwrap_or(instant));
    }
    if millis < starts {
        return Why::NotYet(stamp(starts).unwrap_or(instant));
    }
    let setting = &plan.setting;
    let Some(day) = Day::of(&setting.calendar, setting.sky, millis) else { return Why::Closed(None) };
    let open = open(plan, entry, &day);
    if spans::at(&open, millis).is_none() {
        let barred = entry.festive && day.is_mourning();
        return if barred { Why::Mourning } else { Why::Closed(None) };
    }
    match (shown, lit) {
        (Shown::Entry(on) | Shown::Blank(on), _) if on == index => Why::OnAir,
        (_, Some(Lit::Dark(why))) => Why::Dark(why),
        (_, Some(Lit::Layer(layer))) if layer < entry.choice.layer => Why::Below(layer),
        _ => Why::Waits,
    }
}

fn open(plan: &Plan, entry: &Entry, day: &Day<'_>) -> Vec<Span> {
    entry.open(day, &plan.lists[entry.list].open(day), day.is_mourning())
}

/// When an entry next opens after an instant of a day.
fn opens(plan: &Plan, entry: &Entry, day: &Day<'_>, after: i64) -> Option<Timestamp> {
    let setting = &plan.setting;
    let later = |span: &Span| (span.start > after).then_some(span.start);
    let today = open(plan, entry, day).iter().find_map(later);
    let mut date = day.date;
    let first = today.or_else(|| {
        (0..AHEAD).find_map(|_| {
            date = date.tomorrow().ok()?;
            let day = Day::new(&setting.calendar, setting.sky, date)?;
            open(plan, entry, &day).iter().find_map(later)
        })
    });
    first.and_then(stamp)
}
