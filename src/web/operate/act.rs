//! Orders of one press: ending and extending a notice, pictures of the board itself; and boards dark and light, by two.

use super::super::api::{Form, Problem};
use super::super::pages::{Frame, html};
use super::super::visitor::Visitor;
use super::super::words::{self, OperateWords, OrdersWords};
use super::super::{Shared, refusal};
use super::given::{Came, Ticket};
use super::places::{meant, places};
use super::{entered, order, over};
use crate::control::{Answer, End, Order, Outcome, Places, Sight};
use crate::report::is_id;
use crate::site::MAX_HOURS;
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// How long a board may take to show what it was ordered to show of itself, before the page is told anyway.
const SOON: Duration = Duration::from_secs(1);

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndWish {
    id: u32,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExtendWish {
    id: u32,
    hours: u8,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShowWish {
    sight: Sight,
}

/// Boards to be dark or light.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DarkWish {
    #[serde(default)]
    place: Vec<String>,
    #[serde(default)]
    reason: String,
    what: What,
    /// The confirmation that the first press gave; absent at the first press.
    #[serde(default, skip_serializing)]
    armed: Option<String>,
}

#[derive(Clone, Copy, Deserialize, Serialize, PartialEq, Eq)]
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
    o: &'static OrdersWords,
    style: String,
    heading: &'static str,
    button: &'static str,
    what: &'static str,
    place: Vec<String>,
    reason: String,
    boards: Vec<String>,
    armed: Ticket,
    late: bool,
    wrong: Option<String>,
}

/// What was ordered a moment ago. It can be loaded as often as one likes.
#[derive(Template)]
#[template(path = "operate/said.html", config = "web/askama.toml")]
struct Said {
    frame: Frame,
    w: &'static OperateWords,
    o: &'static OrdersWords,
    style: String,
    /// The words that were put up, if it was words.
    text: String,
    says: Vec<String>,
    findings: String,
    /// Whether something is wrong, though it is done.
    wrong: bool,
}

/// The answer to an order of one press: back to a page, or to what there is to know.
fn answered(shared: &Shared, visitor: &Visitor, done: Result<Answer, Problem>, back: &str) -> Response {
    match done {
        Ok(answer) if answer.outcome == Outcome::Done => Redirect::to(back).into_response(),
        Ok(answer) => {
            let who = visitor.actor.who.to_string();
            let ticket = shared.given.keep(&who, (shared.desk.now)(), answer);
            to_ordered(ticket)
        }
        Err(problem) => refusal::page(shared, visitor.asked, &problem),
    }
}

fn to_ordered(ticket: Ticket) -> Response {
    Redirect::to(&format!("/emergency/ordered/{ticket}")).into_response()
}

/// Gives the order of a second press, and leads to what came of it; pressed again it leads there again and orders nothing.
///
/// # Errors
/// Why it was not given.
pub(super) async fn confirmed(
    shared: &Shared,
    visitor: &Visitor,
    ticket: Ticket,
    (text, wanted): (&str, Order),
) -> Result<Response, Problem> {
    let (who, now) = (visitor.actor.who.to_string(), (shared.desk.now)());
    let giving = order(shared, visitor, wanted);
    match shared.given.once(&who, ticket, (now, text), giving).await {
        Some(Came::Given(_)) => Ok(to_ordered(ticket)),
        Some(Came::Not { status, code, sentence }) => Err(Problem::said(status, code, sentence)),
        None => {
            let silent = words::operate(visitor.lang()).silent.to_owned();
            Err(Problem::said(StatusCode::SERVICE_UNAVAILABLE, "Busy", silent))
        }
    }
}

/// The confirmation of a first press that was not too long ago.
pub(super) fn armed(shared: &Shared, armed: Option<&str>) -> Option<Ticket> {
    let ticket: Ticket = armed?.parse().ok()?;
    ticket.counts((shared.desk.now)()).then_some(ticket)
}

/// `GET /emergency/ordered/{ticket}`
pub(super) async fn ordered(
    State(shared): State<Shared>,
    ticket: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    let ticket = ticket.ok().and_then(|Path(ticket)| ticket.parse().ok());
    let came = ticket.and_then(|ticket| shared.given.look(&visitor.actor.who.to_string(), ticket));
    let Some((text, answer)) = came else {
        // What is in force is known there in any case.
        return Redirect::to("/emergency#now").into_response();
    };
    let page = Said {
        frame: Frame::of(&shared, &visitor, "emergency"),
        w: words::operate(visitor.lang()),
        o: words::orders(visitor.lang()),
        style: shared.assets.address("operate"),
        text,
        says: answer.says,
        findings: answer.findings.trim().to_owned(),
        wrong: answer.outcome != Outcome::Done,
    };
    html(StatusCode::OK, visitor.asked, &page)
}

/// `POST /emergency/end`
pub(super) async fn end(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<EndWish>, Response>,
) -> Response {
    let EndWish { id, reason } = match entered(&shared, &visitor, "/emergency/end", form) {
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
    let ExtendWish { id, hours } = match entered(&shared, &visitor, "/emergency/extend", form) {
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
    let page = to_board(id);
    let ShowWish { sight } = match entered(&shared, &visitor, &format!("{page}/show"), form) {
        Ok(form) => form,
        Err(answer) => return *answer,
    };
    let id = page.trim_start_matches("/board/").to_owned();
    let places = Places { boards: vec![id.clone()], ..Places::default() };
    let done = order(&shared, &visitor, Order::Show { sight, places, lasting: None }).await;
    if let (Some(board), Ok(_)) = (shared.board(&id), &done) {
        // The page that follows is to show it, and the button that ends it, without being loaded twice.
        let wanted = sight != Sight::Programme;
        let mut status = board.status.clone();
        let shown = status.wait_for(|status| status.is_held() == wanted);
        let _ = tokio::time::timeout(SOON, shown).await;
    }
    answered(&shared, &visitor, done, &page)
}

/// `GET /board/{id}/show`: whoever signed in on the way gets the board's page.
pub(super) async fn back(id: Result<Path<String>, PathRejection>) -> Redirect {
    Redirect::to(&to_board(id))
}

/// The address of a board's page; that of all boards where no board can be called so.
fn to_board(id: Result<Path<String>, PathRejection>) -> String {
    match id {
        Ok(Path(id)) if is_id(&id) => format!("/board/{id}"),
        _ => "/".to_owned(),
    }
}

/// `POST /emergency/dark`: the first press shows what is meant, the second orders it.
pub(super) async fn dark(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<DarkWish>, Response>,
) -> Response {
    let wish = match entered(&shared, &visitor, "/emergency/dark", form) {
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
    let places = places(&wish.place);
    if let Err(problem) = over(&shared, &visitor, &places) {
        return refusal::page(&shared, visitor.asked, &problem);
    }
    if let (None, Some(ticket)) = (wrong, armed(&shared, wish.armed.as_deref())) {
        let reason = wish.reason.clone();
        let wanted = match wish.what {
            What::Dark => Order::Blackout { places, reason },
            What::Light => Order::Resume { places, reason },
        };
        let done = confirmed(&shared, &visitor, ticket, ("", wanted)).await;
        return done.unwrap_or_else(|problem| refusal::page(&shared, visitor.asked, &problem));
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
        o: words::orders(visitor.lang()),
        style: shared.assets.address("operate"),
        heading,
        button,
        what,
        boards: boards.map(|board| board.name.clone()).collect(),
        place: wish.place,
        reason: wish.reason,
        armed: shared.given.ticket((shared.desk.now)()),
        late: wish.armed.is_some(),
        wrong: wrong.map(str::to_owned),
    };
    let status = if page.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    html(status, visitor.asked, &page)
}
