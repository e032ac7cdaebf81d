//! What people ordered, and how far the clock can be believed, as the page says it.

use super::client::get;
use super::house::{House, now, on_air, open};
use super::json;
use bangtin::player::{OnAir, Status};
use bangtin::report::{Message, Source};
use bangtin::schedule::{ClockTrust, Doubt, Verdict};
use bangtin::web::SiteView;
use jiff::SignedDuration;
use std::sync::Arc;

const ORDERS: &str = r#"
last = 8
[[blackout]]
boards = ["b1"]
since = "2026-11-24T01:00:00Z"
by = "Nguyễn Văn <b>An</b> (root)"
reason = "nội dung lạ & chữ vỡ"
[[notice]]
id = 7
class = "override"
text = "Tạm ngừng tiếp dân"
boards = ["b0"]
given_at = "2026-11-24T04:00:00Z"
expires_at = "2026-11-24T18:00:00Z"
by = "Trần Thị Lan (root)"
reason = "mất điện"
[[notice]]
id = 8
class = "emergency"
text = "Mời rời khỏi tòa nhà"
boards = ["b0"]
given_at = "2026-11-24T01:00:00Z"
expires_at = "2026-11-24T05:03:11Z"
by = "Trần Thị Lan (root)"
reason = "báo cháy"
"#;

async fn with_orders() -> House {
    let house = open(&[("Bảng cổng", 8, 4), ("Bảng sảnh", 16, 8)], now).await;
    let (orders, faults) =
        bangtin::notice::read(&Arc::new(Source { name: "orders.toml".into(), text: ORDERS.into() }));
    assert!(faults.is_empty(), "{faults:?}");
    let site = house.site.borrow().clone();
    let boards = site.boards.clone();
    let site =
        SiteView { title: site.title.clone(), zone: site.zone.clone(), orders: Arc::new(orders), boards };
    house.site.send(Arc::new(site)).unwrap();
    house
}

/// The part of the page that is about a board.
fn part<'p>(page: &'p str, id: &str) -> &'p str {
    let part = &page[page.find(&format!("data-id=\"{id}\"")).unwrap()..];
    &part[..part.find("</live-board>").unwrap()]
}

#[tokio::test]
async fn orders_stand_with_their_board_and_no_other_as_long_as_they_are_in_force() {
    let house = with_orders().await;
    let page = get(house.address, "/", &[]).await.text();
    let (gate, hall) = (part(&page, "b0"), part(&page, "b1"));
    for words in [
        "Thay chương trình",
        "#7",
        "Tạm ngừng tiếp dân",
        "01:00:00, 25/11/2026",
        "Trần Thị Lan (root)",
        "mất điện",
    ] {
        assert!(gate.contains(words) && !hall.contains(words), "{words} is not where it belongs in:\n{page}");
    }
    for words in
        ["08:00:00, 24/11/2026", "nội dung lạ &#38; chữ vỡ", "Nguyễn Văn &#60;b&#62;An&#60;/b&#62; (root)"]
    {
        assert!(hall.contains(words) && !gate.contains(words), "{words} is not where it belongs in:\n{page}");
    }
    assert!(hall.contains("<code>bangtin resume --board b1</code>"));
    assert!(!page.contains("Mời rời khỏi tòa nhà"), "it ended this very moment");
    assert!(gate.contains("<div class=\"blackout\" data-show=\"blackout\" hidden>"));
    assert!(hall.contains("<div class=\"blackout\" data-show=\"blackout\">"));
    assert!(hall.contains("<div class=\"notices\" data-show=\"notices\" hidden>"));
}

#[tokio::test]
async fn the_status_has_the_words_of_orders_in_the_language_asked_for() {
    let house = with_orders().await;
    let status = json(&get(house.address, "/api/status?lang=en", &[]).await);
    let notice = &status["boards"][0]["notices"][0];
    assert_eq!(notice["class_words"], "In place of the programme");
    assert_eq!(notice["until_words"], "01:00:00, 25/11/2026");
    assert_eq!(status["boards"][1]["blackout"]["since_words"], "08:00:00, 24/11/2026");
}

#[tokio::test]
async fn a_dark_board_is_not_said_to_show_the_frame_of_last_resort() {
    let house = with_orders().await;
    for (why, dark, resort) in
        [(Message::WhyQuiet {}, "", " hidden"), (Message::WhyLastResort {}, " hidden", "")]
    {
        let status = on_air("");
        let shown = OnAir { why, playlist: String::new(), ..status.on_air.clone().unwrap() };
        house.status[0].send(Arc::new(Status { on_air: Some(shown), ..status })).unwrap();
        let page = get(house.address, "/", &[]).await.text();
        let gate = part(&page, "b0");
        assert!(gate.contains(&format!("data-show=\"dark\"{dark}>Không hiển thị gì<")), "{gate}");
        assert!(gate.contains(&format!("data-show=\"resort\"{resort}>Khung cuối cùng")), "{gate}");
    }
}

#[tokio::test]
async fn a_clock_in_doubt_is_said_with_the_zone_and_a_good_one_is_not() {
    let house = with_orders().await;
    let hidden = "<p class=\"clock\" id=\"clock\" data-code=\"trusted\" role=\"status\" hidden>";
    assert!(get(house.address, "/", &[]).await.text().contains(hidden));
    let since = now() - SignedDuration::from_hours(1);
    house
        .trust
        .send(Verdict { trust: ClockTrust::Holdover, doubt: Some(Doubt::NoSource), since, known: None })
        .unwrap();
    let page = get(house.address, "/", &[]).await.text();
    assert!(page.contains("data-code=\"holdover\" role=\"status\">"), "{page}");
    assert!(
        page.contains("</span> Giờ trên trang này theo múi giờ <code>Asia/Ho_Chi_Minh</code>."),
        "{page}"
    );
}
