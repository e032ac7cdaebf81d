//! The items of a draft, each by its number.

use super::answers::{Drafted, drafted, missing};
use super::drafts::{ItemTold, Opened, Saved, items};
use super::taken::{Id, Number, OfPlaylist, Place};
use crate::editorial::Command;
use crate::playlist::edit::{Fields, Manuscript};
use crate::report::Message;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::Visitor;
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// An item in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfItem {
    /// The id of the playlist.
    #[param(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    playlist: Id,
    /// The number of the item in the draft.
    #[param(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    uid: Number,
}

/// An item to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewItem {
    /// The number of the item after which it is put; at the end if it is left out.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    after: Option<Number>,
    /// Its keys, as in a playlist file.
    #[schema(value_type = Object)]
    fields: Fields,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/items", tag = "drafts",
    summary = "Add an item", params(OfPlaylist), request_body = NewItem,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn add(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(NewItem { after, fields }): Body<NewItem>,
) -> Result<Response, Problem> {
    let after = after.map(|Number(after)| after);
    drafted(&shared, &visitor, Command::AddItem { playlist, after, fields }).await
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/draft/items/{uid}", tag = "drafts",
    summary = "One item", params(OfItem), responses((status = 200, body = ItemTold)))]
pub(in crate::web) async fn item(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfItem { playlist: Id(playlist), uid: Number(uid) }): Place<OfItem>,
) -> Result<Json<ItemTold>, Problem> {
    let Opened { page, .. } = Opened::of(&shared, &visitor, &playlist).await?;
    let all = Manuscript::parse(&page.text).map_or_else(|_| Vec::new(), |all| items(&page, &all));
    let found = all.into_iter().find(|item| item.uid == uid);
    found.map(Json).ok_or_else(|| missing(&Message::ItemGone {}, visitor.lang()))
}

#[utoipa::path(put, path = "/api/v1/playlists/{playlist}/draft/items/{uid}", tag = "drafts",
    summary = "Change an item", params(OfItem), request_body = Saved, responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn save(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfItem { playlist: Id(playlist), uid: Number(uid) }): Place<OfItem>,
    Body(Saved { revision: Number(revision), base, fields }): Body<Saved>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::SaveItem { playlist, uid, revision, base, fields }).await
}

#[utoipa::path(delete, path = "/api/v1/playlists/{playlist}/draft/items/{uid}", tag = "drafts",
    summary = "Take an item out", params(OfItem), responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn remove(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfItem { playlist: Id(playlist), uid: Number(uid) }): Place<OfItem>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::RemoveItem { playlist, uid }).await
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/items/{uid}/copy", tag = "drafts",
    summary = "Add an item that is like this one, after it", params(OfItem),
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn copy(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfItem { playlist: Id(playlist), uid: Number(uid) }): Place<OfItem>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::CopyItem { playlist, uid }).await
}

/// Where an item is to be put.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Position {
    /// Its place, from 0; beyond the end means at the end.
    #[schema(minimum = 0, maximum = 65_535)]
    to: u16,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/draft/items/{uid}/move", tag = "drafts",
    summary = "Put an item at another place", params(OfItem), request_body = Position,
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn shift(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfItem { playlist: Id(playlist), uid: Number(uid) }): Place<OfItem>,
    Body(Position { to }): Body<Position>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::MoveItem { playlist, uid, to: usize::from(to) }).await
}
