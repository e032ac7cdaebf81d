//! People, for who administers.

use super::answers::{TicketTold, done, missing, ticket};
use super::playlists::Why;
use super::taken::{Id, Place};
use crate::editorial::{Command, Grant, Role};
use crate::journal::Person;
use crate::report::Message;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::{Visitor, look};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Everybody.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct People {
    people: Vec<PersonTold>,
}

/// Somebody who may sign in, or once could.
#[derive(Serialize, ToSchema)]
#[schema(as = Person)]
pub(in crate::web) struct PersonTold {
    login: String,
    name: String,
    grants: Vec<Grant>,
    made_at: String,
    /// When they left; null for who may sign in.
    removed_at: Option<String>,
    /// Whether they chose a password.
    has_password: bool,
    has_second_factor: bool,
}

impl From<Person> for PersonTold {
    fn from(person: Person) -> Self {
        Self {
            login: person.login,
            name: person.name,
            grants: person.grants,
            made_at: person.made_at,
            removed_at: person.removed_at,
            has_password: person.password.is_some(),
            has_second_factor: person.factor.is_some(),
        }
    }
}

/// A person in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfPerson {
    /// The name they sign in with.
    #[param(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    login: Id,
}

/// Somebody to be let in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Invited {
    /// The name they sign in with: lower-case letters, digits and `-`. It is never given twice.
    #[schema(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    login: Id,
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(max_items = 50)]
    grants: Vec<Grant>,
}

/// What is to be known of somebody from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct ChangedPerson {
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    #[schema(max_items = 50)]
    grants: Vec<Grant>,
}

/// Refuses who may not know about others.
fn administers(visitor: &Visitor) -> Result<(), Problem> {
    visitor.admitted()?;
    if visitor.actor.may_everywhere(Role::Administer) {
        return Ok(());
    }
    Err(Problem::new(StatusCode::FORBIDDEN, &Message::MayNotAdminister {}, visitor.lang()))
}

#[utoipa::path(get, path = "/api/v1/people", tag = "people", summary = "Everybody",
    responses((status = 200, body = People)))]
pub(in crate::web) async fn list(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<People>, Problem> {
    administers(&visitor)?;
    let people = look(&shared, visitor.lang(), |look| Ok(look.people()?)).await?;
    Ok(Json(People { people: people.into_iter().map(PersonTold::from).collect() }))
}

#[utoipa::path(get, path = "/api/v1/people/{login}", tag = "people", summary = "One person", params(OfPerson),
    responses((status = 200, body = PersonTold)))]
pub(in crate::web) async fn one(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
) -> Result<Json<PersonTold>, Problem> {
    administers(&visitor)?;
    let asked = login.clone();
    let person = look(&shared, visitor.lang(), move |look| Ok(look.person(&asked)?)).await?;
    let login = login.chars().take(40).collect();
    let person = person.ok_or_else(|| missing(&Message::NoSuchPerson { login }, visitor.lang()))?;
    Ok(Json(person.into()))
}

#[utoipa::path(post, path = "/api/v1/people", tag = "people",
    summary = "Let somebody in: the answer has the link with which they choose a password", request_body = Invited,
    responses((status = 200, body = TicketTold)))]
pub(in crate::web) async fn invite(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Invited { login: Id(login), name, grants }): Body<Invited>,
) -> Result<Json<TicketTold>, Problem> {
    ticket(&shared, &visitor, Command::Invite { login, name, grants }).await
}

#[utoipa::path(put, path = "/api/v1/people/{login}", tag = "people",
    summary = "Name somebody otherwise, or let them do other things", params(OfPerson),
    request_body = ChangedPerson, responses((status = 204)))]
pub(in crate::web) async fn change(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
    Body(ChangedPerson { name, grants }): Body<ChangedPerson>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::ChangePerson { login, name, grants }).await
}

#[utoipa::path(post, path = "/api/v1/people/{login}/remove", tag = "people",
    summary = "Somebody leaves; what they wrote stays", params(OfPerson), request_body = Why,
    responses((status = 204)))]
pub(in crate::web) async fn remove(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
    Body(Why { reason }): Body<Why>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::RemovePerson { login, reason }).await
}

#[utoipa::path(post, path = "/api/v1/people/{login}/reset-password", tag = "people",
    summary = "A new link with which somebody chooses a password", params(OfPerson),
    responses((status = 200, body = TicketTold)))]
pub(in crate::web) async fn reset(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
) -> Result<Json<TicketTold>, Problem> {
    ticket(&shared, &visitor, Command::ResetPassword { login }).await
}

#[utoipa::path(post, path = "/api/v1/people/{login}/end-second-factor", tag = "people",
    summary = "Let somebody sign in without a second factor", params(OfPerson), responses((status = 204)))]
pub(in crate::web) async fn end_factor(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
) -> Result<StatusCode, Problem> {
    administers(&visitor)?;
    done(&shared, &visitor, Command::EndSecondFactor { login, password: None }).await
}

#[utoipa::path(post, path = "/api/v1/people/{login}/sign-out", tag = "people",
    summary = "End all sessions of a person", params(OfPerson), responses((status = 204)))]
pub(in crate::web) async fn sign_out(
    State(shared): State<Shared>,
    visitor: Visitor,
    Place(OfPerson { login: Id(login) }): Place<OfPerson>,
) -> Result<StatusCode, Problem> {
    done(&shared, &visitor, Command::SignOutEverywhere { login }).await
}
