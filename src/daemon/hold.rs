//! What a person has a board show of itself for a while: how long that may be, and which pictures it is.
//!
//! Kept in memory only: after a restart every board shows its programme.

use crate::control::Sight;
use crate::frame::Frame;
use crate::notice::local;
use crate::panel::pattern;
use crate::player::Hold;
use crate::report::{Message, shortened};
use crate::site::Board;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// How long it lasts if nobody says how long.
const USUAL: Duration = Duration::from_secs(60);
/// How long it may last.
const LONGEST: Duration = Duration::from_secs(600);
/// How long each of several pictures stands.
const EVERY: Duration = Duration::from_secs(1);

/// What becomes of what boards are held to show.
pub(super) enum Holding {
    /// They are held from now on.
    Begin(Begun),
    /// They go back to their programmes.
    End,
}

/// What boards are to show, by whose order.
pub(super) struct Begun {
    pub(super) sight: Sight,
    pub(super) by: String,
    pub(super) length: Duration,
    /// The pictures of each board.
    pub(super) pictures: BTreeMap<String, Vec<Frame>>,
}

impl Begun {
    /// The order as one board's player takes it; `mono` and `wall` are now.
    pub(super) fn of(
        &self,
        board: &str,
        mono: Duration,
        wall: Timestamp,
        zone: &TimeZone,
    ) -> Option<Arc<Hold>> {
        let pictures = self.pictures.get(board)?.clone();
        let to = wall.checked_add(self.length).unwrap_or(wall);
        let (by, until, board) = (self.by.clone(), local(to, zone), board.to_owned());
        let why = match self.sight {
            Sight::TestPattern => Message::WhyTestPattern { by, until, board },
            Sight::Identify => Message::WhyIdentify { by, until, board },
            Sight::Programme => return None,
        };
        Some(Arc::new(Hold { pictures, every: EVERY, from: wall, to, until: mono + self.length, why }))
    }
}

/// The length of time in the words of a person.
///
/// # Errors
/// It cannot be read, is none, or is too long.
pub(super) fn length(text: Option<&str>) -> Result<Duration, Message> {
    let Some(text) = text else { return Ok(USUAL) };
    let length = text.parse::<SignedDuration>().ok().and_then(|length| Duration::try_from(length).ok());
    let fits = length.filter(|length| *length >= Duration::from_secs(1) && *length <= LONGEST);
    fits.ok_or_else(|| Message::HoldLength { text: shortened(text), minutes: LONGEST.as_secs() / 60 })
}

/// The pictures of a board: drawn for how its modules hang.
pub(super) fn pictures(board: &Board, sight: Sight) -> Vec<Frame> {
    let panel = board.panel();
    match sight {
        Sight::TestPattern => vec![pattern::test(&panel)],
        // It blinks, so that somebody in front of many boards sees which one it is.
        Sight::Identify => {
            [true, false].map(|framed| pattern::identify(&panel, &board.id.value, framed)).into()
        }
        Sight::Programme => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_if_nothing_is_said_and_never_longer_than_ten() {
        assert_eq!(length(None), Ok(USUAL));
        assert_eq!(length(Some("90s")), Ok(Duration::from_secs(90)));
        assert_eq!(length(Some("10m")), Ok(LONGEST));
        for text in ["601s", "0s", "-5m", "11m", "1000000h", "", "lâu"] {
            assert_eq!(length(Some(text)).map_err(|message| message.code()), Err("HoldLength"), "{text}");
        }
    }
}
