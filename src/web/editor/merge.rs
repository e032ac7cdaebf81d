//! Two people changed the same: what each of them wants, side by side, and a form to decide.

use super::item::Spot;
use super::paper::Paper;
use super::shape::Pairs;
use super::telling::told;
use super::{enters, refused, said, see, text, unknown};
use crate::editorial::{Conflict, Passage, merge};
use crate::office::Reply;
use crate::playlist::MAX_BYTES;
use crate::playlist::edit::Fields;
use crate::report::Lang;
use crate::web::Shared;
use crate::web::api::Form;
use crate::web::pages::{Frame, html};
use crate::web::visitor::Visitor;
use crate::web::words::{self, EditorWords, editor, key_label};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;

#[derive(Template)]
#[template(path = "editor/merge.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    action: String,
    back: String,
    revision: i64,
    /// What is saved, what I want in full, and where both began: carried along.
    theirs: String,
    mine: String,
    base: String,
    choices: Vec<Choice>,
    /// What of mine is taken over without a question.
    joined: Vec<&'static str>,
    /// The most letters that can be written anew.
    most: usize,
}

struct Choice {
    key: String,
    label: String,
    base: String,
    mine: String,
    theirs: String,
    /// For words: a field in which they can be written anew.
    own: Option<String>,
}

/// The page for a form that says `mine` where it showed `base`.
pub(super) async fn show(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    spot: Spot,
    base: &Fields,
    mine: &Fields,
) -> Response {
    let lang = visitor.lang();
    let opened = Paper::open(shared, lang, id).await;
    let opened = opened.and_then(|paper| spot.fields(&paper, lang).map(|theirs| (paper, theirs)));
    let (paper, theirs) = match opened {
        Ok(opened) => opened,
        Err(problem) => return refused(shared, visitor, &problem),
    };
    let merged = merge(base, mine, &theirs);
    let of_item = spot != Spot::Head;
    let joined = crate::editorial::changes(&theirs, &merged.fields, &[]);
    let json = |fields: &Fields| Value::Object(fields.clone()).to_string();
    let page = Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        action: format!("{}/merge", spot.address(id)),
        back: spot.address(id),
        revision: paper.draft.revision,
        theirs: json(&theirs),
        mine: json(mine),
        base: json(base),
        choices: merged.conflicts.iter().map(|conflict| choice(lang, of_item, conflict)).collect(),
        joined: joined.iter().map(|change| key_label(lang, &change.key)).collect(),
        most: 4000,
    };
    html(StatusCode::CONFLICT, visitor.asked, &page)
}

fn choice(lang: Lang, of_item: bool, conflict: &Conflict) -> Choice {
    let key = &conflict.key;
    let words = |side: &Option<Value>| {
        let words = side.as_ref().map(|side| told(lang, of_item, key, side));
        words.unwrap_or_else(|| editor(lang).merge_none.to_owned())
    };
    let own = (key == "text" || key == "title")
        .then(|| conflict.mine.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned());
    Choice {
        key: key.clone(),
        label: key_label(lang, key).to_owned(),
        base: words(&conflict.base),
        mine: words(&conflict.mine),
        theirs: words(&conflict.theirs),
        own,
    }
}

/// The page for a whole text that says `mine` where it showed the one with the mark `base`.
pub(super) fn show_lines(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    (revision, base, mine): (i64, &str, &str),
    passages: &[Passage],
) -> Response {
    let action = text::action(id);
    let page = Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(visitor.lang()),
        css: shared.assets.address("editor"),
        back: action.clone(),
        action: format!("{action}/merge"),
        revision,
        // What is saved is looked up again when this is decided.
        theirs: String::new(),
        mine: mine.to_owned(),
        base: base.to_owned(),
        choices: passages.iter().filter_map(|passage| lines(visitor.lang(), passage)).collect(),
        joined: Vec::new(),
        most: MAX_BYTES,
    };
    html(StatusCode::CONFLICT, visitor.asked, &page)
}

fn lines(lang: Lang, passage: &Passage) -> Option<Choice> {
    let Passage::Apart { at, base, mine, theirs } = passage else { return None };
    let words = |lines: &[String]| match lines {
        [] => editor(lang).merge_none.to_owned(),
        lines => lines.join("\n"),
    };
    Some(Choice {
        key: text::name_of(at),
        label: words::lines(lang, at.start + 1, at.end),
        base: words(base),
        mine: words(mine),
        theirs: words(theirs),
        own: Some(mine.join("\n")),
    })
}

pub(super) async fn item(
    State(shared): State<Shared>,
    Path((id, uid)): Path<(String, i64)>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    decide(&shared, &visitor, &id, Spot::Item(uid), pairs).await
}

pub(super) async fn head(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    decide(&shared, &visitor, &id, Spot::Head, pairs).await
}

async fn decide(shared: &Shared, visitor: &Visitor, id: &str, spot: Spot, pairs: Pairs) -> Response {
    let action = format!("{}/merge", spot.address(id));
    if let Err(gone) = enters(shared, visitor, &action, &pairs) {
        return *gone;
    }
    let lang = visitor.lang();
    let carried = |name: &str| -> Option<Fields> { serde_json::from_str(said(&pairs, name)).ok() };
    let (base, mine, theirs) = (carried("base"), carried("mine"), carried("theirs"));
    let revision = said(&pairs, "revision").parse().ok();
    let (Some(base), Some(mine), Some(theirs), Some(revision)) = (base, mine, theirs, revision) else {
        return refused(shared, visitor, &unknown("base", lang));
    };
    let wanted = match decided(&pairs, (&base, &mine, &theirs)) {
        Ok(wanted) => wanted,
        Err(name) => return refused(shared, visitor, &unknown(&name, lang)),
    };
    let command = spot.saving(id, revision, theirs.clone(), wanted.clone());
    match visitor.ask(shared, command).await {
        // Somebody saved again while this was decided.
        Ok(Reply::Conflict { .. }) => show(shared, visitor, id, spot, &theirs, &wanted).await,
        Ok(_) => see(&spot.address(id), "merged"),
        Err(problem) => refused(shared, visitor, &problem),
    }
}

/// What a decided form means.
///
/// # Errors
/// The name of a field that the form does not have.
fn decided(pairs: &Pairs, (base, mine, theirs): (&Fields, &Fields, &Fields)) -> Result<Fields, String> {
    let merged = merge(base, mine, theirs);
    let mut wanted = merged.fields;
    for conflict in &merged.conflicts {
        let key = &conflict.key;
        let value = match said(pairs, &format!("take.{key}")) {
            "mine" => conflict.mine.clone(),
            "own" => Some(Value::String(said(pairs, &format!("own.{key}")).replace("\r\n", "\n"))),
            _ => conflict.theirs.clone(),
        };
        wanted.remove(key);
        wanted.extend(value.map(|value| (key.clone(), value)));
    }
    let known = |name: &str| {
        let key = name.strip_prefix("take.").or_else(|| name.strip_prefix("own."));
        ["base", "mine", "theirs", "revision"].contains(&name) || key.is_some_and(|key| !key.is_empty())
    };
    match pairs.iter().find(|(name, _)| !known(name)) {
        Some((name, _)) => Err(name.clone()),
        None => Ok(wanted),
    }
}
