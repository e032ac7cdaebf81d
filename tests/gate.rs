//! The gate for texts, as the person meets it who has pasted something bad: a clear finding at the right place, quickly,
//! and never a board that shows half of it.

use std::path::Path;
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangtin");
const SITE: &str = "[[site]]\nid = \"x\"\n[[board]]\nid = \"b\"\nsite = \"x\"\nwidth = 192\nheight = 64\nlink = \"virtual\"\n";

/// A site of one board with this playlist, as bytes.
fn site(playlist: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bangtin.toml"), SITE).unwrap();
    for name in ["playlists", "fonts"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    let font = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/bangtin-16.bdf");
    std::fs::copy(font, folder.path().join("fonts/bangtin-16.bdf")).unwrap();
    std::fs::write(folder.path().join("playlists/a.toml"), playlist).unwrap();
    folder
}

fn run(folder: &Path, args: &[&str]) -> (i32, String) {
    let Output { status, stdout, stderr } =
        Command::new(PROGRAM).current_dir(folder).args(args).output().unwrap();
    let said = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert!(!said.contains("panicked"), "{said}");
    (status.code().expect("no signal ended it"), said)
}

/// What `check` says of a playlist with one item of this text.
fn check(text: &str) -> (i32, String) {
    let playlist = format!("boards = [\"b\"]\n[[item]]\ntext = \"{text}\"\n");
    run(site(playlist.as_bytes()).path(), &["--lang", "en", "check"])
}

#[test]
fn characters_nobody_sees_and_letters_of_other_alphabets_are_pointed_at() {
    let cases = [
        ("Một\u{200B} cửa", "U+200B", "3:12"),
        ("Một\u{202E} cửa", "U+202E", "3:12"),
        ("Một\u{2066} cửa", "U+2066", "3:12"),
        ("Một\u{FEFF} cửa", "U+FEFF", "3:12"),
        ("Một \u{E001}", "U+E001", "3:13"),
        ("Một cửa \u{F0000}", "U+F0000", "3:17"),
        ("Một \u{1F4DE} cửa", "U+1F4DE", "3:13"),
        ("Một \u{301}cửa", "U+0301", "3:13"),
        ("Một cửа", "U+0430", "3:15"),
        ("Ðúng hẹn", "U+00D0", "3:9"),
        ("Zürich", "U+00FC", "3:10"),
    ];
    for (text, code, place) in cases {
        let (exit, said) = check(text);
        assert_eq!(exit, 1, "{text:?}: {said}");
        assert!(said.contains(code) && said.contains(&format!("a.toml:{place}")), "{text:?}: {said}");
    }
}

#[test]
fn decomposed_letters_are_composed_and_shown() {
    let (_, said) = check("Mo\u{323}\u{302}t cu\u{309a}\u{31b}a");
    assert!(said.contains("U+309A"), "a mark of another script stays what it is: {said}");
    let (_, decomposed) = check("Mo\u{323}\u{302}t cu\u{31b}\u{309}a");
    assert!(!decomposed.contains("error"), "{decomposed}");
}

#[test]
fn a_megabyte_in_one_item_is_refused_at_once_in_a_short_sentence() {
    let begun = bangtin::clock::wall_now();
    for (length, words) in [(900_000, "has 900000 characters"), (1_100_000, "is larger than 1024 KiB")] {
        let (exit, said) = check(&"a".repeat(length));
        assert_ne!(exit, 0);
        assert!(said.contains(words) && said.len() < 2_000, "{}", &said[..said.len().min(2_000)]);
    }
    let took = bangtin::clock::wall_now().duration_since(begun);
    assert!(took.as_secs() < 5, "{took:?}");
}

#[test]
fn texts_of_several_old_encodings_in_one_file_are_each_told_apart_and_converted() {
    let playlist = "# Ghi chú\nboards = [\"b\"]\n[[item]]\ntext = \"Nộp hồ sơ tại nhà, nhận kết quả tại chỗ\"\n\
        [[item]]\ntext = \"DÞch vô c«ng trùc tuyÕn\"\n[[item]]\ntext = \"Noäp hoà sô tröïc tuyeán\"\n\
        [[item]]\ntext = \"Người dân hài lòng là thước đo phục vụ\"\n";
    let site = site(playlist.as_bytes());
    let (exit, said) = run(site.path(), &["--lang", "en", "check"]);
    assert_eq!(exit, 1);
    for (name, place, preview) in
        [("TCVN3", "a.toml:6:8", "Dịch vụ công trực tuyến"), ("VNI", "a.toml:8:8", "Nộp hồ sơ trực tuyến")]
    {
        assert!(said.contains(name) && said.contains(place) && said.contains(preview), "{said}");
    }
    let (exit, said) =
        run(site.path(), &["--lang", "en", "convert", "playlists/a.toml", "-o", "playlists/a.toml"]);
    assert_eq!(exit, 1, "capitals of one of the encodings are to be checked: {said}");
    let converted = std::fs::read_to_string(site.path().join("playlists/a.toml")).unwrap();
    assert_eq!(
        converted,
        playlist
            .replace("DÞch vô c«ng trùc tuyÕn", "Dịch vụ công trực tuyến")
            .replace("Noäp hoà sô tröïc tuyeán", "Nộp hồ sơ trực tuyến")
    );
    assert!(!run(site.path(), &["--lang", "en", "check"]).1.contains("error"));
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_its_encoding_and_can_be_converted() {
    let old = b"boards = [\"b\"]\n[[item]]\ntext = \"D\xDEch v\xF4 c\xABng tr\xF9c tuy\xD5n\"\n";
    let new = "boards = [\"b\"]\n[[item]]\ntext = \"Dịch vụ công trực tuyến\"\n";
    let site = site(old);
    let (_, said) = run(site.path(), &["check"]);
    assert!(said.contains("TCVN3") && said.contains("Dịch vụ công trực tuyến"), "{said}");
    assert!(said.contains("bangtin convert playlists/a.toml"), "{said}");
    let (_, said) = run(site.path(), &["convert", "playlists/a.toml"]);
    assert!(said.starts_with(new), "printed when no output is named: {said}");
    assert_eq!(std::fs::read(site.path().join("playlists/a.toml")).unwrap(), old, "and nothing was touched");

    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(new.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(site.path().join("u.toml"), utf16).unwrap();
    let (exit, said) = run(site.path(), &["convert", "u.toml"]);
    assert!(exit == 0 && said.starts_with(new), "{said}");

    std::fs::write(site.path().join("junk"), [0xC3, 0x28, 0xFF, 0x81, b'\n']).unwrap();
    assert_eq!(run(site.path(), &["convert", "junk"]).0, 2);
    let (exit, said) = run(site.path(), &["convert", "junk", "--from", "morse"]);
    assert!(exit == 2 && said.contains("TCVN3, VNI, VIQR"), "{said}");
}
