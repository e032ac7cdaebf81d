//! Our end: operations in the words of a Xixun player, one question at a time.

use super::{ON, PROGRAMME, QUESTIONS, pack, shot};
use crate::board::card::{
    self, Answer, Failure, Finding, Held, Identity, Make, Moment, Op, Part, Shelf, State, Stock, Traits,
    Unfit,
};
use crate::frame::{Face, Frame};
use crate::wire::Packets;
use crate::wire::xixun::{Ask, Decoder, Heard, Http, Push, Reply, emit_question};
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::collections::VecDeque;
use std::time::Duration;

/// An answer has so long. Nothing is documented.
const PATIENCE: Duration = Duration::from_secs(10);
/// A picture of the face takes a player longer.
const PICTURE: Duration = Duration::from_secs(20);
/// So does a programme, and for every so many bytes of it a second more.
const PROGRAMME_PATIENCE: Duration = Duration::from_secs(60);
const BYTES_A_SECOND: u64 = 20_000;
/// How often a question is asked.
const ATTEMPTS: u8 = 2;
/// A clock that shows a year before this one was lost.
const YEAR: i16 = 2024;

/// The driver of one player.
#[derive(Debug)]
pub(in crate::board) struct Driver {
    face: Face,
    /// How bright the player is to be in each half hour, and how bright it was told to be.
    table: Option<Box<[u8; 48]>>,
    told: Option<u8>,
    work: Option<Work>,
    http: Http,
    push: Decoder,
    /// Counts questions, so that a late answer is not taken for the next one.
    asked: u64,
}

/// What is under way.
#[derive(Debug)]
struct Work {
    op: Op,
    /// What is still to be asked, and what was said so far.
    asks: VecDeque<Ask>,
    replies: Vec<(Ask, Reply)>,
    stage: Stage,
    attempt: u8,
    due: Duration,
}

#[derive(Debug, PartialEq, Eq)]
enum Stage {
    /// The next thing is to be said.
    Say,
    /// A question was asked, by this id.
    Asked(String),
    /// It was asked which files it lacks.
    Consulted,
    /// It said that it lacks these.
    Lacks(Vec<String>),
    /// All was sent.
    Sent,
}

impl Driver {
    pub(in crate::board) fn new(face: Face) -> Self {
        Self {
            face,
            table: None,
            told: None,
            work: None,
            http: Http::default(),
            push: Decoder::default(),
            asked: 0,
        }
    }

    /// How bright it is to be now.
    fn light(&self, now: Moment) -> Option<u8> {
        let local = now.local?;
        let half_hour = usize::from(local.hour().unsigned_abs()) * 2 + usize::from(local.minute() >= 30);
        self.table.as_ref()?.get(half_hour).copied()
    }

    /// Asks the next question; `None` while there is one.
    fn ask(&mut self, now: Moment, into: &mut Packets) -> Option<Result<Answer, Failure>> {
        let wanted = self.light(now);
        let Some(work) = &mut self.work else { return None };
        let ask = match work.asks.front().copied() {
            Some(Ask::SetTime(_)) => match time(&work.replies, now) {
                Ok(time) => Ask::SetTime(time),
                Err(failure) => return Some(Err(failure)),
            },
            Some(Ask::SetBrightness(_)) => match wanted {
                Some(percent) => Ask::SetBrightness(percent),
                // Nobody knows the time: it stays as it is.
                None => return Some(Ok(Answer::Done)),
            },
            Some(ask) => ask,
            None => return Some(finish(work, self.face)),
        };
        if let Some(front) = work.asks.front_mut() {
            *front = ask;
        }
        self.asked += 1;
        let id = format!("bangtin-{}", self.asked);
        self.http.restart();
        into.turn_to(QUESTIONS);
        emit_question(&ask.json(&id), into);
        work.attempt += 1;
        work.stage = Stage::Asked(id);
        work.due = now.mono + if ask == Ask::Screenshot { PICTURE } else { PATIENCE };
        None
    }

    /// Takes an answer to a question.
    fn answered(&mut self, now: Moment) -> Option<Result<Answer, Failure>> {
        loop {
            let reply = match self.http.take()? {
                Ok(body) => Reply::parse(&body),
                Err(error) => Err(error),
            };
            let wanted = self.light(now);
            let Some(work) = &mut self.work else { return None };
            let Stage::Asked(id) = &work.stage else { return None };
            match reply {
                Ok(reply) if reply.id == *id => {
                    let ask = work.asks.pop_front()?;
                    if let Some(failure) = refusal(ask, &reply) {
                        return Some(Err(failure));
                    }
                    match ask {
                        Ask::SetBrightness(percent) => self.told = Some(percent),
                        Ask::Brightness if wanted.is_some() => {
                            let is = percent(&reply).or(self.told);
                            if is != wanted {
                                work.asks.push_back(Ask::SetBrightness(0));
                            }
                        }
                        _ => {}
                    }
                    work.replies.push((ask, reply));
                    (work.stage, work.attempt, work.due) = (Stage::Say, 0, now.mono);
                    return work.asks.is_empty().then(|| finish(work, self.face));
                }
                // The answer to another question.
                Ok(_) => {}
                Err(error) if work.attempt >= ATTEMPTS => {
                    return Some(Err(match work.op {
                        Op::Identify if error.offset == 0 => Failure::Stranger("no Xixun player"),
                        // The line that says how it went.
                        _ if error.offset == 9 => Failure::Busy,
                        _ => Failure::Damaged,
                    }));
                }
                Err(_) => (work.stage, work.due) = (Stage::Say, now.mono),
            }
        }
    }

    /// Goes on with a programme.
    fn hand_over(&mut self, part: &Part, now: Moment, into: &mut Packets) {
        let Some(work) = &mut self.work else { return };
        let files = pack::files(part);
        let Stage::Lacks(lacks) = &work.stage else {
            self.push.restart();
            into.turn_to(PROGRAMME);
            let mut ids: Vec<String> = files.into_iter().map(|(id, _)| id).collect();
            ids.retain(|id| id != pack::NAME);
            Push::Consult { ids, name: Some(part.name.clone()) }.emit(into);
            (work.stage, work.due) = (Stage::Consulted, now.mono + PATIENCE);
            return;
        };
        into.turn_to(ON);
        let size = files.iter().map(|(_, file)| file.len() as u64).sum();
        Push::Start { name: part.name.clone(), size }.emit(into);
        for (id, file) in files.into_iter().filter(|(id, _)| id == pack::NAME || lacks.contains(id)) {
            Push::FileStart { id: id.clone(), size: file.len() }.emit(into);
            into.push(file.len()).copy_from_slice(&file);
            Push::FileEnd { id }.emit(into);
        }
        Push::End { name: part.name.clone() }.emit(into);
        let travel = Duration::from_secs(into.bytes().len() as u64 / BYTES_A_SECOND);
        (work.stage, work.due) = (Stage::Sent, now.mono + PROGRAMME_PATIENCE + travel);
    }

    /// Takes what is said about a programme.
    fn consulted(&mut self, bytes: &[u8], now: Moment) -> Option<Result<Answer, Failure>> {
        let mut said = Vec::new();
        let read = self.push.feed(bytes, |heard| {
            if let Heard::Object(object) = heard {
                said.push(object.clone());
            }
        });
        let work = self.work.as_mut()?;
        for object in said {
            match (&work.stage, object) {
                (Stage::Consulted, Push::Consult { ids, .. }) => {
                    (work.stage, work.due) = (Stage::Lacks(ids), now.mono);
                }
                (Stage::Sent, Push::Acknowledged) => return Some(Ok(Answer::Done)),
                _ => {}
            }
        }
        if read.is_err() {
            // An answer to an earlier question may come late; what is waited for ends by itself.
            self.push.restart();
        }
        None
    }

    fn end(&mut self, result: Option<Result<Answer, Failure>>) -> Option<Result<Answer, Failure>> {
        if result.is_some() {
            self.work = None;
        }
        result
    }
}

/// Why an answer says no, where that matters.
fn refusal(ask: Ask, reply: &Reply) -> Option<Failure> {
    let must = matches!(ask, Ask::SetScreen(_) | Ask::SetBrightness(_) | Ask::SetTime(_) | Ask::Screenshot);
    (!reply.success && must).then(|| Failure::Refused(ask.word()))
}

fn percent(reply: &Reply) -> Option<u8> {
    reply.number("brightnessPercentage").and_then(|percent| u8::try_from(percent).ok())
}

/// What the player's clock shows where it hangs, and how far that is from the time of the world, in seconds.
fn clock(reply: &Reply) -> Option<(DateTime, i64)> {
    let date: DateTime = reply.text("date").parse().ok()?;
    let local = Offset::UTC.to_timestamp(date).ok()?.as_second();
    Some((date, local - reply.number("millis")?.div_euclid(1000)))
}

/// What a player is to be told so that its clock shows the time of day that it is: by its own time zone, whatever that is.
fn time(replies: &[(Ask, Reply)], now: Moment) -> Result<i64, Failure> {
    let read = replies.iter().find(|(ask, _)| *ask == Ask::Date).and_then(|(_, reply)| clock(reply));
    let (_, offset) = read.ok_or(Failure::Refused(Ask::Date.word()))?;
    let local = now.local.and_then(|local| Offset::UTC.to_timestamp(local).ok());
    // Of the two numbers a player gives one is in whole seconds: an offset is one of whole minutes.
    let offset = (offset + 30).div_euclid(60) * 60;
    Ok(local.ok_or(Failure::NoTime)?.as_millisecond() - offset * 1000)
}

/// What an operation came to whose questions were all answered.
fn finish(work: &Work, face: Face) -> Result<Answer, Failure> {
    let said = |wanted: Ask| {
        let reply = work.replies.iter().find(|(ask, _)| *ask == wanted).map(|(_, reply)| reply);
        reply.filter(|reply| reply.success)
    };
    match work.op {
        Op::Identify => {
            let text = |ask, key: &str| said(ask).map(|reply| reply.text(key).to_owned()).unwrap_or_default();
            let number = |key| said(Ask::Size)?.number(key).and_then(|number| u16::try_from(number).ok());
            let open = said(Ask::Password).and_then(|reply| reply.flag("result")) == Some(false);
            Ok(Answer::Identity(Identity {
                model: format!("Xixun {}", text(Ask::Build, "HardVersion")).trim_end().to_owned(),
                firmware: text(Ask::Build, "FirmwareVersion"),
                name: text(Ask::Name, "cardName"),
                size: number("width").zip(number("height")),
                room: None,
                findings: if open { vec![Finding::NoSecret] } else { Vec::new() },
            }))
        }
        Op::Status => {
            let clock = said(Ask::Date).and_then(clock).map(|(clock, _)| clock);
            let set = work.replies.iter().rev().find_map(|(ask, _)| match ask {
                Ask::SetBrightness(percent) => Some(*percent),
                _ => None,
            });
            Ok(Answer::State(State {
                on: said(Ask::Screen).and_then(|reply| reply.flag("on")),
                clock_lost: clock.is_some_and(|clock| clock.year() < YEAR),
                clock,
                light: set.or_else(|| said(Ask::Brightness).and_then(percent)),
                ..State::default()
            }))
        }
        Op::Picture => {
            if said(Ask::Screen).and_then(|reply| reply.flag("on")) == Some(false) {
                return Ok(Answer::Picture(Frame::unlit(face)));
            }
            let picture = said(Ask::Screenshot).and_then(|reply| shot::read(reply.text("data"), face));
            picture.map(Answer::Picture).ok_or(Failure::Damaged)
        }
        _ => Ok(Answer::Done),
    }
}

impl Make for Driver {
    fn traits(&self) -> Traits {
        Traits { pictures: true, lights: true, powers: true, ..Traits::default() }
    }

    fn pack(&self, stock: &Stock, _: &[Held]) -> Result<Shelf, Unfit> {
        pack::pack(stock, self.face)
    }
}

impl card::Driver for Driver {
    fn begin(&mut self, op: Op, now: Moment) {
        let asks = match &op {
            Op::Identify => vec![Ask::Size, Ask::Build, Ask::Name, Ask::Password],
            Op::Status => vec![Ask::Screen, Ask::Date, Ask::Brightness],
            Op::SetClock => vec![Ask::Date, Ask::SetTime(0)],
            Op::Power(on) => vec![Ask::SetScreen(*on)],
            Op::Picture => vec![Ask::Screen, Ask::Screenshot],
            Op::Light(table) => {
                self.table = Some(table.clone());
                vec![Ask::SetBrightness(0)]
            }
            _ => Vec::new(),
        };
        let (asks, replies, stage) = (asks.into(), Vec::new(), Stage::Say);
        self.work = Some(Work { op, asks, replies, stage, attempt: 0, due: now.mono });
    }

    fn opened(&mut self, _: Moment) {
        self.work = None;
        self.told = None;
        self.http.restart();
        self.push.restart();
    }

    fn receive(&mut self, bytes: &[u8], now: Moment) -> Option<Result<Answer, Failure>> {
        let result = match self.work.as_ref()?.stage {
            Stage::Asked(_) => {
                self.http.feed(bytes);
                self.answered(now)
            }
            Stage::Consulted | Stage::Sent => self.consulted(bytes, now),
            Stage::Say | Stage::Lacks(_) => None,
        };
        self.end(result)
    }

    fn due(&self) -> Option<Duration> {
        self.work.as_ref().map(|work| work.due)
    }

    fn next(&mut self, now: Moment, into: &mut Packets) -> Option<Result<Answer, Failure>> {
        let work = self.work.as_mut().filter(|work| work.due <= now.mono)?;
        let result = match (&work.op, &work.stage) {
            (_, Stage::Asked(_)) if work.attempt < ATTEMPTS => self.ask(now, into),
            (_, Stage::Asked(_) | Stage::Consulted | Stage::Sent) => Some(Err(Failure::Silent)),
            (Op::Switch(part), Stage::Say | Stage::Lacks(_)) => {
                let part = part.clone();
                self.hand_over(&part, now, into);
                None
            }
            (
                Op::Identify | Op::Status | Op::SetClock | Op::Power(_) | Op::Light(_) | Op::Picture,
                Stage::Say | Stage::Lacks(_),
            ) => self.ask(now, into),
            // Players have none of these.
            _ => Some(Err(Failure::Unable)),
        };
        self.end(result)
    }
}
