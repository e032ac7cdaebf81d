//! An open draft as its pages need it, taken from the journal in one look.

use crate::journal::{Draft, Page, Version};
use crate::office::{Kind, Refusal};
use crate::playlist::edit::{Fields, Manuscript};
use crate::report::{Lang, Message};
use crate::web::api::Problem;
use crate::web::names::Names;
use crate::web::{Shared, visitor};
use axum::http::StatusCode;

/// An open draft.
pub(super) struct Paper {
    pub(super) draft: Draft,
    pub(super) page: Page,
    pub(super) manuscript: Manuscript,
    /// Whether there is a page before this one, and one after it.
    pub(super) can: (bool, bool),
    /// The newest version of the playlist.
    pub(super) newest: Option<Version>,
    /// What people are called.
    pub(super) names: Names,
}

impl Paper {
    /// The open draft of a playlist.
    pub(super) async fn open(shared: &Shared, lang: Lang, id: &str) -> Result<Self, Problem> {
        let playlist = id.to_owned();
        let found = visitor::look(shared, lang, move |look| -> Result<_, Refusal> {
            let Some(draft) = look.draft(&playlist)? else { return Ok(None) };
            let Some(page) = look.page(&draft, draft.place)? else { return Ok(None) };
            let can = (look.page(&draft, draft.place - 1)?.is_some(), draft.place < look.last_place(&draft)?);
            Ok(Some((draft, page, can, look.newest(&playlist)?, look.people()?)))
        });
        let Some((draft, page, can, newest, people)) = found.await? else {
            return Err(missing(lang, &Message::NoDraft { playlist: short(id) }));
        };
        let manuscript = Manuscript::parse(&page.text).map_err(|message| {
            visitor::problem(
                &Refusal {
                    kind: Kind::Invalid,
                    field: Some("text".to_owned()),
                    message: Box::new(message),
                    faults: Vec::new(),
                },
                lang,
            )
        })?;
        Ok(Self { draft, page, manuscript, can, newest, names: Names::of(lang, people) })
    }

    /// The place of an item.
    pub(super) fn index(&self, uid: i64) -> Option<usize> {
        self.page.uids.iter().position(|known| *known == uid)
    }

    /// The keys of an item.
    pub(super) fn item(&self, uid: i64, lang: Lang) -> Result<Fields, Problem> {
        let item = self.index(uid).and_then(|index| self.manuscript.item(index));
        item.ok_or_else(|| missing(lang, &Message::ItemGone {}))
    }

    /// Whether another version was published since it was begun.
    pub(super) fn base_moved(&self) -> bool {
        self.newest.as_ref().map(|version| version.id) != self.draft.base
    }
}

/// That there is no such thing.
pub(super) fn missing(lang: Lang, message: &Message) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, message, lang)
}

/// An id from an address, short enough to be said.
pub(super) fn short(id: &str) -> String {
    id.chars().take(40).collect()
}
