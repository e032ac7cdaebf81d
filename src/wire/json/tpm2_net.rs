//! TPM2.net packets as JSON.

use super::{JsonError, Keys};
use crate::wire::tpm2_net::{Kind, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

const WORDS: [(&str, Kind); 3] =
    [("data", Kind::Data), ("command", Kind::Command), ("question", Kind::Question)];

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { kind, number, count, data } = Repr::parse(bytes)?;
    let kind = WORDS.iter().find(|(_, of)| *of == kind).map(|(word, _)| word);
    Ok(
        json!({ "kind": kind, "number": number, "count": count, "length": data.len(), "data": hex::encode(data) }),
    )
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("length")?;
    let word = keys.take("kind")?;
    let kind = WORDS.iter().find(|(of, _)| word.as_str() == Some(of)).map(|(_, kind)| *kind);
    let kind = kind.ok_or(JsonError::Wrong { key: "kind", expected: "\"data\" or \"question\"" })?;
    let number = keys.number("number", "a number of 1 to 255")?;
    let count = keys.number("count", "a number of 1 to 255")?;
    let data = keys.bytes("data")?;
    keys.end()?;
    Repr { kind, number, count, data: &data }.emit(packets).map_err(|error| {
        let key = ["kind", "data", "number", "count"][match error.offset {
            1 => 0,
            4 => 2,
            5 => 3,
            _ => 1,
        }];
        JsonError::Wrong { key, expected: error.expected }
    })
}
