//! Packets to groups that controllers listen to: one socket, and the groups in one call.
//!
//! Nobody answers, so that a group with no listener looks like one with many. What is noticed is a network that goes away: the
//! interface the packets leave by is fixed when the socket is made, and the socket is made anew until it is back.

use std::future::Future;
use std::io::{self, IoSlice};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, UdpSocket};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use rustix::io::Errno;
use rustix::net::{MMsgHdr, SendAncillaryBuffer, SendFlags, SocketAddrAny, sendmmsg};
use socket2::{Domain, Protocol, Socket, Type};
use tokio::time::{Sleep, sleep};

use super::backoff::Backoff;
use super::packets::{Packets, mark};
use super::{Counters, Event, LinkError, Outcome};

/// Routers that forward groups may pass a packet on so often.
const HOPS: u32 = 16;
/// Packets a sendmmsg call.
const MOST_MESSAGES: usize = 32;
/// Asked for; room for one large frame.
const SEND_BUFFER: usize = 2 << 20;

/// The groups of one board.
#[derive(Debug)]
pub(super) struct Groups {
    /// The address of the interface they leave by; `None`: the system's choice.
    interface: Option<Ipv4Addr>,
    groups: Vec<SocketAddrAny>,
    /// The first of them, for sentences.
    first: SocketAddr,
    dscp: u8,
    phase: Phase,
    /// As it was told last.
    down: bool,
    news: Option<Event>,
    backoff: Backoff,
    counters: Counters,
}

#[derive(Debug)]
enum Phase {
    Closed,
    /// Waits until the next attempt; begins at the next poll, because a send needs no tokio runtime.
    Pausing,
    Waiting(Pin<Box<Sleep>>),
    Open(UdpSocket),
}

impl Groups {
    pub(super) fn new(interface: Option<Ipv4Addr>, groups: &[SocketAddrV4], dscp: u8) -> Self {
        let nowhere = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
        Self {
            interface,
            groups: groups.iter().map(|group| SocketAddrAny::from(*group)).collect(),
            first: groups.first().copied().unwrap_or(nowhere).into(),
            dscp,
            phase: Phase::Closed,
            down: false,
            news: None,
            backoff: Backoff::new(),
            counters: Counters::default(),
        }
    }

    pub(super) fn counters(&self) -> Counters {
        self.counters
    }

    /// Sends the packets from the `from`th one on, each to the group that `turns` names. As [`Lane::send`](super::lane::Lane::send).
    pub(super) fn send(
        &mut self,
        packets: Packets<'_>,
        turns: &[(usize, u16)],
        from: usize,
    ) -> (usize, Outcome) {
        let Phase::Open(socket) = &self.phase else { return (0, Outcome::Down) };
        let mut count = 0;
        while from + count < packets.len() {
            match send_some(socket, &self.groups, packets, turns, from + count) {
                Ok(more) => count += more,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM) => return (count, Outcome::Busy),
                Err(errno) => {
                    self.counters.kernel += 1;
                    self.close(&errno.into());
                    return (count, Outcome::Down);
                }
            }
        }
        if std::mem::take(&mut self.down) {
            self.news = Some(Event::Up);
        }
        self.backoff.reset();
        (count, Outcome::Sent)
    }

    /// The next change of state.
    pub(super) fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        loop {
            if let Some(event) = self.news.take() {
                return Poll::Ready(event);
            }
            match &mut self.phase {
                Phase::Closed => match self.open() {
                    Ok(socket) => {
                        self.phase = Phase::Open(socket);
                        // After a trouble only a packet that leaves proves anything.
                        if !self.down {
                            self.news = Some(Event::Up);
                        }
                    }
                    Err(error) => self.close(&error),
                },
                Phase::Pausing => self.phase = Phase::Waiting(Box::pin(sleep(self.backoff.next()))),
                Phase::Waiting(pause) => {
                    ready!(pause.as_mut().poll(context));
                    self.phase = Phase::Closed;
                }
                Phase::Open(_) => return Poll::Pending,
            }
        }
    }

    fn open(&self) -> io::Result<UdpSocket> {
        let socket = Socket::new(Domain::IPV4, Type::DGRAM, Some(Protocol::UDP))?;
        socket.set_nonblocking(true)?;
        let _ = socket.set_send_buffer_size(SEND_BUFFER);
        let _ = socket.set_recv_buffer_size(0);
        mark(&socket, self.first, self.dscp)?;
        socket.set_multicast_ttl_v4(HOPS)?;
        // Receivers on this machine hear it too.
        socket.set_multicast_loop_v4(true)?;
        if let Some(interface) = &self.interface {
            socket.set_multicast_if_v4(interface)?;
            socket.bind(&SocketAddr::from((*interface, 0)).into())?;
        }
        Ok(socket.into())
    }

    fn close(&mut self, error: &io::Error) {
        self.phase = Phase::Pausing;
        // The system has several words for it, one after the other; the operator needs one.
        if !std::mem::replace(&mut self.down, true) {
            let error = LinkError::Unreachable { address: self.first, why: error.to_string() };
            self.news = Some(Event::Down(error));
        }
    }
}

fn send_some(
    socket: &UdpSocket,
    groups: &[SocketAddrAny],
    packets: Packets<'_>,
    turns: &[(usize, u16)],
    next: usize,
) -> Result<usize, Errno> {
    let count = (packets.len() - next).min(MOST_MESSAGES);
    let first = groups.first().ok_or(Errno::DESTADDRREQ)?;
    let group = |packet: usize| {
        let turn = turns.partition_point(|turn| turn.0 <= packet).checked_sub(1);
        turn.and_then(|turn| groups.get(usize::from(turns[turn].1))).unwrap_or(first)
    };
    let mut slices = [IoSlice::new(&[]); MOST_MESSAGES];
    for (n, slice) in slices[..count].iter_mut().enumerate() {
        *slice = IoSlice::new(packets.packet(next + n)?);
    }
    let mut controls: [SendAncillaryBuffer<'_, '_, '_>; MOST_MESSAGES] =
        std::array::from_fn(|_| Default::default());
    let mut n = 0;
    let mut messages = controls.each_mut().map(|control| {
        n += 1;
        MMsgHdr::new_with_addr(group(next + n - 1), &slices[n - 1..n], control)
    });
    sendmmsg(socket, &mut messages[..count], SendFlags::empty())
}
