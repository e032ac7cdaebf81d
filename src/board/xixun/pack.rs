//! A stock as a player keeps it: one programme with its pictures, in one part.
//!
//! The part is what would be said to a player that has nothing of it, word for word. A picture is a file named by its hash, so
//! that a player that has it already need not be sent it again.
//!
//! Players time whole seconds and whole minutes, and no movement of theirs is proven: pages stand for whole seconds, hours
//! begin and end with the minute in which they would (never later), and what would pass over the face stands in pictures that
//! overlap.

use crate::board::card::{Axis, Hours, Matter, Part, Shelf, Show, Stock, Unfit};
use crate::frame::{Face, Frame, picture};
use crate::wire::xixun::{Airing, Decoder, Heard, Item, Picture, Programme, Push};
use md5::{Digest as _, Md5};
use std::collections::BTreeMap;
use std::time::Duration;

/// How the programme is called on a player.
pub(super) const NAME: &str = "program.json";
/// The most items, the most pictures of all of them, and the most bytes of all files.
const MOST_SHOWS: usize = 1000;
const MOST_PICTURES: usize = 4000;
const MOST_BYTES: usize = 48 << 20;
const DAY: u32 = 86_400;

/// What was taken for an airing of the whole day.
const MINUTES: u16 = 24 * 60;

pub(super) fn hash(bytes: &[u8]) -> [u8; 16] {
    Md5::digest(bytes).into()
}

/// The pictures of a programme, by their names.
#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    bytes: usize,
    /// How often one of them is shown.
    shown: usize,
}

impl Files {
    /// Keeps a picture, and says how it is shown for so many seconds.
    fn picture(&mut self, frame: &Frame, seconds: u32) -> Result<Picture, Unfit> {
        self.shown += 1;
        if self.shown > MOST_PICTURES {
            return Err(Unfit::Shows { shows: self.shown, most: MOST_PICTURES });
        }
        let bytes = picture::png(frame).map_err(|_| Unfit::Face)?;
        let (file, size) = (hex::encode(hash(&bytes)), bytes.len() as u64);
        if !self.files.contains_key(&file) {
            self.bytes += bytes.len();
            self.files.insert(file.clone(), bytes);
        }
        if self.bytes > MOST_BYTES {
            return Err(Unfit::Bytes { bytes: self.bytes, most: MOST_BYTES });
        }
        Ok(Picture { file, size, seconds })
    }
}

/// Puts a stock into one part.
pub(super) fn pack(stock: &Stock, face: Face) -> Result<Shelf, Unfit> {
    if stock.face != face {
        return Err(Unfit::Face);
    }
    if stock.shows.len() > MOST_SHOWS {
        return Err(Unfit::Shows { shows: stock.shows.len(), most: MOST_SHOWS });
    }
    let (mut files, mut items) = (Files::default(), Vec::new());
    for show in &stock.shows {
        let airings = airings(show);
        if !airings.is_empty() {
            items.push(Item {
                times: show.times.max(1),
                airings,
                pictures: pictures(show, face, &mut files)?,
            });
        }
    }
    let (width, height) = (face.width(), face.height());
    let mut programme = Programme { id: String::new(), width, height, items };
    programme.id = hex::encode(hash(programme.json().as_bytes()));
    let part = part(&programme, files.files);
    if part.bytes.len() > MOST_BYTES {
        return Err(Unfit::Bytes { bytes: part.bytes.len(), most: MOST_BYTES });
    }
    Ok(Shelf { parts: Vec::new(), script: Some(part) })
}

/// The programme and its files, as they are said.
fn part(programme: &Programme, files: BTreeMap<String, Vec<u8>>) -> Part {
    let last = (NAME.to_owned(), programme.json().into_bytes());
    let size = files.values().chain([&last.1]).map(|file| file.len() as u64).sum();
    let mut bytes = Push::Start { name: NAME.to_owned(), size }.json().into_bytes();
    for (id, file) in files.into_iter().chain([last]) {
        bytes.extend(Push::FileStart { id: id.clone(), size: file.len() }.json().into_bytes());
        bytes.extend(file);
        bytes.extend(Push::FileEnd { id }.json().into_bytes());
    }
    bytes.extend(Push::End { name: NAME.to_owned() }.json().into_bytes());
    let mark = u128::from_be_bytes(hash(&bytes));
    Part { name: NAME.to_owned(), kind: 0, bytes: bytes.into(), mark }
}

/// The files that a part is made of, the programme last.
pub(super) fn files(part: &Part) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let done = Decoder::default().feed(&part.bytes, |heard| match heard {
        Heard::Object(Push::FileStart { id, size }) => files.push((id.clone(), Vec::with_capacity(*size))),
        Heard::Object(_) => {}
        Heard::Bytes(bytes) => files.iter_mut().next_back().into_iter().for_each(|file| file.1.extend(bytes)),
    });
    if done.is_ok() { files } else { Vec::new() }
}

fn airings(show: &Show) -> Vec<Airing> {
    let airing = |hours| Airing { from: show.airing.from, to: show.airing.to, days: show.airing.days, hours };
    if show.airing.hours.is_empty() {
        return vec![airing(None)];
    }
    // Both are cut off to the minute: what follows something begins where that ends, and nothing ends later than it should.
    let minute = |second: u32| u16::try_from(second.min(DAY) / 60).unwrap_or(MINUTES);
    let minutes = show.airing.hours.iter().map(|Hours { from, to }| (minute(*from), minute(*to)));
    let minutes = minutes.filter(|(from, to)| from < to);
    minutes.map(|hours| airing((hours != (0, MINUTES)).then_some(hours))).collect()
}

fn pictures(show: &Show, face: Face, files: &mut Files) -> Result<Vec<Picture>, Unfit> {
    let mut all = Vec::new();
    // A page ends with the whole second next to where it should, so that many of them do not add up to something else.
    let (mut due, mut shown) = (Duration::ZERO, 0_u64);
    let mut stand = |frame: &Frame, hold: Duration| {
        due += hold;
        let until = (due.as_secs() + u64::from(due.subsec_millis() >= 500)).max(shown + 1);
        let seconds = u32::try_from(until - shown).unwrap_or(DAY).min(DAY);
        shown = until;
        all.push(files.picture(frame, seconds)?);
        Ok(())
    };
    match &show.matter {
        Matter::Pages(pages) => {
            for page in pages {
                page.picture.as_window(face).ok_or(Unfit::Face)?;
                stand(&page.picture, page.hold)?;
            }
        }
        Matter::Strip { picture, axis, speed, passes } => {
            for _ in 0..(*passes).max(1) {
                for (at, dots) in places(picture, *axis, face) {
                    let (x, y) = if *axis == Axis::Left { (at, 0) } else { (0, at) };
                    let window = picture.window(face, x, y).ok_or(Unfit::Movement)?;
                    stand(&window.to_frame(), Duration::from_secs(1) * dots / u32::from(*speed).max(1))?;
                }
            }
        }
    }
    if !show.blank.is_zero() {
        stand(&Frame::unlit(face), show.blank)?;
    }
    Ok(all)
}

/// Where what passes over the face stands, and for how many dots of its way: each place shows again the last quarter of the one
/// before, so that no letter is cut in all of them.
fn places(picture: &Frame, axis: Axis, face: Face) -> Vec<(u32, u32)> {
    let (whole, part) = match axis {
        Axis::Left => (picture.width(), u32::from(face.width())),
        Axis::Up => (picture.height(), u32::from(face.height())),
    };
    let (last, stride) = (whole.saturating_sub(part), (part - part / 4).max(1));
    let mut places: Vec<(u32, u32)> = (0..last).step_by(stride as usize).map(|at| (at, stride)).collect();
    if let Some(before) = places.last_mut() {
        before.1 = last - before.0;
    }
    places.push((last, 1.max(part / 4)));
    places
}
