//! The rules, each on real files: a site on which it speaks, and one as near to it as can be on which it does not.

use bangtin::lint::Settings;
use bangtin::report::{Fault, Rule, Severity, Source};
use bangtin::site::{Files, Library};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the board is, unless a case says otherwise.
const BOARD: &str = "width = 128\nheight = 32\n";
const FONT: &str = include_str!("../fonts/bangtin-16.bdf");
/// Said by `bangtin convert`, of a file that is no playlist yet; `tests/gate.rs` has it. `tests/ahead.rs` has the rules
/// about the time ahead.
const ELSEWHERE: [Rule; 1] = [Rule::T04];

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text: text.to_owned() })
}

/// What is found on a site of one board with a playlist; `lint` are lines of `[lint]`.
fn faults_on(board: &str, lint: &str, playlist: &str, font: &str) -> Vec<Fault> {
    let link = if board.contains("link") { "" } else { "link='virtual'" };
    let site = format!("[lint]\n{lint}\n[[site]]\nid='s'\n[[board]]\nid='b'\nsite='s'\n{link}\n{board}\n");
    let files = Files {
        site: Some(source("bangtin.toml", &site)),
        playlists: vec![source("a.toml", &format!("boards=['b']\n{playlist}\n"))],
        fonts: vec![source("bangtin-16.bdf", font)],
        ..Files::default()
    };
    Library::open(&files, None).1
}

/// The same in short: `T05 warning`.
fn found(board: &str, lint: &str, playlist: &str, font: &str) -> BTreeSet<String> {
    let faults = faults_on(board, lint, playlist, font);
    let words = |fault: &Fault| match fault.message.rule() {
        Some(rule) if fault.silenced.is_some() => format!("{rule} silenced"),
        Some(rule) => format!("{rule} {}", fault.severity.code()),
        None => fault.message.code().to_owned(),
    };
    faults.iter().map(words).collect()
}

fn item(keys: &str) -> String {
    format!("[[item]]\n{keys}")
}

/// One rule, and two sites that differ by what it is about.
struct Pair {
    says: &'static str,
    board: [&'static str; 2],
    lint: [&'static str; 2],
    /// The keys of the one item: with the finding, without it.
    item: [&'static str; 2],
}

fn pair(says: &'static str, with: &'static str, without: &'static str) -> Pair {
    Pair { says, board: [BOARD; 2], lint: [""; 2], item: [with, without] }
}

fn by_board(says: &'static str, item: &'static str, with: &'static str, without: &'static str) -> Pair {
    Pair { says, board: [with, without], lint: [""; 2], item: [item; 2] }
}

fn by_lint(says: &'static str, item: &'static str, with: &'static str, without: &'static str) -> Pair {
    Pair { says, board: [BOARD; 2], lint: [with, without], item: [item; 2] }
}

fn texts() -> Vec<Pair> {
    vec![
        pair("T01 info", "text = \"Tie\u{302}\u{301}ng Việt\"", "text = \"Tiếng Việt\""),
        pair("T02 error", "text = \"Mời\u{200B} vào\"", "text = \"Mời\u{A0}vào\""),
        pair("T03 error", "text = 'DÞch vô c«ng trùc tuyÕn'", "text = 'Dịch vụ công trực tuyến'"),
        pair("T08 error", "text = 'Một cửа'", "text = 'Một cửa'"),
        pair("T12 warning", "text = 'Nộp hồ sơ dich vụ công'", "text = 'Nộp hồ sơ dịch vụ công'"),
        by_lint(
            "T12 warning",
            "text = 'Gọi 1900 6022'",
            "[language]\nhotlines = ['1900 6023']",
            "[language]\nhotlines = ['1900 6022']",
        ),
        by_lint("T13 error", "text = 'Mời quý vị vào'", "[language]\nbanned = ['quý vị']", ""),
        pair("T14 warning", "text = 'Mời mời vào vào'", "text = 'Mời vào'"),
        pair("T15 warning", "text = 'Thứ Hai, 24/11/2026'", "text = 'Thứ Ba, 24/11/2026'"),
        pair("T05 warning", "text = 'Xin mờii vào'", "text = 'Xin mời vào'"),
        pair("T06 error", "text = 'Trả kết qủa'", "text = 'Trả kết quả'"),
        pair("T07 warning", "text = 'Thủy sản, hoà bình'", "text = 'Thủy sản, hòa bình'"),
        pair("T09 warning", "text = 'UBND tiếp dân'", "text = 'Ủy ban nhân dân'"),
        pair("T10 warning", "text = 'UBND và HĐND họp'", "text = 'UBND họp'"),
        pair("T11 info", "text = 'Mời vào , xin chào'", "text = 'Mời vào, xin chào'"),
        pair("F01 error", "text = 'Mời 门 vào'", "text = 'Mời vào'"),
    ]
}

fn layouts() -> Vec<Pair> {
    let low = "width = 128\nheight = 12\n";
    let far = |metres: &'static str| -> &'static str {
        match metres {
            "28" => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 28\nviewers_night_m = 10\n",
            "26" => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 26\nviewers_night_m = 13\n",
            "60" => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 60\nviewers_night_m = 10\n",
            "night" => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 10\nviewers_night_m = 14\n",
            "16" => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 16\nviewers_night_m = 13\n",
            _ => "width = 128\nheight = 32\npitch_mm = 10\nviewers_m = 35\nviewers_night_m = 13\n",
        }
    };
    vec![
        by_board("F05 error", "text = 'Mời'", low, BOARD),
        by_board("L01 error", "text = 'Nghiêng'", "width = 32\nheight = 32", BOARD),
        pair("L02 warning", "text = 'KÍNH CHÀO QUÝ KHÁCH'", "text = 'Kính chào quý khách'"),
        by_lint("L02 error", "text = 'Ấm no'", "capitals_small_rows = 16", ""),
        by_board(
            "L03 warning",
            "text = 'Cải cách hành chính'",
            "width = 80\nheight = 32",
            "width = 192\nheight = 32",
        ),
        pair("L04 info", "text = \"Hồ sơ của\\nngười dân\"", "text = \"Hồ sơ\\ncủa người dân\""),
        by_board(
            "L05 warning",
            "text = \"Một\\nhai\\nba\\nbốn\"\nmotion = 'hold'",
            "width = 128\nheight = 96",
            BOARD,
        ),
        pair(
            "L05 warning",
            "text = \"Một\\nhai\\nba\\nbốn\\nnăm\"\nmotion = 'hold'",
            "text = \"Một\\nhai\\nba\\nbốn\"\nmotion = 'hold'",
        ),
        by_board(
            "L05 warning",
            "text = 'Một hai ba bốn năm sáu bảy tám chín mười trăm nghìn vạn'\nmotion = 'hold'",
            "width = 256\nheight = 32",
            BOARD,
        ),
        by_board(
            "L07 warning",
            "text = \"Tập hộp\\nẾẾẾ ẾẾẾ\"\nsilence = { L02 = 'thử' }",
            BOARD,
            "width = 128\nheight = 48\n",
        ),
        by_board("L08 warning", "text = 'Mời vào'", far("28"), far("26")),
        by_board("L08 error", "text = 'Mời vào'", far("60"), far("28")),
        by_board("L08 warning", "text = 'Mời vào'", far("night"), far("26")),
        by_board("L09 warning", "text = 'Mời vào'", far("26"), far("16")),
        by_board("L09 error", "text = 'Mời vào'", far("35"), far("26")),
        pair("L10 warning", "text = 'Mời vào'\ncolour = 'blue'", "text = 'Mời vào'\ncolour = 'red'"),
    ]
}

fn times() -> Vec<Pair> {
    const LONG: &str = "text = 'Nộp hồ sơ trực tuyến: tiết kiệm thời gian, công sức và chi phí đi lại'\nmotion = 'scroll-left'\n";
    let long = |more: &str| -> &'static str { Box::leak(format!("{LONG}{more}").into_boxed_str()) };
    let narrow = "width = 64\nheight = 32\n";
    vec![
        pair(
            "D01 warning",
            "text = 'Mời vào'
hold = 1.9",
            "text = 'Mời vào'
hold = 2",
        ),
        pair(
            "D01 error",
            "text = 'Mời vào'
hold = 1.1",
            "text = 'Mời vào'
hold = 1.2",
        ),
        pair(
            "D02 info",
            "text = 'Mời vào'\nhold = 30\n[[item]]\ntext = 'Xin chào'",
            "text = 'Mời vào'\nhold = 30",
        ),
        pair("D03 warning", long("speed = 90"), long("speed = 60")),
        pair("D03 error", long("speed = 240"), long("speed = 90")),
        pair("D04 info", long("speed = 50"), long("speed = 60")),
        by_board("D05 warning", long(""), narrow, BOARD),
        pair("D06 warning", long("passes = 1"), long("passes = 2")),
        by_board(
            "D09 warning",
            long(""),
            "width = 128\nheight = 32\nprotocol = 'adalight'\nbaud = 1000000\nlink = 'serial:///dev/ttyUSB0'\n",
            "width = 128\nheight = 32\nprotocol = 'adalight'\nbaud = 2000000\nlink = 'serial:///dev/ttyUSB0'\n",
        ),
        pair("D07 info", "text = 'Kính chào quý khách'\nmotion = 'scroll-left'", long("")),
    ]
}

#[test]
fn every_rule_speaks_where_it_is_broken_and_is_quiet_beside_it() {
    let pairs: Vec<Pair> = [texts(), layouts(), times()].into_iter().flatten().collect();
    let mut wrong = Vec::new();
    for Pair { says, board, lint, item: keys } in &pairs {
        let with = found(board[0], lint[0], &item(keys[0]), FONT);
        if !with.contains(*says) {
            wrong.push(format!("{says} is not in {with:?}: {}", keys[0]));
        }
        let without = found(board[1], lint[1], &item(keys[1]), FONT);
        if without.contains(*says) {
            wrong.push(format!("{says} is in {without:?}: {}", keys[1]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let flash = found(BOARD, "", &format!("blank = 0.1\n{}", item("text = 'Mời vào'")), FONT);
    assert!(flash.contains("D08 warning"), "{flash:?}");
    for blank in ["0", "0.3"] {
        let calm = found(BOARD, "", &format!("blank = {blank}\n{}", item("text = 'Mời vào'")), FONT);
        assert_eq!(calm, BTreeSet::new(), "{blank}");
    }
    let mut seen: BTreeSet<&str> = pairs.iter().map(|pair| &pair.says[..3]).collect();
    seen.extend(FONTS.iter().map(|(says, ..)| &says[..3]).chain(["D08"]));
    let here = |rule: &Rule| !ELSEWHERE.contains(rule) && !rule.is_of_schedule();
    for rule in Rule::ALL.iter().copied().filter(here) {
        assert!(seen.contains(rule.id()), "{rule} is not tried");
    }
}

/// A change of the font's file.
type Change = fn(&str) -> String;

const FONTS: [(&str, &str, Change); 6] = [
    ("F02 error", "", |font| redrawn(font, "1EA5", |_| bitmap(font, "1EA9"))),
    ("F03 error", "font_part = 2", str::to_owned),
    ("F04 error", "", |font| redrawn(font, "1EA5", |_| with_a_dot_less(bitmap(font, "1EA9")))),
    ("F06 warning", "", |font| redrawn(font, "00E1", filled)),
    ("F07 warning", "", narrower),
    ("L06 warning", "", narrower),
];

/// The lines that draw a letter, from its box to the end of its dots.
fn bitmap(font: &str, code: &str) -> Vec<String> {
    glyph(font, code).into_iter().skip_while(|line| !line.starts_with("DWIDTH")).collect()
}

fn glyph(font: &str, code: &str) -> Vec<String> {
    let encoding = format!("ENCODING {}", u32::from_str_radix(code, 16).unwrap());
    let lines = font.lines().skip_while(|line| *line != encoding);
    lines.take_while(|line| *line != "ENDCHAR").map(str::to_owned).collect()
}

fn redrawn(font: &str, code: &str, draw: impl Fn(Vec<String>) -> Vec<String>) -> String {
    let old = bitmap(font, code);
    font.replacen(
        &glyph(font, code).join("\n"),
        &{
            let mut lines = glyph(font, code);
            lines.truncate(lines.len() - old.len());
            lines.extend(draw(old));
            lines.join("\n")
        },
        1,
    )
}

fn with_a_dot_less(mut lines: Vec<String>) -> Vec<String> {
    let last = lines.last_mut().unwrap();
    let bits = u64::from_str_radix(last, 16).unwrap();
    *last = format!("{:0width$X}", bits & (bits - 1), width = last.len());
    lines
}

/// Every dark row gets the dots of the row under it.
fn filled(mut lines: Vec<String>) -> Vec<String> {
    for at in 0..lines.len() - 1 {
        if !lines[at].is_empty() && lines[at].chars().all(|c| c == '0') {
            lines[at] = lines[at + 1].clone();
        }
    }
    lines
}

fn narrower(font: &str) -> String {
    let line = |line: &str| match line.strip_prefix("DWIDTH ").and_then(|rest| rest.split(' ').next()) {
        Some(width) => format!("DWIDTH {} 0", width.parse::<u32>().unwrap().saturating_sub(1)),
        None => line.to_owned(),
    };
    font.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_font_is_judged_once_at_its_file_and_the_fonts_of_the_project_pass() {
    let plain = item("text = 'Mời vào'");
    assert_eq!(found(BOARD, "", &plain, FONT), BTreeSet::new());
    for (says, lint, change) in FONTS {
        let faults = faults_on(BOARD, lint, &format!("{plain}\n{plain}"), &change(FONT));
        let said: Vec<_> = faults
            .iter()
            .filter(|fault| fault.message.rule().is_some_and(|rule| says.starts_with(rule.id())))
            .collect();
        assert_eq!(said.len(), 1, "{says}: {faults:#?}");
        assert_eq!(format!("{} {}", &says[..3], said[0].severity.code()), says);
        assert!(said[0].place_words().starts_with("bangtin-16.bdf"));
    }
    assert!(found(BOARD, "font_part = 0", &plain, &FONTS[2].2(FONT)).is_empty(), "nothing is asked then");
}

#[test]
fn a_rule_that_is_silenced_with_a_reason_keeps_nothing_from_being_shown() {
    let short = "text = 'Kính chào quý khách'\nhold = 1\n";
    let silenced = format!("{short}silence = {{ D01 = 'thử bảng' }}");
    assert_eq!(found(BOARD, "", &item(short), FONT), BTreeSet::from(["D01 error".to_owned()]));
    let faults = faults_on(BOARD, "", &item(&silenced), FONT);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].silenced.as_deref(), Some("thử bảng"));
    assert!(!faults[0].is_error() && faults[0].is_hint() && faults[0].severity == Severity::Error);
    let idle = found(BOARD, "", &item("text = 'Mời vào'\nsilence = { D01 = 'x' }"), FONT);
    assert_eq!(idle, BTreeSet::from(["SilenceIdle".to_owned()]));
    let wrong = [
        ("{ X01 = 'a' }", "RuleUnknown"),
        ("{ d01 = 'a' }", "RuleUnknown"),
        ("{ F01 = 'a' }", "RuleNeeded"),
        ("{ L01 = 'a' }", "RuleNeeded"),
        ("{ D01 = '  ' }", "TextLength"),
        ("{ D01 = 3 }", "WantsText"),
        ("'D01'", "WantsTable"),
    ];
    for (silence, code) in wrong {
        let found = found(BOARD, "", &item(&format!("text = 'Mời vào'\nsilence = {silence}")), FONT);
        assert!(found.contains(code), "{silence}: {found:?}");
    }
    let long = format!("{{ D01 = '{}' }}", "a".repeat(201));
    assert!(found(BOARD, "", &item(&format!("text = 'Mời'\nsilence = {long}")), FONT).contains("TextLength"));
}

#[test]
fn a_file_full_of_slips_is_said_shortly_and_stays_as_grave_as_they_are() {
    let slips = format!("text = '{}'", "xyz, ".repeat(399));
    let faults = faults_on("width = 2000\nheight = 512", "", &item(&slips), FONT);
    assert!(faults.len() <= 51, "{}", faults.len());
    let grave: String = (0..60).map(|_| item("text = 'Mời vào'\nhold = 0.5\n")).collect();
    let faults = faults_on(BOARD, "", &grave, FONT);
    assert_eq!((faults.len(), faults[50].message.code(), faults[50].is_error()), (51, "TextMore", true));
}

#[test]
fn boards_of_one_shape_and_items_of_one_file_are_said_once() {
    let site = |ids: &[&str]| -> String {
        let board =
            |id: &&str| format!("[[board]]\nid='{id}'\nsite='s'\nlink='virtual'\ngroups=['g']\n{BOARD}");
        format!("[[site]]\nid='s'\n{}", ids.iter().map(board).collect::<String>())
    };
    let files = Files {
        site: Some(source("bangtin.toml", &site(&["a", "b", "c"]))),
        playlists: vec![source("a.toml", "groups=['g']\n[[item]]\ntext='Kính chào quý khách'\nhold=2\n")],
        fonts: vec![source("bangtin-16.bdf", FONT)],
        ..Files::default()
    };
    assert_eq!(Library::open(&files, None).1.len(), 1);
}

#[test]
fn the_documents_name_every_rule_and_every_threshold_with_its_default() {
    let page = include_str!("../docs/lint.md");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| `")).collect();
    let ids: Vec<&str> = rows.iter().filter_map(|row| row.split('`').nth(1)).collect();
    assert_eq!(ids, Rule::ALL.iter().map(|rule| rule.id()).collect::<Vec<_>>());
    for (key, default) in Settings::KEYS {
        let said = rows.iter().any(|row| row.contains(&format!("`{key}` = {default}")));
        assert!(said, "docs/lint.md does not say `{key}` = {default}");
    }
    let never: Vec<&str> =
        Rule::ALL.iter().filter(|rule| !rule.can_be_silenced()).map(|rule| rule.id()).collect();
    assert!(page.contains(&format!("`{}`", never.join("`, `"))), "which rules cannot be silenced: {never:?}");
}
