//! The thread of one serial port: opens it by its path, for ever; writes the newest frames, each board in its turn; hands over
//! what comes back; notices when the port stalls or goes.
//!
//! It sleeps in poll on four things: the bell of the other side, the port, a kernel timer that holds the deadline of
//! a write and the pause before the next opening, and one that holds the time the line needs to carry a frame. Nothing
//! else waits, and no clock is read.

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
    let timer = || timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC);
    let (timer, pacer) = (timer()?, timer()?);
    let device = path.rsplit('/').next().unwrap_or_default();
    let name = format!("serial {device}").replace('\0', "");
    let mut worker = Worker {
        shared,
        path,
        baud,
        timer,
        pacer,
        backoff: Backoff::new(),
        slot: 0,
        frame: Vec::new(),
        written: 0,
        carrying: false,
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
    /// Goes off when the line has carried the frame.
    pacer: OwnedFd,
    backoff: Backoff,
    /// Whose frame it is, and who is meant by what comes back.
    slot: usize,
    /// The frame in hand; `written` bytes of it have left.
    frame: Vec<u8>,
    written: usize,
    /// The line is not free for another frame yet.
    carrying: bool,
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
    pacer: bool,
}

impl Worker {
    fn run(&mut self) {
        while !self.is_over() {
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

    /// Whether nobody is left; from then on nobody can come any more.
    fn is_over(&self) -> bool {
        let mut desk = self.shared.desk();
        desk.ended = desk.closing;
        desk.ended
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
        self.carrying = false;
        let mut stalled = false;
        // Whether the timer runs: from when there is something to write until the line takes some of it.
        let mut timed = false;
        loop {
            let (closing, waiting) = {
                let desk = self.shared.desk();
                (desk.closing, desk.waits())
            };
            if closing {
                self.finish(port);
                if self.is_over() {
                    return End::Dropped;
                }
                // Somebody has come meanwhile.
                continue;
            }
            let full = self.in_hand() || (waiting && !self.carrying) || stalled;
            if full && !timed && !stalled {
                self.set_timer(stall_limit(self.baud));
            }
            timed = full && !stalled;
            let woken = self.wait(Some((port, full)), timed);
            self.carrying &= !woken.pacer;
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
        if flags.contains(PollFlags::IN) {
            let mut bytes = [0; 1024];
            let bytes = port.read(&mut bytes).ok_or(Errno::IO)?;
            self.shared.desk().receive(self.slot, bytes);
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

    /// Takes the frame whose turn it is in hand, if the line is free; the buffers change places.
    fn take(&mut self) {
        if self.carrying {
            return;
        }
        let shared = Arc::clone(&self.shared);
        let mut desk = shared.desk();
        let Some((turn, slot)) = desk.next(self.slot) else { return };
        slot.waiting = false;
        std::mem::swap(&mut slot.frame, &mut self.frame);
        let nanoseconds = self.frame.len() as u64 * 10 * 1_000_000_000 / u64::from(self.baud.max(1));
        let busy = Duration::from_nanos(nanoseconds) + slot.pause;
        drop(desk);
        (self.slot, self.written) = (turn, 0);
        self.carrying = set(&self.pacer, busy, &self.path);
    }

    /// The last link was dropped: the last frames (often black ones) may still leave, if they do so at once.
    fn finish(&mut self, port: &Port) {
        self.set_timer(LAST_FRAME);
        loop {
            let waiting = self.shared.desk().waits();
            let woken = self.wait(Some((port, self.in_hand() || (waiting && !self.carrying))), true);
            self.carrying &= !woken.pacer;
            match woken.port {
                _ if woken.timer => break,
                Some(flags) if self.attend(port, flags).is_err() => return,
                _ if !self.in_hand() && !self.shared.desk().waits() => return,
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
            PollFd::new(&self.pacer, when(self.carrying, PollFlags::IN)),
            // Without a port, the bell once more.
            PollFd::new(&self.shared.bell, PollFlags::empty()),
        ];
        let mut count = 3;
        if let Some((port, full)) = port {
            fds[3] = PollFd::new(port, PollFlags::IN | when(full, PollFlags::OUT));
            count = 4;
        }
        if poll(&mut fds[..count], None).is_err() {
            // A signal; there is no other reason.
            return Woken::default();
        }
        if !fds[0].revents().is_empty() {
            let _ = rustix::io::read(&self.shared.bell, &mut [0_u8; 8]);
        }
        let port = Some(fds[3].revents()).filter(|flags| count == 4 && !flags.is_empty());
        let rung = |n: usize| fds[n].revents().contains(PollFlags::IN);
        Woken { port, timer: rung(1), pacer: rung(2) }
    }

    fn set_timer(&self, delay: Duration) {
        set(&self.timer, delay, &self.path);
    }
}

/// Has `timer` go off once after `delay`; false if it does not.
fn set(timer: &OwnedFd, delay: Duration, path: &str) -> bool {
    let at = Itimerspec {
        it_interval: Timespec::default(),
        // Zero would mean never.
        it_value: Timespec::try_from(delay.max(Duration::from_nanos(1))).unwrap_or_default(),
    };
    let set = timerfd_settime(timer, TimerfdTimerFlags::empty(), &at);
    if let Err(error) = &set {
        tracing::error!(%error, path, "the kernel refused to set the timer");
    }
    set.is_ok()
}
