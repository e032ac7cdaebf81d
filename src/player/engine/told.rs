//! What the page is told of a board: what is on air, since when it has been, and what comes next. Says nothing that was not
//! seen here: what the plan would have lit before the first frame was lit by nobody.

use super::super::hold::Held;
use super::super::programme::signed;
use super::super::{LinkState, Next, OnAir, Status};
use super::Player;
use jiff::Timestamp;

impl Player {
    /// What is known of the board, for the page.
    #[must_use]
    pub fn status(&self, link: LinkState) -> Status {
        let covering = self.covering();
        Status {
            on_air: covering.map(Held::on_air).or_else(|| self.on_air()),
            next: match covering {
                Some(held) => held.next(&self.programme, &self.time, &self.cursor),
                None => self.next(),
            },
            link,
            frames_sent: self.frames,
            keepalive: self.feed.keepalive,
            ..Status::default()
        }
    }

    fn on_air(&self) -> Option<OnAir> {
        let slot = self.face.as_ref()?.slot;
        let on_air = self.programme.on_air_by(self.time.plan(&self.programme), &slot);
        let since = self.time.shown(on_air.since).max(self.lit());
        let until = on_air.until.map(|until| self.time.shown(until));
        Some(OnAir { since, until, ..on_air })
    }

    fn next(&self) -> Option<Next> {
        let next = self.programme.next(&self.face.as_ref()?.slot)?;
        Some(Next { at: self.time.shown(next.at), ..next })
    }

    /// Since when the item of the face is lit here, by the clock as it is now.
    fn lit(&self) -> Timestamp {
        let (mono, wall) = self.stepped;
        wall.checked_sub(signed(mono.saturating_sub(self.lit))).unwrap_or(wall)
    }
}
