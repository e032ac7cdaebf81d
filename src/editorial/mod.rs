//! Who may light what: rights, drafts and their states, and approval bound to the very dots.
//!
//! Pure rules and values. Nothing here is stored (`journal`), carried out (`office`) or shown (`web`); the time is an
//! argument.

mod actor;
mod right;
mod seal;
mod terms;
mod void;

pub use actor::{Actor, Who};
pub use right::{Grant, Role, Scope};
pub use seal::{Permits, Seal};
pub use terms::terms;
pub use void::{Sealed, Voided, void};
