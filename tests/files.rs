//! Good files, broken files and missing files, as a site lives through them: what is lit and what is said.

use bangtin::player::Shown;
use bangtin::report::{Fault, Lang};
use bangtin::site::{Library, read};
use std::path::Path;

/// A site of one small board, with the built-in font, in a folder that goes with the test.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["playlists", "fonts"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    std::fs::copy(repository.join("fonts/bangtin-16.bdf"), folder.path().join("fonts/bangtin-16.bdf"))
        .unwrap();
    let board = "id='b'\nsite='s'\nwidth=128\nheight=32\nlink='virtual'\n";
    write(&folder, "bangtin.toml", &format!("[[site]]\nid='s'\n[[board]]\n{board}"));
    write(&folder, "playlists/a.toml", &playlist("Một cửa"));
    folder
}

fn playlist(text: &str) -> String {
    format!("boards=['b']\n[[item]]\ntext='{text}'\n")
}

fn write(folder: &tempfile::TempDir, name: &str, text: &str) {
    std::fs::write(folder.path().join(name), text).unwrap();
}

fn files(folder: &tempfile::TempDir) -> bangtin::site::Files {
    read(&folder.path().join("bangtin.toml"))
}

/// What the board shows by a library: the words, or nothing but the frame of last resort.
fn words(library: &Library) -> Option<String> {
    let programme = library.programme(library.board("b").unwrap());
    let slot = programme.slot("2026-11-24T00:00:00Z".parse().unwrap());
    (slot.shown != Shown::LastResort).then(|| programme.on_air(&slot).text)
}

fn codes(faults: &[Fault]) -> Vec<&'static str> {
    faults.iter().map(|fault| fault.message.code()).collect()
}

#[test]
fn the_example_site_has_nothing_to_complain_of() {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("bangtin.toml");
    let (library, faults) = Library::open(&read(&config), None);
    let said: Vec<String> = faults.iter().map(|fault| fault.sentence(Lang::En)).collect();
    assert_eq!(said, Vec::<String>::new());
    assert!(!library.site.boards.is_empty());
    for board in &library.site.boards {
        assert!(!library.programme(board).length().is_zero(), "{} has words to show", board.id.value);
    }
}

#[test]
fn a_playlist_that_was_broken_keeps_its_last_good_version_until_it_is_mended() {
    let folder = site();
    let (library, faults) = Library::open(&files(&folder), None);
    assert_eq!((words(&library).as_deref(), codes(&faults).len()), (Some("Một cửa"), 0));

    for (broken, code) in [
        ("boards=['b']\n[[item]]\ntxet='Sai'\n", "UnknownKey"),
        ("[[item]\n", "TomlSyntax"),
        ("boards=['b']\n", "NoItems"),
        ("boards=['c']\n[[item]]\ntext='Sai'\n", "NoSuchBoard"),
        ("sites=['t']\n[[item]]\ntext='Sai'\n", "NoBoardAtSite"),
        ("tags=['t']\n[[item]]\ntext='Sai'\n", "NoSuchTag"),
        ("boards=['b']\nexpires_at=2026-02-30\n[[item]]\ntext='Sai'\n", "NoSuchTime"),
        ("boards=['b']\nwindows=[{only_on=['tte']}]\n[[item]]\ntext='Sai'\n", "NoSuchDays"),
        ("boards=['b']\nclass='emergency'\n[[item]]\ntext='Sai'\n", "ClassNeedsExpiry"),
    ] {
        write(&folder, "playlists/a.toml", broken);
        let (kept, faults) = library.renew(&files(&folder), None);
        assert_eq!(words(&kept).as_deref(), Some("Một cửa"), "{broken}");
        assert!(codes(&faults).contains(&code), "{:?}", codes(&faults));
        assert!(faults[0].line_column().is_some(), "the place is said");
    }

    write(&folder, "playlists/a.toml", &playlist("Đúng hẹn"));
    let (mended, faults) = library.renew(&files(&folder), None);
    assert_eq!((words(&mended).as_deref(), codes(&faults).len()), (Some("Đúng hẹn"), 0));

    std::fs::remove_file(folder.path().join("playlists/a.toml")).unwrap();
    let (gone, _) = library.renew(&files(&folder), None);
    assert_eq!(words(&gone), None, "what was taken away is no longer shown");
}

#[test]
fn a_board_is_reached_by_its_site_and_by_its_tags() {
    let folder = site();
    let site = std::fs::read_to_string(folder.path().join("bangtin.toml")).unwrap();
    write(&folder, "bangtin.toml", &format!("{site}tags=['ngoai-troi']\n"));
    for (target, lit) in [("sites=['s']", true), ("tags=['ngoai-troi']", true), ("", false)] {
        write(&folder, "playlists/a.toml", &format!("{target}\n[[item]]\ntext='Một cửa'\n"));
        let (library, _) = Library::open(&files(&folder), None);
        assert_eq!(words(&library).is_some(), lit, "{target}");
    }
}

#[test]
fn a_site_file_that_was_broken_keeps_its_boards() {
    let folder = site();
    let (library, _) = Library::open(&files(&folder), None);
    for broken in ["[[board]]\nid='b'\n", "title = ", "\u{0}"] {
        write(&folder, "bangtin.toml", broken);
        let (kept, faults) = library.renew(&files(&folder), None);
        assert_eq!(words(&kept).as_deref(), Some("Một cửa"), "{broken:?}");
        assert!(faults.iter().any(Fault::is_error));
    }
    std::fs::remove_file(folder.path().join("bangtin.toml")).unwrap();
    let (kept, faults) = library.renew(&files(&folder), None);
    assert_eq!(words(&kept).as_deref(), Some("Một cửa"));
    assert_eq!(codes(&faults), ["CannotRead"]);
}

#[test]
fn with_no_good_file_at_all_every_board_has_the_frame_of_last_resort() {
    let folder = site();
    write(&folder, "playlists/a.toml", "not a playlist");
    write(&folder, "fonts/bangtin-16.bdf", "not a font");
    let (library, faults) = Library::open(&files(&folder), None);
    assert_eq!(words(&library), None);
    let programme = library.programme(library.board("b").unwrap());
    let moment = programme.at("2026-11-24T00:00:00Z".parse().unwrap());
    let frame = moment.window().expect("something is lit").to_frame();
    assert!((0..frame.width()).any(|x| frame.dot(x, 0) != bangtin::frame::Rgb::BLACK), "its edge is lit");
    assert!(codes(&faults).contains(&"BadFont") && codes(&faults).contains(&"TomlSyntax"));
}

#[test]
fn a_letter_the_font_lacks_is_refused_with_its_place() {
    let folder = site();
    write(&folder, "playlists/a.toml", &playlist("Một 门 cửa"));
    let (library, faults) = Library::open(&files(&folder), None);
    assert_eq!((words(&library), codes(&faults)), (None, vec!["NoSuchLetter"]));
    assert_eq!(faults[0].line_column(), Some((3, 11)));
}

#[test]
fn of_too_many_truetype_fonts_the_first_sixteen_by_name_are_read_and_that_is_said() {
    let folder = site();
    for number in (0..40).rev() {
        write(
            &folder,
            &format!("fonts/f{number:02}.{}", if number % 2 == 0 { "ttf" } else { "OTF" }),
            "no font",
        );
    }
    let files = files(&folder);
    assert_eq!(codes(&files.faults), ["TooManyFiles"]);
    let stems: Vec<_> =
        files.outlines.iter().map(|file| Path::new(&file.name).file_stem().unwrap().to_owned()).collect();
    let first: Vec<_> = (0..16).map(|number| std::ffi::OsString::from(format!("f{number:02}"))).collect();
    assert_eq!(stems, first);
    assert_eq!(files.fonts.len(), 1, "the bitmap fonts are read as ever");
}
