//! AlfaZeta: walls of panels, and which of them are sent.

use super::{drawn, face, lit, models::Wall, noise, panel, session, shown};
use bangtin::board::{Protocol, Receiver, Session, SessionError};
use bangtin::frame::{Face, Frame};
use bangtin::wire::Packets;
use proptest::prelude::*;
use std::time::Duration;

fn protocol(panels: &[u8]) -> Protocol {
    Protocol::AlfaZeta { panels: panels.to_vec() }
}

/// What the wall shows as a picture, if its panels hang as these addresses say.
fn seen(wall: &Wall, panels: &[u8], face: Face) -> Vec<bool> {
    let (width, across) = (usize::from(face.width()), usize::from(face.width()) / 28);
    let dot = |i: usize| {
        let (x, y) = (i % width, i / width);
        wall.shown[&panels[y / 7 * across + x / 28]][x % 28] & 1 << (y % 7) != 0
    };
    (0..face.dots()).map(dot).collect()
}

/// Walls of up to 5 × 4 panels with addresses in any order.
fn walls() -> impl Strategy<Value = (Face, Vec<u8>)> {
    (1u16..=5, 1u16..=4).prop_flat_map(|(across, down)| {
        let addresses = Just((0..64).collect::<Vec<u8>>()).prop_shuffle();
        (Just(face(across * 28, down * 7)), addresses).prop_map(move |(face, mut all)| {
            all.truncate(usize::from(across * down));
            (face, all)
        })
    })
}

fn turn(session: &mut Session, now: Duration) {
    let mut packets = Packets::default();
    while session.due().is_some_and(|due| due <= now) {
        session.next(now, &mut packets);
        assert!(packets.is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn panels_by_address_show_the_picture_whatever_was_sent_before(
        (face, panels) in walls(), seeds in proptest::collection::vec(0u64..4, 1..8), lost: u8, seconds in 1u64..20,
    ) {
        let (mut session, mut wall) = (session(&protocol(&panels), face), Wall::bright(&panels));
        let mut board = Receiver::new(&protocol(&panels), panel(face));
        let mut now = Duration::ZERO;
        let last = seeds.len() - 1;
        for (n, seed) in seeds.iter().enumerate() {
            let packets = shown(&mut session, &noise(face, *seed), face);
            prop_assert!(packets.bytes().len() <= session.frame_bytes());
            turn(&mut session, now);
            now += Duration::from_secs(seconds) / 8;
            // Frames that were replaced by newer ones on a busy line never arrive.
            if n == last || lost >> (n % 8) & 1 == 0 {
                packets.iter().for_each(|frame| wall.take(frame));
                board.receive(packets.bytes()).unwrap();
            }
        }
        prop_assert_eq!(seen(&wall, &panels, face), lit(&noise(face, seeds[last])));
        prop_assert_eq!(lit(board.frame()), lit(&noise(face, seeds[last])));
    }

    #[test]
    fn panels_show_the_next_picture_after_any_noise(
        (face, panels) in walls(), garbage in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut board = Receiver::new(&protocol(&panels), panel(face));
        board.receive(&garbage).unwrap();
        board.receive(shown(&mut session(&protocol(&panels), face), &noise(face, 9), face).bytes()).unwrap();
        prop_assert_eq!(lit(board.frame()), lit(&noise(face, 9)));
    }
}

fn sent(packets: &Packets) -> Vec<Vec<u8>> {
    packets.iter().map(|frame| frame[..3].to_vec()).collect()
}

#[test]
fn only_panels_that_changed_are_sent_and_turn_together() {
    let (face, panels) = (face(56, 14), [1, 2, 3, 4]);
    let mut session = session(&protocol(&panels), face);
    let load = |address: u8| vec![0x80, 0x84, address];
    let refresh = vec![0x80, 0x82, 0x8F];
    let first = shown(&mut session, &Frame::unlit(face), face);
    assert_eq!(
        sent(&first),
        [load(1), load(2), load(3), load(4), refresh.clone()],
        "nobody knows what is on them"
    );
    turn(&mut session, Duration::ZERO);
    turn(&mut session, Duration::from_secs(31));
    let one = shown(&mut session, &drawn(face, |x, y| (x, y) == (30, 9)), face);
    assert_eq!(sent(&one), [[0x80, 0x83, 4]], "one panel shows at once");
    turn(&mut session, Duration::from_secs(32));
    let other = shown(&mut session, &drawn(face, |x, y| (x, y) == (30, 9) || (x, y) == (0, 0)), face);
    assert_eq!(sent(&other), [load(1), load(4), refresh.clone()], "the line may have dropped the one before");
    turn(&mut session, Duration::from_secs(33));
    turn(&mut session, Duration::from_secs(64));
    let later = shown(&mut session, &drawn(face, |x, y| (x, y) == (30, 9)), face);
    assert_eq!(sent(&later), [[0x80, 0x83, 1]]);
    let again = shown(&mut session, &drawn(face, |x, y| (x, y) == (30, 9)), face);
    assert_eq!(sent(&again).len(), 5, "the same once more is a wish to have everything again");
    session.resync(&mut Packets::default());
    let anew = shown(&mut session, &drawn(face, |_, _| true), face);
    assert_eq!(sent(&anew).len(), 5, "a line that was opened");
}

#[test]
fn one_panel_alone_shows_at_once() {
    let face = face(28, 7);
    let mut session = session(&protocol(&[]), face);
    assert_eq!(sent(&shown(&mut session, &Frame::unlit(face), face)), [[0x80, 0x83, 0]]);
    assert_eq!(session.frame_bytes(), 32);
}

#[test]
fn a_wall_that_cannot_be_is_refused_with_the_number_that_is_wrong() {
    let refused = |panels: &[u8], width, height| {
        Session::new(&protocol(panels), panel(face(width, height))).unwrap_err()
    };
    assert_eq!(refused(&[], 29, 7), SessionError::Modules { width: 28, height: 7 });
    assert_eq!(refused(&[], 28, 8), SessionError::Modules { width: 28, height: 7 });
    assert_eq!(refused(&[1, 2], 28, 7), SessionError::Panels { panels: 1, given: 2 });
    assert_eq!(refused(&[], 28 * 13, 7 * 5), SessionError::TooManyModules { panels: 65, most: 64 });
    assert!(Session::new(&protocol(&[]), panel(face(28 * 16, 28))).is_ok());
}
