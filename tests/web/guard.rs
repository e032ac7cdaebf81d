//! What the guard keeps out: requests led here from other pages, floods, bodies that are too large or of a strange type.

use super::client::{ask, get, raw};
use super::house::open_named;
use super::{json, two_boards};
use std::net::SocketAddr;

async fn post(to: SocketAddr, path: &str, more: &[&str]) -> super::client::Answer {
    ask(to, "POST", path, &to.to_string(), more).await
}

#[tokio::test]
async fn a_page_takes_no_method_it_has_no_use_for() {
    let house = two_boards().await;
    let host = house.address.to_string();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let answer = ask(house.address, method, "/", &host, &["Content-Length: 0"]).await;
        assert_eq!((answer.code, answer.header("allow")), (405, "GET,HEAD".into()), "{method}");
        assert!(answer.text().contains("không có gì thay đổi"), "{}", answer.text());
    }
    let told = json(&ask(house.address, "DELETE", "/api/status?lang=en", &host, &[]).await);
    assert_eq!(told["code"], "MethodNotTaken");
    let head = ask(house.address, "HEAD", "/", &host, &[]).await;
    assert_eq!((head.code, head.body.len()), (200, 0));
    let large = format!("X-Large: {}", "x".repeat(20_000));
    assert_eq!(get(house.address, "/", &[&large]).await.code, 431);
}

#[tokio::test]
async fn a_change_that_another_page_sends_is_refused_and_one_of_our_own_is_not() {
    let house = two_boards().await;
    let own = format!("Origin: http://{}", house.address);
    let refused: [&[&str]; 6] = [
        &["Sec-Fetch-Site: cross-site"],
        &["Sec-Fetch-Site: same-site"],
        &["Sec-Fetch-Site: cross-site", &own],
        &["Origin: http://evil.example"],
        &["Origin: null"],
        &["Origin: http://evil.example", "Authorization: Basic eDp5"],
    ];
    for more in refused {
        let answer = post(house.address, "/", &[more, &["Cookie: session=x"]].concat()).await;
        assert_eq!(answer.code, 403, "{more:?}");
        assert!(answer.text().contains("do một trang khác gửi tới"), "{}", answer.text());
        assert_eq!(answer.header("x-frame-options"), "DENY");
    }
    // Let through, they meet an address that takes no POST.
    let passed: [&[&str]; 5] = [
        &["Sec-Fetch-Site: same-origin"],
        &["Sec-Fetch-Site: none"],
        &[&own],
        &[],
        &["Sec-Fetch-Site: cross-site", "Origin: http://evil.example", "Authorization: Bearer x"],
    ];
    for more in passed {
        assert_eq!(post(house.address, "/", more).await.code, 405, "{more:?}");
    }
    let told = json(&post(house.address, "/api/status", &["Origin: null"]).await);
    assert_eq!((&told["code"], &told["field"]), (&"FromAnotherPage".into(), &serde_json::Value::Null));
    let looked =
        get(house.address, "/", &["Sec-Fetch-Site: cross-site", "Origin: http://evil.example"]).await;
    assert_eq!(looked.code, 200);
}

#[tokio::test]
async fn whoever_is_refused_in_a_browser_reads_a_page() {
    let house = two_boards().await;
    let html = "Accept: text/html,application/xhtml+xml";
    let answer = post(house.address, "/?lang=en", &[html, "Origin: null"]).await;
    assert_eq!((answer.code, answer.header("content-type")), (403, "text/html; charset=utf-8".into()));
    assert!(answer.text().contains("<p role=\"alert\">This request was sent by another page"));
    let strange = ask(house.address, "GET", "/", "evil.example", &[html]).await;
    assert_eq!((strange.code, strange.header("content-type")), (421, "text/plain; charset=utf-8".into()));
    assert!(!strange.text().contains("Bảng tin thành phố"));
}

#[tokio::test]
async fn a_body_too_large_or_of_a_strange_type_is_refused_before_it_comes() {
    let house = two_boards().await;
    let large = ["Content-Type: application/json", "Content-Length: 262145"];
    for length in ["Content-Length: 262145", "Content-Length: 99999999999999"] {
        let answer = post(house.address, "/api/status", &[large[0], length]).await;
        assert_eq!(answer.code, 413, "{length}");
        assert_eq!(json(&answer)["code"], "BodyTooLarge");
    }
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/xml", ""] {
        let line = format!("Content-Type: {kind}");
        for size in ["Content-Length: 3", "Transfer-Encoding: chunked"] {
            let answer = post(house.address, "/", &[&line, size]).await;
            assert_eq!(answer.code, 415, "{kind} {size}");
            assert!(answer.text().contains("Nội dung gửi lên phải thuộc kiểu"));
        }
    }
    assert_eq!(post(house.address, "/", &["Content-Length: 3"]).await.code, 415);
    let crooked = format!("POST / HTTP/1.1\r\nHost: {}\r\nContent-Length: -1\r\n\r\n", house.address);
    assert_eq!(raw(house.address, &crooked).await.code, 400);
}

#[tokio::test]
async fn a_flood_of_changes_is_told_to_wait_and_looking_goes_on() {
    let house = two_boards().await;
    // The clock of this house stands still, so nobody's allowance grows.
    for at in 0..40 {
        assert_eq!(post(house.address, "/", &[]).await.code, 405, "{at}");
    }
    let answer = post(house.address, "/", &[]).await;
    assert_eq!((answer.code, answer.header("retry-after")), (429, "1".into()));
    assert!(answer.text().contains("Hãy thử lại sau 1 giây."));
    assert_eq!(get(house.address, "/", &[]).await.code, 200);
    for at in 0..100 {
        assert_eq!(get(house.address, "/api/status", &[]).await.code, 200, "{at}");
    }
    let answer = get(house.address, "/api/status?lang=en", &[]).await;
    assert_eq!((answer.code, json(&answer)["code"].as_str()), (429, Some("TooManyRequests")));
    assert_eq!(get(house.address, "/", &[]).await.code, 200);
}

#[tokio::test]
async fn a_name_the_operator_vouches_for_is_answered_and_no_other() {
    let house = open_named(&["bang.example.gov.vn"]).await;
    for host in ["bang.example.gov.vn", "Bang.Example.gov.vn:443"] {
        assert_eq!(ask(house.address, "GET", "/", host, &[]).await.code, 200, "{host}");
    }
    for host in ["x.bang.example.gov.vn", "example.gov.vn", "bang.example.gov.vn.evil.example"] {
        assert_eq!(ask(house.address, "GET", "/", host, &[]).await.code, 421, "{host}");
    }
}
