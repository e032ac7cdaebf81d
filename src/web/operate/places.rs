//! Which boards are meant, as forms of the page say it: all, or some by site, group, tag or id.

use super::super::visitor::Visitor;
use crate::control::Places;
use crate::editorial::Role;
use crate::playlist::Reach;
use crate::report::{is_id, shortened};
use crate::site::{Board, Library};

/// The most boxes that can be ticked.
const MOST: usize = 2000;

/// A box that can be ticked.
pub(super) struct Choice {
    /// `all`, `site:ubnd`, `tag:ngoai-troi`, `group:thanh-pho`, `board:ubnd-cong`.
    pub(super) value: String,
    pub(super) name: String,
    pub(super) ticked: bool,
}

/// Boxes of one kind.
pub(super) struct Kind {
    /// `all`, `site`, `group`, `tag`, `board`.
    pub(super) kind: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// What was ticked, as an order has it.
pub(super) fn places(ticked: &[String]) -> Places {
    let mut places = Places::default();
    for one in ticked.iter().take(MOST) {
        match one.split_once(':') {
            None if one == "all" => places.all = true,
            Some(("site", id)) => places.sites.push(shortened(id)),
            Some(("group", id)) => places.groups.push(shortened(id)),
            Some(("tag", id)) => places.tags.push(shortened(id)),
            Some(("board", id)) => places.boards.push(shortened(id)),
            // What the page never offered is for the daemon to refuse by its name.
            _ => places.boards.push(shortened(one)),
        }
    }
    places
}

/// Whether a board is among those that are meant.
pub(super) fn meant(places: &Places, board: &Board) -> bool {
    places.all
        || places.boards.contains(&board.id.value)
        || places.sites.contains(&board.site.value)
        || board.groups.iter().any(|group| places.groups.contains(group))
        || board.tags.iter().any(|tag| places.tags.contains(tag))
}

/// All boards that somebody may operate, in as few places as say it: rights are for all boards, for sites and for tags.
pub(in crate::web) fn all_of(library: &Library, visitor: &Visitor) -> Vec<String> {
    let kinds = choices(library, visitor, &[]);
    let some = |wanted: &'static [&'static str]| {
        let kinds = kinds.iter().filter(move |kind| wanted.contains(&kind.kind));
        kinds.flat_map(|kind| kind.choices.iter().map(|choice| choice.value.clone())).collect::<Vec<_>>()
    };
    let all = some(&["all"]);
    if all.is_empty() { some(&["site", "tag"]) } else { all }
}

/// Everything that somebody may tick: what holds only boards that they may operate.
pub(super) fn choices(library: &Library, visitor: &Visitor, ticked: &[String]) -> Vec<Kind> {
    let boards: Vec<(&Board, Reach)> =
        library.site.boards.iter().map(|board| (board, board.reach())).collect();
    let may = |holds: &dyn Fn(&Board) -> bool| {
        let reaches: Vec<&Reach> =
            boards.iter().filter(|(board, _)| holds(board)).map(|(_, reach)| reach).collect();
        !reaches.is_empty() && visitor.actor.may(Role::Operate, &reaches)
    };
    let choice = |value: String, name: String| {
        let ticked = ticked.contains(&value);
        Choice { value, name, ticked }
    };
    let mut kinds = Vec::new();
    if may(&|_| true) {
        kinds.push(Kind { kind: "all", choices: vec![choice("all".to_owned(), String::new())] });
    }
    let mut add = |kind: &'static str, all: Vec<(String, String)>, holds: &dyn Fn(&Board, &str) -> bool| {
        let choices: Vec<Choice> = all
            .into_iter()
            .filter(|(id, _)| is_id(id) && may(&|board: &Board| holds(board, id)))
            .map(|(id, name)| choice(format!("{kind}:{id}"), name))
            .collect();
        if !choices.is_empty() {
            kinds.push(Kind { kind, choices });
        }
    };
    let sites = library.site.places.iter().map(|place| (place.id.clone(), place.name.clone())).collect();
    add("site", sites, &|board, id| board.site.value == id);
    add("group", names(boards.iter().flat_map(|(board, _)| &board.groups)), &|board, id| {
        board.groups.iter().any(|group| group == id)
    });
    add("tag", names(boards.iter().flat_map(|(board, _)| &board.tags)), &|board, id| {
        board.tags.iter().any(|tag| tag == id)
    });
    let all = boards.iter().map(|(board, _)| (board.id.value.clone(), board.name.clone())).collect();
    add("board", all, &|board, id| board.id.value == id);
    kinds
}

fn names<'a>(all: impl Iterator<Item = &'a String>) -> Vec<(String, String)> {
    let all: std::collections::BTreeSet<&String> = all.collect();
    all.into_iter().map(|name| (name.clone(), name.clone())).collect()
}
