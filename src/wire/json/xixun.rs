//! Binary frames and the search of Xixun players as JSON.

use super::{JsonError, Keys};
use crate::wire::xixun::{Act, SEARCH, Signal};
use crate::wire::{Packets, WireError, wrong};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    if bytes.first() == SEARCH.first() {
        let same = SEARCH.iter().zip(bytes).take_while(|(one, other)| one == other).count();
        return match (same == SEARCH.len(), bytes.len() == same) {
            (true, true) => Ok(json!({ "message": "search" })),
            (true, false) => wrong(same, "the end of the datagram"),
            _ => wrong(same, "the search"),
        };
    }
    let Signal { number, act } = Signal::parse(bytes)?;
    let mut value = json!({
        "message": "signal", "number": number, "length": bytes.len() - 13, "check": bytes.last().unwrap_or(&0),
    });
    value["act"] = json!(match act {
        Act::On => "on",
        Act::Off => "off",
        Act::Mute => "mute",
        Act::Unmute => "unmute",
        Act::Next => "next",
        Act::Choose { programme, delay } => {
            (value["programme"], value["delay_ms"]) = (json!(programme), json!(delay));
            "choose"
        }
    });
    Ok(value)
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    match keys.word("message", "\"signal\" or \"search\"")?.as_str() {
        "search" => {
            keys.end()?;
            packets.push(SEARCH.len()).copy_from_slice(SEARCH);
            return Ok(());
        }
        "signal" => {}
        _ => return Err(JsonError::Wrong { key: "message", expected: "\"signal\" or \"search\"" }),
    }
    let number = keys.number("number", "a number of 0 to 4294967295")?;
    keys.worked_out("length")?;
    keys.worked_out("check")?;
    let words = "\"on\", \"off\", \"mute\", \"unmute\", \"next\" or \"choose\"";
    let act = match keys.word("act", words)?.as_str() {
        "on" => Act::On,
        "off" => Act::Off,
        "mute" => Act::Mute,
        "unmute" => Act::Unmute,
        "next" => Act::Next,
        "choose" => Act::Choose {
            programme: keys.number("programme", "a number of 1 to 150")?,
            delay: keys.number("delay_ms", "a number of 0 to 65535")?,
        },
        _ => return Err(JsonError::Wrong { key: "act", expected: words }),
    };
    keys.end()?;
    let wrong = |_| JsonError::Wrong { key: "programme", expected: "a number of 1 to 150" };
    Signal { number, act }.emit(packets).map_err(wrong)
}
