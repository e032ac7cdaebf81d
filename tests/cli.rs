//! The commands as people and scripts meet them: what they print, what they write, and how they end.

#[path = "cli/journal.rs"]
mod journal;
#[path = "cli/plan.rs"]
mod plan;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangtin");

/// A copy of the example site in a folder of its own.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::fs::copy(project.join("bangtin.toml"), folder.path().join("bangtin.toml")).unwrap();
    for (name, ending) in [("playlists", "toml"), ("fonts", "bdf")] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
        for entry in std::fs::read_dir(project.join(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|found| found == ending) {
                std::fs::copy(&path, folder.path().join(name).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    folder
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn ran(output: &Output) -> Ran {
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

fn run(folder: &Path, args: &[&str]) -> Ran {
    ran(&Command::new(PROGRAM).current_dir(folder).args(args).output().unwrap())
}

fn run_with(folder: &Path, args: &[&str], input: &str) -> Ran {
    let file = folder.join("input");
    std::fs::write(&file, input).unwrap();
    let input = std::fs::File::open(file).unwrap();
    ran(&Command::new(PROGRAM).current_dir(folder).args(args).stdin(input).output().unwrap())
}

fn picture(path: PathBuf) -> image::RgbImage {
    image::open(path).unwrap().into_rgb8()
}

fn lit(picture: &image::RgbImage) -> usize {
    picture.pixels().filter(|pixel| pixel.0 != [0, 0, 0]).count()
}

#[test]
fn check_finds_nothing_wrong_with_the_example_site() {
    let folder = site();
    let ran = run(folder.path(), &["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "Không có lỗi: 2 bảng, 7 danh sách phát.\n"), "{}", ran.err);
    assert_eq!(
        run(folder.path(), &["--lang", "en", "check"]).out,
        "Nothing is wrong: 2 boards, 7 playlists.\n"
    );
}

#[test]
fn check_says_everything_that_is_wrong_with_place_caret_and_remedy() {
    let folder = site();
    let text = "groups = [\"thanh-pho\"]\n[[item]]\ntext = \"Một cửa ж\"\nhold = 9999\n[[item]]\ntext = \"a\"\n\
                fnt = \"x\"\nboards = [\"ubnd-cog\"]\n";
    std::fs::write(folder.path().join("playlists/sai.toml"), text).unwrap();
    let ran = run(folder.path(), &["check"]);
    assert_eq!(ran.code, 1);
    let elsewhere = ["sai.toml:3:17", "U+0436", "sai.toml:8:11", "`ubnd-cog`"];
    for said in ["sai.toml:4:8", "hold = 9999", "^^^^", "từ 0.5 đến 3600", "sai.toml:7:1", "`font`"]
        .iter()
        .chain(&elsewhere)
    {
        assert!(ran.err.contains(said), "{said} is not in\n{}", ran.err);
    }
    std::fs::write(
        folder.path().join("playlists/sai.toml"),
        text.replace("9999", "9").replace("fnt = \"x\"\n", ""),
    )
    .unwrap();
    let ran = run(folder.path(), &["check", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found: Vec<_> =
        rows.as_array().unwrap().iter().map(|row| (&row["code"], &row["line"], &row["column"])).collect();
    let expected = [("NoSuchBoard", 7, 11), ("NoSuchLetter", 3, 17)];
    assert_eq!(ran.code, 1);
    assert_eq!(found.len(), 2, "{rows:#}");
    for (code, line, column) in expected {
        assert!(found.contains(&(&code.into(), &line.into(), &column.into())), "{code}: {rows:#}");
    }
}

/// The codes of everything that is found, sorted, those of the files a person wrote wrong.
fn codes(folder: &Path) -> Vec<String> {
    let ran = run(folder, &["check", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let code = |row: &serde_json::Value| row["code"].as_str().unwrap().to_owned();
    let mut codes: Vec<String> = rows.as_array().unwrap().iter().map(code).collect();
    codes.sort();
    codes
}

#[test]
fn one_mistake_in_a_playlist_hides_no_other_and_a_wrong_name_hides_nothing_of_its_item() {
    let folder = site();
    let all = ["NoSuchBoard", "NoSuchColour", "NoSuchFont", "NoSuchGroup", "NoSuchLetter", "WantsDecimal"];
    let text = "boards = [\"hcc-sanh\"]\n[[item]]\ntext = \"Một\"\nhold = 9999\n\
                [[item]]\ntext = \"Một\"\nboards = [\"la\"]\nfont = \"khong-co\"\n\
                [[item]]\ntext = \"Một ж\"\ngroups = [\"la\"]\n[[item]]\ntext = \"Một\"\ncolour = \"green\"\n";
    std::fs::write(folder.path().join("playlists/sai.toml"), text).unwrap();
    assert_eq!(codes(folder.path()), all);
    // Nothing is made up about what could not be read.
    let text = "boards = 3\nblank = \"x\"\n[[item]]\ntext = \"Một\"\nfont = \"Ố\"\nhold = 9999\n";
    std::fs::write(folder.path().join("playlists/sai.toml"), text).unwrap();
    let found = codes(folder.path());
    assert!(found.iter().all(|code| code.starts_with("Wants")) && found.len() == 4, "{found:?}");
}

#[test]
fn what_is_wrong_with_the_site_file_is_said_once_and_not_of_every_playlist() {
    let folder = site();
    let path = folder.path().join("bangtin.toml");
    let good = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, good.replacen("height = ", "height = 0 # ", 1)).unwrap();
    assert_eq!(codes(folder.path()), ["FaceSize"]);
    std::fs::write(&path, format!("{good}\n= 3\n")).unwrap();
    let found = codes(folder.path());
    let names =
        |code: &String| code.starts_with("NoSuch") || code.starts_with("NoBoard") || code == "ForNobody";
    assert!(found.contains(&"TomlSyntax".to_owned()) && !found.iter().any(names), "{found:?}");
}

#[test]
fn what_an_item_silences_is_listed_with_its_reason_only_where_all_is_asked_for() {
    let folder = site();
    let text = "boards = [\"hcc-sanh\"]\n[[item]]\ntext = \"Mời vào\"\nhold = 1.5\nsilence = { D01 = \"thử bảng\" }\n";
    std::fs::write(folder.path().join("playlists/thu.toml"), text).unwrap();
    let quiet = run(folder.path(), &["check"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let all = run(folder.path(), &["check", "--all"]);
    assert_eq!(all.code, 0);
    assert!(all.err.contains("[D01]") && all.err.contains("bỏ qua vì: thử bảng"), "{}", all.err);
    let json = run(folder.path(), &["check", "--all", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&rows[0]["rule"], &rows[0]["silenced"]), (&"D01".into(), &"thử bảng".into()));
}

#[test]
fn check_looks_at_a_file_that_is_not_in_the_folder_yet() {
    let folder = site();
    let good = folder.path().join("moi.toml");
    std::fs::write(&good, "boards = [\"hcc-sanh\"]\n[[item]]\ntext = \"Một cửa\"\n").unwrap();
    assert_eq!(run(folder.path(), &["check", "moi.toml"]).code, 0);
    std::fs::write(&good, "boards = [\"hcc-sanh\"]\n[[item]]\ntext = \"Một cửa\"\ncolour = \"green\"\n")
        .unwrap();
    let ran = run(folder.path(), &["check", "moi.toml"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("Bảng `hcc-sanh` không hiển thị được màu `green`")
            && ran.err.contains("moi.toml:4:10")
    );
    assert_eq!(run(folder.path(), &["check", "khong-co.toml"]).code, 2);
}

#[test]
fn impossible_files_are_refused_in_a_sentence_and_quickly() {
    let folder = site();
    let long = format!("boards = [\"hcc-sanh\"]\n[[item]]\ntext = \"{}\"\n", "ế ".repeat(50_000));
    let cases = [
        (long, "100000 ký tự"),
        (String::new(), "không có mục nào"),
        ("item = []\n".to_owned(), ""),
        (
            "[[item]]\ntext = \"Nghiêngnghiêngnghiêngnghiêng\"\nboards = [\"hcc-sanh\"]\n".to_owned(),
            "scroll-left",
        ),
        ("[[item]]\ntext = \"\\u200b\"\nboards = [\"hcc-sanh\"]\n".to_owned(), "U+200B"),
        (format!("title = {}1{}\n", "[".repeat(100_000), "]".repeat(100_000)), "TOML"),
    ];
    for (text, said) in cases {
        std::fs::write(folder.path().join("playlists/thu.toml"), &text).unwrap();
        let ran = run(folder.path(), &["check"]);
        assert_eq!(ran.code, 1, "{}: {}", &text[..text.len().min(60)], ran.err);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    std::fs::write(folder.path().join("playlists/thu.toml"), vec![b'#'; (1 << 20) + 1]).unwrap();
    assert_eq!(run(folder.path(), &["check"]).code, 2);
    std::fs::write(folder.path().join("playlists/thu.toml"), [0xFF, 0xFE]).unwrap();
    assert!(run(folder.path(), &["check"]).err.contains("UTF-8"));
}

#[test]
fn a_command_without_a_site_file_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["check"][..], &["run"], &["preview", "--board", "b", "-o", "a.png"], &[]] {
        let ran = run(folder.path(), args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains("bangtin.toml"), "{args:?}: {}", ran.err);
    }
}

#[test]
fn preview_draws_dots_lamps_and_moving_pictures() {
    let folder = site();
    let at = "2026-11-24T07:05";
    let args = ["preview", "--board", "hcc-sanh", "--at", at];
    let with = |more: &[&str]| run(folder.path(), &[&args[..], more].concat());
    assert_eq!(with(&["-o", "a.png"]).code, 0);
    let dots = picture(folder.path().join("a.png"));
    assert_eq!(dots.dimensions(), (128, 32));
    assert!(lit(&dots) > 100);
    assert_eq!(
        run(
            folder.path(),
            &["preview", "--board", "hcc-sanh", "--at", "2026-11-24T00:05:00Z", "-o", "z.png"]
        )
        .code,
        0
    );
    assert_eq!(dots, picture(folder.path().join("z.png")), "the time of day is that of the site's zone");
    assert_eq!(with(&["--dots", "-o", "b.png"]).code, 0);
    assert_eq!(picture(folder.path().join("b.png")).dimensions(), (128 * 6, 32 * 6));
    assert_eq!(with(&["--for", "3s", "-o", "c.gif"]).code, 0);
    let bytes = std::fs::read(folder.path().join("c.gif")).unwrap();
    assert!(bytes.starts_with(b"GIF89a") && bytes.ends_with(b";"));
    let ran = with(&["-o", "a.jpg"]);
    assert_eq!(ran.code, 2);
    assert!(!folder.path().join("a.jpg").exists() && ran.err.contains(".png"));
    for bad in [["--at", "hôm qua"], ["--board", "hcc"], ["--for", "0s"], ["--for", "11m"]] {
        let mut all = vec!["preview", "--board", "hcc-sanh", "-o", "x.gif"];
        if bad[0] == "--board" {
            all.drain(1..3);
        }
        all.extend(bad);
        assert_eq!(run(folder.path(), &all).code, 2, "{bad:?}");
    }
}

#[test]
fn render_draws_one_still_or_says_why_it_cannot() {
    let folder = site();
    let render = |more: &[&str]| run(folder.path(), &[&["render", "-o", "a.png"][..], more].concat());
    assert_eq!(render(&["--text", "Một cửa", "--width", "80", "--height", "16", "--color", "amber"]).code, 0);
    let drawn = picture(folder.path().join("a.png"));
    assert_eq!(drawn.dimensions(), (80, 16));
    assert!(drawn.pixels().all(|pixel| [[0, 0, 0], [255, 160, 0]].contains(&pixel.0)));
    let cases = [
        (&["--text", "Một ж", "--width", "80", "--height", "16"][..], 1, "U+0436"),
        (&["--text", "Một cửa điện tử liên thông", "--width", "60", "--height", "16"], 1, "trang"),
        (&["--text", "Một", "--width", "0", "--height", "16"], 2, "0 × 16"),
        (&["--text", "Một", "--width", "60", "--height", "12"], 1, "16 hàng"),
        (&["--text", "Một", "--width", "60", "--height", "16", "--color", "đỏ"], 2, "`red`"),
        (&["--text", "Một", "--width", "60", "--height", "16", "--font", "times"], 1, "`bangtin-16`"),
        (&["--text", "", "--width", "60", "--height", "16"], 1, "0 ký tự"),
    ];
    for (args, code, said) in cases {
        let ran = render(args);
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
}

#[test]
fn wire_reads_frames_and_writes_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let hex = "41010b01000000000006ff0000008040\n";
    let decoded = run_with(folder.path(), &["wire", "decode", "ddp"], hex);
    assert_eq!(decoded.code, 0, "{}", decoded.err);
    assert_eq!(run_with(folder.path(), &["wire", "encode", "ddp"], &decoded.out).out, hex);
    let broken = run_with(
        folder.path(),
        &["wire", "decode", "ddp"],
        "41010b01000000000006ff00\n41030b01000000000000\n",
    );
    assert_eq!(broken.code, 1);
    assert_eq!(broken.out.lines().count(), 1, "the good line is read all the same");
    assert!(broken.err.contains("12"), "the offset: {}", broken.err);
    assert_eq!(run(folder.path(), &["wire", "decode", "dmx"]).code, 2);
    let bogus = run(folder.path(), &["simulate", "bogus", "--width", "8", "--height", "8"]);
    let offered =
        bogus.err.contains("Không có giao thức `bogus`") && bogus.err.contains("ddp, flaschen-taschen");
    assert!(bogus.code == 2 && offered, "{}", bogus.err);
}

#[test]
fn every_command_explains_itself_with_an_example() {
    let folder = tempfile::tempdir().unwrap();
    let commands = [
        &["--help"][..],
        &["run", "--help"],
        &["check", "--help"],
        &["preview", "--help"],
        &["render", "--help"],
        &["explain", "--help"],
        &["plan", "--help"],
        &["wire", "decode", "--help"],
        &["wire", "encode", "--help"],
        &["simulate", "--help"],
    ];
    for command in commands {
        let ran = run(folder.path(), command);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("bangtin") && ran.out.contains("Ví dụ"), "{command:?}:\n{}", ran.out);
    }
    assert_eq!(run(folder.path(), &["chay"]).code, 2);
}
