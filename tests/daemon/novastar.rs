//! A Novastar sending card behind a board: what it says is shown, and a blackout makes it dark.

use crate::house::House;
use bangtin::board::control::novastar::{Control, SendingCard};
use bangtin::wire::Packets;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A sending card that is a program, at a TCP port; what was sent to it.
fn card() -> (u16, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&heard);
    std::thread::spawn(move || {
        let (mut card, mut replies) = (SendingCard::new(), Packets::default());
        for stream in listener.incoming() {
            let (mut stream, mut bytes) = (stream.unwrap(), [0; 512]);
            while let Ok(length @ 1..) = stream.read(&mut bytes) {
                log.lock().unwrap().extend(&bytes[..length]);
                replies.clear();
                card.receive(&bytes[..length], &mut replies);
                // In pieces, as a network may cut them.
                for piece in replies.bytes().chunks(7) {
                    stream.write_all(piece).unwrap();
                }
            }
        }
    });
    (port, heard)
}

/// The request that blanks all cards, told from others by its register and data.
fn blanks(heard: &[u8]) -> bool {
    let kill = [0x00, 0x01, 0x00, 0x02, 0x01, 0x00, 0xFF];
    heard.windows(kill.len()).any(|window| window == kill)
}

#[test]
fn a_sending_card_is_asked_how_it_is_and_a_blackout_blanks_it() {
    assert!(Control::new(&[]).trouble().is_none());
    let (port, heard) = card();
    let house = House::new(&format!(
        "[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 32\nlink = \"virtual\"\n\
         control = \"novastar+tcp://127.0.0.1:{port}\"\n"
    ));
    house.write("playlists/standing.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Một cửa\"\nhold = 60\n");
    let mut daemon = house.start();
    let told = daemon.wait_for("the card's word", |status| {
        let stages = status["boards"][0]["stages"].as_array().unwrap();
        stages.iter().any(|stage| stage["code"] == "control" && stage["at"].is_string())
    });
    let stages = told["boards"][0]["stages"].as_array().unwrap().clone();
    let words = stages.iter().find(|stage| stage["code"] == "control").unwrap()["words"].clone();
    assert!(words.as_str().unwrap().contains("trước"), "{words}");
    assert!(!blanks(&heard.lock().unwrap()), "nobody asked for that");
    let dark = house.run(&["blackout", "--board", "b", "--reason", "thử"]);
    assert!(dark.status.success(), "{}", String::from_utf8_lossy(&dark.stderr));
    let now = bangtin::clock::since_start();
    while !blanks(&heard.lock().unwrap()) {
        assert!(now() < Duration::from_secs(10), "the card was not blanked");
        std::thread::sleep(Duration::from_millis(50));
    }
    daemon.alive();
}
