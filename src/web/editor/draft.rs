//! The draft of a playlist: its items in their order, with what is wrong with each, and what can be done with all of it.

use super::changes::{Told as Changes, told as changes};
use super::paper::Paper;
use super::picture::{self, Picture};
use super::telling::{Fact, facts, named, when};
use super::{After, address, refused};
use crate::editorial::{Role, Stage};
use crate::journal::{self, Draft};
use crate::office::meant;
use crate::playlist::edit::Manuscript;
use crate::report::{Lang, Message, Severity};
use crate::site::{Draft as Wanted, Library, Remark};
use crate::web::Shared;
use crate::web::api::Problem;
use crate::web::pages::{Frame, answer};
use crate::web::preview::drawn;
use crate::web::visitor::{Reader, Visitor};
use crate::web::words::{EditorWords, RawWords, by_labels, editor, in_form, raw};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "editor/draft.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    r: &'static RawWords,
    css: String,
    script: String,
    said: Option<&'static str>,
    wrong: Option<Wrong>,
    id: String,
    base: String,
    title: String,
    stage: &'static str,
    changed: String,
    submitted: String,
    note: String,
    decided_by: String,
    may: bool,
    /// Whether whoever looks writes, but for other boards.
    elsewhere: bool,
    writes: bool,
    asks: bool,
    revision: i64,
    can: (bool, bool),
    base_moved: bool,
    facts: Vec<Fact>,
    head_found: Vec<Found>,
    items: Vec<Item>,
    changes: Option<Changes>,
    typed: Typed,
}

/// What was not done, and why.
pub(super) struct Wrong {
    pub(super) sentence: String,
    pub(super) faults: Vec<String>,
}

/// What somebody typed into the forms below.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) note: String,
    pub(super) reason: String,
    pub(super) text: String,
    /// Which of the forms is to blame.
    pub(super) form: &'static str,
}

struct Item {
    uid: i64,
    number: usize,
    address: String,
    text: String,
    facts: Vec<Fact>,
    pictures: Vec<Picture>,
    found: Vec<Found>,
    first: bool,
    last: bool,
}

/// One finding.
pub(super) struct Found {
    pub(super) severity: &'static str,
    pub(super) grade: &'static str,
    pub(super) rule: &'static str,
    pub(super) sentence: String,
}

impl Found {
    pub(super) fn of(remark: &Remark, lang: Lang) -> Self {
        Self {
            severity: remark.fault.severity.code(),
            grade: remark.fault.severity.word(lang),
            rule: remark.fault.message.rule().map_or("", |rule| rule.id()),
            sentence: in_form(lang, &remark.fault),
        }
    }
}

pub(super) async fn page(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    after: Query<After>,
    Reader(visitor): Reader,
) -> Response {
    show(&shared, &visitor, &id, after.sentence(visitor.lang()), None, Typed::default()).await
}

/// The page; with a problem it says so, and keeps what was typed.
pub(super) async fn show(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    said: Option<&'static str>,
    problem: Option<Problem>,
    typed: Typed,
) -> Response {
    let lang = visitor.lang();
    let paper = match Paper::open(shared, lang, id).await {
        Ok(paper) => paper,
        Err(missing) => return refused(shared, visitor, problem.as_ref().unwrap_or(&missing)),
    };
    let found = found(shared, id, &paper.page.text, lang).await;
    let wrong = problem.as_ref().map(|problem| Wrong {
        sentence: by_labels(lang, &problem.sentence),
        faults: problem.faults.iter().map(|fault| by_labels(lang, &fault.sentence)).collect(),
    });
    let page = view(shared, visitor, id, paper, found, (said, wrong, typed));
    answer(visitor.asked, &page, problem.as_ref())
}

/// What there is to say of a draft, by its items; `None` is of the head.
async fn found(shared: &Shared, id: &str, text: &str, lang: Lang) -> BTreeMap<Option<usize>, Vec<Found>> {
    let (library, id, text) = (Arc::clone(&shared.desk.library.borrow()), id.to_owned(), text.to_owned());
    let now: Timestamp = (shared.desk.now)();
    let work = move || {
        let proof = library.proof(&Wanted { id: &id, text: &text, item: None, boards: None }, Some(now));
        let mut all: BTreeMap<Option<usize>, Vec<Found>> = BTreeMap::new();
        // That there is nothing yet is seen, and no fault of somebody who has just begun.
        let begun = |remark: &&Remark| remark.fault.message != Message::NoItems {};
        let grave = |remark: &&Remark| remark.fault.severity > Severity::Info;
        for remark in proof.found.iter().filter(grave).filter(begun) {
            all.entry(remark.item).or_default().push(Found::of(remark, lang));
        }
        all
    };
    drawn(shared, work).await.unwrap_or_default()
}

fn view(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    paper: Paper,
    mut found: BTreeMap<Option<usize>, Vec<Found>>,
    (said, wrong, typed): (Option<&'static str>, Option<Wrong>, Typed),
) -> Page {
    let (lang, library) = (visitor.lang(), Arc::clone(&shared.desk.library.borrow()));
    let zone = &library.site.zone;
    let base = address(id, "/draft");
    let moved = paper.base_moved();
    let changes = changes(lang, paper.newest.as_ref().and_then(|v| v.text.as_deref()), &paper.page.text);
    let Paper { draft, page, manuscript, can, names, .. } = paper;
    let items = items(&library, (id, &base), &draft, (&page, &manuscript), &mut found, lang);
    let head = manuscript.head();
    let reaches = meant(&library, id, &page.text);
    let may = visitor.actor.may(Role::Draft, &reaches.iter().collect::<Vec<_>>());
    let writes = may && draft.stage.after(crate::editorial::Step::Write, true).is_some();
    let changed = format!("{}, {}", when(&draft.changed_at, zone), names.name(&draft.changed_by));
    let submitted = match (&draft.submitted_at, &draft.submitted_by) {
        (Some(at), Some(by)) => format!("{}, {}", when(at, zone), names.name(by)),
        _ => String::new(),
    };
    Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        r: raw(lang),
        css: shared.assets.address("editor"),
        script: shared.assets.address("order"),
        said,
        wrong,
        title: named(&head, id),
        id: id.to_owned(),
        base,
        stage: draft.stage.word(),
        changed,
        submitted,
        note: if matches!(draft.stage, Stage::Rejected | Stage::Submitted) {
            draft.note
        } else {
            String::new()
        },
        decided_by: draft.decided_by.as_deref().map(|by| names.name(by)).unwrap_or_default(),
        may,
        elsewhere: !may && visitor.may(Role::Draft),
        writes,
        asks: library.site.approval.required,
        revision: draft.revision,
        can,
        base_moved: moved,
        facts: facts(lang, false, &head),
        head_found: found.remove(&None).unwrap_or_default(),
        items,
        changes,
        typed,
    }
}

/// The items of a draft as the page shows them.
fn items(
    library: &Library,
    (id, base): (&str, &str),
    draft: &Draft,
    (page, manuscript): (&journal::Page, &Manuscript),
    found: &mut BTreeMap<Option<usize>, Vec<Found>>,
    lang: Lang,
) -> Vec<Item> {
    let uid = |index: usize| page.uids.get(index).copied().unwrap_or_default();
    let at = |index: usize| format!("{base}/items/{}", uid(index));
    let mut pictures = picture::of_items(library, id, &page.text, at, &format!("r={}", draft.revision));
    let count = manuscript.len();
    pictures.resize_with(count, Vec::new);
    let item = |(index, pictures): (usize, Vec<Picture>)| {
        let fields = manuscript.item(index).unwrap_or_default();
        let text =
            fields.get("text").map(|text| text.as_str().map_or_else(|| text.to_string(), str::to_owned));
        Item {
            uid: uid(index),
            number: index + 1,
            address: at(index),
            text: text.unwrap_or_default(),
            facts: facts(lang, true, &fields),
            pictures,
            found: found.remove(&Some(index)).unwrap_or_default(),
            first: index == 0,
            last: index + 1 == count,
        }
    };
    pictures.into_iter().enumerate().map(item).collect()
}
