//! `/live/{id}`: one board, live, over a WebSocket.
//!
//! | message | what |
//! |---|---|
//! | binary | width and height (u16, big-endian each), then RGB row by row from the top left, three bytes a dot |
//! | text | the board as in `/api/status` (`told.rs`): at connect, when it changes (at most four a second), and at least every second |
//! | ping | after each picture and every second; clients answer by themselves |
//! | close | 1001 the program ends; 1012 the board was changed; 1013 too many look on, reason in words; 1008 no answer |
//!
//! What the client sends is ignored, but for pongs and close. A picture is sent only while fewer than `WINDOW` are
//! unanswered, so a slow client misses pictures instead of seeing old ones late, and costs the board nothing.

use super::ask::Asked;
use super::told::Board;
use super::{BoardView, MAX_LIVE, Shared, guard, words};
use crate::link::Onlooker;
use crate::player::Status;
use crate::report::Lang;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, watch};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// Pictures that may be under way to a client: enough for 60 a second at a tenth of a second there and back.
const WINDOW: u64 = 6;
/// How often a changed status is looked for.
const TICK: Duration = Duration::from_millis(250);
/// Ticks after which status and ping are sent although nothing changed.
const HEARTBEAT: u32 = 4;
/// Ticks without a sign from the client after which it is taken for gone.
const GONE: u32 = 60;
/// How long a message may take to leave.
const SEND: Duration = Duration::from_secs(5);
/// How long a good-bye may take: once to leave and once to be answered.
const GOODBYE: Duration = Duration::from_millis(250);
/// Bytes of pictures a second for all live sockets together.
const BUDGET: u64 = 32 << 20;
/// The largest message taken from a client, in bytes.
const MAX_INCOMING: usize = 4 << 10;

/// Answers a request to look at one board live.
pub(super) async fn live(
    State(shared): State<Shared>,
    id: Result<Path<String>, PathRejection>,
    asked: Asked,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let id = id.map_or_else(|_| String::new(), |Path(id)| id);
    let Some(board) = shared.board(&id) else {
        return (StatusCode::NOT_FOUND, words::no_such_board(asked.lang, &id)).into_response();
    };
    if !guard::same_origin(&headers, &shared.here) {
        return (StatusCode::FORBIDDEN, words::wrong_origin(asked.lang)).into_response();
    }
    let Ok(upgrade) = upgrade else {
        return (StatusCode::UPGRADE_REQUIRED, words::only_websocket(asked.lang)).into_response();
    };
    let upgrade = upgrade.max_message_size(MAX_INCOMING).max_frame_size(MAX_INCOMING);
    let sockets = shared.sockets.clone();
    // The tracker's token lives as long as the socket: the end waits for good-byes.
    let token = sockets.token();
    upgrade.on_upgrade(move |socket| async move {
        let _token = token;
        attend(shared, board, asked.lang, socket).await;
    })
}

/// Finds the socket a seat, or says why there is none.
async fn attend(shared: Shared, board: Arc<BoardView>, lang: Lang, mut socket: WebSocket) {
    let seat = Arc::clone(&shared.seats).try_acquire_owned().ok();
    let (Some(seat), Some(onlooker)) = (seat, board.glass.look()) else {
        return goodbye(&mut socket, close_code::AGAIN, words::too_many(lang)).await;
    };
    let status = board.status.clone();
    Session { shared, board, status, lang, socket, onlooker, _seat: seat, shown: 0, answered: 0, quiet: 0 }
        .run()
        .await;
}

/// One client looking at one board.
struct Session {
    shared: Shared,
    board: Arc<BoardView>,
    status: watch::Receiver<Arc<Status>>,
    lang: Lang,
    socket: WebSocket,
    onlooker: Onlooker,
    _seat: OwnedSemaphorePermit,
    /// The number of the last picture sent, counted from 1 for this client.
    shown: u64,
    /// The number of the last picture the client has answered.
    answered: u64,
    /// Ticks since the client last said anything.
    quiet: u32,
}

/// Why a session ends: with a good-bye of this code, or without one because nobody would hear it.
type End = Option<u16>;

impl Session {
    async fn run(mut self) {
        let stop = self.shared.stop.clone();
        let end = tokio::select! {
            biased;
            () = stop.cancelled() => Some(close_code::AWAY),
            end = self.attend() => end,
        };
        if let Some(code) = end {
            goodbye(&mut self.socket, code, "").await;
        }
    }

    /// Sends what there is to send until the session ends.
    async fn attend(&mut self) -> End {
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut beat = HEARTBEAT;
        let mut pace = Box::pin(sleep(Duration::ZERO));
        let mut due = false;
        let mut rgb = Vec::new();
        loop {
            let room = self.shown - self.answered < WINDOW;
            let went_on = tokio::select! {
                said = self.socket.recv() => self.hear(said),
                _ = tick.tick() => self.tick(&mut beat).await,
                () = &mut pace, if !due => {
                    due = true;
                    ControlFlow::Continue(())
                }
                _ = self.onlooker.next(&mut rgb), if due && room => {
                    due = false;
                    pace.set(sleep(self.pause(rgb.len())));
                    self.picture(&rgb).await
                }
            };
            if let ControlFlow::Break(end) = went_on {
                return end;
            }
        }
    }

    /// What the client said: pongs count, the rest is only a sign of life.
    fn hear(&mut self, said: Option<Result<Message, axum::Error>>) -> ControlFlow<End> {
        self.quiet = 0;
        match said {
            None | Some(Err(_) | Ok(Message::Close(_))) => ControlFlow::Break(None),
            Some(Ok(Message::Pong(bytes))) => {
                // Only numbers that were sent count, and none goes back.
                let number = bytes[..].try_into().map_or(0, u64::from_be_bytes);
                if number <= self.shown {
                    self.answered = self.answered.max(number);
                }
                ControlFlow::Continue(())
            }
            Some(Ok(_)) => ControlFlow::Continue(()),
        }
    }

    /// Sends the status if it changed or a second has passed; ends the session if the board or the client is gone.
    async fn tick(&mut self, beat: &mut u32) -> ControlFlow<End> {
        if !self.shared.board(&self.board.id).is_some_and(|board| Arc::ptr_eq(&board, &self.board)) {
            return ControlFlow::Break(Some(close_code::RESTART));
        }
        self.quiet += 1;
        if self.quiet > GONE {
            return ControlFlow::Break(Some(close_code::POLICY));
        }
        *beat += 1;
        // A closed channel is a board whose task ended; its last status stands, with its age.
        let changed = self.status.has_changed().unwrap_or(false);
        if !changed && *beat < HEARTBEAT {
            return ControlFlow::Continue(());
        }
        self.status.mark_unchanged();
        let told = self.told();
        self.send(Message::Text(told.into())).await?;
        if *beat >= HEARTBEAT {
            *beat = 0;
            self.ping().await?;
        }
        ControlFlow::Continue(())
    }

    fn told(&self) -> String {
        let site = self.shared.desk.site.borrow().clone();
        let board = Board::of(&self.board, &site, &self.shared.desk, self.lang);
        // Strings and numbers always serialise.
        serde_json::to_string(&board).unwrap_or_default()
    }

    async fn picture(&mut self, rgb: &[u8]) -> ControlFlow<End> {
        let face = self.board.face;
        if rgb.len() != face.rgb_len() {
            return ControlFlow::Break(Some(close_code::ERROR));
        }
        let mut message = Vec::with_capacity(4 + rgb.len());
        message.extend_from_slice(&face.width().to_be_bytes());
        message.extend_from_slice(&face.height().to_be_bytes());
        message.extend_from_slice(rgb);
        self.shown += 1;
        self.send(Message::Binary(message.into())).await?;
        self.ping().await
    }

    async fn ping(&mut self) -> ControlFlow<End> {
        self.send(Message::Ping(Bytes::copy_from_slice(&self.shown.to_be_bytes()))).await
    }

    async fn send(&mut self, message: Message) -> ControlFlow<End> {
        match timeout(SEND, self.socket.send(message)).await {
            Ok(Ok(())) => ControlFlow::Continue(()),
            _ => ControlFlow::Break(None),
        }
    }

    /// The pause after a picture of this many bytes that keeps all sockets together within the budget.
    fn pause(&self, bytes: usize) -> Duration {
        let sockets = MAX_LIVE.saturating_sub(self.shared.seats.available_permits()) as u64;
        Duration::from_micros(bytes as u64 * sockets * 1_000_000 / BUDGET)
    }
}

/// Closes a socket and waits a little for the answer, so that the reason is not lost in a reset.
async fn goodbye(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let close = Message::Close(Some(CloseFrame { code, reason: reason.into() }));
    if let Ok(Ok(())) = timeout(GOODBYE, socket.send(close)).await {
        let _ = timeout(GOODBYE, async { while let Some(Ok(_)) = socket.recv().await {} }).await;
    }
}
