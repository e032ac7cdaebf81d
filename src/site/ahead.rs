//! What the coming twelve months bring: every board's plan is gone through, and what the rules S find is put where it can be
//! mended. Boards that have the same before them are gone through once.

use super::{Board, Library, cores};
use crate::lint::List;
use crate::lint::ahead::{self, Days, Prospect, Spot};
use crate::player::Stage;
use crate::playlist::{Class, Playlist, Silence};
use crate::report::{Fault, Message, Severity, Source};
use crate::schedule::{Ahead, Candidate, Choice, Fate, Layer, Outlook, Plan, line_up};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long a showing is taken to be where it makes no difference.
const NOMINAL: Duration = Duration::from_secs(8);

/// Boards of which everything about time is the same.
struct Group<'l> {
    boards: Vec<&'l Board>,
    stage: Stage,
    choices: Vec<Choice>,
    /// Whether it makes a difference how long items are shown: then only boards that lay them out alike are alike.
    timed: bool,
}

/// What became of the items of a group, playlist by playlist, and what was found.
struct Judged {
    faults: Vec<Fault>,
    fates: Vec<(Choice, Fate)>,
    board: String,
}

impl Library {
    /// What the rules S find from an instant on.
    pub(super) fn check_ahead(&self, asof: Timestamp) -> Vec<Fault> {
        let groups = self.groups();
        let Some(first) = groups.first() else { return Vec::new() };
        let calendar = Arc::clone(&first.stage.setting.calendar);
        let ahead = Ahead::year(asof, calendar.zone());
        let judged = cores::each(&groups, |group| self.judge_group(group, &ahead));
        let mut days = Days::new(&calendar, &ahead);
        let mut report = Report::default();
        for fault in judged.iter().flat_map(|judged| &judged.faults) {
            report.add(fault.clone());
        }
        for board in &self.site.boards {
            let hours = &board.hours;
            let brightness = hours.brightness.iter().map(|(window, _)| window).cloned();
            let windows: Vec<_> = hours.power.iter().chain(&hours.quiet).cloned().chain(brightness).collect();
            for (place, finding) in days.findings(&windows) {
                let fault = Fault::error(&self.site.source, place, finding.message);
                report.add(fault.at(finding.severity));
            }
        }
        for board in &self.site.boards {
            report.idle(&self.site.source, &board.silence);
        }
        let fates = Fates::of(&judged);
        for playlist in self.playlists.values() {
            self.check_items(playlist, &fates, &mut days, &mut report);
        }
        let holidays = ahead::holidays(self.playlists.values(), &calendar, &self.site.lint, &ahead);
        report.faults.extend(
            holidays
                .map(|finding| Fault::error(&self.site.source, 0..0, finding.message).at(finding.severity)),
        );
        report.finish()
    }

    /// The boards by what they have before them.
    fn groups(&self) -> Vec<Group<'_>> {
        let mut groups: Vec<Group<'_>> = Vec::new();
        for board in &self.site.boards {
            let stage = board.stage(&self.site);
            let choices = line_up(&stage.reach, stage.default.as_deref(), self.playlists.values());
            let timed = choices.iter().any(is_owed);
            let group = Group { boards: vec![board], stage, choices, timed };
            match groups.iter_mut().find(|known| known.has_the_same(&group)) {
                Some(known) => known.boards.push(board),
                None => groups.push(group),
            }
        }
        groups
    }

    fn judge_group(&self, group: &Group<'_>, ahead: &Ahead) -> Judged {
        let candidate = |choice: &Choice| {
            let laid = |choice: &Choice| {
                let laid = group.stage.lay_out(&choice.playlist, choice.index, &self.fonts).ok()?;
                Some(laid.layout().duration())
            };
            // What a board cannot show is said of the item.
            let shown = if group.timed { laid(choice)? } else { NOMINAL };
            Some(Candidate { choice: choice.clone(), shown })
        };
        let plan = Plan::new(group.stage.setting.clone(), group.choices.iter().filter_map(candidate));
        let outlook = Outlook::new(&plan, ahead, group.timed);
        let faults = group.boards.iter().flat_map(|board| self.board_faults(board, &plan, &outlook));
        let fates = outlook.fates.iter().enumerate();
        Judged {
            faults: faults.collect(),
            fates: fates.filter_map(|(entry, fate)| Some((plan.choice(entry)?.clone(), *fate))).collect(),
            board: group.stage.reach.board.clone(),
        }
    }

    fn board_faults(&self, board: &Board, plan: &Plan, outlook: &Outlook) -> Vec<Fault> {
        let default = board.default.as_ref();
        let prospect = Prospect {
            settings: &self.site.lint,
            board: &board.id.value,
            default: default.map(|at| at.value.as_str()),
            plan,
            outlook,
        };
        let fault = |(spot, finding): (Spot, crate::lint::Finding)| {
            let (source, place) = match &spot {
                Spot::Board => (&self.site.source, board.id.span.clone()),
                Spot::Default => (&self.site.source, default.map_or(&board.id, |at| at).span.clone()),
                Spot::Playlist(playlist) => (&playlist.source, Spot::span(playlist, false)),
                Spot::Wanted(playlist) => (&playlist.source, Spot::span(playlist, true)),
            };
            let fault = Fault::error(source, place, finding.message).at(finding.severity);
            silenced(fault, &board.silence)
        };
        prospect.findings().into_iter().map(fault).collect()
    }

    /// What there is to say of the items of a playlist, and of the playlist by itself.
    fn check_items(
        &self,
        playlist: &Arc<Playlist>,
        fates: &Fates<'_>,
        days: &mut Days<'_>,
        report: &mut Report,
    ) {
        let zone = &self.site.zone;
        let mut found = ahead::playlist(playlist, &self.site.lint, days);
        for (index, item) in playlist.items.iter().enumerate() {
            let class: Class = item.class.unwrap_or(playlist.class);
            let fate = fates.all.get(&(playlist.id.as_str(), index));
            let finding = fate.and_then(|(fate, board)| ahead::fate(*fate, board, class, zone));
            let place = item.text.span.clone();
            found.extend(finding.map(|finding| ahead::Dated { item: Some(index), place, finding }));
        }
        for ahead::Dated { item, place, finding } in found {
            let fault = Fault::error(&playlist.source, place, finding.message).at(finding.severity);
            let item = item.and_then(|index| playlist.items.get(index));
            report.add(match item {
                Some(item) => silenced(fault, &item.silence),
                None => fault,
            });
        }
        for item in &playlist.items {
            report.idle(&playlist.source, &item.silence);
        }
    }
}

impl Group<'_> {
    fn has_the_same(&self, other: &Self) -> bool {
        let (a, b) = (&self.stage, &other.stage);
        let drawn_alike =
            || (a.face, a.palette, &a.font, a.max_fps) == (b.face, b.palette, &b.font, b.max_fps);
        a.setting.sky == b.setting.sky
            && a.setting.hours == b.setting.hours
            && a.default == b.default
            && self.choices.len() == other.choices.len()
            && self.choices.iter().zip(&other.choices).all(|(x, y)| {
                x.index == y.index && x.layer == y.layer && Arc::ptr_eq(&x.playlist, &y.playlist)
            })
            && (!self.timed || drawn_alike())
    }
}

/// Whether a choice belongs to a campaign that is owed something.
fn is_owed(choice: &Choice) -> bool {
    let campaign = choice.playlist.campaign.as_ref();
    matches!(choice.layer, Layer::Normal | Layer::Priority)
        && campaign.is_some_and(|campaign| campaign.wanted.is_some())
}

/// What becomes of each item on the board where it fares best, and that board.
struct Fates<'j> {
    all: BTreeMap<(&'j str, usize), (Fate, &'j str)>,
}

impl<'j> Fates<'j> {
    fn of(judged: &'j [Judged]) -> Self {
        let mut all: BTreeMap<(&str, usize), (Fate, &str)> = BTreeMap::new();
        for Judged { fates, board, .. } in judged {
            for (choice, fate) in fates {
                // What stands by waits for its turn, which may never come.
                let waits = choice.layer == Layer::Standby && matches!(fate, Fate::Below(_));
                let fate = if waits { &Fate::Lit } else { fate };
                let best = all.entry((choice.playlist.id.as_str(), choice.index)).or_insert((*fate, board));
                if rank(*fate) < rank(best.0) {
                    *best = (*fate, board);
                }
            }
        }
        Self { all }
    }
}

/// The better, the lower.
fn rank(fate: Fate) -> u8 {
    match fate {
        Fate::Lit => 0,
        Fate::Below(_) => 1,
        Fate::Dark(_) => 2,
        Fate::Later(_) => 3,
        Fate::Closed => 4,
        Fate::Expired(_) => 5,
    }
}

fn silenced(mut fault: Fault, silences: &[Silence]) -> Fault {
    let silence = silences.iter().find(|silence| Some(silence.rule) == fault.message.rule());
    fault.silenced = silence.map(|silence| silence.reason.clone());
    fault
}

/// Everything found, once for each place and rule.
#[derive(Default)]
struct Report {
    faults: Vec<Fault>,
    known: std::collections::HashMap<(String, usize, &'static str), usize>,
}

impl Report {
    /// Adds a finding. Of several boards at one place the first that does not silence it is kept.
    fn add(&mut self, fault: Fault) {
        let (source, place) = fault.place.as_ref().map_or(("", 0..0), |(s, p)| (s.name.as_str(), p.clone()));
        let key = (source.to_owned(), place.start, fault.message.code());
        match self.known.get(&key) {
            None => {
                self.known.insert(key, self.faults.len());
                self.faults.push(fault);
            }
            Some(at) => {
                if let Some(known) = self.faults.get_mut(*at).filter(|known| known.silenced.is_some()) {
                    *known = fault;
                }
            }
        }
    }

    /// Says which silences of rules S nothing needs.
    fn idle(&mut self, source: &Arc<Source>, silences: &[Silence]) {
        for silence in silences.iter().filter(|silence| silence.rule.is_of_schedule()) {
            let needed = self.faults.iter().any(|fault| {
                fault.silenced.as_ref() == Some(&silence.reason) && fault.message.rule() == Some(silence.rule)
            });
            if !needed {
                let message = Message::SilenceIdle { rule: silence.rule.id() };
                let fault = Fault::error(source, silence.span.clone(), message);
                self.faults.push(fault.at(Severity::Info));
            }
        }
    }

    /// The findings file by file, shortly.
    fn finish(self) -> Vec<Fault> {
        let mut lists: BTreeMap<String, List> = BTreeMap::new();
        for fault in self.faults {
            let Some((source, _)) = &fault.place else { continue };
            lists.entry(source.name.clone()).or_insert_with(|| List::new(source)).push(fault);
        }
        lists.into_values().flat_map(List::finish).collect()
    }
}
