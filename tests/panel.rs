//! Panels: every dot is sent once and comes back where it was, and lamps get no more than they may draw.

use bangtin::board::{Protocol, Receiver, Session, SessionError};
use bangtin::frame::{Colour, Face, Frame, Palette, Rgb, Window};
use bangtin::panel::{
    ColourOrder, Depth, Layout, Mapper, Module, Output, Panel, PanelError, Supply, pattern,
};
use bangtin::report::{Lang, Source};
use bangtin::site::{Board, Site};
use bangtin::wire::Packets;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

fn face(width: u16, height: u16) -> Face {
    Face::new(width, height).unwrap()
}

fn module(x: u16, y: u16, width: u16, height: u16, map: &[&str], output: u16) -> Module {
    let map = map.iter().map(|name| Mapper::parse(name).unwrap()).collect();
    Module { x, y, width, height, map: Some(map), output }
}

/// A frame every dot of which has another colour, and none is dark.
fn counted(face: Face) -> Frame {
    let rgb = (1..=face.dots() as u32).flat_map(|n| [1 + (n % 255) as u8, (n / 255) as u8, (n % 13) as u8]);
    Frame::from_rgb(face, rgb.collect()).unwrap()
}

fn fold(panel: &Panel, frame: &Frame) -> Vec<u8> {
    let mut bytes = vec![0xEE; panel.buffer_len()];
    panel.fold(&frame.as_window(panel.face()).unwrap(), 0, &mut bytes);
    bytes
}

/// The face, drawn as the number with which each dot is sent, from 0.
fn drawn(panel: &Panel) -> String {
    let frame = counted(panel.face());
    let sent = fold(panel, &frame);
    let at = |dot: &[u8]| {
        sent.chunks(3).position(|sent| sent == dot).map_or("--".to_owned(), |n| format!("{n:2}"))
    };
    let rows = (0..frame.height()).map(|row| frame.row(row).chunks(3).map(at).collect::<Vec<_>>().join(" "));
    rows.map(|row| row + "\n").collect()
}

/// The drawings of docs/panel.md, by the words of their fences.
fn drawings() -> Vec<(String, String)> {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/panel.md")).unwrap();
    let blocks = page.split("```order ").skip(1).map(|rest| rest.split_once('\n').unwrap());
    blocks.map(|(words, rest)| (words.to_owned(), rest.split_once("```").unwrap().0.to_owned())).collect()
}

#[test]
fn every_map_sends_the_dots_in_the_order_that_its_drawing_shows() {
    let mut named = HashSet::new();
    for (words, drawing) in drawings() {
        let map: Vec<Mapper> = words.split(' ').map(|name| Mapper::parse(name).expect(name)).collect();
        named.extend(map.iter().copied());
        let rows = drawing.lines().count() as u16;
        let columns = drawing.lines().next().unwrap().split_whitespace().count() as u16;
        let layout = Layout { map, ..Layout::default() };
        let panel = Panel::build(face(columns, rows), Palette::Rgb, &layout).unwrap();
        let numbers = |text: &str| {
            text.lines()
                .map(|row| row.split_whitespace().map(str::to_owned).collect())
                .collect::<Vec<Vec<_>>>()
        };
        assert_eq!(numbers(&drawing), numbers(&drawn(&panel)), "{words}\n{}", drawn(&panel));
    }
    assert_eq!(named.len(), Mapper::NAMES.len(), "every map is drawn");
}

#[test]
fn modules_follow_each_other_along_the_cables_of_their_outputs() {
    let across = |output| vec![module(0, 0, 2, 2, &[], output), module(2, 0, 2, 2, &["rotate-180"], output)];
    let lay = |modules, outputs| {
        let layout = Layout { modules, outputs, ..Layout::default() };
        Panel::build(face(4, 4), Palette::Rgb, &layout)
    };
    let mut modules = across(0);
    modules.extend([module(2, 2, 2, 2, &["serpentine-rows"], 1), module(0, 2, 2, 2, &["columns"], 1)]);
    let outputs = |second| vec![Output::default(), second];
    let plain = lay(modules.clone(), outputs(Output::default())).unwrap();
    assert_eq!(drawn(&plain), " 0  1  7  6\n 2  3  5  4\n12 14  8  9\n13 15 11 10\n");
    assert_eq!((plain.parts().len(), plain.uncovered(), plain.is_one()), (1, 0, true));

    let reversed = lay(modules.clone(), outputs(Output { reversed: true, ..Output::default() })).unwrap();
    assert_eq!(drawn(&reversed), " 0  1  7  6\n 2  3  5  4\n 8 10 12 13\n 9 11 15 14\n");

    let later = lay(modules.clone(), outputs(Output { start: Some(10), dots: Some(9), ..Output::default() }))
        .unwrap();
    assert_eq!(drawn(&later), " 0  1  7  6\n 2  3  5  4\n14 16 10 11\n15 17 13 12\n");
    assert_eq!(later.buffer_len(), 19 * 3);
    let sent = fold(&later, &counted(face(4, 4)));
    assert!(
        sent[8 * 3..10 * 3].iter().chain(&sent[18 * 3..]).all(|byte| *byte == 0),
        "no module there: dark"
    );

    let apart = lay(modules.clone(), outputs(Output { destination: 3, ..Output::default() })).unwrap();
    let parts: Vec<_> = apart.parts().iter().map(|part| (part.bytes.clone(), part.destination)).collect();
    assert_eq!(parts, [(0..24, 0), (24..48, 3)]);

    modules.pop();
    let fewer = lay(modules, outputs(Output::default())).unwrap();
    assert_eq!(drawn(&fewer), " 0  1  7  6\n 2  3  5  4\n-- --  8  9\n-- -- 11 10\n");
    assert_eq!(fewer.uncovered(), 4);
}

#[test]
fn what_cannot_be_wired_is_refused_with_what_is_wrong() {
    let lay = |modules: &[Module], outputs: &[Output]| {
        let layout = Layout { modules: modules.to_vec(), outputs: outputs.to_vec(), ..Layout::default() };
        Panel::build(face(4, 3), Palette::Rgb, &layout).unwrap_err()
    };
    let one = |width, height, output| module(0, 0, width, height, &[], output);
    assert_eq!(lay(&[one(5, 1, 0)], &[]), PanelError::Outside { module: 0, face: face(4, 3) });
    assert_eq!(lay(&[one(0, 1, 0)], &[]), PanelError::Outside { module: 0, face: face(4, 3) });
    assert_eq!(
        lay(&[module(u16::MAX, 0, 2, 1, &[], 0)], &[]),
        PanelError::Outside { module: 0, face: face(4, 3) }
    );
    let twice = [one(2, 2, 0), module(1, 1, 2, 2, &[], 0)];
    assert_eq!(lay(&twice, &[]), PanelError::Overlap { module: 1, other: 0, x: 1, y: 1 });
    let odd = PanelError::Odd { module: 0, mapper: Mapper::UFold, rows: 3 };
    assert_eq!(lay(&[module(0, 0, 4, 3, &["u-fold"], 0)], &[]), odd);
    assert_eq!(lay(&[one(1, 1, 1)], &[Output::default()]), PanelError::NoOutput { module: 0 });
    let short = Output { dots: Some(5), ..Output::default() };
    assert_eq!(lay(&[one(3, 2, 0)], &[short]), PanelError::Short { output: 0, dots: 5, modules: 6 });
    let far = Output { start: Some(u32::MAX), ..Output::default() };
    assert!(matches!(lay(&[one(1, 1, 0)], &[far]), PanelError::TooMany { .. }));
    let halves = [one(2, 3, 0), module(2, 0, 2, 3, &[], 1)];
    let meets = Output { start: Some(5), ..Output::default() };
    assert_eq!(lay(&halves, &[Output::default(), meets]), PanelError::Shared { output: 1, other: 0 });

    let build = |palette, layout: Layout| Panel::build(face(4, 3), palette, &layout).unwrap_err();
    let two = Layout { depth: Depth::Two, ..Layout::default() };
    assert_eq!(build(Palette::Rgb, two), PanelError::NotTwo);
    for gamma in [0.0, 0.009, 50.1, f32::NAN, f32::INFINITY] {
        let curved = Layout { gamma: [1.0, gamma, 1.0], ..Layout::default() };
        assert_eq!(build(Palette::Rgb, curved), PanelError::Gamma, "{gamma}");
    }
    // 12 dots of 1 mA and, all lit as dimly as can be, 12 × 60 / 255 mA.
    let limit =
        |limit_ma, depth| Layout { power: Some(supply(60_000, Some(limit_ma))), depth, ..Layout::default() };
    assert_eq!(build(Palette::Rgb, limit(14, Depth::Rgb)), PanelError::Limit { limit_ma: 14, least_ma: 15 });
    assert!(Panel::build(face(4, 3), Palette::Rgb, &limit(15, Depth::Rgb)).is_ok());
    assert_eq!(build(Palette::Rgb, limit(1000, Depth::One)), PanelError::NotDimmable);
}

#[test]
fn a_protocol_refuses_a_panel_whose_dots_it_cannot_say() {
    let refused = |protocol: &Protocol, layout: Layout| {
        let panel = Panel::build(face(4, 2), Palette::Rgb, &layout).unwrap();
        Session::new(protocol, panel).err()
    };
    let wall = Protocol::FlaschenTaschen { x: 0, y: 0, layer: 0, datagram: 1472 };
    let map = |name| Layout { map: vec![Mapper::parse(name).unwrap()], ..Layout::default() };
    assert_eq!(refused(&wall, map("columns")), Some(SessionError::Rows));
    assert_eq!(refused(&wall, map("serpentine-rows")), None);
    assert_eq!(refused(&Protocol::DDP, map("columns")), None);
    let grey = Layout { depth: Depth::Grey, ..Layout::default() };
    let depth = SessionError::Depth { depth: Depth::Grey, wanted: Depth::Rgb };
    assert_eq!(refused(&Protocol::DDP, grey), Some(depth));
    let away = Layout { outputs: vec![Output { destination: 1, ..Output::default() }], ..Layout::default() };
    assert_eq!(refused(&Protocol::ADALIGHT, away.clone()), Some(SessionError::Parts));
    assert_eq!(refused(&Protocol::DDP, away), None);
}

fn palettes() -> impl Strategy<Value = (Palette, Depth)> {
    let two = Palette::Two(Colour::Red, Colour::Green);
    select(vec![
        (Palette::Rgb, Depth::Rgb),
        (Palette::One(Colour::Amber), Depth::Rgb),
        (Palette::Rgb, Depth::Grey),
        (Palette::One(Colour::Amber), Depth::Grey),
        (two, Depth::Two),
        (Palette::One(Colour::Yellow), Depth::One),
        (Palette::Rgb, Depth::One),
    ])
}

/// What a board of these lamps can show, from any bytes.
fn showable(palette: Palette, depth: Depth, seed: &[u8], face: Face) -> Frame {
    let first = palette.first().rgb();
    let made = [&[Rgb::BLACK][..], &palette.colours().unwrap_or(vec![first])].concat();
    let dots = (0..face.dots()).flat_map(|n| {
        let byte = |k: usize| seed[(n * 3 + k) % seed.len()].wrapping_add((n / 7) as u8);
        let dim = |lamp: u8| ((u16::from(lamp) * u16::from(byte(0)) + 127) / 255) as u8;
        let Rgb(r, g, b) = match depth {
            Depth::Rgb => Rgb(byte(0), byte(1), byte(2)),
            Depth::Grey => Rgb(dim(first.0), dim(first.1), dim(first.2)),
            Depth::Two | Depth::One => made[usize::from(byte(1)) % made.len()],
        };
        [r, g, b]
    });
    Frame::from_rgb(face, dots.collect()).unwrap()
}

/// Faces cut into modules like a window into panes, each wired in a way of its own, on outputs of up to three controllers.
fn layouts() -> impl Strategy<Value = (Face, Palette, Layout)> {
    let sides = || prop::collection::vec(1u16..9, 1..4);
    let maps = prop::collection::vec(prop::collection::vec(select(Mapper::NAMES.to_vec()), 0..4), 9);
    let output = (any::<bool>(), prop::option::of(0u32..5), 0u16..3);
    let outputs = prop::collection::vec(output, 1..4);
    let wires = (maps, outputs, Just((0..9usize).collect::<Vec<_>>()).prop_shuffle(), any::<bool>());
    (sides(), sides(), wires, palettes(), select(ColourOrder::NAMES.to_vec())).prop_filter_map(
        "odd rows cannot be folded",
        |(columns, rows, (maps, ends, shuffled, plain), (palette, depth), order)| {
            let face = face(columns.iter().sum(), rows.iter().sum());
            let panes = rows.len() * columns.len();
            let modules = shuffled.into_iter().filter(|n| *n < panes).map(|n| {
                let (row, column) = (n / columns.len(), n % columns.len());
                let (x, y) = (columns[..column].iter().sum(), rows[..row].iter().sum());
                module(x, y, columns[column], rows[row], &maps[n], (n % ends.len()) as u16)
            });
            let modules: Vec<Module> = if plain { Vec::new() } else { modules.collect() };
            let dots_of = |n: usize| {
                let own = modules.iter().filter(|module| usize::from(module.output) == n);
                own.map(|module| u32::from(module.width) * u32::from(module.height)).sum::<u32>()
            };
            let outputs = ends.iter().enumerate().map(|(n, &(reversed, spare, destination))| {
                let dots = spare.map(|spare| dots_of(n) + spare).filter(|_| !plain);
                Output { start: None, dots, reversed, destination }
            });
            let layout = Layout {
                depth,
                order: ColourOrder::parse(order).unwrap(),
                outputs: outputs.collect(),
                modules,
                ..Layout::default()
            };
            Panel::build(face, palette, &layout).ok().map(|_| (face, palette, layout))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_dot_is_sent_once_and_comes_back_where_it_was(
        (face, palette, layout) in layouts(), seed in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let panel = Panel::build(face, palette, &layout).unwrap();
        let frame = showable(palette, layout.depth, &seed, face);
        let sent = fold(&panel, &frame);
        let mut back = Frame::unlit(face);
        panel.unfold(0, &sent, &mut back);
        prop_assert_eq!(back.rgb(), frame.rgb());

        // Lit alone, each dot is in one place of its own and everything else is dark.
        let (mut places, each) = (HashSet::new(), panel.bytes_per_dot());
        for dot in 0..face.dots() {
            let mut lone = Frame::unlit(face);
            let lamp = palette.first().rgb();
            lone.rgb_mut()[dot * 3..dot * 3 + 3].copy_from_slice(&[lamp.0, lamp.1, lamp.2]);
            let sent = fold(&panel, &lone);
            let lit: Vec<usize> = sent.chunks(each).enumerate().filter(|(_, dot)| dot.iter().any(|b| *b > 0)).map(|(n, _)| n).collect();
            prop_assert_eq!(lit.len(), 1);
            prop_assert!(places.insert(lit[0]));
            let row = (dot / usize::from(face.width())) as u16;
            prop_assert!(panel.bytes_of(row..row + 1).contains(&(lit[0] * each)));
        }
        let together: usize = panel.parts().iter().map(|part| part.bytes.len()).sum();
        prop_assert_eq!(together, panel.buffer_len());
    }

    #[test]
    fn any_cut_of_what_is_sent_equals_the_same_cut_of_the_whole(
        (face, palette, layout) in layouts(), cut in (0usize..3000, 0usize..3000), gamma in 0.3f32..3.0,
        seed in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let layout = Layout { gamma: [gamma, 1.0, gamma], ..layout };
        let panel = Panel::build(face, palette, &layout).unwrap();
        let frame = showable(palette, layout.depth, &seed, face);
        let whole = fold(&panel, &frame);
        let from = cut.0 % (whole.len() + 2);
        let len = cut.1 % (whole.len() + 4);
        let mut part = vec![0xEE; len];
        panel.fold(&frame.as_window(face).unwrap(), from, &mut part);
        let inside = len.min(whole.len().saturating_sub(from));
        prop_assert_eq!(&part[..inside], whole.get(from..from + inside).unwrap_or_default());
        prop_assert!(part[inside..].iter().all(|byte| *byte == 0xEE), "beyond the end nothing is written");
        // In pieces it comes back as in one.
        let (mut once, mut pieces) = (Frame::unlit(face), Frame::unlit(face));
        panel.unfold(0, &whole, &mut once);
        for (n, piece) in whole.chunks(len.max(1)).enumerate() {
            panel.unfold(n * len.max(1), piece, &mut pieces);
        }
        prop_assert_eq!(once.rgb(), pieces.rgb());
    }

    #[test]
    fn only_the_bytes_of_changed_rows_change(
        (face, palette, layout) in layouts(), rows in (0u16..30, 0u16..30), seed in prop::collection::vec(any::<u8>(), 1..50),
    ) {
        let panel = Panel::build(face, palette, &layout).unwrap();
        let rows = rows.0.min(face.height())..(rows.0 + rows.1).min(face.height());
        let before = showable(palette, layout.depth, &seed, face);
        let mut after = before.clone();
        let row = usize::from(face.width()) * 3;
        after.rgb_mut()[usize::from(rows.start) * row..usize::from(rows.end) * row].fill(0);
        let changed = panel.bytes_of(rows);
        let (before, after) = (fold(&panel, &before), fold(&panel, &after));
        for (n, (before, after)) in before.iter().zip(&after).enumerate() {
            prop_assert!(before == after || changed.contains(&n), "byte {n} is not in {changed:?}");
        }
    }

    #[test]
    fn whatever_the_wiring_a_board_of_several_controllers_shows_the_frame(
        (face, _, layout) in layouts(), seed in prop::collection::vec(any::<u8>(), 1..50), rows in (0u16..30, 0u16..30),
    ) {
        let layout = Layout { depth: Depth::Rgb, ..layout };
        let panel = Panel::build(face, Palette::Rgb, &layout).unwrap();
        let mut session = Session::new(&Protocol::DDP, panel.clone()).unwrap();
        let mut board = Receiver::new(&Protocol::DDP, panel.clone());
        let mut packets = Packets::default();
        let rows = rows.0.min(face.height())..(rows.0 + rows.1).min(face.height());
        let mut frame = showable(Palette::Rgb, Depth::Rgb, &seed, face);
        session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
        for turn in 1..20u8 {
            prop_assert_eq!(packets.bytes().len(), session.frame_bytes());
            prop_assert_eq!(board.take(&packets), Ok(true));
            prop_assert_eq!(board.frame().rgb(), frame.rgb());
            let row = usize::from(face.width()) * 3;
            let moving = usize::from(rows.start) * row..usize::from(rows.end) * row;
            frame.rgb_mut()[moving].iter_mut().for_each(|byte| *byte = byte.wrapping_mul(3).wrapping_add(turn));
            session.follow(&frame.as_window(face).unwrap(), rows.clone(), Duration::ZERO, &mut packets);
        }
    }
}

#[test]
fn each_controller_of_a_board_counts_for_itself_and_all_are_shown_together() {
    // One dot, a full packet and one dot, two packets exactly: where packets of a part end is where mistakes are.
    for sizes in [[1u16, 480, 481], [960, 1, 479], [480, 480, 480]] {
        let face = face(sizes.iter().sum(), 1);
        let starts = [0, sizes[0], sizes[0] + sizes[1]];
        let modules = (0..3).map(|n| module(starts[n], 0, sizes[n], 1, &["reverse"], n as u16)).collect();
        let outputs = [0, 1, 2].map(|destination| Output { destination, ..Output::default() }).to_vec();
        let panel =
            Panel::build(face, Palette::Rgb, &Layout { modules, outputs, ..Layout::default() }).unwrap();
        let mut session = Session::new(&Protocol::DDP, panel.clone()).unwrap();
        let (mut packets, mut board) = (Packets::default(), Receiver::new(&Protocol::DDP, panel));
        let frame = counted(face);
        let mut numbers = [0u8; 3];
        for _ in 0..9 {
            session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
            let held = packets.held().unwrap();
            let mut ends = [0u32; 3];
            for (n, (to, packet)) in packets.addressed().enumerate() {
                let to = usize::from(to);
                assert_eq!(packet[0] & 1 == 1, n >= held, "the push waits for all others");
                assert_eq!(packet[1], numbers[to] % 15 + 1, "numbered in a row at each controller");
                numbers[to] = packet[1];
                assert_eq!(packet[4..8], ends[to].to_be_bytes(), "offsets begin at 0 at each controller");
                ends[to] += packet.len() as u32 - 10;
            }
            assert_eq!(packets.iter().count() - held, 3);
            assert_eq!(ends, sizes.map(|dots| u32::from(dots) * 3));
            assert_eq!(board.take(&packets), Ok(true));
            assert_eq!(board.frame().rgb(), frame.rgb());
        }
    }
}

proptest! {
    #[test]
    fn whatever_the_gamma_what_is_lit_stays_lit_and_brighter_stays_brighter(
        gamma in prop_oneof![0.01f32..1.0, 1.0f32..50.0], floor: u8, order in select(ColourOrder::NAMES.to_vec()),
    ) {
        let face = face(256, 1);
        let order = ColourOrder::parse(order).unwrap();
        let layout = Layout { gamma: [gamma; 3], floor, order, ..Layout::default() };
        let panel = Panel::build(face, Palette::Rgb, &layout).unwrap();
        let ramp = Frame::from_rgb(face, (0..=255).flat_map(|value| [value; 3]).collect()).unwrap();
        let sent = fold(&panel, &ramp);
        prop_assert_eq!(&sent[..3], &[0; 3]);
        prop_assert_eq!(&sent[765..], &[255; 3]);
        prop_assert!(sent[3..].iter().all(|value| *value >= floor.max(1)));
        prop_assert!(sent.is_sorted());
    }
}

fn supply(dot_ua: u32, limit_ma: Option<u32>) -> Supply {
    Supply { dot_ua, idle_ua: 1000, millivolts: 5000, limit_ma }
}

fn limited(face: Face, limit_ma: Option<u32>) -> Panel {
    Panel::build(face, Palette::Rgb, &Layout { power: Some(supply(60_000, limit_ma)), ..Layout::default() })
        .unwrap()
}

/// The current of bytes that are sent, by the rule of thumb everybody uses.
fn milliamperes(sent: &[u8]) -> f64 {
    let sum: f64 = sent.iter().map(|byte| f64::from(*byte)).sum();
    sum * 60.0 / 765.0 + (sent.len() / 3) as f64
}

/// The dots of the only packet of a small DDP board.
fn dots(packets: &Packets) -> &[u8] {
    &packets.bytes()[10..]
}

proptest! {
    #[test]
    fn no_frame_draws_more_than_the_limit_and_all_of_it_is_dimmed_alike(
        limit in 46u32..1300, frames in prop::collection::vec((any::<u8>(), any::<u8>(), 0u64..3000), 1..30),
    ) {
        let face = face(10, 2);
        let mut session = Session::new(&Protocol::DDP, limited(face, Some(limit))).unwrap();
        let (mut packets, mut now, mut before) = (Packets::default(), Duration::ZERO, 1.0f32);
        for (base, step, later) in frames {
            now += Duration::from_millis(later);
            let rgb: Vec<u8> = (0..60u8).map(|n| base.wrapping_add(step.wrapping_mul(n / 3))).collect();
            let frame = Frame::from_rgb(face, rgb.clone()).unwrap();
            session.show(&frame.as_window(face).unwrap(), now, &mut packets);
            let power = session.power().unwrap();
            let sent = dots(&packets);
            let drawn = milliamperes(sent);
            prop_assert!(drawn <= f64::from(limit) + 1e-6, "{drawn} mA of {limit}");
            prop_assert!((f64::from(power.amperes) * 1e3 - drawn).abs() < 0.01, "{power:?}, and it is {drawn}");
            prop_assert!((power.watts - power.amperes * 5.0).abs() < 1e-4);
            for (value, sent) in rgb.iter().zip(sent) {
                let exact = f32::from(*value) * power.scale;
                let rounded = (f32::from(*sent) - exact).abs() < 1.0 + 1e-3;
                prop_assert!(rounded && (*sent > 0) == (*value > 0), "{value} at {} is {sent}", power.scale);
            }
            prop_assert!(power.scale - before <= 0.05, "brighter slowly: {before}, {}", power.scale);
            before = power.scale;
        }
    }
}

#[test]
fn a_picture_that_stands_grows_brighter_to_its_full_light_within_some_seconds() {
    let face = face(10, 2);
    let mut session = Session::new(&Protocol::DDP, limited(face, Some(100))).unwrap();
    let mut packets = Packets::default();
    let white = Frame::from_rgb(face, vec![255; 60]).unwrap();
    let mut text = Frame::unlit(face);
    text.rgb_mut()[..3].fill(255);
    session.show(&white.as_window(face).unwrap(), Duration::ZERO, &mut packets);
    let dim = session.power().unwrap().scale;
    assert!(dim < 0.1, "1.2 A of which 0.1 may be drawn: {dim}");
    assert_eq!(session.due(), None, "as bright as it may be");

    // A minute later a text that may be as bright as it is.
    session.show(&text.as_window(face).unwrap(), Duration::from_secs(60), &mut packets);
    let (mut turns, mut before) = (0, dots(&packets)[0]);
    assert!(before < 40, "it does not jump");
    let mut last = Duration::from_secs(60);
    while let Some(due) = session.due() {
        assert!(due > last && due <= last + Duration::from_millis(50), "smoothly");
        session.next(due, &mut packets);
        assert!(dots(&packets)[0] >= before && dots(&packets)[3..].iter().all(|byte| *byte == 0));
        (turns, before, last) = (turns + 1, dots(&packets)[0], due);
    }
    assert_eq!((dots(&packets)[0], session.power().unwrap().scale), (255, 1.0));
    assert!((1.5..2.5).contains(&(last.as_secs_f32() - 60.0)), "{turns} turns, {last:?}");

    // What moves follows frame by frame in the same packets as ever.
    session.follow(&text.as_window(face).unwrap(), 0..2, last, &mut packets);
    assert_eq!(dots(&packets), text.rgb());
    session.follow(&white.as_window(face).unwrap(), 0..2, last, &mut packets);
    assert!(milliamperes(dots(&packets)) <= 100.0, "down at once, also within a movement");
    let board = limited(face, None);
    let mut session = Session::new(&Protocol::DDP, board).unwrap();
    session.show(&white.as_window(face).unwrap(), Duration::ZERO, &mut packets);
    assert_eq!(dots(&packets), white.rgb(), "without a limit it is only told");
    assert!((session.power().unwrap().amperes - 1.22).abs() < 1e-3);
    let plain = Session::new(&Protocol::DDP, Panel::new(face)).unwrap();
    assert_eq!(plain.power(), None, "nothing is known of its lamps");
}

#[test]
fn lamps_that_are_on_or_off_are_counted_one_by_one() {
    let face = face(4, 1);
    let power = Some(supply(20_000, None));
    let rgb = [255, 0, 0, 0, 255, 0, 255, 255, 0, 0, 0, 0];
    let frame = Frame::from_rgb(face, rgb.to_vec()).unwrap();
    let ma = |palette, depth| {
        let layout = Layout { depth, power, ..Layout::default() };
        let mut panel = Panel::build(face, palette, &layout).unwrap();
        let mut limiter = bangtin::panel::Limiter::new(&mut panel).unwrap();
        limiter.weigh(&mut panel, &frame.as_window(face).unwrap(), Duration::ZERO);
        limiter.power().unwrap().amperes * 1e3
    };
    let two = Palette::Two(Colour::Red, Colour::Green);
    assert!((ma(two, Depth::Two) - 44.0).abs() < 1e-3, "four lamps of 10 mA, four dots of 1 mA");
    assert!((ma(Palette::One(Colour::Red), Depth::One) - 64.0).abs() < 1e-3, "three lamps of 20 mA");
}

#[test]
fn dim_text_of_one_and_two_bits_is_lit_in_the_lamps_of_its_hue() {
    let face = face(5, 1);
    let rgb = [0, 0, 0, 2, 0, 0, 0, 3, 0, 3, 2, 0, 90, 80, 0];
    let frame = Frame::from_rgb(face, rgb.to_vec()).unwrap();
    let two = Palette::Two(Colour::Red, Colour::Green);
    let build = |palette, depth| Panel::build(face, palette, &Layout { depth, ..Layout::default() }).unwrap();
    assert_eq!(fold(&build(two, Depth::Two), &frame), [0, 1, 2, 3, 3]);
    assert_eq!(fold(&build(two, Depth::One), &frame), [0, 1, 1, 1, 1]);
    assert_eq!(fold(&Panel::dark_or_lit(face, Colour::Yellow), &frame), [0, 1, 1, 1, 1]);
}

#[test]
fn a_frame_is_folded_without_allocating_whatever_the_wiring_and_the_limit() {
    let face = face(64, 32);
    let modules = (0..4).map(|n| module(n * 16, 0, 16, 32, &["serpentine-columns", "columns"], 0)).collect();
    let layout =
        Layout { modules, gamma: [2.2; 3], power: Some(supply(60_000, Some(9000))), ..Layout::default() };
    let panel = Panel::build(face, Palette::Rgb, &layout).unwrap();
    let mut session = Session::new(&Protocol::DDP, panel).unwrap();
    let (mut packets, frame) = (Packets::default(), counted(face));
    let window = frame.as_window(face).unwrap();
    let dark = Frame::unlit(face);
    session.show(&window, Duration::ZERO, &mut packets);
    let mut show =
        |window: &Window<'_>, ms: u64| session.show(window, Duration::from_millis(ms), &mut packets);
    let counted = allocation_counter::measure(|| {
        for n in 0..100 {
            show(&window, n * 20);
            show(&dark.as_window(face).unwrap(), n * 20 + 10);
        }
    });
    assert_eq!(counted.count_total, 0);
}

/// Holds a drawing to that of `tests/panel/NAME.txt`.
fn same(drawing: &str, name: &str) {
    let path = format!("{}/tests/panel/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let expected = std::fs::read_to_string(path).unwrap();
    assert!(drawing == expected, "{name}:\n{drawing}");
}

/// A frame as a drawing: `#` lit, `.` dark.
fn picture(frame: &Frame) -> String {
    format!("{frame:?}").split_once('\n').unwrap().1.to_owned()
}

#[test]
fn the_test_pattern_names_every_module_its_output_and_its_upper_left_corner() {
    let modules = vec![module(12, 0, 12, 11, &[], 0), module(0, 0, 12, 11, &["rotate-180"], 0)];
    let lay = |width, modules: Vec<Module>, outputs, palette| {
        let layout = Layout { modules, outputs, ..Layout::default() };
        Panel::build(face(width, 11), palette, &layout).unwrap()
    };
    let red = lay(24, modules, vec![], Palette::One(Colour::Red));
    let drawing = picture(&pattern::test(&red));
    same(&drawing, "pattern");

    // Of the last module only its own number has room, and of the lowest not even that.
    let apart = vec![
        module(16, 0, 16, 11, &[], 0),
        module(0, 0, 16, 11, &[], 1),
        module(32, 0, 5, 5, &[], 1),
        module(32, 5, 3, 4, &[], 1),
    ];
    let outputs = vec![Output::default(), Output::default()];
    let colours = pattern::test(&lay(40, apart, outputs, Palette::Rgb));
    let drawing = picture(&colours);
    same(&drawing, "outputs");
    let edges = [(8, 0), (0, 5), (15, 5), (8, 10)].map(|(x, y)| colours.dot(x, y));
    assert_eq!(edges, [Rgb(0, 255, 0), Rgb(255, 0, 0), Rgb(0, 0, 255), Rgb(255, 255, 255)]);
}

#[test]
fn a_board_says_its_name_and_blinks() {
    let panel = Panel::new(face(32, 16));
    let drawing = picture(&pattern::identify(&panel, "ubnd-1", true));
    same(&drawing, "identify");
    let without = pattern::identify(&panel, "ubnd-1", false);
    assert_ne!(without, pattern::identify(&panel, "ubnd-1", true));
    assert!(without.is_lit());
    // A long name on a low face is cut, and no face is too small to be asked.
    let tall = pattern::identify(&Panel::new(face(12, 24)), "cong-chinh", false);
    let drawing = picture(&tall);
    same(&drawing, "lines");
    for (width, height) in [(1, 1), (2, 40), (40, 2), (3, 5)] {
        let panel = Panel::new(face(width, height));
        let _ = (
            pattern::test(&panel),
            pattern::identify(&panel, "a", true),
            pattern::identify(&panel, "", true),
        );
    }
}

proptest! {
    #[test]
    fn the_pattern_of_a_module_stays_on_the_module((face, palette, layout) in layouts()) {
        let panel = Panel::build(face, palette, &layout).unwrap();
        let whole = pattern::test(&panel);
        prop_assert_eq!((whole.width(), whole.height()), (face.width().into(), face.height().into()));
        if let Some(lone) = layout.modules.first() {
            let alone = Layout { modules: vec![lone.clone()], ..layout.clone() };
            let Ok(panel) = Panel::build(face, palette, &alone) else { return Ok(()) };
            let drawn = pattern::test(&panel);
            for y in 0..face.height() {
                for x in 0..face.width() {
                    let on = (lone.x..lone.x + lone.width).contains(&x) && (lone.y..lone.y + lone.height).contains(&y);
                    prop_assert!(on || drawn.dot(x.into(), y.into()) == Rgb::BLACK);
                }
            }
        }
    }
}

/// A site with one board of 8 × 4 dots and these lines; its faults as line and sentence, and the board.
fn site(lines: &str) -> (Vec<(usize, String)>, Option<Board>) {
    let head = "[[site]]\nid = 'a'\n[[board]]\nid = 'b'\nsite = 'a'\nwidth = 8\nheight = 4\nlink = 'udp://192.0.2.1'\n";
    let source = Arc::new(Source { name: "bangtin.toml".to_owned(), text: format!("{head}{lines}") });
    let (site, faults) = Site::parse(&source);
    let placed = faults.iter().map(|fault| {
        let line = fault.place.as_ref().map_or(0, |(source, span)| source.line(span.start));
        (line.saturating_sub(8), fault.sentence(Lang::En))
    });
    (placed.collect(), site.boards.into_iter().next())
}

#[test]
fn a_file_says_how_the_lamps_are_wired() {
    let text = "[board.panel]\norder = 'grb'\nmap = 'serpentine-rows'\n\
        [[board.output]]\n[[board.output]]\nlink = 'udp://192.0.2.2:4049'\n[[board.output]]\nlink = 'udp://192.0.2.1'\n\
        [[board.module]]\nx = 0\ny = 0\nwidth = 2\nheight = 2\nacross = 2\ndown = 2\n\
        [[board.module]]\nx = 4\ny = 0\nwidth = 2\nheight = 4\nacross = 2\nreversed = true\nmap = ['rotate-180', 'columns']\noutput = 2\n";
    let (faults, board) = site(text);
    assert_eq!(faults, []);
    let board = board.unwrap();
    let panel = board.panel();
    let frame = counted(panel.face());
    let sent = fold(&panel, &frame);
    let turned: Vec<u8> = sent.chunks(3).flat_map(|dot| [dot[1], dot[0], dot[2]]).collect();
    let at = |dot: &[u8]| turned.chunks(3).position(|sent| sent == dot).unwrap().to_string();
    let rows: Vec<String> =
        (0..4).map(|row| frame.row(row).chunks(3).map(at).collect::<Vec<_>>().join(" ")).collect();
    let drawing =
        ["0 1 4 5 31 27 23 19", "3 2 7 6 30 26 22 18", "8 9 12 13 29 25 21 17", "11 10 15 14 28 24 20 16"];
    assert_eq!(rows, drawing);
    let parts: Vec<_> = panel.parts().iter().map(|part| (part.bytes.len(), part.destination)).collect();
    assert_eq!(parts, [(48, 0), (48, 1)]);
    assert_eq!(board.further, [("192.0.2.2".to_owned(), 4049)]);

    let plain = site("").1.unwrap();
    assert_eq!(plain.panel(), Panel::new(face(8, 4)));
    assert!(!plain.wired_as(&board), "a board that is wired anew needs a session anew");
    assert!(plain.wired_as(&site("").1.unwrap()));
    let power = site("[board.panel]\ndot_ma = 55.5\nlimit_a = 1.5\n").1.unwrap().panel().supply().unwrap();
    assert_eq!(power, Supply { dot_ua: 55_500, idle_ua: 1000, millivolts: 5000, limit_ma: Some(1500) });
}

#[test]
fn everything_that_is_wrong_with_the_wiring_is_said_where_it_stands() {
    let module = |x: u16, width: u16, more: &str| {
        format!("[[board.module]]\nx = {x}\ny = 0\nwidth = {width}\nheight = 4\n{more}")
    };
    let cases: [(String, usize, &str); 16] = [
        (module(4, 4, "across = 2\n"), 1, "not inside the face of 8 × 4"),
        (module(0, 5, "") + &module(4, 4, ""), 6, "Module 2 overlaps module 1 at column 4, row 0"),
        (module(0, 8, "map = ['columns', 'u-folt']\n"), 6, "`u-fold`"),
        (module(0, 8, "output = 2\n"), 6, "no output 2"),
        (module(0, 8, "down = 256\nacross = 256\n"), 1, "at most 4096"),
        (module(0, 8, "map = ['rotate-90', 'u-fold', 'u-fold', 'u-fold', 'u-fold']\n"), 1, "even number"),
        ("[[board.output]]\ndots = 31\n".to_owned(), 1, "have 32 dots"),
        (
            "[[board.output]]\n[[board.output]]\nstart = 15\n".to_owned()
                + &module(0, 4, "")
                + &module(4, 4, "output = 2\n"),
            2,
            "the same dots",
        ),
        ("[[board.output]]\nstart = 1048575\n".to_owned(), 0, "at most 1048576"),
        ("[[board.output]]\nlink = 'serial:///dev/ttyS0'\n".to_owned(), 2, "must be `udp://HOST`"),
        ("[board.panel]\ndepth = 'grey'\n".to_owned(), 2, "can only send `depth = \"rgb\"`"),
        ("[board.panel]\nlimit_a = 3\n".to_owned(), 2, "only be used together with `dot_ma"),
        ("[board.panel]\ndot_ma = 50\nlimit_a = 0.03\n".to_owned(), 3, "at least 0.04 A"),
        ("[board.panel]\ngamma = 0\n".to_owned(), 2, "from 0.01 to 50"),
        ("[board.panel]\ngama = 2\n".to_owned(), 2, "`gamma`"),
        ("[board.panel]\nmap = 'columns'\n".to_owned(), 0, "by column and row"),
    ];
    for (n, (lines, line, words)) in cases.into_iter().enumerate() {
        let lines = if n == 15 { "protocol = 'flaschen-taschen'\n".to_owned() + &lines } else { lines };
        let (faults, board) = site(&lines);
        let found = faults.iter().any(|(at, said)| said.contains(words) && (line == 0 || *at == line));
        assert!(found && board.is_none(), "{lines}{faults:?}");
    }
    let (faults, board) = site(&module(0, 7, ""));
    assert!(faults.len() == 1 && faults[0].1.contains("4 dots of the face are on no module"), "{faults:?}");
    assert!(board.is_some(), "a warning only");
}
