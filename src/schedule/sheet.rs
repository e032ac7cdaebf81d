//! The running sheet of one day: what opens and closes on it, which layer is lit when, what campaigns are owed.

use super::day::Day;
use super::plan::Plan;
use super::quota::{self, Owed};
use super::spans::{self, Span, outside, tidy};
use super::{Dark, Layer};
use jiff::civil::Date;

/// One day of a plan.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) date: Date,
    pub(super) span: Span,
    /// When entries open, by time, and when they close again.
    pub(super) openings: Vec<Opening>,
    /// The whole day, stretch by stretch.
    pub(super) phases: Vec<Phase>,
    /// What each campaign is owed on it.
    pub(super) owed: Vec<Owed>,
    /// From when on the board is how bright, in per cent.
    pub(super) brightness: Vec<(i64, u8)>,
}

/// An entry opens.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) span: Span,
    pub(super) entry: u32,
}

/// A stretch in which the same layer is lit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phase {
    pub(super) span: Span,
    pub(super) lit: Lit,
    /// The campaigns that have an open entry in the layer, a bit each.
    pub(super) campaigns: u128,
}

/// What is lit as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lit {
    /// The open entries of this layer, in turn.
    Layer(Layer),
    /// Nothing, on purpose.
    Dark(Dark),
    /// The compiled-in frame.
    LastResort,
}

impl Sheet {
    /// The sheet of a date; `None` at the ends of representable time.
    pub(super) fn new(plan: &Plan, date: Date) -> Option<Self> {
        let mut sheet = Self::unowed(plan, date)?;
        sheet.owed = quota::owed(plan, &sheet);
        Some(sheet)
    }

    /// The sheet without what campaigns are owed.
    pub(super) fn unowed(plan: &Plan, date: Date) -> Option<Self> {
        let setting = &plan.setting;
        let day = Day::new(&setting.calendar, setting.sky, date)?;
        let mut openings = openings(plan, &day);
        openings.sort_by_key(|opening| (opening.span.start, opening.entry));
        let phases = phases(plan, &day, &openings);
        let brightness = brightness(plan, &day);
        Some(Self { date, span: day.span, openings, phases, owed: Vec::new(), brightness })
    }

    /// The phase an instant of the day lies in.
    pub(super) fn phase(&self, instant: i64) -> Option<&Phase> {
        let after = self.phases.partition_point(|phase| phase.span.start <= instant);
        self.phases[..after].last()
    }

    /// How bright the board is at an instant of the day, and from when to when.
    pub(super) fn bright(&self, instant: i64) -> (u8, Span) {
        let after = self.brightness.partition_point(|(from, _)| *from <= instant);
        let (from, percent) = self.brightness[..after].last().copied().unwrap_or((self.span.start, 100));
        (percent, from..self.brightness.get(after).map_or(self.span.end, |(from, _)| *from))
    }
}

fn openings(plan: &Plan, day: &Day<'_>) -> Vec<Opening> {
    let mourning = day.is_mourning();
    let lists: Vec<Vec<Span>> = plan.lists.iter().map(|list| list.open(day)).collect();
    let mut openings = Vec::with_capacity(plan.entries.len());
    for (index, entry) in plan.entries.iter().enumerate() {
        let spans = entry.open(day, &lists[entry.list], mourning);
        let entry = index as u32;
        openings.extend(spans.into_iter().map(|span| Opening { span, entry }));
    }
    openings
}

/// When nothing is lit on purpose, by strength: blackouts, hours without power, quiet hours.
pub(super) fn dark(plan: &Plan, day: &Day<'_>) -> [(Dark, Vec<Span>); 3] {
    let setting = &plan.setting;
    let blackout = |blackout: &super::Blackout| {
        let until = blackout.until.map_or(i64::MAX, |until| until.as_millisecond());
        blackout.since.as_millisecond().max(day.span.start)..until.min(day.span.end)
    };
    let blackouts = tidy(setting.blackouts.iter().map(blackout).collect());
    let powered = day.windows(&setting.hours.power);
    let quiet = if setting.hours.quiet.is_empty() { Vec::new() } else { day.windows(&setting.hours.quiet) };
    [(Dark::Blackout, blackouts), (Dark::NoPower, outside(&powered, day.span.clone())), (Dark::Quiet, quiet)]
}

/// Goes through the day from change to change and counts what is open in each layer.
fn phases(plan: &Plan, day: &Day<'_>, openings: &[Opening]) -> Vec<Phase> {
    let dark = dark(plan, day);
    let campaigns = plan.campaigns.len();
    let mut count = [0usize; Layer::ALL.len()];
    let mut active = vec![[0usize; Layer::ALL.len()]; campaigns];
    let mut changes: Vec<(i64, bool, u32)> = Vec::new();
    let mut turn = |entry: u32, opens: bool| {
        let entry = &plan.entries[entry as usize];
        let layer = entry.choice.layer.index();
        let add = |number: &mut usize| *number = if opens { *number + 1 } else { number.saturating_sub(1) };
        add(&mut count[layer]);
        if let Some(campaign) = entry.campaign {
            add(&mut active[campaign][layer]);
        }
        (count, campaigns_of(&active))
    };
    let mut state = Default::default();
    for Opening { span, entry } in openings {
        if span.start <= day.span.start {
            state = turn(*entry, true);
        } else {
            changes.push((span.start, true, *entry));
        }
        if span.end < day.span.end {
            changes.push((span.end, false, *entry));
        }
    }
    changes.sort_unstable();
    let mut instants: Vec<i64> = changes.iter().map(|change| change.0).collect();
    let edges = dark.iter().flat_map(|(_, spans)| spans).flat_map(|span| [span.start, span.end]);
    instants.extend(edges.chain([day.span.start]).filter(|at| day.span.contains(at)));
    instants.sort_unstable();
    instants.dedup();
    let mut phases: Vec<Phase> = Vec::new();
    let mut next = changes.into_iter().peekable();
    for (at, instant) in instants.iter().enumerate() {
        while let Some((_, opens, entry)) = next.next_if(|change| change.0 <= *instant) {
            state = turn(entry, opens);
        }
        let end = instants.get(at + 1).copied().unwrap_or(day.span.end);
        let (count, masks): (_, [u128; Layer::ALL.len()]) = state;
        let top = Layer::ALL.into_iter().find(|layer| count[layer.index()] > 0);
        let why_dark =
            dark.iter().find(|(_, spans)| spans::at(spans, *instant).is_some()).map(|(why, _)| *why);
        let lit = lit(top, why_dark);
        let campaigns = if let Lit::Layer(layer) = lit { masks[layer.index()] } else { 0 };
        match phases.last_mut() {
            Some(last) if last.lit == lit && last.campaigns == campaigns => last.span.end = end,
            _ => phases.push(Phase { span: *instant..end, lit, campaigns }),
        }
    }
    phases
}

fn campaigns_of(active: &[[usize; Layer::ALL.len()]]) -> [u128; Layer::ALL.len()] {
    let mut masks = [0; Layer::ALL.len()];
    for (campaign, layers) in active.iter().enumerate() {
        for (mask, count) in masks.iter_mut().zip(layers) {
            *mask |= u128::from(*count > 0) << campaign;
        }
    }
    masks
}

fn lit(top: Option<Layer>, dark: Option<Dark>) -> Lit {
    match (top, dark) {
        (_, Some(Dark::Blackout)) => Lit::Dark(Dark::Blackout),
        (Some(Layer::Emergency), _) => Lit::Layer(Layer::Emergency),
        (_, Some(why)) => Lit::Dark(why),
        (Some(layer), None) => Lit::Layer(layer),
        (None, None) => Lit::LastResort,
    }
}

/// The brightness of the day: the first window that is open says it, 100 if none is; by night within its bounds.
fn brightness(plan: &Plan, day: &Day<'_>) -> Vec<(i64, u8)> {
    let hours = &plan.setting.hours;
    let windows: Vec<(Vec<Span>, u8)> = hours
        .brightness
        .iter()
        .map(|(window, percent)| (day.windows(std::slice::from_ref(window)), *percent))
        .collect();
    let nights = day.nights();
    let edges =
        windows.iter().flat_map(|(spans, _)| spans).chain(&nights).flat_map(|span| [span.start, span.end]);
    let mut instants: Vec<i64> = edges.filter(|at| day.span.contains(at)).chain([day.span.start]).collect();
    instants.sort_unstable();
    instants.dedup();
    let mut steps: Vec<(i64, u8)> = Vec::new();
    for instant in instants {
        let open = windows.iter().find(|(spans, _)| spans::at(spans, instant).is_some());
        let mut percent = open.map_or(100, |(_, percent)| *percent);
        if spans::at(&nights, instant).is_some() {
            percent = percent.min(hours.night_max).max(hours.night_floor);
        }
        if steps.last().is_none_or(|(_, last)| *last != percent) {
            steps.push((instant, percent));
        }
    }
    steps
}
