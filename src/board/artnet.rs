//! Art-Net boards: a frame is one packet for each universe and, where it is wanted, the word to show them together.
//!
//! The board's end is modelled on nodes that know that word: from the first ArtSync on it holds what arrives until the next
//! one, and falls back to showing every universe as it comes when there was none for four seconds. It answers polls.

use super::receiver::Lit;
use super::session::{Change, SessionError, Speak};
use super::universes::{Fill, Universe, deal, destinations, find};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::artnet::{Header, LAST_ADDRESS, PollReply, Repr, SYNC_LEN, Sequence, Text, emit_sync};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// A node leaves the synchronous mode so long after the last ArtSync.
const SYNC_LOST: Duration = Duration::from_secs(4);
/// A device has at most so many parts, counted in one byte.
const MOST_PARTS: usize = 255;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    universes: Vec<Universe>,
    /// Of the next frame: every universe is sent once a frame, so all have the same.
    sequence: Sequence,
    /// Who is told to show a frame.
    told: Vec<u16>,
}

impl Sender {
    pub(super) fn new(panel: &Panel, first: u16, fill: Fill, sync: bool) -> Result<Self, SessionError> {
        let universes = deal(panel, first, LAST_ADDRESS, fill)?;
        let told = if sync { destinations(&universes) } else { Vec::new() };
        Ok(Self { universes, sequence: Sequence::FIRST, told })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        for universe in &self.universes {
            into.turn_to(universe.destination);
            let header = Header { sequence: self.sequence, physical: 0, universe: universe.number };
            panel.fold(window, universe.bytes.start, header.emit(universe.bytes.len(), into));
        }
        if !self.told.is_empty() {
            into.hold();
        }
        for destination in &self.told {
            into.turn_to(*destination);
            emit_sync(into);
        }
        self.sequence = self.sequence.next();
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        let data: usize =
            self.universes.iter().map(|universe| Header::packet_len(universe.bytes.len())).sum();
        data + self.told.len() * SYNC_LEN
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        if packets.bytes().len() != self.frame_bytes(panel) {
            return false;
        }
        // What comes behind the universes says the same every time.
        for (universe, packet) in self.universes.iter().zip(packets.iter_mut()) {
            universe.follow(panel, window, changed, Header::renumber(self.sequence, packet));
        }
        self.sequence = self.sequence.next();
        true
    }
}

/// The board's end.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    universes: Vec<Universe>,
    arrived: Vec<u8>,
    /// Something arrived and waits for its ArtSync.
    waiting: bool,
    synced: Option<Duration>,
    now: Duration,
    visible: Frame,
    answers: u16,
}

impl Screen {
    /// An unlit board; one that cannot be driven as it is set has no universes and shows nothing.
    pub(super) fn new(panel: Panel, first: u16, fill: Fill) -> Self {
        Self {
            universes: deal(&panel, first, LAST_ADDRESS, fill).unwrap_or_default(),
            arrived: vec![0; panel.buffer_len()],
            waiting: false,
            synced: None,
            now: Duration::ZERO,
            visible: Frame::unlit(panel.face()),
            answers: 0,
            panel,
        }
    }

    fn data(&mut self, number: u16, channels: &[u8]) -> bool {
        let Some(universe) = find(&self.universes, number).map(|place| &self.universes[place]) else {
            return false;
        };
        universe.take(channels, &mut self.arrived);
        if self.synced.is_some() {
            self.waiting = true;
            return false;
        }
        let bytes = universe.bytes.clone();
        self.panel.unfold(bytes.start, &self.arrived[bytes], &mut self.visible);
        true
    }

    /// Shows what waits; whether something did.
    fn show(&mut self) -> bool {
        self.panel.unfold(0, &self.arrived, &mut self.visible);
        std::mem::take(&mut self.waiting)
    }

    /// Four universes an answer, as long as they differ in nothing but the lowest four bits.
    fn answer(&mut self, replies: &mut Packets) {
        self.answers = self.answers % 9999 + 1;
        let same = |a: &Universe, b: &Universe| a.number >> 4 == b.number >> 4;
        let parts = self.universes.chunk_by(same).flat_map(|subnet| subnet.chunks(4));
        for (part, index) in parts.zip(1u8..).take(MOST_PARTS) {
            let [mut port_types, mut outputs, mut good_output] = [[0; 4]; 3];
            for (port, universe) in part.iter().enumerate() {
                (port_types[port], good_output[port]) = (0x80, 0x80);
                outputs[port] = (universe.number & 0x0F) as u8;
            }
            let high = part[0].number >> 4;
            let mut reply = PollReply {
                net: (high >> 4) as u8,
                sub_net: (high & 0x0F) as u8,
                // At most four.
                ports: part.len() as u16,
                port_types,
                outputs,
                good_output,
                ..PollReply::empty()
            };
            let texts = (Text::new("bangtin"), Text::new("bangtin simulate"));
            let report = Text::new(&format!("#0001 [{:04}] {}", self.answers, self.panel.face()));
            if let ((Some(short), Some(long)), Some(report)) = (texts, report) {
                (reply.short_name, reply.long_name, reply.report) = (short, long, report);
            }
            // The address stays 0: a program that only sees bytes does not know its own.
            reply.more[4] = index;
            reply.emit(replies);
        }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        Ok(match Repr::parse(bytes)? {
            Repr::Dmx { header, data } => self.data(header.universe, data),
            Repr::Sync => {
                self.synced = Some(self.now);
                self.show()
            }
            Repr::Poll(_) => {
                self.answer(replies);
                false
            }
            Repr::PollReply(_) => false,
        })
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = now;
        let lost = self.synced.is_some_and(|at| now.saturating_sub(at) >= SYNC_LOST);
        if lost {
            self.synced = None;
        }
        lost && self.waiting && self.show()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;
    use crate::wire::artnet::Poll;

    fn screen() -> Screen {
        Screen::new(Panel::new(Face::new(4, 1).unwrap()), 0x12F, Fill::Dots(2))
    }

    fn dmx(universe: u16, data: &[u8]) -> Vec<u8> {
        let mut packets = Packets::default();
        let header = Header { sequence: Sequence::FIRST, physical: 0, universe };
        header.emit(data.len(), &mut packets).copy_from_slice(data);
        packets.bytes().to_vec()
    }

    fn sync() -> Vec<u8> {
        let mut packets = Packets::default();
        emit_sync(&mut packets);
        packets.bytes().to_vec()
    }

    fn receive(screen: &mut Screen, bytes: &[u8]) -> bool {
        screen.receive(bytes, &mut Packets::default()).unwrap()
    }

    #[test]
    fn universes_are_shown_as_they_come_until_somebody_says_when() {
        let mut screen = screen();
        assert!(receive(&mut screen, &dmx(0x130, &[4, 5, 6, 7, 8, 9])));
        assert_eq!(screen.frame().rgb(), [0, 0, 0, 0, 0, 0, 4, 5, 6, 7, 8, 9]);
        assert!(!receive(&mut screen, &sync()), "nothing waited");
        assert!(!receive(&mut screen, &dmx(0x12F, &[1, 2])));
        assert_eq!(screen.frame().rgb()[..3], [0, 0, 0]);
        assert!(receive(&mut screen, &sync()));
        assert_eq!(screen.frame().rgb()[..3], [1, 2, 0], "what is missing stays as it was");
    }

    #[test]
    fn four_seconds_without_a_word_end_the_waiting() {
        let mut screen = screen();
        assert!(!screen.tick(Duration::from_secs(100)));
        receive(&mut screen, &sync());
        receive(&mut screen, &dmx(0x12F, &[9; 6]));
        assert!(!screen.tick(Duration::from_millis(103_999)));
        assert!(screen.tick(Duration::from_secs(104)));
        assert_eq!(screen.frame().rgb()[..6], [9; 6]);
        assert!(receive(&mut screen, &dmx(0x12F, &[8; 6])), "at once again");
    }

    #[test]
    fn universes_of_others_and_channels_too_many_change_nothing() {
        let mut screen = screen();
        assert!(!receive(&mut screen, &dmx(0x12E, &[9; 6])));
        assert!(!receive(&mut screen, &dmx(0x131, &[9; 6])));
        assert!(receive(&mut screen, &dmx(0x12F, &[1; 512])));
        assert_eq!(screen.frame().rgb(), [1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_poll_is_answered_with_every_universe() {
        let mut screen = screen();
        let (mut poll, mut replies) = (Packets::default(), Packets::default());
        Poll::default().emit(&mut poll);
        assert_eq!(screen.receive(poll.bytes(), &mut replies), Ok(false));
        let mut told = Vec::new();
        for (reply, index) in replies.iter().zip(1..) {
            let Ok(Repr::PollReply(reply)) = Repr::parse(reply) else { panic!() };
            assert_eq!(reply.bound(), Some(([0; 4], index)));
            assert_eq!(reply.report.to_string(), "#0001 [0001] 4 × 1");
            told.extend(reply.universes());
        }
        assert_eq!(told, [0x12F, 0x130]);
    }
}
