//! Frames for and from Huidu's single-colour cards as JSON.

use super::{JsonError, Keys};
use crate::wire::hd2020::{Frame, Reply, Request};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    if bytes.starts_with(b"HR") {
        let Reply { id, command, status, kind, unknown } = Reply::parse(bytes)?;
        return Ok(json!({
            "message": "reply", "card": hex::encode(id), "command": command, "status": status, "kind": kind,
            "unknown": hex::encode(unknown),
        }));
    }
    let Frame { number, request } = Frame::parse(bytes)?;
    Ok(match request {
        Request::Start { id, count } => {
            json!({ "message": "start", "number": number, "id": id, "count": count })
        }
        Request::Piece { id, index, data } => {
            json!({ "message": "piece", "number": number, "id": id, "index": index, "data": hex::encode(data) })
        }
        Request::End { id } => json!({ "message": "end", "number": number, "id": id }),
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    const BYTE: &str = "a number of 0 to 255";
    const WORD: &str = "a number of 0 to 65535";
    let message = keys.take("message")?;
    let message = message.as_str().unwrap_or_default();
    if message == "reply" {
        let reply = Reply {
            id: keys.array("card", "16 bytes, in hex")?,
            command: keys.number("command", BYTE)?,
            status: keys.number("status", BYTE)?,
            kind: keys.number("kind", BYTE)?,
            unknown: keys.array("unknown", "5 bytes, in hex")?,
        };
        keys.end()?;
        reply.emit(packets);
        return Ok(());
    }
    if !matches!(message, "start" | "piece" | "end") {
        return Err(JsonError::Wrong { key: "message", expected: "start, piece, end or reply" });
    }
    let (number, id) = (keys.number("number", BYTE)?, keys.number("id", WORD)?);
    let data;
    let (request, key) = match message {
        "start" => (Request::Start { id, count: keys.number("count", "a number of 1 to 255")? }, "count"),
        "piece" => {
            let index = keys.number("index", WORD)?;
            data = keys.bytes("data")?;
            (Request::Piece { id, index, data: &data }, "data")
        }
        _ => (Request::End { id }, "id"),
    };
    keys.end()?;
    let emitted = Frame { number, request }.emit(packets);
    emitted.map_err(|error| JsonError::Wrong { key, expected: error.expected })
}
