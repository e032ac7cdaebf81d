//! What a board speaks and how it is reached: `protocol`, `link` and the keys that belong to them.
//!
//! A key that belongs to another protocol is a fault: whoever wrote it expected something of it.

use super::universes::{Owner, artnet, sacn};
use super::{Address, Board, Traffic};
use crate::board::{Carrier, Protocol};
use crate::report::{At, Fields, Message, shortened};
use crate::wire::json::Name;
use crate::wire::luminator::Sign;
use crate::wire::onbon::{EVERY, Generation};
use crate::wire::{alfazeta, hanover, mobitec, xixun};
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;

/// Keys that only some protocols have. (A key may also be read by all; then it is not here.)
const OWN_KEYS: &[(&str, &[Name])] = &[
    ("x", &[Name::FlaschenTaschen]),
    ("y", &[Name::FlaschenTaschen]),
    ("layer", &[Name::FlaschenTaschen]),
    ("datagram_bytes", &[Name::FlaschenTaschen]),
    ("address", &[Name::Hanover, Name::Luminator, Name::Mobitec, Name::OnbonBx5, Name::OnbonBx6]),
    ("ask_status", &[Name::Hanover]),
    ("panels", &[Name::AlfaZeta]),
    ("sign", &[Name::Luminator]),
    ("channel", &[Name::Opc]),
    ("firmware", &[Name::Colorlight]),
    ("card_percent", &[Name::Colorlight]),
    ("sequence", &[Name::Ddp]),
    ("read_back", &[Name::Adalight]),
    ("universe", &[Name::Artnet, Name::Sacn]),
    ("dots_per_universe", &[Name::Artnet, Name::Sacn]),
    ("channels_per_universe", &[Name::Artnet, Name::Sacn]),
    ("sync", &[Name::Artnet]),
    ("sync_universe", &[Name::Sacn]),
    ("priority", &[Name::Sacn]),
    ("source", &[Name::Sacn]),
    ("cid", &[Name::Sacn]),
    ("push_port", &[Name::Xixun]),
    ("planes", HD2020),
];

/// The protocol of the feature `experimental`, where there is one.
#[cfg(feature = "experimental")]
const HD2020: &[Name] = &[Name::Hd2020];
#[cfg(not(feature = "experimental"))]
const HD2020: &[Name] = &[];

/// Reads `protocol` and the keys it has; DDP if absent.
pub(super) fn protocol(fields: &mut Fields<'_, '_>, owner: Owner<'_>) -> Option<At<Protocol>> {
    let place = fields.place();
    let words: Vec<_> = Name::ALL.into_iter().filter(|name| name.carries_dots()).map(Name::word).collect();
    let word = fields.word("protocol", &words, |word| match word.parse::<Name>() {
        Ok(name) => name.carries_dots().then_some(Some(name)),
        // Without the feature it is no protocol.
        Err(_) => (word == Name::EXPERIMENT).then_some(None),
    });
    let word = word.and_then(|At { value, span }| {
        if value.is_none() {
            let (protocol, feature) = (Name::EXPERIMENT.to_owned(), "experimental".to_owned());
            fields.fault(span.clone(), Message::ProtocolNotBuilt { protocol, feature });
        }
        Some(At { value: value?, span })
    });
    let unknown = word.is_none() && fields.has("protocol");
    let name = word.as_ref().map_or(Name::Ddp, |at| at.value);
    for &(key, of) in OWN_KEYS {
        if unknown || !of.contains(&name) {
            let names = if of.is_empty() {
                vec![Name::EXPERIMENT]
            } else {
                of.iter().map(|name| name.word()).collect()
            };
            let needs: Vec<String> = names.iter().map(|name| format!("`protocol = \"{name}\"`")).collect();
            fields.misplaced(key, (!unknown).then(|| needs.join(" / ")));
        }
    }
    if unknown {
        return None;
    }
    let value = match name {
        Name::Ddp => Protocol::Ddp { numbered: fields.flag("sequence").unwrap_or(true) },
        Name::FlaschenTaschen => wall(fields),
        Name::Adalight => Protocol::Adalight { read_back: fields.flag("read_back").unwrap_or(false) },
        Name::Hanover => Protocol::Hanover {
            address: number(fields, "address", 1, hanover::MAX_ADDRESS.into(), 1) as u8,
            asks: fields.flag("ask_status").unwrap_or(false),
        },
        Name::AlfaZeta => Protocol::AlfaZeta { panels: panels(fields)? },
        Name::Luminator => luminator(fields)?,
        Name::Mobitec => {
            Protocol::Mobitec { address: number(fields, "address", 0, mobitec::MAX_ADDRESS.into(), 6) as u8 }
        }
        Name::Opc => Protocol::Opc { channel: number(fields, "channel", 0, 255, 0) as u8 },
        Name::Tpm2 => Protocol::Tpm2,
        Name::Tpm2Net => Protocol::Tpm2Net,
        Name::WledUdp => Protocol::WledUdp,
        Name::Colorlight => cards(fields),
        // Not among the words.
        Name::Novastar => return None,
        Name::Artnet => artnet(fields),
        Name::Sacn => sacn(fields, owner)?,
        Name::HuiduSdk2 => Protocol::HuiduSdk2,
        #[cfg(feature = "experimental")]
        Name::Hd2020 => {
            if !fields.has("planes") {
                fields.missing("planes");
            }
            Protocol::Hd2020 { planes: fields.integer("planes", 2..=3)?.value as u8 }
        }
        Name::OnbonBx5 => onbon(fields, Generation::Five),
        Name::OnbonBx6 => onbon(fields, Generation::Six),
        Name::Xixun => Protocol::Xixun { push: number(fields, "push_port", 1, u16::MAX, xixun::PORT_PUSH) },
    };
    Some(At { value, span: word.map_or(place, |at| at.span) })
}

fn onbon(fields: &mut Fields<'_, '_>, generation: Generation) -> Protocol {
    let address = number(fields, "address", 1, EVERY, EVERY);
    Protocol::Onbon { generation, address, secret: None, over: Carrier::Tcp }
}

fn wall(fields: &mut Fields<'_, '_>) -> Protocol {
    Protocol::FlaschenTaschen {
        x: number(fields, "x", 0, 4095, 0),
        y: number(fields, "y", 0, 4095, 0),
        layer: number(fields, "layer", 0, 15, 0) as u8,
        datagram: number(fields, "datagram_bytes", 100, 65_507, Protocol::DATAGRAM),
    }
}

fn luminator(fields: &mut Fields<'_, '_>) -> Option<Protocol> {
    let address = number(fields, "address", 0, u16::MAX, 3);
    if !fields.has("sign") {
        fields.missing("sign");
    }
    let sign = fields.word("sign", &Sign::ALL.map(Sign::word), Sign::parse)?;
    Some(Protocol::Luminator { address, sign: sign.value })
}

/// The addresses of panels; none if the key is absent.
fn panels(fields: &mut Fields<'_, '_>) -> Option<Vec<u8>> {
    let absent = !fields.has("panels");
    let most = i64::from(alfazeta::MAX_ADDRESS);
    let panels = fields.integers("panels", 0..=most, usize::from(alfazeta::MAX_ADDRESS) + 1);
    if absent { Some(Vec::new()) } else { Some(panels?.value.into_iter().map(|at| at as u8).collect()) }
}

fn cards(fields: &mut Fields<'_, '_>) -> Protocol {
    Protocol::Colorlight {
        // At most 255.
        light: (u32::from(number(fields, "card_percent", 1, 100, 100)) * 255 / 100) as u8,
        firmware: fields.integer("firmware", 1..=255).map(|at| at.value as u8),
    }
}

/// A number of `least` to `most`; `absent` if the key is not there or wrong.
pub(super) fn number(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    least: u16,
    most: u16,
    absent: u16,
) -> u16 {
    fields.integer(key, least.into()..=most.into()).map_or(absent, |at| at.value as u16)
}

/// The port of a protocol that is spoken over the carrier of this link.
fn port(protocol: &Protocol, link: &str) -> Option<u16> {
    let carrier = protocol.carriers().iter().find(|carrier| link.starts_with(carrier.word()))?;
    protocol.clone().carried_by(*carrier).default_port()
}

/// Reads `link` and the keys that belong to it.
pub(super) fn address(fields: &mut Fields<'_, '_>, protocol: Option<&Protocol>) -> Option<Address> {
    let link = fields.text("link", 500);
    let baud = fields.integer("baud", 1200..=4_000_000);
    let silence = fields.integer("pause_ms", 0..=10_000);
    let link = link?;
    let port = protocol.and_then(|protocol| port(protocol, &link.value));
    let Some(mut address) = Address::parse(&link.value, port) else {
        fields.fault(link.span, Message::BadLink { link: shortened(&link.value) });
        return None;
    };
    if let (Some(carrier), Some(protocol)) = (address.carrier(), protocol)
        && !protocol.carriers().contains(&carrier)
    {
        let links: Vec<_> =
            protocol.carriers().iter().map(|carrier| format!("`{}`", carrier.word())).collect();
        let message = Message::LinkMismatch { protocol: protocol.to_string(), links: links.join(" / ") };
        fields.fault(link.span, message);
        return None;
    }
    match &mut address {
        Address::Serial { baud: rate, pause, .. } => {
            *pause = Duration::from_millis(silence.map_or(0, |at| at.value as u64));
            let own = protocol.map_or(115_200, Protocol::default_baud);
            *rate = baud.map_or(own, |at| at.value as u32);
        }
        Address::Virtual
        | Address::Udp { .. }
        | Address::Multicast { .. }
        | Address::Tcp { .. }
        | Address::Raw { .. } => {}
    }
    Some(address)
}

/// Reads the keys that say how datagrams leave.
pub(super) fn traffic(fields: &mut Fields<'_, '_>) -> Traffic {
    let own = Traffic::default();
    let number = |at: Option<At<i64>>, absent| at.map_or(absent, |at| at.value as usize);
    Traffic {
        offload: fields.flag("offload").unwrap_or(own.offload),
        pace_mbit: number(fields.integer("pace_mbit", 1..=10_000), own.pace_mbit as usize) as u32,
        burst_bytes: number(fields.integer("burst_bytes", 1500..=1_000_000), own.burst_bytes),
        dscp: number(fields.integer("dscp", 0..=63), own.dscp.into()) as u8,
    }
}

/// Boards on the same serial device share its line: each is told how long the others take, and a speed that is not that of the
/// first board is a fault.
pub(super) fn share(boards: &mut [Board]) -> Vec<(Range<usize>, Message)> {
    let mut lines: BTreeMap<String, (u32, Duration)> = BTreeMap::new();
    let mut faults = Vec::new();
    for board in &*boards {
        let Address::Serial { path, baud, .. } = &board.address else { continue };
        let (speed, time) = lines.entry(path.clone()).or_insert((*baud, Duration::ZERO));
        *time += board.own_time();
        if speed != baud {
            let message = Message::LineSpeeds { path: path.clone(), speed: *speed, other: *baud };
            faults.push((board.id.span.clone(), message));
        }
    }
    for board in boards {
        let Address::Serial { path, .. } = &board.address else { continue };
        let all = lines.get(path).map_or(Duration::ZERO, |line| line.1);
        board.others = all.saturating_sub(board.own_time());
    }
    faults
}

/// Reads how often an unchanged frame is sent again: by the minute where boards keep their picture, else within a second.
pub(super) fn keepalive(fields: &mut Fields<'_, '_>, protocol: Option<&Protocol>) -> Duration {
    if protocol.is_some_and(Protocol::latching) {
        let needs = protocol.map(|_| NOT_LATCHING.to_owned());
        fields.misplaced("keepalive_ms", needs);
        // A card of Huidu that was without power is connected anew, and nobody knows whether writing wears it.
        let own =
            if protocol.is_some_and(|protocol| protocol.name().word() == Name::EXPERIMENT) { 0 } else { 10 };
        return match fields.integer("refresh_minutes", 0..=1440).map_or(own, |at| at.value as u64) {
            0 => Duration::MAX,
            minutes => Duration::from_secs(minutes * 60),
        };
    }
    fields.misplaced("refresh_minutes", protocol.map(|_| LATCHING.to_owned()));
    Duration::from_millis(fields.integer("keepalive_ms", 100..=1000).map_or(800, |at| at.value as u64))
}

/// What a key of boards that keep their picture needs, and what the key of all others does.
const LATCHING: &str =
    "`protocol = \"hanover\"` / `\"alfazeta\"` / `\"luminator\"` / `\"mobitec\"` / `\"huidu-hd2020\"`";
const NOT_LATCHING: &str = "`refresh_minutes`";

impl Address {
    /// Reads `virtual`, or a way that begins with the word of its carrier; `port` is the protocol's own, for links without one.
    pub(super) fn parse(link: &str, port: Option<u16>) -> Option<Self> {
        if link == "virtual" {
            return Some(Self::Virtual);
        }
        if let Some(path) = link.strip_prefix(Carrier::Serial.word()) {
            let plain = path.starts_with('/') && path.len() > 1 && !path.contains('\0');
            let path = path.to_owned();
            return plain.then_some(Self::Serial { path, baud: 115_200, pause: Duration::ZERO });
        }
        if let Some(place) = link.strip_prefix(Carrier::Tcp.word()) {
            return host_and_port(place, port).map(|(host, port)| Self::Tcp { host, port });
        }
        if let Some(interface) = link.strip_prefix(Carrier::Raw.word()) {
            return is_interface(interface).then(|| Self::Raw { interface: interface.to_owned() });
        }
        if let Some(interface) = link.strip_prefix(Carrier::Multicast.word()) {
            let interface = if interface.is_empty() { None } else { Some(interface.parse().ok()?) };
            return Some(Self::Multicast { interface });
        }
        let (host, port) = host_and_port(link.strip_prefix(Carrier::Udp.word())?, port)?;
        Some(Self::Udp { host, port })
    }

    /// What carries it; `None` for the board built into the program, which takes everything.
    pub(super) fn carrier(&self) -> Option<Carrier> {
        match self {
            Self::Virtual => None,
            Self::Udp { .. } => Some(Carrier::Udp),
            Self::Multicast { .. } => Some(Carrier::Multicast),
            Self::Tcp { .. } => Some(Carrier::Tcp),
            Self::Serial { .. } => Some(Carrier::Serial),
            Self::Raw { .. } => Some(Carrier::Raw),
        }
    }
}

/// Whether the kernel takes it for the name of an interface: 1 to 15 bytes, and a file name in `/sys/class/net`.
fn is_interface(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'/' && byte != b':';
    (1..=15).contains(&name.len()) && name.bytes().all(plain) && name != "." && name != ".."
}

/// Reads `host:port`, `[v6]:port`, or a host alone if there is a `port` to be used then.
pub(super) fn host_and_port(text: &str, port: Option<u16>) -> Option<(String, u16)> {
    let (host, tail) = match text.strip_prefix('[') {
        Some(v6) => v6.split_once(']')?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let port = match tail.strip_prefix(':') {
        Some(digits) => digits.parse::<u16>().ok().filter(|port| *port > 0)?,
        None if tail.is_empty() => port?,
        None => return None,
    };
    let named = host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:%".contains(&b));
    (named && !host.is_empty() && host.len() <= 253).then(|| (host.to_owned(), port))
}
