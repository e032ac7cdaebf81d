//! What the program itself says of its keys: which there are, and what they take.

use bangtin::playlist::Playlist;
use bangtin::report::{Fault, Message, Source};
use bangtin::site::Site;
use std::sync::Arc;

/// A table of one of the files, in the order of docs/files.md.
#[derive(Clone, Copy, Debug)]
pub(super) enum Table {
    Site,
    Web,
    Approval,
    Emergency,
    Language,
    Banned,
    Lint,
    Calendar,
    Mourning,
    Day,
    Place,
    Board,
    Bright,
    Panel,
    Module,
    Output,
    Playlist,
    Item,
    Window,
    Campaign,
}

impl Table {
    pub(super) const ALL: [Self; 20] = [
        Self::Site,
        Self::Web,
        Self::Approval,
        Self::Emergency,
        Self::Language,
        Self::Banned,
        Self::Lint,
        Self::Calendar,
        Self::Mourning,
        Self::Day,
        Self::Place,
        Self::Board,
        Self::Bright,
        Self::Panel,
        Self::Module,
        Self::Output,
        Self::Playlist,
        Self::Item,
        Self::Window,
        Self::Campaign,
    ];

    /// What is wrong with a file in which this table holds one line.
    pub(super) fn faults(self, line: &str) -> Vec<Fault> {
        let text = match self {
            Self::Site | Self::Playlist => format!("{line}\n"),
            Self::Approval => format!("[approval]\n{line}\n"),
            Self::Emergency => format!("[[emergency]]\n{line}\n"),
            Self::Web => format!("[web]\n{line}\n"),
            Self::Language => format!("[language]\n{line}\n"),
            Self::Banned => format!("[language]\nbanned = [{{ {line} }}]\n"),
            Self::Lint => format!("[lint]\n{line}\n"),
            Self::Calendar => format!("[calendar]\n{line}\n"),
            Self::Mourning => format!("[[calendar.mourning]]\n{line}\n"),
            Self::Day => format!("[[calendar.day]]\n{line}\n"),
            Self::Bright => format!("[[board]]\nbrightness = [{{ {line} }}]\n"),
            Self::Panel => format!("[[board]]\n[board.panel]\n{line}\n"),
            Self::Module => format!("[[board]]\n[[board.module]]\n{line}\n"),
            Self::Output => format!("[[board]]\n[[board.output]]\n{line}\n"),
            Self::Window => format!("windows = [{{ {line} }}]\n"),
            Self::Campaign => format!("[campaign]\n{line}\n"),
            Self::Place => format!("[[site]]\n{line}\n"),
            Self::Board => format!("[[board]]\n{line}\n"),
            Self::Item => format!("[[item]]\n{line}\n"),
        };
        let source = Arc::new(Source { name: "x.toml".to_owned(), text });
        match self {
            Self::Playlist | Self::Item | Self::Window | Self::Campaign => Playlist::parse("x", &source).1,
            _ => Site::parse(&source).1,
        }
    }

    /// The keys the program offers where somebody wrote one that does not exist.
    pub(super) fn keys(self) -> Vec<String> {
        let faults = self.faults("zzzzzzzz = 1");
        let offer = faults.into_iter().find_map(|fault| match fault.message {
            Message::UnknownKey { key, offer, .. } if key == "zzzzzzzz" => Some(offer),
            _ => None,
        });
        offer.expect("an unknown key is a fault").split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    /// What a row of the reference must say of a key: the bounds and words of the program's own refusals.
    pub(super) fn must_say(self, key: &str) -> Vec<String> {
        let bad = ["[[1]]", "\"\"", "[]", "\"zzzzzzzz\""];
        let faults = bad.iter().flat_map(|value| self.faults(&format!("{key} = {value}")));
        faults.flat_map(|fault| bounds(key, fault.message)).collect()
    }
}

fn bounds(about: &str, message: Message) -> Vec<String> {
    match message {
        Message::WantsInteger { key, low, high } | Message::WantsDecimal { key, low, high }
            // Width and height are bounded together, by another sentence.
            if key == about && low != i64::MIN.to_string() =>
        {
            vec![format!("{low}–{high}")]
        }
        Message::TextLength { key, most, .. } | Message::ListLength { key, most, .. } if key == about => {
            vec![format!("1–{most}")]
        }
        Message::UnknownWord { key, offer, .. } if key == about => {
            offer.split('`').skip(1).step_by(2).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}
