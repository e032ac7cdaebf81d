//! Luminator: the conversation, with a sign of others, with one that goes wrong, and over a line.

use super::{drawn, face, lit, noise, panel, session};
use bangtin::board::{Protocol, Receiver, Session, SessionError, Trouble};
use bangtin::frame::{Face, Frame};
use bangtin::wire::Packets;
use bangtin::wire::luminator::{Decoder, Message, Operation, Sign, State};
use flipdot_core::{Address, Frame as Line, Message as Theirs, PageFlipStyle, SignBus as _};
use flipdot_testing::{VirtualSign, VirtualSignBus};
use proptest::prelude::*;
use serialport::{SerialPort as _, TTYPort};
use std::io::{Read as _, Write as _};
use std::time::Duration;

/// How long a byte takes at 19,200 baud.
const BYTE: Duration = Duration::from_nanos(520_833);

fn protocol(sign: Sign) -> Protocol {
    Protocol::Luminator { address: 3, sign }
}

fn face_of(sign: Sign) -> Face {
    let (width, height) = sign.size();
    face(width, height)
}

/// One end of a line with a sign on it, and a clock.
struct Talk {
    session: Session,
    face: Face,
    now: Duration,
    /// What was said: when it began, and what.
    said: Vec<(Duration, Message)>,
    packets: Packets,
}

impl Talk {
    fn new(sign: Sign) -> Self {
        let face = face_of(sign);
        let session = session(&protocol(sign), face);
        Self { session, face, now: Duration::from_secs(9), said: Vec::new(), packets: Packets::default() }
    }

    fn show(&mut self, frame: &Frame) {
        self.session.show(&frame.as_window(self.face).unwrap(), self.now, &mut self.packets);
        assert!(self.packets.is_empty(), "what is to be said comes in its turn");
    }

    /// Lets the conversation go on until the picture is visible or so much time has gone by.
    fn on(&mut self, most: Duration, mut answer: impl FnMut(&[u8]) -> Vec<u8>) -> bool {
        let end = self.now + most;
        loop {
            if self.session.settled() {
                return true;
            }
            let Some(due) = self.session.due().filter(|due| *due <= end) else { return false };
            self.now = self.now.max(due);
            self.session.next(self.now, &mut self.packets);
            for packet in self.packets.iter() {
                self.said.push((self.now, Message::parse(packet).unwrap()));
                self.now += BYTE * packet.len() as u32;
                let reply = answer(packet);
                self.now += BYTE * reply.len() as u32;
                // Bytes come as they come.
                let (head, tail) = reply.split_at(reply.len() / 3);
                self.session.receive(head, self.now);
                self.session.receive(tail, self.now);
            }
        }
    }

    fn operations(&self) -> Vec<Operation> {
        let order = |(_, message): &(Duration, Message)| match message {
            Message::Do(_, operation) => Some(*operation),
            _ => None,
        };
        self.said.iter().filter_map(order).collect()
    }
}

/// The sign of the crate flipdot-testing, byte for byte.
fn theirs(bus: &mut VirtualSignBus<'_>, bytes: &[u8]) -> Vec<u8> {
    let line = Line::from_bytes(bytes).expect("flipdot-core reads it");
    let reply = bus.process_message(Theirs::from(line)).expect("the virtual sign takes it");
    reply.map_or_else(Vec::new, |reply| Line::from(reply).to_bytes_with_newline())
}

fn bus(style: PageFlipStyle) -> VirtualSignBus<'static> {
    VirtualSignBus::new([VirtualSign::new(Address(3), style)])
}

/// What the sign of the crate shows.
fn on(bus: &VirtualSignBus<'_>, face: Face) -> Vec<bool> {
    let pages = bus.sign(0).pages();
    assert_eq!(pages.len(), 1);
    let width = u32::from(face.width());
    assert_eq!((pages[0].width(), pages[0].height()), (width, face.height().into()));
    (0..face.dots() as u32).map(|i| pages[0].get_pixel(i % width, i / width)).collect()
}

#[test]
fn the_sign_of_flipdot_testing_shows_every_picture_on_every_type_of_sign() {
    for style in [PageFlipStyle::Manual, PageFlipStyle::Automatic] {
        for sign in Sign::ALL {
            let (mut talk, mut bus) = (Talk::new(sign), bus(style));
            for seed in 0..3 {
                let frame = noise(talk.face, seed);
                talk.show(&frame);
                assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)), "{sign:?} {seed}");
                assert_eq!(on(&bus, talk.face), lit(&frame));
                assert_eq!(talk.session.told().trouble, None);
                assert!(talk.session.told().acknowledged.is_some_and(|at| at + BYTE * 40 > talk.now));
            }
            let kind = bus.sign(0).sign_type().expect("told what it is");
            assert_eq!(kind.to_bytes(), sign.config());
            let shows = talk.operations().iter().filter(|o| **o == Operation::ShowLoadedPage).count();
            assert_eq!(shows, if style == PageFlipStyle::Manual { 3 } else { 0 });
        }
    }
}

#[test]
fn a_sign_that_had_no_power_is_found_within_half_a_minute_and_gets_everything_again() {
    let sign = Sign::Max3000Front112;
    let (mut talk, mut sign_bus) = (Talk::new(sign), bus(PageFlipStyle::Manual));
    let frame = noise(talk.face, 5);
    talk.show(&frame);
    assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut sign_bus, bytes)));
    let shown = talk.now;
    sign_bus = bus(PageFlipStyle::Manual);
    let mut packets = Packets::default();
    talk.now = talk.session.due().unwrap();
    assert!(talk.now <= shown + Duration::from_secs(30));
    talk.session.next(talk.now, &mut packets);
    let reply = theirs(&mut sign_bus, packets.bytes());
    talk.session.receive(&reply, talk.now);
    assert!(!talk.session.settled());
    assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut sign_bus, bytes)));
    assert_eq!(on(&sign_bus, talk.face), lit(&frame));
}

#[test]
fn a_sign_somebody_else_has_told_what_it_is_is_reset_first_and_ours_is_not() {
    let sign = Sign::Max3000Dash30;
    let (mut first, mut bus) = (Talk::new(sign), bus(PageFlipStyle::Manual));
    first.show(&noise(first.face, 1));
    assert!(first.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    assert_eq!(first.operations()[0], Operation::ReceiveConfig, "it knew nothing of itself");
    first.session.resync(&mut Packets::default());
    first.said.clear();
    assert!(first.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    assert_eq!(
        first.operations()[0],
        Operation::ReceivePixels,
        "the line was opened again, and it answered as before"
    );

    let mut second = Talk::new(sign);
    second.show(&noise(second.face, 2));
    assert!(second.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    assert_eq!(
        second.operations()[..3],
        [Operation::StartReset, Operation::FinishReset, Operation::ReceiveConfig]
    );
    assert_eq!(on(&bus, second.face), lit(&noise(second.face, 2)));
}

#[test]
fn the_sign_has_its_pauses() {
    let (mut talk, mut bus) = (Talk::new(Sign::Max3000Front112), bus(PageFlipStyle::Manual));
    talk.show(&noise(talk.face, 1));
    assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    let mut lines = 0;
    for pair in talk.said.windows(2) {
        let [(at, message), (next, after)] = pair else { unreachable!() };
        let left = *at + BYTE * message.buffer_len() as u32;
        assert!(*next >= left);
        if matches!(message, Message::Data { .. }) {
            lines += 1;
            assert!(*next >= left + Duration::from_millis(30), "{message}, then {after}");
        }
    }
    assert_eq!(lines, 16, "what it is, and 15 lines of 16 bytes");
    // A sign at work is asked every 100 ms.
    let works = talk.said.iter().rposition(|(_, message)| matches!(message, Message::Query(_))).unwrap();
    assert!(talk.said[works].0 >= talk.said[works - 1].0 + Duration::from_millis(100));
}

#[test]
fn a_picture_that_changes_meanwhile_is_followed_by_the_newest() {
    let (mut talk, mut bus) = (Talk::new(Sign::Max3000Side90), bus(PageFlipStyle::Manual));
    talk.show(&noise(talk.face, 1));
    assert!(!talk.on(Duration::from_millis(300), |bytes| theirs(&mut bus, bytes)), "in the middle");
    talk.show(&noise(talk.face, 2));
    talk.show(&noise(talk.face, 3));
    assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    assert_eq!(on(&bus, talk.face), lit(&noise(talk.face, 3)));
    let uploads = talk.operations().iter().filter(|o| **o == Operation::ReceivePixels).count();
    assert!(uploads <= 2, "no picture between them was sent");
}

#[test]
fn a_sign_that_is_silent_is_said_to_be_and_tried_again_ever_more_seldom() {
    let mut talk = Talk::new(Sign::Max3000Dash30);
    talk.show(&noise(talk.face, 1));
    assert!(!talk.on(Duration::from_secs(900), |_| Vec::new()));
    let Some(Trouble::Silent { since }) = talk.session.told().trouble else { panic!("it is in trouble") };
    assert!(since <= Duration::from_secs(15));
    let hellos: Vec<Duration> = talk.said.iter().map(|(at, _)| *at).collect();
    assert!(talk.said.iter().all(|(_, message)| *message == Message::Hello(3)));
    let gaps: Vec<u64> = hellos.windows(2).map(|pair| (pair[1] - pair[0]).as_secs()).collect();
    assert_eq!(gaps[..8], [5, 5, 15, 5, 5, 25, 5, 5], "three times, then after 10 s, 20 s more");
    assert!(gaps.iter().all(|gap| *gap <= 305), "at most five minutes");

    let mut bus = bus(PageFlipStyle::Manual);
    assert!(talk.on(Duration::from_secs(320), |bytes| theirs(&mut bus, bytes)));
    assert_eq!(talk.session.told().trouble, None);
}

/// Answers what a sign would, but for what `strange` makes of it.
fn ours(board: &mut Receiver, bytes: &[u8]) -> Vec<u8> {
    board.receive(bytes).unwrap();
    board.answer().unwrap_or_default()
}

#[test]
fn what_a_sign_refuses_three_times_is_named() {
    for (state, instead, what) in [
        (State::ConfigReceived, State::ConfigFailed, "configuration"),
        (State::PixelsReceived, State::PixelsFailed, "page"),
    ] {
        let sign = Sign::Max3000Dash30;
        let (mut talk, mut board) = (Talk::new(sign), Receiver::new(&protocol(sign), panel(face_of(sign))));
        talk.show(&noise(talk.face, 1));
        let mut failed = false;
        let mut refuse = |bytes: &[u8]| {
            // What it says it has failed to take it is ready to take again.
            let order = Message::parse(bytes).unwrap();
            if let (true, Message::Do(3, operation)) = (failed, order) {
                failed = false;
                let mut reply = Packets::default();
                Message::Does(3, operation).emit(&mut reply);
                return reply.bytes().to_vec();
            }
            let reply = ours(&mut board, bytes);
            if reply.is_empty() || Message::parse(&reply) != Ok(Message::Is(3, state)) {
                return reply;
            }
            failed = true;
            let mut reply = Packets::default();
            Message::Is(3, instead).emit(&mut reply);
            reply.bytes().to_vec()
        };
        assert!(!talk.on(Duration::from_secs(9), &mut refuse));
        assert_eq!(talk.session.told().trouble, Some(Trouble::Refuses { what }));
        let offered = match instead {
            State::ConfigFailed => Operation::ReceiveConfig,
            _ => Operation::ReceivePixels,
        };
        assert_eq!(talk.operations().iter().filter(|o| **o == offered).count(), 3);
    }
}

#[test]
fn echoes_and_other_signs_on_the_line_change_nothing() {
    let sign = Sign::Max3000Dash30;
    let (mut talk, mut board) = (Talk::new(sign), Receiver::new(&protocol(sign), panel(face_of(sign))));
    let frame = noise(talk.face, 4);
    talk.show(&frame);
    let mut other = Packets::default();
    Message::Is(4, State::ConfigFailed).emit(&mut other);
    assert!(talk.on(Duration::from_secs(5), |bytes| {
        [bytes, b"\xff\x00", other.bytes(), &ours(&mut board, bytes)].concat()
    }));
    assert_eq!((lit(board.frame()), talk.session.told().trouble), (lit(&frame), None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_damaged_or_lost_on_the_line_the_picture_comes_in_the_end(
        seed: u64, harm in proptest::collection::vec((0usize..90, 0u8..3, any::<u8>()), 0..6),
    ) {
        let sign = Sign::Max3000Dash30;
        let (mut talk, mut board) = (Talk::new(sign), Receiver::new(&protocol(sign), panel(face_of(sign))));
        let frame = noise(talk.face, seed);
        talk.show(&frame);
        let mut n = 0;
        let mut line = |bytes: &[u8]| {
            n += 1;
            let (mut there, mut damage) = (bytes.to_vec(), None);
            for (_, kind, value) in harm.iter().filter(|(at, ..)| *at == n) {
                match kind {
                    0 => there.clear(),
                    // What is lost cannot be damaged as well.
                    1 if there.is_empty() => {}
                    1 => there[usize::from(*value) % bytes.len()] ^= 1 << (value % 8),
                    _ => damage = Some(*value),
                }
            }
            let mut back = ours(&mut board, &there);
            if let (Some(value), false) = (damage, back.is_empty()) {
                let at = usize::from(value) % back.len();
                back[at] ^= 0x10;
            }
            back
        };
        prop_assert!(talk.on(Duration::from_secs(1200), &mut line));
        prop_assert_eq!(lit(board.frame()), lit(&frame));
        prop_assert_eq!(talk.session.told().trouble, None);
    }

    #[test]
    fn any_bytes_from_the_line_are_survived(garbage in proptest::collection::vec(any::<u8>(), 0..300), seed: u64) {
        let sign = Sign::Max3000Dash30;
        let (mut talk, mut board) = (Talk::new(sign), Receiver::new(&protocol(sign), panel(face_of(sign))));
        board.receive(&garbage).unwrap();
        talk.show(&noise(talk.face, seed));
        talk.session.receive(&garbage, talk.now);
        prop_assert!(talk.on(Duration::from_secs(900), |bytes| ours(&mut board, bytes)));
        prop_assert_eq!(lit(board.frame()), lit(&noise(talk.face, seed)));
    }
}

#[test]
fn nothing_is_ever_said_but_what_a_picture_needs() {
    let (mut talk, mut bus) = (Talk::new(Sign::HorizonSide96), bus(PageFlipStyle::Manual));
    for seed in 0..3 {
        talk.show(&noise(talk.face, seed));
        assert!(talk.on(Duration::from_secs(5), |bytes| theirs(&mut bus, bytes)));
    }
    let mut packets = Packets::default();
    talk.session.end(&mut packets);
    assert!(packets.is_empty(), "no goodbye");
    let never =
        |message: &Message| matches!(message, Message::Goodbye(_) | Message::Do(_, Operation::LoadNextPage));
    assert!(!talk.said.iter().any(|(_, message)| never(message)));
}

#[test]
fn a_face_that_is_not_the_signs_is_refused_with_the_size_it_has() {
    let refusal = Session::new(&protocol(Sign::Max3000Front112), panel(face(112, 15))).unwrap_err();
    assert_eq!(refusal, SessionError::Sign { sign: "max3000-112x16", width: 112, height: 16 });
}

/// A sign of others behind a real pseudo-terminal: it reads lines with its own reader, as its own adapter program does.
#[test]
fn over_a_line_the_sign_of_flipdot_testing_shows_the_picture() {
    let (mut ours, mut line) = TTYPort::pair().unwrap();
    ours.set_timeout(Duration::from_millis(20)).unwrap();
    line.set_timeout(Duration::from_millis(500)).unwrap();
    let sign = Sign::Max3000Rear30;
    let face = face_of(sign);
    let there = std::thread::spawn(move || {
        let mut bus = bus(PageFlipStyle::Manual);
        // Ends when nothing was said for a while.
        while let Ok(heard) = Line::read(&mut line) {
            if let Some(reply) = bus.process_message(Theirs::from(heard)).unwrap() {
                Line::from(reply).write(&mut line).unwrap();
            }
        }
        on(&bus, face)
    });
    let frame = drawn(face, |x, y| (x + y) % 3 == 0);
    let (mut session, mut packets) = (session(&protocol(sign), face), Packets::default());
    session.show(&frame.as_window(face).unwrap(), Duration::ZERO, &mut packets);
    let (mut now, mut buffer) = (Duration::ZERO, [0; 64]);
    while !session.settled() {
        now = now.max(session.due().unwrap());
        session.next(now, &mut packets);
        ours.write_all(packets.bytes()).unwrap();
        let asks = packets.iter().any(|packet| {
            matches!(Message::parse(packet), Ok(Message::Hello(_) | Message::Query(_) | Message::Do(..)))
        });
        let mut replied = !asks;
        let mut decoder = Decoder::default();
        while !replied {
            let read = ours.read(&mut buffer).unwrap_or(0);
            decoder.feed(&buffer[..read], |line| replied |= line.is_ok());
            session.receive(&buffer[..read], now);
        }
    }
    drop(ours);
    assert_eq!(there.join().unwrap(), lit(&frame));
}
