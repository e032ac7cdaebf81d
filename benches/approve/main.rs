//! From pressing approve to the first changed datagram: the real program with 100 boards in a process of its own, two people
//! who are signed in, and a receiver for all boards. What is measured is the time from before the request to approve is written
//! to after the first datagram arrived whose dots nobody was sent before.
//!
//! One person writes another text, submits it and takes no further part; the other looks at every picture and approves.

mod http;
mod site;

use http::Client;
use serde_json::json;
use site::Site;
use std::time::Duration;

const BOARDS: usize = 100;
const LIST: &str = "/api/v1/playlists/thu";

fn main() {
    let short = std::env::args().any(|argument| argument == "--short");
    let rounds = if short { 3 } else { 100 };
    let mut site = Site::start(BOARDS);
    let (mut writer, mut approver) = (site.person("minh", "draft"), site.person("hoa", "approve"));
    writer.post("/api/v1/playlists", &json!({ "playlist": "thu", "title": "Thử" }));
    let head = json!({ "title": "Thử", "groups": ["tat-ca"] });
    writer.put(
        &format!("{LIST}/draft/head"),
        &json!({ "revision": 1, "base": { "title": "Thử" }, "fields": head }),
    );
    let (mut answered, mut lit) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        write(&mut writer, round);
        let revision = look(&mut approver);
        site.settle();
        let (answer, light) =
            site.press(&mut approver, &format!("{LIST}/draft/approve"), &json!({ "revision": revision }));
        answered.push(answer);
        lit.push(light);
    }
    println!("approve, {BOARDS} boards, {rounds} times, one playlist for all of them:");
    tell("pressed to the first changed datagram", &mut lit, Some(250));
    tell("pressed to answered", &mut answered, None);
}

/// Another text, submitted.
fn write(writer: &mut Client, round: usize) {
    let fields = json!({ "text": format!("Hồ sơ số {round}\nđã có kết quả") });
    if round == 0 {
        writer.post(&format!("{LIST}/draft/items"), &json!({ "fields": fields }));
    } else {
        writer.post(&format!("{LIST}/draft"), &json!({}));
        let draft = writer.get(&format!("{LIST}/draft"));
        let (item, revision) = (&draft["items"][0], &draft["revision"]);
        let save = json!({ "revision": revision, "base": item["fields"], "fields": fields });
        writer.put(&format!("{LIST}/draft/items/{}", item["uid"]), &save);
    }
    let revision = writer.get(&format!("{LIST}/draft"))["revision"].clone();
    writer.post(&format!("{LIST}/draft/submit"), &json!({ "revision": revision }));
}

/// Looks at everything that is new; the revision of the draft.
fn look(approver: &mut Client) -> serde_json::Value {
    let seals = approver.get(&format!("{LIST}/draft/seals"));
    let new = |seal: &&serde_json::Value| seal["approved"] == false;
    let dots: std::collections::BTreeSet<&str> = seals["seals"]
        .as_array()
        .unwrap()
        .iter()
        .filter(new)
        .map(|seal| seal["dots"].as_str().unwrap())
        .collect();
    for dots in dots {
        approver.post(&format!("{LIST}/draft/seen"), &json!({ "dots": dots }));
    }
    seals["revision"].clone()
}

fn tell(what: &str, times: &mut [Duration], most: Option<u128>) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share).div_ceil(100).max(1) - 1].as_micros() as f64 / 1000.0;
    let target = most.map_or_else(String::new, |most| format!(" (target: p99 under {most} ms)"));
    println!("  {what}: p50 {:.1} ms, p99 {:.1} ms, worst {:.1} ms{target}", at(50), at(99), at(100));
}
