//! One frame at a time: drawn, encoded, sent; in turns with everything it is held against.
//!
//! Every turn gives each way two batches of frames, of which the second counts: the first brings caches and the kernel's
//! stores of memory into the state that this way itself leaves them in. The processor time is taken from the thread's own
//! clock, the board is emptied while nobody counts, and the next way follows, in an order drawn anew every turn.
//! A ratio is the median of the ratios of each turn, so what disturbs one turn disturbs both sides of it.

use crate::beforehand::{Offloaded, connect, controls, messages, send_each, send_many, slices};
use crate::board::Board;
use crate::pillow::Pillow;
use crate::report::Report;
use crate::stage::{TEXT, Turned, face, font, programme};
use crate::{Effort, cpu, stage};
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
/// How many frames of the scroll are kept by the loop that sends different ones.
const DIFFERENT: usize = 64;

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

    /// A way whose frames, of so many packets, arrive at a board.
    fn add_sending(
        &mut self,
        name: &'static str,
        board: &'a Board,
        packets: usize,
        mut frame: impl FnMut() + 'a,
    ) {
        let reading = self.reading;
        self.add_timed(name, 1, move |frames| {
            let begun = cpu::of_thread();
            (0..frames).for_each(|_| frame());
            let used = cpu::micros(cpu::of_thread() - begun) - reading;
            assert_eq!(board.empty(), frames * packets, "{name}: packets were lost");
            used / frames as f64
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
    let packets = frames[0].ends().len();
    let board = Board::bind();
    let built = &frames[0];
    let many = slices(built);
    let mut control = controls(packets);
    let mut many = messages(&many, &mut control);
    let (plain, each) = (connect(board.address()), connect(board.address()));
    let mut offloaded = Offloaded::new(board.address(), built);
    let mut different: Vec<Offloaded<'_>> =
        frames.iter().map(|frame| Offloaded::new(board.address(), frame)).collect();

    let mut contest = Contest { ways: Vec::new(), reading: cpu::reading() };
    drawing(&mut contest, size);
    let mut encoded = Turned::new(programme.clone());
    contest.add("encode", move || _ = black_box(encoded.step()));
    contest.add_sending("built, offload", &board, packets, move || offloaded.send());
    contest.add_sending("built, sendmmsg", &board, packets, move || send_many(&plain, &mut many));
    contest.add_sending("built, send", &board, packets, move || send_each(&each, built));
    let mut turn = 0;
    contest.add_sending("built, offload, different", &board, packets, move || {
        turn = (turn + 1) % DIFFERENT;
        different[turn].send();
    });
    let roads = [
        ("road, offload", true, &programme),
        ("road, sendmmsg", false, &programme),
        ("road, offload, all rows move", true, &column),
    ];
    for (name, offload, programme) in roads {
        let mut link = open(&board, offload);
        let mut turned = Turned::new(programme.clone());
        contest.add_sending(name, &board, packets, move || {
            assert!(turned.step().send);
            let packets = turned.player.packets();
            assert_eq!(link.send(Load::plain(packets.bytes(), packets.ends())), Outcome::Sent);
            turned.player.prepare();
        });
    }
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
    contest.run(effort.turns, board.frames(packets));
    tell(&contest, size, packets, report);
}

/// Frames of the scroll as packets, from where the text fills the board.
fn beforehand(mut turned: Turned) -> Vec<Packets> {
    (0..200).for_each(|_| _ = turned.step());
    let frames = (0..DIFFERENT).map(|_| {
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

fn tell(contest: &Contest<'_>, (width, height): (u16, u16), packets: usize, report: &mut Report) {
    report.heading(format!("{width} × {height}, {packets} packets a frame, µs of processor time a frame"));
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
    ratio("road, offload", "built, offload, different", None);
    ratio("road, offload, all rows move", "built, offload", None);
    ratio("road, offload, all rows move", "built, offload, different", None);
    ratio("road, offload", "built, send", None);
    ratio("road, offload", "pillow, strip", Some(0.4));
    ratio("road, sendmmsg", "pillow, strip", Some(0.4));
    ratio("road, offload", "pillow, redraw", None);
}
