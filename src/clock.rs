//! The only reader of clocks. Everybody else is told the time as an argument, or waits here.
//!
//! One kernel timer (timerfd on CLOCK_MONOTONIC, absolute deadlines) serves all sleepers of the process: tokio's own timer
//! rounds to whole milliseconds, which a 60 Hz movement shows. Boards with the same rate ask for the same deadline, so
//! one wake-up of the timer task serves them all. A sleeper is never woken early; it may be woken late.
//!
//! CLOCK_MONOTONIC stands still while the machine is suspended and never jumps when somebody sets the time of day.

mod deadlines;
mod kernel;

use std::future::Future;
use std::io;
use std::os::fd::OwnedFd;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime,
    timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::task::JoinHandle;

use deadlines::{Deadlines, Key};

pub use kernel::{set_at_boot, synchronised};

/// The time of day. For the command line; inside the daemon use [`Clock::wall`].
#[must_use]
#[allow(clippy::disallowed_methods)]
pub fn wall_now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// Time since this was called, never running backwards. For commands that wait without a runtime.
pub fn since_start() -> impl Fn() -> Duration {
    let start = monotonic();
    move || monotonic().saturating_sub(start)
}

/// The clock of the daemon: reads the time and lets tasks sleep until a time. Cloning is cheap, all clones are one clock.
#[derive(Clone, Debug)]
pub struct Clock {
    running: Arc<Running>,
}

/// The timer task ends with the last clone of the clock.
#[derive(Debug)]
struct Running {
    shared: Arc<Shared>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Debug)]
struct Shared {
    /// What CLOCK_MONOTONIC showed when the clock was started.
    start: Duration,
    timer: OwnedFd,
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    deadlines: Deadlines,
    /// What the kernel timer is set to; `None`: it has gone off or was never set.
    armed: Option<Duration>,
}

impl Clock {
    /// Starts the clock at [`mono`](Self::mono) zero, with its own timer task on the current tokio runtime.
    ///
    /// # Errors
    /// The kernel refuses a timer (no file descriptors left).
    ///
    /// # Panics
    /// Outside a tokio runtime with I/O enabled.
    pub fn start() -> io::Result<Self> {
        let timer =
            timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        let expiries = watch(timer.try_clone()?)?;
        let shared = Arc::new(Shared { start: monotonic(), timer, waiting: Mutex::default() });
        let task = tokio::spawn(serve(Arc::clone(&shared), expiries));
        Ok(Self { running: Arc::new(Running { shared, task }) })
    }

    /// Time since [`start`](Self::start); never goes back and never jumps.
    #[must_use]
    pub fn mono(&self) -> Duration {
        self.running.shared.mono()
    }

    /// The time of day as the machine has it; may jump either way when it is set.
    #[must_use]
    pub fn wall(&self) -> jiff::Timestamp {
        wall_now()
    }

    /// Time since the machine was started, in which it was suspended too; never jumps.
    #[must_use]
    pub fn since_boot(&self) -> Duration {
        Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default()
    }

    /// Sleeps until [`mono`](Self::mono) has reached `mono`; at once if it has.
    ///
    /// Cancel-safe: a dropped sleep leaves no entry. Allocates nothing once the process has had its largest number of
    /// sleepers.
    pub async fn sleep_until(&self, mono: Duration) {
        Sleep { shared: &self.running.shared, deadline: mono, key: None }.await;
    }
}

impl Shared {
    fn mono(&self) -> Duration {
        monotonic().saturating_sub(self.start)
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the kernel timer to the earliest deadline, if that is not what it is set to already.
    ///
    /// A timer set to a later deadline than needed would be a late sleeper, so it is only ever moved forward; one set
    /// to an earlier deadline (whose sleeper was dropped) costs one empty wake-up and no system call now.
    fn arm(&self, waiting: &mut Waiting) {
        let Some(earliest) = waiting.deadlines.earliest() else { return };
        if waiting.armed.is_some_and(|armed| armed <= earliest) {
            return;
        }
        waiting.armed = Some(earliest);
        let at = Itimerspec {
            it_interval: Timespec::default(),
            it_value: kernel_time(self.start.saturating_add(earliest)),
        };
        if let Err(error) = timerfd_settime(&self.timer, TimerfdTimerFlags::ABSTIME, &at) {
            // Cannot happen for a valid time and descriptor; armed anew by the next sleeper.
            waiting.armed = None;
            tracing::error!(%error, "the kernel refused to set the timer");
        }
    }
}

struct Sleep<'a> {
    shared: &'a Shared,
    deadline: Duration,
    key: Option<Key>,
}

impl Future for Sleep<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        if this.shared.mono() >= this.deadline {
            return Poll::Ready(());
        }
        let mut waiting = this.shared.waiting();
        match this.key {
            Some(key) => waiting.deadlines.rewaker(key, context.waker()),
            None => {
                this.key = Some(waiting.deadlines.add(this.deadline, context.waker().clone()));
                this.shared.arm(&mut waiting);
            }
        }
        Poll::Pending
    }
}

impl Drop for Sleep<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.shared.waiting().deadlines.remove(key);
        }
    }
}

/// The timer task: waits for the kernel timer, then wakes all sleepers whose deadline has come in one go.
async fn serve(shared: Arc<Shared>, expiries: AsyncFd<OwnedFd>) {
    let mut woken: Vec<Waker> = Vec::new();
    loop {
        match expiries.readable().await {
            Ok(mut ready) => {
                // The count is of no interest; reading it makes the timer quiet again.
                let _ = rustix::io::read(expiries.get_ref(), &mut [0_u8; 8]);
                ready.clear_ready();
            }
            Err(error) => {
                tracing::error!(%error, "the kernel timer cannot be waited for; looking every 10 ms instead");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        {
            let mut waiting = shared.waiting();
            waiting.armed = None;
            waiting.deadlines.take_due(shared.mono(), &mut woken);
            shared.arm(&mut waiting);
        }
        // Outside the lock: a waker may run code of others.
        for waker in woken.drain(..) {
            waker.wake();
        }
    }
}

#[expect(
    deprecated,
    reason = "its successor is an unsafe fn; an OwnedFd keeps the promise it asks for: open till dropped"
)]
fn watch(timer: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::with_interest(timer, Interest::READABLE)
}

fn monotonic() -> Duration {
    Duration::try_from(clock_gettime(ClockId::Monotonic)).unwrap_or_default()
}

/// `time` for the kernel, which knows no more than 292 years; later is as good as never.
fn kernel_time(time: Duration) -> Timespec {
    const NEVER: i64 = 1 << 33;
    let seconds = i64::try_from(time.as_secs()).unwrap_or(NEVER).min(NEVER);
    Timespec { tv_sec: seconds, tv_nsec: time.subsec_nanos().into() }
}

#[cfg(test)]
mod tests;
