//! The plan along time: what is lit from when to when, midnights left out of account, and how campaigns fare.

use crate::playlist::Playlist;
use crate::report::Message;
use crate::schedule::{self, Agenda, Choice, Dark, Layer, Lit, Plan};
use jiff::Timestamp;
use jiff::civil::Date;
use std::sync::Arc;

/// The most days a timeline is made of.
pub const LONGEST: i64 = 400;

/// A stretch in which the same is lit and the same is hidden.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Its first instant.
    pub from: Timestamp,
    /// Its end, exclusive.
    pub to: Timestamp,
    /// What is lit.
    pub lit: Lit,
    /// The playlists that are lit in turn: id and title.
    pub lists: Vec<Named>,
    /// The playlists that are open and hidden; the default playlist, which is only there while nothing else is, is none.
    pub hidden: Vec<Named>,
    /// Why the programme is not lit; `None` if it is, or something more urgent.
    pub why: Option<Message>,
}

/// Id and title of a playlist.
pub type Named = (String, String);

impl Stretch {
    /// What is lit, in a word for programs: a layer, a reason of darkness, or `last-resort`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.lit {
            Lit::Layer(layer) => layer.code(),
            Lit::Dark(dark) => dark.code(),
            Lit::LastResort => "last-resort",
        }
    }

    /// Whether nobody planned anything for it.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        matches!(self.lit, Lit::LastResort | Lit::Layer(Layer::Standby))
    }

    /// Words that say more than what is lit and which playlists.
    #[must_use]
    pub fn more(&self) -> Option<&Message> {
        let says_more = matches!(self.lit, Lit::LastResort | Lit::Dark(Dark::Blackout));
        self.why.as_ref().filter(|_| says_more)
    }

    /// The titles of what is lit.
    #[must_use]
    pub fn titles(&self) -> String {
        titles(&self.lists)
    }

    /// The titles of what is hidden.
    #[must_use]
    pub fn hidden_titles(&self) -> String {
        titles(&self.hidden)
    }
}

fn titles(named: &[Named]) -> String {
    named.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join("; ")
}

/// What is lit from one instant to another, without gap or overlap; at most [`LONGEST`] days and the rest of one.
#[must_use]
pub fn timeline(plan: &Plan, from: Timestamp, to: Timestamp) -> Vec<Stretch> {
    let standby: Vec<bool> = plan.playlists().map(|playlist| stands_by(plan, playlist)).collect();
    let mut found: Vec<schedule::Stretch> = Vec::new();
    for date in dates(plan, from, to) {
        for mut stretch in plan.stretches(date) {
            (stretch.from, stretch.to) = (stretch.from.max(from), stretch.to.min(to));
            if stretch.from >= stretch.to {
                continue;
            }
            // In one order, whichever opened first: else midnights would part what says the same.
            stretch.hidden.retain(|list| !standby.get(*list).is_some_and(|stands_by| *stands_by));
            stretch.lists.sort_unstable();
            stretch.hidden.sort_unstable();
            match found.last_mut().filter(|last| last.says(&stretch) && last.to == stretch.from) {
                Some(last) => last.to = stretch.to,
                None => found.push(stretch),
            }
        }
    }
    found.into_iter().map(|stretch| told(plan, stretch)).collect()
}

/// Whether all items of a playlist only stand by.
fn stands_by(plan: &Plan, playlist: &Arc<Playlist>) -> bool {
    let own = |choice: &&Choice| Arc::ptr_eq(&choice.playlist, playlist);
    (0..plan.len())
        .filter_map(|entry| plan.choice(entry))
        .filter(own)
        .all(|choice| choice.layer == Layer::Standby)
}

/// The dates from the one of an instant to that of the last moment before another.
pub(super) fn dates(plan: &Plan, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Date> {
    let zone = plan.calendar().zone().clone();
    let first = zone.to_datetime(from).date();
    let begins = move |date: &Date| zone.to_timestamp(date.at(0, 0, 0, 0)).is_ok_and(|at| at < to);
    std::iter::successors(Some(first), |date| date.tomorrow().ok())
        .take_while(begins)
        .take(LONGEST as usize + 1)
}

fn told(plan: &Plan, stretch: schedule::Stretch) -> Stretch {
    let named = |lists: &[usize]| -> Vec<Named> {
        let playlists = lists.iter().filter_map(|list| plan.playlists().nth(*list));
        playlists.map(|playlist| (playlist.id.clone(), playlist.title.clone())).collect()
    };
    let lists = named(&stretch.lists);
    let why = why(plan, &stretch, &lists);
    let hidden = named(&stretch.hidden);
    Stretch { from: stretch.from, to: stretch.to, lit: stretch.lit, lists, hidden, why }
}

fn why(plan: &Plan, stretch: &schedule::Stretch, lists: &[Named]) -> Option<Message> {
    Some(match stretch.lit {
        Lit::Layer(Layer::Standby) => Message::WhyDefault { playlist: titles(lists) },
        Lit::Layer(_) => return None,
        Lit::LastResort => Message::WhyLastResort {},
        Lit::Dark(Dark::NoPower) => Message::WhyNoPower {},
        Lit::Dark(Dark::Quiet) => Message::WhyQuiet {},
        Lit::Dark(Dark::Blackout) => {
            let blackout = plan.blackout(stretch.from)?;
            Message::WhyBlackout { by: blackout.by.clone(), reason: blackout.reason.clone() }
        }
    })
}

/// How a campaign fares on a day.
#[derive(Clone, Debug)]
pub struct Fared {
    /// The day.
    pub date: Date,
    /// The id of its playlist.
    pub playlist: String,
    /// What people call it.
    pub title: String,
    /// The number of its document.
    pub directive: String,
    /// Whether it is owed per cent of the time; showings else.
    pub share: bool,
    /// What it is owed on the day.
    pub owed: i64,
    /// What it has.
    pub had: i64,
}

/// How the campaigns of a plan fare on the days of a period, as far as they are owed something. Works out every turn of
/// every day.
#[must_use]
pub fn campaigns(plan: &Plan, from: Timestamp, to: Timestamp) -> Vec<Fared> {
    if plan.playlists().all(|playlist| playlist.campaign.is_none()) {
        return Vec::new();
    }
    let days = dates(plan, from, to).filter_map(|date| Some((date, Agenda::new(plan, date)?)));
    days.flat_map(|(date, agenda)| {
        let fared = move |tally: schedule::Tally| {
            let playlist = plan.playlists().nth(tally.list)?;
            let directive = playlist.campaign.as_ref()?.directive.value.clone();
            let (id, title) = (playlist.id.clone(), playlist.title.clone());
            let (share, owed, had) = (tally.share, tally.owed, tally.had);
            Some(Fared { date, playlist: id, title, directive, share, owed, had })
        };
        agenda.tallies(plan).into_iter().filter_map(fared).collect::<Vec<_>>()
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::calendar::{Hour, Hours, Weekdays, Window};
    use crate::playlist::Reach;
    use crate::report::{Lang, Source};
    use crate::schedule::{Blackout, Candidate, Setting, line_up};
    use jiff::tz::TimeZone;
    use std::time::Duration;

    fn playlist(id: &str, text: &str) -> Arc<Playlist> {
        let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
        let (playlist, faults) = Playlist::parse(id, &source);
        assert!(faults.is_empty(), "{faults:?}");
        Arc::new(playlist.unwrap())
    }

    /// Quiet from 22:00 to 05:00, an hour of office time, a bulletin over it, and a default.
    fn plan(blackouts: Vec<Blackout>) -> Plan {
        let lists = [
            playlist(
                "chinh",
                "boards = [\"b\"]\n[[windows]]\nfrom = \"07:00\"\nto = \"17:00\"\n[[item]]\ntext = \"Một\"\n",
            ),
            playlist(
                "tin",
                "title = \"Tin\"\nboards = [\"b\"]\nclass = \"priority\"\nexpires_at = 2026-11-24T10:00:00\n\
                 starts_at = 2026-11-24T09:00:00\n[[item]]\ntext = \"Hai\"\n",
            ),
            playlist("cho", "[[item]]\ntext = \"Ba\"\n"),
        ];
        let quiet = Window {
            days: Weekdays::ALL,
            from: Hour::Clock(22 * 3600),
            to: Hour::Clock(5 * 3600),
            valid_from: None,
            valid_to: None,
            only_on: Vec::new(),
            except: Vec::new(),
            place: 0..0,
        };
        let hours = Arc::new(Hours { quiet: vec![quiet], ..Hours::default() });
        let calendar = Arc::new(Calendar::plain(TimeZone::UTC));
        let setting = Setting { calendar, hours, blackouts, ..Setting::default() };
        let board = Reach { board: "b".to_owned(), ..Reach::default() };
        let choices = line_up(&board, Some("cho"), &lists);
        Plan::new(
            setting,
            choices.into_iter().map(|choice| Candidate { choice, shown: Duration::from_secs(8) }),
        )
    }

    fn at(text: &str) -> Timestamp {
        TimeZone::UTC.to_timestamp(text.parse().unwrap()).unwrap()
    }

    fn said(plan: &Plan, from: &str, to: &str) -> Vec<String> {
        let zone = plan.calendar().zone();
        let line = |stretch: &Stretch| {
            let (from, to) = (super::super::clock(stretch.from, zone), super::super::clock(stretch.to, zone));
            format!("{from} {to} {} {} {}", stretch.code(), stretch.titles(), stretch.hidden_titles())
        };
        timeline(plan, at(from), at(to)).iter().map(|stretch| line(stretch).trim_end().to_owned()).collect()
    }

    #[test]
    fn overlaps_gaps_and_dark_hours_are_told_and_midnights_are_not() {
        assert_eq!(
            said(&plan(Vec::new()), "2026-11-23T18:00", "2026-11-25T07:30"),
            [
                "18:00 22:00 standby cho",
                "22:00 05:00 quiet",
                "05:00 07:00 standby cho",
                "07:00 09:00 normal chinh",
                "09:00 10:00 priority Tin chinh",
                "10:00 17:00 normal chinh",
                "17:00 22:00 standby cho",
                "22:00 05:00 quiet",
                "05:00 07:00 standby cho",
                "07:00 07:30 normal chinh",
            ]
        );
    }

    #[test]
    fn a_board_that_was_switched_off_is_told_with_who_did_it_and_why() {
        let since = at("2026-11-24T08:00");
        let blackout =
            Blackout { since, until: None, by: "Lan".to_owned(), reason: "sửa điện".to_owned() };
        let dark = timeline(&plan(vec![blackout]), since, at("2026-11-24T11:00"));
        let codes: Vec<_> = dark.iter().map(Stretch::code).collect();
        assert!(codes.iter().all(|code| *code == "blackout"), "{codes:?}");
        assert_eq!(dark[1].hidden_titles(), "chinh; Tin");
        let why = dark[0].why.as_ref().unwrap().say(Lang::Vi);
        assert!(why.contains("Lan") && why.contains("sửa điện"), "{why}");
    }

    #[test]
    fn stretches_follow_each_other_without_gap_and_the_period_is_bounded() {
        let plan = plan(Vec::new());
        let line = timeline(&plan, at("2026-11-24T00:00"), at("2030-11-24T00:00"));
        assert!(line.windows(2).all(|pair| pair[0].to == pair[1].from));
        assert!(line.windows(2).all(|pair| pair[0].code() != pair[1].code()));
        let days = line[line.len() - 1].to.duration_since(line[0].from).as_hours() / 24;
        assert_eq!(days, LONGEST + 1);
        assert!(timeline(&plan, at("2026-11-25T00:00"), at("2026-11-24T00:00")).is_empty());
    }
}
