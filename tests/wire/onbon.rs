//! Messages of Onbon cards through JSON and back: whatever a card or a program like ours can say, and what is never written.

use bangtin::wire::Packets;
use bangtin::wire::json::{Name, decode, encode};
use bangtin::wire::onbon::{Common, Decoder, Form, Frame, HOST, Header, Reply, Request};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use serde_json::{Value, json};

/// The commands that exist for us, and those of their answers.
const KNOWN: [(u8, u8, u8); 35] = [
    (1, 0xA1, 0x01),
    (1, 0xA1, 0x02),
    (1, 0xA1, 0x03),
    (1, 0xA1, 0x04),
    (1, 0xA1, 0x05),
    (1, 0xA1, 0x06),
    (1, 0xA1, 0x07),
    (1, 0xA1, 0x08),
    (1, 0xA1, 0x09),
    (1, 0xA1, 0x12),
    (1, 0xA2, 0x00),
    (1, 0xA2, 0x02),
    (1, 0xA2, 0x04),
    (1, 0xA2, 0x05),
    (1, 0xA2, 0x06),
    (1, 0xA2, 0x07),
    (1, 0xA2, 0x08),
    (1, 0xA2, 0x0E),
    (1, 0xA2, 0x0F),
    (1, 0xA2, 0x10),
    (1, 0xA2, 0x11),
    (1, 0xA2, 0x19),
    (1, 0xA7, 0x00),
    (1, 0xA7, 0x01),
    (0, 0xA0, 0x00),
    (0, 0xA0, 0x01),
    (0, 0xA1, 0x84),
    (0, 0xA1, 0x85),
    (0, 0xA1, 0x86),
    (0, 0xA1, 0x87),
    (0, 0xA1, 0x92),
    (0, 0xA2, 0x80),
    (0, 0xA2, 0x84),
    (0, 0xA2, 0x8F),
    (0, 0xA2, 0x99),
];

fn headers() -> impl Strategy<Value = Header> {
    let common = (any::<u8>(), any::<u16>(), any::<u8>(), any::<[u8; 6]>())
        .prop_map(|(phy, seq, random, secret)| Common { phy, seq, random, secret });
    let form = prop_oneof![
        Just(Form::Area),
        common.clone().prop_map(Form::Five),
        (any::<u8>(), common).prop_map(|(protocol, common)| Form::Six { protocol, common }),
    ];
    (any::<u16>(), any::<u16>(), form).prop_map(|(to, device, form)| Header { to, from: HOST, device, form })
}

/// A body of a known command with any data of any length; mostly small numbers, so that counts and flags often fit.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![3 => 0u8..2, 1 => Just(5u8), 1 => 0x20u8..0x60, 1 => any::<u8>()];
    let len = prop_oneof![
        proptest::sample::select(vec![0usize, 1, 2, 4, 5, 6, 8, 10, 11, 12, 14, 22, 27, 31, 33, 49]),
        0usize..60
    ];
    let data = len.prop_flat_map(move |len| proptest::collection::vec(byte.clone(), len));
    (proptest::sample::select(KNOWN.to_vec()), any::<u16>(), data).prop_map(|(command, error, data)| {
        let (way, group, command) = command;
        let mut body = vec![way, group, command];
        if way == 0 {
            body.extend([1, 0]);
            body.extend(error.to_le_bytes());
        }
        body.extend((data.len() as u16).to_le_bytes());
        body.extend(data);
        body
    })
}

fn wire(frame: &Frame) -> Vec<u8> {
    let mut packets = Packets::default();
    frame.emit(&mut packets);
    packets.bytes().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn what_is_understood_survives_json_in_every_header(header in headers(), body in bodies()) {
        let bytes = wire(&Frame { header, body: body.clone() });
        let understood = match body[0] {
            0 => Reply::parse(&body).map(|reply| reply.emit()),
            _ => Request::parse(&body).map(|request| request.emit()),
        };
        match (understood, decode(Name::OnbonBx6, &bytes)) {
            (Ok(emitted), Ok(value)) => match encode(Name::OnbonBx6, &value) {
                Ok(written) => {
                    prop_assert_eq!(&written, &wire(&Frame { header, body: emitted }));
                    prop_assert_eq!(decode(Name::OnbonBx5, &written).unwrap(), value);
                }
                Err(error) => prop_assert!(error.to_string().contains("never written"), "{}", error),
            },
            (Err(_), Err(error)) => prop_assert!(error.offset <= bytes.len()),
            (understood, value) => prop_assert!(false, "{understood:?} {value:?}"),
        }
    }
}

#[test]
fn every_known_command_is_met_and_every_other_one_is_refused() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..20_000 {
        let body = bodies().new_tree(&mut runner).unwrap().current();
        let known = match body[0] {
            0 => Reply::parse(&body).is_ok(),
            _ => Request::parse(&body).is_ok(),
        };
        if known {
            met.insert((body[0], body[1], body[2]));
        }
    }
    assert_eq!(met.len(), KNOWN.len(), "{met:x?}");
    for group in 0..=255 {
        for command in 0..=255 {
            let known = KNOWN.contains(&(1, group, command));
            for len in 0..60 {
                let mut body = vec![1, group, command, len, 0];
                body.resize(5 + usize::from(len), 0x01);
                assert!(known || Request::parse(&body).is_err(), "{group:02x}/{command:02x}");
            }
        }
    }
}

fn refusal(fields: Value) -> String {
    let mut value = json!({
        "form": "five", "to": 1, "from": 32768, "device": 340, "phy": 1, "seq": 7, "random": 0,
        "secret": "000000000000",
    });
    for (key, field) in fields.as_object().unwrap() {
        value[key] = field.clone();
    }
    encode(Name::OnbonBx5, &value).unwrap_err().to_string()
}

#[test]
fn a_refusal_names_the_key() {
    for (fields, key) in [
        (json!({ "message": "format" }), "message"),
        (json!({ "message": "restart" }), "message"),
        (json!({ "message": "delete-files", "names": [] }), "names"),
        (json!({ "message": "delete-files", "names": ["P00"] }), "names"),
        (json!({ "message": "delete-files", "names": ["Bản1"] }), "names"),
        (json!({ "message": "set-clock", "clock": [2026, 11, 29] }), "clock"),
        (json!({ "message": "set-clock", "clock": [2026, 11, 29, 100, 0, 0, 7] }), "clock"),
        (json!({ "message": "hours", "hours": [7, 0, 22] }), "hours"),
        (json!({ "message": "brightness", "mode": 0, "levels": "07" }), "levels"),
        (json!({ "message": "power", "on": 1 }), "on"),
        (
            json!({ "message": "lock", "lasting": true, "lock": true, "name": "P000", "mode": 256, "duration": 1 }),
            "mode",
        ),
        (
            json!({ "message": "write-block", "name": "P000", "last": true, "offset": 0, "data": "00".repeat(65_527) }),
            "data",
        ),
        (
            json!({ "message": "write-block", "name": "P000", "last": true, "offset": 0, "data": "00".repeat(65_522) }),
            "data",
        ),
        (json!({ "message": "ping", "secret": "00" }), "secret"),
        (json!({ "message": "ping", "form": "seven" }), "form"),
        (json!({ "message": "ping", "data": "" }), "data"),
    ] {
        let said = refusal(fields.clone());
        assert!(said.contains(&format!("`{key}`")), "{fields}: {said}");
    }
}

#[test]
fn cards_that_draw_letters_are_only_lit_darkened_cleared_and_told_the_time() {
    let clock = json!({
        "form": "font", "to": 65534, "message": "set-clock", "clock": [2026, 11, 23, 13, 5, 9, 1],
    });
    let dark = json!({ "form": "font", "to": 65534, "message": "power", "on": false });
    for value in [clock, dark] {
        let bytes = encode(Name::OnbonBx5, &value).unwrap();
        assert_eq!(decode(Name::OnbonBx5, &bytes).unwrap(), value);
        for at in 8..bytes.len() - 1 {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x80;
            assert_ne!(decode(Name::OnbonBx5, &bytes).ok().as_ref(), Some(&value), "byte {at}");
        }
    }
    let text = json!({ "form": "font", "to": 65534, "message": "text", "data": "" });
    assert!(encode(Name::OnbonBx5, &text).unwrap_err().to_string().contains("`message`"));
}

#[test]
fn noise_between_frames_and_ends_that_are_sent_twice_lose_no_answer() {
    let header = Header { to: HOST, from: 1, device: 0x0154, form: Form::Area };
    let answer = wire(&Frame { header, body: Reply::Ack.emit() });
    // A frame that was cut off, the next one right behind it, a second end, noise, and one with a longer run of starts.
    let stream = [&answer[..20], &answer, &[0x5A], b"AT+OK\r\n", &[0xA5; 30], &answer].concat();
    for cut in 1..stream.len() {
        let (mut decoder, mut good) = (Decoder::default(), 0);
        for part in stream.chunks(cut) {
            decoder.feed(part, |frame| good += usize::from(frame.is_ok()));
        }
        assert_eq!(good, 2, "in pieces of {cut}");
    }
}
