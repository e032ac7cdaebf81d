//! A text that is about to be ordered, drawn for a board.

use super::super::Shared;
use super::super::drawn::{CourseTold, RasterTold, strip_png};
use super::super::preview::drawn;
use super::super::visitor::Visitor;
use crate::notice::Wish;
use crate::site::Draft;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A text and a board, to be drawn.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Picture {
    pub(super) board: String,
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) colour: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) motion: Option<String>,
}

/// What `<board-preview>` plays.
#[derive(Serialize)]
struct Film {
    width: u16,
    height: u16,
    seconds: f64,
    raster: RasterTold,
    course: CourseTold,
}

/// `GET /emergency/picture/film.json?board=&text=` or `…/still.png`
pub(super) async fn picture(
    State(shared): State<Shared>,
    file: Result<Path<String>, PathRejection>,
    asked: Result<Query<Picture>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(problem) = visitor.admitted() {
        return problem.into_response();
    }
    let (Ok(Path(file)), Ok(Query(Picture { board, text, colour, motion }))) = (file, asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let library = Arc::clone(&shared.desk.library.borrow());
    let work = move || {
        let text = Wish { text, colour, motion, ..Wish::default() }.text_of_playlist();
        let boards = BTreeSet::from([board]);
        let draft = Draft { id: "notice", text: &text, item: Some(0), boards: Some(&boards) };
        let shown = library.proof(&draft, None).boards.into_iter().next()?;
        let (face, picture) = (shown.face, shown.drawn.ok()?);
        if file == "still.png" {
            let png = strip_png(&picture.reel, face, true)?;
            return Some(([(header::CONTENT_TYPE, "image/png")], png).into_response());
        }
        let film = Film {
            width: face.width(),
            height: face.height(),
            seconds: picture.lasts.as_secs_f64(),
            raster: RasterTold::of(picture.reel.raster()),
            course: CourseTold::of(picture.reel.course()),
        };
        Some(axum::Json(film).into_response())
    };
    drawn(&shared, work).await.flatten().unwrap_or_else(|| StatusCode::NOT_FOUND.into_response())
}
