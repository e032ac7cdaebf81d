//! The metrics of cards that keep what they show.

use super::{Of, Snapshot};
use crate::board::card::Report;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::Unit;
use std::fmt;

impl Snapshot {
    /// Writes what is known of cards; nothing where there are none.
    pub(super) fn cards(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        if self.boards.iter().all(|(_, status)| status.card.is_none()) {
            return Ok(());
        }
        let writes = ("card_writes", "Times the lasting memory of the card was written since it is known");
        self.card_counters(encoder, writes, |card| card.wear.total)?;
        let incidents = ("card_incidents", "Times something was found on the card that nobody ordered");
        self.card_counters(encoder, incidents, |card| card.incidents)?;
        let today = "Times the lasting memory of the card was written today";
        self.card_gauges(encoder, ("card_writes_today", today, None), |card| Some(card.wear.today.into()))?;
        let most = "Times it may be written in a day";
        self.card_gauges(encoder, ("card_writes_limit", most, None), |card| Some(card.wear.most.into()))?;
        let ahead = "How far the clock of the card is ahead";
        self.card_gauges(encoder, ("card_clock_ahead", ahead, Some(Unit::Seconds)), |card| {
            card.drift.map(|drift| drift.as_secs_f64())
        })?;
        let missing = "Parts that are to be on the card and are not";
        self.card_gauges(encoder, ("card_parts_missing", missing, None), |card| {
            card.progress.map(|(there, wanted)| wanted.saturating_sub(there) as f64)
        })?;
        let covered = "Whether the card shows what is in its passing memory";
        self.card_gauges(encoder, ("card_covered", covered, None), |card| Some(card.covered.into()))?;
        let deferred = "Whether what is new waits because the memory may not be written any more today";
        self.card_gauges(encoder, ("card_deferred", deferred, None), |card| Some(card.deferred.into()))
    }

    fn card_counters(
        &self,
        encoder: &mut DescriptorEncoder<'_>,
        (name, help): (&str, &str),
        value: impl Fn(&Report) -> u64,
    ) -> fmt::Result {
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (board, status) in &self.boards {
            let Some(card) = status.card.as_deref() else { continue };
            let labels: Of<'_> = [("board", &board.id)];
            ConstCounter::new(value(card)).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }

    fn card_gauges(
        &self,
        encoder: &mut DescriptorEncoder<'_>,
        (name, help, unit): (&str, &str, Option<Unit>),
        value: impl Fn(&Report) -> Option<f64>,
    ) -> fmt::Result {
        let mut family = encoder.encode_descriptor(name, help, unit.as_ref(), MetricType::Gauge)?;
        for (board, status) in &self.boards {
            let Some(value) = status.card.as_deref().and_then(&value) else { continue };
            let labels: Of<'_> = [("board", &board.id)];
            ConstGauge::new(value).encode(family.encode_family(&labels)?)?;
        }
        Ok(())
    }
}
