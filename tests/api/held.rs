//! What boards show of themselves for a while, and how that ends.

use crate::site::Site;
use serde_json::{Value, json};

async fn why(site: &Site) -> String {
    let told = site.put("GET", "/boards/ubnd-cong", &Value::Null).await;
    told["on_air"]["why_code"].as_str().unwrap_or_default().to_owned()
}

async fn wait_for(site: &Site, held: bool) {
    for _ in 0..200 {
        if (why(site).await == "WhyTestPattern") == held {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{}", why(site).await);
}

#[tokio::test]
async fn a_test_picture_is_ended_before_its_time_and_a_dark_board_is_never_lit_by_that() {
    let site = Site::open().await;
    let show = |sight: &str| json!({ "sight": sight, "places": { "boards": ["ubnd-cong"] } });
    let dark = json!({ "places": { "boards": ["ubnd-cong"] }, "reason": "Thử" });
    site.put("POST", "/orders/show", &show("test-pattern")).await;
    wait_for(&site, true).await;
    let told = site.put("POST", "/orders/show", &show("programme")).await;
    assert!(told["says"][0].as_str().unwrap().contains("đã trở lại chương trình"), "{told}");
    wait_for(&site, false).await;
    let (status, told) = site.ask("POST", "/orders/show", Some(&site.all), &show("programme")).await;
    assert!(
        status == 409 && told["sentence"].as_str().unwrap().contains("không hiện hình kiểm tra"),
        "{told}"
    );

    site.put("POST", "/orders/show", &show("test-pattern")).await;
    site.put("POST", "/orders/blackout", &dark).await;
    let (status, told) = site.ask("POST", "/orders/show", Some(&site.all), &show("programme")).await;
    assert_eq!(status, 409, "{told}");
    wait_for(&site, false).await;
    assert_eq!(why(&site).await, "WhyBlackout");
}
