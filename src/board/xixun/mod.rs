//! Xixun players: full-colour cards that keep a programme of pictures.
//!
//! [`pack`] puts a stock into a programme and its files, [`Driver`] talks to a player, [`shot`] reads its pictures, and
//! [`Screen`] is a player that is a program. They have no list of what they keep and no passing memory: what a player shows is
//! proven by a picture of its face, and what is urgent waits for the next programme.

mod driver;
mod pack;
mod screen;
mod shot;
#[cfg(test)]
mod tests;

pub(super) use driver::Driver;
pub(super) use screen::Screen;

/// Questions and their answers; each is a connection of its own.
const QUESTIONS: u16 = 0;
/// The beginning of a conversation about a programme, on a connection of its own.
const PROGRAMME: u16 = 1;
/// What goes on with that conversation.
const ON: u16 = 2;
