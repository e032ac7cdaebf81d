//! Whoever asks: who they are, and for persons their sessions and tokens.

use super::answers::{TokenMade, done, token};
use super::taken::{Number, Place};
use crate::editorial::{Command, Grant, Who};
use crate::journal::{Person, Session, Token};
use crate::report::Message;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::{Visitor, look};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Who asks.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Me {
    /// The person, or in whose name the token acts.
    login: String,
    /// What people call them; null for tokens.
    name: Option<String>,
    /// The number of the token; null for persons.
    token: Option<i64>,
    /// Whether every sign-in asks for a code; null for tokens.
    has_second_factor: Option<bool>,
    /// What they may do.
    grants: Vec<Grant>,
}

#[utoipa::path(get, path = "/api/v1/me", tag = "me", summary = "Who asks, and what they may do",
    responses((status = 200, body = Me)))]
pub(in crate::web) async fn me(visitor: Visitor) -> Result<Json<Me>, Problem> {
    visitor.admitted()?;
    let token = match visitor.actor.who {
        Who::Token { id, .. } => Some(id),
        _ => None,
    };
    let login = visitor.actor.person().unwrap_or_default().to_owned();
    let has_second_factor = visitor.person.as_ref().map(|person| person.factor.is_some());
    let name = visitor.person.map(|person| person.name);
    Ok(Json(Me { login, name, token, has_second_factor, grants: visitor.actor.grants }))
}

/// The person who is signed in; programs have neither sessions nor tokens of their own.
pub(super) fn person(visitor: &Visitor) -> Result<&Person, Problem> {
    visitor.admitted()?;
    let only = || Problem::new(StatusCode::FORBIDDEN, &Message::PersonsOnly {}, visitor.lang());
    visitor.person.as_ref().ok_or_else(only)
}

/// Another password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Password {
    #[schema(max_length = 256)]
    old: String,
    #[schema(max_length = 256)]
    new: String,
}

#[utoipa::path(post, path = "/api/v1/me/password", tag = "me",
    summary = "Choose another password; all sessions end", request_body = Password, responses((status = 204)))]
pub(in crate::web) async fn password(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Password { old, new }): Body<Password>,
) -> Result<StatusCode, Problem> {
    person(&visitor)?;
    done(&shared, &visitor, Command::ChangePassword { old, new }).await
}

/// One's sessions.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Sessions {
    sessions: Vec<SessionTold>,
}

/// A browser in which one is signed in.
#[derive(Serialize, ToSchema)]
#[schema(as = Session)]
struct SessionTold {
    id: i64,
    made_at: String,
    seen_at: String,
    origin: String,
    agent: String,
    /// Whether it is the one that asks.
    this: bool,
}

#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "me", summary = "One's sessions, newest first",
    responses((status = 200, body = Sessions)))]
pub(in crate::web) async fn sessions(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Sessions>, Problem> {
    let login = person(&visitor)?.login.clone();
    let found = look(&shared, visitor.lang(), move |look| Ok(look.sessions(&login)?)).await?;
    let this = visitor.session.as_ref().map(|session| session.id);
    let told = |session: Session| SessionTold {
        this: this == Some(session.id),
        id: session.id,
        made_at: session.made_at,
        seen_at: session.seen_at,
        origin: session.origin,
        agent: session.agent,
    };
    Ok(Json(Sessions { sessions: found.into_iter().map(told).collect() }))
}

/// A number in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfNumber {
    /// Its number in the list.
    #[param(value_type = i64, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    id: Number,
}

#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "me", summary = "End one of one's sessions",
    params(OfNumber), responses((status = 204)))]
pub(in crate::web) async fn end_session(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfNumber { id: Number(id) }): Place<OfNumber>,
) -> Result<StatusCode, Problem> {
    person(&visitor)?;
    done(&shared, &visitor, Command::SignOut { session: id.to_string() }).await
}

/// One's tokens.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Tokens {
    tokens: Vec<TokenTold>,
}

/// What lets a program act in one's name. The token itself is told once, when it is made.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
struct TokenTold {
    id: i64,
    name: String,
    grants: Vec<Grant>,
    made_at: String,
    expires_at: String,
    revoked_at: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "me", summary = "One's tokens, newest first",
    responses((status = 200, body = Tokens)))]
pub(in crate::web) async fn tokens(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Tokens>, Problem> {
    let login = person(&visitor)?.login.clone();
    let found = look(&shared, visitor.lang(), move |look| Ok(look.tokens(Some(&login))?)).await?;
    let told = |token: Token| TokenTold {
        id: token.id,
        name: token.name,
        grants: token.grants,
        made_at: token.made_at,
        expires_at: token.expires_at,
        revoked_at: token.revoked_at,
    };
    Ok(Json(Tokens { tokens: found.into_iter().map(told).collect() }))
}

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct NewToken {
    /// What for.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What it may do; no more than oneself.
    #[schema(min_items = 1, max_items = 50)]
    grants: Vec<Grant>,
    /// How long it is valid.
    #[schema(minimum = 1, maximum = 366)]
    days: u16,
}

#[utoipa::path(post, path = "/api/v1/me/tokens", tag = "me",
    summary = "Let a program act in one's name; only persons can, programs cannot", request_body = NewToken,
    responses((status = 200, body = TokenMade)))]
pub(in crate::web) async fn make_token(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(NewToken { name, grants, days }): Body<NewToken>,
) -> Result<Json<TokenMade>, Problem> {
    person(&visitor)?;
    token(&shared, &visitor, Command::MakeToken { name, grants, days }).await
}

#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", tag = "me",
    summary = "Take a token back; who administers, anybody's", params(OfNumber), responses((status = 204)))]
pub(in crate::web) async fn revoke(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfNumber { id: Number(id) }): Place<OfNumber>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::RevokeToken { id }).await
}
