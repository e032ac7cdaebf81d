//! A file that somebody changed outside of the pages: what they changed, and what is to become of it.

use super::changes::{Told, told};
use super::history::last_title;
use super::paper::{missing, short};
use super::shape::Pairs;
use super::telling::{title, when};
use super::{After, address, enters, only, refused, said, see};
use crate::editorial::{Command, Role};
use crate::journal::Version;
use crate::office::Refusal;
use crate::playlist::Playlist;
use crate::report::{Lang, Message, Source};
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::faults::FaultTold;
use crate::web::pages::{Frame, answer};
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::words::{EditorWords, editor};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "editor/disk.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    said: Option<&'static str>,
    wrong: Option<String>,
    reason: String,
    base: String,
    title: String,
    /// Whether the file is not what was published.
    strange: bool,
    /// Whether it is gone.
    gone: bool,
    at: String,
    changes: Option<Told>,
    /// What keeps it from being a playlist at all.
    faults: Vec<FaultTold>,
    text: String,
    published: bool,
    drafts: bool,
    restores: bool,
}

/// What stands in the file, and when that was found.
type Found = Option<(Option<String>, String)>;

/// What is looked up: the newest version, the file, whether there is a draft, and the last title.
type Known = (Option<Version>, Found, bool, Option<String>);

pub(super) async fn page(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    after: Query<After>,
    Reader(visitor): Reader,
) -> Response {
    show(&shared, &visitor, &id, after.sentence(visitor.lang()), None, String::new()).await
}

async fn show(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    said: Option<&'static str>,
    problem: Option<Problem>,
    reason: String,
) -> Response {
    let (lang, playlist) = (visitor.lang(), id.to_owned());
    let look = visitor::look(shared, lang, move |look| -> Result<Known, Refusal> {
        let found = look.on_disk()?.into_iter().find(|(known, ..)| *known == playlist);
        let known = look.draft(&playlist)?.is_some();
        let last = last_title(&look.versions(&playlist)?);
        Ok((look.newest(&playlist)?, found.map(|(_, text, at)| (text, at)), known, last))
    });
    let (newest, found, known, last) = match look.await {
        Ok(found) => found,
        Err(problem) => return refused(shared, visitor, &problem),
    };
    if newest.is_none() && found.is_none() && !known {
        return refused(shared, visitor, &missing(lang, &Message::NoSuchList { playlist: short(id) }));
    }
    let zone = shared.desk.library.borrow().site.zone.clone();
    let published = newest.and_then(|version| version.text);
    let strange = found.is_some();
    let (text, at) = found.unwrap_or_default();
    let page = Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        said,
        wrong: problem.as_ref().map(|problem| problem.sentence.clone()),
        reason,
        base: address(id, ""),
        title: title(published.as_deref().or(text.as_deref())).or(last).unwrap_or_else(|| id.to_owned()),
        strange,
        gone: strange && text.is_none(),
        at: when(&at, &zone),
        faults: text.as_deref().map(|text| wrong(lang, id, text)).unwrap_or_default(),
        changes: text.as_deref().and_then(|text| told(lang, published.as_deref(), text)),
        text: text.unwrap_or_default(),
        published: published.is_some(),
        drafts: visitor.may(Role::Draft),
        restores: visitor.may(Role::Draft) || visitor.may(Role::Approve),
    };
    answer(visitor.asked, &page, problem.as_ref())
}

/// What is wrong with a text, as far as can be told without any board.
fn wrong(lang: Lang, id: &str, text: &str) -> Vec<FaultTold> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    let faults = Playlist::parse(id, &source).1;
    faults.iter().filter(|fault| fault.is_error()).map(|fault| FaultTold::of(fault, lang)).collect()
}

pub(super) async fn step(
    State(shared): State<Shared>,
    Path((id, step)): Path<(String, String)>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = enters(&shared, &visitor, &address(&id, &format!("/disk/{step}")), &pairs) {
        return *gone;
    }
    let lang = visitor.lang();
    let reason = said(&pairs, "reason").trim().to_owned();
    let playlist = id.clone();
    let (command, names, to, done): (_, &[&str], _, _) = match step.as_str() {
        "take" => (Command::TakeFromDisk { playlist }, &[], "/draft", "taken"),
        "rewrite" => {
            let reason = reason.clone();
            (Command::RestoreFile { playlist, reason }, &["reason"], "", "rewritten")
        }
        _ => return refused(&shared, &visitor, &missing(lang, &Message::ItemGone {})),
    };
    if let Err(problem) = only(&pairs, names, lang) {
        return refused(&shared, &visitor, &problem);
    }
    match visitor.ask(&shared, command).await {
        Ok(_) => see(&address(&id, to), done),
        Err(problem) => show(&shared, &visitor, &id, None, Some(problem), reason).await,
    }
}
