//! TPM2.net boards: a frame is up to 255 packets of one length, the last one filled up, and is shown with the last one.

use super::receiver::Lit;
use super::refold::{fill, refold};
use super::session::{Change, SessionError, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::tpm2_net::{Cutting, Kind, MAX_DATA, MAX_PACKETS, Repr, data_of};
use crate::wire::{Packets, WireError};

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    cutting: Cutting,
}

impl Sender {
    pub(super) fn new(panel: &Panel) -> Result<Self, SessionError> {
        let cutting = Cutting::of(panel.buffer_len());
        let cutting = cutting.ok_or_else(|| SessionError::too_large(panel, MAX_DATA * MAX_PACKETS))?;
        Ok(Self { cutting })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        for number in 1..=self.cutting.count() {
            let from = usize::from(number - 1) * self.cutting.data_len();
            fill(panel, window, from, self.cutting.emit(number, into));
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        self.cutting.buffer_len()
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        for (n, packet) in packets.iter_mut().enumerate() {
            refold(panel, window, changed, n * self.cutting.data_len(), data_of(packet));
        }
        true
    }
}

/// The board's end: where a packet belongs follows from its number and its length.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    /// What arrived; never cleared between frames.
    arrived: Vec<u8>,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panel: Panel) -> Self {
        Self { arrived: vec![0; panel.buffer_len()], visible: Frame::unlit(panel.face()), panel }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let Repr { kind, number, count, data } = Repr::parse(bytes)?;
        if kind != Kind::Data {
            return Ok(false);
        }
        let from = usize::from(number - 1) * data.len();
        self.arrived.iter_mut().skip(from).zip(data).for_each(|(to, from)| *to = *from);
        let last = number == count;
        if last {
            self.panel.unfold(0, &self.arrived, &mut self.visible);
        }
        Ok(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    #[test]
    fn packets_become_visible_together_with_the_last_one() {
        let mut screen = Screen::new(Panel::new(Face::new(3, 1).unwrap()));
        let mut packets = Packets::default();
        for (number, data) in [(2, [4, 5, 6, 7, 8, 9]), (1, [1, 2, 3, 4, 5, 6])] {
            Repr { kind: Kind::Data, number, count: 2, data: &data }.emit(&mut packets).unwrap();
        }
        let [second, first] = packets.iter().collect::<Vec<_>>()[..] else { panic!("two packets") };
        assert_eq!(screen.receive(first, &mut Packets::default()), Ok(false));
        assert!(!screen.frame().is_lit());
        assert_eq!(screen.receive(second, &mut Packets::default()), Ok(true));
        assert_eq!(screen.frame().rgb(), [1, 2, 3, 4, 5, 6, 4, 5, 6], "what lies beyond the face is dropped");
        assert_eq!(screen.receive(b"\x9c\xaa\x00\x00\x01\x01\x36", &mut Packets::default()), Ok(false));
    }
}
