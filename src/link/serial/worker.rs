//! The thread of one serial port: opens it by its path, for ever; writes the newest frame; notices when it stalls or goes.
//!
//! It sleeps in poll on three things: the bell of the other side, the port, and a kernel timer that holds the deadline of
//! a write and the pause before the next opening. Nothing else waits, and no clock is read.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};

use super::super::LinkError;
use super::super::backoff::Backoff;
use super::Shared;
use super::port::Port;

/// What a kernel keeps of a port's output; it asks for more only when nearly all of it has left.
const KERNEL_BUFFER: u64 = 4096;
/// Added to the time the line needs for twice that much.
const STALL_GRACE: Duration = Duration::from_secs(3);
/// What a last frame gets when the link is dropped.
const LAST_FRAME: Duration = Duration::from_millis(200);

/// Starts the thread.
///
/// # Errors
/// The system has no timers or threads left.
pub(super) fn start(shared: Arc<Shared>, path: String, baud: u32) -> io::Result<()> {
    let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
    let device = path.rsplit('/').next().unwrap_or_default();
    let name = format!("serial {device}").replace('\0', "");
    let mut worker = Worker {
        shared,
        path,
        baud,
        timer,
        backoff: Backoff::new(),
        frame: Vec::new(),
        written: 0,
        gone: false,
    };
    std::thread::Builder::new().name(name).spawn(move || worker.run())?;
    Ok(())
}

/// How long the line may take no byte before it counts as stalled. At low speeds a healthy port asks for the next bytes
/// only every few seconds.
fn stall_limit(baud: u32) -> Duration {
    let bits = 2 * KERNEL_BUFFER * 10;
    STALL_GRACE + Duration::from_millis(bits * 1000 / u64::from(baud.max(1)))
}

struct Worker {
    shared: Arc<Shared>,
    path: String,
    baud: u32,
    timer: OwnedFd,
    backoff: Backoff,
    /// The frame in hand; `written` bytes of it have left.
    frame: Vec<u8>,
    written: usize,
    /// The port was open once and has gone.
    gone: bool,
}

/// Why a port is served no more.
enum End {
    /// The link was dropped.
    Dropped,
    /// The device has gone.
    Gone,
}

/// What woke the thread.
#[derive(Default)]
struct Woken {
    port: Option<PollFlags>,
    timer: bool,
}

impl Worker {
    fn run(&mut self) {
        while !self.shared.desk().closing {
            match Port::open(&self.path, self.baud) {
                Ok(port) => {
                    self.shared.up();
                    match self.serve(&port) {
                        End::Dropped => return,
                        End::Gone => {
                            self.gone = true;
                            self.shared.down(LinkError::Gone { path: self.path.clone() });
                        }
                    }
                }
                // Of a device that was there, "gone" says more than "there is none".
                Err(LinkError::NoSuchDevice { path }) if self.gone => {
                    self.shared.down(LinkError::Gone { path });
                }
                Err(error) => self.shared.down(error),
            }
            self.pause();
        }
    }

    /// Waits until the next opening is due, or the link is dropped.
    fn pause(&mut self) {
        let delay = self.backoff.next();
        self.set_timer(delay);
        while !self.shared.desk().closing && !self.wait(None, true).timer {}
    }

    fn serve(&mut self, port: &Port) -> End {
        self.frame.clear();
        self.written = 0;
        let mut stalled = false;
        // Whether the timer runs: from when there is something to write until the line takes some of it.
        let mut timed = false;
        loop {
            let (closing, waiting) = {
                let desk = self.shared.desk();
                (desk.closing, desk.waiting)
            };
            if closing {
                self.finish(port);
                return End::Dropped;
            }
            let full = self.in_hand() || waiting || stalled;
            if full && !timed && !stalled {
                self.set_timer(stall_limit(self.baud));
            }
            timed = full && !stalled;
            let woken = self.wait(Some((port, full)), timed);
            match woken.port.map_or(Ok(false), |flags| self.attend(port, flags)) {
                Err(_) => return End::Gone,
                Ok(true) => {
                    timed = false;
                    if std::mem::take(&mut stalled) {
                        self.shared.up();
                    }
                }
                Ok(false) if woken.timer => {
                    stalled = true;
                    let seconds = stall_limit(self.baud).as_secs();
                    self.shared.down(LinkError::Stalled { path: self.path.clone(), seconds });
                }
                Ok(false) => {}
            }
        }
    }

    /// Does what the port is ready for. Returns whether it takes bytes.
    ///
    /// # Errors
    /// The device has gone.
    fn attend(&mut self, port: &Port, flags: PollFlags) -> Result<bool, Errno> {
        if flags.contains(PollFlags::IN) && !port.discard_input() {
            return Err(Errno::IO);
        }
        if flags.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(Errno::IO);
        }
        if !flags.contains(PollFlags::OUT) {
            return Ok(false);
        }
        if !self.in_hand() {
            self.take();
        }
        if !self.in_hand() {
            return Ok(true);
        }
        let count = port.write(&self.frame[self.written..])?;
        self.written += count;
        if !self.in_hand() {
            self.backoff.reset();
        }
        Ok(count > 0)
    }

    fn in_hand(&self) -> bool {
        self.written < self.frame.len()
    }

    /// Takes the waiting frame in hand; the buffers change places.
    fn take(&mut self) {
        let mut desk = self.shared.desk();
        if std::mem::take(&mut desk.waiting) {
            std::mem::swap(&mut desk.frame, &mut self.frame);
            self.written = 0;
        }
    }

    /// The link was dropped: the last frame (often a black one) may still leave, if it does so at once.
    fn finish(&mut self, port: &Port) {
        self.set_timer(LAST_FRAME);
        loop {
            let full = self.in_hand() || self.shared.desk().waiting;
            let woken = self.wait(Some((port, full)), true);
            match woken.port {
                _ if woken.timer => break,
                Some(flags) if self.attend(port, flags).is_err() => return,
                _ if !self.in_hand() && !self.shared.desk().waiting => return,
                _ => {}
            }
        }
        port.discard_output();
    }

    /// Sleeps until the bell rings, the port has or (`full`) takes bytes, or the timer goes off (`timed`).
    fn wait(&self, port: Option<(&Port, bool)>, timed: bool) -> Woken {
        let when = |wanted: bool, flags: PollFlags| if wanted { flags } else { PollFlags::empty() };
        let mut fds = [
            PollFd::new(&self.shared.bell, PollFlags::IN),
            PollFd::new(&self.timer, when(timed, PollFlags::IN)),
            // Without a port, the bell once more.
            PollFd::new(&self.shared.bell, PollFlags::empty()),
        ];
        let mut count = 2;
        if let Some((port, full)) = port {
            fds[2] = PollFd::new(port, PollFlags::IN | when(full, PollFlags::OUT));
            count = 3;
        }
        if poll(&mut fds[..count], None).is_err() {
            // A signal; there is no other reason.
            return Woken::default();
        }
        if !fds[0].revents().is_empty() {
            let _ = rustix::io::read(&self.shared.bell, &mut [0_u8; 8]);
        }
        let port = Some(fds[2].revents()).filter(|flags| count == 3 && !flags.is_empty());
        Woken { port, timer: fds[1].revents().contains(PollFlags::IN) }
    }

    fn set_timer(&self, delay: Duration) {
        let at = Itimerspec {
            it_interval: Timespec::default(),
            // Zero would mean never.
            it_value: Timespec::try_from(delay.max(Duration::from_nanos(1))).unwrap_or_default(),
        };
        if let Err(error) = timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &at) {
            tracing::error!(%error, path = self.path, "the kernel refused to set the timer");
        }
    }
}
