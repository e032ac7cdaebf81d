//! What has to be asked, and in which order, for one operation.
//!
//! A job is a list of questions that depends on the answers: it is told what the last one came to, and says what follows.

use super::talk::{Dress, Heard};
use super::{PICTURES, PROGRAMME, Speech, bytes_of, name_of};
use crate::board::card::{Answer, Failure, Finding, Held, Identity, Mark, Part, State};
use crate::wire::onbon::{Entry, Error, Generation, Reply, Request, Status};

/// The most bytes of a part that are read back.
const MOST_READ: u32 = 4 << 20;
/// The most parts in a list: the largest cards count 1,000 programmes of two files.
const MOST_PARTS: u16 = 4096;
/// So many files are removed by one question.
const DROPPED_AT_ONCE: usize = 32;

/// What follows.
#[derive(Debug)]
pub(super) enum Next {
    /// A question.
    Ask(Request),
    /// A ping with this header, once.
    Probe(Dress),
    /// It is done.
    Done(Answer),
    /// It came to nothing.
    Fail(Failure),
}

/// An operation under way.
#[derive(Debug)]
pub(super) enum Job {
    /// What it is.
    Identify(Asking, Identity),
    /// Which files it holds: of this kind, so many are left of so many, and all that were named so far.
    Look { kind: u8, left: u16, offset: u16, held: Vec<Held> },
    /// How it is: what it said, and what is undone of what others told it.
    Status { state: Option<State>, undo: Vec<Request> },
    /// A file is written.
    Write(Write),
    /// A file is read.
    Read { held: Held, bytes: Vec<u8> },
    /// Files are removed; those that are left.
    Drop(Vec<Held>),
    /// One question that is answered by yes or no.
    Plain,
}

/// What is asked of a card that is asked what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// Whether it is there, by this ping.
    Ping(usize),
    Firmware,
    Volume,
}

/// A file on its way.
#[derive(Debug)]
pub(super) struct Write {
    part: Part,
    name: [u8; 4],
    stage: Stage,
    /// So much of it has been taken.
    taken: usize,
    block: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Begin,
    Create,
    Block,
    End,
    /// It went wrong, and the transfer is ended.
    GiveUp(Failure),
}

/// The headers of pings, in the order in which they are tried.
const PINGS: [Dress; 3] = [Dress::Plain, Dress::Five, Dress::Six];

impl Job {
    pub(super) fn identify() -> (Self, Next) {
        (Self::Identify(Asking::Ping(0), Identity::default()), Next::Probe(PINGS[0]))
    }

    pub(super) fn look() -> (Self, Next) {
        let job = Self::Look { kind: PROGRAMME, left: 0, offset: 0, held: Vec::new() };
        (job, Next::Ask(Request::Directory(PROGRAMME)))
    }

    pub(super) fn status() -> (Self, Next) {
        (Self::Status { state: None, undo: Vec::new() }, Next::Ask(Request::Status))
    }

    pub(super) fn plain(request: Request) -> (Self, Next) {
        (Self::Plain, Next::Ask(request))
    }

    /// Writes a file in blocks of at most so many bytes.
    pub(super) fn write(part: Part, block: usize) -> (Self, Next) {
        let Some(name) = bytes_of(&part.name) else {
            return (Self::Plain, Next::Fail(Failure::Refused("name")));
        };
        let block = block.max(1);
        (
            Self::Write(Write { part, name, stage: Stage::Begin, taken: 0, block }),
            Next::Ask(Request::StartTransfer),
        )
    }

    pub(super) fn read(held: Held) -> (Self, Next) {
        let first = match bytes_of(&held.name) {
            Some(name) if held.len <= MOST_READ => Next::Ask(Request::StartRead(name)),
            Some(_) => Next::Fail(Failure::Refused("size")),
            None => Next::Fail(Failure::Refused("name")),
        };
        (Self::Read { held, bytes: Vec::new() }, first)
    }

    pub(super) fn remove(held: Vec<Held>) -> (Self, Next) {
        let mut job = Self::Drop(held);
        let next = job.remove_some();
        (job, next)
    }

    fn remove_some(&mut self) -> Next {
        let Self::Drop(left) = self else { return Next::Fail(Failure::Unable) };
        let some = left.split_off(left.len().saturating_sub(DROPPED_AT_ONCE));
        let names: Vec<[u8; 4]> = some.iter().filter_map(|held| bytes_of(&held.name)).collect();
        // No names at all would mean all of them.
        if names.is_empty() { Next::Done(Answer::Done) } else { Next::Ask(Request::DeleteFiles(names)) }
    }

    /// What follows from what the last question came to.
    pub(super) fn then(&mut self, heard: Heard, speech: &Speech) -> Next {
        match self {
            Self::Identify { .. } => self.identified(heard, speech),
            Self::Look { .. } => self.looked(heard, speech.generation),
            Self::Status { state, undo } => match (state.is_some(), heard) {
                (false, Heard::Reply(Reply::Status(status))) => {
                    *state = Some(state_of(&status));
                    *undo = undoing(&status, speech.generation);
                    asked_on(undo, state)
                }
                (false, other) => Next::Fail(failure(&other)),
                // It said how it is, whatever it does now.
                (true, _) => asked_on(undo, state),
            },
            Self::Write(write) => write.then(heard),
            Self::Read { .. } => self.read_on(heard),
            Self::Drop(left) => match heard {
                // What is gone is gone.
                Heard::Reply(_) | Heard::Error(Error::NoFile) if left.is_empty() => Next::Done(Answer::Done),
                Heard::Reply(_) | Heard::Error(Error::NoFile) => self.remove_some(),
                other => Next::Fail(failure(&other)),
            },
            Self::Plain => match heard {
                Heard::Reply(_) => Next::Done(Answer::Done),
                other => Next::Fail(failure(&other)),
            },
        }
    }

    fn identified(&mut self, heard: Heard, speech: &Speech) -> Next {
        let Self::Identify(asking, identity) = self else { return Next::Fail(Failure::Unable) };
        match (*asking, heard) {
            (Asking::Ping(_), Heard::Reply(Reply::Ping(ping))) => {
                if ping.device.generation() != Some(speech.generation) {
                    return Next::Fail(Failure::Stranger(ping.device.name()));
                }
                identity.model = ping.device.name().to_owned();
                identity.firmware = text(&ping.firmware);
                identity.size = Some((ping.width, ping.height));
                *asking = Asking::Firmware;
                Next::Ask(Request::Firmware)
            }
            (Asking::Ping(tried), Heard::Failure(_)) if tried + 1 < PINGS.len() => {
                *asking = Asking::Ping(tried + 1);
                Next::Probe(PINGS[tried + 1])
            }
            (Asking::Firmware, Heard::Reply(_) | Heard::Error(Error::Command | Error::Group)) => {
                if speech.secret.is_none() {
                    // It answered to somebody who has none.
                    identity.findings.push(Finding::NoSecret);
                }
                *asking = Asking::Volume;
                Next::Ask(Request::Volume)
            }
            (Asking::Volume, heard @ (Heard::Reply(_) | Heard::Error(_))) => {
                if let Heard::Reply(Reply::Volume { total, free }) = heard {
                    identity.room = Some((total, free));
                }
                Next::Done(Answer::Identity(std::mem::take(identity)))
            }
            (_, other) => Next::Fail(failure(&other)),
        }
    }

    fn looked(&mut self, heard: Heard, generation: Generation) -> Next {
        let Self::Look { kind, left, offset, held } = self else { return Next::Fail(Failure::Unable) };
        let of = *kind;
        match heard {
            Heard::Reply(Reply::Directory(count)) => (*left, *offset) = (count.min(MOST_PARTS), 0),
            Heard::Reply(Reply::Entries { last, entries, .. }) => {
                let got = u16::try_from(entries.len()).unwrap_or(u16::MAX);
                *offset = offset.saturating_add(got);
                *left = if last || got == 0 { 0 } else { left.saturating_sub(got) };
                for new in entries.iter().map(held_of) {
                    // Fonts, times and whatever else it does not play are none of ours.
                    let plays = new.kind == PROGRAMME || new.kind == PICTURES;
                    if plays && held.len() < MOST_PARTS.into() && !held.contains(&new) {
                        held.push(new);
                    }
                }
            }
            // Cards that list everything under programmes know no list of the rest.
            Heard::Error(error) if of == PICTURES && !matches!(failure_of(error), Failure::NoRight(_)) => {
                *left = 0
            }
            other => return Next::Fail(failure(&other)),
        }
        if *left > 0 {
            return Next::Ask(Request::DirectoryBlock(*offset));
        }
        let data_is_missing = !held.iter().any(|held| held.kind == PICTURES);
        if generation == Generation::Six && of == PROGRAMME && data_is_missing && !held.is_empty() {
            *kind = PICTURES;
            return Next::Ask(Request::Directory(PICTURES));
        }
        Next::Done(Answer::Held(std::mem::take(held)))
    }

    fn read_on(&mut self, heard: Heard) -> Next {
        let Self::Read { held, bytes } = self else { return Next::Fail(Failure::Unable) };
        match heard {
            Heard::Reply(Reply::StartRead(file)) => {
                // A list that says another size than the file has is believed by nobody.
                if file.len != held.len {
                    return Next::Fail(Failure::Refused("size"));
                }
            }
            Heard::Reply(Reply::Block { offset, last, data, .. }) => {
                if offset as usize != bytes.len()
                    || data.is_empty()
                    || bytes.len() + data.len() > held.len as usize
                {
                    return Next::Fail(Failure::Damaged);
                }
                bytes.extend_from_slice(&data);
                if last || bytes.len() == held.len as usize {
                    return Next::Done(Answer::Bytes(std::mem::take(bytes)));
                }
            }
            other => return Next::Fail(failure(&other)),
        }
        match bytes_of(&held.name) {
            Some(name) => Next::Ask(Request::ReadBlock { name, offset: bytes.len() as u32 }),
            None => Next::Fail(Failure::Refused("name")),
        }
    }
}

impl Write {
    fn then(&mut self, heard: Heard) -> Next {
        if let Stage::GiveUp(failure) = self.stage {
            return Next::Fail(failure);
        }
        match heard {
            Heard::Reply(_) => {}
            // Whoever does not answer is not told any more.
            Heard::Failure(failure @ (Failure::Silent | Failure::Damaged)) => return Next::Fail(failure),
            other => {
                let failure = failure(&other);
                if matches!(self.stage, Stage::Begin | Stage::End) {
                    return Next::Fail(failure);
                }
                self.stage = Stage::GiveUp(failure);
                return Next::Ask(Request::EndTransfer);
            }
        }
        let len = self.part.bytes.len();
        match self.stage {
            Stage::Begin => {
                self.stage = Stage::Create;
                Next::Ask(Request::StartWrite {
                    name: self.name,
                    kind: self.part.kind,
                    len: len as u32,
                    crc: crc_of(self.part.mark),
                })
            }
            Stage::Create | Stage::Block if self.taken < len => {
                self.stage = Stage::Block;
                let from = self.taken;
                self.taken = len.min(from + self.block);
                let data = self.part.bytes[from..self.taken].to_vec();
                Next::Ask(Request::WriteBlock {
                    name: self.name,
                    last: self.taken == len,
                    offset: from as u32,
                    data,
                })
            }
            Stage::Create | Stage::Block => {
                self.stage = Stage::End;
                Next::Ask(Request::EndTransfer)
            }
            Stage::End | Stage::GiveUp(_) => Next::Done(Answer::Done),
        }
    }
}

/// What the steward is told of it.
fn failure(heard: &Heard) -> Failure {
    match heard {
        Heard::Error(error) => failure_of(*error),
        Heard::Failure(failure) => *failure,
        // The answer to another question than the one that was asked.
        Heard::Reply(_) => Failure::Damaged,
    }
}

/// What an error of the card means.
pub(super) fn failure_of(error: Error) -> Failure {
    match error {
        Error::Group | Error::Command => Failure::Unable,
        Error::Busy => Failure::Busy,
        Error::Volume => Failure::Full,
        Error::Checksum => Failure::Damaged,
        Error::Secret | Error::OldSecret | Error::NeedsSecret | Error::HasNoSecret => {
            Failure::NoRight(error.word())
        }
        Error::Clock => Failure::NoTime,
        error => Failure::Refused(error.word()),
    }
}

/// What keeps a card from playing what it keeps and was told by nobody of us: one programme for ever, hours of its own.
fn undoing(status: &Status, generation: Generation) -> Vec<Request> {
    let mode = (generation == Generation::Six).then_some(0);
    let unlock = Request::Lock { lasting: true, lock: false, name: status.current, mode, duration: u32::MAX };
    let all = [(status.programme_locked, unlock), (status.timing != 0, Request::AllHours)];
    all.into_iter().filter(|(wrong, _)| *wrong).map(|(_, request)| request).collect()
}

fn asked_on(undo: &mut Vec<Request>, state: &mut Option<State>) -> Next {
    match undo.pop() {
        Some(request) => Next::Ask(request),
        None => Next::Done(Answer::State(state.take().unwrap_or_default())),
    }
}

/// How the card is.
fn state_of(status: &Status) -> State {
    State {
        on: Some(status.on),
        clock: status.clock.time(),
        clock_lost: status.clock_works == 0 || status.clock.time().is_none(),
        playing: Some(name_of(status.current)).filter(|_| status.programmes > 0),
        light: Some((u16::from(status.brightness.min(15)) * 100 / 15) as u8),
        temperature: None,
    }
}

/// A file of the list.
fn held_of(entry: &Entry) -> Held {
    let Entry { name, kind, len, crc } = *entry;
    Held { name: name_of(name), kind, len, mark: Mark::from(u32::from_le_bytes(crc)) }
}

/// The sum of a file, as the card has it.
fn crc_of(mark: Mark) -> [u8; 4] {
    (mark as u32).to_le_bytes()
}

/// A text of a card, without what fills it.
fn text(bytes: &[u8]) -> String {
    bytes.iter().filter(|byte| byte.is_ascii_graphic()).map(|byte| char::from(*byte)).collect()
}
