//! One fault as the page and `/api/status` tell it. Only words; what is wrong was found elsewhere.

use super::excerpt;
use crate::report::{Fault, Lang, Rule};
use serde::Serialize;
use utoipa::ToSchema;

/// One fault.
#[derive(Serialize, ToSchema)]
pub(super) struct FaultTold {
    pub(super) severity: &'static str,
    pub(super) code: &'static str,
    pub(super) rule: Option<&'static str>,
    /// Why its file asks not to be told of it; the page does not list it then.
    pub(super) silenced: Option<String>,
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) sentence: String,
    pub(super) excerpt: Option<String>,
}

impl FaultTold {
    pub(super) fn of(fault: &Fault, lang: Lang) -> Self {
        let place = fault.line_column();
        Self {
            severity: fault.severity.code(),
            code: fault.message.code(),
            rule: fault.message.rule().map(Rule::id),
            silenced: fault.silenced.clone(),
            file: fault.place.as_ref().map(|(source, _)| source.name.clone()),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            sentence: fault.sentence(lang),
            excerpt: excerpt::excerpt(fault),
        }
    }
}
