//! The way of every frame: from the window to the bytes that are sent, and back.

use super::chain::Place;
use super::lamps::{self, Curves};
use super::{Depth, Panel, power};
use crate::frame::{Frame, Window};

impl Panel {
    /// Copies bytes `from .. from + into.len()` of what the controllers want into `into`; what lies beyond the end of
    /// it all is left as it is.
    pub fn fold(&self, window: &Window<'_>, from: usize, into: &mut [u8]) {
        let lamps = &self.made.lamps;
        let curves = self.curves();
        if self.made.places.is_none() && lamps.depth == Depth::Rgb {
            if lamps.plain_order() && curves.is_none() {
                return window.copy(from, into);
            }
            if from.is_multiple_of(3) {
                let left = self.buffer_len().saturating_sub(from).min(into.len());
                let (dots, rest) = into.split_at_mut(left - left % 3);
                window.copy(from, dots);
                for dot in dots.as_chunks_mut::<3>().0 {
                    *dot = lamps.fold(*dot, curves);
                }
                return self.fold_dots(window, from + left - left % 3, rest);
            }
        }
        self.fold_dots(window, from, into);
    }

    /// The same dot by dot, in any order and depth.
    fn fold_dots(&self, window: &Window<'_>, from: usize, into: &mut [u8]) {
        let lamps = &self.made.lamps;
        let curves = self.curves();
        let each = self.bytes_per_dot();
        let left = self.buffer_len().saturating_sub(from).min(into.len());
        let mut into = &mut into[..left];
        let (mut dot, mut skip) = (from / each, from % each);
        let mut row = (Place::NOWHERE.y, &[][..]);
        while !into.is_empty() {
            let take = (each - skip).min(into.len());
            let (now, rest) = into.split_at_mut(take);
            let bytes = lamps.fold(self.look(window, dot, &mut row), curves);
            now.iter_mut().zip(&bytes[skip..]).for_each(|(to, from)| *to = *from);
            (into, dot, skip) = (rest, dot + 1, 0);
        }
    }

    /// The dot of the picture that is sent as the `dot`-th one; `row` remembers the row that was looked at last.
    fn look<'w>(&self, window: &Window<'w>, dot: usize, row: &mut (u16, &'w [u8])) -> [u8; 3] {
        let place = self.place(dot);
        if row.0 != place.y {
            *row = (place.y, window.row(place.y));
        }
        let at = usize::from(place.x) * 3;
        row.1.get(at..at + 3).and_then(|rgb| rgb.try_into().ok()).unwrap_or_default()
    }

    fn place(&self, dot: usize) -> Place {
        match &self.made.places {
            Some(places) => places.get(dot).copied().unwrap_or(Place::NOWHERE),
            None => {
                let width = usize::from(self.face().width());
                // A face has at most 4096 columns and 1024 rows.
                let row = u16::try_from(dot / width).unwrap_or(u16::MAX);
                Place { x: (dot % width) as u16, y: row }
            }
        }
    }

    /// Calls `see` with every dot of the picture that is on a module, as its lamps get it before any curve.
    pub(super) fn each_dot(&self, window: &Window<'_>, mut see: impl FnMut([u8; 3])) {
        let lamps = &self.made.lamps;
        let mut row = (Place::NOWHERE.y, &[][..]);
        match &self.made.places {
            Some(places) => (0..places.len())
                .filter(|&dot| places[dot] != Place::NOWHERE)
                .for_each(|dot| see(lamps.split(self.look(window, dot, &mut row)))),
            None => (0..self.face().height())
                .flat_map(|row| window.row(row).as_chunks::<3>().0)
                .for_each(|dot| see(lamps.split(*dot))),
        }
    }

    /// The other way, for boards that are programs: lays bytes `from .. from + bytes.len()` of what the controllers got
    /// onto the face, as its lamps show them: with gamma, and dimmed where they are. What is not on the face is dropped.
    pub fn unfold(&self, from: usize, bytes: &[u8], face: &mut Frame) {
        let lamps = &self.made.lamps;
        if self.made.places.is_none() && lamps.plain_order() && lamps.depth == Depth::Rgb {
            let to = face.rgb_mut().iter_mut().skip(from);
            return to.zip(bytes).for_each(|(to, from)| *to = *from);
        }
        let each = self.bytes_per_dot();
        let width = usize::from(self.face().width());
        for (at, byte) in (from..self.buffer_len()).zip(bytes) {
            let Place { x, y } = self.place(at / each);
            let start = (usize::from(y) * width + usize::from(x)) * 3;
            if let Some(dot) = face.rgb_mut().get_mut(start..start + 3) {
                lamps.unfold(at % each, *byte, dot);
            }
        }
    }

    /// What lamps get for each value of the picture; `None`: the value.
    fn curves(&self) -> Option<&Curves> {
        match &self.dimmed {
            Some(dimmed) if self.level < power::FULL => Some(dimmed),
            _ => self.made.curves.as_ref(),
        }
    }

    /// The same at full level.
    pub(super) fn full_curves(&self) -> Curves {
        self.made.curves.unwrap_or_else(lamps::straight)
    }

    /// Dims all lamps alike; the first time allocates.
    pub(super) fn dim(&mut self, level: u16) {
        let full = self.full_curves();
        let dimmed = self.dimmed.get_or_insert_with(|| Box::new(full));
        for (to, from) in dimmed.as_flattened_mut().iter_mut().zip(full.as_flattened()) {
            *to = power::dimmed(*from, level);
        }
        self.level = level;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

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
