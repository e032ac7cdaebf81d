//! The schedule as people ask about it: why a board shows what it shows at an instant, and what it will show from when
//! to when.
//!
//! Pure. Asks the plan that lights the board and decides nothing itself. Sentences are the catalogue's, so that commands
//! and page say the same.

mod account;
mod asked;
mod coming;
mod line;
mod standing;
mod words;

pub use account::{Account, Coming, Group, Verdict};
pub use asked::{date, instant, period};
pub use coming::{Change, Turn, Upcoming, What};
pub use line::{Fared, LONGEST, Named, Stretch, campaigns, timeline};
pub use standing::{Known, Standing, State, standings, states};
pub use words::{clock, day, lit, moment, one_line, verdict};
