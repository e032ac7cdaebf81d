//! Writing: playlists, their drafts and items, and what became of them.
//!
//! | path | what |
//! |---|---|
//! | `/playlists` | all playlists, `?q=` searched; POST makes one |
//! | `/playlists/{id}` | what is published; POST `…/copy`, `…/open`, `…/withdraw` |
//! | `/playlists/{id}/draft` | the draft, item by item; POST `…/add`, `…/undo`, `…/redo`, `…/discard`, `…/submit`, `…/recall`, `…/publish`, `…/rebase` |
//! | `/playlists/{id}/draft/head` | what the playlist says of all its items; POST saves |
//! | `/playlists/{id}/draft/text` | the draft as a file; POST saves |
//! | `/playlists/{id}/draft/items/{uid}` | one item; POST saves; POST `…/move`, `…/copy`, `…/remove` |
//! | `/playlists/{id}/history`, `…/history/{version}` | versions and closed drafts; POST `…/restore` |
//! | `/playlists/{id}/disk` | what somebody changed on disk; POST `…/take`, `…/rewrite` |
//!
//! Every POST goes to the office, which judges it. Forms work without scripts; a script that saves while somebody types sends
//! the same form and asks for JSON. What somebody typed is never lost: where it is not taken, the same form comes back filled.

mod changes;
mod disk;
mod draft;
mod form;
mod history;
mod item;
mod list;
mod merge;
mod paper;
mod picture;
mod published;
mod saving;
mod shape;
mod step;
mod telling;
mod text;

use super::Shared;
use super::account;
use super::api::Problem;
use super::refusal;
use super::visitor::Visitor;
use crate::report::Lang;
use axum::Router;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use shape::Pairs;
pub(in crate::web) use telling::told as value_told;

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/playlists", get(list::page).post(list::create))
        .route("/playlists/{id}", get(published::page))
        .route("/playlists/{id}/copy", post(list::copy))
        .route("/playlists/{id}/open", post(published::open))
        .route("/playlists/{id}/withdraw", post(published::withdraw))
        .route("/playlists/{id}/items/{at}/{picture}", get(picture::published))
        .route("/playlists/{id}/draft", get(draft::page))
        .route("/playlists/{id}/draft/{step}", post(step::step))
        .route("/playlists/{id}/draft/head", get(item::head).post(saving::head))
        .route("/playlists/{id}/draft/head/merge", post(merge::head))
        .route("/playlists/{id}/draft/text", get(text::page).post(text::save))
        .route("/playlists/{id}/draft/text/merge", post(text::decide))
        .route("/playlists/{id}/draft/items/{uid}", get(item::page).post(saving::item))
        .route("/playlists/{id}/draft/items/{uid}/merge", post(merge::item))
        .route("/playlists/{id}/draft/items/{uid}/{step}", get(picture::draft).post(step::item))
        .route("/playlists/{id}/history", get(history::page))
        .route("/playlists/{id}/history/{version}", get(history::version))
        .route("/playlists/{id}/restore", post(history::restore))
        .route("/playlists/{id}/disk", get(disk::page))
        .route("/playlists/{id}/disk/{step}", post(disk::step))
}

/// What was done just now, for the page that comes after it.
#[derive(Deserialize)]
struct After {
    said: Option<String>,
}

impl After {
    fn sentence(&self, lang: Lang) -> Option<&'static str> {
        super::words::done(lang, self.said.as_deref()?)
    }
}

/// Leads to another page, which says what was done.
fn see(to: &str, said: &str) -> Response {
    Redirect::to(&format!("{to}?said={said}")).into_response()
}

/// The address of a playlist's page, or of one under it. Ids from addresses may be anything.
fn address(id: &str, rest: &str) -> String {
    let id = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC).to_string();
    format!("/playlists/{}{rest}", id.replace("%2D", "-"))
}

/// Lets in who is known. Who is not signs in first, and then sends the same form again.
fn enters(shared: &Shared, visitor: &Visitor, to: &str, typed: &Pairs) -> Result<(), Box<Response>> {
    if visitor.is_known() {
        return visitor.enters(shared);
    }
    Err(Box::new(account::again(shared, visitor, to, typed)))
}

/// The page that says why something was not done.
fn refused(shared: &Shared, visitor: &Visitor, problem: &Problem) -> Response {
    refusal::page(shared, visitor.asked, problem)
}

/// What a form says under a name.
fn said<'p>(pairs: &'p Pairs, name: &str) -> &'p str {
    pairs.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
}

/// Refuses a form with a field that it does not have.
fn only(pairs: &Pairs, names: &[&str], lang: Lang) -> Result<(), Problem> {
    match pairs.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        Some((name, _)) => Err(unknown(name, lang)),
        None => Ok(()),
    }
}

/// Takes a form that has no fields but these, from who is known; see [`enters`].
fn takes(
    shared: &Shared,
    visitor: &Visitor,
    to: &str,
    pairs: &Pairs,
    names: &[&str],
) -> Result<(), Box<Response>> {
    enters(shared, visitor, to, pairs)?;
    only(pairs, names, visitor.lang()).map_err(|problem| Box::new(refused(shared, visitor, &problem)))
}

fn unknown(name: &str, lang: Lang) -> Problem {
    let field: String = name.chars().take(60).collect();
    let message = crate::report::Message::FieldUnknown { field: field.clone() };
    Problem::new(axum::http::StatusCode::BAD_REQUEST, &message, lang).about(field)
}
