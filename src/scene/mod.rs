//! How it looks: an item laid out on a face and drawn, ready to be cut into frames for any moment.
//!
//! Pure. Fonts come in as text, time comes in as the time since the item began. What a frame costs is paid when
//! the reel is drawn, once; cutting the frame of a moment from it draws and allocates nothing.

mod bdf;
mod course;
mod fit;
mod font;
mod last_resort;
mod layout;
mod lines;
pub mod metric;
pub mod outline;
mod reel;
mod words;

pub use bdf::BdfError;
pub use course::{Axis, Course, Cut};
pub use fit::{AUTO, Fit, FitCost, Form, choose};
pub use font::{Font, Fonts, Glyph};
pub use last_resort::last_resort;
pub use layout::{Canvas, Layout, LayoutError, Passing, SetLine};
pub use reel::Reel;
