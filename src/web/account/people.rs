//! Other people: who is let in, with which rights, and who leaves.

use super::grants::{self, Row, View};
use super::own::{Once, when};
use super::{Query, Sheet, again, onward};
use crate::editorial::{Command, Role};
use crate::journal::Person;
use crate::office::Reply;
use crate::report::{Lang, Message, shortened};
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView};
use crate::web::pages::{Frame, answer, html};
use crate::web::visitor::{Visitor, look};
use crate::web::words::PeopleWords;
use crate::web::{Shared, refusal, words};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A form as it was sent: pairs in their order.
pub(super) type Pairs = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "account/people.html", config = "web/askama.toml")]
struct ListPage {
    frame: Frame,
    sheet: Sheet,
    p: &'static PeopleWords,
    rows: Vec<PersonRow>,
    invite: FormView,
}

/// Somebody as the list has them.
pub(super) struct PersonRow {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) rights: Vec<String>,
    pub(super) chose: bool,
    pub(super) factor: bool,
    pub(super) left: Option<String>,
}

/// What was typed of a person.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) login: String,
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) rows: Vec<Row>,
    /// Whether nothing is to be saved, but more rows shown.
    pub(super) more: bool,
}

impl Typed {
    pub(super) fn of(person: &Person) -> Self {
        let rows = person.grants.iter().map(Row::from).collect();
        Self { login: person.login.clone(), name: person.name.clone(), rows, ..Self::default() }
    }

    /// Reads a form.
    ///
    /// # Errors
    /// A field that is not known.
    pub(super) fn read(pairs: &Pairs, lang: Lang) -> Result<Self, Problem> {
        let mut typed = Self::default();
        let (mut roles, mut scopes, mut networks) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in pairs {
            match name.as_str() {
                "login" => value.trim().clone_into(&mut typed.login),
                "name" => value.clone_into(&mut typed.name),
                "reason" => value.clone_into(&mut typed.reason),
                "more" => typed.more = true,
                "role" => roles.push(value),
                "scope" => scopes.push(value),
                "networks" => networks.push(value),
                other => {
                    let message = Message::FieldUnknown { field: shortened(other) };
                    return Err(Problem::new(StatusCode::BAD_REQUEST, &message, lang));
                }
            }
        }
        let rows = roles.into_iter().zip(scopes).zip(networks);
        let row = |((role, scope), networks): ((&String, &String), &String)| Row {
            role: role.clone(),
            scope: scope.clone(),
            networks: networks.clone(),
        };
        typed.rows = rows.map(row).collect();
        Ok(typed)
    }
}

/// Lets only who administers everything in.
///
/// # Errors
/// The answer to give in place of the page.
fn administers(shared: &Shared, visitor: &Visitor) -> Result<(), Box<Response>> {
    visitor.enters(shared)?;
    if visitor.actor.may_everywhere(Role::Administer) {
        return Ok(());
    }
    let problem = Problem::new(StatusCode::FORBIDDEN, &Message::MayNotAdminister {}, visitor.lang());
    Err(Box::new(refusal::page(shared, visitor.asked, &problem)))
}

/// Who administers everything. An extractor: others are led to sign in, or told why they may not.
pub(super) struct Administrator(pub(super) Visitor);

impl FromRequestParts<Shared> for Administrator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let visitor =
            Visitor::from_request_parts(parts, shared).await.map_err(IntoResponse::into_response)?;
        administers(shared, &visitor).map_err(|answer| *answer)?;
        Ok(Self(visitor))
    }
}

/// The same for a form: whose session is over gets it back after signing in.
pub(super) fn may_send(
    shared: &Shared,
    visitor: &Visitor,
    action: &str,
    pairs: &Pairs,
) -> Result<(), Box<Response>> {
    if visitor.is_known() {
        return administers(shared, visitor);
    }
    Err(Box::new(again(shared, visitor, action, pairs)))
}

pub(super) fn row(person: Person, lang: Lang, zone: &jiff::tz::TimeZone) -> PersonRow {
    PersonRow {
        rights: person.grants.iter().map(|grant| words::grant(lang, grant)).collect(),
        chose: person.password.is_some(),
        factor: person.factor.is_some(),
        left: person.removed_at.as_deref().map(|at| when(at, zone)),
        login: person.login,
        name: person.name,
    }
}

fn invite_form(
    shared: &Shared,
    sheet: &Sheet,
    lang: Lang,
    typed: Typed,
    problem: Option<&Problem>,
) -> FormView {
    let (w, p) = (sheet.w, PeopleWords::of(lang));
    let library = shared.desk.library.borrow().clone();
    FormView::new("invite", "/people", p.invite_submit)
        .with(Field::text("login", w.login, typed.login).hint(w.login_hint))
        .with(Field::text("name", w.name, typed.name))
        .inside(&View::new(lang, &library, typed.rows, problem))
        .refused(problem.filter(|problem| problem.field.as_deref() != Some("grants")))
}

async fn show_list(
    shared: &Shared,
    visitor: &Visitor,
    said: Option<&str>,
    typed: Typed,
    problem: Option<Problem>,
) -> Response {
    let lang = visitor.lang();
    let people = match look(shared, lang, |look| Ok(look.people()?)).await {
        Ok(people) => people,
        Err(problem) => return refusal::page(shared, visitor.asked, &problem),
    };
    let zone = shared.desk.site.borrow().zone.clone();
    let sheet = Sheet::new(shared, visitor).saying(lang, said);
    let page = ListPage {
        frame: Frame::of(shared, visitor, "people"),
        p: PeopleWords::of(lang),
        rows: people.into_iter().map(|person| row(person, lang, &zone)).collect(),
        invite: invite_form(shared, &sheet, lang, typed, problem.as_ref()),
        sheet,
    };
    answer(visitor.asked, &page, problem.as_ref())
}

pub(super) async fn list(
    State(shared): State<Shared>,
    query: Result<axum::extract::Query<Query>, QueryRejection>,
    Administrator(visitor): Administrator,
) -> Response {
    let said = query.ok().and_then(|query| query.0.said);
    show_list(&shared, &visitor, said.as_deref(), Typed::default(), None).await
}

pub(super) async fn invite(
    State(shared): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(answer) = may_send(&shared, &visitor, "/people", &pairs) {
        return *answer;
    }
    let typed = match Typed::read(&pairs, visitor.lang()) {
        Ok(typed) => typed,
        Err(problem) => return refusal::page(&shared, visitor.asked, &problem),
    };
    if typed.more {
        return show_list(&shared, &visitor, None, typed, None).await;
    }
    let asked = async {
        let grants = grants::read(&typed.rows, visitor.lang())?;
        let (login, name) = (typed.login.clone(), typed.name.clone());
        visitor.ask(&shared, Command::Invite { login, name, grants }).await
    };
    match asked.await {
        Ok(reply) => link(&shared, &visitor, &headers, reply, &typed.name),
        Err(problem) => show_list(&shared, &visitor, None, typed, Some(problem)).await,
    }
}

/// The page that shows a link for choosing a password, once.
pub(super) fn link(
    shared: &Shared,
    visitor: &Visitor,
    headers: &HeaderMap,
    reply: Reply,
    name: &str,
) -> Response {
    let Reply::Ticket { login, ticket } = reply else { return onward("/people", None) };
    // The guard let no other name pass than those of this page.
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if shared.here.tls { "https" } else { "http" };
    let lang = visitor.lang();
    let page = Once {
        frame: Frame::of(shared, visitor, "people"),
        sheet: Sheet::new(shared, visitor),
        title: PeopleWords::of(lang).link_title,
        lead: words::link_lead(lang, name, &login),
        secret: format!("{scheme}://{host}/ticket/{ticket}"),
        back: ("/people".to_owned(), PeopleWords::of(lang).people),
    };
    html(StatusCode::OK, visitor.asked, &page)
}
