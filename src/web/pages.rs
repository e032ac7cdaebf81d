//! The routes that answer once: page, assets, status, still pictures, and what is not there.

use super::api::Problem;
use super::ask::Asked;
use super::operate::Hand;
use super::refusal::Asking;
use super::told::Told;
use super::visitor::Visitor;
use super::words::Words;
use super::{
    BoardView, Shared, account, api, editor, guard, health, live, menu, metrics, operate, plan, review, then,
    unread, words,
};
use crate::editorial::Role;
use crate::report::Message;
use askama::Template;
use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use image::ImageEncoder;
use image::codecs::png::PngEncoder;
use std::sync::Arc;
use std::time::Duration;
use tower_http::csrf::CsrfLayer;

/// How long a still picture is waited for; a player woken by an onlooker draws at once.
const STILL: Duration = Duration::from_secs(2);

/// All routes, behind the guard.
pub(super) fn routes(shared: Shared) -> Router {
    Router::new()
        .route("/", get(index))
        .route("/assets/{name}", get(asset))
        .route("/api/status", get(status))
        .route("/health", get(health::health))
        .route("/metrics", get(metrics::metrics))
        .route("/live/{id}", get(live::live))
        .route(menu::PATH, get(menu::follow))
        .route("/board/{picture}", get(picture))
        .route("/board/{id}/plan", get(plan::plan))
        .route("/board/{board}/at.png", get(then::png))
        .merge(account::routes())
        .merge(editor::routes())
        .merge(review::routes())
        .merge(operate::routes())
        .merge(api::v1::routes())
        .fallback(missing)
        .method_not_allowed_fallback(not_so)
        .layer(DefaultBodyLimit::max(api::MAX_BODY))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn_with_state(shared.clone(), guard::guard))
        .layer(axum::middleware::from_fn(unread::told))
        .with_state(shared)
}

impl Shared {
    /// The board with this id, as the site stands now.
    pub(super) fn board(&self, id: &str) -> Option<Arc<BoardView>> {
        self.desk.site.borrow().boards.iter().find(|board| board.id == id).map(Arc::clone)
    }
}

/// What stands on every page.
pub(super) struct Frame {
    pub(super) w: &'static Words,
    pub(super) lang: &'static str,
    pub(super) title: String,
    pub(super) style: String,
    pub(super) script: String,
    pub(super) icon: String,
    /// The script that keeps the menu of who is signed in up to date.
    pub(super) menu: String,
    /// What of the query is kept when the language is changed, from `&` on.
    pub(super) keep: String,
    /// The page among those of the menu, by the first part of its address (`playlists`); empty for the boards.
    pub(super) here: &'static str,
    /// Who is signed in.
    pub(super) who: Option<Known>,
}

/// Who is signed in, for the menu.
pub(super) struct Known {
    /// What people call them.
    pub(super) name: String,
    /// How many drafts wait for them to be approved.
    pub(super) waiting: u32,
    pub(super) operates: bool,
    pub(super) administers: bool,
}

impl Frame {
    pub(super) fn new(shared: &Shared, asked: Asked) -> Self {
        Self {
            w: Words::of(asked.lang),
            lang: super::ask::tag(asked.lang),
            title: shared.desk.site.borrow().title.clone(),
            style: shared.assets.address("style"),
            script: shared.assets.address("app"),
            icon: shared.assets.address("icon"),
            menu: shared.assets.address("menu"),
            keep: String::new(),
            here: "",
            who: None,
        }
    }

    /// The same for whoever asks, on a page of the menu.
    pub(super) fn of(shared: &Shared, visitor: &Visitor, here: &'static str) -> Self {
        let who = visitor.person.as_ref().map(|person| Known {
            name: person.name.clone(),
            waiting: visitor.waiting,
            operates: visitor.may(Role::Operate),
            administers: visitor.may(Role::Administer),
        });
        Self { here, who, ..Self::new(shared, visitor.asked) }
    }

    /// Whether whoever is signed in operates any boards.
    pub(super) fn operates(&self) -> bool {
        self.who.as_ref().is_some_and(|who| who.operates)
    }
}

#[derive(Template)]
#[template(path = "index.html", config = "web/askama.toml")]
struct Index {
    frame: Frame,
    told: Told,
    /// What whoever operates boards can do with all of them.
    hand: Option<Hand>,
}

#[derive(Template)]
#[template(path = "missing.html", config = "web/askama.toml")]
struct Missing {
    frame: Frame,
}

async fn index(State(shared): State<Shared>, visitor: Visitor) -> Response {
    let asked = visitor.asked;
    let mut told = Told::of(&shared.desk, asked.lang);
    let hand = Hand::of(&shared, &visitor, &mut told.boards);
    html(StatusCode::OK, asked, &Index { frame: Frame::of(&shared, &visitor, ""), told, hand })
}

/// The answer to an address that is none.
async fn missing(State(shared): State<Shared>, request: Request) -> Response {
    let asking = Asking::of(&request);
    if request.uri().path().starts_with("/api/") {
        let message = Message::NoSuchAddress {};
        return asking.refuse(&shared, Problem::new(StatusCode::NOT_FOUND, &message, asking.asked().lang));
    }
    no_page(&shared, asking.asked())
}

fn no_page(shared: &Shared, asked: Asked) -> Response {
    html(StatusCode::NOT_FOUND, asked, &Missing { frame: Frame::new(shared, asked) })
}

/// The answer to a method that an address does not take.
async fn not_so(State(shared): State<Shared>, request: Request) -> Response {
    let asking = Asking::of(&request);
    let message = Message::MethodNotTaken {};
    asking.refuse(&shared, Problem::new(StatusCode::METHOD_NOT_ALLOWED, &message, asking.asked().lang))
}

pub(super) fn html(code: StatusCode, asked: Asked, page: &impl Template) -> Response {
    let Ok(text) = page.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut answer = (code, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    if asked.remember
        && let Ok(cookie) = asked.cookie().parse()
    {
        answer.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    answer
}

/// A page, with the status of why something was not done if there is a reason.
pub(super) fn answer(asked: Asked, page: &impl Template, problem: Option<&Problem>) -> Response {
    match problem {
        Some(problem) => problem.head(html(problem.status, asked, page)),
        None => html(StatusCode::OK, asked, page),
    }
}

async fn asset(
    State(shared): State<Shared>,
    name: Result<Path<String>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
) -> Response {
    match name.ok().and_then(|Path(name)| shared.assets.answer(&name, &headers)) {
        Some(answer) => answer,
        None => no_page(&shared, asked),
    }
}

async fn status(State(shared): State<Shared>, asked: Asked) -> Response {
    axum::Json(Told::of(&shared.desk, asked.lang)).into_response()
}

async fn picture(
    State(shared): State<Shared>,
    name: Result<Path<String>, PathRejection>,
    visitor: Visitor,
) -> Response {
    let asked = visitor.asked;
    let name = name.map_or_else(|_| String::new(), |Path(name)| name);
    if let Some(board) = shared.board(&name) {
        return operate::board(&shared, &visitor, &board);
    }
    let Some(board) = name.strip_suffix(".png").and_then(|id| shared.board(id)) else {
        return (StatusCode::NOT_FOUND, words::no_such_board(asked.lang, &name)).into_response();
    };
    match still(&shared, &board).await {
        Some(png) => ([(header::CONTENT_TYPE, "image/png")], png).into_response(),
        None => {
            let later = [(header::RETRY_AFTER, "2")];
            (StatusCode::SERVICE_UNAVAILABLE, later, words::no_picture(asked.lang)).into_response()
        }
    }
}

/// What the board shows now as a PNG, one pixel a dot; `None` if no picture comes in time.
///
/// Packed outside the tasks that drive the boards and one at a time, so that no number of requests holds them up.
async fn still(shared: &Shared, board: &BoardView) -> Option<Vec<u8>> {
    let face = board.face;
    let work = async {
        let mut rgb = Vec::new();
        board.glass.look()?.next(&mut rgb).await;
        let _turn = shared.turns.acquire().await.ok()?;
        tokio::task::spawn_blocking(move || {
            let mut png = Vec::new();
            let (width, height) = (u32::from(face.width()), u32::from(face.height()));
            PngEncoder::new(&mut png)
                .write_image(&rgb, width, height, image::ExtendedColorType::Rgb8)
                .ok()?;
            Some(png)
        })
        .await
        .ok()?
    };
    tokio::time::timeout(STILL, work).await.ok()?
}
