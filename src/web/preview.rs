//! `POST /api/v1/preview` and `/api/v1/convert`: how a text would look that is being written, what is wrong with it, and
//! how a pasted one could be taken over. Nothing is kept.
//!
//! Drawn outside the tasks that drive the boards and a few at a time, so that no number of editors holds them up.

use super::api::{Body, Problem};
use super::ask::Asked;
use super::drawn::{CourseTold, RasterTold};
use super::{Shared, words};
use crate::language::paste;
use crate::playlist::edit::{EditError, Manuscript};
use crate::report::{Lang, Rule, shortened};
use crate::site::{Draft, Edit, Fix, Library, Picture, Remark, Shown};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use utoipa::ToSchema;

/// How long somebody waits for a preview at most.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most previews drawn at once.
pub(super) const AT_ONCE: usize = 4;
/// The id of a playlist that has none yet.
const NAMELESS: &str = "nhap";

type Keys = Map<String, Value>;

/// What is to be drawn.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PreviewWish)]
pub(super) struct Wish {
    /// The id of the playlist, if it has one.
    id: Option<String>,
    /// The keys of the head of the playlist.
    #[serde(default)]
    #[schema(value_type = Object)]
    playlist: Keys,
    /// The keys of the item.
    #[schema(value_type = Object)]
    item: Keys,
    /// Ids of boards; those it is for if absent.
    #[schema(value_type = Option<Vec<String>>)]
    boards: Option<BTreeSet<String>>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Preview)]
pub(super) struct Answer {
    boards: Vec<BoardTold>,
    /// A sentence about boards that are not drawn.
    more: Option<String>,
    findings: Vec<Finding>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PreviewBoard)]
struct BoardTold {
    ids: Vec<String>,
    names: Vec<String>,
    width: u16,
    height: u16,
    #[serde(flatten)]
    #[schema(value_type = Object)]
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

#[derive(Serialize, ToSchema)]
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
#[derive(Serialize, ToSchema)]
#[schema(as = Fix)]
struct FixTold {
    label: String,
    #[serde(flatten)]
    edit: EditTold,
}

#[derive(Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = FixEdit)]
enum EditTold {
    Words {
        from: usize,
        to: usize,
        with: String,
    },
    Keys {
        #[schema(value_type = Object)]
        set: Keys,
    },
}

#[utoipa::path(post, path = "/api/v1/preview", tag = "preview",
    summary = "How an item would look that is being written, and what is wrong with it", request_body = Wish,
    responses((status = 200, body = Answer)))]
pub(super) async fn preview(
    State(shared): State<Shared>,
    asked: Asked,
    Body(wish): Body<Wish>,
) -> Result<Json<Answer>, Problem> {
    let lang = asked.lang;
    let text = written(&wish.playlist, &wish.item).map_err(|wrong| {
        Problem::new(StatusCode::BAD_REQUEST, &wrong.message, lang).about(shortened(&wrong.field))
    })?;
    let library = Arc::clone(&shared.desk.library.borrow());
    let now = (shared.desk.now)();
    let answer = drawn(&shared, move || answer(&library, &wish, &text, now, lang)).await;
    answer.map(Json).ok_or_else(|| busy(lang))
}

/// Too much is to be drawn just now.
pub(super) fn busy(lang: Lang) -> Problem {
    Problem::said(StatusCode::SERVICE_UNAVAILABLE, "Busy", words::busy(lang)).again(1)
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
        let fault = drawn.as_ref().err().map(|fault| words::in_form(lang, fault));
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
            sentence: words::in_form(lang, fault),
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
        Self { label: words::by_labels(lang, &fix.label.say(lang)), edit }
    }
}

/// The playlist of one item that these keys make. A key that says null is as if it were absent: so forms leave out fields.
///
/// # Errors
/// The key whose value no file can have.
fn written(head: &Keys, item: &Keys) -> Result<String, EditError> {
    let said = |keys: &Keys| -> Keys {
        keys.iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let mut manuscript = Manuscript::new("");
    manuscript.set_head(&said(head))?;
    manuscript.insert(0, &said(item))?;
    Ok(manuscript.text())
}

/// A text that somebody pastes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Pasted)]
pub(super) struct Text {
    text: String,
}

/// A pasted text as it could be taken over.
#[derive(Serialize, ToSchema)]
pub(super) struct Converted {
    /// Whether it is another one than was sent.
    changed: bool,
    text: String,
    /// The encoding of before Unicode that it was in.
    encoding: Option<&'static str>,
    /// What was done to it, in words.
    done: Vec<String>,
}

#[utoipa::path(post, path = "/api/v1/convert", tag = "preview",
    summary = "A pasted text (Word, TCVN3, VNI …) as it could be taken over", request_body = Text,
    responses((status = 200, body = Converted)))]
pub(super) async fn convert(
    State(shared): State<Shared>,
    asked: Asked,
    Body(Text { text }): Body<Text>,
) -> Result<Json<Converted>, Problem> {
    let lang = asked.lang;
    let work = move || {
        let pasted = paste(&text);
        let encoding = pasted.encoding.map(crate::language::legacy::Encoding::name);
        let converted = encoding.map(|name| words::converted(lang, name));
        let done = pasted.done.iter().map(|oddity| words::oddity(lang, *oddity));
        let done: Vec<String> = converted.into_iter().chain(done).collect();
        Converted { changed: pasted.text != text, text: pasted.text, encoding, done }
    };
    drawn(&shared, work).await.map(Json).ok_or_else(|| busy(lang))
}
