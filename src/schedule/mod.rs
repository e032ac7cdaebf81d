//! When: which items are for a board, and which of them is on air at an instant, and why.
//!
//! Pure. The player, the preview, the checks and every explanation ask the same [`Plan`]. The answer depends on nothing
//! but the files and the instant, so a restart or a second machine comes to the same one.

mod airtime;
mod blackout;
mod day;
mod explain;
mod layer;
mod line_up;
mod on_air;
mod outlook;
mod plan;
mod quota;
mod sheet;
mod spans;
mod stretches;
mod tally;
mod trust;
mod turns;

pub use airtime::{Airtime, Open};
pub use blackout::Blackout;
pub use explain::{Explanation, Glance, Why, explain};
pub use layer::{Dark, Layer, Shown};
pub use line_up::{Choice, line_up};
pub use on_air::{Agenda, Cursor, Light, Slot, on_air};
pub use outlook::{Ahead, Fate, Outlook, Run, Shortage, Shortfall};
pub use plan::{Candidate, MAX_CAMPAIGNS, Plan, Setting};
pub use sheet::Lit;
pub use stretches::Stretch;
pub use tally::Tally;
pub use trust::{ClockTrust, Doubt, Reading, Start, TimeSource, Trust, Verdict};
