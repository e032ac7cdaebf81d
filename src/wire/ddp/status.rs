//! What DDP displays say of themselves when they are asked: JSON in the data of a reply.
//!
//! | id  | data of the reply |
//! |-----|-------------------|
//! | 251 | `{"status":{"man","mod","ver","mac","push","ntp"}}` |
//! | 250 | `{"config":{"ip","nm","gw","ports":[{"port","ts","l","ss"}]}}` |
//!
//! Source: the protocol's specification (DDPSPEC.md). Not proven: no display at hand answers; WLED and FPP do not. A display
//! that knows the question and not the answer replies without data.
//!
//! Displays wait as many milliseconds as the last byte of their MAC address says, so an answer takes up to half a second;
//! whoever asks should wait one or two. Only questions are made here: nothing is ever written to these ids.

use super::{Header, ID_CONFIG, ID_STATUS, Repr, Sequence};
use crate::wire::WireError;
use serde_json::Value;

/// The longest text that is believed, in characters.
const MAX_TEXT: usize = 64;
/// The most outputs that are believed.
const MAX_PORTS: usize = 64;

/// What a display may be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Who it is.
    Status,
    /// How it is set up.
    Config,
}

impl Header {
    /// The header of a question; there is no data in it.
    #[must_use]
    pub fn question(question: Question) -> Self {
        let id = match question {
            Question::Status => ID_STATUS,
            Question::Config => ID_CONFIG,
        };
        let data_type = super::DataType(0);
        Self { query: true, data_type, id, ..Self::pixels(Sequence::UNUSED, 0, false) }
    }
}

/// Who a display is. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Who made it.
    pub manufacturer: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// The version of its firmware.
    pub version: Option<String>,
    /// Its MAC address, as it writes it.
    pub mac: Option<String>,
    /// Whether it obeys a push.
    pub push: Option<bool>,
    /// Whether it knows the time.
    pub ntp: Option<bool>,
}

/// How a display is set up. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// Its address, as it writes it.
    pub ip: Option<String>,
    /// How many dots each of its outputs has, by the number of the output.
    pub ports: Vec<(u32, u32)>,
}

/// What a display answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Who it is.
    Status(Status),
    /// How it is set up.
    Config(Config),
    /// It is there, and has no answer.
    Nothing,
}

impl Answer {
    /// Reads a datagram that came back.
    ///
    /// # Errors
    /// It is no DDP packet, no reply to one of the questions, or its data is not the JSON there should be.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let Repr { header, data } = Repr::parse(bytes)?;
        if data.is_empty() && !header.query && (header.reply || header.push) {
            return Ok(Self::Nothing);
        }
        if !header.reply {
            return Err(WireError { offset: 0, expected: "the reply flag 04 hex" });
        }
        let expected = "JSON with what was asked for";
        let wrong = WireError { offset: bytes.len() - data.len(), expected };
        let value: Value = serde_json::from_slice(data).map_err(|_| wrong)?;
        match header.id {
            ID_STATUS => value.get("status").map(|of| Self::Status(status(of))).ok_or(wrong),
            ID_CONFIG => value.get("config").map(|of| Self::Config(config(of))).ok_or(wrong),
            _ => Err(WireError { offset: 3, expected: "the id 250 or 251" }),
        }
    }
}

fn status(of: &Value) -> Status {
    Status {
        manufacturer: text(of, "man"),
        model: text(of, "mod"),
        version: text(of, "ver"),
        mac: text(of, "mac"),
        push: flag(of, "push"),
        ntp: flag(of, "ntp"),
    }
}

fn config(of: &Value) -> Config {
    let number =
        |port: &Value, key| port.get(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let ports = of.get("ports").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let ports = ports.iter().filter_map(|port| Some((number(port, "port")?, number(port, "l")?)));
    Config { ip: text(of, "ip"), ports: ports.take(MAX_PORTS).collect() }
}

/// A text without what would move a terminal's cursor.
fn text(of: &Value, key: &str) -> Option<String> {
    let text = of.get(key)?.as_str()?;
    Some(text.chars().filter(|c| !c.is_control()).take(MAX_TEXT).collect())
}

/// Some write 0 and 1.
fn flag(of: &Value, key: &str) -> Option<bool> {
    let value = of.get(key)?;
    value.as_bool().or_else(|| value.as_u64().map(|number| number != 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Packets;

    fn reply(id: u8, data: &[u8]) -> Vec<u8> {
        let mut packets = Packets::default();
        let header = Header { push: true, reply: true, id, ..Header::question(Question::Status) };
        Header { query: false, ..header }.emit(data.len(), &mut packets).copy_from_slice(data);
        packets.bytes().to_vec()
    }

    #[test]
    fn the_questions_are_ten_bytes_and_ask_only() {
        for (question, id) in [(Question::Status, 0xFB), (Question::Config, 0xFA)] {
            let mut packets = Packets::default();
            Repr { header: Header::question(question), data: &[] }.emit(&mut packets).unwrap();
            assert_eq!(packets.bytes(), [0x42, 0, 0, id, 0, 0, 0, 0, 0, 0]);
        }
    }

    #[test]
    fn a_display_says_who_it_is_as_far_as_it_wants_to() {
        let json = br#"{"status":{"man":"Minleon","mod":"NDB","ver":"1.0","mac":"aa:bb","push":true,"ntp":0,"x":[]}}"#;
        let expected = Status {
            manufacturer: Some("Minleon".to_owned()),
            model: Some("NDB".to_owned()),
            version: Some("1.0".to_owned()),
            mac: Some("aa:bb".to_owned()),
            push: Some(true),
            ntp: Some(false),
        };
        assert_eq!(Answer::parse(&reply(ID_STATUS, json)), Ok(Answer::Status(expected)));
        let odd = br#"{"status":{"man":7,"mod":"a\u001b[2Jb","push":"x"}}"#;
        let expected = Status { model: Some("a[2Jb".to_owned()), ..Status::default() };
        assert_eq!(Answer::parse(&reply(ID_STATUS, odd)), Ok(Answer::Status(expected)));
        assert_eq!(Answer::parse(&reply(ID_STATUS, b"")), Ok(Answer::Nothing));
    }

    #[test]
    fn a_display_says_how_many_dots_its_outputs_have() {
        let json = br#"{"config":{"ip":"10.0.0.7","nm":"255.0.0.0","ports":[{"port":0,"ts":0,"l":170,"ss":0},{"l":3},{"port":1,"l":5}]}}"#;
        let expected = Config { ip: Some("10.0.0.7".to_owned()), ports: vec![(0, 170), (1, 5)] };
        assert_eq!(Answer::parse(&reply(ID_CONFIG, json)), Ok(Answer::Config(expected)));
    }

    #[test]
    fn what_is_no_answer_is_refused_at_its_place() {
        let offset = |bytes: &[u8]| Answer::parse(bytes).unwrap_err().offset;
        assert_eq!(offset(&reply(ID_STATUS, b"{")), 10);
        assert_eq!(offset(&reply(ID_STATUS, b"{\"config\":{}}")), 10);
        assert_eq!(offset(&reply(1, b"{}")), 3);
        assert_eq!(offset(b"\x42\0\0\xfb\0\0\0\0\0\0"), 0, "a question is no answer");
        assert_eq!(offset(b"\x41\x01\x0b\x01\0\0\0\0\0\x03\x01\x02\x03"), 0, "dots are no answer");
    }
}
