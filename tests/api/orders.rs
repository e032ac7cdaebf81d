//! What programs order at once: what is refused, and why.

use crate::site::Site;
use serde_json::{Value, json};

#[tokio::test]
async fn an_order_that_is_refused_says_which_field_and_why_and_nothing_is_lit() {
    let site = Site::open().await;
    let before = site.state().await;
    let notice = |change: Value| {
        let mut wish = json!({ "text": "Bão", "class": "override", "places": { "all": true }, "end": { "lasting": "1h" }, "reason": "Thử" });
        wish.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        wish
    };
    let lasting = |length: &str| notice(json!({ "end": { "lasting": length } }));
    let places = |places: Value| notice(json!({ "places": places }));
    let show = json!({ "sight": "identify", "places": { "all": true }, "lasting": "3h" });
    let dark = |reason: &str| json!({ "places": { "all": true }, "reason": reason });
    let mut one = notice(json!({ "text": "Bão\u{202e}" }));
    one["class"] = "emergency".into();
    for (path, body, status, code, field) in [
        ("notices", notice(json!({ "end": {} })), 400, "OrderNeedsEnd", "end"),
        ("notices", notice(json!({ "end": { "until": "mai" } })), 400, "BadTime", "end.until"),
        ("notices", notice(json!({ "end": { "until": "2020-01-01T00:00" } })), 400, "OrderPast", "end"),
        ("notices", lasting("lâu"), 400, "OrderLasting", "end.lasting"),
        ("notices", lasting("9000h"), 400, "OrderTooLong", "end"),
        ("notices", places(json!({ "boards": ["không-có"] })), 400, "NoSuchBoard", "places.boards"),
        ("notices", places(json!({ "sites": ["x"] })), 400, "NoSuchSite", "places.sites"),
        ("notices", places(json!({ "groups": ["x"] })), 400, "NoSuchGroup", "places.groups"),
        ("notices", places(json!({ "tags": ["x"] })), 400, "NoSuchTag", "places.tags"),
        ("notices", places(json!({})), 400, "OrderForNobody", "places"),
        ("notices", notice(json!({ "reason": " " })), 400, "OrderWords", "reason"),
        ("notices", notice(json!({ "text": "" })), 400, "NoticeRefused", "text"),
        ("notices", notice(json!({ "colour": "màu lạ" })), 400, "NoticeRefused", "colour"),
        ("notices", notice(json!({ "motion": "bay" })), 400, "NoticeRefused", "motion"),
        ("notices", one, 400, "NoticeRefused", "text"),
        ("notices/7/end", json!({ "reason": "Thử" }), 404, "NoSuchNotice", "id"),
        ("notices/7/extend", json!({ "end": { "lasting": "1h" } }), 404, "NoSuchNotice", "id"),
        ("blackout", dark("a\nb"), 400, "OrderWords", "reason"),
        ("resume", dark("Thử"), 409, "NotDark", "places"),
        ("show", show, 400, "HoldLength", "lasting"),
    ] {
        let (got, told) = site.ask("POST", &format!("/orders/{path}?lang=en"), Some(&site.all), &body).await;
        let said = (got, told["code"].as_str(), told["field"].as_str());
        assert_eq!(said, (status, Some(code), Some(field)), "{path} {body}: {told}");
        let sentence = told["sentence"].as_str().unwrap();
        assert!(sentence.ends_with('.') && !sentence.contains('\n'), "{sentence}");
        assert_eq!(told["faults"] == json!([]), code != "NoticeRefused", "{told}");
    }
    assert_eq!(site.state().await, before);
}
