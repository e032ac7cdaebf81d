//! Talks to a card, one question after the other.
//!
//! Every connection begins with the first words and the number of the session; so it does again after anything went wrong,
//! because all that comes before their answer is late and counts for nothing. An operation is begun anew at most [`TRIES`] times.

use super::job::{Found, Step, steps};
use super::pack;
use crate::board::card::{
    Answer, Driver as Talks, Failure, Held, Make, Moment, Op, Part, Shelf, Stock, Traits, Unfit,
};
use crate::frame::Face;
use crate::wire::huidu::{self as wire, Code, Decoder, Gathered, Message, NO_GUID, Request};
use crate::wire::{Packets, WireError};
use std::collections::VecDeque;
use std::time::Duration;

/// How long an answer is waited for.
const ANSWER: Duration = Duration::from_secs(10);
/// A card that is at something is asked again after this time, so many times.
const BUSY: Duration = Duration::from_secs(2);
const BUSY_TRIES: u8 = 8;
/// How often an operation is begun.
const TRIES: u8 = 3;
/// How the answer to the first words begins: its length and its command.
const HELLO: [u8; 4] = [0x0A, 0x00, 0x02, 0x20];
const HELLO_LEN: usize = 10;
/// The most bytes in which that is looked for.
const NOISE: usize = 1 << 20;

/// Our end of the conversation with a card.
#[derive(Debug)]
pub(in crate::board) struct Driver {
    face: Face,
    decoder: Decoder,
    gathered: Gathered,
    /// What came before the answer to the first words.
    noise: Vec<u8>,
    /// The session's number.
    guid: Option<String>,
    /// Such a card has answered before.
    met: bool,
    /// Its face goes by hours that somebody set.
    by_hours: bool,
    /// What it was told to play last: for cards that do not say it.
    script: Option<Part>,
    job: Option<Job>,
    /// To be said besides.
    besides: Vec<Message>,
    due: Option<Duration>,
}

#[derive(Debug)]
struct Job {
    op: Op,
    steps: VecDeque<Step>,
    found: Found,
    /// The first of the steps was said.
    said: bool,
    tries: u8,
    busy: u8,
}

/// What comes of something: nothing yet, or the end.
type End = Option<Result<Answer, Failure>>;

impl Driver {
    pub(in crate::board) fn new(face: Face) -> Self {
        Self {
            face,
            decoder: Decoder::default(),
            gathered: Gathered::default(),
            noise: Vec::new(),
            guid: None,
            met: false,
            by_hours: false,
            script: None,
            job: None,
            besides: Vec::new(),
            due: None,
        }
    }

    /// The end of the operation.
    fn end(&mut self, result: Result<Answer, Failure>) -> End {
        self.job = None;
        self.due = None;
        if matches!(result, Err(Failure::Silent | Failure::Damaged | Failure::Stranger(_))) {
            self.lost();
        }
        Some(result)
    }

    /// Nothing is known of the connection any more.
    fn lost(&mut self) {
        self.guid = None;
        self.decoder.restart();
        self.gathered.clear();
        self.noise.clear();
        self.besides.clear();
    }

    /// Begins the operation anew, with the first words; its end if that was tried often enough.
    fn again(&mut self, why: Failure, now: Duration) -> End {
        self.lost();
        let job = self.job.as_mut()?;
        job.tries += 1;
        if job.tries >= TRIES {
            return self.end(Err(why));
        }
        let steps = steps(&job.op, self.face, self.by_hours);
        job.steps = steps.unwrap_or_default();
        (job.found, job.said) = (Found::default(), false);
        job.steps.push_front(Step::Ask(Request::GREETING));
        job.steps.push_front(Step::Hello);
        self.due = Some(now);
        None
    }

    /// The step that was said is answered: on to the next, or the end.
    fn onward(&mut self, now: Duration) -> End {
        let job = self.job.as_mut()?;
        job.steps.pop_front();
        (job.said, job.busy) = (false, 0);
        self.due = Some(now);
        if !job.steps.is_empty() {
            return None;
        }
        let (op, found) = (job.op.clone(), std::mem::take(&mut job.found));
        if let Some(switching) = &found.switching {
            self.by_hours = switching.by_hours;
        }
        match &op {
            Op::Switch(part) => self.script = Some(part.clone()),
            Op::Power(true) => self.by_hours = false,
            _ => {}
        }
        self.end(found.answer(&op))
    }

    /// The card says no.
    fn refused(&mut self, code: Code, now: Duration) -> End {
        let job = self.job.as_mut()?;
        if code.is_busy() {
            job.busy += 1;
            job.said = false;
            if job.busy > BUSY_TRIES {
                return self.end(Err(Failure::Busy));
            }
            // An upload begins anew: the piece that was sent may be lost.
            if let Some(Step::Finish(part, _)) = job.steps.front().cloned() {
                job.steps.pop_front();
                job.steps.push_front(Step::Begin(part));
            }
            self.due = Some(now + BUSY);
            return None;
        }
        match code {
            Code::GUID => self.again(Failure::Damaged, now),
            Code::FILE_DATA | Code::NOT_FINISHED | Code::XML | Code::XML_INDEX => {
                self.again(Failure::Damaged, now)
            }
            Code::NO_SPACE => self.end(Err(Failure::Full)),
            Code::DENIED => self.end(Err(Failure::NoRight(code.name()))),
            code if code.is_unsupported() => self.end(Err(Failure::Unable)),
            code => self.end(Err(Failure::Refused(code.name()))),
        }
    }

    /// Looks for the answer to the first words in whatever comes.
    fn greeted(&mut self, bytes: &[u8], now: Duration) -> (usize, End) {
        let before = self.noise.len();
        self.noise.extend_from_slice(bytes);
        if self.noise.starts_with(b"HR") {
            return (bytes.len(), self.end(Err(Failure::Stranger("HD2020"))));
        }
        let place = self.noise.windows(HELLO.len()).position(|bytes| bytes == HELLO);
        let Some(end) = place.map(|at| at + HELLO_LEN).filter(|end| *end <= self.noise.len()) else {
            if self.noise.len() > NOISE {
                return (bytes.len(), self.again(Failure::Damaged, now));
            }
            return (bytes.len(), None);
        };
        self.noise.clear();
        self.met = true;
        (end - before, self.onward(now))
    }

    fn take(&mut self, message: Message, now: Duration) -> End {
        match message {
            Message::Heartbeat => self.besides.push(Message::HeartbeatAnswer),
            Message::HeartbeatAnswer => self.besides.push(Message::Heartbeat),
            _ => {}
        }
        let job = self.job.as_mut().filter(|job| job.said)?;
        match (job.steps.front().cloned()?, message) {
            (step @ (Step::Ask(_) | Step::SetClock), Message::Answer(part)) => {
                match self.gathered.take(&part) {
                    Ok(None) => None,
                    Ok(Some(whole)) => self.answered(&step, &whole, now),
                    Err(_) => self.again(Failure::Damaged, now),
                }
            }
            (Step::Begin(part), Message::FileAnswer(code, there)) => {
                if code != Code::SUCCESS.0 {
                    return self.refused(Code(code), now);
                }
                let from = usize::try_from(there).ok().filter(|there| *there <= part.bytes.len());
                job.steps.insert(1, Step::Finish(part, from.unwrap_or(0)));
                self.onward(now)
            }
            (Step::Finish(..), Message::EndAnswer(code)) if Code(code).is_done() => self.onward(now),
            (Step::Finish(..), Message::EndAnswer(code)) => self.refused(Code(code), now),
            (Step::Read(_), Message::ReadAnswer(code, _, size, _)) => {
                if code != Code::SUCCESS.0 {
                    return self.refused(Code(code), now);
                }
                let Some(size) = job.found.expects(size) else {
                    return self.end(Err(Failure::Refused("FileContentError")));
                };
                job.steps.insert(1, Step::Fetch(size));
                self.onward(now)
            }
            (Step::Fetch(size), Message::Content(bytes)) => {
                job.found.bytes.extend(bytes);
                self.due = Some(now + ANSWER);
                if job.found.bytes.len() as u64 > size { self.again(Failure::Damaged, now) } else { None }
            }
            (Step::Fetch(size), Message::End) => {
                let whole = job.found.bytes.len() as u64 == size;
                self.besides.push(Message::EndAnswer(Code::SUCCESS.0));
                if whole { self.onward(now) } else { self.again(Failure::Damaged, now) }
            }
            (_, Message::Error(code)) => self.refused(Code(code), now),
            _ => None,
        }
    }

    /// A whole answer came.
    fn answered(&mut self, step: &Step, whole: &[u8], now: Duration) -> End {
        let Some(answer) = wire::parse_answer(whole) else { return self.again(Failure::Damaged, now) };
        if Some(answer.method.as_str()) != step.method() {
            return None;
        }
        let job = self.job.as_mut()?;
        let Step::Ask(request) = step else {
            return if answer.code.is_done() { self.onward(now) } else { self.refused(answer.code, now) };
        };
        if *request == Request::GREETING {
            self.guid = Some(answer.guid);
            return if answer.code.is_done() { self.onward(now) } else { self.refused(answer.code, now) };
        }
        if self.guid.as_ref() != Some(&answer.guid) && answer.code.is_done() {
            return self.again(Failure::Damaged, now);
        }
        let optional = matches!(request, Request::Light | Request::Switching)
            || (*request == Request::Time && matches!(job.op, Op::SetClock));
        if answer.code.is_unsupported() && *request == Request::Programmes {
            job.found.remember(self.script.clone());
            return self.onward(now);
        }
        if optional && answer.code.is_unsupported() {
            return self.onward(now);
        }
        if !answer.code.is_done() {
            return self.refused(answer.code, now);
        }
        match job.found.take(request, &answer.element(), self.face) {
            true => self.onward(now),
            false => self.again(Failure::Damaged, now),
        }
    }

    /// Nothing came for too long.
    fn silence(&mut self, now: Duration) -> End {
        let hello = self.job.as_ref().is_some_and(|job| matches!(job.steps.front(), Some(Step::Hello)));
        let why = if hello && !self.met { Failure::Stranger("not in SDK mode") } else { Failure::Silent };
        self.again(why, now)
    }

    fn say(&mut self, now: Moment, into: &mut Packets) -> End {
        let guid = self.guid.clone();
        let job = self.job.as_mut()?;
        let messages = job.steps.front()?.messages(guid.as_deref().unwrap_or(NO_GUID), now.local, &job.found);
        let Some(messages) = messages else { return self.end(Err(Failure::NoTime)) };
        if messages.iter().any(|message| message.emit(into).is_err()) {
            into.clear();
            return self.end(Err(Failure::Unable));
        }
        job.said = true;
        self.gathered.clear();
        self.due = Some(now.mono + ANSWER);
        None
    }
}

impl Make for Driver {
    fn traits(&self) -> Traits {
        Traits { lists: true, reads: true, covers: false, pictures: true, lights: true, powers: true }
    }

    fn pack(&self, stock: &Stock, _held: &[Held]) -> Result<Shelf, Unfit> {
        pack::pack(stock, self.face)
    }
}

impl Talks for Driver {
    fn begin(&mut self, op: Op, now: Moment) {
        let steps = steps(&op, self.face, self.by_hours);
        let able = steps.is_some();
        let mut steps = steps.unwrap_or_default();
        if able && !steps.is_empty() && self.guid.is_none() {
            self.lost();
            steps.push_front(Step::Ask(Request::GREETING));
            steps.push_front(Step::Hello);
        }
        let tries = if able { 0 } else { TRIES };
        self.job = Some(Job { op, steps, found: Found::default(), said: false, tries, busy: 0 });
        self.due = Some(now.mono);
    }

    fn opened(&mut self, _now: Moment) {
        self.lost();
        (self.job, self.due) = (None, None);
    }

    fn receive(&mut self, bytes: &[u8], now: Moment) -> End {
        let mut bytes = bytes;
        let greeting = |driver: &Self| {
            driver.job.as_ref().is_some_and(|job| job.said && matches!(job.steps.front(), Some(Step::Hello)))
        };
        if greeting(self) {
            let (used, end) = self.greeted(bytes, now.mono);
            if end.is_some() || used >= bytes.len() {
                return end;
            }
            bytes = &bytes[used..];
        }
        if self.guid.is_none() && self.job.is_none() {
            return None;
        }
        let mut messages = Vec::new();
        let fed: Result<(), WireError> = self.decoder.feed(bytes, |message| messages.push(message));
        for message in messages {
            let end = self.take(message, now.mono);
            if end.is_some() {
                return end;
            }
        }
        match fed {
            Ok(()) => None,
            Err(_) if self.job.is_some() => self.again(Failure::Damaged, now.mono),
            Err(_) => {
                self.lost();
                None
            }
        }
    }

    fn due(&self) -> Option<Duration> {
        self.due
    }

    fn next(&mut self, now: Moment, into: &mut Packets) -> End {
        if self.due.is_none_or(|due| now.mono < due) {
            return None;
        }
        // Its messages are all valid.
        let _ = std::mem::take(&mut self.besides).iter().try_for_each(|message| message.emit(into));
        let Some(job) = &self.job else {
            self.due = None;
            return None;
        };
        if job.steps.is_empty() {
            let result = if job.tries >= TRIES { Err(Failure::Unable) } else { Ok(Answer::Done) };
            return self.end(result);
        }
        if job.said {
            let end = self.silence(now.mono);
            if end.is_some() {
                return end;
            }
        }
        self.say(now, into)
    }
}
