//! One HTTP request and its answer, for devices that tell of themselves that way: a connection of its own each time, bounded in
//! time and size.

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::header::{CONTENT_TYPE, HOST};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::io;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// The longest a request may take, from the name to the last byte of the answer.
pub const PATIENCE: Duration = Duration::from_secs(3);

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer in time, or no way there.
    Silent,
    /// Nothing listens.
    Refused,
    /// The device says that it is too busy (503).
    Busy,
    /// Another answer than was asked for, too long a one, or none of HTTP.
    Strange,
}

/// Asks for `path` of a device and gives the body of its answer, at most `most` bytes.
///
/// # Errors
/// Why there is none.
pub async fn get(host: &str, port: u16, path: &str, most: usize) -> Result<Vec<u8>, Failure> {
    timeout(PATIENCE, ask((host, port), path, None, most)).await.unwrap_or(Err(Failure::Silent))
}

/// Posts JSON to `path` of a device.
///
/// # Errors
/// Why that came to nothing.
pub async fn post(host: &str, port: u16, path: &str, json: String) -> Result<(), Failure> {
    let asked = ask((host, port), path, Some(json), 64 << 10);
    timeout(PATIENCE, asked).await.unwrap_or(Err(Failure::Silent)).map(|_| ())
}

async fn ask(to: (&str, u16), path: &str, json: Option<String>, most: usize) -> Result<Vec<u8>, Failure> {
    let stream = TcpStream::connect(to).await.map_err(|error| match error.kind() {
        io::ErrorKind::ConnectionRefused => Failure::Refused,
        _ => Failure::Silent,
    })?;
    let strange = |_| Failure::Strange;
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(strange)?;
    let (host, port) = to;
    let host = if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    let method = if json.is_some() { "POST" } else { "GET" };
    let request = Request::builder().method(method).uri(path).header(HOST, host);
    let request = if json.is_some() { request.header(CONTENT_TYPE, "application/json") } else { request };
    let body = Full::new(Bytes::from(json.unwrap_or_default()));
    let request = request.body(body).map_err(|_| Failure::Strange)?;
    let answering = async {
        let answer = sender.send_request(request).await.map_err(strange)?;
        match answer.status() {
            StatusCode::SERVICE_UNAVAILABLE => return Err(Failure::Busy),
            code if !code.is_success() => return Err(Failure::Strange),
            _ => {}
        }
        let body = Limited::new(answer.into_body(), most).collect().await.map_err(|_| Failure::Strange)?;
        Ok(body.to_bytes().to_vec())
    };
    // The connection is driven here and ends with the answer: nothing is left behind.
    tokio::pin!(connection, answering);
    tokio::select! {
        answer = &mut answering => answer,
        _ = &mut connection => answering.await,
    }
}
