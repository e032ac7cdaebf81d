//! Dots that are lit or not, as flip-dot boards have them: between a panel, which has a byte for each, and formats that pack
//! rows of a column into bits.

use super::session::SessionError;
use crate::frame::{Face, Frame, Window};
use crate::panel::Panel;

/// Which dots of a face are lit.
#[derive(Clone, Debug)]
pub(super) struct Dots {
    width: usize,
    /// 1 or 0, row by row.
    bytes: Vec<u8>,
}

impl Dots {
    /// All dots dark.
    pub(super) fn new(panel: &Panel) -> Self {
        Self { width: panel.face().width().into(), bytes: vec![0; panel.face().dots()] }
    }

    /// The same for a board, which is told where its dots are by column and row.
    pub(super) fn of_rows(panel: &Panel) -> Result<Self, SessionError> {
        if panel.has_rows_of_face() { Ok(Self::new(panel)) } else { Err(SessionError::Rows) }
    }

    /// Takes the dots of a frame.
    pub(super) fn read(&mut self, panel: &Panel, window: &Window<'_>) {
        panel.fold(window, 0, &mut self.bytes);
    }

    /// Whether a dot is lit; those outside the face are not.
    pub(super) fn lit(&self, x: usize, y: usize) -> bool {
        x < self.width && self.bytes.get(y * self.width + x).is_some_and(|dot| *dot > 0)
    }

    /// Lights a dot or puts it out; nothing happens outside the face.
    pub(super) fn set(&mut self, x: usize, y: usize, lit: bool) {
        if let Some(dot) = self.bytes.get_mut(y * self.width + x).filter(|_| x < self.width) {
            *dot = lit.into();
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
