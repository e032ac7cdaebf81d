//! How the bytes of a picture are dealt out to universes of 512 channels: the part that Art-Net and sACN have in common.

use super::SessionError;
use crate::frame::Window;
use crate::panel::{Depth, Panel};
use std::collections::BTreeSet;
use std::ops::Range;

/// The channels of a universe.
const CHANNELS: u16 = 512;

/// How far universes are filled. Every universe but the last of a controller is filled so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Fill {
    /// With as many whole dots as fit: 170 of three bytes.
    #[default]
    Whole,
    /// With so many whole dots, 1 to as many as fit.
    Dots(u16),
    /// With so many channels, 1 to 512. A dot may begin in one universe and end in the next.
    Channels(u16),
}

/// One universe of a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Universe {
    pub(super) number: u16,
    /// Which bytes of what the controllers want it carries: 1 to 512 of them.
    pub(super) bytes: Range<usize>,
    /// To which of the board's destinations it goes.
    pub(super) destination: u16,
}

/// Deals the picture out to universes `first` and following, at most to `last`. Each controller begins a new one.
pub(super) fn deal(panel: &Panel, first: u16, last: u16, fill: Fill) -> Result<Vec<Universe>, SessionError> {
    let take = take(panel, fill)?;
    let pieces = panel.parts().iter().flat_map(|part| {
        let starts = part.bytes.clone().step_by(take);
        starts.map(move |start| (start..(start + take).min(part.bytes.end), part.destination))
    });
    let count = pieces.clone().count();
    if first > last || count > usize::from(last - first) + 1 {
        return Err(SessionError::Universes { first, count, last });
    }
    let universe = |(number, (bytes, destination))| Universe { number, bytes, destination };
    Ok((first..=last).zip(pieces).map(universe).collect())
}

/// How many bytes go into a universe.
fn take(panel: &Panel, fill: Fill) -> Result<usize, SessionError> {
    let depth = panel.depth();
    if matches!(depth, Depth::Two | Depth::One) {
        return Err(SessionError::Depth { depth, wanted: Depth::Grey });
    }
    // Three at most.
    let bytes = panel.bytes_per_dot() as u16;
    let most = CHANNELS / bytes.max(1);
    match fill {
        Fill::Whole => Ok((most * bytes).into()),
        Fill::Dots(dots) if (1..=most).contains(&dots) => Ok((dots * bytes).into()),
        Fill::Dots(dots) => Err(SessionError::DotsPerUniverse { dots, most }),
        Fill::Channels(channels) if (1..=CHANNELS).contains(&channels) => Ok(channels.into()),
        Fill::Channels(channels) => Err(SessionError::ChannelsPerUniverse { channels }),
    }
}

impl Universe {
    /// Writes those of the bytes `changed` that it carries anew into `data`, its channels of the frame before.
    pub(super) fn follow(&self, panel: &Panel, window: &Window<'_>, changed: &Range<usize>, data: &mut [u8]) {
        let within = |at: usize| at.clamp(self.bytes.start, self.bytes.end);
        let (from, to) = (within(changed.start), within(changed.end));
        if let Some(into) = data.get_mut(from - self.bytes.start..to - self.bytes.start)
            && !into.is_empty()
        {
            panel.fold(window, from, into);
        }
    }

    /// The board's end: takes the channels of this universe into the bytes of the whole picture. What is missing stays as it
    /// was, what is too much is dropped.
    pub(super) fn take(&self, channels: &[u8], picture: &mut [u8]) {
        let own = picture.get_mut(self.bytes.clone()).unwrap_or_default();
        own.iter_mut().zip(channels).for_each(|(to, from)| *to = *from);
    }
}

/// Which of `universes`, whose numbers follow each other, has this number.
pub(super) fn find(universes: &[Universe], number: u16) -> Option<usize> {
    let place = usize::from(number.checked_sub(universes.first()?.number)?);
    (place < universes.len()).then_some(place)
}

/// The destinations that have a universe, each once, in rising order.
pub(super) fn destinations(universes: &[Universe]) -> Vec<u16> {
    universes.iter().map(|universe| universe.destination).collect::<BTreeSet<_>>().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::Face;

    fn panel(width: u16, height: u16) -> Panel {
        Panel::new(Face::new(width, height).unwrap())
    }

    fn lengths(panel: &Panel, fill: Fill) -> Vec<usize> {
        deal(panel, 1, 63_999, fill).unwrap().iter().map(|universe| universe.bytes.len()).collect()
    }

    #[test]
    fn a_universe_holds_170_dots_unless_it_is_said_otherwise() {
        assert_eq!(lengths(&panel(170, 1), Fill::Whole), [510]);
        assert_eq!(lengths(&panel(171, 1), Fill::Whole), [510, 3]);
        assert_eq!(lengths(&panel(340, 1), Fill::Whole), [510, 510]);
        assert_eq!(lengths(&panel(7, 3), Fill::Dots(10)), [30, 30, 3]);
        assert_eq!(lengths(&panel(171, 1), Fill::Channels(512)), [512, 1]);
        assert_eq!(lengths(&panel(1, 1), Fill::Channels(1)), [1, 1, 1]);
    }

    #[test]
    fn numbers_follow_each_other_to_the_last_there_is_and_no_further() {
        let two = panel(171, 1);
        let numbers = |first| deal(&two, first, 100, Fill::Whole).map(|all| all.last().unwrap().number);
        assert_eq!((numbers(1), numbers(99)), (Ok(2), Ok(100)));
        assert_eq!(numbers(100), Err(SessionError::Universes { first: 100, count: 2, last: 100 }));
        assert_eq!(numbers(101), Err(SessionError::Universes { first: 101, count: 2, last: 100 }));
        let all = deal(&two, 5, 100, Fill::Whole).unwrap();
        assert_eq!([4, 5, 6, 7].map(|number| find(&all, number)), [None, Some(0), Some(1), None]);
    }

    #[test]
    fn what_does_not_fit_a_universe_is_refused() {
        let refused = |fill| deal(&panel(9, 9), 1, 100, fill).unwrap_err();
        assert_eq!(refused(Fill::Dots(171)), SessionError::DotsPerUniverse { dots: 171, most: 170 });
        assert_eq!(refused(Fill::Dots(0)), SessionError::DotsPerUniverse { dots: 0, most: 170 });
        assert_eq!(refused(Fill::Channels(513)), SessionError::ChannelsPerUniverse { channels: 513 });
        assert_eq!(refused(Fill::Channels(0)), SessionError::ChannelsPerUniverse { channels: 0 });
    }
}
