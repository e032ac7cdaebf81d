//! Approving: what waits for it, every picture of it on every board, and the decision.
//!
//! Decides nothing: what counts as looked at, and who may approve, is the office's to say. The pages only say it beforehand.

mod acts;
mod done;
mod picture;
mod sheet;
mod waiting;

use super::Shared;
use super::api::Problem;
use super::visitor::Visitor;
use super::words;
use crate::playlist::Playlist;
use crate::report::{Fault, Message, Source};
use axum::Router;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::StatusCode;
use axum::routing::get;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;

/// How long somebody waits for their turn at most, and for what is worked out then.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/approvals", get(waiting::page))
        .route("/approvals/{playlist}", get(sheet::page))
        .route("/approvals/{playlist}/seen", get(acts::back).post(acts::seen))
        .route("/approvals/{playlist}/approve", get(acts::back).post(acts::approve))
        .route("/approvals/{playlist}/reject", get(acts::back).post(acts::reject))
        .route("/approvals/{playlist}/again", get(acts::back).post(acts::again))
        .route("/approvals/{playlist}/done", get(done::page))
        .route("/approvals/{playlist}/items/{index}/{file}", get(picture::picture))
}

/// The id of a playlist in an address; an empty one, which no playlist has, where it cannot be read.
fn named(path: Result<Path<String>, PathRejection>) -> String {
    path.map_or_else(|_| String::new(), |Path(id)| id)
}

/// A text as a playlist, and what is wrong with it.
fn read(id: &str, text: &str) -> (Option<Arc<Playlist>>, Vec<Fault>) {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let (playlist, faults) = Playlist::parse(id, &source);
    (playlist.map(Arc::new), faults)
}

/// What comes of some work, when its turn has come. One at a time: drawing all of a playlist for all boards keeps all cores
/// busy, and boards need them too.
async fn worked<T: Send + 'static>(
    shared: &Shared,
    visitor: &Visitor,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let work = async {
        let _turn = shared.plans.acquire().await.ok()?;
        tokio::task::spawn_blocking(work).await.ok()
    };
    let done = tokio::time::timeout(PATIENCE, work).await.ok().flatten();
    done.ok_or_else(|| busy(visitor))
}

fn busy(visitor: &Visitor) -> Problem {
    let sentence = words::busy(visitor.lang());
    Problem::said(StatusCode::SERVICE_UNAVAILABLE, "Busy", sentence).again(1)
}

/// That there is nothing to look at.
fn no_draft(visitor: &Visitor, playlist: &str) -> Problem {
    let playlist = playlist.chars().filter(|letter| !letter.is_control()).take(40).collect();
    Problem::new(StatusCode::NOT_FOUND, &Message::NoDraft { playlist }, visitor.lang())
}

/// A moment of the journal in words; as it stands where it is none.
fn when(at: &str, zone: &TimeZone) -> String {
    at.parse::<Timestamp>().map_or_else(|_| at.to_owned(), |at| words::full_moment(at, zone))
}
