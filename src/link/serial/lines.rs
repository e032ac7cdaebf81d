//! Which serial lines are open: boards on the same device share its thread.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use rustix::event::{EventfdFlags, eventfd};
use tokio::sync::Notify;

use super::super::Link;
use super::{Desk, Place, Seat, Serial, Shared, Slot, worker};

/// The serial lines of a process. Cloning is cheap, all clones are the same.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    open: Arc<Mutex<Known>>,
}

/// By path and speed: a line whose speed is changed is another one, and has to wait until the old one is closed.
type Known = BTreeMap<(String, u32), Weak<Shared>>;

impl Lines {
    /// A link to one board on the serial device at `path` with `baud` bits a second, 8N1, which is left silent for `pause` after
    /// each frame of the board. The line is opened with its first board and closed with its last.
    #[must_use]
    pub fn link(&self, path: &str, baud: u32, pause: Duration) -> Link {
        Link::Serial(Serial::new(self.clone(), Place { path: path.to_owned(), baud, pause }))
    }

    /// Takes a slot of the line, which is opened if need be.
    ///
    /// # Errors
    /// The system has no timers or threads left.
    pub(super) fn join(&self, place: &Place) -> io::Result<Seat> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, line| line.strong_count() > 0);
        let key = (place.path.clone(), place.baud);
        let known = open.get(&key).and_then(Weak::upgrade).filter(|line| !line.desk().ended);
        if let Some(shared) = known
            && let Some(seat) = sit(&shared, place.pause)
        {
            return Ok(seat);
        }
        let bell = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        let shared = Arc::new(Shared { desk: Mutex::default(), bell });
        let seat = sit(&shared, place.pause).ok_or(io::ErrorKind::Other)?;
        worker::start(Arc::clone(&shared), place.path.clone(), place.baud)?;
        open.insert(key, Arc::downgrade(&shared));
        Ok(seat)
    }
}

/// A free slot of a line; `None` if its thread has ended.
fn sit(shared: &Arc<Shared>, pause: Duration) -> Option<Seat> {
    let mut desk = shared.desk();
    let Desk { slots, ended, closing, .. } = &mut *desk;
    if *ended {
        return None;
    }
    *closing = false;
    let news = Arc::new(Notify::new());
    let new = Slot { taken: true, pause, news: Arc::clone(&news), ..Slot::default() };
    let slot = slots.iter().position(|slot| !slot.taken && !slot.waiting).unwrap_or(slots.len());
    match slots.get_mut(slot) {
        Some(free) => *free = new,
        None => slots.push(new),
    }
    Some(Seat { shared: Arc::clone(shared), slot, news })
}
