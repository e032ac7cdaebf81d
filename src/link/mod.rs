//! Moving bytes to a board. Knows nothing of what they mean, of boards, or of the rest of the crate.
//!
//! A link is opened by its name and never gives up: a host that does not resolve, a refused port, a cable pulled out are
//! states it reports and recovers from by itself. Sending never waits: what cannot leave now is dropped and counted,
//! because the next picture is worth more than this one. The owner keeps polling [`Link::event`] beside its own work
//! (resolving and re-opening happen there for UDP) and sends everything again at [`Event::Up`].

mod backoff;
mod bucket;
mod error;
mod glass;
pub mod http;
mod lane;
mod multicast;
mod names;
mod packets;
mod ports;
mod queue;
#[cfg(feature = "raw")]
mod raw;
#[cfg(not(feature = "raw"))]
#[path = "raw/absent.rs"]
mod raw;
pub mod reach;
mod serial;
mod tcp;
mod udp;

pub use error::LinkError;
pub use glass::{Glass, Onlooker};
pub use ports::Ports;
pub use raw::Raw;
pub use serial::{Lines, Serial};
pub use tcp::Tcp;
pub use udp::Udp;

use std::net::{Ipv4Addr, SocketAddrV4};
use std::time::Duration;

use crate::clock::Clock;

/// A way to one board.
#[derive(Debug)]
pub enum Link {
    /// Datagrams over a network.
    Udp(Udp),
    /// A byte stream over a network.
    Tcp(Tcp),
    /// A byte stream over a serial port.
    Serial(Serial),
    /// Ethernet frames through a network interface.
    Raw(Raw),
}

/// What is to be sent: packets back to back.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// All bytes.
    pub bytes: &'a [u8],
    /// Where each packet ends: rising, the last one is `bytes.len()`.
    pub ends: &'a [usize],
    /// From which packet on they go to which of the link's destinations, rising; before the first one, to destination 0.
    pub turns: &'a [(usize, u16)],
    /// From this packet on none may leave before all those before it have left.
    pub held: Option<usize>,
}

impl<'a> Load<'a> {
    /// Packets for the one destination of a link.
    #[must_use]
    pub fn plain(bytes: &'a [u8], ends: &'a [usize]) -> Self {
        Self { bytes, ends, turns: &[], held: None }
    }
}

/// How datagrams leave the machine.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    /// Whether the kernel is given many packets at once; it falls back by itself where the network card cannot do that.
    pub offload: bool,
    /// The mark that routers and switches sort by (DSCP), 0 to 63; a marked packet leaves without offload.
    pub dscp: u8,
    /// How fast they may leave; `None`: as fast as the kernel takes them.
    pub pace: Option<Pace>,
    /// Whether what comes back is told; otherwise it is left to the kernel to throw away.
    pub hears: bool,
}

/// How fast datagrams may leave to each destination.
#[derive(Clone, Debug)]
pub struct Pace {
    /// What the time is.
    pub clock: Clock,
    /// On the average; headers count too.
    pub bits_per_second: u64,
    /// So many bytes may leave at once.
    pub burst: usize,
}

/// What a link has lost since it was made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Frames that were dropped here, whole or in part: a newer one took their place, or they could not leave in time.
    pub dropped: u64,
    /// Frames that the kernel did not take at once: its buffers were full, or there was no network.
    pub kernel: u64,
    /// Reports that packets did not arrive: nobody listened, or there was no such machine.
    pub refused: u64,
}

impl Counters {
    fn and(self, other: Self) -> Self {
        Self {
            dropped: self.dropped + other.dropped,
            kernel: self.kernel + other.kernel,
            refused: self.refused + other.refused,
        }
    }
}

/// What became of the bytes given to [`Link::send`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All packets were handed to the network.
    Sent,
    /// The frame waits for the line; the next one may still replace it.
    Queued,
    /// The link is down as reported by the last [`Event::Down`]; nothing can be expected to have arrived.
    Down,
    /// The way is full: the rest of this frame (UDP) or the frame waiting before it (TCP,
    /// serial) was dropped and counted.
    Busy,
}

/// A change of a link's state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Opened, or opened again: the board may have forgotten everything, send it all.
    Up,
    /// Nothing gets through; told once for each change of reason. The link keeps trying.
    Down(LinkError),
    /// The board said something: a datagram, or bytes cut at any place.
    Received(Vec<u8>),
}

impl Outcome {
    /// The one of which an operator would rather know.
    fn worse(self, other: Self) -> Self {
        let rank = |outcome| match outcome {
            Self::Sent => 0,
            Self::Queued => 1,
            Self::Busy => 2,
            Self::Down => 3,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

impl Link {
    /// A link of UDP packets to `port` of `host` (a name or an IPv4 or IPv6 address), as fast as the kernel takes them.
    /// With `offload` it is given many packets at once.
    #[must_use]
    pub fn udp(host: &str, port: u16, offload: bool) -> Self {
        Self::datagrams([(host, port)], &Manner { offload, ..Manner::default() })
    }

    /// A link of UDP packets to several hosts and ports: destinations 0, 1, …, each with a pace of its own.
    #[must_use]
    pub fn datagrams<'a>(hosts: impl IntoIterator<Item = (&'a str, u16)>, manner: &Manner) -> Self {
        Self::Udp(Udp::new(hosts, manner))
    }

    /// A link of UDP packets to groups: destinations 0, 1, … They leave by the interface that has the address `interface`,
    /// or by the one the system chooses.
    #[must_use]
    pub fn multicast(interface: Option<Ipv4Addr>, groups: &[SocketAddrV4], manner: &Manner) -> Self {
        Self::Udp(Udp::to_groups(multicast::Groups::new(interface, groups, manner.dscp), manner))
    }

    /// A link over one TCP connection to `port` of `host` (a name or an IPv4 or IPv6 address).
    #[must_use]
    pub fn tcp(host: &str, port: u16) -> Self {
        Self::Tcp(Tcp::new(host, port))
    }

    /// A link to the only board on the serial device at `path` with `baud` bits a second, 8N1. Starts its own thread. Boards that
    /// share a device are linked by [`Lines`].
    #[must_use]
    pub fn serial(path: &str, baud: u32) -> Self {
        Lines::default().link(path, baud, Duration::ZERO)
    }

    /// A link of whole Ethernet frames through the network interface of this name. What it receives are frames with
    /// `ethertype`. Needs the feature `raw` and the capability `CAP_NET_RAW`; without them it stays down and says so.
    #[must_use]
    pub fn raw(interface: &str, ethertype: u16) -> Self {
        Self::Raw(Raw::new(interface, ethertype))
    }

    /// Sends one frame. Never waits, and allocates nothing once the largest frame has been seen.
    ///
    /// Call it also while the link is down: only a sent packet finds out that somebody listens again.
    pub fn send(&mut self, load: Load<'_>) -> Outcome {
        match self {
            Self::Udp(udp) => udp.send(load),
            Self::Tcp(tcp) => tcp.send(load.bytes),
            Self::Serial(serial) => serial.send(load.bytes),
            Self::Raw(raw) => raw.send(load.bytes, load.ends),
        }
    }

    /// Waits for the next change of state. Cancel-safe; must be polled for the link to make progress.
    pub async fn event(&mut self) -> Event {
        match self {
            Self::Udp(udp) => udp.event().await,
            Self::Tcp(tcp) => tcp.event().await,
            Self::Serial(serial) => serial.event().await,
            Self::Raw(raw) => raw.event().await,
        }
    }

    /// Whether something waits that leaves only while [`Link::event`] is polled. (A serial port has a thread for that.)
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Udp(udp) => udp.is_busy(),
            Self::Tcp(tcp) => tcp.is_busy(),
            Self::Serial(_) => false,
            Self::Raw(_) => false,
        }
    }

    /// What was lost since the link was made, by whose doing.
    #[must_use]
    pub fn counters(&self) -> Counters {
        match self {
            Self::Udp(udp) => udp.counters(),
            Self::Tcp(tcp) => Counters { dropped: tcp.dropped(), ..Counters::default() },
            Self::Serial(serial) => Counters { dropped: serial.dropped(), ..Counters::default() },
            Self::Raw(raw) => Counters { dropped: raw.dropped(), ..Counters::default() },
        }
    }

    /// How many frames were dropped or cut, whoever did it.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        let Counters { dropped, kernel, .. } = self.counters();
        dropped + kernel
    }
}
