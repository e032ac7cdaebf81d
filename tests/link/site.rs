//! What `bangtin.toml` says of links: how boards are reached, how fast they are sent frames, and what a line can carry.

use std::sync::Arc;
use std::time::Duration;

use bangtin::report::{Lang, Source};
use bangtin::site::{Address, Site, Traffic};

/// A site with boards of these keys, and the sentences about it.
fn site(boards: &[&str]) -> (Site, Vec<String>) {
    let mut text = "[[site]]\nid = 's'\n".to_owned();
    for (n, keys) in boards.iter().enumerate() {
        text += &format!("[[board]]\nid = 'b{n}'\nsite = 's'\n{keys}\n");
    }
    let source = Arc::new(Source { name: "bangtin.toml".to_owned(), text });
    let (site, faults) = Site::parse(&source);
    (site, faults.iter().map(|fault| fault.message.say(Lang::En)).collect())
}

const SMALL: &str = "width = 192\nheight = 64\nlink = 'udp://192.0.2.1'";

#[test]
fn datagrams_leave_at_ninety_megabits_unless_the_board_says_otherwise() {
    let said = format!("{SMALL}\npace_mbit = 10\nburst_bytes = 3000\ndscp = 46\noffload = false");
    let (site, faults) = site(&[SMALL, &said]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(
        site.boards[0].traffic,
        Traffic { offload: true, pace_mbit: 90, burst_bytes: 70_000, dscp: 0 }
    );
    assert_eq!(
        site.boards[1].traffic,
        Traffic { offload: false, pace_mbit: 10, burst_bytes: 3000, dscp: 46 }
    );
    assert!(!site.boards[0].wired_as(&site.boards[1]));
}

#[test]
fn what_cannot_be_is_pointed_at() {
    for (key, says) in [
        ("pace_mbit = 0", "1 to 10000"),
        ("burst_bytes = 1499", "1500 to 1000000"),
        ("dscp = 64", "0 to 63"),
        ("pause_ms = 10001", "0 to 10000"),
        ("refresh_minutes = 5", "`refresh_minutes` can only be used together with"),
    ] {
        let (_, faults) = site(&[&format!("{SMALL}\n{key}")]);
        assert!(faults.len() == 1 && faults[0].contains(says), "{key}: {faults:?}");
    }
    let serial = "width = 8\nheight = 8\nprotocol = 'adalight'\nlink = 'tcp://192.0.2.1:7890'";
    let (_, faults) = site(&[serial]);
    assert!(faults[0].contains("The protocol `adalight` goes over `serial://`"), "{faults:?}");
    for link in ["tcp://", "tcp://host", "tcp://host:0", "multicast://host", "multicast://::1"] {
        let (_, faults) = site(&[&format!("width = 8\nheight = 8\nprotocol = 'adalight'\nlink = '{link}'")]);
        assert!(faults[0].contains("cannot be read"), "{link}: {faults:?}");
    }
}

#[test]
fn a_small_board_is_sent_all_it_can_show_and_a_large_one_what_its_pace_carries() {
    let (site, _) = site(&[
        SMALL,
        &format!("{SMALL}\npace_mbit = 10"),
        "width = 1024\nheight = 512\nlink = 'udp://192.0.2.1'",
        "width = 1024\nheight = 512\nlink = 'virtual'",
    ]);
    let of = |n: usize| {
        (site.boards[n].line_fps().map(|fps| (fps * 10.0).round() / 10.0), site.boards[n].view().max_fps)
    };
    assert_eq!(of(0), (None, 60));
    assert_eq!(site.boards[0].frame_time(), Duration::ZERO);
    // 37,124 bytes a frame.
    assert_eq!(of(1), (Some(33.7), 33));
    assert_eq!(of(2), (Some(7.1), 7));
    assert_eq!(of(3), (None, 60));
}

#[test]
fn boards_on_one_serial_line_share_what_it_carries_and_must_have_one_speed() {
    let on = |path: &str, more: &str| {
        format!("width = 32\nheight = 16\nprotocol = 'adalight'\nlink = 'serial://{path}'\n{more}")
    };
    let (site, faults) = site(&[
        &on("/dev/a", ""),
        &on("/dev/b", "pause_ms = 20"),
        &on("/dev/b", ""),
        &on("/dev/b", "baud = 9600"),
    ]);
    // 1,542 bytes are 134 ms at 115,200 baud.
    let times: Vec<u128> = site.boards[..3].iter().map(|board| board.frame_time().as_millis()).collect();
    let slow = site.boards[3].own_time().as_millis();
    assert_eq!(times, [133, 133 + 20 + 134 + slow, 133 + 20 + 134 + slow]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(faults[0].contains("this one has 9600, an earlier one 115200"), "{faults:?}");
    assert!(
        matches!(site.boards[1].address, Address::Serial { pause, .. } if pause == Duration::from_millis(20))
    );
    assert!(site.boards[0].line_fps().is_some_and(|fps| (7.4..7.5).contains(&fps)));
}

#[test]
fn a_board_that_keeps_its_picture_is_sent_it_again_by_the_minute_or_never() {
    let sign = "width = 112\nheight = 16\ncolour = 'amber'\nprotocol = 'hanover'\nlink = 'serial:///dev/a'";
    let (site, faults) =
        site(&[sign, &format!("{sign}\nrefresh_minutes = 0"), &format!("{sign}\nrefresh_minutes = 60")]);
    assert_eq!(faults, Vec::<String>::new());
    let again: Vec<Duration> = site.boards.iter().map(|board| board.keepalive).collect();
    assert_eq!(again, [Duration::from_secs(600), Duration::MAX, Duration::from_secs(3600)]);
    // A frame takes about a second of its line and leaves it silent for a moment; three share it.
    let fps = site.boards[0].line_fps().unwrap();
    assert!((0.3..0.4).contains(&fps), "{fps} frames a second");
}

#[test]
fn a_board_that_keeps_its_picture_has_no_other_keepalive() {
    let sign = "width = 28\nheight = 7\ncolour = 'amber'\nprotocol = 'alfazeta'\nlink = 'serial:///dev/a'";
    let (_, faults) = site(&[&format!("{sign}\nkeepalive_ms = 500")]);
    assert!(faults[0].contains("`keepalive_ms` can only be used together with"), "{faults:?}");
}

const HD2020: &str =
    "width = 64\nheight = 32\ncolour = 'red'\nprotocol = 'huidu-hd2020'\nlink = 'tcp://192.0.2.1:6101'";

#[cfg(not(feature = "experimental"))]
#[test]
fn a_protocol_that_is_an_experiment_needs_another_build_and_that_is_all_that_is_said() {
    let (_, faults) = site(&[&format!("{HD2020}\nplanes = 2")]);
    assert!(faults.len() == 1 && faults[0].contains("`--features experimental`"), "{faults:?}");
}

#[cfg(feature = "experimental")]
#[test]
fn a_huidu_hd2020_says_its_planes_and_is_sent_nothing_again_by_itself() {
    let (site_, faults) =
        site(&[&format!("{HD2020}\nplanes = 2"), &format!("{HD2020}\nplanes = 3\nrefresh_minutes = 5")]);
    assert_eq!(faults, Vec::<String>::new());
    let again: Vec<Duration> = site_.boards.iter().map(|board| board.keepalive).collect();
    assert_eq!(again, [Duration::MAX, Duration::from_secs(300)]);
    for (keys, says) in
        [("", "`planes`"), ("planes = 4", "2 to 3"), ("planes = 2\nkeepalive_ms = 500", "`keepalive_ms`")]
    {
        let (_, faults) = site(&[&format!("{HD2020}\n{keys}")]);
        assert!(faults.len() == 1 && faults[0].contains(says), "{keys}: {faults:?}");
    }
}
