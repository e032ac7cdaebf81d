//! The log of every change, for who may see it.

use super::taken::{Number, Query};
use crate::journal::{Break, Entry, Verdict, Wanted};
use crate::report::Message;
use crate::web::Shared;
use crate::web::api::Problem;
use crate::web::visitor::{Visitor, look};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// The most rows of one answer.
const MOST: u16 = 500;

/// Which rows are wanted.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Rows {
    /// Only rows before this number: the last of the answer before.
    #[param(value_type = Option<i64>, minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    before: Option<Number>,
    /// Only of this person: the beginning of `who`.
    #[param(max_length = 100)]
    who: Option<String>,
    /// Only with this action, or with actions that begin so (`draft.`).
    #[param(max_length = 100)]
    action: Option<String>,
    /// Only with this subject.
    #[param(max_length = 200)]
    subject: Option<String>,
    /// At most so many, 1 to 500; 50 if it is left out.
    #[param(minimum = 1, maximum = 500)]
    most: Option<u16>,
}

/// Rows of the log, newest first.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Log {
    rows: Vec<LogRow>,
}

/// One row.
#[derive(Serialize, ToSchema)]
pub(super) struct LogRow {
    /// Its number, from 1, without gaps.
    pub(super) id: i64,
    at: String,
    who: String,
    /// From which address; empty for this machine.
    origin: String,
    action: String,
    subject: String,
    /// How it was; null if there was nothing.
    #[schema(value_type = Value)]
    before: Value,
    /// How it is; null if there is nothing.
    #[schema(value_type = Value)]
    after: Value,
    reason: String,
    /// SHA-256 over this row and the digest of the one before it, in hexadecimal.
    digest: String,
}

impl From<Entry> for LogRow {
    fn from(entry: Entry) -> Self {
        let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
        let Entry { id, at, who, origin, action, subject, before, after, reason, digest } = entry;
        let (before, after) = (value(before), value(after));
        Self { id, at, who, origin, action, subject, before, after, reason, digest }
    }
}

#[utoipa::path(get, path = "/api/v1/log", tag = "log", summary = "The log of every change, newest first",
    params(Rows), responses((status = 200, body = Log)))]
pub(in crate::web) async fn log(
    State(shared): State<Shared>,
    visitor: Visitor,
    Query(Rows { before, who, action, subject, most }): Query<Rows>,
) -> Result<Json<Log>, Problem> {
    visitor.admitted()?;
    let (before, most) = (before.map(|Number(before)| before), most.unwrap_or(50));
    let long = |text: &Option<String>, most| text.as_ref().is_some_and(|text| text.chars().count() > most);
    let wrong = [
        ("most", !(1..=MOST).contains(&most)),
        ("who", long(&who, 100)),
        ("action", long(&action, 100)),
        ("subject", long(&subject, 200)),
    ];
    if let Some((field, _)) = wrong.into_iter().find(|(_, wrong)| *wrong) {
        let detail = "out of bounds".to_owned();
        let message = Message::FieldWrong { field: field.to_owned(), detail };
        return Err(Problem::new(StatusCode::BAD_REQUEST, &message, visitor.lang()).about(field));
    }
    let wanted = Wanted { before, who, action, subject, most };
    let rows = look(&shared, visitor.lang(), move |look| Ok(look.log(&wanted)?)).await?;
    Ok(Json(Log { rows: rows.into_iter().map(LogRow::from).collect() }))
}

/// What an examination of the whole log found.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Examined {
    whole: bool,
    /// How many rows; null if it is broken.
    rows: Option<i64>,
    /// The digest of the last row, in hexadecimal: to be kept elsewhere.
    head: Option<String>,
    /// The number of the first row that is not what was written.
    broken_at: Option<i64>,
    /// `gap`, `unbound` or `altered`.
    why: Option<&'static str>,
}

#[utoipa::path(post, path = "/api/v1/log/verify", tag = "log", summary = "Examine every row of the log",
    responses((status = 200, body = Examined)))]
pub(in crate::web) async fn verify(
    State(shared): State<Shared>,
    visitor: Visitor,
) -> Result<Json<Examined>, Problem> {
    visitor.admitted()?;
    let verdict = look(&shared, visitor.lang(), |look| Ok(look.verify()?)).await?;
    Ok(Json(match verdict {
        Verdict::Whole { rows, head } => {
            Examined { whole: true, rows: Some(rows), head: Some(head), broken_at: None, why: None }
        }
        Verdict::Broken { id, why } => {
            let why = match why {
                Break::Gap => "gap",
                Break::Unbound => "unbound",
                Break::Altered => "altered",
            };
            Examined { whole: false, rows: None, head: None, broken_at: Some(id), why: Some(why) }
        }
    }))
}
