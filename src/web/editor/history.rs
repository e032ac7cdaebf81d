//! What was published of a playlist, by whom and why, and what became of its drafts.

use super::changes::{Told, told};
use super::paper::{missing, short};
use super::shape::Pairs;
use super::telling::{title, when};
use super::{address, refused, said, see, takes, unknown};
use crate::editorial::{Command, Role, Stage};
use crate::journal::{Draft, Version};
use crate::office::Refusal;
use crate::report::{Lang, Message};
use crate::web::Shared;
use crate::web::api::Form;
use crate::web::names::Names;
use crate::web::pages::{Frame, html};
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::words::{EditorWords, editor};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::tz::TimeZone;

/// Versions whose changes are worked out for one page.
const COMPARED: usize = 20;

#[derive(Template)]
#[template(path = "editor/history.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    base: String,
    title: String,
    versions: Vec<Line>,
    closed: Vec<Closed>,
    drafts: bool,
}

struct Line {
    number: i64,
    at: String,
    written_by: String,
    approved_by: String,
    reason: String,
    withdrawn: bool,
    changes: Option<Told>,
}

struct Closed {
    at: String,
    approved: bool,
    authors: String,
    by: String,
    note: String,
}

#[derive(Template)]
#[template(path = "editor/version.html", config = "web/askama.toml")]
struct Shown {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    base: String,
    title: String,
    line: Line,
    text: String,
    drafts: bool,
}

pub(super) async fn page(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Reader(visitor): Reader,
) -> Response {
    let (lang, playlist) = (visitor.lang(), id.clone());
    let look = visitor::look(&shared, lang, move |look| -> Result<_, Refusal> {
        let known = look.draft(&playlist)?.is_some();
        Ok((look.versions(&playlist)?, look.closed_drafts(&playlist)?, known, look.people()?))
    });
    let (versions, closed, known, people) = match look.await {
        Ok(found) => found,
        Err(problem) => return refused(&shared, &visitor, &problem),
    };
    if versions.is_empty() && closed.is_empty() && !known {
        return refused(&shared, &visitor, &missing(lang, &Message::NoSuchList { playlist: short(&id) }));
    }
    let zone = shared.desk.library.borrow().site.zone.clone();
    let names = Names::of(lang, people);
    let mut lines = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let before = versions.get(at + 1);
        lines.push(line(lang, (&zone, &names), version, before.filter(|_| at < COMPARED), at < COMPARED));
    }
    let page = Page {
        frame: Frame::of(&shared, &visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        base: address(&id, ""),
        title: last_title(&versions).unwrap_or_else(|| id.clone()),
        versions: lines,
        closed: closed.into_iter().map(|draft| self::closed(draft, &zone, &names)).collect(),
        drafts: visitor.may(Role::Draft),
    };
    html(StatusCode::OK, visitor.asked, &page)
}

/// The title that a playlist had last; one that was withdrawn has no text, and still is called something.
pub(super) fn last_title(versions: &[Version]) -> Option<String> {
    versions.iter().find_map(|version| title(version.text.as_deref()))
}

fn line(
    lang: Lang,
    (zone, names): (&TimeZone, &Names),
    version: &Version,
    before: Option<&Version>,
    compared: bool,
) -> Line {
    let before = before.and_then(|before| before.text.as_deref());
    Line {
        number: version.number,
        at: when(&version.at, zone),
        written_by: names.writers(&version.written_by),
        approved_by: version.approved_by.as_deref().map(|by| names.name(by)).unwrap_or_default(),
        reason: version.reason.clone(),
        withdrawn: version.text.is_none(),
        changes: version.text.as_deref().filter(|_| compared).and_then(|text| told(lang, before, text)),
    }
}

fn closed(draft: Draft, zone: &TimeZone, names: &Names) -> Closed {
    Closed {
        at: when(draft.decided_at.as_deref().unwrap_or(&draft.changed_at), zone),
        approved: draft.stage == Stage::Approved,
        authors: names.all(draft.authors.iter().map(String::as_str)),
        by: draft.decided_by.as_deref().map(|by| names.name(by)).unwrap_or_default(),
        note: draft.note,
    }
}

pub(super) async fn version(
    State(shared): State<Shared>,
    Path((id, number)): Path<(String, i64)>,
    Reader(visitor): Reader,
) -> Response {
    let (lang, playlist) = (visitor.lang(), id.clone());
    let look = visitor::look(&shared, lang, move |look| -> Result<_, Refusal> {
        let before = look.version(&playlist, number.saturating_sub(1))?;
        Ok((look.version(&playlist, number)?, before, look.people()?))
    });
    let (version, before, people) = match look.await {
        Ok((Some(version), before, people)) => (version, before, people),
        Ok((None, ..)) => {
            return refused(&shared, &visitor, &missing(lang, &Message::NoSuchVersion { number }));
        }
        Err(problem) => return refused(&shared, &visitor, &problem),
    };
    let zone = shared.desk.library.borrow().site.zone.clone();
    let page = Shown {
        frame: Frame::of(&shared, &visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        base: address(&id, ""),
        title: title(version.text.as_deref())
            .or_else(|| title(before.as_ref().and_then(|before| before.text.as_deref())))
            .unwrap_or(id),
        line: line(lang, (&zone, &Names::of(lang, people)), &version, before.as_ref(), true),
        text: version.text.unwrap_or_default(),
        drafts: visitor.may(Role::Draft),
    };
    html(StatusCode::OK, visitor.asked, &page)
}

pub(super) async fn restore(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, &address(&id, "/restore"), &pairs, &["version"]) {
        return *gone;
    }
    let lang = visitor.lang();
    let Ok(version) = said(&pairs, "version").parse() else {
        return refused(&shared, &visitor, &unknown("version", lang));
    };
    match visitor.ask(&shared, Command::Restore { playlist: id.clone(), version }).await {
        Ok(_) => see(&address(&id, "/draft"), "restored"),
        Err(problem) => refused(&shared, &visitor, &problem),
    }
}
