//! A steward and a model card, an operation at a time, in a time that passes only here.

use crate::model::{Card, Fault, Model, Sort, greys, stock};
use bangtin::board::Trouble;
use bangtin::board::card::{Cover, Incident, Ledger, Moment, Op, Options, Steward, Wish};
use jiff::civil::DateTime;
use jiff::{SignedDuration, ToSpan};
use std::sync::Arc;
use std::time::Duration;

pub(crate) const POLL: Duration = Duration::from_secs(60);
/// What an operation takes.
const TAKES: Duration = Duration::from_millis(200);

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn options() -> Options {
    Options { poll: POLL, writes_a_day: 24, drift: secs(2), size: (16, 8) }
}

/// When time begins.
pub(crate) fn dawn() -> DateTime {
    DateTime::constant(2026, 3, 2, 6, 0, 0, 0)
}

/// What goes wrong with the operation of a number.
type Faults = Box<dyn FnMut(usize, &Op) -> Option<Fault>>;
/// What must hold of the light after an operation.
type Law = Box<dyn Fn(&[u8], &Op)>;

pub(crate) struct World {
    pub(crate) steward: Steward,
    pub(crate) make: Model,
    pub(crate) card: Card,
    pub(crate) mono: Duration,
    pub(crate) knows_time: bool,
    /// What goes wrong with the operation that is begun; asked with its number.
    pub(crate) fault: Faults,
    /// Operations begun.
    pub(crate) begun: Vec<(Duration, Op)>,
    pub(crate) incidents: Vec<Incident>,
    wanted: Vec<u8>,
    /// What must hold of the light after every operation.
    pub(crate) law: Law,
}

impl World {
    pub(crate) fn new(sort: Sort) -> Self {
        Self::with(sort, options(), Ledger::default())
    }

    pub(crate) fn with(sort: Sort, options: Options, ledger: Ledger) -> Self {
        Self {
            steward: Steward::new(options, ledger),
            make: Model { sort, most: usize::MAX },
            card: Card::new(sort),
            mono: Duration::ZERO,
            knows_time: true,
            fault: Box::new(|_, _| None),
            begun: Vec::new(),
            incidents: Vec::new(),
            wanted: Vec::new(),
            law: Box::new(|_, _| {}),
        }
    }

    pub(crate) fn at(&self, mono: Duration) -> Moment {
        let local = dawn().checked_add(SignedDuration::try_from(mono).unwrap()).unwrap();
        Moment { mono, local: self.knows_time.then_some(local) }
    }

    pub(crate) fn now(&self) -> Moment {
        self.at(self.mono)
    }

    /// From now on these greys are wanted, the first of them at this moment.
    pub(crate) fn want(&mut self, greys: &[u8]) {
        self.wish(Wish { stock: Arc::new(stock(greys)), now: cover(greys), urgent: false, on: true });
    }

    pub(crate) fn wish(&mut self, wish: Wish) {
        self.wanted = wish.stock.shows.iter().flat_map(|show| greys(&show.matter)).collect();
        self.steward.want(Arc::new(wish), self.now());
    }

    /// Lets time pass.
    pub(crate) fn run(&mut self, time: Duration) {
        let until = self.mono + time;
        let mut idle = 0;
        loop {
            let due = self.steward.due(self.now());
            if due > until {
                break;
            }
            self.mono = due.max(self.mono);
            let Some(op) = self.steward.next(&self.make, self.now()) else {
                idle += 1;
                self.incidents.extend(self.steward.take_incidents());
                assert!(idle < 1000, "asked without end and nothing to do");
                assert!(
                    self.steward.due(self.now()) > self.mono,
                    "wants to be asked at once, and does nothing"
                );
                continue;
            };
            idle = 0;
            self.carry_out(op);
        }
        self.mono = until;
    }

    fn carry_out(&mut self, op: Op) {
        self.begun.push((self.mono, op.clone()));
        self.no_drop_before_the_new_is_there(&op);
        let fault = (self.fault)(self.begun.len() - 1, &op);
        self.mono += TAKES;
        let knows = std::mem::replace(&mut self.knows_time, true);
        let truth = self.now();
        self.knows_time = knows;
        let result = self.card.execute(&op, fault, truth);
        (self.law)(&self.card.lit(truth), &op);
        self.steward.answered(result, &self.make, self.now());
        self.incidents.extend(self.steward.take_incidents());
    }

    /// Whatever happened before: nothing goes before all that is wanted is on the card. (What is withdrawn while writes are
    /// spent, and what others left on a full card, goes from under a cover.)
    fn no_drop_before_the_new_is_there(&self, op: &Op) {
        let report = self.steward.report();
        let excused = report.covered && (report.deferred || report.told.trouble == Some(Trouble::Full));
        if matches!(op, Op::Drop(_)) && !excused {
            let keeps = self.card.keeps();
            let there = self.wanted.iter().all(|grey| keeps.contains(grey));
            assert!(there, "{:?} are wanted, {keeps:?} are there, and something is dropped", self.wanted);
        }
    }

    /// What is lit now.
    pub(crate) fn lit(&self) -> Vec<u8> {
        self.card.lit(self.at(self.mono))
    }

    /// Ends the program and begins it anew with this ledger.
    pub(crate) fn restart(&mut self, ledger: Ledger) {
        self.steward = Steward::new(options(), ledger);
        self.begun.clear();
    }

    pub(crate) fn count(&self, which: impl Fn(&Op) -> bool) -> usize {
        self.begun.iter().filter(|(_, op)| which(op)).count()
    }

    /// Operations that wear the lasting memory.
    pub(crate) fn writes(&self) -> usize {
        self.count(|op| matches!(op, Op::Write(_) | Op::Switch(_) | Op::Drop(_)))
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.begun.iter().map(|(_, op)| name(op)).collect()
    }
}

pub(crate) fn cover(greys: &[u8]) -> Arc<Cover> {
    Arc::new(Cover { matters: stock(greys).shows.into_iter().map(|show| show.matter).collect() })
}

pub(crate) fn name(op: &Op) -> &'static str {
    match op {
        Op::Identify => "identify",
        Op::Look => "look",
        Op::Status => "status",
        Op::Write(_) => "write",
        Op::Switch(_) => "switch",
        Op::Read(_) => "read",
        Op::Drop(_) => "drop",
        Op::SetClock => "set clock",
        Op::Power(_) => "power",
        Op::Light(_) => "light",
        Op::Cover(..) => "cover",
        Op::Uncover => "uncover",
        Op::Picture => "picture",
    }
}

/// Midnight of the day after `days` days.
pub(crate) fn midnight(days: i64) -> Duration {
    let midnight = dawn().date().checked_add(days.days()).unwrap().at(0, 0, 0, 0);
    Duration::try_from(midnight.duration_since(dawn())).unwrap()
}
