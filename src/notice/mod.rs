//! What a person orders at once: notices that go before the schedule, and blackouts of boards.
//!
//! Values and rules only. Nothing here is stored, sent or lit; the time is an argument.

mod file;
mod rules;
mod wish;

pub use file::{read, write};
pub use rules::{Given, Refused, expiry, person};
pub(crate) use rules::{list, local};
pub use wish::Wish;

use crate::playlist::{self, Playlist};
use crate::report::Message;
use crate::schedule;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;

/// Orders that have ended are kept for this long, so that what was lit on the day can be worked out again.
pub const KEPT: SignedDuration = SignedDuration::from_hours(48);
/// The most notices, and the most blackouts, that are remembered.
pub const MAX_ORDERS: usize = 500;
/// The most boards one order is for; as many as a site may have.
pub const MAX_BOARDS: usize = 2000;
/// The longest reason and the longest name of a person, in characters.
pub const MAX_WORDS: usize = 200;
/// The most often one notice can be extended.
pub const MAX_EXTENDED: usize = 100;

/// What a notice goes before, from lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `priority`: before the ordinary programme.
    Priority,
    /// `override`: in place of everything but emergencies.
    Override,
    /// `emergency`: before everything but a blackout.
    Emergency,
}

impl Class {
    /// The same among the classes of playlists.
    pub(super) fn of_playlists(self) -> playlist::Class {
        match self {
            Self::Priority => playlist::Class::Priority,
            Self::Override => playlist::Class::Override,
            Self::Emergency => playlist::Class::Emergency,
        }
    }

    /// All words for classes.
    pub const WORDS: [&str; 3] = ["priority", "override", "emergency"];

    /// The class of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let classes = [Self::Priority, Self::Override, Self::Emergency];
        classes.into_iter().find(|class| class.word() == word)
    }

    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// How long such a notice may last from when it is ordered, in hours.
    fn most_hours(self) -> i64 {
        match self {
            Self::Priority => 7 * 24,
            Self::Override => 24,
            Self::Emergency => 72,
        }
    }

    /// How long it lasts if nobody says: only in an emergency is there no time to think of it.
    fn default_hours(self) -> Option<i64> {
        (self == Self::Emergency).then_some(6)
    }
}

/// A text that was ordered for some boards, until a moment that was fixed when it was ordered.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its number. When it was ended on some of its boards only, those are a notice of the same number.
    pub id: u32,
    /// What it goes before.
    pub class: Class,
    /// What to show, as it was asked for.
    pub wish: Wish,
    /// The ids of the boards it is for; never empty.
    pub boards: Vec<String>,
    /// When it was ordered.
    pub given_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Who ordered it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// How it was made to last longer, oldest first.
    pub extended: Vec<Extended>,
    /// By whom it was ended before its time, if it was.
    pub ended: Option<Ended>,
    /// The wish as it passed the gate of playlist files.
    playlist: Arc<Playlist>,
}

/// An order that a notice last longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extended {
    /// When that was ordered.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// When it would have ended.
    pub was: Timestamp,
}

/// The end that a person gave to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Boards that are dark by order, until a person resumes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blackout {
    /// The ids of the boards; never empty.
    pub boards: Vec<String>,
    /// When it was ordered.
    pub since: Timestamp,
    /// Who ordered it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// Who lit them again; `None` while they are dark.
    pub resumed: Option<Ended>,
}

impl Notice {
    /// When it is over: at its expiry, or when a person ended it.
    #[must_use]
    pub fn end(&self) -> Timestamp {
        self.ended.as_ref().map_or(self.expires_at, |ended| ended.at.min(self.expires_at))
    }

    /// Whether it is on at a moment.
    #[must_use]
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.given_at <= now && now < self.end()
    }

    /// It in words, as it stands at a moment.
    #[must_use]
    pub fn sentence(&self, now: Timestamp, zone: &TimeZone) -> Message {
        let (id, class, text) = (self.id, self.class.word(), self.text().replace('\n', " "));
        let (end, by, reason) =
            (local(self.end(), zone), self.by.as_str().into(), self.reason.as_str().into());
        if self.is_on(now) {
            Message::NoticeStands { id, class, text, until: end, by, reason }
        } else {
            Message::NoticeOver { id, class, text, end, by, reason }
        }
    }

    /// The words it shows, lines separated by `\n`.
    #[must_use]
    pub fn text(&self) -> &str {
        self.playlist.items.first().map_or("", |item| &item.text.value)
    }

    /// It as a playlist of one item, for its boards.
    #[must_use]
    pub fn playlist(&self) -> &Arc<Playlist> {
        &self.playlist
    }
}

impl Blackout {
    /// It in words.
    #[must_use]
    pub fn sentence(&self, zone: &TimeZone) -> Message {
        let since = local(self.since, zone);
        match &self.resumed {
            None => Message::BlackoutStands { since, by: self.by.clone(), reason: self.reason.clone() },
            Some(Ended { at, by, reason }) => {
                let (end, by, reason) = (local(*at, zone), by.clone(), reason.clone());
                Message::BlackoutOver { since, end, by, reason }
            }
        }
    }
}

/// Every order that is remembered.
#[derive(Clone, Debug, Default)]
pub struct Orders {
    /// The number of the last notice; numbers are never given twice.
    last: u32,
    notices: Vec<Notice>,
    blackouts: Vec<Blackout>,
}

impl Orders {
    /// The notices, oldest first; some may have ended.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// The blackouts, oldest first; some may have been resumed.
    #[must_use]
    pub fn blackouts(&self) -> &[Blackout] {
        &self.blackouts
    }

    /// The blackout that keeps a board dark now.
    #[must_use]
    pub fn blackout_of(&self, board: &str) -> Option<&Blackout> {
        self.blackouts.iter().find(|order| order.resumed.is_none() && holds(&order.boards, board))
    }

    /// The notices for a board, those that have ended too: each as a playlist with its moments of beginning and end.
    pub fn playlists_of(&self, board: &str) -> impl Iterator<Item = &Arc<Playlist>> {
        self.notices_of(board).map(|notice| &notice.playlist)
    }

    /// The notices for a board, those that have ended too.
    pub fn notices_of(&self, board: &str) -> impl Iterator<Item = &Notice> {
        self.notices.iter().filter(move |notice| holds(&notice.boards, board))
    }

    /// The notices that no person has ended and that were not over at a moment, and all blackouts: what may be lit while
    /// nobody knows how much later than that moment it is.
    #[must_use]
    pub fn lasting(&self, known: Option<Timestamp>) -> Self {
        let lasts =
            |notice: &&Notice| notice.ended.is_none() && known.is_none_or(|known| notice.end() > known);
        let notices = self.notices.iter().filter(lasts).cloned().collect();
        Self { last: self.last, notices, blackouts: self.blackouts.clone() }
    }

    /// When a board was and is dark by order.
    #[must_use]
    pub fn blackouts_of(&self, board: &str) -> Vec<schedule::Blackout> {
        let orders = self.blackouts.iter().filter(|order| holds(&order.boards, board));
        let spans = orders.map(|order| schedule::Blackout {
            since: order.since,
            until: order.resumed.as_ref().map(|ended| ended.at),
            by: order.by.clone(),
            reason: order.reason.clone(),
        });
        spans.collect()
    }
}

fn holds(boards: &[String], board: &str) -> bool {
    boards.iter().any(|id| id == board)
}
