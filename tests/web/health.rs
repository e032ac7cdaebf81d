//! What the page and its JSON say of how far frames come, and what programs that watch are told.

use crate::client::get;
use crate::house::{now, on_air};
use crate::{json as read, two_boards};
use bangtin::frame::{Digest, Face};
use bangtin::player::{Planned, Stages, Status};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::sync::Arc;

/// The identity of a dark face.
fn dark() -> Digest {
    Digest::of(Face::new(8, 4).unwrap(), &[0; 8 * 4 * 3])
}

fn stages(acknowledged: Option<i64>, confirmed: Option<i64>) -> Status {
    let ago = |seconds| now() - SignedDuration::from_secs(seconds);
    let digest = dark();
    let stages = Stages {
        planned: Some(Planned { since: ago(5), digest: Some(digest) }),
        sent: Some(ago(1)),
        acknowledged: acknowledged.map(ago),
        confirmed: confirmed.map(ago),
    };
    Status { stages, ..on_air("Nhanh, đúng hẹn") }
}

#[tokio::test]
async fn each_stage_of_a_frame_is_told_with_its_age_and_none_stands_for_a_later_one() {
    let house = two_boards().await;
    house.status[0].send_replace(Arc::new(stages(Some(2), Some(61))));
    house.status[1].send_replace(Arc::new(stages(None, None)));
    let told = read(&get(house.address, "/api/status", &[]).await);
    let stages = |board: usize| {
        let all = told["boards"][board]["stages"].as_array().unwrap();
        let part = |stage: &Value| ["code", "age_ms", "words"].map(|key| stage[key].clone());
        all.iter().map(part).collect::<Vec<_>>()
    };
    let row = |code: &str, age: Option<i64>, words: &str| [json!(code), json!(age), json!(words)];
    assert_eq!(
        stages(0),
        [
            row("planned", Some(5_000), "hình này từ 5,0 giây trước"),
            row("sent", Some(1_000), "1,0 giây trước"),
            row("acknowledged", Some(2_000), "2,0 giây trước"),
            row("confirmed", Some(61_000), "1 phút trước"),
        ]
    );
    assert_eq!(stages(1)[2], row("acknowledged", None, "bảng không báo"));
    assert_eq!(stages(1)[3], row("confirmed", None, "chưa đọc lại được"));
    let digest = told["boards"][0]["stages"][0]["digest"].as_str().unwrap();
    assert_eq!(digest, dark().to_string());
    assert!(told["boards"][0]["stages"][1].get("digest").is_none());

    let page = get(house.address, "/?lang=en", &[]).await.text();
    assert!(
        page.contains("<dt>Board says it took it</dt><dd data-fill=\"stage_acknowledged\">2.0 s ago</dd>"),
        "{page}"
    );
    assert!(page.contains("data-stage=\"confirmed\" data-none><dt>Read back and found right</dt>"), "{page}");
}
