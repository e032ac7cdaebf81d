//! `POST /api/v1/preview` and `/api/v1/convert`: how a text would look that is being written, what is wrong with it, and
//! how a pasted one could be taken over. Nothing is kept.
//!
//! Drawn outside the tasks that drive the boards and a few at a time, so that no number of editors holds them up.

use super::ask::Asked;
use super::drawn::{CourseTold, RasterTold};
use super::{Shared, words};
use crate::language::paste;
use crate::report::{Lang, Rule};
use crate::site::{Draft, Edit, Fix, Library, Picture, Remark, Shown};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

/// How long somebody waits for a preview at most.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most previews drawn at once.
pub(super) const AT_ONCE: usize = 4;
/// The most bytes of a request.
pub(super) const MAX_BODY: usize = 256 << 10;
/// How deep the values of a key may lie inside each other.
const DEEPEST: usize = 4;
/// The id of a playlist that has none yet.
const NAMELESS: &str = "nhap";

type Keys = Map<String, Value>;

/// What is to be drawn.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wish {
    /// The id of the playlist, if it has one.
    id: Option<String>,
    /// The keys of the head of the playlist.
    #[serde(default)]
    playlist: Keys,
    /// The keys of the item.
    item: Keys,
    /// Ids of boards; those it is for if absent.
    boards: Option<BTreeSet<String>>,
}

#[derive(Serialize)]
struct Answer {
    boards: Vec<BoardTold>,
    /// A sentence about boards that are not drawn.
    more: Option<String>,
    findings: Vec<Finding>,
}

#[derive(Serialize)]
struct BoardTold {
    ids: Vec<String>,
    names: Vec<String>,
    width: u16,
    height: u16,
    #[serde(flatten)]
    picture: Option<PictureTold>,
    /// Why it cannot be shown.
    fault: Option<String>,
}

#[derive(Serialize)]
struct PictureTold {
    seconds: f64,
    form: String,
    raster: RasterTold,
    course: CourseTold,
}

#[derive(Serialize)]
struct Finding {
    severity: &'static str,
    grade: &'static str,
    code: &'static str,
    rule: Option<&'static str>,
    sentence: String,
    field: Option<String>,
    /// Characters of the text, from 0.
    position: Option<usize>,
    length: Option<usize>,
    fixes: Vec<FixTold>,
}

/// `from`, `to` and `with`, or `set`.
#[derive(Serialize)]
struct FixTold {
    label: String,
    #[serde(flatten)]
    edit: EditTold,
}

#[derive(Serialize)]
#[serde(untagged)]
enum EditTold {
    Words { from: usize, to: usize, with: String },
    Keys { set: Keys },
}

pub(super) async fn preview(
    State(shared): State<Shared>,
    asked: Asked,
    wish: Result<Json<Wish>, JsonRejection>,
) -> Response {
    let lang = asked.lang;
    let wish = match wish {
        Ok(Json(wish)) => wish,
        Err(rejection) => return unread(lang, &rejection),
    };
    let text = match written(&wish.playlist, &wish.item) {
        Ok(text) => text,
        Err(field) => {
            let sentence = words::bad_value(lang, &crate::report::shortened(&field));
            return refused(StatusCode::BAD_REQUEST, "BadValue", Some(&field), &sentence);
        }
    };
    let library = Arc::clone(&shared.desk.library.borrow());
    let now = (shared.desk.now)();
    match drawn(&shared, move || answer(&library, &wish, &text, now, lang)).await {
        Some(answer) => Json(answer).into_response(),
        None => {
            let refused = refused(StatusCode::SERVICE_UNAVAILABLE, "Busy", None, &words::busy(lang));
            ([(header::RETRY_AFTER, "1")], refused).into_response()
        }
    }
}

/// What comes of some drawing, when its turn has come; `None` if that takes too long. The turn ends with the work, even if
/// nobody waits for it any more.
pub(super) async fn drawn<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let work = async {
        let turn = Arc::clone(&shared.previews).acquire_owned().await.ok()?;
        let work = move || {
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.ok()
    };
    tokio::time::timeout(PATIENCE, work).await.ok()?
}

fn answer(library: &Library, wish: &Wish, text: &str, now: Timestamp, lang: Lang) -> Answer {
    let id = wish.id.as_deref().unwrap_or(NAMELESS);
    let draft = Draft { id, text, item: Some(0), boards: wish.boards.as_ref() };
    let proof = library.proof(&draft, Some(now));
    Answer {
        boards: proof.boards.into_iter().map(|shown| BoardTold::of(shown, lang)).collect(),
        more: (proof.more > 0).then(|| words::and_more_shapes(lang, proof.more)),
        findings: proof.found.iter().map(|found| Finding::of(found, lang)).collect(),
    }
}

impl BoardTold {
    fn of(shown: Shown, lang: Lang) -> Self {
        let Shown { ids, names, face, drawn } = shown;
        let fault = drawn.as_ref().err().map(|fault| fault.sentence(lang));
        let picture = drawn.ok().map(|picture| PictureTold::of(&picture, lang));
        Self { ids, names, width: face.width(), height: face.height(), picture, fault }
    }
}

impl PictureTold {
    fn of(picture: &Picture, lang: Lang) -> Self {
        Self {
            seconds: picture.lasts.as_secs_f64(),
            form: words::form(lang, &picture.fit, picture.lasts),
            raster: RasterTold::of(picture.reel.raster()),
            course: CourseTold::of(picture.reel.course()),
        }
    }
}

impl Finding {
    fn of(found: &Remark, lang: Lang) -> Self {
        let Remark { fault, field, words, fixes, .. } = found;
        Self {
            severity: fault.severity.code(),
            grade: fault.severity.word(lang),
            code: fault.message.code(),
            rule: fault.message.rule().map(Rule::id),
            sentence: fault.sentence(lang),
            field: field.clone(),
            position: words.as_ref().map(|words| words.start),
            length: words.as_ref().map(std::ops::Range::len),
            fixes: fixes.iter().map(|fix| FixTold::of(fix, lang)).collect(),
        }
    }
}

impl FixTold {
    fn of(fix: &Fix, lang: Lang) -> Self {
        let edit = match fix.edit.clone() {
            Edit::Words(range, with) => EditTold::Words { from: range.start, to: range.end, with },
            Edit::Keys(keys) => EditTold::Keys {
                set: keys.into_iter().map(|(key, value)| (key, value.unwrap_or(Value::Null))).collect(),
            },
        };
        Self { label: fix.label.say(lang), edit }
    }
}

/// The playlist of one item that these keys make.
///
/// # Errors
/// The key whose value no file can have.
// To be replaced by `playlist::edit`, which writes the same keys into a file that is there.
fn written(head: &Keys, item: &Keys) -> Result<String, String> {
    let mut file = toml_edit::DocumentMut::new();
    for (key, given) in head.iter().filter(|(_, given)| !given.is_null()) {
        let given = Some(given).filter(|_| key != "item").and_then(|given| value(given, DEEPEST));
        file.insert(key, toml_edit::Item::Value(given.ok_or_else(|| key.clone())?));
    }
    let mut table = toml_edit::Table::new();
    for (key, given) in item.iter().filter(|(_, given)| !given.is_null()) {
        table.insert(key, toml_edit::Item::Value(value(given, DEEPEST).ok_or_else(|| key.clone())?));
    }
    let mut items = toml_edit::ArrayOfTables::new();
    items.push(table);
    file.insert("item", toml_edit::Item::ArrayOfTables(items));
    Ok(file.to_string())
}

fn value(given: &Value, deepest: usize) -> Option<toml_edit::Value> {
    let deepest = deepest.checked_sub(1)?;
    Some(match given {
        Value::Null => return None,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None if number.is_u64() => return None,
            None => number.as_f64()?.into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(each) => {
            let each: Option<toml_edit::Array> = each.iter().map(|one| value(one, deepest)).collect();
            each?.into()
        }
        Value::Object(keys) => {
            let mut table = toml_edit::InlineTable::new();
            for (key, given) in keys.iter().filter(|(_, given)| !given.is_null()) {
                table.insert(key, value(given, deepest)?);
            }
            table.into()
        }
    })
}

/// A text that somebody pastes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    text: String,
}

/// `text` as it could be taken over, whether that is `changed`, the `encoding` it was in, and `done`: what was done to it.
pub(super) async fn convert(
    State(shared): State<Shared>,
    asked: Asked,
    text: Result<Json<Text>, JsonRejection>,
) -> Response {
    let lang = asked.lang;
    let text = match text {
        Ok(Json(Text { text })) => text,
        Err(rejection) => return unread(lang, &rejection),
    };
    let work = move || {
        let pasted = paste(&text);
        let encoding = pasted.encoding.map(crate::language::legacy::Encoding::name);
        let converted = encoding.map(|name| words::converted(lang, name));
        let done = pasted.done.iter().map(|oddity| words::oddity(lang, *oddity));
        let done: Vec<String> = converted.into_iter().chain(done).collect();
        json!({ "changed": pasted.text != text, "text": pasted.text, "encoding": encoding, "done": done })
    };
    match drawn(&shared, work).await {
        Some(answer) => Json(answer).into_response(),
        None => refused(StatusCode::SERVICE_UNAVAILABLE, "Busy", None, &words::busy(lang)),
    }
}

/// Why a body was not read.
fn unread(lang: Lang, rejection: &JsonRejection) -> Response {
    let status = match rejection.status() {
        StatusCode::UNPROCESSABLE_ENTITY => StatusCode::BAD_REQUEST,
        other => other,
    };
    let detail =
        std::error::Error::source(rejection).map_or_else(|| rejection.body_text(), ToString::to_string);
    refused(status, "BadBody", None, &words::bad_body(lang, &detail))
}

/// A refusal in the form that all of the API has.
fn refused(status: StatusCode, code: &str, field: Option<&str>, sentence: &str) -> Response {
    let body = json!({ "code": code, "sentence": sentence, "field": field, "faults": [] });
    (status, Json(body)).into_response()
}
