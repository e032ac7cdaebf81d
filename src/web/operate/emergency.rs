//! The page of emergencies: a template, the words, the boards, the hours; a first press that shows it on every board, and a
//! second one that orders it.

use super::super::changes::boards_named;
use super::super::pages::{Frame, html};
use super::super::preview::drawn;
use super::super::visitor::Visitor;
use super::super::words::{self, OperateWords, ReviewWords};
use super::super::{Shared, api::Form, refusal};
use super::act::{armed, confirmed};
use super::given::Ticket;
use super::picture::Picture;
use super::places::{Kind, choices, meant, places};
use super::{entered, enters, over};
use crate::control::{End, Order, Places};
use crate::notice::Wish;
use crate::report::Lang;
use crate::site::{Draft, Emergency, Library, MAX_HOURS};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    template: Option<String>,
    said: Option<String>,
    /// Boards that are ticked already, as the form says them.
    place: Vec<String>,
}

/// The most boxes that an address can have ticked.
const PLACES: usize = 100;

/// Everything that is typed.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    #[serde(default)]
    template: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    place: Vec<String>,
    #[serde(default)]
    hours: String,
    #[serde(default)]
    reason: String,
    /// The confirmation that the first press gave.
    #[serde(default, skip_serializing)]
    armed: Option<String>,
    /// Back to the words with everything that was typed.
    #[serde(default, skip_serializing)]
    change: Option<String>,
}

#[derive(Template)]
#[template(path = "operate/emergency.html", config = "web/askama.toml")]
struct Page {
    frame: Frame,
    w: &'static OperateWords,
    style: String,
    said: Option<&'static str>,
    wrong: Option<String>,
    field: &'static str,
    templates: Vec<Emergency>,
    typed: Typed,
    kinds: Vec<Kind>,
    orders: Vec<OrderTold>,
    dark: Vec<DarkTold>,
    /// The boards that are ticked, for addresses, from `&` on.
    ticked: String,
}

/// A notice that is on.
struct OrderTold {
    id: u32,
    class: &'static str,
    class_words: &'static str,
    text: String,
    sentence: String,
    boards: String,
}

struct DarkTold {
    boards: Vec<(String, String)>,
    sentence: String,
}

/// The page between the two presses.
#[derive(Template)]
#[template(path = "operate/sure.html", config = "web/askama.toml")]
struct Sure {
    frame: Frame,
    w: &'static OperateWords,
    r: &'static ReviewWords,
    style: String,
    script: String,
    typed: Typed,
    armed: Ticket,
    late: bool,
    shown: Vec<ShownTold>,
    more: usize,
    findings: Vec<String>,
}

/// Boards on which it looks the same.
struct ShownTold {
    names: String,
    size: String,
    /// What is asked for its picture, after `?`.
    query: String,
    fault: Option<String>,
}

/// `GET /emergency`
pub(super) async fn page(
    State(shared): State<Shared>,
    RawQuery(asked): RawQuery,
    visitor: Visitor,
) -> Response {
    if let Err(answer) = enters(&shared, &visitor) {
        return *answer;
    }
    // What of an address is not understood is as if it were absent.
    let asked: Asked = asked.and_then(|asked| serde_html_form::from_str(&asked).ok()).unwrap_or_default();
    let Asked { template, said, mut place } = asked;
    place.truncate(PLACES);
    let library = Arc::clone(&shared.desk.library.borrow());
    let all = &library.site.emergencies;
    let chosen = all.iter().find(|one| Some(&one.id) == template.as_ref());
    let typed = Typed {
        template: chosen.map(|one| one.id.clone()).unwrap_or_default(),
        text: chosen.map(|one| one.wish.text.clone()).unwrap_or_default(),
        hours: chosen.map_or(6, |one| one.hours).to_string(),
        place,
        reason: String::new(),
        armed: None,
        change: None,
    };
    let w = words::operate(visitor.lang());
    let said = said.is_some_and(|code| code == "done").then_some(w.done);
    show(&shared, &visitor, typed, said, None)
}

fn show(
    shared: &Shared,
    visitor: &Visitor,
    typed: Typed,
    said: Option<&'static str>,
    wrong: Option<(&'static str, String)>,
) -> Response {
    let library = Arc::clone(&shared.desk.library.borrow());
    let (orders, dark) = in_force(shared, visitor.lang());
    let (field, wrong) = wrong.map_or(("", None), |(field, wrong)| (field, Some(wrong)));
    let page = Page {
        frame: Frame::of(shared, visitor, "emergency"),
        w: words::operate(visitor.lang()),
        style: shared.assets.address("operate"),
        said,
        field,
        templates: library.site.emergencies.clone(),
        kinds: choices(&library, visitor, &typed.place),
        ticked: ticked(&typed.place),
        typed,
        orders,
        dark,
        wrong,
    };
    let status = if page.wrong.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    html(status, visitor.asked, &page)
}

/// Boxes that are ticked, as an address says them: another template keeps them.
fn ticked(places: &[String]) -> String {
    let pairs: Vec<(&str, &String)> = places.iter().take(PLACES).map(|place| ("place", place)).collect();
    let query = serde_html_form::to_string(pairs).unwrap_or_default();
    if query.is_empty() { query } else { format!("&{query}") }
}

/// What is ordered now.
fn in_force(shared: &Shared, lang: Lang) -> (Vec<OrderTold>, Vec<DarkTold>) {
    let site = Arc::clone(&shared.desk.site.borrow());
    let now = (shared.desk.now)();
    let name = |id: &String| {
        site.boards
            .iter()
            .find(|board| board.id == *id)
            .map_or_else(|| id.clone(), |board| board.name.clone())
    };
    let notice = |notice: &crate::notice::Notice| OrderTold {
        id: notice.id,
        class: notice.class.word(),
        class_words: words::Words::of(lang).class(notice.class),
        text: notice.text().to_owned(),
        sentence: notice.sentence(now, &site.zone).say(lang),
        boards: boards_named(notice.boards.iter().map(name)),
    };
    let dark = |order: &crate::notice::Blackout| DarkTold {
        boards: order.boards.iter().map(|id| (id.clone(), name(id))).collect(),
        sentence: order.sentence(&site.zone).say(lang),
    };
    let notices = site.orders.notices().iter().filter(|notice| notice.is_on(now)).rev().map(notice).collect();
    let blackouts = site.orders.blackouts().iter().filter(|order| order.resumed.is_none());
    (notices, blackouts.rev().map(dark).collect())
}

/// What is wrong with what was typed: the field, and why.
fn wrong(typed: &Typed, lang: Lang) -> Option<(&'static str, String)> {
    let w = words::operate(lang);
    let hours = typed.hours.trim().parse::<u8>();
    let (field, why) = if typed.text.trim().is_empty() {
        ("text", w.no_text)
    } else if typed.place.is_empty() {
        ("place", w.no_boards)
    } else if !hours.is_ok_and(|hours| (1..=MAX_HOURS).contains(&hours)) {
        ("hours", w.bad_hours)
    } else if typed.reason.trim().is_empty() {
        ("reason", w.no_reason)
    } else {
        return None;
    };
    Some((field, why.to_owned()))
}

/// The words as they were typed, and how the template has them look.
fn wish(library: &Library, typed: &Typed) -> Wish {
    let template = library.site.emergencies.iter().find(|one| one.id == typed.template);
    let looks = template.map(|one| one.wish.clone()).unwrap_or_default();
    Wish { text: typed.text.replace("\r\n", "\n").trim().to_owned(), ..looks }
}

/// `POST /emergency/check`: the first press.
pub(super) async fn check(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<Typed>, Response>,
) -> Response {
    let typed = match entered(&shared, &visitor, "/emergency/check", form) {
        Ok(typed) => typed,
        Err(answer) => return *answer,
    };
    if let Some(wrong) = wrong(&typed, visitor.lang()) {
        return show(&shared, &visitor, typed, None, Some(wrong));
    }
    if let Err(problem) = over(&shared, &visitor, &places(&typed.place)) {
        return show(&shared, &visitor, typed, None, Some(("place", problem.sentence)));
    }
    sure(&shared, &visitor, typed, false).await
}

/// `POST /emergency/order`: the second press.
pub(super) async fn order(
    State(shared): State<Shared>,
    visitor: Visitor,
    form: Result<Form<Typed>, Response>,
) -> Response {
    let typed = match entered(&shared, &visitor, "/emergency/check", form) {
        Ok(typed) => typed,
        Err(answer) => return *answer,
    };
    if typed.change.is_some() {
        return show(&shared, &visitor, typed, None, None);
    }
    if let Some(wrong) = wrong(&typed, visitor.lang()) {
        return show(&shared, &visitor, typed, None, Some(wrong));
    }
    let Some(ticket) = armed(&shared, typed.armed.as_deref()) else {
        return sure(&shared, &visitor, typed, true).await;
    };
    let library = Arc::clone(&shared.desk.library.borrow());
    let notice = Order::Notice {
        wish: wish(&library, &typed),
        class: "emergency".to_owned(),
        places: places(&typed.place),
        end: End { until: None, lasting: Some(format!("{}h", typed.hours.trim())) },
        reason: typed.reason.clone(),
        replace: false,
    };
    match confirmed(&shared, &visitor, ticket, (typed.text.trim(), notice)).await {
        Ok(answer) => answer,
        Err(problem) if problem.code == "Refused" => {
            show(&shared, &visitor, typed, None, Some(("text", problem.sentence)))
        }
        Err(problem) => refusal::page(&shared, visitor.asked, &problem),
    }
}

/// The page between the presses.
async fn sure(shared: &Shared, visitor: &Visitor, typed: Typed, late: bool) -> Response {
    let lang = visitor.lang();
    let library = Arc::clone(&shared.desk.library.borrow());
    let (wanted, looks) = (places(&typed.place), wish(&library, &typed));
    let shown = drawn(shared, move || shown(&library, &looks, &wanted, lang)).await;
    // An emergency does not wait for pictures.
    let (shown, more, findings) = shown.unwrap_or_default();
    let page = Sure {
        frame: Frame::of(shared, visitor, "emergency"),
        w: words::operate(lang),
        r: words::review(lang),
        style: shared.assets.address("operate"),
        script: shared.assets.address("shown"),
        typed,
        armed: shared.given.ticket((shared.desk.now)()),
        late,
        shown,
        more,
        findings,
    };
    html(StatusCode::OK, visitor.asked, &page)
}

/// How it looks on the boards, and what there is to say of it.
fn shown(
    library: &Library,
    wish: &Wish,
    places: &Places,
    lang: Lang,
) -> (Vec<ShownTold>, usize, Vec<String>) {
    let boards = library.site.boards.iter().filter(|board| meant(places, board));
    let boards: BTreeSet<String> = boards.map(|board| board.id.value.clone()).collect();
    let text = wish.text_of_playlist();
    let draft = Draft { id: "notice", text: &text, item: Some(0), boards: Some(&boards) };
    let proof = library.proof(&draft, None);
    let told = proof.boards.into_iter().map(|shown| {
        let board = shown.ids.first().cloned().unwrap_or_default();
        let Wish { text, colour, motion, .. } = wish.clone();
        let asked = Picture { board, text, colour, motion };
        ShownTold {
            names: boards_named(shown.names.into_iter()),
            size: format!("{} × {}", shown.face.width(), shown.face.height()),
            query: serde_html_form::to_string(&asked).unwrap_or_default(),
            fault: shown.drawn.err().map(|fault| fault.sentence(lang)),
        }
    });
    (told.collect(), proof.more, findings(library, wish, &boards, lang))
}

/// What there is to say of a text on the boards it is for. Its file names no boards, so it is not judged as one.
fn findings(library: &Library, wish: &Wish, boards: &BTreeSet<String>, lang: Lang) -> Vec<String> {
    let boards: Vec<String> = boards.iter().cloned().collect();
    let mut faults = match wish.playlist_for("notice", &boards) {
        Ok(playlist) => library.check_playlist(&Arc::new(playlist), None),
        Err(faults) => faults,
    };
    faults.retain(|fault| fault.silenced.is_none());
    faults.sort_by_key(|fault| Reverse(fault.severity));
    faults.iter().map(|fault| fault.sentence(lang)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ordered_is_judged_for_its_boards_and_no_board_is_missed_in_it() {
        let text = "title = \"Thử\"\nzone = \"Asia/Ho_Chi_Minh\"\n[[site]]\nid = \"a\"\nname = \"A\"\n[[board]]\nid = \"b\"\nname = \"B\"\nsite = \"a\"\nwidth = 128\nheight = 32\npitch_mm = 10\ncolour = \"red\"\nlink = \"virtual\"\nprotocol = \"ddp\"\n";
        let file = |name: &str, text: String| Arc::new(crate::report::Source { name: name.into(), text });
        let font = |name: &str| {
            let path = format!("{}/fonts/{name}.bdf", env!("CARGO_MANIFEST_DIR"));
            file(&format!("fonts/{name}.bdf"), std::fs::read_to_string(path).unwrap())
        };
        let files = crate::site::Files {
            site: Some(file("bangtin.toml", text.into())),
            fonts: vec![font("bangtin-12"), font("bangtin-16")],
            ..Default::default()
        };
        let (library, faults) = Library::open(&files, None);
        assert!(!faults.iter().any(crate::report::Fault::is_error), "{faults:?}");
        let said = |text: &str| {
            let wish = Wish { text: text.to_owned(), ..Wish::default() };
            findings(&library, &wish, &BTreeSet::from(["b".to_owned()]), Lang::En).join("\n")
        };
        let fine = said("BÃO SỐ 9");
        assert!(!fine.contains("for no board"), "{fine}");
        let foreign = said("Bão 中");
        assert!(
            foreign.contains('中'),
            "the font lacks a letter, which is said before it is ordered: {foreign}"
        );
    }
}
