//! How often one may ask.

use crate::site::{Site, grant};
use serde_json::{Value, json};

#[tokio::test]
async fn a_token_that_asks_too_often_is_told_when_to_come_again_from_any_address_and_others_go_on() {
    let site = Site::open().await;
    let wild = site.token(&[grant("view", json!("all"))]).await;
    let calm = site.token(&[grant("view", json!("all"))]).await;
    // Each address alone stays far below what an address may do.
    let mut refused = None;
    for at in 0..200 {
        let address = format!("127.0.1.{}", at % 20 + 1);
        let answer = site.from(&address, &wild, "GET /api/v1/me?lang=en").await;
        assert!([200, 429].contains(&answer.code), "{}", answer.head);
        if answer.code == 429 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("nobody was ever refused");
    assert_eq!(
        (refused.header("retry-after").as_str(), refused.header("content-type").as_str()),
        ("1", "application/problem+json")
    );
    let told: Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(told["code"], "TooManyFromOne");
    assert!(told["sentence"].as_str().unwrap().ends_with("Try again in 1 s."), "{told}");
    for address in ["127.0.0.1", "127.0.1.1", "127.0.2.1"] {
        assert_eq!(site.from(address, &calm, "GET /api/v1/me").await.code, 200, "{address}");
    }
    // Not for ever, and what was refused was not done.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(site.from("127.0.0.1", &wild, "GET /api/v1/me").await.code, 200);
}
