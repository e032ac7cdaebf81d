//! The files of the site, in memory, and what an independent memory keeps of them: of every file the last text that was
//! good. From that alone the simulation works out what every board must show.

use crate::dice::Dice;
use crate::law::{Law, Verdict};
use crate::texts::{self, Text};
use bangtin::player::{Programme, Stage};
use bangtin::playlist::Playlist;
use bangtin::report::{Fault, Message, Source};
use bangtin::scene::{Font, Fonts};
use bangtin::site::{Board, Files, Permitted, Site};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) const FONT: &str = include_str!("../../fonts/bangtin-16.bdf");
const FONT_NAME: &str = "fonts/bangtin-16.bdf";
const SITE_NAME: &str = "bangtin.toml";
/// The playlists there may be; the first is the boards' default.
pub(crate) const PLAYLISTS: [&str; 4] = ["thuong-truc", "an-ninh", "bau-cu", "y-te"];

/// A file on the disk.
#[derive(Clone, Debug)]
pub(crate) enum Sheet {
    There(Text),
    /// There, and the disk does not give it.
    Unread,
    Gone,
}

/// The disk, and the memory of what was good.
pub(crate) struct Shelf {
    site: Sheet,
    font: Sheet,
    playlists: BTreeMap<&'static str, Sheet>,
    good: Good,
    fonts: Fonts,
    /// What may be lit of it.
    pub(crate) gate: Arc<Permitted>,
}

/// The last good text of every file since the daemon started.
#[derive(Default)]
struct Good {
    site: Option<Site>,
    playlists: BTreeMap<&'static str, Arc<Playlist>>,
    font: bool,
}

impl Shelf {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        let mut fonts = Fonts::default();
        fonts.insert(Font::from_bdf("bangtin-16", FONT).expect("the font of the program"));
        let sheet = |id| (id, Sheet::There(texts::playlist(dice, id)));
        let playlists = PLAYLISTS.into_iter().take(2).map(sheet).collect();
        Self {
            site: Sheet::There(texts::site(dice)),
            font: good_font(),
            playlists,
            good: Good::default(),
            fonts,
            gate: Arc::default(),
        }
    }

    /// One change on the disk; says in a word what it was.
    pub(crate) fn change(&mut self, dice: &mut Dice) -> String {
        let id = *dice.pick(&PLAYLISTS);
        let (word, sheet) = match dice.within(0, 11) {
            0..=3 => ("writes", Sheet::There(texts::playlist(dice, id))),
            4..=5 => ("breaks", Sheet::There(texts::broken_playlist(dice, id))),
            6..=7 => ("removes", Sheet::Gone),
            8 => ("locks", Sheet::Unread),
            9 => return self.change_site(dice),
            10 if dice.percent(50) => {
                self.playlists.clear();
                return "removes every playlist".to_owned();
            }
            10 => return self.change_font(dice),
            _ => {
                self.font = good_font();
                self.site = Sheet::There(texts::site(dice));
                ("restores", Sheet::There(texts::playlist(dice, id)))
            }
        };
        self.playlists.insert(id, sheet);
        format!("{word} {id}")
    }

    fn change_site(&mut self, dice: &mut Dice) -> String {
        let (word, sheet) = match dice.within(0, 3) {
            0 => ("breaks", Sheet::There(texts::broken_site(dice))),
            1 => ("locks", Sheet::Unread),
            _ => ("writes", Sheet::There(texts::site(dice))),
        };
        self.site = sheet;
        format!("{word} the site")
    }

    fn change_font(&mut self, dice: &mut Dice) -> String {
        let (word, sheet) = match dice.within(0, 3) {
            0 => ("removes", Sheet::Gone),
            1 => ("breaks", Sheet::There(texts::broken_font())),
            _ => ("restores", good_font()),
        };
        self.font = sheet;
        format!("{word} the font")
    }

    /// What the daemon reads.
    pub(crate) fn files(&self) -> Files {
        let mut files = Files::default();
        let mut read = |name: String, sheet: &Sheet| match sheet {
            Sheet::There(text) => Some(Arc::new(Source { name, text: text.words.clone() })),
            Sheet::Gone => None,
            Sheet::Unread => {
                files.unread.push(name.clone());
                let why = "Input/output error".to_owned();
                files.faults.push(Fault::unplaced(Message::CannotRead { path: name, why }));
                None
            }
        };
        let site = read(SITE_NAME.to_owned(), &self.site);
        let playlists =
            self.playlists.iter().filter_map(|(id, sheet)| read(path(id), sheet)).collect::<Vec<_>>();
        let fonts = read(FONT_NAME.to_owned(), &self.font).into_iter().collect();
        (files.site, files.playlists, files.fonts) = (site, playlists, fonts);
        files
    }

    /// A daemon was started: it knows nothing but what it reads now.
    pub(crate) fn forget(&mut self) {
        self.good = Good::default();
        if let Sheet::There(text) = &self.site {
            // Of a wrong site file the boards that are right are lit at a start.
            self.good.site = Some(parse_site(text));
        }
        self.remember();
    }

    /// The files were read again: what is good takes the place of what was.
    pub(crate) fn remember(&mut self) {
        if let Sheet::There(text) = &self.site
            && text.flaw.is_none()
        {
            self.good.site = Some(parse_site(text));
        }
        let locked = self.playlists.values().chain([&self.site, &self.font]);
        let locked = locked.filter(|sheet| matches!(sheet, Sheet::Unread)).count() > 0;
        match &self.font {
            Sheet::There(text) if text.flaw.is_none() => self.good.font = true,
            // Where a file could not be read it may be a font: they all stay.
            Sheet::Gone if !locked => self.good.font = false,
            _ => {}
        }
        for (id, sheet) in &self.playlists {
            match sheet {
                Sheet::There(text) if self.is_good(id, text) => {
                    self.good.playlists.insert(id, parse_playlist(id, text));
                }
                Sheet::Gone => drop(self.good.playlists.remove(id)),
                _ => {}
            }
        }
        self.good.playlists.retain(|id, _| self.playlists.contains_key(id));
    }

    /// Whether a playlist is right on this site, with this font.
    fn is_good(&self, id: &str, text: &Text) -> bool {
        let unflawed = text.flaw.is_none_or(|flaw| flaw.on_a_board && !self.is_flaw_aimed(id, text));
        unflawed && self.knows_all(text) && (self.good.font || !self.is_aimed(id, text))
    }

    /// Whether every board and group it names is there. A board that is wrong has its name all the same, and where the site
    /// cannot be read nobody knows which names there are.
    fn knows_all(&self, text: &Text) -> bool {
        let Some(site) = self.good.site.as_ref().filter(|site| !site.is_unread) else { return true };
        let lit = site.boards.iter().map(|board| (Some(&board.id.value), &board.groups));
        let named: Vec<_> =
            lit.chain(site.unlit.iter().map(|board| (board.id.as_ref(), &board.groups))).collect();
        let knows = |name: &&str| {
            named.iter().any(|(id, groups)| {
                id.is_some_and(|id| id == name) || groups.iter().any(|group| group == name)
            })
        };
        text.names.iter().all(knows)
    }

    /// Whether any board would show the item that is wrong, which names no boards itself.
    fn is_flaw_aimed(&self, id: &str, text: &Text) -> bool {
        let own = |board: &Board| text.names.contains(&board.id.value.as_str());
        let default = |board: &Board| board.default.as_ref().is_some_and(|at| at.value == id) && !own(board);
        self.boards().iter().any(|board| id != PLAYLISTS[0] || default(board))
    }

    /// Whether any board would show it; what is for nobody is not laid out.
    fn is_aimed(&self, id: &str, text: &Text) -> bool {
        let default = |board: &Board| board.default.as_ref().is_some_and(|at| at.value == id);
        !self.boards().is_empty() && (!text.names.is_empty() || self.boards().iter().any(default))
    }

    /// The boards there are.
    pub(crate) fn boards(&self) -> &[Board] {
        self.good.site.as_ref().map_or(&[], |site| &site.boards)
    }

    /// What a board would show if nothing were bound to a time.
    pub(crate) fn undated(&self, board: &Board) -> Programme {
        let free = |list: &Arc<Playlist>| {
            let mut list = Playlist::clone(list);
            list.when = Default::default();
            list.items.iter_mut().for_each(|item| item.when = Default::default());
            Arc::new(list)
        };
        let lists: Vec<_> = self.good.playlists.values().map(free).collect();
        let site = self.good.site.as_ref().expect("boards are of a site");
        Programme::new(&board.stage(site), &lists, &self.fonts).0
    }

    /// What a board must show.
    pub(crate) fn programme(&self, board: &Board) -> Programme {
        let none = Fonts::default();
        let site = self.good.site.as_ref().expect("boards are of a site");
        let fonts = if self.good.font { &self.fonts } else { &none };
        let permits = self.gate.of(&board.id.value, site.approval);
        let stage = Stage { permits, ..board.stage(site) };
        Programme::new(&stage, self.good.playlists.values(), fonts).0
    }

    /// The good playlists.
    pub(crate) fn playlists(&self) -> impl Iterator<Item = &Arc<Playlist>> {
        self.good.playlists.values()
    }

    /// Titles of playlists of which there is no file: nothing of them may be on air.
    pub(crate) fn gone(&self) -> impl Iterator<Item = &'static str> {
        PLAYLISTS.into_iter().filter(|id| matches!(self.playlists.get(id), None | Some(Sheet::Gone)))
    }

    /// Every wrong file is reported with its line, and no playlist that is right is.
    pub(crate) fn judge(&self, faults: &[Fault]) -> Verdict {
        let reported = |place: &str| {
            let said = |fault: &&Fault| fault.is_error() && fault.place_words().starts_with(place);
            faults.iter().find(said).map(|fault| format!("{} {:?}", fault.place_words(), fault.message))
        };
        let sheets = self.playlists.iter().map(|(id, sheet)| (path(id), sheet));
        let others = [(SITE_NAME.to_owned(), &self.site), (FONT_NAME.to_owned(), &self.font)];
        for (name, sheet) in sheets.chain(others) {
            let Sheet::There(text) = sheet else { continue };
            let id = name.trim_start_matches("playlists/").trim_end_matches(".toml");
            let seen =
                text.flaw.filter(|flaw| !flaw.on_a_board || self.is_flaw_aimed(id, text) && self.good.font);
            if let Some(flaw) = seen {
                // A board that is missing may be the only one on which the mistake would be seen.
                let line = if self.knows_all(text) { format!("{}:", flaw.line) } else { String::new() };
                let place = format!("{name}:{line}");
                Law::Faults.holds(reported(&place).is_some(), || {
                    format!("nothing is said of {place} {faults:#?}")
                })?;
            } else if name.starts_with("playlists") && self.is_good(id, text) {
                let said = reported(&format!("{name}:"));
                Law::Faults
                    .holds(said.is_none(), || format!("{said:?} is said of a good file:\n{}", text.words))?;
            }
        }
        Ok(())
    }
}

fn good_font() -> Sheet {
    Sheet::There(Text { words: FONT.to_owned(), flaw: None, names: Vec::new() })
}

fn path(id: &str) -> String {
    format!("playlists/{id}.toml")
}

fn parse_site(text: &Text) -> Site {
    Site::parse(&Arc::new(Source { name: SITE_NAME.to_owned(), text: text.words.clone() })).0
}

fn parse_playlist(id: &str, text: &Text) -> Arc<Playlist> {
    let source = Arc::new(Source { name: path(id), text: text.words.clone() });
    let (playlist, faults) = Playlist::parse(id, &source);
    Arc::new(playlist.unwrap_or_else(|| panic!("a good playlist is refused: {faults:?}\n{}", text.words)))
}
