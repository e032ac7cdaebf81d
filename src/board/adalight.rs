//! Adalight boards: one frame is one header and all pixels, and is shown when its last byte has arrived.

use super::receiver::Lit;
use super::session::{SessionError, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::adalight::{Decoder, HEADER_LEN, Header, MAX_DOTS};
use crate::wire::{Packets, WireError};

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    header: Header,
}

impl Sender {
    pub(super) fn new(panel: &Panel) -> Result<Self, SessionError> {
        let dots = panel.buffer_len() / 3;
        let header = Header::new(dots).ok_or(SessionError::TooManyDots { dots, most: MAX_DOTS })?;
        Ok(Self { header })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        panel.fold(window, 0, self.header.emit(into));
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        HEADER_LEN + self.header.dots() * 3
    }

    /// The board may still wait for the rest of a frame that was cut off: it gets one frame's worth of zero bytes, so that
    /// it does not take the first header for pixels.
    fn resync(&mut self, panel: &Panel, into: &mut Packets) {
        into.push(self.frame_bytes(panel)).fill(0);
    }
}

/// The board's end: what a frame has more than the face is dropped, what it has less stays as it was.
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

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let mut shown = false;
        self.decoder.feed(bytes, |frame| {
            self.panel.unfold(0, frame.rgb, &mut self.visible);
            shown = true;
        });
        Ok(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    #[test]
    fn a_frame_is_shown_when_its_last_byte_has_arrived() {
        let mut screen = Screen::new(Panel::new(Face::new(2, 1).unwrap()));
        assert_eq!(
            screen.receive(b"noise Ada\x00\x01\x54\x01\x02\x03\x04\x05", &mut Packets::default()),
            Ok(false)
        );
        assert!(!screen.frame().is_lit());
        assert_eq!(screen.receive(b"\x06", &mut Packets::default()), Ok(true));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6]);
        let two = b"Ada\x00\x00\x55\x07\x08\x09Ada\x00\x02\x57\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f";
        assert_eq!(screen.receive(two, &mut Packets::default()), Ok(true));
        assert_eq!(screen.frame().rgb(), [7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn zeros_after_a_frame_that_was_cut_off_bring_the_next_one_through() {
        let face = Face::new(3, 2).unwrap();
        let panel = Panel::new(face);
        let mut sender = Sender::new(&panel).unwrap();
        let mut frame = Frame::unlit(face);
        frame.rgb_mut().fill(9);
        let mut packets = Packets::default();
        sender.show(&panel, &frame.as_window(face).unwrap(), &mut packets);
        for cut in 0..packets.bytes().len() {
            let mut screen = Screen::new(panel.clone());
            screen.receive(&packets.bytes()[..cut], &mut Packets::default()).unwrap();
            screen.receive(&vec![0; sender.frame_bytes(&panel)], &mut Packets::default()).unwrap();
            assert_eq!(
                screen.receive(packets.bytes(), &mut Packets::default()),
                Ok(true),
                "cut off after {cut} bytes"
            );
            assert_eq!(screen.frame(), &frame);
        }
    }
}
