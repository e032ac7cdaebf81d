//! Frames of Onbon cards as JSON: one object has the fields of the header and those of the message.

mod reply;
mod request;

use super::{JsonError, Keys};
use crate::wire::onbon::font::{self, Order};
use crate::wire::onbon::{Clock, Common, Form, Frame, Header, MAX_LEN, Reply, Request};
use crate::wire::{Packets, WireError};
use serde_json::{Map, Value, json};

pub(super) const BYTE: &str = "a number of 0 to 255";
pub(super) const WORD: &str = "a number of 0 to 65535";
pub(super) const LONG: &str = "a number of 0 to 4294967295";
const NAME: &str = "a text of 4 letters";
const CLOCK: &str = "year, month, day, hour, minute, second and weekday";
/// A header of the generations counts its body in 16 bits.
const MAX_BODY: usize = 0xFFFF;

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    let frame = match Frame::parse(bytes) {
        // Byte 4 is 0 in frames of font cards, and in none of the others.
        Err(error) if error.offset == 4 => return decode_font(bytes).map_err(|_| error),
        frame => frame?,
    };
    let Header { to, from, device, form } = frame.header;
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    let word = match form {
        Form::Area => "area",
        Form::Five(_) => "five",
        Form::Six { .. } => "six",
    };
    put("form", word.into());
    put("to", to.into());
    put("from", from.into());
    put("device", device.into());
    if let Form::Six { protocol, .. } = form {
        put("protocol", protocol.into());
    }
    if let Form::Five(common) | Form::Six { common, .. } = form {
        put("phy", common.phy.into());
        put("seq", common.seq.into());
        put("random", common.random.into());
        put("secret", hex::encode(common.secret).into());
    }
    // Offsets of an error are those in the frame.
    let head = if matches!(form, Form::Area) { 16 } else { 27 + usize::from(word == "six") };
    let at = |error: WireError| WireError { offset: head + error.offset, ..error };
    let message = match frame.body.first() {
        Some(0) => reply::object(&Reply::parse(&frame.body).map_err(at)?),
        _ => request::object(&Request::parse(&frame.body).map_err(at)?),
    };
    if let Value::Object(message) = message {
        fields.extend(message);
    }
    Ok(Value::Object(fields))
}

fn decode_font(bytes: &[u8]) -> Result<Value, WireError> {
    let (to, order) = font::parse(bytes)?;
    Ok(match order {
        Order::Power(on) => json!({ "form": "font", "to": to, "message": "power", "on": on }),
        Order::Clear => json!({ "form": "font", "to": to, "message": "clear" }),
        Order::SetClock(clock) => {
            json!({ "form": "font", "to": to, "message": "set-clock", "clock": numbers_of(clock) })
        }
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let form = keys.word("form", "\"area\", \"five\", \"six\" or \"font\"")?;
    if form == "font" {
        return encode_font(keys, packets);
    }
    let (to, from) = (keys.number("to", WORD)?, keys.number("from", WORD)?);
    let device = keys.number("device", WORD)?;
    let form = match form.as_str() {
        "area" => Form::Area,
        "five" => Form::Five(common(keys)?),
        "six" => Form::Six { protocol: keys.number("protocol", BYTE)?, common: common(keys)? },
        _ => {
            let expected = "\"area\", \"five\", \"six\" or \"font\"";
            return Err(JsonError::Wrong { key: "form", expected });
        }
    };
    let message = keys.word("message", "the name of a message")?;
    let body = match request::read(&message, keys)? {
        Some(request) => request.emit(),
        None => reply::read(&message, keys)?.emit(),
    };
    keys.end()?;
    let most = if matches!(form, Form::Area) { MAX_LEN - 18 } else { MAX_BODY };
    if body.len() > most {
        return Err(JsonError::Wrong { key: "data", expected: "fewer bytes, in hex" });
    }
    Frame { header: Header { to, from, device, form }, body }.emit(packets);
    Ok(())
}

fn encode_font(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let to = keys.number("to", WORD)?;
    let expected = "\"power\", \"clear\" or \"set-clock\"";
    let order = match keys.word("message", expected)?.as_str() {
        "power" => Order::Power(keys.flag("on")?),
        "clear" => Order::Clear,
        "set-clock" => Order::SetClock(clock(keys)?),
        _ => return Err(JsonError::Wrong { key: "message", expected }),
    };
    keys.end()?;
    font::emit(to, order, packets);
    Ok(())
}

fn common(keys: &mut Keys) -> Result<Common, JsonError> {
    Ok(Common {
        phy: keys.number("phy", BYTE)?,
        seq: keys.number("seq", WORD)?,
        random: keys.number("random", BYTE)?,
        secret: keys.array("secret", "6 bytes in hex")?,
    })
}

/// A name as a text: every byte is a letter of its own, so that none is lost.
pub(super) fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The same the other way round.
pub(super) fn untext<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: Option<Vec<u8>> = text.chars().map(|letter| u8::try_from(letter).ok()).collect();
    bytes?.try_into().ok()
}

pub(super) fn letters<const N: usize>(
    keys: &mut Keys,
    key: &'static str,
    expected: &'static str,
) -> Result<[u8; N], JsonError> {
    untext(&keys.word(key, expected)?).ok_or(JsonError::Wrong { key, expected })
}

pub(super) fn name(keys: &mut Keys) -> Result<[u8; 4], JsonError> {
    letters(keys, "name", NAME)
}

pub(super) fn sum(keys: &mut Keys) -> Result<[u8; 4], JsonError> {
    keys.array("crc", "4 bytes in hex")
}

/// Year, month, day, hour, minute, second, weekday.
pub(super) fn numbers_of(clock: Clock) -> Vec<u16> {
    let Clock { year, month, day, hour, minute, second, weekday } = clock;
    [month, day, hour, minute, second, weekday].iter().fold(vec![year], |mut all, part| {
        all.push((*part).into());
        all
    })
}

pub(super) fn clock(keys: &mut Keys) -> Result<Clock, JsonError> {
    let wrong = JsonError::Wrong { key: "clock", expected: CLOCK };
    let numbers = keys.numbers("clock", CLOCK)?;
    let [year, month, day, hour, minute, second, weekday] = numbers[..] else { return Err(wrong) };
    // Two decimal digits each; the weekday is a byte.
    let digits = |number: u16| u8::try_from(number).ok().filter(|number| *number <= 99);
    let clock = || {
        Some(Clock {
            year: Some(year).filter(|year| *year <= 9999)?,
            month: digits(month)?,
            day: digits(day)?,
            hour: digits(hour)?,
            minute: digits(minute)?,
            second: digits(second)?,
            weekday: u8::try_from(weekday).ok()?,
        })
    };
    clock().ok_or(wrong)
}
