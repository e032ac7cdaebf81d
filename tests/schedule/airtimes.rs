//! What cards are told may be lit when, against what is lit.

use crate::plans::{one, plan, playlist, setting, wall};
use crate::random::{instant, may, world};
use bangtin::schedule::{Airtime, Layer, Lit, Plan, Shown, on_air};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

fn second(plan: &Plan, at: Timestamp) -> u32 {
    let time = plan.calendar().zone().to_datetime(at).time();
    time.hour() as u32 * 3600 + time.minute() as u32 * 60 + time.second() as u32
}

fn airtimes(plan: &Plan, at: Timestamp) -> Vec<Airtime> {
    plan.airtimes(plan.calendar().zone().to_datetime(at).date())
}

/// What may be lit at an instant, as the card's clock has it.
fn lit(plan: &Plan, at: Timestamp) -> Vec<Shown> {
    let second = second(plan, at);
    let on =
        airtimes(plan, at).into_iter().filter(|airtime| airtime.seconds.iter().any(|s| s.contains(&second)));
    on.map(|airtime| airtime.shown).collect()
}

fn words(plan: &Plan, date: jiff::civil::Date) -> Vec<(String, Vec<(u32, u32)>)> {
    let word = |shown| match shown {
        Shown::Entry(entry) | Shown::Blank(entry) => plan.choice(entry).unwrap().item().text.value.clone(),
        Shown::Dark(why) => format!("({})", why.code()),
        Shown::LastResort => "(last resort)".to_owned(),
    };
    let hours = |airtime: &Airtime| airtime.seconds.iter().map(|s| (s.start, s.end)).collect();
    plan.airtimes(date).iter().map(|airtime| (word(airtime.shown), hours(airtime))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn a_card_that_goes_by_the_airtimes_may_show_what_is_on_air_and_nothing_that_is_not_allowed(
        (plan, quiet) in world(), at in instant(),
    ) {
        let slot = on_air(&plan, at);
        let shown = match slot.shown {
            // An item's dark time may last longer than the item is open.
            Shown::Blank(entry) => {
                let before = slot.began - SignedDuration::from_millis(1);
                prop_assert!(lit(&plan, before).contains(&Shown::Entry(entry)));
                return Ok(());
            }
            shown => shown,
        };
        let may_be_lit = lit(&plan, at);
        prop_assert!(may_be_lit.contains(&shown), "{at}: {shown:?} is not of {may_be_lit:?}");
        // An hour that comes twice has what is in either.
        let twins = [0, -60, -30, 30, 60].map(|minutes| at + SignedDuration::from_mins(minutes));
        let twins = twins.into_iter().filter(|twin| second(&plan, *twin) == second(&plan, at));
        let allowed: Vec<_> = twins.map(|twin| may(&plan, &quiet, twin)).collect();
        for shown in may_be_lit {
            prop_assert!(allowed.iter().any(|may| crate::random::agrees(may, shown)), "{shown:?}: {allowed:?}");
        }
    }

    #[test]
    fn at_every_second_of_a_day_there_is_something((plan, _) in world(), at in instant()) {
        let mut spans: Vec<_> = airtimes(&plan, at).into_iter().flat_map(|airtime| airtime.seconds).collect();
        spans.sort_by_key(|span| span.start);
        let mut end = 0;
        for span in spans {
            prop_assert!(span.start <= end && span.start < span.end, "nothing from {end} to {}", span.start);
            end = end.max(span.end);
        }
        prop_assert_eq!(end, 86_400);
    }

    #[test]
    fn what_is_open_is_what_may_be_on_air_until_it_says((plan, quiet) in world(), at in instant()) {
        let open = plan.open(at).unwrap();
        prop_assert!(at < open.until);
        for at in [at, open.until - SignedDuration::from_millis(1)] {
            let said = match open.lit {
                Lit::Layer(_) => crate::random::May::Entries(open.entries.clone()),
                Lit::Dark(dark) => crate::random::May::Dark(dark),
                Lit::LastResort => crate::random::May::LastResort,
            };
            prop_assert_eq!(said, may(&plan, &quiet, at));
        }
    }
}

#[test]
fn entries_have_their_hours_and_what_is_left_is_the_last_resort() {
    let plan = one(
        "Asia/Ho_Chi_Minh",
        "[[item]]\ntext='a'\nwindows=[{from='07:00',to='17:30'}]\n[[item]]\ntext='b'\nwindows=[{from='17:00',to='01:00'}]",
    );
    let hour = 3600;
    let expected = [
        ("a".to_owned(), vec![(7 * hour, 17 * hour + 1800)]),
        ("b".to_owned(), vec![(0, hour), (17 * hour, 24 * hour)]),
        ("(last resort)".to_owned(), vec![(hour, 7 * hour)]),
    ];
    assert_eq!(words(&plan, date(2026, 11, 24)), expected);
}

#[test]
fn an_hour_that_the_clocks_leave_out_belongs_to_what_was_before_it() {
    let plan = one("America/New_York", "[[item]]\ntext='a'\nwindows=[{from='00:00',to='02:00'}]");
    let day = words(&plan, date(2026, 3, 8));
    assert_eq!(day[0], ("a".to_owned(), vec![(0, 3 * 3600)]));
    assert_eq!(day[1], ("(last resort)".to_owned(), vec![(3 * 3600, 24 * 3600)]));
}

#[test]
fn what_a_card_keeps_leaves_out_layers_and_what_nobody_ends_lasts() {
    let urgent = "class='emergency'\nstarts_at=2026-11-24T08:00:00\nexpires_at=2026-11-24T10:00:00\n[[item]]\ntext='u'";
    let lists = [playlist("u", urgent), playlist("a", "[[item]]\ntext='a'")];
    let mut setting = setting("Asia/Ho_Chi_Minh");
    setting.blackouts.push(bangtin::schedule::Blackout {
        since: "2026-11-24T00:00:00Z".parse().unwrap(),
        until: None,
        by: "an".to_owned(),
        reason: "thử".to_owned(),
    });
    let plan = plan(setting, None, &lists);
    let all_day = vec![(0, 24 * 3600)];
    let kept = plan.kept(&[Layer::Priority, Layer::Normal, Layer::Standby], false);
    assert_eq!(words(&kept, date(2026, 11, 24)), [("a".to_owned(), all_day.clone())]);
    let kept = plan.kept(&Layer::ALL, true);
    let day = words(&kept, date(2026, 11, 24));
    assert_eq!(day.last().unwrap(), &("(blackout)".to_owned(), vec![(7 * 3600, 24 * 3600)]));
    let lit = plan.kept(&Layer::ALL, false).endless(date(2026, 12, 1));
    assert_eq!(words(&lit, date(2026, 11, 24)), [("a".to_owned(), all_day.clone())]);
    let dark = plan.endless(date(2026, 12, 1));
    assert_eq!(words(&dark, date(2026, 11, 24)), [("(blackout)".to_owned(), all_day)]);
}

#[test]
fn only_what_no_date_ends_is_left_for_ever() {
    let plan = one(
        "Asia/Ho_Chi_Minh",
        "[[item]]\ntext='daily'\nwindows=[{from='07:00',to='17:00'}]
[[item]]\ntext='weekly'\nwindows=[{from='07:00',to='17:00',days=['mon']}]
[[item]]\ntext='ends'\nexpires_at=2027-01-01
[[item]]\ntext='later'\nstarts_at=2027-01-01
[[item]]\ntext='not then'\nwindows=[{from='07:00',to='17:00',except=['2027-01-01']}]
[[item]]\ntext='festive'\nfestive=true",
    );
    let endless = plan.endless(date(2026, 12, 1));
    let hours = vec![(7 * 3600, 17 * 3600)];
    for day in [date(2026, 11, 23), date(2026, 11, 24)] {
        let day = words(&endless, day);
        assert_eq!(day[0], ("daily".to_owned(), hours.clone()));
        assert_eq!(day.len(), 2, "and the last resort");
    }
}

#[test]
fn brightness_is_told_for_every_half_hour_where_anything_is_said_of_it() {
    use bangtin::playlist::Playlist;
    let list: std::sync::Arc<Playlist> =
        playlist("q", "windows=[{from='18:00',to='05:30'}]\n[[item]]\ntext='q'");
    let mut setting = setting("Asia/Ho_Chi_Minh");
    let bare = plan(setting.clone(), None, &[]);
    assert_eq!(bare.half_hours(date(2026, 11, 24)), None);
    let hours = std::sync::Arc::make_mut(&mut setting.hours);
    hours.brightness = vec![(list.when.windows[0].clone(), 40)];
    let table = plan(setting, None, &[]).half_hours(date(2026, 11, 24)).unwrap();
    assert_eq!((table[0], table[10], table[11], table[35], table[36], table[47]), (40, 40, 100, 100, 40, 40));
}

#[test]
fn a_stretch_is_open_until_the_next_edge() {
    let plan = one(
        "Asia/Ho_Chi_Minh",
        "[[item]]\ntext='a'\n[[item]]\ntext='b'\nwindows=[{from='07:00',to='17:00'}]",
    );
    let open = plan.open(wall(&plan, "2026-11-24T06:00")).unwrap();
    assert_eq!((open.entries, open.until), (vec![0], wall(&plan, "2026-11-24T07:00")));
    let open = plan.open(wall(&plan, "2026-11-24T07:00")).unwrap();
    assert_eq!((open.entries, open.until), (vec![0, 1], wall(&plan, "2026-11-24T17:00")));
}
