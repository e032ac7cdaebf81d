//! No frame that a player sends, and nothing that a card is given to keep, has dots that nobody approved for the board:
//! whatever becomes of files, fonts, boards, orders, approvals and clocks.
//!
//! What may be lit is worked out apart from the program: from a list of what was approved, item by item, and from every
//! picture that such an item shows on its way. A world that fails is played again by `BANGTIN_SEED=… cargo test --test approval`.

#[path = "simulation/dice.rs"]
#[allow(dead_code, reason = "the simulation throws them in more ways")]
mod dice;
#[path = "approval/seen.rs"]
mod seen;
#[path = "approval/town.rs"]
mod town;
#[path = "approval/watch.rs"]
mod watch;

use bangtin::editorial::{Permits, Seal, Sealed, void};
use bangtin::player::Laid;
use bangtin::report::{Lang, Source};
use bangtin::schedule::Why;
use bangtin::site::{Files, Library, Permitted};
use bangtin::timetable::{Account, verdict};
use dice::Dice;
use seen::timeline;
use std::sync::Arc;
use town::Town;
use watch::{Tally, play};

const SEEDS: u64 = 24;
const SLOW_SEEDS: u64 = 2000;
const STEPS: usize = 14;

fn seeds() -> std::ops::Range<u64> {
    let slow = std::env::var("RUN_SLOW_TESTS").is_ok_and(|value| value == "1");
    let one = std::env::var("BANGTIN_SEED").ok().and_then(|seed| seed.parse().ok());
    one.map_or(0..if slow { SLOW_SEEDS } else { SEEDS }, |seed: u64| seed..seed + 1)
}

#[test]
fn no_frame_has_dots_that_nobody_approved_but_those_of_an_emergency_that_was_ordered() {
    let mut all = Tally::default();
    for seed in seeds() {
        let played = std::panic::catch_unwind(|| play(&mut Dice::new(seed), STEPS));
        let Ok(tally) = played else { panic!("BANGTIN_SEED={seed} cargo test --test approval") };
        all.add(&tally);
    }
    println!("{all:?}");
    if std::env::var("BANGTIN_SEED").is_err() {
        assert!(all.least() > SEEDS / 2, "what never happened is not proven: {all:?}");
    }
}

/// An item on a board in two ways, of which the second is changed in something.
fn pair(dice: &mut Dice) -> Option<(Sealed, Laid, Sealed, Laid)> {
    let mut town = Town::new(dice);
    let before = town.item(dice)?;
    for _ in 0..dice.within(0, 2) {
        town.twist_at(dice, &before.0);
    }
    let after = town.item_again(&before.0)?;
    Some((before.1, before.2, after.0, after.1))
}

#[test]
fn an_item_that_shows_another_dot_at_any_moment_has_another_seal_and_it_is_said_why() {
    let (mut other, mut same) = (0, 0);
    for seed in seeds().start * 6..seeds().end * 6 {
        let Some((before, laid, after, again)) = pair(&mut Dice::new(seed)) else { continue };
        let seals: [Seal; 2] = [laid.seal(), again.seal()];
        assert_eq!(seals, [before.seal(), after.seal()], "seed {seed}");
        let shows = timeline(&laid) == timeline(&again);
        assert_eq!(seals[0].dots == seals[1].dots, shows, "seed {seed}: {before:?} {after:?}");
        let why = void(&before, &after);
        assert_eq!(why.is_empty(), seals[0] == seals[1], "seed {seed}");
        (other, same) = (other + u64::from(!shows), same + u64::from(shows));
    }
    assert!(other > SEEDS && same > SEEDS, "{other} {same}");
}

#[test]
fn explaining_a_board_names_what_is_not_approved_in_its_place_in_the_file() {
    let source = |name: &str, text: &str| Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
    let site =
        "[approval]\nrequired = true\n[[site]]\nid = 's'\n[[board]]\nid = 'b'\nsite = 's'\nlink = 'virtual'
width = 64\nheight = 16\ndefault = 'a'\n";
    let files = Files {
        site: Some(source("bangtin.toml", site)),
        playlists: vec![source(
            "playlists/a.toml",
            "[[item]]\ntext = 'Hai'\n[[item]]\ntext = 'Tin'\n[[item]]\ntext = 'Hai'\nhold = 3\n",
        )],
        fonts: vec![source("fonts/bangtin-16.bdf", include_str!("../fonts/bangtin-16.bdf"))],
        ..Files::default()
    };
    let mut library = Library::open(&files, None).0;
    let seals = library.seals(&library.playlists["a"]);
    assert_ne!(seals[0].seal, seals[2].seal, "a longer time is another item");
    let only = Permits::Only([seals[1].seal].into());
    library.permits = Arc::new(Permitted::Only([("b".to_owned(), Arc::new(only))].into()));
    let now = "2026-11-24T00:05:00Z".parse().expect("an instant");
    let account = Account::new(&library.programme(&library.site.boards[0]), now);
    let items: Vec<_> = account.groups[0].items.iter().map(|item| (item.line, item.why)).collect();
    assert_eq!(items, [(2, Why::Unapproved), (4, Why::OnAir), (6, Why::Unapproved)]);
    let (sentence, code, _) = verdict(Why::Unapproved, &library.site.zone);
    assert_eq!((sentence.say(Lang::Vi).as_str(), code), ("chưa được duyệt cho bảng này", "unapproved"));
}
