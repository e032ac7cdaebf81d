//! Huidu cards of full colour in SDK mode: they keep pictures and programmes, and play them alone.
//!
//! [`pack`] puts a stock into pictures and programmes and takes them apart again, [`Driver`] talks to a card, [`shot`] reads
//! pictures, and [`Screen`] is a card that is a program. Such a card lists its pictures by their MD5, which it has checked
//! itself, and gives its programmes back; it has no passing memory that would end by itself.

mod driver;
mod flash;
mod job;
mod pack;
mod screen;
mod shot;
#[cfg(test)]
mod tests;

pub(super) use driver::Driver;
pub(super) use screen::Screen;

use md5::{Digest as _, Md5};

/// What the programmes are called among a card's parts, and their kind.
const SCRIPT: &str = "programmes";
const SCRIPT_KIND: u8 = 9;

fn md5(bytes: &[u8]) -> u128 {
    u128::from_be_bytes(Md5::digest(bytes).into())
}
