//! Dots that are lit or not, as flip-dot boards have them: between a panel, which knows bytes, and formats that pack rows of
//! a column into bits.

use crate::frame::{Face, Frame, Window};
use crate::panel::Panel;

/// Which dots of a face are lit.
#[derive(Clone, Debug)]
pub(super) struct Dots {
    width: usize,
    /// What the panel gives for one dot.
    per_dot: usize,
    bytes: Vec<u8>,
}

impl Dots {
    /// All dots dark.
    pub(super) fn new(panel: &Panel) -> Self {
        let (face, bytes) = (panel.face(), panel.buffer_len());
        Self { width: face.width().into(), per_dot: (bytes / face.dots()).max(1), bytes: vec![0; bytes] }
    }

    /// Takes the dots of a frame: lit is whatever has any light at all.
    pub(super) fn read(&mut self, panel: &Panel, window: &Window<'_>) {
        panel.fold(window, 0, &mut self.bytes);
    }

    pub(super) fn lit(&self, x: usize, y: usize) -> bool {
        let at = (y * self.width + x) * self.per_dot;
        x < self.width
            && self.bytes.get(at..at + self.per_dot).is_some_and(|dot| dot.iter().any(|byte| *byte > 0))
    }

    /// Lights a dot or puts it out; nothing happens outside the face.
    pub(super) fn set(&mut self, x: usize, y: usize, lit: bool) {
        let at = (y * self.width + x) * self.per_dot;
        // A panel of one bit a dot has 1, all others have full light.
        let byte = if self.per_dot == 1 { 1 } else { 0xFF };
        if let Some(dot) = self.bytes.get_mut(at..at + self.per_dot).filter(|_| x < self.width) {
            dot.fill(if lit { byte } else { 0 });
        }
    }

    /// Lays the dots on the face, as its lamps show them.
    pub(super) fn show(&self, panel: &Panel, face: &mut Frame) {
        panel.unfold(0, &self.bytes, face);
    }
}

/// Width and height.
pub(super) fn size(face: Face) -> (u16, u16) {
    (face.width(), face.height())
}
