//! The pixels: what a board's face shows at one instant, and the colours its lamps can make.
//!
//! Values only: no drawing of text (`scene`), no wire order (`panel`), no files (the PNG and GIF
//! encoders of [`picture`] write into memory).

mod colour;
mod digest;
mod face;
mod foreign;
mod pixels;

pub mod picture;

pub use colour::{Colour, Palette, Rgb};
pub use digest::Digest;
pub use face::Face;
pub use foreign::foreign;
pub use pixels::{Frame, Window};
