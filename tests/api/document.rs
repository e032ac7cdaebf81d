//! `docs/api.md` is true: every request in it is sent to a real daemon, one after the other, and what comes back has the status
//! and the shape that stands there.

use crate::client::raw;
use crate::markdown::{Fence, pages};
use crate::site::{PASSWORD, Site};
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// What a whole answer says under these names is said exactly so. Of everything else the page says what kind of thing it is.
const EXACT: [&str; 10] =
    ["board", "class", "code", "field", "outcome", "playlist", "revision", "says", "sentence", "uid"];

/// Whether it is said so, up to where the page breaks off with `…`.
fn is_said(shown: &Value, told: &Value) -> bool {
    match (shown, told) {
        (Value::String(shown), Value::String(told)) => match shown.strip_suffix('…') {
            Some(begins) => told.starts_with(begins),
            None => shown == told,
        },
        (Value::Array(shown), Value::Array(told)) => {
            shown.len() == told.len() && shown.iter().zip(told).all(|(shown, told)| is_said(shown, told))
        }
        _ => shown == told,
    }
}

/// Where an answer is not as it is shown. With `part`, more may be told than is shown, and of
/// what changes with the hour.
fn differences(shown: &Value, told: &Value, at: &str, part: bool) -> Vec<String> {
    let kind = |value: &Value| match value {
        Value::Null => "null",
        Value::Bool(_) => "bool",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    match (shown, told) {
        (Value::Object(shown), Value::Object(told)) => {
            let more = told.keys().filter(|key| !part && !shown.contains_key(*key));
            let more = more.map(|key| format!("{at}.{key} is told and not shown"));
            let each = shown.iter().flat_map(|(key, shown)| {
                let at = format!("{at}.{key}");
                match told.get(key) {
                    None => vec![format!("{at} is shown and not told")],
                    Some(told) if !part && EXACT.contains(&key.as_str()) && !is_said(shown, told) => {
                        vec![format!("{at} is {told}, not {shown}")]
                    }
                    Some(told) => differences(shown, told, &at, part),
                }
            });
            more.chain(each).collect()
        }
        (Value::Array(shown), Value::Array(told)) => match (shown.first(), told.first()) {
            (Some(shown), Some(told)) => differences(shown, told, &format!("{at}[0]"), part),
            (None, Some(_)) if part => Vec::new(),
            (None, None) => Vec::new(),
            _ => vec![format!("{at} has {} entries, not {}", told.len(), shown.len())],
        },
        _ if kind(shown) == kind(told) => Vec::new(),
        _ => vec![format!("{at} is {told}, not {shown}")],
    }
}

/// A request as it is shown, with the secrets that nobody can show, and its answer.
async fn send(site: &Site, shown: &str) -> (u16, Vec<u8>) {
    let (head, body) = shown.split_once("\n\n").unwrap_or((shown.trim_end(), ""));
    let body = body.replace("\"password\": \"…\"", &format!("\"password\": \"{PASSWORD}\""));
    let line = |line: &str| match line.split_once(": ") {
        Some(("Host", _)) => format!("Host: {}", site.address),
        Some(("Authorization", "Bearer …")) => format!("Authorization: Bearer {}", site.all),
        Some(("Cookie", "bangtin=…")) => site.by_cookie(),
        _ => line.to_owned(),
    };
    let head: Vec<String> = head.lines().map(line).collect();
    let more = format!("Connection: close\r\nContent-Length: {}", body.len());
    let answer = raw(site.address, &format!("{}\r\n{more}\r\n\r\n{body}", head.join("\r\n"))).await;
    (answer.code, answer.body)
}

/// What a command of the shell prints.
fn run(site: &Site, script: &str) -> Result<Vec<u8>, String> {
    let output = Command::new("timeout")
        .args(["20", "bash", "-euo", "pipefail", "-c", script])
        .env("BANGTIN", format!("http://{}", site.address))
        .env("TOKEN", &site.all)
        .output()
        .expect("bash and timeout");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{}: {said}", output.status)) }
}

/// What is wrong with the examples of a page, with their lines.
async fn findings(site: &Site, fences: &[Fence]) -> Vec<String> {
    let mut found = Vec::new();
    let mut told: Option<Vec<u8>> = None;
    for fence in fences {
        let mut say = |what: String| found.push(format!("docs/api.md:{}: {what}", fence.line));
        if fence.is(&["http"]) {
            let (status, body) = send(site, &fence.body).await;
            if fence.info.get(1) != Some(&status.to_string()) {
                say(format!("is answered with {status}: {}", String::from_utf8_lossy(&body)));
            }
            told = Some(body);
        } else if fence.is(&["sh", "curl"]) {
            match run(site, &fence.body) {
                Ok(body) => told = Some(body),
                Err(why) => say(why),
            }
        } else if fence.is(&["json"]) {
            let shown = serde_json::from_str::<Value>(&fence.body);
            let answer = told.take().and_then(|told| serde_json::from_slice::<Value>(&told).ok());
            match (shown, answer) {
                (Err(error), _) => say(format!("is no JSON: {error}")),
                (_, None) => say("is no answer to anything".to_owned()),
                (Ok(shown), Some(answer)) => {
                    let part = fence.is(&["json", "part"]);
                    differences(&shown, &answer, "", part).into_iter().for_each(say);
                }
            }
        } else {
            say(format!("is neither sent nor compared: {}", fence.info.join(" ")));
        }
    }
    found
}

#[tokio::test]
async fn every_request_of_the_page_is_answered_as_it_says() {
    let site = Site::open().await;
    let all = pages(Path::new(env!("CARGO_MANIFEST_DIR")));
    let page = all.iter().find(|page| page.name == "docs/api.md").expect("docs/api.md");
    let fences = page.fences();
    let found = findings(&site, &fences).await;
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let sent = fences.iter().filter(|fence| fence.is(&["http"]) || fence.is(&["sh", "curl"])).count();
    assert!(sent > 15, "only {sent} requests");

    let fence = |info: &str, body: &str| Fence {
        line: 1,
        info: info.split(' ').map(str::to_owned).collect(),
        body: body.to_owned(),
    };
    let orders = "GET /api/v1/orders HTTP/1.1\nHost: x\nAuthorization: Bearer …\n";
    let bad = [
        fence("http 404", orders),
        fence("json", "{ \"orders\": {} }"),
        fence("json", "{}"),
        fence("http 200", orders),
        fence("json", "{}"),
        fence("sh curl", "false"),
        fence("sh", "true"),
    ];
    assert_eq!(findings(&site, &bad).await.len(), 6, "the check itself can fail");
}
