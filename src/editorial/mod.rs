//! Who may light what: rights, drafts and their states, and approval bound to the very dots.
//!
//! Pure rules and values. Nothing here is stored (`journal`), carried out (`office`) or shown (`web`); the time is an
//! argument.

mod actor;
mod command;
mod common;
mod difference;
mod marked;
mod merge;
mod right;
mod seal;
mod stage;
mod terms;
mod void;

pub use actor::{Actor, Who};
pub use command::{Action, Command};
pub use difference::{Change, Difference, ItemChange, changes, difference};
pub use marked::{Mark, marked};
pub use merge::{Conflict, Merged, Passage, merge, merge_lines};
pub use right::{Grant, Role, Scope};
pub use seal::{Permits, Seal};
pub use stage::{Stage, Step};
pub use terms::terms;
pub use void::{Sealed, Voided, void};
