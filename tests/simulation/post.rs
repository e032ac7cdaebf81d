//! A board on its wall with its line, and the player that serves it while a daemon runs.

use crate::approvals::Approvals;
use crate::dice::Dice;
use crate::glass::{Glass, Spoken};
use crate::law::{Law, Verdict};
use crate::line::{LAG, Line, Outcome, Parcel};
use crate::model::{Model, is_lit};
use crate::sabotage::{Sabotage, changed};
use crate::seat::{AGAIN, Around, JITTER, Seat, Sending};
use bangtin::player::{Event, Now};
use bangtin::playlist::Playlist;
use bangtin::site::{Address, Board};
use std::sync::Arc;
use std::time::Duration;

/// Late packets of a bad network are all there after this long.
const SETTLED: Duration = Duration::from_millis(260);

/// What all boards of a world share at one moment.
pub(crate) struct Air<'a> {
    pub(crate) now: Now,
    pub(crate) playlists: &'a [Arc<Playlist>],
    pub(crate) sabotage: Sabotage,
    pub(crate) approvals: &'a Approvals,
}

/// A board, whoever drives it.
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) glass: Glass,
    pub(crate) line: Line,
    pub(crate) seat: Option<Seat>,
    pub(crate) model: Option<Model>,
    /// When the link comes up by itself.
    pub(crate) opens: Option<Duration>,
    /// Until when the network is bad.
    pub(crate) bad_until: Option<Duration>,
    /// From when on the board must show what the model shows.
    calm: Duration,
    line_time: Duration,
    /// The dots a stopped player left it with, to be looked at then.
    left: Option<(Duration, Vec<u8>)>,
    frame: u64,
    /// How often the board was held against the model.
    pub(crate) compared: u64,
    pub(crate) farewells: u64,
    pub(crate) spoken: (u64, u64),
}

impl Post {
    pub(crate) fn new(board: &Board) -> Self {
        let byte_time = matches!(board.address, Address::Serial { .. }).then(|| board.line_time(1));
        Self {
            id: board.id.value.clone(),
            glass: Glass::new(board.protocol.clone(), board.face),
            line: Line::new(byte_time),
            seat: None,
            model: None,
            opens: None,
            bad_until: None,
            calm: Duration::ZERO,
            line_time: Duration::ZERO,
            left: None,
            frame: 0,
            compared: 0,
            farewells: 0,
            spoken: (0, 0),
        }
    }

    /// When something happens here by itself.
    pub(crate) fn next(&self) -> Option<Duration> {
        let wake = self.seat.as_ref().map(|seat| seat.wake);
        let left = self.left.as_ref().map(|(at, _)| *at);
        [wake, left, self.opens, self.bad_until, self.line.next()].into_iter().flatten().min()
    }

    /// Something happened of which the player knows nothing: the next keepalive heals it.
    pub(crate) fn disturb(&mut self, now: Duration) {
        let keepalive = self.seat.as_ref().map_or(Duration::ZERO, |seat| seat.feed.keepalive);
        self.unsettle(now + keepalive);
    }

    /// Something happened that the player is told: it heals it as soon as the line allows.
    fn unsettle(&mut self, now: Duration) {
        // Also when nobody sends any more: what was left there may be gone.
        self.left = None;
        let Some(seat) = &self.seat else { return };
        // A frame under way, zeros, and the frame that counts.
        let healed = now + 3 * seat.feed.line_time + AGAIN + LAG + 2 * JITTER;
        self.calm = self.calm.max(healed);
    }

    /// Gives the board a player.
    pub(crate) fn sit(&mut self, seat: Seat, now: Duration, dice: &mut Dice) {
        self.line_time = seat.feed.line_time;
        self.seat = Some(seat);
        self.opens = Some(now + dice.millis(0, 60));
        self.disturb(now + Duration::from_millis(60));
    }

    /// The daemon is killed.
    pub(crate) fn kill(&mut self, now: Duration) {
        self.seat = None;
        self.cut(now);
    }

    pub(crate) fn cut(&mut self, now: Duration) {
        self.line.cut(now);
        self.opens = None;
        if self.line.is_serial() {
            self.glass.cut_off();
        }
        self.disturb(now);
        self.left = None;
    }

    /// Tells the player something, or that time went by.
    pub(crate) fn step(&mut self, air: &Air<'_>, event: Event, dice: &mut Dice) -> Verdict {
        let mut event = event;
        let mut again = 0;
        while let (Some(seat), Some(model)) = (&mut self.seat, &mut self.model) {
            let calm = self.line.up && air.now.mono >= self.calm;
            let (playlists, approvals) = (air.playlists, air.approvals);
            let around = Around { now: air.now, calm, playlists, approvals };
            let sending = seat.step(&around, std::mem::replace(&mut event, Event::Tick), model)?;
            let outcome = sending.map(|sending| self.send(air, sending, dice));
            // Nobody asks any more what became of a last frame; the next one follows.
            let leaving = self.seat.as_ref().is_some_and(|seat| seat.leaving.is_some());
            if outcome != Some(Outcome::Busy) || leaving {
                break;
            }
            event = Event::NotSent;
            again += 1;
            Law::Wake.holds(again < 3, || "asks a full line again and again".to_owned())?;
            if air.sabotage == Sabotage::HideNotSent {
                break;
            }
        }
        if let Some(seat) = &mut self.seat {
            seat.prepare();
            if dice.percent(20) {
                seat.wake += dice.millis(0, 1) * (JITTER.as_millis() as u32);
            }
        }
        Ok(())
    }

    fn send(&mut self, air: &Air<'_>, sending: Sending, dice: &mut Dice) -> Outcome {
        let Sending { mut packets, rgb, blank } = sending;
        let now = air.now.mono;
        self.frame += 1;
        if air.sabotage == Sabotage::FlipDot && rgb.is_some() {
            packets = changed(&packets, 0, |bytes| {
                if let Some(dot) = bytes.last_mut() {
                    *dot ^= 0x40;
                }
                true
            });
        }
        let dark = air.sabotage == Sabotage::DarkBetween && self.frame.is_multiple_of(5);
        if let (true, Some(rgb)) = (dark, &rgb) {
            let unlit = changed(&packets, 0, |bytes| {
                let from = bytes.len().saturating_sub(rgb.len());
                bytes[from..].fill(0);
                true
            });
            self.glass.expect(self.frame, Spoken { rgb: Some(vec![0; rgb.len()]), blank: false });
            if packets.ends().len() == 1 {
                let parcel = Parcel { frame: self.frame, index: 0, count: 1, bytes: unlit.bytes().to_vec() };
                self.line.fly(now, parcel);
            }
            self.frame += 1;
        }
        match rgb {
            Some(_) => self.spoken.0 += 1,
            None => self.spoken.1 += 1,
        }
        self.glass.expect(self.frame, Spoken { rgb, blank });
        let outcome = self.line.send(now, self.frame, &packets, dice);
        if outcome == Outcome::Busy {
            self.unsettle(now);
        }
        outcome
    }

    /// After its last frames a player is gone and the link is closed, and the board keeps what it was left with.
    fn leave(&mut self, now: Duration) {
        let Some((last, _)) = self.seat.take().and_then(|seat| seat.leaving) else { return };
        self.opens = None;
        let undisturbed = self.line.up && now >= self.calm && self.bad_until.is_none();
        let under_way = self.line.is_serial() && self.line.next().is_some();
        if under_way {
            // A line so slow that the last frame is not through when the daemon may not wait any longer.
            self.cut(now);
        }
        self.left = (undisturbed && !under_way).then(|| (now + LAG + JITTER, last));
    }

    /// Everything that happens here by itself at this moment.
    pub(crate) fn turn(&mut self, air: &Air<'_>, dice: &mut Dice) -> Verdict {
        let now = air.now.mono;
        let arrived = self.line.arrivals(now, dice);
        self.glass.hear(now, &arrived)?;
        if self.bad_until.is_some_and(|until| until <= now) {
            self.bad_until = None;
            self.line.weather = Default::default();
            self.disturb(now + SETTLED);
        }
        if self.opens.is_some_and(|at| at <= now) {
            self.opens = None;
            self.open(air, dice)?;
        }
        match self.seat.as_ref().filter(|seat| seat.wake <= now).map(Seat::is_done) {
            Some(true) => self.leave(now),
            Some(false) => self.step(air, Event::Tick, dice)?,
            None => {}
        }
        self.verify(air)
    }

    /// The link comes up: a serial line first carries whatever noise there was.
    pub(crate) fn open(&mut self, air: &Air<'_>, dice: &mut Dice) -> Verdict {
        if self.line.is_serial() && dice.percent(50) {
            const NOISE: [&[u8]; 4] = [b"Ad", b"\xFF\x00Ada", b"boot 0.15\r\n", b"AAdA\x00\x00\x00"];
            let bytes = dice.pick(&NOISE).to_vec();
            self.line.fly(air.now.mono, Parcel { frame: 0, index: 0, count: 1, bytes });
            self.glass.cut_off();
        }
        self.line.up = true;
        self.unsettle(air.now.mono);
        let hidden = air.sabotage == Sabotage::HideOpening;
        if hidden || self.seat.as_ref().is_none_or(|seat| seat.leaving.is_some()) {
            return Ok(());
        }
        self.step(air, Event::Opened, dice)
    }

    /// The invariants that must hold at any moment.
    pub(crate) fn verify(&mut self, air: &Air<'_>) -> Verdict {
        let now = air.now.mono;
        self.glass.tick(now);
        self.glass.look()?;
        if let Some((_, rgb)) = self.left.take_if(|(at, _)| *at <= now) {
            self.farewells += 1;
            Law::Last.holds(self.glass.rgb() == rgb, || {
                "the board shows something else after the stop".to_owned()
            })?;
        }
        let (Some(seat), Some(model)) = (&self.seat, &mut self.model) else { return Ok(()) };
        seat.overdue(now)?;
        let well = self.line.up && now >= self.calm && self.bad_until.is_none() && seat.leaving.is_none();
        if !well {
            return Ok(());
        }
        // What is seen now was due at some moment since then; where the model did not move meanwhile, it is that.
        let late = seat.feed.line_time + LAG + 3 * JITTER + Duration::from_millis(1);
        let at = model.seen(air.now, Duration::ZERO);
        if !model.rests(at - late, model.seen(air.now, seat.feed.line_time)) {
            return Ok(());
        }
        let look = model.look(at);
        self.compared += 1;
        let name = &self.id;
        Law::Heals.holds(self.glass.rgb() == look.rgb, || {
            let visible = bangtin::frame::Frame::from_rgb(seat.face(), self.glass.rgb().to_vec());
            format!(
                "{name} at {now:?}, well since {:?}: {visible:?} and must show {:?}",
                self.calm, look.place
            )
        })?;
        Law::Dark.holds(look.is_blank() || is_lit(self.glass.rgb()), || format!("{name} is dark"))
    }
}
