//! The page of one board: its face as it is now, what is on and why, what comes, what is withheld, how it is, and what can be
//! done with it.

use super::super::pages::{Frame, html};
use super::super::told::Board;
use super::super::visitor::Visitor;
use super::super::words::{self, OperateWords};
use super::super::{BoardView, Shared};
use crate::editorial::Role;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
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
    percent: u8,
    /// Words and playlist of what nobody approved.
    withheld: Vec<(String, String)>,
    /// Whether whoever looks may operate it.
    operates: bool,
}

/// `/board/{id}`
pub(in crate::web) fn page(shared: &Shared, visitor: &Visitor, view: &BoardView) -> Response {
    let lang = visitor.lang();
    let site = Arc::clone(&shared.desk.site.borrow());
    let programme = Arc::clone(&view.programme.borrow());
    let slot = programme.slot((shared.desk.now)());
    let withheld = programme.withheld().iter().take(MOST);
    let library = Arc::clone(&shared.desk.library.borrow());
    let reach = library.board(&view.id).map(crate::site::Board::reach);
    let page = Page {
        frame: Frame::of(shared, visitor, ""),
        w: words::operate(lang),
        style: shared.assets.address("operate"),
        script: shared.assets.address("live"),
        board: Board::of(view, &site, &shared.desk, lang),
        percent: slot.percent,
        withheld: withheld.map(|item| (item.text().to_owned(), item.choice.playlist.title.clone())).collect(),
        operates: reach.is_some_and(|reach| visitor.actor.may(Role::Operate, &[&reach])),
    };
    html(StatusCode::OK, visitor.asked, &page)
}
