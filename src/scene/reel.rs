//! An item drawn once: a raster, and the course by which windows are cut from it. Cutting draws and allocates nothing.

use super::course::{Axis, Course, Cut};
use crate::frame::{Digest, Face, Frame, Window};
use std::ops::Range;
use std::time::Duration;

/// An item drawn for one face.
#[derive(Clone, Debug, PartialEq)]
pub struct Reel {
    raster: Frame,
    face: Face,
    course: Course,
    moving: Range<u16>,
}

impl Reel {
    pub(super) fn new(raster: Frame, face: Face, course: Course) -> Self {
        let rows = 0..face.height();
        let moving = match course {
            Course::Pass { axis: Axis::Right, .. } => lit(&raster, rows),
            Course::Pages { count: 1, .. } => 0..0,
            Course::Pass { axis: Axis::Down, .. } | Course::Pages { .. } => rows,
        };
        Self { raster, face, course, moving }
    }

    /// A reel of one frame that stands still for any time.
    #[must_use]
    pub fn still(frame: Frame, face: Face) -> Self {
        let course = Course::Pages { count: 1, height: face.height().into(), hold: Duration::from_secs(1) };
        Self::new(frame, face, course)
    }

    /// The same at so many per cent of its light, 1 to 100. What is lit stays lit.
    #[must_use]
    pub fn dimmed(mut self, percent: u8) -> Self {
        if percent < 100 {
            let percent = u16::from(percent);
            for value in self.raster.rgb_mut().iter_mut().filter(|value| **value > 0) {
                *value = (u16::from(*value) * percent / 100).max(1) as u8;
            }
        }
        self
    }

    /// Its identity, by which approval is given: every dot, and how it moves and for how long. SHA-256 over `bangtin reel 1`
    /// and a line feed; width and height of the face (two bytes each, big-endian), of the raster (four each); the course; the
    /// RGB bytes of the raster, row by row. `docs/approval.md` says the same to people.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let (face, raster) = (self.face, &self.raster);
        let face = [face.width().to_be_bytes(), face.height().to_be_bytes()].concat();
        let size = [raster.width().to_be_bytes(), raster.height().to_be_bytes()].concat();
        Digest::of_parts(&[b"bangtin reel 1\n", &face, &size, &self.course.bytes(), raster.rgb()])
    }

    /// Where the face stands on the raster `elapsed` after the item began; two equal cuts show the same.
    #[must_use]
    pub fn cut(&self, elapsed: Duration) -> Cut {
        self.course.cut(elapsed)
    }

    /// When the next change after `elapsed` comes; `None` if nothing changes any more.
    #[must_use]
    pub fn next_change(&self, elapsed: Duration) -> Option<Duration> {
        self.course.next_change(elapsed)
    }

    /// What is lit at a cut. `None` only if the raster is smaller than the face, which no layout makes.
    #[must_use]
    pub fn window(&self, cut: Cut) -> Option<Window<'_>> {
        self.raster.window(self.face, cut.x, cut.y)
    }

    /// How windows are cut from it, for who cuts them elsewhere.
    #[must_use]
    pub fn course(&self) -> Course {
        self.course
    }

    /// All of it, of which windows are cut.
    #[must_use]
    pub fn raster(&self) -> &Frame {
        &self.raster
    }

    /// The cut that stands for all of them in one picture: the first page, or of a movement the first one that fills the face.
    #[must_use]
    pub fn picture(&self) -> Cut {
        let Course::Pass { axis, .. } = self.course else { return Cut::default() };
        let (width, height) = (u32::from(self.face.width()), u32::from(self.face.height()));
        match axis {
            Axis::Right => Cut { x: width.min(self.raster.width().saturating_sub(width)), y: 0 },
            Axis::Down => Cut { x: 0, y: height.min(self.raster.height().saturating_sub(height)) },
        }
    }

    /// The rows of the face outside of which any two cuts show the same dots: of a line that passes from right to left
    /// the rows its letters reach, of a single page none, else all.
    #[must_use]
    pub fn moving(&self) -> Range<u16> {
        self.moving.clone()
    }
}

/// From the first to the last of these rows in which any dot is lit.
fn lit(raster: &Frame, rows: Range<u16>) -> Range<u16> {
    let mut lit = rows.filter(|&row| raster.row(row.into()).iter().any(|&byte| byte != 0));
    let Some(first) = lit.next() else { return 0..0 };
    first..lit.next_back().unwrap_or(first) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reel(course: impl Fn(u32) -> Course) -> Reel {
        let mut raster = Frame::dark(9, 6).unwrap();
        for lit in [9 * 2 + 4, 9 * 3 + 7] {
            raster.rgb_mut()[lit * 3] = 255;
        }
        Reel::new(raster, Face::new(3, 6).unwrap(), course(7))
    }

    #[test]
    fn one_picture_of_a_movement_is_the_first_that_fills_the_face() {
        assert_eq!(reel(pass(Axis::Right)).picture(), Cut { x: 3, y: 0 });
        assert_eq!(
            reel(|_| Course::Pages { count: 2, height: 6, hold: Duration::from_secs(1) }).picture(),
            Cut::default()
        );
    }

    #[test]
    fn one_dot_more_or_another_movement_is_another_reel_and_the_same_is_the_same_for_ever() {
        let one = reel(pass(Axis::Right));
        assert_eq!(
            one.digest().to_string(),
            "1ded01cf6b5904b76fdf7aa3e352ff0e3b9d6dc8eca8415a0e0d4fd303b3cda8",
            "what was approved is void for everybody if this changes"
        );
        let pages = |count, ms| Course::Pages { count, height: 6, hold: Duration::from_millis(ms) };
        let raster = |at: usize| {
            let mut raster = one.raster().clone();
            raster.rgb_mut()[at] ^= 1;
            Reel::new(raster, one.face, one.course)
        };
        let faster = Course::pass(Axis::Right, 7, 11, 60, 1, Duration::ZERO);
        let twice = Course::pass(Axis::Right, 7, 10, 60, 2, Duration::ZERO);
        let coarser = Course::pass(Axis::Right, 7, 10, 5, 1, Duration::ZERO);
        let mut all: Vec<Reel> =
            [pass(Axis::Down)(7), pages(1, 1), pages(2, 1), pages(1, 2), faster, twice, coarser]
                .map(|course| Reel::new(one.raster.clone(), one.face, course))
                .into();
        all.extend([0, 9 * 6 * 3 - 1].map(raster));
        all.push(Reel::new(one.raster.clone(), Face::new(6, 3).unwrap(), one.course));
        all.push(Reel::new(Frame::dark(6, 9).unwrap(), one.face, one.course));
        all.push(Reel::new(Frame::dark(9, 6).unwrap(), one.face, one.course));
        all.push(one.clone().dimmed(50));
        all.push(one.clone());
        let different: std::collections::BTreeSet<_> = all.iter().map(Reel::digest).collect();
        assert_eq!(different.len(), all.len());
        assert_eq!(one.digest(), one.clone().dimmed(100).digest());
    }

    fn pass(axis: Axis) -> impl Fn(u32) -> Course {
        move |positions| Course::pass(axis, positions, 10, 60, 1, Duration::ZERO)
    }

    #[test]
    fn only_the_rows_of_the_letters_move_where_a_line_passes() {
        let reel = reel(pass(Axis::Right));
        assert_eq!(reel.moving(), 2..4);
        let first = reel.window(Cut { x: 0, y: 0 }).unwrap();
        for x in 1..7 {
            let window = reel.window(Cut { x, y: 0 }).unwrap();
            let still = (0..6).filter(|row| !reel.moving().contains(row));
            still.for_each(|row| assert_eq!(window.row(row), first.row(row)));
        }
    }

    #[test]
    fn all_rows_may_move_where_pages_or_lines_follow_each_other_and_none_of_a_still_frame() {
        assert_eq!(reel(pass(Axis::Down)).moving(), 0..6);
        let pages = |count| reel(move |_| Course::Pages { count, height: 3, hold: Duration::from_secs(1) });
        assert_eq!(pages(2).moving(), 0..6);
        assert_eq!(pages(1).moving(), 0..0);
    }
}
