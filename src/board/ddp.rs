//! DDP boards: a frame is packets of up to 480 dots, and the last one carries the push, also where the dots divide evenly.
//!
//! Where several controllers are one board each has numbers and offsets of its own, and the packets with the push go out
//! together when all others have left, so that no controller is ahead of the others by more than those take.
//!
//! The board's end is modelled on WLED: what WLED ignores is ignored. One difference: until the first push it has ever
//! seen WLED draws every packet at once; here only a push shows anything, so that no half frame counts as visible.

use super::receiver::{Lit, answers};
use super::refold::refold;
use super::session::{Change, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::ddp::{HEADER_LEN, Header, ID_CONFIG, ID_CONTROL, ID_STATUS, MAX_DATA, Repr, Sequence};
use crate::wire::{Packets, WireError};
use std::ops::Range;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    /// The next number of each part of the panel.
    sequences: Vec<Sequence>,
    /// Which packets of the frame before the player still has, besides the last one; of a board that is one part.
    held: Range<usize>,
}

impl Sender {
    pub(super) fn new(panel: &Panel, numbered: bool) -> Self {
        let first = if numbered { Sequence::FIRST } else { Sequence::UNUSED };
        Self { sequences: vec![first; panel.parts().len()], held: 0..0 }
    }

    /// The packets of some parts' bytes, those that end a part with the push.
    fn emit(&mut self, panel: &Panel, window: &Window<'_>, which: Packet, into: &mut Packets) {
        for (part, sequence) in panel.parts().iter().zip(&mut self.sequences) {
            let last = part.bytes.start + (part.bytes.len() - 1) / MAX_DATA * MAX_DATA;
            let (mut from, end) = match which {
                Packet::Any => (part.bytes.start, part.bytes.end),
                Packet::ButLast => (part.bytes.start, last),
                Packet::Last => (last, part.bytes.end),
            };
            into.turn_to(part.destination);
            while from < end {
                let take = (end - from).min(MAX_DATA);
                // A panel has at most 3 MiB.
                let offset = (from - part.bytes.start) as u32;
                let header = Header::pixels(*sequence, offset, from + take == part.bytes.end);
                panel.fold(window, from, header.emit(take, into));
                *sequence = sequence.next();
                from += take;
            }
        }
    }
}

/// Which packets of each controller.
#[derive(Clone, Copy, Debug)]
enum Packet {
    Any,
    ButLast,
    Last,
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        if panel.parts().len() == 1 {
            self.held = 0..last(panel);
            return self.emit(panel, window, Packet::Any, into);
        }
        self.emit(panel, window, Packet::ButLast, into);
        into.hold();
        self.emit(panel, window, Packet::Last, into);
    }

    fn frame_bytes(&self, panel: &Panel) -> usize {
        let parts = panel.parts().iter().map(|part| part.bytes.len());
        parts.map(|len| len + len.div_ceil(MAX_DATA) * HEADER_LEN).sum()
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        let ([sequence], true) = (&mut self.sequences[..], panel.is_one()) else { return false };
        if packets.ends().len() != self.held.len() + 1 {
            return false;
        }
        let last = last(panel);
        let needed = (changed.start / MAX_DATA).min(last)..changed.end.div_ceil(MAX_DATA).min(last);
        // The display keeps what it was sent: the other packets would say the same again. The last one has the push.
        let needed = if changed.is_empty() { last..last } else { needed };
        let same = needed == self.held;
        if !same {
            packets.clear();
            let len = panel.buffer_len();
            for n in needed.clone().chain([last]) {
                let from = n * MAX_DATA;
                Header::pixels(Sequence::UNUSED, from as u32, n == last)
                    .emit((len - from).min(MAX_DATA), packets);
            }
        }
        for (n, packet) in needed.clone().chain([last]).zip(packets.iter_mut()) {
            let data = Header::renumber(*sequence, packet);
            let from = n * MAX_DATA;
            if same {
                refold(panel, window, changed, from, data);
            } else {
                panel.fold(window, from, data);
            }
            *sequence = sequence.next();
        }
        self.held = needed;
        true
    }
}

/// The number of the last packet of a frame.
fn last(panel: &Panel) -> usize {
    (panel.buffer_len() - 1) / MAX_DATA
}

/// The board's end.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    /// What arrived; never cleared between frames.
    arrived: Vec<u8>,
    /// The controller that packets come to.
    destination: u16,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panel: Panel) -> Self {
        let (arrived, visible) = (vec![0; panel.buffer_len()], Frame::unlit(panel.face()));
        Self { arrived, destination: 0, visible, panel }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn turn_to(&mut self, destination: u16) {
        self.destination = destination;
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let Repr { header, data } = Repr::parse(bytes)?;
        if header.query && !header.reply && answers(replies) {
            answer(header, replies);
        }
        let Some(part) = self.panel.parts().iter().find(|part| part.destination == self.destination) else {
            return Ok(false);
        };
        let not_pixels =
            matches!(header.id, ID_CONTROL | ID_CONFIG | ID_STATUS) || header.query || header.reply;
        if not_pixels || header.storage && !header.push {
            return Ok(false);
        }
        let channels = header.data_type.channels();
        // Offsets are counted in whole dots, rounded down, as WLED does.
        let first = header.offset as usize / channels;
        let arrived = &mut self.arrived[part.bytes.clone()];
        let dots = arrived.chunks_exact_mut(3).skip(first);
        for (dot, from) in dots.zip(data.chunks_exact(channels)) {
            dot.copy_from_slice(&from[..3]);
        }
        if header.push {
            self.panel.unfold(part.bytes.start, arrived, &mut self.visible);
        }
        Ok(header.push)
    }
}

/// Answers a question as the specification wants it: who it is, or that it has nothing to say. WLED would say nothing at all.
fn answer(question: Header, replies: &mut Packets) {
    let status: &[u8] = br#"{"status":{"man":"bangtin","mod":"receiver","push":true}}"#;
    let data = if question.id == ID_STATUS { status } else { &[] };
    let header = Header { reply: true, query: false, push: true, offset: 0, timecode: None, ..question };
    header.emit(data.len(), replies).copy_from_slice(data);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;
    use crate::wire::ddp::DataType;

    fn screen() -> Screen {
        Screen::new(Panel::new(Face::new(4, 1).unwrap()))
    }

    fn packet(change: impl FnOnce(&mut Header), data: &[u8]) -> Vec<u8> {
        let mut header = Header::pixels(Sequence::UNUSED, 0, true);
        change(&mut header);
        let mut packets = Packets::default();
        header.emit(data.len(), &mut packets).copy_from_slice(data);
        packets.bytes().to_vec()
    }

    #[test]
    fn packets_become_visible_together_when_one_says_so_and_the_rest_stays() {
        let mut screen = screen();
        let second = packet(|header| (header.offset, header.push) = (3, false), &[4, 5, 6]);
        assert_eq!(screen.receive(&second, &mut Packets::default()), Ok(false));
        assert!(!screen.frame().is_lit());
        assert_eq!(screen.receive(&packet(|_| (), &[1, 2, 3]), &mut Packets::default()), Ok(true));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0]);
        screen
            .receive(
                &packet(|header| (header.offset, header.push) = (9, false), &[7, 8, 9]),
                &mut Packets::default(),
            )
            .unwrap();
        assert_eq!(
            screen.receive(&packet(|_| (), &[]), &mut Packets::default()),
            Ok(true),
            "a push without data"
        );
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6, 0, 0, 0, 7, 8, 9]);
    }

    #[test]
    fn what_is_not_for_the_lamps_changes_nothing() {
        let mut screen = screen();
        for ignored in [
            packet(|header| header.id = ID_CONTROL, &[9; 12]),
            packet(|header| header.id = ID_CONFIG, &[9; 12]),
            packet(|header| header.id = ID_STATUS, &[9; 12]),
            packet(|header| header.query = true, &[9; 12]),
            packet(|header| header.reply = true, &[9; 12]),
            packet(|header| (header.storage, header.push) = (true, false), &[9; 12]),
        ] {
            assert_eq!(screen.receive(&ignored, &mut Packets::default()), Ok(false));
        }
        screen.receive(&packet(|_| (), &[]), &mut Packets::default()).unwrap();
        assert!(!screen.frame().is_lit());
    }

    #[test]
    fn a_board_that_is_asked_says_who_it_is_or_that_it_has_nothing_to_say() {
        use crate::wire::ddp::status::{Answer, Question, Status};
        let (mut screen, mut replies) = (screen(), Packets::default());
        for question in [Question::Status, Question::Config] {
            let question = packet(|header| *header = Header::question(question), &[]);
            assert_eq!(screen.receive(&question, &mut replies), Ok(false));
        }
        let [status, config] = replies.iter().collect::<Vec<_>>()[..] else { panic!("two answers") };
        let ours = |word: &str| Some(word.to_owned());
        let expected = Status {
            manufacturer: ours("bangtin"),
            model: ours("receiver"),
            push: Some(true),
            ..Status::default()
        };
        assert_eq!(Answer::parse(status), Ok(Answer::Status(expected)));
        assert_eq!(Answer::parse(config), Ok(Answer::Nothing));
        assert_eq!(screen.receive(status, &mut Packets::default()), Ok(false), "answers are not answered");
    }

    #[test]
    fn a_board_that_minds_numbers_is_sent_none() {
        let panel = Panel::new(Face::new(1000, 1).unwrap());
        let (frame, mut packets) = (Frame::unlit(panel.face()), Packets::default());
        for (numbered, numbers) in [(true, [1, 2, 3]), (false, [0, 0, 0])] {
            packets.clear();
            Sender::new(&panel, numbered).show(&panel, &frame.as_window(panel.face()).unwrap(), &mut packets);
            assert_eq!(packets.iter().map(|packet| packet[1]).collect::<Vec<_>>(), numbers);
        }
    }

    #[test]
    fn bytes_beyond_the_face_are_dropped_and_white_lamps_are_not_ours() {
        let mut screen = screen();
        screen
            .receive(&packet(|header| header.offset = u32::MAX, &[9; 12]), &mut Packets::default())
            .unwrap();
        screen.receive(&packet(|header| header.offset = 9, &[1; 12]), &mut Packets::default()).unwrap();
        let rgbw =
            |header: &mut Header| (header.data_type, header.offset) = (DataType::new(0x1B).unwrap(), 4);
        screen.receive(&packet(rgbw, &[2, 2, 2, 9]), &mut Packets::default()).unwrap();
        assert_eq!(screen.frame().rgb(), [0, 0, 0, 2, 2, 2, 0, 0, 0, 1, 1, 1]);
    }
}
