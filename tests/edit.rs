//! Playlists changed by chance, thousands of times: whatever is done to a file, it stays TOML, says what it was told to say,
//! and everything nobody touched is there byte for byte. `BANGTIN_SEED=n` plays one seed again.

#[path = "simulation/dice.rs"]
#[allow(dead_code, reason = "not all kinds of chance are wanted here")]
mod dice;

use bangtin::playlist::Playlist;
use bangtin::playlist::edit::{Fields, Manuscript, canonical, keys};
use bangtin::report::Source;
use dice::Dice;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

fn seeds(count: u64) -> std::ops::Range<u64> {
    match std::env::var("BANGTIN_SEED").ok().and_then(|seed| seed.parse().ok()) {
        Some(seed) => seed..seed + 1,
        None => 0..count,
    }
}

const COMMENTS: [&str; 6] =
    ["", "", "\n", "# ghi chú\n", "\n# một\n# hai = 2\n", "# \"\"\"\n\n# [[item]]\n\n"];
const TEXTS: [&str; 8] = [
    "\"Một cửa\"",
    "'''\n# không phải ghi chú\n\n[[item]]'''",
    "\"\"\"\nHai\ndòng \\\"x\\\" \"\"\" # cuối",
    "\"a\\nb\"",
    "'C:\\x'",
    "\"\"\"\n# x\"\"\"",
    "2026-12-31",
    "\"\"",
];
const LINES: [&str; 14] = [
    "hold = 8.0 # giây",
    "  hold=0x10",
    "blank = inf",
    "starts_at = 2026-11-24 07:05:00",
    "expires_at = \"2026-12-31\"",
    "windows = [{ from = \"07:00\" }]",
    "windows = [ # đầu\n  { from = \"07:00\", to = \"08:00\" } # một\n  , { days = [ \"mon\",\n \"tue\" ], }, # hai\n  # ba\n]",
    "windows = [\n  { from = \"07:00\" },\n  { to = \"08:00\" }\n]",
    "silence.L02 = \"x\" # lý do\nsilence.L05 = \"y\"",
    "silence = { L02 = \"x\", L05.\"a\" = 1 }",
    "boards = [\"a\", 'b' , \"c\",]",
    "boards = []",
    "# \"\"\" ở giữa\ncolour = \"red\"",
    "\"khóa lạ\" = [[1, [2]], 2026-01-01, { }]",
];
const BLOCKS: [&str; 4] = [
    "",
    "[[item.windows]]\nfrom = \"07:00\" # từ\n# giữa\n[[item.windows]]\n",
    "\n# lý do\n[item.silence]\nL02 = \"x\"\n",
    "[item.a.b]\nc = 1\n",
];

/// The lines of a table: each key once.
fn lines(dice: &mut Dice) -> String {
    let mut used: Vec<&str> = Vec::new();
    let mut text = String::new();
    for _ in 0..dice.place(5) {
        let line = *dice.pick(&LINES);
        let key = |line: &'static str| {
            line.trim_start_matches(['#', ' ', '"']).split([' ', '=', '.']).next().unwrap()
        };
        if used.iter().all(|other| key(other) != key(line)) {
            used.push(line);
            text += line;
            text += "\n";
            text += *dice.pick(&COMMENTS);
        }
    }
    text
}

fn file(dice: &mut Dice) -> String {
    loop {
        let mut text = String::new();
        if dice.percent(10) {
            text += "\u{FEFF}";
        }
        text += *dice.pick(&COMMENTS);
        if dice.percent(70) {
            text += "title = \"Danh sách\"\n";
        }
        text += &lines(dice);
        if dice.percent(20) {
            text += "\n# theo\n[campaign] # văn bản\ndirective = \"1\"\n";
        }
        for _ in 0..dice.place(5) {
            text += *dice.pick(&COMMENTS);
            text += if dice.percent(10) { "  [[ item ]] # đầu\n" } else { "[[item]]\n" };
            text += *dice.pick(&COMMENTS);
            text += &format!("text = {}\n", dice.pick(&TEXTS));
            text += &lines(dice);
            text += *dice.pick(&BLOCKS);
            if dice.percent(5) {
                text += "[campaign]\nper_day = 3\n";
            }
        }
        text += *dice.pick(&COMMENTS);
        if dice.percent(20) {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if dice.percent(20) {
            text = text.replace('\n', "\r\n");
        }
        if toml::from_str::<toml::Table>(&text).is_ok() {
            return text;
        }
    }
}

fn value(dice: &mut Dice, depth: u64) -> Value {
    match dice.within(0, if depth == 0 { 6 } else { 8 }) {
        0 => json!(dice.within(0, 100)),
        1 => json!(dice.within(0, 100) as f64 / 8.0),
        2 => json!(dice.percent(50)),
        3 => json!("2026-12-31"),
        4 => json!("Một\r\n\"\"\"hai\\\n# ba\n"),
        5 => json!("'\u{0}\u{7f}\tế\u{200B}"),
        6 => json!(format!("chữ {}", dice.within(0, 9))),
        7 => (0..dice.place(4)).map(|_| value(dice, depth - 1)).collect(),
        _ => Value::Object((0..dice.place(4)).map(|_| (key(dice), value(dice, depth - 1))).collect()),
    }
}

fn key(dice: &mut Dice) -> String {
    let all = [&keys::HEAD[..], &keys::ITEM, &keys::WINDOW, &["L02", "khóa lạ", "x.y"]].concat();
    (*dice.pick(&all)).to_owned()
}

/// Some keys gone, some new, some with another value: at any depth.
fn changed(fields: &Fields, dice: &mut Dice) -> Fields {
    let mut fields = fields.clone();
    for _ in 0..=dice.place(3) {
        let known: Vec<String> = fields.keys().cloned().collect();
        match dice.within(0, 3) {
            0 if !known.is_empty() => drop(fields.remove(dice.pick(&known))),
            1 if !known.is_empty() => altered(&mut fields[dice.pick(&known).as_str()], dice),
            _ => drop(fields.insert(key(dice), value(dice, 3))),
        }
    }
    fields.remove("item");
    fields
}

fn altered(value_there: &mut Value, dice: &mut Dice) {
    match value_there {
        Value::Object(fields) => *fields = changed(fields, dice),
        Value::Array(list) => match dice.within(0, 2) {
            0 if !list.is_empty() => drop(list.remove(dice.place(list.len()))),
            1 if !list.is_empty() => {
                let at = dice.place(list.len());
                altered(&mut list[at], dice);
            }
            _ => {
                let new =
                    list.first().cloned().filter(|_| dice.percent(50)).unwrap_or_else(|| value(dice, 1));
                list.insert(dice.place(list.len() + 1), new);
            }
        },
        _ => *value_there = value(dice, 2),
    }
}

/// What the head and each item say, and the lines in which the items are written.
type Told = (Fields, Vec<(Fields, String)>);

fn told(manuscript: &Manuscript) -> Told {
    (manuscript.head(), (0..manuscript.len()).map(|index| item(manuscript, index)).collect())
}

fn says((head, items): &Told) -> (&Fields, Vec<&Fields>) {
    (head, items.iter().map(|(fields, _)| fields).collect())
}

fn item(manuscript: &Manuscript, index: usize) -> (Fields, String) {
    // A file may end without a line break, an item in the middle of it does not.
    let lines = manuscript.lines(index).unwrap().trim_end_matches(['\r', '\n']);
    (manuscript.item(index).unwrap(), lines.to_owned())
}

/// One change; what the file has to say afterwards.
fn step(manuscript: &mut Manuscript, told: &mut Told, dice: &mut Dice) -> String {
    let count = told.1.len();
    let (a, b) = (dice.place(count.max(1)), dice.place(count.max(1)));
    match dice.within(0, 5) {
        0 => {
            let fields = changed(&told.0, dice);
            if let Err(error) = manuscript.set_head(&fields) {
                return format!("{error:?}");
            }
            told.0 = canonical(&fields);
            "head".to_owned()
        }
        1 if count > 0 => {
            let fields = changed(&told.1[a].0, dice);
            if let Err(error) = manuscript.set_item(a, &fields) {
                return format!("{error:?}");
            }
            told.1[a] = (canonical(&fields), item(manuscript, a).1);
            format!("item {a}")
        }
        2 => {
            let at = dice.place(count + 1);
            let fields = changed(&Fields::new(), dice);
            if let Err(error) = manuscript.insert(at, &fields) {
                return format!("{error:?}");
            }
            told.1.insert(at, (canonical(&fields), item(manuscript, at).1));
            format!("new {at}")
        }
        3 if count > 0 => {
            manuscript.copy(a).unwrap();
            told.1.insert(a + 1, told.1[a].clone());
            format!("copy {a}")
        }
        4 if count > 0 => {
            manuscript.remove(a).unwrap();
            told.1.remove(a);
            format!("remove {a}")
        }
        _ if count > 0 => {
            manuscript.shift(a, b).unwrap();
            let item = told.1.remove(a);
            told.1.insert(b, item);
            format!("shift {a} {b}")
        }
        _ => String::new(),
    }
}

#[test]
fn whatever_is_changed_the_file_says_what_it_was_told_and_nothing_else_is_touched() {
    let mut refused = 0;
    let mut steps = 0;
    for seed in seeds(400) {
        let mut dice = Dice::new(seed);
        let text = file(&mut dice);
        let Ok(mut manuscript) = Manuscript::parse(&text) else {
            refused += 1;
            continue;
        };
        assert_eq!(manuscript.text(), text, "seed {seed}");
        let mut expected = told(&manuscript);
        for _ in 0..12 {
            let before = manuscript.clone();
            let done = step(&mut manuscript, &mut expected, &mut dice);
            steps += 1;
            let text = manuscript.text();
            let at = || format!("seed {seed}, {done}\n--- before\n{}\n--- after\n{text}", before.text());
            assert!(!done.contains("NotWritten"), "{}", at());
            assert_eq!(told(&manuscript), expected, "{}", at());
            let again = Manuscript::parse(&text).unwrap_or_else(|error| panic!("{error:?} {}", at()));
            // A comment with a gap below it is the head's at the top of a file, and an item's elsewhere.
            assert_eq!(says(&told(&again)), says(&expected), "read again: {}", at());
            assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{}", at());
        }
    }
    println!("{steps} changes, {refused} files refused");
    assert!(refused < 40, "hardly any file may be refused: {refused}");
}

#[test]
fn a_new_key_is_one_new_line_and_taking_it_away_again_gives_the_same_bytes() {
    for seed in seeds(400) {
        let text = file(&mut Dice::new(seed));
        let mut manuscript = Manuscript::parse(&text).unwrap();
        // A line needs a break before it; the end of a file may have none.
        let ended = |text: &str| text.strip_suffix('\n').unwrap_or(text).trim_end_matches('\r').to_owned();
        let without = |text: &str, line: &str| {
            text.replacen(&format!("{line}\r\n"), "", 1).replacen(&format!("{line}\n"), "", 1)
        };
        for index in 0..manuscript.len() {
            let old = manuscript.item(index).unwrap();
            let mut new = old.clone();
            new.insert("weight".to_owned(), json!(77));
            manuscript.set_item(index, &new).unwrap();
            let changed = manuscript.text();
            assert_eq!(
                ended(&without(&changed, "weight = 77")),
                ended(&text),
                "seed {seed}, item {index}\n{changed}"
            );
            manuscript.set_item(index, &old).unwrap();
            assert_eq!(ended(&manuscript.text()), ended(&text), "seed {seed}, item {index}");
        }
        let old = manuscript.head();
        let mut new = old.clone();
        new.insert("order".to_owned(), json!(77));
        manuscript.set_head(&new).unwrap();
        manuscript.set_head(&old).unwrap();
        if !text.contains("per_day") && !old.is_empty() {
            assert_eq!(ended(&manuscript.text()), ended(&text), "seed {seed}, head");
        }
    }
}

fn read(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The keys of the first table below a heading.
fn documented(reference: &str, heading: &str) -> Vec<String> {
    let below = reference.split_once(&format!("\n### {heading}\n")).unwrap().1;
    let rows =
        below.lines().skip_while(|line| !line.starts_with("| `")).take_while(|line| line.starts_with('|'));
    rows.map(|row| row.split('`').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn new_keys_come_in_the_order_of_the_reference() {
    let reference = read("docs/files.md");
    let head = documented(&reference, "Đầu danh sách / Top of the playlist");
    assert_eq!(head, [&keys::HEAD[..], &["item"]].concat());
    assert_eq!(documented(&reference, "`[[item]]`"), keys::ITEM);
    assert_eq!(documented(&reference, "`windows`"), keys::WINDOW);
    assert_eq!(documented(&reference, "`[campaign]`"), keys::CAMPAIGN);
}

#[test]
fn a_playlist_that_was_changed_and_changed_back_is_the_same_playlist() {
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("playlists")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let parsed = |text: &str| {
            let source = Arc::new(Source { name: "playlists/a.toml".to_owned(), text: text.to_owned() });
            let (playlist, faults) = Playlist::parse("a", &source);
            assert!(faults.is_empty(), "{text}");
            playlist.unwrap()
        };
        let mut manuscript = Manuscript::parse(&text).unwrap();
        let (head, count) = (manuscript.head(), manuscript.len());
        assert_eq!(count, parsed(&text).items.len());
        let items: Vec<Fields> = (0..count).map(|index| manuscript.item(index).unwrap()).collect();
        manuscript.set_head(&head).unwrap();
        items.iter().enumerate().for_each(|(index, item)| manuscript.set_item(index, item).unwrap());
        assert_eq!(manuscript.text(), text, "nothing was changed");
        manuscript.insert(0, &items[0]).unwrap();
        manuscript.shift(0, count).unwrap();
        for (index, item) in items.iter().enumerate() {
            let mut other = item.clone();
            other.insert("text".to_owned(), json!("Chữ khác"));
            other.insert("expires_at".to_owned(), json!("2030-01-31"));
            other.remove("hold");
            manuscript.set_item(index, &other).unwrap();
        }
        let other = parsed(&manuscript.text());
        assert!(other.items.len() == count + 1 && other.items[0].text.value == "Chữ khác");
        assert!(other.items[0].when.expires_at.is_some());
        items.iter().enumerate().for_each(|(index, item)| manuscript.set_item(index, item).unwrap());
        manuscript.remove(count).unwrap();
        let (old, new) = (parsed(&text), parsed(&manuscript.text()));
        assert_eq!((&new.title, new.order, new.festive), (&old.title, old.order, old.festive));
        for (old, new) in old.items.iter().zip(&new.items) {
            assert_eq!((&new.text.value, new.motion, new.hold), (&old.text.value, old.motion, old.hold));
        }
        assert_eq!(manuscript.head(), head);
        assert_eq!((0..count).map(|index| manuscript.item(index).unwrap()).collect::<Vec<_>>(), items);
    }
}
