//! The crank: decides from the time what is lit, has it drawn and spoken, and says when to be asked again.
//!
//! Pure but for `run`, the task around the engine, and `errand`, a way to cards beside links.

mod chronicle;
mod counts;
mod crank;
mod engine;
pub mod errand;
mod event;
mod face;
mod hold;
mod keeper;
pub mod objection;
mod programme;
mod refusal;
pub mod run;
mod status;
mod time;

pub use crate::schedule::Shown;
pub use chronicle::Chronicle;
pub use counts::{Counts, Lateness};
pub use crank::Crank;
pub use engine::Player;
pub use event::{Event, Feed, Now, Step};
pub use hold::Hold;
pub use keeper::Keeper;
pub use programme::{Laid, Moment, Programme, Slot, Stage, Withheld, anchor, no_font};
pub use status::{LinkState, Lost, Next, OnAir, Planned, Stages, Status};
