//! How a board is watched beside the frames it is sent: `reach` and `reach_s`.

use super::Address;
use crate::report::{Fields, Message, shortened};
use std::time::Duration;

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

/// Reads `reach` and `reach_s` of a board that is reached by this address.
pub(super) fn check(fields: &mut Fields<'_, '_>, address: Option<&Address>) -> Option<Check> {
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
