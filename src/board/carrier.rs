//! The ways on which bytes go to boards, by their words in files.

/// What carries a protocol's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
