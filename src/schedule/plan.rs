//! A board's plan: everything that may be lit on it, each with the rule that says when.

use super::spans::{Span, both};
use super::{Blackout, Choice, Layer, day::Day};
use crate::calendar::{Calendar, Hour, Hours, Moment, Sky, Weekdays, Window};
use crate::playlist::{Playlist, Wanted, When};
use crate::report::At;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;

/// What rules of time need to know of a board. The default is one that is always on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setting {
    /// Named days and the zone in which hours are meant.
    pub calendar: Arc<Calendar>,
    /// Where the sun is seen from; without it no hours of the sun.
    pub sky: Option<Sky>,
    /// When the board has power, is quiet, and how bright it is.
    pub hours: Arc<Hours>,
    /// When a person switched it off.
    pub blackouts: Vec<Blackout>,
}

/// A choice with the time that showing it takes on this board.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The item.
    pub choice: Choice,
    /// How long one showing takes; at least a millisecond and at most a day are counted.
    pub shown: Duration,
}

/// Everything that may be lit on one board.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub(super) setting: Setting,
    pub(super) lists: Vec<List>,
    pub(super) entries: Vec<Entry>,
    pub(super) campaigns: Vec<Drive>,
}

/// What all items of one playlist have in common.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) playlist: Arc<Playlist>,
    pub(super) bounds: Span,
}

/// One item that may be lit.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) choice: Choice,
    pub(super) list: usize,
    pub(super) bounds: Span,
    pub(super) weight: u64,
    /// Milliseconds that it is lit, and dark time after it.
    pub(super) shown: i64,
    pub(super) blank: i64,
    pub(super) festive: bool,
    pub(super) campaign: Option<usize>,
}

/// A campaign as far as this board is concerned.
#[derive(Clone, Debug)]
pub(super) struct Drive {
    pub(super) list: usize,
    pub(super) wanted: Wanted,
    /// The days on which it is owed, inclusive.
    pub(super) days: (Date, Date),
    /// Milliseconds from the beginning of a showing of its longest item to the next.
    pub(super) longest: i64,
}

/// The most campaigns of a board whose frequency is looked after.
pub const MAX_CAMPAIGNS: usize = 128;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
pub(super) const ALWAYS: Span = i64::MIN..i64::MAX;
const UNKNOWN: i64 = 1_577_836_800_000;

impl Plan {
    /// A plan of these candidates, in their order.
    #[must_use]
    pub fn new(setting: Setting, candidates: impl IntoIterator<Item = Candidate>) -> Self {
        let mut plan = Self { setting, lists: Vec::new(), entries: Vec::new(), campaigns: Vec::new() };
        for candidate in candidates {
            plan.add(candidate);
        }
        plan
    }

    fn add(&mut self, Candidate { choice, shown }: Candidate) {
        let list = self.list(&choice.playlist);
        let item = choice.item();
        let millis = |time: Duration| i64::try_from(time.as_millis()).unwrap_or(DAY).min(DAY);
        let (shown, blank) = (millis(shown).max(1), millis(choice.playlist.blank));
        // What a person put up at once, and what is there when nothing else is, is owed to nobody.
        let owed = matches!(choice.layer, Layer::Priority | Layer::Normal);
        let campaign = self.campaigns.iter().position(|drive| owed && drive.list == list);
        if let Some(campaign) = campaign {
            let longest = &mut self.campaigns[campaign].longest;
            *longest = shown.saturating_add(blank).max(*longest);
        }
        self.entries.push(Entry {
            list,
            bounds: self.bounds(&item.when),
            weight: u64::from(item.weight.max(1)),
            shown,
            blank,
            festive: item.festive.unwrap_or(choice.playlist.festive),
            campaign,
            choice,
        });
    }

    /// The number of a playlist, which is added if it is new.
    fn list(&mut self, playlist: &Arc<Playlist>) -> usize {
        // Choices come playlist by playlist.
        if let Some(at) = self.lists.iter().rposition(|list| Arc::ptr_eq(&list.playlist, playlist)) {
            return at;
        }
        let mut bounds = self.bounds(&playlist.when);
        if let Some(campaign) = &playlist.campaign {
            let start = campaign.start.as_ref().map(|at| at.value);
            if let Some(start) = start {
                let first = Moment::Civil(start.at(0, 0, 0, 0)).instant(self.setting.calendar.zone());
                bounds.start = bounds.start.max(first.as_millisecond());
            }
            if let Some(wanted) = campaign.wanted.as_ref().filter(|_| self.campaigns.len() < MAX_CAMPAIGNS) {
                let deadline = campaign.deadline.as_ref().map_or(Date::MAX, |at| at.value);
                let (list, wanted) = (self.lists.len(), wanted.value);
                self.campaigns.push(Drive {
                    list,
                    wanted,
                    days: (start.unwrap_or(Date::MIN), deadline),
                    longest: 1,
                });
            }
        }
        self.lists.push(List { playlist: Arc::clone(playlist), bounds });
        self.lists.len() - 1
    }

    fn bounds(&self, when: &When) -> Span {
        let zone = self.setting.calendar.zone();
        let millis = |at: &At<Moment>| at.value.instant(zone).as_millisecond();
        let (starts, expires) = (when.starts_at.as_ref(), when.expires_at.as_ref());
        starts.map_or(ALWAYS.start, millis)..expires.map_or(ALWAYS.end, millis)
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The item of an entry, and the layer it is in.
    #[must_use]
    pub fn choice(&self, entry: usize) -> Option<&Choice> {
        self.entries.get(entry).map(|entry| &entry.choice)
    }

    /// How long one showing of an entry takes.
    #[must_use]
    pub fn showing(&self, entry: usize) -> Option<Duration> {
        self.entries.get(entry).map(|entry| Duration::from_millis(entry.shown.unsigned_abs()))
    }

    /// The blackout that an instant lies in.
    #[must_use]
    pub fn blackout(&self, instant: Timestamp) -> Option<&Blackout> {
        // As finely as everything here is reckoned.
        let instant = instant.as_millisecond();
        let holds = |blackout: &&Blackout| {
            blackout.since.as_millisecond() <= instant
                && blackout.until.is_none_or(|until| instant < until.as_millisecond())
        };
        self.setting.blackouts.iter().find(holds)
    }

    /// Named days, and the zone in which its hours are meant.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.setting.calendar
    }

    /// What is left of it while nobody knows what time it is, to be asked for instants counted from [`Plan::UNKNOWN`]:
    /// entries that no hour and no date bounds, and for a while what a person ordered. The others never open. The board
    /// stays lit whatever its hours say. What was over at the latest instant that is `known` to be past stays over.
    #[must_use]
    pub fn without_time(&self, known: Option<Timestamp>) -> Self {
        let over = |end: i64| known.is_some_and(|known| end <= known.as_millisecond());
        let mut plan = self.clone();
        plan.setting.calendar = Arc::new(Calendar::plain(TimeZone::UTC));
        plan.setting.hours = Arc::new(at_night(&self.setting.hours));
        plan.setting.blackouts.retain(|blackout| blackout.until.is_none());
        for blackout in &mut plan.setting.blackouts {
            blackout.since = Timestamp::MIN;
        }
        for entry in &mut plan.entries {
            entry.campaign = None;
            let list = &self.lists[entry.list];
            entry.bounds = match entry.lease() {
                _ if list.has_hours(entry) || over(list.bounds.end.min(entry.bounds.end)) => 0..0,
                Some(lease) => UNKNOWN..UNKNOWN + lease,
                None if list.bounds == ALWAYS && entry.bounds == ALWAYS => ALWAYS,
                None => 0..0,
            };
        }
        for list in &mut plan.lists {
            list.bounds = ALWAYS;
        }
        plan.campaigns.clear();
        plan
    }

    /// The instant from which time is counted while nobody knows what time it is.
    pub const UNKNOWN: Timestamp = Timestamp::constant(UNKNOWN / 1000, 0);
}

/// Hours of a board of which nobody knows whether it is night: always on, as bright as on its darkest night.
fn at_night(hours: &Hours) -> Hours {
    let planned = hours.brightness.iter().map(|(_, percent)| *percent).min().unwrap_or(100);
    let percent = planned.min(hours.night_max).max(hours.night_floor);
    let always = Window {
        days: Weekdays::ALL,
        from: Hour::MIDNIGHT,
        to: Hour::END_OF_DAY,
        valid_from: None,
        valid_to: None,
        only_on: Vec::new(),
        except: Vec::new(),
        place: 0..0,
    };
    Hours { brightness: vec![(always, percent)], ..Hours::default() }
}

impl List {
    fn has_hours(&self, entry: &Entry) -> bool {
        let item = entry.choice.item();
        !self.playlist.when.windows.is_empty() || !item.when.windows.is_empty()
    }

    /// When the playlist is open on a day.
    pub(super) fn open(&self, day: &Day<'_>) -> Vec<Span> {
        both(&day.windows(&self.playlist.when.windows), std::slice::from_ref(&self.bounds))
    }
}

impl Entry {
    /// How long it stays while nobody knows whether it has expired.
    fn lease(&self) -> Option<i64> {
        match self.choice.layer {
            Layer::Emergency => Some(6 * HOUR),
            Layer::Override => Some(2 * HOUR),
            Layer::Priority | Layer::Normal | Layer::Standby => None,
        }
    }

    /// When the entry is open on a day, of the time that its playlist is.
    pub(super) fn open(&self, day: &Day<'_>, list: &[Span], mourning: bool) -> Vec<Span> {
        if (self.festive && mourning) || list.is_empty() {
            return Vec::new();
        }
        let when = &self.choice.item().when;
        let own = both(list, std::slice::from_ref(&self.bounds));
        if when.windows.is_empty() { own } else { both(&own, &day.windows(&when.windows)) }
    }
}
