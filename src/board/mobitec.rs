//! Mobitec signs: a picture is one packet, and it replaces the whole picture. Signs never answer.

use super::dots::{Dots, size};
use super::receiver::Lit;
use super::session::{SessionError, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::mobitec::{Decoder, MAX_HEIGHT, MAX_WIDTH, Repr, picture, picture_len};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// The sign draws before it listens again.
pub(super) const PAUSE: Duration = Duration::from_millis(500);

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    address: u8,
    dots: Dots,
    size: (u16, u16),
}

impl Sender {
    pub(super) fn new(address: u8, panel: &Panel) -> Result<Self, SessionError> {
        let size = size(panel.face());
        if size.0 > MAX_WIDTH || size.1 > MAX_HEIGHT {
            return Err(SessionError::Size { width: MAX_WIDTH, height: MAX_HEIGHT });
        }
        Ok(Self { address, dots: Dots::of_rows(panel)?, size })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        self.dots.read(panel, window);
        picture(self.address, self.size, |x, y| self.dots.lit(x, y), into);
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        picture_len(self.size)
    }
}

/// The board's end.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    address: u8,
    panel: Panel,
    decoder: Decoder,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(address: u8, panel: Panel) -> Self {
        Self { address, decoder: Decoder::default(), visible: Frame::unlit(panel.face()), panel }
    }

    /// Draws a packet, if it is a picture.
    fn take(&mut self, packet: &Repr<'_>) -> bool {
        let mut dots = Dots::new(&self.panel);
        let height = usize::from(self.panel.face().height());
        let drawn = packet.bands(|band| {
            band.dots().filter(|dot| dot.1 < height).for_each(|(x, y)| dots.set(x, y, true));
        });
        if drawn.is_ok() {
            dots.show(&self.panel, &mut self.visible);
        }
        drawn.is_ok()
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let mut decoder = std::mem::take(&mut self.decoder);
        let mut shown = false;
        decoder.feed(bytes, |packet| {
            if packet.address == self.address {
                shown |= self.take(&packet);
            }
        });
        self.decoder = decoder;
        Ok(shown)
    }
}
