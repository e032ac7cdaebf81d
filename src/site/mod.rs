//! The site: which boards there are, where they stand and how they are reached (`bangtin.toml`), and the files
//! beside it (playlists, fonts): reading them, checking them against each other, watching them.

mod ahead;
mod approval;
mod board;
mod calendar;
mod card;
mod check;
mod cores;
mod emergency;
mod evidence;
mod files;
mod health;
mod hours;
mod language;
pub mod ledger;
mod library;
mod looks;
mod memory;
mod outlines;
mod panel;
mod parse;
mod place;
mod proof;
mod universes;
mod unlit;
mod watch;
mod web;
mod wiring;

pub use approval::{Approval, Permitted, SealOn};
pub use board::{Address, AtStop, Board, Traffic};
pub use card::{Kept, Secret};
pub use emergency::{Emergency, MAX_HOURS};
pub use evidence::{Evidence, Found};
pub use files::{Binary, Files, read};
pub use health::{Check, Control, How, Watched};
pub use library::Library;
pub use looks::Look;
pub use memory::Memory;
pub use place::Place;
pub use proof::{Draft, Edit, Fix, Picture, Proof, Remark, Shown, key_of};
pub use unlit::Unlit;
pub use watch::Watcher;
pub use web::{Pair, Web};

use crate::calendar::{Calendar, LocalDays};
use crate::language::{Compounds, Lexicon};
use crate::lint::Settings;
use crate::report::Source;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// `bangtin.toml`, checked.
#[derive(Clone, Debug)]
pub struct Site {
    /// What people call the whole (`title`).
    pub title: String,
    /// The IANA zone in which hours are meant, `Asia/Ho_Chi_Minh` if absent.
    pub zone: jiff::tz::TimeZone,
    /// The folder of the playlists, relative paths from the folder of `bangtin.toml`; `playlists` if absent.
    pub playlists: PathBuf,
    /// The folder of the fonts; `fonts` if absent.
    pub fonts: PathBuf,
    /// Where the page listens; `127.0.0.1:8080` if absent.
    pub listen: SocketAddr,
    /// `[web]`: how the page is reached from outside.
    pub web: Web,
    /// The folder of what the daemon remembers; `state` if absent.
    pub state: PathBuf,
    /// `clock = "trusted"`: the operator vouches for the clock of this machine.
    pub clock_trusted: bool,
    /// `[approval]`: whether what is lit has to be approved, and by whom.
    pub approval: Approval,
    /// `[[emergency]]`: what is prepared for emergencies, and what the program brings for them.
    pub emergencies: Vec<Emergency>,
    /// `[lint]`: the thresholds of the rules.
    pub lint: Settings,
    /// `[[site]]`: the places boards stand at.
    pub places: Vec<Place>,
    /// `[[board]]`, in file order.
    pub boards: Vec<Board>,
    /// What the boards are called that are wrong and so are not among them.
    pub unlit: Vec<Unlit>,
    /// Nothing is known of the boards: there is no file, or it is no TOML. Then nobody can say which names are wrong.
    pub is_unread: bool,
    /// `[calendar]`: the days that are decided from year to year, and days of this place.
    pub own_days: LocalDays,
    /// Which dates these and all other names of days mean here.
    pub calendar: Arc<Calendar>,
    /// `[language]`: what proof-reading knows of words here, with what is built in.
    pub lexicon: Arc<Lexicon>,
    /// What lines are not broken inside: the phrases of the program, names and addresses of `[language]`.
    pub compounds: Arc<Compounds>,
    /// The file, for faults found later.
    pub source: Arc<Source>,
}

impl Site {
    /// What people call a site; its id where nobody does.
    #[must_use]
    pub fn called(&self, site: &str) -> String {
        let place = self.places.iter().find(|place| place.id == site);
        place.map_or_else(|| site.to_owned(), |place| place.name.clone())
    }

    /// The folder of what is kept through restarts, of the site whose file is at `config`.
    #[must_use]
    pub fn state_folder(&self, config: &Path) -> PathBuf {
        config.parent().unwrap_or(Path::new("")).join(&self.state)
    }
}
