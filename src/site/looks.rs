//! Every picture that a playlist makes on the boards of the site: what somebody has to look at before it is approved.

use super::{Board, Library, Picture, SealOn};
use crate::editorial::Seal;
use crate::frame::{Digest, Face};
use crate::playlist::Playlist;
use crate::scene::Fit;
use std::sync::Arc;
use std::time::Duration;

/// An item as some boards would light it, dot for dot the same.
#[derive(Clone, Debug)]
pub struct Look {
    /// The item's number in its playlist, from 0.
    pub index: usize,
    /// The dots and the terms.
    pub seal: Seal,
    /// The boards by id, in the order of the site file; never empty.
    pub boards: Vec<String>,
    /// What people call them.
    pub names: Vec<String>,
    /// Their size.
    pub face: Face,
    /// How it is set.
    pub fit: Fit,
    /// How long it is on.
    pub lasts: Duration,
}

impl Library {
    /// Everything that the boards would light of a playlist, item by item; the same dots once. What a board cannot show is
    /// left out: nothing of it is ever lit.
    #[must_use]
    pub fn looks(&self, playlist: &Arc<Playlist>) -> Vec<Look> {
        let mut looks: Vec<Look> = Vec::new();
        for on in self.seals(playlist) {
            let Some(board) = self.board(&on.board) else { continue };
            match looks.iter_mut().find(|look| look.index == on.index && look.seal == on.seal) {
                Some(look) => {
                    look.boards.push(on.board);
                    look.names.push(board.name.clone());
                }
                None => looks.extend(self.look(playlist, board, &on)),
            }
        }
        looks.sort_by_key(|look| look.index);
        looks
    }

    fn look(&self, playlist: &Arc<Playlist>, board: &Board, on: &SealOn) -> Option<Look> {
        let laid = board.stage(&self.site).lay_out(playlist, on.index, &self.fonts).ok()?;
        Some(Look {
            index: on.index,
            seal: on.seal,
            boards: vec![board.id.value.clone()],
            names: vec![board.name.clone()],
            face: board.face,
            fit: laid.layout().fit().clone(),
            lasts: laid.layout().duration(),
        })
    }

    /// An item as a board would light it, and the identity of its dots; `None` if it is not for the board, or cannot be shown.
    #[must_use]
    pub fn picture_on(
        &self,
        playlist: &Arc<Playlist>,
        index: usize,
        board: &str,
    ) -> Option<(Face, Digest, Picture)> {
        let stage = self.board(board)?.stage(&self.site);
        if !stage.items(playlist).contains(&index) {
            return None;
        }
        let laid = stage.lay_out(playlist, index, &self.fonts).ok()?;
        let (reel, layout) = (laid.reel(), laid.layout());
        let picture = Picture { reel, fit: layout.fit().clone(), lasts: layout.duration() };
        Some((stage.face, laid.seal().dots, picture))
    }
}
