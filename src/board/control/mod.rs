//! The second way to a board, beside its dots: asking how it is, dimming it, switching its lamps off and letting it go.
//!
//! Pure like everything here: bytes go in and come out, time is an argument. Only orders on an allow-list exist: nothing
//! is written that a board keeps or restarts on.

pub mod novastar;
pub mod wled;

use core::net::IpAddr;
use std::time::Duration;

/// What a board says of itself. Every field is what it claims, and absent where it says nothing of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// When it said the last of it, on the clock that never jumps.
    pub at: Duration,
    /// The highest temperature of its parts, in degrees Celsius.
    pub temperature_c: Option<f32>,
    /// The highest relative humidity, in per cent.
    pub humidity_percent: Option<u8>,
    /// The lowest supply voltage of its parts.
    pub volts: Option<f32>,
    /// The turns of its fans in a minute.
    pub fans_rpm: Vec<u16>,
    /// What it measures of smoke; the scale is the device's own.
    pub smoke: Option<u8>,
    /// Whether a picture arrives.
    pub signal: Option<bool>,
    /// The current it takes.
    pub amperes: Option<f32>,
    /// The pictures it shows in a second.
    pub fps: Option<u16>,
    /// The version of its program.
    pub version: Option<String>,
    /// The number of its model.
    pub model: Option<u16>,
    /// Seconds since it was switched on.
    pub uptime_s: Option<u64>,
    /// Whether it shows what it is sent, rather than something of its own.
    pub live: Option<bool>,
    /// Who sends it what it shows.
    pub source: Option<IpAddr>,
    /// Width and height in dots.
    pub size: Option<(u16, u16)>,
    /// How bright it is, 0 to 255.
    pub brightness: Option<u8>,
    /// Whether its lamps are switched off.
    pub blank: Option<bool>,
    /// The current to which it limits them; none if it does not.
    pub amperes_limit: Option<f32>,
    /// The protocol of what it is sent, in its own words, at most 64 characters; empty if it is sent nothing.
    pub source_kind: Option<String>,
    /// How many dots it has.
    pub dots: Option<u32>,
    /// How well it hears its wireless network, in per cent.
    pub wifi_percent: Option<u8>,
    /// The memory it has left, in bytes.
    pub free_bytes: Option<u64>,
}
