//! The player against the schedule: what it lights while nobody knows what time it is, when that is known again, when the
//! clock jumps, and how bright.

#[path = "trusting/wall.rs"]
mod wall;

use bangtin::player::Event;
use bangtin::playlist::Class;
use bangtin::report::Message;
use bangtin::scene::last_resort;
use bangtin::schedule::{Blackout, ClockTrust, Setting};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::time::Duration;
use wall::{HOME, KEEPALIVE, Wall, hours, instant, list, of_class, programme};

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

fn texts(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Everything that bounds an item in time, each open at noon of 24 November 2026.
const DATED: [&str; 7] = [
    "windows = [{ from = '00:00', to = '24:00' }]\n[[item]]\ntext = 'giờ'\nhold = 1",
    "starts_at = 2020-01-01T00:00:00\n[[item]]\ntext = 'từ'\nhold = 1",
    "expires_at = 2096-01-01T00:00:00\n[[item]]\ntext = 'đến'\nhold = 1",
    "class = 'priority'\nexpires_at = 2096-01-01T00:00:00\n[[item]]\ntext = 'gấp'\nhold = 1",
    "[[item]]\ntext = 'mục'\nhold = 1\nwindows = [{ from = '06:00', to = '22:00' }]",
    "class = 'emergency'\nexpires_at = 2096-01-01T00:00:00\nwindows = [{ from = '00:00', to = '12:00' }]\n\
     [[item]]\ntext = 'khẩn'\nhold = 1",
    "[campaign]\ndirective = '47/KH-UBND'\nstart = 2026-11-01\n[[item]]\ntext = 'đợt'\nhold = 1",
];

#[test]
fn while_nobody_knows_the_time_only_what_is_bound_to_none_is_lit_whatever_the_clock_says() {
    let mut lists: Vec<_> = DATED.iter().enumerate().map(|(n, text)| list(&format!("d{n}"), text)).collect();
    let dated = programme(HOME, Setting::default(), None, &lists);
    lists.push(list("p", "[[item]]\ntext = 'thường'\nhold = 1\n[[item]]\ntext = 'trực'\nhold = 1"));
    let mixed = programme(HOME, Setting::default(), None, &lists);
    let standby = programme(
        HOME,
        Setting::default(),
        Some("nền"),
        &[&lists[..DATED.len()], &[wall::standby()]].concat(),
    );
    for clock in ["1970-01-01T00:00:00Z", "2026-11-24T05:00:00Z", "2106-02-07T06:28:16Z"] {
        for (programme, lit) in
            [(&mixed, texts(&["thường", "trực"])), (&standby, texts(&["nền"])), (&dated, texts(&[""]))]
        {
            let mut wall = Wall::new(programme, instant(clock), ClockTrust::Untrusted);
            assert_eq!(wall.seen(HOUR), lit, "{clock}");
        }
        let mut wall = Wall::new(&dated, instant(clock), ClockTrust::Untrusted);
        wall.run(SECOND);
        assert_eq!(*wall.board.frame(), last_resort(dated.face(), wall::PALETTE));
    }
    let mut wall = Wall::new(&mixed, instant("2026-11-24T05:00:00Z"), ClockTrust::Untrusted);
    assert_eq!(wall.seen(26 * HOUR), texts(&["thường", "trực"]), "over days");
}

#[test]
fn a_board_that_does_not_know_whether_it_has_power_or_is_night_is_lit_as_on_its_darkest_night() {
    let plain = [list("p", "[[item]]\ntext = 'thường'\nhold = 2")];
    let dark = hours("quiet = ['00:00', '24:00']");
    let lit = programme(HOME, dark, None, &plain);
    let mut wall = Wall::new(&lit, instant("2026-11-24T05:00:00Z"), ClockTrust::Trusted);
    wall.run(SECOND);
    assert!(!wall.board.frame().is_lit(), "quiet hours");
    let bright = wall.brightest_once_untrusted();
    assert_eq!((wall.text(), bright), ("thường".to_owned(), 255));
    let unpowered = programme(HOME, hours("power = ['00:00', '00:00:01']"), None, &plain);
    let dim = programme(HOME, hours("brightness = ['08:00', '09:00'] 40"), None, &plain);
    for (programme, bright) in [(&unpowered, 255), (&dim, 102)] {
        let mut wall = Wall::new(programme, instant("2026-11-24T05:00:00Z"), ClockTrust::Trusted);
        wall.run(SECOND);
        assert_eq!(wall.brightest_once_untrusted(), bright);
    }
}

#[test]
fn a_blackout_that_nobody_ended_lasts_while_nobody_knows_the_time_and_is_said_with_who_ordered_it() {
    let now = instant("2026-11-24T05:00:00Z");
    let ordered = |since: &str, until: Option<&str>| Setting {
        blackouts: vec![Blackout {
            since: instant(since),
            until: until.map(instant),
            by: "An".to_owned(),
            reason: "chữ lạ".to_owned(),
        }],
        ..Setting::default()
    };
    let lists = [list("p", "[[item]]\ntext = 'thường'\nhold = 2")];
    let unended = programme(HOME, ordered("2026-11-24T04:00:00Z", None), None, &lists);
    for clock in [now, Timestamp::UNIX_EPOCH, instant("2106-02-07T06:28:16Z")] {
        let mut wall = Wall::new(&unended, clock, ClockTrust::Untrusted);
        for _ in 0..50 {
            wall.run(HOUR);
            assert!(!wall.board.frame().is_lit());
        }
        let why = wall.on_air().why;
        assert!(matches!(&why, Message::WhyBlackout { by, .. } if by == "An"), "{why:?}");
    }
    let ended = ordered("2026-11-24T04:00:00Z", Some("2026-11-24T06:00:00Z"));
    let ended = programme(HOME, ended, None, &lists);
    let mut wall = Wall::new(&ended, now, ClockTrust::Untrusted);
    wall.run(SECOND);
    assert!(wall.board.frame().is_lit(), "who ended it knew why");
}

#[test]
fn what_a_person_ordered_stays_hours_that_are_counted_and_new_orders_begin_the_count_anew() {
    let plain = list("p", "[[item]]\ntext = 'thường'\nhold = 2");
    let end = "expires_at = 2026-11-24T06:00:00Z\n[[item]]\ntext = 'lệnh'\nhold = 3";
    for (class, lease) in [(Class::Emergency, 6 * HOUR), (Class::Override, 2 * HOUR)] {
        let programme = programme(HOME, Setting::default(), None, &[plain.clone(), of_class(class, end)]);
        // It has expired long ago, or has not for years, by a clock that nobody believes.
        for clock in ["2026-11-24T05:59:59Z", "2099-01-01T00:00:00Z", "1970-01-01T00:00:00Z"] {
            let mut wall = Wall::new(&programme, instant(clock), ClockTrust::Untrusted);
            assert_eq!(wall.seen(lease - SECOND), texts(&["lệnh"]), "{class:?} {clock}");
            wall.ahead += SignedDuration::from_hours(3);
            wall.run(2 * SECOND);
            assert_eq!(wall.seen(HOUR), texts(&["thường"]), "{class:?} {clock}");
            wall.step(Event::Programme(programme.clone()));
            assert_eq!(wall.seen(lease - SECOND), texts(&["lệnh"]), "{class:?} {clock}: renewed");
            wall.run(2 * SECOND);
            assert_eq!(wall.text(), "thường");
        }
    }
}

#[test]
fn an_emergency_that_was_over_while_the_clock_was_believed_does_not_come_back_with_the_doubt() {
    let plain = list("p", "[[item]]\ntext = 'thường'\nhold = 2");
    let end = "expires_at = 2026-11-24T06:00:00Z\n[[item]]\ntext = 'lệnh'\nhold = 3";
    let lists = [plain, of_class(Class::Emergency, end)];
    let programme = programme(HOME, Setting::default(), None, &lists);
    let mut wall = Wall::new(&programme, instant("2026-11-24T05:59:58Z"), ClockTrust::Trusted);
    wall.run(SECOND);
    assert_eq!(wall.text(), "lệnh");
    wall.run(2 * SECOND);
    assert_eq!(wall.text(), "thường");
    wall.trust = ClockTrust::Untrusted;
    wall.set(instant("1970-01-01T00:00:00Z"));
    assert_eq!(wall.seen(HOUR), texts(&["thường"]));
    wall.step(Event::Programme(programme.clone()));
    assert_eq!(wall.seen(HOUR), texts(&["thường"]), "and not with other files either");
}

/// Items whose turn, hours and class all hang on the time.
const TIMED: [&str; 5] = [
    "[[item]]\ntext = 'một'\nhold = 3\n[[item]]\ntext = 'hai'\nhold = 7\nweight = 3",
    "windows = [{ from = '11:00', to = '12:00:30' }]\n[[item]]\ntext = 'trưa'\nhold = 5",
    "windows = [{ from = '22:00', to = '05:00' }]\n[[item]]\ntext = 'đêm'\nhold = 5",
    "class = 'priority'\nexpires_at = 2026-11-24T12:00:45\nstarts_at = 2026-11-24T12:00:10\n\
     [[item]]\ntext = 'gấp'\nhold = 4",
    "starts_at = 2030-01-01\n[[item]]\ntext = 'sau'\nhold = 2",
];

fn timed() -> std::sync::Arc<bangtin::player::Programme> {
    let lists: Vec<_> = TIMED.iter().enumerate().map(|(n, text)| list(&format!("t{n}"), text)).collect();
    programme(HOME, hours("quiet = ['13:00', '13:30'] brightness = ['18:00', '06:00'] 30"), None, &lists)
}

#[test]
fn within_a_keepalive_after_the_clock_jumped_the_board_shows_what_the_schedule_says() {
    let programme = timed();
    let mut wall = Wall::new(&programme, instant("2026-11-24T04:59:50.000137Z"), ClockTrust::Trusted);
    let seconds = [2, -2, 9, -9, 31, -31, 600, -3600, 3600, 40_000, -86_400, 250_000, -250_000];
    let jumps = seconds.map(SignedDuration::from_secs);
    let years =
        ["1970-01-01T00:00:01Z", "2106-02-07T06:28:15Z", "2030-06-01T23:59:58Z", "2026-11-24T04:59:50Z"];
    for jump in 0..200 {
        wall.run(Duration::from_millis(1 + 137 * jump % 5000));
        match years.get(jump as usize % 31) {
            Some(year) => wall.set(instant(year)),
            None => wall.ahead += jumps[jump as usize % jumps.len()],
        }
        wall.run(KEEPALIVE);
        wall.shows(&programme);
        for _ in 0..20 {
            wall.next();
            wall.shows(&programme);
        }
    }
}

#[test]
fn when_the_time_is_known_again_the_right_item_is_on_within_a_second() {
    let programme = timed();
    for jump in
        ["1970-01-01T00:00:01Z", "2026-11-24T05:00:12Z", "2026-11-24T20:00:00Z", "2106-02-07T06:28:15Z"]
    {
        for spell in [10, 999, 1000, 60_000, 7 * 3_600_000] {
            let mut wall = Wall::new(&programme, instant("2026-11-24T04:59:50Z"), ClockTrust::Trusted);
            wall.run(Duration::from_millis(500));
            wall.shows(&programme);
            wall.trust = ClockTrust::Untrusted;
            wall.run(Duration::from_millis(spell));
            assert!(spell < 1000 || ["một", "hai"].contains(&&*wall.text()), "{}", wall.text());
            wall.set(instant(jump));
            wall.trust = if spell % 2 == 0 { ClockTrust::Trusted } else { ClockTrust::Holdover };
            wall.run(SECOND);
            wall.shows(&programme);
            wall.run(HOUR);
            wall.shows(&programme);
        }
    }
}

#[test]
fn the_page_names_times_of_the_clock_on_the_wall_whoever_believes_it() {
    let lists = [
        list("p", "blank = 1\n[[item]]\ntext = 'một'\nhold = 3\n[[item]]\ntext = 'hai'\nhold = 7"),
        of_class(Class::Emergency, "expires_at = 2026-11-24T06:00:00Z\n[[item]]\ntext = 'lệnh'\nhold = 3"),
    ];
    let programme = programme(HOME, Setting::default(), None, &lists);
    for clock in ["1970-01-01T00:00:00Z", "2026-11-24T05:59:00Z", "2106-02-07T06:28:16Z"] {
        let mut wall = Wall::new(&programme, instant(clock), ClockTrust::Untrusted);
        for turn in 0..40_000 {
            wall.next();
            if turn % 1000 == 999 {
                // Somebody sets the clock meanwhile; it is believed no more than before.
                wall.ahead += SignedDuration::from_hours(if turn % 2000 == 999 { 5000 } else { -5000 });
                wall.step(Event::Tick);
            }
            let (on_air, now) = (wall.on_air(), wall.clock());
            let until = on_air.until.unwrap();
            assert!(on_air.since <= now && now < until, "{now}: {on_air:?}");
            assert!(until.duration_since(on_air.since) <= SignedDuration::from_secs(7), "{on_air:?}");
            if let Some(next) = wall.status().next {
                assert!(until <= next.at && next.at <= until + SignedDuration::from_secs(1), "{next:?}");
            }
        }
    }
}

#[test]
fn a_board_grows_dim_at_the_very_moment_and_its_dots_stay_lit() {
    let still = "[[item]]\ntext = 'một'\nhold = 3600";
    let moving = "[[item]]\ntext = 'Một cửa, đúng hẹn'\nmotion = 'scroll-left'\nspeed = 10\npasses = 20";
    // The sun sets over Hà Nội at about a quarter past five.
    let sunset = wall::sunset("2026-11-24");
    let edge = instant("2026-11-24T11:00:00.000Z");
    for text in [still, moving] {
        for (hours, at, before, after) in [
            (hours("brightness = ['18:00', '23:00'] 30"), edge, 255, 76),
            (hours("brightness = ['18:00', '23:00'] 1"), edge, 255, 2),
            (hours("brightness = ['06:00', '18:00'] 30"), edge, 76, 255),
            (hours("night_max = 20"), sunset, 255, 51),
        ] {
            let programme = programme(HOME, hours, None, &[list("p", text)]);
            let start = at - SignedDuration::from_millis(2500);
            let mut wall = Wall::new(&programme, start, ClockTrust::Trusted);
            let mut was = (0, 0);
            while wall.clock() < at {
                assert!(was.1 == 0 || was.1 == before, "{was:?} before {at}");
                wall.next();
                was = (wall.lit(), wall.brightest());
                wall.shows(&programme);
            }
            assert!(wall.clock() - SignedDuration::from_millis(1) < at, "woken at {}", wall.clock());
            assert_eq!(wall.brightest(), after, "{text}");
            if text == still {
                assert_eq!(wall.lit(), was.0, "dots that were lit");
            }
        }
    }
}

#[test]
fn a_board_is_as_bright_as_its_hours_say_when_the_clock_is_put_back() {
    let setting = || hours("brightness = ['18:00', '23:00'] 30");
    let hold = "[[item]]\ntext = 'một'\nhold = 3600";
    for lists in [&[list("p", hold)][..], &[]] {
        let programme = programme(HOME, setting(), None, lists);
        let mut wall = Wall::new(&programme, instant("2026-11-24T11:00:01.000137Z"), ClockTrust::Trusted);
        for put in [-2, 2, -2, -3600, 3602, 24 * 3600, -24 * 3600 - 2] {
            wall.ahead += SignedDuration::from_secs(put);
            wall.run(KEEPALIVE);
            wall.shows(&programme);
            wall.ahead -= SignedDuration::from_secs(1);
        }
    }
}

#[test]
fn a_board_that_nothing_is_for_stays_as_dim_after_midnight_as_before() {
    let dim = programme(HOME, hours("brightness = ['18:00', '06:00'] 10"), None, &[]);
    let mut wall = Wall::new(&dim, instant("2026-11-24T16:59:00Z"), ClockTrust::Trusted);
    let mut changes = Vec::new();
    for half in 0..2 * 24 * 2 {
        wall.run(1800 * SECOND);
        wall.shows(&dim);
        let bright = wall.brightest();
        if changes.last().is_none_or(|(_, last)| *last != bright) {
            changes.push((half, bright));
        }
    }
    let bright: Vec<u8> = changes.iter().map(|(_, bright)| *bright).collect();
    assert_eq!(bright, [25, 255, 25, 255, 25], "{changes:?}");
}

#[test]
fn a_board_as_dim_as_before_is_not_drawn_again() {
    // Midnight is an edge of every day, and the sun rises and sets within the window.
    let setting = hours("brightness = ['17:00', '16:00'] 30 night_max = 30");
    let programme = programme(HOME, setting, None, &[list("p", "[[item]]\ntext = 'một'\nhold = 3600")]);
    let mut wall = Wall::new(&programme, instant("2026-11-24T10:00:00Z"), ClockTrust::Trusted);
    wall.run(SECOND);
    let before = wall.frames;
    let info = allocation_counter::measure(|| wall.run(3000 * SECOND));
    assert_eq!(info.count_total, 0, "a picture drawn again is an allocation");
    assert!((3000..=3002).contains(&(wall.frames - before)), "{} frames", wall.frames - before);
}
