//! What the commands say of the schedule, and what others read of it: `icalendar` of PyPI, the csv module of Python.

use super::{PROGRAM, run, site};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// A site whose lobby has a bulletin at night, with a title that is hard for tables and calendars.
fn site_with_bulletin() -> tempfile::TempDir {
    let folder = site();
    let text = "title = \"\"\"=Thông báo, \\\\ \"hẹn\"; giờ: ngày nghỉ lễ, trực ban, tiếp nhận và trả kết quả\"\"\"\n\
        class = \"priority\"\nboards = [\"hcc-sanh\"]\nexpires_at = 2026-11-30\n\
        [[windows]]\ndays = [\"mon\", \"wed\"]\nfrom = \"22:00\"\nto = \"06:00\"\n\
        [[item]]\ntext = \"\"\"\nMời quý khách\nxếp hàng lấy số\"\"\"\nhold = 6\n";
    std::fs::write(folder.path().join("playlists/thong-bao.toml"), text).unwrap();
    folder
}

const WEEK: [&str; 7] = ["plan", "--board", "hcc-sanh", "--from", "2026-11-24", "--to", "30/11/2026"];

fn json(folder: &Path, args: &[&str]) -> Value {
    let ran = run(folder, &[args, &["--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn explain_says_what_is_on_why_and_what_keeps_every_other_item_off() {
    let folder = site_with_bulletin();
    let ran = run(folder.path(), &["explain", "--board", "hcc-sanh", "--at", "2026-11-24T05:05:03"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "lúc 05:05:03, 24/11/2026 (T3), giờ Asia/Ho_Chi_Minh",
        "Đang phát: “Mời quý khách xếp hàng lấy số”",
        "Từ 05:05 đến 05:05:06",
        "Bản tin ưu tiên",
        "Tiếp theo, lúc 05:05:06: “Mời quý khách xếp hàng lấy số”",
        "Độ sáng: 100 %",
        "(playlists/thong-bao.toml)",
        "  dòng 10: “Mời quý khách xếp hàng lấy số”: đang phát",
        "  dòng 5: “Kính chào quý khách Xin mời vào”: nhường cho bản tin ưu tiên",
    ] {
        assert!(ran.out.contains(said), "{said} is not in\n{}", ran.out);
    }
    let english =
        run(folder.path(), &["--lang", "en", "explain", "--board", "hcc-sanh", "--at", "24/11/2026"]);
    assert!(english.out.contains("at 00:00, 24/11/2026 (Tue), time of Asia/Ho_Chi_Minh"), "{}", english.out);
}

#[test]
fn explain_tells_programs_which_rule_decided_and_when_that_changes() {
    let folder = site_with_bulletin();
    let told = json(folder.path(), &["explain", "--board", "hcc-sanh", "--at", "2026-11-24T07:05"]);
    assert_eq!((&told["at"], &told["brightness"]), (&"2026-11-24T07:05:00+07:00".into(), &100.into()));
    assert_eq!(told["on_air"]["why_code"], "WhyTargeted");
    let lists = told["playlists"].as_array().unwrap();
    let item = |id: &str| &lists.iter().find(|list| list["id"] == id).unwrap()["items"][0];
    let bulletin = item("thong-bao");
    assert_eq!((&bulletin["verdict"], &bulletin["layer"]), (&"closed".into(), &"priority".into()));
    assert_eq!(bulletin["at"], "2026-11-25T22:00:00+07:00");
    assert_eq!(item("thuong-truc")["verdict"], "below");
    let items = lists.iter().flat_map(|list| list["items"].as_array().unwrap());
    let on_air: Vec<_> = items.filter(|item| item["verdict"] == "on-air").collect();
    assert_eq!(on_air.len(), 1);
    // Expired things are said to be, a year later.
    let later = json(folder.path(), &["explain", "--board", "hcc-sanh", "--at", "2027-11-24T07:05"]);
    let lists = later["playlists"].as_array().unwrap();
    let bulletin = &lists.iter().find(|list| list["id"] == "thong-bao").unwrap()["items"][0];
    assert_eq!(
        (&bulletin["verdict"], &bulletin["at"]),
        (&"expired".into(), &"2026-12-01T00:00:00+07:00".into())
    );
}

#[test]
fn the_plan_is_told_stretch_by_stretch_over_midnights() {
    let folder = site_with_bulletin();
    // What opens and closes on these days, and is owed on them, would be told too.
    for other in ["gio-lam-viec", "ke-hoach-47"] {
        std::fs::remove_file(folder.path().join(format!("playlists/{other}.toml"))).unwrap();
    }
    let ran = run(folder.path(), &WEEK);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for said in [
        "T3 00:00, 24/11/2026 – 06:00  Bản tin ưu tiên: =Thông",
        "T4 22:00, 25/11/2026 – T5 06:00, 26/11/2026",
    ] {
        assert!(ran.out.contains(said), "{said} is not in\n{}", ran.out);
    }
    let told = json(folder.path(), &WEEK);
    let stretches = told["stretches"].as_array().unwrap();
    let words: Vec<_> = stretches.iter().map(|stretch| stretch["lit"].as_str().unwrap()).collect();
    assert_eq!(words, ["priority", "normal", "priority", "normal", "priority"]);
    assert_eq!(stretches[0]["hidden"].as_array().unwrap().len(), 3);
    assert_eq!(told["to"], "2026-12-01T00:00:00+07:00");
    assert_eq!(told["campaigns"], serde_json::json!([]));
}

#[test]
fn campaigns_are_told_with_what_they_are_owed_and_what_they_have() {
    let folder = site();
    let text = "title = \"Phòng cháy\"\nboards = [\"hcc-sanh\"]\n[campaign]\ndirective = \"47/KH-UBND\"\nper_day = 12\n\
        start = 2026-11-25\ndeadline = 2026-11-26\n[[item]]\ntext = \"Khóa gas trước khi ra khỏi nhà\"\n";
    std::fs::write(folder.path().join("playlists/pccc.toml"), text).unwrap();
    let told = json(folder.path(), &WEEK);
    let ours: Vec<_> =
        told["campaigns"].as_array().unwrap().iter().filter(|day| day["playlist"] == "pccc").collect();
    let days: Vec<_> = ours.iter().map(|day| &day["date"]).collect();
    assert_eq!(days, ["2026-11-25", "2026-11-26"]);
    let day = ours[0];
    assert_eq!(
        (&day["owed"], &day["unit"], &day["directive"]),
        (&12.into(), &"showings".into(), &"47/KH-UBND".into())
    );
    assert!(day["had"].as_i64().unwrap() >= 12, "{day}");
    let ran = run(folder.path(), &WEEK);
    assert!(ran.out.contains("T4 25/11/2026  Phòng cháy (47/KH-UBND): "), "{}", ran.out);
    let long =
        json(folder.path(), &["plan", "--board", "hcc-sanh", "--from", "2026-11-24", "--to", "2027-03-01"]);
    assert_eq!(long["campaigns"], Value::Null);
}

#[test]
fn boards_and_times_that_are_none_are_refused_with_what_would_do() {
    let folder = site();
    for (args, said) in [
        (&["explain", "--board", "hcc-san"][..], "`hcc-sanh`, `ubnd-cong`"),
        (&["plan", "--board", "hcc"], "`hcc-sanh`"),
        (&["explain", "--board", "hcc-sanh", "--at", "mai"], "2026-11-24T07:05"),
        (&["plan", "--board", "hcc-sanh", "--from", "31/2/2026"], "`31/2/2026`"),
        (&["plan", "--board", "hcc-sanh", "--from", "2026-11-24", "--to", "2026-11-23"], "400"),
        (&["plan", "--board", "hcc-sanh", "--from", "2026-11-24", "--to", "2027-12-30"], "400"),
    ] {
        let ran = run(folder.path(), args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    let most = ["plan", "--board", "hcc-sanh", "--from", "2026-01-01", "--to", "2027-02-04"];
    assert_eq!(run(folder.path(), &most).code, 0, "400 days");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let folder = site();
    let mut child = Command::new(PROGRAM)
        .current_dir(folder.path())
        .args(["plan", "--board", "hcc-sanh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

/// The rows of a plan as others read them; `None` with a word about it where the reader is not installed.
fn read_by_others(kind: &str, plan: &str) -> Option<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/oracle-python-icalendar");
    if kind == "ics" && !modules.join("icalendar").is_dir() {
        eprintln!("skipped: icalendar is not installed; `tests/run` installs it");
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "icalendar is missing");
        return None;
    }
    let mut python = Command::new("python3")
        .env("PYTHONPATH", modules)
        .arg(root.join("tests/oracle/read_plan.py"))
        .arg(kind)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    python.stdin.take().unwrap().write_all(plan.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{kind} cannot be read:\n{plan}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_spreadsheet_reads_the_plan_and_finds_no_formula_in_it() {
    let folder = site_with_bulletin();
    let plan = run(folder.path(), &[&WEEK[..], &["--format", "csv"]].concat()).out;
    assert_eq!(plan.matches('\n').count(), plan.matches("\r\n").count());
    let rows = read_by_others("csv", &plan).unwrap();
    let told = json(folder.path(), &WEEK);
    let stretches = told["stretches"].as_array().unwrap();
    assert_eq!(rows.len(), stretches.len());
    for (row, stretch) in rows.iter().zip(stretches) {
        assert_eq!(
            (&row["from"], &row["to"], &row["lit"]),
            (&stretch["from"], &stretch["to"], &stretch["lit"])
        );
    }
    let title = told["stretches"][0]["playlists"][0]["title"].as_str().unwrap();
    assert_eq!(rows[0]["playlists"], format!("'{title}"));
    let fields = rows.iter().flat_map(|row| row.as_object().unwrap().values());
    for field in fields.map(|field| field.as_str().unwrap()) {
        assert!(!field.starts_with(['=', '+', '-', '@', '\t']), "{field}");
    }
}

#[test]
fn a_calendar_reads_the_plan_and_the_same_plan_is_the_same_calendar() {
    let folder = site_with_bulletin();
    let args = [&WEEK[..], &["--format", "ics"]].concat();
    let plan = run(folder.path(), &args).out;
    assert_eq!(plan, run(folder.path(), &args).out);
    assert!(plan.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    let Some(rows) = read_by_others("ics", &plan) else { return };
    let told = json(folder.path(), &WEEK);
    let stretches = told["stretches"].as_array().unwrap();
    assert_eq!(rows.len(), stretches.len());
    let instant = |value: &Value| value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    for (row, stretch) in rows.iter().zip(stretches) {
        assert_eq!(instant(&row["from"]), instant(&stretch["from"]));
        assert_eq!(instant(&row["to"]), instant(&stretch["to"]));
        assert_eq!(row["stamp"], "2026-11-23T17:00:00+00:00");
    }
    let title = told["stretches"][0]["playlists"][0]["title"].as_str().unwrap();
    assert_eq!(rows[0]["summary"], format!("Bản tin ưu tiên: {title}"));
    let mut ids: Vec<_> = rows.iter().map(|row| row["uid"].as_str().unwrap()).collect();
    ids.dedup();
    assert_eq!((ids.len(), ids[0]), (rows.len(), "hcc-sanh-20261123T170000Z@bangtin"));
}
