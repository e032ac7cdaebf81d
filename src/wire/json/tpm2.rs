//! TPM2 blocks, questions and answers as JSON.

use super::{JsonError, Keys};
use crate::wire::tpm2::Repr;
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let with = |kind, data: &[u8]| json!({ "kind": kind, "length": data.len(), "data": hex::encode(data) });
    Ok(match Repr::parse(bytes)? {
        Repr::Data(data) => with("data", data),
        Repr::Command(data) => with("command", data),
        Repr::Question => json!({ "kind": "question" }),
        Repr::Answer => json!({ "kind": "answer" }),
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let kind = keys.take("kind")?;
    let (repr, data);
    match kind.as_str() {
        Some("question") => repr = Repr::Question,
        Some("answer") => repr = Repr::Answer,
        Some(kind @ ("data" | "command")) => {
            keys.worked_out("length")?;
            data = keys.bytes("data")?;
            repr = if kind == "data" { Repr::Data(&data) } else { Repr::Command(&data) };
        }
        _ => {
            let expected = "\"data\", \"question\" or \"answer\"";
            return Err(JsonError::Wrong { key: "kind", expected });
        }
    }
    keys.end()?;
    repr.emit(packets).map_err(|error| match error.offset {
        1 => JsonError::Wrong { key: "kind", expected: error.expected },
        _ => JsonError::Wrong { key: "data", expected: "at most 65535 bytes, in hex" },
    })
}
