//! How long a card is covered at a time, and when it is told again.
//!
//! A cover ends by itself, so that nothing stale stays when nobody comes any more; until then it is told again at a third of
//! its time. Told again it begins anew on some cards: what is in it is therefore let run through first.

use super::super::Cover;
use crate::frame::Face;
use std::sync::Arc;
use std::time::Duration;

/// The shortest time after which a cover is told again.
const RENEW: Duration = Duration::from_secs(30);
/// The longest one.
const RENEW_LONGEST: Duration = Duration::from_secs(300);
/// A cover lasts so many times as long as until it is told again.
const SPARE: u32 = 3;
/// Telling it takes at most this part of the time of a slow line.
const SHARE: u32 = 4;

/// What is believed to cover a card.
#[derive(Debug, Default)]
pub(super) struct Lease {
    lit: Option<Lit>,
    /// It may be covered by what was told before it fell silent, or by a program before this one.
    doubt: bool,
    /// How long the last telling took.
    took: Duration,
    /// The longest time the line was taken by anything else.
    busy: Duration,
}

#[derive(Debug)]
struct Lit {
    cover: Arc<Cover>,
    until: Duration,
    renew: Duration,
}

impl Lease {
    pub(super) fn new() -> Self {
        Self { doubt: true, ..Self::default() }
    }

    /// For how long a cover is told, in seconds.
    pub(super) fn seconds(&self, cover: &Cover, face: Face) -> u16 {
        u16::try_from((self.renewal(cover, face) * SPARE).as_secs()).unwrap_or(u16::MAX)
    }

    /// After what time it is told again: whole turns of it, if they are not too long.
    fn renewal(&self, cover: &Cover, face: Face) -> Duration {
        let shortest = RENEW.max(self.took * SHARE).max(self.busy).min(RENEW_LONGEST);
        let turn: Duration = cover.matters.iter().map(|matter| matter.duration(face)).sum();
        if turn.is_zero() || turn >= RENEW_LONGEST {
            return if turn.is_zero() { shortest } else { RENEW_LONGEST };
        }
        let turns = shortest.as_millis().div_ceil(turn.as_millis().max(1));
        (turn * u32::try_from(turns).unwrap_or(1)).min(RENEW_LONGEST)
    }

    /// The line was taken for so long by something else: a cover must outlast that.
    pub(super) fn waited(&mut self, taken: Duration) {
        self.busy = self.busy.max(taken);
    }

    /// The card took it; it was begun to be told at `from`.
    pub(super) fn took(&mut self, cover: Arc<Cover>, seconds: u16, from: Duration, now: Duration) {
        self.took = now.saturating_sub(from);
        let whole = Duration::from_secs(seconds.into());
        self.lit = Some(Lit { cover, until: now + whole, renew: now + whole / SPARE });
        self.doubt = false;
    }

    /// Whether the card is covered by this, and need not be told yet.
    pub(super) fn holds(&self, cover: &Arc<Cover>, now: Duration) -> bool {
        self.lit.as_ref().is_some_and(|lit| now < lit.renew && same(&lit.cover, cover))
    }

    /// Whether the card is covered by this.
    pub(super) fn shows(&self, cover: &Arc<Cover>, now: Duration) -> bool {
        self.lit.as_ref().is_some_and(|lit| now < lit.until && same(&lit.cover, cover))
    }

    /// What covers it.
    pub(super) fn cover(&self, now: Duration) -> Option<&Arc<Cover>> {
        self.lit.as_ref().filter(|lit| now < lit.until).map(|lit| &lit.cover)
    }

    /// When it is to be told again.
    pub(super) fn renew(&self) -> Option<Duration> {
        self.lit.as_ref().map(|lit| lit.renew)
    }

    /// Whether there may be something to uncover.
    pub(super) fn open(&self) -> bool {
        self.lit.is_some() || self.doubt
    }

    /// It was uncovered.
    pub(super) fn ended(&mut self) {
        (self.lit, self.doubt) = (None, false);
    }

    /// It may have lost its memory.
    pub(super) fn lost(&mut self) {
        self.doubt |= self.lit.take().is_some();
    }
}

fn same(one: &Arc<Cover>, other: &Arc<Cover>) -> bool {
    Arc::ptr_eq(one, other) || one == other
}
