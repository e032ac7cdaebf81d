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
    let entry = |index| why(plan, index, instant, slot.shown, phase);
    Explanation { slot, light, entries: (0..plan.len()).map(entry).collect() }
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
        return if barred { Why::Mourning } else { Why::Closed(opens(plan, entry, &day, millis)) };
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
