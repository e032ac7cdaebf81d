//! What of a request was not read. A little is read and thrown away; where more is to come, the answer says that the connection
//! ends with it.
//!
//! hyper closes such a connection by itself, rather than read what nobody wants, and does not say so: who sends their next
//! request on it would be told by their own network only that nobody answered. Decides nothing itself.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONNECTION, EXPECT};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;
use hyper::body::{Bytes, Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// The most bytes that are read for nothing, and how long they are waited for.
const LITTLE: (u64, Duration) = (64 << 10, Duration::from_millis(500));

/// The middleware around everything else.
pub(super) async fn told(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    // Who waits to be asked for the body is not asked for what nobody wants.
    let waits = request.headers().contains_key(EXPECT);
    let left = Arc::new(Mutex::new(None));
    let there = Arc::clone(&left);
    let mut answer = next.run(request.map(|body| Body::new(Watched { body, left: there }))).await;
    let rest = left.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(rest) = rest
        && (waits || !is_drained(rest).await)
    {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// Reads what is left, if that is little and comes soon.
async fn is_drained(mut rest: Body) -> bool {
    let (mut room, patience) = LITTLE;
    let drained = tokio::time::timeout(patience, async {
        while rest.size_hint().lower() <= room {
            let Some(frame) = rest.frame().await else { return true };
            let Ok(frame) = frame else { return false };
            room = room.saturating_sub(frame.data_ref().map_or(0, |data| data.len() as u64));
        }
        false
    });
    drained.await.unwrap_or(false)
}

/// A body that whoever drops it before its end leaves to be looked after.
struct Watched {
    body: Body,
    left: Arc<Mutex<Option<Body>>>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        if !self.body.is_end_stream() {
            let rest = std::mem::take(&mut self.body);
            *self.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(rest);
        }
    }
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Router;
    use axum::routing::{get, post};
    use std::net::SocketAddr;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    async fn served() -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new()
            .route("/reads", post(|body: Bytes| async move { format!("{}", body.len()) }))
            .route("/refuses", post(|| async { "no" }))
            .route("/", get(|| async { "yes" }))
            .layer(axum::middleware::from_fn(told));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        address
    }

    /// The answer to a request of which `sent` of `length` bytes come, a little late, and whether the same connection then
    /// answers another.
    async fn asked(address: SocketAddr, path: &str, length: usize, sent: usize) -> (String, bool) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _ = stream.write_all(&vec![b'a'; sent]).await;
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        let answer = String::from_utf8_lossy(&bytes[..count]).into_owned();
        let asked = stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.is_ok();
        (answer, asked && stream.read(&mut bytes).await.is_ok_and(|count| count > 0))
    }

    #[tokio::test]
    async fn a_connection_goes_on_after_a_little_that_nobody_read_and_one_that_is_closed_is_said_to_be() {
        let address = served().await;
        let cases = [
            ("/reads", 5, 5, true),
            ("/reads", 0, 0, true),
            ("/refuses", 0, 0, true),
            ("/refuses", 5, 5, true),
            ("/refuses", 60_000, 60_000, true),
            ("/refuses", 5, 4, false),
            ("/refuses", 100_000, 0, false),
        ];
        for (path, length, sent, goes_on) in cases {
            let (answer, went_on) = asked(address, path, length, sent).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            let said = answer.contains("connection: close");
            assert_eq!((said, went_on), (!goes_on, goes_on), "{path} {sent} of {length}: {answer}");
        }
    }
}
