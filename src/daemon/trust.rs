//! Watches over the clock: has it judged every second, tells everybody, and keeps the newest time believed on disk.

use crate::clock::{self, Clock};
use crate::report::{Fault, Lang, Message};
use crate::schedule::{ClockTrust, Reading, Start, TimeSource, Trust, Verdict};
use crate::site::Memory;
use jiff::Timestamp;
use std::io;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// The clock is looked at this often, so a jump is noticed within a second.
const LOOK: Duration = Duration::from_secs(1);
/// The newest time is written this often: memory cards do not bear more, and nobody moves a clock by less.
const KEEP: Duration = Duration::from_secs(60);
/// The file of the newest time.
const FILE: &str = "clock";

/// The watch over the clock; ends with the token it was started with.
pub(super) struct Watch {
    /// How far the clock is believed.
    pub(super) verdict: watch::Receiver<Verdict>,
    /// Whether the operator vouches for it.
    pub(super) vouched: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Watch {
    /// Looks once, and then every second in a task of its own.
    pub(super) fn start(
        clock: Clock,
        memory: Memory,
        vouched: bool,
        lang: Lang,
        stop: CancellationToken,
    ) -> Self {
        let trust =
            Trust::new(Start { built: built(), mark: mark(&memory), set_at_boot: clock::set_at_boot() });
        let (vouched, seen) = watch::channel(vouched);
        let mut judge = Judge { clock, trust, vouched: seen, lang };
        if let Err(error) = clock::synchronised() {
            tracing::warn!(%error, "the kernel may not be asked whether its clock is synchronised");
        }
        let first = judge.look();
        judge.say(first);
        let (sender, verdict) = watch::channel(first);
        let task = tokio::spawn(keep_looking(judge, sender, Keeper::new(memory, lang), stop));
        Self { verdict, vouched, task }
    }

    /// Returns when the newest time is on disk.
    pub(super) async fn ended(self) {
        let _ = self.task.await;
    }
}

/// Judges the clock of this machine.
struct Judge {
    clock: Clock,
    trust: Trust,
    vouched: watch::Receiver<bool>,
    lang: Lang,
}

impl Judge {
    fn look(&mut self) -> Verdict {
        let source = match clock::synchronised() {
            Ok(Some(error)) => TimeSource::Synchronised { error },
            _ if *self.vouched.borrow() => TimeSource::Operator,
            _ => TimeSource::Nobody,
        };
        self.trust.look(Reading { mono: self.clock.since_boot(), wall: self.clock.wall(), source })
    }

    fn say(&self, verdict: Verdict) {
        let why = verdict.doubt.map_or(String::new(), |doubt| doubt.message().say(self.lang));
        let clock = verdict.trust.code();
        match verdict.trust {
            ClockTrust::Trusted => tracing::info!(clock, "the clock is trusted"),
            ClockTrust::Holdover => tracing::info!(clock, "{why}"),
            ClockTrust::Untrusted => tracing::warn!(clock, "{why}"),
        }
    }
}

async fn keep_looking(
    mut judge: Judge,
    verdict: watch::Sender<Verdict>,
    mut keeper: Keeper,
    stop: CancellationToken,
) {
    let mut next = judge.clock.mono();
    loop {
        next = (next + LOOK).max(judge.clock.mono());
        tokio::select! {
            () = judge.clock.sleep_until(next) => {}
            () = stop.cancelled() => break,
        }
        let seen = judge.look();
        if verdict.send_if_modified(|known| std::mem::replace(known, seen) != seen) {
            judge.say(seen);
        }
        keeper.keep(judge.clock.mono(), judge.trust.mark()).await;
    }
    keeper.end(judge.trust.mark()).await;
}

/// Writes the newest time to the disk, and waits for no disk but at the end.
struct Keeper {
    memory: Memory,
    lang: Lang,
    kept: Option<Timestamp>,
    /// When to write next.
    due: Duration,
    writing: Option<JoinHandle<io::Result<()>>>,
    told: bool,
}

impl Keeper {
    fn new(memory: Memory, lang: Lang) -> Self {
        Self { memory, lang, kept: None, due: Duration::ZERO, writing: None, told: false }
    }

    async fn keep(&mut self, mono: Duration, mark: Option<Timestamp>) {
        if self.writing.as_ref().is_some_and(|writing| !writing.is_finished()) {
            return;
        }
        self.settle().await;
        if mono >= self.due {
            self.due = mono + KEEP;
            self.write(mark);
        }
    }

    async fn end(&mut self, mark: Option<Timestamp>) {
        self.settle().await;
        self.write(mark);
        self.settle().await;
    }

    fn write(&mut self, mark: Option<Timestamp>) {
        let Some(mark) = mark.filter(|mark| self.kept != Some(*mark)) else { return };
        self.kept = Some(mark);
        let memory = self.memory.clone();
        self.writing = Some(tokio::task::spawn_blocking(move || memory.write(FILE, &format!("{mark}\n"))));
    }

    /// Takes the outcome of the last writing; the first that failed is said.
    async fn settle(&mut self) {
        let Some(writing) = self.writing.take() else { return };
        if let Ok(Err(error)) = writing.await
            && !std::mem::replace(&mut self.told, true)
        {
            let (path, why) = (self.memory.path(FILE).display().to_string(), error.to_string());
            let mut fault = Fault::unplaced(Message::CannotRemember { path, why });
            fault.severity = crate::report::Severity::Warning;
            super::tell(&[fault], self.lang);
        }
    }
}

/// The newest time that was kept; what is torn or no time is none.
fn mark(memory: &Memory) -> Option<Timestamp> {
    memory.read(FILE)?.trim().parse().ok()
}

/// The day of the build.
fn built() -> Timestamp {
    let seconds = env!("BANGTIN_BUILT").parse().unwrap_or(0);
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}
