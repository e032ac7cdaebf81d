//! What the page tells of a card that keeps what it shows.

use super::stages::StageTold;
use super::told::Way;
use super::words;
use crate::board::card::{Finding, Report};
use serde::Serialize;

/// A card, for programs.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Card)]
pub(super) struct CardTold {
    pub(super) model: Option<String>,
    pub(super) firmware: Option<String>,
    pub(super) name: Option<String>,
    pub(super) findings: Vec<&'static str>,
    pub(super) on: Option<bool>,
    pub(super) clock_ahead_s: Option<i64>,
    pub(super) clock_lost: bool,
    pub(super) parts: Option<usize>,
    pub(super) parts_wanted: Option<usize>,
    pub(super) covered: bool,
    pub(super) deferred: bool,
    pub(super) incidents: u64,
    pub(super) wear: WearTold,
}

/// How much its lasting memory is worn.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Wear)]
pub(super) struct WearTold {
    pub(super) total: u64,
    pub(super) today: u16,
    pub(super) most: u16,
    pub(super) years: u16,
}

impl CardTold {
    /// What is known of a card.
    pub(super) fn of(card: &Report) -> Self {
        let identity = card.identity.as_ref();
        let text = |text: &String| Some(plain(text)).filter(|text| !text.is_empty());
        Self {
            model: identity.and_then(|identity| text(&identity.model)),
            firmware: identity.and_then(|identity| text(&identity.firmware)),
            name: identity.and_then(|identity| text(&identity.name)),
            findings: identity.map_or_else(Vec::new, |identity| identity.findings.iter().map(code).collect()),
            on: card.state.as_ref().and_then(|state| state.on),
            clock_ahead_s: card.drift.map(|drift| drift.as_secs()),
            clock_lost: card.state.as_ref().is_some_and(|state| state.clock_lost),
            parts: card.progress.map(|(there, _)| there),
            parts_wanted: card.progress.map(|(_, wanted)| wanted),
            covered: card.covered,
            deferred: card.deferred,
            incidents: card.incidents,
            wear: WearTold {
                total: card.wear.total,
                today: card.wear.today,
                most: card.wear.most,
                years: card.wear.years,
            },
        }
    }

    /// The same for people, in lines that stand below how far frames come.
    pub(super) fn lines(card: &Report, way: &Way<'_>) -> [StageTold; 4] {
        let lang = way.lang;
        [
            StageTold::words("card", words::card(lang, card.identity.as_ref(), plain)),
            StageTold::words("stored", words::stored(lang, card)),
            StageTold::words("clock", words::card_clock(lang, card)),
            StageTold::words("wear", words::wear(lang, card.wear)),
        ]
    }
}

fn code(finding: &Finding) -> &'static str {
    match finding {
        Finding::NoSecret => "no-secret",
        Finding::FactoryPassword => "factory-password",
        Finding::OpenRadio => "open-radio",
    }
}

/// What a card calls itself, without what cannot be seen and not longer than anybody reads.
fn plain(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| !letter.is_control()).take(60).collect();
    plain.trim().to_owned()
}
