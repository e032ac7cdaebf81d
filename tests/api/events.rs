//! The stream of events.

use crate::site::Site;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(10);

/// Somebody who listens.
struct Listener {
    stream: TcpStream,
    heard: String,
}

impl Listener {
    async fn new(site: &Site, token: &str, last: Option<i64>) -> Self {
        let mut stream = TcpStream::connect(site.address).await.unwrap();
        let last = last.map_or_else(String::new, |last| format!("Last-Event-ID: {last}\r\n"));
        let head = format!("GET /api/v1/events HTTP/1.1\r\nHost: {}\r\n", site.address);
        let more = format!("Connection: close\r\nAuthorization: Bearer {token}\r\n{last}\r\n");
        stream.write_all(format!("{head}{more}").as_bytes()).await.unwrap();
        Self { stream, heard: String::new() }
    }

    /// Listens until these words come.
    async fn hear(&mut self, words: &str) {
        let hear = async {
            while !self.heard.contains(words) {
                let mut some = [0; 4096];
                let count = self.stream.read(&mut some).await.unwrap();
                assert!(count > 0, "the stream ended: {}", self.heard);
                self.heard.push_str(&String::from_utf8_lossy(&some[..count]));
            }
        };
        timeout(SOON, hear).await.unwrap_or_else(|_| panic!("{words} never came: {}", self.heard));
    }

    /// Listens until the end.
    async fn end(&mut self) {
        let mut rest = Vec::new();
        timeout(SOON, self.stream.read_to_end(&mut rest)).await.expect("it does not end").unwrap();
    }
}

#[tokio::test]
async fn whoever_listens_hears_what_is_done_and_who_comes_back_misses_nothing() {
    let site = Site::open().await;
    let token = site.token(&[crate::site::grant("view", json!("all"))]).await;
    let mut listener = Listener::new(&site, &token, None).await;
    listener.hear("text/event-stream").await;
    listener.hear("event: board").await;
    listener.hear("\"id\":\"hcc-sanh\"").await;
    site.put("POST", "/playlists", &json!({ "playlist": "thu", "title": "Thử" })).await;
    listener.hear("\"action\":\"playlist.create\"").await;
    site.put("POST", "/orders/blackout", &json!({ "places": { "all": true }, "reason": "Thử đèn" })).await;
    listener.hear("\"action\":\"order.blackout\"").await;
    listener.hear("\"reason\":\"Thử đèn\",\"sentence\"").await;
    let log = site.put("GET", "/log?action=order.blackout", &Value::Null).await;
    let last = log["rows"][0]["id"].as_i64().unwrap() - 1;
    let mut again = Listener::new(&site, &token, Some(last)).await;
    again.hear(&format!("id: {}", last + 1)).await;
    again.hear("\"action\":\"order.blackout\"").await;
    assert!(!again.heard.contains("playlist.create"), "{}", again.heard);
    let mut old = Listener::new(&site, &token, Some(0)).await;
    old.hear("\"action\":\"person.begin\"").await;
    let id = site.ask("GET", "/me", Some(&token), &Value::Null).await.1["token"].clone();
    site.put("DELETE", &format!("/me/tokens/{id}"), &Value::Null).await;
    for listener in [&mut listener, &mut again, &mut old] {
        listener.end().await;
    }
    let mut refused = Listener::new(&site, &token, None).await;
    refused.hear("401").await;
}
