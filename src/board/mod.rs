//! One controller: what it speaks, how a frame becomes packets for it, and what it shows when packets arrive.
//!
//! [`Session`] is our end of the conversation, [`Receiver`] is the board's end as a program: the built-in virtual board,
//! `bangtin simulate` and the simulation test are made of it. Pure: no sockets, no clocks; bytes go in and come out, time
//! is an argument. Sends nothing but pixels and questions: no command that a board could
//! keep, restart on or be locked out by exists here.

mod adalight;
mod ddp;
mod flaschen_taschen;
mod receiver;
mod session;

pub use receiver::Receiver;
pub use session::{Session, SessionError, Told, Trouble};

pub use crate::panel::Power;

use crate::panel::Depth;
use crate::wire;
use crate::wire::json::Name;

/// What a board speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// DDP, UDP 4048: packets of 480 dots, shown when the last one says so.
    Ddp,
    /// FlaschenTaschen, UDP 1337: pictures at places of a wall, each shown as it arrives.
    FlaschenTaschen {
        /// Column of the wall at which the face begins, 0 to 4095.
        x: u16,
        /// Row of the wall at which the face begins, 0 to 4095.
        y: u16,
        /// Layer 0 (the background) to 15. What is on layers above 0 goes out by itself after 15 s.
        layer: u8,
        /// The largest datagram in bytes, 100 to 65507; see [`Protocol::DATAGRAM`].
        datagram: u16,
    },
    /// Adalight, on a serial line: one whole frame of at most 65,536 dots.
    Adalight,
}

impl Protocol {
    /// The FlaschenTaschen datagram that fits one Ethernet packet, in bytes.
    pub const DATAGRAM: u16 = 1472;

    /// The protocol's name.
    #[must_use]
    pub fn name(&self) -> Name {
        match self {
            Self::Ddp => Name::Ddp,
            Self::FlaschenTaschen { .. } => Name::FlaschenTaschen,
            Self::Adalight => Name::Adalight,
        }
    }

    /// The UDP port its boards listen on; `None` for a serial protocol.
    #[must_use]
    pub fn default_port(&self) -> Option<u16> {
        match self {
            Self::Ddp => Some(wire::ddp::PORT),
            Self::FlaschenTaschen { .. } => Some(wire::flaschen_taschen::PORT),
            Self::Adalight => None,
        }
    }

    /// What can carry it.
    #[must_use]
    pub fn carriers(&self) -> &'static [Carrier] {
        match self {
            Self::Ddp | Self::FlaschenTaschen { .. } => &[Carrier::Udp],
            Self::Adalight => &[Carrier::Serial],
        }
    }

    /// What it sends for a dot, where it can send only that; `None`: a byte for every lamp, red, green and blue or grey.
    #[must_use]
    pub fn depth(&self) -> Option<Depth> {
        match self {
            Self::Ddp | Self::FlaschenTaschen { .. } | Self::Adalight => Some(Depth::Rgb),
        }
    }

    /// Whether several controllers can be one board.
    #[must_use]
    pub fn has_parts(&self) -> bool {
        matches!(self, Self::Ddp)
    }

    /// The bits per second of a serial line that names none.
    #[must_use]
    pub fn default_baud(&self) -> u32 {
        115_200
    }
}

/// What carries a protocol's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// Datagrams over a network.
    Udp,
    /// Datagrams to groups that controllers listen to.
    Multicast,
    /// A stream over a network.
    Tcp,
    /// A serial line.
    Serial,
    /// Ethernet frames without IP.
    Raw,
}

impl Carrier {
    /// How links of this kind begin in files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Udp => "udp://",
            Self::Multicast => "multicast://",
            Self::Tcp => "tcp://",
            Self::Serial => "serial://",
            Self::Raw => "raw://",
        }
    }
}

impl std::fmt::Display for Protocol {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.name())
    }
}
