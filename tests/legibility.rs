//! The fonts of the project are read by a machine at least as well as docs/legibility.md promises.
//!
//! Needs Tesseract with Vietnamese, which `tests/run` installs. Where it is missing only the instrument is tested.

#[path = "../examples/legibility/measure/mod.rs"]
#[allow(dead_code, reason = "the program needs more of it")]
mod measure;
#[path = "../examples/legibility/yardsticks.rs"]
#[allow(dead_code, reason = "one of them is enough here")]
mod yardsticks;

use bangtin::scene::Font;
use measure::rates::{Rates, compare, pooled};
use measure::{DRILL_UPPER, Readings, mean_widths, picture, read, reading, text};
use sha2::Digest as _;
use std::path::Path;

/// What a font must reach on the benchmark.
struct Target {
    name: &'static str,
    /// Percent, pooled over all cases.
    cer: f64,
    der: f64,
    /// Percent, the drill in capitals seen from near.
    der_capitals: f64,
    /// Mean dots of a slogan: as written, in capitals.
    widths: (f64, f64),
}

const TARGETS: [Target; 3] = [
    Target { name: "bangtin-16", cer: 3.0, der: 5.0, der_capitals: 12.0, widths: (405.0, 405.0) },
    Target { name: "bangtin-24", cer: 1.2, der: 2.8, der_capitals: 9.0, widths: (447.0, 523.0) },
    Target { name: "bangtin-32", cer: 0.6, der: 1.6, der_capitals: 5.0, widths: (591.0, 688.0) },
];

fn font(name: &str) -> Font {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts").join(format!("{name}.bdf"));
    Font::from_bdf(name, &std::fs::read_to_string(path).unwrap()).unwrap()
}

fn sha256(lines: &[String]) -> String {
    hex::encode(sha2::Sha256::digest(lines.concat()))
}

fn ended(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn have_tesseract() -> bool {
    let have = reading::version().is_some();
    if !have {
        eprintln!("{}; nothing was read.", reading::MISSING);
    }
    have
}

#[test]
fn the_lines_read_are_those_the_figures_were_taken_from() {
    let set = text::benchmark();
    assert_eq!(
        sha256(&ended(&set.slogans)),
        "7be3f3b0c522860a7fb65180f37edcf95f605ce0e8450a234e13bb71af402686"
    );
    assert_eq!(set.drill[0], "mỡn nhạch him vứng trum đăm gồm mễnh chùm đợn");
    assert_eq!(
        sha256(&ended(&set.drill)),
        "e2f0d6c2287fffb9b6851ac3cb218a764049455539dcb842d09ee3fcc978b25b"
    );
}

#[test]
fn the_lines_held_out_are_others_and_spelled_as_vietnamese() {
    let (tuned, held_out) = (text::benchmark(), text::held_out());
    assert_eq!((held_out.slogans.len(), held_out.drill.len()), (40, 18));
    for line in &held_out.slogans {
        assert!(!tuned.slogans.contains(line), "{line}");
        assert!(unicode_normalization::is_nfc(line), "{line}");
    }
    assert!(held_out.drill.iter().all(|line| !tuned.drill.contains(line)));
}

#[test]
fn a_lost_mark_counts_for_both_rates_and_a_lost_letter_for_one() {
    let rates = |wanted, read| pooled([&compare(wanted, read)]);
    let Rates { cer, der } = rates("HỒ SƠ", "hồ  sơ\n");
    assert_eq!((cer, der), (0.0, 0.0), "case and spaces do not count");
    let Rates { cer, der } = rates("hồ sơ", "hô sơ");
    assert_eq!((cer, der), (20.0, 50.0));
    let Rates { cer, der } = rates("hồ sơ", "hồ s");
    assert_eq!((cer, der), (20.0, 0.0));
}

#[test]
fn a_dot_is_blurred_evenly_and_nothing_of_a_line_is_cut_off() {
    let font = font("bangtin-16");
    let board = picture::Board::of(&font).unwrap();
    let seen = picture::picture(&font, board, "l", 0.5).unwrap();
    let pad = 4;
    let columns = picture::width(&font, "l") + 2 * 2 + 2 * pad;
    assert_eq!((seen.width(), seen.height()), (columns as u32 * 4, 24 * 4), "four pixels a dot");
    assert!(seen.pixels().any(|pixel| pixel.0[0] < 100) && seen.get_pixel(0, 0).0[0] == 255);
    assert!(picture::picture(&font, board, "Ж", 0.5).is_none(), "a letter that is not there is no space");
}

#[test]
fn a_font_of_others_is_read_as_others_found_it() {
    if !have_tesseract() {
        return;
    }
    let fixed = yardsticks::all().remove(0).font.unwrap();
    let Rates { cer, der } = read(&fixed, &text::benchmark()).unwrap().pooled();
    println!("misc-fixed 9x15: CER {cer:.2}, DER {der:.2}");
    let near = (cer - 4.8).abs() <= 0.3 && (der - 5.8).abs() <= 0.5;
    assert!(near, "another Tesseract: CER {cer:.2}, DER {der:.2}; the targets must be measured anew");
}

#[test]
fn the_fonts_of_the_project_are_read_as_well_as_promised() {
    let have = have_tesseract();
    let set = text::benchmark();
    for target in TARGETS {
        let font = font(target.name);
        let (mixed, upper) = mean_widths(&font, &set);
        assert!(
            mixed <= target.widths.0 && upper <= target.widths.1,
            "{}: a line takes {mixed:.1} dots, {upper:.1} in capitals",
            target.name
        );
        if have {
            holds(&target, &read(&font, &set).unwrap());
        }
    }
}

fn holds(target: &Target, readings: &Readings) {
    let (Rates { cer, der }, capitals) = (readings.pooled(), readings.cell(DRILL_UPPER).der);
    println!("{}: CER {cer:.2}, DER {der:.2}, capitals {capitals:.1}", target.name);
    assert!(cer <= target.cer, "{}: CER is {cer:.2}", target.name);
    assert!(der <= target.der, "{}: DER is {der:.2}", target.name);
    assert!(capitals <= target.der_capitals, "{}: DER of capitals is {capitals:.1}", target.name);
}
