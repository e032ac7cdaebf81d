//! What a board shows at any minute of the past or the future, by the programme it has now: a picture and words.

use super::ask::Asked;
use super::preview::drawn;
use super::{BoardView, Shared, words};
use crate::frame::{Frame, picture};
use crate::player::Programme;
use crate::report::Lang;
use crate::timetable::{instant, moment};
use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What can be asked for.
#[derive(Deserialize)]
pub(super) struct Wish {
    /// The moment, in the zone of the site or with an offset; now if absent.
    at: Option<String>,
}

/// What is on at a moment.
#[derive(Serialize)]
struct Told {
    board: String,
    at: String,
    at_words: String,
    /// The text; empty if no item is on.
    text: String,
    playlist: String,
    since: String,
    since_words: String,
    until: Option<String>,
    until_words: Option<String>,
    why_code: &'static str,
    why: String,
    /// Of full light.
    percent: u8,
    /// The address of the picture.
    picture: String,
}

/// A question that was understood.
struct Asking {
    board: Arc<BoardView>,
    programme: Arc<Programme>,
    at: Timestamp,
    zone: TimeZone,
}

/// `/board/{id}/at.png?at=`: one pixel a dot.
pub(super) async fn png(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    wish: Result<Query<Wish>, QueryRejection>,
    asked: Asked,
) -> Response {
    let asking = match Asking::of(&shared, id, wish, asked.lang) {
        Ok(asking) => asking,
        Err(refused) => return *refused,
    };
    let work = move || {
        let moment = asking.programme.at(asking.at);
        let window = moment.window().map(|window| window.to_frame());
        picture::png(&window.unwrap_or_else(|| Frame::unlit(asking.programme.face()))).ok()
    };
    match drawn(&shared, work).await.flatten() {
        Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => busy(asked.lang),
    }
}

/// `/api/v1/boards/{id}/at?at=`
pub(super) async fn told(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    wish: Result<Query<Wish>, QueryRejection>,
    asked: Asked,
) -> Response {
    let asking = match Asking::of(&shared, id, wish, asked.lang) {
        Ok(asking) => asking,
        Err(refused) => return *refused,
    };
    match drawn(&shared, move || asking.told(asked.lang)).await {
        Some(told) => Json(told).into_response(),
        None => busy(asked.lang),
    }
}

fn busy(lang: Lang) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "1")], words::busy(lang)).into_response()
}

impl Asking {
    fn of(
        shared: &Shared,
        id: Result<Path<String>, PathRejection>,
        wish: Result<Query<Wish>, QueryRejection>,
        lang: Lang,
    ) -> Result<Self, Box<Response>> {
        let id = id.map_or_else(|_| String::new(), |Path(id)| id);
        let Some(board) = shared.board(&id) else {
            return Err(Box::new((StatusCode::NOT_FOUND, words::no_such_board(lang, &id)).into_response()));
        };
        let zone = shared.desk.site.borrow().zone.clone();
        let at = wish.ok().and_then(|Query(wish)| match &wish.at {
            Some(text) => instant(text, &zone),
            None => Some((shared.desk.now)()),
        });
        let Some(at) = at else {
            return Err(Box::new((StatusCode::BAD_REQUEST, words::bad_time(lang)).into_response()));
        };
        let programme = Arc::clone(&board.programme.borrow());
        Ok(Self { board, programme, at, zone })
    }

    fn told(&self, lang: Lang) -> Told {
        let slot = self.programme.slot(self.at);
        let air = self.programme.on_air(&slot);
        let words = |at| moment(at, &self.zone);
        Told {
            board: self.board.id.clone(),
            at: self.at.to_string(),
            at_words: words(self.at),
            text: air.text,
            playlist: air.playlist,
            since: air.since.to_string(),
            since_words: words(air.since),
            until: air.until.map(|at| at.to_string()),
            until_words: air.until.map(words),
            why_code: air.why.code(),
            why: air.why.say(lang),
            percent: slot.percent,
            picture: format!("/board/{}/at.png?at={}", self.board.id, self.at),
        }
    }
}
