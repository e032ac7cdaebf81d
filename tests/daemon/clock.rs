//! The clock of the machine goes wrong: the daemon says so within a second, and forgives as fast.
//!
//! libfaketime moves the time of day of the real program. It moves neither the clock that never jumps nor what the kernel
//! says of time services; on a machine whose clock is synchronised every jump counts as confirmed, and what only holds
//! without a source is not tried there.

use crate::house::{Daemon, House};
use bangtin::clock::{since_start, synchronised};
use rustix::process::Signal;
use std::path::PathBuf;
use std::time::Duration;

/// A year and forty, in the words of libfaketime.
const YEAR: &str = "+366d";
const FORTY_YEARS: &str = "+14640d";

fn house(clock: &str) -> House {
    let house =
        House::new("[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 16\nlink = \"virtual\"\n");
    house.write("playlists/a.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Một\"\n");
    let site = std::fs::read_to_string(house.path("bangtin.toml")).unwrap();
    house.write("bangtin.toml", &format!("clock = \"{clock}\"\n{site}"));
    house
}

/// The library; `None` where it is not installed and need not be.
fn faketime() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    let found = folders.map(|e| e.path().join("faketime/libfaketimeMT.so.1")).find(|path| path.exists());
    assert!(found.is_some() || std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "faketime is missing");
    found
}

/// Starts the daemon with a clock that the file `shift` moves.
fn start(house: &House, shift: &str) -> Option<Daemon> {
    let library = faketime()?;
    house.write("shift", shift);
    let file = house.path("shift");
    Some(house.start_with(&[
        ("LD_PRELOAD", library.to_str().unwrap()),
        ("FAKETIME_TIMESTAMP_FILE", file.to_str().unwrap()),
        ("FAKETIME_NO_CACHE", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ]))
}

/// Waits for a state of the clock and its reason; at most two seconds, one of them for looking.
fn expect(daemon: &Daemon, code: &str, why: Option<&str>) {
    let now = since_start();
    daemon.wait_for(code, |status| {
        status["clock"]["code"] == code && status["clock"]["why_code"].as_str() == why
    });
    assert!(now() < Duration::from_secs(2), "{code} took {:?}", now());
}

fn without_source() -> bool {
    !matches!(synchronised(), Ok(Some(_)))
}

#[test]
fn a_machine_that_starts_in_1970_says_that_its_clock_is_wrong_and_plays() {
    let house = house("trusted");
    let Some(daemon) = start(&house, "@1970-01-01 00:00:10") else { return };
    expect(&daemon, "untrusted", Some("ClockBeforeBuild"));
    let status = daemon.wait_for("a text", |status| status["boards"][0]["on_air"]["text"] == "Một");
    assert!(
        status["clock"]["why"].as_str().unwrap().starts_with("Giờ của máy chủ sớm hơn ngày"),
        "{status:#}"
    );
    // A wrong time is not remembered.
    assert!(!house.path("state/clock").exists());
    house.write("shift", "+0");
    expect(&daemon, "trusted", None);
}

#[test]
fn a_clock_that_jumps_is_doubted_within_a_second_and_believed_again_when_it_is_back() {
    let house = house("trusted");
    let Some(daemon) = start(&house, "+0") else { return };
    expect(&daemon, "trusted", None);
    house.write("shift", FORTY_YEARS);
    expect(&daemon, "untrusted", Some("ClockFarFuture"));
    house.write("shift", "+0");
    expect(&daemon, "trusted", None);
    if without_source() {
        for shift in [YEAR, "-2h", "+2h"] {
            house.write("shift", shift);
            // In the first hours of the day on which the program was built, two hours ago is before that day.
            let now = since_start();
            daemon.wait_for("doubt", |status| {
                let why = status["clock"]["why_code"].as_str();
                status["clock"]["code"] == "untrusted"
                    && matches!((shift, why), (_, Some("ClockJumped")) | ("-2h", Some("ClockBeforeBuild")))
            });
            assert!(now() < Duration::from_secs(2), "{shift} took {:?}", now());
            house.write("shift", "+0");
            expect(&daemon, "trusted", None);
        }
    }
    house.write("shift", "+5");
    std::thread::sleep(Duration::from_millis(1200));
    expect(&daemon, "trusted", None);
}

#[test]
fn after_a_restart_a_clock_before_what_was_noted_is_doubted() {
    let house = house("trusted");
    // A day ahead, so that the right time is before it, and after the build.
    let Some(mut daemon) = start(&house, "+1d") else { return };
    expect(&daemon, "trusted", None);
    daemon.signal(Signal::TERM);
    assert!(daemon.ended().0.success());
    let noted = std::fs::read_to_string(house.path("state/clock")).unwrap();
    assert!(noted.trim().parse::<jiff::Timestamp>().is_ok(), "{noted}");
    let again = start(&house, "+0").unwrap();
    if without_source() {
        expect(&again, "untrusted", Some("ClockBeforeMark"));
    } else {
        expect(&again, "trusted", None);
    }
}

#[test]
fn what_was_noted_may_be_torn_or_absurd_and_the_folder_may_not_be_writable() {
    for noted in ["", "2026-11-2", "9999-01-01T00:00:00Z\n"] {
        let house = house("trusted");
        std::fs::create_dir(house.path("state")).unwrap();
        house.write("state/clock", noted);
        expect(&house.start(), "trusted", None);
    }
    let house = house("trusted");
    house.write("state", "");
    let daemon = house.start();
    house.wait_for_log("Không ghi được");
    daemon.wait_for("a text", |status| status["boards"][0]["on_air"]["text"] == "Một");
}

#[test]
fn a_saved_vouch_counts_within_a_second() {
    let house = house("checked");
    let daemon = house.start();
    if without_source() {
        daemon.wait_for("no source", |status| status["clock"]["code"] != "trusted");
    }
    let site = std::fs::read_to_string(house.path("bangtin.toml")).unwrap();
    house.write("bangtin.toml", &site.replace("checked", "trusted"));
    daemon.wait_for("the vouch", |status| status["clock"]["code"] == "trusted");
}
