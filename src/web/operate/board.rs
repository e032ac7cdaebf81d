//! The page of one board: its face as it is now, what is on and why, what comes, what is withheld, how it is, and what can be
//! done with it.

use super::super::ask::Asked;
use super::super::pages::{Frame, html};
use super::super::stages::AlarmTold;
use super::super::told::{Board, Way};
use super::super::visitor::Visitor;
use super::super::words::{self, OperateWords};
use super::super::{BoardView, Shared};
use super::coming::Coming;
use super::hand::Hand;
use crate::report::Lang;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// The most withheld items listed.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "operate/board.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    w: &'static OperateWords,
    style: String,
    script: String,
    board: Board,
    /// What stands around the board.
    told: Now,
    coming: Coming,
    hand: Option<Hand>,
}

/// What stands around the board and changes, for the page and, as JSON, for the script that keeps it fresh.
#[derive(Serialize)]
pub(super) struct Now {
    now: String,
    now_words: String,
    /// What only a new page can show.
    fixed: String,
    /// The brightness wanted, in per cent.
    percent: u8,
    alarms: Vec<AlarmTold>,
    alarms_more: Option<String>,
    /// What nobody approved.
    withheld: Vec<Withheld>,
}

#[derive(Serialize)]
struct Withheld {
    text: String,
    playlist: String,
}

impl Now {
    fn of(shared: &Shared, lang: Lang, view: &BoardView) -> Self {
        let site = Arc::clone(&shared.desk.site.borrow());
        let sheet = Arc::clone(&shared.desk.sheet.borrow());
        let programme = Arc::clone(&view.programme.borrow());
        let way = Way::new(&shared.desk, &site, lang);
        let this = [(view.id.as_str(), view.name.as_str())];
        let (alarms, raised) = AlarmTold::all(&sheet, this.into_iter(), &way);
        let more = raised.checked_sub(alarms.len()).filter(|&more| more > 0);
        let withheld = programme.withheld().iter().take(MOST).map(|item| Withheld {
            text: item.text().to_owned(),
            playlist: item.choice.playlist.title.clone(),
        });
        let (width, height) = (view.face.width(), view.face.height());
        Self {
            now: way.now.to_string(),
            now_words: words::full_moment(way.now, &site.zone),
            fixed: format!("{}\n{}\n{}\n{width} × {height}", view.name, view.site, view.place),
            percent: programme.slot(way.now).light(),
            alarms_more: more.map(|more| words::and_more_alarms(lang, more)),
            alarms,
            withheld: withheld.collect(),
        }
    }
}

/// `/board/{id}/now.json`
pub(super) async fn now(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    asked: Asked,
) -> Response {
    let id = id.map_or_else(|_| String::new(), |Path(id)| id);
    match shared.board(&id) {
        Some(view) => axum::Json(Now::of(&shared, asked.lang, &view)).into_response(),
        None => (StatusCode::NOT_FOUND, words::no_such_board(asked.lang, &id)).into_response(),
    }
}

/// `/board/{id}`
pub(in crate::web) fn page(shared: &Shared, visitor: &Visitor, view: &BoardView) -> Response {
    let lang = visitor.lang();
    let site = Arc::clone(&shared.desk.site.borrow());
    let mut board = Board::of(view, &site, &shared.desk, lang);
    let hand = Hand::of(shared, visitor, std::slice::from_mut(&mut board));
    let (programme, now) = (Arc::clone(&view.programme.borrow()), (shared.desk.now)());
    let page = Page {
        frame: Frame::of(shared, visitor, ""),
        w: words::operate(lang),
        style: shared.assets.address("operate"),
        script: shared.assets.address("board"),
        board,
        told: Now::of(shared, lang, view),
        hand,
        coming: Coming::of(&programme, now, &site.zone, lang),
    };
    html(StatusCode::OK, visitor.asked, &page)
}
