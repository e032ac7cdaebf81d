//! A Xixun player and a pushed board under one daemon: they show the same dots, and the player goes on without the daemon.

use crate::alone::{card, confirmed, house, ports, shows_the_same_and_goes_on};
use crate::receivers::DdpBoard;
use std::time::Duration;

/// A player that answers questions at one port and takes programmes at another.
fn declared([questions, programmes]: [u16; 2]) -> String {
    format!("protocol = \"xixun\"\nlink = \"tcp://127.0.0.1:{questions}\"\npush_port = {programmes}")
}

#[test]
fn a_player_shows_the_very_dots_of_a_pushed_board_says_so_and_goes_on_alone() {
    let ports = ports();
    let [questions, programmes] = ports;
    let simulate = format!("xixun --listen 127.0.0.1:{questions} --key push_port={programmes}");
    shows_the_same_and_goes_on(&simulate, 16, "colour = \"red\"\n", &declared(ports));
}

#[test]
fn a_player_that_is_not_there_is_said_to_be_silent_and_delays_nobody() {
    let mut pushed = DdpBoard::new(64, 16);
    let house = house(&pushed, 16, "", &declared(ports()));
    house.write("playlists/a.toml", "boards = [\"d\", \"k\"]\n[[item]]\ntext = \"Một cửa\"\n");
    let mut daemon = house.start();
    pushed.until("a frame", |seen| seen.rgb.iter().any(|byte| *byte > 0));
    let status = daemon.wait_for("silence", |status| card(status)["alarms"] != serde_json::json!([]));
    assert!(!confirmed(&status));
    daemon.signal(rustix::process::Signal::TERM);
    let (_, took) = daemon.ended();
    assert!(took < Duration::from_secs(5), "{took:?}");
}
