//! What an approver does: having looked, approving, sending back; and submitting again what is approved no more.

use super::super::account::entered;
use super::super::api::{Form, Problem};
use super::super::visitor::{Visitor, look};
use super::super::{Shared, refusal};
use super::named;
use super::sheet::{Typed, sheet};
use crate::editorial::Command;
use crate::office::Reply;
use crate::report::is_id;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most pictures that are said to be seen at once.
const MOST: usize = 2000;
/// The most that are carried through signing in beside the words; the others are looked at again.
const CARRIED: usize = 900;

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    #[serde(default, serialize_with = "some")]
    dots: Vec<String>,
    // The form around it sends these along.
    #[serde(default, rename = "revision", skip_serializing)]
    _revision: Option<i64>,
    #[serde(default, rename = "note", skip_serializing)]
    _note: Option<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Approve {
    revision: i64,
    #[serde(default)]
    note: String,
    #[serde(default, serialize_with = "some")]
    dots: Vec<String>,
}

/// Not more than can be carried through signing in.
fn some<S: serde::Serializer>(dots: &[String], to: S) -> Result<S::Ok, S::Error> {
    dots[..dots.len().min(CARRIED)].serialize(to)
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reject {
    revision: i64,
    #[serde(default)]
    reason: String,
}

/// `POST /approvals/{playlist}/seen`
pub(super) async fn seen(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    headers: HeaderMap,
    form: Result<Form<Seen>, Response>,
) -> Response {
    // The page that plays pictures says so in passing, and stays.
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let passing = accepts == Some("application/json");
    if let (true, Err(problem)) = (passing, visitor.admitted()) {
        return problem.into_response();
    }
    let (id, form) = match sent(&shared, &visitor, (path, "seen"), form) {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    match note(&shared, &visitor, &id, form.dots).await {
        Ok(()) if passing => StatusCode::NO_CONTENT.into_response(),
        Err(problem) if passing => problem.into_response(),
        Ok(()) => Redirect::to(&format!("/approvals/{id}?said=kept#pictures")).into_response(),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

/// `POST /approvals/{playlist}/approve`
pub(super) async fn approve(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    form: Result<Form<Approve>, Response>,
) -> Response {
    let (id, form) = match sent(&shared, &visitor, (path, "approve"), form) {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    let Approve { revision, note: said, dots } = form;
    let command = Command::Approve { playlist: id.clone(), revision, note: said.clone() };
    let done = async {
        note(&shared, &visitor, &id, dots).await?;
        visitor.ask(&shared, command).await
    };
    match done.await {
        Ok(_) => Redirect::to(&format!("/approvals/{id}/done")).into_response(),
        Err(problem) => {
            let wrong = Some(problem.sentence);
            let typed = Typed { note: said, wrong, ..Typed::default() };
            sheet(&shared, &visitor, &id, None, problem.status, typed).await
        }
    }
}

/// `POST /approvals/{playlist}/reject`
pub(super) async fn reject(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
    form: Result<Form<Reject>, Response>,
) -> Response {
    let (id, Reject { revision, reason }) = match sent(&shared, &visitor, (path, "reject"), form) {
        Ok(sent) => sent,
        Err(answer) => return *answer,
    };
    let command = Command::Reject { playlist: id.clone(), revision, reason: reason.clone() };
    match visitor.ask(&shared, command).await {
        Ok(_) => Redirect::to("/approvals?said=back").into_response(),
        Err(problem) => {
            let wrong = Some(problem.sentence);
            let typed = Typed { reason, wrong, rejecting: true, ..Typed::default() };
            sheet(&shared, &visitor, &id, None, problem.status, typed).await
        }
    }
}

/// `POST /approvals/{playlist}/again`: a draft of what is published, submitted.
pub(super) async fn again(
    State(shared): State<Shared>,
    path: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = visitor.enters(&shared) {
        return *answer;
    }
    let id = named(path);
    let done = async {
        let opened = visitor.ask(&shared, Command::OpenDraft { playlist: id.clone() }).await?;
        let revision = match opened {
            Reply::Draft { revision, .. } => revision,
            _ => 0,
        };
        let note = String::new();
        visitor.ask(&shared, Command::Submit { playlist: id.clone(), revision, note }).await
    };
    match done.await {
        Ok(_) => Redirect::to("/approvals?said=again").into_response(),
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

/// Whoever asks for the answer to a form anew, in another language say, gets the page of the draft.
pub(super) async fn back(path: Result<Path<String>, PathRejection>) -> Redirect {
    let id = named(path);
    Redirect::to(&if is_id(&id) { format!("/approvals/{id}") } else { "/approvals".to_owned() })
}

/// What somebody sent who is known, and the playlist it is about. Whose session is over signs in and goes on with it.
fn sent<T: Serialize>(
    shared: &Shared,
    visitor: &Visitor,
    (path, step): (Result<Path<String>, PathRejection>, &str),
    form: Result<Form<T>, Response>,
) -> Result<(String, T), Box<Response>> {
    let id = named(path);
    let action = if is_id(&id) { format!("/approvals/{id}/{step}") } else { "/approvals".to_owned() };
    let form = entered(shared, visitor, &action, form)?;
    Ok((id, form))
}

/// Notes what was looked at and is not noted yet.
async fn note(shared: &Shared, visitor: &Visitor, id: &str, dots: Vec<String>) -> Result<(), Problem> {
    let (playlist, login) = (id.to_owned(), visitor.actor.person().unwrap_or_default().to_owned());
    let known = look(shared, visitor.lang(), move |look| {
        Ok(match look.draft(&playlist)? {
            Some(draft) => look.seen(&draft, &login)?,
            None => Vec::new(),
        })
    });
    let known: BTreeSet<_> = known.await?.into_iter().collect();
    // What is no digest was never shown to anybody; the office asks for those that are missing.
    let dots = dots.iter().take(MOST).filter_map(|dots| dots.parse().ok());
    let new: BTreeSet<_> = dots.filter(|dots| !known.contains(dots)).collect();
    for dots in new {
        visitor.ask(shared, Command::Seen { playlist: id.to_owned(), dots }).await?;
    }
    Ok(())
}
