//! What was found that nobody ordered: noted, proven as far as the card gives it away, and handed over.

use super::super::{Held, Op, State};
use super::report::{Incident, Strange};
use crate::frame::Frame;
use std::time::Duration;

/// Incidents kept until they are taken; the oldest go.
const KEPT: usize = 8;
/// The most parts that are read as evidence, the largest of them, and all of them together, in bytes.
const PARTS: usize = 16;
const LARGEST: usize = 64 * 1024;
const TOGETHER: usize = 256 * 1024;
/// So often in an hour a card is put right; a second writer is not fought without end.
const MENDS: usize = 12;
const HOUR: Duration = Duration::from_secs(3600);

/// Incidents, and the one of which evidence is still being read.
#[derive(Debug, Default)]
pub(super) struct Watch {
    kept: Vec<Incident>,
    open: Option<Open>,
    count: u64,
    /// When it was last found right.
    pub(super) right: Option<Duration>,
    /// Since when parts are on the card that are not as they should be.
    parts: Option<Duration>,
    /// Since when its face is not as it should be.
    face: Option<Duration>,
    /// When something strange was found, within the last hour.
    mends: Vec<Duration>,
}

#[derive(Debug)]
struct Open {
    incident: Incident,
    pictured: bool,
    /// The place of the part to be read next.
    next: usize,
    bytes: usize,
}

impl Watch {
    /// Something strange was found.
    pub(super) fn found(
        &mut self,
        strange: Strange,
        (foreign, missing): (Vec<Held>, Vec<Held>),
        state: Option<State>,
        now: Duration,
    ) {
        self.close();
        self.count += 1;
        self.mends.retain(|at| now.saturating_sub(*at) < HOUR);
        if strange == Strange::Parts {
            self.parts.get_or_insert(now);
        }
        if strange != Strange::Power && self.mends.len() <= MENDS {
            self.mends.push(now);
        }
        let parts = foreign.into_iter().map(|held| (held, None)).collect();
        let missing = missing.into_iter().map(|held| held.name).collect();
        let right = self.right;
        let incident = Incident { at: now, right, strange, parts, missing, picture: None, state };
        self.open = Some(Open { incident, pictured: false, next: 0, bytes: 0 });
    }

    /// What is to be read next as evidence: a picture first, while it is still lit.
    pub(super) fn picture_wanted(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.pictured)
    }

    /// No picture can be had, or this is it.
    pub(super) fn pictured(&mut self, picture: Option<Frame>) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.pictured) {
            open.pictured = true;
            open.incident.picture = picture;
        }
    }

    /// The part that is to be read next as evidence. Closes the incident if there is none.
    pub(super) fn evidence(&mut self) -> Option<Op> {
        let open = self.open.as_mut()?;
        while let Some((held, _)) = open.incident.parts.get(open.next).filter(|_| open.next < PARTS) {
            let len = held.len as usize;
            if len <= LARGEST && open.bytes + len <= TOGETHER {
                return Some(Op::Read(held.clone()));
            }
            open.next += 1;
        }
        self.close();
        None
    }

    /// Whether this is a part that is read as evidence.
    pub(super) fn asks(&self, held: &Held) -> bool {
        let part = self.open.as_ref().and_then(|open| open.incident.parts.get(open.next));
        part.is_some_and(|(part, _)| part == held)
    }

    /// What came of reading it.
    pub(super) fn read(&mut self, bytes: Option<Vec<u8>>) {
        if let Some(open) = &mut self.open {
            let bytes = bytes.filter(|bytes| bytes.len() <= LARGEST);
            open.bytes += bytes.as_ref().map_or(0, Vec::len);
            if let Some((_, read)) = open.incident.parts.get_mut(open.next) {
                *read = bytes;
            }
            open.next += 1;
        }
    }

    /// No more evidence is had: the incident is handed over as it is.
    pub(super) fn close(&mut self) {
        if let Some(open) = self.open.take() {
            if self.kept.len() >= KEPT {
                self.kept.remove(0);
            }
            self.kept.push(open.incident);
        }
    }

    /// The card holds what it should hold.
    pub(super) fn parts_right(&mut self, now: Duration) {
        self.parts = None;
        if self.face.is_none() {
            self.right = Some(now);
        }
    }

    /// The face shows what it should show, or does not.
    pub(super) fn face(&mut self, right: bool, now: Duration) {
        if right {
            self.face = None;
        } else {
            self.face.get_or_insert(now);
        }
    }

    /// Since when something about it is not as it should be.
    pub(super) fn strange(&self) -> Option<Duration> {
        self.parts.into_iter().chain(self.face).min()
    }

    /// Whether its face shows what it should not, as far as is known.
    pub(super) fn is_face_strange(&self) -> bool {
        self.face.is_some()
    }

    /// Whether the card may be put right once more within this hour.
    pub(super) fn may_mend(&self, now: Duration) -> bool {
        self.mends.iter().filter(|at| now.saturating_sub(**at) < HOUR).count() <= MENDS
    }

    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn take(&mut self) -> Vec<Incident> {
        std::mem::take(&mut self.kept)
    }
}
