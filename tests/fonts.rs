//! The project's fonts, as a reader on the pavement would judge them: complete, no two letters alike, marks apart.

#[path = "../examples/build_fonts/face/mod.rs"]
mod face;
#[path = "../examples/build_fonts/faces.rs"]
mod faces;
#[path = "fonts/standard.rs"]
mod standard;

use bangtin::scene::{Font, Glyph, metric};
use faces::{FACES, Spec};
use standard::{STANDARDS, Standard};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

const SIGNS: &str = "–—‘’“”…•·■°²³½×₫←↑→↓☎✉⌂⏲▣\u{a0}\u{2060}";

/// Every face as committed, with what is asked of it.
fn fonts() -> Vec<(Font, &'static Standard)> {
    let font = |(spec, standard): (&Spec, &'static Standard)| {
        assert_eq!(spec.name, standard.name, "the standards follow the list of faces");
        let text = read(&format!("{}.bdf", spec.name));
        let font = Font::from_bdf(spec.name, &text).unwrap();
        assert_eq!((i32::from(font.ascent), i32::from(font.descent)), spec.rows);
        (font, standard)
    };
    assert_eq!(FACES.len(), STANDARDS.len());
    FACES.iter().zip(&STANDARDS).map(font).collect()
}

/// A file under `fonts`.
fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(name)).unwrap()
}

fn sources(spec: &Spec) -> Vec<(String, String)> {
    let source = |name: String| (name.clone(), read(&format!("source/{name}")));
    spec.files().into_iter().map(source).collect()
}

fn build(name: &str, sources: &[(String, String)]) -> anyhow::Result<String> {
    let files: Vec<_> = sources.iter().map(|(name, text)| face::SourceFile { name, text }).collect();
    Ok(face::to_bdf(name, &face::build(&files)?))
}

fn letters() -> impl Iterator<Item = char> {
    ('a'..='z').chain('A'..='Z').chain(face::VIETNAMESE.chars())
}

/// The glyph as rows of # and . from the top row of the board to the lowest, from its first column.
fn drawing(font: &Font, letter: char) -> String {
    let glyph = font.glyph(letter).unwrap();
    let dots: HashSet<_> = glyph.dots().collect();
    let (left, right) = glyph.ink().unwrap();
    let row = |y| (left..right).map(|x| if dots.contains(&(x, y)) { '#' } else { '.' }).collect();
    (-i32::from(font.ascent)..i32::from(font.descent)).map(row).collect::<Vec<String>>().join("\n") + "\n"
}

/// Rows above the baseline (from 0) that have a lit dot at or left of the given column.
fn lit_rows(glyph: &Glyph, last_column: i32) -> Vec<i32> {
    glyph.dots().filter(|(x, _)| *x <= last_column).map(|(_, y)| -1 - y).collect()
}

#[test]
fn the_committed_font_is_what_its_sources_give() {
    for spec in &FACES {
        let (name, built) = (spec.name, build(spec.name, &sources(spec)).unwrap());
        let committed = read(&format!("{name}.bdf"));
        assert!(built == committed, "fonts/{name}.bdf is out of date: run `cargo run --example build_fonts`");
    }
}

#[test]
fn a_slip_in_the_sources_is_reported_with_file_and_line() {
    let slip = |text: &str| {
        let fault = build("a", &[("a.txt".to_owned(), text.to_owned())]).unwrap_err();
        format!("{fault:#}")
    };
    assert_eq!(
        slip("letter A top 2\n  .#.\n  ##\n"),
        "a.txt, line 3: this row has 2 dots, the one above it 3"
    );
    assert_eq!(slip("\n  .#.\n"), "a.txt, line 2: a row of a drawing without a heading above it");
    assert_eq!(
        slip("// x\nabove small cedilla = dot 0 0\n"),
        "a.txt, line 2: \"cedilla\" is no mark of Vietnamese"
    );
    assert_eq!(slip("low e\n  #\n"), "a.txt, line 1: no drawing of e yet");
    assert_eq!(slip("lift small 1 up\n"), "a.txt, line 1: \"up\" is no property of a lift");
    assert_eq!(slip("face 13\n"), "a.txt, line 1: expected a number at the end of the line");
    assert_eq!(slip("face 13 3\n"), "composing à: no drawing of a");
    let rules = "face 13 3\nzone small body 7\nletter a top 1\n  #\n";
    assert_eq!(
        slip(rules),
        "composing à: a.txt, line 3: no rule \"above small\" for these marks on this body"
    );
    assert_eq!(
        slip(&format!("{rules}above small grave = gravel 0 0\n")),
        "composing à: a.txt, line 5: no mark \"gravel\""
    );
    assert_eq!(slip("below dot under 2\n"), "a.txt, line 1: \"under\" is no property of a mark below");
    assert_eq!(slip("bold 1\n"), "a.txt, line 1: there is nothing to make bold yet");
    let regular = "face 13 3\nletter a top 1\n  #\nmark dot\n  #\n";
    let bold = |text: &str| slip(&format!("{regular}{text}\n"));
    assert_eq!(bold("bold 9"), "a.txt, line 6: a bold face is 1 to 4 columns heavier, not 9");
    assert_eq!(bold("bold 1 keep a b"), "a.txt, line 6: b is to be kept but is not drawn");
    assert_eq!(bold("bold 1\nbold 1"), "a.txt, line 7: the sources are made bold twice");
    assert_eq!(bold("bold 1\nletter a\n  ##\nletter a"), "a.txt, line 9: a is drawn twice");
    assert_eq!(bold("bold 1\nmark dot\n  ##\nmark dot"), "a.txt, line 9: the mark dot is drawn twice");
}

#[test]
fn a_face_made_bold_has_heavier_strokes_and_what_is_drawn_after_that_in_its_own_way() {
    let regular = sources(FACES.iter().find(|spec| spec.name == "bangtin-16").unwrap());
    let bolder = |more: &str| {
        let mut files = regular.clone();
        files.push(("bold.txt".to_owned(), format!("bold 1 keep .\n{more}")));
        let built = build("bold", &files).unwrap();
        assert!(built.contains("-bold-r-normal"));
        Font::from_bdf("bold", &built).unwrap()
    };
    let (thin, bold) = (Font::from_bdf("thin", &build("thin", &regular).unwrap()).unwrap(), bolder(""));
    let dots_of = |font: &Font, letter| HashSet::<(i32, i32)>::from_iter(font.glyph(letter).unwrap().dots());
    let advance = |font: &Font, letter| font.glyph(letter).unwrap().advance;
    for letter in letters().chain('0'..='9').filter(|letter| letter.nfd().count() == 1) {
        let strokes: HashSet<(i32, i32)> = dots_of(&thin, letter);
        let heavier = strokes.iter().flat_map(|(x, y)| [(*x, *y), (x + 1, *y)]).collect();
        assert_eq!(dots_of(&bold, letter), heavier, "{letter}");
        assert_eq!(advance(&bold, letter), advance(&thin, letter) + 1, "{letter}");
    }
    assert_eq!(bold.glyph('.'), thin.glyph('.'));
    assert_eq!(bold.glyph(' '), thin.glyph(' '));

    let own = bolder("letter o\n  #\nsign 1 advance 11\nmark acute\n  #\nabove small grave = dot 0 0\n");
    assert_eq!(drawing(&own, 'o').matches('#').count(), 1);
    let top = |font: &Font| font.glyph('o').unwrap().ink_rows().map(|rows| rows.0);
    assert_eq!(top(&own), top(&thin), "what is not said stays");
    assert_eq!((drawing(&own, '1'), advance(&own, '1')), (drawing(&bold, '1'), 11));
    let differing: String = letters().filter(|letter| own.glyph(*letter) != bold.glyph(*letter)).collect();
    let touched = |letter: char| letter.nfd().any(|part| "o\u{301}\u{300}".contains(part));
    assert!(differing.chars().all(touched) && !differing.contains(['ầ', 'À']), "{differing}");
    assert!("oóộàèìùỳáấắẾÍ".chars().all(|letter| differing.contains(letter)), "{differing}");
}

#[test]
fn one_changed_mark_changes_every_letter_that_carries_it_and_no_other() {
    for (spec, (font, _)) in FACES.iter().zip(fonts()) {
        let mut sources = sources(spec);
        let marks = &mut sources[2].1;
        for dot in ["dot", "dot-even", "dot-odd"] {
            *marks = marks.replace(&format!("mark {dot}\n  #"), &format!("mark {dot}\n  ."));
        }
        let changed = Font::from_bdf("changed", &build("changed", &sources).unwrap()).unwrap();
        let differing: String =
            letters().filter(|&letter| changed.glyph(letter) != font.glyph(letter)).collect();
        assert_eq!(differing, "ạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴ", "{}", spec.name);
    }
}

#[test]
fn the_font_has_every_character_a_vietnamese_sign_needs() {
    let wanted: String = (' '..='~').chain(face::VIETNAMESE.chars()).chain(SIGNS.chars()).collect();
    assert_eq!(face::VIETNAMESE.chars().count(), 134);
    for (font, standard) in fonts() {
        assert_eq!(font.missing(&wanted), None);
        for letter in wanted.chars().filter(|c| !" \u{a0}\u{2060}".contains(*c)) {
            assert!(font.glyph(letter).unwrap().ink().is_some(), "{letter} is empty");
        }
        assert_eq!(font.glyph('\u{a0}').unwrap().advance, font.glyph(' ').unwrap().advance);
        assert_eq!(font.glyph(' ').unwrap().advance, u16::from(standard.space));
        assert_eq!(font.glyph('\u{2060}').unwrap().advance, 0);
    }
}

#[test]
fn no_two_signs_or_pictograms_look_alike() {
    for (font, standard) in fonts() {
        let mut seen = HashMap::new();
        let shown = SIGNS.chars().filter(|c| !"\u{a0}\u{2060}".contains(*c));
        for sign in shown {
            let twin = seen.insert(drawing(&font, sign), sign);
            assert_eq!(twin, None, "{} draws {sign} like another sign", standard.name);
        }
    }
}

#[test]
fn no_two_letters_look_alike() {
    for (font, _) in fonts() {
        let mut seen: HashMap<String, char> = HashMap::new();
        for letter in letters().chain('0'..='9') {
            if let Some(twin) = seen.insert(drawing(&font, letter), letter) {
                panic!("{} draws {letter} and {twin} alike", font.name);
            }
        }
        assert_eq!(seen.len(), 186 + 10);
    }
}

#[test]
fn the_measures_of_the_library_find_nothing_amiss() {
    for (font, standard) in fonts() {
        assert_eq!(metric::missing(&font), []);
        assert_eq!(metric::alike(&font), Vec::<Vec<char>>::new());
        assert_eq!(metric::touching(&font).iter().collect::<String>(), standard.touching, "{}", font.name);
        let reach = metric::reach(&font).unwrap();
        assert!(reach.up.0 <= font.ascent && reach.down.0 <= font.descent, "{reach:?}");
        assert!(metric::letter_gap(&font).unwrap() >= standard.letter_gap, "letters stand too close");
        let floor = metric::floor(font.rows()).unwrap();
        assert!(
            standard.min >= floor.min && standard.p5s_floor >= floor.p5s,
            "{} is promised less",
            font.name
        );
    }
}

#[test]
fn letters_that_differ_by_marks_only_stay_apart() {
    for (font, standard) in fonts() {
        let pairs = metric::pairs(&font);
        assert_eq!(pairs.len(), 938);
        let (min, p5s) = (pairs[0].distance, metric::p5s(&font, &pairs).unwrap());
        let nearest: Vec<_> =
            pairs.iter().take(60).map(|pair| format!("{}{} {:.2}", pair.a, pair.b, pair.distance)).collect();
        println!("{}: min {min:.3}, p5s {p5s:.3}; nearest pairs: {}", standard.name, nearest.join(", "));
        assert!(min >= standard.min, "{} differ too little", nearest[0]);
        assert!(
            p5s >= standard.p5s_floor,
            "marks are lost: p5s is {p5s:.2}; nearest pairs: {}",
            nearest.join(", ")
        );
        assert!(
            p5s >= standard.p5s_aim,
            "weaker than promised: p5s is {p5s:.2}; nearest pairs: {}",
            nearest.join(", ")
        );
    }
}

#[test]
fn all_ink_stays_inside_the_rows_of_a_board() {
    for (font, _) in fonts() {
        let (up, down) = (i32::from(font.ascent), i32::from(font.descent));
        for letter in letters() {
            let rows = lit_rows(font.glyph(letter).unwrap(), 64);
            let (top, bottom) = (rows.iter().max().unwrap(), rows.iter().min().unwrap());
            assert!(*top < up && *bottom >= -down, "{letter} reaches from row {bottom} to row {top}");
        }
    }
}

#[test]
fn a_dark_row_separates_every_mark_from_its_letter() {
    for (font, standard) in fonts() {
        for letter in face::VIETNAMESE.chars().filter(|c| !"đĐơƠưƯ".contains(*c)) {
            let glyph = font.glyph(letter).unwrap();
            let body = standard.body(letter);
            // The horn belongs to the body and may rise into the gap, right of the body and of its tone.
            let horn = "ờớởỡợừứửữựỜỚỞỠỢỪỨỬỮỰ".contains(letter);
            let last = if horn { glyph.ink().unwrap().1 - 1 - standard.horn } else { 64 };
            let rows = lit_rows(glyph, last);
            assert!(rows.contains(&(body - 1)) && !rows.contains(&body), "the mark above touches {letter}");
            if !"ạẹịọợụựỵẠẸỊỌỢỤỰỴ".contains(letter) {
                assert!(rows.contains(&(body + 1)), "the mark above {letter} is missing or too far away");
            }
            if "ạặậẹệịọộợụựẠẶẬẸỆỊỌỘỢỤỰỴ".contains(letter) {
                let (dark, without) = standard.dark_below;
                assert!(
                    without.contains(letter) || !rows.contains(&dark),
                    "the dot touches {letter} of {}",
                    standard.name
                );
                assert!(rows.contains(&(dark - 1)), "{letter} of {} has no dot", standard.name);
            }
        }
    }
}

#[test]
fn shape_and_tone_never_run_together() {
    for (font, standard) in fonts() {
        for letter in face::VIETNAMESE.chars().filter(|c| !"đĐơƠưƯợỢựỰị".contains(*c)) {
            let shape = letter.nfd().any(|part| "\u{302}\u{306}".contains(part));
            let tone = letter.nfd().any(|part| "\u{300}\u{301}\u{303}\u{309}".contains(part));
            let body = standard.body(letter);
            let above = font.glyph(letter).unwrap().dots().filter(|(_, y)| *y < -body - 1).collect();
            assert_eq!(pieces(above), usize::from(shape) + usize::from(tone), "marks of {letter}");
        }
    }
}

/// How many groups of dots that touch, corners included.
fn pieces(mut dots: Vec<(i32, i32)>) -> usize {
    let mut pieces = 0;
    while let Some(first) = dots.pop() {
        pieces += 1;
        let mut reached = vec![first];
        while let Some((x, y)) = reached.pop() {
            let (near, far) = dots.into_iter().partition(|(a, b)| (a - x).abs() <= 1 && (b - y).abs() <= 1);
            dots = far;
            let near: Vec<_> = near;
            reached.extend(near);
        }
    }
    pieces
}

#[test]
fn neighbours_keep_the_letter_gap_between_their_bodies() {
    for (font, standard) in fonts() {
        for letter in letters().chain('0'..='9') {
            let glyph = font.glyph(letter).unwrap();
            // Marks and the bar of đ may reach one dot into the gap; bodies may not.
            let body = standard.body(letter);
            let right = glyph.dots().filter(|(_, y)| (-body..0).contains(y)).map(|(x, _)| x).max().unwrap();
            assert!(
                i32::from(glyph.advance) - (right + 1) >= standard.letter_gap,
                "{letter} has no letter gap"
            );
            let (left, ink) = glyph.ink().unwrap();
            assert!(ink < i32::from(glyph.advance) && left >= -1, "a mark of {letter} hangs over too far");
        }
    }
}

#[test]
fn no_letter_touches_its_neighbour_unless_both_have_a_tone() {
    for (font, _) in fonts() {
        let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
        let glyphs: Vec<_> = (letters().chain('0'..='9').chain(".,:;!?".chars()))
            .map(|letter| {
                (letter, letter.nfd().any(|part| tones.contains(&part)), font.glyph(letter).unwrap())
            })
            .map(|(letter, tone, glyph)| {
                (letter, tone, i32::from(glyph.advance), glyph.dots().collect::<Vec<_>>())
            })
            .collect();
        let mut touching = Vec::new();
        for (a, tone_a, advance, dots_a) in &glyphs {
            for (b, _, _, dots_b) in glyphs.iter().filter(|(_, tone_b, ..)| !(*tone_a && *tone_b)) {
                let near = |(x, y): &(i32, i32)| {
                    dots_b.iter().any(|(bx, by)| (bx + advance - x).abs() <= 1 && (by - y).abs() <= 1)
                };
                // A syllable has one tone, so letters that both have one never meet.
                if dots_a.iter().any(near) {
                    touching.push(format!("{a}{b}"));
                }
            }
        }
        assert_eq!(touching, Vec::<String>::new());
    }
}

#[test]
fn a_running_clock_stands_still() {
    for (font, _) in fonts() {
        let advance = |c| font.glyph(c).unwrap().advance;
        assert!(('0'..='9').all(|digit| advance(digit) == advance('0')));
        assert!(".,;".chars().all(|sign| advance(sign) == advance(':')));
    }
}

#[test]
fn look_alikes_of_other_fonts_are_told_apart() {
    for (font, standard) in fonts() {
        for pair in ["Il", "l1", "I1", "0O", "S5", "B8", "Z2", "OU", "uy", "ao", "BG", "HN", "gq"] {
            let mut pair = pair.chars();
            let (a, b) = (pair.next().unwrap(), pair.next().unwrap());
            let distance = metric::distance(font.glyph(a).unwrap(), font.glyph(b).unwrap());
            assert!(distance >= standard.look_alikes, "{a} and {b} differ by {distance:.2} only");
        }
    }
}

#[test]
fn letters_with_marks_are_drawn_as_designed() {
    for (font, standard) in fonts() {
        let drawings: Vec<String> = "ẾỄẴĐệợằđỹí".chars().map(|letter| drawing(&font, letter)).collect();
        let row = |y: usize| {
            drawings.iter().map(|drawing| drawing.lines().nth(y).unwrap()).collect::<Vec<_>>().join(" ")
                + "\n"
        };
        let drawn: String = (0..usize::from(font.rows())).map(row).collect();
        assert_eq!(drawn, standard.drawn, "drawn:\n{drawn}\ndesigned:\n{}", standard.drawn);
    }
}
