//! Adalight frames as JSON.

use super::{JsonError, Keys};
use crate::wire::adalight::Repr;
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { rgb } = Repr::parse(bytes)?;
    Ok(json!({ "dots": rgb.len() / 3, "check": bytes.get(5), "data": hex::encode(rgb) }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("dots")?;
    keys.worked_out("check")?;
    let rgb = keys.bytes("data")?;
    keys.end()?;
    let expected = "1 to 65536 dots of three bytes, in hex";
    Repr { rgb: &rgb }.emit(packets).map_err(|_| JsonError::Wrong { key: "data", expected })
}
