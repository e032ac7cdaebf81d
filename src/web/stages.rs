//! What the page tells of how far a board's frames come, and of alarms.

use super::told::Way;
use super::words;
use crate::alarm::{Control, Known, Raised, Reach, Sheet};
use crate::board::Power;
use crate::player::Stages;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::time::Duration;

/// The most alarms listed.
pub(super) const MAX_ALARMS: usize = 100;

/// Lines that say how something is and not when it was.
const TIMELESS: [&str; 5] = ["power", "card", "stored", "clock", "wear"];

/// One stage of what becomes of a frame.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Stage)]
pub(super) struct StageTold {
    pub(super) code: &'static str,
    pub(super) at: Option<String>,
    pub(super) age_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<String>,
    pub(super) words: String,
}

impl StageTold {
    /// All stages, and what else is known: whether the board answers, what it says of itself, what its lamps draw.
    pub(super) fn all(
        stages: &Stages,
        power: Option<Power>,
        known: Option<&Known>,
        way: &Way<'_>,
    ) -> Vec<Self> {
        let planned = stages.planned.map(|planned| planned.since);
        let digest = stages.planned.and_then(|planned| planned.digest).map(|digest| digest.to_string());
        let own = [
            Self { digest, ..Self::of("planned", planned, way) },
            Self::of("sent", stages.sent, way),
            Self::of("acknowledged", stages.acknowledged, way),
            Self::of("confirmed", stages.confirmed, way),
        ];
        let reach = known.and_then(|known| known.reach.as_ref()).map(|reach| Self::reached(reach, way));
        let control =
            known.and_then(|known| known.control.as_ref()).map(|control| Self::channel(control, way));
        let power = power.map(|power| Self::words("power", words::power(way.lang, power)));
        own.into_iter().chain(reach).chain(control).chain(power).collect()
    }

    /// Whether it is one that was never reached.
    pub(super) fn is_absent(&self) -> bool {
        self.at.is_none() && !TIMELESS.contains(&self.code)
    }

    /// A line that says how something is and not when it was.
    pub(super) fn words(code: &'static str, words: String) -> Self {
        Self { code, at: None, age_ms: None, digest: None, words }
    }

    fn of(code: &'static str, at: Option<Timestamp>, way: &Way<'_>) -> Self {
        let words = words::stage(way.lang, code, at.map(|at| way.now.duration_since(at)));
        Self {
            code,
            at: at.map(|at| at.to_string()),
            age_ms: at.map(|at| age_ms(at, way.now)),
            digest: None,
            words,
        }
    }

    fn channel(control: &Control, way: &Way<'_>) -> Self {
        let at = control.reading.as_ref().map(|reading| way.wall(reading.at));
        let words = words::control(way.lang, control, at.map(|at| way.now.duration_since(at)));
        Self { words, ..Self::of("control", at, way) }
    }

    fn reached(reach: &Reach, way: &Way<'_>) -> Self {
        let last = match reach {
            Reach::Answers { at, .. } => Some(*at),
            Reach::Silent { last, .. } => *last,
            Reach::Refused { .. } | Reach::Unasked { .. } => None,
        };
        let at = last.map(|at| way.wall(at));
        let words = words::reach(way.lang, reach, at.map(|at| way.now.duration_since(at)));
        Self { words, ..Self::of("reached", at, way) }
    }
}

/// How old something is; a clock set back makes no negative ages.
pub(super) fn age_ms(at: Timestamp, now: Timestamp) -> i64 {
    now.as_millisecond().saturating_sub(at.as_millisecond()).max(0)
}

/// An alarm.
#[derive(Serialize)]
pub(super) struct AlarmTold {
    pub(super) id: &'static str,
    pub(super) grade: &'static str,
    /// The board's id; of an alarm of the whole site none.
    pub(super) board: Option<String>,
    /// For the page only.
    #[serde(skip)]
    pub(super) name: String,
    pub(super) since: String,
    pub(super) since_words: String,
    pub(super) code: &'static str,
    pub(super) sentence: String,
    pub(super) help: String,
}

impl AlarmTold {
    /// The alarms of the site and of these boards (id and name), the gravest first, and how many there are in all.
    pub(super) fn all<'a>(
        sheet: &Sheet,
        boards: impl Iterator<Item = (&'a str, &'a str)>,
        way: &Way<'_>,
    ) -> (Vec<Self>, usize) {
        let of_boards = boards.flat_map(|(id, name)| {
            let alarms = sheet.boards.get(id).map_or(&[][..], |known| &known.alarms);
            alarms.iter().map(move |alarm| (Some((id, name)), alarm))
        });
        let mut all: Vec<_> = sheet.site.iter().map(|alarm| (None, alarm)).chain(of_boards).collect();
        all.sort_by_key(|(_, alarm)| alarm.kind.grade());
        let listed = all.iter().take(MAX_ALARMS).map(|(board, alarm)| Self::of(*board, alarm, way));
        (listed.collect(), all.len())
    }

    fn of(board: Option<(&str, &str)>, alarm: &Raised, way: &Way<'_>) -> Self {
        let since = way.wall(alarm.since);
        Self {
            id: alarm.kind.id(),
            grade: alarm.kind.grade().code(),
            board: board.map(|(id, _)| id.to_owned()),
            name: board.map_or_else(String::new, |(_, name)| name.to_owned()),
            since: since.to_string(),
            since_words: words::moment(way.lang, since, way.now, way.zone),
            code: alarm.says.code(),
            sentence: alarm.says.say(way.lang),
            help: alarm.kind.help().say(way.lang),
        }
    }
}

impl Way<'_> {
    /// The time of day of a moment of the clock that never jumps.
    pub(super) fn wall(&self, at: Duration) -> Timestamp {
        let ago = SignedDuration::try_from(self.mono.saturating_sub(at)).unwrap_or(SignedDuration::MAX);
        self.now.checked_sub(ago).unwrap_or(self.now)
    }
}
