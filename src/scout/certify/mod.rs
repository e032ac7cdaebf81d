//! Goes through what nobody can know of a card without standing in front of one: what it is, whether it keeps what it is given,
//! what it does without network and without power. The program measures what it can, a person says what is seen.
//!
//! What it writes is one test item, which it removes again; like everything that is done with cards it goes through a driver.

mod steps;

pub use steps::Step;

use super::card::{Talk, ahead, failed, weakness};
use crate::board::card::{
    Airing, Answer, Cover, Failure, Held, Identity, Matter, Op, Page, Part, Show, State, Stock, Traits,
};
use crate::frame::{Face, Frame, Rgb};
use crate::player::objection::unfit;
use crate::report::{Lang, Message};
use crate::site::Board;
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// What is lit for a moment goes by itself after so many seconds.
const LEASE_S: u16 = 30;
/// The test picture stands for so long.
const HOLD: Duration = Duration::from_secs(3);
/// A clock that was just set is this near, in seconds.
const NEAR_S: i64 = 2;

/// What came of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// As it should be.
    Passed,
    /// Not as it should be.
    Failed,
    /// Not tried, or not possible with this card.
    Skipped,
}

impl Outcome {
    /// A word for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }

    /// The same for people.
    #[must_use]
    pub fn says(self) -> Message {
        match self {
            Self::Passed => Message::CertifyPassed {},
            Self::Failed => Message::CertifyFailed {},
            Self::Skipped => Message::CertifySkipped {},
        }
    }
}

/// A step that was gone.
#[derive(Clone, Debug, PartialEq)]
pub struct Done {
    /// Which.
    pub step: Step,
    /// What came of it.
    pub outcome: Outcome,
    /// What was measured: names and values.
    pub measured: Vec<(&'static str, String)>,
    /// What the person remarked.
    pub note: String,
    /// How long the program took, without the person.
    pub took: Duration,
}

/// What a person says to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Yes, no, or not tried.
    pub outcome: Outcome,
    /// A remark; may be empty.
    pub note: String,
}

/// Somebody in front of the board.
pub trait Person {
    /// Is told that a step begins.
    fn begins(&mut self, step: Step);
    /// Answers the question of a step.
    fn answers(&mut self, step: Step) -> Reply;
    /// Is told what came of a step.
    fn ends(&mut self, done: &Done);
}

type Measured = Vec<(&'static str, String)>;

/// A walk through all steps.
struct Walk<'a, O> {
    board: &'a Board,
    open: O,
    traits: Traits,
    /// What was on the card before.
    before: Vec<Held>,
    /// The parts of the test item that were written.
    parts: Vec<Part>,
}

/// Goes through all steps with a person; `open` opens a conversation with the board's card.
pub async fn walk(
    board: &Board,
    open: impl AsyncFn() -> Result<Talk, Message>,
    person: &mut impl Person,
) -> Vec<Done> {
    let mut walk = Walk { board, open, traits: Traits::default(), before: Vec::new(), parts: Vec::new() };
    let mut all: Vec<Done> = Vec::new();
    for step in Step::ALL {
        person.begins(step);
        let done = walk.go(step, &all, person).await;
        person.ends(&done);
        all.push(done);
    }
    all
}

impl<O: AsyncFn() -> Result<Talk, Message>> Walk<'_, O> {
    async fn go(&mut self, step: Step, before: &[Done], person: &mut impl Person) -> Done {
        let mut done = Done {
            step,
            outcome: Outcome::Skipped,
            measured: Vec::new(),
            note: String::new(),
            took: Duration::ZERO,
        };
        let passed =
            |needed: &Step| before.iter().any(|done| done.step == *needed && done.outcome == Outcome::Passed);
        if !step.possible(self.traits) || !step.needs().iter().all(passed) {
            return done;
        }
        if step.asks() {
            let reply = person.answers(step);
            (done.outcome, done.note) = (reply.outcome, reply.note);
            return done;
        }
        let mono = crate::clock::since_start();
        let result = match (self.open)().await {
            Ok(mut talk) => self.measure(step, &mut talk).await,
            Err(message) => Err(message),
        };
        done.took = mono();
        match result {
            Ok(measured) => (done.outcome, done.measured) = (Outcome::Passed, measured),
            Err(why) => {
                (done.outcome, done.measured) = (Outcome::Failed, vec![("why", why.say(Lang::Vi))]);
            }
        }
        done
    }

    async fn measure(&mut self, step: Step, talk: &mut Talk) -> Result<Measured, Message> {
        match step {
            Step::Identify => self.identify(talk).await,
            Step::Status => Ok(told(&self.status(talk).await?, talk)),
            Step::Look => {
                self.before = self.look(talk).await?;
                Ok(vec![("parts", self.before.len().to_string())])
            }
            Step::Write => self.write(talk).await,
            Step::Read => self.read(talk).await,
            Step::Cover => {
                let matters = vec![picture(self.board, chessboard)];
                let op = Op::Cover(Arc::new(Cover { matters }), LEASE_S);
                self.order(talk, op).await.map(|()| vec![("lease_s", LEASE_S.to_string())])
            }
            Step::Clock => self.clock(talk).await,
            Step::Dark => self.order(talk, Op::Power(false)).await.map(|()| Vec::new()),
            Step::Light => self.order(talk, Op::Power(true)).await.map(|()| Vec::new()),
            Step::Kept => self.kept(talk).await,
            Step::Noticed => self.noticed(talk).await,
            Step::Clean => self.clean(talk).await,
            // A person answers those.
            _ => Ok(Vec::new()),
        }
    }

    fn failed(&self, failure: Failure) -> Message {
        failed(failure, self.board).1
    }

    async fn order(&self, talk: &mut Talk, op: Op) -> Result<(), Message> {
        talk.ask(op).await.map(drop).map_err(|failure| self.failed(failure))
    }

    async fn look(&self, talk: &mut Talk) -> Result<Vec<Held>, Message> {
        match talk.ask(Op::Look).await.map_err(|failure| self.failed(failure))? {
            Answer::Held(held) => Ok(held),
            _ => Err(Message::AlarmFramesDamaged {}),
        }
    }

    async fn status(&self, talk: &mut Talk) -> Result<State, Message> {
        match talk.ask(Op::Status).await.map_err(|failure| self.failed(failure))? {
            Answer::State(state) => Ok(state),
            _ => Err(Message::AlarmFramesDamaged {}),
        }
    }

    async fn identify(&mut self, talk: &mut Talk) -> Result<Measured, Message> {
        self.traits = talk.driver().traits();
        let identity = match talk.ask(Op::Identify).await.map_err(|failure| self.failed(failure))? {
            Answer::Identity(identity) => identity,
            _ => return Err(Message::AlarmFramesDamaged {}),
        };
        let face = self.board.face;
        match identity.size {
            Some((width, height)) if (width, height) != (face.width(), face.height()) => {
                let (address, told) = (self.board.address.to_string(), format!("{width} × {height}"));
                Err(Message::ProbeSize { address, told, face: face.to_string() })
            }
            _ => Ok(is(&identity)),
        }
    }

    async fn write(&mut self, talk: &mut Talk) -> Result<Measured, Message> {
        let today = talk.now().local.map_or(Date::ZERO, |local| local.date());
        let stock = stock(self.board, today);
        let shelf = talk.driver().pack(&stock, &self.before).map_err(|why| unfit(&why))?;
        let there = |part: &Part| self.before.iter().any(|held| held.is(part));
        let new: Vec<Part> = shelf.parts.into_iter().filter(|part| !there(part)).collect();
        for part in &new {
            // Noted first: what fails half may be there.
            self.parts.push(part.clone());
            self.order(talk, Op::Write(part.clone())).await?;
        }
        let (mut parts, mut bytes) = (new.len(), new.iter().map(|part| part.bytes.len()).sum::<usize>());
        if let Some(script) = shelf.script {
            (parts, bytes) = (parts + 1, bytes + script.bytes.len());
            self.order(talk, Op::Switch(script)).await?;
        }
        Ok(vec![("parts", parts.to_string()), ("bytes", bytes.to_string())])
    }

    async fn read(&mut self, talk: &mut Talk) -> Result<Measured, Message> {
        let held = self.look(talk).await?;
        let mut bytes = 0;
        for part in &self.parts {
            let name = part.name.clone();
            let other = || Message::CertifyOther { part: name.clone() };
            let found = held.iter().find(|held| held.is(part)).cloned().ok_or_else(other)?;
            match talk.ask(Op::Read(found)).await.map_err(|failure| self.failed(failure))? {
                Answer::Bytes(read) if *read == *part.bytes => bytes += read.len(),
                _ => return Err(other()),
            }
        }
        Ok(vec![("bytes", bytes.to_string())])
    }

    async fn clock(&self, talk: &mut Talk) -> Result<Measured, Message> {
        let before = self.status(talk).await?;
        let drift = ahead(&before, talk.now());
        self.order(talk, Op::SetClock).await?;
        let after = self.status(talk).await?;
        match ahead(&after, talk.now()) {
            Some(seconds) if seconds.abs() > NEAR_S => Err(Message::AlarmCardClock { seconds }),
            after => Ok(seconds("ahead_before_s", drift).chain(seconds("ahead_after_s", after)).collect()),
        }
    }

    async fn kept(&self, talk: &mut Talk) -> Result<Measured, Message> {
        let held = self.look(talk).await?;
        for part in &self.parts {
            if !held.iter().any(|held| held.is(part)) {
                return Err(Message::CertifyOther { part: part.name.clone() });
            }
        }
        Ok(told(&self.status(talk).await?, talk))
    }

    async fn noticed(&self, talk: &mut Talk) -> Result<Measured, Message> {
        let held = self.look(talk).await?;
        let ours = |held: &Held| self.before.contains(held) || self.parts.iter().any(|part| held.is(part));
        let foreign: Vec<String> =
            held.iter().filter(|held| !ours(held)).map(|held| super::plain(&held.name)).collect();
        let missing = self.parts.iter().filter(|part| !held.iter().any(|held| held.is(part))).count();
        if foreign.is_empty() && missing == 0 {
            return Err(Message::CertifyUnnoticed {});
        }
        Ok(vec![("foreign", foreign.join(", ")), ("missing", missing.to_string())])
    }

    async fn clean(&mut self, talk: &mut Talk) -> Result<Measured, Message> {
        let ours = |held: &Held| self.parts.iter().any(|part| held.is(part));
        let held: Vec<Held> = self.look(talk).await?.into_iter().filter(ours).collect();
        if !held.is_empty() {
            self.order(talk, Op::Drop(held.clone())).await?;
        }
        match self.look(talk).await?.into_iter().find(ours) {
            Some(left) => Err(Message::CertifyOther { part: super::plain(&left.name) }),
            None => Ok(vec![("parts", held.len().to_string())]),
        }
    }
}

fn seconds(name: &'static str, value: Option<i64>) -> impl Iterator<Item = (&'static str, String)> {
    value.map(|value| (name, value.to_string())).into_iter()
}

fn is(identity: &Identity) -> Measured {
    let words = [("model", &identity.model), ("firmware", &identity.firmware), ("name", &identity.name)];
    let words = words.map(|(name, text)| (name, super::plain(text)));
    let size = identity.size.map(|(width, height)| ("size", format!("{width} × {height}")));
    let room = identity.room.map(|(all, free)| ("room_bytes", format!("{free}/{all}")));
    let open = identity.findings.iter().map(|finding| ("finding", weakness(*finding).code().to_owned()));
    words.into_iter().filter(|(_, text)| !text.is_empty()).chain(size).chain(room).chain(open).collect()
}

fn told(state: &State, talk: &Talk) -> Measured {
    let one = |name, value: Option<String>| value.map(|value| (name, value));
    let lost = state.clock_lost.then(|| "true".to_owned());
    let all = [
        one("on", state.on.map(|on| on.to_string())),
        one("ahead_s", ahead(state, talk.now()).map(|ahead| ahead.to_string())),
        one("clock_lost", lost),
        one("playing", state.playing.as_deref().map(super::plain)),
        one("light_percent", state.light.map(|light| light.to_string())),
        one("celsius", state.temperature.map(|degrees| degrees.to_string())),
    ];
    all.into_iter().flatten().collect()
}

/// The test item: a border and two diagonals, every day for some days.
fn stock(board: &Board, today: Date) -> Stock {
    let to = today.checked_add(jiff::Span::new().days(7)).unwrap_or(today);
    let airing = Airing { from: today, to, days: Airing::EVERY_DAY, hours: Vec::new() };
    let show = Show { matter: picture(board, cross), blank: Duration::ZERO, times: 1, airing };
    Stock { face: board.face, shows: vec![show], light: None }
}

fn picture(board: &Board, lit: impl Fn(Face, u32, u32) -> bool) -> Matter {
    let (face, Rgb(red, green, blue)) = (board.face, board.palette.first().rgb());
    let mut frame = Frame::unlit(face);
    let width = frame.width();
    for (place, dot) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
        let place = place as u32;
        if lit(face, place % width, place / width) {
            dot.copy_from_slice(&[red, green, blue]);
        }
    }
    Matter::Pages(vec![Page { picture: Arc::new(frame), hold: HOLD }])
}

/// A border, and the diagonals of the largest square at either end.
fn cross(face: Face, x: u32, y: u32) -> bool {
    let (right, bottom) = (u32::from(face.width()) - 1, u32::from(face.height()) - 1);
    x == 0 || y == 0 || x == right || y == bottom || x == y || right - x == y
}

/// Squares of four dots.
fn chessboard(_: Face, x: u32, y: u32) -> bool {
    (x / 4 + y / 4).is_multiple_of(2)
}

#[cfg(test)]
mod tests;
