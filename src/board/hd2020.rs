//! Huidu's single-colour cards: a picture that is lit at once, said frame by frame, each answered by the card. An experiment: of
//! what a card does nothing is proven.
//!
//! Whoever says more than it must may wear a card out, or may not: nobody knows. So a picture is said once, the next one at least a
//! second later, and the same one again only when the connection was opened anew, or when it is wanted again after a minute. What
//! goes wrong is said again after a pause that grows. Nothing but such pictures can be said.

mod screen;

pub(super) use screen::Screen;

use super::session::{SessionError, Speak};
use super::told::{Told, Trouble};
use crate::frame::{Palette, Window};
use crate::panel::Panel;
use crate::wire::Packets;
use crate::wire::hd2020::{Decoder, Live, MAX_BITMAP, Reply, transfer_len};
use std::time::Duration;

/// What the frames of a picture and their answers take on the way, about.
pub(super) const PAUSE: Duration = Duration::from_millis(200);
/// From the beginning of one picture to that of the next, at least.
const GAP: Duration = Duration::from_secs(1);
/// The same picture is not said again before.
const AGAIN: Duration = Duration::from_secs(55);
/// What an answer may take.
const ANSWER: Duration = Duration::from_secs(10);
/// After a failure, doubled every time up to the longest.
const BACKOFF: Duration = Duration::from_secs(10);
const BACKOFF_LONGEST: Duration = Duration::from_secs(300);

/// How dots become planes of bits.
#[derive(Clone, Debug)]
struct Bits {
    width: u16,
    height: u16,
    planes: u8,
    /// All planes are the same: a dot is lit or not.
    alike: bool,
    /// Three bytes for each dot.
    dots: Vec<u8>,
}

impl Bits {
    fn new(planes: u8, panel: &Panel) -> Result<Self, SessionError> {
        let (face, one) = (panel.face(), matches!(panel.palette(), Palette::One(_)));
        if !panel.has_rows_of_face() {
            return Err(SessionError::Rows);
        }
        if planes < 3 && panel.palette() == Palette::Rgb {
            return Err(SessionError::Lamps);
        }
        if !face.width().is_multiple_of(8) {
            return Err(SessionError::Modules { width: 8, height: 1 });
        }
        if face.dots() / 8 * usize::from(planes) > MAX_BITMAP {
            let most = MAX_BITMAP / usize::from(planes.max(1)) * 8;
            return Err(SessionError::TooManyDots { dots: face.dots(), most });
        }
        Ok(Self {
            width: face.width(),
            height: face.height(),
            planes,
            alike: one && planes < 3,
            dots: vec![0; face.dots() * 3],
        })
    }

    /// The bitmap of a frame: a lamp is lit if it has at least half of the light of the brightest of its dot, however dim that is.
    fn fill(&mut self, panel: &Panel, window: &Window<'_>, bitmap: &mut Vec<u8>) {
        panel.fold(window, 0, &mut self.dots);
        bitmap.clear();
        for row in self.dots.chunks(usize::from(self.width) * 3) {
            for plane in 0..usize::from(self.planes) {
                bitmap.extend(row.chunks(8 * 3).map(|eight| {
                    let lit = |dot: &[u8]| {
                        let most = dot.iter().copied().max().unwrap_or(0);
                        let lamp = if self.alike { most } else { dot.get(plane).copied().unwrap_or(0) };
                        lamp > 0 && lamp >= most / 2
                    };
                    eight.chunks(3).fold(0, |bits, dot| bits << 1 | u8::from(lit(dot)))
                }));
            }
        }
    }
}

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    bits: Bits,
    /// The bitmap that is to be lit; empty before the first picture.
    wanted: Vec<u8>,
    /// The one that was said last; empty if nobody knows what the card shows.
    given: Vec<u8>,
    /// Its frames, and which of them is next; none once all of them were answered.
    frames: Packets,
    at: usize,
    id: u16,
    /// The card has the word until `due`.
    waits: bool,
    /// What came was no answer.
    noise: bool,
    due: Option<Duration>,
    /// No picture is begun before.
    free: Duration,
    backoff: Duration,
    /// Since when it is asked in vain.
    vain: Option<Duration>,
    decoder: Decoder,
    told: Told,
}

impl Sender {
    pub(super) fn new(planes: u8, panel: &Panel) -> Result<Self, SessionError> {
        Ok(Self {
            bits: Bits::new(planes, panel)?,
            wanted: Vec::new(),
            given: Vec::new(),
            frames: Packets::default(),
            at: 0,
            id: 0,
            waits: false,
            noise: false,
            due: None,
            free: Duration::ZERO,
            backoff: BACKOFF,
            vain: None,
            decoder: Decoder::default(),
            told: Told::default(),
        })
    }

    /// Whether no picture is being said.
    fn rests(&self) -> bool {
        self.frames.is_empty()
    }

    /// Puts the frames of the wanted picture together.
    fn begin(&mut self, now: Duration) {
        self.id = self.id.wrapping_add(1);
        self.given.clone_from(&self.wanted);
        let Bits { width, height, planes, .. } = self.bits;
        let live = Live { id: self.id, width, height, planes, bitmap: &self.given };
        // Its size was looked at when the session was made.
        if live.emit(&mut self.frames).is_err() {
            self.frames.clear();
        }
        (self.at, self.free) = (0, now + GAP);
    }

    fn hear(&mut self, reply: Reply, now: Duration) {
        let asked = self.frames.iter().nth(self.at).and_then(|frame| frame.get(6)).copied();
        if !self.waits {
            return;
        }
        self.vain = None;
        if reply.status != 0 {
            let what = match asked {
                Some(0x18) => "18: start of a picture",
                Some(0x19) => "19: piece of a picture",
                _ => "1A: end of a picture",
            };
            return self.fail(Trouble::Refuses { what }, now);
        }
        if asked != Some(reply.command) {
            return;
        }
        (self.waits, self.noise) = (false, false);
        self.at += 1;
        self.due = Some(now);
        if self.at == self.frames.iter().count() {
            self.frames.clear();
            (self.told.acknowledged, self.told.trouble, self.backoff) = (Some(now), None, BACKOFF);
            self.due = (self.given != self.wanted).then_some(self.free);
        }
    }

    /// Something went wrong: from the beginning, later.
    fn fail(&mut self, trouble: Trouble, now: Duration) {
        self.told.trouble = Some(trouble);
        self.forget();
        self.free = now + self.backoff;
        self.due = Some(self.free);
        self.backoff = (self.backoff * 2).min(BACKOFF_LONGEST);
    }

    /// Nothing is known of what the card shows.
    fn forget(&mut self) {
        self.decoder.clear();
        self.given.clear();
        self.frames.clear();
        (self.waits, self.noise) = (false, false);
    }
}

impl Speak for Sender {
    /// Sends nothing: what is to be said comes in its turn.
    fn show(&mut self, panel: &Panel, window: &Window<'_>, _into: &mut Packets) {
        let mut wanted = std::mem::take(&mut self.wanted);
        self.bits.fill(panel, window, &mut wanted);
        self.wanted = wanted;
        if self.rests() {
            self.due = Some(self.free);
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        let Bits { width, height, planes, .. } = self.bits;
        transfer_len(usize::from(width / 8) * usize::from(height) * usize::from(planes))
    }

    fn resync(&mut self, _panel: &Panel, _into: &mut Packets) {
        self.forget();
        (self.free, self.backoff) = (Duration::ZERO, BACKOFF);
        self.due = (!self.wanted.is_empty()).then_some(self.free);
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |reply| match reply {
            Ok(reply) => self.hear(reply, now),
            Err(error) if error.offset > 0 && self.waits => self.fail(Trouble::Damaged, now),
            // Bytes before an answer; if none comes after them they were all there was.
            Err(_) => self.noise = true,
        });
        self.decoder = decoder;
    }

    fn due(&self) -> Option<Duration> {
        self.due
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        if self.waits {
            let since = *self.vain.get_or_insert(now);
            let trouble = if self.noise { Trouble::Damaged } else { Trouble::Silent { since } };
            return self.fail(trouble, now);
        }
        if self.rests() {
            let fresh = self.told.acknowledged.is_some_and(|taken| now < taken + AGAIN);
            if self.given == self.wanted && fresh {
                self.due = None;
                return;
            }
            self.begin(now);
        }
        let Some(frame) = self.frames.iter().nth(self.at) else {
            self.due = None;
            return;
        };
        into.push(frame.len()).copy_from_slice(frame);
        (self.waits, self.due) = (true, Some(now + ANSWER));
    }

    fn told(&self) -> Told {
        self.told.clone()
    }

    fn settled(&self) -> bool {
        self.rests() && self.given == self.wanted
    }
}

#[cfg(test)]
mod tests;
