//! Campaigns that will not get what they are owed: the days are played through as the boards will play them.

use super::Ahead;
use crate::playlist::Wanted;
use crate::schedule::Agenda;
use crate::schedule::plan::Plan;
use crate::schedule::quota::{Had, Owed, Want};
use crate::schedule::sheet::{Phase, Sheet};
use crate::schedule::spans::Span;
use jiff::civil::{Date, Weekday};

/// The most days of one board that are played through; days alike count once.
const MOST: usize = 64;

/// A campaign that will not get what it is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// The number of its playlist.
    pub list: usize,
    /// What is missing the first time.
    pub shortage: Shortage,
    /// The first day, or the Monday of the first week.
    pub first: Date,
    /// How many such days or weeks there are; 1 for shares that are too much together.
    pub times: usize,
}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shortage {
    /// So many showings of a day.
    Day {
        /// What it is owed.
        owed: i64,
        /// What it will have.
        had: i64,
    },
    /// So many showings of a week.
    Week {
        /// What it is owed.
        owed: i64,
        /// What it will have.
        had: i64,
    },
    /// So many per cent of a day's time.
    Share {
        /// What it is owed.
        owed: i64,
        /// What it will have.
        had: i64,
    },
    /// Shares that are asked for at the same time come to so many per cent.
    Shares(i64),
}

/// Everything that makes a day go as it does, counted from its midnight. Which item comes first is left out of account:
/// it does not change how many showings a campaign has.
#[derive(PartialEq)]
struct Likeness {
    length: i64,
    openings: Vec<(Span, u32)>,
    phases: Vec<Phase>,
    owed: Vec<Owed>,
}

impl Likeness {
    fn of(sheet: &Sheet) -> Self {
        let start = sheet.span.start;
        let shift = |span: &Span| span.start - start..span.end - start;
        let phase = |phase: &Phase| Phase { span: shift(&phase.span), ..phase.clone() };
        Self {
            length: sheet.span.end - start,
            openings: sheet.openings.iter().map(|open| (shift(&open.span), open.entry)).collect(),
            phases: sheet.phases.iter().map(phase).collect(),
            owed: sheet.owed.iter().map(|owed| Owed { last: owed.last - start, ..*owed }).collect(),
        }
    }
}

/// The campaigns of a plan that go short; `kinds` is the same plan with one entry for all that are alike.
pub(super) fn shortfalls(plan: &Plan, kinds: &Plan, ahead: &Ahead) -> Vec<Shortfall> {
    let mut found = Found::default();
    let mut played: Vec<(Likeness, Vec<Had>)> = Vec::new();
    let over = |date: Date| plan.campaigns.iter().all(|drive| date < drive.days.0 || drive.days.1 < date);
    for date in ahead.days().filter(|date| !over(*date)) {
        let Some(sheet) = Sheet::new(kinds, date) else { continue };
        if sheet.owed.iter().all(|owed| owed.want == Want::Nothing) {
            continue;
        }
        let like = Likeness::of(&sheet);
        let known = played.iter().position(|(other, _)| *other == like);
        let at = match known {
            Some(at) => at,
            None if played.len() < MOST => {
                let Some(agenda) = Agenda::new(plan, date) else { continue };
                played.push((like, agenda.campaigns().map(|(_, had)| *had).collect()));
                played.len() - 1
            }
            None => continue,
        };
        found.day(kinds, &sheet, &played[at].1);
    }
    found.finish(kinds)
}

#[derive(Default)]
struct Found {
    all: Vec<Shortfall>,
    /// Of each campaign that is owed by the week: its Monday, what the days so far owed and gave.
    weeks: Vec<Week>,
}

struct Week {
    campaign: usize,
    monday: Date,
    owed: i64,
    had: i64,
    open: bool,
}

impl Found {
    fn day(&mut self, plan: &Plan, sheet: &Sheet, had: &[Had]) {
        self.shares(plan, sheet);
        for (campaign, drive) in plan.campaigns.iter().enumerate() {
            let (owed, had) = (&sheet.owed[campaign], &had[campaign]);
            // A day on which its own hours leave it out is no fault of the others.
            let openings = &sheet.openings;
            let open =
                openings.iter().any(|open| plan.entries[open.entry as usize].campaign == Some(campaign));
            match (owed.want, drive.wanted) {
                (Want::Showings(want), Wanted::PerWeek(_)) => {
                    self.week(plan, campaign, sheet.date, (want, had.showings, open));
                }
                (Want::Showings(want), _) if open && had.showings < want => {
                    let shortage = Shortage::Day { owed: want, had: had.showings };
                    self.add(drive.list, shortage, sheet.date);
                }
                (Want::Percent(percent), _) if owed.needs(had, 1) > drive.longest => {
                    let shortage = Shortage::Share { owed: percent, had: had.lit * 100 / owed.total.max(1) };
                    self.add(drive.list, shortage, sheet.date);
                }
                _ => {}
            }
        }
    }

    /// Whether shares of the time are asked for that come to more than all of it.
    fn shares(&mut self, plan: &Plan, sheet: &Sheet) {
        for phase in &sheet.phases {
            let active = |campaign: &usize| phase.campaigns & (1 << campaign) != 0;
            let share = |campaign: usize| match sheet.owed[campaign].want {
                Want::Percent(percent) => percent,
                Want::Nothing | Want::Showings(_) => 0,
            };
            let asking = (0..plan.campaigns.len()).filter(active).filter(|campaign| share(*campaign) > 0);
            let (mut together, mut last) = (0, None);
            for campaign in asking {
                together += share(campaign);
                last = Some(plan.campaigns[campaign].list);
            }
            if let (Some(list), true) = (last, together > 100) {
                self.add(list, Shortage::Shares(together), sheet.date);
            }
        }
    }

    fn week(&mut self, plan: &Plan, campaign: usize, date: Date, (owed, had, open): (i64, i64, bool)) {
        let back = date.weekday().since(Weekday::Monday);
        let monday = date.saturating_sub(jiff::Span::new().days(back));
        let week = match self.weeks.iter().position(|week| week.campaign == campaign) {
            Some(at) if self.weeks[at].monday == monday => &mut self.weeks[at],
            other => {
                if let Some(over) = other.map(|at| self.weeks.swap_remove(at)) {
                    self.close(plan, &over);
                }
                self.weeks.push(Week { campaign, monday, owed: 0, had: 0, open: false });
                let last = self.weeks.len() - 1;
                &mut self.weeks[last]
            }
        };
        week.owed += owed;
        week.had += had;
        week.open |= open;
    }

    fn close(&mut self, plan: &Plan, week: &Week) {
        let Week { owed, had, .. } = *week;
        if week.open && had < owed {
            self.add(plan.campaigns[week.campaign].list, Shortage::Week { owed, had }, week.monday);
        }
    }

    fn add(&mut self, list: usize, shortage: Shortage, first: Date) {
        let kind = std::mem::discriminant(&shortage);
        let known = self.all.iter_mut();
        let mut known =
            known.filter(|known| known.list == list && std::mem::discriminant(&known.shortage) == kind);
        match known.next() {
            Some(known) => known.times += usize::from(!matches!(shortage, Shortage::Shares(_))),
            None => self.all.push(Shortfall { list, shortage, first, times: 1 }),
        }
    }

    fn finish(mut self, plan: &Plan) -> Vec<Shortfall> {
        for week in std::mem::take(&mut self.weeks) {
            self.close(plan, &week);
        }
        self.all
    }
}
