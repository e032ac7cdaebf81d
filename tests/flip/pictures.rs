//! Hanover and Mobitec: every size there is, damaged lines, and what a sign says of itself.

use super::{face, lit, models, noise, panel, session, shown};
use bangtin::board::{Protocol, Receiver, Session, SessionError, Trouble};
use bangtin::frame::{Face, Frame};
use bangtin::wire::Packets;
use bangtin::wire::hanover::{self, State};
use proptest::prelude::*;
use std::time::Duration;

const HANOVER: Protocol = Protocol::Hanover { address: 5, asks: false };
const MOBITEC: Protocol = Protocol::Mobitec { address: 11 };

fn dots(frame: &Frame, face: Face) -> Vec<(usize, usize)> {
    let width = usize::from(face.width());
    let all = lit(frame).into_iter().enumerate().filter(|(_, lit)| *lit);
    all.map(|(i, _)| (i % width, i / width)).collect()
}

fn sorted(mut dots: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    dots.sort_by_key(|(x, y)| (*y, *x));
    dots
}

fn faces() -> impl Strategy<Value = Face> {
    let exact =
        [(1, 1), (128, 16), (127, 16), (112, 16), (28, 13), (160, 24), (1, 24), (160, 1), (9, 8), (9, 9)];
    prop_oneof![proptest::sample::select(exact.to_vec()), (1u16..=160, 1u16..=24)]
        .prop_map(|(w, h)| face(w, h))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn strict_signs_see_the_picture(face in faces(), seed: u64) {
        let frame = noise(face, seed);
        let mut hanover = session(&HANOVER, face);
        let packets = shown(&mut hanover, &frame, face);
        prop_assert_eq!(packets.bytes().len(), hanover.frame_bytes());
        let (address, seen) = models::hanover(packets.bytes(), face.height().into());
        prop_assert_eq!((address, sorted(seen)), (5, dots(&frame, face)));

        let mut mobitec = session(&MOBITEC, face);
        let packets = shown(&mut mobitec, &frame, face);
        prop_assert!(packets.bytes().len() <= mobitec.frame_bytes());
        let (address, size, seen) = models::mobitec(packets.bytes());
        prop_assert_eq!((address, size), (11, (face.width() as u8, face.height() as u8)));
        prop_assert_eq!(sorted(seen), dots(&frame, face));
    }

    #[test]
    fn a_sign_shows_every_picture_also_after_noise_and_parts_of_pictures(
        face in faces(), seed: u64, cut: proptest::sample::Index, at: proptest::sample::Index, bit in 0u8..8,
        garbage in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        for protocol in [HANOVER, MOBITEC] {
            let (mut session, mut board) = (session(&protocol, face), Receiver::new(&protocol, panel(face)));
            let first = shown(&mut session, &noise(face, seed), face).bytes().to_vec();
            let second = noise(face, !seed);
            board.receive(&first).unwrap();
            prop_assert_eq!(lit(board.frame()), lit(&noise(face, seed)), "whole");
            let mut damaged = first.clone();
            damaged[at.index(first.len())] ^= 1 << bit;
            for harm in [&garbage[..], &first[..cut.index(first.len())], &damaged] {
                board.receive(harm).unwrap();
            }
            // A packet whose beginning was taken for the end of noise is lost, and only that one.
            let again = shown(&mut session, &second, face).bytes().to_vec();
            board.receive(&again).unwrap();
            board.receive(&again).unwrap();
            prop_assert_eq!(lit(board.frame()), lit(&second));
        }
    }

    #[test]
    fn nobody_says_anything_but_pictures_and_questions(face in faces(), seed: u64, steps in 1usize..40) {
        let mut session = session(&Protocol::Hanover { address: 5, asks: true }, face);
        let mut said = vec![shown(&mut session, &noise(face, seed), face).bytes().to_vec()];
        let (mut now, mut packets) = (Duration::ZERO, Packets::default());
        for step in 0..steps {
            now = now.max(session.due().unwrap_or(now)) + Duration::from_millis(step as u64);
            session.next(now, &mut packets);
            said.extend(packets.iter().map(<[u8]>::to_vec));
            if step % 3 == 0 {
                let mut answer = Packets::default();
                hanover::answer(5, [State::Well, State::Check, State::Lamp][step % 2], &mut answer);
                session.receive(answer.bytes(), now);
            }
        }
        prop_assert!(said.iter().all(|frame| matches!(frame[1], b'1' | b'2') && frame[2] == b'5'));
    }
}

#[test]
fn a_face_a_sign_cannot_have_is_refused_with_the_size_it_can_have() {
    let refused = |protocol, width, height| Session::new(protocol, panel(face(width, height))).unwrap_err();
    assert_eq!(refused(&HANOVER, 513, 16), SessionError::Size { width: 512, height: 32 });
    assert_eq!(refused(&HANOVER, 96, 33), SessionError::Size { width: 512, height: 32 });
    assert_eq!(refused(&MOBITEC, 254, 16), SessionError::Size { width: 253, height: 250 });
    assert_eq!(refused(&MOBITEC, 28, 251), SessionError::Size { width: 253, height: 250 });
    for (protocol, face) in [(HANOVER, face(512, 32)), (MOBITEC, face(253, 250))] {
        let (mut session, mut board) = (session(&protocol, face), Receiver::new(&protocol, panel(face)));
        let frame = noise(face, 3);
        assert!(board.receive(shown(&mut session, &frame, face).bytes()).unwrap());
        assert_eq!(lit(board.frame()), lit(&frame));
    }
}

/// A Hanover session that asks, after its first picture, which left at 0 s; and the time of its question.
fn asked() -> (Session, Duration, Packets) {
    let face = face(16, 8);
    let mut session = session(&Protocol::Hanover { address: 5, asks: true }, face);
    let mut packets = shown(&mut session, &noise(face, 1), face);
    assert_eq!(packets.iter().count(), 1, "nobody waits before the picture goes out");
    let left = Duration::from_millis(90);
    session.next(left, &mut packets);
    assert!(packets.is_empty());
    let due = session.due().unwrap();
    assert_eq!(due, left + Duration::from_millis(100), "counted from when the picture had left");
    session.next(due, &mut packets);
    assert_eq!(packets.bytes(), b"\x0225\x0396");
    (session, due, packets)
}

fn says(session: &mut Session, state: State, address: u8, now: Duration) {
    let mut answer = Packets::default();
    hanover::answer(address, state, &mut answer);
    session.receive(answer.bytes(), now);
}

#[test]
fn a_sign_that_answers_is_believed_and_asked_again_once_a_minute() {
    let (mut session, now, mut packets) = asked();
    says(&mut session, State::Well, 6, now);
    assert_eq!(session.told().acknowledged, None, "another sign on the line");
    says(&mut session, State::Well, 5, now);
    assert_eq!((session.told().acknowledged, session.told().trouble), (Some(now), None));
    let due = session.due().unwrap();
    assert_eq!(due, now + Duration::from_secs(60));
    session.next(due, &mut packets);
    says(&mut session, State::Lamp, 5, due);
    assert_eq!(session.told().trouble, Some(Trouble::Faulty { part: "lamp" }));
}

#[test]
fn a_sign_that_never_answers_is_no_trouble_and_one_that_stops_answering_is() {
    let (mut session, first, mut packets) = asked();
    let mut questions = 1;
    while let Some(due) = session.due() {
        session.next(due, &mut packets);
        questions += packets.iter().count();
    }
    assert_eq!((questions, session.told().trouble), (3, None));

    let (mut session, _, mut packets) = asked();
    says(&mut session, State::Well, 5, first);
    for _ in 0..4 {
        let due = session.due().unwrap();
        session.next(due, &mut packets);
    }
    let since = first + Duration::from_secs(61);
    assert_eq!(session.told().trouble, Some(Trouble::Silent { since }));
    assert!(session.due().is_some(), "it is asked further on");
}

#[test]
fn a_picture_that_arrived_damaged_is_sent_once_more() {
    let (mut session, now, mut packets) = asked();
    says(&mut session, State::Check, 5, now);
    assert_eq!(session.told().trouble, Some(Trouble::Damaged));
    let due = session.due().unwrap();
    session.next(due, &mut packets);
    assert_eq!(packets.bytes()[1], b'1', "the picture");
    session.next(due, &mut packets);
    let due = session.due().unwrap();
    session.next(due, &mut packets);
    says(&mut session, State::Check, 5, due);
    assert_eq!(session.due(), Some(due + Duration::from_secs(60)), "and not for ever");
}

#[test]
fn the_sign_of_the_simulator_answers_how_the_last_frame_was() {
    let face = face(16, 8);
    let mut board = Receiver::new(&HANOVER, panel(face));
    let mut session = session(&HANOVER, face);
    let picture = shown(&mut session, &noise(face, 1), face).bytes().to_vec();
    let mut question = Packets::default();
    hanover::question(5, &mut question);
    let mut answer = |frame: &[u8]| {
        board.receive(frame).unwrap();
        board.receive(question.bytes()).unwrap();
        let answer = board.answer().unwrap();
        hanover::Repr::parse(&answer).unwrap().status().unwrap().state
    };
    let mut damaged = picture.clone();
    damaged[9] ^= 1;
    let mut short = Packets::default();
    hanover::picture(5, (15, 8), |_, _| true, &mut short);
    assert_eq!(answer(&picture), State::Well);
    assert_eq!(answer(&damaged), State::Check);
    assert_eq!(answer(short.bytes()), State::Content);
    assert_eq!(answer(&picture), State::Well);
}
