//! Rule S08: holidays for which nothing is prepared.

use super::day;
use crate::calendar::{self, Anchor, Calendar, Day, Named, Window};
use crate::lint::{Finding, Settings};
use crate::playlist::Playlist;
use crate::report::Message;
use crate::schedule::Ahead;
use jiff::civil::Date;
use std::sync::Arc;

/// The most days that are named.
const MOST: usize = 12;

/// S08: the holidays to come that no window of these playlists is bound to, in one finding. A site that binds nothing to
/// any holiday is not asked.
#[must_use]
pub fn holidays<'a>(
    playlists: impl Iterator<Item = &'a Arc<Playlist>>,
    calendar: &Calendar,
    settings: &Settings,
    ahead: &Ahead,
) -> Option<Finding> {
    let mut bound: Vec<&calendar::Days> = Vec::new();
    for playlist in playlists {
        let items = playlist.items.iter().map(|item| &item.when);
        let windows = items.chain([&playlist.when]).flat_map(|when| &when.windows);
        for days in windows.flat_map(|window: &Window| &window.only_on) {
            if !bound.contains(&days) {
                bound.push(days);
            }
        }
    }
    if settings.holidays < 1.0 || !bound.iter().any(|days| is_holiday(days)) {
        return None;
    }
    let asked = Named::ALL.iter().filter(|named| named.public_holiday || settings.holidays >= 2.0);
    let mut bare: Vec<(Date, &Named)> = Vec::new();
    for named in asked {
        let days = calendar::Days::One(Day { anchor: Anchor::Named(named), offset: 0 });
        let date = ahead.days().find(|date| calendar.holds(&days, *date));
        bare.extend(date.map(|date| (date, named)));
    }
    bare.retain(|(date, _)| !bound.iter().any(|days| calendar.holds(days, *date)));
    bare.sort_by_key(|(date, _)| *date);
    let more = bare.len().saturating_sub(MOST);
    let words = |name: fn(&Named) -> &'static str| {
        let days = bare.iter().take(MOST).map(|(date, named)| format!("{} ({})", name(named), day(*date)));
        let more = (more > 0).then(|| format!("… (+{more})"));
        days.chain(more).collect::<Vec<_>>().join("; ")
    };
    let message =
        Message::HolidaysBare { days_vi: words(|named| named.vi), days_en: words(|named| named.en) };
    (!bare.is_empty()).then(|| Finding::hint(message))
}

/// Whether an expression speaks of a day that has a name, or of all of a kind.
fn is_holiday(days: &calendar::Days) -> bool {
    let named = |day: &Day| matches!(day.anchor, Anchor::Named(_));
    match days {
        calendar::Days::One(day) => named(day),
        calendar::Days::Range(first, last) => named(first) || named(last),
        calendar::Days::Set(set) => *set == calendar::Set::PublicHolidays || *set == calendar::Set::DaysOff,
    }
}
