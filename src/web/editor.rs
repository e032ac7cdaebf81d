//! Writing: playlists, their drafts and items, and what became of them.

use super::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
}
