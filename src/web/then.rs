//! What a board shows at any minute of the past or the future, by the programme it has now: a picture and words.

use super::api::Problem;
use super::api::v1::{OfBoard, Place, Query, When, moment as moment_of, view};
use super::ask::Asked;
use super::preview::{busy, drawn};
use super::{BoardView, Shared};
use crate::frame::{Frame, picture};
use crate::player::Programme;
use crate::report::Lang;
use crate::timetable::moment;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// What is on at a moment.
#[derive(Serialize, ToSchema)]
#[schema(as = Moment)]
pub(super) struct Told {
    board: String,
    at: String,
    at_words: String,
    /// Whether it is past. Then this is what the files of now would have shown, and no proof of what was shown.
    past: bool,
    /// The text; empty if no item is on.
    text: String,
    playlist: String,
    since: String,
    since_words: String,
    until: Option<String>,
    until_words: Option<String>,
    why_code: &'static str,
    why: String,
    /// Of full light; 0 while it is dark on purpose.
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
    Place(OfBoard { board }): Place<OfBoard>,
    Query(When { at }): Query<When>,
    asked: Asked,
) -> Response {
    let asking = match Asking::of(&shared, board, at.as_deref(), asked) {
        Ok(asking) => asking,
        Err(refused) => return refused.head(refused.sentence.clone().into_response()),
    };
    let work = move || {
        let moment = asking.programme.at(asking.at);
        let window = moment.window().map(|window| window.to_frame());
        picture::png(&window.unwrap_or_else(|| Frame::unlit(asking.programme.face()))).ok()
    };
    match drawn(&shared, work).await.flatten() {
        Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => {
            let refused = busy(asked.lang);
            refused.head(refused.sentence.clone().into_response())
        }
    }
}

#[utoipa::path(get, path = "/api/v1/boards/{board}/at", tag = "boards",
    summary = "What a board shows at a moment of the past or the future", params(OfBoard, When),
    responses((status = 200, body = Told)))]
pub(super) async fn told(
    State(shared): State<Shared>,
    Place(OfBoard { board }): Place<OfBoard>,
    Query(When { at }): Query<When>,
    asked: Asked,
) -> Result<Json<Told>, Problem> {
    let asking = Asking::of(&shared, board, at.as_deref(), asked)?;
    let now = (shared.desk.now)();
    let told = drawn(&shared, move || asking.told(asked.lang, now)).await;
    told.map(Json).ok_or_else(|| busy(asked.lang))
}

impl Asking {
    fn of(shared: &Shared, id: String, at: Option<&str>, asked: Asked) -> Result<Self, Problem> {
        let board = view(shared, asked, &id)?;
        let at = moment_of(shared, asked, at, "at")?;
        let zone = shared.desk.site.borrow().zone.clone();
        let programme = Arc::clone(&board.programme.borrow());
        Ok(Self { board, programme, at, zone })
    }

    fn told(&self, lang: Lang, now: Timestamp) -> Told {
        let slot = self.programme.slot(self.at);
        let air = self.programme.on_air(&slot);
        let words = |at| moment(at, &self.zone);
        Told {
            board: self.board.id.clone(),
            at: self.at.to_string(),
            at_words: words(self.at),
            past: self.at < now,
            text: air.text,
            playlist: air.playlist,
            since: air.since.to_string(),
            since_words: words(air.since),
            until: air.until.map(|at| at.to_string()),
            until_words: air.until.map(words),
            why_code: air.why.code(),
            why: air.why.say(lang),
            percent: slot.light(),
            picture: format!("/board/{}/at.png?at={}", self.board.id, self.at),
        }
    }
}
