//! Datagrams to the controllers of one board: one destination or several, each at the pace its receiver takes.
//!
//! What may leave at once does so within [`Udp::send`]. The rest of a frame is copied and leaves bit by bit while
//! [`Udp::event`] is polled; the next frame waits for it, a newer one takes its place. A frame that has not left in the time
//! it needs and a little more is given up. Packets that are held (they say "show it now") leave when those before them
//! have left to all destinations, so that the parts of a board change together.

use std::future::poll_fn;
use std::task::{Context, Poll};
use std::time::Duration;

use super::bucket::Bucket;
use super::lane::Lane;
use super::multicast::Groups;
use super::packets::Packets;
use super::queue::{Kept, Leg, plan};
use super::{Counters, Event, LinkError, Load, Manner, Outcome};
use crate::clock::Clock;

/// What a frame may take longer than it needs at its pace, before the rest of it is given up for the next one.
const GIVE_UP: Duration = Duration::from_millis(100);
/// A frame that leaves bit by bit leaves so much of it at once: fewer wake-ups, and no burst worth the name.
const BIT: Duration = Duration::from_millis(1);
/// When a kernel whose buffers are full is asked again.
const FULL: Duration = Duration::from_millis(2);

/// A link of datagrams.
#[derive(Debug)]
pub struct Udp {
    ways: Vec<Way>,
    clock: Option<Clock>,
    /// Whether one socket serves all destinations.
    together: bool,
    /// Those of the frame that is being sent.
    legs: Vec<Leg>,
    /// The frame that leaves bit by bit.
    begun: Kept,
    /// When the rest of it is given up.
    until: Duration,
    /// When more of it may leave.
    again: Duration,
    /// The frame that waits for it.
    waiting: Kept,
    waits: bool,
    /// The kernel has been full in the frame that leaves bit by bit; counted once.
    cut: bool,
    /// What was told last of ways that are down.
    told: Option<LinkError>,
    counters: Counters,
}

#[derive(Debug)]
struct Way {
    road: Road,
    bucket: Option<Bucket>,
    /// Why nothing gets through there.
    down: Option<LinkError>,
    /// It takes no more for now.
    blocked: bool,
}

#[derive(Debug)]
enum Road {
    Host(Box<Lane>),
    Groups(Groups),
}

/// How far a frame has come.
struct Progress {
    /// The worst that happened on any way.
    outcome: Outcome,
    /// When more of it may leave; `None` if all of it has.
    again: Option<Duration>,
    /// The kernel took no more of it.
    full: bool,
}

impl Udp {
    /// To one host and port for each destination.
    pub(super) fn new<'a>(hosts: impl IntoIterator<Item = (&'a str, u16)>, manner: &Manner) -> Self {
        let roads = hosts.into_iter().map(|(host, port)| {
            let mut lane = Lane::new(host, port, manner.dscp, manner.offload);
            lane.hear(manner.hears);
            Road::Host(Box::new(lane))
        });
        Self::over(roads.collect(), false, manner)
    }

    /// To groups, one for each destination.
    pub(super) fn to_groups(groups: Groups, manner: &Manner) -> Self {
        Self::over(vec![Road::Groups(groups)], true, manner)
    }

    fn over(roads: Vec<Road>, together: bool, manner: &Manner) -> Self {
        let bucket = manner.pace.as_ref().map(|pace| Bucket::new(pace.bits_per_second, pace.burst));
        let ways = roads
            .into_iter()
            .map(|road| Way { road, bucket: bucket.clone(), down: None, blocked: false })
            .collect();
        Self {
            ways,
            clock: manner.pace.as_ref().map(|pace| pace.clock.clone()),
            together,
            legs: Vec::with_capacity(16),
            begun: Kept::default(),
            until: Duration::ZERO,
            again: Duration::ZERO,
            waiting: Kept::default(),
            waits: false,
            cut: false,
            told: None,
            counters: Counters::default(),
        }
    }

    pub(super) fn counters(&self) -> Counters {
        self.ways.iter().fold(self.counters, |sum, way| match &way.road {
            Road::Host(lane) => sum.and(lane.counters()),
            Road::Groups(groups) => sum.and(groups.counters()),
        })
    }

    /// Whether something is to leave yet.
    pub(super) fn is_busy(&self) -> bool {
        !self.begun.is_over()
    }

    pub(super) fn send(&mut self, load: Load<'_>) -> Outcome {
        let Some(packets) = Packets::new(load.bytes, load.ends) else {
            self.counters.dropped += 1;
            return Outcome::Busy;
        };
        plan(&load, self.ways.len(), self.together, &mut self.legs);
        let now = self.now();
        if !self.begun.is_over() {
            self.trickle(now);
        }
        if !self.begun.is_over() {
            self.counters.dropped += u64::from(std::mem::replace(&mut self.waits, true));
            self.waiting.copy(&load, &self.legs);
            return Outcome::Queued;
        }
        let Progress { outcome, again, full } =
            pump(&mut self.ways, packets, load.turns, &mut self.legs, now, self.clock.is_some());
        self.counters.kernel += u64::from(full);
        let Some(again) = again else { return outcome };
        self.begun.copy(&load, &self.legs);
        self.begin(now, again);
        self.cut = full;
        outcome
    }

    pub(super) async fn event(&mut self) -> Event {
        loop {
            let Some(clock) = self.clock.clone().filter(|_| !self.begun.is_over()) else {
                return poll_fn(|context| self.poll_ways(context)).await;
            };
            let again = self.again;
            tokio::select! {
                biased;
                event = poll_fn(|context| self.poll_ways(context)) => return event,
                () = clock.sleep_until(again) => self.trickle(clock.mono()),
            }
        }
    }

    fn now(&self) -> Duration {
        self.clock.as_ref().map_or(Duration::ZERO, Clock::mono)
    }

    /// A frame begins to leave bit by bit.
    fn begin(&mut self, now: Duration, again: Duration) {
        let (packets, _, legs) = self.begun.parts();
        let rest = |way: usize| legs.iter().filter(move |leg| leg.way == way).map(|leg| leg.packets.clone());
        let needs = packets.map(|packets| {
            let lasts = |(n, way): (usize, &Way)| {
                let (count, bytes) = rest(n).fold((0, 0), |(count, bytes), part| {
                    let lengths = part.clone().map(|packet| packets.range(packet).len());
                    (count + part.len(), bytes + lengths.sum::<usize>())
                });
                way.bucket.as_ref().map_or(Duration::ZERO, |bucket| bucket.lasts(count, bytes))
            };
            self.ways.iter().enumerate().map(lasts).max().unwrap_or_default()
        });
        self.until = now + needs.unwrap_or_default() + GIVE_UP;
        self.again = again;
    }

    /// Lets more of the begun frame leave, and begins the one that waits when it has left or is given up.
    fn trickle(&mut self, now: Duration) {
        while !self.begun.is_over() {
            let (packets, turns, legs) = self.begun.parts();
            let Some(packets) = packets else { return self.begun.give_up() };
            let Progress { again, full, .. } =
                pump(&mut self.ways, packets, turns, legs, now, self.clock.is_some());
            self.counters.kernel += u64::from(full && !std::mem::replace(&mut self.cut, full));
            match again {
                Some(_) if now >= self.until => {
                    self.counters.dropped += 1;
                    self.begun.give_up();
                }
                Some(again) => {
                    self.again = again;
                    return;
                }
                None => self.begun.give_up(),
            }
            if std::mem::take(&mut self.waits) {
                std::mem::swap(&mut self.begun, &mut self.waiting);
                self.begin(now, now);
                self.cut = false;
            }
        }
    }

    fn poll_ways(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        for way in &mut self.ways {
            let event = match &mut way.road {
                Road::Host(lane) => lane.poll_event(context),
                Road::Groups(groups) => groups.poll_event(context),
            };
            match event {
                Poll::Ready(Event::Down(error)) => way.down = Some(error),
                Poll::Ready(event) => {
                    way.down = None;
                    // Whatever else is down is told once more after this.
                    self.told = None;
                    return Poll::Ready(event);
                }
                Poll::Pending => {}
            }
        }
        let down = self.ways.iter().find_map(|way| way.down.as_ref());
        match down {
            Some(down) if !self.told.as_ref().is_some_and(|told| told.same_reason(down)) => {
                self.told = Some(down.clone());
                Poll::Ready(Event::Down(down.clone()))
            }
            _ => Poll::Pending,
        }
    }
}

/// Lets leave what may leave at `now`; where it is said to be `patient`, what a full kernel does not take is tried again.
fn pump(
    ways: &mut [Way],
    packets: Packets<'_>,
    turns: &[(usize, u16)],
    legs: &mut [Leg],
    now: Duration,
    patient: bool,
) -> Progress {
    let mut progress = Progress { outcome: Outcome::Sent, again: None, full: false };
    ways.iter_mut().for_each(|way| way.blocked = false);
    let waits = legs.iter().position(|leg| leg.held).unwrap_or(legs.len());
    let (first, held) = legs.split_at_mut(waits);
    for leg in first {
        progress.go(ways, packets, turns, leg, now, patient);
    }
    for leg in held {
        if progress.again.is_some() && !leg.packets.is_empty() {
            break;
        }
        progress.go(ways, packets, turns, leg, now, patient);
    }
    progress
}

impl Progress {
    fn go(
        &mut self,
        ways: &mut [Way],
        packets: Packets<'_>,
        turns: &[(usize, u16)],
        leg: &mut Leg,
        now: Duration,
        patient: bool,
    ) {
        let Some(way) = ways.get_mut(leg.way).filter(|way| !way.blocked && !leg.packets.is_empty()) else {
            return;
        };
        let lengths = leg.packets.clone().map(|n| packets.range(n).len());
        let may = way.bucket.as_mut().map_or(leg.packets.len(), |bucket| bucket.take(now, lengths));
        let end = leg.packets.start + may;
        let (left, outcome) = match &mut way.road {
            _ if may == 0 => (0, Outcome::Sent),
            Road::Host(lane) => lane.send(packets.until(end), leg.packets.start),
            Road::Groups(groups) => groups.send(packets.until(end), turns, leg.packets.start),
        };
        self.full |= outcome == Outcome::Busy;
        leg.packets.start = match outcome {
            Outcome::Busy if patient => leg.packets.start + left,
            // The rest would not fare better.
            Outcome::Busy => leg.packets.end,
            _ => end,
        };
        if outcome == Outcome::Down || outcome == Outcome::Busy && !patient {
            self.outcome = self.outcome.worse(outcome);
        }
        if leg.packets.is_empty() {
            return;
        }
        way.blocked = true;
        self.outcome = self.outcome.worse(Outcome::Queued);
        let next = packets.range(leg.packets.start).len();
        let when = match (&way.bucket, outcome) {
            (Some(bucket), Outcome::Sent | Outcome::Down) => bucket.when(next, BIT),
            _ => now + FULL,
        };
        self.again = Some(self.again.map_or(when, |again| again.min(when)));
    }
}
