//! What comes on a board in the next hours, for its page.

use super::super::words::{self, ComingWords};
use crate::player::Programme;
use crate::report::Lang;
use crate::timetable::{Change, Turn, Upcoming, What, lit};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What comes, in words.
pub(super) struct Coming {
    pub(super) w: &'static ComingWords,
    pub(super) turns: Vec<TurnTold>,
    pub(super) changes: Vec<ChangeTold>,
    pub(super) more: Option<String>,
}

/// An item that has its turn.
pub(super) struct TurnTold {
    pub(super) at: String,
    pub(super) text: String,
    /// Names its playlist.
    pub(super) why: String,
}

/// Something that becomes another.
pub(super) struct ChangeTold {
    pub(super) at: String,
    pub(super) code: &'static str,
    pub(super) words: String,
    /// The playlists that are lit from then on.
    pub(super) lists: String,
    pub(super) why: String,
}

impl Coming {
    pub(super) fn of(programme: &Programme, now: Timestamp, zone: &TimeZone, lang: Lang) -> Self {
        let coming = Upcoming::new(programme, now);
        let at = |at| words::moment(lang, at, now, zone);
        let turn = |turn: Turn| TurnTold { at: at(turn.at), text: turn.text, why: turn.why.say(lang) };
        let change = |change: &Change| match &change.what {
            What::Lit(stretch) => ChangeTold {
                at: at(change.at),
                code: change.code(),
                words: lit(stretch.lit).say(lang),
                lists: stretch.titles(),
                why: stretch
                    .why
                    .as_ref()
                    .filter(|_| !stretch.is_gap())
                    .map_or_else(String::new, |why| why.say(lang)),
            },
            What::Light(percent) => ChangeTold {
                at: at(change.at),
                code: change.code(),
                words: words::light(lang, *percent),
                lists: String::new(),
                why: String::new(),
            },
        };
        Self {
            w: ComingWords::of(lang),
            changes: coming.changes.iter().map(change).collect(),
            turns: coming.turns.into_iter().map(turn).collect(),
            more: (coming.more > 0).then(|| words::and_more_changes(lang, coming.more)),
        }
    }
}
