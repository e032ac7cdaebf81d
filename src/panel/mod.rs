//! Where the pixels go: the bytes of a face in the order its controller wants them.
//!
//! Today that order is row by row from the top left, red, green, blue, 8 bits each. Whatever else stands between a
//! picture and lamps (rotated or serpentine modules, colour order, depth, gamma, a limit of current) belongs here and
//! nowhere else, so that packets go on asking for bytes `from ..` and do not know how they came about.
//!
//! May not draw, and keeps no picture: bytes go from the window straight into the packet.

use crate::frame::{Face, Frame, Window};
use std::ops::Range;

/// The lamps behind one face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    face: Face,
}

impl Panel {
    /// The panel of a face.
    #[must_use]
    pub fn new(face: Face) -> Self {
        Self { face }
    }

    /// The face it lights.
    #[must_use]
    pub fn face(&self) -> Face {
        self.face
    }

    /// How many bytes the controller wants for one frame.
    #[must_use]
    pub fn buffer_len(&self) -> usize {
        self.face.rgb_len()
    }

    /// Which bytes of what the controller wants come from these rows of the picture: all others stay as they are while
    /// only these rows change.
    #[must_use]
    pub fn bytes_of(&self, rows: Range<u16>) -> Range<usize> {
        let row = usize::from(self.face.width()) * 3;
        usize::from(rows.start) * row..usize::from(rows.end) * row
    }

    /// Copies bytes `from .. from + into.len()` of what the controller wants into `into`; what lies beyond the end of
    /// the face is left as it is.
    pub fn fold(&self, window: &Window<'_>, from: usize, into: &mut [u8]) {
        window.copy(from, into);
    }

    /// The other way, for boards that are programs: lays bytes `from .. from + bytes.len()` of what a controller got onto
    /// the face, as its lamps show them; what lies beyond the end of the face is dropped.
    pub fn unfold(&self, from: usize, bytes: &[u8], face: &mut Frame) {
        let lamps = face.rgb_mut().iter_mut().skip(from);
        lamps.zip(bytes).for_each(|(to, from)| *to = *from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_go_row_by_row_from_the_top_left() {
        let face = Face::new(2, 2).unwrap();
        let mut strip = Frame::dark(3, 2).unwrap();
        strip.rgb_mut().iter_mut().zip(0..).for_each(|(byte, i)| *byte = i);
        let panel = Panel::new(face);
        let mut bytes = vec![0; panel.buffer_len() - 3];
        panel.fold(&strip.window(face, 1, 0).unwrap(), 3, &mut bytes);
        assert_eq!(bytes, [6, 7, 8, 12, 13, 14, 15, 16, 17]);
    }
}
