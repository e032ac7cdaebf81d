//! A card is filled: the right thing is lit at once, nothing is written twice, and nothing goes before what takes its place
//! is proven.

use crate::model::Sort;
use crate::world::{POLL, World, secs};
use bangtin::board::card::{Ledger, Op};

#[test]
fn a_new_card_shows_the_right_thing_at_once_and_keeps_it_a_moment_later() {
    let mut world = World::new(Sort::Files);
    world.want(&[10, 20]);
    world.run(secs(25));
    let names = world.names();
    let expected =
        ["identify", "status", "look", "cover", "write", "write", "look", "read", "read", "uncover"];
    assert_eq!(names, expected);
    assert_eq!(world.lit(), [10, 20]);
    let report = world.steward.report();
    assert!(world.steward.settled() && report.told.confirmed.is_some() && report.told.trouble.is_none());
    assert_eq!((report.progress, report.covered), (Some((2, 2)), false));
}

#[test]
fn a_change_is_lit_within_one_command_and_the_old_goes_last() {
    let mut world = World::new(Sort::Files);
    world.want(&[10, 20]);
    world.run(secs(25));
    world.begun.clear();
    world.want(&[20, 30]);
    world.run(secs(1) / 2);
    assert_eq!(world.names()[0], "cover");
    assert_eq!(world.lit(), [20, 30]);
    world.run(secs(20));
    assert_eq!(world.names(), ["cover", "write", "look", "read", "drop", "look", "uncover"]);
    assert_eq!(world.lit(), [20, 30]);
    assert!(world.steward.settled());
}

#[test]
fn a_scripted_card_gets_its_parts_then_the_script_and_loses_the_old_last() {
    let mut world = World::new(Sort::Script);
    world.want(&[10]);
    world.run(secs(25));
    world.begun.clear();
    world.want(&[20]);
    world.run(secs(25));
    let names = world.names();
    let expected = ["write", "look", "read", "switch", "look", "read", "drop", "look", "picture"];
    assert_eq!(names, expected);
    assert_eq!(world.lit(), [20]);
    assert!(world.steward.settled());
}

#[test]
fn a_card_that_says_nothing_of_its_files_is_proven_by_a_picture() {
    let mut world = World::new(Sort::Blind);
    world.want(&[10]);
    world.run(secs(25));
    assert_eq!(world.names(), ["identify", "status", "write", "switch", "picture"]);
    assert!(world.steward.settled());
    world.begun.clear();
    world.want(&[20]);
    world.run(secs(25));
    assert_eq!(world.names(), ["write", "switch", "picture", "drop"]);
    assert_eq!(world.lit(), [20]);
}

#[test]
fn a_card_that_is_right_is_not_written_whether_it_is_remembered_or_not() {
    for sort in [Sort::Files, Sort::Script] {
        let mut world = World::new(sort);
        world.want(&[10, 20, 30]);
        world.run(secs(60));
        for ledger in [world.steward.ledger().clone(), Ledger::default()] {
            world.restart(ledger);
            world.want(&[10, 20, 30]);
            world.run(secs(60));
            assert_eq!(world.writes(), 0, "{sort:?}: {:?}", world.names());
            assert_eq!(world.count(|op| matches!(op, Op::Cover(..))), 0, "there is no need to cover it");
            assert!(world.steward.settled() && world.incidents.is_empty());
        }
    }
}

#[test]
fn a_blind_card_that_is_remembered_is_not_written() {
    let mut world = World::new(Sort::Blind);
    world.want(&[10, 20]);
    world.run(secs(60));
    world.restart(world.steward.ledger().clone());
    world.want(&[10, 20]);
    world.run(secs(60));
    assert_eq!(world.writes(), 0, "{:?}", world.names());
}

#[test]
fn a_card_at_rest_is_asked_once_a_poll_and_nothing_more() {
    let mut world = World::new(Sort::Files);
    world.want(&[10]);
    world.run(POLL / 2);
    world.begun.clear();
    world.run(POLL * 10);
    assert_eq!(world.names(), ["status", "look"].repeat(10));
}
