//! Entries that are open at the same times: thousands of items come to a few kinds.

use crate::calendar::{Hour, Hours, Moment, Window};
use crate::schedule::plan::{Entry, Plan, Setting};
use std::sync::Arc;

/// A plan with one entry in place of all that are alike.
pub(super) struct Kinds {
    pub(super) plan: Plan,
    /// The kind of each entry of the whole plan.
    pub(super) of: Vec<usize>,
}

impl Kinds {
    pub(super) fn of(plan: &Plan) -> Self {
        let mut kinds = Plan {
            setting: unlit(&plan.setting),
            lists: plan.lists.clone(),
            entries: Vec::new(),
            campaigns: plan.campaigns.clone(),
        };
        let mut of = Vec::with_capacity(plan.entries.len());
        for entry in &plan.entries {
            // Entries come playlist by playlist.
            let same_list = kinds.entries.iter().enumerate().rev();
            let mut same_list = same_list.take_while(|(_, kind)| kind.list == entry.list);
            let known = same_list.find(|(_, kind)| alike(kind, entry)).map(|(at, _)| at);
            of.push(known.unwrap_or(kinds.entries.len()));
            if known.is_none() {
                kinds.entries.push(entry.clone());
            }
        }
        Self { plan: kinds, of }
    }
}

/// The setting without how bright the board is, for which the sun is asked every day.
fn unlit(setting: &Setting) -> Setting {
    let Hours { power, quiet, .. } = &*setting.hours;
    let by_clock = |window: &Window| matches!((window.from, window.to), (Hour::Clock(_), Hour::Clock(_)));
    let sky = setting.sky.filter(|_| !power.iter().chain(quiet).all(by_clock));
    let hours = Hours { power: power.clone(), quiet: quiet.clone(), ..Hours::default() };
    Setting { sky, hours: Arc::new(hours), ..setting.clone() }
}

/// Whether two entries of one playlist are open at the same times, in the same layer.
fn alike(a: &Entry, b: &Entry) -> bool {
    let (x, y) = (&a.choice.item().when.windows, &b.choice.item().when.windows);
    a.choice.layer == b.choice.layer
        && a.bounds == b.bounds
        && a.festive == b.festive
        && a.campaign == b.campaign
        && x.len() == y.len()
        && x.iter().zip(y).all(|(x, y)| same(x, y))
}

/// Whether two windows are the same wherever they stand.
fn same(a: &Window, b: &Window) -> bool {
    let Window { days, from, to, valid_from, valid_to, only_on, except, place: _ } = a;
    *days == b.days
        && (*from, *to) == (b.from, b.to)
        && (*valid_from, *valid_to) == (b.valid_from, b.valid_to)
        && *only_on == b.only_on
        && *except == b.except
}

/// When the last of some windows has closed for good; `None` if one goes on for ever.
pub(super) fn closes(plan: &Plan, windows: &[Window]) -> Option<i64> {
    let end = |window: &Window| {
        let last = window.valid_to?;
        let over = matches!((window.from, window.to), (Hour::Clock(from), Hour::Clock(to)) if from < to);
        let (day, hour) = if over { (last, window.to) } else { (last.tomorrow().ok()?, window.to) };
        let seconds = if let Hour::Clock(seconds) = hour { seconds } else { 86_400 };
        let clock = day.at(0, 0, 0, 0).checked_add(jiff::SignedDuration::from_secs(seconds.into())).ok()?;
        Some(Moment::Civil(clock).instant(plan.calendar().zone()).as_millisecond())
    };
    let ends: Option<Vec<i64>> = windows.iter().map(end).collect();
    ends?.into_iter().max()
}
