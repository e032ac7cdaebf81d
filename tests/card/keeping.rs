//! A card is kept right: its clock, its light, its power, what lies over it, and how often its memory is written.

use crate::model::{Fault, Sort, grey, stock};
use crate::world::{POLL, World, cover, midnight, options, secs};
use bangtin::board::Trouble;
use bangtin::board::card::{Failure, Ledger, Op, Options, Strange, Wish};
use jiff::SignedDuration;
use std::sync::Arc;

fn urgent(greys: &[u8]) -> Wish {
    Wish { stock: Arc::new(stock(&[10])), now: cover(greys), urgent: true, on: true }
}

fn settled(sort: Sort) -> World {
    let mut world = World::new(sort);
    world.want(&[10]);
    world.run(secs(30));
    assert!(world.steward.settled());
    world.begun.clear();
    world
}

#[test]
fn an_emergency_is_lit_by_the_next_command_and_gone_by_the_one_after_its_end() {
    let mut world = settled(Sort::Files);
    world.wish(urgent(&[99]));
    world.run(secs(1) / 2);
    assert_eq!((world.names(), world.lit()), (vec!["cover"], vec![99]));
    assert!(world.steward.settled());
    world.run(secs(3600 * 5));
    assert_eq!((world.lit(), world.writes()), (vec![99], 0), "for as long as it is wished");
    world.begun.clear();
    world.want(&[10]);
    world.run(secs(1) / 2);
    assert_eq!((world.names(), world.lit()), (vec!["uncover"], vec![10]));
}

#[test]
fn an_emergency_comes_before_everything_else_on_a_card_nothing_is_known_of() {
    let mut world = World::new(Sort::Files);
    world.wish(urgent(&[99]));
    world.run(secs(20));
    assert_eq!(world.names()[..4], ["identify", "cover", "status", "look"]);
    assert_eq!(world.card.keeps(), [10], "what it is to keep is written under it");
}

#[test]
fn nothing_stale_stays_when_nobody_comes_any_more() {
    let mut world = settled(Sort::Files);
    world.wish(urgent(&[99]));
    world.run(secs(600));
    assert_eq!(world.lit(), [99]);
    // The program is gone.
    world.mono += secs(90);
    assert_eq!(world.lit(), [10]);
}

#[test]
fn what_lies_over_a_card_is_told_again_only_after_a_whole_turn_of_it() {
    let mut world = settled(Sort::Files);
    // 13 pages of 5 s.
    let many: Vec<u8> = (50..63).collect();
    world.wish(urgent(&many));
    world.run(secs(660));
    let times: Vec<u64> = world
        .begun
        .iter()
        .filter(|(_, op)| matches!(op, Op::Cover(..)))
        .map(|(at, _)| at.as_secs())
        .collect();
    assert!(times.windows(2).all(|pair| (65..=67).contains(&(pair[1] - pair[0]))), "{times:?}");
    assert!(times.len() >= 9);
}

#[test]
fn a_card_that_lost_its_power_under_a_cover_is_covered_again_within_a_third_of_its_lease() {
    let mut world = settled(Sort::Files);
    world.wish(urgent(&[99]));
    world.run(secs(100));
    world.card.power_cycle();
    assert_eq!(world.lit(), [10]);
    world.run(secs(31));
    assert_eq!(world.lit(), [99]);
}

#[test]
fn a_refused_cover_does_not_keep_the_stock_from_the_card() {
    let mut world = settled(Sort::Files);
    world.fault =
        Box::new(|_, op| matches!(op, Op::Cover(..)).then_some(Fault::Fails(Failure::Refused("area"))));
    world.want(&[30]);
    world.run(secs(60));
    assert_eq!(world.lit(), [30]);
    assert!(world.steward.settled(), "no cover is wanted any more: {:?}", world.steward.report());
}

#[test]
fn a_wrong_clock_is_set_and_its_drift_told() {
    let mut world = settled(Sort::Files);
    world.card.drift = SignedDuration::from_secs(10);
    world.run(POLL);
    assert_eq!(world.card.drift, SignedDuration::ZERO);
    assert_eq!(world.count(|op| matches!(op, Op::SetClock)), 1);
    assert_eq!(world.steward.report().drift, Some(SignedDuration::from_secs(10)));
    world.card.drift = SignedDuration::from_secs(-1);
    world.run(POLL * 3);
    assert_eq!(world.card.drift, SignedDuration::from_secs(-1), "that little is no harm");
}

#[test]
fn a_clock_is_not_set_by_who_does_not_know_the_time() {
    let mut world = settled(Sort::Files);
    world.knows_time = false;
    world.card.drift = SignedDuration::from_hours(9);
    world.run(POLL * 5);
    assert_eq!(world.count(|op| matches!(op, Op::SetClock)), 0);
    assert_eq!(world.steward.report().drift, None);
    world.knows_time = true;
    world.run(POLL);
    assert_eq!(world.card.drift, SignedDuration::ZERO);
}

#[test]
fn a_card_that_says_it_does_not_know_the_time_is_told_and_goes_on() {
    let mut world = World::new(Sort::Files);
    let mut refused = false;
    world.fault = Box::new(move |_, op| {
        let first = matches!(op, Op::Write(_)) && !std::mem::replace(&mut refused, true);
        first.then_some(Fault::Fails(Failure::NoTime))
    });
    world.want(&[10]);
    world.run(secs(90));
    assert_eq!(world.count(|op| matches!(op, Op::SetClock)), 1);
    assert_eq!(world.card.keeps(), [10]);
}

#[test]
fn a_face_that_somebody_made_dark_is_lit_within_a_poll_and_told() {
    let mut world = settled(Sort::Files);
    world.card.on = false;
    world.run(POLL);
    assert!(world.card.on);
    let strange: Vec<Strange> = world.incidents.iter().map(|incident| incident.strange).collect();
    assert_eq!(strange, [Strange::Power]);
    assert_eq!(world.incidents[0].state.as_ref().and_then(|state| state.on), Some(false));
    assert_eq!(world.steward.report().incidents, 1);
}

#[test]
fn darkness_on_a_persons_word_comes_before_all_else_and_is_held() {
    for sort in [Sort::Files, Sort::Script, Sort::Blind] {
        let mut world = settled(sort);
        let dark = Wish { stock: Arc::new(stock(&[30, 40])), now: cover(&[30]), urgent: false, on: false };
        world.wish(dark);
        world.run(secs(1) / 2);
        assert_eq!((world.names()[0], world.lit()), ("power", vec![0]));
        world.run(secs(600));
        assert_eq!(world.lit(), [0]);
        // Lit again by somebody else.
        world.card.on = true;
        world.run(POLL);
        assert_eq!((world.lit(), world.incidents.len()), (vec![0], 1));
        world.want(&[30, 40]);
        world.run(secs(1) / 2);
        assert_ne!(world.lit(), [0]);
        world.run(secs(60));
        assert!(world.steward.settled(), "{sort:?}: {:?}", world.steward.report());
    }
}

#[test]
fn darkness_is_tried_at_once_even_while_the_card_is_left_alone() {
    let mut world = settled(Sort::Files);
    world.fault = Box::new(|_, _| Some(Fault::Lost));
    world.run(secs(3600));
    world.fault = Box::new(|_, _| None);
    world.wish(Wish { stock: Arc::new(stock(&[10])), now: cover(&[10]), urgent: false, on: false });
    world.run(secs(1));
    assert_eq!(world.lit(), [0]);
}

#[test]
fn a_table_of_brightness_is_told_once_and_when_it_changes() {
    let mut world = settled(Sort::Files);
    let with = |level: u8| {
        let stock = bangtin::board::card::Stock { light: Some(Box::new([level; 48])), ..stock(&[10]) };
        Wish { stock: Arc::new(stock), now: cover(&[10]), urgent: false, on: true }
    };
    world.wish(with(40));
    world.run(secs(3600));
    assert_eq!(world.card.light, Some(Box::new([40; 48])));
    world.wish(with(60));
    world.run(secs(3600));
    assert_eq!(world.card.light, Some(Box::new([60; 48])));
    assert_eq!(world.count(|op| matches!(op, Op::Light(_))), 2);
    assert_eq!(world.writes(), 0, "the pictures are the same");
}

#[test]
fn what_may_not_be_written_today_waits_under_a_cover_and_comes_tomorrow() {
    let mut world = World::with(Sort::Files, Options { writes_a_day: 6, ..options() }, Ledger::default());
    for greys in [[10, 20], [30, 40]] {
        world.want(&greys);
        world.run(secs(60));
        assert!(world.steward.settled() && !world.steward.report().deferred);
    }
    assert_eq!(world.steward.report().wear.today, 5, "two, two, and one for what went");
    world.want(&[50, 60]);
    world.run(secs(3600));
    let report = world.steward.report();
    assert!(report.deferred && report.covered);
    assert_eq!((world.lit(), world.card.keeps()), (vec![50, 60], vec![30, 40]));

    world.run(midnight(1) - world.mono + POLL);
    let report = world.steward.report();
    assert!(!report.deferred && !report.covered && world.steward.settled());
    assert_eq!((world.card.keeps(), report.wear.today), (vec![50, 60], 3));
}

#[test]
fn an_emergency_and_its_end_wait_for_no_day_on_a_card_that_cannot_be_covered() {
    for sort in [Sort::Script, Sort::Blind] {
        let mut world = World::with(sort, Options { writes_a_day: 5, ..options() }, Ledger::default());
        world.want(&[10]);
        world.run(secs(60));
        world.want(&[20]);
        world.run(secs(60));
        world.want(&[30]);
        world.run(secs(600));
        assert!(world.steward.report().deferred, "{sort:?}: {:?}", world.steward.report());
        assert_eq!(world.lit(), [20]);
        world.wish(Wish { stock: Arc::new(stock(&[99])), now: cover(&[99]), urgent: true, on: true });
        world.run(secs(10));
        assert_eq!(world.lit(), [99], "{sort:?}");
        world.run(secs(600));
        world.want(&[30]);
        world.run(secs(10));
        assert_eq!(world.lit(), [30], "{sort:?}");
        world.run(secs(600));
        world.want(&[40]);
        world.run(secs(600));
        assert!(world.steward.report().deferred, "{sort:?}: what is not urgent waits again");
        assert_eq!(world.lit(), [30]);
    }
}

#[test]
fn what_is_withdrawn_goes_although_nothing_may_be_written() {
    let mut world = World::with(Sort::Files, Options { writes_a_day: 2, ..options() }, Ledger::default());
    world.want(&[10, 20]);
    world.run(secs(60));
    assert_eq!(world.steward.report().wear.today, 2);
    world.want(&[10]);
    world.run(secs(10));
    assert_eq!(world.card.keeps(), [10], "nothing new is needed");
    world.want(&[10, 30]);
    world.run(secs(60));
    world.want(&[30]);
    world.run(secs(60));
    assert_eq!((world.lit(), world.card.keeps()), (vec![30], vec![10]), "the last thing it keeps stays");
}

#[test]
fn a_stock_larger_than_a_days_writes_fills_a_new_card_at_once_and_an_old_one_over_days() {
    let options = Options { writes_a_day: 6, ..options() };
    let mut world = World::with(Sort::Files, options, Ledger::default());
    let first: Vec<u8> = (1..=10).collect();
    world.want(&first);
    world.run(secs(120));
    assert!(world.steward.settled(), "a new card");

    let second: Vec<u8> = (101..=110).collect();
    world.want(&second);
    let new = |world: &World| world.card.keeps().iter().filter(|grey| **grey > 100).count();
    // The first day's writes are spent; on the second as many come as may, and the rest, and the end of the old, on the third.
    for (days, there) in [(1, 0), (2, 5)] {
        world.run(midnight(days) - world.mono - secs(60));
        assert_eq!(new(&world), there, "at the end of day {days}");
        assert_eq!(world.lit(), second, "out of its passing memory");
    }
    world.run(secs(600));
    assert!(world.steward.settled());
    assert_eq!(world.card.keeps().len(), 10);
}

#[test]
fn months_of_changes_wear_a_card_no_more_than_it_may() {
    // A year with RUN_SLOW_TESTS=1.
    let slow = std::env::var("RUN_SLOW_TESTS").is_ok_and(|value| value == "1");
    let days = if slow { 365 } else { 60 };
    let seldom = Options { poll: secs(1800), ..options() };
    let mut world = World::with(Sort::Files, seldom, Ledger::default());
    world.want(&[1, 2]);
    world.run(secs(600));
    for day in 0..days {
        let before = world.card.wear;
        for change in 0..10 {
            let grey = 3 + (day * 10 + change) % 200;
            world.want(&[grey as u8, 1]);
            world.run(secs(8640));
            assert_eq!(world.lit().len(), 2);
        }
        let day = world.card.wear - before;
        // A day of 24 h from here is no day of the calendar: it may take the end of one and the begin of the next.
        assert!(day <= 48, "{day} writes in a day");
        world.begun.clear();
        world.card.log.clear();
    }
    assert!(world.card.wear <= 24 * (days + 1), "{} writes in {days} days", world.card.wear);
    assert_eq!(u64::from(world.card.wear), world.steward.ledger().total, "all are counted");
    assert!(world.card.wear > 20 * days, "the changes were too few to tell anything");
    let years = (100_000 - world.card.wear) / (24 * 365);
    assert_eq!(u32::from(world.steward.report().wear.years), years);
}

#[test]
fn a_clock_that_is_put_back_gives_no_writes_and_one_that_ran_ahead_takes_none() {
    let mut ledger =
        Ledger { total: 100, today: 24, day: Some("2080-01-01".parse().unwrap()), ..Ledger::default() };
    ledger.held.clear();
    let mut world = World::with(Sort::Files, options(), ledger);
    world.want(&[10]);
    world.run(secs(600));
    assert!(world.steward.report().deferred);
    world.run(midnight(1) - world.mono + POLL);
    assert!(world.steward.settled());
}

#[test]
fn without_a_wish_a_card_is_asked_what_it_is_and_left_as_it_is() {
    let mut world = World::new(Sort::Files);
    world.run(POLL * 3 - secs(1));
    assert_eq!(world.names(), ["identify", "status", "status", "status"]);
    assert!(world.steward.report().identity.is_some() && !world.steward.settled());
    assert_eq!(world.steward.report().told.trouble, None::<Trouble>);
    assert_eq!(grey(0).rgb()[0], 0);
}
