//! Colorlight frames as JSON.

use super::{JsonError, Keys};
use crate::wire::colorlight::{Reply, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

const BYTE: &str = "a number of 0 to 255";
const WORD: &str = "a number of 0 to 65535";
const LONG: &str = "a number of 0 to 4294967295";
const COLOURS: &str = "three bytes, in hex";

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    Ok(match Repr::parse(bytes)? {
        Repr::Discover { receiver } => json!({ "message": "discover", "receiver": receiver }),
        Repr::Reply(reply) => json!({
            "message": "reply", "receiver": reply.receiver,
            "major": reply.firmware.0, "minor": reply.firmware.1,
            "width": reply.size.0, "height": reply.size.1,
            "received": reply.received, "uptime_ms": reply.uptime_ms,
        }),
        Repr::Brightness { colours } => json!({ "message": "brightness", "colours": hex::encode(colours) }),
        Repr::Row { row, first, dots } => json!({
            "message": "row", "row": row, "first": first, "dots": dots.len() / 3, "data": hex::encode(dots),
        }),
        Repr::Display { light, colours } => {
            json!({ "message": "display", "light": light, "colours": hex::encode(colours) })
        }
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let message = keys.take("message")?;
    let data;
    let repr = match message.as_str().unwrap_or_default() {
        "discover" => Repr::Discover { receiver: keys.number("receiver", BYTE)? },
        "reply" => Repr::Reply(Reply {
            receiver: keys.number("receiver", BYTE)?,
            firmware: (keys.number("major", BYTE)?, keys.number("minor", BYTE)?),
            size: (keys.number("width", WORD)?, keys.number("height", WORD)?),
            received: keys.number("received", LONG)?,
            uptime_ms: keys.number("uptime_ms", LONG)?,
        }),
        "brightness" => Repr::Brightness { colours: colours(keys)? },
        "row" => {
            keys.worked_out("dots")?;
            let (row, first) = (keys.number("row", WORD)?, keys.number("first", WORD)?);
            data = keys.bytes("data")?;
            Repr::Row { row, first, dots: &data }
        }
        "display" => Repr::Display { light: keys.number("light", BYTE)?, colours: colours(keys)? },
        _ => {
            let expected = "\"discover\", \"reply\", \"brightness\", \"row\" or \"display\"";
            return Err(JsonError::Wrong { key: "message", expected });
        }
    };
    keys.end()?;
    repr.emit(packets).map_err(|error| JsonError::Wrong { key: "data", expected: error.expected })
}

fn colours(keys: &mut Keys) -> Result<[u8; 3], JsonError> {
    let bytes = keys.bytes("colours")?;
    bytes.try_into().map_err(|_| JsonError::Wrong { key: "colours", expected: COLOURS })
}
