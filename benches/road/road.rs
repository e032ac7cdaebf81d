//! One frame at a time: drawn, encoded, sent; in turns with everything it is held against.
//!
//! Every turn gives each way two batches of frames, of which the second counts: the first brings caches and the kernel's
//! stores of memory into the state that this way itself leaves them in. The processor time is taken from the thread's own
//! clock, the board is emptied while nobody counts, and the next way follows, in an order drawn anew every turn.
//! A ratio is the median of the ratios of each turn, so what disturbs one turn disturbs both sides of it.

use crate::beforehand::{Offloaded, connect, send_each, send_many};
use crate::board::Board;
use crate::pillow::Pillow;
use crate::report::Report;
use crate::stage::{TEXT, Turned, face, font, programme};
use crate::{Effort, cpu, stage};
use bangtin::board::{Fill, Protocol, Sacn};
use bangtin::frame::{Frame, Window};
use bangtin::link::{Event, Link, Load, Outcome};
use bangtin::player::Shown;
use bangtin::wire::Packets;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::Point;
use std::hint::black_box;
use std::time::Duration;

const FPS: u8 = 60;
/// Pillow takes part in every so many turns.
const PILLOW: usize = 10;
/// How many frames of the scroll are built beforehand: those of one keepalive, of which one is whole.
const BUILT: usize = FPS as usize;

/// One way to make or send frames.
struct Way<'a> {
    name: &'static str,
    /// Makes so many frames and says what one cost in µs.
    batch: Box<dyn FnMut(usize) -> f64 + 'a>,
    /// It takes part in every turn, or in every so many; the slow ones of Python do not need as many.
    every: usize,
    /// The turn, and what a frame cost in it.
    samples: Vec<(usize, f64)>,
}

impl Way<'_> {
    fn costs(&self) -> Vec<f64> {
        self.samples.iter().map(|(_, cost)| *cost).collect()
    }
}

/// All ways, and what became of them.
struct Contest<'a> {
    ways: Vec<Way<'a>>,
    reading: f64,
}

impl<'a> Contest<'a> {
    /// A way whose frames go nowhere.
    fn add(&mut self, name: &'static str, mut frame: impl FnMut() + 'a) {
        let reading = self.reading;
        self.add_timed(name, 1, move |frames| {
            let begun = cpu::of_thread();
            (0..frames).for_each(|_| frame());
            (cpu::micros(cpu::of_thread() - begun) - reading) / frames as f64
        });
    }

    /// A way whose frames arrive at a board; `frame` says of how many packets each was.
    fn add_sending(&mut self, name: &'static str, board: &'a Board, mut frame: impl FnMut() -> usize + 'a) {
        let reading = self.reading;
        self.add_timed(name, 1, move |frames| {
            let begun = cpu::of_thread();
            let packets: usize = (0..frames).map(|_| frame()).sum();
            let used = cpu::micros(cpu::of_thread() - begun) - reading;
            assert_eq!(board.empty(), packets, "{name}: packets were lost");
            used / frames as f64
        });
    }

    /// The ways that send frames built beforehand, in turns: by offloaded calls, 32 packets a call, or one packet a call.
    fn add_built(&mut self, board: &'a Board, frames: &'a [Packets]) {
        let counts: Vec<usize> = frames.iter().map(|frame| frame.ends().len()).collect();
        let turn = move |turn: &mut usize| {
            *turn = (*turn + 1) % counts.len();
            counts[*turn]
        };
        let (mut offloaded, mut at, next) = (Offloaded::new(board.address(), frames), 0, turn.clone());
        self.add_sending("built, offload", board, move || {
            offloaded.send();
            next(&mut at)
        });
        let (plain, mut at, next) = (connect(board.address()), 0, turn.clone());
        self.add_sending("built, sendmmsg", board, move || {
            let count = next(&mut at);
            send_many(&plain, &frames[at]);
            count
        });
        let (each, mut at) = (connect(board.address()), 0);
        self.add_sending("built, send", board, move || {
            let count = turn(&mut at);
            send_each(&each, &frames[at]);
            count
        });
    }

    /// A way whose frames go the whole road, from the player's step to the socket.
    fn add_road(&mut self, name: &'static str, board: &'a Board, offload: bool, mut turned: Turned) {
        let mut link = open(board, offload);
        self.add_sending(name, board, move || {
            assert!(turned.step().send);
            let packets = turned.player.packets();
            let (bytes, ends) = (packets.bytes(), packets.ends());
            let load = Load { bytes, ends, turns: packets.turns(), held: packets.held() };
            assert_eq!(link.send(load), Outcome::Sent);
            let count = ends.len();
            turned.player.prepare();
            count
        });
    }

    fn add_timed(&mut self, name: &'static str, every: usize, batch: impl FnMut(usize) -> f64 + 'a) {
        self.ways.push(Way { name, batch: Box::new(batch), every, samples: Vec::new() });
    }

    fn run(&mut self, turns: usize, frames: usize) {
        let mut order: Vec<usize> = (0..self.ways.len()).collect();
        let mut dice = 1_u64;
        for turn in 0..turns {
            for last in (1..order.len()).rev() {
                // Knuth's generator; nothing here depends on how good it is.
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                order.swap(last, (dice >> 33) as usize % (last + 1));
            }
            for &index in &order {
                let way = &mut self.ways[index];
                if turn % way.every == 0 {
                    let _to_warm = (way.batch)(frames);
                    way.samples.push((turn, (way.batch)(frames)));
                }
            }
        }
    }

    fn way(&self, name: &str) -> Option<&Way<'a>> {
        self.ways.iter().find(|way| way.name == name)
    }

    /// How many times as much the one costs as the other, over the turns in which both took part.
    fn ratio(&self, one: &str, other: &str) -> Option<f64> {
        let (one, other) = (&self.way(one)?.samples, &self.way(other)?.samples);
        let other_in = |turn| Some(other[other.binary_search_by_key(&turn, |(turn, _)| *turn).ok()?].1);
        let ratios = one.iter().filter_map(|(turn, cost)| Some(cost / other_in(*turn)?));
        Some(cpu::median(ratios.collect()))
    }
}

/// Measures one size of board.
pub(crate) fn measure(size: (u16, u16), effort: Effort, report: &mut Report) {
    let programme = programme(face(size), FPS);
    let column = stage::column(face(size), FPS);
    let frames = beforehand(Turned::new(programme.clone()));
    let whole = frames.iter().map(|frame| frame.ends().len()).max().unwrap_or_default();
    let board = Board::bind();

    let mut contest = Contest { ways: Vec::new(), reading: cpu::reading() };
    drawing(&mut contest, size);
    let mut encoded = Turned::new(programme.clone());
    contest.add("encode", move || _ = black_box(encoded.step()));
    contest.add_built(&board, &frames);
    contest.add_road("road, offload", &board, true, Turned::new(programme.clone()));
    contest.add_road("road, sendmmsg", &board, false, Turned::new(programme.clone()));
    contest.add_road("road, offload, all rows move", &board, true, Turned::new(column));
    for (name, how) in [
        ("pillow, strip", "strip"),
        ("pillow, redraw", "redraw"),
        ("pillow, cut", "cut"),
        ("pillow, draw", "draw"),
    ] {
        if let Some(mut pillow) = Pillow::start(size, TEXT) {
            contest.add_timed(name, PILLOW, move |frames| pillow.frames(how, frames));
        }
    }
    contest.run(effort.turns, board.frames(whole));
    tell(&contest, &format!("{} × {}, DDP", size.0, size.1), &frames, report);
}

/// Measures every protocol of datagrams on one size of board.
pub(crate) fn protocols(effort: Effort, report: &mut Report) {
    let size = (192, 64);
    let programme = programme(face(size), FPS);
    let wall = Protocol::FlaschenTaschen { x: 0, y: 0, layer: 0, datagram: Protocol::DATAGRAM };
    let artnet = Protocol::Artnet { universe: 1, fill: Fill::Whole, sync: true };
    let sacn = Protocol::Sacn(Sacn { sync: 7000, ..Sacn::anonymous(1) });
    for protocol in [Protocol::DDP, wall, artnet, sacn, Protocol::Tpm2Net, Protocol::WledUdp] {
        let turned = || Turned::speaking(programme.clone(), &protocol);
        let frames = beforehand(turned());
        let whole = frames.iter().map(|frame| frame.ends().len()).max().unwrap_or_default();
        let board = Board::bind();
        let mut contest = Contest { ways: Vec::new(), reading: cpu::reading() };
        contest.add_built(&board, &frames);
        contest.add_road("road, offload", &board, true, turned());
        contest.add_road("road, sendmmsg", &board, false, turned());
        contest.run(effort.turns, board.frames(whole));
        tell(&contest, &format!("{} × {}, {protocol}", size.0, size.1), &frames, report);
    }
}

/// Frames of the scroll as packets, from where the text fills the board.
fn beforehand(mut turned: Turned) -> Vec<Packets> {
    (0..200).for_each(|_| _ = turned.step());
    let frames = (0..BUILT).map(|_| {
        assert!(turned.step().send);
        turned.player.packets().clone()
    });
    frames.collect()
}

fn drawing(contest: &mut Contest<'_>, size: (u16, u16)) {
    let face = face(size);
    let reel = programme(face, FPS).draw(Shown::Entry(0), 100);
    let mut picture = Frame::unlit(face);
    let mut elapsed = Duration::ZERO;
    contest.add("draw: cut", move || {
        elapsed = reel.next_change(elapsed).unwrap_or_default();
        if let Some(window) = reel.window(reel.cut(elapsed)) {
            Window::copy(&window, 0, picture.rgb_mut());
        }
        black_box(picture.rgb());
    });
    let font = font();
    let mut picture = Frame::unlit(face);
    let (left, right) = font.extent(TEXT).unwrap();
    let baseline = i32::from(face.height() - font.rows()) / 2 + i32::from(font.ascent);
    let start = i32::from(face.width()) - 1 - left;
    let mut x = start;
    contest.add("draw: anew", move || {
        picture.rgb_mut().fill(0);
        let Ok(()) = font.draw(&mut picture, TEXT, Point::new(x, baseline), Rgb888::WHITE);
        x = if x > -right { x - 1 } else { start };
        black_box(picture.rgb());
    });
}

fn open(board: &Board, offload: bool) -> Link {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut link = Link::udp("127.0.0.1", board.address().port(), offload);
    assert_eq!(runtime.block_on(link.event()), Event::Up);
    link
}

fn tell(contest: &Contest<'_>, what: &str, frames: &[Packets], report: &mut Report) {
    let counts = frames.iter().map(|frame| frame.ends().len() as f64);
    let packets = counts.sum::<f64>() / frames.len() as f64;
    report.heading(format!("{what}, {packets:.1} packets a frame, µs of processor time a frame"));
    for way in &contest.ways {
        let low = cpu::quantile(way.costs(), 0.1);
        report.note(way.name, format!("{:.2} (p10 {low:.2})", cpu::median(way.costs())));
    }
    let mut ratio = |one: &str, other: &str, most: Option<f64>| {
        let Some(ratio) = contest.ratio(one, other) else { return };
        let words = format!("{one} : {other}");
        match most {
            Some(most) => report.most(words, ratio, most, ""),
            None => report.note(words, format!("{ratio:.2}")),
        }
    };
    ratio("road, offload", "built, offload", Some(1.1));
    ratio("road, sendmmsg", "built, sendmmsg", Some(1.1));
    ratio("road, offload", "built, sendmmsg", Some(0.45));
    ratio("road, offload", "built, send", None);
    ratio("road, offload", "pillow, strip", Some(0.4));
    ratio("road, sendmmsg", "pillow, strip", Some(0.4));
    ratio("road, offload", "pillow, redraw", None);
}
