//! One `[[board]]` of `bangtin.toml`.

use super::{Kept, Permitted, Site, Watched};
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
use std::net::Ipv4Addr;
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
    /// How datagrams leave for it.
    pub traffic: Traffic,
    /// How long one frame of each of the other boards on its serial line takes, all together.
    pub others: Duration,
    /// The most frames a second it is sent, 1 to 120; 60 if absent.
    pub max_fps: u8,
    /// Unchanged frames are sent again after this long, 100 to 1000 ms; 800 if absent.
    pub keepalive: Duration,
    /// What it is left with when the daemon ends.
    pub at_stop: AtStop,
    /// How it is watched and steered beside its frames.
    pub watched: Watched,
    /// How it is looked after if it is a card that keeps what it shows.
    pub kept: Kept,
}

impl Board {
    /// What a programme must know of it and of its site. Where approval is asked for nothing of files may be lit yet: what
    /// was approved, the [`Library`](super::Library) knows.
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
            moves: self.protocol.moves(),
            compounds: Arc::clone(&site.compounds),
            permits: Permitted::Any.of(&self.id.value, site.approval),
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
            line_fps: self.line_fps(),
            viewers_m: self.viewers_m,
            viewers_night_m: self.viewers_night_m.or(self.viewers_m),
        }
    }

    /// Whether frames for one can go to the other as they are: same face, lamps, wiring, words and way.
    #[must_use]
    pub fn wired_as(&self, other: &Self) -> bool {
        let wiring = |board: &Self| {
            let way = (board.protocol.clone(), board.address.clone(), board.further.clone(), board.traffic);
            let keeping = (board.keepalive, board.at_stop, board.kept.clone());
            (board.panel(), way, board.others, keeping, board.watched.control.clone())
        };
        wiring(self) == wiring(other)
    }

    /// The lamps behind its face.
    #[must_use]
    pub fn panel(&self) -> Panel {
        self.panel.clone()
    }

    /// How long `bytes` take on its way: 10 bits a byte on a serial line, 8 of a gigabit on a network interface of the board's
    /// own; over a network at the pace that is set, and nothing if they may leave at once as often as the board is sent frames.
    #[must_use]
    pub fn line_time(&self, bytes: usize) -> Duration {
        let at = |bits: usize, rate: u64| Duration::from_nanos(bits as u64 * 1_000_000_000 / rate.max(1));
        match self.address {
            Address::Serial { baud, .. } => at(bytes * 10, baud.into()),
            Address::Udp { .. } | Address::Multicast { .. } => {
                let paced = at(bytes * 8, u64::from(self.traffic.pace_mbit) * 1_000_000);
                let at_once = bytes <= self.traffic.burst_bytes && paced * u32::from(self.max_fps) <= SECOND;
                if at_once { Duration::ZERO } else { paced }
            }
            Address::Virtual | Address::Tcp { .. } => Duration::ZERO,
            // A gigabit a second: slower lines are not used.
            Address::Raw { .. } => Duration::from_nanos(bytes as u64 * 8),
        }
    }

    /// How long one frame takes on its way, the silence after it included.
    #[must_use]
    pub fn own_time(&self) -> Duration {
        let Ok(session) = Session::new(&self.protocol, self.panel()) else { return Duration::ZERO };
        self.line_time(session.frame_bytes()) + self.protocol.pause().max(self.silence())
    }

    /// How long its serial line is left silent after each of its messages, for the other boards on it: as long as it is said, and
    /// at least as long as the board needs.
    #[must_use]
    pub fn silence(&self) -> Duration {
        let Address::Serial { pause, .. } = self.address else { return Duration::ZERO };
        match self.protocol {
            // It is silent after its lines of data by itself.
            Protocol::Luminator { .. } => pause,
            _ => self.protocol.pause().max(pause),
        }
    }

    /// How long it takes from one frame to the next on a way that is fully used, by other boards too.
    #[must_use]
    pub fn frame_time(&self) -> Duration {
        self.own_time() + self.others
    }

    /// The frames a second that its line carries, if that is what limits them.
    #[must_use]
    pub fn line_fps(&self) -> Option<f64> {
        let frame = self.frame_time();
        (!frame.is_zero()).then(|| 1.0 / frame.as_secs_f64()).filter(|fps| *fps < f64::from(self.max_fps))
    }

    /// How long there may be between two frames that go out before something is wrong; `None` for a board that keeps its
    /// picture by itself, or plays alone.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        let usual = self.keepalive.saturating_add(self.frame_time()).saturating_mul(3);
        (!self.protocol.latching() && !self.protocol.stored())
            .then(|| usual.saturating_add(Duration::from_secs(2)))
    }

    /// The frames a second that both the setting and the line allow, at least 1.
    fn frames_per_second(&self) -> u8 {
        let carried = SECOND.as_nanos().checked_div(self.frame_time().as_nanos()).unwrap_or(u128::MAX);
        self.max_fps.min(u8::try_from(carried).unwrap_or(u8::MAX)).max(1)
    }
}

const SECOND: Duration = Duration::from_secs(1);

/// How datagrams leave for a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traffic {
    /// Whether the kernel may cut one large send into datagrams (`offload`, true if absent).
    pub offload: bool,
    /// Millions of bits a second to each destination, headers included (`pace_mbit`): 1 to 10,000; 90 if absent.
    pub pace_mbit: u32,
    /// So many bytes may leave at once (`burst_bytes`): 1500 to 1,000,000; 70,000 if absent, which is one call of the kernel.
    pub burst_bytes: usize,
    /// The mark that switches and routers sort by (`dscp`), 0 to 63; 0 if absent.
    pub dscp: u8,
}

impl Default for Traffic {
    fn default() -> Self {
        Self { offload: true, pace_mbit: 90, burst_bytes: 70_000, dscp: 0 }
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
    },
    /// `multicast://` or `multicast://ADDRESS`: groups that the protocol names.
    Multicast {
        /// The address of the interface the packets leave by; the system's choice if absent.
        interface: Option<Ipv4Addr>,
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
        /// The silence after each frame (`pause_ms`): at most 10 s, none if absent.
        pause: Duration,
    },
    /// `raw://eth1`
    Raw {
        /// The name of a network interface that is the board's alone.
        interface: String,
    },
}

impl Address {
    /// The host that can be asked whether it is there; `None` for a board that is not reached over a network of its own.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Udp { host, .. } | Self::Tcp { host, .. } => Some(host),
            Self::Virtual | Self::Multicast { .. } | Self::Serial { .. } | Self::Raw { .. } => None,
        }
    }
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
            Self::Multicast { interface: None } => f.write_str("multicast://"),
            Self::Multicast { interface: Some(interface) } => write!(f, "multicast://{interface}"),
            Self::Udp { host, port } => write!(f, "udp://{}:{port}", bracketed(host)),
            Self::Tcp { host, port } => write!(f, "tcp://{}:{port}", bracketed(host)),
            Self::Serial { path, baud, .. } => write!(f, "serial://{path} ({baud} baud)"),
            Self::Raw { interface } => write!(f, "raw://{interface}"),
        }
    }
}

/// An IPv6 address has colons of its own.
fn bracketed(host: &str) -> Cow<'_, str> {
    if host.contains(':') { Cow::Owned(format!("[{host}]")) } else { Cow::Borrowed(host) }
}
