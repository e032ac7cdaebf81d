//! The page on which one draft is looked at and decided: what is new, what the program finds, every picture on every board.

use super::super::changes::{ChangeTold, boards_named, changes};
use super::super::faults::FaultTold;
use super::super::names::Names;
use super::super::pages::{Frame, html};
use super::super::queue::{Parts, not};
use super::super::visitor::{Visitor, look};
use super::super::words::{self, ReviewWords};
use super::super::{Shared, api::Problem, refusal};
use super::{named, no_draft, read, when, worked};
use crate::editorial::{Actor, Seal, Stage};
use crate::frame::Digest;
use crate::journal::{Draft, Person, Version};
use crate::report::Lang;
use crate::site::{Library, Look};
use askama::Template;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Wish {
    said: Option<String>,
}

/// What somebody typed on the page and why it was not taken.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) note: String,
    pub(super) reason: String,
    pub(super) wrong: Option<String>,
    /// Whether it is about sending it back.
    pub(super) rejecting: bool,
}

#[derive(Template)]
#[template(path = "review/sheet.html", config = "web/askama.toml")]
struct Sheet {
    frame: Frame,
    w: &'static ReviewWords,
    style: String,
    script: String,
    said: Option<&'static str>,
    typed: Typed,
    id: String,
    revision: i64,
    by: String,
    authors: String,
    at: String,
    note: String,
    submitted: bool,
    /// Why whoever looks may not approve it.
    not: Option<&'static str>,
    /// Whether they may send it back.
    rejects: bool,
    /// Whether everything has to be looked at before.
    required: bool,
    is_new: bool,
    view: View,
}

/// Everything on the page that takes working out.
struct View {
    title: String,
    changes: Vec<ChangeTold>,
    faults: Vec<FaultTold>,
    items: Vec<ItemTold>,
    /// Why whoever asks may not approve.
    not: Option<&'static str>,
    /// Whether they may send it back.
    rejects: bool,
    left: usize,
    left_words: String,
    held: usize,
    held_words: String,
}

/// An item with the pictures of it that are not approved.
struct ItemTold {
    number: usize,
    index: usize,
    text: String,
    looks: Vec<LookTold>,
}

/// A picture.
struct LookTold {
    dots: String,
    /// A board that shows it, by whose id it is asked for.
    board: String,
    names: String,
    size: String,
    form: String,
    seen: bool,
}

/// What is kept of a draft.
struct Kept {
    draft: Draft,
    text: String,
    newest: Option<Version>,
    held: BTreeSet<(String, Seal)>,
    seen: BTreeSet<Digest>,
    people: Vec<Person>,
}

pub(super) async fn page(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    wish: Result<Query<Wish>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    let said = wish.ok().and_then(|Query(wish)| wish.said);
    let said = said.is_some_and(|code| code == "kept").then(|| words::review(visitor.lang()).kept);
    sheet(&shared, &visitor, &named(path), said, StatusCode::OK, Typed::default()).await
}

/// The page, with what was typed and why it was not taken.
pub(super) async fn sheet(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    said: Option<&'static str>,
    status: StatusCode,
    typed: Typed,
) -> Response {
    match make(shared, visitor, id, said, typed).await {
        Ok(sheet) => html(status, visitor.asked, &sheet),
        Err(problem) => refusal::page(shared, visitor.asked, &problem),
    }
}

async fn make(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    said: Option<&'static str>,
    typed: Typed,
) -> Result<Sheet, Problem> {
    let lang = visitor.lang();
    let mut kept = kept(shared, visitor, id).await?.ok_or_else(|| no_draft(visitor, id))?;
    let names = Names::of(lang, std::mem::take(&mut kept.people));
    let library = Arc::clone(&shared.desk.library.borrow());
    let (zone, required) = (library.site.zone.clone(), library.site.approval.required);
    let now = (shared.desk.now)();
    let actor = visitor.actor.clone();
    let (draft, is_new) = (kept.draft.clone(), kept.newest.is_none());
    // Submitted again as it was, it is still the words of those who wrote it.
    let before = kept.newest.as_ref().map(|version| version.written_by.clone()).unwrap_or_default();
    let view = worked(shared, visitor, move || View::of(&library, &kept, &actor, now, lang)).await?;
    Ok(Sheet {
        frame: Frame::of(shared, visitor, "approvals"),
        w: words::review(lang),
        style: shared.assets.address("review"),
        script: shared.assets.address("looked"),
        said,
        typed,
        id: id.to_owned(),
        revision: draft.revision,
        by: draft.submitted_by.as_deref().map(|login| names.name(login)).unwrap_or_default(),
        authors: if draft.authors.is_empty() {
            names.writers(&before)
        } else {
            names.all(draft.authors.iter().map(String::as_str))
        },
        at: draft.submitted_at.as_deref().map(|at| when(at, &zone)).unwrap_or_default(),
        note: draft.note,
        submitted: draft.stage == Stage::Submitted,
        not: view.not,
        rejects: view.rejects,
        required,
        is_new,
        view,
    })
}

async fn kept(shared: &Shared, visitor: &Visitor, id: &str) -> Result<Option<Kept>, Problem> {
    let (id, login) = (id.to_owned(), visitor.actor.person().unwrap_or_default().to_owned());
    let found = look(shared, visitor.lang(), move |look| {
        let Some(draft) = look.draft(&id)? else { return Ok(None) };
        let Some(page) = look.page(&draft, draft.place)? else { return Ok(None) };
        let held = look.seals(Some(&id))?.into_iter().map(|held| (held.board, held.seal)).collect();
        let seen = look.seen(&draft, &login)?.into_iter().collect();
        let (newest, people) = (look.newest(&id)?, look.people()?);
        Ok(Some(Kept { draft, text: page.text, newest, held, seen, people }))
    });
    found.await
}

impl View {
    fn of(library: &Library, kept: &Kept, actor: &Actor, now: Timestamp, lang: Lang) -> Self {
        let id = &kept.draft.playlist;
        let (playlist, mut faults) = read(id, &kept.text);
        let mut view = Self {
            title: id.clone(),
            changes: Vec::new(),
            faults: Vec::new(),
            items: Vec::new(),
            not: None,
            rejects: false,
            left: 0,
            left_words: String::new(),
            held: 0,
            held_words: String::new(),
        };
        let before = kept.newest.as_ref().and_then(|version| version.text.as_deref());
        let parts = Parts::of(library, id, &kept.text, before);
        view.rejects = parts.let_reject(actor);
        let not = not(&kept.draft, &parts, library.site.approval, actor);
        view.not = not.map(|not| words::review(lang).not(not));
        view.changes = changes(before, &kept.text, lang).unwrap_or_default();
        if let Some(playlist) = &playlist {
            view.title = playlist.title.clone();
            faults.extend(library.check_playlist(playlist, Some(now)));
            for look in library.looks(playlist) {
                view.add(
                    &look,
                    playlist.items.get(look.index).map(|item| item.text.value.as_str()),
                    kept,
                    lang,
                );
            }
        }
        faults.sort_by_key(|fault| std::cmp::Reverse(fault.severity));
        view.faults = faults.iter().map(|fault| FaultTold::of(fault, lang)).collect();
        view.left_words = words::left(lang, view.left);
        view.held_words = words::held(lang, view.held);
        view
    }

    fn add(&mut self, look: &Look, text: Option<&str>, kept: &Kept, lang: Lang) {
        // What some of the boards hold already is looked at for the others.
        if look.boards.iter().all(|board| kept.held.contains(&(board.clone(), look.seal))) {
            self.held += 1;
            return;
        }
        let seen = kept.seen.contains(&look.seal.dots);
        self.left += usize::from(!seen);
        let told = LookTold {
            dots: look.seal.dots.to_string(),
            board: look.boards.first().cloned().unwrap_or_default(),
            names: boards_named(look.names.iter().cloned()),
            size: format!("{} × {}", look.face.width(), look.face.height()),
            form: words::form(lang, &look.fit, look.lasts),
            seen,
        };
        match self.items.last_mut().filter(|item| item.index == look.index) {
            Some(item) => item.looks.push(told),
            None => self.items.push(ItemTold {
                number: look.index + 1,
                index: look.index,
                text: text.unwrap_or_default().to_owned(),
                looks: vec![told],
            }),
        }
    }
}
