//! What whoever operates boards can do from the page of all boards: each is dark or lit by one press and its confirmation, and
//! so are all of theirs together; and prepared words go up on all of theirs.

use super::super::Shared;
use super::super::told::Board;
use super::super::visitor::Visitor;
use super::super::words::{self, OrdersWords};
use super::places::all_of;
use crate::editorial::Role;
use crate::site::Emergency;
use std::sync::Arc;

/// The most templates that are offered beside the boards; the page of emergencies has them all.
const MOST: usize = 8;

/// The controls over everything that somebody operates.
pub(in crate::web) struct Hand {
    pub(in crate::web) o: &'static OrdersWords,
    pub(in crate::web) style: String,
    /// Whether these are all boards there are.
    pub(in crate::web) all: bool,
    /// What is meant, as forms say it.
    pub(in crate::web) places: Vec<String>,
    /// The same in an address, from `&` on.
    pub(in crate::web) query: String,
    pub(in crate::web) templates: Vec<Emergency>,
    /// Whether one of them is dark by order.
    pub(in crate::web) dark: bool,
}

impl Hand {
    /// Marks the boards that whoever asks operates; `None` if they operate none.
    pub(in crate::web) fn of(shared: &Shared, visitor: &Visitor, boards: &mut [Board]) -> Option<Self> {
        if !visitor.may(Role::Operate) {
            return None;
        }
        let library = Arc::clone(&shared.desk.library.borrow());
        for board in &mut *boards {
            let reach = library.board(&board.id).map(crate::site::Board::reach);
            board.operated = reach.is_some_and(|reach| visitor.actor.may(Role::Operate, &[&reach]));
        }
        let places = all_of(&library, visitor);
        let pairs: Vec<(&str, &String)> = places.iter().map(|place| ("place", place)).collect();
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        let hand = Self {
            o: words::orders(visitor.lang()),
            style: shared.assets.address("operate"),
            all: places.first().is_some_and(|place| place == "all"),
            query,
            templates: library.site.emergencies.iter().take(MOST).cloned().collect(),
            dark: boards.iter().any(|board| board.operated && board.blackout.is_some()),
            places,
        };
        (!hand.places.is_empty()).then_some(hand)
    }
}
