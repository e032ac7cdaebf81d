//! A byte stream to a board over a serial port (RS-232, RS-485 or USB), 8 data bits, no parity, 1 stop bit, no flow control.
//!
//! A port's calls can hold their thread for seconds, so each port has one of its own (`serial/worker.rs`) and this side
//! only puts the newest frame where the thread finds it. A frame once begun is always finished, since half a frame would
//! eat the head of the next; a frame not yet begun is replaced by a newer one.

mod port;
mod worker;

use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::event::{EventfdFlags, eventfd};
use tokio::sync::Notify;

use super::{Event, LinkError, Outcome};

/// How long to wait before trying again to start the thread (no memory or file descriptors left).
const NEXT_START: Duration = Duration::from_secs(10);

/// A serial port and the thread that serves it; the thread ends within 300 ms after this is dropped.
#[derive(Debug)]
pub struct Serial {
    path: String,
    baud: u32,
    /// `None` while the thread cannot be started.
    shared: Option<Arc<Shared>>,
    told: Told,
    dropped: u64,
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
    /// Wakes [`Serial::event`].
    news: Notify,
}

#[derive(Debug, Default)]
struct Desk {
    frame: Vec<u8>,
    /// Whether `frame` has not been begun yet.
    waiting: bool,
    /// How often the port has come up.
    openings: u64,
    trouble: Option<LinkError>,
    closing: bool,
}

impl Serial {
    pub(super) fn new(path: &str, baud: u32) -> Self {
        // A failure is told, and tried again, by `event`.
        let shared = start(path, baud).ok();
        Self { path: path.to_owned(), baud, shared, told: Told::default(), dropped: 0 }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(super) fn send(&mut self, bytes: &[u8]) -> Outcome {
        let Some(shared) = &self.shared else { return Outcome::Down };
        let replaced = {
            let mut desk = shared.desk();
            if desk.openings == 0 || desk.trouble.is_some() {
                return Outcome::Down;
            }
            desk.frame.clear();
            desk.frame.extend_from_slice(bytes);
            std::mem::replace(&mut desk.waiting, true)
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
            let shared = match &self.shared {
                Some(shared) => shared,
                None => match start(&self.path, self.baud) {
                    Ok(shared) => self.shared.insert(shared),
                    Err(error) => {
                        let trouble = LinkError::Other { what: self.path.clone(), why: error.to_string() };
                        if let Some(event) = self.told.trouble(&trouble) {
                            return event;
                        }
                        tokio::time::sleep(NEXT_START).await;
                        continue;
                    }
                },
            };
            if let Some(event) = self.told.news(&shared.desk()) {
                return event;
            }
            shared.news.notified().await;
        }
    }
}

impl Drop for Serial {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            shared.desk().closing = true;
            shared.ring();
        }
    }
}

impl Told {
    fn news(&mut self, desk: &Desk) -> Option<Event> {
        if let Some(trouble) = &desk.trouble {
            return self.trouble(trouble);
        }
        (self.openings != desk.openings).then(|| {
            *self = Self { openings: desk.openings, trouble: None };
            Event::Up
        })
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
        {
            let mut desk = self.desk();
            desk.openings += 1;
            desk.trouble = None;
        }
        self.news.notify_one();
    }

    /// The port takes no bytes; a frame not yet begun is void, as everything is sent again when it does.
    fn down(&self, trouble: LinkError) {
        {
            let mut desk = self.desk();
            desk.waiting = false;
            desk.trouble = Some(trouble);
        }
        self.news.notify_one();
    }
}

fn start(path: &str, baud: u32) -> io::Result<Arc<Shared>> {
    let bell = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
    let shared = Arc::new(Shared { desk: Mutex::default(), bell, news: Notify::new() });
    worker::start(Arc::clone(&shared), path.to_owned(), baud)?;
    Ok(shared)
}
