//! Which approvals no longer hold, and why: what is kept of them held against what would be lit now.

use crate::editorial::{self, Voided, void};
use crate::frame::Face;
use crate::journal::Sealed;
use crate::playlist::Playlist;
use crate::site::Library;
use std::sync::Arc;

/// An item that a board would light and that is not approved for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Void {
    /// The board's id.
    pub board: String,
    /// The item's number, from 0.
    pub index: usize,
    /// What is different from what was approved; empty if nothing like it was ever approved for the board.
    pub why: Vec<Voided>,
}

/// What of a playlist is not approved as it would be lit now, where `held` are the approvals that are kept.
#[must_use]
pub fn voids(library: &Library, playlist: &Arc<Playlist>, held: &[Sealed]) -> Vec<Void> {
    let mut found = Vec::new();
    for on in library.seals(playlist) {
        let now = on.sealed(playlist, env!("CARGO_PKG_VERSION"));
        let own = || held.iter().filter(|held| held.playlist == playlist.id && held.board == on.board);
        if own().any(|held| held.seal == on.seal) {
            continue;
        }
        let alike = own()
            .find(|held| held.seal.dots == on.seal.dots)
            .or_else(|| own().find(|held| held.facts.text == now.text));
        let why = alike.map_or_else(Vec::new, |held| void(&known(held, &now), &now));
        found.push(Void { board: on.board, index: on.index, why });
    }
    found
}

/// An approval as it was kept. What cannot be read of it is as now: it is no reason then.
fn known(held: &Sealed, now: &editorial::Sealed) -> editorial::Sealed {
    let face = held
        .facts
        .face
        .split_once('x')
        .and_then(|(width, height)| Face::new(width.parse().ok()?, height.parse().ok()?));
    editorial::Sealed {
        text: held.facts.text.clone(),
        font: held.facts.font.clone(),
        font_digest: held.facts.font_digest.parse().unwrap_or(now.font_digest),
        face: face.unwrap_or(now.face),
        palette: held.facts.colour.clone(),
        program_version: held.facts.program.clone(),
        dots: held.seal.dots,
        terms: held.seal.terms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::published::seals;
    use crate::report::Source;
    use crate::site::Files;

    const SITE: &str =
        "[[site]]\nid = 's'\n[[board]]\nid = 'b'\nsite = 's'\nwidth = 96\nheight = 32\nlink = 'virtual'\n";

    fn library(site: &str) -> Library {
        let file = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
        let files = Files {
            site: Some(file("bangtin.toml", site)),
            fonts: vec![file("fonts/bangtin-16.bdf", include_str!("../../fonts/bangtin-16.bdf"))],
            ..Files::default()
        };
        Library::open(&files, None).0
    }

    fn list(text: &str) -> Arc<Playlist> {
        let text = format!("boards = ['b']\n[[item]]\n{text}\n");
        let source = Arc::new(Source { name: "tin.toml".to_owned(), text });
        Arc::new(Playlist::parse("tin", &source).0.unwrap())
    }

    #[test]
    fn an_approval_that_no_longer_holds_says_why_and_one_that_never_was_says_nothing() {
        let before = library(SITE);
        let approved = list("text = 'Một cửa'");
        let held = seals(&before, &approved);
        assert_eq!(voids(&before, &approved, &held), []);
        let wider = library(&SITE.replace("96", "128"));
        let void = |why: &[Voided]| Void { board: "b".to_owned(), index: 0, why: why.to_vec() };
        assert_eq!(voids(&wider, &approved, &held), [void(&[Voided::Face])]);
        let later = list("text = 'Một cửa'\nstarts_at = 2026-12-01");
        assert_eq!(voids(&before, &later, &held), [void(&[Voided::Terms])]);
        assert_eq!(voids(&before, &list("text = 'Hai cửa'"), &held), [void(&[])]);
    }
}
