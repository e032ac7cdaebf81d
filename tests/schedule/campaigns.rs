//! Campaigns: what is owed is shown whenever there is time for it, evenly, and what is missing is known beforehand.

use crate::plans::{one, plan, playlist, setting};
use bangtin::schedule::{Agenda, Plan, Shown};
use jiff::ToSpan as _;
use jiff::civil::Date;

const HOME: &str = "Asia/Ho_Chi_Minh";
const MONDAY: &str = "2026-11-23";

/// The begins of the whole showings of playlist `id` on a date, in seconds of the day, and its seconds lit.
fn showings(plan: &Plan, id: &str, date: Date) -> (Vec<i64>, i64) {
    let agenda = Agenda::new(plan, date).unwrap();
    let start = agenda.span().0;
    let mut lit = 0;
    let mut whole = Vec::new();
    for (shown, from, to) in agenda.turns() {
        let Shown::Entry(entry) = shown else { continue };
        let choice = plan.choice(entry).unwrap();
        if choice.playlist.id == id {
            let long = to.duration_since(from).as_secs();
            lit += long;
            let hold = choice.item().hold.map_or(10, |hold| hold.as_secs() as i64);
            whole.extend((long == hold).then(|| from.duration_since(start).as_secs()));
        }
    }
    (whole, lit)
}

fn fillers(count: usize) -> String {
    (0..count).map(|n| format!("[[item]]\ntext = 'f{n}'\nhold = 10\n")).collect()
}

fn campaign(wanted: &str, rest: &str) -> String {
    format!("{rest}\n[campaign]\ndirective = '47/KH-UBND'\n{wanted}\n[[item]]\ntext = 'c'\nhold = 10\n")
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn showings_a_day_come_evenly_over_the_hours_the_campaign_is_open() {
    let lists = [
        playlist("f", &fillers(200)),
        playlist("c", &campaign("per_day = 100", "windows = [{ from = '06:00', to = '22:00' }]")),
    ];
    let plan = plan(setting(HOME), None, &lists);
    let (whole, _) = showings(&plan, "c", date(MONDAY));
    assert!(whole.len() >= 100, "{}", whole.len());
    assert!((6 * 3600..6 * 3600 + 30).contains(&whole[0]), "{whole:?}");
    let even = 16 * 3600 / 100;
    // Its ordinary turns come in between and count too.
    assert!(whole.windows(2).all(|pair| pair[1] - pair[0] <= 2 * even), "{whole:?}");
}

#[test]
fn a_campaign_that_needs_every_second_of_its_window_gets_it() {
    let lists = [
        playlist("f", &fillers(20)),
        playlist("c", &campaign("per_day = 360", "windows = [{ from = '08:00', to = '09:00' }]")),
    ];
    let plan = plan(setting(HOME), None, &lists);
    assert_eq!(showings(&plan, "c", date(MONDAY)).0.len(), 360);
}

#[test]
fn two_campaigns_meet_both_wishes_though_one_has_only_an_hour_of_the_others_day() {
    let lists = [
        playlist("f", &fillers(20)),
        playlist("c", &campaign("per_day = 600", "windows = [{ from = '08:00', to = '10:00' }]")),
        playlist("d", &campaign("per_day = 120", "windows = [{ from = '08:30', to = '09:00' }]")),
    ];
    let plan = plan(setting(HOME), None, &lists);
    assert!(showings(&plan, "c", date(MONDAY)).0.len() >= 600 - 60, "600 + 180 do not fit into 720");
    let lists = [
        playlist("f", &fillers(20)),
        playlist("c", &campaign("per_day = 540", "windows = [{ from = '08:00', to = '10:00' }]")),
        playlist("d", &campaign("per_day = 180", "windows = [{ from = '08:30', to = '09:00' }]")),
    ];
    let plan = crate::plans::plan(setting(HOME), None, &lists);
    assert_eq!(showings(&plan, "c", date(MONDAY)).0.len(), 540);
    assert_eq!(showings(&plan, "d", date(MONDAY)).0.len(), 180);
}

#[test]
fn a_week_is_owed_in_parts_that_fit_into_its_days() {
    let text =
        campaign("per_week = 1000", "windows = [{ days = ['mon', 'tue'], from = '08:00', to = '10:00' }]");
    let plan = plan(setting(HOME), None, &[playlist("f", &fillers(90)), playlist("c", &text)]);
    let week: Vec<usize> =
        (0..7).map(|day| showings(&plan, "c", date(MONDAY) + day.days()).0.len()).collect();
    assert!(week[0] >= 500 && week[1] >= 500 && week[2..].iter().all(|count| *count == 0), "{week:?}");
    let whole = campaign("per_week = 21", "");
    let plan = crate::plans::plan(
        setting(HOME),
        None,
        &[playlist("f", &fillers(900).replace("hold = 10", "hold = 100")), playlist("c", &whole)],
    );
    let week: Vec<usize> =
        (0..7).map(|day| showings(&plan, "c", date(MONDAY) + day.days()).0.len()).collect();
    assert!(week.iter().all(|count| (3..=4).contains(count)), "{week:?}");
}

#[test]
fn a_share_of_the_time_is_kept_within_one_showing_and_shares_are_no_ordinary_turns() {
    for (share, fill) in [(20, 9), (1, 300), (75, 40), (50, 1)] {
        let lists = [
            playlist("f", &fillers(fill)),
            playlist(
                "c",
                &campaign(&format!("share = {share}"), "windows = [{ from = '06:00', to = '21:00' }]"),
            ),
        ];
        let plan = plan(setting(HOME), None, &lists);
        let lit = showings(&plan, "c", date(MONDAY)).1;
        let owed = 15 * 3600 * share / 100;
        assert!((owed..=owed + 10).contains(&lit), "{share} per cent: {lit} of {owed} s");
    }
    let alone = one(HOME, &campaign("share = 20", ""));
    assert_eq!(showings(&alone, "a", date(MONDAY)).1, 86_400, "nothing else is there");
}

#[test]
fn nothing_is_owed_before_the_start_and_after_the_deadline() {
    let text = campaign("per_day = 500\nstart = 2026-11-24\ndeadline = 2026-11-25", "");
    let plan = plan(setting(HOME), None, &[playlist("f", &fillers(500)), playlist("c", &text)]);
    let counts: Vec<usize> =
        (0..4).map(|day| showings(&plan, "c", date(MONDAY) + day.days()).0.len()).collect();
    assert_eq!(counts[0], 0, "it has not begun");
    assert!(counts[1] >= 500 && counts[2] >= 500, "{counts:?}");
    assert!((1..100).contains(&counts[3]), "it goes on as one of many: {counts:?}");
}

mod possible {
    //! Random wishes on small days, against what any schedule of whole showings could give: a matching of showings to
    //! slots of ten seconds decides.

    use super::*;
    use proptest::prelude::*;

    /// Windows of one campaign, in minutes of the hour from eight on, and its showings.
    type Wish = (Vec<(i64, i64)>, usize);

    /// Whether every showing finds a slot of its own.
    fn can_be_met(wishes: &[Wish]) -> bool {
        let open = |wish: &Wish, slot: i64| wish.0.iter().any(|(from, to)| from * 6 <= slot && slot < to * 6);
        let mut taken: Vec<Option<usize>> = vec![None; 360];
        let showings: Vec<usize> =
            wishes.iter().enumerate().flat_map(|(at, wish)| std::iter::repeat_n(at, wish.1)).collect();
        fn find(
            showing: usize,
            fits: &dyn Fn(usize, usize) -> bool,
            taken: &mut [Option<usize>],
            seen: &mut [bool],
        ) -> bool {
            for slot in 0..taken.len() {
                if fits(showing, slot) && !std::mem::replace(&mut seen[slot], true) {
                    let other = taken[slot];
                    if other.is_none_or(|other| find(other, fits, taken, seen)) {
                        taken[slot] = Some(showing);
                        return true;
                    }
                }
            }
            false
        }
        let fits = |showing: usize, slot: usize| open(&wishes[showings[showing]], slot as i64);
        (0..showings.len()).all(|showing| find(showing, &fits, &mut taken, &mut [false; 360]))
    }

    fn met(wishes: &[Wish], fill: usize) -> Result<(), String> {
        let mut lists = vec![playlist("f", &fillers(fill))];
        for (at, (windows, count)) in wishes.iter().enumerate() {
            let window = |(from, to): &(i64, i64)| format!("{{ from = '08:{from:02}', to = '08:{to:02}' }}");
            let windows: Vec<String> = windows.iter().map(window).collect();
            let hours = format!("windows = [{}]", windows.join(", "));
            lists.push(playlist(&format!("c{at}"), &campaign(&format!("per_day = {count}"), &hours)));
        }
        let plan = plan(setting(HOME), None, &lists);
        for (at, wish) in wishes.iter().enumerate() {
            let had = showings(&plan, &format!("c{at}"), date(MONDAY)).0.len();
            if had < wish.1 {
                return Err(format!("wish {at} of {wishes:?}: {had}"));
            }
        }
        Ok(())
    }

    fn window() -> impl Strategy<Value = (i64, i64)> {
        (0i64..18, 1i64..12).prop_map(|(from, long)| (from, from + long))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
        #[test]
        fn whatever_can_be_met_is_met(
            wishes in prop::collection::vec((prop::collection::vec(window(), 1..2), 1usize..40), 1..5),
            fill in 1usize..30,
        ) {
            prop_assume!(can_be_met(&wishes));
            prop_assert_eq!(met(&wishes, fill), Ok(()));
        }
    }

    #[test]
    fn with_several_windows_each_nearly_everything_that_can_be_met_is() {
        use proptest::strategy::ValueTree as _;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let wishes = prop::collection::vec((prop::collection::vec(window(), 1..4), 1usize..40), 1..5);
        let (mut asked, mut short) = (0, Vec::new());
        while asked < 1000 {
            let wishes = wishes.new_tree(&mut runner).unwrap().current();
            if can_be_met(&wishes) {
                asked += 1;
                short.extend(met(&wishes, 7).err());
            }
        }
        eprintln!("{} of {asked} plans short", short.len());
        assert!(short.len() * 200 <= asked, "{} of {asked}: {short:#?}", short.len());
    }
}
