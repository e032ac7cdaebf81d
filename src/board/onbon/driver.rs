//! Our end: operations become questions, answers become what the operation came to.

use super::job::{Job, Next};
use super::talk::{Dress, Heard, Talk};
use super::{Kit, Speech, colours, files};
use crate::board::Carrier;
use crate::board::card::{
    Answer, Driver as Drives, Failure, Held, Make, Moment, Op, Shelf, Stock, Traits, Unfit,
};
use crate::board::session::SessionError;
use crate::frame::{Face, Palette};
use crate::panel::Panel;
use crate::wire::Packets;
use crate::wire::onbon::bitmap::Coding;
use crate::wire::onbon::{Brightness, Clock, Colours, Device, Error, Reply, Request};
use std::time::Duration;

/// Blocks on a line or in a datagram are no longer than this, so that one that is lost is soon said again.
const SHORT_BLOCK: usize = 4096;

/// Our end of the conversation with one card.
#[derive(Debug)]
pub(in crate::board) struct Driver {
    speech: Speech,
    face: Face,
    palette: Palette,
    /// What it drives, as the site says until the card does.
    colours: Colours,
    /// The most bytes of a file in one question, once the card has said how it is set up.
    most: Option<usize>,
    talk: Talk,
    job: Option<Job>,
    /// The question that is asked, to be asked in another header if need be.
    question: Option<Request>,
    /// Dynamic areas are only taken in the header that has the secret.
    dressed: bool,
    /// What the operation came to, where nothing had to be asked.
    ended: Option<(Duration, Result<Answer, Failure>)>,
}

impl Driver {
    pub(in crate::board) fn new(speech: Speech, panel: &Panel) -> Result<Self, SessionError> {
        if !panel.has_rows_of_face() {
            return Err(SessionError::Rows);
        }
        if Coding::of(speech.generation, colours(panel.palette())).is_none() {
            return Err(SessionError::Lamps);
        }
        Ok(Self {
            speech,
            face: panel.face(),
            palette: panel.palette(),
            colours: colours(panel.palette()),
            most: None,
            talk: Talk::new(speech),
            job: None,
            question: None,
            dressed: false,
            ended: None,
        })
    }

    fn device(&self) -> Device {
        self.talk.device.unwrap_or(self.speech.assumed(self.colours))
    }

    fn kit(&self) -> Kit {
        Kit { face: self.face, device: self.device(), colours: self.colours, palette: self.palette }
    }

    /// How many bytes of a file go into one question.
    fn block(&self) -> usize {
        let most = self.most.unwrap_or(self.device().block());
        if self.speech.over == Carrier::Tcp { most } else { most.min(SHORT_BLOCK) }
    }

    fn job(&self, op: Op, now: Moment) -> Result<(Job, Next), Failure> {
        Ok(match op {
            Op::Identify => Job::identify(),
            Op::Look => Job::look(),
            Op::Status => Job::status(),
            Op::Write(part) => Job::write(part, self.block()),
            Op::Read(held) => Job::read(held),
            Op::Drop(held) => Job::remove(held),
            Op::SetClock => Job::plain(Request::SetClock(Clock::at(now.local.ok_or(Failure::NoTime)?))),
            Op::Power(on) => Job::plain(Request::Power(on)),
            Op::Light(table) => Job::plain(Request::Brightness(levels(&table))),
            Op::Cover(cover, seconds) => {
                let cover = files::cover(&cover, seconds, &self.kit());
                Job::plain(cover.map_err(|_| Failure::Refused("size"))?)
            }
            Op::Uncover => Job::plain(Request::Clear(vec![files::AREA], true)),
            // The parts say themselves when they are played, and no card of this make gives a picture.
            Op::Switch(_) | Op::Picture => return Err(Failure::Unable),
        })
    }

    fn follow(&mut self, next: Next, now: Duration) -> Option<Result<Answer, Failure>> {
        let done = match next {
            Next::Ask(request) => {
                let plain = is_dynamic(&request) && !self.dressed;
                self.question = Some(request.clone());
                self.talk.ask(request, if plain { Dress::Plain } else { self.speech.dress() }, true, now);
                return None;
            }
            Next::Probe(dress) => {
                self.talk.device = None;
                self.talk.ask(Request::Ping, dress, false, now);
                return None;
            }
            Next::Done(answer) => Ok(answer),
            Next::Fail(failure) => Err(failure),
        };
        self.job = None;
        Some(done)
    }

    fn heard(&mut self, heard: Heard, now: Duration) -> Option<Result<Answer, Failure>> {
        if let (Heard::Error(Error::NeedsSecret), Some(request), false) =
            (&heard, &self.question, self.dressed)
            && is_dynamic(request)
        {
            self.dressed = true;
            return self.follow(Next::Ask(request.clone()), now);
        }
        if let Heard::Reply(Reply::Ping(ping)) = &heard {
            (self.talk.device, self.colours) = (Some(ping.device), ping.colours);
            self.most = Some(ping.block());
        }
        let next = self.job.as_mut()?.then(heard, &self.speech);
        self.follow(next, now)
    }
}

/// Levels of 0 to 15 by half hours; what is to be lit at all is at least at the first.
fn levels(percent: &[u8; 48]) -> Box<Brightness> {
    let levels = percent.map(|percent| ((u16::from(percent.min(100)) * 15 + 50) / 100).max(1) as u8);
    Box::new(Brightness { mode: 1, levels })
}

/// Whether a request is about dynamic areas, which have a header of their own.
fn is_dynamic(request: &Request) -> bool {
    matches!(request, Request::Update(..) | Request::Clear(..))
}

impl Make for Driver {
    fn traits(&self) -> Traits {
        Traits { lists: true, reads: true, covers: true, pictures: false, lights: true, powers: true }
    }

    fn pack(&self, stock: &Stock, held: &[Held]) -> Result<Shelf, Unfit> {
        files::pack(stock, held, &self.kit())
    }
}

impl Drives for Driver {
    fn begin(&mut self, op: Op, now: Moment) {
        self.ended = None;
        let ended = match self.job(op, now) {
            Ok((job, next)) => {
                self.job = Some(job);
                self.follow(next, now.mono)
            }
            Err(failure) => Some(Err(failure)),
        };
        self.ended = ended.map(|ended| (now.mono, ended));
    }

    fn opened(&mut self, _now: Moment) {
        self.talk.opened();
        (self.job, self.ended) = (None, None);
    }

    fn receive(&mut self, bytes: &[u8], now: Moment) -> Option<Result<Answer, Failure>> {
        let heard = self.talk.hear(bytes, now.mono)?;
        self.heard(heard, now.mono)
    }

    fn due(&self) -> Option<Duration> {
        self.ended.as_ref().map(|(at, _)| *at).or_else(|| self.talk.due())
    }

    fn next(&mut self, now: Moment, into: &mut Packets) -> Option<Result<Answer, Failure>> {
        if let Some((_, ended)) = self.ended.take() {
            return Some(ended);
        }
        let heard = self.talk.next(now.mono, into)?;
        self.heard(heard, now.mono)
    }
}
