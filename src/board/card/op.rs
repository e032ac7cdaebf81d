//! What can be done with a card, and what comes of it: the words between a [`Steward`](super::Steward) and a [`Driver`].

use super::{Cover, Moment, Stock};
use crate::frame::Frame;
use crate::wire::Packets;
use jiff::civil::DateTime;
use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

/// One thing to be done with a card. There is no other: nothing here changes what a card is, only what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Ask what it is. Answer: [`Answer::Identity`].
    Identify,
    /// Ask which parts it holds. Answer: [`Answer::Held`].
    Look,
    /// Ask how it is. Answer: [`Answer::State`].
    Status,
    /// Write a part into its lasting memory. Answer: [`Answer::Done`].
    Write(Part),
    /// Have it play what the script says, once all parts are there. Answer: [`Answer::Done`].
    Switch(Part),
    /// Read a part back. Answer: [`Answer::Bytes`].
    Read(Held),
    /// Remove these parts; never an empty list. Answer: [`Answer::Done`].
    Drop(Vec<Held>),
    /// Set its clock to the time of the moment at which it is begun. Answer: [`Answer::Done`].
    SetClock,
    /// Light its face, or make it dark. Answer: [`Answer::Done`].
    Power(bool),
    /// Say how bright it is in each half hour, in per cent. Answer: [`Answer::Done`].
    Light(Box<[u8; 48]>),
    /// Light this at once, out of its passing memory, for at most so many seconds. Answer: [`Answer::Done`].
    Cover(Arc<Cover>, u16),
    /// End that. Answer: [`Answer::Done`].
    Uncover,
    /// Ask for a picture of its face. Answer: [`Answer::Picture`].
    Picture,
}

/// What a card answered, all of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// What it is.
    Identity(Identity),
    /// All parts it holds that it may play.
    Held(Vec<Held>),
    /// How it is.
    State(State),
    /// The bytes of a part.
    Bytes(Vec<u8>),
    /// What its face shows, in its size.
    Picture(Frame),
    /// It did it, as it says.
    Done,
}

/// Why an operation came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It did not answer, or the link went down.
    Silent,
    /// What it said cannot be read, or it says so of us, again and again.
    Damaged,
    /// It is at something else, and was each time it was asked again.
    Busy,
    /// It refuses what it was sent, by this error of its own.
    Refused(&'static str),
    /// It wants a secret, or another one, and says so by this error of its own.
    NoRight(&'static str),
    /// It cannot do this; asking again is for nothing.
    Unable,
    /// It has no room.
    Full,
    /// It does not know the time.
    NoTime,
    /// Something answers that is no card of this kind, or not in the mode for it.
    Stranger(&'static str),
}

/// What a card is, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Its model, as the maker calls it.
    pub model: String,
    /// Its firmware.
    pub firmware: String,
    /// Its number or name, if it has one.
    pub name: String,
    /// Width and height of its face in dots.
    pub size: Option<(u16, u16)>,
    /// The most bytes it has room for, and those that are free.
    pub room: Option<(u32, u32)>,
    /// Things a person should know: no password set, an open radio network and the like.
    pub findings: Vec<Finding>,
}

/// A weakness that a card tells of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Finding {
    /// It takes orders from anybody: no secret is set.
    NoSecret,
    /// It still has the password it left the factory with.
    FactoryPassword,
    /// Its radio network is open to anybody.
    OpenRadio,
}

/// How a card is. What it does not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Whether its face is lit at all.
    pub on: Option<bool>,
    /// Its clock.
    pub clock: Option<DateTime>,
    /// Whether the clock says of itself that it is wrong.
    pub clock_lost: bool,
    /// The part it plays, by its name.
    pub playing: Option<String>,
    /// How bright it is, in per cent.
    pub light: Option<u8>,
    /// Degrees Celsius.
    pub temperature: Option<i16>,
}

/// By which a part is told from another one of the same name: a checksum or a hash, as the make has it.
pub type Mark = u128;

/// A part of a stock as a card keeps it: a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its name on the card.
    pub name: String,
    /// What kind of file it is, as the make counts.
    pub kind: u8,
    /// All of it.
    pub bytes: Arc<[u8]>,
    /// By which the card's list tells it.
    pub mark: Mark,
}

/// A part that a card holds, as its list says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// What kind of file it is, as the make counts.
    pub kind: u8,
    /// Its size in bytes.
    pub len: u32,
    /// What the list tells it by.
    pub mark: Mark,
}

impl Part {
    /// How the card's list tells of it once it is there.
    #[must_use]
    pub fn held(&self) -> Held {
        let len = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        Held { name: self.name.clone(), kind: self.kind, len, mark: self.mark }
    }
}

impl Held {
    /// Whether it is this part, as far as the list says.
    #[must_use]
    pub fn is(&self, part: &Part) -> bool {
        self.name == part.name
            && self.kind == part.kind
            && self.mark == part.mark
            && self.len as usize == part.bytes.len()
    }
}

/// A stock in the words of a make: the parts that make it up, in the order in which they are to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelf {
    /// All of them. A part that the card already holds under its name and mark need not be written again.
    pub parts: Vec<Part>,
    /// What says which parts are played when; `None` where the parts say it themselves.
    pub script: Option<Part>,
}

/// Why a stock cannot be put on a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// More items than the card counts.
    #[error("{shows} items, but the card counts up to {most}")]
    Shows {
        /// How many there are.
        shows: usize,
        /// How many there may be.
        most: usize,
    },
    /// An item is too large.
    #[error("an item of {bytes} bytes, but it may have {most}")]
    Bytes {
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        most: usize,
    },
    /// The card has no movement of this kind.
    #[error("the card has no such movement")]
    Movement,
    /// Pictures of another size.
    #[error("the pictures have another size than the face")]
    Face,
}

/// What a make of card can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits {
    /// [`Op::Look`]: it says which parts it holds.
    pub lists: bool,
    /// [`Op::Read`]: it gives back the bytes of a part.
    pub reads: bool,
    /// [`Op::Cover`]: it has a passing memory, of which what is in it ends by itself.
    pub covers: bool,
    /// [`Op::Picture`]: it gives a picture of its face.
    pub pictures: bool,
    /// [`Op::Light`]: it goes by a table of half hours.
    pub lights: bool,
    /// [`Op::Power`]: its face can be made dark.
    pub powers: bool,
}

/// What is particular about a make of card before anything is said to one.
pub trait Make: Debug + Send {
    /// What the make can do.
    fn traits(&self) -> Traits;

    /// The stock in parts. Parts the card holds keep their names, so that what is there is not written again; the others get
    /// names that nothing on the card has.
    ///
    /// # Errors
    /// The stock cannot be put on the card; see [`Unfit`].
    fn pack(&self, stock: &Stock, held: &[Held]) -> Result<Shelf, Unfit>;
}

/// Does operations in the words of one make of card.
///
/// Bounds what it waits for and how often it asks again for the same bytes; an operation always ends.
pub trait Driver: Make {
    /// Begins an operation; never while another is under way. [`Driver::due`] says when to ask for its bytes.
    fn begin(&mut self, op: Op, now: Moment);

    /// The link was opened anew: nothing that was under way goes on.
    fn opened(&mut self, now: Moment);

    /// Takes what the card says, cut at any byte. What the operation came to, if it ended with that.
    fn receive(&mut self, bytes: &[u8], now: Moment) -> Option<Result<Answer, Failure>>;

    /// When [`Driver::next`] is to be asked; `None` while nothing is under way.
    fn due(&self) -> Option<Duration>;

    /// Puts into `into`, which is empty, what is to be sent at `now`, if anything. What the operation came to, if it ended.
    fn next(&mut self, now: Moment, into: &mut Packets) -> Option<Result<Answer, Failure>>;
}
