//! Golden pictures: what boards show, dot for dot, as it was once looked at and found good.
//!
//! `BANGTIN_BLESS=1 cargo test --test golden` draws them anew, after a change that is meant to be seen: look at each.

use bangtin::frame::Frame;
use bangtin::player::Programme;
use bangtin::report::Source;
use bangtin::schedule::{Layer, Shown};
use bangtin::site::{Files, Library};
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares with the golden picture of this name, or draws it anew.
fn golden(name: &str, programme: &Programme, at: Timestamp) {
    compare(name, &programme.at(at).window().unwrap().to_frame());
}

fn compare(name: &str, frame: &Frame) {
    let file: PathBuf = project().join("tests/golden").join(format!("{name}.png"));
    if std::env::var_os("BANGTIN_BLESS").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, bangtin::frame::picture::png(frame).unwrap()).unwrap();
    }
    let known = image::open(&file).unwrap_or_else(|error| panic!("{name}: {error}")).into_rgb8();
    let same =
        (known.width(), known.height()) == (frame.width(), frame.height()) && known.as_raw() == frame.rgb();
    assert!(same, "{name} shows other dots now:\n{frame:?}");
}

/// The day that pictures are drawn on, an ordinary one; its turns begin at its midnight.
fn instant(programme: &Programme, seconds_into_the_round: f64) -> Timestamp {
    let zone = programme.plan().calendar().zone();
    let midnight = zone.to_timestamp(jiff::civil::date(2026, 11, 24).at(0, 0, 0, 0)).unwrap();
    let length = programme.length().as_secs_f64();
    assert!(seconds_into_the_round < length, "the round is over after {length} s");
    midnight + jiff::SignedDuration::from_secs_f64(seconds_into_the_round)
}

fn source(name: &str, text: String) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text })
}

/// A board of these keys that shows these items.
fn board(keys: &str, items: &str) -> Programme {
    let font =
        |name: &str| source(name, std::fs::read_to_string(project().join("fonts").join(name)).unwrap());
    let site = format!(
        "[[site]]\nid = \"x\"\nname = \"x\"\n[lint]\nshort_part = 0\nletters_lost_per_s = 60\n[[board]]\nid = \"b\"\nsite = \"x\"\nlink = \"virtual\"\n{keys}\n"
    );
    let files = Files {
        site: Some(source("bangtin.toml", site)),
        playlists: vec![source("a.toml", format!("boards = [\"b\"]\n{items}"))],
        fonts: vec![font("bangtin-16.bdf"), font("bangtin-24.bdf")],
        ..Files::default()
    };
    let (library, faults) = Library::open(&files, None);
    assert!(
        !faults.iter().any(bangtin::report::Fault::is_error),
        "{}",
        bangtin::report::render(&faults, bangtin::report::Lang::En, false)
    );
    library.programme(library.board("b").unwrap())
}

#[test]
fn every_item_of_the_example_site_on_both_boards() {
    let (library, faults) = Library::open(&bangtin::site::read(&project().join("bangtin.toml")), None);
    assert!(faults.is_empty());
    for id in ["ubnd-cong", "hcc-sanh"] {
        let programme = library.programme(library.board(id).unwrap());
        let plan = programme.plan();
        let entries = (0..plan.len()).filter(|entry| plan.choice(*entry).unwrap().layer != Layer::Standby);
        for (number, entry) in entries.enumerate() {
            let reel = programme.draw(Shown::Entry(entry), 100);
            // Three seconds in, and the last page: a movement is in full view, pages are told apart.
            let end = plan.showing(entry).unwrap() - Duration::from_secs(1);
            for (name, at) in [("a", Duration::from_secs(3)), ("z", end)] {
                let frame = reel.window(reel.cut(at)).unwrap().to_frame();
                compare(&format!("{id}-{number:02}-{name}"), &frame);
            }
        }
    }
}

#[test]
fn lines_stand_left_centred_and_right() {
    for align in ["left", "center", "right"] {
        let items = format!("[[item]]\ntext = \"Một cửa\\nđúng hẹn\"\nalign = \"{align}\"\n");
        let programme = board("width = 96\nheight = 40\ncolour = \"amber\"", &items);
        golden(&format!("align-{align}"), &programme, instant(&programme, 1.0));
    }
}

#[test]
fn a_tall_board_shows_the_face_of_twenty_four_rows() {
    let items = |text: &str| format!("[[item]]\ntext = \"{text}\"\nfont = \"bangtin-24\"\n");
    let two_lines =
        board("width = 192\nheight = 64\ncolour = \"amber\"", &items("Nộp hồ sơ qua\\nMẠNG ĐỂ ĐỠ TỐN"));
    golden("tall-192x64", &two_lines, instant(&two_lines, 1.0));
    let one_line = board("width = 128\nheight = 32\ncolour = \"red\"", &items("Khẩn: lũ lớn"));
    golden("tall-128x32", &one_line, instant(&one_line, 1.0));
}

#[test]
fn a_two_colour_board_shows_its_third_colour() {
    let items = "[[item]]\ntext = \"Khẩn trương\"\ncolour = \"yellow\"\n";
    let programme = board("width = 128\nheight = 16\ncolour = [\"red\", \"green\"]", items);
    golden("two-colours", &programme, instant(&programme, 1.0));
}

#[test]
fn a_line_begins_and_ends_with_one_lit_column() {
    let items = "[[item]]\ntext = \"Hồ sơ\"\nmotion = \"scroll-left\"\nspeed = 20\npasses = 1\n";
    let programme = board("width = 48\nheight = 16", items);
    let last = programme.length().as_secs_f64() - 0.02;
    for (name, at) in [("begin", 0.0), ("middle", 2.4), ("end", last)] {
        golden(&format!("scroll-left-{name}"), &programme, instant(&programme, at));
    }
}

#[test]
fn lines_rise_from_below() {
    let items = "[[item]]\ntext = \"Công khai\\nMinh bạch\"\nmotion = \"scroll-up\"\nspeed = 8\npasses = 1\n";
    let programme = board("width = 96\nheight = 32", items);
    let last = programme.length().as_secs_f64() - 0.02;
    for (name, at) in [("begin", 0.0), ("middle", 4.0), ("end", last)] {
        golden(&format!("scroll-up-{name}"), &programme, instant(&programme, at));
    }
}

#[test]
fn a_long_text_is_paged_evenly_and_a_no_break_space_keeps_words_together() {
    let items = "[[item]]\ntext = \"Thủ tục hành\u{a0}chính công\u{a0}khai, người\u{a0}dân giám\u{a0}sát, cán\u{a0}bộ tận\u{a0}tâm\"\nhold = 2\nmotion = \"hold\"\n";
    let programme = board("width = 128\nheight = 32", items);
    golden("pages-first", &programme, instant(&programme, 1.0));
    golden("pages-last", &programme, instant(&programme, programme.length().as_secs_f64() - 1.0));
}

#[test]
fn texts_without_a_wish_are_set_as_their_board_allows() {
    let cases = [
        ("192x64-short", "width = 192\nheight = 64", "Kính chào quý khách\\nXin mời vào"),
        (
            "192x64-long",
            "width = 192\nheight = 64",
            "Mức độ 3: điền mẫu đơn và gửi hồ sơ qua mạng, nhận kết quả tại bộ phận một cửa",
        ),
        ("96x48", "width = 96\nheight = 48", "Thủy điện xả lũ từ 14 giờ: không xuống lòng sông, suối"),
        ("128x32", "width = 128\nheight = 32", "Bão gần bờ, gió giật mạnh: hãy ở trong nhà kiên cố"),
        (
            "320x32",
            "width = 320\nheight = 32",
            "Bưu chính công ích: người dân không phải đi lại, hồ sơ vẫn đến đúng nơi, kết quả về tận tay",
        ),
    ];
    for (name, keys, text) in cases {
        let programme = board(keys, &format!("[[item]]\ntext = \"{text}\"\n"));
        golden(&format!("fit-{name}-a"), &programme, instant(&programme, 1.0));
        let last = programme.length().as_secs_f64() - 1.0;
        golden(&format!("fit-{name}-z"), &programme, instant(&programme, last));
    }
}

#[test]
fn a_board_with_nothing_to_show_shows_the_compiled_in_frame() {
    use bangtin::frame::{Colour, Face, Palette};
    let programme = Programme::last_resort(Face::new(64, 32).unwrap(), Palette::One(Colour::Red));
    golden("last-resort", &programme, Timestamp::UNIX_EPOCH);
}
