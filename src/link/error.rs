//! Why a link is down. A closed list, so that an operator's sentence can be made for each; the text here is for the log.

use std::net::SocketAddr;

/// Why nothing gets through. `why` is the operating system's own short text, in English.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The host name is not known, or the name server does not answer.
    #[error("no host is known by the name {host}")]
    NoSuchHost {
        /// The configured name.
        host: String,
    },
    /// The way leads there, but the board does not answer on its network: switched off, or the cable is out.
    #[error("{address} does not answer on its network")]
    Silent {
        /// The address the name stood for.
        address: SocketAddr,
    },
    /// No way leads to the board: no route, no network.
    #[error("no way leads to {address}: {why}")]
    Unreachable {
        /// The address the name stood for.
        address: SocketAddr,
        /// The operating system's text.
        why: String,
    },
    /// The machine is there, but nothing listens at the port.
    #[error("nobody listens at {address}")]
    Refused {
        /// The address the name stood for.
        address: SocketAddr,
    },
    /// The board has ended the connection.
    #[error("{address} has closed the connection")]
    Closed {
        /// The address the name stood for.
        address: SocketAddr,
    },
    /// There is no device at the path (not plugged in, or called otherwise).
    #[error("there is no device {path}")]
    NoSuchDevice {
        /// The configured path.
        path: String,
    },
    /// The device may not be opened by the user the program runs as (often: not in the group `dialout`).
    #[error("no permission to open {path}")]
    NotAllowed {
        /// The configured path.
        path: String,
    },
    /// Another program holds the device.
    #[error("{path} is in use by another program")]
    InUse {
        /// The configured path.
        path: String,
    },
    /// The device was there and is not any more (unplugged, or its adapter was reset).
    #[error("{path} has been unplugged")]
    Gone {
        /// The configured path.
        path: String,
    },
    /// The device, or the board at the other end of a connection, takes no bytes any more.
    #[error("{path} has taken no byte for {seconds} s")]
    Stalled {
        /// The configured path, or the address.
        path: String,
        /// How long it had taken nothing when this was noticed.
        seconds: u64,
    },
    /// There is no network interface of this name.
    #[error("there is no network interface {interface}")]
    NoSuchInterface {
        /// The configured name.
        interface: String,
    },
    /// The user the program runs as may not send Ethernet frames (it lacks the capability `CAP_NET_RAW`).
    #[error("no permission to send Ethernet frames through {interface}")]
    NoRawRight {
        /// The configured name.
        interface: String,
    },
    /// Nothing is plugged in, what is plugged in has no power, or the interface is switched off.
    #[error("{interface} has no carrier")]
    NoCarrier {
        /// The configured name.
        interface: String,
    },
    /// The line is slower than a gigabit.
    #[error("{interface} runs at {mbit} Mbit/s only")]
    TooSlow {
        /// The configured name.
        interface: String,
        /// Its speed.
        mbit: u32,
    },
    /// The program was built without the feature `raw`.
    #[error("built without the feature `raw`, which {interface} needs")]
    NoRaw {
        /// The configured name.
        interface: String,
    },
    /// Anything else.
    #[error("{what}: {why}")]
    Other {
        /// The address or path.
        what: String,
        /// The operating system's text.
        why: String,
    },
}

impl LinkError {
    /// Whether an operator would be told the same twice: which of a name's addresses was tried makes no difference.
    pub(super) fn same_reason(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Refused { .. }, Self::Refused { .. })
            | (Self::Silent { .. }, Self::Silent { .. })
            | (Self::Closed { .. }, Self::Closed { .. }) => true,
            (Self::Unreachable { why: one, .. }, Self::Unreachable { why: other, .. }) => one == other,
            _ => self == other,
        }
    }
}
