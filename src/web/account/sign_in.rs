//! The page for signing in, and signing out.

use super::again::{self, Waiting};
use super::{Query, Sheet, local, onward, with_cookie};
use crate::editorial::Command;
use crate::office::Reply;
use crate::report::Message;
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView};
use crate::web::pages::{Frame, html};
use crate::web::visitor::{Visitor, set_cookie};
use crate::web::{Shared, refusal};
use askama::Template;
use axum::extract::State;
use axum::extract::rejection::QueryRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

/// Where somebody goes after signing in.
pub(super) struct Way {
    pub(super) to: String,
    /// A form that is to be sent then.
    pub(super) waiting: Option<Waiting>,
}

#[derive(Template)]
#[template(path = "account/sign-in.html", config = "web/askama.toml")]
pub(super) struct Page {
    frame: Frame,
    sheet: Sheet,
    form: FormView,
    /// Whether a form waits.
    waits: bool,
    /// Whether a form was too large to be carried along.
    lost: bool,
}

impl Page {
    /// The same for somebody whose session ended while they typed.
    pub(super) fn over(self, lost: bool) -> Self {
        Self { lost, ..self }
    }
}

/// What is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    login: String,
    password: String,
    code: Option<String>,
    to: Option<String>,
    /// Where a form that waits is to be sent, and its fields.
    action: Option<String>,
    kept: Option<String>,
}

/// The form, with why it was not taken.
pub(super) fn form(
    shared: &Shared,
    visitor: &Visitor,
    way: &Way,
    login: &str,
    problem: Option<&Problem>,
) -> Page {
    let (mut frame, sheet) = (Frame::of(shared, visitor, "sign-in"), Sheet::new(shared, visitor));
    let back = percent_encoding::utf8_percent_encode(&way.to, percent_encoding::NON_ALPHANUMERIC);
    frame.keep = format!("&to={back}");
    let w = sheet.w;
    let code = problem.is_some_and(|problem| problem.field.as_deref() == Some("code"));
    let name = Field::text("login", w.login, login).filled_as("username");
    let password = Field::password("password", w.password, "current-password");
    let mut form = FormView::new("sign-in", "/sign-in", w.sign_in)
        .keeping("to", &way.to)
        .with(if login.is_empty() { name.first() } else { name })
        .with(if login.is_empty() { password } else { password.first() });
    if code {
        form = form.with(Field::code("code", w.code).hint(w.code_hint));
    }
    if let Some(waiting) = &way.waiting {
        form = form.keeping("action", &waiting.action).keeping("kept", waiting.written());
    }
    Page { frame, sheet, form: form.refused(problem), waits: way.waiting.is_some(), lost: false }
}

pub(super) async fn page(
    State(shared): State<Shared>,
    query: Result<axum::extract::Query<Query>, QueryRejection>,
    visitor: Visitor,
) -> Response {
    let query = query.map_or_else(|_| Query::default(), |query| query.0);
    let to = query.to.as_deref().and_then(local).unwrap_or("/");
    if visitor.is_known() {
        return onward(to, None);
    }
    let mut page = form(&shared, &visitor, &Way { to: to.to_owned(), waiting: None }, "", None);
    page.sheet = page.sheet.saying(visitor.lang(), query.said.as_deref());
    html(StatusCode::OK, visitor.asked, &page)
}

pub(super) async fn sign_in(
    State(shared): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(wish): Form<Wish>,
) -> Response {
    let to = wish.to.as_deref().and_then(local).unwrap_or("/").to_owned();
    let way = Way { to, waiting: Waiting::read(wish.action.as_deref(), wish.kept.as_deref()) };
    match signed(&shared, &visitor, &headers, (&wish.login, &wish.password, wish.code)).await {
        Ok(cookie) => {
            let answer = match way.waiting {
                Some(waiting) => again::ready(&shared, &visitor, waiting),
                None => onward(&way.to, None),
            };
            with_cookie(answer, Some(&cookie))
        }
        Err(problem) => {
            let login: String = wish.login.chars().take(60).collect();
            let page = form(&shared, &visitor, &way, &login, Some(&problem));
            problem.head(html(problem.status, visitor.asked, &page))
        }
    }
}

/// Signs somebody in; the cookie to be set. It is a new one each time, and the session that this browser had before ends.
///
/// # Errors
/// Why not.
pub(super) async fn signed(
    shared: &Shared,
    visitor: &Visitor,
    headers: &HeaderMap,
    (login, password, code): (&str, &str, Option<String>),
) -> Result<String, Problem> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let (login, password) = (login.trim().to_owned(), password.to_owned());
    let code = code.map(|code| code.split_whitespace().collect());
    let command = Command::SignIn { login, password, code, agent: agent.to_owned() };
    let Reply::Signed { cookie, .. } = visitor.ask(shared, command).await? else {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, &Message::WrongSignIn {}, visitor.lang()));
    };
    if let Some(before) = &visitor.session {
        // It may be over already.
        let _ = visitor.ask(shared, Command::SignOut { session: before.id.to_string() }).await;
    }
    Ok(set_cookie(shared, Some(&cookie)))
}

pub(super) async fn sign_out(State(shared): State<Shared>, visitor: Visitor) -> Response {
    if let Some(session) = &visitor.session {
        let ended = visitor.ask(&shared, Command::SignOut { session: session.id.to_string() }).await;
        if let Err(problem) = ended {
            return refusal::page(&shared, visitor.asked, &problem).into_response();
        }
    }
    onward("/sign-in?said=out", Some(&set_cookie(&shared, None)))
}
