//! Boards: which there are, what is known of them, and what they show when and why. It is what the pages show everybody.

use super::taken::{OfBoard, Place, Query};
use crate::report::Message;
use crate::timetable::{self, Account, Stretch, instant, timeline};
use crate::web::api::Problem;
use crate::web::ask::Asked;
use crate::web::told::Board;
use crate::web::{BoardView, Shared, preview, words};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The most days of a plan.
const DAYS: u8 = 31;
/// The most items of an account.
const ITEMS: usize = 300;

/// All boards of the site.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Boards {
    boards: Vec<Board>,
}

#[utoipa::path(get, path = "/api/v1/boards", tag = "boards", summary = "All boards, as they are now",
    responses((status = 200, body = Boards)))]
pub(in crate::web) async fn boards(State(shared): State<Shared>, asked: Asked) -> Json<Boards> {
    let site = shared.desk.site.borrow().clone();
    let told = |board: &Arc<BoardView>| Board::of(board, &site, &shared.desk, asked.lang);
    Json(Boards { boards: site.boards.iter().map(told).collect() })
}

#[utoipa::path(get, path = "/api/v1/boards/{board}", tag = "boards", summary = "One board", params(OfBoard),
    responses((status = 200, body = Board)))]
pub(in crate::web) async fn board(
    State(shared): State<Shared>,
    asked: Asked,
    Place(OfBoard { board }): Place<OfBoard>,
) -> Result<Json<Board>, Problem> {
    let view = view(&shared, asked, &board)?;
    let site = shared.desk.site.borrow().clone();
    Ok(Json(Board::of(&view, &site, &shared.desk, asked.lang)))
}

/// A board by its id.
pub(in crate::web) fn view(shared: &Shared, asked: Asked, id: &str) -> Result<Arc<BoardView>, Problem> {
    shared.board(id).ok_or_else(|| {
        let sentence = words::no_such_board(asked.lang, id);
        Problem::said(StatusCode::NOT_FOUND, "NoSuchBoard", sentence)
    })
}

/// From when on, and for how many days.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Span {
    /// The first moment: a date (`2026-11-24`), a date and time in the site's zone, or an instant with its offset. Now if it
    /// is left out.
    #[param(max_length = 40)]
    from: Option<String>,
    /// How many days, 1 to 31; 7 if it is left out.
    #[param(minimum = 1, maximum = 31)]
    days: Option<u8>,
}

/// What a board shows from when to when.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Plan {
    board: String,
    from: String,
    to: String,
    stretches: Vec<Lit>,
}

/// One stretch of time in which the same is lit.
#[derive(Serialize, ToSchema)]
#[schema(as = Stretch)]
struct Lit {
    from: String,
    to: String,
    /// What is lit, as a word for programs.
    code: &'static str,
    /// The same in words.
    words: String,
    /// The playlists whose turn it is.
    playlists: Vec<String>,
    /// Those that would be on, were not others before them.
    hidden: Vec<String>,
    why: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/boards/{board}/plan", tag = "boards",
    summary = "What a board will show from when to when", params(OfBoard, Span),
    responses((status = 200, body = Plan)))]
pub(in crate::web) async fn plan(
    State(shared): State<Shared>,
    asked: Asked,
    Place(OfBoard { board }): Place<OfBoard>,
    Query(Span { from, days }): Query<Span>,
) -> Result<Json<Plan>, Problem> {
    let view = view(&shared, asked, &board)?;
    let days = days.unwrap_or(7);
    if !(1..=DAYS).contains(&days) {
        let detail = format!("1–{DAYS}");
        let message = Message::FieldWrong { field: "days".to_owned(), detail };
        return Err(Problem::new(StatusCode::BAD_REQUEST, &message, asked.lang).about("days"));
    }
    let from = moment(&shared, asked, from.as_deref(), "from")?;
    let to = from.checked_add(SignedDuration::from_hours(24 * i64::from(days))).unwrap_or(Timestamp::MAX);
    let programme = Arc::clone(&view.programme.borrow());
    let lang = asked.lang;
    let told = move |stretch: &Stretch| Lit {
        from: stretch.from.to_string(),
        to: stretch.to.to_string(),
        code: stretch.code(),
        words: timetable::lit(stretch.lit).say(lang),
        playlists: stretch.lists.iter().map(|(id, _)| id.clone()).collect(),
        hidden: stretch.hidden.iter().map(|(id, _)| id.clone()).collect(),
        why: stretch.more().map(|why| why.say(lang)),
    };
    let work = move || timeline(programme.plan(), from, to).iter().map(told).collect();
    let stretches = preview::drawn(&shared, work).await.ok_or_else(|| preview::busy(lang))?;
    Ok(Json(Plan { board, from: from.to_string(), to: to.to_string(), stretches }))
}

/// When somebody means.
pub(in crate::web) fn moment(
    shared: &Shared,
    asked: Asked,
    said: Option<&str>,
    field: &str,
) -> Result<Timestamp, Problem> {
    let zone = shared.desk.site.borrow().zone.clone();
    said.map_or_else(|| Some((shared.desk.now)()), |text| instant(text, &zone)).ok_or_else(|| {
        let sentence = words::bad_time(asked.lang).to_owned();
        Problem::said(StatusCode::BAD_REQUEST, "BadTime", sentence).about(field)
    })
}

/// The moment somebody asks about.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct When {
    /// A date and time in the site's zone (`2026-11-24T07:05`), or an instant with its offset. Now if it is left out.
    #[param(max_length = 40)]
    pub(in crate::web) at: Option<String>,
}

/// Why a board shows at a moment what it shows, and nothing else.
#[derive(Serialize, ToSchema)]
pub(in crate::web) struct Explained {
    board: String,
    at: String,
    /// What is lit.
    text: String,
    /// What people call the playlist it is of.
    playlist: String,
    since: String,
    until: Option<String>,
    why: String,
    /// Of full light.
    percent: u8,
    next: Option<Following>,
    items: Vec<Judged>,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
struct Following {
    at: String,
    /// The text, or what is lit in its place.
    what: String,
}

/// An item, and why it is on or not.
#[derive(Serialize, ToSchema)]
struct Judged {
    /// The id of the playlist.
    playlist: String,
    /// The line of the file on which it begins.
    line: usize,
    text: String,
    /// A word for programs; `on-air` for what is lit.
    code: &'static str,
    why: String,
    /// When that changes, where that is known.
    until: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/boards/{board}/explain", tag = "boards",
    summary = "Why a board shows at a moment what it shows", params(OfBoard, When),
    responses((status = 200, body = Explained)))]
pub(in crate::web) async fn explain(
    State(shared): State<Shared>,
    asked: Asked,
    Place(OfBoard { board }): Place<OfBoard>,
    Query(When { at }): Query<When>,
) -> Result<Json<Explained>, Problem> {
    let view = view(&shared, asked, &board)?;
    let at = moment(&shared, asked, at.as_deref(), "at")?;
    let zone = shared.desk.site.borrow().zone.clone();
    let programme = Arc::clone(&view.programme.borrow());
    let work = move || explained(board, &Account::new(&programme, at), &zone, asked);
    preview::drawn(&shared, work).await.map(Json).ok_or_else(|| preview::busy(asked.lang))
}

fn explained(board: String, account: &Account, zone: &TimeZone, asked: Asked) -> Explained {
    let lang = asked.lang;
    let each = account.groups.iter().flat_map(|group| group.items.iter().map(move |item| (group, item)));
    let judged = each.take(ITEMS).map(|(group, item)| {
        let (why, code, until) = timetable::verdict(item.why, zone);
        let until = until.map(|at| at.to_string());
        let (playlist, line, text) = (group.id.clone(), item.line, item.text.clone());
        Judged { playlist, line, text, code, why: why.say(lang), until }
    });
    let on_air = &account.on_air;
    Explained {
        board,
        at: account.at.to_string(),
        text: on_air.text.clone(),
        playlist: on_air.playlist.clone(),
        since: on_air.since.to_string(),
        until: on_air.until.map(|at| at.to_string()),
        why: on_air.why.say(lang),
        percent: account.percent,
        next: account.next.as_ref().map(|next| Following {
            at: next.at.to_string(),
            what: next.what.as_ref().map_or_else(|lit| lit.say(lang), String::clone),
        }),
        items: judged.collect(),
    }
}
