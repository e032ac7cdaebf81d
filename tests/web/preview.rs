//! Previews of texts that are in no file yet, and of any minute of a board.

use super::client::{ask, get, post};
use super::house::{House, now, open};
use bangtin::calendar::Hours;
use bangtin::frame::{Face, Frame};
use bangtin::player::Programme;
use bangtin::playlist::Playlist;
use bangtin::report::Source;
use bangtin::site::{Library, read};
use bangtin::web::{sheet_png, strip_png};
use base64::Engine as _;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const API: &str = "/api/v1/preview";

fn library() -> Arc<Library> {
    let files = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("bangtin.toml"));
    Arc::new(Library::open(&files, None).0)
}

async fn house() -> House {
    let house = open(&[("Bảng cổng trụ sở", 192, 64)], now).await;
    house.library.send_replace(library());
    house
}

async fn answer(house: &House, wish: &Value) -> Value {
    let answer = post(house.address, API, &wish.to_string()).await;
    assert_eq!((answer.code, answer.header("content-type")), (200, "application/json".into()), "{wish}");
    serde_json::from_str(&answer.text()).unwrap()
}

/// What a page shows of an answer some milliseconds after the item began: the arithmetic of `web/play.js`.
fn cut(board: &Value, elapsed_ms: f64) -> Vec<u8> {
    let number = |value: &Value| value.as_f64().unwrap();
    let (raster, course) = (&board["raster"], &board["course"]);
    let (wide, high) = (number(&raster["width"]) as usize, number(&raster["height"]) as usize);
    let bytes = base64::engine::general_purpose::STANDARD.decode(raster["dots"].as_str().unwrap()).unwrap();
    let colour = hex::decode(raster["colour"].as_str().unwrap()).unwrap();
    assert_eq!(bytes.len(), (wide * high).div_ceil(8));
    let (x, y) = if course["kind"] == "pages" {
        let page = (elapsed_ms / number(&course["hold_ms"])).floor().min(number(&course["count"]) - 1.0);
        (0, (page * number(&course["height"])) as usize)
    } else {
        let [positions, stride, speed, passes] =
            ["positions", "stride", "speed", "passes"].map(|key| number(&course[key]));
        let steps = (positions / stride).ceil();
        let step = (elapsed_ms * speed / (1000.0 * stride)).floor().min(steps * passes - 1.0);
        let at = (step % steps * stride) as usize;
        if course["axis"] == "right" { (at, 0) } else { (0, at) }
    };
    let (width, height) = (number(&board["width"]) as usize, number(&board["height"]) as usize);
    let (x, y) = (x.min(wide - width), y.min(high - height));
    let mut rgb = Vec::new();
    for row in y..y + height {
        for column in x..x + width {
            let dot = row * wide + column;
            let lit = bytes[dot / 8] >> (7 - dot % 8) & 1 == 1;
            rgb.extend_from_slice(if lit { &colour } else { &[0, 0, 0] });
        }
    }
    rgb
}

fn items() -> impl Strategy<Value = Value> {
    let words = prop::sample::select(vec![
        "Một cửa",
        "tận tâm",
        "nộp hồ sơ",
        "trực tuyến",
        "đúng hẹn",
        "Kính chào quý khách",
        "1022",
        "\n",
    ]);
    let text = prop::collection::vec(words, 1..14).prop_map(|words| format!("Chào {}", words.join(" ")));
    let motion = prop::sample::select(vec!["auto", "hold", "scroll-left", "scroll-up"]);
    let font = prop::option::of(prop::sample::select(vec!["bangtin-12", "bangtin-16", "bangtin-24"]));
    let more = (1u16..=240, 1u8..4, 5u16..90, prop::option::of(Just("#ff7800")));
    (text, motion, font, more).prop_map(|(text, motion, font, (speed, passes, hold, colour))| {
        let mut item = json!({ "text": text, "motion": motion, "hold": f64::from(hold) / 10.0 });
        if motion.starts_with("scroll") {
            item["speed"] = speed.into();
            item["passes"] = passes.into();
        }
        font.iter().for_each(|font| item["font"] = (*font).into());
        colour.iter().for_each(|colour| item["colour"] = (*colour).into());
        item
    })
}

#[tokio::test]
async fn what_a_page_plays_is_dot_for_dot_what_the_board_shows_at_every_moment() {
    let (house, library) = (house().await, library());
    let handle = tokio::runtime::Handle::current();
    let run = move || {
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 40,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let cases = (items(), prop::collection::vec(0u64..86_400_000, 12));
        runner.run(&cases, |(item, moments)| {
            let wish = json!({ "item": item, "playlist": { "boards": ["ubnd-cong"] } });
            let told = handle.block_on(answer(&house, &wish));
            let board = &told["boards"][0];
            let source = {
                let mut text = "boards = [\"ubnd-cong\"]\n[[item]]\n".to_owned();
                for (key, value) in item.as_object().unwrap() {
                    text += &format!("{key} = {value}\n");
                }
                Arc::new(Source { name: "playlists/thu.toml".into(), text })
            };
            let playlist = Arc::new(Playlist::parse("thu", &source).0.unwrap());
            let mut stage = library.board("ubnd-cong").unwrap().stage(&library.site);
            stage.setting.hours = Arc::new(Hours::default());
            let (programme, faults) = Programme::new(&stage, [&playlist], &library.fonts);
            prop_assert_eq!(board["fault"].is_null(), faults.is_empty(), "{}", told);
            if !faults.is_empty() {
                return Ok(());
            }
            let seconds = board["seconds"].as_f64().unwrap();
            prop_assert!((seconds - programme.length().as_secs_f64()).abs() < 1e-9);
            for moment in moments {
                let at = now() + jiff::SignedDuration::from_millis(moment as i64);
                let shown = programme.at(at);
                let wanted = shown.window().unwrap().to_frame();
                let elapsed = shown.elapsed.as_millis() as f64;
                // Turns begin at whole milliseconds, so that the page's clock is as good as the board's.
                prop_assert_eq!(Duration::from_millis(elapsed as u64), shown.elapsed);
                prop_assert!(cut(board, elapsed) == wanted.rgb(), "{elapsed} ms into {item}");
            }
            Ok(())
        })
    };
    tokio::task::spawn_blocking(run).await.unwrap().unwrap();
}

#[tokio::test]
async fn findings_stand_at_their_words_with_what_mends_them() {
    let house = house().await;
    let told = answer(
        &house,
        &json!({ "item": { "text": "Nộp hồ sơ\ntại UBND,trả kết qủa" }, "playlist": { "boards": ["hcc-sanh"] } }),
    )
    .await;
    let places: Vec<_> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| {
            let of = |key: &str| found[key].clone();
            (of("code"), of("position"), of("length"), of("field"))
        })
        .collect();
    let wanted = [("ToneMisplaced", 27, 3), ("AbbreviationUnexplained", 14, 4), ("SpaceMissing", 18, 1)];
    let wanted =
        wanted.map(|(code, position, length)| (code.into(), position.into(), length.into(), "text".into()));
    assert_eq!(places[..3], wanted, "{told}");
    let fix = json!([{ "label": "Viết \"quả\"", "from": 27, "to": 30, "with": "quả" }]);
    assert_eq!(told["findings"][0]["fixes"], fix);
    assert_eq!(told["boards"][0]["ids"], json!(["hcc-sanh"]));
    assert!(told["boards"][0]["form"].as_str().unwrap().contains("phông bangtin-"), "{told}");
}

#[tokio::test]
async fn markup_in_a_text_is_data_and_comes_back_as_data() {
    let house = house().await;
    let wish = json!({ "item": { "text": "<script>alert(1)</script> qủa" }, "boards": ["hcc-sanh"] });
    let answer = post(house.address, API, &wish.to_string()).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.code == 200 && serde_json::from_slice::<Value>(&answer.body).is_ok());
}

#[tokio::test]
async fn what_is_no_item_is_refused_with_a_reason_or_said_at_its_field() {
    let house = house().await;
    let deep = json!({ "item": { "text": "a", "windows": [[[[[1]]]]] } }).to_string();
    let cases = [
        ("", 400),
        ("{", 400),
        ("[]", 400),
        ("{\"item\":{},\"more\":1}", 400),
        ("{\"item\":3}", 400),
        ("{\"item\":{\"weight\":18446744073709551615}}", 400),
        ("{\"item\":{},\"playlist\":{\"item\":[]}}", 400),
        (deep.as_str(), 400),
    ];
    for (body, code) in cases {
        let answer = post(house.address, API, body).await;
        assert_eq!(answer.code, code, "{body}: {}", answer.text());
        let told: Value = serde_json::from_slice(&answer.body).unwrap();
        assert!(told["sentence"].as_str().unwrap().len() > 20 && told["code"].is_string(), "{told}");
    }
    let broken = [&b"{\"item\":{\"text\":\"\xC3\"}}"[..], b"\xFF\xFE"];
    for body in broken {
        let head = format!(
            "POST {API} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            house.address,
            body.len()
        );
        let answer = super::client::raw_bytes(house.address, &[head.as_bytes(), body].concat()).await;
        assert_eq!(answer.code, 400);
    }
    let large = format!("{{\"item\":{{\"text\":\"{}\"}}}}", "a".repeat(300 << 10));
    assert_eq!(post(house.address, API, &large).await.code, 413);
    let host = house.address.to_string();
    assert_eq!(ask(house.address, "POST", API, &host, &["Content-Length: 0"]).await.code, 415);
    assert_eq!(get(house.address, API, &[]).await.code, 405);
    for item in [
        json!({}),
        json!({ "text": "" }),
        json!({ "text": "x".repeat(2001) }),
        json!({ "text": "a", "mau": "đỏ" }),
    ] {
        let told = answer(&house, &json!({ "item": item })).await;
        assert!(
            told["findings"][0]["severity"] == "error" && told["findings"][0]["field"].is_string(),
            "{told}"
        );
    }
}

#[tokio::test]
async fn the_longest_text_is_drawn_in_time_and_many_at_once_are_all_answered() {
    let house = house().await;
    let wish = json!({ "item": { "text": "Nộp hồ sơ trực tuyến ".repeat(95) }, "boards": ["ubnd-cong", "hcc-sanh"] });
    let wish = wish.to_string();
    let asking = (0..8).map(|_| post(house.address, API, &wish));
    for answer in futures_util::future::join_all(asking).await {
        assert!(answer.code == 200 || answer.code == 503 && answer.header("retry-after") == "1");
        assert!(answer.body.len() < 2 << 20, "{} bytes", answer.body.len());
    }
}

#[tokio::test]
async fn a_pasted_text_is_offered_as_it_could_be_taken_over() {
    let house = house().await;
    let convert = async |text: &str| -> Value {
        let answer =
            post(house.address, "/api/v1/convert?lang=vi", &json!({ "text": text }).to_string()).await;
        assert_eq!(answer.code, 200);
        serde_json::from_str(&answer.text()).unwrap()
    };
    let told = convert("DÞch vô c«ng trùc tuyÕn").await;
    let wanted = json!({ "changed": true, "text": "Dịch vụ công trực tuyến", "encoding": "TCVN3",
        "done": ["đã chuyển từ TCVN3 sang Unicode"] });
    assert_eq!(told, wanted);
    let told = convert("Một cửa").await;
    assert_eq!((&told["changed"], &told["done"]), (&json!(false), &json!([])));
}

#[tokio::test]
async fn any_minute_of_a_board_has_a_picture_and_words() {
    let house = house().await;
    let told = get(house.address, "/api/v1/boards/b0/at?at=2026-11-24T10:00", &[]).await;
    let told: Value = serde_json::from_str(&told.text()).unwrap();
    assert_eq!(told["text"], "Mưa lớn, hạn chế ra đường");
    assert_eq!(told["at_words"], "10:00, 24/11/2026");
    assert!(told["why"].as_str().unwrap().contains("ưu tiên"), "{told}");
    let picture = get(house.address, told["picture"].as_str().unwrap(), &[]).await;
    assert_eq!((picture.code, picture.header("content-type")), (200, "image/png".into()));
    let programme = super::programme::programme();
    let shown = programme.at("2026-11-24T03:00:00Z".parse().unwrap());
    let drawn = image::load_from_memory(&picture.body).unwrap().into_rgb8();
    assert_eq!(drawn.as_raw(), shown.window().unwrap().to_frame().rgb());
    for (path, code) in [
        ("/board/b0/at.png", 200),
        ("/board/b0/at.png?at=mai", 400),
        ("/board/zz/at.png", 404),
        ("/api/v1/boards/zz/at", 404),
        ("/api/v1/boards/b0/at?at=%FF", 400),
        ("/api/v1/boards/b0/at?at=2199-12-31T23:59", 200),
    ] {
        assert_eq!(get(house.address, path, &[]).await.code, code, "{path}");
    }
}

#[test]
fn one_picture_has_all_pages_one_below_the_other() {
    let library = library();
    let text = "[[item]]\ntext = \"Nộp hồ sơ trực tuyến nhanh chóng, đúng hẹn, không phải đi lại nhiều lần\"\n\
                font = \"bangtin-24\"\nmotion = \"hold\"\n";
    let ids = ["ubnd-cong".to_owned()].into();
    let draft = bangtin::site::Draft { id: "thu", text, item: Some(0), boards: Some(&ids) };
    let proof = library.proof(&draft, None);
    let picture = proof.boards[0].drawn.as_ref().unwrap();
    let face = Face::new(192, 64).unwrap();
    let pages = picture.reel.raster().height() / 64;
    assert!(pages > 1);
    let drawn = |lamps| image::load_from_memory(&strip_png(&picture.reel, face, lamps).unwrap()).unwrap();
    assert_eq!((drawn(false).width(), drawn(false).height()), (192, pages * 66 - 2));
    assert_eq!((drawn(true).width(), drawn(true).height()), (576, (pages * 66 - 2) * 3));
    let one = drawn(false).into_rgb8();
    let raster: &Frame = picture.reel.raster();
    for (x, y) in [(96, 20), (40, 40)] {
        let second = one.get_pixel(x, y + 66).0;
        let dot = raster.dot(x, y + 64);
        assert_eq!(second, [dot.0, dot.1, dot.2]);
    }
    if let Ok(folder) = std::env::var("LOOK") {
        std::fs::write(format!("{folder}/strip.png"), strip_png(&picture.reel, face, true).unwrap()).unwrap();
    }
}

#[test]
fn a_picture_in_a_list_is_as_wide_as_its_board_has_whole_dots_and_begins_with_the_words() {
    let library = library();
    let text = "[[item]]\ntext = \"Nộp hồ sơ trực tuyến nhanh chóng, đúng hẹn, không phải đi lại nhiều lần\"\n\
                font = \"bangtin-24\"\nmotion = \"scroll-left\"\n";
    let ids = ["ubnd-cong".to_owned()].into();
    let draft = bangtin::site::Draft { id: "thu", text, item: Some(0), boards: Some(&ids) };
    let proof = library.proof(&draft, None);
    let picture = proof.boards[0].drawn.as_ref().unwrap();
    let face = Face::new(192, 64).unwrap();
    let drawn = |room| image::load_from_memory(&sheet_png(&picture.reel, face, room, true).unwrap()).unwrap();
    let (two, small) = (drawn((384, 320)).into_rgb8(), drawn((100, 320)).into_rgb8());
    assert_eq!((two.width(), small.width()), (384, 192), "two pixels a dot, or one where there is no room");
    assert_eq!(two.height(), small.height() * 2);
    assert!(small.height() > 64 * 2, "a line longer than the board goes on below");
    let fitting = sheet_png(&picture.reel, face, (192, 140), false).unwrap();
    assert_eq!(image::load_from_memory(&fitting).unwrap().height(), 64 + 2 + 64, "whole pieces only");
    assert!((0..64).any(|y| small.get_pixel(0, y).0 != [0; 3]), "what is empty before the words is left out");
    for (x, y, pixel) in small.enumerate_pixels() {
        for (right, below) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            assert_eq!(two.get_pixel(x * 2 + right, y * 2 + below), pixel, "all of a dot is equally bright");
        }
    }
}
