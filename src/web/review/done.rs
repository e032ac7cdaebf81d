//! What follows an approval: on which boards it is shown, and from when.

use super::super::pages::{Frame, html};
use super::super::visitor::{Visitor, look};
use super::super::words::{self, ReviewWords};
use super::super::{BoardView, Shared, api::Problem, refusal};
use super::{named, no_draft};
use crate::journal::Version;
use crate::office::reached;
use crate::timetable::{Known, standings, states};
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;
use std::time::Duration;

/// How long it is waited for that the boards have it: they do at once, unless the machine is busy.
const SOON: Duration = Duration::from_millis(1500);
const STEP: Duration = Duration::from_millis(50);

#[derive(Template)]
#[template(path = "review/done.html", config = "web/askama.toml")]
struct Done {
    frame: Frame,
    w: &'static ReviewWords,
    style: String,
    id: String,
    title: String,
    version: i64,
    boards: Vec<BoardTold>,
}

struct BoardTold {
    id: String,
    name: String,
    states: Vec<String>,
}

/// `/approvals/{playlist}/done`
pub(super) async fn page(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    match done(&shared, &visitor, &named(path)).await {
        Ok(page) => html(StatusCode::OK, visitor.asked, &page),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

async fn done(shared: &Shared, visitor: &Visitor, id: &str) -> Result<Done, Problem> {
    let lang = visitor.lang();
    let wanted = id.to_owned();
    let newest = look(shared, lang, move |look| Ok(look.newest(&wanted)?)).await?;
    let version = newest.ok_or_else(|| no_draft(visitor, id))?;
    lit(shared, &version).await;
    let library = Arc::clone(&shared.desk.library.borrow());
    let site = Arc::clone(&shared.desk.site.borrow());
    let playlist = library.playlists.get(id);
    let on = playlist.map_or_else(Vec::new, |playlist| reached(&library, playlist));
    let now = (shared.desk.now)();
    let told = |board: &&crate::site::Board| {
        let view = site.boards.iter().find(|view| view.id == board.id.value)?;
        let programme = Arc::clone(&view.programme.borrow());
        let mut all = standings([(view.id.as_str(), &*programme)], now);
        let items = all.remove(id).unwrap_or_default();
        let states = states(Known::default(), &items).into_iter();
        let states = states.map(|state| state.sentence(&site.zone, |_| view.name.clone()).say(lang));
        Some(BoardTold { id: view.id.clone(), name: view.name.clone(), states: states.collect() })
    };
    Ok(Done {
        frame: Frame::of(shared, visitor, "approvals"),
        w: words::review(lang),
        style: shared.assets.address("review"),
        id: id.to_owned(),
        title: playlist.map_or_else(|| id.to_owned(), |playlist| playlist.title.clone()),
        version: version.number,
        boards: on.iter().filter_map(told).collect(),
    })
}

/// Waits until the boards have a version and may light it, for a moment at most.
async fn lit(shared: &Shared, version: &Version) {
    let id = &version.playlist;
    let has = || {
        let library = shared.desk.library.borrow();
        let lit = library.playlists.get(id).map(|playlist| playlist.source.text.as_str());
        let holds_back = |view: &Arc<BoardView>| {
            view.programme.borrow().withheld().iter().any(|item| item.playlist() == id)
        };
        lit == version.text.as_deref() && !shared.desk.site.borrow().boards.iter().any(holds_back)
    };
    let waiting = async {
        while !has() {
            tokio::time::sleep(STEP).await;
        }
    };
    let _ = tokio::time::timeout(SOON, waiting).await;
}
