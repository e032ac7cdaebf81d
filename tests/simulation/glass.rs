//! The board itself: it decodes what the line delivers, and what it shows is held against what was sent.

use crate::law::{Law, Verdict};
use crate::line::Parcel;
use crate::model::is_lit;
use bangtin::board::{Protocol, Receiver};
use bangtin::frame::Face;
use bangtin::panel::Panel;
use std::collections::BTreeMap;
use std::time::Duration;

/// A frame as it was spoken.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    /// The dots as the board will show them; none for zeros that only bring it into step.
    pub(crate) rgb: Option<Vec<u8>>,
    /// Whether it is dark because somebody asked for darkness.
    pub(crate) blank: bool,
}

/// One board on its wall. It outlives daemons.
pub(crate) struct Glass {
    protocol: Protocol,
    face: Face,
    receiver: Receiver,
    spoken: BTreeMap<u64, Spoken>,
    /// The frame that is being heard, and how many of its packets came in order; `None` once one did not.
    heard: (u64, Option<usize>),
    /// The frame it shows, if one reached it whole and nothing else since.
    pub(crate) shows: Option<u64>,
    /// A serial board that was left inside a frame takes what comes next for pixels, until zeros came.
    in_step: bool,
    /// Frames that reached it whole.
    pub(crate) whole: u64,
}

impl Glass {
    pub(crate) fn new(protocol: Protocol, face: Face) -> Self {
        let receiver = Receiver::new(&protocol, Panel::new(face));
        let spoken = BTreeMap::new();
        Self { protocol, face, receiver, spoken, heard: (0, None), shows: None, in_step: true, whole: 0 }
    }

    /// Notes what is being sent to it.
    pub(crate) fn expect(&mut self, frame: u64, spoken: Spoken) {
        self.spoken.insert(frame, spoken);
        while self.spoken.len() > 400 {
            self.spoken.pop_first();
        }
    }

    /// What it shows.
    pub(crate) fn rgb(&self) -> &[u8] {
        self.receiver.frame().rgb()
    }

    /// It was switched off and on: dark, and a serial one hears the rest of a frame as noise.
    pub(crate) fn power_cycle(&mut self) {
        self.receiver = Receiver::new(&self.protocol, Panel::new(self.face));
        (self.heard, self.shows, self.in_step) = ((0, None), None, true);
    }

    /// What was on its line was cut off.
    pub(crate) fn cut_off(&mut self) {
        self.in_step = false;
    }

    /// Turns its clock.
    pub(crate) fn tick(&mut self, now: Duration) {
        if self.receiver.tick(now) {
            self.shows = None;
        }
    }

    /// Takes everything that arrives at one moment.
    pub(crate) fn hear(&mut self, now: Duration, parcels: &[Parcel]) -> Verdict {
        self.tick(now);
        parcels.iter().try_for_each(|parcel| self.take(parcel))
    }

    fn take(&mut self, parcel: &Parcel) -> Verdict {
        let shown = self.receiver.receive(&parcel.bytes);
        Law::Grammar.holds(shown.is_ok(), || format!("the board refuses a packet: {shown:?}"))?;
        let next = match self.heard {
            (frame, next) if frame == parcel.frame && parcel.index > 0 => next,
            // A copy of the first packet changes nothing of what came after it.
            (frame, Some(next)) if frame == parcel.frame && next > 0 => Some(next),
            _ => (parcel.index == 0).then_some(0),
        };
        // A copy of an earlier packet says the same again.
        let next = next.and_then(|next| match parcel.index {
            index if index == next => Some(next + 1),
            index => (index < next).then_some(next),
        });
        self.heard = (parcel.frame, next);
        let spoken = self.spoken.get(&parcel.frame).filter(|_| next == Some(parcel.count));
        // A serial board shows nothing of a frame before its last byte; zeros may be the end of one that was cut off.
        if self.protocol != Protocol::ADALIGHT || shown == Ok(true) {
            self.shows = None;
        }
        match spoken {
            None => Ok(()),
            Some(Spoken { rgb: None, .. }) => {
                self.in_step = true;
                Ok(())
            }
            Some(Spoken { rgb: Some(rgb), blank }) => {
                if !self.in_step {
                    return Ok(());
                }
                self.shows = Some(parcel.frame);
                self.whole += 1;
                let visible = self.receiver.frame();
                Law::Dark
                    .holds(*blank || is_lit(visible.rgb()), || format!("frame {} is dark", parcel.frame))?;
                Law::Shows.holds(visible.rgb() == rgb, || format!("frame {}: {visible:?}", parcel.frame))
            }
        }
    }

    /// A board that shows a whole frame is lit, unless that frame is dark because somebody asked for it.
    pub(crate) fn look(&self) -> Verdict {
        let spoken = self.shows.and_then(|frame| self.spoken.get(&frame));
        let Some(Spoken { rgb: Some(rgb), blank }) = spoken else { return Ok(()) };
        Law::Dark.holds(*blank || is_lit(self.rgb()), || "the board went dark".to_owned())?;
        Law::Shows.holds(self.rgb() == rgb, || "what the board shows changed by itself".to_owned())
    }
}
