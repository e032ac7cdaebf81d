//! What a card is to keep: that its clock alone leads it through the week as the plan does, and beyond.

use crate::house::{at, face, programme, setting, zone};
use bangtin::board::card::{Axis, Matter, Show, Stock, Traits};
use bangtin::calendar::{Hour, Sky, Window};
use bangtin::frame::Frame;
use bangtin::player::{Programme, Shown, anchor};
use bangtin::schedule::{Blackout, Cursor, Layer};
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, ToSpan};
use std::time::Duration;

/// A make that can do everything, like the cards in the field.
const MAKE: Traits =
    Traits { lists: true, reads: true, covers: true, pictures: false, lights: true, powers: true };

fn on_air(stock: &Stock, at: DateTime) -> Vec<&Show> {
    let second = at.hour() as u32 * 3600 + at.minute() as u32 * 60 + at.second() as u32;
    stock.shows.iter().filter(|show| show.airing.holds(at.date(), second)).collect()
}

/// The first picture of what a programme shows, by which a show of it is known.
fn first(programme: &Programme, shown: Shown) -> Frame {
    let reel = programme.draw(shown, 100);
    reel.window(reel.cut(Duration::ZERO)).unwrap().to_frame()
}

fn holds(stock: &Stock, at: DateTime, picture: &Frame) -> bool {
    on_air(stock, at).iter().any(|show| show.matter.first(face()).as_ref() == Some(picture))
}

const OFFICE: &str = "[[item]]\ntext='Một cửa'\nweight=4\n\
    [[item]]\ntext='Sáng'\nweight=2\nwindows=[{from='07:00',to='11:30'}]\n\
    [[item]]\ntext='Thứ hai'\nweight=2\nwindows=[{from='08:00',to='09:00',days=['mon']}]\n\
    [[item]]\ntext='Hết hạn'\nweight=2\nexpires_at=2026-11-25T10:00:00\n\
    [[item]]\ntext='Đến giờ'\nweight=2\nstarts_at=2026-11-26T09:00:00\n";
const NIGHT: &str = "windows=[{from='22:00',to='05:00'}]\n[[item]]\ntext='q'";
const NEWS: &str = "class='priority'\nexpires_at=2026-11-24T12:00:00\nwindows=[{from='10:00',to='13:00'}]\n[[item]]\ntext='Tin'";
const ALARM: &str =
    "class='emergency'\nstarts_at=2026-11-24T15:00:00\nexpires_at=2026-11-24T16:00:00\n[[item]]\ntext='Cháy'";

#[test]
fn all_week_the_card_may_show_what_the_plan_shows() {
    let programme = programme(setting(), &[OFFICE, NEWS, ALARM]);
    let alone = Traits { covers: false, ..MAKE };
    let day = date(2026, 11, 24);
    let (kept, all) = (programme.stock(day, MAKE), programme.stock(day, alone));
    let start = anchor(day).at(0, 0, 0, 0);
    let mut cursor = Cursor::default();
    for minutes in (0..7 * 24 * 60).step_by(7) {
        let wall = start + SignedDuration::from_mins(minutes);
        let shown = programme.follow(&mut cursor, at(&wall.to_string())).shown;
        let picture = first(&programme, shown);
        assert!(holds(&all, wall, &picture), "{wall}: {shown:?}");
        let urgent = matches!(shown, Shown::Entry(entry)
            if programme.plan().choice(entry).unwrap().layer == Layer::Emergency);
        assert_eq!(holds(&kept, wall, &picture), !urgent, "{wall}: what is urgent is not kept");
    }
}

#[test]
fn nothing_that_is_over_comes_back_and_no_card_is_ever_without_anything() {
    let mut setting = setting();
    let quiet = crate::house::playlist("q", NIGHT);
    std::sync::Arc::make_mut(&mut setting.hours).quiet.clone_from(&quiet.when.windows);
    let programme = programme(setting, &[OFFICE, NEWS]);
    let stock = programme.stock(date(2026, 11, 24), MAKE);
    let over: Vec<Frame> = [3, 5].map(|entry| first(&programme, Shown::Entry(entry))).into();
    let dark = Frame::unlit(face());
    let days =
        [date(2000, 1, 1), date(2020, 2, 29), date(2026, 11, 26), date(2027, 1, 1), date(2099, 12, 31)];
    for day in days {
        for minute in (0i16..24 * 60).step_by(5) {
            let wall = day.at((minute / 60) as i8, (minute % 60) as i8, 0, 0);
            assert!(!on_air(&stock, wall).is_empty(), "{wall}: dark for nothing");
            let night = !(5..22).contains(&wall.hour());
            assert_eq!(holds(&stock, wall, &dark), night, "{wall}");
            if day > date(2026, 11, 25) {
                assert!(!over.iter().any(|over| holds(&stock, wall, over)), "{wall}: it is over");
            }
        }
    }
    let begins = first(&programme, Shown::Entry(4));
    assert!(!holds(&stock, date(2000, 1, 1).at(12, 0, 0, 0), &begins), "a card without a clock is not ahead");
    assert!(holds(&stock, date(2027, 1, 1).at(12, 0, 0, 0), &begins));
}

#[test]
fn a_programme_without_dates_is_the_same_stock_every_day() {
    let text = "[[item]]\ntext='Một cửa'\n[[item]]\ntext='Sáng'\nwindows=[{from='07:00',to='11:30'}]";
    let programme = programme(setting(), &[text]);
    let stock = programme.stock(date(2026, 11, 24), MAKE);
    assert_eq!(stock.shows.len(), 2);
    for days in 0..30 {
        assert_eq!(programme.stock(date(2026, 11, 24) + days.days(), MAKE), stock);
    }
    assert_eq!(programme.timeless_stock(MAKE), stock);
}

#[test]
fn weekdays_are_told_by_their_dates_and_cost_a_card_little_more() {
    let mut setting = setting();
    let weekend = "windows=[{from='00:00',to='24:00',days=['sat','sun']}]\n[[item]]\ntext='q'";
    let quiet = crate::house::playlist("q", weekend);
    std::sync::Arc::make_mut(&mut setting.hours).quiet.clone_from(&quiet.when.windows);
    let programme = programme(setting, &["[[item]]\ntext='Một cửa'\n[[item]]\ntext='Hai'"]);
    let day = date(2026, 11, 24);
    let stock = programme.stock(day, MAKE);
    let masked = stock.shows.iter().filter(|show| show.airing.days != 0x7F);
    let week = |show: &Show| (show.airing.to - show.airing.from).get_days() == 6;
    assert!(masked.clone().all(week), "beyond the week no weekday is told");
    assert_eq!((masked.count(), stock.shows.len()), (3, 6), "two items and the dark; the same for later");
    assert!(holds(&stock, date(2026, 11, 28).at(12, 0, 0, 0), &Frame::unlit(face())));
    assert!(holds(&stock, date(2027, 1, 1).at(12, 0, 0, 0), &first(&programme, Shown::Entry(0))));
}

#[test]
fn hours_that_go_by_the_sun_are_the_same_all_week_and_right_to_some_minutes() {
    let mut setting = setting();
    setting.sky = Sky::new(18.34, 105.90);
    let by_the_sun = |at: Hour, to: Hour| Window {
        from: at,
        to,
        ..crate::house::playlist("q", NIGHT).when.windows[0].clone()
    };
    let quiet = by_the_sun(Hour::Sunset { minutes: 30 }, Hour::Sunrise { minutes: -30 });
    std::sync::Arc::make_mut(&mut setting.hours).quiet = vec![quiet];
    let programme = programme(setting, &["[[item]]\ntext='Một cửa'\n[[item]]\ntext='Hai'"]);
    let day = date(2026, 11, 24);
    let stock = programme.stock(day, MAKE);
    assert_eq!(stock.shows.len(), 3, "two items and the dark, each once");
    let (start, dark) = (anchor(day).at(0, 0, 0, 0), Frame::unlit(face()));
    let mut cursor = Cursor::default();
    let wrong = (0..4 * 24 * 60).filter(|minutes| {
        let wall = start + SignedDuration::from_mins(*minutes);
        let slot = programme.follow(&mut cursor, at(&wall.to_string()));
        let quiet = matches!(slot.shown, Shown::Dark(_));
        holds(&stock, wall, &dark) != quiet
    });
    assert!(wrong.count() <= 8, "a minute or two a day");
}

#[test]
fn a_program_that_was_started_again_within_four_days_comes_to_the_same_stock() {
    let programme = programme(setting(), &[OFFICE, NEWS]);
    let mut day: Date = anchor(date(2026, 11, 24));
    let first = day;
    while anchor(day) == first {
        assert_eq!(programme.stock(day, MAKE), programme.stock(first, MAKE));
        day = day.tomorrow().unwrap();
    }
    assert_eq!(day, first + 4.days());
    assert_ne!(programme.stock(day, MAKE), programme.stock(first, MAKE));
}

#[test]
fn items_are_pages_and_strips_and_come_as_often_as_their_weights_say() {
    let text = "blank=2\n[[item]]\ntext='Một cửa đúng hẹn công khai'\nmotion='hold'\nhold=4\nweight=6\n\
        [[item]]\ntext='Hôm nay nghỉ'\nmotion='scroll-left'\nspeed=40\npasses=2\nweight=2\n\
        [[item]]\ntext='Cần'\nweight=4";
    let programme = programme(setting(), &[text]);
    let stock = programme.stock(date(2026, 11, 24), MAKE);
    assert_eq!(stock.shows.iter().map(|show| show.times).collect::<Vec<_>>(), [3, 1, 2]);
    assert!(stock.shows.iter().all(|show| show.blank == Duration::from_secs(2)));
    let Matter::Pages(pages) = &stock.shows[0].matter else { panic!("{:?}", stock.shows[0].matter) };
    let reel = programme.draw(Shown::Entry(0), 100);
    assert!(pages.len() > 1);
    for (number, page) in pages.iter().enumerate() {
        assert_eq!(page.hold, Duration::from_secs(4));
        let window = reel.window(reel.cut(page.hold * number as u32)).unwrap();
        assert_eq!(*page.picture, window.to_frame());
    }
    let Matter::Strip { picture, axis, speed, passes } = &stock.shows[1].matter else { panic!("no strip") };
    assert_eq!((*axis, *speed, *passes), (Axis::Left, 40, 2));
    let reel = programme.draw(Shown::Entry(1), 100);
    let (mut time, mut last) = (Duration::ZERO, 0);
    while let Some(next) = reel.next_change(time) {
        (time, last) = (next, reel.cut(next).x);
    }
    let end = u32::from(face().width());
    assert_eq!(last, picture.width() - end, "the last place of the face is the last of the strip");
    assert_eq!(
        picture.window(face(), last, 0).unwrap().to_frame(),
        reel.window(reel.cut(time)).unwrap().to_frame()
    );
}

#[test]
fn of_what_is_open_all_of_the_lit_layer_covers_the_card_and_nothing_else() {
    let programme = programme(setting(), &[OFFICE, ALARM]);
    let lit = |time: &str| {
        let open = programme.plan().open(at(time)).unwrap();
        let cover = programme.cover(&open);
        cover.matters.iter().map(|matter| matter.first(face()).unwrap()).collect::<Vec<_>>()
    };
    let picture = |entry| first(&programme, Shown::Entry(entry));
    assert_eq!(lit("2026-11-24T08:30"), [picture(1), picture(2), picture(4)]);
    assert_eq!(lit("2026-11-24T15:30"), [picture(0)]);
    assert!(zone().iana_name().is_some());
}

#[test]
fn a_face_that_cannot_be_switched_off_keeps_a_blackout_until_somebody_ends_it() {
    let mut setting = setting();
    let since = at("2026-11-23T09:00:00");
    setting.blackouts.push(Blackout { since, until: None, by: "an".to_owned(), reason: "thử".to_owned() });
    let programme = programme(setting, &[OFFICE]);
    let (day, dark) = (date(2026, 11, 24), Frame::unlit(face()));
    let bare = programme.stock(day, Traits { powers: false, ..MAKE });
    for wall in [day, date(2027, 6, 1), date(2000, 1, 1)].map(|day| day.at(12, 0, 0, 0)) {
        assert!(on_air(&bare, wall).len() == 1 && holds(&bare, wall, &dark), "{wall}");
    }
    let switched = programme.stock(day, MAKE);
    assert!(!holds(&switched, day.at(12, 0, 0, 0), &dark), "it costs no writing");
}
