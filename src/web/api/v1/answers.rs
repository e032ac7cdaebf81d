//! What comes of a change, as JSON.

use crate::editorial::{Command, Conflict};
use crate::office::Reply;
use crate::report::{Lang, Message};
use crate::web::Shared;
use crate::web::api::Problem;
use crate::web::visitor::Visitor;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// How a draft stands after a change.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Drafted {
    /// The revision of the draft, to be sent with the next change.
    revision: i64,
    /// The number of the item that was made or changed; it stays with the item.
    uid: Option<i64>,
}

/// What was published.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct PublishedAs {
    /// The number of the version.
    version: i64,
}

/// A link with which a person chooses a password. It is told once.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct TicketTold {
    login: String,
    /// What stands in the link.
    ticket: String,
    /// The address on this server.
    address: String,
}

/// A token. It is told once.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct TokenMade {
    id: i64,
    token: String,
}

/// What a second factor is set up with. It is told once.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct FactorBegun {
    /// For typing it into an app: base 32.
    secret: String,
    /// The same for a phone's camera, as a QR code: `otpauth://…`.
    address: String,
}

/// Two changed the same. Nothing was changed now; everything that both wanted is here.
#[derive(Serialize, ToSchema)]
struct Clash {
    #[serde(flatten)]
    problem: Problem,
    /// The revision as it is.
    revision: i64,
    /// The keys as they are, with everything of the caller's that is not in conflict.
    #[schema(value_type = Object)]
    fields: Map<String, Value>,
    /// What both changed, each with `key`, `base`, `mine` and `theirs`.
    #[schema(value_type = Vec<Object>)]
    conflicts: Vec<Conflict>,
}

/// Nothing to say but that it is done.
pub(super) async fn done(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<StatusCode, Problem> {
    visitor.admitted()?;
    visitor.ask(shared, command).await.map(|_| StatusCode::NO_CONTENT)
}

/// A change of a draft.
pub(super) async fn drafted(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<Response, Problem> {
    visitor.admitted()?;
    match visitor.ask(shared, command).await? {
        Reply::Draft { revision, uid } => Ok(Json(Drafted { revision, uid }).into_response()),
        Reply::Conflict { revision, fields, conflicts } => {
            let problem = Problem::new(StatusCode::CONFLICT, &Message::DraftMoved {}, visitor.lang());
            let clash = Json(Clash { problem, revision, fields, conflicts });
            let mut answer = (StatusCode::CONFLICT, clash).into_response();
            let kind = HeaderValue::from_static("application/problem+json");
            answer.headers_mut().insert(header::CONTENT_TYPE, kind);
            Ok(answer)
        }
        _ => Err(strange(visitor.lang())),
    }
}

/// A change of what is lit.
pub(super) async fn published(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<Json<PublishedAs>, Problem> {
    visitor.admitted()?;
    match visitor.ask(shared, command).await? {
        Reply::Published { version } => Ok(Json(PublishedAs { version })),
        _ => Err(strange(visitor.lang())),
    }
}

/// A link for a person.
pub(super) async fn ticket(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<Json<TicketTold>, Problem> {
    visitor.admitted()?;
    match visitor.ask(shared, command).await? {
        Reply::Ticket { login, ticket } => {
            let address = format!("/ticket/{ticket}");
            Ok(Json(TicketTold { login, ticket, address }))
        }
        _ => Err(strange(visitor.lang())),
    }
}

/// A token for a program.
pub(super) async fn token(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<Json<TokenMade>, Problem> {
    visitor.admitted()?;
    match visitor.ask(shared, command).await? {
        Reply::Token { id, token } => Ok(Json(TokenMade { id, token })),
        _ => Err(strange(visitor.lang())),
    }
}

/// A second factor.
pub(super) async fn factor(
    shared: &Shared,
    visitor: &Visitor,
    command: Command,
) -> Result<Json<FactorBegun>, Problem> {
    visitor.admitted()?;
    match visitor.ask(shared, command).await? {
        Reply::Factor { secret, address } => Ok(Json(FactorBegun { secret, address })),
        _ => Err(strange(visitor.lang())),
    }
}

/// The office never answers so.
fn strange(lang: Lang) -> Problem {
    let message = Message::ReadOnly { why: "?".to_owned() };
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, &message, lang)
}

/// Nothing of this name. The sentence names what was asked for.
pub(super) fn missing(message: &Message, lang: Lang) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, message, lang)
}
