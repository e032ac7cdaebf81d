//! What changes in the menu of a page that stays open: how many drafts wait for whoever looks, as server-sent events.
//!
//! Each stream is short, so that no suspended laptop keeps a place; browsers come again by themselves. A page that is only left
//! open is no sign of life: nobody's session lasts longer by it.

use super::Shared;
use super::queue::waiting;
use super::visitor::Visitor;
use crate::editorial::Actor;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};

/// Its address.
pub(super) const PATH: &str = "/menu";
/// The most pages that are told at once.
pub(super) const STREAMS: usize = 64;
/// After this long the page asks again, and whoever looks is looked at again.
const LONGEST: Duration = Duration::from_secs(25);
/// How soon it asks again.
const AGAIN: Duration = Duration::from_secs(1);
/// Many changes at once are looked at once.
const SETTLED: Duration = Duration::from_millis(300);

/// `GET /menu`: `event: waiting`, its data a number.
pub(super) async fn follow(State(shared): State<Shared>, visitor: Visitor) -> Response {
    if let Err(problem) = visitor.admitted() {
        return problem.into_response();
    }
    let Ok(seat) = Arc::clone(&shared.menus).try_acquire_owned() else {
        // Nothing is missing on the page but news of a number.
        return StatusCode::NO_CONTENT.into_response();
    };
    let (events, taken) = mpsc::channel(4);
    let stop = shared.stop.clone();
    shared.sockets.clone().spawn(async move {
        let _seat = seat;
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(LONGEST) => {}
            _ = tell(&shared, visitor, &events) => {}
        }
    });
    let events = futures_util::stream::unfold(taken, |mut taken: mpsc::Receiver<Event>| async {
        taken.recv().await.map(|event| (Ok::<_, Infallible>(event), taken))
    });
    Sse::new(events).into_response()
}

/// Tells the number whenever it changes; `None` when nobody listens any more.
async fn tell(shared: &Shared, visitor: Visitor, events: &mpsc::Sender<Event>) -> Option<()> {
    let mut news = shared.desk.office.news();
    // Other files may have other boards.
    let mut library = shared.desk.library.clone();
    let actor = Arc::new(visitor.actor);
    let mut told = None;
    loop {
        let count = count(shared, &actor).await;
        if count.is_some() && count != told {
            told = count;
            let event = Event::default().event("waiting").data(count?.to_string()).retry(AGAIN);
            events.send(event).await.ok()?;
        }
        loop {
            tokio::select! {
                heard = news.recv() => match heard {
                    Ok(news) if news.action.starts_with("draft.") && news.action != "draft.seen" => break,
                    Ok(_) => {}
                    Err(broadcast::error::RecvError::Lagged(_)) => break,
                    Err(broadcast::error::RecvError::Closed) => return None,
                },
                changed = library.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return None,
                },
                () = events.closed() => return None,
            }
        }
        tokio::time::sleep(SETTLED).await;
    }
}

async fn count(shared: &Shared, actor: &Arc<Actor>) -> Option<u32> {
    let (shared, actor) = (shared.clone(), Arc::clone(actor));
    tokio::task::spawn_blocking(move || waiting(&shared, &actor).ok()).await.ok().flatten()
}
