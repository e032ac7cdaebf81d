//! A Xixun player and a pushed board under one daemon: they show the same dots, and the player goes on without the daemon.

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

/// Two ports that are free now.
fn ports() -> [u16; 2] {
    let free = [0, 1].map(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    free.map(|listener| listener.local_addr().unwrap().port())
}

fn card(status: &Value) -> &Value {
    status["boards"].as_array().unwrap().iter().find(|board| board["id"] == "k").unwrap()
}

fn confirmed(status: &Value) -> bool {
    let stages = card(status)["stages"].as_array().unwrap();
    stages.iter().any(|stage| stage["code"] == "confirmed" && !stage["at"].is_null())
}

#[test]
fn a_player_shows_the_very_dots_of_a_pushed_board_says_so_and_goes_on_alone() {
    let [questions, programmes] = ports();
    let line = format!(
        "x xixun --width 64 --height 16 --listen 127.0.0.1:{questions} --key push_port={programmes} --seconds 26 \
         --faults split"
    );
    let mut player = Simulator::open(&Cli::parse_from(line.split_whitespace()).args).unwrap();
    let pictures = Arc::new(Mutex::new(Vec::new()));
    let shown = Arc::clone(&pictures);
    let serving = std::thread::spawn(move || {
        let mut show = |frame: &bangtin::frame::Frame| {
            shown.lock().unwrap().push(frame.rgb().to_vec());
            Ok(())
        };
        player.serve(&since_start(), &mut show, &mut |error| panic!("{error}")).unwrap();
        player
    });

    let mut pushed = DdpBoard::new(64, 16);
    let board = |id: &str, more: String| {
        format!("[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = 16\ncolour = \"red\"\n{more}\n")
    };
    let house = House::new(
        &(board("d", format!("link = \"udp://127.0.0.1:{}\"", pushed.port()))
            + &board(
                "k",
                format!(
                    "protocol = \"xixun\"\nlink = \"tcp://127.0.0.1:{questions}\"\npush_port = {programmes}\npoll_s = 10"
                ),
            )),
    );
    house.write(
        "playlists/a.toml",
        "boards = [\"d\", \"k\"]\n[[item]]\ntext = \"Một cửa\"\nhold = 2\n[[item]]\ntext = \"Đúng hẹn\"\nhold = 2\n",
    );
    let mut daemon = house.start();
    let sent: BTreeSet<Vec<u8>> =
        pushed.watch(Duration::from_secs(9)).into_iter().map(|seen| seen.rgb).collect();
    daemon.wait_for("a confirmed player", confirmed);
    daemon.signal(rustix::process::Signal::TERM);
    daemon.ended();
    let with = pictures.lock().unwrap().len();
    let player = serving.join().unwrap();

    let pictures = pictures.lock().unwrap();
    let lit: Vec<&Vec<u8>> = pictures.iter().filter(|rgb| rgb.iter().any(|byte| *byte > 0)).collect();
    assert!(pictures.len() > with + 1, "it goes on when the daemon is gone");
    assert!(sent.len() >= 2 && lit.iter().copied().collect::<BTreeSet<_>>().len() == 2);
    assert!(
        lit.iter().all(|rgb| sent.contains(*rgb)),
        "every page is dot for dot a frame of the pushed board"
    );
    let told = player.told().unwrap().say(bangtin::report::Lang::En);
    assert!(told.contains('1'), "{told}");
}

#[test]
fn a_player_that_is_not_there_is_said_to_be_silent_and_delays_nobody() {
    let [questions, programmes] = ports();
    let mut pushed = DdpBoard::new(64, 16);
    let house = House::new(&format!(
        "[[board]]\nid = \"d\"\nsite = \"x\"\nwidth = 64\nheight = 16\nlink = \"udp://127.0.0.1:{}\"\n\
         [[board]]\nid = \"k\"\nsite = \"x\"\nwidth = 64\nheight = 16\nprotocol = \"xixun\"\n\
         link = \"tcp://127.0.0.1:{questions}\"\npush_port = {programmes}\n",
        pushed.port()
    ));
    house.write("playlists/a.toml", "boards = [\"d\", \"k\"]\n[[item]]\ntext = \"Một cửa\"\n");
    let mut daemon = house.start();
    pushed.until("a frame", |seen| seen.rgb.iter().any(|byte| *byte > 0));
    let status = daemon.wait_for("silence", |status| card(status)["alarms"] != serde_json::json!([]));
    assert!(!confirmed(&status));
    daemon.signal(rustix::process::Signal::TERM);
    let (_, took) = daemon.ended();
    assert!(took < Duration::from_secs(5), "{took:?}");
}
