//! FlaschenTaschen pictures as JSON.

use super::{JsonError, Keys};
use crate::wire::flaschen_taschen::{Form, Header, MAX_LAYER, MAX_PLACE, Repr};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let Repr { header, rgb } = Repr::parse(bytes)?;
    Ok(json!({
        "form": form_word(header.form()), "width": header.width(), "height": header.height(),
        "x": header.x(), "y": header.y(), "layer": header.layer(), "data": hex::encode(rgb),
    }))
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let side = "a number of 1 to 21835";
    let place = "a number of 0 to 16383";
    let form = match keys.take("form")?.as_str() {
        Some("header") => Form::Header,
        Some("footer") => Form::Footer,
        _ => return Err(JsonError::Wrong { key: "form", expected: "\"header\" or \"footer\"" }),
    };
    let size = (keys.number("width", side)?, keys.number("height", side)?);
    let (x, y): (u16, u16) = (keys.number("x", place)?, keys.number("y", place)?);
    let layer: u8 = keys.number("layer", "a number of 0 to 15")?;
    let rgb = keys.bytes("data")?;
    keys.end()?;
    for (key, wrong, expected) in [
        ("x", x > MAX_PLACE, place),
        ("y", y > MAX_PLACE, place),
        ("layer", layer > MAX_LAYER, "a number of 0 to 15"),
        ("width", size.0 == 0, side),
    ] {
        if wrong {
            return Err(JsonError::Wrong { key, expected });
        }
    }
    let header = Header::new(form, size, (x, y), layer);
    let header =
        header.ok_or(JsonError::Wrong { key: "height", expected: "1 to 21835 dots that fit a datagram" })?;
    let emitted = Repr { header, rgb: &rgb }.emit(packets);
    emitted.map_err(|error| JsonError::Wrong { key: "data", expected: error.expected })
}

fn form_word(form: Form) -> &'static str {
    match form {
        Form::Header => "header",
        Form::Footer => "footer",
    }
}
