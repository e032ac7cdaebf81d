//! WLED boards by their own realtime format: packets of up to 489 dots, each shown as it arrives and for two seconds.
//!
//! Nothing is said at the end: two seconds later the board goes back to its own show by itself, and a daemon that is
//! started anew within them leaves no gap.

use super::receiver::Lit;
use super::refold::{fill, refold};
use super::session::{Change, SessionError, Speak};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::wled::{self, Form, Repr, dots_of};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// A frame is repeated after a second at the latest.
const TIMEOUT_S: u8 = 2;
/// Dots are numbered in 16 bits.
const MAX_DOTS: usize = 1 << 16;

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    dots: usize,
}

impl Sender {
    pub(super) fn new(panel: &Panel) -> Result<Self, SessionError> {
        let dots = panel.buffer_len().div_ceil(3);
        if dots > MAX_DOTS {
            return Err(SessionError::too_large(panel, MAX_DOTS * 3));
        }
        Ok(Self { dots })
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        for start in (0..self.dots).step_by(Form::Dnrgb.most()) {
            // Below 65,536.
            let dots = wled::emit(TIMEOUT_S, start as u16, self.dots - start, into);
            fill(panel, window, start * 3, dots);
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        self.dots * 3 + self.dots.div_ceil(Form::Dnrgb.most()) * Form::Dnrgb.header_len()
    }

    fn follow(&mut self, change: &Change<'_>, packets: &mut Packets) -> bool {
        let Change { panel, window, changed } = *change;
        for (n, packet) in packets.iter_mut().enumerate() {
            refold(panel, window, changed, n * Form::Dnrgb.most() * 3, dots_of(packet));
        }
        true
    }
}

/// The board's end; its own show is darkness.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    panel: Panel,
    now: Duration,
    /// When it goes back to its own show, while it does not show that.
    back: Option<Duration>,
    arrived: Vec<u8>,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(panel: Panel) -> Self {
        let (arrived, visible) = (vec![0; panel.buffer_len()], Frame::unlit(panel.face()));
        Self { panel, now: Duration::ZERO, back: None, arrived, visible }
    }

    /// Lights three of the bytes of a dot that is written so.
    fn light(&mut self, dot: usize, rgb: &[u8]) {
        self.arrived.iter_mut().skip(dot * 3).zip(&rgb[..3]).for_each(|(to, from)| *to = *from);
    }

    fn go_back(&mut self) -> bool {
        self.arrived.fill(0);
        self.visible = Frame::unlit(self.panel.face());
        self.back.take().is_some()
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn tick(&mut self, now: Duration) -> bool {
        self.now = self.now.max(now);
        self.back.is_some_and(|back| back <= self.now) && self.go_back()
    }

    fn receive(&mut self, bytes: &[u8], _replies: &mut Packets) -> Result<bool, WireError> {
        let Repr::Dots { form, timeout, start, data } = Repr::parse(bytes)? else {
            return Ok(self.go_back());
        };
        for (n, dot) in data.chunks_exact(form.channels()).enumerate() {
            match form {
                Form::Warls => self.light(dot[0].into(), &dot[1..]),
                _ => self.light(usize::from(start) + n, dot),
            }
        }
        // The real one keeps "never" until it is told to go back.
        let back = self.now + Duration::from_secs(timeout.into());
        let never = timeout == wled::FOREVER || self.back == Some(Duration::MAX);
        self.back = Some(if never { Duration::MAX } else { back });
        self.panel.unfold(0, &self.arrived, &mut self.visible);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn screen() -> Screen {
        Screen::new(Panel::new(Face::new(3, 1).unwrap()))
    }

    fn receive(screen: &mut Screen, bytes: &[u8]) -> bool {
        screen.receive(bytes, &mut Packets::default()).unwrap()
    }

    #[test]
    fn every_form_lights_the_dots_it_names() {
        for (bytes, rgb) in [
            (&[1, 2, 2, 7, 8, 9, 0, 1, 2, 3][..], [1, 2, 3, 0, 0, 0, 7, 8, 9]),
            (&[2, 2, 1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 0, 0, 0]),
            (&[3, 2, 1, 2, 3, 99, 4, 5, 6, 99], [1, 2, 3, 4, 5, 6, 0, 0, 0]),
            (&[4, 2, 0, 2, 1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 0, 0, 1, 2, 3]),
            (&[5, 2, 0, 1, 1, 2, 3, 99], [0, 0, 0, 1, 2, 3, 0, 0, 0]),
        ] {
            let mut screen = screen();
            assert!(receive(&mut screen, bytes));
            assert_eq!(screen.frame().rgb(), rgb, "form {}", bytes[0]);
        }
    }

    #[test]
    fn a_board_goes_back_to_its_own_show_when_its_time_is_over_or_it_is_told_to() {
        let mut screen = screen();
        screen.tick(Duration::from_secs(100));
        receive(&mut screen, &[2, 2, 1, 2, 3]);
        assert!(!screen.tick(Duration::from_millis(101_999)) && screen.frame().is_lit());
        assert!(screen.tick(Duration::from_secs(102)) && !screen.frame().is_lit());
        receive(&mut screen, &[2, 255, 1, 2, 3]);
        receive(&mut screen, &[2, 2, 1, 2, 3]);
        assert!(!screen.tick(Duration::from_secs(9999)), "never is never");
        assert!(receive(&mut screen, &[2, 0]) && !screen.frame().is_lit());
    }
}
