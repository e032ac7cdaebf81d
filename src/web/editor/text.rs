//! The draft as the file that it will be: for who would rather write TOML than fill in forms.
//!
//! What is typed here is kept whatever is wrong with it: it is saved, or it comes back in the field with every fault and its
//! place beside it.

use super::merge;
use super::paper::Paper;
use super::shape::Pairs;
use super::telling::named;
use super::{After, address, enters, refused, said, see, takes, unknown};
use crate::editorial::{Command, Passage, Role, Stage, Step, merge_lines};
use crate::journal::Draft;
use crate::office::Refusal;
use crate::report::Message;
use crate::site::Draft as Wanted;
use crate::web::Shared;
use crate::web::api::{Form, MAX_BODY, Problem};
use crate::web::faults::FaultTold;
use crate::web::pages::{Frame, answer};
use crate::web::preview::drawn;
use crate::web::visitor::{self, Reader, Visitor};
use crate::web::words::{EditorWords, RawWords, editor, raw};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::Arc;

/// Pages of a draft that are looked through for the text that somebody began with.
const LOOKED: i64 = 200;
/// So often what two people wrote is put together before it is left to the person: others may save again and again.
const TRIES: usize = 3;
/// The most faults listed.
const MAX_FAULTS: usize = 50;
/// Bytes of a form beside its text.
const BESIDE: usize = 1 << 10;
/// Lines of the field, and what it has at the most before it scrolls.
const ROWS: (usize, usize) = (12, 36);

#[derive(Template)]
#[template(path = "editor/text.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    r: &'static RawWords,
    css: String,
    scripts: [String; 2],
    said: Option<&'static str>,
    wrong: Option<String>,
    id: String,
    title: String,
    back: String,
    action: String,
    revision: i64,
    base: String,
    text: String,
    rows: usize,
    faults: Vec<FaultTold>,
    writes: bool,
    /// Whether it waits to be approved.
    waits: bool,
    /// Whether it is more than a form can send.
    large: bool,
}

/// What somebody typed that was not saved, and why.
pub(super) struct Typed {
    pub(super) text: String,
    pub(super) problem: Problem,
}

/// The address of this page.
pub(super) fn action(id: &str) -> String {
    address(id, "/draft/text")
}

pub(super) async fn page(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    after: Query<After>,
    Reader(visitor): Reader,
) -> Response {
    show(&shared, &visitor, &id, after.sentence(visitor.lang()), None).await
}

/// The page with what is saved, or with what was typed and could not be.
pub(super) async fn show(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    said: Option<&'static str>,
    typed: Option<Typed>,
) -> Response {
    let lang = visitor.lang();
    let paper = match Paper::open(shared, lang, id).await {
        Ok(paper) => paper,
        Err(missing) => {
            return refused(shared, visitor, typed.as_ref().map_or(&missing, |typed| &typed.problem));
        }
    };
    let head = paper.manuscript.head();
    let title = named(&head, id);
    let stored = paper.page.text;
    let base = mark(&stored);
    let (text, problem) = match typed {
        Some(typed) => (typed.text, Some(typed.problem)),
        None => (stored, None),
    };
    let large = sent(&text) + BESIDE > MAX_BODY;
    let writes = paper.draft.stage.after(Step::Write, true).is_some() && visitor.may(Role::Draft);
    let page = Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        r: raw(lang),
        css: shared.assets.address("editor"),
        scripts: ["write", "lines"].map(|script| shared.assets.address(script)),
        said,
        wrong: problem.as_ref().map(|problem| said_of(problem, raw(lang))),
        id: id.to_owned(),
        title,
        back: address(id, "/draft"),
        action: action(id),
        revision: paper.draft.revision,
        base,
        rows: (text.lines().count() + 2).clamp(ROWS.0, ROWS.1),
        faults: faults(shared, visitor, id, &text).await,
        text,
        writes: writes && !large,
        waits: paper.draft.stage == Stage::Submitted,
        large: writes && large,
    };
    answer(visitor.asked, &page, problem.as_ref())
}

/// Why it was not saved. Of what is no TOML the faults say more than who would edit the file elsewhere is told.
fn said_of(problem: &Problem, r: &RawWords) -> String {
    let no_toml = Message::ManuscriptSyntax { line: 0, detail: String::new() };
    if problem.code == no_toml.code() { r.syntax.to_owned() } else { problem.sentence.clone() }
}

/// How many bytes a browser sends for a text of a form.
fn sent(text: &str) -> usize {
    let bytes = text.bytes().map(|byte| match byte {
        b'\n' => "%0D%0A".len(),
        b' ' | b'*' | b'-' | b'.' | b'_' => 1,
        byte if byte.is_ascii_alphanumeric() => 1,
        _ => "%00".len(),
    });
    bytes.sum()
}

/// Everything that there is to say of a text, the gravest first.
async fn faults(shared: &Shared, visitor: &Visitor, id: &str, text: &str) -> Vec<FaultTold> {
    let (library, id, text) = (Arc::clone(&shared.desk.library.borrow()), id.to_owned(), text.to_owned());
    let (now, lang) = ((shared.desk.now)(), visitor.lang());
    let work = move || {
        let proof = library.proof(&Wanted { id: &id, text: &text, item: None, boards: None }, Some(now));
        let found = proof.found.iter().take(MAX_FAULTS);
        found.map(|remark| FaultTold::of(&remark.fault, lang)).collect()
    };
    drawn(shared, work).await.unwrap_or_default()
}

pub(super) async fn save(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = takes(&shared, &visitor, &action(&id), &pairs, &["revision", "base", "text", "do"]) {
        return *gone;
    }
    let lang = visitor.lang();
    let Ok(revision) = said(&pairs, "revision").parse() else {
        return refused(&shared, &visitor, &unknown("revision", lang));
    };
    let mine = said(&pairs, "text").replace("\r\n", "\n");
    let done = if said(&pairs, "do") == "back" { Done::Back } else { Done::Here };
    match keep(&shared, &visitor, &id, revision, &mine).await {
        Ok(()) => done.see(&id, "saved"),
        Err(problem) if is_late(&problem) => join(&shared, &visitor, &id, said(&pairs, "base"), mine).await,
        Err(problem) => show(&shared, &visitor, &id, None, Some(Typed { text: mine, problem })).await,
    }
}

/// Where one goes when all is saved.
#[derive(Clone, Copy)]
enum Done {
    Here,
    Back,
}

impl Done {
    fn see(self, id: &str, what: &str) -> Response {
        match self {
            Self::Here => see(&action(id), what),
            Self::Back => see(&address(id, "/draft"), what),
        }
    }
}

/// Saves a text in place of the one of a revision. Line breaks become those of the file.
async fn keep(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    revision: i64,
    text: &str,
) -> Result<(), Problem> {
    let paper = Paper::open(shared, visitor.lang(), id).await?;
    let text = if paper.page.text.contains("\r\n") { text.replace('\n', "\r\n") } else { text.to_owned() };
    visitor.ask(shared, Command::SaveText { playlist: id.to_owned(), revision, text }).await.map(|_| ())
}

/// Whether somebody else saved meanwhile.
fn is_late(problem: &Problem) -> bool {
    problem.code == Message::DraftMoved {}.code()
}

/// Puts together what somebody wrote and what others saved meanwhile; where that cannot be, the person decides.
async fn join(shared: &Shared, visitor: &Visitor, id: &str, base: &str, mine: String) -> Response {
    for _ in 0..TRIES {
        let (revision, passages) = match apart(shared, visitor, id, base, &mine).await {
            Ok(found) => found,
            Err(problem) => {
                return show(shared, visitor, id, None, Some(Typed { text: mine, problem })).await;
            }
        };
        let settled = settled(passages.iter().map(|passage| chosen(&Pairs::new(), passage)));
        let Some(text) = settled else { break };
        match keep(shared, visitor, id, revision, &text).await {
            Ok(()) => return see(&action(id), "merged"),
            Err(problem) if is_late(&problem) => {}
            Err(problem) => return show(shared, visitor, id, None, Some(Typed { text, problem })).await,
        }
    }
    match apart(shared, visitor, id, base, &mine).await {
        Ok((revision, passages)) => {
            merge::show_lines(shared, visitor, id, (revision, base, &mine), &passages)
        }
        Err(problem) => show(shared, visitor, id, None, Some(Typed { text: mine, problem })).await,
    }
}

/// What became of a text in two hands; with the revision of what is saved. `base` is the mark of the text that was shown.
async fn apart(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    base: &str,
    mine: &str,
) -> Result<(i64, Vec<Passage>), Problem> {
    let lang = visitor.lang();
    let paper = Paper::open(shared, lang, id).await?;
    let base = began_with(shared, visitor, paper.draft.clone(), base.to_owned()).await?;
    let unix = |text: &str| text.replace("\r\n", "\n");
    let base = base.as_deref().map(unix);
    Ok((paper.draft.revision, merge_lines(base.as_deref(), mine, &unix(&paper.page.text))))
}

/// The whole text, if none of its parts is left to be decided.
fn settled(parts: impl Iterator<Item = Option<Vec<String>>>) -> Option<String> {
    let parts: Option<Vec<Vec<String>>> = parts.collect();
    Some(parts?.concat().join("\n"))
}

/// A mark by which a text is found again among the pages of its draft: it is far shorter than the text.
fn mark(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}

/// The page of a draft with this mark; `None` if it is no longer there.
async fn began_with(
    shared: &Shared,
    visitor: &Visitor,
    draft: Draft,
    wanted: String,
) -> Result<Option<String>, Problem> {
    let look = visitor::look(shared, visitor.lang(), move |look| -> Result<_, Refusal> {
        let last = look.last_place(&draft)?;
        for place in (last.saturating_sub(LOOKED)..=last).rev() {
            let page = look.page(&draft, place)?;
            if let Some(page) = page.filter(|page| mark(&page.text) == wanted) {
                return Ok(Some(page.text));
            }
        }
        Ok(None)
    });
    look.await
}

/// What somebody decided, where two had written the same lines.
pub(super) async fn decide(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    visitor: Visitor,
    Form(pairs): Form<Pairs>,
) -> Response {
    if let Err(gone) = enters(&shared, &visitor, &format!("{}/merge", action(&id)), &pairs) {
        return *gone;
    }
    let lang = visitor.lang();
    let known = |name: &str| {
        let lines = name.strip_prefix("take.").or_else(|| name.strip_prefix("own."));
        ["revision", "base", "mine", "theirs"].contains(&name) || lines.is_some()
    };
    if let Some((name, _)) = pairs.iter().find(|(name, _)| !known(name)) {
        return refused(&shared, &visitor, &unknown(name, lang));
    }
    let (base, mine) = (said(&pairs, "base"), said(&pairs, "mine").replace("\r\n", "\n"));
    let (revision, passages) = match apart(&shared, &visitor, &id, base, &mine).await {
        Ok(found) => found,
        Err(problem) => return show(&shared, &visitor, &id, None, Some(Typed { text: mine, problem })).await,
    };
    // Where somebody saved again while this was decided, what was written anew is kept and the rest is asked again.
    let text = settled(passages.iter().map(|passage| chosen(&pairs, passage)));
    let Some(text) = text.filter(|_| said(&pairs, "revision") == revision.to_string()) else {
        return join(&shared, &visitor, &id, base, rewritten(&pairs, &mine)).await;
    };
    match keep(&shared, &visitor, &id, revision, &text).await {
        Ok(()) => see(&action(&id), "merged"),
        Err(problem) if is_late(&problem) => {
            join(&shared, &visitor, &id, base, rewritten(&pairs, &mine)).await
        }
        Err(problem) => show(&shared, &visitor, &id, None, Some(Typed { text, problem })).await,
    }
}

/// The name by which a form asks of these lines: `3-5`, from 0, the second is none of them.
pub(super) fn name_of(at: &Range<usize>) -> String {
    format!("{}-{}", at.start, at.end)
}

/// The lines that somebody chose; `None` if nothing was chosen.
fn chosen(pairs: &Pairs, passage: &Passage) -> Option<Vec<String>> {
    match passage {
        Passage::Settled(lines) => Some(lines.clone()),
        Passage::Apart { at, mine, theirs, .. } => {
            let name = name_of(at);
            match said(pairs, &format!("take.{name}")) {
                "mine" => Some(mine.clone()),
                "theirs" => Some(theirs.clone()),
                "own" => Some(own(pairs, &name)),
                _ => None,
            }
        }
    }
}

/// The lines that somebody wrote in place of both.
fn own(pairs: &Pairs, name: &str) -> Vec<String> {
    let text = said(pairs, &format!("own.{name}")).replace("\r\n", "\n");
    if text.is_empty() { Vec::new() } else { text.split('\n').map(str::to_owned).collect() }
}

/// What I wrote, with what I wrote anew in its place.
fn rewritten(pairs: &Pairs, mine: &str) -> String {
    let mut lines: Vec<String> = mine.split('\n').map(str::to_owned).collect();
    let mut places = Vec::new();
    for (name, _) in pairs.iter().filter(|(_, take)| take == "own") {
        let range = name.strip_prefix("take.").and_then(|name| Some((name, name.split_once('-')?)));
        let Some((name, (start, end))) = range else { continue };
        if let (Ok(start), Ok(end)) = (start.parse::<usize>(), end.parse::<usize>()) {
            places.push((start, end, name));
        }
    }
    places.sort_unstable();
    for (start, end, name) in places.into_iter().rev() {
        if start <= end && end <= lines.len() {
            lines.splice(start..end, own(pairs, name));
        }
    }
    lines.join("\n")
}
