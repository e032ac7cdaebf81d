//! The page as a browser and as somebody hostile meets it, over real sockets.

#[path = "web/account.rs"]
mod account;
#[path = "web/cards.rs"]
mod cards;
#[path = "web/client.rs"]
mod client;
#[path = "web/editor.rs"]
mod editor;
#[path = "web/guard.rs"]
mod guard;
#[path = "web/health.rs"]
mod health;
#[path = "web/house.rs"]
mod house;
#[path = "web/operate.rs"]
mod operate;
#[path = "web/orders.rs"]
mod orders;
#[path = "web/plan.rs"]
mod plan;
#[path = "web/preview.rs"]
mod preview;
#[path = "web/programme.rs"]
mod programme;
#[path = "web/raw.rs"]
mod raw_text;
#[path = "web/review.rs"]
mod review;
#[path = "web/staff.rs"]
mod staff;
#[path = "web/tls.rs"]
mod tls;

use bangtin::player::{LinkState, Status};
use bangtin::web::{BoardView, MAX_LIVE, SiteView};
use client::{ask, get, raw};
use futures_util::{SinkExt, StreamExt};
use house::{House, now, open};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message};

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

const SOON: Duration = Duration::from_secs(5);

async fn two_boards() -> House {
    open(&[("Bảng cổng trụ sở", 8, 4), ("Bảng sảnh HCC", 16, 8)], now).await
}

async fn connect(house: &House, path: &str, origin: Option<&str>) -> Result<Socket, Error> {
    let mut request = format!("ws://{}{path}", house.address).into_client_request()?;
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().unwrap());
    }
    Ok(tokio_tungstenite::connect_async(request).await?.0)
}

/// The next message that is neither ping nor pong.
async fn next(socket: &mut Socket) -> Message {
    loop {
        match timeout(SOON, socket.next()).await.expect("silence").expect("end").expect("broken") {
            Message::Ping(_) | Message::Pong(_) => {}
            message => return message,
        }
    }
}

async fn next_picture(socket: &mut Socket) -> Vec<u8> {
    loop {
        if let Message::Binary(bytes) = next(socket).await {
            return bytes.to_vec();
        }
    }
}

async fn next_status(socket: &mut Socket) -> Value {
    loop {
        if let Message::Text(text) = next(socket).await {
            return serde_json::from_str(&text).unwrap();
        }
    }
}

/// A picture in which every byte differs from its neighbours.
fn pattern(len: usize, seed: u8) -> Vec<u8> {
    (0..len).map(|at| (at as u8).wrapping_mul(31).wrapping_add(seed)).collect()
}

fn show(house: &House, board: usize, rgb: &[u8]) {
    house.glass[board].show(|into| into.copy_from_slice(rgb));
}

fn json(answer: &client::Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap()
}

#[tokio::test]
async fn the_page_is_vietnamese_and_complete_without_scripts() {
    let house = two_boards().await;
    let page = get(house.address, "/", &[]).await;
    assert_eq!(page.code, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    for part in [
        "<html lang=\"vi\">",
        "Bảng tin thành phố",
        "Bảng cổng trụ sở",
        "Bảng sảnh HCC",
        "Trụ sở UBND thành phố · Cổng chính",
        "đã gửi, 0,4 giây trước",
        "DỊCH VỤ CÔNG TRỰC TUYẾN\nNhanh, đúng hẹn",
        "Thường trực",
        "12:03:00",
        "Nộp hồ sơ qua bưu điện",
        "12:03:20",
        "12:03:11, 24/11/2026",
        "8 × 4 điểm ảnh (khoảng 0,08 × 0,04 m)",
        "udp://192.0.2.10:4048",
        "<noscript><img src=\"/board/b0.png\" width=\"8\" height=\"4\"",
        "2 đã gửi",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[tokio::test]
async fn english_is_asked_for_once_and_remembered() {
    let house = two_boards().await;
    let page = get(house.address, "/?lang=en", &[]).await;
    assert!(page.text().contains("<html lang=\"en\">") && page.text().contains("sent, 0.4 s ago"));
    let cookie = page.header("set-cookie");
    assert!(cookie.starts_with("lang=en; ") && cookie.contains("SameSite="), "{cookie}");
    let later = get(house.address, "/", &["Cookie: other=1; lang=en"]).await;
    assert!(later.text().contains("<html lang=\"en\">"));
    assert_eq!(later.header("set-cookie"), "");
    let back = get(house.address, "/?lang=vi", &["Cookie: lang=en"]).await;
    assert!(back.text().contains("<html lang=\"vi\">"));
    for nonsense in ["/?lang=", "/?lang=fr", "/?lang=%22%3E", "/?lang"] {
        let page = get(house.address, nonsense, &["Cookie: lang=\"><script>"]).await;
        assert!(page.text().contains("<html lang=\"vi\">"), "{nonsense}");
    }
}

#[tokio::test]
async fn a_hostile_name_or_text_is_shown_and_not_run() {
    let hostile = "<script>alert(1)</script>\" onload='x' &amp;";
    let house = open(&[(hostile, 8, 4)], now).await;
    house.status[0].send_replace(Arc::new(house::on_air(hostile)));
    let text = get(house.address, "/", &[]).await.text();
    assert!(!text.contains("<script>alert") && !text.contains("\" onload="), "{text}");
    assert!(text.contains("alert(1)"));
    let missing = get(house.address, "/board/%3Cscript%3E.png", &[]).await;
    assert_eq!((missing.code, missing.header("content-type")), (404, "text/plain; charset=utf-8".into()));
}

#[tokio::test]
async fn a_fault_in_a_file_is_shown_with_its_line_and_a_caret() {
    let house = two_boards().await;
    let clean = get(house.address, "/", &[]).await.text();
    assert!(clean.contains("aria-labelledby=\"faults-title\" hidden"));
    house.faults.send_replace(Arc::new(vec![house::fault()]));
    let text = get(house.address, "/", &[]).await.text();
    assert!(!text.contains("aria-labelledby=\"faults-title\" hidden"));
    assert!(text.contains("<code>playlists/thuong-truc.toml</code>, dòng 5, cột 1"), "{text}");
    assert!(text.contains("Không có khóa <code>mau</code> trong [[item]]."), "{text}");
    assert!(text.contains("5 | mau = &#34;đỏ&#34;\n  | ^^^"), "{text}");
    let told = json(&get(house.address, "/api/status?lang=en", &[]).await);
    assert_eq!(told["faults"][0]["file"], "playlists/thuong-truc.toml");
    assert_eq!((&told["faults"][0]["line"], &told["faults"][0]["column"]), (&5.into(), &1.into()));
    assert_eq!(told["faults"][0]["code"], "UnknownKey");
    assert_eq!(told["faults"][0]["severity"], "error");
    assert!(told["faults"][0]["sentence"].as_str().unwrap().starts_with("There is no key `mau`"));
}

#[tokio::test]
async fn a_folder_full_of_broken_files_does_not_make_an_endless_page() {
    let house = two_boards().await;
    house.faults.send_replace(Arc::new(vec![house::fault(); 5_000]));
    let page = get(house.address, "/", &[]).await;
    assert!(page.body.len() < 200_000 && page.text().contains("và 4900 điều nữa"));
}

#[tokio::test]
async fn the_status_says_for_programs_and_for_people_how_far_frames_get() {
    let house = two_boards().await;
    let failing =
        LinkState::Failing { since: "2026-11-24T05:03:00Z".parse().unwrap(), why: house::sentence() };
    house.status[0].send_modify(|status| {
        *status = Arc::new(Status { link: failing, ..(**status).clone() });
    });
    house.status[1].send_replace(Arc::new(Status::default()));
    let answer = get(house.address, "/api/status", &[]).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let told = json(&answer);
    let (first, second) = (&told["boards"][0], &told["boards"][1]);
    assert_eq!(told["now"], house::NOW);
    assert_eq!(told["zone"], "Asia/Ho_Chi_Minh");
    assert_eq!((&first["id"], &first["width"], &first["height"]), (&"b0".into(), &8.into(), &4.into()));
    assert_eq!(first["state"]["code"], "failing");
    assert_eq!(first["state"]["age_ms"], 11_000);
    assert_eq!(first["state"]["why_code"], "UnknownKey");
    let sentence = first["state"]["sentence"].as_str().unwrap();
    assert!(sentence.starts_with("không gửi được từ 12:03: Không có khóa"), "{sentence}");
    assert_eq!(first["on_air"]["text"], "DỊCH VỤ CÔNG TRỰC TUYẾN\nNhanh, đúng hẹn");
    assert_eq!(first["on_air"]["since_words"], "12:03:00");
    assert_eq!(first["next"]["at"], "2026-11-24T05:03:20Z");
    assert_eq!(first["frames_sent"], 42);
    assert_eq!(second["state"]["code"], "waiting");
    assert_eq!(second["state"]["sentence"], "chưa gửi khung hình nào");
    assert_eq!((&second["on_air"], &second["next"]), (&Value::Null, &Value::Null));
    assert!(!answer.text().contains("\"ok\""));
}

#[tokio::test]
async fn a_last_frame_that_is_too_old_is_marked_late() {
    let house = two_boards().await;
    let old = LinkState::Sent { at: now() - jiff::SignedDuration::from_secs(75) };
    house.status[0].send_modify(|status| *status = Arc::new(Status { link: old, ..(**status).clone() }));
    let told = json(&get(house.address, "/api/status", &[]).await);
    assert_eq!(told["boards"][0]["state"]["late"], true);
    assert_eq!(told["boards"][1]["state"]["late"], false);
    assert_eq!(told["boards"][0]["state"]["sentence"], "đã gửi, 1 phút trước");
    assert!(get(house.address, "/", &[]).await.text().contains("data-state=\"sent\" data-late"));
}

#[tokio::test]
async fn a_live_socket_gets_the_status_and_every_picture_dot_for_dot() {
    let house = two_boards().await;
    let mut socket = connect(&house, "/live/b1?lang=en", None).await.unwrap();
    let status = next_status(&mut socket).await;
    assert_eq!((&status["id"], &status["state"]["sentence"]), (&"b1".into(), &"sent, 0.4 s ago".into()));
    for seed in 0..20 {
        let rgb = pattern(16 * 8 * 3, seed);
        show(&house, 1, &rgb);
        let picture = next_picture(&mut socket).await;
        assert_eq!(picture[..4], [0, 16, 0, 8]);
        assert_eq!(picture[4..], rgb[..], "picture {seed}");
    }
    assert!(house.glass[1].watched() && !house.glass[0].watched());
}

#[tokio::test]
async fn a_changed_status_is_told_soon_but_not_more_than_four_times_a_second() {
    let house = two_boards().await;
    let mut socket = connect(&house, "/live/b0", None).await.unwrap();
    next_status(&mut socket).await;
    let flood = async {
        for frames_sent in 100..300 {
            house.status[0].send_modify(|status| {
                *status = Arc::new(Status { frames_sent, ..(**status).clone() });
            });
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let count = async {
        let (mut told, mut last) = (0, 0);
        while last < 299 {
            last = next_status(&mut socket).await["frames_sent"].as_u64().unwrap();
            told += 1;
        }
        told
    };
    let (_, told) = tokio::join!(flood, timeout(SOON, count));
    // 200 changes in some two seconds, on a machine that may be busy.
    let told = told.unwrap();
    assert!((3..=24).contains(&told), "{told} messages");
}

#[tokio::test]
async fn a_client_that_answers_nothing_gets_few_pictures_and_the_newest_when_it_answers_again() {
    let house = two_boards().await;
    let mut socket = connect(&house, "/live/b0", None).await.unwrap();
    next_status(&mut socket).await;
    // While the client does not read, it answers no ping either.
    for seed in 0..200 {
        show(&house, 0, &pattern(96, seed));
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mut seen = 0;
    loop {
        seen += 1;
        if next_picture(&mut socket).await[4..] == pattern(96, 199) {
            break;
        }
    }
    assert!(seen <= 8, "{seen} pictures were queued");
}

#[tokio::test]
async fn the_still_picture_is_what_is_shown_one_pixel_a_dot() {
    let house = two_boards().await;
    let rgb = pattern(96, 7);
    let player = async {
        house.glass[0].wanted().await;
        show(&house, 0, &rgb);
    };
    let (answer, ()) = tokio::join!(get(house.address, "/board/b0.png", &[]), player);
    assert_eq!((answer.code, answer.header("content-type")), (200, "image/png".into()));
    assert_eq!(answer.header("cache-control"), "no-store");
    let picture = image::load_from_memory(&answer.body).unwrap().to_rgb8();
    assert_eq!(picture.dimensions(), (8, 4));
    assert_eq!(picture.into_raw(), rgb);
}

#[tokio::test]
async fn a_still_picture_that_does_not_come_is_said_and_holds_up_no_other() {
    let house = two_boards().await;
    let player = async {
        house.glass[1].wanted().await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        show(&house, 1, &pattern(384, 1));
    };
    let dark = timeout(SOON, get(house.address, "/board/b0.png", &[]));
    let (answer, lit, ()) = tokio::join!(dark, get(house.address, "/board/b1.png", &[]), player);
    assert_eq!(lit.code, 200);
    let answer = answer.unwrap();
    assert_eq!(answer.code, 503);
    assert!(answer.text().contains("Chưa có hình"));
}

#[tokio::test]
async fn a_board_that_is_not_there_is_said_in_a_sentence() {
    let house = two_boards().await;
    for path in ["/board/zz.png", "/board/zz", "/live/zz", "/board/bb", "/live/%FF", "/board/%FF.png"] {
        let answer = get(house.address, path, &[]).await;
        assert_eq!(answer.code, 404, "{path}");
        assert!(answer.text().starts_with("Không có bảng nào mang mã"), "{path}: {}", answer.text());
    }
    let Err(Error::Http(refused)) = connect(&house, "/live/zz", None).await else { panic!("let in") };
    assert_eq!(refused.status(), 404);
    let lost = get(house.address, "/khong-co?lang=en", &[]).await;
    assert_eq!(lost.code, 404);
    assert!(lost.text().contains("There is no such page."));
    assert_eq!(get(house.address, "/live/b0", &[]).await.code, 426);
}

#[tokio::test]
async fn names_that_are_not_this_machines_are_refused() {
    let house = two_boards().await;
    let port = house.address.port();
    for host in [format!("localhost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")] {
        assert_eq!(ask(house.address, "GET", "/", &host, &[]).await.code, 200, "{host}");
    }
    let evil = format!("rebind.example:{port}");
    for host in [evil.as_str(), "localhost", "127.0.0.1:1", "192.0.2.1", ""] {
        for path in ["/", "/api/status", "/live/b0", "/board/b0.png", "/board/b0/plan", "/assets/app.js"] {
            let answer = ask(house.address, "GET", path, host, &[]).await;
            assert_eq!(answer.code, 421, "{host} {path}");
            assert!(answer.text().contains(&format!("http://localhost:{port}/")), "{}", answer.text());
        }
    }
    let two =
        format!("GET / HTTP/1.1\r\nHost: {}\r\nHost: {evil}\r\nConnection: close\r\n\r\n", house.address);
    assert!(matches!(raw(house.address, &two).await.code, 400 | 421));
    let absolute =
        format!("GET http://{evil}/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", house.address);
    assert_eq!(raw(house.address, &absolute).await.code, 421);
    let none = raw(house.address, "GET / HTTP/1.0\r\n\r\n").await;
    assert_eq!(none.code, 421);
}

#[tokio::test]
async fn a_socket_opened_by_another_page_is_refused() {
    let house = two_boards().await;
    let own = format!("http://{}", house.address);
    assert!(connect(&house, "/live/b0", Some(&own)).await.is_ok());
    let near = format!("http://localhost:{}", house.address.port());
    for origin in ["http://evil.example", "null", "https://127.0.0.1", near.as_str(), ""] {
        let Err(Error::Http(refused)) = connect(&house, "/live/b0", Some(origin)).await else {
            panic!("{origin} was let in")
        };
        assert_eq!(refused.status(), 403, "{origin}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_strict_policy() {
    let house = two_boards().await;
    for path in
        ["/", "/api/status", "/assets/app.js", "/nowhere", "/board/zz.png", "/board/b0/plan", "/live/b0"]
    {
        let answer = get(house.address, path, &[]).await;
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "connect-src 'self'",
            "form-action 'self'",
            "img-src 'self'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe") && !policy.contains('*'), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
    let page = get(house.address, "/", &[]).await.text();
    assert!(
        !page.contains("<style") && !page.contains("style=") && !page.contains(" on"),
        "something inline"
    );
    assert_eq!(page.matches("<script").count(), 1);
}

#[tokio::test]
async fn assets_are_kept_by_their_digest_and_asked_for_again_under_their_plain_name() {
    let house = two_boards().await;
    let page = get(house.address, "/", &[]).await.text();
    for (stem, kind) in [("app", "text/javascript"), ("style", "text/css"), ("icon", "image/svg+xml")] {
        let start = page.find(&format!("/assets/{stem}.")).unwrap();
        let name = page[start..].split('"').next().unwrap();
        let lasting = get(house.address, name, &[]).await;
        assert_eq!(lasting.code, 200);
        assert!(lasting.header("cache-control").contains("immutable"));
        assert!(lasting.header("content-type").starts_with(kind));
        let tag = format!("If-None-Match: {}", lasting.header("etag"));
        assert_eq!(get(house.address, name, &[&tag]).await.code, 304);
    }
    let plain = get(house.address, "/assets/app.js", &[]).await;
    assert_eq!((plain.code, plain.header("cache-control")), (200, "no-cache".into()));
    assert_eq!(get(house.address, "/assets/app.000000000000.js", &[]).await.code, 404);
    assert_eq!(get(house.address, "/assets/..%2f..%2fCargo.toml", &[]).await.code, 404);
}

#[tokio::test]
async fn one_onlooker_too_many_is_told_so_and_a_freed_place_is_given_again() {
    let house = two_boards().await;
    let mut sockets = Vec::new();
    for at in 0..MAX_LIVE {
        let mut socket =
            connect(&house, if at % 2 == 0 { "/live/b0" } else { "/live/b1" }, None).await.unwrap();
        next_status(&mut socket).await;
        sockets.push(socket);
    }
    let mut late = connect(&house, "/live/b0", None).await.unwrap();
    let Message::Close(Some(close)) = next(&mut late).await else { panic!("let in") };
    assert_eq!(close.code, CloseCode::Again);
    assert!(close.reason.contains("Đã đủ số người xem"), "{}", close.reason);
    // The page itself is still there.
    assert_eq!(get(house.address, "/", &[]).await.code, 200);
    sockets.pop().unwrap().close(None).await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let mut lucky = connect(&house, "/live/b0", None).await.unwrap();
    next_status(&mut lucky).await;
}

#[tokio::test]
async fn a_board_that_was_changed_or_taken_away_ends_its_sockets() {
    let house = two_boards().await;
    let mut socket = connect(&house, "/live/b0", None).await.unwrap();
    let mut other = connect(&house, "/live/b1", None).await.unwrap();
    next_status(&mut socket).await;
    house.site.send_modify(|site| {
        let boards: Vec<Arc<BoardView>> = site.boards[1..].to_vec();
        *site = Arc::new(SiteView {
            title: "Tên mới".into(),
            zone: site.zone.clone(),
            orders: Arc::default(),
            boards,
        });
    });
    let Message::Close(Some(close)) = next(&mut socket).await else { panic!("still open") };
    assert_eq!(close.code, CloseCode::Restart);
    show(&house, 1, &pattern(384, 1));
    assert_eq!(next_picture(&mut other).await.len(), 388);
    assert!(get(house.address, "/", &[]).await.text().contains("Tên mới"));
}

#[tokio::test]
async fn a_stop_says_good_bye_to_live_sockets_and_ends_within_a_second_whoever_dawdles() {
    let house = two_boards().await;
    let mut live = connect(&house, "/live/b0", None).await.unwrap();
    let mut deaf = connect(&house, "/live/b1", None).await.unwrap();
    next_status(&mut live).await;
    next_status(&mut deaf).await;
    // Connected and silent; connected and halfway through a request.
    let _silent = tokio::net::TcpStream::connect(house.address).await.unwrap();
    let mut half = tokio::net::TcpStream::connect(house.address).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut half, b"GET / HTTP/1.1\r\nHost:").await.unwrap();
    house.stop.cancel();
    let good_bye = async {
        let Message::Close(Some(close)) = next(&mut live).await else { panic!("no good-bye") };
        close.code
    };
    let (code, served) = tokio::join!(good_bye, timeout(Duration::from_secs(1), house.served));
    assert_eq!(code, CloseCode::Away);
    served.expect("did not end within a second").unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(house.address).await.is_err(), "still listening");
}

#[tokio::test]
async fn what_a_client_sends_changes_nothing_and_too_much_ends_it() {
    let house = two_boards().await;
    let mut socket = connect(&house, "/live/b0", None).await.unwrap();
    socket.send(Message::Text("{\"text\":\"lạ\"}".into())).await.unwrap();
    socket.send(Message::Pong(u64::MAX.to_be_bytes().to_vec().into())).await.unwrap();
    show(&house, 0, &pattern(96, 3));
    assert_eq!(next_picture(&mut socket).await[4..], pattern(96, 3));
    socket.send(Message::Binary(vec![0; 100_000].into())).await.unwrap();
    let end = timeout(SOON, async { while let Some(Ok(_)) = socket.next().await {} }).await;
    assert!(end.is_ok(), "100 kB were taken");
}

/// Not a test: a page to look at, for the browser tests and for people. `BANGTIN_DEMO=127.0.0.1:8080 cargo test
/// --test web -- --ignored made_up_site` serves until it is ended.
#[tokio::test]
#[ignore = "serves until ended"]
async fn made_up_site() {
    demo::run().await;
}

#[path = "web/demo.rs"]
mod demo;
