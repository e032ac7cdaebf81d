//! Where playlists and their items stand on the boards now, in words.

use super::Shared;
use crate::report::Lang;
use crate::timetable::{Known, Standing, State, standings, states};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One thing to say of a playlist or an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct StateTold {
    /// For programs and styles: `live`, `scheduled`, …
    pub(super) code: &'static str,
    /// For people.
    pub(super) sentence: String,
}

/// Where everything stands at one moment.
pub(super) struct Standings {
    lists: BTreeMap<String, Vec<Standing>>,
    names: BTreeMap<String, String>,
    zone: TimeZone,
    lang: Lang,
}

impl Standings {
    /// Looks at the programmes of all boards; takes a while where there are many.
    pub(super) async fn now(shared: &Shared, lang: Lang) -> Self {
        let site = Arc::clone(&shared.desk.site.borrow());
        let now = (shared.desk.now)();
        let zone = site.zone.clone();
        let names = site.boards.iter().map(|board| (board.id.clone(), board.name.clone())).collect();
        let work = move || {
            let programmes: Vec<_> =
                site.boards.iter().map(|board| Arc::clone(&board.programme.borrow())).collect();
            let boards = site.boards.iter().map(|board| board.id.as_str());
            standings(boards.zip(programmes.iter().map(Arc::as_ref)), now)
        };
        let lists = tokio::task::spawn_blocking(work).await.unwrap_or_default();
        Self { lists, names, zone, lang }
    }

    /// What there is to say of an item that is published.
    pub(super) fn item(&self, playlist: &str, index: usize) -> Vec<StateTold> {
        let standing = self.lists.get(playlist).and_then(|items| items.get(index));
        self.told(standing.map_or_else(|| vec![State::Nowhere], Standing::states))
    }

    /// What there is to say of a playlist.
    pub(super) fn playlist(&self, playlist: &str, known: Known) -> Vec<StateTold> {
        let items = self.lists.get(playlist).map_or(&[][..], Vec::as_slice);
        self.told(states(known, items))
    }

    fn told(&self, states: Vec<State>) -> Vec<StateTold> {
        let name = |id: &str| self.names.get(id).map_or_else(|| id.to_owned(), Clone::clone);
        let told = |state: State| StateTold {
            code: state.code(),
            sentence: state.sentence(&self.zone, name).say(self.lang),
        };
        states.into_iter().map(told).collect()
    }
}
