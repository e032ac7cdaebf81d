//! The form of one item, and of what a playlist says of all its items: every key of the file as a field, with a preview on
//! every board that the item is for.

use super::draft::Found;
use super::form::{Fieldset, Filling, Wrong};
use super::paper::Paper;
use super::picture::WHOLE;
use super::shape::{self, Pairs, Part};
use super::telling::named;
use super::{After, address, refused};
use crate::editorial::{Command, Step};
use crate::playlist::edit::Fields;
use crate::report::{Message, Severity};
use crate::site::{Draft as Wanted, Library, Remark, Shown};
use crate::web::Shared;
use crate::web::api::Problem;
use crate::web::pages::{Frame, answer};
use crate::web::preview::drawn;
use crate::web::visitor::{Reader, Visitor};
use crate::web::words::{EditorWords, by_labels, editor, in_form};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use std::sync::Arc;

/// What of a draft a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    Head,
    Item(i64),
}

impl Spot {
    pub(super) fn part(self) -> Part {
        match self {
            Self::Head => Part::Head,
            Self::Item(_) => Part::Item,
        }
    }

    /// The address of its form.
    pub(super) fn address(self, id: &str) -> String {
        match self {
            Self::Head => address(id, "/draft/head"),
            Self::Item(uid) => address(id, &format!("/draft/items/{uid}")),
        }
    }

    /// What it says in a draft.
    pub(super) fn fields(self, paper: &Paper, lang: crate::report::Lang) -> Result<Fields, Problem> {
        match self {
            Self::Head => Ok(paper.manuscript.head()),
            Self::Item(uid) => paper.item(uid, lang),
        }
    }

    /// The wish to have it say this.
    pub(super) fn saving(self, id: &str, revision: i64, base: Fields, fields: Fields) -> Command {
        let playlist = id.to_owned();
        match self {
            Self::Head => Command::SaveHead { playlist, revision, base, fields },
            Self::Item(uid) => Command::SaveItem { playlist, uid, revision, base, fields },
        }
    }
}

/// A form as somebody filled it, to be shown again.
#[derive(Default)]
pub(super) struct Filled {
    pub(super) pairs: Option<Pairs>,
    pub(super) base: Option<Fields>,
    pub(super) revision: Option<i64>,
    pub(super) problem: Option<Problem>,
    pub(super) said: Option<&'static str>,
    pub(super) more_rows: u16,
}

#[derive(Template)]
#[template(path = "editor/item.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    e: &'static EditorWords,
    css: String,
    scripts: Vec<String>,
    said: Option<&'static str>,
    wrong: Option<String>,
    id: String,
    title: String,
    /// The number of the item; `None` for the head.
    number: Option<usize>,
    of: usize,
    back: String,
    action: String,
    revision: i64,
    base: String,
    head: String,
    fields: Fieldset,
    boards: Vec<Board>,
    writes: bool,
    /// The items before and after it.
    before: Option<String>,
    after: Option<String>,
}

/// A preview for who has no script.
struct Board {
    names: String,
    size: String,
    picture: Option<String>,
    fault: Option<String>,
}

pub(super) async fn page(
    State(shared): State<Shared>,
    Path((id, uid)): Path<(String, i64)>,
    after: Query<After>,
    Reader(visitor): Reader,
) -> Response {
    open(shared, visitor, id, Spot::Item(uid), &after).await
}

pub(super) async fn head(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    after: Query<After>,
    Reader(visitor): Reader,
) -> Response {
    open(shared, visitor, id, Spot::Head, &after).await
}

async fn open(shared: Shared, visitor: Visitor, id: String, spot: Spot, after: &After) -> Response {
    let filled = Filled { said: after.sentence(visitor.lang()), ..Filled::default() };
    show(&shared, &visitor, &id, spot, filled).await
}

/// The form, as it was filled if it was.
pub(super) async fn show(
    shared: &Shared,
    visitor: &Visitor,
    id: &str,
    spot: Spot,
    filled: Filled,
) -> Response {
    let lang = visitor.lang();
    let opened = Paper::open(shared, lang, id).await;
    let opened = opened.and_then(|paper| spot.fields(&paper, lang).map(|fields| (paper, fields)));
    let (paper, stored) = match opened {
        Ok(opened) => opened,
        Err(missing) => return refused(shared, visitor, filled.problem.as_ref().unwrap_or(&missing)),
    };
    let library = Arc::clone(&shared.desk.library.borrow());
    let zone = library.site.zone.clone();
    let base = filled.base.clone().unwrap_or(stored);
    let pairs = filled.pairs.clone().unwrap_or_else(|| shape::shown(spot.part(), &base, &zone));
    let fields = shape::filled(spot.part(), &pairs, &base, &zone).unwrap_or_else(|_| base.clone());
    let judged = judged(shared, &library, id, &paper, spot, &fields).await;
    let page = view(shared, visitor, (id, spot), paper, (&pairs, base), judged, &filled);
    answer(visitor.asked, &page, filled.problem.as_ref())
}

/// What there is to say of a form and how it would look.
#[derive(Default)]
struct Judged {
    boards: Vec<Shown>,
    found: Vec<Remark>,
}

async fn judged(
    shared: &Shared,
    library: &Arc<Library>,
    id: &str,
    paper: &Paper,
    spot: Spot,
    fields: &Fields,
) -> Judged {
    let (library, id, mut manuscript) = (Arc::clone(library), id.to_owned(), paper.manuscript.clone());
    let index = match spot {
        Spot::Item(uid) => paper.index(uid),
        Spot::Head => None,
    };
    // What cannot be written is said when it is saved.
    let _ = match index {
        Some(index) => manuscript.set_item(index, fields),
        None => manuscript.set_head(fields),
    };
    let now: Timestamp = (shared.desk.now)();
    let work = move || {
        let text = manuscript.text();
        let proof = library.proof(&Wanted { id: &id, text: &text, item: index, boards: None }, Some(now));
        let found = proof.found.into_iter();
        // Who has just begun has no item yet, and knows.
        let begun = |remark: &Remark| remark.fault.message == Message::NoItems {};
        let about = |remark: &Remark| index.is_some() || (remark.item.is_none() && !begun(remark));
        Judged { boards: proof.boards, found: found.filter(about).collect() }
    };
    drawn(shared, work).await.unwrap_or_default()
}

fn view(
    shared: &Shared,
    visitor: &Visitor,
    (id, spot): (&str, Spot),
    paper: Paper,
    (pairs, base): (&Pairs, Fields),
    judged: Judged,
    filled: &Filled,
) -> Page {
    let lang = visitor.lang();
    let library = Arc::clone(&shared.desk.library.borrow());
    let action = spot.address(id);
    let index = match spot {
        Spot::Item(uid) => paper.index(uid),
        Spot::Head => None,
    };
    let wrong = wrong(&judged.found, filled.problem.as_ref(), lang);
    let found: Vec<Found> = judged.found.iter().map(|remark| Found::of(remark, lang)).collect();
    let rules = judged.found.iter().filter_map(|remark| remark.fault.message.rule());
    let rules = rules.filter(|rule| rule.can_be_silenced() && !rule.is_of_boards());
    let rules = rules.map(|rule| rule.id()).collect();
    let more_rows = filled.more_rows;
    let filling =
        Filling { part: spot.part(), pairs, library: &library, wrong: &wrong, found: rules, more_rows, lang };
    let found = (index.is_some() || !found.is_empty()).then_some(found);
    let fields = filling.fieldset(found);
    let head = paper.manuscript.head();
    let title = named(&head, id);
    let beside = |step: isize| {
        let at = index?.checked_add_signed(step)?;
        Some(Spot::Item(*paper.page.uids.get(at)?).address(id))
    };
    let board = |shown: Shown| Board {
        names: shown.names.join(", "),
        size: format!("{} × {}", shown.face.width(), shown.face.height()),
        // The picture is of what is saved; a script draws what is typed.
        picture: shown.drawn.is_ok().then(|| {
            let board = shown.ids.first().map_or("", String::as_str);
            format!("{action}/{board}{WHOLE}.png?r={}", paper.draft.revision)
        }),
        fault: shown.drawn.err().map(|fault| in_form(lang, &fault)),
    };
    let scripts: &[&str] = if spot == Spot::Head { &["write"] } else { &["proof", "write"] };
    Page {
        frame: Frame::of(shared, visitor, "playlists"),
        e: editor(lang),
        css: shared.assets.address("editor"),
        scripts: scripts.iter().map(|script| shared.assets.address(script)).collect(),
        said: filled.said,
        wrong: filled.problem.as_ref().map(|problem| by_labels(lang, &problem.sentence)),
        id: id.to_owned(),
        title,
        number: index.map(|index| index + 1),
        of: paper.page.uids.len(),
        back: address(id, "/draft"),
        revision: filled.revision.unwrap_or(paper.draft.revision),
        base: serde_json::Value::Object(base).to_string(),
        head: serde_json::Value::Object(head).to_string(),
        fields,
        writes: paper.draft.stage.after(Step::Write, true).is_some()
            && visitor.may(crate::editorial::Role::Draft),
        before: beside(-1),
        after: beside(1),
        boards: judged.boards.into_iter().map(board).collect(),
        action,
    }
}

/// What stands at which field.
fn wrong(found: &[Remark], problem: Option<&Problem>, lang: crate::report::Lang) -> Wrong {
    let mut wrong = Wrong::new();
    for remark in found.iter().filter(|remark| remark.fault.severity == Severity::Error) {
        // What is said of the words stands below them in full.
        if let Some(field) = remark.field.as_ref().filter(|field| *field != "text") {
            wrong.entry(field.clone()).or_default().push(in_form(lang, &remark.fault));
        }
    }
    if let Some(Problem { field: Some(field), sentence, .. }) = problem {
        let key = field.split('.').next().unwrap_or(field);
        let at = if key == "windows" || key == "silence" { key } else { field };
        wrong.entry(at.to_owned()).or_default().push(by_labels(lang, sentence));
    }
    wrong
}
