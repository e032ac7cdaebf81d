//! Rules S07, S09 and S10 on a playlist by itself: campaigns that expire too early, days that do not come, what has to be
//! looked at again.

use super::{day, moment};
use crate::calendar::{self, Anchor, Calendar, Moment, Window};
use crate::lint::{Finding, Settings};
use crate::playlist::{Item, Playlist, When};
use crate::report::{At, Message};
use crate::schedule::Ahead;
use jiff::civil::Date;
use std::collections::HashMap;
use std::ops::Range;

/// A finding and where it stands.
#[derive(Clone, Debug)]
pub struct Dated {
    /// The number of the item that it is about; `None` if it is about the playlist.
    pub item: Option<usize>,
    /// Where in the file.
    pub place: Range<usize>,
    /// What.
    pub finding: Finding,
}

/// When expressions for days next come, each worked out once.
#[derive(Debug)]
pub struct Days<'c> {
    calendar: &'c Calendar,
    ahead: Ahead,
    known: HashMap<calendar::Days, Option<Message>>,
}

impl<'c> Days<'c> {
    /// Nothing is worked out yet.
    #[must_use]
    pub fn new(calendar: &'c Calendar, ahead: &Ahead) -> Self {
        Self { calendar, ahead: ahead.clone(), known: HashMap::new() }
    }

    /// S09 of some windows. Days of the calendar on the wall that are over are no slip: a list of them grows with the
    /// years. A window that lacks a day it is bound to is never open; one that lacks an exception is only too long.
    pub fn findings(&mut self, windows: &[Window]) -> Vec<(Range<usize>, Finding)> {
        let mut found = Vec::new();
        for window in windows {
            let bound = window.only_on.iter().map(|days| (days, true));
            for (days, bound) in bound.chain(window.except.iter().map(|days| (days, false))) {
                if let Some(message) = self.nowhere(days) {
                    let finding = if bound { Finding::warning(message) } else { Finding::hint(message) };
                    found.push((window.place.clone(), finding));
                }
            }
        }
        found
    }

    fn nowhere(&mut self, days: &calendar::Days) -> Option<Message> {
        if let Some(known) = self.known.get(days) {
            return known.clone();
        }
        let message = self.work_out(days);
        self.known.insert(days.clone(), message.clone());
        message
    }

    fn work_out(&self, days: &calendar::Days) -> Option<Message> {
        let fixed = |day: &calendar::Day| matches!(day.anchor, Anchor::Date(_));
        let comes_round = match days {
            calendar::Days::One(day) => !fixed(day),
            calendar::Days::Range(first, last) => !(fixed(first) && fixed(last)),
            // Which days those are is decided year by year, and many years have none.
            calendar::Days::Set(_) => false,
        };
        if !comes_round || self.ahead.days().any(|date| self.calendar.holds(days, date)) {
            return None;
        }
        let days_said = days.to_string();
        Some(match self.calendar.next(days, self.ahead.first) {
            Some(next) => Message::DaysLater { days: days_said, next: day(next) },
            None => Message::DaysNever { days: days_said },
        })
    }
}

/// Everything to say of a playlist by itself.
pub fn playlist(list: &Playlist, settings: &Settings, days: &mut Days<'_>) -> Vec<Dated> {
    let mut found = Vec::new();
    let mut add = |item: Option<usize>, (place, finding)| found.push(Dated { item, place, finding });
    let today = days.ahead.first;
    days.findings(&list.when.windows).into_iter().for_each(|finding| add(None, finding));
    review(&list.when, today, settings).into_iter().for_each(|finding| add(None, finding));
    early(list, days.calendar).into_iter().for_each(|finding| add(None, finding));
    for (index, item) in list.items.iter().enumerate() {
        days.findings(&item.when.windows).into_iter().for_each(|finding| add(Some(index), finding));
        review(&item.when, today, settings).into_iter().for_each(|finding| add(Some(index), finding));
        no_end(list, item, settings).into_iter().for_each(|finding| add(Some(index), finding));
    }
    found
}

/// S10: the day to look again is over, or near.
fn review(when: &When, today: Date, settings: &Settings) -> Option<(Range<usize>, Finding)> {
    let At { value, span } = when.review_by.as_ref()?;
    let left = value.duration_since(today).as_hours() as f64 / 24.0;
    let date = day(*value);
    let finding = if left < 0.0 {
        Finding::warning(Message::ReviewDue { date })
    } else if left <= settings.review_days {
        Finding::hint(Message::ReviewSoon { date })
    } else {
        return None;
    };
    Some((span.clone(), finding))
}

/// S10: nobody will have to look again, if the site wants to know.
fn no_end(list: &Playlist, item: &Item, settings: &Settings) -> Option<(Range<usize>, Finding)> {
    let ends = |when: &When| when.expires_at.is_some() || when.review_by.is_some();
    let asked = settings.evergreen >= 1.0;
    (asked && !ends(&list.when) && !ends(&item.when))
        .then(|| (item.text.span.clone(), Finding::hint(Message::NoEnd {})))
}

/// S07: a campaign of which the last item expires before its last day is over.
fn early(list: &Playlist, calendar: &Calendar) -> Option<(Range<usize>, Finding)> {
    let campaign = list.campaign.as_ref()?;
    let deadline = campaign.deadline.as_ref()?;
    let zone = calendar.zone();
    let expires = |when: &When| when.expires_at.as_ref().map(|at| at.value.instant(zone));
    let own = expires(&list.when);
    let ends: Option<Vec<_>> =
        list.items.iter().map(|item| expires(&item.when).into_iter().chain(own).min()).collect();
    let last = ends?.into_iter().max()?;
    let over = Moment::Civil(deadline.value.tomorrow().ok()?.at(0, 0, 0, 0)).instant(zone);
    let message = || Message::CampaignEndsEarly {
        directive: campaign.directive.value.clone(),
        when: moment(zone, last),
        deadline: day(deadline.value),
    };
    (last < over).then(|| (deadline.span.clone(), Finding::warning(message())))
}
