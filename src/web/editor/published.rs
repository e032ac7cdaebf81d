//! What is published of a playlist, and how it is taken off the boards at once.

use super::history::last_title;
use super::list::{and_on_boards, draft_states};
use super::paper::{missing, short};
use super::picture::{self, Picture};
use super::shape::Pairs;
use super::telling::{Fact, facts, title, when};
use super::{After, address, refused, said, see, takes, unknown};
use crate::editorial::{Command, Role};
use crate::journal::{Draft, Version};
use crate::office::Refusal;
use crate::playlist::edit::Manuscript;
use crate::report::Message;
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::names::Names;
use crate::web::pages::{Frame, answer};
use crate::web::standing::{Standings, StateTold};
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::words::{EditorWords, RawWords, editor, raw};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::tz::TimeZone;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "editor/published.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    r: &'static RawWords,
    css: String,
    said: Option<&'static str>,
    wrong: Option<String>,
    reason: String,
    base: String,
    title: String,
    states: Vec<StateTold>,
    /// When, by whom, and why; empty if nothing was ever published.
    version: String,
    reason_of: String,
    withdrawn: bool,
    facts: Vec<Fact>,
    items: Vec<Item>,
    drafts: bool,
    takes_off: bool,
    has_draft: bool,
    on_disk: bool,
}

struct Item {
    number: usize,
    index: usize,
    text: String,
    facts: Vec<Fact>,
    pictures: Vec<Picture>,
    states: Vec<StateTold>,
}

/// What the journal knows of a playlist.
struct Known {
    newest: Option<Version>,
    draft: Option<Draft>,
    /// What somebody wrote into its file, as far as it has a title, if that is not what is published.
    on_disk: Option<Option<String>>,
    /// What it was called last.
    title: Option<String>,
    names: Names,
}

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
    let look = visitor::look(shared, lang, move |look| -> Result<_, Refusal> {
        let on_disk = look.on_disk()?.into_iter().find(|(known, ..)| *known == playlist);
        let on_disk = on_disk.map(|(_, text, _)| title(text.as_deref()));
        Ok(Known {
            newest: look.newest(&playlist)?,
            draft: look.draft(&playlist)?,
            on_disk,
            title: last_title(&look.versions(&playlist)?),
            names: Names::of(lang, look.people()?),
        })
    });
    let known = match look.await {
        Ok(known) => known,
        Err(problem) => return refused(shared, visitor, &problem),
    };
    if known.newest.is_none() && known.draft.is_none() && known.on_disk.is_none() {
        let gone = missing(lang, &Message::NoSuchList { playlist: short(id) });
        return refused(shared, visitor, problem.as_ref().unwrap_or(&gone));
    }
    let wrong = problem.as_ref().map(|problem| problem.sentence.clone());
    let standings = Standings::now(shared, lang).await;
    let page = view(shared, visitor, id, known, &standings, (said, wrong, reason));
    answer(visitor.asked, &page, problem.as_ref())
}

/// Which version it is, from when, who wrote and who approved it.
fn told(e: &EditorWords, version: &Version, names: &Names, zone: &TimeZone) -> String {
    let mut words = format!("{} {}: {}", e.version, version.number, when(&version.at, zone));
    let wrote = names.writers(&version.written_by);
    if !wrote.is_empty() {
        words += &format!(", {wrote}");
    }
    if let Some(by) = &version.approved_by {
        words += &format!("; {} {}", e.approved_by, names.name(by));
    }
    words
}

fn view(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    known: Known,
    standings: &Standings,
    (said, wrong, reason): (Option<&'static str>, Option<String>, String),
) -> Page {
    let lang = visitor.lang();
    let library = Arc::clone(&shared.desk.library.borrow());
    let (e, zone, base) = (editor(lang), &library.site.zone, address(id, ""));
    let text = known.newest.as_ref().and_then(|version| version.text.clone()).unwrap_or_default();
    let number = known.newest.as_ref().map_or(0, |version| version.number);
    let manuscript = Manuscript::parse(&text).ok();
    let head = manuscript.as_ref().map(Manuscript::head).unwrap_or_default();
    let mut pictures = picture::of_items(
        &library,
        id,
        &text,
        |index| format!("{base}/items/{index}"),
        &format!("v={number}"),
    );
    pictures.resize_with(manuscript.as_ref().map_or(0, Manuscript::len), Vec::new);
    let item = |(index, pictures): (usize, Vec<Picture>)| {
        let fields = manuscript.as_ref().and_then(|text| text.item(index)).unwrap_or_default();
        let text = fields.get("text").and_then(|text| text.as_str()).unwrap_or_default().to_owned();
        Item {
            number: index + 1,
            index,
            text,
            facts: facts(lang, true, &fields),
            pictures,
            states: standings.item(id, index),
        }
    };
    let version = known.newest.as_ref().map(|version| told(e, version, &known.names, zone));
    let withdrawn = known.newest.as_ref().is_some_and(|version| version.text.is_none());
    let on_disk = known.on_disk.as_ref().map(|_| known.newest.is_some());
    let mut states = draft_states(e, known.draft.as_ref(), on_disk, &known.names);
    and_on_boards(&mut states, standings, id, withdrawn);
    let titled = head.get("title").and_then(|title| title.as_str()).map(str::to_owned);
    Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e,
        r: raw(lang),
        css: shared.assets.address("editor"),
        said,
        wrong,
        reason,
        title: titled
            .or(known.title)
            .or_else(|| known.on_disk.clone().flatten())
            .unwrap_or_else(|| id.to_owned()),
        states,
        version: version.unwrap_or_default(),
        reason_of: known.newest.as_ref().map(|version| version.reason.clone()).unwrap_or_default(),
        withdrawn,
        facts: facts(lang, false, &head),
        items: pictures.into_iter().enumerate().map(item).collect(),
        drafts: visitor.may(Role::Draft),
        takes_off: [Role::Draft, Role::Approve, Role::Operate].into_iter().any(|role| visitor.may(role)),
        has_draft: known.draft.is_some(),
        on_disk: on_disk.is_some(),
        base,
    }
}

pub(super) async fn open(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, &address(&id, "/open"), &pairs, &["as"]) {
        return *gone;
    }
    let to = if said(&pairs, "as") == "text" { "/draft/text" } else { "/draft" };
    match visitor.ask(&shared, Command::OpenDraft { playlist: id.clone() }).await {
        Ok(_) => see(&address(&id, to), "opened"),
        Err(problem) => show(&shared, &visitor, &id, None, Some(problem), String::new()).await,
    }
}

pub(super) async fn withdraw(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, &address(&id, "/withdraw"), &pairs, &["item", "reason"]) {
        return *gone;
    }
    let lang = visitor.lang();
    let item = match said(&pairs, "item") {
        "" => None,
        item => match item.parse() {
            Ok(item) => Some(item),
            Err(_) => return refused(&shared, &visitor, &unknown("item", lang)),
        },
    };
    let reason = said(&pairs, "reason").trim().to_owned();
    let command = Command::Withdraw { playlist: id.clone(), item, reason: reason.clone() };
    match visitor.ask(&shared, command).await {
        Ok(_) => see(&address(&id, ""), "withdrawn"),
        Err(problem) => show(&shared, &visitor, &id, None, Some(problem), reason).await,
    }
}
