//! Packets for Mobitec signs as JSON.

use super::{JsonError, Keys};
use crate::wire::mobitec::Repr;
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { address, data } = Repr::parse(bytes)?;
    let check = data.iter().fold(address, |sum, byte| sum.wrapping_add(*byte));
    Ok(json!({ "address": address, "data": hex::encode(data), "check": check }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("check")?;
    let address = keys.number("address", "a number of 0 to 15")?;
    let data = keys.bytes("data")?;
    keys.end()?;
    Repr { address, data: &data }.emit(packets).map_err(|error| match error.offset {
        1 => JsonError::Wrong { key: "address", expected: "a number of 0 to 15" },
        _ => JsonError::Wrong { key: "data", expected: "1 to 12955 bytes below fe, in hex" },
    })
}
