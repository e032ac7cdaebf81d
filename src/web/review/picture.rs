//! A picture of an item of a submitted draft on one board: dots and course for who plays it, or one still picture of all.

use super::super::drawn::{CourseTold, RasterTold, strip_png};
use super::super::preview::drawn;
use super::super::visitor::{Visitor, look};
use super::super::{Shared, words};
use super::{busy, no_draft, read};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;

/// What `<board-preview>` plays, and the digest by which it is said that it was seen.
#[derive(Serialize)]
struct Film {
    dots: String,
    width: u16,
    height: u16,
    seconds: f64,
    form: String,
    raster: RasterTold,
    course: CourseTold,
}

/// `/approvals/{playlist}/items/{index}/{board}.json` or `.png`
pub(super) async fn picture(
    State(shared): State<Shared>,
    path: Result<Path<(String, usize, String)>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let lang = visitor.lang();
    if let Err(problem) = visitor.admitted() {
        return problem.into_response();
    }
    let Ok(Path((id, index, file))) = path else { return no_draft(&visitor, "").into_response() };
    let (board, png) = match (file.strip_suffix(".png"), file.strip_suffix(".json")) {
        (Some(board), _) => (board.to_owned(), true),
        (_, Some(board)) => (board.to_owned(), false),
        _ => return no_draft(&visitor, &id).into_response(),
    };
    let of = id.clone();
    let found = look(&shared, lang, move |look| {
        let Some(draft) = look.draft(&of)? else { return Ok(None) };
        Ok(look.page(&draft, draft.place)?)
    });
    let text = match found.await {
        Ok(Some(page)) => page.text,
        Ok(None) => return no_draft(&visitor, &id).into_response(),
        Err(problem) => return problem.into_response(),
    };
    let library = Arc::clone(&shared.desk.library.borrow());
    let work = move || -> Option<Response> {
        let playlist = read(&id, &text).0?;
        let (face, dots, picture) = library.picture_on(&playlist, index, &board)?;
        if png {
            let png = strip_png(&picture.reel, face, true)?;
            return Some(([(header::CONTENT_TYPE, "image/png")], png).into_response());
        }
        let film = Film {
            dots: dots.to_string(),
            width: face.width(),
            height: face.height(),
            seconds: picture.lasts.as_secs_f64(),
            form: words::form(lang, &picture.fit, picture.lasts),
            raster: RasterTold::of(picture.reel.raster()),
            course: CourseTold::of(picture.reel.course()),
        };
        Some(Json(film).into_response())
    };
    match drawn(&shared, work).await {
        Some(Some(answer)) => answer,
        Some(None) => no_draft(&visitor, "").into_response(),
        None => busy(&visitor).into_response(),
    }
}
