//! For which boards a text would be, and whether somebody may act for them.

use super::clerk::Case;
use super::{Refusal, sign_in};
use crate::editorial::{Role, Who};
use crate::playlist::{Playlist, Reach, Target};
use crate::report::{Message, Source};
use crate::schedule::line_up;
use crate::site::{Board, Library};
use std::sync::Arc;

/// The boards that show anything of a playlist when it is its time.
#[must_use]
pub fn reached<'l>(library: &'l Library, playlist: &Arc<Playlist>) -> Vec<&'l Board> {
    let shows = |board: &&Board| {
        let default = board.default.as_ref().map(|at| at.value.as_str());
        !line_up(&board.reach(), default, [playlist]).is_empty()
    };
    library.site.boards.iter().filter(shows).collect()
}

/// The boards that a text is meant for, whether or not it is a playlist that could be used: one without items, or with a fault
/// in it, is meant for the boards it names all the same.
#[must_use]
pub fn meant(library: &Library, id: &str, text: &str) -> Vec<Reach> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let read = Playlist::read(id, &source);
    let boards = &library.site.boards;
    if let Some(playlist) = read.playlist {
        return reached(library, &Arc::new(playlist)).into_iter().map(Board::reach).collect();
    }
    let Some(rest) = read.rest else { return Vec::new() };
    let targets: Vec<&Target> =
        rest.playlist.items.iter().map(|item| &item.target).chain([&rest.playlist.target]).collect();
    let shows = |board: &&Board| {
        let own = board.default.as_ref().is_some_and(|at| at.value == id);
        own || targets.iter().any(|target| target.reaches(&board.reach()))
    };
    boards.iter().filter(shows).map(Board::reach).collect()
}

/// A text as a playlist; `None` where it is none that could be used.
pub(super) fn playlist(id: &str, text: &str) -> Option<Arc<Playlist>> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    Playlist::parse(id, &source).0.map(Arc::new)
}

/// What somebody may not.
fn may_not(role: Role) -> Message {
    match role {
        Role::View => Message::MayNotSee {},
        Role::Draft => Message::MayNotDraft {},
        Role::Approve => Message::MayNotApprove {},
        Role::Operate => Message::MayNotOperate {},
        Role::Administer => Message::MayNotAdminister {},
    }
}

impl Case<'_> {
    /// Refuses who has none of these rights for every board that a text is for.
    pub(super) fn may(&self, roles: &[Role], id: &str, text: &str) -> Result<(), Refusal> {
        if matches!(self.actor.who, Who::Nobody) {
            return Err(sign_in::sign_in_first());
        }
        let reaches = meant(self.library, id, text);
        let reaches: Vec<&Reach> = reaches.iter().collect();
        if roles.iter().any(|role| self.actor.may(*role, &reaches)) {
            return Ok(());
        }
        Err(Refusal::forbidden(may_not(roles.first().copied().unwrap_or(Role::View))))
    }
}
