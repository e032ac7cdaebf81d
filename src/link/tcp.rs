//! A byte stream to a board over TCP: whole messages, or the connection is closed.
//!
//! A message once begun is always finished, since half of one would eat the head of the next; one not yet begun is replaced
//! by a newer one. What the line cannot take at once leaves while [`Tcp::event`] is polled. The kernel's own buffer is kept
//! small, or old frames would stand in it.
//!
//! A board that vanishes without a word is noticed by three means: the kernel asks it when nothing is said (keepalive), waits
//! only so long for a receipt of bytes (user time-out), and here a line that takes no byte of a begun message for a while is
//! given up. Reads no clock.

use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustix::io::Errno;
use rustix::net::sockopt;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Sleep, sleep, timeout};

use super::backoff::Backoff;
use super::names::resolve;
use super::{Event, LinkError, Outcome};

/// The longest wait for one address to answer.
const CONNECT: Duration = Duration::from_secs(3);
/// The longest wait for a receipt of bytes sent, in milliseconds.
const RECEIPT_MS: u32 = 4000;
/// A line that takes no byte in this time (at most twice it, as it is looked at once in each) is given up.
const STALLED: Duration = Duration::from_secs(2);
/// The kernel asks for a sign of life after this long without one, and then every second.
const KEEPALIVE: Duration = Duration::from_secs(2);
const KEEPALIVE_AGAIN: Duration = Duration::from_secs(1);
const KEEPALIVES: u32 = 3;
/// A connection that lived so long was a good one: after it, the first new attempt comes soon.
const PROVEN: Duration = Duration::from_secs(5);
/// Asked for; the kernel doubles it for its own needs.
const SEND_BUFFER: u32 = 64 << 10;
/// The most bytes of one [`Event::Received`].
const MOST_RECEIVED: usize = 4096;

type Connecting = Pin<Box<dyn Future<Output = Result<(TcpStream, SocketAddr), LinkError>> + Send>>;

/// A link of one TCP connection to one host and port.
pub struct Tcp {
    host: String,
    port: u16,
    phase: Phase,
    /// Why the link is down, as far as it is known.
    trouble: Option<LinkError>,
    /// What [`Tcp::event`] has to tell next.
    news: Option<Event>,
    backoff: Backoff,
    /// What is left of a begun message from `written` on.
    rest: Vec<u8>,
    written: usize,
    /// A message that has not been begun; empty if none waits.
    waiting: Vec<u8>,
    dropped: u64,
}

enum Phase {
    /// Wants to be connected; begins at the next poll.
    Closed,
    /// Waits until the next attempt; begins at the next poll, because a send needs no tokio runtime.
    Pausing(Duration),
    Waiting(Pin<Box<Sleep>>),
    Connecting(Connecting),
    Open(Open),
}

struct Open {
    stream: TcpStream,
    address: SocketAddr,
    /// Runs until the connection has lived for [`PROVEN`].
    young: Option<Pin<Box<Sleep>>>,
    /// Runs while bytes wait for the line.
    watch: Option<Pin<Box<Sleep>>>,
    /// Whether the line took some since the watch began.
    moved: bool,
}

impl Tcp {
    pub(super) fn new(host: &str, port: u16) -> Self {
        Self {
            host: host.to_owned(),
            port,
            phase: Phase::Closed,
            trouble: None,
            news: None,
            backoff: Backoff::new(),
            rest: Vec::new(),
            written: 0,
            waiting: Vec::new(),
            dropped: 0,
        }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Whether something is to leave yet.
    pub(super) fn is_busy(&self) -> bool {
        self.in_hand() > 0 || !self.waiting.is_empty()
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Outcome {
        if !matches!(self.phase, Phase::Open(_)) {
            return Outcome::Down;
        }
        let mut taken = 0;
        if self.in_hand() == 0 && self.waiting.is_empty() {
            match self.write(bytes) {
                Ok(count) => taken = count,
                Err(error) => {
                    self.close(error);
                    return Outcome::Down;
                }
            }
        }
        if taken == bytes.len() {
            return Outcome::Sent;
        }
        if taken > 0 {
            self.rest.clear();
            self.rest.extend_from_slice(&bytes[taken..]);
            self.written = 0;
            return Outcome::Queued;
        }
        let replaced = !self.waiting.is_empty();
        self.waiting.clear();
        self.waiting.extend_from_slice(bytes);
        self.dropped += u64::from(replaced);
        if replaced { Outcome::Busy } else { Outcome::Queued }
    }

    pub(super) async fn event(&mut self) -> Event {
        poll_fn(|context| self.poll_event(context)).await
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        loop {
            if let Some(event) = self.news.take() {
                return Poll::Ready(event);
            }
            match &mut self.phase {
                Phase::Closed => self.phase = Phase::Connecting(connect(self.host.clone(), self.port)),
                Phase::Pausing(delay) => self.phase = Phase::Waiting(Box::pin(sleep(*delay))),
                Phase::Waiting(pause) => {
                    ready!(pause.as_mut().poll(context));
                    self.phase = Phase::Closed;
                }
                Phase::Connecting(connecting) => match ready!(connecting.as_mut().poll(context)) {
                    Ok((stream, address)) => self.open(stream, address),
                    Err(error) => self.close(error),
                },
                Phase::Open(_) => match ready!(self.poll_open(context)) {
                    Ok(bytes) => return Poll::Ready(Event::Received(bytes)),
                    Err(error) => self.close(error),
                },
            }
        }
    }

    fn open(&mut self, stream: TcpStream, address: SocketAddr) {
        let young = Some(Box::pin(sleep(PROVEN)));
        self.phase = Phase::Open(Open { stream, address, young, watch: None, moved: false });
        self.trouble = None;
        self.news = Some(Event::Up);
    }

    /// Lets bytes leave and come, and looks whether they do. Ready with what the board said.
    ///
    /// # Errors
    /// The connection is of no use any more.
    fn poll_open(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, LinkError>> {
        if let Poll::Ready(broken) = self.poll_flush(context) {
            return Poll::Ready(Err(broken));
        }
        let waits = self.in_hand() > 0;
        let Phase::Open(open) = &mut self.phase else { return Poll::Pending };
        if let Some(young) = &mut open.young
            && young.as_mut().poll(context).is_ready()
        {
            open.young = None;
            self.backoff.reset();
        }
        if !waits {
            open.watch = None;
        }
        if waits && open.is_stalled(context) {
            let (path, seconds) = (open.address.to_string(), STALLED.as_secs());
            return Poll::Ready(Err(LinkError::Stalled { path, seconds }));
        }
        open.poll_read(context)
    }

    /// Writes what waits until nothing does or the line takes no more. Ready if the connection is broken.
    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<LinkError> {
        loop {
            if self.in_hand() == 0 {
                if self.waiting.is_empty() {
                    return Poll::Pending;
                }
                std::mem::swap(&mut self.rest, &mut self.waiting);
                self.waiting.clear();
                self.written = 0;
            }
            let Phase::Open(open) = &mut self.phase else { return Poll::Pending };
            if let Err(error) = ready!(open.stream.poll_write_ready(context)) {
                return Poll::Ready(LinkError::of(open.address, &error));
            }
            let rest = std::mem::take(&mut self.rest);
            let written = self.write(&rest[self.written..]);
            self.rest = rest;
            match written {
                Ok(count) => self.written += count,
                Err(error) => return Poll::Ready(error),
            }
        }
    }

    /// How many bytes of a begun message have not left.
    fn in_hand(&self) -> usize {
        self.rest.len() - self.written
    }

    /// Writes as many of `bytes` as the line takes now, possibly none.
    fn write(&mut self, bytes: &[u8]) -> Result<usize, LinkError> {
        let Phase::Open(open) = &mut self.phase else { return Ok(0) };
        let mut written = 0;
        while written < bytes.len() {
            match open.stream.try_write(&bytes[written..]) {
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(LinkError::of(open.address, &error)),
            }
        }
        open.moved |= written > 0;
        Ok(written)
    }

    /// Closes the connection for `error`; the next attempt comes after a pause. What waited is void, as everything is sent
    /// again when the link is up.
    fn close(&mut self, error: LinkError) {
        self.phase = Phase::Pausing(self.backoff.next());
        self.rest.clear();
        self.waiting.clear();
        self.written = 0;
        if !self.trouble.as_ref().is_some_and(|known| known.same_reason(&error)) {
            self.news = Some(Event::Down(error.clone()));
            self.trouble = Some(error);
        }
    }
}

impl Open {
    /// Whether the line, for which bytes wait, has taken none for too long.
    fn is_stalled(&mut self, context: &mut Context<'_>) -> bool {
        loop {
            let watch = self.watch.get_or_insert_with(|| {
                self.moved = false;
                Box::pin(sleep(STALLED))
            });
            if watch.as_mut().poll(context).is_pending() {
                return false;
            }
            self.watch = None;
            if !self.moved {
                return true;
            }
        }
    }

    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, LinkError>> {
        loop {
            if let Err(error) = ready!(self.stream.poll_read_ready(context)) {
                return Poll::Ready(Err(LinkError::of(self.address, &error)));
            }
            let mut bytes = [0; MOST_RECEIVED];
            match self.stream.try_read(&mut bytes) {
                Ok(0) => return Poll::Ready(Err(LinkError::Closed { address: self.address })),
                Ok(count) => return Poll::Ready(Ok(bytes[..count].to_vec())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(LinkError::of(self.address, &error))),
            }
        }
    }
}

impl fmt::Debug for Tcp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tcp")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("open", &matches!(self.phase, Phase::Open(_)))
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}

/// Tries the addresses of a name one after the other; the first that answers is it.
fn connect(host: String, port: u16) -> Connecting {
    Box::pin(async move {
        let addresses = resolve(host.clone(), port).await.unwrap_or_default();
        let mut trouble = LinkError::NoSuchHost { host };
        for address in addresses {
            match timeout(CONNECT, connect_to(address)).await {
                Ok(Ok(stream)) => return Ok((stream, address)),
                Ok(Err(error)) => trouble = LinkError::of(address, &error),
                Err(_) => trouble = LinkError::Silent { address },
            }
        }
        Err(trouble)
    })
}

async fn connect_to(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = if address.is_ipv6() { TcpSocket::new_v6()? } else { TcpSocket::new_v4()? };
    // A wish: with a large buffer boards would lag behind.
    let _ = socket.set_send_buffer_size(SEND_BUFFER);
    socket.set_keepalive(true)?;
    sockopt::set_tcp_nodelay(&socket, true)?;
    sockopt::set_tcp_keepidle(&socket, KEEPALIVE)?;
    sockopt::set_tcp_keepintvl(&socket, KEEPALIVE_AGAIN)?;
    sockopt::set_tcp_keepcnt(&socket, KEEPALIVES)?;
    sockopt::set_tcp_user_timeout(&socket, RECEIPT_MS)?;
    socket.connect(address).await
}

impl LinkError {
    /// What an error of a connection to `address` means.
    fn of(address: SocketAddr, error: &io::Error) -> Self {
        match Errno::from_io_error(error) {
            Some(Errno::CONNREFUSED) => Self::Refused { address },
            Some(Errno::TIMEDOUT | Errno::HOSTUNREACH | Errno::HOSTDOWN) => Self::Silent { address },
            Some(Errno::CONNRESET | Errno::PIPE | Errno::CONNABORTED) => Self::Closed { address },
            Some(Errno::NETUNREACH | Errno::NETDOWN | Errno::ADDRNOTAVAIL | Errno::ACCESS | Errno::PERM) => {
                Self::Unreachable { address, why: error.to_string() }
            }
            _ => Self::Other { what: address.to_string(), why: error.to_string() },
        }
    }
}
