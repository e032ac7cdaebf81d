//! Every picture that an item shows on its way.

use bangtin::frame::{Digest, Face, Frame, Palette};
use bangtin::player::Laid;
use bangtin::scene::{Reel, last_resort};
use std::collections::BTreeSet;
use std::time::Duration;

/// Pictures that may be seen, and pictures of which windows are cut.
#[derive(Clone, Default)]
pub(crate) struct Seen {
    pub(crate) frames: BTreeSet<Digest>,
    pub(crate) rasters: BTreeSet<Digest>,
}

/// The identity of a picture, whatever its size.
pub(crate) fn identity(frame: &Frame) -> Digest {
    let size = [frame.width().to_be_bytes(), frame.height().to_be_bytes()].concat();
    Digest::of_parts(&[&size, frame.rgb()])
}

impl Seen {
    /// What needs no approval.
    pub(crate) fn free(face: Face, palette: Palette, percents: &[u8]) -> Self {
        let mut seen = Self::default();
        for frame in [last_resort(face, palette), Frame::unlit(face)] {
            seen.add(&Reel::still(frame, face), percents);
        }
        seen
    }

    /// All that a reel shows, as bright as it may be.
    pub(crate) fn add(&mut self, reel: &Reel, percents: &[u8]) {
        self.rasters.insert(identity(reel.raster()));
        for percent in percents {
            let reel = reel.clone().dimmed(*percent);
            self.frames.extend(cuts(&reel).into_iter().map(|(_, frame)| frame));
        }
    }
}

/// Every picture of a reel and when it comes.
fn cuts(reel: &Reel) -> Vec<(Duration, Digest)> {
    let (mut at, mut all) = (Duration::ZERO, Vec::new());
    loop {
        let window = reel.window(reel.cut(at)).expect("as large as the face");
        all.push((at, identity(&window.to_frame())));
        let Some(next) = reel.next_change(at) else { return all };
        at = next;
    }
}

/// All that is seen of an item, when, and for how long.
pub(crate) fn timeline(laid: &Laid) -> (Duration, Vec<(Duration, Digest)>) {
    (laid.layout().duration(), cuts(&laid.reel()))
}
