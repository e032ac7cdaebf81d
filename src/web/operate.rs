//! What is done at once: emergencies, boards dark and light again, test patterns. And the page of one board.
//!
//! Nothing is ordered here: orders go to the daemon, which judges them, and what it answers is shown.

mod act;
mod board;
mod coming;
mod emergency;
mod given;
mod hand;
mod picture;
mod places;

pub(super) use board::page as board;
pub(super) use given::Given;
pub(super) use hand::Hand;

use super::Shared;
use super::api::{Form, Problem};
use super::visitor::Visitor;
use super::{account, refusal, words};
use crate::control::{Answer, Asked, Order, Outcome, Places, Request};
use crate::editorial::Role;
use crate::playlist::Reach;
use crate::report::{Lang, Message};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use axum::routing::get;
use places::meant;
use serde::Serialize;
use std::sync::Arc;
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
        .route("/board/{id}/now.json", get(board::now))
        .route("/board/{id}/show", get(act::back).post(act::show))
}

/// Whoever asks for the answer to a form anew, in another language say, begins where forms begin.
async fn back() -> Redirect {
    Redirect::to("/emergency")
}

/// Leads to signing in, and refuses who operates nothing.
///
/// # Errors
/// The answer to give in place of the page.
fn enters(shared: &Shared, visitor: &Visitor) -> Result<(), Box<Response>> {
    visitor.enters(shared)?;
    if visitor.may(Role::Operate) {
        return Ok(());
    }
    Err(Box::new(refusal::page(shared, visitor.asked, &may_not(visitor))))
}

/// What was typed by somebody who operates boards. Whose session is over meanwhile signs in, and goes on with what they typed.
fn entered<T: Serialize>(
    shared: &Shared,
    visitor: &Visitor,
    action: &str,
    form: Result<Form<T>, Response>,
) -> Result<T, Box<Response>> {
    let typed = account::entered(shared, visitor, action, form)?;
    enters(shared, visitor)?;
    Ok(typed)
}

/// Refuses at the first press what the daemon would refuse at the second: boards that are not theirs to operate.
fn over(shared: &Shared, visitor: &Visitor, places: &Places) -> Result<(), Problem> {
    let library = Arc::clone(&shared.desk.library.borrow());
    let boards = library.site.boards.iter().filter(|board| meant(places, board));
    let reaches: Vec<Reach> = boards.map(crate::site::Board::reach).collect();
    let reaches: Vec<&Reach> = reaches.iter().collect();
    if visitor.actor.may(Role::Operate, &reaches) { Ok(()) } else { Err(may_not(visitor)) }
}

fn may_not(visitor: &Visitor) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, &Message::MayNotOperate {}, visitor.lang())
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
