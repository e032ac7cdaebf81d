//! What a board must show at an instant, worked out apart from the player: the programme is laid out from the last good
//! texts by the simulation itself, and asked for the instant.

use bangtin::board::Protocol;
use bangtin::frame::Face;
use bangtin::player::{Now, Programme, Shown};
use bangtin::playlist::{Motion, Playlist};
use bangtin::scene::{Cut, Reel};
use bangtin::schedule::{Choice, ClockTrust, Cursor, Plan, Slot};
use bangtin::site::Board;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;
use std::time::Duration;

/// One board's programme, and the moment that was asked for last.
pub(crate) struct Model {
    programme: Programme,
    /// What is asked: the programme's plan, or what is left of it while the clock is doubted.
    plan: Plan,
    cursor: Cursor,
    /// Since when the clock is doubted or this programme is followed all the same.
    doubted: Option<Duration>,
    on: Option<(Slot, u8, Reel)>,
    asked: u32,
    /// Dots that are dark glow faintly there, for black is a hole.
    opaque: bool,
}

/// What is lit at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// Two equal places are the same dots.
    pub(crate) place: (Shown, Timestamp, Cut),
    /// Per cent of full light.
    pub(crate) percent: u8,
    /// As the board shows them.
    pub(crate) rgb: Vec<u8>,
}

impl Look {
    /// A dark face.
    pub(crate) fn nothing(face: Face) -> Self {
        let place = (Shown::LastResort, Timestamp::MIN, Cut::default());
        Self { place, percent: 100, rgb: vec![0; face.rgb_len()] }
    }

    /// Whether darkness is asked for.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self.place.0, Shown::Blank(_) | Shown::Dark(_))
    }
}

impl Model {
    pub(crate) fn new(programme: Programme, board: &Board, now: Now, known: Option<Timestamp>) -> Self {
        let plan = programme.plan().clone();
        let opaque = is_opaque(&board.protocol);
        let mut model =
            Self { programme, plan, cursor: Cursor::default(), doubted: None, on: None, asked: 0, opaque };
        model.hear(now, known);
        model
    }

    /// The clock is believed from now on, or doubted; `known` is the last time its player believed.
    pub(crate) fn hear(&mut self, now: Now, known: Option<Timestamp>) {
        let doubted = now.trust == ClockTrust::Untrusted;
        if doubted == self.doubted.is_some() {
            return;
        }
        self.doubted = doubted.then_some(now.mono);
        self.plan =
            if doubted { self.programme.plan().without_time(known) } else { self.programme.plan().clone() };
        (self.cursor, self.on) = (Cursor::default(), None);
    }

    /// The instant to ask for, of what is sent now and seen so much later.
    pub(crate) fn seen(&self, now: Now, later: Duration) -> Timestamp {
        let time = self.doubted.map_or(now.wall, |since| Plan::UNKNOWN + (now.mono - since));
        time + later
    }

    /// What is lit at an instant. Followed from the instant before for speed; now and then asked for afresh, and always
    /// both say the same.
    pub(crate) fn look(&mut self, at: Timestamp) -> Look {
        let (slot, percent, reel) = self.follow(at);
        let look = picture(slot, *percent, reel, at);
        self.asked += 1;
        if self.asked.is_multiple_of(500) {
            let mut cursor = Cursor::default();
            let (slot, percent) = (cursor.on_air(&self.plan, at), cursor.light(&self.plan, at).percent);
            let fresh = picture(&slot, percent, &self.programme.draw(slot.shown, percent), at);
            assert!(look == fresh, "asked afresh at {at}: {:?}, not {:?}", fresh.place, look.place);
        }
        Look { rgb: as_lit(look.rgb, self.opaque), ..look }
    }

    /// Whether the same dots are on from one instant to another.
    pub(crate) fn rests(&mut self, from: Timestamp, to: Timestamp) -> bool {
        let (slot, _, reel) = self.follow(from);
        let moves = reel.next_change(elapsed(slot, from)).is_some_and(|after| slot.began + after <= to);
        let over = slot.until <= to;
        let light = self.cursor.light(&self.plan, from);
        !moves && !over && light.until > to
    }

    /// The text, and the title of the playlist, that the page must show.
    pub(crate) fn words(&mut self, at: Timestamp) -> (String, String) {
        let shown = self.follow(at).0.shown;
        match shown {
            Shown::Entry(entry) => {
                let choice = self.plan.choice(entry).expect("an entry of the plan");
                (choice.item().text.value.clone(), choice.playlist.title.clone())
            }
            Shown::Blank(entry) => {
                (String::new(), self.plan.choice(entry).expect("an entry of the plan").playlist.title.clone())
            }
            Shown::Dark(_) | Shown::LastResort => (String::new(), String::new()),
        }
    }

    /// What is on at an instant, the items it is chosen from, and the zone of their hours.
    pub(crate) fn choices(&mut self, at: Timestamp) -> (Shown, Vec<Choice>, TimeZone) {
        let shown = self.follow(at).0.shown;
        let choices = (0..self.plan.len()).filter_map(|entry| self.plan.choice(entry).cloned()).collect();
        (shown, choices, self.programme.plan().calendar().zone().clone())
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

    fn follow(&mut self, at: Timestamp) -> &(Slot, u8, Reel) {
        let slot = self.cursor.on_air(&self.plan, at);
        let percent = self.cursor.light(&self.plan, at).percent;
        let drawn = self.on.take().filter(|(was, light, _)| (was.shown, *light) == (slot.shown, percent));
        let reel = drawn.map_or_else(|| self.programme.draw(slot.shown, percent), |(.., reel)| reel);
        self.on.insert((slot, percent, reel))
    }
}

fn elapsed(slot: &Slot, at: Timestamp) -> Duration {
    Duration::try_from(at.duration_since(slot.began)).unwrap_or_default()
}

fn picture(slot: &Slot, percent: u8, reel: &Reel, at: Timestamp) -> Look {
    // Where nothing moves, no beginning shows.
    let still = matches!(slot.shown, Shown::LastResort | Shown::Dark(_));
    let began = if still { Timestamp::UNIX_EPOCH } else { slot.began };
    let cut = reel.cut(elapsed(slot, at));
    let rgb = reel.window(cut).expect("a raster as large as the face").to_frame().rgb().to_vec();
    Look { place: (slot.shown, began, cut), percent, rgb }
}

pub(crate) fn is_opaque(protocol: &Protocol) -> bool {
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
