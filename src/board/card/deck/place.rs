//! Which dots of a matter are lit after it has run for a while.

use crate::board::card::{Axis, Matter};
use crate::frame::{Face, Frame};
use std::time::Duration;

/// No page stands shorter than this, and nothing takes less time.
const SHORTEST: Duration = Duration::from_millis(10);

/// A place in a picture: which one, and where the face stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) page: usize,
    pub(super) x: u32,
    pub(super) y: u32,
}

/// How long it takes once, and never no time at all.
pub(super) fn length(matter: &Matter, face: Face) -> Duration {
    match matter {
        Matter::Pages(pages) => pages.iter().map(|page| page.hold.max(SHORTEST)).sum::<Duration>(),
        Matter::Strip { .. } => matter.duration(face),
    }
    .max(SHORTEST)
}

/// Where it is after `elapsed`, and how long it stays there; `None` when it is over.
pub(super) fn place(matter: &Matter, face: Face, elapsed: Duration) -> Option<(Place, Duration)> {
    match matter {
        Matter::Pages(pages) => {
            let mut left = elapsed;
            for (page, hold) in pages.iter().map(|page| page.hold.max(SHORTEST)).enumerate() {
                if left < hold {
                    return Some((Place { page, x: 0, y: 0 }, hold - left));
                }
                left -= hold;
            }
            None
        }
        Matter::Strip { picture, axis, speed, .. } => {
            if elapsed >= length(matter, face) {
                return None;
            }
            let (long, own) = match axis {
                Axis::Left => (picture.width(), face.width()),
                Axis::Up => (picture.height(), face.height()),
            };
            let (places, speed) =
                (u128::from(long.saturating_sub(own.into())) + 1, u128::from(*speed).max(1));
            let step = elapsed.as_nanos() * speed / 1_000_000_000;
            // Rounded up, so that the next step has come when it is over.
            let next = ((step + 1) * 1_000_000_000).div_ceil(speed);
            let stays = Duration::from_nanos(u64::try_from(next - elapsed.as_nanos()).unwrap_or(u64::MAX));
            let at = u32::try_from(step % places).unwrap_or(0);
            let (x, y) = if *axis == Axis::Left { (at, 0) } else { (0, at) };
            Some((Place { page: 0, x, y }, stays))
        }
    }
}

/// Draws that place; dark where the picture is none of this face.
pub(super) fn draw(matter: &Matter, face: Face, place: Place, into: &mut Frame) {
    let picture = match matter {
        Matter::Pages(pages) => pages.get(place.page).map(|page| &page.picture),
        Matter::Strip { picture, .. } => Some(picture),
    };
    match picture.and_then(|picture| picture.window(face, place.x, place.y)) {
        Some(window) => window.copy(0, into.rgb_mut()),
        None => into.rgb_mut().fill(0),
    }
}
