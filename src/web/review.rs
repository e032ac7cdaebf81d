//! Approving: what waits for it, and every picture of it on every board.

use super::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
}
