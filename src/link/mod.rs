//! Moving bytes to a board. Knows nothing of what they mean, of boards, or of the rest of the crate.
//!
//! A link is opened by its name and never gives up: a host that does not resolve, a refused port, a cable pulled out are
//! states it reports and recovers from by itself. Sending never waits: what cannot leave now is dropped and counted,
//! because the next picture is worth more than this one. The owner keeps polling [`Link::event`] beside its own work
//! (resolving and re-opening happen there for UDP) and sends everything again at [`Event::Up`].

mod backoff;
mod error;
mod glass;
mod names;
mod packets;
#[cfg(feature = "raw")]
mod raw;
#[cfg(not(feature = "raw"))]
#[path = "raw/absent.rs"]
mod raw;
mod serial;
mod tcp;
mod udp;

pub use error::LinkError;
pub use glass::{Glass, Onlooker};
pub use raw::Raw;
pub use serial::Serial;
pub use tcp::Tcp;
pub use udp::Udp;

/// A way to one board.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "one a board, and it stays where it is")]
pub enum Link {
    /// Packets over the network.
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

impl Link {
    /// A link of UDP packets to `port` of `host` (a name or an IPv4 or IPv6 address). With `offload` the kernel is given
    /// many packets at once; it falls back by itself where the network card cannot do that.
    #[must_use]
    pub fn udp(host: &str, port: u16, offload: bool) -> Self {
        Self::Udp(Udp::new(host, port, offload))
    }

    /// A link over one TCP connection to `port` of `host` (a name or an IPv4 or IPv6 address).
    #[must_use]
    pub fn tcp(host: &str, port: u16) -> Self {
        Self::Tcp(Tcp::new(host, port))
    }

    /// A link over the serial device at `path` with `baud` bits a second, 8N1. Starts its own thread.
    #[must_use]
    pub fn serial(path: &str, baud: u32) -> Self {
        Self::Serial(Serial::new(path, baud))
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
            Self::Udp(udp) => udp.send(load.bytes, load.ends),
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

    /// How many frames were dropped, whole or in part, because the way was full ([`Outcome::Busy`]).
    #[must_use]
    pub fn dropped(&self) -> u64 {
        match self {
            Self::Udp(udp) => udp.dropped(),
            Self::Tcp(tcp) => tcp.dropped(),
            Self::Serial(serial) => serial.dropped(),
            Self::Raw(raw) => raw.dropped(),
        }
    }
}
