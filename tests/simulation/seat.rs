//! A running player, driven as the daemon's task drives it, and the witness that holds every step against the model.

use crate::approvals::Approvals;
use crate::due::Due;
use crate::law::{Breach, Law, Verdict};
use crate::model::{Look, Model, is_lit, is_opaque, shifts};
use crate::sabotage::{Sabotage, changed};
use bangtin::board::{Protocol, Receiver, Session};
use bangtin::frame::{Face, Frame};
use bangtin::player::{Event, Feed, LinkState, Now, Player, Programme, Shown, Step};
use bangtin::playlist::Playlist;
use bangtin::scene::last_resort;
use bangtin::schedule::{Choice, ClockTrust};
use bangtin::site::{AtStop, Board};
use bangtin::wire::{Packets, ddp};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// A frame that did not get out is tried again after this long.
pub(crate) const AGAIN: Duration = Duration::from_millis(40);
/// A player is woken at most this much late.
pub(crate) const JITTER: Duration = Duration::from_millis(3);
/// The last frame is sent this often.
const LAST_FRAMES: u32 = 3;
/// And for this long at most.
const LAST_MOMENT: Duration = Duration::from_millis(1400);

/// What a step is held against, besides the model.
pub(crate) struct Around<'a> {
    pub(crate) now: Now,
    /// Whether nothing has disturbed the board for long enough.
    pub(crate) calm: bool,
    pub(crate) playlists: &'a [Arc<Playlist>],
    pub(crate) approvals: &'a Approvals,
}

/// What a step sends.
pub(crate) struct Sending {
    pub(crate) packets: Packets,
    /// The dots; none for zeros.
    pub(crate) rgb: Option<Vec<u8>>,
    pub(crate) blank: bool,
}

/// A running player.
pub(crate) struct Seat {
    pub(crate) board: Board,
    player: Player,
    /// The last time of day that it believed.
    pub(crate) believed: Option<Timestamp>,
    pub(crate) feed: Feed,
    /// When it is to be stepped again.
    pub(crate) wake: Duration,
    /// The last frame, and how often it is still to be sent.
    pub(crate) leaving: Option<(Vec<u8>, u32)>,
    /// Everything spoken, decoded at once.
    shadow: Receiver,
    sequence: Option<u8>,
    /// The frame spoken last.
    spoken: Option<(Duration, Look, bool)>,
    /// When the last packets went out, and when those that did not may be tried again.
    begun: Option<Duration>,
    retry: Duration,
    /// The board is owed a frame, and what brings it into step.
    owed: bool,
    opened: bool,
    /// What was on at the last step, spoken or not.
    facing: Look,
    /// The second, the steps in it, and the highest frame rate of the board in it: a new site file may lower it.
    steps: (u64, u32, u32),
    pub(crate) sabotage: Sabotage,
    /// What was checked, for the tests that ask whether anything was.
    pub(crate) strides: u64,
    pub(crate) timed: u64,
    pub(crate) doubted: u64,
    pub(crate) approved: u64,
    pub(crate) frames: u64,
}

impl Seat {
    pub(crate) fn new(board: &Board, programme: Arc<Programme>, now: Duration, sabotage: Sabotage) -> Self {
        let session = Session::new(&board.protocol, board.panel()).expect("the site was checked");
        let line_time = board.line_time(session.frame_bytes());
        let feed = Feed { keepalive: board.keepalive, line_time, byte_time: board.line_time(1) };
        Self {
            board: board.clone(),
            player: Player::new(programme, session, feed),
            believed: None,
            feed,
            wake: now,
            leaving: None,
            shadow: Receiver::new(&board.protocol, board.panel()),
            sequence: None,
            spoken: None,
            begun: None,
            retry: Duration::ZERO,
            owed: true,
            opened: true,
            facing: Look::nothing(board.face),
            steps: (0, 0, 0),
            sabotage,
            strides: 0,
            timed: 0,
            doubted: 0,
            approved: 0,
            frames: 0,
        }
    }

    /// The frames a second that setting and line allow.
    pub(crate) fn fps(&self) -> u32 {
        let line = self.feed.line_time.as_nanos();
        let carried = 1_000_000_000u128.checked_div(line).unwrap_or(u128::MAX);
        u32::from(self.board.max_fps).min(u32::try_from(carried).unwrap_or(u32::MAX)).max(1)
    }

    /// Steps the player and judges what it does.
    pub(crate) fn step(
        &mut self,
        around: &Around<'_>,
        event: Event,
        model: &mut Model,
    ) -> Result<Option<Sending>, Breach> {
        match &event {
            Event::Opened => (self.owed, self.opened) = (true, true),
            Event::NotSent => (self.owed, self.retry) = (true, around.now.mono + AGAIN),
            Event::Stop(_)
            | Event::Tick
            | Event::Closed
            | Event::Programme(_)
            | Event::Received(_)
            | Event::Hold(_) => {}
        }
        let mut now = around.now;
        if self.sabotage == Sabotage::Stutter {
            let rough = now.wall.as_nanosecond() / 100_000_000 * 100_000_000;
            now.wall = jiff::Timestamp::from_nanosecond(rough).expect("the same second");
        }
        if self.sabotage == Sabotage::Believe {
            now.trust = ClockTrust::Trusted;
        }
        if now.trust != ClockTrust::Untrusted {
            self.believed = Some(now.wall);
        }
        let mut step = self.player.step(now, event);
        match self.sabotage {
            Sabotage::SendAlways => step.send = true,
            Sabotage::Spin => step.wake = now.mono,
            Sabotage::Oversleep => step.wake += Duration::from_millis(1500),
            _ => {}
        }
        self.wake = if self.leaving.is_some() { step.wake.min(now.mono + LAST_MOMENT) } else { step.wake };
        self.count(around.now.mono, &step)?;
        let packets = self.tampered();
        let sending = if self.leaving.is_some() {
            Some(self.farewell(packets)?)
        } else {
            self.judge(around, &step, packets, model)?
        };
        if step.turned {
            self.page(around, model)?;
        }
        Ok(sending)
    }

    /// The daemon's task draws ahead when everything is sent.
    pub(crate) fn prepare(&mut self) {
        self.player.prepare();
    }

    /// The order to stop, and the frame the board is to be left with.
    pub(crate) fn stop(&mut self) -> Event {
        let last = match self.board.at_stop {
            AtStop::Neutral => Some(last_resort(self.board.face, self.board.palette)),
            AtStop::Dark => Some(Frame::unlit(self.board.face)),
            AtStop::Keep => None,
        };
        let opaque = is_opaque(&self.board.protocol);
        let rgb = last.as_ref().map(|frame| crate::model::as_lit(frame.rgb().to_vec(), opaque));
        self.leaving = Some((rgb.unwrap_or_else(|| self.facing.rgb.clone()), LAST_FRAMES));
        Event::Stop(last.filter(|_| self.sabotage != Sabotage::ForgetLast))
    }

    /// Whether the last frame was sent as often as it is to be.
    pub(crate) fn is_done(&self) -> bool {
        let slow = self.feed.line_time > LAST_MOMENT / LAST_FRAMES;
        self.leaving.as_ref().is_some_and(|(_, left)| *left == 0 || slow)
    }

    /// Whether a frame should have come by now.
    pub(crate) fn overdue(&self, now: Duration) -> Verdict {
        if self.leaving.is_some() {
            return Ok(());
        }
        let keepalive = self.spoken.as_ref().map_or(self.wake, |(at, ..)| *at + self.feed.keepalive);
        let free = self.begun.map_or(Duration::ZERO, |at| at + self.feed.line_time);
        // Woken late once for the line and once for the frame.
        let due = keepalive.max(free).max(self.retry) + 2 * JITTER;
        Law::Rhythm.holds(now <= due, || {
            format!("no frame since {:?}, now {now:?}", self.spoken.as_ref().map(|s| s.0))
        })
    }

    fn tampered(&self) -> Packets {
        let packets = self.player.packets();
        let last = packets.ends().len().saturating_sub(1);
        match self.sabotage {
            Sabotage::LosePush if self.board.protocol == Protocol::DDP => changed(packets, last, |bytes| {
                bytes[0] &= !1;
                true
            }),
            Sabotage::SkipPacket => changed(packets, last, |_| false),
            _ => packets.clone(),
        }
    }

    /// Bounded steps in a second, and never woken later than the keepalive or the line ask for.
    fn count(&mut self, now: Duration, step: &Step) -> Verdict {
        let second = now.as_secs();
        let (known, steps, rate) = self.steps;
        let before = if known == second { (steps, rate) } else { (0, 0) };
        self.steps = (second, before.0 + 1, before.1.max(self.fps()));
        // Twice the frame rate for changes and keepalives, and as much again for frames that do not get out.
        let most = 2 * self.steps.2 + 80;
        Law::Wake.holds(self.steps.1 <= most, || format!("{} steps in second {second}", self.steps.1))?;
        Law::Wake.holds(step.wake >= now, || format!("wakes at {:?}, and it is {now:?}", step.wake))
    }

    fn judge(
        &mut self,
        around: &Around<'_>,
        step: &Step,
        packets: Packets,
        model: &mut Model,
    ) -> Result<Option<Sending>, Breach> {
        let mono = around.now.mono;
        let at = model.seen(around.now, self.feed.line_time);
        let look = model.look(at);
        self.due(around, at, model)?;
        let faced = std::mem::replace(&mut self.facing, look.clone()).place;
        let free = self.begun.map_or(Duration::ZERO, |at| at + self.feed.line_time).max(self.retry);
        let same = self.spoken.as_ref().is_some_and(|(_, spoken, _)| spoken.rgb == look.rgb);
        if !step.send {
            Law::Stale.holds(!self.owed && same || mono < free, || {
                format!(
                    "{:?} is not spoken at {mono:?}, owed {}, same {same}, faced {faced:?}",
                    look.place, self.owed
                )
            })?;
            self.owed |= !same;
            return Ok(None);
        }
        Law::Pace.holds(mono >= free, || format!("begins at {mono:?}, free at {free:?}"))?;
        self.begun = Some(mono);
        if std::mem::take(&mut self.opened) && self.board.protocol == Protocol::ADALIGHT {
            let zeros = packets.bytes().iter().all(|&byte| byte == 0);
            Law::Grammar.holds(zeros, || "nothing brings the board into step".to_owned())?;
            return Ok(Some(Sending { packets, rgb: None, blank: false }));
        }
        let rgb = self.decode(&packets)?;
        let blank = look.is_blank();
        Law::Dark.holds(blank || is_lit(&rgb), || format!("{:?} is dark", look.place))?;
        self.strides(around, &look, &rgb, model)?;
        Law::Speaks.holds(rgb == look.rgb, || {
            let picture = |rgb: &[u8]| Frame::from_rgb(self.board.face, rgb.to_vec());
            format!("{:?} spoken {:?} must be {:?}", look.place, picture(&rgb), picture(&look.rgb))
        })?;
        let reason = self.owed
            || self.spoken.as_ref().is_none_or(|(at, spoken, _)| {
                let moved = faced.0 == look.place.0 && faced.2 != look.place.2;
                spoken.rgb != look.rgb || moved || mono >= *at + self.feed.keepalive
            });
        Law::Idle.holds(reason, || format!("{:?} sent again at {mono:?}", look.place))?;
        self.owed = false;
        self.frames += 1;
        self.spoken = Some((mono, look, around.calm));
        Ok(Some(Sending { packets, rgb: Some(rgb), blank }))
    }

    /// Whether what is on may be on.
    fn due(&mut self, around: &Around<'_>, at: Timestamp, model: &mut Model) -> Verdict {
        let (shown, choices, zone) = model.choices(at);
        let (board, playlists) = (&self.board, around.playlists);
        let dated = |choice: &Choice| {
            let (list, item) = (&choice.playlist.when, &choice.item().when);
            !(list.windows.is_empty() && list.expires_at.is_none() && item.windows.is_empty())
        };
        self.timed += u64::from(matches!(shown, Shown::Entry(entry) if dated(&choices[entry])));
        self.doubted += u64::from(around.now.trust == ClockTrust::Untrusted);
        if let Shown::Entry(entry) = shown {
            let (id, text) = (&board.id.value, &choices[entry].item().text.value);
            self.approved += u64::from(around.approvals.asked());
            Law::Approved.holds(around.approvals.knows(id, text), || format!("nobody approved {text:?}"))?;
        }
        let known = self.believed;
        Due { shown, choices: &choices, playlists, board, now: around.now, known, at }.judge(&zone)
    }

    /// What the packets say, if they say it as the protocol wants.
    fn decode(&mut self, packets: &Packets) -> Result<Vec<u8>, Breach> {
        let count = packets.ends().len();
        for (index, packet) in packets.iter().enumerate() {
            let shown = self.shadow.receive(packet);
            Law::Grammar.holds(shown.is_ok(), || format!("packet {index}: {shown:?}"))?;
            let whole = shown == Ok(true) || index + 1 < count;
            Law::Grammar.holds(whole, || "the last packet shows nothing".to_owned())?;
            if self.board.protocol == Protocol::DDP {
                self.ddp(index + 1 == count, packet)?;
            }
        }
        let sent = packets.bytes().len();
        let wanted =
            Session::new(&self.board.protocol, self.board.panel()).map_or(0, |session| session.frame_bytes());
        Law::Grammar.holds(sent == wanted, || format!("{sent} of {wanted} bytes"))?;
        Ok(self.shadow.frame().rgb().to_vec())
    }

    fn ddp(&mut self, last: bool, packet: &[u8]) -> Verdict {
        let packet = ddp::Packet::new_checked(packet).expect("just received");
        let number = packet.sequence().number();
        let follows = self.sequence.is_none_or(|before| number == before % 15 + 1);
        self.sequence = Some(number);
        Law::Grammar.holds(follows, || format!("number {number} follows {:?}", self.sequence))?;
        Law::Grammar.holds(packet.push() == last, || "the push is not in the last packet".to_owned())
    }

    /// A movement goes on by its stride, measured on the dots.
    fn strides(&mut self, around: &Around<'_>, look: &Look, rgb: &[u8], model: &mut Model) -> Verdict {
        let Some((_, before, calm)) = &self.spoken else { return Ok(()) };
        let (place, was) = (look.place, before.place);
        let on = look.percent == before.percent
            && place.0 == was.0
            && place.1 == was.1
            && (place.2.x > was.2.x || place.2.y > was.2.y);
        let undisturbed = *calm && around.calm;
        if !on || !undisturbed {
            return Ok(());
        }
        let at = model.seen(around.now, self.feed.line_time);
        let Some((along_x, speed)) = model.motion(at, around.playlists.iter()) else { return Ok(()) };
        let stride = speed.div_ceil(self.fps()) as usize;
        let width = usize::from(self.board.face.width());
        let times = shifts(&before.rgb, rgb, width, along_x, stride);
        self.strides += 1;
        // A line slower than a frame a second cannot keep even that pace.
        let even = self.feed.line_time > Duration::from_secs(1) || times == Some(1);
        Law::Dots.holds(times.is_some() && even, || format!("{place:?} moved {times:?} times {stride} dots"))
    }

    fn farewell(&mut self, packets: Packets) -> Result<Sending, Breach> {
        // It goes out at once, whatever is due, so it may be the first that is said.
        let rgb = self.decode(&packets)?;
        let (last, left) = self.leaving.as_mut().expect("leaving");
        *left -= 1;
        Law::Last.holds(rgb == *last, || {
            format!("left with {:?}", Frame::from_rgb(self.board.face, rgb.clone()))
        })?;
        Ok(Sending { packets, rgb: Some(rgb), blank: true })
    }

    /// The page says what is lit.
    fn page(&self, around: &Around<'_>, model: &mut Model) -> Verdict {
        let Some(on_air) = self.player.status(LinkState::Waiting).on_air else { return Ok(()) };
        let wanted = model.words(model.seen(around.now, self.feed.line_time));
        let said = (on_air.text, on_air.playlist);
        Law::Page.holds(said == wanted, || format!("the page says {said:?}, on air is {wanted:?}"))
    }

    /// The title of the playlist the page names.
    pub(crate) fn title(&self) -> Option<String> {
        self.player.status(LinkState::Waiting).on_air.map(|on_air| on_air.playlist)
    }

    pub(crate) fn face(&self) -> Face {
        self.board.face
    }
}
