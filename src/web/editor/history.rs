//! What was published of a playlist, by whom and why, and what became of its drafts.

use super::changes::{Told, told};
use super::paper::{missing, short};
use super::shape::Pairs;
use super::telling::when;
use super::{address, enters, only, refused, said, see, unknown};
use crate::editorial::{Command, Role, Stage};
use crate::journal::{Draft, Version};
use crate::office::Refusal;
use crate::report::{Lang, Message};
use crate::web::Shared;
use crate::web::api::Form;
use crate::web::pages::{Frame, html};
use crate::web::visitor::{self, Visitor};
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

pub(super) async fn page(State(shared): State<Shared>, Path(id): Path<String>, visitor: Visitor) -> Response {
    if let Err(gone) = visitor.enters(&shared) {
        return *gone;
    }
    let (lang, playlist) = (visitor.lang(), id.clone());
    let look = visitor::look(&shared, lang, move |look| -> Result<_, Refusal> {
        let known = look.draft(&playlist)?.is_some();
        Ok((look.versions(&playlist)?, look.closed_drafts(&playlist)?, known))
    });
    let (versions, closed, known) = match look.await {
        Ok(found) => found,
        Err(problem) => return refused(&shared, &visitor, &problem),
    };
    if versions.is_empty() && closed.is_empty() && !known {
        return refused(&shared, &visitor, &missing(lang, &Message::NoSuchList { playlist: short(&id) }));
    }
    let zone = shared.desk.library.borrow().site.zone.clone();
    let mut lines = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let before = versions.get(at + 1);
        lines.push(line(lang, &zone, version, before.filter(|_| at < COMPARED), at < COMPARED));
    }
    let title = versions.iter().find_map(|version| title(version.text.as_deref()));
    let page = Page {
        frame: Frame::of(&shared, &visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        base: address(&id, ""),
        title: title.unwrap_or_else(|| id.clone()),
        versions: lines,
        closed: closed.into_iter().map(|draft| self::closed(draft, &zone)).collect(),
        drafts: visitor.may(Role::Draft),
    };
    html(StatusCode::OK, visitor.asked, &page)
}

/// The title in a text.
pub(super) fn title(text: Option<&str>) -> Option<String> {
    let head = crate::playlist::edit::Manuscript::parse(text?).ok()?.head();
    head.get("title")?.as_str().map(str::to_owned)
}

fn line(lang: Lang, zone: &TimeZone, version: &Version, before: Option<&Version>, compared: bool) -> Line {
    let before = before.and_then(|before| before.text.as_deref());
    Line {
        number: version.number,
        at: when(&version.at, zone),
        written_by: version.written_by.clone(),
        approved_by: version.approved_by.clone().unwrap_or_default(),
        reason: version.reason.clone(),
        withdrawn: version.text.is_none(),
        changes: version.text.as_deref().filter(|_| compared).and_then(|text| told(lang, before, text)),
    }
}

fn closed(draft: Draft, zone: &TimeZone) -> Closed {
    Closed {
        at: when(draft.decided_at.as_deref().unwrap_or(&draft.changed_at), zone),
        approved: draft.stage == Stage::Approved,
        authors: draft.authors.join(", "),
        by: draft.decided_by.unwrap_or_default(),
        note: draft.note,
    }
}

pub(super) async fn version(
    State(shared): State<Shared>,
    Path((id, number)): Path<(String, i64)>,
    visitor: Visitor,
) -> Response {
    if let Err(gone) = visitor.enters(&shared) {
        return *gone;
    }
    let (lang, playlist) = (visitor.lang(), id.clone());
    let look = visitor::look(&shared, lang, move |look| -> Result<_, Refusal> {
        Ok((look.version(&playlist, number)?, look.version(&playlist, number.saturating_sub(1))?))
    });
    let (version, before) = match look.await {
        Ok((Some(version), before)) => (version, before),
        Ok((None, _)) => {
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
        title: title(version.text.as_deref()).unwrap_or(id),
        line: line(lang, &zone, &version, before.as_ref(), true),
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
    if let Err(gone) = enters(&shared, &visitor, &address(&id, "/restore"), &pairs) {
        return *gone;
    }
    let lang = visitor.lang();
    if let Err(problem) = only(&pairs, &["version"], lang) {
        return refused(&shared, &visitor, &problem);
    }
    let Ok(version) = said(&pairs, "version").parse() else {
        return refused(&shared, &visitor, &unknown("version", lang));
    };
    match visitor.ask(&shared, Command::Restore { playlist: id.clone(), version }).await {
        Ok(_) => see(&address(&id, "/draft"), "restored"),
        Err(problem) => refused(&shared, &visitor, &problem),
    }
}
