//! What a board speaks and how it is reached, as somebody writes it in `bangtin.toml`.

use bangtin::board::Protocol;
use bangtin::report::Source;
use bangtin::site::{Address, Site};
use std::sync::Arc;

/// The board with these lines, and the words about everything that is wrong.
fn board(lines: &str) -> (Option<(Protocol, Address)>, String) {
    let text = format!(
        "[[site]]\nid = \"x\"\n[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 32\n{lines}\n"
    );
    let (site, faults) = Site::parse(&Arc::new(Source { name: "bangtin.toml".to_owned(), text }));
    let board = site.boards.first().map(|board| (board.protocol.clone(), board.address.clone()));
    let said: Vec<_> = faults.iter().map(|fault| format!("{:?}", fault.message)).collect();
    (board, said.join("\n"))
}

#[test]
fn receiver_cards_are_reached_through_an_interface_of_their_own() {
    let lines = "protocol = \"colorlight\"\nlink = \"raw://enp3s0\"\nfirmware = 13\ncard_percent = 50";
    let (board, faults) = board(lines);
    let (protocol, address) = board.expect(&faults);
    assert_eq!(protocol, Protocol::Colorlight { light: 127, firmware: Some(13) });
    assert_eq!(address, Address::Raw { interface: "enp3s0".to_owned() });
    assert_eq!(address.to_string(), "raw://enp3s0");
}

#[test]
fn cards_are_as_bright_as_they_can_be_and_say_themselves_what_they_are_if_nobody_else_does() {
    let (board, faults) = board("protocol = \"colorlight\"\nlink = \"raw://eth1\"");
    assert_eq!(board.expect(&faults).0, Protocol::Colorlight { light: 255, firmware: None });
}

#[test]
fn what_is_no_interface_is_no_link() {
    for name in ["", "eth1/x", "..", "an-interface-of-16", "eth 1", "eth:1"] {
        let (_, faults) = board(&format!("protocol = \"colorlight\"\nlink = \"raw://{name}\""));
        assert!(faults.contains("BadLink"), "{name:?}: {faults}");
    }
}

#[test]
fn cards_have_no_network_and_network_boards_are_no_cards() {
    for lines in [
        "protocol = \"colorlight\"\nlink = \"udp://192.0.2.1:4048\"",
        "protocol = \"colorlight\"\nlink = \"serial:///dev/ttyUSB0\"",
        "protocol = \"ddp\"\nlink = \"raw://eth1\"",
    ] {
        let (_, faults) = board(lines);
        assert!(faults.contains("LinkMismatch"), "{lines}: {faults}");
    }
}

#[test]
fn a_control_channel_is_no_protocol_of_a_board_and_keys_of_cards_are_for_cards() {
    let (_, faults) = board("protocol = \"novastar\"\nlink = \"virtual\"");
    assert!(faults.contains("UnknownWord") && faults.contains("colorlight"), "{faults}");
    let (_, faults) = board("protocol = \"ddp\"\nlink = \"virtual\"\nfirmware = 13\ncard_percent = 3");
    assert_eq!(faults.matches("KeyNeeds").count(), 2, "{faults}");
}
