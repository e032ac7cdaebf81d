//! TPM2 boards: a frame is one block, filled up to a length of which no receiver loses a dot, and is shown when its last
//! byte has arrived.
//!
//! Some boards answer every good block; what they say is believed, and those that never do are not asked why.

use super::receiver::{Lit, answers};
use super::refold::{fill, refold};
use super::session::{Change, SessionError, Speak};
use super::told::Told;
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::tpm2::{self, Decoder, FRAMING_LEN, MAX_DATA, Repr, data_of, padded};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    len: u16,
    decoder: Decoder,
    told: Told,
}

impl Sender {
    pub(super) fn new(panel: &Panel) -> Result<Self, SessionError> {
        let len = padded(panel.buffer_len()).ok_or_else(|| SessionError::too_large(panel, MAX_DATA))?;
        Ok(Self { len, decoder: Decoder::default(), told: Told::default() })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        fill(panel, window, 0, tpm2::emit(self.len, into));
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        usize::from(self.len) + FRAMING_LEN
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        let Some(block) = packets.iter_mut().next() else { return false };
        refold(panel, window, changed, 0, data_of(block));
        true
    }

    /// The board may still wait for the rest of a block that was cut off: it gets one block's worth of zero bytes, so that
    /// it does not take the first header for pixels.
    fn resync(&mut self, panel: &Panel, into: &mut Packets) {
        self.decoder = Decoder::default();
        into.push(self.frame_bytes(panel)).fill(0);
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        let acknowledged = &mut self.told.acknowledged;
        self.decoder.feed(bytes, |repr| {
            if repr == Repr::Answer {
                *acknowledged = Some(now);
            }
        });
    }

    fn told(&self) -> Told {
        self.told.clone()
    }
}

/// The board's end, one of those that answer: what a block has more than the face is dropped, what it has less stays as it
/// was.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    decoder: Decoder,
    panel: Panel,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panel: Panel) -> Self {
        Self { decoder: Decoder::default(), visible: Frame::unlit(panel.face()), panel }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let (mut shown, mut answer) = (false, false);
        let Self { decoder, panel, visible } = self;
        decoder.feed(bytes, |repr| {
            if let Repr::Data(rgb) = repr {
                panel.unfold(0, rgb, visible);
                shown = true;
            }
            answer |= matches!(repr, Repr::Data(_) | Repr::Question);
        });
        if answer && answers(replies) {
            Repr::Answer.emit(replies)?;
        }
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn hears(screen: &mut Screen, bytes: &[u8]) -> (bool, Vec<u8>) {
        let mut replies = Packets::default();
        let shown = screen.receive(bytes, &mut replies).unwrap();
        (shown, replies.bytes().to_vec())
    }

    #[test]
    fn a_block_is_shown_and_answered_when_its_last_byte_has_arrived() {
        let mut screen = Screen::new(Panel::new(Face::new(2, 1).unwrap()));
        assert_eq!(hears(&mut screen, b"\xc9\xda\x00\x06\x01\x02\x03\x04\x05\x06"), (false, vec![]));
        assert!(!screen.frame().is_lit());
        assert_eq!(hears(&mut screen, b"\x36"), (true, vec![0xAC]));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(
            hears(&mut screen, b"\xc9\xc0\x00\x01\x07\x36"),
            (false, vec![]),
            "a command is not for lamps"
        );
        assert_eq!(hears(&mut screen, b"\xc9\xaa"), (false, vec![0xAC]));
    }

    #[test]
    fn a_board_that_answers_blocks_is_believed() {
        let panel = Panel::new(Face::new(2, 1).unwrap());
        let mut sender = Sender::new(&panel).unwrap();
        assert_eq!(sender.told(), Told::default());
        sender.receive(b"rst:0x1 \xac", Duration::from_secs(9));
        assert_eq!(sender.told().acknowledged, Some(Duration::from_secs(9)));
    }

    #[test]
    fn zeros_after_a_block_that_was_cut_off_bring_the_next_one_through() {
        let face = Face::new(3, 2).unwrap();
        let panel = Panel::new(face);
        let mut sender = Sender::new(&panel).unwrap();
        let mut frame = Frame::unlit(face);
        frame.rgb_mut().fill(9);
        let (mut packets, mut zeros) = (Packets::default(), Packets::default());
        sender.show(&panel, &frame.as_window(face).unwrap(), &mut packets);
        sender.resync(&panel, &mut zeros);
        for cut in 0..packets.bytes().len() {
            let mut screen = Screen::new(panel.clone());
            hears(&mut screen, &packets.bytes()[..cut]);
            hears(&mut screen, zeros.bytes());
            assert!(hears(&mut screen, packets.bytes()).0, "cut off after {cut} bytes");
            assert_eq!(screen.frame(), &frame);
        }
    }

    #[test]
    fn a_frame_whose_length_would_cost_a_dot_is_filled_up_with_darkness() {
        let face = Face::new(100, 1).unwrap();
        let panel = Panel::new(face);
        let mut frame = Frame::unlit(face);
        frame.rgb_mut().fill(7);
        let mut packets = Packets::default();
        Sender::new(&panel).unwrap().show(&panel, &frame.as_window(face).unwrap(), &mut packets);
        let bytes = packets.bytes();
        assert_eq!((bytes.len(), &bytes[..4]), (773, &[0xC9, 0xDA, 3, 0][..]));
        assert!(bytes[4..304].iter().all(|&byte| byte == 7) && bytes[304..772].iter().all(|&byte| byte == 0));
    }
}
