//! Pictures of items: all of an item in one still, as its board would show it, for lists and for who has no script.

use super::paper::{Paper, missing, short};
use super::refused;
use crate::frame::Face;
use crate::office::Refusal;
use crate::playlist::Playlist;
use crate::report::{Lang, Message, Source};
use crate::site::{Draft, Library};
use crate::web::api::Problem;
use crate::web::preview::drawn;
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::{Shared, sheet_png, words};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Pictures of one item in a list of items: one for each size of board, the first ones.
const OF_AN_ITEM: usize = 3;
/// Items of a list that have pictures; those after them show theirs when they are opened.
const ITEMS: usize = 60;
/// The room of a picture in a list, in pixels; `editor.css` leaves as much.
const ROOM: (u32, u32) = (384, 320);
/// What stands behind the id of a board in the address of a picture of all pages, however many.
pub(super) const WHOLE: &str = ".whole";

/// A picture of an item.
pub(super) struct Picture {
    pub(super) address: String,
    pub(super) boards: String,
}

/// Which pictures to show of each item of a text: boards of one size together. `at` gives the first part of an address.
pub(super) fn of_items(
    library: &Library,
    id: &str,
    text: &str,
    at: impl Fn(usize) -> String,
    mark: &str,
) -> Vec<Vec<Picture>> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let Some(playlist) = Playlist::parse(id, &source).0.map(Arc::new) else { return Vec::new() };
    let mut all: Vec<Vec<(Face, String, Vec<String>)>> = playlist.items.iter().map(|_| Vec::new()).collect();
    for board in &library.site.boards {
        let stage = board.stage(&library.site);
        for index in stage.items(&playlist) {
            let Some(shapes) = all.get_mut(index) else { continue };
            let room = shapes.len() < OF_AN_ITEM && index < ITEMS;
            match shapes.iter_mut().find(|(face, ..)| *face == stage.face) {
                Some((.., names)) => names.push(board.name.clone()),
                None if room => {
                    shapes.push((stage.face, board.id.value.clone(), vec![board.name.clone()]));
                }
                None => {}
            }
        }
    }
    let picture = |index: usize, (_, board, names): (Face, String, Vec<String>)| Picture {
        address: format!("{}/{board}.png?{mark}", at(index)),
        boards: names.join(", "),
    };
    let of_item =
        |(index, shapes): (usize, Vec<_>)| shapes.into_iter().map(|shape| picture(index, shape)).collect();
    all.into_iter().enumerate().map(of_item).collect()
}

pub(super) async fn published(
    State(shared): State<Shared>,
    Path((id, at, picture)): Path<(String, String, String)>,
    Reader(visitor): Reader,
) -> Response {
    let (lang, playlist) = (visitor.lang(), id.clone());
    let look = visitor::look(&shared, lang, move |look| Ok::<_, Refusal>(look.newest(&playlist)?));
    match look.await.map(|newest| newest.and_then(|version| version.text)) {
        Ok(Some(text)) => answer(&shared, &visitor, &id, text, at.parse().ok(), &picture).await,
        Ok(None) => refused(&shared, &visitor, &missing(lang, &Message::NoSuchList { playlist: short(&id) })),
        Err(problem) => refused(&shared, &visitor, &problem),
    }
}

pub(super) async fn draft(
    State(shared): State<Shared>,
    Path((id, uid, picture)): Path<(String, String, String)>,
    Reader(visitor): Reader,
) -> Response {
    match Paper::open(&shared, visitor.lang(), &id).await {
        Ok(paper) => {
            let index = uid.parse().ok().and_then(|uid| paper.index(uid));
            answer(&shared, &visitor, &id, paper.page.text, index, &picture).await
        }
        Err(problem) => refused(&shared, &visitor, &problem),
    }
}

async fn answer(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    text: String,
    item: Option<usize>,
    picture: &str,
) -> Response {
    let lang = visitor.lang();
    // No board's id has a dot.
    let name = picture.strip_suffix(".png");
    let whole = name.and_then(|name| name.strip_suffix(WHOLE));
    let board = whole.or(name).map(str::to_owned);
    let whole = whole.is_some();
    let (Some(board), Some(item)) = (board, item) else {
        return refused(shared, visitor, &missing(lang, &Message::ItemGone {}));
    };
    let (library, id) = (Arc::clone(&shared.desk.library.borrow()), id.to_owned());
    match drawn(shared, move || png(&library, &id, &text, item, (board, whole))).await {
        Some(Some(png)) => {
            let about = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "private, max-age=60")];
            (about, png).into_response()
        }
        Some(None) => refused(shared, visitor, &missing(lang, &Message::ItemGone {})),
        None => busy(lang).into_response(),
    }
}

fn png(
    library: &Library,
    id: &str,
    text: &str,
    item: usize,
    (board, whole): (String, bool),
) -> Option<Vec<u8>> {
    let boards = BTreeSet::from([board]);
    let proof = library.proof(&Draft { id, text, item: Some(item), boards: Some(&boards) }, None);
    let shown = proof.boards.into_iter().next()?;
    let picture = shown.drawn.ok()?;
    sheet_png(&picture.reel, shown.face, ROOM, whole)
}

fn busy(lang: Lang) -> Problem {
    Problem::said(StatusCode::SERVICE_UNAVAILABLE, "Busy", words::busy(lang)).again(1)
}
