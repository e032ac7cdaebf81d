//! Messages of Huidu's SDK 2.0 as JSON.

use super::{JsonError, Keys};
use crate::wire::huidu::{FileKind, Message, Part, Request};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    Ok(match Message::parse(bytes)? {
        Message::Version(version) => json!({ "message": "version", "version": version }),
        Message::VersionAnswer(version, code) => {
            json!({ "message": "version-answer", "version": version, "code": code })
        }
        Message::Ask(part) => of_part("ask", &part),
        Message::Answer(part) => of_part("answer", &part),
        Message::Error(code) => json!({ "message": "error", "code": code }),
        Message::Heartbeat => json!({ "message": "heartbeat" }),
        Message::HeartbeatAnswer => json!({ "message": "heartbeat-answer" }),
        Message::File { md5, size, kind, name } => {
            json!({ "message": "file", "md5": hex::encode(md5), "size": size, "type": kind.number(), "name": name })
        }
        Message::FileAnswer(code, there) => json!({ "message": "file-answer", "code": code, "there": there }),
        Message::Content(data) => json!({ "message": "content", "data": hex::encode(data) }),
        Message::ContentAnswer(data) => json!({ "message": "content-answer", "data": hex::encode(data) }),
        Message::End => json!({ "message": "end" }),
        Message::EndAnswer(code) => json!({ "message": "end-answer", "code": code }),
        Message::Read(name) => json!({ "message": "read", "name": name }),
        Message::ReadAnswer(code, md5, size, kind) => {
            json!({ "message": "read-answer", "code": code, "md5": hex::encode(md5), "size": size, "type": kind })
        }
    })
}

fn of_part(message: &str, part: &Part) -> Value {
    let mut value = json!({ "message": message, "total": part.total(), "offset": part.offset() });
    match std::str::from_utf8(part.bytes()) {
        Ok(text) => value["text"] = json!(text),
        Err(_) => value["data"] = json!(hex::encode(part.bytes())),
    }
    value
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    const CODE: &str = "a number of 0 to 65535";
    const SIZE: &str = "a number";
    const NAME: &str = "a text";
    let expected = "the word of a message";
    let word = keys.word("message", expected)?;
    let message = match word.as_str() {
        "version" => Message::Version(keys.number("version", SIZE)?),
        "version-answer" => Message::VersionAnswer(keys.number("version", SIZE)?, keys.number("code", CODE)?),
        "ask" | "answer" => part(keys, word == "ask")?,
        "error" => Message::Error(keys.number("code", CODE)?),
        "heartbeat" => Message::Heartbeat,
        "heartbeat-answer" => Message::HeartbeatAnswer,
        "file" => Message::File {
            md5: keys.array("md5", "16 bytes in hex")?,
            size: keys.number("size", SIZE)?,
            kind: kind(keys)?,
            name: keys.word("name", NAME)?,
        },
        "file-answer" => Message::FileAnswer(keys.number("code", CODE)?, keys.number("there", SIZE)?),
        "content" => Message::Content(keys.bytes("data")?),
        "content-answer" => Message::ContentAnswer(keys.bytes("data")?),
        "end" => Message::End,
        "end-answer" => Message::EndAnswer(keys.number("code", CODE)?),
        "read" => Message::Read(keys.word("name", NAME)?),
        "read-answer" => Message::ReadAnswer(
            keys.number("code", CODE)?,
            keys.array("md5", "16 bytes in hex")?,
            keys.number("size", SIZE)?,
            keys.number("type", CODE)?,
        ),
        _ => return Err(JsonError::Wrong { key: "message", expected }),
    };
    keys.end()?;
    message.emit(packets).map_err(|error| JsonError::Wrong { key: "message", expected: error.expected })
}

fn kind(keys: &mut Keys) -> Result<FileKind, JsonError> {
    let expected = "0 or 128, a picture: other files are never written";
    match keys.number("type", expected)? {
        0_u16 => Ok(FileKind::Image),
        128 => Ok(FileKind::PassingImage),
        _ => Err(JsonError::Wrong { key: "type", expected }),
    }
}

/// A part; of a question only one that is whole and may be asked.
fn part(keys: &mut Keys, asks: bool) -> Result<Message, JsonError> {
    let (total, offset) = (keys.number("total", "a number")?, keys.number("offset", "a number")?);
    let bytes = match keys.map.contains_key("data") {
        true => keys.bytes("data")?,
        false => keys.word("text", "XML")?.into_bytes(),
    };
    if asks && (offset != 0 || total as usize != bytes.len() || Request::parse(&bytes).is_none()) {
        let expected = "a whole question that may be asked of a card: others are never written";
        return Err(JsonError::Wrong { key: "text", expected });
    }
    let expected = "a part that lies within the whole";
    let part = Part::of(total, offset, bytes).ok_or(JsonError::Wrong { key: "total", expected })?;
    Ok(if asks { Message::Ask(part) } else { Message::Answer(part) })
}
