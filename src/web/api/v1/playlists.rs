//! Playlists: what is published of them, their versions, and what somebody wrote into their files.

use super::answers::{Drafted, done, drafted, missing};
use super::taken::{Id, Number, OfPlaylist, Place};
use crate::editorial::Command;
use crate::journal::{Look, Version};
use crate::office::{Refusal, reached};
use crate::playlist::edit::{Fields, Manuscript};
use crate::report::{Lang, Message};
use crate::site::Library;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::{Visitor, look};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// All playlists.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Playlists {
    playlists: Vec<Row>,
}

/// One of them in short.
#[derive(Clone, Default, Serialize, ToSchema)]
#[schema(as = PlaylistRow)]
struct Row {
    id: String,
    title: String,
    /// How many items the published text has.
    items: usize,
    /// The boards that show anything of it when it is its time.
    boards: Vec<String>,
    /// The number of the newest version; null if there was never one.
    version: Option<i64>,
    /// Whether the newest version took it off the boards.
    withdrawn: bool,
    /// How its open draft stands: `draft`, `submitted` or `rejected`; null if there is none.
    draft: Option<&'static str>,
    /// Whether its file is not what was published.
    changed_on_disk: bool,
}

#[utoipa::path(get, path = "/api/v1/playlists", tag = "playlists", summary = "All playlists",
    responses((status = 200, body = Playlists)))]
pub(in crate::web) async fn list(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Playlists>, Problem> {
    visitor.admitted()?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let playlists = look(&shared, visitor.lang(), move |look| rows(look, &library)).await?;
    Ok(Json(Playlists { playlists }))
}

fn rows(look: Look<'_>, library: &Library) -> Result<Vec<Row>, Refusal> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for (id, playlist) in &library.playlists {
        let boards = reached(library, playlist).into_iter().map(|board| board.id.value.clone()).collect();
        let (title, items) = (playlist.title.clone(), playlist.items.len());
        rows.insert(id.clone(), Row { id: id.clone(), title, items, boards, ..Row::default() });
    }
    for version in look.published()? {
        let row = row(&mut rows, &version.playlist);
        (row.version, row.withdrawn) = (Some(version.number), version.text.is_none());
        named(row, version.text.as_deref());
    }
    for draft in look.drafts()? {
        let page = look.page(&draft, draft.place)?;
        let row = row(&mut rows, &draft.playlist);
        row.draft = Some(draft.stage.word());
        named(row, page.as_ref().map(|page| page.text.as_str()));
    }
    for (id, text, _) in look.on_disk()? {
        let row = row(&mut rows, &id);
        row.changed_on_disk = true;
        named(row, text.as_deref());
    }
    Ok(rows.into_values().collect())
}

/// The row of a playlist, which is made if there is none.
fn row<'r>(rows: &'r mut BTreeMap<String, Row>, id: &str) -> &'r mut Row {
    rows.entry(id.to_owned()).or_insert_with(|| Row { id: id.to_owned(), ..Row::default() })
}

/// Gives a row that has no title the one in a text.
fn named(row: &mut Row, text: Option<&str>) {
    if row.title.is_empty() {
        let head = text.and_then(|text| Manuscript::parse(text).ok()).map(|manuscript| manuscript.head());
        let title = head.and_then(|head| Some(head.get("title")?.as_str()?.to_owned()));
        row.title = title.unwrap_or_default();
    }
}

/// A playlist to be begun.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct New {
    /// Its id: lower-case letters, digits and `-`.
    #[schema(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    playlist: Id,
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// A playlist to begin with; without it, it begins empty.
    #[schema(value_type = Option<String>, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    from: Option<Id>,
}

#[utoipa::path(post, path = "/api/v1/playlists", tag = "playlists",
    summary = "Begin a playlist as a draft, empty or as a copy of another one",
    request_body = New, responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn create(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(New { playlist: Id(playlist), title, from }): Body<New>,
) -> Result<Response, Problem> {
    let command = match from {
        Some(Id(from)) => Command::CopyPlaylist { from, playlist, title },
        None => Command::CreatePlaylist { playlist, title },
    };
    drafted(&shared, &visitor, command).await
}

/// One version of a playlist.
#[derive(Serialize, ToSchema)]
#[schema(as = Version)]
pub(in crate::web) struct VersionTold {
    number: i64,
    at: String,
    written_by: String,
    /// Who approved it; null where the site asked for no approval.
    approved_by: Option<String>,
    reason: String,
    /// The whole file; null where the playlist was withdrawn.
    text: Option<String>,
    /// The keys of the head, as they stand in the file.
    #[schema(value_type = Option<Object>)]
    head: Option<Fields>,
    /// The keys of the items.
    #[schema(value_type = Vec<Object>)]
    items: Vec<Fields>,
}

impl From<Version> for VersionTold {
    fn from(version: Version) -> Self {
        let manuscript = version.text.as_deref().and_then(|text| Manuscript::parse(text).ok());
        let items = manuscript.iter().flat_map(|all| (0..all.len()).filter_map(|at| all.item(at)));
        Self {
            number: version.number,
            at: version.at,
            written_by: version.written_by,
            approved_by: version.approved_by,
            reason: version.reason,
            items: items.collect(),
            head: manuscript.map(|manuscript| manuscript.head()),
            text: version.text,
        }
    }
}

/// A version without its text.
#[derive(Serialize, ToSchema)]
struct VersionRow {
    number: i64,
    at: String,
    written_by: String,
    approved_by: Option<String>,
    reason: String,
    /// Whether this version took the playlist off the boards.
    withdrawn: bool,
}

/// A playlist as it is published.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct PlaylistTold {
    id: String,
    /// The boards that show anything of it when it is its time.
    boards: Vec<String>,
    /// Null if it was never published.
    published: Option<VersionTold>,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}", tag = "playlists",
    summary = "A playlist as it is published", params(OfPlaylist),
    responses((status = 200, body = PlaylistTold)))]
pub(in crate::web) async fn one(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(id) }): Place<OfPlaylist>,
) -> Result<Json<PlaylistTold>, Problem> {
    visitor.admitted()?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let lang = visitor.lang();
    let asked = id.clone();
    let (newest, draft) =
        look(&shared, lang, move |look| Ok((look.newest(&asked)?, look.draft(&asked)?))).await?;
    let known = library.playlists.get(&id);
    if newest.is_none() && draft.is_none() && known.is_none() {
        return Err(no_such(&id, lang));
    }
    let boards = known.map_or_else(BTreeSet::new, |playlist| {
        reached(&library, playlist).into_iter().map(|board| board.id.value.clone()).collect()
    });
    let boards = boards.into_iter().collect();
    Ok(Json(PlaylistTold { id, boards, published: newest.map(VersionTold::from) }))
}

pub(super) fn no_such(id: &str, lang: Lang) -> Problem {
    missing(&Message::NoSuchList { playlist: id.chars().take(40).collect() }, lang)
}

/// The versions of a playlist, newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Versions {
    versions: Vec<VersionRow>,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/versions", tag = "playlists",
    summary = "The versions of a playlist, newest first; at most 500", params(OfPlaylist),
    responses((status = 200, body = Versions)))]
pub(in crate::web) async fn versions(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Json<Versions>, Problem> {
    visitor.admitted()?;
    let (lang, asked) = (visitor.lang(), playlist.clone());
    let known = shared.desk.library.borrow().playlists.contains_key(&playlist);
    let found = look(&shared, lang, move |look| Ok((look.versions(&asked)?, look.draft(&asked)?))).await?;
    let (versions, draft) = found;
    if versions.is_empty() && draft.is_none() && !known {
        return Err(no_such(&playlist, lang));
    }
    let row = |version: Version| VersionRow {
        number: version.number,
        at: version.at,
        written_by: version.written_by,
        approved_by: version.approved_by,
        reason: version.reason,
        withdrawn: version.text.is_none(),
    };
    Ok(Json(Versions { versions: versions.into_iter().map(row).collect() }))
}

/// A version in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfVersion {
    /// The id of the playlist.
    #[param(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    playlist: Id,
    /// The number of the version, from 1.
    #[param(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    number: Number,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/versions/{number}", tag = "playlists",
    summary = "One version of a playlist", params(OfVersion), responses((status = 200, body = VersionTold)))]
pub(in crate::web) async fn version(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfVersion { playlist: Id(playlist), number: Number(number) }): Place<OfVersion>,
) -> Result<Json<VersionTold>, Problem> {
    visitor.admitted()?;
    let lang = visitor.lang();
    let version = look(&shared, lang, move |look| Ok(look.version(&playlist, number)?)).await?;
    let version = version.ok_or_else(|| missing(&Message::NoSuchVersion { number }, lang))?;
    Ok(Json(version.into()))
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/versions/{number}/restore", tag = "playlists",
    summary = "Make a draft of an older version", params(OfVersion), responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn restore(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfVersion { playlist: Id(playlist), number: Number(number) }): Place<OfVersion>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::Restore { playlist, version: number }).await
}

/// What somebody wrote into the file.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct OnDisk {
    /// When it was found.
    at: String,
    /// The file; null where it was removed.
    text: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/playlists/{playlist}/disk", tag = "playlists",
    summary = "What somebody wrote into the file since it was published", params(OfPlaylist),
    responses((status = 200, body = OnDisk)))]
pub(in crate::web) async fn disk(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Json<OnDisk>, Problem> {
    visitor.admitted()?;
    let found = look(&shared, visitor.lang(), |look| Ok(look.on_disk()?)).await?;
    let found = found.into_iter().find(|(known, ..)| *known == playlist);
    let (_, text, at) = found.ok_or_else(|| {
        let playlist = playlist.chars().take(40).collect();
        missing(&Message::NothingOnDisk { playlist }, visitor.lang())
    })?;
    Ok(Json(OnDisk { at, text }))
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/disk/take", tag = "playlists",
    summary = "Make a draft of what somebody wrote into the file", params(OfPlaylist),
    responses((status = 200, body = Drafted)))]
pub(in crate::web) async fn take(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
) -> Result<Response, Problem> {
    drafted(&shared, &visitor, Command::TakeFromDisk { playlist }).await
}

/// A reason, for the log and for people.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Why {
    #[schema(min_length = 1, max_length = 200)]
    pub(super) reason: String,
}

#[utoipa::path(post, path = "/api/v1/playlists/{playlist}/disk/restore", tag = "playlists",
    summary = "Write the published text into the file again", params(OfPlaylist), request_body = Why,
    responses((status = 204)))]
pub(in crate::web) async fn write_again(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPlaylist { playlist: Id(playlist) }): Place<OfPlaylist>,
    Body(Why { reason }): Body<Why>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::RestoreFile { playlist, reason }).await
}
