//! What waits to be approved, and for whom: the number in the menu counts what whoever looks may approve themselves.
//!
//! Decides nothing: who may approve is the office's to say, and here it is only said beforehand, by the same rules. Nobody's
//! request works out again what has not changed since the last one.

use super::Shared;
use crate::editorial::{Actor, Role, Stage};
use crate::journal::{Draft, Look, Wanted};
use crate::office::{Refusal, reached};
use crate::playlist::{Playlist, Reach};
use crate::report::Source;
use crate::site::{Approval, Library};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Why somebody may not approve a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Not {
    /// They have no right for one of its boards.
    Foreign,
    /// They wrote part of it, and the site asks for a second person.
    Own,
}

/// The boards of a draft: those that its text is for, and those that what is published is for. What is taken off a board is as
/// much a change as what is put there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts([Vec<Reach>; 2]);

impl Parts {
    pub(super) fn of(library: &Library, id: &str, text: &str, published: Option<&str>) -> Self {
        Self([reaches(library, id, text), published.map_or_else(Vec::new, |text| reaches(library, id, text))])
    }

    /// Whether somebody may send the draft back: that is about its own boards alone.
    pub(super) fn let_reject(&self, actor: &Actor) -> bool {
        actor.may(Role::Approve, &self.0[0].iter().collect::<Vec<_>>())
    }
}

/// The boards that a text is for; none where it makes no playlist.
fn reaches(library: &Library, id: &str, text: &str) -> Vec<Reach> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let playlist = Playlist::parse(id, &source).0.map(Arc::new);
    let boards = playlist.as_ref().map_or_else(Vec::new, |playlist| reached(library, playlist));
    boards.into_iter().map(crate::site::Board::reach).collect()
}

/// Why somebody may not approve a draft; `None` if they may, once they have looked at everything.
pub(super) fn not(draft: &Draft, parts: &Parts, approval: Approval, actor: &Actor) -> Option<Not> {
    let roles: &[Role] = if approval.required { &[Role::Approve] } else { &[Role::Draft, Role::Approve] };
    let may = |boards: &Vec<Reach>| {
        let boards: Vec<&Reach> = boards.iter().collect();
        roles.iter().any(|role| actor.may(*role, &boards))
    };
    if !parts.0.iter().all(may) {
        return Some(Not::Foreign);
    }
    let login = actor.person().unwrap_or_default();
    let wrote = draft.authors.iter().chain(&draft.submitted_by).any(|author| author == login);
    (approval.required && approval.second_person && (wrote || login.is_empty())).then_some(Not::Own)
}

/// A draft that was submitted.
struct Row {
    draft: Draft,
    /// The key of the newest version of its playlist.
    published: Option<i64>,
    parts: Parts,
}

/// The submitted drafts as they were when something was last changed.
#[derive(Default)]
struct Known {
    /// The number of the last row of the log, after which nothing was changed.
    row: Option<i64>,
    /// By which files it was worked out.
    library: Weak<Library>,
    rows: Vec<Arc<Row>>,
}

/// What waits, kept from one request to the next.
#[derive(Default)]
pub(super) struct Queue(Mutex<Known>);

impl Queue {
    /// How many drafts wait for somebody. Waits for the disk.
    ///
    /// # Errors
    /// The journal cannot be read.
    pub(super) fn count(
        &self,
        look: Look<'_>,
        library: &Arc<Library>,
        actor: &Actor,
    ) -> Result<u32, Refusal> {
        let rows = self.rows(look, library)?;
        let approval = library.site.approval;
        let open = rows.iter().filter(|row| not(&row.draft, &row.parts, approval, actor).is_none());
        Ok(u32::try_from(open.count()).unwrap_or(u32::MAX))
    }

    fn rows(&self, look: Look<'_>, library: &Arc<Library>) -> Result<Vec<Arc<Row>>, Refusal> {
        let wanted = Wanted { most: 1, ..Wanted::default() };
        let last = look.log(&wanted)?.first().map_or(0, |row| row.id);
        let (same_files, rows) = {
            let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let same_files = known.library.ptr_eq(&Arc::downgrade(library));
            if same_files && known.row == Some(last) {
                return Ok(known.rows.clone());
            }
            (same_files, known.rows.clone())
        };
        let mut new = Vec::new();
        for draft in look.drafts()?.into_iter().filter(|draft| draft.stage == Stage::Submitted) {
            let newest = look.newest(&draft.playlist)?;
            let published = newest.as_ref().map(|version| version.id);
            let before = rows.iter().find(|row| {
                same_files
                    && (row.draft.id, row.draft.revision, row.published)
                        == (draft.id, draft.revision, published)
            });
            let row = match before {
                Some(row) => Arc::clone(row),
                None => {
                    let Some(page) = look.page(&draft, draft.place)? else { continue };
                    let before = newest.as_ref().and_then(|version| version.text.as_deref());
                    let parts = Parts::of(library, &draft.playlist, &page.text, before);
                    Arc::new(Row { draft, published, parts })
                }
            };
            new.push(row);
        }
        let known = Known { row: Some(last), library: Arc::downgrade(library), rows: new.clone() };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(new)
    }
}

/// How many drafts wait for somebody. Waits for the disk.
///
/// # Errors
/// The journal cannot be read.
pub(super) fn waiting(shared: &Shared, actor: &Actor) -> Result<u32, Refusal> {
    let library = Arc::clone(&shared.desk.library.borrow());
    shared.desk.office.reader().look(|look| shared.queue.count(look, &library, actor))
}
