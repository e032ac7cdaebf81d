//! Lines for and from Luminator signs as JSON; several of them one after the other are `lines`.

use super::{JsonError, Keys};
use crate::wire::luminator::{Chunk, Message, Operation, State};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

/// The most lines of one object: those of the largest page, and more than enough.
const MAX_LINES: usize = 256;

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let (first, mut at) = Message::parse_first(bytes)?;
    if at == bytes.len() {
        return Ok(object(first));
    }
    let mut lines = vec![object(first)];
    while at < bytes.len() {
        if lines.len() == MAX_LINES {
            return Err(WireError { offset: at, expected: "at most 256 lines" });
        }
        let line = Message::parse_first(&bytes[at..]);
        let (message, len) = line.map_err(|error| WireError { offset: at + error.offset, ..error })?;
        lines.push(object(message));
        at += len;
    }
    Ok(json!({ "lines": lines }))
}

fn object(message: Message) -> Value {
    match message {
        Message::Data { offset, chunk } => {
            json!({ "type": "data", "offset": offset, "data": hex::encode(chunk.bytes()) })
        }
        Message::Count(count) => json!({ "type": "count", "count": count }),
        Message::Hello(address) => json!({ "type": "hello", "address": address }),
        Message::Query(address) => json!({ "type": "query", "address": address }),
        Message::Goodbye(address) => json!({ "type": "goodbye", "address": address }),
        Message::Complete(address) => json!({ "type": "complete", "address": address }),
        Message::Do(address, operation) => {
            json!({ "type": "do", "address": address, "operation": operation.word() })
        }
        Message::Does(address, operation) => {
            json!({ "type": "does", "address": address, "operation": operation.word() })
        }
        Message::Is(address, state) => json!({ "type": "is", "address": address, "state": state.word() }),
    }
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    if !keys.map.contains_key("lines") {
        return one(keys, packets);
    }
    let expected = "2 to 256 objects, one a line";
    let wrong = JsonError::Wrong { key: "lines", expected };
    let lines = keys.take("lines")?;
    keys.end()?;
    let lines =
        lines.as_array().filter(|lines| (2..=MAX_LINES).contains(&lines.len())).ok_or(wrong.clone())?;
    for line in lines {
        one(&mut Keys { map: line.as_object().ok_or(wrong.clone())?.clone() }, packets)?;
    }
    Ok(())
}

fn one(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let number = "a number of 0 to 65535";
    let kind = keys.take("type")?;
    let message = match kind.as_str().unwrap_or_default() {
        "data" => {
            let wrong = JsonError::Wrong { key: "data", expected: "1 to 16 bytes, in hex" };
            let chunk = Chunk::new(&keys.bytes("data")?).ok_or(wrong)?;
            Message::Data { offset: keys.number("offset", number)?, chunk }
        }
        "count" => Message::Count(keys.number("count", number)?),
        word => {
            let address = keys.number("address", number);
            match word {
                "hello" => Message::Hello(address?),
                "query" => Message::Query(address?),
                "goodbye" => Message::Goodbye(address?),
                "complete" => Message::Complete(address?),
                "do" => Message::Do(address?, operation(keys)?),
                "does" => Message::Does(address?, operation(keys)?),
                "is" => Message::Is(address?, state(keys)?),
                _ => {
                    let expected = "data, count, hello, query, goodbye, do, is, does or complete";
                    return Err(JsonError::Wrong { key: "type", expected });
                }
            }
        }
    };
    keys.end()?;
    message.emit(packets);
    Ok(())
}

fn operation(keys: &mut Keys) -> Result<Operation, JsonError> {
    let word = keys.take("operation")?;
    let expected =
        "receive-config, receive-pixels, show-loaded-page, load-next-page, start-reset or finish-reset";
    word.as_str().and_then(Operation::parse).ok_or(JsonError::Wrong { key: "operation", expected })
}

fn state(keys: &mut Keys) -> Result<State, JsonError> {
    let word = keys.take("state")?;
    let expected = "a state of a sign, for example page-shown";
    word.as_str().and_then(State::parse).ok_or(JsonError::Wrong { key: "state", expected })
}
