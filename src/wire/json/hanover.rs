//! Frames of Hanover lines as JSON.

use super::{JsonError, Keys};
use crate::wire::hanover::{From, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { from, command, address, data } = Repr::parse(bytes)?;
    let check = bytes.get(bytes.len() - 2..).and_then(|digits| hex::decode(digits).ok());
    Ok(json!({
        "from": word(from), "command": command, "address": address, "data": String::from_utf8_lossy(data),
        "check": check.and_then(|check| check.first().copied()),
    }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("check")?;
    let from = match keys.take("from")?.as_str() {
        Some("host") => From::Host,
        Some("sign") => From::Sign,
        _ => return Err(JsonError::Wrong { key: "from", expected: "\"host\" or \"sign\"" }),
    };
    let command = keys.number("command", "a number of 0 to 15")?;
    let address = keys.number("address", "a number of 0 to 15")?;
    let data = keys.take("data")?;
    keys.end()?;
    let expected = "at most 4098 printable ASCII characters";
    let data = data.as_str().ok_or(JsonError::Wrong { key: "data", expected })?.as_bytes();
    Repr { from, command, address, data }.emit(packets).map_err(|error| match error.offset {
        1 => JsonError::Wrong { key: "command", expected: error.expected },
        2 => JsonError::Wrong { key: "address", expected: error.expected },
        _ => JsonError::Wrong { key: "data", expected },
    })
}

fn word(from: From) -> &'static str {
    match from {
        From::Host => "host",
        From::Sign => "sign",
    }
}
