//! What the running program says of itself and of its boards: how far frames come, alarms, numbers for those who watch.

use crate::house::House;
use bangtin::frame::{Digest, Face};
use std::net::{TcpListener, UdpSocket};
use std::time::Duration;

fn board(id: &str, link: &str, more: &str) -> String {
    format!(
        "[[board]]\nid = \"{id}\"\nsite = \"x\"\nwidth = 64\nheight = 32\ncolour = \"red\"\nlink = \"{link}\"\n\
         default = \"standing\"\n{more}\n"
    )
}

/// The value of a sample of `/metrics`.
fn sample(metrics: &str, key: &str) -> f64 {
    let line =
        metrics.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_else(|| panic!("{key}: {metrics}"));
    line.trim().parse().unwrap()
}

#[test]
fn a_board_that_refuses_is_an_alarm_with_its_number_and_the_others_are_told_of_as_sent() {
    // A port that was free a moment ago, and one at which somebody takes everything.
    let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let taken = UdpSocket::bind("127.0.0.1:0").unwrap();
    let knocked = TcpListener::bind("127.0.0.1:0").unwrap();
    let reach = format!("reach = \"tcp:{}\"\nreach_s = 10\n", knocked.local_addr().unwrap().port());
    let house = House::new(&format!(
        "{}{}",
        board("gone", &format!("udp://{closed}"), ""),
        board("b", &format!("udp://{}", taken.local_addr().unwrap()), &reach),
    ));
    house.write("playlists/standing.toml", "[[item]]\ntext = \"Một cửa\"\nhold = 60\n");
    let mut daemon = house.start();

    let lives = daemon.get("/health");
    assert!(lives.starts_with("HTTP/1.1 200 ") && lives.contains("\"alive\":true"), "{lives}");
    let told = daemon.wait_for("a stage", |status| status["boards"][1]["stages"][0]["digest"].is_string());
    let stages = &told["boards"][1]["stages"];
    let dots = house.preview("b", told["now"].as_str().unwrap().parse().unwrap());
    let wanted = Digest::of(Face::new(64, 32).unwrap(), &dots).to_string();
    assert_eq!(stages[0]["digest"], wanted, "what is planned is the preview");
    assert!(stages[1]["age_ms"].as_i64().unwrap() < 2_000, "{stages}");
    assert_eq!((&stages[2]["at"], &stages[3]["at"]), (&serde_json::Value::Null, &serde_json::Value::Null));

    std::thread::sleep(Duration::from_secs(5));
    let told = daemon.wait_for("the alarm", |status| status["boards"][0]["alarms"][0] == "A04");
    assert_eq!(told["alarms"][0]["board"], "gone");
    assert_eq!(told["boards"][1]["alarms"], serde_json::json!([]));
    house.wait_for_log("alarm=\"A04\"");
    let log = std::fs::read_to_string(house.path("log")).unwrap();
    assert_eq!(log.matches("A04").count(), 1, "told once: {log}");

    let told = daemon.wait_for("a knock", |status| status["boards"][1]["stages"][4]["at"].is_string());
    let words = told["boards"][1]["stages"][4]["words"].as_str().unwrap();
    assert!(words.starts_with("có (tcp:"), "{words}");
    let metrics = daemon.get("/metrics");
    assert!(sample(&metrics, "bangtin_frames_sent_total{board=\"b\"}") > 5.0);
    assert_eq!(sample(&metrics, "bangtin_alarm{board=\"gone\",alarm=\"A04\",grade=\"critical\"}"), 1.0);
    assert_eq!(sample(&metrics, "bangtin_link_up{board=\"gone\"}"), 0.0);
    assert!(sample(&metrics, "bangtin_reach_seconds{board=\"b\"}") < 3.0);
    assert!(sample(&metrics, "bangtin_frame_lateness_seconds_count{board=\"b\"}") > 5.0);
    daemon.alive();
}
