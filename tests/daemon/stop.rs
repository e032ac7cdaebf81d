//! The end and the next beginning: boards are left with a defined frame, quickly, and a restart goes on where it was.

use crate::house::House;
use crate::receivers::DdpBoard;
use bangtin::frame::{Colour, Face, Palette};
use bangtin::scene::last_resort;
use rustix::process::Signal;
use std::time::Duration;

fn site(board: &DdpBoard, more: &str) -> House {
    let port = board.port();
    let house = House::new(&format!(
        "[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 16\ncolour = \"amber\"\n\
         link = \"udp://127.0.0.1:{port}\"\n{more}\n"
    ));
    house.write(
        "playlists/a.toml",
        "boards = [\"b\"]\n[[item]]\ntext = \"Nộp hồ sơ trực tuyến\"\nmotion = \"scroll-left\"\nspeed = 20\n",
    );
    house
}

/// What the board shows after a signal, having asserted that the daemon ends in time and without complaint.
fn left_with(signal: Signal, more: &str) -> (Vec<u8>, Vec<u8>) {
    let mut board = DdpBoard::new(64, 16);
    let house = site(&board, more);
    let mut daemon = house.start();
    let before = board.until("a frame", |_| true);
    daemon.signal(signal);
    let (status, took) = daemon.ended();
    assert!(status.success(), "{status}");
    assert!(took < Duration::from_secs(2), "{took:?}");
    let seen = board.watch(Duration::from_millis(300));
    let last = seen.last().map_or(before.rgb.clone(), |seen| seen.rgb.clone());
    (before.rgb, last)
}

#[test]
fn sigterm_leaves_the_compiled_in_frame() {
    let neutral = last_resort(Face::new(64, 16).unwrap(), Palette::One(Colour::Amber));
    assert!(left_with(Signal::TERM, "").1 == neutral.rgb());
}

#[test]
fn sigint_leaves_a_dark_board_where_the_site_asks_for_it() {
    assert!(left_with(Signal::INT, "at_stop = \"dark\"").1.iter().all(|&byte| byte == 0));
}

#[test]
fn a_board_may_keep_what_is_on_it() {
    let (_, last) = left_with(Signal::TERM, "at_stop = \"keep\"");
    let neutral = last_resort(Face::new(64, 16).unwrap(), Palette::One(Colour::Amber));
    assert!(last.iter().any(|&byte| byte > 0) && last != neutral.rgb());
}

#[test]
fn after_a_kill_and_a_restart_the_line_goes_on_where_time_has_come_to() {
    let mut board = DdpBoard::new(64, 16);
    let house = site(&board, "");
    let mut daemon = house.start();
    board.until("a frame", |_| true);
    daemon.signal(Signal::KILL);
    daemon.ended();
    board.watch(Duration::from_millis(200));
    let _again = house.start();
    board.until("a frame of the preview", |frame| {
        let at = frame.at + jiff::SignedDuration::from_millis(15);
        frame.clean && house.preview("b", at) == frame.rgb
    });
}

#[test]
fn a_serial_board_is_left_with_its_last_frame_in_time() {
    use serialport::{SerialPort as _, TTYPort};
    let (mut master, slave) = TTYPort::pair().unwrap();
    master.set_timeout(Duration::from_millis(20)).unwrap();
    let path = slave.name().unwrap();
    drop(slave);
    let house = House::new(&format!(
        "[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 32\nheight = 16\nprotocol = \"adalight\"\nlink = \"serial://{path}\"\n"
    ));
    house.write("playlists/a.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Một\"\n");
    let mut daemon = house.start();
    let mut board = crate::receivers::AdalightBoard::new(master, 32 * 16);
    assert!(!board.watch(Duration::from_secs(1)).is_empty());
    // Somebody reads while the daemon ends: a line nobody reads from is full soon.
    let reading = std::thread::spawn(move || board.watch(Duration::from_millis(2500)));
    daemon.signal(Signal::TERM);
    let (_, took) = daemon.ended();
    assert!(took < Duration::from_secs(2), "{took:?}");
    let neutral = last_resort(Face::new(32, 16).unwrap(), Palette::Rgb);
    assert!(reading.join().unwrap().last().is_some_and(|last| last.rgb == neutral.rgb()));
}
