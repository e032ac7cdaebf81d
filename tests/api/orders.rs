//! What programs order at once: from a template, and what is refused.

use crate::site::{Site, grant};
use serde_json::{Value, json};

#[tokio::test]
async fn a_prepared_text_is_read_and_ordered_as_it_stands_or_with_other_words() {
    let site = Site::open().await;
    let operates =
        site.token(&[grant("operate", json!({ "site": "ubnd" })), grant("view", json!("all"))]).await;
    let listed = site.ask("GET", "/orders/templates", Some(&operates), &Value::Null).await.1;
    let storm = listed["templates"].as_array().unwrap().iter().find(|one| one["id"] == "bao").unwrap();
    assert_eq!((&storm["title"], &storm["hours"]), (&"Bão".into(), &6.into()));

    let path = "/orders/templates/bao/order";
    let wish = |board: &str| json!({ "places": { "boards": [board] }, "reason": "Diễn tập" });
    let (status, told) = site.ask("POST", path, Some(&operates), &wish("hcc-sanh")).await;
    assert_eq!((status, &told["code"]), (403, &"MayNotOperate".into()), "another site's board");
    assert_eq!(site.ask("POST", path, Some(&operates), &wish("ubnd-cong")).await.0, 200);
    let mut words = wish("hcc-sanh");
    words["text"] = "Bão số 9".into();
    words["end"] = json!({ "lasting": "30m" });
    site.put("POST", path, &words).await;

    let orders = site.put("GET", "/orders", &Value::Null).await;
    let notice = |board: &str| {
        let found =
            orders["orders"].as_array().unwrap().iter().find(|order| order["boards"] == json!([board]));
        found.unwrap_or_else(|| panic!("nothing on {board}: {orders}")).clone()
    };
    let lasts = |order: &Value| {
        let [since, until] =
            ["since", "until"].map(|key| order[key].as_str().unwrap().parse::<jiff::Timestamp>().unwrap());
        until.duration_since(since).as_mins()
    };
    let (prepared, own) = (notice("ubnd-cong"), notice("hcc-sanh"));
    assert_eq!((&prepared["text"], &prepared["class"]), (&storm["text"], &"emergency".into()));
    assert_eq!((lasts(&prepared), lasts(&own)), (6 * 60, 30));
    assert_eq!((&own["text"], &own["class"]), (&"Bão số 9".into(), &"emergency".into()));

    let (status, told) =
        site.ask("POST", "/orders/templates/nui-lua/order", Some(&site.all), &wish("ubnd-cong")).await;
    assert_eq!((status, &told["code"], &told["field"]), (404, &"NoSuchTemplate".into(), &"template".into()));
}

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
