//! Onbon BX-5 and BX-6 cards: what is asked of them, in which order, and the same card as a program.
//!
//! [`Driver`] is our end, [`Screen`] the card's. A show is a programme file, or two of them (`files.rs`); a cover is a dynamic
//! area over the whole face with a time-out. Knows no socket and no clock. What may be said at all stands in
//! [`crate::wire::onbon::Request`]: there is nothing in it that a card could be locked out, emptied or damaged by.

mod driver;
mod files;
mod flash;
mod job;
mod screen;
mod talk;
mod unpack;

pub(super) use driver::Driver;
pub(super) use screen::Screen;

use super::{Carrier, Protocol};
use crate::frame::{Colour, Face, Palette, Rgb};
use crate::wire::onbon::{Colours, Common, Device, EVERY, Form, Generation, HOST, Header};
use talk::Dress;

/// Six bytes without which a card takes no orders, if it was given any.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Secret([u8; 6]);

impl Secret {
    /// Reads six printable ASCII characters, or twelve hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = <[u8; 6]>::try_from(text.as_bytes()).ok();
        let plain = plain.filter(|bytes| bytes.iter().all(u8::is_ascii_graphic));
        let hex = || hex::decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        // Six zeros mean that there is none.
        plain.or_else(hex).filter(|bytes| *bytes != [0; 6]).map(Self)
    }

    /// The bytes of it.
    #[must_use]
    pub fn bytes(&self) -> [u8; 6] {
        self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A file of this kind is a programme.
const PROGRAMME: u8 = 0;
/// A file of this kind has the pictures of one, in generation 6.
const PICTURES: u8 = 9;

/// How a card is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Speech {
    pub(super) generation: Generation,
    /// The card's address, or [`EVERY`].
    pub(super) address: u16,
    pub(super) secret: Option<Secret>,
    pub(super) over: Carrier,
}

impl Speech {
    /// How the cards of this protocol are spoken to; `None` for other protocols.
    pub(super) fn of(protocol: &Protocol) -> Option<Self> {
        match *protocol {
            Protocol::Onbon { generation, address, secret, over } => {
                Some(Self { generation, address, secret, over })
            }
            _ => None,
        }
    }

    /// The header of a question to this card.
    fn header(&self, dress: Dress, device: Option<Device>, seq: u16) -> Header {
        let network = u8::from(self.over != Carrier::Serial);
        let (seq, phy) = match device {
            Some(device) if device.is_5a() => (1, 0),
            _ => (seq, network),
        };
        let secret = self.secret.map_or([0; 6], |secret| secret.bytes());
        let common = Common { phy, seq, random: seq.to_le_bytes()[0], secret };
        let protocol = device.map_or(0, Device::protocol);
        let form = match dress {
            Dress::Plain => Form::Area,
            Dress::Five => Form::Five(common),
            Dress::Six => Form::Six { protocol, common: Common { phy: phy * protocol, ..common } },
        };
        Header { to: self.address, from: HOST, device: device.map_or(EVERY, |device| device.0), form }
    }

    /// Its own header.
    fn dress(&self) -> Dress {
        match self.generation {
            Generation::Five => Dress::Five,
            Generation::Six => Dress::Six,
        }
    }

    /// What such a card is before it has said so.
    fn assumed(&self, colours: Colours) -> Device {
        match self.generation {
            Generation::Five => Device::BX5E1,
            Generation::Six if colours == Colours::Full => Device::BX6Q2,
            Generation::Six => Device::BX6E2,
        }
    }
}

/// What pictures for a card depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kit {
    face: Face,
    device: Device,
    colours: Colours,
    /// How its lamps look.
    palette: Palette,
}

impl Kit {
    /// A colour of a picture as a card is told it: with two lamps the red byte is the first lamp and the green one the second.
    fn code(&self, Rgb(r, g, b): Rgb) -> [u8; 3] {
        let (Palette::Two(first, second), Colours::Two) = (self.palette, self.colours) else {
            return [r, g, b];
        };
        let distance = |lamps: [u8; 3]| -> u32 {
            [r, g, b].iter().zip(lamps).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
        };
        let all = [[0; 3], [255, 0, 0], [0, 255, 0], [255, 255, 0]];
        all.into_iter().min_by_key(|code| distance(both(first, second, *code))).unwrap_or_default()
    }

    /// How what a card is told looks.
    fn lit(&self, code: [u8; 3]) -> [u8; 3] {
        match (self.palette, self.colours) {
            (Palette::One(lamp), _) => both(lamp, lamp, [code.into_iter().max().unwrap_or(0), 0, 0]),
            (Palette::Two(first, second), Colours::Two) => both(first, second, code),
            _ => code,
        }
    }
}

/// What two lamps look like of which the first is lit by red and the second by green.
fn both(first: Colour, second: Colour, code: [u8; 3]) -> [u8; 3] {
    let lamp = |lamp: Colour, lit: u8| if lit > 0 { lamp.rgb() } else { Rgb::BLACK };
    let (Rgb(a, b, c), Rgb(d, e, f)) = (lamp(first, code[0]), lamp(second, code[1]));
    [a.max(d), b.max(e), c.max(f)]
}

/// Which colours a card with these lamps drives.
fn colours(palette: Palette) -> Colours {
    match palette {
        Palette::One(_) => Colours::One,
        Palette::Two(..) => Colours::Two,
        Palette::Rgb => Colours::Full,
    }
}

/// The name of a file, as a text; every byte is a letter of its own, so that nothing a card says gets lost.
fn name_of(bytes: [u8; 4]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The same the other way round.
fn bytes_of(name: &str) -> Option<[u8; 4]> {
    let bytes: Option<Vec<u8>> = name.chars().map(|letter| u8::try_from(letter).ok()).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests;
