//! Art-Net and sACN: what boards of others make of our packets, and what becomes of a picture when packets get lost.
//!
//! The models are written here from the byte tables; the parsers of the crates `artnet_protocol` and `sacn` are not ours.

use artnet_protocol::ArtCommand;
use bangtin::board::{Fill, Protocol, Receiver, Sacn, Session, SessionError};
use bangtin::frame::{Face, Frame, Palette};
use bangtin::panel::{Depth, Layout, Module, Output, Panel};
use bangtin::wire::Packets;
use bangtin::wire::json::{Name, decode, encode};
use bangtin::wire::sacn::{Cid, Source, group};
use proptest::prelude::*;
use sacn::error::errors::SacnError;
use sacn::receive::SacnReceiver;
use serde_json::json;
use socket2::{Domain, Socket, Type};
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

const NEVER: Duration = Duration::ZERO;

fn picture(face: Face, seed: u8) -> Frame {
    let rgb = (0..face.rgb_len()).map(|i| (i % 249) as u8 ^ seed).collect();
    Frame::from_rgb(face, rgb).unwrap()
}

fn faces() -> impl Strategy<Value = Face> {
    let exact = [(1, 1), (169, 1), (170, 1), (171, 1), (340, 1), (17, 10), (512, 1), (1, 171)];
    prop_oneof![proptest::sample::select(exact.to_vec()), (1u16..130, 1u16..50)]
        .prop_map(|(width, height)| Face::new(width, height).unwrap())
}

fn fills() -> impl Strategy<Value = Fill> {
    prop_oneof![
        Just(Fill::Whole),
        (1u16..=170).prop_map(Fill::Dots),
        prop_oneof![Just(510u16), Just(512), 3u16..=512].prop_map(Fill::Channels),
    ]
}

/// How many bytes a full universe has.
fn full(fill: Fill) -> usize {
    match fill {
        Fill::Whole => 510,
        Fill::Dots(dots) => usize::from(dots) * 3,
        Fill::Channels(channels) => channels.into(),
    }
}

fn artnet(universe: u16, fill: Fill, sync: bool) -> Protocol {
    Protocol::Artnet { universe, fill, sync }
}

fn word(bytes: &[u8]) -> usize {
    usize::from(bytes[0]) << 8 | usize::from(bytes[1])
}

/// Takes the channels of a universe: all universes but the last are full.
fn deal(picture: &mut Vec<u8>, channels: &[u8], full: usize, whole: usize) {
    let wanted = full.min(whole - picture.len());
    assert!(wanted > 0, "no universe without light");
    assert!(channels.len() >= wanted && channels.len() - wanted <= 1);
    assert!(channels[wanted..].iter().all(|&byte| byte == 0), "what makes the number even is zero");
    picture.extend(&channels[..wanted]);
}

/// What a strict Art-Net node makes of one frame of `whole` bytes.
fn model_of_a_node(
    packets: &Packets,
    first: u16,
    full: usize,
    whole: usize,
    sequence: u8,
    sync: bool,
) -> Vec<u8> {
    let all: Vec<&[u8]> = packets.iter().collect();
    let (data, words) = all.split_at(all.len() - usize::from(sync));
    assert_eq!(packets.held(), sync.then_some(data.len()), "the word waits for the universes");
    for word in words {
        assert_eq!(word[..], *b"Art-Net\0\x00\x52\x00\x0e\x00\x00");
        assert!(matches!(ArtCommand::from_buffer(word), Ok(ArtCommand::Sync)));
    }
    let mut picture = Vec::new();
    for (packet, number) in data.iter().zip(first..) {
        assert_eq!(packet[..12], *b"Art-Net\0\x00\x50\x00\x0e");
        assert_eq!((packet[12], packet[13]), (sequence, 0));
        assert_eq!(
            usize::from(packet[15]) << 8 | usize::from(packet[14]),
            usize::from(number),
            "rising, without a gap"
        );
        let length = word(&packet[16..18]);
        assert!((2..=512).contains(&length) && length.is_multiple_of(2) && length == packet.len() - 18);
        deal(&mut picture, &packet[18..], full, whole);

        let Ok(ArtCommand::Output(theirs)) = ArtCommand::from_buffer(packet) else { panic!("not read") };
        assert_eq!((theirs.sequence, u16::from(theirs.port_address)), (sequence, number));
        assert_eq!(theirs.data.as_ref(), &packet[18..]);
    }
    picture
}

/// What a strict sACN receiver makes of one frame of `whole` bytes.
fn model_of_a_receiver(packets: &Packets, set: &Sacn, whole: usize, sequence: u8) -> Vec<u8> {
    let all: Vec<&[u8]> = packets.iter().collect();
    let (data, words) = all.split_at(all.len() - usize::from(set.sync != 0));
    assert_eq!(packets.held(), (set.sync != 0).then_some(data.len()), "the word waits for the universes");
    let root = |packet: &[u8], vector: u8| {
        assert_eq!(packet[..16], *b"\x00\x10\x00\x00ASC-E1.17\x00\x00\x00");
        assert_eq!(word(&packet[16..18]), 0x7000 | (packet.len() - 16));
        assert_eq!(packet[18..22], [0, 0, 0, vector]);
        assert_eq!(packet[22..38], set.cid.0);
        assert_eq!(word(&packet[38..40]), 0x7000 | (packet.len() - 38));
    };
    for packet in words {
        root(packet, 8);
        assert_eq!(packet[40..44], [0, 0, 0, 1]);
        assert_eq!(
            (packet.len(), packet[44], word(&packet[45..47]), word(&packet[47..49])),
            (49, sequence, set.sync.into(), 0)
        );
    }
    let mut picture = Vec::new();
    for (packet, number) in data.iter().zip(set.universe..) {
        root(packet, 4);
        assert_eq!(packet[40..44], [0, 0, 0, 2]);
        let name = set.source.name().as_bytes();
        assert_eq!(packet[44..44 + name.len()], *name);
        assert!(packet[44 + name.len()..108].iter().all(|&byte| byte == 0));
        assert_eq!(
            (packet[108], word(&packet[109..111]), packet[111]),
            (set.priority, set.sync.into(), sequence)
        );
        assert_eq!(packet[112], if set.sync != 0 { 0x20 } else { 0 }, "neither preview nor terminated");
        assert_eq!(word(&packet[113..115]), usize::from(number), "rising, without a gap");
        assert_eq!(word(&packet[115..117]), 0x7000 | (packet.len() - 115));
        assert_eq!(packet[117..123], [2, 0xA1, 0, 0, 0, 1]);
        assert_eq!(word(&packet[123..125]), packet.len() - 125);
        assert_eq!(packet[125], 0);
        deal(&mut picture, &packet[126..], full(set.fill), whole);
    }
    picture
}

fn sacn() -> impl Strategy<Value = Sacn> {
    let sync = prop_oneof![Just(0u16), 1u16..=63_999];
    (1u16..=40_000, fills(), sync, 0u8..=200, "[a-zà-ỹ ]{0,15}", any::<[u8; 16]>(), any::<bool>()).prop_map(
        |(universe, fill, sync, priority, name, cid, groups)| Sacn {
            universe,
            fill,
            sync,
            priority,
            source: Source::new(&name).unwrap(),
            cid: Cid(cid),
            groups,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_strict_node_sees_the_picture(
        face in faces(), seed: u8, first in 0u16..=20_000, fill in fills(), sync: bool,
    ) {
        let mut session = Session::new(&artnet(first, fill, sync), Panel::new(face)).unwrap();
        let mut packets = Packets::default();
        for sequence in 1..=3 {
            let frame = picture(face, seed ^ sequence);
            let window = frame.as_window(face).unwrap();
            session.follow(&window, 0..face.height(), NEVER, &mut packets);
            let seen = model_of_a_node(&packets, first, full(fill), face.rgb_len(), sequence, sync);
            prop_assert!(seen == frame.rgb());
        }
    }

    #[test]
    fn a_strict_receiver_sees_the_picture(face in faces(), seed: u8, set in sacn()) {
        let mut session = Session::new(&Protocol::Sacn(set.clone()), Panel::new(face)).unwrap();
        let mut packets = Packets::default();
        for sequence in 0..3 {
            let frame = picture(face, seed ^ sequence);
            let window = frame.as_window(face).unwrap();
            session.follow(&window, 0..face.height(), NEVER, &mut packets);
            prop_assert!(model_of_a_receiver(&packets, &set, face.rgb_len(), sequence) == frame.rgb());
            let data = packets.held().unwrap_or(packets.ends().len());
            let turns: Vec<_> = (0..data).skip(1).map(|place| (place, place as u16)).collect();
            let word = (set.sync != 0).then_some((data, data as u16));
            let expected: Vec<_> = turns.into_iter().chain(word).filter(|_| set.groups).collect();
            prop_assert_eq!(packets.turns(), expected, "every universe to its group, the word to its own");
            let groups = session.universes();
            prop_assert_eq!(groups.is_empty(), !set.groups);
            if set.groups {
                prop_assert_eq!(groups.len(), data + usize::from(set.sync != 0) + 1);
                prop_assert_eq!((groups[0], groups[data - 1]), (set.universe, set.universe + data as u16 - 1));
            }
        }
    }

    #[test]
    fn packets_lost_doubled_or_out_of_order_harm_their_universes_only_and_the_next_frame_mends_them(
        stage: bool, face in faces(), fill in fills(), sync: bool, seed: u8,
        faults in proptest::collection::vec((0u8..4, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..8),
    ) {
        let protocol = if stage {
            artnet(7, fill, sync)
        } else {
            Protocol::Sacn(Sacn { fill, sync: if sync { 5 } else { 0 }, ..Sacn::anonymous(7) })
        };
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let mut board = Receiver::new(&protocol, Panel::new(face));
        let mut send = |frame: &Frame| {
            let mut packets = Packets::default();
            session.show(&frame.as_window(face).unwrap(), NEVER, &mut packets);
            packets.iter().map(<[u8]>::to_vec).collect::<Vec<_>>()
        };
        let frames = [1, 2, 3].map(|n| picture(face, seed.wrapping_add(n)));
        let before = send(&frames[0]);
        before.iter().for_each(|packet| { board.receive(packet).unwrap(); });
        prop_assert!(board.frame() == &frames[0]);

        let sent = send(&frames[1]);
        let universes = sent.len() - usize::from(sync);
        let mut road: Vec<(usize, &Vec<u8>)> = sent.iter().enumerate().collect();
        for (fault, at, to) in faults {
            if road.is_empty() {
                break;
            }
            let (at, to) = (at.index(road.len()), to.index(road.len()));
            match fault {
                0 => { road.remove(at); }
                1 => road.insert(to, road[at]),
                2 => road.swap(at, to),
                _ => road.insert(at, (usize::MAX, &before[to % before.len()])),
            }
        }
        road.iter().for_each(|(_, packet)| { board.receive(packet).unwrap(); });
        let late = road.iter().any(|(n, _)| *n == usize::MAX);
        for n in 0..universes {
            let bytes = n * full(fill)..((n + 1) * full(fill)).min(face.rgb_len());
            let lit = &board.frame().rgb()[bytes.clone()];
            let (old, new) = (&frames[0].rgb()[bytes.clone()], &frames[1].rgb()[bytes]);
            prop_assert!(lit == old || lit == new, "a universe is never half one picture and half another");
            let arrived = road.iter().any(|(m, _)| *m == n);
            // A word that comes too early, and a node that believes an old packet, leave more behind.
            let more = sync || stage && late;
            if !more {
                prop_assert!(lit == if arrived { new } else { old }, "universe {n} of {universes}");
            }
        }
        send(&frames[2]).iter().for_each(|packet| { board.receive(packet).unwrap(); });
        prop_assert!(board.frame() == &frames[2]);
    }

    #[test]
    fn every_field_of_a_data_packet_survives_json(
        set in sacn(), flags in proptest::array::uniform3(any::<bool>()), sequence: u8, start_code: u8,
        data in proptest::collection::vec(any::<u8>(), 0..=512),
    ) {
        let [preview, terminated, force_sync] = flags;
        let value = json!({
            "packet": "data", "cid": hex::encode(set.cid.0), "source": set.source.name(), "priority": set.priority,
            "sync": set.sync, "sequence": sequence, "preview": preview, "terminated": terminated,
            "force_sync": force_sync, "universe": set.universe, "start_code": start_code, "slots": data.len(),
            "data": hex::encode(data),
        });
        prop_assert_eq!(decode(Name::Sacn, &encode(Name::Sacn, &value).unwrap()).unwrap(), value);
    }
}

/// A face of two halves, each with a controller of its own.
fn halves(face: Face, depth: Depth) -> Panel {
    let half = face.width() / 2;
    let module = |x, width, output| Module { x, y: 0, width, height: face.height(), map: None, output };
    let layout = Layout {
        depth,
        modules: vec![module(0, half, 0), module(half, face.width() - half, 1)],
        outputs: vec![Output::default(), Output { destination: 4, ..Output::default() }],
        ..Layout::default()
    };
    Panel::build(face, Palette::Rgb, &layout).unwrap()
}

#[test]
fn every_controller_begins_a_universe_of_its_own_and_is_told_when_to_show_it() {
    let face = Face::new(18, 20).unwrap();
    let frame = picture(face, 0);
    let sacn = Sacn { sync: 60, ..Sacn::anonymous(7) };
    for protocol in [artnet(7, Fill::Whole, true), Protocol::Sacn(sacn.clone())] {
        let panel = halves(face, Depth::Rgb);
        let mut session = Session::new(&protocol, panel.clone()).unwrap();
        let mut packets = Packets::default();
        session.show(&frame.as_window(face).unwrap(), NEVER, &mut packets);
        // 180 dots each: 170 and 10, twice, and a word to each.
        assert_eq!((packets.ends().len(), packets.held()), (6, Some(4)), "{protocol:?}");
        assert_eq!(packets.turns(), [(2, 4), (4, 0), (5, 4)], "{protocol:?}");
        assert_eq!(packets.bytes().len(), session.frame_bytes());
        let mut board = Receiver::new(&protocol, panel.clone());
        assert_eq!(board.take(&packets), Ok(true));
        assert!(board.frame() == &frame, "{protocol:?}");
        let mut again = packets.clone();
        session.follow(&frame.as_window(face).unwrap(), 3..9, NEVER, &mut packets);
        Session::new(&protocol, panel).unwrap().show(&frame.as_window(face).unwrap(), NEVER, &mut again);
        assert_eq!((packets.turns(), packets.held()), (again.turns(), again.held()));
        assert_eq!(board.take(&packets), Ok(true));
        assert!(board.frame() == &frame, "{protocol:?}");
    }
    let grouped = Protocol::Sacn(Sacn { groups: true, ..sacn });
    let mut session = Session::new(&grouped, halves(face, Depth::Rgb)).unwrap();
    let mut packets = Packets::default();
    session.show(&frame.as_window(face).unwrap(), NEVER, &mut packets);
    assert_eq!(packets.turns(), [(1, 1), (2, 2), (3, 3), (4, 4)], "groups know no controllers");
    assert_eq!(session.universes(), [7, 8, 9, 10, 60, 64_214]);
}

#[test]
fn a_grey_board_has_a_channel_for_every_dot_and_one_of_bits_cannot_be_sent_universes() {
    let face = Face::new(64, 10).unwrap();
    let build = |depth| {
        let layout = Layout { depth, ..Layout::default() };
        Panel::build(face, Palette::Rgb, &layout).unwrap()
    };
    let mut session = Session::new(&artnet(1, Fill::Whole, false), build(Depth::Grey)).unwrap();
    let mut packets = Packets::default();
    session.show(&picture(face, 1).as_window(face).unwrap(), NEVER, &mut packets);
    assert_eq!(packets.iter().map(<[u8]>::len).collect::<Vec<_>>(), [18 + 512, 18 + 128]);
    let refused = Session::new(&artnet(1, Fill::Whole, false), build(Depth::One)).unwrap_err();
    assert_eq!(refused, SessionError::Depth { depth: Depth::One, wanted: Depth::Grey });
}

#[test]
fn numbers_go_round_without_a_gap_for_as_long_as_a_board_is_lit() {
    let face = Face::new(171, 1).unwrap();
    let frame = picture(face, 0);
    let window = frame.as_window(face).unwrap();
    let set = Sacn { sync: 9, ..Sacn::anonymous(3) };
    let mut stage = Session::new(&artnet(3, Fill::Whole, true), Panel::new(face)).unwrap();
    let mut other = Session::new(&Protocol::Sacn(set.clone()), Panel::new(face)).unwrap();
    let mut packets = [Packets::default(), Packets::default()];
    for n in 0u32..700 {
        stage.follow(&window, 0..0, NEVER, &mut packets[0]);
        model_of_a_node(&packets[0], 3, 510, 513, (n % 255) as u8 + 1, true);
        other.follow(&window, 0..0, NEVER, &mut packets[1]);
        model_of_a_receiver(&packets[1], &set, 513, n as u8);
    }
}

#[test]
fn who_ends_says_so_three_times_in_every_universe_and_then_nothing_more() {
    let face = Face::new(171, 1).unwrap();
    let protocol = Protocol::Sacn(Sacn { groups: true, ..Sacn::anonymous(7) });
    let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
    let mut packets = Packets::default();
    session.show(&picture(face, 0).as_window(face).unwrap(), NEVER, &mut packets);
    session.end(&mut packets);
    let said: Vec<_> = packets
        .iter()
        .map(|packet| (word(&packet[113..115]), packet[111], packet[112], packet.len()))
        .collect();
    assert_eq!(
        said,
        [
            (7, 1, 0x40, 126),
            (8, 1, 0x40, 126),
            (7, 2, 0x40, 126),
            (8, 2, 0x40, 126),
            (7, 3, 0x40, 126),
            (8, 3, 0x40, 126)
        ]
    );
    assert_eq!(session.due(), None);
    session.next(Duration::from_secs(100), &mut packets);
    assert!(packets.is_empty());
    let mut node = Session::new(&artnet(1, Fill::Whole, true), Panel::new(face)).unwrap();
    node.end(&mut packets);
    assert!(packets.is_empty(), "Art-Net has no word for it");
}

#[test]
fn the_universes_are_told_every_ten_seconds_sorted_and_in_pages() {
    let face = Face::new(300, 2).unwrap();
    let set = Sacn { fill: Fill::Dots(1), sync: 12, groups: true, ..Sacn::anonymous(10) };
    let mut session = Session::new(&Protocol::Sacn(set), Panel::new(face)).unwrap();
    let mut packets = Packets::default();
    for round in 0..3 {
        let due = session.due().expect("groups can be told");
        assert_eq!(due, Duration::from_secs(round * 10));
        if round > 0 {
            session.next(due.saturating_sub(Duration::from_millis(1)), &mut packets);
            assert!(packets.is_empty(), "not before its time");
        }
        session.next(due, &mut packets);
        assert_eq!(packets.turns(), [(0, 601)], "to the last of the groups");
        let mut listed = Vec::new();
        for (packet, page) in packets.iter().zip(0..) {
            assert_eq!((packet[118], packet[119]), (page, 1));
            listed.extend(packet[120..].chunks(2).map(word));
        }
        assert_eq!(listed, (10..610).collect::<Vec<_>>(), "the universe of the word is one of them, once");
    }
    assert_eq!(session.universes()[600..], [12, 64_214]);
    let alone = Protocol::Sacn(Sacn::anonymous(1));
    assert_eq!(
        Session::new(&alone, Panel::new(face)).unwrap().due(),
        None,
        "one address alone is told nothing"
    );
}

/// The crate's receiver listens on every address, so everything for it goes by group, on the loopback network.
#[test]
fn a_receiver_of_others_finds_the_source_holds_what_is_to_be_held_and_notices_the_end() {
    let universes = [31_001, 31_002, 31_003, 31_100];
    let wait = Duration::from_millis(300);
    let mut board = SacnReceiver::with_ip(SocketAddr::from(([127, 0, 0, 1], 5568)), None).unwrap();
    board.listen_universes(&universes).unwrap();
    board.set_announce_source_discovery(true);
    board.set_announce_stream_termination(true);

    let face = Face::new(23, 17).unwrap();
    let source = Source::new(&format!("bangtin {}", std::process::id())).unwrap();
    let mut cid = [0x80; 16];
    cid[..4].copy_from_slice(&std::process::id().to_be_bytes());
    let set = Sacn { sync: 31_100, source, cid: Cid(cid), groups: true, ..Sacn::anonymous(31_001) };
    let mut session = Session::new(&Protocol::Sacn(set), Panel::new(face)).unwrap();
    let groups = session.universes();
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    socket.set_multicast_if_v4(&Ipv4Addr::LOCALHOST).unwrap();
    let send = |packets: &Packets, only: std::ops::Range<usize>| {
        for (place, packet) in packets.iter().enumerate().filter(|(place, _)| only.contains(place)) {
            let turn = packets.turns().iter().rev().find(|turn| turn.0 <= place).map_or(0, |turn| turn.1);
            let to = SocketAddr::from((group(groups[usize::from(turn)]), 5568));
            socket.send_to(packet, &to.into()).unwrap();
        }
    };

    let mut packets = Packets::default();
    session.next(NEVER, &mut packets);
    send(&packets, 0..1);
    match board.recv(Some(wait)) {
        Err(SacnError::SourceDiscovered(name)) => assert_eq!(name.trim_end_matches('\0'), source.name()),
        other => panic!("not found: {other:?}"),
    }
    let found = board.get_discovered_sources_no_check();
    assert_eq!(found[0].get_all_universes(), universes);

    for seed in 1..4 {
        let frame = picture(face, seed);
        session.follow(&frame.as_window(face).unwrap(), 0..17, NEVER, &mut packets);
        send(&packets, 0..3);
        assert!(matches!(board.recv(Some(wait)), Err(SacnError::Io(_))), "held");
        send(&packets, 3..4);
        let mut shown = board.recv(Some(wait)).unwrap();
        shown.sort_by_key(|data| data.universe);
        let lit: Vec<u8> = shown.iter().flat_map(|data| data.values[1..].to_vec()).collect();
        assert!(lit == frame.rgb(), "the frame, dot for dot, behind start codes of zero");
        assert!(shown.iter().all(|data| data.values[0] == 0 && data.priority == 100));
    }

    session.end(&mut packets);
    send(&packets, 0..9);
    for universe in [31_001, 31_002, 31_003].repeat(3) {
        match board.recv(Some(wait)) {
            Err(SacnError::UniverseTerminated(_, ended)) => assert_eq!(ended, universe),
            other => panic!("{universe}: {other:?}"),
        }
    }
}

#[test]
fn a_simulated_node_answers_a_poll_of_others_in_words_they_understand() {
    let protocol = artnet(0x123, Fill::Whole, false);
    let mut board = Receiver::new(&protocol, Panel::new(Face::new(64, 32).unwrap()));
    let poll = ArtCommand::Poll(artnet_protocol::Poll::default()).write_to_buffer().unwrap();
    assert_eq!(board.receive(&poll), Ok(false));
    let mut outputs = Vec::new();
    while let Some(reply) = board.answer() {
        let Ok(ArtCommand::PollReply(reply)) = ArtCommand::from_buffer(&reply) else { panic!("not read") };
        assert_eq!(reply.short_name[..8], *b"bangtin\0");
        for port in 0..usize::from(reply.num_ports[1]) {
            let [net, subnet] = reply.port_address.map(u16::from);
            outputs.push(net << 8 | subnet << 4 | u16::from(reply.swout[port]));
        }
    }
    assert_eq!(outputs, (0x123..0x123 + 13).collect::<Vec<_>>());
}
