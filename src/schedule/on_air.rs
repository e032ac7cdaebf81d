//! What is on air at an instant: since when, until when, what comes next.

use super::Shown;
use super::day::Day;
use super::plan::Plan;
use super::sheet::{Lit, Sheet};
use super::turns::{Turn, Turns};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::VecDeque;

/// What is lit at an instant, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What is shown.
    pub shown: Shown,
    /// When it began.
    pub began: Timestamp,
    /// When it ends, exclusive. What goes on for more than a week is said to end then.
    pub until: Timestamp,
    /// What is shown after it.
    pub next: Shown,
    /// The first after it that is no dark time between items, and when it begins.
    pub then: (Shown, Timestamp),
}

/// How bright the board is, in per cent, since when and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Light {
    /// 1 to 100.
    pub percent: u8,
    /// The first instant of its day at which it is so.
    pub since: Timestamp,
    /// Exclusive.
    pub until: Timestamp,
}

/// How far a stretch without turns is followed into the days around it.
const DAYS: i8 = 8;

/// What is on air at an instant. Works out the whole day up to then; who asks again and again keeps a [`Cursor`], who
/// asks for any instant of a day takes an [`Agenda`].
#[must_use]
pub fn on_air(plan: &Plan, instant: Timestamp) -> Slot {
    Cursor::default().on_air(plan, instant)
}

/// The place in a plan of somebody who goes along with time. Must be asked about one plan only.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    today: Option<Today>,
    slot: Option<Slot>,
}

/// A day and how far it has been worked out.
#[derive(Clone, Debug)]
struct Today {
    sheet: Sheet,
    turns: Turns,
    /// The turns around the present one: those that are over, for clocks that are put right by a little, and what comes.
    around: VecDeque<Turn>,
    /// Which of them is the present one.
    now: usize,
    tomorrow: Option<Box<Today>>,
}

/// So many turns that are over are kept.
const KEPT: usize = 64;

impl Today {
    fn new(plan: &Plan, date: Date) -> Option<Self> {
        let sheet = Sheet::new(plan, date)?;
        let turns = Turns::new(plan, &sheet);
        let around = VecDeque::with_capacity(KEPT + 4);
        let mut today = Self { sheet, turns, around, now: 0, tomorrow: None };
        today.look_ahead(plan);
        (!today.around.is_empty()).then_some(today)
    }

    /// Works out two turns ahead: what follows dark time between items is wanted too.
    fn look_ahead(&mut self, plan: &Plan) {
        while self.around.len() < self.now + 3 {
            let Some(turn) = self.turns.next(plan, &self.sheet) else { break };
            self.around.push_back(turn);
        }
        while self.now > KEPT {
            self.around.pop_front();
            self.now -= 1;
        }
    }

    fn holds(&self, instant: Timestamp) -> bool {
        self.sheet.span.contains(&floor(instant))
    }

    fn turn(&self) -> &Turn {
        &self.around[self.now]
    }

    /// Goes to the turn that an instant lies in; farther back than what is kept is the day anew.
    fn seek(mut self, plan: &Plan, instant: i64) -> Option<Self> {
        if !self.sheet.span.contains(&instant) || instant < self.around.front()?.span.start {
            let date = plan.calendar().zone().to_datetime(Timestamp::from_millisecond(instant).ok()?).date();
            let kept = self.tomorrow.take().filter(|day| day.sheet.date == date);
            self = kept.map_or_else(|| Self::new(plan, date), |day| Some(*day))?;
        }
        while instant < self.turn().span.start {
            self.now -= 1;
        }
        while instant >= self.turn().span.end {
            self.now += 1;
            self.look_ahead(plan);
            self.around.get(self.now)?;
        }
        Some(self)
    }

    /// What comes after the turn, and after dark time between items; the first of tomorrow after the last of today.
    fn after(&mut self, plan: &Plan) -> Option<(Turn, Turn)> {
        let is_blank = |turn: &Turn| matches!(turn.shown, Shown::Blank(_));
        let next = self.around.get(self.now + 1).cloned();
        let then = match &next {
            Some(next) if is_blank(next) => self.around.get(self.now + 2).cloned(),
            _ => next.clone(),
        };
        if then.is_none() && self.tomorrow.is_none() {
            self.tomorrow = Self::new(plan, self.sheet.date.tomorrow().ok()?).map(Box::new);
        }
        let tomorrow = self.tomorrow.as_ref().map(|day| day.turn().clone());
        Some((next.or_else(|| tomorrow.clone())?, then.or(tomorrow)?))
    }
}

impl Cursor {
    /// A stretch without turns of at least so long may go on.
    pub const FARTHEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

    /// What is on air at an instant. Costs next to nothing while the answer stays the same or time goes on.
    pub fn on_air(&mut self, plan: &Plan, instant: Timestamp) -> Slot {
        if let Some(slot) = self.slot.filter(|slot| slot.began <= instant && instant < slot.until) {
            return slot;
        }
        let slot = self.look(plan, instant).unwrap_or(Slot {
            shown: Shown::LastResort,
            began: instant,
            until: Timestamp::MAX,
            next: Shown::LastResort,
            then: (Shown::LastResort, Timestamp::MAX),
        });
        self.slot = Some(slot);
        slot
    }

    fn look(&mut self, plan: &Plan, instant: Timestamp) -> Option<Slot> {
        let millis = floor(instant);
        let today = match self.today.take() {
            Some(today) => today.seek(plan, millis)?,
            None => {
                Today::new(plan, plan.calendar().zone().to_datetime(instant).date())?.seek(plan, millis)?
            }
        };
        let today = self.today.insert(today);
        let (now, date) = (today.turn().clone(), today.sheet.date);
        let (next, then) = today.after(plan).unwrap_or((now.clone(), now.clone()));
        let (mut began, mut until) = (now.span.start, now.span.end);
        let (mut next, mut then) = (next.shown, (then.shown, then.span.start));
        if matches!(now.shown, Shown::Dark(_) | Shown::LastResort) {
            (began, until, next) = stretch(plan, date, &now, next);
            then = (next, until);
        }
        let then = (then.0, stamp(then.1)?);
        Some(Slot { shown: now.shown, began: stamp(began)?, until: stamp(until)?, next, then })
    }

    /// How bright the board is.
    pub fn light(&mut self, plan: &Plan, instant: Timestamp) -> Light {
        self.on_air(plan, instant);
        // A stretch that goes on over midnight is still the same one, but each day has its own brightness.
        if !self.today.as_ref().is_some_and(|today| today.holds(instant)) {
            self.slot = self.look(plan, instant);
        }
        let today = self.today.as_ref().filter(|today| today.holds(instant));
        let (percent, span) =
            today.map_or((100, i64::MIN..i64::MAX), |today| today.sheet.bright(floor(instant)));
        let (since, until) = (stamp(span.start), stamp(span.end));
        Light { percent, since: since.unwrap_or(Timestamp::MIN), until: until.unwrap_or(Timestamp::MAX) }
    }
}

/// Where a stretch without turns begins and ends, midnights left out of account, and what comes after it.
fn stretch(plan: &Plan, date: Date, turn: &Turn, next: Shown) -> (i64, i64, Shown) {
    let lit = match turn.shown {
        Shown::Dark(why) => Lit::Dark(why),
        _ => Lit::LastResort,
    };
    let (mut began, mut until, mut after) = (turn.span.start, turn.span.end, next);
    let mut day = date;
    for _ in 0..DAYS {
        let Some(sheet) = day.yesterday().ok().and_then(|date| Sheet::unowed(plan, date)) else { break };
        if sheet.span.end != began {
            break;
        }
        let Some(last) = sheet.phases.last().filter(|phase| phase.lit == lit) else { break };
        (began, day) = (last.span.start, sheet.date);
    }
    day = date;
    for _ in 0..DAYS {
        let Some(sheet) = day.tomorrow().ok().and_then(|date| Sheet::unowed(plan, date)) else { break };
        let Some(first) = sheet.phases.first().filter(|phase| phase.lit == lit && phase.span.start == until)
        else {
            break;
        };
        (until, day) = (first.span.end, sheet.date);
    }
    if until != turn.span.end {
        let next = Day::of(plan.calendar(), plan.setting.sky, until)
            .and_then(|day| Today::new(plan, day.date))
            .and_then(|today| today.seek(plan, until));
        after = next.map_or(Shown::LastResort, |today| today.turn().shown);
    }
    (began, until, after)
}

/// A day worked out from its first to its last turn.
#[derive(Clone, Debug)]
pub struct Agenda {
    sheet: Sheet,
    turns: Vec<Turn>,
    had: Vec<super::quota::Had>,
}

impl Agenda {
    /// The day of a date; `None` at the ends of representable time.
    #[must_use]
    pub fn new(plan: &Plan, date: Date) -> Option<Self> {
        let sheet = Sheet::new(plan, date)?;
        let mut day = Turns::new(plan, &sheet);
        let turns = std::iter::from_fn(|| day.next(plan, &sheet)).collect();
        Some(Self { turns, had: day.tallies().to_vec(), sheet })
    }

    /// From its first instant to the first of the next day.
    #[must_use]
    pub fn span(&self) -> (Timestamp, Timestamp) {
        let at = |millis| stamp(millis).unwrap_or(Timestamp::MAX);
        (at(self.sheet.span.start), at(self.sheet.span.end))
    }

    /// What is on air at an instant, and from when to when within the day; `None` on other days.
    #[must_use]
    pub fn on_air(&self, instant: Timestamp) -> Option<(Shown, Timestamp, Timestamp)> {
        let millis = floor(instant);
        let after = self.turns.partition_point(|turn| turn.span.start <= millis);
        let turn = self.turns[..after].last().filter(|turn| millis < turn.span.end)?;
        Some((turn.shown, stamp(turn.span.start)?, stamp(turn.span.end)?))
    }

    /// All turns: what is shown, from when, to when.
    pub fn turns(&self) -> impl Iterator<Item = (Shown, Timestamp, Timestamp)> {
        self.turns
            .iter()
            .filter_map(|turn| Some((turn.shown, stamp(turn.span.start)?, stamp(turn.span.end)?)))
    }

    /// How each campaign of the plan fared: what it was owed, and what it had.
    pub(super) fn campaigns(&self) -> impl Iterator<Item = (&super::quota::Owed, &super::quota::Had)> {
        self.sheet.owed.iter().zip(&self.had)
    }
}

pub(super) fn stamp(millis: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(millis).ok()
}

/// The millisecond an instant lies in.
pub(super) fn floor(instant: Timestamp) -> i64 {
    instant.as_nanosecond().div_euclid(1_000_000).try_into().unwrap_or(i64::MAX)
}
