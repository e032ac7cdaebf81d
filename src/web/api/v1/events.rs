//! Server-sent events: what changes on boards, looked at once a second, and what is written into the log, as it is.
//!
//! `event: board` has the board as `/api/v1/boards/{board}` has it; `event: log` a row as `/api/v1/log` has it, with its number as
//! `id`, so that who comes back with `Last-Event-ID` misses none. `event: gap` says that there were more rows than are sent at once.

use super::log::LogRow;
use crate::editorial::Who;
use crate::journal::Wanted;
use crate::office::News;
use crate::report::Message;
use crate::web::api::Problem;
use crate::web::told::Board;
use crate::web::visitor::{Visitor, look};
use crate::web::{Shared, SiteView};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

/// The most streams at once.
pub(in crate::web) const STREAMS: usize = 64;
/// A sign of life.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// After this long whoever listens comes again, and is looked at again.
const LONGEST: Duration = Duration::from_secs(600);
/// Events that a slow listener may be behind.
const BEHIND: usize = 64;
/// The most rows of the log that are sent to who comes back.
const ROWS: u16 = 500;

#[utoipa::path(get, path = "/api/v1/events", tag = "events",
    summary = "What changes, as it changes (server-sent events: `board`, `log`, `gap`)",
    responses((status = 200, body = String, content_type = "text/event-stream")))]
pub(in crate::web) async fn events(
    State(shared): State<Shared>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    visitor.admitted()?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()?.parse::<i64>().ok());
    let Ok(seat) = Arc::clone(&shared.streams).try_acquire_owned() else {
        let message = Message::TooManyRequests { seconds: 60 };
        return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, &message, visitor.lang()).again(60));
    };
    let (events, taken) = mpsc::channel(BEHIND);
    let stop = shared.stop.clone();
    let tracker = shared.sockets.clone();
    tracker.spawn(async move {
        let _seat = seat;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LONGEST) => {}
            _ = follow(&shared, &visitor, last, &events) => {}
        }
    });
    let events = futures_util::stream::unfold(taken, |mut taken: mpsc::Receiver<Event>| async {
        taken.recv().await.map(|event| (Ok::<_, Infallible>(event), taken))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

/// Sends what happens until nobody takes it any more, or who listens may have lost the right to. `None` at the end.
async fn follow(
    shared: &Shared,
    visitor: &Visitor,
    last: Option<i64>,
    events: &mpsc::Sender<Event>,
) -> Option<()> {
    // Heard from before the rows are read, so that none falls between.
    let mut news = shared.desk.office.news();
    let mut sent = rows(shared, visitor, last, events).await?;
    let mut seen = BTreeMap::new();
    let mut second = tokio::time::interval(Duration::from_secs(1));
    second.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            told = news.recv() => match told {
                Ok(news) if concerns(&news, &visitor.actor.who) => return None,
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {
                    sent = rows(shared, visitor, Some(sent), events).await?;
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            },
            _ = second.tick() => boards(shared, visitor, &mut seen, events).await?,
            () = events.closed() => return None,
        }
    }
}

/// Whether something may have changed what somebody may see. They come again and are looked at again.
fn concerns(news: &News, who: &Who) -> bool {
    let login = match who {
        Who::Person(login) | Who::Token { person: login, .. } => login,
        _ => return true,
    };
    let of_people = ["person.", "session.", "token."].iter().any(|of| news.action.starts_with(of));
    of_people && news.subject.split(' ').next() == Some(login)
}

/// Sends the rows after `last`, oldest first; the number of the last row there is.
async fn rows(
    shared: &Shared,
    visitor: &Visitor,
    last: Option<i64>,
    events: &mpsc::Sender<Event>,
) -> Option<i64> {
    let wanted = Wanted { most: if last.is_some() { ROWS } else { 1 }, ..Wanted::default() };
    let found = look(shared, visitor.lang(), move |look| Ok(look.log(&wanted)?)).await.ok()?;
    let newest = found.first().map_or(0, |row| row.id);
    let Some(last) = last else { return Some(newest) };
    let mut new: Vec<_> = found.into_iter().take_while(|row| row.id > last).collect();
    new.reverse();
    if new.first().is_some_and(|first| first.id > last + 1) {
        events.send(Event::default().event("gap").data("{}")).await.ok()?;
    }
    for row in new {
        let id = row.id.to_string();
        let data = serde_json::to_string(&LogRow::from(row)).ok()?;
        events.send(Event::default().event("log").id(id).data(data)).await.ok()?;
    }
    Some(newest)
}

/// Sends the boards of which something else is to be said than a second ago.
async fn boards(
    shared: &Shared,
    visitor: &Visitor,
    seen: &mut BTreeMap<String, Value>,
    events: &mpsc::Sender<Event>,
) -> Option<()> {
    let site: Arc<SiteView> = shared.desk.site.borrow().clone();
    seen.retain(|id, _| site.boards.iter().any(|board| board.id == *id));
    for board in &site.boards {
        let told = Board::of(board, &site, &shared.desk, visitor.lang());
        let now = lasting(&told);
        if seen.get(&board.id) != Some(&now) {
            seen.insert(board.id.clone(), now);
            let data = serde_json::to_string(&told).ok()?;
            events.send(Event::default().event("board").data(data)).await.ok()?;
        }
    }
    Some(())
}

/// What of a board does not change by itself from second to second.
fn lasting(told: &Board) -> Value {
    json!([
        (told.state.code, told.state.late, told.state.why_code),
        told.on_air,
        told.next,
        told.blackout,
        told.notices,
        told.alarms,
    ])
}
