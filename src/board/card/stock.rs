//! What a card is to hold and to show, in no card's words.

use crate::frame::{Face, Frame};
use jiff::civil::Date;
use std::sync::Arc;
use std::time::Duration;

/// Everything that a card is to keep without power: items it plays in turn, each in its own days and hours.
///
/// At every moment of the days it is made for at least one show is on air, and after them too: a card must not go dark
/// because nobody comes any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stock {
    /// The size of all pictures.
    pub face: Face,
    /// The items, in the order in which they are played.
    pub shows: Vec<Show>,
    /// How bright the card is in each half hour of the day from 00:00 on, in per cent, 1 to 100; `None`: as it is.
    pub light: Option<Box<[u8; 48]>>,
}

/// One item as a card keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Show {
    /// What is lit.
    pub matter: Matter,
    /// Dark for so long after it; usually zero.
    pub blank: Duration,
    /// How often it is played when its turn comes, 1 to 255.
    pub times: u8,
    /// When it may be.
    pub airing: Airing,
}

/// What is lit of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Pictures of the face's size that stand one after the other.
    Pages(Vec<Page>),
    /// A picture that passes over the face: wider than it and equally high, or the other way round. The first and the last
    /// place of the face on it are lit too. `speed` in dots a second, `passes` at least 1.
    Strip {
        /// The whole of it.
        picture: Arc<Frame>,
        /// Where it passes to.
        axis: Axis,
        /// Dots a second, at least 1.
        speed: u16,
        /// How often it runs through.
        passes: u16,
    },
}

/// Where a strip passes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// From right to left.
    Left,
    /// From below upwards.
    Up,
}

/// A picture that stands for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its dots, of the face's size.
    pub picture: Arc<Frame>,
    /// How long it stands.
    pub hold: Duration,
}

/// When a show may be on air, by the card's own clock: on these weekdays between two dates, in these hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Airing {
    /// The first day.
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
    /// The weekdays, Monday in bit 0; 0x7F: all of them.
    pub days: u8,
    /// The hours, rising and apart; none: the whole day.
    pub hours: Vec<Hours>,
}

/// From and to within a day, in seconds after midnight; `to` is exclusive and at most 86,400, and never before `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first second.
    pub from: u32,
    /// The first second after it.
    pub to: u32,
}

impl Airing {
    /// Every day of the week.
    pub const EVERY_DAY: u8 = 0x7F;

    /// Whether the card's clock is within it: a date, and the second of that day.
    #[must_use]
    pub fn holds(&self, date: Date, second: u32) -> bool {
        let weekday = date.weekday().to_monday_zero_offset();
        let within =
            self.hours.is_empty() || self.hours.iter().any(|hours| (hours.from..hours.to).contains(&second));
        (self.from..=self.to).contains(&date) && self.days >> weekday & 1 == 1 && within
    }
}

/// What is lit instead of the stock, out of the card's passing memory: it is told again and again, and a card that is told
/// no more ends it by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// What is lit, in turn, for ever.
    pub matters: Vec<Matter>,
}

/// What a card is to be like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What it is to keep.
    pub stock: Arc<Stock>,
    /// What is to be lit at this moment, of whatever is the highest.
    pub now: Arc<Cover>,
    /// That is not of the stock (an emergency, an override, a test picture): it is lit until this is wished no more.
    pub urgent: bool,
    /// Whether the face is lit at all; false while a person wants it dark.
    pub on: bool,
}

impl Matter {
    /// The first picture of it, as far as the face reaches.
    #[must_use]
    pub fn first(&self, face: Face) -> Option<Frame> {
        let picture = match self {
            Self::Pages(pages) => &pages.first()?.picture,
            Self::Strip { picture, .. } => picture,
        };
        picture.window(face, 0, 0).map(|window| window.to_frame())
    }

    /// How long it takes once.
    #[must_use]
    pub fn duration(&self, face: Face) -> Duration {
        match self {
            Self::Pages(pages) => pages.iter().map(|page| page.hold).sum(),
            Self::Strip { picture, axis, speed, passes } => {
                let places = match axis {
                    Axis::Left => picture.width().saturating_sub(face.width().into()),
                    Axis::Up => picture.height().saturating_sub(face.height().into()),
                } + 1;
                Duration::from_secs(1) * places * u32::from(*passes) / u32::from(*speed).max(1)
            }
        }
    }
}
