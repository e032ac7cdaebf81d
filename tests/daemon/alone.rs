//! What holds for every make of card behind a simulated one: it shows the dots of a pushed board, and goes on without the daemon.

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

/// Ports that are free now.
pub(crate) fn ports<const N: usize>() -> [u16; N] {
    let free = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    free.map(|listener| listener.local_addr().unwrap().port())
}

/// A pushed board `d` and the card `k`, 64 dots wide, each with these keys.
pub(crate) fn house(pushed: &DdpBoard, height: u16, keys: &str, card: &str) -> House {
    let board = |id: &str, more: &str| {
        format!("[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = {height}\n{keys}{more}\n")
    };
    let link = format!("link = \"udp://127.0.0.1:{}\"", pushed.port());
    House::new(&(board("d", &link) + &board("k", card)))
}

pub(crate) fn card(status: &Value) -> &Value {
    status["boards"].as_array().unwrap().iter().find(|board| board["id"] == "k").unwrap()
}

pub(crate) fn confirmed(status: &Value) -> bool {
    let stages = card(status)["stages"].as_array().unwrap();
    stages.iter().any(|stage| stage["code"] == "confirmed" && !stage["at"].is_null())
}

/// Has a simulated card, started by these words of its command, and a pushed board play the same playlist for a while, and the
/// card go on without the daemon.
pub(crate) fn shows_the_same_and_goes_on(simulate: &str, height: u16, keys: &str, declared: &str) {
    let line = format!("x {simulate} --width 64 --height {height} --seconds 26 --faults split");
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

    let mut pushed = DdpBoard::new(64, usize::from(height));
    let house = house(&pushed, height, keys, &format!("{declared}\npoll_s = 10"));
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
