//! The crank: decides from the time what is lit, has it drawn and spoken, and says when to be asked again.

mod status;

pub use status::{LinkState, Next, OnAir, Status};
