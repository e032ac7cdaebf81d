//! Orders of one press: ending and extending a notice, pictures of the board itself; and boards dark and light, by two.

use super::super::api::{Form, Problem};
use super::super::pages::{Frame, html};
use super::super::visitor::Visitor;
use super::super::words::{self, OperateWords};
use super::super::{Shared, refusal};
use super::emergency::armed;
use super::order;
use super::places::{meant, places};
use crate::control::{Answer, End, Order, Outcome, Places, Sight};
use crate::site::MAX_HOURS;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndWish {
    id: u32,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExtendWish {
    id: u32,
    hours: u8,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowWish {
    sight: Sight,
}

/// Boards to be dark or light.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DarkWish {
    #[serde(default)]
    place: Vec<String>,
    #[serde(default)]
    reason: String,
    what: What,
    /// When the first press was, in seconds since 1970; absent at the first press.
    #[serde(default)]
    armed: Option<i64>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum What {
    Dark,
    Light,
}

/// The second press of making boards dark or light.
#[derive(Template)]
#[template(path = "operate/dark.html", config = "web/askama.toml")]
struct Sure {
    frame: Frame,
    w: &'static OperateWords,
    style: String,
    heading: &'static str,
    button: &'static str,
    what: &'static str,
    place: Vec<String>,
    reason: String,
    boards: Vec<String>,
    armed: i64,
    late: bool,
    wrong: Option<String>,
}

/// What the daemon said, where that is more than that it is done.
#[derive(Template)]
#[template(path = "operate/said.html", config = "web/askama.toml")]
struct Said {
    frame: Frame,
    w: &'static OperateWords,
    style: String,
    says: Vec<String>,
    findings: String,
}

/// The answer to an order: back to a page, or what there is to know.
pub(super) fn answered(
    shared: &Shared,
    visitor: &Visitor,
    done: Result<Answer, Problem>,
    back: &str,
) -> Response {
    match done {
        Ok(answer) if answer.outcome == Outcome::Done => Redirect::to(back).into_response(),
        Ok(answer) => {
            let page = Said {
                frame: Frame::of(shared, visitor, "emergency"),
                w: words::operate(visitor.lang()),
                style: shared.assets.address("operate"),
                says: answer.says,
                findings: answer.findings.trim().to_owned(),
            };
            html(StatusCode::OK, visitor.asked, &page)
        }
        Err(problem) => refusal::page(shared, visitor.asked, &problem),
    }
}

/// `POST /emergency/end`
pub(super) async fn end(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<EndWish>, Response>,
) -> Response {
    let EndWish { id, reason } = match entered(&shared, &visitor, form) {
        Ok(form) => form,
        Err(answer) => return *answer,
    };
    let done = order(&shared, &visitor, Order::End { id, reason }).await;
    answered(&shared, &visitor, done, "/emergency?said=done#now")
}

/// `POST /emergency/extend`
pub(super) async fn extend(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<ExtendWish>, Response>,
) -> Response {
    let ExtendWish { id, hours } = match entered(&shared, &visitor, form) {
        Ok(form) => form,
        Err(answer) => return *answer,
    };
    if !(1..=MAX_HOURS).contains(&hours) {
        let sentence = words::operate(visitor.lang()).bad_hours.to_owned();
        let problem = Problem::said(StatusCode::BAD_REQUEST, "BadHours", sentence).about("hours");
        return refusal::page(&shared, visitor.asked, &problem);
    }
    let end = End { until: None, lasting: Some(format!("{hours}h")) };
    let done = order(&shared, &visitor, Order::Extend { id, end }).await;
    answered(&shared, &visitor, done, "/emergency?said=done#now")
}

/// `POST /board/{id}/show`
pub(super) async fn show(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    form: Result<Form<ShowWish>, Response>,
) -> Response {
    let ShowWish { sight } = match entered(&shared, &visitor, form) {
        Ok(form) => form,
        Err(answer) => return *answer,
    };
    let id = id.map_or_else(|_| String::new(), |Path(id)| id);
    let places = Places { boards: vec![id.clone()], ..Places::default() };
    let done = order(&shared, &visitor, Order::Show { sight, places, lasting: None }).await;
    answered(&shared, &visitor, done, &format!("/board/{id}"))
}

/// `POST /emergency/dark`: the first press shows what is meant, the second orders it.
pub(super) async fn dark(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<DarkWish>, Response>,
) -> Response {
    let wish = match entered(&shared, &visitor, form) {
        Ok(form) => form,
        Err(answer) => return *answer,
    };
    let w = words::operate(visitor.lang());
    let wrong = if wish.place.is_empty() {
        Some(w.no_boards)
    } else if wish.reason.trim().is_empty() {
        Some(w.no_reason)
    } else {
        None
    };
    let now = (shared.desk.now)().as_second();
    let places = places(&wish.place);
    if wrong.is_none() && armed(wish.armed, now) {
        let reason = wish.reason.clone();
        let order_is = match wish.what {
            What::Dark => Order::Blackout { places, reason },
            What::Light => Order::Resume { places, reason },
        };
        let done = order(&shared, &visitor, order_is).await;
        return answered(&shared, &visitor, done, "/emergency?said=done#now");
    }
    let library = Arc::clone(&shared.desk.library.borrow());
    let boards = library.site.boards.iter().filter(|board| meant(&places, board));
    let (heading, button, what) = match wish.what {
        What::Dark => (w.dark_do, w.order_dark, "dark"),
        What::Light => (w.light_do, w.order_light, "light"),
    };
    let page = Sure {
        frame: Frame::of(&shared, &visitor, "emergency"),
        w,
        style: shared.assets.address("operate"),
        heading,
        button,
        what,
        boards: boards.map(|board| board.name.clone()).collect(),
        place: wish.place,
        reason: wish.reason,
        armed: now,
        late: wish.armed.is_some(),
        wrong: wrong.map(str::to_owned),
    };
    let status = if page.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    html(status, visitor.asked, &page)
}

/// Who is known and sent what can be read.
pub(super) fn entered<T>(
    shared: &Shared,
    visitor: &Visitor,
    form: Result<Form<T>, Response>,
) -> Result<T, Box<Response>> {
    visitor.enters(shared)?;
    let Form(form) = form.map_err(Box::new)?;
    Ok(form)
}
