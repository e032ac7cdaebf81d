//! Texts of files as operators write them, right and wrong. What is wrong with one, and in which line, is known from
//! how it was made and not from asking the program.

use crate::dice::Dice;

/// The text of one file.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) words: String,
    /// What is wrong with it; `None` for a good one.
    pub(crate) flaw: Option<Flaw>,
    /// Boards and groups it names.
    pub(crate) names: Vec<&'static str>,
}

/// A mistake that was made on purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flaw {
    /// The line it is in, from 1.
    pub(crate) line: usize,
    /// Whether it is wrong only on a board (a letter the font lacks) and cannot be seen where there are none.
    pub(crate) on_a_board: bool,
}

/// Every board of the site: id, and its own lines of `bangtin.toml`. Small faces, so that many can be simulated.
pub(crate) const BOARDS: [(&str, &str); 5] = [
    ("cong", "width = 64\nheight = 16\ngroups = [\"tat-ca\", \"pho\"]\nlink = \"udp://cong.invalid\"\n"),
    (
        "tuong",
        "width = 48\nheight = 32\ngroups = [\"tat-ca\"]\nprotocol = \"flaschen-taschen\"\nx = 10\ny = 20\n\
         datagram_bytes = 700\nlink = \"udp://tuong.invalid\"\n",
    ),
    (
        "lop",
        "width = 40\nheight = 16\ngroups = [\"tat-ca\", \"pho\"]\ncolour = \"red\"\n\
         protocol = \"flaschen-taschen\"\nlayer = 2\nlink = \"udp://lop.invalid\"\n",
    ),
    (
        "day",
        "width = 32\nheight = 16\ngroups = [\"tat-ca\"]\ncolour = [\"red\", \"green\"]\nprotocol = \"adalight\"\n\
         link = \"serial:///dev/day\"\n",
    ),
    (
        "cham",
        "width = 48\nheight = 32\ngroups = [\"tat-ca\", \"pho\"]\nprotocol = \"adalight\"\n\
         link = \"serial:///dev/cham\"\nbaud = 38400\n",
    ),
];

/// A good `bangtin.toml`; now and then one board is missing from it.
pub(crate) fn site(dice: &mut Dice) -> Text {
    let mut words = "title = \"Trung tâm\"\n\n[[site]]\nid = \"ubnd\"\nname = \"Trụ sở\"\n".to_owned();
    // Movements and holds are drawn at random; that nobody could read them is not what is tried.
    words += "\n[lint]\nshort_part = 0\nletters_lost_per_s = 60\n";
    let missing = if dice.percent(15) { dice.place(BOARDS.len()) } else { usize::MAX };
    let fps = dice.pick(&[8, 25, 60]);
    let default = if dice.percent(80) { "default = \"thuong-truc\"\n" } else { "" };
    let keepalive =
        dice.pick(&["", "", "keepalive_ms = 800\n", "keepalive_ms = 300\n", "keepalive_ms = 1000\n"]);
    let stop = dice.pick(&["", "at_stop = \"dark\"\n", "at_stop = \"keep\"\n"]);
    for (number, (id, own)) in BOARDS.iter().enumerate().filter(|(number, _)| *number != missing) {
        words += &format!("\n[[board]]\nid = \"{id}\"\nsite = \"ubnd\"\nmax_fps = {fps}\n{default}{own}");
        if number % 2 == 0 {
            words += &format!("{keepalive}{stop}");
        }
        words += &board_hours(dice);
    }
    Text { words, flaw: None, names: Vec::new() }
}

/// A `bangtin.toml` with one mistake in it.
pub(crate) fn broken_site(dice: &mut Dice) -> Text {
    let good = site(dice).words;
    let (marker, words) = match dice.within(0, 3) {
        0 => ("chưa đóng", good.replacen("title = \"Trung tâm\"", "title = \"chưa đóng", 1)),
        1 => ("width = 0", good.replacen("width = 48", "width = 0", 1)),
        2 => ("protocol = \"dpd\"", good.replacen("protocol = \"adalight\"", "protocol = \"dpd\"", 1)),
        _ => ("wdith", good.replacen("width = 64", "width = 64\nwdith = 3", 1)),
    };
    let marker = if words.contains(marker) { marker } else { return broken_site(dice) };
    flawed(words, marker, false, Vec::new())
}

/// A good playlist. Words are short enough for every face.
pub(crate) fn playlist(dice: &mut Dice, id: &str) -> Text {
    const TARGETS: [(&str, &[&str]); 5] = [
        ("groups = [\"tat-ca\"]\n", &["tat-ca"]),
        ("groups = [\"tat-ca\"]\n", &["tat-ca"]),
        ("groups = [\"pho\"]\n", &["pho"]),
        ("boards = [\"cong\", \"day\"]\n", &["cong", "day"]),
        ("boards = [\"tuong\"]\n", &["tuong"]),
    ];
    let mut words = format!("title = \"{id}\"\norder = {}\n", dice.within(0, 3));
    let mut names = Vec::new();
    if dice.percent(20) {
        words += &format!("blank = {}\n", dice.pick(&["0.2", "1.5", "0.05"]));
    }
    // The default playlist is for nobody in particular.
    if id != "thuong-truc" {
        let (line, named) = dice.pick(&TARGETS);
        words += line;
        names.extend_from_slice(named);
    }
    if dice.percent(45) {
        words += &when(dice);
    }
    for _ in 0..*dice.pick(&[1, 1, 2, 3, 5]) {
        words += &item(dice);
        if dice.percent(15) {
            words += &window(dice);
        }
        if dice.percent(15) {
            words += "boards = [\"cham\"]\n";
            names.push("cham");
        }
    }
    Text { words, flaw: None, names }
}

/// Hours around the time at which the world begins, 23:46:40 on a Tuesday, and others.
fn hours(dice: &mut Dice) -> String {
    const HOURS: [(&str, &str); 7] = [
        ("23:47:00", "23:47:12"),
        ("23:30:00", "00:30:00"),
        ("23:46:50", "05:00:00"),
        ("00:00:00", "23:47:05"),
        ("06:00:00", "18:00:00"),
        ("12:00:00", "11:59:59"),
        ("22:00:00", "24:00"),
    ];
    let (from, to) = dice.pick(&HOURS);
    let days = dice.pick(&["", "", ", days = [\"tue\"]", ", days = [\"mon\", \"wed\"]"]);
    format!("from = \"{from}\", to = \"{to}\"{days}")
}

fn window(dice: &mut Dice) -> String {
    let second = if dice.percent(30) { format!(", {{ {} }}", hours(dice)) } else { String::new() };
    format!("windows = [{{ {} }}{second}]\n", hours(dice))
}

/// When a playlist is on, and how urgent it is.
fn when(dice: &mut Dice) -> String {
    let mut words = if dice.percent(50) { window(dice) } else { String::new() };
    words += *dice.pick(&["", "starts_at = 2026-11-17T23:46:52\n", "starts_at = 2020-01-01\n"]);
    let class = *dice.pick(&["", "", "class = \"priority\"\n", "class = \"emergency\"\n"]);
    let mut ends = vec!["expires_at = 2026-11-17T23:47:08\n", "expires_at = 2099-01-01T00:00:00\n"];
    if class.is_empty() {
        ends.push("");
    }
    words + class + *dice.pick(&ends)
}

/// A board's own hours.
fn board_hours(dice: &mut Dice) -> String {
    let mut words = String::new();
    if dice.percent(15) {
        words += &format!("quiet = [{{ {} }}]\n", hours(dice));
    }
    if dice.percent(30) {
        words += &format!("brightness = [{{ {}, percent = {} }}]\n", hours(dice), dice.pick(&[1, 30, 80]));
    }
    words
}

fn item(dice: &mut Dice) -> String {
    const WORDS: [&str; 8] = ["Tin", "Mới", "Giờ", "Hẹn", "Vui", "Một", "Cửa", "Quý"];
    let mut text = (*dice.pick(&WORDS)).to_owned();
    for _ in 0..dice.within(0, 5) {
        text += *dice.pick(&[" ", " ", "\\n"]);
        text += *dice.pick(&WORDS);
    }
    let mut item = format!("\n[[item]]\ntext = \"{text}\"\n");
    item += *dice.pick(&["", "", "colour = \"red\"\n"]);
    item += *dice.pick(&["", "", "", "weight = 3\n"]);
    match dice.within(0, 3) {
        0 => {
            let (speed, passes) = (dice.pick(&[1, 17, 60, 240]), dice.pick(&[1, 2]));
            item += &format!("motion = \"scroll-left\"\nspeed = {speed}\npasses = {passes}\n");
        }
        1 => item += &format!("motion = \"scroll-up\"\nspeed = {}\npasses = 1\n", dice.pick(&[2, 10, 40])),
        _ => item += &format!("hold = {}\n", dice.pick(&["0.5", "1.234", "3", "9"])),
    }
    item
}

/// A playlist with one mistake in it.
pub(crate) fn broken_playlist(dice: &mut Dice, id: &str) -> Text {
    let Text { words, names, .. } = playlist(dice, id);
    // Gaps wider and higher than any face: there would be moments without a lit dot.
    let wide = format!("Tin{}Vui", " ".repeat(20));
    let high = "Tin\\n\\n\\nVui";
    let moving =
        |text: &str, motion: &str| format!("{words}\n[[item]]\ntext = \"{text}\"\nmotion = \"{motion}\"\n");
    match dice.within(0, 7) {
        6 => flawed(moving(&wide, "scroll-left"), &wide, true, names),
        7 => flawed(moving(high, "scroll-up"), high, true, names),
        0 => flawed(words.replacen(&format!("\"{id}\""), "\"chưa đóng", 1), "chưa đóng", false, names),
        1 => flawed(words + "hodl = 3\n", "hodl", false, names),
        2 => flawed(format!("{words}\n[[item]]\ntext = \"Giá 漢\"\n"), "漢", true, names),
        3 => flawed(format!("{words}\n[[item]]\ntext = \"Tin\"\ncolour = \"tím\"\n"), "tím", false, names),
        4 => flawed(format!("title = \"{id}\"\n"), "title", false, names),
        _ => flawed(words.replacen("text = ", "txet = ", 1), "txet", false, names),
    }
}

/// A font file that ends in the middle.
pub(crate) fn broken_font() -> Text {
    let lines: Vec<&str> = crate::shelf::FONT.lines().take(20).collect();
    let flaw = Some(Flaw { line: 20, on_a_board: false });
    Text { words: lines.join("\n"), flaw, names: Vec::new() }
}

fn flawed(words: String, marker: &str, on_a_board: bool, names: Vec<&'static str>) -> Text {
    let before = words.find(marker).map_or(0, |at| words[..at].matches('\n').count());
    Text { words, flaw: Some(Flaw { line: before + 1, on_a_board }), names }
}
