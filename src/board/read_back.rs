//! WLED at the other end of a serial line says what it shows: the letter `L` after a frame brings back every dot.
//!
//! A board is asked who it is (`v`) before it is asked anything else, so that one that is not WLED gets one letter every
//! ten seconds and nothing more. The question goes out in one piece with the frame it is about, and until the answer is
//! there, or is not, nothing else is sent: while WLED writes it does not read, and frames would be lost in its store.

use super::told::{Told, Trouble};
use crate::wire::adalight::{HEADER_LEN, Header};
use crate::wire::tpm2::{Decoder, MAX_DATA, Repr};
use crate::wire::{Packets, adalight};
use std::time::Duration;

/// How often a board is asked.
const EVERY: Duration = Duration::from_secs(10);
/// How long an answer may take. WLED goes back to its own show 2.5 s after the last frame.
const PATIENCE: Duration = Duration::from_millis(2300);
/// What a channel may differ by: WLED of before 0.15 keeps dimmed dots only, and gives back what it can make of them.
const TOLERANCE: u8 = 8;
/// The longest line of text that is listened to.
const MAX_LINE: usize = 64;

/// Whether so many bytes can be read back: the answer counts them in 16 bits.
pub(super) fn can_carry(bytes: usize) -> bool {
    bytes <= MAX_DATA
}

/// The conversation about what is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct ReadBack {
    /// The bytes of the frame that is wanted, none before the first.
    wanted: Vec<u8>,
    /// Those of the frame that was asked about.
    asked: Vec<u8>,
    /// The board said that it is WLED.
    known: bool,
    /// Since when an answer is waited for.
    since: Option<Duration>,
    /// A frame was wanted meanwhile.
    owed: bool,
    /// When to ask again.
    again: Duration,
    line: Vec<u8>,
    decoder: Decoder,
    told: Told,
}

impl ReadBack {
    /// A frame is wanted, these are its bytes; whether it may go out now.
    pub(super) fn wants(&mut self, rgb: &[u8]) -> bool {
        self.wanted.clear();
        self.wanted.extend_from_slice(rgb);
        self.owed = self.since.is_some();
        !self.owed
    }

    /// The link was opened: the board may be another one.
    pub(super) fn restart(&mut self) {
        let wanted = std::mem::take(&mut self.wanted);
        let told = Told { trouble: None, ..self.told.clone() };
        *self = Self { wanted, told, ..Self::default() };
    }

    pub(super) fn due(&self) -> Duration {
        match self.since {
            Some(since) => since + PATIENCE,
            None if self.owed => Duration::ZERO,
            None => self.again,
        }
    }

    /// Puts the frame that is owed into `into`, and a question after it if it is time to ask.
    pub(super) fn next(&mut self, header: Header, now: Duration, into: &mut Packets) {
        if let Some(since) = self.since {
            if now < since + PATIENCE {
                return;
            }
            (self.since, self.known) = (None, false);
            self.told.trouble = Some(Trouble::Silent { since });
        }
        let ask = now >= self.again;
        if ask {
            self.again = now + EVERY;
        }
        if self.wanted.is_empty() || !(ask || self.owed) {
            return;
        }
        self.emit(header, ask, into);
        if ask && self.known {
            self.asked.clone_from(&self.wanted);
            self.since = Some(now);
        }
    }

    /// Puts the frame that is owed into `into`, for there will be no other turn.
    pub(super) fn end(&mut self, header: Header, into: &mut Packets) {
        if self.owed {
            self.emit(header, false, into);
        }
    }

    fn emit(&mut self, header: Header, ask: bool, into: &mut Packets) {
        let end = HEADER_LEN + self.wanted.len();
        let packet = into.push(end + usize::from(ask));
        packet[..HEADER_LEN].copy_from_slice(&header.bytes());
        packet[HEADER_LEN..end].copy_from_slice(&self.wanted);
        packet[end..].fill(if self.known { adalight::ASK_DOTS } else { adalight::ASK_VERSION });
        self.owed = false;
    }

    /// Takes what the board says.
    pub(super) fn receive(&mut self, bytes: &[u8], now: Duration) {
        for &byte in bytes {
            if byte != b'\n' {
                self.line.extend((self.line.len() < MAX_LINE).then_some(byte));
                continue;
            }
            if self.line.starts_with(adalight::VERSION_WORD) && !self.known {
                (self.known, self.again) = (true, now);
            }
            self.line.clear();
        }
        let Self { decoder, since, asked, told, .. } = self;
        decoder.feed(bytes, |repr| {
            let Repr::Data(shown) = repr else { return };
            let Some(asked_at) = since.take() else { return };
            if same(asked, shown) {
                (told.acknowledged, told.confirmed, told.trouble) = (Some(now), Some(now), None);
            } else {
                told.trouble = Some(Trouble::Different { since: different_since(told, asked_at) });
            }
        });
    }

    pub(super) fn told(&self) -> Told {
        self.told.clone()
    }
}

/// Since when a board shows something else that was asked at `asked_at` and shows it.
fn different_since(told: &Told, asked_at: Duration) -> Duration {
    match told.trouble {
        Some(Trouble::Different { since }) => since,
        _ => asked_at,
    }
}

/// Whether these are the dots that were sent. A dot that is lit is never taken for one that is not.
fn same(sent: &[u8], shown: &[u8]) -> bool {
    let equal =
        |(sent, shown): (&u8, &u8)| sent.abs_diff(*shown) <= TOLERANCE && (*sent == 0) == (*shown == 0);
    shown.len() >= sent.len() && sent.iter().zip(shown).all(equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{Protocol, Receiver, Session};
    use crate::frame::{Face, Frame};
    use crate::panel::Panel;

    #[test]
    fn dots_are_the_same_within_what_dimming_costs_and_only_if_as_lit() {
        assert!(same(&[0, 100, 255], &[0, 92, 255, 7]), "what is beyond the face does not matter");
        assert!(!same(&[0, 100, 255], &[0, 91, 255]));
        assert!(!same(&[3, 3, 3], &[0, 0, 0]), "a faint text is not darkness");
        assert!(!same(&[0, 0, 0], &[1, 0, 0]));
        assert!(!same(&[1, 2, 3], &[1, 2]));
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut back = ReadBack::default();
        back.receive(&[b'x'; 5000], Duration::ZERO);
        assert!(back.line.len() <= MAX_LINE);
    }

    /// A session that reads back, the board at the other end of the line, and what the session sent last.
    struct Talk {
        session: Session,
        board: Receiver,
        packets: Packets,
    }

    impl Talk {
        fn new() -> Self {
            let (protocol, panel) = (Protocol::Adalight { read_back: true }, Panel::new(face()));
            let board = Receiver::new(&protocol, panel.clone());
            Self { session: Session::new(&protocol, panel).unwrap(), board, packets: Packets::default() }
        }

        /// Wants a frame; whether it was sent.
        fn show(&mut self, seed: u8) -> bool {
            self.session.show(&frame(seed).as_window(face()).unwrap(), Duration::ZERO, &mut self.packets);
            self.board.receive(self.packets.bytes()).unwrap();
            !self.packets.is_empty()
        }

        /// Gives the session its turn, if it wants one, and says with which letter its packet ends.
        fn turn(&mut self, ms: u64) -> Option<char> {
            let now = Duration::from_millis(ms);
            if self.session.due().unwrap() > now {
                return None;
            }
            self.session.next(now, &mut self.packets);
            self.board.receive(self.packets.bytes()).unwrap();
            self.packets.bytes().last().map(|byte| char::from(*byte))
        }

        /// The board's answer reaches the session, changed on its way or on the board.
        fn hear(&mut self, ms: u64, change: impl FnOnce(&mut Vec<u8>)) {
            let mut answer: Vec<u8> = std::iter::from_fn(|| self.board.answer()).flatten().collect();
            assert!(!answer.is_empty(), "an answer");
            change(&mut answer);
            self.session.receive(&answer, Duration::from_millis(ms));
        }
    }

    fn face() -> Face {
        Face::new(5, 3).unwrap()
    }

    fn frame(seed: u8) -> Frame {
        let mut frame = Frame::unlit(face());
        frame.rgb_mut().fill(seed);
        frame
    }

    fn at(ms: u64) -> Option<Duration> {
        Some(Duration::from_millis(ms))
    }

    /// A talk in which the board has said that it is WLED.
    fn introduced() -> Talk {
        let mut talk = Talk::new();
        assert!(talk.show(200));
        assert_eq!(talk.turn(0), Some('v'), "first who it is");
        assert_eq!(talk.turn(9999), None, "no answer, no other question");
        talk.hear(20, |_| ());
        talk
    }

    #[test]
    fn what_wled_shows_is_read_back_and_confirmed() {
        let mut talk = introduced();
        assert_eq!(talk.turn(20), Some('L'));
        assert!(!talk.show(77), "a frame wanted meanwhile waits, for WLED does not read while it writes");
        assert_eq!(talk.turn(30), None);
        talk.hear(50, |_| ());
        let told = Told { acknowledged: at(50), confirmed: at(50), trouble: None };
        assert_eq!(talk.session.told(), told);
        assert_eq!(talk.board.frame(), &frame(200));
        assert_eq!(talk.turn(50), Some(char::from(77)), "then it goes out");
        assert_eq!(talk.board.frame(), &frame(77));
        assert_eq!(talk.turn(10_019), None);
        assert_eq!(talk.turn(10_020), Some('L'), "again after ten seconds");
        talk.hear(10_050, |_| ());
        assert_eq!(talk.session.told().confirmed, at(10_050));
    }

    #[test]
    fn a_board_that_shows_something_else_is_told_until_it_does_not() {
        let mut talk = introduced();
        talk.turn(20);
        talk.hear(50, |answer| answer[4] = 0);
        let since = Duration::from_millis(20);
        assert_eq!(
            talk.session.told(),
            Told { trouble: Some(Trouble::Different { since }), ..Told::default() }
        );
        talk.turn(10_020);
        talk.hear(10_050, |answer| answer[5] = 1);
        assert_eq!(talk.session.told().trouble, Some(Trouble::Different { since }), "since it began");
        talk.turn(20_020);
        talk.hear(20_050, |_| ());
        assert_eq!(
            talk.session.told(),
            Told { acknowledged: at(20_050), confirmed: at(20_050), trouble: None }
        );
    }

    #[test]
    fn a_board_that_falls_silent_is_sent_frames_and_asked_who_it_is() {
        let mut talk = introduced();
        talk.turn(20);
        assert!(!talk.show(77));
        assert_eq!(talk.turn(2319), None);
        assert_eq!(talk.turn(2320), Some(char::from(77)), "the frame does not wait any longer");
        let since = Duration::from_millis(20);
        assert_eq!(talk.session.told().trouble, Some(Trouble::Silent { since }));
        assert!(talk.show(78));
        assert_eq!(talk.turn(10_020), Some('v'));
    }

    #[test]
    fn an_answer_that_was_cut_in_pieces_counts_and_one_nobody_asked_for_does_not() {
        let mut talk = introduced();
        talk.turn(20);
        let answer = talk.board.answer().unwrap();
        for byte in &answer {
            talk.session.receive(&[*byte], Duration::from_millis(60));
        }
        assert_eq!(talk.session.told().confirmed, at(60));
        talk.session.receive(&answer, Duration::from_millis(70));
        assert_eq!(talk.session.told().confirmed, at(60));
    }

    #[test]
    fn at_the_end_and_after_an_opening_nothing_is_waited_for() {
        let mut talk = introduced();
        talk.turn(20);
        assert!(!talk.show(77));
        talk.session.end(&mut talk.packets);
        assert_eq!(talk.packets.bytes().last(), Some(&77));
        let mut talk = introduced();
        talk.turn(20);
        talk.session.resync(&mut talk.packets);
        assert!(talk.show(78));
        assert_eq!(talk.turn(40), Some('v'), "it may be another board");
    }
}
