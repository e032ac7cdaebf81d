//! An operation as the questions it takes, and what their answers add up to.

use super::pack::{programmes, script};
use super::{SCRIPT_KIND, shot};
use crate::board::card::{Answer, Failure, Held, Identity, Op, Part, State};
use crate::frame::{Face, Frame};
use crate::wire::huidu::{
    Code, DeviceInfo, Element, File, FileKind, FileName, Light, Many, Message, PART, Programme, Request,
    Rule, Switching, Time,
};
use std::collections::VecDeque;

/// The largest file that is read back.
const MOST: u64 = 16 << 20;

/// One thing that is said to a card and answered.
#[derive(Clone, Debug)]
pub(super) enum Step {
    /// The first words of a connection.
    Hello,
    /// A question.
    Ask(Request),
    /// Set the clock to the time at which it is said.
    SetClock,
    /// A picture comes.
    Begin(Part),
    /// What of it the card has not yet, from this byte on.
    Finish(Part, usize),
    /// A picture is wanted.
    Read(String),
    /// So many bytes of it may come.
    Fetch(u64),
}

/// What answers have brought.
#[derive(Debug, Default)]
pub(super) struct Found {
    identity: Option<Identity>,
    files: Vec<Held>,
    /// The programmes: in our own words where they are ours.
    script: Option<Part>,
    state: State,
    pub(super) time: Option<Time>,
    pub(super) switching: Option<Switching>,
    light: Option<Light>,
    pub(super) bytes: Vec<u8>,
    picture: Option<Frame>,
}

/// The questions of an operation; `None` if it cannot be done.
pub(super) fn steps(op: &Op, face: Face, by_hours: bool) -> Option<VecDeque<Step>> {
    let asks = |requests: &[Request]| requests.iter().cloned().map(Step::Ask).collect();
    Some(match op {
        Op::Identify => asks(&[Request::DeviceInfo]),
        Op::Look => asks(&[Request::Files, Request::Programmes]),
        Op::Status => asks(&[Request::Time, Request::Switching, Request::Light]),
        Op::Write(part) => [Step::Begin(part.clone())].into(),
        Op::Switch(part) => asks(&[Request::Play(Many::new(programmes(&part.bytes))?)]),
        Op::Read(held) if held.kind == SCRIPT_KIND => asks(&[Request::Programmes]),
        Op::Read(held) => [Step::Read(held.name.clone())].into(),
        Op::Drop(list) => {
            // Only what is ours by its name: files of others do no harm once nothing plays them.
            let pictures = list.iter().filter(|held| held.kind == 0);
            let names = pictures.filter_map(|held| FileName::parse(&held.name)).collect();
            Many::new(names).map(Request::Drop).map(Step::Ask).into_iter().collect()
        }
        Op::SetClock => [Step::Ask(Request::Time), Step::SetClock].into(),
        Op::Power(true) if by_hours => asks(&[Request::Open, Request::SetSwitching(Switching::LIT)]),
        Op::Power(true) => asks(&[Request::Open]),
        Op::Power(false) => asks(&[Request::Close]),
        Op::Light(table) => asks(&[Request::SetLight(light(table))]),
        Op::Picture => asks(&[Request::Picture(face.width(), face.height())]),
        Op::Cover(..) | Op::Uncover => return None,
    })
}

/// A table of half hours as the hours at which it changes.
fn light(table: &[u8; 48]) -> Light {
    let mut hours: Vec<(bool, u32, u8)> = Vec::new();
    for (second, percent) in (0_u32..).step_by(1800).zip(table) {
        if hours.last().is_none_or(|(.., last)| last != percent) {
            hours.push((true, second, *percent));
        }
    }
    let rule = if hours.len() > 1 { Rule::Ploys } else { Rule::Default };
    Light { rule, default: table[0], hours }
}

impl Step {
    /// The messages it is said in.
    pub(super) fn messages(
        &self,
        guid: &str,
        now: Option<jiff::civil::DateTime>,
        found: &Found,
    ) -> Option<Vec<Message>> {
        let ask = |request: &Request| request.parts(guid).into_iter().map(Message::Ask).collect();
        Some(match self {
            Self::Hello => vec![Message::Version(crate::wire::huidu::VERSION)],
            Self::Ask(request) => ask(request),
            Self::SetClock => {
                let own = found.time.as_ref();
                let text = |of: fn(&Time) -> &Option<String>| own.and_then(|time| of(time).clone());
                ask(&Request::SetTime(Time {
                    timezone: text(|time| &time.timezone),
                    summer: text(|time| &time.summer),
                    sync: text(|time| &time.sync),
                    time: now?,
                }))
            }
            Self::Begin(part) => {
                let size = part.bytes.len() as u64;
                let (md5, name) = (part.mark.to_be_bytes(), part.name.clone());
                vec![Message::File { md5, size, kind: FileKind::Image, name }]
            }
            Self::Finish(part, from) => {
                let rest = part.bytes.get(*from..).unwrap_or_default();
                let pieces = rest.chunks(PART).map(|piece| Message::Content(piece.to_vec()));
                pieces.chain([Message::End]).collect()
            }
            Self::Read(name) => vec![Message::Read(name.clone())],
            Self::Fetch(_) => vec![Message::FileAnswer(Code::SUCCESS.0, 0)],
        })
    }

    /// The method whose answer it waits for.
    pub(super) fn method(&self) -> Option<&'static str> {
        match self {
            Self::Ask(request) => Some(request.method()),
            Self::SetClock => Some("SetTimeInfo"),
            _ => None,
        }
    }
}

impl Found {
    /// Takes an answer; false if it cannot be understood.
    pub(super) fn take(&mut self, request: &Request, out: &Element, face: Face) -> bool {
        match request {
            Request::DeviceInfo => {
                let Some(info) = DeviceInfo::parse(out) else { return false };
                let DeviceInfo { model, id, name, app, size } = info;
                let name = if name.is_empty() { id } else { name };
                self.identity = Some(Identity { model, firmware: app, name, size, ..Identity::default() });
            }
            Request::Files => {
                let Some(files) = File::list(out) else { return false };
                self.files = files.into_iter().filter_map(held).collect();
            }
            Request::Programmes => self.script = found_script(out),
            Request::Time => {
                let Some(time) = Time::parse(out) else { return false };
                self.state.clock = Some(time.time);
                // What a card begins with that has lost its clock.
                self.state.clock_lost = time.time.year() < 2020;
                self.time = Some(time);
            }
            Request::Switching => self.switching = Switching::parse(out),
            Request::Light => self.light = Light::parse(out),
            Request::Picture(..) => {
                let data = out.value("image", "data").or_else(|| out.value("screenshot", "image"));
                self.picture = data.and_then(|data| shot::read(data, face));
                return self.picture.is_some();
            }
            _ => {}
        }
        true
    }

    /// What the answers add up to.
    pub(super) fn answer(mut self, op: &Op) -> Result<Answer, Failure> {
        let damaged = || Err(Failure::Damaged);
        match op {
            Op::Identify => self.identity.map_or_else(damaged, |identity| Ok(Answer::Identity(identity))),
            Op::Look => {
                let script = self.script.as_ref().map(Part::held);
                Ok(Answer::Held(self.files.into_iter().chain(script).collect()))
            }
            Op::Status => {
                let time = self.state.clock.map(|clock| clock.time());
                let second = time.map_or(0, |time| {
                    let [hour, minute, second] =
                        [time.hour(), time.minute(), time.second()].map(|part| part as u8);
                    u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second)
                });
                self.state.on = self.switching.as_ref().map(|switching| switching.is_lit(second));
                self.state.light = self.light.as_ref().and_then(|light| light.percent(second));
                Ok(Answer::State(self.state))
            }
            Op::Read(held) if held.kind == SCRIPT_KIND => {
                let bytes = self.script.map(|script| script.bytes.to_vec());
                bytes.map_or(Err(Failure::Refused("FileNotFound")), |bytes| Ok(Answer::Bytes(bytes)))
            }
            Op::Read(_) => Ok(Answer::Bytes(self.bytes)),
            Op::Picture => self.picture.map_or_else(damaged, |picture| Ok(Answer::Picture(picture))),
            _ => Ok(Answer::Done),
        }
    }

    /// A card that does not say what it plays plays what it was told last.
    pub(super) fn remember(&mut self, script: Option<Part>) {
        self.script = script;
    }

    /// A file comes that was asked for: how many bytes; `None` if it is larger than any that is read.
    pub(super) fn expects(&mut self, size: u64) -> Option<u64> {
        self.bytes.clear();
        (size <= MOST).then_some(size)
    }
}

/// A file that may be played. Half of one has as many bytes as are there: it is not what it should be.
fn held(file: File) -> Option<Held> {
    let kind = u8::try_from(file.kind).ok().filter(|kind| matches!(kind, 0 | 1 | 128 | 129))?;
    let len = u32::try_from(file.there.min(file.size)).unwrap_or(u32::MAX);
    Some(Held { name: file.name, kind, len, mark: file.md5 })
}

/// The programmes of an answer: ours in our own words, others' in theirs.
fn found_script(out: &Element) -> Option<Part> {
    let screen = out.child("screen")?;
    screen.child("program")?;
    let ours: Option<Vec<Programme>> = screen.all("program").map(Programme::parse).collect();
    Some(script(ours.map_or_else(|| screen.write(), |ours| Programme::canonical(&ours)).into_bytes()))
}
