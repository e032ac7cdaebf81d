//! Colorlight receiver cards: brightness, all rows, a pause, and then the word to show them.
//!
//! The pause and the questions for the cards' health come by [`Speak::due`] and [`Speak::next`]: after a frame the session
//! asks for its turn at once, and has the display packet sent [`GAP`] later.

use super::receiver::Lit;
use super::session::{SessionError, Speak};
use super::told::{Told, Trouble};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::colorlight::{
    BRIGHTNESS_LEN, DISPLAY_LEN, DOUBLED_FROM, MAX_DOTS, MAX_RECEIVERS, ROW_LEN, Reply, Repr, emit_row,
};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// From the last row to the display packet. The cards need 1 ms; what the network adapter has not sent yet when the kernel
/// has taken all rows, and does not count as a part of the frame, takes up to half of one more.
pub(super) const GAP: Duration = Duration::from_micros(1500);
/// How often the cards are asked how they are.
const ROUND: Duration = Duration::from_secs(10);
/// How long a card has for its answer.
const PATIENCE: Duration = Duration::from_millis(300);
/// How often the first card is asked before there is none.
const TRIES: u8 = 3;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    light: u8,
    /// As the site says, which goes before what a card says.
    firmware: Option<u8>,
    display: Display,
    health: Health,
}

/// What is still to be said of the frame whose rows were sent last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Display {
    Done,
    /// Its rows were sent just now.
    Owed,
    At(Duration),
}

impl Sender {
    /// Lamps at `light` of 255. `firmware` is the major version of the cards, if it is known.
    ///
    /// # Errors
    /// The panel has other rows than the face.
    pub(super) fn new(light: u8, firmware: Option<u8>, panel: &Panel) -> Result<Self, SessionError> {
        if !panel.has_rows_of_face() {
            return Err(SessionError::Rows);
        }
        Ok(Self { light, firmware, display: Display::Done, health: Health::default() })
    }

    fn times(&self) -> usize {
        let firmware = self.firmware.or(self.health.firmware);
        if firmware.is_some_and(|major| major >= DOUBLED_FROM) { 2 } else { 1 }
    }

    fn emit(&self, repr: Repr<'_>, into: &mut Packets) {
        for _ in 0..self.times() {
            // Only rows can be wrong, and these are none.
            let _ = repr.emit(into);
        }
    }

    fn emit_display(&mut self, into: &mut Packets) {
        self.display = Display::Done;
        self.emit(Repr::Display { light: self.light, colours: [self.light; 3] }, into);
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        if self.display != Display::Done {
            // The pause was too short, but without this a board whose frames come too fast would stand still.
            self.emit_display(into);
        }
        self.emit(Repr::Brightness { colours: [self.light; 3] }, into);
        for (row, first, dots) in pieces(panel) {
            let from = (usize::from(row) * row_dots(panel) + usize::from(first)) * 3;
            panel.fold(window, from, emit_row(row, first, dots, into));
        }
        self.display = Display::Owed;
        self.health.frames = self.health.frames.saturating_add(1);
    }

    fn frame_bytes(&self, panel: &Panel) -> usize {
        let packets = pieces(panel).count();
        panel.buffer_len() + packets * ROW_LEN + self.times() * (BRIGHTNESS_LEN + DISPLAY_LEN)
    }

    fn resync(&mut self, _panel: &Panel, _into: &mut Packets) {
        self.display = Display::Done;
        self.health = Health::default();
    }

    fn end(&mut self, into: &mut Packets) {
        if self.display != Display::Done {
            self.emit_display(into);
        }
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        if let Ok(Repr::Reply(reply)) = Repr::parse(bytes) {
            self.health.answered(&reply, now);
        }
    }

    fn due(&self) -> Option<Duration> {
        match self.display {
            Display::Done => Some(self.health.due),
            Display::Owed => Some(Duration::ZERO),
            Display::At(at) => Some(at),
        }
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        match self.display {
            Display::Owed => self.display = Display::At(now.saturating_add(GAP)),
            Display::At(at) if now >= at => self.emit_display(into),
            Display::At(_) => {}
            Display::Done => {
                if let Some(receiver) = self.health.ask(now) {
                    let _ = Repr::Discover { receiver }.emit(into);
                }
            }
        }
    }

    fn settled(&self) -> bool {
        self.display == Display::Done
    }

    fn told(&self) -> Told {
        Told { acknowledged: self.health.acknowledged, confirmed: None, trouble: self.health.trouble.clone() }
    }
}

/// How many dots a row of the cards' picture has.
fn row_dots(panel: &Panel) -> usize {
    usize::from(panel.face().width())
}

/// Row, first dot and number of dots of every packet of a frame.
fn pieces(panel: &Panel) -> impl Iterator<Item = (u16, u16, usize)> {
    let width = row_dots(panel);
    // A face has at most 1024 rows of at most 4096 dots.
    let rows = 0..(panel.buffer_len() / 3 / width) as u16;
    rows.flat_map(move |row| {
        (0..width).step_by(MAX_DOTS).map(move |first| (row, first as u16, MAX_DOTS.min(width - first)))
    })
}

/// What the cards say of themselves. They are asked one after the other, every [`ROUND`], up to the first that is silent.
///
/// A card with a light on its socket may still be dark; one that receives packets says so.
#[derive(Clone, Debug, Default)]
struct Health {
    /// When something is to be asked, or an answer has not come.
    due: Duration,
    /// The question that was asked last, while it is open.
    open: Option<Question>,
    /// When the present round began, and whether all cards of it so far received something since the round before.
    began: Duration,
    healthy: bool,
    /// What the cards said in the round before or in this one, in the order of the chain.
    cards: Vec<Reply>,
    /// Frames since the last round, and in the one before it.
    frames: u32,
    expected: u32,
    /// The major version of the first card.
    firmware: Option<u8>,
    acknowledged: Option<Duration>,
    trouble: Option<Trouble>,
}

#[derive(Clone, Copy, Debug)]
struct Question {
    receiver: u8,
    tries: u8,
}

impl Health {
    /// Goes on with the round, or begins the next one: which receiver is to be asked now, if any.
    fn ask(&mut self, now: Duration) -> Option<u8> {
        let question = match self.open {
            // It is not the time yet.
            _ if now < self.due => return None,
            None => {
                (self.began, self.healthy) = (now, true);
                self.expected = std::mem::take(&mut self.frames);
                Question { receiver: 0, tries: 1 }
            }
            // It was not asked yet: the one before it has just answered.
            Some(question) if question.tries == 0 => Question { tries: 1, ..question },
            Some(Question { receiver: 0, tries }) if tries < TRIES => {
                Question { receiver: 0, tries: tries + 1 }
            }
            Some(Question { receiver, .. }) => {
                self.silent(receiver, now);
                return None;
            }
        };
        self.open = Some(question);
        self.due = now.saturating_add(PATIENCE);
        Some(question.receiver)
    }

    fn answered(&mut self, reply: &Reply, now: Duration) {
        let Some(Question { receiver, .. }) = self.open.filter(|open| open.receiver == reply.receiver) else {
            // Nobody was asked, or it is too late: the next round will know.
            return;
        };
        if receiver == 0 {
            self.firmware = Some(reply.firmware.0);
        }
        match self.cards.get_mut(usize::from(receiver)) {
            Some(before) => {
                // Counters begin at 0 when a card is switched on; what it received before that is not known.
                let restarted = reply.uptime_ms < before.uptime_ms;
                let received = reply.received != before.received;
                if self.expected > 0 && !restarted && !received {
                    self.healthy = false;
                    self.trouble = Some(Trouble::Faulty { part: "received packets" });
                }
                // It has shown a frame since only if one was sent.
                self.healthy &= self.expected > 0 && !restarted;
                *before = *reply;
            }
            None => {
                self.healthy = false;
                self.cards.push(*reply);
            }
        }
        if receiver + 1 < MAX_RECEIVERS {
            (self.open, self.due) = (Some(Question { receiver: receiver + 1, tries: 0 }), now);
        } else {
            self.end();
        }
    }

    /// The round ends with a receiver that says nothing: the chain ends before it, or it did not answer.
    fn silent(&mut self, receiver: u8, now: Duration) {
        if usize::from(receiver) < self.cards.len() {
            self.healthy = false;
            let since = match self.trouble {
                Some(Trouble::Silent { since }) => since,
                _ => now,
            };
            self.trouble = Some(Trouble::Silent { since });
        }
        self.end();
    }

    fn end(&mut self) {
        (self.open, self.due) = (None, self.began.saturating_add(ROUND));
        if self.healthy && !self.cards.is_empty() {
            (self.acknowledged, self.trouble) = (Some(self.began), None);
        }
    }
}

/// The board's end: one card that has the whole picture.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    firmware: u8,
    /// What arrived; never cleared between frames.
    arrived: Vec<u8>,
    visible: Frame,
    received: u32,
    now: Duration,
}

impl Screen {
    pub(super) fn new(firmware: Option<u8>, panel: Panel) -> Self {
        let (arrived, visible) = (vec![0; panel.buffer_len()], Frame::unlit(panel.face()));
        let firmware = firmware.unwrap_or(DOUBLED_FROM - 2);
        Self { panel, firmware, arrived, visible, received: 0, now: Duration::ZERO }
    }

    fn answer(&self, replies: &mut Packets) {
        let face = self.panel.face();
        let reply = Reply {
            firmware: (self.firmware, 0),
            size: (face.width(), face.height()),
            received: self.received,
            // Begins again at 0 after 49 days.
            uptime_ms: self.now.as_millis() as u32,
            receiver: 0,
        };
        let _ = Repr::Reply(reply).emit(replies);
    }

    fn lay(&mut self, row: u16, first: u16, dots: &[u8]) {
        let width = row_dots(&self.panel);
        let (from, to) = (usize::from(first).min(width), (usize::from(first) + dots.len() / 3).min(width));
        let start = usize::from(row) * width * 3;
        if let Some(into) = self.arrived.get_mut(start + from * 3..start + to * 3) {
            into.iter_mut().zip(dots).for_each(|(to, from)| *to = *from);
        }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let repr = Repr::parse(bytes)?;
        self.received = self.received.wrapping_add(1);
        match repr {
            Repr::Discover { receiver: 0 } => self.answer(replies),
            Repr::Row { row, first, dots } => self.lay(row, first, dots),
            Repr::Display { .. } => self.panel.unfold(0, &self.arrived, &mut self.visible),
            Repr::Discover { .. } | Repr::Reply(_) | Repr::Brightness { .. } => {}
        }
        Ok(matches!(repr, Repr::Display { .. }))
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = self.now.max(now);
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    /// A sender and what it is asked for, by a clock that is turned by hand.
    struct Talk {
        sender: Sender,
        panel: Panel,
        now: Duration,
    }

    impl Talk {
        fn new(firmware: Option<u8>) -> Self {
            let panel = Panel::new(Face::new(500, 2).unwrap());
            Self {
                sender: Sender::new(0x80, firmware, &panel).unwrap(),
                panel,
                now: Duration::from_secs(100),
            }
        }

        fn show(&mut self) -> Packets {
            let (frame, mut packets) = (Frame::unlit(self.panel.face()), Packets::default());
            self.sender.show(&self.panel, &frame.as_window(self.panel.face()).unwrap(), &mut packets);
            packets
        }

        /// Goes on to the moment it wants to be asked at, and asks.
        fn next(&mut self) -> Packets {
            let mut packets = Packets::default();
            self.now = self.now.max(self.sender.due().unwrap());
            self.sender.next(&self.panel, self.now, &mut packets);
            packets
        }

        /// The next question to a card, and when it is asked.
        fn question(&mut self) -> (u8, Duration) {
            loop {
                let packets = self.next();
                if let Some(Ok(Repr::Discover { receiver })) = packets.iter().next().map(Repr::parse) {
                    return (receiver, self.now);
                }
            }
        }

        fn answer(&mut self, receiver: u8, received: u32, uptime_ms: u32) {
            let reply = Reply { firmware: (13, 0), size: (128, 64), received, uptime_ms, receiver };
            let mut packets = Packets::default();
            Repr::Reply(reply).emit(&mut packets).unwrap();
            self.sender.receive(packets.bytes(), self.now);
        }

        /// A frame and then a round in which these cards answer, with what they have received.
        fn round(&mut self, cards: &[u32], uptime_ms: u32) -> Told {
            self.show();
            for (receiver, received) in (0..).zip(cards) {
                assert_eq!(self.question().0, receiver);
                self.answer(receiver, *received, uptime_ms);
            }
            assert_eq!(usize::from(self.question().0), cards.len());
            while self.sender.health.open.is_some() {
                self.next();
            }
            self.sender.told()
        }
    }

    fn kinds(packets: &Packets) -> Vec<u8> {
        packets.iter().map(|packet| packet[12]).collect()
    }

    #[test]
    fn the_rows_of_a_frame_are_shown_after_a_pause() {
        let mut talk = Talk::new(None);
        let packets = talk.show();
        assert_eq!(kinds(&packets), [0x0A, 0x55, 0x55, 0x55, 0x55], "two packets for a row of 500 dots");
        let lengths: Vec<_> = packets.iter().skip(1).map(<[u8]>::len).collect();
        assert_eq!(lengths, [1512, 21 + 9, 1512, 21 + 9]);
        let sent = talk.now;
        assert!(talk.next().is_empty());
        assert_eq!(kinds(&talk.next()), [0x01]);
        assert!(talk.now - sent >= Duration::from_millis(1));
    }

    #[test]
    fn from_firmware_13_on_brightness_and_display_are_said_twice() {
        for (firmware, times) in [(None, 1), (Some(12), 1), (Some(13), 2), (Some(14), 2)] {
            let mut talk = Talk::new(firmware);
            let brightness = kinds(&talk.show()).into_iter().filter(|kind| *kind == 0x0A).count();
            talk.next();
            assert_eq!((brightness, kinds(&talk.next())), (times, vec![0x01; times]), "{firmware:?}");
        }
        let mut talk = Talk::new(None);
        talk.round(&[5], 1);
        assert_eq!(kinds(&talk.show())[..2], [0x0A, 0x0A], "as the card has said of itself");
        let mut talk = Talk::new(Some(11));
        talk.round(&[5], 1);
        assert_eq!(kinds(&talk.show())[..2], [0x0A, 0x55], "the site knows better");
    }

    #[test]
    fn a_frame_whose_rows_were_sent_is_shown_also_when_nothing_follows() {
        let (mut talk, mut packets) = (Talk::new(None), Packets::default());
        talk.show();
        talk.sender.end(&mut packets);
        assert_eq!(kinds(&packets), [0x01]);
        packets.clear();
        talk.sender.end(&mut packets);
        assert!(packets.is_empty());
    }

    #[test]
    fn frames_that_come_too_fast_are_shown_all_the_same() {
        let mut talk = Talk::new(None);
        talk.show();
        assert_eq!(kinds(&talk.show())[..2], [0x01, 0x0A]);
    }

    #[test]
    fn cards_are_asked_in_turn_and_again_after_ten_seconds() {
        let mut talk = Talk::new(None);
        let (first, began) = talk.question();
        talk.answer(0, 1, 1);
        let (second, _) = talk.question();
        assert_eq!((first, second), (0, 1));
        let (again, at) = talk.question();
        assert_eq!((again, at), (0, began + Duration::from_secs(10)));
    }

    #[test]
    fn the_first_card_is_asked_three_times() {
        let mut talk = Talk::new(None);
        let asked: Vec<_> = (0..4).map(|_| talk.question()).collect();
        assert!(asked.iter().all(|(receiver, _)| *receiver == 0));
        let after: Vec<_> = asked.iter().map(|(_, at)| (*at - asked[0].1).as_millis()).collect();
        assert_eq!(after, [0, 300, 600, 10_000]);
        assert_eq!(talk.sender.told(), Told::default(), "a card that never answered may still be lit");
    }

    #[test]
    fn cards_whose_counters_rise_have_taken_frames() {
        let mut talk = Talk::new(None);
        assert_eq!(talk.round(&[100, 90], 1000).acknowledged, None, "there is nothing to compare with");
        let told = talk.round(&[200, 190], 11_000);
        assert!(told.acknowledged.is_some_and(|at| talk.now - at < Duration::from_secs(1)));
        assert_eq!(told.trouble, None);
    }

    #[test]
    fn a_card_that_answers_and_receives_nothing_is_faulty_until_it_does() {
        let mut talk = Talk::new(None);
        talk.round(&[100, 90], 1000);
        let told = talk.round(&[200, 90], 11_000);
        assert_eq!(
            (told.acknowledged, told.trouble),
            (None, Some(Trouble::Faulty { part: "received packets" }))
        );
        assert_eq!(talk.round(&[300, 190], 21_000).trouble, None);
    }

    #[test]
    fn a_card_that_answers_no_more_is_silent_since_then() {
        let mut talk = Talk::new(None);
        talk.round(&[100, 90], 1000);
        let Some(Trouble::Silent { since }) = talk.round(&[200], 11_000).trouble else { panic!("silent") };
        assert_eq!(talk.round(&[300], 21_000).trouble, Some(Trouble::Silent { since }));
        assert_eq!(talk.round(&[400, 91], 31_000).trouble, None);
    }

    #[test]
    fn a_card_that_was_switched_on_again_begins_to_count_anew() {
        let mut talk = Talk::new(None);
        talk.round(&[100], 1_000_000);
        let told = talk.round(&[100], 500);
        assert_eq!((told.acknowledged, told.trouble), (None, None));
        assert!(talk.round(&[150], 10_500).acknowledged.is_some());
    }

    #[test]
    fn dots_beyond_the_picture_are_dropped() {
        let face = Face::new(3, 2).unwrap();
        let mut screen = Screen::new(None, Panel::new(face));
        let mut packets = Packets::default();
        for (row, first) in [(1, 2), (1, 900), (2, 0), (u16::MAX, u16::MAX)] {
            Repr::Row { row, first, dots: &[9; 6] }.emit(&mut packets).unwrap();
        }
        Repr::Display { light: 1, colours: [1; 3] }.emit(&mut packets).unwrap();
        let shown: Vec<_> =
            packets.iter().map(|packet| screen.receive(packet, &mut Packets::default()).unwrap()).collect();
        assert_eq!(shown, [false, false, false, false, true]);
        assert_eq!(screen.frame().rgb(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9]);
    }
}
