//! When: which items are for a board, and which of them is on air at an instant.
//!
//! Pure. The player, the preview, the checks and every later explanation ask the same two functions. The answer
//! depends on nothing but the files and the instant, so a restart or a second machine comes to the same one.

mod cycle;
mod line_up;
mod trust;

pub use cycle::{Cycle, Turn};
pub use line_up::{Choice, LineUp, line_up};
pub use trust::{ClockTrust, Doubt, Reading, Start, TimeSource, Trust, Verdict};
