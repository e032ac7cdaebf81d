//! What is done at once: emergencies, boards dark and light again, test patterns. And the page of one board.
//!
//! Nothing is ordered here: orders go to the daemon, which judges them, and what it answers is shown.

mod act;
mod board;
mod emergency;
mod given;
mod picture;
mod places;

pub(super) use board::page as board;
pub(super) use given::Given;

use super::Shared;
use super::api::Problem;
use super::visitor::Visitor;
use super::words;
use crate::control::{Answer, Asked, Order, Outcome, Request};
use crate::report::Lang;
use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use std::time::Duration;

/// How long the daemon may take for an order.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/emergency", get(emergency::page))
        .route("/emergency/check", get(back).post(emergency::check))
        .route("/emergency/order", get(back).post(emergency::order))
        .route("/emergency/ordered/{ticket}", get(act::ordered))
        .route("/emergency/picture/{file}", get(picture::picture))
        .route("/emergency/end", get(back).post(act::end))
        .route("/emergency/extend", get(back).post(act::extend))
        .route("/emergency/dark", get(back).post(act::dark))
        .route("/board/{id}/show", get(act::back).post(act::show))
}

/// Whoever asks for the answer to a form anew, in another language say, begins where forms begin.
async fn back() -> Redirect {
    Redirect::to("/emergency")
}

/// Gives an order in the name of whoever asks; it needs neither of them any more.
///
/// # Errors
/// The daemon refused it, or does not answer.
fn order(
    shared: &Shared,
    visitor: &Visitor,
    order: Order,
) -> impl Future<Output = Result<Answer, Problem>> + Send + 'static + use<> {
    let lang = visitor.lang();
    let by = visitor.person.as_ref().map(|person| person.name.clone());
    let (reply, answer) = tokio::sync::oneshot::channel();
    let request = Request { lang: super::ask::tag(lang).to_owned(), by, order };
    let asked = Asked { request, actor: visitor.actor.clone(), reply };
    let desk = shared.desk.orders.clone();
    let asking = async move {
        desk.send(asked).await.ok()?;
        answer.await.ok()
    };
    async move { heard(tokio::time::timeout(PATIENCE, asking).await.ok().flatten(), lang) }
}

/// What the daemon said, if it said anything.
fn heard(answer: Option<Answer>, lang: Lang) -> Result<Answer, Problem> {
    let silent = || words::operate(lang).silent.to_owned();
    let answer = answer.ok_or_else(|| Problem::said(StatusCode::SERVICE_UNAVAILABLE, "Busy", silent()))?;
    if answer.outcome == Outcome::Refused {
        let mut sentence = answer.says.join(" ");
        if !answer.findings.trim().is_empty() {
            sentence = format!("{sentence}\n{}", answer.findings.trim());
        }
        return Err(Problem::said(StatusCode::CONFLICT, "Refused", sentence));
    }
    Ok(answer)
}
