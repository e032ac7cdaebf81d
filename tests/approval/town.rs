//! A site in memory that people change: files, fonts, boards, orders, and what is approved of it.

use crate::dice::Dice;
use bangtin::editorial::{Permits, Seal, Sealed};
use bangtin::notice::{Class, Given, Orders, Wish};
use bangtin::player::Laid;
use bangtin::report::{Fault, Source};
use bangtin::site::{Files, Library, Permitted};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

const PLAIN: &str = include_str!("../../fonts/bangtin-16.bdf");
const BOLD: &str = include_str!("../../fonts/bangtin-16-bold.bdf");
const SMALL: &str = include_str!("../../fonts/bangtin-8.bdf");
/// What is read of them: files of many letters take most of the time of a test.
static FONTS: LazyLock<[String; 3]> = LazyLock::new(|| [PLAIN, BOLD, SMALL].map(few));
pub(crate) const BOARDS: [&str; 3] = ["cong", "tuong", "nho"];
const LISTS: [&str; 3] = ["thuong-truc", "an-ninh", "y-te"];
const TEXTS: [&str; 7] =
    ["Một cửa", "Hai", "Tin", "Nộp hồ sơ", "Đi chậm", "Chung tay phòng chống dịch", "Không đốt rác"];
/// What only orders say.
const OTHERS: [&str; 2] = ["Nguy", "Tránh bão"];
/// Light of boards by day and night.
pub(crate) const PERCENTS: [u8; 2] = [100, 40];

/// One item of a file, in words of the file.
#[derive(Clone)]
struct Line {
    text: &'static str,
    keys: BTreeMap<&'static str, String>,
}

/// An item on a board: the board, the playlist, the number there.
pub(crate) type Place = (String, String, usize);

/// The site.
pub(crate) struct Town {
    boards: [BTreeMap<&'static str, String>; 3],
    lists: BTreeMap<&'static str, (BTreeMap<&'static str, String>, Vec<Line>)>,
    bold: bool,
    pub(crate) library: Library,
    /// Whether the files are right as they stand; of those that are not, the last good versions play.
    pub(crate) right: bool,
    /// What was approved, board by board.
    pub(crate) approved: BTreeMap<String, BTreeSet<Seal>>,
}

/// A font file with the letters of the texts only.
fn few(font: &str) -> String {
    let wanted: BTreeSet<char> = TEXTS.iter().chain(&OTHERS).flat_map(|text| text.chars()).collect();
    let (head, rest) = font.split_once("CHARS ").expect("a font");
    let letter = |block: &&str| {
        let code = block.split_once("ENCODING ").and_then(|(_, rest)| rest.lines().next()?.parse().ok());
        code.and_then(char::from_u32).is_some_and(|letter| wanted.contains(&letter))
    };
    let letters: Vec<&str> = rest.split("STARTCHAR ").skip(1).filter(letter).collect();
    let all: String =
        letters.iter().map(|block| format!("STARTCHAR {}", block.replace("ENDFONT", ""))).collect();
    format!("{head}CHARS {}\n{all}ENDFONT\n", letters.len())
}

fn pick(dice: &mut Dice, from: &[&str]) -> String {
    (*dice.pick(from)).to_owned()
}

fn board(dice: &mut Dice) -> BTreeMap<&'static str, String> {
    let mut keys = BTreeMap::new();
    let (width, height) = *dice.pick(&[(64, 16), (96, 32), (48, 24)]);
    keys.insert("width", width.to_string());
    keys.insert("height", height.to_string());
    keys.insert("colour", pick(dice, &["'rgb'", "'red'", "['red', 'green']"]));
    keys.insert("max_fps", pick(dice, &["60", "30", "10"]));
    keys.insert("font", pick(dice, &["'bangtin-16'", "'bangtin-8'", "'auto'"]));
    let dim = format!("[{{ from = '18:00', to = '06:00', percent = {} }}]", PERCENTS[1]);
    keys.insert("brightness", dim);
    keys
}

fn line(dice: &mut Dice) -> Line {
    let mut line = Line { text: TEXTS[dice.place(TEXTS.len())], keys: BTreeMap::new() };
    for _ in 0..dice.within(0, 3) {
        change(dice, &mut line);
    }
    line
}

/// One key of an item becomes another, or absent.
fn change(dice: &mut Dice, line: &mut Line) {
    let (key, values): (&str, &[&str]) = *dice.pick(&[
        ("font", &["'bangtin-16'", "'bangtin-8'", "'auto'"][..]),
        ("align", &["'left'", "'right'", "'center'"]),
        ("hold", &["0.5", "2", "8"]),
        ("motion", &["'hold'", "'scroll-left'", "'scroll-up'"]),
        ("colour", &["'red'", "'#ff0000'"]),
        ("weight", &["1", "2"]),
        (
            "class",
            &["'normal'", "'priority'\nexpires_at = 2199-01-01", "'emergency'\nexpires_at = 2199-01-01"],
        ),
        ("windows", &["[{ from = '06:00', to = '22:00' }]", "[{ from = '22:00', to = '06:00' }]"]),
        ("boards", &["['cong']", "['tuong', 'nho']"]),
        ("title-only", &["x"]),
    ]);
    if key == "title-only" {
        line.text = TEXTS[dice.place(TEXTS.len())];
    } else if line.keys.remove(key).is_none() || dice.percent(60) {
        line.keys.insert(key, pick(dice, values));
    }
}

fn written(keys: &BTreeMap<&'static str, String>) -> String {
    keys.iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
}

impl Town {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let nothing = Files::default();
        let mut town = Self {
            boards: [board(dice), board(dice), board(dice)],
            lists: BTreeMap::new(),
            bold: false,
            library: Library::open(&nothing, None).0,
            right: true,
            approved: BTreeMap::new(),
        };
        for list in LISTS {
            town.rewrite(dice, list);
        }
        // As a daemon starts.
        town.library = Library::open(&town.files(), None).0;
        town
    }

    fn rewrite(&mut self, dice: &mut Dice, list: &'static str) {
        let mut head = BTreeMap::new();
        if list != LISTS[0] {
            head.insert("boards", pick(dice, &["['cong', 'tuong', 'nho']", "['nho']"]));
        }
        if dice.percent(20) {
            head.insert("blank", pick(dice, &["0.5", "1"]));
        }
        let lines = (0..dice.within(1, 3)).map(|_| line(dice)).collect();
        self.lists.insert(list, (head, lines));
    }

    fn files(&self) -> Files {
        let source = |name: String, text: String| Arc::new(Source { name, text });
        let mut site = "[approval]\nrequired = true\n[[site]]\nid = 's'\n".to_owned();
        for (id, keys) in BOARDS.iter().zip(&self.boards) {
            let keys = written(keys);
            site += &format!(
                "[[board]]\nid = '{id}'\nsite = 's'\nlink = 'virtual'\ndefault = '{}'\n{keys}",
                LISTS[0]
            );
        }
        let list = |(id, (head, lines)): (&&str, &(BTreeMap<_, _>, Vec<Line>))| {
            let items = lines
                .iter()
                .map(|line| format!("[[item]]\ntext = \"{}\"\n{}", line.text, written(&line.keys)));
            source(format!("playlists/{id}.toml"), written(head) + &items.collect::<String>())
        };
        let [plain, bold, small] = &*FONTS;
        let large = if self.bold { bold } else { plain };
        let fonts = [("bangtin-16", large), ("bangtin-8", small)];
        Files {
            site: Some(source("bangtin.toml".to_owned(), site)),
            playlists: self.lists.iter().map(list).collect(),
            fonts: fonts.map(|(name, text)| source(format!("fonts/{name}.bdf"), text.clone())).into(),
            ..Files::default()
        }
    }

    fn read(&mut self) {
        let (library, faults) = self.library.renew(&self.files(), None);
        (self.library, self.right) = (library, !faults.iter().any(Fault::is_error));
    }

    /// Somebody changes the files, a font, or a board.
    pub(crate) fn edit(&mut self, dice: &mut Dice) {
        let list = *dice.pick(&LISTS);
        match dice.within(0, 9) {
            0..=3 => self.rewrite(dice, list),
            4..=5 => return self.twist(dice),
            6 => self.bold = !self.bold,
            7 => self.boards[dice.place(3)] = board(dice),
            _ => drop(self.lists.remove(list)),
        }
        self.read();
    }

    /// One key of one item or of one board becomes another.
    fn twist(&mut self, dice: &mut Dice) {
        let list = *dice.pick(&LISTS);
        let index = self.lists.get(list).map_or(0, |(_, lines)| dice.place(lines.len()));
        let board = *dice.pick(&BOARDS);
        self.twist_at(dice, &(board.to_owned(), list.to_owned(), index));
    }

    /// Something about an item on a board becomes another.
    pub(crate) fn twist_at(&mut self, dice: &mut Dice, (id, list, index): &Place) {
        let line = self.lists.get_mut(list.as_str()).and_then(|(_, lines)| lines.get_mut(*index));
        match line {
            Some(line) if dice.percent(65) => change(dice, line),
            _ if dice.percent(30) => self.bold = !self.bold,
            _ => {
                let (key, value) = board(dice).into_iter().nth(dice.place(6)).expect("six keys");
                let at = BOARDS.iter().position(|board| board == id).expect("a board of the site");
                self.boards[at].insert(key, value);
            }
        }
        self.read();
    }

    /// A person orders something, or ends it.
    pub(crate) fn order(&mut self, dice: &mut Dice, now: Timestamp) {
        let mut orders = Orders::clone(&self.library.orders);
        let boards: Vec<String> =
            BOARDS.iter().take(dice.within(1, 3) as usize).map(|id| (*id).to_owned()).collect();
        if dice.percent(25)
            && let Some(id) = orders.notices().iter().find(|notice| notice.is_on(now)).map(|notice| notice.id)
        {
            let _ = orders.end(id, now, "lan", "xong");
        } else {
            let class = *dice.pick(&[Class::Priority, Class::Override, Class::Emergency]);
            let text = (*dice.pick(&[TEXTS[0], TEXTS[1], OTHERS[0], OTHERS[1]])).to_owned();
            let wish = Wish { text, font: Some("bangtin-8".to_owned()), ..Wish::default() };
            let playlist = wish.playlist_for("notice", &boards).expect("good words");
            let expires_at = now + jiff::SignedDuration::from_secs(dice.within(5, 3600) as i64);
            let given = Given { class, wish, playlist, boards, expires_at, replace: true };
            orders.give(given, now, "lan", "bão").expect("few orders");
        }
        self.library.orders = Arc::new(orders);
    }

    /// Somebody approves things, or takes that back.
    pub(crate) fn approve(&mut self, dice: &mut Dice) {
        let chance = *dice.pick(&[0, 30, 60, 100]);
        if dice.percent(40) {
            self.approved.clear();
        }
        for playlist in self.library.playlists.values() {
            for on in self.library.seals(playlist) {
                if dice.percent(chance) {
                    self.approved.entry(on.board).or_default().insert(on.seal);
                }
            }
        }
        let only = self
            .approved
            .iter()
            .map(|(board, seals)| (board.clone(), Arc::new(Permits::Only(seals.clone()))));
        self.library.permits = Arc::new(Permitted::Only(only.collect()));
    }

    /// Some item on some board, where it stands, what would be kept of its approval, and it laid out.
    pub(crate) fn item(&self, dice: &mut Dice) -> Option<(Place, Sealed, Laid)> {
        let playlist = dice.pick(&LISTS);
        let seals = self.library.seals(self.library.playlists.get(*playlist)?);
        let on = seals.get(dice.place(seals.len().max(1)))?;
        let place = (on.board.clone(), (*playlist).to_owned(), on.index);
        let (sealed, laid) = self.item_again(&place)?;
        Some((place, sealed, laid))
    }

    pub(crate) fn item_again(&self, (board, playlist, index): &Place) -> Option<(Sealed, Laid)> {
        let playlist = self.library.playlists.get(playlist)?;
        let seals = self.library.seals(playlist);
        let on = seals.iter().find(|on| on.board == *board && on.index == *index)?;
        let stage = self.library.board(board)?.stage(&self.library.site);
        let laid = stage.lay_out(playlist, *index, &self.library.fonts).ok()?;
        Some((on.sealed(playlist, "1"), laid))
    }
}
