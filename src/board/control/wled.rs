//! WLED over HTTP: `GET /json/info` read and judged, and the few things that `POST /json/state` is asked.
//!
//! Source: WLED (json.cpp). Fields come and go with its versions, so every one is optional, and one of a wrong type counts
//! as missing.

use super::Reading;
use crate::board::Protocol;
use crate::wire::json::Name;
use core::net::IpAddr;
use serde_json::Value;
use std::time::Duration;
use thiserror::Error;

/// The TCP port of its page.
pub const PORT: u16 = 80;
/// Where its state is read.
pub const INFO_PATH: &str = "/json/info";
/// Where orders go.
pub const STATE_PATH: &str = "/json/state";
/// The longest answer that is read, in bytes.
pub const MAX_ANSWER: usize = 64 * 1024;

/// The longest text that is kept, in characters.
const MAX_TEXT: usize = 64;
/// Below this a wireless network is worth a word, in per cent.
const WEAK_PERCENT: u8 = 30;
/// So many readings in a row have to say so before a board counts as showing something else: it is between two frames, or
/// was switched on, once in a while.
const STRANGE_READINGS: u8 = 2;

/// Why an answer says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// The board has no room to answer just now: ask again after a second.
    #[error("the board is busy (error {code})")]
    Busy {
        /// Its number for that.
        code: u64,
    },
    /// Longer than [`MAX_ANSWER`].
    #[error("an answer of more than {MAX_ANSWER} bytes")]
    TooLong,
    /// Not JSON, or none of WLED.
    #[error("not what WLED answers")]
    Strange,
}

/// Reads what `/json/info` gave at `at`.
///
/// # Errors
/// Why it says nothing.
pub fn read(body: &[u8], at: Duration) -> Result<Reading, Unreadable> {
    if body.len() > MAX_ANSWER {
        return Err(Unreadable::TooLong);
    }
    let value: Value = serde_json::from_slice(body).map_err(|_| Unreadable::Strange)?;
    if let Some(code) = value.get("error").and_then(Value::as_u64) {
        return Err(Unreadable::Busy { code });
    }
    // `/json` has it one step deeper.
    let info = value.get("info").unwrap_or(&value);
    let leds = info.get("leds").filter(|leds| leds.is_object()).ok_or(Unreadable::Strange)?;
    let amperes = |key| number::<u32>(leds, key).map(|milli| milli as f32 / 1000.0);
    let matrix = leds.get("matrix");
    let side = |key| matrix.and_then(|matrix| number::<u16>(matrix, key));
    Ok(Reading {
        at,
        amperes: amperes("pwr"),
        amperes_limit: amperes("maxpwr").filter(|limit| *limit > 0.0),
        fps: number(leds, "fps"),
        version: text(info, "ver"),
        uptime_s: number(info, "uptime"),
        live: info.get("live").and_then(Value::as_bool),
        source_kind: text(info, "lm"),
        source: text(info, "lip").and_then(|address| address.parse().ok()),
        size: side("w").zip(side("h")),
        dots: number(leds, "count"),
        wifi_percent: info.get("wifi").and_then(|wifi| number(wifi, "signal")),
        free_bytes: number(info, "freeheap"),
        ..Reading::default()
    })
}

fn number<N: TryFrom<u64>>(of: &Value, key: &str) -> Option<N> {
    of.get(key)?.as_u64().and_then(|number| N::try_from(number).ok())
}

/// A text without what would move a terminal's cursor.
fn text(of: &Value, key: &str) -> Option<String> {
    let text = of.get(key)?.as_str()?;
    Some(text.chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect())
}

/// What a board should say of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// Width × height in dots.
    pub size: (u16, u16),
    /// What it calls the protocol it is spoken to in; see [`kind_of`].
    pub kind: Option<&'static str>,
    /// Our own addresses; empty if they are not known.
    pub sources: Vec<IpAddr>,
}

/// What WLED calls the source of frames in this protocol, `None` if it does not speak it.
#[must_use]
pub fn kind_of(protocol: &Protocol) -> Option<&'static str> {
    match protocol.name() {
        Name::Ddp => Some("DDP"),
        Name::Adalight | Name::Tpm2 => Some("USB Adalight/TPM2"),
        Name::Tpm2Net => Some("tpm2.net"),
        Name::WledUdp => Some("UDP"),
        name => match name.word() {
            "artnet" => Some("Art-Net"),
            "sacn" => Some("E1.31"),
            _ => None,
        },
    }
}

/// What is wrong with a board, or worth knowing.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// Its matrix has another size: dots would land in wrong places. Nothing should be sent to it.
    Size {
        /// Width × height in dots.
        found: (u16, u16),
    },
    /// It has another number of dots, and does not say how they lie.
    Dots {
        /// How many.
        found: u32,
    },
    /// It shows a show of its own.
    NotLive,
    /// It shows what comes in another protocol.
    OtherProtocol {
        /// In its own words.
        kind: String,
    },
    /// It shows what somebody else sends.
    OtherSource {
        /// Who.
        source: IpAddr,
    },
    /// It is live and draws nothing.
    Stalled,
    /// It dims its lamps, since they would take more than it is allowed.
    PowerLimit {
        /// What they take, in amperes.
        amperes: f32,
        /// What it is allowed, in amperes.
        limit: f32,
    },
    /// It was started anew since the last reading.
    Restarted {
        /// Seconds ago.
        uptime_s: u64,
    },
    /// It hardly hears its wireless network.
    WeakWifi {
        /// How well.
        percent: u8,
    },
}

/// Judges the readings of one board in the order they are made.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    uptime_s: Option<u64>,
    strange: u8,
}

impl Watch {
    /// Everything that is to be said of this reading; nothing if the board is as it should be. That it shows something
    /// else is said from the second reading in a row on.
    pub fn judge(&mut self, reading: &Reading, expected: &Expected) -> Vec<Finding> {
        let mut findings = Vec::from_iter(size(reading, expected));
        let strange = strange(reading, expected);
        self.strange = if strange.is_some() { self.strange.saturating_add(1) } else { 0 };
        findings.extend(strange.filter(|_| self.strange >= STRANGE_READINGS));
        if reading.live == Some(true) && reading.fps == Some(0) {
            findings.push(Finding::Stalled);
        }
        if let (Some(amperes), Some(limit)) = (reading.amperes, reading.amperes_limit)
            && amperes >= limit
        {
            findings.push(Finding::PowerLimit { amperes, limit });
        }
        let before = self.uptime_s;
        self.uptime_s = reading.uptime_s.or(before);
        if let (Some(before), Some(uptime_s)) = (before, reading.uptime_s)
            && uptime_s < before
        {
            findings.push(Finding::Restarted { uptime_s });
        }
        if let Some(percent) = reading.wifi_percent.filter(|percent| *percent < WEAK_PERCENT) {
            findings.push(Finding::WeakWifi { percent });
        }
        findings
    }
}

fn size(reading: &Reading, expected: &Expected) -> Option<Finding> {
    if let Some(found) = reading.size {
        return (found != expected.size).then_some(Finding::Size { found });
    }
    let dots = u32::from(expected.size.0) * u32::from(expected.size.1);
    reading.dots.filter(|found| *found != dots).map(|found| Finding::Dots { found })
}

/// What it shows instead of what it is sent.
fn strange(reading: &Reading, expected: &Expected) -> Option<Finding> {
    if reading.live == Some(false) {
        return Some(Finding::NotLive);
    }
    if let (Some(kind), Some(wanted)) = (&reading.source_kind, expected.kind)
        && !kind.is_empty()
        && kind != wanted
    {
        return Some(Finding::OtherProtocol { kind: kind.clone() });
    }
    let known = !expected.sources.is_empty();
    let stranger = reading.source.filter(|source| known && !expected.sources.contains(source));
    stranger.map(|source| Finding::OtherSource { source })
}

/// What may be asked of a board. There is nothing else: no restart, no settings, no presets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Be switched on or off, and so bright.
    Light {
        /// Whether it is lit.
        on: bool,
        /// 1 to 255; 0 is taken for 1, for WLED means off by it.
        brightness: u8,
    },
    /// Leave the live mode now.
    Release,
}

impl Order {
    /// What is posted to [`STATE_PATH`].
    #[must_use]
    pub fn body(self) -> String {
        match self {
            Self::Light { on, brightness } => format!("{{\"on\":{on},\"bri\":{}}}", brightness.max(1)),
            Self::Release => "{\"live\":false}".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn us() -> IpAddr {
        IpAddr::from([192, 168, 4, 2])
    }

    fn expected() -> Expected {
        Expected { size: (64, 32), kind: kind_of(&Protocol::DDP), sources: vec![us()] }
    }

    fn info() -> Value {
        json!({
            "ver": "0.15.0", "uptime": 1000, "freeheap": 120_000, "live": true, "lm": "DDP", "lip": "192.168.4.2",
            "leds": {
                "count": 2048, "fps": 42, "pwr": 1500, "maxpwr": 8000, "matrix": { "w": 64, "h": 32 },
            },
            "wifi": { "signal": 80, "rssi": -60 },
        })
    }

    fn reading(change: impl FnOnce(&mut Value)) -> Reading {
        let mut value = info();
        change(&mut value);
        read(value.to_string().as_bytes(), Duration::from_secs(5)).unwrap()
    }

    fn findings(change: impl FnOnce(&mut Value)) -> Vec<Finding> {
        let (mut watch, reading) = (Watch::default(), reading(change));
        watch.judge(&reading, &expected());
        watch.judge(&reading, &expected())
    }

    #[test]
    fn everything_a_board_says_is_read() {
        let reading = reading(|_| ());
        assert_eq!((reading.at, reading.version.as_deref()), (Duration::from_secs(5), Some("0.15.0")));
        assert_eq!((reading.amperes, reading.amperes_limit, reading.fps), (Some(1.5), Some(8.0), Some(42)));
        assert_eq!((reading.uptime_s, reading.free_bytes), (Some(1000), Some(120_000)));
        assert_eq!(
            (reading.live, reading.source_kind.as_deref(), reading.source),
            (Some(true), Some("DDP"), Some(us()))
        );
        assert_eq!(
            (reading.size, reading.dots, reading.wifi_percent),
            (Some((64, 32)), Some(2048), Some(80))
        );
        assert_eq!(findings(|_| ()), []);
    }

    #[test]
    fn a_board_that_says_little_or_nonsense_is_read_as_far_as_it_goes() {
        let at = Duration::ZERO;
        assert_eq!(read(br#"{"leds":{}}"#, at), Ok(Reading::default()));
        let odd = br#"{"leds":{"count":-1,"fps":70000,"maxpwr":0,"matrix":{"w":4}},"live":1,"lip":"","ver":7,"wifi":[]}"#;
        assert_eq!(read(odd, at), Ok(Reading::default()));
        assert_eq!(read(br#"{"error":3}"#, at), Err(Unreadable::Busy { code: 3 }));
        for strange in [&b""[..], b"<html>", b"[]", b"{}", b"{\"leds\":3}"] {
            assert_eq!(read(strange, at), Err(Unreadable::Strange));
        }
        assert_eq!(read(&vec![b' '; MAX_ANSWER + 1], at), Err(Unreadable::TooLong));
        assert_eq!(read(&b"[".repeat(MAX_ANSWER), at), Err(Unreadable::Strange), "not deeper than the stack");
    }

    #[test]
    fn each_thing_that_is_wrong_is_a_finding_of_its_own() {
        let source = IpAddr::from([10, 0, 0, 9]);
        for (key, to, finding) in [
            ("/leds/matrix/w", json!(32), Finding::Size { found: (32, 32) }),
            ("/live", json!(false), Finding::NotLive),
            ("/lm", json!("E1.31"), Finding::OtherProtocol { kind: "E1.31".to_owned() }),
            ("/lip", json!("10.0.0.9"), Finding::OtherSource { source }),
            ("/leds/fps", json!(0), Finding::Stalled),
            ("/leds/pwr", json!(8000), Finding::PowerLimit { amperes: 8.0, limit: 8.0 }),
            ("/wifi/signal", json!(29), Finding::WeakWifi { percent: 29 }),
        ] {
            assert_eq!(findings(|info| *info.pointer_mut(key).unwrap() = to), [finding], "{key}");
        }
        let one_dimension = |info: &mut Value| {
            info["leds"] = json!({ "count": 2047, "fps": 1 });
        };
        assert_eq!(findings(one_dimension), [Finding::Dots { found: 2047 }]);
    }

    #[test]
    fn a_board_shows_something_else_only_when_it_says_so_twice_in_a_row() {
        let (mut watch, ours, other) =
            (Watch::default(), reading(|_| ()), reading(|info| info["live"] = json!(false)));
        let mut judge = |reading| watch.judge(reading, &expected());
        assert_eq!(judge(&other), []);
        assert_eq!(judge(&ours), []);
        assert_eq!(judge(&other), []);
        assert_eq!(judge(&other), [Finding::NotLive]);
        assert_eq!(judge(&other), [Finding::NotLive]);
        assert_eq!(judge(&ours), []);
    }

    #[test]
    fn a_restart_is_said_once() {
        let mut watch = Watch::default();
        let mut judge = |uptime: Value| watch.judge(&reading(|info| info["uptime"] = uptime), &expected());
        assert_eq!(judge(json!(500)), []);
        assert_eq!(judge(json!(null)), [], "a reading without it says nothing");
        assert_eq!(judge(json!(7)), [Finding::Restarted { uptime_s: 7 }]);
        assert_eq!(judge(json!(12)), []);
    }

    #[test]
    fn nothing_can_be_asked_of_a_board_but_light_and_release() {
        let bodies = [
            Order::Light { on: true, brightness: 128 }.body(),
            Order::Light { on: false, brightness: 0 }.body(),
            Order::Release.body(),
        ];
        assert_eq!(bodies, ["{\"on\":true,\"bri\":128}", "{\"on\":false,\"bri\":1}", "{\"live\":false}"]);
        for body in bodies {
            let value: Value = serde_json::from_str(&body).unwrap();
            let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
            assert!(keys.iter().all(|key| ["on", "bri", "live"].contains(&key.as_str())), "{body}");
        }
    }
}
