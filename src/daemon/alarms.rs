//! The watch over the boards: looks at everything once a second, tells the log what changed, and the page what is raised.

use crate::alarm::{
    Bench, Change, Condition, Control, Facts, Grade, Kind, Known, Raised, Reach, Rules, Sheet, Voice,
};
use crate::clock::Clock;
use crate::player::Status;
use crate::report::{Fault, Lang, Message, Severity};
use crate::schedule::{ClockTrust, Doubt, Verdict};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Everything is looked at this often.
const LOOK: Duration = Duration::from_secs(1);

/// One board as the watch sees it.
#[derive(Clone)]
pub(super) struct Seat {
    pub(super) id: String,
    pub(super) status: watch::Receiver<Arc<Status>>,
    /// How long there may be between two frames that go out; `None` for a board that keeps its picture by itself.
    pub(super) patience: Option<Duration>,
    /// Whether it answers, if it is asked.
    pub(super) reach: Option<watch::Receiver<Option<Reach>>>,
    /// What its control channel says, if it has one.
    pub(super) control: Option<watch::Receiver<Option<Control>>>,
}

/// What the watch looks at.
pub(super) struct View {
    pub(super) seats: watch::Receiver<Arc<Vec<Seat>>>,
    pub(super) faults: watch::Receiver<Arc<Vec<Fault>>>,
    pub(super) trust: watch::Receiver<Verdict>,
}

/// Starts the watch in a task of its own, which ends with `stop`; gives what it sees.
pub(super) fn start(
    view: View,
    clock: Clock,
    lang: Lang,
    stop: CancellationToken,
) -> (watch::Receiver<Arc<Sheet>>, JoinHandle<()>) {
    let (sender, sheet) = watch::channel(Arc::default());
    let watcher =
        Watcher { view, lang, site: Bench::default(), boards: BTreeMap::new(), voice: Voice::default() };
    (sheet, tokio::spawn(keep_looking(watcher, clock, sender, stop)))
}

async fn keep_looking(
    mut watcher: Watcher,
    clock: Clock,
    sheet: watch::Sender<Arc<Sheet>>,
    stop: CancellationToken,
) {
    let mut next = clock.mono();
    loop {
        sheet.send_replace(Arc::new(watcher.look(clock.mono())));
        next = (next + LOOK).max(clock.mono());
        tokio::select! {
            () = clock.sleep_until(next) => {}
            () = stop.cancelled() => return,
        }
    }
}

struct Watcher {
    view: View,
    lang: Lang,
    site: Bench,
    boards: BTreeMap<String, (Rules, Bench)>,
    voice: Voice,
}

impl Watcher {
    fn look(&mut self, now: Duration) -> Sheet {
        if let Some(count) = self.voice.held(now) {
            tracing::warn!("{}", Message::AlarmsHeld { count }.say(self.lang));
        }
        let seats = self.view.seats.borrow().clone();
        let changes = self.site.look(now, self.of_site());
        self.tell(now, "", changes);
        self.boards.retain(|id, _| seats.iter().any(|seat| seat.id == *id));
        let mut sheet =
            Sheet { looked: now, site: self.site.raised().cloned().collect(), ..Sheet::default() };
        for seat in seats.iter() {
            let status = seat.status.borrow().clone();
            let reach = seat.reach.as_ref().and_then(|reach| reach.borrow().clone());
            let (rules, bench) = self.boards.entry(seat.id.clone()).or_default();
            let control = seat.control.as_ref().and_then(|control| control.borrow().clone());
            let facts = Facts {
                now,
                status: &status,
                patience: seat.patience,
                reach: reach.as_ref(),
                control: control.as_ref(),
            };
            let changes = bench.look(now, rules.conditions(&facts));
            let alarms: Vec<Raised> = bench.raised().cloned().collect();
            if !alarms.is_empty() || reach.is_some() || control.is_some() {
                sheet.boards.insert(seat.id.clone(), Known { alarms, reach, control });
            }
            self.tell(now, &seat.id, changes);
        }
        sheet
    }

    /// What is wrong with the site as a whole.
    fn of_site(&self) -> Vec<Condition> {
        let verdict = *self.view.trust.borrow();
        let doubted = (verdict.trust == ClockTrust::Untrusted).then(|| {
            let says = verdict.doubt.map_or(Message::AlarmClock {}, Doubt::message);
            Condition { kind: Kind::ClockDoubted, says }
        });
        let faults = self.view.faults.borrow().clone();
        let wrong = |fault: &&Fault| fault.severity == Severity::Error && fault.silenced.is_none();
        let count = faults.iter().filter(wrong).count();
        let says = Message::AlarmFilesWrong { count };
        let files = (count > 0).then_some(Condition { kind: Kind::FilesWrong, says });
        doubted.into_iter().chain(files).collect()
    }

    fn tell(&mut self, now: Duration, board: &str, changes: Vec<Change>) {
        for change in changes {
            if !self.voice.may(now) {
                continue;
            }
            match change {
                Change::Raised { alarm, untold } => {
                    let (id, says) = (alarm.kind.id(), alarm.says.say(self.lang));
                    let help = alarm.kind.help().say(self.lang);
                    match alarm.kind.grade() {
                        Grade::Critical => tracing::error!(alarm = id, board, untold, help, "{says}"),
                        Grade::Warning => tracing::warn!(alarm = id, board, untold, help, "{says}"),
                    }
                }
                Change::Over { alarm, lasted } => {
                    tracing::info!(
                        alarm = alarm.kind.id(),
                        board,
                        seconds = lasted.as_secs(),
                        "alarm is over"
                    );
                }
            }
        }
    }
}
