//! A byte stream to the boards of one serial line (RS-232, RS-485 or USB), 8 data bits, no parity, 1 stop bit, no flow control.
//!
//! A port's calls can hold their thread for seconds, so each port has one of its own (`serial/worker.rs`) and this side
//! only puts the newest frame where the thread finds it. A frame once begun is always finished, since half a frame would
//! eat the head of the next; a frame not yet begun is replaced by a newer one. None is begun before the line has carried the
//! one before it: what stands in the kernel's buffer cannot be replaced.
//!
//! Several boards may hang on one line. Each has a slot of its own, and the slots take turns. What comes back belongs to the
//! board that was spoken to last.

mod lines;
mod port;
mod worker;

use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use super::{Event, LinkError, Outcome};

pub use lines::Lines;

/// How long to wait before trying again to start the thread (no memory or file descriptors left).
const NEXT_START: Duration = Duration::from_secs(10);
/// The most bytes kept of what a board says until somebody asks; what is more is thrown away.
const MOST_RECEIVED: usize = 4096;

/// How a board hangs on a serial line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    path: String,
    baud: u32,
    /// The silence after each of its frames.
    pause: Duration,
}

/// One board on a serial line; the thread of the line ends within 300 ms after the last one is dropped.
#[derive(Debug)]
pub struct Serial {
    place: Place,
    lines: Lines,
    /// `None` while the thread cannot be started.
    seat: Option<Seat>,
    told: Told,
    dropped: u64,
}

/// A slot that is taken.
#[derive(Debug)]
struct Seat {
    shared: Arc<Shared>,
    slot: usize,
    news: Arc<Notify>,
}

/// What [`Serial::event`] has told last.
#[derive(Debug, Default)]
struct Told {
    openings: u64,
    trouble: Option<LinkError>,
}

/// Where the two sides meet.
#[derive(Debug)]
struct Shared {
    desk: Mutex<Desk>,
    /// Wakes the thread.
    bell: OwnedFd,
}

#[derive(Debug, Default)]
struct Desk {
    slots: Vec<Slot>,
    /// How often the port has come up.
    openings: u64,
    trouble: Option<LinkError>,
    /// Nobody is left.
    closing: bool,
    /// The thread has seen that, and ends.
    ended: bool,
}

/// What one board has on the desk.
#[derive(Debug, Default)]
struct Slot {
    /// Somebody sits here; a free slot may still have a last frame.
    taken: bool,
    frame: Vec<u8>,
    /// Whether `frame` has not been begun yet.
    waiting: bool,
    pause: Duration,
    received: Vec<u8>,
    /// Wakes [`Serial::event`].
    news: Arc<Notify>,
}

impl Serial {
    fn new(lines: Lines, place: Place) -> Self {
        // A failure is told, and tried again, by `event`.
        let seat = lines.join(&place).ok();
        Self { place, lines, seat, told: Told::default(), dropped: 0 }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Outcome {
        let Some(Seat { shared, slot, .. }) = &self.seat else { return Outcome::Down };
        let replaced = {
            let mut desk = shared.desk();
            if desk.openings == 0 || desk.trouble.is_some() {
                return Outcome::Down;
            }
            let Some(slot) = desk.slots.get_mut(*slot) else { return Outcome::Down };
            slot.frame.clear();
            slot.frame.extend_from_slice(bytes);
            std::mem::replace(&mut slot.waiting, true)
        };
        if replaced {
            self.dropped += 1;
            return Outcome::Busy;
        }
        shared.ring();
        Outcome::Queued
    }

    pub(super) async fn event(&mut self) -> Event {
        loop {
            let seat = match &self.seat {
                Some(seat) => seat,
                None => match self.lines.join(&self.place) {
                    Ok(seat) => self.seat.insert(seat),
                    Err(error) => {
                        let what = self.place.path.clone();
                        let trouble = LinkError::Other { what, why: error.to_string() };
                        if let Some(event) = self.told.trouble(&trouble) {
                            return event;
                        }
                        tokio::time::sleep(NEXT_START).await;
                        continue;
                    }
                },
            };
            if let Some(event) = self.told.news(&mut seat.shared.desk(), seat.slot) {
                return event;
            }
            seat.news.notified().await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        {
            let mut desk = self.shared.desk();
            if let Some(slot) = desk.slots.get_mut(self.slot) {
                slot.taken = false;
            }
            desk.closing = desk.slots.iter().all(|slot| !slot.taken);
        }
        self.shared.ring();
    }
}

impl Told {
    fn news(&mut self, desk: &mut Desk, slot: usize) -> Option<Event> {
        if let Some(trouble) = &desk.trouble {
            return self.trouble(trouble);
        }
        if self.openings != desk.openings {
            *self = Self { openings: desk.openings, trouble: None };
            return Some(Event::Up);
        }
        let received = &mut desk.slots.get_mut(slot)?.received;
        (!received.is_empty()).then(|| Event::Received(std::mem::take(received)))
    }

    fn trouble(&mut self, trouble: &LinkError) -> Option<Event> {
        (self.trouble.as_ref() != Some(trouble)).then(|| {
            self.trouble = Some(trouble.clone());
            Event::Down(trouble.clone())
        })
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self) {
        // Refused only if it rings already.
        let _ = rustix::io::write(&self.bell, &1_u64.to_ne_bytes());
    }

    /// The port takes bytes (again).
    fn up(&self) {
        let mut desk = self.desk();
        desk.openings += 1;
        desk.trouble = None;
        desk.slots.iter_mut().for_each(|slot| slot.received.clear());
        desk.tell();
    }

    /// The port takes no bytes; frames not yet begun are void, as everything is sent again when it does.
    fn down(&self, trouble: LinkError) {
        let mut desk = self.desk();
        desk.slots.iter_mut().for_each(|slot| slot.waiting = false);
        desk.trouble = Some(trouble);
        desk.tell();
    }
}

impl Desk {
    fn tell(&self) {
        self.slots.iter().for_each(|slot| slot.news.notify_one());
    }

    /// Whether a frame has not been begun yet.
    fn waits(&self) -> bool {
        self.slots.iter().any(|slot| slot.waiting)
    }

    /// The slot whose turn it is after `last`.
    fn next(&mut self, last: usize) -> Option<(usize, &mut Slot)> {
        let count = self.slots.len();
        let next = (1..=count).map(|n| (last + n) % count).find(|slot| self.slots[*slot].waiting)?;
        self.slots.get_mut(next).map(|slot| (next, slot))
    }

    /// What the board at `slot` says; of a long speech the end is lost.
    fn receive(&mut self, slot: usize, bytes: &[u8]) {
        let Some(slot) = self.slots.get_mut(slot).filter(|slot| slot.taken) else { return };
        let room = MOST_RECEIVED.saturating_sub(slot.received.len()).min(bytes.len());
        slot.received.extend_from_slice(&bytes[..room]);
        slot.news.notify_one();
    }
}
