//! Ethernet frames without IP, through a network interface that is the board's alone.
//!
//! Once a second the interface is looked at: whether it is there, has a carrier and is fast enough. What is pulled out, too
//! slow or not allowed is told, and the socket opened anew when that is over, or when another interface got the name.
//!
//! A frame is handed to the kernel in batches. What its queue has no room for goes out while [`Raw::event`] is polled, the
//! frames given meanwhile behind it; after [`PATIENCE`] all that is left is dropped, for the next picture is worth more.
//! Reads no clock.

mod look;
mod socket;

use super::{Event, LinkError, Outcome};
use look::Look;
use rustix::io::Errno;
use socket::Socket;
use std::fmt;
use std::io;
use std::pin::Pin;
use std::time::Duration;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::JoinHandle;
use tokio::time::{Interval, MissedTickBehavior, Sleep};

/// How often the interface is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// Slower lines carry no whole picture in time.
const LEAST_MBIT: u32 = 1000;
/// How long what the queue had no room for is tried.
const PATIENCE: Duration = Duration::from_millis(22);
/// How long until it is tried again where the kernel does not say when there is room.
const AGAIN: Duration = Duration::from_micros(500);
/// The most bytes that wait: more than the largest face has.
const MOST_WAITING: usize = 8 << 20;

type Looking = JoinHandle<(Look, Option<io::Result<Socket>>)>;

/// A link of Ethernet frames through one interface.
pub struct Raw {
    interface: String,
    ethertype: u16,
    open: Option<Open>,
    beat: Option<Interval>,
    looking: Option<Looking>,
    /// Why the link is down, as far as it is known.
    trouble: Option<LinkError>,
    /// What [`Raw::event`] has to tell next.
    news: Option<Event>,
    waiting: Waiting,
    dropped: u64,
}

struct Open {
    socket: AsyncFd<Socket>,
    /// The interface's number, another one when it was taken away and came back.
    index: u32,
}

/// Packets the kernel had no room for.
#[derive(Default)]
struct Waiting {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// How many of them have left since.
    sent: usize,
    /// The kernel does not tell when there is room.
    deaf: bool,
    ends_at: Option<Pin<Box<Sleep>>>,
}

impl Waiting {
    fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
        (self.sent, self.ends_at) = (0, None);
    }

    /// Takes the packets from number `from` on.
    fn add(&mut self, bytes: &[u8], ends: &[usize], from: usize) {
        let start = if from == 0 { 0 } else { ends[from - 1] };
        let (before, rest) = (self.bytes.len(), bytes.get(start..).unwrap_or_default());
        self.bytes.extend_from_slice(rest);
        self.ends.extend(ends.iter().skip(from).map(|end| before + end.saturating_sub(start)));
    }
}

impl Raw {
    pub(super) fn new(interface: &str, ethertype: u16) -> Self {
        Self {
            interface: interface.to_owned(),
            ethertype,
            open: None,
            beat: None,
            looking: None,
            trouble: None,
            news: None,
            waiting: Waiting::default(),
            dropped: 0,
        }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn send(&mut self, bytes: &[u8], ends: &[usize]) -> Outcome {
        let Some(open) = &self.open else { return Outcome::Down };
        let fits = ends.iter().all(|&end| end <= bytes.len()) && ends.is_sorted();
        if !fits || self.waiting.bytes.len() + bytes.len() > MOST_WAITING {
            self.dropped += 1;
            return Outcome::Busy;
        }
        if !self.waiting.is_empty() {
            self.waiting.add(bytes, ends, 0);
            return Outcome::Queued;
        }
        let mut next = 0;
        match open.socket.get_ref().send(bytes, ends, &mut next) {
            Ok(()) => Outcome::Sent,
            Err(errno @ (Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM)) => {
                self.waiting.deaf = errno != Errno::AGAIN;
                self.waiting.add(bytes, ends, next);
                Outcome::Queued
            }
            Err(errno) => {
                self.broken(errno);
                Outcome::Down
            }
        }
    }

    pub(super) async fn event(&mut self) -> Event {
        loop {
            if let Some(event) = self.news.take() {
                return event;
            }
            let beat = self.beat.get_or_insert_with(|| {
                let mut beat = tokio::time::interval(LOOK);
                beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
                beat
            });
            tokio::select! {
                _ = beat.tick(), if self.looking.is_none() => self.look(),
                looked = finished(&mut self.looking) => {
                    self.looking = None;
                    if let Some((look, socket)) = looked {
                        self.looked(&look, socket);
                    }
                }
                received = receive(self.open.as_ref()) => match received {
                    Ok(frame) => return Event::Received(frame),
                    // The interface is down, mostly; looking at it says what it is.
                    Err(_) => beat.reset_immediately(),
                },
                room = room(self.open.as_ref(), &mut self.waiting) => self.go_on(room),
            }
        }
    }

    fn look(&mut self) {
        let (interface, ethertype) = (self.interface.clone(), self.ethertype);
        let index = self.open.as_ref().map(|open| open.index);
        // Reading a speed can wait for a lock of the kernel.
        self.looking = Some(tokio::task::spawn_blocking(move || {
            let look = Look::at(&interface);
            let wanted = look.usable(LEAST_MBIT) && index != look.index;
            let socket = wanted.then(|| Socket::open(&interface, ethertype));
            (look, socket)
        }));
    }

    fn looked(&mut self, look: &Look, socket: Option<io::Result<Socket>>) {
        let interface = self.interface.clone();
        let opened = match (look, socket) {
            (Look { index: None, .. }, _) => Err(LinkError::NoSuchInterface { interface }),
            (Look { carrier: false, .. }, _) => Err(LinkError::NoCarrier { interface }),
            (Look { mbit: Some(mbit), .. }, _) if *mbit < LEAST_MBIT => {
                Err(LinkError::TooSlow { interface, mbit: *mbit })
            }
            // It is open already.
            (_, None) => return,
            (Look { index: Some(index), .. }, Some(socket)) => socket
                .and_then(watch)
                .map(|socket| Open { socket, index: *index })
                .map_err(|error| match Errno::from_io_error(&error) {
                    Some(Errno::PERM | Errno::ACCESS) => LinkError::NoRawRight { interface },
                    Some(Errno::NODEV | Errno::NXIO) => LinkError::NoSuchInterface { interface },
                    _ => LinkError::Other { what: interface, why: error.to_string() },
                }),
        };
        match opened {
            Ok(open) => {
                self.waiting.clear();
                self.open = Some(open);
                self.trouble = None;
                self.news = Some(Event::Up);
            }
            Err(error) => self.close(error),
        }
    }

    /// Sends more of what waits, or gives it up.
    fn go_on(&mut self, room: bool) {
        let Some(open) = self.open.as_ref().filter(|_| room) else {
            self.dropped += u64::from(!self.waiting.is_empty());
            self.waiting.clear();
            return;
        };
        let Waiting { bytes, ends, sent, .. } = &mut self.waiting;
        match open.socket.get_ref().send(bytes, ends, sent) {
            Ok(()) => self.waiting.clear(),
            Err(errno @ (Errno::AGAIN | Errno::NOBUFS | Errno::NOMEM)) => {
                self.waiting.deaf = errno != Errno::AGAIN;
            }
            Err(errno) => self.broken(errno),
        }
    }

    fn broken(&mut self, errno: Errno) {
        let interface = self.interface.clone();
        self.close(match errno {
            Errno::NETDOWN => LinkError::NoCarrier { interface },
            Errno::NXIO | Errno::NODEV => LinkError::NoSuchInterface { interface },
            _ => LinkError::Other { what: interface, why: errno.to_string() },
        });
    }

    fn close(&mut self, error: LinkError) {
        self.open = None;
        self.dropped += u64::from(!self.waiting.is_empty());
        self.waiting.clear();
        if self.trouble.as_ref() != Some(&error) {
            self.news = Some(Event::Down(error.clone()));
            self.trouble = Some(error);
        }
    }
}

#[expect(
    deprecated,
    reason = "its successor is an unsafe fn; a Socket keeps the promise it asks for: one OwnedFd, open till dropped"
)]
fn watch(socket: Socket) -> io::Result<AsyncFd<Socket>> {
    AsyncFd::with_interest(socket, Interest::READABLE | Interest::WRITABLE)
}

/// What a look has found, when it has; `None` if it failed, which the next one repeats.
async fn finished(looking: &mut Option<Looking>) -> Option<(Look, Option<io::Result<Socket>>)> {
    match looking {
        Some(looking) => looking.await.ok(),
        None => std::future::pending().await,
    }
}

async fn receive(open: Option<&Open>) -> io::Result<Vec<u8>> {
    match open {
        Some(open) => open.socket.async_io(Interest::READABLE, Socket::receive).await,
        None => std::future::pending().await,
    }
}

/// Waits until more can be sent; false if that took too long.
async fn room(open: Option<&Open>, waiting: &mut Waiting) -> bool {
    let (Some(open), false) = (open, waiting.is_empty()) else { return std::future::pending().await };
    let ends = waiting.ends_at.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
    let again = async {
        if waiting.deaf {
            tokio::time::sleep(AGAIN).await;
        } else if let Ok(mut ready) = open.socket.writable().await {
            // Asked anew the next time.
            ready.clear_ready();
        }
    };
    tokio::select! {
        biased;
        () = ends => false,
        () = again => true,
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Raw")
            .field("interface", &self.interface)
            .field("open", &self.open.is_some())
            .field("trouble", &self.trouble)
            .field("waiting", &self.waiting.ends.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_keeps_its_packets_and_goes_in_order() {
        let mut waiting = Waiting::default();
        waiting.add(b"aabbbc", &[2, 5, 6], 1);
        waiting.add(b"dd", &[2], 0);
        assert_eq!((waiting.bytes.as_slice(), waiting.ends.as_slice()), (&b"bbbcdd"[..], &[3, 4, 6][..]));
    }

    #[tokio::test]
    async fn an_interface_that_is_not_there_is_told_once() {
        let mut raw = Raw::new("khong-co", 0x0805);
        let interface = "khong-co".to_owned();
        assert_eq!(raw.event().await, Event::Down(LinkError::NoSuchInterface { interface }));
        assert_eq!(raw.send(b"abc", &[3]), Outcome::Down);
        let again = tokio::time::timeout(Duration::from_millis(2500), raw.event()).await;
        assert!(again.is_err(), "{again:?}");
    }
}
