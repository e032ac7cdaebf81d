//! What is seen and said of drafts on a small made-up site.

use super::*;
use crate::report::Lang;
use crate::site::Files;

const SITE: &str = r#"
[[site]]
id = "ubnd"
name = "UBND"
[[board]]
id = "a"
name = "Cổng A"
site = "ubnd"
width = 96
height = 32
pitch_mm = 10
link = "virtual"
[[board]]
id = "b"
name = "Cổng B"
site = "ubnd"
width = 96
height = 32
pitch_mm = 10
link = "virtual"
[[board]]
id = "c"
name = "Sảnh"
site = "ubnd"
width = 192
height = 64
pitch_mm = 5
link = "virtual"
"#;

fn library() -> Library {
    let file = |name: &str, text: &str| Arc::new(Source { name: name.into(), text: text.into() });
    let font = |name: &str| {
        let path = format!("{}/fonts/{name}.bdf", env!("CARGO_MANIFEST_DIR"));
        file(&format!("fonts/{name}.bdf"), &std::fs::read_to_string(path).unwrap())
    };
    let files = Files {
        site: Some(file("bangtin.toml", SITE)),
        fonts: vec![font("bangtin-12"), font("bangtin-16"), font("bangtin-24")],
        ..Files::default()
    };
    Library::open(&files, None).0
}

fn proof(library: &Library, text: &str) -> Proof {
    let asof = "2026-11-24T05:03:11Z".parse().unwrap();
    library.proof(&Draft { id: "nhap", text, item: Some(0), boards: None }, Some(asof))
}

fn item(rest: &str) -> String {
    format!("boards = [\"a\", \"b\", \"c\"]\n[[item]]\n{rest}\n")
}

/// The text after the first fix of the first finding of this code.
fn fixed(text: &str, code: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    let proof = proof(&library(), &item(&format!("text = {quoted}")));
    let found = proof.found.iter().find(|found| found.fault.message.code() == code);
    let found = found.unwrap_or_else(|| panic!("no {code} in {:?}", proof.found));
    let Some(Edit::Words(range, with)) = found.fixes.first().map(|fix| fix.edit.clone()) else {
        panic!("no words in {:?}", found.fixes);
    };
    let letters: Vec<char> = text.chars().collect();
    let part = |range: Range<usize>| letters[range].iter().collect::<String>();
    part(0..range.start) + &with + &part(range.end..letters.len())
}

#[test]
fn boards_on_which_it_looks_the_same_are_drawn_once() {
    let proof = proof(&library(), &item("text = \"Một cửa\""));
    let ids: Vec<_> = proof.boards.iter().map(|shown| shown.ids.join(" ")).collect();
    assert_eq!((ids, proof.more), (vec!["a b".to_owned(), "c".to_owned()], 0));
    let picture = proof.boards[1].drawn.as_ref().unwrap();
    assert!(picture.reel.raster().is_lit());
    assert!(proof.found.is_empty(), "{:?}", proof.found);
}

#[test]
fn one_press_writes_what_is_right_whatever_stands_before_it() {
    for (text, code, right) in [
        ("Trả kết qủa", "ToneMisplaced", "Trả kết quả"),
        ("Hẹn \"gặp\"\nNộp dich vụ công", "PhraseMeant", "Hẹn \"gặp\"\nNộp dịch vụ công"),
        ("Nộp hồ sơ  sớm", "SpacesDoubled", "Nộp hồ sơ sớm"),
        ("Nộp hồ sơ , đúng hẹn", "SpaceBefore", "Nộp hồ sơ, đúng hẹn"),
        ("Nộp hồ sơ,đúng hẹn", "SpaceMissing", "Nộp hồ sơ, đúng hẹn"),
        ("Kết quả của\ncủa người dân", "WordRepeated", "Kết quả của người dân"),
        ("Đến UBND nhé", "AbbreviationUnexplained", "Đến Ủy ban nhân dân nhé"),
        ("Thứ Hai, ngày 24/11/2026", "WeekdayWrong", "Thứ Ba, ngày 24/11/2026"),
        ("DÞch vô c«ng trùc tuyÕn", "LegacyDraft", "Dịch vụ công trực tuyến"),
        ("Nộp hồ sо", "LookAlike", "Nộp hồ so"),
        ("Một\u{200B} cửa", "StrayLetter", "Một cửa"),
        ("Mo\u{323}\u{302}t cửa", "TextComposed", "Một cửa"),
        // The letters before it are written apart, and count as they are written.
        ("Mo\u{323}\u{302}t kết qủa", "ToneMisplaced", "Mo\u{323}\u{302}t kết quả"),
        ("  Trả kết qủa", "ToneMisplaced", "  Trả kết quả"),
    ] {
        assert_eq!(fixed(text, code), right, "{text}");
    }
}

#[test]
fn what_fits_no_board_is_mended_by_the_keys_that_were_tried() {
    let library = library();
    let proof =
        proof(&library, &item("text = \"Nghiêngngảnghiêng\"\nfont = \"bangtin-24\"\nmotion = \"hold\""));
    let shown = proof.boards[0].drawn.as_ref().unwrap_err();
    assert!(shown.sentence(Lang::Vi).contains("bangtin-24"));
    let found = proof.found.iter().find(|found| found.fault.is_error()).unwrap();
    assert_eq!(found.field.as_deref(), Some("text"));
    for fix in &found.fixes {
        let Edit::Keys(keys) = &fix.edit else { panic!("{fix:?}") };
        let of = |key: &str, other: &str| {
            let found = keys.iter().find(|(name, _)| name == key);
            found.and_then(|(_, value)| value.as_ref()?.as_str()).unwrap_or(other).to_owned()
        };
        let (font, motion) = (of("font", "bangtin-24"), of("motion", "hold"));
        let text = format!("text = \"Nghiêngngảnghiêng\"\nfont = \"{font}\"\nmotion = \"{motion}\"");
        let mended = super::tests::proof(&library, &item(&text));
        assert!(mended.boards[0].drawn.is_ok(), "{fix:?}");
    }
    assert!(!found.fixes.is_empty());
}

#[test]
fn it_is_drawn_while_something_else_is_still_wrong_and_that_has_its_field() {
    let proof = proof(&library(), &item("text = \"Mưa lớn\"\nclass = \"priority\"\nhold = 0\nspeed = 9"));
    assert_eq!(proof.boards.len(), 2);
    let fields: Vec<_> = proof.found.iter().map(|found| (found.field.as_deref(), found.item)).collect();
    assert_eq!(fields, [(Some("class"), Some(0)), (Some("hold"), Some(0)), (Some("speed"), Some(0))]);
    let expiry = &proof.found[0].fixes[0];
    assert_eq!(expiry.label.say(Lang::Vi), "Hết hạn lúc 12:00, 25/11/2026");
    let keys = vec![("expires_at".to_owned(), Some("2026-11-25T12:00:00".into()))];
    assert_eq!(expiry.edit, Edit::Keys(keys));
}

#[test]
fn nonsense_is_said_and_nothing_is_drawn() {
    for text in ["", "[[item]", "item = 3", "[[item]]", "[[item]]\ntext = 3", "\u{0}", "x = '''"] {
        let proof = proof(&library(), text);
        assert!(proof.boards.is_empty() && !proof.found.is_empty(), "{text:?}");
    }
}
