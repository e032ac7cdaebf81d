//! What to say: a playlist file, read into checked values that remember where they stand in the file.
//!
//! Pure: text in, values and faults out. Whether boards, fonts and colours named here exist is checked by `site`, which
//! knows them; whether texts are right and can be read by `lint`; when an item is on air is `schedule`'s to say.

mod campaign;
mod class;
pub mod edit;
mod item;
mod origin;
mod parse;
mod silence;
mod target;
mod texts;
mod when;

pub use campaign::{Campaign, Wanted};
pub use class::Class;
pub use item::{Align, Item, Motion};
pub use origin::{Origin, Settled};
pub use parse::{Read, Rest};
pub use silence::{Silence, silences};
pub use target::{Reach, Target};
pub use texts::texts;
pub use when::When;

use crate::report::{At, Source};
use std::sync::Arc;

/// One playlist file: items in the order in which they are shown.
#[derive(Clone, Debug)]
pub struct Playlist {
    /// The file's stem (`thuong-truc` for `thuong-truc.toml`): how boards name it as their default.
    pub id: String,
    /// What people call it (`title`), the id if the file gives none.
    pub title: String,
    /// Where it stands among the playlists of one board: lower first, then by id. −1000 to 1000, 0 if absent.
    pub order: i32,
    /// Dark time after every item, 0 to 10 s; 0 if absent, so that no blank frame comes between items.
    pub blank: std::time::Duration,
    /// The boards of every item that names none itself; empty if the playlist is only somebody's default.
    pub target: Target,
    /// How urgent items are that do not say so themselves.
    pub class: Class,
    /// When it is on air.
    pub when: When,
    /// The directive it carries out.
    pub campaign: Option<Campaign>,
    /// Whether items celebrate that do not say so themselves.
    pub festive: bool,
    /// In file order; never empty.
    pub items: Vec<Item>,
    /// The file, for faults found later.
    pub source: Arc<Source>,
    /// Whether it is a file or an order.
    pub origin: Origin,
    /// What `editorial` made of its terms.
    pub terms: Settled,
}

/// The largest playlist file read, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The most items one file may hold.
pub const MAX_ITEMS: usize = 1000;

/// Names with their places in the file.
pub type Names = Vec<At<String>>;
