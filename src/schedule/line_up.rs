//! Which items of which playlists are for a board, in which order and in which layer.

use super::Layer;
use crate::playlist::{Class, Item, Playlist, Reach};
use std::cmp::Reverse;
use std::sync::Arc;

/// An item chosen for a board: its playlist, its number there, and the layer it is in.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The playlist.
    pub playlist: Arc<Playlist>,
    /// The item's index in it, from 0.
    pub index: usize,
    /// Its layer on this board.
    pub layer: Layer,
}

impl Choice {
    /// The item.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.playlist.items[self.index]
    }
}

/// The items for `board`: those of all playlists that reach it, and those of its default playlist. Playlists by order
/// and then by id, emergencies the newest first; items in file order.
///
/// An item's own target stands in place of its playlist's. The default playlist's items that name no target stand by
/// unless their playlist reaches the board anyway.
#[must_use]
pub fn line_up<'a>(
    board: &Reach,
    default: Option<&str>,
    playlists: impl IntoIterator<Item = &'a Arc<Playlist>>,
) -> Vec<Choice> {
    let mut sorted: Vec<&Arc<Playlist>> = playlists.into_iter().collect();
    sorted.sort_by_cached_key(|playlist| {
        let given = playlist.when.starts_at.as_ref().map(|at| at.value.instant(&jiff::tz::TimeZone::UTC));
        let newest = Reverse(given.filter(|_| playlist.class == Class::Emergency));
        (newest, playlist.order, playlist.id.clone())
    });
    let mut choices = Vec::new();
    for playlist in sorted {
        let stands_by = Some(playlist.id.as_str()) == default;
        for (index, item) in playlist.items.iter().enumerate() {
            let target = if item.target.is_empty() { &playlist.target } else { &item.target };
            let layer = if target.reaches(board) {
                layer(item.class.unwrap_or(playlist.class))
            } else if stands_by && item.target.is_empty() {
                Layer::Standby
            } else {
                continue;
            };
            choices.push(Choice { playlist: Arc::clone(playlist), index, layer });
        }
    }
    choices
}

fn layer(class: Class) -> Layer {
    match class {
        Class::Normal => Layer::Normal,
        Class::Priority => Layer::Priority,
        Class::Override => Layer::Override,
        Class::Emergency => Layer::Emergency,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;

    fn playlist(id: &str, text: &str) -> Arc<Playlist> {
        let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
        Arc::new(Playlist::parse(id, &source).0.unwrap())
    }

    fn texts(
        board: &str,
        groups: &[&str],
        default: Option<&str>,
        playlists: &[Arc<Playlist>],
    ) -> Vec<String> {
        let groups = groups.iter().map(|g| (*g).to_owned()).collect();
        let board = Reach { board: board.to_owned(), groups, ..Reach::default() };
        let found = line_up(&board, default, playlists);
        found.iter().map(|choice| format!("{} {}", choice.layer.code(), choice.item().text.value)).collect()
    }

    #[test]
    fn playlists_come_by_order_and_items_for_other_boards_stay_out() {
        let all = [
            playlist("b", "boards=['x']\n[[item]]\ntext='b1'\n[[item]]\ntext='b2'\nboards=['y']"),
            playlist("a", "order=5\ngroups=['g']\n[[item]]\ntext='a1'"),
            playlist("d", "[[item]]\ntext='d1'\n[[item]]\ntext='d2'\nboards=['y']"),
        ];
        assert_eq!(texts("x", &["g"], Some("d"), &all), ["normal b1", "standby d1", "normal a1"]);
        assert_eq!(texts("y", &[], Some("d"), &all), ["normal b2", "standby d1", "normal d2"]);
        assert_eq!(texts("z", &[], Some("d"), &all), ["standby d1"], "nothing else is for it");
        assert!(texts("z", &[], None, &all).is_empty());
        assert!(texts("z", &[], Some("gone"), &all).is_empty());
    }

    #[test]
    fn emergencies_come_newest_first_and_each_class_has_its_layer() {
        let emergency = |id: &str, starts: &str| {
            let head = "class='emergency'\nboards=['x']\nexpires_at=2026-12-31";
            playlist(id, &format!("{head}\nstarts_at={starts}T00:00:00Z\n[[item]]\ntext='{id}'"))
        };
        let all = [
            emergency("old", "2026-11-01"),
            emergency("new", "2026-11-02"),
            playlist("p", "class='priority'\nexpires_at=2026-12-31\nboards=['x']\n[[item]]\ntext='p'"),
        ];
        assert_eq!(texts("x", &[], None, &all), ["emergency new", "emergency old", "priority p"]);
    }
}
