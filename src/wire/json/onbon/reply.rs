//! What a card answers, as JSON.

use super::request::{block, words};
use super::{BYTE, Keys, LONG, WORD, clock, name, numbers_of, sum, text, untext};
use crate::wire::json::JsonError;
use crate::wire::onbon::{Colours, Device, Entry, Error, Ping, Readable, Reply, Status};
use serde_json::{Value, json};

const ENTRIES: &str = "an array of objects with name, kind, size and crc";
const MESSAGE: &str = "the name of a message";

pub(super) fn object(reply: &Reply) -> Value {
    match reply {
        Reply::Ack => json!({ "message": "done" }),
        Reply::Nack(error) => json!({ "message": "refused", "error": error.code() }),
        Reply::Ping(ping) => object_of_ping(ping),
        Reply::Firmware { name, version, made } => json!({
            "message": "is-firmware", "name": text(name), "version": text(version), "made": text(made),
        }),
        Reply::Status(status) => object_of_status(status),
        Reply::Brightness { ambient, level } => json!({
            "message": "is-bright", "ambient": ambient, "mode": level.map(|level| level.0),
            "level": level.map(|level| level.1),
        }),
        Reply::StartRead(Readable { name, len, crc }) => {
            json!({ "message": "can-read", "name": text(name), "size": len, "crc": hex::encode(crc) })
        }
        Reply::Block { last, name, offset, data } => json!({
            "message": "block", "last": last, "name": text(name), "offset": offset, "data": hex::encode(data),
        }),
        Reply::Directory(count) => json!({ "message": "files", "files": count }),
        Reply::Entries { last, offset, entries } => {
            let entries: Vec<Value> = entries.iter().map(entry).collect();
            json!({ "message": "entries", "last": last, "offset": offset, "entries": entries })
        }
        Reply::Volume { total, free } => json!({ "message": "room", "total": total, "free": free }),
    }
}

fn entry(entry: &Entry) -> Value {
    json!({ "name": text(&entry.name), "kind": entry.kind, "size": entry.len, "crc": hex::encode(entry.crc) })
}

fn object_of_ping(ping: &Ping) -> Value {
    json!({
        "message": "is", "type": ping.device.0, "firmware": text(&ping.firmware), "parameters": ping.parameters,
        "address": ping.address, "baud": ping.baud, "width": ping.width, "height": ping.height,
        "colours": ping.colours.code(), "brightness": ping.brightness, "on": ping.on, "scan": ping.scan,
        "rows": ping.rows, "grey": ping.grey, "unit": ping.unit, "rest": hex::encode(&ping.rest),
    })
}

fn object_of_status(status: &Status) -> Value {
    json!({
        "message": "is-so", "on": status.on, "timing": status.timing, "bright_mode": status.bright_mode,
        "brightness": status.brightness, "programmes": status.programmes, "current": text(&status.current),
        "screen_locked": status.screen_locked, "programme_locked": status.programme_locked,
        "run_mode": status.run_mode, "clock_works": status.clock_works, "clock": numbers_of(status.clock),
        "rest": hex::encode(&status.rest),
    })
}

/// The reply of a message.
pub(super) fn read(message: &str, keys: &mut Keys) -> Result<Reply, JsonError> {
    Ok(match message {
        "done" => Reply::Ack,
        "refused" => Reply::Nack(Error::of(keys.number("error", WORD)?)),
        "is" => Reply::Ping(Box::new(ping(keys)?)),
        "is-firmware" => Reply::Firmware {
            name: name(keys)?,
            version: words(keys, "version")?,
            made: words(keys, "made")?,
        },
        "is-so" => Reply::Status(Box::new(status(keys)?)),
        "is-bright" => {
            let ambient = keys.number("ambient", LONG)?;
            let (mode, level) = (byte_or_null(keys, "mode")?, byte_or_null(keys, "level")?);
            if mode.is_some() != level.is_some() {
                return Err(JsonError::Wrong { key: "level", expected: "null where mode is null" });
            }
            Reply::Brightness { ambient, level: mode.zip(level) }
        }
        "can-read" => {
            let (name, len) = (name(keys)?, keys.number("size", LONG)?);
            Reply::StartRead(Readable { name, len, crc: sum(keys)? })
        }
        "block" => Reply::Block {
            last: keys.flag("last")?,
            name: name(keys)?,
            offset: keys.number("offset", LONG)?,
            data: block(keys)?,
        },
        "files" => Reply::Directory(keys.number("files", WORD)?),
        "entries" => Reply::Entries {
            last: keys.flag("last")?,
            offset: keys.number("offset", WORD)?,
            entries: entries(keys)?,
        },
        "room" => Reply::Volume { total: keys.number("total", LONG)?, free: keys.number("free", LONG)? },
        _ => return Err(JsonError::Wrong { key: "message", expected: MESSAGE }),
    })
}

fn byte_or_null(keys: &mut Keys, key: &'static str) -> Result<Option<u8>, JsonError> {
    let number = keys.number_or_null(key)?.map(u8::try_from).transpose();
    number.map_err(|_| JsonError::Wrong { key, expected: "null or a number of 0 to 255" })
}

fn entries(keys: &mut Keys) -> Result<Vec<Entry>, JsonError> {
    let wrong = JsonError::Wrong { key: "entries", expected: ENTRIES };
    let value = keys.take("entries")?;
    // A message counts its bytes in 16 bits.
    let values = value.as_array().filter(|values| values.len() <= 5040).ok_or(wrong.clone())?;
    let one = |value: &Value| {
        let mut keys = Keys { map: value.as_object().ok_or(wrong.clone())?.clone() };
        let (kind, len) = (keys.number("kind", BYTE)?, keys.number("size", LONG)?);
        let name = keys.word("name", "a text of 4 letters")?;
        let name = untext(&name).ok_or(wrong.clone())?;
        let crc = sum(&mut keys)?;
        keys.end()?;
        Ok(Entry { name, kind, len, crc })
    };
    values.iter().map(one).collect()
}

fn rest(keys: &mut Keys) -> Result<Vec<u8>, JsonError> {
    let rest = keys.bytes("rest")?;
    let wrong = JsonError::Wrong { key: "rest", expected: "at most 64 bytes, in hex" };
    if rest.len() > 64 { Err(wrong) } else { Ok(rest) }
}

fn ping(keys: &mut Keys) -> Result<Ping, JsonError> {
    let colours = Colours::of(keys.number("colours", BYTE)?);
    Ok(Ping {
        device: Device(keys.number("type", WORD)?),
        firmware: words(keys, "firmware")?,
        parameters: keys.number("parameters", BYTE)?,
        address: keys.number("address", WORD)?,
        baud: keys.number("baud", BYTE)?,
        width: keys.number("width", WORD)?,
        height: keys.number("height", WORD)?,
        colours: colours.ok_or(JsonError::Wrong { key: "colours", expected: "1, 3, 7 or 255" })?,
        brightness: keys.number("brightness", BYTE)?,
        on: keys.flag("on")?,
        scan: keys.number("scan", WORD)?,
        rows: keys.number("rows", BYTE)?,
        grey: keys.number("grey", BYTE)?,
        unit: keys.number("unit", WORD)?,
        rest: rest(keys)?,
    })
}

fn status(keys: &mut Keys) -> Result<Status, JsonError> {
    Ok(Status {
        on: keys.flag("on")?,
        timing: keys.number("timing", BYTE)?,
        bright_mode: keys.number("bright_mode", BYTE)?,
        brightness: keys.number("brightness", BYTE)?,
        programmes: keys.number("programmes", WORD)?,
        current: words(keys, "current")?,
        screen_locked: keys.flag("screen_locked")?,
        programme_locked: keys.flag("programme_locked")?,
        run_mode: keys.number("run_mode", BYTE)?,
        clock_works: keys.number("clock_works", BYTE)?,
        clock: clock(keys)?,
        rest: rest(keys)?,
    })
}
