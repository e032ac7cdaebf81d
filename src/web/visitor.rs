//! Who asks: a person by the cookie of their session, a program by its token, or nobody that is known. And how what they
//! want is put to the office.

use super::api::Problem;
use super::ask::Asked;
use super::caller::Caller;
use super::faults::FaultTold;
use super::guard::only;
use super::queue::waiting;
use super::{Shared, menu, refusal};
use crate::editorial::{Actor, Command, Role, Who};
use crate::journal::{Person, Session};
use crate::office::{Kind, Refusal, Reply};
use crate::report::{Lang, Message};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

/// The name of the cookie.
const COOKIE: &str = "bangtin";
/// The longest secret that is looked at.
const LONGEST: usize = 200;

/// Whoever asks, with what they may do. An extractor; it refuses only a token or a journal that is no good.
pub(super) struct Visitor {
    pub(super) actor: Actor,
    /// The person who is signed in; nobody for programs.
    pub(super) person: Option<Person>,
    /// Their session.
    pub(super) session: Option<Session>,
    /// How many drafts wait for them to be approved.
    pub(super) waiting: u32,
    pub(super) asked: Asked,
    /// The address they asked for, to come back to after signing in.
    wanted: String,
}

impl FromRequestParts<Shared> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let asked = Asked::read(parts.uri.query(), &parts.headers);
        let from = Some(Caller::of(&parts.extensions).0);
        let wanted = parts.uri.path_and_query().map_or("/", |wanted| wanted.as_str()).to_owned();
        let nobody = Actor { who: Who::Nobody, from, grants: Vec::new() };
        let mut visitor = Self { actor: nobody, person: None, session: None, waiting: 0, asked, wanted };
        if let Some(token) = bearer(&parts.headers) {
            let office = shared.desk.office.clone();
            let found = tokio::task::spawn_blocking(move || office.token(&token)).await;
            let found =
                found.map_err(|_| broken(asked.lang))?.map_err(|refused| problem(&refused, asked.lang))?;
            // A token that is no good is not as if there were none.
            let (who, grants) = found.ok_or_else(|| sign_in_first(asked.lang))?;
            visitor.actor = Actor { who, from, grants };
        } else if let Some(cookie) = cookie(&parts.headers) {
            let desk = shared.clone();
            let look = move || {
                let found = desk.desk.office.session(&cookie)?.map(|(person, session)| {
                    let who = Who::Person(person.login.clone());
                    (Actor { who, from, grants: person.grants.clone() }, person, session)
                });
                // A number in the menu is not worth refusing somebody for.
                let waiting = found.as_ref().and_then(|(actor, ..)| waiting(&desk, actor).ok());
                Ok((found, waiting.unwrap_or(0)))
            };
            let found = tokio::task::spawn_blocking(look).await;
            let (found, waiting) = found
                .map_err(|_| broken(asked.lang))?
                .map_err(|refused: Refusal| problem(&refused, asked.lang))?;
            if let Some((actor, person, session)) = found {
                if parts.uri.path() != menu::PATH {
                    shared.desk.office.touch(&session);
                }
                visitor.actor = actor;
                (visitor.person, visitor.session) = (Some(person), Some(session));
                visitor.waiting = waiting;
            }
        }
        if visitor.is_known()
            && let Err(seconds) = shared.limits.take_of(&visitor.actor.who, &parts.method, parts.uri.path())
        {
            let message = Message::TooManyFromOne { seconds };
            return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, &message, asked.lang).again(seconds));
        }
        Ok(visitor)
    }
}

/// Somebody who may look at pages. An extractor: others are led to sign in, or told why they may not.
pub(super) struct Reader(pub(super) Visitor);

impl FromRequestParts<Shared> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Response> {
        let visitor =
            Visitor::from_request_parts(parts, shared).await.map_err(IntoResponse::into_response)?;
        visitor.enters(shared).map_err(|gone| *gone)?;
        Ok(Self(visitor))
    }
}

impl Visitor {
    pub(super) fn lang(&self) -> Lang {
        self.asked.lang
    }

    /// Whether anybody is known.
    pub(super) fn is_known(&self) -> bool {
        !matches!(self.actor.who, Who::Nobody)
    }

    /// Whether they may do something for any board at all: what a page offers them.
    pub(super) fn may(&self, role: Role) -> bool {
        self.actor.may(role, &[])
    }

    /// For pages: leads who is not known to sign in, and refuses who may see nothing.
    ///
    /// # Errors
    /// The answer to give in place of the page.
    pub(super) fn enters(&self, shared: &Shared) -> Result<(), Box<Response>> {
        if !self.is_known() {
            return Err(Box::new(self.to_sign_in()));
        }
        if !self.actor.may_see() {
            let problem = Problem::new(StatusCode::FORBIDDEN, &Message::MayNotSee {}, self.lang());
            return Err(Box::new(refusal::page(shared, self.asked, &problem)));
        }
        Ok(())
    }

    /// Leads to signing in, and from there back to what was asked for.
    pub(super) fn to_sign_in(&self) -> Response {
        Self::to_sign_in_for(&self.wanted)
    }

    /// The same, to go to another page then.
    pub(super) fn to_sign_in_for(page: &str) -> Response {
        let back = percent_encoding::utf8_percent_encode(page, percent_encoding::NON_ALPHANUMERIC);
        Redirect::to(&format!("/sign-in?to={back}")).into_response()
    }

    /// For programs: refuses who is not known or may see nothing.
    ///
    /// # Errors
    /// 401 or 403.
    pub(super) fn admitted(&self) -> Result<(), Problem> {
        if !self.is_known() {
            return Err(sign_in_first(self.lang()));
        }
        if !self.actor.may_see() {
            return Err(Problem::new(StatusCode::FORBIDDEN, &Message::MayNotSee {}, self.lang()));
        }
        Ok(())
    }

    /// Has the office carry a command out.
    ///
    /// # Errors
    /// Why nothing was changed.
    pub(super) async fn ask(&self, shared: &Shared, command: Command) -> Result<Reply, Problem> {
        let asked = shared.desk.office.ask(self.actor.clone(), command).await;
        asked.map_err(|refused| problem(&refused, self.lang()))
    }
}

/// Looks at what is kept, outside the tasks that drive boards.
///
/// # Errors
/// 503 where the journal cannot be read.
pub(super) async fn look<T: Send + 'static>(
    shared: &Shared,
    lang: Lang,
    work: impl FnOnce(crate::journal::Look<'_>) -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Problem> {
    let reader = shared.desk.office.reader().clone();
    let found = tokio::task::spawn_blocking(move || reader.look(work)).await;
    found.map_err(|_| broken(lang))?.map_err(|refused| problem(&refused, lang))
}

/// A refusal of the office as HTTP has it.
pub(super) fn problem(refusal: &Refusal, lang: Lang) -> Problem {
    let status = match refusal.kind {
        Kind::Unknown => StatusCode::UNAUTHORIZED,
        Kind::Forbidden => StatusCode::FORBIDDEN,
        Kind::Missing => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Later => StatusCode::TOO_MANY_REQUESTS,
        Kind::Broken => StatusCode::SERVICE_UNAVAILABLE,
    };
    let mut problem = Problem::new(status, &refusal.message, lang)
        .with(refusal.faults.iter().map(|fault| FaultTold::of(fault, lang)).collect());
    problem.field = refusal.field.clone();
    if let Message::SignInLater { seconds } = *refusal.message {
        problem = problem.again(seconds);
    }
    problem
}

fn sign_in_first(lang: Lang) -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, &Message::SignInFirst {}, lang)
}

fn broken(lang: Lang) -> Problem {
    let message = Message::ReadOnly { why: "the program ends".to_owned() };
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, &message, lang)
}

/// The token of a program.
fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = only(headers, header::AUTHORIZATION)?;
    let (scheme, token) = value.split_once(' ')?;
    let is = scheme.eq_ignore_ascii_case("bearer") && token.len() <= LONGEST;
    is.then(|| token.trim().to_owned())
}

/// The cookie of a session.
fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|cookies| cookies.split(';')).map(str::trim);
    let value = pairs.find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='))?;
    (value.len() <= LONGEST).then(|| value.to_owned())
}

/// The header that has a browser keep a session, or forget it. It is for this site alone and no script sees it; over TLS it
/// never leaves without.
pub(super) fn set_cookie(shared: &Shared, cookie: Option<&str>) -> String {
    let secure = if shared.here.tls { "; Secure" } else { "" };
    match cookie {
        Some(cookie) => format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax{secure}"),
        None => format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}"),
    }
}
