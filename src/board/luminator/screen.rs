//! The board's end: a sign that shows the first page it is given when it is told to, and knows nothing before it is told what
//! it is.

use crate::board::dots::{Dots, size};
use crate::board::receiver::Lit;
use crate::frame::Frame;
use crate::panel::Panel;
use crate::wire::luminator::{Chunk, Decoder, Message, Operation, Sign, State, page};
use crate::wire::{Packets, WireError};

/// The most bytes it keeps of what it is sent: eight pages of the largest sign.
const MOST: usize = 8 * 336;

/// A sign.
#[derive(Clone, Debug)]
pub(in crate::board) struct Screen {
    address: u16,
    sign: Sign,
    panel: Panel,
    decoder: Decoder,
    state: State,
    /// What it got since it was told to take something, and in how many lines.
    bytes: Vec<u8>,
    lines: u16,
    visible: Frame,
}

impl Screen {
    pub(in crate::board) fn new(address: u16, sign: Sign, panel: Panel) -> Self {
        Self {
            address,
            sign,
            decoder: Decoder::default(),
            state: State::Unconfigured,
            bytes: Vec::new(),
            lines: 0,
            visible: Frame::unlit(panel.face()),
            panel,
        }
    }

    /// Takes one line; the answer, if it has one.
    fn hear(&mut self, line: Message) -> (Option<Message>, bool) {
        let us = self.address;
        match line {
            Message::Hello(sign) | Message::Query(sign) if sign == us => {
                (Some(Message::Is(us, self.look())), false)
            }
            Message::Do(sign, operation) if sign == us => {
                let (does, shown) = self.told(operation);
                (does.then_some(Message::Does(us, operation)), shown)
            }
            Message::Data { offset, chunk } => {
                self.take(offset, &chunk);
                (None, false)
            }
            Message::Count(lines) => {
                self.judge(lines);
                (None, false)
            }
            Message::Complete(sign) if sign == us && self.state == State::PixelsReceived => {
                self.state = State::PageLoaded;
                (None, false)
            }
            Message::Goodbye(sign) if sign == us => {
                self.state = State::Unconfigured;
                let shown = std::mem::replace(&mut self.visible, Frame::unlit(self.panel.face())).is_lit();
                (None, shown)
            }
            _ => (None, false),
        }
    }

    /// What it says of itself: at work once, and then done.
    fn look(&mut self) -> State {
        let after = match self.state {
            State::PageShowInProgress => State::PageShown,
            State::PageLoadInProgress => State::PageLoaded,
            state => state,
        };
        std::mem::replace(&mut self.state, after)
    }

    /// Whether it does what it is told, and whether another picture is visible by that.
    fn told(&mut self, operation: Operation) -> (bool, bool) {
        use State as S;
        let after = match (operation, self.state) {
            (Operation::StartReset, _) => S::ReadyToReset,
            (Operation::FinishReset, S::ReadyToReset) => S::Unconfigured,
            (Operation::ReceiveConfig, S::Unconfigured | S::ConfigFailed) => S::ConfigInProgress,
            (
                Operation::ReceivePixels,
                S::ConfigReceived
                | S::PixelsFailed
                | S::PageLoadInProgress
                | S::PageLoaded
                | S::PageShowInProgress
                | S::PageShown
                | S::ShowingPages,
            ) => S::PixelsInProgress,
            (Operation::ShowLoadedPage, S::PageLoaded) => S::PageShowInProgress,
            (Operation::LoadNextPage, S::PageShown) => S::PageLoadInProgress,
            _ => return (false, false),
        };
        self.state = after;
        if matches!(operation, Operation::ReceiveConfig | Operation::ReceivePixels) {
            self.bytes.clear();
            self.lines = 0;
        }
        let shows = operation == Operation::ShowLoadedPage;
        if shows {
            self.draw();
        }
        (true, shows)
    }

    fn take(&mut self, offset: u16, chunk: &Chunk) {
        let page = page::page_len(self.sign.size());
        let takes = matches!(self.state, State::ConfigInProgress | State::PixelsInProgress);
        // A line that is out of its order is not counted, and so the count will be wrong.
        if takes && usize::from(offset) == self.bytes.len() % page && self.bytes.len() < MOST {
            self.bytes.extend_from_slice(chunk.bytes());
            self.lines += 1;
        }
    }

    fn judge(&mut self, lines: u16) {
        let counted = self.lines == lines;
        self.state = match self.state {
            State::ConfigInProgress if counted && self.bytes == self.sign.config() => State::ConfigReceived,
            State::ConfigInProgress => State::ConfigFailed,
            State::PixelsInProgress if counted && self.whole() => State::PixelsReceived,
            State::PixelsInProgress => State::PixelsFailed,
            state => state,
        };
    }

    fn whole(&self) -> bool {
        !self.bytes.is_empty() && self.bytes.len().is_multiple_of(page::page_len(self.sign.size()))
    }

    fn draw(&mut self) {
        let (width, height) = size(self.panel.face());
        let mut dots = Dots::new(&self.panel);
        for x in 0..usize::from(width) {
            (0..usize::from(height)).for_each(|y| dots.set(x, y, page::lit(&self.bytes, height, x, y)));
        }
        dots.show(&self.panel, &mut self.visible);
    }
}

impl Lit for Screen {
    fn frame(&self) -> &Frame {
        &self.visible
    }

    fn receive(&mut self, bytes: &[u8], replies: &mut Packets) -> Result<bool, WireError> {
        let mut decoder = std::mem::take(&mut self.decoder);
        let mut shown = false;
        decoder.feed(bytes, |line| {
            if let Ok(line) = line {
                let (answer, changed) = self.hear(line);
                answer.into_iter().for_each(|answer| answer.emit(replies));
                shown |= changed;
            }
        });
        self.decoder = decoder;
        Ok(shown)
    }
}
