//! DDP packets as JSON.

use super::{JsonError, Keys};
use crate::wire::ddp::{DataType, Header, Repr, Sequence};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { header, data } = Repr::parse(bytes)?;
    Ok(json!({
        "push": header.push, "storage": header.storage, "reply": header.reply, "query": header.query,
        "timecode": header.timecode, "sequence": header.sequence.number(),
        "type": header.data_type.byte(), "id": header.id, "offset": header.offset,
        "length": data.len(), "data": hex::encode(data),
    }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let type_expected = "a data type that exists (11 for RGB)";
    keys.worked_out("length")?;
    let header = Header {
        push: keys.flag("push")?,
        storage: keys.flag("storage")?,
        reply: keys.flag("reply")?,
        query: keys.flag("query")?,
        timecode: keys.number_or_null("timecode")?,
        sequence: Sequence::new(keys.number("sequence", "a number of 0 to 15")?)
            .ok_or(JsonError::Wrong { key: "sequence", expected: "a number of 0 to 15" })?,
        data_type: DataType::new(keys.number("type", type_expected)?)
            .ok_or(JsonError::Wrong { key: "type", expected: type_expected })?,
        id: keys.number("id", "a number of 1 to 255")?,
        offset: keys.number("offset", "a number of 0 to 4294967295")?,
    };
    let data = keys.bytes("data")?;
    keys.end()?;
    Repr { header, data: &data }.emit(packets).map_err(|error| match error.offset {
        3 => JsonError::Wrong { key: "id", expected: error.expected },
        _ => JsonError::Wrong { key: "data", expected: "at most 1440 bytes, in hex" },
    })
}
