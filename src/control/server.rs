//! The answering side of the socket. Whatever clients send or fail to send, it costs a bounded room and time, and no
//! board waits for any of it.

use super::login::login;
use super::{Answer, MAX_REQUEST, Outcome, PATIENCE, Request};
use crate::editorial::{Actor, Grant, Role, Who};
use crate::report::{Lang, Message};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

/// Clients that are heard at a time; others wait at the door.
const MAX_CLIENTS: usize = 16;
/// A socket that cannot be opened is tried again after this long.
const AGAIN: Duration = Duration::from_secs(5);

/// An order that somebody waits for.
#[derive(Debug)]
pub struct Asked {
    /// What is ordered.
    pub request: Request,
    /// Who orders, and what they may do.
    pub actor: Actor,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Answer>,
}

/// Takes orders at `socket` until `stop`, and hands them on. `tell` is told once of each reason why it cannot be opened.
pub async fn serve(
    socket: &Path,
    orders: mpsc::Sender<Asked>,
    stop: CancellationToken,
    tell: impl Fn(Option<Message>),
) {
    let mut told = None;
    let listener = loop {
        match open(socket) {
            Ok(listener) => break listener,
            Err(message) if told.as_ref() == Some(&message) => {}
            Err(message) => {
                told = Some(message.clone());
                tell(Some(message));
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = sleep(AGAIN) => {}
        }
    };
    tell(None);
    let seats = Arc::new(Semaphore::new(MAX_CLIENTS));
    tokio::select! {
        () = stop.cancelled() => {}
        () = accept(listener, seats, orders) => {}
    }
    // The next daemon would find it stale and replace it; whoever asks meanwhile is told at once.
    let _ = std::fs::remove_file(socket);
}

async fn accept(listener: UnixListener, seats: Arc<Semaphore>, orders: mpsc::Sender<Asked>) {
    loop {
        let Ok(seat) = Arc::clone(&seats).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let orders = orders.clone();
                tokio::spawn(async move {
                    let _seat = seat;
                    // Who does not wait for the answer finds it in the list.
                    let _ = attend(stream, orders).await;
                });
            }
            // No descriptors left: others are given back in time.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Opens the socket for its owner alone, in a folder for its owner alone if it must be made.
fn open(socket: &Path) -> Result<UnixListener, Message> {
    let path = || socket.display().to_string();
    // A socket that somebody answers on is theirs; one that nobody answers on was left behind.
    if std::os::unix::net::UnixStream::connect(socket).is_ok() {
        return Err(Message::ControlTaken { path: path() });
    }
    bind(socket).map_err(|error| Message::ControlClosed { path: path(), why: error.to_string() })
}

fn bind(socket: &Path) -> io::Result<UnixListener> {
    let folder = socket.parent().unwrap_or(Path::new("."));
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // Under another name until its permissions are right, so that it is never open to others.
    let draft = folder.join(format!(".c{}", std::process::id()));
    let _stale = std::fs::remove_file(&draft);
    let listener = UnixListener::bind(&draft)?;
    let placed = std::fs::set_permissions(&draft, std::fs::Permissions::from_mode(0o600))
        .and_then(|()| std::fs::rename(&draft, socket));
    if placed.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    placed.map(|()| listener)
}

/// One order and its answer.
async fn attend(stream: UnixStream, orders: mpsc::Sender<Asked>) -> io::Result<()> {
    let uid = stream.peer_cred()?.uid();
    let (reading, mut writing) = stream.into_split();
    let mut line = Vec::new();
    let mut reading = BufReader::new(reading).take(MAX_REQUEST as u64 + 1);
    timeout(PATIENCE, reading.read_until(b'\n', &mut line)).await??;
    let answer = if line.len() > MAX_REQUEST {
        refused(&Message::ControlTooLong { most: MAX_REQUEST })
    } else {
        match serde_json::from_slice(&line) {
            Ok(request) => pass_on(request, uid, orders).await,
            Err(error) => refused(&Message::ControlNotAnOrder { why: error.to_string() }),
        }
    };
    let mut line = serde_json::to_vec(&answer)?;
    line.push(b'\n');
    timeout(PATIENCE, writing.write_all(&line)).await??;
    Ok(())
}

async fn pass_on(request: Request, uid: u32, orders: mpsc::Sender<Asked>) -> Answer {
    // Reading the list of users is reading a file.
    let login =
        tokio::task::spawn_blocking(move || login(uid)).await.unwrap_or_else(|_| format!("uid {uid}"));
    let (reply, answer) = oneshot::channel();
    let ending = || refused(&Message::ControlNotAnOrder { why: "the program ends".to_owned() });
    // The socket is its owner's alone: whoever can open it may stop the program too.
    let grants = Role::ALL.map(Grant::all).to_vec();
    let actor = Actor { who: Who::Local(login), from: None, grants };
    match orders.send(Asked { request, actor, reply }).await {
        Ok(()) => answer.await.unwrap_or_else(|_| ending()),
        Err(_) => ending(),
    }
}

/// An answer to what could not be read as an order, so that its language is not known: in both.
fn refused(message: &Message) -> Answer {
    let says = [Lang::Vi, Lang::En].map(|lang| message.say(lang)).to_vec();
    Answer {
        outcome: Outcome::Refused,
        says,
        findings: String::new(),
        orders: None,
        board: None,
        cause: None,
    }
}
