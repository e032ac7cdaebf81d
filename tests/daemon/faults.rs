//! What is wrong is said in a sentence, on the page and in the log, and takes no light away.

use crate::house::{Daemon, House, project};
use crate::receivers::DdpBoard;
use bangtin::frame::{Face, Palette};
use bangtin::scene::last_resort;
use serde_json::Value;
use std::time::Duration;

const TEXT: &str = "boards = [\"b\"]\n[[item]]\ntext = \"Một cửa\"\nhold = 3600\n";
const OTHER: &str = "boards = [\"b\"]\n[[item]]\ntext = \"Đúng hẹn\"\nhold = 3600\n";

fn block(link: &str) -> String {
    format!("[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 64\nheight = 16\nlink = \"{link}\"\n")
}

fn lit() -> (DdpBoard, House) {
    let board = DdpBoard::new(64, 16);
    let house = House::new(&block(&format!("udp://127.0.0.1:{}", board.port())));
    house.write("playlists/a.toml", TEXT);
    (board, house)
}

fn faults(status: &Value) -> Vec<Value> {
    let all = status["faults"].as_array().cloned().unwrap_or_default();
    // What could be better about the coming year is not what is tried.
    all.into_iter().filter(|fault| fault["severity"] != "info").collect()
}

fn wait_for_fault(daemon: &Daemon, file: &str, line: u64, code: &str) -> Value {
    let found = |status: &Value| {
        faults(status).into_iter().find(|fault| {
            fault["file"].as_str().is_some_and(|name| name.ends_with(file))
                && fault["line"] == line
                && fault["code"] == code
        })
    };
    let status = daemon.wait_for(code, |status| found(status).is_some());
    found(&status).unwrap()
}

#[test]
fn a_changed_playlist_is_lit_within_a_second_and_a_removed_one_no_more() {
    let (mut board, house) = lit();
    let _daemon = house.start();
    let first = board.until("the first text", |_| true);
    let now = bangtin::clock::since_start();
    house.write("playlists/a.toml", OTHER);
    let second = board.until("the second text", |frame| frame.rgb != first.rgb);
    assert!(now() < Duration::from_secs(1), "{:?}", now());
    assert!(second.rgb == house.preview("b", second.at));
    std::fs::remove_file(house.path("playlists/a.toml")).unwrap();
    let neutral = last_resort(Face::new(64, 16).unwrap(), Palette::Rgb);
    board.until("the compiled-in frame", |frame| frame.rgb == neutral.rgb());
}

#[test]
fn a_playlist_broken_while_it_plays_plays_on_and_its_fault_is_on_the_page() {
    let (mut board, house) = lit();
    let daemon = house.start();
    let before = board.until("the text", |_| true);
    house.write("playlists/a.toml", "boards = [\"b\"]\n[[item]]\ntext = \"Đúng hẹn\ncolour = 7\n");
    let fault = wait_for_fault(&daemon, "playlists/a.toml", 3, "TomlSyntax");
    assert!(fault["sentence"].as_str().unwrap().contains("Sai cú pháp TOML"), "{fault}");
    let after = board.watch(Duration::from_secs(2));
    assert!(after.len() >= 2 && after.iter().all(|frame| frame.rgb == before.rgb));
    house.wait_for_log("playlists/a.toml:3");
    house.write("playlists/a.toml", OTHER);
    board.until("the mended text", |frame| frame.rgb != before.rgb);
    daemon.wait_for("no faults", |status| faults(status).is_empty());
}

#[test]
fn a_playlist_broken_at_the_start_leaves_the_compiled_in_frame_and_says_why() {
    let (mut board, house) = lit();
    house.write("playlists/a.toml", "[[item]\ntext = \"x\"\n");
    let daemon = house.start();
    let neutral = last_resort(Face::new(64, 16).unwrap(), Palette::Rgb);
    board.until("the compiled-in frame", |frame| frame.rgb == neutral.rgb());
    wait_for_fault(&daemon, "playlists/a.toml", 1, "TomlSyntax");
    assert_eq!(daemon.status()["boards"][0]["on_air"]["why_code"], "WhyLastResort");
}

#[test]
fn a_site_file_broken_at_the_start_lights_the_boards_that_are_right_and_says_what_is_wrong() {
    let (mut board, house) = lit();
    let good = std::fs::read_to_string(house.path("bangtin.toml")).unwrap();
    let bad = "[[board]]\nid = \"c\"\nsite = \"x\"\nwidth = 0\nheight = 16\nlink = \"virtual\"\n";
    house.write("bangtin.toml", &format!("{good}{bad}"));
    let daemon = house.start();
    board.until("the text", |frame| frame.rgb == house.preview("b", frame.at));
    let line = good.lines().count() as u64 + 4;
    let fault = wait_for_fault(&daemon, "bangtin.toml", line, "FaceSize");
    assert!(fault["sentence"].as_str().unwrap().contains("0 × 16"), "{fault}");
}

#[test]
fn a_site_file_that_is_not_toml_starts_the_daemon_and_its_page() {
    let house = House::new("");
    house.write("bangtin.toml", "[[board\nid = 3");
    let mut daemon = house.start();
    wait_for_fault(&daemon, "bangtin.toml", 1, "TomlSyntax");
    daemon.alive();
}

#[test]
fn a_site_file_broken_while_boards_are_lit_changes_nothing_that_is_lit() {
    let (mut board, house) = lit();
    let daemon = house.start();
    let before = board.until("the text", |_| true);
    house.write("bangtin.toml", "[[board]]\nid = \"b\"\nwidth = 99999999999999999999\n");
    wait_for_fault(&daemon, "bangtin.toml", 3, "WantsInteger");
    assert!(board.watch(Duration::from_secs(2)).iter().all(|frame| frame.rgb == before.rgb));
}

#[test]
fn a_board_added_to_the_site_file_is_lit_and_the_others_are_not_touched() {
    let (mut board, house) = lit();
    let daemon = house.start();
    board.until("the text", |_| true);
    let mut second = DdpBoard::new(64, 16);
    let site = std::fs::read_to_string(house.path("bangtin.toml")).unwrap();
    let more = block(&format!("udp://127.0.0.1:{}", second.port())).replace("\"b\"", "\"c\"");
    house.write("bangtin.toml", &format!("{site}{more}default = \"a\"\n"));
    second.until("something", |frame| frame.clean);
    daemon.wait_for("both boards", |status| status["boards"].as_array().is_some_and(|all| all.len() == 2));
    let seen = board.watch(Duration::from_secs(2));
    assert!(seen.windows(2).all(|pair| pair[0].rgb == pair[1].rgb), "the first board was disturbed");
}

#[test]
fn a_taken_port_is_said_and_the_boards_are_lit_all_the_same() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (mut board, house) = lit();
    let mut daemon = house.start_on(&taken.local_addr().unwrap().to_string());
    board.until("the text", |frame| frame.rgb == house.preview("b", frame.at));
    daemon.alive();
    house.wait_for_log("Không mở được trang xem bảng");
}

#[test]
fn a_host_that_does_not_resolve_and_a_device_that_is_not_there_are_said_and_hold_up_nobody() {
    let mut board = DdpBoard::new(64, 16);
    let lit = block(&format!("udp://127.0.0.1:{}", board.port()));
    let lost = block("udp://khong-co-may-nay.invalid:4048").replace("\"b\"", "\"lost\"");
    let gone = block("serial:///dev/khong-co").replace("\"b\"", "\"gone\"") + "protocol = \"adalight\"\n";
    let house = House::new(&format!("{lost}{gone}{lit}"));
    house.write("playlists/a.toml", TEXT);
    let daemon = house.start();
    board.until("the text", |frame| frame.rgb == house.preview("b", frame.at));
    let state = |status: &Value, index: usize| status["boards"][index]["state"].clone();
    let failing = |status: &Value| (0..2).all(|index| state(status, index)["code"] == "failing");
    let status = daemon.wait_for("both reasons", failing);
    let said = |index| state(&status, index)["sentence"].as_str().unwrap().to_owned();
    assert!(said(0).contains("Không tìm thấy máy `khong-co-may-nay.invalid`"), "{}", said(0));
    assert!(said(1).contains("Không có thiết bị `/dev/khong-co`"), "{}", said(1));
}

#[test]
fn the_example_site_of_the_project_runs_without_a_fault() {
    let house = House::new("");
    std::fs::copy(project("bangtin.toml"), house.path("bangtin.toml")).unwrap();
    for entry in std::fs::read_dir(project("playlists")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, house.path("playlists").join(path.file_name().unwrap())).unwrap();
    }
    let daemon = house.start();
    let lit = |status: &Value| {
        let boards = status["boards"].as_array().cloned().unwrap_or_default();
        boards.len() == 2 && boards.iter().all(|board| board["state"]["code"] == "sent")
    };
    let status = daemon.wait_for("both boards", lit);
    assert_eq!(faults(&status), Vec::<Value>::new());
}
