//! Submitting, looking, approving, sending back, and taking off the boards.

use super::answers::{Drafted, PublishedAs, done, drafted, published};
use super::drafts::Opened;
use super::taken::{Id, Number, OfPlaylist, Place};
use crate::editorial::Command;
use crate::frame::Digest;
use crate::playlist::Playlist;
use crate::report::{Message, Source};
use crate::site::Library;
use crate::web::api::{Body, Problem};
use crate::web::visitor::{Visitor, look};
use crate::web::{Shared, preview};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// A step with a draft, with a remark.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Step {
    /// The revision of the draft that the caller saw.
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    revision: Number,
    /// A remark, which may be empty.
    #[serde(default)]
    #[schema(max_length = 200)]
    note: String,
}

/// A step back, with its reason.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Refused {
    /// The revision of the draft that the caller saw.
    #[schema(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    revision: Number,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/submit", tag = "approval",
    summary = "Ask for approval", params(OfPlaylist), request_body = Step,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn submit(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Step { revision: Number(revision), note }): Body<Step>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Submit { playlist, revision, note }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/recall", tag = "approval",
    summary = "Take a submitted draft back and go on writing", params(OfPlaylist),
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn recall(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Recall { playlist }).await
}

/// What approving a draft would be bound to.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Seals {
    /// Of the draft.
    revision: i64,
    seals: Vec<SealTold>,
}

/// An item on a board.
#[derive(Serialize, ToSchema)]
struct SealTold {
    board: String,
    /// The place of the item, from 0.
    index: usize,
    /// The digest of everything that is drawn of it on this board.
    dots: String,
    /// The digest of when and before what it is shown.
    terms: String,
    /// Whether exactly this is approved already.
    approved: bool,
    /// Whether the caller has said that they looked at it to the end.
    seen: bool,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/draft/seals", tag = "approval",
    summary = "What approving the draft would be bound to, board by board", params(OfPlaylist),
    responses((status = 200, body = Seals)))]
pub(in crate::web) async fn seals(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Json<Seals>, Problem> {
    let Opened { draft, page, .. } = Opened::of(&shared, &visitor, &playlist).await?;
    let (asked, login) = (draft.clone(), visitor.actor.person().unwrap_or_default().to_owned());
    let (held, seen) = look(&shared, visitor.lang(), move |look| {
        Ok((look.seals(Some(&asked.playlist))?, look.seen(&asked, &login)?))
    })
    .await?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let held: BTreeSet<_> = held.into_iter().map(|held| (held.board, held.seal)).collect();
    let seen: BTreeSet<Digest> = seen.into_iter().collect();
    let work = move || {
        let all = sealed(&library, &playlist, page.text).into_iter();
        let told = all.map(|on| SealTold {
            dots: on.seal.dots.to_string(),
            terms: on.seal.terms.to_string(),
            seen: seen.contains(&on.seal.dots),
            index: on.index,
            approved: held.contains(&(on.board.clone(), on.seal)),
            board: on.board,
        });
        told.collect()
    };
    let seals = preview::drawn(&shared, work).await.ok_or_else(|| preview::busy(visitor.lang()))?;
    Ok(Json(Seals { revision: draft.revision, seals }))
}

/// What a text would be bound to; nothing where it makes no playlist.
fn sealed(library: &Library, id: &str, text: String) -> Vec<crate::site::SealOn> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text });
    let playlist = Playlist::parse(id, &source).0.map(Arc::new);
    playlist.map_or_else(Vec::new, |playlist| library.seals(&playlist))
}

/// Dots that were looked at.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Looked {
    /// A digest of `…/draft/seals`: 64 hexadecimal digits.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    dots: String,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/seen", tag = "approval",
    summary = "Say that you looked at these dots to the end", params(OfPlaylist), request_body = Looked,
    responses((status = 204)))]
pub(in crate::web) async fn seen(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Looked { dots }): Body<Looked>,
) -> Result<StatusCode, Problem> {
    visitor.admitted()?;
    let small = !dots.bytes().any(|byte| byte.is_ascii_uppercase());
    let dots = dots.parse().ok().filter(|_| small).ok_or_else(|| {
        let (field, detail) = ("dots".to_owned(), "^[0-9a-f]{64}$".to_owned());
        let message = Message::FieldWrong { field, detail };
        Problem::new(StatusCode::BAD_REQUEST, &message, visitor.lang()).about("dots")
    })?;
    done(&shared, &visitor, Command::Seen { playlist, dots }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/approve", tag = "approval",
    summary = "Approve the draft and light it; where the site asks for no approval, publish it", params(OfPlaylist),
    request_body = Step, responses((status = 200, body = PublishedAs)))]
pub(in crate::web) async fn approve(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Step { revision: Number(revision), note }): Body<Step>,
) -> Result<Json<PublishedAs>, Problem> {
    published(&shared, &visitor, Command::Approve { playlist, revision, note }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/reject", tag = "approval",
    summary = "Send the draft back with a reason", params(OfPlaylist), request_body = Refused,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn reject(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Refused { revision: Number(revision), reason }): Body<Refused>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Reject { playlist, revision, reason }).await
}

/// What is to be taken off the boards, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Withdrawn {
    /// The place of an item in the published text, from 0; all of it if it is left out.
    #[schema(minimum = 0, maximum = 999)]
    item: Option<u16>,
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/withdraw", tag = "approval",
    summary = "Take an item, or the whole playlist, off the boards at once", params(OfPlaylist),
    request_body = Withdrawn, responses((status = 200, body = PublishedAs)))]
pub(in crate::web) async fn withdraw(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Withdrawn { item, reason }): Body<Withdrawn>,
) -> Result<Json<PublishedAs>, Problem> {
    let item = item.map(usize::from);
    published(&shared, &visitor, Command::Withdraw { playlist, item, reason }).await
}
