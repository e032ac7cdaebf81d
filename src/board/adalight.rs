//! Adalight boards: one frame is one header and all pixels, and is shown when its last byte has arrived.

use super::SessionError;
use crate::frame::{Face, Frame, Window};
use crate::panel::Panel;
use crate::wire::Packets;
use crate::wire::adalight::{Decoder, HEADER_LEN, Header, MAX_DOTS};

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    header: Header,
}

impl Sender {
    pub(super) fn new(face: Face) -> Result<Self, SessionError> {
        let dots = face.dots();
        let header = Header::new(dots).ok_or(SessionError::TooManyDots { dots, most: MAX_DOTS })?;
        Ok(Self { header })
    }

    pub(super) fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        panel.fold(window, 0, self.header.emit(into));
    }

    pub(super) fn frame_bytes(&self) -> usize {
        HEADER_LEN + self.header.dots() * 3
    }
}

/// The board's end: what a frame has more than the face is dropped, what it has less stays as it was.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    decoder: Decoder,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(face: Face) -> Self {
        Self { decoder: Decoder::default(), visible: Frame::unlit(face) }
    }

    pub(super) fn frame(&self) -> &Frame {
        &self.visible
    }

    /// Takes the next bytes of the line; true if at least one frame became whole.
    pub(super) fn receive(&mut self, bytes: &[u8]) -> bool {
        let mut shown = false;
        self.decoder.feed(bytes, |frame| {
            self.visible.rgb_mut().iter_mut().zip(frame.rgb).for_each(|(to, from)| *to = *from);
            shown = true;
        });
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_shown_when_its_last_byte_has_arrived() {
        let mut screen = Screen::new(Face::new(2, 1).unwrap());
        assert!(!screen.receive(b"noise Ada\x00\x01\x54\x01\x02\x03\x04\x05"));
        assert!(!screen.frame().is_lit());
        assert!(screen.receive(b"\x06"));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6]);
        assert!(
            screen.receive(b"Ada\x00\x00\x55\x07\x08\x09Ada\x00\x02\x57\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f")
        );
        assert_eq!(screen.frame().rgb(), [7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn zeros_after_a_frame_that_was_cut_off_bring_the_next_one_through() {
        let face = Face::new(3, 2).unwrap();
        let mut sender = Sender::new(face).unwrap();
        let mut frame = Frame::unlit(face);
        frame.rgb_mut().fill(9);
        let mut packets = Packets::default();
        sender.show(&Panel::new(face), &frame.as_window(face).unwrap(), &mut packets);
        for cut in 0..packets.bytes().len() {
            let mut screen = Screen::new(face);
            screen.receive(&packets.bytes()[..cut]);
            screen.receive(&vec![0; sender.frame_bytes()]);
            assert!(screen.receive(packets.bytes()), "cut off after {cut} bytes");
            assert_eq!(screen.frame(), &frame);
        }
    }
}
