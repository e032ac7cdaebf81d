//! The choice of font, of pages or scrolling, and what is offered where a text cannot be shown.

use bangtin::player::Programme;
use bangtin::report::{Fault, Lang, Source};
use bangtin::scene::{Fit, Form};
use bangtin::site::{Files, Library};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

fn source(name: &str, text: String) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text })
}

/// A font of the project, by the name it is to have here.
fn font(name: &str, file: &str) -> Arc<Source> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(file);
    source(&format!("fonts/{name}.bdf"), std::fs::read_to_string(path).unwrap())
}

/// A board of this size with these keys, all fonts of the project, and these items.
fn open(size: (u16, u16), keys: &str, items: &str, fonts: Vec<Arc<Source>>) -> (Programme, Vec<Fault>) {
    let site = format!(
        "[[site]]\nid='x'\n[[board]]\nid='b'\nsite='x'\nlink='virtual'\nwidth={}\nheight={}\n{keys}\n",
        size.0, size.1
    );
    let playlists = vec![source("a.toml", format!("boards=['b']\n{items}"))];
    let files = Files { site: Some(source("bangtin.toml", site)), playlists, fonts, ..Files::default() };
    let (library, faults) = Library::open(&files, None);
    (library.programme(library.board("b").unwrap()), faults)
}

fn two_fonts() -> Vec<Arc<Source>> {
    vec![font("bangtin-16", "bangtin-16.bdf"), font("bangtin-24", "bangtin-24.bdf")]
}

fn item(text: &str, keys: &str) -> String {
    format!("[[item]]\ntext = \"\"\"\n{text}\"\"\"\n{keys}\n")
}

fn epoch() -> jiff::Timestamp {
    "2020-01-01T00:00:00Z".parse().unwrap()
}

#[test]
fn where_nothing_can_move_what_would_move_stands_in_pages_and_scrolling_is_no_advice() {
    let standing = "protocol='xixun'\n";
    for keys in ["motion = 'scroll-left'", "motion = 'scroll-up'", ""] {
        let (programme, faults) = open((96, 32), standing, &item(LONG, keys), two_fonts());
        assert!(faults.iter().all(|f| !f.is_error()), "{}", faults[0].sentence(Lang::En));
        let form = programme.fit(&programme.slot(epoch())).expect("an item is shown").form;
        assert!(matches!(form, Form::Pages { pages, .. } if pages > 1), "{form:?}");
    }
    let (_, faults) = open((24, 16), standing, &item("nghiêng nghiêng", "font = 'bangtin-16'"), two_fonts());
    let said = faults.iter().map(|fault| fault.sentence(Lang::En)).collect::<String>();
    assert!(said.contains("nghiêng") && !said.contains("scroll"), "{said}");
}

/// How a text is shown on a board of this size where nobody wishes for anything but these keys.
fn fit(size: (u16, u16), text: &str, keys: &str) -> Fit {
    let (programme, faults) = open(size, "", &item(text, keys), two_fonts());
    assert!(faults.iter().all(|f| !f.is_error()), "{}", faults[0].sentence(Lang::En));
    programme.fit(&programme.slot(epoch())).expect("an item is shown").clone()
}

fn sentences(size: (u16, u16), text: &str, keys: &str) -> Vec<String> {
    let (_, faults) = open(size, "", &item(text, keys), two_fonts());
    faults.iter().map(|fault| fault.sentence(Lang::Vi)).collect()
}

#[test]
fn a_short_text_is_as_large_as_the_board_allows_and_a_wish_is_kept() {
    let large = fit((192, 64), "Xin mời vào", "");
    assert_eq!((large.font.as_str(), large.form), ("bangtin-24", Form::Pages { pages: 1, lines: 1 }));
    assert_eq!(fit((192, 64), "Xin mời vào", "font = \"bangtin-16\"").font, "bangtin-16");
    assert_eq!(fit((192, 64), "Xin mời vào", "font = \"auto\"").font, "bangtin-24");
    assert_eq!(fit((192, 16), "Xin mời vào", "").font, "bangtin-16", "what is too high is not chosen");
    let (programme, _) = open((192, 64), "font = \"bangtin-16\"", &item("Xin mời vào", ""), two_fonts());
    assert_eq!(programme.fit(&programme.slot(epoch())).unwrap().font, "bangtin-16", "the board's wish");
}

#[test]
fn only_plain_fonts_of_the_project_are_ever_chosen_unasked() {
    let strangers = ["aaa", "bangtin", "bangtin-24-dam", "terminus-24"];
    let mut fonts: Vec<_> = strangers.iter().map(|name| font(name, "bangtin-24.bdf")).collect();
    fonts.push(font("bangtin-16", "bangtin-16.bdf"));
    let (programme, faults) = open((192, 64), "", &item("Xin mời vào", ""), fonts);
    assert!(faults.is_empty());
    assert_eq!(programme.fit(&programme.slot(epoch())).unwrap().font, "bangtin-16");
    let (_, faults) = open((192, 64), "", &item("Xin mời vào", ""), vec![font("aaa", "bangtin-24.bdf")]);
    assert!(faults.iter().all(|fault| fault.message.code() == "NoOwnFont") && !faults.is_empty());
}

const LONG: &str =
    "Bưu chính công ích: người dân không phải đi lại, hồ sơ vẫn đến đúng nơi, kết quả về tận tay";

#[test]
fn a_text_of_more_than_two_pages_scrolls_at_a_legible_speed_unless_it_is_to_stand() {
    let Form::ScrollLeft { speed } = fit((128, 16), LONG, "").form else { panic!("it should scroll") };
    assert_eq!(speed, 60, "at most ten letters a second, and one dot a frame");
    assert!(matches!(fit((128, 16), LONG, "motion = \"hold\"").form, Form::Pages { pages: 5.., .. }));
    assert!(matches!(fit((64, 16), LONG, "").form, Form::Pages { .. }), "64 dots show no three syllables");
    assert!(matches!(fit((192, 64), LONG, "").form, Form::Pages { pages: ..=2, .. }));
}

#[test]
fn a_page_stands_as_long_as_it_takes_to_read() {
    let length = |text: &str, keys: &str| open((320, 64), "", &item(text, keys), two_fonts()).0.length();
    assert_eq!(length("Xin mời vào", ""), Duration::from_secs(8));
    let tall = "Một hai ba bốn năm\nsáu bảy tám chín mười\nmột hai ba bốn năm";
    let plain = "font = \"bangtin-16\"";
    assert_eq!(length(tall, plain), Duration::from_millis(8500), "15 syllables on one page");
    assert_eq!(length(tall, "font = \"bangtin-16\"\nhold = 6"), Duration::from_secs(6), "a wish is a wish");
}

#[test]
fn what_cannot_be_shown_is_refused_with_what_was_tried_and_works() {
    let word = "Truy cập dichvucong.gov.vn";
    assert_eq!(
        sentences((128, 32), word, "font = \"bangtin-24\"\nmotion = \"hold\""),
        ["Từ \"dichvucong.gov.vn\" rộng 153 điểm ảnh với phông `bangtin-24`, bảng `b` chỉ rộng 128. \
          Dùng được: `font = \"bangtin-16\"`, `motion = \"scroll-left\"`."]
    );
    assert_eq!(
        sentences((64, 16), "Mời", "font = \"bangtin-24\""),
        ["Phông `bangtin-24` cao 24 hàng, bảng `b` chỉ có 16 hàng. Dùng được: `font = \"bangtin-16\"`."]
    );
    assert_eq!(
        sentences((64, 8), "Mời", ""),
        [
            "Phông thấp nhất `bangtin-16` cao 16 hàng, bảng `b` chỉ có 8 hàng. Hãy chép thêm phông thấp hơn vào thư mục phông."
        ]
    );
    // What is offered does work.
    fit((128, 32), word, "font = \"bangtin-16\"\nmotion = \"hold\"");
    fit((128, 32), word, "font = \"bangtin-24\"\nmotion = \"scroll-left\"");
}

#[test]
fn texts_of_every_kind_are_laid_out_in_bounded_time() {
    let longest = 2000;
    for (word, size) in [
        ("a ", (4096, 256)),
        ("a ", (1024, 1024)),
        ("\u{a0}a ", (64, 16)),
        ("a\n", (192, 64)),
        ("ỗ", (192, 64)),
    ] {
        let text: String = word.chars().cycle().take(longest).collect();
        let begun = bangtin::clock::since_start();
        let _ = open(size, "", &item(text.trim(), ""), two_fonts());
        let took = begun();
        println!("{word:?} on {size:?}: {took:?}");
        assert!(took < Duration::from_secs(5), "{word:?} on {size:?} took {took:?}");
    }
    let begun = bangtin::clock::since_start();
    let (_, faults) = open((192, 64), "", &item(&"ế ".repeat(250_000), ""), two_fonts());
    assert!(faults.iter().any(|fault| fault.message.code() == "TextLength"));
    assert!(begun() < Duration::from_secs(3), "a text of a megabyte is not even laid out");
}

#[test]
fn ten_thousand_items_are_laid_out_quickly() {
    let slogans =
        [LONG, "Xin mời vào", "Nộp hồ sơ qua mạng, khỏi mất công xếp hàng", "Gọi 112 khi cần cứu hộ"];
    let items: String = slogans.iter().cycle().take(1000).map(|text| item(text, "")).collect();
    let (programme, _) = open((192, 64), "", &items, two_fonts());
    assert!(!programme.length().is_zero());
    let source = source("a.toml", format!("boards=['b']\n{items}"));
    let playlist = Arc::new(bangtin::playlist::Playlist::parse("a", &source).0.unwrap());
    let mut fonts = bangtin::scene::Fonts::default();
    for file in two_fonts() {
        let name = file.name.trim_start_matches("fonts/").trim_end_matches(".bdf").to_owned();
        fonts.insert(bangtin::scene::Font::from_bdf(&name, &file.text).unwrap());
    }
    let stage = bangtin::player::Stage {
        reach: bangtin::playlist::Reach { board: "b".to_owned(), ..Default::default() },
        setting: bangtin::schedule::Setting::default(),
        default: None,
        face: bangtin::frame::Face::new(192, 64).unwrap(),
        palette: bangtin::frame::Palette::Rgb,
        font: "auto".to_owned(),
        max_fps: 60,
        moves: true,
        compounds: Arc::default(),
        permits: Arc::default(),
    };
    let begun = bangtin::clock::since_start();
    for _ in 0..20 {
        let _ = Programme::new(&stage, [&playlist], &fonts);
    }
    let took = begun();
    println!("20,000 layouts took {took:?}");
    assert!(took < Duration::from_secs(20), "{took:?}");
}
