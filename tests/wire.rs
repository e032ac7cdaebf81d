//! Bytes on the wire: frames that others made or accepted, both ways; any bytes at all; and models of the receivers that
//! are written here from the byte tables, independently of the code they judge.

#[path = "wire/onbon.rs"]
mod onbon;
#[path = "wire/small_boards.rs"]
mod small_boards;

use bangtin::board::{Protocol, Session};
use bangtin::frame::{Face, Frame};
use bangtin::panel::Panel;
use bangtin::wire::json::{Name, decode, encode};
use bangtin::wire::{Packets, adalight, ddp, flaschen_taschen};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;
use toml::de::{DeTable, DeValue};

struct Vector {
    protocol: Name,
    name: String,
    bytes: Vec<u8>,
    fields: Value,
    /// It is read where others say it, and nothing here writes it.
    read_only: bool,
}

fn vectors() -> Vec<Vector> {
    let mut all = Vec::new();
    for (protocol, file) in [
        (Name::Ddp, include_str!("vectors/ddp.toml")),
        (Name::FlaschenTaschen, include_str!("vectors/flaschen-taschen.toml")),
        (Name::Adalight, include_str!("vectors/adalight.toml")),
        (Name::Hanover, include_str!("vectors/hanover.toml")),
        (Name::AlfaZeta, include_str!("vectors/alfazeta.toml")),
        (Name::Luminator, include_str!("vectors/luminator.toml")),
        (Name::Mobitec, include_str!("vectors/mobitec.toml")),
        (Name::Opc, include_str!("vectors/opc.toml")),
        (Name::Tpm2, include_str!("vectors/tpm2.toml")),
        (Name::Tpm2Net, include_str!("vectors/tpm2-net.toml")),
        (Name::WledUdp, include_str!("vectors/wled-udp.toml")),
        (Name::Colorlight, include_str!("vectors/colorlight.toml")),
        (Name::Novastar, include_str!("vectors/novastar.toml")),
        (Name::Artnet, include_str!("vectors/artnet.toml")),
        (Name::Sacn, include_str!("vectors/sacn.toml")),
        (Name::OnbonBx5, include_str!("vectors/onbon.toml")),
        (Name::Xixun, include_str!("vectors/xixun.toml")),
        (Name::HuiduSdk2, include_str!("vectors/huidu-sdk2.toml")),
        #[cfg(feature = "experimental")]
        (Name::Hd2020, include_str!("vectors/huidu-hd2020.toml")),
    ] {
        let table = DeTable::parse(file).unwrap().into_inner();
        for vector in table["vector"].get_ref().as_array().unwrap() {
            let table = vector.get_ref().as_table().unwrap();
            let word = |key: &str| table[key].get_ref().as_str().unwrap_or_else(|| panic!("{key} is a text"));
            assert!(!word("meaning").is_empty() && !word("origin").is_empty());
            let mut fields = as_json(table["fields"].get_ref());
            if protocol == Name::Ddp && fields.get("timecode").is_none() {
                fields["timecode"] = Value::Null;
            }
            let (name, bytes) = (word("name").to_owned(), hex::decode(word("hex")).unwrap());
            let read_only = table.get("read_only").is_some();
            all.push(Vector { protocol, name, bytes, fields, read_only });
        }
    }
    assert_eq!(all.len(), if cfg!(feature = "experimental") { 143 } else { 139 }, "no vector was lost");
    all
}

fn as_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::Boolean(flag) => json!(flag),
        DeValue::Integer(number) => json!(number.as_str().parse::<u64>().unwrap()),
        DeValue::String(word) => json!(word),
        DeValue::Table(table) => {
            table.iter().map(|(key, value)| (key.get_ref().to_string(), as_json(value.get_ref()))).collect()
        }
        DeValue::Array(values) => values.iter().map(|value| as_json(value.get_ref())).collect(),
        other => panic!("a field is no {}", other.type_str()),
    }
}

#[test]
fn frames_of_others_read_as_what_they_mean() {
    for Vector { protocol, name, bytes, fields, .. } in vectors() {
        assert_eq!(decode(protocol, &bytes).unwrap(), fields, "{name}");
    }
}

#[test]
fn what_they_mean_is_written_as_the_very_same_bytes() {
    for Vector { protocol, name, bytes, mut fields, read_only } in vectors() {
        if read_only {
            let refused = encode(protocol, &fields).unwrap_err().to_string();
            assert!(refused.contains("never written"), "{name}: {refused}");
            continue;
        }
        assert_eq!(encode(protocol, &fields).unwrap(), bytes, "{name}");
        for worked_out in ["length", "dots", "check", "slots"] {
            fields.as_object_mut().unwrap().remove(worked_out);
        }
        assert_eq!(encode(protocol, &fields).unwrap(), bytes, "{name} without what follows from the rest");
    }
}

#[test]
fn a_frame_cut_off_anywhere_is_refused_and_never_past_its_end() {
    for Vector { protocol, name, bytes, .. } in vectors() {
        for end in 0..bytes.len() {
            // The last newline of a footer is white space: without it the frame still says all it has to say.
            // A datagram of WLED does not say how many dots it has. A node's reply says enough
            // without its newer fields.
            let whole = name == "footer-offset-2x1" && end == bytes.len() - 1
                || small_boards::is_whole_wled_datagram(protocol, &bytes[..end])
                || name == "poll-reply-ola" && end >= 207;
            match decode(protocol, &bytes[..end]) {
                Ok(_) => assert!(whole, "{name} cut at {end}"),
                Err(error) => assert!(!whole && error.offset <= end, "{name} cut at {end}: {error}"),
            }
        }
    }
}

#[test]
fn a_byte_too_many_is_refused_at_its_place() {
    for Vector { protocol, name, mut bytes, .. } in vectors() {
        // Newer nodes and those who ask for them say more than older ones.
        if matches!(name.as_str(), "poll" | "poll-reply-ola") {
            continue;
        }
        bytes.push(b'7');
        assert_eq!(decode(protocol, &bytes).unwrap_err().offset, bytes.len() - 1, "{name}");
    }
}

#[test]
fn every_example_in_the_protocol_pages_is_a_whole_frame() {
    let pages = [
        (Name::Ddp, "hex-ddp", include_str!("../docs/protocols/ddp.md")),
        (
            Name::FlaschenTaschen,
            "hex-flaschen-taschen",
            include_str!("../docs/protocols/flaschen-taschen.md"),
        ),
        (Name::Adalight, "hex-adalight", include_str!("../docs/protocols/adalight.md")),
        (Name::Hanover, "hex-hanover", include_str!("../docs/protocols/hanover.md")),
        (Name::AlfaZeta, "hex-alfazeta", include_str!("../docs/protocols/alfazeta.md")),
        (Name::Luminator, "hex-luminator", include_str!("../docs/protocols/luminator.md")),
        (Name::Mobitec, "hex-mobitec", include_str!("../docs/protocols/mobitec.md")),
        (Name::Opc, "hex-opc", include_str!("../docs/protocols/opc.md")),
        (Name::Tpm2, "hex-tpm2", include_str!("../docs/protocols/tpm2.md")),
        (Name::Tpm2Net, "hex-tpm2-net", include_str!("../docs/protocols/tpm2-net.md")),
        (Name::WledUdp, "hex-wled-udp", include_str!("../docs/protocols/wled-udp.md")),
        (Name::Colorlight, "hex-colorlight", include_str!("../docs/protocols/colorlight.md")),
        (Name::Novastar, "hex-novastar", include_str!("../docs/protocols/novastar.md")),
        (Name::Artnet, "hex-artnet", include_str!("../docs/protocols/artnet.md")),
        (Name::Sacn, "hex-sacn", include_str!("../docs/protocols/sacn.md")),
        (Name::OnbonBx5, "hex-onbon", include_str!("../docs/protocols/onbon.md")),
        (Name::Xixun, "hex-xixun", include_str!("../docs/protocols/xixun.md")),
        (Name::HuiduSdk2, "hex-huidu-sdk2", include_str!("../docs/protocols/huidu.md")),
        #[cfg(feature = "experimental")]
        (Name::Hd2020, "hex-huidu-hd2020", include_str!("../docs/protocols/huidu-hd2020.md")),
    ];
    for (protocol, fence, page) in pages {
        let blocks: Vec<&str> =
            page.split("\n```").filter_map(|part| part.strip_prefix(fence)?.strip_prefix('\n')).collect();
        assert!(!blocks.is_empty(), "the page of {protocol} has an example");
        for block in blocks {
            let bytes = hex::decode(block.split_whitespace().collect::<String>()).unwrap();
            let value = decode(protocol, &bytes).unwrap_or_else(|error| panic!("{protocol}: {error}"));
            assert_eq!(encode(protocol, &value).unwrap(), bytes);
        }
    }
}

/// Bytes that look like frames more often than chance would have it: a vector with a few bytes changed, cut or added.
fn nearly_frames() -> impl Strategy<Value = Vec<u8>> {
    let seeds: Vec<Vec<u8>> = vectors().into_iter().map(|vector| vector.bytes).collect();
    let changes = proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 0..6);
    (proptest::sample::select(seeds), changes, 0usize..40, proptest::collection::vec(any::<u8>(), 0..9))
        .prop_map(|(mut bytes, changes, cut, more)| {
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes.truncate(bytes.len() - cut.min(bytes.len()) / 4);
            bytes.extend(more);
            bytes
        })
}

pub(crate) fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![proptest::collection::vec(any::<u8>(), 0..100), nearly_frames()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_make_a_parser_panic_and_what_it_accepts_it_can_write(bytes in any_bytes()) {
        for name in Name::ALL {
            match decode(name, &bytes) {
                Err(error) => prop_assert!(error.offset <= bytes.len()),
                Ok(value) => match encode(name, &value) {
                    Ok(written) => prop_assert_eq!(decode(name, &written).unwrap(), value),
                    // What could change the settings of a board is read, and never written.
                    Err(error) => {
                        let never = ["246 and 250", "never written", "may be used"];
                        prop_assert!(never.iter().any(|never| error.to_string().contains(never)), "{}", error);
                    }
                },
            }
        }
        if let Ok(packet) = ddp::Packet::new_checked(&bytes) {
            let repr = ddp::Repr::parse(&bytes).unwrap();
            prop_assert_eq!((packet.data(), packet.timecode()), (repr.data, repr.header.timecode));
            prop_assert_eq!(repr.buffer_len(), bytes.len());
        }
    }

    #[test]
    fn a_serial_stream_reads_the_same_however_it_is_cut(
        parts in proptest::collection::vec(any_bytes(), 0..6), cuts in proptest::collection::vec(1usize..50, 1..9),
    ) {
        let stream = parts.concat();
        let read = |pieces: &mut dyn Iterator<Item = &[u8]>| {
            let (mut decoder, mut frames) = (adalight::Decoder::default(), Vec::new());
            for piece in pieces {
                decoder.feed(piece, |frame| frames.push(frame.rgb.to_vec()));
            }
            (frames, decoder.missing())
        };
        let mut rest = &stream[..];
        let mut cuts = cuts.into_iter().cycle();
        let pieces: Vec<&[u8]> = std::iter::from_fn(|| {
            let (piece, after) = rest.split_at(rest.len().min(cuts.next()?));
            rest = after;
            (!piece.is_empty()).then_some(piece)
        })
        .collect();
        let whole = read(&mut std::iter::once(&stream[..]));
        prop_assert_eq!(read(&mut pieces.into_iter()), whole.clone());
        let model = model_of_a_serial_board(&stream);
        prop_assert_eq!(whole.0, model);
    }
}

/// Reads an Adalight stream with the whole of it in sight.
fn model_of_a_serial_board(stream: &[u8]) -> Vec<Vec<u8>> {
    let (mut at, mut frames) = (0, Vec::new());
    while at + 6 <= stream.len() {
        let head = &stream[at..at + 6];
        if &head[..3] != b"Ada" || head[5] != (head[3] ^ head[4] ^ 0x55) {
            at += 1;
            continue;
        }
        let len = (usize::from(head[3]) * 256 + usize::from(head[4]) + 1) * 3;
        let Some(rgb) = stream.get(at + 6..at + 6 + len) else { break };
        frames.push(rgb.to_vec());
        at += 6 + len;
    }
    frames
}

/// What a strict DDP display makes of one frame's packets; the numbers must go on from `sequence`.
fn model_of_a_ddp_board(packets: &Packets, sequence: &mut u8) -> Vec<u8> {
    let mut picture = Vec::new();
    let count = packets.iter().count();
    for (i, packet) in packets.iter().enumerate() {
        let last = i + 1 == count;
        assert_eq!(packet[0], if last { 0x41 } else { 0x40 }, "exactly one push, on the last packet");
        *sequence = *sequence % 15 + 1;
        assert_eq!(packet[1], *sequence);
        assert_eq!(packet[2..4], [0x0B, 0x01]);
        let offset = packet[4..8].iter().fold(0usize, |sum, &byte| sum * 256 + usize::from(byte));
        let length = usize::from(packet[8]) * 256 + usize::from(packet[9]);
        assert_eq!(offset, picture.len(), "no gap and no overlap");
        assert_eq!(length, packet.len() - 10);
        assert!(if last { (1..=1440).contains(&length) } else { length == 1440 }, "packets are full");
        picture.extend(&packet[10..]);

        let theirs = ddp_rs::packet::PacketRef::from_bytes(packet).expect("ddp-rs reads it");
        assert_eq!((theirs.header.packet_type.push, theirs.header.sequence_number), (last, *sequence));
        assert_eq!((theirs.header.offset as usize, usize::from(theirs.header.length)), (offset, length));
        assert_eq!(theirs.header.id, ddp_rs::protocol::ID::Default);
        assert_eq!(theirs.data, &packet[10..]);
    }
    picture
}

/// What a strict FlaschenTaschen wall makes of one frame's datagrams: (x, y, layer) of every dot it paints.
fn model_of_a_wall(packets: &Packets, mut paint: impl FnMut(usize, usize, usize, [u8; 3])) {
    for packet in packets.iter() {
        let mut lines = packet.splitn(5, |&byte| byte == b'\n');
        let mut words = || std::str::from_utf8(lines.next().expect("a line")).map(str::to_owned);
        assert_eq!(words().unwrap(), "P6");
        let numbers = |line: &str| line.split(' ').map(|word| word.parse().unwrap()).collect::<Vec<usize>>();
        let size = numbers(&words().unwrap());
        let place = numbers(words().unwrap().strip_prefix("#FT: ").expect("a place"));
        assert_eq!(words().unwrap(), "255");
        let rgb = lines.next().expect("pixels");
        assert_eq!(rgb.len(), size[0] * size[1] * 3, "the length is exactly right");
        for (i, dot) in rgb.chunks(3).enumerate() {
            paint(place[0] + i % size[0], place[1] + i / size[0], place[2], [dot[0], dot[1], dot[2]]);
        }
    }
}

/// What a strict chain of cards makes of one frame: brightness, all rows, and after a pause the word to show them.
fn model_of_a_card(frame: &[Vec<u8>], width: usize, times: usize, light: u8) -> Vec<u8> {
    let mut picture = Vec::new();
    let body: Vec<&[u8]> = frame
        .iter()
        .map(|packet| {
            assert_eq!(packet[..12], *b"\x11\x22\x33\x44\x55\x66\x22\x22\x33\x44\x55\x66");
            &packet[12..]
        })
        .collect();
    let (brightness, rest) = body.split_at(times);
    let (rows, display) = rest.split_at(rest.len() - times);
    for packet in brightness {
        let mut expected = vec![0; 77 - 12];
        expected[..5].copy_from_slice(&[0x0A, light, light, light, 0xFF]);
        assert_eq!(*packet, expected);
    }
    for packet in display {
        let mut expected = vec![0; 112 - 12];
        (expected[0], expected[1], expected[24]) = (0x01, 0x07, 0x05);
        for at in [23, 26, 27, 28] {
            expected[at] = light;
        }
        assert_eq!(*packet, expected);
    }
    for packet in rows {
        let word = |at: usize| usize::from(packet[at]) * 256 + usize::from(packet[at + 1]);
        assert_eq!((packet[0], &packet[7..9]), (0x55, &[0x08, 0x88][..]));
        let (row, first, dots) = (word(1), word(3), word(5));
        assert!((1..=497).contains(&dots) && packet.len() == 9 + dots * 3);
        assert_eq!((row * width + first) * 3, picture.len(), "no gap and no overlap");
        assert!(first + dots == width || dots == 497, "packets are full");
        picture.extend(&packet[9..]);
    }
    picture
}

pub(crate) fn picture(face: Face, seed: u8) -> Frame {
    let rgb = (0..face.rgb_len()).map(|i| (i % 249) as u8 ^ seed).collect();
    Frame::from_rgb(face, rgb).unwrap()
}

pub(crate) fn faces() -> impl Strategy<Value = Face> {
    let exact = [(1, 1), (479, 1), (480, 1), (481, 1), (960, 1), (1, 960), (96, 5)];
    prop_oneof![proptest::sample::select(exact.to_vec()), (1u16..260, 1u16..70)]
        .prop_map(|(width, height)| Face::new(width, height).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_strict_ddp_display_sees_the_picture(face in faces(), seed: u8) {
        let frame = picture(face, seed);
        let mut session = Session::new(&Protocol::DDP, Panel::new(face)).unwrap();
        let (mut packets, mut sequence) = (Packets::default(), 0);
        for _ in 0..3 {
            session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
            prop_assert!(model_of_a_ddp_board(&packets, &mut sequence) == frame.rgb());
        }
    }

    #[test]
    fn a_strict_wall_sees_the_picture(face in faces(), seed: u8, layer in 0u8..16, datagram in 100u16..3000) {
        let frame = picture(face, seed);
        let protocol = Protocol::FlaschenTaschen { x: 7, y: 4095, layer, datagram };
        let mut packets = Packets::default();
        Session::new(&protocol, Panel::new(face)).unwrap().show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
        let mut seen = vec![None; face.dots()];
        model_of_a_wall(&packets, |x, y, z, dot| {
            assert_eq!(z, usize::from(layer));
            let at = (y - 4095) * usize::from(face.width()) + x - 7;
            assert_eq!(seen[at].replace(dot), None, "painted twice");
        });
        for (dot, wanted) in seen.into_iter().zip(frame.rgb().chunks(3)) {
            let wanted = if layer > 0 && wanted == [0, 0, 0] { &[1, 1, 1] } else { wanted };
            prop_assert_eq!(&dot.expect("every dot is painted")[..], wanted);
        }
    }

    #[test]
    fn a_strict_serial_board_sees_the_picture(face in faces(), seed: u8) {
        let frame = picture(face, seed);
        let mut packets = Packets::default();
        Session::new(&Protocol::ADALIGHT, Panel::new(face)).unwrap().show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
        prop_assert_eq!(model_of_a_serial_board(packets.bytes()), vec![frame.rgb().to_vec()]);
    }

    #[test]
    fn a_strict_card_sees_the_picture(
        face in prop_oneof![
            proptest::sample::select(vec![(497u16, 3u16), (498, 2), (994, 2), (995, 1), (1491, 1), (4096, 2), (1, 1024)])
                .prop_map(|(width, height)| Face::new(width, height).unwrap()),
            faces(),
        ],
        seed: u8, light: u8, firmware in proptest::option::of(1u8..20),
    ) {
        let frame = picture(face, seed);
        let protocol = Protocol::Colorlight { light, firmware };
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let (mut packets, mut all) = (Packets::default(), Vec::new());
        let sent = Duration::from_secs(1);
        session.show(&frame.as_window(face).unwrap(), sent, &mut packets);
        all.extend(packets.iter().map(<[u8]>::to_vec));
        let mut now = sent;
        while packets.is_empty() || now == sent {
            session.next(now, &mut packets);
            if packets.is_empty() {
                now = now.max(session.due().unwrap());
            } else {
                break;
            }
        }
        prop_assert!(now >= sent + Duration::from_millis(1), "the pause before the display packet");
        all.extend(packets.iter().map(<[u8]>::to_vec));
        let times = if firmware.is_some_and(|major| major >= 13) { 2 } else { 1 };
        prop_assert!(model_of_a_card(&all, face.width().into(), times, light) == frame.rgb());
    }

    #[test]
    fn every_field_of_a_ddp_packet_survives_json(
        flags in proptest::array::uniform4(any::<bool>()), timecode: Option<u32>, sequence in 0u8..=15, id in 1u8..=245,
        offset: u32, data in proptest::collection::vec(any::<u8>(), 0..=1440),
    ) {
        let [push, storage, reply, query] = flags;
        let value = json!({
            "push": push, "storage": storage, "reply": reply, "query": query, "timecode": timecode,
            "sequence": sequence, "type": 11, "id": id, "offset": offset, "length": data.len(),
            "data": hex::encode(&data),
        });
        prop_assert_eq!(decode(Name::Ddp, &encode(Name::Ddp, &value).unwrap()).unwrap(), value);
    }

    #[test]
    fn every_field_of_a_wall_picture_survives_json(
        footer: bool, size in (1u16..30, 1u16..30), place in (0u16..=16_383, 0u16..=16_383), layer in 0u8..=15, seed: u8,
    ) {
        use flaschen_taschen::{Form, Header, Repr};
        let form = if footer { Form::Footer } else { Form::Header };
        let header = Header::new(form, size, place, layer).unwrap();
        let rgb = vec![seed; header.dots() * 3];
        let repr = Repr { header, rgb: &rgb };
        let mut packets = Packets::default();
        repr.emit(&mut packets).unwrap();
        prop_assert_eq!(Repr::parse(packets.bytes()), Ok(repr));
        prop_assert_eq!(repr.buffer_len(), packets.bytes().len());
        let value = decode(Name::FlaschenTaschen, packets.bytes()).unwrap();
        prop_assert_eq!(encode(Name::FlaschenTaschen, &value).unwrap(), packets.bytes());
    }
}
