//! `[approval]` of `bangtin.toml`, what was approved for each board, and what an approval of a playlist would be bound to.

use super::{Board, Library, cores};
use crate::editorial::{Permits, Seal, Sealed};
use crate::frame::{Digest, Face, Palette};
use crate::notice::Class;
use crate::player::{Laid, Programme, Stage};
use crate::playlist::Playlist;
use crate::report::{Fields, Message};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Whether what is lit has to be approved, and by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Nothing of files is lit that nobody approved (`required`); false if absent.
    pub required: bool,
    /// Who wrote it may not approve it (`second_person`); true if absent.
    pub second_person: bool,
}

impl Default for Approval {
    fn default() -> Self {
        Self { required: false, second_person: true }
    }
}

impl Approval {
    /// Reads the table. One that cannot be read asks for approval: a slip of the pen is not to light what nobody approved. So
    /// does a file that is no TOML and speaks of approval anywhere.
    pub(super) fn read(top: &mut Fields<'_, '_>, broken: bool) -> Self {
        let there = top.has("approval") || broken && top.reader().source.text.contains("approval");
        let Some((table, place)) = top.table("approval") else {
            return Self { required: there, ..Self::default() };
        };
        let mut fields = Fields::new(top.reader(), "[approval]", table, place);
        let said = fields.has("required");
        let required = fields.flag("required").unwrap_or(said);
        let second_person = fields.flag("second_person").unwrap_or(true);
        fields.finish();
        Self { required, second_person }
    }
}

/// What was approved, board by board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Permitted {
    /// Nobody said: everything, unless the site asks for approval; then nothing.
    #[default]
    Any,
    /// What is approved for each board, by its id. A board that is not here may light nothing.
    Only(BTreeMap<String, Arc<Permits>>),
}

impl Permitted {
    /// What a board may light. What is asked for in the end is the stricter of this and what the site says.
    #[must_use]
    pub fn of(&self, board: &str, approval: Approval) -> Arc<Permits> {
        match self {
            Self::Any if approval.required => Arc::new(Permits::nothing()),
            Self::Any => Arc::default(),
            Self::Only(boards) => {
                let own =
                    boards.get(board).filter(|permits| !approval.required || ***permits != Permits::Any);
                own.map_or_else(|| Arc::new(Permits::nothing()), Arc::clone)
            }
        }
    }
}

impl Permitted {
    /// The boards for which two of them are not the same.
    #[must_use]
    pub fn differing(&self, other: &Self) -> Vec<String> {
        let none = BTreeMap::new();
        let (mine, theirs) = (self.boards().unwrap_or(&none), other.boards().unwrap_or(&none));
        let all: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
        all.into_iter().filter(|id| mine.get(*id) != theirs.get(*id)).cloned().collect()
    }

    fn boards(&self) -> Option<&BTreeMap<String, Arc<Permits>>> {
        match self {
            Self::Any => None,
            Self::Only(boards) => Some(boards),
        }
    }
}

/// What an approval of an item on a board is bound to, and with what it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealOn {
    /// The board's id.
    pub board: String,
    /// The item's number in its playlist, from 0.
    pub index: usize,
    /// The dots and the terms.
    pub seal: Seal,
    /// The name of the font it is set in.
    pub font: String,
    /// The identity of that font.
    pub font_digest: Digest,
    /// The board's size.
    pub face: Face,
    /// Its lamps.
    pub palette: Palette,
}

impl SealOn {
    /// Everything that is kept of an approval, to say later why it does not hold any more.
    #[must_use]
    pub fn sealed(&self, playlist: &Playlist, program_version: &str) -> Sealed {
        let text = playlist.items.get(self.index).map(|item| item.text.value.clone());
        Sealed {
            text: text.unwrap_or_default(),
            font: self.font.clone(),
            font_digest: self.font_digest,
            face: self.face,
            palette: self.palette.to_string(),
            program_version: program_version.to_owned(),
            dots: self.seal.dots,
            terms: self.seal.terms,
        }
    }
}

/// Boards on which every item looks the same, and the items that one of them shows.
struct Shape {
    stage: Stage,
    shows: Vec<bool>,
}

/// An item drawn for a shape.
struct Drawn {
    seal: Seal,
    font: String,
}

impl Library {
    /// What a programme must know of a board, with what is approved for it.
    #[must_use]
    pub fn stage(&self, board: &Board) -> Stage {
        let permits = self.permits.of(&board.id.value, self.site.approval);
        Stage { permits, ..board.stage(&self.site) }
    }

    /// What a board shows by these files and orders. Items it cannot show were refused with their file, or are left out; items
    /// that are not approved are withheld.
    #[must_use]
    pub fn programme(&self, board: &Board) -> Programme {
        let mut stage = self.stage(board);
        stage.setting.blackouts = self.orders.blackouts_of(&board.id.value);
        let playlists = self.playlists.values().chain(self.orders.playlists_of(&board.id.value));
        Programme::new(&stage, playlists, &self.fonts).0
    }

    /// What an approval of a playlist is bound to on every board that shows any of it, board by board. Items that a board
    /// cannot show are left out: nothing of them is ever lit.
    ///
    /// Boards of one shape are drawn for once: a site may have thousands.
    #[must_use]
    pub fn seals(&self, playlist: &Arc<Playlist>) -> Vec<SealOn> {
        let mut shapes: Vec<Shape> = Vec::new();
        let mut shown: Vec<(&Board, usize, Vec<usize>)> = Vec::new();
        for board in &self.site.boards {
            let stage = board.stage(&self.site);
            let items = stage.items(playlist);
            if items.is_empty() {
                continue;
            }
            let at = shapes.iter().position(|shape| shape.stage.draws_as(&stage)).unwrap_or_else(|| {
                shapes.push(Shape { stage, shows: vec![false; playlist.items.len()] });
                shapes.len() - 1
            });
            items.iter().for_each(|index| shapes[at].shows[*index] = true);
            shown.push((board, at, items));
        }
        let drawn = cores::each(&shapes, |shape| self.drawn(shape, playlist));
        let mut fonts: BTreeMap<&str, Digest> = BTreeMap::new();
        for font in drawn.iter().flatten().flatten().map(|item| item.font.as_str()) {
            fonts.entry(font).or_insert_with(|| {
                self.fonts.get(font).map_or_else(|| Digest::of_bytes(&[]), |font| font.digest())
            });
        }
        let on = |(board, shape, items): (&Board, usize, Vec<usize>)| {
            let seal = |index: usize| {
                let Drawn { seal, font } = drawn[shape][index].as_ref()?;
                let font_digest = *fonts.get(font.as_str())?;
                let (board, face, palette) = (board.id.value.clone(), board.face, board.palette);
                Some(SealOn { board, index, seal: *seal, font: font.clone(), font_digest, face, palette })
            };
            items.into_iter().filter_map(seal).collect::<Vec<_>>()
        };
        shown.into_iter().flat_map(on).collect()
    }

    /// The items of a playlist that a shape shows, drawn.
    fn drawn(&self, shape: &Shape, playlist: &Arc<Playlist>) -> Vec<Option<Drawn>> {
        let draw = |(index, shown): (usize, &bool)| {
            let laid = shown.then(|| shape.stage.lay_out(playlist, index, &self.fonts).ok()).flatten()?;
            Some(Drawn { seal: laid.seal(), font: laid.font().name.clone() })
        };
        shape.shows.iter().enumerate().map(draw).collect()
    }

    /// The boards of these that can show the first item of a playlist as a notice of this class; and why the others cannot.
    ///
    /// Boards of one shape are asked once: a site may have thousands.
    #[must_use]
    pub fn who_can_show(
        &self,
        playlist: &Arc<Playlist>,
        class: Class,
        ids: &[String],
    ) -> (Vec<String>, Vec<(String, Message)>) {
        let mut shapes: Vec<(Stage, Laid, OnceCell<Digest>)> = Vec::new();
        let (mut can, mut cannot) = (Vec::new(), Vec::new());
        for board in ids.iter().filter_map(|id| self.board(id)) {
            let (id, stage) = (board.id.value.clone(), self.stage(board));
            let known = shapes.iter().position(|(known, ..)| known.draws_as(&stage));
            let at = match known {
                Some(at) => at,
                None => match stage.lay_out(playlist, 0, &self.fonts) {
                    Ok(laid) => {
                        shapes.push((stage.clone(), laid, OnceCell::new()));
                        shapes.len() - 1
                    }
                    Err(fault) => {
                        cannot.push((id, fault.message));
                        continue;
                    }
                },
            };
            let (_, laid, dots) = &shapes[at];
            let free = class == Class::Emergency || *stage.permits == Permits::Any;
            if free || stage.permits.knows(*dots.get_or_init(|| laid.reel().digest())) {
                can.push(id);
            } else {
                cannot.push((id, Message::NoticeUnapproved {}));
            }
        }
        (can, cannot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Source;
    use crate::site::{Files, Site};

    const REST: &str =
        "[[site]]\nid = 's'\n[[board]]\nid = 'b'\nsite = 's'\nwidth = 64\nheight = 16\nlink = 'virtual'\n";

    fn approval(head: &str) -> (Approval, usize) {
        let text = format!("{head}\n{REST}");
        let (site, faults) = Site::parse(&Arc::new(Source { name: "bangtin.toml".to_owned(), text }));
        (site.approval, faults.len())
    }

    #[test]
    fn approval_is_asked_for_where_the_site_says_so_and_where_it_cannot_be_read_what_it_says() {
        let asks = |required, second_person| Approval { required, second_person };
        for (head, approval_is, faults) in [
            ("", asks(false, true), 0),
            ("[approval]", asks(false, true), 0),
            ("[approval]\nrequired = true", asks(true, true), 0),
            ("[approval]\nrequired = true\nsecond_person = false", asks(true, false), 0),
            ("[approval]\nrequired = 'yes'", asks(true, true), 1),
            ("[approval]\nrequired = false\nsecond_person = 0", asks(false, true), 1),
            ("approval = true", asks(true, true), 1),
        ] {
            assert_eq!(approval(head), (approval_is, faults), "{head}");
        }
        assert!(approval("[approval]\nrequired = tru").0.required, "no TOML at all");
        assert!(approval("approval] =\nrequired = true").0.required, "nor is this");
        assert!(!approval("zone = ").0.required, "and this does not speak of it");
    }

    #[test]
    fn the_stricter_of_what_the_site_asks_and_what_was_approved_is_what_holds() {
        let asked = Approval { required: true, second_person: true };
        let not = Approval::default();
        let seal = Seal { dots: Digest::of_bytes(b"d"), terms: Digest::of_bytes(b"t") };
        let some = Arc::new(Permits::Only([seal].into()));
        let boards = [("a".to_owned(), Arc::clone(&some)), ("all".to_owned(), Arc::default())];
        let only = Permitted::Only(boards.into());
        for approval in [asked, not] {
            assert_eq!(only.of("a", approval), some);
            assert_eq!(*only.of("unknown", approval), Permits::nothing());
        }
        assert_eq!(*Permitted::Any.of("a", not), Permits::Any);
        assert_eq!(*Permitted::Any.of("a", asked), Permits::nothing());
        assert_eq!((&*only.of("all", not), &*only.of("all", asked)), (&Permits::Any, &Permits::nothing()));
    }

    /// A site of two boards of one shape and one of another, with a playlist of two items; approval is asked for.
    fn library() -> Library {
        let board = |id: &str, width: u16| {
            format!(
                "[[board]]\nid = '{id}'\nsite = 's'\nwidth = {width}\nheight = 16\nlink = 'virtual'\ndefault = 'a'\n"
            )
        };
        let boards = [board("one", 64), board("two", 64), board("wide", 96)].concat();
        let site = format!("[approval]\nrequired = true\n[[site]]\nid = 's'\n{boards}");
        let list = "[[item]]\ntext = 'Một cửa'\n[[item]]\ntext = 'Hai'\nboards = ['two']\n";
        let source =
            |name: &str, text: &str| Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
        let font = include_str!("../../fonts/bangtin-16.bdf");
        let files = Files {
            site: Some(source("bangtin.toml", &site)),
            playlists: vec![source("playlists/a.toml", list)],
            fonts: vec![source("fonts/bangtin-16.bdf", font)],
            ..Files::default()
        };
        let (library, faults) = Library::open(&files, None);
        assert!(!faults.iter().any(crate::report::Fault::is_error), "{faults:?}");
        library
    }

    #[test]
    fn without_approval_a_board_shows_the_frame_of_last_resort_and_says_what_is_withheld() {
        use crate::schedule::Shown;
        let mut library = library();
        let now = jiff::Timestamp::UNIX_EPOCH;
        let states = |library: &Library| -> Vec<(Shown, usize)> {
            let each = library.site.boards.iter().map(|board| {
                let programme = library.programme(board);
                let lit = programme.at(now).window().is_some_and(|window| window.to_frame().is_lit());
                assert!(lit, "never dark");
                (programme.slot(now).shown, programme.withheld().len())
            });
            each.collect()
        };
        assert_eq!(
            states(&library),
            [(Shown::LastResort, 1), (Shown::LastResort, 2), (Shown::LastResort, 1)]
        );
        let seals = library.seals(&library.playlists["a"]);
        let on: Vec<_> = seals.iter().map(|seal| (seal.board.as_str(), seal.index)).collect();
        assert_eq!(on, [("one", 0), ("two", 0), ("two", 1), ("wide", 0)]);
        assert_eq!(seals[0].seal, seals[1].seal, "boards of one shape show the same");
        assert_ne!(seals[0].seal.dots, seals[3].seal.dots);
        let permits = Arc::new(Permits::Only([seals[0].seal].into()));
        let boards = ["one", "wide"].map(|id| (id.to_owned(), Arc::clone(&permits)));
        library.permits = Arc::new(Permitted::Only(boards.into()));
        assert_eq!(states(&library), [(Shown::Entry(0), 0), (Shown::LastResort, 2), (Shown::LastResort, 1)]);
    }

    #[test]
    fn a_notice_of_words_that_were_never_approved_is_for_no_board_unless_it_is_an_emergency() {
        let mut library = library();
        let list = Arc::clone(&library.playlists["a"]);
        let ids = ["one", "two", "wide"].map(str::to_owned);
        let can = |library: &Library, class| library.who_can_show(&list, class, &ids).0;
        assert_eq!(can(&library, Class::Override), [""; 0]);
        assert_eq!(can(&library, Class::Emergency), ids);
        let seal = library.seals(&list)[0].seal;
        let permits = Arc::new(Permits::Only([seal].into()));
        let boards = ["two", "wide"].map(|id| (id.to_owned(), Arc::clone(&permits)));
        library.permits = Arc::new(Permitted::Only(boards.into()));
        assert_eq!(can(&library, Class::Priority), ["two"]);
        let why = library.who_can_show(&list, Class::Priority, &ids).1;
        assert!(why.iter().all(|(_, why)| *why == Message::NoticeUnapproved {}) && why.len() == 2);
    }
}
