//! Frames for AlfaZeta panels as JSON.

use super::{JsonError, Keys};
use crate::wire::alfazeta::Repr;
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { command, address, columns } = Repr::parse(bytes)?;
    let mut value = json!({ "command": command, "data": hex::encode(columns) });
    // Only the refresh has none, and TOML no word for that.
    if let Some(address) = address {
        value["address"] = json!(address);
    }
    Ok(value)
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let command = keys.number("command", "a number of 129 to 134")?;
    let address = if keys.map.contains_key("address") {
        Some(keys.number("address", "0 to 63, or 255 for all panels")?)
    } else {
        None
    };
    let columns = keys.bytes("data")?;
    keys.end()?;
    Repr { command, address, columns: &columns }.emit(packets).map_err(|error| match error.offset {
        1 => JsonError::Wrong { key: "command", expected: "a number of 129 to 134" },
        2 => JsonError::Wrong { key: "address", expected: error.expected },
        _ => JsonError::Wrong { key: "data", expected: "one byte below 80 for every column, in hex" },
    })
}
