//! Packets to one host over UDP, and what it answers, if somebody wants to hear that; else the kernel throws it away.
//!
//! The socket is connected, so that the kernel reports what became of packets: "nobody listens" or "no answer from that
//! machine" arrives as an error on a later send, which then has sent nothing and is repeated once. Such reports are rare
//! on purpose (about one a second), so a link counts as good again only after it has stayed clean for a while.
//!
//! A frame of equally long packets goes out in a few system calls (segmentation offload, `packets.rs`).
//! Names are resolved by the system's resolver on tokio's blocking threads, again at every re-opening. Reads no clock.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use rustix::io::Errno;
use socket2::SockRef;
use tokio::io::ReadBuf;
use tokio::time::Sleep;

use super::backoff::Backoff;
use super::names::{Resolving, resolve};
use super::packets::{Packets, Sender, Sent, connect};
use super::{Counters, Event, LinkError, Outcome};

/// How long sends must stay clean before a refused port counts as listening: more than the pace of refusals.
const CLEAN_AFTER_REFUSAL: Duration = Duration::from_secs(2);
/// The same for a host that does not answer on its network, which the kernel reports about every three seconds.
const CLEAN_AFTER_SILENCE: Duration = Duration::from_secs(5);
/// After so many unclean periods in a row the name is resolved again and the next of its addresses tried.
const PATIENCE: u32 = 5;
/// The longest datagram that is heard whole.
const MOST_RECEIVED: usize = 65_535;
const RECEIVED: usize = 1 << 18;

/// The way of UDP packets to one host and port.
pub(super) struct Lane {
    host: String,
    port: u16,
    dscp: u8,
    offload: bool,
    hears: bool,
    phase: Phase,
    /// Why the link is down, as far as it is known.
    trouble: Option<LinkError>,
    /// Set if the trouble came out while sending, so that a new socket alone proves nothing: how long to prove it.
    suspect: Option<Duration>,
    /// What is to be told next.
    news: Option<Event>,
    backoff: Backoff,
    /// Which of the name's addresses is tried next.
    turn: usize,
    counters: Counters,
}

enum Phase {
    /// Wants its name resolved; begins at the next poll.
    Closed,
    /// Will wait; begins at the next poll, because a send needs no tokio runtime.
    Pausing(Duration),
    /// Waits until the next attempt.
    Waiting(Pin<Box<Sleep>>),
    Resolving(Resolving),
    Open(Open),
}

struct Open {
    sender: Sender,
    /// The same socket, for what comes back.
    ear: Option<tokio::net::UdpSocket>,
    address: SocketAddr,
    /// The name stands for other addresses too.
    others: bool,
    /// There while the sends must prove clean again.
    probation: Option<Probation>,
}

struct Probation {
    period: Duration,
    ends: Option<Pin<Box<Sleep>>>,
    /// Frames sent in this period, without and with an error.
    clean: u32,
    unclean: u32,
    /// Unclean periods so far.
    periods: u32,
}

/// The same socket to be listened to, with room for what comes while nobody does.
fn ear(socket: &UdpSocket) -> io::Result<tokio::net::UdpSocket> {
    let _ = SockRef::from(socket).set_recv_buffer_size(RECEIVED);
    tokio::net::UdpSocket::from_std(socket.try_clone()?)
}

impl Open {
    /// The next datagram that came back, or what the network reports instead.
    fn listen(&mut self, context: &mut Context<'_>) -> Poll<Result<Vec<u8>, Errno>> {
        let Some(ear) = &self.ear else { return Poll::Pending };
        if let Err(error) = ready!(ear.poll_recv_ready(context)) {
            return Poll::Ready(Err(Errno::from_io_error(&error).unwrap_or(Errno::IO)));
        }
        let mut bytes = vec![0; MOST_RECEIVED];
        let mut buffer = ReadBuf::new(&mut bytes);
        let came = ready!(ear.poll_recv(context, &mut buffer));
        let len = buffer.filled().len();
        Poll::Ready(match came {
            Ok(()) => {
                bytes.truncate(len);
                Ok(bytes)
            }
            Err(error) => Err(Errno::from_io_error(&error).unwrap_or(Errno::IO)),
        })
    }
}

impl Probation {
    fn new(period: Duration) -> Self {
        Self { period, ends: None, clean: 0, unclean: 0, periods: 0 }
    }
}

impl Lane {
    pub(super) fn new(host: &str, port: u16, dscp: u8, offload: bool) -> Self {
        Self {
            host: host.to_owned(),
            port,
            dscp,
            offload,
            hears: false,
            phase: Phase::Closed,
            trouble: None,
            suspect: None,
            news: None,
            backoff: Backoff::new(),
            turn: 0,
            counters: Counters::default(),
        }
    }

    /// Whether what the host answers is told, from the next opening on.
    pub(super) fn hear(&mut self, hears: bool) {
        self.hears = hears;
        // The socket is not exchanged for another one on the way.
        self.offload &= !hears;
    }

    /// What was lost on the way: by the kernel, and as the network reports.
    pub(super) fn counters(&self) -> Counters {
        self.counters
    }

    /// Sends the packets from the `from`th one on. Returns how many left, and what is to be thought of it:
    /// [`Outcome::Busy`] if the kernel took no more of them.
    pub(super) fn send(&mut self, packets: Packets<'_>, from: usize) -> (usize, Outcome) {
        let Phase::Open(open) = &mut self.phase else { return (0, Outcome::Down) };
        let Sent { count, full, report, broken } = open.sender.send(packets, from);
        if !broken {
            self.offload = open.sender.offloads();
        }
        if let Some(errno) = report {
            self.counters.kernel += u64::from(broken);
            self.counters.refused += u64::from(!broken);
            self.reported(errno, broken);
            return (count, Outcome::Down);
        }
        if let Some(probation) = &mut open.probation {
            probation.clean = probation.clean.saturating_add(u32::from(!full));
            return (count, Outcome::Down);
        }
        if full {
            return (count, Outcome::Busy);
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
                Phase::Closed => self.phase = Phase::Resolving(resolve(self.host.clone(), self.port)),
                Phase::Pausing(delay) => self.phase = Phase::Waiting(Box::pin(tokio::time::sleep(*delay))),
                Phase::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(context));
                    self.phase = Phase::Closed;
                }
                Phase::Resolving(resolving) => {
                    let resolved = ready!(resolving.as_mut().poll(context));
                    self.open(resolved);
                }
                Phase::Open(open) => {
                    match open.listen(context) {
                        Poll::Ready(Ok(bytes)) => return Poll::Ready(Event::Received(bytes)),
                        Poll::Ready(Err(errno)) => {
                            self.counters.refused += 1;
                            self.reported(errno, false);
                            continue;
                        }
                        Poll::Pending => {}
                    }
                    // Nothing more to wait for: only a send can change the state, and it cannot happen during this poll.
                    let Some(probation) = &mut open.probation else { return Poll::Pending };
                    let period = probation.period;
                    let ends = probation.ends.get_or_insert_with(|| Box::pin(tokio::time::sleep(period)));
                    ready!(ends.as_mut().poll(context));
                    self.period_over();
                }
            }
        }
    }

    fn open(&mut self, resolved: io::Result<Vec<SocketAddr>>) {
        let addresses = resolved.unwrap_or_default();
        let mut trouble = LinkError::NoSuchHost { host: self.host.clone() };
        for n in 0..addresses.len() {
            let address = addresses[self.turn.wrapping_add(n) % addresses.len()];
            let connected = connect(address, self.dscp).and_then(|socket| {
                let ear = self.hears.then(|| ear(&socket)).transpose()?;
                Ok((socket, ear))
            });
            match connected {
                Ok((socket, ear)) => {
                    let probation = self.suspect.map(Probation::new);
                    if probation.is_none() {
                        self.up();
                    }
                    let sender = Sender::new(socket, address, self.dscp, self.offload);
                    self.phase =
                        Phase::Open(Open { sender, ear, address, others: addresses.len() > 1, probation });
                    return;
                }
                Err(error) => trouble = LinkError::Unreachable { address, why: error.to_string() },
            }
        }
        // If a socket can be made again after this, that is news enough.
        self.suspect = None;
        self.close(trouble);
    }

    /// The operating system has reported that packets do not arrive; `broken`: and does not take any more of them.
    fn reported(&mut self, errno: Errno, broken: bool) {
        let Phase::Open(open) = &mut self.phase else { return };
        let address = open.address;
        let (error, period) = match errno {
            Errno::CONNREFUSED => (LinkError::Refused { address }, CLEAN_AFTER_REFUSAL),
            // "No route to host": the kernel's neighbour discovery has had no answer.
            Errno::HOSTUNREACH | Errno::HOSTDOWN => (LinkError::Silent { address }, CLEAN_AFTER_SILENCE),
            Errno::NETUNREACH | Errno::NETDOWN | Errno::NODEV | Errno::ADDRNOTAVAIL | Errno::PERM => {
                (LinkError::Unreachable { address, why: errno.to_string() }, CLEAN_AFTER_REFUSAL)
            }
            _ => {
                (LinkError::Other { what: address.to_string(), why: errno.to_string() }, CLEAN_AFTER_REFUSAL)
            }
        };
        self.suspect = Some(period);
        if broken {
            return self.close(error);
        }
        let probation = open.probation.get_or_insert_with(|| Probation::new(period));
        probation.period = period;
        probation.unclean = probation.unclean.saturating_add(1);
        probation.clean = 0;
        if probation.unclean == 1 {
            // A whole period from now on.
            probation.ends = None;
        }
        self.tell(error);
    }

    fn period_over(&mut self) {
        let Phase::Open(open) = &mut self.phase else { return };
        let Some(probation) = &mut open.probation else { return };
        // A refusal shows on the send after the refused one, so one clean send proves nothing.
        let proven = probation.unclean == 0 && probation.clean >= 2;
        let enough = probation.periods >= PATIENCE;
        if proven || (probation.unclean == 0 && enough) {
            // Or hardly anybody has sent anything for long: being told that it is worth a try is the way out.
            open.probation = None;
            self.up();
        } else if enough || (open.others && probation.unclean > 0) {
            // The board may have another address, or have it by now.
            self.turn = self.turn.wrapping_add(1);
            self.phase = Phase::Closed;
        } else {
            (probation.clean, probation.unclean, probation.ends) = (0, 0, None);
            probation.periods += 1;
        }
    }

    fn up(&mut self) {
        self.suspect = None;
        self.trouble = None;
        self.news = Some(Event::Up);
    }

    /// Closes the socket for `error`; the next attempt comes after a pause.
    fn close(&mut self, error: LinkError) {
        self.phase = Phase::Pausing(self.backoff.next());
        self.tell(error);
    }

    fn tell(&mut self, error: LinkError) {
        if !self.trouble.as_ref().is_some_and(|known| known.same_reason(&error)) {
            self.news = Some(Event::Down(error.clone()));
            self.trouble = Some(error);
        }
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("offload", &self.offload)
            .field("open", &matches!(self.phase, Phase::Open(_)))
            .field("trouble", &self.trouble)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;

    /// A label may have 63 letters, so no name server need be asked.
    const IMPOSSIBLE: &str = "a-name-that-nobody-can-have-because-no-part-of-a-name-is-longer-than-63";

    async fn event(lane: &mut Lane) -> Event {
        poll_fn(|context| lane.poll_event(context)).await
    }

    fn send(lane: &mut Lane, packet: &[u8]) -> Outcome {
        lane.send(Packets::new(packet, &[packet.len()]).unwrap(), 0).1
    }

    async fn soon(lane: &mut Lane) -> Event {
        tokio::time::timeout(Duration::from_secs(10), event(lane)).await.expect("nothing happened")
    }

    #[tokio::test]
    async fn a_name_nobody_knows_is_told_once_and_tried_again_until_it_is_known() {
        let mut lane = Lane::new(IMPOSSIBLE, 4048, 0, false);
        let expected = LinkError::NoSuchHost { host: IMPOSSIBLE.to_owned() };
        assert_eq!(soon(&mut lane).await, Event::Down(expected));
        assert_eq!(send(&mut lane, b"lost"), Outcome::Down);

        let again = tokio::time::timeout(Duration::from_millis(900), event(&mut lane)).await;
        assert!(again.is_err(), "told twice: {again:?}");
        assert!(lane.backoff.next() > Backoff::FIRST * 2, "it was not tried again");

        lane.host = "localhost".to_owned();
        assert_eq!(soon(&mut lane).await, Event::Up);
        assert_eq!(send(&mut lane, b"here"), Outcome::Sent);
    }

    #[tokio::test]
    async fn what_comes_back_is_told_where_it_is_wanted_and_a_refusal_is_one_all_the_same() {
        let board = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let port = board.local_addr().unwrap().port();
        let mut lane = Lane::new("127.0.0.1", port, 0, true);
        lane.hear(true);
        assert_eq!(soon(&mut lane).await, Event::Up);
        assert_eq!(send(&mut lane, b"who are you?"), Outcome::Sent);
        let mut buffer = [0; 64];
        let (len, from) = board.recv_from(&mut buffer).unwrap();
        assert_eq!(&buffer[..len], b"who are you?");
        board.send_to(b"a card", from).unwrap();
        board.send_to(&[7; 40_000], from).unwrap();
        assert_eq!(soon(&mut lane).await, Event::Received(b"a card".to_vec()));
        assert_eq!(soon(&mut lane).await, Event::Received(vec![7; 40_000]));
        drop(board);
        assert_eq!(send(&mut lane, b"and now?"), Outcome::Sent);
        let Event::Down(LinkError::Refused { .. }) = soon(&mut lane).await else { panic!("not told") };
    }

    #[tokio::test]
    async fn an_address_without_a_route_is_told_as_unreachable() {
        // A link-local address without its interface cannot be connected to, whatever network the machine has.
        let mut lane = Lane::new("fe80::1", 4048, 0, false);
        let Event::Down(LinkError::Unreachable { address, .. }) = soon(&mut lane).await else {
            panic!("connected to a link-local address without an interface")
        };
        assert_eq!(address, "[fe80::1]:4048".parse().unwrap());
    }

    #[tokio::test]
    async fn a_failure_of_the_network_closes_the_socket_and_it_must_prove_clean_afterwards() {
        let board = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = board.local_addr().unwrap();
        let mut lane = Lane::new("127.0.0.1", address.port(), 0, true);
        assert_eq!(soon(&mut lane).await, Event::Up);
        lane.reported(Errno::NETDOWN, true);
        let Event::Down(LinkError::Unreachable { .. }) = soon(&mut lane).await else { panic!("not told") };
        assert_eq!(send(&mut lane, b"lost"), Outcome::Down);

        let mut up = false;
        for _ in 0..100 {
            match tokio::time::timeout(Duration::from_millis(100), event(&mut lane)).await {
                Ok(event) => {
                    assert_eq!(event, Event::Up);
                    up = true;
                    break;
                }
                Err(_) => assert_eq!(send(&mut lane, b"try"), Outcome::Down),
            }
        }
        assert!(up, "never up again");
        assert_eq!(send(&mut lane, b"here"), Outcome::Sent);
    }

    #[tokio::test]
    async fn of_a_name_with_two_addresses_the_one_that_listens_is_found_and_the_other_told_once() {
        let board = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        let listens = board.local_addr().unwrap();
        let mut silent = listens;
        silent.set_ip("127.0.0.2".parse().unwrap());
        let both = || Ok(vec![silent, listens]);

        let mut lane = Lane::new("board", listens.port(), 0, false);
        lane.open(both());
        assert_eq!(soon(&mut lane).await, Event::Up);
        assert_eq!((send(&mut lane, b"1"), send(&mut lane, b"2")), (Outcome::Sent, Outcome::Down));
        assert_eq!(soon(&mut lane).await, Event::Down(LinkError::Refused { address: silent }));

        lane.period_over();
        assert!(matches!(lane.phase, Phase::Closed), "the other address is not tried");
        lane.open(both());
        for frame in [b"3", b"4"] {
            assert_eq!(send(&mut lane, frame), Outcome::Down);
            assert_eq!(board.recv(&mut [0]).unwrap(), 1);
        }
        lane.period_over();
        assert_eq!(soon(&mut lane).await, Event::Up);
        assert_eq!(send(&mut lane, b"5"), Outcome::Sent);
    }
}
