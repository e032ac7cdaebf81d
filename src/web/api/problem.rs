//! A refusal: its HTTP status, a code for programs, a sentence for people, and the field it is about.
//!
//! | field | what |
//! |---|---|
//! | `code` | the name of the sentence, the same in all languages |
//! | `sentence` | what is wrong and what to do, in the language asked for |
//! | `field` | the field of the body it is about, as a path (`items[2].text`); null where it is about the whole |
//! | `faults` | what is wrong with a playlist that was sent, as in `/api/status`; mostly empty |

use crate::report::{Lang, Message};
use crate::web::faults::FaultTold;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// A refusal; as an answer it is JSON of type `application/problem+json`.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Problem {
    #[serde(skip)]
    pub(in crate::web) status: StatusCode,
    pub(in crate::web) code: &'static str,
    pub(in crate::web) sentence: String,
    pub(in crate::web) field: Option<String>,
    pub(in crate::web) faults: Vec<FaultTold>,
    /// Seconds after which it is worth asking again.
    #[serde(skip)]
    pub(in crate::web) again: Option<u64>,
}

impl Problem {
    /// A refusal that says this.
    pub(in crate::web) fn new(status: StatusCode, message: &Message, lang: Lang) -> Self {
        Self::said(status, message.code(), message.say(lang))
    }

    /// A refusal in words of the page that are no sentence of the catalogue.
    pub(in crate::web) fn said(status: StatusCode, code: &'static str, sentence: String) -> Self {
        let sentence = sentence.trim_end().to_owned();
        Self { status, code, sentence, field: None, faults: Vec::new(), again: None }
    }

    /// The same, about one field.
    pub(in crate::web) fn about(self, field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// The same, with what is wrong with a file.
    pub(in crate::web) fn with(self, faults: Vec<FaultTold>) -> Self {
        Self { faults, ..self }
    }

    /// The same, to be tried again after so many seconds.
    pub(in crate::web) fn again(self, seconds: u64) -> Self {
        Self { again: Some(seconds), ..self }
    }

    /// `answer` with this status and what HTTP has headers for.
    pub(in crate::web) fn head(&self, mut answer: Response) -> Response {
        *answer.status_mut() = self.status;
        if let Some(seconds) = self.again {
            answer.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        answer
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = self.head(axum::Json(&self).into_response());
        let kind = HeaderValue::from_static("application/problem+json");
        answer.headers_mut().insert(header::CONTENT_TYPE, kind);
        answer
    }
}
