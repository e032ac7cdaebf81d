//! A sender and a simulated card that talk without any delay.

use crate::board::card::{Blow, Fault};
use crate::board::{Protocol, Receiver, Session, SessionError, Trouble};
use crate::frame::{Colour, Face, Frame, Palette, Rgb};
use crate::panel::{Layout, Panel};
use crate::wire::Packets;
use crate::wire::hd2020::{Frame as Sent, Reply, Request};
use proptest::prelude::*;
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// A sender and a card that talk without any delay.
struct Talk {
    session: Session,
    card: Receiver,
    packets: Packets,
    now: Duration,
    /// The pictures that were begun, by their starts.
    starts: Vec<Duration>,
    frames: usize,
    bytes: usize,
}

impl Talk {
    fn new(planes: u8, panel: Panel) -> Self {
        let protocol = Protocol::Hd2020 { planes };
        Self {
            session: Session::new(&protocol, panel.clone()).unwrap(),
            card: Receiver::new(&protocol, panel),
            packets: Packets::default(),
            now: Duration::ZERO,
            starts: Vec::new(),
            frames: 0,
            bytes: 0,
        }
    }

    fn show(&mut self, frame: &Frame) {
        self.session.show(&frame.as_window(self.session.face()).unwrap(), self.now, &mut self.packets);
        assert!(self.packets.is_empty(), "everything is said in its turn");
    }

    /// Lets it all go on for a while.
    fn run(&mut self, time: Duration) {
        let end = self.now + time;
        loop {
            while let Some(answer) = self.card.answer() {
                self.session.receive(&answer, self.now);
            }
            if self.session.due().is_some_and(|due| due <= self.now) {
                self.session.next(self.now, &mut self.packets);
                for packet in self.packets.iter() {
                    self.frames += 1;
                    self.bytes += packet.len();
                    if packet[6] == 0x18 {
                        self.starts.push(self.now);
                    }
                    self.card.receive(packet).unwrap();
                }
                continue;
            }
            let next = [self.session.due(), self.card.due()].into_iter().flatten().min();
            self.now = next.filter(|next| *next <= end).unwrap_or(end).max(self.now);
            self.card.tick(self.now);
            if self.now >= end && next.is_none_or(|next| next > end) {
                return;
            }
        }
    }
}

fn face(width: u16, height: u16) -> Face {
    Face::new(width, height).unwrap()
}

fn panel(face: Face, palette: Palette) -> Panel {
    Panel::build(face, palette, &Layout::default()).unwrap()
}

fn picture(face: Face, dot: impl Fn(usize) -> [u8; 3]) -> Frame {
    Frame::from_rgb(face, (0..face.dots()).flat_map(dot).collect()).unwrap()
}

fn red(face: Face, seed: usize) -> Frame {
    picture(face, |n| if (n * 7 + seed).is_multiple_of(3) { [255, 0, 0] } else { [0; 3] })
}

#[test]
fn a_card_of_one_colour_shows_the_very_picture_and_both_planes_are_the_same() {
    let (face, red_lamps) = (face(64, 32), Palette::One(Colour::Red));
    let mut talk = Talk::new(2, panel(face, red_lamps));
    let frame = red(face, 1);
    talk.show(&frame);
    assert!(!talk.session.settled());
    talk.run(SECOND);
    assert!(*talk.card.frame() == frame && talk.session.settled());
    assert_eq!(talk.session.told().acknowledged, Some(Duration::ZERO));
    assert_eq!((talk.frames, talk.session.frame_bytes()), (3, 77 + 33 + 35 + 52 + 512));
}

#[test]
fn lamps_are_lit_by_what_is_most_of_a_colour_however_dim_it_is() {
    let face = face(32, 8);
    let colours =
        [[40, 0, 0], [0, 255, 0], [1, 1, 0], [200, 180, 0], [30, 4, 0], [0; 3], [3, 0, 3], [9, 9, 9]];
    let lit = |dot: [u8; 3]| match dot {
        [40, ..] | [30, ..] => [255, 0, 0],
        [0, 255, 0] => [0, 255, 0],
        [1, 1, 0] | [200, ..] => [255, 255, 0],
        [3, ..] => [255, 0, 255],
        [9, ..] => [255; 3],
        _ => [0; 3],
    };
    let mut talk = Talk::new(3, Panel::new(face));
    talk.show(&picture(face, |n| colours[n % 8]));
    talk.run(SECOND);
    assert!(*talk.card.frame() == picture(face, |n| lit(colours[n % 8])));

    let mut talk = Talk::new(2, panel(face, Palette::Two(Colour::Red, Colour::Green)));
    let frame = picture(face, |n| [[255, 0, 0], [0, 255, 0], [0; 3]][n % 3]);
    talk.show(&frame);
    talk.run(SECOND);
    assert!(*talk.card.frame() == frame);
}

#[test]
fn a_face_that_no_such_card_has_is_refused() {
    let refused = |planes, panel| Session::new(&Protocol::Hd2020 { planes }, panel).unwrap_err();
    assert_eq!(refused(2, Panel::new(face(64, 32))), SessionError::Lamps);
    assert_eq!(refused(3, Panel::new(face(63, 32))), SessionError::Modules { width: 8, height: 1 });
    let huge = refused(3, Panel::new(face(1024, 512)));
    assert!(matches!(huge, SessionError::TooManyDots { dots: 524_288, .. }), "{huge}");
    assert!(Session::new(&Protocol::Hd2020 { planes: 3 }, Panel::new(face(512, 256))).is_ok());
}

#[test]
fn a_picture_is_said_once_and_again_only_when_that_is_wanted_later_or_the_connection_is_new() {
    let face = face(128, 64);
    let mut talk = Talk::new(3, Panel::new(face));
    let frame = red(face, 0);
    for _ in 0..50 {
        talk.show(&frame);
        talk.run(SECOND);
    }
    assert_eq!(talk.session.frame_bytes(), talk.bytes);
    assert_eq!((talk.starts.len(), talk.frames), (1, 2 + (52 + 128 * 64 / 8 * 3_usize).div_ceil(512)));
    talk.run(SECOND * 10);
    assert_eq!(talk.starts.len(), 1, "not by itself");
    talk.show(&frame);
    talk.run(SECOND);
    assert_eq!(talk.starts.len(), 2, "when it is wanted again after a minute");

    talk.card.upset().unwrap().at(talk.now + SECOND, Blow::Power);
    talk.run(SECOND * 2);
    assert!(!talk.card.frame().is_lit());
    talk.card.connected();
    talk.session.resync(&mut talk.packets);
    assert!(talk.packets.is_empty());
    talk.run(SECOND);
    assert!(*talk.card.frame() == frame && talk.starts.len() == 3);
}

#[test]
fn the_newest_picture_wins_and_there_is_at_most_one_a_second() {
    let face = face(32, 16);
    let mut talk = Talk::new(3, Panel::new(face));
    for step in 0..100 {
        talk.show(&red(face, step));
        talk.run(Duration::from_millis(50));
    }
    talk.run(SECOND);
    assert!(*talk.card.frame() == red(face, 99));
    assert!((5..=6).contains(&talk.starts.len()), "{:?}", talk.starts);
    assert!(talk.starts.windows(2).all(|pair| pair[1] - pair[0] >= SECOND), "{:?}", talk.starts);
}

#[test]
fn a_refusal_is_told_and_the_picture_said_again_after_a_pause_that_grows() {
    let face = face(32, 16);
    let mut talk = Talk::new(3, Panel::new(face));
    talk.card.upset().unwrap().often(Fault::Nack, 1000);
    talk.show(&red(face, 0));
    talk.run(SECOND * 1000);
    let trouble = talk.session.told().trouble;
    assert_eq!(trouble, Some(Trouble::Refuses { what: "18: start of a picture" }));
    let pauses: Vec<u64> = talk.starts.windows(2).map(|pair| (pair[1] - pair[0]).as_secs()).collect();
    assert_eq!(pauses, [10, 20, 40, 80, 160, 300, 300]);
    assert!(!talk.session.settled() && !talk.card.frame().is_lit());

    talk.card.upset().unwrap().calm();
    talk.run(SECOND * 300);
    assert!(*talk.card.frame() == red(face, 0) && talk.session.settled());
    assert_eq!(talk.session.told().trouble, None);
}

#[test]
fn an_answer_to_something_else_is_passed_over_and_silence_and_damage_are_told() {
    let face = face(32, 16);
    let mut talk = Talk::new(3, Panel::new(face));
    talk.card.upset().unwrap().often(Fault::Busy, 1000);
    talk.show(&red(face, 0));
    talk.run(SECOND);
    assert!(*talk.card.frame() == red(face, 0) && talk.session.told().trouble.is_none());

    talk.card.upset().unwrap().calm();
    talk.card.upset().unwrap().often(Fault::Drop, 1000);
    talk.show(&red(face, 1));
    talk.run(SECOND * 9);
    assert_eq!(talk.session.told().trouble, None, "an answer may take ten seconds");
    talk.run(SECOND * 3);
    assert!(matches!(talk.session.told().trouble, Some(Trouble::Silent { .. })));

    talk.card.upset().unwrap().calm();
    talk.card.upset().unwrap().often(Fault::Flip, 1000);
    talk.run(SECOND * 400);
    assert!(talk.session.told().trouble.is_some());
    talk.card.upset().unwrap().calm();
    talk.run(SECOND * 400);
    assert!(*talk.card.frame() == red(face, 1) && talk.session.told().trouble.is_none());
}

/// What the card says to these frames, as its status each.
fn statuses(frames: &[Vec<u8>]) -> (Vec<u8>, bool) {
    let mut card = Receiver::new(&Protocol::Hd2020 { planes: 3 }, Panel::new(face(32, 16)));
    for frame in frames {
        card.receive(frame).unwrap();
    }
    let mut statuses = Vec::new();
    while let Some(answer) = card.answer() {
        statuses.push(Reply::parse(&answer).unwrap().status);
    }
    (statuses, card.frame().is_lit())
}

#[test]
fn the_card_refuses_frames_out_of_order_twice_or_damaged_and_lights_nothing_of_them() {
    let mut talk = Talk::new(3, Panel::new(face(32, 16)));
    talk.show(&red(face(32, 16), 0));
    let mut good = Vec::new();
    while talk.session.due().is_some() {
        talk.session.next(talk.now, &mut talk.packets);
        let frame = talk.packets.bytes().to_vec();
        talk.card.receive(&frame).unwrap();
        talk.session.receive(&talk.card.answer().unwrap(), talk.now);
        good.push(frame);
    }
    assert_eq!(statuses(&good), (vec![0, 0, 0], true));
    assert_eq!(statuses(&[good[0].clone(), good[2].clone()]), (vec![0, 4], false));
    assert_eq!(statuses(&good[1..]), (vec![4, 4], false));
    let twice = [&good[..2], &good[1..]].concat();
    assert_eq!(statuses(&twice), (vec![0, 0, 4, 4], false));
    for at in [26, 30, 100, good[1].len() - 1] {
        let mut damaged = good.clone();
        damaged[1][at] ^= 1;
        assert_eq!(statuses(&damaged), (vec![0, 4, 4], false), "byte {at}");
    }
    // Another picture's end.
    let mut other = Packets::default();
    Sent { number: 3, request: Request::End { id: 77 } }.emit(&mut other).unwrap();
    assert_eq!(statuses(&[good[0].clone(), good[1].clone(), other.bytes().to_vec()]), (vec![0, 0, 4], false));
    assert_eq!(statuses(&[hex::decode("0800012005000001").unwrap()]), (vec![4], false), "SDK 2.0");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_goes_wrong_the_last_picture_is_lit_when_nothing_does_any_more(seed in any::<u64>(), steps in 1usize..12) {
        let face = face(64, 48);
        let mut talk = Talk::new(3, Panel::new(face));
        let upset = talk.card.upset().unwrap();
        upset.reseed(seed);
        for fault in Fault::ALL {
            upset.often(fault, 60);
        }
        for step in 0..steps {
            talk.show(&red(face, step));
            talk.run(SECOND * 40);
        }
        talk.card.upset().unwrap().calm();
        talk.run(SECOND * 700);
        // Answers that came late are over, and so is what a stranger left: nobody can ask for it.
        let last = picture(face, |n| if n.is_multiple_of(5) { [0, 255, 0] } else { [0; 3] });
        talk.show(&last);
        talk.run(SECOND * 700);
        prop_assert!(*talk.card.frame() == last);
        prop_assert_eq!(talk.session.told().trouble, None);
        prop_assert!(talk.starts.windows(2).all(|pair| pair[1] - pair[0] >= SECOND));
    }
}

#[test]
fn a_lamp_of_any_colour_is_shown_as_it_is() {
    let face = face(16, 8);
    let Rgb(r, g, b) = Colour::Amber.rgb();
    let mut talk = Talk::new(2, panel(face, Palette::One(Colour::Amber)));
    let frame = picture(face, |n| if n.is_multiple_of(2) { [r, g, b] } else { [0; 3] });
    talk.show(&frame);
    talk.run(SECOND);
    assert!(*talk.card.frame() == frame);
}
