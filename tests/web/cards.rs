//! What the page tells of a card that keeps what it shows.

use crate::client::get;
use crate::house::{self, on_air};
use crate::json as read;
use bangtin::board::card::{Finding, Identity, Report, Wear};
use jiff::SignedDuration;
use std::sync::Arc;

async fn open() -> house::House {
    let house = house::open(&[("Cổng chính", 64, 32), ("Sảnh", 64, 32)], house::now).await;
    let identity = Identity {
        model: "BX-6E1\u{7}<b>".to_owned(),
        firmware: "21.03".to_owned(),
        findings: vec![Finding::NoSecret],
        ..Identity::default()
    };
    let card = Report {
        identity: Some(identity),
        drift: Some(SignedDuration::from_secs(-90)),
        wear: Wear { total: 812, today: 3, most: 24, years: 11 },
        progress: Some((5, 7)),
        covered: true,
        incidents: 2,
        ..Report::default()
    };
    let status = bangtin::player::Status { card: Some(Arc::new(card)), ..on_air("Nhanh, đúng hẹn") };
    house.status[0].send_replace(Arc::new(status));
    house
}

#[tokio::test]
async fn programs_and_people_are_told_what_the_card_is_and_how_far_it_got() {
    let house = open().await;
    let told = read(&get(house.address, "/api/status", &[]).await);
    let card = &told["boards"][0]["card"];
    assert_eq!(card["model"], "BX-6E1<b>", "without what cannot be seen");
    assert_eq!(
        (&card["parts"], &card["parts_wanted"], &card["covered"]),
        (&5.into(), &7.into(), &true.into())
    );
    assert_eq!((&card["wear"]["total"], &card["clock_ahead_s"]), (&812.into(), &(-90).into()));
    assert_eq!(card["findings"][0], "no-secret");
    assert_eq!(card["name"], serde_json::Value::Null);
    let line = |code: &str| {
        let stages = told["boards"][0]["stages"].as_array().unwrap();
        stages.iter().find(|stage| stage["code"] == code).unwrap()["words"].as_str().unwrap().to_owned()
    };
    assert_eq!(line("card"), "BX-6E1<b>, phần mềm 21.03, chưa đặt mật khẩu");
    assert_eq!(line("stored"), "5/7 phần đã có; đang hiện từ bộ nhớ tạm; 2 lần có nội dung lạ");
    assert_eq!(line("clock"), "chậm 90 giây");
    assert!(line("wear").starts_with("hôm nay 3/24 lần, tổng cộng 812 lần"));
    assert!(told["boards"][1].get("card").is_none(), "a board that is sent frames has no card");
    assert_eq!(told["boards"][1]["stages"].as_array().unwrap().len(), 4);
    let page = get(house.address, "/", &[]).await.text();
    assert!(page.contains("Đồng hồ của bo") && page.contains("chậm 90 giây"));
    assert!(!page.contains("<b>, phần mềm"), "what a card calls itself is no HTML");
}

#[tokio::test]
async fn programs_that_gather_numbers_get_those_of_cards_and_of_cards_only() {
    let house = open().await;
    let text = get(house.address, "/metrics", &[]).await.text();
    for line in [
        "bangtin_card_writes_total{board=\"b0\"} 812",
        "bangtin_card_incidents_total{board=\"b0\"} 2",
        "bangtin_card_writes_today{board=\"b0\"} 3.0",
        "bangtin_card_writes_limit{board=\"b0\"} 24.0",
        "bangtin_card_clock_ahead_seconds{board=\"b0\"} -90.0",
        "bangtin_card_parts_missing{board=\"b0\"} 2.0",
        "bangtin_card_covered{board=\"b0\"} 1.0",
        "bangtin_card_deferred{board=\"b0\"} 0.0",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    assert!(!text.contains("card_writes_total{board=\"b1\"}") && !text.contains("BX-6E1"));
    let plain = house::open(&[("Cổng chính", 64, 32)], house::now).await;
    assert!(!get(plain.address, "/metrics", &[]).await.text().contains("bangtin_card"));
}
