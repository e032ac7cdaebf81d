//! One question to a card and its answer: how long it is waited for, how often it is asked again, and which answer belongs to it.
//!
//! A card answers one question at a time. What comes back and does not belong to the question is dropped: it is the answer to
//! one that was given up.

use super::Speech;
use crate::board::Carrier;
use crate::board::card::Failure;
use crate::wire::Packets;
use crate::wire::onbon::{Decoder, Device, EVERY, Error, Form, Frame, HOST, Reply, Request};
use std::time::Duration;

/// How long an answer is waited for.
const ANSWER: Duration = Duration::from_secs(7);
/// The same of cards that take longer over their memory.
const LONG_ANSWER: Duration = Duration::from_secs(60);
const SLOW: &str = "BX-5U";
/// What a byte takes on the slowest line, every one of them escaped.
const SLOWEST_BYTE: Duration = Duration::from_micros(2 * 1042);
/// A card that is busy is asked again after this.
const BUSY: Duration = Duration::from_secs(1);
/// After bytes that cannot be read the answer may still come for so long.
const DRAIN: Duration = Duration::from_millis(500);
/// So often it is asked again for each reason.
const BUSY_AGAIN: u8 = 3;
const DAMAGED_AGAIN: u8 = 2;
const SILENT_AGAIN: u8 = 1;

/// What a question came to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Heard {
    /// Its answer.
    Reply(Reply),
    /// The card refuses, and asking again is for nothing.
    Error(Error),
    /// There is none.
    Failure(Failure),
}

/// Which header a question has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dress {
    /// The one of dynamic areas, which cards of all generations read.
    Plain,
    /// The one of generation 5.
    Five,
    /// The one of generation 6.
    Six,
}

/// Questions and answers, one at a time.
#[derive(Debug)]
pub(super) struct Talk {
    speech: Speech,
    /// What is at the other end, once it said so.
    pub(super) device: Option<Device>,
    decoder: Decoder,
    seq: u16,
    asked: Option<Asked>,
}

#[derive(Debug)]
struct Asked {
    request: Request,
    dress: Dress,
    seq: u16,
    due: Duration,
    /// It was sent, and its answer is awaited.
    waits: bool,
    /// Bytes came that cannot be read.
    hurt: bool,
    silent: u8,
    damaged: u8,
    busy: u8,
}

impl Talk {
    pub(super) fn new(speech: Speech) -> Self {
        Self { speech, device: None, decoder: Decoder::default(), seq: 0, asked: None }
    }

    /// The link was opened anew: nothing is on its way any more.
    pub(super) fn opened(&mut self) {
        self.decoder = Decoder::default();
        self.asked = None;
    }

    /// Asks, at the next turn. `patient`: a question without an answer is asked again.
    pub(super) fn ask(&mut self, request: Request, dress: Dress, patient: bool, now: Duration) {
        self.seq = self.seq.wrapping_add(1);
        let silent = if patient { SILENT_AGAIN } else { 0 };
        self.asked = Some(Asked {
            request,
            dress,
            seq: self.seq,
            due: now,
            waits: false,
            hurt: false,
            silent,
            damaged: DAMAGED_AGAIN,
            busy: BUSY_AGAIN,
        });
    }

    pub(super) fn due(&self) -> Option<Duration> {
        self.asked.as_ref().map(|asked| asked.due)
    }

    /// What is to be sent now; what the question came to, if it was asked often enough.
    pub(super) fn next(&mut self, now: Duration, into: &mut Packets) -> Option<Heard> {
        let asked = self.asked.as_mut().filter(|asked| asked.due <= now)?;
        if std::mem::take(&mut asked.waits) {
            let hurt = std::mem::take(&mut asked.hurt);
            let left = if hurt { &mut asked.damaged } else { &mut asked.silent };
            let Some(rest) = left.checked_sub(1) else {
                self.asked = None;
                let failure = if hurt { Failure::Damaged } else { Failure::Silent };
                return Some(Heard::Failure(failure));
            };
            *left = rest;
        }
        let header = self.speech.header(asked.dress, self.device, asked.seq);
        Frame { header, body: asked.request.emit() }.emit(into);
        let line = match self.speech.over {
            Carrier::Serial => SLOWEST_BYTE * u32::try_from(into.bytes().len()).unwrap_or(u32::MAX),
            _ => Duration::ZERO,
        };
        let slow = self.device.is_some_and(|device| device.name() == SLOW);
        asked.waits = true;
        asked.due = now + line + if slow { LONG_ANSWER } else { ANSWER };
        None
    }

    /// Takes what the card says; what the question came to, if it is the answer.
    pub(super) fn hear(&mut self, bytes: &[u8], now: Duration) -> Option<Heard> {
        let mut heard = None;
        let mut decoder = std::mem::take(&mut self.decoder);
        decoder.feed(bytes, |frame| {
            if heard.is_none() {
                heard = self.judge(frame.ok(), now);
            }
        });
        self.decoder = decoder;
        heard
    }

    /// What a frame means; `None` in place of one that cannot be read.
    fn judge(&mut self, frame: Option<Frame>, now: Duration) -> Option<Heard> {
        let asked = self.asked.as_mut().filter(|asked| asked.waits)?;
        let Some(frame) = frame else {
            (asked.hurt, asked.due) = (true, asked.due.min(now + DRAIN));
            return None;
        };
        let seq = match frame.header.form {
            Form::Area => None,
            Form::Five(common) | Form::Six { common, .. } => Some(common.seq),
        };
        let fixed = self.device.is_some_and(Device::is_5a);
        let ours = frame.header.to == HOST
            && (self.speech.address == EVERY || frame.header.from == self.speech.address)
            && (fixed || seq.is_none_or(|seq| seq == asked.seq));
        if !ours {
            return None;
        }
        let Ok(reply) = Reply::parse(&frame.body) else {
            (asked.hurt, asked.due) = (true, asked.due.min(now + DRAIN));
            return None;
        };
        let error = match reply {
            Reply::Nack(error) => error,
            reply if answers(&reply, &asked.request) => {
                self.asked = None;
                return Some(Heard::Reply(reply));
            }
            _ => return None,
        };
        let again = match error {
            Error::Busy => asked.busy.checked_sub(1).map(|left| {
                asked.busy = left;
                BUSY
            }),
            Error::Checksum => asked.damaged.checked_sub(1).map(|left| {
                asked.damaged = left;
                Duration::ZERO
            }),
            _ => None,
        };
        if let Some(pause) = again {
            (asked.waits, asked.due) = (false, now + pause);
            return None;
        }
        self.asked = None;
        Some(match error {
            Error::Busy => Heard::Failure(Failure::Busy),
            Error::Checksum => Heard::Failure(Failure::Damaged),
            error => Heard::Error(error),
        })
    }
}

/// Whether it is the kind of answer that such a question has.
fn answers(reply: &Reply, request: &Request) -> bool {
    let (group, command) = request.command();
    let told = matches!(
        request,
        Request::Ping
            | Request::Firmware
            | Request::Status
            | Request::AskBrightness
            | Request::StartRead(_)
            | Request::ReadBlock { .. }
            | Request::Directory(_)
            | Request::DirectoryBlock(_)
            | Request::Volume
    );
    if told { reply.command() == (group, command | 0x80) } else { *reply == Reply::Ack }
}
