//! Files as a bad disk, a bad editor or a bad person would leave them: no damage makes a parser panic, and what is refused
//! is refused with a place. `fuzz/` looks for worse with a coverage-guided fuzzer.

#[path = "parsers/checks.rs"]
mod checks;
#[path = "simulation/dice.rs"]
#[allow(dead_code, reason = "one throw of it is enough here")]
mod dice;

use dice::Dice;
use std::path::Path;

/// `BANGTIN_SEED=n` plays one seed again.
fn seeds(count: u64) -> std::ops::Range<u64> {
    match std::env::var("BANGTIN_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..count,
    }
}

fn read(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// One to four damages: bytes changed, cut out, doubled, cut off, exchanged for numbers and words that hurt.
fn damaged(good: &[u8], seed: u64) -> Vec<u8> {
    const HURT: [&str; 14] = [
        "-1",
        "0",
        "99999999999999999999",
        "nan",
        "-0",
        "1e400",
        "\"",
        "'''",
        "[[",
        "\u{0}",
        "\u{202E}",
        "e\u{301}\u{301}",
        "\u{10FFFF}",
        "TiÕng ViÖt cã dÊu",
    ];
    let (mut chance, mut bytes) = (Dice::new(seed), good.to_vec());
    for _ in 0..=chance.place(4) {
        let (a, b) = (chance.place(bytes.len().max(1)), chance.place(bytes.len().max(1)));
        let (from, to) = (a.min(b), a.max(b).min(a.min(b) + 200));
        match chance.place(6) {
            0 if !bytes.is_empty() => bytes[from] = chance.next() as u8,
            1 => drop(bytes.drain(from..to)),
            2 => {
                let part = bytes[from..to].to_vec();
                bytes.splice(from..from, part);
            }
            3 => bytes.truncate(from),
            4 => drop(bytes.splice(from..to.min(from + 3), HURT[chance.place(HURT.len())].bytes())),
            // A number becomes another one, where a number stands.
            _ => {
                if let Some(at) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| at + from) {
                    let end = bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(1) + at;
                    drop(bytes.splice(at..end, HURT[chance.place(6)].bytes()));
                }
            }
        }
    }
    bytes
}

/// Every key of a playlist that speaks of time.
const PLAYLIST_HOURS: &str = "starts_at = 2026-11-24\nexpires_at = '2026-12-31T17:00:00+07:00'\nreview_by = '31/12/2026'\n\
    class = 'priority'\nsites = ['ubnd']\ntags = ['ngoai-troi']\n[campaign]\ndirective = '47/KH-UBND'\nstart = 2026-11-01\n\
    deadline = 2026-12-31\nshare = 20\n[[item]]\ntext = 'Một cửa'\nweight = 3\nfestive = true\n[[item.windows]]\n\
    days = ['mon', 'sun']\nfrom = '22:00'\nto = 6:00:00\nvalid_from = 2026-11-01\nvalid_to = '2026-12-31'\n\
    only_on = ['tet-3..tet+5', 'lunar 10/4 leap', 'eve of trung-thu', 2026-12-24]\nexcept = ['days-off', '2/9']\n";
/// Every key of a site file that speaks of days and hours.
const SITE_DAYS: &str = "[calendar]\ndays_off = ['2026-01-02']\nworking = [2026-01-10]\n[[calendar.mourning]]\nname = 'Quốc tang'\n\
    from = 2026-05-24\nto = 2026-05-25\n[[calendar.day]]\nid = 'khai-hoi'\non = 'lunar 6/1'\n[[site]]\nid = 's'\n\
    latitude = 18.34\nlongitude = 105.90\n[[board]]\nid = 'b'\nsite = 's'\nwidth = 64\nheight = 32\nlink = 'virtual'\n\
    tags = ['t']\npower = [{ from = '05:00', to = 'sunset+1h15m' }]\nquiet = [{ only_on = ['khai-hoi'], from = '22:00' }]\n\
    brightness = [{ percent = 60, from = 'sunset-30m', to = 'sunrise' }]\nnight_floor = 5\nnight_max = 70\n";

fn each(name: &str, good: &[u8], count: u64, check: impl Fn(&[u8])) {
    for seed in seeds(count) {
        let bytes = damaged(good, seed);
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&bytes)));
        assert!(done.is_ok(), "{name} with BANGTIN_SEED={seed}");
    }
}

fn lossy(check: fn(&str)) -> impl Fn(&[u8]) {
    move |bytes| check(&String::from_utf8_lossy(bytes))
}

#[test]
fn a_damaged_font_is_read_or_refused_with_its_line() {
    // The head and a few letters: whole fonts make every damage rare.
    let font = String::from_utf8(read("fonts/bangtin-16.bdf")).unwrap();
    let letters: Vec<&str> = font.split_inclusive("ENDCHAR\n").take(12).collect();
    let count = format!("CHARS {}", letters.len());
    let (head, rest) = font.split_once("CHARS ").unwrap();
    let small = font.replacen(&format!("CHARS {}", rest.lines().next().unwrap()), &count, 1);
    let small: String = small.split_inclusive("ENDCHAR\n").take(12).collect::<String>() + "ENDFONT\n";
    assert!(bangtin::scene::Font::from_bdf("small", &small).is_ok() && head.len() < small.len());
    each("bdf", small.as_bytes(), 4_000, lossy(checks::bdf));
}

#[test]
fn a_damaged_playlist_is_read_or_refused_with_a_reason_inside_the_file() {
    for name in ["playlists/dich-vu-cong.toml", "playlists/thuong-truc.toml", "playlists/gio-lam-viec.toml"] {
        each(name, &read(name), 600, lossy(checks::playlist));
    }
    each("hours", PLAYLIST_HOURS.as_bytes(), 4_000, lossy(checks::playlist));
}

#[test]
fn a_damaged_site_file_gives_faults_inside_the_file() {
    each("site", &read("bangtin.toml"), 1_500, lossy(checks::site));
    each("days", SITE_DAYS.as_bytes(), 4_000, lossy(checks::site));
}

#[test]
fn a_damaged_text_is_looked_through_without_harm() {
    let text = "Nộp hồ sơ trực tuyến tại dichvucong.gov.vn, gọi 1022; thứ Hai, 24/11/2026.\nTiÕng ViÖt; Tieáng Vieät";
    each("text", text.as_bytes(), 4_000, checks::text);
}
