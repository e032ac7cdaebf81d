//! Which items of which playlists are for a board, in which order, and why.

use crate::playlist::{Item, Playlist, Reach};
use std::sync::Arc;

/// An item chosen for a board: its playlist, and its number there.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The playlist.
    pub playlist: Arc<Playlist>,
    /// The item's index in it, from 0.
    pub index: usize,
}

impl Choice {
    /// The item.
    #[must_use]
    pub fn item(&self) -> &Item {
        &self.playlist.items[self.index]
    }
}

/// What a board shows in turn.
#[derive(Clone, Debug, Default)]
pub struct LineUp {
    /// The items, in order.
    pub choices: Vec<Choice>,
    /// Whether they come from the board's default playlist, because no other is for it.
    pub by_default: bool,
}

/// The items for `board`: those of all playlists that reach it, playlists by order and then by
/// id, items in file order. If there are none, those of the board's default playlist.
///
/// An item's own target stands in place of its playlist's.
#[must_use]
pub fn line_up<'a>(
    board: &Reach,
    default: Option<&str>,
    playlists: impl IntoIterator<Item = &'a Arc<Playlist>>,
) -> LineUp {
    let mut sorted: Vec<&Arc<Playlist>> = playlists.into_iter().collect();
    sorted.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    let pick = |playlist: &Arc<Playlist>, wanted: &dyn Fn(&Item) -> bool| -> Vec<Choice> {
        let indices = (0..playlist.items.len()).filter(|&index| wanted(&playlist.items[index]));
        indices.map(|index| Choice { playlist: Arc::clone(playlist), index }).collect()
    };
    let named = sorted.iter().flat_map(|playlist| {
        pick(playlist, &|item| {
            let target = if item.target.is_empty() { &playlist.target } else { &item.target };
            target.reaches(board)
        })
    });
    let choices: Vec<Choice> = named.collect();
    if !choices.is_empty() {
        return LineUp { choices, by_default: false };
    }
    let default = sorted.iter().find(|playlist| Some(playlist.id.as_str()) == default);
    let choices = default.map_or_else(Vec::new, |playlist| {
        pick(playlist, &|item| item.target.is_empty() || item.target.reaches(board))
    });
    LineUp { choices, by_default: true }
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
        let reach = Reach { board: board.to_owned(), groups, ..Reach::default() };
        let found = line_up(&reach, default, playlists);
        found.choices.iter().map(|choice| choice.item().text.value.clone()).collect()
    }

    #[test]
    fn playlists_come_by_order_and_items_for_other_boards_stay_out() {
        let all = [
            playlist("b", "boards=['x']\n[[item]]\ntext='b1'\n[[item]]\ntext='b2'\nboards=['y']"),
            playlist("a", "order=5\ngroups=['g']\n[[item]]\ntext='a1'"),
            playlist("d", "[[item]]\ntext='d1'\n[[item]]\ntext='d2'\nboards=['y']"),
        ];
        assert_eq!(texts("x", &["g"], Some("d"), &all), ["b1", "a1"]);
        assert_eq!(texts("y", &[], Some("d"), &all), ["b2", "d2"]);
        assert_eq!(texts("z", &[], Some("d"), &all), ["d1"], "nothing else is for it");
        assert!(texts("z", &[], None, &all).is_empty());
        assert!(texts("z", &[], Some("gone"), &all).is_empty());
    }
}
