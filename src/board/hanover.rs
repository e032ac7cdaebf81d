//! Hanover signs: a picture is one frame. Flip-dot signs mostly never say a word, so nothing waits for an answer; where the
//! sign is known to answer, it is asked how it is after every picture and once a minute.

use super::dots::{Dots, size};
use super::receiver::Lit;
use super::session::{SessionError, Speak};
use super::told::{Told, Trouble};
use crate::frame::{Frame, Window};
use crate::panel::Panel;
use crate::wire::hanover::{
    Decoder, From, MAX_HEIGHT, MAX_WIDTH, Repr, State, answer, picture, picture_len, question,
};
use crate::wire::{Packets, WireError};
use std::time::Duration;

/// The sign needs a moment after a frame before it can take another.
pub(super) const PAUSE: Duration = Duration::from_millis(40);
/// From the end of a picture to the question how it went.
const ASK_AFTER: Duration = Duration::from_millis(100);
/// What an answer may take.
const ANSWER: Duration = Duration::from_secs(1);
/// How often a question is repeated that nobody answers.
const REPEATS: u8 = 2;
/// How often a sign that answers is asked while its picture stands.
const ASK_EVERY: Duration = Duration::from_secs(60);

/// What is to be said next, besides pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Nothing: the sign is not asked, or did not answer.
    Nothing,
    /// The picture is on the line; how long it takes is not known here.
    Sent,
    /// The question, when it is time.
    Ask { asked: u8 },
    /// The picture again: it arrived damaged.
    Again,
}

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    address: u8,
    /// Whether the sign is asked how it is.
    asks: bool,
    dots: Dots,
    size: (u16, u16),
    next: Next,
    due: Option<Duration>,
    /// The picture was sent again once.
    repeated: bool,
    answered: bool,
    /// Since when it is asked in vain.
    vain: Option<Duration>,
    decoder: Decoder,
    told: Told,
}

impl Sender {
    pub(super) fn new(address: u8, asks: bool, panel: &Panel) -> Result<Self, SessionError> {
        let size = size(panel.face());
        if size.0 > MAX_WIDTH || size.1 > MAX_HEIGHT {
            return Err(SessionError::Size { width: MAX_WIDTH, height: MAX_HEIGHT });
        }
        Ok(Self {
            address,
            asks,
            dots: Dots::of_rows(panel)?,
            size,
            next: Next::Nothing,
            due: None,
            repeated: false,
            answered: false,
            vain: None,
            decoder: Decoder::default(),
            told: Told::default(),
        })
    }

    fn picture(&mut self, into: &mut Packets) {
        picture(self.address, self.size, |x, y| self.dots.lit(x, y), into);
        if self.asks {
            (self.next, self.due) = (Next::Sent, Some(Duration::ZERO));
        }
    }

    fn ask(&mut self, asked: u8, now: Duration, into: &mut Packets) {
        if asked > 0 {
            self.vain = self.vain.or(Some(now));
        }
        if asked > REPEATS {
            if self.answered {
                self.told.trouble = self.vain.map(|since| Trouble::Silent { since });
            }
            let later = self.answered.then_some(now + ASK_EVERY);
            (self.next, self.due) = (Next::Ask { asked: 0 }, later);
            return;
        }
        question(self.address, into);
        (self.next, self.due) = (Next::Ask { asked: asked + 1 }, Some(now + ANSWER));
    }

    fn hear(&mut self, state: State, now: Duration) {
        (self.answered, self.vain) = (true, None);
        // An answer that comes while a picture is on the line is about the one before it.
        if !matches!(self.next, Next::Ask { asked: 1.. }) {
            return;
        }
        self.told.trouble = match state {
            State::Well => None,
            State::Content => Some(Trouble::Refuses { what: "content" }),
            State::Check => Some(Trouble::Damaged),
            State::Lamp => Some(Trouble::Faulty { part: "lamp" }),
        };
        if matches!(state, State::Well | State::Lamp) {
            self.told.acknowledged = Some(now);
        }
        let again = state == State::Check && !std::mem::replace(&mut self.repeated, true);
        (self.next, self.due) = if again {
            (Next::Again, Some(now + PAUSE))
        } else {
            (Next::Ask { asked: 0 }, Some(now + ASK_EVERY))
        };
    }
}

impl Speak for Sender {
    fn show(&mut self, panel: &Panel, window: &Window<'_>, into: &mut Packets) {
        self.dots.read(panel, window);
        self.repeated = false;
        self.picture(into);
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        picture_len(self.size)
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        if !self.asks {
            return;
        }
        let (address, mut state) = (self.address, None);
        self.decoder.feed(bytes, |frame| {
            // Answers of other signs on the line, and the echo of our own words, are none of ours.
            let ours = frame.ok().filter(|frame| frame.address == address);
            state = ours.and_then(|frame| frame.status()).map(|status| status.state).or(state);
        });
        if let Some(state) = state {
            self.hear(state, now);
        }
    }

    fn due(&self) -> Option<Duration> {
        self.due
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        match self.next {
            Next::Nothing => self.due = None,
            Next::Sent => (self.next, self.due) = (Next::Ask { asked: 0 }, Some(now + ASK_AFTER)),
            Next::Ask { asked } => self.ask(asked, now, into),
            Next::Again => self.picture(into),
        }
    }

    fn told(&self) -> Told {
        self.told.clone()
    }
}

/// The board's end: a sign that answers.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    address: u8,
    panel: Panel,
    decoder: Decoder,
    dots: Dots,
    state: State,
    visible: Frame,
}

impl Screen {
    pub(super) fn new(address: u8, panel: Panel) -> Self {
        Self {
            address,
            decoder: Decoder::default(),
            dots: Dots::new(&panel),
            state: State::Well,
            visible: Frame::unlit(panel.face()),
            panel,
        }
    }

    fn take(&mut self, frame: Repr<'_>, replies: &mut Packets) -> bool {
        let (width, height) = size(self.panel.face());
        match (frame.command, frame.bitmap(height)) {
            (1, Ok(bitmap)) if bitmap.width() == usize::from(width) => {
                for x in 0..usize::from(width) {
                    (0..usize::from(height)).for_each(|y| self.dots.set(x, y, bitmap.lit(x, y)));
                }
                self.dots.show(&self.panel, &mut self.visible);
                self.state = State::Well;
                true
            }
            (1, _) => {
                self.state = State::Content;
                false
            }
            (2, _) => {
                answer(self.address, self.state, replies);
                false
            }
            _ => false,
        }
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let mut decoder = std::mem::take(&mut self.decoder);
        let mut shown = false;
        decoder.feed(bytes, |frame| match frame {
            Ok(frame) if frame.from == From::Host && frame.address == self.address => {
                shown |= self.take(frame, replies);
            }
            Ok(_) => {}
            Err(_) => self.state = State::Check,
        });
        self.decoder = decoder;
        Ok(shown)
    }
}
