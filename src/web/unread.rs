//! What of a request was not read. An answer that comes before all of it was read ends the connection, and says so.
//!
//! hyper closes such a connection by itself, rather than read what nobody wants, and does not say so: who sends their next
//! request on it would be told by their own network only that nobody answered. Reads nothing and decides nothing itself.

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONNECTION;
use axum::middleware::Next;
use axum::response::Response;
use hyper::body::{Bytes, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

/// The middleware around everything else.
pub(super) async fn told(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let read = Arc::new(AtomicBool::new(false));
    let watched = Arc::clone(&read);
    let mut answer = next.run(request.map(|body| Body::new(Watched { body, read: watched }))).await;
    if !read.load(Ordering::Relaxed) {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

/// A body that notes when it was read to its end.
struct Watched {
    body: Body,
    read: Arc<AtomicBool>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if frame.is_none() || self.body.is_end_stream() {
            self.read.store(true, Ordering::Relaxed);
        }
        Poll::Ready(frame)
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
    use std::time::Duration;
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

    /// The answer to a request whose body comes late, and whether the same connection then answers another.
    async fn asked(address: SocketAddr, path: &str, body: &str) -> (String, bool) {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        let _ = stream.write_all(body.as_bytes()).await;
        let mut bytes = [0; 4096];
        let count = stream.read(&mut bytes).await.unwrap();
        let answer = String::from_utf8_lossy(&bytes[..count]).into_owned();
        let sent = stream.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.is_ok();
        (answer, sent && stream.read(&mut bytes).await.is_ok_and(|count| count > 0))
    }

    #[tokio::test]
    async fn a_connection_that_is_closed_is_said_to_be() {
        let address = served().await;
        for (path, body, closes) in [
            ("/reads", "12345", false),
            ("/reads", "", false),
            ("/refuses", "", false),
            ("/refuses", "12345", true),
        ] {
            let (answer, goes_on) = asked(address, path, body).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            let said = answer.contains("connection: close");
            assert_eq!((said, goes_on), (closes, !closes), "{path} {body:?}: {answer}");
        }
    }
}
