//! A stock as a card keeps it: pictures that are named by their hash, and programmes that say which are lit when.
//!
//! Proven: none of it on a card. Assumed: a time of `23:59:59` lasts until midnight, every other end is the first second after it;
//! pictures that push on ([`PUSH_LEFT`], [`PUSH_UP`]) follow one another without a gap; see [`DOTS_A_SECOND`].

use super::{SCRIPT, SCRIPT_KIND, md5, shot};
use crate::board::card::{Airing, Axis, Hours, Matter, Page, Part, Shelf, Show, Stock, Unfit};
use crate::frame::{Face, Frame, picture};
use crate::wire::huidu::{Element, FileName, Image, Programme, Window};
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// Effects: at once, and pushing on.
const AT_ONCE: u8 = 0;
const PUSH_LEFT: u8 = 21;
const PUSH_UP: u8 = 23;
/// How fast a picture pushes on at speed 1; nobody has measured it. Others are taken for multiples.
const DOTS_A_SECOND: u16 = 20;
const SLOWEST: u8 = 1;
const FASTEST: u8 = 10;
/// The longest that a picture stands before it is shown once more, in tenths of a second.
const LONGEST: u32 = 36_000;

/// The most programmes, images of one, and bytes of all pictures.
const MOST_SHOWS: usize = 1000;
const MOST_IMAGES: usize = 4000;
const MOST_BYTES: usize = 48 << 20;
const DAY: u32 = 86_400;

/// The pictures of a stock, in the order in which they are needed.
#[derive(Default)]
struct Files {
    parts: Vec<Part>,
    known: HashMap<u128, ()>,
    bytes: usize,
}

impl Files {
    fn keep(&mut self, frame: &Frame) -> Result<FileName, Unfit> {
        let bytes = picture::png(frame).map_err(|_| Unfit::Face)?;
        let mark = md5(&bytes);
        if self.known.insert(mark, ()).is_none() {
            self.bytes += bytes.len();
            self.parts.push(Part { name: FileName(mark).to_string(), kind: 0, bytes: bytes.into(), mark });
        }
        if self.bytes > MOST_BYTES {
            return Err(Unfit::Bytes { bytes: self.bytes, most: MOST_BYTES });
        }
        Ok(FileName(mark))
    }
}

/// Puts a stock into parts: its pictures, and the programmes as the script.
pub(super) fn pack(stock: &Stock, face: Face) -> Result<Shelf, Unfit> {
    if stock.face != face {
        return Err(Unfit::Face);
    }
    let (mut files, mut programmes) = (Files::default(), Vec::new());
    for show in &stock.shows {
        let images = images(show, face, &mut files)?;
        for window in windows(&show.airing) {
            let size = (face.width(), face.height());
            let times = show.times.max(1).into();
            let mut programme = Programme { guid: 0, times, window, size, images: images.clone() };
            let told = format!("{} {}", programmes.len(), programme.element().write());
            programme.guid = md5(told.as_bytes());
            programmes.push(programme);
        }
    }
    if programmes.len() > MOST_SHOWS {
        return Err(Unfit::Shows { shows: programmes.len(), most: MOST_SHOWS });
    }
    let script = (!programmes.is_empty()).then(|| script(Programme::canonical(&programmes).into_bytes()));
    Ok(Shelf { parts: files.parts, script })
}

/// The programmes of a card as a part.
pub(super) fn script(bytes: Vec<u8>) -> Part {
    let mark = md5(&bytes);
    Part { name: SCRIPT.to_owned(), kind: SCRIPT_KIND, bytes: bytes.into(), mark }
}

/// The programmes of such a part; none if it is of somebody else.
pub(super) fn programmes(bytes: &[u8]) -> Vec<Programme> {
    let screen = Element::parse(bytes);
    let read = screen.and_then(|screen| screen.all("program").map(Programme::parse).collect());
    read.unwrap_or_default()
}

fn windows(airing: &Airing) -> Vec<Window> {
    let window = |hours| Window { dates: Some((airing.from, airing.to)), days: airing.days, hours };
    if airing.hours.is_empty() {
        return vec![window(None)];
    }
    let hours = airing.hours.iter().filter(|hours| hours.from < hours.to);
    hours.map(|hours| window(Some((hours.from, hours.to)).filter(|hours| *hours != (0, DAY)))).collect()
}

fn images(show: &Show, face: Face, files: &mut Files) -> Result<Vec<Image>, Unfit> {
    let mut images = Vec::new();
    match &show.matter {
        Matter::Pages(pages) => {
            for page in pages {
                page.picture.as_window(face).ok_or(Unfit::Face)?;
                stand(files.keep(&page.picture)?, page.hold, &mut images);
            }
        }
        Matter::Strip { picture, axis, speed, passes } => {
            let tiles = tiles(picture, *axis, face).ok_or(Unfit::Face)?;
            let names: Vec<FileName> = tiles.iter().map(|tile| files.keep(tile)).collect::<Result<_, _>>()?;
            let effect = if *axis == Axis::Left { PUSH_LEFT } else { PUSH_UP };
            let speed = (speed.saturating_add(DOTS_A_SECOND / 2) / DOTS_A_SECOND).min(FASTEST.into()) as u8;
            let pass = names.into_iter().enumerate().map(|(n, file)| match n {
                0 => Image { file, effect: AT_ONCE, speed: SLOWEST, tenths: 1 },
                _ => Image { file, effect, speed: speed.max(SLOWEST), tenths: 0 },
            });
            let pass: Vec<Image> = pass.collect();
            for _ in 0..(*passes).max(1) {
                images.extend(&pass);
                fits(&images)?;
            }
        }
    }
    if !show.blank.is_zero() {
        stand(files.keep(&Frame::unlit(face))?, show.blank, &mut images);
    }
    fits(&images)?;
    Ok(images)
}

fn fits(images: &[Image]) -> Result<(), Unfit> {
    let (shows, most) = (images.len(), MOST_IMAGES);
    if shows > most { Err(Unfit::Shows { shows, most }) } else { Ok(()) }
}

/// A picture that stands: once, or several times where that is too long for one.
fn stand(file: FileName, hold: Duration, images: &mut Vec<Image>) {
    let mut left = u32::try_from((hold.as_millis() + 50) / 100).unwrap_or(u32::MAX).max(1);
    while left > 0 && images.len() <= MOST_IMAGES {
        let tenths = left.min(LONGEST);
        images.push(Image { file, effect: AT_ONCE, speed: SLOWEST, tenths });
        left -= tenths;
    }
}

/// A strip in pictures of the face's size; the last one is dark where the strip has ended.
fn tiles(strip: &Frame, axis: Axis, face: Face) -> Option<Vec<Frame>> {
    let (width, height) = (u32::from(face.width()), u32::from(face.height()));
    let (long, own, across) = match axis {
        Axis::Left => (strip.width(), width, strip.height() == height),
        Axis::Up => (strip.height(), height, strip.width() == width),
    };
    if !across || long < own {
        return None;
    }
    let mut tiles = Vec::new();
    for begin in (0..long).step_by(own as usize) {
        let mut tile = Frame::unlit(face);
        let (left, top) = if axis == Axis::Left { (begin, 0) } else { (0, begin) };
        for y in 0..height.min(strip.height() - top) {
            let row = strip.row(top + y).get(left as usize * 3..)?;
            let len = row.len().min(width as usize * 3);
            let at = (y * width) as usize * 3;
            tile.rgb_mut().get_mut(at..at + len)?.copy_from_slice(&row[..len]);
        }
        tiles.push(tile);
    }
    Some(tiles)
}

/// What a card lights by its programmes; pictures it does not hold are left out.
pub(super) fn unpack<'a>(
    programmes: &[Programme],
    face: Face,
    file: impl Fn(&FileName) -> Option<&'a [u8]>,
) -> Vec<Show> {
    let mut pictures: HashMap<FileName, Option<Arc<Frame>>> = HashMap::new();
    let mut picture = |name: FileName| {
        let known = pictures.entry(name).or_insert_with(|| shot::decode(file(&name)?, face).map(Arc::new));
        known.clone()
    };
    programmes.iter().filter_map(|programme| show(programme, face, &mut picture)).collect()
}

fn show(
    programme: &Programme,
    face: Face,
    picture: &mut impl FnMut(FileName) -> Option<Arc<Frame>>,
) -> Option<Show> {
    let Window { dates, days, hours } = programme.window;
    let hours = hours.map(|(from, to)| Hours { from, to }).into_iter().collect();
    let (from, to) = dates.unwrap_or((Date::constant(2000, 1, 1), Date::constant(2099, 12, 31)));
    let airing = Airing { from, to, days, hours };
    let times = u8::try_from(programme.times).unwrap_or(u8::MAX).max(1);
    let pushes = |image: &Image| matches!(image.effect, PUSH_LEFT | PUSH_UP);
    let hold = |tenths: u32| Duration::from_millis(100) * tenths;
    let Some(first) = programme.images.iter().find(|image| pushes(image)) else {
        let page = |image: &Image| Some(Page { picture: picture(image.file)?, hold: hold(image.tenths) });
        let pages: Vec<Page> = programme.images.iter().filter_map(page).collect();
        let matter = (!pages.is_empty()).then_some(Matter::Pages(pages))?;
        return Some(Show { matter, blank: Duration::ZERO, times, airing });
    };
    let axis = if first.effect == PUSH_LEFT { Axis::Left } else { Axis::Up };
    let passes = programme.images.iter().zip(programme.images.iter().skip(1));
    let passes = passes.filter(|(one, next)| !pushes(one) && pushes(next)).count();
    let pass = programme.images.iter().skip(1).take_while(|image| pushes(image)).count() + 1;
    let tiles: Vec<Arc<Frame>> =
        programme.images.iter().take(pass).map(|image| picture(image.file)).collect::<Option<_>>()?;
    let blanks = programme.images.iter().rev().take_while(|image| !pushes(image));
    let blank = hold(blanks.map(|image| image.tenths).sum());
    let speed = DOTS_A_SECOND * u16::from(first.speed);
    let strip = Arc::new(join(&tiles, axis, face)?);
    let passes = u16::try_from(passes).unwrap_or(u16::MAX).max(1);
    Some(Show { matter: Matter::Strip { picture: strip, axis, speed, passes }, blank, times, airing })
}

fn join(tiles: &[Arc<Frame>], axis: Axis, face: Face) -> Option<Frame> {
    let (width, height) = (u32::from(face.width()), u32::from(face.height()));
    let count = u32::try_from(tiles.len()).ok()?;
    let (columns, rows) = if axis == Axis::Left { (count, 1) } else { (1, count) };
    let mut strip = Frame::dark(width * columns, height * rows)?;
    for (n, tile) in (0_u32..).zip(tiles) {
        let (left, top) = if axis == Axis::Left { (n * width, 0) } else { (0, n * height) };
        for y in 0..height {
            let at = ((top + y) * width * columns + left) as usize * 3;
            let row = tile.row(y);
            strip.rgb_mut().get_mut(at..at + row.len())?.copy_from_slice(row);
        }
    }
    Some(strip)
}
