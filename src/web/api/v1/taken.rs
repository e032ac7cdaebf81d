//! What stands in the address of a request, taken with the same strictness as bodies.

use crate::report::{Message, shortened};
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

/// The playlist in a path.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(in crate::web) struct OfPlaylist {
    /// The id of the playlist: the name of its file without `.toml`.
    #[param(pattern = "^[a-z0-9][a-z0-9-]{0,39}$")]
    pub(in crate::web) playlist: String,
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
        Path::<T>::from_request_parts(parts, state).await.map(|Path(place)| Self(place)).map_err(|refused| {
            let (field, detail) = wrong(refused);
            let message = Message::FieldWrong { field: field.clone(), detail: shortened(&detail) };
            Problem::new(StatusCode::BAD_REQUEST, &message, lang).about(field)
        })
    }
}

/// Which part of a path is wrong, and how.
fn wrong(refused: PathRejection) -> (String, String) {
    let detail = refused.body_text();
    let PathRejection::FailedToDeserializePathParams(failed) = refused else {
        return ("path".to_owned(), detail);
    };
    match failed.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            (key, format!("{value}: {expected_type}"))
        }
        ErrorKind::InvalidUtf8InPathParam { key } => (key, "UTF-8".to_owned()),
        ErrorKind::DeserializeError { key, message, .. } => (key, message),
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
