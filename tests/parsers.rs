//! Files as a bad disk, a bad editor or a bad person would leave them: no damage makes a parser panic, and what is refused
//! is refused with a place. `fuzz/` looks for worse with a coverage-guided fuzzer.

#[path = "parsers/checks.rs"]
mod checks;
#[path = "simulation/dice.rs"]
#[allow(dead_code, reason = "one throw of it is enough here")]
mod dice;

use bangtin::wire::huidu::{self, Answer, Code, FileName, Many};
use bangtin::wire::onbon::area::{Area, Dynamic, Page, RunMode, STATIC};
use bangtin::wire::onbon::bitmap::Coding;
use bangtin::wire::onbon::programme::{Day, Programme, crc32, every_day, no_span};
use bangtin::wire::onbon::{Colours, Generation};
use bangtin::wire::{Packets, xixun};
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
fn a_damaged_playlist_is_changed_as_wanted_or_refused_and_never_damaged_further() {
    for name in ["playlists/dich-vu-cong.toml", "playlists/ke-hoach-47.toml", "playlists/gio-lam-viec.toml"] {
        each(name, &read(name), 400, lossy(checks::manuscript));
    }
    each("hours", PLAYLIST_HOURS.as_bytes(), 2_000, lossy(checks::manuscript));
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

/// What a card may hold or be sent: a programme's files, and a dynamic area.
fn onbon(generation: Generation) -> [Vec<u8>; 3] {
    let coding = Coding::of(generation, Colours::Two).unwrap();
    let mut bitmap = Vec::new();
    coding.emit(0, 40, 3, |x, y| [(x % 3) as u8, y as u8, 0], &mut bitmap);
    let page = Page { effect: STATIC, clear: 0, speed: 1, stay: 500, repeat: 1, valid: 40, bitmap };
    let area = Area { x: 0, y: 0, width: 40, height: 3, pages: vec![page.clone(), page] };
    let programme = Programme {
        number: 7,
        times: 1,
        span: no_span(generation),
        week: every_day(),
        first: Day { year: Some(2026), month: 11, day: 29 },
        last: Day { year: Some(2099), month: 12, day: 31 },
        periods: vec![([7, 0, 0], [11, 29, 59])],
        areas: vec![area.clone()],
    };
    let mode = RunMode::UntilTimeout;
    let dynamic = Dynamic { id: 0, mode, timeout: 90, with_all: true, related: vec![1], now: 1, area };
    let files = programme.emit(generation);
    let without_sum = |bytes: &[u8]| bytes[..bytes.len() - 4].to_vec();
    let last = files.last().map(|file| without_sum(&file.bytes)).unwrap();
    [last, without_sum(&files[0].bytes), dynamic.emit(generation)]
}

#[test]
fn a_damaged_file_or_area_of_a_card_is_read_or_refused() {
    for generation in [Generation::Five, Generation::Six] {
        let [file, data, dynamic] = onbon(generation);
        for seed in seeds(3_000) {
            // One of the files is damaged, or both; their sums are right again, as a bad person would make them.
            let [file, data] = [(&file, seed % 3 != 1), (&data, seed % 3 != 2)]
                .map(|(good, bad)| if bad { damaged(good, seed) } else { good.clone() });
            checks::programme(&file, &data);
            checks::onbon(&damaged(&dynamic, seed));
        }
        let whole = |bytes: &[u8]| [bytes, &crc32(bytes).to_le_bytes()].concat();
        assert!(Programme::parse(generation, &whole(&file), Some(&whole(&data))).is_ok());
    }
}

#[test]
fn a_programme_whose_pages_all_want_the_same_large_picture_is_refused_before_it_is_laid_out() {
    let mut programme = Programme::parse(Generation::Six, &whole_file(0), Some(&whole_file(1))).unwrap();
    programme.areas[0].pages.truncate(1);
    programme.areas[0].pages[0].bitmap = vec![0; 1 << 20];
    let files = programme.emit(Generation::Six);
    let few = files[1].bytes.clone();
    assert!(Programme::parse(Generation::Six, &few, Some(&files[0].bytes)).is_ok());
    // The page again and again, each time with the place of the one picture.
    let (page, count, area) = (30, 900usize, 39);
    let mut bytes = few[..few.len() - 4].to_vec();
    let first = bytes.len() - page;
    for _ in 1..count {
        bytes.extend_from_within(first..first + page);
    }
    let length = bytes.len() - area - 4;
    bytes[area..area + 4].copy_from_slice(&(length as u32).to_le_bytes());
    bytes[first - 2..first].copy_from_slice(&(count as u16).to_le_bytes());
    let sum = crc32(&bytes).to_le_bytes();
    bytes.extend(sum);
    let refused = Programme::parse(Generation::Six, &bytes, Some(&files[0].bytes)).err();
    assert_eq!(refused.map(|error| error.expected), Some("pictures of at most 16 MB"));
}

fn whole_file(which: usize) -> Vec<u8> {
    let bytes = &onbon(Generation::Six)[which];
    [&bytes[..], &crc32(bytes).to_le_bytes()].concat()
}

/// What is said between a Huidu card and its sender: a question and an answer as XML, and messages.
fn huidu() -> [Vec<u8>; 3] {
    let day = "2026-11-29".parse().unwrap();
    let programme = huidu::Programme {
        guid: 0x1234,
        times: 1,
        window: huidu::Window { dates: Some((day, day)), days: 0x1F, hours: Some((7 * 3600, 86_400)) },
        size: (64, 32),
        images: vec![huidu::Image { file: FileName(7), effect: 21, speed: 3, tenths: 50 }; 2],
    };
    let request = huidu::Request::Play(Many::new(vec![programme.clone(); 2]).unwrap());
    let (guid, method) = ("{0-\u{1EC7}\"&}".to_owned(), request.method().to_owned());
    let question = request.write(&guid).into_bytes();
    let answer = Answer { guid, method, code: Code(0), content: vec![programme.element()] };
    let (mut packets, mut gathered) = (Packets::default(), huidu::Gathered::default());
    let parts = answer.parts();
    let whole = parts.iter().find_map(|part| gathered.take(part).unwrap()).unwrap();
    huidu::Message::Heartbeat.emit(&mut packets).unwrap();
    for part in parts {
        huidu::Message::Answer(part).emit(&mut packets).unwrap();
    }
    [question, whole, packets.bytes().to_vec()]
}

#[test]
fn a_damaged_word_of_a_huidu_card_is_read_or_refused() {
    let [question, answer, messages] = huidu();
    assert!(huidu::Request::parse(&question).is_some() && huidu::parse_answer(&answer).is_some());
    for good in [question, answer, messages] {
        checks::huidu(&good);
        each("huidu", &good, 1_000, checks::huidu);
    }
}

/// What is said between a Xixun player and its sender: a programme, the objects that bring it, a question and an answer.
fn xixun() -> [Vec<u8>; 4] {
    let day = "2026-11-29".parse().unwrap();
    let file = "0123456789abcdef0123456789abcdef".to_owned();
    let airing = xixun::Airing { from: day, to: day, days: 0x1F, hours: Some((420, 1440)) };
    let picture = xixun::Picture { file: file.clone(), size: 900, seconds: 5 };
    let item = xixun::Item { times: 1, airings: vec![airing], pictures: vec![picture; 2] };
    let programme = xixun::Programme { id: file.clone(), width: 64, height: 32, items: vec![item; 2] };
    let mut pushed = Packets::default();
    for push in [
        xixun::Push::Consult { ids: vec![file.clone()], name: Some("a".to_owned()) },
        xixun::Push::Start { name: "a".to_owned(), size: 9 },
        xixun::Push::FileStart { id: file.clone(), size: 9 },
    ] {
        push.emit(&mut pushed);
    }
    pushed.push(9).fill(b'}');
    xixun::Push::FileEnd { id: file }.emit(&mut pushed);
    let (mut question, mut answer) = (Packets::default(), Packets::default());
    xixun::emit_question(&xixun::Ask::SetBrightness(70).json("7"), &mut question);
    let reply =
        xixun::Reply::new(xixun::Ask::Size, "7", true, serde_json::json!({ "width": 64, "height": 32 }));
    xixun::emit_answer(&reply.json(), &mut answer);
    [
        programme.json().into_bytes(),
        pushed.bytes().to_vec(),
        question.bytes().to_vec(),
        answer.bytes().to_vec(),
    ]
}

#[test]
fn a_damaged_word_of_a_xixun_player_is_read_or_refused() {
    let [programme, ..] = xixun();
    assert!(xixun::Programme::parse(&programme).is_ok());
    for good in xixun() {
        checks::xixun(&good);
        each("xixun", &good, 1_000, checks::xixun);
    }
    for ask in [xixun::Ask::SetTime(1_795_920_000_000), xixun::Ask::Screenshot] {
        each("ask", ask.json("7").as_bytes(), 1_000, checks::xixun);
    }
}
