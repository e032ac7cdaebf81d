//! What campaigns are owed on a day, and whether there is time to wait with it.

use super::plan::{Drive, Plan};
use super::sheet::Sheet;
use crate::playlist::Wanted;
use jiff::civil::{Date, Weekday};
use std::cell::OnceCell;

/// What a campaign is owed on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Owed {
    pub(super) want: Want,
    /// Milliseconds of the day in which it has something in the layer that is lit.
    pub(super) total: i64,
    /// When the last of them ends.
    pub(super) last: i64,
}

/// How much of the day it is to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    Nothing,
    Showings(i64),
    Percent(i64),
}

/// What a campaign had of the day so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Had {
    /// Whole showings.
    pub(super) showings: i64,
    /// Milliseconds lit.
    pub(super) lit: i64,
    /// Milliseconds of [`Owed::total`] that are over.
    pub(super) gone: i64,
}

impl Owed {
    /// Whether it lags behind an even spread over its time.
    pub(super) fn lags(&self, had: &Had) -> bool {
        match self.want {
            Want::Nothing => false,
            Want::Showings(want) => {
                had.showings < want && had.showings <= want.saturating_mul(had.gone) / self.total.max(1)
            }
            Want::Percent(percent) => had.lit * 100 < percent * had.gone,
        }
    }

    /// The milliseconds that what is still owed takes.
    pub(super) fn needs(&self, had: &Had, longest: i64) -> i64 {
        match self.want {
            Want::Nothing => 0,
            Want::Showings(want) => (want - had.showings).max(0).saturating_mul(longest),
            Want::Percent(percent) => (percent * self.total / 100 - had.lit).max(0),
        }
    }

    /// Whether it is to have just its share, and no turns of its own.
    pub(super) fn is_share(&self) -> bool {
        matches!(self.want, Want::Percent(_))
    }
}

/// What each campaign of the plan is owed on the day of a sheet.
pub(super) fn owed(plan: &Plan, sheet: &Sheet) -> Vec<Owed> {
    let week = Week { today: sheet, others: Default::default() };
    let drives = plan.campaigns.iter().enumerate();
    drives
        .map(|(index, drive)| Owed { want: want(plan, &week, index, drive), ..time(sheet, index) })
        .collect()
}

/// The week of a sheet. Its other days are put together once, when a campaign first asks for one.
struct Week<'s> {
    today: &'s Sheet,
    /// From Monday on; the place of today stays empty.
    others: [OnceCell<Option<Sheet>>; 7],
}

impl Week<'_> {
    /// How many days of the week come before today.
    fn back(&self) -> i8 {
        self.today.date.weekday().since(Weekday::Monday)
    }

    fn date(&self, day: i8) -> Option<Date> {
        self.today.date.checked_add(jiff::Span::new().days(day - self.back())).ok()
    }

    fn sheet(&self, plan: &Plan, day: i8) -> Option<&Sheet> {
        if day == self.back() {
            return Some(self.today);
        }
        let other = self.others.get(usize::try_from(day).ok()?)?;
        other.get_or_init(|| Sheet::unowed(plan, self.date(day)?)).as_ref()
    }
}

/// The time a campaign has on a day, wanting nothing yet.
fn time(sheet: &Sheet, campaign: usize) -> Owed {
    let mut owed = Owed { want: Want::Nothing, total: 0, last: sheet.span.start };
    for phase in sheet.phases.iter().filter(|phase| phase.campaigns & (1 << campaign) != 0) {
        owed.total += phase.span.end - phase.span.start;
        owed.last = phase.span.end;
    }
    owed
}

fn want(plan: &Plan, week: &Week<'_>, index: usize, drive: &Drive) -> Want {
    if !drive.owes(week.today.date) {
        return Want::Nothing;
    }
    match drive.wanted {
        Wanted::PerDay(times) => Want::Showings(times.into()),
        Wanted::Share(percent) => Want::Percent(percent.into()),
        Wanted::PerWeek(times) => Want::Showings(of_week(plan, week, index, drive, times.into())),
    }
}

impl Drive {
    fn owes(&self, date: Date) -> bool {
        (self.days.0..=self.days.1).contains(&date)
    }
}

/// The part of a week's showings that falls on the day of a sheet, in proportion to what fits into each day of the week
/// beside what is owed daily: so a day never gets more than fits into it while the week has room. A week of which some
/// days are not owed owes as much less.
fn of_week(plan: &Plan, week: &Week<'_>, index: usize, drive: &Drive, times: i64) -> i64 {
    let back = week.back();
    let room = |day: i8| -> i64 {
        match week.date(day) {
            None => 0,
            Some(date) if !drive.owes(date) => -1,
            Some(_) => week.sheet(plan, day).map_or(0, |sheet| {
                let free = time(sheet, index).total - daily(plan, sheet);
                free.max(0) / drive.longest
            }),
        }
    };
    let rooms: Vec<i64> = (0..7).map(room).collect();
    let owing = rooms.iter().filter(|room| **room >= 0).count() as i64;
    let times = (times * owing + 6) / 7;
    let all: i64 = rooms.iter().map(|room| room.max(&0)).sum();
    let before = |day: i8| -> i64 {
        let sum: i64 = rooms.iter().take(day as usize).map(|room| room.max(&0)).sum();
        // A week without room owes the same each day, so that it is said what is missing.
        if all > 0 { times * sum / all } else { times * i64::from(day) / 7 }
    };
    before(back + 1) - before(back)
}

/// The milliseconds of a day that all daily wishes together take.
fn daily(plan: &Plan, day: &Sheet) -> i64 {
    let needs =
        plan.campaigns.iter().enumerate().filter(|(_, drive)| drive.owes(day.date)).map(|(index, drive)| {
            let owed = time(day, index);
            match drive.wanted {
                Wanted::PerDay(times) => i64::from(times).saturating_mul(drive.longest).min(owed.total),
                Wanted::Share(percent) => owed.total * i64::from(percent) / 100,
                Wanted::PerWeek(_) => 0,
            }
        });
    needs.sum()
}
