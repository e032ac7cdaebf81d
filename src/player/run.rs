//! The task around the engine, and the one file here that is not pure: reads the clock, sends, waits, and tells the
//! page. Everything it decides it asks the engine.

use super::chronicle::Chronicle;
use super::errand::Errands;
use super::{Counts, Crank, Event, Hold, LinkState, Lost, Now, Programme, Stages, Status};
use crate::board::Receiver;
use crate::clock::Clock;
use crate::frame::Frame;
use crate::link::{self, Counters, Glass, Link, LinkError, Load, Outcome};
use crate::report::Message;
use crate::schedule::Verdict;
use crate::wire::Packets;
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

/// The page is told at least this often how old the last frame is.
const TELL: Duration = Duration::from_millis(500);
/// A player takes a step at least this often, though its board wants nothing, so that a stuck one is told from an idle one.
const STEP: Duration = Duration::from_secs(1);
/// The last frame is sent this often when the daemon ends, for networks lose packets.
const LAST_FRAMES: u32 = 3;
/// And this is the longest that may take.
const LAST_MOMENT: Duration = Duration::from_millis(1400);
/// Unless the board has to be talked into it.
const LAST_CONVERSATION: Duration = Duration::from_secs(4);

/// What has not left yet is looked after this often meanwhile.
const LAST_LOOK: Duration = Duration::from_millis(5);

/// Where packets go.
#[derive(Debug)]
pub enum Outlet {
    /// To a board.
    Link(Box<Link>),
    /// To the board built into the program.
    Virtual(Box<Receiver>),
    /// Whole requests, which leave by another way: here is told what becomes of them.
    Errands(Errands),
}

/// What ties a player to the world.
#[derive(Debug)]
pub struct Wiring {
    /// Where packets go.
    pub outlet: Outlet,
    /// The clock.
    pub clock: Clock,
    /// How far its time of day can be believed.
    pub trust: watch::Receiver<Verdict>,
    /// The programme, renewed when files change.
    pub programme: watch::Receiver<Arc<Programme>>,
    /// What a person has the board show for a while.
    pub hold: watch::Receiver<Option<Arc<Hold>>>,
    /// What is known of the board.
    pub status: watch::Sender<Arc<Status>>,
    /// What is shown, for onlookers.
    pub glass: Arc<Glass>,
    /// Ends the player.
    pub stop: CancellationToken,
    /// What the board is left with at the end; `None`: what is on it.
    pub last: Option<Frame>,
    /// Where what becomes of a card is kept; `None` for other boards.
    pub chronicle: Option<Chronicle>,
}

impl Wiring {
    fn now(&mut self) -> Now {
        let trust = self.trust.borrow_and_update().trust;
        Now { mono: self.clock.mono(), wall: self.clock.wall(), trust }
    }

    /// What a change of the link is to the player; `link` is what it is to the page, which is told at once of most.
    fn heard(&self, change: link::Event, link: &mut LinkState, told: &mut Option<Duration>) -> Event {
        match change {
            link::Event::Up => {
                (*link, *told) = (LinkState::Waiting, None);
                Event::Opened
            }
            link::Event::Down(error) => {
                *link = LinkState::Failing { since: self.clock.wall(), why: reason(&error) };
                *told = None;
                Event::Closed
            }
            link::Event::Received(bytes) => {
                if self.outlet.reached(&bytes) {
                    *link = LinkState::Sent { at: self.clock.wall() };
                }
                Event::Received(bytes)
            }
        }
    }

    /// Lets the link work until then; what it tells is of no interest any more.
    async fn pass(&mut self, until: Duration) {
        loop {
            tokio::select! {
                () = self.clock.sleep_until(until) => return,
                _ = self.outlet.event() => {}
            }
        }
    }
}

/// Plays until it is stopped, and leaves the board with its last frame.
pub async fn run(mut player: impl Crank, mut wiring: Wiring) {
    if let Some(known) = wiring.trust.borrow().known {
        player.know(known);
    }
    // A player that was started again goes on with it.
    let mut event = Event::Hold(wiring.hold.borrow_and_update().clone());
    let mut link = LinkState::Waiting;
    let mut told = None;
    let mut tally = Tally::of(&wiring.status.borrow());
    let mut due = None;
    let mut dropped = 0;
    loop {
        let now = wiring.now();
        let frames = player.frames();
        wiring.outlet.tick(now.mono);
        let step = player.step(now, std::mem::replace(&mut event, Event::Tick));
        if step.send {
            let outcome = wiring.outlet.send(player.packets());
            tally.note(outcome, now, player.frames() - frames, due.take());
            match outcome {
                Outcome::Sent | Outcome::Queued => link = LinkState::Sent { at: now.wall },
                Outcome::Down => {}
                Outcome::Busy => event = Event::NotSent,
            }
            if std::mem::replace(&mut dropped, wiring.outlet.dropped()) != dropped {
                player.doubt();
            }
        }
        if (step.send || step.turned) && wiring.glass.watched() {
            show(&player, &wiring.glass);
        }
        if step.turned || told.is_none_or(|at| now.mono >= at + TELL) {
            told = Some(now.mono);
            let status = tally.status(&mut player, now, link.clone(), wiring.outlet.dropped());
            let status = Status { lost: wiring.outlet.lost(), ..status };
            wiring.status.send_replace(Arc::new(status));
        }
        if let Some(chronicle) = &wiring.chronicle {
            chronicle.note(&mut player);
        }
        if matches!(event, Event::NotSent) {
            continue;
        }
        player.prepare();
        due = None;
        tokio::select! {
            biased;
            () = wiring.stop.cancelled() => break,
            Ok(()) = wiring.programme.changed() => {
                event = Event::Programme(Arc::clone(&wiring.programme.borrow_and_update()));
            }
            Ok(()) = wiring.hold.changed() => event = Event::Hold(wiring.hold.borrow_and_update().clone()),
            // Another item may be right now.
            Ok(()) = wiring.trust.changed() => {}
            change = wiring.outlet.event() => event = wiring.heard(change, &mut link, &mut told),
            () = wiring.glass.wanted() => show(&player, &wiring.glass),
            () = wiring.clock.sleep_until(step.wake.min(now.mono + STEP)) => due = Some(step.wake),
        }
    }
    leave(player, wiring).await;
}

/// What is counted and remembered of what went out.
struct Tally {
    counts: Counts,
    /// Frames dropped by links before this one.
    dropped: u64,
    sent: Option<Timestamp>,
}

impl Tally {
    /// Goes on from where a player that failed had come to.
    fn of(before: &Status) -> Self {
        Self { counts: before.counts, dropped: before.counts.dropped, sent: before.stages.sent }
    }

    /// Counts what became of a step's packets, `frames` frames in them; `due`: when they were to be begun, if that was slept for.
    fn note(&mut self, outcome: Outcome, now: Now, frames: u64, due: Option<Duration>) {
        if frames == 0 {
            return;
        }
        match outcome {
            Outcome::Sent | Outcome::Queued => {
                self.counts.sent += frames;
                self.sent = Some(now.wall);
            }
            Outcome::Down => self.counts.down += frames,
            // The link counts it.
            Outcome::Busy => {}
        }
        if let Some(due) = due {
            self.counts.lateness.note(now.mono.saturating_sub(due));
        }
    }

    /// All that is known of the board; `dropped`: by its link.
    fn status(&mut self, player: &mut impl Crank, now: Now, link: LinkState, dropped: u64) -> Status {
        self.counts.dropped = self.dropped + dropped;
        let (stages, trouble) = player.stages(now);
        let stages = Stages { sent: self.sent, ..stages };
        let (counts, stepped, power, light) = (self.counts, now.mono, player.power(), player.light());
        Status {
            frames_sent: counts.sent,
            stages,
            trouble,
            counts,
            stepped,
            power,
            light,
            ..player.status(link)
        }
    }
}

/// Sends the last frame, and waits until the line has carried it.
async fn leave(mut player: impl Crank, mut wiring: Wiring) {
    let end = wiring.clock.mono() + LAST_MOMENT;
    let mut event = Event::Stop(wiring.last.take());
    for _ in 0..LAST_FRAMES {
        let now = wiring.now();
        let step = player.step(now, std::mem::replace(&mut event, Event::Tick));
        if step.send {
            let _ = wiring.outlet.send(player.packets());
        }
        show(&player, &wiring.glass);
        if !player.settled() {
            talk(&mut player, &mut wiring).await;
            break;
        }
        let slow = step.wake > now.mono + LAST_MOMENT / LAST_FRAMES;
        wiring.pass(step.wake.min(end)).await;
        if slow {
            break;
        }
    }
    player.end();
    if !player.packets().is_empty() {
        let _ = wiring.outlet.send(player.packets());
    }
    if let Some(chronicle) = &wiring.chronicle {
        chronicle.note(&mut player);
    }
    while wiring.outlet.is_busy() && wiring.clock.mono() < end {
        let soon = wiring.clock.mono() + LAST_LOOK;
        wiring.pass(soon.min(end)).await;
    }
}

/// Lets the conversation with the board go on until it shows the last frame, or the time for that is over.
async fn talk(player: &mut impl Crank, wiring: &mut Wiring) {
    let end = wiring.clock.mono() + LAST_CONVERSATION;
    let mut event = Event::Tick;
    while !player.settled() && wiring.clock.mono() < end {
        let now = wiring.clock.mono();
        wiring.outlet.tick(now);
        let step = player.step(wiring.now(), std::mem::replace(&mut event, Event::Tick));
        if step.send {
            let _ = wiring.outlet.send(player.packets());
        }
        tokio::select! {
            change = wiring.outlet.event() => match change {
                link::Event::Received(bytes) => event = Event::Received(bytes),
                link::Event::Up => {}
                link::Event::Down(_) => return,
            },
            () = wiring.clock.sleep_until(step.wake.min(end)) => {}
        }
    }
}

fn show(player: &impl Crank, glass: &Glass) {
    if let Some(window) = player.window() {
        glass.show(|into| window.copy(0, into));
    }
}

impl Outlet {
    fn send(&mut self, packets: &Packets) -> Outcome {
        match self {
            Self::Link(link) => match (link.send(load(packets)), link.as_ref()) {
                // The newest frame waits for the line in place of an older one: nothing to be sent again.
                (Outcome::Busy, Link::Serial(_) | Link::Tcp(_)) => Outcome::Queued,
                (outcome, _) => outcome,
            },
            Self::Virtual(board) => {
                if let Err(error) = board.take(packets) {
                    tracing::error!(%error, "the built-in board refuses a packet");
                }
                Outcome::Sent
            }
            Self::Errands(_) => Outcome::Sent,
        }
    }

    /// Whether what was received says that an errand reached the board.
    fn reached(&self, bytes: &[u8]) -> bool {
        matches!(self, Self::Errands(_)) && *bytes == [1]
    }

    /// Lets the time of a board built into the program go on.
    fn tick(&mut self, now: Duration) {
        if let Self::Virtual(board) = self {
            board.tick(now);
        }
    }

    /// Frames dropped because the way was full.
    fn dropped(&self) -> u64 {
        match self {
            Self::Link(link) => link.dropped(),
            Self::Virtual(_) | Self::Errands(_) => 0,
        }
    }

    fn is_busy(&self) -> bool {
        match self {
            Self::Link(link) => link.is_busy(),
            Self::Virtual(_) | Self::Errands(_) => false,
        }
    }

    fn lost(&self) -> Lost {
        let Self::Link(link) = self else { return Lost::default() };
        let Counters { dropped, kernel, refused } = link.counters();
        Lost { dropped, kernel, refused }
    }

    async fn event(&mut self) -> link::Event {
        match self {
            Self::Link(link) => link.event().await,
            Self::Virtual(board) => match board.answer() {
                Some(bytes) => link::Event::Received(bytes),
                None => std::future::pending().await,
            },
            // The driver has the answer already, and is only to look.
            Self::Errands(errands) => link::Event::Received(vec![u8::from(errands.done().await)]),
        }
    }
}

/// The packets, in the words of the link.
fn load(packets: &Packets) -> Load<'_> {
    Load { bytes: packets.bytes(), ends: packets.ends(), turns: packets.turns(), held: packets.held() }
}

/// The operator's sentence for a link that is down.
#[must_use]
pub fn reason(error: &LinkError) -> Message {
    match error.clone() {
        LinkError::NoSuchHost { host } => Message::LinkNoSuchHost { host },
        LinkError::Unreachable { address, why } => {
            Message::LinkUnreachable { address: address.to_string(), why }
        }
        LinkError::Silent { address } => Message::LinkSilent { address: address.to_string() },
        LinkError::Refused { address } => Message::LinkRefused { address: address.to_string() },
        LinkError::Closed { address } => Message::LinkClosed { address: address.to_string() },
        LinkError::NoSuchDevice { path } => Message::LinkNoSuchDevice { path },
        LinkError::NotAllowed { path } => Message::LinkNotAllowed { path },
        LinkError::InUse { path } => Message::LinkInUse { path },
        LinkError::Gone { path } => Message::LinkGone { path },
        LinkError::Stalled { path, seconds } => Message::LinkStalled { path, seconds },
        LinkError::NoSuchInterface { interface } => Message::LinkNoSuchInterface { interface },
        LinkError::NoRawRight { interface } => Message::LinkNoRawRight { interface },
        LinkError::NoCarrier { interface } => Message::LinkNoCarrier { interface },
        LinkError::TooSlow { interface, mbit } => Message::LinkTooSlow { interface, mbit },
        LinkError::NoRaw { interface } => Message::LinkNoRaw { interface },
        other => Message::LinkOther { why: other.to_string() },
    }
}
