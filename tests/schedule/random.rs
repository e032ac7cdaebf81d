//! Random plans, against a reading of the rules that looks at one instant only: is a window open on this clock, is a bound
//! kept, which layer is the highest. It knows no spans, no days of 23 hours and no turns.

use crate::naive::{is_candidate, open};
use crate::plans::{parse, plan, setting};
use bangtin::calendar::Window;
use bangtin::playlist::Playlist;
use bangtin::schedule::{Agenda, Cursor, Dark, Layer, Lit, Plan, Setting, Shown, Why, explain, on_air};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;

const ZONES: [&str; 4] = ["Asia/Ho_Chi_Minh", "America/New_York", "Australia/Lord_Howe", "Europe/London"];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Days on which clocks change somewhere are among them.
const DATES: [&str; 8] = [
    "2026-03-07",
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-10-04",
    "2026-10-25",
    "2026-11-01",
    "2026-11-24",
];

fn clock() -> impl Strategy<Value = String> {
    let whole = (0u32..24, prop::sample::select(vec![0u32, 0, 0, 30, 59]))
        .prop_map(|(h, m)| format!("{h:02}:{m:02}"));
    let second = (0u32..86_400).prop_map(|s| format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60));
    prop_oneof![4 => whole, 1 => second]
}

fn window() -> impl Strategy<Value = String> {
    let days = prop::option::of(prop::sample::subsequence(DAYS.to_vec(), 1..7));
    let date = || prop::option::weighted(0.2, prop::sample::select(DATES.to_vec()));
    (clock(), clock(), days, date(), date()).prop_filter_map("ends", |(from, to, days, except, only)| {
        let mut text = format!("from = '{from}', to = '{to}'");
        days.iter().for_each(|days| write!(text, ", days = {days:?}").unwrap());
        except.iter().for_each(|date| write!(text, ", except = ['{date}']").unwrap());
        only.iter().for_each(|date| write!(text, ", only_on = ['{date}']").unwrap());
        let seconds = |text: &str| text.parse::<Time>().unwrap();
        (seconds(&from) != seconds(&to)).then(|| format!("{{ {text} }}"))
    })
}

fn when(class: &str) -> impl Strategy<Value = String> + use<> {
    let moment = || {
        (prop::sample::select(DATES.to_vec()), clock()).prop_map(|(date, time)| {
            let seconds = if time.len() == 5 { ":00" } else { "" };
            format!("{date}T{time}{seconds}")
        })
    };
    let urgent = class != "normal";
    let windows = prop_oneof![2 => Just(Vec::new()), 3 => prop::collection::vec(window(), 1..4)];
    let starts = prop::option::weighted(0.2, moment());
    let expires = prop::option::weighted(0.2, moment());
    let expires = (expires, moment()).prop_map(move |(may, must)| if urgent { Some(must) } else { may });
    (windows, starts, expires).prop_filter_map("ends", |(windows, starts, expires)| {
        let mut text = String::new();
        if !windows.is_empty() {
            writeln!(text, "windows = [{}]", windows.join(", ")).unwrap();
        }
        starts.iter().for_each(|at| writeln!(text, "starts_at = {at}").unwrap());
        expires.iter().for_each(|at| writeln!(text, "expires_at = {at}").unwrap());
        (starts.is_none() || expires.is_none() || starts < expires).then_some(text)
    })
}

fn list() -> impl Strategy<Value = String> {
    let class = prop::sample::select(vec!["normal", "normal", "normal", "priority", "emergency"]);
    class.prop_flat_map(|class| {
        let item = (when("normal"), 1u32..5, 20u32..900).prop_map(|(when, weight, hold)| {
            format!("[[item]]\ntext = 'a'\nweight = {weight}\nhold = {hold}\n{when}")
        });
        let blank = prop::sample::select(vec![0, 0, 0, 2]);
        (when(class), prop::collection::vec(item, 1..5), blank).prop_map(move |(when, items, blank)| {
            format!("class = '{class}'\nblank = {blank}\n{when}{}", items.concat())
        })
    })
}

/// What may be shown at an instant: some entries, or something else.
#[derive(Debug, PartialEq)]
pub(crate) enum May {
    Entries(Vec<usize>),
    Dark(Dark),
    LastResort,
}

pub(crate) fn may(plan: &Plan, quiet: &[Window], at: Timestamp) -> May {
    let zone = plan.calendar().zone();
    let choices: Vec<_> = (0..plan.len()).map(|entry| plan.choice(entry).unwrap()).collect();
    let candidates: Vec<usize> = (0..plan.len())
        .filter(|entry| is_candidate(&choices[*entry].playlist, choices[*entry].item(), zone, at))
        .collect();
    let top = candidates.iter().map(|entry| choices[*entry].layer).min();
    if top != Some(Layer::Emergency) && quiet.iter().any(|window| open(window, zone, at)) {
        return May::Dark(Dark::Quiet);
    }
    top.map_or(May::LastResort, |top| {
        May::Entries(candidates.into_iter().filter(|entry| choices[*entry].layer == top).collect())
    })
}

pub(crate) fn agrees(may: &May, shown: Shown) -> bool {
    match (may, shown) {
        (May::Entries(entries), Shown::Entry(entry)) => entries.contains(&entry),
        // The dark time after an item belongs to it even if it has just closed.
        (May::Entries(_), Shown::Blank(_)) | (May::LastResort, Shown::LastResort) => true,
        (May::Dark(a), Shown::Dark(b)) => *a == b,
        _ => false,
    }
}

pub(crate) fn world() -> impl Strategy<Value = (Plan, Vec<Window>)> {
    let quiet = prop::option::weighted(0.3, window());
    (prop::sample::select(ZONES.to_vec()), prop::collection::vec(list(), 1..5), quiet).prop_map(
        |(zone, lists, quiet)| {
            // What can never be lit is refused; then there is one list less.
            let lists: Vec<Arc<Playlist>> =
                lists.iter().enumerate().flat_map(|(at, text)| parse(&format!("p{at}"), text)).collect();
            let quiet = quiet
                .and_then(|window| parse("q", &format!("windows = [{window}]\n[[item]]\ntext = 'q'")).ok());
            let quiet = quiet.map_or_else(Vec::new, |list| list.when.windows.clone());
            let mut setting: Setting = setting(zone);
            Arc::make_mut(&mut setting.hours).quiet.clone_from(&quiet);
            (plan(setting, None, &lists), quiet)
        },
    )
}

pub(crate) fn instant() -> impl Strategy<Value = Timestamp> {
    (prop::sample::select(DATES.to_vec()), -90_000_000i64..180_000_000).prop_map(|(date, millis)| {
        let noon: Timestamp = format!("{date}T00:00:00Z").parse().unwrap();
        noon + SignedDuration::from_millis(millis)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 2000 } else { 20_000 }, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_plan_only_what_the_rules_allow_is_lit_to_the_second(
        (plan, quiet) in world(), instants in prop::collection::vec(instant(), 3),
    ) {
        for at in instants {
            let slot = on_air(&plan, at);
            prop_assert!(slot.began <= at && at < slot.until, "{at}: {slot:?}");
            let last = slot.until - SignedDuration::from_millis(1);
            for at in [slot.began, at, last] {
                let may = may(&plan, &quiet, at);
                prop_assert!(agrees(&may, slot.shown), "{at}: {:?} though {may:?}", slot.shown);
            }
            let after = on_air(&plan, slot.until);
            prop_assert_eq!(after.shown, slot.next);
            prop_assert_eq!(after.began.max(slot.until), slot.until);
        }
    }

    #[test]
    fn a_day_has_an_answer_for_every_minute_and_it_is_that_of_every_other_question(
        (plan, quiet) in world(), at in instant(), others in prop::collection::vec(0u64..86_400_000, 4),
    ) {
        let date = plan.calendar().zone().to_datetime(at).date();
        let agenda = Agenda::new(&plan, date).unwrap();
        let (start, end) = agenda.span();
        let mut expected = start;
        for (shown, from, to) in agenda.turns() {
            prop_assert_eq!(from, expected);
            prop_assert!(from < to);
            for at in [from, to - SignedDuration::from_millis(1)] {
                prop_assert!(agrees(&may(&plan, &quiet, at), shown), "{at}: {shown:?}");
            }
            expected = to;
        }
        prop_assert_eq!(expected, end);
        // Somebody who went along, somebody who starts there, and one who was somewhere else before.
        let mut along = Cursor::default();
        let mut at: Vec<Timestamp> = others.iter().map(|ms| start + SignedDuration::from_millis(*ms as i64)).collect();
        at.retain(|at| *at < end);
        let mut jumping = Cursor::default();
        for at in &at {
            prop_assert_eq!(jumping.on_air(&plan, *at), on_air(&plan, *at), "after a jump");
        }
        at.sort();
        for at in at {
            let slot = along.on_air(&plan, at);
            prop_assert_eq!(slot, on_air(&plan, at));
            prop_assert_eq!(Some(slot.shown), agenda.on_air(at).map(|turn| turn.0));
        }
        // What people are shown of the day says the same.
        for stretch in plan.stretches(date) {
            let said = match may(&plan, &quiet, stretch.from) {
                May::Dark(dark) => Lit::Dark(dark),
                May::LastResort => Lit::LastResort,
                May::Entries(entries) => Lit::Layer(plan.choice(entries[0]).unwrap().layer),
            };
            prop_assert_eq!(stretch.lit, said);
        }
    }

    #[test]
    fn of_every_entry_the_rule_is_named_that_the_instant_shows((plan, quiet) in world(), at in instant()) {
        let zone = plan.calendar().zone();
        let explained = explain(&plan, at);
        prop_assert_eq!(explained.slot, on_air(&plan, at));
        for (entry, why) in explained.entries.iter().enumerate() {
            let choice = plan.choice(entry).unwrap();
            let candidate = is_candidate(&choice.playlist, choice.item(), zone, at);
            let open = matches!(why, Why::OnAir | Why::Waits | Why::Below(_) | Why::Dark(_));
            let lingers = explained.slot.shown == Shown::Blank(entry);
            prop_assert!(open == candidate || lingers, "{why:?}");
            match (why, may(&plan, &quiet, at)) {
                (Why::Below(layer), May::Entries(entries)) => {
                    prop_assert_eq!(*layer, plan.choice(entries[0]).unwrap().layer);
                }
                (Why::Waits, May::Entries(entries)) => prop_assert!(entries.contains(&entry)),
                (Why::Dark(dark), may) => prop_assert_eq!(may, May::Dark(*dark)),
                (Why::Closed(Some(opens)), _) => {
                    prop_assert!(*opens > at && is_candidate(&choice.playlist, choice.item(), zone, *opens));
                }
                _ => {}
            }
        }
    }
}
