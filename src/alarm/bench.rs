//! Raises alarms when trouble lasts and ends them when it is over for long enough; says when they are to be told.

use super::Kind;
use crate::report::Message;
use std::collections::BTreeMap;
use std::time::Duration;

/// One alarm of one board is told at most this often, however it comes and goes.
pub const REPEAT: Duration = Duration::from_secs(600);

/// Something that is wrong at this moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Which alarm it is for.
    pub kind: Kind,
    /// What exactly is wrong.
    pub says: Message,
}

/// An alarm that is raised, in times of the clock that never jumps.
#[derive(Clone, Debug, PartialEq)]
pub struct Raised {
    /// Which.
    pub kind: Kind,
    /// What is wrong, as last seen.
    pub says: Message,
    /// Since when its trouble lasts.
    pub since: Duration,
}

/// Something to tell people once.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// An alarm is raised.
    Raised {
        /// The alarm.
        alarm: Raised,
        /// How often it was raised without being told since it was told last.
        untold: u32,
    },
    /// An alarm that was told of is over.
    Over {
        /// The alarm, as last seen.
        alarm: Raised,
        /// How long it lasted.
        lasted: Duration,
    },
}

/// What is known of one alarm of one board.
#[derive(Clone, Debug, Default)]
struct Post {
    /// Since when its trouble has been there without a break.
    there: Option<Duration>,
    /// Since when its trouble has been gone, while it is raised.
    gone: Option<Duration>,
    raised: Option<Raised>,
    /// When it was last told.
    told: Option<Duration>,
    /// Whether this raising was told.
    known: bool,
    untold: u32,
}

/// All alarms of one board, or of the site as a whole.
#[derive(Clone, Debug, Default)]
pub struct Bench {
    posts: BTreeMap<Kind, Post>,
}

impl Bench {
    /// Takes what is wrong at `now` on the clock that never jumps; of each kind the first condition counts. Gives what is
    /// to be told.
    pub fn look(&mut self, now: Duration, wrong: Vec<Condition>) -> Vec<Change> {
        let mut seen: BTreeMap<Kind, Message> = BTreeMap::new();
        for Condition { kind, says } in wrong {
            seen.entry(kind).or_insert(says);
        }
        for kind in seen.keys() {
            self.posts.entry(*kind).or_default();
        }
        let mut changes = Vec::new();
        for (kind, post) in &mut self.posts {
            match seen.remove(kind) {
                Some(says) => changes.extend(post.there(*kind, says, now)),
                None => changes.extend(post.gone(*kind, now)),
            }
        }
        self.posts.retain(|_, post| !post.is_forgotten(now));
        changes
    }

    /// The alarms that are raised, by number.
    pub fn raised(&self) -> impl Iterator<Item = &Raised> {
        self.posts.values().filter_map(|post| post.raised.as_ref())
    }
}

impl Post {
    fn there(&mut self, kind: Kind, says: Message, now: Duration) -> Option<Change> {
        let since = *self.there.get_or_insert(now);
        self.gone = None;
        match &mut self.raised {
            Some(alarm) => alarm.says = says,
            None if now < since + kind.raise_after() => return None,
            None => {
                self.raised = Some(Raised { kind, says, since });
                self.known = false;
                self.untold += 1;
            }
        }
        let held = if self.known { kind.again_after()? } else { REPEAT };
        if self.told.is_some_and(|told| now < told + held) {
            return None;
        }
        (self.known, self.told) = (true, Some(now));
        let untold = std::mem::take(&mut self.untold).saturating_sub(1);
        self.raised.clone().map(|alarm| Change::Raised { alarm, untold })
    }

    fn gone(&mut self, kind: Kind, now: Duration) -> Option<Change> {
        self.there = self.there.filter(|_| self.raised.is_some());
        self.raised.as_ref()?;
        let gone = *self.gone.get_or_insert(now);
        if now < gone + kind.clear_after() {
            return None;
        }
        let alarm = self.raised.take()?;
        (self.there, self.gone) = (None, None);
        let lasted = gone.saturating_sub(alarm.since);
        std::mem::take(&mut self.known).then_some(Change::Over { alarm, lasted })
    }

    /// Whether it is as if it had never been: nothing is wrong, everything was told, and telling of it again is not held back.
    fn is_forgotten(&self, now: Duration) -> bool {
        let held = self.untold > 0 || self.told.is_some_and(|told| now < told + REPEAT);
        self.raised.is_none() && self.there.is_none() && !held
    }
}

/// How many alarms may be told a minute, all boards together: a switch that fails is one event, not a thousand.
#[derive(Clone, Debug, Default)]
pub struct Voice {
    since: Duration,
    told: u32,
    held: u32,
}

impl Voice {
    /// Alarms told a minute.
    pub const MOST: u32 = 30;
    const MINUTE: Duration = Duration::from_secs(60);

    /// Whether one more may be told at `now`; those that may not are counted.
    pub fn may(&mut self, now: Duration) -> bool {
        if now >= self.since + Self::MINUTE && self.held == 0 {
            (self.since, self.told) = (now, 0);
        }
        let may = self.told < Self::MOST;
        if may {
            self.told += 1;
        } else {
            self.held += 1;
        }
        may
    }

    /// How many were held back, once the minute is over.
    pub fn held(&mut self, now: Duration) -> Option<u32> {
        if self.held == 0 || now < self.since + Self::MINUTE {
            return None;
        }
        (self.since, self.told) = (now, 0);
        Some(std::mem::take(&mut self.held))
    }
}
