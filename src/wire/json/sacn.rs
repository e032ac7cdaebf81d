//! sACN packets as JSON.

use super::{JsonError, Keys};
use crate::wire::sacn::{
    Cid, Discovery, Header, LAST_UNIVERSE, MAX_LISTED, MAX_PRIORITY, MAX_SLOTS, Repr, Source, Sync,
};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

const BYTE: &str = "a number of 0 to 255";
const WORD: &str = "a number of 0 to 65535";
const KINDS: &str = "\"data\", \"sync\" or \"discovery\"";

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    Ok(match Repr::parse(bytes)? {
        Repr::Data { header, start_code, slots } => json!({
            "packet": "data", "cid": hex::encode(header.cid.0), "source": header.source.name(),
            "priority": header.priority, "sync": header.sync, "sequence": header.sequence,
            "preview": header.preview, "terminated": header.terminated, "force_sync": header.force_sync,
            "universe": header.universe, "start_code": start_code, "slots": slots.len(),
            "data": hex::encode(slots),
        }),
        Repr::Sync(sync) => json!({
            "packet": "sync", "cid": hex::encode(sync.cid.0), "sequence": sync.sequence, "sync": sync.address,
        }),
        Repr::Discovery(page) => json!({
            "packet": "discovery", "cid": hex::encode(page.cid.0), "source": page.source.name(),
            "page": page.page, "last_page": page.last, "universes": page.universes,
        }),
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let kind = keys.word("packet", KINDS)?;
    let cid = Cid(keys.array("cid", "16 bytes in hex")?);
    match kind.as_str() {
        "data" => data(keys, cid, packets),
        "sync" => {
            let sync =
                Sync { cid, sequence: keys.number("sequence", BYTE)?, address: keys.number("sync", WORD)? };
            keys.end()?;
            sync.emit(packets);
            Ok(())
        }
        "discovery" => discovery(keys, cid, packets),
        _ => Err(JsonError::Wrong { key: "packet", expected: KINDS }),
    }
}

fn data(keys: &mut Keys, cid: Cid, packets: &mut Packets) -> Result<(), JsonError> {
    keys.worked_out("slots")?;
    let universe = "a number of 1 to 63999";
    let header = Header {
        cid,
        source: source(keys)?,
        priority: keys.number("priority", "a number of 0 to 200")?,
        sync: keys.number("sync", WORD)?,
        sequence: keys.number("sequence", BYTE)?,
        preview: keys.flag("preview")?,
        terminated: keys.flag("terminated")?,
        force_sync: keys.flag("force_sync")?,
        universe: keys.number("universe", universe)?,
    };
    let start_code = keys.number("start_code", BYTE)?;
    let data = keys.bytes("data")?;
    keys.end()?;
    for (key, wrong, expected) in [
        ("priority", header.priority > MAX_PRIORITY, "a number of 0 to 200"),
        ("universe", !(1..=LAST_UNIVERSE).contains(&header.universe), universe),
        ("data", data.len() > MAX_SLOTS, "at most 512 bytes, in hex"),
    ] {
        if wrong {
            return Err(JsonError::Wrong { key, expected });
        }
    }
    header.emit_as(start_code, data.len(), packets).copy_from_slice(&data);
    Ok(())
}

fn discovery(keys: &mut Keys, cid: Cid, packets: &mut Packets) -> Result<(), JsonError> {
    let page = Discovery {
        cid,
        source: source(keys)?,
        page: keys.number("page", BYTE)?,
        last: keys.number("last_page", BYTE)?,
        universes: keys.numbers("universes", "at most 512 numbers of 0 to 65535")?,
    };
    keys.end()?;
    if page.page > page.last {
        return Err(JsonError::Wrong { key: "page", expected: "a page that is not behind the last one" });
    }
    if page.universes.len() > MAX_LISTED {
        return Err(JsonError::Wrong { key: "universes", expected: "at most 512 numbers of 0 to 65535" });
    }
    page.emit(packets);
    Ok(())
}

fn source(keys: &mut Keys) -> Result<Source, JsonError> {
    let expected = "a name of at most 63 bytes";
    Source::new(&keys.word("source", expected)?).ok_or(JsonError::Wrong { key: "source", expected })
}
