//! `bangtin board ID …`: what a technician at one board orders, and what the page says meanwhile.

use super::{board, done, house, refused, run, start};
use serde_json::Value;

fn why(status: &Value, id: &str) -> String {
    board(status, id)["on_air"]["why_code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_test_picture_is_on_for_its_time_said_on_the_page_with_who_ordered_it_and_over_by_itself() {
    let house = house();
    let daemon = start(&house);
    let said = done(&house, &["board", "a", "test-pattern", "--for", "3s", "--by", "Trần Văn Bình"]);
    assert!(said.contains("`a` is ordered to show a test picture until"), "{said}");
    let status = daemon.wait_for("the test picture", |status| why(status, "a") == "WhyTestPattern");
    let air = &board(&status, "a")["on_air"];
    assert!(air["why"].as_str().unwrap().contains("Trần Văn Bình ("), "{air}");
    assert!(!air["until"].is_null());
    assert_eq!(why(&status, "b"), "WhyTargeted", "other boards go on");
    daemon.wait_for("the programme", |status| why(status, "a") == "WhyTargeted");
    house.wait_for_log("Trần Văn Bình");
}

#[test]
fn resume_ends_a_test_picture_early_and_a_restart_forgets_it() {
    let house = house();
    let mut daemon = start(&house);
    done(&house, &["board", "a", "identify", "--for", "10m"]);
    daemon.wait_for("blinking", |status| why(status, "a") == "WhyIdentify");
    assert!(done(&house, &["board", "a", "resume"]).contains("`a` is back at its programme"));
    daemon.wait_for("the programme", |status| why(status, "a") == "WhyTargeted");
    refused(&house, &["board", "a", "resume", "--reason", "x"], "None of these boards is dark");

    done(&house, &["board", "a", "test-pattern"]);
    daemon.wait_for("the test picture", |status| why(status, "a") == "WhyTestPattern");
    daemon.signal(rustix::process::Signal::KILL);
    daemon.ended();
    let daemon = start(&house);
    daemon.wait_for("the programme", |status| why(status, "a") == "WhyTargeted");
}

#[test]
fn an_emergency_and_a_blackout_go_before_a_test_picture_and_the_person_is_told() {
    let house = house();
    let daemon = start(&house);
    done(&house, &["board", "a", "test-pattern", "--for", "10m"]);
    daemon.wait_for("the test picture", |status| why(status, "a") == "WhyTestPattern");
    done(&house, &["notice", "Khẩn: lũ lớn", "--board", "a", "--class", "emergency", "--reason", "lũ"]);
    daemon.wait_for("the emergency", |status| why(status, "a") == "WhyEmergency");
    let (code, said) = run(&house, &["board", "a", "identify"]);
    assert!(code == 1 && said.contains("The emergency bulletin on `a` goes first"), "{code}: {said}");

    done(&house, &["board", "a", "blackout", "--reason", "sửa tủ điện"]);
    daemon.wait_for("darkness", |status| why(status, "a") == "WhyBlackout");
    refused(&house, &["board", "a", "test-pattern"], "`a` is dark by order");
    refused(&house, &["board", "a", "resume"], "--reason");
    done(&house, &["board", "a", "resume", "--reason", "xong"]);
    daemon.wait_for("the emergency again, no test picture", |status| why(status, "a") == "WhyEmergency");
}

#[test]
fn what_cannot_be_shown_is_refused_with_what_to_do() {
    let house = house();
    refused(&house, &["board", "a", "status"], "No bangtin answers");
    let _daemon = start(&house);
    refused(&house, &["board", "a", "test-pattern", "--for", "11m"], "10 minutes at most");
    refused(&house, &["board", "a", "test-pattern", "--for", "0s"], "1 second at least");
    refused(&house, &["board", "khong", "test-pattern"], "no board `khong`");
    refused(&house, &["board", "khong", "status"], "no board `khong`");
}

#[test]
fn the_status_of_a_board_is_told_to_people_and_to_programs_and_never_says_ok() {
    let house = house();
    let daemon = start(&house);
    daemon.wait_for("the programme", |status| why(status, "a") == "WhyTargeted");
    let said = done(&house, &["board", "a", "status"]);
    for words in ["sent, ", "On air: Nộp hồ sơ", "Why: ", "96 × 32 dots", "virtual"] {
        assert!(said.contains(words), "{words} is not in\n{said}");
    }
    assert!(!said.to_lowercase().contains("ok"), "{said}");
    let told: Value =
        serde_json::from_str(&done(&house, &["board", "a", "status", "--format", "json"])).unwrap();
    assert_eq!(told["state"]["code"], "sent");
    assert_eq!(told["on_air"]["text"], "Nộp hồ sơ");
    done(&house, &["board", "a", "blackout", "--reason", "sửa tủ điện"]);
    daemon.wait_for("darkness", |status| why(status, "a") == "WhyBlackout");
    assert!(done(&house, &["board", "a", "status"]).contains("sửa tủ điện"));
}
