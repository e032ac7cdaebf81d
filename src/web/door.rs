//! The door: how many connections there may be at once, and how long one may be silent or refuse to take bytes.
//!
//! Knows nothing of HTTP. hyper sets no such limits by itself, and an onlooker's suspended laptop would otherwise
//! hold its place for hours.

use axum::serve::Listener;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Sleep;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// A connection from which nothing comes for this long is closed. Live sockets answer a ping every second.
const SILENT: Duration = Duration::from_secs(30);
/// A connection that takes no byte for this long is closed.
const STALLED: Duration = Duration::from_secs(10);
/// How long to wait when the system refuses a connection, out of descriptors say.
const REFUSED: Duration = Duration::from_millis(250);

/// A listener with a bounded number of connections.
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    cut: CancellationToken,
}

impl Door {
    /// Lets at most `places` in at once; all are cut when `cut` is cancelled.
    pub(super) fn new(listener: TcpListener, places: usize, cut: CancellationToken) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(places)), cut }
    }
}

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        loop {
            // The semaphore is never closed; if it were, nobody else could be let in.
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                return std::future::pending().await;
            };
            match self.listener.accept().await {
                Ok((stream, from)) => {
                    // Pictures are small and many: each is to leave at once.
                    let _ = stream.set_nodelay(true);
                    return (Guest::new(stream, place, self.cut.clone()), from);
                }
                Err(error) => {
                    tracing::debug!(%error, "a connection to the page was not accepted");
                    tokio::time::sleep(REFUSED).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// One connection, closed when silent, stalled or cut.
pub(super) struct Guest {
    stream: TcpStream,
    silent: Pin<Box<Sleep>>,
    stalled: Option<Pin<Box<Sleep>>>,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    _place: OwnedSemaphorePermit,
}

impl Guest {
    fn new(stream: TcpStream, place: OwnedSemaphorePermit, cut: CancellationToken) -> Self {
        Self {
            stream,
            silent: Box::pin(tokio::time::sleep(SILENT)),
            stalled: None,
            cut: Box::pin(cut.cancelled_owned()),
            _place: place,
        }
    }

    /// Registers for the cut; an error once it has come.
    fn poll_cut(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.cut.as_mut().poll(cx) {
            Poll::Ready(()) => Err(io::ErrorKind::ConnectionAborted.into()),
            Poll::Pending => Ok(()),
        }
    }

    /// Passes on what a write said; an error if writes have been pending for too long.
    fn judge<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(STALLED)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guest {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.poll_cut(cx)?;
        if let Poll::Ready(read) = Pin::new(&mut this.stream).poll_read(cx, into) {
            this.silent.set(tokio::time::sleep(SILENT));
            return Poll::Ready(read);
        }
        ready!(this.silent.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncWrite for Guest {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.poll_cut(cx)?;
        let written = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.judge(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.poll_cut(cx)?;
        let written = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
