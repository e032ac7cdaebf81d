//! Novastar packets as JSON.

use super::{JsonError, Keys};
use crate::wire::novastar::{FOUND, Place, Repr, SEARCH, Way};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

const BYTE: &str = "a number of 0 to 255";
const WORD: &str = "a number of 0 to 65535";
/// The longest answer to a search that is read: a datagram of one Ethernet packet.
const MAX_FOUND: usize = 1472;

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    if bytes.starts_with(SEARCH) {
        let more = bytes.len() > SEARCH.len();
        let refused = WireError { offset: SEARCH.len(), expected: "the end of the datagram" };
        return if more { Err(refused) } else { Ok(json!({ "message": "search" })) };
    }
    if let Some(about) = bytes.strip_prefix(FOUND) {
        let refused = WireError { offset: FOUND.len() + MAX_FOUND, expected: "the end of the datagram" };
        let found = || json!({ "message": "found", "data": hex::encode(about) });
        return if about.len() > MAX_FOUND { Err(refused) } else { Ok(found()) };
    }
    let repr = Repr::parse(bytes)?;
    let mut value = json!({
        "serial": repr.serial, "source": repr.source, "destination": repr.destination, "device": repr.device,
        "port": repr.place.port, "card": repr.place.card, "write": repr.write, "register": repr.register,
        "wanted": repr.wanted, "data": hex::encode(repr.data),
        "check": bytes.iter().rev().take(2).fold(0, |check, byte| check << 8 | u32::from(*byte)),
    });
    match repr.way {
        Way::Request => value["message"] = json!("request"),
        Way::Response(ack) => (value["message"], value["ack"]) = (json!("response"), json!(ack)),
    }
    Ok(value)
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let message = keys.take("message")?;
    let way = match message.as_str().unwrap_or_default() {
        "search" => {
            keys.end()?;
            packets.push(SEARCH.len()).copy_from_slice(SEARCH);
            return Ok(());
        }
        "found" => return found(keys, packets),
        "request" => Way::Request,
        "response" => Way::Response(keys.number("ack", BYTE)?),
        _ => {
            let expected = "\"request\", \"response\", \"search\" or \"found\"";
            return Err(JsonError::Wrong { key: "message", expected });
        }
    };
    keys.worked_out("check")?;
    let mut repr = Repr {
        way,
        serial: keys.number("serial", BYTE)?,
        source: keys.number("source", BYTE)?,
        destination: keys.number("destination", BYTE)?,
        device: keys.number("device", BYTE)?,
        place: Place { port: keys.number("port", BYTE)?, card: keys.number("card", WORD)? },
        write: keys.flag("write")?,
        register: keys.number("register", "a number of 0 to 4294967295")?,
        wanted: keys.number("wanted", WORD)?,
        data: &[],
    };
    let data = keys.bytes("data")?;
    keys.end()?;
    repr.data = &data;
    repr.emit(packets).map_err(|error| match error.offset {
        12 => JsonError::Wrong { key: "register", expected: error.expected },
        _ => JsonError::Wrong { key: "data", expected: error.expected },
    })
}

fn found(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let about = keys.bytes("data")?;
    keys.end()?;
    if about.len() > MAX_FOUND {
        return Err(JsonError::Wrong { key: "data", expected: "at most 1472 bytes, in hex" });
    }
    let packet = packets.push(FOUND.len() + about.len());
    packet[..FOUND.len()].copy_from_slice(FOUND);
    packet[FOUND.len()..].copy_from_slice(&about);
    Ok(())
}
