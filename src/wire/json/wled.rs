//! WLED realtime datagrams as JSON.

use super::{JsonError, Keys};
use crate::wire::wled::{Form, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    Ok(match Repr::parse(bytes)? {
        Repr::Leave { form } => json!({ "form": form.word(), "timeout": 0 }),
        Repr::Dots { form, timeout, start, data } => json!({
            "form": form.word(), "timeout": timeout, "start": start, "data": hex::encode(data),
        }),
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let word = keys.take("form")?;
    let form = Form::ALL.into_iter().find(|form| word.as_str() == Some(form.word()));
    let expected = "\"warls\", \"drgb\", \"drgbw\", \"dnrgb\" or \"dnrgbw\"";
    let form = form.ok_or(JsonError::Wrong { key: "form", expected })?;
    let timeout = keys.number("timeout", "a number of 0 to 254")?;
    let (data, start);
    let repr = if timeout == 0 {
        Repr::Leave { form }
    } else {
        start = keys.number("start", "a number of 0 to 65535")?;
        if start > 0 && !form.has_start() {
            return Err(JsonError::Wrong {
                key: "start",
                expected: "0, for this form begins at the first dot",
            });
        }
        data = keys.bytes("data")?;
        Repr::Dots { form, timeout, start, data: &data }
    };
    keys.end()?;
    repr.emit(packets).map_err(|error| {
        let key = if error.offset == 1 { "timeout" } else { "data" };
        JsonError::Wrong { key, expected: error.expected }
    })
}
