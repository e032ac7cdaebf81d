//! What is done with a draft, or with one of its items, by pressing a button.

use super::draft::{Typed, show};
use super::shape::Pairs;
use super::{address, enters, only, refused, said, see, takes, unknown};
use crate::editorial::Command;
use crate::office::Reply;
use crate::playlist::edit::Fields;
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The fields that steps with a draft take.
fn fields_of(step: &str) -> Option<&'static [&'static str]> {
    Some(match step {
        "add" => &["text"],
        "undo" | "redo" | "recall" | "rebase" => &[],
        "discard" => &["reason"],
        "submit" | "publish" => &["revision", "note"],
        _ => return None,
    })
}

pub(super) async fn step(
    State(shared): State<Shared>,
    Path((id, step)): Path<(String, String)>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    let to = address(&id, "/draft");
    if let Err(gone) = enters(&shared, &visitor, &format!("{to}/{step}"), &pairs) {
        return *gone;
    }
    let lang = visitor.lang();
    let Some(names) = fields_of(&step) else {
        return refused(
            &shared,
            &visitor,
            &super::paper::missing(lang, &crate::report::Message::ItemGone {}),
        );
    };
    if let Err(problem) = only(&pairs, names, lang) {
        return refused(&shared, &visitor, &problem);
    }
    let playlist = id.clone();
    let words = |name: &str| said(&pairs, name).trim().replace("\r\n", "\n");
    let revision = said(&pairs, "revision").parse();
    if names.contains(&"revision") && revision.is_err() {
        return refused(&shared, &visitor, &unknown("revision", lang));
    }
    let (revision, note) = (revision.unwrap_or_default(), words("note"));
    let (command, done) = match step.as_str() {
        "add" => {
            let mut fields = Fields::new();
            fields.insert("text".to_owned(), words("text").into());
            (Command::AddItem { playlist, after: None, fields }, "added")
        }
        "undo" => (Command::Undo { playlist }, "undone"),
        "redo" => (Command::Redo { playlist }, "redone"),
        "recall" => (Command::Recall { playlist }, "recalled"),
        "rebase" => (Command::Rebase { playlist }, "rebased"),
        "discard" => (Command::DiscardDraft { playlist, reason: words("reason") }, "discarded"),
        "submit" => (Command::Submit { playlist, revision, note }, "submitted"),
        _ => (Command::Approve { playlist, revision, note }, "published"),
    };
    match visitor.ask(&shared, command).await {
        Ok(Reply::Draft { uid: Some(uid), .. }) if done == "added" => see(&format!("{to}/items/{uid}"), done),
        Ok(_) if done == "published" => see(&address(&id, ""), done),
        Ok(_) if done == "discarded" => see("/playlists", done),
        Ok(_) => see(&to, done),
        Err(problem) => {
            let form = match step.as_str() {
                "discard" => "discard",
                "add" => "add",
                _ => "send",
            };
            let typed = Typed { note: words("note"), reason: words("reason"), text: words("text"), form };
            show(&shared, &visitor, &id, None, Some(problem), typed).await
        }
    }
}

pub(super) async fn item(
    State(shared): State<Shared>,
    Path((id, uid, step)): Path<(String, i64, String)>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    let to = address(&id, "/draft");
    let names: &[&str] = if step == "move" { &["to"] } else { &[] };
    if let Err(gone) = takes(&shared, &visitor, &format!("{to}/items/{uid}/{step}"), &pairs, names) {
        return *gone;
    }
    let lang = visitor.lang();
    let playlist = id.clone();
    let (command, done) = match (step.as_str(), said(&pairs, "to").parse::<usize>()) {
        ("move", Ok(to)) => (Command::MoveItem { playlist, uid, to }, "moved"),
        ("move", Err(_)) => return refused(&shared, &visitor, &unknown("to", lang)),
        ("copy", _) => (Command::CopyItem { playlist, uid }, "copied"),
        ("remove", _) => (Command::RemoveItem { playlist, uid }, "removed"),
        _ => {
            let problem = super::paper::missing(lang, &crate::report::Message::ItemGone {});
            return refused(&shared, &visitor, &problem);
        }
    };
    let script = headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json");
    match visitor.ask(&shared, command).await {
        Ok(Reply::Draft { revision, .. }) if script => {
            axum::Json(json!({ "revision": revision })).into_response()
        }
        Ok(Reply::Draft { uid: Some(new), .. }) if done == "copied" => {
            see(&to, &format!("copied#item-{new}"))
        }
        Ok(_) if done == "moved" => see(&to, &format!("moved#item-{uid}")),
        Ok(_) => see(&to, done),
        Err(problem) if script => problem.into_response(),
        Err(problem) => answer(&shared, &visitor, &id, problem).await,
    }
}

/// The draft with what was not done above it; where there is no draft, only that.
async fn answer(shared: &Shared, visitor: &Visitor, id: &str, problem: Problem) -> Response {
    if problem.status == StatusCode::UNAUTHORIZED {
        return refused(shared, visitor, &problem);
    }
    show(shared, visitor, id, None, Some(problem), Typed::default()).await
}
