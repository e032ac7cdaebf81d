//! What went wrong, said so that an operator can act on it: which file, line and column, what is wrong, what to do.
//!
//! Every sentence stands once, in Vietnamese and English, in `sentences`. Values only: nothing is printed here.

mod catalogue;
mod entry;
mod expected;
mod fault;
mod fields;
mod naming;
mod phrases;
mod render;
mod rule;
mod sentences;
mod syntax;
mod system;
mod written;

pub use catalogue::Lang;
pub use entry::Entry;
pub use expected::Expected;
pub use fault::{At, Fault, Severity, Source};
pub use fields::{Fields, Reader};
pub use naming::{code_point, is_id, offered, shortened};
pub use render::render;
pub use rule::Rule;
pub use sentences::Message;
pub use syntax::Syntax;
