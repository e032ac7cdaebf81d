//! A Huidu card in SDK mode and a pushed board under one daemon: they show the same dots, and the card goes on without the daemon.

use crate::alone::{card, confirmed, house, ports, shows_the_same_and_goes_on};
use crate::receivers::DdpBoard;
use std::time::Duration;

#[test]
fn a_huidu_card_shows_the_very_dots_of_a_pushed_board_and_goes_on_alone() {
    let [port] = ports();
    let declared = format!("protocol = \"huidu-sdk2\"\nlink = \"tcp://127.0.0.1:{port}\"");
    let simulate = format!("huidu-sdk2 --listen 127.0.0.1:{port}");
    shows_the_same_and_goes_on(&simulate, 32, "colour = \"rgb\"\n", &declared);
}

#[test]
fn a_huidu_card_that_is_not_there_is_said_to_be_failing_and_delays_nobody() {
    let [port] = ports();
    let mut pushed = DdpBoard::new(64, 32);
    let declared = format!("protocol = \"huidu-sdk2\"\nlink = \"tcp://127.0.0.1:{port}\"");
    let house = house(&pushed, 32, "colour = \"rgb\"\n", &declared);
    house.write("playlists/a.toml", "boards = [\"d\", \"k\"]\n[[item]]\ntext = \"Một cửa\"\n");
    let mut daemon = house.start();
    pushed.until("a frame", |seen| seen.rgb.iter().any(|byte| *byte > 0));
    let status = daemon.wait_for("a refusal", |status| card(status)["state"]["code"] == "failing");
    assert_eq!(card(&status)["state"]["why_code"], "LinkRefused");
    assert!(!confirmed(&status));
    daemon.signal(rustix::process::Signal::TERM);
    let (_, took) = daemon.ended();
    assert!(took < Duration::from_secs(5), "{took:?}");
}
