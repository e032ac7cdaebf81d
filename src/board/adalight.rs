//! Adalight boards: one frame is one header and all pixels, and is shown when its last byte has arrived.

use super::read_back::{self, ReadBack};
use super::receiver::{Lit, answers};
use super::refold::refold;
use super::session::{Change, SessionError, Speak};
use super::told::Told;
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::adalight::{
    ASK_DOTS, ASK_VERSION, Decoder, HEADER_LEN, Header, Heard, MAX_DOTS, VERSION_WORD,
};
use crate::wire::{Packets, WireError, tpm2};
use std::time::Duration;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    header: Header,
    /// Where the board is asked what it shows.
    back: Option<ReadBack>,
}

impl Sender {
    pub(super) fn new(panel: &Panel, read_back: bool) -> Result<Self, SessionError> {
        let dots = panel.buffer_len() / 3;
        let header = Header::new(dots).ok_or(SessionError::TooManyDots { dots, most: MAX_DOTS })?;
        if read_back && !read_back::can_carry(dots * 3) {
            return Err(SessionError::ReadBack { dots, most: tpm2::MAX_DATA / 3 });
        }
        Ok(Self { header, back: read_back.then(ReadBack::default) })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        let rgb = self.header.emit(into);
        panel.fold(window, 0, rgb);
        if self.back.as_mut().is_some_and(|back| !back.wants(rgb)) {
            into.clear();
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        HEADER_LEN + self.header.dots() * 3
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        let frame = packets.iter_mut().next().filter(|_| self.back.is_none());
        let Some(rgb) = frame.and_then(|frame| frame.get_mut(HEADER_LEN..)) else { return false };
        refold(panel, window, changed, 0, rgb);
        true
    }

    /// The board may still wait for the rest of a frame that was cut off: it gets one frame's worth of zero bytes, so that
    /// it does not take the first header for pixels.
    fn resync(&mut self, panel: &Panel, into: &mut Packets) {
        self.back.iter_mut().for_each(ReadBack::restart);
        into.push(self.frame_bytes(panel)).fill(0);
    }

    fn end(&mut self, into: &mut Packets) {
        self.back.iter_mut().for_each(|back| back.end(self.header, into));
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        self.back.iter_mut().for_each(|back| back.receive(bytes, now));
    }

    fn due(&self) -> Option<Duration> {
        self.back.as_ref().map(ReadBack::due)
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        self.back.iter_mut().for_each(|back| back.next(self.header, now, into));
    }

    fn told(&self) -> Told {
        self.back.as_ref().map_or_else(Told::default, ReadBack::told)
    }
}

/// The board's end, which answers as WLED does: what a frame has more than the face is dropped, what it has less stays as it was.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    decoder: Decoder,
    panel: Panel,
    /// What arrived; never cleared between frames.
    arrived: Vec<u8>,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panel: Panel) -> Self {
        let (arrived, visible) = (vec![0; panel.buffer_len()], Frame::unlit(panel.face()));
        Self { decoder: Decoder::default(), panel, arrived, visible }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let mut shown = false;
        let Self { decoder, panel, arrived, visible } = self;
        decoder.feed_all(bytes, |heard| match heard {
            Heard::Frame(frame) => {
                arrived.iter_mut().zip(frame.rgb).for_each(|(to, from)| *to = *from);
                panel.unfold(0, arrived, visible);
                shown = true;
            }
            Heard::Aside(byte) if answers(replies) => answer(byte, arrived, replies),
            Heard::Aside(_) => {}
        });
        Ok(shown)
    }
}

/// Answers a letter, if it is a question and there is an answer to it.
fn answer(letter: u8, arrived: &[u8], replies: &mut Packets) {
    match (letter, u16::try_from(arrived.len())) {
        (ASK_VERSION, _) => {
            let line = [VERSION_WORD, b"bangtin\r\n"].concat();
            replies.push(line.len()).copy_from_slice(&line);
        }
        (ASK_DOTS, Ok(len)) => {
            tpm2::emit(len, replies).copy_from_slice(arrived);
            replies.push(1).fill(b'\n');
        }
        _ => {}
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
        let mut sender = Sender::new(&panel, false).unwrap();
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
