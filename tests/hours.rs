//! What files say of hours and days: what is read, and what is refused, where.

use bangtin::calendar::{Hour, Moment, Weekdays};
use bangtin::playlist::{Class, Playlist, Wanted};
use bangtin::report::{Fault, Lang, Source, render};
use bangtin::site::Site;
use std::sync::Arc;

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source { name: "a.toml".to_owned(), text: text.to_owned() })
}

fn playlist(head: &str) -> (Option<Playlist>, Vec<Fault>) {
    Playlist::parse("a", &source(&format!("{head}\n[[item]]\ntext = 'Một cửa'\n")))
}

fn good(head: &str) -> Playlist {
    let (playlist, faults) = playlist(head);
    playlist.unwrap_or_else(|| panic!("{head}\n{}", render(&faults, Lang::En, false)))
}

fn found(faults: &[Fault]) -> Vec<(String, &'static str)> {
    let place = |fault: &Fault| fault.place_words().trim_start_matches("a.toml:").to_owned();
    faults.iter().map(|fault| (place(fault), fault.message.code())).collect()
}

/// One fault, at this place.
fn refused(head: &str, place: &str, code: &str) {
    let (playlist, faults) = playlist(head);
    assert!(playlist.is_none(), "{head}");
    let said = render(&faults, Lang::En, false);
    assert_eq!(found(&faults), [(place.to_owned(), code)], "{head}\n{said}");
}

#[test]
fn windows_are_read_in_both_ways_of_writing_them() {
    let inline = good(
        "windows = [{ days = ['mon', 'tue'], from = '06:00', to = '22:00', valid_from = '2026-11-01', \
         valid_to = 2026-12-31, only_on = ['tet-3..tet+5', 2026-11-24], except = ['lunar 10/3'] }]",
    );
    let window = &inline.when.windows[0];
    assert_eq!((window.from, window.to), (Hour::Clock(6 * 3600), Hour::Clock(22 * 3600)));
    assert_eq!((window.only_on.len(), window.except.len()), (2, 1));
    assert_eq!(window.valid_to, Some(jiff::civil::date(2026, 12, 31)));
    let weekdays = [jiff::civil::Weekday::Monday, jiff::civil::Weekday::Tuesday];
    assert_eq!(Some(window.days), Weekdays::of(weekdays));
    let blocks = Playlist::parse(
        "a",
        &source(
            "[[item]]\ntext = 'x'\n[[item.windows]]\nfrom = 22:00\nto = '6:00'\nexcept = []\n[[item.windows]]\ndays = ['sun']\n",
        ),
    );
    let windows = &blocks.0.expect("good").items[0].when.windows;
    assert_eq!((windows[0].from, windows[0].to), (Hour::Clock(79_200), Hour::Clock(21_600)));
    assert_eq!((windows[1].from, windows[1].to), (Hour::MIDNIGHT, Hour::END_OF_DAY));
}

#[test]
fn a_wrong_window_is_refused_at_the_very_place() {
    for (window, column, code) in [
        ("days = [1]", 21, "UnknownWord"),
        ("days = ['monday']", 21, "UnknownWord"),
        ("days = ['mon', 'mon']", 28, "SaidTwice"),
        ("days = []", 20, "ListLength"),
        ("only_on = []", 23, "ListLength"),
        ("from = '24:00'", 20, "HourOnlyEnds"),
        ("from = '06:00', to = '06:00'", 34, "SameHours"),
        ("to = '00:00'", 18, "SameHours"),
        ("to = '12:60'", 18, "NoSuchTime"),
        ("to = '24:01'", 18, "NoSuchTime"),
        ("to = 24:00", 18, "NoSuchTime"),
        ("to = 'noon'", 18, "WantsHour"),
        ("to = '6h'", 18, "WantsHour"),
        ("to = 6", 18, "WantsHour"),
        ("to = '99999999999:00'", 18, "WantsHour"),
        ("to = 2026-01-01", 18, "WantsHour"),
        ("to = 'sunset'", 18, "SunNotHere"),
        ("valid_to = '30/2/2026'", 24, "NoSuchTime"),
        ("valid_to = 2026-02-30", 24, "NoSuchTime"),
        ("valid_to = '2200-01-01'", 24, "YearOutside"),
        ("valid_to = 1999-12-31", 24, "YearOutside"),
        ("valid_to = 'tomorrow'", 24, "WantsDate"),
        ("valid_to = 3", 24, "WantsDate"),
        ("valid_from = 2026-12-02, valid_to = 2026-12-01", 49, "EndsBeforeItBegins"),
        ("only_on = ['30/2']", 25, "NoSuchTime"),
        ("only_on = ['tet-3..tet+999']", 32, "DaysOutside"),
        ("only_on = ['tet+5..tet-3']", 25, "DaysBackwards"),
        ("except = ['Tết']", 25, "DaysSyntax"),
        ("except = ['tet..']", 23, "DaysSyntax"),
        ("except = ['days-off+1']", 24, "DaysNotOne"),
        ("except = ['days-off..tet']", 24, "DaysNotOne"),
        ("except = 'tet'", 22, "WantsDays"),
        ("except = [3]", 23, "WantsDays"),
        ("only_on = ['tet'], except = ['tet']", 11, "WindowNever"),
        ("days = ['sat'], valid_from = 2026-11-23, valid_to = 2026-11-26", 11, "WindowNever"),
        ("", 11, "WindowEmpty"),
        ("form = '06:00'", 13, "UnknownKey"),
    ] {
        refused(&format!("windows=[ {{ {window} }} ]"), &format!("1:{}", column), code);
    }
    refused("windows = []", "1:11", "ListLength");
    refused("windows = ['06:00']", "1:12", "WantsTables");
    let many = |count: usize| vec!["{to='22:00'}"; count].join(",");
    refused(&format!("windows = [{}]", many(51)), "1:11", "ListLength");
    assert_eq!(good(&format!("windows = [{}]", many(50))).when.windows.len(), 50);
    let said = playlist("windows = [{ days = ['mno'] }]").1[0].sentence(Lang::En);
    assert!(said.contains("`mno`") && said.contains(": `mon`, `tue`"), "{said}");
}

#[test]
fn a_hundred_thousand_windows_are_refused_in_few_words_and_soon() {
    let begun = bangtin::clock::since_start();
    let all = vec!["{to='22:00'}"; 85_000].join(",");
    assert_eq!(found(&playlist(&format!("windows = [{all}]")).1), [("1:11".to_owned(), "ListLength")]);
    let items: String =
        (0..1000).map(|_| format!("[[item]]\ntext='x'\nwindows=[{}]\n", vec!["{}"; 50].join(","))).collect();
    let faults = Playlist::parse("a", &source(&items)).1;
    let too_many = faults.iter().filter(|fault| fault.message.code() == "TooManyWindows").count();
    assert_eq!(too_many, 1);
    assert!(faults.len() <= 10_001, "{}", faults.len());
    assert!(begun() < std::time::Duration::from_secs(20), "{:?}", begun());
}

#[test]
fn a_beginning_and_an_end_are_read_in_every_way_of_writing_them() {
    let zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").expect("the zone");
    for (written, instant) in [
        ("2026-11-24", "2026-11-24T17:00:00Z"),
        ("'24/11/2026'", "2026-11-24T17:00:00Z"),
        ("2026-11-24T07:05:00", "2026-11-24T00:05:00Z"),
        ("'2026-11-24 7:05'", "2026-11-24T00:05:00Z"),
        ("'2026-11-24T24:00'", ""),
        ("2026-11-24T07:05:00+07:00", "2026-11-24T00:05:00Z"),
        ("'2026-11-24T07:05-05:00'", "2026-11-24T12:05:00Z"),
        ("'2026-11-24T07:05Z'", "2026-11-24T07:05:00Z"),
    ] {
        if instant.is_empty() {
            refused(&format!("expires_at = {written}"), "1:14", "NoSuchTime");
            continue;
        }
        let at = good(&format!("expires_at = {written}")).when.expires_at.expect("an end").value;
        assert_eq!(at.instant(&zone).to_string(), instant, "{written}");
    }
    let starts = good("starts_at = 2026-11-24").when.starts_at.expect("a beginning").value;
    assert_eq!(starts.instant(&zone).to_string(), "2026-11-23T17:00:00Z");
    assert_eq!(starts, Moment::Civil(jiff::civil::date(2026, 11, 24).at(0, 0, 0, 0)));
    good("starts_at = 2026-11-24\nexpires_at = 2026-11-24");
}

#[test]
fn a_time_the_clocks_skip_is_taken_later_and_one_that_comes_twice_the_first_time() {
    let zone = jiff::tz::TimeZone::get("America/New_York").expect("the zone");
    let instant = |text: &str| {
        good(&format!("starts_at = {text}")).when.starts_at.expect("one").value.instant(&zone).to_string()
    };
    assert_eq!(instant("2026-03-08T02:30:00"), "2026-03-08T07:30:00Z");
    assert_eq!(instant("2026-11-01T01:30:00"), "2026-11-01T05:30:00Z");
}

#[test]
fn a_beginning_or_end_that_cannot_be_is_refused_at_its_place() {
    for (written, code) in [
        ("2026-02-30", "NoSuchTime"),
        ("'2026-02-30T07:00'", "NoSuchTime"),
        ("'2026-11-24T12:60'", "NoSuchTime"),
        ("2026-11-24T25:00:00", "NoSuchTime"),
        ("9999-12-31", "YearOutside"),
        ("07:00:00", "WantsMoment"),
        ("'tet'", "WantsMoment"),
        ("20261124", "WantsMoment"),
        ("'2026-11-24T07:00[Asia/Tokyo]'", "WantsMoment"),
        ("'2026-11-24T07:00+'", "WantsMoment"),
        ("2026-11-24T07:00:00.5", "WantsMoment"),
    ] {
        refused(&format!("expires_at = {written}"), "1:14", code);
    }
    refused("review_by = 2026-11-24T07:00:00", "1:13", "WantsDate");
    refused("starts_at = 2026-11-25\nexpires_at = 2026-11-24", "2:14", "EndsBeforeItBegins");
    refused(
        "starts_at = 2026-11-24T07:00:00Z\nexpires_at = '2026-11-23T01:00'",
        "2:14",
        "EndsBeforeItBegins",
    );
    good("starts_at = 2026-11-24T07:00:00Z\nexpires_at = '2026-11-24T10:00'");
    let item = "starts_at = 2026-12-01\n[[item]]\ntext = 'a'\nexpires_at = 2026-11-24";
    refused(item, "4:14", "EndsBeforeItBegins");
}

#[test]
fn what_is_urgent_needs_an_end_on_the_playlist_or_on_the_item() {
    refused("class = 'urgent'", "1:9", "UnknownWord");
    refused("class = 'override'", "1:9", "UnknownWord");
    refused("class = 'priority'", "1:9", "ClassNeedsExpiry");
    let own = "[[item]]\ntext = 'a'\nclass = 'emergency'";
    refused(own, "3:9", "ClassNeedsExpiry");
    good(&format!("{own}\nexpires_at = 2026-11-24"));
    let playlist = good("class = 'priority'\nexpires_at = 2026-11-24");
    assert_eq!((playlist.class, playlist.items[0].class), (Class::Priority, None));
    assert!(Class::Normal < Class::Priority && Class::Override < Class::Emergency);
    let two = "class = 'priority'\n[[item]]\ntext = 'a'\n[[item]]\ntext = 'b'";
    refused(two, "1:9", "ClassNeedsExpiry");
}

#[test]
fn a_campaign_says_on_whose_directive_until_when_and_how_often() {
    let campaign = |lines: &str| good(&format!("[campaign]\n{lines}")).campaign.expect("a campaign");
    let read = campaign("directive = '47/KH-UBND'\nstart = 2026-11-01\ndeadline = 2026-11-30\nper_day = 20");
    assert_eq!(read.directive.value, "47/KH-UBND");
    assert_eq!(read.wanted.map(|at| at.value), Some(Wanted::PerDay(20)));
    assert_eq!(campaign("directive = 'a'\nshare = 25").wanted.map(|at| at.value), Some(Wanted::Share(25)));
    for (lines, place, code) in [
        ("per_day = 2", "1:1", "MissingKey"),
        ("directive = ' '", "2:13", "EntryBlank"),
        ("directive = 'a'\nper_day = 2\nshare = 3", "4:9", "OnlyOneOf"),
        ("directive = 'a'\nshare = 101", "3:9", "WantsInteger"),
        ("directive = 'a'\nper_day = 0", "3:11", "WantsInteger"),
        ("directive = 'a'\nper_week = 99999999999", "3:12", "WantsInteger"),
        ("directive = 'a'\nstart = 2026-11-02\ndeadline = 2026-11-01", "4:12", "EndsBeforeItBegins"),
    ] {
        refused(&format!("[campaign]\n{lines}"), place, code);
    }
}

#[test]
fn weights_and_holds_are_bounded() {
    let item = |line: &str| Playlist::parse("a", &source(&format!("[[item]]\ntext='x'\n{line}\n")));
    assert_eq!(item("weight = 100\nfestive = true").0.expect("good").items[0].weight, 100);
    for line in ["weight = 0", "weight = 101", "weight = 1.5", "hold = 9999999999999", "festive = 'yes'"] {
        let (playlist, faults) = item(line);
        assert!(playlist.is_none() && faults.len() == 1, "{line}");
    }
}

/// A site of one board; `place` are lines of its site, `board` lines of the board.
fn site(place: &str, board: &str) -> (Site, Vec<(String, &'static str)>) {
    let text = format!(
        "[[site]]\nid='s'\n{place}\n[[board]]\nid='b'\nsite='s'\nwidth=64\nheight=32\nlink='virtual'\n{board}\n"
    );
    let (site, faults) = Site::parse(&source(&text));
    (site, found(&faults))
}

const HERE: &str = "latitude = 18.34\nlongitude = 105.90";

#[test]
fn a_board_has_hours_of_power_quiet_and_brightness_by_clock_and_sun() {
    let (site, faults) = site(
        HERE,
        "tags = ['ngoai-troi']\npower = [{ from = '05:00', to = '23:00' }]\nquiet = [{ from = '22:00', to = '06:00' }]\n\
         brightness = [{ percent = 60, from = 'sunset-30m', to = '22:00' }, { percent = 30, from = '22:00', to = 'sunrise+1h15m' }]\n\
         night_floor = 5\nnight_max = 70",
    );
    assert_eq!(faults, []);
    let hours = &site.boards[0].hours;
    assert_eq!((hours.power.len(), hours.quiet.len(), hours.night_floor, hours.night_max), (1, 1, 5, 70));
    assert_eq!((hours.brightness[0].0.from, hours.brightness[0].1), (Hour::Sunset { minutes: -30 }, 60));
    assert_eq!(hours.brightness[1].0.to, Hour::Sunrise { minutes: 75 });
    assert_eq!(hours.brightness[1].0.to.to_string(), "sunrise+1h15m");
    assert_eq!(site.boards[0].reach().tags, ["ngoai-troi"]);
    assert_eq!(site.places[0].sky, bangtin::calendar::Sky::new(18.34, 105.90));
}

#[test]
fn wrong_hours_of_a_board_are_told_and_leave_it_lit() {
    for (place, board, at, code) in [
        ("", "quiet = [{ from = 'sunset', to = '06:00' }]", "10:19", "SunNeedsPlace"),
        ("", "night_max = 50", "10:13", "SunNeedsPlace"),
        (HERE, "quiet = [{ from = 'sunset+7h' }]", "11:19", "SunOffset"),
        (HERE, "quiet = [{ from = 'sunset30m' }]", "11:19", "WantsHourOrSun"),
        (HERE, "quiet = [{ from = 'sunste' }]", "11:19", "WantsHourOrSun"),
        (HERE, "quiet = [{ from = 'sunset-9999999999m' }]", "11:19", "WantsHourOrSun"),
        (HERE, "quiet = [{ from = 'sunset', to = 'sunset' }]", "11:34", "SameHours"),
        (HERE, "brightness = [{ from = '20:00' }]", "11:15", "MissingKey"),
        (HERE, "brightness = [{ percent = 0, from = '20:00' }]", "11:27", "WantsInteger"),
        (HERE, "night_floor = 60\nnight_max = 50", "5:1", "NightBounds"),
        (HERE, "power = [{ only_on = ['le-hoi'] }]", "11:10", "NoSuchDays"),
        (HERE, "power = []", "11:9", "ListLength"),
        ("latitude = 18.3", "", "1:1", "KeyNeeds"),
        ("latitude = 91\nlongitude = 0", "", "3:12", "WantsDecimal"),
        ("latitude = nan\nlongitude = inf", "", "3:12", "WantsDecimal"),
    ] {
        let (site, faults) = site(place, board);
        assert_eq!(faults.first(), Some(&(at.to_owned(), code)), "{place} {board}: {faults:?}");
        assert_eq!(site.boards[0].hours, Arc::default(), "rather too bright than dark");
    }
    let text = "zone = 'Asia/Hanoi'\n[[board]]\n";
    assert_eq!(found(&Site::parse(&source(text)).1)[0], ("1:8".to_owned(), "UnknownZone"));
}

#[test]
fn a_site_has_days_of_its_own_and_days_decided_for_the_year() {
    let (site, faults) = site(
        "[calendar]\npublic_holidays = ['2026-02-16..2026-02-20']\ndays_off = [2026-01-02, '31/8/2026']\nworking = ['2026-08-22']\n\
         [[calendar.mourning]]\nname = 'Quốc tang'\nfrom = 2026-05-24\nto = 2026-05-25\n\
         [[calendar.day]]\nid = 'khai-hoi'\nname = 'Khai hội'\non = 'lunar 6/1'\n\
         [[calendar.day]]\nid = 'be-mac'\non = 'lunar 9/1'",
        "quiet = [{ only_on = ['khai-hoi..be-mac'], from = '22:00' }]",
    );
    assert_eq!(faults, []);
    let own = &site.own_days;
    assert_eq!(
        (own.days_off.len(), own.makeup_workdays.len(), own.mourning.len(), own.named.len()),
        (2, 1, 1, 2)
    );
    assert_eq!(own.named[1].name, "be-mac");
    let decided = &own.public_holidays[0];
    assert_eq!(
        (decided.first, decided.last),
        (jiff::civil::date(2026, 2, 16), jiff::civil::date(2026, 2, 20))
    );
}

#[test]
fn wrong_days_of_a_site_are_told_at_their_place() {
    for (lines, at, code) in [
        ("days_off = []", "2:12", "ListLength"),
        ("days_off = [2026-02-30]", "2:13", "NoSuchTime"),
        ("days_off = ['2/9']", "2:13", "DaysNotDated"),
        ("days_off = ['tet']", "2:13", "DaysNotDated"),
        ("days_off = ['public-holidays']", "2:13", "DaysNotDated"),
        ("working = 3", "2:11", "WantsDays"),
        ("[[calendar.mourning]]\nfrom = 2026-05-24\nto = 2026-05-25", "2:1", "MissingKey"),
        (
            "[[calendar.mourning]]\nname = 'a'\nfrom = 2026-05-24\nto = 2026-05-23",
            "5:6",
            "EndsBeforeItBegins",
        ),
        ("[[calendar.day]]\nid = 'tet'\non = '2/9'", "3:6", "DayIdBuiltIn"),
        ("[[calendar.day]]\nid = 'days-off'\non = '2/9'", "3:6", "DayIdBuiltIn"),
        ("[[calendar.day]]\nid = '2a'\non = '2/9'", "3:6", "WantsDayId"),
        ("[[calendar.day]]\nid = 'a'\non = 'a+1'", "4:6", "DayLeansOnOwn"),
        (
            "[[calendar.day]]\nid = 'a'\non = '2/9'\n[[calendar.day]]\nid = 'b'\non = 'a-1'",
            "7:6",
            "DayLeansOnOwn",
        ),
        ("[[calendar.day]]\nid = 'a'\non = '2/9'\n[[calendar.day]]\nid = 'a'\non = '3/9'", "6:6", "IdTaken"),
        ("[[calendar.day]]\nid = 'a'", "2:1", "MissingKey"),
    ] {
        let faults = found(&Site::parse(&source(&format!("[calendar]\n{lines}\n"))).1);
        assert_eq!(faults.first(), Some(&(at.to_owned(), code)), "{lines}: {faults:?}");
    }
    let (_, faults) = Site::parse(&source(
        "[[site]]\nid='s'\n[[board]]\nid='b'\nsite='s'\nwidth=9\nheight=9\nlink='virtual'\npower=[{only_on=['tte']}]",
    ));
    let said = faults[0].sentence(Lang::En);
    assert!(said.contains("used: `tet`, "), "the likeliest first: {said}");
}
