//! All playlists, searched, and how a new one is made.

use super::history::last_title;
use super::shape::Pairs;
use super::telling::title;
use super::{After, address, refused, said, takes};
use crate::editorial::{Command, Role, Stage};
use crate::journal::{Draft, Version};
use crate::office::{Refusal, reached};
use crate::playlist::Playlist;
use crate::report::{Lang, Message, Source};
use crate::timetable::Known;
use crate::web::Shared;
use crate::web::api::{Form, Problem};
use crate::web::names::Names;
use crate::web::pages::{Frame, html};
use crate::web::standing::{Standings, StateTold};
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::words::{EditorWords, asked, by_labels, editor};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Boards named in one line of the list.
const NAMED: usize = 4;

#[derive(Deserialize)]
pub(super) struct Wish {
    q: Option<String>,
    #[serde(flatten)]
    after: After,
}

#[derive(Template)]
#[template(path = "editor/list.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    said: Option<&'static str>,
    q: String,
    rows: Vec<Row>,
    drafts: bool,
    new: New,
}

/// The form for a new playlist as it was filled.
#[derive(Default)]
struct New {
    id: String,
    title: String,
    wrong_id: Option<String>,
    wrong_title: Option<String>,
    wrong: Option<String>,
}

struct Row {
    id: String,
    address: String,
    title: String,
    items: usize,
    boards: String,
    /// Whether it was taken off the boards, and nothing else is there of it.
    withdrawn: bool,
    states: Vec<StateTold>,
}

/// What the journal knows of all playlists.
struct Kept {
    published: Vec<Version>,
    drafts: Vec<(Draft, String)>,
    on_disk: BTreeMap<String, String>,
    /// What those are called that were withdrawn.
    titles: BTreeMap<String, String>,
    names: Names,
}

pub(super) async fn page(
    State(shared): State<Shared>,
    wish: Query<Wish>,
    Reader(visitor): Reader,
) -> Response {
    show(
        &shared,
        &visitor,
        wish.q.as_deref().unwrap_or_default(),
        &wish.after,
        New::default(),
        StatusCode::OK,
    )
    .await
}

async fn show(
    shared: &Shared,
    visitor: &Visitor,
    q: &str,
    after: &After,
    new: New,
    status: StatusCode,
) -> Response {
    let lang = visitor.lang();
    let known = match visitor::look(shared, lang, move |look| known(look, lang)).await {
        Ok(known) => known,
        Err(problem) => return refused(shared, visitor, &problem),
    };
    let standings = Standings::now(shared, lang).await;
    let page = Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        said: after.sentence(lang),
        q: q.chars().take(100).collect(),
        rows: rows(shared, known, visitor, &standings, q),
        drafts: visitor.may(Role::Draft),
        new,
    };
    html(status, visitor.asked, &page)
}

fn known(look: crate::journal::Look<'_>, lang: Lang) -> Result<Kept, Refusal> {
    let mut drafts = Vec::new();
    for draft in look.drafts()? {
        let text = look.page(&draft, draft.place)?.map(|page| page.text).unwrap_or_default();
        drafts.push((draft, text));
    }
    let on_disk = look.on_disk()?.into_iter().map(|(id, text, _)| (id, text.unwrap_or_default())).collect();
    let published = look.published()?;
    let mut titles = BTreeMap::new();
    for version in published.iter().filter(|version| version.text.is_none()) {
        if let Some(title) = last_title(&look.versions(&version.playlist)?) {
            titles.insert(version.playlist.clone(), title);
        }
    }
    Ok(Kept { published, drafts, on_disk, titles, names: Names::of(lang, look.people()?) })
}

/// What is in a file, if it can be read at all.
fn parsed(id: &str, text: &str) -> Option<Arc<Playlist>> {
    let source = Arc::new(Source { name: format!("{id}.toml"), text: text.to_owned() });
    Playlist::parse(id, &source).0.map(Arc::new)
}

fn rows(shared: &Shared, known: Kept, visitor: &Visitor, standings: &Standings, q: &str) -> Vec<Row> {
    let library = Arc::clone(&shared.desk.library.borrow());
    let e = editor(visitor.lang());
    let mut texts: BTreeMap<String, (Option<Arc<Playlist>>, String)> = BTreeMap::new();
    for version in &known.published {
        let text = version.text.clone().unwrap_or_default();
        texts.insert(version.playlist.clone(), (parsed(&version.playlist, &text), text));
    }
    for (id, playlist) in &library.playlists {
        let text = playlist.source.text.clone();
        texts.entry(id.clone()).or_insert_with(|| (Some(Arc::clone(playlist)), text));
    }
    for (draft, text) in &known.drafts {
        let entry = texts.entry(draft.playlist.clone()).or_default();
        if entry.0.is_none() {
            *entry = (parsed(&draft.playlist, text), text.clone());
        }
    }
    // A file that nobody has published yet is a proposal, and is to be found.
    for (id, text) in &known.on_disk {
        let entry = texts.entry(id.clone()).or_default();
        if entry.0.is_none() {
            *entry = (parsed(id, text), text.clone());
        }
    }
    let mut rows = Vec::new();
    for (id, (playlist, text)) in texts {
        let own = playlist.as_ref().map(|playlist| playlist.title.clone());
        let title = own.or_else(|| title(Some(&text))).or_else(|| known.titles.get(&id).cloned());
        let title = title.unwrap_or_else(|| id.clone());
        let draft = known.drafts.iter().find(|(draft, _)| draft.playlist == id);
        let words = [id.as_str(), &title, &text, draft.map_or("", |(_, text)| text)];
        if !q.trim().is_empty() && !words.iter().any(|words| holds(words, q.trim())) {
            continue;
        }
        let reached = playlist.as_ref().map_or_else(Vec::new, |playlist| reached(&library, playlist));
        let names: Vec<&str> = reached.iter().map(|board| board.name.as_str()).collect();
        let more = names.len().saturating_sub(NAMED);
        let mut boards = names[..names.len() - more].join(", ");
        if more > 0 {
            boards += &format!(" +{more}");
        }
        let withdrawn =
            known.published.iter().any(|version| version.playlist == id && version.text.is_none());
        let on_disk =
            known.on_disk.contains_key(&id).then(|| known.published.iter().any(|one| one.playlist == id));
        let mut states = draft_states(e, draft.map(|(draft, _)| draft), on_disk, &known.names);
        and_on_boards(&mut states, standings, &id, withdrawn);
        let withdrawn = withdrawn && playlist.is_none();
        let items = playlist.map_or(0, |playlist| playlist.items.len());
        rows.push(Row { address: address(&id, ""), id, title, items, boards, withdrawn, states });
    }
    rows.sort_by_cached_key(|row| (row.title.to_lowercase(), row.id.clone()));
    rows
}

/// Whether words are found, whatever the case of their letters.
fn holds(words: &str, q: &str) -> bool {
    words.to_lowercase().contains(&q.to_lowercase())
}

/// What is said of a draft, and of a file that is not what was published: whether anything of it ever was.
pub(super) fn draft_states(
    e: &EditorWords,
    draft: Option<&Draft>,
    on_disk: Option<bool>,
    names: &Names,
) -> Vec<StateTold> {
    let mut states = Vec::new();
    if let Some(draft) = draft {
        let (code, words, who) = match draft.stage {
            Stage::Submitted => ("submitted", e.draft_waiting, draft.submitted_by.as_ref()),
            Stage::Rejected => ("rejected", e.draft_rejected, draft.decided_by.as_ref()),
            _ => ("draft", e.draft_by, Some(&draft.changed_by)),
        };
        states.push(StateTold {
            code,
            sentence: format!("{}: {words} {}", e.draft, who.map_or_else(String::new, |who| names.name(who))),
        });
    }
    if let Some(published) = on_disk {
        let words = if published { e.disk_changed } else { e.disk_new };
        states.push(StateTold { code: "disk", sentence: words.to_owned() });
    }
    states
}

/// What is said of what is published, where nothing of it is on the boards only if nothing else was said.
pub(super) fn and_on_boards(states: &mut Vec<StateTold>, standings: &Standings, id: &str, withdrawn: bool) {
    let known = Known { withdrawn, ..Known::default() };
    let told = standings.playlist(id, known);
    let nothing = told.iter().all(|state| state.code == "nowhere");
    if states.is_empty() || !nothing {
        states.extend(told);
    }
}

pub(super) async fn create(
    State(shared): State<Shared>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, "/playlists", &pairs, &["id", "title"]) {
        return *gone;
    }
    let (id, title) = (said(&pairs, "id").trim().to_owned(), said(&pairs, "title").trim().to_owned());
    let command = Command::CreatePlaylist { playlist: id.clone(), title: title.clone() };
    make(&shared, &visitor, command, id, title).await
}

pub(super) async fn copy(
    State(shared): State<Shared>,
    Path(from): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, &address(&from, "/copy"), &pairs, &["id", "title"]) {
        return *gone;
    }
    let (id, title) = (said(&pairs, "id").trim().to_owned(), said(&pairs, "title").trim().to_owned());
    let command = Command::CopyPlaylist { from, playlist: id.clone(), title: title.clone() };
    make(&shared, &visitor, command, id, title).await
}

/// Has a playlist made; if it is not, the form comes back as it was filled.
async fn make(shared: &Shared, visitor: &Visitor, command: Command, id: String, title: String) -> Response {
    let to = match command {
        Command::CreatePlaylist { .. } => "/draft/head",
        _ => "/draft",
    };
    match visitor.ask(shared, command).await {
        Ok(_) => super::see(&address(&id, to), "opened"),
        Err(problem) => {
            let Problem { status, field, code, sentence, .. } = problem;
            let lang = visitor.lang();
            let sentence = if code == "WantsId" {
                asked(lang, &Message::WantsId { key: "playlist".to_owned() }).unwrap_or(sentence)
            } else {
                by_labels(lang, &sentence)
            };
            let about = |name: &str| (field.as_deref() == Some(name)).then(|| sentence.clone());
            let (wrong_id, wrong_title) = (about("playlist"), about("title"));
            let wrong = (wrong_id.is_none() && wrong_title.is_none()).then(|| sentence.clone());
            let new = New { id, title, wrong_id, wrong_title, wrong };
            show(shared, visitor, "", &After { said: None }, new, status).await
        }
    }
}
