//! Rules S01, S02, S04 to S07 and S11: what a board has ahead; and S03: what becomes of an item.

use super::{day, moment};
use crate::lint::{Finding, Settings, tenths};
use crate::playlist::{Campaign, Class, Playlist, When};
use crate::report::Message;
use crate::schedule::{Fate, Layer, Outlook, Plan, Run, Shortage, Shortfall};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A board, its plan and what that comes to.
#[derive(Clone, Copy, Debug)]
pub struct Prospect<'a> {
    /// The thresholds.
    pub settings: &'a Settings,
    /// The board's id.
    pub board: &'a str,
    /// The playlist that it is to have by default.
    pub default: Option<&'a str>,
    /// Its plan.
    pub plan: &'a Plan,
    /// What that comes to.
    pub outlook: &'a Outlook,
}

/// What is to be mended.
#[derive(Clone, Debug)]
pub enum Spot {
    /// The board.
    Board,
    /// Its default playlist's key.
    Default,
    /// A playlist.
    Playlist(Arc<Playlist>),
    /// How often a playlist's campaign has to be shown.
    Wanted(Arc<Playlist>),
}

impl Prospect<'_> {
    /// Everything to say of the board.
    #[must_use]
    pub fn findings(&self) -> Vec<(Spot, Finding)> {
        let mut found = Vec::new();
        found.extend(self.bare());
        found.extend(self.standby());
        found.extend(self.outlook.shortfalls.iter().filter_map(|short| self.shortfall(short)));
        found.extend(self.clashes());
        found.extend(self.hiding());
        found.extend(self.ends());
        found.extend(self.default());
        found
    }

    fn board(&self) -> String {
        self.board.to_owned()
    }

    fn zone(&self) -> &TimeZone {
        self.plan.calendar().zone()
    }

    fn playlist(&self, list: usize) -> Option<Arc<Playlist>> {
        self.plan.playlists().nth(list).cloned()
    }

    /// S01.
    fn bare(&self) -> Option<(Spot, Finding)> {
        let first = self.outlook.bare.first()?;
        let hours = self.outlook.bare.iter().map(Run::hours).sum::<f64>();
        let (from, hours) = (moment(self.zone(), first.from), tenths(hours));
        let message = Message::HoursBare { board: self.board(), from, hours };
        Some((Spot::Board, Finding::warning(message)))
    }

    /// S02. A board that never has anything else is meant to be like that.
    fn standby(&self) -> Option<(Spot, Finding)> {
        let most = self.settings.standby_h;
        self.plan_has(Layer::Normal).then_some(())?;
        let run = self.outlook.standby.iter().find(|run| run.hours() > most)?;
        let (from, hours) = (moment(self.zone(), run.from), tenths(run.hours()));
        let message = Message::HoursStandby { board: self.board(), from, hours, most: tenths(most) };
        Some((Spot::Board, Finding::hint(message)))
    }

    fn plan_has(&self, layer: Layer) -> bool {
        (0..self.plan.len()).filter_map(|entry| self.plan.choice(entry)).any(|choice| choice.layer == layer)
    }

    /// S04 and S05. Where shares are too much together, what each of them lacks need not be said.
    fn shortfall(&self, short: &Shortfall) -> Option<(Spot, Finding)> {
        let Shortfall { list, ref shortage, first, times } = *short;
        let too_much = |other: &Shortfall| matches!(other.shortage, Shortage::Shares(_));
        if matches!(shortage, Shortage::Share { .. }) && self.outlook.shortfalls.iter().any(too_much) {
            return None;
        }
        let playlist = self.playlist(list)?;
        let (board, date) = (self.board(), day(first));
        let directive = playlist.campaign.as_ref().map(|campaign| campaign.directive.value.clone())?;
        let message = match *shortage {
            Shortage::Day { owed, had } => Message::QuotaOfDay { directive, board, date, owed, had, times },
            Shortage::Week { owed, had } => Message::QuotaOfWeek { directive, board, date, owed, had, times },
            Shortage::Share { owed, had } => {
                Message::QuotaOfShare { directive, board, date, owed, had, times }
            }
            Shortage::Shares(percent) => Message::SharesTooMuch { board, date, percent },
        };
        Some((Spot::Wanted(playlist), Finding::warning(message)))
    }

    /// S06: what only a person can put in order.
    fn clashes(&self) -> impl Iterator<Item = (Spot, Finding)> {
        let clashes = self.outlook.clashes.iter();
        clashes.filter_map(|((first, second), from)| {
            let (first, second) = (self.playlist(*first)?, self.playlist(*second)?);
            let message = Message::PriorityClash {
                first: first.id.clone(),
                second: second.id.clone(),
                board: self.board(),
                from: moment(self.zone(), *from),
            };
            (first.order == second.order).then(|| (Spot::Playlist(second), Finding::warning(message)))
        })
    }

    /// S06: the first time for each playlist.
    fn hiding(&self) -> Vec<(Spot, Finding)> {
        let most = self.settings.priority_h;
        let mut said = Vec::new();
        let mut found = Vec::new();
        for (run, list) in self.outlook.hiding.iter().filter(|(run, _)| run.hours() > most) {
            let Some(playlist) = self.playlist(*list).filter(|_| !said.contains(list)) else { continue };
            said.push(*list);
            let message = Message::PriorityLong {
                playlist: playlist.id.clone(),
                board: self.board(),
                from: moment(self.zone(), run.from),
                hours: tenths(run.hours()).into(),
                most: tenths(most).into(),
            };
            found.push((Spot::Playlist(playlist), Finding::warning(message)));
        }
        found
    }

    /// S07. Ordinary, and there is time to prepare: a hint.
    fn ends(&self) -> Option<(Spot, Finding)> {
        let when = moment(self.zone(), self.outlook.ends?);
        Some((Spot::Board, Finding::hint(Message::ContentEnds { board: self.board(), when })))
    }

    /// S11.
    fn default(&self) -> Option<(Spot, Finding)> {
        let board = self.board();
        let Some(default) = self.default else {
            return Some((Spot::Board, Finding::hint(Message::DefaultNone { board })));
        };
        let choices = (0..self.plan.len()).filter_map(|entry| self.plan.choice(entry));
        let standby = choices.filter(|choice| choice.layer == Layer::Standby);
        let bounded: Vec<bool> = standby
            .map(|choice| is_bounded(&choice.playlist.when) || is_bounded(&choice.item().when))
            .collect();
        let playlist = default.to_owned();
        let finding = match (bounded.contains(&true), bounded.contains(&false)) {
            (false, _) => return None,
            (true, true) => Finding::hint(Message::DefaultInPart { playlist, board }),
            (true, false) => Finding::warning(Message::DefaultNotAlways { playlist, board }),
        };
        Some((Spot::Default, finding))
    }
}

impl Spot {
    /// The place of a playlist's campaign, or of the whole file.
    #[must_use]
    pub fn span(playlist: &Playlist, wanted: bool) -> std::ops::Range<usize> {
        let campaign: Option<&Campaign> = playlist.campaign.as_ref().filter(|_| wanted);
        campaign
            .and_then(|campaign| campaign.wanted.as_ref())
            .map_or_else(|| playlist.items[0].text.span.clone(), |wanted| wanted.span.clone())
    }
}

fn is_bounded(when: &When) -> bool {
    !when.windows.is_empty() || when.starts_at.is_some() || when.expires_at.is_some()
}

/// S03: what to say of an item with this fate on its boards; `board` is one of them.
#[must_use]
pub fn fate(fate: Fate, board: &str, class: Class, zone: &TimeZone) -> Option<Finding> {
    let board = board.to_owned();
    Some(match fate {
        Fate::Lit => return None,
        Fate::Below(_) => Finding::warning(Message::ItemHidden { board }),
        // An emergency is lit in the dark, so whatever keeps it off is a person's doing.
        Fate::Dark(_) if class == Class::Emergency => return None,
        Fate::Dark(_) => Finding::warning(Message::ItemInTheDark { board }),
        Fate::Expired(when) => Finding::hint(Message::ItemExpired { when: moment(zone, when) }),
        Fate::Later(when) => Finding::hint(Message::ItemFarOff { when: moment(zone, when) }),
        Fate::Closed => Finding::warning(Message::ItemNeverOpen {}),
    })
}
