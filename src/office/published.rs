//! What is published and approved, for the daemon, which lights it.

use super::Refusal;
use crate::editorial::{Permits, Seal};
use crate::journal::{Facts, Look, Sealed};
use crate::playlist::Playlist;
use crate::site::{Library, Permitted};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What is published and approved.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The newest version of every playlist that was ever published; no text where it was withdrawn.
    pub texts: BTreeMap<String, Option<Arc<str>>>,
    /// What boards may light where the site asks for approval.
    pub permits: Arc<Permitted>,
}

impl Published {
    /// Reads it from the journal.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub fn read(look: Look<'_>) -> Result<Self, Refusal> {
        let mut texts = BTreeMap::new();
        for version in look.published()? {
            texts.insert(version.playlist, version.text.map(Arc::from));
        }
        let mut boards: BTreeMap<String, BTreeSet<Seal>> = BTreeMap::new();
        for sealed in look.seals(None)? {
            boards.entry(sealed.board).or_default().insert(sealed.seal);
        }
        let boards = boards.into_iter().map(|(board, seals)| (board, Arc::new(Permits::Only(seals))));
        Ok(Self { texts, permits: Arc::new(Permitted::Only(boards.collect())) })
    }
}

/// What approving a playlist would be bound to, on every board that shows any of it.
pub(super) fn seals(library: &Library, playlist: &Arc<Playlist>) -> Vec<Sealed> {
    let sealed = |on: crate::site::SealOn| {
        let item = playlist.items.get(on.index);
        let facts = Facts {
            text: item.map(|item| item.text.value.clone()).unwrap_or_default(),
            font: on.font,
            font_digest: on.font_digest.to_string(),
            face: format!("{}x{}", on.face.width(), on.face.height()),
            colour: on.palette.to_string(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        };
        Sealed { playlist: playlist.id.clone(), board: on.board, seal: on.seal, facts }
    };
    library.seals(playlist).into_iter().map(sealed).collect()
}
