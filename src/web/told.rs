//! What the page tells: the same values for the HTML, for `/api/status` and for the text messages of `/live/{id}`.
//!
//! Field names are stable; new ones may be added. `code` and `state` are words for programs; `sentence`, `words`
//! and everything ending in `_words` are for people, in the language asked for. Times are RFC 3339 in UTC.
//!
//! ```json
//! { "lang": "vi", "zone": "Asia/Ho_Chi_Minh", "title": "…", "now": "2026-11-24T05:03:11Z", "now_words": "…",
//!   "clock": { "code": "holdover", "since": "…", "why_code": "ClockNoSource", "why": "…" },
//!   "summary": [{ "code": "all", "sentence": "2 bảng" }],
//!   "boards": [{
//!     "id": "ubnd", "name": "…", "site": "…", "place": "…",
//!     "width": 128, "height": 32, "pitch_mm": 10.0, "protocol": "ddp", "link": "udp://…",
//!     "now": "…", "now_words": "12:03:11", "frames_sent": 1,
//!     "stages": [{ "code": "planned", "at": "…", "age_ms": 5200, "digest": "…", "words": "…" }],
//!     "line_fps": null, "lost": { "dropped": 0, "kernel": 0, "refused": 0 },
//!     "alarms": ["A03"],
//!     "state": { "code": "sent", "at": "…", "age_ms": 400, "late": false, "why_code": null, "sentence": "…" },
//!     "on_air": { "text": "…", "playlist": "…", "since": "…", "since_words": "12:00:00",
//!                 "until": null, "until_words": null, "why_code": "…", "why": "…" },
//!     "next": { "text": "…", "at": "…", "at_words": "12:05:00" },
//!     "blackout": { "since": "…", "since_words": "…", "by": "…", "reason": "…", "sentence": "…" },
//!     "notices": [{ "id": 7, "class": "override", "class_words": "…", "text": "…", "until": "…", "until_words": "…",
//!                   "by": "…", "reason": "…", "sentence": "…" }] }],
//!   "faults": [{ "severity": "error", "code": "…", "rule": "T06", "silenced": null, "file": "…", "line": 3, "column": 1,
//!                "sentence": "…", "excerpt": "3 | …" }],
//!   "faults_more": null, "faults_title": "…", "faults_hint": "…",
//!   "alarms": [{ "id": "A03", "grade": "critical", "board": "ubnd", "since": "…", "since_words": "…", "code": "…",
//!                "sentence": "…", "help": "…" }],
//!   "alarms_more": null }
//! ```
//!
//! `line_fps` is how many frames a second the board's line carries, null where nothing but the board limits them. `lost` counts
//! since the link was made, apart by whose doing: frames dropped here, frames the kernel did not take at once, and reports of
//! the network that packets did not arrive.
//!
//! `state.code` is `waiting`, `sent` or `failing`, never "ok"; `at` is when the last frame was sent or since when
//! frames fail; `late` is true when the last frame is older than keepalives allow. `on_air`, `next` and `blackout` may be null,
//! `text` and `playlist` are empty for the compiled-in frame (`why_code` is then `WhyLastResort`, or `WhyUnapproved` if that is for want of approval) and on a dark board. At most 100 faults are listed.
//!
//! `stages` are `planned` (since when these very dots are wanted, `digest` their SHA-256 once they stand), `sent`, `acknowledged` (the
//! board says it took a frame) and `confirmed` (reading back found the wanted frame), in this order; `at` is null for what never
//! came. Of boards of which that is known, `reached` (it
//! answers), `control` (what it says of itself) and `power` (what its lamps draw) follow. At most 100 alarms are listed, the gravest first; the
//! alarms of the whole site have no `board`.
//!
//! A card that keeps what it shows has one more key, `card`, and four more lines in `stages` that say the same to people (`card`,
//! `stored`, `clock`, `wear`). What the card does not say is null; `findings` are of `no-secret`, `factory-password`, `open-radio`:
//!
//! ```json
//! { "model": "BX-6E1", "firmware": "21.03", "name": null, "findings": ["no-secret"], "on": true, "clock_ahead_s": 1,
//!   "clock_lost": false, "parts": 5, "parts_wanted": 7, "covered": true, "deferred": false, "incidents": 0,
//!   "wear": { "total": 812, "today": 3, "most": 24, "years": 11 } }
//! ```
//!
//! `clock.code` is `trusted`, `holdover` (no source keeps the clock now) or `untrusted`; the two `why` are null when it is
//! trusted, and `since` is by the very clock in doubt.

use super::card::CardTold;
use super::faults::FaultTold;
use super::stages::{AlarmTold, StageTold, age_ms};
use super::{BoardView, Desk, SiteView, ask, words};
use crate::alarm::Sheet;
use crate::notice::{Blackout, Notice};
use crate::player::{LinkState, Lost, Next, OnAir, Status};
use crate::report::{Fault, Lang, Message, Severity};
use crate::schedule::{Doubt, Verdict};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// The most faults listed; a folder of broken files is not to make a page of megabytes.
pub(super) const MAX_FAULTS: usize = 100;
/// Unchanged frames go out once a keepalive; a last frame that is older by this many milliseconds is late.
const LATE_MS: i64 = 2_200;

/// Everything, at one moment.
#[derive(Serialize)]
pub(super) struct Told {
    pub(super) lang: &'static str,
    pub(super) zone: String,
    pub(super) title: String,
    pub(super) now: String,
    pub(super) now_words: String,
    pub(super) clock: ClockTold,
    pub(super) summary: Vec<Part>,
    pub(super) boards: Vec<Board>,
    pub(super) faults: Vec<FaultTold>,
    pub(super) faults_more: Option<String>,
    pub(super) faults_title: String,
    pub(super) faults_hint: String,
    pub(super) alarms: Vec<AlarmTold>,
    pub(super) alarms_more: Option<String>,
}

/// How far the time of day can be believed.
#[derive(Serialize)]
pub(super) struct ClockTold {
    pub(super) code: &'static str,
    pub(super) since: String,
    pub(super) why_code: Option<&'static str>,
    pub(super) why: Option<String>,
}

/// One part of the summary.
#[derive(Serialize)]
pub(super) struct Part {
    pub(super) code: &'static str,
    pub(super) sentence: String,
}

/// One board.
#[derive(Serialize, ToSchema)]
pub(super) struct Board {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) site: String,
    pub(super) place: String,
    pub(super) width: u16,
    pub(super) height: u16,
    pub(super) pitch_mm: f32,
    pub(super) protocol: String,
    pub(super) link: String,
    pub(super) now: String,
    pub(super) now_words: String,
    pub(super) frames_sent: u64,
    pub(super) line_fps: Option<f64>,
    pub(super) lost: LostTold,
    pub(super) state: State,
    pub(super) stages: Vec<StageTold>,
    /// Only of a card that keeps what it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) card: Option<CardTold>,
    /// The numbers of its alarms.
    pub(super) alarms: Vec<&'static str>,
    pub(super) on_air: Option<OnAirTold>,
    pub(super) next: Option<NextTold>,
    pub(super) blackout: Option<BlackoutTold>,
    pub(super) notices: Vec<NoticeTold>,
    /// For the page only: whether whoever looks may operate it.
    #[serde(skip)]
    pub(super) operated: bool,
    /// For the page only.
    #[serde(skip)]
    pub(super) line_words: Option<String>,
    /// For the page only.
    #[serde(skip)]
    pub(super) size_words: String,
    /// For the page only.
    #[serde(skip)]
    pub(super) pitch_words: String,
}

/// What was lost on the way.
#[derive(Serialize, ToSchema)]
pub(super) struct LostTold {
    pub(super) dropped: u64,
    pub(super) kernel: u64,
    pub(super) refused: u64,
}

/// How far frames get.
#[derive(Serialize, ToSchema)]
#[schema(as = BoardState)]
pub(super) struct State {
    pub(super) code: &'static str,
    pub(super) at: Option<String>,
    pub(super) age_ms: Option<i64>,
    pub(super) late: bool,
    pub(super) why_code: Option<&'static str>,
    pub(super) sentence: String,
}

/// What is on air.
#[derive(Serialize, ToSchema)]
pub(super) struct OnAirTold {
    pub(super) text: String,
    pub(super) playlist: String,
    pub(super) since: String,
    pub(super) since_words: String,
    pub(super) until: Option<String>,
    pub(super) until_words: Option<String>,
    pub(super) why_code: &'static str,
    pub(super) why: String,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
pub(super) struct NextTold {
    pub(super) text: String,
    pub(super) at: String,
    pub(super) at_words: String,
}

/// The order that keeps the board dark.
#[derive(Serialize, ToSchema)]
pub(super) struct BlackoutTold {
    pub(super) since: String,
    pub(super) since_words: String,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) sentence: String,
}

/// A notice that is on.
#[derive(Serialize, ToSchema)]
pub(super) struct NoticeTold {
    pub(super) id: u32,
    pub(super) class: &'static str,
    pub(super) class_words: &'static str,
    pub(super) text: String,
    pub(super) until: String,
    pub(super) until_words: String,
    pub(super) by: String,
    pub(super) reason: String,
    pub(super) sentence: String,
}

/// In which language, at what time, in which zone things are told.
pub(super) struct Way<'a> {
    pub(super) lang: Lang,
    pub(super) now: Timestamp,
    /// The same moment on the clock that never jumps.
    pub(super) mono: Duration,
    pub(super) zone: &'a TimeZone,
}

impl<'a> Way<'a> {
    /// Told now.
    pub(super) fn new(desk: &Desk, site: &'a SiteView, lang: Lang) -> Self {
        Self { lang, now: (desk.now)(), mono: (desk.mono)(), zone: &site.zone }
    }
}

impl Told {
    /// What is known now.
    pub(super) fn of(desk: &Desk, lang: Lang) -> Self {
        let site = desk.site.borrow().clone();
        let faults = desk.faults.borrow().clone();
        let way = Way::new(desk, &site, lang);
        let now = way.now;
        let sheet = desk.sheet.borrow().clone();
        let boards: Vec<Board> =
            site.boards.iter().map(|board| Board::told(board, &site, &sheet, &way)).collect();
        let names = boards.iter().map(|board| (board.id.as_str(), board.name.as_str()));
        let (alarms, raised) = AlarmTold::all(&sheet, names, &way);
        let count = |code| boards.iter().filter(|board| board.state.code == code).count();
        // Those that are silenced come last: they are never to push others out of the list.
        let is_open = |fault: &&Fault| fault.silenced.is_none();
        let listed = faults.iter().filter(is_open).chain(faults.iter().filter(|fault| !is_open(fault)));
        let open = faults.iter().filter(is_open).count();
        let of_grade =
            |grade| faults.iter().filter(is_open).filter(move |fault| fault.severity == grade).count();
        let (wrong, doubtful) = (of_grade(Severity::Error), of_grade(Severity::Warning));
        let counts = [count("sent"), count("failing"), count("waiting"), raised];
        let summary = words::summary(lang, counts, (wrong, doubtful));
        let gravest = faults.iter().filter(is_open).map(|fault| fault.severity).max();
        let (faults_title, faults_hint) = words::remarks(lang, gravest.unwrap_or(Severity::Error));
        Self {
            lang: ask::tag(lang),
            zone: site.zone.iana_name().unwrap_or("").to_owned(),
            title: site.title.clone(),
            now: now.to_string(),
            now_words: words::full_moment(now, &site.zone),
            clock: ClockTold::of(*desk.trust.borrow(), lang),
            summary: summary.into_iter().map(|(code, sentence)| Part { code, sentence }).collect(),
            boards,
            faults: listed.take(MAX_FAULTS).map(|fault| FaultTold::of(fault, lang)).collect(),
            faults_more: open
                .checked_sub(MAX_FAULTS)
                .filter(|&more| more > 0)
                .map(|more| words::and_more(lang, more)),
            faults_title,
            faults_hint,
            alarms_more: raised
                .checked_sub(alarms.len())
                .filter(|&more| more > 0)
                .map(|more| words::and_more_alarms(lang, more)),
            alarms,
        }
    }
}

impl Told {
    /// Whether any file is wrong, beyond what is worth a look.
    pub(super) fn has_errors(&self) -> bool {
        self.faults.iter().any(|fault| fault.silenced.is_none() && fault.severity == Severity::Error.code())
    }

    /// Whether there is anything to list on the page.
    pub(super) fn has_faults(&self) -> bool {
        self.faults.iter().any(|fault| fault.silenced.is_none())
    }
}

impl ClockTold {
    fn of(verdict: Verdict, lang: Lang) -> Self {
        let why = verdict.doubt.map(Doubt::message);
        Self {
            code: verdict.trust.code(),
            since: verdict.since.to_string(),
            why_code: why.as_ref().map(Message::code),
            why: why.map(|why| why.say(lang)),
        }
    }
}

impl LostTold {
    fn of(Lost { dropped, kernel, refused }: Lost) -> Self {
        Self { dropped, kernel, refused }
    }
}

impl Board {
    /// What is known of one board.
    pub(super) fn of(board: &BoardView, site: &SiteView, desk: &Desk, lang: Lang) -> Self {
        let sheet = desk.sheet.borrow().clone();
        Self::told(board, site, &sheet, &Way::new(desk, site, lang))
    }

    fn told(board: &BoardView, site: &SiteView, sheet: &Sheet, way: &Way<'_>) -> Self {
        let status: std::sync::Arc<Status> = board.status.borrow().clone();
        let known = sheet.boards.get(&board.id);
        let card = status.card.as_deref();
        let (lang, now) = (way.lang, way.now);
        let (width, height) = (board.face.width(), board.face.height());
        Self {
            id: board.id.clone(),
            name: board.name.clone(),
            site: board.site.clone(),
            place: board.place.clone(),
            width,
            height,
            pitch_mm: board.pitch_mm,
            protocol: board.protocol.clone(),
            link: board.link.clone(),
            now: now.to_string(),
            now_words: words::moment(lang, now, now, &site.zone),
            frames_sent: status.frames_sent,
            line_fps: board.line_fps,
            lost: LostTold::of(status.lost),
            state: State::of(&status, way),
            stages: StageTold::all(&status.stages, status.power, known, way)
                .into_iter()
                .chain(card.into_iter().flat_map(|card| CardTold::lines(card, way)))
                .collect(),
            card: card.map(CardTold::of),
            alarms: known
                .map_or_else(Vec::new, |known| known.alarms.iter().map(|alarm| alarm.kind.id()).collect()),
            on_air: status.on_air.as_ref().map(|on_air| OnAirTold::of(on_air, way)),
            next: status.next.as_ref().map(|next| NextTold::of(next, way)),
            blackout: site.orders.blackout_of(&board.id).map(|order| BlackoutTold::of(order, way)),
            notices: site
                .orders
                .notices_of(&board.id)
                .filter(|notice| notice.is_on(now))
                .map(|notice| NoticeTold::of(notice, way))
                .collect(),
            operated: false,
            line_words: board.line_fps.map(|fps| words::line(lang, fps)),
            size_words: words::size(lang, width, height, board.pitch_mm),
            pitch_words: words::pitch(lang, board.pitch_mm),
        }
    }
}

impl State {
    fn of(status: &Status, way: &Way<'_>) -> Self {
        let link = &status.link;
        let late = i64::try_from(status.keepalive.as_millis()).unwrap_or(i64::MAX).saturating_add(LATE_MS);
        let (code, at, why_code) = match link {
            LinkState::Waiting => ("waiting", None, None),
            LinkState::Sent { at } => ("sent", Some(*at), None),
            LinkState::Failing { since, why } => ("failing", Some(*since), Some(why.code())),
        };
        let age_ms = at.map(|at| age_ms(at, way.now));
        Self {
            code,
            at: at.map(|at| at.to_string()),
            age_ms,
            late: code == "sent" && age_ms.is_some_and(|age| age > late),
            why_code,
            sentence: words::link_state(way.lang, link, way.now, way.zone),
        }
    }
}

impl OnAirTold {
    fn of(on_air: &OnAir, way: &Way<'_>) -> Self {
        let words = |at| words::moment(way.lang, at, way.now, way.zone);
        Self {
            text: on_air.text.clone(),
            playlist: on_air.playlist.clone(),
            since: on_air.since.to_string(),
            since_words: words(on_air.since),
            until: on_air.until.map(|at| at.to_string()),
            until_words: on_air.until.map(words),
            why_code: on_air.why.code(),
            why: on_air.why.say(way.lang),
        }
    }
}

impl NextTold {
    fn of(next: &Next, way: &Way<'_>) -> Self {
        Self {
            text: next.text.clone(),
            at: next.at.to_string(),
            at_words: words::moment(way.lang, next.at, way.now, way.zone),
        }
    }
}

impl BlackoutTold {
    fn of(order: &Blackout, way: &Way<'_>) -> Self {
        Self {
            since: order.since.to_string(),
            since_words: words::full_moment(order.since, way.zone),
            by: order.by.clone(),
            reason: order.reason.clone(),
            sentence: order.sentence(way.zone).say(way.lang),
        }
    }
}

impl NoticeTold {
    fn of(notice: &Notice, way: &Way<'_>) -> Self {
        Self {
            id: notice.id,
            class: notice.class.word(),
            class_words: words::Words::of(way.lang).class(notice.class),
            text: notice.text().to_owned(),
            until: notice.end().to_string(),
            until_words: words::full_moment(notice.end(), way.zone),
            by: notice.by.clone(),
            reason: notice.reason.clone(),
            sentence: notice.sentence(way.now, way.zone).say(way.lang),
        }
    }
}
