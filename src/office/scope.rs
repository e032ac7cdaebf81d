//! For which boards a text would be, and whether somebody may act for them.

use super::clerk::Case;
use super::{Refusal, sign_in};
use crate::editorial::{Role, Who};
use crate::playlist::{Playlist, Reach};
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
        let playlist = playlist(id, text);
        let boards = playlist.as_ref().map_or_else(Vec::new, |playlist| reached(self.library, playlist));
        let reaches: Vec<Reach> = boards.into_iter().map(Board::reach).collect();
        let reaches: Vec<&Reach> = reaches.iter().collect();
        if roles.iter().any(|role| self.actor.may(*role, &reaches)) {
            return Ok(());
        }
        Err(Refusal::forbidden(may_not(roles.first().copied().unwrap_or(Role::View))))
    }
}
