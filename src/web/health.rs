//! `/health`: whether the program lives, for whoever starts it again if it does not. It says nothing of whether boards are lit,
//! for a dead board is no reason to restart the program; that is what alarms are for.
//!
//! ```json
//! { "alive": true, "boards": 12, "stuck": [], "alarms": { "critical": 0, "warning": 1 } }
//! ```
//!
//! 200 while every player took a step within the last 5 s and the watch over them looked at them, otherwise 503 with the ids of
//! at most 100 boards.

use super::{Desk, Shared};
use crate::alarm::{Grade, STUCK};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// The most boards named.
const MAX_NAMED: usize = 100;

/// What `/health` says.
#[derive(Serialize)]
struct Health {
    alive: bool,
    boards: usize,
    stuck: Vec<String>,
    alarms: Count,
}

#[derive(Serialize)]
struct Count {
    critical: usize,
    warning: usize,
}

/// Answers `/health`.
pub(super) async fn health(State(shared): State<Shared>) -> Response {
    let health = Health::of(&shared.desk);
    let code = if health.alive { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, axum::Json(health)).into_response()
}

impl Health {
    fn of(desk: &Desk) -> Self {
        let (site, sheet, now) = (desk.site.borrow().clone(), desk.sheet.borrow().clone(), (desk.mono)());
        let still = |board: &&std::sync::Arc<super::BoardView>| {
            now.saturating_sub(board.status.borrow().stepped) > STUCK
        };
        let stuck: Vec<&str> = site.boards.iter().filter(still).map(|board| board.id.as_str()).collect();
        let watched = now.saturating_sub(sheet.looked) <= STUCK;
        let all = || sheet.site.iter().chain(sheet.boards.values().flat_map(|known| &known.alarms));
        let count = |grade| all().filter(|alarm| alarm.kind.grade() == grade).count();
        Self {
            alive: stuck.is_empty() && watched,
            boards: site.boards.len(),
            stuck: stuck.into_iter().take(MAX_NAMED).map(str::to_owned).collect(),
            alarms: Count { critical: count(Grade::Critical), warning: count(Grade::Warning) },
        }
    }
}
