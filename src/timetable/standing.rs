//! Where playlists and their items stand: being written, waiting for approval, to come, on the boards, over, withheld.
//!
//! One answer for every page and every program that asks. A playlist may stand in several places at once: it is on the boards
//! while its next version waits for approval.

use crate::editorial::Stage;
use crate::player::Programme;
use crate::report::Message;
use crate::schedule::{Glance, Plan, Why};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

use super::words::moment;

/// So many boards are named in a sentence.
const NAMED: usize = 3;

/// Where an item stands on the boards it is for, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// It is lit, in its turn.
    pub live: Vec<String>,
    /// It is its time, and something more urgent is lit, or the board is dark on purpose.
    pub hidden: Vec<String>,
    /// Its time comes.
    pub scheduled: Vec<String>,
    /// When it comes first; `None` if that is more than a year away or never.
    pub from: Option<Timestamp>,
    /// Its time is over.
    pub ended: Vec<String>,
    /// Since when it is over everywhere.
    pub since: Option<Timestamp>,
    /// Nobody approved what would be lit.
    pub withheld: Vec<String>,
}

/// What is known of a playlist apart from its items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Where its open draft stands, if there is one.
    pub draft: Option<Stage>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// Whether somebody changed its file by hand, and that waits for somebody to look at it.
    pub on_disk: bool,
}

/// One thing that can be said of a playlist or an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Its next version is being written.
    Draft,
    /// Its next version waits for approval.
    Submitted,
    /// Its next version was sent back.
    Rejected,
    /// Its file was changed by hand.
    OnDisk,
    /// It is lit in its turn, on these boards.
    Live(Vec<String>),
    /// Something more urgent is lit, or the boards are dark.
    Hidden(Vec<String>),
    /// Its time comes, as far as is known then.
    Scheduled(Option<Timestamp>),
    /// It is not lit on these boards because nobody approved it.
    Withheld(Vec<String>),
    /// Its time is over, since then.
    Ended(Timestamp),
    /// It was taken off the boards.
    Withdrawn,
    /// No board shows it.
    Nowhere,
}

impl Standing {
    /// What there is to say of the item, what matters most first; never nothing.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let mut states = Vec::new();
        let mut say = |boards: &Vec<String>, state: &dyn Fn(Vec<String>) -> State| {
            if !boards.is_empty() {
                states.push(state(boards.clone()));
            }
        };
        say(&self.withheld, &State::Withheld);
        say(&self.live, &State::Live);
        say(&self.hidden, &State::Hidden);
        say(&self.scheduled, &|_| State::Scheduled(self.from));
        // What is over on one board and goes on on others is not over.
        if let Some(since) = self.since.filter(|_| states.is_empty()) {
            states.push(State::Ended(since));
        }
        if states.is_empty() {
            states.push(State::Nowhere);
        }
        states
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.live, &other.live),
            (&mut self.hidden, &other.hidden),
            (&mut self.scheduled, &other.scheduled),
            (&mut self.ended, &other.ended),
            (&mut self.withheld, &other.withheld),
        ];
        for (mine, theirs) in pairs {
            let more: Vec<String> = theirs.iter().filter(|board| !mine.contains(board)).cloned().collect();
            mine.extend(more);
        }
        self.from = [self.from, other.from].into_iter().flatten().min();
        self.since = [self.since, other.since].into_iter().flatten().max();
    }
}

/// What there is to say of a playlist, what matters most first; never nothing. `items` are those that are published.
#[must_use]
pub fn states(known: Known, items: &[Standing]) -> Vec<State> {
    let mut states = Vec::new();
    match known.draft {
        Some(Stage::Submitted) => states.push(State::Submitted),
        Some(Stage::Rejected) => states.push(State::Rejected),
        Some(Stage::Draft) => states.push(State::Draft),
        Some(Stage::Approved | Stage::Discarded) | None => {}
    }
    if known.on_disk {
        states.push(State::OnDisk);
    }
    let mut all = Standing::default();
    items.iter().for_each(|item| all.add(item));
    if known.withdrawn {
        states.push(State::Withdrawn);
    } else if states.is_empty() || all.states() != [State::Nowhere] {
        states.extend(all.states());
    }
    states
}

/// Where the items of playlists stand at an instant, by the id of the playlist and in the order of its items, as far as any
/// of these boards has them in its programme.
#[must_use]
pub fn standings<'a>(
    boards: impl IntoIterator<Item = (&'a str, &'a Programme)>,
    now: Timestamp,
) -> BTreeMap<String, Vec<Standing>> {
    let mut all: BTreeMap<String, Vec<Standing>> = BTreeMap::new();
    // When windows open is the same on all boards, and takes a while.
    let mut opens: BTreeMap<(String, usize), Option<Timestamp>> = BTreeMap::new();
    for (board, programme) in boards {
        let plan = programme.plan();
        let glance = Glance::new(plan, now);
        for entry in 0..plan.len() {
            let Some((id, index)) = named(plan, entry) else { continue };
            let standing = at(&mut all, id, index);
            let own = board.to_owned();
            match glance.why(entry) {
                Why::OnAir | Why::Waits => standing.live.push(own),
                Why::Below(_) | Why::Dark(_) => standing.hidden.push(own),
                Why::Expired(since) => {
                    standing.ended.push(own);
                    standing.since = standing.since.max(Some(since));
                }
                Why::NotYet(from) => standing.comes(own, Some(from)),
                Why::Closed(_) | Why::Mourning => {
                    let key = (id.to_owned(), index);
                    let from = *opens.entry(key).or_insert_with(|| glance.opens(entry));
                    standing.comes(own, from);
                }
                Why::Unapproved => standing.withheld.push(own),
            }
        }
        for item in programme.withheld() {
            at(&mut all, item.playlist(), item.index()).withheld.push(board.to_owned());
        }
    }
    all
}

impl Standing {
    fn comes(&mut self, board: String, from: Option<Timestamp>) {
        self.scheduled.push(board);
        self.from = [self.from, from].into_iter().flatten().min();
    }
}

fn named(plan: &Plan, entry: usize) -> Option<(&str, usize)> {
    plan.choice(entry).map(|choice| (choice.playlist.id.as_str(), choice.index))
}

fn at<'a>(all: &'a mut BTreeMap<String, Vec<Standing>>, playlist: &str, index: usize) -> &'a mut Standing {
    let items = all.entry(playlist.to_owned()).or_default();
    if items.len() <= index {
        items.resize(index + 1, Standing::default());
    }
    &mut items[index]
}

impl State {
    /// A word for programs and for styles.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Rejected => "rejected",
            Self::OnDisk => "on-disk",
            Self::Live(_) => "live",
            Self::Hidden(_) => "hidden",
            Self::Scheduled(_) => "scheduled",
            Self::Withheld(_) => "withheld",
            Self::Ended(_) => "ended",
            Self::Withdrawn => "withdrawn",
            Self::Nowhere => "nowhere",
        }
    }

    /// It in words; times in a zone, boards by the names that `name` gives their ids.
    #[must_use]
    pub fn sentence(&self, zone: &TimeZone, name: impl Fn(&str) -> String) -> Message {
        let list = |boards: &[String]| {
            let mut names: Vec<String> = boards.iter().take(NAMED).map(|board| name(board)).collect();
            if boards.len() > NAMED {
                names.push(format!("+{}", boards.len() - NAMED));
            }
            names.join(", ")
        };
        match self {
            Self::Draft => Message::StateDraft {},
            Self::Submitted => Message::StateSubmitted {},
            Self::Rejected => Message::StateRejected {},
            Self::OnDisk => Message::StateOnDisk {},
            Self::Live(boards) => Message::StateLive { boards: list(boards) },
            Self::Hidden(boards) => Message::StateHidden { boards: list(boards) },
            Self::Scheduled(Some(from)) => Message::StateScheduled { from: moment(*from, zone) },
            Self::Scheduled(None) => Message::StateNever {},
            Self::Withheld(boards) => Message::StateWithheld { boards: list(boards) },
            Self::Ended(since) => Message::StateEnded { since: moment(*since, zone) },
            Self::Withdrawn => Message::StateWithdrawn {},
            Self::Nowhere => Message::StateNowhere {},
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editorial::Permits;
    use crate::frame::{Face, Palette};
    use crate::player::Stage as Board;
    use crate::playlist::{Playlist, Reach};
    use crate::report::{Lang, Source};
    use crate::scene::{Font, Fonts};
    use std::sync::Arc;

    const LIST: &str = "boards = ['a', 'b']
[[item]]
text = 'Mot'
[[item]]
text = 'Hai'
boards = ['b']
starts_at = 2026-12-01
[[item]]
text = 'Ba'
expires_at = 2026-11-20
[[item]]
text = 'Bon'
boards = ['c']
[[item]]
text = 'Nam'
boards = ['a']
[[item.windows]]
from = '18:00'
to = '19:00'
";

    fn programme(id: &str, list: &Arc<Playlist>, permits: Permits) -> Programme {
        let mut fonts = Fonts::default();
        let font = Font::from_bdf("bangtin-16", include_str!("../../fonts/bangtin-16.bdf"));
        fonts.insert(font.unwrap_or_else(|error| panic!("{error}")));
        let reach = Reach { board: id.to_owned(), site: "s".to_owned(), tags: vec![], groups: vec![] };
        let board = Board {
            reach,
            setting: crate::schedule::Setting::default(),
            default: None,
            face: Face::new(96, 32).unwrap(),
            palette: Palette::Rgb,
            font: "bangtin-16".to_owned(),
            max_fps: 30,
            moves: true,
            compounds: Arc::default(),
            permits: Arc::new(permits),
        };
        let (programme, faults) = Programme::new(&board, [list], &fonts);
        assert!(faults.is_empty(), "{faults:?}");
        programme
    }

    fn list() -> Arc<Playlist> {
        let source = Arc::new(Source { name: "tin.toml".to_owned(), text: LIST.to_owned() });
        let (playlist, faults) = Playlist::parse("tin", &source);
        Arc::new(playlist.unwrap_or_else(|| panic!("{faults:?}")))
    }

    fn owned(boards: &[&str]) -> Vec<String> {
        boards.iter().map(|board| (*board).to_owned()).collect()
    }

    #[test]
    fn an_item_is_live_to_come_over_withheld_or_nowhere_and_says_where_and_when() {
        let now: Timestamp = "2026-11-24T05:00:00Z".parse().unwrap();
        let list = list();
        let (a, b) = (programme("a", &list, Permits::Any), programme("b", &list, Permits::nothing()));
        let all = standings([("a", &a), ("b", &b)], now);
        let states: Vec<Vec<State>> = all["tin"].iter().map(Standing::states).collect();
        let from = |text: &str| State::Scheduled(Some(text.parse().unwrap()));
        assert_eq!(
            states,
            [
                vec![State::Withheld(owned(&["b"])), State::Live(owned(&["a"]))],
                vec![State::Withheld(owned(&["b"]))],
                vec![State::Withheld(owned(&["b"]))],
                vec![State::Nowhere],
                vec![from("2026-11-24T11:00:00Z")],
            ]
        );
        let b = programme("b", &list, Permits::Any);
        let all = standings([("b", &b)], now);
        assert_eq!(all["tin"][1].states(), [from("2026-11-30T17:00:00Z")]);
        assert_eq!(all["tin"][2].states(), [State::Ended("2026-11-20T17:00:00Z".parse().unwrap())]);
        let said = all["tin"][0].states()[0].sentence(&TimeZone::UTC, |id| format!("Bảng {id}"));
        assert_eq!(said.say(Lang::Vi), "Đang phát: Bảng b");
    }

    #[test]
    fn a_playlist_is_on_the_boards_while_its_next_version_waits() {
        let live = Standing { live: owned(&["a"]), ..Standing::default() };
        let over =
            Standing { ended: owned(&["a"]), since: Some(Timestamp::UNIX_EPOCH), ..Standing::default() };
        let known = Known { draft: Some(Stage::Submitted), ..Known::default() };
        let on = State::Live(owned(&["a"]));
        assert_eq!(states(known, &[over.clone(), live.clone()]), [State::Submitted, on.clone()]);
        assert_eq!(states(Known::default(), &[live, over.clone()]), [on]);
        assert_eq!(
            states(Known::default(), std::slice::from_ref(&over)),
            [State::Ended(Timestamp::UNIX_EPOCH)]
        );
        assert_eq!(states(Known::default(), &[]), [State::Nowhere]);
        assert_eq!(states(Known { draft: Some(Stage::Draft), ..known }, &[]), [State::Draft]);
        let gone = Known { withdrawn: true, ..Known::default() };
        assert_eq!(states(gone, &[over]), [State::Withdrawn]);
    }
}
