//! The findings of one file: silenced where its items ask for it, and bounded, so that a file full of slips is said
//! shortly.

use super::Finding;
use crate::playlist::{Item, Silence};
use crate::report::{Fault, Message, Rule, Severity, Source};
use std::ops::Range;
use std::sync::Arc;

/// The most findings listed of one file, and the most silenced ones besides; how many more there are is said instead.
const MOST: usize = 50;

/// Collects the findings of one playlist file, item by item.
#[derive(Debug)]
pub struct List {
    source: Arc<Source>,
    faults: Vec<Fault>,
    silenced: Vec<Fault>,
    more: usize,
    /// How grave the worst finding is that is not listed.
    worst: Severity,
}

impl List {
    /// For a file of which nothing was found yet.
    #[must_use]
    pub fn new(source: &Arc<Source>) -> Self {
        let source = Arc::clone(source);
        Self { source, faults: Vec::new(), silenced: Vec::new(), more: 0, worst: Severity::Info }
    }

    /// Adds to the findings of an item what was found on one more board. Of each rule one finding is kept, the gravest:
    /// boards differ in numbers, not in what is to be mended.
    pub fn merge(&self, item: &Item, found: &mut Vec<Fault>, more: Vec<Finding>) {
        for Finding { severity, message } in more {
            let place = place(item, &message);
            let fault = Fault::error(&self.source, place, message).at(severity);
            match found.iter_mut().find(|other| other.message.rule() == fault.message.rule()) {
                Some(other) if other.severity < fault.severity => *other = fault,
                Some(_) => {}
                None => found.push(fault),
            }
        }
    }

    /// Takes the findings of an item. `judged` is whether every rule had its say: a silence that nothing needed is only
    /// then known to be idle.
    pub fn item(&mut self, item: &Item, found: Vec<Fault>, judged: bool) {
        let reason = |rule: Option<Rule>| item.silence.iter().find(|silence| Some(silence.rule) == rule);
        let mut used = Vec::new();
        for mut fault in found {
            let silence = reason(fault.message.rule());
            fault.silenced = silence.map(|silence| silence.reason.clone());
            used.extend(silence.map(|silence| silence.rule));
            self.push(fault);
        }
        let idle =
            |silence: &&Silence| judged && !used.contains(&silence.rule) && !silence.rule.is_of_schedule();
        for silence in item.silence.iter().filter(idle) {
            let message = Message::SilenceIdle { rule: silence.rule.id() };
            self.push(Fault::warning(&self.source, silence.span.clone(), message).at(Severity::Info));
        }
    }

    /// Takes a finding that is about more than one item, or is complete as it is.
    pub fn push(&mut self, fault: Fault) {
        let list = if fault.silenced.is_some() { &mut self.silenced } else { &mut self.faults };
        if list.len() < MOST {
            list.push(fault);
        } else if fault.silenced.is_none() {
            self.more += 1;
            self.worst = self.worst.max(fault.severity);
        }
    }

    /// All findings, those that are silenced last.
    #[must_use]
    pub fn finish(self) -> Vec<Fault> {
        let Self { source, mut faults, silenced, more, worst } = self;
        let last = faults.last().and_then(|last| last.place.clone());
        if let (Some((_, span)), true) = (last, more > 0) {
            // As grave as what it stands for: a file is not good because its errors are many.
            faults.push(Fault::warning(&source, span, Message::TextMore { more }).at(worst));
        }
        faults.extend(silenced);
        faults
    }
}

/// Where an item is to be mended: its colour for a colour, its text for everything else.
fn place(item: &Item, message: &Message) -> Range<usize> {
    let colour = item.colour.as_ref().filter(|_| message.rule() == Some(Rule::L10));
    colour.map_or(&item.text.span, |colour| &colour.span).clone()
}
