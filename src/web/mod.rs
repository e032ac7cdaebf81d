//! The page: which boards there are, what is on each of them now, dot for dot, and what is wrong with the files.
//!
//! What a request goes through before it is answered: the `door` (places, TLS), the `guard` (names, rates, bodies, requests
//! that other pages send), then its route.
//!
//! Read-only. It takes pictures from the [`Glass`] and never asks a board for anything, so that no number of
//! onlookers, however slow, holds up a board. It reads no clock and no file: the time is a function of the
//! [`Desk`], and all pages are compiled in.
//!
//! | path | what |
//! |---|---|
//! | `/` | the page; complete without JavaScript; `?lang=vi` or `?lang=en` is remembered in a cookie |
//! | `/assets/…` | style, script and icon, cached by the digest in their name |
//! | `/api/status` | all boards and faults as JSON (`told.rs` lists the fields) |
//! | `/metrics` | the same for programs that gather numbers (`metrics.rs` lists them) |
//! | `/health` | whether the program lives: 200 or 503 (`health.rs`) |
//! | `/live/{id}` | WebSocket: pictures and status as they come (`live.rs` describes the messages) |
//! | `/board/{id}` | one board: what is on, why, what comes, how it is, and its buttons |
//! | `/board/{id}.png` | what the board shows now, one pixel a dot |
//! | `/board/{id}/at.png` | what it shows at any moment, `?at=` |
//! | `/api/v1/boards/{id}/at` | the same in words, as JSON |
//! | `/api/v1/preview` | POST: how an item would look, and what is wrong with it (`preview.rs`) |
//! | `/api/v1/convert` | POST: a pasted text as it could be taken over |
//! | `/approvals…` | what waits for approval, and every picture of it (`review.rs`) |
//! | `/emergency…` | what is ordered at once (`operate.rs`) |
//! | `/board/{id}/plan` | what it will show, from `?from=` on for a week, and why it shows what it does now or `?at=` |

mod account;
mod api;
mod ask;
mod asked;
mod assets;
mod caller;
mod card;
mod changes;
mod coded;
mod door;
mod drawn;
mod editor;
mod excerpt;
mod faults;
mod forms;
mod guard;
mod handshake;
mod health;
mod here;
mod limits;
mod live;
mod menu;
mod metrics;
mod names;
mod operate;
pub mod own;
mod pages;
mod plan;
mod preview;
mod queue;
mod refusal;
mod review;
mod said;
mod stages;
mod standing;
mod strip;
mod then;
mod tls;
mod told;
mod unread;
mod visitor;
mod words;

use crate::alarm::Sheet;
pub use drawn::{sheet_png, strip_png};
pub use said::board;
pub use tls::Identity;
pub use words::logged;

use crate::control::Asked;
use crate::frame::Face;
use crate::link::Glass;
use crate::notice::Orders;
use crate::office::Office;
use crate::player::{Programme, Status};
use crate::report::Fault;
use crate::schedule::Verdict;
use crate::site::Library;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Where the page learns the time from.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Where it learns the time that never jumps from.
pub type Mono = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What the page is told by the daemon. A reload of the site sends a new [`SiteView`]; the page follows.
#[derive(Clone)]
pub struct Desk {
    /// The site and its boards. A board whose `glass` or `status` is no longer the same ends its live sockets.
    pub site: watch::Receiver<Arc<SiteView>>,
    /// The files as they are in use: what previews are drawn from.
    pub library: watch::Receiver<Arc<Library>>,
    /// Where everything that people change is judged and written down.
    pub office: Office,
    /// Where orders are given.
    pub orders: mpsc::Sender<Asked>,
    /// What is wrong with the files now; empty if nothing is.
    pub faults: watch::Receiver<Arc<Vec<Fault>>>,
    /// How far the time of day can be believed.
    pub trust: watch::Receiver<Verdict>,
    /// What is raised and known beside what players tell.
    pub sheet: watch::Receiver<Arc<Sheet>>,
    /// The time, for ages and for the "as of" of the page.
    pub now: Now,
    /// The time on the clock that never jumps, by which alarms and steps of players are told.
    pub mono: Mono,
}

/// The site as the page shows it.
pub struct SiteView {
    /// What people call the whole.
    pub title: String,
    /// The zone in which times are shown.
    pub zone: TimeZone,
    /// What people ordered at once.
    pub orders: Arc<Orders>,
    /// The boards, in the order in which they are shown; ids are unique.
    pub boards: Vec<Arc<BoardView>>,
}

/// One board as the page shows it.
pub struct BoardView {
    /// Its id, as in the address of its picture.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The site it belongs to, by the name people use; may be empty.
    pub site: String,
    /// Where at the site it hangs; may be empty.
    pub place: String,
    /// Its width and height in dots.
    pub face: Face,
    /// The distance from dot to dot, in millimetres.
    pub pitch_mm: f32,
    /// What it speaks, as in the site file.
    pub protocol: String,
    /// How it is reached, as in the site file.
    pub link: String,
    /// How many frames a second its line carries, where that is what limits them.
    pub line_fps: Option<f64>,
    /// What is known of it.
    pub status: watch::Receiver<Arc<Status>>,
    /// What it is to show.
    pub programme: watch::Receiver<Arc<Programme>>,
    /// What it shows, of the size of `face`.
    pub glass: Arc<Glass>,
}

/// The most WebSockets open at once, all boards and onlookers together.
pub const MAX_LIVE: usize = 64;
/// Live sockets answer a ping every second, so half a minute of silence is a guest that has gone.
const LIMITS: door::Limits =
    door::Limits { places: 256, silent: Duration::from_secs(30), stalled: Duration::from_secs(10) };
/// How long good-byes and requests under way get to end after a stop.
const GRACE: Duration = Duration::from_millis(800);

/// What every request handler holds.
#[derive(Clone)]
struct Shared {
    desk: Desk,
    assets: Arc<assets::Assets>,
    here: Arc<here::Here>,
    limits: Arc<limits::Limits>,
    seats: Arc<Semaphore>,
    /// Turns for drawing still pictures, which takes time that the boards need too.
    turns: Arc<Semaphore>,
    /// Turns for working out plans, for the same reason; apart, so that neither holds up the other.
    plans: Arc<Semaphore>,
    /// Turns for previews.
    previews: Arc<Semaphore>,
    /// Places for streams of events.
    streams: Arc<Semaphore>,
    /// What was ordered through pages.
    given: Arc<operate::Given>,
    /// What waits to be approved.
    queue: Arc<queue::Queue>,
    /// Places for pages whose menu is kept up to date.
    menus: Arc<Semaphore>,
    sockets: TaskTracker,
    stop: CancellationToken,
}

/// Where the page is entered.
#[derive(Debug)]
pub struct Entrance {
    /// The socket, bound.
    pub listener: TcpListener,
    /// Further host names under which the page is asked for (`[web] names`), in lower case.
    pub names: Vec<String>,
    /// The certificate by which the page is known; without one it is plain HTTP.
    pub identity: Option<Arc<Identity>>,
}

impl From<TcpListener> for Entrance {
    /// An entrance without TLS and further names.
    fn from(listener: TcpListener) -> Self {
        Self { listener, names: Vec::new(), identity: None }
    }
}

/// Serves the page until `stop`; then live sockets are closed as "going away" and it returns within a second.
///
/// # Errors
/// If the address of `listener` cannot be read, or the library cannot speak TLS. Errors of single connections end those connections only.
pub async fn serve(
    entrance: impl Into<Entrance>,
    desk: Desk,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let Entrance { listener, names, identity } = entrance.into();
    let here = Arc::new(here::Here { listen: listener.local_addr()?, tls: identity.is_some(), names });
    let shared = Shared {
        assets: Arc::new(assets::Assets::new()),
        here: Arc::clone(&here),
        limits: Arc::new(limits::Limits::new(Arc::clone(&desk.mono))),
        seats: Arc::new(Semaphore::new(MAX_LIVE)),
        turns: Arc::new(Semaphore::new(1)),
        plans: Arc::new(Semaphore::new(1)),
        previews: Arc::new(Semaphore::new(preview::AT_ONCE)),
        streams: Arc::new(Semaphore::new(api::v1::STREAMS)),
        given: Arc::default(),
        queue: Arc::default(),
        menus: Arc::new(Semaphore::new(menu::STREAMS)),
        sockets: TaskTracker::new(),
        stop: stop.clone(),
        desk,
    };
    let sockets = shared.sockets.clone();
    let cut = CancellationToken::new();
    // What is still open when this function is left, by whatever way, is cut.
    let _cut_at_the_end = cut.clone().drop_guard();
    let mut door = door::Door::new(listener, LIMITS, cut);
    if let Some(identity) = identity {
        let config = tls::config(identity).map_err(std::io::Error::other)?;
        door = door.with_tls(config.into(), here);
    }
    let routes = pages::routes(shared).into_make_service_with_connect_info::<caller::Caller>();
    let farewell = stop.clone().cancelled_owned();
    let serving = axum::serve(door, routes).with_graceful_shutdown(farewell);
    let all_left = async {
        serving.await?;
        sockets.close();
        sockets.wait().await;
        Ok(())
    };
    let out_of_patience = async {
        stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = all_left => ended,
        () = out_of_patience => Ok(()),
    }
}
