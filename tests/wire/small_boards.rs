//! OPC, TPM2, TPM2.net and WLED's own format: strict boards, written from the byte tables with the whole stream or frame
//! in sight, and what they make of what is sent.

use crate::{any_bytes, faces, picture};
use bangtin::board::control::wled;
use bangtin::board::{Protocol, Session};
use bangtin::frame::{Face, Frame};
use bangtin::panel::Panel;
use bangtin::wire::json::Name;
use bangtin::wire::{Packets, ddp, mdns, opc, tpm2};
use proptest::prelude::*;
use serde_json::json;
use std::time::Duration;

/// Whether this is a datagram to which nothing need be missing: its head and whole dots.
pub(crate) fn is_whole_wled_datagram(protocol: Name, bytes: &[u8]) -> bool {
    let (head, dot) = match bytes.first() {
        Some(1 | 3) => (2, 4),
        Some(2) => (2, 3),
        Some(4) => (4, 3),
        _ => return false,
    };
    protocol == Name::WledUdp && bytes.len() > head && (bytes.len() - head).is_multiple_of(dot)
}

fn frame_of(protocol: &Protocol, face: Face, frame: &Frame) -> Packets {
    let mut packets = Packets::default();
    let mut session = Session::new(protocol, Panel::new(face)).unwrap();
    session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
    packets
}

fn big_endian(high: u8, low: u8) -> usize {
    usize::from(high) * 256 + usize::from(low)
}

/// What a strict OPC server makes of a stream that it sees whole: channel and dots of every message.
fn model_of_an_opc_server(stream: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let (mut at, mut messages) = (0, Vec::new());
    while at + 4 <= stream.len() {
        let len = big_endian(stream[at + 2], stream[at + 3]);
        let Some(data) = stream.get(at + 4..at + 4 + len) else { break };
        if stream[at + 1] == 0 {
            messages.push((stream[at], data.to_vec()));
        }
        at += 4 + len;
    }
    messages
}

/// What a strict TPM2 board makes of a line that it sees whole: the data of every good block.
fn model_of_a_tpm2_board(stream: &[u8]) -> Vec<Vec<u8>> {
    let (mut at, mut blocks) = (0, Vec::new());
    while at < stream.len() {
        let rest = &stream[at..];
        at += match *rest {
            [0xC9, 0xAA, ..] => 2,
            [0xC9] | [0xC9, 0xDA | 0xC0] | [0xC9, 0xDA | 0xC0, _] => break,
            [0xC9, kind @ (0xDA | 0xC0), high, low, ..] => {
                let len = big_endian(high, low);
                match rest.get(4 + len) {
                    None => break,
                    Some(0x36) => {
                        if kind == 0xDA {
                            blocks.push(rest[4..4 + len].to_vec());
                        }
                        5 + len
                    }
                    Some(_) => 1,
                }
            }
            _ => 1,
        };
    }
    blocks
}

/// What WLED lights of one TPM2 block: it counts the dots of the two bytes of the length apart.
fn dots_lit_by_wled(block: &[u8]) -> usize {
    usize::from(block[2]) * 256 / 3 + usize::from(block[3]) / 3
}

/// What a strict TPM2.net board makes of the packets of one frame.
fn model_of_a_tpm2_net_board(packets: &Packets) -> Vec<u8> {
    let count = packets.iter().count();
    let lengths: Vec<usize> = packets.iter().map(|packet| big_endian(packet[2], packet[3])).collect();
    assert!(lengths.windows(2).all(|two| two[0] == two[1]), "all packets of a frame have one length");
    assert!(lengths[0].is_multiple_of(3) && lengths[0] + 7 <= 1472);
    let mut picture = Vec::new();
    for (n, packet) in packets.iter().enumerate() {
        assert_eq!(packet[..2], [0x9C, 0xDA]);
        assert_eq!((usize::from(packet[4]), usize::from(packet[5])), (n + 1, count));
        assert_eq!(packet.len(), lengths[0] + 7);
        assert_eq!(packet.last(), Some(&0x36));
        picture.extend(&packet[6..packet.len() - 1]);
    }
    picture
}

/// What a strict WLED makes of the datagrams of one frame.
fn model_of_wled(packets: &Packets) -> Vec<u8> {
    let mut picture = Vec::new();
    for packet in packets.iter() {
        assert_eq!(packet[..2], [4, 2], "DNRGB for two seconds");
        assert_eq!(big_endian(packet[2], packet[3]) * 3, picture.len(), "no gap and no overlap");
        assert!(packet.len() <= 1472 && packet.len() > 4 && (packet.len() - 4).is_multiple_of(3));
        picture.extend(&packet[4..]);
    }
    picture
}

/// Faces around the sizes where the packets of these protocols fill up, and where the bytes of a length turn over.
fn awkward() -> impl Strategy<Value = Face> {
    let exact =
        [(1, 1), (85, 1), (86, 1), (170, 1), (171, 1), (256, 1), (257, 1), (488, 1), (489, 1), (490, 1)];
    let longer = [(976, 1), (977, 1), (978, 1), (979, 1), (99, 3), (4096, 5), (4369, 1), (1, 1000)];
    let all: Vec<(u16, u16)> = exact.into_iter().chain(longer).filter(|(width, _)| *width <= 4096).collect();
    prop_oneof![
        proptest::sample::select(all).prop_map(|(width, height)| Face::new(width, height).unwrap()),
        faces(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_strict_opc_server_sees_the_picture(face in awkward(), seed: u8, channel: u8) {
        let frame = picture(face, seed);
        let packets = frame_of(&Protocol::Opc { channel }, face, &frame);
        prop_assert_eq!(model_of_an_opc_server(packets.bytes()), vec![(channel, frame.rgb().to_vec())]);
    }

    #[test]
    fn a_strict_tpm2_board_sees_the_picture_and_wled_loses_no_dot_of_it(face in awkward(), seed: u8) {
        let frame = picture(face, seed);
        let packets = frame_of(&Protocol::Tpm2, face, &frame);
        let blocks = model_of_a_tpm2_board(packets.bytes());
        prop_assert_eq!(blocks.len(), 1);
        prop_assert_eq!(&blocks[0][..frame.rgb().len()], frame.rgb());
        prop_assert!(blocks[0][frame.rgb().len()..].iter().all(|byte| *byte == 0));
        prop_assert_eq!(dots_lit_by_wled(packets.bytes()) * 3, blocks[0].len());
    }

    #[test]
    fn a_strict_tpm2_net_board_sees_the_picture(face in awkward(), seed: u8) {
        let frame = picture(face, seed);
        let seen = model_of_a_tpm2_net_board(&frame_of(&Protocol::Tpm2Net, face, &frame));
        prop_assert_eq!(&seen[..frame.rgb().len()], frame.rgb());
        prop_assert!(seen[frame.rgb().len()..].iter().all(|byte| *byte == 0));
    }

    #[test]
    fn a_strict_wled_sees_the_picture(face in awkward(), seed: u8) {
        let frame = picture(face, seed);
        prop_assert_eq!(model_of_wled(&frame_of(&Protocol::WledUdp, face, &frame)), frame.rgb());
    }

    #[test]
    fn an_opc_stream_reads_the_same_however_it_is_cut(
        sizes in proptest::collection::vec((any::<u8>(), 0usize..300), 0..6), cut in 1usize..400,
    ) {
        let mut packets = Packets::default();
        for (channel, size) in sizes {
            let data = vec![channel ^ 0x5A; size];
            opc::Repr { channel, command: opc::Command::Pixels, data: &data }.emit(&mut packets).unwrap();
        }
        let (mut decoder, mut messages) = (opc::Decoder::default(), Vec::new());
        for piece in packets.bytes().chunks(cut) {
            decoder.feed(piece, |message| messages.push((message.channel, message.data.to_vec()))).unwrap();
        }
        prop_assert_eq!(messages, model_of_an_opc_server(packets.bytes()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_tpm2_line_reads_the_same_however_it_is_cut_and_whatever_noise_is_on_it(
        parts in proptest::collection::vec(any_bytes(), 0..6), cut in 1usize..3000,
    ) {
        let stream = parts.concat();
        let (mut decoder, mut blocks) = (tpm2::Decoder::default(), Vec::new());
        for piece in stream.chunks(cut) {
            decoder.feed(piece, |repr| {
                if let tpm2::Repr::Data(data) = repr {
                    blocks.push(data.to_vec());
                }
            });
        }
        prop_assert!(decoder.begun() <= stream.len());
        prop_assert_eq!(blocks, model_of_a_tpm2_board(&stream));
    }

    #[test]
    fn a_frame_after_noise_is_lit_when_the_zeros_of_an_opening_came_before_it(
        noise in proptest::collection::vec(any::<u8>(), 0..40), face in (1u16..40, 1u16..9), seed: u8,
    ) {
        let face = Face::new(face.0, face.1).unwrap();
        let frame = picture(face, seed);
        // A beginning in the noise may ask for more than the zeros give.
        prop_assume!(!noise.contains(&0xC9));
        let mut session = Session::new(&Protocol::Tpm2, Panel::new(face)).unwrap();
        let mut zeros = Packets::default();
        session.resync(&mut zeros);
        let packets = frame_of(&Protocol::Tpm2, face, &frame);
        let blocks = model_of_a_tpm2_board(&[&noise, zeros.bytes(), packets.bytes()].concat());
        prop_assert_eq!(blocks.len(), 1);
        prop_assert_eq!(&blocks[0][..frame.rgb().len()], frame.rgb());
    }
}

/// What a WLED answers to the question of mDNS, put together by hand from RFC 1035: PTR, and beside it SRV, TXT and A, with
/// compressed names.
const WLED_ANSWER: &str = "000084000000000100000003055f776c6564045f746370056c6f63616c00000c000100001194000c\
    09574c45442d436f6e67c00cc028002180010000007800140000000000500b776c65642d613162326333c017\
    c02800108001000011940011106d61633d613162326333643465356636c04600018001000000780004c0a80407";

#[test]
fn a_wled_that_answers_by_mdns_is_found_and_a_question_cut_off_finds_nothing() {
    let answer = hex::decode(WLED_ANSWER).unwrap();
    let mut answers = mdns::Answers::default();
    for end in 0..answer.len() {
        answers.hear(&answer[..end]);
    }
    assert_eq!(answers.boards(), []);
    answers.hear(&answer);
    let expected = mdns::Board {
        name: "WLED-Cong".to_owned(),
        host: "wled-a1b2c3.local".to_owned(),
        port: 80,
        addresses: vec![[192, 168, 4, 7].into()],
    };
    assert_eq!(answers.boards(), [expected]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn no_answer_of_a_stranger_makes_a_reader_panic_or_keep_much(
        noise in proptest::collection::vec(any::<u8>(), 0..200),
        changes in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..8),
    ) {
        let mut answers = mdns::Answers::default();
        answers.hear(&noise);
        let mut answer = hex::decode(WLED_ANSWER).unwrap();
        for (at, byte) in changes {
            let at = at.index(answer.len());
            answer[at] = byte;
        }
        answers.hear(&answer);
        for board in answers.boards() {
            prop_assert!(!board.name.contains(char::is_control) && board.host.is_ascii() && board.port > 0);
        }
        let _refusal = ddp::status::Answer::parse(&noise);
        let _refusal = wled::read(&noise, Duration::ZERO);
    }

    #[test]
    fn no_json_of_a_stranger_makes_a_reader_panic(keys in proptest::collection::vec(
        (proptest::sample::select(vec!["ver", "leds", "wifi", "lip", "status", "config", "ports", "error"]), any::<i32>()), 0..5,
    )) {
        let mut value = json!({ "leds": { "count": keys.len(), "matrix": { "w": 70_000 } } });
        for (key, number) in keys {
            value[key] = if number % 3 == 0 { json!([number, { key: number }]) } else { json!({ key: number, "pwr": number }) };
        }
        let body = value.to_string();
        if let Ok(reading) = wled::read(body.as_bytes(), Duration::ZERO) {
            prop_assert!(reading.size.is_none() && reading.amperes.is_none_or(|amperes| amperes >= 0.0));
        }
    }
}
