//! Luminator signs: a conversation. The sign is told what it is, takes a page line by line, and shows it when it is told to;
//! each of these it confirms or refuses.
//!
//! One thing is said at a time. What needs an answer is waited for 5 s; what goes wrong begins again with hello, three times,
//! and then after a pause that grows. While a picture stands the sign is asked for its state every 30 s: one that had no power
//! says that it knows nothing of itself, and gets everything again.
//!
//! The sign is never told goodbye: it would go dark.

mod screen;

pub(super) use screen::Screen;

use super::dots::{Dots, size};
use super::session::{SessionError, Speak};
use super::told::{Told, Trouble};
use crate::frame::Window;
use crate::panel::Panel;
use crate::wire::Packets;
use crate::wire::luminator::{CHUNK, Chunk, Decoder, MAX_LEN, Message, Operation, Sign, State, page};
use std::time::Duration;

/// After every line of data, so that the sign can put it away.
const PAUSE: Duration = Duration::from_millis(30);
/// Between questions to a sign that is at work.
const POLL: Duration = Duration::from_millis(100);
/// How often such a sign is asked.
const POLLS: u8 = 100;
/// What an answer may take.
const ANSWER: Duration = Duration::from_secs(5);
/// How often something is tried before it counts as failed.
const ATTEMPTS: u8 = 3;
/// Before trying again: the rest of an answer that was not understood goes by.
const DRAIN: Duration = Duration::from_millis(200);
/// From one question to the next while a picture stands.
const REST: Duration = Duration::from_secs(30);
/// After a failure, doubled every time up to the longest.
const BACKOFF: Duration = Duration::from_secs(10);
const BACKOFF_LONGEST: Duration = Duration::from_secs(300);
/// Lines of a frame that carry no data, and the answers.
const TALK: usize = 12;

/// How many lines of data a page is.
fn lines(sign: Sign) -> u16 {
    // At most 21: the largest sign has 160 columns of two bytes.
    (page::page_len(sign.size()) / CHUNK) as u16
}

/// How long the line is silent while a page goes over it.
pub(super) fn pause(sign: Sign) -> Duration {
    PAUSE * lines(sign).into()
}

/// What is said next, or is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Hello,
    StartReset,
    ResetReady,
    FinishReset,
    ResetDone,
    AskConfig,
    Config,
    ConfigCount,
    ConfigTaken,
    AskPixels,
    Line(u16),
    PixelCount,
    PixelsTaken,
    Complete,
    Loaded,
    Show,
    Shown,
    /// The picture stands.
    Rest,
}

/// What becomes of the conversation with an answer.
enum Turn {
    /// This is said next, at once.
    To(Step),
    /// The same is asked again in a while.
    Wait,
    /// The picture is visible.
    Visible,
    /// The sign did not take what it got; it is offered again from here.
    Refused(Step, &'static str),
    /// Nothing of this was to be expected.
    Strange,
}

/// Our end.
#[derive(Clone, Debug)]
pub(super) struct Sender {
    address: u16,
    sign: Sign,
    dots: Dots,
    /// The page that is to be visible; empty before the first picture.
    wanted: Vec<u8>,
    /// The page the sign was given last.
    given: Vec<u8>,
    step: Step,
    /// When it is our turn.
    due: Option<Duration>,
    /// The sign has the word until `due`.
    waits: bool,
    /// A line of data is on its way; the pause begins when it has left.
    pause: bool,
    /// The sign was told what it is, by us, and has not forgotten.
    configured: bool,
    polls: u8,
    refusals: u8,
    failures: u8,
    backoff: Duration,
    /// Since when it is asked in vain.
    vain: Option<Duration>,
    decoder: Decoder,
    told: Told,
}

impl Sender {
    pub(super) fn new(address: u16, sign: Sign, panel: &Panel) -> Result<Self, SessionError> {
        let (width, height) = sign.size();
        if size(panel.face()) != (width, height) {
            return Err(SessionError::Sign { sign: sign.word(), width, height });
        }
        Ok(Self {
            address,
            sign,
            dots: Dots::of_rows(panel)?,
            wanted: Vec::new(),
            given: Vec::new(),
            step: Step::Hello,
            due: None,
            waits: false,
            pause: false,
            configured: false,
            polls: 0,
            refusals: 0,
            failures: 0,
            backoff: BACKOFF,
            vain: None,
            decoder: Decoder::default(),
            told: Told::default(),
        })
    }

    fn lines(&self) -> u16 {
        lines(self.sign)
    }

    /// What a step says, and whether the sign answers.
    fn words(&mut self, step: Step) -> Option<(Message, bool)> {
        let sign = self.address;
        let order = |operation| (Message::Do(sign, operation), true);
        Some(match step {
            Step::Hello | Step::ResetReady | Step::ResetDone => (Message::Hello(sign), true),
            Step::StartReset => order(Operation::StartReset),
            Step::FinishReset => order(Operation::FinishReset),
            Step::AskConfig => order(Operation::ReceiveConfig),
            Step::Config => (Message::Data { offset: 0, chunk: Chunk::new(&self.sign.config())? }, false),
            Step::ConfigCount => (Message::Count(1), false),
            Step::AskPixels => {
                self.given.clone_from(&self.wanted);
                order(Operation::ReceivePixels)
            }
            Step::Line(line) => {
                let from = usize::from(line) * CHUNK;
                let chunk = self.given.get(from..from + CHUNK).and_then(Chunk::new)?;
                (Message::Data { offset: line * CHUNK as u16, chunk }, false)
            }
            Step::PixelCount => (Message::Count(self.lines()), false),
            Step::Complete => (Message::Complete(sign), false),
            Step::Show => order(Operation::ShowLoadedPage),
            Step::ConfigTaken | Step::PixelsTaken | Step::Loaded | Step::Shown | Step::Rest => {
                (Message::Query(sign), true)
            }
        })
    }

    /// What follows a step that is not answered.
    fn after(&self, step: Step) -> Step {
        match step {
            Step::Config => Step::ConfigCount,
            Step::ConfigCount => Step::ConfigTaken,
            Step::Line(line) if line + 1 < self.lines() => Step::Line(line + 1),
            Step::Line(_) => Step::PixelCount,
            Step::PixelCount => Step::PixelsTaken,
            Step::Complete => Step::Loaded,
            other => other,
        }
    }

    /// What an answer of the sign means.
    fn turn(&self, answer: Message) -> Turn {
        use State as S;
        let state = match answer {
            Message::Is(_, state) => state,
            Message::Does(_, operation) => {
                return match (self.step, operation) {
                    (Step::StartReset, Operation::StartReset) => Turn::To(Step::ResetReady),
                    (Step::FinishReset, Operation::FinishReset) => Turn::To(Step::ResetDone),
                    (Step::AskConfig, Operation::ReceiveConfig) => Turn::To(Step::Config),
                    (Step::AskPixels, Operation::ReceivePixels) => Turn::To(Step::Line(0)),
                    (Step::Show, Operation::ShowLoadedPage) => Turn::To(Step::Shown),
                    _ => Turn::Strange,
                };
            }
            _ => return Turn::Strange,
        };
        let stands = matches!(state, S::PageShown | S::PageShowInProgress | S::ShowingPages);
        // What it was told by somebody else cannot be read back.
        let knows = self.configured
            && (stands || matches!(state, S::ConfigReceived | S::PageLoaded | S::PageLoadInProgress));
        match (self.step, state) {
            (Step::Hello, S::Unconfigured) | (Step::ResetDone, S::Unconfigured) => Turn::To(Step::AskConfig),
            (Step::Hello, S::ReadyToReset) | (Step::ResetReady, S::ReadyToReset) => {
                Turn::To(Step::FinishReset)
            }
            (Step::Hello, _) if knows => Turn::To(Step::AskPixels),
            (Step::Hello, _) => Turn::To(Step::StartReset),
            (Step::ConfigTaken, S::ConfigReceived) => Turn::To(Step::AskPixels),
            (Step::ConfigTaken, S::ConfigFailed) => Turn::Refused(Step::AskConfig, "configuration"),
            (Step::PixelsTaken, S::PixelsReceived) => Turn::To(Step::Complete),
            (Step::PixelsTaken, S::PixelsFailed) => Turn::Refused(Step::AskPixels, "page"),
            (Step::Loaded | Step::Shown, S::ShowingPages) | (Step::Shown, S::PageShown) => Turn::Visible,
            (Step::Loaded, S::PageLoaded) => Turn::To(Step::Show),
            (Step::Loaded, S::PageLoadInProgress) => Turn::Wait,
            (Step::Shown, S::PageShowInProgress | S::PageLoaded) => Turn::Wait,
            (Step::Rest, _) if stands => Turn::Visible,
            // It had no power, or somebody else spoke to it.
            (Step::Rest, _) => Turn::To(Step::Hello),
            _ => Turn::Strange,
        }
    }

    fn hear(&mut self, answer: Message, now: Duration) {
        if !self.waits {
            return;
        }
        (self.waits, self.vain) = (false, None);
        match self.turn(answer) {
            Turn::To(step) => {
                self.configured |= self.step == Step::ConfigTaken;
                if matches!(step, Step::StartReset | Step::AskConfig | Step::FinishReset) {
                    self.configured = false;
                }
                (self.step, self.polls, self.due) = (step, 0, Some(now));
            }
            Turn::Wait if self.polls < POLLS => (self.polls, self.due) = (self.polls + 1, Some(now + POLL)),
            Turn::Visible => self.stands(now),
            Turn::Refused(step, _) if self.refusals + 1 < ATTEMPTS => {
                self.refusals += 1;
                (self.step, self.due) = (step, Some(now));
            }
            Turn::Refused(_, what) => self.give_up(Trouble::Refuses { what }, now),
            Turn::Wait | Turn::Strange => self.fail(Trouble::Damaged, now),
        }
    }

    /// The page it was given is visible.
    fn stands(&mut self, now: Duration) {
        if self.step != Step::Rest {
            self.told.acknowledged = Some(now);
        }
        (self.told.trouble, self.failures, self.refusals, self.backoff) = (None, 0, 0, BACKOFF);
        (self.step, self.due) = if self.given == self.wanted {
            (Step::Rest, Some(now + REST))
        } else {
            (Step::AskPixels, Some(now))
        };
    }

    /// Something went wrong: from the beginning.
    fn fail(&mut self, trouble: Trouble, now: Duration) {
        self.failures += 1;
        if self.failures >= ATTEMPTS {
            return self.give_up(trouble, now);
        }
        self.begin(now + DRAIN);
    }

    /// It went wrong too often: later.
    fn give_up(&mut self, trouble: Trouble, now: Duration) {
        self.told.trouble = Some(trouble);
        (self.failures, self.refusals) = (0, 0);
        self.begin(now + self.backoff);
        self.backoff = (self.backoff * 2).min(BACKOFF_LONGEST);
    }

    fn begin(&mut self, at: Duration) {
        self.decoder.clear();
        (self.step, self.due, self.waits, self.pause, self.polls) = (Step::Hello, Some(at), false, false, 0);
    }
}

impl Speak for Sender {
    /// Sends nothing: what is to be said comes in its turn.
    fn show(&mut self, panel: &Panel, window: &Window<'_>, _into: &mut Packets) {
        self.dots.read(panel, window);
        let dots = &self.dots;
        page::write(0, self.sign.size(), |x, y| dots.lit(x, y), &mut self.wanted);
        let stands = self.step == Step::Rest && !self.waits;
        if self.due.is_none() {
            self.due = Some(Duration::ZERO);
        } else if stands && self.given != self.wanted {
            (self.step, self.due) = (Step::AskPixels, Some(Duration::ZERO));
        }
    }

    fn frame_bytes(&self, _panel: &Panel) -> usize {
        usize::from(self.lines()) * MAX_LEN + TALK * Message::Hello(0).buffer_len()
    }

    fn resync(&mut self, _panel: &Panel, _into: &mut Packets) {
        if self.due.is_some() {
            self.begin(Duration::ZERO);
        }
    }

    fn receive(&mut self, bytes: &[u8], now: Duration) {
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |line| match line {
            // The echo of our own words and the answers of other signs on the line are none of ours.
            Ok(answer @ (Message::Is(sign, _) | Message::Does(sign, _))) if sign == self.address => {
                self.hear(answer, now);
            }
            Ok(_) => {}
            Err(_) if self.waits => self.fail(Trouble::Damaged, now),
            Err(_) => {}
        });
        self.decoder = decoder;
    }

    fn due(&self) -> Option<Duration> {
        self.due
    }

    fn next(&mut self, _panel: &Panel, now: Duration, into: &mut Packets) {
        if std::mem::take(&mut self.waits) {
            let since = *self.vain.get_or_insert(now);
            return self.fail(Trouble::Silent { since }, now);
        }
        if std::mem::take(&mut self.pause) {
            self.due = Some(now + PAUSE);
            return;
        }
        let Some((message, answered)) = self.words(self.step) else {
            return self.begin(now + DRAIN);
        };
        message.emit(into);
        if answered {
            (self.waits, self.due) = (true, Some(now + ANSWER));
        } else {
            self.pause = matches!(message, Message::Data { .. });
            (self.step, self.due) = (self.after(self.step), Some(now));
        }
    }

    fn told(&self) -> Told {
        self.told.clone()
    }

    fn settled(&self) -> bool {
        self.step == Step::Rest && self.given == self.wanted
    }
}
