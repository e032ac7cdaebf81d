//! OPC boards: a frame is one message on a TCP stream, and is shown when its last byte has arrived.

use super::receiver::Lit;
use super::refold::refold;
use super::session::{Change, SessionError, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::opc::{ALL, Command, Decoder, HEADER_LEN, Header, MAX_DATA};
use crate::wire::{Packets, WireError};

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    header: Header,
}

impl Sender {
    pub(super) fn new(channel: u8, panel: &Panel) -> Result<Self, SessionError> {
        let len = u16::try_from(panel.buffer_len()).ok();
        let len = len.ok_or_else(|| SessionError::too_large(panel, MAX_DATA))?;
        Ok(Self { header: Header::pixels(channel, len) })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        panel.fold(window, 0, self.header.emit(into));
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        HEADER_LEN + usize::from(self.header.len)
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        let Some(data) = packets.iter_mut().next().and_then(|message| message.get_mut(HEADER_LEN..)) else {
            return false;
        };
        refold(panel, window, changed, 0, data);
        true
    }
}

/// The board's end: what a message has more than the face is dropped, what it has less stays as it was.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    decoder: Decoder,
    channel: u8,
    panel: Panel,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(channel: u8, panel: Panel) -> Self {
        Self { decoder: Decoder::default(), channel, visible: Frame::unlit(panel.face()), panel }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    /// A board that was told no channel listens to all of them.
    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let mut shown = false;
        let Self { decoder, channel, panel, visible } = self;
        decoder.feed(bytes, |message| {
            let ours = *channel == ALL || message.channel == ALL || message.channel == *channel;
            if message.command == Command::Pixels && ours {
                panel.unfold(0, message.data, visible);
                shown = true;
            }
        })?;
        Ok(shown)
    }

    fn connected(&mut self) {
        self.decoder.restart();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn receive(screen: &mut Screen, bytes: &[u8]) -> Result<bool, WireError> {
        screen.receive(bytes, &mut Packets::default())
    }

    #[test]
    fn a_board_listens_to_its_own_channel_and_to_what_is_for_all() {
        let mut screen = Screen::new(2, Panel::new(Face::new(2, 1).unwrap()));
        assert_eq!(receive(&mut screen, &[1, 0, 0, 3, 9, 9, 9]), Ok(false), "another channel");
        assert_eq!(receive(&mut screen, b"\x02\xff\x00\x04\xf0\xca\x71\x2e"), Ok(false), "not pixels");
        assert!(!screen.frame().is_lit());
        assert_eq!(receive(&mut screen, &[2, 0, 0, 6, 1, 2, 3, 4, 5]), Ok(false), "not whole");
        assert_eq!(receive(&mut screen, &[6]), Ok(true));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6]);
        assert_eq!(receive(&mut screen, &[0, 0, 0, 3, 7, 8, 9]), Ok(true));
        assert_eq!(screen.frame().rgb(), [7, 8, 9, 4, 5, 6], "what was not sent stays");
    }

    #[test]
    fn a_stranger_is_refused_and_the_next_message_is_shown() {
        let mut screen = Screen::new(0, Panel::new(Face::new(1, 1).unwrap()));
        assert_eq!(receive(&mut screen, b"SSH-2.0").unwrap_err().offset, 1);
        assert_eq!(receive(&mut screen, &[5, 0, 0, 6, 1, 2, 3, 4, 5, 6]), Ok(true));
        assert_eq!(screen.frame().rgb(), [1, 2, 3]);
    }
}
