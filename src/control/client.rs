//! The asking side of the socket: `bangtin notice` and its kin.

use super::{Answer, MAX_ANSWER, PATIENCE, Request};
use crate::report::Message;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// Gives an order to the daemon behind a socket and waits for its answer.
///
/// # Errors
/// Nobody answers, the person may not ask, or the answer makes no sense.
pub fn ask(socket: &Path, request: &Request) -> Result<Answer, Message> {
    let path = socket.display().to_string();
    let unclear = |why: String| Message::ControlNoAnswer { path: path.clone(), why };
    let mut stream = UnixStream::connect(socket).map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Message::ControlDenied { path: path.clone() },
        _ => Message::NoDaemon { path: path.clone(), why: error.to_string() },
    })?;
    // The daemon takes its time to lay the text out for every board, and to write to a slow disk.
    let times = stream.set_read_timeout(Some(4 * PATIENCE)).and(stream.set_write_timeout(Some(PATIENCE)));
    let mut line = serde_json::to_vec(request).map_err(|error| unclear(error.to_string()))?;
    line.push(b'\n');
    // Whoever refuses an order that is too long does not read it to its end; the answer says why.
    let written = times.and_then(|()| stream.write_all(&line));
    let mut answer = Vec::new();
    let read = BufReader::new(stream.take(MAX_ANSWER as u64)).read_until(b'\n', &mut answer);
    read.and(if answer.is_empty() { written } else { Ok(()) }).map_err(|error| unclear(error.to_string()))?;
    serde_json::from_slice(&answer).map_err(|error| unclear(error.to_string()))
}
