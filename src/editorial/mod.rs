//! Who may light what: rights, drafts and their states, and approval bound to the very dots.
//!
//! Pure rules and values. Nothing here is stored (`journal`), carried out (`office`) or shown (`web`); the time is an
//! argument.

mod actor;
mod right;
mod seal;

pub use actor::{Actor, Who};
pub use right::{Grant, Role, Scope};
pub use seal::{Permits, Seal};
