//! Drafts as a whole: opened, read, written head and text, undone, given up.

use super::answers::{Drafted, done, drafted, missing};
use super::playlists::Why;
use super::taken::{Id, Number, OfPlaylist, Place};
use crate::editorial::{Command, difference as differs};
use crate::journal::{Draft, Look, Page};
use crate::office::Refusal;
use crate::playlist::edit::{Fields, Manuscript};
use crate::report::{Lang, Message};
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::{Visitor, look};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// An open draft with its text.
pub(super) struct Opened {
    pub(super) draft: Draft,
    pub(super) page: Page,
    /// The place of the last page that can be done again.
    last: i64,
    /// The text and number of the newest version.
    pub(super) newest: Option<(i64, Option<String>)>,
    /// Whether it was begun with another version than the newest.
    outdated: bool,
}

impl Opened {
    fn read(look: Look<'_>, playlist: &str) -> Result<Option<Self>, Refusal> {
        let Some(draft) = look.draft(playlist)? else { return Ok(None) };
        let Some(page) = look.page(&draft, draft.place)? else { return Ok(None) };
        let (last, newest) = (look.last_place(&draft)?, look.newest(playlist)?);
        let outdated = newest.as_ref().map(|version| version.id) != draft.base;
        let newest = newest.map(|version| (version.number, version.text));
        Ok(Some(Self { draft, page, last, newest, outdated }))
    }

    /// The open draft of a playlist, for who may see it.
    pub(super) async fn of(shared: &Shared, visitor: &Visitor, playlist: &str) -> Result<Self, Problem> {
        visitor.admitted()?;
        let asked = playlist.to_owned();
        let found = look(shared, visitor.lang(), move |look| Self::read(look, &asked)).await?;
        found.ok_or_else(|| no_draft(playlist, visitor.lang()))
    }
}

fn no_draft(playlist: &str, lang: Lang) -> Problem {
    missing(&Message::NoDraft { playlist: playlist.chars().take(40).collect() }, lang)
}

/// A draft.
#[derive(Serialize, ToSchema)]
#[schema(as = Draft)]
pub(in crate::web) struct DraftTold {
    playlist: String,
    /// `draft`, `submitted` or `rejected`.
    stage: &'static str,
    /// To be sent with changes: what was changed meanwhile is then found.
    revision: i64,
    authors: Vec<String>,
    made_at: String,
    changed_at: String,
    changed_by: String,
    submitted_by: Option<String>,
    submitted_at: Option<String>,
    /// What was said with the last step.
    note: String,
    /// Whether something else was published since it was begun.
    outdated: bool,
    can_undo: bool,
    can_redo: bool,
    /// The whole file.
    text: String,
    /// The keys of the head, as they stand in the file.
    #[schema(value_type = Object)]
    head: Fields,
    items: Vec<ItemTold>,
}

/// An item of a draft.
#[derive(Serialize, ToSchema)]
#[schema(as = Item)]
pub(in crate::web) struct ItemTold {
    /// Its number, which stays with it wherever it is put.
    pub(super) uid: i64,
    /// Its keys, as they stand in the file.
    #[schema(value_type = Object)]
    pub(super) fields: Fields,
}

pub(super) fn items(page: &Page, manuscript: &Manuscript) -> Vec<ItemTold> {
    let numbered = page.uids.iter().enumerate();
    numbered.filter_map(|(at, uid)| Some(ItemTold { uid: *uid, fields: manuscript.item(at)? })).collect()
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/draft", tag = "drafts",
    summary = "The open draft of a playlist", params(OfPlaylist), responses((status = 200, body = DraftTold)))]
pub(in crate::web) async fn draft(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Json<DraftTold>, Problem> {
    let Opened { draft, page, last, outdated, .. } = Opened::of(&shared, &visitor, &playlist).await?;
    let manuscript = Manuscript::parse(&page.text)
        .map_err(|message| Problem::new(StatusCode::CONFLICT, &message, visitor.lang()))?;
    Ok(Json(DraftTold {
        stage: draft.stage.word(),
        revision: draft.revision,
        authors: draft.authors,
        made_at: draft.made_at,
        changed_at: draft.changed_at,
        changed_by: draft.changed_by,
        submitted_by: draft.submitted_by,
        submitted_at: draft.submitted_at,
        note: draft.note,
        outdated,
        can_undo: draft.place > 0,
        can_redo: draft.place < last,
        head: manuscript.head(),
        items: items(&page, &manuscript),
        text: page.text,
        playlist,
    }))
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft", tag = "drafts",
    summary = "Work on a published playlist: begin a draft, or find the one that is open", params(OfPlaylist),
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn open(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::OpenDraft { playlist }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/discard", tag = "drafts",
    summary = "Give the draft up", params(OfPlaylist), request_body = Why, responses((status = 204)))]
pub(in crate::web) async fn discard(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Why { reason }): Body<Why>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::DiscardDraft { playlist, reason }).await
}

/// Keys that are to stand in the file from now on, in place of all that stood there.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Saved {
    /// The revision of the draft that the caller saw.
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub(super) revision: Number,
    /// The keys as the caller found them. What others changed meanwhile is put together by it.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(super) base: Fields,
    #[schema(value_type = Object)]
    pub(super) fields: Fields,
}

#[utoipa::path(put, path = "/api/v1/playlists/{playlist}/draft/head", tag = "drafts",
    summary = "Change what the playlist says of all its items", params(OfPlaylist), request_body = Saved,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn head(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Saved { revision: Number(revision), base, fields }): Body<Saved>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::SaveHead { playlist, revision, base, fields }).await
}

/// The whole text of a draft.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Whole {
    /// The revision of the draft that the caller saw.
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    revision: Number,
    #[schema(max_length = 262_144)]
    text: String,
}

#[utoipa::path(put, path = "/api/v1/playlists/{playlist}/draft/text", tag = "drafts",
    summary = "Replace the whole text", params(OfPlaylist), request_body = Whole,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn text(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Whole { revision: Number(revision), text }): Body<Whole>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::SaveText { playlist, revision, text }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/undo", tag = "drafts",
    summary = "Take the last change back", params(OfPlaylist), responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn undo(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Undo { playlist }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/redo", tag = "drafts",
    summary = "Do it again", params(OfPlaylist), responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn redo(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Redo { playlist }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/rebase", tag = "drafts",
    summary = "Take it that the draft is meant for the newest published version", params(OfPlaylist),
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn rebase(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Rebase { playlist }).await
}

/// What approving a draft would change.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Differs {
    /// The keys of the head that change, each with `key`, `before` and `after`.
    #[schema(value_type = Vec<Object>)]
    head: Value,
    /// What becomes of each item: `kind` is `added`, `removed`, `changed`, `moved` or `same`.
    #[schema(value_type = Vec<Object>)]
    items: Value,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/draft/difference", tag = "drafts",
    summary = "What the draft changes of what is published", params(OfPlaylist),
    responses((status = 200, body = Differs)))]
pub(in crate::web) async fn difference(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Json<Differs>, Problem> {
    let Opened { page, newest, .. } = Opened::of(&shared, &visitor, &playlist).await?;
    let before = newest.and_then(|(_, text)| text);
    let found = differs(before.as_deref(), &page.text)
        .map_err(|message| Problem::new(StatusCode::CONFLICT, &message, visitor.lang()))?;
    let value = |found| serde_json::to_value(found).unwrap_or_default();
    Ok(Json(Differs {
        head: value(found.head),
        items: serde_json::to_value(found.items).unwrap_or_default(),
    }))
}
