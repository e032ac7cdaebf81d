//! The API for programs, version 1: everything that the pages can do, as JSON.

use crate::web::Shared;
use axum::Router;

pub(in crate::web) fn routes() -> Router<Shared> {
    Router::new()
}
