//! Outline fonts as boards show them: the families of Debian's `fonts-noto-core`, `fonts-dejavu-extra`
//! and `fonts-tlwg-loma-otf`.

use bangtin::clock::since_start;
use bangtin::report::{Fault, Lang, Source};
use bangtin::scene::outline::{MAX_BYTES, OutlineError, bake};
use bangtin::scene::{Font, metric};
use bangtin::site::{Binary, Files, Library};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// A font of Debian, or `None` with a word about it where it is not installed; `tests/run` installs it.
fn font(path: &str) -> Option<Vec<u8>> {
    let kind = if path.ends_with(".otf") { "opentype" } else { "truetype" };
    let path = Path::new("/usr/share/fonts").join(kind).join(path);
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: {} is not installed", path.display());
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "{} is missing", path.display());
    }
    bytes
}

fn figures(font: &Font) -> (f64, f64) {
    let pairs = metric::pairs(font);
    (pairs[0].distance, metric::p5s(font, &pairs).unwrap())
}

#[test]
fn noto_sans_gives_every_letter_inside_its_rows_and_far_enough_apart() {
    let regular = [24, 32, 40, 48, 64, 128].map(|rows| ("noto/NotoSans-Regular.ttf", rows));
    // Of the bold one, ắ and ẳ are too near each other at 32 rows.
    for (file, rows) in regular.into_iter().chain([24, 64].map(|rows| ("noto/NotoSans-Bold.ttf", rows))) {
        let Some(bytes) = font(file) else { return };
        let name = format!("noto-{rows}");
        let now = since_start();
        let font = match bake(&name, &bytes, rows) {
            Ok(font) => font,
            Err(error) => panic!("{file} {rows}: {error}"),
        };
        let took = now();
        let reach = metric::reach(&font).unwrap();
        let cap = -font.glyph('H').unwrap().ink_rows().unwrap().0;
        let (min, p5s) = figures(&font);
        println!(
            "{file} {rows}: made in {took:.0?}, cap {cap}, {}+{}, min {min:.2}, p5s {p5s:.2}, gap {:?}, touching {}",
            reach.up.0,
            reach.down.0,
            metric::letter_gap(&font),
            metric::touching(&font).len()
        );
        assert_eq!(font.rows(), rows);
        assert!(reach.up.0 <= font.ascent && reach.down.0 <= font.descent);
        assert!(f64::from(cap) >= f64::from(rows) / 1.95, "capitals of {rows} rows are {cap} rows high only");
        assert_eq!(font.missing("Nộp hồ sơ QUA MẠNG, 24/7: 50.000 ₫ – “miễn phí”…"), None);
    }
}

#[test]
fn a_font_without_all_letters_is_refused_with_their_names() {
    let Some(bytes) = font("dejavu/DejaVuSansMono-Oblique.ttf") else { return };
    let Err(OutlineError::Lacks(letters)) = bake("mono-32", &bytes, 32) else { panic!("it is complete") };
    assert!(letters.contains(&'ế') && !letters.contains(&'đ'), "{letters:?}");
    assert_eq!(letters.len(), 134 - 88);
}

#[test]
fn a_font_whose_letters_come_too_near_each_other_at_its_rows_is_refused_with_their_names() {
    let Some(bytes) = font("noto/NotoSans-Bold.ttf") else { return };
    let refused = bake("bold-32", &bytes, 32).unwrap_err();
    assert!(matches!(refused, OutlineError::Close { a: 'ắ', b: 'ẳ', .. }), "{refused}");
}

#[test]
fn a_file_that_is_cut_off_never_panics() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    let mut refused = 0;
    for end in (0..bytes.len()).step_by(997) {
        refused += usize::from(bake("cut-24", &bytes[..end], 24).is_err());
    }
    assert!(refused > bytes.len() / 997 / 2, "{refused} refused");
}

fn number(bytes: &[u8], at: usize) -> usize {
    usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]))
}

/// Where a table of a TrueType file begins.
fn table(bytes: &[u8], tag: &[u8; 4]) -> usize {
    let entry =
        (0..number(bytes, 4)).map(|index| 12 + 16 * index).find(|at| &bytes[*at..at + 4] == tag).unwrap();
    number(bytes, entry + 8) << 16 | number(bytes, entry + 10)
}

/// The file without what fits strokes to dots: the programs of the font, or those of its letters too.
fn without_instructions(mut bytes: Vec<u8>, letters_too: bool) -> Vec<u8> {
    for entry in (0..number(&bytes, 4)).map(|index| 12 + 16 * index) {
        if [b"fpgm", b"prep", b"cvt "].iter().any(|tag| bytes[entry..entry + 4] == tag[..]) {
            bytes[entry] = b'x';
        }
    }
    if !letters_too {
        return bytes;
    }
    let (glyf, loca) = (table(&bytes, b"glyf"), table(&bytes, b"loca"));
    let (long, count) =
        (number(&bytes, table(&bytes, b"head") + 50) == 1, number(&bytes, table(&bytes, b"maxp") + 4));
    let place = |bytes: &[u8], index: usize| match long {
        true => number(bytes, loca + 4 * index) << 16 | number(bytes, loca + 4 * index + 2),
        false => 2 * number(bytes, loca + 2 * index),
    };
    for index in 0..count {
        let (start, end) = (glyf + place(&bytes, index), glyf + place(&bytes, index + 1));
        // Ends of contours, then the length of the program, the program, the points. Composites have 0xFFFF contours.
        let contours = if start == end { 0xFFFF } else { number(&bytes, start) };
        if contours < 0x8000 {
            let at = start + 10 + 2 * contours;
            let length = number(&bytes, at);
            bytes[at..at + 2].fill(0);
            bytes.copy_within(at + 2 + length..end, at + 2);
        }
    }
    bytes
}

#[test]
fn a_font_without_instructions_is_refused_instead_of_drawn_with_letters_alike() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    let bare = without_instructions(bytes.clone(), true);
    assert_eq!(bake("a-24", &bare, 24).unwrap_err(), OutlineError::NoInstructions);
    // Those of the letters call those of the font.
    let halved = without_instructions(bytes, false);
    assert_eq!(bake("a-24", &halved, 24).unwrap_err(), OutlineError::NoInstructions);
    // OpenType with PostScript outlines never has any.
    let Some(bytes) = font("tlwg/Loma.otf") else { return };
    assert_eq!(bake("a-24", &bytes, 24).unwrap_err(), OutlineError::NoInstructions);
}

#[test]
fn what_is_no_font_and_what_is_too_large_is_refused() {
    let damaged = |bytes: &[u8]| matches!(bake("a-24", bytes, 24), Err(OutlineError::Damaged(_)));
    assert!(damaged(b"") && damaged(b"not a font") && damaged(&vec![0; MAX_BYTES + 1]));
    assert_eq!(bake("a-23", b"", 23).unwrap_err(), OutlineError::Rows);
    assert_eq!(bake("a-129", b"", 129).unwrap_err(), OutlineError::Rows);
}

/// A site with one board of these rows in the font `noto-sans-ROWS`, and a TrueType file of this name.
fn site(rows: u16, font: u16, file: &str, bytes: Vec<u8>) -> Files {
    let source = |name: &str, text: String| Arc::new(Source { name: name.to_owned(), text });
    let site = format!(
        "[[site]]\nid = \"x\"\nname = \"x\"\n[[board]]\nid = \"b\"\nsite = \"x\"\nlink = \"virtual\"\n\
         width = 320\nheight = {rows}\ncolour = \"rgb\"\nfont = \"noto-sans-{font}\"\n"
    );
    Files {
        site: Some(source("bangtin.toml", site)),
        playlists: vec![source(
            "a.toml",
            "boards = [\"b\"]\n[[item]]\ntext = \"Nộp hồ sơ qua mạng\"\n".to_owned(),
        )],
        outlines: vec![Arc::new(Binary { name: file.to_owned(), bytes })],
        ..Files::default()
    }
}

fn codes(faults: &[Fault]) -> Vec<String> {
    let code =
        |fault: &Fault| format!("{:?}", fault.message).split([' ', '{']).next().unwrap_or("").to_owned();
    faults.iter().map(code).collect()
}

/// `BANGTIN_BLESS=1` draws the pictures anew: look at each.
#[test]
fn a_board_of_32_and_of_48_rows_shows_its_text_in_an_outline_font() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    for rows in [32, 48] {
        let (library, faults) = Library::open(&site(rows, rows, "noto-sans.ttf", bytes.clone()), None);
        assert!(faults.is_empty(), "{faults:?}");
        let programme = library.programme(library.board("b").unwrap());
        let moment = programme.at("2026-11-24T00:00:00Z".parse().unwrap());
        let frame = moment.window().unwrap().to_frame();
        let file = format!("{}/tests/golden/outline-{rows}.png", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("BANGTIN_BLESS").is_some() {
            std::fs::write(&file, bangtin::frame::picture::png(&frame).unwrap()).unwrap();
        }
        let known = image::open(&file).unwrap_or_else(|error| panic!("{file}: {error}")).into_rgb8();
        assert!(known.as_raw() == frame.rgb(), "other dots at {rows} rows now:\n{frame:?}");
    }
}

#[test]
fn a_font_file_that_went_bad_keeps_its_last_good_version_and_one_that_did_not_change_is_not_drawn_again() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    let (first, _) = Library::open(&site(32, 32, "noto-sans.ttf", bytes.clone()), None);
    let made = first.fonts.get("noto-sans-32").expect("made");
    let (same, faults) = first.renew(&site(32, 32, "noto-sans.ttf", bytes.clone()), None);
    assert!(faults.is_empty() && Arc::ptr_eq(same.fonts.get("noto-sans-32").unwrap(), made), "drawn again");
    let (bad, faults) = same.renew(&site(32, 32, "noto-sans.ttf", bytes[..1000].to_vec()), None);
    assert_eq!(codes(&faults), ["OutlineDamaged"]);
    assert!(Arc::ptr_eq(bad.fonts.get("noto-sans-32").unwrap(), made), "its last good version is gone");
    let (again, faults) = bad.renew(&site(32, 32, "noto-sans.ttf", bytes[..1000].to_vec()), None);
    assert_eq!(
        (codes(&faults).len(), again.fonts.get("noto-sans-32").is_some()),
        (1, true),
        "still said, still shown"
    );
    let mut gone = site(32, 32, "noto-sans.ttf", Vec::new());
    gone.outlines.clear();
    assert!(
        again.renew(&gone, None).0.fonts.get("noto-sans-32").is_none(),
        "a file that was deleted is gone"
    );
}

#[test]
fn what_an_outline_font_cannot_do_is_said() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    let said = |font: u16, name: &str, bytes: &[u8]| {
        codes(&Library::open(&site(48, font, name, bytes.to_vec()), None).1)
    };
    assert!(said(20, "noto-sans.ttf", &bytes).contains(&"OutlineRows".to_owned()));
    assert!(said(32, "Noto Sans.ttf", &bytes).contains(&"BadOutlineName".to_owned()));
    assert!(said(32, "noto-sans.ttf", b"no font").contains(&"OutlineDamaged".to_owned()));
    let (_, faults) = Library::open(&site(48, 32, "noto-san.ttf", bytes), None);
    let offer = faults[0].sentence(Lang::En);
    assert!(offer.contains("`noto-san-32`"), "{offer}");
}

#[test]
fn of_two_font_files_of_one_name_one_is_used_and_that_is_said() {
    let Some(bytes) = font("noto/NotoSans-Regular.ttf") else { return };
    let mut files = site(32, 32, "noto-sans.ttf", bytes);
    files
        .outlines
        .insert(0, Arc::new(Binary { name: "noto-sans.otf".to_owned(), bytes: b"no font".to_vec() }));
    let (library, faults) = Library::open(&files, None);
    assert_eq!(codes(&faults), ["SameFontName"]);
    assert!(faults[0].sentence(Lang::En).contains("`noto-sans.ttf` is used, `noto-sans.otf` is not"));
    assert!(!faults[0].is_error() && library.fonts.get("noto-sans-32").is_some());
    let (again, _) = library.renew(&files, None);
    let made = |library: &Library| Arc::clone(library.fonts.get("noto-sans-32").unwrap());
    assert!(Arc::ptr_eq(&made(&library), &made(&again)), "drawn again though nothing changed");
}

#[test]
fn a_font_that_could_not_be_made_is_never_offered_and_where_it_is_asked_for_is_said() {
    // 24, 32 and 48 rows are what is offered of a good file.
    for rows in [20, 32, 40] {
        let files = site(48, rows, "noto-sans.ttf", b"no font".to_vec());
        let (library, faults) = Library::open(&files, None);
        let why = if rows == 20 { "OutlineRows" } else { "OutlineDamaged" };
        assert_eq!(codes(&faults), [why, "FontNotMade", "FontNotMade"], "at the item and at the board");
        assert!(library.fonts.names().all(|name| name != format!("noto-sans-{rows}")), "it is offered");
        let (_, again) = library.renew(&files, None);
        assert_eq!(codes(&again), codes(&faults), "the same is said as long as it is so");
        let mut gone = files.clone();
        gone.outlines.clear();
        assert_eq!(
            codes(&library.renew(&gone, None).1),
            ["NoSuchFont", "NoSuchFont"],
            "the file was taken away"
        );
    }
}

/// A letter as FreeType draws it: its advance, and its dots as [`bangtin::scene::Glyph::dots`] gives them.
type Drawn = (u16, BTreeSet<(i32, i32)>);

/// What FreeType makes of letters in one-bit mode at a size in pixels, exact curves if `fine`; `None` with a word about it
/// where `freetype-py` is not installed.
fn freetype(path: &str, pixels: u16, fine: bool, letters: &str) -> Option<BTreeMap<char, Drawn>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let modules = root.join("target/oracle-python");
    if !modules.join("freetype").is_dir() {
        eprintln!("skipped: freetype-py is not installed; `tests/run` installs it");
        assert!(std::env::var_os("BANGTIN_ALL_TOOLS").is_none(), "freetype-py is missing");
        return None;
    }
    let mut python = Command::new("python3")
        .env("PYTHONPATH", modules)
        .arg(root.join("tests/oracle/freetype_mono.py"))
        .args([&format!("/usr/share/fonts/truetype/{path}"), &pixels.to_string()])
        .args(fine.then_some("fine"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3");
    python.stdin.take().unwrap().write_all(letters.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{path}: FreeType could not draw it");
    let line = |line: &str| {
        let mut words = line.split(' ');
        let letter = char::from_u32(words.next()?.parse().ok()?)?;
        let advance = words.next()?.parse().ok()?;
        let dot = |word: &str| word.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()));
        Some((letter, (advance, words.map(|word| dot(word).unwrap()).collect())))
    };
    Some(String::from_utf8(output.stdout).unwrap().lines().map(|text| line(text).expect(text)).collect())
}

/// A font of the dots of somebody else.
fn font_of(drawn: &BTreeMap<char, Drawn>) -> Font {
    use std::fmt::Write as _;
    let mut bdf = "STARTFONT 2.1\nFONT_ASCENT 40\nFONT_DESCENT 20\n".to_owned();
    for (letter, (advance, dots)) in drawn {
        let code = u32::from(*letter);
        // 60 rows from 40 above the baseline, 64 columns from 4 left of the pen.
        write!(bdf, "STARTCHAR a\nENCODING {code}\nDWIDTH {advance} 0\nBBX 64 60 -4 -20\nBITMAP\n").unwrap();
        for row in -40..20 {
            let lit = dots.iter().filter(|(_, y)| *y == row);
            let bits = lit.fold(0_u64, |bits, (x, _)| bits | 1 << (63 - (x + 4)));
            writeln!(bdf, "{bits:016X}").unwrap();
        }
        bdf += "ENDCHAR\n";
    }
    Font::from_bdf("freetype", &(bdf + "ENDFONT\n")).unwrap()
}

/// The share that exact curves would not give is drop-outs and ties; the rest is FreeType's haste from 24 pixels on.
#[test]
fn the_dots_are_those_that_freetype_lights_but_for_few() {
    // Rows, the pixels at which the letters fit them, and the most dots in a hundred that may differ: from FreeType as it
    // is, and from FreeType with exact curves.
    for (file, rows, pixels, most, most_fine) in [
        ("noto/NotoSans-Regular.ttf", 24, 18, 0.15, 0.15),
        ("noto/NotoSans-Regular.ttf", 32, 24, 1.25, 0.13),
        ("noto/NotoSans-Regular.ttf", 48, 37, 0.65, 0.10),
        ("noto/NotoSans-Regular.ttf", 64, 50, 0.55, 0.10),
        ("noto/NotoSans-Bold.ttf", 24, 18, 0.10, 0.10),
        ("noto/NotoSans-Bold.ttf", 64, 49, 0.35, 0.06),
    ] {
        let Some(bytes) = font(file) else { return };
        let ours = bake("noto-sans-1", &bytes, rows).unwrap();
        let letters: String = ('!'..='\u{24FF}')
            .filter(|c| !c.is_whitespace() && ours.glyph(*c).is_some() && *c != '\u{2060}')
            .collect();
        for (fine, most) in [(false, most), (true, most_fine)] {
            let Some(theirs) = freetype(file, pixels, fine, &letters) else { return };
            assert_eq!(theirs.len(), letters.chars().count());
            let (mut lit, mut other) = (0, 0);
            for (letter, (advance, dots)) in &theirs {
                let glyph = ours.glyph(*letter).unwrap();
                assert_eq!(glyph.advance, *advance, "{letter}: another advance");
                lit += dots.len();
                other += glyph.dots().collect::<BTreeSet<_>>().symmetric_difference(dots).count();
            }
            let share = 100.0 * other as f64 / lit as f64;
            println!("{file} {pixels} fine={fine}: {other} of {lit} dots differ, {share:.3} %");
            assert!(share <= most, "{file} {pixels} fine={fine}: {share:.3} % of the dots differ");
        }
    }
}

#[test]
fn the_two_letters_for_which_noto_sans_bold_is_refused_are_as_near_in_the_dots_of_freetype() {
    let Some(bytes) = font("noto/NotoSans-Bold.ttf") else { return };
    let Err(OutlineError::Close { a, b, distance, floor }) = bake("bold-32", &bytes, 32) else {
        panic!("it is not refused")
    };
    let letters: String = metric::letters().collect();
    let Some(theirs) = freetype("noto/NotoSans-Bold.ttf", 24, false, &letters) else { return };
    let nearest = metric::pairs(&font_of(&theirs))[0];
    println!("{}{} {:.3} {floor}", nearest.a, nearest.b, nearest.distance);
    assert_eq!((nearest.a, nearest.b), (a, b));
    assert!((nearest.distance - distance).abs() < 1e-9, "{} and {distance}", nearest.distance);
}
