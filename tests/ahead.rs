//! The rules about the coming months (S), each on real files: a site on which it speaks on a day, and one as near to it as
//! can be on which it does not.

use bangtin::report::{Fault, Lang, Rule, Source};
use bangtin::schedule::{Agenda, Ahead, Fate, Layer, Outlook, Run, Shown};
use bangtin::site::{Files, Library};
use jiff::Timestamp;
use std::sync::Arc;

const FONT: &str = include_str!("../fonts/bangtin-16.bdf");
/// A Tuesday, at noon.
const NOW: &str = "2026-11-24T12:00+07:00";
/// A playlist that is always there.
const DEFAULT: (&str, &str) = ("mac-dinh", "[[item]]\ntext='Kính chào'");
const EVERYDAY: (&str, &str) = ("a", "boards=['b']\n[[item]]\ntext='Mời vào'");

/// A site of one board with its default playlist.
#[derive(Clone)]
struct Town {
    now: String,
    top: String,
    board: String,
    playlists: Vec<(String, String)>,
}

fn town(playlists: &[(&str, &str)]) -> Town {
    let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    Town {
        now: NOW.to_owned(),
        top: String::new(),
        board: "default='mac-dinh'".to_owned(),
        playlists: playlists.iter().chain([&DEFAULT]).map(own).collect(),
    }
}

/// A playlist for the board: keys of its own, and its only item.
fn list(keys: &str, item: &str) -> String {
    format!("boards=['b']\n{keys}\n[[item]]\ntext='Mời vào'\n{item}\n")
}

impl Town {
    fn board(self, board: &str) -> Self {
        Self { board: board.to_owned(), ..self }
    }

    /// Without a default playlist.
    fn bare(mut self) -> Self {
        self.playlists.retain(|(name, _)| name != DEFAULT.0);
        self.board("")
    }

    fn top(self, top: &str) -> Self {
        Self { top: top.to_owned(), ..self }
    }

    fn now(self, now: &str) -> Self {
        Self { now: now.to_owned(), ..self }
    }

    fn faults(&self) -> Vec<Fault> {
        self.opened(Some(self.now.parse().unwrap()))
    }

    fn opened(&self, now: Option<Timestamp>) -> Vec<Fault> {
        Library::open(&self.files(), now).1
    }

    fn files(&self) -> Files {
        let Self { top, board, playlists, .. } = self;
        let source = |name: String, text: &str| Arc::new(Source { name, text: text.to_owned() });
        let site = format!(
            "{top}\n[[site]]\nid='s'\n[[board]]\nid='b'\nsite='s'\nwidth=128\nheight=32\nlink='virtual'\n{board}\n"
        );
        let playlists =
            playlists.iter().map(|(name, text)| source(format!("{name}.toml"), text)).collect::<Vec<_>>();
        Files {
            site: Some(source("bangtin.toml".to_owned(), &site)),
            playlists,
            fonts: vec![source("bangtin-16.bdf".to_owned(), FONT)],
            ..Files::default()
        }
    }

    /// `S01 warning b.toml:3:6 HoursBare`, in short without the place.
    fn codes(&self) -> Vec<String> {
        let words = |fault: &Fault| {
            let rule = fault.message.rule().map_or("-", |rule| rule.id());
            let grave = if fault.silenced.is_some() { "silenced" } else { fault.severity.code() };
            format!("{rule} {grave} {}", fault.message.code())
        };
        self.faults().iter().map(words).collect()
    }

    fn english(&self) -> String {
        let faults = self.faults();
        faults.iter().map(|fault| fault.sentence(Lang::En) + "\n").collect()
    }
}

#[track_caller]
fn says(town: &Town, codes: &[&str]) {
    assert_eq!(town.codes(), codes, "{}", town.english());
}

#[test]
fn a_site_on_which_something_is_always_there_has_nothing_to_be_told() {
    says(&town(&[EVERYDAY]), &[]);
    says(&town(&[]), &[]);
}

#[test]
fn hours_without_any_content_are_said_with_the_first_and_how_many_there_are() {
    let office = list("[[windows]]\nfrom='07:00'\nto='17:00'", "");
    let office = town(&[("a", &office)]);
    says(&office, &[]);
    let bare = office.bare();
    says(&bare, &["S01 warning HoursBare", "S11 info DefaultNone"]);
    let said = bare.english();
    // Of today 7 hours from 17:00 on, of every other day 14.
    assert!(said.contains(&format!("there are {} hours", 7 + 364 * 14)), "{said}");
    assert!(said.contains("from 17:00 24/11/2026"), "{said}");
    says(&bare.board("quiet=[{from='17:00',to='07:00'}]"), &["S11 info DefaultNone"]);
    let night = list("[[windows]]\nfrom='22:00'\nto='06:00'\ndays=['mon']", "");
    let night = town(&[("a", &night)]).bare().now("2026-11-24T02:00+07:00");
    assert!(
        night.english().contains("from 06:00 24/11/2026"),
        "Monday's window goes on: {}",
        night.english()
    );
}

#[test]
fn the_hours_of_change_days_are_counted_as_they_pass() {
    let all_but_one = list("[[windows]]\nfrom='02:00'\nto='01:00'", "");
    let town =
        town(&[("a", &all_but_one)]).bare().top("zone='America/New_York'").now("2026-11-24T00:00-05:00");
    // From 1 to 2 o'clock on 365 days; on 7 November 2027 that hour comes twice.
    assert!(town.english().contains("there are 366 hours"), "{}", town.english());
    let skipped = |day: &str| {
        let window = format!("[[windows]]\nfrom='02:15'\nto='02:45'\nvalid_from={day}\nvalid_to={day}");
        town.clone().board("default='mac-dinh'").with(&[("a", &list(&window, "")), EVERYDAY_B])
    };
    says(&skipped("2027-03-14"), &["S03 warning ItemNeverOpen"]);
    says(&skipped("2027-03-15"), &[]);
}

/// Another one that is always there.
const EVERYDAY_B: (&str, &str) = ("b", "boards=['b']\n[[item]]\ntext='Mời vào'");

impl Town {
    fn with(self, playlists: &[(&str, &str)]) -> Self {
        Self { playlists: town(playlists).playlists, ..self }
    }
}

#[test]
fn long_hours_of_the_default_playlist_alone_are_a_hint() {
    let week = list("[[windows]]\ndays=['mon','tue','wed','thu','fri']\nfrom='07:00'\nto='17:00'", "");
    let week = town(&[("a", &week)]);
    says(&week, &["S02 info HoursStandby"]);
    let said = week.english();
    assert!(said.contains("From 17:00 27/11/2026") && said.contains("for 62 hours"), "{said}");
    says(&week.clone().top("[lint]\nstandby_h=62"), &[]);
    says(&week.board("default='mac-dinh'\nsilence={S02='cuối tuần nghỉ'}"), &["S02 silenced HoursStandby"]);
}

#[test]
fn an_item_that_is_never_lit_is_said_with_the_reason() {
    let item = |item: &str| town(&[("a", &list("", item)), EVERYDAY_B]);
    says(&item("expires_at=2026-11-23"), &["S03 info ItemExpired"]);
    says(&item("expires_at=2026-11-24"), &[]);
    says(&item("starts_at=2028-01-01"), &["S03 info ItemFarOff"]);
    says(&item("starts_at=2027-11-23"), &[]);
    let tet = |end: &str| item(&format!("expires_at={end}\nwindows=[{{only_on=['tet']}}]"));
    let holidays = "[lint]\nholidays=0";
    says(&tet("2027-02-05").top(holidays), &["S03 warning ItemNeverOpen"]);
    says(&tet("2027-02-06").top(holidays), &[]);
    let eve = "windows=[{only_on=['giao-thua'],from='22:00',to='02:00'}]\nstarts_at=";
    says(&item(&format!("{eve}2027-02-06T01:59")).top(holidays), &[]);
    says(&item(&format!("{eve}2027-02-06T02:00")).top(holidays), &["S03 warning ItemNeverOpen"]);
    let late = item("windows=[{from='23:00',to='24:00'}]");
    let power = "default='mac-dinh'\npower=[{from='06:00',to='22:00'}]";
    says(&late.clone().board(power), &["S03 warning ItemInTheDark"]);
    says(&late.board(&power.replace("22:00", "23:01")), &[]);
    let hours =
        |from| format!("class='priority'\nexpires_at=2028-01-01\nwindows=[{{from='{from}',to='12:00'}}]");
    let under = |from| {
        town(&[
            ("a", &list("", "windows=[{from='08:00',to='11:00'}]")),
            EVERYDAY_B,
            ("p", &list(&hours(from), "")),
        ])
    };
    says(&under("08:00"), &["S03 warning ItemHidden"]);
    says(&under("08:01"), &[]);
}

#[test]
fn an_item_that_asks_not_to_be_told_is_not_and_a_silence_nothing_needs_is_said() {
    let item = |item: &str| town(&[("a", &list("", item)), EVERYDAY_B]);
    let silence = "\nsilence={S03='để dành'}";
    says(&item(&format!("starts_at=2028-01-01{silence}")), &["S03 silenced ItemFarOff"]);
    says(&item(&format!("starts_at=2027-01-01{silence}")), &["- info SilenceIdle"]);
    says(&town(&[EVERYDAY]).board("default='mac-dinh'\nsilence={S01='x'}"), &["- info SilenceIdle"]);
    let wrong = town(&[EVERYDAY]).board("default='mac-dinh'\nsilence={S03='x'}").codes();
    assert!(wrong.iter().any(|code| code.ends_with("RuleElsewhere")), "an item's rule: {wrong:?}");
}

fn campaign(wanted: &str, item: &str) -> String {
    list(&format!("[campaign]\ndirective='47/KH-UBND'\n{wanted}"), item)
}

#[test]
fn a_campaign_that_cannot_be_shown_as_often_as_it_has_to_be_is_said_before_it_begins() {
    let daily = |wanted: &str| town(&[("a", &campaign(wanted, "hold=60"))]);
    says(&daily("per_day=1440"), &[]);
    let short = daily("per_day=1441\nstart=2026-12-01\ndeadline=2026-12-10").top("[lint]\nstandby_h=8784");
    says(&short, &["S04 warning QuotaOfDay"]);
    let said = short.english();
    assert!(
        said.contains("On 01/12/2026") && said.contains("1440 of 1441") && said.contains(": 10."),
        "{said}"
    );
    let weekly = |times: u32| {
        let hours = "hold=60\nwindows=[{days=['sat'],from='08:00',to='09:00'}]";
        town(&[("a", &campaign(&format!("per_week={times}"), hours)), EVERYDAY_B])
    };
    says(&weekly(60), &[]);
    let short = weekly(100);
    says(&short, &["S04 warning QuotaOfWeek"]);
    let said = short.english();
    assert!(said.contains("week from 23/11/2026") && said.contains("60 of 100"), "{said}");
    let other_days = "hold=60\nwindows=[{days=['sat']}]";
    says(&town(&[("a", &campaign("per_day=10", other_days)), EVERYDAY_B]), &[]);
}

#[test]
fn shares_that_come_to_more_than_all_of_the_time_are_said() {
    let two = |a: u8, b: u8| {
        let share = |percent: u8| campaign(&format!("share={percent}"), "");
        town(&[("a", &share(a)), ("b", &share(b)), ("c", EVERYDAY.1)])
    };
    says(&two(60, 40), &[]);
    let much = two(60, 50);
    says(&much, &["S05 warning SharesTooMuch"]);
    assert!(much.english().contains("From 24/11/2026") && much.english().contains("110 per cent"));
}

#[test]
fn priority_playlists_nobody_ordered_and_long_priority_are_said() {
    let bulletin = |keys: &str| list(&format!("class='priority'\nexpires_at=2026-12-31\n{keys}"), "");
    let hour = "windows=[{from='07:00',to='08:00'}]";
    let two = |order: u8| {
        let second = bulletin(&format!("order={order}\n{hour}"));
        town(&[EVERYDAY, ("p", &bulletin(hour)), ("q", &second)])
    };
    says(&two(0), &["S06 warning PriorityClash"]);
    assert!(two(0).english().contains("From 07:00 25/11/2026"), "{}", two(0).english());
    says(&two(1), &[]);
    let long = town(&[EVERYDAY, ("p", &bulletin(""))]);
    says(&long, &["S06 warning PriorityLong"]);
    assert!(long.english().contains("From 12:00 24/11/2026") && long.english().contains("for 900 hours"));
    says(&long.top("[lint]\npriority_h=900"), &[]);
    says(&town(&[("p", &bulletin(""))]).top("[lint]\nstandby_h=8784"), &[]);
}

#[test]
fn content_that_ends_without_a_successor_and_a_campaign_that_ends_too_early_are_said() {
    let quiet = "[lint]\nstandby_h=8784";
    let ends = |end: &str| town(&[("a", &list(end, ""))]).top(quiet);
    says(&ends("expires_at=2026-12-31"), &["S07 info ContentEnds"]);
    assert!(ends("expires_at=2026-12-31").english().contains("By 00:00 01/01/2027"));
    says(&ends("expires_at=2027-12-31"), &[]);
    says(&ends("windows=[{valid_to=2026-12-30,from='22:00',to='06:00'}]"), &["S07 info ContentEnds"]);
    says(&ends("windows=[{from='22:00',to='06:00'}]"), &[]);
    says(&town(&[("a", &list("expires_at=2026-12-31", "")), EVERYDAY_B]), &[]);
    let campaign = |end: &str| {
        let keys = format!("expires_at={end}\n[campaign]\ndirective='47/KH-UBND'\ndeadline=2027-01-31");
        town(&[("a", &list(&keys, "")), EVERYDAY_B])
    };
    says(&campaign("2027-01-30"), &["S07 warning CampaignEndsEarly"]);
    says(&campaign("2027-01-31"), &[]);
}

#[test]
fn holidays_without_content_are_named_in_one_hint_once_a_site_uses_holidays() {
    let on = |days: &str| town(&[EVERYDAY, ("t", &list(&format!("windows=[{{only_on={days}}}]"), ""))]);
    says(&on("['2026-12-25']"), &[]);
    let tet = on("['tet']");
    says(&tet, &["S08 info HolidaysBare"]);
    let said = tet.english();
    let all = [
        "New Year's Day (01/01/2027)",
        "Hung Kings' Commemoration (16/04/2027)",
        "National Day (02/09/2027)",
    ];
    assert!(all.iter().all(|day| said.contains(day)) && !said.contains("Lunar"), "{said}");
    says(&on("['public-holidays']"), &[]);
    says(&tet.clone().top("[lint]\nholidays=0"), &[]);
    assert!(tet.top("[lint]\nholidays=2").english().contains("Founding of"));
}

#[test]
fn days_that_do_not_come_within_the_year_are_said_with_the_next_time() {
    let on = |key: &str, days: &str| {
        let window = format!("windows=[{{{key}=['{days}']}}]");
        town(&[EVERYDAY, ("t", &list(&window, "silence={S03='x'}"))]).top("[lint]\nholidays=0")
    };
    let said = |days: &str, next: &str| {
        let town = on("except", days);
        assert!(town.codes().contains(&"S09 info DaysLater".to_owned()), "{days}: {:?}", town.codes());
        assert!(town.english().contains(&format!("next comes on {next}")), "{days}: {}", town.english());
    };
    said("29/2", "29/02/2028");
    said("lunar 30/12", "30/01/2033");
    said("lunar 15/5 leap", "07/07/2028");
    let codes = |town: Town| town.codes().iter().any(|code| code.starts_with("S09"));
    assert!(codes(on("only_on", "29/2")));
    assert!(!codes(on("only_on", "29/2").now("2027-11-24T12:00+07:00")));
    assert!(!codes(on("only_on", "lunar 29/12")));
    assert!(!codes(on("only_on", "lunar 15/5 leap").now("2028-01-01T00:00+07:00")));
    assert!(!codes(on("only_on", "2025-01-29")), "a list of days grows with the years");
    let quiet = "default='mac-dinh'\nquiet=[{only_on=['29/2'],from='00:00',to='01:00'}]";
    says(&town(&[EVERYDAY]).board(quiet), &["S09 warning DaysLater"]);
}

#[test]
fn content_is_to_be_looked_at_again_on_its_day() {
    let item = |item: &str| town(&[("a", &list("", item))]);
    says(&item("review_by=2026-11-23"), &["S10 warning ReviewDue"]);
    says(&item("review_by=2026-11-24"), &["S10 info ReviewSoon"]);
    says(&item("review_by=2026-12-08"), &["S10 info ReviewSoon"]);
    says(&item("review_by=2026-12-09"), &[]);
    let asked = "[lint]\nevergreen=1";
    says(&item("").top(asked), &["S10 info NoEnd", "S10 info NoEnd"]);
    says(&item("review_by=2027-06-01").top(asked), &["S10 info NoEnd"]);
}

#[test]
fn a_default_playlist_is_to_be_always_there() {
    let default = |text: &str| {
        let mut town = town(&[EVERYDAY]);
        town.playlists[1].1 = text.to_owned();
        town
    };
    let by_day = "[[item]]\ntext='Kính chào'\nwindows=[{from='07:00',to='17:00'}]\n";
    says(&default(by_day), &["S11 warning DefaultNotAlways"]);
    let both = format!("{by_day}[[item]]\ntext='Kính chào'\n");
    says(&default(&both), &["S11 info DefaultInPart"]);
    says(&town(&[EVERYDAY]).bare(), &["S11 info DefaultNone"]);
}

#[test]
fn a_weekday_is_held_against_the_nearest_day_of_its_date() {
    let text = |text: &str| town(&[("a", &format!("boards=['b']\n[[item]]\ntext='{text}'\n"))]);
    says(&text("Họp thứ Hai, 25/11"), &["T15 warning WeekdayWrong"]);
    says(&text("Họp thứ Tư, 25/11"), &[]);
    says(&text("Họp thứ Tư, 25/11").now("2027-11-24T12:00+07:00"), &["T15 warning WeekdayWrong"]);
}

#[test]
fn without_a_time_that_is_known_nothing_is_said_of_the_time_ahead() {
    let town = town(&[("a", &list("expires_at=2026-11-23", "review_by=2026-11-23"))]);
    assert!(!town.codes().is_empty());
    assert_eq!(town.opened(None).len(), 0);
}

#[test]
fn every_rule_about_the_time_ahead_is_tried_here() {
    for rule in Rule::ALL.iter().filter(|rule| rule.is_of_schedule()) {
        assert!(include_str!("ahead.rs").contains(&format!("\"{rule} ")), "{rule} is not tried");
    }
}

/// Everything at once: hours over midnight, Tết, priority for some days, quiet hours, a change of clocks.
fn busy() -> Town {
    let bulletin =
        "class='priority'\nexpires_at=2027-03-20\nwindows=[{days=['sun'],from='21:00',to='05:00'}]";
    let tet = "windows=[{only_on=['giao-thua..tet+3'],from='20:00',to='04:00'}]";
    let night = "windows=[{from='22:00',to='01:30'}]\nexpires_at=2027-09-01";
    town(&[("n", &list("", night)), ("p", &list(bulletin, "")), ("t", &list(tet, ""))])
        .top("zone='America/New_York'")
        .board("quiet=[{days=['wed'],from='02:00',to='23:00'}]")
}

#[test]
fn what_is_said_of_the_year_is_what_the_board_will_show() {
    let standby = "default='mac-dinh'\nquiet=[{from='12:00',to='13:00'}]";
    for town in [busy(), busy().board(standby)] {
        let (library, _) = Library::open(&town.files(), None);
        let programme = library.programme(&library.site.boards[0]);
        let plan = programme.plan();
        let ahead = Ahead::year(town.now.parse().unwrap(), plan.calendar().zone());
        let outlook = Outlook::new(plan, &ahead, true);
        let within = |runs: &[Run], at: Timestamp| runs.iter().any(|run| run.from <= at && at < run.to);
        let change_days = ["2027-03-14", "2027-11-07", "2027-02-05", "2027-02-06"];
        let days = ahead
            .days()
            .filter(|date| date.day_of_year() % 9 == 0 || change_days.contains(&date.to_string().as_str()));
        for (shown, from, to) in
            days.flat_map(|date| Agenda::new(plan, date).unwrap().turns().collect::<Vec<_>>())
        {
            let from = from.max(ahead.from);
            if from >= to {
                continue;
            }
            let last = to - jiff::SignedDuration::from_millis(1);
            let layer = match shown {
                Shown::Entry(entry) => plan.choice(entry).map(|choice| choice.layer),
                _ => None,
            };
            for at in [from, last] {
                assert_eq!(within(&outlook.bare, at), shown == Shown::LastResort, "{at} {shown:?}");
                assert_eq!(within(&outlook.standby, at), layer == Some(Layer::Standby), "{at} {shown:?}");
            }
            if let Shown::Entry(entry) = shown {
                assert_eq!(outlook.fates[entry], Fate::Lit, "{at}", at = from);
            }
        }
    }
}
