//! A Huidu card in SDK mode and a pushed board under one daemon: they show the same dots, and the card goes on without the daemon.

use crate::house::House;
use crate::receivers::DdpBoard;
use bangtin::cli::simulate::{SimulateArgs, Simulator};
use bangtin::clock::since_start;
use clap::Parser;
use serde_json::Value;
use std::collections::BTreeSet;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    args: SimulateArgs,
}

/// A port that is free now.
fn port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn board(id: &str, more: &str) -> String {
    format!("[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = 32\ncolour = \"rgb\"\n{more}\n")
}

fn card(status: &Value) -> &Value {
    status["boards"].as_array().unwrap().iter().find(|board| board["id"] == "k").unwrap()
}

fn confirmed(status: &Value) -> bool {
    let stages = card(status)["stages"].as_array().unwrap();
    stages.iter().any(|stage| stage["code"] == "confirmed" && !stage["at"].is_null())
}

#[test]
fn a_huidu_card_shows_the_very_dots_of_a_pushed_board_and_goes_on_alone() {
    let port = port();
    let line =
        format!("x huidu-sdk2 --width 64 --height 32 --listen 127.0.0.1:{port} --seconds 26 --faults split");
    let mut simulated = Simulator::open(&Cli::parse_from(line.split_whitespace()).args).unwrap();
    let pictures = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&pictures);
    let serving = std::thread::spawn(move || {
        let mut show = |frame: &bangtin::frame::Frame| {
            shown.lock().unwrap().push(frame.rgb().to_vec());
            Ok(())
        };
        simulated.serve(&since_start(), &mut show, &mut |error| panic!("{error}")).unwrap();
        simulated
    });

    let mut pushed = DdpBoard::new(64, 32);
    let house = House::new(
        &(board("d", &format!("link = \"udp://127.0.0.1:{}\"", pushed.port()))
            + &board(
                "k",
                &format!("protocol = \"huidu-sdk2\"\nlink = \"tcp://127.0.0.1:{port}\"\npoll_s = 10"),
            )),
    );
    house.write(
        "playlists/a.toml",
        "boards = [\"d\", \"k\"]\n[[item]]\ntext = \"Một cửa\"\nhold = 2\n[[item]]\ntext = \"Đúng hẹn\"\nhold = 2\n",
    );
    let mut daemon = house.start();
    let sent: BTreeSet<Vec<u8>> =
        pushed.watch(Duration::from_secs(9)).into_iter().map(|seen| seen.rgb).collect();
    daemon.wait_for("a confirmed card", confirmed);
    daemon.signal(rustix::process::Signal::TERM);
    daemon.ended();
    let with = pictures.lock().unwrap().len();
    let simulated = serving.join().unwrap();

    let pictures = pictures.lock().unwrap();
    let lit: Vec<&Vec<u8>> = pictures.iter().filter(|rgb| rgb.iter().any(|byte| *byte > 0)).collect();
    assert!(pictures.len() > with + 1, "it goes on when the daemon is gone");
    assert!(sent.len() >= 2 && lit.iter().copied().collect::<BTreeSet<_>>().len() == 2);
    assert!(
        lit.iter().all(|rgb| sent.contains(*rgb)),
        "every page is dot for dot a frame of the pushed board"
    );
    let told = simulated.told().unwrap().say(bangtin::report::Lang::En);
    assert!(told.contains('1'), "{told}");
}

#[test]
fn a_huidu_card_that_is_not_there_is_said_to_be_failing_and_delays_nobody() {
    let mut pushed = DdpBoard::new(64, 32);
    let house = House::new(
        &(board("d", &format!("link = \"udp://127.0.0.1:{}\"", pushed.port()))
            + &board("k", &format!("protocol = \"huidu-sdk2\"\nlink = \"tcp://127.0.0.1:{}\"", port()))),
    );
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
