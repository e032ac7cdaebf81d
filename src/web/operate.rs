//! What is done at once: emergencies, boards dark and light again, test patterns.

use super::Shared;
use axum::Router;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
}
