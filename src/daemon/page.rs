//! Opens the page and keeps trying while its port is taken. Boards do not need it and never wait for it.

use super::State;
use crate::alarm::Sheet;
use crate::report::{Fault, Lang, Message};
use crate::web::{Desk, Entrance, serve};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A taken port is tried again after this long.
const AGAIN: Duration = Duration::from_secs(5);

/// Opens the page in a task of its own, which ends with `stop`.
pub(super) fn open(state: &State, desk: Desk, stop: CancellationToken) -> JoinHandle<()> {
    let listen = state.settings.listen.unwrap_or(state.library.site.listen);
    let names = state.library.site.web.names.clone();
    tokio::spawn(keep_open(desk, listen, names, state.settings.lang, stop))
}

/// What the page is told, and who asks for the status of a board.
pub(super) fn desk(
    state: &State,
    sheet: watch::Receiver<Arc<Sheet>>,
    orders: mpsc::Sender<crate::control::Asked>,
) -> Desk {
    let (clock, never) = (state.clock.clone(), state.clock.clone());
    Desk {
        site: state.boards.site(),
        library: state.shown.subscribe(),
        office: state.office.clone(),
        orders,
        faults: state.faults.subscribe(),
        trust: state.trust.verdict.clone(),
        sheet,
        now: Arc::new(move || clock.wall()),
        mono: Arc::new(move || never.mono()),
    }
}

async fn keep_open(desk: Desk, listen: SocketAddr, names: Vec<String>, lang: Lang, stop: CancellationToken) {
    let mut told = false;
    loop {
        let error = match TcpListener::bind(listen).await {
            Ok(listener) => {
                announce(&listener, lang);
                match serve(Entrance { listener, names: names.clone() }, desk.clone(), stop.clone()).await {
                    Ok(()) => return,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        if !std::mem::replace(&mut told, true) {
            let (listen, why) = (listen.to_string(), error.to_string());
            let fault = Fault::unplaced(Message::CannotListen { listen, why });
            super::tell(&[fault], lang);
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Says where the page is, to the person at the terminal and to programs that started the daemon.
fn announce(listener: &TcpListener, lang: Lang) {
    use std::io::Write;
    let Ok(address) = listener.local_addr() else { return };
    let line = match lang {
        Lang::Vi => format!("Trang xem bảng: http://{address}/\n"),
        Lang::En => format!("The boards are shown at http://{address}/?lang=en\n"),
    };
    // A closed standard output is no reason to end.
    let _ = std::io::stdout().lock().write_all(line.as_bytes());
}
