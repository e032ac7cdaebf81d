//! The API as programs meet it: the real daemon on a copy of the example site, asked with tokens.

#[path = "../web/client.rs"]
#[allow(dead_code)]
mod client;
mod document;
mod events;
mod factor;
mod held;
#[path = "../docs/markdown.rs"]
#[allow(dead_code)]
mod markdown;
mod orders;
mod rates;
mod scope;
mod site;

use serde_json::{Value, json};
use site::{Site, grant};

#[tokio::test]
async fn a_token_does_what_it_was_given_for_and_no_more() {
    let site = Site::open().await;
    let looks = site.token(&[grant("view", json!("all"))]).await;
    let writes = site.token(&[grant("draft", json!({ "site": "ubnd" }))]).await;
    let operates = site.token(&[grant("operate", json!({ "site": "ubnd" }))]).await;
    let new = json!({ "playlist": "thu", "title": "Thử" });
    let dark = |board: &str| json!({ "places": { "boards": [board] }, "reason": "Thử" });
    let head =
        |revision: u8, of: &str| json!({ "revision": revision, "fields": { "title": "Thử", "sites": [of] } });
    let item = json!({ "fields": { "text": "Thử" } });
    for (token, method, path, body, status) in [
        (None, "GET", "/playlists", Value::Null, 401),
        (Some("no-such-token"), "GET", "/playlists", Value::Null, 401),
        (None, "POST", "/playlists", new.clone(), 401),
        (Some(&*looks), "GET", "/playlists", Value::Null, 200),
        (Some(&looks), "POST", "/playlists", new.clone(), 403),
        (Some(&looks), "POST", "/orders/blackout", dark("ubnd-cong"), 403),
        (Some(&looks), "GET", "/people", Value::Null, 403),
        (Some(&looks), "GET", "/people/quantri", Value::Null, 403),
        (Some(&looks), "GET", "/me/tokens", Value::Null, 403),
        (Some(&looks), "POST", "/people", json!({ "login": "x", "name": "X", "grants": [] }), 403),
        (Some(&operates), "POST", "/playlists", new.clone(), 403),
        (Some(&operates), "POST", "/orders/blackout", dark("hcc-sanh"), 403),
        (Some(&operates), "POST", "/orders/blackout", dark("ubnd-cong"), 200),
        (Some(&operates), "POST", "/orders/resume", dark("ubnd-cong"), 200),
        (Some(&writes), "POST", "/playlists", new, 200),
        (Some(&writes), "PUT", "/playlists/thu/draft/head", head(1, "ubnd"), 200),
        (Some(&writes), "POST", "/playlists/thu/draft/items", item, 200),
        (Some(&writes), "PUT", "/playlists/thu/draft/head", head(3, "hcc"), 403),
        (Some(&writes), "POST", "/playlists/thuong-truc/draft", Value::Null, 403),
        (Some(&writes), "POST", "/me/password", json!({ "old": "x", "new": "y" }), 403),
    ] {
        let (got, told) = site.ask(method, path, token, &body).await;
        assert_eq!(got, status, "{method} {path}: {told}");
        assert!(status < 400 || !told["sentence"].as_str().unwrap().is_empty());
    }
    let id = site.ask("GET", "/me", Some(&looks), &Value::Null).await.1["token"].clone();
    assert_eq!(site.put("DELETE", &format!("/me/tokens/{id}"), &Value::Null).await, Value::Null);
    assert_eq!(site.ask("GET", "/playlists", Some(&looks), &Value::Null).await.0, 401);
}

#[tokio::test]
async fn a_slogan_goes_from_a_program_to_the_board_and_off_it_again() {
    let site = Site::open().await;
    let one = site.put("POST", "/playlists", &json!({ "playlist": "thu", "title": "Thử" })).await;
    let head = json!({ "revision": 1, "fields": { "title": "Thử", "sites": ["ubnd", "hcc"] } });
    site.put("PUT", "/playlists/thu/draft/head", &head).await;
    let text = "<script>alert(1)</script>";
    let item = json!({ "fields": { "text": text, "motion": "scroll-left" } });
    let two = site.put("POST", "/playlists/thu/draft/items", &item).await;
    assert!(two["revision"].as_i64() > one["revision"].as_i64());
    let uid = two["uid"].as_i64().unwrap();
    let draft = site.put("GET", "/playlists/thu/draft", &Value::Null).await;
    assert_eq!(
        (&draft["items"][0]["uid"], &draft["items"][0]["fields"]["text"]),
        (&uid.into(), &text.into())
    );
    let step = json!({ "revision": two["revision"], "note": "Thử nghiệm" });
    let seals = site.put("GET", "/playlists/thu/draft/seals", &Value::Null).await;
    assert_eq!(seals["seals"].as_array().unwrap().len(), 2);
    let lit = site.put("POST", "/playlists/thu/draft/approve", &step).await;
    assert_eq!(lit["version"], 1);
    assert!(site.file("thu").unwrap().contains(text));
    let explained = || async {
        let told = site.put("GET", "/boards/ubnd-cong/explain", &Value::Null).await;
        told["items"].as_array().unwrap().iter().any(|item| item["playlist"] == "thu")
    };
    let mut patience = 100;
    while !explained().await {
        patience -= 1;
        assert!(patience > 0, "it never came to the board");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let gone = site.put("POST", "/playlists/thu/withdraw", &json!({ "reason": "Xong" })).await;
    assert_eq!((&gone["version"], site.file("thu")), (&2.into(), None));
    let log = site.put("GET", "/log?most=3&subject=thu", &Value::Null).await;
    let actions: Vec<&str> =
        log["rows"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap()).collect();
    assert_eq!(actions[0], "playlist.withdraw");
    assert_eq!(site.put("POST", "/log/verify", &Value::Null).await["whole"], true);
}

#[tokio::test]
async fn two_programs_that_change_the_same_are_both_told_what_the_other_wanted() {
    let site = Site::open().await;
    site.put("POST", "/playlists", &json!({ "playlist": "thu", "title": "Thử" })).await;
    let item = json!({ "fields": { "text": "Một" } });
    let added = site.put("POST", "/playlists/thu/draft/items", &item).await;
    let path = format!("/playlists/thu/draft/items/{}", added["uid"]);
    let save = |text: &str| json!({ "revision": added["revision"], "base": { "text": "Một" }, "fields": { "text": text } });
    site.put("PUT", &path, &save("Hai")).await;
    let (status, told) = site.ask("PUT", &path, Some(&site.all), &save("Ba")).await;
    assert_eq!((status, &told["code"]), (409, &"DraftMoved".into()));
    let conflict = &told["conflicts"][0];
    let sides = ["key", "base", "mine", "theirs"].map(|side| conflict[side].as_str().unwrap());
    assert_eq!(sides, ["text", "Một", "Ba", "Hai"]);
    assert_eq!(site.put("GET", &path, &Value::Null).await["fields"]["text"], "Hai");
}

#[tokio::test]
async fn what_is_hostile_is_refused_with_field_and_reason_and_nothing_is_written() {
    let site = Site::open().await;
    site.put("POST", "/playlists", &json!({ "playlist": "thu", "title": "Thử" })).await;
    let before = site.state().await;
    let new = |playlist: Value, title: Value| json!({ "playlist": playlist, "title": title });
    let item = |fields: Value| json!({ "fields": fields });
    let deep = (0..40).fold(json!("x"), |inner, _| json!([inner]));
    let many = "x".repeat(201);
    let order =
        |class: &str| json!({ "text": "A", "class": class, "places": { "all": true }, "reason": "x" });
    for (method, path, body, field) in [
        ("POST", "/playlists", json!({ "playlist": "a", "title": "b", "owner": "c" }), Some("owner")),
        ("POST", "/playlists", json!({ "playlist": "a" }), Some("title")),
        ("POST", "/playlists", new(json!("../../etc/passwd"), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!("a/b"), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!(".a"), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!("a\u{0}"), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!("x".repeat(41)), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!("đèn"), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!(["a"]), json!("b")), Some("playlist")),
        ("POST", "/playlists", new(json!("a"), json!(many)), Some("title")),
        ("POST", "/playlists", new(json!("a"), json!("b\u{202e}c")), Some("title")),
        ("POST", "/playlists", new(json!("thuong-truc"), json!("b")), Some("playlist")),
        ("POST", "/playlists", json!([]), None),
        ("POST", "/playlists/thu/draft/items", json!({ "fields": "x" }), Some("fields")),
        ("POST", "/playlists/thu/draft/items", item(json!({ "text": deep })), Some("text.0.0.0.0.0")),
        (
            "POST",
            "/playlists/thu/draft/items",
            item(json!({ "text": 18_446_744_073_709_551_615_u64 })),
            Some("text"),
        ),
        ("POST", "/playlists/thu/draft/items", json!({ "after": -1, "fields": {} }), Some("after")),
        ("PUT", "/playlists/thu/draft/text", json!({ "revision": 1, "text": "[[item" }), Some("text")),
        ("PUT", "/playlists/thu/draft/head", json!({ "revision": 1.5, "fields": {} }), Some("revision")),
        ("POST", "/playlists/thu/draft/seen", json!({ "dots": "00" }), Some("dots")),
        ("POST", "/playlists/thu/draft/discard", json!({ "reason": " " }), Some("reason")),
        ("POST", "/playlists/..%2F..%2Fetc%2Fpasswd/draft", Value::Null, Some("playlist")),
        ("POST", "/playlists/%2e%2e/draft", Value::Null, Some("playlist")),
        ("POST", "/playlists/%FF/draft", Value::Null, Some("playlist")),
        ("GET", "/playlists/thu/versions/99999999999999999999", Value::Null, Some("number")),
        ("GET", "/log?most=0", Value::Null, Some("most")),
        ("GET", "/log?most=5&most=6", Value::Null, Some("most")),
        ("GET", "/log?since=x", Value::Null, Some("since")),
        ("GET", "/boards/ubnd-cong/at?at=never", Value::Null, Some("at")),
        ("GET", "/boards/ubnd-cong/plan?days=400", Value::Null, Some("days")),
        ("POST", "/orders/notices", order("joke"), Some("class")),
        ("POST", "/orders/notices", order("override"), Some("end")),
        ("POST", "/people", json!({ "login": "A B", "name": "x", "grants": [] }), Some("login")),
        (
            "POST",
            "/people",
            json!({ "login": "a", "name": "x", "grants": [{ "role": "king", "scope": "all" }] }),
            Some("grants[0].role"),
        ),
        (
            "POST",
            "/people",
            json!({ "login": "a", "name": "x", "grants": [{ "role": "view", "scope": "all", "networks": ["10.0.0.0/99"] }] }),
            Some("grants[0].networks[0]"),
        ),
    ] {
        let (status, told) = site.ask(method, path, Some(&site.all), &body).await;
        assert_eq!((status, told["field"].as_str()), (400, field), "{method} {path} {body}: {told}");
        assert!(!told["sentence"].as_str().unwrap().is_empty() && !told["code"].as_str().unwrap().is_empty());
    }
    let large = json!({ "revision": 1, "text": "x".repeat(300_000) });
    assert_eq!(site.ask("PUT", "/playlists/thu/draft/text", Some(&site.all), &large).await.0, 413);
    assert_eq!(site.ask("PATCH", "/playlists", Some(&site.all), &Value::Null).await.0, 405);
    assert_eq!(site.ask("GET", "/no-such-thing", Some(&site.all), &Value::Null).await.0, 404);
    assert_eq!(site.state().await, before);
}

#[tokio::test]
async fn answers_are_json_that_no_browser_takes_for_a_page() {
    let site = Site::open().await;
    for path in ["/boards", "/playlists", "/no-such-thing", "/boards/%3Cscript%3E", "/openapi.json"] {
        let bearer = format!("Authorization: Bearer {}", site.all);
        let path = format!("/api/v1{path}");
        let answer = client::get(site.address, &path, &[&bearer, "Accept: text/html"]).await;
        assert!(answer.header("content-type").starts_with("application/"), "{path}: {}", answer.head);
        assert!(answer.header("content-type").ends_with("json"), "{path}: {}", answer.head);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        serde_json::from_slice::<Value>(&answer.body).unwrap();
    }
}
