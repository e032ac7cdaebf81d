//! Opens the page and keeps trying while its port is taken. Boards do not need it and never wait for it.

use super::State;
use super::certificate::{Certificate, addresses};
use super::hosts::hosts;
use crate::alarm::Sheet;
use crate::editorial::{Actor, Command, Who};
use crate::office::{Office, Reply};
use crate::report::{Fault, Lang, Message};
use crate::site::Memory;
use crate::web::{Desk, Entrance, Identity, serve};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A taken port is tried again after this long.
const AGAIN: Duration = Duration::from_secs(5);

/// What is known of the way to the page before it is open.
struct Way {
    listen: SocketAddr,
    names: Vec<String>,
    certificate: Option<Certificate>,
    /// Where others learn the beginning of its addresses.
    at: watch::Sender<Option<String>>,
    /// Where others learn when its certificate ends.
    ends: watch::Sender<Option<Timestamp>>,
    lang: Lang,
}

/// Opens the page in a task of its own, which ends with `stop`.
pub(super) fn open(state: &State, desk: Desk, stop: CancellationToken) -> JoinHandle<()> {
    let (settings, site) = (&state.settings, &state.library.site);
    let listen = settings.listen.unwrap_or(site.listen);
    let memory = Memory::new(settings.state(&state.library));
    let certificate = Certificate::of(&site.web, &settings.config, memory, listen);
    let way = Way {
        listen,
        names: site.web.names.clone(),
        certificate,
        at: state.page_at.clone(),
        ends: state.page_ends.clone(),
        lang: settings.lang,
    };
    tokio::spawn(way.keep_open(desk, stop))
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

impl Way {
    async fn keep_open(mut self, desk: Desk, stop: CancellationToken) {
        let mut told = None;
        while !stop.is_cancelled() {
            let Err(message) = self.open(&desk, &stop).await else { return };
            if told.as_ref() != Some(&message) {
                super::tell(&[Fault::unplaced(message.clone())], self.lang);
                told = Some(message);
            }
            tokio::select! {
                () = tokio::time::sleep(AGAIN) => {}
                () = stop.cancelled() => return,
            }
        }
    }

    /// Opens the page and serves it until `stop`.
    async fn open(&mut self, desk: &Desk, stop: &CancellationToken) -> Result<(), Message> {
        let listen = self.listen.to_string();
        let closed =
            |error: std::io::Error| Message::CannotListen { listen: listen.clone(), why: error.to_string() };
        let listener = TcpListener::bind(self.listen).await.map_err(closed)?;
        let identity = match &mut self.certificate {
            None => None,
            Some(certificate) => Some(
                certificate
                    .open((desk.now)(), self.lang)
                    .await
                    .map_err(|message| Message::PageWithoutCertificate { why: message.say(self.lang) })?,
            ),
        };
        let pages = announce(&listener, &self.names, identity.as_deref(), self.lang);
        self.at.send_replace(pages.first().cloned());
        let ends = |identity: &Identity| {
            self.ends.send_replace(identity.ends());
        };
        identity.as_deref().into_iter().for_each(ends);
        let followed = async {
            // Beside the page: a disk that hangs must not keep the page from whoever looks at boards.
            offer(&desk.office, &pages).await;
            match (&self.certificate, &identity) {
                (Some(certificate), Some(identity)) => {
                    let now = || (desk.now)();
                    match certificate.clone().follow(Arc::clone(identity), now, ends, self.lang).await {}
                }
                _ => std::future::pending::<()>().await,
            }
        };
        let entrance = Entrance { listener, names: self.names.clone(), identity: identity.clone() };
        tokio::select! {
            served = serve(entrance, desk.clone(), stop.clone()) => served.map_err(closed),
            () = followed => Ok(()),
        }
    }
}

/// Says where the page is and by what its certificate is known, to the person at the terminal and to programs that started
/// the daemon. The beginning of its addresses.
fn announce(
    listener: &TcpListener,
    names: &[String],
    identity: Option<&Identity>,
    lang: Lang,
) -> Vec<String> {
    let Ok(listen) = listener.local_addr() else { return Vec::new() };
    let scheme = if identity.is_some() { "https" } else { "http" };
    let reached = hosts(listen, names, addresses());
    let pages: Vec<String> = reached.into_iter().map(|host| format!("{scheme}://{host}")).collect();
    let line = |page: &String| match lang {
        Lang::Vi => format!("Trang xem bảng: {page}/\n"),
        Lang::En => format!("The boards are shown at {page}/?lang=en\n"),
    };
    let mut lines: String = pages.iter().map(line).collect();
    if let Some(fingerprint) = identity.map(Identity::fingerprint) {
        lines += &match lang {
            Lang::Vi => format!("Dấu vân tay chứng chỉ của trang (SHA-256): {fingerprint}\n"),
            Lang::En => format!("Fingerprint of the page's certificate (SHA-256): {fingerprint}\n"),
        };
        tracing::info!(fingerprint, "the page is open by TLS");
    }
    say(&lines);
    pages
}

fn say(lines: &str) {
    use std::io::Write;
    // A closed standard output is no reason to end.
    let _ = std::io::stdout().lock().write_all(lines.as_bytes());
}

/// While nobody administers the site, says to the person at the terminal where to begin. The link is a secret: it is never
/// logged. It is the same link under every address of the page.
async fn offer(office: &Office, pages: &[String]) {
    let reader = office.reader().clone();
    let known = tokio::task::spawn_blocking(move || reader.look(|look| look.has_administrator()));
    if matches!(known.await, Ok(Ok(true))) {
        return;
    }
    let program = Actor { who: Who::Program, from: None, grants: Vec::new() };
    if let Ok(Reply::Ticket { ticket, .. }) = office.ask(program, Command::OfferBegin {}).await {
        let line = |page: &String| {
            format!(
                "Chưa có người quản trị; hãy bắt đầu tại đây / No administrator yet, begin here: {page}/start/{ticket}\n"
            )
        };
        say(&pages.iter().map(line).collect::<String>());
    }
}
