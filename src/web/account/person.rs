//! One person: their rights, a new link, and how they leave.

use super::grants::{self, View};
use super::own::{TokenRow, valid};
use super::people::{Administrator, Pairs, PersonRow, Typed, link, may_send, row};
use super::{Query, Sheet, onward};
use crate::editorial::Command;
use crate::journal::Person;
use crate::report::{Message, shortened};
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView};
use crate::web::pages::{Frame, answer};
use crate::web::visitor::{Visitor, look};
use crate::web::words::PeopleWords;
use crate::web::{Shared, refusal};
use askama::Template;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

type Login = Result<Path<String>, PathRejection>;

#[derive(Template)]
#[template(path = "account/person.html", config = "web/askama.toml")]
struct OnePage {
    frame: Frame,
    sheet: Sheet,
    p: &'static PeopleWords,
    person: PersonRow,
    change: FormView,
    remove: FormView,
    tokens: Vec<TokenRow>,
}

/// Somebody by their login, for who administers.
///
/// # Errors
/// The answer to give in place of the page.
async fn found(shared: &Shared, visitor: &Visitor, login: Login) -> Result<Person, Box<Response>> {
    let lang = visitor.lang();
    let login = login.map_or_else(|_| String::new(), |Path(login)| login);
    let wanted = login.clone();
    let found = look(shared, lang, move |look| Ok(look.person(&wanted)?)).await;
    let missing = || {
        let message = Message::NoSuchPerson { login: shortened(&login) };
        Problem::new(StatusCode::NOT_FOUND, &message, lang)
    };
    found
        .and_then(|person| person.ok_or_else(missing))
        .map_err(|problem| Box::new(refusal::page(shared, visitor.asked, &problem)))
}

/// The address of somebody's page, or of one under it.
fn address(login: &Login, rest: &str) -> String {
    login.as_ref().map_or_else(|_| "/people".to_owned(), |Path(login)| format!("/people/{login}{rest}"))
}

async fn show_one(
    shared: &Shared,
    visitor: &Visitor,
    person: Person,
    said: Option<&str>,
    typed: Option<Typed>,
    refused: Option<(&str, Problem)>,
) -> Response {
    let lang = visitor.lang();
    let login = person.login.clone();
    let tokens = match look(shared, lang, move |look| Ok(look.tokens(Some(&login))?)).await {
        Ok(tokens) => tokens,
        Err(problem) => return refusal::page(shared, visitor.asked, &problem),
    };
    let zone = shared.desk.site.borrow().zone.clone();
    let now = (shared.desk.now)();
    let library = shared.desk.library.borrow().clone();
    let sheet = Sheet::new(shared, visitor).saying(lang, said);
    let p = PeopleWords::of(lang);
    let of = |id| refused.as_ref().filter(|(form, _)| *form == id).map(|(_, problem)| problem);
    let typed = typed.unwrap_or_else(|| Typed::of(&person));
    let path = format!("/people/{}", person.login);
    let change = FormView::new("change", path.clone(), p.save)
        .with(Field::text("name", sheet.w.name, typed.name))
        .inside(&View::new(lang, &library, typed.rows, of("change")))
        .refused(of("change").filter(|problem| problem.field.as_deref() != Some("grants")));
    let remove = FormView::new("remove", format!("{path}/remove"), p.remove)
        .with(Field::text("reason", p.reason, typed.reason))
        .grave()
        .refused(of("remove"));
    let tokens = valid(tokens, now, lang, &zone);
    let page = OnePage {
        frame: Frame::of(shared, visitor, "people"),
        sheet,
        p,
        person: row(person, lang, &zone),
        change,
        remove,
        tokens,
    };
    answer(visitor.asked, &page, refused.as_ref().map(|(_, problem)| problem))
}

pub(super) async fn one(
    State(shared): State<Shared>,
    login: Login,
    query: Result<axum::extract::Query<Query>, QueryRejection>,
    Administrator(visitor): Administrator,
) -> Response {
    let said = query.ok().and_then(|query| query.0.said);
    match found(&shared, &visitor, login).await {
        Ok(person) => show_one(&shared, &visitor, person, said.as_deref(), None, None).await,
        Err(answer) => *answer,
    }
}

pub(super) async fn change(
    State(shared): State<Shared>,
    login: Login,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let path = address(&login, "");
    if let Err(answer) = may_send(&shared, &visitor, &path, &pairs) {
        return *answer;
    }
    let person = match found(&shared, &visitor, login).await {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    let typed = match Typed::read(&pairs, visitor.lang()) {
        Ok(typed) => typed,
        Err(problem) => return refusal::page(&shared, visitor.asked, &problem),
    };
    if typed.more {
        return show_one(&shared, &visitor, person, None, Some(typed), None).await;
    }
    let asked = async {
        let grants = grants::read(&typed.rows, visitor.lang())?;
        let (login, name) = (person.login.clone(), typed.name.clone());
        visitor.ask(&shared, Command::ChangePerson { login, name, grants }).await
    };
    match asked.await {
        Ok(_) => onward(&format!("{path}?said=changed"), None),
        Err(problem) => {
            show_one(&shared, &visitor, person, None, Some(typed), Some(("change", problem))).await
        }
    }
}

pub(super) async fn remove(
    State(shared): State<Shared>,
    login: Login,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(answer) = may_send(&shared, &visitor, &address(&login, "/remove"), &pairs) {
        return *answer;
    }
    let (person, read) = match (found(&shared, &visitor, login).await, Typed::read(&pairs, visitor.lang())) {
        (Ok(person), Ok(read)) => (person, read),
        (Err(answer), _) => return *answer,
        (_, Err(problem)) => return refusal::page(&shared, visitor.asked, &problem),
    };
    let command = Command::RemovePerson { login: person.login.clone(), reason: read.reason.clone() };
    match visitor.ask(&shared, command).await {
        Ok(_) => onward("/people?said=removed", None),
        Err(problem) => {
            let typed = Typed { reason: read.reason, ..Typed::of(&person) };
            show_one(&shared, &visitor, person, None, Some(typed), Some(("remove", problem))).await
        }
    }
}

pub(super) async fn reset(
    State(shared): State<Shared>,
    login: Login,
    Administrator(visitor): Administrator,
    headers: HeaderMap,
) -> Response {
    let person = match found(&shared, &visitor, login).await {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    match visitor.ask(&shared, Command::ResetPassword { login: person.login }).await {
        Ok(reply) => link(&shared, &visitor, &headers, reply, &person.name),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

pub(super) async fn end_factor(
    State(shared): State<Shared>,
    login: Login,
    Administrator(visitor): Administrator,
) -> Response {
    let end = |login| Command::EndSecondFactor { login, password: None };
    plainly(&shared, &visitor, login, end, "factor-ended").await
}

pub(super) async fn sign_out(
    State(shared): State<Shared>,
    login: Login,
    Administrator(visitor): Administrator,
) -> Response {
    plainly(&shared, &visitor, login, |login| Command::SignOutEverywhere { login }, "signed-out").await
}

pub(super) async fn revoke(
    State(shared): State<Shared>,
    login: Login,
    Administrator(visitor): Administrator,
    Form(super::own::Revoke { id }): Form<super::own::Revoke>,
) -> Response {
    plainly(&shared, &visitor, login, |_| Command::RevokeToken { id }, "token-revoked").await
}

/// Does something to somebody that needs no more than a button.
async fn plainly(
    shared: &Shared,
    visitor: &Visitor,
    login: Login,
    command: impl FnOnce(String) -> Command,
    said: &str,
) -> Response {
    let person = match found(shared, visitor, login).await {
        Ok(person) => person,
        Err(answer) => return *answer,
    };
    let path = format!("/people/{}?said={said}", person.login);
    match visitor.ask(shared, command(person.login)).await {
        Ok(_) => onward(&path, None),
        Err(problem) => refusal::page(shared, visitor.asked, &problem),
    }
}
