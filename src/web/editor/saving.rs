//! Saving a form: by its button, and by a script while somebody types.

use super::item::{Filled, Spot, show};
use super::merge;
use super::paper::Paper;
use super::shape::{self, Pairs};
use super::{enters, refused, said, see, unknown};
use crate::office::Reply;
use crate::playlist::edit::{Fields, canonical};
use crate::report::{Lang, Message};
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The most fields of a form: all ids in all lists, fifty windows and a reason for every rule are fewer.
const FIELDS: usize = 3000;

/// A form that was sent.
pub(super) struct Sent {
    pub(super) pairs: Pairs,
    pub(super) base: Fields,
    pub(super) revision: i64,
    /// What is to be done with it.
    pub(super) wish: String,
}

impl Sent {
    /// Takes apart what is a field of the file and what is not.
    ///
    /// # Errors
    /// If there is far too much of it, or what the form carries along is not as it was given.
    pub(super) fn of(pairs: Pairs, lang: Lang) -> Result<Self, Problem> {
        if pairs.len() > FIELDS {
            let message = Message::FieldTooMuch { key: "form".to_owned(), most: FIELDS };
            return Err(Problem::new(StatusCode::BAD_REQUEST, &message, lang));
        }
        let base = serde_json::from_str(said(&pairs, "base")).map_err(|_| unknown("base", lang))?;
        let revision = said(&pairs, "revision").parse().map_err(|_| unknown("revision", lang))?;
        let wish = said(&pairs, "do").to_owned();
        let own = |(name, _): &(String, String)| !["base", "revision", "do"].contains(&name.as_str());
        Ok(Self { pairs: pairs.into_iter().filter(own).collect(), base, revision, wish })
    }
}

pub(super) async fn item(
    State(shared): State<Shared>,
    Path((id, uid)): Path<(String, i64)>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    save(&shared, &visitor, &id, Spot::Item(uid), &headers, pairs).await
}

pub(super) async fn head(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    headers: HeaderMap,
    Form(pairs): Form<Pairs>,
) -> Response {
    save(&shared, &visitor, &id, Spot::Head, &headers, pairs).await
}

/// Whether a script asks, which shows what is answered in the form that is there.
fn is_script(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept == "application/json")
}

async fn save(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    spot: Spot,
    headers: &HeaderMap,
    pairs: Pairs,
) -> Response {
    let (lang, script) = (visitor.lang(), is_script(headers));
    if script {
        if let Err(problem) = visitor.admitted() {
            return problem.into_response();
        }
    } else if let Err(gone) = enters(shared, visitor, &spot.address(id), &pairs) {
        return *gone;
    }
    let say = |problem: Problem| {
        if script { problem.into_response() } else { refused(shared, visitor, &problem) }
    };
    let sent = match Sent::of(pairs, lang) {
        Ok(sent) => sent,
        Err(problem) => return say(problem),
    };
    let zone = shared.desk.library.borrow().site.zone.clone();
    let fields = match shape::filled(spot.part(), &sent.pairs, &sent.base, &zone) {
        Ok(fields) => fields,
        Err(name) => return say(unknown(&name, lang)),
    };
    if let Some(answer) = rows(shared, visitor, id, spot, &sent).await {
        return answer;
    }
    let command = spot.saving(id, sent.revision, sent.base.clone(), fields.clone());
    match visitor.ask(shared, command).await {
        Ok(Reply::Conflict { .. }) if script => {
            let message = Message::DraftMoved {};
            Problem::new(StatusCode::CONFLICT, &message, lang).into_response()
        }
        Ok(Reply::Conflict { .. }) => merge::show(shared, visitor, id, spot, &sent.base, &fields).await,
        Ok(_) if script => saved(shared, lang, id, spot, fields).await,
        Ok(_) if sent.wish == "back" => match spot {
            Spot::Item(uid) => see(&super::address(id, "/draft"), &format!("saved#item-{uid}")),
            Spot::Head => see(&super::address(id, "/draft"), "saved"),
        },
        Ok(_) => see(&spot.address(id), "saved"),
        Err(problem) if script => problem.into_response(),
        Err(problem) => {
            let Sent { pairs, base, revision, .. } = sent;
            let (pairs, base) = (Some(pairs), Some(base));
            let filled =
                Filled { pairs, base, revision: Some(revision), problem: Some(problem), ..Filled::default() };
            show(shared, visitor, id, spot, filled).await
        }
    }
}

/// The form with a row of windows more or less, as it was filled; nothing is saved by that.
async fn rows(shared: &Shared, visitor: &Visitor, id: &str, spot: Spot, sent: &Sent) -> Option<Response> {
    let mut pairs = sent.pairs.clone();
    let mut more_rows = 0;
    if sent.wish == "add-window" {
        more_rows = 1;
    } else {
        let row = sent.wish.strip_prefix("remove-window.")?;
        let inside = format!("windows.{row}.");
        pairs.retain(|(name, _)| !name.starts_with(&inside));
    }
    let (base, revision) = (Some(sent.base.clone()), Some(sent.revision));
    let filled = Filled { pairs: Some(pairs), base, revision, more_rows, ..Filled::default() };
    Some(show(shared, visitor, id, spot, filled).await)
}

/// What a script has to know to go on: what the form says now is what is saved. Where others changed something else of it
/// meanwhile, revision 0: the next save is put together with theirs again, however often they saved before.
async fn saved(shared: &Shared, lang: Lang, id: &str, spot: Spot, fields: Fields) -> Response {
    let paper = match Paper::open(shared, lang, id).await {
        Ok(paper) => paper,
        Err(problem) => return problem.into_response(),
    };
    let stored = spot.fields(&paper, lang).unwrap_or_default();
    let mine = canonical(&fields);
    let joined = stored != mine;
    let revision = if joined { 0 } else { paper.draft.revision };
    let told: Value = json!({ "revision": revision, "base": mine, "joined": joined });
    axum::Json(told).into_response()
}
