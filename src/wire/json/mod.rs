//! Frames of every protocol as JSON and back: one object a frame, for people who look at what is on the wire.
//!
//! Bytes are lower-case hex, numbers are decimal. What follows from the other fields (a length, a count, a check byte) is
//! written when decoding; when encoding it may be left out and is worked out anew. Every other key must be there, and no
//! key that is not listed here:
//!
//! | protocol | keys |
//! |----------|------|
//! | `ddp` | `push` `storage` `reply` `query` (true or false), `timecode` (a number or null), `sequence` 0-15, `type` `id` 0-255, `offset`, `data`; worked out: `length` |
//! | `flaschen-taschen` | `form` (`"header"` or `"footer"`), `width` `height`, `x` `y` `layer`, `data` |
//! | `adalight` | `data`; worked out: `dots`, `check` |
//! | `hanover` | `from` (`"host"` or `"sign"`), `command` `address` 0-15, `data` (a text); worked out: `check` |
//! | `alfazeta` | `command` 129-134, `address` 0-63 or 255 (not with 130), `data` |
//! | `luminator` | `type`; then `offset` `data` (data), `count` (count), `address` and for do and does an `operation`, for is a `state`; or `lines`, a list of such objects |
//! | `mobitec` | `address` 0-15, `data`; worked out: `check` |
//! | `opc` | `channel`, `command` (`"pixels"` or `"exclusive"`), `data`; worked out: `length` |
//! | `tpm2` | `kind` (`"data"`, `"question"` or `"answer"`); `"data"` also: `data`; worked out: `length` |
//! | `tpm2-net` | `kind` (`"data"` or `"question"`), `number` `count` 1-255, `data`; worked out: `length` |
//! | `wled-udp` | `form` (`"dnrgb"` and others), `timeout` 0-254; where it is not 0 also: `start`, `data` |
//! | `colorlight` | `message`; `"discover"`: `receiver`; `"reply"`: `receiver`, `major` `minor`, `width` `height`, `received`, `uptime_ms`; `"brightness"`: `colours`; `"row"`: `row`, `first`, `data`, worked out: `dots`; `"display"`: `light`, `colours` |
//! | `novastar` | `message`; `"request"` and `"response"`: `serial` `source` `destination` `device` `port` `card`, `write`, `register`, `wanted`, `data`, worked out: `check`, a response also `ack`; `"search"`: nothing more; `"found"`: `data` |
//! | `onbon-bx5`, `onbon-bx6` | `form` (`"area"`, `"five"`, `"six"`), `to` `from` `device`; not with `"area"`: `phy` `seq` `random` `secret`; with `"six"`: `protocol`; `message` and its own fields, listed in `docs/protocols/onbon.md`. `form` `"font"`: `to`, `message` |
//! | `artnet` | `packet`: `"dmx"` with `sequence` `physical` `universe` `data` (worked out: `length`), `"sync"`, `"poll"` with `talk_to_me` `priority` `more`, `"poll-reply"` with the fields of [`PollReply`](super::artnet::PollReply) |
//! | `sacn` | `packet` `cid`; `"data"` with `source` `priority` `sync` `sequence` `preview` `terminated` `force_sync` `universe` `start_code` `data` (worked out: `slots`), `"sync"` with `sequence` `sync`, `"discovery"` with `source` `page` `last_page` `universes` (an array) |
//! | `xixun` | `message`: `"search"`, or `"signal"` with `number` and `act` (`"on"`, `"off"`, `"mute"`, `"unmute"`, `"next"`, or `"choose"` with `programme` 1-150 and `delay_ms`); worked out: `length`, `check` |
//! | `huidu-sdk2` | `message`: `"version"` with `version`, `"version-answer"` with `version` `code`, `"ask"` and `"answer"` with `total` `offset` and `text` or `data`, `"error"` `"end-answer"` with `code`, `"heartbeat"`, `"heartbeat-answer"`, `"end"`, `"file"` with `md5` `size` `type` `name`, `"file-answer"` with `code` `there`, `"content"` `"content-answer"` with `data`, `"read"` with `name`, `"read-answer"` with `code` `md5` `size` `type` |
//! | `huidu-hd2020` (feature `experimental`) | `message`; not with `"reply"`: `number` 0-255, `id`; `"start"`: `count` 1-255; `"piece"`: `index`, `data`; `"end"`: nothing more; `"reply"`: `card`, `command` `status` `kind` 0-255, `unknown` |

mod adalight;
mod alfazeta;
mod artnet;
mod colorlight;
mod ddp;
mod flaschen_taschen;
mod hanover;
#[cfg(feature = "experimental")]
mod hd2020;
mod huidu;
mod luminator;
mod mobitec;
mod novastar;
mod onbon;
mod opc;
mod sacn;
mod tpm2;
mod tpm2_net;
mod wled;
mod xixun;

use super::{Packets, WireError};
use serde_json::{Map, Value};
use std::str::FromStr;
use thiserror::Error;

/// A protocol by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// `ddp`: one UDP datagram is one frame.
    Ddp,
    /// `flaschen-taschen`: one UDP datagram is one frame.
    FlaschenTaschen,
    /// `adalight`: header and pixels on a serial line are one frame.
    Adalight,
    /// `hanover`: one frame on a serial line.
    Hanover,
    /// `alfazeta`: one frame on a serial line.
    AlfaZeta,
    /// `luminator`: one line of hex digits, or several.
    Luminator,
    /// `mobitec`: one packet on a serial line.
    Mobitec,
    /// `opc`: one message on a TCP stream is one frame.
    Opc,
    /// `tpm2`: one block, question or answer on a serial line is one frame.
    Tpm2,
    /// `tpm2-net`: one UDP datagram is one frame.
    Tpm2Net,
    /// `wled-udp`: one UDP datagram is one frame.
    WledUdp,
    /// `colorlight`: one Ethernet frame without its check sequence is one frame.
    Colorlight,
    /// `novastar`: one packet of the control channel, or one datagram of the search, is one frame.
    Novastar,
    /// `artnet`: one UDP datagram is one frame.
    Artnet,
    /// `sacn`: one UDP datagram is one frame.
    Sacn,
    /// `onbon-bx5`: one frame from its marks to its mark, over a network or a serial line.
    OnbonBx5,
    /// `onbon-bx6`: the same for cards of the next generation; both read both.
    OnbonBx6,
    /// `xixun`: one binary frame, or the search, is one frame.
    Xixun,
    /// `huidu-sdk2`: one message on a TCP stream is one frame.
    HuiduSdk2,
    /// `huidu-hd2020`: one frame or reply on a TCP stream is one frame. An experiment.
    #[cfg(feature = "experimental")]
    Hd2020,
}

/// How many protocols there are.
const COUNT: usize = 19 + cfg!(feature = "experimental") as usize;

impl Name {
    /// All protocols.
    pub const ALL: [Self; COUNT] = [
        Self::Ddp,
        Self::FlaschenTaschen,
        Self::Adalight,
        Self::Hanover,
        Self::AlfaZeta,
        Self::Luminator,
        Self::Mobitec,
        Self::Opc,
        Self::Tpm2,
        Self::Tpm2Net,
        Self::WledUdp,
        Self::Colorlight,
        Self::Novastar,
        Self::Artnet,
        Self::Sacn,
        Self::OnbonBx5,
        Self::OnbonBx6,
        Self::Xixun,
        Self::HuiduSdk2,
        #[cfg(feature = "experimental")]
        Self::Hd2020,
    ];

    /// The word of the protocol that only a build with the feature `experimental` has.
    pub const EXPERIMENT: &str = "huidu-hd2020";

    /// Whether a board is sent its dots by it; by the others it is only asked and dimmed.
    #[must_use]
    pub fn carries_dots(self) -> bool {
        self != Self::Novastar
    }

    /// The word for it in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ddp => "ddp",
            Self::FlaschenTaschen => "flaschen-taschen",
            Self::Adalight => "adalight",
            Self::Hanover => "hanover",
            Self::AlfaZeta => "alfazeta",
            Self::Luminator => "luminator",
            Self::Mobitec => "mobitec",
            Self::Opc => "opc",
            Self::Tpm2 => "tpm2",
            Self::Tpm2Net => "tpm2-net",
            Self::WledUdp => "wled-udp",
            Self::Colorlight => "colorlight",
            Self::Novastar => "novastar",
            Self::Artnet => "artnet",
            Self::Sacn => "sacn",
            Self::OnbonBx5 => "onbon-bx5",
            Self::OnbonBx6 => "onbon-bx6",
            Self::Xixun => "xixun",
            Self::HuiduSdk2 => "huidu-sdk2",
            #[cfg(feature = "experimental")]
            Self::Hd2020 => Self::EXPERIMENT,
        }
    }
}

/// There is no protocol of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no such protocol")]
pub struct UnknownName;

impl FromStr for Name {
    type Err = UnknownName;

    fn from_str(word: &str) -> Result<Self, UnknownName> {
        Self::ALL.into_iter().find(|name| name.word() == word).ok_or(UnknownName)
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a JSON value is not a frame.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JsonError {
    /// The value is not an object.
    #[error("expected one JSON object")]
    NotAnObject,
    /// A key that frames of this protocol do not have.
    #[error("unknown key `{key}`")]
    Unknown {
        /// The key.
        key: String,
    },
    /// A key that is not there.
    #[error("missing key `{key}`")]
    Missing {
        /// The key.
        key: &'static str,
    },
    /// A key whose value is of the wrong type, out of range, or does not fit the other keys.
    #[error("key `{key}`: expected {expected}")]
    Wrong {
        /// The key.
        key: &'static str,
        /// What should have stood there.
        expected: &'static str,
    },
}

/// One frame as a JSON object with all its fields.
///
/// # Errors
/// The bytes are not exactly one frame of the protocol.
pub fn decode(name: Name, bytes: &[u8]) -> Result<Value, WireError> {
    match name {
        Name::Ddp => ddp::decode(bytes),
        Name::FlaschenTaschen => flaschen_taschen::decode(bytes),
        Name::Adalight => adalight::decode(bytes),
        Name::Hanover => hanover::decode(bytes),
        Name::AlfaZeta => alfazeta::decode(bytes),
        Name::Luminator => luminator::decode(bytes),
        Name::Mobitec => mobitec::decode(bytes),
        Name::Opc => opc::decode(bytes),
        Name::Tpm2 => tpm2::decode(bytes),
        Name::Tpm2Net => tpm2_net::decode(bytes),
        Name::WledUdp => wled::decode(bytes),
        Name::Colorlight => colorlight::decode(bytes),
        Name::Novastar => novastar::decode(bytes),
        Name::Artnet => artnet::decode(bytes),
        Name::Sacn => sacn::decode(bytes),
        Name::OnbonBx5 | Name::OnbonBx6 => onbon::decode(bytes),
        Name::Xixun => xixun::decode(bytes),
        Name::HuiduSdk2 => huidu::decode(bytes),
        #[cfg(feature = "experimental")]
        Name::Hd2020 => hd2020::decode(bytes),
    }
}

/// One frame from a JSON object; lengths, counts and check bytes are worked out.
///
/// # Errors
/// The key that is unknown, missing or wrong.
pub fn encode(name: Name, value: &Value) -> Result<Vec<u8>, JsonError> {
    let mut keys = Keys { map: value.as_object().ok_or(JsonError::NotAnObject)?.clone() };
    let mut packets = Packets::default();
    match name {
        Name::Ddp => ddp::encode(&mut keys, &mut packets)?,
        Name::FlaschenTaschen => flaschen_taschen::encode(&mut keys, &mut packets)?,
        Name::Adalight => adalight::encode(&mut keys, &mut packets)?,
        Name::Hanover => hanover::encode(&mut keys, &mut packets)?,
        Name::AlfaZeta => alfazeta::encode(&mut keys, &mut packets)?,
        Name::Luminator => luminator::encode(&mut keys, &mut packets)?,
        Name::Mobitec => mobitec::encode(&mut keys, &mut packets)?,
        Name::Opc => opc::encode(&mut keys, &mut packets)?,
        Name::Tpm2 => tpm2::encode(&mut keys, &mut packets)?,
        Name::Tpm2Net => tpm2_net::encode(&mut keys, &mut packets)?,
        Name::WledUdp => wled::encode(&mut keys, &mut packets)?,
        Name::Colorlight => colorlight::encode(&mut keys, &mut packets)?,
        Name::Novastar => novastar::encode(&mut keys, &mut packets)?,
        Name::Artnet => artnet::encode(&mut keys, &mut packets)?,
        Name::Sacn => sacn::encode(&mut keys, &mut packets)?,
        Name::OnbonBx5 | Name::OnbonBx6 => onbon::encode(&mut keys, &mut packets)?,
        Name::Xixun => xixun::encode(&mut keys, &mut packets)?,
        Name::HuiduSdk2 => huidu::encode(&mut keys, &mut packets)?,
        #[cfg(feature = "experimental")]
        Name::Hd2020 => hd2020::encode(&mut keys, &mut packets)?,
    }
    Ok(packets.bytes().to_vec())
}

/// The keys of an object, taken one by one; what is left at the end is unknown.
struct Keys {
    map: Map<String, Value>,
}

impl Keys {
    fn take(&mut self, key: &'static str) -> Result<Value, JsonError> {
        self.map.remove(key).ok_or(JsonError::Missing { key })
    }

    fn flag(&mut self, key: &'static str) -> Result<bool, JsonError> {
        self.take(key)?.as_bool().ok_or(JsonError::Wrong { key, expected: "true or false" })
    }

    fn number<N: TryFrom<u64>>(&mut self, key: &'static str, expected: &'static str) -> Result<N, JsonError> {
        let number = self.take(key)?.as_u64().and_then(|number| N::try_from(number).ok());
        number.ok_or(JsonError::Wrong { key, expected })
    }

    fn number_or_null(&mut self, key: &'static str) -> Result<Option<u32>, JsonError> {
        if self.map.get(key).is_some_and(Value::is_null) {
            self.map.remove(key);
            return Ok(None);
        }
        self.number(key, "null or a number of 0 to 4294967295").map(Some)
    }

    fn word(&mut self, key: &'static str, expected: &'static str) -> Result<String, JsonError> {
        let value = self.take(key)?;
        value.as_str().map(str::to_owned).ok_or(JsonError::Wrong { key, expected })
    }

    fn array<const N: usize>(
        &mut self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<[u8; N], JsonError> {
        self.bytes(key)?.try_into().map_err(|_| JsonError::Wrong { key, expected })
    }

    fn numbers(&mut self, key: &'static str, expected: &'static str) -> Result<Vec<u16>, JsonError> {
        let value = self.take(key)?;
        let number = |value: &Value| value.as_u64().and_then(|number| u16::try_from(number).ok());
        let numbers = value.as_array().and_then(|values| values.iter().map(number).collect());
        numbers.ok_or(JsonError::Wrong { key, expected })
    }

    fn bytes(&mut self, key: &'static str) -> Result<Vec<u8>, JsonError> {
        let value = self.take(key)?;
        let bytes = value.as_str().and_then(|digits| hex::decode(digits).ok());
        bytes.ok_or(JsonError::Wrong { key, expected: "bytes in hex" })
    }

    /// A number that may stand there and is not believed.
    fn worked_out(&mut self, key: &'static str) -> Result<(), JsonError> {
        match self.map.remove(key) {
            Some(value) if !value.is_u64() => Err(JsonError::Wrong { key, expected: "a number" }),
            _ => Ok(()),
        }
    }

    fn end(&self) -> Result<(), JsonError> {
        match self.map.keys().next() {
            Some(key) => Err(JsonError::Unknown { key: key.clone() }),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn push() -> Value {
        decode(Name::Ddp, b"\x41\x03\x0b\x01\0\0\0\0\0\x03\xff\0\0").unwrap()
    }

    fn refused(name: Name, mut value: Value, key: &str, to: Value) -> String {
        value[key] = to;
        encode(name, &value).unwrap_err().to_string()
    }

    #[test]
    fn a_frame_is_an_object_of_all_its_fields() {
        let expected = json!({
            "push": true, "storage": false, "reply": false, "query": false, "timecode": null, "sequence": 3,
            "type": 11, "id": 1, "offset": 0, "length": 3, "data": "ff0000",
        });
        assert_eq!(push(), expected);
    }

    #[test]
    fn lengths_counts_and_checks_are_worked_out_anew() {
        let mut value = push();
        value["data"] = json!("0102");
        assert_eq!(encode(Name::Ddp, &value).unwrap()[8..], [0, 2, 1, 2]);
        value.as_object_mut().unwrap().remove("length");
        assert_eq!(encode(Name::Ddp, &value).unwrap()[8..], [0, 2, 1, 2]);
        let adalight = json!({ "data": "010203040506", "dots": 77, "check": 0 });
        assert_eq!(encode(Name::Adalight, &adalight).unwrap(), b"Ada\x00\x01\x54\x01\x02\x03\x04\x05\x06");
    }

    #[test]
    fn a_refusal_names_the_key() {
        let ddp = |key: &str, to| refused(Name::Ddp, push(), key, to);
        assert_eq!(ddp("colour", json!(1)), "unknown key `colour`");
        assert_eq!(ddp("push", json!(1)), "key `push`: expected true or false");
        assert_eq!(ddp("sequence", json!(16)), "key `sequence`: expected a number of 0 to 15");
        assert_eq!(ddp("type", json!(64)), "key `type`: expected a data type that exists (11 for RGB)");
        assert_eq!(ddp("id", json!(246)), "key `id`: expected an id other than 246 and 250");
        assert_eq!(ddp("id", json!(0)), "key `id`: expected an id of 1 to 255");
        assert_eq!(ddp("offset", json!(-1)), "key `offset`: expected a number of 0 to 4294967295");
        assert_eq!(ddp("length", json!("3")), "key `length`: expected a number");
        assert_eq!(ddp("data", json!("f")), "key `data`: expected bytes in hex");
        assert_eq!(ddp("data", json!("00".repeat(1441))), "key `data`: expected at most 1440 bytes, in hex");
        assert_eq!(encode(Name::Ddp, &json!({})).unwrap_err(), JsonError::Missing { key: "push" });
        assert_eq!(encode(Name::Ddp, &json!([])).unwrap_err(), JsonError::NotAnObject);
        assert!(encode(Name::Adalight, &json!({ "data": "" })).unwrap_err().to_string().contains("`data`"));
    }

    #[test]
    fn a_picture_that_does_not_fit_its_size_is_refused_by_its_key() {
        let datagram = b"P6\n1 1\n#FT: 3 1 5\n255\n\xff\x00\x00";
        let value = decode(Name::FlaschenTaschen, datagram).unwrap();
        let ft = |key: &str, to| refused(Name::FlaschenTaschen, value.clone(), key, to);
        for (key, to) in [
            ("form", json!("plain")),
            ("width", json!(0)),
            ("height", json!(0)),
            ("height", json!(60_000)),
            ("x", json!(16_384)),
            ("y", json!(70_000)),
            ("layer", json!(16)),
            ("data", json!("ff00")),
        ] {
            let refusal = ft(key, to.clone());
            assert!(refusal.starts_with(&format!("key `{key}`")), "{key} = {to}: {refusal}");
        }
    }

    #[test]
    fn every_protocol_reads_back_from_its_word() {
        for name in Name::ALL {
            assert_eq!(name.to_string().parse(), Ok(name));
        }
        assert_eq!("DDP".parse::<Name>(), Err(UnknownName));
    }
}
