//! Somebody else writes to a card: it is noticed within one poll, proven, covered and put right, and told once.

use crate::model::{Sort, show};
use crate::world::{POLL, World, options, secs};
use bangtin::board::Trouble;
use bangtin::board::card::{Ledger, Op, Options, Strange};

fn settled(sort: Sort, options: Options) -> World {
    let mut world = World::with(sort, options, Ledger::default());
    world.want(&[10, 20]);
    world.run(secs(30));
    assert!(world.steward.settled());
    world.begun.clear();
    world
}

#[test]
fn a_foreign_write_is_undone_within_one_poll_and_leaves_evidence() {
    for sort in [Sort::Files, Sort::Script] {
        let mut world = settled(sort, options());
        world.card.intrude(99);
        assert_eq!(world.lit(), [99]);
        world.run(POLL + secs(20));
        let mut lit = world.lit();
        lit.sort_unstable();
        assert_eq!(lit, [10, 20], "{sort:?}: {:?}", world.names());
        assert!(!world.card.flash.values().any(|file| file.is(&show(99))), "nothing of it stays");
        assert!(world.steward.settled());

        assert_eq!(world.incidents.len(), 1, "told once");
        let incident = &world.incidents[0];
        assert_eq!(incident.strange, Strange::Parts);
        assert!(incident.right.is_some_and(|right| right < incident.at));
        let bytes: Vec<_> = incident.parts.iter().filter_map(|(_, bytes)| bytes.clone()).collect();
        assert!(bytes.contains(&crate::model::encode(&show(99))), "what was found is kept, byte for byte");
        let missing = if sort == Sort::Files { 2 } else { 1 };
        assert_eq!(incident.missing.len(), missing, "{:?}", incident.missing);
        if sort == Sort::Script {
            let picture = incident.picture.as_ref().expect("a picture of what was lit");
            assert_eq!(picture.rgb()[0], 99);
        }
    }
}

#[test]
fn a_card_that_can_be_covered_shows_the_right_thing_before_anything_is_read_or_written() {
    let mut world = settled(Sort::Files, options());
    world.card.intrude(99);
    world.run(POLL);
    let names = world.names();
    let look = names.iter().position(|name| *name == "look").unwrap();
    assert_eq!(names[look + 1..look + 4], ["cover", "read", "write"]);
}

#[test]
fn what_was_written_while_the_program_was_away_is_noticed() {
    let mut world = settled(Sort::Files, options());
    world.card.intrude(99);
    world.restart(world.steward.ledger().clone());
    world.want(&[10, 20]);
    world.run(secs(30));
    assert_eq!((world.incidents.len(), world.card.keeps().len()), (1, 2));
}

#[test]
fn a_part_that_only_vanished_is_written_again_and_named() {
    let mut world = settled(Sort::Files, options());
    world.card.flash.pop_last();
    world.run(POLL + secs(10));
    assert_eq!(world.card.keeps(), [10, 20]);
    assert_eq!(world.incidents.len(), 1);
    assert_eq!(
        (world.incidents[0].parts.len(), world.incidents[0].missing.as_slice()),
        (0, ["P001".to_owned()].as_slice())
    );
}

#[test]
fn what_a_card_held_before_us_is_no_crime() {
    let mut world = World::new(Sort::Files);
    world.card.intrude(99);
    world.want(&[10]);
    world.run(secs(30));
    assert_eq!((world.card.keeps(), world.incidents.len()), (vec![10], 0));
}

#[test]
fn a_picture_that_is_not_what_it_should_be_is_an_incident_of_a_blind_card() {
    let mut world = settled(Sort::Blind, options());
    world.card.intrude(99);
    world.run(POLL + secs(30));
    assert_eq!(world.incidents.len(), 1, "{:?}", world.names());
    assert_eq!(world.incidents[0].strange, Strange::Picture);
    assert_eq!(world.incidents[0].picture.as_ref().unwrap().rgb()[0], 99);
    assert_eq!(world.lit(), [10, 20], "told again what to play: {:?}", world.names());
    world.run(POLL);
    assert_eq!(world.steward.report().told.trouble, None);
}

#[test]
fn a_picture_that_stays_wrong_is_told_and_wears_nothing() {
    let mut world = settled(Sort::Blind, options());
    let before = world.card.wear;
    // Whatever it is told to play, its face shows something else.
    world.card.stuck = Some(77);
    world.run(secs(86_400));
    assert!(matches!(world.steward.report().told.trouble, Some(Trouble::Different { .. })));
    assert!(world.card.wear - before <= 5, "{}", world.card.wear - before);
    world.card.stuck = None;
    world.run(POLL * 2);
    assert_eq!(world.steward.report().told.trouble, None);
}

#[test]
fn nobody_is_fought_without_end_and_the_right_thing_is_lit_all_the_same() {
    let mut world = settled(Sort::Files, options());
    let before = world.card.wear;
    for minute in 0..60 * 18 {
        if minute % 3 == 0 {
            world.card.intrude(90 + (minute % 7) as u8);
        }
        world.run(POLL);
        assert!(world.lit().iter().all(|grey| [10, 20].contains(grey)), "minute {minute}: {:?}", world.lit());
    }
    let report = world.steward.report();
    assert!(matches!(report.told.trouble, Some(Trouble::Different { .. })), "{report:?}");
    assert!(world.card.wear - before <= 24, "{} writes in a day", world.card.wear - before);
    assert!(report.deferred && report.covered && report.incidents > 300);
}

#[test]
fn a_card_that_cannot_be_covered_is_put_right_although_its_writes_are_spent() {
    let mut world = settled(Sort::Script, Options { writes_a_day: 3, ..options() });
    assert_eq!(world.steward.report().wear.today, 3);
    world.card.intrude(99);
    world.run(POLL + secs(10));
    assert_eq!(world.lit(), [10, 20]);
    assert_eq!(world.steward.report().wear.today, 5, "the script, and what was foreign");
}

#[test]
fn a_large_foreign_item_is_noted_and_not_read() {
    let mut world = settled(Sort::Files, options());
    world.card.put("P901", vec![7; 1 << 20]);
    world.card.put("P902", vec![8; 100]);
    world.run(POLL + secs(10));
    let parts = &world.incidents[0].parts;
    let read: Vec<(&str, bool)> =
        parts.iter().map(|(held, bytes)| (held.name.as_str(), bytes.is_some())).collect();
    assert_eq!(read, [("P901", false), ("P902", true)]);
    assert_eq!(world.card.keeps(), [10, 20]);
}

#[test]
fn what_cannot_be_dropped_is_left_after_one_try() {
    let mut world = settled(Sort::Files, options());
    world.card.put("P901", vec![7; 100]);
    world.card.clings = true;
    world.run(POLL * 60);
    assert_eq!(world.count(|op| matches!(op, Op::Drop(_))), 1);
    assert_eq!(world.incidents.len(), 1);
}
