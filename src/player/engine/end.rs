//! The end of a player: the frame its board is left with, sent again and again or talked about until it is visible.

use super::{AGAIN, Now, Player, Step};
use crate::frame::Frame;
use crate::scene::{Cut, Reel};

impl Player {
    /// Whether everything was said that the board needs to show its last frame: always, where nobody answers.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.session.settled()
    }

    /// Replaces [`Player::packets`] by what is to be sent after the last frame; nothing for most protocols.
    pub fn end(&mut self) {
        self.session.end(&mut self.packets);
    }

    pub(super) fn stop(&mut self, now: Now, frame: Option<Frame>) -> Step {
        self.held = None;
        let frame = frame.or_else(|| self.window().map(|window| window.to_frame()));
        let frame = frame.unwrap_or_else(|| Frame::unlit(self.programme.face()));
        self.stopped = Some(Reel::still(frame, self.programme.face()));
        self.repeat(now)
    }

    pub(super) fn repeat(&mut self, now: Now) -> Step {
        let reel = self.stopped.take();
        if let Some(window) = reel.as_ref().and_then(|reel| reel.window(Cut::default())) {
            self.session.show(&window, now.mono, &mut self.packets);
            self.frames += 1;
        }
        self.stopped = reel;
        let again = now.mono + self.feed.line_time.max(AGAIN);
        if self.session.settled() {
            return Step { send: true, wake: again, turned: false };
        }
        // The conversation goes on until the board shows it.
        let send = !self.packets.is_empty() || now.mono >= self.free && self.converse(now.mono);
        let wake = self.session.due().map_or(again, |due| due.max(self.free));
        Step { send, wake, turned: false }
    }
}
