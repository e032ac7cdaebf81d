//! What people would see of a card: turns, hours, covers, power and clocks.

use super::*;
use crate::board::card::{Airing, Axis, Hours, Matter, Page};
use jiff::civil::date;

const HOUR: u64 = 3600;

fn face() -> Face {
    Face::new(4, 1).unwrap()
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A picture of which the first dot has this much red.
fn picture(red: u8) -> Arc<Frame> {
    let mut frame = Frame::unlit(face());
    frame.rgb_mut()[0] = red;
    Arc::new(frame)
}

fn always() -> Airing {
    Airing { from: date(2000, 1, 1), to: date(2099, 12, 31), days: Airing::EVERY_DAY, hours: Vec::new() }
}

fn within(from: u64, to: u64) -> Airing {
    Airing { hours: vec![Hours { from: from as u32, to: to as u32 }], ..always() }
}

/// A show of one page of ten seconds.
fn show(red: u8, airing: Airing) -> Show {
    let page = Page { picture: picture(red), hold: secs(10) };
    Show { matter: Matter::Pages(vec![page]), blank: Duration::ZERO, times: 1, airing }
}

/// A card that knows it is Thursday, 30 July 2026, at midnight.
fn deck(shows: Vec<Show>) -> Deck {
    let mut deck = Deck::new(face(), 0);
    deck.set_clock(date(2026, 7, 30).at(0, 0, 0, 0));
    deck.keep(shows);
    deck
}

fn red(deck: &mut Deck, at: u64) -> u8 {
    deck.tick(secs(at));
    deck.lit().rgb()[0]
}

#[test]
fn shows_take_turns_and_one_is_played_as_often_as_it_says() {
    let twice = Show { times: 2, blank: secs(1), ..show(2, always()) };
    let mut deck = deck(vec![show(1, always()), twice]);
    let seen: Vec<u8> = [0, 9, 10, 19, 20, 21, 30, 31, 32, 41, 42].map(|at| red(&mut deck, at)).to_vec();
    assert_eq!(seen, [1, 1, 2, 2, 0, 2, 2, 0, 1, 1, 2]);
    // However long nobody looked, it went on.
    assert_eq!(red(&mut deck, 32 * 10_000 + 15), 2);
    assert_eq!(deck.playing(), Some(1));
}

#[test]
fn a_show_is_lit_in_its_hours_and_ends_to_the_second() {
    let mut deck =
        deck(vec![show(1, within(8 * HOUR, 9 * HOUR + 5)), show(2, within(9 * HOUR + 5, 10 * HOUR))]);
    assert_eq!(red(&mut deck, 8 * HOUR - 1), 0);
    assert_eq!(deck.next_change(), Some(secs(8 * HOUR)));
    assert_eq!(red(&mut deck, 8 * HOUR + 1), 1);
    assert_eq!(red(&mut deck, 9 * HOUR + 4), 1, "begun before its hours are over");
    assert_eq!(red(&mut deck, 9 * HOUR + 6), 2);
    assert_eq!(red(&mut deck, 10 * HOUR + 1), 0);
    assert_eq!(red(&mut deck, 24 * HOUR + 8 * HOUR + 30), 1, "and the day after");
}

#[test]
fn what_is_over_stays_over_and_days_of_the_week_count() {
    let dated = Airing { to: date(2026, 7, 30), ..always() };
    let friday = Airing { days: 1 << 4, ..always() };
    let mut deck = deck(vec![show(1, dated), show(2, friday)]);
    assert_eq!(red(&mut deck, 24 * HOUR - 1), 1);
    assert_eq!(red(&mut deck, 24 * HOUR + 1), 2);
    assert_eq!(red(&mut deck, 48 * HOUR + 1), 0);
    assert_eq!(red(&mut deck, 8 * 24 * HOUR + 1), 2, "a week later");
}

#[test]
fn looking_at_each_change_only_misses_none() {
    let strip = Matter::Strip { picture: Arc::new(counted(9)), axis: Axis::Left, speed: 3, passes: 2 };
    let moving = Show { matter: strip, ..show(0, within(10, 40)) };
    let shows = vec![moving, show(200, within(30, HOUR)), show(201, within(100, 200))];
    let (mut by_changes, mut by_steps) = (deck(shows.clone()), deck(shows));
    let mut due = Duration::ZERO;
    for step in 0..60_000_u64 {
        let now = Duration::from_millis(step * 5);
        by_steps.tick(now);
        while due <= now {
            by_changes.tick(due);
            due = by_changes.next_change().unwrap();
        }
        assert_eq!(by_changes.lit().rgb()[0], by_steps.lit().rgb()[0], "{now:?}");
    }
}

/// A strip of which the first lamp of each dot counts from 1.
fn counted(width: u32) -> Frame {
    let mut frame = Frame::dark(width, 1).unwrap();
    frame.rgb_mut().chunks_exact_mut(3).enumerate().for_each(|(n, dot)| dot[0] = n as u8 + 1);
    frame
}

#[test]
fn a_strip_passes_dot_by_dot_and_both_its_ends_are_seen() {
    let strip = Matter::Strip { picture: Arc::new(counted(6)), axis: Axis::Left, speed: 2, passes: 2 };
    let mut deck = deck(vec![Show { matter: strip, ..show(0, always()) }, show(99, always())]);
    let seen: Vec<u8> = (0..8)
        .map(|half| {
            deck.tick(Duration::from_millis(500 * half));
            deck.lit().rgb()[0]
        })
        .collect();
    assert_eq!(seen, [1, 2, 3, 1, 2, 3, 99, 99]);
}

#[test]
fn a_cover_is_lit_at_once_and_ends_by_itself_or_when_it_is_told_or_without_power() {
    let cover = Cover { matters: vec![show(7, always()).matter, show(8, always()).matter] };
    let cover = Arc::new(cover);
    let mut deck = deck(vec![show(1, always())]);
    assert_eq!(red(&mut deck, 5), 1);
    deck.cover(Arc::clone(&cover), secs(60));
    assert_eq!([5, 14, 15, 24, 25, 64, 65].map(|at| red(&mut deck, at)), [7, 7, 8, 8, 7, 8, 1]);
    deck.cover(Arc::clone(&cover), secs(60));
    assert_eq!((red(&mut deck, 66), deck.is_covered()), (7, true));
    deck.uncover();
    assert_eq!((red(&mut deck, 66), deck.is_covered()), (1, false));
    deck.cover(cover, secs(60));
    assert_eq!(red(&mut deck, 67), 7);
    deck.restart();
    assert_eq!(red(&mut deck, 67), 1);
}

#[test]
fn a_dark_face_is_dark_whatever_is_kept_and_what_it_keeps_stays_through_a_restart() {
    let mut deck = deck(vec![show(1, always())]);
    assert_eq!(red(&mut deck, 1), 1);
    deck.power(false);
    assert_eq!((red(&mut deck, 2), deck.is_on()), (0, false));
    deck.power(true);
    assert_eq!(red(&mut deck, 3), 1);
    deck.power(false);
    deck.restart();
    assert_eq!(red(&mut deck, 4), 1, "and is lit again");
    assert_eq!(deck.clock(), date(2026, 7, 30).at(0, 0, 4, 0));
}

#[test]
fn a_card_that_lost_its_clock_shows_what_belongs_to_no_day_and_says_so() {
    let dated = Airing { from: date(2026, 7, 1), ..always() };
    let mut deck = deck(vec![show(1, dated), show(2, always())]);
    assert_eq!(red(&mut deck, 5), 1);
    deck.lose_clock();
    assert_eq!((red(&mut deck, 6), deck.clock_is_lost()), (2, true));
    deck.set_clock(date(2026, 7, 30).at(0, 0, 0, 0));
    assert_eq!([20, 30].map(|at| red(&mut deck, at)), [1, 2], "each in its turn");
    assert!(!deck.clock_is_lost());
}

#[test]
fn a_clock_that_runs_too_fast_brings_everything_too_early() {
    let mut deck = Deck::new(face(), 10_000);
    deck.set_clock(date(2026, 7, 30).at(0, 0, 0, 0));
    deck.keep(vec![show(1, within(HOUR, 2 * HOUR))]);
    assert_eq!(red(&mut deck, HOUR - 37), 0);
    assert_eq!(red(&mut deck, HOUR - 34), 1);
    assert_eq!(red(&mut deck, 2 * HOUR - 60), 0);
}

#[test]
fn keeping_the_same_changes_nothing_and_keeping_something_else_begins_with_its_first() {
    let mut deck = deck(vec![show(1, always()), show(2, always())]);
    assert_eq!(red(&mut deck, 15), 2);
    deck.keep(vec![show(1, always()), show(2, always())]);
    assert_eq!(red(&mut deck, 16), 2);
    deck.keep(vec![show(3, always()), show(2, always())]);
    assert_eq!(red(&mut deck, 16), 3);
}

#[test]
fn it_is_as_bright_as_its_table_says_for_the_half_hour() {
    let mut deck = deck(Vec::new());
    assert_eq!(deck.percent(), 100);
    let mut table = Box::new([50; 48]);
    (table[0], table[1]) = (10, 20);
    deck.light(Some(table));
    let seen = [0, 1799, 1800, 3600].map(|at| {
        deck.tick(secs(at));
        deck.percent()
    });
    assert_eq!(seen, [10, 10, 20, 50]);
}
