//! OPC messages as JSON.

use super::{JsonError, Keys};
use crate::wire::opc::{Command, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { channel, command, data } = Repr::parse(bytes)?;
    let command = match command {
        Command::Pixels => "pixels",
        Command::Exclusive => "exclusive",
    };
    Ok(json!({ "channel": channel, "command": command, "length": data.len(), "data": hex::encode(data) }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("length")?;
    let channel = keys.number("channel", "a number of 0 to 255")?;
    let expected = "\"pixels\" or \"exclusive\"";
    let command = match keys.take("command")?.as_str() {
        Some("pixels") => Command::Pixels,
        Some("exclusive") => Command::Exclusive,
        _ => return Err(JsonError::Wrong { key: "command", expected }),
    };
    let data = keys.bytes("data")?;
    keys.end()?;
    let emitted = Repr { channel, command, data: &data }.emit(packets);
    emitted.map_err(|error| JsonError::Wrong { key: "data", expected: error.expected })
}
