//! Signing in and out, one's own account, other people, and the log.

use super::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
}
