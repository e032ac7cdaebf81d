//! `/metrics`: what programs that watch over many machines gather, in the OpenMetrics text form that Prometheus reads.
//!
//! Nothing is kept for it: each scrape is a snapshot of what players and the watch over them have told. The only label taken from
//! files is the board's id, and there are at most 2000 boards; names, texts and addresses do not appear.
//!
//! | name | type | what |
//! |---|---|---|
//! | `bangtin_build_info` | info | `version` |
//! | `bangtin_frames_sent_total` | counter | frames handed to the network or the line, keepalives included |
//! | `bangtin_frames_dropped_total` | counter | frames that did not go out, by `reason`: `busy` (the way was full), `down` (no link) |
//! | `bangtin_link_trouble_total` | counter | since the link was made, by `reason`: `kernel` (frames it did not take at once), `refused` (reports of the network that packets did not arrive) |
//! | `bangtin_player_restarts_total` | counter | times the board's player failed and was started again |
//! | `bangtin_link_up` | gauge | 1 while frames go out, 0 while they do not |
//! | `bangtin_stage_age_seconds` | gauge | age of `planned`, `sent`, `acknowledged`, `confirmed`, `reached`; absent for what never came |
//! | `bangtin_frame_lateness_seconds` | histogram | from when a frame was due until it was begun |
//! | `bangtin_reach_seconds` | gauge | how long the last answer to a check took; absent while there is none |
//! | `bangtin_lamps_amperes`, `bangtin_lamps_watts` | gauge | what the lamps draw for the last frame, an estimate, where the panel says so |
//! | `bangtin_lamps_scale_ratios` | gauge | how far the frame is dimmed to stay within the current: 1 not at all |
//! | `bangtin_board_temperature_celsius`, `bangtin_board_amperes`, `bangtin_board_uptime_seconds` | gauge | what the board says of itself over its control channel |
//! | `bangtin_card_writes_total`, `bangtin_card_incidents_total` | counter | cards that keep what they show only: writes of the lasting memory since the card is known; findings since the program started that nobody ordered |
//! | `bangtin_card_writes_today`, `bangtin_card_writes_limit` | gauge | writes of this day, and how many there may be |
//! | `bangtin_card_clock_ahead_seconds` | gauge | how far the card's clock is ahead; absent while it is not known |
//! | `bangtin_card_parts_missing` | gauge | parts that are to be on the card and are not; absent while it is not known |
//! | `bangtin_card_covered`, `bangtin_card_deferred` | gauge | 1 while the card shows what is in its passing memory; 1 while what is new waits for tomorrow |
//! | `bangtin_alarm` | gauge | 1 for each raised alarm, by its number `alarm` and `grade`; alarms of the site have no `board` |
//! | `bangtin_clock_trust` | gauge | 1 for the `state` the clock is in, 0 for the others: `trusted`, `holdover`, `untrusted` |
//! | `bangtin_file_faults` | gauge | open findings in files by `severity` |

mod card;

use super::{BoardView, Desk, Shared};
use crate::alarm::{Reach, Sheet};
use crate::board::Power;
use crate::board::control::Reading;
use crate::player::{LinkState, Status};
use crate::report::Severity;
use crate::schedule::ClockTrust;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric, NoLabelSet, text};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Answers `/metrics`.
pub(super) async fn metrics(State(shared): State<Shared>) -> Response {
    match written(&shared.desk) {
        Ok(text) => ([(header::CONTENT_TYPE, KIND)], text).into_response(),
        Err(fmt::Error) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn written(desk: &Desk) -> Result<String, fmt::Error> {
    let mut registry = Registry::with_prefix("bangtin");
    registry.register_collector(Box::new(Snapshot::of(desk)));
    let mut into = String::new();
    text::encode(&mut into, &registry)?;
    Ok(into)
}

/// Everything at one moment.
struct Snapshot {
    boards: Vec<(Arc<BoardView>, Arc<Status>)>,
    sheet: Arc<Sheet>,
    now: Timestamp,
    mono: Duration,
    trust: ClockTrust,
    faults: [(Severity, usize); 3],
}

/// The labels of one board.
type Of<'a> = [(&'static str, &'a str); 1];

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a snapshot of {} boards", self.boards.len())
    }
}

impl Snapshot {
    fn of(desk: &Desk) -> Self {
        let site = desk.site.borrow().clone();
        let faults = desk.faults.borrow().clone();
        let open = |severity| {
            faults.iter().filter(|fault| fault.silenced.is_none() && fault.severity == severity).count()
        };
        let told = |board: &Arc<BoardView>| (Arc::clone(board), board.status.borrow().clone());
        Self {
            boards: site.boards.iter().map(told).collect(),
            sheet: desk.sheet.borrow().clone(),
            now: (desk.now)(),
            mono: (desk.mono)(),
            trust: desk.trust.borrow().trust,
            faults: [Severity::Error, Severity::Warning, Severity::Info]
                .map(|severity| (severity, open(severity))),
        }
    }

    /// Writes one counter for each board.
    fn counters(
        &self,
        encoder: &mut DescriptorEncoder<'_>,
        (name, help): (&str, &str),
        value: impl Fn(&Status) -> u64,
    ) -> fmt::Result {
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (board, status) in &self.boards {
            let labels: Of<'_> = [("board", &board.id)];
            ConstCounter::new(value(status)).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn frames(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let sent = ("frames_sent", "Frames handed to the network or the line, keepalives included");
        self.counters(encoder, sent, |status| status.counts.sent)?;
        let restarts = ("player_restarts", "Times the player of the board failed and was started again");
        self.counters(encoder, restarts, |status| status.counts.restarts)?;
        let help = "Frames that did not go out: the way was full (busy) or there was no link (down)";
        let mut family = encoder.encode_descriptor("frames_dropped", help, None, MetricType::Counter)?;
        for (board, status) in &self.boards {
            for (reason, count) in [("busy", status.counts.dropped), ("down", status.counts.down)] {
                let labels = [("board", board.id.as_str()), ("reason", reason)];
                ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
            }
        }
        let help =
            "Frames the kernel did not take at once (kernel), reports that packets did not arrive (refused)";
        let mut family = encoder.encode_descriptor("link_trouble", help, None, MetricType::Counter)?;
        for (board, status) in &self.boards {
            for (reason, count) in [("kernel", status.lost.kernel), ("refused", status.lost.refused)] {
                let labels = [("board", board.id.as_str()), ("reason", reason)];
                ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
            }
        }
        let help = "From when a frame was due until it was begun";
        let unit = Unit::Seconds;
        let mut family =
            encoder.encode_descriptor("frame_lateness", help, Some(&unit), MetricType::Histogram)?;
        for (board, status) in &self.boards {
            let lateness = &status.counts.lateness;
            let classes = lateness.classes().map(|(bound, count)| (bound.as_secs_f64(), count));
            let within: u64 = classes.iter().map(|(_, count)| count).sum();
            let beyond = [(f64::INFINITY, lateness.count() - within)];
            let buckets: Vec<(f64, u64)> = classes.into_iter().chain(beyond).collect();
            let labels: Of<'_> = [("board", &board.id)];
            let mut one = family.encode_family(&labels)?;
            one.encode_histogram::<NoLabelSet>(
                lateness.sum().as_secs_f64(),
                lateness.count(),
                &buckets,
                None,
            )?;
        }
        Ok(())
    }

    fn ways(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Whether frames go out";
        let mut family = encoder.encode_descriptor("link_up", help, None, MetricType::Gauge)?;
        for (board, status) in &self.boards {
            let up = i64::from(matches!(status.link, LinkState::Sent { .. }));
            let labels: Of<'_> = [("board", &board.id)];
            ConstGauge::new(up).encode(family.encode_family(&labels)?)?;
        }
        let help = "How long ago the stage was reached last; the wanted frame: since when it is wanted";
        let unit = Unit::Seconds;
        let mut family = encoder.encode_descriptor("stage_age", help, Some(&unit), MetricType::Gauge)?;
        for (board, status) in &self.boards {
            for (stage, age) in self.ages(&board.id, status) {
                let labels = [("board", board.id.as_str()), ("stage", stage)];
                ConstGauge::new(age).encode(family.encode_family(&labels)?)?;
            }
        }
        let help = "How long the answer to the last check took";
        let mut family = encoder.encode_descriptor("reach", help, Some(&unit), MetricType::Gauge)?;
        for (id, known) in &self.sheet.boards {
            if let Some(Reach::Answers { took, .. }) = &known.reach {
                let labels: Of<'_> = [("board", id)];
                ConstGauge::new(took.as_secs_f64()).encode(family.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }

    /// Writes one number for each board of which there is one.
    fn gauges(
        &self,
        encoder: &mut DescriptorEncoder<'_>,
        (name, help, unit): (&str, &str, Unit),
        value: impl Fn(&Status, Option<&Reading>) -> Option<f64>,
    ) -> fmt::Result {
        let mut family = encoder.encode_descriptor(name, help, Some(&unit), MetricType::Gauge)?;
        for (board, status) in &self.boards {
            let control = self.sheet.boards.get(&board.id).and_then(|known| known.control.as_ref());
            if let Some(value) = value(status, control.and_then(|control| control.reading.as_ref())) {
                let labels: Of<'_> = [("board", &board.id)];
                ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }

    fn lamps(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let help = "What the lamps draw for the last frame, an estimate";
        let watts = Unit::Other("watts".to_owned());
        let drawn = |part: fn(Power) -> f32| {
            move |status: &Status, _: Option<&Reading>| status.power.map(part).map(f64::from)
        };
        self.gauges(encoder, ("lamps", help, Unit::Amperes), drawn(|power| power.amperes))?;
        self.gauges(encoder, ("lamps", help, watts), drawn(|power| power.watts))?;
        let help = "How far the frame is dimmed to stay within the current";
        self.gauges(encoder, ("lamps_scale", help, Unit::Ratios), drawn(|power| power.scale))?;
        let help = "What the board says of itself";
        self.gauges(encoder, ("board_temperature", help, Unit::Celsius), |_, reading| {
            reading?.temperature_c.map(f64::from)
        })?;
        self.gauges(encoder, ("board", help, Unit::Amperes), |_, reading| reading?.amperes.map(f64::from))?;
        self.gauges(encoder, ("board_uptime", help, Unit::Seconds), |_, reading| {
            reading?.uptime_s.map(|seconds| seconds as f64)
        })
    }

    /// The stages that were reached, with their ages in seconds.
    fn ages(&self, id: &str, status: &Status) -> impl Iterator<Item = (&'static str, f64)> {
        let age = |at: Timestamp| self.now.duration_since(at).as_secs_f64().max(0.0);
        let stages = &status.stages;
        let reached = match self.sheet.boards.get(id).and_then(|known| known.reach.as_ref()) {
            Some(Reach::Answers { at, .. } | Reach::Silent { last: Some(at), .. }) => {
                Some(self.mono.saturating_sub(*at).as_secs_f64())
            }
            _ => None,
        };
        let all = [
            ("planned", stages.planned.map(|planned| age(planned.since))),
            ("sent", stages.sent.map(age)),
            ("acknowledged", stages.acknowledged.map(age)),
            ("confirmed", stages.confirmed.map(age)),
            ("reached", reached),
        ];
        all.into_iter().filter_map(|(stage, age)| age.map(|age| (stage, age)))
    }

    fn site(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut family = encoder.encode_descriptor("alarm", "A raised alarm", None, MetricType::Gauge)?;
        for alarm in &self.sheet.site {
            let labels = [("alarm", alarm.kind.id()), ("grade", alarm.kind.grade().code())];
            ConstGauge::new(1_i64).encode(family.encode_family(&labels)?)?;
        }
        for (id, known) in &self.sheet.boards {
            for alarm in &known.alarms {
                let grade = alarm.kind.grade().code();
                let labels = [("board", id.as_str()), ("alarm", alarm.kind.id()), ("grade", grade)];
                ConstGauge::new(1_i64).encode(family.encode_family(&labels)?)?;
            }
        }
        let help = "How far the clock is believed";
        let mut family = encoder.encode_descriptor("clock_trust", help, None, MetricType::Gauge)?;
        for trust in [ClockTrust::Trusted, ClockTrust::Holdover, ClockTrust::Untrusted] {
            let labels = [("state", trust.code())];
            ConstGauge::new(i64::from(trust == self.trust)).encode(family.encode_family(&labels)?)?;
        }
        let help = "Open findings in files";
        let mut family = encoder.encode_descriptor("file_faults", help, None, MetricType::Gauge)?;
        for (severity, count) in self.faults {
            let labels = [("severity", severity.code())];
            ConstGauge::new(count as i64).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}

impl Collector for Snapshot {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        let family = encoder.encode_descriptor("build", "The program", None, MetricType::Info)?;
        build.encode(family)?;
        self.frames(&mut encoder)?;
        self.ways(&mut encoder)?;
        self.lamps(&mut encoder)?;
        self.cards(&mut encoder)?;
        self.site(&mut encoder)
    }
}
