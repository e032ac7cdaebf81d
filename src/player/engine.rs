//! The player: one pure step function. It is told what happened and what time it is; it says what to send and when
//! to be asked again. It reads no clock, opens nothing and waits for nothing.

mod end;
mod stages;
mod told;

use super::event::{Event, Feed, Now, Step};
use super::face::{OnFace, same};
use super::hold::Held;
use super::programme::{signed, since};
use super::time::Time;
use super::{Programme, Slot};
use crate::board::{Power, Session, Told};
use crate::frame::{Digest, Window};
use crate::scene::{Cut, Reel};
use crate::schedule::{Cursor, Shown};
use crate::wire::Packets;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// The engine of one board.
#[derive(Debug)]
pub struct Player {
    programme: Arc<Programme>,
    /// The place in the programme.
    cursor: Cursor,
    time: Time,
    session: Session,
    feed: Feed,
    packets: Packets,
    /// The packets are a frame of the reel that is on the face, so that only what moves need be written again.
    kept: bool,
    /// So many frames are still to go out whole, whatever of them has changed.
    wholes: u8,
    /// When one last did.
    whole: Duration,
    face: Option<OnFace>,
    /// What a person has it show in place of that.
    held: Option<Held>,
    /// The next reel, drawn ahead so that a change of items is not late by the drawing.
    ahead: Option<(Shown, u8, Reel)>,
    sent: Duration,
    /// The next frame may not go out before this moment.
    free: Duration,
    /// The board does not show what it should: a frame is to go out as soon as it may.
    owed: bool,
    /// The link was opened: what brings the controller into step goes out before the frame.
    opened: bool,
    stopped: Option<Reel>,
    frames: u64,
    /// Since when the dots of the face are wanted.
    wanted: Duration,
    /// Their identity, once it was worked out.
    digest: Option<Digest>,
    /// Since when the item of the face is lit here, whatever the plan says of the time before.
    lit: Duration,
    /// The time of the last step, on both clocks.
    stepped: (Duration, Timestamp),
}

/// A frame that did not get out is tried again after this long, so that a full line is not asked all the time.
const AGAIN: Duration = Duration::from_millis(40);
/// Of a new picture so many frames go out whole, for networks lose packets; of what follows only what changed, but for one a
/// keepalive.
const WHOLES: u8 = 2;
/// Nothing is left to itself for longer than this.
const LOOK: Duration = Duration::from_secs(1);

impl Player {
    /// A player that has sent nothing yet.
    #[must_use]
    pub fn new(programme: Arc<Programme>, session: Session, feed: Feed) -> Self {
        Self {
            programme,
            cursor: Cursor::default(),
            time: Time::default(),
            session,
            feed,
            packets: Packets::default(),
            kept: false,
            wholes: WHOLES,
            whole: Duration::ZERO,
            face: None,
            held: None,
            ahead: None,
            sent: Duration::ZERO,
            free: Duration::ZERO,
            owed: true,
            opened: true,
            stopped: None,
            frames: 0,
            wanted: Duration::ZERO,
            digest: None,
            lit: Duration::ZERO,
            stepped: (Duration::ZERO, Timestamp::UNIX_EPOCH),
        }
    }

    /// It is later than this, whatever the clock says. To be told before the first step, by who remembers.
    pub fn know(&mut self, known: Timestamp) {
        self.time.know(known);
    }

    /// Takes what happened and says what to do. A step of a movement allocates nothing.
    pub fn step(&mut self, now: Now, event: Event) -> Step {
        self.stepped = (now.mono, now.wall);
        match event {
            Event::Tick | Event::Closed => {}
            Event::Programme(programme) => {
                self.programme = programme;
                (self.ahead, self.cursor) = (None, Cursor::default());
                self.time.renew();
                // Whatever has its number now is drawn anew; equal dots are not sent again.
                self.face.iter_mut().for_each(|face| face.stale = true);
            }
            Event::Opened => (self.owed, self.opened) = (true, true),
            Event::NotSent => (self.owed, self.kept, self.free) = (true, false, now.mono + AGAIN),
            Event::Received(bytes) => self.session.receive(&bytes, now.mono),
            Event::Hold(hold) => {
                (self.owed, self.kept) = (true, false);
                self.uncovered(now.mono);
                self.held = hold.map(|hold| Held::new(hold, now.mono));
            }
            Event::Stop(frame) => return self.stop(now, frame),
        }
        if self.stopped.is_some() {
            return self.repeat(now);
        }
        let seen = self.time(now).checked_add(signed(self.feed.line_time)).unwrap_or(now.wall);
        let (turned, changed) = self.turn(now.mono, seen);
        let (covered, other) = self.cover(now.mono);
        let (turned, changed) = (turned || other, other || changed && !covered);
        if changed {
            (self.wanted, self.digest) = (now.mono, None);
        }
        self.owed |= changed || now.mono >= self.sent.saturating_add(self.feed.keepalive);
        let send = now.mono >= self.free && (self.owed && self.speak(now.mono) || self.converse(now.mono));
        Step { send, wake: self.wake(now, seen), turned }
    }

    /// What the last step wants sent.
    #[must_use]
    pub fn packets(&self) -> &Packets {
        &self.packets
    }

    /// The dots of the frame that is on: after a step that sends, the very ones it sends.
    #[must_use]
    pub fn window(&self) -> Option<Window<'_>> {
        match (&self.stopped, self.covering(), &self.face) {
            (Some(reel), _, _) => reel.window(Cut::default()),
            (None, Some(held), _) => held.window(),
            (None, None, Some(face)) => face.window(),
            (None, None, None) => None,
        }
    }

    /// Draws ahead what comes next, if that was not done yet. To be called when there is time: after sending.
    pub fn prepare(&mut self) {
        let Some(face) = &self.face else { return };
        let Slot { shown, next, percent, .. } = face.slot;
        let drawn = |ahead: &(Shown, u8, Reel)| (ahead.0, ahead.1) == (next, percent);
        if next != shown && !self.ahead.as_ref().is_some_and(drawn) {
            self.ahead = Some((next, percent, self.programme.draw(next, percent)));
        }
    }

    /// What the board has said of itself.
    #[must_use]
    pub fn told(&self) -> Told {
        self.session.told()
    }

    /// What the lamps draw for the last frame, where that is known.
    #[must_use]
    pub fn power(&self) -> Option<Power> {
        self.session.power()
    }

    /// The time by which the programme goes.
    fn time(&mut self, now: Now) -> Timestamp {
        let (time, other) = self.time.of(now, &self.programme);
        if other {
            // Nothing of what is on the face has a place in the other time.
            self.face.iter_mut().for_each(|face| face.stale = true);
            (self.ahead, self.cursor) = (None, Cursor::default());
        }
        time
    }

    /// Makes the face what it must be at `seen`: whether another item is on now, and whether other dots are lit.
    fn turn(&mut self, mono: Duration, seen: Timestamp) -> (bool, bool) {
        if let Some(face) = self.face.as_mut().filter(|face| !face.stale && face.slot.holds(seen)) {
            return (false, face.follow(seen));
        }
        let slot = Slot::of(self.time.plan(&self.programme), &mut self.cursor, seen);
        let wanted = (slot.shown, slot.percent);
        let kept = std::mem::take(&mut self.kept);
        let before = self.face.take();
        let (before, reel) = match (before, self.ahead.take()) {
            (Some(before), ahead) if !before.stale && (before.slot.shown, before.slot.percent) == wanted => {
                self.ahead = ahead;
                let mut face = OnFace { slot, ..before };
                let changed = face.follow(seen);
                (self.face, self.kept) = (Some(face), kept);
                return (true, changed);
            }
            (before, Some((shown, percent, reel))) if (shown, percent) == wanted => (before, reel),
            (before, _) => (before, self.programme.draw(slot.shown, slot.percent)),
        };
        if !before.as_ref().is_some_and(|before| before.slot.shown == slot.shown && before.reel == reel) {
            self.lit = mono;
        }
        let cut = reel.cut(since(slot.began, seen));
        let face = OnFace { slot, reel, cut, stale: false };
        let changed = !before.is_some_and(|before| same(before.window(), face.window()));
        self.face = Some(face);
        (true, changed)
    }

    /// Lets what a person has it show go on: whether that covers the programme, and whether other dots are lit by it.
    fn cover(&mut self, mono: Duration) -> (bool, bool) {
        let (Some(held), Some(face)) = (&mut self.held, &self.face) else { return (false, false) };
        let was = held.covers();
        if held.is_over(mono) {
            self.uncovered(mono);
            self.held = None;
            self.kept &= !was;
            return (false, was);
        }
        let other = held.follow(&self.programme, &face.slot, mono);
        self.kept &= !other;
        (held.covers(), other)
    }

    /// What a person has it show ends: if that was on the face, the item below it is lit anew.
    fn uncovered(&mut self, mono: Duration) {
        if self.covering().is_some() {
            self.lit = mono;
        }
    }

    /// What a person has it show, while it is what the face shows.
    fn covering(&self) -> Option<&Held> {
        self.held.as_ref().filter(|held| held.covers())
    }

    /// Puts the face into the board's words; after an opening, first what brings the controller into step.
    fn speak(&mut self, mono: Duration) -> bool {
        self.free = mono + self.feed.line_time;
        if std::mem::take(&mut self.opened) {
            self.kept = false;
            self.session.resync(&mut self.packets);
            if !self.packets.is_empty() {
                return true;
            }
        }
        let Some(face) = &self.face else { return false };
        let held = self.held.as_ref().filter(|held| held.covers());
        let Some(window) = held.map_or_else(|| face.window(), Held::window) else { return false };
        if held.is_some() {
            self.kept = false;
            self.session.show(&window, mono, &mut self.packets);
        } else {
            if !std::mem::replace(&mut self.kept, true) {
                self.wholes = WHOLES;
            }
            let old = mono >= self.whole.saturating_add(self.feed.keepalive);
            if old || self.wholes > 0 {
                self.wholes = self.wholes.saturating_sub(1);
                self.whole = mono;
                self.session.show(&window, mono, &mut self.packets);
            } else {
                self.session.follow(&window, face.reel.moving(), mono, &mut self.packets);
            }
        }
        (self.sent, self.owed) = (mono, false);
        // A conversation may have to say other things first.
        let send = !self.packets.is_empty();
        self.frames += u64::from(send);
        if !send {
            self.free = mono;
        }
        send
    }

    /// What was sent last may not have left whole: the next frame is to be a whole one.
    pub fn doubt(&mut self) {
        self.kept = false;
    }

    /// Lets the conversation with the board go on, if it is its turn.
    fn converse(&mut self, mono: Duration) -> bool {
        if self.session.due().is_none_or(|due| due > mono) {
            return false;
        }
        self.kept = false;
        self.session.next(mono, &mut self.packets);
        self.free = mono + self.feed.time_of(self.packets.bytes().len());
        !self.packets.is_empty()
    }

    /// When to step again: when an owed frame may go out, at the next change, or for the keepalive.
    fn wake(&self, now: Now, seen: Timestamp) -> Duration {
        if self.owed {
            return self.free.max(now.mono);
        }
        let change = self.face.as_ref().map(|face| face.next_change(seen));
        let change = change.map(|at| {
            // A microsecond more: a wake a hair too early would be for nothing.
            now.mono
                + Duration::try_from(at.duration_since(seen)).unwrap_or_default()
                + Duration::from_micros(1)
        });
        // A board that needs no keepalives is looked after all the same: the time of day may be set.
        let look = self.sent.saturating_add(self.feed.keepalive).min(now.mono + LOOK);
        let held = self.held.as_ref().map(|held| held.next_change(now.mono));
        [change, held, self.session.due()].into_iter().flatten().fold(look, Duration::min).max(self.free)
    }
}
