//! What a board must show at an instant, worked out apart from the player: the programme is laid out from the last good
//! texts by the simulation itself, and asked for the instant.

use bangtin::board::Protocol;
use bangtin::frame::Face;
use bangtin::player::{Moment, Programme, Shown};
use bangtin::playlist::{Motion, Playlist};
use bangtin::scene::Cut;
use bangtin::site::Board;
use jiff::Timestamp;
use std::sync::Arc;

/// One board's programme, and the moment that was asked for last.
pub(crate) struct Model {
    programme: Programme,
    moment: Option<Moment>,
    asked: u32,
    /// Dots that are dark glow faintly there, for black is a hole.
    opaque: bool,
}

/// What is lit at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Two equal places are the same dots.
    pub(crate) place: (Shown, Timestamp, Cut),
    /// As the board shows them.
    pub(crate) rgb: Vec<u8>,
}

impl Look {
    /// A dark face.
    pub(crate) fn nothing(face: Face) -> Self {
        let place = (Shown::LastResort, Timestamp::MIN, Cut::default());
        Self { place, rgb: vec![0; face.rgb_len()] }
    }

    /// Whether darkness is asked for.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.place.0, Shown::Blank(_) | Shown::Dark(_))
    }
}

impl Model {
    pub(crate) fn new(programme: Programme, board: &Board) -> Self {
        Self { programme, moment: None, asked: 0, opaque: is_opaque(board.protocol) }
    }

    /// What is lit at an instant. Followed from the instant before for speed; now and then asked for afresh, and always
    /// both say the same.
    pub(crate) fn look(&mut self, at: Timestamp) -> Look {
        self.follow(at);
        let moment = self.moment.as_ref().expect("followed");
        let rgb = moment.window().expect("a raster as large as the face").to_frame().rgb().to_vec();
        let look = Look { place: place(moment), rgb: as_lit(rgb, self.opaque) };
        self.asked += 1;
        if self.asked.is_multiple_of(500) {
            let fresh = self.programme.at(at);
            let rgb = fresh.window().expect("a raster as large as the face").to_frame().rgb().to_vec();
            assert!(
                look == Look { place: place(&fresh), rgb: as_lit(rgb, self.opaque) },
                "asked afresh at {at}"
            );
        }
        look
    }

    /// Whether the same dots are on from one instant to another.
    pub(crate) fn rests(&mut self, from: Timestamp, to: Timestamp) -> bool {
        self.follow(from);
        let change = self.moment.as_ref().expect("followed").next_change();
        change > to
    }

    /// The text, and the title of the playlist, that the page must show.
    pub(crate) fn words(&mut self, at: Timestamp) -> (String, String) {
        self.follow(at);
        let on_air = self.programme.on_air(&self.moment.as_ref().expect("followed").slot);
        (on_air.text, on_air.playlist)
    }

    /// How the item of an instant moves: along x or y, dots a second. `None` if it stands, or cannot be told.
    pub(crate) fn motion<'a>(
        &mut self,
        at: Timestamp,
        playlists: impl Iterator<Item = &'a Arc<Playlist>>,
    ) -> Option<(bool, u32)> {
        let (text, title) = self.words(at);
        let items = playlists.filter(|list| list.title == title).flat_map(|list| &list.items);
        let mut motions = items.filter(|item| item.text.value == text).map(|item| item.motion);
        let first = motions.next()?;
        if motions.any(|other| other != first) {
            return None;
        }
        match first {
            // No text of the simulation is so long that it would move unasked.
            Motion::Auto | Motion::Hold => None,
            Motion::ScrollLeft { speed } => Some((true, speed.into())),
            Motion::ScrollUp { speed } => Some((false, speed.into())),
        }
    }

    fn follow(&mut self, at: Timestamp) {
        match &mut self.moment {
            Some(moment) => moment.follow(&self.programme, at),
            None => self.moment = Some(self.programme.at(at)),
        }
    }
}

fn place(moment: &Moment) -> (Shown, Timestamp, Cut) {
    // The compiled-in frame has no beginning that shows.
    let began =
        if moment.slot.shown == Shown::LastResort { Timestamp::UNIX_EPOCH } else { moment.slot.began };
    (moment.slot.shown, began, moment.reel.cut(moment.elapsed))
}

pub(crate) fn is_opaque(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::FlaschenTaschen { layer: 1.., .. })
}

/// What a board makes of a frame: on layers above the background unlit dots are 1,1,1.
pub(crate) fn as_lit(mut rgb: Vec<u8>, opaque: bool) -> Vec<u8> {
    if opaque {
        rgb.chunks_exact_mut(3).filter(|dot| **dot == [0, 0, 0]).for_each(|dot| dot.fill(1));
    }
    rgb
}

/// Whether anything is lit that people can see.
pub(crate) fn is_lit(rgb: &[u8]) -> bool {
    rgb.iter().any(|&byte| byte > 1)
}

/// By how many times `stride` dots a picture moved to the left or up; `None` if it moved in another way.
pub(crate) fn shifts(
    before: &[u8],
    after: &[u8],
    width: usize,
    along_x: bool,
    stride: usize,
) -> Option<usize> {
    let (dot, row) = (3, width * 3);
    let moved = |by: usize| {
        if along_x {
            by < width
                && before
                    .chunks(row)
                    .zip(after.chunks(row))
                    .all(|(b, a)| b[by * dot..] == a[..row - by * dot])
        } else {
            by * row < before.len() && before[by * row..] == after[..after.len() - by * row]
        }
    };
    let side = if along_x { width } else { before.len() / row };
    // Further than the face is wide nothing of the old picture is left to compare.
    (1..=8).find(|times| times * stride >= side || moved(times * stride))
}

#[test]
fn a_picture_that_did_not_move_by_whole_strides_is_noticed() {
    let strip: Vec<u8> = (0..60u8).collect();
    let window = |x: usize| strip[x * 3..x * 3 + 24].to_vec();
    assert_eq!(shifts(&window(0), &window(2), 8, true, 2), Some(1));
    assert_eq!(shifts(&window(0), &window(4), 8, true, 2), Some(2));
    assert_ne!(shifts(&window(0), &window(3), 8, true, 2), Some(1));
    assert_ne!(shifts(&window(2), &window(0), 8, true, 2), Some(1));
    assert_eq!(shifts(&strip[..24], &strip[6..30], 2, false, 1), Some(1));
}
