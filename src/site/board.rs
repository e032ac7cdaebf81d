//! One `[[board]]` of `bangtin.toml`.

use super::Site;
use crate::board::{Protocol, Session};
use crate::calendar::{Hours, Sky};
use crate::frame::{Face, Palette};
use crate::lint::View;
use crate::panel::Panel;
use crate::player::Stage;
use crate::playlist::{Reach, Silence};
use crate::report::At;
use crate::schedule::Setting;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// A `[[board]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Board {
    /// The id playlists and commands refer to: lower-case ASCII letters, digits and `-`, 1 to 40 characters, unique.
    pub id: At<String>,
    /// What people call it.
    pub name: String,
    /// The id of its `[[site]]`.
    pub site: At<String>,
    /// Where at the site it hangs (`Cổng chính`); may be empty.
    pub place: String,
    /// Groups it belongs to (same form as ids, at most 20).
    pub groups: Vec<String>,
    /// Its tags (same form as ids, at most 20).
    pub tags: Vec<String>,
    /// When it has power, is kept dark, and how bright it is.
    pub hours: Arc<Hours>,
    /// The sky over its site, if it is known where that is.
    pub sky: Option<Sky>,
    /// The rules about the time ahead that it asks not to be held to.
    pub silence: Vec<Silence>,
    /// Width × height in dots.
    pub face: Face,
    /// The distance from dot to dot in millimetres, 0.5 to 100.
    pub pitch_mm: f32,
    /// Metres to the farthest reader by day (`viewers_m`), 1 to 1000, if it is said.
    pub viewers_m: Option<f64>,
    /// The same by night (`viewers_night_m`), as by day if absent.
    pub viewers_night_m: Option<f64>,
    /// Its lamps.
    pub palette: Palette,
    /// How they are wired.
    pub panel: Panel,
    /// The font of items that name none; `auto` if absent: chosen for each text.
    pub font: At<String>,
    /// The playlist shown while nothing else is for this board.
    pub default: Option<At<String>>,
    /// What it speaks.
    pub protocol: Protocol,
    /// How it is reached.
    pub address: Address,
    /// Its other controllers, on the network too: destinations 1, 2, … of the panel.
    pub further: Vec<(String, u16)>,
    /// The most frames a second it is sent, 1 to 120; 60 if absent.
    pub max_fps: u8,
    /// Unchanged frames are sent again after this long, 100 to 1000 ms; 800 if absent.
    pub keepalive: Duration,
    /// What it is left with when the daemon ends.
    pub at_stop: AtStop,
}

impl Board {
    /// What a programme must know of it and of its site.
    #[must_use]
    pub fn stage(&self, site: &Site) -> Stage {
        Stage {
            reach: self.reach(),
            setting: self.setting(site),
            default: self.default.as_ref().map(|at| at.value.clone()),
            face: self.face,
            palette: self.palette,
            font: self.font.value.clone(),
            max_fps: self.frames_per_second(),
            compounds: Arc::clone(&site.compounds),
        }
    }

    /// Its hours, and the calendar they are meant by.
    fn setting(&self, site: &Site) -> Setting {
        let calendar = Arc::clone(&site.calendar);
        Setting { calendar, sky: self.sky, hours: Arc::clone(&self.hours), blackouts: Vec::new() }
    }

    /// The names by which playlists reach it.
    #[must_use]
    pub fn reach(&self) -> Reach {
        Reach {
            board: self.id.value.clone(),
            site: self.site.value.clone(),
            groups: self.groups.clone(),
            tags: self.tags.clone(),
        }
    }

    /// What the rules must know of it.
    #[must_use]
    pub fn view(&self) -> View {
        View {
            board: self.id.value.clone(),
            face: self.face,
            pitch_mm: self.pitch_mm.into(),
            max_fps: self.frames_per_second(),
            viewers_m: self.viewers_m,
            viewers_night_m: self.viewers_night_m.or(self.viewers_m),
        }
    }

    /// Whether frames for one can go to the other as they are: same face, lamps, wiring, words and way.
    #[must_use]
    pub fn wired_as(&self, other: &Self) -> bool {
        let wiring = |board: &Self| {
            let way = (board.protocol.clone(), board.address.clone(), board.further.clone());
            (board.panel(), way, board.keepalive, board.at_stop)
        };
        wiring(self) == wiring(other)
    }

    /// The lamps behind its face.
    #[must_use]
    pub fn panel(&self) -> Panel {
        self.panel.clone()
    }

    /// How long one frame of `bytes` takes on the line: 10 bits a byte on a serial line, 8 of a gigabit on a network
    /// interface of the board's own, nothing elsewhere.
    #[must_use]
    pub fn line_time(&self, bytes: usize) -> Duration {
        match self.address {
            Address::Serial { baud, .. } => {
                Duration::from_nanos(bytes as u64 * 10 * 1_000_000_000 / u64::from(baud.max(1)))
            }
            Address::Virtual | Address::Udp { .. } | Address::Tcp { .. } => Duration::ZERO,
            // A gigabit a second: slower lines are not used.
            Address::Raw { .. } => Duration::from_nanos(bytes as u64 * 8),
        }
    }

    /// The frames a second that both the setting and the line allow, at least 1.
    fn frames_per_second(&self) -> u8 {
        let bytes = Session::new(&self.protocol, self.panel()).map_or(0, |session| session.frame_bytes());
        let line = (self.line_time(bytes) + self.protocol.pause()).as_nanos();
        let carried = 1_000_000_000u128.checked_div(line).unwrap_or(u128::MAX);
        self.max_fps.min(u8::try_from(carried).unwrap_or(u8::MAX)).max(1)
    }
}

/// How a board is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// `virtual`: the board built into the program.
    Virtual,
    /// `udp://host:port`; the port may be left out where the protocol has one of its own. IPv6 hosts in brackets.
    Udp {
        /// A name or an address.
        host: String,
        /// 1 to 65535.
        port: u16,
        /// Whether the kernel may cut one large send into datagrams (`offload`, true if absent).
        offload: bool,
    },
    /// `tcp://host:port`; as with `udp`.
    Tcp {
        /// A name or an address.
        host: String,
        /// 1 to 65535.
        port: u16,
    },
    /// `serial:///dev/ttyUSB0`
    Serial {
        /// The path of the device as configured; it is reopened by this path.
        path: String,
        /// Bits per second (`baud`): 1200 to 4,000,000; 115200 if absent.
        baud: u32,
    },
    /// `raw://eth1`
    Raw {
        /// The name of a network interface that is the board's alone.
        interface: String,
    },
}

/// What a board is left with when the daemon ends in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AtStop {
    /// `neutral`: the compiled-in frame, which claims nothing. The default.
    #[default]
    Neutral,
    /// `dark`: every dot unlit.
    Dark,
    /// `keep`: the frame that is on it.
    Keep,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Virtual => f.write_str("virtual"),
            Self::Udp { host, port, .. } => write!(f, "udp://{}:{port}", bracketed(host)),
            Self::Tcp { host, port } => write!(f, "tcp://{}:{port}", bracketed(host)),
            Self::Serial { path, baud } => write!(f, "serial://{path} ({baud} baud)"),
            Self::Raw { interface } => write!(f, "raw://{interface}"),
        }
    }
}

/// An IPv6 address has colons of its own.
fn bracketed(host: &str) -> Cow<'_, str> {
    if host.contains(':') { Cow::Owned(format!("[{host}]")) } else { Cow::Borrowed(host) }
}
