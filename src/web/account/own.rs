//! One's own account: what one may do, password, second factor, where one is signed in, and tokens for programs.

use super::{Query, Sheet, onward, start, typed_twice};
use crate::editorial::Command;
use crate::journal::{Person, Session, Token};
use crate::office::Reply;
use crate::report::{Lang, Message};
use crate::web::api::{Form, Problem};
use crate::web::forms::{Field, FormView, Picks};
use crate::web::pages::{Frame, answer, html};
use crate::web::visitor::{Visitor, look, set_cookie};
use crate::web::{Shared, refusal, words};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/account.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    sheet: Sheet,
    name: String,
    login: String,
    rights: Vec<String>,
    password: FormView,
    factor: FormView,
    has_factor: bool,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    token: FormView,
}

/// A session as a list has it.
pub(super) struct SessionRow {
    id: i64,
    agent: String,
    origin: String,
    made: String,
    seen: String,
    here: bool,
}

/// A token as a list has it.
pub(super) struct TokenRow {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) rights: Vec<String>,
    pub(super) until: String,
}

/// What was typed into the form that was refused.
#[derive(Default)]
struct Typed {
    name: String,
    days: Option<String>,
    picked: Vec<usize>,
}

/// Who is signed in themselves. An extractor: others are led to do so, and programs have no page of their own.
pub(super) struct Own {
    pub(super) person: Person,
    pub(super) visitor: Visitor,
}

impl FromRequestParts<Shared> for Own {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let visitor =
            Visitor::from_request_parts(parts, shared).await.map_err(IntoResponse::into_response)?;
        if let Some(person) = visitor.person.clone() {
            return Ok(Self { person, visitor });
        }
        if visitor.is_known() {
            let problem = Problem::new(StatusCode::FORBIDDEN, &Message::PersonsOnly {}, visitor.lang());
            return Err(refusal::page(shared, visitor.asked, &problem));
        }
        Err(Visitor::to_sign_in_for("/account"))
    }
}

/// A moment as it is kept, in the site's zone.
pub(super) fn when(kept: &str, zone: &TimeZone) -> String {
    kept.parse::<Timestamp>().map_or_else(|_| kept.to_owned(), |at| words::full_moment(at, zone))
}

/// The tokens that can still be used.
pub(super) fn valid(tokens: Vec<Token>, now: Timestamp, lang: Lang, zone: &TimeZone) -> Vec<TokenRow> {
    let ends = |token: &Token| token.expires_at.parse::<Timestamp>().is_ok_and(|end| end > now);
    let valid = tokens.into_iter().filter(|token| token.revoked_at.is_none() && ends(token));
    valid
        .map(|token| TokenRow {
            id: token.id,
            rights: token.grants.iter().map(|grant| words::grant(lang, grant)).collect(),
            until: when(&token.expires_at, zone),
            name: token.name,
        })
        .collect()
}

/// The page, with the form of this id refused for a reason.
async fn show(
    shared: &Shared,
    Own { person, visitor }: &Own,
    said: Option<&str>,
    typed: Typed,
    refused: Option<(&str, Problem)>,
) -> Response {
    let lang = visitor.lang();
    let login = person.login.clone();
    let kept = look(shared, lang, move |look| Ok((look.sessions(&login)?, look.tokens(Some(&login))?)));
    let (sessions, tokens) = match kept.await {
        Ok(kept) => kept,
        Err(problem) => return refusal::page(shared, visitor.asked, &problem),
    };
    let zone = shared.desk.site.borrow().zone.clone();
    let now = (shared.desk.now)();
    let sheet = Sheet::new(shared, visitor).saying(lang, said);
    let problem = |id| refused.as_ref().filter(|(of, _)| *of == id).map(|(_, problem)| problem);
    let row = |session: Session| SessionRow {
        id: session.id,
        made: when(&session.made_at, &zone),
        seen: when(&session.seen_at, &zone),
        here: visitor.session.as_ref().is_some_and(|own| own.id == session.id),
        agent: session.agent,
        origin: session.origin,
    };
    let page = Page {
        frame: Frame::of(shared, visitor, "account"),
        name: person.name.clone(),
        login: person.login.clone(),
        rights: person.grants.iter().map(|grant| words::grant(lang, grant)).collect(),
        password: password_form(&sheet).refused(problem("password")),
        factor: factor_form(&sheet, person).refused(problem("factor")),
        has_factor: person.factor.is_some(),
        sessions: sessions.into_iter().map(row).collect(),
        tokens: valid(tokens, now, lang, &zone),
        token: token_form(&sheet, person, typed, lang).refused(problem("token")),
        sheet,
    };
    answer(visitor.asked, &page, refused.as_ref().map(|(_, problem)| problem))
}

fn password_form(sheet: &Sheet) -> FormView {
    let w = sheet.w;
    FormView::new("password", "/account/password", w.change_password)
        .with(Field::password("old", w.password_now, "current-password"))
        .with(Field::password("password", w.password_new, "new-password").hint(w.password_hint))
        .with(Field::password("again", w.password_again, "new-password"))
}

fn factor_form(sheet: &Sheet, person: &Person) -> FormView {
    let w = sheet.w;
    let form = if person.factor.is_some() {
        FormView::new("factor", "/account/factor/end", w.factor_end).grave()
    } else {
        FormView::new("factor", "/account/factor", w.factor_begin)
    };
    form.with(Field::password("password", w.password_now, "current-password"))
}

fn token_form(sheet: &Sheet, person: &Person, typed: Typed, lang: Lang) -> FormView {
    let w = sheet.w;
    let days = typed.days.unwrap_or_else(|| "90".to_owned());
    let grants = person.grants.iter().enumerate();
    let rows =
        grants.map(|(at, grant)| (at.to_string(), words::grant(lang, grant), typed.picked.contains(&at)));
    FormView::new("token", "/account/tokens", w.token_make)
        .with(Field::text("name", w.token_name, typed.name).hint(w.token_name_hint))
        .with(Field::number("days", w.token_days, days))
        .picking(Picks::new("grants", w.token_rights, rows.collect()))
}

pub(super) async fn page(
    State(shared): State<Shared>,
    query: Result<axum::extract::Query<Query>, QueryRejection>,
    own: Own,
) -> Response {
    let said = query.ok().and_then(|query| query.0.said);
    show(&shared, &own, said.as_deref(), Typed::default(), None).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    old: String,
    password: String,
    again: String,
}

pub(super) async fn password(
    State(shared): State<Shared>,
    own: Own,
    headers: HeaderMap,
    Form(wish): Form<Change>,
) -> Response {
    let changed = async {
        typed_twice(&wish.password, &wish.again, own.visitor.lang())?;
        let command = Command::ChangePassword { old: wish.old, new: wish.password.clone() };
        own.visitor.ask(&shared, command).await
    };
    match changed.await {
        Ok(_) => {
            let known = (own.person.login.as_str(), wish.password.as_str());
            start::enter(&shared, &own.visitor, &headers, known, "/account?said=chosen").await
        }
        Err(problem) => {
            let refused = Some(("password", problem));
            show(&shared, &own, None, Typed::default(), refused).await
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct One {
    session: String,
}

pub(super) async fn end_session(
    State(shared): State<Shared>,
    Own { visitor, .. }: Own,
    Form(One { session }): Form<One>,
) -> Response {
    let own = visitor.session.as_ref().is_some_and(|own| own.id.to_string() == session);
    match visitor.ask(&shared, Command::SignOut { session }).await {
        Ok(_) if own => onward("/sign-in?said=out", Some(&set_cookie(&shared, None))),
        Ok(_) => onward("/account?said=session-ended", None),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

pub(super) async fn end_all_sessions(State(shared): State<Shared>, Own { person, visitor }: Own) -> Response {
    match visitor.ask(&shared, Command::SignOutEverywhere { login: person.login }).await {
        Ok(_) => onward("/sign-in?said=out-everywhere", Some(&set_cookie(&shared, None))),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Make {
    name: String,
    days: String,
    #[serde(default)]
    grants: Vec<usize>,
}

#[derive(Template)]
#[template(path = "account/once.html", config = "web/askama.toml")]
pub(super) struct Once {
    pub(super) frame: Frame,
    pub(super) sheet: Sheet,
    pub(super) title: &'static str,
    pub(super) lead: String,
    /// What is told once.
    pub(super) secret: String,
    /// Where it goes on from there: an address and its words.
    pub(super) back: (String, &'static str),
}

pub(super) async fn make_token(
    State(shared): State<Shared>,
    own: Own,
    Form(Make { name, days, grants: picked }): Form<Make>,
) -> Response {
    let visitor = &own.visitor;
    let grants = picked.iter().filter_map(|at| own.person.grants.get(*at).cloned()).collect();
    // No number of days is as bad as none.
    let command = Command::MakeToken { name: name.clone(), grants, days: days.trim().parse().unwrap_or(0) };
    match visitor.ask(&shared, command).await {
        Ok(Reply::Token { token, .. }) => {
            let sheet = Sheet::new(&shared, visitor);
            let w = sheet.w;
            let lead = w.token_once.to_owned();
            let back = ("/account".to_owned(), w.account);
            let frame = Frame::of(&shared, visitor, "account");
            let page = Once { frame, sheet, title: w.token_title, lead, secret: token, back };
            html(StatusCode::OK, visitor.asked, &page)
        }
        Ok(_) => onward("/account", None),
        Err(problem) => {
            let typed = Typed { name, days: Some(days), picked };
            show(&shared, &own, None, typed, Some(("token", problem))).await
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Revoke {
    pub(super) id: i64,
}

pub(super) async fn revoke_token(
    State(shared): State<Shared>,
    Own { visitor, .. }: Own,
    Form(Revoke { id }): Form<Revoke>,
) -> Response {
    match visitor.ask(&shared, Command::RevokeToken { id }).await {
        Ok(_) => onward("/account?said=token-revoked", None),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    password: String,
}

pub(super) async fn begin_factor(
    State(shared): State<Shared>,
    own: Own,
    Form(Known { password }): Form<Known>,
) -> Response {
    with_factor(&shared, &own, Command::BeginSecondFactor { password }, "/account/factor").await
}

pub(super) async fn end_factor(
    State(shared): State<Shared>,
    own: Own,
    Form(Known { password }): Form<Known>,
) -> Response {
    let login = own.person.login.clone();
    let command = Command::EndSecondFactor { login, password: Some(password) };
    with_factor(&shared, &own, command, "/account?said=factor-off").await
}

async fn with_factor(shared: &Shared, own: &Own, command: Command, to: &str) -> Response {
    match own.visitor.ask(shared, command).await {
        Ok(_) => onward(to, None),
        Err(problem) => show(shared, own, None, Typed::default(), Some(("factor", problem))).await,
    }
}
