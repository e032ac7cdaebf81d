//! The door: how many connections there may be at once, and how long one may be silent or refuse to take bytes; with TLS
//! or without.
//!
//! Knows nothing of HTTP. hyper sets no such limits by itself, and an onlooker's suspended laptop would otherwise
//! hold its place for hours.

use super::handshake::Handshakes;
use super::here::Here;
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
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// How many connections, and how patient with each.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    /// The most open at once; further ones wait in the kernel's queue.
    pub(super) places: usize,
    /// A connection from which nothing comes, and that takes nothing, for this long is closed.
    pub(super) silent: Duration,
    /// A connection that takes no byte for this long is closed.
    pub(super) stalled: Duration,
}

/// How long to wait when the system refuses a connection, out of descriptors say.
const REFUSED: Duration = Duration::from_millis(250);

/// A listener with a bounded number of connections.
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
    limits: Limits,
    cut: CancellationToken,
    /// Where connections begin with TLS.
    handshakes: Option<Handshakes>,
}

impl Door {
    /// Lets connections in within the limits; all are cut when `cut` is cancelled.
    pub(super) fn new(listener: TcpListener, limits: Limits, cut: CancellationToken) -> Self {
        let places = Arc::new(Semaphore::new(limits.places));
        Self { listener, places, limits, cut, handshakes: None }
    }

    /// The same for callers who speak TLS; others are told where `here` is.
    pub(super) fn with_tls(self, acceptor: TlsAcceptor, here: Arc<Here>) -> Self {
        let handshakes = Handshakes::new(acceptor, here, Arc::clone(&self.places));
        Self { handshakes: Some(handshakes), ..self }
    }

    fn guest(&self, stream: Stream, place: OwnedSemaphorePermit) -> Guest {
        Guest::new(stream, self.limits, place, self.cut.clone())
    }
}

/// The next connection; waits while the system refuses them.
async fn admit(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                // Pictures are small and many: each is to leave at once.
                let _ = stream.set_nodelay(true);
                return (stream, from);
            }
            Err(error) => {
                tracing::debug!(%error, "a connection to the page was not accepted");
                tokio::time::sleep(REFUSED).await;
            }
        }
    }
}

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        let Some(handshakes) = &mut self.handshakes else {
            // The semaphore is never closed; if it were, nobody else could be let in.
            let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
                return std::future::pending().await;
            };
            let (stream, from) = admit(&self.listener).await;
            return (self.guest(Stream::Plain(stream), place), from);
        };
        loop {
            tokio::select! {
                (stream, from, place) = handshakes.next() => {
                    return (self.guest(Stream::Tls(stream), place), from);
                }
                (stream, from) = admit(&self.listener) => handshakes.begin(stream, from),
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// The bytes of a connection.
enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Calls the same function of whichever stream it is.
macro_rules! either {
    ($stream:expr, $inner:ident => $call:expr) => {
        match $stream {
            Stream::Plain($inner) => $call,
            Stream::Tls($inner) => $call,
        }
    };
}

/// One connection, closed when silent, stalled or cut.
pub(super) struct Guest {
    stream: Stream,
    limits: Limits,
    silent: Pin<Box<Sleep>>,
    stalled: Option<Pin<Box<Sleep>>>,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    _place: OwnedSemaphorePermit,
}

impl Guest {
    fn new(stream: Stream, limits: Limits, place: OwnedSemaphorePermit, cut: CancellationToken) -> Self {
        Self {
            stream,
            limits,
            silent: Box::pin(tokio::time::sleep(limits.silent)),
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
            // Who only listens, to events say, is not gone as long as there is something to be told. Whoever waits for the
            // end of the silence goes on waiting, for a later one.
            let later = tokio::time::sleep(self.limits.silent).deadline();
            self.silent.as_mut().reset(later);
            return written;
        }
        let patience = self.limits.stalled;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Guest {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.poll_cut(cx)?;
        if let Poll::Ready(read) = either!(&mut this.stream, stream => Pin::new(stream).poll_read(cx, into)) {
            this.silent.set(tokio::time::sleep(this.limits.silent));
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
        let written = either!(&mut this.stream, stream => Pin::new(stream).poll_write(cx, bytes));
        this.judge(cx, written)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        this.poll_cut(cx)?;
        let written = either!(&mut this.stream, stream => Pin::new(stream).poll_write_vectored(cx, bytes));
        this.judge(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        either!(&self.stream, stream => stream.is_write_vectored())
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(&mut self.get_mut().stream, stream => Pin::new(stream).poll_flush(cx))
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        either!(&mut self.get_mut().stream, stream => Pin::new(stream).poll_shutdown(cx))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::timeout;

    const SOON: Duration = Duration::from_secs(5);
    const NEVER: Duration = Duration::from_secs(600);

    async fn door(
        places: usize,
        silent: Duration,
        stalled: Duration,
    ) -> (Door, SocketAddr, CancellationToken) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let cut = CancellationToken::new();
        (Door::new(listener, Limits { places, silent, stalled }, cut.clone()), address, cut)
    }

    #[tokio::test]
    async fn whoever_is_silent_is_shown_out_and_whoever_speaks_is_not() {
        let (mut door, address, _cut) = door(1, Duration::from_millis(300), NEVER).await;
        let mut visitor = TcpStream::connect(address).await.unwrap();
        let (mut guest, _) = door.accept().await;
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            visitor.write_all(b"x").await.unwrap();
            assert_eq!(guest.read_u8().await.unwrap(), b'x');
        }
        let end = timeout(SOON, guest.read_u8()).await.unwrap().unwrap_err();
        assert_eq!(end.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn whoever_only_listens_stays_as_long_as_something_is_said_to_them() {
        let (mut door, address, _cut) = door(1, Duration::from_millis(300), NEVER).await;
        let mut visitor = TcpStream::connect(address).await.unwrap();
        let (guest, _) = door.accept().await;
        let (mut heard, mut said) = tokio::io::split(guest);
        // As a server does: it waits for the next request while it still answers the last one.
        let waiting = tokio::spawn(async move { heard.read_u8().await.unwrap_err().kind() });
        for _ in 0..6 {
            tokio::time::sleep(Duration::from_millis(100)).await;
            said.write_all(b"x").await.unwrap();
            assert_eq!(visitor.read_u8().await.unwrap(), b'x');
        }
        assert!(!waiting.is_finished(), "they were shown out while they listened");
        assert_eq!(timeout(SOON, waiting).await.unwrap().unwrap(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn whoever_takes_no_bytes_is_shown_out() {
        let (mut door, address, _cut) = door(1, NEVER, Duration::from_millis(300)).await;
        let _visitor = TcpStream::connect(address).await.unwrap();
        let (mut guest, _) = door.accept().await;
        let flood = async {
            loop {
                if let Err(end) = guest.write_all(&[0; 65_536]).await {
                    return end.kind();
                }
            }
        };
        assert_eq!(timeout(SOON, flood).await.unwrap(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn one_more_than_there_are_places_waits_until_one_leaves() {
        let (mut door, address, _cut) = door(1, NEVER, NEVER).await;
        let _visitors =
            (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
        let (guest, _) = door.accept().await;
        assert!(timeout(Duration::from_millis(200), door.accept()).await.is_err());
        drop(guest);
        assert!(timeout(SOON, door.accept()).await.is_ok());
    }

    #[tokio::test]
    async fn a_cut_ends_a_connection_in_the_middle_of_waiting() {
        let (mut door, address, cut) = door(1, NEVER, NEVER).await;
        let _visitor = TcpStream::connect(address).await.unwrap();
        let (mut guest, _) = door.accept().await;
        let (end, ()) = tokio::join!(timeout(SOON, guest.read_u8()), async {
            tokio::task::yield_now().await;
            cut.cancel();
        });
        assert_eq!(end.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }
}
