//! Links that are used once: with the one printed at the first start the first administrator begins, with others somebody
//! chooses a password.

use super::{Sheet, onward, sign_in, typed_twice};
use crate::editorial::Command;
use crate::journal::Ticket;
use crate::office::{digest, stamp};
use crate::report::Message;
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView};
use crate::web::pages::{Frame, answer};
use crate::web::visitor::{Visitor, look};
use crate::web::{Shared, refusal};
use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;

type Link = Result<Path<String>, PathRejection>;

#[derive(Template)]
#[template(path = "account/start.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    title: &'static str,
    lead: &'static str,
    /// Whose password is chosen, by login and name.
    whose: Option<(String, String)>,
    form: FormView,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct First {
    login: String,
    name: String,
    password: String,
    again: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chosen {
    password: String,
    again: String,
}

/// What a link is for, and the name of the person it is for.
///
/// # Errors
/// It was used, is over, or never was.
async fn usable(
    shared: &Shared,
    visitor: &Visitor,
    link: Link,
) -> Result<(String, Ticket, String), Box<Response>> {
    let lang = visitor.lang();
    let over = || Problem::new(StatusCode::NOT_FOUND, &Message::TicketOver {}, lang);
    let refused = |problem| Box::new(refusal::page(shared, visitor.asked, &problem));
    let Ok(Path(text)) = link else { return Err(refused(over())) };
    let (key, now) = (digest(&text), stamp((shared.desk.now)()));
    let found = look(shared, lang, move |look| {
        let Some(ticket) = look.ticket(&key)?.filter(|ticket| ticket.expires_at > now) else {
            return Ok(None);
        };
        let Some(login) = &ticket.login else {
            return Ok((!look.has_administrator()?).then_some((ticket, String::new())));
        };
        let person = look.person(login)?.filter(|person| person.removed_at.is_none());
        Ok(person.map(|person| (ticket, person.name)))
    });
    match found.await {
        Ok(Some((ticket, name))) => Ok((text, ticket, name)),
        Ok(None) => Err(refused(over())),
        Err(problem) => Err(refused(problem)),
    }
}

/// The two fields in which a password is chosen.
fn passwords(form: FormView, sheet: &Sheet) -> FormView {
    form.with(Field::password("password", sheet.w.password, "new-password").hint(sheet.w.password_hint))
        .with(Field::password("again", sheet.w.password_again, "new-password"))
}

fn first_form(shared: &Shared, visitor: &Visitor, link: &str, typed: [&str; 2]) -> Page {
    let (frame, sheet) = (Frame::of(shared, visitor, "sign-in"), Sheet::new(shared, visitor));
    let w = sheet.w;
    let form = FormView::new("start", format!("/start/{link}"), w.first_submit)
        .with(Field::text("login", w.login, typed[0]).filled_as("username").hint(w.login_hint).first())
        .with(Field::text("name", w.name, typed[1]).filled_as("name"));
    let form = passwords(form, &sheet);
    Page { frame, sheet, title: w.first_title, lead: w.first_lead, whose: None, form }
}

fn ticket_form(shared: &Shared, visitor: &Visitor, link: &str, whose: (String, String)) -> Page {
    let (frame, sheet) = (Frame::of(shared, visitor, "sign-in"), Sheet::new(shared, visitor));
    let w = sheet.w;
    let form = FormView::new("ticket", format!("/ticket/{link}"), w.ticket_submit);
    let form = passwords(form, &sheet);
    Page { frame, sheet, title: w.ticket_title, lead: "", whose: Some(whose), form }
}

fn show(visitor: &Visitor, page: Page, problem: Option<&Problem>) -> Response {
    let page = Page { form: page.form.refused(problem), ..page };
    answer(visitor.asked, &page, problem)
}

pub(super) async fn first_page(State(shared): State<Shared>, link: Link, visitor: Visitor) -> Response {
    match usable(&shared, &visitor, link).await {
        Ok((link, Ticket { login: None, .. }, _)) => {
            show(&visitor, first_form(&shared, &visitor, &link, ["", ""]), None)
        }
        Ok((link, ..)) => onward(&format!("/ticket/{link}"), None),
        Err(answer) => *answer,
    }
}

pub(super) async fn first(
    State(shared): State<Shared>,
    link: Link,
    visitor: Visitor,
    headers: HeaderMap,
    Form(wish): Form<First>,
) -> Response {
    let (link, ..) = match usable(&shared, &visitor, link).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let First { login, name, password, again } = wish;
    let login = login.trim().to_owned();
    let begun = async {
        typed_twice(&password, &again, visitor.lang())?;
        let (ticket, login, name) = (link.clone(), login.clone(), name.clone());
        let command = Command::Begin { ticket, login, name, password: password.clone() };
        visitor.ask(&shared, command).await
    };
    match begun.await {
        Ok(_) => enter(&shared, &visitor, &headers, (&login, &password), "/account?said=begun").await,
        Err(problem) => show(&visitor, first_form(&shared, &visitor, &link, [&login, &name]), Some(&problem)),
    }
}

pub(super) async fn ticket_page(State(shared): State<Shared>, link: Link, visitor: Visitor) -> Response {
    match usable(&shared, &visitor, link).await {
        Ok((link, Ticket { login: Some(login), .. }, name)) => {
            show(&visitor, ticket_form(&shared, &visitor, &link, (login, name)), None)
        }
        Ok((link, ..)) => onward(&format!("/start/{link}"), None),
        Err(answer) => *answer,
    }
}

pub(super) async fn ticket(
    State(shared): State<Shared>,
    link: Link,
    visitor: Visitor,
    headers: HeaderMap,
    Form(Chosen { password, again }): Form<Chosen>,
) -> Response {
    let (link, ticket, name) = match usable(&shared, &visitor, link).await {
        Ok(found) => found,
        Err(answer) => return *answer,
    };
    let login = ticket.login.unwrap_or_default();
    let accepted = async {
        typed_twice(&password, &again, visitor.lang())?;
        let command = Command::AcceptTicket { ticket: link.clone(), password: password.clone() };
        visitor.ask(&shared, command).await
    };
    match accepted.await {
        Ok(_) => enter(&shared, &visitor, &headers, (&login, &password), "/account?said=chosen").await,
        Err(problem) => show(&visitor, ticket_form(&shared, &visitor, &link, (login, name)), Some(&problem)),
    }
}

/// Signs in with a password that was chosen just now. Who has a second factor is asked for it on the page for that.
pub(super) async fn enter(
    shared: &Shared,
    visitor: &Visitor,
    headers: &HeaderMap,
    (login, password): (&str, &str),
    to: &str,
) -> Response {
    match sign_in::signed(shared, visitor, headers, (login, password, None)).await {
        Ok(cookie) => onward(to, Some(&cookie)),
        Err(_) => onward("/sign-in?said=sign-in&to=%2Faccount", None),
    }
}
