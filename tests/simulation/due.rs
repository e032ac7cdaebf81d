//! Whether what is lit may be lit at all, read off the last good texts at one instant, without asking the program.

use crate::law::{Law, Verdict};
use crate::naive::{is_candidate, open};
use bangtin::player::{Now, Shown};
use bangtin::playlist::{Class, Item, Playlist};
use bangtin::schedule::{Choice, ClockTrust, Dark};
use bangtin::site::Board;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// What is said to be on at an instant, and everything that is for the board.
pub(crate) struct Due<'a> {
    pub(crate) shown: Shown,
    pub(crate) choices: &'a [Choice],
    /// The playlists as they stand in the files.
    pub(crate) playlists: &'a [Arc<Playlist>],
    pub(crate) board: &'a Board,
    pub(crate) now: Now,
    /// The last time of day that was believed on the board, if any ever was.
    pub(crate) known: Option<Timestamp>,
    /// When it is seen.
    pub(crate) at: Timestamp,
}

impl Due<'_> {
    pub(crate) fn judge(&self, zone: &TimeZone) -> Verdict {
        let open: Vec<bool> = self.choices.iter().map(|choice| self.may(choice, zone)).collect();
        let top = self
            .choices
            .iter()
            .zip(&open)
            .filter(|(_, open)| **open)
            .map(|(choice, _)| self.rank(choice))
            .max();
        let quiet = !self.is_doubted()
            && self.board.hours.quiet.iter().any(|window| self::open(window, zone, self.at));
        let dark = quiet && top != Some(EMERGENCY);
        let holds = match self.shown {
            Shown::Entry(entry) => !dark && open[entry] && Some(self.rank(&self.choices[entry])) == top,
            // The dark time after an item belongs to it even if it has just closed.
            Shown::Blank(_) => !dark && top.is_some(),
            Shown::Dark(why) => dark && why == Dark::Quiet,
            Shown::LastResort => !dark && top.is_none(),
        };
        Law::Due.holds(holds, || {
            let entry = match self.shown {
                Shown::Entry(entry) => Some(self.choices[entry].item().text.value.clone()),
                _ => None,
            };
            format!(
                "{:?} {entry:?} at {} ({:?}), open {open:?}, quiet {quiet}",
                self.shown, self.at, self.now.trust
            )
        })
    }

    fn is_doubted(&self) -> bool {
        self.now.trust == ClockTrust::Untrusted
    }

    /// The item as it stands in its file.
    fn filed<'s>(&'s self, choice: &'s Choice) -> (&'s Playlist, &'s Item) {
        let list =
            self.playlists.iter().find(|list| list.id == choice.playlist.id).unwrap_or(&choice.playlist);
        (list, &list.items[choice.index])
    }

    fn may(&self, choice: &Choice, zone: &TimeZone) -> bool {
        let (list, item) = self.filed(choice);
        if !self.is_doubted() {
            return is_candidate(list, item, zone, self.at);
        }
        let hourless = list.when.windows.is_empty() && item.when.windows.is_empty();
        let unbound = |when: &bangtin::playlist::When| when.starts_at.is_none() && when.expires_at.is_none();
        let ended = [&list.when, &item.when].into_iter().filter_map(|when| when.expires_at.as_ref());
        let over =
            ended.map(|end| end.value.instant(zone)).any(|end| self.known.is_some_and(|known| end <= known));
        // Emergencies that had not ended by then stay for hours, and no spell of doubt is as long.
        let stays = self.rank(choice) == EMERGENCY && !over;
        hourless && (stays || unbound(&list.when) && unbound(&item.when))
    }

    /// 0 for what stands by, and more for every class above it.
    fn rank(&self, choice: &Choice) -> u8 {
        let (list, item) = self.filed(choice);
        let own = self.board.id.value.as_str();
        let aimed = |target: &bangtin::playlist::Target| {
            !target.is_empty()
                && (target.boards.iter().any(|at| at.value == own) || !target.groups.is_empty())
        };
        if !aimed(&item.target) && !aimed(&list.target) {
            return 0;
        }
        match item.class.unwrap_or(list.class) {
            Class::Normal => 1,
            Class::Priority => 2,
            Class::Override => 3,
            Class::Emergency => EMERGENCY,
        }
    }
}

const EMERGENCY: u8 = 4;
