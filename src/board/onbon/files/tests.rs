//! Files of stocks: what they say, and what they cost to change.

use super::super::unpack::{uncover, unpack};
use super::super::{Kit, bytes_of, colours};
use super::*;
use crate::board::card::{Deck, Page as Shown};
use crate::frame::{Colour, Face, Palette, Rgb};
use crate::wire::onbon::Device;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::Arc;

const SUNDAY: Date = date(2026, 11, 29);

fn kit(device: Device, palette: Palette) -> Kit {
    Kit { face: Face::new(20, 6).unwrap(), device, colours: colours(palette), palette }
}

fn kits() -> [Kit; 5] {
    let (red, two) = (Palette::One(Colour::Red), Palette::Two(Colour::Red, Colour::Green));
    [
        kit(Device::BX5E1, red),
        kit(Device::BX5E1, two),
        kit(Device::BX6E2, red),
        kit(Device::BX6E2, two),
        kit(Device::BX6Q2, Palette::Rgb),
    ]
}

/// A picture that a board with these lamps can show, another one for every number.
fn picture(number: u32, width: u32, height: u32, palette: Palette) -> Arc<Frame> {
    let colours = palette.colours().unwrap_or_else(|| vec![Rgb(1, 90, 200), Rgb(165, 90, 91)]);
    let mut frame = Frame::dark(width, height).unwrap();
    for (at, dot) in frame.rgb_mut().chunks_exact_mut(3).enumerate() {
        let mixed = (at as u32 ^ (number + 1).wrapping_mul(0x85EB_CA6B)).wrapping_mul(0x9E37_79B1);
        let noise = (mixed ^ mixed >> 15).wrapping_mul(0x2C1B_3C6D) >> 13;
        if noise & 3 == 0 {
            let Rgb(r, g, b) = colours[noise as usize / 4 % colours.len()];
            dot.copy_from_slice(&[r, g, b]);
        }
    }
    Arc::new(frame)
}

fn always() -> Airing {
    Airing { from: SUNDAY, to: date(2026, 12, 5), days: Airing::EVERY_DAY, hours: Vec::new() }
}

fn pages(numbers: &[u32], kit: &Kit) -> Show {
    let page = |number: &u32| Shown {
        picture: picture(*number, 20, 6, kit.palette),
        hold: Duration::from_millis(u64::from(1500 + number % 7 * 500)),
    };
    let matter = Matter::Pages(numbers.iter().map(page).collect());
    Show { matter, blank: Duration::ZERO, times: 1, airing: always() }
}

fn strip(number: u32, axis: Axis, long: u32, kit: &Kit) -> Show {
    let (width, height) = if axis == Axis::Left { (long, 6) } else { (20, long) };
    let picture = picture(number, width, height, kit.palette);
    let matter = Matter::Strip { picture, axis, speed: 20, passes: 2 };
    Show { matter, ..pages(&[], kit) }
}

fn stock(shows: Vec<Show>, kit: &Kit) -> Stock {
    Stock { face: kit.face, shows, light: None }
}

fn held(shelf: &Shelf) -> Vec<Held> {
    shelf.parts.iter().map(Part::held).collect()
}

/// What a card plays that holds these files.
fn played(parts: &[Part], kit: &Kit) -> Vec<Show> {
    let mut files: Vec<&Part> = parts.iter().filter(|part| part.kind == 0).collect();
    files.sort_by(|one, two| one.name.cmp(&two.name));
    let show = |file: &&Part| {
        let pictures = parts.iter().find(|part| part.kind == 9 && part.name[1..] == file.name[1..]);
        unpack(&file.bytes, pictures.map(|part| &*part.bytes), kit).unwrap()
    };
    files.iter().map(show).collect()
}

/// What is lit every so often, from just before the first day on.
fn lit(shows: Vec<Show>, kit: &Kit, every: Duration) -> Vec<Frame> {
    let mut deck = Deck::new(kit.face, 0);
    deck.set_clock(SUNDAY.yesterday().unwrap().at(23, 59, 55, 0));
    deck.keep(shows);
    let mut lit = Vec::new();
    for n in 0..60_u32 {
        deck.tick(every * n);
        lit.push(deck.lit().clone());
    }
    lit
}

#[test]
fn a_card_plays_the_very_dots_that_were_packed() {
    for kit in kits() {
        let mut moved = strip(9, Axis::Left, 53, &kit);
        moved.times = 2;
        let blank = Show { blank: Duration::from_secs(2), ..strip(4, Axis::Left, 31, &kit) };
        let shows =
            vec![pages(&[1, 2, 3], &kit), moved, blank, strip(5, Axis::Up, 18, &kit), pages(&[7], &kit)];
        let shelf = pack(&stock(shows.clone(), &kit), &[], &kit).unwrap();
        let files = if kit.generation() == Generation::Five { 5 } else { 10 };
        assert_eq!(shelf.parts.len(), files);
        let card = played(&shelf.parts, &kit);
        for millis in [333, 1010, 47_003] {
            let every = Duration::from_millis(millis);
            let expected = lit(shows.clone(), &kit, every);
            assert!(expected.iter().any(Frame::is_lit));
            assert!(expected == lit(card.clone(), &kit, every), "{kit:?} {millis}");
        }
    }
}

#[test]
fn what_the_card_holds_is_not_written_again_and_what_is_new_is_in_nobodys_place() {
    for kit in kits() {
        let shows = |numbers: &[u32]| numbers.iter().map(|n| pages(&[*n, n + 1], &kit)).collect();
        let first = pack(&stock(shows(&[10, 20, 30]), &kit), &[], &kit).unwrap();
        let mut there = held(&first);
        assert_eq!(pack(&stock(shows(&[10, 20, 30]), &kit), &there, &kit).unwrap(), first);
        // Something of somebody else is in the way.
        there.push(Held { name: "P003".into(), kind: 0, len: 40, mark: 7 });
        let second = pack(&stock(shows(&[30, 40, 10]), &kit), &there, &kit).unwrap();
        let new: Vec<&Part> =
            second.parts.iter().filter(|part| !there.iter().any(|held| held.is(part))).collect();
        assert_eq!(new.len(), first.parts.len() / 3);
        assert!(new.iter().all(|part| there.iter().all(|held| held.name[1..] != part.name[1..])), "{new:?}");
        assert!(new.iter().all(|part| &part.name[1..] == "004"));
        // The same twice is there twice.
        let twice = pack(&stock(shows(&[10, 10]), &kit), &held(&first), &kit).unwrap();
        assert_ne!(twice.parts[0].name, twice.parts[twice.parts.len() / 2].name);
    }
}

#[test]
fn half_a_programme_is_completed_in_its_place() {
    let kit = kits()[2];
    let shelf = pack(&stock(vec![pages(&[1], &kit), pages(&[2], &kit)], &kit), &[], &kit).unwrap();
    let shows = vec![pages(&[2], &kit), pages(&[3], &kit)];
    let pictures: Vec<Held> = held(&shelf).into_iter().filter(|held| held.name == "D001").collect();
    let names = |held: &[Held]| -> Vec<String> {
        let shelf = pack(&stock(shows.clone(), &kit), held, &kit).unwrap();
        shelf.parts.into_iter().map(|part| part.name).collect()
    };
    assert_eq!(names(&pictures), ["D001", "P001", "D002", "P002"]);
    // Unless there is something else in the place of the other half.
    let other = Held { name: "P001".into(), kind: 0, len: 99, mark: 1 };
    let both: Vec<Held> = pictures.into_iter().chain([other]).collect();
    assert_eq!(names(&both), ["D000", "P000", "D002", "P002"]);
}

#[test]
fn weekdays_of_some_days_are_dates_and_of_many_a_mask() {
    let kit = kits()[0];
    let airing = |days, to| Show { airing: Airing { days, to, ..always() }, ..pages(&[1], &kit) };
    let written = |show: Show| -> Vec<(Day, Day, u8)> {
        let shelf = pack(&stock(vec![show], &kit), &[], &kit).unwrap();
        let parse = |part: &Part| Programme::parse(Generation::Five, &part.bytes, None).unwrap();
        shelf.parts.iter().map(parse).map(|p| (p.first, p.last, p.week)).collect()
    };
    let all = every_day();
    // Sunday, then Monday to Friday, and Saturday is left out.
    assert_eq!(written(airing(0b101_1111, date(2026, 12, 5))), [(day(SUNDAY), day(date(2026, 12, 4)), all)]);
    let split = [(day(SUNDAY), day(SUNDAY), all), (day(date(2026, 12, 2)), day(date(2026, 12, 3)), all)];
    assert_eq!(written(airing(0b100_1100, date(2026, 12, 5))), split);
    assert_eq!(written(airing(1, date(2099, 12, 31))), [(day(SUNDAY), day(date(2099, 12, 31)), 0b10)]);
    assert_eq!(written(airing(0, date(2026, 12, 5))), []);
    assert_eq!(written(airing(1, SUNDAY)), []);
}

#[test]
fn either_all_programmes_have_hours_or_none() {
    let kit = kits()[2];
    let (always, mut mornings) = (pages(&[1], &kit), pages(&[2], &kit));
    mornings.airing.hours = vec![Hours { from: 7 * 3600, to: 8 * 3600 }];
    let hours = |shows: Vec<Show>| -> Vec<Vec<Hours>> {
        let shelf = pack(&stock(shows, &kit), &[], &kit).unwrap();
        played(&shelf.parts, &kit).into_iter().map(|show| show.airing.hours).collect()
    };
    assert_eq!(hours(vec![always.clone(), always.clone()]), [[], []]);
    let whole = vec![Hours { from: 0, to: 86_400 }];
    assert_eq!(hours(vec![always, mornings.clone()]), [whole, mornings.airing.hours]);
}

#[test]
fn no_programme_has_more_periods_than_cards_take() {
    let kit = kits()[2];
    let hours = |count: u32| (0..count).map(|n| Hours { from: n * 7200, to: n * 7200 + 3600 }).collect();
    let mut show = pages(&[1, 2], &kit);
    show.airing.hours = hours(11);
    let shelf = pack(&stock(vec![show.clone()], &kit), &[], &kit).unwrap();
    let card = played(&shelf.parts, &kit);
    let counts: Vec<usize> = card.iter().map(|show| show.airing.hours.len()).collect();
    assert_eq!(counts, [1; 11]);
    assert_eq!(card.iter().flat_map(|show| show.airing.hours.clone()).collect::<Vec<_>>(), show.airing.hours);
    show.airing.hours = vec![Hours { from: 0, to: 86_400 }];
    let shelf = pack(&stock(vec![show], &kit), &[], &kit).unwrap();
    assert_eq!(played(&shelf.parts, &kit)[0].airing.hours, [], "a whole day needs no period");
}

#[test]
fn a_long_page_is_as_long_on_the_card() {
    let kit = kits()[0];
    let mut show = pages(&[1], &kit);
    let Matter::Pages(shown) = &mut show.matter else { panic!("pages") };
    shown[0].hold = Duration::from_secs(3600);
    let shelf = pack(&stock(vec![show], &kit), &[], &kit).unwrap();
    assert_eq!(played(&shelf.parts, &kit)[0].matter.duration(kit.face), Duration::from_secs(3600));
}

#[test]
fn a_cover_is_one_area_over_the_face_that_ends_by_itself() {
    for kit in kits() {
        let covered =
            Cover { matters: vec![pages(&[1, 2], &kit).matter, strip(3, Axis::Left, 47, &kit).matter] };
        let Request::Update(data, true) = cover(&covered, 90, &kit).unwrap() else { panic!("an update") };
        let areas = Dynamic::parse(kit.generation(), &data).unwrap();
        let [dynamic] = &areas[..] else { panic!("{areas:?}") };
        assert_eq!((dynamic.id, dynamic.mode, dynamic.timeout), (AREA, RunMode::UntilTimeout, 90));
        assert_eq!((dynamic.now, dynamic.with_all, dynamic.related.len()), (1, true, 0));
        let (read, lease) = uncover(&data, &kit).unwrap();
        assert_eq!(lease, Duration::from_secs(90));
        let first = |cover: &Cover| cover.matters[0].first(kit.face).unwrap();
        assert!(first(&read) == first(&covered), "{kit:?}");
        let mut decks = [covered.clone(), read].map(|cover| {
            let mut deck = Deck::new(kit.face, 0);
            deck.cover(Arc::new(cover), lease);
            deck
        });
        for millis in (0..8000).step_by(130) {
            let lit = decks.each_mut().map(|deck| {
                deck.tick(Duration::from_millis(millis));
                deck.lit().clone()
            });
            // A strip passes twice in a cover, and once as it comes back: it goes on in its place all the same.
            if millis < 3500 {
                assert!(lit[0] == lit[1], "{kit:?} {millis}");
            }
        }
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let kit = kits()[0];
    let small = Stock { face: Face::new(20, 7).unwrap(), shows: Vec::new(), light: None };
    assert_eq!(pack(&small, &[], &kit), Err(Unfit::Face));
    let many = stock(vec![pages(&[1], &kit); 513], &kit);
    assert_eq!(pack(&many, &[], &kit), Err(Unfit::Shows { shows: 513, most: 512 }));
    let long = stock(vec![pages(&(0..1100).collect::<Vec<_>>(), &kit)], &kit);
    assert!(matches!(pack(&long, &[], &kit), Err(Unfit::Bytes { .. })));
    let wrong = Show {
        matter: Matter::Pages(vec![Shown { picture: picture(1, 9, 9, kit.palette), hold: STEP }]),
        ..pages(&[], &kit)
    };
    assert_eq!(pack(&stock(vec![wrong], &kit), &[], &kit), Err(Unfit::Face));
    // BX-5Q: nobody has said how it keeps its colours.
    let unknown =
        Kit { device: Device(0x1056), palette: Palette::Rgb, colours: colours(Palette::Rgb), ..kit };
    assert_eq!(pack(&stock(vec![pages(&[1], &unknown)], &unknown), &[], &unknown), Err(Unfit::Face));
}

#[test]
fn a_programme_of_twelve_pages_takes_little_more_than_its_pictures() {
    for (device, palette) in [(Device::BX5E1, Palette::One(Colour::Red)), (Device::BX6Q2, Palette::Rgb)] {
        let kit = Kit { face: Face::new(128, 32).unwrap(), ..kit(device, palette) };
        let page = |n| Shown { picture: picture(n, 128, 32, palette), hold: Duration::from_secs(5) };
        let matter = Matter::Pages((0..12).map(page).collect());
        let shelf = pack(&stock(vec![Show { matter, ..pages(&[], &kit) }], &kit), &[], &kit).unwrap();
        let bytes: usize = shelf.parts.iter().map(|part| part.bytes.len()).sum();
        let pictures = 12 * kit.coding().unwrap().len(0, 128, 32);
        assert!(bytes * 10 <= pictures * 11, "{bytes} for {pictures}");
    }
}

prop_compose! {
    fn airings()(
        from in 0i64..8, days in 1i64..9, mask in 0u8..0x80,
        edges in prop::collection::btree_set(0u32..=96, 0..7),
    ) -> Airing {
        let edges: Vec<u32> = edges.into_iter().map(|quarter| quarter * 900).collect();
        let hours = edges.chunks_exact(2).map(|pair| Hours { from: pair[0], to: pair[1] }).collect();
        let from = SUNDAY + from.days();
        Airing { from, to: from + (days - 1).days(), days: mask, hours }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn a_show_is_on_when_it_should_be_and_never_else(
        airings in prop::collection::vec(airings(), 1..4), at in any::<prop::sample::Index>(),
    ) {
        let kit = kits()[at.index(5)];
        let shows: Vec<Show> = airings
            .iter()
            .enumerate()
            .map(|(n, airing)| Show { airing: airing.clone(), ..pages(&[n as u32], &kit) })
            .collect();
        let shelf = pack(&stock(shows.clone(), &kit), &[], &kit).unwrap();
        let card = played(&shelf.parts, &kit);
        let first = |show: &Show| show.matter.first(kit.face);
        let programmes: Vec<Vec<&Show>> = shows
            .iter()
            .map(|show| card.iter().filter(|other| first(other) == first(show)).collect())
            .collect();
        for quarter in 0..17 * 96 {
            let (date, second) = (SUNDAY + (i64::from(quarter) / 96).days(), quarter % 96 * 900);
            for (n, second) in (0..shows.len()).flat_map(|n| [(n, second), (n, second + 899)]) {
                let on = programmes[n].iter().any(|other| other.airing.holds(date, second));
                prop_assert_eq!(on, shows[n].airing.holds(date, second), "{} {}", date, second);
            }
        }
        // However much is there already, nothing is written twice and nothing is in the place of something else.
        let mut there = held(&shelf);
        there.truncate(at.index(there.len() + 1));
        let again = pack(&stock(shows, &kit), &there, &kit).unwrap();
        prop_assert!(there.iter().all(|held| again.parts.iter().any(|part| held.is(part))));
        let mut names: Vec<&str> = again.parts.iter().map(|part| part.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        prop_assert_eq!(names.len(), again.parts.len());
        prop_assert!(again.parts.iter().all(|part| bytes_of(&part.name).is_some()));
    }
}
