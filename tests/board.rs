//! Frames on their way to boards: what a session sends is what the board shows, dot for dot, and nothing is allocated.

use bangtin::board::{Carrier, Fill, Protocol, Receiver, Sacn, Session};
use bangtin::frame::{Face, Frame};
use bangtin::panel::Panel;
use bangtin::wire::Packets;
use proptest::prelude::*;
use std::time::Duration;

fn wall(x: u16, y: u16, layer: u8, datagram: u16) -> Protocol {
    Protocol::FlaschenTaschen { x, y, layer, datagram }
}

/// A raster of bytes that repeat with a period prime to everything here.
fn strip(width: u32, height: u32, seed: u8) -> Frame {
    let mut frame = Frame::dark(width, height).unwrap();
    for (i, byte) in frame.rgb_mut().iter_mut().enumerate() {
        *byte = ((i % 251) as u8).wrapping_mul(seed | 1).wrapping_add(seed);
    }
    frame
}

fn protocols() -> impl Strategy<Value = Protocol> {
    prop_oneof![
        Just(Protocol::DDP),
        Just(Protocol::ADALIGHT),
        any::<u8>().prop_map(|channel| Protocol::Opc { channel }),
        Just(Protocol::Tpm2),
        Just(Protocol::Tpm2Net),
        Just(Protocol::WledUdp),
        (0u16..=100, fills(), any::<bool>()).prop_map(|(universe, fill, sync)| Protocol::Artnet {
            universe,
            fill,
            sync
        }),
        (1u16..=100, fills(), prop_oneof![Just(0), 1u16..=63_999], any::<bool>()).prop_map(
            |(universe, fill, sync, groups)| {
                Protocol::Sacn(Sacn { fill, sync, groups, ..Sacn::anonymous(universe) })
            }
        ),
        (0u16..=4095, 0u16..=4095, 0u8..=15, prop_oneof![100u16..1500, 100u16..=65_507])
            .prop_map(|(x, y, layer, datagram)| wall(x, y, layer, datagram)),
        (any::<u8>(), proptest::option::of(1u8..20))
            .prop_map(|(light, firmware)| Protocol::Colorlight { light, firmware }),
    ]
}

/// Delivers packets, and all that the session has to say after them within a moment: how many bytes it was in all, and
/// whether the board showed something.
fn deliver(session: &mut Session, board: &mut Receiver, mut packets: Packets) -> (usize, bool) {
    let (mut now, mut bytes, mut shown) = (Duration::from_secs(1), 0, false);
    loop {
        bytes += packets.bytes().len();
        for packet in packets.iter() {
            shown |= board.receive(packet).unwrap();
        }
        match session.due() {
            Some(due) if !shown && due < Duration::from_secs(2) => now = now.max(due),
            _ => return (bytes, shown),
        }
        session.next(now, &mut packets);
    }
}

fn fills() -> impl Strategy<Value = Fill> {
    prop_oneof![
        Just(Fill::Whole),
        (10u16..=170).prop_map(Fill::Dots),
        prop_oneof![Just(510u16), Just(512), 30u16..=512].prop_map(Fill::Channels),
    ]
}

/// Faces around the sizes where packets fill up, and any others.
fn faces() -> impl Strategy<Value = Face> {
    let exact = [
        (1, 1),
        (479, 1),
        (480, 1),
        (481, 1),
        (96, 5),
        (960, 1),
        (480, 2),
        (1, 480),
        (64, 32),
        (4096, 2),
        (497, 3),
        (498, 3),
        (994, 2),
        (995, 2),
    ];
    let exact = [&exact[..], &[(169, 1), (170, 1), (171, 1), (340, 1), (17, 10)]].concat();
    prop_oneof![proptest::sample::select(exact.to_vec()), (1u16..300, 1u16..72)]
        .prop_map(|(width, height)| Face::new(width, height).unwrap())
}

/// What a board of this protocol can make of a frame: on layers above the background unlit dots glow faintly.
fn as_lit(protocol: &Protocol, frame: &Frame) -> Vec<u8> {
    let mut rgb = frame.rgb().to_vec();
    if matches!(protocol, Protocol::FlaschenTaschen { layer: 1.., .. }) {
        rgb.chunks_mut(3).filter(|dot| **dot == [0, 0, 0]).for_each(|dot| dot.fill(1));
    }
    rgb
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_follows_a_frame_shows_the_same_with_no_more_packets_than_a_whole_one(
        protocol in protocols(), face in faces(), seed: u8, rows in (0u16..80, 0u16..80),
    ) {
        let rows = rows.0.min(face.height())..(rows.0 + rows.1).min(face.height());
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let mut board = Receiver::new(&protocol, Panel::new(face));
        let mut packets = Packets::default();
        let mut frame = strip(face.width().into(), face.height().into(), seed);
        // Without a frame before it, it is one of its own.
        session.follow(&frame.as_window(face).unwrap(), rows.clone(), Duration::ZERO, &mut packets);
        let whole = packets.bytes().len();
        deliver(&mut session, &mut board, packets.clone());
        prop_assert!(board.frame().rgb() == as_lit(&protocol, &frame));
        for change in 1..6 {
            // Other rows may move from one item to the next, though then a whole frame comes first.
            let rows = if change > 3 { 0..face.height() / 2 } else { rows.clone() };
            let row = usize::from(face.width()) * 3;
            let changed = usize::from(rows.start) * row..usize::from(rows.end) * row;
            frame.rgb_mut()[changed].iter_mut().for_each(|byte| *byte = byte.wrapping_add(change));
            session.follow(&frame.as_window(face).unwrap(), rows, Duration::ZERO, &mut packets);
            prop_assert!(packets.bytes().len() <= whole);
            let (_, shown) = deliver(&mut session, &mut board, packets.clone());
            prop_assert!(shown);
            prop_assert!(board.frame().rgb() == as_lit(&protocol, &frame));
        }
    }

    #[test]
    fn a_board_shows_every_frame_it_is_sent_dot_for_dot(
        protocol in protocols(), face in faces(), seed: u8, at in (0u32..20, 0u32..20),
    ) {
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let mut board = Receiver::new(&protocol, Panel::new(face));
        let mut packets = Packets::default();
        let mut raster = strip(u32::from(face.width()) + 20, u32::from(face.height()) + 20, seed);
        for _ in 0..2 {
            let window = raster.window(face, at.0, at.1).unwrap();
            session.show(&window, Duration::ZERO, &mut packets);
            let (bytes, shown) = deliver(&mut session, &mut board, packets.clone());
            prop_assert_eq!((bytes, shown), (session.frame_bytes(), true));
            prop_assert!(board.frame().rgb() == as_lit(&protocol, &window.to_frame()));
            raster.rgb_mut().rotate_left(7);
            raster.rgb_mut()[..60].fill(0);
        }
    }

    #[test]
    fn a_board_survives_any_bytes_and_shows_the_next_frame_whole(
        protocol in protocols(), noise in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let face = Face::new(9, 7).unwrap();
        let mut board = Receiver::new(&protocol, Panel::new(face));
        let _refusal = board.receive(&noise);
        // After a stranger, or what was cut off, the sender opens the stream anew.
        board.connected();
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let (mut packets, frame) = (Packets::default(), strip(9, 7, 3));
        // A line's noise may be the beginning of a frame of any size; only then zeros are not enough.
        session.resync(&mut packets);
        for _ in 0..if protocol.carriers().contains(&Carrier::Serial) { 196_614 / session.frame_bytes() + 1 } else { 0 } {
            board.receive(packets.bytes()).unwrap();
        }
        session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
        deliver(&mut session, &mut board, packets);
        prop_assert!(board.frame().rgb() == as_lit(&protocol, &frame));
    }

    #[test]
    fn no_datagram_is_longer_than_it_may_be_and_every_dot_is_sent_once(
        face in faces(), place in (0u16..=4095, 0u16..=4095), layer in 0u8..=15, datagram in 100u16..=65_507,
    ) {
        let mut session = Session::new(&wall(place.0, place.1, layer, datagram), Panel::new(face)).unwrap();
        let (mut packets, frame) = (Packets::default(), Frame::unlit(face));
        session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
        let mut sent = vec![0u8; face.dots()];
        for packet in packets.iter() {
            prop_assert!(packet.len() <= usize::from(datagram));
            let words = String::from_utf8_lossy(packet).replace(['\n', ':'], " ");
            let numbers: Vec<usize> = words.split(' ').filter_map(|word| word.parse().ok()).take(6).collect();
            let &[w, h, x, y, z, 255] = numbers.as_slice() else { panic!("{words}") };
            prop_assert_eq!(z, usize::from(layer));
            for row in y..y + h {
                for column in x..x + w {
                    let (row, column) = (row - usize::from(place.1), column - usize::from(place.0));
                    sent[row * usize::from(face.width()) + column] += 1;
                }
            }
        }
        prop_assert!(sent.iter().all(|times| *times == 1));
    }
}

/// 26 packets a frame, of which the text that moves is in 8, and the last one says show it.
#[test]
fn of_a_line_that_moves_only_its_rows_are_sent_and_the_word_to_show_them() {
    let face = Face::new(192, 64).unwrap();
    let mut session = Session::new(&Protocol::DDP, Panel::new(face)).unwrap();
    let frame = strip(192, 64, 7);
    let window = frame.as_window(face).unwrap();
    let mut packets = Packets::default();
    session.show(&window, Duration::ZERO, &mut packets);
    assert_eq!(packets.iter().count(), 26);
    for _ in 0..3 {
        session.follow(&window, 24..40, Duration::ZERO, &mut packets);
        let offsets: Vec<u32> =
            packets.iter().map(|packet| u32::from_be_bytes(packet[4..8].try_into().unwrap())).collect();
        let rows = (24 * 576 / 1440..=(40 * 576 - 1) / 1440).map(|n| n * 1440);
        assert_eq!(offsets, rows.chain([25 * 1440]).collect::<Vec<_>>());
        assert_eq!(packets.iter().filter(|packet| packet[0] & 1 == 1).count(), 1, "one push");
        assert_eq!(packets.iter().last().unwrap()[0] & 1, 1, "and on the last");
    }
    session.show(&window, Duration::ZERO, &mut packets);
    assert_eq!(packets.iter().count(), 26);
}

#[test]
fn once_the_packets_have_grown_a_frame_allocates_nothing() {
    let face = Face::new(192, 64).unwrap();
    let raster = strip(400, 64, 5);
    let artnet = Protocol::Artnet { universe: 0, fill: Fill::Whole, sync: true };
    let sacn = Protocol::Sacn(Sacn { sync: 9, groups: true, ..Sacn::anonymous(1) });
    let opc = Protocol::Opc { channel: 0 };
    let walls = [wall(4000, 4000, 3, 1472), wall(0, 0, 0, 100)];
    let cards = Protocol::Colorlight { light: 255, firmware: Some(13) };
    let others = [
        Protocol::DDP,
        Protocol::ADALIGHT,
        opc,
        cards,
        Protocol::Tpm2,
        Protocol::Tpm2Net,
        Protocol::WledUdp,
        artnet,
        sacn,
    ];
    for protocol in walls.into_iter().chain(others) {
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let mut packets = Packets::default();
        let mut show = |x: u32| {
            let window = raster.window(face, x, 0).unwrap();
            session.show(&window, Duration::ZERO, &mut packets);
        };
        let grown = allocation_counter::measure(|| show(0));
        assert!(grown.count_total > 0, "the counter counts");
        let after = allocation_counter::measure(|| (1..200).for_each(&mut show));
        assert_eq!(after.count_total, 0, "{protocol:?}");
    }
}

/// What a network does to packets: loses, doubles and reorders them.
fn mistreated(packets: &Packets, fates: &[(u8, u16)]) -> Vec<Vec<u8>> {
    let mut arrived: Vec<(u16, Vec<u8>)> = Vec::new();
    for (packet, (copies, place)) in packets.iter().zip(fates.iter().cycle()) {
        arrived.extend(
            (0..copies % 3).map(|copy| (place.wrapping_mul(7 * u16::from(copy) + 1), packet.to_vec())),
        );
    }
    arrived.sort_by_key(|(place, _)| *place);
    arrived.into_iter().map(|(_, packet)| packet).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn packets_lost_doubled_or_reordered_harm_their_own_dots_and_the_next_frame_heals(
        protocol in prop_oneof![Just(Protocol::DDP), Just(Protocol::Tpm2Net), Just(Protocol::WledUdp)],
        face in faces(), fates in proptest::collection::vec(any::<(u8, u16)>(), 1..50),
    ) {
        let mut session = Session::new(&protocol, Panel::new(face)).unwrap();
        let mut board = Receiver::new(&protocol, Panel::new(face));
        let (mut packets, old, new) = (Packets::default(), strip(face.width().into(), face.height().into(), 3), strip(face.width().into(), face.height().into(), 8));
        let mut send = |board: &mut Receiver, frame: &Frame, fates: &[(u8, u16)]| {
            session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
            mistreated(&packets, fates).iter().for_each(|packet| { board.receive(packet).unwrap(); });
        };
        send(&mut board, &old, &[(1, 0)]);
        prop_assert!(board.frame() == &old);
        send(&mut board, &new, &fates);
        for ((lit, old), new) in board.frame().rgb().iter().zip(old.rgb()).zip(new.rgb()) {
            prop_assert!(lit == old || lit == new);
        }
        send(&mut board, &new, &[(1, 0)]);
        prop_assert!(board.frame() == &new);
    }
}

#[test]
fn a_face_beyond_what_the_headers_can_count_is_refused_with_both_numbers() {
    let session = |protocol: &Protocol, width, height| {
        let refused = Session::new(protocol, Panel::new(Face::new(width, height).unwrap())).err();
        refused.map(|error| error.to_string())
    };
    for (protocol, fits, refused, words) in [
        (
            Protocol::Opc { channel: 0 },
            (4096, 5),
            (4096, 6),
            "24576 dots, but one frame carries at most 21845",
        ),
        (Protocol::Tpm2, (4096, 5), (4096, 6), "24576 dots, but one frame carries at most 21845"),
        (Protocol::Tpm2Net, (4096, 30), (4096, 31), "126976 dots, but one frame carries at most 124440"),
        (Protocol::WledUdp, (4096, 16), (4096, 17), "69632 dots, but one frame carries at most 65536"),
    ] {
        assert_eq!(session(&protocol, fits.0, fits.1), None, "{protocol}");
        assert_eq!(session(&protocol, refused.0, refused.1).as_deref(), Some(words), "{protocol}");
    }
}

#[test]
fn a_board_is_reached_at_the_port_of_its_protocol() {
    let ports =
        [Protocol::DDP, wall(0, 0, 0, 1472), Protocol::ADALIGHT].map(|protocol| protocol.default_port());
    assert_eq!(ports, [Some(4048), Some(1337), None]);
    let others = [Protocol::Opc { channel: 0 }, Protocol::Tpm2, Protocol::Tpm2Net, Protocol::WledUdp];
    assert_eq!(
        others.map(|protocol| protocol.default_port()),
        [Some(7890), None, Some(65_506), Some(21_324)]
    );
    let artnet = Protocol::Artnet { universe: 0, fill: Fill::Whole, sync: true };
    let stage = [artnet, Protocol::Sacn(Sacn::anonymous(1))].map(|protocol| protocol.default_port());
    assert_eq!(stage, [Some(6454), Some(5568)]);
    assert_eq!(wall(0, 0, 0, 1472).to_string(), "flaschen-taschen");
}
