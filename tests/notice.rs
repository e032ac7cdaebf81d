//! Orders as people give them: the real daemon, the real command line, the socket and the file between them.

#[path = "daemon/house.rs"]
#[allow(dead_code)]
mod house;
#[path = "notice/board.rs"]
mod one;

use house::{Daemon, House};
use rustix::process::Signal;
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::os::unix::net::UnixStream;
use std::process::Output;
use std::time::Duration;

fn house() -> House {
    let board = |id: &str, face: &str| {
        format!("[[board]]\nid = \"{id}\"\nsite = \"x\"\n{face}\ncolour = \"amber\"\nlink = \"virtual\"\n")
    };
    let large = "width = 96\nheight = 32";
    let boards = board("a", large) + &board("b", large) + &board("nho", "width = 8\nheight = 8");
    let house = House::new(&boards);
    house.write("playlists/a.toml", "boards = [\"a\", \"b\"]\n[[item]]\ntext = \"Nộp hồ sơ\"\n");
    house
}

/// Runs a command and returns its exit code and everything it says.
fn run(house: &House, args: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } = house.run(&[&["--lang", "en"], args].concat());
    let said = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (status.code().unwrap(), said)
}

fn done(house: &House, args: &[&str]) -> String {
    let (code, said) = run(house, args);
    assert_eq!(code, 0, "{said}");
    said
}

fn refused(house: &House, args: &[&str], words: &str) {
    let (code, said) = run(house, args);
    assert!(code == 2 && said.contains(words), "{code}: {said}");
}

fn list(house: &House) -> Vec<Value> {
    serde_json::from_str(&done(house, &["notice", "list", "--format", "json"])).unwrap()
}

fn start(house: &House) -> Daemon {
    let daemon = house.start();
    for _ in 0..200 {
        if UnixStream::connect(house.path("state/control.sock")).is_ok() {
            return daemon;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no socket");
}

fn board<'a>(status: &'a Value, id: &str) -> &'a Value {
    status["boards"].as_array().unwrap().iter().find(|board| board["id"] == id).unwrap()
}

const OVERRIDE: [&str; 8] = ["notice", "Tạm ngừng", "--board", "a", "--for", "1h", "--reason", "mất điện"];

#[test]
fn orders_are_answered_listed_shown_on_the_page_and_kept_through_a_kill() {
    let house = house();
    let mut daemon = start(&house);
    assert!(done(&house, &OVERRIDE).contains("Notice 1 of class `override`"));
    let dark = ["blackout", "--board", "b", "--reason", "lạ", "--by", "Nguyễn Văn An"];
    assert!(done(&house, &dark).contains("`b` is ordered dark"));
    let status = daemon.status();
    assert_eq!(board(&status, "a")["notices"][0]["text"], "Tạm ngừng");
    assert_eq!(board(&status, "b")["blackout"]["reason"], "lạ");
    assert!(board(&status, "b")["blackout"]["by"].as_str().unwrap().starts_with("Nguyễn Văn An ("));
    assert!(board(&status, "a")["blackout"].is_null());

    let before = list(&house);
    daemon.signal(Signal::KILL);
    daemon.ended();
    refused(&house, &["notice", "list"], "No bangtin answers");
    let daemon = start(&house);
    assert_eq!(list(&house), before);
    daemon.wait_for("the notice on air", |status| board(status, "a")["on_air"]["text"] == "Tạm ngừng");
    done(&house, &["resume", "--all", "--reason", "đã kiểm tra"]);
    assert!(board(&daemon.status(), "b")["blackout"].is_null());
}

#[test]
fn a_dark_board_says_who_wanted_it_and_explain_knows_of_orders_too() {
    let house = house();
    let daemon = start(&house);
    done(&house, &["notice", "Khẩn: lũ lớn", "--board", "a", "--class", "emergency", "--reason", "lũ"]);
    done(&house, &["blackout", "--board", "b", "--reason", "sửa tủ điện"]);
    daemon.wait_for("darkness by order", |status| board(status, "b")["on_air"]["why_code"] == "WhyBlackout");
    daemon.wait_for("the emergency", |status| board(status, "a")["on_air"]["why_code"] == "WhyEmergency");
    let explained = done(&house, &["explain", "--board", "a"]);
    assert!(explained.contains("On air: “Khẩn: lũ lớn”"), "{explained}");
    let explained = done(&house, &["explain", "--board", "b"]);
    assert!(explained.contains("sửa tủ điện"), "{explained}");
}

#[test]
fn a_notice_ends_by_itself_at_its_moment() {
    let house = house();
    let daemon = start(&house);
    let args = ["notice", "Tạm ngừng", "--board", "a", "--for", "1s", "--reason", "x"];
    done(&house, &args);
    daemon.wait_for("the end", |status| board(status, "a")["notices"].as_array().unwrap().is_empty());
    assert_eq!(list(&house)[0]["on"], false);
    // The player tells the page by itself, a moment later.
    daemon.wait_for("the programme", |status| !status["boards"].to_string().contains("Tạm ngừng"));
}

#[test]
fn an_override_is_replaced_only_on_purpose_and_can_be_extended_and_ended() {
    let house = house();
    let _daemon = start(&house);
    done(&house, &OVERRIDE);
    refused(&house, &OVERRIDE, "Add `--replace`");
    assert!(done(&house, &[&OVERRIDE[..], &["--replace"]].concat()).contains("Notice 2"));
    refused(&house, &["notice", "end", "1", "--reason", "x"], "No notice 1 is on");
    assert!(done(&house, &["notice", "extend", "2", "--for", "2h"]).contains("is extended"));
    refused(&house, &["notice", "extend", "2", "--for", "30m"], "not later");
    refused(&house, &["notice", "extend", "2", "--for", "25h"], "at most 24 hours");
    done(&house, &["notice", "end", "2", "--reason", "xong"]);
    assert!(list(&house).iter().all(|row| row["on"] == false));
}

#[test]
fn what_cannot_be_ordered_is_refused_with_what_to_do_and_changes_nothing() {
    let house = house();
    let _daemon = start(&house);
    let order = |more: &[&str], words: &str| {
        refused(&house, &[&["notice", "--reason", "x"], more].concat(), words);
    };
    order(&["DÞch vô c«ng trùc tuyÕn", "--board", "a", "--for", "1h"], "TCVN3");
    order(&["Một", "--board", "khong", "--for", "1h"], "no board `khong`");
    order(&["Một", "--group", "khong", "--for", "1h"], "the group `khong`");
    order(&["Một", "--site", "khong", "--for", "1h"], "no site `khong`");
    order(&["Một", "--for", "1h"], "names no board");
    order(&["Một", "--board", "a"], "needs an end");
    order(&["Một", "--board", "a", "--until", "2020-01-01T00:00"], "has gone by");
    order(&["Một", "--board", "a", "--for", "1h", "--colour", "blue"], "cannot show the colour");
    order(&["Một", "--board", "a", "nho", "--for", "1h"], "The board `nho` cannot show this notice");
    refused(&house, &["resume", "--all", "--reason", "x"], "None of these boards is dark");
    assert!(list(&house).is_empty());
}

#[test]
fn an_emergency_is_lit_where_it_can_be_and_the_answer_says_where_not() {
    let house = house();
    let _daemon = start(&house);
    done(&house, &["blackout", "--board", "b", "--reason", "x"]);
    let args = ["notice", "Báo cháy", "--all", "--class", "emergency", "--reason", "x"];
    let (code, said) = run(&house, &args);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("taken for `a`, `b`") && said.contains("The board `nho` cannot show"), "{said}");
    assert!(said.contains("not seen on `b`"), "{said}");
}

#[test]
fn socket_and_folder_are_for_their_owner_alone_and_the_socket_goes_with_the_daemon() {
    let house = house();
    let mut daemon = start(&house);
    let mode = |name: &str| std::fs::metadata(house.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("state"), mode("state/control.sock")), (0o700, 0o600));
    assert!(std::fs::metadata(house.path("state/control.sock")).unwrap().file_type().is_socket());
    done(&house, &OVERRIDE);
    assert_eq!(mode("state/orders.toml"), 0o600);
    daemon.signal(Signal::TERM);
    daemon.ended();
    assert!(!house.path("state/control.sock").exists());
}

#[test]
fn a_second_daemon_leaves_the_socket_of_the_first_alone_and_says_so() {
    let house = house();
    let mut first = start(&house);
    let mut second = house.start();
    house.wait_for_log("Một chương trình bangtin khác đang nhận lệnh");
    done(&house, &OVERRIDE);
    assert_eq!(board(&first.status(), "a")["notices"][0]["id"], 1);
    second.alive();
    first.alive();
}

/// What the socket answers to these bytes.
fn answer(house: &House, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(house.path("state/control.sock")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // Who is refused early is not read to the end.
    let _ = stream.write_all(bytes);
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

#[test]
fn garbage_long_lines_and_silent_clients_keep_nobody_from_giving_orders() {
    let house = house();
    let mut daemon = start(&house);
    for bytes in [&b"\n"[..], b"{}\n", b"\xff\xfe\n", b"{\"lang\":\"vi\",\"order\":\"mighty\"}\n"] {
        assert!(answer(&house, bytes).contains("\"refused\""), "{bytes:?}");
    }
    let long = [vec![b' '; 1 << 20], b"\n".to_vec()].concat();
    answer(&house, &long);
    let silent: Vec<UnixStream> =
        (0..20).map(|_| UnixStream::connect(house.path("state/control.sock")).unwrap()).collect();
    let took = bangtin::clock::since_start();
    done(&house, &OVERRIDE);
    assert!(took() < Duration::from_secs(8), "{:?}", took());
    drop(silent);
    daemon.alive();
}

#[test]
fn a_broken_file_of_orders_is_set_aside_and_said_and_what_is_readable_holds() {
    let house = house();
    std::fs::create_dir(house.path("state")).unwrap();
    let text = "last = 3\n[[blackout]]\nboards = [\"a\"]\nsince = \"2026-11-24T05:00:00Z\"\nby = \"lan\"\nreason = \"lạ\"\n\
        [[notice]]\nid = 3\nclass = \"overr";
    house.write("state/orders.toml", text);
    let daemon = start(&house);
    let status = daemon.status();
    assert_eq!(board(&status, "a")["blackout"]["by"], "lan");
    assert!(status["faults"].as_array().unwrap().iter().any(|fault| fault["code"] == "OrdersBroken"));
    let mut entries = std::fs::read_dir(house.path("state")).unwrap().flatten();
    let aside = entries.find(|entry| entry.file_name().to_string_lossy().ends_with(".broken")).unwrap();
    assert_eq!(std::fs::read_to_string(aside.path()).unwrap(), text);
    let (_, said) = run(&house, &OVERRIDE);
    assert!(said.contains("Notice 4"), "{said}: the number of the lost notice is not given again");
}

#[test]
fn an_order_that_cannot_be_stored_takes_effect_and_the_answer_says_that_a_restart_forgets_it() {
    let house = house();
    let daemon = start(&house);
    // A folder in the way is as good as a disk that takes nothing.
    std::fs::create_dir(house.path("state/.orders.toml.part")).unwrap();
    let (code, said) = run(&house, &OVERRIDE);
    assert!(code == 1 && said.contains("a restart forgets them"), "{code}: {said}");
    let status = daemon.status();
    assert_eq!(board(&status, "a")["notices"][0]["text"], "Tạm ngừng");
    assert!(status["faults"].as_array().unwrap().iter().any(|fault| fault["code"] == "OrdersNotSaved"));
}
