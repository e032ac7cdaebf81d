//! How a board is watched and steered beside the frames it is sent: `reach`, `reach_s` and `control`.

use super::Address;
use super::wiring::host_and_port;
use crate::board::control::wled;
use crate::report::{Fields, Message, shortened};
use crate::wire::novastar;
use std::time::Duration;

/// How a board is watched and steered beside its frames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    /// How it is asked whether it is there, if it is.
    pub check: Option<Check>,
    /// The second way to it, if there is one.
    pub control: Option<Control>,
}

impl Watched {
    /// Reads the keys of a board that is reached by this address.
    pub(super) fn read(fields: &mut Fields<'_, '_>, address: Option<&Address>) -> Self {
        Self { check: check(fields, address), control: control(fields) }
    }
}

/// A question whether a board is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// How it is asked.
    pub how: How,
    /// How often (`reach_s`): 10 to 60 s, 30 if absent.
    pub every: Duration,
}

/// How a board is asked whether it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// `ping`: an ICMP echo.
    Ping,
    /// `tcp:80`: a connection that is closed at once.
    Tcp(u16),
}

impl std::fmt::Display for How {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ping => f.write_str("ping"),
            Self::Tcp(port) => write!(f, "tcp:{port}"),
        }
    }
}

impl How {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("tcp:") {
            Some(port) => port.parse().ok().filter(|port| *port > 0).map(Self::Tcp),
            None => (text == "ping").then_some(Self::Ping),
        }
    }
}

/// A second way to a board, over which it says how it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// `wled://host:port`: the JSON of WLED; port 80 if absent.
    Wled {
        /// A name or an address.
        host: String,
        /// 1 to 65535.
        port: u16,
    },
    /// `novastar+tcp://host:port`: a Novastar sending card; port 5200 if absent.
    NovastarTcp {
        /// A name or an address.
        host: String,
        /// 1 to 65535.
        port: u16,
    },
    /// `novastar+serial:///dev/ttyUSB1`: a Novastar sending card on a serial line, 115200 baud.
    NovastarSerial {
        /// The path of the device.
        path: String,
    },
}

impl Control {
    fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("novastar+serial://") {
            let plain = path.starts_with('/') && path.len() > 1 && !path.contains('\0');
            return plain.then(|| Self::NovastarSerial { path: path.to_owned() });
        }
        if let Some(to) = text.strip_prefix("novastar+tcp://") {
            let (host, port) = host_and_port(to, Some(novastar::PORT))?;
            return Some(Self::NovastarTcp { host, port });
        }
        let (host, port) = host_and_port(text.strip_prefix("wled://")?, Some(wled::PORT))?;
        Some(Self::Wled { host, port })
    }
}

/// Reads `control`.
fn control(fields: &mut Fields<'_, '_>) -> Option<Control> {
    let text = fields.text("control", 500)?;
    let control = Control::parse(&text.value);
    if control.is_none() {
        fields.fault(text.span, Message::BadControl { control: shortened(&text.value) });
    }
    control
}

/// Reads `reach` and `reach_s` of a board that is reached by this address.
fn check(fields: &mut Fields<'_, '_>, address: Option<&Address>) -> Option<Check> {
    if address.is_some_and(|address| address.host().is_none()) {
        fields.misplaced("reach", Some("`link = \"udp://…\"`".to_owned()));
        fields.misplaced("reach_s", Some("`reach`".to_owned()));
        return None;
    }
    let every = fields.integer("reach_s", 10..=60);
    if let Some(every) = every.as_ref().filter(|_| !fields.has("reach")) {
        let (key, needs) = ("reach_s".to_owned(), "`reach`".to_owned());
        fields.fault(every.span.clone(), Message::KeyNeeds { key, needs });
    }
    let text = fields.text("reach", 20)?;
    let Some(how) = How::parse(&text.value) else {
        let offer = "`ping`, `tcp:80`".to_owned();
        let message = Message::UnknownWord { key: "reach".to_owned(), word: shortened(&text.value), offer };
        fields.fault(text.span, message);
        return None;
    };
    Some(Check { how, every: Duration::from_secs(every.map_or(30, |at| at.value as u64)) })
}
