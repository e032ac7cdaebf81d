//! Cards that fail: cut off at any operation, silent, busy, full, worn, strange. What is lit is the old or the new, and when
//! they are themselves again they hold what is wanted.

use crate::model::{Fault, Sort};
use crate::world::{POLL, World, name, options, secs};
use bangtin::board::Trouble;
use bangtin::board::card::{Failure, Ledger, Op, Options, Unfit};
use proptest::prelude::*;
use std::time::Duration;

const CUTS: [Fault; 5] = [Fault::Lost, Fault::Unsaid, Fault::CutBefore, Fault::CutWithin, Fault::CutAfter];

/// A card that holds 10 and 20, and its steward.
fn settled(sort: Sort) -> World {
    let mut world = World::new(sort);
    world.want(&[10, 20]);
    world.run(secs(30));
    assert!(world.steward.settled());
    world.begun.clear();
    world
}

#[test]
fn a_card_cut_off_at_any_operation_shows_the_old_or_the_new_and_ends_with_the_new() {
    for sort in [Sort::Files, Sort::Script, Sort::Blind] {
        for cut in CUTS {
            for at in 0..16 {
                let mut world = settled(sort);
                world.fault = Box::new(move |n, _| (n == at).then_some(cut));
                world.law = Box::new(move |lit, op| {
                    let known = lit.iter().all(|grey| [10, 20, 30, 40].contains(grey));
                    assert!(known, "{sort:?}, {cut:?} at {at}: {lit:?} is lit after {}", name(op));
                });
                world.want(&[30, 40]);
                world.run(secs(120));
                let names = world.names();
                assert_eq!(world.lit(), [30, 40], "{sort:?}, {cut:?} at {at}: {names:?}");
                assert!(world.steward.settled(), "{sort:?}, {cut:?} at {at}: {names:?}");
                assert!(world.incidents.is_empty(), "{sort:?}, {cut:?} at {at}: nobody else wrote anything");
            }
        }
    }
}

#[test]
fn a_program_killed_at_any_operation_takes_up_its_work_and_suspects_nobody() {
    for sort in [Sort::Files, Sort::Script] {
        for at in 1..12 {
            let mut world = settled(sort);
            world.want(&[30, 40]);
            while world.begun.len() + 1 < at && !world.steward.settled() {
                world.run(Duration::from_millis(100));
            }
            // Killed with an operation under way: it is done, and nobody takes the answer.
            if let Some(op) = world.steward.next(&world.make, world.now()) {
                _ = world.card.execute(&op, None, world.now());
            }
            world.restart(world.steward.ledger().clone());
            world.want(&[30, 50]);
            world.run(secs(60));
            let mut lit = world.lit();
            lit.sort_unstable();
            assert_eq!(lit, [30, 50], "{sort:?} at {at}: {:?}", world.names());
            assert!(world.incidents.is_empty(), "{sort:?} at {at}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_fails_in_whatever_order_the_light_is_never_strange_and_is_right_in_the_end(
        faults in proptest::collection::vec(0..40_usize, 40),
        changes in proptest::collection::vec((1..40_u64, proptest::collection::btree_set(1..20_u8, 1..4)), 1..6),
        sort in prop_oneof![Just(Sort::Files), Just(Sort::Script), Just(Sort::Blind)],
    ) {
        // Writes enough: what waits for tomorrow is another test's.
        let mut world = World::with(sort, Options { writes_a_day: 500, ..options() }, Ledger::default());
        let kinds = [
            CUTS.as_slice(),
            &[Fault::Fails(Failure::Busy), Fault::Fails(Failure::Damaged), Fault::Fails(Failure::Refused("no"))],
        ].concat();
        let mut last = Vec::new();
        // A blind card is believed to play what it said it took: it is asked for a picture before anything goes.
        world.want(&[200]);
        world.run(secs(20));
        world.fault = Box::new(move |n, _| kinds.get(*faults.get(n)?).copied());
        world.begun.clear();
        world.law = Box::new(|lit, op| {
            let known = lit.iter().all(|grey| (1..20).contains(grey) || *grey == 200);
            assert!(known, "{lit:?} is lit after {}", name(op));
        });
        for (wait, greys) in changes {
            last = greys.into_iter().collect();
            world.want(&last);
            world.run(secs(wait));
        }
        world.run(secs(3600 * 2));
        let mut lit = world.lit();
        lit.sort_unstable();
        prop_assert_eq!(&lit, &last, "{:?}", world.names());
        prop_assert!(world.steward.settled(), "{:?}", world.steward.report());
        prop_assert!(world.incidents.is_empty());
    }
}

#[test]
fn what_a_blind_card_may_have_dropped_is_written_again_when_it_is_wanted_again() {
    for cut in CUTS {
        let mut world = World::new(Sort::Blind);
        world.want(&[10]);
        world.run(secs(30));
        world.fault = Box::new(move |_, op| matches!(op, Op::Drop(_)).then_some(cut));
        world.want(&[20]);
        world.run(secs(20));
        world.fault = Box::new(|_, _| None);
        world.want(&[10]);
        world.run(secs(60));
        assert_eq!(world.lit(), [10], "{cut:?}: {:?}", world.names());
    }
}

#[test]
fn a_card_that_never_answers_costs_one_question_a_pause() {
    let mut world = World::new(Sort::Files);
    world.fault = Box::new(|_, _| Some(Fault::Lost));
    world.want(&[10]);
    world.run(secs(86_400));
    assert!(world.names().iter().all(|name| *name == "identify"));
    assert!((200..=300).contains(&world.begun.len()), "{} questions a day", world.begun.len());
    assert_eq!(
        world.steward.report().told.trouble,
        Some(Trouble::Silent { since: Duration::from_millis(200) })
    );
    assert_eq!(world.steward.ledger().total, 0);

    world.fault = Box::new(|_, _| None);
    world.run(secs(320));
    assert_eq!(world.lit(), [10]);
    assert_eq!(world.steward.report().told.trouble, None);
}

#[test]
fn a_link_that_is_opened_is_used_at_once() {
    let mut world = World::new(Sort::Files);
    world.fault = Box::new(|_, _| Some(Fault::Lost));
    world.want(&[10]);
    world.run(secs(3600));
    world.fault = Box::new(|_, _| None);
    world.steward.opened(world.now());
    world.run(secs(5));
    assert_eq!(world.lit(), [10]);
}

#[test]
fn a_busy_card_is_asked_again_and_covered_meanwhile() {
    let mut world = settled(Sort::Files);
    world.fault = Box::new(|_, op| matches!(op, Op::Write(_)).then_some(Fault::Fails(Failure::Busy)));
    world.want(&[30]);
    world.run(secs(1200));
    assert_eq!(world.lit(), [30], "out of its passing memory");
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Refuses { what: "busy" }));
    let tries = world.count(|op| matches!(op, Op::Write(_)));
    assert!((10..30).contains(&tries), "{tries} tries in 20 minutes");
    assert_eq!(world.steward.ledger().today, 2, "what was not begun is not counted");
    world.fault = Box::new(|_, _| None);
    world.run(secs(150));
    assert!(world.steward.settled() && !world.steward.report().covered);
}

#[test]
fn a_card_that_wants_a_secret_is_watched_all_the_same() {
    let mut world = settled(Sort::Files);
    let writes = |op: &Op| matches!(op, Op::Write(_) | Op::Cover(..) | Op::Drop(_) | Op::Uncover);
    world.fault =
        Box::new(move |_, op| writes(op).then_some(Fault::Fails(Failure::NoRight("secret wanted"))));
    world.want(&[30]);
    world.run(secs(3600));
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::NoRight { what: "secret wanted" }));
    assert!(world.count(|op| matches!(op, Op::Look)) >= 59, "it is looked at all the same");
    assert!(world.count(writes) < 20);
    world.fault = Box::new(|_, _| None);
    world.run(secs(660));
    assert_eq!((world.lit(), world.steward.report().told.trouble), (vec![30], None));
}

#[test]
fn nothing_is_said_to_a_stranger_but_the_question_who_it_is() {
    let mut world = World::new(Sort::Files);
    world.fault = Box::new(|_, _| Some(Fault::Fails(Failure::Stranger("not in SDK mode"))));
    world.want(&[10]);
    world.run(secs(3600));
    assert!(world.names().iter().all(|name| *name == "identify"));
    assert!(world.begun.len() < 15);
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Stranger { what: "not in SDK mode" }));
}

#[test]
fn a_card_of_another_size_is_not_written() {
    let mut world = World::new(Sort::Files);
    world.card.identity.size = Some((64, 32));
    world.want(&[10]);
    world.run(secs(3600));
    assert!(world.names().iter().all(|name| *name == "identify"), "{:?}", world.names());
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Size { told: (64, 32) }));
    world.card.identity.size = Some((16, 8));
    world.run(secs(660));
    assert_eq!(world.lit(), [10], "the right card was put in its place");
}

#[test]
fn a_stock_that_fits_no_card_is_told_and_covered() {
    let mut world = settled(Sort::Files);
    let wrong = bangtin::frame::Face::new(32, 16).unwrap();
    let stock = bangtin::board::card::Stock { face: wrong, ..crate::model::stock(&[10]) };
    let now = crate::world::cover(&[30]);
    world.wish(bangtin::board::card::Wish { stock: stock.into(), now, urgent: false, on: true });
    world.run(secs(10));
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Unfit { why: Unfit::Face }));
    assert_eq!((world.lit(), world.writes()), (vec![30], 0));
}

#[test]
fn a_stock_that_was_too_much_for_a_card_is_put_on_the_larger_one_in_its_place() {
    let mut world = World::new(Sort::Files);
    world.make.most = 1;
    world.want(&[10, 20]);
    world.run(secs(60));
    assert_eq!(
        world.steward.report().told.trouble,
        Some(Trouble::Unfit { why: Unfit::Shows { shows: 2, most: 1 } })
    );
    (world.make.most, world.card.identity.model) = (9, "larger".to_owned());
    world.steward.opened(world.now());
    world.run(secs(30));
    assert_eq!((world.card.keeps(), world.steward.report().told.trouble), (vec![10, 20], None));
    assert!(world.steward.settled());
}

#[test]
fn what_failed_on_the_way_is_no_trouble_of_a_card_that_is_right_and_holds_up_nothing_after_it() {
    let mut world = settled(Sort::Files);
    let refused = Failure::Refused("flash memory failed");
    world.fault = Box::new(move |_, op| matches!(op, Op::Write(_)).then_some(Fault::Fails(refused)));
    world.want(&[10, 20, 30]);
    world.run(secs(2400));
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Refuses { what: "flash memory failed" }));
    // It had written it after all.
    let write = world.begun.iter().rev().find(|(_, op)| matches!(op, Op::Write(_))).unwrap().1.clone();
    world.card.execute(&write, None, world.now()).unwrap();
    world.fault = Box::new(|_, _| None);
    world.run(POLL + secs(5));
    let report = world.steward.report();
    assert!(report.told.confirmed.is_some_and(|at| at + POLL + secs(5) > world.mono), "{report:?}");
    assert_eq!(report.told.trouble, None, "there is nothing to be written");
    assert!(world.steward.settled());
    world.card.intrude(99);
    world.run(POLL + secs(5));
    assert_eq!(world.card.keeps(), [10, 20, 30], "written at once, not when the old pause ends");
}

#[test]
fn a_full_card_keeps_the_old_is_covered_by_the_new_and_says_so() {
    let mut world = settled(Sort::Files);
    world.card.room = 20;
    world.want(&[30]);
    world.run(secs(600));
    assert_eq!(world.lit(), [30]);
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Full));
    world.card.power_cycle();
    assert_eq!(world.lit(), [10, 20], "what it keeps is whole");
}

#[test]
fn a_card_full_of_what_others_left_gives_it_up_for_what_is_wanted() {
    let mut world = World::new(Sort::Files);
    world.card.intrude(99);
    world.card.room = 15;
    world.want(&[30]);
    world.run(secs(60));
    assert_eq!(world.card.keeps(), [30]);
    assert_eq!((world.lit(), world.incidents.len()), (vec![30], 0));
}

#[test]
fn a_part_that_is_read_back_wrongly_is_written_again() {
    let mut world = settled(Sort::Files);
    world.card.worn = 1;
    world.want(&[30]);
    world.run(secs(60));
    assert_eq!(world.card.keeps(), [30]);
    assert_eq!(world.count(|op| matches!(op, Op::Write(_))), 2);
    assert!(world.steward.settled() && world.incidents.is_empty());
}

#[test]
fn a_worn_memory_is_told_and_not_worn_further() {
    let mut world = settled(Sort::Files);
    world.card.worn = u32::MAX;
    world.want(&[30]);
    world.run(secs(86_400 / 2));
    assert_eq!(world.steward.report().told.trouble, Some(Trouble::Faulty { part: "memory" }));
    assert_eq!(world.lit(), [30], "out of its passing memory");
    assert!(world.writes() <= 24, "{}", world.writes());
    assert!(world.card.keeps().ends_with(&[20]) || world.card.keeps().contains(&10), "the old stays");
}

#[test]
fn a_card_that_cannot_be_covered_after_all_is_filled() {
    let mut world = World::new(Sort::Files);
    world.fault = Box::new(|_, op| matches!(op, Op::Cover(..)).then_some(Fault::Fails(Failure::Unable)));
    world.want(&[10]);
    world.run(secs(3600));
    assert_eq!(world.lit(), [10]);
    assert!(world.steward.settled());
    assert_eq!(world.count(|op| matches!(op, Op::Cover(..))), 1, "asking again is for nothing");
}

#[test]
fn a_memory_that_was_never_written_by_us_counts_from_nothing() {
    let world = World::with(Sort::Files, options(), Ledger::default());
    assert_eq!(world.steward.report().wear.years, 11);
}
