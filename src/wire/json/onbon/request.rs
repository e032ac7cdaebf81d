//! What is said to a card, as JSON.

use super::{BYTE, Keys, LONG, WORD, clock, letters, name, numbers_of, sum, text, untext};
use crate::wire::json::JsonError;
use crate::wire::onbon::{Brightness, Pair, Request};
use serde_json::{Value, json};

const HOURS: &str = "hour and minute of on and off, up to 255 times four numbers of 0 to 99";
const NAMES: &str = "names of 4 letters; all files at once are never written";
const IDS: &str = "1 to 254 bytes in hex, or none for all";

pub(super) fn object(request: &Request) -> Value {
    match request {
        Request::Ping => json!({ "message": "ping" }),
        Request::SetClock(clock) => json!({ "message": "set-clock", "clock": numbers_of(*clock) }),
        Request::Firmware => json!({ "message": "firmware" }),
        Request::Power(on) => json!({ "message": "power", "on": on }),
        Request::Hours(pairs) => {
            let numbers = |pair: &Pair| [pair.on.0, pair.on.1, pair.off.0, pair.off.1];
            json!({ "message": "hours", "hours": pairs.iter().flat_map(numbers).collect::<Vec<_>>() })
        }
        Request::AllHours => json!({ "message": "all-hours" }),
        Request::Brightness(brightness) => json!({
            "message": "brightness", "mode": brightness.mode, "levels": hex::encode(brightness.levels),
        }),
        Request::AskBrightness => json!({ "message": "ask-brightness" }),
        Request::Status => json!({ "message": "status" }),
        Request::Lock { lasting, lock, name, mode, duration } => json!({
            "message": "lock", "lasting": lasting, "lock": lock, "name": text(name), "mode": mode,
            "duration": duration,
        }),
        Request::SetSecret { old, new } => {
            json!({ "message": "set-secret", "old": hex::encode(old), "new": hex::encode(new) })
        }
        Request::DeleteSecret(old) => json!({ "message": "delete-secret", "old": hex::encode(old) }),
        Request::Update(data, counted) => {
            json!({ "message": "update", "counted": counted, "data": hex::encode(data) })
        }
        Request::Clear(areas, counted) => {
            json!({ "message": "clear", "counted": counted, "areas": hex::encode(areas) })
        }
        files => object_of_files(files),
    }
}

fn object_of_files(request: &Request) -> Value {
    match request {
        Request::DeleteFiles(names) => {
            let names: Vec<String> = names.iter().map(|name| text(name)).collect();
            json!({ "message": "delete-files", "names": names })
        }
        Request::StartWrite { name, kind, len, crc } => json!({
            "message": "start-write", "name": text(name), "kind": kind, "size": len, "crc": hex::encode(crc),
        }),
        Request::WriteBlock { name, last, offset, data } => json!({
            "message": "write-block", "name": text(name), "last": last, "offset": offset,
            "data": hex::encode(data),
        }),
        Request::StartRead(name) => json!({ "message": "start-read", "name": text(name) }),
        Request::ReadBlock { name, offset } => {
            json!({ "message": "read-block", "name": text(name), "offset": offset })
        }
        Request::Directory(kind) => json!({ "message": "directory", "kind": kind }),
        Request::DirectoryBlock(offset) => json!({ "message": "directory-block", "offset": offset }),
        Request::StartTransfer => json!({ "message": "start-transfer" }),
        Request::EndTransfer => json!({ "message": "end-transfer" }),
        _ => json!({ "message": "volume" }),
    }
}

/// The request of a message; `None` if there is none of that name.
pub(super) fn read(message: &str, keys: &mut Keys) -> Result<Option<Request>, JsonError> {
    Ok(Some(match message {
        "ping" => Request::Ping,
        "set-clock" => Request::SetClock(clock(keys)?),
        "firmware" => Request::Firmware,
        "power" => Request::Power(keys.flag("on")?),
        "hours" => Request::Hours(hours(keys)?),
        "all-hours" => Request::AllHours,
        "brightness" => {
            let mode = keys.number("mode", BYTE)?;
            let levels = keys.array("levels", "48 bytes in hex")?;
            Request::Brightness(Box::new(Brightness { mode, levels }))
        }
        "ask-brightness" => Request::AskBrightness,
        "status" => Request::Status,
        "lock" => Request::Lock {
            lasting: keys.flag("lasting")?,
            lock: keys.flag("lock")?,
            name: name(keys)?,
            mode: mode(keys)?,
            duration: keys.number("duration", LONG)?,
        },
        "set-secret" => Request::SetSecret { old: secret(keys, "old")?, new: secret(keys, "new")? },
        "delete-secret" => Request::DeleteSecret(secret(keys, "old")?),
        "update" => Request::Update(keys.bytes("data")?, keys.flag("counted")?),
        "clear" => Request::Clear(areas(keys)?, keys.flag("counted")?),
        files => return read_files(files, keys),
    }))
}

fn read_files(message: &str, keys: &mut Keys) -> Result<Option<Request>, JsonError> {
    Ok(Some(match message {
        "delete-files" => Request::DeleteFiles(names(keys)?),
        "start-write" => Request::StartWrite {
            name: name(keys)?,
            kind: keys.number("kind", BYTE)?,
            len: keys.number("size", LONG)?,
            crc: sum(keys)?,
        },
        "write-block" => Request::WriteBlock {
            name: name(keys)?,
            last: keys.flag("last")?,
            offset: keys.number("offset", LONG)?,
            data: block(keys)?,
        },
        "start-read" => Request::StartRead(name(keys)?),
        "read-block" => Request::ReadBlock { name: name(keys)?, offset: keys.number("offset", LONG)? },
        "directory" => Request::Directory(keys.number("kind", BYTE)?),
        "directory-block" => Request::DirectoryBlock(keys.number("offset", WORD)?),
        "start-transfer" => Request::StartTransfer,
        "end-transfer" => Request::EndTransfer,
        "volume" => Request::Volume,
        _ => return Ok(None),
    }))
}

/// The most bytes of a block: what the length of a message counts.
const MAX_BLOCK: usize = 65_526;

pub(super) fn block(keys: &mut Keys) -> Result<Vec<u8>, JsonError> {
    let data = keys.bytes("data")?;
    let wrong = JsonError::Wrong { key: "data", expected: "at most 65526 bytes, in hex" };
    if data.len() > MAX_BLOCK { Err(wrong) } else { Ok(data) }
}

fn mode(keys: &mut Keys) -> Result<Option<u8>, JsonError> {
    let mode = keys.number_or_null("mode")?.map(u8::try_from).transpose();
    mode.map_err(|_| JsonError::Wrong { key: "mode", expected: "null or a number of 0 to 255" })
}

fn secret(keys: &mut Keys, key: &'static str) -> Result<[u8; 6], JsonError> {
    keys.array(key, "6 bytes in hex")
}

fn areas(keys: &mut Keys) -> Result<Vec<u8>, JsonError> {
    let areas = keys.bytes("areas")?;
    if areas.len() > 254 { Err(JsonError::Wrong { key: "areas", expected: IDS }) } else { Ok(areas) }
}

fn hours(keys: &mut Keys) -> Result<Vec<Pair>, JsonError> {
    let wrong = JsonError::Wrong { key: "hours", expected: HOURS };
    let numbers = keys.numbers("hours", HOURS)?;
    let digits: Option<Vec<u8>> =
        numbers.iter().map(|number| u8::try_from(*number).ok().filter(|number| *number <= 99)).collect();
    let digits =
        digits.filter(|digits| digits.len().is_multiple_of(4) && digits.len() <= 4 * 255).ok_or(wrong)?;
    Ok(digits.chunks_exact(4).map(|four| Pair { on: (four[0], four[1]), off: (four[2], four[3]) }).collect())
}

fn names(keys: &mut Keys) -> Result<Vec<[u8; 4]>, JsonError> {
    let wrong = JsonError::Wrong { key: "names", expected: NAMES };
    let value = keys.take("names")?;
    let one = |value: &Value| untext(value.as_str()?);
    let names: Option<Vec<[u8; 4]>> = value.as_array().and_then(|values| values.iter().map(one).collect());
    names.filter(|names| (1..=16_000).contains(&names.len())).ok_or(wrong)
}

/// Bytes as letters, of a length that is known.
pub(super) fn words<const N: usize>(keys: &mut Keys, key: &'static str) -> Result<[u8; N], JsonError> {
    letters(keys, key, "a text of as many letters as the field has bytes")
}
