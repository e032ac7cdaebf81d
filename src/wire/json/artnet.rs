//! Art-Net packets as JSON.

use super::{JsonError, Keys};
use crate::wire::artnet::{
    Header, LAST_ADDRESS, MAX_CHANNELS, Poll, PollReply, Repr, Sequence, Text, emit_sync,
};
use crate::wire::{Packets, WireError};
use serde_json::{Value, json};

const BYTE: &str = "a number of 0 to 255";
const WORD: &str = "a number of 0 to 65535";

pub(super) fn decode(bytes: &[u8]) -> Result<Value, WireError> {
    Ok(match Repr::parse(bytes)? {
        Repr::Dmx { header, data } => json!({
            "packet": "dmx", "sequence": header.sequence.0, "physical": header.physical,
            "universe": header.universe, "length": data.len(), "data": hex::encode(data),
        }),
        Repr::Sync => json!({ "packet": "sync" }),
        Repr::Poll(poll) => json!({
            "packet": "poll", "talk_to_me": poll.talk_to_me, "priority": poll.priority,
            "more": hex::encode(poll.more),
        }),
        Repr::PollReply(reply) => poll_reply(&reply),
    })
}

fn poll_reply(reply: &PollReply) -> Value {
    json!({
        "packet": "poll-reply", "ip": hex::encode(reply.ip), "port": reply.port, "version": reply.version,
        "net": reply.net, "sub_net": reply.sub_net, "oem": reply.oem, "extension": reply.extension,
        "status": reply.status, "manufacturer": reply.manufacturer,
        "short_name": reply.short_name.to_string(), "long_name": reply.long_name.to_string(),
        "report": reply.report.to_string(), "ports": reply.ports, "port_types": hex::encode(reply.port_types),
        "good_input": hex::encode(reply.good_input), "good_output": hex::encode(reply.good_output),
        "inputs": hex::encode(reply.inputs), "outputs": hex::encode(reply.outputs), "priority": reply.priority,
        "macros": reply.macros, "remote": reply.remote, "spare": hex::encode(reply.spare), "style": reply.style,
        "mac": hex::encode(reply.mac), "more": hex::encode(&reply.more),
    })
}

pub(super) fn encode(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    match keys.word("packet", "\"dmx\", \"sync\", \"poll\" or \"poll-reply\"")?.as_str() {
        "dmx" => dmx(keys, packets),
        "sync" => {
            keys.end()?;
            emit_sync(packets);
            Ok(())
        }
        "poll" => {
            let poll = Poll {
                talk_to_me: keys.number("talk_to_me", BYTE)?,
                priority: keys.number("priority", BYTE)?,
                more: more(keys)?,
            };
            keys.end()?;
            poll.emit(packets);
            Ok(())
        }
        "poll-reply" => {
            let reply = read_reply(keys)?;
            keys.end()?;
            reply.emit(packets);
            Ok(())
        }
        _ => {
            Err(JsonError::Wrong { key: "packet", expected: "\"dmx\", \"sync\", \"poll\" or \"poll-reply\"" })
        }
    }
}

fn dmx(keys: &mut Keys, packets: &mut Packets) -> Result<(), JsonError> {
    let expected = "a number of 0 to 32767";
    keys.worked_out("length")?;
    let header = Header {
        sequence: Sequence(keys.number("sequence", BYTE)?),
        physical: keys.number("physical", BYTE)?,
        universe: keys.number("universe", expected)?,
    };
    let data = keys.bytes("data")?;
    keys.end()?;
    if header.universe > LAST_ADDRESS {
        return Err(JsonError::Wrong { key: "universe", expected });
    }
    if !(2..=MAX_CHANNELS).contains(&data.len()) || !data.len().is_multiple_of(2) {
        return Err(JsonError::Wrong { key: "data", expected: "an even number of 2 to 512 bytes, in hex" });
    }
    header.emit(data.len(), packets).copy_from_slice(&data);
    Ok(())
}

fn read_reply(keys: &mut Keys) -> Result<PollReply, JsonError> {
    Ok(PollReply {
        ip: keys.array("ip", "4 bytes in hex")?,
        port: keys.number("port", WORD)?,
        version: keys.number("version", WORD)?,
        net: keys.number("net", BYTE)?,
        sub_net: keys.number("sub_net", BYTE)?,
        oem: keys.number("oem", WORD)?,
        extension: keys.number("extension", BYTE)?,
        status: keys.number("status", BYTE)?,
        manufacturer: keys.number("manufacturer", WORD)?,
        short_name: text(keys, "short_name", "at most 18 characters of Latin-1")?,
        long_name: text(keys, "long_name", "at most 64 characters of Latin-1")?,
        report: text(keys, "report", "at most 64 characters of Latin-1")?,
        ports: keys.number("ports", WORD)?,
        port_types: keys.array("port_types", "4 bytes in hex")?,
        good_input: keys.array("good_input", "4 bytes in hex")?,
        good_output: keys.array("good_output", "4 bytes in hex")?,
        inputs: keys.array("inputs", "4 bytes in hex")?,
        outputs: keys.array("outputs", "4 bytes in hex")?,
        priority: keys.number("priority", BYTE)?,
        macros: keys.number("macros", BYTE)?,
        remote: keys.number("remote", BYTE)?,
        spare: keys.array("spare", "3 bytes in hex")?,
        style: keys.number("style", BYTE)?,
        mac: keys.array("mac", "6 bytes in hex")?,
        more: more(keys)?,
    })
}

fn text<const N: usize>(
    keys: &mut Keys,
    key: &'static str,
    expected: &'static str,
) -> Result<Text<N>, JsonError> {
    Text::new(&keys.word(key, expected)?).ok_or(JsonError::Wrong { key, expected })
}

fn more(keys: &mut Keys) -> Result<Vec<u8>, JsonError> {
    let more = keys.bytes("more")?;
    if more.len() > 273 {
        return Err(JsonError::Wrong { key: "more", expected: "at most 273 bytes, in hex" });
    }
    Ok(more)
}
