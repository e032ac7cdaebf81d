//! The page of everything that waits: drafts that were submitted, approvals that no longer hold, files changed by hand.

use super::super::changes::boards_named;
use super::super::names::Names;
use super::super::pages::{Frame, html};
use super::super::queue::{Parts, not};
use super::super::refusal;
use super::super::visitor::{Visitor, look};
use super::super::words::{self, ReviewWords};
use super::super::{Shared, api::Problem};
use super::{read, when, worked};
use crate::editorial::{Actor, Role, Stage};
use crate::journal::{Draft, Page, Person, Sealed, Version};
use crate::office::{reached, voids};
use crate::playlist::Reach;
use crate::report::{Lang, Message};
use crate::site::{Board, Library};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Wish {
    said: Option<String>,
}

#[derive(Template)]
#[template(path = "review/waiting.html", config = "web/askama.toml")]
struct List {
    frame: Frame,
    w: &'static ReviewWords,
    style: String,
    said: Option<&'static str>,
    drafts: Vec<DraftTold>,
    voids: Vec<VoidTold>,
    disk: Vec<DiskTold>,
}

/// A draft that waits.
struct DraftTold {
    id: String,
    title: String,
    by: String,
    authors: String,
    at: String,
    note: String,
    boards: String,
    /// Why whoever looks may not approve it.
    not: Option<&'static str>,
}

/// A playlist with approvals that no longer hold.
struct VoidTold {
    id: String,
    title: String,
    items: Vec<(String, String, String)>,
    /// Whether whoever looks can submit it again.
    again: bool,
    /// Whether there is a draft of it.
    drafted: bool,
}

struct DiskTold {
    id: String,
    at: String,
    gone: bool,
}

/// What is kept of all this.
struct Kept {
    /// The drafts, with what is published of their playlists.
    drafts: Vec<(Draft, Page, Option<Version>)>,
    open: BTreeSet<String>,
    held: Vec<Sealed>,
    disk: Vec<(String, Option<String>, String)>,
    people: Vec<Person>,
}

pub(super) async fn page(
    State(shared): State<Shared>,
    wish: Result<Query<Wish>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    let said = wish.ok().and_then(|Query(wish)| wish.said);
    match list(&shared, &visitor, said.as_deref()).await {
        Ok(list) => html(StatusCode::OK, visitor.asked, &list),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

async fn list(shared: &Shared, visitor: &Visitor, said: Option<&str>) -> Result<List, Problem> {
    let lang = visitor.lang();
    let kept = look(shared, lang, |look| {
        let all = look.drafts()?;
        let open = all.iter().map(|draft| draft.playlist.clone()).collect();
        let mut drafts = Vec::new();
        for draft in all.into_iter().filter(|draft| draft.stage == Stage::Submitted) {
            if let Some(page) = look.page(&draft, draft.place)? {
                let published = look.newest(&draft.playlist)?;
                drafts.push((draft, page, published));
            }
        }
        Ok(Kept { drafts, open, held: look.seals(None)?, disk: look.on_disk()?, people: look.people()? })
    });
    let mut kept = kept.await?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let zone = library.site.zone.clone();
    let names = Names::of(lang, std::mem::take(&mut kept.people));
    let told = |(draft, page, published): &(Draft, Page, Option<Version>)| {
        let text = published.as_ref().and_then(|version| version.text.as_deref());
        let parts = Parts::of(&library, &draft.playlist, &page.text, text);
        let not = not(draft, &parts, library.site.approval, &visitor.actor);
        let not = not.map(|not| words::review(lang).not(not));
        DraftTold { not, ..DraftTold::of((draft, page, published.as_ref()), &library, &names) }
    };
    let drafts = kept.drafts.iter().map(told).collect();
    let disk = std::mem::take(&mut kept.disk).into_iter();
    let disk =
        disk.map(|(id, text, at)| DiskTold { id, at: when(&at, &zone), gone: text.is_none() }).collect();
    let voids = if library.site.approval.required {
        let (library, actor) = (Arc::clone(&library), visitor.actor.clone());
        worked(shared, visitor, move || void(&library, &kept, &actor, lang)).await?
    } else {
        Vec::new()
    };
    let said = said.and_then(|code| match code {
        "back" => Some(words::review(lang).sent_back),
        "again" => Some(words::review(lang).submitted_again),
        _ => None,
    });
    let frame = Frame::of(shared, visitor, "approvals");
    Ok(List {
        frame,
        w: words::review(lang),
        style: shared.assets.address("review"),
        said,
        drafts,
        voids,
        disk,
    })
}

/// Whether somebody has a right for all of these boards.
fn may(actor: &Actor, role: Role, boards: &[&Board]) -> bool {
    let reaches: Vec<Reach> = boards.iter().map(|board| board.reach()).collect();
    actor.may(role, &reaches.iter().collect::<Vec<_>>())
}

impl DraftTold {
    fn of(
        (draft, page, published): (&Draft, &Page, Option<&Version>),
        library: &Library,
        names: &Names,
    ) -> Self {
        let playlist = read(&draft.playlist, &page.text).0;
        let boards = playlist.as_ref().map_or_else(Vec::new, |playlist| reached(library, playlist));
        Self {
            id: draft.playlist.clone(),
            title: playlist.map_or_else(|| draft.playlist.clone(), |playlist| playlist.title.clone()),
            by: draft.submitted_by.as_deref().map(|login| names.name(login)).unwrap_or_default(),
            authors: if draft.authors.is_empty() {
                names.writers(published.map_or("", |version| version.written_by.as_str()))
            } else {
                names.all(draft.authors.iter().map(String::as_str))
            },
            at: draft.submitted_at.as_deref().map(|at| when(at, &library.site.zone)).unwrap_or_default(),
            note: draft.note.clone(),
            boards: boards_named(boards.iter().map(|board| board.name.clone())),
            not: None,
        }
    }
}

/// The playlists of which boards withhold something, and why. What has an open draft is submitted from there.
fn void(library: &Library, kept: &Kept, actor: &Actor, lang: Lang) -> Vec<VoidTold> {
    let mut told = Vec::new();
    for playlist in library.playlists.values() {
        // One line for each item and reason, however many boards it is about.
        let mut lines: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
        for void in voids(library, playlist, &kept.held) {
            let why = void.why.iter().map(|why| why.sentence().say(lang)).collect::<Vec<_>>().join(" ");
            let why = if why.is_empty() { Message::VoidNever {}.say(lang) } else { why };
            let name = library.board(&void.board).map_or(void.board.clone(), |board| board.name.clone());
            lines.entry((void.index, why)).or_default().push(name);
        }
        let line = |((index, why), boards): ((usize, String), Vec<String>)| {
            let text = playlist.items.get(index).map(|item| item.text.value.clone()).unwrap_or_default();
            (text, boards_named(boards.into_iter()), why)
        };
        let items: Vec<_> = lines.into_iter().map(line).collect();
        if !items.is_empty() {
            let (id, title) = (playlist.id.clone(), playlist.title.clone());
            let drafted = kept.open.contains(&playlist.id);
            let again = !drafted && may(actor, Role::Draft, &reached(library, playlist));
            told.push(VoidTold { id, title, items, again, drafted });
        }
    }
    told
}
