//! What the page and its JSON say of how far frames come, and what programs that watch are told.

use crate::client::{ask, get};
use crate::house::{self, House, now, on_air};
use crate::{json as read, two_boards};
use bangtin::alarm::{Kind, Known, Raised, Reach, Sheet};
use bangtin::frame::{Digest, Face};
use bangtin::player::{LinkState, Planned, Stages, Status};
use bangtin::report::{Lang, Message};
use jiff::SignedDuration;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

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

/// A house in which something is wrong with the first board and with the site.
async fn house_with_alarms() -> House {
    let house = two_boards().await;
    let alarm = |kind, says, since| Raised { kind, says, since: Duration::from_secs(since) };
    let silent = alarm(Kind::HostSilent, Message::LinkSilent { address: "192.0.2.10:4048".into() }, 40);
    let dropping = alarm(Kind::Dropping, Message::AlarmDropping { percent: 12 }, 90);
    let files = alarm(Kind::FilesWrong, Message::AlarmFilesWrong { count: 2 }, 10);
    let reach = Some(Reach::Silent { how: "ping".into(), times: 4, last: Some(Duration::from_secs(70)) });
    let known = Known { alarms: vec![dropping, silent], reach, control: None };
    let boards = [("b0".to_owned(), known)].into();
    house.sheet.send_replace(Arc::new(Sheet { looked: house::MONO, site: vec![files], boards }));
    for status in &house.status {
        status.send_modify(|status| Arc::make_mut(status).stepped = house::MONO);
    }
    house
}

#[tokio::test]
async fn alarms_are_shown_with_number_since_when_and_what_to_do_the_gravest_first() {
    let house = house_with_alarms().await;
    let told = read(&get(house.address, "/api/status?lang=en", &[]).await);
    let alarms = told["alarms"].as_array().unwrap();
    let part = |key: &str| alarms.iter().map(|alarm| alarm[key].clone()).collect::<Vec<_>>();
    assert_eq!(part("id"), ["A03", "A53", "A12"]);
    assert_eq!(part("grade"), ["critical", "warning", "warning"]);
    assert_eq!(part("board"), [json!("b0"), Value::Null, json!("b0")]);
    assert_eq!(part("since"), ["2026-11-24T05:02:11Z", "2026-11-24T05:01:41Z", "2026-11-24T05:03:01Z"]);
    assert_eq!(alarms[0]["help"], Kind::HostSilent.help().say(Lang::En));
    assert_eq!(told["boards"][0]["alarms"], json!(["A12", "A03"]));
    assert_eq!(told["boards"][1]["alarms"], json!([]));
    assert_eq!(told["boards"][0]["stages"][4]["words"], "no answer (ping); the last one 30 s ago");
    assert_eq!(told["boards"][1]["stages"].as_array().unwrap().len(), 4, "it is not asked");
    let page = get(house.address, "/", &[]).await.text();
    for part in [
        "Nghiêm trọng A03",
        "Bảng cổng trụ sở, từ 12:02:11",
        "Toàn hệ thống, từ 12:01:41",
        "12 % khung hình trong phút vừa qua bị bỏ",
        "Có 2 lỗi trong các tệp",
        "3 báo động",
        "<dt>Bảng có trả lời</dt>",
    ] {
        assert!(page.contains(part), "{part} is not in:\n{page}");
    }
    let quiet = get(two_boards().await.address, "/", &[]).await.text();
    assert!(quiet.contains("aria-labelledby=\"alarms-title\" aria-live=\"polite\" hidden"), "{quiet}");
}

#[tokio::test]
async fn a_switch_that_fails_with_two_thousand_alarms_makes_no_endless_page() {
    let house = house_with_alarms().await;
    house.sheet.send_modify(|sheet| {
        let sheet = Arc::make_mut(sheet);
        sheet.site = vec![sheet.site[0].clone(); 2_000];
    });
    let page = get(house.address, "/", &[]).await;
    assert!(page.body.len() < 200_000 && page.text().contains("và 1902 báo động nữa"), "{}", page.text());
}

#[tokio::test]
async fn health_is_about_the_program_and_names_the_players_that_stand_still() {
    let house = house_with_alarms().await;
    let lives = get(house.address, "/health", &[]).await;
    assert_eq!((lives.code, lives.header("content-type")), (200, "application/json".into()));
    let alarms = json!({ "critical": 1, "warning": 2 });
    assert_eq!(read(&lives), json!({ "alive": true, "boards": 2, "stuck": [], "alarms": alarms }));
    house.status[1].send_modify(|status| {
        Arc::make_mut(status).stepped = house::MONO - Duration::from_millis(5_001);
    });
    let stuck = get(house.address, "/health", &[]).await;
    assert_eq!(stuck.code, 503);
    assert_eq!((&read(&stuck)["alive"], &read(&stuck)["stuck"]), (&json!(false), &json!(["b1"])));
    house.status[1].send_modify(|status| Arc::make_mut(status).stepped = house::MONO);
    house.sheet.send_modify(|sheet| Arc::make_mut(sheet).looked = Duration::from_secs(90));
    assert_eq!(get(house.address, "/health", &[]).await.code, 503, "nobody watches");
    assert_eq!(ask(house.address, "POST", "/health", &house.address.to_string(), &[]).await.code, 405);
}

/// The samples of a scrape by name and labels, read as strictly as the format wants: every sample under its family, with a
/// name that its type may have, none twice, and an end.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").expect("no end");
    let (mut family, mut kind) = (String::new(), String::new());
    let (mut samples, mut families) = (BTreeMap::new(), BTreeSet::new());
    for line in body.lines() {
        if let Some(rest) = line.strip_prefix("# ") {
            let [word, name, value] = rest.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
            match word {
                "HELP" => {
                    family = name.to_owned();
                    assert!(families.insert(family.clone()), "{name} twice");
                }
                "TYPE" => kind = value.to_owned(),
                "UNIT" => assert!(name.ends_with(&format!("_{value}")), "{line}"),
                other => panic!("{other}"),
            }
            assert_eq!(name, family, "{line}");
            continue;
        }
        let (key, value) = line.rsplit_once(' ').expect("a value");
        let name = key.split('{').next().unwrap();
        let suffixes: &[&str] = match kind.as_str() {
            "counter" => &["_total"],
            "gauge" => &[""],
            "info" => &["_info"],
            "histogram" => &["_sum", "_count", "_bucket"],
            other => panic!("{other}"),
        };
        assert!(suffixes.iter().any(|suffix| name == format!("{family}{suffix}")), "{line} in {family}");
        let value: f64 = value.parse().unwrap();
        assert!(samples.insert(key.to_owned(), value).is_none(), "{key} twice");
    }
    samples
}

#[tokio::test]
async fn programs_that_gather_numbers_get_those_of_every_board_and_no_words() {
    let house = house_with_alarms().await;
    house.status[0].send_modify(|status| {
        let status = Arc::make_mut(status);
        let counts = &mut status.counts;
        (counts.sent, counts.dropped, counts.down, counts.restarts) = (4_000_000_000, 7, 3, 2);
        for micros in [50, 900, 20_000, 999_000] {
            counts.lateness.note(Duration::from_micros(micros));
        }
        (status.lost.kernel, status.lost.refused) = (5, 6);
        status.stages.acknowledged = Some(now() - SignedDuration::from_millis(1_500));
    });
    house.status[1].send_modify(|status| {
        Arc::make_mut(status).link = LinkState::Failing { since: now(), why: house::sentence() };
    });
    let answer = get(house.address, "/metrics", &[]).await;
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!((answer.code, answer.header("content-type").as_str()), (200, kind));
    let samples = samples(&answer.text());
    for (key, value) in [
        (concat!("bangtin_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"}"), 1.0),
        ("bangtin_frames_sent_total{board=\"b0\"}", 4e9),
        ("bangtin_frames_dropped_total{board=\"b0\",reason=\"busy\"}", 7.0),
        ("bangtin_frames_dropped_total{board=\"b0\",reason=\"down\"}", 3.0),
        ("bangtin_link_trouble_total{board=\"b0\",reason=\"kernel\"}", 5.0),
        ("bangtin_link_trouble_total{board=\"b0\",reason=\"refused\"}", 6.0),
        ("bangtin_player_restarts_total{board=\"b0\"}", 2.0),
        ("bangtin_link_up{board=\"b0\"}", 1.0),
        ("bangtin_link_up{board=\"b1\"}", 0.0),
        ("bangtin_stage_age_seconds{board=\"b0\",stage=\"sent\"}", 0.4),
        ("bangtin_stage_age_seconds{board=\"b0\",stage=\"acknowledged\"}", 1.5),
        ("bangtin_stage_age_seconds{board=\"b0\",stage=\"reached\"}", 30.0),
        ("bangtin_frame_lateness_seconds_bucket{le=\"0.0001\",board=\"b0\"}", 1.0),
        ("bangtin_frame_lateness_seconds_bucket{le=\"0.001\",board=\"b0\"}", 2.0),
        ("bangtin_frame_lateness_seconds_bucket{le=\"0.25\",board=\"b0\"}", 3.0),
        ("bangtin_frame_lateness_seconds_bucket{le=\"+Inf\",board=\"b0\"}", 4.0),
        ("bangtin_frame_lateness_seconds_count{board=\"b0\"}", 4.0),
        ("bangtin_frame_lateness_seconds_sum{board=\"b0\"}", 1.019_95),
        ("bangtin_alarm{board=\"b0\",alarm=\"A03\",grade=\"critical\"}", 1.0),
        ("bangtin_alarm{alarm=\"A53\",grade=\"warning\"}", 1.0),
        ("bangtin_clock_trust{state=\"trusted\"}", 1.0),
        ("bangtin_clock_trust{state=\"untrusted\"}", 0.0),
        ("bangtin_file_faults{severity=\"error\"}", 0.0),
    ] {
        let found = samples.get(key);
        assert!(
            found.is_some_and(|found| (found - value).abs() < 1e-9),
            "{key}: {found:?}\n{}",
            answer.text()
        );
    }
    assert!(!samples.contains_key("bangtin_stage_age_seconds{board=\"b1\",stage=\"acknowledged\"}"));
    for secret in ["192.0.2", "Bảng", "TRỰC TUYẾN"] {
        assert!(!answer.text().contains(secret), "{secret}");
    }
}
