//! Approving: what has to be looked at before, who may, what is said where somebody may not, and who is told that something waits.

use super::client::{Answer, form, get};
use super::house::{House, library, now, open};
use super::staff::{PASSWORD, let_in, signed_in};
use bangtin::editorial::{Actor, Command, Grant, Role, Scope, Who};
use bangtin::office::Reply;
use serde_json::json;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SITE: &str = "
[approval]
required = true
[[site]]
id = 'ubnd'
name = 'Trụ sở'
[[site]]
id = 'hcc'
name = 'Trung tâm'
[[board]]
id = 'cong'
name = 'Bảng cổng'
site = 'ubnd'
width = 128
height = 32
link = 'virtual'
[[board]]
id = 'sanh'
name = 'Bảng sảnh'
site = 'hcc'
width = 64
height = 32
link = 'virtual'
";

/// A site that asks for approval, with somebody who writes.
async fn town() -> House {
    let house = open(&[("Bảng cổng", 128, 32)], now).await;
    house.library.send_replace(library(SITE));
    std::fs::create_dir(house._state.path().join("playlists")).unwrap();
    house
}

/// Writes a playlist for some boards and submits it in somebody's name; its revision.
async fn submitted(house: &House, login: &str, id: &str, boards: &[&str], text: &str) -> i64 {
    let actor = || Actor {
        who: Who::Person(login.to_owned()),
        from: None,
        grants: vec![Grant::all(Role::Draft), Grant::all(Role::View)],
    };
    let ask = async |command| match house.office.ask(actor(), command).await.expect("the office says no") {
        Reply::Draft { revision, .. } => revision,
        _ => 0,
    };
    let playlist = || id.to_owned();
    let table = |value: serde_json::Value| value.as_object().unwrap().clone();
    let revision = ask(Command::CreatePlaylist { playlist: playlist(), title: "Chào".into() }).await;
    let (base, fields) =
        (table(json!({ "title": "Chào" })), table(json!({ "title": "Chào", "boards": boards })));
    ask(Command::SaveHead { playlist: playlist(), revision, base, fields }).await;
    let fields = table(json!({ "text": text }));
    let revision = ask(Command::AddItem { playlist: playlist(), after: None, fields }).await;
    ask(Command::Submit { playlist: playlist(), revision, note: "Nhờ xem".into() }).await
}

async fn page(house: &House, path: &str, cookie: &str) -> String {
    let answer = get(house.address, path, &[cookie]).await;
    assert_eq!(answer.code, 200, "{path}: {}", answer.text());
    answer.text()
}

/// What the menu says beside the page of approvals.
async fn waiting(house: &House, cookie: &str) -> String {
    let page = page(house, "/", cookie).await;
    let after = page.split_once("<strong data-waiting>").expect("no menu").1;
    after.split_once("</strong>").unwrap().0.replace("&nbsp;", "")
}

/// The values of a field that stands on a page any number of times.
fn all<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let parts = page.split(&format!("name=\"{name}\" value=\"")).skip(1).collect::<Vec<_>>();
    parts.into_iter().map(|part| part.split('"').next().unwrap()).collect()
}

async fn send(house: &House, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    form(house.address, path, &[cookie], fields).await
}

fn scoped(site: &str) -> Vec<Grant> {
    vec![Grant { role: Role::Approve, scope: Scope::Site(site.into()), networks: Vec::new() }]
}

#[tokio::test]
async fn nothing_is_approved_that_was_not_looked_at_to_the_end_and_what_was_approved_is_published() {
    let house = town().await;
    let approver = signed_in(&house, "hoa", &[Role::Approve]).await;
    let revision = submitted(&house, "minh", "chao", &["cong", "sanh"], "Kính chào").await.to_string();
    let (path, file) = ("/approvals/chao/approve", house._state.path().join("playlists/chao.toml"));
    let sheet = page(&house, "/approvals/chao", &approver).await;
    let dots = all(&sheet, "dots");
    assert_eq!(dots.len(), 2, "one picture for each face: {sheet}");
    let typed = [("revision", revision.as_str()), ("note", "Tốt <b>")];
    for some in [&dots[..0], &dots[..1]] {
        let fields: Vec<_> = typed.into_iter().chain(some.iter().map(|dots| ("dots", *dots))).collect();
        let early = send(&house, path, &approver, &fields).await;
        assert_eq!(early.code, 409, "{}", early.text());
        assert!(
            early.text().contains("chưa xem hết") && early.text().contains("Tốt &#60;b&#62;"),
            "{}",
            early.text()
        );
        assert!(!file.exists());
    }
    // The first of them is kept: one is left to look at, also for who comes back.
    assert!(page(&house, "/approvals/chao", &approver).await.contains("Còn 1 hình chưa xem hết."));
    let nonsense = [typed[0], typed[1], ("dots", "không phải"), ("dots", &"0".repeat(64))];
    assert_eq!(send(&house, path, &approver, &nonsense).await.code, 409, "made-up dots count for nothing");
    let stale = [("revision", "1"), ("note", ""), ("dots", dots[1])];
    assert_eq!(send(&house, path, &approver, &stale).await.code, 409, "another revision than was looked at");
    let done = send(&house, path, &approver, &[typed[0], typed[1], ("dots", dots[1])]).await;
    assert_eq!(
        (done.code, done.header("location").as_str()),
        (303, "/approvals/chao/done"),
        "{}",
        done.text()
    );
    assert!(std::fs::read_to_string(file).unwrap().contains("Kính chào"));
    assert!(page(&house, "/approvals/chao/done", &approver).await.contains("Đã duyệt"));
    assert_eq!(send(&house, path, &approver, &typed).await.code, 404, "it waits no more");
}

#[tokio::test]
async fn who_may_not_approve_reads_why_beforehand_and_is_refused_all_the_same() {
    let house = town().await;
    let own = signed_in(&house, "minh", &[Role::Draft, Role::Approve]).await;
    let elsewhere = let_in(&house, "thu", scoped("hcc")).await;
    let writer = signed_in(&house, "viet", &[Role::Draft]).await;
    let revision = submitted(&house, "minh", "chao", &["cong"], "Kính chào").await.to_string();
    for (cookie, why) in [
        (&own, "cần người khác duyệt"),
        (&elsewhere, "không có quyền duyệt cho các bảng này"),
        (&writer, "không có quyền duyệt cho các bảng này"),
    ] {
        let list = page(&house, "/approvals", cookie).await;
        let sheet = page(&house, "/approvals/chao", cookie).await;
        assert!(
            list.contains(why) && sheet.contains(why) && !sheet.contains("data-approve>"),
            "{why}: {sheet}"
        );
        let rejects = sheet.contains("/approvals/chao/reject");
        assert_eq!(rejects, cookie == &own, "who may not is offered no button: {sheet}");
        let dots = all(&sheet, "dots");
        let fields: Vec<_> =
            [("revision", revision.as_str())].into_iter().chain(dots.iter().map(|d| ("dots", *d))).collect();
        let answer = send(&house, "/approvals/chao/approve", cookie, &fields).await;
        assert_eq!(answer.code, 403, "{}", answer.text());
    }
    for cookie in [&elsewhere, &writer] {
        let fields = [("revision", revision.as_str()), ("reason", "Sai chính tả")];
        let answer = send(&house, "/approvals/chao/reject", cookie, &fields).await;
        assert_eq!(answer.code, 403, "{}", answer.text());
        assert!(answer.text().contains("không được duyệt"), "{}", answer.text());
    }
    assert!(!house._state.path().join("playlists/chao.toml").exists());
}

#[tokio::test]
async fn the_menu_counts_what_whoever_looks_may_approve_and_nothing_else() {
    let house = town().await;
    let approver = signed_in(&house, "hoa", &[Role::Approve]).await;
    let both = signed_in(&house, "minh", &[Role::Draft, Role::Approve]).await;
    let hall = let_in(&house, "thu", scoped("hcc")).await;
    let operator = signed_in(&house, "tuan", &[Role::Operate, Role::Draft]).await;
    let counts = async |wanted: [&str; 4]| {
        for (cookie, wanted) in [&approver, &both, &hall, &operator].into_iter().zip(wanted) {
            assert_eq!(waiting(&house, cookie).await, wanted, "{cookie}");
        }
    };
    counts(["", "", "", ""]).await;
    submitted(&house, "minh", "chao", &["cong"], "Kính chào").await;
    counts(["(1)", "", "", ""]).await;
    let revision = submitted(&house, "viet", "hall", &["sanh"], "Mời vào").await.to_string();
    counts(["(2)", "(1)", "(1)", ""]).await;
    let sent_back = [("revision", revision.as_str()), ("reason", "Sai giờ")];
    assert_eq!(send(&house, "/approvals/hall/reject", &hall, &sent_back).await.code, 303);
    counts(["(1)", "", "", ""]).await;
    // Another site file, by which the board belongs to another site: the rights of people are about others now.
    let text = SITE.replacen("site = 'ubnd'", "site = 'hcc'", 1);
    house.library.send_replace(library(&text));
    counts(["(1)", "", "(1)", ""]).await;
}

#[tokio::test]
async fn a_page_that_stays_open_is_told_when_something_waits_and_nobody_else_is() {
    let house = town().await;
    let approver = signed_in(&house, "hoa", &[Role::Approve]).await;
    let refused = get(house.address, "/menu", &[]).await;
    assert_eq!(refused.code, 401);
    let mut stream = TcpStream::connect(house.address).await.unwrap();
    let ask = format!("GET /menu HTTP/1.1\r\nHost: {}\r\n{approver}\r\n\r\n", house.address);
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut heard = String::new();
    let mut until = async |stream: &mut TcpStream, words: &str| {
        let mut some = [0; 4096];
        while !heard.contains(words) {
            let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut some)).await;
            let count = read.unwrap_or_else(|_| panic!("no {words:?} in {heard:?}")).unwrap();
            assert!(count > 0, "it ended: {heard:?}");
            heard.push_str(&String::from_utf8_lossy(&some[..count]));
        }
    };
    until(&mut stream, "data: 0").await;
    let revision = submitted(&house, "minh", "chao", &["cong"], "Kính chào").await.to_string();
    until(&mut stream, "data: 1").await;
    let sent_back = [("revision", revision.as_str()), ("reason", "Sai giờ")];
    send(&house, "/approvals/chao/reject", &approver, &sent_back).await;
    let mut more = String::new();
    let mut some = [0; 4096];
    while !more.contains("data: 0") {
        let count =
            tokio::time::timeout(Duration::from_secs(5), stream.read(&mut some)).await.unwrap().unwrap();
        assert!(count > 0, "it ended: {more:?}");
        more.push_str(&String::from_utf8_lossy(&some[..count]));
    }
}

#[tokio::test]
async fn sending_back_needs_a_reason_which_outlives_the_session_in_which_it_was_typed() {
    let house = town().await;
    let approver = signed_in(&house, "hoa", &[Role::Approve]).await;
    let revision = submitted(&house, "minh", "chao", &["cong"], "Kính chào").await.to_string();
    let reject = "/approvals/chao/reject";
    let none = send(&house, reject, &approver, &[("revision", &revision), ("reason", " ")]).await;
    assert!(none.code == 400 && none.text().contains("role=\"alert\""), "{}", none.text());
    let typed = [("revision", revision.as_str()), ("reason", "Thiếu số văn bản \"12/KH\"")];
    let over = send(&house, reject, "X: y", &typed).await;
    assert_eq!(over.code, 401, "{}", over.text());
    let kept = all(&over.text(), "kept")[0].replace("&#34;", "\"").replace("&#38;", "&");
    let fields =
        [("login", "hoa"), ("password", PASSWORD), ("to", reject), ("action", reject), ("kept", &kept)];
    let signed = send(&house, "/sign-in", "X: y", &fields).await;
    assert!(
        signed.code == 200 && signed.text().contains(&format!("action=\"{reject}\"")),
        "{}",
        signed.text()
    );
    assert_eq!(all(&signed.text(), "reason"), ["Thiếu số văn bản &#34;12/KH&#34;"]);
    let cookie = format!("Cookie: {}", signed.header("set-cookie").split(';').next().unwrap());
    assert_eq!(send(&house, reject, &cookie, &typed).await.code, 303);
    let writer = signed_in(&house, "minh", &[Role::Draft]).await;
    let draft = page(&house, "/playlists/chao/draft", &writer).await;
    assert!(draft.contains("Thiếu số văn bản &#34;12/KH&#34;"), "who wrote it reads why: {draft}");

    // Whoever comes back to an address that only takes forms gets the page that has the form.
    let back = get(house.address, reject, &[&cookie]).await;
    assert_eq!((back.code, back.header("location").as_str()), (303, "/approvals/chao"));
}
