//! What a card that keeps its content lights at every moment: the part that all simulated cards have in common.
//!
//! A model, and a strict one where cards of different makes may differ: a show is over to the second when its hours are, a
//! cover begins anew whenever it is told, and with the power everything in the passing memory is gone, and the face lit
//! again. Knows no protocol and no files: it is given shows. Pure; its time is that of [`Deck::tick`].

mod clock;
mod place;

use super::{Cover, Show};
use crate::frame::{Face, Frame};
use clock::Clock;
use jiff::civil::DateTime;
use place::Place;
use std::sync::Arc;
use std::time::Duration;

const DAY: u32 = 86_400;

/// A card's memory, clock and face.
#[derive(Clone, Debug)]
pub struct Deck {
    face: Face,
    now: Duration,
    clock: Clock,
    on: bool,
    table: Option<Box<[u8; 48]>>,
    shows: Arc<[Show]>,
    /// Which of them is on, how often it was, and since when; `None` while none may be.
    turn: Option<Turn>,
    cover: Option<Covered>,
    lit: Frame,
    /// What is drawn in `lit`.
    drawn: Drawn,
    /// When something else may be lit.
    next: Option<Duration>,
    worn: u64,
}

#[derive(Clone, Copy, Debug)]
struct Turn {
    show: usize,
    played: u8,
    since: Duration,
}

#[derive(Clone, Debug)]
struct Covered {
    cover: Arc<Cover>,
    since: Duration,
    until: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawn {
    Nothing,
    Show(usize, Place),
    Cover(usize, Place),
}

impl Deck {
    /// A card with nothing in it, which does not know the time; its clock gains so many millionths.
    #[must_use]
    pub fn new(face: Face, drift_ppm: i32) -> Self {
        Self {
            face,
            now: Duration::ZERO,
            clock: Clock::new(drift_ppm),
            on: true,
            table: None,
            shows: Arc::new([]),
            turn: None,
            cover: None,
            lit: Frame::unlit(face),
            drawn: Drawn::Nothing,
            next: None,
            worn: 0,
        }
    }

    /// Lets time go by to `now`, which never runs backwards. True if something else is lit by it, or by what the card was
    /// told since the time before.
    pub fn tick(&mut self, now: Duration) -> bool {
        let before = self.now;
        self.now = now.max(before);
        self.play(before);
        if self.cover.as_ref().is_some_and(|cover| cover.until <= self.now) {
            self.cover = None;
        }
        self.draw()
    }

    /// What people see.
    #[must_use]
    pub fn lit(&self) -> &Frame {
        &self.lit
    }

    /// When something else may be lit if the card is told nothing; `None`: never.
    #[must_use]
    pub fn next_change(&self) -> Option<Duration> {
        self.next
    }

    /// The place of the show that is on, among those it keeps. It goes on unseen under a cover.
    #[must_use]
    pub fn playing(&self) -> Option<usize> {
        self.turn.map(|turn| turn.show)
    }

    /// Whether a cover is lit.
    #[must_use]
    pub fn is_covered(&self) -> bool {
        self.cover.is_some()
    }

    /// All shows it keeps, in their order.
    #[must_use]
    pub fn shows(&self) -> &[Show] {
        &self.shows
    }

    /// From now on its lasting memory holds these; it begins with the first that may be on, unless nothing changed.
    pub fn keep(&mut self, shows: Vec<Show>) {
        if *self.shows != *shows {
            (self.shows, self.turn, self.drawn) = (shows.into(), None, Drawn::Nothing);
        }
    }

    /// Lights this for so long, from its beginning.
    pub fn cover(&mut self, cover: Arc<Cover>, lease: Duration) {
        self.cover = Some(Covered { cover, since: self.now, until: self.now.saturating_add(lease) });
        self.drawn = Drawn::Nothing;
    }

    /// Ends the cover.
    pub fn uncover(&mut self) {
        self.cover = None;
    }

    /// Lights its face, or makes it dark.
    pub fn power(&mut self, on: bool) {
        self.on = on;
    }

    /// Whether its face is lit at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Takes the power away and gives it back: what is in the passing memory is gone, the clock goes on.
    pub fn restart(&mut self) {
        (self.cover, self.turn, self.on) = (None, None, true);
    }

    /// What its clock shows.
    #[must_use]
    pub fn clock(&self) -> DateTime {
        self.clock.read(self.now)
    }

    /// Sets its clock.
    pub fn set_clock(&mut self, to: DateTime) {
        self.clock.set(to, self.now);
    }

    /// Its battery fails: the clock begins at the year 2000.
    pub fn lose_clock(&mut self) {
        self.clock.lose(self.now);
    }

    /// Whether nobody has set its clock since it was lost.
    #[must_use]
    pub fn clock_is_lost(&self) -> bool {
        self.clock.lost
    }

    /// From now on its clock gains so many millionths.
    pub fn drift(&mut self, ppm: i32) {
        self.clock.drift(ppm, self.now);
    }

    /// How bright it is in each half hour, in per cent; `None`: always as bright as it can be.
    pub fn light(&mut self, table: Option<Box<[u8; 48]>>) {
        self.table = table;
    }

    /// How bright it is, in per cent.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let half_hour = usize::from(self.clock().hour() as u8) * 2 + usize::from(self.clock().minute() >= 30);
        self.table.as_ref().and_then(|table| table.get(half_hour).copied()).unwrap_or(100)
    }

    /// Its lasting memory was written once more.
    pub fn wear(&mut self) {
        self.worn += 1;
    }

    /// How often its lasting memory was written.
    #[must_use]
    pub fn worn(&self) -> u64 {
        self.worn
    }

    /// Lets the shows take their turns from `before`, up to which they did, to now.
    fn play(&mut self, before: Duration) {
        let shows = Arc::clone(&self.shows);
        let mut from = before;
        loop {
            let turn = match self.turn {
                Some(turn) => turn,
                None => match self.eligible(&shows, 0, from) {
                    Some(show) => *self.turn.insert(Turn { show, played: 0, since: from }),
                    None => match shows.iter().map(|show| self.edge(show, from)).min() {
                        // Nothing may be on: until the hours of something begin.
                        Some(at) if at <= self.now => {
                            from = at;
                            continue;
                        }
                        _ => return,
                    },
                },
            };
            let Some(show) = shows.get(turn.show) else { return };
            let over = turn.since + self.once(show);
            let closes = self.closes(show, from.max(turn.since), over);
            let ends = closes.unwrap_or(over);
            if self.now < ends {
                return;
            }
            from = ends;
            self.turn = if closes.is_none() && turn.played + 1 < show.times {
                Some(Turn { played: turn.played + 1, since: from, ..turn })
            } else {
                let next = self.eligible(&shows, turn.show + 1, from);
                next.map(|show| Turn { show, played: 0, since: from })
            };
        }
    }

    /// How long a show takes, dark time included.
    fn once(&self, show: &Show) -> Duration {
        place::length(&show.matter, self.face) + show.blank
    }

    /// The first show from this place on, and round to it again, that may be on.
    fn eligible(&self, shows: &[Show], from: usize, at: Duration) -> Option<usize> {
        let count = shows.len();
        (0..count).map(|n| (from + n) % count).find(|&n| self.may_be_on(&shows[n], at))
    }

    fn may_be_on(&self, show: &Show, at: Duration) -> bool {
        let read = self.clock.read(at);
        show.airing.holds(read.date(), second_of(read))
    }

    /// When the card's clock next reaches an edge of its hours, or midnight.
    fn edge(&self, show: &Show, at: Duration) -> Duration {
        let second = second_of(self.clock.read(at));
        let edges = show.airing.hours.iter().flat_map(|hours| [hours.from, hours.to]);
        let next = edges.filter(|edge| *edge > second).min().unwrap_or(DAY).min(DAY);
        self.clock.after(next - second, at)
    }

    /// When a show may be on no more that is looked at from `from` on, if that is before it is over and not after now.
    fn closes(&self, show: &Show, from: Duration, over: Duration) -> Option<Duration> {
        let mut at = from;
        while at < over && at <= self.now {
            if !self.may_be_on(show, at) {
                return Some(at);
            }
            at = self.edge(show, at);
        }
        None
    }

    /// What is on, and when something else may be.
    fn draw(&mut self) -> bool {
        let before = self.drawn;
        let (drawn, next) = self.look();
        self.next = next;
        let drawn = if self.on { drawn } else { Drawn::Nothing };
        if drawn == before && drawn != Drawn::Nothing {
            return false;
        }
        self.drawn = drawn;
        let old = self.lit.clone();
        match drawn {
            Drawn::Nothing => self.lit.rgb_mut().fill(0),
            Drawn::Show(show, place) => {
                let shows = Arc::clone(&self.shows);
                if let Some(show) = shows.get(show) {
                    place::draw(&show.matter, self.face, place, &mut self.lit);
                }
            }
            Drawn::Cover(matter, place) => {
                if let Some(matter) = self.cover.as_ref().and_then(|cover| cover.cover.matters.get(matter)) {
                    place::draw(matter, self.face, place, &mut self.lit);
                }
            }
        }
        old != self.lit
    }

    fn look(&self) -> (Drawn, Option<Duration>) {
        if let Some(covered) = &self.cover {
            let (matter, elapsed) = self.in_turn(covered);
            let shown = matter.and_then(|n| {
                let (place, stays) = place::place(&covered.cover.matters[n], self.face, elapsed)?;
                Some((Drawn::Cover(n, place), Some(covered.until.min(self.now + stays))))
            });
            return shown.unwrap_or((Drawn::Nothing, Some(covered.until)));
        }
        let Some(turn) = self.turn else {
            let next = self.shows.iter().map(|show| self.edge(show, self.now)).min();
            return (Drawn::Nothing, next);
        };
        let Some(show) = self.shows.get(turn.show) else { return (Drawn::Nothing, None) };
        let end = (turn.since + self.once(show)).min(self.edge(show, self.now));
        match place::place(&show.matter, self.face, self.now.saturating_sub(turn.since)) {
            Some((place, stays)) => (Drawn::Show(turn.show, place), Some(end.min(self.now + stays))),
            None => (Drawn::Nothing, Some(end)),
        }
    }

    /// Which matter of a cover is lit, and for how long it has been.
    fn in_turn(&self, covered: &Covered) -> (Option<usize>, Duration) {
        let lengths = || covered.cover.matters.iter().map(|matter| place::length(matter, self.face));
        let round: Duration = lengths().sum();
        if round.is_zero() {
            return (None, Duration::ZERO);
        }
        let passed = self.now.saturating_sub(covered.since).as_nanos() % round.as_nanos();
        let mut left = Duration::from_nanos(u64::try_from(passed).unwrap_or(0));
        for (n, length) in lengths().enumerate() {
            if left < length {
                return (Some(n), left);
            }
            left -= length;
        }
        (None, Duration::ZERO)
    }
}

fn second_of(at: DateTime) -> u32 {
    let [hour, minute, second] = [at.hour(), at.minute(), at.second()].map(|part| u32::from(part as u8));
    hour * 3600 + minute * 60 + second
}

#[cfg(test)]
mod tests;
