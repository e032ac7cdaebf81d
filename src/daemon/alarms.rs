//! The watch over the boards: looks at everything once a second, tells the log what changed, and the page what is raised.

use crate::alarm::{
    Bench, Change, Condition, Control, Facts, Grade, Kind, Known, Raised, Reach, Rules, Sheet, Voice, ending,
};
use crate::clock::Clock;
use crate::player::Status;
use crate::report::{Fault, Lang, Message, Severity};
use crate::schedule::{ClockTrust, Doubt, Verdict};
use crate::site::Library;
use jiff::Timestamp;
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
    /// When the page's certificate ends, if it has one.
    pub(super) ends: watch::Receiver<Option<Timestamp>>,
    /// The site, for its zone.
    pub(super) library: watch::Receiver<Arc<Library>>,
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
        sheet.send_replace(Arc::new(watcher.look(clock.mono(), clock.wall())));
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
    fn look(&mut self, now: Duration, wall: Timestamp) -> Sheet {
        if let Some(count) = self.voice.held(now) {
            tracing::warn!("{}", Message::AlarmsHeld { count }.say(self.lang));
        }
        let seats = self.view.seats.borrow().clone();
        let changes = self.site.look(now, self.of_site(wall));
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
    fn of_site(&self, wall: Timestamp) -> Vec<Condition> {
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
        // A clock that is not believed says nothing of how long a certificate is good for.
        let ends = self.view.ends.borrow().filter(|_| verdict.trust != ClockTrust::Untrusted);
        let certificate = ends.and_then(|ends| ending(ends, wall, &self.view.library.borrow().site.zone));
        doubted.into_iter().chain(files).chain(certificate).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Files;

    #[test]
    fn a_certificate_that_ends_is_an_alarm_until_there_is_a_new_one_unless_nobody_knows_the_time() {
        let at = |time: &str| time.parse::<Timestamp>().unwrap();
        let ends = watch::Sender::new(Some(at("2027-01-10T00:00:00Z")));
        let since = at("2026-12-01T00:00:00Z");
        let trusted = Verdict { trust: ClockTrust::Trusted, doubt: None, since, known: None };
        let trust = watch::Sender::new(trusted);
        let (library, _) = Library::open(&Files::default(), None);
        let view = View {
            seats: watch::channel(Arc::default()).1,
            faults: watch::channel(Arc::default()).1,
            trust: trust.subscribe(),
            ends: ends.subscribe(),
            library: watch::channel(Arc::new(library)).1,
        };
        let (lang, site, boards, voice) = (Lang::En, Bench::default(), BTreeMap::new(), Voice::default());
        let mut watcher = Watcher { view, lang, site, boards, voice };
        let mut alarms = |seconds, time: &str| {
            let sheet = watcher.look(Duration::from_secs(seconds), at(time));
            sheet.site.iter().map(|alarm| (alarm.kind.id(), alarm.says.say(Lang::En))).collect::<Vec<_>>()
        };
        assert_eq!(alarms(0, "2026-12-01T00:00:00Z"), []);
        let found = alarms(1, "2027-01-01T00:00:00Z");
        assert_eq!((found.len(), found[0].0), (1, "A54"));
        assert!(found[0].1.contains("10/01/2027") && found[0].1.contains("days left: 9"), "{found:?}");
        assert!(alarms(2, "2027-02-01T00:00:00Z")[0].1.contains("ended"));
        trust.send_replace(Verdict { trust: ClockTrust::Untrusted, ..trusted });
        assert!(alarms(3, "2027-02-01T00:00:00Z").iter().all(|(id, _)| *id != "A54"));
        trust.send_replace(trusted);
        ends.send_replace(Some(at("2028-01-10T00:00:00Z")));
        assert_eq!(alarms(4, "2027-02-01T00:00:00Z"), []);
        ends.send_replace(None);
        assert_eq!(alarms(5, "2030-02-01T00:00:00Z"), [], "a page without TLS");
    }
}
