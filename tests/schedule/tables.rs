//! The tables of windows, hours and layers, each row a line.

use crate::plans::{one, plan, playlist, setting, text, wall};
use bangtin::schedule::{Agenda, Blackout, Dark, Plan, Shown, on_air};
use jiff::{SignedDuration, ToSpan as _};

const HOME: &str = "Asia/Ho_Chi_Minh";

fn windowed(zone: &str, window: &str) -> Plan {
    one(zone, &format!("windows = [{window}]\n[[item]]\ntext = 'a'"))
}

/// Every row: a wall time, and whether the item is lit.
fn holds(plan: &Plan, rows: &[(&str, bool)]) {
    for (at, lit) in rows {
        assert_eq!(text(plan, wall(plan, at)) == "a", *lit, "{at}");
    }
}

#[test]
fn a_window_includes_its_start_and_excludes_its_end() {
    let plan = windowed(HOME, "{ from = '06:00', to = '22:00' }");
    holds(
        &plan,
        &[
            ("2026-11-24T05:59:59.999", false),
            ("2026-11-24T06:00:00", true),
            ("2026-11-24T21:59:59.999", true),
            ("2026-11-24T22:00:00", false),
        ],
    );
    holds(
        &one(HOME, "[[item]]\ntext = 'a'"),
        &[("1999-01-01T00:00:00", true), ("2199-12-30T23:59:59", true)],
    );
}

#[test]
fn a_window_over_midnight_belongs_to_the_day_it_began_on() {
    // 2026-11-23 is a Monday.
    let plan = windowed(HOME, "{ days = ['mon'], from = '22:00', to = '06:00' }");
    holds(
        &plan,
        &[
            ("2026-11-23T05:00:00", false),
            ("2026-11-23T21:59:59", false),
            ("2026-11-23T22:00:00", true),
            ("2026-11-24T05:59:59", true),
            ("2026-11-24T06:00:00", false),
            ("2026-11-24T22:00:00", false),
            ("2026-11-25T02:00:00", false),
        ],
    );
}

#[test]
fn the_last_day_and_exceptions_count_for_the_day_a_window_begins_on_and_expiry_cuts_it() {
    let last = windowed(HOME, "{ from = '22:00', to = '06:00', valid_to = 2026-01-06 }");
    holds(&last, &[("2026-01-07T02:00:00", true), ("2026-01-07T22:00:00", false)]);
    let cut = one(
        HOME,
        "windows = [{ from = '22:00', to = '06:00', valid_to = 2026-01-06 }]\nexpires_at = 2026-01-07T00:00:00\n\
         [[item]]\ntext = 'a'",
    );
    holds(&cut, &[("2026-01-06T23:59:59", true), ("2026-01-07T02:00:00", false)]);
    let monday = windowed(HOME, "{ from = '22:00', to = '06:00', except = ['2026-11-23'] }");
    holds(&monday, &[("2026-11-24T02:00:00", false), ("2026-11-24T22:00:00", true)]);
    let tuesday = windowed(HOME, "{ from = '22:00', to = '06:00', except = ['2026-11-24'] }");
    holds(&tuesday, &[("2026-11-24T02:00:00", true), ("2026-11-24T22:00:00", false)]);
    let only = windowed(HOME, "{ from = '22:00', to = '06:00', only_on = ['2026-11-24'] }");
    holds(
        &only,
        &[("2026-11-24T02:00:00", false), ("2026-11-24T22:00:00", true), ("2026-11-25T05:00:00", true)],
    );
}

#[test]
fn several_windows_add_up_and_those_of_playlist_and_item_must_both_be_open() {
    let plan = one(
        HOME,
        "windows = [{ from = '07:00', to = '11:30' }, { from = '13:30', to = '17:00' }]\n\
         [[item]]\ntext = 'a'\nwindows = [{ from = '11:00', to = '14:00' }]",
    );
    holds(
        &plan,
        &[
            ("2026-11-24T10:59:59", false),
            ("2026-11-24T11:00:00", true),
            ("2026-11-24T11:30:00", false),
            ("2026-11-24T13:30:00", true),
            ("2026-11-24T14:00:00", false),
        ],
    );
}

#[test]
fn a_date_alone_begins_with_its_day_and_ends_with_it() {
    let plan = one(HOME, "starts_at = 2026-11-24\nexpires_at = 2026-11-25\n[[item]]\ntext = 'a'");
    holds(
        &plan,
        &[
            ("2026-11-23T23:59:59.999", false),
            ("2026-11-24T00:00:00", true),
            ("2026-11-25T23:59:59.999", true),
            ("2026-11-26T00:00:00", false),
        ],
    );
}

/// How long the item of a window is lit on a date in New York, in stretches.
fn lit(window: &str, date: &str) -> Vec<String> {
    let plan = windowed("America/New_York", window);
    let agenda = Agenda::new(&plan, date.parse().unwrap()).unwrap();
    let mut stretches: Vec<(jiff::Timestamp, jiff::Timestamp)> = Vec::new();
    for (shown, from, to) in agenda.turns().filter(|(shown, _, _)| matches!(shown, Shown::Entry(_))) {
        assert_eq!(shown, Shown::Entry(0));
        match stretches.last_mut().filter(|last| last.1 == from) {
            Some(last) => last.1 = to,
            None => stretches.push((from, to)),
        }
    }
    let zone = plan.calendar().zone();
    let clock = |at: jiff::Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%H:%M%:z").to_string();
    stretches.into_iter().map(|(from, to)| format!("{} {}", clock(from), clock(to))).collect()
}

#[test]
fn on_the_day_the_clocks_go_forward_a_window_is_open_while_they_stand_in_it() {
    let day = |window| lit(window, "2026-03-08");
    assert!(day("{ from = '02:15', to = '02:45' }").is_empty());
    assert_eq!(day("{ from = '01:30', to = '02:30' }"), ["01:30-05:00 03:00-04:00"]);
    assert_eq!(day("{ from = '02:30', to = '04:00' }"), ["03:00-04:00 04:00-04:00"]);
    assert_eq!(day("{ from = '01:15', to = '01:45' }"), ["01:15-05:00 01:45-05:00"]);
    assert_eq!(
        day("{ from = '22:00', to = '06:00' }"),
        ["00:00-05:00 06:00-04:00", "22:00-04:00 00:00-04:00"]
    );
}

#[test]
fn on_the_day_the_clocks_go_back_an_hour_that_comes_twice_counts_twice() {
    let day = |window| lit(window, "2026-11-01");
    assert_eq!(day("{ from = '02:15', to = '02:45' }"), ["02:15-05:00 02:45-05:00"]);
    assert_eq!(
        day("{ from = '01:30', to = '02:30' }"),
        ["01:30-04:00 01:00-05:00", "01:30-05:00 02:30-05:00"],
        "the last half of the first hour, and the last half of the second with what follows"
    );
    assert_eq!(
        day("{ from = '01:15', to = '01:45' }"),
        ["01:15-04:00 01:45-04:00", "01:15-05:00 01:45-05:00"]
    );
    assert_eq!(day("{ from = '02:30', to = '04:00' }"), ["02:30-05:00 04:00-05:00"]);
    assert_eq!(
        day("{ from = '22:00', to = '06:00' }"),
        ["00:00-04:00 06:00-05:00", "22:00-05:00 00:00-05:00"]
    );
}

#[test]
fn days_of_other_lengths_and_days_that_never_were_have_an_answer_for_every_minute() {
    for (zone, from, days) in [
        ("Pacific/Apia", "2011-12-28", 5),
        ("America/Sao_Paulo", "2017-10-13", 4),
        ("America/Havana", "2026-10-31", 3),
        ("Africa/Cairo", "2026-04-23", 3),
        ("Antarctica/Troll", "2026-03-28", 3),
        ("Australia/Lord_Howe", "2026-04-04", 3),
    ] {
        let plan = windowed(zone, "{ from = '22:30', to = '01:30' }");
        let mut at = wall(&plan, &format!("{from}T00:00"));
        let end = at + SignedDuration::from_hours(24 * days);
        while at < end {
            let slot = on_air(&plan, at);
            assert!(slot.began <= at && at < slot.until, "{zone} {at}: {slot:?}");
            let time = at.to_zoned_datetime(plan.calendar().zone().clone()).time();
            let open = time >= jiff::civil::time(22, 30, 0, 0) || time < jiff::civil::time(1, 30, 0, 0);
            assert_eq!(slot.shown == Shown::Entry(0), open, "{zone} {at}");
            at += 1.minute();
        }
    }
}

fn layered() -> Vec<std::sync::Arc<bangtin::playlist::Playlist>> {
    let class = |class: &str, hours: &str| {
        format!(
            "class = '{class}'\nexpires_at = 2026-12-31\nwindows = [{{ {hours} }}]\n[[item]]\ntext = '{class}'"
        )
    };
    vec![
        playlist("n", "windows = [{ from = '06:00', to = '22:00' }]\n[[item]]\ntext = 'normal'"),
        playlist("p", &class("priority", "from = '08:00', to = '09:00'")),
        playlist("e", &class("emergency", "from = '08:30', to = '08:40'")),
        std::sync::Arc::new({
            let source =
                bangtin::report::Source { name: "d.toml".into(), text: "[[item]]\ntext='standby'".into() };
            bangtin::playlist::Playlist::parse("d", &std::sync::Arc::new(source)).0.unwrap()
        }),
    ]
}

#[test]
fn exactly_the_highest_layer_that_has_anything_is_lit() {
    let plan = plan(setting(HOME), Some("d"), &layered());
    for (at, lit) in [
        ("05:59:59", "standby"),
        ("06:00:00", "normal"),
        ("07:59:59", "normal"),
        ("08:00:00", "priority"),
        ("08:30:00", "emergency"),
        ("08:39:59", "emergency"),
        ("08:40:00", "priority"),
        ("09:00:00", "normal"),
        ("22:00:00", "standby"),
    ] {
        assert_eq!(text(&plan, wall(&plan, &format!("2026-11-24T{at}"))), lit, "{at}");
    }
    assert_eq!(text(&plan, wall(&plan, "2027-01-05T08:35:00")), "normal", "expired ones are gone");
}

#[test]
fn quiet_hours_and_hours_without_power_are_dark_but_for_emergencies_and_a_blackout_is_dark_for_all() {
    let mut setting = setting(HOME);
    let night = playlist("w", "windows = [{ from = '08:35', to = '10:00' }]\n[[item]]\ntext = 'w'")
        .when
        .windows
        .clone();
    let day = playlist("w", "windows = [{ from = '05:00', to = '23:00' }]\n[[item]]\ntext = 'w'")
        .when
        .windows
        .clone();
    let hours = std::sync::Arc::make_mut(&mut setting.hours);
    (hours.quiet, hours.power) = (night, day);
    let plain = plan(setting.clone(), Some("d"), &layered());
    let at = |plan: &Plan, time: &str| text(plan, wall(plan, &format!("2026-11-24T{time}")));
    assert_eq!(at(&plain, "04:59:59"), "(no-power)");
    assert_eq!(at(&plain, "05:00:00"), "standby");
    assert_eq!(at(&plain, "08:36:00"), "emergency");
    assert_eq!(at(&plain, "08:41:00"), "(quiet)");
    assert_eq!(at(&plain, "10:00:00"), "normal");
    assert_eq!(at(&plain, "23:00:00"), "(no-power)");
    let since = wall(&plain, "2026-11-24T08:37:00");
    let until = Some(wall(&plain, "2026-11-24T12:00:00"));
    setting.blackouts = vec![Blackout { since, until, by: "ai".into(), reason: "vì sao".into() }];
    let black = plan(setting, Some("d"), &layered());
    assert_eq!(at(&black, "08:36:59"), "emergency");
    assert_eq!(at(&black, "08:37:00"), "(blackout)");
    assert_eq!(at(&black, "11:59:59"), "(blackout)");
    assert_eq!(at(&black, "12:00:00"), "normal");
    let slot = on_air(&black, wall(&black, "2026-11-25T02:00:00"));
    assert_eq!(slot.shown, Shown::Dark(Dark::NoPower));
    assert_eq!(slot.began, wall(&black, "2026-11-24T23:00:00"), "a night is one stretch, midnight or not");
    assert_eq!((slot.until, slot.next), (wall(&black, "2026-11-25T05:00:00"), Shown::Entry(0)));
}

#[test]
fn a_blackout_ordered_between_two_milliseconds_is_known_for_all_of_the_dark_it_brings() {
    let mut setting = setting(HOME);
    let ordered = wall(&plan(setting.clone(), None, &[]), "2026-11-24T08:37:00.000999999");
    let resumed = ordered + SignedDuration::from_secs(5);
    let order = Blackout { since: ordered, until: Some(resumed), by: "ai".into(), reason: "vì sao".into() };
    setting.blackouts = vec![order];
    let black = plan(setting, None, &[]);
    let slot = on_air(&black, ordered);
    assert_eq!(slot.shown, Shown::Dark(Dark::Blackout));
    for instant in [slot.began, ordered, slot.until - SignedDuration::from_millis(1)] {
        assert_eq!(black.blackout(instant).map(|order| order.by.as_str()), Some("ai"), "{instant}");
    }
    assert_eq!(black.blackout(slot.until), None, "and no longer");
}

#[test]
fn items_take_turns_in_file_order_and_by_weight_and_never_twice_in_a_row() {
    let plan = one(HOME, "[[item]]\ntext = 'a'\nweight = 2\n[[item]]\ntext = 'b'\n[[item]]\ntext = 'c'");
    let day = wall(&plan, "2026-11-24T00:00");
    let texts: Vec<String> = (0..400).map(|n| text(&plan, day + SignedDuration::from_secs(10 * n))).collect();
    assert_eq!(texts[..4], ["a", "b", "c", "a"]);
    for (at, round) in texts.windows(4).enumerate().step_by(4) {
        assert_eq!(round.iter().filter(|text| *text == "a").count(), 2, "{at}");
    }
    assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
}

#[test]
fn where_a_day_has_no_room_for_all_every_item_has_its_turn_within_a_few_days() {
    let items: String = (0..60).map(|n| format!("[[item]]\ntext = '{n}'\nhold = 3600\n")).collect();
    let plan = one(HOME, &items);
    let start = wall(&plan, "2026-11-24T00:00");
    let seen: std::collections::BTreeSet<String> =
        (0..24 * 4).map(|hour| text(&plan, start + SignedDuration::from_hours(hour))).collect();
    assert_eq!(seen.len(), 60);
}

#[test]
fn an_item_that_opens_is_next_and_one_that_closes_is_cut_off_to_the_second() {
    let plan = one(
        HOME,
        "[[item]]\ntext = 'a'\nhold = 60\n[[item]]\ntext = 'b'\nhold = 60\n\
         windows = [{ from = '08:00:30', to = '08:01:30' }]",
    );
    let at = |time: &str| text(&plan, wall(&plan, &format!("2026-11-24T{time}")));
    assert_eq!(at("08:00:59"), "a", "what is on is not cut off by one that opens beside it");
    assert_eq!(at("08:01:00"), "b");
    assert_eq!(at("08:01:29"), "b");
    assert_eq!(at("08:01:30"), "a");
}
