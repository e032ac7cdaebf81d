//! The world: the disk, the daemon that reads it, the boards, and a clock that is turned from one happening to the next.

use crate::approvals::Approvals;
use crate::dice::Dice;
use crate::law::{Breach, Law, Verdict};
use crate::line::Weather;
use crate::model::Model;
use crate::post::{Air, Post};
use crate::sabotage::Sabotage;
use crate::seat::Seat;
use crate::shelf::Shelf;
use bangtin::player::{Event, Now, Programme};
use bangtin::report::Fault;
use bangtin::schedule::ClockTrust;
use bangtin::site::{Board, Library};
use jiff::Timestamp;
use std::sync::Arc;
use std::time::Duration;

/// When the simulated world begins: a day in November, a little before midnight in Vietnam.
const BEGIN: i128 = 1_794_934_000_000_000_000;
/// Clocks are turned between 1970 and 2200.
const YEARS: std::ops::Range<i128> = 0..7_258_118_400_000_000_000;

/// What happens to the world, besides time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    /// Somebody writes, breaks, locks, removes or restores files; up to three before the daemon reads them.
    Files,
    /// The time of day is set, by seconds or by years, either way.
    TurnClock,
    /// The time of day is doubted from now on, or believed again.
    Doubt,
    Kill,
    Stop,
    Start,
    Unplug,
    Plug,
    /// The link is opened again without having been seen down.
    Reopen,
    Storm,
    Jam,
    PowerCycle,
    /// Somebody approves what stands in the files, or some of it, or asks for approval no more.
    Approve,
}

impl Op {
    /// All there are, in order.
    pub(crate) const ALL: [Self; 13] = [
        Self::Files,
        Self::TurnClock,
        Self::Doubt,
        Self::Kill,
        Self::Stop,
        Self::Start,
        Self::Unplug,
        Self::Plug,
        Self::Reopen,
        Self::Storm,
        Self::Jam,
        Self::PowerCycle,
        Self::Approve,
    ];
}

/// What was checked in a run; a run that checks nothing proves nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) ops: Vec<Op>,
    pub(crate) whole: u64,
    pub(crate) compared: u64,
    pub(crate) strides: u64,
    pub(crate) farewells: u64,
    pub(crate) frames: u64,
    pub(crate) zeros: u64,
    pub(crate) faults: u64,
    pub(crate) resorts: u64,
    /// Looks at something dated that was on, and while the clock was doubted.
    pub(crate) timed: u64,
    pub(crate) doubted: u64,
    /// Looks at something that is lit because it was approved.
    pub(crate) approved: u64,
}

/// A whole world.
pub(crate) struct World {
    dice: Dice,
    mono: Duration,
    /// What the wall clock is ahead by, and how much faster it runs, in millionths.
    ahead: i128,
    drift: i128,
    trust: ClockTrust,
    shelf: Shelf,
    approvals: Approvals,
    /// Whether anybody may come to ask for approval: where it is asked for, little is lit of files that change all the time.
    strict: bool,
    library: Option<Library>,
    posts: Vec<Post>,
    sabotage: Sabotage,
    pub(crate) log: Vec<String>,
    pub(crate) tally: Tally,
}

impl World {
    pub(crate) fn new(seed: u64, sabotage: Sabotage) -> Self {
        let mut dice = Dice::new(seed);
        let shelf = Shelf::new(&mut dice);
        let drift = i128::from(dice.within(0, 400)) - 200;
        Self {
            dice,
            mono: Duration::from_secs(3),
            ahead: 0,
            drift,
            trust: ClockTrust::Trusted,
            shelf,
            approvals: Approvals::default(),
            strict: seed.is_multiple_of(3),
            library: None,
            posts: Vec::new(),
            sabotage,
            log: Vec::new(),
            tally: Tally::default(),
        }
    }

    /// Lets the world run for a time, with something happening every now and then, or never.
    pub(crate) fn run(&mut self, time: Duration, eventful: bool) -> Verdict {
        let end = self.mono + time;
        self.happen(Op::Start)?;
        let mut next = self.mono + self.pause();
        while self.mono < end {
            let own = self.posts.iter().filter_map(Post::next).min().unwrap_or(end);
            self.mono = own.min(next).max(self.mono);
            if eventful && self.mono >= next {
                let op = self.choose();
                self.happen(op)?;
                next = self.mono + self.pause();
            } else if self.mono >= next {
                next = end;
            }
            let (playlists, approvals) = (&self.playlists()[..], &self.approvals);
            let air = Air { now: self.now(), playlists, sabotage: self.sabotage, approvals };
            for post in &mut self.posts {
                // Seats that were left empty are lit again as soon as the daemon sees them.
                post.turn(&air, &mut self.dice).map_err(|breach| at_board(breach, &post.id))?;
            }
            self.light();
        }
        self.count();
        Ok(())
    }

    fn now(&self) -> Now {
        let run = self.mono.as_nanos() as i128;
        let wall = BEGIN + self.ahead + run + run * self.drift / 1_000_000;
        let wall = Timestamp::from_nanosecond(wall).expect("turned within the years there are");
        Now { mono: self.mono, wall, trust: self.trust }
    }

    fn playlists(&self) -> Vec<Arc<bangtin::playlist::Playlist>> {
        self.shelf.playlists().cloned().collect()
    }

    fn pause(&mut self) -> Duration {
        if self.dice.percent(60) { self.dice.millis(10, 700) } else { self.dice.millis(500, 6000) }
    }

    fn choose(&mut self) -> Op {
        if self.library.is_none() {
            return *self.dice.pick(&[Op::Start, Op::Start, Op::Start, Op::Files, Op::PowerCycle]);
        }
        *self.dice.pick(&[
            Op::Files,
            Op::Files,
            Op::Files,
            Op::Files,
            Op::Files,
            Op::TurnClock,
            Op::TurnClock,
            Op::Doubt,
            Op::Kill,
            Op::Stop,
            Op::Unplug,
            Op::Plug,
            Op::Plug,
            Op::Reopen,
            Op::Storm,
            Op::Jam,
            Op::PowerCycle,
            if self.strict { Op::Approve } else { Op::Files },
        ])
    }

    /// Makes something happen.
    fn happen(&mut self, op: Op) -> Verdict {
        self.log.push(format!("{:?} {} {op:?}", self.mono, self.now().wall));
        match op {
            Op::Files => self.files()?,
            Op::TurnClock => self.turn_clock(),
            Op::Doubt => self.doubt()?,
            Op::Start => self.start()?,
            Op::Approve => self.approve()?,
            Op::Kill => {
                self.library = None;
                self.posts.iter_mut().for_each(|post| post.kill(self.mono));
            }
            Op::Stop => {
                self.library = None;
                (0..self.posts.len()).try_for_each(|index| self.stop(index))?;
            }
            _ => self.line(op)?,
        }
        self.tally.ops.push(op);
        Ok(())
    }

    fn turn_clock(&mut self) {
        let span = *self.dice.pick(&[50, 1_000, 1_000, 20_000, 3_600_000, 40_000_000_000, 2_000_000_000_000]);
        let by = i128::from(self.dice.within(0, span)) * 1_000_000;
        let by = if self.dice.percent(50) { by } else { -by };
        if YEARS.contains(&(self.now().wall.as_nanosecond() + by)) {
            self.ahead += by;
        }
        self.posts.iter_mut().for_each(|post| post.disturb(self.mono));
        self.log.push(format!("  by {} ms", by / 1_000_000));
    }

    fn doubt(&mut self) -> Verdict {
        let others =
            [ClockTrust::Trusted, ClockTrust::Holdover, ClockTrust::Untrusted, ClockTrust::Untrusted];
        self.trust = *self.dice.pick(&others);
        self.log.push(format!("  {:?}", self.trust));
        let now = self.now();
        for index in 0..self.posts.len() {
            let post = &mut self.posts[index];
            post.disturb(self.mono);
            let known = post.seat.as_ref().and_then(|seat| seat.believed);
            post.model.iter_mut().for_each(|model| model.hear(now, known));
            if post.seat.as_ref().is_some_and(|seat| seat.leaving.is_none()) {
                self.tell(index, Event::Tick)?;
            }
        }
        Ok(())
    }

    /// Something happens to one board or its line.
    fn line(&mut self, op: Op) -> Verdict {
        if self.posts.is_empty() {
            return Ok(());
        }
        let (playlists, approvals) = (&self.playlists()[..], &self.approvals);
        let air = Air { now: self.now(), playlists, sabotage: self.sabotage, approvals };
        let index = self.dice.place(self.posts.len());
        let (post, dice, now) = (&mut self.posts[index], &mut self.dice, self.mono);
        self.log.push(format!("  {}", post.id));
        match op {
            Op::Unplug => post.cut(now),
            Op::Plug | Op::Reopen if post.seat.is_some() && (op == Op::Reopen) == post.line.up => {
                post.open(&air, dice).map_err(|breach| at_board(breach, &post.id))?;
            }
            Op::Storm => {
                let mut chance = || *dice.pick(&[0, 5, 30, 100]);
                post.line.weather = Weather { lost: chance(), doubled: chance(), late: chance() };
                post.bad_until = Some(now + dice.millis(10, 3000));
                post.disturb(now);
            }
            Op::Jam => post.line.jammed = dice.within(1, 4) as u32,
            Op::PowerCycle => {
                post.glass.power_cycle();
                post.disturb(now);
            }
            _ => {}
        }
        if self.sabotage == Sabotage::Deafen {
            post.line.deaf = true;
        }
        Ok(())
    }

    fn files(&mut self) -> Verdict {
        for _ in 0..self.dice.within(1, 3) {
            self.log.push(format!("  {}", self.shelf.change(&mut self.dice)));
        }
        if let Some(library) = self.library.take() {
            let (library, faults) = library.renew(&self.shelf.files(), None);
            self.shelf.remember();
            self.judge(&faults)?;
            self.follow(&library)?;
            self.library = Some(library);
            if self.approvals.asked() && self.dice.percent(60) {
                self.approve()?;
            }
        }
        Ok(())
    }

    /// People approve, and the daemon lays everything out anew.
    fn approve(&mut self) -> Verdict {
        let Some(mut library) = self.library.take() else { return Ok(()) };
        self.log.push(format!("  {}", self.approvals.change(&mut self.dice, &library)));
        if self.sabotage != Sabotage::OpenGate {
            self.shelf.gate = Arc::clone(&self.approvals.gate);
        }
        library.permits = Arc::clone(&self.shelf.gate);
        self.follow(&library)?;
        self.library = Some(library);
        Ok(())
    }

    fn start(&mut self) -> Verdict {
        if self.library.is_none() {
            let (mut library, faults) = Library::open(&self.shelf.files(), None);
            library.permits = Arc::clone(&self.shelf.gate);
            self.shelf.forget();
            self.judge(&faults)?;
            // A daemon that ended before has taken its players along.
            self.posts.iter_mut().filter(|post| post.seat.is_some()).for_each(|post| post.kill(self.mono));
            self.library = Some(library);
            self.light();
        }
        Ok(())
    }

    fn judge(&mut self, faults: &[Fault]) -> Verdict {
        self.tally.faults += faults.iter().filter(|fault| fault.is_error()).count() as u64;
        self.shelf.judge(if self.sabotage == Sabotage::HideFaults { &[] } else { faults })
    }

    /// As the daemon follows a change of files.
    fn follow(&mut self, library: &Library) -> Verdict {
        let now = self.now();
        let gone: Vec<&str> = self.shelf.gone().collect();
        for index in 0..self.posts.len() {
            let post = &mut self.posts[index];
            let Some(seat) = post.seat.as_mut().filter(|seat| seat.leaving.is_none()) else { continue };
            let Some(board) = library.board(&post.id).filter(|board| board.wired_as(&seat.board)) else {
                self.stop(index)?;
                continue;
            };
            seat.board = board.clone();
            post.model = Some(Model::new(self.shelf.programme(board), board, now, seat.believed));
            post.disturb(self.mono);
            if self.sabotage != Sabotage::KeepProgramme {
                let programme = Arc::new(library.programme(board));
                self.tell(index, Event::Programme(programme))?;
            }
            let title = self.posts[index].seat.as_ref().and_then(Seat::title);
            let zombie = title.as_deref().is_some_and(|title| gone.contains(&title));
            Law::Page.holds(!zombie, || format!("{title:?} is removed and on air"))?;
        }
        Ok(())
    }

    fn stop(&mut self, index: usize) -> Verdict {
        let seat = self.posts[index].seat.as_mut().filter(|seat| seat.leaving.is_none());
        let Some(seat) = seat else { return Ok(()) };
        let event = seat.stop();
        self.tell(index, event)
    }

    fn tell(&mut self, index: usize, event: Event) -> Verdict {
        let (playlists, approvals) = (&self.playlists()[..], &self.approvals);
        let air = Air { now: self.now(), playlists, sabotage: self.sabotage, approvals };
        let post = &mut self.posts[index];
        post.step(&air, event, &mut self.dice).map_err(|breach| at_board(breach, &post.id))
    }

    /// The daemon lights every board of the site that has no player.
    fn light(&mut self) {
        let now = self.now();
        let Some(library) = &self.library else { return };
        for board in &library.site.boards {
            let index = self.posts.iter().position(|post| post.id == board.id.value).unwrap_or_else(|| {
                self.posts.push(Post::new(board));
                self.posts.len() - 1
            });
            let post = &mut self.posts[index];
            // The simulation asks its own memory which boards there are.
            let known = self.shelf.boards().iter().find(|known| known.id.value == board.id.value);
            let known = known.expect("the daemon lights only boards that the simulation knows");
            if post.seat.is_some() {
                continue;
            }
            let mut programme: Arc<Programme> = Arc::new(library.programme(board));
            post.model = Some(Model::new(self.shelf.programme(known), known, now, None));
            if self.sabotage == Sabotage::Halve {
                let slow = Board { max_fps: board.max_fps / 2, ..board.clone() };
                programme = Arc::new(self.shelf.programme(&slow));
                post.model = Some(Model::new(self.shelf.programme(&slow), &slow, now, None));
            }
            if self.sabotage == Sabotage::Undate {
                programme = Arc::new(self.shelf.undated(known));
                post.model = Some(Model::new(self.shelf.undated(known), known, now, None));
            }
            self.tally.resorts += u64::from(programme.length().is_zero());
            let seat = Seat::new(board, programme, self.mono, self.sabotage);
            post.line.up = false;
            post.sit(seat, self.mono, &mut self.dice);
        }
    }

    fn count(&mut self) {
        for post in &self.posts {
            self.tally.whole += post.glass.whole;
            self.tally.compared += post.compared;
            self.tally.farewells += post.farewells;
            self.tally.frames += post.spoken.0;
            self.tally.zeros += post.spoken.1;
            self.tally.timed += post.seat.as_ref().map_or(0, |seat| seat.timed);
            self.tally.approved += post.seat.as_ref().map_or(0, |seat| seat.approved);
            self.tally.doubted += post.seat.as_ref().map_or(0, |seat| seat.doubted);
            self.tally.strides += post.seat.as_ref().map_or(0, |seat| seat.strides);
        }
    }
}

/// A breach with the board it was seen on.
fn at_board(breach: Breach, id: &str) -> Breach {
    Breach { detail: format!("{id}: {}", breach.detail), ..breach }
}
