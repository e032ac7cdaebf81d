//! What stands in the address of a request, taken with the same strictness as bodies.

use crate::report::{Message, is_id, shortened};
use crate::web::api::{Problem, body};
use crate::web::ask::Asked;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

/// The parts of the path.
pub(in crate::web) struct Place<T>(pub(in crate::web) T);

/// The query, but for `lang`, which every address takes. A field that is not known is refused.
pub(in crate::web) struct Query<T>(pub(in crate::web) T);

/// The id of a playlist or the login of a person. What cannot be one is refused where it comes in.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(in crate::web) struct Id(pub(in crate::web) String);

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if is_id(&text) { Ok(Self(text)) } else { Err("^[a-z0-9][a-z0-9-]{0,39}$") }
    }
}

/// A number of anything that is counted, from 0; JavaScript has no greater ones.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "i64")]
pub(in crate::web) struct Number(pub(in crate::web) i64);

impl TryFrom<i64> for Number {
    type Error = &'static str;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if (0..1 << 53).contains(&number) { Ok(Self(number)) } else { Err("0–9007199254740991") }
    }
}

/// The playlist in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfPlaylist {
    /// The id of the playlist: the name of its file without `.toml`.
    #[param(value_type = String, pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub(in crate::web) playlist: Id,
}

/// The board in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfBoard {
    /// The id of the board.
    #[param(pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub(in crate::web) board: String,
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let lang = Asked::read(parts.uri.query(), &parts.headers).lang;
        let parts = Path::<Vec<(String, String)>>::from_request_parts(parts, state).await;
        let Path(parts) = parts.map_err(|refused| {
            let (field, detail) = wrong(refused);
            let message = Message::FieldWrong { field: field.clone(), detail: shortened(&detail) };
            Problem::new(StatusCode::BAD_REQUEST, &message, lang).about(field)
        })?;
        // Read as a query is, so that what is wrong has its name.
        let parts = serde_html_form::to_string(parts).unwrap_or_default();
        body::query(&parts, lang).map(Self)
    }
}

/// Which part of a path is wrong, and how.
fn wrong(refused: PathRejection) -> (String, String) {
    let detail = refused.body_text();
    match refused {
        PathRejection::FailedToDeserializePathParams(failed) => match failed.into_kind() {
            ErrorKind::InvalidUtf8InPathParam { key } => (key, "UTF-8".to_owned()),
            _ => ("path".to_owned(), detail),
        },
        _ => ("path".to_owned(), detail),
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let lang = Asked::read(parts.uri.query(), &parts.headers).lang;
        let asked = parts.uri.query().unwrap_or_default().split('&');
        let asked: Vec<&str> = asked.filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
        body::query(&asked.join("&"), lang).map(Self)
    }
}
