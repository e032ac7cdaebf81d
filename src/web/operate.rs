//! What is done at once: emergencies, boards dark and light again, test patterns. And the page of one board.
//!
//! Nothing is ordered here: orders go to the daemon, which judges them, and what it answers is shown.

mod act;
mod board;
mod emergency;
mod picture;
mod places;

pub(super) use board::page as board;

use super::Shared;
use super::api::Problem;
use super::visitor::Visitor;
use super::words;
use crate::control::{Answer, Asked, Order, Outcome, Request};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use std::time::Duration;

/// How long the daemon may take for an order.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/emergency", get(emergency::page))
        .route("/emergency/check", get(back).post(emergency::check))
        .route("/emergency/order", get(back).post(emergency::order))
        .route("/emergency/picture/{file}", get(picture::picture))
        .route("/emergency/end", post(act::end))
        .route("/emergency/extend", post(act::extend))
        .route("/emergency/dark", get(back).post(act::dark))
        .route("/board/{id}/show", post(act::show))
}

/// Whoever asks for the answer to a form anew, in another language say, begins where forms begin.
async fn back() -> Redirect {
    Redirect::to("/emergency")
}

/// Gives an order in the name of whoever asks.
///
/// # Errors
/// The daemon refused it, or does not answer.
async fn order(shared: &Shared, visitor: &Visitor, order: Order) -> Result<Answer, Problem> {
    let lang = super::ask::tag(visitor.lang()).to_owned();
    let by = visitor.person.as_ref().map(|person| person.name.clone());
    let (reply, answer) = tokio::sync::oneshot::channel();
    let asked = Asked { request: Request { lang, by, order }, actor: visitor.actor.clone(), reply };
    let asking = async {
        shared.desk.orders.send(asked).await.ok()?;
        answer.await.ok()
    };
    let answer = tokio::time::timeout(PATIENCE, asking).await.ok().flatten();
    let answer = answer.ok_or_else(|| {
        Problem::said(
            StatusCode::SERVICE_UNAVAILABLE,
            "Busy",
            words::operate(visitor.lang()).silent.to_owned(),
        )
    })?;
    if answer.outcome == Outcome::Refused {
        let mut sentence = answer.says.join(" ");
        if !answer.findings.trim().is_empty() {
            sentence = format!("{sentence}\n{}", answer.findings.trim());
        }
        return Err(Problem::said(StatusCode::CONFLICT, "Refused", sentence));
    }
    Ok(answer)
}
