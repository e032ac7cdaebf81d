//! An item drawn once: a raster, and the course by which windows are cut from it. Cutting draws and allocates nothing.

use super::course::{Course, Cut};
use crate::frame::{Face, Frame, Window};
use std::time::Duration;

/// An item drawn for one face.
#[derive(Clone, Debug)]
pub struct Reel {
    raster: Frame,
    face: Face,
    course: Course,
}

impl Reel {
    pub(super) fn new(raster: Frame, face: Face, course: Course) -> Self {
        Self { raster, face, course }
    }

    /// A reel of one frame that stands still for any time.
    #[must_use]
    pub fn still(frame: Frame, face: Face) -> Self {
        let course = Course::Pages { count: 1, height: face.height().into(), hold: Duration::from_secs(1) };
        Self::new(frame, face, course)
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
}
