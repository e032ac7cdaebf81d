//! How a movement runs in time: which cut of the raster is shown at which moment. Whole numbers only, so that the
//! answer is the same on every machine and after years.

use std::time::Duration;

const SECOND: u128 = 1_000_000_000;

/// What happens between the first and the last moment of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Pages one below the other in the raster, each standing for `hold`; the last one stays.
    Pages {
        /// How many.
        count: u32,
        /// Rows of one.
        height: u32,
        /// How long each stands.
        hold: Duration,
    },
    /// A window passing over `positions` places of the raster, one dot apart, `passes` times.
    ///
    /// It moves by `stride` whole dots at a time, so that a speed beyond the board's frame rate stays even. Step `n` begins
    /// `n · stride / speed` seconds after the item, rounded up to a nanosecond, and shows place
    /// `n mod ⌈positions / stride⌉ · stride`; the last step stays.
    Pass {
        /// The direction.
        axis: Axis,
        /// Places of the window, in dots, at least 1.
        positions: u32,
        /// Dots a step, at least 1.
        stride: u32,
        /// Dots a second.
        speed: u32,
        /// How often it runs through.
        passes: u32,
    },
}

/// The direction in which the window moves over the raster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// To the right: the text goes by from right to left.
    Right,
    /// Down: the text goes by from below to above.
    Down,
}

/// Where the window stands on the raster: its left column and its top row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Left column, in dots.
    pub x: u32,
    /// Top row, in dots.
    pub y: u32,
}

impl Course {
    /// A pass in steps that a board showing `max_fps` frames a second can follow, repeated until `least` is over.
    pub(super) fn pass(
        axis: Axis,
        positions: u32,
        speed: u16,
        max_fps: u8,
        passes: u8,
        least: Duration,
    ) -> Self {
        let speed = u32::from(speed.max(1));
        let stride = speed.div_ceil(u32::from(max_fps.max(1)));
        let mut course = Self::Pass { axis, positions: positions.max(1), stride, speed, passes: 1 };
        let one = course.duration().as_nanos().max(1);
        let enough = u32::try_from(least.as_nanos().div_ceil(one)).unwrap_or(u32::MAX);
        if let Self::Pass { passes: count, .. } = &mut course {
            *count = enough.max(passes.into());
        }
        course
    }

    /// How many different moments there are.
    fn steps(&self) -> u128 {
        match *self {
            Self::Pages { count, .. } => count.into(),
            Self::Pass { positions, stride, passes, .. } => {
                u128::from(positions.div_ceil(stride)) * u128::from(passes)
            }
        }
    }

    /// When step `index` begins, in nanoseconds since the item began.
    fn begins(&self, index: u128) -> u128 {
        match *self {
            Self::Pages { hold, .. } => index * hold.as_nanos(),
            Self::Pass { stride, speed, .. } => (index * SECOND * u128::from(stride)).div_ceil(speed.into()),
        }
    }

    /// The step that is on at `elapsed`, the last one after the end.
    fn step(&self, elapsed: Duration) -> u128 {
        let elapsed = elapsed.as_nanos();
        let index = match *self {
            Self::Pages { hold, .. } => elapsed / hold.as_nanos().max(1),
            Self::Pass { stride, speed, .. } => elapsed * u128::from(speed) / (SECOND * u128::from(stride)),
        };
        index.min(self.steps() - 1)
    }

    /// How long it lasts: whole milliseconds, at most one longer than the steps take.
    pub(super) fn duration(&self) -> Duration {
        let millis = self.begins(self.steps()).div_ceil(1_000_000);
        Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    /// The cut that is shown at `elapsed`.
    pub(super) fn cut(&self, elapsed: Duration) -> Cut {
        // Both fit: pages and positions are bounded by the raster's size.
        let step = self.step(elapsed);
        match *self {
            Self::Pages { height, .. } => Cut { x: 0, y: step as u32 * height },
            Self::Pass { axis, positions, stride, .. } => {
                let at = (step % u128::from(positions.div_ceil(stride))) as u32 * stride;
                match axis {
                    Axis::Right => Cut { x: at, y: 0 },
                    Axis::Down => Cut { x: 0, y: at },
                }
            }
        }
    }

    /// It as bytes that say all of it: a byte for its kind (0 pages, 1 to the right, 2 downwards), then big-endian numbers of
    /// four bytes each: pages and rows of one, then eight bytes of nanoseconds; or positions, stride, speed and passes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (kind, numbers, nanos) = match *self {
            Self::Pages { count, height, hold } => (0, vec![count, height], Some(hold.as_nanos())),
            Self::Pass { axis, positions, stride, speed, passes } => {
                let kind = if axis == Axis::Right { 1 } else { 2 };
                (kind, vec![positions, stride, speed, passes], None)
            }
        };
        let nanos = nanos.map(|nanos| u64::try_from(nanos).unwrap_or(u64::MAX).to_be_bytes());
        let numbers = numbers.into_iter().flat_map(u32::to_be_bytes);
        std::iter::once(kind).chain(numbers).chain(nanos.into_iter().flatten()).collect()
    }

    /// When the next step after `elapsed` begins; `None` in the last one.
    pub(super) fn next_change(&self, elapsed: Duration) -> Option<Duration> {
        let next = self.step(elapsed) + 1;
        (next < self.steps())
            .then(|| Duration::from_nanos(u64::try_from(self.begins(next)).unwrap_or(u64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn courses() -> impl Strategy<Value = Course> {
        let passes = (1u32..900, 1u16..=240, 1u8..=120, 1u8..=3, 0u64..9_000).prop_map(
            |(positions, speed, fps, passes, least)| {
                Course::pass(Axis::Right, positions, speed, fps, passes, Duration::from_millis(least))
            },
        );
        let pages = (1u32..9, 500u64..4000).prop_map(|(count, hold)| Course::Pages {
            count,
            height: 16,
            hold: Duration::from_millis(hold),
        });
        prop_oneof![passes, pages]
    }

    proptest! {
        #[test]
        fn following_next_change_visits_every_step_once_and_in_time(course in courses()) {
            let (mut at, mut seen) = (Duration::ZERO, 1u128);
            while let Some(next) = course.next_change(at) {
                prop_assert!(next > at);
                prop_assert_eq!(course.cut(next - Duration::from_nanos(1)), course.cut(at));
                prop_assert_eq!(course.step(next), course.step(at) + 1);
                (at, seen) = (next, seen + 1);
            }
            prop_assert_eq!(seen, course.steps());
            prop_assert!(course.duration() > at);
        }

        #[test]
        fn a_movement_goes_by_the_same_whole_dots_at_every_step(positions in 2u32..500, speed in 1u16..=240, fps in 1u8..=120) {
            let course = Course::pass(Axis::Right, positions, speed, fps, 1, Duration::ZERO);
            let (mut at, mut last) = (Duration::ZERO, course.cut(Duration::ZERO).x);
            let mut strides = Vec::new();
            let mut gaps = Vec::new();
            while let Some(next) = course.next_change(at) {
                strides.push(course.cut(next).x - last);
                gaps.push(next - at);
                (at, last) = (next, course.cut(next).x);
            }
            prop_assert!(strides.windows(2).all(|w| w[0] == w[1]));
            let shortest = Duration::from_nanos(1_000_000_000 / u64::from(fps));
            prop_assert!(gaps.iter().all(|gap| *gap + Duration::from_nanos(1) >= shortest));
        }
    }

    #[test]
    fn a_line_at_60_dots_a_second_moves_one_dot_at_60_frames_and_two_at_30() {
        let at = |fps, ms| {
            Course::pass(Axis::Right, 100, 60, fps, 1, Duration::ZERO).cut(Duration::from_millis(ms)).x
        };
        assert_eq!([at(60, 0), at(60, 17), at(60, 34), at(60, 1000)], [0, 1, 2, 60]);
        assert_eq!([at(30, 0), at(30, 17), at(30, 34), at(30, 1000)], [0, 0, 2, 60]);
    }

    #[test]
    fn a_short_movement_runs_often_enough_to_last_its_hold() {
        let course = Course::pass(Axis::Down, 10, 10, 60, 1, Duration::from_millis(2500));
        assert_eq!(course.duration(), Duration::from_secs(3));
    }
}
