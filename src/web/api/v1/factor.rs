//! One's second factor: begun with the password, in force from its first right code on, ended with the password. The secret is
//! told once, to who begins; whoever lost it begins anew and gets another.

use super::answers::{FactorBegun, done, factor};
use super::me::person;
use crate::editorial::Command;
use crate::web::Shared;
use crate::web::api::{Body, Problem};
use crate::web::visitor::Visitor;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

/// One's password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Known {
    #[schema(max_length = 256)]
    password: String,
}

/// What the app on the phone counts out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Code {
    /// Six digits.
    #[schema(max_length = 40)]
    code: String,
}

#[utoipa::path(post, path = "/api/v1/me/second-factor", tag = "me",
    summary = "Begin to set up a second factor; it counts once a code of it was given", request_body = Known,
    responses((status = 200, body = FactorBegun)))]
pub(in crate::web) async fn begin(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Known { password }): Body<Known>,
) -> Result<Json<FactorBegun>, Problem> {
    person(&visitor)?;
    factor(&shared, &visitor, Command::BeginSecondFactor { password }).await
}

#[utoipa::path(post, path = "/api/v1/me/second-factor/confirm", tag = "me",
    summary = "Give the first code: from now on every sign-in asks for one", request_body = Code,
    responses((status = 204)))]
pub(in crate::web) async fn confirm(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Code { code }): Body<Code>,
) -> Result<StatusCode, Problem> {
    person(&visitor)?;
    let code = code.split_whitespace().collect();
    done(&shared, &visitor, Command::ConfirmSecondFactor { code }).await
}

#[utoipa::path(post, path = "/api/v1/me/second-factor/end", tag = "me",
    summary = "Sign in without a second factor from now on", request_body = Known, responses((status = 204)))]
pub(in crate::web) async fn end(
    State(shared): State<Shared>,
    visitor: Visitor,
    Body(Known { password }): Body<Known>,
) -> Result<StatusCode, Problem> {
    let login = person(&visitor)?.login.clone();
    done(&shared, &visitor, Command::EndSecondFactor { login, password: Some(password) }).await
}
